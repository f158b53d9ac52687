//! # reversed
//!
//! A date was reaffirmed, and then not kept.
//!
//! ## What it finds
//! "On track", "on schedule" said of a deadline as a fact, and a later document that shows the same
//! deadline moved, missed or given up.
//!
//! ## Why it matters
//! It shows what assurances were worth, and when they were given.
//!
//! ## Example
//! In March: "We remain on course for June." In May: "The opening is put back to October."
//!
//! ## When it is silent
//! When both stand in one document; when the assurance was about a later date; when it was only alleged or hoped.
//!
//! ## How to waive it
//! Run with `--ignore reversed`, or set `reversed = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, date_of, excerpt, link_reasons, named};
use crate::calendar::Interval;
use crate::findings::{Family, Finding, Role, Severity};
use crate::statements::{Factuality, Kind, Statement, Voice};
use crate::targets::StatementId;
use crate::timeline::{Record, Relation, Timeline, VerdictType, relation};

pub(super) const CHECK: Check =
    Check { code: "reversed", family: Family::Lead, severity: Severity::Warning, source: include_str!("reversed.rs"), run };

fn run(record: &Record, found: &mut Vec<Finding>) {
    let day = |id: StatementId| date_of(record.extract(id)?, record.statement(id)?);
    for timeline in &record.timelines {
        let assurances = assurances(record, timeline);
        if assurances.is_empty() {
            continue;
        }
        for verdict in timeline
            .verdicts
            .iter()
            .filter(|v| matches!(v.verdict, VerdictType::Moved | VerdictType::Missed | VerdictType::Dropped))
        {
            let later_or_lost = verdict.slip_days.is_none_or(|d| d > 0) || verdict.verdict != VerdictType::Moved;
            let (Some(deadline), Some(id), true) = (verdict.from, verdict.decided_by, later_or_lost) else { continue };
            let Some(turned) = day(id) else { continue };
            let Some(assured) = last_before(&assurances, deadline, id, turned) else { continue };
            let (Some(primary), Some(earlier)) = (
                excerpt(record, id, Role::Outcome, "not kept here"),
                excerpt(record, assured, Role::Commitment, "reaffirmed here"),
            ) else {
                continue;
            };
            let notice = day(assured).map_or(0, |a| (turned.start() - a.end()).num_days());
            let draft = Draft {
                check: &CHECK,
                timeline,
                message: format!(
                    "{} shows {deadline} not kept; {} had reaffirmed it {notice} days before",
                    named(&primary),
                    named(&earlier)
                ),
                why: format!(
                    "{}; the earlier words say that the date stands{}",
                    verdict.why,
                    link_reasons(timeline, Some(assured))
                ),
                refuted_by: "words that show that the assurance was about another date or another thing".into(),
                deadline: Some(deadline),
                other: verdict.to,
                slip_days: verdict.slip_days,
                confidence: verdict.confidence,
                primary,
                related: vec![earlier],
            };
            found.push(draft.finish(CHECK.severity));
        }
    }
}

/// Words of one document that say that a deadline stands.
struct Assurance<'r> {
    id: StatementId,
    statement: &'r Statement,
    said: Interval,
}

/// What the target's documents say of that kind as a fact, in their order.
fn assurances<'r>(record: &'r Record, timeline: &Timeline) -> Vec<Assurance<'r>> {
    let assured = |s: &Statement| s.kind == Kind::OnTrack && s.factuality == Factuality::Certain && s.voice != Voice::Alleged;
    let of = |id: StatementId| {
        let statement = record.statement(id).filter(|s| assured(s))?;
        Some(Assurance { id, statement, said: date_of(record.extract(id)?, statement)? })
    };
    timeline.target.links.iter().filter_map(|l| of(l.id)).collect()
}

/// The last of them in another document before the turn, and not after the deadline itself.
fn last_before(assurances: &[Assurance], deadline: Interval, turn: StatementId, turned: Interval) -> Option<StatementId> {
    let of_it = |a: &Assurance| {
        a.statement.deadline.as_ref().is_none_or(|d| relation(deadline, d.interval, d.approximate) == Relation::Same)
    };
    let before = |a: &Assurance| a.said.end() < turned.start() && a.said.start() <= deadline.end();
    assurances.iter().rev().find(|a| a.id.doc != turn.doc && before(a) && of_it(a)).map(|a| a.id)
}

#[cfg(test)]
mod tests {
    use crate::statements::{Extract, Kind, Statement};
    use crate::targets::fixture::*;

    fn assured(date: &str, by: Option<&str>) -> Extract {
        let deadline = by.and_then(|by| promise("x", by).deadline);
        doc("b.md", date).says(Statement { deadline, ..statement(Kind::OnTrack, "The Marlow footbridge remains on schedule") })
    }

    fn plan() -> Extract {
        doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2018"))
    }

    fn turn() -> Extract {
        doc("c.md", "2016-09-01").says(moved("The Marlow footbridge has been put back", Some("2018"), Some("2020")))
    }

    #[test]
    fn assured_and_then_moved() {
        let findings = found(&record(vec![plan(), assured("2016-05-01", None), turn()], "2017-01-01"), "reversed");
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.contains("123 days before"), "{}", findings[0].message);
    }

    #[test]
    fn an_assurance_after_the_turn_is_silent() {
        assert!(found(&record(vec![plan(), assured("2016-10-01", None), turn()], "2017-01-01"), "reversed").is_empty());
    }

    #[test]
    fn an_assurance_of_another_date_is_silent() {
        assert!(found(&record(vec![plan(), assured("2016-05-01", Some("2021")), turn()], "2017-01-01"), "reversed").is_empty());
    }
}
