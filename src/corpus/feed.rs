//! RSS, Atom and WordPress exports: a document for each entry, its text mapped to the file.

use super::dates::{self, NumericOrder};
use super::html::tokens::{Name, Token, Tokens, attribute, entity};
use super::metadata::Metadata;
use super::piece::Piece;
use super::{DateSource, Element, Shape};
use crate::source::OffsetMap;
use memchr::memchr;
use std::ops::Range;

/// One entry.
#[derive(Debug)]
pub(super) struct Entry {
    /// What names it: its identifier or address.
    pub(super) id: Option<String>,
    /// Its dates, title and address.
    pub(super) metadata: Metadata,
    /// Its text; maps lead to the text of the feed.
    pub(super) elements: Vec<Element>,
    /// Where it starts.
    pub(super) start: usize,
}

/// A text inside the XML, its entities decoded: what stands in it is HTML or plain text.
#[derive(Debug, Default)]
struct Inner {
    text: String,
    map: OffsetMap,
}

impl Inner {
    fn add(&mut self, source: &str, range: Range<usize>, is_markup: bool) {
        let mut piece = Piece::default();
        let mut at = range.start;
        while let Some(rest) = source.get(at..range.end).filter(|rest| !rest.is_empty()) {
            let plain = if is_markup { memchr(b'&', rest.as_bytes()).unwrap_or(rest.len()) } else { rest.len() };
            piece.verbatim(source, at..at + plain);
            at += plain;
            let Some((decoded, len)) =
                rest.get(plain..).filter(|rest| !rest.is_empty()).map(|rest| entity(rest).unwrap_or(("&".into(), 1)))
            else {
                break;
            };
            piece.replaced(&decoded, at..at + len);
            at += len;
        }
        let (text, map) = piece.take();
        self.text.push_str(&text);
        for segment in map.segments {
            self.map.push(segment.text.len(), segment.file, segment.verbatim);
        }
    }
}

/// What an element of an entry holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Title,
    Link,
    Id,
    Published,
    Updated,
    /// A short text, used where there is no long one.
    Summary,
    Content,
    /// WordPress: "post", "page", "attachment"…
    Kind,
    /// WordPress: "publish", "draft"…
    Status,
}

fn slot(name: &[u8]) -> Option<Slot> {
    Some(match name {
        b"title" => Slot::Title,
        b"link" => Slot::Link,
        b"guid" | b"id" => Slot::Id,
        b"pubdate" | b"published" | b"dc:date" | b"issued" | b"wp:post_date" | b"created" => Slot::Published,
        b"updated" | b"modified" | b"wp:post_modified" => Slot::Updated,
        b"description" | b"summary" => Slot::Summary,
        b"content:encoded" | b"content" => Slot::Content,
        b"wp:post_type" => Slot::Kind,
        b"wp:status" => Slot::Status,
        _ => return None,
    })
}

/// The entries of a feed, in order. Drafts, attachments and menus of an export are no articles.
pub(super) fn read(source: &str, order: NumericOrder) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut open: Option<Building> = None;
    for token in Tokens::xml(source) {
        match token {
            Token::Open { name, range, .. } if is_entry(name) => open = Some(Building::new(range.start, order)),
            Token::Close { name, .. } if is_entry(name) => {
                entries.extend(open.take().and_then(|building| building.finish()));
            }
            Token::Open { name, attributes, empty, range } => {
                if let Some(building) = &mut open {
                    building.open(source, name, attributes, empty, range);
                }
            }
            Token::Close { name, range } => {
                if let Some(building) = &mut open {
                    building.close(source, name, range);
                }
            }
            Token::Text(range) => {
                if let Some(building) = &mut open {
                    building.inner.add(source, range, !building.nested);
                }
            }
            Token::Cdata(range) => {
                if let Some(building) = &mut open {
                    building.inner.add(source, range, false);
                }
            }
            Token::Raw(_) => {}
        }
    }
    entries
}

fn is_entry(name: Name) -> bool {
    matches!(name.as_bytes(), b"item" | b"entry")
}

/// An entry that is being read.
struct Building {
    start: usize,
    order: NumericOrder,
    slot: Option<Slot>,
    name: Name,
    inner: Inner,
    /// Tags stand in it as they are: entities are left to the reader of HTML.
    nested: bool,
    metadata: Metadata,
    id: Option<String>,
    title: Option<Inner>,
    summary: Option<Inner>,
    content: Option<Inner>,
    is_article: bool,
}

