//! What stands between expressions: governors, lists and ranges, and what neighbours share.

use super::TimexType;
use super::find::Island;
use super::friends::word_after;
use super::grammar::{Computed, Grammar};
use super::lex::Numeral;
use super::symbol::{Found, Governor, Make, Slot, Slots, Symbol, Unit};
use crate::source::TextRange;

impl Grammar {
    /// The longest governor that ends before token `at`; it must start after `floor`.
    pub(super) fn governor(&self, island: &Island<'_>, at: usize, floor: usize) -> Option<(TextRange, Governor)> {
        let last = island.tokens.get(at.checked_sub(1)?).filter(|last| last.numeral == Numeral::None)?;
        for (words, kind) in self.governors.iter().filter(|(words, _)| words.last() == Some(&last.word)) {
            let Some(first) = at.checked_sub(words.len()) else { continue };
            let Some(tokens) = island.tokens.get(first..at) else { continue };
            let same = tokens.iter().zip(words).all(|(token, word)| token.numeral == Numeral::None && token.word == *word);
            if let (true, Some(head), Some(tail)) = (same, tokens.first(), tokens.last())
                && head.start as usize >= floor
            {
                return Some((TextRange::new(head.start as usize, tail.end as usize), *kind));
            }
        }
        None
    }

    /// "3 and 5 May": the days before a full day share its month.
    pub(super) fn spread_left(&self, island: &Island<'_>, at: usize, floor: usize, first: usize, found: &mut Vec<Found>) {
        let Some(last) = found.last() else { return };
        let slots = last.symbol.slots;
        // "4 to 22 next month" too.
        let of_a_month = last.symbol.make == Make::Nth && slots.get(Slot::Day).is_some();
        // "22-23 Feb at 7pm": of the day alone.
        let day_of_time = last.symbol.inner.iter().find(|inner| last.symbol.make == Make::At && inner.make == Make::Date);
        let (make, slots) = day_of_time.map_or((last.symbol.make, slots), |day| (day.make, day.slots));
        let dated = make == Make::Date && slots.get(Slot::Day).is_some() && slots.get(Slot::Month).is_some();
        if !of_a_month && !dated {
            return;
        }
        let inner = if day_of_time.is_some() { Vec::new() } else { last.symbol.inner.clone() };
        let Some(head) = island.tokens.get(at) else { return };
        // Only where the day stands first ("5 May"), or after a word that begins a range ("from 4 to January 22").
        let month_first = !matches!(head.numeral, Numeral::Int(..) | Numeral::Ordinal(_))
            && island.masks.get(at).is_none_or(|mask| mask & Computed::Day.bit() == 0);
        if month_first && !self.ends_a_range_of_days(island, at, floor, slots) {
            return;
        }
        let kind = if make == Make::Date { TimexType::Date } else { last.kind };
        let rule = last.rule;
        let mut right = at;
        while let Some(day_at) = self.day_before_link(island, right) {
            let Some(token) = island.tokens.get(day_at) else { break };
            let value = match token.numeral {
                Numeral::Int(value, _) | Numeral::Ordinal(value) if (1..=31).contains(&value) => value,
                // "eighth to eleventh May".
                Numeral::None => {
                    match self.ordinal(island, day_at).filter(|(value, length)| *length == 1 && (1..=31).contains(value)) {
                        Some((value, _)) => value,
                        None => break,
                    }
                }
                _ => break,
            };
            if (token.start as usize) < floor || token.tainted {
                break;
            }
            let ranged = self.link_is_range(island, day_at + 1);
            let mut slots = slots;
            slots.set(Slot::Day, value);
            {
                let gone = Slot::Weekday;
                slots.set(gone, i32::MIN);
            }
            let symbol = Symbol { make, slots, inner: inner.clone(), modifier: None };
            let range = TextRange::new(token.start as usize, token.end as usize);
            let governor = self.governor(island, day_at, floor);
            let place = found.len() - found[first..].iter().rev().take_while(|other| other.range.start > range.start).count();
            found.insert(place.min(found.len()), Found { range, kind, symbol, governor, range_with_next: ranged, rule });
            right = day_at;
        }
    }

