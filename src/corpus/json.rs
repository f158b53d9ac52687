//! Records of JSON files: one object a line, an array of objects, or one object.

use super::DateSource;
use super::dates::NumericOrder;
use super::metadata::{Field, Metadata, field};
use crate::source::Line;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use std::ops::Range;

/// How the text of a record is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BodyFormat {
    /// HTML where it has block tags, else plain.
    #[default]
    Auto,
    /// Plain text.
    Plain,
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
}

/// Where a record keeps what: names or dotted paths (`meta.published`), tried in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct JsonFields {
    /// Where the records are in an object that holds a list of them.
    pub records: Vec<String>,
    /// Identity.
    pub id: Vec<String>,
    /// The article.
    pub text: Vec<String>,
    /// Publication date.
    pub date: Vec<String>,
    /// Title.
    pub title: Vec<String>,
    /// Address.
    pub url: Vec<String>,
    /// How the text is written.
    pub format: BodyFormat,
}

impl Default for JsonFields {
    fn default() -> Self {
        let list = |names: &str| names.split(' ').map(str::to_owned).collect();
        Self {
            records: list("items articles documents docs records posts results entries data response"),
            id: list("id _id guid uuid doc url link path"),
            text: list(
                "text body content articleBody article_body content_html content_text body_html content.rendered html markdown",
            ),
            date: list(
                "date published datePublished date_published published_at publishedAt publication_date pubDate firstPublished firstcreated issued created created_at dateCreated timestamp",
            ),
            title: list("title headline title.rendered name"),
            url: list("url link canonical_url permalink webUrl"),
            format: BodyFormat::Auto,
        }
    }
}

/// One record, taken apart.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) format: BodyFormat,
    pub(super) title: Option<String>,
    pub(super) metadata: Metadata,
    pub(super) line: Line,
}

/// A value by name or dotted path.
fn lookup<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    if let Some(found) = value.get(path) {
        return Some(found);
    }
    let (head, rest) = path.split_once('.')?;
    lookup(value.get(head)?, rest)
}

fn first<'v>(value: &'v Value, paths: &[String]) -> Option<(&'v Value, usize)> {
    paths.iter().enumerate().find_map(|(rank, path)| {
        let found = lookup(value, path)?;
        (!found.is_null() && found.as_str() != Some("")).then_some((found, rank))
    })
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(parts) => {
            let parts: Option<Vec<_>> = parts.iter().map(|part| part.as_str()).collect();
            Some(parts?.join("\n\n"))
        }
        _ => None,
    }
}

/// Takes a record apart; the reason why not where it is none.
pub(super) fn record(value: &Value, fields: &JsonFields, order: NumericOrder, line: Line) -> Result<Record, &'static str> {
    if !value.is_object() {
        return Err("not an object");
    }
    let text = fields.text.iter().enumerate().find_map(|(rank, path)| {
        let text = lookup(value, path).and_then(text_of)?;
        (!text.trim().is_empty()).then_some((text, rank))
    });
    let (text, rank) = text.ok_or("no text")?;
    let id = first(value, &fields.id).and_then(|(id, _)| text_of(id)).unwrap_or_else(|| format!("line-{}", line.0));
    let name = fields.text.get(rank).map_or("", String::as_str);
    // The record's own word, then the name of its field, then its looks.
    let format = match value.get("format").and_then(Value::as_str).map(str::to_ascii_lowercase).as_deref() {
        Some("html" | "text/html") => BodyFormat::Html,
        Some("markdown" | "md" | "text/markdown") => BodyFormat::Markdown,
        Some("plain" | "text" | "txt" | "text/plain") => BodyFormat::Plain,
        _ => match fields.format {
            BodyFormat::Auto if name.contains("html") || looks_like_html(&text) => BodyFormat::Html,
            BodyFormat::Auto if name.contains("markdown") => BodyFormat::Markdown,
            BodyFormat::Auto => BodyFormat::Plain,
            given => given,
        },
    };
    let mut metadata = Metadata::new(order);
    for (rank, path) in fields.date.iter().enumerate() {
        if let Some(interval) = lookup(value, path).and_then(|found| metadata.date_value(found)) {
            metadata.publish(interval, DateSource::Field, rank.min(250) as u8);
            break;
        }
    }
    for (key, found) in value.as_object().into_iter().flatten() {
        match (field(key), found) {
            (Some(Field::Updated), _) => {
                if let Some(interval) = metadata.date_value(found) {
                    metadata.update(interval, DateSource::Field);
                }
            }
            (Some(draft @ (Field::Draft | Field::Status)), Value::String(value)) => {
                metadata.field(draft, value, DateSource::Field)
            }
            (Some(Field::Draft), Value::Bool(draft)) => metadata.draft |= draft,
            (Some(Field::Published(_)), Value::Bool(published)) => metadata.draft |= !published,
            _ => {}
        }
    }
    if let Some((Value::String(url), _)) = first(value, &fields.url) {
        metadata.url = Some(url.clone());
        if let Some(interval) = super::dates::in_path(url) {
            metadata.publish(interval, DateSource::Path, 0);
        }
    }
    // WordPress has an object with the words inside: the first field that holds words, not the first that is there.
    let titles = fields.title.iter().filter_map(|path| lookup(value, path).and_then(text_of));
    let title = titles.into_iter().find(|title| !title.trim().is_empty());
    Ok(Record { id, text, format, title, metadata, line })
}

