//! What was typed, what it means, and, one file each, the subcommands.

pub mod args;
mod baseline;
pub mod cache;
mod check;
mod config;
mod corpus;
mod discover;
mod explain;
pub mod export;
mod extract;
mod git;
mod init;
mod outputs;
mod precision;
mod progress;
mod report;
mod review;
mod rules;
pub mod schema;
mod settings;
mod sheet;
mod targets;
mod terminal;
mod timeline;
mod times;
mod triage;

use crate::config::ConfigError;
use crate::config::read::{MistakeReport, Mistakes};
use crate::engine::EngineError;
use crate::findings::Severity;
use crate::output::full;
use args::{Cli, Command};
use clap::{CommandFactory, Parser};
use std::io::{self, Write};
use std::process::ExitCode;
use terminal::Terminal;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Ran to the end; nothing that fails a run.
    Clean,
    /// Ran to the end; something fails the run.
    Findings,
    /// Could not do the whole job.
    Failed,
    /// There was nothing to check.
    NothingChecked,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Clean => ExitCode::SUCCESS,
            Status::Findings => ExitCode::from(1),
            Status::Failed => ExitCode::from(2),
            Status::NothingChecked => ExitCode::from(3),
        }
    }
}

/// Why a run could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A configuration that is not what it should be.
    #[error("{}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Mistakes(Vec<Mistakes>),
    /// Files of rules, targets or dates that are not what they should be.
    #[error("{}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Invalid(Vec<Box<dyn miette::Diagnostic + Send + Sync>>),
    /// Anything else, in one sentence without a full stop.
    #[error("{0}")]
    Message(String),
    /// Writing failed.
    #[error("cannot write: {0}")]
    Io(#[from] io::Error),
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::Mistakes(mistakes) => Failure::Mistakes(vec![mistakes]),
            other => Failure::Message(other.to_string()),
        }
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Invalid(diagnostics) => Failure::Invalid(diagnostics),
            EngineError::Other(message) => Failure::Message(message),
        }
    }
}

/// The program: reads the process's arguments, and says how it ended.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // A reader that closed the pipe wants no more help text.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let terminal = Terminal::of_process(&cli.global);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let ended = run(&cli, terminal, &mut out).and_then(|status| Ok(out.flush().map(|()| status)?));
    match ended {
        Ok(status) => status.into(),
        Err(Failure::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = tell(&failure, terminal, &mut io::stderr().lock());
            Status::Failed.into()
        }
    }
}

/// Runs what `cli` asks for, writing to `out`.
pub fn run(cli: &Cli, terminal: Terminal, out: &mut dyn Write) -> Result<Status, Failure> {
    match &cli.command {
        Command::Check(args) => check::run(args, &cli.global, terminal, out),
        Command::Extract(args) => extract::run(args, &cli.global, terminal, out),
        Command::Timeline(args) => timeline::run(args, &cli.global, terminal, out),
        Command::Report(args) => report::run(args, &cli.global, terminal, out),
        Command::Times(args) => times::run(args, &cli.global, terminal, out),
        Command::Corpus(args) => corpus::run(args, &cli.global, terminal, out),
        Command::Rules(args) => rules::list(args, &cli.global, terminal, out),
        Command::Baseline(args) => baseline::run(&args.command, &cli.global, out),
        Command::Test(args) => rules::test(args, &cli.global, terminal, out),
        Command::Explain(args) => explain::run(args, terminal, out),
        Command::Schema(args) => schema::run(args.name, out),
        Command::Config(args) => config::run(&args.command, &cli.global, out),
        Command::Discover(args) => discover::run(args, &cli.global, terminal, out),
        Command::Targets(args) => targets::run(&args.command, &cli.global, out),
        Command::Triage(args) => triage::run(&args.command, out),
        Command::Export(args) => export::run(args, &cli.global, out),
        Command::Cache(args) => cache::run(args, &cli.global, out),
        Command::Init(args) => init::run(&args.folder, out),
        Command::Completions(args) => {
            let mut script = Vec::new();
            clap_complete::generate(args.shell, &mut Cli::command(), "bywhen", &mut script);
            out.write_all(&script)?;
            Ok(Status::Clean)
        }
        Command::Man => {
            clap_mangen::Man::new(Cli::command()).render(out)?;
            Ok(Status::Clean)
        }
    }
}

fn tell(failure: &Failure, terminal: Terminal, err: &mut dyn Write) -> io::Result<()> {
    let style = terminal.err;
    let rendered: Vec<String> = match failure {
        Failure::Mistakes(files) => {
            let reports = files.iter().flat_map(|file| file.diagnostics(style.width));
            reports.map(|r| full::render(&r, std::iter::once(r.snippet()), Severity::Error, style)).collect()
        }
        Failure::Invalid(diagnostics) => {
            let rendered = |diagnostic: &(dyn miette::Diagnostic + Send + Sync + 'static)| {
                let error: &(dyn std::error::Error + 'static) = diagnostic;
                let own = error.downcast_ref::<MistakeReport>().map(MistakeReport::snippet);
                full::render(diagnostic, own.into_iter(), Severity::Error, style)
            };
            diagnostics.iter().map(|diagnostic| rendered(diagnostic.as_ref())).collect()
        }
        other => return writeln!(err, "bywhen: {}", crate::output::escape::terminal(&other.to_string())),
    };
    rendered.iter().try_for_each(|text| writeln!(err, "{text}"))?;
    writeln!(err, "bywhen: {}; nothing was checked", crate::output::view::plural(rendered.len(), "mistake"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_in_files_of_the_engine_are_shown_with_their_own_line_numbers() {
        let text = "# one\n# two\nid = 3\n";
        let mistake = crate::config::read::Mistake { span: 17..18, message: "no".into(), label: "here".into(), help: None };
        let mistakes = Mistakes { name: "cues.toml".into(), text: text.into(), mistakes: vec![mistake] };
        let boxed = mistakes.diagnostics(80).into_iter().map(|d| Box::new(d) as Box<_>).collect();
        let mut out = Vec::new();
        tell(&EngineError::Invalid(boxed).into(), Terminal::default(), &mut out).expect("written");
        let shown = String::from_utf8_lossy(&out);
        assert!(shown.contains("[cues.toml:3:6]\n 2 │ # two\n 3 │ id = 3\n"), "{shown}");
    }

    #[test]
    fn the_arguments_are_well_formed() {
        Cli::command().debug_assert();
    }
}
