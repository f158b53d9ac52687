//! "Harbour Street railings – these should be in place by April": what stands before the dash names what an entry of
//! minutes or of a list is about, and is lent to its statements, for the linker alone.

use super::Statement;
use super::lexicon::Lexicon;
use super::subject::{content_words, is_version};
use crate::prose::{Block, Reader, Tag, Zone};
use crate::source::TextRange;

/// Longest label, in bytes.
const LONGEST: usize = 70;

/// Most words of a label.
const MOST_WORDS: usize = 8;

/// The label that a block opens with: without its number, and without the dash or colon behind it.
fn label(text: &str, zone: Zone) -> Option<&str> {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let opening = text.get(..end)?;
    let dash = [" - ", " – ", " — "].iter().filter_map(|dash| opening.find(dash)).min();
    let version = opening.split(": ").next().is_some_and(names_version);
    let colon = opening.find(": ").filter(|_| zone == Zone::ListItem || version);
    let label = opening.get(..[dash, colon].into_iter().flatten().min()?)?;
    // "m) High Street": the letter or number of the entry says nothing.
    let label = label.trim_start();
    let number = label.len() - label.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let letter = usize::from(number == 0 && label.starts_with(|c: char| c.is_ascii_alphabetic()));
    let numbered = label.get(number.max(letter)..).filter(|_| number.max(letter) > 0).and_then(|rest| {
        let closed = rest.strip_prefix(')');
        if number > 0 { closed.or_else(|| rest.strip_prefix(' ')) } else { closed }
    });
    let label = numbered.map_or(label, str::trim_start);
    // "PARIS (Reuters) – …": where and by whom it was written.
    if label.contains(['(', ')']) || !label.contains(char::is_lowercase) && !names_version(label) {
        return None;
    }
    (label.split_whitespace().count() <= MOST_WORDS && !label.contains([',', ';', '?'])).then_some(label)
}

/// "1.3", "Quill 2.0": a version, and no more than its name.
pub(super) fn names_version(text: &str) -> bool {
    let mut words = text.split_whitespace().rev();
    words.next().is_some_and(is_version) && words.all(|word| word.starts_with(char::is_uppercase))
}

/// Lends the statements that name no version the one that heads their block.
fn lend_version(statements: &mut [Statement], label: &str) {
    let Some(version) = label.split_whitespace().next_back() else { return };
    for statement in statements {
        if !statement.key.stages.iter().any(is_version) {
            statement.key.stages.add([version.trim_start_matches('v')]);
        }
    }
}

/// Lends the statements of a block the words of its label.
pub(super) fn lend(statements: &mut [Statement], block: &Block, reader: &Reader, lexicon: &Lexicon) {
    if statements.is_empty() || !matches!(block.zone, Zone::ListItem | Zone::Paragraph) {
        return;
    }
    let Some(label) = label(&block.text, block.zone) else { return };
    if names_version(label) {
        lend_version(statements, label);
        return;
    }
    let tokens = reader.tokens(label, TextRange::new(0, label.len()));
    let is_noun = |tag: Tag| matches!(tag, Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS);
    // Who speaks, or what was said before the dash, names no thing.
    let speaks = tokens.iter().any(|t| lexicon.in_class("personal_title", &t.lemma, &t.lower))
        || tokens.iter().any(|t| matches!(t.tag, Tag::MD | Tag::VBZ | Tag::VBD | Tag::VBP | Tag::PRP));
    if speaks || tokens.iter().filter(|t| is_noun(t.tag)).count() < 2 {
        return;
    }
    let terms = content_words(&tokens, lexicon);
    let is_name = |tag: Tag| matches!(tag, Tag::NNP | Tag::NNPS);
    let names: Vec<String> = tokens
        .split(|t| !is_name(t.tag))
        .filter(|run| !run.is_empty())
        .map(|run| run.iter().map(|t| t.lower.as_ref()).collect::<Vec<_>>().join(" "))
        .collect();
    for statement in statements {
        statement.key.terms.add(&terms);
        if !names.is_empty() {
            statement.key.names.add(&names);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_stands_before_a_dash() {
        let of = |text| label(text, Zone::ListItem);
        assert_eq!(of("m) High Street railings - these should be in place by May"), Some("High Street railings"));
        assert_eq!(of("n)Mill Lane - works programmed for May"), Some("Mill Lane"));
        assert_eq!(of("Second crossing: design due in May"), Some("Second crossing"));
        assert_eq!(of("St. Mary's roof - work starts in May"), Some("St. Mary's roof"));
        assert_eq!(of("10.2 Crossroads improvements - design due in May"), Some("Crossroads improvements"));
        assert_eq!(label("5.0: the core is late. We now aim for May", Zone::Paragraph), Some("5.0"));
        assert_eq!(label("Quill 5.0: the core is late", Zone::Paragraph), Some("Quill 5.0"));
        assert_eq!(label("The core: it is late", Zone::Paragraph), None);
        assert_eq!(of("PARIS (Agency) - The line will close in May"), None);
        assert_eq!(of("NEW YORK - The line will close in May"), None);
        assert_eq!(of("The bridge will open in May, which - at last - pleases all"), None);
    }
}
