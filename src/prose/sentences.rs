//! Where sentences end.

use super::Block;
use crate::source::TextRange;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Abbreviations {
    before_names: BTreeSet<String>,
    before_numbers: BTreeSet<String>,
    maybe: BTreeSet<String>,
    never: BTreeSet<String>,
    openers: BTreeSet<String>,
    months: BTreeSet<String>,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    example: Vec<Example>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), allow(dead_code))]
struct Example {
    text: String,
    sentences: Vec<String>,
}

/// The abbreviations, and a quick way to know that a word is none: the lengths that those with a
/// given first letter have, one bit each.
#[derive(Debug, Default)]
struct Rules {
    words: Abbreviations,
    lengths: [u16; 26],
}

impl Rules {
    fn new(words: Abbreviations) -> Self {
        let mut lengths = [0u16; 26];
        for word in [&words.before_names, &words.before_numbers, &words.maybe, &words.never].into_iter().flatten() {
            if let Some(slot) = word.bytes().next().and_then(|first| lengths.get_mut(usize::from(first.wrapping_sub(b'a')))) {
                *slot |= 1 << word.len().min(15);
            }
        }
        Self { words, lengths }
    }

    /// Whether the word, in lower case, may be an abbreviation.
    fn may_hold(&self, word: &str) -> bool {
        let first = word.bytes().next().unwrap_or_default().wrapping_sub(b'a');
        self.lengths.get(usize::from(first)).is_some_and(|lengths| lengths >> word.len().min(15) & 1 == 1)
    }
}

const ENGLISH_TOML: &str = include_str!("../../rules/language/en/sentences.toml");
static ENGLISH: LazyLock<Rules> = LazyLock::new(|| Rules::new(toml::from_str(ENGLISH_TOML).unwrap_or_default()));

/// The sentences of a block, in order, without the white space around them. A block that ends no
/// sentence (a heading, a bullet) is one.
pub fn sentences(block: &Block) -> Vec<TextRange> {
    split(&block.text)
}

/// The sentences of a text.
pub fn split(text: &str) -> Vec<TextRange> {
    let mut found = Vec::new();
    if are_entries(text) {
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.len();
            split_range(text, start, end, &mut found);
            start = end;
        }
    } else {
        split_range(text, 0, text.len(), &mut found);
    }
    if found.iter().any(|sentence| sentence.end - sentence.start > LONGEST_SENTENCE) {
        found = found.iter().flat_map(|sentence| pieces(text, *sentence)).collect();
    }
    found
}

/// No sentence that anybody wrote is longer, in bytes. What is read of a sentence looks at every word from every
/// other, so that a text without full stops would take days.
const LONGEST_SENTENCE: usize = 4096;

/// A sentence, in pieces between words where it is too long for one.
fn pieces(text: &str, sentence: TextRange) -> Vec<TextRange> {
    let mut found = Vec::new();
    let mut at = sentence.start;
    while sentence.end - at > LONGEST_SENTENCE {
        let mut most = at + LONGEST_SENTENCE;
        while !text.is_char_boundary(most) {
            most -= 1;
        }
        let piece = text.get(at..most).unwrap_or_default();
        let cut = piece.trim_end().rfind(char::is_whitespace).filter(|cut| *cut > 0).unwrap_or(piece.len());
        found.push(TextRange::new(at, at + piece.get(..cut).unwrap_or(piece).trim_end().len()));
        at += cut;
        at += text.get(at..sentence.end).map_or(0, |rest| rest.len() - rest.trim_start().len());
    }
    if at < sentence.end {
        found.push(TextRange::new(at, sentence.end));
    }
    found
}

/// Longest line of a schedule, in bytes.
const LONGEST_ENTRY: usize = 80;
/// Most words of one.
const MOST_ENTRY_WORDS: usize = 12;
/// Most words of what stands before its colon or dash.
const MOST_LABEL_WORDS: usize = 5;

/// Whether every line of a text is an entry of a schedule or a list of facts, each to be read by itself:
/// short, with a number in it, begun with a capital or a digit, and in two parts (a label and what it
/// stands for), as no line of a wrapped paragraph is but by chance.
fn are_entries(text: &str) -> bool {
    if memchr::memchr(b'\n', text.as_bytes()).is_none() {
        return false;
    }
    let is_entry = |line: &str| {
        let begins = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        let is_label = |at: usize| line.get(..at).is_some_and(|label| label.split_whitespace().count() <= MOST_LABEL_WORDS);
        let marks = [": ", "\t", "  ", " – ", " — ", " - ", " -- ", " | "];
        let in_two = marks.iter().filter_map(|mark| line.find(mark)).min().is_some_and(is_label);
        line.len() <= LONGEST_ENTRY
            && in_two
            && line.bytes().any(|b| b.is_ascii_digit())
            && begins.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && !line.ends_with([',', '-', '–', '&'])
            && line.split_whitespace().count() <= MOST_ENTRY_WORDS
    };
    let mut lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty());
    lines.clone().count() > 1 && lines.all(is_entry)
}

