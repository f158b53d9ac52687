//! A table that dates documents by path, kept by an editor beside the corpus.
//!
//! Spreadsheets write what they call CSV with commas, semicolons or tabs, by where they are used: the first row
//! tells which.

use super::dates::{self, NumericOrder};
use crate::calendar::Interval;
use crate::source::Line;
use std::collections::BTreeMap;
use std::ops::Range;

/// Dates of documents by path: a CSV file with the columns `path` and `date` (a day, month or
/// year) and, for people, any others. A first row without a figure in the place of the date names the columns;
/// without one the first two are meant.
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
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .delimiter(separator(csv))
            .from_reader(csv.as_bytes());
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
                && let Some(columns) = heading(&record)
            {
                (path_column, date_column) = columns;
                continue;
            }
            let (Some(path), Some(date)) = (record.get(path_column), record.get(date_column)) else {
                wrong(byte, "a row needs a path and a date".into());
                continue;
            };
            let path = path.trim_start_matches('\u{feff}');
            if normal(path).is_empty() {
                wrong(byte, "a row needs a path and a date".into());
                continue;
            }
            if date.is_empty() {
                wrong(byte, format!("`{path}` has no date"));
                continue;
            }
            match dates::parse(date, NumericOrder::default()) {
                Some(interval) => {
                    if table.rows.insert(normal(path), interval).is_some() {
                        wrong(byte, format!("`{path}` is dated twice; keep one of the rows"));
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

/// What stands between the cells: the mark that the first row holds most of, outside quotation marks.
fn separator(csv: &str) -> u8 {
    let first = csv.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let bare = || first.split('"').step_by(2).flat_map(str::bytes);
    let count = |mark: u8| bare().filter(|byte| *byte == mark).count();
    // Of two that occur as often the last is taken.
    [b'\t', b';', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

/// What editors call the columns, best names first.
const PATHS: &[&str] = &["path", "file", "filename", "doc", "document", "id", "url", "name"];
const DATES: &[&str] = &["date", "published", "publication date", "publication_date", "pubdate", "day"];

/// The columns of paths and dates, where a first row names them.
fn heading(row: &csv::StringRecord) -> Option<(usize, usize)> {
    let named = |names: &[&str]| {
        let is = |cell: &str, name: &str| cell.trim_start_matches('\u{feff}').trim().eq_ignore_ascii_case(name);
        names.iter().find_map(|name| row.iter().position(|cell| is(cell, name)))
    };
    match (named(PATHS), named(DATES)) {
        (Some(path), Some(date)) => Some((path, date)),
        (Some(path), None) => Some((path, usize::from(path == 0))),
        (None, Some(date)) => Some((usize::from(date == 0), date)),
        // Other names, or another language: the first two.
        (None, None) => (row.len() > 1 && !row.iter().any(|cell| cell.contains(|c: char| c.is_ascii_digit()))).then_some((0, 1)),
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
    fn what_spreadsheets_write_is_read() {
        for text in [
            "path;date\na.txt;2018-02-03\n",
            "\u{feff}path\tdate\r\na.txt\t3 February 2018\r\n",
            "Published,File\n2018-02-03,a.txt\n",
            "title,path,date\n\"One, two\",./a.txt,2018-02-03\n",
            "Datei,Datum\na.txt,2018-02-03\n",
            "\u{feff}a.txt,2018-02-03\n",
            "a.txt;2018-02-03;one, two\n",
        ] {
            let (table, errors) = DatesTable::parse(text);
            assert_eq!(errors, [], "{text}");
            assert_eq!(table.date("in/a.txt").map(|date| date.to_string()).as_deref(), Some("3 February 2018"), "{text}");
        }
    }

    #[test]
    fn a_row_without_path_or_date_is_wrong() {
        let (table, errors) = DatesTable::parse("path,date\n,2018-02-03\na.txt,\nb.txt,2018\nb.txt,2019\n./,2018\n");
        let said: Vec<_> = errors.iter().map(ToString::to_string).collect();
        let expected = [
            "line 2: a row needs a path and a date",
            "line 3: `a.txt` has no date",
            "line 5: `b.txt` is dated twice; keep one of the rows",
            "line 6: a row needs a path and a date",
        ];
        assert_eq!(said, expected);
        assert_eq!(table.paths().collect::<Vec<_>>(), ["b.txt"]);
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
