//! What a statement is about: its subject in the text's own words, and the key that the linker compares.

use super::lexicon::Lexicon;
use super::reading::{Cue, Reading};
use super::{Exact, Key, WordList};
use crate::corpus::MarkKind;
use crate::prose::{Block, Clause, ClauseKind, NounPhrase, Reader, Sentence, Tag, Token};
use crate::source::TextRange;
use std::ops::Range;

/// The words that a statement is about.
pub(super) struct Subject {
    /// In the text's own words.
    pub text: String,
    /// Who is to do it.
    pub actor: Option<String>,
    /// For the linker.
    pub key: Key,
}

/// Reads the subject of the statement that stands on `tokens`, found in `clause`; `named` where the text names the thing
/// without a verb of its own.
pub(super) fn subject(
    reading: &Reading<'_, '_>,
    lexicon: &Lexicon,
    block: &Block,
    clause: usize,
    tokens: &Range<usize>,
    inner: usize,
    named: Option<&NounPhrase>,
) -> Subject {
    let here = reading.clause(inner);
    let outer = reading.clause(clause);
    let announced = announced(reading, lexicon, clause).filter(|_| named.is_none());
    let hoped = hoped_for(reading, lexicon, tokens).filter(|_| named.is_none());
    let theme = named
        .cloned()
        .or_else(|| announced.clone())
        .or_else(|| hoped.clone())
        .or_else(|| theme(reading, lexicon, here, tokens))
        .or_else(|| theme(reading, lexicon, outer, tokens))
        .map(|np| delayed_thing(reading, lexicon, &np).unwrap_or(np));
    let plain = named.is_none() && announced.is_none() && hoped.is_none();
    let state = here.filter(|_| plain).and_then(|clause| state(reading, lexicon, clause));
    let text = match (&theme, state) {
        (Some(np), _) if announced.is_some() => phrase(reading, &(np.tokens.start..end_of_chain(reading, np))),
        (_, Some(state)) => state,
        // "the beta of version 3, which was released": all of what stands before the clause.
        (Some(np), None) if np.tokens.end <= tokens.start => phrase(reading, &(start_of_chain(reading, np)..np.tokens.end)),
        (Some(np), None) => in_full(reading, lexicon, np),
        (None, None) => phrase(reading, tokens),
    };
    let actor = actor(reading, here.or(outer).filter(|_| named.is_none()));
    let mut key = key(reading, lexicon, block, tokens, theme.as_ref(), here);
    // "With the release of version 3 in May, the tools will be merged": what comes in May is the release.
    let of_noun = named.and_then(|np| lexicon.event_of_noun(&reading.sentence.tokens.get(np.head)?.lemma));
    key.event = of_noun.map(Into::into).or(key.event);
    Subject { text, actor, key }
}

/// What a clause announces, and not who announces it: "Members of the project are pleased to announce the release of
/// Quill 4.2", "The team announces that Quill 4.2 is available".
fn announced(reading: &Reading<'_, '_>, lexicon: &Lexicon, clause: usize) -> Option<NounPhrase> {
    let word = |at: usize| reading.sentence.tokens.get(at);
    let below = |of: usize, kind: ClauseKind| {
        let clauses = reading.sentence.clauses.iter().enumerate();
        clauses.filter(move |(_, c)| c.parent == Some(of) && c.kind == kind)
    };
    let announces = |c: &Clause| {
        let verb = c.verbs.as_ref().and_then(|verbs| word(verbs.head));
        verb.is_some_and(|t| lexicon.in_class("announcing", &t.lemma, &t.lower))
    };
    let own = reading.clause(clause).map(|c| (clause, c)).filter(|(_, c)| announces(c));
    let glad = || below(clause, ClauseKind::Infinitive).find(|(_, c)| announces(c));
    let (telling, told) = own.or_else(glad)?;
    let verbs = told.verbs.as_ref().filter(|verbs| !verbs.passive)?;
    let noun =
        |np: &&NounPhrase| word(np.head).is_some_and(|t| matches!(t.tag, Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS | Tag::CD));
    let object = reading.sentence.noun_phrases.iter().find(|np| np.tokens.start == verbs.tokens.end).filter(noun);
    let said = || below(telling, ClauseKind::Complement).find_map(|(_, c)| c.subject.as_ref()).filter(noun);
    let told = object.or_else(said)?;
    Some(promised(reading, lexicon, told).unwrap_or_else(|| told.clone()))
}

/// What there is no chance of: "no way the tram will run", "little prospect of the wing being finished".
fn hoped_for(reading: &Reading<'_, '_>, lexicon: &Lexicon, tokens: &Range<usize>) -> Option<NounPhrase> {
    let word = |at: usize| reading.sentence.tokens.get(at);
    let is_chance = |at: &usize| word(*at).is_some_and(|t| lexicon.in_class("prospect", &t.lemma, &t.lower));
    let is_denied = |at: usize| word(at).is_some_and(|t| lexicon.in_class("scarcely", &t.lemma, &t.lower));
    let chance = tokens.clone().find(|at| is_chance(at) && at.checked_sub(1).is_some_and(is_denied))?;
    let names = |np: &&NounPhrase| {
        tokens.contains(&np.head)
            && np.head > chance
            && !is_in_date(reading, np.head)
            && word(np.head).is_some_and(|t| matches!(t.tag, Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS | Tag::CD))
    };
    let thing = reading.sentence.noun_phrases.iter().find(names)?;
    // "no way the tram will run": one phrase for the reader, and two things.
    let start = thing.tokens.start.max(chance + 1);
    Some(NounPhrase { tokens: start..thing.tokens.end, head: thing.head })
}

