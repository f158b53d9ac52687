//! Findings under the document that they are about.

use super::concise::{self, Paint};
use super::{Report, Style, escape, view};
use crate::findings::Finding;
use std::collections::BTreeMap;
use std::io;

/// Line and column, and what stands there.
type Placed<'a> = ((usize, usize), &'a Finding);

/// Writes the findings that are shown first, by document.
pub fn write(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let (shown, further) = view::first(report);
    let paint = Paint(style.color);
    let mut by_path: BTreeMap<String, Vec<Placed<'_>>> = BTreeMap::new();
    for finding in shown {
        let at = report.sources.locate(&finding.primary);
        by_path.entry(at.path).or_default().push((at.start, finding));
    }
    for (path, findings) in &mut by_path {
        findings.sort_by_key(|(at, _)| *at);
        writeln!(out, "{}", concise::linked(report, style, path, &paint.strong(&escape::terminal(path))))?;
        let places: Vec<String> = findings.iter().map(|((line, column), _)| format!("{line}:{column}")).collect();
        let width = places.iter().map(String::len).max().unwrap_or(0);
        for (place, (_, finding)) in places.iter().zip(findings.iter()) {
            let code = format!("{}[{}]", view::severity(finding.severity), finding.check);
            let code = paint.severity(finding.severity, &code);
            writeln!(out, "  {place:>width$}  {code} {}", escape::terminal(&finding.message))?;
        }
        writeln!(out)?;
    }
    concise::tail(report, &further, paint, out)
}