impl Building {
    fn new(start: usize, order: NumericOrder) -> Self {
        Self {
            start,
            order,
            slot: None,
            name: Name::default(),
            inner: Inner::default(),
            nested: false,
            metadata: Metadata::new(order),
            id: None,
            title: None,
            summary: None,
            content: None,
            is_article: true,
        }
    }

    fn open(&mut self, source: &str, name: Name, attributes: Range<usize>, empty: bool, range: Range<usize>) {
        if self.slot.is_some() {
            // Markup that is not escaped (XHTML content).
            self.nested = true;
            self.inner.add(source, range, false);
            return;
        }
        let Some(slot) = slot(name.as_bytes()) else { return };
        // Atom keeps the address in an attribute; only the entry's own page is it.
        if slot == Slot::Link
            && let Some(href) = attribute(source, attributes.clone(), "href")
        {
            if attribute(source, attributes, "rel").is_none_or(|rel| rel == "alternate") {
                self.link(&href);
            }
            return;
        }
        if !empty {
            (self.slot, self.name, self.inner, self.nested) = (Some(slot), name, Inner::default(), false);
        }
    }

    fn link(&mut self, href: &str) {
        let href = href.trim();
        if let Some(interval) = dates::in_path(href) {
            self.metadata.publish(interval, DateSource::Path, 1);
        }
        if self.metadata.url.is_none() && !href.is_empty() {
            self.metadata.url = Some(href.to_owned());
        }
    }

    fn close(&mut self, source: &str, name: Name, range: Range<usize>) {
        let Some(slot) = self.slot else { return };
        if name != self.name {
            if self.nested {
                self.inner.add(source, range, false);
            }
            return;
        }
        self.slot = None;
        let inner = std::mem::take(&mut self.inner);
        let text = inner.text.trim();
        match slot {
            Slot::Title => self.title = Some(inner),
            Slot::Summary => self.summary = self.summary.take().or(Some(inner)),
            Slot::Content => self.content = self.content.take().or(Some(inner)),
            Slot::Link => self.link(text),
            Slot::Id => self.id = (!text.is_empty()).then(|| text.to_owned()),
            Slot::Published => {
                if let Some(interval) = dates::parse(text, self.order) {
                    self.metadata.publish(interval, DateSource::Field, 0);
                }
            }
            Slot::Updated => {
                if let Some(interval) = dates::parse(text, self.order) {
                    self.metadata.update(interval, DateSource::Field);
                }
            }
            Slot::Kind => self.is_article &= matches!(text, "post" | "page" | "article" | "news"),
            Slot::Status => self.is_article &= matches!(text, "publish" | "published"),
        }
    }

    fn finish(mut self) -> Option<Entry> {
        if !self.is_article {
            return None;
        }
        let mut elements = Vec::new();
        if let Some(title) = self.title {
            let mut found = elements_of(title);
            if let Some(first) = found.first_mut() {
                first.shape = Shape::Title;
                self.metadata.title = Some(first.text.replace(['\n', '\u{2028}'], " "));
            }
            elements.extend(found.into_iter().take(1));
        }
        let filled = |inner: &Inner| !inner.text.trim().is_empty();
        if let Some(body) = self.content.filter(filled).or(self.summary) {
            elements.extend(elements_of(body));
        }
        let id = self.id.or_else(|| self.metadata.url.clone());
        (!elements.is_empty()).then_some(Entry { id, metadata: self.metadata, elements, start: self.start })
    }
}

