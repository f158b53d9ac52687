//! Last room: one file per format. Everything that comes from an article is
//! untrusted text and is escaped for where it goes.

pub mod archive;
pub mod chart;
pub mod concise;
pub mod contract;
pub mod csv;
pub mod documentation;
pub mod escape;
pub mod full;
pub mod github;
pub mod gitlab;
pub mod grouped;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod rdjson;
pub mod sarif;
pub mod slip;
pub mod snippet;
pub mod sources;
pub mod statements;
pub mod survey;
pub mod timelines;
pub mod times;
pub mod view;

#[cfg(test)]
mod hostile;
#[cfg(test)]
pub(crate) mod sample;

use crate::checks::Check;
use crate::engine::{Outcome, Skipped};
use crate::findings::review::Review;
use crate::findings::{Finding, Policy};
use crate::timeline::Record;
use std::io;

/// How a terminal is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Colours and emphasis.
    pub color: bool,
    /// Columns.
    pub width: usize,
    /// Box-drawing characters; otherwise ASCII.
    pub unicode: bool,
    /// Paths that lead to their files, where the format shows paths by themselves.
    pub hyperlinks: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, width: 80, unicode: true, hyperlinks: false }
    }
}

/// All that a format may show of a run.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// All that is known of the corpus.
    pub record: &'a Record,
    /// What is reported, in order.
    pub findings: &'a [Finding],
    /// Files that were passed over.
    pub skipped: &'a [Skipped],
    /// Paths that could not be opened.
    pub unopened: &'a [Skipped],
    /// The checks that exist.
    pub checks: &'a [Check],
    /// What fails a run.
    pub policy: &'a Policy,
    /// The documents, to show their words and to name their places.
    pub sources: &'a sources::Sources<'a>,
    /// Codes that are to be shown in full; `all` is every one.
    pub show: &'a [String],
    /// What is not reported, and why.
    pub review: &'a Review,
    /// What the archive knows of the targets that drafts name; `None` where there is no archive.
    pub archive: Option<&'a archive::Archive>,
}

/// Nothing set aside, no baseline.
static UNREVIEWED: Review = Review { set_aside: Vec::new(), compared: false, gone: Vec::new() };

impl<'a> Report<'a> {
    /// The report of `outcome`, whose findings are what is to be reported.
    pub fn of(
        outcome: &'a Outcome,
        checks: &'a [Check],
        policy: &'a Policy,
        sources: &'a sources::Sources<'a>,
        show: &'a [String],
    ) -> Self {
        let Outcome { record, findings, waivers: _, skipped, unopened, cache: _ } = outcome;
        Self { record, findings, skipped, unopened, checks, policy, sources, show, review: &UNREVIEWED, archive: None }
    }

    /// The same, with what was set aside.
    pub fn with(self, review: &'a Review) -> Self {
        Self { review, ..self }
    }

    /// The same, with what the archive knows.
    pub fn knowing(self, archive: Option<&'a archive::Archive>) -> Self {
        Self { archive, ..self }
    }
}

/// The formats of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, clap::ValueEnum)]
pub enum Format {
    /// Snippets of every document concerned, for people.
    Full,
    /// One line a finding.
    Concise,
    /// One line a finding, by document.
    Grouped,
    /// One JSON object (see `bywhen schema check`).
    Json,
    /// One JSON object a line: begin, findings, summary.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// Code Quality report of GitLab.
    Gitlab,
    /// JUnit XML.
    Junit,
    /// Reviewdog Diagnostic Format.
    Rdjson,
    /// Markdown, for comments and job summaries.
    Markdown,
    /// A table for spreadsheets.
    Csv,
}

impl Format {
    /// Whether people read it rather than programs.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Full | Format::Concise | Format::Grouped)
    }
}

/// Writes `report` as `format`.
pub fn write(format: Format, report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Full => full::write(report, style, out),
        Format::Concise => concise::write(report, style, out),
        Format::Json => json::write(report, out),
        Format::Grouped => grouped::write(report, style, out),
        Format::Jsonl => json::write_lines(report, out),
        Format::Sarif => sarif::write(report, out),
        Format::Github => github::write(report, out),
        Format::Gitlab => gitlab::write(report, out),
        Format::Junit => junit::write(report, out),
        Format::Rdjson => rdjson::write(report, out),
        Format::Markdown => markdown::write(report, out),
        Format::Csv => csv::write(report, out),
    }
}
