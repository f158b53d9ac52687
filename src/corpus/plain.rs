//! Plain text: paragraphs, headings and bullets by their shape on the page.

use super::piece::Piece;
use super::{Element, Shape, pages};
use std::ops::Range;

/// A line longer than this was not wrapped by hand: each such line is a paragraph.
const WRAPPED: usize = 120;

/// Prose is not wrapped narrower than this.
const NARROW: usize = 50;

/// Reads a plain text; form feeds divide pages.
pub(super) fn read(source: &str) -> Vec<Element> {
    let mut elements = Vec::new();
    let mut paragraph: Vec<Range<usize>> = Vec::new();
    let mut aside: Vec<Range<usize>> = Vec::new();
    let pages = pages::split(source);
    let furniture = pages::furniture(source, &pages);
    for (page, furniture) in pages.iter().zip(&furniture) {
        let is_body = |at: usize, line: &Range<usize>| !line.is_empty() && !furniture.contains(&at);
        let body_end = page.iter().enumerate().rposition(|(at, line)| is_body(at, line)).map_or(0, |last| last + 1);
        let mut at_top = true;
        for (at, line) in page.iter().enumerate() {
            if furniture.contains(&at) {
                aside.push(line.clone());
                if paragraph.is_empty() {
                    end(source, &mut paragraph, &mut aside, &mut elements);
                }
            } else if !line.is_empty() {
                if at_top && !goes_on(source, &paragraph, line) {
                    end(source, &mut paragraph, &mut aside, &mut elements);
                }
                at_top = false;
                paragraph.push(line.clone());
            } else if !at_top && at < body_end {
                end(source, &mut paragraph, &mut aside, &mut elements);
            }
        }
    }
    end(source, &mut paragraph, &mut aside, &mut elements);
    elements
}

/// Whether a sentence goes on from one page to the next.
fn goes_on(source: &str, paragraph: &[Range<usize>], line: &Range<usize>) -> bool {
    let text = |line: &Range<usize>| source.get(line.clone()).unwrap_or_default();
    paragraph.last().is_some_and(|last| text(last).ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | '–')))
        && text(line).starts_with(char::is_lowercase)
}

/// Ends a paragraph; what stood between its pages comes after it.
fn end(source: &str, paragraph: &mut Vec<Range<usize>>, aside: &mut Vec<Range<usize>>, elements: &mut Vec<Element>) {
    paragraphs(source, paragraph, elements);
    for line in aside.drain(..) {
        let mut piece = Piece::default();
        piece.verbatim(source, line);
        elements.extend(piece.finish(Shape::Boilerplate, 0));
    }
}

/// Lines without a blank one between them: one paragraph wrapped by hand, or several.
fn paragraphs(source: &str, lines: &mut Vec<Range<usize>>, elements: &mut Vec<Element>) {
    if lines.is_empty() {
        return;
    }
    let alone = lines.len() == 1;
    let short = lines.iter().all(|line| line.len() <= WRAPPED);
    let wrapped = short && !is_list_of_lines(source, lines);
    let mut piece = Piece::default();
    let mut shape = Shape::Paragraph;
    for line in lines.drain(..) {
        let text = source.get(line.clone()).unwrap_or_default();
        let bullet = bullet(text);
        if !wrapped || bullet.is_some() {
            elements.extend(std::mem::take(&mut piece).finish(std::mem::replace(&mut shape, Shape::Paragraph), 0));
        }
        let from = line.start + bullet.unwrap_or(0);
        if piece.len() > 0 {
            piece.replaced("\n", from..from);
        } else if bullet.is_some() {
            shape = Shape::ListItem(1);
        } else if (alone || !short) && is_heading(text) {
            shape = Shape::Heading(2);
        }
        piece.verbatim(source, from..line.end);
        if !wrapped {
            elements.extend(std::mem::take(&mut piece).finish(std::mem::replace(&mut shape, Shape::Paragraph), 0));
        }
    }
    elements.extend(piece.finish(shape, 0));
}

