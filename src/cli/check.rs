//! `bywhen check`: the linter.

use super::args::{CheckArgs, GlobalArgs};
use super::review::{self, Home};
use super::terminal::Terminal;
use super::{Failure, Status, git, outputs, settings};
use crate::config::Config;
use crate::engine::{self, Outcome};
use crate::findings::review::Review;
use crate::findings::{Family, Finding, Severity};
use crate::output::archive::Archive;
use crate::output::{self, Format, Report, Style, sources::Sources};
use crate::statements::Extract;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Component, Path, PathBuf};

pub(super) fn run(args: &CheckArgs, global: &GlobalArgs, terminal: Terminal, out: &mut dyn Write) -> Result<Status, Failure> {
    let mut config = settings::resolve(global, &args.corpus)?;
    settings::apply_policy(&mut config, &args.policy)?;
    let known = settings::check_codes();
    for code in args.output.show.iter().filter(|code| *code != "all") {
        settings::known_code(code, &known)?;
    }
    let home = Home::of(&config);
    let named = args.policy.baseline.as_deref();
    let baseline = review::baseline_of_run(&home, named, args.policy.no_baseline, global)?;
    let mut own: Vec<PathBuf> = args.output.report.iter().map(|(_, path)| path).chain(&args.output.output).cloned().collect();
    own.push(home.baseline(named));
    let mut inputs = settings::inputs(&args.corpus, own)?;
    let mut changed = None;
    if let Some(reference) = &args.policy.since {
        let here = std::env::current_dir().map_err(|e| Failure::Message(format!("no working directory: {e}")))?;
        let changes = git::changes(reference, &here)?;
        inputs.earlier = changes.earlier;
        changed = Some(changes.changed);
    }
    let mut outcome = settings::checked(global, &inputs, &config)?;
    let asked = Asked::new(&outcome, args, &inputs.paths, inputs.piped.as_ref().map(|p| p.name.as_str()), changed.as_ref());
    for path in args.policy.only.iter().filter(|path| !outcome.record.extracts.iter().any(|e| within(e.file(), path))) {
        // Nobody is left to be told when standard error is gone.
        let _ = writeln!(std::io::stderr(), "bywhen: --only {}: no document that was read lies there", terminal_text(path));
    }
    let review = review::review(&mut outcome, &config, &home, baseline.as_ref(), &|finding| asked.about(finding));
    let named = match &asked.drafts {
        Some(drafts) => engine::named::named(&config, &outcome.record, drafts)?,
        None => BTreeMap::new(),
    };
    let archive = asked.drafts.as_ref().map(|drafts| {
        // What must be mended in the draft stands before what is to be known about it.
        outcome
            .findings
            .sort_by_key(|f| (f.family != Family::Defect || !drafts.contains(&*f.primary.doc), f.family != Family::Defect));
        Archive::of(&outcome.record, drafts, named)
    });
    write(&outcome, &review, archive.as_ref(), &config, args, terminal, out)?;
    Ok(status(&outcome, &review, &config, args))
}

/// The documents that findings are asked for.
struct Asked {
    /// A finding must touch one of each set.
    sets: Vec<BTreeSet<String>>,
    /// The documents that are held against an archive.
    drafts: Option<BTreeSet<String>>,
}

impl Asked {
    fn new(
        outcome: &Outcome,
        args: &CheckArgs,
        paths: &[PathBuf],
        piped: Option<&str>,
        changed: Option<&BTreeSet<PathBuf>>,
    ) -> Self {
        let extracts = &outcome.record.extracts;
        let mut sets = Vec::new();
        let of = |paths: &[PathBuf]| -> BTreeSet<String> {
            let within = |extract: &&Extract| paths.iter().any(|path| within(extract.file(), path));
            extracts.iter().filter(within).map(|e| e.doc.to_string()).collect()
        };
        if !args.policy.only.is_empty() {
            sets.push(of(&args.policy.only));
        }
        let drafts = (!args.corpus.against.is_empty()).then(|| {
            let mut drafts = of(paths);
            drafts.extend(piped.map(str::to_owned));
            drafts
        });
        sets.extend(drafts.clone());
        if let Some(changed) = changed {
            let is_changed = |extract: &&Extract| extract.file().canonicalize().is_ok_and(|path| changed.contains(&path));
            sets.push(extracts.iter().filter(is_changed).map(|e| e.doc.to_string()).collect());
        }
        Self { sets, drafts }
    }

    /// Whether `finding` touches, in each way that was asked, a document that was asked for.
    fn about(&self, finding: &Finding) -> bool {
        let excerpts = || std::iter::once(&finding.primary).chain(&finding.related);
        self.sets.iter().all(|docs| excerpts().any(|excerpt| docs.contains(&*excerpt.doc)))
    }
}

