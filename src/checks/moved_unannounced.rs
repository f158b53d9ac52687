//! # moved-unannounced
//!
//! A later text gives a later date, and no document here announces the change.
//!
//! ## What it finds
//! Two statements about one target whose dates differ by more than precision, the later one
//! without a word of change, in a corpus where no document says that the date was moved.
//!
//! ## Why it matters
//! A deadline that moves without a word is the one that readers never hear of. The silence may be
//! the reporter's or the owner's; the finding says only what these documents show.
//!
//! ## Example
//! In 2014: "Every clinic will be online by 2018." In 2016: "Every clinic will be online by 2020."
//!
//! ## When it is silent
//! When the new date makes the old one precise, or differs from an approximate one by less than its
//! own unit; when any document announces the change, or told of a delay within the week before. It is
//! only a note when no document on the target lies between the two, or when the old date is known only
//! from a later retelling; of low confidence in that case, where the text tells of any change, and where
//! either is linked to the target by likeness that is not sure.
//!
//! ## How to waive it
//! Run with `--ignore moved-unannounced`, or set `moved-unannounced = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Documents, Draft, commitment, days, decisive, documents, excerpt, link_reasons, named, verdicts};
use crate::findings::{Confidence, Family, Finding, Role, Severity};
use crate::statements::{Kind, Statement};
use crate::targets::StatementId;
use crate::timeline::{Record, Timeline, VerdictType};

pub(super) const CHECK: Check = Check {
    code: "moved-unannounced",
    family: Family::Lead,
    severity: Severity::Warning,
    source: include_str!("moved_unannounced.rs"),
    run,
};

fn run(record: &Record, found: &mut Vec<Finding>) {
    let (mut of, mut on_target) = (None, Documents::default());
    for (timeline, verdict) in verdicts(record, VerdictType::Moved).filter(|(_, v)| !v.announced) {
        // The moves of one target come one after the other.
        if !of.replace(timeline).is_some_and(|last| std::ptr::eq(last, timeline)) {
            on_target = Documents::on(record, timeline);
        }
        let (Some(old), Some(new)) = (verdict.from, verdict.to) else { continue };
        let Some(id) = decisive(record, timeline, verdict) else { continue };
        let Some(primary) = excerpt(record, id, Role::Moved, format!("{new} said here")) else { continue };
        let Some(earlier) = commitment(record, timeline, verdict) else { continue };
        if is_told_before(record, timeline, id) {
            continue;
        }
        let between = verdict.set_by.map_or(0, |from| on_target.between(record, from, id));
        let known_later = earlier.date > primary.date;
        // A retelling proves the old date, but not that readers were ever told of it here.
        let retold = verdict
            .set_by
            .and_then(|set| Some((record.statement(set)?, set)))
            .is_some_and(|(s, set)| s.retold || set.doc == id.doc || known_later);
        let weak = between == 0 || retold;
        // Words of a change in the text itself may be of this one; and what only a later text tells of was no date that
        // readers of this one knew.
        let doubtful = tells_of_a_change(record, id) || known_later || !is_sure(timeline, id, verdict.set_by);
        let lie = match between {
            0 => "no document on this target lies between".to_owned(),
            1 => "1 document on this target lies between".to_owned(),
            n => format!("{n} documents on this target lie between"),
        };
        let slip = verdict.slip_days.unwrap_or_default();
        let read = on_target.stating;
        let draft = Draft {
            check: &CHECK,
            timeline,
            message: format!(
                "{} gives {new}; {} {} {old}, {} earlier; no document here announces the change ({lie})",
                named(&primary),
                named(&earlier),
                if retold { "tells of" } else { "gives" },
                days(slip)
            ),
            why: format!(
                "{}{}; {} on this target {} read",
                verdict.why,
                link_reasons(timeline, Some(id)),
                documents(read),
                if read == 1 { "was" } else { "were" }
            ),
            refuted_by: "a document that announces the change, or words that show that the two dates belong to different things"
                .into(),
            deadline: Some(old),
            other: Some(new),
            slip_days: verdict.slip_days,
            confidence: match (doubtful, weak) {
                (true, _) => verdict.confidence.min(Confidence::Low),
                (_, true) => verdict.confidence.min(Confidence::Medium),
                _ => verdict.confidence,
            },
            primary,
            related: vec![earlier],
        };
        found.push(draft.finish(if weak { Severity::Note } else { CHECK.severity }));
    }
}

/// Days within which a new date belongs to the delay that was told of before.
const SHORTLY: i64 = 7;

