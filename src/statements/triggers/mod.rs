//! What can set off a cue rule: told before anything is tagged.
//!
//! Two tests, the cheaper one first. A scan over a block ([`Triggers::scan`]) looks every run of letters up among
//! the forms that some rule cannot do without, and among the words that can begin a time expression. A sentence
//! with such a word is then asked ([`Triggers::may_match`]) whether any pattern could match, whatever tags and
//! lemmas its words turn out to have. Both are made of the compiled rules and of the grammar alone, so that no
//! rule can be left out, and both err on one side only: a sentence that they pass over cannot make a statement.

mod keys;
mod possible;
#[cfg(test)]
mod tests;

use super::Kind;
use super::lexicon::{CueRule, Lexicon};
use super::pattern::{Atom, Pattern};
use crate::prose::tagger::{TagSet, WordHasher};
use crate::prose::{Reader, Tag};
use crate::time::Grammar;
use keys::Keys;
pub(super) use keys::{Hit, Kinds};
use possible::{Form, Sketch, SketchStep, Test};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::BuildHasherDefault;

/// The compiled tests of one language.
pub struct Triggers {
    keys: Keys,
    /// What is known of the forms of the words that patterns ask for.
    forms: HashMap<String, Form, BuildHasherDefault<WordHasher>>,
    /// Numbers of those words, form after form.
    readings: Vec<u16>,
    sketches: Vec<Sketch>,
}

/// How much a search costs for a word that hardly a sentence is without, for another function word, and for any other.
const COSTS: [usize; 3] = [400, 20, 1];

impl Triggers {
    /// The tests for the rules of `lexicon`, as `reader` reads words and `grammar` dates.
    pub fn new(lexicon: &Lexicon, reader: &Reader, grammar: &Grammar) -> Self {
        let mut build = Build {
            lexicon,
            reader,
            numbers: BTreeMap::new(),
            forms: BTreeMap::new(),
            keys: Keys::default(),
            sketches: Vec::new(),
        };
        for rule in &lexicon.rules {
            for pattern in rule.patterns() {
                build.pattern(rule, pattern);
            }
        }
        for word in grammar.trigger_words() {
            // Whatever holds a digit is looked for by that.
            if !word.bytes().any(|b| b.is_ascii_digit()) {
                build.keys.enter(if word == "oclock" { "clock" } else { word }, Kinds::DATES, None);
            }
        }
        let mut numbers: BTreeMap<String, Vec<u16>> = BTreeMap::new();
        for (word, number) in &build.numbers {
            for form in forms_of(&mut build.forms, reader, word) {
                numbers.entry(form.clone()).or_default().push(*number);
            }
        }
        let (mut forms, mut readings) = (HashMap::default(), Vec::new());
        for (form, of) in numbers {
            let entry = reader.outlook(&form);
            forms.insert(form, Form { readings: (readings.len() as u32, of.len() as u32), entry });
            readings.extend(of);
        }
        Triggers { keys: build.keys, forms, readings, sketches: build.sketches }
    }

    /// What `text` may hold, by its words alone; the words that rules hang on go to `hits`, in order.
    pub(super) fn scan(&self, text: &str, hits: &mut Vec<Hit>) -> Kinds {
        self.keys.scan(text, hits)
    }

    /// Whether a sentence with such words is worth a closer look.
    pub(super) fn is_worth(kinds: Kinds, dated: bool) -> bool {
        kinds.has(Kinds::TELLS) || dated && kinds.has(Kinds::COMMITS)
    }

    /// The numbers of the words that a form may be read as.
    fn readings(&self, form: Form) -> &[u16] {
        let (start, len) = (form.readings.0 as usize, form.readings.1 as usize);
        self.readings.get(start..start + len).unwrap_or_default()
    }
}

/// What is known while the rules are gone through.
struct Build<'b> {
    lexicon: &'b Lexicon,
    reader: &'b Reader,
    /// Numbers of the words that patterns ask for.
    numbers: BTreeMap<String, u16>,
    /// The forms of words, once they have been asked for.
    forms: BTreeMap<String, BTreeSet<String>>,
    keys: Keys,
    sketches: Vec<Sketch>,
}