    /// Whether an earlier day stands before the link at token `at`, after a word that begins a range: "from 4 to January 22".
    fn ends_a_range_of_days(&self, island: &Island<'_>, at: usize, floor: usize, slots: Slots) -> bool {
        let Some(from) = self.day_before_link(island, at).filter(|from| self.link_is_range(island, from + 1)) else {
            return false;
        };
        let value = match island.tokens.get(from).map(|token| token.numeral) {
            Some(Numeral::Int(value, _) | Numeral::Ordinal(value)) => value,
            _ => return false,
        };
        let begins = matches!(self.governor(island, from, floor), Some((_, Governor::From | Governor::Between)));
        begins && slots.get(Slot::Day).is_some_and(|day| value < day)
    }

    /// "between 2 and 4 p.m.", "from 9 to 11 a.m. on Sunday": an hour before one with its half of the day.
    pub(super) fn spread_hour(&self, island: &Island<'_>, at: usize, floor: usize, first: usize, found: &mut Vec<Found>) {
        let Some(last) = found.last() else { return };
        let is_clock = |symbol: &&Symbol| symbol.make == Make::Clock && symbol.slots.get(Slot::Meridiem).is_some();
        let clock = std::iter::once(&last.symbol).chain(&last.symbol.inner).find(is_clock);
        let Some((clock, link)) = clock.zip(at.checked_sub(1)) else { return };
        let Some(before) = link.checked_sub(1).and_then(|at| island.tokens.get(at).map(|token| (at, token))) else { return };
        let (Numeral::Int(hour @ 1..=12, 1 | 2), Some(until)) = (before.1.numeral, clock.slots.get(Slot::Hour)) else { return };
        let governor = self.governor(island, before.0, floor);
        let ranged = match governor {
            Some((_, Governor::Between)) => self.text_of(island, link) == "and",
            Some((_, Governor::From)) => self.link_is_range(island, link),
            _ => false,
        };
        if !ranged || before.1.tainted || (before.1.start as usize) < floor {
            return;
        }
        let mut own = clock.clone();
        own.slots.set(Slot::Hour, hour);
        own.slots.set(Slot::Minute, i32::MIN);
        // "from 11 to 1 p.m.": twelve comes first.
        if clock.slots.get(Slot::Meridiem) == Some(2) && hour % 12 > until % 12 {
            own.slots.set(Slot::Meridiem, 1);
        }
        let mut symbol = last.symbol.clone();
        match symbol.inner.iter_mut().find(|inner| inner.make == Make::Clock) {
            Some(place) => *place = own,
            None => symbol = own,
        }
        let range = TextRange::new(before.1.start as usize, before.1.end as usize);
        let (kind, rule) = (last.kind, last.rule);
        let place = found.len() - found[first..].iter().rev().take_while(|other| other.range.start > range.start).count();
        found.insert(place.min(found.len()), Found { range, kind, symbol, governor, range_with_next: true, rule });
    }

    /// "264 to 241 BC": a number before a year with its era is a year of that era.
    pub(super) fn spread_era(&self, island: &Island<'_>, at: usize, floor: usize, first: usize, found: &mut Vec<Found>) {
        let Some(last) = found.last() else { return };
        let slots = last.symbol.slots;
        let (Make::Date, Some(era), Some(year)) = (last.symbol.make, slots.get(Slot::Era), slots.get(Slot::Year)) else { return };
        // "from 264 to 241 BC", "between 264 and 241 BC".
        let between = |link: usize| {
            let first = link.checked_sub(1).and_then(|first| self.governor(island, first, floor));
            self.text_of(island, link) == "and" && matches!(first, Some((_, Governor::Between)))
        };
        let ranged = |link: usize| self.link_is_range(island, link) || between(link);
        let Some(link) = at.checked_sub(1).filter(|link| ranged(*link)) else { return };
        let Some(token) = link.checked_sub(1).and_then(|before| island.tokens.get(before)) else { return };
        let Numeral::Int(value, digits) = token.numeral else { return };
        // Years before Christ count down.
        let ordered = if era == 1 { value > year } else { value < year };
        if token.tainted || (token.start as usize) < floor || digits > 4 || value < 1 || !ordered {
            return;
        }
        let mut slots = slots;
        slots.set(Slot::Year, value);
        let symbol = Symbol { make: Make::Date, slots, inner: Vec::new(), modifier: None };
        let range = TextRange::new(token.start as usize, token.end as usize);
        let (kind, rule, ranged) = (last.kind, last.rule, true);
        let governor = self.governor(island, link - 1, floor);
        let place = found.len() - found[first..].iter().rev().take_while(|other| other.range.start > range.start).count();
        found.insert(place.min(found.len()), Found { range, kind, symbol, governor, range_with_next: ranged, rule });
    }

