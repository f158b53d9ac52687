//! The expressions of a document's blocks in order, each placed with what went before.

use super::friends::listed_word;
use super::grammar::Grammar;
use super::slice::Slice;
use super::story::{STORY, aside, may_tell_story, planned, points_of};
use super::symbol::{Found, Governor, Make, Slot, Symbol, Unit};
use super::weekdays::{dates_before_bracket, day_before_in_list, week_before};
use super::{Anchor, Anchors, Country, Previous, TenseHint, TimeExpression, TimeRole, TimexType};
use crate::calendar::{Day, Interval};
use chrono::Datelike;

/// What is carried from block to block of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Passage {
    /// The day, month or year that the document speaks from.
    pub document: Option<Interval>,
    /// Whose customs hold.
    pub country: Country,
    /// See [`Anchors::narrative`]; [`Passage::for_text`] judges it.
    pub narrative: bool,
    /// What was last named.
    pub previous: Option<Previous>,
    /// The day that was told of last as one on which something happened, and for how many expressions it still holds.
    pub happened: Option<(Day, u8)>,
    /// Whose "fiscal year" or "financial year" the text means, where its signs tell: see `signs` of the rule files.
    pub fiscal: Option<Country>,
}

impl Passage {
    /// The start of a document that speaks from `document`.
    pub fn new(document: Option<Interval>, country: Country) -> Self {
        Passage { document, country, narrative: document.is_none(), previous: None, happened: None, fiscal: None }
    }

    /// The start of a document, with its manner judged by its whole text: a text that names many years far from
    /// its own date, and little that counts from that date, tells a story, and bare months belong to the story.
    /// Fewer years in digits than make one are not looked at any further.
    pub fn for_text(grammar: &Grammar, text: &str, document: Option<Interval>, country: Country) -> Self {
        let mut passage = Passage::new(document, country);
        // Nothing else depends on it.
        if ["iscal", "FY", "inancial year"].iter().any(|sign| text.contains(sign)) {
            passage.fiscal = Some(grammar.country_of_text(text, country));
        }
        if document.is_some_and(|document| may_tell_story(grammar, text, document.start().year())) {
            passage.judge(&grammar.find(text));
        }
        passage
    }

    /// The day of an expression that tells when something happened of which a report is; not the day on which somebody
    /// said so.
    fn day_of_a_happening(&self, slice: Slice, hint: TenseHint, role: TimeRole) -> Option<Day> {
        let (Slice::Day(day), TenseHint::Past, false) = (slice, hint, self.narrative || role == TimeRole::SaidWhen) else {
            return None;
        };
        let age = (self.document?.end() - day).num_days();
        (0..=NEWS).contains(&age).then_some(day)
    }

    fn judge(&mut self, found: &[Found]) {
        let Some(document) = self.document else { return };
        let (mut far, mut near) = (0, 0);
        for one in found {
            let slots = &one.symbol.slots;
            match one.symbol.make {
                Make::Date | Make::Part => {
                    let years = std::iter::once(slots.get(Slot::Year))
                        .chain(one.symbol.inner.iter().map(|inner| inner.slots.get(Slot::Year)));
                    match years.flatten().next() {
                        Some(year) => match points_of(year, document.start().year()) {
                            0 => near += 1,
                            points => far += points,
                        },
                        None if slots.get(Slot::Weekday).is_some() && slots.get(Slot::Day).is_none() => near += 1,
                        None => {}
                    }
                }
                Make::Relative | Make::Shift if slots.get(Slot::Base).is_none() && one.symbol.inner.is_empty() => near += 1,
                _ => {}
            }
        }
        self.narrative = far >= STORY && far > 4 * near;
    }
}

impl Grammar {
    /// All time expressions of a block, placed and with their roles. `tense` tells where the clause of an expression
    /// points; where it says `Unknown`, the words around decide.
    pub fn read(&self, text: &str, passage: &mut Passage, tense: impl FnMut(&Found) -> TenseHint) -> Vec<TimeExpression> {
        self.place_all(text, &self.find(text), passage, tense)
    }

