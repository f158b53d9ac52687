//! Keeps a page so small that it opens quickly: nobody waits for more than five megabytes.
//!
//! What is left out here is counted on the page, and `--full` shows it.

use super::dossier::Dossier;
use crate::output::chart::{Chart, Mark};

/// Points of a chart that are drawn: more would lie on top of each other.
const POINTS: usize = 160;
/// Bytes that dossiers may take on the page before the rest of them is shortened, as far as can be told beforehand.
const DOSSIERS: usize = 1_500_000;
/// Events, findings and documents that a shortened dossier keeps; it has no chart.
const LEAST: usize = 4;
/// Bytes of an entry without its words: the markup around it, names, dates, places.
const AROUND: usize = 400;
/// Bytes that a point of a chart takes with its line and its mark.
const POINT: usize = 350;
/// Documents that a dossier lists.
const DOCUMENTS: usize = 60;

/// Leaves out points of a chart that say the same deadline again, evenly over time; never what changed.
pub(super) fn thin(chart: Option<Chart>, full: bool) -> Option<Chart> {
    let mut chart = chart?;
    if full || chart.points.len() <= POINTS {
        return Some(chart);
    }
    let plain = |mark: Mark| matches!(mark, Mark::Said | Mark::OnTrack | Mark::AtRisk);
    let telling = chart.points.iter().filter(|point| !plain(point.mark)).count().min(POINTS / 2);
    let (mut plain_seen, mut telling_seen) = (0_usize, 0_usize);
    let (plain_all, telling_all) =
        chart.points.iter().fold((0, 0), |(a, b), p| if plain(p.mark) { (a + 1, b) } else { (a, b + 1) });
    // The n-th of `all` stays when it begins a new one of `most` equal stretches.
    let stays = |n: usize, all: usize, most: usize| n == 0 || n * most / all.max(1) != (n - 1) * most / all.max(1);
    chart.points.retain(|point| {
        let (seen, all, most) = if plain(point.mark) {
            (&mut plain_seen, plain_all, POINTS - telling)
        } else {
            (&mut telling_seen, telling_all, telling.max(POINTS / 2))
        };
        *seen += 1;
        stays(*seen - 1, all, most)
    });
    Some(chart)
}

/// Shortens dossiers until they fit, the first ones last: they come in the order of their weight.
pub(super) fn fit(dossiers: &mut [Dossier]) {
    let mut spent = 0;
    for dossier in dossiers {
        let cost = cost(dossier);
        if spent + cost <= DOSSIERS {
            spent += cost;
            continue;
        }
        dossier.chart = None;
        dossier.more_events += leave(&mut dossier.events);
        dossier.more_findings += leave(&mut dossier.findings);
        dossier.more_documents += leave(&mut dossier.documents);
    }
}

/// Cuts a list to what a shortened dossier keeps; how many are left out.
fn leave<T>(list: &mut Vec<T>) -> usize {
    let more = list.len().saturating_sub(LEAST);
    list.truncate(LEAST);
    more
}

/// About how many bytes a dossier takes on the page.
fn cost(dossier: &Dossier) -> usize {
    // Words may double in length where they are escaped.
    let events: usize = dossier.events.iter().map(|e| AROUND + 2 * e.quote.words.len()).sum();
    let findings: usize = dossier.findings.iter().map(|line| AROUND + 2 * line.text.len()).sum();
    let verdicts: usize = dossier.verdicts.iter().map(|v| AROUND + 2 * v.why.len()).sum();
    let chart = dossier.chart.as_ref().map_or(0, |chart| (chart.points.len() + chart.steps.len()) * POINT);
    events + findings + verdicts + chart + dossier.documents.len() * AROUND
}

/// Cuts the list of documents of a dossier; how many are left out.
pub(super) fn cut<T>(documents: &mut Vec<T>, full: bool) -> usize {
    let more = if full { 0 } else { documents.len().saturating_sub(DOCUMENTS) };
    documents.truncate(documents.len() - more);
    more
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Interval;
    use crate::output::chart::Point;

    #[test]
    fn a_chart_keeps_what_changed() {
        let on = Interval::year(2020).expect("a year");
        let point = |index: usize| Point {
            on,
            deadline: on,
            mark: if index.is_multiple_of(100) { Mark::Moved } else { Mark::Said },
            place: index.to_string(),
        };
        let days = (on.start(), on.end());
        let points = (0..2000).map(point).collect();
        let chart = Chart { across: days, up: days, as_of: on.end(), baseline: on, points, steps: Vec::new() };
        let thinned = thin(Some(chart.clone()), false).expect("a chart");
        assert!(thinned.points.len() <= POINTS, "{}", thinned.points.len());
        assert_eq!(thinned.points.iter().filter(|p| p.mark == Mark::Moved).count(), 20);
        assert_eq!(thin(Some(chart), true).map(|chart| chart.points.len()), Some(2000));
    }
}
