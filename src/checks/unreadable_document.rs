//! # unreadable-document
//!
//! A document could not be read.
//!
//! ## What it finds
//! Files that were named or found but could not be opened or decoded, with the reason.
//!
//! ## Why it matters
//! What was not read cannot be checked: a clean run says nothing of it.
//!
//! ## Example
//! `scan.md`: permission denied.
//!
//! ## When it is silent
//! For files of formats that are not read at all.
//!
//! ## How to waive it
//! Leave the file out (`--exclude`).

use super::Check;
use super::undated_document::about;
use crate::findings::{Family, Finding, Severity};
use crate::statements::Problem;
use crate::timeline::Record;

pub(super) const CHECK: Check = Check {
    code: "unreadable-document",
    family: Family::Defect,
    severity: Severity::Warning,
    source: include_str!("unreadable_document.rs"),
    run,
};

fn run(record: &Record, found: &mut Vec<Finding>) {
    for extract in &record.extracts {
        for problem in &extract.problems {
            if let Problem::Unreadable(reason) = problem {
                found.push(about(
                    &CHECK,
                    extract,
                    format!("{} could not be read: {reason}", extract.doc),
                    "opening or decoding the file failed".to_owned(),
                    "a readable copy of the file".to_owned(),
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::statements::Problem;
    use crate::targets::fixture::*;

    #[test]
    fn says_why() {
        let mut d = doc("scan.md", "2020-01-01");
        d.problems.push(Problem::Unreadable("permission denied".into()));
        let findings = found(&record(vec![d], "2022-01-01"), "unreadable-document");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].message, "scan.md could not be read: permission denied");
    }

    #[test]
    fn other_problems_are_silent() {
        let mut d = doc("a.md", "2020-01-01");
        d.problems.push(Problem::Undated);
        assert!(found(&record(vec![d, doc("b.md", "2020-01-01")], "2022-01-01"), "unreadable-document").is_empty());
    }
}
