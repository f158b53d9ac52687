//! From events to verdicts.
//!
//! The events are walked once, a document at a time. What a document says together (the
//! old date, the word of change, the new date) is weighed together.

use super::evidence::{self, Event};
use super::{Timeline, Verdict, VerdictType};
use crate::calendar::{Day, Interval, long_day};
use crate::findings::Confidence;
use crate::prose::Zone;
use crate::statements::{Extract, Kind};
use crate::targets::{Relation, StatementId, Target, relation};
use chrono::Datelike as _;

/// Days by which a date that is reaffirmed may differ from the one in force and still be meant.
const REAFFIRMED: i64 = 31;

/// Days after a deadline from which words of change that name no date cannot mean it: a year.
const LONG_GONE: i64 = 366;

/// A deadline in force, and who set it.
#[derive(Clone, Copy)]
struct Force {
    deadline: Interval,
    since: Interval,
    approximate: bool,
    set_by: Option<StatementId>,
    confidence: Confidence,
    /// Words of change set it.
    by_change: bool,
}

/// The walk over one target's events.
struct Walk {
    force: Vec<Force>,
    verdicts: Vec<Verdict>,
    /// Index of the move that was announced without a new date.
    open_move: Option<usize>,
    dropped: Option<usize>,
    delivered: bool,
    /// The last day on which a text shows the thing not yet delivered.
    undelivered: Option<Day>,
    /// Deadlines that stand struck through, with their documents: whoever reads the date beside one sees the change.
    struck: Vec<(usize, Interval)>,
    /// Later dates that a text named beside the one in force: those of other stages.
    beside: Vec<Interval>,
}

/// Judges one target as of a day.
pub(super) fn judge(target: Target, extracts: &[Extract], as_of: Day) -> Timeline {
    let events = evidence::events(&target, extracts, as_of);
    let crossed_out = |e: &Event<'_>| Some((e.doc()?, e.deadline.filter(|_| e.statement.is_some_and(|s| s.struck))?));
    let mut walk = Walk {
        force: Vec::new(),
        verdicts: Vec::new(),
        open_move: None,
        dropped: None,
        delivered: false,
        undelivered: None,
        struck: events.iter().filter_map(crossed_out).collect(),
        beside: Vec::new(),
    };
    let mut rest = events.as_slice();
    while let Some(first) = rest.first() {
        let n = rest.iter().take_while(|e| e.doc() == first.doc() && e.day == first.day).count().max(1);
        let (group, after) = rest.split_at(n);
        walk.read(group);
        rest = after;
    }
    walk.close(as_of);
    // Most have one verdict or two, and all timelines are held at once.
    walk.verdicts.shrink_to_fit();
    walk.verdicts.iter_mut().for_each(|verdict| verdict.why.shrink_to_fit());
    Timeline {
        target,
        first_deadline: walk.force.first().map(|f| f.deadline),
        in_force: walk.force.iter().map(|f| (f.since, f.deadline)).collect(),
        verdicts: walk.verdicts,
    }
}

impl Walk {
    fn current(&self) -> Option<Force> {
        self.force.last().copied()
    }

    /// Whether the document strikes the deadline in force through.
    fn is_crossed_out(&self, current: &Force, doc: Option<usize>) -> bool {
        let same = |d: Interval| relation(current.deadline, d, current.approximate) == Relation::Same;
        self.struck.iter().any(|(by, deadline)| Some(*by) == doc && same(*deadline))
    }

    fn knows(&self, deadline: Interval) -> bool {
        self.force.iter().any(|f| relation(f.deadline, deadline, f.approximate) == Relation::Same)
    }

    fn set(&mut self, event: &Event<'_>, deadline: Interval) {
        self.force.push(Force {
            deadline,
            since: event.day,
            approximate: event.approximate,
            set_by: event.id,
            confidence: event.confidence,
            by_change: event.kind == Kind::Moved,
        });
    }

