//! `bywhen corpus`: what is here, and how dense it is.

use super::args::{CorpusCommandArgs, GlobalArgs, TextFormat};
use super::terminal::Terminal;
use super::{Failure, Status, settings};
use crate::engine::{self, Skipped};
use crate::output::survey;
use std::io::Write;

pub(super) fn run(
    args: &CorpusCommandArgs,
    global: &GlobalArgs,
    terminal: Terminal,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let config = settings::resolve(global, &args.corpus)?;
    let inputs = settings::inputs(&args.corpus, Vec::new())?;
    let survey = settings::on_threads(global.threads, || engine::survey(&inputs, &config))??;
    match args.format {
        TextFormat::Json => survey::write_json(&survey, out)?,
        TextFormat::Text => survey::write_text(&survey, terminal.out, out)?,
    }
    let unopened = survey.not_opened.into_iter().map(|trouble| Skipped { path: trouble.path, reason: trouble.message });
    Ok(settings::status(&unopened.collect::<Vec<_>>(), &[], &[], survey.documents, false))
}