/// "a delay in the launch of the probe": the launch.
fn delayed_thing(reading: &Reading<'_, '_>, lexicon: &Lexicon, np: &NounPhrase) -> Option<NounPhrase> {
    let word = |at: usize| reading.sentence.tokens.get(at);
    let delays = word(np.head).is_some_and(|t| lexicon.in_class("delay_noun", &t.lemma, &t.lower));
    let leads = word(np.tokens.end).is_some_and(|t| matches!(t.tag, Tag::IN | Tag::TO));
    let next = reading.sentence.noun_phrases.iter().find(|next| next.tokens.start == np.tokens.end + 1);
    let is_thing = |next: &&NounPhrase| {
        let named = word(next.head).is_some_and(|t| matches!(t.tag, Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS | Tag::CD));
        named && !is_in_date(reading, next.head) && !word(next.head).is_some_and(|t| lexicon.in_class("unit", &t.lemma, &t.lower))
    };
    next.filter(is_thing).filter(|_| delays && leads).cloned()
}

/// The words of a phrase; of an event ("the opening", "the final release") with what it is an event of: its name alone
/// names nothing.
fn in_full(reading: &Reading<'_, '_>, lexicon: &Lexicon, np: &NounPhrase) -> String {
    let is_event = reading.sentence.tokens.get(np.head).is_some_and(|t| lexicon.event_of_noun(&t.lemma).is_some());
    // "Sale of the old kit": what is sold.
    let is_bare = np.tokens.len() == 1;
    // "Currently Quill 4.2 is due in May"
    let is_adverb = |at: &usize| {
        let token = reading.sentence.tokens.get(*at);
        token.is_some_and(|t| t.tag == Tag::RB || lexicon.in_class("opening_adverb", &t.lemma, &t.lower))
    };
    let adverbs = np.tokens.clone().take_while(is_adverb).count();
    let start = np.tokens.start + if adverbs < np.tokens.len() { adverbs } else { 0 };
    let of_date = reading.sentence.tokens.get(np.head).is_some_and(|t| lexicon.in_class("datenoun", &t.lemma, &t.lower));
    let end = match dated_thing(reading, np).filter(|_| of_date) {
        Some(thing) => end_of_chain(reading, thing),
        None if is_event || is_bare => end_of_chain(reading, np),
        None => end_of_name(reading, np),
    };
    phrase(reading, &(start..end))
}

/// "The freeze date for Quill 10", "the deadline of the contest": what a date is of. "The deadline of 31 May" is a day.
fn dated_thing<'r>(reading: &'r Reading<'_, '_>, np: &NounPhrase) -> Option<&'r NounPhrase> {
    reading.sentence.tokens.get(np.tokens.end).filter(|t| matches!(t.lower.as_ref(), "for" | "of"))?;
    let thing = reading.sentence.noun_phrases.iter().find(|next| next.tokens.start == np.tokens.end + 1)?;
    (!is_in_date(reading, thing.head)).then_some(thing)
}

/// Where "the Tenancy, Lodging and Housing Act", of which the phrase is the first part, ends.
fn end_of_name(reading: &Reading<'_, '_>, np: &NounPhrase) -> usize {
    let word = |at: usize| reading.sentence.tokens.get(at);
    let is_capital = |at: usize| word(at).is_some_and(|t| matches!(t.tag, Tag::NNP | Tag::NNPS));
    let mut end = np.tokens.end;
    if !(word(np.tokens.start).is_some_and(|t| t.lower == "the") && is_capital(np.head)) {
        return end;
    }
    while let Some(more) = (end..end + 2)
        .take_while(|at| word(*at).is_some_and(|t| t.lower == "," || t.tag == Tag::CC))
        .last()
        .and_then(|joint| reading.sentence.noun_phrases.iter().find(|next| next.tokens.start == joint + 1))
        .filter(|next| next.tokens.clone().all(is_capital))
    {
        end = more.tokens.end;
    }
    end
}

