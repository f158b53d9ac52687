//! What a text makes of an outcome that it words: told, foretold, denied, asked, wished, alleged.

use super::lexicon::Lexicon;
use super::reading::{Cue, Reading};
use super::{Factuality, Kind, Voice};
use crate::prose::{Clause, ClauseKind, Modality, Tense};

/// An outcome cue as the text means it.
pub(super) struct Meaning {
    pub kind: Kind,
    pub factuality: Factuality,
    pub voice: Voice,
    /// Who says so, by token range of the noun phrase.
    pub speaker: Option<std::ops::Range<usize>>,
}

/// What the text means by an outcome cue; `None`: nothing that counts.
pub(super) fn meaning(reading: &Reading<'_, '_>, lexicon: &Lexicon, cue: &Cue<'_>) -> Option<Meaning> {
    let rule = cue.rule;
    // What stands inside a recommendation ("the focus should be reform, not a target that is…") is its argument.
    let advised = reading.ancestors(cue.clause).skip(1).any(|c| reading.modality(c) == Some(Modality::Should));
    if reading.is_unreal(cue.clause) || advised {
        return None;
    }
    // "was to be opened in March": what was arranged, not that it came about.
    if rule.candidate && rule.kind == Kind::Met && reading.modality(cue.clause) == Some(Modality::BeTo) {
        return None;
    }
    let (voice, speaker, denied) = voice(reading, lexicon, cue.clause);
    if denied {
        return None;
    }
    let mood = mood(reading, lexicon, cue)?;
    let kind = match mood {
        Mood::Told => rule.kind,
        Mood::Negated => rule.if_negated.apply(rule.kind)?,
        Mood::Foretold => rule.if_future.apply(rule.kind)?,
        // "will not be met": what is foretold of a failure is a risk, not a failure.
        Mood::ForetoldNot => match rule.if_negated.apply(rule.kind)? {
            Kind::Missed => Kind::AtRisk,
            other => other,
        },
        Mood::Possible => rule.if_possible.apply(rule.kind)?,
        Mood::Infinitive => rule.if_infinitive.apply(rule.kind)?,
    };
    let factuality = match mood {
        Mood::Told | Mood::Negated => Factuality::Certain,
        Mood::Foretold | Mood::ForetoldNot | Mood::Infinitive => Factuality::Probable,
        Mood::Possible => Factuality::Possible,
    };
    Some(Meaning { kind, factuality, voice, speaker })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Told,
    Negated,
    Foretold,
    ForetoldNot,
    Possible,
    Infinitive,
}

/// `None`: a demand, a recommendation or a wish, which report nothing.
fn mood(reading: &Reading<'_, '_>, lexicon: &Lexicon, cue: &Cue<'_>) -> Option<Mood> {
    let mut negated = false;
    for index in reading.ancestors(cue.clause) {
        let clause = reading.clause(index)?;
        let Some(verbs) = &clause.verbs else {
            if clause.parent.is_none() || clause.kind != ClauseKind::Verbless {
                break;
            }
            continue;
        };
        if is_feared(reading, lexicon, index) {
            return Some(Mood::Possible);
        }
        // A negation that is part of the cue itself has been read by the rule.
        negated ^= reading.denies(lexicon, clause) && !cue.reads_negation;
        let future = verbs.tense == Tense::Future || verbs.modality == Some(Modality::Will);
        match verbs.modality {
            // "had to", "have had to": it came about.
            Some(Modality::Must) if verbs.tense == Tense::Past || verbs.perfect => {}
            Some(Modality::Should | Modality::Must | Modality::Can) if !cue.reads_modal => return None,
            // "said it would no longer build": what was said was "will".
            Some(Modality::Would) if is_reported(reading, lexicon, index) => {
                return Some(if negated { Mood::ForetoldNot } else { Mood::Foretold });
            }
            Some(Modality::May | Modality::Would) => return Some(Mood::Possible),
            _ => {}
        }
        if future && hangs_on_another(reading, lexicon, clause) {
            return Some(Mood::Possible);
        }
        if future {
            return Some(if negated { Mood::ForetoldNot } else { Mood::Foretold });
        }
        if verbs.tense != Tense::None {
            return Some(if negated { Mood::Negated } else { Mood::Told });
        }
        if verbs.infinitive {
            if makes_it_so(reading, lexicon, clause.parent) {
                continue;
            }
            let governor = governing_word(reading, clause.tokens.start, clause.parent);
            if let Some((lemma, lower)) = governor {
                if lexicon.in_class("realis", lemma, lower) {
                    continue;
                }
                if lexicon.in_class("arranged", lemma, lower) {
                    return Some(if negated { Mood::ForetoldNot } else { Mood::Foretold });
                }
            }
            return Some(Mood::Infinitive);
        }
        if clause.kind != ClauseKind::Participial {
            break;
        }
    }
    Some(if negated { Mood::Negated } else { Mood::Told })
}

/// "Otherwise the beta will be delayed further": what comes about if something else does not.
fn hangs_on_another(reading: &Reading<'_, '_>, lexicon: &Lexicon, clause: &Clause) -> bool {
    let opens = reading.sentence.tokens.get(clause.tokens.clone()).unwrap_or_default().iter().take(OPENING);
    opens.into_iter().any(|t| lexicon.in_class("otherwise", &t.lemma, &t.lower))
}

/// Words at the opening of a clause among which "otherwise" stands.
const OPENING: usize = 2;

