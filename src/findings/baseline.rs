//! What is already known: findings written down so that a run reports only what is new.
//!
//! A baseline is a JSON file with one finding a line, sorted, so that its changes read well in a
//! review and merge well. A finding is known by its fingerprint, which does not depend on lines,
//! on ids that the program makes up, or on the day of judgement.

use super::Finding;
use crate::calendar::Day;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The name of the file that is looked for beside the configuration.
pub const FILE_NAME: &str = "bywhen-baseline.json";

/// Version of the file's shape.
const VERSION: u64 = 1;
/// Longest text about a finding that an entry carries, in characters.
const LONGEST: usize = 120;

/// One known finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The document that the finding is about, relative to the baseline's folder.
    pub path: String,
    /// Code of its check.
    pub check: String,
    /// Its identity.
    pub fingerprint: String,
    /// The as-of day of the run that first wrote it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// The words that it points at, shortened: for people who read the file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
}

/// The findings that are known, by fingerprint.
///
/// ```
/// use bywhen::findings::baseline::Baseline;
/// let nothing = Baseline::default();
/// assert!(Baseline::parse(&nothing.to_json()).is_ok_and(|read| read == nothing));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<String, Entry>,
}

/// Why a baseline cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BaselineError {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Bytes of the file that are wrong.
    pub span: Range<usize>,
    /// What to do about it.
    pub help: String,
}

/// How the findings of a run stand to a baseline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison<'a> {
    /// Findings that the baseline does not know.
    pub new: Vec<&'a Finding>,
    /// Findings that it knows.
    pub unchanged: Vec<&'a Finding>,
    /// Entries whose finding is no longer there.
    pub gone: Vec<&'a Entry>,
}

impl Baseline {
    /// A baseline of `findings`, first written down on `day`; an entry that `before` holds keeps its day.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>, day: Day, before: Option<&Baseline>) -> Self {
        let entry = |finding: &Finding| {
            let since = before.and_then(|b| b.get(&finding.fingerprint)).map_or(Some(day), |known| known.since);
            Entry {
                path: finding.primary.doc.to_string(),
                check: finding.check.clone(),
                fingerprint: finding.fingerprint.clone(),
                since,
                about: shortened(&finding.primary.quote),
            }
        };
        Self { entries: findings.into_iter().map(|f| (f.fingerprint.clone(), entry(f))).collect() }
    }

    /// Reads the text of a baseline file.
    ///
    /// # Errors
    /// When it is not a baseline, or one of a newer version: what is wrong, and where.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        #[derive(Deserialize)]
        struct File {
            bywhen_baseline: u64,
            findings: Vec<Entry>,
        }
        let text_of = text.strip_prefix('\u{feff}').unwrap_or(text);
        let file: File = serde_json::from_str(text_of).map_err(|error| {
            let at = text.len() - text_of.len() + offset(text_of, error.line(), error.column());
            let rest = text.get(at..).unwrap_or_default();
            let line = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
            let merge = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];
            let help = if text.get(line..).is_some_and(|l| merge.iter().any(|mark| l.starts_with(mark))) {
                "these are the marks of a merge: keep the lines of both sides, or run `bywhen baseline write`"
            } else {
                "`bywhen baseline write` writes the file anew"
            };
            let end = at + rest.chars().next().map_or(0, char::len_utf8);
            let message = error.to_string();
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
            BaselineError { message: format!("not a baseline: {message}"), span: at..end, help: help.into() }
        })?;
        if file.bywhen_baseline > VERSION {
            let message = format!("a baseline of version {}; this program knows version {VERSION}", file.bywhen_baseline);
            return Err(BaselineError { message, span: 0..0, help: "run a newer bywhen, or write the file anew".into() });
        }
        Ok(Self { entries: file.findings.into_iter().map(|e| (e.fingerprint.clone(), e)).collect() })
    }

    /// The text of the file: JSON, one finding a line, sorted by path, check and fingerprint.
    pub fn to_json(&self) -> String {
        let lines: Vec<String> = self.sorted().into_iter().filter_map(|e| serde_json::to_string(e).ok()).collect();
        let inside = if lines.is_empty() { String::new() } else { format!("\n{}\n", lines.join(",\n")) };
        format!("{{\n\"bywhen_baseline\": {VERSION},\n\"findings\": [{inside}]\n}}\n")
    }

    /// The entries, sorted by path, check and fingerprint.
    pub fn sorted(&self) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.entries.values().collect();
        entries.sort();
        entries
    }

    /// The entry with this fingerprint.
    pub fn get(&self, fingerprint: &str) -> Option<&Entry> {
        self.entries.get(fingerprint)
    }

    /// How many findings it knows.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Sorts `findings` into new and unchanged ones, and says which entries are gone.
    pub fn compare<'a>(&'a self, findings: &'a [Finding]) -> Comparison<'a> {
        let (unchanged, new) = findings.iter().partition(|f| self.entries.contains_key(&f.fingerprint));
        let seen: BTreeSet<&str> = findings.iter().map(|f| f.fingerprint.as_str()).collect();
        let gone = self.sorted().into_iter().filter(|e| !seen.contains(e.fingerprint.as_str())).collect();
        Comparison { new, unchanged, gone }
    }

    /// Takes over entries of another baseline.
    pub fn keep<'e>(&mut self, entries: impl IntoIterator<Item = &'e Entry>) {
        self.entries.extend(entries.into_iter().map(|entry| (entry.fingerprint.clone(), entry.clone())));
    }

    /// Forgets the entries with these fingerprints; says how many there were.
    pub fn forget<'f>(&mut self, fingerprints: impl IntoIterator<Item = &'f str>) -> usize {
        fingerprints.into_iter().filter(|fingerprint| self.entries.remove(*fingerprint).is_some()).count()
    }
}

