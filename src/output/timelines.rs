//! Targets with their statements and verdicts, as `bywhen timeline` shows them.

use super::statements::{self, StatementView};
use super::{Style, concise::Paint, escape, json, view::plural};
use crate::calendar::{Interval, long_day};
use crate::findings::Confidence;
use crate::statements::{Extract, Statement};
use crate::targets::StatementId;
use crate::timeline::{Record, Timeline, Verdict, VerdictType};
use serde::Serialize;
use std::io;

#[derive(Serialize)]
struct LinkedView<'a> {
    #[serde(flatten)]
    statement: StatementView<'a>,
    reasons: &'a [String],
    link_confidence: Confidence,
}

#[derive(Serialize)]
struct VerdictView<'a> {
    #[serde(rename = "type")]
    verdict: VerdictType,
    from: Option<Interval>,
    to: Option<Interval>,
    announced: bool,
    doc: Option<&'a str>,
    line: Option<usize>,
    delivered: Option<Interval>,
    slip_days: Option<i64>,
    disputed: bool,
    confidence: Confidence,
    why: &'a str,
}

#[derive(Serialize)]
struct TimelineView<'a> {
    id: &'a str,
    title: &'a str,
    owner: Option<&'a str>,
    declared: bool,
    first_deadline: Option<Interval>,
    last_deadline: Option<Interval>,
    statements: Vec<LinkedView<'a>>,
    verdicts: Vec<VerdictView<'a>>,
}

fn look_up(record: &Record, id: StatementId) -> Option<(&Extract, &Statement)> {
    let extract = record.extracts.get(id.doc)?;
    Some((extract, extract.statements.get(id.statement)?))
}

fn view<'a>(record: &'a Record, timeline: &'a Timeline) -> TimelineView<'a> {
    let target = &timeline.target;
    let linked = target.links.iter().filter_map(|link| {
        let (extract, statement) = look_up(record, link.id)?;
        let statement = statements::view(extract, statement, Some(&target.id));
        Some(LinkedView { statement, reasons: &link.reasons, link_confidence: link.confidence })
    });
    let verdict = |verdict: &'a Verdict| {
        let decided = verdict.decided_by.and_then(|id| look_up(record, id));
        VerdictView {
            verdict: verdict.verdict,
            from: verdict.from,
            to: verdict.to,
            announced: verdict.announced,
            doc: decided.map(|(extract, _)| extract.doc.as_str()),
            line: decided.map(|(_, statement)| statement.place.start.line.0),
            delivered: verdict.delivered,
            slip_days: verdict.slip_days,
            disputed: verdict.disputed,
            confidence: verdict.confidence,
            why: &verdict.why,
        }
    };
    TimelineView {
        id: &target.id,
        title: &target.title,
        owner: target.owner.as_deref(),
        declared: target.declared,
        first_deadline: timeline.first_deadline,
        last_deadline: timeline.in_force.last().map(|(_, deadline)| *deadline),
        statements: linked.collect(),
        verdicts: timeline.verdicts.iter().map(verdict).collect(),
    }
}

/// One JSON object a line.
pub fn write_lines<'a>(
    record: &'a Record,
    timelines: impl Iterator<Item = &'a Timeline>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    timelines.into_iter().try_for_each(|timeline| json::line(&view(record, timeline), out))
}

