//! Statements as `bywhen extract` shows them: a line of JSON each, or a line of text.

use super::{concise::Paint, escape, json};
use crate::calendar::Interval;
use crate::findings::Confidence;
use crate::prose::Zone;
use crate::statements::{Deadline, Extract, Factuality, Kind, Statement, Strength, Voice};
use crate::targets::StatementId;
use crate::timeline::Record;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;

/// A deadline and its words.
#[derive(Serialize)]
pub struct DeadlineView<'a> {
    start: crate::calendar::Day,
    end: crate::calendar::Day,
    text: &'a str,
    start_byte: usize,
    end_byte: usize,
}

/// A statement as programs see it.
#[derive(Serialize)]
pub struct StatementView<'a> {
    doc: &'a str,
    /// The record's line in its file, where the document is one of several.
    record_line: Option<usize>,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start_byte: usize,
    end_byte: usize,
    text: &'a str,
    zone: Zone,
    kind: Kind,
    deadline: Option<DeadlineView<'a>>,
    old_deadline: Option<DeadlineView<'a>>,
    made_on: Option<Interval>,
    speaks_from: Option<Interval>,
    delivered: Option<Interval>,
    strength: Strength,
    subject: &'a str,
    actor: Option<&'a str>,
    speaker: Option<&'a str>,
    voice: Voice,
    factuality: Factuality,
    confidence: Confidence,
    cue: &'a str,
    target: Option<&'a str>,
}

fn deadline(deadline: &Deadline) -> DeadlineView<'_> {
    DeadlineView {
        start: deadline.interval.start(),
        end: deadline.interval.end(),
        text: &deadline.text,
        start_byte: deadline.place.span().start,
        end_byte: deadline.place.span().end,
    }
}

/// `statement` of `extract`, which belongs to `target`.
pub fn view<'a>(extract: &'a Extract, statement: &'a Statement, target: Option<&'a str>) -> StatementView<'a> {
    let place = &statement.place;
    StatementView {
        doc: &extract.doc,
        record_line: extract.record_line.map(|line| line.0),
        line: place.start().line.0,
        column: place.start().column.0,
        end_line: place.end().line.0,
        end_column: place.end().column.0,
        start_byte: place.span().start,
        end_byte: place.span().end,
        text: &statement.text,
        zone: statement.zone,
        kind: statement.kind,
        deadline: statement.deadline.as_deref().map(deadline),
        old_deadline: statement.old_deadline.as_deref().map(deadline),
        made_on: statement.made_on,
        speaks_from: statement.speaks_from,
        delivered: statement.delivered,
        strength: statement.strength,
        subject: &statement.subject,
        actor: statement.actor.as_deref(),
        speaker: statement.speaker.as_deref(),
        voice: statement.voice,
        factuality: statement.factuality,
        confidence: statement.confidence,
        cue: &statement.cue,
        target,
    }
}

/// The statements of the corpus, by document and place, each with its target's id. Candidates
/// that no target admitted, and words struck through, are nothing that anybody says.
pub fn all(record: &Record) -> impl Iterator<Item = (&Extract, &Statement, Option<&str>)> {
    let mut targets: BTreeMap<StatementId, &str> = BTreeMap::new();
    for timeline in &record.timelines {
        targets.extend(timeline.target.links.iter().map(|link| (link.id, &*timeline.target.id)));
    }
    record.extracts.iter().enumerate().flat_map(move |(doc, extract)| {
        let with_target: Vec<_> = (0..extract.statements.len())
            .map(|statement| targets.get(&StatementId { doc, statement }).copied())
            .zip(&extract.statements)
            .collect();
        with_target.into_iter().filter_map(move |(target, statement)| {
            let said = !statement.struck && (!statement.candidate || target.is_some());
            said.then_some((extract, statement, target))
        })
    })
}

/// One JSON object a line.
pub fn write_lines(record: &Record, out: &mut dyn io::Write) -> io::Result<()> {
    all(record).try_for_each(|(extract, statement, target)| json::line(&view(extract, statement, target), out))
}

/// `path:line:column: kind deadline “words”`.
pub fn write_text(record: &Record, paint: Paint, out: &mut dyn io::Write) -> io::Result<()> {
    for (extract, statement, _) in all(record) {
        let at = statement.place.start();
        let place = match extract.record_line {
            Some(line) => format!("{}:{}#{}", super::sources::shown_path(extract.file()), line.0, extract.doc),
            None => format!("{}:{}:{}", extract.doc, at.line.0, at.column.0),
        };
        let dates = dates(statement);
        let gap = if dates.is_empty() { "" } else { " " };
        let kind = paint.strong(kind(statement.kind));
        writeln!(out, "{}: {kind}{gap}{dates} “{}”", escape::terminal(&place), escape::terminal(&statement.text))?;
    }
    Ok(())
}

/// "March 2016", "March 2016 → June 2017", or nothing.
pub(crate) fn dates(statement: &Statement) -> String {
    let shown = |deadline: &Option<Box<Deadline>>| deadline.as_ref().map(|d| d.interval.to_string());
    match (shown(&statement.old_deadline), shown(&statement.deadline)) {
        (None, None) => String::new(),
        (None, Some(new)) => new,
        (Some(old), None) => format!("{old} → no new date"),
        (Some(old), Some(new)) => format!("{old} → {new}"),
    }
}

/// The name of a kind, for people.
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Commitment => "commitment",
        Kind::Met => "met",
        Kind::Missed => "missed",
        Kind::Moved => "moved",
        Kind::Dropped => "dropped",
        Kind::AtRisk => "at risk",
        Kind::OnTrack => "on track",
    }
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
        let mut out = Vec::new();
        write_lines(&record(), &mut out).expect("written");
        let lines = schema::validated(Name::Extract, &out);
        assert_eq!(lines.len(), 2, "the candidate is not said");
        assert_eq!(lines[0]["deadline"]["start"], "2016-03-01");
        assert_eq!(lines[0]["target"], "wards-online");
        assert_eq!((&lines[1]["line"], &lines[1]["column"]), (&3.into(), &15.into()));
    }

    #[test]
    fn text_is_a_line_each() {
        let mut out = Vec::new();
        write_text(&record(), Paint(false), &mut out).expect("written");
        let expected = "plan.md:3:23: commitment March 2016 “Every ward will be online by March 2016”\n\
                        update.txt:3:15: moved March 2016 → June 2017 “The wards are now to be online by June 2017”\n";
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }
}
