//! Front matter: YAML between `---`, TOML between `+++`, or a JSON object, at the top of a file.
//!
//! Only scalars at the top level matter here, and their bytes do; so the YAML read is the part
//! of it that people write at the top of articles, not the whole language.

use super::piece::Piece;
use std::ops::Range;

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its key; a nested one joined by full stops.
    pub(super) key: String,
    /// Its value as text.
    pub(super) value: String,
    /// Where the value stands, without quotation marks.
    pub(super) range: Range<usize>,
}

impl Entry {
    /// The value as a text with a map.
    pub(super) fn piece(&self, source: &str) -> Piece {
        let mut piece = Piece::default();
        if source.get(self.range.clone()) == Some(&self.value) {
            piece.verbatim(source, self.range.clone());
        } else {
            piece.replaced(&self.value, self.range.clone());
        }
        piece
    }
}

/// The front matter of a text and where its body begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    pub(super) entries: Vec<Entry>,
    pub(super) body: usize,
}

/// Reads the front matter at the start of `source`, blank lines before it allowed.
pub(super) fn read(source: &str) -> FrontMatter {
    let start = source.len() - source.trim_start().len();
    let rest = source.get(start..).unwrap_or_default();
    let found = match rest.get(..3) {
        Some("---") => fenced(source, start, "---").map(|(inner, body)| FrontMatter { entries: yaml(source, inner), body }),
        Some("+++") => fenced(source, start, "+++").map(|(inner, body)| FrontMatter { entries: toml(source, inner), body }),
        Some(text) if text.starts_with('{') && matches!(text.as_bytes().get(1), Some(b'\n' | b'\r' | b'"' | b' ')) => {
            json(source, start)
        }
        _ => None,
    };
    found.unwrap_or_default()
}

/// What stands between two lines that are `fence`, and where the text goes on.
fn fenced(source: &str, start: usize, fence: &str) -> Option<(Range<usize>, usize)> {
    let mut lines = lines(source, start);
    let (first, next) = lines.next()?;
    if source.get(first)?.trim_end() != fence {
        return None;
    }
    let mut seen = 0;
    for (line, after) in lines {
        let text = source.get(line.clone())?.trim_end();
        if text == fence || (fence == "---" && text == "...") {
            return (seen > 0).then_some((next..line.start, after));
        }
        // A thematic break, not front matter: a paragraph of prose follows it.
        seen += 1;
        if seen > 2000 {
            return None;
        }
    }
    None
}

/// The lines from `start` on, without their breaks, and where the next one starts.
fn lines(source: &str, start: usize) -> impl Iterator<Item = (Range<usize>, usize)> + '_ {
    let mut at = start;
    std::iter::from_fn(move || {
        let rest = source.get(at..).filter(|rest| !rest.is_empty())?;
        let len = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let line = at..at + len;
        let pair = rest.as_bytes().get(len..len + 2) == Some(b"\r\n");
        at = (at + len + 1 + usize::from(pair)).min(source.len());
        Some((line, at))
    })
}

