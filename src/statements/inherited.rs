//! Deadlines that stand above: "By the end of 2026:" over a list, a schedule's headings.
//!
//! A heading or lead-in that is nothing but a date gives it to the list items
//! below, and so does a lead-in that commits to something by or on a date and ends in a colon.
//! An item with a date of its own keeps that.

use super::Kind;
use super::lexicon::Lexicon;
use super::reading::Reading;
use crate::calendar::Interval;
use crate::prose::{Block, Tag, Tense, Zone};
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
    /// Whether it says more than the date, so that an item must name a deed of its own to share in it.
    pub wants_deed: bool,
}

/// The date that `block` hands down to what stands under it, if it does.
///
/// `commits` tells whether the block commits to something by itself, `names_goals` whether it speaks of goals or milestones.
pub(super) fn handed_down(
    block: &Block,
    index: usize,
    times: &[TimeExpression],
    commits: bool,
    names_goals: bool,
) -> Option<HandedDown> {
    let text = block.text.trim_end();
    let timex = times.last()?;
    let deadline = deadline_interval(timex).filter(|_| !timex.value.ends_with("_REF"))?;
    // Governor, expression, and at most an article and punctuation beside them.
    let start = timex.governor.map_or(timex.range.start, |governor| governor.start.min(timex.range.start));
    let before = block.text.get(..start)?.trim();
    let after = block.text.get(timex.range.end..)?.trim();
    let is_mark = |rest: &str| rest.chars().all(|c| !c.is_alphanumeric());
    let alone = is_mark(before) && is_mark(after) && times.len() == 1;
    use Governor::{By, During, For, From, In, On};
    let colon = text.ends_with(':');
    let introduces = commits && colon && matches!(timex.governed, Some(By | On | From));
    // "Goals for 2027", "Our 2027 milestones:": the lead-in names no deed, its items are what is promised.
    let is_lead = colon || block.zone == Zone::Heading;
    let lists_goals = names_goals && is_lead && times.len() == 1 && matches!(timex.governed, None | Some(By | For | In | During));
    (alone || introduces || lists_goals).then(|| HandedDown { timex: timex.clone(), deadline, block: index, wants_deed: !alone })
}

/// The block above that may hand a date down to `block`: what introduces it, else the heading over it.
pub(super) fn above(block: &Block) -> Option<usize> {
    if block.zone != Zone::ListItem {
        return None;
    }
    block.lead_in.or_else(|| block.headings.last().copied())
}

/// Whether an item can be something to be done: nothing asked, nothing told as past, nothing one merely attends.
pub(super) fn may_inherit(reading: &Reading<'_, '_>, lexicon: &Lexicon, given: &HandedDown) -> bool {
    let past = |clause: &crate::prose::Clause| clause.verbs.as_ref().is_some_and(|v| v.tense == Tense::Past || v.perfect);
    reading.sentence.tokens.len() > 1
        && !reading.sentence.clauses.first().is_none_or(|clause| clause.question || past(clause))
        && !reading.bars.iter().any(|bar| bar.veto.kinds.contains(&Kind::Commitment))
        && (!given.wants_deed || names_deed(reading, lexicon))
}

/// A verb that is no mere state, or a noun of coming about: "Opening of the second depot".
fn names_deed(reading: &Reading<'_, '_>, lexicon: &Lexicon) -> bool {
    let acts = reading.sentence.clauses.first().and_then(|clause| clause.verbs.as_ref()).is_some_and(|verbs| {
        let head = reading.sentence.tokens.get(verbs.head);
        head.is_some_and(|t| !matches!(t.lemma.as_ref(), "be" | "have") && !matches!(t.tag, Tag::VBZ))
    });
    acts || reading.sentence.tokens.iter().take(4).any(|t| lexicon.in_class("deed", &t.lemma, &t.lower))
}
