//! What the words of a block say about its zone, from `rules/language/<language>/zones.toml`.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a rule does to the block that it catches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The block, and all up to the next heading that is none of the kind, are teasers.
    TeasersUntilHeading,
    /// The block is a teaser.
    Teaser,
    /// The block is an update, if a date stands at its start.
    Update,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    lead_in: RawLeadIn,
    rule: Vec<RawRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLeadIn {
    endings: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: String,
    effect: Effect,
    #[serde(default)]
    whole: Vec<String>,
    #[serde(default)]
    start: Vec<String>,
    examples: Vec<String>,
    counter_examples: Vec<String>,
}

/// The rules, ready for look-ups by a block's first words.
#[derive(Clone, Debug, Default)]
pub struct ZoneRules {
    whole: BTreeMap<String, Effect>,
    /// By first byte, longest first.
    start: BTreeMap<u8, Vec<(String, Effect)>>,
    /// Which letters phrases begin with: for each first letter, the second ones, one bit each.
    beginnings: [u32; 26],
    /// How a paragraph ends that introduces a list.
    endings: Vec<String>,
    /// The bytes that they end in, each once.
    last_bytes: Vec<u8>,
    /// Longest phrase, in bytes.
    longest: usize,
}

/// Longest block that a `start` phrase can make a teaser: beyond, it is prose that begins so.
const LONGEST_TEASER: usize = 240;

/// Longest heading of a list of stories.
const LONGEST_HEADING: usize = 60;

impl ZoneRules {
    /// Reads rules from TOML; the error says where they are wrong, an example that a rule does
    /// not catch or a counter-example that it does included.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let raw: Raw = toml::from_str(toml).map_err(|error| error.to_string())?;
        let last = |ending: &String| ending.as_bytes().last().map(u8::to_ascii_lowercase);
        let last_bytes: BTreeSet<u8> = raw.lead_in.endings.iter().filter_map(last).collect();
        let last_bytes = last_bytes.into_iter().collect();
        let mut rules = Self { endings: raw.lead_in.endings, last_bytes, ..Self::default() };
        for rule in &raw.rule {
            for phrase in &rule.whole {
                let phrase = plain(phrase, usize::MAX);
                rules.longest = rules.longest.max(phrase.len());
                rules.whole.insert(phrase, rule.effect);
            }
            for phrase in &rule.start {
                let phrase = plain(phrase, usize::MAX);
                rules.longest = rules.longest.max(phrase.len());
                if let Some(&first) = phrase.as_bytes().first() {
                    rules.start.entry(first).or_default().push((phrase, rule.effect));
                }
            }
        }
        let phrases = rules.whole.keys().chain(rules.start.values().flatten().map(|(phrase, _)| phrase));
        let mut beginnings = [0u32; 26];
        for phrase in phrases {
            if let Some((first, second)) = beginning(phrase)
                && let Some(slot) = beginnings.get_mut(first)
            {
                *slot |= second;
            }
        }
        rules.beginnings = beginnings;
        for phrases in rules.start.values_mut() {
            phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        for rule in &raw.rule {
            for example in &rule.examples {
                if rules.effect(example) != Some(rule.effect) {
                    return Err(format!("zone rule `{}` does not catch its example `{example}`", rule.id));
                }
            }
            for example in &rule.counter_examples {
                let dated = rule.effect != Effect::Update || super::blocks::update_date(example).is_some();
                if rules.effect(example) == Some(rule.effect) && dated {
                    return Err(format!("zone rule `{}` catches its counter-example `{example}`", rule.id));
                }
            }
        }
        Ok(rules)
    }

