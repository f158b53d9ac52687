//! `path:line:column: severity[code] message`, one line a finding.

use super::{Report, Style, archive, escape, view};
use crate::findings::Severity;
use std::io;

/// Writes the findings one a line, then what else there is, then the summary.
pub fn write(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let (shown, further) = view::first(report);
    let paint = Paint(style.color);
    for finding in shown {
        let at = report.sources.locate(&finding.primary);
        let severity = paint.severity(finding.severity, &format!("{}[{}]", view::severity(finding.severity), finding.check));
        let place = linked(report, style, &at.path, &format!("{}:{}:{}", escape::terminal(&at.path), at.start.0, at.start.1));
        writeln!(out, "{place}: {severity} {}", escape::terminal(&finding.message))?;
    }
    tail(report, &further, paint, out)
}

/// `shown` as a link to the file at `path`, where links are wanted.
pub(crate) fn linked(report: &Report<'_>, style: Style, path: &str, shown: &str) -> String {
    let address = report.sources.address(path).filter(|_| style.hyperlinks);
    address.map_or_else(|| shown.to_owned(), |address| escape::hyperlink(&address, shown))
}

/// The counted lines and the summary that end every output for people.
pub(crate) fn tail(
    report: &Report<'_>,
    further: &[(String, Severity, usize)],
    paint: Paint,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    archive::write(report, paint, out)?;
    for (check, severity, count) in further {
        let what = view::plural(*count, &format!("further {}", view::severity(*severity)));
        writeln!(out, "{}: {what}, shown by --show {check}", paint.severity(*severity, check))?;
    }
    for skipped in report.unopened {
        let place = escape::terminal(&skipped.path);
        writeln!(out, "{place}: {}: {}", paint.severity(Severity::Error, "not opened"), escape::terminal(&skipped.reason))?;
    }
    for line in view::summary(report) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Colours, when there are any.
#[derive(Clone, Copy)]
pub struct Paint(pub bool);

impl Paint {
    pub(crate) fn severity(self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "31",
            Severity::Warning => "33",
            Severity::Note => "36",
        };
        self.with(code, text)
    }

    pub(crate) fn strong(self, text: &str) -> String {
        self.with("1", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