/// The sentences of a part of a text.
fn split_range(text: &str, from: usize, to: usize, found: &mut Vec<TextRange>) {
    let Some(bytes) = text.as_bytes().get(..to) else { return };
    let mut start = from;
    let mut at = from;
    while let Some(next) = bytes.get(at..).and_then(next_stop) {
        let stop = at + next;
        let end = after_stops(text, stop);
        at = end;
        if ends_sentence(text, start, stop, end) {
            push(text, start, end, found);
            start = end;
        }
    }
    push(text, start, to, found);
}

/// The next byte that can be (the start of) an end: `.`, `!`, `?`, an ellipsis, or a line break
/// that the author asked for.
fn next_stop(bytes: &[u8]) -> Option<usize> {
    let plain = memchr::memchr3(b'.', b'!', b'?', bytes);
    let mut rest = plain.map_or(bytes, |at| bytes.get(..at).unwrap_or_default());
    let len = rest.len();
    // The lead byte that an ellipsis and a line separator share with quotes and dashes.
    while let Some(at) = memchr::memchr(0xe2, rest) {
        if matches!(rest.get(at + 1..at + 3), Some([0x80, 0xa6 | 0xa8])) {
            return Some(len - rest.len() + at);
        }
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    plain
}

/// One past the run of stops and of the brackets and quotation marks that close after them.
fn after_stops(text: &str, stop: usize) -> usize {
    let rest = text.get(stop..).unwrap_or_default();
    let mut end = stop;
    let mut closing = false;
    for c in rest.chars() {
        match c {
            '.' | '!' | '?' | '…' if !closing => {}
            '\u{2028}' if end == stop => return stop + c.len_utf8(),
            '"' | '\'' | '’' | '”' | ')' | ']' | '»' | '*' | '_' => closing = true,
            _ => break,
        }
        end += c.len_utf8();
    }
    end
}

fn push(text: &str, start: usize, end: usize, found: &mut Vec<TextRange>) {
    let Some(sentence) = text.get(start..end) else { return };
    let trimmed = sentence.trim();
    if trimmed.is_empty() {
        return;
    }
    let from = start + sentence.len() - sentence.trim_start().len();
    // Closing marks alone belong to the sentence before.
    if !trimmed.chars().any(char::is_alphanumeric)
        && let Some(last) = found.last_mut()
    {
        last.end = from + trimmed.len();
        return;
    }
    found.push(TextRange::new(from, from + trimmed.len()));
}

/// Whether the stops at `stop..end` end the sentence that began at `start`.
fn ends_sentence(text: &str, start: usize, stop: usize, end: usize) -> bool {
    let after = text.get(end..).unwrap_or_default();
    if text.get(stop..end) == Some("\u{2028}") {
        // A line that the author began anew, unless the sentence plainly goes on.
        let goes_on = text.get(start..stop).unwrap_or_default().trim_end().ends_with([',', '-', '–', '&']);
        return !goes_on && !after.trim_start().starts_with(char::is_lowercase);
    }
    if is_plain_end(text.as_bytes(), start, stop, end) {
        return true;
    }
    let Some(space) = after.chars().next() else { return true };
    if !space.is_whitespace() {
        return false;
    }
    let next = after.trim_start();
    let Some(first) = next.trim_start_matches(['"', '\'', '‘', '“', '(', '[', '«', '*', '_', '•']).chars().next() else {
        return true;
    };
    let stops = text.get(stop..end).unwrap_or_default();
    if first.is_lowercase() {
        return false;
    }
    if stops.starts_with(['!', '?']) {
        return true;
    }
    // An ellipsis before a capital ends a sentence, more often than not.
    if stops.starts_with('…') || stops.starts_with("..") {
        return first.is_uppercase();
    }
    let before = text.get(start..stop).unwrap_or_default();
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '‘' | '/' | '—' | '–'))
        .next()
        .unwrap_or_default();
    if word.is_empty() {
        return false;
    }
    let closed = stops.len() > 1;
    let mut buffer = [0u8; LONGEST_LISTED];
    let Some(lower) = lower(word, &mut buffer) else { return true };
    // The number of a list item or paragraph: "2. Trams will follow."
    if before.trim_start().len() == word.len() && (word.bytes().all(|b| b.is_ascii_digit()) || word.len() == 1) {
        return false;
    }
    let may_be_short = ENGLISH.may_hold(lower);
    let rules = &ENGLISH.words;
    if !closed {
        if is_day_before_month(word, next) {
            return false;
        }
        if may_be_short && rules.never.contains(lower)
            || may_be_short && rules.before_names.contains(lower) && !first.is_ascii_digit()
        {
            return false;
        }
        if may_be_short && rules.before_numbers.contains(lower) && first.is_ascii_digit() {
            return false;
        }
        // An initial: "J. K. Brown"; a lone "I." or a letter that names something ends.
        let mut letters = word.chars();
        if let (Some(letter), None) = (letters.next(), letters.next())
            && letter.is_uppercase()
            && first.is_uppercase()
            && letter != 'I'
        {
            return is_opener(next);
        }
    }
    let initials = word.len() >= 3 && word.split('.').all(|part| part.chars().count() == 1) && word.contains('.');
    if initials || may_be_short && rules.maybe.contains(lower) {
        return !first.is_ascii_digit() && is_opener(next);
    }
    true
}

