//! What "the bridge" is: the fuller name that the text gave it before, or that its title bears.
//!
//! Two articles that both go on about "the bridge" need not speak of one; those that had introduced it as "a footbridge
//! at Harrow Lane" do. The words of the introduction are lent to the statement, for the linker alone.

use super::Statement;
use super::lexicon::Lexicon;
use crate::prose::{Reader, Tag, Token};
use crate::source::TextRange;

/// Bytes of a text that are looked through, backwards from its end.
const LONGEST: usize = 800;

/// Letters of the first part of a compound.
const SHORTEST_PART: usize = 4;

/// Words of a noun phrase before its noun.
const BEFORE: usize = 5;

/// Words of what follows it behind a preposition.
const AFTER: usize = 6;

/// A noun and the word that takes what it names for known: "the" and "bridge" of "the bridge", "their" and "launch".
pub(crate) fn definite(subject: &str) -> Option<(&str, &str)> {
    let mut words = subject.split_whitespace();
    let points = |w: &&str| ["the", "this", "that", "its", "their"].iter().any(|p| w.eq_ignore_ascii_case(p));
    let pointing = words.next().filter(points)?;
    let noun = words.next().filter(|noun| noun.starts_with(char::is_lowercase))?;
    words.next().is_none().then_some((pointing, noun))
}

/// The noun that a text may have introduced with more words: "the bridge", but not "its bridge".
fn introduced(subject: &str) -> Option<&str> {
    let (pointing, noun) = definite(subject)?;
    let owned = ["its", "their"].iter().any(|p| pointing.eq_ignore_ascii_case(p));
    (!owned && noun.len() > 3 && noun.bytes().all(|b| b.is_ascii_lowercase())).then_some(noun)
}

/// Lends the statement the words with which the nearest of `texts` (nearest first) introduced its subject.
pub(super) fn lend<'t>(statement: &mut Statement, texts: impl IntoIterator<Item = &'t str>, reader: &Reader, lexicon: &Lexicon) {
    // "It is expected that the school will open" is about the school.
    let begins = statement.prose.split_whitespace().next().filter(|w| w.eq_ignore_ascii_case("it"));
    let pronoun = begins.filter(|_| statement.key.anaphoric).map(|_| "it");
    let named = introduced(&statement.subject);
    let pronoun = pronoun.filter(|_| named.is_none());
    let Some(noun) = named.or(pronoun).map(str::to_owned) else { return };
    // "the project", "it": any noun may have introduced it; its names do.
    // "This deadline" goes back to a statement, which the linker finds.
    let any = lexicon.in_class("anaphor", &noun, &noun) && !lexicon.in_class("goal", &noun, &noun);
    for text in texts {
        let mut start = text.len().saturating_sub(LONGEST);
        while !text.is_char_boundary(start) {
            start += 1;
        }
        let near = text.get(start..).unwrap_or_default();
        // No word is cut in two.
        let near = if start == 0 { near } else { near.split_once(' ').map_or("", |(_, rest)| rest) };
        // Most texts do not name it at all.
        if !any && !near.to_lowercase().contains(&noun) {
            continue;
        }
        let tokens = reader.tokens(near, TextRange::new(0, near.len()));
        let words = if pronoun.is_some() { None } else { introduction(&tokens, &noun, near, lexicon) };
        if let Some(words) = words.or_else(|| any.then(|| last_name(&tokens, near, lexicon)).flatten()) {
            statement.key.terms.add(words.terms);
            if !words.names.is_empty() {
                statement.key.names.add(words.names);
            }
            statement.key.lent |= pronoun.is_some();
            return;
        }
    }
}

struct Words {
    terms: Vec<String>,
    names: Vec<String>,
}

