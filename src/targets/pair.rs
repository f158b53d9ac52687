//! How the dates and places of two statements compare.

use super::affinity::{self, Conflict};
use super::features;
use super::{StatementId, signals};
use crate::calendar::Interval;
use crate::statements::{Extract, Kind, Statement};

/// Dates of one text no further apart than this may be two wordings of one date.
const SAME_WEEK: i64 = 7;
/// Days within which a stage named without its version is one and the same.
const ONE_VERSION: i64 = 150;
/// Bytes back to which "the target" or "it" can refer.
pub(super) const REACH: usize = 1500;

/// Whether two statements speak from days further apart than one version takes.
pub(super) fn far_apart(a: &Statement, b: &Statement) -> bool {
    a.speaks_from.zip(b.speaks_from).is_some_and(|(x, y)| (x.start() - y.start()).num_days().abs() > ONE_VERSION)
}

/// What two statements are weighed by beside their words.
pub(super) fn setting(a: &Statement, b: &Statement) -> signals::Setting {
    let speaks = a.speaks_from.zip(b.speaks_from);
    let (early, late) = match speaks {
        Some((x, y)) if y.start() < x.start() => (b, a),
        _ => (a, b),
    };
    let interval = |d: &Option<Box<crate::statements::Deadline>>| d.as_ref().map(|d| d.interval);
    let passed = |d: Interval| late.speaks_from.is_some_and(|day| d.end() < day.start());
    let renewed = late.kind == Kind::Commitment && !late.retold;
    let apart = |x: Interval, y: Interval| !x.same_but_precision(y);
    let (first, last) = (interval(&early.deadline), interval(&late.deadline));
    let outcome = |s: &Statement| s.kind != Kind::Commitment && s.deadline.is_none() && s.old_deadline.is_none();
    signals::Setting {
        deadlines: nearest_deadlines(a, b),
        days_between: speaks.map_or(0, |(x, y)| (x.start() - y.start()).num_days()),
        after_its_day: renewed && matches!((first, last), (Some(x), Some(y)) if passed(x) && apart(x, y)),
        undated_outcome: outcome(a) || outcome(b),
        anaphoric: a.key.anaphoric || b.key.anaphoric,
        candidate: a.candidate || b.candidate,
    }
}

/// What forbids that the two statements of each pair are about one thing, if anything does. Differing amounts forbid
/// nothing by themselves.
pub(super) fn conflicts(extracts: &[Extract], pairs: &[(StatementId, StatementId)]) -> Vec<Option<Conflict>> {
    let profiles = features::profiles(extracts);
    let profile = |id: StatementId| profiles.of.get(id.doc)?.get(id.statement);
    let of = |&(x, y): &(StatementId, StatementId)| affinity::conflict(profile(x)?, profile(y)?);
    pairs.iter().map(|pair| of(pair).filter(|conflict| *conflict != Conflict::Quantity)).collect()
}

/// Whether a delivery is dated after the text that seems to report it: then it reports none.
pub(super) fn is_ahead(statement: &Statement) -> bool {
    let days = statement.delivered.zip(statement.speaks_from);
    statement.candidate && days.is_some_and(|(delivered, speaks)| delivered.start() > speaks.end())
}

/// Whether two dates lie a whole number of years apart, give or take six weeks.
pub(super) fn is_a_year_apart(a: Interval, b: Interval) -> bool {
    let days = (b.end() - a.end()).num_days().abs();
    let beyond = days % 365;
    days > 300 && beyond.min(365 - beyond) <= 45
}

/// Whether one text gives both statements dates of their own: separately dated stages are targets of their own.
pub(super) fn dated_apart(a: &Statement, b: &Statement) -> bool {
    let plain = |s: &Statement| s.kind == Kind::Commitment && !s.retold && !s.struck && s.old_deadline.is_none();
    let (Some(x), Some(y)) = (&a.deadline, &b.deadline) else { return false };
    // "on 9 July, 9 August and 9 September": one sentence, three days, three things.
    let of_one_list = a.place.span() == b.place.span() && a.struck == b.struck && x.interval != y.interval;
    if of_one_list && a.kind == Kind::Commitment && b.kind == Kind::Commitment {
        return true;
    }
    let both_days = x.interval.days() == 1 && y.interval.days() == 1 && !x.approximate && !y.approximate;
    plain(a)
        && plain(b)
        && a.speaks_from == b.speaks_from
        && !x.interval.same_but_precision(y.interval)
        && (x.interval.end() - y.interval.end()).num_days().abs() > if both_days { 1 } else { SAME_WEEK }
}

/// The pair of dates, one of each statement, that agree best: deadlines, old deadlines, days of delivery.
pub(super) fn nearest_deadlines(a: &Statement, b: &Statement) -> (Option<Interval>, Option<Interval>) {
    let of =
        |s: &Statement| [s.deadline.as_ref().map(|d| d.interval), s.old_deadline.as_ref().map(|d| d.interval).or(s.delivered)];
    let (xs, ys) = (of(a), of(b));
    let mut precise = (xs[0], ys[0]);
    for x in xs.into_iter().flatten() {
        for y in ys.into_iter().flatten() {
            if x == y {
                return (Some(x), Some(y));
            }
            if x.same_but_precision(y) {
                precise = (Some(x), Some(y));
            }
        }
    }
    precise
}
