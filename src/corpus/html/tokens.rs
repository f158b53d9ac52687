//! Markup as found in the wild, cut into tags and text in one linear pass.
//!
//! Every token knows its bytes, which is what this reader is for. Follows the HTML standard's
//! tokenizer where it matters (raw text elements, comments, quotes in attributes) and recovers
//! as browsers do; also reads XML, JSX and the snippets of HTML that stand in Markdown.

use memchr::{memchr, memmem};
use std::borrow::Cow;
use std::ops::Range;

/// One token; ranges count bytes of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::corpus) enum Token {
    /// Text with entities as they stand.
    Text(Range<usize>),
    /// The contents of a CDATA section: text without entities.
    Cdata(Range<usize>),
    /// The contents of `<script>`, `<style>` and the like.
    Raw(Range<usize>),
    /// `<name attributes>`
    Open {
        /// Name, lower-cased, cut off after 15 bytes.
        name: Name,
        /// The attributes.
        attributes: Range<usize>,
        /// Ends in `/>`.
        empty: bool,
        /// The whole tag.
        range: Range<usize>,
    },
    /// `</name>`
    Close {
        /// Name, lower-cased, cut off after 15 bytes.
        name: Name,
        /// The whole tag.
        range: Range<usize>,
    },
}

/// A tag's name: lower-cased, no longer than any that matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::corpus) struct Name {
    bytes: [u8; 15],
    len: u8,
}

impl Name {
    fn new(name: &[u8]) -> Self {
        let mut bytes = [0; 15];
        let mut len = 0;
        for (to, from) in bytes.iter_mut().zip(name) {
            *to = from.to_ascii_lowercase();
            len += 1;
        }
        Self { bytes, len }
    }

    pub(in crate::corpus) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len as usize).unwrap_or_default()
    }
}

/// Cuts `source[range]` into tokens.
pub(in crate::corpus) struct Tokens<'s> {
    source: &'s str,
    at: usize,
    end: usize,
    /// The element whose raw text comes next.
    raw: Option<Name>,
    /// XML: no element has raw text.
    xml: bool,
    /// Nothing of the kind stands after here: never search for it again.
    no_double: bool,
    no_single: bool,
    no_close: bool,
}

impl<'s> Tokens<'s> {
    pub(in crate::corpus) fn html(source: &'s str, range: Range<usize>) -> Self {
        let (at, end) = (range.start, range.end.min(source.len()));
        Self { source, at, end, raw: None, xml: false, no_double: false, no_single: false, no_close: false }
    }

    pub(in crate::corpus) fn xml(source: &'s str) -> Self {
        Self { xml: true, ..Self::html(source, 0..source.len()) }
    }

    fn bytes(&self, from: usize) -> &'s [u8] {
        self.source.as_bytes().get(from..self.end).unwrap_or_default()
    }

    /// The end of the tag whose name ends at `from`: one past its `>`, quotes respected.
    fn tag_end(&mut self, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            let bytes = self.bytes(at);
            let next = bytes.iter().position(|b| matches!(b, b'>' | b'"' | b'\''));
            let Some(next) = next else {
                // No end outside quotation marks: take the first one inside them.
                let end = memchr(b'>', self.bytes(from)).map(|len| from + len + 1);
                self.no_close = end.is_none();
                return end;
            };
            at += next + 1;
            match bytes[next] {
                b'>' => return Some(at),
                quote => {
                    // A quotation mark counts only as the start of a value.
                    let before =
                        self.source.as_bytes().get(..at - 1).and_then(|b| b.iter().rev().find(|b| !b.is_ascii_whitespace()));
                    let gone = if quote == b'"' { &mut self.no_double } else { &mut self.no_single };
                    if before != Some(&b'=') || *gone {
                        continue;
                    }
                    match memchr(quote, self.source.as_bytes().get(at..self.end).unwrap_or_default()) {
                        Some(close) => at += close + 1,
                        None => *gone = true,
                    }
                }
            }
        }
    }

    fn markup(&mut self) -> Option<Token> {
        let start = self.at;
        let bytes = self.bytes(start);
        match *bytes.get(1)? {
            b'!' if bytes.starts_with(b"<!--") => {
                let inner = bytes.get(4..)?;
                // `<!-->` and `<!--->` are whole comments.
                let len = if inner.starts_with(b">") {
                    1
                } else if inner.starts_with(b"->") {
                    2
                } else if let Some(at) = memmem::find(inner, b"-->") {
                    at + 3
                } else {
                    // Without an end it goes on to the end of the page, as in browsers.
                    inner.len()
                };
                self.at = start + 4 + len;
                Some(Token::Raw(start..self.at))
            }
            b'!' if bytes.starts_with(b"<![CDATA[") => {
                let text = start + 9;
                let len = memmem::find(self.bytes(text), b"]]>");
                let end = len.map_or(self.end, |len| text + len);
                self.at = len.map_or(self.end, |len| text + len + 3);
                Some(Token::Cdata(text..end))
            }
            b'!' | b'?' => {
                let len = memchr(b'>', bytes)?;
                self.at = start + len + 1;
                Some(Token::Raw(start..self.at))
            }
            b'/' if bytes.get(2).is_some_and(|b| b.is_ascii_alphabetic()) => {
                let name = name_len(bytes.get(2..)?);
                let Some(len) = memchr(b'>', bytes) else {
                    self.no_close = true;
                    return None;
                };
                self.at = start + len + 1;
                Some(Token::Close { name: Name::new(bytes.get(2..2 + name)?), range: start..self.at })
            }
            b if b.is_ascii_alphabetic() => {
                let len = name_len(bytes.get(1..)?);
                let name = Name::new(bytes.get(1..1 + len)?);
                let from = start + 1 + len;
                let end = self.tag_end(from)?;
                let empty = self.source.as_bytes().get(end - 2) == Some(&b'/');
                let attributes = from..(end - 1 - usize::from(empty)).max(from);
                self.at = end;
                if !self.xml && is_raw(name.as_bytes()) && !empty {
                    self.raw = Some(name);
                }
                Some(Token::Open { name, attributes, empty, range: start..end })
            }
            _ => None,
        }
    }

    /// The contents of a raw text element, up to its end tag.
    fn raw_text(&mut self, name: Name) -> Token {
        let start = self.at;
        let mut from = start;
        let end = loop {
            match memmem::find(self.bytes(from), b"</") {
                None => break self.end,
                Some(at) => {
                    let close = from + at;
                    let rest = self.bytes(close + 2);
                    let len = name.as_bytes().len();
                    if rest.get(..len).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
                        && rest.get(len).is_none_or(|b| !b.is_ascii_alphanumeric())
                    {
                        break close;
                    }
                    from = close + 2;
                }
            }
        };
        self.at = end;
        if matches!(name.as_bytes(), b"title" | b"textarea") { Token::Text(start..end) } else { Token::Raw(start..end) }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(name) = self.raw.take() {
            return Some(self.raw_text(name));
        }
        if self.at >= self.end {
            return None;
        }
        let start = self.at;
        if self.bytes(start).first() == Some(&b'<')
            && !self.no_close
            && let Some(token) = self.markup()
        {
            return Some(token);
        }
        // Text up to the next `<`; one that opens no tag is text itself.
        let len = if self.no_close { None } else { memchr(b'<', self.bytes(start + 1)) };
        self.at = len.map_or(self.end, |len| start + 1 + len);
        Some(Token::Text(start..self.at))
    }
}

