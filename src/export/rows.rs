//! The rows of each table.

use super::{Export, LAYOUT};
use crate::calendar::{Day, Interval};
use crate::findings::{Excerpt, Finding};
use crate::output::sources::shown_path;
use crate::statements::{Deadline, Extract, Problem};
use crate::targets::StatementId;
use crate::timeline::{Record, Timeline};
use rusqlite::{Connection, params};
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) fn write(export: Export<'_>, db: &Connection) -> rusqlite::Result<()> {
    let Export { record, findings, review } = export;
    about(record, db)?;
    documents(record, db)?;
    let keys = Keys::new(record);
    for (index, timeline) in record.timelines.iter().enumerate() {
        target(row(index), timeline, db)?;
    }
    said(record, &keys, db)?;
    for (index, timeline) in record.timelines.iter().enumerate() {
        events(row(index), timeline, record, &keys, db)?;
    }
    let live = findings.iter().map(|finding| (finding, None));
    let aside = review.set_aside.iter().map(|aside| (&aside.finding, Some(aside.reason.words())));
    for (index, (finding, because)) in live.chain(aside).enumerate() {
        found(row(index), finding, because, &keys, db)?;
    }
    Ok(())
}

/// Rows count from 1.
fn row(index: usize) -> i64 {
    i64::try_from(index).map_or(i64::MAX, |index| index.saturating_add(1))
}

fn number(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The days that a period begins and ends on, as ISO 8601 writes them.
type Days = (Option<String>, Option<String>);

fn days(interval: Option<Interval>) -> Days {
    let day = |day: Day| day.to_string();
    (interval.map(|i| day(i.start())), interval.map(|i| day(i.end())))
}

fn deadline(deadline: Option<&Deadline>) -> (Days, Option<&str>) {
    (days(deadline.map(|d| d.interval)), deadline.map(|d| d.text.as_str()))
}

/// What a value is called in every machine-readable output.
fn name(value: &impl Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

/// Where the rows of what refers to each other are.
struct Keys<'r> {
    documents: BTreeMap<&'r str, i64>,
    targets: BTreeMap<&'r str, i64>,
    statements: BTreeMap<StatementId, i64>,
}

impl<'r> Keys<'r> {
    fn new(record: &'r Record) -> Self {
        let documents = record.extracts.iter().enumerate().map(|(i, e)| (&*e.doc, row(i))).collect();
        let targets = record.timelines.iter().enumerate().map(|(i, t)| (&*t.target.id, row(i))).collect();
        let ids = record
            .extracts
            .iter()
            .enumerate()
            .flat_map(|(doc, extract)| (0..extract.statements.len()).map(move |statement| StatementId { doc, statement }));
        Self { documents, targets, statements: ids.enumerate().map(|(i, id)| (id, row(i))).collect() }
    }
}

fn about(record: &Record, db: &Connection) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached("INSERT INTO about VALUES (?, ?)")?;
    for (key, value) in [
        ("layout", LAYOUT.to_string()),
        ("made_by", format!("bywhen {}", env!("CARGO_PKG_VERSION"))),
        ("as_of", record.as_of.day.to_string()),
        ("as_of_set_by", record.as_of.set_by.clone().unwrap_or_default()),
        ("documents_later_than_as_of", record.later.to_string()),
    ] {
        insert.execute((key, value))?;
    }
    Ok(())
}

fn documents(record: &Record, db: &Connection) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached("INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")?;
    for (index, extract) in record.extracts.iter().enumerate() {
        let published = days(extract.published.as_ref().map(|d| d.interval));
        let updated = days(extract.updated.as_ref().map(|d| d.interval));
        insert.execute(params![
            row(index),
            extract.doc,
            extract.title,
            extract.url,
            extract.format.as_ref().and_then(name),
            published.0,
            published.1,
            extract.published.as_ref().map(|d| d.source.name()),
            updated.0,
            updated.1,
            extract.living,
            shown_path(extract.file()),
            extract.record_line.map(|line| number(line.0)),
            extract.hash.to_string(),
            problems(extract),
        ])?;
    }
    Ok(())
}

