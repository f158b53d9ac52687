//! `bywhen baseline`: writes down what is known, forgets what is gone, shows both.

use super::args::{BaselineCommand, BaselineInputs, GlobalArgs, TextFormat};
use super::review::{self, Home, Paths};
use super::{Failure, Status, outputs, settings};
use crate::engine::Outcome;
use crate::findings::baseline::{Baseline, Entry};
use crate::findings::review::{Reason, Review};
use crate::findings::{Finding, Policy};
use crate::output::escape::terminal as safe;
use crate::output::{contract, json, sources::shown_path, view::plural};
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

/// A run, held against what is known.
struct Compared {
    outcome: Outcome,
    review: Review,
    before: Option<Baseline>,
    home: Home,
    path: PathBuf,
}

pub(super) fn run(command: &BaselineCommand, global: &GlobalArgs, out: &mut dyn Write) -> Result<Status, Failure> {
    match command {
        BaselineCommand::Write(inputs) => write(&compare(inputs, global, false)?, out),
        BaselineCommand::Prune(inputs) => prune(&compare(inputs, global, true)?, out),
        BaselineCommand::Show { inputs, format } => show(&compare(inputs, global, true)?, *format, out),
    }
}

/// Runs the checks; with `needed` there must be a baseline.
fn compare(inputs: &BaselineInputs, global: &GlobalArgs, needed: bool) -> Result<Compared, Failure> {
    let mut config = settings::resolve(global, &inputs.corpus)?;
    // What fails a run is not a baseline's business; what is not reported need not be known.
    config.policy = Policy { select: Vec::new(), ..config.policy };
    let home = Home::of(&config);
    let path = home.baseline(inputs.baseline.as_deref());
    let before = review::baseline(&path, needed)?;
    let read = settings::inputs(&inputs.corpus, vec![path.clone()])?;
    let mut outcome = settings::checked(global, &read, &config)?;
    let review = review::review(&mut outcome, &config, &home, before.as_ref(), &|_| true);
    Ok(Compared { outcome, review, before, home, path })
}

impl Compared {
    /// Findings that the baseline knows.
    fn known(&self) -> Vec<&Finding> {
        let known = |aside: &&crate::findings::review::SetAside| matches!(aside.reason, Reason::Known { .. });
        self.review.set_aside.iter().filter(known).map(|aside| &aside.finding).collect()
    }

    /// What the run could not look at stays as it was.
    fn unseen<'b>(&self, before: &'b Baseline, now: &Baseline) -> Vec<&'b Entry> {
        let gone = |entry: &Entry| self.review.gone.iter().any(|gone| gone.fingerprint == entry.fingerprint);
        before.sorted().into_iter().filter(|e| now.get(&e.fingerprint).is_none() && !gone(e)).collect()
    }

    fn save(&self, baseline: &Baseline) -> Result<(), Failure> {
        outputs::write_file(&self.path, |out| out.write_all(baseline.to_json().as_bytes()))
    }

    fn status(&self) -> Status {
        settings::status_of_reading(&self.outcome, false)
    }
}

fn write(compared: &Compared, out: &mut dyn Write) -> Result<Status, Failure> {
    let paths = Paths::new(&compared.home, &compared.outcome.record.extracts);
    let findings: Vec<Finding> =
        compared.outcome.findings.iter().chain(compared.known()).map(|finding| paths.rooted(finding)).collect();
    // Nothing is written when nothing was read: that would be silently green from then on.
    let status = compared.status();
    if status != Status::Clean {
        return Ok(status);
    }
    let mut baseline = Baseline::of(&findings, compared.outcome.record.as_of.day, compared.before.as_ref());
    let found = baseline.len();
    let kept = compared.before.as_ref().map(|before| compared.unseen(before, &baseline)).unwrap_or_default();
    baseline.keep(kept.iter().copied());
    compared.save(&baseline)?;
    write!(out, "wrote {}: {}", safe(&shown_path(&compared.path)), plural(found, "finding"))?;
    if !kept.is_empty() {
        write!(out, ", and {} in documents that were not read", kept.len())?;
    }
    writeln!(out)?;
    Ok(status)
}

fn prune(compared: &Compared, out: &mut dyn Write) -> Result<Status, Failure> {
    let status = compared.status();
    if status != Status::Clean {
        return Ok(status);
    }
    let mut baseline = compared.before.clone().unwrap_or_default();
    let forgotten = baseline.forget(compared.review.gone.iter().map(|entry| entry.fingerprint.as_str()));
    if forgotten > 0 {
        compared.save(&baseline)?;
    }
    let (path, left) = (shown_path(&compared.path), plural(baseline.len(), "finding"));
    writeln!(out, "{}: {forgotten} forgotten, {left} left", safe(&path))?;
    Ok(status)
}

fn show(compared: &Compared, format: TextFormat, out: &mut dyn Write) -> Result<Status, Failure> {
    let known = compared.known();
    let (new, gone) = (&compared.outcome.findings, &compared.review.gone);
    if format == TextFormat::Json {
        let view = |finding: &Finding| {
            json!({ "id": finding.fingerprint, "check": finding.check,
            "path": finding.primary.doc, "message": finding.message })
        };
        let value = json!({
            "schema_version": contract::SCHEMA_VERSION,
            "new": new.iter().map(view).collect::<Vec<_>>(),
            "unchanged": known.iter().map(|finding| view(finding)).collect::<Vec<_>>(),
            "gone": gone.iter().map(contract::gone).collect::<Vec<_>>(),
        });
        json::line(&value, out)?;
        return Ok(compared.status());
    }
    for (word, findings) in [("new", new.iter().collect::<Vec<_>>()), ("known", known.clone())] {
        for finding in findings {
            let line = finding.primary.place.map_or(1, |place| place.start().line.0);
            writeln!(out, "{word:5}  {}:{line}  {}  {}", safe(&finding.primary.doc), finding.check, safe(&finding.message))?;
        }
    }
    for entry in gone {
        writeln!(out, "gone   {}  {}  “{}”", safe(&entry.path), safe(&entry.check), safe(&entry.about))?;
    }
    writeln!(out, "{} new, {} known, {} gone", new.len(), known.len(), gone.len())?;
    Ok(compared.status())
}
