//! Words of closed classes: particles, prepositions, "that", "more", "'s".

use super::{ADJECTIVE, ADVERB, BASE, BEFORE_NOUN, Chooser, NOUN, OPENER, PARTICIPLE, SINGULAR, VERB, is_in};
use crate::prose::Tag;
use crate::prose::tagger::Case;
use crate::prose::tagger::lexicon::{Entry, TagSet};
use crate::prose::tagger::sets::WordSet;
use crate::prose::tagger::tokens::Shape;

impl Chooser<'_> {
    /// Words of closed classes.
    pub(super) fn closed(&self, i: usize, entry: Entry) -> Tag {
        let back = self.past_adverbs(i);
        let before = self.prev(i, 1);
        let next = self.entry(i + 1);
        // "the past few weeks", "for a while", "the near future".
        if before == Tag::DT
            && self.prev_is(i, 1, WordSet::Articles)
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
                if self.prev_word(i, 1) == "let" {
                    return Tag::PRP;
                }
                // "the island's only ferry": what could be an adverb stands before a noun.
                if is_in(before, NOUN) && matches!(self.word(i + 1), "only") && self.could(i + 2, NOUN.and(ADJECTIVE)) {
                    return Tag::POS;
                }
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
                let be_next = self.is(i + 1, WordSet::Be) || next.first == Tag::MD || self.is(i + 1, WordSet::AfterThere);
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
                if self.prev_is(i, back, WordSet::Have) {
                    Tag::VBN
                } else {
                    Tag::VBD
                }
            }
            "got" => {
                if self.prev_is(i, back, WordSet::Have) {
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
            "so" if self.word(i + 1) == "that" => Tag::IN,
            // "Following the start of the study, works will begin."
            "following" if (i == 0 || before == Tag::Punct) && matches!(next.first, Tag::DT | Tag::PRPS | Tag::NNP) => Tag::IN,
            // "Taxes would fall, yet bills rise."
            "yet" if self.shape(i.wrapping_sub(1)) == Some(Shape::Comma) && self.begins_object(i + 1) => Tag::CC,
            "so" | "yet" => Tag::RB,
            // "has since missed two dates", against "has, since May, missed two".
            "since" if self.prev_is(i, 1, WordSet::Have) && self.could(i + 1, TagSet::of(&[Tag::VBN])) => Tag::RB,
            // "no longer", "no later than May", "no more than ten".
            "no" if self.is(i + 1, WordSet::Comparatives) && self.word(i + 2) == "than" => Tag::RB,
            "no" if self.word(i + 1) == "longer" => Tag::RB,
            "no" if self.word(i + 1) == "later" => Tag::RB,
            "no" => Tag::DT,
            "only" if before == Tag::POS && self.could(i + 1, NOUN.and(ADJECTIVE)) => Tag::JJ,
            "as" if self.word(i + 1) == "well" => Tag::RB,
            "along" if self.word(i + 1) == "with" => Tag::IN,
            "up" if next.first == Tag::TO && self.entry(i + 2).first == Tag::CD && !is_in(before, VERB) => Tag::IN,
            "out" if self.word(i + 1) == "of" => Tag::IN,
            "most" | "least" if self.prev_word(i, 1) == "at" => Tag::JJS,
            "more" | "less" if self.word(i + 1) == "than" && self.entry(i + 2).first == Tag::CD => Tag::JJR,
            "half" if self.word(i + 1) == "of" => Tag::NN,
            "both" if matches!(next.first, Tag::DT | Tag::PRPS) && self.paired(i) => Tag::CC,
            _ if self.is(i, WordSet::Ordinals)
                && matches!(self.prev_word(i, 1), "a" | "one" | "two")
                && (next.closed && !next.all.any(ADJECTIVE.with(Tag::CD)) || next.first == Tag::Punct) =>
            {
                Tag::NN
            }
            "far" if self.prev_word(i, 1) == "so" => Tag::RB,
            // "the much delayed reform".
            "much" | "long" if is_in(before, OPENER) && next.first == Tag::VBN => Tag::RB,
            "much" | "far" | "even" if matches!(next.first, Tag::RBR | Tag::JJR) || next.all.has(Tag::JJR) => Tag::RB,
            "likely" if self.prev(i, 1) == Tag::MD => Tag::RB,
            "like" if matches!(self.prev(i, back), Tag::MD | Tag::TO) => Tag::VB,
            "like"
                if self.prev(i, back) == Tag::PRP
                    && self.prev_is(i, back, WordSet::SubjectPronouns)
                    && !self.prev_is(i, 1, WordSet::Be) =>
            {
                Tag::VBP
            }
            _ if self.is(i, WordSet::AdjectiveOrAdverb) => self.adjective_or_adverb(i),
            // "a further 2,000 nurses", "two further dates": one more, compared with nothing.
            "further" if matches!(before, Tag::DT | Tag::CD | Tag::PRPS) => Tag::JJ,
            // "there is more to do".
            "more" | "less"
                if next.first == Tag::TO && (self.prev_is(i, back, WordSet::Be) || self.prev_is(i, back, WordSet::Have)) =>
            {
                Tag::JJR
            }
            _ if self.is(i, WordSet::Comparatives) => {
                let nominal = next.all.any(NOUN) && !next.all.has(Tag::RB) && !next.all.has(Tag::IN);
                let object =
                    before == Tag::IN && !matches!(next.first, Tag::JJ | Tag::RB) && matches!(self.word(i), "more" | "less");
                let amount = matches!(self.word(i), "more" | "less" | "better" | "worse");
                let stands = amount && matches!(next.first, Tag::Punct | Tag::CC) && !is_in(self.prev(i, back), VERB)
                    || matches!(self.word(i), "more" | "less") && matches!(self.word(i + 1), "than") && !is_in(before, VERB);
                let compared = !(next.all.any(ADJECTIVE) && !next.closed && next.first == Tag::JJ);
                if !compared || nominal && before == Tag::MD && next.all.any(BASE) {
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
                } else if self.word(i + 1) == "than" {
                    Tag::RBR
                } else {
                    Tag::RB
                }
            }
            // "the next one", "no one told us": it stands for a noun.
            "one"
                if (before == Tag::JJ || before == Tag::DT && !self.prev_is(i, 1, WordSet::Articles))
                    && (next.closed && !is_in(next.first, ADJECTIVE.with(Tag::CD))
                        || next.all.any(VERB) && !next.all.any(NOUN)) =>
            {
                Tag::NN
            }
            "well" => {
                if self.prev_is(i, 1, WordSet::Be) && next.first == Tag::Punct {
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
                // "about 300", "as soon as": adverbs.
                let counts = entry.all.has(Tag::RB) && next.first == Tag::CD && !matches!(self.word(i), "as" | "like");
                let compares = self.word(i) == "as"
                    && next.first != Tag::DT
                    && (next.all.any(ADVERB) || next.first == Tag::JJ)
                    && self.words.iter().skip(i + 1).take(4).any(|w| *w == "as");
                if counts || compares { Tag::RB } else { Tag::IN }
            }
            _ if entry.all.has(Tag::RP) => self.particle(i, entry),
            _ if entry.all.has(Tag::IN) && entry.all.has(Tag::RB) => {
                // "after that date", "before then".
                let object = self.begins_object(i + 1) || matches!(self.word(i + 1), "that" | "then");
                if self.word(i) == "ago" {
                    Tag::RB
                } else if object {
                    Tag::IN
                } else {
                    Tag::RB
                }
            }
            _ if entry.first == Tag::VBG => {
                if self.prev_is(i, back, WordSet::Be) {
                    Tag::VBG
                } else {
                    entry.first
                }
            }
            "may" if next.first == Tag::CD && self.cases.get(i) != Some(&Case::Lower) => Tag::NNP,
            _ if entry.first == Tag::MD && self.cases.get(i) != Some(&Case::Lower) && is_in(before, BEFORE_NOUN) => Tag::NNP,
            _ => entry.first,
        }
    }

    /// Whether "and" follows "both" before the next verb: "both the date and the cost".
    fn paired(&self, i: usize) -> bool {
        (i + 1..i + 9).take_while(|k| !self.ends_stretch(*k) && self.entry(*k).first != Tag::MD).any(|k| self.word(k) == "and")
    }

    /// Whether a noun phrase begins at `i`.
    pub(super) fn begins_object(&self, i: usize) -> bool {
        let entry = self.entry(i);
        matches!(entry.first, Tag::DT | Tag::PRP | Tag::PRPS | Tag::CD | Tag::PDT | Tag::WP | Tag::WDT | Tag::WPS | Tag::EX)
            || entry.all.any(NOUN)
            || entry.all.any(ADJECTIVE)
            || entry.all.has(Tag::VBG)
            || matches!(self.shape(i), Some(Shape::OpenQuote))
    }

    /// "up", "out", "in", "on", "back": particle, preposition or adverb.
    pub(super) fn particle(&self, i: usize, entry: Entry) -> Tag {
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

    pub(super) fn that(&self, i: usize) -> Tag {
        let before = self.prev(i, 1);
        // "the version that finally landed".
        let adverb = usize::from(self.entry(i + 1).first == Tag::RB && self.entry(i + 2).all.any(VERB));
        let at = i + 1 + adverb;
        let next = self.entry(at);
        let verb_next = next.first == Tag::MD
            || matches!(self.word(at), "is" | "was" | "are" | "were" | "has" | "had" | "have" | "did" | "does")
            || (next.all.any(TagSet::of(&[Tag::VBD, Tag::VBZ]))
                && !next.all.has(Tag::NNS)
                && next.first != Tag::JJ
                && next.first != Tag::VBN)
            || next.first == Tag::RB
                && matches!(self.word(i + 2), "is" | "was" | "are" | "were" | "has" | "had" | "have" | "will" | "would");
        // "rules that take effect", "a law that takes effect": the noun before is what does it.
        let finite_next =
            matches!(self.entry(at + 1).first, Tag::MD | Tag::VBZ | Tag::VBD | Tag::VBP) && self.entry(at + 1).closed;
        let verb_next = verb_next || next.first == Tag::VBZ && is_in(before, SINGULAR) && !finite_next;
        if is_in(before, NOUN) && (verb_next || self.verb_then_object(at, before)) {
            return Tag::WDT;
        }
        if matches!(before, Tag::Punct) && i == 0 || matches!(before, Tag::IN) && self.prev_word(i, 1) != "so" {
            return if before == Tag::IN || !next.all.any(TagSet::of(&[Tag::DT, Tag::PRP])) { Tag::DT } else { Tag::IN };
        }
        if verb_next && !is_in(before, VERB) {
            return Tag::DT;
        }
        // "hit that target early": no clause can follow where no verb does.
        let stops = matches!(self.shape(at + 1), Some(Shape::Comma | Shape::Period));
        let object = next.first == Tag::NN && !next.closed && (stops || !self.later(i) && !self.ahead(i));
        if is_in(before, VERB) && object {
            return Tag::DT;
        }
        Tag::IN
    }

    /// Whether the ambiguous word at `i` is a verb that agrees with the noun before "that":
    /// "the system that powers the site", "materials that need review".
    pub(super) fn verb_then_object(&self, i: usize, noun: Tag) -> bool {
        let set = self.entry(i).all;
        let plural = matches!(noun, Tag::NNS | Tag::NNPS);
        let agrees = set.has(Tag::VBD) || if plural { set.has(Tag::VBP) } else { set.has(Tag::VBZ) };
        let after = self.entry(i + 1);
        let object =
            matches!(after.first, Tag::DT | Tag::PRP | Tag::PRPS | Tag::TO | Tag::IN | Tag::CD | Tag::RB | Tag::PDT | Tag::RP);
        let noun_only = set.any(NOUN) && after.first == Tag::IN && !set.has(Tag::VBD);
        agrees
            && !noun_only
            && (object
                || after.all.any(ADJECTIVE) && !after.all.any(VERB)
                || set.has(Tag::VBD) && (after.all.any(NOUN) || after.all.any(PARTICIPLE) && self.could(i + 2, NOUN)))
    }

    pub(super) fn adjective_or_adverb(&self, i: usize) -> Tag {
        let next = self.entry(i + 1);
        // "must first convert", "first announced in May", "far too early".
        let participle = next.first == Tag::VBN && !self.could(i + 2, NOUN);
        if self.prev(i, 1) == Tag::MD
            || self.word(i) == "first" && participle
            || self.word(i) == "far" && self.word(i + 1) == "too"
        {
            return Tag::RB;
        }
        if next.all.any(NOUN)
            || next.first == Tag::CD
            || next.all.any(ADJECTIVE) && !next.closed
            || self.prev_is(i, self.past_adverbs(i), WordSet::Be)
            || is_in(self.prev(i, 1), OPENER)
        {
            Tag::JJ
        } else {
            Tag::RB
        }
    }
}
