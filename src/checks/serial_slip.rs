//! # serial-slip
//!
//! A deadline has been put back more than once.
//!
//! ## What it finds
//! A target with two or more moves to later dates, with the whole distance from the first date to the last.
//!
//! ## Why it matters
//! Each delay is told against the date before it; the whole is seldom added up.
//!
//! ## Example
//! May, then October, then the following June: 13 months in two steps.
//!
//! ## When it is silent
//! When a new date only makes the old one precise; when a move only brought the date forward.
//!
//! ## How to waive it
//! Run with `--ignore serial-slip`, or set `serial-slip = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, commitment, days, decisive, excerpt, named};
use crate::findings::{Confidence, Family, Finding, Role, Severity};
use crate::timeline::{Record, Verdict, VerdictType};

pub(super) const CHECK: Check =
    Check { code: "serial-slip", family: Family::Lead, severity: Severity::Warning, source: include_str!("serial_slip.rs"), run };

fn run(record: &Record, found: &mut Vec<Finding>) {
    for timeline in &record.timelines {
        let later: Vec<&Verdict> = timeline
            .verdicts
            .iter()
            .filter(|v| v.verdict == VerdictType::Moved && v.to.is_some() && v.slip_days.is_some_and(|d| d > 0))
            .collect();
        let (Some(first), Some(last)) = (later.first(), later.last()) else { continue };
        let (Some(from), Some(to), true) = (first.from, last.to, later.len() >= 2) else { continue };
        let Some(primary) =
            decisive(record, timeline, last).and_then(|id| excerpt(record, id, Role::Moved, format!("{to} said here")))
        else {
            continue;
        };
        let whole = (to.end() - from.end()).num_days();
        let quiet = later.iter().filter(|v| !v.announced).count();
        let announced = match quiet {
            0 => "each announced by a document here".to_owned(),
            n => format!("{n} of them announced by no document here"),
        };
        let mut related: Vec<_> =
            later.iter().filter_map(|v| excerpt(record, v.decided_by?, Role::Moved, format!("{} said here", v.to?))).collect();
        related.extend(commitment(record, timeline, first));
        let draft = Draft {
            check: &CHECK,
            timeline,
            message: format!(
                "{} gives {to}; the date has moved {} times since {from}, {} in all, {announced}",
                named(&primary),
                later.len(),
                days(whole)
            ),
            why: later.iter().map(|v| v.why.as_str()).collect::<Vec<_>>().join("; "),
            refuted_by: "words that show that the dates belong to different things".into(),
            deadline: Some(from),
            other: Some(to),
            slip_days: Some(whole),
            confidence: later.iter().map(|v| v.confidence).min().unwrap_or(Confidence::Low),
            primary,
            related,
        };
        found.push(draft.finish(CHECK.severity));
    }
}

#[cfg(test)]
mod tests {
    use crate::statements::Extract;
    use crate::targets::fixture::*;

    fn plan(dates: &[(&str, &str)]) -> Vec<Extract> {
        let says = |(i, (day, by)): (usize, &(&str, &str))| {
            doc(&format!("{i}.md"), day).says(promise("The Marlow footbridge will open", by))
        };
        dates.iter().enumerate().map(says).collect()
    }

    #[test]
    fn adds_the_steps_up() {
        let docs = plan(&[("2014-05-01", "2018"), ("2016-05-01", "2020"), ("2018-05-01", "2022")]);
        let findings = found(&record(docs, "2019-01-01"), "serial-slip");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].slip_days, Some(1461));
        assert!(findings[0].message.contains("2 times since 2018"), "{}", findings[0].message);
    }

    #[test]
    fn one_step_is_no_series() {
        let docs = plan(&[("2014-05-01", "2018"), ("2016-05-01", "2020"), ("2018-05-01", "2020")]);
        assert!(found(&record(docs, "2019-01-01"), "serial-slip").is_empty());
    }

    #[test]
    fn precision_is_no_step() {
        let docs = plan(&[("2014-05-01", "2018"), ("2016-05-01", "2020"), ("2018-05-01", "2020-06")]);
        assert!(found(&record(docs, "2019-01-01"), "serial-slip").is_empty());
    }
}