/// A clause told by a verb of saying in the past, and neither of what might have been nor of what hangs on an "if".
fn is_reported(reading: &Reading<'_, '_>, lexicon: &Lexicon, index: usize) -> bool {
    let Some(clause) = reading.clause(index) else { return false };
    let supposed = clause.verbs.as_ref().is_some_and(|verbs| verbs.perfect)
        || reading.sentence.clauses.iter().any(|c| c.kind == ClauseKind::Conditional && c.parent == Some(index));
    !supposed
        && clause.kind == ClauseKind::Complement
        && clause.parent.and_then(|above| reading.clause(above)?.verbs.as_ref()).is_some_and(|verbs| {
            let says = |t: &crate::prose::Token<'_>| lexicon.in_class("say", &t.lemma, &t.lower);
            verbs.tense == Tense::Past && reading.sentence.tokens.get(verbs.head).is_some_and(says)
        })
}

/// "forced the board to delay the opening", "caused it to be put back": what somebody was made to do was done.
fn makes_it_so(reading: &Reading<'_, '_>, lexicon: &Lexicon, parent: Option<usize>) -> bool {
    let head = parent.and_then(|p| reading.clause(p)?.verbs.as_ref()).map(|verbs| verbs.head);
    head.and_then(|at| reading.sentence.tokens.get(at)).is_some_and(|t| lexicon.in_class("causing", &t.lemma, &t.lower))
}

/// The verb, noun or adjective that an infinitive hangs on: its lemma and form.
fn governing_word<'a>(reading: &'a Reading<'_, '_>, start: usize, parent: Option<usize>) -> Option<(&'a str, &'a str)> {
    let parent_head = parent.and_then(|p| reading.clause(p)?.verbs.as_ref()).map(|verbs| verbs.head);
    let before = (0..start).rev().take(4).find(|at| {
        reading.sentence.tokens.get(*at).is_some_and(|t| {
            use crate::prose::Tag::*;
            matches!(t.tag, VB | VBD | VBG | VBN | VBP | VBZ | JJ | NN | NNS)
        })
    });
    let at = before.or(parent_head)?;
    let token = reading.sentence.tokens.get(at)?;
    Some((&token.lemma, &token.lower))
}

/// "Reports that the line had been scrapped were wrong", "it is not true that the target was missed".
fn is_called_untrue(reading: &Reading<'_, '_>, lexicon: &Lexicon, clause: &Clause) -> bool {
    let (Some(verbs), Some(predicate)) = (&clause.verbs, clause.predicate.and_then(|at| reading.sentence.tokens.get(at))) else {
        return false;
    };
    let is = |class: &str| lexicon.in_class(class, &predicate.lemma, &predicate.lower);
    if verbs.negated { is("called_true") } else { is("called_untrue") }
}

/// "The risk is that the target is missed": what is feared has not come about.
fn is_feared(reading: &Reading<'_, '_>, lexicon: &Lexicon, index: usize) -> bool {
    let Some(clause) = reading.clause(index).filter(|c| c.kind == ClauseKind::Complement) else { return false };
    let above = clause.parent.and_then(|above| reading.clause(above));
    let subject = above.and_then(|above| reading.sentence.tokens.get(above.subject.as_ref()?.head));
    let copula = above.and_then(|above| reading.sentence.tokens.get(above.verbs.as_ref()?.head)).is_some_and(|t| t.lemma == "be");
    copula && subject.is_some_and(|t| lexicon.in_class("feared", &t.lemma, &t.lower))
}

/// Whose word a clause is, who that is, and whether it is denied.
pub(super) fn voice(
    reading: &Reading<'_, '_>,
    lexicon: &Lexicon,
    clause: usize,
) -> (Voice, Option<std::ops::Range<usize>>, bool) {
    let quoted = reading.clause(clause).is_some_and(|c| c.quoted);
    let mut below = clause;
    for index in reading.ancestors(clause).skip(1) {
        let (Some(parent), Some(child)) = (reading.clause(index), reading.clause(below)) else { break };
        below = index;
        let Some(verbs) = &parent.verbs else { continue };
        let Some(verb) = reading.sentence.tokens.get(verbs.head) else { continue };
        if child.kind == ClauseKind::Complement && is_called_untrue(reading, lexicon, parent) {
            return (Voice::Reported, None, true);
        }
        if !matches!(child.kind, ClauseKind::Complement | ClauseKind::Infinitive) {
            continue;
        }
        if lexicon.in_class("deny", &verb.lemma, &verb.lower) {
            return (Voice::Reported, None, true);
        }
        if lexicon.in_class("say", &verb.lemma, &verb.lower) && child.kind == ClauseKind::Complement {
            let Some(subject) = &parent.subject else { continue };
            let head = reading.sentence.tokens.get(subject.head);
            let own = head.is_some_and(|t| matches!(t.lower.as_ref(), "we" | "i"));
            if own && !quoted {
                return (Voice::Own, None, false);
            }
            let alleges = subject
                .tokens
                .clone()
                .filter_map(|at| reading.sentence.tokens.get(at))
                .any(|t| lexicon.in_class("critic", &t.lemma, &t.lower));
            let voice = if alleges { Voice::Alleged } else { Voice::Reported };
            return (voice, Some(subject.tokens.clone()), false);
        }
    }
    (if quoted { Voice::Reported } else { Voice::Own }, None, false)
}
