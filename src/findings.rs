//! What the checks report, as plain data: no rendering, no policy.

use crate::calendar::{Day, Interval};
use crate::source::Place;
use serde::{Deserialize, Serialize};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
    pub doc: String,
    /// Title of the document.
    pub title: Option<String>,
    /// Publication date of the document.
    pub date: Option<Interval>,
    /// Where in the file; `None` for a finding about the file as a whole.
    pub place: Option<Place>,
    /// The words themselves, decoded.
    pub quote: String,
    /// What it does in the finding.
    pub role: Role,
    /// Short label under the words: "first promised here".
    pub label: String,
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
    pub refuted_by: String,
    /// Id of the target, where it has one.
    pub target: Option<String>,
    /// Title of the target, where it has one.
    pub subject: Option<String>,
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

/// The order in which findings are shown, independent of how they were made.
pub fn sort(findings: &mut [Finding]) {
    let key = |f: &Finding| {
        (
            std::cmp::Reverse(f.severity),
            f.family,
            std::cmp::Reverse(f.confidence),
            f.primary.doc.clone(),
            f.primary.place,
            f.check.clone(),
            f.deadline,
            f.fingerprint.clone(),
        )
    };
    findings.sort_by_cached_key(key);
}

/// The day up to which the record is judged, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsOf {
    /// The day.
    pub day: Day,
    /// The document that set it; `None` when it was given.
    pub set_by: Option<String>,
}
