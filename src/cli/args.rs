//! What was typed. What it means is decided in the subcommands and in [`super::settings`].

mod desk;

pub use desk::*;

use crate::calendar::Day;
use crate::findings::{Confidence, FailOn, Gate};
use crate::output::Format;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Finds what was promised by when in a corpus of dated articles, and what became of it
#[derive(Debug, Parser)]
#[command(name = "bywhen", version, max_term_width = 100, propagate_version = true)]
#[command(
    after_help = "Begin with `bywhen check FOLDER`; `bywhen report FOLDER -o report.html` writes the page for editors.\nExit codes: 0 clean, 1 findings, 2 could not do the job, 3 nothing was checked."
)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command
    #[command(flatten)]
    pub global: GlobalArgs,
}

/// Options of every command.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Global options")]
pub struct GlobalArgs {
    /// Configuration file, instead of the nearest bywhen.toml upwards
    #[arg(long, global = true, value_name = "FILE", env = "BYWHEN_CONFIG", hide_env_values = true)]
    pub config: Option<PathBuf>,
    /// Read no configuration file, and no baseline that is not named
    #[arg(long, global = true)]
    pub isolated: bool,
    /// Number of threads [default: one for each processor]
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<usize>,
    /// Read every document anew, and keep nothing of it for the next run
    #[arg(long, global = true, env = "BYWHEN_NO_CACHE", hide_env_values = true, value_parser = clap::builder::FalseyValueParser::new())]
    pub no_cache: bool,
    /// Where to keep what was read [default: the user's folder for caches]
    #[arg(long, global = true, value_name = "FOLDER", env = "BYWHEN_CACHE_DIR", hide_env_values = true)]
    pub cache_dir: Option<PathBuf>,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    pub color: ColorChoice,
    /// When to link paths to their files, for terminals that know links
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    pub hyperlinks: ColorChoice,
    /// Draw with ASCII characters only
    #[arg(long, global = true)]
    pub ascii: bool,
}

/// When to use colours, or links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal that has them; NO_COLOR and FORCE_COLOR are heeded
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Report deadlines that were missed or moved, and defects of the articles themselves
    Check(Box<CheckArgs>),
    /// List every statement about a dated target
    Extract(Box<ListArgs>),
    /// List every target with its statements and what became of it
    Timeline(Box<TimelineArgs>),
    /// Write the dossier for editors: a page, briefs, tables or a calendar
    Report(Box<ReportArgs>),
    /// List every time expression
    Times(Box<ListArgs>),
    /// Show what is in a corpus: formats, dates, gaps, duplicates, problems
    Corpus(Box<CorpusCommandArgs>),
    /// List the rules by which statements are found
    Rules(RulesArgs),
    /// Write down what is known, so that `check` reports only what is new
    Baseline(BaselineArgs),
    /// Run the examples that stand beside the rules
    Test(TestArgs),
    /// Show the documentation of a check
    Explain(ExplainArgs),
    /// Print the JSON Schema of an output or input
    Schema(SchemaArgs),
    /// Show the settings in force
    Config(ConfigArgs),
    /// Write the targets that were found as a target file, to be corrected
    Discover(Box<DiscoverArgs>),
    /// Turn a spreadsheet of targets into a target file
    Targets(TargetsArgs),
    /// Turn a spreadsheet of decisions into decisions.toml
    Triage(TriageArgs),
    /// Write what was found as a database
    Export(Box<super::export::ExportArgs>),
    /// Look at what is kept of earlier runs, or throw it away
    Cache(super::cache::CacheArgs),
    /// Write a first bywhen.toml
    Init(InitArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

/// Which documents are read, and how they are dated.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Documents")]
pub struct CorpusArgs {
    /// Files and folders of articles; `-` is standard input [default: the working directory]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read more paths from FILE, one a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub file_list: Option<PathBuf>,
    /// Table of publication dates (CSV: path, date)
    #[arg(long, value_name = "FILE")]
    pub dates: Option<PathBuf>,
    /// Read only files that match
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    /// Leave out files that match
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Target files, or folders of them
    #[arg(long, value_name = "PATH")]
    pub rules: Vec<PathBuf>,
    /// Judge as of this day (YYYY-MM-DD), or `today` (UTC) [default: the newest date of the documents]
    #[arg(long, value_name = "DAY", value_parser = parse_as_of)]
    pub as_of: Option<AsOfArg>,
    /// Read these as well, but report only what touches PATH
    #[arg(long, value_name = "ARCHIVE")]
    pub against: Vec<PathBuf>,
    /// Date of undated documents in PATH, with --against [default: the as-of day]
    #[arg(long, value_name = "DAY", requires = "against")]
    pub draft_date: Option<Day>,
    /// Name of the document on standard input; its extension gives the format
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<String>,
    /// Date of the document on standard input
    #[arg(long, value_name = "DAY")]
    pub stdin_date: Option<Day>,
}

/// `--as-of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOfArg {
    /// The day on which the program runs.
    Today,
    /// A given day.
    Day(Day),
}

