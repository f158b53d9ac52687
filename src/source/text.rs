//! A file's text as decoded, and the way between it and the bytes on disk.

use super::{LineIndex, OffsetMap, Place, Position, Span, TextRange};
use std::sync::OnceLock;

/// The decoded text of a file (or of one record of a file), its lines, and its way back to the
/// bytes on disk.
#[derive(Clone, Debug)]
pub struct Source {
    text: String,
    bytes: Bytes,
    /// Counted when first asked for: of most documents nobody asks where a line begins.
    lines: OnceLock<LineIndex>,
    encoding: &'static str,
}

/// How the text stands to the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Bytes {
    /// Byte for byte, after a byte order mark of that length.
    After(usize),
    /// Re-encoded, or with invalid bytes replaced.
    Mapped(OffsetMap),
}

/// Whether lines have been counted makes no difference.
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        (&self.text, &self.bytes, self.encoding) == (&other.text, &other.bytes, other.encoding)
    }
}

impl Eq for Source {}

impl Source {
    /// A text that stands byte for byte in its file, after a byte order mark of `mark` bytes.
    pub fn utf8(text: String, mark: usize) -> Self {
        Self { text, bytes: Bytes::After(mark), lines: OnceLock::new(), encoding: "UTF-8" }
    }

    /// A text decoded from another encoding (named as the Encoding Standard does); `map` leads
    /// from the text to the bytes, its file spans ascending.
    pub fn mapped(text: String, map: OffsetMap, encoding: &'static str) -> Self {
        Self { text, bytes: Bytes::Mapped(map), lines: OnceLock::new(), encoding }
    }

    /// The decoded text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The encoding's name.
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// The lines of the decoded text.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The bytes of the file that `range` of the decoded text came from.
    pub fn span(&self, range: TextRange) -> Span {
        match &self.bytes {
            Bytes::After(mark) => Span { start: range.start + mark, end: range.end + mark },
            Bytes::Mapped(map) => map.span(range),
        }
    }

    /// Leads a map that ends in the decoded text on to the bytes of the file.
    pub fn to_file(&self, mut map: OffsetMap) -> OffsetMap {
        match &self.bytes {
            Bytes::After(mark) => {
                map.shift(*mark);
                map
            }
            Bytes::Mapped(outer) => map.through(outer),
        }
    }

    /// Whether maps into the decoded text are already maps into the file.
    pub fn is_identity(&self) -> bool {
        self.bytes == Bytes::After(0)
    }

    /// The part of the decoded text that `span` of the file became.
    pub fn range(&self, span: Span) -> TextRange {
        let range = match &self.bytes {
            Bytes::After(mark) => {
                TextRange::new(span.start.saturating_sub(*mark), span.end.max(span.start).saturating_sub(*mark))
            }
            Bytes::Mapped(map) => map.text_at(span),
        };
        let start = floor(&self.text, range.start);
        TextRange::new(start, ceil(&self.text, range.end).max(start))
    }

    /// The words at `span` of the file, decoded.
    pub fn quote(&self, span: Span) -> &str {
        let range = self.range(span);
        self.text.get(range.start..range.end).unwrap_or_default()
    }

    /// Where the byte at `byte` of the file stands.
    pub fn position(&self, byte: usize) -> Position {
        let at = self.range(Span { start: byte, end: byte }).start;
        self.lines().position(&self.text, at)
    }

    /// `span` with its first and last position.
    pub fn place(&self, span: Span) -> Place {
        let range = self.range(span);
        let lines = self.lines();
        Place::new(span, lines.position(&self.text, range.start), lines.position(&self.text, range.end))
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}
