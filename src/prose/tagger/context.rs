//! Picks one tag for every word by what stands around it.
//!
//! One pass from left to right: what lies to the left is decided, what lies to the right is
//! known as sets of possible tags. A pass from right to left beforehand notes, for every
//! place, whether a verb that can be nothing but finite still comes in the same stretch: "the
//! council plans have been dropped" has its verb there, so "plans" is a noun.

mod closed;
mod nouns;
mod verbs;

use super::Case;
use super::lexicon::{Entry, TagSet};
use super::sets::{Marks, WordSet};
use super::tokens::{Piece, Shape};
use crate::prose::Tag;
use std::borrow::Cow;

const NOUN: TagSet = TagSet::of(&[Tag::NN, Tag::NNS, Tag::NNP, Tag::NNPS]);
const SINGULAR: TagSet = TagSet::of(&[Tag::NN, Tag::NNP]);
const BASE: TagSet = TagSet::of(&[Tag::VB, Tag::VBP]);
const PAST: TagSet = TagSet::of(&[Tag::VBD, Tag::VBN]);
const VERB: TagSet = TagSet::of(&[Tag::VB, Tag::VBP, Tag::VBZ, Tag::VBD, Tag::VBN, Tag::VBG]);
const PARTICIPLE: TagSet = TagSet::of(&[Tag::VBN, Tag::VBG]);
const ADJECTIVE: TagSet = TagSet::of(&[Tag::JJ, Tag::JJR, Tag::JJS]);
const ADVERB: TagSet = TagSet::of(&[Tag::RB, Tag::RBR, Tag::RBS]);
/// What opens a noun phrase.
const OPENER: TagSet = TagSet::of(&[Tag::DT, Tag::PRPS, Tag::PDT, Tag::WPS]);
/// What can come before a noun inside its phrase.
const BEFORE_NOUN: TagSet = TagSet::of(&[Tag::DT, Tag::PRPS, Tag::JJ, Tag::JJR, Tag::JJS, Tag::CD, Tag::POS, Tag::WPS, Tag::PDT]);

pub(super) fn choose(pieces: &[Piece], words: &[Cow<'_, str>], cases: &[Case], entries: &[Entry], marks: &[Marks]) -> Vec<Tag> {
    let mut chooser = Chooser {
        pieces,
        words,
        cases,
        entries,
        marks,
        tags: Vec::with_capacity(pieces.len()),
        coming: Vec::new(),
        finite: false,
        any_finite: false,
        weak: false,
        sub: false,
        main: false,
        outer: false,
        noun: false,
        needs: false,
        inverted: None,
        stop: false,
    };
    chooser.look_ahead();
    for i in 0..pieces.len() {
        let tag = chooser.pick(i);
        chooser.tags.push(tag);
        chooser.after(i, tag);
    }
    chooser.tags
}

struct Chooser<'a> {
    pieces: &'a [Piece],
    words: &'a [Cow<'a, str>],
    cases: &'a [Case],
    entries: &'a [Entry],
    /// For every token: the sets of words that it is in.
    marks: &'a [Marks],
    /// Decided so far.
    tags: Vec<Tag>,
    /// For every token: what follows it.
    coming: Vec<Coming>,
    /// A finite verb has been seen in the stretch that is being read.
    finite: bool,
    /// A subject has been left without its verb by a comma or a relative clause.
    outer: bool,
    /// A noun has been seen since the last finite verb.
    noun: bool,
    /// The main clause has its verb, and a comma or "and" has begun another stretch that may
    /// be no clause at all.
    weak: bool,
    /// Inside a subordinate clause.
    sub: bool,
    /// The main clause has its verb.
    main: bool,
    /// A subordinator has opened the stretch: it must have a finite verb.
    needs: bool,
    /// An auxiliary stands before its subject ("Will the line open"): the verb that is due.
    inverted: Option<Tag>,
    /// A finite verb has been seen in the sentence.
    any_finite: bool,
    /// The sentence ends with a full stop, as no headline does.
    stop: bool,
}

/// What follows a token.
#[derive(Clone, Copy, Default)]
struct Coming {
    /// A certain finite verb, before the stretch ends.
    certain: bool,
    /// A word that could be a finite verb, before the stretch ends.
    maybe: bool,
    /// Such a word, before the next full stop, colon or semicolon.
    later: bool,
}

const NO_ENTRY: Entry = Entry { first: Tag::Punct, all: TagSet::of(&[Tag::Punct]), closed: true, guessed: false };

