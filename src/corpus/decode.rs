//! From bytes to text, with a way back that stays true whatever the encoding.

use crate::source::{OffsetMap, Source, Span};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes of a file without a byte order mark are searched for a declaration.
const DECLARATION_WITHIN: usize = 2048;

/// How many bytes are looked at to tell text from anything else.
const SNIFFED: usize = 8192;

/// Why bytes are not a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Pictures, archives, programs.
    #[error("it is a binary file")]
    Binary,
    /// Four bytes for each character, which nothing that people write with does.
    #[error("it is in UTF-32: save it as UTF-8")]
    Utf32,
    /// More than 4 GiB.
    #[error("it is larger than 4 GiB")]
    TooLarge,
}

/// Decodes a whole file: by byte order mark, as UTF-8 where it is that, by what it declares
/// (`<meta charset>`, an XML declaration), else by a guess. Invalid bytes become U+FFFD; the
/// second value counts them.
pub fn decode(bytes: Vec<u8>) -> Result<(Source, usize), DecodeError> {
    if bytes.len() >= u32::MAX as usize / 4 * 3 {
        return Err(DecodeError::TooLarge);
    }
    // The mark of its other half is that of UTF-16, with a NUL behind it that no text holds.
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Err(DecodeError::Utf32);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        if encoding != UTF_8 {
            return Ok(transcode(&bytes, mark, encoding));
        }
        return Ok(match String::from_utf8(bytes) {
            Ok(mut text) => {
                text.drain(..mark);
                (Source::utf8(text, mark), 0)
            }
            Err(error) => transcode(error.as_bytes(), mark, UTF_8),
        });
    }
    if let Some(encoding) = bare_utf16(&bytes) {
        return Ok(transcode(&bytes, 0, encoding));
    }
    if is_binary(&bytes) {
        return Err(DecodeError::Binary);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok((Source::utf8(text, 0), 0)),
        Err(error) => error.into_bytes(),
    };
    let head = bytes.get(..DECLARATION_WITHIN).unwrap_or(&bytes);
    let encoding = declared(head).unwrap_or_else(|| guess(&bytes));
    Ok(transcode(&bytes, 0, encoding))
}

/// UTF-16 without a byte order mark: nearly every other byte is NUL, and none of those between is.
fn bare_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..SNIFFED).unwrap_or(bytes);
    if head.len() < 8 || memchr::memchr(0, head).is_none() {
        return None;
    }
    let units = head.len() / 2;
    // How many units have no high byte; none where a unit is a character that no text holds.
    let latin = |high: usize| {
        head.chunks_exact(2).try_fold(0, |count, unit| match (unit.get(high), unit.get(1 - high)) {
            (Some(0), Some(b'\t' | b'\n' | b'\r' | 0x0c | 0x20..)) => Some(count + 1),
            (Some(0), _) | (_, Some(0)) => None,
            _ => Some(count),
        })
    };
    let mostly = |count: Option<usize>| count.is_some_and(|count| count * 4 >= units * 3);
    if mostly(latin(1)) {
        Some(UTF_16LE)
    } else if mostly(latin(0)) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether the first bytes hold what no text holds: a NUL, or many other control characters.
fn is_binary(bytes: &[u8]) -> bool {
    let head = bytes.get(..SNIFFED).unwrap_or(bytes);
    if memchr::memchr(0, head).is_some() || head.starts_with(b"%PDF-") {
        return true;
    }
    let are_many = |count: usize| count * 20 > head.len();
    // As a rule line breaks and all are few.
    if !are_many(count(head, |b| b < 0x20)) {
        return false;
    }
    let is_control = |b: u8| (b < 0x20) & (b != b'\t') & (b != b'\n') & (b != b'\r') & (b != 0x0c) & (b != 0x1b);
    are_many(count(head, is_control))
}