/// "16. November 2016": whether a number with its stop is the day of a month of a year.
fn is_day_before_month(word: &str, next: &str) -> bool {
    if !(1..=2).contains(&word.len()) || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let letters = next.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (month, rest) = next.split_at_checked(letters).unwrap_or_default();
    let mut buffer = [0u8; LONGEST_LISTED];
    let known = lower(month, &mut buffer).is_some_and(|month| ENGLISH.words.months.contains(month));
    let year = rest.trim_start_matches('.').trim_start_matches(' ');
    known && year.bytes().take_while(u8::is_ascii_digit).count() == 4
}

/// Whether a single full stop stands behind a word of small letters that is no abbreviation, and before a capital:
/// as most do.
fn is_plain_end(bytes: &[u8], start: usize, stop: usize, end: usize) -> bool {
    let capital = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    if bytes.get(stop..end) != Some(b".") || bytes.get(end) != Some(&b' ') || !capital(end + 1) {
        return false;
    }
    let Some(before) = bytes.get(start..stop) else { return false };
    let letters = before.iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    let (before, word) = before.split_at(before.len() - letters);
    word.len() > 1
        && before.last() == Some(&b' ')
        && std::str::from_utf8(word).is_ok_and(|word| word.len() > LONGEST_LISTED || !ENGLISH.may_hold(word))
}

/// Whether a full stop behind this word ends nothing where a capital follows: "Mr. Hunt", "cf. Section 2".
pub(super) fn goes_on(word: &str) -> bool {
    let mut buffer = [0u8; LONGEST_LISTED];
    let rules = &ENGLISH.words;
    lower(word, &mut buffer)
        .is_some_and(|word| ENGLISH.may_hold(word) && (rules.before_names.contains(word) || rules.never.contains(word)))
}

/// No word in a list of [`ENGLISH`] is looked for that is longer, in bytes.
const LONGEST_LISTED: usize = 12;

/// Whether the next word is one that begins a sentence and no name.
fn is_opener(next: &str) -> bool {
    let word = next.trim_start_matches(['"', '\'', '‘', '“', '(', '[', '*', '_']);
    let word = word.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let mut buffer = [0u8; LONGEST_LISTED];
    lower(word, &mut buffer).is_some_and(|word| ENGLISH.words.openers.contains(word))
}

/// A short word in lower case; `None` for one too long to be in any list.
fn lower<'b>(word: &str, buffer: &'b mut [u8; LONGEST_LISTED]) -> Option<&'b str> {
    let slot = buffer.get_mut(..word.len())?;
    slot.copy_from_slice(word.as_bytes());
    slot.make_ascii_lowercase();
    std::str::from_utf8(slot).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_without_full_stops_is_read_in_pieces() {
        let text = "The bridge will open by May 2030 ".repeat(1000);
        for text in [text.trim(), "x".repeat(10_000).as_str(), "é".repeat(5000).as_str()] {
            let found = split(text);
            assert!(found.len() > 1 && found.iter().all(|piece| piece.end - piece.start <= LONGEST_SENTENCE));
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let read: Vec<String> = found.iter().flat_map(|piece| words(&text[piece.start..piece.end])).collect();
            assert_eq!(read.concat(), words(text).concat());
        }
    }

    #[test]
    fn the_examples_hold() {
        let rules: Abbreviations = toml::from_str(ENGLISH_TOML).expect("rules");
        assert!(rules.example.len() > 5);
        for example in &rules.example {
            let found: Vec<_> = split(&example.text).into_iter().map(|range| range.of(&example.text)).collect();
            assert_eq!(found, example.sentences);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_read_twice(text in "[A-Za-z.!?…() “”’\\n0-9]{0,120}") {
            let found = split(&text);
            let mut at = 0;
            for range in &found {
                prop_assert!(text[at..range.start].trim().is_empty());
                prop_assert!(!range.is_empty());
                at = range.end;
            }
            prop_assert!(text[at..].trim().is_empty());
        }
    }
}
