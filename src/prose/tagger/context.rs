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
const ADJECTIVE: TagSet = TagSet::of(&[Tag::JJ, Tag::JJR, Tag::JJS]);
const ADVERB: TagSet = TagSet::of(&[Tag::RB, Tag::RBR, Tag::RBS]);
/// What opens a noun phrase.
const OPENER: TagSet = TagSet::of(&[Tag::DT, Tag::PRPS, Tag::PDT, Tag::WPS]);
/// What can come before a noun inside its phrase.
const BEFORE_NOUN: TagSet = TagSet::of(&[Tag::DT, Tag::PRPS, Tag::JJ, Tag::JJR, Tag::JJS, Tag::CD, Tag::POS, Tag::WPS, Tag::PDT]);

pub(super) fn choose(pieces: &[Piece], words: &[Cow<'_, str>], cases: &[Case], entries: &[Entry]) -> Vec<Tag> {
    let mut chooser =
        Chooser { pieces, words, cases, entries, tags: Vec::with_capacity(pieces.len()), ahead: Vec::new(), finite: false };
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
    /// A finite verb has been seen in the stretch that is being read.
    finite: bool,
}

const NO_ENTRY: Entry = Entry { first: Tag::Punct, all: TagSet::of(&[Tag::Punct]), closed: true };

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
        while back < 6 && is_in(self.prev(i, back), ADVERB) {
            back += 1;
        }
        back
    }

    fn look_ahead(&mut self) {
        self.ahead = vec![false; self.pieces.len()];
        let mut coming = false;
        for i in (0..self.pieces.len()).rev() {
            if let Some(slot) = self.ahead.get_mut(i) {
                *slot = coming;
            }
            let word = self.word(i);
            let entry = self.entry(i);
            let ends = match self.shape(i) {
                Some(
                    Shape::Semicolon
                    | Shape::Colon
                    | Shape::Period
                    | Shape::Question
                    | Shape::Exclamation
                    | Shape::Dash
                    | Shape::Comma,
                ) => true,
                _ => {
                    matches!(entry.first, Tag::WDT | Tag::WP | Tag::WRB)
                        || entry.first == Tag::CC && entry.closed
                        || matches!(word, "that" | "if" | "because" | "although" | "while" | "whether" | "unless" | "though")
                }
            };
            let certain = (entry.first == Tag::MD && entry.closed && word != "can")
                || matches!(word, "is" | "are" | "was" | "were" | "has" | "am" | "does" | "did" | "'re" | "'ve")
                || (word == "had" || word == "have") && self.could(i + 1, TagSet::of(&[Tag::VBN]));
            coming = if ends { false } else { coming || certain };
        }
    }

    /// Keeps track of whether the stretch has its finite verb.
    fn after(&mut self, i: usize, tag: Tag) {
        match tag {
            Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD => self.finite = true,
            Tag::WDT | Tag::WP | Tag::WRB | Tag::CC => self.finite = false,
            Tag::IN
                if matches!(
                    self.word(i),
                    "that"
                        | "if"
                        | "because"
                        | "although"
                        | "while"
                        | "whether"
                        | "unless"
                        | "though"
                        | "as"
                        | "after"
                        | "before"
                        | "since"
                        | "until"
                ) =>
            {
                self.finite = false;
            }
            Tag::Punct => {
                if matches!(
                    self.shape(i),
                    Some(
                        Shape::Semicolon
                            | Shape::Colon
                            | Shape::Period
                            | Shape::Question
                            | Shape::Exclamation
                            | Shape::Dash
                            | Shape::OpenQuote
                    )
                ) {
                    self.finite = false;
                }
            }
            _ => {}
        }
    }

    fn pick(&self, i: usize) -> Tag {
        let entry = self.entry(i);
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
        match self.word(i) {
            "to" => Tag::TO,
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
                    || matches!(self.word(i + 1), "has" | "have" | "had" | "'s" | "remain" | "remains");
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
                if is_in(before, OPENER) {
                    Tag::NN
                } else {
                    Tag::MD
                }
            }
            "so" | "yet" => Tag::RB,
            "no" => Tag::DT,
            "early" | "late" | "long" | "much" | "little" | "enough" | "far" | "daily" | "weekly" | "monthly" | "yearly"
            | "next" | "last" | "first" => self.adjective_or_adverb(i),
            "more" | "less" | "further" | "earlier" | "better" | "worse" | "sooner" | "farther" => {
                if next.all.any(NOUN) && !next.all.has(Tag::RB) && !next.all.has(Tag::IN) { Tag::JJR } else { Tag::RBR }
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
        if is_in(before, NOUN) && verb_next {
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
        if (before == Tag::MD || is_do(before_word) && back <= 3)
            && set.has(Tag::VB)
            && !(adjacent != before && is_in(adjacent, OPENER))
        {
            return Tag::VB;
        }
        if is_be(before_word) && is_in(before, VERB) {
            if set.has(Tag::VBN) && !(entry.first == Tag::JJ && !set.has(Tag::VBD)) {
                return Tag::VBN;
            }
            if set.has(Tag::VBG) && !self.noun_reading_only(entry) {
                return Tag::VBG;
            }
            if set.has(Tag::JJ) && !next.all.any(NOUN) {
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
            && !(adjacent == Tag::CD && before_word.len() == 4)
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
        matches!(self.word(i), "date" | "school" | "school-age" | "market" | "work")
            && !self.begins_object(i + 1)
            && self.word(i) != "work"
            || matches!(self.prev_word(i, 2), "due" | "thanks" | "according")
                && self.prev(i, 1) == Tag::TO
                && !self.could(i, TagSet::of(&[Tag::VB]))
    }

    fn noun_reading_only(&self, entry: Entry) -> bool {
        entry.first == Tag::NN && !entry.all.has(Tag::VBG)
    }

    /// The likeliest tag that is no finite verb.
    fn nominal(&self, i: usize, entry: Entry) -> Tag {
        let set = entry.all;
        let next = self.entry(i + 1);
        let noun_next = next.all.any(NOUN) && !next.closed || next.first == Tag::CD && false;
        if set.has(Tag::JJ) && set.any(NOUN) {
            if noun_next && entry.first == Tag::JJ {
                return Tag::JJ;
            }
            if !noun_next && !next.all.any(ADJECTIVE) {
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
        entry.first
    }

    /// "delayed", "set", "met": finite past, participle or adjective.
    fn past(&self, i: usize, entry: Entry) -> Tag {
        let set = entry.all;
        let next = self.entry(i + 1);
        let adjacent = self.prev(i, 1);
        let before = self.prev(i, self.past_adverbs(i));
        if entry.first == Tag::JJ && !set.has(Tag::VBD) && !set.has(Tag::VBN) {
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
        if self.ahead(i) && subject && !matches!(before, Tag::PRP) {
            return if set.has(Tag::VBN) { Tag::VBN } else { entry.first };
        }
        if set.has(Tag::VBD) && subject && !self.finite {
            return Tag::VBD;
        }
        if before == Tag::CC && set.has(Tag::VBD) {
            return self.like_before(i, set);
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
        let before = self.prev(i, self.past_adverbs(i));
        let next = self.entry(i + 1);
        let object = matches!(next.first, Tag::DT | Tag::PRPS | Tag::PRP | Tag::TO) || self.word(i + 1) == "that";
        let open = !self.finite && !self.ahead(i);
        if is_in(before, SINGULAR) && open && (object || next.first == Tag::RB && next.closed) {
            return Tag::VBZ;
        }
        if is_in(before, SINGULAR) && open && entry.first == Tag::VBZ {
            return Tag::VBZ;
        }
        if before == Tag::NNP && open && (next.all.any(ADJECTIVE) || next.all.any(NOUN)) {
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
            && !self.ahead(i)
            && (object || entry.first == Tag::VBP || entry.first == Tag::VB)
        {
            return Tag::VBP;
        }
        if before == Tag::CC {
            // "to design and build".
            for back in 2..12 {
                match self.prev(i, back) {
                    Tag::VB if object || entry.first == Tag::VB => return Tag::VB,
                    Tag::VBP if object => return Tag::VBP,
                    Tag::Punct => break,
                    _ => {}
                }
            }
        }
        if before == Tag::Punct
            && (i == 0 || self.prev(i, 1) == Tag::Punct)
            && !self.ahead(i)
            && (matches!(next.first, Tag::DT | Tag::PRPS | Tag::PRP) || entry.first == Tag::VB && !set.has(Tag::JJ))
        {
            return Tag::VB;
        }
        if matches!(entry.first, Tag::VB | Tag::VBP) && before == Tag::RB {
            return entry.first;
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
