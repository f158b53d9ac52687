//! Markdown: CommonMark with tables, footnotes and struck text; HTML inside it; shortcodes and
//! template tags passed over.

use super::assembly::{Assembly, BLANK, Container};
use super::bars::Bars;
use super::html::Reader;
use super::paragraphs::{self, Line};
use super::piece::Piece;
use super::timetable;
use super::{Element, MarkKind, Shape};
use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// Containers that Markdown itself opens.
pub(super) const OWNER: u8 = 0;

/// The tick of a task; the text behind it carries the mark.
const TICKED: u8 = u8::MAX;

/// No template tag is longer: an opening without an end must not swallow the article.
const LONGEST_TEMPLATE: usize = 4096;

/// Reads the Markdown that starts at byte `from` of `source`.
pub(super) fn read(source: &str, from: usize, mdx: bool) -> Vec<Element> {
    let lines = source.get(from..).filter(|_| !mdx).and_then(paragraphs::lines);
    lines.map_or_else(|| parse(source, from, mdx), |lines| put_together(source, from, lines))
}

/// The paragraphs that these lines of `source` make, counted from byte `from`.
fn put_together(source: &str, from: usize, lines: Vec<Line>) -> Vec<Element> {
    let (mut elements, mut piece, mut last) = (Vec::new(), Piece::default(), 0);
    for Line { range, opens } in lines {
        let range = from + range.start..from + range.end;
        if opens {
            elements.extend(std::mem::take(&mut piece).finish(Shape::Paragraph, 0));
        } else {
            piece.replaced("\n", last..range.start);
        }
        last = range.end;
        piece.verbatim(source, range);
    }
    elements.extend(piece.finish(Shape::Paragraph, 0));
    elements
}

fn parse(source: &str, from: usize, mdx: bool) -> Vec<Element> {
    let source = without_templates(source, from, mdx);
    let Some(body) = source.get(from..) else { return Vec::new() };
    let mut options = Options::empty();
    options.insert(Options::ENABLE_TABLES);
    options.insert(Options::ENABLE_FOOTNOTES);
    options.insert(Options::ENABLE_STRIKETHROUGH);
    options.insert(Options::ENABLE_TASKLISTS);
    options.insert(Options::ENABLE_HEADING_ATTRIBUTES);
    options.insert(Options::ENABLE_DEFINITION_LIST);
    let mut assembly = Assembly::new(&source);
    let mut reader = Reader::snippets();
    let mut html: Option<Range<usize>> = None;
    let mut bars: Option<Bars> = None;
    let mut caption: Option<Range<usize>> = None;
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        let range = range.start + from..range.end + from;
        // Lines of an HTML block that touch are read together: tags go on over lines.
        if let Some(pending) = &mut html {
            if matches!(event, Event::Html(_)) && pending.end == range.start {
                pending.end = range.end;
                continue;
            }
            reader.read(&mut assembly, pending.clone());
            html = None;
        }
        if let Some(rows) = &mut bars {
            match &event {
                Event::End(TagEnd::Paragraph) => {
                    rows.end(&mut assembly);
                    bars = None;
                    continue;
                }
                Event::Text(text) => {
                    rows.text(&mut assembly, text, range);
                    continue;
                }
                Event::SoftBreak | Event::HardBreak => {
                    rows.next_row(&mut assembly);
                    continue;
                }
                _ => rows.inside(&mut assembly),
            }
        }
        match event {
            Event::Start(Tag::Paragraph) if source.get(range.clone()).is_some_and(Bars::are_rows) => {
                bars = Some(Bars::begin(&mut assembly));
            }
            // Lines set so that their columns stand under each other.
            Event::Start(tag @ Tag::CodeBlock(_)) => {
                let entries = timetable::entries(source.get(range.clone()).unwrap_or_default());
                if !entries.is_empty() {
                    assembly.unmark(TICKED);
                    assembly.open(Container::List, OWNER);
                    for entry in entries {
                        assembly.open(Container::Item { defines: false }, OWNER);
                        assembly.verbatim(range.start + entry.start..range.start + entry.end);
                        assembly.close(Container::Item { defines: false }, OWNER);
                    }
                    assembly.close(Container::List, OWNER);
                }
                start(&mut assembly, tag);
            }
            Event::Start(tag) => {
                match &tag {
                    Tag::Paragraph => caption = None,
                    Tag::Image { title, .. } => caption = title_of(assembly.source(), &range, title),
                    _ => {}
                }
                start(&mut assembly, tag);
            }
            Event::End(tag) => {
                let is_bare = tag == TagEnd::Paragraph && assembly.is_blank();
                end(&mut assembly, tag);
                // A picture that stands alone is a figure, and its title what stands below it.
                if is_bare && let Some(range) = caption.take() {
                    assembly.open(Container::Caption, OWNER);
                    assembly.verbatim(range);
                    assembly.close(Container::Caption, OWNER);
                }
            }
            Event::Text(text) => add(&mut assembly, &text, range),
            Event::Code(text) => {
                assembly.mark(Some(MarkKind::Code), OWNER);
                // Between the backticks, where the text stands as it is.
                let inner = assembly.source().get(range.clone()).and_then(|whole| whole.find(&*text)).map(|at| range.start + at);
                match inner {
                    Some(at) => assembly.verbatim(at..at + text.len()),
                    None => assembly.replaced(&text, range),
                }
                assembly.unmark(OWNER);
            }
            Event::Html(_) => html = Some(range),
            Event::InlineHtml(_) => reader.read(&mut assembly, range),
            Event::SoftBreak => assembly.replaced("\n", range),
            Event::HardBreak => assembly.line_break(range),
            Event::Rule => assembly.flush(),
            Event::InlineMath(text) | Event::DisplayMath(text) => assembly.replaced(&text, range),
            // Its item ends the mark.
            Event::TaskListMarker(true) => assembly.mark(Some(MarkKind::Done), TICKED),
            Event::FootnoteReference(_) | Event::TaskListMarker(false) => {}
        }
    }
    if let Some(range) = html {
        reader.read(&mut assembly, range);
    }
    assembly.finish()
}

