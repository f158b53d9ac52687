//! Whether a pattern could match a sentence whose words are known and whose tags are not.
//!
//! A word here is every dictionary form that it may be read as, a tag is asked only where it is plain from the
//! form, and a noun phrase is any run of words. What holds of the sentence when it is read holds here too.

use super::{Standing, Triggers};
use crate::prose::Reader;
use crate::prose::tagger::{Outlook, TagSet, normal};
use crate::source::TextRange;
use crate::statements::interposed::interposed;
use std::cell::Cell;
use std::ops::Range;

/// Where the words of a sentence stand.
pub(in crate::statements) type Words = [TextRange];

/// A pattern as it can be tried before tagging, split at the word that it is looked for by.
pub(super) struct Sketch {
    /// What stands before that word, nearest first.
    pub(super) before: Vec<SketchStep>,
    pub(super) key: Test,
    pub(super) after: Vec<SketchStep>,
    /// Whether it finds a commitment, which needs a date, or names one.
    pub(super) dated: bool,
    /// Whether its rule is silent in a sentence with a finite verb.
    pub(super) unless_finite: bool,
}

pub(super) struct SketchStep {
    pub(super) test: Test,
    pub(super) optional: bool,
}

pub(super) enum Test {
    /// One word: of these, one bit each, where there are any; one that may bear one of these tags, where there are any.
    Token {
        words: Option<Vec<u64>>,
        tags: TagSet,
        finite_past: bool,
    },
    Date,
    Phrase,
    Gap(usize),
    Start,
    End,
}

/// What is known of a word before its sentence is read.
#[derive(Clone, Copy, Default)]
pub(super) struct Form {
    /// What it may be read as: where in [`Triggers::readings`], and how many.
    pub(super) readings: (u32, u32),
    /// The tags that it can bear.
    pub(super) entry: Outlook,
}

/// Longest sentence, in words, that is tried; a longer one may hold anything.
const LONGEST: usize = 400;

impl Triggers {
    /// Whether any of the patterns could match a sentence of these words, with `dates` by word.
    pub(in crate::statements) fn may_match(
        &self,
        reader: &Reader,
        text: &str,
        words: &Words,
        standing: &[Standing],
        dates: &[Range<usize>],
    ) -> bool {
        if words.len() > LONGEST {
            return true;
        }
        let known = vec![Cell::new(None); words.len()];
        let word = |at: usize| words.get(at).and_then(|place| text.get(place.start..place.end));
        let between = interposed(words.len(), word, |word| self.interposing.contains(word));
        let view = View { triggers: self, reader, text, words, known: &known, dates, interposed: &between };
        let finite = Cell::new(None);
        let is_finite = || {
            finite.get().unwrap_or_else(|| {
                let found = (0..words.len()).any(|at| view.form(at).entry.surely_finite && view.is_small(at));
                finite.set(Some(found));
                found
            })
        };
        standing.iter().any(|standing| {
            let Some(sketch) = standing.sketch.and_then(|number| self.sketches.get(number as usize)) else { return true };
            let from = words.partition_point(|place| place.end <= standing.at);
            // The letters of a key may stand in two words: "isn't" is "is" and "n't".
            let mut places = from..(from + 2).min(words.len());
            !(sketch.dated && dates.is_empty())
                && places.any(|at| {
                    view.token(&sketch.key, at) && view.forward(&sketch.after, at + 1) && view.backward(&sketch.before, at)
                })
                && !(sketch.unless_finite && is_finite())
        })
    }
}

struct View<'v> {
    triggers: &'v Triggers,
    reader: &'v Reader,
    text: &'v str,
    words: &'v Words,
    /// What is known of the words, once it has been asked for.
    known: &'v [Cell<Option<Form>>],
    dates: &'v [Range<usize>],
    /// Phrases put in between, which patterns pass over.
    interposed: &'v [Range<usize>],
}