/// A value with every escape of half a character (`\ud83d` without its other half, where a text was cut by
/// units of UTF-16) as that of U+FFFD, which is as long; and how many there were.
pub(super) fn whole_characters(json: &str) -> (Cow<'_, str>, usize) {
    let bytes = json.as_bytes();
    // The unit that an escape at `at` stands for.
    let unit = |at: usize| -> Option<u32> {
        let escape = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(escape, 16).ok()
    };
    let (mut mended, mut copied, mut halves, mut at) = (String::new(), 0, 0, 0);
    while let Some(ahead) = bytes.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += ahead;
        match unit(at) {
            Some(0xD800..=0xDBFF) if matches!(unit(at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
            Some(0xD800..=0xDFFF) => {
                mended.push_str(json.get(copied..at).unwrap_or_default());
                mended.push_str("\\ufffd");
                (halves, at) = (halves + 1, at + 6);
                copied = at;
            }
            // The byte after a backslash is no backslash of its own.
            _ => at += 2,
        }
    }
    if halves == 0 {
        return (Cow::Borrowed(json), 0);
    }
    mended.push_str(json.get(copied..).unwrap_or_default());
    (Cow::Owned(mended), halves)
}

fn looks_like_html(text: &str) -> bool {
    let head = text.get(..4096).unwrap_or(text);
    ["<p>", "<p ", "<div", "<br", "<ul>", "<h2", "<h1", "<html"]
        .iter()
        .any(|tag| memchr::memmem::find(head.as_bytes(), tag.as_bytes()).is_some())
}

/// The values of a JSON file and where each stands: the elements of an array (at the top, or in
/// one of the `records` fields), else the values that follow each other (lines of JSON).
pub(super) fn values(source: &str, fields: &JsonFields) -> Vec<Range<usize>> {
    let trimmed = source.len() - source.trim_start().len();
    let bytes = source.as_bytes();
    if bytes.get(trimmed) == Some(&b'[') {
        return children(bytes, trimmed);
    }
    let whole = value_end(bytes, trimmed);
    if source.get(whole..).is_some_and(|rest| rest.trim().is_empty())
        && bytes.get(trimmed) == Some(&b'{')
        && let Some(list) = list_in(source, trimmed, fields, LISTS_WITHIN)
    {
        return children(bytes, list);
    }
    // One value after the other, on lines of their own or not.
    let mut found = Vec::new();
    let mut at = trimmed;
    while at < bytes.len() {
        if bytes.get(at) == Some(&b'{') {
            // A line that is no JSON must not swallow the ones after it.
            let line = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |len| at + len);
            let end = value_end(bytes, at);
            let after = bytes.get(line..).unwrap_or_default();
            let blank = after.iter().take_while(|b| b.is_ascii_whitespace()).count();
            let begins = after.get(blank) == Some(&b'{') && after.get(..blank).is_some_and(|gap| gap.ends_with(b"\n"));
            let next = if end > line && begins { line } else { end };
            found.push(at..next);
            at = next;
        } else {
            let line = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |len| at + len);
            if source.get(at..line).is_some_and(|text| !text.trim().is_empty()) {
                found.push(at..line);
            }
            at = line;
        }
        at += bytes.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_whitespace()).count();
    }
    found
}

/// How many objects may lie around a list of records: `{"response": {"docs": [...]}}`.
const LISTS_WITHIN: usize = 3;

/// Where the list of records starts that the object at `start` holds, or an object in it under one of the same names.
fn list_in(source: &str, start: usize, fields: &JsonFields, depth: usize) -> Option<usize> {
    let named: Vec<_> = members(source, start).into_iter().filter(|(key, _)| fields.records.iter().any(|n| n == key)).collect();
    let begins = |at: usize, with: u8| source.as_bytes().get(at) == Some(&with);
    let direct = named.iter().find(|(_, value)| begins(*value, b'['));
    direct.map(|(_, value)| *value).or_else(|| {
        let within = depth.checked_sub(1)?;
        named.iter().filter(|(_, value)| begins(*value, b'{')).find_map(|(_, value)| list_in(source, *value, fields, within))
    })
}

/// JSON with the words of other languages for what is no number (`NaN`, `Infinity`), which Python writes, as `null`.
pub(super) fn without_nan(json: &str) -> Option<String> {
    let mut mended = String::new();
    let (mut copied, mut at) = (0, 0);
    let bytes = json.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let word = ["-Infinity", "Infinity", "NaN"].into_iter().find(|word| rest.starts_with(word.as_bytes()));
        match (byte, word) {
            (b'"', _) => at = value_end(bytes, at).max(at + 1),
            (_, Some(word)) => {
                mended.push_str(json.get(copied..at)?);
                mended.push_str("null");
                at += word.len();
                copied = at;
            }
            _ => at += 1,
        }
    }
    mended.push_str(json.get(copied..)?);
    (copied > 0).then_some(mended)
}

