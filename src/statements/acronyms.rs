//! Acronyms as a text defines them: "the Lantern Office Programme (LOP)".

use serde::{Deserialize, Serialize};

/// An acronym and the name that it stands for, both in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acronym {
    /// "lop".
    pub short: String,
    /// "lantern office programme".
    pub name: String,
}

/// Fewest and most letters of an acronym.
const LETTERS: (usize, usize) = (2, 8);
/// Small words ("of", "the", "and") that a name may have beyond its acronym's letters.
const SMALL: usize = 3;

/// The acronyms that a text defines in brackets after their names.
pub(super) fn defined(text: &str) -> impl Iterator<Item = Acronym> + '_ {
    memchr::memchr_iter(b'(', text.as_bytes()).filter_map(|open| {
        let rest = text.get(open + 1..)?;
        let end = rest.char_indices().take(LETTERS.1 + 4).find(|(_, c)| *c == ')').map(|(at, _)| at);
        let inside =
            rest.get(..end.unwrap_or_else(|| rest.char_indices().nth(LETTERS.1 + 4).map_or(rest.len(), |(at, _)| at)))?;
        // Most brackets hold no capitals at all.
        inside.bytes().filter(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()).nth(1)?;
        let short = inside.trim_matches(|c: char| !c.is_alphanumeric());
        let letters = short.chars().count();
        let capitals = short.chars().filter(|c| c.is_uppercase()).count();
        if letters < LETTERS.0 || letters > LETTERS.1 || capitals < 2 || !short.chars().all(char::is_alphabetic) {
            return None;
        }
        let short = short.to_lowercase();
        name_of(text.get(..open)?, &short).map(|name| Acronym { short, name })
    })
}

/// The words at the end of a text whose initials are the acronym. Small words need not count, hyphens part words.
fn name_of(before: &str, short: &str) -> Option<String> {
    let letters = short.chars().count();
    let mut words: Vec<&str> = before.rsplit(char::is_whitespace).filter(|w| !w.is_empty()).take(letters + SMALL).collect();
    words.reverse();
    let trim = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let words: Vec<String> = words.into_iter().map(trim).filter(|w| !w.is_empty()).collect();
    // The longest run first would take in the words of another name; the shortest that fits is meant.
    (0..words.len().saturating_sub(1)).rev().find_map(|from| {
        let run = words.get(from..)?;
        let begins = run.first()?.starts_with(char::is_uppercase);
        let initials = |small: bool| -> String {
            let counted = run.iter().filter(|w| small || w.starts_with(char::is_uppercase));
            counted.flat_map(|w| w.split('-')).filter_map(|part| part.chars().next()).flat_map(char::to_lowercase).collect()
        };
        (begins && (initials(false) == short || initials(true) == short)).then(|| run.join(" ").to_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        defined(text).map(|a| (a.short, a.name)).collect()
    }

    #[test]
    fn a_name_before_brackets_is_what_they_stand_for() {
        let pair = |short: &str, name: &str| (short.to_owned(), name.to_owned());
        assert_eq!(found("The Lantern Office Programme (LOP) opens"), [pair("lop", "lantern office programme")]);
        assert_eq!(found("the Marlow Bureau of Roads (“MBR”)"), [pair("mbr", "marlow bureau of roads")]);
        assert_eq!(found("the Re-Use Centre (RUC)"), [pair("ruc", "re-use centre")]);
    }

    #[test]
    fn other_brackets_define_nothing() {
        assert!(found("The Lantern Office (Marlow) opens").is_empty());
        assert!(found("The Lantern Office Programme (BBC) opens").is_empty());
        assert!(found("sold by weight (KG").is_empty());
        assert!(found("(LOP)").is_empty());
    }
}
