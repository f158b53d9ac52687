//! The three statuses of a target: what its owner says, what the documents show, and how that
//! stands to the first deadline.

use super::words;
use crate::calendar::{Day, Interval};
use crate::statements::{Kind, Statement, Voice};
use crate::timeline::detail::is_owners;
use crate::timeline::{Record, Timeline, Verdict, VerdictType};
use serde::Serialize;

/// What was last said by whoever answers for the target.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Said {
    /// In words.
    pub text: String,
    /// When.
    pub on: String,
    /// Who, where the document says so.
    pub by: String,
}

/// What the documents show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// In words: the house's own, where it has any.
    pub text: String,
    /// The verdict's code.
    pub code: String,
    /// Whether documents of different voices contradict each other.
    pub disputed: bool,
}

/// The statuses of one target.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Status {
    /// What the owner last said; `None` where nobody is known to answer for it.
    pub owner_says: Option<Said>,
    /// What the documents show.
    pub evidence: Shown,
    /// Against the first deadline, in words.
    pub against_first: String,
    /// The same in days; positive is later.
    pub against_first_days: Option<i64>,
}

/// The verdict on the deadline in force: the last one that is no move.
pub(super) fn last_verdict(timeline: &Timeline) -> Option<&Verdict> {
    timeline.verdicts.iter().rev().find(|v| v.verdict != VerdictType::Moved)
}

impl Status {
    /// The statuses of `timeline`; `label` says what the house calls a verdict.
    pub(super) fn of(record: &Record, timeline: &Timeline, label: impl Fn(VerdictType) -> String) -> Status {
        let verdict = last_verdict(timeline);
        let evidence = verdict.map_or_else(
            || Shown {
                text: if timeline.first_deadline.is_none() { "no date to check" } else { "nothing yet" }.into(),
                code: "none".into(),
                disputed: false,
            },
            |v| Shown { text: label(v.verdict), code: words::verdict_code(v.verdict).into(), disputed: v.disputed },
        );
        let days = against_first(timeline, verdict, record.as_of.day);
        let against_first = match (days, verdict.map(|v| v.verdict)) {
            (None, Some(VerdictType::Met | VerdictType::MetLate)) => "delivered, day not given".to_owned(),
            (None, Some(VerdictType::Dropped)) => "given up".to_owned(),
            (None, _) => "unknown".to_owned(),
            (Some(days), Some(VerdictType::Met | VerdictType::MetLate)) if days <= 0 => "in time".into(),
            (Some(days), Some(VerdictType::Met | VerdictType::MetLate)) => format!("delivered {}", words::slip(days)),
            (Some(days), Some(VerdictType::Missed)) if days > 0 => {
                format!("not delivered {} after it", words::slip(days).trim_end_matches(" later"))
            }
            (Some(days), Some(VerdictType::Overdue)) if days > 0 => {
                format!("it passed {} ago", words::slip(days).trim_end_matches(" later"))
            }
            (Some(0), Some(_)) => "unchanged".into(),
            (Some(days), _) => format!("now {}", words::slip(days)),
        };
        Status { owner_says: owner_says(record, timeline), evidence, against_first, against_first_days: days }
    }
}

/// Days from the first deadline's last day to delivery, to the as-of day where it passed
/// undelivered, or to the deadline now in force.
fn against_first(timeline: &Timeline, verdict: Option<&Verdict>, as_of: Day) -> Option<i64> {
    let first = timeline.first_deadline?.end();
    let until = match verdict.map(|v| (v.verdict, v.delivered)) {
        Some((VerdictType::Met | VerdictType::MetLate, delivered)) => delivered?.end(),
        Some((VerdictType::Missed | VerdictType::Overdue, _)) => as_of,
        Some((VerdictType::Dropped, _)) => return None,
        _ => timeline.last_deadline()?.end(),
    };
    Some((until - first).num_days())
}

fn owner_says(record: &Record, timeline: &Timeline) -> Option<Said> {
    let owner = super::page::Maker::owner(timeline);
    let statements = timeline.target.links.iter().filter_map(|link| record.statement(link.id));
    let speaks = |statement: &&Statement| is_owners(statement, Some(&owner));
    let last =
        statements.filter(|s| !s.struck && !s.retold && s.speaks_from.is_some()).filter(speaks).max_by_key(|s| s.speaks_from)?;
    let due = last.deadline.as_ref().map(|d| d.interval.to_string());
    let text = match (last.kind, due) {
        (Kind::Commitment, Some(due)) => format!("due {due}"),
        (Kind::Commitment, None) => "planned".into(),
        (Kind::Met, _) => "delivered".into(),
        (Kind::Missed, _) => "missed".into(),
        (Kind::Moved, Some(due)) => format!("moved to {due}"),
        (Kind::Moved, None) => "moved, no new date".into(),
        (Kind::Dropped, _) => "given up".into(),
        (Kind::AtRisk, _) => "in doubt".into(),
        (Kind::OnTrack, _) => "on course".into(),
    };
    let by = last.speaker.as_deref().filter(|_| last.voice != Voice::Own).unwrap_or("in the document’s own voice").to_owned();
    Some(Said { text, on: last.speaks_from.map(|on: Interval| on.to_string()).unwrap_or_default(), by })
}
