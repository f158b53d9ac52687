//! Festivals, named periods and financial years.

use super::super::lex::two_digit_year;
use super::super::slice::FinancialCalendar;
use super::super::slice::Slice;
use super::super::symbol::{Governor, Make, Slot, Slots, Symbol, Unit};
use super::super::{Anchor, TimexMod, TimexType};
use super::{Placed, Resolver, whole_or_day};
use crate::calendar::Interval;
use chrono::Datelike;

/// In the slot `bare`: the year of schools.
const SCHOOL: i32 = 5;

/// In the slot `half`: which one the ordinal tells.
const BY_ORDINAL: i32 = 9;

/// The quarter of a financial year that the wording names.
fn quarter_named(slots: &Slots) -> Option<i32> {
    let quarter = slots.get(Slot::Quarter).or(slots.get(Slot::Ordinal))?;
    Some(if quarter < 0 { quarter.saturating_add(5) } else { quarter })
}

/// The half of a financial year that the wording names.
fn half_named(slots: &Slots) -> Option<i32> {
    let half = match slots.get(Slot::Half)? {
        BY_ORDINAL => slots.get(Slot::Ordinal)?,
        half => half,
    };
    Some(if half < 0 { half.saturating_add(3) } else { half })
}

/// The financial year whose last month is `month` of `year`.
fn year_that_ends_with(month: u32, year: i32) -> Slice {
    match month {
        12 => Slice::Year(year),
        _ => Slice::Financial(year.saturating_sub(1), FinancialCalendar { month: month + 1, day: 1 }),
    }
}

