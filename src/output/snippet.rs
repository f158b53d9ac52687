//! A few lines of a file, made ready for miette's renderer.
//!
//! miette reads a source from its first byte for every label, counts columns in
//! bytes, shows lines of any length as they are, and passes control characters on
//! to the terminal. Articles have paragraphs of a thousand characters on one line,
//! so a [`Snippet`] hands miette a small text of its own instead: the rows around
//! the labelled words, soft-wrapped to the terminal, with everything unsafe made
//! visible. Rows are numbered by miette in sequence; [`Snippet::renumber`] puts the
//! file's own line numbers back afterwards.

use super::escape::push_shown;
use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// Rows of one line that are shown before and after the labelled ones.
const CONTEXT_ROWS: usize = 1;
/// A label that would fill more rows is cut short.
const MAX_LABEL_ROWS: usize = 8;
/// The narrowest text column that is still laid out.
const MIN_WIDTH: usize = 20;
/// What miette starts a line number with, when numbers are dimmed.
const NUMBER_START: &str = "\u{1b}[2m";
const NUMBER_END: &str = "\u{1b}[0m";

/// Words of a text to be underlined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What stands under them; may be empty.
    pub label: String,
}

#[derive(Clone, Debug, Default)]
struct Row {
    text: String,
    /// The line of the file, for its first row.
    number: Option<usize>,
    /// Labelled stretches of `text`, with the index of their mark.
    marked: Vec<(Range<usize>, usize)>,
}

/// A few lines of a file, laid out.
#[derive(Clone, Debug)]
pub struct Snippet {
    name: String,
    /// Line and column shown in the header, from 1.
    position: (usize, usize),
    text: String,
    numbers: Vec<Option<usize>>,
    /// Number of the first row, so chosen that all rows' numbers are equally wide.
    base: usize,
    labels: Vec<LabeledSpan>,
}

impl Snippet {
    /// The rows of `text` around `marks`, laid out for a terminal `width` columns wide.
    pub fn of_text(name: &str, text: &str, marks: &[Mark], width: usize) -> Self {
        let first = marks.iter().map(|m| m.span.start).min().unwrap_or(0);
        let line_number = 1 + line_breaks(text.get(..floor(text, first)).unwrap_or_default());
        let start = line_start(text, floor(text, first));
        let column = 1 + text[start..floor(text, first)].chars().filter(|c| *c != '\u{feff}').count();
        Self::of_lines(name, text, marks, (line_number, column), width)
    }

    /// The same when the first mark's line and column are known already.
    pub fn of_lines(name: &str, text: &str, marks: &[Mark], position: (usize, usize), width: usize) -> Self {
        let marks: Vec<Mark> = marks.iter().map(|m| clamp(text, m)).collect();
        let width = width.saturating_sub(digits(position.0 + 1) + 6).max(MIN_WIDTH);
        let rows = lay_out(text, &marks, position.0, width);
        Self::assemble(name, rows, &marks, position, width)
    }

    /// A snippet that is nothing but the words themselves: for a file that cannot be shown.
    pub fn of_quote(name: &str, quote: &str, label: &str, position: (usize, usize), width: usize) -> Self {
        let mark = Mark { span: 0..quote.len(), label: label.to_owned() };
        let width = width.saturating_sub(digits(position.0 + 1) + 6).max(MIN_WIDTH);
        let flat = quote.replace(['\n', '\r'], " ");
        let rows = lay_out(&flat, std::slice::from_ref(&mark), position.0, width);
        Self::assemble(name, rows, &[mark], position, width)
    }

