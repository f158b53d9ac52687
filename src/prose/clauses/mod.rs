//! Noun phrases, verb groups and clauses of a tagged sentence.

mod frames;
mod groups;
mod phrases;
mod split;

use super::tagger::Tagged;
use super::{Clause, NounPhrase};
pub(crate) use frames::Frames;

/// What is found in a tagged sentence.
pub(crate) struct Analysis {
    pub(crate) noun_phrases: Vec<NounPhrase>,
    pub(crate) clauses: Vec<Clause>,
    pub(crate) owners: Vec<usize>,
    pub(crate) quote_open: bool,
}

/// Finds phrases, groups and clauses.
pub(crate) fn analyse(tagged: &Tagged<'_>, frames: &Frames, quote_open: bool) -> Analysis {
    let groups = groups::find(tagged);
    let noun_phrases = phrases::find(tagged, &groups);
    split::split(tagged, frames, groups, noun_phrases, quote_open)
}
