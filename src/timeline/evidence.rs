//! The statements of one target and the desk's record of it, as events in order.

use super::detail::delivered_part;
use crate::calendar::{Day, Interval};
use crate::findings::Confidence;
use crate::statements::{Extract, Factuality, Kind, Statement, Voice};
use crate::targets::{StatementId, Target};
use std::collections::HashMap;

/// Two documents whose fingerprints differ in no more bits are one piece of evidence.
const NEAR_DUPLICATE: u32 = 3;

/// One thing said, by a document or by the desk's record.
#[derive(Clone, Debug)]
pub(super) struct Event<'a> {
    /// The day it counts from: when it was said, or when the text says that it was first said.
    pub day: Interval,
    /// The day on which the document that says it speaks.
    pub speaks: Interval,
    /// What is said.
    pub kind: Kind,
    /// The deadline named: of a move, the new one.
    pub deadline: Option<Interval>,
    /// The earlier deadline named.
    pub old: Option<Interval>,
    /// Whether the deadline is approximate.
    pub approximate: bool,
    /// It tells of an earlier commitment, or is struck through: it sets nothing anew.
    pub retold: bool,
    /// It reports the delivery of a part only.
    pub partial: bool,
    /// Its statement; `None` for the desk's record.
    pub id: Option<StatementId>,
    /// The statement itself.
    pub statement: Option<&'a Statement>,
    /// How sure reading and link are.
    pub confidence: Confidence,
}

impl Event<'_> {
    /// Whether it decides anything: said as a fact, and not merely alleged by a third party.
    pub(super) fn decides(&self) -> bool {
        !self.partial && self.statement.is_none_or(|s| s.voice != Voice::Alleged && s.factuality != Factuality::Possible)
    }

    /// The document, or none for the desk's record.
    pub(super) fn doc(&self) -> Option<usize> {
        self.id.map(|id| id.doc)
    }
}

/// The events of a target in order of the day they count from; near-duplicate documents count once.
pub(super) fn events<'a>(target: &Target, extracts: &'a [Extract], as_of: Day) -> Vec<Event<'a>> {
    let original = originals(target, extracts);
    let said = target.links.iter().filter_map(|link| extracts.get(link.id.doc)?.statements.get(link.id.statement));
    let promised: Vec<&str> = said.filter(|s| s.kind == Kind::Commitment).map(|s| &*s.prose).collect();
    let mut events: Vec<Event<'a>> = Vec::with_capacity(target.links.len() + target.record.len());
    for link in &target.links {
        if original.get(&link.id.doc).is_some_and(|first| *first != link.id.doc) {
            continue;
        }
        let Some(extract) = extracts.get(link.id.doc) else { continue };
        let Some(statement) = extract.statements.get(link.id.statement) else { continue };
        let living = extract.living.then(|| Interval::day(as_of));
        let published = extract.published.as_ref().map(|d| d.interval);
        let Some(speaks) = statement.speaks_from.or(published).or(living) else { continue };
        let deadline = statement.deadline.as_ref().map(|d| d.interval);
        let (day, retold) = counted_from(statement, deadline, speaks);
        events.push(Event {
            day,
            speaks,
            kind: statement.kind,
            deadline,
            old: statement.old_deadline.as_ref().map(|d| d.interval),
            approximate: statement.deadline.as_ref().is_some_and(|d| d.approximate),
            retold,
            partial: delivered_part(statement, &promised).is_some(),
            id: Some(link.id),
            statement: Some(statement),
            confidence: link.confidence.min(statement.confidence),
        });
    }
    for event in &target.record {
        events.push(Event {
            day: event.on,
            speaks: event.on,
            kind: event.kind,
            deadline: event.deadline,
            old: None,
            approximate: false,
            retold: false,
            partial: false,
            id: None,
            statement: None,
            confidence: Confidence::High,
        });
    }
    events.sort_by_key(|e| (e.day.end(), e.day.start(), rank(e), e.id.map(|id| (id.doc, id.statement))));
    without_repeats(events)
}

/// Leaves out words of change without a date that another document repeats: "Deadline extended", in the digest of a week
/// as over the news itself, is one change.
fn without_repeats<'a>(mut events: Vec<Event<'a>>) -> Vec<Event<'a>> {
    let mut told: HashMap<&'a str, usize> = HashMap::new();
    events.retain(|event| match (event.kind, event.deadline, event.statement, event.doc()) {
        (Kind::Moved, None, Some(statement), Some(doc)) => *told.entry(&*statement.prose).or_insert(doc) == doc,
        _ => true,
    });
    events
}

/// Within one day, what is told of the past comes first and the desk's record before all.
fn rank(event: &Event<'_>) -> u8 {
    match (event.id.is_none(), event.retold, event.kind) {
        (true, _, _) => 0,
        (_, true, _) => 1,
        (_, _, Kind::Met) => 4,
        _ => 2,
    }
}

/// The day a statement counts from, and whether it only retells.
///
/// A commitment whose deadline had passed when the document spoke cannot have been made in it.
fn counted_from(statement: &Statement, deadline: Option<Interval>, speaks: Interval) -> (Interval, bool) {
    if statement.kind != Kind::Commitment && statement.kind != Kind::OnTrack {
        return (speaks, false);
    }
    if let Some(made) = statement.made_on.filter(|made| made.end() < speaks.start()) {
        return (made, true);
    }
    match deadline {
        Some(d) if d.end() < speaks.start() => (Interval::day(d.start().pred_opt().unwrap_or(d.start())), true),
        _ => (speaks, statement.retold || statement.struck),
    }
}

/// For each document of a target, the earliest document that it nearly repeats.
pub(super) fn originals(target: &Target, extracts: &[Extract]) -> HashMap<usize, usize> {
    let mut docs: Vec<usize> = target.links.iter().map(|l| l.id.doc).collect();
    docs.sort_unstable();
    docs.dedup();
    let published = |doc: &usize| extracts.get(*doc).and_then(|e| e.published.as_ref()).map_or(Day::MAX, |d| d.interval.end());
    docs.sort_by_key(|doc| (published(doc), *doc));
    let mut firsts: Vec<(usize, u64)> = Vec::new();
    let mut original = HashMap::new();
    for doc in docs {
        let hash = extracts.get(doc).map_or(0, |e| e.similarity);
        let near = firsts.iter().find(|(_, h)| hash != 0 && (h ^ hash).count_ones() <= NEAR_DUPLICATE).map(|(first, _)| *first);
        original.insert(doc, near.unwrap_or(doc));
        if near.is_none() && hash != 0 && firsts.len() < 256 {
            firsts.push((doc, hash));
        }
    }
    original
}
