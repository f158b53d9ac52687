//! From what a wording says to a TIMEX3 value and calendar days.

use super::calendars::nth_weekday;
use super::find::part_modifier;
use super::grammar::Grammar;
use super::slice::{Slice, add_days, add_months, season_code};
use super::symbol::{Found, Governor, Make, Slot, Slots, Symbol, Unit, VAGUE};
use super::{Anchor, Anchors, TenseHint, TimeExpression, TimeRole, TimexMod, TimexType};
use crate::calendar::{Day, Interval};
use chrono::{Datelike, Weekday};

/// A symbol placed on the calendar, as far as it can be.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub value: String,
    pub slice: Option<Slice>,
    pub interval: Option<Interval>,
    pub modifier: Option<TimexMod>,
    pub anchor: Anchor,
    pub kind: TimexType,
    pub approximate: bool,
}

struct Resolver<'a> {
    grammar: &'a Grammar,
    anchors: &'a Anchors,
    governor: Option<Governor>,
}

impl Grammar {
    /// Places `found` by `anchors`. The role is left at `When`: see [`super::role`].
    pub fn resolve(&self, found: &Found, anchors: &Anchors) -> TimeExpression {
        self.place(found, anchors).0
    }

    /// Places `found`; also the calendar period that later expressions of the passage count from.
    pub(super) fn place(&self, found: &Found, anchors: &Anchors) -> (TimeExpression, Option<Slice>) {
        let resolver = Resolver { grammar: self, anchors, governor: found.governor.map(|(_, kind)| kind) };
        let mut placed = resolver.symbol(&found.symbol, found.kind, 0);
        let mut modifier = placed.modifier;
        if found.governor.is_some_and(|(_, kind)| kind == Governor::Around) {
            modifier = modifier.or(Some(TimexMod::Approx));
            placed.approximate = true;
        }
        let expression = TimeExpression {
            range: found.range,
            governor: found.governor.map(|(range, _)| range),
            governed: found.governor.map(|(_, kind)| kind),
            kind: placed.kind,
            value: placed.value,
            modifier,
            interval: placed.interval,
            range_interval: None,
            anchor: placed.anchor,
            role: TimeRole::When,
            approximate: placed.approximate || modifier == Some(TimexMod::Approx),
        };
        (expression, placed.slice)
    }
}

fn weekday(code: i32) -> Option<Weekday> {
    u8::try_from(code.checked_sub(1)?).ok().and_then(|n| Weekday::try_from(n).ok())
}

fn day_part_code(part: i32) -> &'static str {
    match part {
        1 => "MO",
        2 => "AF",
        3 => "EV",
        4 => "NI",
        5 => "DT",
        6 => "MI",
        _ => "NI",
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

/// TIMEX3 value of a length.
fn length(tenths: i32, unit: Unit) -> String {
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
        Unit::Quarter => format!("P{}M", amount(if tenths == VAGUE { VAGUE } else { tenths.saturating_mul(3) })),
        Unit::Half => format!("P{}M", amount(if tenths == VAGUE { VAGUE } else { tenths.saturating_mul(6) })),
        Unit::Season => format!("P{n}M"),
        Unit::Year | Unit::FinancialYear => format!("P{n}Y"),
        Unit::Decade => format!("P{n}DE"),
        Unit::Century => format!("P{n}CE"),
        Unit::Millennium => format!("P{n}ML"),
    }
}

