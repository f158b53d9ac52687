//! Tables without their line of dashes: paragraphs of Markdown whose lines all begin with a bar.
//!
//! CommonMark's extension asks for the line of dashes; authors forget it, and a reader sees the rows all the same.

use super::assembly::{Assembly, Container};
use super::markdown::{OWNER, add};
use std::ops::Range;

/// A paragraph that is being read as the rows of a table.
pub(super) struct Bars {
    /// A cell is open.
    open: bool,
    /// A bar has been read, and no text behind it yet.
    due: bool,
}

impl Bars {
    /// Whether the lines of a paragraph are rows: two at least, each with a bar at its start and two cells.
    pub(super) fn are_rows(paragraph: &str) -> bool {
        // Hardly any paragraph begins with a bar.
        if !paragraph.trim_start_matches([' ', '\t', '>', '\n', '\r']).starts_with('|') {
            return false;
        }
        let mut rows = 0;
        for line in paragraph.trim_end().split(['\n', '\r']).filter(|line| !line.is_empty()) {
            let line = line.trim_start_matches([' ', '\t', '>']).trim_end();
            if !line.starts_with('|') || line.get(1..).is_none_or(|rest| !rest.trim_end_matches('|').contains('|')) {
                return false;
            }
            rows += 1;
        }
        rows >= 2
    }

    /// Opens the table and its first row.
    pub(super) fn begin(assembly: &mut Assembly<'_>) -> Self {
        assembly.open(Container::Table, OWNER);
        assembly.open(Container::Row, OWNER);
        Bars { open: false, due: false }
    }

    /// Text of a row: its bars divide cells.
    pub(super) fn text(&mut self, assembly: &mut Assembly<'_>, text: &str, range: Range<usize>) {
        let verbatim = assembly.source().get(range.clone()) == Some(text);
        let escaped = range.start.checked_sub(1).and_then(|at| assembly.source().as_bytes().get(at)) == Some(&b'\\');
        if !verbatim || escaped && text == "|" {
            self.inside(assembly);
            return add(assembly, text, range);
        }
        let mut at = range.start;
        for (nth, cell) in text.split('|').enumerate() {
            if nth > 0 {
                self.bar(assembly);
            }
            // White space at the edges of a cell is no part of it, but may divide it from marked text.
            if !cell.trim().is_empty() || self.open {
                self.inside(assembly);
                assembly.verbatim(at..at + cell.len());
            }
            at += cell.len() + 1;
        }
    }

    /// A bar: what stood before it is a cell, though it may be empty.
    fn bar(&mut self, assembly: &mut Assembly<'_>) {
        if self.due {
            self.inside(assembly);
        }
        if self.open {
            assembly.close(Container::Cell { is_header: false }, OWNER);
        }
        (self.open, self.due) = (false, true);
    }

    /// Opens the cell that is due before anything is put into it.
    pub(super) fn inside(&mut self, assembly: &mut Assembly<'_>) {
        if !self.open {
            assembly.open(Container::Cell { is_header: assembly.is_first_row() }, OWNER);
            (self.open, self.due) = (true, false);
        }
    }

    /// The line ends, and with it the row.
    pub(super) fn next_row(&mut self, assembly: &mut Assembly<'_>) {
        assembly.close(Container::Row, OWNER);
        assembly.open(Container::Row, OWNER);
        (self.open, self.due) = (false, false);
    }

    /// The paragraph ends, and with it the table.
    pub(super) fn end(&mut self, assembly: &mut Assembly<'_>) {
        assembly.close(Container::Table, OWNER);
        (self.open, self.due) = (false, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_begin_with_a_bar_and_have_cells() {
        assert!(Bars::are_rows("| What | By |\n| Bridge | May 2026 |\n"));
        assert!(Bars::are_rows("|a|b\r\n|c|d"));
        for other in ["| one row |\n| of one cell |", "| a | b |", "| a | b |\nand text", "text | a\n| b | c", "", "|", "||\n||"]
        {
            assert!(!Bars::are_rows(other), "{other:?}");
        }
    }
}