/// Whether short lines stand under each other without being one paragraph: the lines of wrapped
/// prose break where the next word would not have fitted.
fn is_list_of_lines(source: &str, lines: &[Range<usize>]) -> bool {
    let longest = lines.iter().map(|line| line.len()).max().unwrap_or(0);
    // Entries of a schedule, an address: each begins anew, and none is as long as prose.
    let begins_anew = |line: &Range<usize>| {
        source.get(line.clone()).and_then(|text| text.chars().find(|c| c.is_alphanumeric())).is_some_and(|c| !c.is_lowercase())
    };
    if longest <= NARROW && lines.iter().all(begins_anew) {
        return true;
    }
    let mut broken_early = 0;
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        let next = source.get(next.clone()).unwrap_or_default();
        let word = next.split_whitespace().next().map_or(0, str::len);
        let begins = next.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
        if begins && line.len() + 1 + word < longest * 9 / 10 {
            broken_early += 1;
        }
    }
    broken_early * 2 > lines.len() - 1
}

/// The length of a bullet and the space after it.
fn bullet(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if !matches!(first, '•' | '●' | '▪' | '◦' | '‣' | '·' | '\u{f0b7}' | '-' | '*' | '–' | 'o' | '■' | '►') {
        return None;
    }
    let rest = text.get(first.len_utf8()..)?;
    let trimmed = rest.trim_start();
    let spaced = trimmed.len() < rest.len() || !matches!(first, '-' | '*' | '–' | 'o' | '·');
    (spaced && !trimmed.is_empty()).then_some(text.len() - trimmed.len())
}

/// A short line without the punctuation that ends a sentence.
fn is_heading(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '\'', '’', '”', ')', ']']).chars().next_back();
    let several = [". ", "? ", "! "].iter().any(|stop| text.contains(stop));
    text.len() <= 100
        && !several
        && text.split_whitespace().count() <= 14
        && !end.is_some_and(|c| matches!(c, '.' | '!' | ':' | ';' | ',' | '…' | '。' | '！' | '？' | '।' | '؟'))
        && text.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(source: &str) -> Vec<(Shape, String)> {
        read(source).into_iter().map(|e| (e.shape, e.text)).collect()
    }

    #[test]
    fn paragraphs_headings_and_bullets() {
        let source = "A new bridge\r\n\r\nThe bridge will open\r\nto traffic in May, and the old one\r\nwill close.\r\n\u{2022} Steel by June\r\n\u{2022} Deck by July\r\n";
        assert_eq!(
            shapes(source),
            [
                (Shape::Heading(2), "A new bridge".into()),
                (Shape::Paragraph, "The bridge will open\nto traffic in May, and the old one\nwill close.".into()),
                (Shape::ListItem(1), "Steel by June".into()),
                (Shape::ListItem(1), "Deck by July".into()),
            ]
        );
    }

    #[test]
    fn long_lines_are_paragraphs_of_their_own() {
        let long = "The council said that the work would be done by the summer of the following year, whatever the weather, and that nobody need worry.";
        assert_eq!(shapes(&format!("{long}\n{long}\nNext steps\n{long}")).len(), 4);
    }

    #[test]
    fn lines_of_a_schedule_stand_alone() {
        let found = shapes("3 May 2016 - Beta release\n10 May 2016: Release candidate\n");
        assert_eq!(
            found,
            [(Shape::Paragraph, "3 May 2016 - Beta release".into()), (Shape::Paragraph, "10 May 2016: Release candidate".into())]
        );
    }

    #[test]
    fn pages_end_paragraphs() {
        assert_eq!(shapes("One page ends here.\u{c}Another begins.").len(), 2);
    }

    #[test]
    fn pages_have_headers_and_numbers_that_nobody_reads() {
        let page = |number: u32, body: &str| format!("Council plan 2018\n\n{body}\n\n   Page {number} of 3\n\u{c}");
        let source = [
            page(1, "The bridge will open to traffic in May, and the old one will"),
            page(2, "close in June.\n\nThe school follows."),
            page(3, "All is paid for.\n\n2018"),
        ];
        let source = source.concat();
        let found = shapes(&source);
        let body: Vec<&str> =
            found.iter().filter(|(shape, _)| *shape != Shape::Boilerplate).map(|(_, text)| text.as_str()).collect();
        let sentence = "The bridge will open to traffic in May, and the old one will\nclose in June.";
        assert_eq!(body, ["Council plan 2018", sentence, "The school follows.", "All is paid for.", "2018"]);
        assert_eq!(found.len(), 5 + 2 + 3, "two headers and three numbers: {found:?}");
    }
}
