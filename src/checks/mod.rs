//! Seventh room: one file per finding. A file's doc comment is what `explain`,
//! the documentation and SARIF help show; its code turns the record into findings.

use crate::findings::{self, Family, Finding, Severity};
use crate::timeline::Record;
use std::collections::HashSet;

mod at_risk;
mod conceded;
mod contradiction;
mod date_conflict;
mod deadline_withdrawn;
mod dropped;
mod impossible_date;
pub mod measured;
mod met_late;
mod missed;
mod moved_earlier;
mod moved_later;
mod moved_unannounced;
mod omitted_revision;
mod overdue;
mod reported;
mod reversed;
mod rewritten_history;
mod serial_slip;
mod stale_future;
mod telling;
mod undated_document;
mod unreadable_document;
pub(crate) mod unused_suppression;
mod vague_target;
mod vanished;
mod watered_down;

/// A check: what it is called, what it says of itself, and how it reads the record.
pub struct Check {
    /// Kebab-case code.
    pub code: &'static str,
    /// Family.
    pub family: Family,
    /// Severity unless configured otherwise.
    pub severity: Severity,
    /// The file's own source, whose doc comment is the check's documentation.
    pub source: &'static str,
    /// Appends its findings for the record.
    pub run: fn(&Record, &mut Vec<Finding>),
}

/// All checks, in the order in which they are documented.
static ALL: &[Check] = &[
    missed::CHECK,
    met_late::CHECK,
    overdue::CHECK,
    moved_later::CHECK,
    moved_earlier::CHECK,
    moved_unannounced::CHECK,
    dropped::CHECK,
    at_risk::CHECK,
    stale_future::CHECK,
    rewritten_history::CHECK,
    undated_document::CHECK,
    unreadable_document::CHECK,
    contradiction::CHECK,
    impossible_date::CHECK,
    date_conflict::CHECK,
    omitted_revision::CHECK,
    vague_target::CHECK,
    conceded::CHECK,
    serial_slip::CHECK,
    deadline_withdrawn::CHECK,
    watered_down::CHECK,
    reversed::CHECK,
    vanished::CHECK,
    unused_suppression::CHECK,
];

/// All checks, in the order in which they are documented.
pub fn all() -> &'static [Check] {
    ALL
}

/// The check with this code.
pub fn find(code: &str) -> Option<&'static Check> {
    ALL.iter().find(|check| check.code == code)
}

/// What a check says of itself, in Markdown: what it finds, why it matters, an example, when it is
/// silent, how to waive it. `None` for an unknown code.
pub fn documentation(code: &str) -> Option<String> {
    let mut text = String::new();
    for line in find(code)?.source.lines().map_while(|line| line.strip_prefix("//!")) {
        text.push_str(line.strip_prefix(' ').unwrap_or(line));
        text.push('\n');
    }
    Some(text)
}

/// Runs every check over the record: sorted, and no finding twice.
pub fn run(record: &Record) -> Vec<Finding> {
    // Seldom more are found than statements are linked. Room that is not used is never touched; to grow would take that of
    // all findings twice.
    let linked = record.timelines.iter().map(|timeline| timeline.target.links.len()).sum();
    let mut found = Vec::with_capacity(linked);
    for check in ALL {
        (check.run)(record, &mut found);
    }
    findings::sort(&mut found);
    let mut seen = HashSet::new();
    // There may be many: a number takes less room than its digits.
    found.retain(|finding| u64::from_str_radix(&finding.fingerprint, 16).ok().is_none_or(|print| seen.insert(print)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_documents_itself() {
        for check in all() {
            let text = documentation(check.code).unwrap_or_default();
            for section in ["## What it finds", "## Why it matters", "## Example", "## When it is silent", "## How to waive it"] {
                assert!(text.contains(section), "{} lacks {section}", check.code);
            }
            assert!(text.starts_with(&format!("# {}", check.code)), "{}", check.code);
        }
    }

    #[test]
    fn codes_are_unique() {
        let codes: HashSet<_> = all().iter().map(|c| c.code).collect();
        assert_eq!(codes.len(), all().len());
    }
}
