//! The names that a document speaks of, wherever they stand in it: what tells which story it belongs to.

use super::WordList;
use crate::prose::{Block, Zone};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

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
    let told = || blocks.iter().filter(|block| block.zone != Zone::Teaser);
    let texts = || told().filter(|block| block.zone != Zone::Title).map(|block| block.text.as_str());
    let mut inside: HashSet<String> = HashSet::new();
    let mut small: HashSet<&str> = HashSet::new();
    for text in texts() {
        for (at, word) in words(text) {
            if word.starts_with(char::is_lowercase) {
                small.insert(word);
            } else if word.chars().count() >= SHORTEST && !opens_sentence(text, at) {
                inside.insert(word.to_lowercase());
            }
        }
    }
    // In the order of the text: what a list names at its end is left out.
    let (mut seen, mut all): (HashSet<String>, Vec<String>) = (HashSet::new(), Vec::new());
    for (_, word) in title.into_iter().chain(texts()).flat_map(words) {
        let word = word.to_lowercase();
        if all.len() < MOST && inside.contains(&word) && !small.contains(word.as_str()) && seen.insert(word.clone()) {
            all.push(word);
        }
    }
    let head = title.into_iter().chain(texts().take(OPENING)).flat_map(words).map(|(_, word)| word.to_lowercase());
    let head: HashSet<String> = head.filter(|word| seen.contains(word)).collect();
    let list = |words: &mut dyn Iterator<Item = &String>| words.map(String::as_str).collect();
    Names { opening: list(&mut head.iter()), all: list(&mut all.iter()) }
}

/// Whether nothing but marks stands between the byte `at` and the end of the sentence before it.
fn opens_sentence(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end_matches(|c: char| !c.is_alphanumeric() && !ENDS.contains(&c));
    before.is_empty() || before.ends_with(ENDS)
}

/// What ends a sentence, or opens a new one after a colon or in a new line.
const ENDS: [char; 5] = ['.', '!', '?', ':', '\n'];

/// The words of a text with their places: letters, with hyphens and apostrophes between them, without a genitive's
/// ending.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    let parts = text.split(|c: char| !(c.is_alphabetic() || matches!(c, '-' | '\'' | '’')));
    parts.map(move |word| {
        let word = word.trim_matches(['-', '\'', '’']);
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        (word.as_ptr() as usize - start, word)
    })
}

#[cfg(test)]
mod tests {
    use crate::statements::extract::Language;
    use crate::statements::rule_test::read_text;

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
        assert!(read.is_some_and(|read| read.names == super::Names::default()));
    }
}
