//! # vague-target
//!
//! A promise that nobody could check as it is worded.
//!
//! ## What it finds
//! A commitment in the document's own voice whose date is approximate or spans more than a year, without
//! a quantity and without anybody who is to do it.
//!
//! ## Why it matters
//! What cannot be checked cannot be missed. An editor can ask for the day, the number or the name.
//!
//! ## Example
//! "Services will be improved over the next five years."
//!
//! ## When it is silent
//! When the clause names a quantity or who is to do it; when another document makes the date precise.
//!
//! ## How to waive it
//! Run with `--ignore vague-target`, or set `vague-target = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, excerpt, named};
use crate::findings::{Confidence, Family, Finding, Role, Severity};
use crate::statements::{Kind, Statement, Strength, Voice};
use crate::timeline::Record;

pub(super) const CHECK: Check = Check {
    code: "vague-target",
    family: Family::Defect,
    severity: Severity::Note,
    source: include_str!("vague_target.rs"),
    run,
};

/// Days beyond which a period is no date to hold anybody to.
const A_YEAR: i64 = 366;

fn run(record: &Record, found: &mut Vec<Finding>) {
    for timeline in &record.timelines {
        let statements = || timeline.target.links.iter().filter_map(|l| Some((l.id, record.statement(l.id)?)));
        if timeline.target.declared || statements().any(|(_, s)| s.kind == Kind::Commitment && !is_vague(s)) {
            continue;
        }
        let Some((id, statement)) =
            statements().find(|(_, s)| s.kind == Kind::Commitment && s.voice == Voice::Own && !s.retold && is_vague(s))
        else {
            continue;
        };
        let Some(deadline) = &statement.deadline else { continue };
        let Some(primary) = excerpt(record, id, Role::Commitment, "neither day, number nor name") else { continue };
        let draft = Draft {
            check: &CHECK,
            timeline,
            message: format!(
                "{} promises something for {} without a quantity or anybody who is to do it",
                named(&primary),
                deadline.interval
            ),
            why: format!("“{}” is no precise date, and the clause names no quantity and no actor", deadline.text),
            refuted_by: "a precise date, a quantity or an actor in the passage".into(),
            deadline: Some(deadline.interval),
            other: None,
            slip_days: None,
            confidence: Confidence::Low,
            primary,
            related: Vec::new(),
        };
        found.push(draft.finish(CHECK.severity));
    }
}

fn is_vague(statement: &Statement) -> bool {
    let Some(deadline) = &statement.deadline else { return false };
    let imprecise = deadline.interval.days() > A_YEAR || (deadline.approximate && statement.strength == Strength::Hedged);
    imprecise && statement.key.quantities.is_empty() && statement.actor.is_none()
}

#[cfg(test)]
mod tests {
    use crate::statements::{Exact, Key, Statement};
    use crate::targets::fixture::*;

    fn loose() -> Statement {
        promise("Bus services in Harwick will be improved", "2020-01-01/2024-12-31")
    }

    #[test]
    fn a_period_without_number_or_name() {
        let docs = vec![doc("a.md", "2020-01-01").says(loose())];
        assert_eq!(found(&record(docs, "2020-06-01"), "vague-target").len(), 1);
    }

    #[test]
    fn an_actor_or_a_quantity_is_enough() {
        let named = Statement { actor: Some("the council".into()), ..loose() };
        let exact = Exact { quantities: ["12 route"].into_iter().collect(), ..Exact::default() };
        let counted = Statement { key: Key { exact: Some(exact.into()), ..loose().key }, ..loose() };
        for statement in [named, counted] {
            let docs = vec![doc("a.md", "2020-01-01").says(statement)];
            assert!(found(&record(docs, "2020-06-01"), "vague-target").is_empty());
        }
    }

    #[test]
    fn a_precise_date_elsewhere_is_enough() {
        let precise = promise("Bus services in Harwick will be improved", "2022-03");
        let docs = vec![doc("a.md", "2020-01-01").says(loose()), doc("b.md", "2020-03-01").says(precise)];
        assert!(found(&record(docs, "2020-06-01"), "vague-target").is_empty());
    }
}
