//! What a desk should be able to show: what was waived and why, what was put right, and how good the checks are.

use super::page::Maker;
use super::words;
use serde::Serialize;
use std::collections::BTreeMap;

/// How often a check was right on a set that people have read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Precision {
    /// Findings that were right.
    pub right: usize,
    /// Findings that were read.
    pub read: usize,
    /// On what.
    pub set: String,
}

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

/// How much of what is reported was measured, in a few words.
pub(super) fn summary(measured: &[Measured]) -> String {
    let (known, unknown): (Vec<&Measured>, Vec<&Measured>) = measured.iter().partition(|m| !m.precision.is_empty());
    let best = known.iter().flat_map(|m| &m.precision).filter(|p| p.read > 0).map(|p| p.right * 100 / p.read);
    let (low, high) = (best.clone().min(), best.max());
    match (low, high) {
        (Some(low), Some(high)) => {
            let span = if low == high { format!("{low}%") } else { format!("{low}% to {high}%") };
            let rest = match unknown.len() {
                0 => String::new(),
                n => format!("; not measured: {n}"),
            };
            format!("{span} of findings right, by check{rest}")
        }
        _ => "not measured".to_owned(),
    }
}

/// What was waived, in the order of the findings.
pub(super) fn waived(maker: &Maker<'_>) -> Vec<Waived> {
    let most = if maker.given.options.full { usize::MAX } else { MOST };
    let one = |aside: &crate::findings::review::SetAside| {
        let primary = &aside.finding.primary;
        let line = primary.place.map(|place| format!(", line {}", place.start.line.0)).unwrap_or_default();
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
        let notes = maker.given.notes.get(&timeline.target.id).filter(|_| maker.given.options.wants(timeline));
        for correction in notes.into_iter().flat_map(|notes| &notes.corrections) {
            corrections.push(Corrected {
                target: timeline.target.id.clone(),
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
        let precision = |right, read| vec![Precision { right, read, set: "seeds".into() }];
        let of = |check: &str, precision| Measured { check: check.into(), found: 1, precision };
        assert_eq!(summary(&[of("missed", Vec::new())]), "not measured");
        assert_eq!(
            summary(&[of("missed", precision(47, 50)), of("dropped", precision(50, 50))]),
            "94% to 100% of findings right, by check"
        );
        assert_eq!(
            summary(&[of("missed", precision(9, 10)), of("x", vec![])]),
            "90% of findings right, by check; not measured: 1"
        );
        assert_eq!(summary(&[of("missed", precision(0, 0))]), "not measured");
    }
}
