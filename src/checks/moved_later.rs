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
//! `<!-- bywhen: ignore[moved-later] reason -->` before the passage, or a `[[ignore]]` entry with its quotation.

use super::Check;
use super::moved_earlier::announced;
use crate::findings::{Family, Finding, Severity};
use crate::timeline::Record;

pub(super) const CHECK: Check =
    Check { code: "moved-later", family: Family::Lead, severity: Severity::Note, source: include_str!("moved_later.rs"), run };

fn run(record: &Record, found: &mut Vec<Finding>) {
    announced(record, &CHECK, |slip| slip.is_none_or(|days| days >= 0), found);
}
