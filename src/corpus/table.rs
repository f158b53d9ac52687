//! A table that dates documents by path, kept by an editor beside the corpus.

use super::dates::{self, NumericOrder};
use crate::calendar::Interval;
use crate::source::Line;
use std::collections::BTreeMap;
use std::ops::Range;

/// Dates of documents by path: a CSV file with the columns `path` and `date` (a day, month or
/// year) and, for people, any others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatesTable {
    rows: BTreeMap<String, Interval>,
}

/// A row that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {}: {message}", line.0)]
pub struct TableError {
    /// Line of the table.
    pub line: Line,
    /// The bytes of the row in the table's text, without its end of line.
    pub span: Range<usize>,
    /// In plain words.
    pub message: String,
}

impl DatesTable {
    /// Reads a table. Rows that cannot be used are all reported; the others count.
    pub fn parse(csv: &str) -> (Self, Vec<TableError>) {
        let mut table = Self::default();
        let mut errors = Vec::new();
        let mut wrong = |byte: usize, message: String| errors.push(TableError { line: Line(0), span: byte..byte, message });
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(csv.as_bytes());
        let (mut path_column, mut date_column) = (0, 1);
        for (index, record) in reader.records().enumerate() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let byte = error.position().map_or(0, |p| p.byte() as usize);
                    wrong(byte, "not a row of CSV".into());
                    continue;
                }
            };
            let byte = record.position().map_or(0, |p| p.byte() as usize);
            if index == 0
                && let Some(column) =
                    record.iter().position(|cell| cell.trim_start_matches('\u{feff}').eq_ignore_ascii_case("path"))
            {
                path_column = column;
                date_column = record.iter().position(|cell| cell.eq_ignore_ascii_case("date")).unwrap_or(date_column);
                continue;
            }
            let (Some(path), Some(date)) = (record.get(path_column), record.get(date_column)) else {
                wrong(byte, "a row needs a path and a date".into());
                continue;
            };
            match dates::parse(date, NumericOrder::default()) {
                Some(interval) => {
                    if table.rows.insert(normal(path), interval).is_some() {
                        wrong(byte, format!("`{path}` is dated twice; this row counts"));
                    }
                }
                None => wrong(byte, format!("`{date}` is not a date")),
            }
        }
        place(csv, &mut errors);
        (table, errors)
    }

    /// Adds or replaces a row, as a config entry does.
    pub fn insert(&mut self, path: &str, date: Interval) {
        self.rows.insert(normal(path), date);
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The paths of the table, in order: to say which rows date nothing.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }

    /// The date of a document by its shown path or id: the row whose path is the longest ending
    /// of it, in whole folders.
    pub fn date(&self, doc: &str) -> Option<Interval> {
        self.row(doc).map(|(_, date)| date)
    }

    /// The row that dates a document.
    pub fn row(&self, doc: &str) -> Option<(&str, Interval)> {
        let mut rest = doc;
        while !self.rows.is_empty() {
            if let Some((path, &date)) = self.rows.get_key_value(rest) {
                return Some((path, date));
            }
            rest = rest.split_once('/')?.1;
        }
        None
    }
}

/// Finds the lines of all errors in one pass, from the bytes where their rows begin: there may be as many
/// of them as rows.
fn place(csv: &str, errors: &mut [TableError]) {
    errors.sort_by_key(|error| error.span.start);
    let mut lines = csv.split_inclusive('\n');
    let (mut number, mut start, mut row) = (0, 0, "");
    for error in errors {
        // The reader of CSV counts the end of the line before to the row.
        let before = csv.get(error.span.start..).unwrap_or_default();
        let byte = error.span.start + (before.len() - before.trim_start_matches(['\r', '\n']).len());
        while start + row.len() <= byte {
            let Some(next) = lines.next() else { break };
            start += row.len();
            (number, row) = (number + 1, next);
        }
        error.line = Line(number);
        error.span = start..start + row.trim_end_matches(['\n', '\r']).len();
    }
}

fn normal(path: &str) -> String {
    let mut path = path.trim().replace('\\', "/");
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.to_owned();
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_date_by_the_ending_of_the_path() {
        let (table, errors) = DatesTable::parse("path,date,note\nnews/a.txt,2017-09,about\na.txt,2018,\n");
        assert_eq!(errors, []);
        assert_eq!(table.date("in/news/a.txt"), Interval::month(2017, 9));
        assert_eq!(table.date("in/old/a.txt"), Interval::year(2018));
        assert_eq!(table.date("in/xa.txt"), None);
    }

    #[test]
    fn every_bad_row_is_said() {
        let (table, errors) = DatesTable::parse("path,date\na.txt\nb.txt,soon\nc.txt,2018-02-03\n");
        let said: Vec<_> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["line 2: a row needs a path and a date", "line 3: `soon` is not a date"]);
        assert!(table.date("c.txt").is_some());
        let text = "path,date\r\na.txt\r\nb.txt,soon";
        let (_, errors) = DatesTable::parse(text);
        assert_eq!(errors.iter().map(|error| error.line.0).collect::<Vec<_>>(), [2, 3]);
        let at: Vec<_> = errors.iter().map(|error| &text[error.span.clone()]).collect();
        assert_eq!(at, ["a.txt", "b.txt,soon"]);
    }

    #[test]
    fn a_table_of_nothing_but_wrong_rows_takes_no_longer_than_others() {
        let text = "path,date\n".to_owned() + &"news/a.txt,soon\n".repeat(100_000);
        let clock = std::time::Instant::now();
        let (_, errors) = DatesTable::parse(&text);
        assert_eq!(errors.len(), 100_000);
        assert_eq!(errors.last().map(|error| &text[error.span.clone()]), Some("news/a.txt,soon"));
        // A fraction of a second; looking for each row from the start takes minutes.
        assert!(clock.elapsed() < std::time::Duration::from_secs(10), "it took {:?}", clock.elapsed());
    }
}
