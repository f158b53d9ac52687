//! Words that stand where a noun phrase is.

use super::{ADJECTIVE, ADVERB, BASE, BEFORE_NOUN, Chooser, NOUN, OPENER, PARTICIPLE, VERB, is_in};
use crate::prose::Tag;
use crate::prose::tagger::lexicon::{Entry, TagSet};
use crate::prose::tagger::sets::WordSet;
use crate::prose::tagger::tokens::Shape;

impl Chooser<'_> {
    /// The likeliest tag that is no finite verb.
    pub(super) fn nominal(&self, i: usize, entry: Entry) -> Tag {
        let set = entry.all;
        let next = self.entry(i + 1);
        if set.has(Tag::JJ) && set.any(NOUN) {
            // "The standard moved to beta": a participle with no noun behind it is the verb.
            let acts = next.all.has(Tag::VBD) && !next.all.any(NOUN) && !self.could(i + 2, NOUN.and(ADJECTIVE).with(Tag::CD));
            let modifies = !next.closed && next.all.any(NOUN.and(ADJECTIVE).and(PARTICIPLE)) && !acts
                || next.first == Tag::CD
                || self.word(i + 1) == "half";
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
        // "the reporting of delays", "our thinking about it": what follows is no object.
        let ends = matches!(next.first, Tag::IN | Tag::CC | Tag::Punct | Tag::MD | Tag::VBZ | Tag::VBD) && next.closed;
        if entry.first == Tag::VBG && ends && is_in(self.prev(i, 1), OPENER) && !self.prev_is(i, 1, WordSet::Alone) {
            return Tag::NN;
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

    /// A few nouns that stand after the preposition "to" without a determiner.
    pub(super) fn noun_after_to(&self, i: usize) -> bool {
        // "from typos to major flaws".
        let range = self.entry(i).first != Tag::VB
            && !self.object_at(i + 1)
            && (3..8).take_while(|b| !is_in(self.prev(i, *b - 1), VERB.with(Tag::TO))).any(|b| self.prev_word(i, b) == "from");
        if range {
            return true;
        }
        let cause = self.prev_is(i, 2, WordSet::BeforeToNoun);
        if cause
            && self.entry(i).first != Tag::VB
            && !(self.prev_word(i, 2) == "due"
                && (self.prev_is(i, 3, WordSet::Be)
                    || is_in(self.prev(i, 3), ADVERB)
                    || self.prev(i, 3) == Tag::Punct
                    || is_in(self.prev(i, 3), NOUN) && !self.finite))
        {
            return true;
        }
        self.is(i, WordSet::NounsAfterTo) && !self.begins_object(i + 1)
            || matches!(self.prev_word(i, 2), "due" | "thanks" | "according")
                && self.prev(i, 1) == Tag::TO
                && !self.could(i, TagSet::of(&[Tag::VB]))
    }

    /// "this means", "some say": the determiner stands alone and the verb agrees.
    pub(super) fn pronoun_verb(&self, i: usize, set: TagSet) -> bool {
        let singular = self.prev_is(i, 1, WordSet::OneAlone);
        if self.ahead(i) {
            return false;
        }
        if singular {
            set.has(Tag::VBZ) || set.has(Tag::VBD) && !set.any(ADJECTIVE) && !self.could(i + 1, NOUN)
        } else {
            set.any(BASE) && !set.any(NOUN) || set.has(Tag::VBD) && !self.could(i + 1, NOUN)
        }
    }
}