/// Where the title of the picture at `range` stands in the file: `![The old pier](pier.jpg "The new one opens in May")`.
/// None where it is written with escapes.
fn title_of(source: &str, range: &Range<usize>, title: &str) -> Option<Range<usize>> {
    let at = source.get(range.clone()).filter(|_| !title.trim().is_empty())?.rfind(title)?;
    Some(range.start + at..range.start + at + title.len())
}

/// Reads the inline Markdown of a text that stands between HTML tags.
pub(super) fn inline(assembly: &mut Assembly<'_>, range: Range<usize>) {
    let source = assembly.source();
    let Some(text) = source.get(range.clone()) else { return };
    // White space around it would make code or vanish.
    let start = range.start + text.len() - text.trim_start().len();
    let end = start + text.trim().len();
    assembly.white_text(range.start..start);
    for (event, at) in Parser::new_ext(text.trim(), Options::ENABLE_STRIKETHROUGH).into_offset_iter() {
        let at = at.start + start..at.end + start;
        match event {
            Event::Start(tag @ (Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })) => {
                self::start(assembly, tag)
            }
            Event::End(tag @ (TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)) => {
                self::end(assembly, tag)
            }
            // Its paragraphs are no paragraphs: the tags around it say what it is.
            Event::End(TagEnd::Paragraph) if at.end < end => assembly.replaced("\n", at.end..at.end),
            Event::Text(text) => add(assembly, &text, at),
            Event::Code(text) => assembly.replaced(&text, at),
            Event::SoftBreak | Event::HardBreak => assembly.replaced("\n", at),
            _ => {}
        }
    }
    assembly.white_text(end..range.end);
}

/// Adds text, verbatim where it stands in the file as it is.
pub(super) fn add(assembly: &mut Assembly<'_>, text: &str, range: Range<usize>) {
    if assembly.source().get(range.clone()) == Some(text) {
        assembly.verbatim(range);
    } else {
        assembly.replaced(text, range);
    }
}

fn start(assembly: &mut Assembly<'_>, tag: Tag<'_>) {
    let container = match tag {
        Tag::Paragraph => Container::Paragraph,
        Tag::Heading { level, .. } => Container::Heading(level as u8),
        Tag::BlockQuote(_) => Container::Quote,
        Tag::CodeBlock(CodeBlockKind::Fenced(_)) | Tag::CodeBlock(CodeBlockKind::Indented) => Container::Skipped,
        Tag::List(_) | Tag::DefinitionList => Container::List,
        Tag::Item | Tag::DefinitionListTitle => Container::Item { defines: false },
        Tag::DefinitionListDefinition => Container::Item { defines: true },
        Tag::FootnoteDefinition(_) => Container::Footnote,
        Tag::Table(_) => Container::Table,
        Tag::TableHead | Tag::TableRow => Container::Row,
        Tag::TableCell => Container::Cell { is_header: assembly.is_first_row() },
        Tag::Emphasis | Tag::Strong => return assembly.mark(Some(MarkKind::Emphasis), OWNER),
        Tag::Strikethrough => return assembly.mark(Some(MarkKind::Struck), OWNER),
        Tag::Link { dest_url, .. } => return assembly.mark(Some(MarkKind::Link(dest_url.into_string())), OWNER),
        Tag::Superscript | Tag::Subscript => return assembly.mark(None, OWNER),
        // What a picture shows is told to those who cannot see it; it is no part of the text.
        Tag::Image { .. } => return assembly.hide(),
        Tag::HtmlBlock | Tag::MetadataBlock(_) => return,
    };
    assembly.unmark(TICKED);
    assembly.open(container, OWNER);
}