    /// As [`Grammar::read`], of expressions that [`Grammar::find`] has found in `text`.
    pub fn place_all(
        &self,
        text: &str,
        found: &[Found],
        passage: &mut Passage,
        mut tense: impl FnMut(&Found) -> TenseHint,
    ) -> Vec<TimeExpression> {
        let mut expressions: Vec<TimeExpression> = Vec::with_capacity(found.len());
        let mut told_before = TenseHint::Unknown;
        for (at, one) in found.iter().enumerate() {
            let hint = match tense(one) {
                _ if self.is_reported_on(text, one) || self.is_described(text, one) => TenseHint::Nearest,
                // "profit for the fourth quarter will miss its forecast".
                _ if matches!(one.governor, Some((_, Governor::For))) && self.was_reported_in(text, one) => TenseHint::Nearest,
                _ if self.is_awaited(text, one) => TenseHint::Future,
                // What has held since a day has begun.
                _ if matches!(one.governor, Some((_, Governor::Since))) => TenseHint::Past,
                TenseHint::Unknown => match self.tense_hint(text, one) {
                    TenseHint::Unknown if self.was_reported_in(text, one) => TenseHint::Past,
                    told => told,
                },
                told => told,
            };
            // "put off to late April or early May".
            let hint = match follows_or(text, found.get(..at).unwrap_or_default(), one) {
                true => told_before,
                false => hint,
            };
            told_before = hint;
            let mut anchors = Anchors {
                document: passage.document,
                // What is asked for is still to be done, though nobody has promised it.
                tense: if hint == TenseHint::Unknown && self.is_asked(text, one) { TenseHint::Future } else { hint },
                previous: passage.previous,
                country: passage.country,
                // No story goes on to what is still to come.
                narrative: passage.narrative && !(hint == TenseHint::Future && yearless(one) && self.is_still_to_come(text, one)),
            };
            // Americans do not speak of financial years: a text of theirs that does means somebody else's.
            let speaks_of_its_own =
                |country: &Country| is_fiscal(&one.symbol) || country.day_first() && is_financial(&one.symbol);
            if let Some(country) = passage.fiscal.filter(speaks_of_its_own) {
                anchors.country = country;
            }
            // "The bomb went off on Saturday. Police had been called at 9 p.m."
            let bare_hour = (is_bare_hour(&one.symbol) || is_bare_part(text, one)) && !passage.narrative;
            let told = found.get(..at).unwrap_or_default();
            let beside = if bare_hour { self.day_beside(text, told, &expressions, one) } else { None };
            if bare_hour {
                let happened = passage.happened.filter(|_| hint == TenseHint::Past).map(|(day, _)| day);
                anchors.document = beside.or(happened).map(Interval::day).or(anchors.document);
            }
            // "sank on Tuesday. The ship, built in 1974, had sailed nine days earlier."
            if let Some((day, _)) = passage.happened.filter(|_| counts_back_in_days(&one.symbol)) {
                anchors.previous = passage.previous.map(|previous| within_or(previous, day));
            }
            if let Some(end) = self.end_of_a_quarter(text, one, found.get(at + 1), &anchors) {
                anchors.previous = Some(Previous(end));
            }
            // The last end of a range lies after its first ("from November to March").
            let first_end = expressions.len().checked_sub(1).filter(|at| found.get(*at).is_some_and(|left| left.range_with_next));
            if let Some(from) = first_end
                .and_then(|at| expressions.get(at))
                .and_then(|left| left.interval)
                .filter(|_| !passage.narrative && passage.document.is_some())
                && (one.symbol.make == Make::Date || is_of_a_weekday(&one.symbol))
            {
                anchors.document = Some(Interval::day(from.start()));
                anchors.tense = TenseHint::Future;
            }
            // The first end of a range lies before its last ("from May to September", said in July).
            if one.range_with_next
                && !passage.narrative
                && hint != TenseHint::Past
                && one.symbol.make == Make::Date
                && yearless(one)
                && let Some(next) = found.get(at + 1).filter(|next| next.symbol.make == Make::Date && yearless(next))
            {
                let last = self.place(next, &Anchors { tense: TenseHint::Future, ..anchors }).0;
                if let (Some(document), Some(last)) = (passage.document, last.interval) {
                    let told = self.place(one, &Anchors { tense: TenseHint::Future, ..anchors }).0;
                    let late = told.interval.is_some_and(|first| first.start() > last.start());
                    anchors.tense = if late { TenseHint::Past } else { TenseHint::Future };
                    if late && document.start() < last.start() {
                        anchors.document = Some(Interval::day(last.start()));
                    }
                }
            }
            // "Snow fell from Friday to Sunday": what is told of is over when it is told.
            if one.range_with_next
                && hint == TenseHint::Past
                && !passage.narrative
                && is_of_a_weekday(&one.symbol)
                && let Some(next) = found.get(at + 1).filter(|next| is_of_a_weekday(&next.symbol))
                && let Some(last) = self.place(next, &anchors).0.interval
            {
                anchors.document = Some(Interval::day(last.end()));
            }
            // "Monday afternoon to last night": a range begins before it ends.
            if let Some(end) =
                found.get(at + 1).filter(|_| one.range_with_next && is_of_a_weekday(&one.symbol) && !passage.narrative)
                && let Some(end) =
                    self.place(end, &anchors).0.interval.filter(|_| !is_of_a_weekday(&end.symbol) && !is_bare_hour(&end.symbol))
                && self.place(one, &anchors).0.interval.is_some_and(|first| first.start() > end.end())
            {
                anchors.document = Some(Interval::day(end.end()));
                anchors.tense = TenseHint::Past;
            }
            // A list of weekdays goes forward, but no report goes beyond its own day.
            if let Some(day) = day_before_in_list(text, found.get(..at).unwrap_or_default(), &expressions, one) {
                let onward = Anchors { document: Some(Interval::day(day)), tense: TenseHint::Future, ..anchors };
                let ends = self.place(one, &onward).0.interval.map(Interval::end);
                let reported = hint == TenseHint::Past && ends.zip(passage.document).is_some_and(|(end, told)| end > told.end());
                if !reported && !passage.narrative {
                    anchors = onward;
                }
            }
            // "next week between Wednesday and Friday".
            let from = week_before(text, found.get(..at).unwrap_or_default(), &expressions, one);
            if let Some(monday) = from.or_else(|| dates_before_bracket(text, told, &expressions, one)) {
                anchors = Anchors { document: Some(Interval::day(monday)), tense: TenseHint::Future, ..anchors };
            }
            let (mut expression, slice) =
                match self.beside_a_year(text, found.get(..at).unwrap_or_default(), one, &expressions, &anchors) {
                    Some(placed) => placed,
                    None => self.place(one, &anchors),
                };
            let counted = expression.anchor == Anchor::Document && passage.narrative;
            let before = passage.previous.map(|Previous(slice)| slice);
            if let Some(slice) = slice.filter(|slice| {
                slice.unit() <= Unit::Decade
                    && !counted
                    && (passage.narrative || !compared(one))
                    && !self.ends_the_last(text, found.get(..at).unwrap_or_default(), one)
                    && !(passage.narrative && (aside(text, one, *slice, before) || planned(text, one, hint, *slice, before)))
            }) {
                passage.previous = Some(Previous(slice));
            }
            // The day beside it is the deadline, if there is one.
            expression.role = match beside {
                Some(_) => TimeRole::Property,
                None => self.role(text, one, &expression, hint),
            };
            passage.happened = passage.happened.and_then(|(day, left)| Some((day, left.checked_sub(1)?)));
            let day = slice.filter(|_| is_of_a_weekday(&one.symbol) || is_of_a_near_day(&one.symbol));
            if let Some(day) = day.and_then(|day| passage.day_of_a_happening(day, hint, expression.role)) {
                passage.happened = Some((day, STILL_TOLD));
            }
            expressions.push(expression);
        }
        join_ranges(found, &mut expressions);
        leave_to_the_day(text, found, &mut expressions);
        expressions
    }
}

