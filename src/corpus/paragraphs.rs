//! Markdown that is nothing but paragraphs of plain words: what needs no parser.

use std::ops::Range;

/// The lines of the paragraphs of `body`, one after the other; `None` for Markdown of any other kind.
///
/// No byte of such a text means anything to a line's inside, every line begins so that it can open no block but a
/// paragraph, and no line but a paragraph's last ends in blanks.
pub(super) fn lines(body: &str) -> Option<Vec<Line>> {
    let bytes = body.as_bytes();
    if bytes.chunks(CHUNK).any(has_meaning) {
        return None;
    }
    let mut lines: Vec<Line> = Vec::new();
    let (mut start, mut is_open, mut trails) = (0, false, false);
    for end in memchr::memchr_iter(b'\n', bytes).chain(std::iter::once(bytes.len())) {
        let line = bytes.get(start..end)?;
        let blanks = line.iter().rev().take_while(|byte| **byte == b' ').count();
        if blanks == line.len() {
            is_open = false;
        } else if trails && is_open || !line.first().is_some_and(|first| begins_words(*first)) {
            return None;
        } else {
            lines.push(Line { range: start..end - blanks, opens: !is_open });
            (is_open, trails) = (true, blanks > 0);
        }
        start = end + 1;
    }
    Some(lines)
}

/// A line of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its bytes, without what breaks it.
    pub(super) range: Range<usize>,
    /// It is the first one of its paragraph.
    pub(super) opens: bool,
}

/// Bytes that are looked at at once.
const CHUNK: usize = 256;

/// Whether one of the bytes may mean something inside a line, in the Markdown that is read: marks, links, entities,
/// escapes, code, tables, templates, and all of ASCII's signs but line feeds. Without branches.
fn has_meaning(bytes: &[u8]) -> bool {
    let any = bytes.iter().fold(0, |any, &byte| {
        let marks = u8::from(byte.wrapping_sub(b'[') <= b'`' - b'[') | u8::from(byte.wrapping_sub(b'{') <= 0x7f - b'{');
        let others = u8::from(byte == b'*') | u8::from(byte == b'&') | u8::from(byte == b'<');
        any | marks | others | (u8::from(byte < b' ') & u8::from(byte != b'\n'))
    });
    any != 0
}

/// Whether a line that begins so is words and nothing else.
fn begins_words(first: u8) -> bool {
    first.is_ascii_alphabetic() || matches!(first, b'"' | b'\'' | b'(') || !first.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(body: &str) -> Option<Vec<(&str, bool)>> {
        Some(lines(body)?.into_iter().map(|line| (&body[line.range], line.opens)).collect())
    }

    #[test]
    fn blank_lines_divide_paragraphs() {
        assert_eq!(told("One\ntwo. \n \n\nThree\n"), Some(vec![("One", true), ("two.", false), ("Three", true)]));
        assert_eq!(told(" \n\n"), Some(Vec::new()));
    }

    #[test]
    fn whatever_else_has_a_meaning_is_left_to_the_parser() {
        for body in
            ["# One", "One\n===", "- one", "1. one", "One  \ntwo", " one", "a *b*", "a | b", "a\r\nb", "x\n: y", "a &amp; b"]
        {
            assert_eq!(told(body), None, "{body}");
        }
    }
}
