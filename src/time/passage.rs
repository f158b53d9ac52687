//! The expressions of a document's blocks in order, each placed with what went before.

use super::grammar::Grammar;
use super::symbol::{Found, Make, Slot, Unit};
use super::{Anchor, Anchors, Country, Previous, TenseHint, TimeExpression, role, tense_hint};
use crate::calendar::Interval;
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
}

impl Passage {
    /// The start of a document that speaks from `document`.
    pub fn new(document: Option<Interval>, country: Country) -> Self {
        Passage { document, country, narrative: document.is_none(), previous: None }
    }

    /// The start of a document, with its manner judged by its whole text: a text that names many years far from
    /// its own date, and little that counts from that date, tells a story, and bare months belong to the story.
    pub fn for_text(grammar: &Grammar, text: &str, document: Option<Interval>, country: Country) -> Self {
        let mut passage = Passage::new(document, country);
        if document.is_some_and(|document| names_years_before(text, document.start().year())) {
            passage.judge(&grammar.find(text));
        }
        passage
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
                        Some(year) if year < document.start().year() - 5 => far += 3,
                        Some(year) if year < document.start().year() => far += 2,
                        Some(_) => near += 1,
                        None if slots.get(Slot::Weekday).is_some() && slots.get(Slot::Day).is_none() => near += 1,
                        None => {}
                    }
                }
                Make::Relative if slots.get(Slot::Base).is_none() => near += 1,
                _ => {}
            }
        }
        self.narrative = far > 11 && far > 4 * near;
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
        for one in found {
            let hint = match tense(one) {
                TenseHint::Unknown => tense_hint(text, one),
                told => told,
            };
            let mut anchors = Anchors {
                document: passage.document,
                tense: hint,
                previous: passage.previous,
                country: passage.country,
                narrative: passage.narrative,
            };
            // The last end of a range lies after its first ("from November to March").
            let first_end = expressions.len().checked_sub(1).filter(|at| found.get(*at).is_some_and(|left| left.range_with_next));
            if let Some(from) = first_end
                .and_then(|at| expressions.get(at))
                .and_then(|left| left.interval)
                .filter(|_| !passage.narrative && passage.document.is_some())
                && one.symbol.make == Make::Date
            {
                anchors.document = Some(Interval::day(from.start()));
                anchors.tense = TenseHint::Future;
            }
            let (mut expression, slice) = self.place(one, &anchors);
            let counted = expression.anchor == Anchor::Document && passage.narrative;
            if let Some(slice) = slice.filter(|slice| slice.unit() <= Unit::Decade && !counted) {
                passage.previous = Some(Previous(slice));
            }
            expression.role = role(text, one, &expression, hint);
            expressions.push(expression);
        }
        join_ranges(found, &mut expressions);
        expressions
    }
}

/// Whether a text has four numbers or more that may be earlier years: fewer tell no story.
fn names_years_before(text: &str, year: i32) -> bool {
    let numbers = text.as_bytes().split(|b| !b.is_ascii_digit()).filter(|digits| matches!(digits.len(), 3 | 4));
    let value = |digits: &[u8]| digits.iter().fold(0, |value, digit| value * 10 + i32::from(digit - b'0'));
    numbers.filter(|digits| value(digits) < year).nth(3).is_some()
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
