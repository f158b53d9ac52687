//! From what a wording says to a TIMEX3 value and calendar days.

mod clock;
mod counts;
mod fields;
mod names;
mod related;

use super::grammar::Grammar;
use super::slice::{Slice, season_code};
use super::symbol::{Found, Governor, Make, Slot, Slots, Symbol, Unit};
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

pub(super) struct Resolver<'a> {
    pub(super) grammar: &'a Grammar,
    pub(super) anchors: &'a Anchors,
    pub(super) governor: Option<Governor>,
    /// Read numeric dates in the order that is not the country's.
    pub(super) swapped: bool,
    /// What is placed is the day of an hour or of a part of a day.
    pub(super) within_day: bool,
}

impl Grammar {
    /// Places `found` by `anchors`. The role is left at `When`: see [`super::role`].
    pub fn resolve(&self, found: &Found, anchors: &Anchors) -> TimeExpression {
        self.place(found, anchors).0
    }

    /// Places `found`; also the calendar period that later expressions of the passage count from.
    pub(super) fn place(&self, found: &Found, anchors: &Anchors) -> (TimeExpression, Option<Slice>) {
        let governor = found.governor.map(|(_, kind)| kind);
        let resolver = Resolver { grammar: self, anchors, governor, swapped: false, within_day: false };
        let mut placed = resolver.symbol(&found.symbol, found.kind, 0);
        let alternative = if ambiguous(&found.symbol) {
            let other = Resolver { swapped: true, ..resolver };
            other.symbol(&found.symbol, found.kind, 0).interval.filter(|days| Some(*days) != placed.interval)
        } else {
            None
        };
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
            alternative,
            anchor: placed.anchor,
            role: TimeRole::When,
            approximate: placed.approximate || modifier == Some(TimexMod::Approx),
        };
        (expression, placed.slice)
    }
}

pub(super) fn weekday(code: i32) -> Option<Weekday> {
    u8::try_from(code.checked_sub(1)?).ok().and_then(|n| Weekday::try_from(n).ok())
}

pub(super) fn day_part_code(part: i32) -> &'static str {
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

/// Days between a story's last date and its telling within which it is near: ten years.
const NEAR_PAST: i64 = 3650;

impl Resolver<'_> {
    pub(super) fn financial(&self) -> super::slice::FinancialCalendar {
        self.anchors.country.financial()
    }

    /// The day that document-relative wording counts from.
    pub(super) fn today(&self) -> Option<Day> {
        self.anchors.document.map(Interval::end)
    }

    /// The passage's last date in a narrative, else the document's.
    pub(super) fn base(&self, slots: &Slots) -> (Option<Slice>, Anchor) {
        let document = self.anchors.document.map(document_slice);
        let context = self.anchors.previous.map(|previous| previous.0);
        match slots.get(Slot::Base) {
            Some(1) if context.is_some() => (context, Anchor::Context),
            // What a story ends with, "In January we are opening a second one", lies ahead of its teller.
            _ if self.anchors.narrative && context.is_some() && !self.looks_ahead() => (context, Anchor::Context),
            _ => (document, Anchor::Document),
        }
    }

    /// Whether the verbs point ahead of a day that is known, in a story that has come near to it. In the telling of times
    /// long gone "will" is said of what came next.
    fn looks_ahead(&self) -> bool {
        let told = self.anchors.previous.and_then(|previous| previous.0.interval());
        let is_near = matches!((told, self.today()), (Some(told), Some(today)) if (today - told.end()).num_days() < NEAR_PAST);
        self.anchors.tense == TenseHint::Future && is_near
    }

    pub(super) fn bare(&self, value: String, kind: TimexType) -> Placed {
        Placed { value, slice: None, interval: None, modifier: None, anchor: Anchor::Absolute, kind, approximate: false }
    }

    pub(super) fn sliced(&self, slice: Option<Slice>, anchor: Anchor, kind: TimexType) -> Placed {
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

    pub(super) fn symbol(&self, symbol: &Symbol, kind: TimexType, depth: u8) -> Placed {
        if depth > 12 {
            return self.bare("XXXX".to_owned(), kind);
        }
        if !self.within_day && matches!(symbol.make, Make::At | Make::DayPart | Make::Clock | Make::Part) {
            return Resolver { within_day: true, ..*self }.symbol(symbol, kind, depth);
        }
        let slots = &symbol.slots;
        let inner = |at: usize| symbol.inner.get(at).map(|inner| self.symbol(inner, super::find::kind_of(inner), depth + 1));
        let mut placed = match symbol.make {
            Make::Date => self.date(slots, kind),
            Make::Relative => self.relative(symbol, kind, depth),
            Make::Nth => self.nth(slots, inner(0), kind),
            // "early in the new year": of the year that the day opens.
            Make::Part if slots.get(Slot::Part) == Some(1) && symbol.inner.first().is_some_and(|day| self.opens_year(day)) => {
                let year = inner(0).map(|day| {
                    let year = day.interval.map(|days| Slice::Year(days.start().year()));
                    self.sliced(year, day.anchor, kind)
                });
                self.part(slots, year, kind)
            }
            Make::Part => self.part(slots, inner(0), kind),
            Make::Shift => self.shift(symbol, inner(0), kind),
            Make::Span => self.span(symbol, kind, depth),
            Make::Around => self.around(symbol, kind),
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
            Make::Rest => self.rest(symbol, inner(0), kind),
            Make::WeekOf => {
                // "the Easter weekend 2021": the year belongs to the day.
                let mut day = symbol.inner.first().cloned();
                if let (Some(day), Some(year)) = (&mut day, slots.get(Slot::Year)) {
                    day.slots.set(Slot::Year, year);
                }
                let feast = day.as_ref().is_some_and(|day| day.make == Make::Feast);
                let day = day.map(|day| self.symbol(&day, super::find::kind_of(&day), depth + 1));
                let day = day.and_then(|day| day.interval).map(Interval::start);
                let mut placed = self.around_day(day, slots, kind);
                // The long weekend of a feast holds the feast.
                if feast && slots.unit() == Some(Unit::Weekend) {
                    let whole = day.zip(placed.interval);
                    placed.interval = whole
                        .and_then(|(day, days)| Interval::new(day.min(days.start()), day.max(days.end())))
                        .or(placed.interval);
                }
                placed
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
}

/// Whether a numeric date in it could be read day first and month first.
fn ambiguous(symbol: &Symbol) -> bool {
    let small = |slot: Slot| symbol.slots.get(slot).filter(|value| (1..=12).contains(value));
    let here = small(Slot::First).zip(small(Slot::Second2)).is_some_and(|(first, second)| first != second);
    here || symbol.inner.iter().any(ambiguous)
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

pub(super) fn whole_or_day(days: Interval) -> Slice {
    if days.days() == 1 { Slice::Day(days.start()) } else { Slice::Days(days) }
}

/// The value of calendar fields whose year is not known.
pub(super) fn unplaced(slots: &Slots, year: Option<i32>) -> String {
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

pub(super) fn unplaced_unit(slots: &Slots) -> String {
    match slots.unit() {
        Some(Unit::Day | Unit::WorkingDay) => "XXXX-XX-XX".to_owned(),
        Some(Unit::Month) => "XXXX-XX".to_owned(),
        Some(Unit::Week) => "XXXX-WXX".to_owned(),
        _ => unplaced(slots, None),
    }
}