/// `day` moved by tenths of a unit; `None` for vague counts.
fn moved(day: Day, tenths: i32, unit: Unit) -> Option<Day> {
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

impl Resolver<'_> {
    fn financial(&self) -> super::slice::FinancialCalendar {
        self.anchors.country.financial()
    }

    /// The day that document-relative wording counts from.
    fn today(&self) -> Option<Day> {
        self.anchors.document.map(Interval::end)
    }

    /// The passage's last date in a narrative, else the document's.
    fn base(&self, slots: &Slots) -> (Option<Slice>, Anchor) {
        let document = self.anchors.document.map(document_slice);
        let context = self.anchors.previous.map(|previous| previous.0);
        match slots.get(Slot::Base) {
            Some(1) if context.is_some() => (context, Anchor::Context),
            _ if self.anchors.narrative && context.is_some() => (context, Anchor::Context),
            _ => (document, Anchor::Document),
        }
    }

    fn bare(&self, value: String, kind: TimexType) -> Placed {
        Placed { value, slice: None, interval: None, modifier: None, anchor: Anchor::Absolute, kind, approximate: false }
    }

    fn sliced(&self, slice: Option<Slice>, anchor: Anchor, kind: TimexType) -> Placed {
        let Some(slice) = slice else { return Placed { anchor, ..self.bare("XXXX".to_owned(), kind) } };
        Placed {
            value: slice.value(),
            slice: Some(slice),
            interval: slice.interval(),
            modifier: None,
            anchor,
            kind,
            approximate: false,
        }
    }

    fn symbol(&self, symbol: &Symbol, kind: TimexType, depth: u8) -> Placed {
        if depth > 12 {
            return self.bare("XXXX".to_owned(), kind);
        }
        let slots = &symbol.slots;
        let inner = |at: usize| symbol.inner.get(at).map(|inner| self.symbol(inner, super::find::kind_of(inner), depth + 1));
        let mut placed = match symbol.make {
            Make::Date => self.date(slots, kind),
            Make::Relative => self.relative(symbol, kind, depth),
            Make::Nth => self.nth(slots, inner(0), kind),
            Make::Part => self.part(slots, inner(0), kind),
            Make::Shift => self.shift(symbol, inner(0), kind),
            Make::Span => self.span(symbol, kind, depth),
            Make::Around => self.around(slots, kind),
            Make::SpanFrom => self.span_from(symbol, kind, depth),
            Make::Set | Make::Rate => self.set(slots, inner(0), kind),
            Make::Present => {
                let today = self.anchors.document;
                Placed { interval: today, anchor: Anchor::Document, ..self.bare("PRESENT_REF".to_owned(), kind) }
            }
            Make::Past => Placed { anchor: Anchor::Document, ..self.bare("PAST_REF".to_owned(), kind) },
            Make::Future => Placed { anchor: Anchor::Document, ..self.bare("FUTURE_REF".to_owned(), kind) },
            Make::Clock => self.clock(slots, inner(0), kind),
            Make::At => self.at(symbol, kind, depth),
            Make::DayPart => self.day_part(slots, inner(0), kind),
            Make::Feast => self.feast(slots, inner(0), kind),
            Make::Named => self.named(slots, kind),
            Make::Financial => self.financial_year(slots, inner(0), kind),
            Make::Rest => self.rest(slots, inner(0), kind),
            Make::WeekOf => {
                let day = inner(0).and_then(|inner| inner.interval).map(Interval::start);
                let week = day.and_then(|day| Slice::of(day, Unit::Week, self.financial()));
                self.sliced(week, Anchor::Document, kind)
            }
            Make::Turn => self.turn(slots, inner(0), kind),
            Make::Same | Make::With | Make::Not => {
                let mut placed = inner(0).unwrap_or_else(|| self.bare("XXXX".to_owned(), kind));
                placed.kind = kind;
                placed
            }
        };
        if let Some(modifier) = symbol.modifier {
            placed.modifier = Some(modifier);
            placed.approximate |= modifier == TimexMod::Approx;
        }
        placed
    }

    // Calendar fields, with what the text leaves out taken from the anchor.
    fn date(&self, slots: &Slots, kind: TimexType) -> Placed {
        let get = |slot: Slot| slots.get(slot);
        if let (Some(first), Some(second)) = (get(Slot::First), get(Slot::Second2)) {
            let (mut day, mut month) = if self.anchors.country.day_first() { (first, second) } else { (second, first) };
            if month > 12 {
                std::mem::swap(&mut day, &mut month);
            }
            let mut slots = *slots;
            slots.set(Slot::First, i32::MIN);
            slots.set(Slot::Day, day);
            slots.set(Slot::Month, month);
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
            let century = if get(Slot::Era) == Some(1) { -n } else { n - 1 };
            return self.sliced(Some(Slice::Century(century)), Anchor::Absolute, kind);
        }
        if let Some(century) = get(Slot::Century) {
            let century = if get(Slot::Era) == Some(1) { -century } else { century - 1 };
            return self.sliced(Some(Slice::Century(century)), Anchor::Absolute, kind);
        }
        let mut year = get(Slot::Year);
        if let (Some(1), Some(y)) = (get(Slot::Era), year) {
            year = Some(-y);
        }
        let (base, context) = self.base(slots);
        let base_day = base.and_then(Slice::interval).map(Interval::start);
        if let (Some(Unit::Week), Some(tenths)) = (slots.unit(), get(Slot::Number)) {
            let week = u32::try_from(tenths / 10).ok().filter(|week| (1..=53).contains(week));
            let anchor = if year.is_some() { Anchor::Absolute } else { context };
            let slice = year.or(base_day.map(|day| day.iso_week().year())).zip(week).map(|(year, week)| Slice::Week(year, week));
            return self.sliced(slice.filter(|slice| slice.interval().is_some()), anchor, kind);
        }
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
            return self.sliced(slice, context, kind);
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
                        TenseHint::Unknown => true,
                    }
            };
            let found = if self.anchors.tense == TenseHint::Unknown && context != Anchor::Context {
                (-12..=12).filter_map(within).min_by_key(|found| (*found - base_day).num_days().abs())
            } else {
                order.iter().filter_map(|months| within(*months)).find(fits)
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
                TenseHint::Unknown => matches!(self.governor, Some(Governor::By | Governor::Until)),
            };
            // "will open on Tuesday", said on a Tuesday, means the next one; "opened on Tuesday" may mean today.
            let offset = match (forward, ahead) {
                (true, 0) => 7,
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
    fn nearest(
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
            let order: [i32; 5] = if self.anchors.tense == TenseHint::Past { [0, -1, 1, -2, 2] } else { [0, 1, -1, 2, -2] };
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
        match self.anchors.tense {
            TenseHint::Past if this_interval.start() > base => previous.or(this),
            // A winter that began last year may still be running.
            TenseHint::Future if this_interval.end() < base => in_year(1).or(this),
            TenseHint::Future | TenseHint::Past => {
                let running = previous.and_then(Slice::interval).is_some_and(|days| days.contains_day(base));
                if running && this_interval.start() > base { previous } else { this }
            }
            TenseHint::Unknown => {
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
                let limit = 214;
                match this {
                    Some(slice) if distance(&slice) <= limit => this,
                    _ => [in_year(-1), this, in_year(1)].into_iter().flatten().min_by_key(distance),
                }
            }
        }
    }

    // "last week", "next March", "this Tuesday", "that year".
    fn relative(&self, symbol: &Symbol, kind: TimexType, depth: u8) -> Placed {
        let slots = &symbol.slots;
        let relation = slots.get(Slot::Relation).unwrap_or(0);
        let (base, context) = match slots.get(Slot::Base) {
            Some(1) => self.base(slots),
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
        let base_day = if relation > 0 { base_interval.end() } else { base_interval.start() };
        if let Some(unit) = slots.unit() {
            if unit < Unit::WorkingDay {
                return self.bare(format!("{}TXX", Slice::Day(base_day).value()), TimexType::Time);
            }
            let mut slice = Slice::of(base_day, unit, self.financial()).and_then(|slice| slice.shift(relation));
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
                0 if slots.get(Slot::Base) == Some(9) => (7 + there - here - 1).rem_euclid(7) + 1,
                0 => {
                    // "this Friday": of this week, but the coming one in a plan.
                    let within = there - here;
                    if within < 0 && self.anchors.tense == TenseHint::Future { within + 7 } else { within }
                }
                // "next Friday": of next week when said early in the week, else the coming one.
                1 => there - here + 7,
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
                return Some(Slice::Month(year, u32::try_from(month).ok()?));
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

    fn related_inner(&self, inner: &Symbol, relation: i32, base: Day, context: Anchor, kind: TimexType) -> Placed {
        let Some(festival) =
            inner.slots.get(Slot::Named).and_then(|at| usize::try_from(at).ok()).and_then(|at| self.grammar.festivals.get(at))
        else {
            return self.bare("XXXX".to_owned(), kind);
        };
        let occurrence = |year: i32| festival.in_year(year).map(whole_or_day);
        self.sliced(self.occurrence(relation, base, occurrence), context, kind)
    }

    /// Of something that happens once a year: the last (-1), this year's (0), the next one (1).
    fn occurrence(&self, relation: i32, base: Day, named: impl Fn(i32) -> Option<Slice>) -> Option<Slice> {
        let year = base.year();
        let (before, this, after) = (named(year - 1), named(year), named(year + 1));
        let ended = |slice: &Slice| slice.interval().is_some_and(|days| days.end() < base);
        let begun = |slice: &Slice| slice.interval().is_some_and(|days| days.start() <= base);
        match relation {
            -1 => [this, before].into_iter().flatten().find(ended),
            0 => {
                let running = before.filter(|slice| slice.interval().is_some_and(|days| days.contains_day(base)));
                let this_ended = this.filter(ended).is_some();
                if running.is_some() {
                    running
                } else if this_ended && self.anchors.tense == TenseHint::Future {
                    after
                } else {
                    this
                }
            }
            1 => [this, after].into_iter().flatten().find(|slice| !begun(slice)),
            _ => [this, after, named(year + 2)].into_iter().flatten().filter(|slice| !begun(slice)).nth(1),
        }
    }

    fn nth(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
        let n = slots.get(Slot::Ordinal).unwrap_or(1);
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

    fn part(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
        let Some(mut placed) = inner else { return self.bare("XXXX".to_owned(), kind) };
        let part = slots.get(Slot::Part).unwrap_or(0);
        placed.modifier = part_modifier(part).or(placed.modifier);
        if let Some(days) = placed.slice.and_then(|slice| slice.part(part)) {
            placed.interval = Some(days);
        }
        placed.kind = kind;
        placed
    }

    // "three days ago", "two weeks after Easter", "in five years' time".
    fn shift(&self, symbol: &Symbol, inner: Option<Placed>, kind: TimexType) -> Placed {
        let slots = &symbol.slots;
        let tenths = slots.get(Slot::Number).unwrap_or(10);
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
            Some(inner) => (inner.slice.or(inner.interval.map(Slice::Days)), inner.anchor),
            None => match slots.get(Slot::Base) {
                Some(1) => self.base(slots),
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
        let Some(day) = moved(from, signed, unit) else { return Placed { anchor, ..self.bare("XXXX".to_owned(), kind) } };
        if unit < Unit::WorkingDay {
            let value = format!("{}TXX", Slice::Day(day).value());
            return Placed {
                slice: Some(Slice::Day(day)),
                interval: Some(Interval::day(day)),
                anchor,
                ..self.bare(value, TimexType::Time)
            };
        }
        // The grain is the unit's, or the base's where that is coarser; fractions make it a day finer.
        let grain = if tenths % 10 != 0 { Unit::Month.min(unit) } else { unit };
        let grain = match base.map(Slice::unit) {
            Some(Unit::Day) | None => grain,
            Some(coarse) => grain.max(coarse.min(Unit::Year)),
        };
        let grain = if grain == Unit::Fortnight { Unit::Week } else { grain };
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

    fn span(&self, symbol: &Symbol, kind: TimexType, depth: u8) -> Placed {
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
            value.push_str(placed.value.trim_start_matches('P'));
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
        if ahead && tenths != VAGUE
            && let Some(today) = self.today() {
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
    fn around(&self, slots: &Slots, kind: TimexType) -> Placed {
        let unit = slots.unit().unwrap_or(Unit::Year);
        let tenths = slots.get(Slot::Number).unwrap_or(10);
        let mut placed = self.bare(length(tenths, unit), kind);
        let (base, anchor) = match slots.get(Slot::Base) {
            Some(1) => self.base(slots),
            _ => (self.anchors.document.map(document_slice), Anchor::Document),
        };
        placed.anchor = anchor;
        let Some(days) = base.and_then(Slice::interval).filter(|_| tenths != VAGUE) else { return placed };
        let forward = slots.get(Slot::Relation).unwrap_or(1) > 0;
        placed.interval = if forward {
            moved(days.end(), tenths, unit).and_then(|end| Interval::new(days.end(), end))
        } else {
            moved(days.start(), tenths.saturating_neg(), unit).and_then(|start| Interval::new(start, days.start()))
        };
        placed.approximate = true;
        placed
    }

    // "three years from 2025-26".
    fn span_from(&self, symbol: &Symbol, kind: TimexType, depth: u8) -> Placed {
        let (unit, tenths) = (symbol.slots.unit().unwrap_or(Unit::Year), symbol.slots.get(Slot::Number).unwrap_or(10));
        let start = symbol.inner.first().map(|inner| self.symbol(inner, super::find::kind_of(inner), depth + 1));
        let mut placed = self.bare(length(tenths, unit), kind);
        let from = start.as_ref().and_then(|start| start.interval).map(Interval::start);
        if let Some(from) = from.filter(|_| tenths != VAGUE) {
            placed.interval = moved(from, tenths, unit).and_then(|end| Interval::new(from, add_days(end, -1)?));
            placed.anchor = start.map_or(Anchor::Absolute, |start| start.anchor);
        }
        placed
    }

    fn set(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
        let mut value = if let Some(code) = slots.get(Slot::Weekday) {
            format!("XXXX-WXX-{code}")
        } else if let Some(month) = slots.get(Slot::Month) {
            format!("XXXX-{month:02}")
        } else if let Some(season) = slots.get(Slot::Season) {
            format!("XXXX-{}", season_code(u32::try_from(season).unwrap_or(1)))
        } else if let Some(unit) = slots.unit() {
            match unit {
                Unit::Weekend => "XXXX-WXX-WE".to_owned(),
                Unit::Night => "XXXX-XX-XXTNI".to_owned(),
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

    /// The day that a time of day belongs to.
    fn day_of(&self, inner: Option<&Placed>) -> (Option<Day>, Anchor) {
        match inner {
            Some(inner) => (
                inner.slice.and_then(|slice| match slice {
                    Slice::Day(day) => Some(day),
                    _ => None,
                }),
                inner.anchor,
            ),
            None if self.anchors.narrative => match self.anchors.previous {
                Some(super::Previous(Slice::Day(day))) => (Some(day), Anchor::Context),
                _ => (None, Anchor::Context),
            },
            None => (self.today(), Anchor::Document),
        }
    }

    fn clock(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
        let (day, anchor) = self.day_of(inner.as_ref());
        let mut hour = slots.get(Slot::Hour).unwrap_or(0);
        match slots.get(Slot::Meridiem) {
            Some(2) if hour < 12 => hour += 12,
            Some(1) if hour == 12 => hour = 0,
            _ => {}
        }
        if let (Some(part), true) = (slots.get(Slot::DayPart), hour < 12)
            && (matches!(part, 2 | 3) || part == 4 && hour > 5) {
                hour += 12;
            }
        let minute = slots.get(Slot::Minute).unwrap_or(0);
        let (hour, minute) = match slots.get(Slot::Side) {
            // "a quarter to three".
            Some(1) => ((hour + 23) % 24, 60 - minute.clamp(1, 59)),
            _ => (hour, minute),
        };
        let mut time = format!("T{hour:02}:{minute:02}");
        if let Some(second) = slots.get(Slot::Second) {
            time.push_str(&format!(":{second:02}"));
        }
        let date = day.map_or_else(
            || {
                inner
                    .as_ref()
                    .map_or_else(|| "XXXX-XX-XX".to_owned(), |inner| inner.value.split('T').next().unwrap_or("").to_owned())
            },
            |day| Slice::Day(day).value(),
        );
        Placed {
            slice: day.map(Slice::Day),
            interval: day.map(Interval::day).or(inner.and_then(|inner| inner.interval)),
            anchor,
            ..self.bare(format!("{date}{time}"), kind)
        }
    }

    // "3pm on 5 May", "tomorrow at noon", "8 tonight".
    fn at(&self, symbol: &Symbol, kind: TimexType, depth: u8) -> Placed {
        let clock = symbol.inner.iter().position(|inner| inner.make == Make::Clock);
        let day = symbol.inner.iter().enumerate().find(|(at, _)| Some(*at) != clock).map(|(_, inner)| inner);
        let day_placed = day.map(|day| self.symbol(day, super::find::kind_of(day), depth + 1));
        let Some(clock) = clock.and_then(|at| symbol.inner.get(at)) else {
            // A time stamp holds all in its own fields.
            let date = self.date(&symbol.slots, kind);
            return self.clock(&symbol.slots, Some(date), kind);
        };
        let mut slots = clock.slots;
        if let (None, Some(part)) = (slots.get(Slot::Meridiem), day.and_then(|day| day.slots.get(Slot::DayPart))) {
            slots.set(Slot::DayPart, part);
        }
        self.clock(&slots, day_placed, kind)
    }

    fn day_part(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
        let (day, anchor) = self.day_of(inner.as_ref());
        let day = day.and_then(|day| add_days(day, i64::from(slots.get(Slot::Relation).unwrap_or(0))));
        let code = day_part_code(slots.get(Slot::DayPart).unwrap_or(4));
        let date = match (day, &inner) {
            (Some(day), _) => Slice::Day(day).value(),
            (None, Some(inner)) => inner.value.clone(),
            (None, None) => "XXXX-XX-XX".to_owned(),
        };
        let modifier = slots.get(Slot::Part).and_then(part_modifier);
        Placed {
            slice: day.map(Slice::Day),
            interval: day.map(Interval::day),
            anchor,
            modifier,
            ..self.bare(format!("{date}T{code}"), kind)
        }
    }

    fn feast(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
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
        let (base, context) = self.base(slots);
        let Some(days) = base.and_then(Slice::interval) else { return self.bare("XXXX-XX-XX".to_owned(), kind) };
        self.sliced(self.nearest(days.start(), context, None, in_year), context, kind)
    }

    fn named(&self, slots: &Slots, kind: TimexType) -> Placed {
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

    fn financial_year(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
        let calendar = self.financial();
        let country = self.anchors.country;
        if let Some(first) = slots.get(Slot::FinancialYear) {
            let slice = if calendar.month == 1 { Slice::Year(first) } else { Slice::Financial(first, calendar) };
            // "2015/16" outside English-speaking financial calendars still spans two years.
            let slice = if calendar.month == 10 {
                Slice::Financial(first, super::slice::FinancialCalendar { month: 7, day: 1 })
            } else {
                slice
            };
            return self.quarter_of(slice, slots, Anchor::Absolute, kind);
        }
        if let Some(year) = slots.get(Slot::Year) {
            let year = if year < 100 { super::lex::two_digit_year(year) } else { year };
            let slice = Slice::Financial(country.financial_year(year), calendar);
            let mut placed = self.quarter_of(slice, slots, Anchor::Absolute, kind);
            if slots.get(Slot::Quarter).is_none() {
                placed.value = format!("FY{year}");
            }
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

    fn quarter_of(&self, year: Slice, slots: &Slots, anchor: Anchor, kind: TimexType) -> Placed {
        let quarter = slots.get(Slot::Quarter).or(slots.get(Slot::Ordinal));
        let slice = match quarter {
            Some(n) => year.nth(n, Unit::Quarter, self.financial()),
            None => Some(year),
        };
        self.sliced(slice, anchor, kind)
    }

    // "later this year", "the rest of the month", "earlier this week".
    fn rest(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
        let Some(mut placed) = inner else { return self.bare("XXXX".to_owned(), kind) };
        placed.kind = kind;
        if let (Some(today), Some(days)) = (self.today(), placed.interval.filter(|_| placed.anchor == Anchor::Document))
            && days.contains_day(today) {
                let rest = if slots.get(Slot::Side) == Some(1) {
                    Interval::new(days.start(), today)
                } else {
                    Interval::new(today, days.end())
                };
                placed.interval = rest.or(placed.interval);
            }
        placed
    }

    fn turn(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
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

/// A document's date as a period: a day, a month or a year.
pub(super) fn document_slice(days: Interval) -> Slice {
    let start = days.start();
    if days.days() == 1 {
        Slice::Day(start)
    } else if Slice::Month(start.year(), start.month()).interval() == Some(days) {
        Slice::Month(start.year(), start.month())
    } else if Slice::Year(start.year()).interval() == Some(days) {
        Slice::Year(start.year())
    } else {
        Slice::Days(days)
    }
}

fn whole_or_day(days: Interval) -> Slice {
    if days.days() == 1 { Slice::Day(days.start()) } else { Slice::Days(days) }
}

/// The value of calendar fields whose year is not known.
fn unplaced(slots: &Slots, year: Option<i32>) -> String {
    let year = year.map_or_else(|| "XXXX".to_owned(), |year| format!("{year:04}"));
    match (slots.get(Slot::Month), slots.get(Slot::Day)) {
        (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year}-{month:02}"),
        _ => match (slots.get(Slot::Season), slots.get(Slot::Quarter), slots.get(Slot::Half)) {
            (Some(season), ..) => format!("{year}-{}", season_code(u32::try_from(season).unwrap_or(1))),
            (_, Some(quarter), _) => format!("{year}-Q{quarter}"),
            (.., Some(half)) => format!("{year}-H{half}"),
            _ => year,
        },
    }
}

fn unplaced_unit(slots: &Slots) -> String {
    match slots.unit() {
        Some(Unit::Day | Unit::WorkingDay) => "XXXX-XX-XX".to_owned(),
        Some(Unit::Month) => "XXXX-XX".to_owned(),
        Some(Unit::Week) => "XXXX-WXX".to_owned(),
        _ => unplaced(slots, None),
    }
}