fn shortened(quote: &str) -> String {
    let words: Vec<&str> = quote.split_whitespace().collect();
    let whole = words.join(" ");
    if whole.chars().count() <= LONGEST {
        return whole;
    }
    let cut: String = whole.chars().take(LONGEST).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words))
}

/// The byte at which a line and column of a JSON error lie, both from 1, columns in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    fn finding(check: &str, fingerprint: &str) -> Finding {
        Finding { fingerprint: fingerprint.into(), ..sample::finding(check) }
    }

    #[test]
    fn one_finding_a_line_and_back_again() {
        let findings = [finding("overdue", "b"), finding("missed", "a")];
        let baseline = Baseline::of(&findings, sample::day("2024-01-02"), None);
        let text = baseline.to_json();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 7, "{text}");
        assert!(
            lines[3].starts_with("{\"path\":\"update.txt\",\"check\":\"missed\",\"fingerprint\":\"a\",\"since\":\"2024-01-02\"")
        );
        assert_eq!(Baseline::parse(&text), Ok(baseline));
        assert_eq!(Baseline::parse(&Baseline::default().to_json()), Ok(Baseline::default()));
    }

    #[test]
    fn new_unchanged_and_gone() {
        let before = Baseline::of(&[finding("overdue", "b"), finding("missed", "a")], sample::day("2024-01-02"), None);
        let now = [finding("missed", "a"), finding("dropped", "c")];
        let compared = before.compare(&now);
        let prints = |found: &[&Finding]| found.iter().map(|f| f.fingerprint.clone()).collect::<Vec<_>>();
        assert_eq!((prints(&compared.new), prints(&compared.unchanged)), (vec!["c".into()], vec!["a".into()]));
        assert_eq!(compared.gone.iter().map(|e| e.fingerprint.as_str()).collect::<Vec<_>>(), ["b"]);
        let after = Baseline::of(&now, sample::day("2025-01-02"), Some(&before));
        let since = |print: &str| after.get(print).and_then(|e| e.since).map(|d| d.to_string());
        assert_eq!((since("a"), since("c")), (Some("2024-01-02".into()), Some("2025-01-02".into())));
        let mut pruned = before.clone();
        assert_eq!(pruned.forget(["b", "unknown"]), 1);
        assert_eq!(pruned.len(), 1);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_place() {
        let text = "{\n\"bywhen_baseline\": 1,\n\"findings\": [\n<<<<<<< ours\n]}\n";
        let error = Baseline::parse(text).expect_err("no baseline");
        assert_eq!(text.get(error.span.clone()), Some("<"));
        assert!(error.help.contains("marks of a merge"), "{error:?}");
        assert!(!error.message.contains(" at line"), "{error:?}");
        assert!(Baseline::parse("{\"bywhen_baseline\": 2, \"findings\": []}").expect_err("newer").message.contains("version 2"));
        assert!(Baseline::parse("[]").is_err() && Baseline::parse("").is_err());
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "[\\PC\n{}\"\\[\\]:,]{0,120}") {
            if let Err(error) = Baseline::parse(&text) {
                proptest::prop_assert!(text.get(error.span).is_some());
            }
        }
    }
}
