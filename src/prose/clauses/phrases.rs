//! Noun phrases: determiner, modifiers, head; left to right, maximal, not overlapping.

use crate::prose::tagger::{Tagged, WordSet};
use crate::prose::{NounPhrase, Tag, VerbGroup};

/// All noun phrases outside the verb groups (and inside those of questions, which hold their subject).
pub(super) fn find(tagged: &Tagged<'_>, groups: &[VerbGroup]) -> Vec<NounPhrase> {
    let mut verbal = vec![false; tagged.tokens.len()];
    for group in groups {
        for i in group.tokens.clone() {
            if let Some(slot) = verbal.get_mut(i) {
                *slot = matches!(
                    tagged.tag(i),
                    Tag::VB | Tag::VBD | Tag::VBG | Tag::VBN | Tag::VBP | Tag::VBZ | Tag::MD | Tag::TO | Tag::RB
                );
            }
        }
    }
    let mut phrases = Vec::new();
    let mut i = 0;
    while i < tagged.tokens.len() {
        match phrase_at(tagged, &verbal, i) {
            Some(phrase) => {
                i = phrase.tokens.end;
                phrases.push(phrase);
            }
            None => i += 1,
        }
    }
    phrases
}

fn phrase_at(t: &Tagged<'_>, verbal: &[bool], start: usize) -> Option<NounPhrase> {
    let free = |i: usize| verbal.get(i).is_some_and(|v| !v);
    if !free(start) {
        return None;
    }
    if matches!(t.tag(start), Tag::PRP | Tag::EX) {
        return Some(NounPhrase { tokens: start..start + 1, head: start });
    }
    let mut head = None;
    let mut i = start;
    let mut determined = false;
    // "more than 300 sites".
    if matches!(t.lower(start), "more" | "less" | "fewer")
        && t.lower(start + 1) == "than"
        && t.tag(start + 2) == Tag::CD
        && free(start + 2)
    {
        i = start + 2;
    }
    while free(i) {
        let tag = t.tag(i);
        match tag {
            Tag::DT | Tag::PDT | Tag::PRPS | Tag::WPS => {
                if head.is_some() || determined && tag != Tag::DT {
                    break;
                }
                determined = true;
            }
            Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS => {
                // "In 2013 ministers": a bare year ends its own phrase before a plural or a name.
                if let Some(h) = head
                    && breaks(t, start, h, i)
                {
                    break;
                }
                head = Some(i);
            }
            Tag::CD => {
                // "its end of life six months from today": a count in words begins a phrase of its own.
                let counts = |h: usize| {
                    t.tag(h) == Tag::NN && t.tag(i + 1) == Tag::NNS && t.lower(i).bytes().all(|b| b.is_ascii_alphabetic())
                };
                if let Some(h) = head
                    && (!matches!(t.tag(h), Tag::NNP | Tag::NN | Tag::CD) || counts(h))
                {
                    break;
                }
                head = Some(i);
            }
            Tag::JJ | Tag::JJR | Tag::JJS | Tag::VBN | Tag::VBG => {
                // "1,000 trees last winter": when, and no part of the thing.
                if head.is_some() && t.is(i, WordSet::WhichOne) {
                    break;
                }
                if let Some(h) = head {
                    // A modifier after a noun only inside a compound ("the NHS digital plan").
                    let nominal = matches!(t.tag(i + 1), Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS) && free(i + 1);
                    if !nominal || matches!(t.tag(h), Tag::CD) && is_year(t.lower(h)) && !determined {
                        break;
                    }
                }
            }
            Tag::POS => {
                if head.is_none() {
                    break;
                }
            }
            Tag::RB | Tag::RBR | Tag::RBS => {
                // "a very late start", "the now defunct body": only between determiner and adjective.
                let inside = matches!(t.tag(i + 1), Tag::JJ | Tag::VBN | Tag::VBG | Tag::CD | Tag::JJR | Tag::RB);
                if head.is_some()
                    || !inside
                    || !(determined || t.tag(i + 1) == Tag::CD && t.is(i, WordSet::Approximators) || t.tag(i + 1) == Tag::JJ)
                {
                    break;
                }
            }
            // "the planned Marlow to Leeds route": where it runs from and to.
            Tag::TO if determined && t.tag(i.wrapping_sub(1)) == Tag::NNP && names_route(t, &free, i + 1) => {}
            Tag::SYM if i == start => {}
            _ => break,
        }
        i += 1;
    }
    match head {
        Some(head) => {
            // Trailing modifiers that did not find a noun are not part of it.
            let mut end = head + 1;
            while end < i && t.tag(end) == Tag::POS {
                end += 1;
            }
            Some(NounPhrase { tokens: start..end.max(head + 1), head })
        }
        // "the second", "the latter", "more": an adjective for a head.
        None if i > start
            && (determined || t.tag(start) == Tag::JJR)
            && matches!(t.tag(i - 1), Tag::JJ | Tag::JJR | Tag::JJS) =>
        {
            Some(NounPhrase { tokens: start..i, head: i - 1 })
        }
        // "this", "some": a determiner alone is its own head.
        None if determined
            && matches!(t.tag(start), Tag::DT)
            && !matches!(t.lower(start), "the" | "a" | "an" | "every" | "no") =>
        {
            Some(NounPhrase { tokens: start..start + 1, head: start })
        }
        None => None,
    }
}

/// A name, and a common noun behind it.
fn names_route(t: &Tagged<'_>, free: &impl Fn(usize) -> bool, mut i: usize) -> bool {
    let begins = i;
    while free(i) && t.tag(i) == Tag::NNP {
        i += 1;
    }
    i > begins && free(i) && matches!(t.tag(i), Tag::NN | Tag::NNS)
}

/// "2013", and not "11.4", which is a version.
pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4 && word.starts_with(['1', '2']) && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the noun at `i` begins another phrase although nothing stands between.
fn breaks(t: &Tagged<'_>, start: usize, head: usize, i: usize) -> bool {
    let year = t.tag(head) == Tag::CD && is_year(t.lower(head));
    let after_preposition = start.checked_sub(1).is_some_and(|b| matches!(t.tag(b), Tag::IN));
    year && head > 0
        && (head == start && after_preposition || t.tag(head - 1) == Tag::NNP)
        && matches!(t.tag(i), Tag::NNS | Tag::NNP | Tag::NNPS)
}
