//! The names that a document speaks of, wherever they stand in it: what tells which story it belongs to.

use super::WordList;
use crate::eight::{eight_at, letters_before};
use crate::prose::tagger::WordHasher;
use crate::prose::{Block, Zone};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::hash::BuildHasherDefault;

/// Paragraphs that open a text: a report says at its head, once and in full, what its clauses then call "the unit".
const OPENING: usize = 3;

/// Letters of the shortest word that counts as a name.
const SHORTEST: usize = 3;

/// Most names kept of one document: what names more is a list.
const MOST: usize = 300;

/// The words of names in a document, lower-case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Those of its title and first paragraphs.
    pub opening: WordList,
    /// All of them.
    pub all: WordList,
}

/// Reads the names of a document: the words that it writes with a capital inside a sentence, and nowhere without.
pub(super) fn names(title: Option<&str>, blocks: &[Block]) -> Names {
    // Cut once, since each word is looked at several times; one that begins with neither case is never a name.
    let (mut capitals, mut small) = (Vec::new(), Vec::new());
    let mut told = 0;
    let head = title.into_iter().map(|title| (title, true, false));
    let texts = blocks.iter().filter(|block| !matches!(block.zone, Zone::Teaser | Zone::Title)).map(|block| {
        told += 1;
        (block.text.as_str(), told <= OPENING, true)
    });
    for (text, at_head, is_told) in head.chain(texts) {
        for word in words(text) {
            if is_capital(word) {
                capitals.push(Capital { text, word, at_head, is_told });
            } else if is_told && is_small(word) {
                small.push(word);
            }
        }
    }
    let mut lower = String::new();
    let mut inside = Set::default();
    for Capital { text, word, .. } in capitals.iter().filter(|capital| capital.is_told) {
        if (word.len() > LONGEST_OF_FEW || word.chars().count() >= SHORTEST) && !opens_sentence(text, word) {
            let lower = lower_case(word, &mut lower);
            if !inside.contains(lower) {
                inside.insert(lower.to_owned());
            }
        }
    }
    // Most words look like none of them, which is told more quickly than whether they are one.
    let mut looks = [0u64; LOOKS / 64];
    for word in &inside {
        let look = look(word);
        if let Some(bits) = looks.get_mut(look / 64) {
            *bits |= 1 << (look % 64);
        }
    }
    for word in small {
        let look = look(word);
        if looks.get(look / 64).is_some_and(|bits| bits >> (look % 64) & 1 == 1) {
            inside.remove(word);
        }
    }
    // In the order of the text: what a list names at its end is left out.
    let (mut seen, mut opening) = (Set::default(), Vec::new());
    for Capital { word, at_head, .. } in capitals {
        let lower = lower_case(word, &mut lower);
        let is_seen = seen.contains(lower);
        // Only what stands at the head is asked for a second time.
        if is_seen && !at_head {
            continue;
        }
        if let Some(name) = inside.get(lower).filter(|_| seen.len() < MOST || is_seen) {
            if at_head {
                opening.push(name.as_str());
            }
            if !is_seen {
                seen.insert(name.clone());
            }
        }
    }
    Names { opening: opening.into_iter().collect(), all: seen.iter().map(String::as_str).collect() }
}

/// A word with a capital.
struct Capital<'t> {
    /// What it stands in.
    text: &'t str,
    word: &'t str,
    /// Whether that is the title or one of the first paragraphs.
    at_head: bool,
    /// Whether that is one of the paragraphs.
    is_told: bool,
}

/// A word of more bytes than this has letters enough to be a name.
const LONGEST_OF_FEW: usize = (SHORTEST - 1) * 4;

/// Whether nothing but marks stands between a word of the text and the end of the sentence before it.
fn opens_sentence(text: &str, word: &str) -> bool {
    let at = (word.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let before = text.get(..at).unwrap_or_default().trim_end_matches(|c: char| !c.is_alphanumeric() && !ENDS.contains(&c));
    before.is_empty() || before.ends_with(ENDS)
}

/// What ends a sentence, or opens a new one behind it.
const ENDS: [char; 5] = ['.', '!', '?', ':', '\n'];

/// Words; their order is never used.
type Set = HashSet<String, BuildHasherDefault<WordHasher>>;

/// Looks of words that are told apart.
const LOOKS: usize = 1 << 13;

/// What a word looks like at a glance: its first two letters, its last and its length.
fn look(word: &str) -> usize {
    let bytes = word.as_bytes();
    let at = |at: usize| bytes.get(at).map_or(0, |byte| u32::from(*byte));
    let last = bytes.last().map_or(0, |byte| u32::from(*byte));
    let letters = at(0) | at(1) << 8 | last << 16 | (bytes.len() as u32) << 24;
    (letters.wrapping_mul(0x9e37_79b1) >> (32 - LOOKS.trailing_zeros())) as usize
}

/// Whether the first letter of a word is a small one.
fn is_small(word: &str) -> bool {
    match word.as_bytes().first() {
        Some(first) if first.is_ascii() => first.is_ascii_lowercase(),
        _ => word.starts_with(char::is_lowercase),
    }
}

/// Whether the first letter of a word is a capital.
fn is_capital(word: &str) -> bool {
    match word.as_bytes().first() {
        Some(first) if first.is_ascii() => first.is_ascii_uppercase(),
        _ => word.starts_with(char::is_uppercase),
    }
}

/// A word in lower case, written into `lower`.
fn lower_case<'l>(word: &str, lower: &'l mut String) -> &'l str {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.push_str(&word.to_lowercase());
    }
    lower
}

