//! Names with versions, numbers and years in a text.

use super::lists::Naming;
use crate::targets::stages::{self, is_version};
use crate::targets::words::{self, Hollow, is_empty_word, is_preposition, stem};
use std::borrow::Cow;

/// A name and its version, by which it is known and as it is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Thing {
    pub name: Vec<String>,
    pub version: String,
    pub written: String,
}

/// A word of a text.
#[derive(Clone, Debug)]
pub(super) struct Word<'t> {
    pub text: &'t str,
    pub lower: Cow<'t, str>,
    pub stem: Cow<'t, str>,
    pub capital: bool,
    /// Punctuation parts it from the word before.
    pub apart: bool,
}

pub(super) fn read(text: &str) -> Vec<Word<'_>> {
    let mut found: Vec<Word<'_>> = Vec::with_capacity(text.len() / 6 + 1);
    let mut apart = true;
    let mut rest = Some(text);
    while let Some(piece) = next_piece(&mut rest) {
        let bare = match piece.as_bytes() {
            // Most words stand without punctuation.
            [first, .., last] if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() => piece,
            _ => piece.trim_matches(|c: char| !c.is_alphanumeric()),
        };
        if bare.is_empty() {
            apart |= !piece.is_empty();
            continue;
        }
        let opens = piece.starts_with(['(', '[', ':', ';', ',']);
        let lower = words::lower(bare);
        let stem = match &lower {
            Cow::Borrowed(lower) => stem(lower),
            Cow::Owned(lower) => Cow::Owned(stem(lower).into_owned()),
        };
        let capital = match &lower {
            // Nothing had to be made small.
            Cow::Borrowed(_) => false,
            Cow::Owned(_) => bare.chars().any(char::is_uppercase),
        };
        found.push(Word { text: bare, stem, lower, capital, apart: apart || opens });
        apart = piece.ends_with([',', ';', ':', '.', ')', ']', '!', '?']);
    }
    found
}

/// Takes what stands before the next white space, slash or dash off a text.
fn next_piece<'t>(rest: &mut Option<&'t str>) -> Option<&'t str> {
    let text = (*rest)?;
    let bytes = text.as_bytes();
    let ends = |byte: &u8| matches!(byte, b' ' | b'/' | b'\t'..=b'\r') || !byte.is_ascii();
    let mut at = 0;
    while let Some(more) = bytes.get(at..) {
        let Some(found) = more.iter().position(ends) else { break };
        at += found;
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        if c.is_whitespace() || matches!(c, '/' | '–' | '—') {
            *rest = text.get(at + c.len_utf8()..);
            return text.get(..at);
        }
        at += c.len_utf8();
    }
    *rest = None;
    Some(text)
}

/// A name with a version, number or year in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Versioned {
    pub name: Vec<String>,
    pub version: String,
    /// Words from the name's first to the version's.
    pub from: usize,
    pub to: usize,
}