impl Grammar {
    /// The day by which a quarter is told: "in the quarter ended March 31".
    fn end_of_a_quarter(&self, text: &str, one: &Found, next: Option<&Found>, anchors: &Anchors) -> Option<Slice> {
        let quarter = one.symbol.make == Make::Relative && one.symbol.slots.unit() == Some(Unit::Quarter);
        let next = next.filter(|next| quarter && next.symbol.make == Make::Date)?;
        let between = text.get(one.range.end..next.range.start)?.trim();
        if !listed_word(&self.closing, between) {
            return None;
        }
        self.place(next, &Anchors { tense: TenseHint::Past, ..*anchors }).1
    }

    /// "the third quarter ended Sept. 30": only the end of the quarter that is spoken of.
    fn ends_the_last(&self, text: &str, before: &[Found], one: &Found) -> bool {
        let quarter =
            |left: &&Found| left.symbol.slots.get(Slot::Quarter).is_some() || left.symbol.slots.unit() == Some(Unit::Quarter);
        let Some(left) = before.last().filter(quarter) else { return false };
        let between = text.get(left.range.end..one.range.start).unwrap_or("").trim();
        listed_word(&self.closing, between)
    }

    /// "Saturday from 10 a.m. to noon": the day of an hour that the same clause names before it.
    fn day_beside(&self, text: &str, before: &[Found], placed: &[TimeExpression], one: &Found) -> Option<Day> {
        let (left, known) = (before.last()?, placed.last()?);
        let day = known.interval.filter(|days| days.days() == 1 && known.kind != TimexType::Duration)?.start();
        let between = text.get(left.range.end..one.range.start)?;
        let linked =
            left.range_with_next || is_bare_hour(&left.symbol) && matches!(between.trim(), "and" | "or" | "until" | "till");
        let own = || {
            let mut words = between.split(|c: char| !c.is_alphanumeric());
            !between.contains(OTHER_CLAUSE) && !words.any(|word| self.context.opens_clause(word))
        };
        (linked || !is_bare_hour(&left.symbol) && own()).then_some(day)
    }

