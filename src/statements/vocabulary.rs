//! The words that rules ask for, numbered: a sentence's words are looked up once, and patterns compare numbers.

use super::pattern::Pattern;
use crate::prose::tagger::{TagSet, WordHasher};
use crate::prose::{Tag, Token};
use std::collections::HashMap;
use std::collections::btree_map::{BTreeMap, Entry};
use std::hash::BuildHasherDefault;

/// The number of a word; [`UNKNOWN`] for one that no rule asks for.
pub(super) type WordNumber = u32;

/// A word that no rule asks for: in no [`WordNumbers`].
pub(super) const UNKNOWN: WordNumber = 0;

/// The words of all patterns of a lexicon, by their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<String, WordNumber, BuildHasherDefault<WordHasher>>,
    /// What atoms ask for, numbered: a word of a set, where there is one, with one of some tags, where there are any.
    signs: BTreeMap<(Vec<WordNumber>, TagSet), Sign>,
    /// For each word the signs that it bears, while they are being numbered.
    by_word: Vec<Vec<Borne>>,
    /// The same once that is done, one word after the other, and where those of each begin: see [`Vocabulary::settle`].
    borne: Vec<Borne>,
    borne_from: Vec<u32>,
    /// Signs that any word with one of their tags bears.
    by_tag: Vec<(Sign, TagSet)>,
}

/// The number of what an atom asks for. A sentence that bears it has a word that the atom may match.
pub(super) type Sign = u32;

/// A sign that every sentence bears.
pub(super) const ALWAYS: Sign = 0;

/// A sign that a sentence with a date bears.
pub(super) const DATED: Sign = 1;

/// Signs that no atom has.
const OWN_SIGNS: Sign = 2;

/// Some of the signs that a word bears with one of the tags; without tags with any.
#[derive(Clone, Copy, Debug)]
struct Borne {
    tags: TagSet,
    /// Where in [`Signs`].
    at: u32,
    bits: u64,
}

/// The signs that the words of a sentence bear together, a bit for each.
#[derive(Clone, Debug, Default)]
pub(super) struct Signs(Vec<u64>);

impl Signs {
    /// Whether the sign is among them.
    #[inline]
    pub fn has(&self, sign: Sign) -> bool {
        self.0.get(sign as usize / 64).is_some_and(|bits| bits >> (sign % 64) & 1 == 1)
    }

    fn add(&mut self, sign: Sign) {
        if let Some(bits) = self.0.get_mut(sign as usize / 64) {
            *bits |= 1 << (sign % 64);
        }
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
        if let Some(known) = self.numbers.get(word) {
            return *known;
        }
        let next = self.numbers.len() as WordNumber + 1;
        self.numbers.insert(word.to_owned(), next);
        next
    }

