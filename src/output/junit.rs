//! JUnit XML: a suite for each document, a case for each finding. What fails the run is a failure;
//! a note is a case that passed and has something to say.

use super::escape::xml;
use super::{Report, view};
use crate::findings::Finding;
use std::collections::BTreeMap;
use std::io;

/// Writes the document.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut suites: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in report.findings {
        suites.entry(report.sources.repository_path(&report.sources.locate(&finding.primary).path)).or_default().push(finding);
    }
    let failures = |findings: &[&Finding]| findings.iter().filter(|f| report.policy.fails(f)).count();
    let all: Vec<&Finding> = report.findings.iter().collect();
    let errors = report.unopened.len();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="bywhen" tests="{}" failures="{}" errors="{errors}">"#,
        all.len().max(1) + if all.is_empty() && errors > 0 { errors - 1 } else { errors },
        failures(&all)
    )?;
    for (path, findings) in &suites {
        writeln!(
            out,
            r#"  <testsuite name="{}" package="bywhen" tests="{}" failures="{}" errors="0" skipped="0">"#,
            xml(path),
            findings.len(),
            failures(findings)
        )?;
        findings.iter().try_for_each(|finding| case(report, path, finding, out))?;
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

fn case(report: &Report<'_>, path: &str, finding: &Finding, out: &mut dyn io::Write) -> io::Result<()> {
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
    if report.policy.fails(finding) {
        let kind = view::severity(finding.severity);
        writeln!(out, r#"      <failure type="{kind}" message="{}">{}</failure>"#, xml(&finding.message), xml(&text))?;
    } else {
        writeln!(out, "      <system-out>{}</system-out>", xml(&format!("{}\n{text}", finding.message)))?;
    }
    writeln!(out, "    </testcase>")
}
