//! `bywhen report`: the dossier for editors.

use super::args::{GlobalArgs, ReportArgs};
use super::review::{self, Home};
use super::terminal::Terminal;
use super::{Failure, Status, outputs, precision, settings};
use crate::engine::{self, passages};
use crate::findings::review::{Reason, SetAside};
use crate::findings::{self, Finding};
use crate::report::{self, Given, Options};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Bytes at the start of a file by which a report is known.
const START: u64 = 8 << 10;

pub(super) fn run(args: &ReportArgs, global: &GlobalArgs, _terminal: Terminal, out: &mut dyn Write) -> Result<Status, Failure> {
    let config = settings::resolve(global, &args.corpus)?;
    let home = Home::of(&config);
    let baseline = review::baseline_of_run(&home, None, false, global)?;
    let mut own = own_outputs(args);
    own.push(home.baseline(None));
    let inputs = settings::inputs(&args.corpus, own)?;
    let mut outcome = settings::checked(global, &inputs, &config)?;
    let review = review::review(&mut outcome, &config, &home, baseline.as_ref(), &|_| true);
    // What was waived stays out; what an earlier run knew is shown, but not as new.
    let (known, waived): (Vec<SetAside>, Vec<SetAside>) =
        review.set_aside.into_iter().partition(|aside| matches!(aside.reason, Reason::Known { .. }));
    let known: Vec<Finding> = known.into_iter().map(|aside| aside.finding).collect();
    let fingerprints = known.iter().map(|finding| finding.fingerprint.clone()).collect();
    outcome.findings.extend(known);
    findings::sort(&mut outcome.findings);
    let options = Options {
        targets: args.target.iter().map(|text| text.to_lowercase()).collect(),
        since: args.since,
        full: args.full,
        known: baseline.is_some().then_some(fingerprints),
        labels: config.labels.clone(),
    };
    if !options.targets.is_empty() && !outcome.record.timelines.iter().any(|t| options.wants(t)) {
        return Err(settings::no_target(&args.target));
    }
    let selection = report::select(&outcome, &options);
    let wanted = selection.places(&outcome);
    let passages = settings::on_threads(global.threads, || passages::read(&config, &outcome.record, &wanted))??;
    let notes = engine::desk::notes(&config)?;
    let measured = precision::known(args.precision.as_deref().or(config.precision.as_deref()))?;
    let given = Given {
        outcome: &outcome,
        passages: &passages,
        checks: engine::checks(),
        policy: &config.policy,
        notes: &notes,
        waived: &waived,
        measured: &measured,
        options: &options,
    };
    let page = report::gather(&selection, given);
    match &args.output {
        None => report::write(args.format, &page, given, out)?,
        Some(path) if is_folder(path) => {
            let failed = |e: std::io::Error| Failure::Message(format!("cannot make the folder {}: {e}", path.display()));
            std::fs::create_dir_all(path).map_err(failed)?;
            for (name, write) in report::files(args.format, &page, given) {
                outputs::write_file(&path.join(name), |out| write(out))?;
            }
        }
        Some(path) => outputs::write_file(path, |out| report::write(args.format, &page, given, out))?,
    }
    Ok(settings::status_of_reading(&outcome, args.allow_empty))
}

/// Whether the report goes into a folder: there is one, or the name ends as a folder's does.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// What the run itself writes is never read as a document.
fn own_outputs(args: &ReportArgs) -> Vec<PathBuf> {
    let Some(path) = &args.output else { return Vec::new() };
    if !is_folder(path) {
        return vec![path.clone()];
    }
    let files = std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    // Reports of earlier runs in the same folder are known by how they start.
    let ours = |path: &PathBuf| start_of(path).is_some_and(|text| report::is_own(&text));
    files.filter(ours).collect()
}

/// The first characters of a file.
fn start_of(path: &Path) -> Option<String> {
    let mut start = Vec::new();
    std::fs::File::open(path).ok()?.take(START).read_to_end(&mut start).ok()?;
    Some(String::from_utf8_lossy(&start).into_owned())
}
