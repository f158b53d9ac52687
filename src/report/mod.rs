//! After the last room: the dossier for editors, made of everything that the rooms found.
//!
//! [`select()`] decides what is shown and in which order, [`Page`] holds it as plain data in
//! words that people read, and one file each writes it: a page for a browser, a brief in
//! Markdown, tables for spreadsheets, a calendar, JSON. Whatever comes from an article is
//! untrusted and is escaped where it is written; wording is neutral: which document says what.

mod cards;
mod coverage;
mod csv;
mod diary;
mod dossier;
mod draw;
mod html;
mod ics;
mod markdown;
mod page;
mod record;
mod scorecard;
mod select;
mod size;
mod status;
mod words;

pub use csv::{EVENT_COLUMNS, TABLES, Table};
pub use page::{Page, gather};
pub use record::Precision;
pub use select::{Selection, select};

use crate::calendar::Day;
use crate::checks::Check;
use crate::engine::{Outcome, passages::Passages};
use crate::findings::Policy;
use crate::findings::review::SetAside;
use crate::targets::declared::Notes;
use crate::timeline::{Timeline, VerdictType};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// What the report is to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Only targets whose id or title contains one of these, in small letters; empty: all.
    pub targets: Vec<String>,
    /// Only what rests on a document of this day or later.
    pub since: Option<Day>,
    /// Everything; otherwise what a page can hold that opens quickly.
    pub full: bool,
    /// Fingerprints of the findings that an earlier run knew; `None` where there is none to compare with.
    pub known: Option<BTreeSet<String>>,
    /// What the house calls the verdicts, where it has words of its own.
    pub labels: BTreeMap<VerdictType, String>,
}

impl Options {
    /// Whether `timeline` is among the targets that were asked for.
    pub fn wants(&self, timeline: &Timeline) -> bool {
        let names = [timeline.target.id.to_lowercase(), timeline.target.title.to_lowercase()];
        self.targets.is_empty() || self.targets.iter().any(|text| names.iter().any(|name| name.contains(text)))
    }
}

/// All that a report is made of.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// What a run found; its findings are those to be reported, in order, with their severities.
    pub outcome: &'a Outcome,
    /// The paragraphs of what is shown.
    pub passages: &'a Passages,
    /// The checks that exist.
    pub checks: &'a [Check],
    /// What fails a run.
    pub policy: &'a Policy,
    /// What the desk keeps of its targets, by their ids.
    pub notes: &'a BTreeMap<String, Notes>,
    /// Findings that are waived.
    pub waived: &'a [SetAside],
    /// How good checks are known to be, by their codes.
    pub measured: &'a BTreeMap<String, Vec<Precision>>,
    /// What is to be shown.
    pub options: &'a Options,
}

/// The formats of `report`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default, clap::ValueEnum)]
pub enum Format {
    /// One page that stands by itself, for a browser and for paper.
    #[default]
    Html,
    /// A brief for each target.
    Markdown,
    /// Tables of targets, events and findings for spreadsheets, with room for decisions.
    Csv,
    /// The deadline diary, for calendars.
    Ics,
    /// The page's contents, for programs.
    Json,
}

/// Writes the page as one stream; of the tables, the events.
pub fn write(format: Format, page: &Page, given: Given<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Html => html::write(page, out),
        Format::Markdown => markdown::write(page, out),
        Format::Csv => csv::write(Table::Events, given, out),
        Format::Ics => ics::write(given, out),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, page)?;
            writeln!(out)
        }
    }
}

/// Whether `text` is a report that this program wrote: it is never read as a document.
pub fn is_own(text: &str) -> bool {
    let head: String = text.chars().take(1500).collect();
    head.contains(r#"<meta name="generator" content="bywhen "#)
        || head.starts_with("# Deadline report as of ")
        || head.contains("\n| Owner says | ")
}

/// A file of a report that is written to a folder: its name and what writes it.
pub type Part<'a> = (String, Box<dyn Fn(&mut dyn io::Write) -> io::Result<()> + 'a>);

/// The files that a report is in a folder.
pub fn files<'a>(format: Format, page: &'a Page, given: Given<'a>) -> Vec<Part<'a>> {
    let one = |name: &str| -> Vec<Part<'a>> { vec![(name.to_owned(), Box::new(move |out| write(format, page, given, out)))] };
    match format {
        Format::Html => one("report.html"),
        Format::Ics => one("deadlines.ics"),
        Format::Json => one("report.json"),
        Format::Csv => TABLES
            .iter()
            .map(|(name, table)| -> Part<'a> {
                ((*name).to_owned(), Box::new(move |out: &mut dyn io::Write| csv::write(*table, given, out)))
            })
            .collect(),
        Format::Markdown => {
            let mut parts: Vec<Part<'a>> = vec![("index.md".into(), Box::new(move |out| markdown::write_index(page, out)))];
            for (dossier, name) in page.dossiers.iter().zip(markdown::file_names(page)) {
                parts.push((name, Box::new(move |out| markdown::write_brief(page, dossier, out))));
            }
            parts
        }
    }
}
