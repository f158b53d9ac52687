//! How findings are told: excerpts, dates, and the neutral sentences they share.

use super::Check;
use crate::calendar::{Day, Interval};
use crate::findings::{Confidence, Excerpt, Finding, Role, Severity};
use crate::statements::{Extract, Statement};
use crate::targets::{Link, StatementId};
use crate::timeline::{Record, Relation, Timeline, Verdict, VerdictType, relation};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many earlier statements a finding shows.
const RELATED: usize = 6;

/// A finding in the making.
pub(super) struct Draft<'r> {
    /// The check that makes it.
    pub check: &'static Check,
    /// Its target.
    pub timeline: &'r Timeline,
    /// One neutral sentence.
    pub message: String,
    /// Why it was concluded.
    pub why: String,
    /// What would refute it.
    pub refuted_by: Cow<'static, str>,
    /// The deadline it is about.
    pub deadline: Option<Interval>,
    /// A second deadline that belongs to its identity.
    pub other: Option<Interval>,
    /// Days of slip.
    pub slip_days: Option<i64>,
    /// How sure.
    pub confidence: Confidence,
    /// Where.
    pub primary: Excerpt,
    /// Earlier statements, in any order.
    pub related: Vec<Excerpt>,
}

/// Checks whose finding the later document words itself.
const SAID_OUTRIGHT: [&str; 3] = ["missed", "dropped", "conceded"];

impl Draft<'_> {
    /// The finding, with its related statements oldest first and its fingerprint.
    ///
    /// What is little better than a guess is never more than a note, and neither is what follows only from
    /// holding two statements beside each other, unless the program is sure that they speak of one thing.
    pub(super) fn finish(self, severity: Severity) -> Finding {
        let compared = !self.timeline.target.declared && !SAID_OUTRIGHT.contains(&self.check.code) && !self.related.is_empty();
        let needed = if compared { Confidence::High } else { Confidence::Medium };
        let severity = if self.confidence < needed { Severity::Note } else { severity };
        let mut related: Vec<Excerpt> = Vec::new();
        for excerpt in self.related {
            let same = |e: &Excerpt| e.doc == excerpt.doc && e.place == excerpt.place;
            if !same(&self.primary) && !related.iter().any(same) {
                related.push(excerpt);
            }
        }
        related.sort_by_key(|e| (e.date.map_or(Day::MAX, |d| d.end()), e.doc.clone(), e.place));
        related.truncate(RELATED);
        // Of a large archive all findings are held until they are written: no more room than what is in them.
        related.shrink_to_fit();
        let identity: Vec<&Excerpt> = std::iter::once(&self.primary).chain(related.first()).collect();
        let fingerprint = Finding::fingerprint(self.check.code, &identity, &[self.deadline, self.other]);
        Finding {
            check: self.check.code.to_owned(),
            severity,
            confidence: self.confidence,
            family: self.check.family,
            message: fitted(self.message),
            why: fitted(self.why),
            refuted_by: self.refuted_by,
            target: Some(Arc::clone(&self.timeline.target.id)),
            subject: Some(Arc::clone(&self.timeline.target.title)),
            deadline: self.deadline,
            slip_days: self.slip_days,
            primary: self.primary,
            related,
            fingerprint,
        }
    }
}

/// A text in no more room than it needs.
fn fitted(mut text: String) -> String {
    text.shrink_to_fit();
    text
}

/// All verdicts of a type, with their timelines.
pub(super) fn verdicts(record: &Record, of: VerdictType) -> impl Iterator<Item = (&Timeline, &Verdict)> {
    record.timelines.iter().flat_map(move |t| t.verdicts.iter().filter(move |v| v.verdict == of).map(move |v| (t, v)))
}

/// The statement's words with their place.
pub(super) fn excerpt(record: &Record, id: StatementId, role: Role, label: impl Into<Cow<'static, str>>) -> Option<Excerpt> {
    let (extract, statement) = (record.extract(id)?, record.statement(id)?);
    Some(Excerpt {
        doc: Arc::clone(&extract.doc),
        title: extract.title.clone(),
        date: date_of(extract, statement),
        place: Some(statement.place),
        quote: Arc::clone(&statement.prose),
        role,
        label: match label.into() {
            Cow::Owned(label) => fitted(label).into(),
            label => label,
        },
    })
}

