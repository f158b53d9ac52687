//! What each tag means to a reader.

use super::tokens::{Name, Token, Tokens, attribute};
use crate::corpus::assembly::{Assembly, Container};
use crate::corpus::metadata::Metadata;
use crate::corpus::{Element, MarkKind};
use std::ops::Range;

/// Words in classes, ids and roles that mark what is not the article.
const BOILERPLATE: [&str; 54] = [
    "nav",
    "navbar",
    "navigation",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "sidebar",
    "footer",
    "cookie",
    "cookies",
    "consent",
    "related",
    "recommended",
    "share",
    "sharing",
    "social",
    "newsletter",
    "subscribe",
    "signup",
    "promo",
    "advert",
    "advertisement",
    "ads",
    "banner",
    "comments",
    "comment",
    "pagination",
    "pager",
    "teaser",
    "widget",
    "popup",
    "modal",
    "skip",
    "toc",
    "tags",
    "taglist",
    "masthead",
    "complementary",
    "contentinfo",
    "search",
    "dialog",
    "trending",
    "popular",
    "disqus",
    "outbrain",
    "taboola",
    "sponsored",
    "promoted",
    "toolbar",
    "respond",
    "commentlist",
    "readmore",
    "signin",
    "login",
];

/// An id of more words than these is a heading's text, and no name that somebody gave a part of a page.
const HEADING_WORDS: usize = 4;

/// Words in classes and ids of what shows a date.
const DATED: [&str; 16] = [
    "date",
    "dateline",
    "pubdate",
    "published",
    "publishdate",
    "publicationdate",
    "timestamp",
    "posted",
    "postdate",
    "articledate",
    "storydate",
    "byline",
    "datetime",
    "postmeta",
    "updated",
    "modified",
];

/// Texts that are looked at in such an element.
const WATCHED: u8 = 4;

/// Reads HTML tags and text into an assembly: a whole page, or the snippets of one that stand in
/// a Markdown document.
#[derive(Debug, Default)]
pub(in crate::corpus) struct Reader {
    /// A whole page: its boilerplate is marked and its head is read.
    page: bool,
    /// What the page says of itself.
    pub(in crate::corpus) metadata: Metadata,
    head: bool,
    /// How many more texts may hold the date of an element that says it holds one.
    watching: u8,
    /// That date is one of revision.
    updated: bool,
    /// An article by itself, in which Markdown is only text.
    fragment: bool,
}

impl Reader {
    pub(in crate::corpus) fn snippets() -> Self {
        Self::default()
    }

