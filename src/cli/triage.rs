//! `bywhen triage apply`: a spreadsheet of decisions becomes `decisions.toml`.
//!
//! A row names a statement by `doc` and `statement_quote` and the target that it was listed under by
//! `target_id`; `decision` says what the desk made of it. Rows that say `same-target` under one `target_id`
//! are about one target; a row that says `not-same` is kept apart from every other row of its `target_id`.

use super::args::{TriageApplyArgs, TriageCommand};
use super::sheet::{cells, first_line, mistake};
use super::{Failure, Status};
use crate::config::decisions::{Noted, RULINGS, Ruling, write};
use crate::config::read::{Mistake, Mistakes, cannot_read, did_you_mean};
use crate::targets::Quoted;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

pub(super) fn run(command: &TriageCommand, out: &mut dyn Write) -> Result<Status, Failure> {
    match command {
        TriageCommand::Apply(args) => apply(args, out),
    }
}

/// One row with its place in the file.
struct Row {
    span: std::ops::Range<usize>,
    target: String,
    statement: Quoted,
    ruling: Option<Ruling>,
    note: String,
    by: String,
}

fn apply(args: &TriageApplyArgs, out: &mut dyn Write) -> Result<Status, Failure> {
    let name = args.file.display().to_string();
    let text = std::fs::read_to_string(&args.file).map_err(|e| Failure::Message(cannot_read(&name, &e)))?;
    let decisions = read(&name, &text)?;
    if decisions.is_empty() {
        return Err(Failure::Message(format!("{name} decides nothing: fill in its column `decision`")));
    }
    let text = format!("# Written by `bywhen triage apply {}`.\n\n{}", one_line(&name), write(&decisions));
    match &args.output {
        Some(path) => save(path, &text, args.force)?,
        None => out.write_all(text.as_bytes())?,
    }
    Ok(Status::Clean)
}

/// A comment must not break out of its line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn save(path: &Path, text: &str, force: bool) -> Result<(), Failure> {
    if path.exists() && !force {
        let shown = path.display();
        return Err(Failure::Message(format!("{shown} exists; write elsewhere with --output, or over it with --force")));
    }
    std::fs::write(path, text).map_err(|e| Failure::Message(format!("cannot write {}: {e}", path.display())))
}

/// Reads the spreadsheet: all its mistakes at once.
fn read(name: &str, text: &str) -> Result<Vec<Noted>, Failure> {
    let mut mistakes = Vec::new();
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let column = |wanted: &str| header.iter().position(|cell| cell.trim_start_matches('\u{feff}').eq_ignore_ascii_case(wanted));
    for needed in ["statement_quote", "doc", "decision"] {
        if column(needed).is_none() {
            mistakes.push(mistake(first_line(text, 0), format!("there is no column `{needed}`"), "the header", None));
        }
    }
    let columns = ["target_id", "statement_quote", "doc", "decision", "note", "by"].map(column);
    let mut rows = Vec::new();
    let mut line = csv::StringRecord::new();
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        match reader.read_record(&mut line) {
            Ok(false) => break,
            Ok(true) => {}
            Err(_) => {
                mistakes.push(mistake(first_line(text, start), "this is not a row of CSV".into(), "this row", None));
                continue;
            }
        }
        let cell = |index: usize| columns.get(index).copied().flatten().and_then(|c| line.get(c)).unwrap_or_default().to_owned();
        let [target, quote, doc, decision, note, by] = [0, 1, 2, 3, 4, 5].map(cell);
        let ruling = RULINGS.iter().find(|(name, _)| *name == decision).map(|(_, ruling)| *ruling);
        if ruling.is_none() && !decision.is_empty() {
            let names: Vec<&str> = RULINGS.iter().map(|(name, _)| *name).collect();
            let help = did_you_mean(&decision, &names).unwrap_or_else(|| format!("choose one of: {}", names.join(", ")));
            let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            let place = columns[3].and_then(|c| cells(text, start, end).get(c).cloned());
            let place = place.filter(|place| !place.is_empty()).unwrap_or_else(|| first_line(text, start));
            mistakes.push(mistake(place, format!("there is no decision `{decision}`"), "this decision", Some(help)));
        }
        rows.push(Row { span: first_line(text, start), target, statement: Quoted { doc, quote }, ruling, note, by });
    }
    let decisions = decide(&rows, &mut mistakes);
    if mistakes.is_empty() {
        return Ok(decisions);
    }
    mistakes.sort_by_key(|m| m.span.start);
    Err(Failure::Mistakes(vec![Mistakes { name: name.to_owned(), text: text.to_owned(), mistakes }]))
}

