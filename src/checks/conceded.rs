//! # conceded
//!
//! A document says before the day that a deadline will not be kept.
//!
//! ## What it finds
//! Words such as "will not be met", "is no longer achievable", as a fact and in the voice of the
//! document or of somebody who answers for the target, before the deadline's last day.
//!
//! ## Why it matters
//! It is news before the date passes, and the date itself is then easily let pass without a word.
//!
//! ## Example
//! In June: "The board accepts that the December date will not be met."
//!
//! ## When it is silent
//! When a third party alone says so; when the same text gives a new date (then it is a move); when the
//! thing was delivered in time after all.
//!
//! ## How to waive it
//! Run with `--ignore conceded`, or set `conceded = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, date_of, excerpt, link_reasons, named};
use crate::calendar::Interval;
use crate::findings::{Excerpt, Family, Finding, Role, Severity};
use crate::statements::{Factuality, Kind, Statement, Voice};
use crate::targets::StatementId;
use crate::timeline::{Record, Timeline, VerdictType};

pub(super) const CHECK: Check =
    Check { code: "conceded", family: Family::Lead, severity: Severity::Warning, source: include_str!("conceded.rs"), run };

fn run(record: &Record, found: &mut Vec<Finding>) {
    for timeline in &record.timelines {
        if timeline.verdicts.iter().any(|v| v.verdict == VerdictType::Met) {
            continue;
        }
        for link in &timeline.target.links {
            let (Some(extract), Some(statement)) = (record.extract(link.id), record.statement(link.id)) else { continue };
            let said = statement.kind == Kind::Missed
                && statement.voice != Voice::Alleged
                && statement.factuality == Factuality::Certain;
            let Some(speaks) = date_of(extract, statement).filter(|_| said && !statement.struck) else { continue };
            let Some(deadline) = judged(timeline, statement, speaks) else { continue };
            if speaks.end() >= deadline.end() || moved_in(timeline, link.id.doc) {
                continue;
            }
            // "The deadline was missed. Trains will run by June.": the text that sets the day means an earlier one.
            if statement.deadline.is_none() && sets(record, timeline, link.id.doc, deadline) {
                continue;
            }
            let Some(primary) = excerpt(record, link.id, Role::Outcome, "conceded here") else { continue };
            let confidence = link.confidence.min(statement.confidence);
            let draft = Draft {
                check: &CHECK,
                timeline,
                message: format!("{} says that {deadline} will not be kept, before that day", named(&primary)),
                why: format!(
                    "the words speak of the deadline as lost, and {deadline} had not passed{}",
                    link_reasons(timeline, Some(link.id))
                ),
                refuted_by: "a delivery by that day, or words that show that it is only feared".into(),
                deadline: Some(deadline),
                other: None,
                slip_days: None,
                confidence,
                primary,
                related: setter(record, timeline, deadline).into_iter().collect(),
            };
            found.push(draft.finish(CHECK.severity));
        }
    }
}

/// The deadline that the words are about: the one they name, else the one in force on their day.
fn judged(timeline: &Timeline, statement: &Statement, speaks: Interval) -> Option<Interval> {
    let named = statement.deadline.as_ref().or(statement.old_deadline.as_ref()).map(|d| d.interval);
    named.or_else(|| {
        timeline.in_force.iter().rev().find(|(since, _)| since.start() <= speaks.end()).map(|(_, deadline)| *deadline)
    })
}

fn moved_in(timeline: &Timeline, doc: usize) -> bool {
    timeline.verdicts.iter().any(|v| v.verdict == VerdictType::Moved && v.decided_by.is_some_and(|id| id.doc == doc))
}

/// Whether a document gives the day itself, and not as what was said before.
fn sets(record: &Record, timeline: &Timeline, doc: usize, deadline: Interval) -> bool {
    let anew = |id: StatementId| record.statement(id).is_some_and(|s| !s.retold);
    timeline.target.links.iter().any(|link| link.id.doc == doc && names(record, link.id, deadline) && anew(link.id))
}

fn setter(record: &Record, timeline: &Timeline, deadline: Interval) -> Option<Excerpt> {
    let link = timeline.target.links.iter().find(|link| names(record, link.id, deadline))?;
    excerpt(record, link.id, Role::Commitment, format!("{deadline} said here"))
}

/// Whether a statement is a commitment to that day.
fn names(record: &Record, id: StatementId, deadline: Interval) -> bool {
    record
        .statement(id)
        .is_some_and(|s| s.kind == Kind::Commitment && s.deadline.as_ref().is_some_and(|d| d.interval == deadline))
}

#[cfg(test)]
mod tests {
    use crate::statements::{Extract, Kind, Statement, Voice};
    use crate::targets::fixture::*;

    fn plan() -> Extract {
        doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2018"))
    }

    const WORDS: &str = "The Marlow footbridge will not be finished in time";

    #[test]
    fn said_before_the_day() {
        let docs = vec![plan(), doc("b.md", "2017-05-01").says(statement(Kind::Missed, WORDS))];
        let findings = found(&record(docs, "2017-06-01"), "conceded");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].deadline, Some(period("2018")));
    }

    #[test]
    fn the_text_that_sets_the_day_means_an_earlier_one() {
        let both = doc("a.md", "2014-05-01")
            .says(promise("The Marlow footbridge will open", "2018"))
            .says(statement(Kind::Missed, "The Marlow footbridge has missed its date"));
        assert!(found(&record(vec![both], "2017-06-01"), "conceded").is_empty());
    }

    #[test]
    fn after_the_day_it_is_a_miss() {
        let docs = vec![plan(), doc("b.md", "2019-05-01").says(statement(Kind::Missed, WORDS))];
        assert!(found(&record(docs, "2019-06-01"), "conceded").is_empty());
    }

    #[test]
    fn a_new_date_or_a_third_party_is_silent() {
        let anew = doc("b.md", "2017-05-01").says(statement(Kind::Missed, WORDS)).says(moved(
            "The Marlow footbridge is now due",
            None,
            Some("2020"),
        ));
        assert!(found(&record(vec![plan(), anew], "2017-06-01"), "conceded").is_empty());
        let alleged = doc("b.md", "2017-05-01").says(Statement { voice: Voice::Alleged, ..statement(Kind::Missed, WORDS) });
        assert!(found(&record(vec![plan(), alleged], "2017-06-01"), "conceded").is_empty());
    }
}
