//! `bywhen timeline`: every target with its statements and what became of it.

use super::args::{GlobalArgs, LineFormat, TimelineArgs};
use super::terminal::Terminal;
use super::{Failure, Status, outputs, settings};
use crate::output::{Style, slip, timelines};
use crate::targets::{self, Target};
use crate::timeline::Timeline;
use std::io::Write;

pub(super) fn run(args: &TimelineArgs, global: &GlobalArgs, terminal: Terminal, out: &mut dyn Write) -> Result<Status, Failure> {
    let config = settings::resolve(global, &args.corpus)?;
    let inputs = settings::inputs(&args.corpus, args.output.output.iter().cloned().collect())?;
    let outcome = settings::judged(global, &inputs, &config)?;
    let wanted: Vec<String> = args.target.iter().map(|text| text.to_lowercase()).collect();
    let chosen = |timeline: &&Timeline| {
        let names = [timeline.target.id.to_lowercase(), timeline.target.title.to_lowercase()];
        wanted.is_empty() || wanted.iter().any(|text| names.iter().any(|name| name.contains(text)))
    };
    let record = &outcome.record;
    if !wanted.is_empty() && !record.timelines.iter().any(|timeline| chosen(&timeline)) {
        return Err(settings::no_target(&args.target));
    }
    let near = args.explain.then(|| {
        let targets: Vec<&Target> = record.timelines.iter().map(|timeline| &timeline.target).collect();
        let asked: Vec<usize> =
            (0..record.timelines.len()).filter(|t| record.timelines.get(*t).is_some_and(|t| chosen(&t))).collect();
        targets::near_misses(&record.extracts, &targets, &asked)
    });
    let chosen = record.timelines.iter().filter(chosen);
    let style = if args.output.output.is_some() { Style::default() } else { terminal.out };
    outputs::write_to(args.output.output.as_deref(), out, |out| match args.output.format {
        LineFormat::Jsonl => timelines::explain_lines(record, chosen, near.as_ref(), out),
        LineFormat::Text => {
            timelines::explain_text(record, chosen.clone(), near.as_ref(), style, out)?;
            // A picture of each target that was asked for by name.
            if wanted.is_empty() { Ok(()) } else { slip::write(record, chosen, style, out) }
        }
    })?;
    Ok(settings::status_of_reading(&outcome, args.output.allow_empty))
}
