//! The front door of the engine: what goes in, what comes out.
//!
//! The engine prints nothing and reads no clock and no environment; the command
//! line gives it everything it needs in [`Inputs`] and [`Config`].

use crate::calendar::Day;
use crate::checks::Check;
use crate::config::Config;
use crate::findings::{Confidence, Finding};
use crate::source::Place;
use crate::time::TimeExpression;
use crate::timeline::Record;
use std::path::PathBuf;

pub mod inspect;

/// A document that came through standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piped {
    /// The name it goes by; its extension gives its format.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its date, where it was given.
    pub date: Option<Day>,
}

/// Which documents are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// A document from standard input.
    pub piped: Option<Piped>,
    /// An archive that is read as well, whose own findings are not reported.
    pub against: Vec<PathBuf>,
    /// The date of undated documents among `paths`, when there is an archive.
    pub draft_date: Option<Day>,
    /// Files that the run itself writes: never read as documents.
    pub own_outputs: Vec<PathBuf>,
}

/// A file that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Its path as shown.
    pub path: String,
    /// Why, in a few words.
    pub reason: String,
}

/// What a run found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// All that is known of the corpus.
    pub record: Record,
    /// What the checks found, before any policy is applied.
    pub findings: Vec<Finding>,
    /// Files that were passed over.
    pub skipped: Vec<Skipped>,
    /// Paths that were named but could not be opened: the run could not do its whole job.
    pub unopened: Vec<Skipped>,
}

/// A time expression in its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTime {
    /// The document's path, or the id of its record.
    pub doc: String,
    /// Where it stands.
    pub place: Place,
    /// The words.
    pub text: String,
    /// What they mean.
    pub expression: TimeExpression,
    /// How sure.
    pub confidence: Confidence,
}

/// What a reading of time expressions found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// The expressions, by document, then by place.
    pub found: Vec<FoundTime>,
    /// How many documents were read.
    pub read: usize,
    /// Paths that were named but could not be opened.
    pub unopened: Vec<Skipped>,
}

/// Why the engine could not run at all.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Everything that is wrong in files of rules, targets or dates.
    #[error("{}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Invalid(Vec<Box<dyn miette::Diagnostic + Send + Sync>>),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// The checks that exist, in the order in which they are listed.
pub fn checks() -> &'static [Check] {
    &[]
}

/// Reads the documents and judges them. This is the one function to wire to the rooms.
pub fn check(_inputs: &Inputs, _config: &Config) -> Result<Outcome, EngineError> {
    Err(EngineError::Other("the engine is not connected yet".into()))
}

/// Reads the time expressions of the documents.
pub fn times(_inputs: &Inputs, _config: &Config) -> Result<Times, EngineError> {
    Err(EngineError::Other("the engine is not connected yet".into()))
}
