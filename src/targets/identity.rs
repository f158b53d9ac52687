//! What a statement is about where its words name it exactly: "the final release of Quill 4.2", "Quill 4.2 beta 3",
//! "Marlow Chambers".
//!
//! A name with its version and stage, or a proper name that is the whole of what is spoken of, is near certain
//! evidence across any number of documents, however the rest is worded. Everything here errs towards `None`:
//! a statement about something *in* Quill 4.2 is not about Quill 4.2.

mod begun;
mod lists;
mod spoken;
#[cfg(test)]
mod tests;
mod versioned;

use super::stages::{self, is_version};
use super::words::{Hollow, is_empty_word, is_preposition, stem, words};
use crate::prose::tagger::WordHasher;
use crate::statements::{Acronym, Extract, Kind, Statement, WordList};
pub(super) use begun::begun;
use begun::is_begun;
use lists::{Naming, Stems};
use rayon::prelude::*;
pub(super) use spoken::{Titled, spoken_of, titled};
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;
use versioned::{Thing, Versioned, Word, number_of, read, versioned};

/// How the thing is spoken of: two of these are never one target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Turn {
    /// It comes about.
    Coming,
    /// Its life ends.
    Ending,
}

/// The thing that a statement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    /// Whether it comes or ends.
    pub turn: Turn,
    /// The stems of its name; empty where only a version tells.
    pub name: Vec<String>,
    /// Its version, number or year.
    pub version: Option<String>,
    /// The stage of it: "beta 3".
    pub stage: Option<String>,
    /// Only the rest of the document tells which thing is meant.
    pub supposed: bool,
    /// Name and version as the text writes them.
    written: String,
}

impl Identity {
    /// What it is looked up by.
    pub(super) fn key(&self) -> (Turn, String) {
        (self.turn, self.version.clone().unwrap_or_else(|| self.name.join(" ")))
    }

    /// Whether both name one thing. A bare "beta" may be "beta 1".
    pub(super) fn fits(&self, other: &Identity) -> bool {
        let within = |a: &[String], b: &[String]| a.iter().all(|word| b.contains(word));
        let names = match self.version {
            None => self.name == other.name,
            Some(_) => within(&self.name, &other.name) || within(&other.name, &self.name),
        };
        let stages = match (&self.stage, &other.stage) {
            (None, None) => true,
            (Some(a), Some(b)) => a == b || is_bare_of(a, b) || is_bare_of(b, a),
            _ => false,
        };
        self.turn == other.turn && self.version == other.version && names && stages
    }

    /// Whether both name a version, and not the same.
    pub(super) fn is_of_another_version(&self, other: &Identity) -> bool {
        matches!((&self.version, &other.version), (Some(a), Some(b)) if a != b)
    }

    /// Whether both name one thing to the same stage, however they write it.
    pub(super) fn is(&self, other: &Identity) -> bool {
        self.stage == other.stage && self.fits(other)
    }

    /// Whether it says more exactly which stage is meant.
    pub(super) fn is_sharper(&self, other: &Identity) -> bool {
        matches!((&self.stage, &other.stage), (Some(a), Some(b)) if is_bare_of(b, a))
    }

    /// In words, for a target's title.
    pub(super) fn title(&self) -> String {
        match self.turn {
            Turn::Coming => self.shown(),
            Turn::Ending => format!("end of {}", self.shown()),
        }
    }

    /// In words, for the reasons of a link.
    pub(super) fn shown(&self) -> String {
        let mut parts = vec![self.written.as_str()];
        parts.extend(self.stage.as_deref().filter(|stage| !self.written.to_lowercase().contains(stage)));
        parts.join(" ")
    }
}

/// How many times as often as all others together a corpus gives a version one name where that is what it means by it.
const BY_FAR: usize = 8;

