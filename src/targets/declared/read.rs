//! Reads a target file: all mistakes at once, each at its place.
//!
//! The file is walked as a tree of spanned values and not deserialised, because a
//! deserialiser stops at the first mistake and loses places under flattened tables.

mod notes;
mod owners;

use super::{Declared, TargetFileError};
use crate::calendar::{Day, Interval};
use crate::statements::Kind;
use crate::targets::RecordedEvent;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Keys of a `[[target]]` table.
const TARGET_KEYS: &[&str] = &["aliases", "correction", "event", "id", "near", "not-near", "override", "owner", "reply", "title"];
/// Keys of a `[[target.event]]` table.
const EVENT_KEYS: &[&str] = &["deadline", "kind", "on", "quote", "source"];
/// Kinds of events by the words that a record uses.
pub const KINDS: &[(&str, Kind)] = &[
    ("set", Kind::Commitment),
    ("moved", Kind::Moved),
    ("met", Kind::Met),
    ("missed", Kind::Missed),
    ("dropped", Kind::Dropped),
];

/// Reads a target file's text.
///
/// # Errors
/// All mistakes of the file, in order of their place: nothing is used of a file that has any.
pub fn parse(path: &str, text: &str) -> Result<Vec<Declared>, Vec<TargetFileError>> {
    let mut reader = Reader { path, text: Arc::from(text), errors: Vec::new() };
    let (root, syntax) = DeTable::parse_recoverable(text);
    if !syntax.is_empty() {
        for error in syntax {
            let span = error.span().unwrap_or(0..0);
            reader.report(span, error.message().trim().to_owned(), "here", "see https://toml.io for how TOML is written");
        }
        return Err(reader.finish());
    }
    let targets = reader.file(root.get_ref());
    if reader.errors.is_empty() { Ok(targets) } else { Err(reader.finish()) }
}

/// A mistake at the id of a target of a file that was read before.
pub fn mistake_at_id(path: &str, text: &str, id: &str, message: String, label: &str, help: String) -> TargetFileError {
    let (root, _) = DeTable::parse_recoverable(text);
    let targets = root.get_ref().get("target").and_then(|value| value.get_ref().as_array());
    let ids = targets.into_iter().flat_map(|array| array.iter()).filter_map(|target| target.get_ref().as_table()?.get("id"));
    let place = ids.filter(|value| value.get_ref().as_str() == Some(id)).map(Spanned::span).next().unwrap_or(0..0);
    Reader { path, text: Arc::from(text), errors: Vec::new() }.error(place, message, label, help)
}

struct Reader<'a> {
    path: &'a str,
    text: Arc<str>,
    errors: Vec<TargetFileError>,
}