/// The words of a text: letters, with hyphens and apostrophes between them, without a genitive's ending.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(byte) = bytes.get(at) {
            match CLASSES[usize::from(*byte)] {
                Class::Inside => break,
                Class::Between => at += 1,
                Class::Other => match beyond_ascii(text, at) {
                    (true, _) => break,
                    (false, len) => at += len,
                },
            }
        }
        let start = at;
        at += letters_before(eight_at(bytes, at));
        while let Some(byte) = bytes.get(at) {
            match CLASSES[usize::from(*byte)] {
                Class::Inside => at += 1,
                Class::Between => break,
                Class::Other => match beyond_ascii(text, at) {
                    (true, len) => at += len,
                    (false, _) => break,
                },
            }
        }
        if start == at {
            return None;
        }
        let word = text.get(start..at)?;
        let word = match word.as_bytes() {
            [first, .., last] if first.is_ascii_alphabetic() && last.is_ascii_alphabetic() => word,
            _ => word.trim_matches(['-', '\'', '’']),
        };
        // An apostrophe, or the last byte of a typographic one.
        Some(match word.as_bytes() {
            [.., b'\'' | 0x99, b's'] => word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word),
            _ => word,
        })
    })
}

/// What a byte is to a word.
#[derive(Clone, Copy)]
enum Class {
    Inside,
    Between,
    /// Beyond ASCII.
    Other,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        let value = byte as u8;
        classes[byte] =
            if value.is_ascii_alphabetic() || value == b'-' || value == b'\'' { Class::Inside } else { Class::Between };
        byte += 1;
    }
    classes
};

/// Whether the character at `at` can stand in a word, and its length.
fn beyond_ascii(text: &str, at: usize) -> (bool, usize) {
    let c = text.get(at..).and_then(|rest| rest.chars().next());
    c.map_or((false, 1), |c| (c.is_alphabetic() || c == '’', c.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statements::extract::Language;
    use crate::statements::rule_test::read_text;
    use proptest::prelude::*;

    /// The words by their definition alone.
    fn plainly(text: &str) -> Vec<&str> {
        let parts = text.split(|c: char| !(c.is_alphabetic() || matches!(c, '-' | '\'' | '’')));
        let words = parts.filter(|part| !part.is_empty()).map(|word| {
            let word = word.trim_matches(['-', '\'', '’']);
            word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
        });
        words.collect()
    }

    #[test]
    fn words_lose_marks_and_genitives() {
        let found: Vec<&str> = words("The Mayor’s ‘Re-Use’ Centre (Ely's), 'Åse' and 5 Élan; Łódź-").collect();
        assert_eq!(found, ["The", "Mayor", "Re-Use", "Centre", "Ely", "Åse", "and", "Élan", "Łódź"]);
    }

    proptest! {
        #[test]
        fn words_are_cut_as_they_are_defined(text in "[A-Ca-cs'’‘\u{a0}—é字İ0-9 -]{0,40}") {
            prop_assert_eq!(words(&text).collect::<Vec<_>>(), plainly(&text));
        }
    }

    const TEXT: &str = "---\ntitle: Marlow unit put off\ndate: 2025-06-11\n---\n\nThe cement unit at Marlow will open in May 2026.\n\nOfficials of Marlow's \
                        mayor said so.\n\nThe third paragraph.\n\nThe Harrow trust pays; the unit, it says, is not all.\n";

    #[test]
    fn names_are_what_is_never_written_small() {
        let read = read_text(&Language::english(), TEXT, None).expect("a document");
        let all: Vec<&str> = read.names.all.iter().collect();
        assert!(all.contains(&"marlow") && all.contains(&"harrow") && all.contains(&"may"), "{all:?}");
        assert!(!all.iter().any(|word| ["unit", "the", "marlow's", "officials"].contains(word)), "{all:?}");
        let opening: Vec<&str> = read.names.opening.iter().collect();
        assert!(opening.contains(&"marlow") && !opening.contains(&"harrow"), "{opening:?}");
    }

    #[test]
    fn a_document_without_statements_keeps_none() {
        let read = read_text(&Language::english(), "The mayor of Marlow spoke.", "2025-06-11".parse().ok());
        assert!(read.is_some_and(|read| read.names == Names::default()));
    }
}
