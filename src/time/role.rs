//! A first guess at what an expression does in its clause, by the words next to it alone.
//!
//! The statements room, which knows the clause, has the last word: it may replace any role given here.

use super::context::RoleRule;
use super::friends::{self, near_after, near_before, word_after, word_before};
use super::grammar::Grammar;
use super::symbol::{Found, Governor};
use super::{TenseHint, TimeExpression, TimeRole, TimexType};

/// How many words before an expression are looked at.
const NEAR: usize = 6;

impl Grammar {
    /// The role of `found` by local context.
    pub fn role(&self, text: &str, found: &Found, expression: &TimeExpression, tense: TenseHint) -> TimeRole {
        let start = found.governor.map_or(found.range.start, |(range, _)| range.start);
        let before = word_before(text, start);
        let governor = found.governor.map(|(_, kind)| kind);
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        let glued_before = text.get(..start).is_some_and(|head| head.ends_with(' ')) && governor.is_none();
        let words = text.get(found.range.start..found.range.end).unwrap_or_default();
        let year = expression.value.len() == 4 && words.bytes().all(|b| b.is_ascii_digit());
        // "Vision 2030", "the Housing Act 2004": a bare year right after a capitalised word.
        if glued_before && capital(before) && year && before.len() > 2 && !sentence_start(text, start, before) {
            return TimeRole::Name;
        }
        // "the Railways Act of 1993".
        if governor == Some(Governor::Of) && capital(before) && year {
            return TimeRole::Name;
        }
        if expression.value.ends_with("_REF") {
            return TimeRole::When;
        }
        let listed = self.context.roles_listed(last_words(text, start, NEAR), word_after(text, found.range.end));
        let fits = |(at, rule): &(usize, &RoleRule)| {
            listed & (1 << at) != 0
                && (!rule.bare || governor.is_none() && expression.kind == TimexType::Date)
                && rule.tense.is_none_or(|wanted| tense == wanted)
                && (rule.governed.is_empty() || governor.is_some_and(|kind| rule.governed.contains(&kind)))
                && !governor.is_some_and(|kind| rule.not_governed.contains(&kind))
        };
        let rules = || self.context.roles.iter().enumerate();
        if let Some((_, rule)) = rules().filter(|(_, rule)| rule.first).find(fits) {
            return rule.role;
        }
        if matches!(governor, Some(Governor::From | Governor::Since)) && expression.range_interval.is_none() {
            return if tense == TenseHint::Past && governor == Some(Governor::Since) { TimeRole::When } else { TimeRole::Start };
        }
        if expression.kind == TimexType::Duration && hyphenated(words) {
            return TimeRole::Property;
        }
        if let Some((_, rule)) = rules().filter(|(_, rule)| !rule.first).find(fits) {
            return rule.role;
        }
        let deadline = match governor {
            Some(Governor::By | Governor::Before | Governor::PriorTo | Governor::Planned) => tense != TenseHint::Past,
            Some(
                Governor::Within
                | Governor::In
                | Governor::On
                | Governor::Over
                | Governor::During
                | Governor::Until
                | Governor::Between
                | Governor::At
                | Governor::Around,
            ) => tense == TenseHint::Future,
            None => tense == TenseHint::Future && matches!(expression.kind, TimexType::Date | TimexType::Time),
            _ => false,
        };
        // A question or a condition sets no deadline.
        let open = asks(text, found.range.end) || conditional(text, start);
        if deadline && !open && expression.interval.is_some() { TimeRole::Deadline } else { TimeRole::When }
    }
}

/// "a four-year plan": a length as a modifier.
fn hyphenated(words: &str) -> bool {
    words.split('-').nth(1).is_some_and(|after| after.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Whether the sentence that `at` lies in ends with a question mark.
fn asks(text: &str, at: usize) -> bool {
    let rest = near_after(text, at);
    rest.bytes().find(|byte| matches!(byte, b'.' | b'!' | b'?' | b'\n')) == Some(b'?')
}

/// Whether the words before it in its clause open a condition.
fn conditional(text: &str, start: usize) -> bool {
    let head = near_before(text, start);
    let mark = head.bytes().rposition(|byte| matches!(byte, b'.' | b'!' | b'?' | b';' | b',' | b'\n'));
    let clause = mark.map_or(head, |at| head.get(at + 1..).unwrap_or("")).trim_start();
    let opens = |word: &str| {
        let (first, rest) = clause.split_at_checked(word.len()).unwrap_or_default();
        first.eq_ignore_ascii_case(word) && (rest.is_empty() || rest.starts_with(char::is_whitespace))
    };
    opens("if") || opens("unless")
}

fn sentence_start(text: &str, start: usize, word: &str) -> bool {
    let head = near_before(text, start).trim_end();
    let head = head.get(..head.len().saturating_sub(word.len())).unwrap_or("").trim_end();
    head.is_empty() || head.ends_with(['.', '!', '?', '\n', ':'])
}

fn last_words(text: &str, start: usize, count: usize) -> impl Iterator<Item = &str> {
    let head = near_before(text, start);
    let head = head.get(friends::sentence_start(head)..).unwrap_or(head);
    head.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(count)
}