fn name_len(bytes: &[u8]) -> usize {
    bytes.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/')).unwrap_or(bytes.len())
}

fn is_raw(name: &[u8]) -> bool {
    matches!(name, b"script" | b"style" | b"title" | b"textarea" | b"xmp" | b"iframe" | b"noembed" | b"noframes")
}

/// The value of an attribute, entities decoded; `name` in lower case.
pub(in crate::corpus) fn attribute<'s>(source: &'s str, attributes: Range<usize>, name: &str) -> Option<Cow<'s, str>> {
    let mut rest = source.get(attributes)?;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let len = rest.bytes().position(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'/')).unwrap_or(rest.len()).max(1);
        let key = rest.get(..len)?;
        let after = rest.get(len..)?.trim_start();
        let value;
        match after.strip_prefix('=') {
            None => (value, rest) = ("", after),
            Some(after) => {
                let after = after.trim_start();
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
                match quote {
                    Some(quote) => {
                        let inner = after.get(1..)?;
                        let end = inner.find(quote).unwrap_or(inner.len());
                        value = inner.get(..end)?;
                        rest = inner.get(end..)?.get(1..).unwrap_or_default();
                    }
                    None => {
                        let end = after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len());
                        (value, rest) = (after.get(..end)?, after.get(end..)?);
                    }
                }
            }
        }
        if key.eq_ignore_ascii_case(name) {
            return Some(unescape(value));
        }
    }
}

/// `text` with its entities decoded.
pub(in crate::corpus) fn unescape(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        plain.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        match entity(rest) {
            Some((decoded, len)) => {
                plain.push_str(&decoded);
                rest = rest.get(len..).unwrap_or_default();
            }
            None => {
                plain.push('&');
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The character reference at the start of `text` (which starts with `&`) and its length.
pub(in crate::corpus) fn entity(text: &str) -> Option<(Cow<'static, str>, usize)> {
    let body = text.get(1..)?;
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix, skip) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 3),
            None => (number, 10, 2),
        };
        let len = digits.bytes().take(8).take_while(|&b| (b as char).is_digit(radix)).count();
        let code = u32::from_str_radix(digits.get(..len)?, radix).ok()?;
        let semicolon = usize::from(digits.as_bytes().get(len) == Some(&b';'));
        return Some((windows_1252(code).to_string().into(), skip + len + semicolon));
    }
    let len = body.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    let name = body.get(..len)?;
    let semicolon = body.as_bytes().get(len) == Some(&b';');
    let known = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "nbsp" => "\u{a0}",
        "pound" => "£",
        "copy" => "©",
        "reg" => "®",
        "apos" if semicolon => "'",
        "ndash" if semicolon => "–",
        "mdash" if semicolon => "—",
        "lsquo" if semicolon => "‘",
        "rsquo" if semicolon => "’",
        "ldquo" if semicolon => "“",
        "rdquo" if semicolon => "”",
        "hellip" if semicolon => "…",
        "bull" if semicolon => "•",
        "euro" if semicolon => "€",
        _ => "",
    };
    if !known.is_empty() {
        return Some((Cow::Borrowed(known), 1 + len + usize::from(semicolon)));
    }
    if !semicolon || len == 0 {
        return None;
    }
    // The long tail of names: the Markdown library holds the whole table.
    let whole = text.get(..len + 2)?;
    match pulldown_cmark::Parser::new(whole).nth(1)? {
        pulldown_cmark::Event::Text(decoded) if *decoded != *whole && !decoded.starts_with('&') => {
            Some((Cow::Owned(decoded.into_string()), len + 2))
        }
        _ => None,
    }
}

/// What browsers make of a number: the controls between 128 and 159 are Windows characters.
fn windows_1252(code: u32) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“',
        '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match code {
        0x80..=0x9f => HIGH.get(code as usize - 0x80).copied().unwrap_or('\u{fffd}'),
        0 => '\u{fffd}',
        _ => char::from_u32(code).unwrap_or('\u{fffd}'),
    }
}
