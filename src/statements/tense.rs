//! Where an expression without a year lies, by the verbs around it: "opens in May" the coming May, "opened in May" the last.

use super::lexicon::Lexicon;
use crate::prose::{Clause, ClauseKind, Modality, Sentence, Tense};
use crate::time::{Found, Governor, TenseHint};

/// What the verbs around an expression say of where it lies.
pub(super) fn tense_hint(sentences: &[Sentence<'_>], found: &Found, lexicon: &Lexicon) -> TenseHint {
    let range = found.range;
    let Some(sentence) = sentences.iter().find(|s| s.range.start <= range.start && range.start < s.range.end) else {
        return TenseHint::Unknown;
    };
    let mut next = sentence.clause_at(range.start);
    let mut left = sentence.clauses.len();
    let onward = matches!(found.governor, Some((_, Governor::To | Governor::Until)));
    if was_first_due(sentence, found, lexicon) {
        return TenseHint::Nearest;
    }
    let promised = matches!(found.governor, Some((_, Governor::By | Governor::Within)));
    let described = is_due_beside_a_noun(sentence, found);
    if described && is_wanting(sentence, found) {
        return TenseHint::Nearest;
    }
    if described || is_planned_beside(sentence, found) {
        return TenseHint::Future;
    }
    // "remained on target for completion in May": what is on its way lies ahead, whatever the tense.
    if is_on_its_way(sentence, found, lexicon) {
        return TenseHint::Future;
    }
    while let Some(clause) = next.and_then(|index| sentence.clauses.get(index)) {
        if let Some(verbs) = &clause.verbs {
            // "was postponed until May", "have moved it to 3 July": what was done reaches ahead.
            let puts = |t: &crate::prose::Token<'_>| lexicon.in_class("redating", &t.lemma, &t.lower);
            // "promised a lift by October": so does what was undertaken.
            let undertakes = |t: &crate::prose::Token<'_>| lexicon.in_class("pledging", &t.lemma, &t.lower);
            let head = sentence.tokens.get(verbs.head);
            let arranges = |t: &crate::prose::Token<'_>| lexicon.in_class("arranged", &t.lemma, &t.lower);
            let from_then = head.is_some_and(|t| lexicon.in_class("from_then", &t.lemma, &t.lower));
            // "rescheduled from the weekend of 10 June": the nearest one.
            if matches!(found.governor, Some((_, Governor::From))) && head.is_some_and(puts) {
                return TenseHint::Nearest;
            }
            // "has set a target of clearing the queue within two years".
            let aims = || {
                let between = sentence.tokens.iter().skip(verbs.tokens.end).take_while(|t| t.range.end <= range.start);
                between.clone().any(|t| lexicon.in_class("intention", &t.lemma, &t.lower))
            };
            let undertaken = promised && (head.is_some_and(undertakes) || verbs.perfect && aims());
            // "set a new deadline of 30 June", "gave itself until 30 June".
            let named = matches!(found.governor, Some((_, Governor::Planned | Governor::Of)))
                && aims_at_a_day(sentence, verbs, range, lexicon);
            let undertaken = undertaken || named && head.is_some_and(puts) && !verbs.passive;
            // "The homes promised by Christmas are still not ready": what is wanting may have been due already.
            if undertaken && clause.kind == ClauseKind::Participial && is_wanting(sentence, found) {
                return TenseHint::Nearest;
            }
            if onward && head.is_some_and(puts) || undertaken || from_then {
                return TenseHint::Future;
            }
            match (verbs.modality, verbs.tense) {
                // "were to have gone live in November": they did not, and November is over.
                (Some(Modality::BeTo), Tense::Past) if verbs.perfect => return TenseHint::Past,
                // "should have been here on 9 August": the nearest one, behind or ahead.
                (Some(Modality::Should), _) if verbs.perfect => return TenseHint::Nearest,
                (Some(Modality::BeTo), Tense::Past) => return TenseHint::Nearest,
                (Some(Modality::Will | Modality::BeTo | Modality::Must | Modality::Should), _) | (_, Tense::Future) => {
                    return TenseHint::Future;
                }
                // "They are gearing up for 12.2, slated for July": what is so described lies where its clause points.
                (None, Tense::Past) if is_described(sentence, clause, lexicon) => {
                    let present = sentence.clauses.iter().rev().any(|before| {
                        let tense = before.verbs.as_ref().map(|verbs| (verbs.tense, verbs.perfect));
                        before.tokens.end <= clause.tokens.start && tense == Some((Tense::Present, false))
                    });
                    return if present { TenseHint::Future } else { TenseHint::Nearest };
                }
                // "had been planned for 27 June", said on 18 June: the nearest one.
                (None, Tense::Past) if verbs.passive && head.is_some_and(arranges) => {
                    return TenseHint::Nearest;
                }
                (None, Tense::Past) => return TenseHint::Past,
                // "has scheduled the results for 12 August": the nearest one.
                (None, Tense::Present) if verbs.perfect && head.is_some_and(arranges) => return TenseHint::Nearest,
                (None, Tense::Present) if verbs.perfect => return TenseHint::Past,
                (_, Tense::Present) => return TenseHint::Future,
                (Some(Modality::Would), _) => return TenseHint::Future,
                // "was supposed to be released by July", said in August: the nearest July.
                _ if verbs.infinitive && clause.parent.is_some_and(|above| was_to(sentence, above)) => return TenseHint::Nearest,
                // "failed to pass it by October": what did not come about lies where the failing does.
                _ if verbs.infinitive && clause.parent.is_some_and(|above| fails(sentence, above, lexicon)) => {}
                // "had hoped to finish by December": the nearest December.
                _ if verbs.infinitive && clause.parent.is_some_and(|above| had_hoped(sentence, above)) => {
                    return TenseHint::Nearest;
                }
                _ if verbs.infinitive => return TenseHint::Future,
                _ if verbs.participle && verbs.passive && clause.kind == ClauseKind::Participial => {
                    // "The show, planned for May, was cancelled": the nearest May.
                    let above = clause.parent.and_then(|above| sentence.clauses.get(above)?.verbs.as_ref());
                    let told = above.is_some_and(|v| v.tense == Tense::Past || v.tense == Tense::Present && v.perfect);
                    let arranged = head.is_some_and(|t| lexicon.in_class("arranged", &t.lemma, &t.lower));
                    return match told && arranged {
                        true => TenseHint::Nearest,
                        false if is_to_be_had(sentence, clause, lexicon) => TenseHint::Future,
                        false => TenseHint::Unknown,
                    };
                }
                _ => {}
            }
        }
        left = match left.checked_sub(1) {
            Some(left) => left,
            None => break,
        };
        next = clause.parent;
    }
    // Without a finite verb, "by mid-December" looks ahead.
    match found.governor {
        Some((_, Governor::By | Governor::Before | Governor::Planned)) => TenseHint::Future,
        _ => TenseHint::Unknown,
    }
}

/// "set a new deadline of 30 June": what stands between the verb and the date is a day to be set.
fn aims_at_a_day(
    sentence: &Sentence<'_>,
    verbs: &crate::prose::VerbGroup,
    date: crate::source::TextRange,
    lexicon: &Lexicon,
) -> bool {
    let between = sentence.tokens.iter().skip(verbs.tokens.end).take_while(|t| t.range.end <= date.start);
    between.into_iter().any(|t| lexicon.in_class("day_to_keep", &t.lemma, &t.lower))
}

/// "on course to open in May", "on track for completion in May".
fn is_on_its_way(sentence: &Sentence<'_>, found: &Found, lexicon: &Lexicon) -> bool {
    let start = found.governor.map_or(found.range.start, |(range, _)| range.start);
    let at = sentence.tokens.iter().take_while(|t| t.range.end <= start).count();
    let before = sentence.tokens.get(at.saturating_sub(ON_ITS_WAY)..at).unwrap_or_default();
    before.windows(3).any(|three| {
        let [on, way, leads] = three else { return false };
        on.lower == "on" && lexicon.in_class("way_ahead", &way.lemma, &way.lower) && matches!(leads.lower.as_ref(), "to" | "for")
    })
}

/// Words between "on" and the date of what is on its way.
const ON_ITS_WAY: usize = 9;

/// "initially scheduled for completion in March": what was arranged first may lie behind or ahead; the nearest it is.
fn was_first_due(sentence: &Sentence<'_>, found: &Found, lexicon: &Lexicon) -> bool {
    let start = found.governor.map_or(found.range.start, |(range, _)| range.start);
    let at = sentence.tokens.iter().take_while(|t| t.range.end <= start).count();
    let before = sentence.tokens.get(at.saturating_sub(FIRST_DUE)..at + 1).unwrap_or_default();
    before.windows(2).any(|pair| {
        lexicon.in_class("at_first", &pair[0].lemma, &pair[0].lower)
            && lexicon.in_class("arranged", &pair[1].lemma, &pair[1].lower)
    })
}

/// "The plan is to have it tested by September": what is to be had so lies ahead.
fn is_to_be_had(sentence: &Sentence<'_>, clause: &Clause, lexicon: &Lexicon) -> bool {
    let mut above = clause.parent;
    for _ in 0..sentence.clauses.len() {
        let Some(clause) = above.and_then(|at| sentence.clauses.get(at)) else { return false };
        let Some(verbs) = &clause.verbs else { return false };
        if !verbs.participle {
            let has = sentence.tokens.get(verbs.head).is_some_and(|t| lexicon.in_class("having", &t.lemma, &t.lemma));
            let ahead = verbs.infinitive || verbs.modality.is_some() || verbs.tense == Tense::Future;
            return has && ahead;
        }
        above = clause.parent;
    }
    false
}

/// ", slated for July": words of arranging behind a comma that have no subject of their own.
fn is_described(sentence: &Sentence<'_>, clause: &Clause, lexicon: &Lexicon) -> bool {
    let token = |at: usize| sentence.tokens.get(at);
    let Some(verbs) = &clause.verbs else { return false };
    let opens = verbs.head == clause.tokens.start;
    let behind_comma = clause.tokens.start.checked_sub(1).and_then(token).is_some_and(|t| t.lower == ",");
    opens && behind_comma && token(verbs.head).is_some_and(|t| lexicon.in_class("arranged", &t.lemma, &t.lower))
}

/// "had hoped", "had planned": a plan that was overtaken.
fn had_hoped(sentence: &Sentence<'_>, clause: usize) -> bool {
    let verbs = sentence.clauses.get(clause).and_then(|c| c.verbs.as_ref());
    verbs.is_some_and(|verbs| verbs.tense == Tense::Past && verbs.perfect)
}

/// Words between "originally due" and its date.
const FIRST_DUE: usize = 7;

/// Whether a clause's verb bears out or denies what its infinitive says, in its own time.
fn fails(sentence: &Sentence<'_>, clause: usize, lexicon: &Lexicon) -> bool {
    let mut next = Some(clause);
    // "failed to obey an order to clear the site by May": through any number of infinitives.
    for _ in 0..sentence.clauses.len() {
        let Some(clause) = next.and_then(|at| sentence.clauses.get(at)) else { return false };
        let Some(verbs) = &clause.verbs else { return false };
        if sentence.tokens.get(verbs.head).is_some_and(|t| lexicon.in_class("failing", &t.lemma, &t.lower)) {
            return true;
        }
        if !verbs.infinitive {
            return false;
        }
        next = clause.parent;
    }
    false
}

/// "the ten more due in October": what is due, said of a thing and by no verb, lies ahead whatever the clause tells.
fn is_due_beside_a_noun(sentence: &Sentence<'_>, found: &Found) -> bool {
    use crate::prose::Tag::*;
    let Some((range, Governor::Planned)) = found.governor else { return false };
    let at = sentence.tokens.iter().take_while(|t| t.range.end <= range.start).count();
    let is_due = sentence.tokens.get(at).is_some_and(|t| t.lower == "due");
    let before = at.checked_sub(1).and_then(|before| sentence.tokens.get(before));
    is_due && before.is_some_and(|t| !matches!(t.tag, VB | VBD | VBG | VBN | VBP | VBZ | MD | RB))
}

/// "The report, due in July, has still not appeared": what has not come may have been due already.
fn is_wanting(sentence: &Sentence<'_>, found: &Found) -> bool {
    let mut after = sentence
        .clauses
        .iter()
        .filter_map(|c| c.verbs.as_ref())
        .filter(|verbs| sentence.tokens.get(verbs.tokens.start).is_some_and(|t| t.range.start >= found.range.end));
    // "are still not ready"
    let is = |verbs: &crate::prose::VerbGroup| sentence.tokens.get(verbs.head).is_some_and(|t| t.lemma == "be");
    after
        .next()
        .is_some_and(|verbs| verbs.negated && verbs.tense == Tense::Present && (verbs.perfect || verbs.passive || is(verbs)))
}

/// "They opened the hall, with a library planned for May": what comes with the news lies ahead of it.
fn is_planned_beside(sentence: &Sentence<'_>, found: &Found) -> bool {
    use crate::prose::Tag::*;
    let Some((range, Governor::Planned)) = found.governor else { return false };
    let at = sentence.tokens.iter().take_while(|t| t.range.end <= range.start).count();
    let is_participle = sentence.tokens.get(at).is_some_and(|t| t.tag == VBN);
    let mut before = sentence.tokens.iter().take(at).rev().take(LONGEST_PHRASE);
    let opens = before.find(|t| !matches!(t.tag, NN | NNS | NNP | NNPS | JJ | JJR | JJS | CD | DT | PRPS | POS | VBG));
    is_participle && opens.is_some_and(|t| t.lower == "with")
}

/// Most words between a "with" and what is said of its noun.
const LONGEST_PHRASE: usize = 10;

/// "was supposed to", "were due to": what was arranged once, seen from later.
fn was_to(sentence: &Sentence<'_>, clause: usize) -> bool {
    sentence.clauses.get(clause).and_then(|c| c.verbs.as_ref()).is_some_and(|verbs| {
        let copula = sentence.tokens.get(verbs.head).is_some_and(|t| t.lemma == "be");
        verbs.tense == Tense::Past && (verbs.passive || copula)
    })
}
