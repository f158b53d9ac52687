//! All that is known of one target: what was promised in whose words, what was said since, what
//! the documents show and what they do not.

use super::cards::{self, Line, Quote};
use super::page::{Maker, Named};
use super::status::Status;
use super::{size, words};
use crate::calendar::{Day, Interval, long_day};
use crate::engine::passages::short;
use crate::findings::Confidence;
use crate::output::{chart::Chart, timelines, view};
use crate::statements::{Extract, Kind, Statement, Strength, Voice};
use crate::targets::{Holder, Link, RecordedEvent, declared};
use crate::timeline::{Detail, Timeline, Verdict, VerdictType};
use serde::Serialize;
use std::collections::BTreeSet;

/// Events of a dossier that are written out unless everything is asked for.
const EVENTS: usize = 40;
/// Characters of a quotation of an event.
const LONG: usize = 600;

/// Something said or done, in order of time.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
    /// The day it speaks from.
    pub on: Named,
    /// The statement's kind.
    pub kind: Kind,
    /// What happened, in words.
    pub what: String,
    /// The deadline it speaks of, in words.
    pub deadline: String,
    /// For a change of date: days, in words.
    pub slip: String,
    /// Whose word it is, where it is not the document's own.
    pub voice: String,
    /// The words in their place.
    pub quote: Quote,
    /// Bytes of the file that the words stand at, end exclusive.
    pub bytes: Option<(usize, usize)>,
    /// Why it belongs to this target.
    pub linked: String,
    /// Entered by the desk rather than found.
    pub recorded: bool,
}

/// A verdict in words.
#[derive(Clone, Debug, Serialize)]
pub struct Judged {
    /// Its code.
    pub code: &'static str,
    /// What the house calls it.
    pub label: String,
    /// The sentence.
    pub text: String,
    /// Why.
    pub why: String,
    /// How sure.
    pub confidence: &'static str,
    /// Whether documents of different voices contradict each other.
    pub disputed: bool,
    /// Whose word it rests on, what part was delivered, what took its place: sentences, where there is anything to say.
    pub detail: Vec<String>,
}

/// All that is known of one target.
#[derive(Clone, Debug, Serialize)]
pub struct Dossier {
    /// Its id.
    pub id: String,
    /// What was promised.
    pub title: String,
    /// Who answers for it.
    pub owner: String,
    /// Who answered for it when, in words, where it changed hands.
    pub owners: Vec<String>,
    /// Whether a desk declared it.
    pub declared: bool,
    /// The promise in plain words.
    pub claim: String,
    /// The three statuses.
    pub status: Status,
    /// The words that first set the deadline.
    pub original: Option<Quote>,
    /// Who said them, where the document says so.
    pub speaker: String,
    /// What was said and done.
    pub events: Vec<Event>,
    /// Events that are only counted.
    pub more_events: usize,
    /// The slip chart.
    pub chart: Option<Chart>,
    /// What became of it.
    pub verdicts: Vec<Judged>,
    /// What is not known.
    pub unknown: Vec<String>,
    /// What was found about it.
    pub findings: Vec<Line>,
    /// Findings that are only counted.
    pub more_findings: usize,
    /// The documents that speak of it: name, title, date, address.
    pub documents: Vec<(String, String, String, Option<String>)>,
    /// Documents that are only counted.
    pub more_documents: usize,
    /// What was asked of those who answer for it, and what they said.
    pub replies: Vec<Reply>,
    /// What the desk has corrected, with the day.
    pub corrections: Vec<String>,
    /// How to cite it.
    pub cite: String,
}

/// What somebody was asked, and what they said.
#[derive(Clone, Debug, Serialize)]
pub struct Reply {
    /// Whether and when it was asked for and received.
    pub text: String,
    /// The reply's words.
    pub quote: String,
    /// Where it is kept.
    pub source: String,
}

