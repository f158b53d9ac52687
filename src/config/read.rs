//! Reading a TOML table by hand, so that every mistake is found at once and at its own place.
//!
//! A deserialiser stops at the first error; people who write a configuration
//! want them all. [`TableReader`] notes what was asked of a table, and reports
//! the keys that nobody asked for when it is finished.

use crate::calendar::Day;
use crate::output::snippet::{Mark, Snippet};
use miette::Diagnostic;
use std::cell::RefCell;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One thing wrong in a TOML file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Bytes of the file.
    pub span: Range<usize>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Short label under the words.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
}

/// Why a file could not be read, and what to do, in words that need no knowledge of operating systems.
pub fn cannot_read(name: &str, error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => {
            format!("cannot read {name}: there is no such file or folder; paths count from the working directory")
        }
        std::io::ErrorKind::PermissionDenied => format!("cannot read {name}: you are not allowed to; see who may read it"),
        std::io::ErrorKind::InvalidData => format!("cannot read {name}: it is not UTF-8; save it as UTF-8"),
        _ => format!("cannot read {name}: {error}"),
    }
}

/// All that is wrong in one TOML file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {}", self.first())]
pub struct Mistakes {
    /// The file's name, as shown.
    pub name: String,
    /// The file's text.
    pub text: String,
    /// What is wrong, in order of place; never empty.
    pub mistakes: Vec<Mistake>,
}

impl Mistakes {
    fn first(&self) -> &str {
        self.mistakes.first().map_or("not valid", |m| &m.message)
    }

    /// One diagnostic for each mistake, for a terminal `width` columns wide.
    pub fn diagnostics(&self, width: usize) -> Vec<MistakeReport> {
        let report = |m: &Mistake| MistakeReport {
            message: m.message.clone(),
            help: m.help.clone(),
            snippet: Snippet::of_text(&self.name, &self.text, &[Mark { span: m.span.clone(), label: m.label.clone() }], width),
        };
        self.mistakes.iter().map(report).collect()
    }
}

/// A mistake with its place in the file, ready to be rendered.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct MistakeReport {
    message: String,
    help: Option<String>,
    snippet: Snippet,
}

impl Diagnostic for MistakeReport {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.help.as_ref().map(|h| Box::new(h) as Box<dyn std::fmt::Display>)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        Some(Box::new(self.snippet.labels()))
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.snippet)
    }
}

impl MistakeReport {
    /// Where it stands, for the renderer.
    pub fn snippet(&self) -> &Snippet {
        &self.snippet
    }
}

/// Parses `text` and hands the top table to `read`; `Err` holds everything that was wrong.
pub fn parse<T>(name: &str, text: &str, read: impl FnOnce(&TableReader<'_, '_>) -> T) -> Result<T, Mistakes> {
    let sink = RefCell::new(Vec::new());
    // The parser takes a byte order mark for white space, so spans stay true.
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        sink.borrow_mut().push(Mistake { span, message: error.message().to_owned(), label: "here".into(), help: None });
    }
    let reader = TableReader::new(root.get_ref(), String::new(), 0..0, &sink);
    let value = read(&reader);
    reader.finish();
    drop(reader);
    let mut mistakes = sink.into_inner();
    if mistakes.is_empty() {
        return Ok(value);
    }
    mistakes.sort_by_key(|m| (m.span.start, m.span.end));
    mistakes.dedup();
    Err(Mistakes { name: name.to_owned(), text: text.to_owned(), mistakes })
}

/// One table, with a note of the keys that were asked for.
pub struct TableReader<'a, 'i> {
    table: &'a DeTable<'i>,
    path: String,
    span: Range<usize>,
    asked: RefCell<Vec<&'static str>>,
    sink: &'a RefCell<Vec<Mistake>>,
}

impl<'a, 'i> TableReader<'a, 'i> {
    fn new(table: &'a DeTable<'i>, path: String, span: Range<usize>, sink: &'a RefCell<Vec<Mistake>>) -> Self {
        Self { table, path, span, asked: RefCell::new(Vec::new()), sink }
    }