impl Versioned {
    pub(super) fn thing(self, all: &[Word<'_>]) -> Thing {
        let written = self.written(all);
        Thing { name: self.name, version: self.version, written }
    }

    pub(super) fn written(&self, all: &[Word<'_>]) -> String {
        let mut words: Vec<&str> = all.get(self.from..self.to).unwrap_or_default().iter().map(|w| w.text).collect();
        if words.is_empty() {
            // "the 4.2 release of Quill" is Quill 4.2.
            words.extend(behind(all, self.to).iter().map(|w| w.text));
        }
        // "1.0-beta1" names its stage too, which is told apart.
        let own = all.get(self.to).map(|w| w.text).filter(|text| !text.contains(char::is_alphabetic));
        words.push(own.unwrap_or(&self.version));
        words.extend(all.get(self.to + 1).filter(|w| w.stem == "edition" && !w.apart).map(|w| w.text));
        words.join(" ")
    }
}

pub(super) fn versioned(all: &[Word<'_>]) -> Vec<Versioned> {
    let mut found: Vec<Versioned> = Vec::new();
    for (at, word) in all.iter().enumerate() {
        let Some(number) = number_of(&word.lower) else { continue };
        // "a new version of Quill, 1.56"
        let listed = word.apart
            && at >= 3
            && all.get(at - 2).is_some_and(|w| w.lower == "of")
            && all.get(at - 3).is_some_and(|w| w.lower == "version");
        let (from, name) = if word.apart && !listed { (at, Vec::new()) } else { name_before(all, at) };
        let name = if name.is_empty() { name_behind(all, at) } else { name };
        let dotted = word.lower.contains('.');
        let year = number.len() == 4 && !dotted;
        let edition = |i: usize| all.get(i).is_some_and(|w| !w.apart && matches!(w.stem.as_ref(), "edition" | "edit"));
        let stands = if dotted { true } else { (!name.is_empty() && named(all, from, at)) || (year && edition(at + 1)) };
        // "the first new edition since Quill 1.0": what something is counted from is not what is spoken of.
        let before = from.checked_sub(1).and_then(|i| all.get(i)).filter(|_| !all.get(from).is_some_and(|w| w.apart));
        let counts = before.is_some_and(|w| Naming::english().counting.contains(w.lower.as_ref()));
        if stands && !counts && !(year && name.is_empty() && !edition(at + 1)) {
            found.push(Versioned { name, version: number, from, to: at });
        }
    }
    found
}

/// "11.4" of "v11.4", "1.0" of "1.0.0-beta1", "16" and "2018"; `None` for what is no version.
pub(super) fn number_of(word: &str) -> Option<String> {
    if !word.as_bytes().iter().any(u8::is_ascii_digit) {
        return None;
    }
    // No version is without a point.
    if word.contains('.') {
        let first = stages::split_version(word).into_iter().next()?;
        if is_version(&first) {
            return Some(stages::short_version(&first).to_owned());
        }
    }
    let digits = word.bytes().all(|b| b.is_ascii_digit());
    let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    // "Quill 4" and "Quill 4.0" are one.
    match (digits, year) {
        (true, true) => Some(word.to_owned()),
        (true, false) if word.len() <= 3 && !word.starts_with('0') => Some(format!("{word}.0")),
        _ => None,
    }
}

/// The run of words before a number that name what it numbers, and where it begins.
pub(super) fn name_before(all: &[Word<'_>], at: usize) -> (usize, Vec<String>) {
    let mut from = at;
    while let Some(word) = from.checked_sub(1).and_then(|i| all.get(i)) {
        let is_name = word.lower.chars().all(|c| c.is_alphabetic() || c == '-' || c == '.')
            && word.lower.chars().count() >= 2
            && !is_empty_word(&word.lower)
            && !is_preposition(&word.lower)
            && !Hollow::english().has(&word.stem)
            && !stages::is_stage_noun(&word.lower)
            && !Naming::english().filler.contains(word.stem.as_ref())
            && !Naming::english().whole.contains(word.stem.as_ref());
        if !is_name || !(word.capital || from == at) {
            break;
        }
        from -= 1;
        if word.apart {
            break;
        }
    }
    (from, all.get(from..at).unwrap_or_default().iter().map(|w| w.stem.to_string()).collect())
}

/// The name behind a number, as stems: "quill" of "the 4.2 release of Quill".
fn name_behind(all: &[Word<'_>], at: usize) -> Vec<String> {
    behind(all, at).iter().map(|w| w.stem.to_string()).collect()
}

/// The words of the name behind a number.
fn behind<'w, 't>(all: &'w [Word<'t>], at: usize) -> &'w [Word<'t>] {
    let whole = |w: &&Word<'_>| !w.apart && Naming::english().whole.contains(w.stem.as_ref());
    let behind = all.get(at + 1..).unwrap_or_default();
    let nouns = behind.iter().take_while(whole).count();
    let is_of = nouns > 0 && behind.get(nouns).is_some_and(|w| w.lower == "of");
    let names = |w: &&Word<'_>| w.capital && !w.apart && number_of(&w.lower).is_none() && !is_empty_word(&w.lower);
    let name = if is_of { behind.get(nouns + 1..).unwrap_or_default() } else { &[] };
    let length = name.iter().take_while(names).count();
    name.get(..length).unwrap_or_default()
}

/// Whether a number without points is part of a name: "Atlas 4", but not "section 12" or "May 4".
pub(super) fn named(all: &[Word<'_>], from: usize, at: usize) -> bool {
    let last = at.checked_sub(1).and_then(|i| all.get(i));
    last.is_some_and(|w| w.capital && !Naming::english().division.contains(w.stem.as_ref()))
        && all.get(from..at).is_some_and(|name| name.iter().all(|w| w.lower.chars().count() >= 2))
}