/// Gives what only a version names the name that its document gives that version, or else the corpus by far the most
/// often. "A 1.0 release" names nothing where the corpus speaks of Quill 1.0 as well as of Rook 1.0, and the document of
/// neither.
pub(super) fn name_versions(extracts: &[Extract], all: &mut [Box<[Option<Box<Identity>>]>]) {
    let named: Vec<Vec<(String, Vec<String>)>> = extracts.par_iter().map(named_versions).collect();
    let usual = usual_names(&named);
    for (identities, named) in all.iter_mut().zip(&named) {
        for identity in identities {
            let Some(own) = identity.as_mut().filter(|own| own.name.is_empty()) else { continue };
            let Some(version) = own.version.as_deref() else { continue };
            let mut its = named.iter().filter(|(other, _)| other == version).map(|(_, name)| name);
            match its
                .next()
                .filter(|first| its.all(|other| other.last() == first.last()))
                .or(usual.get(version).copied().flatten())
            {
                Some(name) => own.name.clone_from(name),
                None if usual.contains_key(version) => *identity = None,
                None => {}
            }
        }
    }
}

/// The names that a corpus gives a version, by their last word: how often, and the shortest of them.
type Names<'n> = BTreeMap<&'n String, (usize, &'n Vec<String>)>;

/// The name of each version to which a corpus gives more than one: `None` where none stands out.
fn usual_names(named: &[Vec<(String, Vec<String>)>]) -> HashMap<&str, Option<&Vec<String>>> {
    let mut names: HashMap<&str, Names<'_>> = HashMap::new();
    for (version, name) in named.iter().flatten() {
        let Some(last) = name.last() else { continue };
        let (times, shortest) = names.entry(version).or_default().entry(last).or_insert((0, name));
        *times += 1;
        if name.len() < shortest.len() {
            *shortest = name;
        }
    }
    names.retain(|_, by_last| by_last.len() > 1);
    names.into_iter().map(|(version, by_last)| (version, far_ahead(&by_last).filter(|_| !is_anybodys(version)))).collect()
}

/// Whether anything may have come to such a version: "1.0", "0.9", "2.0".
fn is_anybodys(version: &str) -> bool {
    version.starts_with("0.") || matches!(version, "1.0" | "2.0")
}

/// The name that stands out among those of a version.
fn far_ahead<'n>(names: &Names<'n>) -> Option<&'n Vec<String>> {
    let all: usize = names.values().map(|(times, _)| times).sum();
    let (times, name) = names.values().max_by_key(|(times, _)| *times)?;
    (*times >= BY_FAR * (all - times)).then_some(*name)
}

/// The versions that a document names, each with its name.
fn named_versions(extract: &Extract) -> Vec<(String, Vec<String>)> {
    let texts = extract.statements.iter().map(|s| &*s.prose).chain(extract.title.as_deref());
    let numbered = texts.filter(|text| text.bytes().any(|b| b.is_ascii_digit()));
    let things = numbered.flat_map(|text| versioned(&read(text)));
    things.filter(|thing| !thing.name.is_empty()).map(|thing| (thing.version, thing.name)).collect()
}

/// Whether a subject stands for the whole of a thing that other words name, or names a stage or version of it.
pub(super) fn names_whole(subject: &str) -> bool {
    let whole = &Naming::english().whole;
    words(subject).any(|word| whole.contains(stem(&word).as_ref())) || !stages::stages(subject).is_empty()
}

/// Whether a subject is something in a version, or for one: "Quill 4.2 theming".
pub(super) fn is_part_of_version(subject: &str) -> bool {
    let naming = Naming::english();
    let all = read(subject);
    let follows = |thing: &Versioned| all.get(thing.to + 1..).unwrap_or_default().iter().find(|w| !is_stage_word(w));
    let is_part = |w: &Word<'_>| {
        !w.apart && is_residue(w, &[], naming) && !naming.state.contains(w.stem.as_ref()) && !w.lower.ends_with("ed")
    };
    versioned(&all).iter().any(|thing| follows(thing).is_some_and(is_part))
}

fn is_bare_of(bare: &str, numbered: &str) -> bool {
    numbered.split_once(' ').is_some_and(|(name, _)| name == bare)
}

/// The stage at which a thing is made, and not yet out.
const GOLD: &str = "gold";