/// A paragraph for each target: its statements by the day they speak from, then what became of it.
pub fn write_text<'a>(
    record: &'a Record,
    timelines: impl Iterator<Item = &'a Timeline>,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let paint = Paint(style.color);
    let mut count = 0;
    for timeline in timelines {
        count += 1;
        let target = &timeline.target;
        writeln!(out, "{}  [{}]", paint.strong(&escape::terminal(&target.title)), escape::terminal(&target.id))?;
        let mut dated: Vec<(Option<Interval>, [String; 4])> = Vec::new();
        for link in &target.links {
            let Some((extract, statement)) = look_up(record, link.id) else { continue };
            let on = statement.speaks_from.map_or_else(|| "undated".into(), |on| on.to_string());
            let place = format!("{}:{}", escape::terminal(&extract.doc), statement.place.start.line.0);
            let row = [on, statements::kind(statement.kind).into(), statements::dates(statement), place];
            dated.push((statement.speaks_from, row));
        }
        for event in &target.record {
            let deadline = event.deadline.map(|d| d.to_string()).unwrap_or_default();
            let source = event.source.as_deref().map_or_else(|| "record".into(), |s| escape::terminal(s).into_owned());
            let row = [event.on.to_string(), statements::kind(event.kind).into(), deadline, source];
            dated.push((Some(event.on), row));
        }
        // The record's events take their places among the statements.
        dated.sort_by_key(|(on, _)| on.map(Interval::start));
        let rows: Vec<[String; 4]> = dated.into_iter().map(|(_, row)| row).collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths = [width(0), width(1), width(2)];
        for [on, kind, dates, place] in &rows {
            let line = format!("  {on:0$}  {kind:1$}  {dates:2$}  {place}", widths[0], widths[1], widths[2]);
            writeln!(out, "{}", line.trim_end())?;
        }
        for verdict in &timeline.verdicts {
            let severity = match verdict.verdict {
                VerdictType::Missed | VerdictType::MetLate | VerdictType::Dropped => crate::findings::Severity::Warning,
                _ => crate::findings::Severity::Note,
            };
            let [name, rest] = describe(verdict, record);
            writeln!(out, "  {} {rest}", paint.severity(severity, &format!("{name}:")))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{} as of {}", plural(count, "target"), long_day(record.as_of.day))
}

/// A verdict in words: its name, and the rest of the sentence.
fn describe(verdict: &Verdict, record: &Record) -> [String; 2] {
    let or = |interval: Option<Interval>, other: &str| interval.map_or(other.to_owned(), |i| i.to_string());
    let from = or(verdict.from, "no date");
    let slip = match verdict.slip_days {
        Some(days) if days > 0 => format!(", {} later", plural(days.unsigned_abs() as usize, "day")),
        Some(days) if days < 0 => format!(", {} earlier", plural(days.unsigned_abs() as usize, "day")),
        _ => String::new(),
    };
    let (name, mut rest) = match verdict.verdict {
        VerdictType::Met => ("met", format!("due {from}, delivered {}", or(verdict.delivered, "on a day not given"))),
        VerdictType::MetLate => {
            ("met late", format!("due {from}, delivered {}{slip}", or(verdict.delivered, "on a day not given")))
        }
        VerdictType::Missed => ("missed", format!("due {from}")),
        VerdictType::Moved => {
            let announced = if verdict.announced { "announced" } else { "no document here announces the change" };
            ("moved", format!("{from} → {}{slip}; {announced}", or(verdict.to, "no new date")))
        }
        VerdictType::Dropped => ("dropped", format!("was due {from}")),
        VerdictType::Overdue => {
            let until = long_day(record.as_of.day);
            ("overdue", format!("due {from}; no document up to {until} says what became of it"))
        }
        VerdictType::Open => ("open", format!("due {from}")),
    };
    if verdict.disputed {
        rest.push_str("; documents of different voices contradict each other");
    }
    [name.to_owned(), rest]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::schema::{self, Name};
    use crate::output::sample;

    fn record() -> Record {
        let folder = tempfile::tempdir().expect("a folder");
        sample::full_record(folder.path())
    }

    #[test]
    fn lines_are_what_the_schema_says() {
        let record = record();
        let mut out = Vec::new();
        write_lines(&record, record.timelines.iter(), &mut out).expect("written");
        let lines = schema::validated(Name::Timeline, &out);
        assert_eq!(lines[0]["verdicts"][0]["type"], "moved");
        assert_eq!(lines[0]["verdicts"][0]["line"], 3);
        assert_eq!(lines[0]["statements"][1]["reasons"][0], "both speak of wards");
    }

    #[test]
    fn text_tells_the_story() {
        let mut record = record();
        record.timelines[0].target.record.push(crate::targets::RecordedEvent {
            on: Interval::year(2014).expect("a year"),
            kind: crate::statements::Kind::Commitment,
            deadline: Interval::year(2016),
            quote: None,
            source: Some("https://example.org/plan".into()),
        });
        let mut out = Vec::new();
        write_text(&record, record.timelines.iter(), Style::default(), &mut out).expect("written");
        let expected = "Wards online  [wards-online]\n  \
              2014        commitment  2016                    https://example.org/plan\n  \
              4 May 2015  commitment  March 2016              plan.md:3\n  \
              4 May 2015  moved       March 2016 → June 2017  update.txt:3\n  \
              moved: March 2016 → June 2017, 456 days later; no document here announces the change\n  \
              open: due June 2017\n\n\
              1 target as of 3 February 2016\n";
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }
}