    fn assemble(name: &str, mut rows: Vec<Row>, marks: &[Mark], position: (usize, usize), width: usize) -> Self {
        if rows.is_empty() {
            rows.push(Row { number: Some(position.0), text: " ".into(), marked: (0..marks.len()).map(|m| (0..1, m)).collect() });
        }
        // miette passes over an empty last row and all that stands under it.
        rows.iter_mut().filter(|row| row.text.is_empty()).for_each(|row| row.text.push(' '));
        let highest = rows.iter().filter_map(|r| r.number).max().unwrap_or(1);
        let base = first_of_equal_width(highest, rows.len());
        let mut text = String::new();
        let mut numbers = Vec::with_capacity(rows.len());
        let mut labels: Vec<LabeledSpan> = Vec::new();
        let anchors = (0..marks.len()).map(|m| anchor(&rows, m, &marks[m].label, width)).collect::<Vec<_>>();
        for (index, row) in rows.iter().enumerate() {
            for (range, mark) in &row.marked {
                let label = (anchors[*mark] == Some(index)).then(|| super::escape::terminal(&marks[*mark].label).into_owned());
                let label = label.filter(|l| !l.is_empty());
                let (start, end) = (text.len() + range.start, text.len() + range.end);
                // The label hangs from the middle of its words; a short head keeps it on the screen.
                let head = label.as_deref().and_then(|l| head_of(&row.text, range, l, width));
                if let Some(head) = head {
                    labels.push(LabeledSpan::new(label, start, head));
                    labels.push(LabeledSpan::new(None, start + head, end - start - head));
                } else {
                    labels.push(LabeledSpan::new(label, start, end - start));
                }
            }
            text.push_str(&row.text);
            text.push('\n');
            numbers.push(row.number);
        }
        text.pop();
        Self { name: super::escape::terminal(name).into_owned(), position, text, numbers, base, labels }
    }

    /// The labels, for the diagnostic that shows the snippet.
    pub fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.labels.iter().cloned()
    }

    /// Puts the file's line numbers into what miette rendered of `snippets`, in the order
    /// in which they were rendered. `color`: whether numbers stay dimmed.
    pub fn renumber<'s>(rendered: &str, snippets: impl Iterator<Item = &'s Snippet>, color: bool) -> String {
        let mut numbers = snippets.flat_map(|s| s.numbers.iter().enumerate().map(move |(i, n)| (s.base + i, *n)));
        let mut out = String::with_capacity(rendered.len());
        let mut rest = rendered;
        while let Some(at) = rest.find(NUMBER_START) {
            let (before, after) = (&rest[..at], &rest[at + NUMBER_START.len()..]);
            out.push_str(before);
            let Some(end) = after.find(NUMBER_END) else {
                out.push_str(&rest[at..]);
                return out;
            };
            let shown = &after[..end];
            let own = match (shown.parse::<usize>(), numbers.next()) {
                (Ok(given), Some((expected, own))) if given == expected => own.map(|n| n.to_string()).unwrap_or_default(),
                // Another source's row: its number is right already.
                _ => shown.trim().to_owned(),
            };
            let width = shown.len();
            match color {
                true => out.push_str(&format!("{NUMBER_START}{own:>width$}{NUMBER_END}")),
                false => out.push_str(&format!("{own:>width$}")),
            }
            rest = &after[end + NUMBER_END.len()..];
        }
        out.push_str(rest);
        out
    }
}

impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        // Without context miette asks for the place in the header, with context for the rows.
        let header = before == 0 && after == 0;
        let (line, column) = if header { (self.position.0 - 1, self.position.1 - 1) } else { (self.base - 1, 0) };
        let whole = SourceSpan::new(0.into(), self.text.len());
        let rows = self.numbers.len();
        Ok(Box::new(MietteSpanContents::new_named(self.name.clone(), self.text.as_bytes(), whole, line, column, rows)))
    }
}

/// Lays out the lines that carry marks, and a neighbour that fits on one row.
fn lay_out(text: &str, marks: &[Mark], first_line: usize, width: usize) -> Vec<Row> {
    let Some(start) = marks.iter().map(|m| m.span.start).min() else { return Vec::new() };
    let end = marks.iter().map(|m| m.span.end).max().unwrap_or(start);
    let mut at = line_start(text, start);
    let mut number = first_line;
    let mut rows = Vec::new();
    if let Some(before) = line_before(text, at).and_then(|line| neighbour(&text[line], number.saturating_sub(1), width)) {
        rows.push(before);
    }
    let mut label_rows = 0;
    loop {
        let line = at..line_end(text, at);
        let inside: Vec<(Range<usize>, usize)> = marks
            .iter()
            .enumerate()
            .filter_map(|(index, mark)| {
                let cut = mark.span.start.max(line.start)..mark.span.end.min(line.end);
                (cut.start <= cut.end && (cut.start < cut.end || mark.span.is_empty())).then_some((cut, index))
            })
            .collect();
        let mut laid = lay_out_line(text, line.clone(), &inside, number, width);
        label_rows += laid.len();
        rows.append(&mut laid);
        let next = after_break(text, line.end);
        if line.end >= end || next == line.end || label_rows > MAX_LABEL_ROWS {
            if next > line.end {
                let following = next..line_end(text, next);
                rows.extend(neighbour(&text[following], number + 1, width));
            }
            return rows;
        }
        at = next;
        number += 1;
    }
}