fn phrase(reading: &Reading<'_, '_>, tokens: &Range<usize>) -> String {
    reading.text_range(tokens.clone()).of(reading.sentence.text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "should be paperless at the point of care": who is to be what, without the date.
fn state(reading: &Reading<'_, '_>, lexicon: &Lexicon, clause: &Clause) -> Option<String> {
    let verbs = clause.verbs.as_ref()?;
    let verb = reading.sentence.tokens.get(verbs.head)?;
    if !matches!(verb.lemma.as_ref(), "be" | "become") {
        return None;
    }
    let end =
        reading.dates.iter().map(|d| d.tokens.start).filter(|at| *at >= verbs.tokens.end).min().unwrap_or(clause.tokens.end);
    let mut last = end.min(clause.tokens.end);
    // The date's preposition goes with the date.
    while last > verbs.tokens.end
        && reading.sentence.tokens.get(last - 1).is_some_and(|t| matches!(t.tag, Tag::IN | Tag::TO | Tag::Punct | Tag::DT))
    {
        last -= 1;
    }
    last = before_goal(reading, lexicon, verbs.tokens.end, last);
    if let Some(to) = disposed_to(reading, lexicon, verbs.tokens.end..last) {
        return done_to(reading, to, last);
    }
    // "is still 18 December": the date is all that it is said to be.
    let adverbs = (verbs.tokens.end..last).filter_map(|at| reading.sentence.tokens.get(at)).all(|t| t.tag == Tag::RB);
    let what = if adverbs { String::new() } else { phrase(reading, &(verbs.tokens.end..last)) };
    let who = clause.subject.as_ref().filter(|np| {
        reading.sentence.tokens.get(np.head).is_some_and(|t| {
            !matches!(t.tag, Tag::PRP | Tag::DT | Tag::EX | Tag::WDT) && !lexicon.in_class("anaphor", &t.lemma, &t.lower)
        })
    });
    // "The date is unchanged": no state that anything is brought into.
    let of_date = clause.subject.as_ref().and_then(|np| reading.sentence.tokens.get(np.head));
    let of_date = of_date.is_some_and(|t| lexicon.in_class("goal", &t.lemma, &t.lower));
    // "The scheme is in doubt": where it stands says nothing without what stands there. "We are on track" says no more.
    let noun = clause.subject.as_ref().and_then(|np| reading.sentence.tokens.get(np.head)).is_some_and(|t| t.tag != Tag::PRP);
    let placed = noun && reading.sentence.tokens.get(verbs.tokens.end).is_some_and(|t| t.tag == Tag::IN);
    match (who, what.is_empty()) {
        (_, true) => None,
        (None, false) if placed => None,
        (None, false) if of_date => None,
        (Some(np), false) => Some(format!("{} {what}", in_full(reading, lexicon, np))),
        (None, false) => Some(what),
    }
}

/// Where "ready by the latest target" ends without the words that only say which date is meant.
fn before_goal(reading: &Reading<'_, '_>, lexicon: &Lexicon, start: usize, end: usize) -> usize {
    let word = |at: usize| reading.sentence.tokens.get(at);
    let goal =
        reading.sentence.noun_phrases.iter().find(|np| {
            np.tokens.end == end && word(np.head).is_some_and(|t| lexicon.in_class("day_to_keep", &t.lemma, &t.lower))
        });
    let by = goal
        .and_then(|np| np.tokens.start.checked_sub(1))
        .filter(|at| *at > start && word(*at).is_some_and(|t| t.tag == Tag::IN));
    by.unwrap_or(end)
}

/// The "to" of "is proud to announce the new portal", "is on track to replace the boilers": what one is glad or about to
/// do is no state of anything.
fn disposed_to(reading: &Reading<'_, '_>, lexicon: &Lexicon, state: Range<usize>) -> Option<usize> {
    let word = |at: usize| reading.sentence.tokens.get(at);
    let to = state.clone().find(|at| word(*at).is_some_and(|t| t.lower == "to"))?;
    let disposed = (state.start..to).filter_map(word).any(|t| lexicon.in_class("disposed", &t.lemma, &t.lower));
    // "The beta is ready for you to try": others do it.
    let by_others = to.checked_sub(2).and_then(word).is_some_and(|t| t.lower == "for");
    word(to + 1).filter(|t| disposed && !by_others && t.tag == Tag::VB).map(|_| to)
}

/// What the verb behind a "to" is done to, if that is named.
fn done_to(reading: &Reading<'_, '_>, to: usize, end: usize) -> Option<String> {
    let passive = reading.sentence.tokens.get(to + 1).is_some_and(|t| t.lemma == "be");
    let object = reading.sentence.noun_phrases.iter().find(|np| np.tokens.start == to + 2).filter(|_| !passive)?;
    Some(phrase(reading, &(object.tokens.start..end_of_chain(reading, object).min(end))))
}

/// Where "the release of version 3", of which the phrase is the first part, ends.
fn end_of_chain(reading: &Reading<'_, '_>, np: &NounPhrase) -> usize {
    let mut end = np.tokens.end;
    while reading.sentence.tokens.get(end).is_some_and(|t| t.lower == "of")
        && let Some(next) = reading.sentence.noun_phrases.iter().find(|next| next.tokens.start == end + 1)
    {
        end = next.tokens.end;
    }
    end
}

/// The noun phrase that names what is brought about: the subject of a passive or of an event that happens
/// by itself, the object of what somebody does, else the first one that is not a pronoun or a date.
fn theme(reading: &Reading<'_, '_>, lexicon: &Lexicon, clause: Option<&Clause>, tokens: &Range<usize>) -> Option<NounPhrase> {
    let clause = clause?;
    let usable = |np: &NounPhrase| {
        let Some(head) = reading.sentence.tokens.get(np.head) else { return false };
        let is_date = reading.dates.iter().any(|d| d.tokens.start <= np.head && np.head < d.tokens.end);
        !is_date
            && !matches!(head.tag, Tag::PRP | Tag::EX | Tag::WDT | Tag::WP | Tag::DT)
            && !lexicon.in_class("unit", &head.lemma, &head.lower)
    };
    let verbs = clause.verbs.as_ref();
    // "seven of the twelve schools": the schools.
    let whole = |np: &NounPhrase| {
        let head = reading.sentence.tokens.get(np.head);
        let shares = head.is_some_and(|t| lexicon.in_class("share", &t.lemma, &t.lower));
        // "Phase 1 of the works" is no share of them.
        let names = reading
            .sentence
            .tokens
            .get(np.tokens.clone())
            .unwrap_or_default()
            .iter()
            .any(|t| matches!(t.tag, Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS));
        let counts = shares || head.is_some_and(|t| t.tag == Tag::CD) && !names;
        let of = reading.sentence.tokens.get(np.tokens.end).is_some_and(|t| t.lower == "of");
        let inner = reading.sentence.noun_phrases.iter().find(|next| next.tokens.start == np.tokens.end + 1 && usable(next));
        inner.filter(|_| counts && of).cloned()
    };
    if verbs.is_none_or(|v| v.passive)
        && let Some(subject) = clause.subject.as_ref().filter(|np| usable(np))
    {
        return Some(whole(subject).unwrap_or_else(|| subject.clone()));
    }
    // "the bridge will open to the public": what opens by itself has no object behind a preposition.
    let word = |at: usize| reading.sentence.tokens.get(at);
    let by_itself = verbs.and_then(|v| word(v.head)).is_some_and(|t| lexicon.in_class("by_itself", &t.lemma, &t.lower));
    let beyond_preposition = |from: usize, np: &NounPhrase| {
        by_itself && (from..np.tokens.start).filter_map(word).any(|t| matches!(t.tag, Tag::IN | Tag::TO))
    };
    let object = verbs.and_then(|v| {
        reading.sentence.noun_phrases.iter().find(|np| {
            np.tokens.start >= v.tokens.end
                && np.tokens.start < clause.tokens.end
                && np.tokens.start <= v.tokens.end + 2
                && usable(np)
                && !beyond_preposition(v.tokens.end, np)
        })
    });
    // "will admit its first patients", "opens its doors": the hospital is what is promised.
    let own = object.is_some_and(|np| {
        let owned = word(np.tokens.start).is_some_and(|t| matches!(t.lower.as_ref(), "its" | "their"));
        owned && np.tokens.clone().filter_map(word).any(|t| lexicon.in_class("of_opening", &t.lemma, &t.lower))
    });
    // "takes effect", "takes place": the verb's own word, and nothing that it is done to.
    let light = object.and_then(|np| word(np.head)).is_some_and(|t| lexicon.in_class("light_object", &t.lemma, &t.lower));
    // "Quill 4.2 enters beta": what comes to a state, and not the state.
    let comes_to = verbs.and_then(|v| word(v.head)).is_some_and(|t| lexicon.in_class("coming_to", &t.lemma, &t.lower));
    let is_state = object.and_then(|np| word(np.head)).is_some_and(|t| lexicon.in_class("of_state", &t.lemma, &t.lower));
    let aside = own || light || comes_to && is_state;
    let object = object.filter(|_| !(aside && clause.subject.as_ref().is_some_and(&usable)));
    object
        .map(|np| promised(reading, lexicon, np).filter(|next| usable(next)).unwrap_or_else(|| np.clone()))
        .or_else(|| clause.subject.clone().filter(|np| usable(np)).map(|np| whole(&np).unwrap_or(np)))
        .or_else(|| reading.sentence.noun_phrases.iter().find(|np| tokens.contains(&np.head) && usable(np)).cloned())
        .or_else(|| {
            // "the survey, which we should complete in July": the object of the clause stands before it.
            let before = |np: &&NounPhrase| (np.tokens.end..=np.tokens.end + 1).contains(&clause.tokens.start) && usable(np);
            let names = clause.kind == ClauseKind::Relative;
            reading.sentence.noun_phrases.iter().rev().find(before).filter(|_| names).cloned()
        })
        .or_else(|| spoken_of_before(reading, lexicon, clause, by_itself).filter(|np| usable(np)))
}

/// "dropped its pledge to repeal the tax": what was pledged.
fn promised(reading: &Reading<'_, '_>, lexicon: &Lexicon, np: &NounPhrase) -> Option<NounPhrase> {
    let word = |at: usize| reading.sentence.tokens.get(at);
    let is_goal = word(np.head).is_some_and(|t| lexicon.in_class("intention", &t.lemma, &t.lower));
    let leads = word(np.tokens.end).is_some_and(|t| matches!(t.lower.as_ref(), "to" | "of" | "for"));
    let follows = |next: &&NounPhrase| (np.tokens.end + 1..=np.tokens.end + 3).contains(&next.tokens.start);
    reading.sentence.noun_phrases.iter().find(follows).filter(|_| is_goal && leads).cloned()
}

/// "The portal is nearly done, and when it opens in May …": what "it" is in the clause that stands before.
fn spoken_of_before(reading: &Reading<'_, '_>, lexicon: &Lexicon, clause: &Clause, by_itself: bool) -> Option<NounPhrase> {
    let verbs = clause.verbs.as_ref()?;
    let own = clause.subject.as_ref()?;
    let is_it = reading.sentence.tokens.get(own.head).is_some_and(|t| matches!(t.lower.as_ref(), "it" | "they"));
    // "The builders say it will be finished": nobody says so of himself.
    let says = |c: &Clause| {
        let head = c.verbs.as_ref().and_then(|verbs| reading.sentence.tokens.get(verbs.head));
        head.is_none_or(|t| lexicon.in_class("say", &t.lemma, &t.lower))
    };
    let before = |c: &&Clause| c.tokens.start < clause.tokens.start && c.kind == ClauseKind::Main && !says(c);
    let known = reading.sentence.clauses.iter().filter(before).rev().find_map(|c| c.subject.as_ref());
    let told_by_itself = matches!(clause.kind, ClauseKind::Main | ClauseKind::Adverbial);
    known.filter(|_| is_it && told_by_itself && (verbs.passive || by_itself)).cloned()
}

/// Whether what the clause speaks of is headed by a word of one of the classes: "the opening of the museum was delayed",
/// "the museum's new wing has been put off".
pub(super) fn is_about(reading: &Reading<'_, '_>, lexicon: &Lexicon, cue: &Cue<'_>, classes: &[String]) -> bool {
    let clause = reading.clause(cue.clause);
    // What is told in passing is no news of the thing: "the cases that were deferred".
    let in_passing = |c: &Clause| matches!(c.kind, ClauseKind::Relative | ClauseKind::Participial | ClauseKind::Adverbial);
    // "leaves extended support": the cue is no verb of the clause.
    let verbs = clause.and_then(|c| c.verbs.as_ref());
    if clause.is_some_and(in_passing) || verbs.is_some_and(|verbs| !verbs.tokens.contains(&cue.found.anchor)) {
        return false;
    }
    let Some(np) = theme(reading, lexicon, clause, &cue.found.tokens) else { return false };
    let first = start_of_chain(reading, &np);
    let heads = reading.sentence.noun_phrases.iter().filter(|part| first <= part.tokens.start && part.head <= np.head);
    heads.filter_map(|part| reading.sentence.tokens.get(part.head)).any(|head| {
        // "phase 2", "beta 3": the number is the head.
        let named = head.tag == Tag::CD || is_stage_word(&head.lower);
        let is_of = |t: &Token<'_>| classes.iter().any(|class| lexicon.in_class(class, &t.lemma, &t.lower));
        let words = reading.sentence.tokens.get(np.tokens.clone()).unwrap_or_default();
        // "Quill 4.2", "Atlas 4 beta 2": what bears a version is to come by its schedule.
        let numbered =
            (is_version_word(&head.lower) || is_stage_word(&head.lower)) && classes.iter().any(|class| class == UNDERTAKEN);
        // "The line is prolonged, in stage 3, as far as the quay" prolongs no stage.
        let before = np.tokens.start.checked_sub(1).and_then(|at| reading.sentence.tokens.get(at));
        let aside = before.is_some_and(|t| t.tag == Tag::IN && t.lower != "of");
        let versioned =
            numbered && !aside && words.iter().any(|t| t.tag == Tag::NNP) && words.iter().any(|t| is_version_word(&t.lower));
        is_of(head) || versioned || named && words.iter().any(is_of)
    })
}

/// The class of what is undertaken, which versions are too.
const UNDERTAKEN: &str = "project";

/// A number by which a version is named: "4.2", "14".
fn is_version_word(word: &str) -> bool {
    let plain = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    plain || word.contains('.') && word.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn actor(reading: &Reading<'_, '_>, clause: Option<&Clause>) -> Option<String> {
    let clause = clause?;
    let active = clause.verbs.as_ref().is_some_and(|v| !v.passive);
    clause.subject.as_ref().filter(|_| active).map(|np| phrase(reading, &np.tokens))
}

fn is_in_date(reading: &Reading<'_, '_>, at: usize) -> bool {
    reading.dates.iter().any(|d| d.tokens.start <= at && at < d.tokens.end)
}

/// "The closure of the library", of which the phrase is the last part, headed by what closes.
pub(super) fn whole_chain(reading: &Reading<'_, '_>, np: &NounPhrase) -> NounPhrase {
    let start = start_of_chain(reading, np);
    let first = reading.sentence.noun_phrases.iter().find(|first| first.tokens.start == start);
    NounPhrase { tokens: start..np.tokens.end, head: first.map_or(np.head, |first| first.head) }
}

/// Where "the beta release of version 3", of which the phrase is the last part, begins.
fn start_of_chain(reading: &Reading<'_, '_>, np: &NounPhrase) -> usize {
    let mut start = np.tokens.start;
    while let Some(of) = start.checked_sub(1).filter(|at| reading.sentence.tokens.get(*at).is_some_and(|t| t.lower == "of"))
        && let Some(before) = reading.sentence.noun_phrases.iter().find(|before| before.tokens.end == of)
    {
        start = before.tokens.start;
    }
    start
}

/// The words of a [`Key`] as they come.
#[derive(Default)]
struct Gathered {
    terms: Vec<String>,
    names: Vec<String>,
    quantities: Vec<String>,
    acronyms: Vec<String>,
    stages: Vec<String>,
}

/// Adds what the words name to the key.
fn gather(reading: &Reading<'_, '_>, lexicon: &Lexicon, tokens: &Range<usize>, key: &mut Gathered) {
    let all = &reading.sentence.tokens;
    let in_date = |at: usize| is_in_date(reading, at);
    let mut at = tokens.start;
    while at < tokens.end.min(all.len()) {
        if in_date(at) {
            at += 1;
            continue;
        }
        let token = &all[at];
        let text = token.range.of(reading.sentence.text);
        // "the Quill 4.2-RELEASE": a name, and its version.
        let is_name = |t: &Token<'_>| matches!(t.tag, Tag::NNP | Tag::NNPS) && glued(&t.lower).is_none();
        if is_name(token) {
            let run = (at..tokens.end.min(all.len())).take_while(|i| !in_date(*i) && is_name(&all[*i])).count().max(1);
            let name = all[at..at + run].iter().map(|t| t.lower.as_ref()).collect::<Vec<_>>().join(" ");
            if run == 1 && is_acronym(text) {
                key.acronyms.push(name.clone());
            }
            for part in &all[at..at + run] {
                if is_acronym(part.range.of(reading.sentence.text)) && run > 1 {
                    key.acronyms.push(part.lower.to_string());
                }
                key.terms.push(part.lemma.to_string());
            }
            key.names.push(name);
            stage_of(reading, at + run - 1, key);
            at += run;
            continue;
        }
        if is_acronym(text) {
            key.acronyms.push(token.lower.to_string());
        }
        if is_version(text) {
            key.stages.push(token.lower.trim_start_matches('v').to_string());
        } else if let Some((version, stage)) = glued(&token.lower) {
            key.stages.push(version.to_owned());
            key.stages.extend(stage);
        } else if token.tag == Tag::CD || text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '£' | '$' | '€')) {
            let before = at.checked_sub(1).and_then(|i| all.get(i));
            let of = all.get(at + 1).is_some_and(|t| t.lower == "of");
            let counted = all.iter().skip(at + 2).take(3).any(|t| t.tag == Tag::CD);
            if of && counted {
                // "seven of the twelve schools": twelve were promised.
            } else if before.is_some_and(|t| lexicon.in_class("stage", &t.lemma, &t.lower)) {
                key.stages.push(format!("{} {}", before.map_or("", |t| t.lemma.as_ref()), token.lower));
            } else {
                // "sixty new police officers", "500 more officers": officers.
                let is_noun = |t: &&Token<'_>| matches!(t.tag, Tag::NN | Tag::NNS);
                let behind = &all[at + 1..tokens.end.min(all.len())];
                let first = behind.iter().take(3).position(|t| is_noun(&t));
                let noun = first.and_then(|first| behind.get(first..)?.iter().take(3).take_while(is_noun).last());
                match noun {
                    Some(noun) => key.quantities.push(format!("{} {}", token.lower, noun.lemma)),
                    // A bare digit says nothing of a thing.
                    None if token.lower.len() > 1 => key.quantities.push(token.lower.to_string()),
                    None => {}
                }
            }
        } else if is_content(token.tag) && !lexicon.in_class("stopword", &token.lemma, &token.lower) && token.lemma.len() > 1 {
            key.terms.push(token.lemma.to_string());
            stage_of(reading, at, key);
        }
        at += 1;
    }
}

fn key(
    reading: &Reading<'_, '_>,
    lexicon: &Lexicon,
    block: &Block,
    tokens: &Range<usize>,
    theme: Option<&NounPhrase>,
    clause: Option<&Clause>,
) -> Key {
    let all = &reading.sentence.tokens;
    let in_date = |at: usize| is_in_date(reading, at);
    let mut found = Gathered::default();
    gather(reading, lexicon, tokens, &mut found);
    // "the Kowhai Bypass, which will open in April": what the clause speaks of stands before it.
    if let Some(np) = theme.filter(|np| np.tokens.end <= tokens.start) {
        gather(reading, lexicon, &(start_of_chain(reading, np)..np.tokens.end), &mut found);
    }
    let extent = reading.text_range(tokens.clone());
    let mut links: Vec<String> = block
        .marks
        .iter()
        .filter(|mark| mark.range.overlaps(extent))
        .filter_map(|mark| match &mark.kind {
            MarkKind::Link(target) => Some(target.clone()),
            _ => None,
        })
        .collect();
    links.sort();
    links.dedup();
    let head = theme.and_then(|np| all.get(np.head));
    let context = (0..all.len())
        .filter(|at| !tokens.contains(at) && !in_date(*at))
        .filter_map(|at| all.get(at))
        .filter(|t| is_content(t.tag) && t.lemma.len() > 1 && !lexicon.in_class("stopword", &t.lemma, &t.lower))
        .map(|t| t.lemma.as_ref())
        .collect();
    let anaphoric =
        head.is_none_or(|t| lexicon.in_class("anaphor", &t.lemma, &t.lower) && theme.is_some_and(|np| is_pointing(reading, np)));
    let exact = Exact {
        names: found.names.into_iter().collect(),
        quantities: found.quantities.into_iter().collect(),
        acronyms: found.acronyms.into_iter().collect(),
        stages: found.stages.into_iter().collect(),
        links: links.into(),
    };
    Key {
        event: event(reading, lexicon, tokens, clause).map(Into::into),
        head: head.map(|t| t.lemma.as_ref().into()),
        terms: found.terms.into_iter().collect(),
        context,
        around: WordList::default(),
        anaphoric,
        lent: false,
        exact: (exact != Exact::default()).then(|| Box::new(exact)),
    }
}

/// "the target", "this deadline": a determiner, the noun, and nothing that says which.
fn is_pointing(reading: &Reading<'_, '_>, np: &NounPhrase) -> bool {
    np.tokens.len() <= 2
        && reading
            .sentence
            .tokens
            .get(np.tokens.start)
            .is_some_and(|t| matches!(t.tag, Tag::DT | Tag::PRP | Tag::PRPS | Tag::WDT))
}

/// "beta", "milestone 5": a stage noun, with its number where one follows.
fn stage_of(reading: &Reading<'_, '_>, at: usize, key: &mut Gathered) {
    let Some(token) = reading.sentence.tokens.get(at) else { return };
    if matches!(token.lemma.as_ref(), "beta" | "alpha" | "rc") || (token.lower.len() <= 4 && is_numbered_stage(&token.lower)) {
        key.stages.push(token.lower.to_string());
    }
}

/// "1.0-beta1", "v11.4-rc2", "3.0.0.alpha.2", "3.9.0b2": a version and its stage in one word. "4.2-release" is at no stage:
/// it is the thing itself.
fn glued(word: &str) -> Option<(&str, Option<String>)> {
    let word = word.strip_prefix('v').unwrap_or(word);
    let at = word.find(|c: char| c.is_ascii_alphabetic())?;
    let version = word.get(..at)?.trim_end_matches(['-', '.', '~']);
    let stage = word.get(at..)?;
    let letters = stage.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
    let number = stage.get(letters.len()..)?.trim_matches(['.', '-']);
    let letters = match letters {
        "a" => "alpha",
        "b" => "beta",
        other => other,
    };
    let is_stage = matches!(letters, "beta" | "alpha" | "rc" | "m" | "milestone" | "pre" | "preview");
    let is_whole = matches!(letters, "release" | "final" | "ga") && number.is_empty();
    let stage = || if number.is_empty() { letters.to_owned() } else { format!("{letters} {number}") };
    (is_version(version) && (is_stage || is_whole)).then(|| (version, is_stage.then(stage)))
}

/// "1.0-beta1", "rc2": a stage of a release in one word.
pub(super) fn is_stage_word(word: &str) -> bool {
    glued(word).is_some() || is_numbered_stage(word)
}

/// "rc1", "m4", "beta2".
fn is_numbered_stage(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_lowercase());
    digits.len() < word.len()
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
        && matches!(&word[..word.len() - digits.len()], "rc" | "m" | "ms" | "beta" | "h")
}