    /// "handed over in February 2027, with the first pupils in April": a month without its year, said of what is to
    /// come beside a date with one, is the next after that date. `None` where it stands beside no such date.
    fn beside_a_year(
        &self,
        text: &str,
        before: &[Found],
        one: &Found,
        placed: &[TimeExpression],
        anchors: &Anchors,
    ) -> Option<(TimeExpression, Option<Slice>)> {
        let document = anchors.document.filter(|_| !anchors.narrative && anchors.tense != TenseHint::Past)?;
        let (left, known) = (before.last()?, placed.last()?);
        if !(are_alike_in_a_year(left, one) && one.symbol.make == Make::Date && left.symbol.make == Make::Date)
            || left.range_with_next
        {
            return None;
        }
        let slots = &left.symbol.slots;
        let whole = slots.get(Slot::Year).is_some();
        let day = known.interval.filter(|interval| whole && interval.start() > document.end())?.start();
        let between = text.get(left.range.end..one.range.start)?;
        let apart = (day - document.end()).num_days() > WITHIN_DAYS || between.len() > NEARBY;
        // "in December 2027 after work starts in November": what comes first has no later year.
        if apart || self.context.turns_back(between) || between.contains(['.', '!', '?', ';', '\n']) {
            return None;
        }
        let onward = Anchors { document: Some(Interval::day(day)), tense: TenseHint::Future, ..*anchors };
        Some(self.place(one, &onward)).filter(|(found, _)| found.interval.is_some_and(|i| i.end() >= document.start()))
    }
}

/// What parts clauses.
const OTHER_CLAUSE: [char; 9] = ['.', ',', '!', '?', ';', ':', '(', ')', '\n'];

/// For how many expressions a bare hour is one of the day that was told of.
const STILL_TOLD: u8 = 4;

/// Days within which what happened is news.
const NEWS: i64 = 7;

/// "within 18 weeks by March 2029": what is to be done by a day has no other deadline in the length that it keeps to.
fn leave_to_the_day(text: &str, found: &[Found], expressions: &mut [TimeExpression]) {
    for (at, pair) in found.windows(2).enumerate() {
        let [length, day] = pair else { continue };
        let within = length.kind == TimexType::Duration && matches!(length.governor, Some((_, Governor::Within)));
        let by = day.governor.filter(|(_, kind)| within && *kind == Governor::By);
        let joined = by.and_then(|(by, _)| text.get(length.range.end..by.start)).is_some_and(|between| between.trim().is_empty());
        if let Some(length) = expressions.get_mut(at).filter(|_| joined) {
            length.role = TimeRole::Property;
        }
    }
}

/// "nine days earlier": counted from what the passage named last, in days or weeks.
fn counts_back_in_days(symbol: &Symbol) -> bool {
    let (slots, unit) = (&symbol.slots, symbol.slots.unit());
    let counted = symbol.make == Make::Shift && symbol.inner.is_empty() && slots.get(Slot::Base) == Some(1);
    counted && slots.get(Slot::Side) == Some(1) && matches!(unit, Some(Unit::Day | Unit::Week))
}

/// What was named last, if days can be counted from it; else the day that was told of.
fn within_or(previous: Previous, day: Day) -> Previous {
    if previous.0.unit() > Unit::Week { Previous(Slice::Day(day)) } else { previous }
}

/// "yesterday", "earlier today".
fn is_of_a_near_day(symbol: &Symbol) -> bool {
    match symbol.make {
        Make::Relative => symbol.slots.unit() == Some(Unit::Day) && symbol.slots.get(Slot::Base).is_none(),
        Make::Part | Make::DayPart | Make::At => symbol.inner.iter().any(is_of_a_near_day),
        _ => false,
    }
}

/// "9 p.m.", "about 9 p.m.": an hour without its day.
pub(super) fn is_bare_hour(symbol: &Symbol) -> bool {
    match symbol.make {
        Make::Clock => symbol.inner.is_empty(),
        Make::Same => symbol.inner.first().is_some_and(is_bare_hour),
        _ => false,
    }
}

