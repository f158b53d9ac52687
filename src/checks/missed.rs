//! # missed
//!
//! A document says as a fact that a deadline passed without delivery.
//!
//! ## What it finds
//! Words such as "missed the deadline", "was not met", "came and went" about a dated target, in
//! the document's own voice or that of somebody who answers for it, after the last day that the
//! deadline allows. So do words that tell the thing itself as not done ("has still not opened") once that
//! day has passed; the finding is then a note, and says no more than they do.
//!
//! ## Why it matters
//! It is the plainest outcome that a promise can have, and the one most often left without a follow-up.
//!
//! ## Example
//! In 2019: "The harbour board failed to meet its target of an electric ferry by 2018."
//!
//! ## When it is silent
//! Before the deadline's last day has passed (then it is at most `conceded`); when the words are
//! negated, asked, supposed, or a third party's allegation; when no document says anything (then it is `overdue`).
//!
//! ## How to waive it
//! Run with `--ignore missed`, or set `missed = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, commitment, decisive, excerpt, link_reasons, named, verdicts};
use crate::findings::{Confidence, Family, Finding, Role, Severity};
use crate::timeline::{Record, VerdictType};

pub(super) const CHECK: Check =
    Check { code: "missed", family: Family::Lead, severity: Severity::Warning, source: include_str!("missed.rs"), run };

fn run(record: &Record, found: &mut Vec<Finding>) {
    for (timeline, verdict) in verdicts(record, VerdictType::Missed) {
        let Some(deadline) = verdict.from else { continue };
        let decisive = decisive(record, timeline, verdict);
        // "has still not opened" tells of the thing, and says nothing of its deadline.
        let undone = decisive.and_then(|id| record.statement(id)).is_some_and(|s| s.candidate);
        let (label, says, severity) = match undone {
            true => (
                "tells it as not done".to_owned(),
                format!("tells it as not done, after its deadline {deadline}"),
                Severity::Note,
            ),
            false => (
                format!("says that {deadline} was missed"),
                format!("says that the deadline {deadline} was missed"),
                CHECK.severity,
            ),
        };
        let Some(primary) = decisive.and_then(|id| excerpt(record, id, Role::Outcome, label)) else { continue };
        let earlier = commitment(record, timeline, verdict);
        let first = earlier
            .as_ref()
            .filter(|e| e.doc != primary.doc)
            .map_or_else(String::new, |e| format!("; {} gives that deadline", named(e)));
        let disputed = if verdict.disputed { "; another document says that it was met" } else { "" };
        let draft = Draft {
            check: &CHECK,
            timeline,
            message: format!("{} {says}{first}{disputed}", named(&primary)),
            why: format!("{}{}", verdict.why, link_reasons(timeline, verdict.decided_by)),
            refuted_by: format!("a document that reports the delivery by {deadline}, or words that speak of something else")
                .into(),
            deadline: Some(deadline),
            other: None,
            slip_days: verdict.slip_days,
            confidence: if verdict.disputed { Confidence::Low } else { verdict.confidence },
            primary,
            related: earlier.into_iter().collect(),
        };
        found.push(draft.finish(severity));
    }
}

#[cfg(test)]
mod tests {
    use super::Severity;
    use crate::statements::{Extract, Kind, Statement, Voice};
    use crate::targets::fixture::*;

    fn plan() -> Extract {
        doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2018"))
    }

    const WORDS: &str = "The Marlow footbridge missed its target";

    #[test]
    fn said_after_the_day() {
        let docs = vec![plan(), doc("b.md", "2019-05-01").says(statement(Kind::Missed, WORDS))];
        let findings = found(&record(docs, "2019-06-01"), "missed");
        assert_eq!(findings.len(), 1);
        assert_eq!((&*findings[0].primary.quote, &*findings[0].related[0].doc), (WORDS, "a.md"));
    }

    #[test]
    fn what_is_told_as_not_done_is_a_note_and_says_no_more() {
        let docs = vec![plan(), doc("b.md", "2019-05-01").says(undelivered("The Marlow footbridge has still not opened"))];
        let findings = found(&record(docs, "2019-06-01"), "missed");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].severity, Severity::Note);
        assert!(findings[0].message.contains("tells it as not done, after its deadline 2018"), "{}", findings[0].message);
        assert!(!findings[0].message.contains("was missed"), "{}", findings[0].message);
        let early = vec![plan(), doc("b.md", "2018-05-01").says(undelivered("The Marlow footbridge has still not opened"))];
        assert!(found(&record(early, "2019-06-01"), "missed").is_empty());
    }

    #[test]
    fn said_before_the_day_is_silent() {
        let docs = vec![plan(), doc("b.md", "2018-05-01").says(statement(Kind::Missed, WORDS))];
        assert!(found(&record(docs, "2019-06-01"), "missed").is_empty());
    }

    #[test]
    fn silence_and_allegation_are_silent() {
        assert!(found(&record(vec![plan()], "2019-06-01"), "missed").is_empty());
        let alleged = doc("b.md", "2019-05-01").says(Statement { voice: Voice::Alleged, ..statement(Kind::Missed, WORDS) });
        assert!(found(&record(vec![plan(), alleged], "2019-06-01"), "missed").is_empty());
    }
}
