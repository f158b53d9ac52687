//! `json` (one object) and `jsonl` (a `begin` line, a line for each finding, for each one set aside and for
//! each one gone, for each target of a draft that an archive knows, a `summary` line).

use super::{Report, archive, contract};
use serde::{Serialize, Serializer};
use std::io;

#[derive(Serialize)]
struct Whole<'a, F: Serialize, S: Serialize, K: Serialize> {
    #[serde(flatten)]
    head: contract::Head<'a>,
    findings: F,
    set_aside: S,
    gone: Vec<contract::GoneView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archive: Option<K>,
}

/// A list whose members are made one after the other as they are written: there may be very many.
struct Each<I>(I);

impl<I: Iterator<Item: Serialize> + Clone> Serialize for Each<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Message<'a> {
    Begin { schema_version: u32, tool: contract::Tool },
    Finding(Box<contract::FindingView<'a>>),
    SetAside(Box<contract::FindingView<'a>>),
    Gone(contract::GoneView<'a>),
    Archive(Box<archive::KnownView<'a>>),
    Summary(Box<contract::Head<'a>>),
}

/// Writes one object, indented, findings and all.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let whole = Whole {
        head: contract::head(report),
        findings: Each(report.findings.iter().map(|finding| contract::finding(report, finding))),
        set_aside: Each(report.review.set_aside.iter().map(|aside| contract::set_aside(report, aside))),
        gone: report.review.gone.iter().map(contract::gone).collect(),
        archive: report.archive.map(|known| archive::views(report.record, known).collect::<Vec<_>>()),
    };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

/// Writes one object a line.
pub fn write_lines(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    line(&Message::Begin { schema_version: contract::SCHEMA_VERSION, tool: contract::TOOL }, out)?;
    for finding in report.findings {
        line(&Message::Finding(Box::new(contract::finding(report, finding))), out)?;
    }
    for aside in &report.review.set_aside {
        line(&Message::SetAside(Box::new(contract::set_aside(report, aside))), out)?;
    }
    for entry in &report.review.gone {
        line(&Message::Gone(contract::gone(entry)), out)?;
    }
    for known in report.archive.into_iter().flat_map(|known| archive::views(report.record, known)) {
        line(&Message::Archive(Box::new(known)), out)?;
    }
    line(&Message::Summary(Box::new(contract::head(report))), out)
}

/// Writes `value` on one line.
pub(crate) fn line(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)
}
