//! Shortcodes of WordPress (`[caption id="a"]…[/caption]`, `[gallery ids="1,2"]`) in the text that
//! its exports and its interface hand out before they are carried out.

use std::borrow::Cow;
use std::collections::HashSet;

/// No shortcode is longer: an opening bracket without its end must not cost more.
const LONGEST: usize = 1024;

/// Those of WordPress itself, that may stand without attributes and without an end.
const OWN: [&str; 8] = ["gallery", "caption", "wp_caption", "embed", "audio", "video", "playlist", "contact-form"];

/// `text` with its shortcodes made tags, byte for byte: a caption becomes the caption of HTML,
/// and any other a tag that means nothing, so that what stands in it remains.
pub(super) fn as_tags(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    if memchr::memchr(b'[', bytes).is_none() {
        return Cow::Borrowed(text);
    }
    let closed = closed(text);
    let mut out: Option<Vec<u8>> = None;
    for start in memchr::memchr_iter(b'[', bytes) {
        let rest = text.get(start + 1..).unwrap_or_default();
        let Some(code) = code(rest) else { continue };
        let known = OWN.contains(&code.name);
        if !(known || code.named || closed.contains(code.name)) || code.escaped {
            continue;
        }
        let out = out.get_or_insert_with(|| bytes.to_vec());
        let end = start + 1 + code.len;
        let name = start + 1 + usize::from(code.ends);
        let mut set = |at: usize, byte: u8| {
            if let Some(place) = out.get_mut(at) {
                *place = byte;
            }
        };
        set(start, b'<');
        set(end, b'>');
        if code.name != "caption" {
            // No name that HTML knows begins like this and goes on like those.
            set(name, b'x');
            for (at, _) in code.name.match_indices('_') {
                set(name + at, b'-');
            }
        }
    }
    // Only bytes of ASCII were put in the place of others.
    out.and_then(|out| String::from_utf8(out).ok()).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// What stands behind an opening bracket.
struct Code<'t> {
    name: &'t str,
    /// It is an end: `[/caption]`.
    ends: bool,
    /// It has an attribute with a value.
    named: bool,
    /// It is written in two brackets, to be shown as it is.
    escaped: bool,
    /// How far the closing bracket stands behind the opening one's end.
    len: usize,
}

fn code(rest: &str) -> Option<Code<'_>> {
    let (ends, after) = match rest.strip_prefix('/') {
        Some(after) => (true, after),
        None => (false, rest),
    };
    let is_name = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-');
    let long = after.bytes().take(40).take_while(|b| is_name(*b)).count();
    let name = after.get(..long).filter(|name| name.len() > 2 && name.starts_with(|c: char| c.is_ascii_lowercase()))?;
    let tail = after.as_bytes().get(long..)?;
    let within = tail.get(..LONGEST).unwrap_or(tail);
    let close = match tail.first()? {
        b']' => 0,
        b' ' | b'/' if !ends => memchr::memchr3(b']', b'[', b'<', within).filter(|at| within.get(*at) == Some(&b']'))?,
        _ => return None,
    };
    let attributes = tail.get(..close)?;
    let named = [&b"=\""[..], b"='", "=\u{201c}".as_bytes(), "=\u{201d}".as_bytes()];
    let named = named.iter().any(|mark| memchr::memmem::find(attributes, mark).is_some());
    Some(Code {
        name,
        ends,
        named,
        escaped: tail.get(close + 1) == Some(&b']') || tail.get(close + 1) == Some(&b'('),
        len: usize::from(ends) + long + close,
    })
}

/// The names of which an end stands somewhere.
fn closed(text: &str) -> HashSet<&str> {
    let ends = memchr::memmem::find_iter(text.as_bytes(), b"[/");
    ends.filter_map(|at| code(text.get(at + 1..)?)).filter(|code| code.ends).map(|code| code.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_becomes_a_caption_and_the_rest_nothing() {
        for (text, tags) in [
            (
                "[caption id=\"a_1\" width='3']<img> The pier.[/caption]",
                "<caption id=\"a_1\" width='3'><img> The pier.</caption>",
            ),
            ("Text [gallery ids=\"1,2\"] and [gallery].", "Text <xallery ids=\"1,2\"> and <xallery>."),
            ("[vc_row full=\"a\"]Text.[/vc_row]", "<xc-row full=\"a\">Text.</xc-row>"),
            ("[box]Text.[/box]", "<xox>Text.</xox>"),
        ] {
            assert_eq!(as_tags(text), tags);
            assert_eq!(text.len(), tags.len());
        }
    }

    #[test]
    fn brackets_of_writers_stay() {
        for text in [
            "He said [sic] that it [the bridge] would open.",
            "a [link](https://example.org) and [[caption]]",
            "[1] A note, [caption without an end",
            "[note: see below]",
            "an [edit = none] that is none",
        ] {
            assert_eq!(as_tags(text), text);
        }
    }
}
