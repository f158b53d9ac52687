//! Targets that a desk declares in TOML files, each with its record of events.
//!
//! A file holds `[[target]]` tables. A target has an `id`, a `title`, perhaps an `owner` (a name, or
//! `[[target.owner]]` tables with `name`, `from`, `until`, where it changed hands),
//! `aliases` (wordings by which texts name it), `near` (words of which one must stand in the
//! clause or its document's title), `not-near` (words of which none may), and `[[target.event]]`
//! tables: `kind` (set, moved, met, missed, dropped), `on` (when it was said or happened),
//! `deadline`, `quote`, `source`. `[[target.reply]]` says whom a desk has asked (`of`), when
//! (`asked`), and what came back (`received`, `quote`, `source`); `[[target.correction]]` (`on`,
//! `note`) what it has put right. Dates are TOML dates, years (`2018`), or one of "2018",
//! "2018-06", "2018-Q3", "2018-H1", "2018-06-30", "2018-04-01/2019-03-31".

mod aliases;
mod read;
mod write;

pub(super) use aliases::Aliases;
pub use read::parse;
pub use read::{KINDS, is_id, mistake_at_id, period, suggested_id};
pub use write::write;

use super::{Holder, RecordedEvent};
use crate::calendar::Interval;
use std::ops::Range;
use std::sync::Arc;

/// One declared target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// Stable id.
    pub id: String,
    /// What was promised, in words.
    pub title: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Who answered for it when, where it changed hands, the earliest first.
    pub owners: Vec<Holder>,
    /// Wordings by which texts name it; all words of one must stand in a clause.
    pub aliases: Vec<String>,
    /// Words of which at least one must stand in the clause or its document's title, where any are given.
    pub near: Vec<String>,
    /// Words of which none may stand in the clause or its document's title.
    pub not_near: Vec<String>,
    /// What is known to have been said and done, oldest first.
    pub record: Vec<RecordedEvent>,
    /// What the desk has asked and put right.
    pub notes: Notes,
    /// It replaces the target of the same id of an earlier pack.
    pub overrides: bool,
}

/// What a desk keeps of a target beside its record. It decides nothing; reports show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// Requests for a reply, the earliest first.
    pub replies: Vec<Reply>,
    /// Corrections, the earliest first.
    pub corrections: Vec<Correction>,
}

/// A request for a reply, and what came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Who was asked.
    pub of: Option<String>,
    /// When.
    pub asked: Interval,
    /// When a reply came; `None` while there is none.
    pub received: Option<Interval>,
    /// Its words.
    pub quote: Option<String>,
    /// Where it is kept.
    pub source: Option<String>,
}

/// Something that a desk has put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// When.
    pub on: Interval,
    /// What.
    pub note: String,
}

/// A mistake in a target file, at its place, with a next step.
#[derive(Clone, Debug, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
pub struct TargetFileError {
    /// What is wrong.
    pub message: String,
    /// The file's name and text.
    #[source_code]
    pub source_code: miette::NamedSource<Arc<str>>,
    /// Bytes of the file that are wrong.
    #[label("{label}")]
    pub span: miette::SourceSpan,
    /// Short label under the words.
    pub label: String,
    /// What to do about it.
    #[help]
    pub help: String,
}

impl TargetFileError {
    /// Bytes of the file that are wrong.
    pub fn range(&self) -> Range<usize> {
        let start = self.span.offset();
        start..start + self.span.len()
    }
}
