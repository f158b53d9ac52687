//! Markdown for a comment or a job's summary page: what was found, each finding with its quotations.

use super::escape::markdown as text;
use super::{Report, archive, view};
use crate::findings::{Excerpt, Finding};
use std::io;

/// Findings that are written out; the rest is counted.
const SHOWN: usize = 100;

/// Writes the page.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "## bywhen\n")?;
    for line in view::summary(report) {
        writeln!(out, "{}  ", text(&line))?;
    }
    for finding in report.findings.iter().take(SHOWN) {
        write_finding(report, finding, out)?;
    }
    if let Some(more) = report.findings.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        writeln!(out, "\n{}.", view::plural(more, "further finding"))?;
    }
    archive::write_markdown(report, out)?;
    if !report.unopened.is_empty() {
        writeln!(out, "\nNot opened:\n")?;
        for skipped in report.unopened {
            writeln!(out, "- {}: {}", text(&skipped.path), text(&skipped.reason))?;
        }
    }
    Ok(())
}

fn write_finding(report: &Report<'_>, finding: &Finding, out: &mut dyn io::Write) -> io::Result<()> {
    let severity = view::severity(finding.severity);
    writeln!(out, "\n**{severity}: {}** {}\n", text(&finding.check), text(&finding.message))?;
    for excerpt in std::iter::once(&finding.primary).chain(&finding.related) {
        writeln!(out, "- {}", cite(report, excerpt))?;
    }
    writeln!(out, "\n{} Refuted by: {}.", text(&stopped(&finding.why)), text(finding.refuted_by.trim_end_matches('.')))
}

fn stopped(sentence: &str) -> String {
    if sentence.ends_with(['.', '!', '?']) { sentence.to_owned() } else { format!("{sentence}.") }
}

fn cite(report: &Report<'_>, excerpt: &Excerpt) -> String {
    let at = report.sources.locate(excerpt);
    let path = report.sources.repository_path(&at.path);
    let date = excerpt.date.map(|date| format!(" ({date})")).unwrap_or_default();
    let place = format!("{}, line {}{date}", text(&path), at.start.0);
    if excerpt.quote.trim().is_empty() { place } else { format!("{place}: “{}”", text(excerpt.quote.trim())) }
}
