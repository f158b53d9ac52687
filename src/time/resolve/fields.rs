//! Calendar fields, with what the text leaves out taken from the anchor.

use super::super::slice::{Slice, add_days, add_months};
use super::super::symbol::{Governor, Slot, Slots, Unit};
use super::super::{Anchor, TenseHint, TimexType};
use super::{Placed, Resolver, unplaced, weekday};
use crate::calendar::{Day, Interval};
use chrono::{Datelike, Weekday};

/// In the slot `side`: a quarter or half called by the month that it ends in.
const BY_LAST_MONTH: i32 = 6;

/// Days ahead within which a day of the calendar is the coming one, whatever the verbs around say.
const SOON: i64 = 45;

/// Days back within which a day of the calendar is the one just gone: nobody names next year's without saying so.
const JUST_GONE: i64 = 31;

/// Days within which a day of the month is named by its weekday and number alone.
const NEAR_BY: i64 = 62;

/// Days ahead within which a term set in the past is still to run.
const TERM_AHEAD: i64 = 60;

impl Resolver<'_> {
    /// Two numbers of a date as day and month, in the order of the country.
    pub(super) fn ordered(&self, slots: &Slots) -> Option<Slots> {
        let (first, second) = slots.get(Slot::First).zip(slots.get(Slot::Second2))?;
        let (mut day, mut month) =
            if self.anchors.country.day_first() != self.swapped { (first, second) } else { (second, first) };
        if month > 12 {
            std::mem::swap(&mut day, &mut month);
        }
        let mut slots = *slots;
        slots.set(Slot::First, i32::MIN);
        slots.set(Slot::Day, day);
        slots.set(Slot::Month, month);
        Some(slots)
    }

    // Calendar fields, with what the text leaves out taken from the anchor.
    pub(super) fn date(&self, slots: &Slots, kind: TimexType) -> Placed {
        let get = |slot: Slot| slots.get(slot);
        if let Some(slots) = self.ordered(slots) {
            return self.date(&slots, kind);
        }
        if let Some(decade) = get(Slot::Decade) {
            let before = get(Slot::Era) == Some(1);
            if decade >= 100 {
                return self.sliced(
                    Some(Slice::Decade(if before { -decade / 10 - 1 } else { decade / 10 })),
                    Anchor::Absolute,
                    kind,
                );
            }
            let century = match self.base(slots).0.filter(|_| self.anchors.narrative).and_then(Slice::interval) {
                Some(base) => base.start().year().div_euclid(100),
                None => self
                    .today()
                    .map_or(19, |today| if decade <= today.year() % 100 && decade < 30 { today.year() / 100 } else { 19 }),
            };
            return self.sliced(Some(Slice::Decade(century * 10 + decade / 10)), Anchor::Absolute, kind);
        }
        if let (Some(Unit::Century), Some(n)) = (slots.unit(), get(Slot::Ordinal)) {
            // "the last century": the one before this.
            if n < 0 {
                let this = self.today().map(|today| today.year().div_euclid(100));
                return self.sliced(this.map(|this| Slice::Century(this + n)), Anchor::Document, kind);
            }
            let century = if get(Slot::Era) == Some(1) { -n } else { n - 1 };
            return self.sliced(Some(Slice::Century(century)), Anchor::Absolute, kind);
        }
        if let Some(century) = get(Slot::Century) {
            let century = if get(Slot::Era) == Some(1) { -century } else { century - 1 };
            return self.sliced(Some(Slice::Century(century)), Anchor::Absolute, kind);
        }
        // "the winter of 2010-11" is called by its first year.
        let mut year = get(Slot::Year).or(get(Slot::FinancialYear));
        if let (Some(1), Some(y)) = (get(Slot::Era), year) {
            year = Some(-y);
        }
        // "the March quarter of 2024-25": of the second year.
        if get(Slot::Side) == Some(BY_LAST_MONTH)
            && (get(Slot::Quarter).is_some_and(|quarter| quarter < 3) || get(Slot::Half) == Some(1))
            && get(Slot::FinancialYear).is_some()
        {
            year = year.and_then(|year| year.checked_add(1));
        }
        // "the summer of 2024-25": south of the equator, where it spans two years.
        if let (Some(2), Some(first)) = (get(Slot::Season), get(Slot::FinancialYear)) {
            let placed = self.sliced(Some(Slice::Season(first, 4)), Anchor::Absolute, kind);
            return Placed { value: Slice::Season(first, 2).value(), ..placed };
        }
        let (base, context) = self.base(slots);
        if let (Some(short), Some(story)) =
            (get(Slot::Bare), base.filter(|_| context == Anchor::Context).and_then(Slice::interval))
        {
            year = Some(story.start().year().div_euclid(100) * 100 + short);
        }
        let base_day = base.and_then(Slice::interval).map(Interval::start);
        // "May last year" (counted from the document), "June of the same year" (from the passage).
        if let (None, Some(from @ (7 | 8)), Some(offset)) = (year, get(Slot::Base), get(Slot::Relation)) {
            let origin = if from == 7 {
                self.today()
            } else {
                self.anchors.previous.and_then(|previous| previous.0.interval()).map(Interval::start).or(self.today())
            };
            if let Some(origin) = origin.and_then(|day| day.year().checked_add(offset)) {
                let mut slots = *slots;
                slots.set(Slot::Base, i32::MIN);
                slots.set(Slot::Year, origin);
                return Placed { anchor: if from == 7 { Anchor::Document } else { Anchor::Context }, ..self.date(&slots, kind) };
            }
        }
        if let (Some(Unit::Week), Some(tenths)) = (slots.unit(), get(Slot::Number)) {
            let week = u32::try_from(tenths / 10).ok().filter(|week| (1..=53).contains(week));
            let anchor = if year.is_some() { Anchor::Absolute } else { context };
            let slice = year.or(base_day.map(|day| day.iso_week().year())).zip(week).map(|(year, week)| Slice::Week(year, week));
            return self.sliced(slice.filter(|slice| slice.interval().is_some()), anchor, kind);
        }
        let month = get(Slot::Month).and_then(|month| u32::try_from(month).ok());
        let named = |year: i32| -> Option<Slice> {
            if let Some(month) = month {
                return match get(Slot::Day).and_then(|day| u32::try_from(day).ok()) {
                    Some(day) => Day::from_ymd_opt(year, month, day).map(Slice::Day),
                    None => Some(Slice::Month(year, month)),
                };
            }
            let small = |slot: Slot| get(slot).and_then(|value| u32::try_from(value).ok());
            if let Some(season) = small(Slot::Season) {
                return Some(Slice::Season(year, season));
            }
            if let Some(quarter) = small(Slot::Quarter) {
                return Some(Slice::Quarter(year, quarter));
            }
            if let Some(half) = small(Slot::Half) {
                return Some(Slice::Half(year, half));
            }
            if let Some(week) = small(Slot::Week) {
                return Some(Slice::Week(year, week));
            }
            None
        };
        let yearless = [Slot::Month, Slot::Season, Slot::Quarter, Slot::Half, Slot::Week].iter().any(|slot| get(*slot).is_some());
        if yearless {
            if let Some(year) = year {
                let placed = named(year);
                if placed.is_none() {
                    // A day that the month does not have.
                    return self.bare(unplaced(slots, Some(year)), kind);
                }
                return self.sliced(placed, Anchor::Absolute, kind);
            }
            let Some(base_day) = base_day else {
                return self.bare(unplaced(slots, None), kind);
            };
            let weekday = get(Slot::Weekday).and_then(weekday);
            let slice = self.nearest(base_day, context, weekday, named);
            // "31 February": no year has it.
            if slice.is_none() {
                return Placed { anchor: context, ..self.bare(unplaced(slots, None), kind) };
            }
            let mut placed = self.sliced(slice, context, kind);
            // The winter that is running in January is called by the year that it ends in.
            if let Some(Slice::Season(year, 4)) = slice
                && year < base_day.year()
            {
                placed.value = format!("{}-WI", Slice::Year(base_day.year()).value());
            }
            return placed;
        }
        if let Some(day) = get(Slot::Day) {
            // "the 5th": of the anchor's month, or the one before or after it.
            let Some(base_day) = base_day else { return self.bare(format!("XXXX-XX-{day:02}"), kind) };
            let Ok(day) = u32::try_from(day) else { return self.bare("XXXX".to_owned(), kind) };
            let weekday = get(Slot::Weekday).and_then(weekday);
            let within = |months: i64| {
                let month = add_months(base_day.with_day(1)?, months)?;
                Day::from_ymd_opt(month.year(), month.month(), day)
                    .filter(|day| weekday.is_none_or(|wanted| day.weekday() == wanted))
            };
            let order: [i64; 13] = match self.anchors.tense {
                _ if context == Anchor::Context => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
                TenseHint::Past => [0, -1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12],
                _ => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
            };
            let fits = |found: &Day| {
                context == Anchor::Context
                    || match self.anchors.tense {
                        TenseHint::Past => *found <= base_day,
                        TenseHint::Future => *found >= base_day,
                        TenseHint::Unknown | TenseHint::Nearest => true,
                    }
            };
            let distance = |found: &Day| (*found - base_day).num_days().abs();
            let nearest = || (-12..=12).filter_map(within).min_by_key(distance);
            let found = if self.anchors.tense == TenseHint::Unknown && context != Anchor::Context {
                nearest()
            } else {
                let found = order.iter().filter_map(|months| within(*months)).find(fits);
                // "before Friday 12th", told on the 20th: a day that has its weekday is not looked for far off.
                let near = found.filter(|found| weekday.is_none() || distance(found) <= NEAR_BY);
                let close_by = || nearest().filter(|other| weekday.is_some() && distance(other) <= JUST_GONE);
                near.or_else(close_by).or(found)
            };
            return self.sliced(found.map(Slice::Day), context, kind);
        }
        if let Some(weekday) = get(Slot::Weekday).and_then(weekday) {
            let Some(base_day) = base_day.filter(|_| base.is_some_and(|base| base.unit() <= Unit::Week)).or(self.today()) else {
                return self.bare(format!("XXXX-WXX-{}", weekday.number_from_monday()), kind);
            };
            let ahead =
                (7 + i64::from(weekday.num_days_from_monday()) - i64::from(base_day.weekday().num_days_from_monday())) % 7;
            let forward = match self.anchors.tense {
                TenseHint::Future => true,
                TenseHint::Past => false,
                TenseHint::Nearest if ahead <= 3 => true,
                TenseHint::Unknown | TenseHint::Nearest => matches!(self.governor, Some(Governor::By | Governor::Until)),
            };
            // Newswire calls today by its name: "will rule Friday", "opened on Friday". "By Friday" is a week from now, but
            // "by Friday afternoon" is not.
            let offset = match (forward, ahead) {
                (true, 0)
                    if !self.within_day && matches!(self.governor, Some(Governor::By | Governor::Until | Governor::Before)) =>
                {
                    7
                }
                (true, 0) => 0,
                (true, ahead) => ahead,
                (false, 0) => 0,
                (false, ahead) => ahead - 7,
            };
            return self.sliced(add_days(base_day, offset).map(Slice::Day), context, kind);
        }
        match year {
            Some(year) => self.sliced(Some(Slice::Year(year)), Anchor::Absolute, kind),
            None => self.bare("XXXX".to_owned(), kind),
        }
    }

    /// The occurrence of a yearless period that the tense, or nearness, points at.
    pub(super) fn nearest(
        &self,
        base: Day,
        context: Anchor,
        weekday: Option<Weekday>,
        named: impl Fn(i32) -> Option<Slice>,
    ) -> Option<Slice> {
        let year = base.year();
        let in_year = |offset: i32| year.checked_add(offset).and_then(&named);
        if let Some(weekday) = weekday {
            // "Tuesday, 10 January": the year in which that holds.
            let matches =
                |offset: &i32| in_year(*offset).is_some_and(|slice| matches!(slice, Slice::Day(day) if day.weekday() == weekday));
            let order: [i32; 3] = if self.anchors.tense == TenseHint::Past { [0, -1, 1] } else { [0, 1, -1] };
            if let Some(found) = order.iter().find(|offset| matches(offset)) {
                return in_year(*found);
            }
        }
        let this = in_year(0);
        if context == Anchor::Context {
            return this;
        }
        let Some(this_interval) = this.and_then(Slice::interval) else {
            // 29 February.
            let order: [i32; 8] =
                if self.anchors.tense == TenseHint::Past { [-1, -2, -3, -4, 1, 2, 3, 4] } else { [1, 2, 3, 4, -1, -2, -3, -4] };
            return order.iter().find_map(|offset| in_year(*offset));
        };
        let previous = in_year(-1);
        let is_term = matches!(self.governor, Some(Governor::By | Governor::Until | Governor::Before | Governor::Planned));
        match self.anchors.tense {
            // "gave him until 27 February", said on the 13th: nobody means the one of a year ago without saying so.
            TenseHint::Past
                if matches!(this, Some(Slice::Day(_)))
                    && this_interval.start() > base
                    && (this_interval.start() - base).num_days() <= if is_term { TERM_AHEAD } else { SOON } =>
            {
                this
            }
            TenseHint::Past if this_interval.start() > base => previous.or(this),
            // "starting on 2 May and closing on 10 May", put up on the 3rd.
            TenseHint::Future
                if matches!(this, Some(Slice::Day(_)))
                    && this_interval.end() < base
                    && (base - this_interval.end()).num_days() <= JUST_GONE =>
            {
                this
            }
            // A winter that began last year may still be running.
            TenseHint::Future if this_interval.end() < base => in_year(1).or(this),
            TenseHint::Future | TenseHint::Past => {
                let running = previous.and_then(Slice::interval).is_some_and(|days| days.contains_day(base));
                if running && this_interval.start() > base { previous } else { this }
            }
            TenseHint::Unknown | TenseHint::Nearest => {
                let distance = |slice: &Slice| {
                    slice.interval().map_or(i64::MAX, |days| {
                        if days.contains_day(base) {
                            0
                        } else if days.end() < base {
                            (base - days.end()).num_days()
                        } else {
                            (days.start() - base).num_days()
                        }
                    })
                };
                // Of what was reported on, and of what nothing tells, the nearest; half a year either way is near.
                let limit = if self.anchors.tense == TenseHint::Nearest { 0 } else { 214 };
                match this {
                    Some(slice) if distance(&slice) <= limit => this,
                    _ => [in_year(-1), this, in_year(1)].into_iter().flatten().min_by_key(distance),
                }
            }
        }
    }
}