    /// The rules of English that the program carries.
    pub fn english() -> &'static ZoneRules {
        static ENGLISH: std::sync::LazyLock<ZoneRules> =
            std::sync::LazyLock::new(|| ZoneRules::parse(include_str!("../../rules/language/en/zones.toml")).unwrap_or_default());
        &ENGLISH
    }

    /// Whether a paragraph introduces the list after it: it ends in a colon, a dash or certain words.
    pub fn introduces(&self, text: &str) -> bool {
        let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
        if text.ends_with([':', '—', '–', '-', '…']) {
            return true;
        }
        let words = text.trim_end_matches('.');
        if !words.as_bytes().last().is_some_and(|last| self.last_bytes.contains(&last.to_ascii_lowercase())) {
            return false;
        }
        self.endings.iter().any(|ending| {
            let Some(start) = words.len().checked_sub(ending.len()) else { return false };
            words.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
                && words.get(..start).is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric()))
        })
    }

    /// What the words of a block say about it.
    pub fn effect(&self, text: &str) -> Option<Effect> {
        if let Some((first, second)) = beginning(text.trim_start_matches(is_before))
            && self.beginnings.get(first).is_some_and(|seconds| seconds & second == 0)
        {
            return None;
        }
        if text.len() > LONGEST_TEASER && !text.starts_with(['U', 'u', 'E', 'e', 'C', 'c', 'A', 'P', '[', '(', '*']) {
            return None;
        }
        let plain = plain(text, self.longest + 8);
        let whole = plain.trim_end_matches(|c: char| c.is_whitespace() || ":.…!»›>→*_".contains(c));
        if text.len() <= LONGEST_HEADING
            && let Some(effect) = self.whole.get(whole)
        {
            return Some(*effect);
        }
        let phrases = plain.as_bytes().first().and_then(|first| self.start.get(first));
        for (phrase, effect) in phrases.into_iter().flatten() {
            if !plain.starts_with(phrase.as_str()) {
                continue;
            }
            let ends = phrase.ends_with([' ', ':', '©'])
                || plain.get(phrase.len()..).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'));
            let fits = match effect {
                Effect::TeasersUntilHeading => text.len() <= LONGEST_HEADING && !text.trim_end().ends_with('.'),
                Effect::Teaser => text.len() <= LONGEST_TEASER && (text.len() <= 120 || !has_more_sentences(text)),
                Effect::Update => true,
            };
            if ends && fits {
                return Some(*effect);
            }
        }
        None
    }
}

/// Whether a sentence ends inside the text: what follows is more than a line that asks.
fn has_more_sentences(text: &str) -> bool {
    text.trim_end()
        .match_indices(". ")
        .any(|(at, stop)| text.get(at + stop.len()..).is_some_and(|rest| rest.starts_with(char::is_uppercase)))
}

/// What does not count before a phrase.
fn is_before(c: char) -> bool {
    !c.is_alphanumeric() && c != '©'
}

/// The place of the first letter in the alphabet, and a bit for the second; `None` for a text
/// that begins with neither two letters nor a letter and a space.
fn beginning(text: &str) -> Option<(usize, u32)> {
    let [first, second, ..] = text.as_bytes() else { return None };
    let second = match second.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => 1 << (letter - b'a'),
        b' ' => 1 << 26,
        _ => return None,
    };
    first.is_ascii_alphabetic().then(|| (usize::from(first.to_ascii_lowercase() - b'a'), second))
}

/// The first `len` bytes or so of a text as rules see it: lower-cased, quotes made plain, white
/// space single, no punctuation before it.
fn plain(text: &str, len: usize) -> String {
    let mut plain = String::with_capacity(len.min(text.len() + 1));
    for c in text.trim_start_matches(is_before).chars() {
        if plain.len() >= len {
            break;
        }
        match c {
            '’' | '‘' | '\'' => plain.push('\''),
            '“' | '”' | '"' => plain.push('"'),
            c if c.is_whitespace() => {
                if !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            c if c.is_ascii() => plain.push(c.to_ascii_lowercase()),
            c => plain.extend(c.to_lowercase()),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_hold_their_examples() {
        ZoneRules::parse(include_str!("../../rules/language/en/zones.toml")).expect("rules");
    }
}