/// The stages that a text names, "gold master" among them.
fn stages_of(text: &str, all: &[Word<'_>]) -> Vec<String> {
    let mut stages: Vec<String> = stages::stages(text).into_iter().filter(|stage| !is_version(stage)).collect();
    // "5 to 10 days after GM" counts from it.
    let is_gold = |at: usize| all.get(at).is_some_and(|w| matches!(w.lower.as_ref(), "gold" | "goldmaster" | "gm"));
    let counts_from = |at: usize| at.checked_sub(1).and_then(|i| all.get(i)).is_some_and(|w| w.lower == "after");
    if (0..all.len()).any(|at| is_gold(at) && !counts_from(at)) {
        stages.push(GOLD.to_owned());
    }
    stages
}

/// Acronyms and what they stand for, as a corpus defines them: "Legal Office Platform (LOP)".
#[derive(Default)]
pub(super) struct Acronyms(HashMap<String, Option<Vec<String>>, BuildHasherDefault<WordHasher>>);

impl Acronyms {
    /// Learns what a document defines. What is defined in two ways stands for nothing.
    pub(super) fn learn(&mut self, acronym: &Acronym) {
        let content = acronym.name.split(' ').filter(|word| !is_empty_word(word));
        let name: Vec<String> = content.map(|word| stem(word).into_owned()).collect();
        let known = self.0.entry(acronym.short.clone()).or_insert_with(|| Some(name.clone()));
        if known.as_ref().is_some_and(|k| *k != name) {
            *known = None;
        }
    }

    fn of(&self, word: &str) -> Option<&Vec<String>> {
        // "CFP" stands for a call for papers of whatever it is said of.
        let common = &Naming::english().common;
        self.0.get(word)?.as_ref().filter(|name| !name.iter().all(|word| common.contains(word.as_str())))
    }
}

/// What a statement is about, if its words name it exactly.
pub(super) fn identity(statement: &Statement, title: &Titled, acronyms: &Acronyms) -> Option<Identity> {
    let naming = Naming::english();
    let dates = [&statement.deadline, &statement.old_deadline];
    let mut prose = statement.prose.to_string();
    for date in dates.into_iter().flatten().filter(|d| !d.text.is_empty()) {
        prose = prose.replace(date.text.as_str(), " , ");
    }
    let clause = read(&prose);
    let mut about = statement.subject.to_string();
    for date in [&statement.deadline, &statement.old_deadline].into_iter().flatten().filter(|d| !d.text.is_empty()) {
        about = about.replace(date.text.as_str(), " ");
    }
    // "proud to announce Quill 1.0, a language that…": what follows the comma describes it.
    let mut subject = read(&about);
    let end = subject.iter().enumerate().position(|(at, w)| at > 0 && w.apart && number_of(&w.lower).is_none());
    subject.truncate(end.unwrap_or(subject.len()));
    // "version 1.0 of its compiler": what it is, the thing's name says elsewhere.
    let described = subject.windows(2).position(|w| matches!(w, [of, its] if of.lower == "of" && is_owner(its)));
    subject.truncate(described.filter(|at| *at > 0).unwrap_or(subject.len()));
    // "Quill 1.0 available from the archive": where it is had is no part of it.
    let state = subject.iter().enumerate().position(|(at, w)| at > 0 && naming.state.contains(w.stem.as_ref()));
    subject.truncate(state.map_or(subject.len(), |at| at + 1));
    let turn = turn(statement, &[clause.as_slice(), &subject].concat(), naming)?;
    let things = versioned(&clause);
    let of_subject: Vec<Versioned> = versioned(&subject);
    let chosen = match (of_subject.as_slice(), things.as_slice()) {
        ([one], _) => things.iter().find(|t| t.version == one.version && t.name.ends_with(&one.name)).or(Some(one)),
        ([], [one]) => Some(one),
        ([], several) => right_after(&subject, &clause, several)
            .or_else(|| several.iter().find(|one| title.thing.as_ref().is_some_and(|of| of.version == one.version)))
            .or(several.first()),
        _ => None,
    };
    let mut stages = stages_of(&prose, &clause);
    // "A beta, which is due in May": the clause itself names none.
    let names_only_stage = stages.is_empty() && of_subject.is_empty() && is_bare_stage(&subject);
    if names_only_stage {
        stages = stages_of(&about, &subject);
    }
    let is_alone = names_only_the_last(&subject, naming);
    let is_final = is_alone
        || clause
            .windows(2)
            .any(|w| matches!(w, [a, b] if naming.last.contains(a.stem.as_ref()) && naming.last_noun.contains(b.stem.as_ref())));
    let beside = chosen.map(|thing| shown(clause.get(thing.to + 1..clause.len().min(thing.to + 1 + BESIDE)).unwrap_or_default()));
    let mut beside = stages_of(beside.as_deref().unwrap_or_default(), &read(beside.as_deref().unwrap_or_default()));
    let stage = match stages.as_slice() {
        // "3.9.0a2, which is scheduled for 9 March"
        [] if of_subject.len() == 1 => only_stage(&statement.key.stages),
        [] => None,
        [_] if beside.len() == 1 => beside.pop(),
        [one] if !is_final || subject.iter().any(|w| stages::is_stage_noun(&w.lower)) => Some(one.clone()),
        [_] => None,
        _ => {
            let mut own = stages_of(&statement.subject, &subject);
            match (own.len(), beside.len()) {
                (1, _) => own.pop(),
                (_, 1) => beside.pop(),
                _ => return None,
            }
        }
    };
    let following = is_following(&clause, stage.as_deref(), naming);
    // "The next beta" is the one after that which the title names.
    let next = stage.as_ref().zip(title.counted_from.as_ref()).and_then(|(bare, titled)| stages::next_of(&prose, bare, titled));
    let following = following && next.is_none();
    let stage = next.or(stage);
    let residue = |word: &Word<'_>, name: &[String]| {
        is_residue(word, name, naming) && !(turn == Turn::Ending && naming.upkeep.contains(word.stem.as_ref()))
    };
    let is_schedule = !is_alone && subject.iter().any(|w| naming.schedule.contains(w.stem.as_ref())) && turn == Turn::Coming;
    let is_upkeep = turn == Turn::Coming && subject.iter().any(|w| naming.upkeep.contains(w.stem.as_ref()));
    // "the 4.2 features": a plural after the version is another thing, however common the word.
    let part_of = |thing: &Versioned| {
        subject
            .get(thing.to + 1)
            .is_some_and(|w| !w.apart && w.lower.ends_with('s') && !is_stage_word(w) && !is_empty_word(&w.lower))
    };
    if (is_schedule && statement.candidate) || is_upkeep || (turn == Turn::Coming && of_subject.iter().any(part_of)) {
        return None;
    }
    if let Some(thing) = chosen {
        let whole = subject.iter().all(|w| !residue(w, &thing.name));
        let mut name = thing.name.clone();
        if of_subject.is_empty() {
            let actor = read(statement.actor.as_deref().unwrap_or_default());
            // Who announces the thing is no part of it.
            let before = clause.get(..thing.from).unwrap_or_default();
            let announced = before.iter().rposition(|w| naming.announcing.contains(w.stem.as_ref())).map_or(0, |at| at + 1);
            let before = before.get(announced..).unwrap_or_default();
            // "the release of the Quill distribution, version 4.2"
            if let (true, [only]) =
                (name.is_empty(), before.iter().filter(|w| w.capital && residue(w, &[])).collect::<Vec<_>>().as_slice())
            {
                name.push(only.stem.to_string());
            }
            let stray = |w: &&Word<'_>| residue(w, &name) && !actor.iter().chain(&subject).any(|a| a.stem == w.stem);
            let after = clause.get(thing.to + 1..).unwrap_or_default().iter().find(|w| !is_stage_word(w));
            let verbal = |w: &Word<'_>| w.lower.ends_with("ed") || w.lower.ends_with("ing");
            let compound = after.is_some_and(|w| !w.apart && residue(w, &thing.name) && !verbal(w));
            if compound || before.iter().any(|w| stray(&w)) {
                return None;
            }
        }
        // "We announce Quill 1.0" under the title "Quill 1.0 beta 2" announces the beta.
        // What is put off under the title that brings the beta is the thing itself.
        let told = statement.candidate
            || statement.kind == Kind::Met
            || statement.kind != Kind::Commitment && title.counted_from.is_none();
        let of_title = told && title.thing.as_ref().is_some_and(|of| of.version == thing.version);
        let of_title = |stage: &String| of_title && !is_final && stage != GOLD;
        let stage = stage.or_else(|| title.stage.clone().filter(of_title));
        let bare = stage.as_ref().is_some_and(|s| !s.contains(' '));
        if (name.is_empty() && statement.key.anaphoric) || (bare && following) {
            return None;
        }
        let in_clause = clause.get(thing.to).is_some_and(|w| number_of(&w.lower).as_ref() == Some(&thing.version));
        let written = thing.written(if in_clause { &clause } else { &subject });
        return whole.then(|| Identity { turn, name, version: Some(thing.version.clone()), stage, supposed: false, written });
    }
    if !things.is_empty() {
        return None;
    }
    // "5.0: it will not land this year. We now aim for May": the version that heads the passage.
    if let Some(version) = only_version(&statement.key.stages)
        && statement.key.anaphoric | subject.iter().all(|w| !residue(w, &[]))
    {
        return Some(Identity { turn, name: Vec::new(), version: number_of(&version), stage, supposed: false, written: version });
    }
    let named = |name: &[String]| subject.iter().any(|w| name.iter().any(|own| *own == w.stem));
    let whole = ["releas", "version", "distribution", "edit", "edition"];
    let speaks_of_whole = stage.is_some()
        || is_alone
        || (statement.key.anaphoric && !statement.candidate)
        || subject.iter().any(|w| whole.contains(&w.stem.as_ref()));
    if let Some(Thing { name, version, written }) = &title.thing
        && (speaks_of_whole || named(name))
        && !is_schedule
        && (is_alone || names_only_stage || !clause.first().is_some_and(|w| naming.relative.contains(w.stem.as_ref())))
        && subject.iter().all(|w| !residue(w, name))
        && !names_another(&subject, name)
    {
        let lead = clause.iter().take(8).filter(|w| residue(w, name)).count();
        let numbered = stage.as_ref().is_some_and(|s| s.contains(' '));
        if (lead > 1 && statement.candidate) || (following && !numbered) {
            return None;
        }
        let lent = if is_final { None } else { title.stage.clone() };
        return Some(Identity {
            turn,
            name: name.clone(),
            version: Some(version.clone()),
            stage: stage.or(lent),
            // "it" may be something else that the text has spoken of since.
            supposed: !title.names_some || statement.key.anaphoric,
            written: written.clone(),
        });
    }
    if stage.is_some() || turn == Turn::Ending {
        return None;
    }
    let written = shown_as(&subject);
    proper(statement, &subject, acronyms).map(|name| Identity {
        turn,
        name,
        version: None,
        stage: None,
        supposed: false,
        written,
    })
}

