//! Lists that were typed rather than marked: bullets after line breaks, enumerated paragraphs.

use super::blocks::within;
use crate::corpus::{Element, Mark, MarkKind, Shape};
use crate::source::TextRange;

/// Where an author asked for a new line.
const LINE_BREAK: char = '\u{2028}';

/// A part of an element that is a block of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Its shape.
    pub(super) shape: Shape,
    /// Where in the element's text.
    pub(super) range: TextRange,
}

impl Part {
    /// The element's marks that lie in the part, as the part's own.
    pub(super) fn marks(&self, marks: &[Mark]) -> Vec<Mark> {
        let inside = |mark: &Mark| Some(Mark { range: within(mark.range, self.range)?, kind: mark.kind.clone() });
        marks.iter().filter_map(inside).collect()
    }
}

/// The blocks that an element holds: itself, as a rule; without its number or bullet where it
/// has one; the lines of a typed list one by one.
pub(super) fn parts(element: &Element) -> impl Iterator<Item = Part> {
    let text = element.text.as_str();
    let listable = matches!(element.shape, Shape::Paragraph | Shape::ListItem(_));
    // "**Roads**⏎All will be mended": a heading that runs in.
    let opens = element.marks.first().filter(|mark| mark.kind == MarkKind::Emphasis && mark.range.start == 0);
    let run_in = opens.and_then(|mark| {
        let end = memchr::memchr(b'\n', text.as_bytes())?;
        let is_heading = element.shape == Shape::Paragraph
            && mark.range.end == end
            && !text.get(..end).is_some_and(|head| head.ends_with(['.', ',', ';', '-']));
        is_heading.then_some(end)
    });
    let many = listable && holds_line_break(text) && text.split(LINE_BREAK).any(|line| typed_bullet(line).is_some());
    let cuts = if listable && !many { enumerated(text) } else { Vec::new() };
    let listed = many || !cuts.is_empty();
    let mut at = 0;
    let mut first = true;
    let mut typed_depth = None;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
            let start = at;
            let len = match run_in {
                Some(end) if first => end,
                _ if many => line_end(rest),
                _ => cuts.iter().find(|cut| **cut > start).map_or(rest.len(), |cut| cut - start),
            };
            at = start + len + text.get(start + len..)?.chars().next().map_or(0, char::len_utf8);
            let line = text.get(start..start + len)?;
            let is_first = std::mem::take(&mut first);
            let (shape, skip) = match (listable, typed_bullet(line)) {
                (true, Some((skip, kind))) if kind != Kind::Number || !is_first => {
                    let outer = if let Shape::ListItem(depth) = element.shape { depth } else { 0 };
                    let depth = if is_first { outer.max(1) } else { outer.saturating_add(1) };
                    typed_depth = Some(depth);
                    (Shape::ListItem(depth), skip)
                }
                (true, Some((skip, _))) => (element.shape.clone(), skip),
                _ => match typed_depth {
                    // A line without a bullet after bullets: the list is over.
                    Some(_) if listed => (Shape::Paragraph, 0),
                    _ => (element.shape.clone(), 0),
                },
            };
            let body = line.get(skip..)?;
            let from = start + skip + body.len() - body.trim_start().len();
            let range = TextRange::new(from, from + body.trim().len());
            if !range.is_empty() {
                return Some(Part { shape, range });
            }
        }
    })
}

/// Whether an element may be anything but one part of its own shape, told at a glance: one that is not may be said to be, as
/// whatever holds a bracket is.
pub(super) fn may_be_list(element: &Element) -> bool {
    let text = element.text.as_str();
    let runs_in = element.marks.first().is_some_and(|mark| mark.kind == MarkKind::Emphasis && mark.range.start == 0);
    runs_in || holds_line_break(text) || memchr::memchr(b'(', text.as_bytes()).is_some() || typed_bullet(text).is_some()
}

/// Whether a text holds a line break. Most hold not even its first byte.
fn holds_line_break(text: &str) -> bool {
    let mut buffer = [0; 4];
    let lead = LINE_BREAK.encode_utf8(&mut buffer).bytes().next();
    lead.is_some_and(|lead| memchr::memchr(lead, text.as_bytes()).is_some()) && text.contains(LINE_BREAK)
}

