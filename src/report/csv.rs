//! Tables for spreadsheets: targets, events, findings. Nothing in a cell starts a formula, and
//! each row has room for a desk's decision, which `bywhen triage apply` reads back.

use super::{Given, status::Status, words};
use crate::calendar::Interval;
use crate::findings::Finding;
use crate::output::{escape, view};
use crate::statements::Kind;
use crate::targets::StatementId;
use crate::timeline::{Timeline, Verdict, VerdictType};
use std::collections::HashMap;
use std::io;

/// The tables of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// A target a row.
    Targets,
    /// A statement a row.
    Events,
    /// A finding a row.
    Findings,
}

/// The files of a report in a folder.
pub const TABLES: [(&str, Table); 3] =
    [("targets.csv", Table::Targets), ("events.csv", Table::Events), ("findings.csv", Table::Findings)];

/// Columns of the tables of events and of findings. `decision`, `note` and `by` are the desk's.
pub const EVENT_COLUMNS: [&str; 12] = [
    "target_id",
    "statement_quote",
    "doc",
    "line",
    "kind",
    "deadline",
    "verdict",
    "finding",
    "fingerprint",
    "decision",
    "note",
    "by",
];

/// Columns of the table of findings after these.
const FINDING_COLUMNS: [&str; 8] = ["severity", "confidence", "slip_days", "date", "message", "earlier", "why", "refuted_by"];

/// Columns of the table of targets.
const TARGET_COLUMNS: [&str; 17] = [
    "target_id",
    "title",
    "owner",
    "declared",
    "first_deadline",
    "deadline",
    "slip_days",
    "moves",
    "owner_says",
    "verdict",
    "against_first_days",
    "statements",
    "last_said",
    "confidence",
    "decision",
    "note",
    "by",
];

/// Writes `table` with its header. Deadlines are `START/END` where they are longer than a day.
pub(super) fn write(table: Table, given: Given<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut sheet = Sheet { table: csv::Writer::from_writer(out) };
    match table {
        Table::Targets => targets(given, &mut sheet)?,
        Table::Events => events(given, &mut sheet)?,
        Table::Findings => findings(given, &mut sheet)?,
    }
    sheet.table.flush()
}

struct Sheet<'a> {
    table: csv::Writer<&'a mut dyn io::Write>,
}

impl Sheet<'_> {
    /// A row of cells. Numbers may be negative; whatever is not a number is made text.
    fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> io::Result<()> {
        let safe = cells.into_iter().map(|cell| match cell.parse::<i64>() {
            Ok(_) => cell.into(),
            Err(_) => escape::spreadsheet(cell),
        });
        let cells: Vec<_> = safe.collect();
        Ok(self.table.write_record(cells.iter().map(|cell| cell.as_bytes()))?)
    }
}

/// "2018-12-31", or "2018-01-01/2018-12-31".
fn iso(interval: Option<Interval>) -> String {
    interval.map_or_else(String::new, |i| match i.days() {
        1 => i.start().to_string(),
        _ => format!("{}/{}", i.start(), i.end()),
    })
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Commitment => "commitment",
        Kind::Met => "met",
        Kind::Missed => "missed",
        Kind::Moved => "moved",
        Kind::Dropped => "dropped",
        Kind::AtRisk => "at_risk",
        Kind::OnTrack => "on_track",
    }
}

fn label(given: Given<'_>, verdict: VerdictType) -> String {
    given.options.labels.get(&verdict).cloned().unwrap_or_else(|| words::verdict_code(verdict).to_owned())
}

fn targets(given: Given<'_>, sheet: &mut Sheet<'_>) -> io::Result<()> {
    let record = &given.outcome.record;
    sheet.row(TARGET_COLUMNS)?;
    for timeline in record.timelines.iter().filter(|t| given.options.wants(t)) {
        let target = &timeline.target;
        let status = Status::of(record, timeline, |v| label(given, v));
        let (first, last) = (timeline.first_deadline, timeline.last_deadline());
        let slip = first.zip(last).map(|(a, b)| (b.end() - a.end()).num_days().to_string()).unwrap_or_default();
        let moves = timeline.verdicts.iter().filter(|v| v.verdict == VerdictType::Moved).count().to_string();
        let last_said = target.links.iter().filter_map(|l| record.statement(l.id)?.speaks_from).max();
        let owner_says = status.owner_says.map(|s| format!("{} ({})", s.text, s.on)).unwrap_or_default();
        let confidence = super::status::last_verdict(timeline).map_or("", |v| view::confidence(v.confidence));
        sheet.row([
            &*target.id,
            &*target.title,
            target.owner.as_deref().unwrap_or_default(),
            if target.declared { "yes" } else { "no" },
            &iso(first),
            &iso(last),
            &slip,
            &moves,
            &owner_says,
            &status.evidence.text,
            &status.against_first_days.map(|d| d.to_string()).unwrap_or_default(),
            &target.links.len().to_string(),
            &iso(last_said),
            confidence,
            "",
            "",
            "",
        ])?;
    }
    Ok(())
}