fn parse_as_of(text: &str) -> Result<AsOfArg, String> {
    if text == "today" {
        return Ok(AsOfArg::Today);
    }
    text.parse().map(AsOfArg::Day).map_err(|_| "write a day as 2024-03-06, or `today`".to_owned())
}

/// `bywhen check`.
#[derive(Clone, Debug, Default, Args)]
pub struct CheckArgs {
    /// Which documents
    #[command(flatten)]
    pub corpus: CorpusArgs,
    /// What is reported
    #[command(flatten)]
    pub policy: PolicyArgs,
    /// How it is shown
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What is reported, and what fails the run.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "What is reported")]
pub struct PolicyArgs {
    /// Report only these checks
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not report these checks
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Report a check as an error
    #[arg(short = 'D', long = "deny", value_name = "CODE", value_delimiter = ',')]
    pub deny: Vec<String>,
    /// Report a check as a warning
    #[arg(short = 'W', long = "warn", value_name = "CODE", value_delimiter = ',')]
    pub warn: Vec<String>,
    /// Do not report a check
    #[arg(short = 'A', long = "allow", value_name = "CODE", value_delimiter = ',')]
    pub allow: Vec<String>,
    /// Report only findings at least this sure
    #[arg(long, value_name = "LEVEL", value_enum)]
    pub min_confidence: Option<Confidence>,
    /// Fail on findings at least this severe [default: warning]
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub fail_on: Option<FailOn>,
    /// Fail on everything, or only on defects of the articles themselves [default: all]
    #[arg(long, value_name = "WHAT", value_enum)]
    pub gate: Option<Gate>,
    /// Read everything, report only findings that touch these files or folders
    #[arg(long, value_name = "PATH")]
    pub only: Vec<PathBuf>,
    /// Read everything, report only findings that touch documents changed since GIT-REF, dates changed in
    /// place among them
    #[arg(long, value_name = "GIT-REF")]
    pub since: Option<String>,
    /// Known findings, instead of bywhen-baseline.json beside the configuration
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    pub baseline: Option<PathBuf>,
    /// Use no baseline
    #[arg(long)]
    pub no_baseline: bool,
    /// Fail when there are more warnings than this
    #[arg(long, value_name = "N")]
    pub max_warnings: Option<usize>,
    /// Fail on warnings whatever the configuration says, and when findings of the baseline are gone
    #[arg(long, conflicts_with_all = ["fail_on", "gate", "exit_zero"])]
    pub strict: bool,
    /// Exit 0 even if there are findings
    #[arg(long)]
    pub exit_zero: bool,
    /// Exit 0 even if no document was read
    #[arg(long)]
    pub allow_empty: bool,
}

/// How it is shown.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Format on standard output
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "full")]
    pub format: Option<Format>,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write a further report; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = parse_report)]
    pub report: Vec<(Format, PathBuf)>,
    /// Show every finding of a check, or `all`
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub show: Vec<String>,
    /// End with the number of findings by check
    #[arg(long)]
    pub statistics: bool,
}

fn parse_report(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, path) = text.split_once('=').ok_or("write FORMAT=FILE, as in sarif=bywhen.sarif")?;
    let format = Format::from_str(format, false).map_err(|_| {
        let names: Vec<String> =
            Format::value_variants().iter().filter_map(|f| Some(f.to_possible_value()?.get_name().to_owned())).collect();
        format!("`{format}` is not a format; choose one of {}", names.join(", "))
    })?;
    if path.is_empty() { Err("the file is missing".into()) } else { Ok((format, path.into())) }
}

/// `bywhen extract` and `bywhen times`.
#[derive(Clone, Debug, Default, Args)]
pub struct ListArgs {
    /// Which documents
    #[command(flatten)]
    pub corpus: CorpusArgs,
    /// How it is shown
    #[command(flatten)]
    pub output: ListOutputArgs,
}

/// How a list is shown.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Output")]
pub struct ListOutputArgs {
    /// Format
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: LineFormat,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Exit 0 even if no document was read
    #[arg(long)]
    pub allow_empty: bool,
}

