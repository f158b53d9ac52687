//! # vanished
//!
//! A target that several documents named is no longer spoken of.
//!
//! ## What it finds
//! A target named in three documents or more whose outcome is unknown, and of which nothing was said for
//! a year or more, while later documents here still speak of the same names.
//!
//! ## Why it matters
//! Promises end more often in silence than in a word.
//!
//! ## Example
//! An electric ferry announced and discussed in four articles up to 2017; the harbour board is in the
//! news until 2021, the ferry is not.
//!
//! ## When it is silent
//! When the outcome is known; when later documents do not speak of the names at all (then it is the corpus
//! that ends, not the promise); when fewer than three documents named it; when its own words do not tell it
//! from others ("the next milestone"); when a later document tells of something done in all of them.
//!
//! ## How to waive it
//! Run with `--ignore vanished`, or set `vanished = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::reported::Reported;
use super::telling::{Draft, date_of, documents, excerpt, named};
use crate::calendar::{Day, long_day};
use crate::findings::{Confidence, Family, Finding, Role, Severity};
use crate::timeline::{Record, Timeline, VerdictType};
use chrono::Months;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

pub(super) const CHECK: Check =
    Check { code: "vanished", family: Family::Lead, severity: Severity::Note, source: include_str!("vanished.rs"), run };

/// Documents that must have named the target.
const NAMED_BY: usize = 3;
/// Months of silence.
const SILENCE: Months = Months::new(12);
/// Later documents that must still speak of its names.
const STILL_COVERED: usize = 3;

fn run(record: &Record, found: &mut Vec<Finding>) {
    let covered = last_days_of_names(record);
    let reported = OnceCell::new();
    for timeline in &record.timelines {
        let Some(verdict) = timeline.verdicts.iter().find(|v| matches!(v.verdict, VerdictType::Open | VerdictType::Overdue))
        else {
            continue;
        };
        let Some((docs, last)) = presence(record, timeline) else { continue };
        let Some(from) = last.checked_add_months(SILENCE).filter(|from| *from <= record.as_of.day && docs.len() >= NAMED_BY)
        else {
            continue;
        };
        let still = names(record, timeline)
            .into_iter()
            .filter_map(|name| covered.get(name))
            .map(|days| days.iter().filter(|d| **d >= from).count())
            .max();
        if still.unwrap_or(0) < STILL_COVERED {
            continue;
        }
        let reported = reported.get_or_init(|| Reported::of(record));
        if !reported.is_named(&timeline.target) || reported.since(&timeline.target, last) {
            continue;
        }
        let Some(primary) =
            timeline.target.links.last().and_then(|l| excerpt(record, l.id, Role::Commitment, "last spoken of here"))
        else {
            continue;
        };
        let draft = Draft {
            check: &CHECK,
            timeline,
            message: format!(
                "{} is the last of {} here that speak of this target; nothing was said of it up to {}",
                named(&primary),
                documents(docs.len()),
                long_day(record.as_of.day)
            ),
            why: format!("{} later documents here still speak of the same names", still.unwrap_or(0)),
            refuted_by: "any later document that speaks of it, perhaps under another name".into(),
            deadline: verdict.from,
            other: None,
            slip_days: None,
            // What a desk has named is known by its aliases; of what was discovered, later texts may use other words.
            confidence: verdict.confidence.min(if timeline.target.declared { Confidence::Medium } else { Confidence::Low }),
            primary,
            related: Vec::new(),
        };
        found.push(draft.finish(CHECK.severity));
    }
}

/// The documents that name the target, and the last day on which one did.
fn presence(record: &Record, timeline: &Timeline) -> Option<(BTreeSet<usize>, Day)> {
    let stated = timeline
        .target
        .links
        .iter()
        .filter_map(|l| Some((l.id.doc, date_of(record.extract(l.id)?, record.statement(l.id)?)?.end())));
    let all: Vec<(usize, Day)> = stated.chain(timeline.target.mentions.iter().copied()).collect();
    let last = all.iter().map(|(_, day)| *day).max()?;
    Some((all.into_iter().map(|(doc, _)| doc).collect(), last))
}

/// The proper names of the target's statements.
fn names<'r>(record: &'r Record, timeline: &Timeline) -> BTreeSet<&'r str> {
    timeline.target.links.iter().filter_map(|l| record.statement(l.id)).flat_map(|s| s.key.names.iter()).collect()
}

/// For each proper name, the days on which documents speak of it, one for each document.
fn last_days_of_names(record: &Record) -> HashMap<&str, Vec<Day>> {
    let mut found: HashMap<&str, Vec<Day>> = HashMap::new();
    for extract in &record.extracts {
        let Some(published) = extract.published.as_ref().map(|d| d.interval.end()) else { continue };
        let keys = extract.statements.iter().map(|s| &s.key).chain(extract.mentions.iter().map(|m| &m.key));
        let names: BTreeSet<&str> = keys.flat_map(|key| key.names.iter()).collect();
        for name in names {
            found.entry(name).or_default().push(published);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::statements::{Extract, Kind, Statement};
    use crate::targets::fixture::*;

    fn named_harbour(mut statement: Statement) -> Statement {
        statement.key.names = ["harwick harbour board"].into_iter().collect();
        statement
    }

    fn ferry(name: &str, date: &str) -> Extract {
        doc(name, date).says(named_harbour(promise("The electric ferry will sail", "2025")))
    }

    fn news(name: &str, date: &str) -> Extract {
        doc(name, date).says(named_harbour(statement(Kind::AtRisk, "Dredging of the inner basin looks doubtful")))
    }

    fn ferries() -> Vec<Extract> {
        vec![ferry("a.md", "2016-01-01"), ferry("b.md", "2016-06-01"), ferry("c.md", "2017-01-01")]
    }

    #[test]
    fn no_longer_spoken_of() {
        let mut docs = ferries();
        docs.extend([news("d.md", "2018-06-01"), news("e.md", "2019-06-01"), news("f.md", "2020-06-01")]);
        let findings = found(&record(docs, "2020-06-01"), "vanished");
        assert_eq!(findings.len(), 1);
        assert_eq!(&*findings[0].primary.doc, "c.md");
    }

    #[test]
    fn a_corpus_that_ends_is_silent() {
        assert!(found(&record(ferries(), "2020-06-01"), "vanished").is_empty());
    }

    #[test]
    fn a_known_outcome_is_silent() {
        let mut docs = ferries();
        docs.push(doc("g.md", "2017-06-01").says(delivery("The electric ferry sailed today", Some("2017-06-01"))));
        docs.extend([news("d.md", "2018-06-01"), news("e.md", "2019-06-01"), news("f.md", "2020-06-01")]);
        assert!(found(&record(docs, "2020-06-01"), "vanished").is_empty());
    }
}