fn yaml(source: &str, inner: Range<usize>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let text = source.get(..inner.end).unwrap_or_default();
    let mut lines = lines(text, inner.start).peekable();
    while let Some((line, _)) = lines.next() {
        let Some(whole) = source.get(line.clone()) else { continue };
        let Some(colon) = whole.find(':') else { continue };
        let (key, after) = (whole.get(..colon).unwrap_or_default(), whole.get(colon + 1..).unwrap_or_default());
        if key.starts_with([' ', '\t', '#', '-', '"', '\'']) || !(after.is_empty() || after.starts_with([' ', '\t'])) {
            continue;
        }
        let key = key.trim_end().to_owned();
        let start = line.start + colon + 1 + (after.len() - after.trim_start().len());
        let value = after.trim();
        let indented =
            |line: &Range<usize>| source.get(line.clone()).is_some_and(|l| l.trim().is_empty() || l.starts_with([' ', '\t']));
        match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                // A quoted value may go on over further lines.
                let mut end = line.end;
                while closing(source.get(start + 1..end).unwrap_or_default(), quote).is_none() {
                    match lines.next_if(|(next, _)| indented(next)) {
                        Some((next, _)) => end = next.end,
                        None => break,
                    }
                }
                let raw = source.get(start + 1..end).unwrap_or_default();
                let len = closing(raw, quote).unwrap_or(raw.trim_end().len());
                let range = start + 1..start + 1 + len;
                let raw = raw.get(..len).unwrap_or_default();
                let value = if quote == '"' { unescaped(raw) } else { raw.replace("''", "'") };
                entries.push(Entry { key, value: folded(&value), range });
            }
            Some('|' | '>') if value.len() <= 3 => {
                let (mut first, mut last, mut value) = (None, start, String::new());
                while let Some((next, _)) = lines.next_if(|(next, _)| indented(next)) {
                    let part = source.get(next.clone()).unwrap_or_default();
                    if part.trim().is_empty() {
                        continue;
                    }
                    first = first.or(Some(next.start + part.len() - part.trim_start().len()));
                    last = next.start + part.trim_end().len();
                    if !value.is_empty() {
                        value.push('\n');
                    }
                    value.push_str(part.trim());
                }
                entries.push(Entry { key, value, range: first.unwrap_or(start)..last });
            }
            _ => {
                let len = value.find(" #").map_or(value.len(), |at| value.get(..at).unwrap_or_default().trim_end().len());
                let mut range = start..start + len;
                if !value.is_empty() && !value.starts_with(['[', '{', '&', '*', '!', '#']) {
                    while let Some((next, _)) = lines.next_if(|(next, _)| {
                        source.get(next.clone()).is_some_and(|l| {
                            l.starts_with([' ', '\t']) && !l.trim().is_empty() && !l.trim_start().starts_with("- ")
                        })
                    }) {
                        range.end = next.start + source.get(next.clone()).unwrap_or_default().trim_end().len();
                    }
                }
                let raw = source.get(range.clone()).unwrap_or_default();
                if !raw.starts_with('#') {
                    entries.push(Entry { key, value: folded(raw), range });
                }
            }
        }
    }
    entries
}

