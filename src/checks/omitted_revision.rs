//! # omitted-revision
//!
//! A text gives an old deadline, though earlier documents here show that it had been changed.
//!
//! ## What it finds
//! A commitment restated with a date that was no longer in force, in a document without a word of the change.
//!
//! ## Why it matters
//! Readers take the old date for the current one, or miss that there was another in between. Where the date had
//! changed more than once, the last change is named.
//!
//! ## Example
//! After "The opening has moved to 2020", a later text: "The opening, due in 2018, …"
//!
//! ## When it is silent
//! When the document speaks of the change or of the miss; when it was published before the change; in
//! quotations. A text may well be about the old date by design: it is a note.
//!
//! ## How to waive it
//! Run with `--ignore omitted-revision`, or set `omitted-revision = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, date_of, excerpt, named, reasons};
use crate::calendar::Interval;
use crate::findings::{Confidence, Family, Finding, Role, Severity};
use crate::prose::Zone;
use crate::statements::{Deadline, Kind, Voice};
use crate::targets::{Link, StatementId};
use crate::timeline::{Record, Relation, Timeline, Verdict, VerdictType, relation};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

pub(super) const CHECK: Check = Check {
    code: "omitted-revision",
    family: Family::Defect,
    severity: Severity::Note,
    source: include_str!("omitted_revision.rs"),
    run,
};

fn run(record: &Record, found: &mut Vec<Finding>) {
    for timeline in &record.timelines {
        let changes = Changes::of(record, timeline);
        if changes.all.is_empty() {
            continue;
        }
        let said = Said::by(record, timeline);
        // A text is told of once, beside the last change that it leaves out.
        let omits = |restatement| Some((changes.last_omitted(restatement, &said)?, restatement));
        let mut omitted: Vec<(usize, &Restatement<'_>)> = said.restatements.iter().filter_map(omits).collect();
        omitted.sort_by_key(|(change, _)| *change);
        let told = |(at, restatement)| finding(record, timeline, changes.all.get(at)?, restatement);
        found.extend(omitted.into_iter().filter_map(told));
    }
}

fn finding(record: &Record, timeline: &Timeline, change: &Change<'_>, restatement: &Restatement<'_>) -> Option<Finding> {
    let Change { verdict, id, on, new, .. } = change;
    let Restatement { link, deadline, .. } = restatement;
    let primary = excerpt(record, link.id, Role::Restatement, format!("{} said here", deadline.interval))?;
    let change = excerpt(record, *id, Role::Moved, format!("{new} said here"))?;
    let draft = Draft {
        check: &CHECK,
        timeline,
        message: format!(
            "{} gives {}; {} had given {new}, which this text does not mention",
            named(&primary),
            deadline.interval,
            named(&change)
        ),
        why: format!("{} was in force from {} on{}", new, change.date.unwrap_or(*on), reasons(link)),
        refuted_by: "words of this text that name the change, or that show that it is about the old date by design".into(),
        deadline: Some(deadline.interval),
        other: Some(*new),
        slip_days: None,
        confidence: verdict.confidence.min(link.confidence).min(Confidence::Medium),
        primary,
        related: vec![change],
    };
    Some(draft.finish(CHECK.severity))
}

/// One date of a target gave way to another.
struct Change<'r> {
    verdict: &'r Verdict,
    /// The statement that tells of it, and the day it speaks from.
    id: StatementId,
    on: Interval,
    old: Interval,
    new: Interval,
}

/// The changes of one target.
struct Changes<'r> {
    /// In order of the timeline.
    all: Vec<Change<'r>>,
    /// Which of them gave up each date, last ones first: targets with many changes name few dates.
    of: BTreeMap<Interval, Vec<usize>>,
}

impl<'r> Changes<'r> {
    fn of(record: &'r Record, timeline: &'r Timeline) -> Self {
        let change = |verdict: &'r Verdict| {
            let (old, new, id) = (verdict.from?, verdict.to?, verdict.decided_by?);
            Some(Change { verdict, id, on: date_of(record.extract(id)?, record.statement(id)?)?, old, new })
        };
        let moves = timeline.verdicts.iter().filter(|verdict| verdict.verdict == VerdictType::Moved);
        let all: Vec<Change<'r>> = moves.filter_map(change).collect();
        let mut last_first: Vec<(usize, &Change<'r>)> = all.iter().enumerate().collect();
        last_first.sort_by_key(|(at, change)| Reverse((change.on.end(), *at)));
        let mut of: BTreeMap<Interval, Vec<usize>> = BTreeMap::new();
        for (at, change) in last_first {
            of.entry(change.old).or_default().push(at);
        }
        Changes { all, of }
    }

