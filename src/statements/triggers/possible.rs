//! Whether a pattern could match a sentence whose words are known and whose tags are not.
//!
//! A word here is every dictionary form that it may be read as, a tag is asked only where it is plain from the
//! form, and a noun phrase is any run of words. What holds of the sentence when it is read holds here too.

use super::{Kinds, Triggers};
use crate::prose::Reader;
use crate::source::TextRange;
use std::borrow::Cow;
use std::ops::Range;

/// The words of a sentence, in lower case, with their places.
pub(in crate::statements) type Words<'t> = [(TextRange, Cow<'t, str>)];

/// Where the time expressions of a sentence stand, by word.
pub(in crate::statements) type Dates = [Range<usize>];

/// A pattern as it can be tried before tagging.
pub(super) struct Sketch {
    pub(super) before: Vec<SketchStep>,
    pub(super) anchor: Test,
    pub(super) after: Vec<SketchStep>,
    /// Whether it finds a commitment, which needs a date.
    pub(super) commits: bool,
}

pub(super) struct SketchStep {
    pub(super) test: Test,
    pub(super) optional: bool,
}

pub(super) enum Test {
    /// One word: of these, where there are any; one that may be a past form.
    Token {
        words: Option<Vec<u16>>,
        past: bool,
    },
    Date,
    Phrase,
    Gap(usize),
    Start,
    End,
}

impl Sketch {
    /// The words that the anchor may be.
    pub(super) fn anchor_words(&self) -> Option<&[u16]> {
        match &self.anchor {
            Test::Token { words, .. } => words.as_deref(),
            _ => None,
        }
    }
}

/// Longest sentence, in words, that is tried; a longer one may hold anything.
const LONGEST: usize = 400;

impl Triggers {
    /// Whether any rule could match a sentence of these words: any that tells an outcome, and with `dates` any
    /// that makes a commitment.
    pub(in crate::statements) fn may_match(&self, reader: &Reader, words: &Words<'_>, dates: &Dates) -> bool {
        if words.len() > LONGEST {
            return true;
        }
        let known: Vec<&[u16]> =
            words.iter().map(|(_, word)| self.forms.get(word.as_ref()).map_or(&[][..], Vec::as_slice)).collect();
        let view = View { reader, words, known: &known, dates };
        let fits = |at: usize, number: u32| {
            self.sketches.get(number as usize).is_some_and(|sketch| {
                (!sketch.commits || !dates.is_empty())
                    && view.token(&sketch.anchor, at)
                    && view.forward(&sketch.after, at + 1)
                    && view.backward(&sketch.before, at)
            })
        };
        (0..words.len()).any(|at| {
            let here = known.get(at).copied().unwrap_or_default();
            let mut numbers = here.iter().filter_map(|word| self.by_word.get(usize::from(*word))).flatten().chain(&self.by_tag);
            numbers.any(|number| fits(at, *number))
        })
    }

    /// Whether a sentence with such hits is worth a closer look.
    pub(in crate::statements) fn is_worth(hits: Kinds, dated: bool) -> bool {
        hits.has(Kinds::TELLS) || dated && hits.has(Kinds::COMMITS)
    }
}

struct View<'v> {
    reader: &'v Reader,
    words: &'v Words<'v>,
    known: &'v [&'v [u16]],
    dates: &'v Dates,
}

impl View<'_> {
    fn word(&self, at: usize) -> Option<&str> {
        self.words.get(at).map(|(_, word)| word.as_ref())
    }

    fn token(&self, test: &Test, at: usize) -> bool {
        let (Test::Token { words, past }, Some(word)) = (test, self.word(at)) else { return false };
        let known = self.known.get(at).copied().unwrap_or_default();
        words.as_ref().is_none_or(|words| known.iter().any(|id| words.binary_search(id).is_ok()))
            && (!past || self.reader.may_be_past(word))
    }

    fn passable(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| !matches!(word, "." | ";" | ":" | "?" | "!" | "…"))
    }

    fn forward(&self, steps: &[SketchStep], at: usize) -> bool {
        let Some((step, rest)) = steps.split_first() else { return true };
        let goes_on = match &step.test {
            Test::Start => return at == 0 && self.forward(rest, at),
            // What ends the sentence is punctuation: nothing with a letter or digit.
            Test::End => {
                let marks = |(_, word): &(TextRange, Cow<'_, str>)| !word.chars().any(char::is_alphanumeric);
                return self.words.iter().skip(at).all(marks) && self.forward(rest, at);
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
            Test::Phrase => (at + 1..=self.words.len()).any(|next| self.forward(rest, next)),
            Test::Token { .. } => self.token(&step.test, at) && self.forward(rest, at + 1),
        };
        goes_on || step.optional && self.forward(rest, at)
    }

    fn backward(&self, steps: &[SketchStep], at: usize) -> bool {
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
            Test::Phrase => (0..at).any(|next| self.backward(rest, next)),
            Test::Token { .. } => at > 0 && self.token(&step.test, at - 1) && self.backward(rest, at - 1),
        };
        goes_on || step.optional && self.backward(rest, at)
    }
}
