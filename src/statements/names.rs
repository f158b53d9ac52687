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

/// Reads the names of a document: the words that it writes with a capital and nowhere without.
pub(super) fn names(title: Option<&str>, blocks: &[Block]) -> Names {
    let texts = || blocks.iter().filter(|block| block.zone != Zone::Teaser).map(|block| block.text.as_ref());
    let capital = || title.into_iter().chain(texts()).flat_map(words).filter(|word| word.starts_with(char::is_uppercase));
    let mut all: HashSet<String> = capital().filter(|word| word.len() >= SHORTEST).map(str::to_lowercase).collect();
    for word in texts().flat_map(words).filter(|word| word.starts_with(char::is_lowercase)) {
        all.remove(word);
    }
    let body = blocks.iter().filter(|block| !matches!(block.zone, Zone::Teaser | Zone::Title)).map(|block| block.text.as_ref());
    let opening = title.into_iter().chain(body.take(OPENING)).flat_map(words).map(str::to_lowercase);
    let opening: HashSet<String> = opening.filter(|word| all.contains(word)).collect();
    let mut all: Vec<&str> = all.iter().map(String::as_str).collect();
    all.sort_unstable();
    all.truncate(MOST);
    Names { opening: opening.iter().map(String::as_str).collect(), all: all.into_iter().collect() }
}

/// The words of a text: letters, with hyphens and apostrophes between them, without a genitive's ending.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| !(c.is_alphabetic() || matches!(c, '-' | '\'' | '’')));
    parts.map(|word| {
        let word = word.trim_matches(['-', '\'', '’']);
        word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
    })
}