impl Chooser<'_> {
    fn word(&self, i: usize) -> &str {
        self.words.get(i).map_or("", |w| w)
    }

    /// Whether the word at `i` is in a set.
    fn is(&self, i: usize, set: WordSet) -> bool {
        self.marks.get(i).is_some_and(|marks| marks.has(set))
    }

    /// Whether the word `back` places before `i` is in a set.
    fn prev_is(&self, i: usize, back: usize, set: WordSet) -> bool {
        i.checked_sub(back).is_some_and(|k| self.is(k, set))
    }

    fn entry(&self, i: usize) -> Entry {
        self.entries.get(i).copied().unwrap_or(NO_ENTRY)
    }

    fn could(&self, i: usize, tags: TagSet) -> bool {
        self.entry(i).all.any(tags)
    }

    fn shape(&self, i: usize) -> Option<Shape> {
        self.pieces.get(i).map(|p| p.shape)
    }

    /// The tag decided for the token `back` places before `i`.
    fn prev(&self, i: usize, back: usize) -> Tag {
        i.checked_sub(back).and_then(|k| self.tags.get(k)).copied().unwrap_or(Tag::Punct)
    }

    fn prev_word(&self, i: usize, back: usize) -> &str {
        i.checked_sub(back).map_or("", |k| self.word(k))
    }

    /// How many places back the nearest word that is no adverb stands (at most six).
    fn past_adverbs(&self, i: usize) -> usize {
        let mut back = 1;
        while back < 20 {
            if back <= i
                && (is_in(self.prev(i, back), ADVERB)
                    || self.prev_word(i, back) == "no" && self.prev_word(i, back - 1) == "longer")
            {
                back += 1;
            } else if let Some(open) = self.bracket(i, back) {
                back = open + 1;
            } else {
                break;
            }
        }
        back
    }

    /// Where the bracket opens that closes `back` places before `i` ("the ministry (MoJ) said").
    fn bracket(&self, i: usize, back: usize) -> Option<usize> {
        let shape = |back: usize| i.checked_sub(back).and_then(|k| self.shape(k));
        if shape(back) != Some(Shape::CloseBracket) {
            return None;
        }
        (back + 1..back + 12).find(|b| shape(*b) == Some(Shape::OpenBracket))
    }

    fn look_ahead(&mut self) {
        let n = self.pieces.len();
        self.coming = vec![Coming::default(); n];
        self.stop =
            self.pieces.iter().rev().take(3).any(|p| matches!(p.shape, Shape::Period | Shape::Question | Shape::Exclamation));
        let (mut coming, mut possible, mut later) = (false, false, false);
        for i in (0..n).rev() {
            if let Some(what) = self.coming.get_mut(i) {
                *what = Coming { certain: coming, maybe: possible, later };
            }
            if self.ends_stretch(i) && !matches!(self.shape(i), Some(Shape::Comma | Shape::Dash)) {
                later = false;
            }
            let (word, entry) = (self.word(i), self.entry(i));
            if self.ends_stretch(i)
                || matches!(entry.first, Tag::WDT | Tag::WP | Tag::WRB)
                || entry.closed
                    && (entry.first == Tag::CC || self.is(i, WordSet::ClauseOpeners))
                    // "after that date".
                    && !(word == "that" && i.checked_sub(1).is_some_and(|b| self.is(b, WordSet::BeforeClause)))
            {
                (coming, possible) = (false, false);
                continue;
            }
            let certain = entry.closed
                && ((entry.first == Tag::MD && word != "can")
                    || matches!(word, "is" | "are" | "was" | "were" | "has" | "am" | "does" | "did" | "'re" | "'ve")
                    || (word == "had" || word == "have")
                        && self.could(i + 1, TagSet::of(&[Tag::VBN]))
                        && !i.checked_sub(1).is_some_and(|b| matches!(self.entry(b).first, Tag::TO | Tag::MD)));
            coming |= certain;
            let might = certain
                || entry.all.has(Tag::VBZ) && self.object_at(i + 1) && !entry.closed
                || entry.closed && matches!(word, "have" | "had" | "do" | "can" | "'s" | "'d")
                || matches!(entry.first, Tag::VBZ | Tag::VBD | Tag::VBP)
                // "workers injured in the blast remain": a base form directly behind a noun.
                || entry.first == Tag::VB && !entry.closed && !entry.all.any(NOUN) && i.checked_sub(1).is_some_and(|b| is_in(self.entry(b).first, NOUN));
            possible |= might;
            later |= might;
        }
    }

    fn ends_stretch(&self, i: usize) -> bool {
        matches!(
            self.shape(i),
            Some(
                Shape::Semicolon
                    | Shape::Colon
                    | Shape::Period
                    | Shape::Question
                    | Shape::Exclamation
                    | Shape::Dash
                    | Shape::Comma
            )
        )
    }

    /// Keeps track of whether the stretch has its finite verb.
    fn after(&mut self, i: usize, tag: Tag) {
        match tag {
            Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD => {
                let own_subject = matches!(self.prev(i, self.past_adverbs(i)), Tag::PRP | Tag::WDT | Tag::WP);
                if self.outer && !self.needs && !own_subject {
                    self.outer = false;
                }
                self.finite = !self.is(i, WordSet::Tells);
                self.any_finite = true;
                self.main |= !self.sub;
                self.weak = false;
                self.needs = false;
                self.noun = false;
                self.inverted = self.inversion(i, tag);
            }
            Tag::VB => {
                self.inverted = None;
                // An imperative has no subject to wait for.
                self.finite |= self.prev(i, 1) == Tag::Punct || i == 0;
            }
            Tag::VBN | Tag::VBG => {
                self.inverted = None;
                self.sub |= matches!(self.word(i), "provided" | "providing" | "assuming");
            }
            Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS => self.noun = true,
            Tag::WDT | Tag::WP | Tag::WRB | Tag::WPS => {
                self.outer |= self.noun && !self.finite || i == 0 && self.word(i) == "what";
                self.finite = false;
                self.needs = true;
                self.sub = true;
                self.weak = false;
            }
            Tag::CC => {
                self.weak = (self.finite || self.weak) && self.main;
                self.finite = false;
            }
            Tag::IN if self.is(i, WordSet::ClauseOpeners) => {
                self.outer |= i == 0 && matches!(self.word(i), "whether" | "that");
                self.finite = false;
                self.needs = true;
                self.sub = true;
                self.weak = false;
            }
            Tag::IN if matches!(self.word(i), "as" | "after" | "before" | "since" | "until") => self.finite = false,
            Tag::Punct => {
                if self.ends_stretch(i) && self.shape(i) != Some(Shape::Comma) || self.shape(i) == Some(Shape::OpenQuote) {
                    self.finite = false;
                    self.any_finite &= matches!(self.shape(i), Some(Shape::OpenQuote | Shape::Dash));
                    self.needs = false;
                    self.sub = false;
                    self.weak = false;
                    self.main &= self.shape(i) == Some(Shape::OpenQuote);
                    self.inverted = None;
                    self.outer = false;
                } else if self.shape(i) == Some(Shape::Comma) && self.noun && !self.finite && !self.any_finite {
                    self.outer = true;
                } else if self.shape(i) == Some(Shape::Comma) && self.any_finite && self.inverted.is_none() {
                    // After "If it slips," the main clause begins.
                    self.finite = false;
                    self.sub = false;
                    self.weak = self.main;
                }
            }
            _ => {}
        }
    }

    /// The verb that an auxiliary at the head of a question or an inverted conditional waits for.
    fn inversion(&self, i: usize, tag: Tag) -> Option<Tag> {
        let due = match tag {
            Tag::MD => Tag::VB,
            _ if self.is(i, WordSet::Do) => Tag::VB,
            _ if self.is(i, WordSet::Have) => Tag::VBN,
            _ => return None,
        };
        let head = i == 0
            || matches!(self.prev(i, 1), Tag::WRB | Tag::WP | Tag::WDT | Tag::CC | Tag::Punct)
            || matches!(self.prev_word(i, 1), "nor" | "only");
        let subject = matches!(self.entry(i + 1).first, Tag::DT | Tag::PRP | Tag::PRPS | Tag::NNP | Tag::EX | Tag::NNS | Tag::NN);
        (head && subject).then_some(due)
    }

    fn pick(&self, i: usize) -> Tag {
        let entry = self.entry(i);
        if self.word(i) == "given"
            && (i == 0 || self.prev(i, 1) == Tag::Punct)
            && (self.object_at(i + 1) || self.word(i + 1) == "that")
        {
            return Tag::IN;
        }
        // "came right on schedule", "right before the vote", but "the right of way".
        let next = self.entry(i + 1);
        let placed = next.closed && next.first == Tag::IN && self.word(i + 1) != "of" || next.first == Tag::RB;
        if self.word(i) == "right" && placed && !is_in(self.prev(i, 1), BEFORE_NOUN) {
            return Tag::RB;
        }
        if matches!(self.word(i), "need" | "dare") && matches!(self.word(i + 1), "n't") {
            return Tag::MD;
        }
        if entry.closed || matches!(self.word(i), "to") {
            return self.closed(i, entry);
        }
        self.open(i, entry)
    }

    /// Words of open classes.
    fn open(&self, i: usize, entry: Entry) -> Tag {
        let set = entry.all;
        let next = self.entry(i + 1);
        let back = self.past_adverbs(i);
        let before = self.prev(i, back);
        let before_word = self.prev_word(i, back);
        let before_is = |set| self.prev_is(i, back, set);
        let adjacent = self.prev(i, 1);
        let nominal = |this: &Self| this.nominal(i, entry);

        if next.first == Tag::TO && self.is(i, WordSet::AdjectivesBeforeTo) && !is_in(adjacent, BEFORE_NOUN) {
            return Tag::JJ;
        }
        // "up and running": one state, and no second verb.
        if self.word(i) == "running" && self.prev_word(i, 1) == "and" && self.prev_word(i, 2) == "up" {
            return Tag::JJ;
        }
        // After an infinitive's "to", a modal or "do", a base form.
        if before == Tag::TO && set.any(BASE) && !self.noun_after_to(i) {
            return Tag::VB;
        }
        // "committed to publishing its data".
        if before == Tag::TO
            && back == 1
            && set.has(Tag::VBG)
            && (entry.first == Tag::VBG || self.object_at(i + 1) || next.first == Tag::CD || next.first == Tag::JJ)
        {
            return Tag::VBG;
        }
        // An unknown word there is a verb.
        let acts = self.object_at(i + 1) || matches!(next.first, Tag::JJ | Tag::CD) && next.closed;
        if before == Tag::TO
            && adjacent == Tag::TO
            && entry.guessed
            && entry.first == Tag::NN
            && acts
            && self.cases.get(i) == Some(&Case::Lower)
        {
            return Tag::VB;
        }
        if before == Tag::MD
            && adjacent == Tag::MD
            && !entry.closed
            && entry.first == Tag::NN
            && self.cases.get(i) == Some(&Case::Lower)
        {
            return Tag::VB;
        }
        if (before == Tag::MD || before_is(WordSet::Do) && back <= 3)
            && set.has(Tag::VB)
            && !(adjacent != before && is_in(adjacent, OPENER))
        {
            return Tag::VB;
        }
        if let Some(due) = self.inverted
            && set.has(due)
            && (is_in(before, NOUN)
                || matches!(before, Tag::PRP | Tag::EX)
                || before == Tag::DT && !matches!(before_word, "the" | "a" | "an" | "no" | "every"))
            && !(adjacent != before && is_in(adjacent, OPENER))
            && !(set.any(NOUN) && self.verb_base_next(i))
        {
            return due;
        }
        if before_is(WordSet::Be) && is_in(before, VERB) {
            if set.has(Tag::VBN) && (entry.first != Tag::JJ || set.has(Tag::VBD)) {
                return Tag::VBN;
            }
            if set.has(Tag::VBG) && (entry.first != Tag::JJ || self.object_at(i + 1)) {
                return Tag::VBG;
            }
            if entry.first == Tag::RB {
                return Tag::RB;
            }
            if set.has(Tag::JJ) && !(entry.first == Tag::NN || next.all.any(NOUN) && !next.closed && entry.first != Tag::JJ) {
                return Tag::JJ;
            }
            return nominal(self);
        }
        if before_is(WordSet::Have) && is_in(before, VERB) {
            if set.has(Tag::VBN) {
                return Tag::VBN;
            }
            return nominal(self);
        }
        // "three times she has refused": what several do has no -s.
        if adjacent == Tag::CD && set.has(Tag::NNS) && self.is(i - 1, WordSet::Several) {
            return Tag::NNS;
        }
        // "Quill 4.0 lands in June": what has no other verb is no 4.0 of anything.
        let version = adjacent == Tag::CD && self.word(i - 1).contains('.') && set.has(Tag::VBZ) && next.first == Tag::IN;
        if version && !self.any_finite && !self.later(i) && self.stop {
            return Tag::VBZ;
        }
        if is_in(adjacent, BEFORE_NOUN)
            && !(adjacent == Tag::CD
                && (before_word.len() == 4 || entry.first == Tag::VBZ || set.any(VERB) && self.object_at(i + 1)))
            && !(adjacent == Tag::DT && self.prev_is(i, 1, WordSet::Alone) && set.any(VERB) && self.pronoun_verb(i, set))
        {
            return nominal(self);
        }
        // "help us know", "let staff work", "makes me think".
        if set.any(BASE)
            && (before == Tag::PRP || matches!(before, Tag::NN | Tag::NNS | Tag::NNP | Tag::PRP) && entry.first != Tag::NNS)
            && back == 1
            && self.lets(i)
        {
            return Tag::VB;
        }
        // "no path by which trains can run": behind a preposition "which" is no subject, and its noun is still to come.
        let fronted = before == Tag::WDT && self.prev(i, back + 1) == Tag::IN && self.prev_word(i, back + 1) != "of";
        if fronted && set.any(NOUN) {
            return nominal(self);
        }
        if before_is(WordSet::SubjectPronouns) && matches!(before, Tag::PRP | Tag::WP | Tag::EX)
            || before == Tag::WDT && !self.ahead(i)
        {
            if set.has(Tag::VBD) {
                return Tag::VBD;
            }
            if set.has(Tag::VBZ) && !before_is(WordSet::PluralPronouns) {
                return Tag::VBZ;
            }
            if set.any(BASE) && !matches!(before_word, "he" | "she") {
                return Tag::VBP;
            }
        }
        if before == Tag::IN && !before_is(WordSet::Subordinators) && back == 1 {
            if set.any(NOUN) || set.any(ADJECTIVE) {
                if set.has(Tag::VBG)
                    && (entry.first == Tag::VBG
                        || self.begins_object(i + 1) && matches!(next.first, Tag::DT | Tag::PRPS | Tag::PRP))
                {
                    return Tag::VBG;
                }
                return nominal(self);
            }
            if set.has(Tag::VBG) {
                return Tag::VBG;
            }
            if set.has(Tag::VBN) {
                return Tag::VBN;
            }
            if set.any(BASE) && !matches!(before_word, "than" | "as" | "like" | "except") {
                return Tag::NN;
            }
        }
        if set.has(Tag::VBN) && is_in(adjacent, VERB) && self.prev_is(i, 1, WordSet::BeforeParticiple) {
            return if entry.first == Tag::JJ { Tag::JJ } else { Tag::VBN };
        }
        if adjacent == Tag::UH && set.has(Tag::VB) {
            return Tag::VB;
        }
        let listed = self.shape(i.wrapping_sub(1)) == Some(Shape::Comma) && back == 1;
        if (before == Tag::CC || listed) && set.has(Tag::VB) && self.prev(i, back + 1) == Tag::VB {
            return Tag::VB;
        }
        if set.any(PAST) {
            return self.past(i, entry);
        }
        if set.has(Tag::VBZ) {
            return self.third_person(i, entry);
        }
        if set.any(BASE) && (set.any(NOUN) || set.any(ADJECTIVE) || set.has(Tag::RB)) {
            return self.base_or_noun(i, entry);
        }
        if set.any(BASE) {
            return self.base(i);
        }
        // "Resurfacing of the car park": it has no object.
        if entry.first == Tag::VBG && self.word(i + 1) == "of" && matches!(adjacent, Tag::Punct) && !self.any_finite {
            return Tag::NN;
        }
        if set.has(Tag::VBG) {
            return entry.first;
        }
        nominal(self)
    }

    /// Whether the word after `i` is better placed to be the verb ("Will the plan work").
    fn verb_base_next(&self, i: usize) -> bool {
        let next = self.entry(i + 1);
        matches!(next.first, Tag::VB | Tag::VBN) || next.all.has(Tag::VB) && next.first != Tag::NN && !next.closed
    }

    /// Whether "help", "let" or "make" stands before the pronoun or single noun before `i`.
    fn lets(&self, i: usize) -> bool {
        let pronoun = self.prev(i, 1) == Tag::PRP;
        let verb = |back: usize| self.prev_is(i, back, WordSet::Let) || pronoun && self.prev_is(i, back, WordSet::Make);
        verb(2) || (2..6).take_while(|b| is_in(self.prev(i, *b), BEFORE_NOUN.and(NOUN))).any(|b| verb(b + 1))
    }

    fn later(&self, i: usize) -> bool {
        self.coming.get(i).is_some_and(|coming| coming.later)
    }

    fn maybe(&self, i: usize) -> bool {
        self.coming.get(i).is_some_and(|coming| coming.maybe)
    }

    /// Whether a noun phrase that would be an object begins at `i`: a participle takes none.
    fn object_at(&self, i: usize) -> bool {
        // "end of life": a noun, whatever else the word can be. "Related pieces of law" are no object of "related".
        let of = self.word(i + 1) == "of" && self.could(i, SINGULAR) && !self.entry(i).closed;
        of || matches!(self.entry(i).first, Tag::DT | Tag::PRP | Tag::PRPS | Tag::NNP | Tag::NNPS | Tag::PDT)
            && self.word(i) != "all"
    }

    fn ahead(&self, i: usize) -> bool {
        self.coming.get(i).is_some_and(|coming| coming.certain)
    }
}

fn is_in(tag: Tag, set: TagSet) -> bool {
    set.has(tag)
}