    /// Reads `source[range]` of the assembly's source.
    pub(in crate::corpus) fn read(&mut self, assembly: &mut Assembly<'_>, range: Range<usize>) {
        let source = assembly.source();
        let mut json_ld = false;
        for token in Tokens::html(source, range) {
            match token {
                Token::Text(range) => {
                    if self.watching > 0 && !assembly.is_skipping() {
                        self.look(source.get(range.clone()).unwrap_or_default());
                    }
                    if !self.page && !self.fragment && has_markdown(source.get(range.clone()).unwrap_or_default()) {
                        crate::corpus::markdown::inline(assembly, range);
                    } else if !self.head || assembly.is_open(Container::Title, &[]) {
                        assembly.markup_text(range);
                    }
                }
                Token::Cdata(range) => assembly.white_text(range),
                Token::Raw(range) => {
                    if std::mem::take(&mut json_ld) {
                        self.metadata.json_ld(source.get(range).unwrap_or_default());
                    }
                }
                Token::Open { name, attributes, empty, range } => {
                    let get = |key: &str| attribute(source, attributes.clone(), key);
                    json_ld = name.as_bytes() == b"script"
                        && get("type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json"));
                    self.open(assembly, name, &get, empty, range);
                }
                Token::Close { name, range } => self.close(assembly, name, range),
            }
        }
    }

    fn open<'s>(
        &mut self,
        assembly: &mut Assembly<'s>,
        name: Name,
        get: &dyn Fn(&str) -> Option<std::borrow::Cow<'s, str>>,
        empty: bool,
        range: Range<usize>,
    ) {
        let bytes = name.as_bytes();
        if let Some(container) = block(bytes) {
            self.head &= container == Container::Skipped;
            implied_ends(assembly, bytes);
            assembly.unmark_all();
            if self.page
                && matches!(
                    container,
                    Container::Block { .. } | Container::Paragraph | Container::Item { .. } | Container::Heading(_)
                )
            {
                self.watch(get);
            }
            let container = match container {
                // In a Markdown document an author put it there for readers.
                Container::Boilerplate | Container::Suspect if !self.page => Container::Block { main: false },
                _ if self.page => self.judge(bytes, container, get),
                _ => container,
            };
            if container == Container::Paragraph || !empty || !matches!(container, Container::Block { .. }) {
                assembly.open(container, owner(bytes));
            } else {
                assembly.flush();
            }
            return;
        }
        match bytes {
            b"head" => self.head = self.page,
            b"body" => self.head = false,
            // Some pages have no head; a drawing has titles of its own, but is not read.
            b"title" if self.page && !assembly.is_skipping() => assembly.open(Container::Title, owner(bytes)),
            b"meta" if self.page => {
                let key = get("property").or_else(|| get("name")).or_else(|| get("itemprop"));
                if let (Some(key), Some(content)) = (key, get("content")) {
                    self.metadata.meta(&key, &content);
                }
            }
            b"link" if self.page => {
                if get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
                    self.metadata.canonical(get("href").as_deref());
                }
            }
            b"time" if self.page => {
                let published = get("pubdate").is_some()
                    || get("itemprop").is_some_and(|p| p.eq_ignore_ascii_case("datePublished"))
                    || get("class").is_some_and(|c| c.contains("publish") || c.contains("entry-date"));
                let updated = get("itemprop").is_some_and(|p| p.eq_ignore_ascii_case("dateModified"))
                    || get("class").is_some_and(|c| c.contains("updated") || c.contains("modified"));
                if let Some(value) = get("datetime") {
                    self.metadata.time(&value, published, updated, assembly.is_boilerplate());
                }
            }
            b"br" => assembly.line_break(range),
            b"hr" => assembly.flush(),
            b"wbr" | b"img" | b"input" | b"source" | b"track" | b"area" | b"base" | b"col" | b"embed" => {}
            _ if empty => {}
            _ => {
                if self.page && matches!(bytes, b"span" | b"em" | b"strong" | b"b" | b"i" | b"small" | b"a" | b"abbr" | b"font") {
                    self.watch(get);
                }
                let kind = match bytes {
                    b"s" | b"strike" | b"del" => Some(MarkKind::Struck),
                    b"b" | b"strong" | b"i" | b"em" | b"u" | b"mark" => Some(MarkKind::Emphasis),
                    b"code" | b"kbd" | b"samp" | b"var" | b"tt" => Some(MarkKind::Code),
                    b"q" => Some(MarkKind::Quote),
                    b"a" => get("href").map(|href| MarkKind::Link(href.into_owned())),
                    b"sup" => None,
                    _ => return,
                };
                assembly.mark(kind, owner(bytes));
            }
        }
    }

    /// Takes note of an element whose class or id says that it holds the page's date.
    fn watch<'s>(&mut self, get: &dyn Fn(&str) -> Option<std::borrow::Cow<'s, str>>) {
        for key in ["class", "id", "itemprop"] {
            let Some(value) = get(key) else { continue };
            let lower = value.to_ascii_lowercase();
            if lower.contains("comment") {
                return;
            }
            let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric());
            if words.any(|word| DATED.contains(&word)) {
                self.watching = WATCHED;
                self.updated = lower.contains("update") || lower.contains("modif");
                return;
            }
        }
    }

    /// Reads a date from the text of an element that says it holds one.
    fn look(&mut self, text: &str) {
        let text = super::tokens::unescape(text.trim());
        if text.is_empty() {
            return;
        }
        self.watching -= 1;
        let lower = text.get(..20).unwrap_or(&text).to_ascii_lowercase();
        self.updated |= lower.contains("updated") || lower.contains("modified");
        if self.metadata.shown(&text, self.updated) {
            self.watching = 0;
        }
    }

    fn close(&mut self, assembly: &mut Assembly<'_>, name: Name, range: Range<usize>) {
        let bytes = name.as_bytes();
        if let Some(container) = block(bytes) {
            assembly.unmark_all();
            assembly.close_one_of(
                &[container, Container::Boilerplate, Container::Suspect, Container::Block { main: true }],
                owner(bytes),
            );
            return;
        }
        match bytes {
            b"head" => self.head = false,
            b"title" => assembly.close(Container::Title, owner(bytes)),
            b"br" => assembly.line_break(range),
            b"sup" => {
                // "2018<sup>1</sup>" is a note and no part of the number before it.
                if let Some(start) = assembly.unmark(owner(bytes)) {
                    let text = assembly.text_since(start);
                    if text.len() <= 8 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b"[](),*".contains(&b)) {
                        assembly.take_back(start);
                    }
                }
            }
            _ => {
                assembly.unmark(owner(bytes));
            }
        }
    }

    /// A container of a page, or the boilerplate that its name, role or class says it is.
    fn judge<'s>(
        &mut self,
        name: &[u8],
        container: Container,
        get: &dyn Fn(&str) -> Option<std::borrow::Cow<'s, str>>,
    ) -> Container {
        if !matches!(container, Container::Block { .. } | Container::List | Container::Paragraph) {
            return container;
        }
        if matches!(name, b"main" | b"article") {
            return Container::Block { main: true };
        }
        if matches!(name, b"ul" | b"ol" | b"div" | b"section" | b"header" | b"p") {
            if get("itemprop").is_some_and(|p| p.eq_ignore_ascii_case("articleBody")) || get("role").is_some_and(|r| r == "main")
            {
                return Container::Block { main: true };
            }
            // What no reader sees, unless it turns out to hold most of the page, as where a script shows the article.
            let is_none = |style: &str| {
                let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
                style.split(';').any(|rule| matches!(rule, "display:none" | "visibility:hidden" | "display:none!important"))
            };
            if get("hidden").is_some_and(|kind| kind != "until-found") || get("style").is_some_and(|style| is_none(&style)) {
                return Container::Suspect;
            }
            for key in ["role", "class", "id"] {
                let Some(value) = get(key) else { continue };
                // "sharing-with-a-single-developer": a heading in words, as generators make them.
                if key == "id" && name_words(&value).count() > HEADING_WORDS {
                    continue;
                }
                if name_words(&value).any(|word| BOILERPLATE.iter().any(|b| b.eq_ignore_ascii_case(word))) {
                    return Container::Suspect;
                }
            }
        }
        container
    }
}