/// The verdict that a statement decides or whose deadline it set.
fn verdict_of(timeline: &Timeline, id: StatementId) -> Option<&Verdict> {
    let decides = timeline.verdicts.iter().find(|v| v.decided_by == Some(id));
    decides.or_else(|| timeline.verdicts.iter().rev().find(|v| v.set_by == Some(id)))
}

fn events(given: Given<'_>, sheet: &mut Sheet<'_>) -> io::Result<()> {
    let record = &given.outcome.record;
    sheet.row(EVENT_COLUMNS)?;
    let mut found: HashMap<(&str, usize), &Finding> = HashMap::new();
    for finding in &given.outcome.findings {
        if let Some(place) = finding.primary.place {
            found.entry((&*finding.primary.doc, place.span().start)).or_insert(finding);
        }
    }
    for timeline in record.timelines.iter().filter(|t| given.options.wants(t)) {
        for link in &timeline.target.links {
            let (Some(extract), Some(statement)) = (record.extract(link.id), record.statement(link.id)) else { continue };
            let finding = found.get(&(&*extract.doc, statement.place.span().start));
            let verdict = verdict_of(timeline, link.id).map(|v| label(given, v.verdict)).unwrap_or_default();
            sheet.row([
                &*timeline.target.id,
                &*statement.prose,
                &*extract.doc,
                &statement.place.start().line.0.to_string(),
                kind(statement.kind),
                &iso(statement.deadline.as_ref().map(|d| d.interval)),
                &verdict,
                finding.map_or("", |f| f.check.as_str()),
                finding.map_or("", |f| f.fingerprint.as_str()),
                "",
                "",
                "",
            ])?;
        }
    }
    Ok(())
}

fn findings(given: Given<'_>, sheet: &mut Sheet<'_>) -> io::Result<()> {
    let record = &given.outcome.record;
    sheet.row(EVENT_COLUMNS.into_iter().chain(FINDING_COLUMNS))?;
    let timelines: HashMap<&str, &Timeline> = record.timelines.iter().map(|t| (&*t.target.id, t)).collect();
    for finding in &given.outcome.findings {
        let timeline = finding.target.as_deref().and_then(|id| timelines.get(id)).copied();
        if timeline.map_or(!given.options.targets.is_empty(), |t| !given.options.wants(t)) {
            continue;
        }
        let statement = timeline.and_then(|t| {
            let here = t.target.links.iter().filter_map(|l| Some((record.extract(l.id)?, record.statement(l.id)?)));
            here.filter(|(e, s)| e.doc == finding.primary.doc && Some(s.place) == finding.primary.place).map(|(_, s)| s).next()
        });
        let verdict = timeline.and_then(super::status::last_verdict).map(|v| label(given, v.verdict)).unwrap_or_default();
        let earlier: Vec<String> = finding
            .related
            .iter()
            .map(|e| format!("{}:{} “{}”", e.doc, e.place.map_or(1, |p| p.start().line.0), e.quote.trim()))
            .collect();
        sheet.row([
            finding.target.as_deref().unwrap_or_default(),
            &finding.primary.quote,
            &*finding.primary.doc,
            &finding.primary.place.map(|p| p.start().line.0.to_string()).unwrap_or_default(),
            statement.map_or("", |s| kind(s.kind)),
            &iso(finding.deadline),
            &verdict,
            finding.check.as_str(),
            finding.fingerprint.as_str(),
            "",
            "",
            "",
            view::severity(finding.severity),
            view::confidence(finding.confidence),
            &finding.slip_days.map(|d| d.to_string()).unwrap_or_default(),
            &iso(finding.primary.date),
            &words::message(finding),
            &earlier.join(" | "),
            finding.why.as_str(),
            &finding.refuted_by,
        ])?;
    }
    Ok(())
}