    /// "August 4–8, 2026", "May 3 and 5": the day after a full date shares its month, and both a year that follows.
    /// Gives the token after what was read.
    pub(super) fn spread_right(&self, island: &Island<'_>, at: usize, end: usize, found: &mut Vec<Found>) -> usize {
        let Some(left) = found.last() else { return end };
        let slots = left.symbol.slots;
        let month_first = island.masks.get(at).is_some_and(|mask| mask & Computed::Day.bit() == 0);
        let (Make::Date, Some(first), Some(_)) = (left.symbol.make, slots.get(Slot::Day), slots.get(Slot::Month)) else {
            return end;
        };
        if !month_first || slots.get(Slot::Year).is_some() || !self.is_link(island, end) {
            return end;
        }
        let mut days = [Listed::default(); MOST_LISTED];
        let mut count = self.days_listed(island, end, first, &mut days);
        let (next, year) = loop {
            let Some(last) = count.checked_sub(1).and_then(|last| days.get(last)) else { return end };
            let mut next = last.at + 1;
            let mut year = None;
            let comma = usize::from(self.text_of(island, next) == ",");
            if let Some(Numeral::Int(value @ 1900..=2100, _)) = island.tokens.get(next + comma).map(|t| t.numeral)
                && next + comma < island.len
            {
                year = Some(value);
                next += 1 + comma;
            }
            // "August 4 and 8 people": a number of something else; "August 4 - 8 September", "8 pm": another expression.
            let behind = island.tokens.get(next - 1).and_then(|last| island.text.get(last.end as usize..)).unwrap_or_default();
            let goes_on = match last.ranged {
                true => next < island.len && island.masks.get(next).is_some_and(|mask| mask & self.trigger != 0),
                false => {
                    let word = word_after(behind, 0).to_ascii_lowercase();
                    behind.trim_start_matches(' ').starts_with(|c: char| c.is_alphanumeric())
                        && (word == "of" || self.after_day.binary_search(&word).is_err())
                }
            };
            if year.is_some() || !goes_on {
                break (next, year);
            }
            count = told(days.get(..count - 1).unwrap_or_default());
        };
        let Some(left) = found.last_mut() else { return end };
        if let Some(year) = year {
            left.symbol.slots.set(Slot::Year, year);
        }
        let listed = days.get(..count).unwrap_or_default();
        left.range_with_next = listed.first().is_some_and(|day| day.ranged);
        let (kind, rule, symbol) = (left.kind, left.rule, left.symbol.clone());
        for (place, day) in listed.iter().enumerate() {
            let Some(token) = island.tokens.get(day.at) else { break };
            let mut symbol = symbol.clone();
            symbol.slots.set(Slot::Day, day.value);
            symbol.slots.set(Slot::Weekday, i32::MIN);
            let close = if place + 1 == count { next - 1 } else { day.at };
            let end = island.tokens.get(close).unwrap_or(token).end as usize;
            let range_with_next = listed.get(place + 1).is_some_and(|next| next.ranged);
            let range = TextRange::new(token.start as usize, end);
            found.push(Found { range, kind, symbol, governor: None, range_with_next, rule });
        }
        next
    }

    /// The days from the link at token `link` on, in rising order, that stand in a list or at the end of a range; a comma
    /// alone makes none of the last ("March 5, 12 people"). Gives how many there are.
    fn days_listed(&self, island: &Island<'_>, link: usize, first: i32, days: &mut [Listed; MOST_LISTED]) -> usize {
        let (mut at, mut before, mut count) = (link, first, 0);
        while let Some(place) = days.get_mut(count).filter(|_| at < island.len && self.is_link(island, at)) {
            let comma = self.text_of(island, at) == ",";
            let ranged = self.link_is_range(island, at);
            at += 1;
            // "5, 12, and 19".
            let closed = comma && matches!(self.text_of(island, at), "and" | "or" | "&");
            at += usize::from(closed);
            let Some(token) = island.tokens.get(at).filter(|token| at < island.len && !token.tainted) else { break };
            let value = match token.numeral {
                Numeral::Int(day, _) | Numeral::Ordinal(day) => day,
                Numeral::None => match self.ordinal(island, at).filter(|(_, length)| *length == 1) {
                    Some((day, _)) => day,
                    None => break,
                },
                _ => break,
            };
            let is_day = island.masks.get(at).is_some_and(|mask| mask & Computed::Day.bit() != 0);
            if !is_day || value <= before || value > 31 {
                break;
            }
            *place = Listed { at, value, ranged, loose: comma && !closed };
            (before, count, at) = (value, count + 1, at + 1);
        }
        told(days.get(..count).unwrap_or_default())
    }

