//! # undated-document
//!
//! A document has no date of publication.
//!
//! ## What it finds
//! Documents whose front matter, metadata, file name and first lines hold no date, and that no dates table names.
//!
//! ## Why it matters
//! What an undated document says proves no order: its relative dates cannot be placed, and it can
//! neither set nor change a deadline.
//!
//! ## Example
//! `notes.txt`: "The bridge will open next spring."
//!
//! ## When it is silent
//! For pages declared living, which speak on the day of judgement, and for documents without any statement
//! only if they could not be read at all (then it is `unreadable-document`).
//!
//! ## How to waive it
//! Give the document a date in a dates table (`--dates`), or leave the file out (`--exclude`).

use super::Check;
use crate::findings::{Confidence, Excerpt, Family, Finding, Role, Severity};
use crate::statements::{Extract, Problem};
use crate::timeline::Record;

pub(super) const CHECK: Check = Check {
    code: "undated-document",
    family: Family::Defect,
    severity: Severity::Warning,
    source: include_str!("undated_document.rs"),
    run,
};

fn run(record: &Record, found: &mut Vec<Finding>) {
    for extract in record.extracts.iter().filter(|e| !e.living && e.problems.contains(&Problem::Undated)) {
        let count = extract.statements.iter().filter(|s| !s.candidate).count();
        let holds = match count {
            0 => "it holds no statement about a dated target".to_owned(),
            1 => "it holds 1 statement that proves no order".to_owned(),
            n => format!("it holds {n} statements that prove no order"),
        };
        found.push(about(
            &CHECK,
            extract,
            format!("{} has no date of publication; {holds}", extract.doc),
            "neither front matter, metadata, file name nor first lines hold a date".to_owned(),
            "a date in the document or in a dates table".to_owned(),
        ));
    }
}

/// A finding about a document as a whole.
pub(super) fn about(check: &'static Check, extract: &Extract, message: String, why: String, refuted_by: String) -> Finding {
    let primary = Excerpt {
        doc: extract.doc.clone(),
        title: extract.title.clone(),
        date: extract.published.as_ref().map(|d| d.interval),
        place: None,
        quote: "".into(),
        role: Role::Document,
        label: "".into(),
    };
    let fingerprint = Finding::fingerprint(check.code, &[&primary], &[]);
    Finding {
        check: check.code.to_owned(),
        severity: check.severity,
        confidence: Confidence::High,
        family: check.family,
        message,
        why,
        refuted_by: refuted_by.into(),
        target: None,
        subject: None,
        deadline: None,
        slip_days: None,
        primary,
        related: Vec::new(),
        fingerprint,
    }
}

#[cfg(test)]
mod tests {
    use crate::statements::{Extract, Problem};
    use crate::targets::fixture::*;

    fn undated() -> Extract {
        let mut d = doc("a.md", "2020-01-01");
        d.published = None;
        d.problems.push(Problem::Undated);
        d.says(promise("The Marlow footbridge will open", "2030"))
    }

    #[test]
    fn a_document_without_a_date() {
        let findings = found(&record(vec![undated()], "2022-01-01"), "undated-document");
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.contains("1 statement that proves no order"), "{}", findings[0].message);
    }

    #[test]
    fn a_living_page_and_a_dated_document_are_silent() {
        let mut living = undated();
        living.living = true;
        assert!(found(&record(vec![living, doc("b.md", "2020-01-01")], "2022-01-01"), "undated-document").is_empty());
    }
}
