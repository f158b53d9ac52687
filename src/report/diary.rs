//! The deadline diary: what falls due, and what has just passed without word.

use super::cards::Line;
use super::page::{Maker, Named};
use super::{status, words};
use crate::calendar::{Day, Interval};
use crate::engine::passages::short;
use crate::findings::Confidence;
use crate::statements::Statement;
use crate::timeline::{Timeline, VerdictType};
use serde::Serialize;

/// Days for which a deadline has just passed.
const JUST_PASSED: i64 = 90;
/// Entries of a bucket that are shown unless everything is asked for.
const SHOWN: usize = 60;
/// Characters of the words that set a deadline.
const LONG_WORDS: usize = 220;

/// A deadline in the diary.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The target's id.
    pub id: String,
    /// What was promised.
    pub title: String,
    /// Whether it has a dossier.
    pub dossier: bool,
    /// Who answers for it.
    pub owner: String,
    /// The last day, ISO; in words the period as the documents name it.
    pub due: Named,
    /// The first day of that period, ISO.
    pub start: String,
    /// Days from the as-of day to the last day; negative once it has passed.
    pub days: i64,
    /// "in 12 days", "3 days ago".
    pub away: String,
    /// The words that set it.
    pub words: String,
    /// The document they stand in, and the line.
    pub place: String,
    /// The day they were said, in words.
    pub said: String,
    /// How sure the program is.
    pub confidence: &'static str,
}

/// Deadlines of one stretch of time.
#[derive(Clone, Debug, Serialize)]
pub struct Bucket {
    /// "Within 30 days".
    pub title: String,
    /// What it is called in links.
    pub code: &'static str,
    /// The deadlines, the nearest first.
    pub entries: Vec<Entry>,
    /// How many are only counted.
    pub more: usize,
}

/// The stretches: code, title, first and last day from the as-of day.
const STRETCHES: [(&str, &str, i64, i64); 5] = [
    ("passed", "Passed in the last 90 days, no word since", -JUST_PASSED, -1),
    ("30", "Within 30 days", 0, 30),
    ("90", "In 31 to 90 days", 31, 90),
    ("365", "In 91 to 365 days", 91, 365),
    ("later", "Later", 366, i64::MAX),
];

/// The diary of all targets that were asked for, the nearest deadline first in each stretch.
pub(super) fn buckets(maker: &Maker<'_>) -> Vec<Bucket> {
    let record = &maker.given.outcome.record;
    let mut entries: Vec<Entry> = Vec::new();
    for (index, timeline) in record.timelines.iter().enumerate() {
        if maker.given.options.wants(timeline) {
            entries.extend(entry(maker, index, timeline));
        }
    }
    entries.sort_by(|a, b| (&a.due.iso, &a.start, &a.id).cmp(&(&b.due.iso, &b.start, &b.id)));
    let most = if maker.given.options.full { usize::MAX } else { SHOWN };
    let bucket = |(code, title, from, to): (&'static str, &str, i64, i64)| {
        let mut inside: Vec<Entry> = entries.iter().filter(|e| (from..=to).contains(&e.days)).cloned().collect();
        if code == "passed" {
            // What passed last is what an editor asks about first.
            inside.reverse();
        }
        let more = inside.len().saturating_sub(most);
        inside.truncate(most);
        Bucket { title: title.to_owned(), code, entries: inside, more }
    };
    STRETCHES.into_iter().map(bucket).filter(|b| !b.entries.is_empty()).collect()
}

/// A deadline that is open, or that passed a short while ago without word.
fn entry(maker: &Maker<'_>, index: usize, timeline: &Timeline) -> Option<Entry> {
    let record = &maker.given.outcome.record;
    let verdict = status::last_verdict(timeline)?;
    if !matches!(verdict.verdict, VerdictType::Open | VerdictType::Overdue) {
        return None;
    }
    let due = timeline.last_deadline()?;
    let days = (due.end() - record.as_of.day).num_days();
    if days < -JUST_PASSED {
        return None;
    }
    let setting = timeline.target.links.iter().rev().filter_map(|l| Some((record.extract(l.id)?, record.statement(l.id)?)));
    let names = |statement: &Statement| statement.deadline.as_ref().is_some_and(|d| d.interval == due);
    let set = setting.clone().find(|(_, statement)| names(statement)).or_else(|| setting.clone().next());
    Some(Entry {
        id: timeline.target.id.to_string(),
        title: maker.title(timeline),
        dossier: maker.dossiers.contains(&index),
        owner: Maker::owner(timeline),
        due: Named { iso: due.end().to_string(), text: due.to_string() },
        start: due.start().to_string(),
        days,
        away: away(days),
        words: set.map(|(_, s)| short(s.prose.trim(), LONG_WORDS)).unwrap_or_default(),
        place: set.map(|(e, s)| format!("{}:{}", e.doc, s.place.start().line.0)).unwrap_or_default(),
        said: set.and_then(|(_, s)| s.speaks_from).map(|on: Interval| on.to_string()).unwrap_or_default(),
        confidence: crate::output::view::confidence(verdict.confidence),
    })
}

fn away(days: i64) -> String {
    match days {
        0 => "today".into(),
        1 => "tomorrow".into(),
        -1 => "yesterday".into(),
        d if d > 0 => format!("in {}", words::roughly(d).trim_end_matches(" later")),
        d => format!("{} ago", words::roughly(d).trim_end_matches(" earlier")),
    }
}

/// Days ahead that an editor plans for.
const NEXT: i64 = 3 * 366;

/// What falls due next, a line each; what is little better than a guess only where nothing else is.
pub(super) fn next(buckets: &[Bucket], most: usize) -> Vec<Line> {
    let ahead = || buckets.iter().filter(|b| b.code != "passed").flat_map(|b| &b.entries);
    // What lies many years ahead is not next, unless nothing else is.
    let soon = |entry: &&Entry| entry.days <= NEXT || !ahead().any(|e| e.days <= NEXT);
    let coming = || ahead().filter(soon);
    let low = crate::output::view::confidence(Confidence::Low);
    let sure = coming().filter(|e| e.confidence != low);
    let guessed = coming().filter(|e| e.confidence == low);
    let mut chosen: Vec<&Entry> = sure.chain(guessed).take(most).collect();
    chosen.sort_by_key(|e| (e.days, e.id.clone()));
    let line = |e: &&Entry| Line {
        anchor: format!("diary-{}", e.id),
        kicker: e.due.text.clone(),
        subject: e.title.clone(),
        text: e.away.clone(),
        place: e.place.clone(),
    };
    chosen.iter().map(line).collect()
}

/// The last day of an entry.
pub(super) fn day(iso: &str) -> Option<Day> {
    iso.parse().ok()
}
