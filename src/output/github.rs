//! Workflow commands that GitHub turns into annotations.
//!
//! GitHub shows ten errors and ten warnings of a step and drops the rest without a
//! word, so the rest is printed as plain lines and counted in a notice.
//!
//! Nobody documents whether `endColumn` is the last column or the one after it; it is the one after it here, as
//! other linters write it and as every other format of ours has it.

use super::{Report, escape, view};
use crate::findings::{Finding, Severity};
use std::collections::BTreeMap;
use std::io;

/// Annotations of one kind that GitHub shows of a step.
const SHOWN: usize = 10;

/// Writes a command for each finding, errors first.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut ordered: Vec<&Finding> = report.findings.iter().collect();
    ordered.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let mut written: BTreeMap<Severity, usize> = BTreeMap::new();
    let mut plain = 0;
    for finding in ordered {
        let count = written.entry(finding.severity).or_default();
        *count += 1;
        if *count <= SHOWN {
            command(report, finding, out)?;
        } else {
            plain += 1;
            let at = report.sources.locate(&finding.primary);
            let place = format!("{}:{}:{}", report.sources.repository_path(&at.path), at.start.0, at.start.1);
            let what = format!("{}[{}]", view::severity(finding.severity), finding.check);
            // Nothing that a document or a file is called may start a command of its own.
            let place = escape::terminal(place.trim_start_matches(':')).into_owned();
            writeln!(out, "{place}: {what} {}", escape::terminal(&finding.message))?;
        }
    }
    if plain > 0 {
        writeln!(out, "::notice::{} in the log of this step", view::plural(plain, "further finding"))?;
    }
    for skipped in report.unopened {
        let message = format!("{}: {}", skipped.path, skipped.reason);
        writeln!(out, "::error title=bywhen could not open a file::{}", escape::github_data(&escape::terminal(&message)))?;
    }
    for line in view::summary(report) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn command(report: &Report<'_>, finding: &Finding, out: &mut dyn io::Write) -> io::Result<()> {
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let at = report.sources.locate(&finding.primary);
    let path = escape::terminal(&report.sources.repository_path(&at.path)).into_owned();
    let mut properties = format!("file={},line={}", escape::github_property(&path), at.start.0);
    if at.end.0 != at.start.0 {
        properties.push_str(&format!(",endLine={}", at.end.0));
    } else if at.bytes.is_some() {
        properties.push_str(&format!(",col={},endColumn={}", at.start.1, at.end.1));
    }
    let title = format!("bywhen {}", finding.check);
    let mut message = format!("{path}:{}:{}: {}", at.start.0, at.start.1, escape::terminal(&finding.message));
    for earlier in &finding.related {
        let place = report.sources.locate(earlier);
        let path = escape::terminal(&report.sources.repository_path(&place.path)).into_owned();
        let quote = escape::terminal(&earlier.quote).into_owned();
        message.push_str(&format!(
            "\n  {path}:{}:{}: {} “{quote}”",
            place.start.0,
            place.start.1,
            escape::terminal(&earlier.label)
        ));
    }
    message.push_str(&format!("\nRefuted by: {}", escape::terminal(&finding.refuted_by)));
    let title = escape::github_property(&title);
    writeln!(out, "::{kind} {properties},title={title}::{}", escape::github_data(&message))
}
