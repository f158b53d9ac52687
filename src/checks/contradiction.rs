//! # contradiction
//!
//! Two documents say opposite things of one deadline: that it was kept, and that it was missed.
//!
//! ## What it finds
//! A text that says that something was delivered by its day, and another that says that this deadline
//! was missed, neither of them a guess, an allegation or a look ahead.
//!
//! ## Why it matters
//! One of the two is wrong, or they speak of different things; readers of both will ask.
//!
//! ## Example
//! In January: "The trust met its December deadline." In March: "The trust missed its December deadline."
//!
//! ## When it is silent
//! When the delivery came after the deadline (both texts are right); when one of the two only alleges;
//! when the two stand in one document.
//!
//! ## How to waive it
//! Run with `--ignore contradiction`, or set `contradiction = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, excerpt, link_reasons, named};
use crate::findings::{Confidence, Family, Finding, Role, Severity};
use crate::timeline::{Record, VerdictType};

pub(super) const CHECK: Check = Check {
    code: "contradiction",
    family: Family::Defect,
    severity: Severity::Error,
    source: include_str!("contradiction.rs"),
    run,
};

fn run(record: &Record, found: &mut Vec<Finding>) {
    for timeline in &record.timelines {
        let disputed = |kind: VerdictType| timeline.verdicts.iter().find(|v| v.disputed && v.verdict == kind);
        let (Some(met), Some(missed)) = (disputed(VerdictType::Met), disputed(VerdictType::Missed)) else { continue };
        let (Some(kept_id), Some(missed_id)) = (met.decided_by, missed.decided_by) else { continue };
        let (Some(kept), Some(failed)) = (
            excerpt(record, kept_id, Role::Outcome, "says that it was kept"),
            excerpt(record, missed_id, Role::Outcome, "says that it was missed"),
        ) else {
            continue;
        };
        let day = |e: &crate::findings::Excerpt| e.date.map(|d| d.end());
        let (primary, other) = if day(&kept) > day(&failed) { (kept, failed) } else { (failed, kept) };
        let deadline = missed.from;
        let of = deadline.map_or_else(String::new, |d| format!(" of {d}"));
        let guessed = record.statement(kept_id).is_some_and(|s| s.candidate);
        let draft = Draft {
            check: &CHECK,
            timeline,
            message: format!(
                "{} and {} say opposite things of the deadline{of}: “{}”; “{}”",
                named(&primary),
                named(&other),
                primary.label,
                other.label
            ),
            why: format!("{}; {}{}", missed.why, met.why, link_reasons(timeline, Some(missed_id))),
            refuted_by: "words that show that the two speak of different things, or of different parts of one thing".into(),
            deadline,
            other: met.from,
            slip_days: None,
            confidence: if guessed { Confidence::Low } else { met.confidence.min(missed.confidence) },
            primary,
            related: vec![other],
        };
        found.push(draft.finish(if guessed { Severity::Note } else { CHECK.severity }));
    }
}

#[cfg(test)]
mod tests {
    use crate::statements::{Kind, Statement, Voice};
    use crate::targets::fixture::*;

    const PLAN: &str = "The Harwick lifeboat station will reopen";

    fn outcome(kind: Kind, text: &str, by: &str) -> Statement {
        Statement { deadline: promise("x", by).deadline, ..statement(kind, text) }
    }

    #[test]
    fn kept_and_missed_are_opposites() {
        let docs = vec![
            doc("a.md", "2019-02-01").says(promise(PLAN, "2019")),
            doc("b.md", "2020-01-10").says(outcome(Kind::Met, "Harwick lifeboat station reopened by its 2019 deadline", "2019")),
            doc("c.md", "2020-03-10").says(outcome(Kind::Missed, "Harwick lifeboat station missed its 2019 deadline", "2019")),
        ];
        let findings = found(&record(docs, "2021-01-01"), "contradiction");
        assert_eq!(findings.len(), 1);
        assert_eq!((&*findings[0].primary.doc, &*findings[0].related[0].doc), ("c.md", "b.md"), "the later one first");
    }

    #[test]
    fn a_late_delivery_contradicts_nobody() {
        let docs = vec![
            doc("a.md", "2019-02-01").says(promise(PLAN, "2019")),
            doc("b.md", "2020-01-10").says(outcome(Kind::Missed, "Harwick lifeboat station missed its 2019 deadline", "2019")),
            doc("c.md", "2020-03-10").says(delivery("Harwick lifeboat station reopened today", Some("2020-03-10"))),
        ];
        assert!(found(&record(docs, "2021-01-01"), "contradiction").is_empty());
    }

    #[test]
    fn an_allegation_contradicts_nobody() {
        let alleged = Statement {
            voice: Voice::Alleged,
            ..outcome(Kind::Missed, "Harwick lifeboat station missed its 2019 deadline", "2019")
        };
        let docs = vec![
            doc("a.md", "2019-02-01").says(promise(PLAN, "2019")),
            doc("b.md", "2020-01-10").says(outcome(Kind::Met, "Harwick lifeboat station reopened by its 2019 deadline", "2019")),
            doc("c.md", "2020-03-10").says(alleged),
        ];
        assert!(found(&record(docs, "2021-01-01"), "contradiction").is_empty());
    }
}