    /// The day numeral before a link ("3 and 5 May", "3-5 May", "3, 4 and 5 May").
    pub(super) fn day_before_link(&self, island: &Island<'_>, at: usize) -> Option<usize> {
        let mut link = at.checked_sub(1)?;
        if !self.is_link(island, link) {
            // "the 3rd and the 5th of May".
            if island
                .tokens
                .get(link)
                .is_some_and(|token| island.text.get(token.start as usize..token.end as usize) == Some("the"))
            {
                link = link.checked_sub(1)?;
            }
            if !self.is_link(island, link) {
                return None;
            }
        }
        if link > 0 && self.is_link(island, link - 1) {
            link -= 1;
        }
        let day = link.checked_sub(1)?;
        let mask = island.masks.get(day)?;
        (mask & Computed::Day.bit() != 0).then_some(day)
    }

    pub(super) fn is_link(&self, island: &Island<'_>, at: usize) -> bool {
        matches!(
            self.text_of(island, at),
            "and" | "or" | "to" | "until" | "till" | "through" | "-" | "–" | "—" | "," | "/" | "&" | "~"
        )
    }

    pub(super) fn link_is_range(&self, island: &Island<'_>, at: usize) -> bool {
        matches!(self.text_of(island, at), "to" | "until" | "till" | "through" | "-" | "–" | "—" | "~")
    }

    /// Neighbours of an island share what one of them lacks ("June to August 2016"), and two ends make a range.
    pub(super) fn share(&self, island: &Island<'_>, first: usize, found: &mut [Found]) {
        let Some(found) = found.get_mut(first..) else { return };
        for right in (1..found.len()).rev() {
            let (before, after) = found.split_at_mut(right);
            let (Some(left), Some(right)) = (before.last_mut(), after.first()) else { continue };
            let between = island.text.get(left.range.end..right.range.start).unwrap_or("").trim();
            let mut words = between.split_whitespace().filter(|word| *word != "the");
            let link = words.next().unwrap_or("");
            if words.next().is_some_and(|word| !matches!(word, "and" | "or")) {
                continue;
            }
            let range = matches!(link, "to" | "until" | "till" | "through" | "-" | "–" | "—" | "~" | "and-" | "until:")
                || link == "and" && left.governor.is_some_and(|(_, governor)| governor == Governor::Between);
            let range = range && !leads_to_its_own(island.text, left, right);
            let list = matches!(link, "and" | "or" | "," | "/" | "&");
            // "the three months to March" ends then, but does not begin anywhere.
            if !(range || list) || range && left.kind == TimexType::Duration {
                continue;
            }
            left.range_with_next |= range;
            share_year(left, right);
            share_month(left, right);
            share_century(left, right);
        }
        share_recurrence(island.text, found);
        share_year_over_hours(island.text, found);
    }
}

/// "was revised Friday to March's figures": what is told of a time that owns something is no range, unless one began.
fn leads_to_its_own(text: &str, left: &Found, right: &Found) -> bool {
    let owns = text.get(right.range.end..).is_some_and(|after| after.starts_with("'s ") || after.starts_with("’s "));
    owns && !left.governor.is_some_and(|(_, governor)| matches!(governor, Governor::From | Governor::Between))
}

/// Most days behind a month that share it.
const MOST_LISTED: usize = 12;

/// A day that follows another of its month.
#[derive(Clone, Copy, Default)]
struct Listed {
    /// Its token.
    at: usize,
    value: i32,
    /// The end of a range that the day before it begins.
    ranged: bool,
    /// With nothing but a comma before it.
    loose: bool,
}

