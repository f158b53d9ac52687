//! # impossible-date
//!
//! The dates of a passage cannot all be right.
//!
//! ## What it finds
//! A deadline that lies before the day on which it is said to have been set; a move to the very date it
//! moves from; a delivery dated after the document that reports it.
//!
//! ## Why it matters
//! A slip of the keyboard in a year is easily made and never noticed by its writer.
//!
//! ## Example
//! "In 2021 the council promised to finish the works by 2019."
//!
//! ## When it is silent
//! When a year may be a financial year, or a date is approximate; when the day on which it was said is
//! only the document's own (then see `stale-future`).
//!
//! ## How to waive it
//! Run with `--ignore impossible-date`, or set `impossible-date = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, date_of, excerpt, named};
use crate::findings::{Family, Finding, Role, Severity};
use crate::statements::{Extract, Factuality, Kind, Statement};
use crate::timeline::Record;

pub(super) const CHECK: Check = Check {
    code: "impossible-date",
    family: Family::Defect,
    severity: Severity::Error,
    source: include_str!("impossible_date.rs"),
    run,
};

/// Days between which two calendars (a financial and a calendar year, two time zones) may differ.
const TOLERANCE: i64 = 2;

fn run(record: &Record, found: &mut Vec<Finding>) {
    for timeline in &record.timelines {
        for link in &timeline.target.links {
            let (Some(extract), Some(statement)) = (record.extract(link.id), record.statement(link.id)) else { continue };
            let Some((what, label)) = impossible(extract, statement) else { continue };
            let Some(primary) = excerpt(record, link.id, Role::Outcome, label) else { continue };
            let draft = Draft {
                check: &CHECK,
                timeline,
                message: format!("{} {what}", named(&primary)),
                why: "the dates of the clause were read from its own words".to_owned(),
                refuted_by: "another reading of one of the dates".into(),
                deadline: statement.deadline.as_ref().map(|d| d.interval),
                other: statement.old_deadline.as_ref().map(|d| d.interval),
                slip_days: None,
                confidence: statement.confidence,
                primary,
                related: Vec::new(),
            };
            found.push(draft.finish(CHECK.severity));
        }
    }
}

/// What is impossible about the statement, and a label for its words.
fn impossible(extract: &Extract, statement: &Statement) -> Option<(String, &'static str)> {
    if statement.struck || statement.factuality != Factuality::Certain {
        return None;
    }
    let deadline = statement.deadline.as_ref().filter(|d| !d.approximate).map(|d| d.interval);
    let speaks = date_of(extract, statement)?;
    match statement.kind {
        Kind::Commitment => {
            let made = statement.made_on.filter(|made| Some(*made) != statement.speaks_from && *made != speaks)?;
            let deadline = deadline?;
            let backwards = (made.start() - deadline.end()).num_days() > TOLERANCE;
            backwards.then(|| {
                (
                    format!("gives {made} as the day on which the deadline {deadline} was set, which is later"),
                    "set after its own day",
                )
            })
        }
        Kind::Moved => {
            let old = statement.old_deadline.as_ref().filter(|d| !d.approximate)?.interval;
            (deadline? == old).then(|| (format!("speaks of a change from {old} to {old}"), "the same date twice"))
        }
        Kind::Met if !statement.candidate => {
            let delivered = statement.delivered?;
            let ahead = (delivered.start() - speaks.end()).num_days() > TOLERANCE;
            ahead.then(|| (format!("reports a delivery on {delivered}, after its own day"), "dated after the document"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::statements::{Kind, Statement};
    use crate::targets::fixture::*;

    #[test]
    fn a_date_set_after_its_own_day() {
        let docs = vec![doc("a.md", "2022-02-01").says(retold("promised to finish the Ashby tunnel", "2019", Some("2021")))];
        let findings = found(&record(docs, "2022-06-01"), "impossible-date");
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.contains("2021") && findings[0].message.contains("2019"), "{}", findings[0].message);
    }

    #[test]
    fn a_move_to_the_same_date() {
        let docs = vec![doc("a.md", "2018-02-01").says(moved("Ashby tunnel was put back", Some("2019-05"), Some("2019-05")))];
        assert_eq!(found(&record(docs, "2018-06-01"), "impossible-date").len(), 1);
    }

    #[test]
    fn dates_in_order_are_silent() {
        let docs = vec![
            doc("a.md", "2022-02-01").says(retold("promised to finish the Ashby tunnel", "2024", Some("2021"))),
            doc("b.md", "2018-02-01").says(moved("Ashby tunnel was put back", Some("2019-05"), Some("2019-09"))),
        ];
        assert!(found(&record(docs, "2022-06-01"), "impossible-date").is_empty());
    }

    #[test]
    fn doubt_and_approximation_are_silent() {
        let mut vague = retold("promised to finish the Ashby tunnel", "2019", Some("2021"));
        if let Some(d) = &mut vague.deadline {
            d.approximate = true;
        }
        let possible = Statement {
            factuality: crate::statements::Factuality::Possible,
            delivered: Some(period("2030")),
            ..statement(Kind::Met, "opened")
        };
        let docs = vec![doc("a.md", "2022-02-01").says(vague).says(possible)];
        assert!(found(&record(docs, "2022-06-01"), "impossible-date").is_empty());
    }
}