/// "11.4", "1.34.2", "v2.0": digits with dots between, and more digits than a sum of money has.
pub(super) fn is_version(text: &str) -> bool {
    let body = text.strip_prefix(['v', 'V']).unwrap_or(text);
    body.contains('.')
        && !body.contains(',')
        && body.starts_with(|c: char| c.is_ascii_digit())
        && body.ends_with(|c: char| c.is_ascii_digit())
        && body.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn is_acronym(text: &str) -> bool {
    (2..=6).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && text.bytes().filter(u8::is_ascii_uppercase).count() >= 2
}

fn is_content(tag: Tag) -> bool {
    use Tag::*;
    matches!(tag, NN | NNS | NNP | NNPS | JJ | VB | VBD | VBG | VBN | VBP | VBZ | FW)
}

/// The class of what happens: of the innermost verb, else of a noun that names an event ("the launch").
fn event(reading: &Reading<'_, '_>, lexicon: &Lexicon, tokens: &Range<usize>, clause: Option<&Clause>) -> Option<String> {
    const CLASSES: [&str; 9] = [
        "event_launch",
        "event_complete",
        "event_publish",
        "event_enact",
        "event_stop",
        "event_build",
        "event_change",
        "event_hire",
        "event_spend",
    ];
    let class_of = |lemma: &str, lower: &str| {
        CLASSES.iter().find(|class| lexicon.in_class(class, lemma, lower)).map(|class| class["event_".len()..].to_owned())
    };
    let all = &reading.sentence.tokens;
    let verb = clause.and_then(|c| c.verbs.as_ref()).and_then(|v| all.get(v.head));
    // "Work has begun on the bridge": the bridge is not there yet.
    let subject = clause.and_then(|c| c.subject.as_ref()).and_then(|np| all.get(np.head));
    let works = |t: &Token<'_>| lexicon.in_class("works", &t.lemma, &t.lower);
    let begins = |t: &Token<'_>| lexicon.in_class("beginning", &t.lemma, &t.lower);
    let under_way = || {
        tokens.clone().any(|at| {
            let word = |at: usize| all.get(at).map(|t| t.lower.as_ref());
            word(at) == Some("underway") || word(at) == Some("under") && word(at + 1) == Some("way")
        })
    };
    if subject.is_some_and(works) && (verb.is_some_and(begins) || under_way()) {
        return Some("work".to_owned());
    }
    if let Some(class) = verb.and_then(|t| class_of(&t.lemma, &t.lower)) {
        return Some(class);
    }
    let in_date = |at: usize| reading.dates.iter().any(|d| d.tokens.start <= at && at < d.tokens.end);
    (tokens.start..tokens.end.min(all.len())).filter(|at| !in_date(*at)).filter_map(|at| all.get(at)).find_map(|t| match t.tag {
        Tag::NN | Tag::NNS | Tag::VBG | Tag::VBN | Tag::VB => {
            class_of(&t.lemma, &t.lower).or_else(|| lexicon.event_of_noun(&t.lemma))
        }
        _ => None,
    })
}

/// Sentences before a clause's own, and after it, whose words count as around it.
const AROUND: (usize, usize) = (3, 1);

/// The content words of a block's sentences, each read when it is first asked for: those around a statement count
/// whether or not anything else made them worth reading.
pub(super) struct Surroundings<'s> {
    text: &'s str,
    ranges: &'s [TextRange],
    /// Sentences that have been read.
    read: &'s [Sentence<'s>],
    words: Vec<Option<Vec<String>>>,
}

