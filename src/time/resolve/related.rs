//! Periods that stand in a relation to the anchor or to a larger period.

use super::super::calendars::nth_weekday;
use super::super::find::part_modifier;
use super::super::slice::{Slice, add_days};
use super::super::symbol::{Governor, Slot, Slots, Symbol, Unit, VAGUE};
use super::super::{Anchor, Previous, TenseHint, TimexMod, TimexType};
use super::counts::{length, moved};
use super::{Placed, Resolver, document_slice, unplaced_unit, weekday, whole_or_day};
use crate::calendar::{Day, Interval};
use chrono::{Datelike, Weekday};

/// Days within which "this winter" still means the one that is over.
const JUST_GONE: i64 = 92;

/// Days from the day of speech within which "the month" means the one that was named last.
const SPOKEN_OF: i64 = 400;

/// Days before its end from which on a half is reported on.
const NEARLY_OVER: i64 = 31;

/// In the slot `base`: the first of its kind after what was named last.
const FOLLOWING: i32 = 10;

/// Whether the wording names a day of the week and nothing else.
fn is_bare_weekday(slots: &Slots) -> bool {
    let others = [Slot::Month, Slot::Day, Slot::Relation, Slot::First];
    slots.get(Slot::Weekday).is_some() && others.iter().all(|slot| slots.get(*slot).is_none())
}

/// "later Thursday", told on Friday of what was expected then: who divides a day tells of it from near by. The nearest,
/// and never one that is ahead of what was "earlier".
fn told_in_its_course(day: Day, today: Day, earlier: bool) -> Option<Day> {
    let ahead = (day - today).num_days();
    match ahead {
        1.. if earlier => add_days(day, -7),
        4.. => add_days(day, -7),
        _ => Some(day),
    }
}

/// In the slot `bare`: the day of a period that today is of its own ("this time next year").
const SAME_PLACE: i32 = 10;

