//! A cheap guess at where the clause of an expression points, for callers without clauses.

use super::context::Scales;
use super::friends::{near_after, near_before, sentence_end, sentence_start};
use super::grammar::Grammar;
use super::{Found, Governor, TenseHint};

/// How far to look, in words, on either side.
const NEAR: usize = 14;

/// What the word just before an expression weighs, one more than NEAR; the word just after it weighs FIRST.
const LAST: i32 = 16;
const FIRST: i32 = 11;

impl Grammar {
    /// Guesses from the verb forms around `found` within its sentence: will, plans to, due: future; was, said, -ed: past.
    pub fn tense_hint(&self, text: &str, found: &Found) -> TenseHint {
        // With the words that govern it: "postponed until".
        let before = near_before(text, found.range.start);
        let after = near_after(text, found.range.end);
        let left = before.get(sentence_start(before)..).unwrap_or(before);
        let left = tail_words(left, NEAR);
        let right = after.get(..sentence_end(after)).unwrap_or(after);
        let mut scales = Scales::default();
        // Verbs before the expression weigh more the nearer they stand; those after it a little less.
        let mut previous = "";
        let farthest = words(left).count().min(NEAR + 1);
        for (at, word) in words(left).enumerate() {
            self.context.weigh(word, previous, LAST + (at as i32 - farthest as i32), &mut scales);
            previous = word;
        }
        previous = "";
        for (at, word) in words(right).take(NEAR).enumerate() {
            self.context.weigh(word, previous, FIRST - at as i32 / 2, &mut scales);
            previous = word;
        }
        let Scales { past, future } = scales;
        if past == 0 && future == 0 {
            return match found.governor {
                Some((_, Governor::By | Governor::Planned | Governor::Until)) => TenseHint::Future,
                _ => TenseHint::Unknown,
            };
        }
        if future > past || future > 0 && future == past { TenseHint::Future } else { TenseHint::Past }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty())
}

fn tail_words(text: &str, count: usize) -> &str {
    let mut start = text.len();
    let mut seen = 0;
    for (at, _) in text.char_indices().rev().filter(|(_, c)| c.is_whitespace()) {
        if start != at + 1 {
            seen += 1;
            if seen > count {
                break;
            }
        }
        start = at;
    }
    if seen > count { text.get(start..).unwrap_or(text) } else { text }
}
