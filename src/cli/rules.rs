//! `bywhen rules` lists the cue rules; `bywhen test` runs the examples that stand beside them.

use super::args::{GlobalArgs, RulesArgs, TestArgs, TextFormat};
use super::terminal::Terminal;
use super::{Failure, Status, settings};
use crate::config::Config;
use crate::config::read::did_you_mean;
use crate::engine::inspect::{self, Rule};
use crate::findings::Severity;
use crate::output::view::{self, plural};
use crate::output::{concise::Paint, escape::terminal as safe, json, statements};
use std::io::Write;
use std::path::PathBuf;

fn config(global: &GlobalArgs, rules: &[PathBuf]) -> Result<Config, Failure> {
    let mut config = settings::base(global)?;
    config.rules.extend(rules.iter().cloned());
    Ok(config)
}

pub(super) fn list(args: &RulesArgs, global: &GlobalArgs, terminal: Terminal, out: &mut dyn Write) -> Result<Status, Failure> {
    let rules = inspect::cue_rules(&config(global, &args.rules)?)?;
    let chosen: Vec<&Rule> = rules.iter().filter(|rule| args.id.as_deref().is_none_or(|id| id == rule.id)).collect();
    if let (Some(id), true) = (&args.id, chosen.is_empty()) {
        let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
        let hint = did_you_mean(id, &ids).unwrap_or_else(|| "`bywhen rules` lists them all".into());
        return Err(Failure::Message(format!("there is no rule `{id}`; {hint}")));
    }
    match args.format {
        TextFormat::Json if args.id.is_some() => chosen.iter().try_for_each(|rule| json::line(rule, out))?,
        TextFormat::Json => json::line(&chosen, out)?,
        TextFormat::Text => write(&chosen, args.id.is_some(), Paint(terminal.out.color), out)?,
    }
    Ok(Status::Clean)
}

fn write(rules: &[&Rule], examples: bool, paint: Paint, out: &mut dyn Write) -> std::io::Result<()> {
    let width = rules.iter().map(|rule| rule.id.chars().count()).max().unwrap_or(0);
    for rule in rules {
        let kinds: Vec<&str> = rule.kinds.iter().map(|kind| statements::kind(*kind)).collect();
        let gives = if rule.veto { "forbids" } else { "gives" };
        let sure = rule.confidence.map(|c| format!(", {} confidence", view::confidence(c))).unwrap_or_default();
        writeln!(out, "{:width$}  {gives} {}{sure}", safe(&rule.id), kinds.join(", "))?;
        if examples {
            let texts = [("example", &rule.examples), ("counter-example", &rule.counter_examples)];
            for (title, text) in texts.iter().flat_map(|(title, texts)| texts.iter().map(move |text| (title, text))) {
                writeln!(out, "  {} {}", paint.severity(Severity::Note, &format!("{title}:")), safe(text))?;
            }
        }
    }
    Ok(())
}

pub(super) fn test(args: &TestArgs, global: &GlobalArgs, terminal: Terminal, out: &mut dyn Write) -> Result<Status, Failure> {
    let report = inspect::test_rules(&config(global, &args.rules)?)?;
    if args.format == TextFormat::Json {
        json::line(&report, out)?;
    } else {
        let paint = Paint(terminal.out.color);
        for failure in &report.failures {
            writeln!(out, "{} “{}”", paint.severity(Severity::Error, &safe(&failure.rule)), safe(&failure.text))?;
            writeln!(out, "  {}", safe(&failure.message))?;
        }
        for (rule, missing) in &report.untested {
            writeln!(out, "{} has no {}", paint.severity(Severity::Warning, &safe(rule)), safe(missing))?;
        }
        let untested = plural(report.untested.len(), "gap");
        writeln!(out, "{} run, {} failed, {untested}", plural(report.run, "example"), report.failures.len())?;
    }
    Ok(match (report.run, report.failures.is_empty()) {
        (0, _) => Status::NothingChecked,
        (_, true) => Status::Clean,
        (_, false) => Status::Findings,
    })
}
