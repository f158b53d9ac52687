//! # omitted-revision
//!
//! A text gives an old deadline, though earlier documents here show that it had been changed.
//!
//! ## What it finds
//! A commitment restated with a date that was no longer in force, in a document without a word of the change.
//!
//! ## Why it matters
//! Readers take the old date for the current one, or miss that there was another in between.
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
use super::telling::{Draft, date_of, excerpt, named, reasons, verdicts};
use crate::calendar::Interval;
use crate::findings::{Confidence, Family, Finding, Role, Severity};
use crate::prose::Zone;
use crate::statements::{Deadline, Kind, Statement, Voice};
use crate::targets::Link;
use crate::timeline::{Record, Relation, Timeline, VerdictType, relation};
use std::collections::HashMap;

pub(super) const CHECK: Check = Check {
    code: "omitted-revision",
    family: Family::Defect,
    severity: Severity::Note,
    source: include_str!("omitted_revision.rs"),
    run,
};

fn run(record: &Record, found: &mut Vec<Finding>) {
    let mut said = Said::default();
    for (timeline, verdict) in verdicts(record, VerdictType::Moved) {
        let (Some(old), Some(new), Some(changed)) = (verdict.from, verdict.to, verdict.decided_by) else { continue };
        let Some(changed_on) = record.extract(changed).zip(record.statement(changed)).and_then(|(e, s)| date_of(e, s)) else {
            continue;
        };
        // The moves of one timeline come one after the other.
        if !said.of.is_some_and(|of| std::ptr::eq(of, timeline)) {
            said = Said::by(record, timeline);
        }
        for Restatement { link, deadline, speaks } in &said.restatements {
            let restates = speaks.start() > changed_on.end()
                && link.id.doc != changed.doc
                && relation(old, deadline.interval, deadline.approximate) == Relation::Same
                && relation(new, deadline.interval, deadline.approximate) != Relation::Same;
            if !restates || said.names_the_change(link.id.doc, new) {
                continue;
            }
            let Some(primary) = excerpt(record, link.id, Role::Restatement, format!("{} said here", deadline.interval)) else {
                continue;
            };
            let Some(change) = excerpt(record, changed, Role::Moved, format!("{new} said here")) else { continue };
            let draft = Draft {
                check: &CHECK,
                timeline,
                message: format!(
                    "{} gives {}; {} had given {new}, which this text does not mention",
                    named(&primary),
                    deadline.interval,
                    named(&change)
                ),
                why: format!("{} was in force from {} on{}", new, change.date.unwrap_or(changed_on), reasons(link)),
                refuted_by: "words of this text that name the change, or that show that it is about the old date by design"
                    .to_owned(),
                deadline: Some(deadline.interval),
                other: Some(new),
                slip_days: None,
                confidence: verdict.confidence.min(link.confidence).min(Confidence::Medium),
                primary,
                related: vec![change],
            };
            found.push(draft.finish(CHECK.severity));
        }
    }
}

/// What the documents on one target say, gathered once for all of its moves.
#[derive(Default)]
struct Said<'r> {
    of: Option<&'r Timeline>,
    /// The promises that may repeat an old date.
    restatements: Vec<Restatement<'r>>,
    /// All statements, by document.
    by_document: HashMap<usize, Vec<&'r Statement>>,
}

struct Restatement<'r> {
    link: &'r Link,
    deadline: &'r Deadline,
    speaks: Interval,
}

impl<'r> Said<'r> {
    fn by(record: &'r Record, timeline: &'r Timeline) -> Self {
        let mut said = Said { of: Some(timeline), ..Said::default() };
        for link in &timeline.target.links {
            let (Some(extract), Some(statement)) = (record.extract(link.id), record.statement(link.id)) else { continue };
            said.by_document.entry(link.id.doc).or_default().push(statement);
            let promises = statement.kind == Kind::Commitment
                && statement.voice != Voice::Alleged
                && !statement.struck
                && statement.zone != Zone::Quotation;
            if let (true, Some(deadline), Some(speaks)) = (promises, &statement.deadline, date_of(extract, statement)) {
                said.restatements.push(Restatement { link, deadline, speaks });
            }
        }
        said
    }

    /// Whether the document speaks of the change itself: words of change, of a miss, or the new date.
    fn names_the_change(&self, doc: usize, new: Interval) -> bool {
        self.by_document.get(&doc).into_iter().flatten().any(|s| {
            matches!(s.kind, Kind::Moved | Kind::Missed | Kind::Dropped)
                || s.deadline.as_ref().is_some_and(|d| relation(new, d.interval, d.approximate) == Relation::Same)
        })
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
        assert_eq!((findings[0].primary.doc.as_str(), findings[0].related[0].doc.as_str()), ("c.md", "b.md"));
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
    fn a_text_from_before_the_change_is_silent() {
        let mut docs = story();
        docs.push(doc("c.md", "2015-05-01").says(promise("The Marlow footbridge will open", "2018")));
        assert!(found(&record(docs, "2019-06-01"), "omitted-revision").is_empty());
    }
}
