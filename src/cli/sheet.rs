//! Spreadsheets as CSV: where their rows and cells stand in the file, so that mistakes are shown there.

use crate::config::read::Mistake;
use std::ops::Range;

/// A mistake at a place.
pub(super) fn mistake(span: Range<usize>, message: String, label: &str, help: Option<String>) -> Mistake {
    Mistake { span, message, label: label.to_owned(), help }
}

/// The bytes of the line that begins at or after `start`.
pub(super) fn first_line(text: &str, start: usize) -> Range<usize> {
    let start = text.len().min(start);
    let rest = text.get(start..).unwrap_or_default();
    let start = start + rest.len() - rest.trim_start_matches(['\r', '\n', '\u{feff}']).len();
    let rest = text.get(start..).unwrap_or_default();
    start..start + rest.find(['\r', '\n']).unwrap_or(rest.len())
}

/// The bytes of each cell of the row that stands between `start` and `end`, without its quotation marks.
pub(super) fn cells(text: &str, start: usize, end: usize) -> Vec<Range<usize>> {
    let from = first_line(text, start).start;
    let row = text.get(from..end.min(text.len())).unwrap_or_default().trim_end_matches(['\r', '\n']);
    let mut cells = Vec::new();
    let (mut begin, mut quoted) = (0, false);
    for (at, byte) in row.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                cells.push(begin..at);
                begin = at + 1;
            }
            _ => {}
        }
    }
    cells.push(begin..row.len());
    let trim = |cell: Range<usize>| {
        let text = row.get(cell.clone()).unwrap_or_default();
        let inner = text.trim();
        let lead = text.len() - text.trim_start().len();
        let inner = inner.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).map_or((inner.len(), 0), |i| (i.len(), 1));
        let start = from + cell.start + lead + inner.1;
        start..start + inner.0
    };
    cells.into_iter().map(trim).collect()
}
