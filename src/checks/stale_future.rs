//! # stale-future
//!
//! A text still speaks of a date as to come, though the date had passed when the text was published.
//!
//! ## What it finds
//! A commitment in the document's own voice whose deadline ended before the document was published,
//! last revised, or (for a page declared living) before the day of judgement.
//!
//! ## Why it matters
//! Readers take it for current. It is a mistake that an editor can mend before publishing.
//!
//! ## Example
//! A page revised in 2021: "The new library will open in 2019."
//!
//! ## When it is silent
//! When the text retells what was promised then; in quotations, teasers, struck text and dated
//! updates; in archived articles that were never revised. It is only a note where nothing but a date of
//! revision speaks for it, since that is often the day of a move to another system.
//!
//! ## How to waive it
//! Run with `--ignore stale-future`, or set `stale-future = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, excerpt, named};
use crate::calendar::{Interval, long_day};
use crate::findings::{Confidence, Family, Finding, Role, Severity};
use crate::prose::Zone;
use crate::statements::{Extract, Kind, Statement, Voice};
use crate::timeline::Record;

pub(super) const CHECK: Check = Check {
    code: "stale-future",
    family: Family::Defect,
    severity: Severity::Error,
    source: include_str!("stale_future.rs"),
    run,
};

/// How a document that was revised claims to be current.
const REVISED: &str = "it was last revised";

fn run(record: &Record, found: &mut Vec<Finding>) {
    for timeline in &record.timelines {
        for link in &timeline.target.links {
            let (Some(extract), Some(statement)) = (record.extract(link.id), record.statement(link.id)) else { continue };
            let Some(deadline) = statement.deadline.as_ref() else { continue };
            let Some((speaks, how)) = speaks_on(record, extract, statement) else { continue };
            if deadline.interval.end() >= speaks.start() || !in_own_present(statement, speaks) {
                continue;
            }
            let Some(primary) = excerpt(record, link.id, Role::Commitment, format!("{} spoken of as to come", deadline.interval))
            else {
                continue;
            };
            let draft = Draft {
                check: &CHECK,
                timeline,
                message: format!(
                    "{} speaks of {} as to come, but {how} on {}, after that date",
                    named(&primary),
                    deadline.interval,
                    long_day(speaks.start())
                ),
                why: format!("“{}” is read as {}, and the clause as a plan of its own day", deadline.text, deadline.interval),
                refuted_by: "words that show that the text retells an earlier promise, or another date of publication".into(),
                deadline: Some(deadline.interval),
                other: None,
                slip_days: Some((speaks.start() - deadline.interval.end()).num_days()),
                // A date of revision is often that of a move to another system, not of an editor's eye.
                confidence: if deadline.approximate || how == REVISED {
                    Confidence::Low
                } else {
                    statement.confidence.min(link.confidence)
                },
                primary,
                related: Vec::new(),
            };
            found.push(draft.finish(CHECK.severity));
        }
    }
}

/// The day on which the document claims to be current, and how.
fn speaks_on(record: &Record, extract: &Extract, statement: &Statement) -> Option<(Interval, &'static str)> {
    if extract.living {
        return Some((Interval::day(record.as_of.day), "the page speaks"));
    }
    let published = statement.speaks_from.or(extract.published.as_ref().map(|d| d.interval))?;
    match extract
        .updated
        .as_ref()
        .map(|d| d.interval)
        .filter(|updated| updated.start() > published.end() && updated.start() <= record.as_of.day)
    {
        Some(updated) => Some((updated, REVISED)),
        None => Some((published, "it was published")),
    }
}

fn in_own_present(statement: &Statement, speaks: Interval) -> bool {
    matches!(statement.kind, Kind::Commitment | Kind::OnTrack)
        && statement.voice == Voice::Own
        && !statement.retold
        && !statement.struck
        && !statement.candidate
        && !matches!(statement.zone, Zone::Quotation | Zone::Teaser | Zone::Update)
        && statement.made_on.is_none_or(|made| made.end() >= speaks.start() || Some(made) == statement.speaks_from)
}

#[cfg(test)]
mod tests {
    use crate::corpus::{DateSource, DatedBy};
    use crate::statements::{Extract, Statement, Voice};
    use crate::targets::fixture::*;

    fn page(date: &str) -> Extract {
        doc("a.md", date).says(promise("The Marlow library will open", "2019"))
    }

    #[test]
    fn a_page_revised_after_the_day() {
        let mut d = page("2018-05-01");
        d.updated = Some(DatedBy { interval: period("2021-03-01"), source: DateSource::FrontMatter });
        let findings = found(&record(vec![d], "2022-01-01"), "stale-future");
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.contains("last revised on 1 March 2021"), "{}", findings[0].message);
    }

    #[test]
    fn an_archived_text_is_silent() {
        assert!(found(&record(vec![page("2018-05-01")], "2022-01-01"), "stale-future").is_empty());
    }

    #[test]
    fn a_retelling_or_a_quotation_is_silent() {
        let d = doc("a.md", "2021-05-01")
            .says(retold("The Marlow library was to open", "2019", Some("2017")))
            .says(Statement { voice: Voice::Reported, ..promise("“The Marlow annexe will open”", "2019") });
        assert!(found(&record(vec![d], "2022-01-01"), "stale-future").is_empty());
    }
}
