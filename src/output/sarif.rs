//! SARIF 2.1.0, as GitHub and other viewers take it.
//!
//! The later document is the one location; earlier statements are related locations, and
//! the code flow tells the deadline's history in the order of its dates. All rules are
//! listed in every run, so that runs can be compared.

use super::documentation::{documentation, first_sentence};
use super::sources::Location;
use super::{Report, contract, escape, view};
use crate::checks::measured::{self, Precision};
use crate::findings::review::Reason;
use crate::findings::{Confidence, Excerpt, Family, Finding, Severity};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io;

/// GitHub takes no more results of a run.
const MOST_RESULTS: usize = 25_000;
/// GitHub takes no longer descriptions.
const LONGEST_DESCRIPTION: usize = 1_000;

/// Writes the log.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut codes: BTreeSet<&str> = report.checks.iter().map(|check| check.code).collect();
    let set_aside = &report.review.set_aside;
    codes.extend(report.findings.iter().chain(set_aside.iter().map(|aside| &aside.finding)).map(|f| f.check.as_str()));
    let codes: Vec<&str> = codes.into_iter().collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(report, code)).collect();
    // What is set aside stays in the log: viewers would close and reopen what comes and goes.
    let live = report.findings.iter().map(|finding| (finding, None));
    let all = live.chain(set_aside.iter().map(|aside| (&aside.finding, Some(&aside.reason))));
    let results: Vec<Value> =
        all.take(MOST_RESULTS).map(|(finding, reason)| standing(report, result(report, finding, &codes), reason)).collect();
    let as_of = &report.record.as_of;
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": contract::TOOL.name(),
                "version": contract::TOOL.version(),
                "semanticVersion": contract::TOOL.version(),
                "rules": rules,
            }},
            "automationDetails": { "id": "bywhen/" },
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": report.unopened.is_empty(),
                "toolExecutionNotifications": notifications(report),
            }],
            "results": results,
            "properties": { "asOf": as_of.day, "asOfSetBy": as_of.set_by, "findings": report.findings.len(),
                "setAside": set_aside.len(), "gone": report.review.gone.len() },
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// Adds how a result stands to waivers and the baseline.
fn standing(report: &Report<'_>, mut result: Value, reason: Option<&Reason>) -> Value {
    let known = matches!(reason, Some(Reason::Known { .. }));
    if report.review.compared {
        result["baselineState"] = json!(if known { "unchanged" } else { "new" });
    }
    if let Some(reason) = reason {
        let kind = if matches!(reason, Reason::InSource { .. }) { "inSource" } else { "external" };
        result["suppressions"] = json!([{ "kind": kind, "status": "accepted", "justification": reason.words() }]);
    }
    result
}

fn notifications(report: &Report<'_>) -> Vec<Value> {
    let notification = |skipped: &crate::engine::Skipped, level: &str| {
        let message = format!("{}: {}", skipped.path, skipped.reason);
        json!({ "level": level, "message": { "text": message }, "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(report, &skipped.path) } } }] })
    };
    let unopened = report.unopened.iter().map(|s| notification(s, "error"));
    unopened.chain(report.skipped.iter().map(|s| notification(s, "note"))).collect()
}

fn rule(report: &Report<'_>, code: &str) -> Value {
    let Some(check) = report.checks.iter().find(|check| check.code == code) else {
        return json!({ "id": code, "shortDescription": { "text": code },
            "fullDescription": { "text": code }, "help": { "text": code } });
    };
    let text = documentation(check.source);
    let summary = first_sentence(&text);
    let summary: String = if summary.is_empty() { code.to_owned() } else { summary.chars().take(LONGEST_DESCRIPTION).collect() };
    let help = if text.trim().is_empty() { code } else { text.trim() };
    let mut rule = json!({
        "id": code,
        "shortDescription": { "text": summary },
        "fullDescription": { "text": summary },
        "help": { "text": help, "markdown": help },
        "defaultConfiguration": { "level": view::severity(check.severity) },
        "properties": {
            "tags": [match check.family { Family::Defect => "defect", Family::Lead => "lead" }],
            "precision": precision(measured::of(code)),
            "problem.severity": match check.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "recommendation",
            },
        },
    });
    // A name that is no other than the id is none, say the standard's own validators.
    if code.contains('-') {
        rule["name"] = json!(pascal(code));
    }
    rule
}

/// How good a rule is known to be; in the middle where too little was measured to say.
fn precision(measured: &[Precision]) -> &'static str {
    let (right, read) = measured.iter().fold((0, 0), |(right, read), p| (right + p.right, read + p.read));
    let all = Precision { right, read, ..Precision::default() };
    match right.saturating_mul(100).checked_div(read) {
        _ if all.is_few() => "medium",
        Some(95..) => "very-high",
        Some(80..) => "high",
        Some(50..) => "medium",
        _ => "low",
    }
}

