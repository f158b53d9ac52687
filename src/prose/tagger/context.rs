//! Picks one tag for every word by what stands around it.
//!
//! One pass from left to right: what lies to the left is decided, what lies to the right is
//! known as sets of possible tags. A pass from right to left beforehand notes, for every
//! place, whether a verb that can be nothing but finite still comes in the same stretch: "the
//! council plans have been dropped" has its verb there, so "plans" is a noun.

use super::Case;
use super::lexicon::{Entry, TagSet};
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

pub(super) fn choose(pieces: &[Piece], words: &[Cow<'_, str>], cases: &[Case], entries: &[Entry]) -> Vec<Tag> {
    let mut chooser = Chooser {
        pieces,
        words,
        cases,
        entries,
        tags: Vec::with_capacity(pieces.len()),
        ahead: Vec::new(),
        maybe: Vec::new(),
        last: 0,
        finite: false,
        any_finite: false, weak: false, sub: false, main: false, outer: false, noun: false,
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
    /// Decided so far.
    tags: Vec<Tag>,
    /// For every token: a certain finite verb follows before the stretch ends.
    ahead: Vec<bool>,
    /// For every token: a word that could be a finite verb follows before the stretch ends.
    maybe: Vec<bool>,
    /// The last word of the sentence that could well be a finite verb.
    last: usize,
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

const NO_ENTRY: Entry = Entry { first: Tag::Punct, all: TagSet::of(&[Tag::Punct]), closed: true, guessed: false };

pub(super) fn is_be(word: &str) -> bool {
    matches!(word, "be" | "is" | "are" | "was" | "were" | "been" | "being" | "am" | "'re" | "'m" | "'is")
}

pub(super) fn is_have(word: &str) -> bool {
    matches!(word, "have" | "has" | "had" | "having" | "'ve")
}

pub(super) fn is_do(word: &str) -> bool {
    matches!(word, "do" | "does" | "did")
}

fn subject_pronoun(word: &str) -> bool {
    matches!(word, "i" | "you" | "he" | "she" | "it" | "we" | "they" | "who" | "there")
}

impl Chooser<'_> {
    fn word(&self, i: usize) -> &str {
        self.words.get(i).map_or("", |w| w)
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
            if back <= i && (is_in(self.prev(i, back), ADVERB) || self.prev_word(i, back) == "no" && self.prev_word(i, back - 1) == "longer") {
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
        self.ahead = vec![false; n];
        self.maybe = vec![false; n];
        self.stop =
            self.pieces.iter().rev().take(3).any(|p| matches!(p.shape, Shape::Period | Shape::Question | Shape::Exclamation));
        let (mut coming, mut possible) = (false, false);
        for i in (0..n).rev() {
            if let (Some(ahead), Some(maybe)) = (self.ahead.get_mut(i), self.maybe.get_mut(i)) {
                *ahead = coming;
                *maybe = possible;
            }
            let (word, entry) = (self.word(i), self.entry(i));
            if self.ends_stretch(i)
                || matches!(entry.first, Tag::WDT | Tag::WP | Tag::WRB)
                || entry.first == Tag::CC
                || subordinates(word)
            {
                (coming, possible) = (false, false);
                continue;
            }
            let certain = (entry.first == Tag::MD && entry.closed && word != "can")
                || matches!(word, "is" | "are" | "was" | "were" | "has" | "am" | "does" | "did" | "'re" | "'ve")
                || (word == "had" || word == "have")
                    && self.could(i + 1, TagSet::of(&[Tag::VBN]))
                    && !i.checked_sub(1).is_some_and(|b| matches!(self.entry(b).first, Tag::TO | Tag::MD));
            coming |= certain;
            let might = certain
                || matches!(word, "have" | "had" | "do" | "can" | "'s" | "'d")
                || matches!(entry.first, Tag::VBZ | Tag::VBD | Tag::VBP);
            possible |= might;
            if might {
                self.last = self.last.max(i);
            }
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
                self.finite = !says(self.word(i));
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
            Tag::WDT | Tag::WP | Tag::WRB => {
                self.outer |= self.noun && !self.finite;
                self.finite = false;
                self.needs = true;
                self.sub = true;
                self.weak = false;
            }
            Tag::CC => {
                self.weak = (self.finite || self.weak) && self.main;
                self.finite = false;
            }
            Tag::IN if subordinates(self.word(i)) => {
                self.finite = false;
                self.needs = true;
                self.sub = true;
                self.weak = false;
            }
            Tag::IN if matches!(self.word(i), "as" | "after" | "before" | "since" | "until") => self.finite = false,
            Tag::Punct => {
                if self.ends_stretch(i) && self.shape(i) != Some(Shape::Comma) || self.shape(i) == Some(Shape::OpenQuote) {
                    self.finite = false;
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
        let word = self.word(i);
        let due = match tag {
            Tag::MD => Tag::VB,
            _ if is_do(word) => Tag::VB,
            _ if is_have(word) => Tag::VBN,
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
        if self.word(i) == "given" && (i == 0 || self.prev(i, 1) == Tag::Punct) && (self.object_at(i + 1) || self.word(i + 1) == "that") {
            return Tag::IN;
        }
        if matches!(self.word(i), "need" | "dare") && matches!(self.word(i + 1), "n't") {
            return Tag::MD;
        }
        if entry.closed || matches!(self.word(i), "to") {
            return self.closed(i, entry);
        }
        self.open(i, entry)
    }

    /// Words of closed classes.
    fn closed(&self, i: usize, entry: Entry) -> Tag {
        let back = self.past_adverbs(i);
        let before = self.prev(i, 1);
        let next = self.entry(i + 1);
        // "the past few weeks", "for a while", "the near future".
        if before == Tag::DT
            && matches!(self.prev_word(i, 1), "the" | "a" | "an")
            && matches!(entry.first, Tag::IN | Tag::RB)
            && (entry.first == Tag::IN || next.first == Tag::Punct)
        {
            return if next.all.any(NOUN.and(ADJECTIVE)) || next.first == Tag::CD {
                Tag::JJ
            } else if entry.first == Tag::IN {
                Tag::NN
            } else {
                entry.first
            };
        }
        match self.word(i) {
            "to" => Tag::TO,
            "once" => {
                let clause = matches!(next.first, Tag::DT | Tag::PRP | Tag::PRPS | Tag::NNP | Tag::NNS | Tag::EX)
                    || next.first == Tag::NN && self.maybe(i);
                if clause && !matches!(self.word(i + 1), "a" | "every" | "each") { Tag::IN } else { Tag::RB }
            }
            "'s" => {
                // "it's delayed", "what's next" against "the trust's plan".
                let pronoun = matches!(before, Tag::PRP | Tag::EX | Tag::WP | Tag::WRB | Tag::DT)
                    || matches!(self.prev_word(i, 1), "that" | "here");
                let verbal = self.could(i + 1, TagSet::of(&[Tag::DT, Tag::VBG])) && !self.could(i + 1, NOUN)
                    || next.first == Tag::RB && next.closed;
                if pronoun || verbal { Tag::VBZ } else { Tag::POS }
            }
            "'d" => {
                let after = if next.first == Tag::RB { self.entry(i + 2) } else { next };
                if after.all.has(Tag::VBN) && !after.all.has(Tag::VB) { Tag::VBD } else { Tag::MD }
            }
            "that" => self.that(i),
            "her" => {
                if next.all.any(NOUN) || next.all.any(ADJECTIVE) && !next.closed {
                    Tag::PRPS
                } else {
                    Tag::PRP
                }
            }
            "there" => {
                let be_next = is_be(self.word(i + 1))
                    || next.first == Tag::MD
                    || matches!(
                        self.word(i + 1),
                        "has"
                            | "have"
                            | "had"
                            | "'s"
                            | "remain"
                            | "remains"
                            | "needs"
                            | "seems"
                            | "appears" | "need" | "exists"
                            | "comes"
                            | "may"
                            | "came"
                            | "remained"
                    );
                if be_next { Tag::EX } else { Tag::RB }
            }
            "have" => {
                if matches!(self.prev(i, back), Tag::MD | Tag::TO) || self.prev(i, back) == Tag::Punct && i == 0 {
                    Tag::VB
                } else {
                    Tag::VBP
                }
            }
            "do" => {
                if matches!(self.prev(i, back), Tag::MD | Tag::TO) {
                    Tag::VB
                } else {
                    Tag::VBP
                }
            }
            "had" => {
                if is_have(self.prev_word(i, back)) {
                    Tag::VBN
                } else {
                    Tag::VBD
                }
            }
            "got" => {
                if is_have(self.prev_word(i, back)) {
                    Tag::VBN
                } else {
                    Tag::VBD
                }
            }
            "can" => {
                let article = is_in(before, OPENER)
                    && !matches!(self.prev_word(i, 1), "this" | "that" | "these" | "those" | "all" | "some" | "each" | "any");
                if article { Tag::NN } else { Tag::MD }
            }
            "so" | "yet" => Tag::RB,
            "no" => Tag::DT,
            "much" | "far" | "even" if matches!(next.first, Tag::RBR | Tag::JJR) || next.all.has(Tag::JJR) => Tag::RB,
            "like" if matches!(self.prev(i, back), Tag::MD | Tag::TO) => Tag::VB,
            "like"
                if self.prev(i, back) == Tag::PRP && subject_pronoun(self.prev_word(i, back)) && !is_be(self.prev_word(i, 1)) =>
            {
                Tag::VBP
            }
            "online" | "overnight" | "nationwide" | "worldwide" | "upfront" | "in-house" | "part-time" | "full-time" => {
                self.adjective_or_adverb(i)
            }
            "early" | "late" | "long" | "much" | "little" | "enough" | "far" | "daily" | "weekly" | "monthly" | "yearly"
            | "next" | "last" | "first" => self.adjective_or_adverb(i),
            "more" | "less" | "further" | "earlier" | "better" | "worse" | "sooner" | "farther" => {
                let nominal = next.all.any(NOUN) && !next.all.has(Tag::RB) && !next.all.has(Tag::IN);
                let object = before == Tag::IN && !next.all.any(ADJECTIVE.and(ADVERB)) && matches!(self.word(i), "more" | "less");
                let stands = matches!(next.first, Tag::Punct | Tag::CC) && !is_in(self.prev(i, back), VERB)
                    || matches!(self.word(i), "more" | "less") && matches!(self.word(i + 1), "than") && !is_in(before, VERB);
                let compared = !(next.all.any(ADJECTIVE) && !next.closed && next.first == Tag::JJ);
                if (nominal
                    && compared
                    && is_in(before, VERB.and(TagSet::of(&[Tag::MD])))
                    && next.all.any(BASE)
                    && before == Tag::MD)
                    || !compared
                {
                    Tag::RBR
                } else if nominal || object || stands {
                    Tag::JJR
                } else {
                    Tag::RBR
                }
            }
            "most" | "least" => {
                if next.all.any(NOUN) && !next.all.has(Tag::JJ) || self.word(i + 1) == "of" {
                    Tag::JJS
                } else {
                    Tag::RBS
                }
            }
            "best" | "worst" | "latest" | "earliest" => Tag::JJS,
            "later" => {
                if is_in(before, OPENER) {
                    Tag::JJ
                } else {
                    Tag::RB
                }
            }
            "well" => {
                if is_be(self.prev_word(i, 1)) && next.first == Tag::Punct {
                    Tag::JJ
                } else {
                    Tag::RB
                }
            }
            "half" if matches!(before, Tag::JJ | Tag::CD) => Tag::NN,
            "all" | "half" => {
                if next.first == Tag::DT || next.first == Tag::PRPS {
                    Tag::PDT
                } else {
                    Tag::DT
                }
            }
            "both" => {
                if next.first == Tag::DT || next.first == Tag::PRPS {
                    Tag::PDT
                } else {
                    Tag::DT
                }
            }
            "such" => {
                if next.first == Tag::DT {
                    Tag::PDT
                } else {
                    Tag::JJ
                }
            }
            "either" => Tag::DT,
            "about" | "around" | "over" | "under" | "above" | "below" | "nearly" | "like" | "as" => {
                if entry.all.has(Tag::RB) && next.first == Tag::CD && !matches!(self.word(i), "as" | "like") {
                    Tag::RB
                } else if self.word(i) == "as"
                    && next.first != Tag::DT
                    && next.all.any(ADVERB)
                    && self.words.iter().skip(i + 1).take(4).any(|w| *w == "as")
                {
                    Tag::RB
                } else {
                    Tag::IN
                }
            }
            _ if entry.all.has(Tag::RP) => self.particle(i, entry),
            _ if entry.all.has(Tag::IN) && entry.all.has(Tag::RB) => {
                let object = self.begins_object(i + 1);
                if self.word(i) == "ago" {
                    Tag::RB
                } else if object {
                    Tag::IN
                } else {
                    Tag::RB
                }
            }
            _ if entry.first == Tag::VBG => {
                if is_be(self.prev_word(i, back)) {
                    Tag::VBG
                } else {
                    entry.first
                }
            }
            _ if entry.first == Tag::MD && self.cases.get(i) != Some(&Case::Lower) && is_in(before, BEFORE_NOUN) => Tag::NNP,
            _ => entry.first,
        }
    }

    /// Whether a noun phrase begins at `i`.
    fn begins_object(&self, i: usize) -> bool {
        let entry = self.entry(i);
        matches!(entry.first, Tag::DT | Tag::PRP | Tag::PRPS | Tag::CD | Tag::PDT | Tag::WP | Tag::WDT | Tag::WPS | Tag::EX)
            || entry.all.any(NOUN)
            || entry.all.any(ADJECTIVE)
            || entry.all.has(Tag::VBG)
            || matches!(self.shape(i), Some(Shape::OpenQuote))
    }

    /// "up", "out", "in", "on", "back": particle, preposition or adverb.
    fn particle(&self, i: usize, entry: Entry) -> Tag {
        let object = self.begins_object(i + 1);
        let after_verb = is_in(self.prev(i, 1), VERB);
        match self.word(i) {
            "in" | "on" | "over" => {
                if object || !after_verb {
                    Tag::IN
                } else {
                    Tag::RP
                }
            }
            "up" | "out" | "off" | "down" => {
                if after_verb || matches!(self.prev(i, 1), Tag::NN | Tag::NNS | Tag::PRP) && !object {
                    Tag::RP
                } else if object {
                    Tag::IN
                } else {
                    Tag::RP
                }
            }
            _ => {
                if entry.all.has(Tag::RB) {
                    Tag::RB
                } else {
                    Tag::RP
                }
            }
        }
    }

    fn that(&self, i: usize) -> Tag {
        let before = self.prev(i, 1);
        let next = self.entry(i + 1);
        let verb_next = next.first == Tag::MD
            || matches!(self.word(i + 1), "is" | "was" | "are" | "were" | "has" | "had" | "have" | "did" | "does")
            || (next.all.any(TagSet::of(&[Tag::VBD, Tag::VBZ]))
                && !next.all.has(Tag::NNS)
                && next.first != Tag::JJ
                && next.first != Tag::VBN)
            || next.first == Tag::RB
                && matches!(self.word(i + 2), "is" | "was" | "are" | "were" | "has" | "had" | "have" | "will" | "would");
        if is_in(before, NOUN) && (verb_next || self.verb_then_object(i + 1, before)) {
            return Tag::WDT;
        }
        if matches!(before, Tag::Punct) && i == 0 || matches!(before, Tag::IN) && self.prev_word(i, 1) != "so" {
            return if before == Tag::IN || !next.all.any(TagSet::of(&[Tag::DT, Tag::PRP])) { Tag::DT } else { Tag::IN };
        }
        if verb_next && !is_in(before, VERB) {
            return Tag::DT;
        }
        if is_in(before, VERB) && (next.first == Tag::NN && !next.all.any(BASE) && next.closed) {
            return Tag::DT;
        }
        Tag::IN
    }

    /// Whether the ambiguous word at `i` is a verb that agrees with the noun before "that":
    /// "the system that powers the site", "materials that need review".
    fn verb_then_object(&self, i: usize, noun: Tag) -> bool {
        let set = self.entry(i).all;
        let plural = matches!(noun, Tag::NNS | Tag::NNPS);
        let agrees = set.has(Tag::VBD) || if plural { set.has(Tag::VBP) } else { set.has(Tag::VBZ) };
        let after = self.entry(i + 1);
        let object =
            matches!(after.first, Tag::DT | Tag::PRP | Tag::PRPS | Tag::TO | Tag::IN | Tag::CD | Tag::RB | Tag::PDT | Tag::RP);
        let noun_only = set.any(NOUN) && after.first == Tag::IN && !set.has(Tag::VBD);
        agrees
            && !noun_only
            && (object || after.all.any(ADJECTIVE) && !after.all.any(VERB) || set.has(Tag::VBD) && after.all.any(NOUN))
    }

    fn adjective_or_adverb(&self, i: usize) -> Tag {
        let next = self.entry(i + 1);
        if next.all.any(NOUN)
            || next.first == Tag::CD
            || next.all.any(ADJECTIVE) && !next.closed
            || is_be(self.prev_word(i, self.past_adverbs(i)))
        {
            Tag::JJ
        } else if is_in(self.prev(i, 1), OPENER) {
            Tag::JJ
        } else {
            Tag::RB
        }
    }

    /// Words of open classes.
    fn open(&self, i: usize, entry: Entry) -> Tag {
        let set = entry.all;
        let next = self.entry(i + 1);
        let back = self.past_adverbs(i);
        let before = self.prev(i, back);
        let before_word = self.prev_word(i, back);
        let adjacent = self.prev(i, 1);
        let nominal = |this: &Self| this.nominal(i, entry);

        // After an infinitive's "to", a modal or "do", a base form.
        if before == Tag::TO && set.any(BASE) && !self.noun_after_to(i) {
            return Tag::VB;
        }
        // An unknown word there is a verb.
        if before == Tag::MD
            && adjacent == Tag::MD
            && entry.guessed
            && entry.first == Tag::NN
            && self.cases.get(i) == Some(&Case::Lower)
        {
            return Tag::VB;
        }
        if (before == Tag::MD || is_do(before_word) && back <= 3)
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
        if is_be(before_word) && is_in(before, VERB) {
            if set.has(Tag::VBN) && !(entry.first == Tag::JJ && !set.has(Tag::VBD)) {
                return Tag::VBN;
            }
            if set.has(Tag::VBG) && !(entry.first == Tag::JJ && !self.object_at(i + 1)) {
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
        if is_have(before_word) && is_in(before, VERB) {
            if set.has(Tag::VBN) {
                return Tag::VBN;
            }
            return nominal(self);
        }
        if is_in(adjacent, BEFORE_NOUN)
            && !(adjacent == Tag::CD
                && (before_word.len() == 4 || entry.first == Tag::VBZ || set.any(VERB) && self.object_at(i + 1)))
            && !(adjacent == Tag::DT
                && matches!(
                    self.prev_word(i, 1),
                    "this" | "that" | "some" | "all" | "these" | "those" | "both" | "any" | "each" | "either"
                )
                && set.any(VERB)
                && self.pronoun_verb(i, set))
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
        if subject_pronoun(before_word) && matches!(before, Tag::PRP | Tag::WP | Tag::EX) || before == Tag::WDT && !self.ahead(i)
        {
            if set.has(Tag::VBD) {
                return Tag::VBD;
            }
            if set.has(Tag::VBZ) && !matches!(before_word, "i" | "you" | "we" | "they") {
                return Tag::VBZ;
            }
            if set.any(BASE) && !matches!(before_word, "he" | "she") {
                return Tag::VBP;
            }
        }
        if before == Tag::IN && !is_subordinator(before_word) && back == 1 {
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
        if set.has(Tag::VBN)
            && is_in(adjacent, VERB)
            && matches!(
                self.prev_word(i, 1),
                "get"
                    | "gets"
                    | "got"
                    | "getting"
                    | "stay"
                    | "stays"
                    | "stayed"
                    | "remain"
                    | "remains"
                    | "remained"
                    | "become"
                    | "becomes"
                    | "became"
                    | "feel"
                    | "look"
                    | "looks"
                    | "seem"
                    | "seems"
                    | "seemed"
                    | "keep"
                    | "kept"
            )
        {
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
        let verb = |back: usize| {
            matches!(self.prev_word(i, back), "help" | "helps" | "helped" | "helping" | "let" | "lets" | "letting")
                || pronoun && matches!(self.prev_word(i, back), "make" | "makes" | "made" | "making")
        };
        verb(2) || matches!(self.prev(i, 2), Tag::DT | Tag::PRPS | Tag::NN) && verb(3)
    }

    fn maybe(&self, i: usize) -> bool {
        self.maybe.get(i).copied().unwrap_or(false)
    }

    /// Whether the stretch has no finite verb, will hardly get one, and cannot do without.
    fn verb_due(&self, i: usize) -> bool {
        !self.finite && !self.maybe(i) && (self.needs || self.stop && !self.any_finite && self.last <= i)
    }

    /// Whether a noun phrase that would be an object begins at `i`: a participle takes none.
    fn object_at(&self, i: usize) -> bool {
        matches!(self.entry(i).first, Tag::DT | Tag::PRP | Tag::PRPS | Tag::NNP | Tag::NNPS | Tag::PDT) && self.word(i) != "all"
    }

    /// As `ahead`, unless what follows directly is a subject of its own ("says it will").
    fn verb_ahead(&self, i: usize) -> bool {
        self.ahead(i) && !self.object_at(i + 1)
    }

    fn ahead(&self, i: usize) -> bool {
        self.ahead.get(i).copied().unwrap_or(false)
    }

    /// "this means", "some say": the determiner stands alone and the verb agrees.
    fn pronoun_verb(&self, i: usize, set: TagSet) -> bool {
        let singular = matches!(self.prev_word(i, 1), "this" | "that" | "each" | "either");
        if self.ahead(i) {
            return false;
        }
        if singular {
            set.has(Tag::VBZ) || set.has(Tag::VBD) && !set.any(ADJECTIVE) && !self.could(i + 1, NOUN)
        } else {
            set.any(BASE) && !set.any(NOUN) || set.has(Tag::VBD) && !self.could(i + 1, NOUN)
        }
    }

    /// A few nouns that stand after the preposition "to" without a determiner.
    fn noun_after_to(&self, i: usize) -> bool {
        let cause = matches!(
            self.prev_word(i, 2),
            "due"
                | "thanks"
                | "prior"
                | "according"
                | "owing"
                | "addition"
                | "response"
                | "contrary"
                | "next"
                | "close"
                | "subject"
                | "up"
                | "attention"
        );
        if cause
            && self.entry(i).first != Tag::VB
            && !(self.prev_word(i, 2) == "due"
                && (is_be(self.prev_word(i, 3))
                    || is_in(self.prev(i, 3), ADVERB)
                    || self.prev(i, 3) == Tag::Punct
                    || is_in(self.prev(i, 3), NOUN) && !self.finite))
        {
            return true;
        }
        matches!(self.word(i), "date" | "school" | "school-age" | "market" | "work")
            && !self.begins_object(i + 1)
            && self.word(i) != "work"
            || matches!(self.prev_word(i, 2), "due" | "thanks" | "according")
                && self.prev(i, 1) == Tag::TO
                && !self.could(i, TagSet::of(&[Tag::VB]))
    }

    /// The likeliest tag that is no finite verb.
    fn nominal(&self, i: usize, entry: Entry) -> Tag {
        let set = entry.all;
        let next = self.entry(i + 1);
        if set.has(Tag::JJ) && set.any(NOUN) {
            let modifies = !next.closed && next.all.any(NOUN.and(ADJECTIVE).and(PARTICIPLE)) || next.first == Tag::CD;
            let opened = is_in(self.prev(i, 1), BEFORE_NOUN);
            if entry.first == Tag::JJ {
                // "the public", but "a new, open and independent body".
                let listed = (next.first == Tag::CC || self.shape(i + 1) == Some(Shape::Comma)) && self.could(i + 2, ADJECTIVE);
                return if modifies || listed || !opened {
                    Tag::JJ
                } else if set.has(Tag::NN) {
                    Tag::NN
                } else {
                    Tag::NNS
                };
            }
            if !modifies && entry.first != Tag::RB {
                return if set.has(Tag::NN) {
                    Tag::NN
                } else if set.has(Tag::NNS) {
                    Tag::NNS
                } else {
                    entry.first
                };
            }
        }
        for tag in [entry.first, Tag::NN, Tag::NNS, Tag::JJ, Tag::NNP, Tag::VBG, Tag::VBN, Tag::RB] {
            if set.has(tag) && !matches!(tag, Tag::VB | Tag::VBP | Tag::VBZ | Tag::VBD) {
                return tag;
            }
        }
        // A verb where only a noun can stand ("the borrow checker").
        match entry.first {
            Tag::VB | Tag::VBP => Tag::NN,
            Tag::VBZ => Tag::NNS,
            tag => tag,
        }
    }

    /// "delayed", "set", "met": finite past, participle or adjective.
    fn past(&self, i: usize, entry: Entry) -> Tag {
        let set = entry.all;
        let next = self.entry(i + 1);
        let adjacent = self.prev(i, 1);
        let before = self.prev(i, self.past_adverbs(i));
        if self.word(i) == "said" {
            return Tag::VBD;
        }
        if entry.first == Tag::JJ && (!set.any(PAST) || !self.object_at(i + 1) && self.word(i + 1) != "by") {
            return Tag::JJ;
        }
        // Present or noun readings of forms that are spelt alike ("set", "put", "read").
        if set.has(Tag::NN) && entry.first == Tag::NN && !is_in(before, NOUN) {
            return Tag::NN;
        }
        let subject = is_in(before, NOUN) || matches!(before, Tag::PRP | Tag::WDT | Tag::WP | Tag::EX | Tag::DT | Tag::CD);
        if self.word(i + 1) == "by" && !matches!(before, Tag::PRP) {
            return if set.has(Tag::VBN) { Tag::VBN } else { Tag::VBD };
        }
        if self.ahead(i) && subject && !matches!(before, Tag::PRP) && !self.object_at(i + 1) {
            return if set.has(Tag::VBN) { Tag::VBN } else { entry.first };
        }
        // A headline: "Go-live delayed until autumn", "Trust set to miss deadline".
        if !self.stop && !self.needs && !self.any_finite && self.last <= i && entry.first == Tag::VBN && subject && before != Tag::PRP && !self.object_at(i + 1) && (!next.all.any(NOUN) || next.closed) {
            return Tag::VBN;
        }
        if set.has(Tag::VBD) && subject && !self.finite {
            return Tag::VBD;
        }
        if set.has(Tag::VBD) && subject && self.object_at(i + 1) && matches!(before, Tag::PRP | Tag::WDT | Tag::WP) {
            return Tag::VBD;
        }
        if before == Tag::CC && set.has(Tag::VBD) {
            return self.like_before(i, set);
        }
        let comma = self.shape(i.wrapping_sub(1)) == Some(Shape::Comma);
        if set.has(Tag::VBD) && self.outer && !self.ahead(i) && (subject || comma) && self.last <= i {
            return Tag::VBD;
        }
        if comma && set.has(Tag::VBD) && self.object_at(i + 1) && self.any_finite && i > 1 && !matches!(self.word(i), "given" | "told" | "offered") {
            return Tag::VBD;
        }
        if adjacent == Tag::Punct && set.has(Tag::VBD) && !self.finite && i > 1 {
            // ", said the trust": reporting verbs invert.
            return if matches!(next.first, Tag::DT | Tag::NNP | Tag::PRP) && !set.has(Tag::VB) && self.word(i) == "said" {
                Tag::VBD
            } else if set.has(Tag::VBN) {
                Tag::VBN
            } else {
                Tag::VBD
            };
        }
        if self.word(i) == "said" || !set.has(Tag::VBN) {
            return Tag::VBD;
        }
        if set.has(Tag::VBN) { Tag::VBN } else { Tag::VBD }
    }

    /// After "and": the form of the verb that it is coordinated with.
    fn like_before(&self, i: usize, set: TagSet) -> Tag {
        for back in 2..14 {
            match self.prev(i, back) {
                tag @ (Tag::VBD | Tag::VBN) if set.has(tag) => return tag,
                Tag::VBZ | Tag::VBP | Tag::MD => return Tag::VBD,
                _ => {}
            }
        }
        if set.has(Tag::VBD) { Tag::VBD } else { Tag::VBN }
    }

    /// "plans", "sets": third person or plural.
    fn third_person(&self, i: usize, entry: Entry) -> Tag {
        if !entry.all.any(NOUN) {
            return Tag::VBZ;
        }
        // A bullet: "Fixes a crash".
        if self.prev(i, 1) == Tag::Punct
            && matches!(self.entry(i + 1).first, Tag::DT | Tag::PRPS)
            && !self.ahead(i)
            && !self.maybe(i)
        {
            return Tag::VBZ;
        }
        let before = self.prev(i, self.past_adverbs(i));
        let next = self.entry(i + 1);
        let object = matches!(next.first, Tag::DT | Tag::PRPS | Tag::PRP | Tag::TO) || self.word(i + 1) == "that";
        let open = (!self.finite || self.outer && !self.needs) && !self.verb_ahead(i);
        let comma = self.shape(i.wrapping_sub(1)) == Some(Shape::Comma);
        if comma && self.outer && !self.ahead(i) && (object || self.last <= i) {
            return Tag::VBZ;
        }
        let alone = before == Tag::DT && matches!(self.prev_word(i, self.past_adverbs(i)), "this" | "that" | "each" | "either");
        let subject = is_in(before, SINGULAR)
            || alone
            || before == Tag::CD && entry.first == Tag::VBZ
            || matches!(before, Tag::PRP | Tag::WDT | Tag::WP | Tag::EX);
        if alone && open && !self.maybe(i) {
            return Tag::VBZ;
        }
        if self.weak && subject && !self.object_at(i + 1) && !(entry.first == Tag::VBZ && (matches!(next.first, Tag::TO | Tag::RB | Tag::IN | Tag::RP))) && !matches!(before, Tag::PRP | Tag::WDT | Tag::WP) {
            return Tag::NNS;
        }
        if !subject || !open {
            return Tag::NNS;
        }
        if object || next.first == Tag::RB || entry.first == Tag::VBZ && !self.maybe(i) || self.verb_due(i) {
            return Tag::VBZ;
        }
        // A headline: "Airedale sets date".
        if before == Tag::NNP
            && !self.any_finite
            && !self.maybe(i)
            && !next.closed | object
            && (next.all.any(ADJECTIVE) || next.all.any(NOUN))
            && (entry.first == Tag::VBZ || !self.stop)
        {
            return Tag::VBZ;
        }
        Tag::NNS
    }

    /// "plan", "hope", "launch", "open".
    fn base_or_noun(&self, i: usize, entry: Entry) -> Tag {
        let set = entry.all;
        let before = self.prev(i, self.past_adverbs(i));
        let next = self.entry(i + 1);
        let object = matches!(next.first, Tag::DT | Tag::PRPS | Tag::PRP | Tag::TO) || self.word(i + 1) == "that";
        if matches!(before, Tag::NNS | Tag::NNPS)
            && !self.finite
            && !self.verb_ahead(i)
            && (object || entry.first == Tag::VBP || entry.first == Tag::VB || self.verb_due(i))
        {
            return Tag::VBP;
        }
        // "…, figures show."
        if matches!(before, Tag::NNS | Tag::NNPS) && self.any_finite && matches!(self.shape(i + 1), Some(Shape::Period | Shape::Comma)) && matches!(self.word(i), "show" | "say" | "suggest" | "reveal" | "believe" | "claim" | "hope" | "fear" | "warn") {
            return Tag::VBP;
        }
        if before == Tag::CC {
            // "to design and build".
            for back in 2..14 {
                match self.prev(i, back) {
                    Tag::VB if object || entry.first == Tag::VB || back == 2 => return Tag::VB,
                    Tag::VBP if object => return Tag::VBP,
                    Tag::Punct => break,
                    _ => {}
                }
            }
        }
        if before == Tag::Punct
            && (i == 0 || self.prev(i, 1) == Tag::Punct)
            && (matches!(next.first, Tag::DT | Tag::PRPS | Tag::PRP)
                || entry.first == Tag::VB && !set.has(Tag::JJ) && !self.ahead(i))
        {
            return Tag::VB;
        }
        if matches!(entry.first, Tag::VB | Tag::VBP)
            && !is_in(self.prev(i, 1), BEFORE_NOUN)
            && !(self.ahead(i) && is_in(before, NOUN))
        {
            let finite = (is_in(before, NOUN) || matches!(before, Tag::PRP | Tag::DT)) && !self.finite;
            return if finite { Tag::VBP } else { Tag::VB };
        }
        self.nominal(i, entry)
    }

    fn base(&self, i: usize) -> Tag {
        let before = self.prev(i, self.past_adverbs(i));
        if matches!(before, Tag::NNS | Tag::NNPS | Tag::PRP | Tag::WDT | Tag::WP | Tag::DT) && !self.ahead(i) {
            Tag::VBP
        } else {
            Tag::VB
        }
    }
}

fn is_in(tag: Tag, set: TagSet) -> bool {
    set.has(tag)
}

fn is_subordinator(word: &str) -> bool {
    matches!(
        word,
        "that"
            | "if"
            | "because"
            | "although"
            | "while"
            | "whilst"
            | "whereas"
            | "whether"
            | "unless"
            | "though"
            | "than"
            | "lest"
    )
}

/// Words that open a clause with a finite verb, whatever follows.
fn subordinates(word: &str) -> bool {
    matches!(
        word,
        "that"
            | "if"
            | "because"
            | "although"
            | "while"
            | "whilst"
            | "whereas"
            | "whether"
            | "unless"
            | "though"
            | "when"
            | "lest"
    )
}

/// Verbs after which a clause may begin at once ("said the date had slipped").
fn says(word: &str) -> bool {
    matches!(
        word,
        "say"
            | "says"
            | "said"
            | "believe"
            | "believes"
            | "believed"
            | "think"
            | "thinks"
            | "thought"
            | "claim"
            | "claims"
            | "claimed"
            | "hope"
            | "hopes"
            | "hoped"
            | "admit"
            | "admits"
            | "admitted"
            | "warn"
            | "warns"
            | "warned"
            | "insist"
            | "insists"
            | "insisted"
            | "confirm"
            | "confirms"
            | "confirmed"
            | "told"
            | "tells"
            | "argued"
            | "argues"
            | "revealed"
            | "reveals"
            | "means"
            | "promised"
            | "promises"
            | "pledged"
            | "announced"
            | "announces"
            | "know"
            | "knew"
            | "knows"
            | "understand"
            | "understands"
            | "feared"
            | "suggests"
            | "suggested"
    )
}
