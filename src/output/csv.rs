//! A table for spreadsheets, one finding a row; nothing in it starts a formula.

use super::{Report, escape, view};
use std::io;

/// The columns.
pub const COLUMNS: [&str; 23] = [
    "id",
    "check",
    "severity",
    "confidence",
    "family",
    "message",
    "target",
    "subject",
    "deadline_start",
    "deadline_end",
    "slip_days",
    "path",
    "line",
    "column",
    "document",
    "document_title",
    "document_date",
    "quote",
    "earlier",
    "why",
    "refuted_by",
    "status",
    "reason",
];

/// Writes the table with its header.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS)?;
    let live = report.findings.iter().map(|finding| (finding, "live", String::new()));
    let set_aside = report.review.set_aside.iter().map(|aside| {
        let status = if aside.reason.is_waiver() { "suppressed" } else { "baselined" };
        (&aside.finding, status, aside.reason.words())
    });
    for (finding, status, reason) in live.chain(set_aside) {
        let at = report.sources.locate(&finding.primary);
        let earlier: Vec<String> = finding
            .related
            .iter()
            .map(|excerpt| {
                let place = report.sources.locate(excerpt);
                format!("{}:{} “{}”", place.path, place.start.0, excerpt.quote)
            })
            .collect();
        let text = |cell: &str| escape::spreadsheet(cell).into_owned();
        let given = |cell: Option<&str>| cell.map(text).unwrap_or_default();
        table.write_record([
            text(&finding.fingerprint),
            text(&finding.check),
            view::severity(finding.severity).to_owned(),
            view::confidence(finding.confidence).to_owned(),
            view::family(finding.family).to_owned(),
            text(&finding.message),
            given(finding.target.as_deref()),
            given(finding.subject.as_deref()),
            finding.deadline.map(|d| d.start().to_string()).unwrap_or_default(),
            finding.deadline.map(|d| d.end().to_string()).unwrap_or_default(),
            // A negative number is a number, not a formula.
            finding.slip_days.map(|days| days.to_string()).unwrap_or_default(),
            text(&at.path),
            at.start.0.to_string(),
            at.start.1.to_string(),
            text(&finding.primary.doc),
            given(finding.primary.title.as_deref()),
            finding.primary.date.map(|d| d.to_string()).unwrap_or_default(),
            text(&finding.primary.quote),
            text(&earlier.join(" | ")),
            text(&finding.why),
            text(&finding.refuted_by),
            status.to_owned(),
            text(&reason),
        ])?;
    }
    table.flush()
}
