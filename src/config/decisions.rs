//! `decisions.toml`: what a desk has decided about single statements, read with every mistake at its own place.
//!
//! A file holds `[[decision]]` tables. `decision` is one of
//! `same-target` and `not-same` (with `statements`, two or more), `not-a-statement` (with `statements`) and
//! `document-date` (with `doc` and `date`). A statement is `{ doc = "path", quote = "its words" }`. `note`
//! and `by` are for people.

use super::read::{self, Mistakes, TableReader};
use crate::calendar::{Day, Interval};
use crate::targets::{Decisions, Quoted};
use std::fmt::Write;

/// What can be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// These statements are about one target.
    Same,
    /// No two of these statements are about one target.
    Apart,
    /// These clauses are no statements.
    NotAStatement,
    /// A document dates from another day.
    Date,
}

/// Names of what can be decided.
pub const RULINGS: [(&str, Ruling); 4] = [
    ("same-target", Ruling::Same),
    ("not-same", Ruling::Apart),
    ("not-a-statement", Ruling::NotAStatement),
    ("document-date", Ruling::Date),
];

/// Whether a rule file holds decisions.
pub fn holds_decisions(text: &str) -> bool {
    text.lines().any(|line| line.trim_start_matches('\u{feff}').trim() == "[[decision]]")
}

/// Reads the text of a file of decisions; `name` is what mistakes call it.
///
/// # Errors
/// Everything that is wrong in it, each at its place.
pub fn parse(name: &str, text: &str) -> Result<Decisions, Mistakes> {
    read::parse(name, text, |top| {
        let mut decisions = Decisions::default();
        for table in top.tables("decision").unwrap_or_default() {
            one(&table, &mut decisions);
            table.finish();
        }
        decisions
    })
}

fn one(table: &TableReader<'_, '_>, decisions: &mut Decisions) {
    // For people: read so that they are known keys.
    let _ = (table.string("note"), table.string("by"));
    let ruling = table.choice("decision", &RULINGS);
    if !table.has("decision") {
        table.mistake_here("a decision does not say what was decided", "add `decision = \"same-target\"`, or another");
    }
    if ruling == Some(Ruling::Date) {
        let (doc, date) = (table.string("doc"), table.day("date", &[], Interval::day));
        match (doc, date) {
            (Some(doc), Some(date)) => {
                decisions.dates.insert(doc.into_inner(), date);
            }
            _ if !table.has("doc") || !table.has("date") => {
                table.mistake_here("a document's date needs `doc` and `date`", "add `doc = \"path\"` and `date = 2024-03-06`");
            }
            _ => {}
        }
        return;
    }
    let mut statements = Vec::new();
    for statement in table.tables("statements").unwrap_or_default() {
        let (doc, quote) = (statement.string("doc"), statement.string("quote"));
        if !statement.has("doc") || !statement.has("quote") {
            statement
                .mistake_here("a statement is named by `doc` and `quote`", "write { doc = \"path\", quote = \"its words\" }");
        }
        if let (Some(doc), Some(quote)) = (doc, quote) {
            statements.push(Quoted { doc: doc.into_inner(), quote: quote.into_inner() });
        }
        statement.finish();
    }
    let least = if ruling == Some(Ruling::NotAStatement) { 1 } else { 2 };
    if ruling.is_some() && statements.len() < least {
        let help = "list them: statements = [{ doc = \"path\", quote = \"its words\" }, …]";
        table.mistake_here(
            if least == 1 { "the decision names no statement" } else { "the decision needs two statements or more" },
            help,
        );
        return;
    }
    match ruling {
        Some(Ruling::Same) => decisions.same.push(statements),
        Some(Ruling::Apart) => decisions.apart.push(statements),
        Some(Ruling::NotAStatement) => decisions.not_a_statement.extend(statements),
        Some(Ruling::Date) | None => {}
    }
}

/// A decision with what people noted beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// What was decided.
    pub ruling: Ruling,
    /// The statements, or the document with an empty quote.
    pub statements: Vec<Quoted>,
    /// For a document's date.
    pub date: Option<Day>,
    /// Why.
    pub note: String,
    /// Who.
    pub by: String,
}

/// Writes decisions as [`parse`] reads them.
pub fn write(decisions: &[Noted]) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut out = String::new();
    for decision in decisions {
        let name = RULINGS.iter().find(|(_, ruling)| *ruling == decision.ruling).map_or("", |(name, _)| *name);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "[[decision]]\ndecision = {}", quoted(name));
        match (decision.date, decision.statements.first()) {
            (Some(date), Some(document)) if decision.ruling == Ruling::Date => {
                let _ = writeln!(out, "doc = {}\ndate = {date}", quoted(&document.doc));
            }
            _ => {
                let _ = writeln!(out, "statements = [");
                for Quoted { doc, quote } in &decision.statements {
                    let _ = writeln!(out, "  {{ doc = {}, quote = {} }},", quoted(doc), quoted(quote));
                }
                let _ = writeln!(out, "]");
            }
        }
        for (key, text) in [("note", &decision.note), ("by", &decision.by)] {
            if !text.is_empty() {
                let _ = writeln!(out, "{key} = {}", quoted(text));
            }
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(doc: &str, quote: &str) -> Quoted {
        Quoted { doc: doc.into(), quote: quote.into() }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let statements = vec![quoted("a.md", "the \"new\" bridge\nby May"), quoted("b.md", "a bridge, later")];
        let noted = |ruling, statements: &[Quoted]| Noted {
            ruling,
            statements: statements.to_vec(),
            date: None,
            note: "checked".into(),
            by: String::new(),
        };
        let date: Day = "2019-04-01".parse().expect("a day");
        let dated = Noted { date: Some(date), ..noted(Ruling::Date, &statements[..1]) };
        let all = [
            noted(Ruling::Same, &statements),
            noted(Ruling::Apart, &statements),
            noted(Ruling::NotAStatement, &statements[1..]),
            dated,
        ];
        let text = write(&all);
        assert!(holds_decisions(&text));
        let read = parse("decisions.toml", &text).expect("a good file");
        assert_eq!(read.same, std::slice::from_ref(&statements));
        assert_eq!(read.apart, std::slice::from_ref(&statements));
        assert_eq!(read.not_a_statement, statements[1..]);
        assert_eq!(read.dates.get("a.md"), Some(&Interval::day(date)));
    }

    #[test]
    fn every_mistake_is_found_at_its_place() {
        let text = "[[decision]]\ndecision = \"same\"\n\n[[decision]]\ndecision = \"not-same\"\nstatements = [{ doc = \"a\" }]\nwhy = 1\n";
        let mistakes = parse("d.toml", text).expect_err("a bad file").mistakes;
        let shown: Vec<(&str, &str)> =
            mistakes.iter().map(|m| (m.message.as_str(), text.get(m.span.clone()).unwrap_or_default())).collect();
        assert!(shown.iter().any(|(message, at)| message.contains("cannot be \"same\"") && *at == "\"same\""), "{shown:?}");
        assert!(shown.iter().any(|(message, _)| message.contains("named by `doc` and `quote`")), "{shown:?}");
        assert!(shown.iter().any(|(message, _)| message.contains("two statements or more")), "{shown:?}");
        assert!(shown.iter().any(|(message, at)| message.contains("unknown key `why`") && *at == "why"), "{shown:?}");
    }
}