/// Whether a delay of the target had just been told of, without a new date.
fn is_told_before(record: &Record, timeline: &Timeline, id: StatementId) -> bool {
    let day = |id: StatementId| record.statement(id)?.speaks_from.map(|day| day.start());
    let Some(now) = day(id) else { return false };
    timeline.target.links.iter().map(|link| link.id).any(|other| {
        let undated = |s: &Statement| matches!(s.kind, Kind::Moved | Kind::Missed) && !s.candidate && s.deadline.is_none();
        let ago = day(other).map(|then| (now - then).num_days());
        record.statement(other).is_some_and(undated) && ago.is_some_and(|days| (0..=SHORTLY).contains(&days))
    })
}

/// Whether it is sure that both dates are the target's: a desk declares it, or both texts are linked to it with high
/// confidence, as those are that name it exactly.
fn is_sure(timeline: &Timeline, new: StatementId, old: Option<StatementId>) -> bool {
    let sure = |id: StatementId| {
        timeline.target.links.iter().find(|link| link.id == id).is_some_and(|link| link.confidence == Confidence::High)
    };
    timeline.target.declared || sure(new) && old.is_none_or(sure)
}

/// Whether the text says of anything that its date has changed.
fn tells_of_a_change(record: &Record, id: StatementId) -> bool {
    let changes = |s: &Statement| matches!(s.kind, Kind::Moved | Kind::Missed) && !s.candidate;
    record.extracts.get(id.doc).is_some_and(|extract| extract.statements.iter().any(changes))
}

#[cfg(test)]
mod tests {
    use crate::findings::Severity;
    use crate::statements::{Extract, Kind, Statement};
    use crate::targets::fixture::*;

    fn says(name: &str, date: &str, by: &str) -> Extract {
        doc(name, date).says(promise("The Marlow footbridge will open", by))
    }

    fn between() -> Extract {
        doc("m.md", "2015-05-01")
            .says(Statement { deadline: None, ..statement(Kind::AtRisk, "The Marlow footbridge is in doubt") })
    }

    #[test]
    fn a_later_date_without_a_word() {
        let docs = vec![says("a.md", "2014-05-01", "2018"), between(), says("b.md", "2016-05-01", "2020")];
        let findings = found(&record(docs, "2017-01-01"), "moved-unannounced");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].severity, Severity::Warning);
        assert!(findings[0].message.contains("(1 document on this target lies between)"), "{}", findings[0].message);
    }

    #[test]
    fn it_is_a_note_when_nothing_lies_between() {
        let docs = vec![says("a.md", "2014-05-01", "2018"), says("b.md", "2016-05-01", "2020")];
        assert_eq!(found(&record(docs, "2017-01-01"), "moved-unannounced")[0].severity, Severity::Note);
    }

    #[test]
    fn a_delay_just_told_of_is_silent() {
        let slip = doc("m.md", "2016-04-28").says(moved("The Marlow footbridge has slipped", None, None));
        let docs = vec![says("a.md", "2014-05-01", "2018"), slip, says("b.md", "2016-05-01", "2020")];
        assert!(found(&record(docs, "2017-01-01"), "moved-unannounced").is_empty());
    }

    #[test]
    fn words_of_a_change_of_something_else_leave_a_doubt() {
        let b = says("b.md", "2016-05-01", "2020").says(moved("The Hexley depot was put back", Some("2017"), Some("2019")));
        let docs = vec![says("a.md", "2014-05-01", "2018"), between(), b];
        let findings = found(&record(docs, "2017-01-01"), "moved-unannounced");
        assert!(findings.iter().all(|f| f.confidence == crate::findings::Confidence::Low), "{findings:?}");
    }

    #[test]
    fn a_link_that_is_not_sure_leaves_a_doubt() {
        use crate::findings::Confidence;
        let of = |confidence| {
            let docs = vec![says("a.md", "2014-05-01", "2018"), between(), says("b.md", "2016-05-01", "2020")];
            let mut record = record(docs, "2017-01-01");
            record.timelines[0].target.links.iter_mut().for_each(|link| link.confidence = confidence);
            found(&record, "moved-unannounced").iter().map(|f| f.confidence).collect::<Vec<_>>()
        };
        assert_ne!(of(Confidence::High), [Confidence::Low]);
        assert_eq!(of(Confidence::Medium), [Confidence::Low]);
    }

    #[test]
    fn an_announcement_in_any_document_is_silent() {
        let told = doc("c.md", "2016-09-01").says(moved("The Marlow footbridge was put back", Some("2018"), Some("2020")));
        let docs = vec![says("a.md", "2014-05-01", "2018"), says("b.md", "2016-05-01", "2020"), told];
        assert!(found(&record(docs, "2017-01-01"), "moved-unannounced").is_empty());
    }

    #[test]
    fn the_next_of_a_yearly_kind_is_silent() {
        let docs = vec![says("a.md", "2014-05-01", "2014-09-10"), says("b.md", "2015-05-01", "2015-09-12")];
        assert!(found(&record(docs, "2017-01-01"), "moved-unannounced").is_empty());
    }
}