/// How many of these days are told: those behind the last that more than a comma joins are not.
fn told(days: &[Listed]) -> usize {
    days.iter().rposition(|day| !day.loose).map_or(0, |last| last + 1)
}

/// "between the 4th and 23rd of next month": the first day lies in the month that only the second names.
fn share_month(left: &mut Found, right: &Found) {
    let (own, told) = (&left.symbol, &right.symbol);
    let others = [Slot::Month, Slot::Weekday, Slot::Year, Slot::First];
    let bare = own.make == Make::Date && others.iter().all(|slot| own.slots.get(*slot).is_none());
    let slot = [Slot::Day, Slot::Ordinal].into_iter().find(|slot| told.slots.get(*slot).is_some());
    let of_a_month = told.make == Make::Nth && told.slots.unit() == Some(Unit::Day);
    // "on the 3rd, 10th and 17th of May".
    let dated = told.make == Make::Date && told.slots.get(Slot::Month).is_some();
    if let (Some(day), Some(last)) = (own.slots.get(Slot::Day).filter(|_| bare && dated), told.slots.get(Slot::Day))
        && day < last
    {
        left.symbol = told.clone();
        left.symbol.slots.set(Slot::Day, day);
        left.symbol.slots.set(Slot::Weekday, i32::MIN);
        return;
    }
    if let (Some(day), Some(slot)) = (own.slots.get(Slot::Day).filter(|_| bare && of_a_month), slot) {
        left.symbol = told.clone();
        left.symbol.slots.set(slot, day);
    }
}

/// "the late 19th and early 20th centuries": what looks like a day is a century.
fn share_century(left: &mut Found, right: &Found) {
    let told = if right.symbol.make == Make::Part { right.symbol.inner.first() } else { Some(&right.symbol) };
    let Some(told) = told.filter(|told| told.make == Make::Date && told.slots.unit() == Some(Unit::Century)) else { return };
    let own = if left.symbol.make == Make::Part { left.symbol.inner.first_mut() } else { Some(&mut left.symbol) };
    let Some(own) = own.filter(|own| own.make == Make::Date) else { return };
    let others = [Slot::Month, Slot::Weekday, Slot::Year, Slot::First];
    let day = own.slots.get(Slot::Day).filter(|_| others.iter().all(|slot| own.slots.get(*slot).is_none()));
    if let (Some(number), Some(last)) = (day, told.slots.get(Slot::Ordinal))
        && number < last
    {
        *own = told.clone();
        own.slots.set(Slot::Ordinal, number);
    }
}

/// "every Tuesday and Thursday": a weekday behind one that recurs does so too.
fn share_recurrence(text: &str, found: &mut [Found]) {
    for at in 1..found.len() {
        let (before, after) = found.split_at_mut(at);
        let (Some(left), Some(right)) = (before.last(), after.first_mut()) else { continue };
        let is_weekday = |symbol: &Symbol| {
            let others = [Slot::Month, Slot::Day, Slot::First, Slot::DayPart];
            symbol.slots.get(Slot::Weekday).is_some() && others.iter().all(|slot| symbol.slots.get(*slot).is_none())
        };
        let linked = matches!(text.get(left.range.end..right.range.start).unwrap_or("").trim(), "and" | "or" | ",");
        let recurs = left.symbol.make == Make::Set && left.governor.is_none() && is_weekday(&left.symbol);
        if linked && recurs && right.symbol.make == Make::Date && is_weekday(&right.symbol) {
            (right.symbol.make, right.kind) = (Make::Set, TimexType::Set);
        }
    }
}

