//! Deadlines that stand above: "By the end of 2026:" over a list, a schedule's headings.
//!
//! A heading or lead-in that is nothing but a date gives it to the list items
//! below, and so does a lead-in that commits to something by or on a date and ends in a colon.
//! An item with a date of its own keeps that.

use super::Kind;
use super::reading::Reading;
use crate::calendar::Interval;
use crate::prose::{Block, Tense, Zone};
use crate::time::{Governor, TimeExpression, deadline_interval};

/// A date that a block hands down.
#[derive(Clone, Debug)]
pub(super) struct HandedDown {
    /// The expression, in the text of the block that it stands in.
    pub timex: TimeExpression,
    /// The deadline it names.
    pub deadline: Interval,
    /// Index of that block.
    pub block: usize,
}

/// The date that `block` hands down to what stands under it, if it does.
pub(super) fn handed_down(block: &Block, index: usize, times: &[TimeExpression], commits: bool) -> Option<HandedDown> {
    let text = block.text.trim_end();
    let timex = times.last()?;
    let deadline = deadline_interval(timex).filter(|_| !timex.value.ends_with("_REF"))?;
    // Governor, expression, and at most an article and punctuation beside them.
    let start = timex.governor.map_or(timex.range.start, |governor| governor.start.min(timex.range.start));
    let before = block.text.get(..start)?.trim();
    let after = block.text.get(timex.range.end..)?.trim();
    let is_mark = |rest: &str| rest.chars().all(|c| !c.is_alphanumeric());
    let alone = is_mark(before) && is_mark(after) && times.len() == 1;
    use Governor::{By, From, On};
    let introduces = commits && text.ends_with(':') && matches!(timex.governed, Some(By | On | From));
    (alone || introduces).then(|| HandedDown { timex: timex.clone(), deadline, block: index })
}

/// The block above that may hand a date down to `block`: what introduces it, else the heading over it.
pub(super) fn above(block: &Block) -> Option<usize> {
    if block.zone != Zone::ListItem {
        return None;
    }
    block.lead_in.or_else(|| block.headings.last().copied())
}

/// Whether an item can be something to be done: nothing asked, nothing told as past, nothing one merely attends.
pub(super) fn may_inherit(reading: &Reading<'_, '_>) -> bool {
    let past = |clause: &crate::prose::Clause| clause.verbs.as_ref().is_some_and(|v| v.tense == Tense::Past || v.perfect);
    reading.sentence.tokens.len() > 1
        && !reading.sentence.clauses.first().is_none_or(|clause| clause.question || past(clause))
        && !reading.bars.iter().any(|bar| bar.veto.kinds.contains(&Kind::Commitment))
}
