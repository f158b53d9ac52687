//! Targets with their statements and verdicts, as `bywhen timeline` shows them.

use super::statements::{self, StatementView};
use super::view::{self, plural};
use super::{Style, concise::Paint, escape, json};
use crate::calendar::{Interval, long_day};
use crate::findings::Confidence;
use crate::statements::{Extract, Statement};
use crate::targets::{Holder, Link, NearMisses, StatementId};
use crate::timeline::{Detail, Record, Timeline, Verdict, VerdictType, Word, detail};
use serde::Serialize;
use std::collections::BTreeSet;
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
    #[serde(flatten)]
    detail: Detail<'a>,
}

/// A target that is kept apart, and why.
#[derive(Serialize)]
struct NearMissView<'a> {
    id: &'a str,
    title: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct TimelineView<'a> {
    id: &'a str,
    title: &'a str,
    owner: Option<&'a str>,
    owners: &'a [Holder],
    declared: bool,
    first_deadline: Option<Interval>,
    last_deadline: Option<Interval>,
    statements: Vec<LinkedView<'a>>,
    verdicts: Vec<VerdictView<'a>>,
    copies: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    near_misses: Option<Vec<NearMissView<'a>>>,
}

fn look_up(record: &Record, id: StatementId) -> Option<(&Extract, &Statement)> {
    let extract = record.extracts.get(id.doc)?;
    Some((extract, extract.statements.get(id.statement)?))
}

fn view<'a>(record: &'a Record, timeline: &'a Timeline, near: Option<&'a NearMisses>) -> TimelineView<'a> {
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
            doc: decided.map(|(extract, _)| &*extract.doc),
            line: decided.map(|(_, statement)| statement.place.start().line.0),
            delivered: verdict.delivered,
            slip_days: verdict.slip_days,
            disputed: verdict.disputed,
            confidence: verdict.confidence,
            why: &verdict.why,
            detail: Detail::of(record, timeline, verdict),
        }
    };
    TimelineView {
        id: &target.id,
        title: &target.title,
        owner: target.owner.as_deref(),
        owners: &target.owners,
        declared: target.declared,
        first_deadline: timeline.first_deadline,
        last_deadline: timeline.in_force.last().map(|(_, deadline)| *deadline),
        statements: linked.collect(),
        verdicts: timeline.verdicts.iter().map(verdict).collect(),
        copies: detail::copies(record, timeline),
        near_misses: near.map(|near| near_misses(record, timeline, near).collect()),
    }
}

fn near_misses<'a>(record: &'a Record, timeline: &Timeline, near: &'a NearMisses) -> impl Iterator<Item = NearMissView<'a>> {
    let found = near.get(&*timeline.target.id).map(Vec::as_slice).unwrap_or_default();
    found.iter().filter_map(|miss| {
        let target = &record.timelines.get(miss.target)?.target;
        Some(NearMissView { id: &target.id, title: &target.title, why: &miss.why })
    })
}

/// One JSON object a line.
pub fn write_lines<'a>(
    record: &'a Record,
    timelines: impl Iterator<Item = &'a Timeline>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    explain_lines(record, timelines, None, out)
}

/// One JSON object a line; with what nearly belonged to each target, where `near` is given.
pub fn explain_lines<'a>(
    record: &'a Record,
    timelines: impl Iterator<Item = &'a Timeline>,
    near: Option<&'a NearMisses>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    timelines.into_iter().try_for_each(|timeline| json::line(&view(record, timeline, near), out))
}

/// A paragraph for each target: its statements by the day they speak from, then what became of it; where
/// `near` is given, with the words of each statement and why it belongs here, and what is kept apart.
pub fn explain_text<'a>(
    record: &'a Record,
    timelines: impl Iterator<Item = &'a Timeline>,
    near: Option<&'a NearMisses>,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let paint = Paint(style.color);
    let mut count = 0;
    for timeline in timelines {
        count += 1;
        write_one(record, timeline, near, &BTreeSet::new(), paint, out)?;
        writeln!(out)?;
    }
    writeln!(out, "{} as of {}", plural(count, "target"), long_day(record.as_of.day))
}