/// The words of class names: "story-related", "relatedStories", "related_stories".
fn name_words(value: &str) -> impl Iterator<Item = &str> {
    value.split(|c: char| !c.is_ascii_alphanumeric()).flat_map(|name| {
        let mut rest = name;
        std::iter::from_fn(move || {
            let bytes = rest.as_bytes();
            let humps = bytes.iter().zip(bytes.get(1..)?).position(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase());
            let (word, after) = rest.split_at_checked(humps.map_or(rest.len(), |at| at + 1))?;
            rest = after;
            (!word.is_empty()).then_some(word)
        })
    })
}

/// What divides the text, and how.
fn block(name: &[u8]) -> Option<Container> {
    Some(match name {
        b"p" => Container::Paragraph,
        b"h1" => Container::Heading(1),
        b"h2" => Container::Heading(2),
        b"h3" => Container::Heading(3),
        b"h4" => Container::Heading(4),
        b"h5" => Container::Heading(5),
        b"h6" => Container::Heading(6),
        b"ul" | b"ol" | b"menu" | b"dl" => Container::List,
        b"li" | b"dt" => Container::Item { defines: false },
        b"dd" => Container::Item { defines: true },
        b"table" => Container::Table,
        b"tr" => Container::Row,
        b"td" => Container::Cell { is_header: false },
        b"th" => Container::Cell { is_header: true },
        b"caption" | b"figcaption" => Container::Caption,
        b"blockquote" => Container::Quote,
        b"pre" | b"listing" => Container::Preformatted,
        // Whole pages stand in one form.
        b"form" => Container::Suspect,
        b"nav" | b"aside" | b"footer" | b"button" | b"select" | b"dialog" | b"label" => Container::Boilerplate,
        b"script" | b"style" | b"template" | b"svg" | b"math" | b"iframe" | b"object" | b"noscript" | b"canvas" | b"audio"
        | b"video" | b"textarea" | b"noembed" | b"noframes" => Container::Skipped,
        b"div" | b"section" | b"article" | b"main" | b"header" | b"hgroup" | b"address" | b"center" | b"details" | b"summary"
        | b"figure" | b"fieldset" | b"thead" | b"tbody" | b"tfoot" => Container::Block { main: false },
        _ => return None,
    })
}

