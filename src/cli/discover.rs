//! `bywhen discover`: the targets that were found, as a target file to be corrected.

use super::args::{DiscoverArgs, GlobalArgs};
use super::terminal::Terminal;
use super::{Failure, Status, settings};
use crate::calendar::Interval;
use crate::statements::{Kind, Statement};
use crate::targets::aliases_for;
use crate::timeline::{Record, Timeline};
use std::fmt::Write as _;
use std::io::Write;

pub(super) fn run(args: &DiscoverArgs, global: &GlobalArgs, _: Terminal, out: &mut dyn Write) -> Result<Status, Failure> {
    let config = settings::resolve(global, &args.corpus)?;
    let inputs = settings::inputs(&args.corpus, args.output.iter().cloned().collect())?;
    let outcome = settings::judged(global, &inputs, &config)?;
    let record = &outcome.record;
    let worth = |t: &&Timeline| !t.target.declared && t.first_deadline.is_some() && t.target.links.len() >= args.least.max(1);
    let mut text = String::from("# Written by `bywhen discover`: correct what is wrong, delete what is nothing.\n");
    for timeline in record.timelines.iter().filter(worth) {
        target(record, timeline, &mut text);
    }
    match &args.output {
        None => out.write_all(text.as_bytes())?,
        Some(path) if path.exists() && !args.force => {
            let shown = path.display();
            return Err(Failure::Message(format!("{shown} exists; write elsewhere with --output, or over it with --force")));
        }
        Some(path) => {
            std::fs::write(path, text).map_err(|e| Failure::Message(format!("cannot write {}: {e}", path.display())))?;
        }
    }
    Ok(settings::status_of_reading(&outcome, false))
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.split_whitespace().collect::<Vec<_>>().join(" ")).to_string()
}

/// A period as target files write it.
fn period(interval: Interval) -> String {
    if interval.days() == 1 { interval.start().to_string() } else { format!("\"{}/{}\"", interval.start(), interval.end()) }
}

fn target(record: &Record, timeline: &Timeline, text: &mut String) {
    let target = &timeline.target;
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\n[[target]]\nid = {}\ntitle = {}", quoted(&target.id), quoted(&target.title));
    if let Some(owner) = &target.owner {
        let _ = writeln!(text, "owner = {}", quoted(owner));
    }
    let statements: Vec<&Statement> = target.links.iter().filter_map(|link| record.statement(link.id)).collect();
    let aliases: Vec<String> = aliases_for(&target.title, &statements).iter().map(|alias| quoted(alias)).collect();
    let _ = writeln!(text, "aliases = [{}]", aliases.join(", "));
    for link in &target.links {
        let (Some(statement), Some(extract)) = (record.statement(link.id), record.extract(link.id)) else { continue };
        let deadline = statement.deadline.as_ref().map(|d| d.interval);
        let kind = match statement.kind {
            Kind::Commitment if statement.retold || statement.struck || deadline.is_none() => continue,
            Kind::Commitment => "set",
            Kind::Moved => "moved",
            Kind::Met => "met",
            Kind::Missed => "missed",
            Kind::Dropped => "dropped",
            Kind::AtRisk | Kind::OnTrack => continue,
        };
        let delivered = statement.delivered.filter(|_| statement.kind == Kind::Met);
        let Some(on) = delivered.or(statement.speaks_from) else { continue };
        let _ = writeln!(text, "\n[[target.event]]\nkind = \"{kind}\"\non = {}", period(on));
        if let Some(deadline) = deadline {
            let _ = writeln!(text, "deadline = {}", period(deadline));
        }
        let source = extract.url.clone().unwrap_or_else(|| format!("{}:{}", extract.doc, statement.place.start().line.0));
        let _ = writeln!(text, "quote = {}\nsource = {}", quoted(&statement.prose), quoted(&source));
    }
}
