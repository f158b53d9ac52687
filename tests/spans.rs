//! Every word of a document is read once, and its span leads back to its bytes: over generated
//! documents in every format, encoding and style of line break.

#![allow(missing_docs, clippy::expect_used)]

use bywhen::corpus::{Document, FileKind, Options, SourceFile, read_bytes};
use bywhen::prose::{Block, Zone, blocks};
use proptest::prelude::*;

/// A stretch of the article, in words.
#[derive(Clone, Debug)]
enum Unit {
    Heading(Vec<String>),
    Paragraph(Vec<String>),
    List(Vec<Vec<String>>),
    Table(Vec<Vec<String>>),
    Quotation(Vec<String>),
}

const STEMS: [&str; 10] =
    ["road", "Caf\u{e9}", "\u{201c}May\u{201d}", "\u{a3}3.4bn", "R&D", "d\u{2019}accord", "bridge", "2018", "na\u{ef}ve", "by"];

fn words(max: usize) -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec((0..STEMS.len()).prop_map(|i| STEMS[i].to_owned()), 1..max)
}

fn units() -> impl Strategy<Value = Vec<Unit>> {
    let unit = prop_oneof![
        words(5).prop_map(Unit::Heading),
        words(30).prop_map(Unit::Paragraph),
        proptest::collection::vec(words(6), 1..4).prop_map(Unit::List),
        proptest::collection::vec(proptest::collection::vec(words(2), 2..3).prop_map(|row| row.concat()), 2..4)
            .prop_map(Unit::Table),
        words(12).prop_map(Unit::Quotation),
    ];
    // Numbers make every word of a document different from every other.
    proptest::collection::vec(unit, 1..8).prop_map(|mut units| {
        let mut count = 0;
        let mut number = |word: &mut String| {
            *word = format!("x{count}{word}x{count}");
            count += 1;
        };
        for unit in &mut units {
            match unit {
                Unit::Heading(words) | Unit::Paragraph(words) | Unit::Quotation(words) => words.iter_mut().for_each(&mut number),
                Unit::List(rows) | Unit::Table(rows) => rows.iter_mut().flatten().for_each(&mut number),
            }
        }
        units
    })
}

fn all_words(units: &[Unit]) -> Vec<&str> {
    let mut all = Vec::new();
    for unit in units {
        match unit {
            Unit::Heading(words) | Unit::Paragraph(words) | Unit::Quotation(words) => {
                all.extend(words.iter().map(String::as_str))
            }
            Unit::List(rows) | Unit::Table(rows) => all.extend(rows.iter().flatten().map(String::as_str)),
        }
    }
    all
}

/// How a writer marks a word, by its place.
fn styled(words: &[String], style: u8, word: impl Fn(&str, u8) -> String, wrap: &str) -> String {
    let mut text = String::new();
    for (at, next) in words.iter().enumerate() {
        if at > 0 {
            text.push_str(if at % 7 == 6 { wrap } else { " " });
        }
        text.push_str(&word(next, (style as usize + at) as u8 % 6));
    }
    text
}

fn plain(units: &[Unit]) -> String {
    let flat = |words: &[String]| styled(words, 0, |word, _| word.into(), " ");
    let parts = units.iter().map(|unit| match unit {
        Unit::Heading(words) => flat(words),
        Unit::Paragraph(words) | Unit::Quotation(words) => flat(words) + ".",
        Unit::List(rows) | Unit::Table(rows) => {
            rows.iter().map(|row| format!("\u{2022} {}", flat(row))).collect::<Vec<_>>().join("\n")
        }
    });
    parts.collect::<Vec<_>>().join("\n\n")
}

fn markdown(units: &[Unit], style: u8) -> String {
    let word = |word: &str, style: u8| match style {
        1 => format!("**{word}**"),
        2 => format!("[{word}](https://example.org/a?b=c \"t\")"),
        3 => format!("~~{word}~~"),
        4 => word.replace('&', "&amp;"),
        5 => format!("<b>{word}</b>"),
        _ => word.into(),
    };
    let mut text = String::from("---\ndate: 2018-03-04\n---\n\n{{< figure src=\"a.png\" >}}\n\n");
    for unit in units {
        match unit {
            Unit::Heading(words) => text += &format!("## {}\n\n", styled(words, style, word, " ")),
            Unit::Paragraph(words) => text += &format!("{}\n\n", styled(words, style, word, "\n")),
            Unit::Quotation(words) => text += &format!("> {}\n\n", styled(words, style, word, "\n> ")),
            Unit::List(rows) => {
                for row in rows {
                    text += &format!("* {}\n", styled(row, style, word, "\n  "));
                }
                text += "\n<!-- a note -->\n\n";
            }
            Unit::Table(rows) => {
                for (at, row) in rows.iter().enumerate() {
                    let (first, rest) = row.split_at(row.len() / 2);
                    text += &format!("| {} | {} |\n", styled(first, style, word, " "), styled(rest, style, word, " "));
                    // Authors forget the line of dashes.
                    if at == 0 && (style.is_multiple_of(2) || rows.len() < 2) {
                        text += "|---|---|\n";
                    }
                }
                text += "\n";
            }
        }
    }
    text
}

