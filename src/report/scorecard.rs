//! What became of the targets of each owner, side by side only where there are enough of them to mean anything.
//!
//! Nobody is ranked: owners stand in the order of the alphabet, and the numbers say how many targets of theirs
//! these documents speak of, not how many they have.

use super::page::Maker;
use super::status;
use crate::engine::passages::short;
use crate::output::view::plural;
use crate::timeline::{Timeline, VerdictType};
use serde::Serialize;
use std::collections::BTreeMap;

/// Fewer targets than this are not set side by side.
const ENOUGH: usize = 5;
/// Owners with fewer targets that are listed; the rest is counted.
const FEW: usize = 40;

/// The targets of one owner by what became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OwnerRow {
    /// Who answers for them.
    pub name: String,
    /// How many targets.
    pub targets: usize,
    /// Delivered in time.
    pub met: usize,
    /// Delivered late.
    pub met_late: usize,
    /// Reported as missed.
    pub missed: usize,
    /// Given up.
    pub dropped: usize,
    /// Passed, and no document says what became of them.
    pub overdue: usize,
    /// Not yet due.
    pub open: usize,
    /// Without a date to check.
    pub undated: usize,
    /// How many of them had their date changed.
    pub moved: usize,
    /// How many findings say that two documents contradict each other on one.
    pub disputed: usize,
}

/// Owners and what became of their targets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Scorecard {
    /// Owners with enough targets to be set side by side, by name.
    pub rows: Vec<OwnerRow>,
    /// Owners with fewer, by name, in words.
    pub few: Vec<(String, String)>,
    /// Owners with fewer that are only counted.
    pub more_few: usize,
    /// Targets whose owner is not known.
    pub unknown: usize,
}

/// The scorecard of all targets that were asked for.
pub(super) fn scorecard(maker: &Maker<'_>) -> Scorecard {
    let options = maker.given.options;
    let mut owners: BTreeMap<String, (OwnerRow, bool)> = BTreeMap::new();
    let mut unknown = 0;
    for timeline in maker.given.outcome.record.timelines.iter().filter(|timeline| options.wants(timeline)) {
        let name = of(timeline);
        if name.is_empty() {
            unknown += 1;
            continue;
        }
        let (row, declared) = owners.entry(key(&name)).or_insert_with(|| (OwnerRow { name, ..OwnerRow::default() }, false));
        count(row, timeline);
        *declared |= timeline.target.declared;
    }
    let mut card = Scorecard { unknown, ..Scorecard::default() };
    for (row, declared) in owners.into_values() {
        if row.targets >= ENOUGH {
            card.rows.push(row);
        } else if (declared || row.targets > 1) && card.few.len() < if options.full { usize::MAX } else { FEW } {
            let words = in_words(&row, |verdict| maker.label(verdict));
            card.few.push((row.name, words));
        } else {
            card.more_few += 1;
        }
    }
    card
}

/// Who answered for a target when its last deadline fell.
fn of(timeline: &Timeline) -> String {
    let then = timeline.last_deadline().and_then(|deadline| timeline.target.owner_on(deadline.end()));
    match then.filter(|_| !timeline.target.owners.is_empty()) {
        Some(name) => short(name.trim(), 80),
        None => Maker::owner(timeline),
    }
}

/// One key for "The council" and "the council".
fn key(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.strip_prefix("the ").unwrap_or(&lower).trim().to_owned()
}

fn count(row: &mut OwnerRow, timeline: &Timeline) {
    row.targets += 1;
    row.moved += usize::from(timeline.verdicts.iter().any(|v| v.verdict == VerdictType::Moved));
    let last = status::last_verdict(timeline);
    row.disputed += usize::from(last.is_some_and(|v| v.disputed));
    let slot = match last.map(|v| v.verdict) {
        Some(VerdictType::Met) => &mut row.met,
        Some(VerdictType::MetLate) => &mut row.met_late,
        Some(VerdictType::Missed) => &mut row.missed,
        Some(VerdictType::Dropped) => &mut row.dropped,
        Some(VerdictType::Overdue) => &mut row.overdue,
        Some(VerdictType::Open) => &mut row.open,
        Some(VerdictType::Moved) | None => &mut row.undated,
    };
    *slot += 1;
}

fn in_words(row: &OwnerRow, label: impl Fn(VerdictType) -> String) -> String {
    let counts = [
        (row.met, label(VerdictType::Met)),
        (row.met_late, label(VerdictType::MetLate)),
        (row.missed, label(VerdictType::Missed)),
        (row.dropped, label(VerdictType::Dropped)),
        (row.overdue, label(VerdictType::Overdue)),
        (row.open, label(VerdictType::Open)),
        (row.undated, "no date to check".to_owned()),
    ];
    let parts: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    format!("{}: {}", plural(row.targets, "target"), parts.join(", "))
}