    /// The last change before the text spoke whose old date it repeats without a word of the new one.
    fn last_omitted(&self, restatement: &Restatement<'_>, said: &Said<'_>) -> Option<usize> {
        let Restatement { link, deadline, speaks } = restatement;
        let is = |date: Interval| relation(date, deadline.interval, deadline.approximate) == Relation::Same;
        let omits = |change: &Change<'_>| {
            speaks.start() > change.on.end()
                && link.id.doc != change.id.doc
                && !is(change.new)
                && !said.names_the_change(link.id.doc, change.new)
        };
        let last_of = |changes: &Vec<usize>| changes.iter().copied().find(|at| self.all.get(*at).is_some_and(omits));
        let of_each = self.of.iter().filter(|(old, _)| is(**old)).filter_map(|(_, changes)| last_of(changes));
        of_each.max_by_key(|at| self.all.get(*at).map(|change| (change.on.end(), *at)))
    }
}

/// What the documents on one target say, gathered once for all of its changes.
#[derive(Default)]
struct Said<'r> {
    /// The promises that may repeat an old date, but for those of texts that speak of a change, a miss or an end.
    restatements: Vec<Restatement<'r>>,
    /// The dates that each document gives.
    dates: HashMap<usize, Vec<&'r Deadline>>,
}

struct Restatement<'r> {
    link: &'r Link,
    deadline: &'r Deadline,
    speaks: Interval,
}

impl<'r> Said<'r> {
    fn by(record: &'r Record, timeline: &'r Timeline) -> Self {
        let mut said = Said::default();
        let mut speak_of_change = HashSet::new();
        for link in &timeline.target.links {
            let (Some(extract), Some(statement)) = (record.extract(link.id), record.statement(link.id)) else { continue };
            said.dates.entry(link.id.doc).or_default().extend(statement.deadline.as_deref());
            if matches!(statement.kind, Kind::Moved | Kind::Missed | Kind::Dropped) {
                speak_of_change.insert(link.id.doc);
            }
            let promises = statement.kind == Kind::Commitment
                && statement.voice != Voice::Alleged
                && !statement.struck
                && statement.zone != Zone::Quotation;
            if let (true, Some(deadline), Some(speaks)) = (promises, &statement.deadline, date_of(extract, statement)) {
                said.restatements.push(Restatement { link, deadline, speaks });
            }
        }
        said.restatements.retain(|restatement| !speak_of_change.contains(&restatement.link.id.doc));
        said
    }

    /// Whether the document gives the new date.
    fn names_the_change(&self, doc: usize, new: Interval) -> bool {
        let is_new = |date: &&Deadline| relation(new, date.interval, date.approximate) == Relation::Same;
        self.dates.get(&doc).into_iter().flatten().any(is_new)
    }
}

#[cfg(test)]
mod tests {
    use crate::statements::{Extract, Kind};
    use crate::targets::fixture::*;

    fn story() -> Vec<Extract> {
        vec![
            doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2018")),
            doc("b.md", "2016-05-01").says(moved("The Marlow footbridge has been put back", Some("2018"), Some("2020"))),
        ]
    }

    #[test]
    fn the_old_date_said_again() {
        let mut docs = story();
        docs.push(doc("c.md", "2017-05-01").says(promise("The Marlow footbridge will open", "2018")));
        let findings = found(&record(docs, "2017-06-01"), "omitted-revision");
        assert_eq!(findings.len(), 1);
        assert_eq!((&*findings[0].primary.doc, &*findings[0].related[0].doc), ("c.md", "b.md"));
    }

    #[test]
    fn a_text_that_speaks_of_the_change_is_silent() {
        let mut docs = story();
        docs.push(
            doc("c.md", "2019-05-01")
                .says(retold("The Marlow footbridge was to open", "2018", None))
                .says(statement(Kind::Missed, "The Marlow footbridge missed that date")),
        );
        assert!(found(&record(docs, "2019-06-01"), "omitted-revision").is_empty());
    }

    #[test]
    fn a_text_is_told_of_once_beside_the_last_change_that_it_omits() {
        let mut docs = story();
        let back = moved("The Marlow footbridge has been brought back", Some("2020"), Some("2018"));
        docs.push(doc("c.md", "2016-07-01").says(back));
        docs.push(doc("d.md", "2016-09-01").says(moved("The Marlow footbridge has been put back", Some("2018"), Some("2021"))));
        docs.push(doc("e.md", "2017-05-01").says(promise("The Marlow footbridge will open", "2018")));
        let findings = found(&record(docs, "2017-06-01"), "omitted-revision");
        assert_eq!(findings.len(), 1);
        assert_eq!((&*findings[0].primary.doc, &*findings[0].related[0].doc), ("e.md", "d.md"));
    }

    #[test]
    fn a_text_from_before_the_change_is_silent() {
        let mut docs = story();
        docs.push(doc("c.md", "2015-05-01").says(promise("The Marlow footbridge will open", "2018")));
        assert!(found(&record(docs, "2019-06-01"), "omitted-revision").is_empty());
    }
}
