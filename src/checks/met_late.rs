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
//! deadline that looks back ("launched last year") proves nothing.
//!
//! ## How to waive it
//! `<!-- bywhen: ignore[met-late] reason -->` before the passage, or a `[[ignore]]` entry with its quotation.

use super::Check;
use super::telling::{Draft, commitment, days, decisive, excerpt, link_reasons, named, verdicts};
use crate::findings::{Family, Finding, Role, Severity};
use crate::timeline::{Record, VerdictType};

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
        let draft = Draft {
            check: &CHECK,
            timeline,
            message: format!("{} reports the delivery{slip}; {against}", named(&primary)),
            why: format!("{}{}", verdict.why, link_reasons(timeline, verdict.decided_by)),
            refuted_by: "a document that shows the delivery on an earlier day, or that the two speak of different things"
                .to_owned(),
            deadline: Some(deadline),
            other: timeline.first_deadline,
            slip_days: verdict.slip_days,
            confidence: verdict.confidence,
            primary,
            related,
        };
        found.push(draft.finish(CHECK.severity));
    }
}