impl<'s> Surroundings<'s> {
    pub fn new(text: &'s str, ranges: &'s [TextRange], read: &'s [Sentence<'s>]) -> Self {
        Surroundings { text, ranges, read, words: Vec::new() }
    }

    /// The words of the sentences around the one that stands at `range`.
    pub fn of(&mut self, range: TextRange, reader: &Reader, lexicon: &Lexicon) -> WordList {
        let index = self.ranges.partition_point(|other| other.start < range.start);
        let last = (index + AROUND.1 + 1).min(self.ranges.len());
        let near = (index.saturating_sub(AROUND.0)..last).filter(|at| *at != index);
        near.clone().for_each(|at| self.read(at, reader, lexicon));
        near.filter_map(|at| self.words.get(at)?.as_ref()).flatten().map(String::as_str).collect()
    }

    /// Finds the words of a sentence, once.
    fn read(&mut self, at: usize, reader: &Reader, lexicon: &Lexicon) {
        if self.words.is_empty() {
            self.words.resize(self.ranges.len(), None);
        }
        let (Some(slot), Some(range)) = (self.words.get_mut(at), self.ranges.get(at)) else { return };
        let read = self.read.binary_search_by_key(&range.start, |sentence| sentence.range.start).ok();
        // Where a quotation stands open, quotation marks are read otherwise.
        let read = read.and_then(|at| self.read.get(at)).filter(|sentence| !sentence.begins_quoted);
        slot.get_or_insert_with(|| match read {
            Some(sentence) => content_words(&sentence.tokens, lexicon),
            None => content_words(&reader.tokens(self.text, *range), lexicon),
        });
    }
}