fn end(assembly: &mut Assembly<'_>, tag: TagEnd) {
    let container = match tag {
        TagEnd::Paragraph => Container::Paragraph,
        TagEnd::Heading(level) => Container::Heading(level as u8),
        TagEnd::BlockQuote(_) => Container::Quote,
        TagEnd::CodeBlock => Container::Skipped,
        TagEnd::List(_) | TagEnd::DefinitionList => Container::List,
        TagEnd::Item | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => Container::Item { defines: false },
        TagEnd::FootnoteDefinition => Container::Footnote,
        TagEnd::Table => Container::Table,
        TagEnd::TableHead | TagEnd::TableRow => Container::Row,
        TagEnd::TableCell => Container::Cell { is_header: false },
        TagEnd::Image => return assembly.show(),
        TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => return,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Superscript | TagEnd::Subscript => {
            assembly.unmark(OWNER);
            return;
        }
    };
    assembly.unmark(TICKED);
    assembly.close(container, OWNER);
}

/// `source` with the tags of Liquid, Hugo, Kramdown and MDX after `from` made invisible, byte
/// for byte: a line that holds nothing else becomes blank.
fn without_templates(source: &str, from: usize, mdx: bool) -> Cow<'_, str> {
    let bytes = source.as_bytes();
    let body = bytes.get(from..).filter(|body| memchr::memchr(b'{', body).is_some());
    let has_template = |pair: &[u8]| body.is_some_and(|body| memmem::find(body, pair).is_some());
    let lone_return = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    let has_returns = memchr::memchr_iter(b'\r', bytes).any(lone_return);
    if !(mdx || has_returns || has_template(b"{%") || has_template(b"{{") || has_template(b"{:")) {
        return Cow::Borrowed(source);
    }
    let mut blank = bytes.to_vec();
    if has_returns {
        // The Markdown library does not end every line at a lone carriage return.
        memchr::memchr_iter(b'\r', bytes).filter(|&at| lone_return(at)).for_each(|at| blank[at] = b'\n');
    }
    let mut at = from;
    while let Some(found) = memchr::memchr(b'{', bytes.get(at..).unwrap_or_default()) {
        let start = at + found;
        let rest = bytes.get(start..).unwrap_or_default();
        let rest = rest.get(..LONGEST_TEMPLATE).unwrap_or(rest);
        let (closing, within): (&[u8], usize) = match rest.get(1) {
            Some(b'%') => (b"%}", rest.len()),
            Some(b'{') => (b"}}", rest.len()),
            // Kramdown's attributes stand on one line.
            Some(b':') => (b"}", memchr::memchr(b'\n', rest).unwrap_or(rest.len())),
            Some(_) if mdx => (b"}", rest.len()),
            _ => {
                at = start + 1;
                continue;
            }
        };
        let Some(len) = memmem::find(rest.get(..within).unwrap_or(rest), closing) else {
            at = start + 1;
            continue;
        };
        at = start + len + closing.len();
        // In the target of a link it stands for an address, which holds no control characters.
        let filling = if bytes.get(..start).is_some_and(|before| before.ends_with(b"](")) { b'#' } else { BLANK as u8 };
        for byte in blank.get_mut(start..at).unwrap_or_default() {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = filling;
            }
        }
    }
    if mdx {
        blank_modules(bytes, from, &mut blank);
    }
    // A line of nothing but tags is a blank line, so that it divides paragraphs.
    for line in blank.split_mut(|&b| b == b'\n') {
        if line.contains(&(BLANK as u8)) && line.iter().all(|b| b.is_ascii_whitespace() || *b == BLANK as u8) {
            line.fill(b' ');
        }
    }
    match String::from_utf8(blank) {
        Ok(text) => Cow::Owned(text),
        Err(_) => Cow::Borrowed(source),
    }
}

/// `import` and `export` at the start of a paragraph of MDX.
fn blank_modules(bytes: &[u8], from: usize, blank: &mut [u8]) {
    let (mut at, mut after_blank, mut inside) = (from, true, false);
    for line in bytes.get(from..).unwrap_or_default().split_inclusive(|&b| b == b'\n') {
        let is_blank = line.iter().all(u8::is_ascii_whitespace);
        inside = !is_blank && (inside || after_blank && (line.starts_with(b"import ") || line.starts_with(b"export ")));
        if inside && let Some(line) = blank.get_mut(at..at + line.len()) {
            line.iter_mut().filter(|b| !matches!(b, b'\n' | b'\r')).for_each(|b| *b = b' ');
        }
        after_blank = is_blank;
        at += line.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paragraphs_without_number_read_alike() {
        let text = "One plain line\nand one more.\n\n".repeat(600);
        assert!(paragraphs::lines(&text).is_some());
        assert_eq!(read(&text, 0, false), parse(&text, 0, false));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn plain_paragraphs_read_alike_with_the_parser_and_without(
            text in "([aB\"'(é\u{2028}\u{a0}][aB.,;:!?#>$^%@/=+()\"'1é\u{2028}\u{a0} -]{0,5}[ ]{0,2}\n{0,3}){0,6}",
        ) {
            prop_assert_eq!(read(&text, 0, false), parse(&text, 0, false));
        }

        #[test]
        fn whatever_is_typed_reads_alike(text in "[ab1 .:\n\t#>=+*_~|!\\[\\]()<&-]{0,24}") {
            prop_assert_eq!(read(&text, 0, false), parse(&text, 0, false));
        }
    }
}
