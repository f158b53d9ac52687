//! What was typed, and the configuration file, turned into what the engine is given.

use super::args::{AsOfArg, CorpusArgs, GlobalArgs, PolicyArgs};
use super::{Failure, Status};
use crate::config::read::{cannot_read, did_you_mean};
use crate::config::{self, AsOfSetting, Config, ConfigError};
use crate::engine::{self, EngineError, Inputs, Outcome, Piped, Skipped};
use crate::findings::{FailOn, Gate, Level};
use crate::output::escape::terminal;
use crate::output::sources::Repository;
use crate::output::view::READ;
use crate::statements::{Extract, Problem};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The codes of the checks that exist.
pub(super) fn check_codes() -> Vec<&'static str> {
    engine::checks().iter().map(|check| check.code).collect()
}

/// The configuration in force before the command line is heard.
pub(super) fn base(global: &GlobalArgs) -> Result<Config, Failure> {
    let path = match &global.config {
        Some(path) if !global.isolated => Some(path.clone()),
        _ if global.isolated => None,
        _ => {
            let here = std::env::current_dir().map_err(|e| Failure::Message(format!("no working directory: {e}")))?;
            // Shown relative where it is in the working directory itself.
            config::find(&here).map(|found| found.strip_prefix(&here).map(Path::to_owned).unwrap_or(found))
        }
    };
    match path {
        Some(path) => Ok(config::load(&path, &check_codes())?),
        None => Ok(Config::default()),
    }
}

/// The configuration in force for a command that reads a corpus.
pub(super) fn resolve(global: &GlobalArgs, args: &CorpusArgs) -> Result<Config, Failure> {
    let mut config = base(global)?;
    if !args.include.is_empty() {
        config.corpus.include.extend(args.include.iter().cloned());
        config.set_by_command_line("corpus.include");
    }
    if !args.exclude.is_empty() {
        config.corpus.exclude.extend(args.exclude.iter().cloned());
        config.set_by_command_line("corpus.exclude");
    }
    if let Some(dates) = &args.dates {
        config.corpus.dates = Some(dates.clone());
        config.set_by_command_line("corpus.dates");
    }
    // A desk's decisions beside its configuration are in force without being named.
    if config.file.is_some() {
        let decisions = config.base.join("decisions.toml");
        if !config.outside_paths && config::linked_out(&config.base, &decisions) {
            return Err(ConfigError::LinkedOut { file: config.file.unwrap_or_default(), path: decisions }.into());
        }
        if decisions.is_file() && !config.rules.contains(&decisions) {
            config.rules.push(decisions);
        }
    }
    if !args.rules.is_empty() {
        config.rules.extend(args.rules.iter().cloned());
        config.set_by_command_line("rules.paths");
    }
    if let Some(as_of) = args.as_of {
        config.as_of = match as_of {
            AsOfArg::Today => AsOfSetting::Today,
            AsOfArg::Day(day) => AsOfSetting::Day(day),
        };
        config.set_by_command_line("as-of");
    }
    config.cache = super::cache::home(global);
    if config.as_of == AsOfSetting::Today {
        // UTC, so that a run does not depend on where it is made.
        config.as_of = AsOfSetting::Day(chrono::Utc::now().date_naive());
    }
    Ok(config)
}

/// Lets the command line have its say on what is reported.
pub(super) fn apply_policy(config: &mut Config, args: &PolicyArgs) -> Result<(), Failure> {
    let known = check_codes();
    let levels =
        [(&args.ignore, Level::Allow), (&args.allow, Level::Allow), (&args.warn, Level::Warn), (&args.deny, Level::Deny)];
    for code in levels.iter().flat_map(|(codes, _)| codes.iter()).chain(&args.select) {
        known_code(code, &known)?;
    }
    for (codes, level) in levels {
        for code in codes {
            config.policy.levels.insert(code.clone(), level);
            config.policy.forced.insert(code.clone(), level);
            config.set_by_command_line(&format!("levels.{code}"));
        }
    }
    config.policy.select.extend(args.select.iter().cloned());
    if let Some(confidence) = args.min_confidence {
        config.policy.min_confidence = confidence;
        config.set_by_command_line("min-confidence");
    }
    if let Some(fail_on) = args.fail_on {
        config.policy.fail_on = fail_on;
        config.set_by_command_line("fail-on");
    }
    if args.strict {
        (config.policy.fail_on, config.policy.gate) = (FailOn::Warning, Gate::All);
        config.set_by_command_line("fail-on");
        config.set_by_command_line("gate");
    }
    if let Some(gate) = args.gate {
        config.policy.gate = gate;
        config.set_by_command_line("gate");
    }
    Ok(())
}

/// Refuses a code that no check has.
pub(super) fn known_code(code: &str, known: &[&str]) -> Result<(), Failure> {
    if known.contains(&code) || known.is_empty() {
        return Ok(());
    }
    let hint = did_you_mean(code, known).unwrap_or_else(|| "`bywhen explain` lists them all".into());
    Err(Failure::Message(format!("there is no check `{code}`; {hint}")))
}

/// What was asked for by name is not there.
pub(super) fn no_target(named: &[String]) -> Failure {
    Failure::Message(format!("no target is called `{}`; `bywhen timeline` lists them all", named.join("`, `")))
}

