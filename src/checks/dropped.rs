//! # dropped
//!
//! A target was given up, scrapped or superseded.
//!
//! ## What it finds
//! Words such as "scrapped", "shelved", "will no longer" about a dated target, said as a fact.
//!
//! ## Why it matters
//! What is dropped quietly is seldom reported as a promise not kept.
//!
//! ## Example
//! "The board has abandoned its plan for an electric ferry by 2025."
//!
//! ## When it is silent
//! When giving it up is only possible, urged or denied; when a new date comes with it or later (then
//! the deadline was moved); when the thing was delivered after all.
//!
//! ## How to waive it
//! Run with `--ignore dropped`, or set `dropped = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, commitment, decisive, excerpt, link_reasons, named, verdicts};
use crate::findings::{Family, Finding, Role, Severity};
use crate::timeline::{Record, VerdictType};

pub(super) const CHECK: Check =
    Check { code: "dropped", family: Family::Lead, severity: Severity::Warning, source: include_str!("dropped.rs"), run };

fn run(record: &Record, found: &mut Vec<Finding>) {
    for (timeline, verdict) in verdicts(record, VerdictType::Dropped) {
        let Some(primary) =
            decisive(record, timeline, verdict).and_then(|id| excerpt(record, id, Role::Outcome, "given up here"))
        else {
            continue;
        };
        let due = verdict.from.map_or_else(String::new, |d| format!(", due {d}"));
        let draft = Draft {
            check: &CHECK,
            timeline,
            message: format!("{} says that the target{due} was given up", named(&primary)),
            why: format!("{}{}", verdict.why, link_reasons(timeline, verdict.decided_by)),
            refuted_by: "a later document that takes it up again, or words that speak of something else".into(),
            deadline: verdict.from,
            other: None,
            slip_days: None,
            confidence: verdict.confidence,
            primary,
            related: commitment(record, timeline, verdict).into_iter().collect(),
        };
        found.push(draft.finish(CHECK.severity));
    }
}

#[cfg(test)]
mod tests {
    use crate::statements::{Extract, Factuality, Kind, Statement};
    use crate::targets::fixture::*;

    fn plan() -> Extract {
        doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2018"))
    }

    const WORDS: &str = "The Marlow footbridge has been scrapped";

    #[test]
    fn given_up() {
        let docs = vec![plan(), doc("b.md", "2016-05-01").says(statement(Kind::Dropped, WORDS))];
        let findings = found(&record(docs, "2017-01-01"), "dropped");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].deadline, Some(period("2018")));
    }

    #[test]
    fn only_possible_is_silent() {
        let unsure = Statement { factuality: Factuality::Possible, ..statement(Kind::Dropped, WORDS) };
        let docs = vec![plan(), doc("b.md", "2016-05-01").says(unsure)];
        assert!(found(&record(docs, "2017-01-01"), "dropped").is_empty());
    }

    #[test]
    fn planned_anew_is_silent() {
        let anew = doc("b.md", "2016-05-01")
            .says(statement(Kind::Dropped, WORDS))
            .says(promise("The Marlow footbridge will open", "2021"));
        assert!(found(&record(vec![plan(), anew], "2017-01-01"), "dropped").is_empty());
    }
}
