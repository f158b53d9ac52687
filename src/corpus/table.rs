//! A table that dates documents by path, kept by an editor beside the corpus.

use super::dates::{self, NumericOrder};
use crate::calendar::Interval;
use crate::source::Line;
use std::collections::BTreeMap;

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
    /// In plain words.
    pub message: String,
}

impl TableError {
    /// The bytes of the row in the table's text, without its end of line.
    pub fn span(&self, csv: &str) -> std::ops::Range<usize> {
        let skipped = self.line.0.saturating_sub(1);
        let start = csv.split_inclusive('\n').take(skipped).map(str::len).sum::<usize>().min(csv.len());
        let row = csv.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        start..start + row.len()
    }
}

impl DatesTable {
    /// Reads a table. Rows that cannot be used are all reported; the others count.
    pub fn parse(csv: &str) -> (Self, Vec<TableError>) {
        let mut table = Self::default();
        let mut errors = Vec::new();
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(csv.as_bytes());
        let (mut path_column, mut date_column) = (0, 1);
        for (index, record) in reader.records().enumerate() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(index + 1, |p| p.line() as usize);
                    errors.push(TableError { line: Line(line), message: "not a row of CSV".into() });
                    continue;
                }
            };
            let line = Line(record.position().map_or(index + 1, |p| p.line() as usize));
            if index == 0
                && let Some(column) =
                    record.iter().position(|cell| cell.trim_start_matches('\u{feff}').eq_ignore_ascii_case("path"))
            {
                path_column = column;
                date_column = record.iter().position(|cell| cell.eq_ignore_ascii_case("date")).unwrap_or(date_column);
                continue;
            }
            let (Some(path), Some(date)) = (record.get(path_column), record.get(date_column)) else {
                errors.push(TableError { line, message: "a row needs a path and a date".into() });
                continue;
            };
            match dates::parse(date, NumericOrder::default()) {
                Some(interval) => {
                    if table.rows.insert(normal(path), interval).is_some() {
                        errors.push(TableError { line, message: format!("`{path}` is dated twice; this row counts") });
                    }
                }
                None => errors.push(TableError { line, message: format!("`{date}` is not a date") }),
            }
        }
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
        let at: Vec<_> = errors.iter().map(|error| &text[error.span(text)]).collect();
        assert_eq!(at, ["a.txt", "b.txt,soon"]);
    }
}
