//! `bywhen times`: every time expression.

use super::args::{GlobalArgs, LineFormat, ListArgs};
use super::terminal::Terminal;
use super::{Failure, Status, outputs, settings};
use crate::engine;
use crate::output::{concise::Paint, times};
use std::io::Write;

pub(super) fn run(args: &ListArgs, global: &GlobalArgs, terminal: Terminal, out: &mut dyn Write) -> Result<Status, Failure> {
    let config = settings::resolve(global, &args.corpus)?;
    let inputs = settings::inputs(&args.corpus, args.output.output.iter().cloned().collect())?;
    let read = settings::on_threads(global.threads, || engine::times(&inputs, &config))??;
    let paint = Paint(terminal.out.color && args.output.output.is_none());
    outputs::write_to(args.output.output.as_deref(), out, |out| match args.output.format {
        LineFormat::Jsonl => times::write_lines(&read.found, out),
        LineFormat::Text => times::write_text(&read.found, paint, out),
    })?;
    Ok(settings::status(&read.unopened, &read.unread, &read.skipped, read.read, args.output.allow_empty))
}