impl Resolver<'_> {
    pub(super) fn feast(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
        let festival =
            slots.get(Slot::Named).and_then(|at| usize::try_from(at).ok()).and_then(|at| self.grammar.festivals.get(at));
        let Some(festival) = festival else { return self.bare("XXXX".to_owned(), kind) };
        let in_year = |year: i32| festival.in_year(year).map(whole_or_day);
        if let Some(year) = slots.get(Slot::Year) {
            return self.sliced(in_year(year), Anchor::Absolute, kind);
        }
        if let Some(inner) = inner {
            let year = inner.slice.and_then(Slice::interval).map(|days| days.start().year());
            return self.sliced(year.and_then(in_year), inner.anchor, kind);
        }
        // "Christmas last year".
        if let (Some(7), Some(offset), Some(today)) = (slots.get(Slot::Base), slots.get(Slot::Relation), self.today()) {
            return self.sliced(today.year().checked_add(offset).and_then(in_year), Anchor::Document, kind);
        }
        let (base, context) = self.base(slots);
        let Some(days) = base.and_then(Slice::interval) else { return self.bare("XXXX-XX-XX".to_owned(), kind) };
        let day = self.nearest(days.start(), context, None, in_year);
        if let (true, Some(Governor::In), Some(year)) =
            (festival.opens_year, self.governor, day.and_then(Slice::interval).map(|days| days.start().year()))
        {
            let mut placed = self.sliced(Some(Slice::Year(year)), context, kind);
            placed.interval = Slice::Year(year).part(1).or(placed.interval);
            placed.modifier = Some(TimexMod::Start);
            return placed;
        }
        self.sliced(day, context, kind)
    }

    /// Whether a symbol is a festival that stands for the first months of its year.
    pub(super) fn opens_year(&self, symbol: &Symbol) -> bool {
        let at = symbol.slots.get(Slot::Named).and_then(|at| usize::try_from(at).ok());
        symbol.make == Make::Feast && at.and_then(|at| self.grammar.festivals.get(at)).is_some_and(|festival| festival.opens_year)
    }

    pub(super) fn named(&self, slots: &Slots, kind: TimexType) -> Placed {
        let period = slots.get(Slot::Named).and_then(|at| usize::try_from(at).ok()).and_then(|at| self.grammar.periods.get(at));
        let Some(period) = period else { return self.bare("XXXX".to_owned(), kind) };
        let (base, context) = self.base(slots);
        let Some(today) = base.and_then(Slice::interval).map(Interval::start) else {
            return self.bare(period.id.to_uppercase(), kind);
        };
        let relation = slots.get(Slot::Relation).unwrap_or(0);
        // The one that is running, else the next to begin.
        let at = period.spans.iter().position(|span| today <= span.end());
        let found = at.and_then(|at| at.checked_add_signed(relation as isize)).and_then(|at| period.spans.get(at));
        self.sliced(found.copied().map(Slice::Days), context, kind)
    }

    pub(super) fn financial_year(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
        let calendar = self.financial();
        let country = self.anchors.country;
        if slots.get(Slot::Bare) == Some(SCHOOL) {
            return self.school_year(slots, kind);
        }
        if let Some(first) = slots.get(Slot::FinancialYear) {
            let slice = if calendar.month == 1 { Slice::Year(first) } else { Slice::Financial(first, calendar) };
            // "2015/16" outside English-speaking financial calendars still spans two years.
            let slice =
                if calendar.month == 10 { Slice::Financial(first, FinancialCalendar { month: 7, day: 1 }) } else { slice };
            return self.quarter_of(slice, slots, Anchor::Absolute, kind);
        }
        if let Some(year) = slots.get(Slot::Year) {
            let year = if year < 100 { two_digit_year(year) } else { year };
            let slice = match slots.get(Slot::Month).and_then(|month| u32::try_from(month).ok()) {
                Some(month) => year_that_ends_with(month, year),
                None => Slice::Financial(country.financial_year(year), calendar),
            };
            let mut placed = self.quarter_of(slice, slots, Anchor::Absolute, kind);
            // The value is called as the wording calls the year, whichever its first day.
            placed.value = match (quarter_named(slots), half_named(slots)) {
                (_, Some(half)) => format!("FY{year}-H{half}"),
                (Some(quarter), _) => format!("FY{year}-Q{quarter}"),
                _ => format!("FY{year}"),
            };
            return placed;
        }
        let _ = inner;
        let (base, context) = self.base(slots);
        let day = base.and_then(Slice::interval).map(Interval::start);
        let slice = day
            .and_then(|day| Slice::of(day, Unit::FinancialYear, calendar))
            .and_then(|slice| slice.shift(slots.get(Slot::Relation).unwrap_or(0)));
        match slice {
            Some(slice) => self.quarter_of(slice, slots, context, kind),
            None => self.bare("FYXXXX".to_owned(), kind),
        }
    }

    pub(super) fn quarter_of(&self, year: Slice, slots: &Slots, anchor: Anchor, kind: TimexType) -> Placed {
        let slice = match (quarter_named(slots), half_named(slots)) {
            (_, Some(half)) => year.nth(half, Unit::Half, self.financial()),
            (Some(quarter), _) => year.nth(quarter, Unit::Quarter, self.financial()),
            _ => Some(year),
        };
        self.sliced(slice, anchor, kind)
    }

    /// "the 2024-25 school year", "next academic year": its days, as no TIMEX3 value names it.
    fn school_year(&self, slots: &Slots, kind: TimexType) -> Placed {
        let calendar = self.anchors.country.school();
        let (first, anchor) = match slots.get(Slot::FinancialYear).or(slots.get(Slot::Year)) {
            Some(first) => (Some(first), Anchor::Absolute),
            None => {
                let (base, context) = self.base(slots);
                let day = base.and_then(Slice::interval).map(Interval::start);
                let begun = day.map(|day| i32::from((day.month(), day.day()) >= (calendar.month, calendar.day)));
                let running = day.zip(begun).map(|(day, begun)| day.year() - 1 + begun);
                (running.and_then(|year| year.checked_add(slots.get(Slot::Relation).unwrap_or(0))), context)
            }
        };
        let days = first.and_then(|first| Slice::Financial(first, calendar).interval());
        self.sliced(days.map(Slice::Days), anchor, kind)
    }
}
