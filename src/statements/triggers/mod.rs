//! What can set off a cue rule: told before anything is tagged.
//!
//! Two tests, the cheaper one first. A scan over a block ([`Triggers::scan`]) looks every run of letters up among
//! the forms that some rule cannot do without, and among the words that can begin a time expression. A sentence
//! with such a word is then asked ([`Triggers::may_match`]) whether any pattern could match, whatever tags and
//! lemmas its words turn out to have. Both are made of the compiled rules and of the grammar alone, so that no
//! rule can be left out, and both err on one side only: a sentence that they pass over cannot make a statement.

mod keys;
mod possible;

use super::Kind;
use super::lexicon::Lexicon;
use super::pattern::{Atom, Pattern, Step, Word};
use crate::prose::Reader;
use crate::time::Grammar;
pub(super) use keys::Kinds;
use keys::{Keys, runs};
use possible::{Sketch, SketchStep, Test};
use std::collections::{BTreeMap, BTreeSet};

/// The compiled tests of one language.
pub struct Triggers {
    keys: Keys,
    /// Words that patterns ask for, by the forms that may be read as them.
    forms: BTreeMap<String, Vec<u16>>,
    /// For every such word, the patterns whose anchor it may be.
    by_word: Vec<Vec<u32>>,
    /// Patterns whose anchor is known by its tag alone.
    by_tag: Vec<u32>,
    sketches: Vec<Sketch>,
}

/// How much less telling a function word is than another.
const FUNCTION_WORD: usize = 40;

impl Triggers {
    /// The tests for the rules of `lexicon`, as `reader` reads words and `grammar` dates.
    pub fn new(lexicon: &Lexicon, reader: &Reader, grammar: &Grammar) -> Self {
        let mut build = Build { lexicon, reader, numbers: BTreeMap::new(), forms: BTreeMap::new(), keys: Keys::default() };
        let mut triggers = Triggers {
            keys: Keys::default(),
            forms: BTreeMap::new(),
            by_word: Vec::new(),
            by_tag: Vec::new(),
            sketches: Vec::new(),
        };
        for rule in &lexicon.rules {
            let kinds = if rule.kind == Kind::Commitment { Kinds::COMMITS } else { Kinds::TELLS };
            for pattern in rule.patterns() {
                build.key(pattern, kinds);
                let number = triggers.sketches.len() as u32;
                let sketch = build.sketch(pattern, kinds);
                match sketch.anchor_words() {
                    Some(words) => {
                        for word in words {
                            let word = usize::from(*word);
                            if triggers.by_word.len() <= word {
                                triggers.by_word.resize(word + 1, Vec::new());
                            }
                            if let Some(patterns) = triggers.by_word.get_mut(word) {
                                patterns.push(number);
                            }
                        }
                    }
                    None => triggers.by_tag.push(number),
                }
                triggers.sketches.push(sketch);
            }
        }
        for word in grammar.trigger_words() {
            // Whatever holds a digit is looked for by that.
            if !word.bytes().any(|b| b.is_ascii_digit()) {
                build.keys.enter(if word == "oclock" { "clock" } else { word }, Kinds::DATES);
            }
        }
        triggers.keys = build.keys;
        triggers.forms = build.forms;
        triggers
    }

    /// What `text` may hold, by its words alone; with `hits`, where the words stand that rules hang on.
    pub(super) fn scan(&self, text: &str, hits: &mut Vec<(usize, Kinds)>) -> Kinds {
        self.keys.scan(text, hits)
    }
}

/// What is known while the rules are gone through.
struct Build<'b> {
    lexicon: &'b Lexicon,
    reader: &'b Reader,
    /// Numbers of the words that patterns ask for.
    numbers: BTreeMap<String, u16>,
    forms: BTreeMap<String, Vec<u16>>,
    keys: Keys,
}

impl Build<'_> {
    /// Enters the words of the one atom that is rarest in texts among those that the pattern cannot do without.
    fn key(&mut self, pattern: &Pattern, kinds: Kinds) {
        let needed = pattern.steps().filter(|(_, optional)| !optional).map(|(atom, _)| atom);
        let rarest = needed.filter_map(words_of).min_by_key(|words| {
            let cost =
                |word: &&str| if self.lexicon.has("stopword", word) || runs(word).next().is_none() { FUNCTION_WORD } else { 1 };
            words.iter().map(|word| cost(word) * 8).sum::<usize>()
        });
        let Some(words) = rarest else {
            self.keys.everywhere(kinds);
            return;
        };
        let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
        for word in words {
            for form in self.reader.forms(&word) {
                self.keys.enter(&form, kinds);
            }
        }
    }

    fn sketch(&mut self, pattern: &Pattern, kinds: Kinds) -> Sketch {
        let (before, anchor, after) = pattern.parts();
        let mut steps = |steps: &[Step]| -> Vec<SketchStep> {
            steps.iter().map(|step| SketchStep { test: self.test(&step.atom), optional: step.optional }).collect()
        };
        let (before, after) = (steps(before), steps(after));
        Sketch { before, anchor: self.test(anchor), after, commits: kinds == Kinds::COMMITS }
    }

    fn test(&mut self, atom: &Atom) -> Test {
        match atom {
            Atom::Date(_) => Test::Date,
            Atom::NounPhrase => Test::Phrase,
            Atom::Gap(most) => Test::Gap(*most),
            Atom::Start => Test::Start,
            Atom::End => Test::End,
            Atom::Token { inverted: true, .. } => Test::Token { words: None, past: false },
            Atom::Token { tags, .. } => Test::Token {
                words: words_of(atom).map(|words| {
                    let words: BTreeSet<u16> = words.into_iter().filter_map(|word| self.number(word)).collect();
                    words.into_iter().collect()
                }),
                past: !tags.is_empty() && tags.iter().all(|tag| matches!(tag.as_str(), "VBD" | "VBN")),
            },
        }
    }

    /// The number of a word; its forms lead to it from now on.
    fn number(&mut self, word: &str) -> Option<u16> {
        if let Some(number) = self.numbers.get(word) {
            return Some(*number);
        }
        let number = u16::try_from(self.numbers.len()).ok()?;
        self.numbers.insert(word.to_owned(), number);
        for form in self.reader.forms(word) {
            self.forms.entry(form).or_default().push(number);
        }
        Some(number)
    }
}

/// The words that an atom asks for; `None` for one that asks for none.
fn words_of(atom: &Atom) -> Option<Vec<&str>> {
    let Atom::Token { words, inverted: false, .. } = atom else { return None };
    if words.is_empty() {
        return None;
    }
    let mut all = Vec::new();
    for word in words {
        match word {
            Word::Any(w) | Word::Form(w) => all.push(w.as_str()),
            Word::Class(set) => all.extend(set.iter().map(String::as_str)),
        }
    }
    Some(all)
}