/// "by evening", "through the night": a part of a day that nothing says is of today.
pub(super) fn is_bare_part(text: &str, one: &Found) -> bool {
    let slots = &one.symbol.slots;
    let counted = [Slot::Relation, Slot::Base].iter().any(|slot| slots.get(*slot).is_some());
    let words = text.get(one.range.start..one.range.end).unwrap_or("");
    let own = words
        .get(..4)
        .is_some_and(|word| ["this", "late", "earl", "toni", "over"].iter().any(|of| word.eq_ignore_ascii_case(of)));
    one.symbol.make == Make::DayPart && one.symbol.inner.is_empty() && !counted && !own && !words.ends_with('s')
}

/// Bytes within which a month takes its year from the date before it.
const NEARBY: usize = 100;

/// Days ahead of the text within which that date must lie.
const WITHIN_DAYS: i64 = 366;

/// In the slot `bare`: a quarter that another is compared with.
const COMPARED: i32 = 3;

/// Whether an expression is only what another period is compared with ("from the year-ago quarter", "a year earlier"):
/// the report goes on with the other.
fn compared(found: &Found) -> bool {
    let slots = &found.symbol.slots;
    match found.symbol.make {
        Make::Relative => slots.get(Slot::Bare) == Some(COMPARED),
        Make::Shift => found.symbol.inner.is_empty() && slots.get(Slot::Side) == Some(1) && slots.unit() == Some(Unit::Year),
        _ => false,
    }
}

/// In the slot `bare`: a financial year in the words of Americans.
const FISCAL: i32 = 4;

/// Whether a financial year, or one inside, is called a fiscal one.
fn is_fiscal(symbol: &Symbol) -> bool {
    symbol.make == Make::Financial && symbol.slots.get(Slot::Bare) == Some(FISCAL) || symbol.inner.iter().any(is_fiscal)
}

/// In the slot `bare`: a school year.
const SCHOOL: i32 = 5;

/// Whether a financial year, or one inside, is meant, in whoever's words.
fn is_financial(symbol: &Symbol) -> bool {
    symbol.make == Make::Financial && symbol.slots.get(Slot::Bare) != Some(SCHOOL) || symbol.inner.iter().any(is_financial)
}

/// Two months or days of them, two quarters, halves or seasons, the second without its year.
fn are_alike_in_a_year(left: &Found, one: &Found) -> bool {
    let filled = |found: &Found, slot: Slot| found.symbol.slots.get(slot).is_some();
    let month = |found: &Found| filled(found, Slot::Month) || filled(found, Slot::First);
    let alike = |slot: &Slot| filled(left, *slot) && filled(one, *slot);
    let months = filled(left, Slot::Month) && month(one);
    !filled(one, Slot::Year) && (months || [Slot::Quarter, Slot::Half, Slot::Season].iter().any(alike))
}

/// A month, or a day of one, without its year.
fn yearless(found: &Found) -> bool {
    let slots = &found.symbol.slots;
    (slots.get(Slot::Month).is_some() || slots.get(Slot::First).is_some()) && slots.get(Slot::Year).is_none()
}

/// Whether a day is told by its weekday alone, itself or by a part of it ("early Friday").
pub(super) fn is_of_a_weekday(symbol: &Symbol) -> bool {
    match symbol.make {
        Make::Date => {
            let told = |slot: &Slot| symbol.slots.get(*slot).is_some();
            told(&Slot::Weekday) && ![Slot::Month, Slot::Day, Slot::First].iter().any(told)
        }
        Make::Part | Make::DayPart | Make::At => symbol.inner.iter().any(is_of_a_weekday),
        _ => false,
    }
}

/// Whether an expression is the second of two that "or" leaves open.
fn follows_or(text: &str, before: &[Found], one: &Found) -> bool {
    let left = before.last().filter(|left| one.governor.is_none() && left.kind == one.kind);
    let between = left.and_then(|left| text.get(left.range.end..one.range.start)).unwrap_or("");
    between.trim() == "or"
}

/// The two ends of a range know the whole of it.
fn join_ranges(found: &[Found], expressions: &mut [TimeExpression]) {
    for (at, one) in found.iter().enumerate().filter(|(_, one)| one.range_with_next) {
        let _ = one;
        let Some((left, rest)) = expressions.get_mut(at..).and_then(<[_]>::split_first_mut) else { continue };
        let Some(right) = rest.first_mut() else { continue };
        let (Some(from), Some(to)) = (left.interval, right.interval) else { continue };
        if let Some(whole) = Interval::new(from.start(), to.end()) {
            left.range_interval = Some(whole);
            right.range_interval = Some(whole);
        }
    }
}