/// `bywhen timeline`.
#[derive(Clone, Debug, Default, Args)]
pub struct TimelineArgs {
    /// Which documents
    #[command(flatten)]
    pub corpus: CorpusArgs,
    /// Show only targets whose id or title contains TEXT
    #[arg(long, value_name = "TEXT")]
    pub target: Vec<String>,
    /// Say why each statement belongs to its target, in its own words, and what is kept apart
    #[arg(long)]
    pub explain: bool,
    /// How it is shown
    #[command(flatten)]
    pub output: ListOutputArgs,
}

/// `bywhen report`.
#[derive(Clone, Debug, Default, Args)]
pub struct ReportArgs {
    /// Which documents
    #[command(flatten)]
    pub corpus: CorpusArgs,
    /// Report only on targets whose id or title contains TEXT
    #[arg(long, value_name = "TEXT", help_heading = "What is reported")]
    pub target: Vec<String>,
    /// Report only what rests on a document of DAY or later
    #[arg(long, value_name = "DAY", help_heading = "What is reported")]
    pub since: Option<Day>,
    /// Report everything, however long the page becomes
    #[arg(long, help_heading = "What is reported")]
    pub full: bool,
    /// How often each check was right on a set that people have read (CSV: check, right, read, set)
    #[arg(long, value_name = "FILE", help_heading = "What is reported")]
    pub precision: Option<PathBuf>,
    /// Format
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "html", help_heading = "Output")]
    pub format: crate::report::Format,
    /// Write to a file, or to a folder (one that is there, or a name that ends in `/`), instead of standard output
    #[arg(short, long, value_name = "FILE_OR_FOLDER", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Exit 0 even if no document was read
    #[arg(long, help_heading = "Output")]
    pub allow_empty: bool,
}

/// Formats of lists of what was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LineFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line (see `bywhen schema`).
    Jsonl,
}

/// `bywhen corpus`.
#[derive(Clone, Debug, Default, Args)]
pub struct CorpusCommandArgs {
    /// Which documents
    #[command(flatten)]
    pub corpus: CorpusArgs,
    /// Format
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: TextFormat,
}

/// `bywhen baseline`.
#[derive(Clone, Debug, Args)]
pub struct BaselineArgs {
    /// What to do
    #[command(subcommand)]
    pub command: BaselineCommand,
}

/// `bywhen baseline …`.
#[derive(Clone, Debug, Subcommand)]
pub enum BaselineCommand {
    /// Write down every finding of today
    Write(Box<BaselineInputs>),
    /// Forget findings that are gone
    Prune(Box<BaselineInputs>),
    /// List what is new, known and gone
    Show {
        /// What to compare
        #[command(flatten)]
        inputs: Box<BaselineInputs>,
        /// Format
        #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
        format: TextFormat,
    },
}

/// What a baseline is compared with.
#[derive(Clone, Debug, Default, Args)]
pub struct BaselineInputs {
    /// Which documents
    #[command(flatten)]
    pub corpus: CorpusArgs,
    /// The baseline, instead of bywhen-baseline.json beside the configuration
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

/// `bywhen rules`.
#[derive(Clone, Debug, Args)]
pub struct RulesArgs {
    /// Show this rule with its examples
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// Rule files of your own, or folders of them
    #[arg(long, value_name = "PATH")]
    pub rules: Vec<PathBuf>,
    /// Format
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: TextFormat,
}

/// `bywhen test`.
#[derive(Clone, Debug, Args)]
pub struct TestArgs {
    /// Rule files of your own, or folders of them, tested with the built-in ones
    #[arg(value_name = "PATH")]
    pub rules: Vec<PathBuf>,
    /// Format
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: TextFormat,
}

/// `bywhen explain`.
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// Code of a check; without it all checks are listed
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
    /// Format
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: TextFormat,
}

/// Formats of lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TextFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON value.
    Json,
}

/// `bywhen schema`.
#[derive(Clone, Debug, Args)]
pub struct SchemaArgs {
    /// Of what
    #[arg(value_name = "NAME", value_enum)]
    pub name: super::schema::Name,
}

/// `bywhen config`.
#[derive(Clone, Debug, Args)]
pub struct ConfigArgs {
    /// What to do
    #[command(subcommand)]
    pub command: ConfigCommand,
}

/// `bywhen config …`.
#[derive(Clone, Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the settings in force as TOML
    Show {
        /// Say where each setting comes from
        #[arg(long)]
        origin: bool,
    },
    /// Print the path of the configuration file
    Path,
}