fn terminal_text(path: &Path) -> String {
    crate::output::escape::terminal(&path.display().to_string()).into_owned()
}

fn within(file: &Path, path: &Path) -> bool {
    let plain = |path: &Path| path.components().filter(|c| *c != Component::CurDir).collect::<PathBuf>();
    let (file, path) = (plain(file), plain(path));
    path.as_os_str().is_empty() || file.starts_with(path)
}

fn write(
    outcome: &Outcome,
    review: &Review,
    archive: Option<&Archive>,
    config: &Config,
    args: &CheckArgs,
    terminal: Terminal,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let sources = Sources::new(&outcome.record).within(settings::repository());
    let report = Report::of(outcome, engine::checks(), &config.policy, &sources, &args.output.show).with(review).knowing(archive);
    for (format, path) in &args.output.report {
        outputs::write_file(path, |out| output::write(*format, &report, Style::default(), out))?;
    }
    let format = args.output.format.unwrap_or(Format::Full);
    match &args.output.output {
        Some(path) => outputs::write_file(path, |out| output::write(format, &report, Style::default(), out)),
        None => {
            output::write(format, &report, terminal.out, out)?;
            if format == Format::Github {
                append_step_summary(&report)?;
            }
            if args.output.statistics && format.is_for_people() {
                for (check, count) in &output::view::counts(&report).by_check {
                    writeln!(out, "{count:>7} {check}")?;
                }
            }
            Ok(())
        }
    }
}

/// GitHub shows the file it names in this variable on the job's page.
fn append_step_summary(report: &Report<'_>) -> Result<(), Failure> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else { return Ok(()) };
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    Ok(output::markdown::write(report, &mut file)?)
}

fn status(outcome: &Outcome, review: &Review, config: &Config, args: &CheckArgs) -> Status {
    // Of what was asked for something must have been read: a misspelt path is not a clean one.
    let only = |e: &Extract| args.policy.only.is_empty() || args.policy.only.iter().any(|path| within(e.file(), path));
    let read = outcome.record.extracts.iter().any(|e| !e.unreadable() && only(e)) || outcome.record.later > 0;
    let warnings = outcome.findings.iter().filter(|f| f.severity == Severity::Warning).count();
    let too_many = args.policy.max_warnings.is_some_and(|most| warnings > most);
    let stale = args.policy.strict && !review.gone.is_empty();
    let failing = too_many || stale || outcome.findings.iter().any(|f| config.policy.fails(f));
    if !outcome.unopened.is_empty() {
        Status::Failed
    } else if !read && !args.policy.allow_empty {
        Status::NothingChecked
    } else if failing && !args.policy.exit_zero {
        Status::Findings
    } else {
        Status::Clean
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    fn outcome() -> Outcome {
        let folder = tempfile::tempdir().expect("a folder");
        sample::outcome(folder.path())
    }

    fn status_of(outcome: &Outcome, change: impl FnOnce(&mut CheckArgs)) -> Status {
        let mut args = CheckArgs::default();
        change(&mut args);
        status(outcome, &Review::default(), &Config::default(), &args)
    }

    #[test]
    fn exit_codes() {
        let mut outcome = outcome();
        assert_eq!(status_of(&outcome, |_| {}), Status::Findings);
        assert_eq!(status_of(&outcome, |a| a.policy.exit_zero = true), Status::Clean);
        outcome.findings[0].severity = Severity::Note;
        assert_eq!(status_of(&outcome, |_| {}), Status::Clean);
        outcome.findings[0].severity = Severity::Warning;
        outcome.unopened.push(engine::Skipped { path: "gone.md".into(), reason: "no such file".into() });
        assert_eq!(status_of(&outcome, |a| a.policy.exit_zero = true), Status::Failed);
        outcome.unopened.clear();
        outcome.record.extracts.clear();
        outcome.findings.clear();
        assert_eq!(status_of(&outcome, |_| {}), Status::NothingChecked);
        assert_eq!(status_of(&outcome, |a| a.policy.allow_empty = true), Status::Clean);
    }

    #[test]
    fn only_what_touches_the_paths_is_reported() {
        let kept = |only: &str| {
            let folder = tempfile::tempdir().expect("a folder");
            let outcome = sample::outcome(folder.path());
            let args = CheckArgs::default();
            let args = CheckArgs {
                policy: super::super::args::PolicyArgs { only: vec![folder.path().join(only)], ..args.policy },
                ..args
            };
            let asked = Asked::new(&outcome, &args, &[], None, None);
            outcome.findings.iter().filter(|finding| asked.about(finding)).count()
        };
        assert_eq!((kept("plan.md"), kept("update.txt"), kept("other")), (1, 1, 0));
    }
}