/// The elements of an entry's text, which is HTML; WordPress keeps blank lines for paragraphs.
fn elements_of(inner: Inner) -> Vec<Element> {
    let text = super::shortcodes::as_tags(&inner.text);
    let has_blocks = ["<p", "<div", "<li", "<h2", "<h3", "<br"].iter().any(|tag| text.contains(tag));
    let mut elements = if has_blocks || !text.contains("\n\n") {
        super::html::fragment(&text)
    } else {
        // Inline tags may stand in it; Markdown reads both.
        super::markdown::read(&text, 0, false)
    };
    for element in &mut elements {
        element.map = element.map.through(&inner.map);
    }
    elements
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(xml: &str) -> Entry {
        read(xml, NumericOrder::Unknown).into_iter().next().expect("an entry")
    }

    #[test]
    fn rss_with_escaped_and_cdata_html() {
        for body in
            ["&lt;p&gt;Caf\u{e9}s &amp;amp; bars open in May.&lt;/p&gt;", "<![CDATA[<p>Caf\u{e9}s &amp; bars open in May.</p>]]>"]
        {
            let xml = format!(
                "<?xml version='1.0'?><rss><channel><title>News</title><item><title>A &amp; B</title><link>https://example.org/x</link>\
                 <pubDate>Tue, 03 Jun 2014 09:30:00 +0100</pubDate><description>{body}</description></item></channel></rss>"
            );
            let entry = read_one(&xml);
            assert_eq!(entry.id.as_deref(), Some("https://example.org/x"));
            let texts: Vec<_> = entry.elements.iter().map(|e| e.text.as_str()).collect();
            assert_eq!(texts, ["A & B", "Caf\u{e9}s & bars open in May."]);
            let body = &entry.elements[1];
            let at = body.text.find("open").expect("the word");
            let span = body.map.span((at..at + "open in May".len()).into());
            assert_eq!(&xml[span.start..span.end], "open in May");
            assert_eq!(entry.metadata.judge().published.map(|d| d.interval.start().to_string()).as_deref(), Some("2014-06-03"));
        }
    }

    #[test]
    fn atom_keeps_updated_apart() {
        let xml = "<feed><entry><id>urn:1</id><title>T</title><link rel='self' href='/a'/><link href='https://example.org/b'/>\
                   <published>2018-03-04T00:00:00Z</published><updated>2019-01-01T00:00:00Z</updated><content type='html'>Due by May.</content></entry></feed>";
        let entry = read_one(xml);
        assert_eq!((entry.id.as_deref(), entry.metadata.url.as_deref()), (Some("urn:1"), Some("https://example.org/b")));
        let judged = entry.metadata.judge();
        assert_eq!(judged.published.map(|d| d.interval.start().to_string()).as_deref(), Some("2018-03-04"));
        assert_eq!(judged.updated.map(|d| d.interval.start().to_string()).as_deref(), Some("2019-01-01"));
    }

    #[test]
    fn markup_that_is_not_escaped_keeps_its_paragraphs() {
        let xml = "<feed><entry><id>a</id><published>2018-03-04</published><content type='xhtml'><div><p>Opens in May &amp;\nJune.</p><p>R&amp;amp;D</p></div></content></entry></feed>";
        let entry = read_one(xml);
        let texts: Vec<_> = entry.elements.iter().map(|e| e.text.as_str()).collect();
        assert_eq!(texts, ["Opens in May &\nJune.", "R&amp;D"]);
    }

    #[test]
    fn shortcodes_are_no_text_and_a_caption_is_one() {
        for break_ in ["\n\n", "<p>"] {
            let xml = format!(
                "<rss><item><guid>a</guid><content:encoded><![CDATA[[caption id=\"a_1\" width=\"300\"]<img src=\"a.jpg\"/> The pier in \
                 May.[/caption]{break_}It opens in June.{break_}[gallery ids=\"1,2\"]{break_}All are [sic] welcome.]]></content:encoded></item></rss>"
            );
            let entry = read_one(&xml);
            let texts: Vec<_> = entry.elements.iter().map(|e| (e.text.trim(), e.shape == Shape::Caption)).collect();
            assert_eq!(texts, [("The pier in May.", true), ("It opens in June.", false), ("All are [sic] welcome.", false)]);
            let last = &entry.elements[2];
            let at = last.text.find("[sic]").expect("the word");
            let span = last.map.span((at..at + 5).into());
            assert_eq!(&xml[span.start..span.end], "[sic]");
        }
    }

    #[test]
    fn exports_hold_more_than_articles() {
        let item = |kind: &str, status: &str| {
            format!(
                "<item><title>{kind}</title><wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status><content:encoded><![CDATA[One.\n\nTwo.]]></content:encoded></item>"
            )
        };
        let xml = [item("post", "publish"), item("attachment", "inherit"), item("post", "draft")].concat();
        let entries = read(&xml, NumericOrder::Unknown);
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].elements.len(), 3);
    }
}
