//! The words that rules ask for, numbered: a sentence's words are looked up once, and patterns compare numbers.

use super::pattern::Pattern;
use crate::prose::Token;
use crate::prose::tagger::WordHasher;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// The number of a word; [`UNKNOWN`] for one that no rule asks for.
pub(super) type WordNumber = u32;

/// A word that no rule asks for: in no [`WordNumbers`].
pub(super) const UNKNOWN: WordNumber = 0;

/// The words of all patterns of a lexicon, by their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<String, WordNumber, BuildHasherDefault<WordHasher>>,
}

/// What a token is to the rules: the numbers of its dictionary form and of its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbered {
    pub lemma: WordNumber,
    pub lower: WordNumber,
}

impl Vocabulary {
    /// The number of a word, a new one if it has none.
    pub fn enter(&mut self, word: &str) -> WordNumber {
        let next = self.numbers.len() as WordNumber + 1;
        *self.numbers.entry(word.to_owned()).or_insert(next)
    }

    /// Numbers the words of patterns: without that they match no word.
    pub fn number<'p>(&mut self, patterns: impl IntoIterator<Item = &'p mut Pattern>) {
        patterns.into_iter().for_each(|pattern| pattern.number(self));
    }

    pub fn get(&self, word: &str) -> WordNumber {
        self.numbers.get(word).copied().unwrap_or(UNKNOWN)
    }

    /// One more than the highest number.
    pub fn len(&self) -> usize {
        self.numbers.len() + 1
    }

    /// The tokens of a sentence.
    pub fn read(&self, tokens: &[Token<'_>]) -> Vec<Numbered> {
        let each = tokens.iter().map(|token| {
            let lower = self.get(&token.lower);
            Numbered { lower, lemma: if token.lemma == token.lower { lower } else { self.get(&token.lemma) } }
        });
        each.collect()
    }
}

/// A set of numbered words.
#[derive(Clone, Debug)]
pub(super) enum WordNumbers {
    /// A few, one after the other.
    Few(Vec<WordNumber>),
    /// One bit for each.
    Bits(Vec<u64>),
}

/// So many are compared one by one.
const FEW: usize = 4;

impl Default for WordNumbers {
    fn default() -> Self {
        WordNumbers::Few(Vec::new())
    }
}

impl FromIterator<WordNumber> for WordNumbers {
    fn from_iter<I: IntoIterator<Item = WordNumber>>(numbers: I) -> Self {
        let numbers: Vec<WordNumber> = numbers.into_iter().filter(|number| *number != UNKNOWN).collect();
        if numbers.len() <= FEW {
            return WordNumbers::Few(numbers);
        }
        let mut bits = vec![0u64; numbers.iter().max().map_or(0, |most| *most as usize / 64 + 1)];
        for number in numbers {
            if let Some(bits) = bits.get_mut(number as usize / 64) {
                *bits |= 1 << (number % 64);
            }
        }
        WordNumbers::Bits(bits)
    }
}

impl WordNumbers {
    /// Whether a word is among them.
    #[inline]
    pub fn has(&self, number: WordNumber) -> bool {
        match self {
            WordNumbers::Few(few) => few.contains(&number),
            WordNumbers::Bits(bits) => bits.get(number as usize / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_never_the_unknown() {
        let mut vocabulary = Vocabulary::default();
        let numbers: Vec<WordNumber> = (0..200).map(|n| vocabulary.enter(&format!("word{n}"))).collect();
        assert_eq!(
            (vocabulary.get("word7"), vocabulary.get("other"), vocabulary.enter("word7")),
            (numbers[7], UNKNOWN, numbers[7])
        );
        for size in [0, 1, FEW, FEW + 1, 150] {
            let set: WordNumbers = numbers.iter().copied().take(size).chain([UNKNOWN]).collect();
            let held: Vec<WordNumber> = numbers.iter().copied().filter(|number| set.has(*number)).collect();
            assert_eq!(held, numbers[..size], "{size}");
            assert!(!set.has(UNKNOWN));
        }
    }
}