/// The dossier of `timeline`.
pub(super) fn dossier(maker: &Maker<'_>, timeline: &Timeline) -> Dossier {
    let record = &maker.given.outcome.record;
    let target = &timeline.target;
    let title = maker.title(timeline);
    let said = |link: &Link| Some((record.extract(link.id)?, record.statement(link.id)?, link.id.doc));
    let first = target.links.iter().filter_map(said).find(|(_, s, _)| s.kind == Kind::Commitment && !s.retold && !s.struck);
    let first = first.or_else(|| target.links.iter().filter_map(said).next());
    let mut events: Vec<Event> = target.links.iter().filter_map(|link| event(maker, timeline, link)).collect();
    events.extend(target.record.iter().map(recorded));
    // ISO days sort as days; undated events come last.
    events.sort_by(|a, b| (a.on.iso.is_empty(), &a.on.iso).cmp(&(b.on.iso.is_empty(), &b.on.iso)));
    let most = if maker.given.options.full { usize::MAX } else { EVENTS };
    let more_events = events.len().saturating_sub(most);
    events.truncate(most);
    let findings = maker.findings.get(&*target.id).into_iter().flatten();
    let documents: BTreeSet<usize> = target.links.iter().map(|l| l.id.doc).collect();
    let mut listed: Vec<_> = documents.iter().filter_map(|index| document(record.extracts.get(*index)?)).collect();
    let more_documents = size::cut(&mut listed, maker.given.options.full);
    let as_of = long_day(record.as_of.day);
    let notes = maker.given.notes.get(&*target.id);
    Dossier {
        id: target.id.to_string(),
        owner: Maker::owner(timeline),
        owners: target.owners.iter().map(Holder::in_words).collect(),
        declared: target.declared,
        claim: claim(timeline, first.map(|(e, s, _)| (e, s))),
        status: Status::of(record, timeline, |v| maker.label(v)),
        original: first.map(|(extract, statement, index)| quote(maker, extract, statement, index)),
        speaker: first.and_then(|(_, s, _)| s.speaker.as_deref()).map(str::to_owned).unwrap_or_default(),
        events,
        more_events,
        chart: size::thin(Chart::of(record, timeline), maker.given.options.full),
        verdicts: timeline.verdicts.iter().map(|v| judged(maker, timeline, v)).collect(),
        unknown: unknown(maker, timeline),
        findings: findings.map(|f| cards::line(maker, f)).collect(),
        more_findings: 0,
        documents: listed,
        more_documents,
        replies: notes.into_iter().flat_map(|n| &n.replies).map(reply).collect(),
        corrections: notes
            .into_iter()
            .flat_map(|n| &n.corrections)
            .map(|c| format!("{}: {}", c.on, words::sentence(&c.note)))
            .collect(),
        cite: format!(
            "{title}, as of {as_of}, from {}; bywhen {}",
            view::plural(documents.len(), "document"),
            env!("CARGO_PKG_VERSION")
        ),
        title,
    }
}

fn reply(reply: &declared::Reply) -> Reply {
    let of = reply.of.as_deref().map(|of| format!(" of {of}")).unwrap_or_default();
    let came = reply.received.map_or_else(|| "no reply so far".to_owned(), |on| format!("reply received {on}"));
    Reply {
        text: format!("Asked{of} {}; {came}.", reply.asked),
        quote: reply.quote.clone().unwrap_or_default(),
        source: reply.source.clone().unwrap_or_default(),
    }
}

fn document(extract: &Extract) -> Option<(String, String, String, Option<String>)> {
    let date = extract.published.as_ref().map(|d| d.interval.to_string()).unwrap_or_else(|| "undated".into());
    let url = extract.url.as_deref().and_then(|url| cards::deep_link(url, ""));
    Some((extract.doc.to_string(), extract.title.as_deref().unwrap_or_default().to_owned(), date, url))
}