/// The name that viewers show beside the id: "MovedUnannounced".
fn pascal(code: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    code.split('-').map(capital).collect()
}

fn result(report: &Report<'_>, finding: &Finding, codes: &[&str]) -> Value {
    let mut related: Vec<&Excerpt> = Vec::new();
    for excerpt in &finding.related {
        if !related.contains(&excerpt) {
            related.push(excerpt);
        }
    }
    let mut message = bracketed(&finding.message);
    for (index, excerpt) in related.iter().enumerate() {
        let lead = if index == 0 { " Earlier:" } else { "," };
        message.push_str(&format!("{lead} [{}]({})", bracketed(&named(report, excerpt)), index + 1));
    }
    let primary = location(report, &finding.primary);
    let related_locations: Vec<Value> = related
        .iter()
        .enumerate()
        .map(|(index, excerpt)| {
            let mut value = location(report, excerpt);
            value["id"] = json!(index + 1);
            value["message"] = json!({ "text": bracketed(&told(excerpt)) });
            value
        })
        .collect();
    let mut value = json!({
        "ruleId": finding.check,
        "ruleIndex": codes.binary_search(&finding.check.as_str()).ok(),
        "level": view::severity(finding.severity),
        "message": { "text": message },
        "locations": [primary],
        "partialFingerprints": { "bywhenFinding/v1": finding.fingerprint },
        "properties": {
            "confidence": view::confidence(finding.confidence),
            "precision": match finding.confidence {
                Confidence::High => "high",
                Confidence::Medium => "medium",
                Confidence::Low => "low",
            },
            "family": view::family(finding.family),
            "why": finding.why,
            "refutedBy": finding.refuted_by,
            "target": finding.target,
            "deadline": finding.deadline,
            "slipDays": finding.slip_days,
        },
    });
    if !related_locations.is_empty() {
        value["relatedLocations"] = Value::Array(related_locations);
        let steps: Vec<Value> = related
            .iter()
            .copied()
            .chain(std::iter::once(&finding.primary))
            .map(|excerpt| {
                let mut step = location(report, excerpt);
                step["message"] = json!({ "text": bracketed(&told(excerpt)) });
                json!({ "location": step, "importance": "essential" })
            })
            .collect();
        value["codeFlows"] = json!([{ "threadFlows": [{ "locations": steps }] }]);
    }
    value
}

/// Square brackets would be read as links.
fn bracketed(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

fn named(report: &Report<'_>, excerpt: &Excerpt) -> String {
    let at = report.sources.locate(excerpt);
    let path = report.sources.repository_path(&at.path);
    excerpt.date.map_or_else(|| format!("{path}:{}", at.start.0), |date| format!("{path}:{}, {date}", at.start.0))
}

fn told(excerpt: &Excerpt) -> String {
    let date = excerpt.date.map(|date| format!("{date}: ")).unwrap_or_default();
    format!("{date}{}", if excerpt.label.is_empty() { &*excerpt.doc } else { &excerpt.label })
}

fn uri(report: &Report<'_>, path: &str) -> String {
    escape::uri_path(&report.sources.repository_path(path))
}

fn location(report: &Report<'_>, excerpt: &Excerpt) -> Value {
    let Location { path, start, end, bytes, .. } = report.sources.locate(excerpt);
    let mut region = json!({ "startLine": start.0 });
    if let Some((first, last)) = bytes {
        region = json!({
            "startLine": start.0,
            "startColumn": start.1,
            "endLine": end.0,
            "endColumn": end.1,
            "byteOffset": first,
            "byteLength": last.saturating_sub(first),
        });
    }
    if !excerpt.quote.is_empty() {
        region["snippet"] = json!({ "text": excerpt.quote });
    }
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri(report, &path) }, "region": region } })
}
