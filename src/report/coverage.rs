//! What the corpus holds over time, so that its silence can be judged.

use crate::calendar::{Day, Interval};
use crate::timeline::Record;
use chrono::{Datelike, Months};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Months that are drawn one by one; a longer span is drawn by years.
const MONTHS: usize = 180;
/// Documents named in each list.
const NAMED: usize = 40;

/// Documents of a month or year.
#[derive(Clone, Debug, Serialize)]
pub struct Period {
    /// Its first day, ISO.
    pub start: String,
    /// In words.
    pub name: String,
    /// Documents published in it.
    pub documents: usize,
    /// Of these, with a statement about a dated target.
    pub speaking: usize,
}

/// What the corpus holds over time.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Coverage {
    /// "month" or "year".
    pub unit: &'static str,
    /// The periods without a gap, in order.
    pub periods: Vec<Period>,
    /// Documents that only a year, or nothing so precise, dates.
    pub imprecise: usize,
    /// The longest stretch without any document: first and last period, and how many.
    pub longest_gap: Option<(String, String, usize)>,
    /// Documents without a date.
    pub undated: Vec<String>,
    /// How many more there are.
    pub more_undated: usize,
    /// Documents that could not be read.
    pub unreadable: Vec<String>,
}

/// Counts the documents of `record` by month, or by year where there are too many months.
pub(super) fn coverage(record: &Record) -> Coverage {
    let speaking: BTreeSet<usize> = record.timelines.iter().flat_map(|t| t.target.links.iter().map(|l| l.id.doc)).collect();
    let mut months: BTreeMap<(i32, u32), (usize, usize)> = BTreeMap::new();
    let mut coverage = Coverage { unit: "month", ..Coverage::default() };
    let mut undated = Vec::new();
    for (index, extract) in record.extracts.iter().enumerate() {
        if extract.unreadable() {
            coverage.unreadable.push(extract.doc.to_string());
            continue;
        }
        let Some(published) = &extract.published else {
            if !extract.living {
                undated.push(extract.doc.to_string());
            }
            continue;
        };
        let interval: Interval = published.interval;
        if interval.days() > 31 {
            coverage.imprecise += 1;
            continue;
        }
        let count = months.entry((interval.start().year(), interval.start().month())).or_default();
        count.0 += 1;
        count.1 += usize::from(speaking.contains(&index));
    }
    coverage.more_undated = undated.len().saturating_sub(NAMED);
    undated.truncate(NAMED);
    coverage.undated = undated;
    let (Some(first), Some(last)) = (months.keys().next().copied(), months.keys().next_back().copied()) else {
        return coverage;
    };
    let span = (i64::from(last.0) - i64::from(first.0)) * 12 + i64::from(last.1) - i64::from(first.1) + 1;
    if span > MONTHS as i64 {
        coverage.unit = "year";
        let mut years: BTreeMap<i32, (usize, usize)> = BTreeMap::new();
        for ((year, _), (documents, speaking)) in months {
            let count = years.entry(year).or_default();
            count.0 += documents;
            count.1 += speaking;
        }
        // A stray date centuries away must not make a page of empty years.
        let from = first.0.max(last.0.saturating_sub(200));
        coverage.periods = (from..=last.0)
            .map(|year| {
                let (documents, speaking) = years.get(&year).copied().unwrap_or_default();
                Period { start: format!("{year:04}-01-01"), name: year.to_string(), documents, speaking }
            })
            .collect();
    } else {
        let start = Day::from_ymd_opt(first.0, first.1, 1);
        let days = (0..u32::try_from(span).unwrap_or(0)).filter_map(|n| start?.checked_add_months(Months::new(n)));
        coverage.periods = days
            .map(|day| {
                let (documents, speaking) = months.get(&(day.year(), day.month())).copied().unwrap_or_default();
                Period { start: day.to_string(), name: day.format("%B %Y").to_string(), documents, speaking }
            })
            .collect();
    }
    coverage.longest_gap = longest_gap(&coverage.periods);
    coverage
}

fn longest_gap(periods: &[Period]) -> Option<(String, String, usize)> {
    let mut best: Option<(usize, usize)> = None;
    let mut start = None;
    for (index, period) in periods.iter().enumerate() {
        if period.documents > 0 {
            start = None;
            continue;
        }
        let from = *start.get_or_insert(index);
        if best.is_none_or(|(a, b)| index - from > b - a) {
            best = Some((from, index));
        }
    }
    let (from, to) = best?;
    Some((periods.get(from)?.name.clone(), periods.get(to)?.name.clone(), to - from + 1))
}
