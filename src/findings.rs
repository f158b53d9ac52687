//! What the checks report, as plain data: no rendering, no policy.

use crate::calendar::{Day, Interval};
use crate::source::Place;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

pub mod baseline;
pub mod inline;
mod policy;
pub mod review;
pub mod waivers;

pub use baseline::Baseline;
pub use policy::{FailOn, Gate, Level, Override, Paths, Policy};

/// How much a finding weighs. `Note` never fails a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; never fails a run.
    Note,
    /// Fails a run by default.
    Warning,
    /// A defect of our own text.
    Error,
}

/// How sure the program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Better than guessing.
    Low,
    /// Usually right.
    Medium,
    /// Nearly always right: at least 95 in 100 on the development sets.
    High,
}

/// Whether a finding is about our own text or about the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// A defect of our own text: an editor can mend it before publishing.
    Defect,
    /// A lead about the world: an editor can follow it up.
    Lead,
}

/// What an excerpt does in a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The commitment.
    Commitment,
    /// The words that changed the deadline, or the first text with the new one.
    Moved,
    /// The words that report an outcome.
    Outcome,
    /// A later retelling of the commitment.
    Restatement,
    /// The document as a whole (an undated or unreadable one).
    Document,
}

/// A quotation from a document that a finding points at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The document's path, or its id in a `.jsonl` file.
    pub doc: Arc<str>,
    /// Title of the document.
    pub title: Option<Arc<str>>,
    /// Publication date of the document.
    pub date: Option<Interval>,
    /// Where in the file; `None` for a finding about the file as a whole.
    pub place: Option<Place>,
    /// The words themselves, decoded.
    pub quote: Arc<str>,
    /// What it does in the finding.
    pub role: Role,
    /// Short label under the words: "first promised here".
    pub label: Cow<'static, str>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Code of the check, kebab-case.
    pub check: String,
    /// Severity after configuration.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// Family of the check.
    pub family: Family,
    /// One neutral sentence: which document says what.
    pub message: String,
    /// Why it was concluded: cue, reading of the date, why the statements are about one thing.
    pub why: String,
    /// What would refute it.
    pub refuted_by: Cow<'static, str>,
    /// Id of the target, where it has one.
    pub target: Option<Arc<str>>,
    /// Title of the target, where it has one.
    pub subject: Option<Arc<str>>,
    /// The deadline that the finding is about.
    pub deadline: Option<Interval>,
    /// Days between the deadline's last day and what became of it; positive is later.
    pub slip_days: Option<i64>,
    /// The later document: what a pull request adds.
    pub primary: Excerpt,
    /// The earlier statements, oldest first.
    pub related: Vec<Excerpt>,
    /// Stable identity: from check, paths, normalised quotes and deadlines only.
    pub fingerprint: String,
}

/// Tells apart findings that would share a fingerprint, by their order, so that no
/// consumer folds two into one.
pub fn tell_apart(findings: &mut [Finding]) {
    let mut places: Vec<usize> = (0..findings.len()).collect();
    places.sort_by(|a, b| {
        let print = |at: &usize| findings.get(*at).map(|finding| finding.fingerprint.as_str());
        print(a).cmp(&print(b))
    });
    let is_twin = |a: &usize, b: &usize| match (findings.get(*a), findings.get(*b)) {
        (Some(a), Some(b)) => a.fingerprint == b.fingerprint,
        _ => false,
    };
    let twins: Vec<(usize, usize)> = places.chunk_by(is_twin).flat_map(|twins| twins.iter().copied().zip(1..).skip(1)).collect();
    for (at, count) in twins {
        if let Some(finding) = findings.get_mut(at) {
            finding.fingerprint.push_str(&format!("-{count}"));
        }
    }
}

impl Finding {
    /// The identity of a finding over runs, edits elsewhere in its documents, and new as-of days.
    ///
    /// Made from the check, the paths, the quotations (white space, case and typographic quotes
    /// folded) and the deadlines that the finding is about; never from ids, lines or wording of ours.
    /// `excerpts` are the finding's primary one and, perhaps, its first related one.
    /// 16 hexadecimal digits.
    pub fn fingerprint(check: &str, excerpts: &[&Excerpt], deadlines: &[Option<Interval>]) -> String {
        let mut parts: Vec<String> = vec![check.to_owned()];
        parts.extend(excerpts.iter().map(|excerpt| folded(&excerpt.quote)));
        parts.extend(deadlines.iter().map(|d| d.map_or_else(String::new, |d| format!("{}/{}", d.start(), d.end()))));
        let paths = excerpts.iter().enumerate().map(|(index, excerpt)| path_hash(index, &excerpt.doc));
        format!("{:016x}", paths.fold(hash(&parts), |all, path| all ^ path))
    }

