//! A Code Quality report for GitLab: an array, in which every object has every field it must have.

use super::Report;
use crate::findings::Severity;
use serde_json::json;
use std::io;

/// Writes the array.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let issues: Vec<serde_json::Value> = report
        .findings
        .iter()
        .map(|finding| {
            let at = report.sources.locate(&finding.primary);
            json!({
                // The widget does not show the check's name.
                "description": format!("{}: {}", finding.check, finding.message),
                "check_name": finding.check,
                "fingerprint": finding.fingerprint,
                "severity": match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Note => "info",
                },
                "location": {
                    "path": report.sources.repository_path(&at.path),
                    "lines": { "begin": at.start.0, "end": at.end.0 },
                },
            })
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}