fn decide(rows: &[Row], mistakes: &mut Vec<Mistake>) -> Vec<Noted> {
    let mut decisions = Vec::new();
    let mut same: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    let noted =
        |row: &Row, ruling, statements, date| Noted { ruling, statements, date, note: row.note.clone(), by: row.by.clone() };
    for row in rows {
        let Some(ruling) = row.ruling else { continue };
        let unnamed = row.statement.doc.is_empty() || (ruling != Ruling::Date && row.statement.quote.is_empty());
        if unnamed {
            let message = "a decision needs the document and the words that it is about".to_owned();
            let help = "fill in `doc` and `statement_quote`".to_owned();
            mistakes.push(mistake(row.span.clone(), message, "this row", Some(help)));
            continue;
        }
        match ruling {
            Ruling::Same => same.entry(&row.target).or_default().push(row),
            Ruling::NotAStatement => decisions.push(noted(row, ruling, vec![row.statement.clone()], None)),
            Ruling::Date => {
                let day = row.note.split(|c: char| !(c.is_ascii_digit() || c == '-')).find_map(|word| word.parse().ok());
                match day {
                    Some(day) => decisions.push(noted(row, ruling, vec![row.statement.clone()], Some(day))),
                    None => {
                        let message = "the decision does not say from which day the document dates".to_owned();
                        let help = "write the day in `note`, as 2024-03-06".to_owned();
                        mistakes.push(mistake(row.span.clone(), message, "this row", Some(help)));
                    }
                }
            }
            Ruling::Apart => {
                let others = rows.iter().filter(|other| {
                    other.target == row.target
                        && other.statement != row.statement
                        && !matches!(other.ruling, Some(Ruling::NotAStatement | Ruling::Date))
                        && !other.statement.quote.is_empty()
                });
                let pairs = others.map(|other| noted(row, ruling, vec![row.statement.clone(), other.statement.clone()], None));
                decisions.extend(pairs);
            }
        }
    }
    for (target, group) in same {
        let Some(first) = group.first() else { continue };
        if group.len() < 2 || target.is_empty() {
            let message = "`same-target` stands alone: no other row of its target says so".to_owned();
            let help = "give the rows that belong together one `target_id` and the same decision".to_owned();
            mistakes.push(mistake(first.span.clone(), message, "this row", Some(help)));
            continue;
        }
        let statements = group.iter().map(|row| row.statement.clone()).collect();
        decisions.push(noted(first, Ruling::Same, statements, None));
    }
    decisions
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "target_id,statement_quote,doc,line,kind,deadline,verdict,finding,fingerprint,decision,note,by\n";

    #[test]
    fn rows_of_one_target_are_joined_and_strangers_kept_apart() {
        let text = format!(
            "{HEADER}bridge,\"a bridge, by May\",a.md,1,,,,,,same-target,,ab\nbridge,the bridge,b.md,2,,,,,,same-target,,ab\n\
             bridge,a ferry,c.md,3,,,,,,not-same,another thing,ab\nbridge,nonsense,d.md,4,,,,,,not-a-statement,,\n\
             ,,e.md,,,,,,,document-date,printed 2019-04-01,\n"
        );
        let found = read("t.csv", &text).expect("a good file");
        let of = |ruling| found.iter().filter(|d| d.ruling == ruling).collect::<Vec<_>>();
        assert_eq!(of(Ruling::Same).len(), 1);
        assert_eq!(of(Ruling::Same)[0].statements.len(), 2);
        assert_eq!(of(Ruling::Apart).len(), 2, "apart from each of the two");
        assert_eq!(of(Ruling::NotAStatement).len(), 1);
        assert_eq!(of(Ruling::Date)[0].date, "2019-04-01".parse().ok());
        assert!(crate::config::decisions::parse("d.toml", &write(&found)).is_ok());
    }

    #[test]
    fn mistakes_are_shown_at_their_cells_and_rows() {
        let text = format!("{HEADER}x,words,a.md,1,,,,,,same,,\nx,words,a.md,1,,,,,,same-target,,\n");
        let Err(Failure::Mistakes(files)) = read("t.csv", &text) else { panic!("two mistakes") };
        let lines: Vec<&str> = files[0].mistakes.iter().filter_map(|m| text.get(m.span.clone())).collect();
        assert_eq!(lines, ["same", "x,words,a.md,1,,,,,,same-target,,"]);
    }
}
