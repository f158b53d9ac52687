//! Events that bear a date of their own beside what the clause says: "ahead of the launch of the portal in May, the team
//! will test it".

use super::lexicon::Lexicon;
use super::reading::{Date, Reading};
use super::subject::whole_chain;
use crate::prose::{NounPhrase, Tag};

/// Words between an event and its date at most: "which is due on".
const BETWEEN: usize = 3;

/// The event whose date it is, where the event stands behind a preposition: with the opening of the bridge in May,
/// something else comes about.
pub(super) fn dated_event(reading: &Reading<'_, '_>, lexicon: &Lexicon, date: &Date<'_>) -> Option<NounPhrase> {
    let from = end_of_name(reading, lexicon, date)?;
    let last = reading.sentence.noun_phrases.iter().find(|np| np.tokens.end == from)?;
    let event = whole_chain(reading, last);
    let head = reading.sentence.tokens.get(event.head)?;
    let named = event.tokens.len() > 2 && lexicon.event_of_noun(&head.lemma).is_some();
    let before = event.tokens.start.checked_sub(1).and_then(|at| reading.sentence.tokens.get(at))?;
    let beside = lexicon.in_class("beside_event", &before.lemma, &before.lower);
    (named && beside).then_some(event)
}

/// Where the words end to which a date is said: before "in", "on", "due in", "scheduled for".
fn end_of_name(reading: &Reading<'_, '_>, lexicon: &Lexicon, date: &Date<'_>) -> Option<usize> {
    let token = |at: usize| reading.sentence.tokens.get(at);
    let governs = |at: usize| {
        token(at).is_some_and(|t| t.tag == Tag::IN && t.lower != "of" || lexicon.in_class("due_on", &t.lemma, &t.lower))
    };
    let mut at = date.tokens.start;
    while let Some(before) = at.checked_sub(1).filter(|before| governs(*before) && date.tokens.start - before <= BETWEEN) {
        at = before;
    }
    (at < date.tokens.start).then_some(at)
}
