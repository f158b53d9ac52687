//! Cue rules: read from TOML, checked, compiled, and looked up by their anchors.

use super::pattern::{ALL_TAGS, Classes, Pattern, View};
use super::vocabulary::{ALWAYS, Numbered, Sign, UNKNOWN, Vocabulary, WordNumber};
use super::{Kind, Strength};
use crate::findings::Confidence;
use crate::prose::Tag;
use crate::prose::Zone;
use crate::prose::tagger::WordHasher;
use crate::time::Governor;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::BuildHasherDefault;
use std::sync::Arc;
use toml::Spanned;

/// The built-in rules of one language, embedded in the program: file name and text.
pub const ENGLISH: &[(&str, &str)] = &[
    ("rules/language/en/classes.toml", include_str!("../../rules/language/en/classes.toml")),
    ("rules/language/en/commitments.toml", include_str!("../../rules/language/en/commitments.toml")),
    ("rules/language/en/vetoes.toml", include_str!("../../rules/language/en/vetoes.toml")),
    ("rules/language/en/missed.toml", include_str!("../../rules/language/en/missed.toml")),
    ("rules/language/en/moved.toml", include_str!("../../rules/language/en/moved.toml")),
    ("rules/language/en/met.toml", include_str!("../../rules/language/en/met.toml")),
    ("rules/language/en/dropped.toml", include_str!("../../rules/language/en/dropped.toml")),
    ("rules/language/en/at-risk.toml", include_str!("../../rules/language/en/at-risk.toml")),
    ("rules/language/en/on-track.toml", include_str!("../../rules/language/en/on-track.toml")),
    ("rules/language/en/delivery.toml", include_str!("../../rules/language/en/delivery.toml")),
];

/// What a rule makes of a match that it would otherwise report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instead {
    /// The rule's own kind all the same.
    Same,
    /// No statement.
    Nothing,
    /// A risk.
    AtRisk,
    /// A reaffirmation.
    OnTrack,
    /// A miss.
    Missed,
    /// A move.
    Moved,
    /// A delivery.
    Met,
}

impl Instead {
    /// The kind that results, where one does.
    pub fn apply(self, kind: Kind) -> Option<Kind> {
        match self {
            Instead::Same => Some(kind),
            Instead::Nothing => None,
            Instead::AtRisk => Some(Kind::AtRisk),
            Instead::OnTrack => Some(Kind::OnTrack),
            Instead::Missed => Some(Kind::Missed),
            Instead::Moved => Some(Kind::Moved),
            Instead::Met => Some(Kind::Met),
        }
    }
}

