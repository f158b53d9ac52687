//! `bywhen explain`: what a check finds, why it matters, and when it is silent.

use super::args::{ExplainArgs, TextFormat};
use super::terminal::Terminal;
use super::{Failure, Status, settings};
use crate::checks::{Check, measured};
use crate::engine;
use crate::findings::Family;
use crate::output::documentation::{documentation, first_sentence};
use crate::output::{json, view};
use serde_json::json;
use std::io::Write;

pub(super) fn run(args: &ExplainArgs, terminal: Terminal, out: &mut dyn Write) -> Result<Status, Failure> {
    let checks = engine::checks();
    if let Some(code) = &args.code {
        settings::known_code(code, &settings::check_codes())?;
    }
    let wanted: Vec<&Check> = checks.iter().filter(|c| args.code.as_deref().is_none_or(|code| code == c.code)).collect();
    match args.format {
        TextFormat::Json if args.code.is_some() => wanted.iter().try_for_each(|check| json::line(&as_json(check), out))?,
        TextFormat::Json => json::line(&wanted.iter().map(|check| as_json(check)).collect::<Vec<_>>(), out)?,
        TextFormat::Text if args.code.is_some() => {
            for check in wanted {
                writeln!(out, "{} ({}, {})\n", check.code, view::severity(check.severity), family(check.family))?;
                writeln!(out, "{}", documentation(check.source).trim_end())?;
                writeln!(out, "\n## How often it was right\n{}", how_often(check.code).join("\n"))?;
            }
        }
        TextFormat::Text => list(&wanted, terminal, out)?,
    }
    Ok(Status::Clean)
}

/// What was measured of a check, a line each; one line where nothing was.
fn how_often(code: &str) -> Vec<String> {
    let rows = measured::of(code);
    if rows.is_empty() {
        return vec!["It has not been measured: treat what it finds as a lead.".to_owned()];
    }
    rows.iter().map(|row| format!("- {}", row.words())).collect()
}

fn list(checks: &[&Check], terminal: Terminal, out: &mut dyn Write) -> std::io::Result<()> {
    let width = checks.iter().map(|c| c.code.len()).max().unwrap_or(0);
    for which in [Family::Defect, Family::Lead] {
        writeln!(out, "{}:", family(which))?;
        for check in checks.iter().filter(|c| c.family == which) {
            let room = terminal.out.width.saturating_sub(width + 13).max(20);
            let mut lead = format!("  {:width$}  {:7}  ", check.code, view::severity(check.severity));
            for line in wrapped(&first_sentence(&documentation(check.source)), room) {
                writeln!(out, "{}", format!("{lead}{line}").trim_end())?;
                lead = " ".repeat(width + 13);
            }
        }
    }
    Ok(())
}

fn as_json(check: &Check) -> serde_json::Value {
    let text = documentation(check.source);
    json!({
        "code": check.code,
        "family": check.family,
        "severity": check.severity,
        "summary": first_sentence(&text),
        "documentation": text.trim_end(),
        "measured": measured::of(check.code),
    })
}

fn family(family: Family) -> &'static str {
    match family {
        Family::Defect => "defect of the articles themselves",
        Family::Lead => "lead about the world",
    }
}

/// `text` in lines of at most `width` characters, longer words apart; one empty line for an empty text.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { break };
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn summaries_are_wrapped_between_words() {
        assert_eq!(wrapped("a deadline has passed", 10), ["a deadline", "has passed"]);
        assert_eq!(wrapped("", 10), [""]);
    }
}