impl View<'_> {
    /// The word as written.
    fn word(&self, at: usize) -> Option<&str> {
        self.words.get(at).and_then(|place| self.text.get(place.start..place.end))
    }

    /// Whether the word is written without a capital.
    fn is_small(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()))
    }

    fn form(&self, at: usize) -> Form {
        let (Some(cell), Some(word)) = (self.known.get(at), self.word(at)) else { return Form::default() };
        cell.get().unwrap_or_else(|| {
            let word = normal(word);
            let known = self.triggers.forms.get(word.as_ref()).copied();
            let form = known.unwrap_or_else(|| Form { readings: (0, 0), entry: self.reader.outlook(&word) });
            cell.set(Some(form));
            form
        })
    }

    fn token(&self, test: &Test, at: usize) -> bool {
        let (Test::Token { words, tags, finite_past }, true) = (test, at < self.words.len()) else { return false };
        if let Some(words) = words {
            let is_one = |id: &u16| words.get(usize::from(id / 64)).is_some_and(|bits| bits >> (id % 64) & 1 == 1);
            if !self.triggers.readings(self.form(at)).iter().any(is_one) {
                return false;
            }
        }
        if *tags != TagSet::default() && !self.form(at).entry.may_bear(*tags) {
            return false;
        }
        // "is opened", "the opened door": no finite past.
        let barred = |before: usize| self.form(before).entry.bars_finite_past && self.is_small(before);
        !(*finite_past && self.form(at).entry.is_participle && at.checked_sub(1).is_some_and(barred))
    }

    fn passable(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| !matches!(word, "." | ";" | ":" | "?" | "!" | "…"))
    }

    /// Whether a noun phrase may take in the word.
    fn in_phrase(&self, at: usize) -> bool {
        let Some(word) = self.word(at) else { return false };
        if matches!(word, "," | "." | ";" | ":" | "?" | "!" | "…" | "(" | ")" | "\"" | "“" | "”") {
            return false;
        }
        !(self.form(at).entry.outside_phrases && self.is_small(at) && word != "than")
    }

    fn forward(&self, steps: &[SketchStep], at: usize) -> bool {
        let behind = || self.interposed.iter().find(|between| between.start == at);
        self.forward_from(steps, at) || behind().is_some_and(|between| self.forward_from(steps, between.end))
    }

    fn forward_from(&self, steps: &[SketchStep], at: usize) -> bool {
        let Some((step, rest)) = steps.split_first() else { return true };
        let goes_on = match &step.test {
            Test::Start => return at == 0 && self.forward(rest, at),
            // What ends the sentence is punctuation: nothing with a letter or digit.
            Test::End => {
                let marks = |at: usize| !self.word(at).is_some_and(|word| word.chars().any(char::is_alphanumeric));
                return (at..self.words.len()).all(marks) && self.forward(rest, at);
            }
            Test::Gap(most) => {
                for next in at..=at + *most {
                    if self.forward(rest, next) {
                        return true;
                    }
                    if !self.passable(next) {
                        return false;
                    }
                }
                return false;
            }
            Test::Date => self.dates.iter().any(|date| date.start == at && self.forward(rest, date.end)),
            Test::Phrase => {
                (at + 1..=self.words.len()).take_while(|end| self.in_phrase(end - 1)).any(|next| self.forward(rest, next))
            }
            Test::Token { .. } => self.token(&step.test, at) && self.forward(rest, at + 1),
        };
        goes_on || step.optional && self.forward(rest, at)
    }

    fn backward(&self, steps: &[SketchStep], at: usize) -> bool {
        let before = || self.interposed.iter().find(|between| between.end == at);
        self.backward_from(steps, at) || before().is_some_and(|between| self.backward_from(steps, between.start))
    }

    fn backward_from(&self, steps: &[SketchStep], at: usize) -> bool {
        let Some((step, rest)) = steps.split_first() else { return true };
        let goes_on = match &step.test {
            Test::Start => return at == 0 && self.backward(rest, at),
            Test::End => return false,
            Test::Gap(most) => {
                for next in (at.saturating_sub(*most)..=at).rev() {
                    if self.backward(rest, next) {
                        return true;
                    }
                    if next == 0 || !self.passable(next - 1) {
                        return false;
                    }
                }
                return false;
            }
            Test::Date => self.dates.iter().any(|date| date.end == at && self.backward(rest, date.start)),
            Test::Phrase => (0..at).rev().take_while(|start| self.in_phrase(*start)).any(|next| self.backward(rest, next)),
            Test::Token { .. } => at > 0 && self.token(&step.test, at - 1) && self.backward(rest, at - 1),
        };
        goes_on || step.optional && self.backward(rest, at)
    }
}
