//! # overdue
//!
//! A deadline has passed, and no document here says what became of it.
//!
//! ## What it finds
//! A target whose deadline in force ended more than 30 days before the newest documents, without
//! any word of delivery, delay or withdrawal.
//!
//! ## Why it matters
//! Silence is where promises end. It is a question to ask, not an answer: what these documents do
//! not say may well have been said elsewhere.
//!
//! ## Example
//! In 2015: "All schools will be connected by December 2016." Nothing further up to 2020.
//!
//! ## When it is silent
//! When the corpus ends before the deadline plus 30 days; when the day is not yet past; when a
//! document says anything of the outcome; when a later one tells of something done in all of the words of
//! the target's name, so that nothing may be missing but the link. It is of low confidence unless a desk
//! declared the target: nothing else says that these documents follow it.
//!
//! ## How to waive it
//! Run with `--ignore overdue`, or set `overdue = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::reported::Reported;
use super::telling::{Draft, decisive, excerpt, named, verdicts};
use crate::calendar::{Day, long_day};
use crate::findings::{Confidence, Family, Finding, Role, Severity};
use crate::statements::Kind;
use crate::timeline::{Record, VerdictType};
use chrono::Days;
use std::cell::OnceCell;

pub(super) const CHECK: Check =
    Check { code: "overdue", family: Family::Lead, severity: Severity::Note, source: include_str!("overdue.rs"), run };

/// Days after the deadline from which a document must come before silence means anything.
const GRACE: Days = Days::new(30);

fn run(record: &Record, found: &mut Vec<Finding>) {
    let newest =
        record.extracts.iter().filter_map(|e| e.published.as_ref()).map(|d| d.interval.start()).max().unwrap_or(Day::MIN);
    let reported = OnceCell::new();
    for (timeline, verdict) in verdicts(record, VerdictType::Overdue) {
        let Some(deadline) = verdict.from else { continue };
        if deadline.end().checked_add_days(GRACE).is_none_or(|day| newest <= day) {
            continue;
        }
        let Some(id) = decisive(record, timeline, verdict) else { continue };
        let Some(primary) = excerpt(record, id, Role::Commitment, format!("{deadline} said here")) else { continue };
        let reported = reported.get_or_init(|| Reported::of(record));
        let spoken = primary.date.map_or(Day::MIN, |date| date.end());
        if spoken.succ_opt().is_some_and(|later| reported.since(&timeline.target, later)) {
            continue;
        }
        // "The next milestone", "it": what later texts say of it may well bear its name.
        let vague = !reported.is_named(&timeline.target);
        let approximate = record.statement(id).and_then(|s| s.deadline.as_ref()).is_some_and(|d| d.approximate);
        let doubts = timeline.target.links.iter().filter(|l| record.statement(l.id).is_some_and(|s| s.kind == Kind::AtRisk));
        let related = doubts.filter_map(|l| excerpt(record, l.id, Role::Outcome, "doubted here")).collect();
        let draft = Draft {
            check: &CHECK,
            timeline,
            message: format!(
                "{} gives {deadline}; no document here up to {} says what became of it",
                named(&primary),
                long_day(record.as_of.day)
            ),
            why: match distinct_documents(timeline) {
                1 => format!("{}; 1 of the documents here names this target", verdict.why),
                several => format!("{}; {several} of the documents here name this target", verdict.why),
            },
            refuted_by: "any document that reports the delivery, a new date, or that it was given up".into(),
            deadline: Some(deadline),
            other: None,
            slip_days: verdict.slip_days,
            confidence: if approximate || vague || !timeline.target.declared {
                verdict.confidence.min(Confidence::Low)
            } else {
                verdict.confidence.min(Confidence::Medium)
            },
            primary,
            related,
        };
        found.push(draft.finish(CHECK.severity));
    }
}

fn distinct_documents(timeline: &crate::timeline::Timeline) -> usize {
    let mut docs: Vec<usize> = timeline.target.links.iter().map(|l| l.id.doc).collect();
    docs.sort_unstable();
    docs.dedup();
    docs.len()
}

#[cfg(test)]
mod tests {
    use crate::statements::{Extract, Kind};
    use crate::targets::fixture::*;

    fn plan() -> Extract {
        doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2015"))
    }

    #[test]
    fn passed_without_a_word() {
        let docs =
            vec![plan().says(statement(Kind::AtRisk, "The Marlow footbridge may not be ready")), doc("z.md", "2016-06-01")];
        let findings = found(&record(docs, "2016-06-01"), "overdue");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].related.len(), 1, "the doubt is shown");
    }

    #[test]
    fn a_corpus_that_ends_too_early_is_silent() {
        let docs = vec![plan(), doc("z.md", "2016-01-20")];
        assert!(found(&record(docs, "2026-06-01"), "overdue").is_empty());
    }

    #[test]
    fn what_no_desk_declared_is_of_low_confidence() {
        use crate::findings::Confidence;
        use crate::targets::Declared;
        let docs = || {
            vec![
                plan(),
                doc("b.md", "2014-09-01").says(promise("The Marlow footbridge will open", "2015")),
                doc("z.md", "2016-06-01"),
            ]
        };
        let of = |record: &crate::timeline::Record| found(record, "overdue").iter().map(|f| f.confidence).collect::<Vec<_>>();
        assert_eq!(of(&record(docs(), "2016-06-01")), [Confidence::Low]);
        let bridge =
            Declared { id: "bridge".into(), title: "A bridge".into(), aliases: vec!["footbridge".into()], ..Declared::default() };
        assert_eq!(of(&record_with(docs(), "2016-06-01", &[bridge])), [Confidence::Medium]);
    }

    #[test]
    fn what_has_no_name_is_hardly_missed() {
        let vague = doc("a.md", "2014-05-01").says(promise("The next milestone will come", "2015"));
        let findings = found(&record(vec![vague, doc("z.md", "2016-06-01")], "2016-06-01"), "overdue");
        assert_eq!(findings.iter().map(|f| f.confidence).collect::<Vec<_>>(), [crate::findings::Confidence::Low]);
    }

    #[test]
    fn any_outcome_is_silent() {
        let docs = vec![plan(), doc("z.md", "2016-06-01").says(delivery("The Marlow footbridge opened", None))];
        assert!(found(&record(docs, "2026-06-01"), "overdue").is_empty());
    }
}