impl Reader<'_> {
    fn report(&mut self, span: Range<usize>, message: impl Into<String>, label: impl Into<String>, help: impl Into<String>) {
        let error = self.error(span, message, label, help);
        self.errors.push(error);
    }

    fn error(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> TargetFileError {
        let end = span.end.min(self.text.len());
        let start = span.start.min(end);
        TargetFileError {
            message: message.into(),
            source_code: miette::NamedSource::new(self.path, self.text.clone()),
            span: (start, end - start).into(),
            label: label.into(),
            help: help.into(),
        }
    }

    fn finish(mut self) -> Vec<TargetFileError> {
        self.errors.sort_by_key(|e| (e.span.offset(), e.span.len()));
        self.errors
    }

    fn file(&mut self, root: &DeTable<'_>) -> Vec<Declared> {
        self.known_keys(root, &["target"], "a target file");
        let Some(value) = root.get("target") else {
            self.report(0..0, "no targets in this file", "nothing here", "declare at least one [[target]]");
            return Vec::new();
        };
        let mut targets: Vec<Declared> = Vec::new();
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (table, span) in self.tables(value, "target") {
            let target = self.target(table, span.clone());
            if !target.id.is_empty() {
                if let Some(first) = seen.get(&target.id) {
                    let place = table.get("id").map_or(span, |v| v.span());
                    let message = format!("the id `{}` is used twice", target.id);
                    self.report(
                        place,
                        message,
                        format!("also the id of target {}", first + 1),
                        "give each target an id of its own",
                    );
                }
                seen.entry(target.id.clone()).or_insert(targets.len());
            }
            targets.push(target);
        }
        targets
    }

    fn target(&mut self, table: &DeTable<'_>, span: Range<usize>) -> Declared {
        self.known_keys(table, TARGET_KEYS, "a target");
        let id = self.required(table, "id", &span, "a target");
        let title = self.required(table, "title", &span, "a target");
        if let Some(value) = table.get("id")
            && !id.is_empty()
            && !is_id(&id)
        {
            let help = format!("write `{}`", suggested_id(&id));
            self.report(value.span(), format!("`{id}` is no id"), "letters, digits and - _ . : / # ( ) only", help);
        }
        let aliases = self.strings(table, "aliases");
        if !table.contains_key("aliases") {
            let help = "add `aliases = [\"…\"]`: the wordings by which texts name it";
            self.report(span.clone(), format!("target `{id}` has no aliases, so no text can name it"), "this target", help);
        }
        let mut record = Vec::new();
        if let Some(value) = table.get("event") {
            for (event, span) in self.tables(value, "target.event") {
                record.extend(self.event(event, span));
            }
        }
        record.sort_by_key(|e: &RecordedEvent| e.on);
        let (owner, owners) = self.owners(table);
        Declared {
            id,
            title,
            owner,
            owners,
            aliases,
            near: self.strings(table, "near"),
            not_near: self.strings(table, "not-near"),
            record,
            notes: self.notes(table),
            overrides: self.flag(table, "override"),
        }
    }

    fn event(&mut self, table: &DeTable<'_>, span: Range<usize>) -> Option<RecordedEvent> {
        self.known_keys(table, EVENT_KEYS, "an event");
        let named = self.required(table, "kind", &span, "an event");
        let kind = KINDS.iter().find(|(name, _)| *name == named).map(|(_, kind)| *kind);
        if let (None, Some(value), false) = (kind, table.get("kind"), named.is_empty()) {
            let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
            let help = did_you_mean(&named, &names);
            self.report(value.span(), format!("`{named}` is no kind of event"), "not a kind", help);
        }
        let on = match table.get("on") {
            Some(value) => self.date(value),
            None => {
                self.report(
                    span.clone(),
                    "the event does not say when it was",
                    "this event",
                    "add `on = 2013-01-16` (a date, year or month)",
                );
                None
            }
        };
        let deadline = table.get("deadline").and_then(|value| self.date(value));
        if let Some(kind) = kind
            && !table.contains_key("deadline")
            && matches!(kind, Kind::Commitment | Kind::Moved)
        {
            let help = "add `deadline = 2018` (a date, year, month, quarter or half-year)";
            self.report(span, format!("an event of kind `{named}` needs a deadline"), "this event", help);
        }
        if let (Some(on), Some(deadline), Some(Kind::Commitment | Kind::Moved), Some(value)) =
            (on, deadline, kind, table.get("deadline"))
            && deadline.end() < on.start()
        {
            let message = format!("the deadline ({deadline}) lies before the day on which it was set ({on})");
            self.report(value.span(), message, "already past then", "check `on` and `deadline`");
        }
        Some(RecordedEvent {
            on: on?,
            kind: kind?,
            deadline,
            quote: self.string(table, "quote"),
            source: self.string(table, "source"),
        })
    }

    /// The tables of an array of tables; anything else is a mistake.
    fn tables<'v>(&mut self, value: &'v Spanned<DeValue<'v>>, name: &str) -> Vec<(&'v DeTable<'v>, Range<usize>)> {
        let Some(array) = value.get_ref().as_array() else {
            self.report(
                value.span(),
                format!("`{name}` must be a list of tables"),
                "not a list",
                format!("write `[[{name}]]`, with two brackets"),
            );
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_table() {
                Some(table) => tables.push((table, self.header(item.span()))),
                None => self.report(
                    item.span(),
                    format!("`{name}` must be a table"),
                    "not a table",
                    format!("write `[[{name}]]` above its keys"),
                ),
            }
        }
        tables
    }

    /// The first line of a table: a label under all of it would say nothing.
    fn header(&self, span: Range<usize>) -> Range<usize> {
        let text = self.text.get(span.clone()).unwrap_or_default();
        span.start..span.start + text.find('\n').unwrap_or(text.len())
    }

    fn known_keys(&mut self, table: &DeTable<'_>, known: &[&str], of: &str) {
        for key in table.keys() {
            let name = key.get_ref();
            if !known.contains(&name.as_ref()) {
                let help = did_you_mean(name, known);
                self.report(key.span(), format!("`{name}` is not a key of {of}"), "unknown key", help);
            }
        }
    }

    fn required(&mut self, table: &DeTable<'_>, key: &str, span: &Range<usize>, of: &str) -> String {
        match table.get(key) {
            None => {
                self.report(
                    span.clone(),
                    format!("{of} needs `{key}`"),
                    format!("`{key}` is missing"),
                    format!("add `{key} = \"…\"`"),
                );
                String::new()
            }
            Some(value) => {
                let text = self.string(table, key).unwrap_or_default();
                if text.trim().is_empty() && value.get_ref().is_str() {
                    self.report(value.span(), format!("`{key}` is empty"), "nothing here", format!("say what the {key} is"));
                }
                text
            }
        }
    }

    fn string(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(text.to_owned()),
            None => {
                let kind = value.get_ref().type_str();
                self.report(value.span(), format!("`{key}` must be text, not {kind}"), "not text", "put it in quotation marks");
                None
            }
        }
    }

    fn flag(&mut self, table: &DeTable<'_>, key: &str) -> bool {
        match table.get(key).map(|value| (value.get_ref(), value.span())) {
            None => false,
            Some((DeValue::Boolean(flag), _)) => *flag,
            Some((_, span)) => {
                self.report(
                    span,
                    format!("`{key}` must be true or false"),
                    "neither",
                    format!("write `{key} = true`, or take it out"),
                );
                false
            }
        }
    }

    fn strings(&mut self, table: &DeTable<'_>, key: &str) -> Vec<String> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.report(
                value.span(),
                format!("`{key}` must be a list of texts"),
                "not a list",
                format!("write `{key} = [\"…\"]`"),
            );
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_str() {
                Some(text) if !text.trim().is_empty() => texts.push(text.to_owned()),
                _ => self.report(
                    item.span(),
                    format!("`{key}` must hold texts"),
                    "not a text, or empty",
                    "put words in quotation marks, or take it out",
                ),
            }
        }
        texts
    }

    fn date(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Interval> {
        let text = match value.get_ref() {
            DeValue::Integer(year) => year.as_str().to_owned(),
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.date.map(|d| d.to_string()).unwrap_or_default(),
            _ => String::new(),
        };
        let interval = period(text.trim());
        if interval.is_none() {
            let written = self.text.get(value.span()).unwrap_or_default().to_owned();
            let help =
                "write a date (2018-06-30), a year (2018), or \"2018-06\", \"2018-Q3\", \"2018-H1\", \"2018-04-01/2019-03-31\"";
            self.report(value.span(), format!("{written} is no date"), "not a date", help);
        }
        interval
    }
}