    /// Bytes of the file: the table's head, or the whole of an inline table.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// What the table is called: "[corpus]".
    pub fn name(&self) -> String {
        format!("[{}]", self.path)
    }

    /// Notes something wrong at `span`.
    pub fn mistake(&self, span: Range<usize>, message: String, label: &str, help: Option<String>) {
        self.sink.borrow_mut().push(Mistake { span, message, label: label.to_owned(), help });
    }

    /// Whether the table has `key`.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn ask(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    fn named(&self, key: &str) -> String {
        if self.path.is_empty() { format!("`{key}`") } else { format!("`{}.{key}`", self.path) }
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'i>>, wanted: &str) {
        let found = type_name(value.get_ref());
        self.mistake(
            value.span(),
            format!("{} must be {wanted}, not {found}", self.named(key)),
            &format!("this is {found}"),
            None,
        );
    }

    /// The string at `key`.
    pub fn string(&self, key: &'static str) -> Option<Spanned<String>> {
        let value = self.ask(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(Spanned::new(value.span(), text.to_owned())),
            None => {
                self.wrong_type(key, value, "a string");
                None
            }
        }
    }

    /// The strings at `key`: one, or a list of them.
    pub fn strings(&self, key: &'static str) -> Option<Vec<Spanned<String>>> {
        let value = self.ask(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(vec![Spanned::new(value.span(), text.to_string())]),
            DeValue::Array(items) => {
                let mut strings = Vec::with_capacity(items.len());
                for item in items.iter() {
                    match item.get_ref().as_str() {
                        Some(text) => strings.push(Spanned::new(item.span(), text.to_owned())),
                        None => self.wrong_type(key, item, "a list of strings"),
                    }
                }
                Some(strings)
            }
            _ => {
                self.wrong_type(key, value, "a string or a list of strings");
                None
            }
        }
    }

    /// The whole number at `key`, which must lie in `range`.
    pub fn number(&self, key: &'static str, range: std::ops::RangeInclusive<u64>) -> Option<u64> {
        let value = self.ask(key)?;
        let Some(integer) = value.get_ref().as_integer() else {
            self.wrong_type(key, value, "a whole number");
            return None;
        };
        let number = u64::from_str_radix(integer.as_str(), integer.radix()).ok().filter(|number| range.contains(number));
        if number.is_none() {
            let message = format!("{} must lie between {} and {}", self.named(key), range.start(), range.end());
            self.mistake(value.span(), message, "too small or too large", None);
        }
        number
    }

    /// The `true` or `false` at `key`.
    pub fn flag(&self, key: &'static str) -> Option<bool> {
        let value = self.ask(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(key, value, "true or false");
        }
        flag
    }

    /// The value at `key`, one of `choices`.
    pub fn choice<T: Copy>(&self, key: &'static str, choices: &[(&'static str, T)]) -> Option<T> {
        let text = self.string(key)?;
        self.chosen(key, &text, choices)
    }

    fn chosen<T: Copy>(&self, key: &str, text: &Spanned<String>, choices: &[(&'static str, T)]) -> Option<T> {
        let found = choices.iter().find(|(name, _)| *name == text.get_ref()).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let message = format!("{} cannot be \"{}\"", self.named(key), text.get_ref());
            self.mistake(text.span(), message, "not one of the choices", Some(one_of(text.get_ref(), &names)));
        }
        found
    }

    /// The day at `key`: a TOML date, or a string that reads as one; `words` are other strings that are allowed.
    pub fn day<T>(&self, key: &'static str, words: &[(&'static str, T)], day: impl Fn(Day) -> T) -> Option<T>
    where
        T: Copy,
    {
        let value = self.ask(key)?;
        let (text, span) = match value.get_ref() {
            DeValue::Datetime(when) => (when.to_string(), value.span()),
            DeValue::String(text) => (text.to_string(), value.span()),
            _ => {
                self.wrong_type(key, value, "a date");
                return None;
            }
        };
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        if let Ok(found) = text.parse::<Day>() {
            return Some(day(found));
        }
        let mut help = String::from("write a day as 2024-03-06");
        for (word, _) in words {
            help.push_str(&format!(", or \"{word}\""));
        }
        self.mistake(span, format!("{} is not a day: {text}", self.named(key)), "not a day", Some(help));
        None
    }

    /// The table at `key`.
    pub fn table(&self, key: &'static str) -> Option<TableReader<'a, 'i>> {
        let value = self.ask(key)?;
        match value.get_ref() {
            DeValue::Table(table) => {
                let path = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
                Some(TableReader::new(table, path, value.span(), self.sink))
            }
            _ => {
                self.wrong_type(key, value, "a table");
                None
            }
        }
    }

    /// The tables at `key`: `[[key]]`.
    pub fn tables(&self, key: &'static str) -> Option<Vec<TableReader<'a, 'i>>> {
        let value = self.ask(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, &format!("a list of tables, [[{key}]]"));
            return None;
        };
        let mut tables = Vec::with_capacity(items.len());
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => tables.push(TableReader::new(table, format!("[{key}]"), item.span(), self.sink)),
                _ => self.wrong_type(key, item, "a list of tables"),
            }
        }
        Some(tables)
    }

    /// Notes something wrong with the table as a whole.
    pub fn mistake_here(&self, message: &str, help: &str) {
        self.mistake(self.span.clone(), message.to_owned(), "here", Some(help.to_owned()));
    }

    /// Every entry of a table whose keys are not fixed, each value one of `choices`.
    /// `known` are the keys that exist; empty means that any will do.
    pub fn map_of<T: Copy>(self, known: &[&str], choices: &[(&'static str, T)], what: &str) -> Vec<(String, T)> {
        let mut entries = Vec::with_capacity(self.table.len());
        for (key, value) in self.table.iter() {
            let name = key.get_ref().as_ref();
            if !known.is_empty() && !known.contains(&name) {
                let message = format!("there is no {what} `{name}`");
                self.mistake(key.span(), message, &format!("unknown {what}"), did_you_mean(name, known));
                continue;
            }
            match value.get_ref().as_str() {
                Some(text) => {
                    let text = Spanned::new(value.span(), text.to_owned());
                    entries.extend(self.chosen(name, &text, choices).map(|value| (name.to_owned(), value)));
                }
                None => self.wrong_type(name, value, "a string"),
            }
        }
        entries
    }

    /// Reports every key that was never asked for.
    pub fn finish(&self) {
        let asked = self.asked.borrow();
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if asked.contains(&name) {
                continue;
            }
            let place = if self.path.is_empty() { "at the top level".to_owned() } else { format!("in [{}]", self.path) };
            let help = one_of(name, &asked);
            self.mistake(key.span(), format!("unknown key `{name}` {place}"), "unknown key", Some(help));
        }
    }
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The candidate that `word` was most likely meant to be.
pub fn nearest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase().replace('_', "-");
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    let distance = |candidate: &&str| strsim::damerau_levenshtein(&word, candidate);
    candidates.iter().copied().filter(|c| distance(c) <= allowed).min_by_key(|c| distance(&&**c))
}

/// "did you mean `x`?"
pub fn did_you_mean(word: &str, candidates: &[&str]) -> Option<String> {
    nearest(word, candidates).map(|found| format!("did you mean `{found}`?"))
}

fn one_of(word: &str, candidates: &[&str]) -> String {
    did_you_mean(word, candidates).unwrap_or_else(|| format!("choose one of: {}", candidates.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_forgives_a_slip_and_no_more() {
        assert_eq!(nearest("exlude", &["include", "exclude"]), Some("exclude"));
        assert_eq!(nearest("fail_on", &["fail-on", "gate"]), Some("fail-on"));
        assert_eq!(nearest("colour", &["include", "exclude"]), None);
    }
}
