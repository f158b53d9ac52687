//! # at-risk
//!
//! A deadline that has not passed yet is in doubt.
//!
//! ## What it finds
//! The latest word on an open target is that its date may not be held.
//!
//! ## Why it matters
//! It is the early sign of a delay, and a date for the diary.
//!
//! ## Example
//! "The timetable for the new wing, due next spring, now looks hard to keep."
//!
//! ## When it is silent
//! When the deadline has passed; when a later document reaffirms it or sets another; when a third party alone alleges it.
//!
//! ## How to waive it
//! Run with `--ignore at-risk`, or set `at-risk = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, commitment, excerpt, link_reasons, named, verdicts};
use crate::findings::{Confidence, Family, Finding, Role, Severity};
use crate::statements::{Kind, Statement, Voice};
use crate::timeline::{Record, VerdictType};

pub(super) const CHECK: Check =
    Check { code: "at-risk", family: Family::Lead, severity: Severity::Note, source: include_str!("at_risk.rs"), run };

fn run(record: &Record, found: &mut Vec<Finding>) {
    for (timeline, verdict) in verdicts(record, VerdictType::Open) {
        let signal = timeline.target.links.iter().rev().filter_map(|l| Some((l.id, record.statement(l.id)?)));
        let latest = signal.clone().find(|(_, s)| matches!(s.kind, Kind::AtRisk | Kind::OnTrack) && s.voice != Voice::Alleged);
        let Some((id, doubt)) = latest.filter(|(_, s)| s.kind == Kind::AtRisk) else { continue };
        // A date that is given after the doubt is either reaffirmed or another one.
        let dates_anew = |s: &Statement| match s.kind {
            Kind::Commitment => !s.retold,
            kind => kind == Kind::Moved,
        };
        let since =
            |s: &Statement| s.speaks_from.zip(doubt.speaks_from).is_some_and(|(day, doubted)| day.start() > doubted.start());
        if signal.clone().any(|(_, s)| dates_anew(s) && since(s)) {
            continue;
        }
        let Some(primary) = excerpt(record, id, Role::Outcome, "in doubt here") else { continue };
        let due = verdict.from.map_or_else(String::new, |d| format!(" {d}"));
        let draft = Draft {
            check: &CHECK,
            timeline,
            message: format!("{} doubts the deadline{due}, which has not passed yet", named(&primary)),
            why: format!("its words speak of a risk to the date{}", link_reasons(timeline, Some(id))),
            refuted_by: "a later document that reaffirms the date".into(),
            deadline: verdict.from,
            other: None,
            slip_days: None,
            confidence: verdict.confidence.min(Confidence::Medium),
            primary,
            related: commitment(record, timeline, verdict).into_iter().collect(),
        };
        found.push(draft.finish(CHECK.severity));
    }
}

#[cfg(test)]
mod tests {
    use crate::statements::{Extract, Kind};
    use crate::targets::fixture::*;

    fn plan() -> Extract {
        doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2018"))
    }

    fn doubt() -> Extract {
        doc("b.md", "2016-05-01").says(statement(Kind::AtRisk, "The Marlow footbridge may be late"))
    }

    #[test]
    fn in_doubt_before_the_day() {
        assert_eq!(found(&record(vec![plan(), doubt()], "2017-01-01"), "at-risk").len(), 1);
    }

    #[test]
    fn reaffirmed_since_is_silent() {
        let assured = doc("c.md", "2016-09-01").says(statement(Kind::OnTrack, "The Marlow footbridge is on schedule"));
        assert!(found(&record(vec![plan(), doubt(), assured], "2017-01-01"), "at-risk").is_empty());
    }

    #[test]
    fn another_date_since_is_silent() {
        let anew = doc("c.md", "2016-09-01").says(promise("The Marlow footbridge will open", "2020"));
        assert!(found(&record(vec![plan(), doubt(), anew], "2017-01-01"), "at-risk").is_empty());
    }

    #[test]
    fn the_same_date_since_is_silent() {
        let again = doc("c.md", "2016-09-01").says(promise("The Marlow footbridge will open", "2018"));
        assert!(found(&record(vec![plan(), doubt(), again], "2017-01-01"), "at-risk").is_empty());
    }

    #[test]
    fn past_its_day_is_silent() {
        assert!(found(&record(vec![plan(), doubt()], "2019-01-01"), "at-risk").is_empty());
    }
}
