//! Sets of words that rules of context ask for. Their words are in `rules/language/en/lexicon/sets.toml`;
//! every word of a sentence is looked up once, and a rule then tests a bit.

use super::words::WordHasher;
use serde::Deserialize;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

const SETS: &str = include_str!("../../../rules/language/en/lexicon/sets.toml");

/// A set of words, by what the file says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordSet {
    Be,
    Have,
    Do,
    SubjectPronouns,
    PluralPronouns,
    Whereabouts,
    ClauseOpeners,
    Subordinators,
    Tells,
    Afterthoughts,
    BeforeParticiple,
    Let,
    Make,
    BeforeToNoun,
    NounsAfterTo,
    DecidesTo,
    AdjectivesBeforeTo,
    Ordinals,
    Alone,
    OneAlone,
    Articles,
    AfterThere,
    AdjectiveOrAdverb,
    Comparatives,
    Negations,
    NearNegations,
    Fronted,
    ParticiplePrepositions,
    DaysByName,
    SpansOfTime,
    Approximators,
    MeasuredPredicates,
    BeforeClause,
    Several,
    Particles,
    WhichOne,
}

const NAMES: [(&str, WordSet); 36] = [
    ("be", WordSet::Be),
    ("have", WordSet::Have),
    ("do", WordSet::Do),
    ("subject-pronouns", WordSet::SubjectPronouns),
    ("plural-pronouns", WordSet::PluralPronouns),
    ("whereabouts", WordSet::Whereabouts),
    ("clause-openers", WordSet::ClauseOpeners),
    ("subordinators", WordSet::Subordinators),
    ("tells", WordSet::Tells),
    ("afterthoughts", WordSet::Afterthoughts),
    ("before-participle", WordSet::BeforeParticiple),
    ("let", WordSet::Let),
    ("make", WordSet::Make),
    ("before-to-noun", WordSet::BeforeToNoun),
    ("nouns-after-to", WordSet::NounsAfterTo),
    ("decides-to", WordSet::DecidesTo),
    ("adjectives-before-to", WordSet::AdjectivesBeforeTo),
    ("ordinals", WordSet::Ordinals),
    ("alone", WordSet::Alone),
    ("one-alone", WordSet::OneAlone),
    ("articles", WordSet::Articles),
    ("after-there", WordSet::AfterThere),
    ("adjective-or-adverb", WordSet::AdjectiveOrAdverb),
    ("comparatives", WordSet::Comparatives),
    ("negations", WordSet::Negations),
    ("near-negations", WordSet::NearNegations),
    ("fronted", WordSet::Fronted),
    ("participle-prepositions", WordSet::ParticiplePrepositions),
    ("days-by-name", WordSet::DaysByName),
    ("spans-of-time", WordSet::SpansOfTime),
    ("approximators", WordSet::Approximators),
    ("measured-predicates", WordSet::MeasuredPredicates),
    ("before-clause", WordSet::BeforeClause),
    ("several", WordSet::Several),
    ("particles", WordSet::Particles),
    ("which-one", WordSet::WhichOne),
];

/// The sets that a word is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(u64);

impl Marks {
    /// Whether the word is in `set`.
    pub(crate) fn has(self, set: WordSet) -> bool {
        self.0 & (1 << (set as u64)) != 0
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    set: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    /// For people.
    #[serde(rename = "about")]
    _about: String,
    #[serde(rename = "counter")]
    _counter: String,
    words: Vec<String>,
}

/// Which word is in which sets.
pub(super) struct WordSets {
    words: HashMap<String, Marks, BuildHasherDefault<WordHasher>>,
    /// What they look like at a glance, a bit for each [`shape`]: most words look like none of them.
    shapes: [u64; SHAPES / 64],
}

/// Shapes of words that are told apart.
const SHAPES: usize = 1 << 13;

/// A word's first and last byte and its length, as far as they are told apart.
fn shape(word: &str) -> usize {
    let (first, last) = (word.bytes().next().unwrap_or(0), word.bytes().next_back().unwrap_or(0));
    usize::from(first & 31) | usize::from(last & 31) << 5 | word.len().min(7) << 10
}

impl WordSets {
    /// The sets that are compiled into the program.
    pub(super) fn builtin() -> Self {
        let mut sets = WordSets { words: HashMap::default(), shapes: [0; SHAPES / 64] };
        // The embedded file is checked by a test; a mistake there must not stop the program.
        for entry in toml::from_str(SETS).map_or(Vec::new(), |table: Table| table.set) {
            let Some((_, set)) = NAMES.iter().find(|(name, _)| *name == entry.name) else { continue };
            for word in entry.words {
                let shape = shape(&word);
                if let Some(bits) = sets.shapes.get_mut(shape / 64) {
                    *bits |= 1 << (shape % 64);
                }
                sets.words.entry(word).or_default().0 |= 1 << (*set as u64);
            }
        }
        sets
    }

    /// The sets that a lower-case word is in.
    pub(super) fn marks(&self, lower: &str) -> Marks {
        let shape = shape(lower);
        if self.shapes.get(shape / 64).is_none_or(|bits| bits >> (shape % 64) & 1 == 0) {
            return Marks::default();
        }
        self.words.get(lower).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_and_the_program_know_the_same_sets() {
        let table: Table = toml::from_str(SETS).expect("the file of word sets");
        let mut written: Vec<_> = table.set.iter().map(|entry| entry.name.as_str()).collect();
        let mut known: Vec<_> = NAMES.iter().map(|(name, _)| *name).collect();
        written.sort_unstable();
        known.sort_unstable();
        assert_eq!(written, known);
        for entry in &table.set {
            assert!(!entry.words.is_empty() && entry.words.iter().all(|w| *w == w.to_lowercase()), "{}", entry.name);
        }
        for (at, (_, set)) in NAMES.iter().enumerate() {
            assert_eq!(*set as usize, at, "every set has a bit of its own");
        }
    }

    #[test]
    fn a_word_is_in_its_sets_and_no_others() {
        let sets = WordSets::builtin();
        assert!(sets.marks("this").has(WordSet::Alone) && sets.marks("this").has(WordSet::OneAlone));
        assert!(!sets.marks("this").has(WordSet::Articles));
        assert_eq!(sets.marks("bridge"), Marks::default());
        assert_eq!(sets.marks(""), Marks::default());
    }
}