/// "Mar 14, 9:30 - 10:30, 2023": a year straight behind hours is that of the days before them.
fn share_year_over_hours(text: &str, found: &mut [Found]) {
    for at in 1..found.len() {
        let (before, after) = found.split_at_mut(at);
        let Some(last) = after.first().filter(|last| last.symbol.make == Make::Date && last.governor.is_none()) else { continue };
        let slots = &last.symbol.slots;
        let alone =
            [Slot::Month, Slot::Season, Slot::Quarter, Slot::Half, Slot::Era].iter().all(|slot| slots.get(*slot).is_none());
        let Some(year) = slots.get(Slot::Year).filter(|_| alone) else { continue };
        let (mut next, mut over_hours) = (last.range.start, false);
        for left in before.iter_mut().rev() {
            let between = text.get(left.range.end..next).unwrap_or("-").trim();
            if !matches!(between, "" | ",") && (!over_hours || !matches!(between, "-" | "–" | "to")) {
                break;
            }
            next = left.range.start;
            let make = left.symbol.make;
            let day = match make {
                Make::At => left.symbol.inner.iter_mut().find(|inner| inner.make == Make::Date),
                Make::Date if over_hours => Some(&mut left.symbol),
                _ => None,
            };
            over_hours |= matches!(make, Make::At | Make::Clock);
            if let Some(day) = day.filter(|day| day.slots.get(Slot::Day).is_some() && day.slots.get(Slot::Year).is_none()) {
                day.slots.set(Slot::Year, year);
            } else if make != Make::Clock {
                break;
            }
        }
    }
}

/// "7:30-9 p.m.": an hour before another that alone tells its half of the day.
fn share_half_of_day(left: &mut Found, right: &Found) {
    let is_clock = |symbol: &&Symbol| symbol.make == Make::Clock;
    let told = std::iter::once(&right.symbol).chain(&right.symbol.inner).find(is_clock);
    let own = &mut left.symbol;
    let open = own.make == Make::Clock && own.inner.is_empty() && own.slots.get(Slot::Meridiem).is_none();
    let hours = own.slots.get(Slot::Hour).zip(told.and_then(|clock| clock.slots.get(Slot::Hour)));
    let (Some((hour @ 1..=12, until)), Some(half)) = (hours, told.and_then(|clock| clock.slots.get(Slot::Meridiem))) else {
        return;
    };
    if open && left.range_with_next {
        // "11:30-1 p.m.": twelve comes first.
        own.slots.set(Slot::Meridiem, if half == 2 && hour % 12 > until % 12 { 1 } else { half });
    }
}

/// Gives the left of two linked expressions the year, or the day of a time, that only the right one says.
fn share_year(left: &mut Found, right: &Found) {
    share_half_of_day(left, right);
    // "between 9 a.m. and 11 a.m. on Saturday".
    if left.symbol.make == Make::Clock && left.symbol.inner.is_empty() && right.symbol.make == Make::At {
        if let Some(day) = right.symbol.inner.iter().find(|inner| inner.make != Make::Clock) {
            let inner = vec![left.symbol.clone(), day.clone()];
            left.symbol = Symbol { make: Make::At, slots: Slots::default(), inner, modifier: left.symbol.modifier };
        }
        return;
    }
    // "in March and April of last year".
    let told = right.symbol.slots;
    if let (Some(base @ (7 | 8)), Some(relation)) = (told.get(Slot::Base), told.get(Slot::Relation)) {
        let own = &mut left.symbol.slots;
        let month = |slots: &Slots| slots.get(Slot::Month);
        let dated = left.symbol.make == Make::Date && right.symbol.make == Make::Date;
        let ordered = month(own).zip(month(&told)).is_some_and(|(first, second)| first <= second);
        if dated && ordered && own.get(Slot::Year).is_none() && own.get(Slot::Base).is_none() {
            own.set(Slot::Base, base);
            own.set(Slot::Relation, relation);
        }
        return;
    }
    let (from, year) = (&mut left.symbol, right.symbol.slots.get(Slot::Year));
    let (Make::Date, Make::Date, Some(year)) = (from.make, right.symbol.make, year) else { return };
    if from.slots.get(Slot::Year).is_some() || from.slots.get(Slot::Weekday).is_some() && from.slots.get(Slot::Day).is_none() {
        return;
    }
    let grain = |slots: &Slots, slot: Slot| slots.get(slot);
    // "10/1-11/7/2017".
    if grain(&from.slots, Slot::First).is_some() && grain(&right.symbol.slots, Slot::First).is_some() {
        from.slots.set(Slot::Year, year);
        return;
    }
    for slot in [Slot::Month, Slot::Quarter, Slot::Season, Slot::Half] {
        if let (Some(a), Some(b)) = (grain(&from.slots, slot), grain(&right.symbol.slots, slot)) {
            from.slots.set(Slot::Year, if a > b && left.range_with_next { year - 1 } else { year });
            return;
        }
    }
}