/// The last thing that bears a name among its words: "the Kowhai Bypass", "Fenwick's new hospital".
fn last_name(tokens: &[Token<'_>], text: &str, lexicon: &Lexicon) -> Option<Words> {
    let is_name = |t: &Token<'_>| matches!(t.tag, Tag::NNP | Tag::NNPS) && t.range.of(text).starts_with(char::is_uppercase);
    let is_noun = |t: &Token<'_>| matches!(t.tag, Tag::NN | Tag::NNS) || is_name(t);
    let of_phrase = |t: &Token<'_>| is_noun(t) || matches!(t.tag, Tag::JJ | Tag::POS | Tag::CD);
    // A person bears a title, or is followed by what he or she does; a thing by a mark or by what becomes of it.
    let names_thing = |run: &&[Token<'_>]| {
        let end = run.last().map_or(0, |t| t.range.end);
        let follows = tokens.iter().find(|t| t.range.start >= end);
        let acts = |t: &Token<'_>| {
            matches!(t.tag, Tag::VBD | Tag::VBZ | Tag::VBP)
                && !lexicon.in_class("by_itself", &t.lemma, &t.lower)
                && !matches!(t.lemma.as_ref(), "get" | "have")
        };
        let titled = run.iter().any(|t| lexicon.in_class("personal_title", &t.lemma, &t.lower));
        run.iter().filter(|t| is_noun(t)).count() > 1 && run.iter().any(is_name) && !titled && !follows.is_some_and(acts)
    };
    let run = tokens.split(|t| !of_phrase(t)).rfind(names_thing)?;
    let terms = run.iter().filter(|t| is_noun(t) || t.tag == Tag::JJ).map(|t| t.lemma.to_string()).collect();
    let names = run.split(|t| !is_name(t)).filter(|name| !name.is_empty());
    Some(Words { terms, names: names.map(|name| name.iter().map(|t| t.lower.as_ref()).collect::<Vec<_>>().join(" ")).collect() })
}

/// The last mention of the noun that says which one: words before it, or a place or purpose behind it.
fn introduction(tokens: &[Token<'_>], noun: &str, text: &str, lexicon: &Lexicon) -> Option<Words> {
    // "footbridge" is a bridge; "Cambridge" is none, and "deadline" no line.
    let compound = |t: &Token<'_>| {
        matches!(t.tag, Tag::NN | Tag::NNS)
            && t.lower.strip_suffix(noun).is_some_and(|first| first.len() >= SHORTEST_PART)
            && !lexicon.in_class("stopword", &t.lemma, &t.lower)
    };
    let names = |t: &Token<'_>| matches!(t.tag, Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS) && t.lower == noun || compound(t);
    (0..tokens.len()).rev().filter(|at| tokens.get(*at).is_some_and(names)).find_map(|at| {
        let modifies = |t: &&Token<'_>| {
            matches!(t.tag, Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS | Tag::JJ | Tag::POS | Tag::CD | Tag::VBN | Tag::VBG)
        };
        let before = tokens.get(..at)?.iter().rev().take(BEFORE).take_while(modifies).count();
        let behind = tokens.get(at + 1..).unwrap_or_default();
        let places = behind.first().is_some_and(|t| lexicon.in_class("place_of", &t.lemma, &t.lower));
        let after = behind.iter().skip(1).take(if places { AFTER } else { 0 });
        let after = after.take_while(|t| matches!(t.tag, Tag::DT | Tag::IN) || modifies(t)).count();
        let whole = tokens.get(at - before..(at + 2 + after).min(tokens.len())).unwrap_or_default();
        let mut words = Words { terms: Vec::new(), names: Vec::new() };
        for t in whole {
            let is_word = matches!(t.tag, Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS | Tag::JJ | Tag::VBN | Tag::VBG);
            let says_which = is_word && t.lemma.len() > 2 && t.lower != noun;
            let is_empty = lexicon.in_class("stopword", &t.lemma, &t.lower) || lexicon.in_class("unit", &t.lemma, &t.lower);
            if says_which && !is_empty {
                words.terms.push(t.lemma.to_string());
            }
        }
        let is_name = |t: &Token<'_>| matches!(t.tag, Tag::NNP | Tag::NNPS) && t.range.of(text).starts_with(char::is_uppercase);
        for run in whole.split(|t| !is_name(t)).filter(|run| !run.is_empty()) {
            words.names.push(run.iter().map(|t| t.lower.as_ref()).collect::<Vec<_>>().join(" "));
        }
        (!words.terms.is_empty()).then_some(words)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bare_noun_goes_back() {
        assert_eq!(introduced("the bridge"), Some("bridge"));
        assert_eq!(introduced("This scheme"), Some("scheme"));
        assert_eq!(introduced("its launch"), None);
        assert_eq!(definite("its launch"), Some(("its", "launch")));
        assert_eq!(definite("the Harrow Lane footbridge"), None);
        assert_eq!(definite("a bridge"), None);
    }
}