    /// Weighs what one document (or the desk's record, one entry at a time) says on one day.
    fn read(&mut self, group: &[Event<'_>]) {
        let had_moves = self.verdicts.len();
        self.retellings(group);
        let changes = || group.iter().filter(|e| e.kind == Kind::Moved && e.decides());
        let dated = changes().find(|e| e.deadline.is_some());
        // "to August", and further down "to 9 August": the closer wording.
        let agrees = |e: &&Event<'_>| {
            e.deadline.zip(dated.and_then(|first| first.deadline)).is_some_and(|(one, first)| first.same_but_precision(one))
        };
        let word = changes().filter(agrees).min_by_key(|e| e.deadline.map(|d| d.days())).or_else(|| changes().next());
        let met = group.iter().find(|e| e.kind == Kind::Met && e.decides());
        let drop = group.iter().find(|e| e.kind == Kind::Dropped && e.decides());
        let missed: Vec<&Event<'_>> = group.iter().filter(|e| e.kind == Kind::Missed && e.decides()).collect();
        // A miss judges the deadline before the one that the same text sets anew.
        // Where the same text reports the delivery, it came late: that is the verdict.
        for event in missed.iter().filter(|_| met.is_none()) {
            self.missed(event);
        }
        let said_late = !missed.is_empty() || word.is_some_and(|w| w.deadline.is_none());
        // "Only seven of the twelve were built by 2020; the rest will follow by 2022": the text owns to the change.
        let in_part = || group.iter().find(|e| e.kind == Kind::Missed && e.partial);
        let said_of_change = word.or(drop).or(missed.first().copied()).or_else(in_part);
        let new = self.new_deadline(group, word);
        match (new, self.current()) {
            (Some(event), None) => {
                if let Some(deadline) = event.deadline {
                    self.set(event, deadline);
                }
            }
            (Some(event), Some(current)) => self.renew(event, current, said_of_change),
            (None, Some(current)) => {
                let moved = || self.verdicts.iter().any(|v| v.verdict == VerdictType::Moved);
                // A text that reports the delivery and speaks of "the delay" tells of the move that is known; one that
                // reports it by the day in force, of an earlier one.
                let told = met.is_some_and(|met| met.speaks.end() <= current.deadline.end() || moved());
                if let Some(word) = word.filter(|_| !told) {
                    self.moved_without_date(word, current);
                }
            }
            (None, None) => {}
        }
        if let Some(drop) = drop
            && self.verdicts.iter().skip(had_moves).all(|v| v.verdict != VerdictType::Moved)
            && !self.delivered
        {
            self.drop_target(drop);
        }
        if let Some(met) = met {
            self.met(met, said_late);
        }
        self.note_stages(group);
        let undelivered = |e: &&Event<'_>| {
            (e.partial || !matches!(e.kind, Kind::Met | Kind::Dropped))
                && !e.retold
                && e.deadline.is_none_or(|d| d.end() >= e.speaks.start())
        };
        if !self.delivered
            && let Some(event) = group.iter().find(undelivered)
        {
            self.undelivered = self.undelivered.max(Some(event.speaks.start()));
        }
    }

    /// "stabilised by 28 November, to reach everybody on 20 February": two dates that one text gives are two stages, and a
    /// later text that names the second moves nothing.
    fn note_stages(&mut self, group: &[Event<'_>]) {
        let Some(current) = self.current() else { return };
        if group.iter().any(|e| matches!(e.kind, Kind::Moved | Kind::Missed | Kind::Dropped)) {
            return;
        }
        let dated = group.iter().filter(|e| matches!(e.kind, Kind::Commitment | Kind::OnTrack) && !e.retold);
        let later =
            dated.filter_map(|e| e.deadline).filter(|d| relation(current.deadline, *d, current.approximate) == Relation::Later);
        for stage in later {
            if !self.is_of_a_stage(stage) {
                self.beside.push(stage);
            }
        }
    }

    fn is_of_a_stage(&self, deadline: Interval) -> bool {
        self.beside.iter().any(|stage| stage.same_but_precision(deadline))
    }

    /// Earlier deadlines that the group tells of, where none is known.
    fn retellings(&mut self, group: &[Event<'_>]) {
        for event in group {
            // What was dropped or missed had been set before.
            let gone = matches!(event.kind, Kind::Dropped | Kind::Missed) && event.decides();
            let told = event.old.or(event.deadline.filter(|_| event.retold || gone));
            if let Some(deadline) = told
                && self.force.is_empty()
            {
                self.set(event, deadline);
            } else if let (Some(deadline), Some(current)) = (told, self.current())
                && event.retold
                && event.old.is_none()
                && !self.knows(deadline)
                && relation(current.deadline, deadline, event.approximate) == Relation::Later
                && event.day.start() > current.since.end()
            {
                self.renew(event, current, None);
            }
        }
    }

    /// The event that sets the deadline in force from now on, if the group names any.
    fn new_deadline<'g, 'e>(&self, group: &'g [Event<'e>], word: Option<&'g Event<'e>>) -> Option<&'g Event<'e>> {
        if let Some(word) = word.filter(|w| w.deadline.is_some()) {
            return Some(word);
        }
        let sets = |e: &&Event<'_>| {
            matches!(e.kind, Kind::Commitment | Kind::OnTrack | Kind::AtRisk) && !e.retold && e.deadline.is_some()
        };
        let said_of_change = group.iter().any(|e| matches!(e.kind, Kind::Moved | Kind::Missed | Kind::Dropped) && e.decides());
        let Some(current) = self.current() else {
            // A broad date and its dated stages are one target: the last day decides.
            return group.iter().filter(sets).max_by_key(|e| e.deadline.map(|d| (d.end(), std::cmp::Reverse(d.days()))));
        };
        let same = |e: &&Event<'_>| {
            e.deadline.is_some_and(|d| relation(current.deadline, d, current.approximate || e.approximate) == Relation::Same)
        };
        if !said_of_change
            && let Some(event) = group.iter().filter(sets).filter(same).min_by_key(|e| e.deadline.map(|d| d.days()))
        {
            return Some(event);
        }
        let distance = |e: &&Event<'_>| e.deadline.map(|d| (d.end() - current.deadline.end()).num_days().abs());
        let fresh = group.iter().filter(sets).filter(|e| !said_of_change || !same(e));
        fresh.min_by_key(distance).or_else(|| group.iter().find(sets))
    }

    /// A deadline is named while another is in force.
    fn renew(&mut self, event: &Event<'_>, current: Force, said_of_change: Option<&Event<'_>>) {
        let Some(deadline) = event.deadline else { return };
        // The desk's record knows of a change; only a document announces it.
        let announced = said_of_change.is_some_and(|e| e.id.is_some()) || self.is_crossed_out(&current, event.doc());
        let worded = event.kind == Kind::Moved || announced;
        if self.delivered {
            return;
        }
        let apart = (deadline.end() - current.deadline.end()).num_days();
        match relation(current.deadline, deadline, current.approximate || event.approximate) {
            Relation::Same => {
                // Words of change for a date already in force: the move is announced after all.
                let moved = |v: &&mut Verdict| {
                    v.verdict == VerdictType::Moved && v.to.is_some_and(|to| relation(to, deadline, false) == Relation::Same)
                };
                if event.kind == Kind::Moved
                    && event.id.is_some()
                    && let Some(verdict) = self.verdicts.iter_mut().rev().find(moved)
                {
                    verdict.announced = true;
                }
                if deadline.days() < current.deadline.days() && current.deadline.contains(deadline) {
                    self.set(event, deadline);
                }
            }
            // "by Christmas", and "on track to finish by the end of the year".
            _ if event.kind == Kind::OnTrack && apart.abs() <= REAFFIRMED => {}
            // A day's difference is how one day is written ("before 1 January", "by 31 December").
            _ if !worded && apart.abs() <= 1 => {}
            Relation::Later if event.kind != Kind::Moved && self.is_of_a_stage(deadline) => {
                // The date of another stage moves nothing but a day that had been set before either was named.
                let before = self.force.iter().rev().find(|f| f.since.end() < current.since.start()).copied();
                let told =
                    |f: &Force| self.verdicts.iter().any(|v| v.verdict == VerdictType::Moved && v.from == Some(f.deadline));
                let later =
                    |f: &Force| relation(f.deadline, deadline, f.approximate || event.approximate) == Relation::Later && !told(f);
                match before.filter(later) {
                    Some(before) => self.moved(event, before, deadline, announced, said_of_change),
                    None => self.set(event, deadline),
                }
            }
            // "by the end of the year" holds of a day in it, too.
            Relation::Later if !worded && is_bound_of_year(deadline, current.deadline) => {}
            Relation::Later => self.moved(event, current, deadline, announced, said_of_change),
            Relation::Earlier if event.kind == Kind::Moved => self.moved(event, current, deadline, announced, said_of_change),
            // The old date said again is an omission of the text, not a move back.
            Relation::Earlier if self.knows(deadline) => {}
            Relation::Earlier => self.set(event, deadline),
        }
    }

    fn moved(
        &mut self,
        event: &Event<'_>,
        current: Force,
        deadline: Interval,
        announced: bool,
        said_of_change: Option<&Event<'_>>,
    ) {
        self.set(event, deadline);
        let slip = (deadline.end() - current.deadline.end()).num_days();
        let why = match (announced, said_of_change.or(Some(event)).and_then(|e| e.statement)) {
            (true, _) if said_of_change.is_none() => {
                format!("the text strikes {} through and gives {deadline}", current.deadline)
            }
            (true, Some(s)) => format!("the text says so (“{}”): {} became {}", clip(&s.prose), current.deadline, deadline),
            (_, None) => format!("the target's record says so: {} became {}", current.deadline, deadline),
            (false, _) => {
                format!("{} was in force, and this text gives {} without a word of a change", current.deadline, deadline)
            }
        };
        let decided_by = event.id;
        let verdict = Verdict {
            verdict: VerdictType::Moved,
            from: Some(current.deadline),
            to: Some(deadline),
            announced,
            decided_by,
            set_by: current.set_by,
            delivered: None,
            slip_days: Some(slip),
            disputed: false,
            confidence: said_of_change
                .map_or(event.confidence, |said| said.confidence.min(event.confidence))
                .min(current.confidence),
            why,
        };
        if let Some(index) = self.dropped.take() {
            // Called off and planned anew is a move.
            if let Some(slot) = self.verdicts.get_mut(index) {
                *slot = Verdict { announced: true, ..verdict };
                return;
            }
        }
        match self.open_move.take().and_then(|index| self.verdicts.get_mut(index)) {
            Some(open) => {
                // The old date that was named then may be this very one.
                let apart = |from: &Interval| verdict.to.is_none_or(|to| relation(*from, to, false) != Relation::Same);
                let from = open.from.filter(apart).or(verdict.from);
                *open = Verdict { announced: true, decided_by: open.decided_by, from, ..verdict };
            }
            None => self.verdicts.push(verdict),
        }
    }

    /// Words of change without a new date: a move to an unknown day, or a retelling of the last one.
    fn moved_without_date(&mut self, word: &Event<'_>, current: Force) {
        if self.delivered || self.open_move.is_some() {
            return;
        }
        // A year after the day has passed it is no news that it does not hold: the words are of some other date.
        if word.old.is_none() && (word.speaks.start() - current.deadline.end()).num_days() > LONG_GONE {
            return;
        }
        // What had set the day in force as the new one is told again.
        if current.by_change && word.old.is_none() && current.deadline.end() >= word.speaks.start() {
            return;
        }
        if let Some(last) = self.verdicts.iter_mut().rev().find(|v| v.verdict == VerdictType::Moved) {
            last.announced = true;
            if current.deadline.end() >= word.speaks.start() {
                return;
            }
        }
        self.open_move = Some(self.verdicts.len());
        self.verdicts.push(Verdict {
            verdict: VerdictType::Moved,
            from: Some(word.old.unwrap_or(current.deadline)),
            to: None,
            announced: true,
            decided_by: word.id,
            set_by: current.set_by,
            delivered: None,
            slip_days: None,
            disputed: false,
            confidence: word.confidence.min(current.confidence),
            why: format!("the text says that {} no longer holds and gives no new date", current.deadline),
        });
    }

    fn missed(&mut self, event: &Event<'_>) {
        let passed = self.force.iter().rev().find(|f| f.deadline.end() < event.speaks.start()).copied();
        let named = event.deadline.or(event.old);
        let judged = named.or(passed.map(|f| f.deadline)).or(self.current().map(|f| f.deadline));
        let Some(deadline) = judged else { return };
        if self.force.is_empty() {
            self.set(event, deadline);
        }
        // Said before the day it is a concession, not a miss.
        if event.speaks.end() < deadline.end() {
            return;
        }
        let known = |v: &&mut Verdict| {
            v.verdict == VerdictType::Missed && v.from.is_some_and(|f| relation(f, deadline, false) == Relation::Same)
        };
        if let Some(verdict) = self.verdicts.iter_mut().find(known) {
            verdict.decided_by = verdict.decided_by.or(event.id);
            return;
        }
        let kept = |v: &&mut Verdict| {
            v.verdict == VerdictType::Met
                && v.from.is_some_and(|f| relation(f, deadline, false) == Relation::Same)
                && v.decided_by.map(|id| id.doc) != event.doc()
        };
        let disputed = match self.verdicts.iter_mut().find(kept) {
            Some(met) => {
                met.disputed = true;
                true
            }
            None if self.delivered => return,
            None => false,
        };
        // A date that nobody is known to have set proves nothing against the ones that are.
        if !self.knows(deadline) {
            return;
        }
        let setter = self.force.iter().rev().find(|f| f.deadline.same_but_precision(deadline)).copied();
        self.verdicts.push(Verdict {
            verdict: VerdictType::Missed,
            from: Some(deadline),
            to: None,
            announced: false,
            decided_by: event.id,
            set_by: setter.and_then(|f| f.set_by),
            delivered: None,
            slip_days: Some((event.speaks.start() - deadline.end()).num_days().max(0)),
            disputed,
            confidence: event.confidence,
            why: match event.statement {
                Some(s) if s.candidate => format!("the text tells it as not done, after {deadline}: “{}”", clip(&s.prose)),
                Some(s) => format!("the text says so of {deadline}: “{}”", clip(&s.prose)),
                None => format!("the record says so of {deadline}"),
            },
        });
    }

    fn drop_target(&mut self, event: &Event<'_>) {
        if self.dropped.is_some() {
            return;
        }
        let Some(from) = event.deadline.or(self.current().map(|f| f.deadline)) else { return };
        self.dropped = Some(self.verdicts.len());
        self.verdicts.push(Verdict {
            verdict: VerdictType::Dropped,
            from: Some(from),
            to: None,
            announced: true,
            decided_by: event.id,
            set_by: self.current().and_then(|f| f.set_by),
            delivered: None,
            slip_days: None,
            disputed: false,
            confidence: event.confidence,
            why: match event.statement {
                Some(s) => format!("the text says so: “{}”", clip(&s.prose)),
                None => "the record says so".to_owned(),
            },
        });
    }

    /// The first report of a delivery decides; a later one is a mention.
    fn met(&mut self, event: &Event<'_>, said_late: bool) {
        if self.delivered {
            return;
        }
        let Some(current) = self.current().or_else(|| {
            event.deadline.map(|deadline| Force {
                deadline,
                since: event.day,
                approximate: false,
                set_by: None,
                confidence: event.confidence,
                by_change: false,
            })
        }) else {
            return;
        };
        if self.force.is_empty() {
            self.force.push(current);
        }
        self.delivered = true;
        let missed = |v: &Verdict| {
            v.verdict == VerdictType::Missed && v.from.is_some_and(|f| relation(f, current.deadline, false) == Relation::Same)
        };
        // A day within the deadline, against another document's word that it was missed: both stand, disputed.
        let on = event.statement.map_or(Some(event.day), |s| s.delivered);
        let in_time = on.is_some_and(|on| on.end() <= current.deadline.end());
        let elsewhere = |v: &Verdict| missed(v) && v.decided_by.map(|id| id.doc) != event.doc();
        let disputed = in_time && self.verdicts.iter().any(elsewhere);
        for verdict in self.verdicts.iter_mut().filter(|v| disputed && elsewhere(v)) {
            verdict.disputed = true;
        }
        // A day within the deadline answers every word of delay.
        let said_late = !in_time && (said_late || self.open_move.is_some() || (!disputed && self.verdicts.iter().any(missed)));
        self.open_move = None;
        if let Some(index) = self.dropped.take() {
            // Delivered after all: what was said of giving it up stands as an event, not as the outcome.
            if index < self.verdicts.len() {
                self.verdicts.remove(index);
            }
        }
        let delivered = delivery(event, self.undelivered);
        let first = self.force.first().map_or(current.deadline, |f| f.deadline);
        let was_moved = self.verdicts.iter().any(|v| v.verdict == VerdictType::Moved && v.slip_days.is_none_or(|s| s > 0));
        // A text that names the day that was kept says that it was not delivered before it.
        let kept = event.deadline.filter(|d| relation(current.deadline, *d, false) == Relation::Same).map(|d| d.start());
        let earliest = delivered.start();
        let late_for = if earliest > current.deadline.latest() || (said_late && event.speaks.end() > current.deadline.end()) {
            Some(current.deadline)
        } else if was_moved && earliest.max(kept.unwrap_or(earliest)) > first.latest() {
            Some(first)
        } else {
            None
        };
        let known = event.statement.is_some_and(|s| s.delivered.is_some()) || delivered.days() == 1;
        let day = delivered.start();
        // "in 2024" tells no number of days.
        let is_day = delivered.days() == 1;
        let why = match late_for {
            Some(d) if known && is_day => format!("delivered on {}, after {d}", long_day(day)),
            Some(d) if known => format!("delivered in {delivered}, after {d}"),
            Some(d) => {
                format!("a text of {} still shows it undelivered, after {d}", self.undelivered.map_or_else(String::new, long_day))
            }
            None => "a text reports the delivery; nothing shows that it came after its day".to_owned(),
        };
        self.verdicts.push(Verdict {
            verdict: if late_for.is_some() { VerdictType::MetLate } else { VerdictType::Met },
            from: Some(current.deadline),
            to: None,
            announced: false,
            decided_by: event.id,
            set_by: current.set_by,
            delivered: known.then_some(delivered),
            slip_days: (known && is_day).then(|| (day - late_for.unwrap_or(current.deadline).end()).num_days()),
            disputed,
            confidence: event.confidence.min(current.confidence),
            why,
        });
    }

    /// What is left to say on the as-of day.
    fn close(&mut self, as_of: Day) {
        if self.delivered || self.dropped.is_some() {
            return;
        }
        let Some(current) = self.current() else { return };
        let missed = |v: &Verdict| {
            v.verdict == VerdictType::Missed && v.from.is_some_and(|f| relation(f, current.deadline, false) == Relation::Same)
        };
        if self.verdicts.iter().any(missed) {
            return;
        }
        let passed = current.deadline.end() < as_of;
        self.verdicts.push(Verdict {
            verdict: if passed { VerdictType::Overdue } else { VerdictType::Open },
            from: Some(current.deadline),
            to: None,
            announced: false,
            decided_by: current.set_by,
            set_by: current.set_by,
            delivered: None,
            slip_days: passed.then(|| (as_of - current.deadline.end()).num_days()),
            disputed: false,
            confidence: current.confidence,
            why: if passed {
                format!("{} has passed, and no document up to {} says what became of it", current.deadline, long_day(as_of))
            } else {
                format!("{} has not passed on {}", current.deadline, long_day(as_of))
            },
        });
    }
}

/// Whether the last day of a year is named where an exact date in its last quarter is in force.
fn is_bound_of_year(named: Interval, in_force: Interval) -> bool {
    let last = named.end();
    let ends_year = named.days() == 1 && (last.month(), last.day()) == (12, 31);
    ends_year && in_force.days() <= 31 && in_force.start().year() == last.year() && in_force.start().month() >= 10
}

/// When the thing was delivered: the day that the text gives, else the days between the last
/// text that shows it undelivered and the first that shows it delivered.
fn delivery(event: &Event<'_>, undelivered: Option<Day>) -> Interval {
    if let Some(day) = event.statement.and_then(|s| s.delivered) {
        return day;
    }
    // A headline reports the news of its day, and so does the desk's record.
    if event.statement.is_none_or(|s| s.zone == Zone::Title) && event.speaks.days() == 1 {
        return event.speaks;
    }
    let upper = event.speaks.end();
    // What a text shows undelivered may have come later on the same day.
    let lower = undelivered.unwrap_or(Day::MIN).min(upper);
    Interval::between(lower, upper)
}

fn clip(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut out = words.by_ref().take(24).collect::<Vec<_>>().join(" ");
    if words.next().is_some() {
        out.push('…');
    }
    out
}
