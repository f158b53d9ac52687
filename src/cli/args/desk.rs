//! What was typed of the commands by which a desk keeps its own files.

use super::CorpusArgs;
use crate::calendar::Day;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `bywhen discover`.
#[derive(Clone, Debug, Args)]
pub struct DiscoverArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub corpus: CorpusArgs,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write over a file that exists
    #[arg(long)]
    pub force: bool,
    /// Leave out targets with fewer statements
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub least: usize,
}

/// `bywhen targets`.
#[derive(Clone, Debug, Args)]
pub struct TargetsArgs {
    /// What to do
    #[command(subcommand)]
    pub command: TargetsCommand,
}

/// `bywhen targets …`.
#[derive(Clone, Debug, Subcommand)]
pub enum TargetsCommand {
    /// Read a spreadsheet of targets: id, title, owner, aliases, deadline and what became of it
    Import(TargetsImportArgs),
}

/// `bywhen targets import`.
#[derive(Clone, Debug, Args)]
pub struct TargetsImportArgs {
    /// The spreadsheet (CSV with the columns id, title, owner, owner_from, owner_until, aliases, near, not_near,
    /// kind, on, deadline, quote, source)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Your own heading for a column, as in `id=Reference`; may be given several times
    #[arg(long, value_name = "COLUMN=HEADING", value_parser = parse_column)]
    pub column: Vec<(String, String)>,
    /// The day on which deadlines were set, for rows that do not say
    #[arg(long, value_name = "DAY")]
    pub set_on: Option<Day>,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write over a file that exists
    #[arg(long)]
    pub force: bool,
}

fn parse_column(text: &str) -> Result<(String, String), String> {
    let (column, heading) = text.split_once('=').ok_or("write COLUMN=HEADING, as in id=Reference")?;
    let known = crate::cli::targets::COLUMNS;
    match column.trim() {
        column if known.contains(&column) => Ok((column.to_owned(), heading.trim().to_owned())),
        other => Err(format!("there is no column `{other}`; choose one of {}", known.join(", "))),
    }
}

/// `bywhen triage`.
#[derive(Clone, Debug, Args)]
pub struct TriageArgs {
    /// What to do
    #[command(subcommand)]
    pub command: TriageCommand,
}

/// `bywhen triage …`.
#[derive(Clone, Debug, Subcommand)]
pub enum TriageCommand {
    /// Read the column `decision` of a spreadsheet: same-target, not-same, not-a-statement, document-date
    Apply(TriageApplyArgs),
}

/// `bywhen triage apply`.
#[derive(Clone, Debug, Args)]
pub struct TriageApplyArgs {
    /// The spreadsheet (CSV with the columns target_id, statement_quote, doc, decision, note, by)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write over a file that exists
    #[arg(long)]
    pub force: bool,
}

/// `bywhen init`.
#[derive(Clone, Debug, Args)]
pub struct InitArgs {
    /// Folder to write it to
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub folder: PathBuf,
}

/// `bywhen completions`.
#[derive(Clone, Debug, Args)]
pub struct CompletionsArgs {
    /// Which shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}