fn problems(extract: &Extract) -> Option<String> {
    let words = |problem: &Problem| match problem {
        Problem::Unreadable(why) => format!("cannot be read: {why}"),
        Problem::Undated => "has no date".to_owned(),
        Problem::DateConflict(others) => {
            let others: Vec<String> = others.iter().map(|d| format!("{} ({})", d.interval, d.source.name())).collect();
            format!("other dates: {}", others.join(", "))
        }
    };
    let all: Vec<String> = extract.problems.iter().map(words).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

fn target(id: i64, timeline: &Timeline, db: &Connection) -> rusqlite::Result<()> {
    let target = &timeline.target;
    let (first, last) = (days(timeline.first_deadline), days(timeline.last_deadline()));
    db.prepare_cached("INSERT INTO targets VALUES (?,?,?,?,?,?,?,?,?)")?.execute(params![
        id,
        target.title,
        target.id,
        target.owner,
        target.declared,
        first.0,
        first.1,
        last.0,
        last.1
    ])?;
    Ok(())
}

/// The statements that the other outputs show: no candidates that nothing came of, nothing struck through.
fn said(record: &Record, keys: &Keys<'_>, db: &Connection) -> rusqlite::Result<()> {
    let mut links = BTreeMap::new();
    for (target, timeline) in record.timelines.iter().enumerate() {
        links.extend(timeline.target.links.iter().map(|link| (link.id, (row(target), link))));
    }
    let mut insert = db.prepare_cached(&format!("INSERT INTO statements VALUES (?{})", ",?".repeat(33)))?;
    for (doc, extract) in record.extracts.iter().enumerate() {
        for (index, statement) in extract.statements.iter().enumerate() {
            let id = StatementId { doc, statement: index };
            let (target, link) = links.get(&id).map_or((None, None), |(target, link)| (Some(*target), Some(*link)));
            // What a target holds is referred to, so it must be there, also when it is struck through.
            if link.is_none() && (statement.struck || statement.candidate) {
                continue;
            }
            let (new, new_words) = deadline(statement.deadline.as_deref());
            let (old, old_words) = deadline(statement.old_deadline.as_deref());
            let made = days(statement.made_on);
            let speaks = days(statement.speaks_from);
            let delivered = days(statement.delivered);
            let place = statement.place;
            insert.execute(params![
                keys.statements.get(&id),
                row(doc),
                target,
                name(&statement.kind),
                statement.prose,
                statement.subject,
                new.0,
                new.1,
                new_words,
                old.0,
                old.1,
                old_words,
                made.0,
                made.1,
                speaks.0,
                speaks.1,
                delivered.0,
                delivered.1,
                name(&statement.strength),
                statement.actor,
                statement.speaker,
                name(&statement.voice),
                name(&statement.factuality),
                name(&statement.confidence),
                statement.cue,
                name(&statement.zone),
                number(place.start().line.0),
                number(place.start().column.0),
                number(place.end().line.0),
                number(place.end().column.0),
                number(place.span().start),
                number(place.span().end),
                link.map(|link| link.reasons.join("; ")),
                link.and_then(|link| name(&link.confidence)),
            ])?;
        }
    }
    Ok(())
}

/// One event of a target's life.
struct Event<'e> {
    on: Option<Interval>,
    kind: String,
    deadline: Option<Interval>,
    statement: Option<i64>,
    quote: Option<&'e str>,
    source: Option<&'e str>,
}

/// What happened to a target, in order, and what is thought of it.
fn events(target: i64, timeline: &Timeline, record: &Record, keys: &Keys<'_>, db: &Connection) -> rusqlite::Result<()> {
    let mut all = Vec::new();
    for link in &timeline.target.links {
        let Some(statement) = record.statement(link.id) else { continue };
        all.push(Event {
            on: statement.speaks_from,
            kind: name(&statement.kind).unwrap_or_default(),
            deadline: statement.deadline.as_ref().map(|d| d.interval),
            statement: keys.statements.get(&link.id).copied(),
            quote: None,
            source: None,
        });
    }
    for event in &timeline.target.record {
        all.push(Event {
            on: Some(event.on),
            kind: name(&event.kind).unwrap_or_default(),
            deadline: event.deadline,
            statement: None,
            quote: event.quote.as_deref(),
            source: event.source.as_deref(),
        });
    }
    // What is undated comes last; the sort is stable.
    all.sort_by_key(|event| event.on.map_or((true, None), |on| (false, Some(on.start()))));
    let mut insert = db.prepare_cached(
        "INSERT INTO events (target, on_from, on_to, kind, deadline_from, deadline_to, statement, quote, source_url)
         VALUES (?,?,?,?,?,?,?,?,?)",
    )?;
    for event in all {
        let (on, deadline) = (days(event.on), days(event.deadline));
        let Event { kind, statement, quote, source, .. } = event;
        insert.execute(params![target, on.0, on.1, kind, deadline.0, deadline.1, statement, quote, source])?;
    }
    let mut insert = db.prepare_cached(
        "INSERT INTO verdicts (target, verdict, deadline_from, deadline_to, new_deadline_from, new_deadline_to,
         delivered_from, delivered_to, slip_days, is_announced, is_disputed, confidence, why, decided_by, set_by)
         VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    )?;
    for verdict in &timeline.verdicts {
        let (from, to, delivered) = (days(verdict.from), days(verdict.to), days(verdict.delivered));
        let statement = |id: Option<StatementId>| id.and_then(|id| keys.statements.get(&id));
        insert.execute(params![
            target,
            name(&verdict.verdict),
            from.0,
            from.1,
            to.0,
            to.1,
            delivered.0,
            delivered.1,
            verdict.slip_days,
            verdict.announced,
            verdict.disputed,
            name(&verdict.confidence),
            verdict.why,
            statement(verdict.decided_by),
            statement(verdict.set_by),
        ])?;
    }
    Ok(())
}

fn found(id: i64, finding: &Finding, because: Option<String>, keys: &Keys<'_>, db: &Connection) -> rusqlite::Result<()> {
    let line = |excerpt: &Excerpt| excerpt.place.map(|place| number(place.start().line.0));
    let document = |excerpt: &Excerpt| keys.documents.get(&*excerpt.doc);
    let deadline = days(finding.deadline);
    let target = finding.target.as_deref().and_then(|target| keys.targets.get(target));
    db.prepare_cached(&format!("INSERT INTO findings VALUES (?{})", ",?".repeat(15)))?.execute(params![
        id,
        finding.check,
        name(&finding.severity),
        name(&finding.confidence),
        name(&finding.family),
        finding.message,
        finding.why,
        finding.refuted_by,
        target,
        document(&finding.primary),
        line(&finding.primary),
        deadline.0,
        deadline.1,
        finding.slip_days,
        finding.fingerprint,
        because,
    ])?;
    let mut insert = db.prepare_cached(
        "INSERT INTO excerpts (finding, position, role, label, document, place_of, line, column_number, quote)
         VALUES (?,?,?,?,?,?,?,?,?)",
    )?;
    for (position, excerpt) in std::iter::once(&finding.primary).chain(&finding.related).enumerate() {
        insert.execute(params![
            id,
            number(position),
            name(&excerpt.role),
            excerpt.label,
            document(excerpt),
            excerpt.doc,
            line(excerpt),
            excerpt.place.map(|place| number(place.start().column.0)),
            excerpt.quote,
        ])?;
    }
    Ok(())
}