/// A whole line as one row, if it fits and says something.
fn neighbour(line: &str, number: usize, width: usize) -> Option<Row> {
    if line.len() > width * 4 || line.trim().is_empty() {
        return None;
    }
    let mut text = String::with_capacity(line.len());
    line.chars().for_each(|c| push_shown(c, &mut text));
    (columns(&text) <= width).then(|| Row { text: text.trim_end().to_owned(), number: Some(number), marked: Vec::new() })
}

/// The rows of one line around its labelled stretches.
fn lay_out_line(text: &str, line: Range<usize>, inside: &[(Range<usize>, usize)], number: usize, width: usize) -> Vec<Row> {
    // Look no further than a few rows to either side, however long the line is.
    let reach = width * 4 * (CONTEXT_ROWS + 1);
    let first = inside.iter().map(|(r, _)| r.start).min().unwrap_or(line.start);
    let last = inside.iter().map(|(r, _)| r.end).max().unwrap_or(line.start).min(first + width * 4 * MAX_LABEL_ROWS);
    let from = ceil(text, first.saturating_sub(reach).max(line.start));
    let to = floor(text, (last + reach).min(line.end));
    let mut shown = String::new();
    let mut marked: Vec<(Range<usize>, usize)> = inside.iter().map(|(_, m)| (usize::MAX..usize::MAX, *m)).collect();
    for (offset, c) in text[from..to].char_indices() {
        for ((range, _), (laid, _)) in inside.iter().zip(&mut marked) {
            if range.start == from + offset {
                laid.start = shown.len();
            }
            if range.end == from + offset {
                laid.end = shown.len();
            }
        }
        push_shown(c, &mut shown);
    }
    for (laid, _) in &mut marked {
        laid.start = laid.start.min(shown.len());
        laid.end = laid.end.clamp(laid.start, shown.len());
    }
    let ranges = wrap(&shown, width.saturating_sub(2));
    let touched = |row: &Range<usize>| {
        marked.iter().any(|(m, _)| match m.is_empty() {
            true => row.start <= m.start && m.start <= row.end,
            false => m.start < row.end && row.start < m.end,
        })
    };
    let top = ranges.iter().position(touched).unwrap_or(0).saturating_sub(CONTEXT_ROWS);
    let bottom = ranges.iter().rposition(touched).unwrap_or(0) + 1 + CONTEXT_ROWS;
    let bottom = bottom.min(ranges.len()).min(top + MAX_LABEL_ROWS + 2 * CONTEXT_ROWS);
    let mut rows: Vec<Row> = Vec::new();
    for (index, range) in ranges.iter().enumerate().take(bottom).skip(top) {
        let cut_before = index == top && (top > 0 || from > line.start);
        let cut_after = index + 1 == bottom && (bottom < ranges.len() || to < line.end);
        let lead = if cut_before { "…" } else { "" };
        let body = shown[range.clone()].trim_end();
        let end = range.start + body.len();
        let piece = |(m, mark): &(Range<usize>, usize)| {
            let cut = m.start.max(range.start)..m.end.min(end);
            let (from, to) = (cut.start.checked_sub(range.start)?, cut.end.checked_sub(range.start)?);
            (from < to || (m.is_empty() && from == to && touched(range))).then(|| (from + lead.len()..to + lead.len(), *mark))
        };
        let mut row = Row {
            text: format!("{lead}{body}{}", if cut_after { "…" } else { "" }),
            number: (index == top).then_some(number),
            marked: marked.iter().filter_map(piece).collect(),
        };
        // miette shows nothing for a label without width at the end of a line.
        if row.marked.iter().any(|(range, _)| range.start >= row.text.len()) {
            row.text.push(' ');
        }
        rows.push(row);
    }
    rows
}