/// The lemmas of a sentence's content words.
pub(super) fn content_words(tokens: &[Token<'_>], lexicon: &Lexicon) -> Vec<String> {
    let telling = |t: &&Token<'_>| is_content(t.tag) && t.lemma.len() > 1 && !lexicon.in_class("stopword", &t.lemma, &t.lower);
    tokens.iter().filter(telling).map(|t| t.lemma.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use crate::statements::extract::Language;
    use crate::statements::rule_test::read_text;

    #[test]
    fn a_version_and_its_stage_in_one_word() {
        let of = |text: &str| {
            let read = read_text(&Language::english(), text, "2025-06-11".parse().ok()).expect("a document");
            let key = &read.statements.first().expect("a statement").key;
            key.exact.as_ref().map(|exact| exact.stages.iter().collect::<Vec<_>>().join(", "))
        };
        assert_eq!(of("The team completed its work on the 4.2-RELEASE cycle."), Some("4.2".to_owned()));
        assert_eq!(of("The team completed its work on the 4.2-RC1 cycle."), Some("4.2, rc 1".to_owned()));
        assert_eq!(of("The team completed its work on the 4.2-MAP cycle."), Some(String::new()));
    }

    #[test]
    fn what_a_statement_is_about() {
        let all = [
            ("We are proud to announce the release of Quill 3.", "the release of Quill 3"),
            ("The team is on track to replace the boilers by May 2026.", "the boilers"),
            ("The code is on track to be replaced by May 2026.", "The code"),
            ("The release date is still 18 December.", "The release date"),
            ("The ban takes effect in November.", "The ban"),
            ("The opening of the new bridge is planned for May 2026.", "The opening of the new bridge"),
            ("The closure of the library, planned for January 2026, saves money.", "The closure of the library"),
            ("The closure of the library, planned for January 2026, is off.", "The closure of the library off"),
            ("Members of the team are pleased to announce that Quill 4.2 RC 1 is now available.", "Quill 4.2 RC 1"),
            ("The pool is nearly done, and it will be opened in May 2026.", "The pool"),
            ("The builders are back, and the owners say it will be opened in May 2026.", "it will be opened in May 2026"),
            ("The timetable for the tram is unchanged.", "The timetable for the tram"),
            ("The firm announced a delay in the launch of the probe.", "the launch of the probe"),
            ("The feature freeze date for Quill 10 has been pushed back to May 2026.", "The feature freeze date for Quill 10"),
            ("The target launch date of 1 June 2026 has been announced and will be kept.", "The target launch date"),
            ("We are on track.", "on track"),
            ("The new map will not see the light of day in July 2025.", "The new map"),
            (
                "The Insolvency and Dissolution Act, with its ten related pieces of law, will commence on 1 May 2026.",
                "The Insolvency and Dissolution Act",
            ),
            ("Ministers cancelled the planned Marlow to Leeds route in May.", "the planned Marlow to Leeds route"),
            ("The airport will not be ready by the latest target of October 2026.", "The airport ready"),
            ("The scheme is now in doubt after the builder collapsed.", "The scheme"),
            ("We planted 1,000 trees last winter.", "1,000 trees"),
            ("Quill 15 will have its end of life six months from today.", "its end of life"),
            ("There is no way the ferry will sail by 2031.", "the ferry"),
            ("We see little prospect of the wing being finished by 2031.", "the wing"),
            ("With the release of Quill 13 in May 2026, two tools will be merged.", "the release of Quill 13"),
            ("The team will test the portal ahead of its public launch in May 2026.", "its public launch"),
            ("The team will test the launch of the portal in May 2026.", "the launch of the portal"),
            ("Quill 4.2 is out and ready for them to build upon.", "Quill 4.2 out and ready for them to build"),
            ("Quill 4.2 has reached its end of life.", "Quill 4.2"),
            ("Today's big release of Quill 5 gives the users a new map.", "Today's big release of Quill 5"),
            ("Currently Quill is expected to close in May 2026.", "Quill"),
            ("Sale of the old kit will end in May 2026.", "Sale of the old kit"),
            ("The board announced intentions to remove the old benches in May 2026.", "the old benches"),
            ("The Tenancy, Lodging and Housing Act will commence on 1 May 2026.", "The Tenancy, Lodging and Housing Act"),
        ];
        for (text, subject) in all {
            let read = read_text(&Language::english(), text, "2025-06-11".parse().ok()).expect("a document");
            assert_eq!(read.statements.iter().map(|s| &*s.subject).next(), Some(subject), "{text}");
        }
    }
}