impl Build<'_> {
    fn pattern(&mut self, rule: &CueRule, pattern: &Pattern) {
        let kinds = if rule.kind == Kind::Commitment { Kinds::COMMITS } else { Kinds::TELLS };
        let steps: Vec<(&Atom, bool)> = pattern.in_order().collect();
        // The one atom that is rarest in texts among those that the pattern cannot do without.
        let wordy = steps.iter().enumerate().filter(|(_, (_, optional))| !optional);
        let rarest = wordy
            .filter_map(|(at, (atom, _))| Some((at, words_of(atom)?)))
            .min_by_key(|(_, words)| words.iter().map(|word| self.cost(word)).sum::<usize>());
        let Some((at, words)) = rarest else {
            self.keys.everywhere(kinds);
            return;
        };
        let number = self.sketches.len() as u32;
        for word in words {
            for form in forms_of(&mut self.forms, self.reader, word) {
                self.keys.enter(form, kinds, Some(number));
            }
        }
        let mut sketched: Vec<SketchStep> =
            steps.iter().map(|(atom, optional)| SketchStep { test: self.test(atom), optional: *optional }).collect();
        let after = sketched.split_off((at + 1).min(sketched.len()));
        let Some(key) = sketched.pop() else { return };
        sketched.reverse();
        self.sketches.push(Sketch {
            before: sketched,
            key: key.test,
            after,
            commits: kinds == Kinds::COMMITS,
            unless_finite: rule.exceptions().iter().any(is_any_finite),
        });
    }

    fn cost(&self, word: &str) -> usize {
        let rank = if self.lexicon.has("frequent", word) {
            0
        } else if self.lexicon.has("stopword", word) {
            1
        } else {
            2
        };
        COSTS.get(rank).copied().unwrap_or_default()
    }

    fn test(&mut self, atom: &Atom) -> Test {
        match atom {
            Atom::Date(_) => Test::Date,
            Atom::NounPhrase => Test::Phrase,
            Atom::Gap(most) => Test::Gap(*most),
            Atom::Start => Test::Start,
            Atom::End => Test::End,
            Atom::Token { inverted: true, .. } => Test::Token { words: None, tags: TagSet::default(), finite_past: false },
            Atom::Token { tags, .. } => Test::Token {
                words: words_of(atom).map(|words| {
                    let mut bits = Vec::new();
                    for number in words.into_iter().filter_map(|word| self.number(word)).map(usize::from) {
                        if bits.len() <= number / 64 {
                            bits.resize(number / 64 + 1, 0u64);
                        }
                        if let Some(bits) = bits.get_mut(number / 64) {
                            *bits |= 1 << (number % 64);
                        }
                    }
                    bits
                }),
                tags: tags_of(tags),
                finite_past: !tags.is_empty() && tags.iter().all(|tag| tag == "VBD"),
            },
        }
    }

    fn number(&mut self, word: &str) -> Option<u16> {
        if let Some(number) = self.numbers.get(word) {
            return Some(*number);
        }
        let number = u16::try_from(self.numbers.len()).ok()?;
        self.numbers.insert(word.to_owned(), number);
        Some(number)
    }
}

/// The forms of a word, worked out once.
fn forms_of<'f>(known: &'f mut BTreeMap<String, BTreeSet<String>>, reader: &Reader, word: &str) -> &'f BTreeSet<String> {
    if !known.contains_key(word) {
        known.insert(word.to_owned(), reader.forms(word));
    }
    known.entry(word.to_owned()).or_default()
}

/// The tags that tell a form, of those that an atom asks for: a word bears them only if the lexicon or its ending
/// says so. Empty where the atom asks for any other as well.
fn tags_of(tags: &[String]) -> TagSet {
    let each = tags.iter().map(|tag| match tag.as_str() {
        "VBD" | "VBN" => Some(TagSet::of(&[Tag::VBD, Tag::VBN])),
        "VBZ" => Some(TagSet::of(&[Tag::VBZ])),
        "VBP" => Some(TagSet::of(&[Tag::VB, Tag::VBP])),
        "VBG" => Some(TagSet::of(&[Tag::VBG])),
        "RB" | "RB*" => Some(TagSet::of(&[Tag::RB, Tag::RBR, Tag::RBS])),
        "MD" => Some(TagSet::of(&[Tag::MD])),
        _ => None,
    });
    each.collect::<Option<Vec<TagSet>>>().unwrap_or_default().into_iter().fold(TagSet::default(), TagSet::and)
}

/// Whether an exception is met by a finite verb of any kind.
fn is_any_finite(exception: &Pattern) -> bool {
    let mut steps = exception.in_order();
    let (Some((Atom::Token { words, tags, inverted: false, .. }, _)), None) = (steps.next(), steps.next()) else { return false };
    words.is_empty() && ["VBZ", "VBD", "VBP"].iter().all(|tag| tags.iter().any(|own| own == tag))
}

/// The words that a match cannot do without; an inverted atom is met by any others.
fn words_of(atom: &Atom) -> Option<Vec<&str>> {
    match atom {
        Atom::Token { inverted: true, .. } => None,
        _ => atom.words(),
    }
}
