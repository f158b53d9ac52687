//! The day of judgement and the documents that count on it.

use crate::calendar::{Day, Interval};
use crate::corpus::DateSource;
use crate::findings::AsOf;
use crate::statements::Extract;

/// A gap before the newest document that is longer than this may be a wrong date.
const SUSPICIOUS_GAP: i64 = 366;
/// How many times longer than every other gap it must be.
const TIMES_ANY_OTHER: i64 = 4;
/// Fewer dated documents than this show no rhythm to judge by.
const RHYTHM: usize = 10;

/// What is judged, and as of when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The day of judgement.
    pub as_of: AsOf,
    /// The documents, sorted by `doc`, without those published after that day.
    pub extracts: Vec<Extract>,
    /// How many were left out.
    pub later: usize,
}

/// Settles the day of judgement and leaves out what was published after it.
///
/// Without a given day it is the newest publication date of the corpus; a lone document far
/// later than all others never sets it. `None` when no day is given and no document is dated.
pub fn scope(mut extracts: Vec<Extract>, given: Option<Day>) -> Option<Scope> {
    let as_of = match given {
        Some(day) => AsOf { day, set_by: None },
        None => newest(extracts.iter())?,
    };
    let before = extracts.len();
    extracts.retain(|e| e.published.as_ref().is_none_or(|d| d.interval.start() <= as_of.day));
    let later = before - extracts.len();
    if !extracts.is_sorted_by(|a, b| a.doc <= b.doc) {
        extracts.sort_by(|a, b| a.doc.cmp(&b.doc));
    }
    Some(Scope { as_of, extracts, later })
}

/// The last day of a publication date, but never a guess: a bare year counts from its first day.
fn last_day(published: Interval) -> Day {
    if published.days() > 31 { published.start() } else { published.end() }
}

/// The newest publication date of documents, as [`scope`] finds it.
pub fn newest_day(extracts: &[Extract]) -> Option<Day> {
    newest(extracts.iter()).map(|as_of| as_of.day)
}

fn newest<'a>(extracts: impl Iterator<Item = &'a Extract>) -> Option<AsOf> {
    let mut dated: Vec<(Day, bool, &str)> = extracts
        .filter_map(|e| {
            let published = e.published.as_ref()?;
            Some((last_day(published.interval), published.source == DateSource::Table, &*e.doc))
        })
        .collect();
    dated.sort_unstable();
    let outlier = match dated.as_slice() {
        [.., (before, _, _), (last, given, _)] if !given && dated.len() >= RHYTHM => {
            let gap = (*last - *before).num_days();
            let others = dated.windows(2).rev().skip(1).filter_map(|w| Some((w.last()?.0 - w.first()?.0).num_days()));
            gap > SUSPICIOUS_GAP && others.max().is_none_or(|widest| gap > TIMES_ANY_OTHER * widest.max(1))
        }
        _ => false,
    };
    if outlier {
        dated.pop();
    }
    let (day, _, _) = *dated.last()?;
    let (_, _, doc) = dated.iter().find(|(d, _, _)| *d == day)?;
    Some(AsOf { day, set_by: Some((*doc).to_owned()) })
}
