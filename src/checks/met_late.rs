//! # met-late
//!
//! Something was delivered, but after its deadline.
//!
//! ## What it finds
//! A delivery whose whole possible period lies after the deadline in force, or after the first
//! deadline where it was moved since.
//!
//! ## Why it matters
//! "Delivered" hides the delay once the old date is forgotten.
//!
//! ## Example
//! In March: "The bridge will open by the end of June." On 4 September: "The bridge opened today."
//!
//! ## When it is silent
//! When the day of delivery is unknown and it may have been in time: a text published after the
//! deadline that looks back ("launched last year") proves nothing. It is only a note where one day is
//! all the delay and the text's own date all that tells of it.
//!
//! ## How to waive it
//! Run with `--ignore met-late`, or set `met-late = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, commitment, days, decisive, excerpt, link_reasons, named, verdicts};
use crate::findings::{Confidence, Family, Finding, Role, Severity};
use crate::timeline::{Record, Verdict, VerdictType};

pub(super) const CHECK: Check =
    Check { code: "met-late", family: Family::Lead, severity: Severity::Warning, source: include_str!("met_late.rs"), run };

fn run(record: &Record, found: &mut Vec<Finding>) {
    for (timeline, verdict) in verdicts(record, VerdictType::MetLate) {
        let Some(deadline) = verdict.from else { continue };
        let Some(primary) =
            decisive(record, timeline, verdict).and_then(|id| excerpt(record, id, Role::Outcome, "delivery reported here"))
        else {
            continue;
        };
        let earlier = commitment(record, timeline, verdict);
        let slip = verdict.slip_days.filter(|d| *d > 0).map_or_else(String::new, |d| format!(", {} late", days(d)));
        let against = match timeline.first_deadline.filter(|first| first.end() < deadline.end()) {
            Some(first) => format!("the deadline was {deadline}, and at first {first}"),
            None => format!("the deadline was {deadline}"),
        };
        let mut related: Vec<_> = earlier.into_iter().collect();
        let first = timeline.target.links.iter().find(|l| record.statement(l.id).is_some_and(|s| s.deadline.is_some()));
        related.extend(first.and_then(|l| excerpt(record, l.id, Role::Commitment, "first promised here")));
        let dated_by_its_text = is_dated_by_its_text(record, verdict);
        let draft = Draft {
            check: &CHECK,
            timeline,
            message: format!("{} reports the delivery{slip}; {against}", named(&primary)),
            why: format!("{}{}", verdict.why, link_reasons(timeline, verdict.decided_by)),
            refuted_by: "a document that shows the delivery on an earlier day, or that the two speak of different things".into(),
            deadline: Some(deadline),
            other: timeline.first_deadline,
            slip_days: verdict.slip_days,
            confidence: if dated_by_its_text { verdict.confidence.min(Confidence::Medium) } else { verdict.confidence },
            primary,
            related,
        };
        found.push(draft.finish(if dated_by_its_text { Severity::Note } else { CHECK.severity }));
    }
}

/// Days that a text may come after what it reports: it is put up at night, or elsewhere.
const PUT_UP: i64 = 1;

/// Whether the delay is no longer than a text may take to be put up, and its own date is all that tells the day.
fn is_dated_by_its_text(record: &Record, verdict: &Verdict) -> bool {
    let told = verdict.decided_by.and_then(|id| record.statement(id));
    let own = told.is_some_and(|s| verdict.delivered.is_some() && verdict.delivered == s.speaks_from);
    own && verdict.slip_days.is_some_and(|slip| slip <= PUT_UP)
}

#[cfg(test)]
mod tests {
    use crate::statements::Extract;
    use crate::targets::fixture::*;

    fn plan() -> Extract {
        doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2015-06"))
    }

    #[test]
    fn delivered_after_the_day() {
        let docs =
            vec![plan(), doc("b.md", "2015-09-04").says(delivery("The Marlow footbridge opened today", Some("2015-09-04")))];
        let findings = found(&record(docs, "2016-01-01"), "met-late");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].slip_days, Some(66));
    }

    #[test]
    fn a_text_put_up_the_day_after_accuses_little() {
        use crate::findings::Confidence;
        let of = |day: &str| {
            let plan = doc("a.md", "2014-05-01").says(promise("Quillwort 4.2 will be released", "2015-06"));
            let docs = vec![plan, doc("b.md", day).says(delivery("Quillwort 4.2 was released", Some(day)))];
            found(&record(docs, "2016-01-01"), "met-late").iter().map(|f| f.confidence).collect::<Vec<_>>()
        };
        assert_eq!(of("2015-07-01"), [Confidence::Medium]);
        assert_eq!(of("2015-07-02"), [Confidence::High]);
    }

    #[test]
    fn delivered_in_time_is_silent() {
        let docs =
            vec![plan(), doc("b.md", "2015-06-30").says(delivery("The Marlow footbridge opened today", Some("2015-06-30")))];
        assert!(found(&record(docs, "2016-01-01"), "met-late").is_empty());
    }

    #[test]
    fn a_look_back_without_a_day_is_silent() {
        let docs = vec![plan(), doc("b.md", "2017-06-30").says(delivery("Since the Marlow footbridge opened", None))];
        assert!(found(&record(docs, "2018-01-01"), "met-late").is_empty());
    }
}
