//! # rewritten-history
//!
//! A later text states an earlier commitment with a date that no earlier document gives.
//!
//! ## What it finds
//! A retelling ("was originally due by 2020", "promised in 2013 that … by 2019") whose date matches no
//! deadline that was in force for the target at any time before it.
//!
//! ## Why it matters
//! The first promise is what later ones are measured by; misstated, every delay looks smaller or greater than it was.
//!
//! ## Example
//! In 2013: "… by 2018." In 2021: "The original target, set in 2013, was 2020."
//!
//! ## When it is silent
//! When the retelling cites any deadline in force before it, however precise; when it tells of a promise
//! older than every document here, or for a day before the first of them; where the clause says only "it"; when the two dates lie more than five years apart; in quotations of somebody else; where the link between the texts is weak.
//!
//! ## How to waive it
//! Run with `--ignore rewritten-history`, or set `rewritten-history = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, date_of, excerpt, named, reasons};
use crate::calendar::Interval;
use crate::findings::{Confidence, Family, Finding, Role, Severity};
use crate::prose::Zone;
use crate::statements::{Kind, Statement, Voice};
use crate::targets::Link;
use crate::timeline::{Record, Relation, Timeline, relation};

pub(super) const CHECK: Check = Check {
    code: "rewritten-history",
    family: Family::Defect,
    severity: Severity::Error,
    source: include_str!("rewritten_history.rs"),
    run,
};

/// Days after the first promise here from which a retelling is of a later one.
const A_YEAR: i64 = 366;
/// Days beyond which two dates are hardly two memories of one promise.
const FAR: i64 = 5 * 366;

fn run(record: &Record, found: &mut Vec<Finding>) {
    for timeline in &record.timelines {
        for link in timeline.target.links.iter().filter(|l| l.confidence > Confidence::Low) {
            found.extend(misstated(record, timeline, link));
        }
    }
}

fn misstated(record: &Record, timeline: &Timeline, link: &Link) -> Option<Finding> {
    let (extract, statement) = (record.extract(link.id)?, record.statement(link.id)?);
    let speaks = date_of(extract, statement)?;
    let told = told(statement, speaks)?;
    // "It was promised for January": what "it" is, the text says elsewhere.
    if statement.key.anaphoric || statement.key.lent {
        return None;
    }
    if statement.voice != Voice::Own || statement.struck || matches!(statement.zone, Zone::Quotation | Zone::Teaser) {
        return None;
    }
    let earlier: Vec<(&Link, &Statement, Interval, Interval)> = timeline
        .target
        .links
        .iter()
        .filter(|l| l.id.doc != link.id.doc)
        .filter_map(|l| {
            let s = record.statement(l.id)?;
            let day = date_of(record.extract(l.id)?, s)?;
            let deadline = s.deadline.as_ref()?.interval;
            (day.end() < speaks.start() && !s.candidate).then_some((l, s, day, deadline))
        })
        .collect();
    let original = earlier
        .iter()
        .filter(|(_, s, _, _)| s.kind == Kind::Commitment && !s.retold && !s.struck)
        .min_by_key(|(_, _, day, _)| day.end())?;
    // A promise of years ago that lies between other dates is likelier another one of its kind.
    if (told.end() - original.3.end()).num_days().abs() > FAR {
        return None;
    }
    // A promise older than every document here cannot be checked, one made much later is another one.
    let made = statement.made_on.filter(|made| made.end() < speaks.start());
    if made.is_some_and(|made| made.end() < original.2.start() || (made.start() - original.2.end()).num_days() > A_YEAR) {
        return None;
    }
    // Nor can one whose day had passed before the first that is known was made.
    if told.end() < original.2.start() {
        return None;
    }
    let same = |known: Interval, approximate: bool| relation(known, told, approximate) == Relation::Same;
    let approximate = |s: &Statement| s.deadline.as_ref().is_some_and(|d| d.approximate);
    let any = earlier
        .iter()
        .any(|(_, s, _, d)| same(*d, approximate(s)) || s.old_deadline.as_ref().is_some_and(|o| same(o.interval, o.approximate)));
    if any || timeline.target.record.iter().filter_map(|e| e.deadline).any(|d| same(d, false)) {
        return None;
    }
    let primary = excerpt(record, link.id, Role::Restatement, format!("gives {told} as the earlier date"))?;
    let source = excerpt(record, original.0.id, Role::Commitment, format!("{} said here", original.3))?;
    let draft = Draft {
        check: &CHECK,
        timeline,
        message: format!("{} gives {told} as the earlier date; {} gives {}", named(&primary), named(&source), original.3),
        why: format!(
            "the clause tells of an earlier commitment, and {told} matches no deadline in force before it{}",
            reasons(link)
        ),
        refuted_by: format!("an earlier document that gives {told}, or words that show that the texts speak of different things")
            .into(),
        deadline: Some(told),
        other: Some(original.3),
        slip_days: Some((told.end() - original.3.end()).num_days()),
        confidence: link.confidence.min(original.0.confidence).min(statement.confidence),
        primary,
        related: vec![source],
    };
    Some(draft.finish(CHECK.severity))
}

/// The date that a clause gives as that of an earlier promise: one that it says was made before, or that has passed.
fn told(statement: &Statement, speaks: Interval) -> Option<Interval> {
    if !statement.retold || statement.kind != Kind::Commitment {
        return None;
    }
    let deadline = statement.deadline.as_ref().filter(|d| !d.approximate)?.interval;
    let made_before = statement.made_on.is_some_and(|made| made.end() < speaks.start());
    (made_before || deadline.end() < speaks.start()).then_some(deadline)
}

#[cfg(test)]
mod tests {
    use crate::statements::Extract;
    use crate::targets::fixture::*;

    fn plan() -> Extract {
        doc("a.md", "2013-01-16").says(promise("The Marlow footbridge will open", "2018"))
    }

    #[test]
    fn another_first_date() {
        let docs = vec![plan(), doc("b.md", "2021-05-01").says(retold("The Marlow footbridge was first promised", "2020", None))];
        let findings = found(&record(docs, "2022-01-01"), "rewritten-history");
        assert_eq!(findings.len(), 1);
        assert!(
            findings[0].message.contains("gives 2020 as the earlier date; a.md (16 January 2013) gives 2018"),
            "{}",
            findings[0].message
        );
    }

    #[test]
    fn any_date_once_in_force_is_silent() {
        let revised = doc("b.md", "2016-05-01").says(promise("The Marlow footbridge will open", "2020"));
        for by in ["2018", "2018-06", "2020"] {
            let docs = vec![
                plan(),
                revised.clone(),
                doc("c.md", "2021-05-01").says(retold("The Marlow footbridge was first promised", by, None)),
            ];
            assert!(found(&record(docs, "2022-01-01"), "rewritten-history").is_empty(), "{by}");
        }
    }

    #[test]
    fn a_promise_older_than_the_corpus_is_silent() {
        let docs = vec![
            plan(),
            doc("b.md", "2021-05-01").says(retold("The Marlow footbridge was first promised", "2012", Some("2009"))),
        ];
        assert!(found(&record(docs, "2022-01-01"), "rewritten-history").is_empty());
    }
}
