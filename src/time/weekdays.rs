//! Weekdays that take their place from the dates that stand before them.

use super::passage::is_of_a_weekday;
use super::symbol::{Found, Governor, Make, Slot, Unit};
use super::{TimeExpression, TimexType};
use crate::calendar::{Day, Interval};

/// The day that a weekday in a list follows: "on Monday and Tuesday", "late Friday or early Saturday".
pub(super) fn day_before_in_list(text: &str, found: &[Found], placed: &[TimeExpression], one: &Found) -> Option<Day> {
    let (left, known) = (found.last().filter(|_| is_of_a_weekday(&one.symbol))?, placed.last()?);
    if !is_of_a_weekday(&left.symbol) && left.symbol.slots.get(Slot::Weekday).is_none() {
        return None;
    }
    let start = one.governor.map_or(one.range.start, |(range, _)| range.start);
    let between = text.get(left.range.end..start)?.trim().trim_start_matches(',').trim_start();
    let day = known.interval.filter(|days| days.days() == 1)?.start();
    let calendar = matches!(known.kind, TimexType::Date | TimexType::Time);
    (matches!(between, "" | "and" | "or" | "&" | "and again") && calendar).then_some(day)
}

/// "May 5 - 6 (Tues - Wed)": the first of the dates that stand before the bracket in which their weekdays are told.
pub(super) fn dates_before_bracket(text: &str, found: &[Found], placed: &[TimeExpression], one: &Found) -> Option<Day> {
    let last = found.last().filter(|_| is_of_a_weekday(&one.symbol))?;
    let dated = |found: &&Found| found.symbol.make == Make::Date && found.symbol.slots.get(Slot::Day).is_some();
    if text.get(last.range.end..one.range.start)?.trim() != "(" {
        return None;
    }
    let linked = |pair: &&[Found]| {
        let between = pair.first().zip(pair.last()).and_then(|(left, right)| text.get(left.range.end..right.range.start));
        between.is_some_and(|between| between.len() < 5 && !between.contains(char::is_alphabetic))
    };
    let listed = found.windows(2).rev().take_while(linked).count();
    let first = found.len().checked_sub(listed + 1)?;
    found.get(first..)?.iter().all(|found| dated(&found)).then(|| placed.get(first)?.interval.map(Interval::start))?
}

/// The first day of the week that stands just before a weekday and holds it.
pub(super) fn week_before(text: &str, found: &[Found], placed: &[TimeExpression], one: &Found) -> Option<Day> {
    let slots = &one.symbol.slots;
    let bare = [Slot::Month, Slot::Day, Slot::First].iter().all(|slot| slots.get(*slot).is_none());
    if one.symbol.make != Make::Date || slots.get(Slot::Weekday).is_none() || !bare {
        return None;
    }
    let (left, known) = (found.last()?, placed.last()?);
    let (governor, kind) = one.governor?;
    let told = matches!(kind, Governor::Between | Governor::From | Governor::On);
    let week = left.symbol.make == Make::Relative && left.symbol.slots.unit() == Some(Unit::Week);
    let beside = text.get(left.range.end..governor.start)?.trim().is_empty();
    known.interval.filter(|_| week && told && beside).map(Interval::start)
}
