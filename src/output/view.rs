//! What a reader is shown first, and the counts of a run.

use super::Report;
use crate::calendar::long_day;
use crate::findings::{Confidence, FailOn, Family, Finding, Gate, Severity};
use std::collections::BTreeMap;

/// How many findings of one check are shown unless it was asked for; errors are always shown.
const SHOWN_PER_CHECK: usize = 20;
/// How many notes are shown among the best leads.
const BEST_NOTES: usize = 5;

/// The counts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
    /// Findings that fail the run.
    pub failing: usize,
    /// Documents read.
    pub read: usize,
    /// Of these, without a date.
    pub undated: usize,
    /// Documents that could not be read.
    pub unreadable: usize,
    /// Files passed over.
    pub skipped: usize,
    /// Documents left out because they are later than the as-of day.
    pub later: usize,
    /// Findings that are waived, in documents or in the configuration.
    pub suppressed: usize,
    /// Findings that the baseline knows.
    pub baselined: usize,
    /// Findings by check.
    pub by_check: BTreeMap<String, usize>,
}

/// Counts what `report` holds.
pub fn counts(report: &Report<'_>) -> Counts {
    let mut counts = Counts { skipped: report.skipped.len(), later: report.record.later, ..Counts::default() };
    for finding in report.findings {
        match finding.severity {
            Severity::Error => counts.errors += 1,
            Severity::Warning => counts.warnings += 1,
            Severity::Note => counts.notes += 1,
        }
        counts.failing += usize::from(report.policy.fails(finding));
        *counts.by_check.entry(finding.check.clone()).or_default() += 1;
    }
    for aside in &report.review.set_aside {
        *(if aside.reason.is_waiver() { &mut counts.suppressed } else { &mut counts.baselined }) += 1;
    }
    for extract in &report.record.extracts {
        let unreadable = extract.unreadable();
        counts.unreadable += usize::from(unreadable);
        counts.read += usize::from(!unreadable);
        counts.undated += usize::from(!unreadable && extract.published.is_none() && !extract.living);
    }
    counts
}

/// What is shown first, and how many further findings there are of each check.
pub fn first<'a>(report: &Report<'a>) -> (Vec<&'a Finding>, Vec<(String, Severity, usize)>) {
    // Who selects a check by name wants to see what it found.
    let selected = |check: &str| report.policy.select.iter().any(|code| code == check);
    let asked = |check: &str| selected(check) || report.show.iter().any(|code| code == "all" || code == check);
    let mut best: Vec<usize> = (0..report.findings.len())
        .filter(|i| report.findings[*i].severity == Severity::Note && report.findings[*i].family == Family::Lead)
        .filter(|i| report.findings[*i].check != "overdue")
        .collect();
    let weight = |i: &usize| {
        let finding = &report.findings[*i];
        (std::cmp::Reverse(finding.confidence), std::cmp::Reverse(finding.slip_days.unwrap_or(0).abs()), *i)
    };
    best.sort_by_key(weight);
    best.truncate(BEST_NOTES);
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    let mut shown = Vec::new();
    let mut further: BTreeMap<(std::cmp::Reverse<Severity>, &str), usize> = BTreeMap::new();
    for (index, finding) in report.findings.iter().enumerate() {
        let count = taken.entry(&finding.check).or_default();
        let show = asked(&finding.check)
            || match finding.severity {
                Severity::Error => true,
                Severity::Warning => *count < SHOWN_PER_CHECK,
                // Whoever holds a draft against an archive wants to hear all that can be mended in it.
                Severity::Note => best.contains(&index) || (report.archive.is_some() && finding.family == Family::Defect),
            };
        if show {
            *count += 1;
            shown.push(finding);
        } else {
            *further.entry((std::cmp::Reverse(finding.severity), &finding.check)).or_default() += 1;
        }
    }
    let further = further.into_iter().map(|((severity, check), count)| (check.to_owned(), severity.0, count)).collect();
    (shown, further)
}

/// The closing lines: counts, what fails the run, the day of judgement, the documents.
pub fn summary(report: &Report<'_>) -> Vec<String> {
    let counts = counts(report);
    let mut found = Vec::new();
    for (count, one) in [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")] {
        if count > 0 {
            found.push(plural(count, one));
        }
    }
    let nothing = if report.review.compared { "nothing new found" } else { "nothing found" };
    let mut found = if found.is_empty() { nothing.to_owned() } else { found.join(", ") };
    let aside = [(counts.suppressed, "suppressed"), (counts.baselined, "known to the baseline")];
    let aside: Vec<String> = aside.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if !aside.is_empty() {
        found.push_str(&format!(" ({})", aside.join(", ")));
    }
    let on = match report.policy.fail_on {
        FailOn::Never => "never failing".to_owned(),
        FailOn::Warning => "failing on warnings".to_owned(),
        FailOn::Error => "failing on errors".to_owned(),
    };
    let on = if report.policy.gate == Gate::Defects { format!("{on} about our own text") } else { on };
    if report.record.extracts.is_empty() && report.record.later == 0 {
        return vec![nothing_checked(report, &counts)];
    }
    let as_of = &report.record.as_of;
    let undated = counts.undated + counts.unreadable == report.record.extracts.len();
    let set_by = match &as_of.set_by {
        None if undated => "no document is dated: `--as-of DAY` sets the day of judgement, `--dates FILE` dates documents".into(),
        Some(doc) => format!("the newest document's date ({})", super::escape::terminal(doc)),
        None => "as given".to_owned(),
    };
    let mut read = vec![format!("{} read", plural(counts.read, "document"))];
    let more = [
        (counts.undated, "without a date"),
        (counts.unreadable, "unreadable"),
        (counts.skipped, "passed over"),
        (counts.later, "later than that day and left out"),
        (report.unopened.len(), "named but not found"),
    ];
    read.extend(more.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    let mut lines = Vec::new();
    match report.review.gone.len() {
        0 => {}
        1 => lines.push("1 finding of the baseline is gone; `bywhen baseline prune` forgets it".to_owned()),
        n => lines.push(format!("{n} findings of the baseline are gone; `bywhen baseline prune` forgets them")),
    }
    // Where nothing was read there is no day to judge by.
    let judged =
        if counts.read + counts.later == 0 { String::new() } else { format!("as of {}, {set_by}; ", long_day(as_of.day)) };
    lines.extend([format!("{found}; {on}"), format!("{judged}{}", read.join(", "))]);
    lines
}

/// What a document is, for whoever had none.
pub const READ: &str = "plain text, Markdown and HTML are read, JSON when it is named";

/// Why there was nothing to judge, and what to do.
fn nothing_checked(report: &Report<'_>, counts: &Counts) -> String {
    if !report.unopened.is_empty() {
        let named = plural(report.unopened.len(), "path");
        return format!("nothing was checked: {named} could not be opened; paths count from the working directory");
    }
    match counts.skipped {
        0 => format!("nothing was checked: there is no document here; {READ}"),
        n => format!("nothing was checked: there is no document here, {n} passed over (`bywhen corpus` says why); {READ}"),
    }
}

/// "1 note", "2 notes".
pub fn plural(count: usize, one: &str) -> String {
    match one.strip_suffix("y").filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        _ if count == 1 => format!("1 {one}"),
        Some(stem) => format!("{count} {stem}ies"),
        None => format!("{count} {one}s"),
    }
}

/// The name of a severity.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// The name of a confidence.
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    }
}

/// The name of a family.
pub fn family(family: Family) -> &'static str {
    match family {
        Family::Defect => "defect",
        Family::Lead => "lead",
    }
}