/// Byte ranges of the rows that `text` wraps to; breaks at white space where there is any.
fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let (mut start, mut used) = (0, 0);
    let mut space: Option<(usize, usize)> = None;
    for (at, c) in text.char_indices() {
        let wide = c.width().unwrap_or(0);
        if used + wide > width && at > start && c != ' ' {
            let (cut, carried) = space.filter(|(cut, _)| *cut > start).map_or((at, 0), |(cut, before)| (cut, used - before));
            rows.push(start..cut);
            (start, used) = (cut, carried);
            space = None;
        }
        used += wide;
        if c == ' ' {
            space = Some((at + 1, used));
        }
    }
    if start < text.len() || rows.is_empty() {
        rows.push(start..text.len());
    }
    rows
}

/// The row that carries a mark's label: the first on which the label fits, else the first.
fn anchor(rows: &[Row], mark: usize, label: &str, width: usize) -> Option<usize> {
    let of = |row: &Row| row.marked.iter().find(|(_, m)| *m == mark).map(|(range, _)| range.clone());
    let last = rows.iter().rposition(|row| of(row).is_some())?;
    let fits = |row: &Row| {
        of(row).is_some_and(|range| {
            let (start, end) = (columns(&row.text[..range.start]), columns(&row.text[..range.end]));
            (start + end) / 2 + 4 + columns(label) <= width
        })
    };
    if fits(&rows[last]) { Some(last) } else { rows.iter().position(fits).or(rows.iter().position(|row| of(row).is_some())) }
}

/// Length of the head that a label must hang from so that it stays within `width`; `None`: the whole will do.
fn head_of(row: &str, range: &Range<usize>, label: &str, width: usize) -> Option<usize> {
    let words = row.get(range.clone())?;
    let start = columns(&row[..range.start]);
    let wide = columns(words);
    if start + wide / 2 + 4 + columns(label) <= width {
        return None;
    }
    let head = words.chars().next().map(char::len_utf8)?;
    (head < words.len()).then_some(head)
}

fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

fn digits(number: usize) -> usize {
    number.checked_ilog10().unwrap_or(0) as usize + 1
}

/// The first of `count` successive numbers that are all as wide as `highest`, or wider.
fn first_of_equal_width(highest: usize, count: usize) -> usize {
    let mut first: usize = 10_usize.saturating_pow(digits(highest) as u32 - 1);
    while digits(first + count.saturating_sub(1)) > digits(first) {
        first = first.saturating_mul(10);
    }
    first
}

