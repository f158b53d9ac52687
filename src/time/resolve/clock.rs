//! Times of day.

use super::super::Previous;
use super::super::find::{kind_of, part_modifier};
use super::super::slice::{Slice, add_days};
use super::super::symbol::{Make, Slot, Slots, Symbol};
use super::super::{Anchor, TimexType};
use super::{Placed, Resolver, day_part_code};
use crate::calendar::{Day, Interval};

impl Resolver<'_> {
    /// The day that a time of day belongs to.
    pub(super) fn day_of(&self, inner: Option<&Placed>) -> (Option<Day>, Anchor) {
        match inner {
            Some(inner) => (
                inner.slice.and_then(|slice| match slice {
                    Slice::Day(day) => Some(day),
                    _ => None,
                }),
                inner.anchor,
            ),
            None if self.anchors.narrative => match self.anchors.previous {
                Some(Previous(Slice::Day(day))) => (Some(day), Anchor::Context),
                _ => (None, Anchor::Context),
            },
            None => (self.today(), Anchor::Document),
        }
    }

    pub(super) fn clock(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
        let (day, anchor) = self.day_of(inner.as_ref());
        let mut hour = slots.get(Slot::Hour).unwrap_or(0);
        match slots.get(Slot::Meridiem) {
            Some(2) if hour < 12 => hour += 12,
            Some(1) if hour == 12 => hour = 0,
            _ => {}
        }
        if let (Some(part), true) = (slots.get(Slot::DayPart), hour < 12)
            && (matches!(part, 2 | 3) || part == 4 && hour > 5)
        {
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
    pub(super) fn at(&self, symbol: &Symbol, kind: TimexType, depth: u8) -> Placed {
        let clock = symbol.inner.iter().position(|inner| inner.make == Make::Clock);
        let day = symbol.inner.iter().find(|inner| inner.make != Make::Clock);
        let day_placed = day.map(|day| self.symbol(day, kind_of(day), depth + 1));
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

    pub(super) fn day_part(&self, slots: &Slots, inner: Option<Placed>, kind: TimexType) -> Placed {
        let (mut day, mut anchor) = self.day_of(inner.as_ref());
        // "that night", "the next morning": of the day that was named last.
        if let (Some(1), None, Some(Previous(Slice::Day(told)))) = (slots.get(Slot::Base), &inner, self.anchors.previous) {
            (day, anchor) = (Some(told), Anchor::Context);
        }
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
}
