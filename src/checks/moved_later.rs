//! # moved-later
//!
//! A deadline was changed to a later one, openly.
//!
//! ## What it finds
//! A text that says so ("postponed", "pushed back to", "delayed until"), with or without the new date.
//!
//! ## Why it matters
//! An announced delay is no defect, but a follow-up date for the diary and part of the target's history.
//!
//! ## Example
//! "The opening has been put back from May to October."
//!
//! ## When it is silent
//! When the new date only makes the old one precise, or differs from an approximate one by less than
//! its own unit; when nothing announces the change (then it is `moved-unannounced`).
//!
//! ## How to waive it
//! Run with `--ignore moved-later`, or set `moved-later = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::moved_earlier::announced;
use crate::findings::{Family, Finding, Severity};
use crate::timeline::Record;

pub(super) const CHECK: Check =
    Check { code: "moved-later", family: Family::Lead, severity: Severity::Note, source: include_str!("moved_later.rs"), run };

fn run(record: &Record, found: &mut Vec<Finding>) {
    announced(record, &CHECK, |slip| slip.is_none_or(|days| days >= 0), found);
}

#[cfg(test)]
mod tests {
    use crate::targets::fixture::*;

    #[test]
    fn put_back_in_so_many_words() {
        let docs = vec![
            doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2018-05")),
            doc("b.md", "2016-05-01").says(moved("The Marlow footbridge has been put back", None, Some("2018-10"))),
        ];
        let findings = found(&record(docs, "2017-01-01"), "moved-later");
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.contains("moves May 2018 to October 2018 (153 days later)"), "{}", findings[0].message);
    }

    #[test]
    fn an_unannounced_move_and_a_precise_date_are_silent() {
        for by in ["2018-10", "2018-05-04"] {
            let docs = vec![
                doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2018-05")),
                doc("b.md", "2016-05-01").says(promise("The Marlow footbridge will open", by)),
            ];
            assert!(found(&record(docs, "2017-01-01"), "moved-later").is_empty(), "{by}");
        }
    }
}
