//! JUnit XML: a suite for each document, a case for each finding. What fails the run is a failure;
//! a note is a case that passed and has something to say.

use super::escape::xml;
use super::{Report, view};
use crate::findings::Finding;
use crate::findings::review::Reason;
use std::collections::BTreeMap;
use std::io;

/// A finding, and why it is not reported.
type Case<'a> = (&'a Finding, Option<&'a Reason>);

/// Writes the document.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut suites: BTreeMap<String, Vec<Case<'_>>> = BTreeMap::new();
    let live = report.findings.iter().map(|finding| (finding, None));
    let all: Vec<Case<'_>> = live.chain(report.review.set_aside.iter().map(|a| (&a.finding, Some(&a.reason)))).collect();
    for case in &all {
        suites.entry(report.sources.repository_path(&report.sources.locate(&case.0.primary).path)).or_default().push(*case);
    }
    let fails = |(finding, reason): &&Case<'_>| reason.is_none() && report.policy.fails(finding);
    let failures = |cases: &[Case<'_>]| cases.iter().filter(fails).count();
    let errors = report.unopened.len();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="bywhen" tests="{}" failures="{}" errors="{errors}">"#,
        all.len().max(1) + if all.is_empty() && errors > 0 { errors - 1 } else { errors },
        failures(&all)
    )?;
    for (path, cases) in &suites {
        writeln!(
            out,
            r#"  <testsuite name="{}" package="bywhen" tests="{}" failures="{}" errors="0" skipped="{}">"#,
            xml(path),
            cases.len(),
            failures(cases),
            cases.iter().filter(|(_, reason)| reason.is_some()).count()
        )?;
        cases.iter().try_for_each(|(finding, reason)| case(report, path, finding, *reason, out))?;
        writeln!(out, "  </testsuite>")?;
    }
    if errors > 0 {
        writeln!(
            out,
            r#"  <testsuite name="files" package="bywhen" tests="{errors}" failures="0" errors="{errors}" skipped="0">"#
        )?;
        for skipped in report.unopened {
            writeln!(out, r#"    <testcase classname="bywhen" name="{}">"#, xml(&skipped.path))?;
            writeln!(out, r#"      <error type="not-opened" message="{}"/>"#, xml(&skipped.reason))?;
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    } else if all.is_empty() {
        writeln!(out, r#"  <testsuite name="bywhen" package="bywhen" tests="1" failures="0" errors="0" skipped="0">"#)?;
        writeln!(out, r#"    <testcase classname="bywhen" name="No findings"/>"#)?;
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn case(report: &Report<'_>, path: &str, finding: &Finding, reason: Option<&Reason>, out: &mut dyn io::Write) -> io::Result<()> {
    let at = report.sources.locate(&finding.primary);
    // Consumers tell cases apart by class and name alone.
    let name = format!("{} {}", finding.check, finding.fingerprint);
    let class = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    writeln!(
        out,
        r#"    <testcase classname="{}" name="{}" file="{}" line="{}">"#,
        xml(class),
        xml(&name),
        xml(path),
        at.start.0
    )?;
    let mut text = format!("{path}:{}:{}: “{}”\n", at.start.0, at.start.1, finding.primary.quote);
    for earlier in &finding.related {
        let place = report.sources.locate(earlier);
        let path = report.sources.repository_path(&place.path);
        text.push_str(&format!("{path}:{}:{}: {} “{}”\n", place.start.0, place.start.1, earlier.label, earlier.quote));
    }
    text.push_str(&format!("{}\nRefuted by: {}", finding.why, finding.refuted_by));
    if let Some(reason) = reason {
        writeln!(out, r#"      <skipped message="{}"/>"#, xml(&reason.words()))?;
    } else if report.policy.fails(finding) {
        let kind = view::severity(finding.severity);
        writeln!(out, r#"      <failure type="{kind}" message="{}">{}</failure>"#, xml(&finding.message), xml(&text))?;
    } else {
        writeln!(out, "      <system-out>{}</system-out>", xml(&format!("{}\n{text}", finding.message)))?;
    }
    writeln!(out, "    </testcase>")
}