/// Where the blanks stand before the entries of a list in running text, and behind its last one: "We will: (a) open the
/// bridge; (b) close the ford; and (c) publish the tolls." Empty where the text holds no such list.
fn enumerated(text: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut expected: Option<[String; 2]> = None;
    for open in memchr::memchr_iter(b'(', text.as_bytes()) {
        let close = text.as_bytes().iter().skip(open + 1).take(5).position(|b| *b == b')');
        let Some(len) = close.filter(|len| *len > 0) else {
            continue;
        };
        let Some(mark) = text.get(open + 1..open + 1 + len) else { continue };
        let before = text.get(..open).unwrap_or_default();
        let words = before.trim_end();
        let spaced =
            words.len() < before.len() && text.get(open + len + 2..).is_some_and(|rest| rest.starts_with([' ', '\n', '\t']));
        let fits = match &expected {
            None => words.ends_with(':') && matches!(mark, "a" | "i" | "1"),
            Some(marks) => marks.iter().any(|m| m == mark),
        };
        if spaced && fits {
            cuts.push(words.len());
            expected = Some(after_mark(mark));
        }
    }
    if cuts.len() < 2 {
        return Vec::new();
    }
    // What follows the last entry's full stop is no part of the list.
    let last = cuts.last().copied().unwrap_or_default();
    if let Some(stop) = text.get(last..).and_then(|rest| rest.find(". ")) {
        cuts.push(last + stop + 1);
    }
    cuts
}

/// The marks that may follow one: "b" after "a", "ii" after "i"; both readings of "i" itself.
fn after_mark(mark: &str) -> [String; 2] {
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    let roman = ROMAN.iter().position(|r| *r == mark).and_then(|at| ROMAN.get(at + 1)).copied().unwrap_or_default();
    let plain = match (mark.parse::<u16>(), mark.as_bytes()) {
        (Ok(number), _) => number.saturating_add(1).to_string(),
        (_, [letter @ b'a'..=b'y']) => char::from(letter + 1).to_string(),
        _ => String::new(),
    };
    [roman.to_owned(), plain]
}

/// Where the line at the start of `rest` ends: before a bullet, or a line after bullets.
fn line_end(rest: &str) -> usize {
    let bulleted = typed_bullet(rest).is_some();
    for (at, _) in rest.match_indices(LINE_BREAK) {
        let next = rest.get(at + LINE_BREAK.len_utf8()..).unwrap_or_default();
        if bulleted || typed_bullet(next).is_some() {
            return at;
        }
    }
    rest.len()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A dot or dash.
    Bullet,
    /// "(a)", "b.", "iv)".
    Letter,
    /// "1.", "12)": paragraphs of releases and minutes are numbered so, and are no list.
    Number,
}