/// Whether a desk's own id can stand in files, links and tables as it is: it holds no blanks and no
/// marks that mean something there.
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_.:/#()".contains(c))
}

/// The nearest id that can.
pub fn suggested_id(text: &str) -> String {
    let kept = text.trim().chars().map(|c| if is_id(c.encode_utf8(&mut [0; 4])) { c } else { '-' });
    let joined: String = kept.collect();
    let parts: Vec<&str> = joined.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "target-1".to_owned() } else { parts.join("-") }
}

/// A period as target files write it: "2018", "2018-06", "2018-Q3", "2018-H1", "2018-06-30",
/// "2018-04-01/2019-03-31".
pub fn period(text: &str) -> Option<Interval> {
    if let Some((from, to)) = text.split_once('/') {
        return Interval::new(period(from.trim())?.start(), period(to.trim())?.end());
    }
    let mut parts = text.splitn(3, '-');
    let year_text = parts.next().filter(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()))?;
    let year: i32 = year_text.parse().ok()?;
    let Some(part) = parts.next() else { return Interval::year(year) };
    if let Some(day) = parts.next() {
        return Some(Interval::day(Day::from_ymd_opt(year, two_digits(part)?, two_digits(day)?)?));
    }
    let months = |first: u32, last: u32| Interval::new(Interval::month(year, first)?.start(), Interval::month(year, last)?.end());
    let lower = part.to_ascii_lowercase();
    match lower.as_str() {
        "q1" => months(1, 3),
        "q2" => months(4, 6),
        "q3" => months(7, 9),
        "q4" => months(10, 12),
        "h1" => months(1, 6),
        "h2" => months(7, 12),
        _ => Interval::month(year, two_digits(part)?),
    }
}

