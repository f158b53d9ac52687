//! # deadline-withdrawn
//!
//! The promise stands, but its date was taken back.
//!
//! ## What it finds
//! Words of change that give no new date and say that there is none ("indefinitely", "until further
//! notice", "no new date"), with no later document that sets one.
//!
//! ## Why it matters
//! A promise without a date cannot be missed any more.
//!
//! ## Example
//! "The opening, planned for May, has been postponed indefinitely."
//!
//! ## When it is silent
//! When a new date is given then or later; when the thing was delivered or given up; when the text only
//! leaves the new date out (then it is `moved-later`).
//!
//! ## How to waive it
//! Run with `--ignore deadline-withdrawn`, or set `deadline-withdrawn = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, commitment, excerpt, link_reasons, named, verdicts};
use crate::findings::{Family, Finding, Role, Severity, folded};
use crate::timeline::{Record, Timeline, VerdictType};
use std::collections::BTreeMap;
use std::sync::OnceLock;

pub(super) const CHECK: Check = Check {
    code: "deadline-withdrawn",
    family: Family::Lead,
    severity: Severity::Warning,
    source: include_str!("deadline_withdrawn.rs"),
    run,
};

fn run(record: &Record, found: &mut Vec<Finding>) {
    for (timeline, verdict) in verdicts(record, VerdictType::Moved).filter(|(_, v)| v.to.is_none()) {
        let Some(id) = verdict.decided_by.filter(|_| stands_open(timeline)) else { continue };
        let Some(phrase) = record.statement(id).and_then(|s| open_ended(&s.text)) else { continue };
        let Some(primary) = excerpt(record, id, Role::Moved, "the date is taken back here") else { continue };
        let old = verdict.from.map_or_else(|| "the date".to_owned(), |d| d.to_string());
        let draft = Draft {
            check: &CHECK,
            timeline,
            message: format!("{} takes {old} back and says that there is no new date", named(&primary)),
            why: format!(
                "“{phrase}” leaves the date open, and no later document here sets one{}",
                link_reasons(timeline, Some(id))
            ),
            refuted_by: "a document that sets a new date".into(),
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

fn stands_open(timeline: &Timeline) -> bool {
    !timeline.verdicts.iter().any(|v| matches!(v.verdict, VerdictType::Met | VerdictType::MetLate | VerdictType::Dropped))
}

/// The words that leave a date open, where the text has any.
fn open_ended(text: &str) -> Option<&'static str> {
    static PHRASES: OnceLock<Vec<String>> = OnceLock::new();
    let phrases = PHRASES.get_or_init(|| {
        let lists: BTreeMap<String, Vec<String>> =
            toml::from_str(include_str!("../../rules/language/en/open-ended.toml")).unwrap_or_default();
        lists.into_values().flatten().collect()
    });
    let text = folded(text);
    phrases.iter().find(|phrase| text.contains(phrase.as_str())).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use crate::statements::Extract;
    use crate::targets::fixture::*;

    fn plan() -> Extract {
        doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2018"))
    }

    fn put_off(words: &str) -> Extract {
        doc("b.md", "2016-05-01").says(moved(words, None, None))
    }

    #[test]
    fn put_off_without_end() {
        let docs = vec![plan(), put_off("The Marlow footbridge has been postponed indefinitely")];
        assert_eq!(found(&record(docs, "2017-01-01"), "deadline-withdrawn").len(), 1);
    }

    #[test]
    fn a_date_merely_left_out_is_silent() {
        let docs = vec![plan(), put_off("The Marlow footbridge has been postponed")];
        assert!(found(&record(docs, "2017-01-01"), "deadline-withdrawn").is_empty());
    }

    #[test]
    fn a_later_date_is_silent() {
        let anew = doc("c.md", "2016-09-01").says(promise("The Marlow footbridge will open", "2021"));
        let docs = vec![plan(), put_off("The Marlow footbridge has been postponed indefinitely"), anew];
        assert!(found(&record(docs, "2017-01-01"), "deadline-withdrawn").is_empty());
    }
}