/// A path as it is opened and shown: relative to the working directory, where it lies below it.
fn relative(path: &Path) -> PathBuf {
    if !path.is_absolute() {
        return path.to_owned();
    }
    let Ok(here) = std::env::current_dir() else { return path.to_owned() };
    let below = |here: &Path| path.strip_prefix(here).ok().map(Path::to_owned);
    match below(&here).or_else(|| below(&here.canonicalize().ok()?)) {
        Some(rest) if rest.as_os_str().is_empty() => PathBuf::from("."),
        Some(rest) => rest,
        None => path.to_owned(),
    }
}

/// The documents that were asked for.
pub(super) fn inputs(args: &CorpusArgs, own_outputs: Vec<PathBuf>) -> Result<Inputs, Failure> {
    let against = args.against.iter().map(|path| relative(path)).collect();
    let mut inputs = Inputs { against, draft_date: args.draft_date, own_outputs, ..Inputs::default() };
    let mut piped = false;
    for path in &args.paths {
        if path.as_os_str() == "-" {
            piped = true;
        } else {
            inputs.paths.push(relative(path));
        }
    }
    if let Some(list) = &args.file_list {
        if list.as_os_str() == "-" && piped {
            return Err(Failure::Message("standard input cannot be both a document and a list of files".into()));
        }
        let text = if list.as_os_str() == "-" { read_stdin()? } else { read(list)? };
        inputs.paths.extend(lines(&text).map(|path| relative(&path)));
    } else if inputs.paths.is_empty() && !piped {
        inputs.paths.push(PathBuf::from("."));
    }
    if piped {
        let name = args.stdin_filename.clone().unwrap_or_else(|| "stdin.txt".into());
        inputs.piped = Some(Piped { name, bytes: read_stdin()?, date: args.stdin_date });
    }
    Ok(inputs)
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = PathBuf> + '_ {
    let lines = bytes.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.filter(|line| !line.is_empty()).map(|line| PathBuf::from(String::from_utf8_lossy(line).into_owned()))
}

fn read_stdin() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|e| Failure::Message(format!("cannot read standard input: {e}")))?;
    Ok(bytes)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|e| Failure::Message(cannot_read(&path.display().to_string(), &e)))
}

/// Runs `work` on the number of threads asked for.
pub(super) fn on_threads<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
    let work = || super::progress::during(work);
    let Some(threads) = threads else { return Ok(work()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    Ok(pool.map_err(|e| Failure::Message(format!("cannot start {threads} threads: {e}")))?.install(work))
}

/// Runs the engine on the number of threads asked for, and says what was wrong with the cache.
pub(super) fn checked(global: &GlobalArgs, inputs: &Inputs, config: &Config) -> Result<Outcome, Failure> {
    run_engine(global, || engine::check(inputs, config))
}

/// The same where only what was read is wanted, and no findings.
pub(super) fn judged(global: &GlobalArgs, inputs: &Inputs, config: &Config) -> Result<Outcome, Failure> {
    run_engine(global, || engine::read(inputs, config))
}

fn run_engine(global: &GlobalArgs, run: impl FnOnce() -> Result<Outcome, EngineError> + Send) -> Result<Outcome, Failure> {
    let outcome = on_threads(global.threads, run)??;
    if let Some(trouble) = &outcome.cache.trouble {
        // Nobody is left to be told when standard error is gone.
        let _ = writeln!(std::io::stderr(), "bywhen: {}; `--no-cache` does without", terminal(trouble));
    }
    Ok(outcome)
}

/// How a run that only reads has ended. What could not be opened is said on standard error.
pub(super) fn status_of_reading(outcome: &Outcome, allow_empty: bool) -> Status {
    let read = outcome.record.extracts.iter().filter(|extract| !extract.unreadable()).count() + outcome.record.later;
    let unread: Vec<Skipped> = outcome.record.extracts.iter().flat_map(why_unread).collect();
    status(&outcome.unopened, &unread, &outcome.skipped, read, allow_empty)
}

fn why_unread(extract: &Extract) -> impl Iterator<Item = Skipped> + '_ {
    extract.problems.iter().filter_map(|problem| match problem {
        Problem::Unreadable(reason) => Some(Skipped { path: extract.doc.to_string(), reason: reason.clone() }),
        _ => None,
    })
}

/// Files of one kind that are named on standard error.
const NAMED: usize = 5;

/// The same from its parts: what could not be opened, what gave no document, what was passed over. The last is
/// said only where nothing else was read.
pub(super) fn status(
    unopened: &[Skipped],
    unread: &[Skipped],
    passed_over: &[Skipped],
    read: usize,
    allow_empty: bool,
) -> Status {
    // Nobody is left to be told when standard error is gone.
    let say = |line: &str| drop(writeln!(std::io::stderr(), "bywhen: {line}"));
    let is_silent = read == 0 && !allow_empty;
    for (files, most) in [(unopened, usize::MAX), (unread, NAMED), (if is_silent { passed_over } else { &[] }, NAMED)] {
        for skipped in files.iter().take(most) {
            say(&format!("{}: {}", terminal(&skipped.path), terminal(&skipped.reason)));
        }
        if let Some(more) = files.len().checked_sub(most).filter(|more| *more > 0) {
            say(&format!("and {more} more: `bywhen corpus` lists them"));
        }
    }
    if !unopened.is_empty() {
        Status::Failed
    } else if is_silent {
        say(&format!("there is no document here; {READ}"));
        Status::NothingChecked
    } else {
        Status::Clean
    }
}

/// Where the working directory lies in its repository; nothing, where there is none.
pub(super) fn repository() -> Repository {
    let Ok(here) = std::env::current_dir() else { return Repository::default() };
    let root = here.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
    Repository { root: root.unwrap_or_default(), here }
}