fn html(units: &[Unit], style: u8, head: &str) -> String {
    let word = |word: &str, style: u8| {
        let word = word.replace('&', if style == 3 { "&#38;" } else { "&amp;" });
        match style {
            1 => format!("<strong>{word}</strong>"),
            2 => format!("<a href='/x?a=1&amp;b=2'>{word}</a>"),
            4 => word.replace('\u{e9}', "&eacute;").replace('\u{a3}', "&pound;").replace('\u{2019}', "&#8217;"),
            _ => word,
        }
    };
    let mut text = format!(
        "<!DOCTYPE html><html><head>{head}<style>p > a {{}}</style></head><body><nav><ul><li><a href=/>Home</a></ul></nav>\n"
    );
    for unit in units {
        match unit {
            Unit::Heading(words) => text += &format!("<h2>{}</h2>\n", styled(words, style, word, "\n\t ")),
            Unit::Paragraph(words) => text += &format!("<p class=a>{}\n", styled(words, style, word, "\n   ")),
            Unit::Quotation(words) => {
                text += &format!("<blockquote><p>{}</p></blockquote>\n", styled(words, style, word, "<!-- > -->\n"))
            }
            Unit::List(rows) => {
                text += "<ul>";
                for row in rows {
                    text += &format!("<li>{}", styled(row, style, word, " "));
                }
                text += "</ul><script>if (a < b) { '</p>' }</script>\n";
            }
            Unit::Table(rows) => {
                text += "<table>";
                for row in rows {
                    let (first, rest) = row.split_at(row.len() / 2);
                    text += &format!("<tr><td>{}<td>{}", styled(first, style, word, " "), styled(rest, style, word, " "));
                }
                text += "</table>\n";
            }
        }
    }
    text + "</body></html>"
}

fn file(kind: FileKind) -> SourceFile {
    SourceFile { path: "a".into(), shown: "a".into(), kind, named: true }
}

/// Where each word stands in the blocks; fails when a word is missing, twice, or out of order.
fn check(document: &Document, units: &[Unit], encode: impl Fn(&str) -> Vec<u8>, bytes: &[u8]) -> Result<(), TestCaseError> {
    let blocks: Vec<Block> = blocks(document).into_iter().filter(|b| !(b.zone == Zone::Teaser && b.text == "Home")).collect();
    let mut read: Vec<(usize, usize, usize)> = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let mut at = 0;
        for word in block.text.split_whitespace() {
            let start = at + block.text[at..].find(word).expect("a word of the block");
            at = start + word.len();
            read.push((index, start, at));
        }
    }
    let expected = all_words(units);
    let found: Vec<&str> = read.iter().map(|&(block, start, end)| blocks[block].text[start..end].trim_end_matches('.')).collect();
    prop_assert_eq!(&found, &expected);
    let source = document.source.text();
    for &(index, start, end) in &read {
        let block = &blocks[index];
        let word = block.text[start..end].trim_end_matches('.');
        let span = block.span((start..start + word.len()).into());
        let quote = document.quote(span);
        // Entities stand for characters, the rest for itself.
        let plain = ["&amp;", "&#38;", "&eacute;", "&pound;", "&#8217;"]
            .iter()
            .zip(["&", "&", "\u{e9}", "\u{a3}", "\u{2019}"])
            .fold(quote.to_owned(), |text, (entity, c)| text.replace(entity, c));
        prop_assert_eq!(&plain, word);
        prop_assert_eq!(&bytes[span.start..span.end], &encode(quote)[..]);
        let place = document.place(span);
        let at = document.source.range(span).start;
        let before = source[..at].replace("\r\n", "\n").replace('\r', "\n");
        prop_assert_eq!(place.start().line.0, before.matches('\n').count() + 1);
        prop_assert_eq!(place.start().column.0, before.rsplit('\n').next().unwrap_or("").chars().count() + 1);
    }
    Ok(())
}

/// Writes a text in some encoding.
type Encode = fn(&str) -> Vec<u8>;

/// A file as a program of the given habits would write it, and how it writes a part of it.
fn encoded(text: &str, habits: u8) -> (Vec<u8>, Encode) {
    match habits {
        0 => (text.as_bytes().to_vec(), |text| text.as_bytes().to_vec()),
        1 => ([b"\xef\xbb\xbf", text.as_bytes()].concat(), |text| text.as_bytes().to_vec()),
        2 => {
            let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
            ([&[0xff, 0xfe], &little(text)[..]].concat(), |text| text.encode_utf16().flat_map(u16::to_le_bytes).collect())
        }
        // No byte order mark.
        3 => {
            let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
            (big(text), |text| text.encode_utf16().flat_map(u16::to_be_bytes).collect())
        }
        _ => {
            (encoding_rs::WINDOWS_1252.encode(text).0.into_owned(), |text| encoding_rs::WINDOWS_1252.encode(text).0.into_owned())
        }
    }
}

