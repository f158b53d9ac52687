//! What a desk should be able to show: what was waived and why, what was put right, and how good the checks are.

use super::page::Maker;
use super::words;
use crate::output::view;
use serde::Serialize;
use std::collections::BTreeMap;

pub use crate::checks::measured::Precision;

/// A check that found something here, or was measured, with how good it is known to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Measured {
    /// The check.
    pub check: String,
    /// How many findings of it stand in this report.
    pub found: usize,
    /// What was measured, on each set; empty: not measured.
    pub precision: Vec<Precision>,
}

/// A finding that is not reported because somebody waived it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waived {
    /// The check.
    pub check: String,
    /// What it said.
    pub message: String,
    /// Where.
    pub place: String,
    /// Why it was waived.
    pub reason: String,
}

/// Something that the desk has put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Corrected {
    /// The id of the target.
    pub target: String,
    /// What was promised.
    pub title: String,
    /// Whether it has a dossier.
    pub dossier: bool,
    /// The day and the correction.
    pub text: String,
}

/// How good each check is known to be that found something, or was measured.
pub(super) fn measured(maker: &Maker<'_>) -> Vec<Measured> {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &maker.given.outcome.findings {
        *found.entry(&finding.check).or_default() += 1;
    }
    for check in maker.given.measured.keys() {
        found.entry(check).or_default();
    }
    let one = |(check, found): (&str, usize)| Measured {
        check: check.to_owned(),
        found,
        precision: maker.given.measured.get(check).cloned().unwrap_or_default(),
    };
    found.into_iter().map(one).collect()
}

/// How good the checks are known to be that found something here, in a few words: those of stories first.
pub(super) fn summary(measured: &[Measured], stories: &[&str]) -> String {
    let mut shown: Vec<&Measured> = measured.iter().filter(|m| m.found > 0).collect();
    shown.sort_by_key(|m| stories.iter().position(|check| *check == m.check).unwrap_or(usize::MAX));
    let (known, unknown): (Vec<&Measured>, Vec<&Measured>) = shown.into_iter().partition(|m| !m.precision.is_empty());
    if known.is_empty() {
        return "not measured".to_owned();
    }
    let mut parts: Vec<String> = known
        .iter()
        .take(SUMMED)
        .map(|m| {
            let (right, read) = m
                .precision
                .iter()
                .fold((0_usize, 0_usize), |(right, read), p| (right.saturating_add(p.right), read.saturating_add(p.read)));
            let few = if m.precision.iter().all(Precision::is_few) { " (few)" } else { "" };
            format!("{} right in {right} of {read}{few}", m.check)
        })
        .collect();
    match known.len().saturating_sub(SUMMED) {
        0 => {}
        n => parts.push(view::plural(n, "further check")),
    }
    match unknown.len() {
        0 => {}
        n => parts.push(format!("{} not measured", view::plural(n, "check"))),
    }
    parts.join("; ")
}

/// Checks whose precision is told at the head of the page.
const SUMMED: usize = 2;

/// What was waived, in the order of the findings.
pub(super) fn waived(maker: &Maker<'_>) -> Vec<Waived> {
    let most = if maker.given.options.full { usize::MAX } else { MOST };
    let one = |aside: &crate::findings::review::SetAside| {
        let primary = &aside.finding.primary;
        let line = primary.place.map(|place| format!(", line {}", place.start().line.0)).unwrap_or_default();
        Waived {
            check: aside.finding.check.clone(),
            message: words::message(&aside.finding),
            place: format!("{}{line}", primary.doc),
            reason: words::sentence(&aside.reason.words()),
        }
    };
    maker.given.waived.iter().take(most).map(one).collect()
}

/// Waivers that are listed; the rest is counted.
const MOST: usize = 100;

/// What the desk has put right, in the order of the targets.
pub(super) fn corrections(maker: &Maker<'_>) -> Vec<Corrected> {
    let mut corrections = Vec::new();
    for (index, timeline) in maker.given.outcome.record.timelines.iter().enumerate() {
        let notes = maker.given.notes.get(&*timeline.target.id).filter(|_| maker.given.options.wants(timeline));
        for correction in notes.into_iter().flat_map(|notes| &notes.corrections) {
            corrections.push(Corrected {
                target: timeline.target.id.to_string(),
                title: maker.title(timeline),
                dossier: maker.dossiers.contains(&index),
                text: format!("{}: {}", correction.on, words::sentence(&correction.note)),
            });
        }
    }
    corrections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_measured_is_said() {
        let precision = |right, read| vec![Precision { right, read, set: "seeds".into(), ..Precision::default() }];
        let of = |check: &str, precision| Measured { check: check.into(), found: 1, precision };
        assert_eq!(summary(&[of("missed", Vec::new())], &[]), "not measured");
        let all = [of("missed", precision(47, 50)), of("overdue", precision(9, 10)), of("dropped", precision(50, 50))];
        assert_eq!(
            summary(&all, &["dropped", "overdue"]),
            "dropped right in 50 of 50; overdue right in 9 of 10 (few); 1 further check"
        );
        let unknown = of("vanished", Vec::new());
        assert_eq!(summary(&[of("missed", precision(9, 30)), unknown], &[]), "missed right in 9 of 30; 1 check not measured");
        // What was measured but found nothing here is no news at the head of the page.
        let elsewhere = Measured { found: 0, ..of("missed", precision(9, 30)) };
        assert_eq!(summary(&[elsewhere], &[]), "not measured");
    }
}
