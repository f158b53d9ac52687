//! The words that rules ask for, numbered: a sentence's words are looked up once, and patterns compare numbers.

use super::pattern::Pattern;
use crate::prose::Token;
use crate::prose::tagger::WordHasher;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;

/// The number of a word; [`UNKNOWN`] for one that no rule asks for.
pub(super) type WordNumber = u32;

/// A word that no rule asks for: in no [`WordNumbers`].
pub(super) const UNKNOWN: WordNumber = 0;

/// The words of all patterns of a lexicon, by their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<String, WordNumber, BuildHasherDefault<WordHasher>>,
    /// The sets of words that atoms ask for, numbered.
    sets: BTreeMap<Vec<WordNumber>, u32>,
    /// For each word the sets that hold it.
    signs: Vec<Signs>,
}

/// Sets of words, one bit each; beyond so many as there are bits, several share one. What a pattern needs, the words
/// of a sentence must have together, or the pattern cannot match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signs(u128);

impl Signs {
    /// Whether none of these is missing in `others`.
    #[inline]
    pub fn are_in(self, others: Signs) -> bool {
        self.0 & !others.0 == 0
    }

    /// These and the others.
    #[inline]
    pub fn and(self, others: Signs) -> Signs {
        Signs(self.0 | others.0)
    }
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

    /// The sign of a set of words, which each of them bears from now on.
    pub fn sign(&mut self, mut words: Vec<WordNumber>) -> Signs {
        words.sort_unstable();
        words.dedup();
        let next = self.sets.len() as u32;
        let sign = 1 << (*self.sets.entry(words.clone()).or_insert(next) % u128::BITS);
        self.signs.resize(self.len(), Signs::default());
        for word in words {
            if let Some(Signs(signs)) = self.signs.get_mut(word as usize) {
                *signs |= sign;
            }
        }
        Signs(sign)
    }

    /// What the words of a sentence have together.
    pub fn signs_of(&self, words: &[Numbered]) -> Signs {
        let of = |word: WordNumber| self.signs.get(word as usize).copied().unwrap_or_default();
        words.iter().filter(|word| word.lower != UNKNOWN || word.lemma != UNKNOWN).fold(Signs::default(), |all, word| {
            let all = all.and(of(word.lower));
            if word.lemma == word.lower { all } else { all.and(of(word.lemma)) }
        })
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
    fn a_sentence_has_the_signs_of_its_words() {
        let mut vocabulary = Vocabulary::default();
        let [may, june, open] = ["may", "june", "open"].map(|word| vocabulary.enter(word));
        let (months, verbs) = (vocabulary.sign(vec![may, june]), vocabulary.sign(vec![open, may]));
        assert_eq!(vocabulary.sign(vec![june, may, may]), months);
        let signs = |words: &[WordNumber]| {
            let words: Vec<Numbered> = words.iter().map(|word| Numbered { lemma: *word, lower: UNKNOWN }).collect();
            vocabulary.signs_of(&words)
        };
        assert!(months.are_in(signs(&[june])) && !verbs.are_in(signs(&[june])));
        assert!(months.and(verbs).are_in(signs(&[june, open])) && months.and(verbs).are_in(signs(&[may])));
        assert!(!months.are_in(signs(&[UNKNOWN, open])));
    }

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
