//! Builds the text of one element together with its map.

use super::{Element, Mark, MarkKind, OffsetMap, Shape};
use crate::source::{Span, TextRange};
use std::ops::Range;

/// The text of an element under construction; spans count bytes of the decoded text.
#[derive(Debug, Default)]
pub(super) struct Piece {
    text: String,
    map: OffsetMap,
    marks: Vec<Mark>,
}

impl Piece {
    /// Appends `source[range]` as it stands.
    pub(super) fn verbatim(&mut self, source: &str, range: Range<usize>) {
        if let Some(text) = source.get(range.clone()) {
            self.text.push_str(text);
            self.map.push(text.len(), Span { start: range.start, end: range.end }, true);
        }
    }

    /// Appends `text`, which stands for `source[range]` as a whole.
    pub(super) fn replaced(&mut self, text: &str, range: Range<usize>) {
        self.text.push_str(text);
        self.map.push(text.len(), Span { start: range.start, end: range.end }, false);
    }

    /// Appends `source[range]` with every run of white space made one character.
    pub(super) fn collapsed(&mut self, source: &str, range: Range<usize>) {
        let Some(text) = source.get(range.clone()) else { return };
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let word = bytes[at..].iter().position(|&b| is_space(b)).map_or(bytes.len(), |n| at + n);
            let run = bytes[word..].iter().position(|&b| !is_space(b)).map_or(bytes.len(), |n| word + n);
            // A lone space at the start is superfluous after another one, and at the beginning.
            let keep = usize::from(run > word && !(word == at && self.ends_in_space()));
            self.verbatim(source, range.start + at..range.start + word + keep);
            at = run;
        }
    }

    /// Takes back everything after `len` bytes of the text.
    pub(super) fn truncate(&mut self, len: usize) {
        if self.text.is_char_boundary(len) {
            self.text.truncate(len);
            self.map.truncate(len);
            self.marks.retain(|mark| mark.range.end <= len);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.chars().all(|c| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}')
    }

    /// Whether a space would be one too many here.
    pub(super) fn ends_in_space(&self) -> bool {
        self.text.as_bytes().last().is_none_or(|&b| is_space(b)) || self.text.ends_with('\u{2028}')
    }

    /// Marks the text from `start` to here.
    pub(super) fn mark(&mut self, start: usize, kind: MarkKind) {
        if start < self.text.len() {
            self.marks.push(Mark { range: TextRange::new(start, self.text.len()), kind });
        }
    }

    /// The text and its map.
    pub(super) fn take(self) -> (String, OffsetMap) {
        (self.text, self.map)
    }

    /// The finished element; `None` when a reader would see nothing.
    pub(super) fn finish(mut self, shape: Shape, quote_depth: u8) -> Option<Element> {
        if self.is_blank() {
            return None;
        }
        let len = self.text.trim_end().len();
        self.text.truncate(len);
        self.map.truncate(len);
        self.marks.retain_mut(|mark| {
            mark.range.end = mark.range.end.min(len);
            mark.range.start < mark.range.end
        });
        self.marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
        Some(Element { shape, text: self.text, map: self.map, marks: self.marks, quote_depth })
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}
