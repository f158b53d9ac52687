//! Fifth room: what the statements are about. Declared targets, discovered ones, and links with reasons.

mod affinity;
mod cluster;
mod decisions;
pub mod declared;
mod features;
mod finish;
#[cfg(test)]
pub(crate) mod fixture;
mod identity;
pub mod joining;
pub mod named;
mod naming;
mod near;
mod owners;
mod pair;
mod placed;
mod relation;
mod signals;
mod stages;
mod story;
#[cfg(test)]
mod tests;
mod topic;
mod weighing;
mod words;

pub use cluster::{joinings, link, link_and_forget};
pub use decisions::{Decisions, Quoted};
pub use declared::{Declared, TargetFileError};
pub use naming::aliases_for;
pub use near::{NearMiss, NearMisses, near_misses};
pub use owners::Holder;
pub use relation::{Relation, relation};

use crate::calendar::{Day, Interval};
use crate::findings::Confidence;
use crate::statements::Kind;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Names one statement of the corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StatementId {
    /// Index of the Extract.
    pub doc: usize,
    /// Index of the statement in it.
    pub statement: usize,
}

/// A statement's membership of a target, with the reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Which statement.
    pub id: StatementId,
    /// Why it belongs here, in words.
    pub reasons: Vec<String>,
    /// How sure.
    pub confidence: Confidence,
}

/// An event of a declared target's record, entered by a desk. It decides verdicts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedEvent {
    /// When it was said or happened.
    pub on: Interval,
    /// What: `Commitment` is "set".
    pub kind: Kind,
    /// The deadline that it sets, moves to, meets or misses.
    pub deadline: Option<Interval>,
    /// The words that say so.
    pub quote: Option<String>,
    /// Where they can be read.
    pub source: Option<String>,
}

/// One thing promised, with all the statements about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Stable id, kebab-case.
    pub id: Arc<str>,
    /// What was promised, in words.
    pub title: Arc<str>,
    /// Who answers for it; where it changed hands, who does on the day of judgement.
    pub owner: Option<String>,
    /// Who answered for it when, the earliest first; empty where it never changed hands.
    #[serde(default)]
    pub owners: Vec<Holder>,
    /// Declared in a target file, or discovered.
    pub declared: bool,
    /// The desk's record.
    pub record: Vec<RecordedEvent>,
    /// Its statements, in order of the day they speak from, then document, then place.
    pub links: Vec<Link>,
    /// Where it is named without anything being said of its date.
    pub mentions: Vec<(usize, Day)>,
}