/// The elements of the array that starts at `start`.
fn children(bytes: &[u8], start: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = start + 1;
    loop {
        at += bytes.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_whitespace() || **b == b',').count();
        match bytes.get(at) {
            None | Some(b']') => return found,
            Some(_) => {
                let end = value_end(bytes, at).max(at + 1);
                found.push(at..end);
                at = end;
            }
        }
    }
}

/// The keys of the object that starts at `start`, and where their values start.
fn members(source: &str, start: usize) -> Vec<(&str, usize)> {
    let bytes = source.as_bytes();
    let mut found = Vec::new();
    let mut at = start + 1;
    loop {
        at += bytes.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_whitespace() || **b == b',').count();
        if bytes.get(at) != Some(&b'"') {
            return found;
        }
        let end = value_end(bytes, at);
        let key = source.get(at + 1..end.saturating_sub(1)).unwrap_or_default();
        at = end + bytes.get(end..).unwrap_or_default().iter().take_while(|b| b.is_ascii_whitespace() || **b == b':').count();
        found.push((key, at));
        at = value_end(bytes, at).max(at + 1);
    }
}

/// One past the end of the value that starts at `start`; strings and brackets respected.
fn value_end(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0usize;
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at += 1;
                while let Some(next) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
                    at += next;
                    if bytes.get(at) == Some(&b'"') {
                        break;
                    }
                    at += 2;
                }
                if bytes.get(at) != Some(&b'"') {
                    return bytes.len();
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
        if depth == 0 && matches!(byte, b'"' | b'}' | b']') {
            return at;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        values(source, &JsonFields::default()).into_iter().map(|range| &source[range]).collect()
    }

    #[test]
    fn lines_arrays_and_feeds() {
        assert_eq!(texts("{\"a\":\"}\\\"\"}\n\n{\"b\":[1]}\n"), ["{\"a\":\"}\\\"\"}", "{\"b\":[1]}"]);
        assert_eq!(texts(" [ {\"a\":1} , {\"b\":{}}]"), ["{\"a\":1}", "{\"b\":{}}"]);
        assert_eq!(texts("{\"version\":\"1\",\"items\":[{\"a\":1},{\"b\":2}]}"), ["{\"a\":1}", "{\"b\":2}"]);
        assert_eq!(texts("{\"id\":1,\n\"text\":\"x\"}"), ["{\"id\":1,\n\"text\":\"x\"}"]);
        assert_eq!(texts("{\"n\":2,\"data\":{\"items\":[{\"a\":1},{\"b\":2}]}}"), ["{\"a\":1}", "{\"b\":2}"]);
        let deep = "{\"data\":".repeat(6) + "[1]" + &"}".repeat(6);
        assert_eq!(texts(&deep), [deep.as_str()]);
    }

    #[test]
    fn what_is_no_number_is_nothing() {
        let mended = |json| without_nan(json);
        assert_eq!(mended("{\"a\":NaN,\"b\":[-Infinity,Infinity]}").as_deref(), Some("{\"a\":null,\"b\":[null,null]}"));
        assert_eq!(mended("{\"a\":\"NaN, \\\"Infinity\\\"\"}"), None);
        assert_eq!(mended("{\"a\":\"NaN"), None);
    }

    #[test]
    fn a_broken_line_does_not_swallow_the_next() {
        assert_eq!(texts("{\"a\": [1\n{\"b\":2}\nnothing\n{\"c\":3}"), ["{\"a\": [1", "{\"b\":2}", "nothing", "{\"c\":3}"]);
    }

    #[test]
    fn halves_of_characters_are_replaced_and_nothing_else() {
        for (json, expected, count) in [
            (r#""a \ud83d b""#, r#""a \ufffd b""#, 1),
            (r#""\udc00\ud83d""#, r#""\ufffd\ufffd""#, 2),
            (r#""\ud83d\ude80 whole""#, r#""\ud83d\ude80 whole""#, 0),
            (r#""\\ud83d is a backslash and letters""#, r#""\\ud83d is a backslash and letters""#, 0),
            (r#""\ud83d\ud83d\ude80""#, r#""\ufffd\ud83d\ude80""#, 1),
            (r#""\uD83"#, r#""\uD83"#, 0),
        ] {
            let (mended, halves) = whole_characters(json);
            assert_eq!((&*mended, halves), (expected, count));
        }
    }

    #[test]
    fn dotted_paths_and_epochs() {
        let value: Value =
            serde_json::from_str(r#"{"meta":{"when":1400000000},"content":{"rendered":"<p>x</p>"},"id":7}"#).expect("JSON");
        let fields = JsonFields { date: vec!["meta.when".into()], ..JsonFields::default() };
        let record = record(&value, &fields, NumericOrder::Unknown, Line(1)).expect("a record");
        assert_eq!((record.id.as_str(), record.format), ("7", BodyFormat::Html));
        assert_eq!(record.metadata.judge().published.map(|d| d.interval.start().to_string()).as_deref(), Some("2014-05-13"));
    }
}