/// The day that a statement speaks from.
pub(super) fn date_of(extract: &Extract, statement: &Statement) -> Option<Interval> {
    statement.speaks_from.or(extract.published.as_ref().map(|d| d.interval))
}

/// The statement that decides the verdict: where the reader is sent. Where the desk's record
/// decides, the first statement that names the deadline, else the last one of the target.
pub(super) fn decisive(record: &Record, timeline: &Timeline, verdict: &Verdict) -> Option<StatementId> {
    verdict
        .decided_by
        .or_else(|| {
            let open = matches!(verdict.verdict, VerdictType::Overdue | VerdictType::Open);
            first_to_name(record, timeline, verdict.to.or(verdict.from.filter(|_| open))?)
        })
        .or_else(|| timeline.target.links.last().map(|l| l.id))
}

/// The first statement of the target that names the deadline.
fn first_to_name(record: &Record, timeline: &Timeline, deadline: Interval) -> Option<StatementId> {
    let names = |id: StatementId| {
        let statement = record.statement(id)?;
        let named = [&statement.deadline, &statement.old_deadline];
        named.into_iter().flatten().any(|d| relation(d.interval, deadline, d.approximate) == Relation::Same).then_some(id)
    };
    timeline.target.links.iter().find_map(|l| names(l.id))
}

/// "news/2016-plan.md (12 April 2016)".
pub(super) fn named(excerpt: &Excerpt) -> String {
    match excerpt.date {
        Some(date) => format!("{} ({date})", excerpt.doc),
        None => format!("{} (undated)", excerpt.doc),
    }
}

/// The commitment whose deadline the verdict judges, or the first statement that names that deadline.
pub(super) fn commitment(record: &Record, timeline: &Timeline, verdict: &Verdict) -> Option<Excerpt> {
    let label = verdict.from.map_or_else(|| "said here".to_owned(), |d| format!("{d} said here"));
    let id = verdict.set_by.or_else(|| first_to_name(record, timeline, verdict.from?))?;
    excerpt(record, id, Role::Commitment, label)
}

/// Why the statement belongs to the target, in words.
pub(super) fn link_reasons(timeline: &Timeline, id: Option<StatementId>) -> String {
    timeline.target.links.iter().find(|l| Some(l.id) == id).map_or_else(String::new, reasons)
}

/// The same of a link that is known.
pub(super) fn reasons(link: &Link) -> String {
    let because = || format!("; it belongs to this target because {}", link.reasons.join(", and "));
    if link.reasons.is_empty() { String::new() } else { because() }
}

/// The documents on one target.
#[derive(Default)]
pub(super) struct Documents {
    /// Those of which it is known when they speak of it, in order of the days.
    days: Vec<(Day, usize)>,
    /// How many state something of it.
    pub(super) stating: usize,
}

impl Documents {
    pub(super) fn on(record: &Record, timeline: &Timeline) -> Self {
        let target = &timeline.target;
        let stated = target.links.iter().filter_map(|l| Some((day_of(record, l.id)?, l.id.doc)));
        let mentioned = target.mentions.iter().map(|(doc, day)| (*day, *doc));
        let mut days: Vec<(Day, usize)> = stated.chain(mentioned).collect();
        days.sort_unstable();
        days.dedup();
        let stating: BTreeSet<usize> = target.links.iter().map(|l| l.id.doc).collect();
        Documents { days, stating: stating.len() }
    }

    /// How many documents lie strictly between two statements.
    pub(super) fn between(&self, record: &Record, from: StatementId, to: StatementId) -> usize {
        let (Some(start), Some(end)) = (day_of(record, from), day_of(record, to)) else { return 0 };
        let first = self.days.partition_point(|(day, _)| *day < start);
        let within = self.days.iter().skip(first).take_while(|(day, _)| *day <= end).map(|(_, doc)| *doc);
        within.filter(|doc| *doc != from.doc && *doc != to.doc).collect::<BTreeSet<usize>>().len()
    }
}

/// The last day that a statement may speak from.
fn day_of(record: &Record, id: StatementId) -> Option<Day> {
    Some(date_of(record.extract(id)?, record.statement(id)?)?.end())
}

/// "1 document", "3 documents".
pub(super) fn documents(count: usize) -> String {
    if count == 1 { "1 document".to_owned() } else { format!("{count} documents") }
}

/// "12 days", "1 day".
pub(super) fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}
