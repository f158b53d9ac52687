//! The slip chart as plain data: what a milestone trend analysis shows of one target.
//!
//! Across goes the day on which something was said, up goes the deadline that was said. A
//! deadline that holds runs level, one that slips climbs; where a line meets the diagonal
//! "today is the deadline", the day has come. The page and the terminal draw the same values.

use crate::calendar::{Day, Interval};
use crate::statements::{Kind, Statement};
use crate::timeline::{Record, Timeline, Verdict, VerdictType};
use chrono::Datelike;
use serde::Serialize;

/// What happened on a day, as one of a few shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// A deadline was set, repeated or reported.
    Said,
    /// A document says that the deadline was changed.
    Moved,
    /// A later deadline, and no document here announces the change.
    MovedUnannounced,
    /// The deadline was reaffirmed.
    OnTrack,
    /// The deadline was said to be in doubt.
    AtRisk,
    /// Delivered.
    Met,
    /// Said to be missed.
    Missed,
    /// Given up.
    Dropped,
}

impl Mark {
    /// All of them, in the order of the legend.
    pub const ALL: [Mark; 8] =
        [Mark::Said, Mark::Moved, Mark::MovedUnannounced, Mark::OnTrack, Mark::AtRisk, Mark::Met, Mark::Missed, Mark::Dropped];

    /// The mark of what a statement or an event of a record says.
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Commitment => Mark::Said,
            Kind::Met => Mark::Met,
            Kind::Missed => Mark::Missed,
            Kind::Moved => Mark::Moved,
            Kind::Dropped => Mark::Dropped,
            Kind::AtRisk => Mark::AtRisk,
            Kind::OnTrack => Mark::OnTrack,
        }
    }

    /// What the legend calls it.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Said => "deadline said",
            Mark::Moved => "change of date reported",
            Mark::MovedUnannounced => "new date, change not announced here",
            Mark::OnTrack => "said to be on course",
            Mark::AtRisk => "said to be in doubt",
            Mark::Met => "delivered",
            Mark::Missed => "said to be missed",
            Mark::Dropped => "given up",
        }
    }
}

/// One thing said of a deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// The day it was said.
    pub on: Interval,
    /// The deadline it speaks of; for a delivery the time of delivery.
    pub deadline: Interval,
    /// Its shape.
    pub mark: Mark,
    /// The document and line, or the source of the desk's record.
    pub place: String,
}

/// How a deadline became the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Some document says that it was changed.
    Announced,
    /// No document here announces it.
    Unannounced,
    /// The same deadline, more or less precise.
    Precision,
}

/// A stretch of time in which one deadline was in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The first day that it was said.
    pub from: Day,
    /// The last day that anything was said under it; in the last step, how far the line runs.
    pub to: Day,
    /// The deadline.
    pub deadline: Interval,
    /// How the one before became this one; `None` for the first.
    pub change: Option<Change>,
    /// Days by which the change moved the deadline's last day.
    pub slip_days: i64,
}

/// The slip chart of a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// First and last day across.
    pub across: (Day, Day),
    /// Earliest and latest deadline up.
    pub up: (Day, Day),
    /// The day of judgement.
    pub as_of: Day,
    /// The first deadline.
    pub baseline: Interval,
    /// What was said, in order.
    pub points: Vec<Point>,
    /// The deadlines in force, in order.
    pub steps: Vec<Step>,
}

impl Chart {
    /// The chart of `timeline`; `None` where nothing of it is dated.
    pub fn of(record: &Record, timeline: &Timeline) -> Option<Chart> {
        let as_of = record.as_of.day;
        let baseline = timeline.first_deadline?;
        let points = points(record, timeline, baseline);
        let steps = steps(timeline, &points, as_of);
        let first = points.iter().map(|p| p.on.start()).chain(steps.iter().map(|s| s.from)).min()?;
        let last = points.iter().map(|p| p.on.end()).chain(steps.iter().map(|s| s.to)).max()?;
        let deadlines = || points.iter().map(|p| p.deadline).chain(steps.iter().map(|s| s.deadline)).chain([baseline]);
        let low = deadlines().map(Interval::start).min()?;
        let high = deadlines().map(Interval::end).max()?;
        Some(Chart { across: (first, last.max(first)), up: (low, high.max(low)), as_of, baseline, points, steps })
    }

    /// How often the deadline was changed.
    pub fn moves(&self) -> usize {
        self.steps.iter().filter(|s| matches!(s.change, Some(Change::Announced | Change::Unannounced))).count()
    }

    /// The marks that occur, in the order of the legend.
    pub fn marks(&self) -> Vec<Mark> {
        Mark::ALL.into_iter().filter(|mark| self.points.iter().any(|p| p.mark == *mark)).collect()
    }
}

/// The deadline in force on `day`, else the first one.
fn in_force(timeline: &Timeline, day: Day, first: Interval) -> Interval {
    let earlier = timeline.in_force.iter().take_while(|(from, _)| from.start() <= day);
    earlier.last().map_or(first, |(_, deadline)| *deadline)
}