    /// Numbers the words of patterns: without that they match no word.
    pub fn number<'p>(&mut self, patterns: impl IntoIterator<Item = &'p mut Pattern>) {
        patterns.into_iter().for_each(|pattern| pattern.number(self));
    }

    /// The sign of words with one of these tags, which they bear from now on; without words any with such a tag does.
    pub fn sign(&mut self, mut words: Vec<WordNumber>, tags: TagSet) -> Sign {
        words.sort_unstable();
        words.dedup();
        let next = self.signs.len() as Sign + OWN_SIGNS;
        let vacant = match self.signs.entry((words, tags)) {
            Entry::Vacant(vacant) => vacant,
            Entry::Occupied(known) => return *known.get(),
        };
        if vacant.key().0.is_empty() {
            self.by_tag.push((next, tags));
        }
        for word in &vacant.key().0 {
            if self.by_word.len() <= *word as usize {
                self.by_word.resize(*word as usize + 1, Vec::new());
            }
            let Some(borne) = self.by_word.get_mut(*word as usize) else { continue };
            let (at, bits) = (next / 64, 1 << (next % 64));
            match borne.iter_mut().rev().find(|borne| borne.tags == tags && borne.at == at) {
                Some(borne) => borne.bits |= bits,
                None => borne.push(Borne { tags, at, bits }),
            }
        }
        *vacant.insert(next)
    }

    /// Puts what the words bear in one piece, once all signs are known.
    pub fn settle(&mut self) {
        self.borne_from = vec![0];
        for borne in std::mem::take(&mut self.by_word) {
            self.borne.extend(borne);
            self.borne_from.push(self.borne.len() as u32);
        }
    }

    /// What the words of a sentence bear together, with the tags that they have; `dated` where it has a date.
    pub fn signs_of(&self, words: &[Numbered], tokens: &[Token<'_>], dated: bool) -> Signs {
        let mut signs = Signs(vec![0; (self.signs.len() + OWN_SIGNS as usize).div_ceil(64)]);
        let mut all = TagSet::default();
        for (word, token) in words.iter().zip(tokens) {
            all = all.with(token.tag);
            self.bear(word.lower, token.tag, &mut signs);
            if word.lemma != word.lower {
                self.bear(word.lemma, token.tag, &mut signs);
            }
        }
        for (sign, tags) in &self.by_tag {
            if tags.any(all) {
                signs.add(*sign);
            }
        }
        signs.add(ALWAYS);
        if dated {
            signs.add(DATED);
        }
        signs
    }

    #[inline]
    fn bear(&self, word: WordNumber, tag: Tag, signs: &mut Signs) {
        let (Some(from), Some(to)) = (self.borne_from.get(word as usize), self.borne_from.get(word as usize + 1)) else {
            return;
        };
        for borne in self.borne.get(*from as usize..*to as usize).unwrap_or_default() {
            if (borne.tags == TagSet::default() || borne.tags.has(tag))
                && let Some(bits) = signs.0.get_mut(borne.at as usize)
            {
                *bits |= borne.bits;
            }
        }
    }

    /// What each sign costs to ask for: `cost` of each of its words, and very much for one of tags alone.
    pub fn costs(&self, cost: impl Fn(&str) -> u32) -> Vec<u32> {
        let mut of_word = vec![0u32; self.len()];
        for (word, number) in &self.numbers {
            if let Some(own) = of_word.get_mut(*number as usize) {
                *own = cost(word);
            }
        }
        let mut costs = vec![u32::MAX; self.signs.len() + OWN_SIGNS as usize];
        for ((words, _), sign) in self.signs.iter().filter(|((words, _), _)| !words.is_empty()) {
            let each = words.iter().filter_map(|word| of_word.get(*word as usize));
            if let Some(own) = costs.get_mut(*sign as usize) {
                *own = each.fold(0, |sum, cost| sum.saturating_add(*cost));
            }
        }
        costs
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
    use crate::source::TextRange;

    #[test]
    fn a_sentence_bears_the_signs_of_its_words() {
        let mut vocabulary = Vocabulary::default();
        let [may, june, open] = ["may", "june", "open"].map(|word| vocabulary.enter(word));
        let any = TagSet::default();
        let (months, verbs) = (vocabulary.sign(vec![may, june], any), vocabulary.sign(vec![open, may], TagSet::of(&[Tag::VB])));
        assert_eq!(vocabulary.sign(vec![june, may, may], any), months);
        let nouns = vocabulary.sign(Vec::new(), TagSet::of(&[Tag::NN, Tag::NNS]));
        vocabulary.settle();
        let signs = |words: &[(WordNumber, Tag)]| {
            let tokens: Vec<Token<'_>> = words
                .iter()
                .map(|(_, tag)| Token { lemma: "".into(), lower: "".into(), range: TextRange::new(0, 0), tag: *tag })
                .collect();
            let words: Vec<Numbered> = words.iter().map(|(word, _)| Numbered { lemma: *word, lower: UNKNOWN }).collect();
            let signs = vocabulary.signs_of(&words, &tokens, false);
            assert!(signs.has(ALWAYS) && !signs.has(DATED));
            [months, verbs, nouns].map(|sign| signs.has(sign))
        };
        assert_eq!(signs(&[(june, Tag::NNP)]), [true, false, false]);
        assert_eq!(signs(&[(june, Tag::NNP), (open, Tag::VB)]), [true, true, false]);
        assert_eq!(signs(&[(may, Tag::MD), (open, Tag::JJ)]), [true, false, false]);
        assert_eq!(signs(&[(UNKNOWN, Tag::NNS), (open, Tag::VB)]), [false, true, true]);
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
