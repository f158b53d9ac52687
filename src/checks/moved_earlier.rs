//! # moved-earlier
//!
//! A deadline was brought forward.
//!
//! ## What it finds
//! A text that says that a date was moved to an earlier one.
//!
//! ## Why it matters
//! For what ends (a benefit, a service, support for a product) earlier means less notice; for what
//! is promised it is news.
//!
//! ## Example
//! "Support will now end in March, three months earlier than planned."
//!
//! ## When it is silent
//! When the new date only makes the old one precise; when no text speaks of a change.
//!
//! ## How to waive it
//! Run with `--ignore moved-earlier`, or set `moved-earlier = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, commitment, days, decisive, excerpt, link_reasons, named, verdicts};
use crate::findings::{Family, Finding, Role, Severity};
use crate::timeline::{Record, VerdictType};

pub(super) const CHECK: Check = Check {
    code: "moved-earlier",
    family: Family::Lead,
    severity: Severity::Warning,
    source: include_str!("moved_earlier.rs"),
    run,
};

fn run(record: &Record, found: &mut Vec<Finding>) {
    announced(record, &CHECK, |slip| slip.is_some_and(|days| days < 0), found);
}

/// The announced moves whose slip in days the check wants.
pub(super) fn announced(record: &Record, check: &'static Check, wants: fn(Option<i64>) -> bool, found: &mut Vec<Finding>) {
    for (timeline, verdict) in verdicts(record, VerdictType::Moved).filter(|(_, v)| v.announced && wants(v.slip_days)) {
        let Some(id) = decisive(record, timeline, verdict) else { continue };
        let Some(primary) = excerpt(record, id, Role::Moved, "the change is said here") else { continue };
        let earlier = commitment(record, timeline, verdict);
        let old = verdict.from.map_or_else(|| "an unnamed date".to_owned(), |d| d.to_string());
        let change = match (verdict.to, verdict.slip_days) {
            (Some(new), Some(slip)) if slip != 0 => {
                let direction = if slip > 0 { "later" } else { "earlier" };
                format!("moves {old} to {new} ({} {direction})", days(slip.abs()))
            }
            (Some(new), _) => format!("moves {old} to {new}"),
            (None, _) => format!("says that {old} no longer holds and gives no new date"),
        };
        let draft = Draft {
            check,
            timeline,
            message: format!("{} {change}", named(&primary)),
            why: format!("{}{}", verdict.why, link_reasons(timeline, verdict.decided_by)),
            refuted_by: "words that show that the two dates belong to different things".into(),
            deadline: verdict.from,
            other: verdict.to,
            slip_days: verdict.slip_days,
            confidence: verdict.confidence,
            primary,
            related: earlier.into_iter().collect(),
        };
        found.push(draft.finish(check.severity));
    }
}

#[cfg(test)]
mod tests {
    use crate::targets::fixture::*;

    #[test]
    fn brought_forward() {
        let docs = vec![
            doc("a.md", "2014-05-01").says(promise("Support for the Marlow gateway will end", "2018-06")),
            doc("b.md", "2016-05-01").says(moved("Support for the Marlow gateway will end sooner", None, Some("2018-03"))),
        ];
        let findings = found(&record(docs, "2017-01-01"), "moved-earlier");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].slip_days, Some(-91));
    }

    #[test]
    fn later_or_unsaid_is_silent() {
        let plan = || doc("a.md", "2014-05-01").says(promise("Support for the Marlow gateway will end", "2018-06"));
        let later = doc("b.md", "2016-05-01").says(moved("Support for the Marlow gateway is extended", None, Some("2019-03")));
        assert!(found(&record(vec![plan(), later], "2017-01-01"), "moved-earlier").is_empty());
        let unsaid = doc("b.md", "2016-05-01").says(promise("Support for the Marlow gateway will end", "2018-03"));
        assert!(found(&record(vec![plan(), unsaid], "2017-01-01"), "moved-earlier").is_empty());
    }
}
