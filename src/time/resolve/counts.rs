//! Lengths, counts from an anchor, and what recurs.

use super::super::find::kind_of;
use super::super::slice::season_code;
use super::super::slice::{Slice, add_days, add_months};
use super::super::symbol::{Governor, Make, Slot, Slots, Symbol, Unit, VAGUE};
use super::super::{Anchor, TenseHint, TimexMod, TimexType};
use super::{Placed, Resolver, day_part_code, document_slice, weekday};
use crate::calendar::{Day, Interval};
use chrono::Datelike;

/// In the slot `bare`: counted in passing ("the next couple of weeks").
const LOOSE: i32 = 6;

/// In the slot `bare`: half a unit more than the number says ("two and a half years ago").
const AND_A_HALF: i32 = 7;

/// The value of a day, week or month of a year that nothing tells.
fn part_of_year(year: i32, unit: Unit) -> String {
    let year = Slice::Year(year).value();
    match unit {
        Unit::Week | Unit::Fortnight | Unit::Weekend => format!("{year}-WXX"),
        Unit::Month | Unit::Quarter | Unit::Half => format!("{year}-XX"),
        _ => format!("{year}-XX-XX"),
    }
}

/// In the slot `bare`: as precise as what it counts from ("ten years ago today").
const AS_PRECISE: i32 = 9;

