//! # watered-down
//!
//! A later text promises less of the same thing.
//!
//! ## What it finds
//! Two commitments about one target with quantities of one unit, the later one weaker, at the same date or a later one.
//!
//! ## Why it matters
//! A deadline that is kept by promising less is not the deadline that was promised.
//!
//! ## Example
//! In 2019: "6,000 more nurses by 2025." In 2022: "4,500 more nurses by 2025."
//!
//! ## When it is silent
//! For units of which it is not known whether more or fewer is better; when the later number is rounded (within
//! 5 in 100); when it is a step on the way, with an earlier date; when the link between the texts is weak.
//!
//! ## How to waive it
//! Run with `--ignore watered-down`, or set `watered-down = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use super::telling::{Draft, date_of, excerpt, link_reasons, named};
use crate::calendar::{Day, Interval};
use crate::findings::{Confidence, Family, Finding, Role, Severity};
use crate::statements::Kind;
use crate::targets::{Link, StatementId};
use crate::timeline::Record;
use std::collections::BTreeMap;
use std::sync::OnceLock;

pub(super) const CHECK: Check = Check {
    code: "watered-down",
    family: Family::Lead,
    severity: Severity::Warning,
    source: include_str!("watered_down.rs"),
    run,
};

/// A difference below this share is rounding.
const ROUNDING: f64 = 0.05;

/// A quantity promised.
struct Promise<'r> {
    id: StatementId,
    day: Day,
    deadline: Interval,
    amount: f64,
    unit: &'r str,
}

fn run(record: &Record, found: &mut Vec<Finding>) {
    for timeline in &record.timelines {
        let mut promises: Vec<Promise<'_>> = timeline.target.links.iter().filter_map(|l| promise(record, l)).collect();
        promises.sort_by_key(|p| (p.day, p.id));
        for (i, later) in promises.iter().enumerate() {
            let weaker = |p: &&Promise<'_>| {
                p.unit == later.unit
                    && p.id.doc != later.id.doc
                    && later.deadline.end() >= p.deadline.end()
                    && is_weaker(p, later)
            };
            let Some(earlier) = promises.iter().take(i).rfind(weaker) else { continue };
            let (Some(primary), Some(source)) = (
                excerpt(record, later.id, Role::Restatement, format!("{} {} here", later.amount, later.unit)),
                excerpt(record, earlier.id, Role::Commitment, format!("{} {} here", earlier.amount, earlier.unit)),
            ) else {
                continue;
            };
            let draft = Draft {
                check: &CHECK,
                timeline,
                message: format!(
                    "{} gives {} {} by {}; {} gave {} by {}",
                    named(&primary),
                    later.amount,
                    later.unit,
                    later.deadline,
                    named(&source),
                    earlier.amount,
                    earlier.deadline
                ),
                why: format!("both are quantities of “{}”{}", later.unit, link_reasons(timeline, Some(later.id))),
                refuted_by: "words that show that the numbers count different things, or that one is a step on the way".into(),
                deadline: Some(later.deadline),
                other: Some(earlier.deadline),
                slip_days: None,
                confidence: Confidence::Medium,
                primary,
                related: vec![source],
            };
            found.push(draft.finish(CHECK.severity));
            break;
        }
    }
}

fn promise<'r>(record: &'r Record, link: &Link) -> Option<Promise<'r>> {
    let (extract, statement) = (record.extract(link.id)?, record.statement(link.id)?);
    if statement.kind != Kind::Commitment || statement.retold || statement.struck || link.confidence < Confidence::Medium {
        return None;
    }
    let mut quantities = statement.key.quantities.iter();
    let (Some(quantity), None) = (quantities.next(), quantities.next()) else { return None };
    let (amount, unit) = quantity.split_once(' ')?;
    let deadline = statement.deadline.as_ref()?.interval;
    Some(Promise { id: link.id, day: date_of(extract, statement)?.end(), deadline, amount: number(amount)?, unit })
}

fn is_weaker(earlier: &Promise<'_>, later: &Promise<'_>) -> bool {
    let change = (later.amount - earlier.amount) / earlier.amount.abs().max(f64::MIN_POSITIVE);
    match more_is_better(earlier.unit) {
        Some(true) => change < -ROUNDING,
        Some(false) => change > ROUNDING,
        None => false,
    }
}

/// "6,000", "1.5m", "£3.4bn" as a number.
fn number(text: &str) -> Option<f64> {
    let plain: String = text.trim_start_matches(['£', '$', '€']).replace(',', "");
    let digits = plain.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let scale = match plain.get(digits.len()..)? {
        "" => 1.0,
        "k" => 1e3,
        "m" | "mn" => 1e6,
        "bn" | "b" => 1e9,
        _ => return None,
    };
    digits.parse::<f64>().ok().filter(|n| n.is_finite()).map(|n| n * scale)
}

/// Whether more of the unit is the stronger promise; `None` where that is not known.
fn more_is_better(unit: &str) -> Option<bool> {
    static UNITS: OnceLock<BTreeMap<String, Vec<String>>> = OnceLock::new();
    let lists = UNITS.get_or_init(|| toml::from_str(include_str!("../../rules/language/en/polarity.toml")).unwrap_or_default());
    let has = |list: &str| lists.get(list).is_some_and(|words| words.iter().any(|w| w == unit));
    if has("more-is-better") { Some(true) } else { has("fewer-is-better").then_some(false) }
}

#[cfg(test)]
mod tests {
    use super::number;
    use crate::statements::{Extract, Statement};
    use crate::targets::fixture::*;

    fn nurses(name: &str, date: &str, quantity: &str, by: &str) -> Extract {
        let mut s: Statement = promise("The Harwick health board will recruit community nurses", by);
        s.key.quantities = [quantity].into_iter().collect();
        doc(name, date).says(s)
    }

    #[test]
    fn fewer_for_the_same_day() {
        let docs = vec![nurses("a.md", "2019-01-01", "6,000 nurse", "2025"), nurses("b.md", "2022-01-01", "4,500 nurse", "2025")];
        let findings = found(&record(docs, "2023-01-01"), "watered-down");
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.contains("4500 nurse") && findings[0].message.contains("6000"), "{}", findings[0].message);
    }

    #[test]
    fn more_or_rounded_is_silent() {
        for quantity in ["6,500 nurse", "5,900 nurse"] {
            let docs = vec![nurses("a.md", "2019-01-01", "6,000 nurse", "2025"), nurses("b.md", "2022-01-01", quantity, "2025")];
            assert!(found(&record(docs, "2023-01-01"), "watered-down").is_empty(), "{quantity}");
        }
    }

    #[test]
    fn an_unknown_unit_is_silent() {
        let docs =
            vec![nurses("a.md", "2019-01-01", "6,000 widget", "2025"), nurses("b.md", "2022-01-01", "4,500 widget", "2025")];
        assert!(found(&record(docs, "2023-01-01"), "watered-down").is_empty());
    }

    #[test]
    fn numbers_as_texts_write_them() {
        assert_eq!(number("6,000"), Some(6000.0));
        assert_eq!(number("£3.4bn"), Some(3.4e9));
        assert_eq!(number("twelve"), None);
    }
}
