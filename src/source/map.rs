//! From a text inside the program to the bytes that it came from.

use super::{Span, TextRange};

/// Stretches of a text and the bytes that they came from.
///
/// Sorted by `text`; every character of the text lies in exactly one segment.
/// In a `verbatim` segment byte `i` of the text is byte `i` of the file; in any
/// other (an entity, an escape, a re-encoded character, a soft break) the whole
/// segment stands for the whole span.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    /// The segments, in order of the text.
    pub segments: Vec<Segment>,
}

/// One stretch of an [`OffsetMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where in the text.
    pub text: TextRange,
    /// Where in the file.
    pub file: Span,
    /// Whether the bytes correspond one to one.
    pub verbatim: bool,
}

impl OffsetMap {
    /// The map of a text that stands byte for byte in the file from `offset` on.
    pub fn verbatim(len: usize, offset: usize) -> Self {
        let segment = Segment { text: TextRange::new(0, len), file: Span { start: offset, end: offset + len }, verbatim: true };
        Self { segments: vec![segment] }
    }

    /// Appends `len` bytes of text that came from `file`; joins them to the last segment where
    /// both are verbatim and touch.
    pub fn push(&mut self, len: usize, file: Span, verbatim: bool) {
        if len == 0 {
            return;
        }
        let at = self.segments.last().map_or(0, |s| s.text.end);
        if let Some(last) = self.segments.last_mut()
            && verbatim
            && last.verbatim
            && last.file.end == file.start
        {
            last.text.end += len;
            last.file.end = file.end;
            return;
        }
        self.segments.push(Segment { text: TextRange::new(at, at + len), file, verbatim });
    }

    /// Cuts the map off after `len` bytes of text.
    pub fn truncate(&mut self, len: usize) {
        let keep = self.segments.partition_point(|s| s.text.start < len);
        self.segments.truncate(keep);
        if let Some(last) = self.segments.last_mut()
            && last.text.end > len
        {
            if last.verbatim {
                last.file.end -= last.text.end - len;
            }
            last.text.end = len;
        }
    }

    /// The map of a part of the text, as a text of its own.
    pub fn slice(&self, range: TextRange) -> OffsetMap {
        let mut result = OffsetMap::default();
        let first = self.segments.partition_point(|s| s.text.end <= range.start);
        for segment in self.segments.iter().skip(first).take_while(|s| s.text.start < range.end) {
            let cut = TextRange::new(segment.text.start.max(range.start), segment.text.end.min(range.end));
            let start = segment.file.start + (cut.start - segment.text.start);
            let file = if segment.verbatim { Span { start, end: start + cut.len() } } else { segment.file };
            result.push(cut.len(), file, segment.verbatim);
        }
        result
    }

    /// The bytes in the file that `range` of the text came from.
    pub fn span(&self, range: TextRange) -> Span {
        let start = self.locate(range.start, false);
        let end = if range.is_empty() { start } else { self.locate(range.end, true) };
        Span { start, end: end.max(start) }
    }

    fn locate(&self, at: usize, is_end: bool) -> usize {
        let index = if is_end {
            self.segments.partition_point(|s| s.text.end < at)
        } else {
            self.segments.partition_point(|s| s.text.end <= at)
        };
        let Some(segment) = self.segments.get(index).or(self.segments.last()) else { return 0 };
        match (segment.verbatim, is_end) {
            (true, _) => segment.file.start + at.saturating_sub(segment.text.start).min(segment.text.len()),
            (false, false) if at >= segment.text.end => segment.file.end,
            (false, false) => segment.file.start,
            (false, true) if at <= segment.text.start => segment.file.start,
            (false, true) => segment.file.end,
        }
    }

    /// The part of the text that came from `span`: from the first character that starts in or
    /// spans its start, to the end of the last one that touches it. Needs a map whose file
    /// spans ascend, as a decoder's do.
    pub fn text_at(&self, span: Span) -> TextRange {
        let at = |byte: usize, up: bool| {
            let index = self.segments.partition_point(|s| s.file.end <= byte);
            let Some(segment) = self.segments.get(index) else { return self.segments.last().map_or(0, |s| s.text.end) };
            match byte.checked_sub(segment.file.start) {
                None | Some(0) => segment.text.start,
                Some(inner) if segment.verbatim => segment.text.start + inner,
                Some(_) if up => segment.text.end,
                Some(_) => segment.text.start,
            }
        };
        let start = at(span.start, false);
        TextRange::new(start, at(span.end, true).max(start))
    }

    /// Follows this map (from an inner text to a middle one) by `outer` (from the middle text
    /// to the file).
    pub fn through(&self, outer: &OffsetMap) -> OffsetMap {
        let mut result = OffsetMap { segments: Vec::with_capacity(self.segments.len()) };
        for segment in &self.segments {
            let middle = TextRange::new(segment.file.start, segment.file.end);
            if !segment.verbatim {
                result.push(segment.text.len(), outer.span(middle), false);
                continue;
            }
            let first = outer.segments.partition_point(|s| s.text.end <= middle.start);
            for part in outer.segments.iter().skip(first).take_while(|s| s.text.start < middle.end) {
                let cut = TextRange::new(part.text.start.max(middle.start), part.text.end.min(middle.end));
                let file = if part.verbatim { outer.span(cut) } else { part.file };
                result.push(cut.len(), file, part.verbatim);
            }
        }
        result
    }

    /// Moves every file span `by` bytes towards the end of the file.
    pub fn shift(&mut self, by: usize) {
        if by > 0 {
            for segment in &mut self.segments {
                segment.file.start += by;
                segment.file.end += by;
            }
        }
    }
}
