//! `bywhen export`: what was found, as a database.

use super::args::{CorpusArgs, GlobalArgs};
use super::review::{self, Home};
use super::{Failure, Status, settings};
use crate::export::{self, Export};
use crate::output::sources::shown_path;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// `bywhen export`.
#[derive(Clone, Debug, Args)]
pub struct ExportArgs {
    /// Which documents
    #[command(flatten)]
    pub corpus: CorpusArgs,
    /// Write an SQLite database to FILE, whole or not at all; one that is there is replaced
    #[arg(long, value_name = "FILE", required = true, help_heading = "Output")]
    pub sqlite: PathBuf,
    /// Exit 0 even if no document was read
    #[arg(long, help_heading = "Output")]
    pub allow_empty: bool,
}

pub(super) fn run(args: &ExportArgs, global: &GlobalArgs, out: &mut dyn Write) -> Result<Status, Failure> {
    let config = settings::resolve(global, &args.corpus)?;
    let home = Home::of(&config);
    let baseline = review::baseline_of_run(&home, None, false, global)?;
    let inputs = settings::inputs(&args.corpus, vec![args.sqlite.clone(), home.baseline(None)])?;
    let mut outcome = settings::checked(global, &inputs, &config)?;
    let review = review::review(&mut outcome, &config, &home, baseline.as_ref(), &|_| true);
    let export = Export { record: &outcome.record, findings: &outcome.findings, review: &review };
    let shown = shown_path(&args.sqlite);
    export::write(export, &args.sqlite).map_err(|error| Failure::Message(format!("cannot write {shown}: {error}")))?;
    writeln!(out, "wrote {shown}")?;
    Ok(settings::status_of_reading(&outcome, args.allow_empty))
}
