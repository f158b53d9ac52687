//! Sixth room: events in order, the deadline in force on each day, verdicts.

pub mod detail;
mod evidence;
mod judge;
mod scope;
#[cfg(test)]
mod tests;

pub use crate::statements::parts::Part;
pub use crate::targets::{Relation, relation};
pub use detail::{Detail, Word};
pub use scope::{Scope, newest_day, scope};

use crate::calendar::Interval;
use crate::findings::{AsOf, Confidence};
use crate::statements::{Extract, Statement};
use crate::targets::{StatementId, Target};
use serde::{Deserialize, Serialize};

/// What became of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerdictType {
    /// Delivered in time.
    Met,
    /// Delivered after the deadline last in force, or after the first one where it was moved.
    MetLate,
    /// Said to be missed, or shown undelivered after its day.
    Missed,
    /// The deadline was changed.
    Moved,
    /// Given up.
    Dropped,
    /// Passed; no document says what became of it.
    Overdue,
    /// Not yet due.
    Open,
}

/// One verdict, with the statement that decides it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Type.
    pub verdict: VerdictType,
    /// The deadline judged; for a move the one before it.
    pub from: Option<Interval>,
    /// For a move, the deadline after it.
    pub to: Option<Interval>,
    /// For a move: some document says that the date was changed, or why.
    pub announced: bool,
    /// The statement that decides it; `None` when the desk's record does.
    pub decided_by: Option<StatementId>,
    /// The statement that set the deadline judged.
    pub set_by: Option<StatementId>,
    /// For a delivery: when.
    pub delivered: Option<Interval>,
    /// Days from the last day of `from` to delivery, to the last day of `to`, or to the as-of day.
    pub slip_days: Option<i64>,
    /// Documents of different voices contradict each other.
    pub disputed: bool,
    /// How sure.
    pub confidence: Confidence,
    /// Why, in words.
    pub why: String,
}

/// A target with its verdicts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The target.
    pub target: Target,
    /// The first deadline that was set.
    pub first_deadline: Option<Interval>,
    /// The deadline in force from each day on, oldest first.
    pub in_force: Vec<(Interval, Interval)>,
    /// What became of it, in order of the timeline.
    pub verdicts: Vec<Verdict>,
}

/// All that is known of the corpus: the artefact of the sequential stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The day of judgement.
    pub as_of: AsOf,
    /// The documents, sorted by `doc`; those published after the as-of day are left out.
    pub extracts: Vec<Extract>,
    /// How many were left out because they are later than the as-of day.
    pub later: usize,
    /// The targets, declared ones first, then by first statement.
    pub timelines: Vec<Timeline>,
}

impl Record {
    /// The statement that an id names.
    pub fn statement(&self, id: StatementId) -> Option<&Statement> {
        self.extracts.get(id.doc)?.statements.get(id.statement)
    }

    /// Gives back the room of what only the linker looks at: the words around its statements.
    pub(crate) fn forget_surroundings(&mut self) {
        self.extracts.iter_mut().for_each(Extract::forget_surroundings);
    }

    /// The document called `doc`.
    pub fn document(&self, doc: &str) -> Option<&Extract> {
        document(&self.extracts, doc)
    }

    /// The document that an id's statement stands in.
    pub fn extract(&self, id: StatementId) -> Option<&Extract> {
        self.extracts.get(id.doc)
    }
}

impl Timeline {
    /// The deadline last in force.
    pub fn last_deadline(&self) -> Option<Interval> {
        self.in_force.last().map(|(_, deadline)| *deadline)
    }
}

/// The document called `doc` of documents that are sorted; the last one of several.
pub fn document<'e>(extracts: &'e [Extract], doc: &str) -> Option<&'e Extract> {
    let after = extracts.partition_point(|extract| *extract.doc <= *doc);
    extracts.get(after.checked_sub(1)?).filter(|extract| *extract.doc == *doc)
}

/// Judges every target as of the scope's day.
///
/// `targets` must have been linked over `scope.extracts`: their ids are indexes into it.
pub fn build(scope: Scope, targets: Vec<Target>) -> Record {
    let Scope { as_of, extracts, later } = scope;
    let owned = |mut target: Target| {
        if !target.owners.is_empty() {
            target.owner = target.owner_on(as_of.day).map(str::to_owned);
        }
        target
    };
    let timelines = targets.into_iter().map(|target| judge::judge(owned(target), &extracts, as_of.day)).collect();
    Record { as_of, extracts, later, timelines }
}
