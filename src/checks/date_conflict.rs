//! # date-conflict
//!
//! A document's own dates of publication disagree.
//!
//! ## What it finds
//! Front matter, metadata, file name and dateline that name days of publication more than two days apart.
//!
//! ## Why it matters
//! What a document says counts from its date: with the wrong one, relative dates are misplaced and
//! a promise may seem to come after its own outcome.
//!
//! ## Example
//! `2019/05/02-plan.md` with `date: 2020-05-02` in its front matter.
//!
//! ## When it is silent
//! When the sources differ by two days or less; when a dates table names the document.
//!
//! ## How to waive it
//! Give the document a date in a dates table (`--dates`), or leave the file out (`--exclude`).

use super::Check;
use super::undated_document::about;
use crate::findings::{Family, Finding, Severity};
use crate::statements::Problem;
use crate::timeline::Record;

pub(super) const CHECK: Check = Check {
    code: "date-conflict",
    family: Family::Defect,
    severity: Severity::Warning,
    source: include_str!("date_conflict.rs"),
    run,
};

fn run(record: &Record, found: &mut Vec<Finding>) {
    for extract in &record.extracts {
        for problem in &extract.problems {
            let Problem::DateConflict(others) = problem else { continue };
            let used = extract.published.as_ref().map_or_else(|| "no date".to_owned(), |d| d.interval.to_string());
            let other = others.iter().map(|d| d.interval.to_string()).collect::<Vec<_>>().join(" and ");
            found.push(about(
                &CHECK,
                extract,
                format!("{} is dated {used}, but also {other}", extract.doc),
                format!("{used} was used, from the better source"),
                "a date in a dates table".to_owned(),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::{DateSource, DatedBy};
    use crate::statements::Problem;
    use crate::targets::fixture::*;

    #[test]
    fn says_both_dates() {
        let mut d = doc("a.md", "2020-05-02");
        d.problems.push(Problem::DateConflict(vec![DatedBy { interval: period("2019-05-02"), source: DateSource::Path }]));
        let findings = found(&record(vec![d], "2021-01-01"), "date-conflict");
        assert_eq!(findings.len(), 1);
        assert!(
            findings[0].message.contains("2 May 2020") && findings[0].message.contains("2 May 2019"),
            "{}",
            findings[0].message
        );
    }

    #[test]
    fn other_problems_are_not_its_own() {
        let mut d = doc("a.md", "2020-05-02");
        d.problems.push(Problem::Undated);
        let clean = doc("b.md", "2020-05-02");
        assert!(found(&record(vec![d, clean], "2021-01-01"), "date-conflict").is_empty());
    }
}