fn claim(timeline: &Timeline, first: Option<(&Extract, &Statement)>) -> String {
    let Some(deadline) = timeline.first_deadline else { return "No deadline could be placed on the calendar.".into() };
    let Some((extract, statement)) = first else { return format!("Due {deadline}.") };
    let on = statement.made_on.or(statement.speaks_from).map(|on| format!(" on {on}")).unwrap_or_default();
    let on = if statement.made_on.or(statement.speaks_from).is_some_and(|on| on.days() > 1) {
        on.replacen(" on ", " in ", 1)
    } else {
        on
    };
    let firm = match statement.strength {
        Strength::Firm => "",
        Strength::Hedged => " (worded as a hope or an aim)",
    };
    let title = extract.title.as_deref().map_or_else(|| extract.doc.to_string(), |t| format!("“{}”", short(t.trim(), 90)));
    let first = statement.deadline.as_ref().map_or(deadline, |d| d.interval);
    format!("{title} gives {first} as the date{on}{firm}.")
}

fn quote(maker: &Maker<'_>, extract: &Extract, statement: &Statement, index: usize) -> Quote {
    let mut quote = cards::words_at(maker, index, statement.place);
    if quote.words.is_empty() {
        quote.words = short(statement.prose.trim(), LONG);
    }
    let title = extract.title.as_deref().map(str::trim).filter(|t| !t.is_empty());
    quote.title = title.map_or_else(|| extract.doc.rsplit('/').next().unwrap_or_default().to_owned(), |t| short(t, 110));
    quote.drop_heading();
    quote.date = statement.speaks_from.map(cards::dated).unwrap_or_default();
    quote.path = extract.doc.to_string();
    quote.line = Some(statement.place.start().line.0);
    quote.url = extract.url.as_deref().and_then(|url| cards::deep_link(url, &quote.words));
    quote
}

fn event(maker: &Maker<'_>, timeline: &Timeline, link: &Link) -> Option<Event> {
    let record = &maker.given.outcome.record;
    let (extract, statement) = (record.extract(link.id)?, record.statement(link.id)?);
    let mut quote = quote(maker, extract, statement, link.id.doc);
    // The paragraph stands with the story; here the words are enough.
    (quote.before, quote.after) = (String::new(), String::new());
    let moved = timeline.verdicts.iter().find(|v| v.verdict == VerdictType::Moved && v.decided_by == Some(link.id));
    let what = match (statement.kind, moved, statement.struck) {
        (_, _, true) => "deadline struck through",
        (Kind::Commitment, Some(moved), _) if !moved.announced => "new date said, change not announced here",
        (Kind::Commitment, ..) if statement.retold => "earlier deadline told again",
        (kind, ..) => words::event(kind),
    };
    let deadline = match (&statement.old_deadline, &statement.deadline) {
        (Some(old), Some(new)) if statement.kind == Kind::Moved => format!("{} → {}", old.interval, new.interval),
        (_, Some(deadline)) => deadline.interval.to_string(),
        (Some(old), None) => format!("{} → no new date", old.interval),
        _ => String::new(),
    };
    let by = statement.speaker.as_deref().or(statement.actor.as_deref()).map(|name| format!(" by {name}")).unwrap_or_default();
    let voice = match statement.voice {
        Voice::Own => String::new(),
        Voice::Reported => format!("reported{by}"),
        Voice::Alleged => format!("alleged{by}"),
    };
    Some(Event {
        on: statement.speaks_from.map(cards::dated).unwrap_or_default(),
        kind: statement.kind,
        what: what.into(),
        deadline,
        slip: moved.and_then(|v| v.slip_days).map(words::slip).unwrap_or_default(),
        voice,
        quote,
        bytes: extract.record_line.is_none().then_some((statement.place.span().start, statement.place.span().end)),
        linked: link.reasons.join("; "),
        recorded: false,
    })
}

/// An event of the desk's own record.
fn recorded(event: &RecordedEvent) -> Event {
    let source = event.source.as_deref().unwrap_or_default();
    Event {
        on: cards::dated(event.on),
        kind: event.kind,
        what: words::event(event.kind).into(),
        deadline: event.deadline.map(|d: Interval| d.to_string()).unwrap_or_default(),
        slip: String::new(),
        voice: String::new(),
        quote: Quote {
            title: if source.is_empty() { "the target's record".into() } else { source.to_owned() },
            words: event.quote.as_deref().map(|q| short(q, LONG)).unwrap_or_default(),
            url: cards::deep_link(source, event.quote.as_deref().unwrap_or_default()),
            ..Quote::default()
        },
        bytes: None,
        linked: "entered in the target's record".into(),
        recorded: true,
    }
}

