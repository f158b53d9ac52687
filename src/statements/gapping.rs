//! Gapping: "Batch 1 ships in September, Batch 2 in October": a thing and its day that borrow the verb before them.

use super::reading::Reading;
use crate::prose::{NounPhrase, Tag};

/// What a date is for where its clause leaves the verb out.
pub(super) struct Gap {
    /// The thing that stands right before the date.
    pub thing: NounPhrase,
    /// The date before it, whose clause has the verb or leaves it out in turn.
    pub before: usize,
}

/// Most words that a thing without its verb is named with.
const LONGEST: usize = 8;

impl Reading<'_, '_> {
    /// The thing between an earlier date and this one, where nothing else stands there: ", Batch 2 in"; "; 4.2 for".
    pub fn gap(&self, date: usize) -> Option<Gap> {
        let start = self.dates.get(date)?.tokens.start;
        let token = |at: usize| self.sentence.tokens.get(at);
        let end_of_thing = (start.saturating_sub(3)..=start)
            .rev()
            .take_while(|at| *at == start || token(*at).is_some_and(|t| matches!(t.tag, Tag::IN | Tag::TO | Tag::RB)))
            .last()
            .filter(|at| *at < start)?;
        let first = (end_of_thing.saturating_sub(LONGEST)..end_of_thing)
            .rev()
            .take_while(|at| token(*at).is_some_and(|t| is_of_phrase(t.tag)))
            .last()?;
        // "the second in late 2026 and the last in 2027".
        let counts = |at: usize| {
            let points = at.checked_sub(1).filter(|at| *at >= first).and_then(token).is_some_and(|t| t.tag == Tag::DT);
            points && token(at).is_some_and(|t| t.tag == Tag::JJ)
        };
        let named = |at: &usize| token(*at).is_some_and(|t| is_noun(t.tag) || t.tag == Tag::CD) || counts(*at);
        let head = (first..end_of_thing).rev().find(named)?;
        let joint = (0..first).rev().take_while(|at| token(*at).is_some_and(|t| is_joint(&t.lower))).last()?;
        let before = self.dates.iter().position(|d| d.tokens.end == joint && d.deadline.is_some())?;
        // "…, and the council in June decided": a verb of its own.
        let goes_on = token(self.dates.get(date)?.tokens.end).is_some_and(|t| is_verb(t.tag));
        (!goes_on).then_some(Gap { thing: NounPhrase { tokens: first..end_of_thing, head }, before })
    }

    /// Where the words that speak of a date end: before the first thing behind it that borrows its verb.
    pub fn end_before_gaps(&self, date: usize, end: usize) -> usize {
        let after = self.dates.get(date).map_or(0, |d| d.tokens.end);
        (date + 1..self.dates.len())
            .filter(|other| self.dates.get(*other).is_some_and(|d| d.deadline.is_some()))
            .filter_map(|other| self.gap(other))
            .map(|gap| gap.thing.tokens.start)
            .find(|start| *start >= after && *start < end)
            .map_or(end, |start| {
                let is_open = |at: usize| self.sentence.tokens.get(at).is_some_and(|t| is_joint(&t.lower));
                (after..start).rev().take_while(|at| is_open(*at)).last().unwrap_or(start)
            })
    }
}

fn is_joint(word: &str) -> bool {
    matches!(word, "," | ";" | "and" | "then" | "with" | "but")
}

fn is_noun(tag: Tag) -> bool {
    matches!(tag, Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS)
}

fn is_of_phrase(tag: Tag) -> bool {
    is_noun(tag) || matches!(tag, Tag::DT | Tag::JJ | Tag::CD | Tag::PRPS | Tag::POS)
}

fn is_verb(tag: Tag) -> bool {
    matches!(tag, Tag::VB | Tag::VBD | Tag::VBP | Tag::VBZ | Tag::MD)
}