impl Resolver<'_> {
    // "three days ago", "two weeks after Easter", "in five years' time".
    pub(super) fn shift(&self, symbol: &Symbol, inner: Option<Placed>, kind: TimexType) -> Placed {
        let slots = &symbol.slots;
        let ordinal = slots.get(Slot::Ordinal).filter(|n| (1..100).contains(n)).map(|n| n * 10);
        let half = if slots.get(Slot::Bare) == Some(AND_A_HALF) { 5 } else { 0 };
        let tenths = slots.get(Slot::Number).or(ordinal).unwrap_or(10).saturating_add(half);
        let unit = slots.unit().unwrap_or(Unit::Day);
        let forward = slots.get(Slot::Side) != Some(1);
        // "1 month and 21 days ago": the inner expression is the count.
        let several: Vec<(i32, Unit)> = match symbol.inner.first() {
            Some(count) if count.make == Make::Span => {
                count.inner.iter().filter_map(|part| Some((part.slots.get(Slot::Number)?, part.slots.unit()?))).collect()
            }
            _ => Vec::new(),
        };
        let inner = if several.is_empty() { inner } else { None };
        let (base, anchor) = match &inner {
            // From the end of a period, not from the whole of it.
            Some(inner) if matches!(inner.modifier, Some(TimexMod::Start | TimexMod::End)) && inner.interval.is_some() => {
                (inner.interval.map(super::whole_or_day), inner.anchor)
            }
            Some(inner) => (inner.slice.or(inner.interval.map(Slice::Days)), inner.anchor),
            None => match slots.get(Slot::Base) {
                Some(1) if forward || !self.is_within_what_was_named(unit) => self.base(slots),
                _ => (self.anchors.document.map(document_slice), Anchor::Document),
            },
        };
        if tenths == VAGUE {
            let value = match (&inner, forward) {
                (_, true) => "FUTURE_REF",
                (_, false) => "PAST_REF",
            };
            return Placed { anchor, ..self.bare(value.to_owned(), kind) };
        }
        let Some(days) = base.and_then(Slice::interval) else {
            return Placed { anchor, ..self.bare("XXXX".to_owned(), kind) };
        };
        if let Some(code) = slots.get(Slot::Weekday).and_then(weekday) {
            // "three Fridays from now".
            let n = i64::from(tenths / 10);
            let here = i64::from(days.end().weekday().num_days_from_monday());
            let there = i64::from(code.num_days_from_monday());
            let first = if forward { (7 + there - here - 1) % 7 + 1 } else { -((7 + here - there - 1) % 7 + 1) };
            let step = if forward { 7 } else { -7 };
            return self.sliced(add_days(days.end(), first + step * (n - 1)).map(Slice::Day), anchor, kind);
        }
        let from = if forward { days.end() } else { days.start() };
        if !several.is_empty() {
            let day = several
                .iter()
                .try_fold(from, |day, (tenths, unit)| moved(day, if forward { *tenths } else { tenths.saturating_neg() }, *unit));
            return self.sliced(day.map(Slice::Day), anchor, kind);
        }
        let signed = if forward { tenths } else { tenths.saturating_neg() };
        // "300,000 years ago": beyond every calendar.
        let Some(day) = moved(from, signed, unit) else {
            let value = if forward { "FUTURE_REF" } else { "PAST_REF" };
            return Placed { anchor, ..self.bare(value.to_owned(), kind) };
        };
        if unit < Unit::WorkingDay {
            let value = format!("{}TXX", Slice::Day(day).value());
            return Placed {
                slice: Some(Slice::Day(day)),
                interval: Some(Interval::day(day)),
                anchor,
                ..self.bare(value, TimexType::Time)
            };
        }
        // "a year earlier" than a quarter is a quarter.
        if let (Some(quarter @ Slice::Quarter(..)), Unit::Year, 0) = (base, unit, tenths % 10) {
            return self.sliced(quarter.shift(signed / 10 * 4), anchor, kind);
        }
        if slots.get(Slot::Bare) == Some(AS_PRECISE) {
            let slice = base.and_then(|base| Slice::of(day, base.unit(), self.financial()));
            return self.sliced(slice, anchor, kind);
        }
        // The grain is the unit's, or the base's where that is coarser; fractions make it a day finer.
        let grain = if tenths % 10 != 0 { Unit::Month.min(unit) } else { unit };
        let grain = match base.map(Slice::unit) {
            Some(Unit::Day) | None => grain,
            Some(coarse) => grain.max(coarse.min(Unit::Year)),
        };
        // "in 2002 … a decade later", "a decade ago": of the year so reached.
        let counted_on = slots.get(Slot::Base) == Some(1) && inner.is_none();
        let from_here = anchor == Anchor::Document && grain == Unit::Decade;
        let grain = if (from_here || counted_on && grain >= Unit::Decade) && base.is_some_and(|base| base.unit() <= Unit::Year) {
            Unit::Year
        } else {
            grain
        };
        let grain = if grain == Unit::Fortnight { Unit::Week } else { grain };
        // "In 1960 … a week later": the year is known, the week is not.
        if let (true, Some(Slice::Year(year))) = (counted_on && unit < Unit::Season, base) {
            return Placed { anchor, ..self.bare(part_of_year(year, unit), kind) };
        }
        // "two weeks after 5 May" is a day, "three months after" it a month.
        let grain = if matches!(base, Some(Slice::Day(_))) && inner.is_some() && grain == Unit::Week { Unit::Day } else { grain };
        let slice = Slice::of(day, grain, self.financial());
        let mut placed = self.sliced(slice, anchor, kind);
        // A count from a day reaches a day, whatever precision the value claims.
        if matches!(base, Some(Slice::Day(_))) && inner.is_some() {
            placed.interval = Some(Interval::day(day));
        } else if inner.is_none() && forward && slots.get(Slot::Base) != Some(1) {
            placed.interval = Interval::new(from, day);
        }
        placed.approximate |= inner.is_none();
        placed
    }

    /// "profit for the fourth quarter … a month earlier": in a report, no count of what is shorter than what was named.
    fn is_within_what_was_named(&self, unit: Unit) -> bool {
        let named = self.anchors.previous.map(|previous| previous.0.unit());
        !self.anchors.narrative && self.anchors.document.is_some() && named.is_some_and(|named| named > unit)
    }

    pub(super) fn span(&self, symbol: &Symbol, kind: TimexType, depth: u8) -> Placed {
        let slots = &symbol.slots;
        let mut tenths = slots.get(Slot::Number).unwrap_or(10);
        if let (Some(half), true) = (slots.get(Slot::Side), tenths != VAGUE) {
            tenths = tenths.saturating_add(half);
        }
        let Some(unit) = slots.unit() else {
            // Several units together: the first gives the start, the rest are added.
            let Some((first, rest)) = symbol.inner.split_first() else { return self.bare("PX".to_owned(), kind) };
            let sum = Symbol { make: Make::Span, slots: first.slots, inner: rest.to_vec(), modifier: None };
            return self.span(&sum, kind, depth + 1);
        };
        let mut value = length(tenths, unit);
        let mut more = Vec::new();
        // "five years, one month and twelve days".
        for part in &symbol.inner {
            let placed = self.symbol(part, kind, depth + 1);
            // "T" stands once, before the first unit that is shorter than a day.
            let rest = placed.value.trim_start_matches('P');
            value.push_str(if value.contains('T') { rest.trim_start_matches('T') } else { rest });
            if let (Some(unit), Some(tenths)) = (part.slots.unit(), part.slots.get(Slot::Number)) {
                more.push((unit, tenths));
            }
        }
        let mut placed = self.bare(value, kind);
        let ahead = match self.governor {
            Some(Governor::Within) => self.anchors.tense != TenseHint::Past,
            Some(Governor::In) => self.anchors.tense != TenseHint::Past,
            Some(Governor::Over | Governor::During) => self.anchors.tense == TenseHint::Future,
            _ => false,
        };
        if ahead
            && tenths != VAGUE
            && let Some(today) = self.today()
        {
            let mut end = moved(today, tenths, unit);
            for (unit, tenths) in more {
                end = end.and_then(|end| moved(end, tenths, unit));
            }
            placed.interval = end.and_then(|end| Interval::new(today, end));
            placed.anchor = Anchor::Document;
            placed.approximate = true;
        }
        placed
    }

    // "the next two years", "the past month".
    pub(super) fn around(&self, symbol: &Symbol, kind: TimexType) -> Placed {
        let slots = &symbol.slots;
        let unit = slots.unit().unwrap_or(Unit::Year);
        let tenths = slots.get(Slot::Number).unwrap_or(10);
        // "the next 5 years 1 month 12 days".
        let several = symbol.inner.first().filter(|several| several.make == Make::Span);
        let mut placed = match several {
            Some(several) => self.bare(self.span(several, kind, 0).value, kind),
            None => self.bare(length(tenths, unit), kind),
        };
        let (base, anchor) = match slots.get(Slot::Base) {
            Some(1) => self.base(slots),
            _ => (self.anchors.document.map(document_slice), Anchor::Document),
        };
        placed.anchor = anchor;
        let vague = tenths == VAGUE || slots.get(Slot::Bare) == Some(LOOSE);
        let Some(days) = base.and_then(Slice::interval).filter(|_| !vague) else { return placed };
        let forward = slots.get(Slot::Relation).unwrap_or(1) > 0;
        if let Some(several) = several {
            let from = if forward { days.end() } else { days.start() };
            let mut parts = several.inner.iter().filter_map(|part| Some((part.slots.get(Slot::Number)?, part.slots.unit()?)));
            let to = parts
                .try_fold(from, |day, (tenths, unit)| moved(day, if forward { tenths } else { tenths.saturating_neg() }, unit));
            placed.interval = to.and_then(|to| Interval::new(from.min(to), from.max(to)));
            placed.approximate = true;
            return placed;
        }
        // "the last two quarters" are whole ones.
        if unit == Unit::Quarter && tenths % 10 == 0 {
            placed.approximate = true;
            let here = Slice::of(days.start(), Unit::Quarter, self.financial());
            let count = tenths / 10;
            let ends = if forward { (1, count) } else { (count.saturating_neg(), -1) };
            let reach = |by: i32| here.and_then(|quarter| quarter.shift(by)).and_then(Slice::interval);
            placed.interval = reach(ends.0).zip(reach(ends.1)).and_then(|(from, to)| Interval::new(from.start(), to.end()));
            return placed;
        }
        placed.interval = if forward {
            moved(days.end(), tenths, unit).and_then(|end| Interval::new(days.end(), end))
        } else {
            moved(days.start(), tenths.saturating_neg(), unit).and_then(|start| Interval::new(start, days.start()))
        };
        placed.approximate = true;
        placed
    }

    // "three years from 2025-26".
    pub(super) fn span_from(&self, symbol: &Symbol, kind: TimexType, depth: u8) -> Placed {
        let (unit, tenths) = (symbol.slots.unit().unwrap_or(Unit::Year), symbol.slots.get(Slot::Number).unwrap_or(10));
        let start = symbol.inner.first().map(|inner| self.symbol(inner, kind_of(inner), depth + 1));
        let mut placed = self.bare(length(tenths, unit), kind);
        let from = start.as_ref().and_then(|start| start.interval).map(Interval::start);
        if let Some(from) = from.filter(|_| tenths != VAGUE) {
            placed.interval = moved(from, tenths, unit).and_then(|end| Interval::new(from, add_days(end, -1)?));
            placed.anchor = start.map_or(Anchor::Absolute, |start| start.anchor);
        }
        placed
    }

    pub(super) fn set(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
        let mut value = if let Some(code) = slots.get(Slot::Weekday) {
            format!("XXXX-WXX-{code}")
        } else if let Some(month) = slots.get(Slot::Month) {
            format!("XXXX-{month:02}")
        } else if let Some(season) = slots.get(Slot::Season) {
            format!("XXXX-{}", season_code(u32::try_from(season).unwrap_or(1)))
        } else if let Some(unit) = slots.unit() {
            match unit {
                Unit::Weekend => "XXXX-WXX-WE".to_owned(),
                Unit::WorkingDay => "XXXX-WXX-WD".to_owned(),
                Unit::Night => "XXXX-XX-XXTNI".to_owned(),
                Unit::Quarter => length(slots.get(Slot::Number).unwrap_or(10).saturating_mul(3), Unit::Month),
                _ => length(slots.get(Slot::Number).unwrap_or(10), unit),
            }
        } else if let Some(part) = slots.get(Slot::DayPart) {
            format!("XXXX-XX-XXT{}", day_part_code(part))
        } else {
            inner.map_or_else(|| "XXXX".to_owned(), |inner| inner.value)
        };
        if slots.get(Slot::DayPart).is_some() && !value.contains('T') {
            value.push('T');
            value.push_str(day_part_code(slots.get(Slot::DayPart).unwrap_or(4)));
        }
        self.bare(value, kind)
    }
}