fn judged(maker: &Maker<'_>, timeline: &Timeline, verdict: &Verdict) -> Judged {
    let detail = Detail::of(&maker.given.outcome.record, timeline, verdict);
    let mut more = timelines::said_of(&detail);
    // Who answers for it now stands above; who did then is told where it was somebody else.
    if let Some(owner) = detail.owner.filter(|owner| Some(*owner) != timeline.target.owner.as_deref()) {
        more.push(format!("answered for on that day by {owner}"));
    }
    let from = words::date(verdict.from);
    let slip = verdict.slip_days.filter(|d| *d != 0).map(|d| format!(", {}", words::slip(d))).unwrap_or_default();
    let delivered = verdict.delivered.map_or_else(|| "on a day not given".to_owned(), |d| d.to_string());
    let as_of: Day = maker.given.outcome.record.as_of.day;
    let text = match verdict.verdict {
        VerdictType::Met => format!("Due {from}; delivered {delivered}."),
        VerdictType::MetLate => format!("Due {from}; delivered {delivered}{slip}."),
        VerdictType::Missed => format!("Due {from}; a document reports it as missed."),
        VerdictType::Moved => {
            let told = if verdict.announced { "announced" } else { "no document here announces the change" };
            let to = verdict.to.map_or_else(|| "no new date".to_owned(), |d| d.to_string());
            format!("{from} → {to}{slip}; {told}.")
        }
        VerdictType::Dropped => format!("Was due {from}; a document reports it as given up."),
        VerdictType::Overdue => format!("Due {from}; no document up to {} says what became of it.", long_day(as_of)),
        VerdictType::Open => format!("Due {from}; not yet passed."),
    };
    Judged {
        code: words::verdict_code(verdict.verdict),
        label: maker.label(verdict.verdict),
        text,
        why: if verdict.why.is_empty() { String::new() } else { words::sentence(&verdict.why) },
        confidence: view::confidence(verdict.confidence),
        disputed: verdict.disputed,
        detail: more.iter().map(|part| words::sentence(part)).collect(),
    }
}

/// What the documents leave open.
fn unknown(maker: &Maker<'_>, timeline: &Timeline) -> Vec<String> {
    let record = &maker.given.outcome.record;
    let mut unknown = Vec::new();
    if Maker::owner(timeline).is_empty() {
        unknown.push("Who answers for it is not recorded.".to_owned());
    }
    let last = super::status::last_verdict(timeline);
    match last.map(|v| (v.verdict, v.delivered)) {
        Some((VerdictType::Overdue, _)) => {
            unknown.push("What became of it. Silence in these documents is not silence in the world.".to_owned());
        }
        Some((VerdictType::Met | VerdictType::MetLate, None)) => unknown.push("The day of delivery.".to_owned()),
        _ => {}
    }
    if timeline.verdicts.iter().any(|v| v.verdict == VerdictType::Moved && !v.announced) {
        unknown.push("Whether the change of date was announced anywhere outside these documents.".to_owned());
    }
    match crate::timeline::detail::copies(record, timeline) {
        0 => {}
        n => {
            unknown.push(format!("Anything beyond what {} nearly repeat: they count once.", view::plural(n, "further document")))
        }
    }
    let weak = timeline.target.links.iter().filter(|l| l.confidence == Confidence::Low).count();
    if weak > 0 {
        unknown.push(format!(
            "Whether {} about this target at all: the link is a guess.",
            match weak {
                1 => "one of the statements is".to_owned(),
                n => format!("{n} of the statements are"),
            }
        ));
    }
    if record.extracts.iter().any(|e| e.published.is_none() && !e.living && !e.unreadable()) {
        unknown.push("What undated documents would add to the order of events.".to_owned());
    }
    unknown
}