/// Whether text between tags of a Markdown document holds Markdown all the same, as many
/// authors write it.
fn has_markdown(text: &str) -> bool {
    text.contains("**") || text.contains("](")
}

/// A number for each tag's name, so that an end tag finds its own start tag.
fn owner(name: &[u8]) -> u8 {
    match name {
        b"dd" | b"dt" => 1,
        b"th" | b"td" => 2,
        // Never 0, which is Markdown's own.
        _ => name.iter().fold(7u8, |sum, &byte| sum.wrapping_mul(31).wrapping_add(byte)).max(3),
    }
}

/// An item of any kind, where only the kind of container is asked for.
const ITEM: Container = Container::Item { defines: false };

/// End tags that HTML lets one leave out.
fn implied_ends(assembly: &mut Assembly<'_>, name: &[u8]) {
    if assembly.is_open(Container::Paragraph, &[Container::Cell { is_header: false }, ITEM, Container::Quote]) {
        assembly.close_any(Container::Paragraph);
    }
    let cell = Container::Cell { is_header: false };
    let (ended, within): (Container, &[Container]) = match name {
        b"li" | b"dd" | b"dt" => (ITEM, &[Container::List, Container::Suspect, Container::Boilerplate]),
        b"td" | b"th" => (cell, &[Container::Table, Container::Row]),
        b"tr" => (Container::Row, &[Container::Table]),
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => (Container::Heading(1), &[Container::Block { main: false }, ITEM]),
        _ => return,
    };
    if assembly.is_open(ended, within) {
        assembly.close_any(ended);
    }
}

/// Reads a whole page: its elements and what it says of itself.
pub(in crate::corpus) fn read(source: &str) -> (Vec<Element>, Metadata) {
    let mut assembly = Assembly::new(source);
    let mut reader = Reader { page: true, ..Reader::default() };
    reader.read(&mut assembly, 0..source.len());
    let (mut elements, contexts, parents) = assembly.finish_page();
    super::article::find(&mut elements, &contexts, &parents);
    let metadata = reader.metadata;
    (elements, metadata)
}

/// Reads the HTML of an article that stands by itself, as feeds hold it.
pub(in crate::corpus) fn fragment(source: &str) -> Vec<Element> {
    let mut assembly = Assembly::new(source);
    Reader { fragment: true, ..Reader::default() }.read(&mut assembly, 0..source.len());
    assembly.finish()
}