/// How many bytes are such: without branches, so that many are looked at at once.
fn count(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> usize {
    bytes.chunks(128).map(|part| usize::from(part.iter().map(|&b| u8::from(is_such(b))).sum::<u8>())).sum()
}

/// The encoding that an HTML or XML file names in its head. UTF-8 is never believed here: the
/// caller has found that the bytes are not UTF-8 throughout, but a file that says so and has a
/// few bad bytes is read as UTF-8 all the same.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    for key in [&b"charset="[..], b"encoding="] {
        let Some(at) = memchr::memmem::find(&lower, key) else { continue };
        let label = lower.get(at + key.len()..)?;
        let label = label.strip_prefix(b"\"").or(label.strip_prefix(b"'")).unwrap_or(label);
        let end = label.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:.".contains(b))).unwrap_or(label.len());
        if let Some(encoding) = Encoding::for_label_no_replacement(label.get(..end)?) {
            // A page that could be searched for ASCII is not in UTF-16, whatever it says.
            return Some(if encoding.is_ascii_compatible() { encoding } else { UTF_8 });
        }
    }
    None
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let invalid = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).take(1000).count();
    let valid = bytes.utf8_chunks().flat_map(|chunk| chunk.valid().chars()).filter(|c| !c.is_ascii()).take(10_000).count();
    // Sequences of UTF-8 hardly ever come about by chance.
    if valid > invalid {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes.get(..1 << 20).unwrap_or(bytes), true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Decodes piece by piece so that every character knows its bytes.
fn transcode(bytes: &[u8], skip: usize, encoding: &'static Encoding) -> (Source, usize) {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut map = OffsetMap::default();
    let mut invalid = 0;
    if encoding == UTF_8 {
        let mut at = skip;
        for chunk in bytes.get(skip..).unwrap_or_default().utf8_chunks() {
            let (valid, bad) = (chunk.valid(), chunk.invalid());
            text.push_str(valid);
            map.push(valid.len(), Span { start: at, end: at + valid.len() }, true);
            at += valid.len();
            if !bad.is_empty() {
                invalid += 1;
                text.push('\u{fffd}');
                map.push('\u{fffd}'.len_utf8(), Span { start: at, end: at + bad.len() }, false);
                at += bad.len();
            }
        }
        return (Source::mapped(text, map, encoding.name()), invalid);
    }
    // ASCII stands for itself in single-byte encodings and in the multi-byte ones of the web,
    // except as a trail byte, which the decoder consumes with its lead, and after an escape.
    let plain = encoding.is_ascii_compatible() && encoding.name() != "ISO-2022-JP";
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut at = skip;
    let mut buffer = [0u8; 32];
    while at < bytes.len() {
        if plain {
            let run = bytes[at..].iter().position(|b| !b.is_ascii()).unwrap_or(bytes.len() - at);
            if run > 0
                && let Some(ascii) = bytes.get(at..at + run).and_then(|run| std::str::from_utf8(run).ok())
            {
                text.push_str(ascii);
                map.push(run, Span { start: at, end: at + run }, true);
                at += run;
                continue;
            }
        }
        let start = at;
        // Byte by byte until a character (or an error) comes out.
        loop {
            let last = at + 1 >= bytes.len();
            let Some(next) = bytes.get(at..at + 1) else { break };
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(next, &mut buffer, last);
            at += read;
            if let Some(decoded) = buffer.get(..written).and_then(|b| std::str::from_utf8(b).ok()) {
                text.push_str(decoded);
                map.push(decoded.len(), Span { start, end: at }, false);
            }
            match result {
                DecoderResult::Malformed(_, back) => {
                    // A byte read after the malformed ones belongs to what follows.
                    at = at.saturating_sub(back as usize).max(start + 1);
                    invalid += 1;
                    text.push('\u{fffd}');
                    map.push('\u{fffd}'.len_utf8(), Span { start, end: at }, false);
                    decoder = encoding.new_decoder_without_bom_handling();
                    break;
                }
                _ if written > 0 || last => break,
                DecoderResult::OutputFull if read == 0 => break,
                _ => {}
            }
        }
        if at == start {
            at += 1;
        }
    }
    (Source::mapped(text, map, encoding.name()), invalid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::TextRange;
    use proptest::prelude::*;

    /// Every character of the text, alone, leads to bytes that decode to it.
    fn every_character_comes_back(bytes: &[u8], encoding: &'static Encoding) {
        let (source, invalid) = decode(bytes.to_vec()).expect("text");
        assert_eq!(invalid, 0);
        for (at, c) in source.text().char_indices() {
            let span = source.span(TextRange::new(at, at + c.len_utf8()));
            let (back, _) = encoding.decode_without_bom_handling(&bytes[span.start..span.end]);
            assert_eq!(back, c.to_string(), "{span:?}");
            assert_eq!(source.quote(span), c.to_string());
        }
    }

    #[test]
    fn legacy_encodings_map_back() {
        let text = "<meta charset=windows-1252>Café opens – “in May”";
        let (bytes, encoding, _) = encoding_rs::WINDOWS_1252.encode(text);
        let (source, _) = decode(bytes.to_vec()).expect("text");
        assert_eq!(source.text(), text);
        every_character_comes_back(&bytes, encoding);
    }

    #[test]
    fn invalid_bytes_are_counted_and_keep_the_map_true() {
        let bytes = "Öffnung für alle: größer, schöner ".bytes().chain([0xff]).chain("im März".bytes()).collect::<Vec<_>>();
        let (source, invalid) = decode(bytes.clone()).expect("text");
        assert_eq!(invalid, 1);
        let at = source.text().find("März").expect("the word");
        let span = source.span(TextRange::new(at, at + "März".len()));
        assert_eq!(&bytes[span.start..span.end], "März".as_bytes());
    }

    #[test]
    fn a_byte_order_mark_counts_in_bytes_and_not_in_columns() {
        let (source, _) = decode(b"\xef\xbb\xbfBy May".to_vec()).expect("text");
        let place = source.place(source.span(TextRange::new(3, 6)));
        assert_eq!((place.span().start, place.start().column.0, place.start().line.0), (6, 4, 1));
    }

    #[test]
    fn binary_is_not_text() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0".to_vec()), Err(DecodeError::Binary));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok((source, _)) = decode(bytes.clone()) {
                for (at, c) in source.text().char_indices() {
                    let span = source.span(TextRange::new(at, at + c.len_utf8()));
                    prop_assert!(span.start < span.end && span.end <= bytes.len());
                }
            }
        }

        #[test]
        fn encodings_of_the_web_come_back(text in "[a-z é ü ß – “ ” £ 日本 \\n]{0,60}", which in 0usize..5) {
            let text = format!("<?xml encoding='X'?>{text}");
            let encoding = [encoding_rs::UTF_8, encoding_rs::WINDOWS_1252, encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP, encoding_rs::GB18030][which];
            let text = text.replace('X', encoding.name());
            let (bytes, _, lossy) = encoding.encode(&text);
            // Bytes that are UTF-8 by chance are read as that, whatever is declared.
            prop_assume!(!lossy && (encoding == UTF_8 || text.is_ascii() || std::str::from_utf8(&bytes).is_err()));
            let (source, invalid) = decode(bytes.to_vec()).expect("text");
            prop_assert_eq!(invalid, 0);
            prop_assert_eq!(source.text(), &text);
            every_character_comes_back(&bytes, encoding);
        }

        #[test]
        fn utf_16_comes_back(text in "[a-z é 😀\\n]{0,40}", little in any::<bool>()) {
            let mut bytes = if little { vec![0xff, 0xfe] } else { vec![0xfe, 0xff] };
            for unit in text.encode_utf16() {
                bytes.extend(if little { unit.to_le_bytes() } else { unit.to_be_bytes() });
            }
            let (source, _) = decode(bytes.clone()).expect("text");
            prop_assert_eq!(source.text(), &text);
            every_character_comes_back(&bytes, if little { encoding_rs::UTF_16LE } else { encoding_rs::UTF_16BE });
        }

        #[test]
        fn lines_and_columns_agree_with_a_plain_count(text in "[a é😀\\n\\r]{0,80}") {
            let source = Source::utf8(text.clone(), 0);
            let (mut line, mut column, mut previous) = (1, 1, ' ');
            for (at, c) in text.char_indices() {
                if previous == '\n' || (previous == '\r' && c != '\n') {
                    (line, column) = (line + 1, 1);
                }
                let position = source.position(at);
                prop_assert_eq!((position.line.0, position.column.0), (line, column));
                (column, previous) = (column + 1, c);
            }
        }
    }
}