/// Where the closing quotation mark stands.
fn closing(raw: &str, quote: char) -> Option<usize> {
    let bytes = raw.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (quote, byte) {
            ('"', b'\\') => at += 1,
            ('"', b'"') => return Some(at),
            ('\'', b'\'') if bytes.get(at + 1) == Some(&b'\'') => at += 1,
            ('\'', b'\'') => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

fn unescaped(raw: &str) -> String {
    if !raw.contains('\\') {
        return raw.to_owned();
    }
    // A JSON string has the escapes that matter.
    let joined = raw.replace(['\n', '\r'], " ");
    serde_json::from_str(&format!("\"{joined}\"")).unwrap_or_else(|_| raw.to_owned())
}

/// Line breaks of a value that goes on over several lines become spaces.
fn folded(value: &str) -> String {
    if !value.contains(['\n', '\r']) {
        return value.to_owned();
    }
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn toml(source: &str, inner: Range<usize>) -> Vec<Entry> {
    use toml::de::{DeTable, DeValue};
    let mut entries = Vec::new();
    let Some(text) = source.get(inner.clone()) else { return entries };
    fn walk(table: &DeTable<'_>, prefix: &str, text: &str, offset: usize, entries: &mut Vec<Entry>) {
        for (key, value) in table {
            let name = if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
            let mut range = value.span();
            let value = match value.get_ref() {
                DeValue::String(string) => {
                    for quote in ["\"\"\"", "\'\'\'", "\"", "'"] {
                        let raw = text.get(range.clone()).unwrap_or_default();
                        if raw.len() >= 2 * quote.len() && raw.starts_with(quote) && raw.ends_with(quote) {
                            range = range.start + quote.len()..range.end - quote.len();
                            break;
                        }
                    }
                    string.to_string()
                }
                DeValue::Datetime(datetime) => datetime.to_string(),
                DeValue::Integer(integer) => integer.as_str().to_owned(),
                DeValue::Boolean(truth) => truth.to_string(),
                DeValue::Table(inner) if prefix.is_empty() => {
                    walk(inner, &name, text, offset, entries);
                    continue;
                }
                _ => continue,
            };
            entries.push(Entry { key: name, value, range: offset + range.start..offset + range.end });
        }
    }
    let (table, _) = DeTable::parse_recoverable(text);
    walk(table.get_ref(), "", text, inner.start, &mut entries);
    entries.sort_by_key(|entry| entry.range.start);
    entries
}

fn json(source: &str, start: usize) -> Option<FrontMatter> {
    let text = source.get(start..)?;
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    let serde_json::Value::Object(object) = stream.next()?.ok()? else { return None };
    let body = start + stream.byte_offset();
    let inner = source.get(start..body)?;
    // Only a body makes this front matter.
    if source.get(body..)?.trim().is_empty() {
        return None;
    }
    let entries = object.into_iter().filter_map(|(key, value)| {
        let value = match value {
            serde_json::Value::String(text) => text,
            serde_json::Value::Number(number) => number.to_string(),
            serde_json::Value::Bool(truth) => truth.to_string(),
            _ => return None,
        };
        // Where it stands: after its key; a value with escapes stands for the whole object.
        let at = inner.find(&format!("\"{key}\"")).and_then(|at| {
            let after = at + key.len() + 2;
            Some(after + inner.get(after..)?.find(&value)?)
        });
        let range = at.map_or(start..body, |at| start + at..start + at + value.len());
        Some(Entry { key, value, range })
    });
    Some(FrontMatter { entries: entries.collect(), body })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(source: &str) -> Vec<(String, String)> {
        read(source).entries.into_iter().map(|e| (e.key, e.value)).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect()
    }

    #[test]
    fn yaml_as_people_write_it() {
        let source = "\n---\r\ntitle: 'It''s open: at last' # really\r\ndate     : 2016-05-03 10:00\r\ntags:\r\n  - a\r\nsummary: >\r\n  One\r\n  two\r\n# a note\r\ndeck: a long\r\n  line\r\n---\r\nBody";
        let expected = pairs(&[
            ("title", "It's open: at last"),
            ("date", "2016-05-03 10:00"),
            ("tags", ""),
            ("summary", "One\ntwo"),
            ("deck", "a long line"),
        ]);
        assert_eq!(fields(source), expected);
        assert_eq!(&source[read(source).body..], "Body");
    }

    #[test]
    fn toml_and_json() {
        let source = "+++\npath = \"2014/12/12/x\"\ndate = 2014-12-12\n[extra]\nupdated = 2015-01-01\n+++\nBody";
        assert_eq!(fields(source), pairs(&[("path", "2014/12/12/x"), ("date", "2014-12-12"), ("extra.updated", "2015-01-01")]));
        let source = "{\n\"title\": \"A\", \"draft\": true}\nBody";
        assert_eq!(fields(source), pairs(&[("title", "A"), ("draft", "true")]));
    }

    #[test]
    fn values_know_their_place() {
        for source in [
            "---\ntitle: \"By May\"\n---\nx",
            "+++\ntitle = \"By May\"\n+++\nx",
            "{\"title\": \"By May\"}\nx",
            "---\ntitle: By May\n---\n",
        ] {
            let found = read(source);
            let entry = found.entries.first().expect("a title");
            assert_eq!(&source[entry.range.clone()], "By May", "{source}");
        }
    }

    #[test]
    fn a_thematic_break_is_no_front_matter() {
        assert_eq!(read("---\n\nText without an end").body, 0);
        assert_eq!(read("---\n---\nText").body, 0);
        assert_eq!(read("No front matter\n---\n").body, 0);
    }
}