    /// Makes the fingerprint speak of paths as `path` gives them, in place of the documents' own names, so
    /// that a finding is the same one from whatever folder the program is run. What has no path is no part of it.
    pub fn rebase(&mut self, path: &dyn Fn(&Excerpt) -> Option<String>) {
        let Ok(mut print) = u64::from_str_radix(&self.fingerprint, 16) else { return };
        for (index, excerpt) in std::iter::once(&self.primary).chain(self.related.first()).enumerate() {
            let Some(path) = path(excerpt) else { continue };
            print ^= path_hash(index, &excerpt.doc) ^ path_hash(index, &path);
        }
        self.fingerprint = format!("{print:016x}");
    }
}

/// The share of a path in a fingerprint, which can be taken out again.
fn path_hash(index: usize, path: &str) -> u64 {
    hash(&[format!("path {index}"), path.to_owned()])
}

fn hash(parts: &[String]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut first = [0; 8];
    hasher.finalize_xof().fill(&mut first);
    u64::from_le_bytes(first)
}

/// White space and case folded, typographic quotes and dashes made plain: how quotations are compared.
pub fn folded(quote: &str) -> String {
    let mut out = String::with_capacity(quote.len());
    for word in quote.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars().flat_map(char::to_lowercase) {
            out.push(match c {
                '‘' | '’' => '\'',
                '“' | '”' => '"',
                '–' | '—' => '-',
                other => other,
            });
        }
    }
    out
}

/// Puts findings into the order in which they are shown, independent of how they were made.
pub fn sort(findings: &mut [Finding]) {
    sort_by(findings, |finding| finding);
}

/// Puts what holds findings into their order. Findings are large, and there may be many: numbers are sorted in their place.
fn sort_by<T>(all: &mut [T], finding: impl Fn(&T) -> &Finding) {
    let mut places: Vec<usize> = (0..all.len()).collect();
    let order = |at: &usize| all.get(*at).map(|one| order(finding(one)));
    places.sort_by(|a, b| order(a).cmp(&order(b)));
    for at in 0..places.len() {
        // What belongs here may have gone where an earlier one was.
        let mut from = places.get(at).copied().unwrap_or(at);
        while from < at {
            from = places.get(from).copied().unwrap_or(at);
        }
        all.swap(at, from);
        if let Some(place) = places.get_mut(at) {
            *place = from;
        }
    }
}

type Order<'f> = (
    std::cmp::Reverse<Severity>,
    Family,
    std::cmp::Reverse<Confidence>,
    &'f str,
    Option<Place>,
    &'f str,
    Option<Interval>,
    &'f str,
);

fn order(f: &Finding) -> Order<'_> {
    (
        std::cmp::Reverse(f.severity),
        f.family,
        std::cmp::Reverse(f.confidence),
        &f.primary.doc,
        f.primary.place,
        &f.check,
        f.deadline,
        &f.fingerprint,
    )
}

/// The day up to which the record is judged, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsOf {
    /// The day.
    pub day: Day,
    /// The document that set it; `None` when it was given.
    pub set_by: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn a_fingerprint_is_of_paths_words_and_deadlines() {
        let finding = sample::finding("missed");
        let print = |primary: &Excerpt, deadline| Finding::fingerprint("missed", &[primary, &finding.related[0]], &[deadline]);
        let first = print(&finding.primary, finding.deadline);
        let moved = Excerpt {
            place: None,
            quote: finding.primary.quote.replace(' ', "\n  ").to_uppercase().into(),
            ..finding.primary.clone()
        };
        assert_eq!(print(&moved, finding.deadline), first, "neither lines nor wrapping count");
        let other = Excerpt { doc: "other.txt".into(), ..finding.primary.clone() };
        assert_ne!(print(&other, finding.deadline), first);
        assert_ne!(print(&finding.primary, None), first);
        // Seen from another folder it is the same finding.
        let mut from_below = Finding { fingerprint: first.clone(), ..finding.clone() };
        from_below.rebase(&|excerpt| Some(format!("news/{}", excerpt.doc)));
        assert_ne!(from_below.fingerprint, first);
        let [primary, related] =
            [&finding.primary, &finding.related[0]].map(|e| Excerpt { doc: format!("news/{}", e.doc).into(), ..e.clone() });
        assert_eq!(from_below.fingerprint, Finding::fingerprint("missed", &[&primary, &related], &[finding.deadline]));
    }

    #[test]
    fn twins_are_told_apart() {
        let mut findings = vec![sample::finding("missed"), sample::finding("missed")];
        tell_apart(&mut findings);
        assert_ne!(findings[0].fingerprint, findings[1].fingerprint);
    }
}
