//! What an archive knows of the dated targets that drafts name: the earlier deadlines, their moves, what became
//! of them. It is told whether or not anything is wrong with the drafts.

use super::concise::Paint;
use super::timelines::{describe, write_one};
use super::{Report, escape, statements, view};
use crate::calendar::Interval;
use crate::statements::Kind;
use crate::targets::StatementId;
use crate::timeline::{Record, Timeline, VerdictType};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// What the archive knows of the targets that drafts name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Archive {
    /// The drafts, by name.
    pub drafts: BTreeSet<String>,
    /// Indexes of the timelines that drafts name and the archive, or the desk's record, knows.
    pub known: Vec<usize>,
    /// Of these, the ones that drafts name without saying anything of a date: draft and line.
    pub only_named: BTreeMap<usize, (String, usize)>,
    /// How many targets drafts date that nothing else speaks of.
    pub unknown: usize,
}

impl Archive {
    /// What the record without `drafts` knows of the targets that they date, and of those that they only name:
    /// `named`, by the index of the timeline.
    pub fn of(record: &Record, drafts: &BTreeSet<String>, named: BTreeMap<usize, (String, usize)>) -> Self {
        let mut archive = Archive { drafts: drafts.clone(), ..Archive::default() };
        let in_draft = |id: StatementId| record.extract(id).is_some_and(|extract| drafts.contains(&*extract.doc));
        for (index, timeline) in record.timelines.iter().enumerate() {
            let links = &timeline.target.links;
            if !links.iter().any(|link| in_draft(link.id)) {
                // A target of which nothing dated is known tells nothing here.
                if let Some(place) = named.get(&index).filter(|_| timeline.first_deadline.is_some()) {
                    archive.known.push(index);
                    archive.only_named.insert(index, place.clone());
                }
                continue;
            }
            if !timeline.target.record.is_empty() || links.iter().any(|link| !in_draft(link.id)) {
                archive.known.push(index);
            } else {
                archive.unknown += 1;
            }
        }
        archive
    }
}

/// Writes what the archive knows, where there is one.
pub fn write(report: &Report<'_>, paint: Paint, out: &mut dyn io::Write) -> io::Result<()> {
    let Some(archive) = report.archive else { return Ok(()) };
    let draft = if archive.drafts.len() == 1 { "the draft" } else { "the drafts" };
    let verb = if archive.drafts.len() == 1 { "names" } else { "name" };
    let drafts: BTreeSet<&str> = archive.drafts.iter().map(String::as_str).collect();
    if archive.known.is_empty() && archive.unknown == 0 {
        return writeln!(out, "No dated target is named in {draft}.\n");
    }
    if !archive.known.is_empty() {
        let count = view::plural(archive.known.len(), "dated target");
        writeln!(out, "{}\n", paint.strong(&format!("What the archive knows of {count} that {draft} {verb}")))?;
    }
    for (index, timeline) in archive.known.iter().filter_map(|index| Some((index, report.record.timelines.get(*index)?))) {
        write_one(report.record, timeline, None, &drafts, paint, out)?;
        if let Some((doc, line)) = archive.only_named.get(index) {
            writeln!(out, "  named without a date at {}:{line}", escape::terminal(doc))?;
        }
        writeln!(out)?;
    }
    match archive.unknown {
        0 => Ok(()),
        n => writeln!(out, "{} in {draft} of which the archive knows nothing.\n", view::plural(n, "dated target")),
    }
}

/// A place where something is said.
#[derive(Serialize)]
pub struct SaidView<'a> {
    doc: &'a str,
    line: usize,
    date: Option<Interval>,
    kind: Kind,
    deadline: Option<Interval>,
    text: &'a str,
}

/// A place where a target is named without a date.
#[derive(Serialize)]
pub struct NamedView<'a> {
    doc: &'a str,
    line: usize,
}

