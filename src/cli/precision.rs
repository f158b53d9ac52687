//! How good the checks are known to be: a table that a desk supplies (CSV: check, right, read, set).
//!
//! `right` of `read` findings of a check were right on `set`, as people have judged them. Nothing of this is
//! ever made up: a check without a row was not measured.

use super::sheet::{cells, first_line, mistake};
use super::{Failure, settings};
use crate::checks::measured::{self, Precision};
use crate::config::read::{Mistake, Mistakes, cannot_read, did_you_mean};
use std::collections::BTreeMap;
use std::path::Path;

/// The columns.
const COLUMNS: [&str; 4] = ["check", "right", "read", "set"];

/// What a desk has measured at `path`, and what was measured before the program was given out.
pub(super) fn known(path: Option<&Path>) -> Result<BTreeMap<String, Vec<Precision>>, Failure> {
    let mut table = path.map_or_else(|| Ok(BTreeMap::new()), read)?;
    for (check, rows) in measured::all() {
        table.entry(check.clone()).or_default().extend(rows.iter().cloned());
    }
    Ok(table)
}

/// Reads the table at `path`.
fn read(path: &Path) -> Result<BTreeMap<String, Vec<Precision>>, Failure> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| Failure::Message(cannot_read(&name, &e)))?;
    parse(&text).map_err(|mistakes| Failure::Mistakes(vec![Mistakes { name, text, mistakes }]))
}

fn parse(text: &str) -> Result<BTreeMap<String, Vec<Precision>>, Vec<Mistake>> {
    let known = settings::check_codes();
    let mut mistakes = Vec::new();
    let mut table: BTreeMap<String, Vec<Precision>> = BTreeMap::new();
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).has_headers(false).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut row = csv::StringRecord::new();
    let mut first = true;
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        match reader.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => {
                mistakes.push(mistake(first_line(text, start), "this is not a row of CSV".into(), "this row", None));
                continue;
            }
        }
        let line = first_line(text, start);
        if std::mem::take(&mut first) {
            let header = row.iter().map(|cell| cell.trim_start_matches('\u{feff}').to_lowercase());
            if !header.take(4).eq(COLUMNS) {
                let help = "write `check,right,read,set` above the rows".to_owned();
                mistakes.push(mistake(line, "the columns are not what they should be".into(), "the header", Some(help)));
                break;
            }
            continue;
        }
        let places = cells(text, start, usize::try_from(reader.position().byte()).unwrap_or(usize::MAX));
        let at = |index: usize| places.get(index).cloned().filter(|at| !at.is_empty()).unwrap_or_else(|| line.clone());
        let cell = |index: usize| row.get(index).unwrap_or_default();
        let before = mistakes.len();
        if !known.contains(&cell(0)) {
            let help = did_you_mean(cell(0), &known).unwrap_or_else(|| "`bywhen explain` lists them all".into());
            mistakes.push(mistake(at(0), format!("there is no check `{}`", cell(0)), "no check", Some(help)));
        }
        let mut number = |index: usize| {
            let number = cell(index).parse::<usize>().ok();
            if number.is_none() {
                mistakes.push(mistake(at(index), format!("`{}` is no number", cell(index)), "not a number", None));
            }
            number
        };
        let numbers = (number(1), number(2));
        if let (Some(right), Some(read)) = numbers
            && (right > read || read == 0)
        {
            let message = format!("{right} of {read} findings cannot be right");
            mistakes.push(mistake(at(1), message, "of how many?", Some("`read` says how many were read".into())));
        }
        if cell(3).is_empty() {
            let help = Some("name the documents on which it was measured".to_owned());
            mistakes.push(mistake(line.clone(), "the row does not say on which set".into(), "this row", help));
        }
        if let (Some(right), Some(read), true) = (numbers.0, numbers.1, mistakes.len() == before) {
            table.entry(cell(0).to_owned()).or_default().push(Precision {
                right,
                read,
                set: cell(3).to_owned(),
                ..Precision::default()
            });
        }
    }
    mistakes.sort_by_key(|m| (m.span.start, m.span.end));
    if mistakes.is_empty() { Ok(table) } else { Err(mistakes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_kept_by_check() {
        let table = parse("check,right,read,set\nmissed,47,50,\"our archive, 2024\"\nmissed,9,10,letters\n").expect("valid");
        let sets: Vec<&str> = table["missed"].iter().map(|p| p.set.as_str()).collect();
        assert_eq!(sets, ["our archive, 2024", "letters"]);
        assert!(parse("").expect("valid").is_empty());
    }

    #[test]
    fn mistakes_stand_at_their_cells() {
        let text = "check,right,read,set\nmised,47,50,a\nmissed,many,50,a\nmissed,51,50,a\nmissed,1,2,\n";
        let found = parse(text).expect_err("mistakes");
        let at: Vec<&str> = found.iter().filter_map(|m| text.get(m.span.clone())).collect();
        assert_eq!(at, ["mised", "many", "51", "missed,1,2,"]);
        assert_eq!(found[0].help.as_deref(), Some("did you mean `missed`?"));
        assert!(parse("code,right\n").expect_err("a mistake")[0].message.contains("columns"));
    }
}