fn clamp(text: &str, mark: &Mark) -> Mark {
    let start = floor(text, mark.span.start);
    let end = ceil(text, mark.span.end).max(start);
    // Line breaks alone are nothing to stand under.
    let nothing = text[start..end].bytes().all(|byte| matches!(byte, b'\n' | b'\r'));
    Mark { span: start..if nothing { start } else { end }, label: mark.label.clone() }
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn ceil(text: &str, at: usize) -> usize {
    (at.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

fn line_breaks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let lone = |at: &usize| bytes.get(at + 1) != Some(&b'\n');
    memchr::memchr_iter(b'\n', bytes).count() + memchr::memchr_iter(b'\r', bytes).filter(lone).count()
}

fn line_start(text: &str, at: usize) -> usize {
    memchr::memrchr2(b'\n', b'\r', &text.as_bytes()[..at]).map_or(0, |found| found + 1)
}

fn line_end(text: &str, from: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text.as_bytes()[from..]).map_or(text.len(), |found| from + found)
}

fn after_break(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    at + if rest.starts_with(b"\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}

fn line_before(text: &str, start: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let end = match bytes.get(..start)? {
        [.., b'\r', b'\n'] => start - 2,
        [.., _] => start - 1,
        [] => return None,
    };
    Some(line_start(text, end)..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Severity;
    use crate::output::{Style, full};
    use proptest::prelude::*;

    #[derive(Debug, thiserror::Error, miette::Diagnostic)]
    #[error("a finding")]
    struct Shown {
        #[source_code]
        snippet: Snippet,
        #[label(collection)]
        labels: Vec<LabeledSpan>,
    }

    fn render(text: &str, span: Range<usize>, width: usize) -> String {
        let snippet = Snippet::of_text("a.md", text, &[Mark { span, label: "here".into() }], width);
        let shown = Shown { labels: snippet.labels().collect(), snippet };
        let style = Style { width, ..Style::default() };
        full::render(&shown, std::iter::once(&shown.snippet), Severity::Warning, style)
    }

    fn words(text: &str, words: &str, width: usize) -> String {
        let at = text.find(words).expect("the words");
        render(text, at..at + words.len(), width)
    }

    /// The characters of `rendered` that stand above an underline.
    fn underlined(rendered: &str) -> String {
        let lines: Vec<&str> = rendered.lines().collect();
        let mut found = String::new();
        for pair in lines.windows(2) {
            let under: Vec<char> = pair[1].chars().collect();
            if pair[0].contains(" │ ") && pair[1].contains(" · ") {
                let mut column = 0;
                for c in pair[0].chars() {
                    let wide = c.width().unwrap_or(0);
                    if matches!(under.get(column), Some('─' | '┬')) {
                        found.push(c);
                    }
                    column += wide;
                }
            }
        }
        found
    }

    #[test]
    fn long_lines_are_wrapped_around_the_words() {
        let text = format!("{}every ward will be online by March 2017 {}", "before ".repeat(40_000), "after ".repeat(40_000));
        let rendered = words(&text, "every ward will be online by March 2017", 60);
        assert!(rendered.contains("a.md:1:280001]"), "{rendered}");
        assert_eq!(underlined(&rendered).replace(' ', ""), "everywardwillbeonlinebyMarch2017", "{rendered}");
        assert!(rendered.lines().all(|line| columns(line) <= 60) && rendered.lines().count() < 14, "{rendered}");
    }

    #[test]
    fn line_numbers_are_the_files_own() {
        let mut text = "line\n".repeat(98);
        text.push_str("one two\r\nthree four\rfive six\n");
        let rendered = words(&text, "two\r\nthree four\rfive", 80);
        assert!(rendered.contains("  98 │ line\n  99 │ one two\n"), "{rendered}");
        assert!(rendered.contains(" 100 │ three four\n") && rendered.contains(" 101 │ five six\n"), "{rendered}");
        assert_eq!(underlined(&rendered), "twothree fourfive", "{rendered}");
    }

    #[test]
    fn columns_count_code_points_and_wide_characters_are_underlined_in_full() {
        let rendered = words("\u{feff}été 日本語で2018年まで", "日本語", 80);
        assert!(rendered.contains("a.md:1:5]"), "{rendered}");
        assert_eq!(underlined(&rendered), "日本語", "{rendered}");
    }

    #[test]
    fn nothing_reaches_the_terminal_raw() {
        let rendered = words("a \u{1b}[31mred\u{202e} word\u{7}", "red\u{202e} word", 80);
        assert!(!rendered.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{rendered:?}");
        assert!(rendered.contains("␛[31mred<U+202E> word␇"), "{rendered}");
    }

    #[test]
    fn a_place_without_words_is_shown() {
        for (text, at, line) in [("one\ntwo\n", 8, " 3 │"), ("one\n\ntwo", 4, " 2 │"), ("", 0, " 1 │")] {
            let rendered = render(text, at..at, 80);
            assert!(rendered.contains(line) && rendered.contains("here"), "{rendered}");
        }
        let rendered = render("one\ntwo\n", 7..8, 80);
        assert!(rendered.contains(" 2 │ two") && rendered.contains("here"), "{rendered}");
    }

    proptest! {
        #[test]
        fn never_panics_and_never_overflows(
            text in "([a-z ]{0,30}|[\\PC]{0,10}|\n|\r\n|\t|[\\x00-\\x1f\\u{202e}é日])*",
            a in 0usize..400,
            b in 0usize..400,
            width in 20usize..120,
        ) {
            let rendered = render(&text, a.min(b)..a.max(b), width);
            prop_assert!(!rendered.contains('\u{1b}'), "steered");
            prop_assert!(rendered.lines().count() < 40, "{}", rendered);
        }

        #[test]
        fn underlines_stand_under_the_words(before in "[a-zé ]{0,300}", word in "[a-z日]{1,20}( [a-z]{1,9}){0,20}", after in "[a-z ]{0,300}") {
            let text = format!("{before}{word}{after}");
            let rendered = render(&text, before.len()..before.len() + word.len(), 70);
            prop_assert_eq!(underlined(&rendered).replace(' ', ""), word.replace(' ', ""), "{}", rendered);
        }
    }
}