/// A text that a rule must, or must not, find something in.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Example {
    /// The text alone, said on 11 June 2025.
    Text(String),
    /// With the day it was said on, and the last day of the deadline that must be found.
    Dated {
        /// The text.
        text: String,
        /// Day it was said.
        #[serde(default)]
        said: Option<String>,
        /// Last day of the deadline.
        #[serde(default)]
        deadline: Option<String>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawFile {
    #[serde(default)]
    class: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    rule: Vec<RawRule>,
    #[serde(default)]
    veto: Vec<RawVeto>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawRule {
    id: Spanned<String>,
    kind: Kind,
    #[serde(default)]
    strength: Option<Strength>,
    #[serde(default)]
    confidence: Option<Confidence>,
    patterns: Vec<Spanned<String>>,
    #[serde(default)]
    candidate: bool,
    #[serde(default)]
    retold: bool,
    #[serde(default)]
    ahead: bool,
    #[serde(default)]
    behind: bool,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    measures_delay: bool,
    #[serde(default)]
    performative: bool,
    #[serde(default)]
    fixed: bool,
    #[serde(default)]
    same_day: bool,
    #[serde(default)]
    zones: Vec<Zone>,
    #[serde(default)]
    under: Vec<String>,
    #[serde(default)]
    about: Vec<Spanned<String>>,
    #[serde(default)]
    governors: Vec<Spanned<String>>,
    #[serde(default)]
    if_negated: Option<Instead>,
    #[serde(default)]
    if_possible: Option<Instead>,
    #[serde(default)]
    if_future: Option<Instead>,
    #[serde(default)]
    if_infinitive: Option<Instead>,
    #[serde(default)]
    unless: Vec<RawException>,
    #[serde(default)]
    examples: Vec<Example>,
    #[serde(default)]
    counter_examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawException {
    patterns: Vec<Spanned<String>>,
    counter_examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawVeto {
    id: Spanned<String>,
    kinds: Vec<Kind>,
    #[serde(default)]
    scope: VetoScope,
    #[serde(default)]
    under: Vec<String>,
    patterns: Vec<Spanned<String>>,
    #[serde(default)]
    unless: Vec<RawException>,
    #[serde(default)]
    examples: Vec<Example>,
    #[serde(default)]
    counter_examples: Vec<Example>,
}

/// How far a veto reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VetoScope {
    /// The clauses that the statement was read from.
    #[default]
    Clause,
    /// The whole sentence.
    Sentence,
}

/// A compiled cue rule.
#[derive(Clone, Debug)]
pub struct CueRule {
    /// Stable id.
    pub id: Arc<str>,
    /// The kind it gives.
    pub kind: Kind,
    /// Strength of a commitment; `None`: read from the clause.
    pub strength: Option<Strength>,
    /// Confidence of a clean match.
    pub confidence: Confidence,
    /// Of a deed done, or not done, told without an outcome word: counts only once an earlier commitment is linked.
    pub candidate: bool,
    /// The clause retells a commitment made earlier, so its deadline may lie behind.
    pub retold: bool,
    /// The date must lie wholly ahead of the day of speech.
    pub ahead: bool,
    /// The date must have passed: what was undertaken then is told of.
    pub behind: bool,
    /// Loses to any other commitment rule on the same date.
    pub weak: bool,
    /// It says how much later than promised something came: where the clause tells of the coming, that is a delivery.
    pub measures_delay: bool,
    /// It does what it says ("we announce"): what is told of comes on the day on which the text speaks.
    pub performative: bool,
    /// A date beside the cue is the deadline even in the past ("was due in May"); beside other
    /// cues in the past it says when they happened ("was promised in May").
    pub fixed: bool,
    /// "today" can be a deadline of it.
    pub same_day: bool,
    /// It holds in these zones alone; empty: everywhere.
    pub zones: Vec<Zone>,
    /// One of these words must stand over the block, in a heading, a lead-in or the title; empty: nothing need stand there.
    pub under: Vec<String>,
    /// What the clause speaks of must be headed by a word of one of these classes; empty: anything.
    pub about: Vec<String>,
    /// The date must be governed by one of these; empty: by anything or nothing.
    pub governors: Vec<Governor>,
    /// What a negated match gives.
    pub if_negated: Instead,
    /// What a match under could, may, might gives.
    pub if_possible: Instead,
    /// What a match under will, shall gives.
    pub if_future: Instead,
    /// What a match in a bare infinitive gives.
    pub if_infinitive: Instead,
    patterns: Vec<Pattern>,
    exceptions: Vec<Pattern>,
    /// Texts that it must find.
    pub examples: Vec<Example>,
    /// Texts in which it must stay silent, its exceptions' among them.
    pub counter_examples: Vec<Example>,
}

impl CueRule {
    /// Whether it holds in a zone.
    pub fn stands_in(&self, zone: Zone) -> bool {
        self.zones.is_empty() || self.zones.contains(&zone)
    }
}

/// A compiled veto: contexts in which a cue means nothing.
#[derive(Clone, Debug)]
pub struct Veto {
    /// Stable id.
    pub id: String,
    /// The kinds that it forbids.
    pub kinds: Vec<Kind>,
    /// How far it reaches.
    pub scope: VetoScope,
    /// Holds only where one of these words stands over the entry: in a heading, a lead-in or the title. Empty: everywhere.
    pub under: Vec<String>,
    patterns: Vec<Pattern>,
    exceptions: Vec<Pattern>,
    /// Texts that must give no statement of these kinds.
    pub examples: Vec<Example>,
    /// Texts that it must leave alone.
    pub counter_examples: Vec<Example>,
}

/// A mistake in a cue file, at its place.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{file}: {message}")]
pub struct CueError {
    /// The file.
    pub file: String,
    /// Bytes of the file that are wrong.
    pub span: std::ops::Range<usize>,
    /// What is wrong, and what to do.
    pub message: String,
}

/// Rules by the lemma or form that their anchor may be.
#[derive(Clone, Debug, Default)]
struct Index {
    /// By the word's number.
    by_word: Vec<Vec<Candidate>>,
    /// By the tag of the token, where the anchor asks for no word.
    by_tag: Vec<Vec<Candidate>>,
}

/// A pattern that a word may set off, with the first things to ask.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    /// Which pattern of which rule.
    place: (u32, u32),
    /// What the sentence must bear, the rarest first; more of it may be asked by the pattern.
    needs: [Sign; NEEDS],
}

/// So many needs of a pattern stand in the index itself.
const NEEDS: usize = 5;

impl Candidate {
    #[inline]
    fn may_match(&self, view: &View<'_, '_>) -> bool {
        self.needs.iter().all(|sign| view.signs.has(*sign))
    }
}

/// All cue rules of one language, compiled.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Word classes.
    pub classes: Classes,
    /// Rules in the order of their files; earlier ones win ties.
    pub rules: Vec<CueRule>,
    /// Vetoes.
    pub vetoes: Vec<Veto>,
    /// The classes by number, for quick questions.
    class_numbers: HashMap<String, u16, BuildHasherDefault<WordHasher>>,
    class_names: Vec<String>,
    /// For each word of a class the numbers of its classes.
    classes_of: HashMap<String, Vec<u16>, BuildHasherDefault<WordHasher>>,
    /// The words of all patterns.
    vocabulary: Vocabulary,
    rule_index: Index,
    veto_index: Index,
}

impl Lexicon {
    /// The English rules of the program itself.
    pub fn english() -> Result<Self, Vec<CueError>> {
        Self::compile(ENGLISH.iter().copied())
    }

    /// Compiles cue files, in order; classes of all files are known in all.
    pub fn compile<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<CueError>> {
        let mut errors = Vec::new();
        let mut raw = Vec::new();
        for (name, text) in files {
            match toml::from_str::<RawFile>(text) {
                Ok(file) => raw.push((name, file)),
                Err(error) => {
                    errors.push(CueError {
                        file: name.into(),
                        span: error.span().unwrap_or(0..0),
                        message: error.message().into(),
                    });
                }
            }
        }
        let mut lexicon = Lexicon::default();
        for (_, file) in &raw {
            for (name, words) in &file.class {
                lexicon.classes.entry(name.clone()).or_default().extend(words.iter().map(|w| w.to_lowercase()));
            }
        }
        expand(&mut lexicon.classes);
        for (number, (name, words)) in (0u16..).zip(&lexicon.classes) {
            lexicon.class_numbers.insert(name.clone(), number);
            lexicon.class_names.push(name.clone());
            for word in words {
                match lexicon.classes_of.get_mut(word) {
                    Some(of) => of.push(number),
                    None => drop(lexicon.classes_of.insert(word.clone(), vec![number])),
                }
            }
        }
        let mut seen = BTreeSet::new();
        for (name, file) in raw {
            let mut reader = FileReader { file: name, classes: &lexicon.classes, errors: &mut errors, seen: &mut seen };
            lexicon.rules.extend(file.rule.into_iter().filter_map(|rule| reader.rule(rule)));
            lexicon.vetoes.extend(file.veto.into_iter().filter_map(|veto| reader.veto(veto)));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        for rule in &mut lexicon.rules {
            lexicon.vocabulary.number(rule.patterns.iter_mut().chain(&mut rule.exceptions));
        }
        for veto in &mut lexicon.vetoes {
            lexicon.vocabulary.number(veto.patterns.iter_mut().chain(&mut veto.exceptions));
        }
        lexicon.vocabulary.settle();
        lexicon.index();
        Ok(lexicon)
    }

    /// Enters the patterns of all rules and vetoes under the words of their anchors.
    fn index(&mut self) {
        let costs = self.vocabulary.costs(|word| {
            if self.has("frequent", word) {
                400
            } else if self.has("stopword", word) {
                20
            } else {
                1
            }
        });
        self.rule_index = index(&self.vocabulary, &costs, self.rules.iter().map(|rule| rule.patterns.as_slice()));
        self.veto_index = index(&self.vocabulary, &costs, self.vetoes.iter().map(|veto| veto.patterns.as_slice()));
    }

    /// The same rules without the one of that id: for asking what it contributes.
    pub fn without(&self, id: &str) -> Self {
        let mut rest = self.clone();
        rest.rules.retain(|rule| *rule.id != *id);
        rest.vetoes.retain(|veto| veto.id != id);
        rest.index();
        rest
    }

    /// The same rules with one without its exceptions.
    pub fn without_exceptions(&self, id: &str) -> Self {
        let mut rest = self.clone();
        rest.rules.iter_mut().filter(|rule| *rule.id == *id).for_each(|rule| rule.exceptions.clear());
        rest.vetoes.iter_mut().filter(|veto| veto.id == id).for_each(|veto| veto.exceptions.clear());
        rest
    }

    /// The words that its patterns ask for.
    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The patterns of rules that such a token of a sentence may set off.
    pub(super) fn rule_patterns(
        &self,
        word: Numbered,
        tag: Tag,
        view: &View<'_, '_>,
    ) -> impl Iterator<Item = (&CueRule, &Pattern)> {
        self.rule_index.candidates(word, tag, view).filter_map(|(rule, pattern)| {
            let rule = self.rules.get(rule as usize)?;
            Some((rule, rule.patterns.get(pattern as usize)?))
        })
    }

    /// The patterns of vetoes that such a token of a sentence may set off.
    pub(super) fn veto_patterns(&self, word: Numbered, tag: Tag, view: &View<'_, '_>) -> impl Iterator<Item = (&Veto, &Pattern)> {
        self.veto_index.candidates(word, tag, view).filter_map(|(veto, pattern)| {
            let veto = self.vetoes.get(veto as usize)?;
            Some((veto, veto.patterns.get(pattern as usize)?))
        })
    }

    /// The event that a noun names ("rollout": launch).
    pub fn event_of_noun(&self, lemma: &str) -> Option<String> {
        // The classes of a word stand in the order of their names.
        let names = self.classes_of.get(lemma)?.iter().filter_map(|number| self.class_names.get(usize::from(*number)));
        names.filter_map(|name| name.strip_prefix("noun_of_")).next().map(str::to_owned)
    }

    /// Whether a word, by lemma or form, belongs to a class.
    pub fn in_class(&self, class: &str, lemma: &str, lower: &str) -> bool {
        // Most words are in no class at all.
        let of_lemma = self.classes_of.get(lemma);
        let of_form = if lower == lemma { None } else { self.classes_of.get(lower) };
        (of_lemma.is_some() || of_form.is_some())
            && self
                .class_numbers
                .get(class)
                .is_some_and(|class| [of_lemma, of_form].into_iter().flatten().any(|of| of.contains(class)))
    }

    /// Whether a form belongs to a class.
    pub fn has(&self, class: &str, form: &str) -> bool {
        self.in_class(class, form, form)
    }
}

impl CueRule {
    pub(super) fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    pub(super) fn exceptions(&self) -> &[Pattern] {
        &self.exceptions
    }
}

impl Veto {
    pub(super) fn exceptions(&self) -> &[Pattern] {
        &self.exceptions
    }
}

impl Index {
    /// By lemma, then by form, then by tag, each once and in the order of the rules.
    fn candidates(&self, word: Numbered, tag: Tag, view: &View<'_, '_>) -> impl Iterator<Item = (u32, u32)> {
        let of = |number: WordNumber| match number {
            UNKNOWN => &[][..],
            number => self.by_word.get(number as usize).map_or(&[][..], Vec::as_slice),
        };
        let by_lemma = of(word.lemma);
        let by_form = if word.lower == word.lemma { &[][..] } else { of(word.lower) };
        let by_tag = self.by_tag.get(tag as usize).map_or(&[][..], Vec::as_slice);
        let may_match = |candidate: &&Candidate| candidate.may_match(view);
        let known = |place: &(u32, u32)| by_lemma.binary_search_by_key(place, |candidate| candidate.place).is_ok();
        let by_form = by_form.iter().filter(may_match).map(|candidate| candidate.place).filter(move |place| !known(place));
        let by_lemma = by_lemma.iter().filter(may_match).map(|candidate| candidate.place);
        by_lemma.chain(by_form).chain(by_tag.iter().filter(may_match).map(|candidate| candidate.place))
    }
}

/// Puts the members of `@other` in the place of `@other`, however deep, and survives circles.
fn expand(classes: &mut Classes) {
    for _ in 0..classes.len() {
        let before = classes.clone();
        let mut changed = false;
        for members in classes.values_mut() {
            let nested: Vec<String> = members.iter().filter(|m| m.starts_with('@')).cloned().collect();
            for name in nested {
                members.remove(&name);
                members.extend(before.get(&name[1..]).into_iter().flatten().cloned());
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
    classes.values_mut().for_each(|members| members.retain(|m| !m.starts_with('@')));
}

/// `costs` says of each sign how often texts bear it.
fn index<'a>(vocabulary: &Vocabulary, costs: &[u32], all: impl Iterator<Item = &'a [Pattern]>) -> Index {
    let mut index = Index { by_word: vec![Vec::new(); vocabulary.len()], by_tag: vec![Vec::new(); ALL_TAGS.len()] };
    for (owner, patterns) in all.enumerate() {
        for (number, pattern) in patterns.iter().enumerate() {
            let place = (owner as u32, number as u32);
            let mut asked: Vec<Sign> = pattern.needs().to_vec();
            asked.sort_by_key(|sign| (costs.get(*sign as usize).copied(), *sign));
            let mut needs = [ALWAYS; NEEDS];
            needs.iter_mut().zip(&asked).for_each(|(need, sign)| *need = *sign);
            let entry = Candidate { place, needs };
            match pattern.anchors() {
                None => {
                    for tag in ALL_TAGS.into_iter().filter(|tag| pattern.anchor_tags().has(*tag)) {
                        if let Some(entries) = index.by_tag.get_mut(tag as usize) {
                            entries.push(entry);
                        }
                    }
                }
                Some(words) => {
                    for word in words {
                        let Some(entries) = index.by_word.get_mut(vocabulary.get(word) as usize) else { continue };
                        if entries.last().is_none_or(|last| last.place != place) {
                            entries.push(entry);
                        }
                    }
                }
            }
        }
    }
    index
}

struct FileReader<'a> {
    file: &'a str,
    classes: &'a Classes,
    errors: &'a mut Vec<CueError>,
    seen: &'a mut BTreeSet<String>,
}

impl FileReader<'_> {
    fn rule(&mut self, raw: RawRule) -> Option<CueRule> {
        let patterns = self.patterns(&raw.patterns);
        let (exceptions, more) = self.exceptions(raw.unless);
        let id = self.id(raw.id)?;
        let mut counter_examples = raw.counter_examples;
        counter_examples.extend(more);
        let governors = raw.governors.iter().filter_map(|name| self.governor(name)).collect();
        let about = raw.about.into_iter().filter_map(|class| self.class(class)).collect();
        Some(CueRule {
            id: id.into(),
            kind: raw.kind,
            strength: raw.strength,
            confidence: raw.confidence.unwrap_or(Confidence::Medium),
            candidate: raw.candidate,
            retold: raw.retold,
            ahead: raw.ahead,
            behind: raw.behind,
            weak: raw.weak,
            measures_delay: raw.measures_delay,
            performative: raw.performative,
            fixed: raw.fixed,
            same_day: raw.same_day,
            zones: raw.zones,
            under: raw.under,
            about,
            governors,
            if_negated: raw.if_negated.unwrap_or(Instead::Nothing),
            if_possible: raw.if_possible.unwrap_or(Instead::Nothing),
            if_future: raw.if_future.unwrap_or(Instead::Same),
            if_infinitive: raw.if_infinitive.unwrap_or(Instead::Nothing),
            patterns,
            exceptions,
            examples: raw.examples,
            counter_examples,
        })
    }

    fn veto(&mut self, raw: RawVeto) -> Option<Veto> {
        let patterns = self.patterns(&raw.patterns);
        let RawVeto { id, kinds, scope, under, unless, examples, mut counter_examples, .. } = raw;
        let (exceptions, more) = self.exceptions(unless);
        let id = self.id(id)?;
        counter_examples.extend(more);
        Some(Veto { id, kinds, scope, under, patterns, exceptions, examples, counter_examples })
    }

    fn id(&mut self, id: Spanned<String>) -> Option<String> {
        let span = id.span();
        let id = id.into_inner();
        if !self.seen.insert(id.clone()) {
            let message = format!("the id `{id}` is taken by an earlier rule; give this one its own");
            self.errors.push(CueError { file: self.file.into(), span, message });
            return None;
        }
        Some(id)
    }

    fn class(&mut self, name: Spanned<String>) -> Option<String> {
        let known = self.classes.contains_key(name.get_ref());
        if !known {
            let message = format!("there is no class `{}`; classes stand under [class]", name.get_ref());
            self.errors.push(CueError { file: self.file.into(), span: name.span(), message });
        }
        known.then(|| name.into_inner())
    }

    fn governor(&mut self, name: &Spanned<String>) -> Option<Governor> {
        let known = Governor::named(name.get_ref());
        if known.is_none() {
            let message =
                format!("`{}` governs no date; the names are by, in, on, before, prior-to, from, until, within…", name.get_ref());
            self.errors.push(CueError { file: self.file.into(), span: name.span(), message });
        }
        known
    }

    fn patterns(&mut self, raw: &[Spanned<String>]) -> Vec<Pattern> {
        let mut patterns = Vec::with_capacity(raw.len());
        for text in raw {
            match Pattern::parse(text.get_ref(), self.classes) {
                Ok(pattern) => patterns.push(pattern),
                Err(message) => self.errors.push(CueError { file: self.file.into(), span: text.span(), message }),
            }
        }
        patterns
    }

    /// An exception's counter-examples are its rule's: texts in which the rule must stay silent.
    fn exceptions(&mut self, raw: Vec<RawException>) -> (Vec<Pattern>, Vec<Example>) {
        let (mut patterns, mut examples) = (Vec::new(), Vec::new());
        for exception in raw {
            patterns.extend(self.patterns(&exception.patterns));
            examples.extend(exception.counter_examples);
        }
        (patterns, examples)
    }
}
