//! The shapes of the JSON outputs: what is promised to programs, apart from what the program holds.
//!
//! Only additive changes inside a schema version. `schemas/` describes these shapes.

use super::sources::Location;
use super::{Report, view};
use crate::calendar::{Day, Interval};
use crate::findings::baseline::Entry;
use crate::findings::review::SetAside;
use crate::findings::{Confidence, Excerpt, FailOn, Family, Finding, Gate, Role, Severity};
use serde::Serialize;
use std::collections::BTreeMap;

/// Version of the shapes.
pub const SCHEMA_VERSION: u32 = 1;

/// The program.
#[derive(Serialize)]
pub struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Tool {
    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its version.
    pub fn version(&self) -> &'static str {
        self.version
    }
}

/// This program.
pub const TOOL: Tool = Tool { name: "bywhen", version: env!("CARGO_PKG_VERSION") };

/// The day of judgement.
#[derive(Serialize)]
pub struct AsOf<'a> {
    day: Day,
    set_by: Option<&'a str>,
}

/// A file that was not read.
#[derive(Serialize)]
pub struct NotRead<'a> {
    path: &'a str,
    reason: &'a str,
}

/// The documents of a run.
#[derive(Serialize)]
pub struct Documents<'a> {
    read: usize,
    undated: usize,
    unreadable: usize,
    later_than_as_of: usize,
    skipped: Vec<NotRead<'a>>,
    not_opened: Vec<NotRead<'a>>,
}

/// The counts of a run.
#[derive(Serialize)]
pub struct Summary {
    errors: usize,
    warnings: usize,
    notes: usize,
    failing: usize,
    suppressed: usize,
    baselined: usize,
    compared: bool,
    gone: usize,
    fail_on: FailOn,
    gate: Gate,
    by_check: BTreeMap<String, usize>,
}

/// What stands before the findings.
#[derive(Serialize)]
pub struct Head<'a> {
    schema_version: u32,
    tool: Tool,
    as_of: AsOf<'a>,
    documents: Documents<'a>,
    summary: Summary,
}

/// A quotation and its place.
#[derive(Serialize)]
pub struct ExcerptView<'a> {
    doc: &'a str,
    file: String,
    title: Option<&'a str>,
    date: Option<Interval>,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start_byte: Option<usize>,
    end_byte: Option<usize>,
    quote: &'a str,
    role: Role,
    label: &'a str,
}

/// A finding.
#[derive(Serialize)]
pub struct FindingView<'a> {
    id: &'a str,
    check: &'a str,
    severity: Severity,
    confidence: Confidence,
    family: Family,
    message: &'a str,
    why: &'a str,
    refuted_by: &'a str,
    target: Option<&'a str>,
    subject: Option<&'a str>,
    deadline: Option<Interval>,
    slip_days: Option<i64>,
    primary: ExcerptView<'a>,
    related: Vec<ExcerptView<'a>>,
    status: &'static str,
    reason: Option<String>,
}

/// An entry of the baseline whose finding is no longer there.
#[derive(Serialize)]
pub struct GoneView<'a> {
    id: &'a str,
    check: &'a str,
    path: &'a str,
    since: Option<Day>,
    about: &'a str,
}

/// The head of `report`.
pub fn head<'a>(report: &Report<'a>) -> Head<'a> {
    let counts = view::counts(report);
    let not_read = |list: &'a [crate::engine::Skipped]| -> Vec<NotRead<'a>> {
        list.iter().map(|s| NotRead { path: &s.path, reason: &s.reason }).collect()
    };
    Head {
        schema_version: SCHEMA_VERSION,
        tool: TOOL,
        as_of: AsOf { day: report.record.as_of.day, set_by: report.record.as_of.set_by.as_deref() },
        documents: Documents {
            read: counts.read,
            undated: counts.undated,
            unreadable: counts.unreadable,
            later_than_as_of: counts.later,
            skipped: not_read(report.skipped),
            not_opened: not_read(report.unopened),
        },
        summary: Summary {
            errors: counts.errors,
            warnings: counts.warnings,
            notes: counts.notes,
            failing: counts.failing,
            suppressed: counts.suppressed,
            baselined: counts.baselined,
            compared: report.review.compared,
            gone: report.review.gone.len(),
            fail_on: report.policy.fail_on,
            gate: report.policy.gate,
            by_check: counts.by_check,
        },
    }
}

/// `finding` as programs see it.
pub fn finding<'a>(report: &Report<'a>, finding: &'a Finding) -> FindingView<'a> {
    FindingView {
        id: &finding.fingerprint,
        check: &finding.check,
        severity: finding.severity,
        confidence: finding.confidence,
        family: finding.family,
        message: &finding.message,
        why: &finding.why,
        refuted_by: &finding.refuted_by,
        target: finding.target.as_deref(),
        subject: finding.subject.as_deref(),
        deadline: finding.deadline,
        slip_days: finding.slip_days,
        primary: excerpt(report, &finding.primary),
        related: finding.related.iter().map(|e| excerpt(report, e)).collect(),
        status: "live",
        reason: None,
    }
}

/// A finding that is not reported, as programs see it.
pub fn set_aside<'a>(report: &Report<'a>, aside: &'a SetAside) -> FindingView<'a> {
    let status = if aside.reason.is_waiver() { "suppressed" } else { "baselined" };
    FindingView { status, reason: Some(aside.reason.words()), ..finding(report, &aside.finding) }
}

/// What the baseline knows and is no longer found, as programs see it.
pub fn gone(entry: &Entry) -> GoneView<'_> {
    let Entry { path, check, fingerprint, since, about } = entry;
    GoneView { id: fingerprint, check, path, since: *since, about }
}

fn excerpt<'a>(report: &Report<'_>, excerpt: &'a Excerpt) -> ExcerptView<'a> {
    let Location { path, record: _, start, end, bytes } = report.sources.locate(excerpt);
    ExcerptView {
        doc: &excerpt.doc,
        file: path,
        title: excerpt.title.as_deref(),
        date: excerpt.date,
        line: start.0,
        column: start.1,
        end_line: end.0,
        end_column: end.1,
        start_byte: bytes.map(|b| b.0),
        end_byte: bytes.map(|b| b.1),
        quote: &excerpt.quote,
        role: excerpt.role,
        label: &excerpt.label,
    }
}
