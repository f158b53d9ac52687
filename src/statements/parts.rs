//! Parts of a delivery in numbers, and what something was superseded by, as texts word them.
//!
//! The words are those of `rules/language/en/parts.toml`.

use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// Words after the number of a whole in which its name is looked for.
const NOUN_WORDS: usize = 3;
/// Words of a successor's name that are shown.
const NAME_WORDS: usize = 8;

/// A part of what was promised, in numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// How many are done; percent where `whole` is 100 and the text says so.
    pub done: f64,
    /// Of how many.
    pub whole: f64,
    /// The text's own words.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Words {
    of: Vec<String>,
    whole: Vec<String>,
    percent: Vec<String>,
    not_a_share: Vec<String>,
    not_a_whole: Vec<String>,
    numbers: Vec<String>,
    successor: Vec<String>,
}

impl Words {
    fn english() -> Option<&'static Words> {
        static ENGLISH: OnceLock<Option<Words>> = OnceLock::new();
        // A test reads the embedded file; if it could not be read, no part would be found.
        ENGLISH.get_or_init(|| toml::from_str(include_str!("../../rules/language/en/parts.toml")).ok()).as_ref()
    }

    fn number(&self, word: &str) -> Option<f64> {
        let lower = word.to_lowercase();
        if let Some(value) = self.numbers.iter().position(|number| *number == lower) {
            return u32::try_from(value).ok().map(f64::from);
        }
        let plain = lower.replace(',', "");
        (plain.len() <= 12 && plain.starts_with(|c: char| c.is_ascii_digit())).then(|| plain.parse().ok())?
    }
}

/// A word of a text with its place.
struct Word<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

/// The words of a text: numbers keep their points and commas, a percent sign is a word of its own.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    let within = |at: usize, c: char| {
        let next = || text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        c.is_alphanumeric() || (matches!(c, ',' | '.' | '-' | '\'' | '’') && next().is_some_and(char::is_alphanumeric))
    };
    let mut push =
        |from: usize, to: usize| words.push(Word { text: text.get(from..to).unwrap_or_default(), start: from, end: to });
    for (at, c) in text.char_indices() {
        match (start, within(at, c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                push(from, at);
                start = None;
            }
            _ => {}
        }
        if c == '%' {
            push(at, at + 1);
        }
    }
    if let Some(from) = start {
        push(from, text.len());
    }
    words
}

/// Whether the words from `at` on begin with one of the phrases; how many words it has.
fn phrase(words: &[Word<'_>], at: usize, phrases: &[String]) -> Option<usize> {
    let fits = |phrase: &&String| {
        let mut expected = phrase.split(' ');
        let count = expected.clone().count();
        let here = words.get(at..at.checked_add(count)?)?;
        here.iter().all(|word| expected.next().is_some_and(|e| word.text.eq_ignore_ascii_case(e))).then_some(count)
    };
    phrases.iter().filter_map(|p| fits(&p)).max()
}

/// The part of a promise that a text says was delivered, where it gives numbers and the part is not the whole.
pub fn part(text: &str) -> Option<Part> {
    let known = Words::english()?;
    // Nothing is cut into words where no number could stand.
    if !text.bytes().any(|b| b.is_ascii_digit()) && !known.of.iter().any(|of| text.contains(of.as_str())) {
        return None;
    }
    let words = words(text);
    (0..words.len()).find_map(|at| share(text, &words, at, known))
}

fn share(text: &str, words: &[Word<'_>], at: usize, known: &Words) -> Option<Part> {
    let first = words.get(at)?;
    let done = known.number(first.text)?;
    if at.checked_sub(1).is_some_and(|before| phrase(words, before, &known.not_a_share).is_some()) {
        return None;
    }
    let mut next = at + 1;
    let percent = phrase(words, next, &known.percent);
    next += percent.unwrap_or(0);
    next += phrase(words, next, &known.of)?;
    while let Some(more) = phrase(words, next, &known.whole) {
        next += more;
    }
    let whole = match percent {
        Some(_) => 100.0,
        None => {
            let whole = known.number(words.get(next)?.text)?;
            next += 1;
            whole
        }
    };
    // A year is no number of things.
    let year = percent.is_none() && (1900.0..2101.0).contains(&whole) && words.get(next - 1).is_some_and(|w| w.text.len() == 4);
    if !(done >= 0.0 && done < whole) || year {
        return None;
    }
    while let Some(more) = phrase(words, next, &known.whole) {
        next += more;
    }
    let mut end = words.get(next.checked_sub(1)?)?.end;
    if phrase(words, next, &known.not_a_whole).is_some() {
        return None;
    }
    // What is counted: the next word, or as far as a plural close by ("forty new ferry terminals"); a name
    // without one is none ("3 of 12 May").
    let mut named = None;
    for (count, word) in words.get(next..)?.iter().take(NOUN_WORDS).enumerate() {
        if !text.get(end..word.start).unwrap_or_default().chars().all(char::is_whitespace) {
            break;
        }
        let small = word.text.chars().next().is_some_and(char::is_lowercase);
        let plural = small && word.text.len() > 3 && word.text.ends_with('s');
        end = word.end;
        if plural || (count == 0 && small) {
            named = Some(end);
        }
        if plural {
            break;
        }
    }
    let end = named?;
    Some(Part { done, whole, text: text.get(first.start..end)?.to_owned() })
}

/// What a text says that something was superseded by: the words of its name.
pub fn successor(text: &str) -> Option<String> {
    let known = Words::english()?;
    let lower = text.to_ascii_lowercase();
    let after = known.successor.iter().filter_map(|words| lower.find(words.as_str()).map(|at| at + words.len())).min()?;
    let rest = text.get(after..)?;
    let clause = rest.split(['.', ',', ';', ':', '(', '—', '–']).next().unwrap_or_default();
    let name: Vec<&str> = clause.split_whitespace().take(NAME_WORDS).collect();
    (!name.is_empty()).then(|| name.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Example {
        text: String,
        part: String,
    }

    #[derive(Deserialize)]
    struct Examples {
        example: Vec<Example>,
    }

    #[test]
    fn the_examples_beside_the_words_hold() {
        assert!(Words::english().is_some());
        let file: Examples = toml::from_str(include_str!("../../rules/language/en/parts.toml")).expect("examples");
        assert!(file.example.len() >= 8);
        for example in file.example {
            assert_eq!(part(&example.text).map(|p| p.text).unwrap_or_default(), example.part, "{}", example.text);
        }
    }

    #[test]
    fn numbers_of_a_part() {
        let found = part("1,250 out of 4,000 homes are connected").expect("a part");
        assert_eq!((found.done, found.whole), (1250.0, 4000.0));
        assert_eq!(part("62 per cent of homes").map(|p| (p.done, p.whole)), Some((62.0, 100.0)));
    }

    #[test]
    fn a_successor_is_named() {
        assert_eq!(successor("It was superseded by the Ten Year Plan, he said").as_deref(), Some("the Ten Year Plan"));
        assert_eq!(successor("The scheme was scrapped in May"), None);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "(12|three| |,|%|of|the|40|sites|é|per cent|replaced by|\\.){0,24}") {
            part(&text);
            successor(&text);
        }
    }
}
