//! Where in a file something stands: byte spans, lines, columns.
//!
//! The one place for units. [`Span`] counts bytes of the file on disk, end
//! exclusive. [`Position`] counts lines from 1, split at `\n`, `\r\n` and a lone
//! `\r`, and columns from 1 in Unicode code points of the decoded line (a byte
//! order mark has no column). [`TextRange`] counts bytes of a text inside the
//! program (a block's text) and means nothing in the file until a map turns it
//! into a [`Span`].

use serde::{Deserialize, Serialize};
use std::ops::Range;

mod lines;
mod map;
mod text;

pub use lines::LineIndex;
pub use map::{OffsetMap, Segment};
pub use text::Source;

/// What the bytes of a file are known again by; nothing where they were not read.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Of a file's bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// Whether the bytes were not read.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

impl std::fmt::Display for Digest {
    /// In hexadecimal digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_empty() { Ok(()) } else { f.write_str(&blake3::Hash::from_bytes(self.0).to_hex()) }
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// Bytes of the file on disk, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Bytes of a text inside the program, end exclusive; always on char boundaries of that text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct TextRange {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl TextRange {
    /// The range from `start` to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a range must not run backwards: {start}..{end}");
        Self { start, end }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly in it.
    pub fn contains(self, other: TextRange) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: TextRange) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest range that holds both.
    pub fn cover(self, other: TextRange) -> TextRange {
        TextRange::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The text that stands there.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

impl From<Range<usize>> for TextRange {
    fn from(range: Range<usize>) -> Self {
        TextRange::new(range.start, range.end)
    }
}

/// A line number, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Line(pub usize);

/// A column, from 1, in code points of the decoded line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Column(pub usize);

/// A place in a file as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// Line, from 1.
    pub line: Line,
    /// Column, from 1.
    pub column: Column,
}

impl Position {
    fn new(line: u32, column: u32) -> Self {
        Self { line: Line(line as usize), column: Column(column as usize) }
    }
}

/// A stretch of a file: its bytes and, for people, its first and last position (end exclusive).
///
/// Places are kept for every statement of a corpus, so in half the room of their parts: no file that is read is too long
/// for these numbers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place([u32; 6]);

impl Place {
    /// The stretch of these bytes, from one position to the other.
    pub fn new(span: Span, start: Position, end: Position) -> Self {
        let parts = [span.start, span.end, start.line.0, start.column.0, end.line.0, end.column.0];
        Self(parts.map(|part| u32::try_from(part).unwrap_or(u32::MAX)))
    }

    /// Bytes in the file.
    pub fn span(self) -> Span {
        let [start, end, ..] = self.0;
        Span { start: start as usize, end: end as usize }
    }

    /// Position of the first character.
    pub fn start(self) -> Position {
        let [_, _, line, column, ..] = self.0;
        Position::new(line, column)
    }

    /// Position just after the last character.
    pub fn end(self) -> Position {
        let [.., line, column] = self.0;
        Position::new(line, column)
    }
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (span, start, end) = (self.span(), self.start(), self.end());
        f.debug_struct("Place").field("span", &span).field("start", &start).field("end", &end).finish()
    }
}
