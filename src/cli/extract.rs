//! `bywhen extract`: every statement about a dated target.

use super::args::{GlobalArgs, LineFormat, ListArgs};
use super::terminal::Terminal;
use super::{Failure, Status, outputs, settings};
use crate::output::{concise::Paint, statements};
use std::io::Write;

pub(super) fn run(args: &ListArgs, global: &GlobalArgs, terminal: Terminal, out: &mut dyn Write) -> Result<Status, Failure> {
    let config = settings::resolve(global, &args.corpus)?;
    let inputs = settings::inputs(&args.corpus, args.output.output.iter().cloned().collect())?;
    let outcome = settings::judged(global, &inputs, &config)?;
    let paint = Paint(terminal.out.color && args.output.output.is_none());
    outputs::write_to(args.output.output.as_deref(), out, |out| match args.output.format {
        LineFormat::Jsonl => statements::write_lines(&outcome.record, out),
        LineFormat::Text => statements::write_text(&outcome.record, paint, out),
    })?;
    Ok(settings::status_of_reading(&outcome, args.output.allow_empty))
}
