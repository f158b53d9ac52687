//! Comments and blocks of a Markdown or HTML text, in one pass over it.

use super::blocks::Blocks;
use crate::corpus::{Document, Shape};
use memchr::memmem;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// A comment; ranges are bytes of the decoded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comment {
    /// With its marks.
    pub(super) whole: Range<usize>,
    /// Without them.
    pub(super) inner: Range<usize>,
}

/// The comments and blocks of an HTML text.
pub(super) fn html(document: &Document) -> (Vec<Comment>, Blocks) {
    let text = document.source.text();
    let mut comments = Vec::new();
    let mut following = Vec::new();
    tags(text, 0..text.len(), &mut comments, &mut following);
    let elements = elements(document);
    // A comment at the end of a paragraph stands in it, as long as no tag lies between.
    let around = elements.iter().map(|range| {
        let rest = text.get(range.end..).unwrap_or_default();
        let comment = rest.trim_start().starts_with("<!--").then(|| memmem::find(rest.as_bytes(), b"-->")).flatten();
        range.start..range.end + comment.map_or(0, |end| end + 3)
    });
    let around = around.collect();
    following.extend(elements);
    (comments, Blocks::new(following, around))
}

/// The comments and blocks of a Markdown text.
pub(super) fn markdown(document: &Document) -> (Vec<Comment>, Blocks) {
    let text = document.source.text();
    let mut options = Options::empty();
    options.insert(Options::ENABLE_TABLES);
    options.insert(Options::ENABLE_FOOTNOTES);
    options.insert(Options::ENABLE_STRIKETHROUGH);
    options.insert(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS);
    options.insert(Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS);
    let (mut comments, mut following, mut around) = (Vec::new(), Vec::new(), Vec::new());
    let mut code: Vec<Range<usize>> = Vec::new();
    let mut html: Option<Range<usize>> = None;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => html = Some(range),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(range) = html.take() {
                    tags(text, range, &mut comments, &mut following);
                }
            }
            Event::InlineHtml(_) => tags(text, range, &mut comments, &mut Vec::new()),
            Event::Start(Tag::CodeBlock(_)) => {
                code.push(range.clone());
                following.push(range);
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell) => {
                around.push(range.clone());
                following.push(range);
            }
            Event::Start(Tag::Item) => {
                let line = text.get(range.clone()).and_then(|item| item.find('\n')).unwrap_or(range.len());
                around.push(range.start..range.start + line);
                following.push(range);
            }
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Table(_) | Tag::FootnoteDefinition(_)) => following.push(range),
            Event::Code(_) => code.push(range),
            _ => {}
        }
    }
    following.extend(elements(document));
    comments.extend(lines(text, &code));
    comments.sort_by_key(|comment| comment.whole.start);
    // A paragraph that is nothing but comments is not what the next comment means.
    let alone = |range: &Range<usize>| {
        let mut rest = range.start;
        let first = comments.partition_point(|comment| comment.whole.start < range.start);
        for comment in comments.get(first..).unwrap_or_default().iter().take_while(|c| c.whole.end <= range.end) {
            if text.get(rest..comment.whole.start).is_some_and(|between| !between.trim().is_empty()) {
                return false;
            }
            rest = comment.whole.end;
        }
        rest > range.start && text.get(rest..range.end).is_some_and(|after| after.trim().is_empty())
    };
    following.retain(|range| !alone(range));
    around.retain(|range| !alone(range));
    (comments, Blocks::new(following, around))
}

/// Comments in forms that are lines of their own: link definitions that lead nowhere, and MDX.
fn lines(text: &str, code: &[Range<usize>]) -> Vec<Comment> {
    let mut comments = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim();
        let lead = start + (line.len() - line.trim_start().len());
        let inside = definition(bare).or_else(|| Some(bare.strip_prefix("{/*")?.strip_suffix("*/}")?.trim()));
        let Some(inside) = inside.filter(|inside| inside.starts_with("bywhen:")) else { continue };
        let covering = code.partition_point(|range| range.start <= lead);
        if covering.checked_sub(1).and_then(|index| code.get(index)).is_some_and(|range| lead < range.end) {
            continue;
        }
        let Some(offset) = bare.find(inside) else { continue };
        let inner = lead + offset..lead + offset + inside.len();
        comments.push(Comment { whole: lead..lead + bare.len(), inner });
    }
    comments
}

/// The title of `[//]: # (title)`.
fn definition(line: &str) -> Option<&str> {
    let rest = ["[//]:", "[comment]:", "[bywhen]:"].iter().find_map(|label| line.strip_prefix(label))?.trim_start();
    let title = rest.strip_prefix("<#>").or_else(|| rest.strip_prefix("<>")).or_else(|| rest.strip_prefix('#'))?.trim();
    let inside = |open, close| title.strip_prefix(open)?.strip_suffix(close);
    inside('(', ')').or_else(|| inside('"', '"')).or_else(|| inside('\'', '\'')).map(str::trim)
}

/// Where the elements of the document stand in its text, metadata apart.
fn elements(document: &Document) -> Vec<Range<usize>> {
    let shown = document.elements.iter().filter(|e| !matches!(e.shape, Shape::Title | Shape::Summary));
    let ranges = shown.filter_map(|element| {
        let (first, last) = (element.map.segments.first()?, element.map.segments.last()?);
        let span = crate::source::Span { start: first.file.start, end: last.file.end.max(first.file.start) };
        let range = document.source.range(span);
        Some(range.start..range.end)
    });
    ranges.collect()
}

/// Elements whose content is more than one block.
const CONTAINERS: [&str; 12] =
    ["ul", "ol", "dl", "table", "blockquote", "div", "section", "article", "aside", "figure", "details", "main"];

/// Finds the comments and the containers in a stretch of HTML.
fn tags(text: &str, within: Range<usize>, comments: &mut Vec<Comment>, containers: &mut Vec<Range<usize>>) {
    let Some(html) = text.get(..within.end) else { return };
    let find = |needle: &[u8], from: usize| memmem::find(html.as_bytes().get(from..)?, needle).map(|at| from + at);
    let mut open: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut at = within.start;
    while let Some(start) = find(b"<", at) {
        let rest = html.get(start + 1..).unwrap_or_default();
        if rest.starts_with("!--") {
            let inner = start + 4;
            let Some(end) = find(b"-->", inner) else { return };
            comments.push(Comment { whole: start..end + 3, inner: inner..end });
            at = end + 3;
            continue;
        }
        at = start + 1;
        let closing = rest.starts_with('/');
        let name = rest.get(usize::from(closing)..).unwrap_or_default();
        let len = name.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        let name = name.get(..len).unwrap_or_default();
        if !closing && ["script", "style"].iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
            let end = if name.eq_ignore_ascii_case("script") { find(b"</script", at) } else { find(b"</style", at) };
            let Some(end) = end else { return };
            at = end + 1;
            continue;
        }
        let Some(name) = CONTAINERS.iter().find(|container| name.eq_ignore_ascii_case(container)) else { continue };
        if !closing {
            open.entry(name).or_default().push(start);
        } else if let Some(opened) = open.get_mut(name).and_then(Vec::pop) {
            containers.push(opened..start);
        }
    }
}