/// "2", "2.5", "X" from tenths.
fn amount(tenths: i32) -> String {
    if tenths == VAGUE {
        "X".to_owned()
    } else if tenths % 10 == 0 {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// TIMEX3 value of half a unit, where a smaller one measures it.
fn half_of(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Minute => Some("PT30S"),
        Unit::Hour => Some("PT30M"),
        Unit::Day => Some("PT12H"),
        Unit::Year => Some("P6M"),
        Unit::Decade => Some("P5Y"),
        Unit::Century => Some("P50Y"),
        _ => None,
    }
}

/// TIMEX3 value of a length.
pub(super) fn length(tenths: i32, unit: Unit) -> String {
    // Halves are whole numbers of a smaller unit.
    if tenths == 5
        && let Some(half) = half_of(unit)
    {
        return half.to_owned();
    }
    let n = amount(tenths);
    match unit {
        Unit::Second => format!("PT{n}S"),
        Unit::Minute => format!("PT{n}M"),
        Unit::Hour => format!("PT{n}H"),
        Unit::Day | Unit::WorkingDay => format!("P{n}D"),
        Unit::Night => format!("P{n}D"),
        Unit::Weekend => format!("P{n}WE"),
        Unit::Week => format!("P{n}W"),
        Unit::Fortnight => format!("P{}W", amount(if tenths == VAGUE { VAGUE } else { tenths.saturating_mul(2) })),
        Unit::Month => format!("P{n}M"),
        Unit::Quarter => format!("P{n}Q"),
        Unit::Half => format!("P{}M", amount(if tenths == VAGUE { VAGUE } else { tenths.saturating_mul(6) })),
        Unit::Season => format!("P{n}M"),
        Unit::Year | Unit::FinancialYear => format!("P{n}Y"),
        Unit::Decade => format!("P{n}DE"),
        Unit::Century => format!("P{n}CE"),
        Unit::Millennium => format!("P{n}ML"),
    }
}

/// `day` moved by tenths of a unit; `None` for vague counts.
pub(super) fn moved(day: Day, tenths: i32, unit: Unit) -> Option<Day> {
    if tenths == VAGUE {
        return None;
    }
    let n = i64::from(tenths);
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => {
            let hours = match unit {
                Unit::Hour => n / 10,
                Unit::Minute => n / 600,
                _ => n / 36_000,
            };
            add_days(day, hours / 24)
        }
        Unit::WorkingDay => {
            let (mut day, step) = (day, if n < 0 { -1 } else { 1 });
            let mut left = (n / 10).unsigned_abs().min(4000);
            while left > 0 {
                day = add_days(day, step)?;
                left -= u64::from(day.weekday().number_from_monday() <= 5);
            }
            Some(day)
        }
        Unit::Day | Unit::Night => add_days(day, n / 10),
        Unit::Week | Unit::Weekend => add_days(day, n * 7 / 10),
        Unit::Fortnight => add_days(day, n * 14 / 10),
        Unit::Month => add_days(add_months(day, n / 10)?, n % 10 * 3),
        Unit::Quarter | Unit::Season => add_months(day, n * 3 / 10),
        Unit::Half => add_months(day, n * 6 / 10),
        Unit::Year | Unit::FinancialYear => add_months(day, n * 12 / 10),
        Unit::Decade => add_months(day, n.checked_mul(12)?),
        Unit::Century => add_months(day, n.checked_mul(120)?),
        Unit::Millennium => add_months(day, n.checked_mul(1200)?),
    }
}