fn is_owner(word: &Word<'_>) -> bool {
    matches!(word.lower.as_ref(), "its" | "our" | "their" | "his" | "her")
}

/// "A beta", "the release candidate": a stage of whatever is spoken of, and nothing else.
fn is_bare_stage(subject: &[Word<'_>]) -> bool {
    let rest = |w: &Word<'_>| is_stage_word(w) || is_empty_word(&w.lower) || stages::is_ordinal(&w.lower);
    subject.iter().any(is_stage_word) && subject.iter().all(rest)
}

/// Whether a subject has a name that is not, or not only, the thing's: "Quill Weekly News" is no Quill.
fn names_another(subject: &[Word<'_>], name: &[String]) -> bool {
    let own = |w: &Word<'_>| name.iter().any(|own| *own == w.stem);
    let other = |w: &&Word<'_>| w.capital && !own(w) && !is_stage_word(w) && !is_empty_word(&w.lower);
    // A stage may begin a sentence, and what is named otherwise has no name of the thing's.
    subject.iter().any(own) && subject.iter().any(|w| other(&w) && !Naming::english().last_noun.contains(w.stem.as_ref()))
}

/// "Final", "GA", "the public release": the last stage of whatever is spoken of, and nothing else.
fn names_only_the_last(subject: &[Word<'_>], naming: &Naming) -> bool {
    let is_last = |w: &Word<'_>| naming.last.contains(w.stem.as_ref());
    let is_noun = |w: &Word<'_>| naming.last_noun.contains(w.stem.as_ref());
    let is_name = |w: &Word<'_>| naming.last_alone.contains(w.stem.as_ref());
    let is_date = |w: &Word<'_>| naming.last_date.contains(w.stem.as_ref());
    let rest = |w: &Word<'_>| is_last(w) || is_noun(w) || is_date(w) || is_empty_word(&w.lower);
    let named = subject.iter().any(is_name) || subject.iter().any(is_last) && subject.iter().any(is_noun);
    named && subject.iter().all(rest)
}

/// The one stage among what a statement's key names.
fn only_stage(named: &WordList) -> Option<String> {
    let mut all: Vec<String> =
        named.iter().filter(|stage| !is_version(stage)).map(|stage| stages::stage_name(stage).into_owned()).collect();
    stages::only_numbered(&mut all);
    all.pop().filter(|_| all.is_empty())
}

/// The one version among what a statement's key names.
fn only_version(named: &WordList) -> Option<String> {
    let mut versions = named.iter().filter(|stage| is_version(stage));
    versions.next().filter(|_| versions.next().is_none()).map(str::to_owned)
}

/// Whether the text speaks of the next one of a row, or the last. "The next step towards Quill 4.2" is no other Quill 4.2.
fn is_following(clause: &[Word<'_>], stage: Option<&str>, naming: &Naming) -> bool {
    let names = |w: &Word<'_>| match stage {
        Some(stage) => stages::stage_name(&w.lower).split(' ').next() == stage.split(' ').next(),
        None => naming.whole.contains(w.stem.as_ref()) || stages::is_stage_noun(&w.lower),
    };
    let follows = |w: &Word<'_>| naming.following.contains(w.stem.as_ref());
    (0..clause.len()).any(|at| clause.get(at).is_some_and(follows) && clause.iter().skip(at + 1).take(BEHIND).any(names))
}

/// Words behind a version that may name its stage: "4.2 Release Candidate 1".
const BESIDE: usize = 3;

/// Words behind "next" among which the noun stands that it belongs to.
const BEHIND: usize = 3;

/// The words of a name, without the article before it.
fn shown_as(all: &[Word<'_>]) -> String {
    let bare = all.iter().skip_while(|w| is_empty_word(&w.lower));
    bare.map(|w| w.text).collect::<Vec<_>>().join(" ")
}

fn shown(all: &[Word<'_>]) -> String {
    all.iter().map(|w| w.lower.as_ref()).collect::<Vec<_>>().join(" ")
}

/// The versioned thing that stands right after the words of the subject: "the public release of Quill 4.2".
fn right_after<'v>(subject: &[Word<'_>], clause: &[Word<'_>], things: &'v [Versioned]) -> Option<&'v Versioned> {
    let first = subject.first()?;
    let starts = |at: usize| clause.get(at..).is_some_and(|rest| rest.iter().zip(subject).all(|(a, b)| a.lower == b.lower));
    let at = (0..clause.len()).find(|&at| clause.get(at).is_some_and(|w| w.lower == first.lower) && starts(at))?;
    let end = at + subject.len();
    things.iter().find(|t| t.from >= end && t.from <= end + 3)
}

fn is_stage_word(word: &Word<'_>) -> bool {
    let numbered = stages::stage_name(&word.lower).contains(' ');
    numbered
        || stages::is_stage_noun(&word.lower)
        || word.lower.chars().all(|c| c.is_ascii_digit())
        || !stages::stages(&word.lower).is_empty()
}

/// Whether a word says that something else than the named thing itself is meant.
fn is_residue(word: &Word<'_>, name: &[String], naming: &Naming) -> bool {
    let own = Hollow::english().has(&word.stem) && !naming.beginning.contains(word.stem.as_ref());
    !(own
        || is_empty_word(&word.lower)
        || is_preposition(&word.lower)
        || naming.whole.contains(word.stem.as_ref())
        || naming.last.contains(word.stem.as_ref())
        || naming.ending.contains(word.stem.as_ref())
        || naming.care.contains(word.stem.as_ref())
        || naming.following.contains(word.stem.as_ref())
        || naming.filler.contains(word.stem.as_ref())
        || name.iter().any(|own| *own == word.stem)
        || is_stage_word(word)
        || stages::is_ordinal(&word.lower)
        || number_of(&word.lower).is_some()
        // "the long-awaited Quill 4.2"
        || word.lower.contains('-') && word.lower.ends_with("ed")
        || matches!(word.lower.as_ref(), "gold" | "goldmaster" | "gm" | "master" | "life" | "end"))
}

/// Whether a clause goes back to what stands before it in its sentence: "which is planned for May".
pub(super) fn is_relative(clause: &str) -> bool {
    words(clause).next().is_some_and(|word| Naming::english().relative.contains(stem(&word).as_ref()))
}

/// Whether the thing comes or ends; `None` where its making only begins or something else is done with it.
fn turn(statement: &Statement, clause: &[Word<'_>], naming: &Naming) -> Option<Turn> {
    let says = |set: &Stems| clause.iter().any(|w| set.contains(w.stem.as_ref()));
    let of_life = clause.windows(3).any(|w| matches!(w, [a, b, c] if a.lower == "end" && b.lower == "of" && matches!(c.lower.as_ref(), "life" | "support" | "maintenance")));
    let event = statement.key.event.as_deref();
    let plain = statement.candidate || statement.kind == Kind::Commitment;
    let stops = clause
        .iter()
        .any(|w| matches!(w.lower.as_ref(), "end" | "ends" | "ended" | "until" | "stop" | "stops" | "extend" | "extended"));
    let of_life = of_life || says(&naming.ending) || (says(&naming.care) && (stops || event == Some("stop")));
    if of_life || (plain && event == Some("stop")) {
        return Some(Turn::Ending);
    }
    let comes = matches!(event, Some("launch" | "complete" | "publish" | "enact"));
    let told = statement.candidate && !comes && event.is_some();
    let other = statement.kind == Kind::Commitment && matches!(event, Some("change" | "hire" | "spend" | "start"));
    let begins = plain && is_begun(clause);
    if told || other || begins { None } else { Some(Turn::Coming) }
}

/// The proper name that is the whole of a statement's subject.
fn proper(statement: &Statement, subject: &[Word<'_>], acronyms: &Acronyms) -> Option<Vec<String>> {
    let own: Vec<&Word<'_>> = subject.iter().filter(|w| !is_empty_word(&w.lower) && w.lower != "new").collect();
    if let [one] = own.as_slice() {
        return acronyms.of(&one.lower).cloned();
    }
    // "the Legal Office Platform (LOP)"
    let mut own = own;
    if let Some(last) = own.last()
        && acronyms.of(&last.lower).is_some()
    {
        own.pop();
    }
    let is_name = |w: &&&Word<'_>| w.capital && number_of(&w.lower).is_none() && !is_preposition(&w.lower);
    let telling = own.iter().filter(|w| !Hollow::english().has(&w.stem)).count();
    let named = own.len() >= 2 && telling >= 2 && own.len() <= 7 && own.iter().all(|w| is_name(&w));
    // What is capitalised because all of a headline is, is no name.
    let shouted = words(&statement.prose).count() > 3
        && statement.prose.split_whitespace().filter(|w| w.len() > 3).all(|w| w.starts_with(char::is_uppercase));
    (named && !shouted).then(|| own.iter().map(|w| w.stem.to_string()).collect())
}
