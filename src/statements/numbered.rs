//! The names with numbers that a document speaks of ("Quill 4.2", "Atlas 4"): what it is about is named again and again.

use crate::prose::{Block, Zone};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Words of a name before its number that are kept.
const WORDS: usize = 3;

/// Paragraphs that open a text, and what a name counts there: a report names its subject at its head.
const OPENING: usize = 3;
/// See [`OPENING`].
const AT_HEAD: u32 = 2;

/// Most that are kept of one document, those written most often first.
const MOST: usize = 8;

/// A name with its number, as the text writes it, and how much it is spoken of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    /// The name and the number.
    pub text: Box<str>,
    /// How often it stands in the paragraphs of the document, twice as much in those that open it.
    pub weight: u32,
}

/// The names with numbers in the paragraphs of a document, those written most often first.
pub(super) fn numbered(blocks: &[Block]) -> Box<[Numbered]> {
    let mut order: Vec<Numbered> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let told = blocks.iter().filter(|block| !matches!(block.zone, Zone::Teaser | Zone::Title));
    for (at, block) in told.enumerate() {
        let weight = if at < OPENING { AT_HEAD } else { 1 };
        for text in in_text(&block.text) {
            match known.get(&text).and_then(|at| order.get_mut(*at)) {
                Some(one) => one.weight += weight,
                None => {
                    order.push(Numbered { text: text.as_str().into(), weight });
                    known.insert(text, order.len() - 1);
                }
            }
        }
    }
    order.sort_by_key(|one| std::cmp::Reverse(one.weight));
    order.truncate(MOST);
    order.into()
}

fn in_text(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(digit) = text.get(from..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())) {
        let at = from + digit;
        let start = text.get(..at).and_then(|before| before.rfind(char::is_whitespace)).map_or(0, |space| space + 1);
        let end = text.get(at..).and_then(|rest| rest.find(char::is_whitespace)).map_or(text.len(), |space| at + space);
        from = end;
        let Some(word) = text.get(start..end) else { continue };
        let number = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if is_number(number)
            && let Some(name) = text.get(..start).and_then(name_before)
        {
            found.push(format!("{name} {number}"));
        }
    }
    found
}

/// Whether a word is a version or a small number: "4.2", "v1.25.0-rc.1", "16".
fn is_number(word: &str) -> bool {
    let bare = word.strip_prefix('v').unwrap_or(word);
    let begins = bare.starts_with(|c: char| c.is_ascii_digit());
    let plain = bare.bytes().all(|b| b.is_ascii_digit());
    let dotted = bare.as_bytes().windows(3).any(|w| matches!(w, [a, b'.', c] if a.is_ascii_digit() && c.is_ascii_digit()));
    begins && (plain && bare.len() <= 2 || dotted)
}

/// The run of names that ends a text.
fn name_before(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let mut from = text.len();
    for word in text.rsplit(char::is_whitespace).take(WORDS) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let is_name = word.contains(char::is_uppercase) && word.ends_with(char::is_alphabetic);
        if !is_name {
            break;
        }
        from = start;
        if !word.starts_with(char::is_alphabetic) {
            break;
        }
    }
    text.get(from..).filter(|name| !name.is_empty()).map(|name| name.trim_start_matches(|c: char| !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statements::extract::Language;
    use crate::statements::rule_test::read_text;

    #[test]
    fn names_stand_with_their_numbers() {
        let found = in_text("Today Marlow Quill 4.2 (with Atlas 4, v2 and 3.5 million) replaces Quill 4.1.3. In 2019 it had 12.");
        assert_eq!(found, ["Today Marlow Quill 4.2", "Atlas 4", "Quill 4.1.3"]);
    }

    #[test]
    fn what_is_named_most_comes_first() {
        let text = "---\ntitle: Next steps\ndate: 2015-03-02\n---\n\nThe beta will be out in May 2015.\n\nAtlas 4 runs on Quill 4.2.\n\nWhoever can should try Quill 4.2.\n";
        let read = read_text(&Language::english(), text, None).expect("a document");
        let found: Vec<(&str, u32)> = read.numbered.iter().map(|one| (&*one.text, one.weight)).collect();
        assert_eq!(found, [("Quill 4.2", 3), ("Atlas 4", 2)]);
    }
}
