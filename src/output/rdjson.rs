//! The Reviewdog Diagnostic Format. Its columns count the bytes of a UTF-8 line, from 1, end exclusive.

use super::sources::Opened;
use super::{Report, contract};
use crate::findings::{Excerpt, Severity};
use serde_json::{Value, json};
use std::io;

/// Writes the object.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut opened = Opened::default();
    let mut diagnostics = Vec::with_capacity(report.findings.len());
    for finding in report.findings {
        let related: Vec<Value> = finding
            .related
            .iter()
            .map(|e| json!({ "message": format!("{} “{}”", e.label, e.quote), "location": location(report, e, &mut opened) }))
            .collect();
        diagnostics.push(json!({
            "message": format!("{}\n{}\nRefuted by: {}", finding.message, finding.why, finding.refuted_by),
            "severity": match finding.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Note => "INFO",
            },
            "code": { "value": finding.check },
            "location": location(report, &finding.primary, &mut opened),
            "related_locations": related,
        }));
    }
    let whole = json!({ "source": { "name": contract::TOOL.name() }, "diagnostics": diagnostics });
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

fn location(report: &Report<'_>, excerpt: &Excerpt, opened: &mut Opened) -> Value {
    let at = report.sources.locate(excerpt);
    let path = report.sources.repository_path(&at.path);
    let range = match report.sources.byte_columns(excerpt, opened) {
        Some((start, end)) => json!({
            "start": { "line": at.start.0, "column": start },
            "end": { "line": at.end.0, "column": end },
        }),
        None => json!({ "start": { "line": at.start.0 } }),
    };
    json!({ "path": path, "range": range })
}