fn two_digits(text: &str) -> Option<u32> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// The next step after an unknown word: the nearest known one, or all of them.
fn did_you_mean(word: &str, known: &[&str]) -> String {
    let nearest = known.iter().map(|k| (distance(word, k), *k)).min();
    match nearest {
        Some((d, name)) if d <= 2.max(name.len() / 3) => format!("did you mean `{name}`?"),
        _ => format!("one of: {}", known.join(", ")),
    }
}

/// Edits between two words (Levenshtein); long words are cut, since no key is that long.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(32).collect();
    let b: Vec<char> = b.chars().take(32).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut before = i;
        let mut left = i + 1;
        let mut next = Vec::with_capacity(row.len());
        next.push(left);
        for (y, above) in b.iter().zip(row.iter().skip(1)) {
            left = (above + 1).min(left + 1).min(before + usize::from(x != y));
            before = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> Option<Interval> {
        Interval::new(from.parse().ok()?, to.parse().ok()?)
    }

    #[test]
    fn periods_in_all_their_forms() {
        assert_eq!(period("2018"), Interval::year(2018));
        assert_eq!(period("2018-06"), Interval::month(2018, 6));
        assert_eq!(period("2018-Q3"), span("2018-07-01", "2018-09-30"));
        assert_eq!(period("2018-h1"), span("2018-01-01", "2018-06-30"));
        assert_eq!(period("2018-06-30"), span("2018-06-30", "2018-06-30"));
        assert_eq!(period("2018-04-01/2019-03-31"), span("2018-04-01", "2019-03-31"));
        for wrong in ["", "18", "2018-13", "2018-02-30", "spring", "2019/2018", "2018-6", "２０１８"] {
            assert_eq!(period(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_file_without_mistakes() {
        let text = r#"
            [[target]]
            id = "ferry-electric"
            title = "Electric ferry on the northern route"
            owner = "Harbour Board"
            aliases = ["electric ferry"]
            near = ["harbour"]
            [[target.event]]
            kind = "moved"
            on = 2021-05-04
            deadline = "2024-Q2"
            [[target.event]]
            kind = "set"
            on = 2019
            deadline = 2022
            quote = "The ferry will be electric by 2022."
        "#;
        let targets = parse("ferry.toml", text).expect("no mistakes");
        assert_eq!(targets.len(), 1);
        let ferry = &targets[0];
        assert_eq!(ferry.record.iter().map(|e| e.kind).collect::<Vec<_>>(), [Kind::Commitment, Kind::Moved], "oldest first");
        assert_eq!(ferry.record[1].deadline, span("2024-04-01", "2024-06-30"));
    }

    #[test]
    fn all_mistakes_at_once_each_at_its_place() {
        let text = "[[target]]\nid = \"Ferry 1\"\ntitel = \"x\"\naliases = \"ferry\"\n[[target.event]]\nkind = \"moves\"\non = \"someday\"\ndeadline = 2022\n";
        let errors = parse("ferry.toml", text).expect_err("mistakes");
        let at: Vec<&str> = errors.iter().map(|e| &text[e.range()]).collect();
        assert_eq!(at, ["[[target]]", "\"Ferry 1\"", "titel", "\"ferry\"", "\"moves\"", "\"someday\""]);
        assert!(errors[2].help.contains("did you mean `title`"), "{}", errors[2].help);
        assert!(errors[4].help.contains("did you mean `moved`"), "{}", errors[4].help);
    }

    #[test]
    fn broken_toml_is_said_where_it_breaks() {
        let errors = parse("x.toml", "[[target]]\nid = \"a\ntitle = \"b\"\n").expect_err("an open string");
        assert!(errors[0].range().start >= 16, "{:?}", errors[0].range());
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "(\\[\\[target\\]\\]|[a-z\\-]{1,8} = |\"[^\"]{0,6}\"|[0-9]{1,4}|\\[|\\]|\n|é){0,24}") {
            if let Err(errors) = parse("x.toml", &text) {
                for error in errors {
                    proptest::prop_assert!(text.get(error.range()).is_some());
                }
            }
        }
    }
}
