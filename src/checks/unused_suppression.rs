//! # unused-suppression
//!
//! A suppression suppresses nothing.
//!
//! ## What it finds
//! Comments, front matter and `[[ignore]]` tables that waive a check where it finds nothing, that are
//! not written as they must be, that name a check that does not exist, or whose `until` has passed.
//!
//! ## Why it matters
//! A suppression that does nothing is believed to do something; one that has outlived its finding
//! will hide the next one.
//!
//! ## Example
//! `<!-- bywhen: ignore[missed] agreed with the desk -->` before a paragraph in which nothing was missed.
//!
//! ## When it is silent
//! When each check that the suppression names has found something there, whatever levels, `--select` or a
//! baseline make of it.
//!
//! ## How to waive it
//! Remove the suppression, or set `unused-suppression = "allow"` under `[levels]` in `bywhen.toml`.

use super::Check;
use crate::calendar::{Day, long_day};
use crate::findings::waivers::{Ignore, Waiver};
use crate::findings::{Confidence, Excerpt, Family, Finding, Role, Severity};
use crate::source::Place;
use crate::timeline::Record;

pub(super) const CHECK: Check = Check {
    code: "unused-suppression",
    family: Family::Defect,
    severity: Severity::Warning,
    source: include_str!("unused_suppression.rs"),
    run,
};

/// What a suppression did is known only when all checks have run: see [`in_document`] and [`in_configuration`].
fn run(_: &Record, _: &mut Vec<Finding>) {}

/// The finding about a waiver in a document; `unused` are the checks that it waives in vain.
pub fn in_document(waiver: &Waiver, unused: &[&str], findings: &[Finding]) -> Finding {
    let message = match &waiver.mistake {
        Some(mistake) => format!("{}: the suppression does nothing: {mistake}", waiver.doc),
        None => format!("{}: the suppression of {} suppresses nothing", waiver.doc, listed(unused)),
    };
    // The finding that was meant is often a line or two away.
    let elsewhere = findings
        .iter()
        .find(|f| waiver.mistake.is_none() && unused.contains(&f.check.as_str()) && touches(f, &waiver.doc) && !waiver.covers(f));
    let why = match elsewhere {
        Some(finding) => {
            let line = finding.primary.place.map(|place| format!(", line {}", place.start().line.0)).unwrap_or_default();
            format!(
                "`{}` finds something at {}{line}: a suppression stands before that block",
                finding.check, finding.primary.doc
            )
        }
        None if waiver.mistake.is_some() => {
            "a suppression is written `bywhen: ignore[code] reason`, or `off[code]` … `on[code]`".to_owned()
        }
        None => "nothing that it covers is found by the checks that it names".to_owned(),
    };
    finding(&waiver.doc, waiver.place, &waiver.text, message, why)
}

/// The finding about a waiver in the configuration, which is called `config`.
pub fn in_configuration(ignore: &Ignore, config: &str, unused: &[&str], as_of: Day) -> Finding {
    let expired = ignore.until.filter(|_| ignore.expired(as_of));
    let (message, why) = match expired {
        Some(until) => (
            format!("{config}: the suppression of {} ended on {}", listed(&codes(&ignore.checks)), long_day(until)),
            format!("the day of judgement is {}", long_day(as_of)),
        ),
        None => (
            format!("{config}: the suppression of {} suppresses nothing", listed(unused)),
            "no finding of the checks that it names has its path and its words".to_owned(),
        ),
    };
    finding(config, ignore.place, &ignore.reason, message, why)
}

fn codes(checks: &[String]) -> Vec<&str> {
    checks.iter().map(String::as_str).collect()
}

fn listed(codes: &[&str]) -> String {
    codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ")
}

fn touches(finding: &Finding, doc: &str) -> bool {
    std::iter::once(&finding.primary).chain(&finding.related).any(|excerpt| *excerpt.doc == *doc)
}

fn finding(doc: &str, place: Place, quote: &str, message: String, why: String) -> Finding {
    let primary = Excerpt {
        doc: doc.into(),
        title: None,
        date: None,
        place: Some(place),
        quote: quote.into(),
        role: Role::Document,
        label: "suppresses nothing".into(),
    };
    let fingerprint = Finding::fingerprint(CHECK.code, &[&primary], &[]);
    Finding {
        check: CHECK.code.to_owned(),
        severity: CHECK.severity,
        confidence: Confidence::High,
        family: CHECK.family,
        message,
        why,
        refuted_by: "a finding that the suppression covers".into(),
        target: None,
        subject: None,
        deadline: None,
        slip_days: None,
        primary,
        related: Vec::new(),
        fingerprint,
    }
}
