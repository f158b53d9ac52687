//! The `times` contract for records of JSON lines: one time expression a line.

use super::{Country, Grammar, Passage, TenseHint, TimeExpression};
use crate::calendar::Interval;
use crate::findings::Confidence;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};

/// A record: what is read of one line.
#[derive(Debug, Deserialize)]
pub struct Record {
    /// Names the record in the output.
    pub id: String,
    /// Publication date, "2016-11-07".
    #[serde(default)]
    pub date: Option<crate::calendar::Day>,
    /// The text.
    pub text: String,
}

/// What can go wrong between input and output.
#[derive(Debug, thiserror::Error)]
pub enum JsonlError {
    /// Reading or writing failed.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A line is not a record.
    #[error("line {line}: {message}")]
    Record {
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
}

#[derive(Serialize)]
struct Line<'a> {
    doc: &'a str,
    line: usize,
    column: usize,
    start_byte: usize,
    end_byte: usize,
    text: &'a str,
    #[serde(rename = "type")]
    kind: super::TimexType,
    value: &'a str,
    #[serde(rename = "mod")]
    modifier: Option<super::TimexMod>,
    interval: Option<Interval>,
    anchor: super::Anchor,
    role: super::TimeRole,
    confidence: Confidence,
}

/// One line of the contract, without its line break. `line` and `column` are of the expression's first character,
/// `offset` the byte in the file that `text` begins at. `None` where the expression does not lie in `text`.
pub fn line_of(doc: &str, line: usize, column: usize, offset: usize, text: &str, expression: &TimeExpression) -> Option<String> {
    let words = text.get(expression.range.start..expression.range.end)?;
    let out = Line {
        doc,
        line,
        column,
        start_byte: offset + expression.range.start,
        end_byte: offset + expression.range.end,
        text: words,
        kind: expression.kind,
        value: &expression.value,
        modifier: expression.modifier,
        interval: expression.interval,
        anchor: expression.anchor,
        role: expression.role,
        confidence: confidence(expression),
    };
    serde_json::to_string(&out).ok()
}

/// How sure the reading is.
pub fn confidence(expression: &TimeExpression) -> Confidence {
    if expression.value.contains("XXXX") {
        Confidence::Low
    } else if expression.anchor == super::Anchor::Absolute {
        Confidence::High
    } else {
        Confidence::Medium
    }
}

/// Reads records and writes the expressions of each; line and column are the place in the record's text.
///
/// # Errors
/// When reading or writing fails, or a line is no record.
pub fn times_of_jsonl(
    grammar: &Grammar,
    input: impl BufRead,
    mut output: impl Write,
    country: Country,
) -> Result<(), JsonlError> {
    for (number, line) in input.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let record: Record =
            serde_json::from_str(&line).map_err(|error| JsonlError::Record { line: number + 1, message: error.to_string() })?;
        let mut passage = Passage::for_text(grammar, &record.text, record.date.map(Interval::day), country);
        let (mut row, mut row_start, mut seen) = (1, 0, 0);
        for expression in grammar.read(&record.text, &mut passage, |_| TenseHint::Unknown) {
            for (at, _) in record.text.get(seen..expression.range.start).unwrap_or("").match_indices('\n') {
                row += 1;
                row_start = seen + at + 1;
            }
            seen = expression.range.start;
            let column = record.text.get(row_start..seen).map_or(1, |row| row.chars().count() + 1);
            if let Some(text) = line_of(&record.id, row, column, 0, &record.text, &expression) {
                writeln!(output, "{text}")?;
            }
        }
    }
    Ok(())
}