/// What became of a deadline.
#[derive(Serialize)]
pub struct BecameView {
    #[serde(rename = "type")]
    verdict: VerdictType,
    from: Option<Interval>,
    to: Option<Interval>,
    announced: bool,
    disputed: bool,
    text: String,
}

/// What is known of one target, for programs.
#[derive(Serialize)]
pub struct KnownView<'a> {
    target: &'a str,
    title: &'a str,
    owner: Option<&'a str>,
    first_deadline: Option<Interval>,
    last_deadline: Option<Interval>,
    in_drafts: Vec<SaidView<'a>>,
    named_at: Option<NamedView<'a>>,
    in_archive: Vec<SaidView<'a>>,
    verdicts: Vec<BecameView>,
}

/// What is known of each target, for programs.
pub fn views<'a>(record: &'a Record, archive: &'a Archive) -> impl Iterator<Item = KnownView<'a>> {
    let timelines = archive.known.iter().filter_map(|index| Some((index, record.timelines.get(*index)?)));
    timelines.map(move |(index, timeline)| {
        let named_at = archive.only_named.get(index).map(|(doc, line)| NamedView { doc, line: *line });
        KnownView { named_at, ..view(record, timeline, &archive.drafts) }
    })
}

fn view<'a>(record: &'a Record, timeline: &'a Timeline, drafts: &BTreeSet<String>) -> KnownView<'a> {
    let target = &timeline.target;
    let (mut in_drafts, mut in_archive) = (Vec::new(), Vec::new());
    for link in &target.links {
        let (Some(extract), Some(statement)) = (record.extract(link.id), record.statement(link.id)) else { continue };
        let said = SaidView {
            doc: &extract.doc,
            line: statement.place.start().line.0,
            date: statement.speaks_from,
            kind: statement.kind,
            deadline: statement.deadline.as_ref().map(|d| d.interval),
            text: &statement.text,
        };
        if drafts.contains(&*extract.doc) { in_drafts.push(said) } else { in_archive.push(said) }
    }
    let became = timeline.verdicts.iter().map(|verdict| {
        let [name, rest] = describe(verdict, record, timeline);
        BecameView {
            verdict: verdict.verdict,
            from: verdict.from,
            to: verdict.to,
            announced: verdict.announced,
            disputed: verdict.disputed,
            text: format!("{name}: {rest}"),
        }
    });
    KnownView {
        target: &target.id,
        title: &target.title,
        owner: target.owner.as_deref(),
        first_deadline: timeline.first_deadline,
        last_deadline: timeline.last_deadline(),
        in_drafts,
        named_at: None,
        in_archive,
        verdicts: became.collect(),
    }
}

/// Writes what the archive knows as a part of a Markdown page.
pub fn write_markdown(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let Some(archive) = report.archive.filter(|archive| !archive.known.is_empty()) else { return Ok(()) };
    writeln!(out, "\n### What the archive knows\n")?;
    for timeline in archive.known.iter().filter_map(|index| report.record.timelines.get(*index)) {
        writeln!(out, "**{}**\n", escape::markdown(&timeline.target.title))?;
        for link in &timeline.target.links {
            let (Some(extract), Some(said)) = (report.record.extract(link.id), report.record.statement(link.id)) else {
                continue;
            };
            let on = said.speaks_from.map_or_else(|| "undated".to_owned(), |on| on.to_string());
            let words = format!("{on}, {}: {} {}", extract.doc, statements::kind(said.kind), statements::dates(said));
            let mark = if archive.drafts.contains(&*extract.doc) { " (the draft)" } else { "" };
            writeln!(out, "- {}{mark}", escape::markdown(words.trim()))?;
        }
        for verdict in &timeline.verdicts {
            let [name, rest] = describe(verdict, report.record, timeline);
            writeln!(out, "- *{name}*: {}", escape::markdown(&rest))?;
        }
        writeln!(out)?;
    }
    Ok(())
}