fn broken(text: &str, lines: u8) -> String {
    match lines {
        0 => text.into(),
        1 => text.replace('\n', "\r\n"),
        _ => text.replace('\n', "\r"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn plain_text(units in units(), lines in 0u8..3, habits in 0u8..4) {
        let text = broken(&plain(&units), lines);
        let (bytes, encode) = encoded(&text, habits);
        let documents = read_bytes(&file(FileKind::Plain), bytes.clone(), &Options::default()).expect("a document");
        check(&documents[0], &units, encode, &bytes)?;
    }

    #[test]
    fn markdown_text(units in units(), style in 0u8..6, lines in 0u8..3, habits in 0u8..4) {
        let text = broken(&markdown(&units, style), lines);
        let (bytes, encode) = encoded(&text, habits);
        let documents = read_bytes(&file(FileKind::Markdown), bytes.clone(), &Options::default()).expect("a document");
        prop_assert!(documents[0].published.is_some());
        check(&documents[0], &units, encode, &bytes)?;
    }

    #[test]
    fn html_pages(units in units(), style in 0u8..6, lines in 0u8..3, habits in 0u8..5) {
        let text = broken(&html(&units, style, "<meta charset=windows-1252>"), lines);
        let (bytes, encode) = encoded(&text, habits);
        let documents = read_bytes(&file(FileKind::Html), bytes.clone(), &Options::default()).expect("a document");
        check(&documents[0], &units, encode, &bytes)?;
    }

    #[test]
    fn records(units in units(), style in 0u8..6, which in 0u8..3) {
        let (text, format) = match which {
            0 => (plain(&units), "plain"),
            1 => (markdown(&units, style).split_once("\n\n").map_or(String::new(), |(_, body)| body.to_owned()), "markdown"),
            _ => (html(&units, style, ""), "html"),
        };
        let record = serde_json::json!({"id": "r1", "date": "2018-03-04", "text": text, "format": format});
        let bytes = format!("\n{record}\n").into_bytes();
        let documents = read_bytes(&file(FileKind::JsonLines), bytes, &Options::default()).expect("a document");
        prop_assert_eq!(documents[0].record_line.map(|line| line.0), Some(2));
        check(&documents[0], &units, |text| text.as_bytes().to_vec(), text.as_bytes())?;
    }

    #[test]
    fn feeds(units in units(), style in 0u8..6, escaped in any::<bool>()) {
        let body = html(&units, style, "");
        let body = body.split_once("</nav>").map_or("", |(_, body)| body).replace("</body></html>", "");
        prop_assume!(!escaped || !body.contains("&#"));
        let content = format!("<![CDATA[{body}]]>");
        let xml = format!("<rss><channel><title>News</title><item><guid>g1</guid><description>{content}</description></item></channel></rss>");
        let documents = read_bytes(&file(FileKind::Feed), xml.clone().into_bytes(), &Options::default()).expect("a document");
        prop_assert_eq!(documents[0].doc.as_str(), "g1");
        check(&documents[0], &units, |text| text.as_bytes().to_vec(), xml.as_bytes())?;
    }

    #[test]
    fn nothing_panics(bytes in proptest::collection::vec(prop_oneof![
        Just(b'<'), Just(b'>'), Just(b'&'), Just(b'"'), Just(b'='), Just(b'-'), Just(b'{'), Just(b'}'), Just(b'%'), Just(b'\n'), Just(b'\r'), Just(b'*'),
        Just(b'['), Just(b']'), Just(b'('), Just(b'|'), Just(b'!'), Just(b'/'), Just(b'p'), Just(b':'), Just(b' '), Just(b'1'), Just(b'.'), Just(0xe2),
        Just(0x80), Just(0xa8), any::<u8>(),
    ], 0..160)) {
        for kind in [FileKind::Plain, FileKind::Markdown, FileKind::Mdx, FileKind::Html, FileKind::Json, FileKind::JsonLines, FileKind::Feed, FileKind::Unknown] {
            let Ok(documents) = read_bytes(&file(kind), bytes.clone(), &Options::default()) else { continue };
            for document in documents {
                for block in blocks(&document) {
                    let span = block.span((0..block.text.len()).into());
                    prop_assert!(span.start <= span.end);
                    document.place(span);
                    let at = bywhen::prose::sentences(&block).iter().map(|range| range.len()).sum::<usize>();
                    prop_assert!(at <= block.text.len());
                }
            }
        }
    }
}