/// The paragraph of one target, without an empty line after it; what stands in `drafts` is marked.
pub(crate) fn write_one(
    record: &Record,
    timeline: &Timeline,
    near: Option<&NearMisses>,
    drafts: &BTreeSet<&str>,
    paint: Paint,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let target = &timeline.target;
    writeln!(out, "{}  [{}]", paint.strong(&escape::terminal(&target.title)), escape::terminal(&target.id))?;
    if !target.owners.is_empty() {
        let owners: Vec<String> = target.owners.iter().map(Holder::in_words).collect();
        writeln!(out, "  owner: {}", escape::terminal(&owners.join("; ")))?;
    }
    let mut dated: Vec<(Option<Interval>, [String; 4], String)> = Vec::new();
    let said = |words: &str, why: String| match near {
        Some(_) => format!("      “{}”\n      {}", escape::terminal(words.trim()), escape::terminal(&why)),
        None => String::new(),
    };
    for link in &target.links {
        let Some((extract, statement)) = look_up(record, link.id) else { continue };
        let on = statement.speaks_from.map_or_else(|| "undated".into(), |on| on.to_string());
        let mark = if drafts.contains(&*extract.doc) { "  (the draft)" } else { "" };
        let place = format!("{}:{}{mark}", escape::terminal(&extract.doc), statement.place.start().line.0);
        let row = [on, statements::kind(statement.kind).into(), statements::dates(statement), place];
        dated.push((statement.speaks_from, row, said(&statement.prose, belongs(link))));
    }
    for event in &target.record {
        let deadline = event.deadline.map(|d| d.to_string()).unwrap_or_default();
        let source = event.source.as_deref().map_or_else(|| "record".into(), |s| escape::terminal(s).into_owned());
        let row = [event.on.to_string(), statements::kind(event.kind).into(), deadline, source];
        let quote = event.quote.as_deref().unwrap_or_default();
        dated.push((Some(event.on), row, said(quote, "entered in the target's record".into()).replace("      “”\n", "")));
    }
    // The record's events take their places among the statements.
    dated.sort_by_key(|(on, _, _)| on.map(Interval::start));
    let width = |column: usize| dated.iter().map(|(_, row, _)| row[column].chars().count()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2)];
    for (_, [on, kind, dates, place], said) in &dated {
        let line = format!("  {on:0$}  {kind:1$}  {dates:2$}  {place}", widths[0], widths[1], widths[2]);
        writeln!(out, "{}", line.trim_end())?;
        if !said.is_empty() {
            writeln!(out, "{said}")?;
        }
    }
    for verdict in &timeline.verdicts {
        let severity = match verdict.verdict {
            VerdictType::Missed | VerdictType::MetLate | VerdictType::Dropped => crate::findings::Severity::Warning,
            _ => crate::findings::Severity::Note,
        };
        let [name, rest] = describe(verdict, record, timeline);
        writeln!(out, "  {} {}", paint.severity(severity, &format!("{name}:")), escape::terminal(&rest))?;
        if near.is_some() && !verdict.why.is_empty() {
            writeln!(out, "      {}; {} confidence", escape::terminal(&verdict.why), view::confidence(verdict.confidence))?;
        }
    }
    if timeline.first_deadline.is_none() && timeline.verdicts.is_empty() {
        writeln!(out, "  no date to check")?;
    }
    for miss in near.into_iter().flat_map(|near| near_misses(record, timeline, near)) {
        let (title, id) = (escape::terminal(miss.title), escape::terminal(miss.id));
        writeln!(out, "  kept apart from: {title} [{id}]: {}", escape::terminal(miss.why))?;
    }
    match detail::copies(record, timeline) {
        0 => {}
        n => writeln!(out, "  {} nearly repeat an earlier one and count once", plural(n, "document"))?,
    }
    Ok(())
}

/// Why a statement belongs to its target, in words.
fn belongs(link: &Link) -> String {
    let sure = view::confidence(link.confidence);
    match link.reasons.as_slice() {
        [] => "the first of its target: what follows was compared with it".to_owned(),
        reasons => format!("belongs here: {}; {sure} confidence", reasons.join("; ")),
    }
}

/// A verdict in words: its name, and the rest of the sentence.
pub(crate) fn describe(verdict: &Verdict, record: &Record, timeline: &Timeline) -> [String; 2] {
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
    let detail = Detail::of(record, timeline, verdict);
    for more in said_of(&detail) {
        rest.push_str("; ");
        rest.push_str(&more);
    }
    // Who answers for it now stands above; who did then is told where it was somebody else.
    if let Some(owner) = detail.owner.filter(|owner| Some(*owner) != timeline.target.owner.as_deref()) {
        rest.push_str(&format!("; {owner} answered for it then"));
    }
    [name.to_owned(), rest]
}

/// What a verdict's detail adds to it, in words, a part each.
pub(crate) fn said_of(detail: &Detail<'_>) -> Vec<String> {
    let mut parts = Vec::new();
    match detail.word {
        Some(Word::Claimed) => parts.push("claimed by its owner".to_owned()),
        Some(Word::Recorded) => parts.push("from the target's record".to_owned()),
        Some(Word::Reported) | None => {}
    }
    if let Some(partial) = &detail.partial {
        let on = partial.on.map(|on| format!(" ({on})")).unwrap_or_default();
        parts.push(format!("reported as done: {}{on}", partial.part.text));
    }
    if let Some(name) = &detail.superseded_by {
        parts.push(format!("superseded by {name}"));
    }
    if detail.superseded {
        parts.push("a later deadline has taken its place".to_owned());
    }
    parts
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
        explain_lines(&record, record.timelines.iter(), Some(&NearMisses::new()), &mut out).expect("written");
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
        explain_text(&record, record.timelines.iter(), None, Style::default(), &mut out).expect("written");
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