fn points(record: &Record, timeline: &Timeline, first: Interval) -> Vec<Point> {
    let mut points = Vec::new();
    let unannounced =
        |id| timeline.verdicts.iter().any(|v| v.verdict == VerdictType::Moved && !v.announced && v.decided_by == Some(id));
    for link in &timeline.target.links {
        let (Some(extract), Some(statement)) = (record.extract(link.id), record.statement(link.id)) else { continue };
        let Some(on) = statement.speaks_from.filter(|_| !statement.struck) else { continue };
        let mark = match statement.kind {
            Kind::Commitment if unannounced(link.id) => Mark::MovedUnannounced,
            kind => Mark::of(kind),
        };
        let deadline = deadline_of(statement, on, || in_force(timeline, on.start(), first));
        let place = format!("{}:{}", extract.doc, statement.place.start().line.0);
        points.push(Point { on, deadline, mark, place });
    }
    for event in &timeline.target.record {
        let mark = Mark::of(event.kind);
        let delivered = (event.kind == Kind::Met).then_some(event.on);
        let deadline = delivered.or(event.deadline).unwrap_or_else(|| in_force(timeline, event.on.start(), first));
        let place = event.source.clone().unwrap_or_else(|| "the target's record".into());
        points.push(Point { on: event.on, deadline, mark, place });
    }
    points.sort_by(|a, b| (a.on, a.mark, &a.place, a.deadline).cmp(&(b.on, b.mark, &b.place, b.deadline)));
    points.dedup_by(|a, b| a.on == b.on && a.mark == b.mark && a.deadline == b.deadline);
    points
}

/// A delivery stands on the diagonal: what was due has come.
fn deadline_of(statement: &Statement, on: Interval, otherwise: impl FnOnce() -> Interval) -> Interval {
    match statement.kind {
        Kind::Met => statement.delivered.filter(|d| d.end() <= on.end()).unwrap_or(on),
        _ => statement.deadline.as_ref().map_or_else(otherwise, |d| d.interval),
    }
}

fn steps(timeline: &Timeline, points: &[Point], as_of: Day) -> Vec<Step> {
    let closed = timeline.verdicts.iter().find_map(|v| closing(v, points));
    let mut steps: Vec<Step> = Vec::new();
    for (index, (since, deadline)) in timeline.in_force.iter().enumerate() {
        let from = since.start();
        let until = timeline.in_force.get(index + 1).map(|(next, _)| next.start());
        let last_said = points.iter().map(|p| p.on.start()).filter(|on| *on >= from && until.is_none_or(|u| *on < u)).max();
        let to = match until {
            Some(until) => last_said.unwrap_or(from).min(until),
            // The line ends where the story does: at its outcome, else where the day itself comes.
            None => closed.unwrap_or_else(|| as_of.min(deadline.end())).max(from),
        };
        let before = steps.last().map(|s| s.deadline);
        let moved = before.and_then(|before| {
            let same = |v: &&Verdict| v.verdict == VerdictType::Moved && v.to == Some(*deadline);
            timeline.verdicts.iter().filter(same).find(|v| v.from == Some(before)).or(timeline.verdicts.iter().find(same))
        });
        let change = before.map(|_| match moved {
            Some(moved) if moved.announced => Change::Announced,
            Some(_) => Change::Unannounced,
            None => Change::Precision,
        });
        let slip_days = before.map_or(0, |before| (deadline.end() - before.end()).num_days());
        steps.push(Step { from, to, deadline: *deadline, change, slip_days });
    }
    steps
}

/// The day on which the story ended.
fn closing(verdict: &Verdict, points: &[Point]) -> Option<Day> {
    let last = |mark: Mark| points.iter().filter(|p| p.mark == mark).map(|p| p.on.start()).max();
    match verdict.verdict {
        VerdictType::Met | VerdictType::MetLate => verdict.delivered.map(Interval::end).or_else(|| last(Mark::Met)),
        VerdictType::Dropped => last(Mark::Dropped),
        _ => None,
    }
}

/// "31 Dec 2018", "Mar 2018", "2018"; of other periods the last day.
pub fn short_date(interval: Interval) -> String {
    let (start, end) = (interval.start(), interval.end());
    if Some(interval) == Interval::year(start.year()) {
        start.year().to_string()
    } else if Some(interval) == Interval::month(start.year(), start.month()) {
        start.format("%b %Y").to_string()
    } else {
        format!("{} {}", end.day(), end.format("%b %Y"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::fixture::*;

    fn chart(docs: Vec<crate::statements::Extract>, as_of: &str) -> Chart {
        let record = record(docs, as_of);
        Chart::of(&record, &record.timelines[0]).expect("a chart")
    }

    fn says(name: &str, date: &str, by: &str) -> crate::statements::Extract {
        doc(name, date).says(promise("The Marlow footbridge will open", by))
    }

    #[test]
    fn a_silent_change_is_told_from_an_announced_one() {
        let silent = chart(vec![says("a.md", "2014-05-01", "2018"), says("b.md", "2016-05-01", "2020")], "2017-01-01");
        let changes: Vec<_> = silent.steps.iter().map(|s| (s.change, s.slip_days)).collect();
        assert_eq!(changes, [(None, 0), (Some(Change::Unannounced), 731)]);
        assert_eq!(silent.marks(), [Mark::Said, Mark::MovedUnannounced]);
        let told = doc("b.md", "2016-05-01").says(moved("The Marlow footbridge was put back", Some("2018"), Some("2020")));
        let told = chart(vec![says("a.md", "2014-05-01", "2018"), told], "2017-01-01");
        assert_eq!(told.steps.last().and_then(|s| s.change), Some(Change::Announced));
        assert_eq!(told.marks(), [Mark::Said, Mark::Moved]);
    }

    #[test]
    fn an_open_deadline_runs_to_the_day_of_judgement_and_no_further() {
        let open = chart(vec![says("a.md", "2014-05-01", "2018")], "2017-01-01");
        assert_eq!(open.steps[0].to.to_string(), "2017-01-01");
        let passed = chart(vec![says("a.md", "2014-05-01", "2018")], "2021-01-01");
        assert_eq!(passed.steps[0].to.to_string(), "2018-12-31");
    }

    #[test]
    fn dates_are_short_by_their_precision() {
        assert_eq!(short_date(Interval::year(2018).expect("a year")), "2018");
        assert_eq!(short_date(Interval::month(2018, 3).expect("a month")), "Mar 2018");
    }
}