impl Resolver<'_> {
    // "last week", "next March", "this Tuesday", "that year".
    pub(super) fn relative(&self, symbol: &Symbol, kind: TimexType, depth: u8) -> Placed {
        let ordered = self.ordered(&symbol.slots);
        let slots = ordered.as_ref().unwrap_or(&symbol.slots);
        let relation = slots.get(Slot::Relation).unwrap_or(0);
        let (base, context) = match slots.get(Slot::Base) {
            Some(1 | 2) => self.base(slots),
            // "on 5 April … the following Monday": after the day that was named last.
            Some(FOLLOWING) if matches!(self.anchors.previous, Some(Previous(Slice::Day(_) | Slice::Week(..)))) => {
                (self.anchors.previous.map(|previous| previous.0), Anchor::Context)
            }
            // "by year-end": of the text's own year, save in a report that has named another.
            Some(6) if self.anchors.narrative || self.anchors.tense == TenseHint::Past => {
                let mut told = *slots;
                told.set(Slot::Base, 1);
                self.base(&told)
            }
            _ => {
                // "next year" counts from the document even in a narrative, unless no document date is known.
                match self.anchors.document {
                    Some(document) => (Some(document_slice(document)), Anchor::Document),
                    None => (self.anchors.previous.map(|previous| previous.0), Anchor::Context),
                }
            }
        };
        let Some(base_interval) = base.and_then(Slice::interval) else {
            return self.bare(unplaced_unit(slots), kind);
        };
        let after = relation > 0 || slots.get(Slot::Base) == Some(FOLLOWING);
        let base_day = if after { base_interval.end() } else { base_interval.start() };
        if let Some(unit) = slots.unit() {
            if unit < Unit::WorkingDay {
                return self.bare(format!("{}TXX", Slice::Day(base_day).value()), TimexType::Time);
            }
            let mut slice = Slice::of(base_day, unit, self.financial()).and_then(|slice| slice.shift(relation));
            // "the quarter" is the one that was spoken of, else the last that is over.
            if unit == Unit::Quarter && matches!(slots.get(Slot::Bare), Some(2 | 3)) {
                let over = |slice: &Slice| {
                    let end = slice.interval().map(Interval::end);
                    end.zip(self.today()).is_some_and(|(end, today)| end <= today)
                };
                slice = match self.anchors.previous {
                    Some(Previous(quarter @ Slice::Quarter(..))) => quarter.shift(relation),
                    // "the quarter ended Sept. 30 … the same quarter a year ago".
                    Some(Previous(part @ (Slice::Month(..) | Slice::Day(_)))) => part
                        .interval()
                        .and_then(|days| Slice::of(days.end(), Unit::Quarter, self.financial()))
                        .and_then(|quarter| if over(&quarter) { Some(quarter) } else { quarter.shift(-1) })
                        .and_then(|quarter| quarter.shift(relation)),
                    _ => slice.and_then(|slice| slice.shift(-1)),
                };
            }
            // "In February jobs were lost … for the month": the one that was spoken of.
            if slots.get(Slot::Bare) == Some(2)
                && unit == Unit::Month
                && let Some(Previous(told @ Slice::Month(..))) = self.anchors.previous
                && told.interval().is_some_and(|days| (base_day - days.start()).num_days().abs() <= SPOKEN_OF)
            {
                slice = Some(told);
            }
            // "over the weekend", told on a Monday, is the one gone by.
            if unit == Unit::Weekend
                && relation == 0
                && self.anchors.tense == TenseHint::Past
                && slice.and_then(Slice::interval).is_some_and(|days| days.start() > base_day)
            {
                slice = slice.and_then(|slice| slice.shift(-1));
            }
            // "that year" after "19 March 1942".
            if unit == Unit::Weekend && relation < 0 && base_day.weekday().number_from_monday() > 5 {
                slice = Slice::of(base_day, unit, self.financial()).and_then(|slice| slice.shift(relation));
            }
            let mut placed = self.sliced(slice, context, kind);
            // "by this time next year" ends with the day; what is so "this time next year" is told of less exactly.
            if slots.get(Slot::Bare) == Some(SAME_PLACE) && matches!(self.governor, Some(Governor::By | Governor::Before)) {
                placed.interval = moved(base_day, relation.saturating_mul(10), unit).map(Interval::day).or(placed.interval);
            }
            if unit == Unit::Night {
                placed.value.push_str("TNI");
                placed.kind = TimexType::Time;
            }
            return placed;
        }
        if let Some(code) = slots.get(Slot::Weekday) {
            let Some(wanted) = weekday(code) else { return self.bare("XXXX".to_owned(), kind) };
            let here = i64::from(base_day.weekday().num_days_from_monday());
            let there = i64::from(wanted.num_days_from_monday());
            let offset = match relation {
                // "last Friday": the latest before today.
                -1 => {
                    if there < here {
                        there - here
                    } else {
                        there - here - 7
                    }
                }
                // "the following Friday": the first after the anchor.
                0 if matches!(slots.get(Slot::Base), Some(9 | FOLLOWING)) => (7 + there - here - 1).rem_euclid(7) + 1,
                0 => {
                    // "this Friday": of this week, but the coming one in a plan.
                    let within = there - here;
                    if within < 0 && self.anchors.tense == TenseHint::Future { within + 7 } else { within }
                }
                // "the Sunday before last": a week before the last one.
                -2 => (there - here).rem_euclid(7) - 14,
                1 => there - here + 7,
                // "Friday week", "Friday after next": a week after the coming one.
                3 => (7 + there - here - 1).rem_euclid(7) + 8,
                _ => there - here + 14,
            };
            return self.sliced(add_days(base_day, offset).map(Slice::Day), context, kind);
        }
        if let Some(inner) = symbol.inner.first() {
            // A festival, month or season: "last Christmas", "next March".
            let placed = self.symbol(inner, kind, depth + 1);
            let _ = &placed;
            return self.related_inner(inner, relation, base_day, context, kind);
        }
        let occurrence = |year: i32| -> Option<Slice> {
            if let Some(month) = slots.get(Slot::Month) {
                let month = u32::try_from(month).ok()?;
                return match slots.get(Slot::Day) {
                    Some(day) => Day::from_ymd_opt(year, month, u32::try_from(day).ok()?).map(Slice::Day),
                    None => Some(Slice::Month(year, month)),
                };
            }
            if let Some(season) = slots.get(Slot::Season) {
                return Some(Slice::Season(year, u32::try_from(season).ok()?));
            }
            if let Some(quarter) = slots.get(Slot::Quarter) {
                return Some(Slice::Quarter(year, u32::try_from(quarter).ok()?));
            }
            slots.get(Slot::Half).and_then(|half| u32::try_from(half).ok()).map(|half| Slice::Half(year, half))
        };
        self.sliced(self.occurrence(relation, base_day, occurrence), context, kind)
    }

    pub(super) fn related_inner(&self, inner: &Symbol, relation: i32, base: Day, context: Anchor, kind: TimexType) -> Placed {
        let Some(festival) =
            inner.slots.get(Slot::Named).and_then(|at| usize::try_from(at).ok()).and_then(|at| self.grammar.festivals.get(at))
        else {
            return self.bare("XXXX".to_owned(), kind);
        };
        let occurrence = |year: i32| festival.in_year(year).map(whole_or_day);
        self.sliced(self.occurrence(relation, base, occurrence), context, kind)
    }

    /// Of something that happens once a year: the last (-1), this year's (0), the next one (1).
    pub(super) fn occurrence(&self, relation: i32, base: Day, named: impl Fn(i32) -> Option<Slice>) -> Option<Slice> {
        let year = base.year();
        let (before, this, after) = (named(year - 1), named(year), named(year + 1));
        let ended = |slice: &Slice| slice.interval().is_some_and(|days| days.end() < base);
        let begun = |slice: &Slice| slice.interval().is_some_and(|days| days.start() <= base);
        match relation {
            -1 => [this, before].into_iter().flatten().find(ended),
            0 => {
                let running = before.filter(|slice| slice.interval().is_some_and(|days| days.contains_day(base)));
                // "has been dry this winter", said in March.
                let gone = before.filter(|slice| {
                    self.anchors.tense == TenseHint::Past
                        && !this.as_ref().is_some_and(begun)
                        && slice.interval().is_some_and(|days| (base - days.end()).num_days() <= JUST_GONE)
                });
                running.or(gone).or(this)
            }
            1 => [this, after].into_iter().flatten().find(|slice| !begun(slice)),
            _ => [this, after, named(year + 2)].into_iter().flatten().filter(|slice| !begun(slice)).nth(1),
        }
    }

    pub(super) fn nth(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
        let n = slots.get(Slot::Ordinal).or(slots.get(Slot::Day)).unwrap_or(1);
        let whole = match &inner {
            Some(inner) => inner.slice,
            None => {
                let (base, context) = self.base(slots);
                let year = base.and_then(Slice::interval).map(|days| days.start().year());
                // "the third quarter": of the year that the tense points at.
                if let (Some(year), Some(unit @ (Unit::Quarter | Unit::Half))) = (year, slots.unit()) {
                    let base_day = base.and_then(Slice::interval).map_or(Day::default(), Interval::start);
                    let index = u32::try_from(if n > 0 {
                        n
                    } else if unit == Unit::Quarter {
                        5 + n
                    } else {
                        3 + n
                    })
                    .unwrap_or(1);
                    // "first-half profit": of a half that is over, or nearly so.
                    if unit == Unit::Half && self.anchors.tense == TenseHint::Nearest {
                        let over = |slice: &Slice| {
                            slice.interval().is_some_and(|days| (days.end() - base_day).num_days() <= NEARLY_OVER)
                        };
                        let slice = (0..2).filter_map(|back| Some(Slice::Half(year.checked_sub(back)?, index))).find(over);
                        return self.sliced(slice, context, kind);
                    }
                    let slice = self.nearest(base_day, context, None, |year| {
                        Some(if unit == Unit::Quarter { Slice::Quarter(year, index) } else { Slice::Half(year, index) })
                            .filter(|slice| slice.interval().is_some())
                    });
                    let _ = year;
                    return self.sliced(slice, context, kind);
                }
                year.map(Slice::Year)
            }
        };
        let anchor = inner.as_ref().map_or(Anchor::Document, |inner| inner.anchor);
        let Some(whole) = whole else { return self.bare("XXXX".to_owned(), kind) };
        if let Some(wanted) = slots.get(Slot::Weekday).and_then(weekday) {
            // "three weeks after Easter on Friday": of the week of the day so reached.
            let whole = match whole {
                Slice::Day(day) => Slice::of(day, Unit::Week, self.financial()).unwrap_or(whole),
                whole => whole,
            };
            let found = whole.interval().and_then(|days| match whole {
                Slice::Month(year, month) => nth_weekday(year, month, wanted, n),
                _ if n > 0 => {
                    let ahead = (7 + i64::from(wanted.num_days_from_monday())
                        - i64::from(days.start().weekday().num_days_from_monday()))
                        % 7;
                    add_days(days.start(), ahead + 7 * (i64::from(n) - 1))
                }
                _ => {
                    let back = (7 + i64::from(days.end().weekday().num_days_from_monday())
                        - i64::from(wanted.num_days_from_monday()))
                        % 7;
                    add_days(days.end(), -back + 7 * (i64::from(n) + 1))
                }
            });
            return self.sliced(found.map(Slice::Day), anchor, kind);
        }
        let Some(unit) = slots.unit() else { return self.bare("XXXX".to_owned(), kind) };
        // "the first quarter of the 20th century", "the second half of the 1990s".
        if slots.get(Slot::Number).is_none()
            && let Some((days, modifier)) = whole.fraction(n, unit)
        {
            return Placed { interval: Some(days), modifier: Some(modifier), ..self.sliced(Some(whole), anchor, kind) };
        }
        match slots.get(Slot::Number) {
            // "the last two weeks of June", "the first three months of 2016": a length with its days.
            Some(tenths) => {
                let days = whole.interval().filter(|_| tenths != VAGUE).and_then(|days| {
                    if n > 0 {
                        Interval::new(days.start(), add_days(moved(days.start(), tenths, unit)?, -1)?)
                    } else {
                        Interval::new(add_days(moved(days.end(), tenths.checked_neg()?, unit)?, 1)?, days.end())
                    }
                });
                Placed {
                    interval: days,
                    slice: days.map(Slice::Days),
                    anchor,
                    ..self.bare(length(tenths, unit), TimexType::Duration)
                }
            }
            None => {
                let slice = whole.nth(n, unit, self.financial());
                // "the 31st of this month", in June.
                if let (None, Slice::Month(year, month), Unit::Day, 29..=31) = (slice, whole, unit, n) {
                    return Placed { anchor, ..self.bare(format!("{year:04}-{month:02}-{n:02}"), kind) };
                }
                let mut placed = self.sliced(slice, anchor, kind);
                if unit == Unit::Week && n == -1 && !matches!(whole, Slice::Year(_)) {
                    // The last week of June is over when June is.
                    if let (Some(found), Some(days)) = (placed.interval, whole.interval()) {
                        placed.interval = Interval::new(found.start(), days.end()).or(placed.interval);
                    }
                }
                placed
            }
        }
    }

    // "the week of 14 September", "the Easter weekend".
    pub(super) fn around_day(&self, day: Option<Day>, slots: &Slots, kind: TimexType) -> Placed {
        let unit = slots.unit().unwrap_or(Unit::Week);
        let Some(day) = day else { return Placed { anchor: Anchor::Document, ..self.bare("XXXX".to_owned(), kind) } };
        let near = match unit {
            // A Monday's weekend is the one before it, a Thursday's the one after.
            Unit::Weekend if day.weekday().number_from_monday() < 3 => add_days(day, -3),
            // "the week of Sunday 6 October" begins with it.
            Unit::Week if slots.get(Slot::Side) != Some(1) && day.weekday() == Weekday::Sun => add_days(day, 1),
            _ => Some(day),
        };
        self.sliced(near.and_then(|day| Slice::of(day, unit, self.financial())), Anchor::Document, kind)
    }

    pub(super) fn part(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
        let Some(mut placed) = inner else { return self.bare("XXXX".to_owned(), kind) };
        let part = slots.get(Slot::Part).unwrap_or(0);
        placed.modifier = part_modifier(part).or(placed.modifier);
        if let Some(days) = placed.slice.and_then(|slice| slice.part(part)) {
            placed.interval = Some(days);
        }
        placed.kind = kind;
        placed
    }

    // "later this year", "the rest of the month", "earlier this week".
    pub(super) fn rest(&self, symbol: &Symbol, inner: Option<Placed>, kind: TimexType) -> Placed {
        let slots = &symbol.slots;
        let Some(mut placed) = inner else { return self.bare("XXXX".to_owned(), kind) };
        if symbol.inner.first().is_some_and(|day| is_bare_weekday(&day.slots))
            && let (Some(Slice::Day(day)), Some(today), Anchor::Document) = (placed.slice, self.today(), placed.anchor)
        {
            let earlier = slots.get(Slot::Side) == Some(1);
            placed = self.sliced(told_in_its_course(day, today, earlier).map(Slice::Day), placed.anchor, kind);
        }
        placed.kind = kind;
        if let (Some(today), Some(days)) = (self.today(), placed.interval.filter(|_| placed.anchor == Anchor::Document))
            && days.contains_day(today)
        {
            let rest = if slots.get(Slot::Side) == Some(1) {
                Interval::new(days.start(), today)
            } else {
                Interval::new(today, days.end())
            };
            placed.interval = rest.or(placed.interval);
        }
        placed
    }

    pub(super) fn turn(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
        let (base, context) = self.base(slots);
        let whole = match &inner {
            Some(inner) => inner.slice,
            None => {
                let unit = slots.unit().unwrap_or(Unit::Year);
                let day = base.and_then(Slice::interval).map(Interval::start);
                let here = day.and_then(|day| Slice::of(day, unit, self.financial()));
                // What lies ahead in a plan lies behind in a report.
                if self.anchors.tense == TenseHint::Past || unit >= Unit::Century {
                    here
                } else {
                    here.and_then(|slice| slice.shift(1))
                }
            }
        };
        let start = whole.and_then(Slice::interval).map(Interval::start);
        let days = start.and_then(|start| Interval::new(add_days(start, -1)?, start));
        let mut placed = self.sliced(whole, inner.map_or(context, |inner| inner.anchor), kind);
        placed.interval = days.or(placed.interval);
        placed.modifier = Some(TimexMod::Start);
        placed.approximate = true;
        placed
    }
}