/// A bullet or enumerator at the start of a line: its length with the space after it.
fn typed_bullet(line: &str) -> Option<(usize, Kind)> {
    let trimmed = line.trim_start();
    let first = trimmed.chars().next()?;
    let skipped = line.len() - trimmed.len();
    let spaced = |len: usize| {
        let rest = trimmed.get(len..)?;
        let text = rest.trim_start();
        (text.len() < rest.len() && !text.is_empty()).then_some(skipped + trimmed.len() - text.len())
    };
    match first {
        '•' | '●' | '▪' | '◦' | '‣' | '■' | '►' | '\u{f0b7}' | '·' => {
            let text = trimmed.get(first.len_utf8()..)?.trim_start();
            return (!text.is_empty()).then_some((line.len() - text.len(), Kind::Bullet));
        }
        '-' | '–' | '*' => return spaced(first.len_utf8()).map(|len| (len, Kind::Bullet)),
        _ => {}
    }
    // "4.1.2. Roads", "4.1\u{a0}\u{a0} Roads": told from a quantity by what follows.
    if first.is_ascii_digit() && trimmed.as_bytes().get(1..3).is_some_and(|next| next.contains(&b'.')) {
        let len = trimmed.bytes().take(12).take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let number = trimmed.get(..len)?;
        let rest = trimmed.get(len..)?;
        let text = rest.trim_start();
        let apart = rest.len() - text.len();
        let levels = number.split('.').filter(|part| !part.is_empty()).count();
        if levels > 1
            && !text.is_empty()
            // "3.15.0 beta 1" is a version, "3.1.5 Roads" the number of a paragraph.
            && !text.starts_with(char::is_lowercase)
            && (apart > 1 && number.len() < 12 || apart > 0 && (levels > 2 || number.ends_with('.')))
        {
            return Some((line.len() - text.len(), Kind::Number));
        }
    }
    let open = usize::from(first == '(');
    let body = trimmed.get(open..)?;
    let len = body.bytes().take(5).take_while(u8::is_ascii_alphanumeric).count();
    let word = body.get(..len)?;
    let close = body.as_bytes().get(len)?;
    if !(*close == b')' || *close == b'.' && open == 0) {
        return None;
    }
    let kind = if (1..=3).contains(&len) && word.bytes().all(|b| b.is_ascii_digit()) {
        Kind::Number
    } else if len == 1 && (word.bytes().all(|b| b.is_ascii_lowercase()) || *close == b')')
        || len > 1 && word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
    {
        Kind::Letter
    } else {
        return None;
    };
    spaced(open + len + 1).map(|len| (len, kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::OffsetMap;

    fn read(text: &str) -> Vec<(Shape, &str)> {
        let element = Element {
            shape: Shape::Paragraph,
            text: text.into(),
            map: OffsetMap::verbatim(text.len(), 0),
            marks: Vec::new(),
            quote_depth: 0,
        };
        parts(&element).map(|part| (part.shape.clone(), &text[part.range.start..part.range.end])).collect()
    }

    #[test]
    fn what_may_be_no_list_is_one_part() {
        let texts = [
            "The bridge will open.\nIt is late.",
            "- Steel by June",
            "4.1.2. Roads will be mended.",
            "Dates:\u{2028}• Steel by June",
            "It will: (a) open the bridge; (b) close the ford.",
            " An indented line ",
        ];
        for text in texts {
            let element = Element {
                shape: Shape::Paragraph,
                text: text.into(),
                map: OffsetMap::verbatim(text.len(), 0),
                marks: Vec::new(),
                quote_depth: 0,
            };
            assert!(may_be_list(&element) || read(text) == [(Shape::Paragraph, text.trim())], "{text}");
        }
    }

    #[test]
    fn numbers_and_bullets_are_no_words() {
        assert_eq!(read("2.\u{a0}\u{a0} The bridge will open."), [(Shape::Paragraph, "The bridge will open.")]);
        assert_eq!(read("4.1.2. Roads will be mended."), [(Shape::Paragraph, "Roads will be mended.")]);
        assert_eq!(read("4.1\u{a0}\u{a0} Roads"), [(Shape::Paragraph, "Roads")]);
        assert_eq!(read("4.1 million trees"), [(Shape::Paragraph, "4.1 million trees")]);
        assert_eq!(read("(b) open the bridge;"), [(Shape::ListItem(1), "open the bridge;")]);
        assert_eq!(read("2018. It was a year."), [(Shape::Paragraph, "2018. It was a year.")]);
        assert_eq!(read("A. Smith said so."), [(Shape::Paragraph, "A. Smith said so.")]);
        assert_eq!(read("1.5 million trees"), [(Shape::Paragraph, "1.5 million trees")]);
    }

    #[test]
    fn entries_in_running_text_are_a_list() {
        let text =
            "The board will also: (a) open the bridge by May;\n(b) close the ford (by June); and (c) publish tolls. It met.";
        assert_eq!(
            read(text),
            [
                (Shape::Paragraph, "The board will also:"),
                (Shape::ListItem(1), "open the bridge by May;"),
                (Shape::ListItem(1), "close the ford (by June); and"),
                (Shape::ListItem(1), "publish tolls."),
                (Shape::Paragraph, "It met."),
            ]
        );
        assert_eq!(read("See section 4: (a) is enough.").len(), 1);
        assert_eq!(read("Groups: (a) and (b).").len(), 1);
    }

    #[test]
    fn typed_lists_are_lists() {
        let text = "Dates to note:\u{2028}•\tSteel by June\u{2028}•\tDeck by July\u{2028}All else later.";
        assert_eq!(
            read(text),
            [
                (Shape::Paragraph, "Dates to note:"),
                (Shape::ListItem(1), "Steel by June"),
                (Shape::ListItem(1), "Deck by July"),
                (Shape::Paragraph, "All else later."),
            ]
        );
        assert_eq!(read("One line\u{2028}and another").len(), 1);
    }
}
