//! Pages of a plain text, as programs that turn other formats into text divide them: by form
//! feeds, with the header, footer and number of each page among its lines.

use std::collections::HashMap;
use std::ops::Range;

/// Lines at the top and at the bottom of a page that may be its header and footer.
const EDGE: usize = 2;

/// Fewest pages that show a line to be a header.
const FEWEST: usize = 3;

/// Longest header, in bytes.
const LONGEST: usize = 120;

/// The lines of each page, without the white space around them.
pub(super) fn split(source: &str) -> Vec<Vec<Range<usize>>> {
    let bytes = source.as_bytes();
    let mut pages = vec![Vec::new()];
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let len = memchr::memchr3(b'\n', b'\r', 0x0c, rest).unwrap_or(rest.len());
        if let Some(page) = pages.last_mut() {
            page.push(trimmed(source, at..at + len));
        }
        match rest.get(len) {
            Some(0x0c) => pages.push(Vec::new()),
            Some(b'\r') if rest.get(len + 1) == Some(&b'\n') => at += 1,
            _ => {}
        }
        at += len + 1;
    }
    pages
}

/// The line without the white space around it.
fn trimmed(source: &str, line: Range<usize>) -> Range<usize> {
    let text = source.get(line.clone()).unwrap_or_default();
    let start = line.start + text.len() - text.trim_start().len();
    start..start + text.trim().len()
}

/// For each page, which of its lines are headers, footers or numbers. The header of the first
/// page is the document's title, and no furniture.
pub(super) fn furniture(source: &str, pages: &[Vec<Range<usize>>]) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new(); pages.len()];
    if pages.len() < 2 {
        return found;
    }
    let text = |line: &Range<usize>| source.get(line.clone()).unwrap_or_default();
    let edges: Vec<Vec<(bool, usize)>> = pages.iter().map(|page| edges(page)).collect();
    let mut counts: HashMap<(bool, String), usize> = HashMap::new();
    for (page, edges) in pages.iter().zip(&edges) {
        for (is_top, at) in edges {
            if let Some(key) = page.get(*at).and_then(|line| key(text(line))) {
                *counts.entry((*is_top, key)).or_default() += 1;
            }
        }
    }
    for (index, (page, edges)) in pages.iter().zip(&edges).enumerate() {
        for (is_top, at) in edges {
            let Some(line) = page.get(*at).map(text) else { continue };
            let repeated =
                |key| counts.get(&(*is_top, key)).is_some_and(|&count| count >= FEWEST && count * 5 >= pages.len() * 2);
            let is_furniture = is_page_number(line) || (!(*is_top && index == 0) && key(line).is_some_and(repeated));
            if let Some(lines) = found.get_mut(index).filter(|lines| is_furniture && !lines.contains(at)) {
                lines.push(*at);
            }
        }
    }
    found
}

/// The first and last lines of a page that hold text, and whether each stands at the top.
fn edges(page: &[Range<usize>]) -> Vec<(bool, usize)> {
    let filled = || page.iter().enumerate().filter(|(_, line)| !line.is_empty()).map(|(at, _)| at);
    filled().take(EDGE).map(|at| (true, at)).chain(filled().rev().take(EDGE).map(|at| (false, at))).collect()
}

/// A line with its numbers made alike, which differ from page to page.
fn key(line: &str) -> Option<String> {
    (line.len() <= LONGEST && line.chars().any(char::is_alphabetic))
        .then(|| line.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).filter(|c| !c.is_whitespace()).collect())
}

/// "12", "- 12 -", "Page 3 of 9", "3/9"; no year, and nothing of more than three digits.
fn is_page_number(line: &str) -> bool {
    let mut words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let has_number = line.bytes().any(|b| b.is_ascii_digit());
    has_number
        && line.len() <= 24
        && words.all(|word| {
            (word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit()))
                || ["page", "of", "p"].iter().any(|w| word.eq_ignore_ascii_case(w))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages() {
        for line in ["12", "- 12 -", "Page 3 of 9", "3/9", "p. 4"] {
            assert!(is_page_number(line), "{line}");
        }
        for line in ["2018", "3 May", "Page", "", "1.2 billion", "12 schools"] {
            assert!(!is_page_number(line), "{line}");
        }
    }

    #[test]
    fn every_line_is_on_one_page() {
        let source = "a\r\n b \rc\u{c}d\n\u{c}";
        let lines: Vec<Vec<&str>> =
            split(source).into_iter().map(|page| page.into_iter().map(|l| &source[l]).collect()).collect();
        assert_eq!(lines, [vec!["a", "b", "c"], vec!["d", ""], vec![]]);
    }
}
