//! A cheap guess at where the clause of an expression points, for callers without clauses.

use super::friends::{near_after, near_before, sentence_end, sentence_start};
use super::{Found, Governor, TenseHint};

/// How far to look, in words, on either side.
const NEAR: usize = 14;

/// Guesses from the verb forms around `found` within its sentence: will, plans to, due: future; was, said, -ed: past.
pub fn tense_hint(text: &str, found: &Found) -> TenseHint {
    let start = found.governor.map_or(found.range.start, |(range, _)| range.start);
    let before = near_before(text, start);
    let after = near_after(text, found.range.end);
    let left = before.get(sentence_start(before)..).unwrap_or(before);
    let left = tail_words(left, NEAR);
    let right = after.get(..sentence_end(after)).unwrap_or(after);
    let mut past = 0i32;
    let mut future = 0i32;
    // Verbs before the expression weigh more the nearer they stand; those after it a little less.
    let words = left.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    let mut previous = "";
    for (at, word) in words.enumerate() {
        weigh(word, previous, 4 + at as i32, &mut past, &mut future);
        previous = word;
    }
    previous = "";
    for (at, word) in
        right.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).take(NEAR).enumerate()
    {
        weigh(word, previous, 10 - at as i32 / 2, &mut past, &mut future);
        previous = word;
    }
    if past == 0 && future == 0 {
        return match found.governor {
            Some((_, Governor::By | Governor::Planned | Governor::Until)) => TenseHint::Future,
            _ => TenseHint::Unknown,
        };
    }
    if future > past || future > 0 && future == past { TenseHint::Future } else { TenseHint::Past }
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

fn weigh(word: &str, previous: &str, weight: i32, past: &mut i32, future: &mut i32) {
    let lower = word.to_ascii_lowercase();
    let before = previous.to_ascii_lowercase();
    match lower.as_str() {
        "will" | "shall" | "ll" | "won't" | "must" | "should" | "may" | "might" | "could" | "can" | "upcoming"
        | "forthcoming" | "plans" | "aims" | "intends" | "hopes" | "expects" | "due" | "scheduled" | "slated" | "set"
        | "planned" | "expected" | "target" | "deadline" | "planning" | "aiming" | "would" | "plan" | "hope" | "expect"
        | "intend" | "aim" | "going" => {
            // "the plan was announced": a noun tells little.
            if matches!(before.as_str(), "the" | "a" | "an" | "its" | "their" | "his" | "her" | "our" | "this" | "that") {
                *future = (*future).max(1);
                return;
            }
            let weak = matches!(lower.as_str(), "would" | "can" | "could" | "set" | "may" | "going");
            *future = (*future).max(if weak { weight - 3 } else { weight + 2 });
        }
        // The present of a timetable: "the talks end on Wednesday".
        "ends" | "begins" | "starts" | "opens" | "closes" | "expires" | "resumes" | "launches" | "arrives" | "reopens"
        | "becomes" => {
            *future = (*future).max(weight);
        }
        "to" if matches!(
            before.as_str(),
            "pledged"
                | "promised"
                | "committed"
                | "agreed"
                | "vowed"
                | "wants"
                | "want"
                | "need"
                | "needs"
                | "ordered"
                | "required"
                | "hoped"
                | "aimed"
                | "intended"
                | "promise"
                | "pledge"
                | "commitment"
                | "decided"
                | "proposed"
        ) =>
        {
            *future = (*future).max(weight + 2);
        }
        "was" | "were" | "had" | "did" | "has" | "have" | "said" | "been" | "told" | "took" | "became" | "began" | "came"
        | "went" | "made" | "fell" | "rose" | "won" | "lost" | "met" | "left" | "held" | "gave" | "got" | "grew" | "hit"
        | "wrote" | "ran" | "saw" | "sold" | "bought" | "paid" | "led" | "broke" | "kept" | "brought" | "built" | "found"
        | "drew" | "stood" | "sent" | "ago" => {
            let weak = matches!(lower.as_str(), "has" | "have" | "said" | "been");
            *past = (*past).max(if weak { weight - 2 } else { weight });
        }
        _ if lower.len() > 4
            && lower.ends_with("ed")
            && !matches!(before.as_str(), "be" | "to" | "is" | "are" | "being" | "the" | "a") =>
        {
            *past = (*past).max(weight - 1);
        }
        _ => {}
    }
}
