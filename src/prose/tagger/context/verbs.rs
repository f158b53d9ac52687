//! Forms of verbs that may be other forms, or nouns.

use super::{ADJECTIVE, BEFORE_NOUN, Chooser, NOUN, OPENER, PAST, SINGULAR, VERB, is_in};
use crate::prose::Tag;
use crate::prose::tagger::lexicon::{Entry, TagSet};
use crate::prose::tagger::sets::WordSet;
use crate::prose::tagger::tokens::Shape;

impl Chooser<'_> {
    /// "delayed", "set", "met": finite past, participle or adjective.
    pub(super) fn past(&self, i: usize, entry: Entry) -> Tag {
        let set = entry.all;
        let next = self.entry(i + 1);
        let adjacent = self.prev(i, 1);
        let before = self.prev(i, self.past_adverbs(i));
        if set.has(Tag::VB) && self.object_at(i + 1) && self.prev(i, 1) == Tag::Punct && !self.any_finite {
            return Tag::VB;
        }
        if self.word(i) == "said" {
            return Tag::VBD;
        }
        // "Costs more than doubled."
        let multiplied = self.prev_word(i, 1) == "than" && self.prev_word(i, 2) == "more" && is_in(self.prev(i, 3), NOUN);
        if set.has(Tag::VBD) && multiplied && !self.finite {
            return Tag::VBD;
        }
        let behind = self.prev(i, self.past_adverbs(i));
        // "Let's wait."
        if set.has(Tag::VB) && self.word(i) == "let" && matches!(self.word(i + 1), "'s" | "us" | "me") && behind == Tag::Punct {
            return Tag::VB;
        }
        // "The new rules come into force": a form of the present and of the participle, but of no past.
        if !set.has(Tag::VBD) && set.has(Tag::VBP) && matches!(behind, Tag::NNS | Tag::NNPS) && !self.finite && !self.ahead(i) {
            return Tag::VBP;
        }
        // "Members agreed to wait until officers had costed it": what has a verb of its own further on is no matter.
        let comma = self.shape(i.wrapping_sub(1)) == Some(Shape::Comma);
        // "The measures, designed to protect savers, come too late".
        if !set.has(Tag::VBD) && set.has(Tag::VBP) && comma && self.outer && !self.needs && !self.ahead(i) {
            return Tag::VBP;
        }
        if comma && set.has(Tag::VBN) && self.outer && !self.object_at(i + 1) && self.interrupts(i) {
            return Tag::VBN;
        }
        // "with students expected to return", "with the format switched on": what is so beside the rest has no finite verb.
        if set.has(Tag::VBN) && is_in(behind, NOUN) && self.word(i + 1) != "'s" && self.accompanies(i) {
            return Tag::VBN;
        }
        if set.has(Tag::VBD) && self.is(i, WordSet::DecidesTo) && next.first == Tag::TO && is_in(behind, NOUN.with(Tag::JJ)) {
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
        // "The beta slipped by two weeks, and is now due in May": by how much, and not by whom.
        let by_amount = self.word(i + 1) == "by" && self.entry(i + 2).first == Tag::CD && self.stop && !self.any_finite;
        if by_amount && set.has(Tag::VBD) && subject && !self.finite && !self.ahead(i) && !self.needs {
            return Tag::VBD;
        }
        if self.word(i + 1) == "by" && !matches!(before, Tag::PRP) {
            return if set.has(Tag::VBN) { Tag::VBN } else { Tag::VBD };
        }
        // "That slipped to May": a bare pronoun is no thing that a participle could tell from others.
        if set.has(Tag::VBD) && before == Tag::DT && matches!(self.prev_word(i, 1), "that" | "this") {
            return Tag::VBD;
        }
        // "the trust told councillors that it would": who is told stands behind.
        if set.has(Tag::VBD) && subject && self.word(i) == "told" && next.all.any(NOUN) && !next.closed {
            return Tag::VBD;
        }
        if self.ahead(i) && subject && !matches!(before, Tag::PRP) && !self.object_at(i + 1) {
            return if set.has(Tag::VBN) { Tag::VBN } else { entry.first };
        }
        // "The deal signed in 2021 obliges the firm": two verbs and nothing between their clauses.
        if set.has(Tag::VBN)
            && subject
            && before != Tag::PRP
            && self.maybe(i)
            && next.first == Tag::IN
            && !self.is(i, WordSet::Tells)
        {
            return Tag::VBN;
        }
        // A headline: "Go-live delayed until autumn", "Trust set to miss deadline".
        if !self.stop
            && !self.needs
            && !self.any_finite
            && !self.later(i)
            && entry.first == Tag::VBN
            && subject
            && before != Tag::PRP
            && !self.object_at(i + 1)
            && (!next.all.any(NOUN) || next.closed)
        {
            return Tag::VBN;
        }
        // "in a statement published late", "a review of the costs involved": who acts stands behind no preposition.
        if set.has(Tag::VBN) && is_in(before, NOUN) && self.any_finite && !self.object_at(i + 1) && self.governed(i) {
            return Tag::VBN;
        }
        if set.has(Tag::VBD) && subject && !self.finite {
            return Tag::VBD;
        }
        // "Rebels who seized the airport released six hostages": the subject before the relative waits for its verb.
        let counted = next.first == Tag::CD && self.could(i + 2, NOUN);
        if set.has(Tag::VBD) && subject && self.outer && !self.needs && (counted || self.object_at(i + 1)) {
            return Tag::VBD;
        }
        if set.has(Tag::VBD) && subject && self.object_at(i + 1) && matches!(before, Tag::PRP | Tag::WDT | Tag::WP) {
            return Tag::VBD;
        }
        if before == Tag::CC && set.has(Tag::VBD) {
            // "miles of new or improved roads": what the adjective before says of the noun behind, so does this.
            let predicate = matches!(self.prev(i, 3), Tag::VB | Tag::VBD | Tag::VBP | Tag::VBZ | Tag::VBN | Tag::RB);
            let describes = self.prev(i, 2) == Tag::JJ && !predicate && next.all.any(NOUN) && !next.closed;
            if describes && set.has(Tag::VBN) {
                return Tag::VBN;
            }
            return self.like_before(i, set);
        }
        // "The pier, which was due in May, finally opened": the verb that the subject waits for.
        let resumed = comma || self.shape(i.wrapping_sub(self.past_adverbs(i))) == Some(Shape::Comma);
        // "The mayor, a lawyer, told voters that it would be done": what follows is what was told.
        let tells = resumed && self.is(i, WordSet::Tells) && next.all.any(NOUN) && !next.closed;
        if set.has(Tag::VBD) && self.outer && tells {
            return Tag::VBD;
        }
        if set.has(Tag::VBD) && self.outer && !self.ahead(i) && (subject || resumed) && !self.later(i) {
            return Tag::VBD;
        }
        // "The review, led by a judge, found gaps in how records were kept": what the commas enclose is over.
        let object = self.object_at(i + 1) || !next.closed && (next.all.any(NOUN) || next.all.any(ADJECTIVE));
        if set.has(Tag::VBD) && self.outer && comma && !self.needs && object && !self.ahead(i) && self.encloses(i) {
            return Tag::VBD;
        }
        if comma
            && set.has(Tag::VBD)
            && self.object_at(i + 1)
            && self.any_finite
            && i > 1
            && !matches!(self.word(i), "given" | "told" | "offered")
        {
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
    pub(super) fn like_before(&self, i: usize, set: TagSet) -> Tag {
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
    pub(super) fn third_person(&self, i: usize, entry: Entry) -> Tag {
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
        // "The line remains closed".
        let state = next.all.any(ADJECTIVE) || next.all.has(Tag::VBN);
        if self.is(i, WordSet::BeforeParticiple) && is_in(before, SINGULAR) && state && !self.finite && !next.closed {
            return Tag::VBZ;
        }
        // "Council scraps plan for town hall", "Minister rules out cuts": a headline's one verb.
        if !self.stop && !self.any_finite && !self.needs && is_in(before, SINGULAR) && self.acts_in_headline(i) {
            return Tag::VBZ;
        }
        let object = matches!(next.first, Tag::DT | Tag::PRPS | Tag::PRP | Tag::TO) || self.word(i + 1) == "that";
        // "is due on Monday and drops support".
        if before == Tag::CC
            && self.main
            && self.coordinated_third(i)
            && (matches!(next.first, Tag::DT | Tag::PRPS | Tag::PRP | Tag::TO)
                || (next.all.any(NOUN) || next.all.any(ADJECTIVE))
                    && !next.closed
                    && !matches!(self.prev(i, 2), Tag::NN | Tag::NNS | Tag::JJ))
        {
            return Tag::VBZ;
        }
        let open = (!self.finite || self.outer && !self.needs) && !self.verb_ahead(i);
        let comma = self.shape(i.wrapping_sub(self.past_adverbs(i))) == Some(Shape::Comma);
        if comma && self.outer && !self.ahead(i) && (object || !self.later(i)) {
            return Tag::VBZ;
        }
        // "Whoever wins in May will", "who claims": the relative's own verb is due, whatever comes later.
        let asks = matches!(before, Tag::WP | Tag::WDT) && self.needs;
        let own = matches!(self.prev_word(i, self.past_adverbs(i)), "who" | "whoever" | "which" | "that")
            || next.closed && !next.all.any(NOUN) && next.first != Tag::CC;
        if asks && own {
            return Tag::VBZ;
        }
        // "The tracker lists 14 bugs": no number follows a noun that it counts.
        let count = next.first == Tag::CD && self.word(i + 1).len() != 4;
        if count && is_in(before, SINGULAR) && !self.finite && !self.ahead(i) && self.could(i + 2, NOUN) && self.stop {
            return Tag::VBZ;
        }
        let alone = before == Tag::DT && self.prev_is(i, self.past_adverbs(i), WordSet::OneAlone);
        // "Support for older browsers ends": the verb agrees with what the phrase hangs on.
        let hung = matches!(before, Tag::NNS | Tag::NNPS) && self.head(i).is_some_and(|tag| is_in(tag, SINGULAR));
        let subject = is_in(before, SINGULAR)
            || hung && (next.first == Tag::IN || object)
            || alone
            || before == Tag::CD && (entry.first == Tag::VBZ || self.object_at(i + 1))
            || matches!(before, Tag::PRP | Tag::WDT | Tag::WP | Tag::EX);
        if alone && open && !self.maybe(i) || self.needs && open && subject && entry.first == Tag::VBZ && !next.all.any(VERB) {
            return Tag::VBZ;
        }
        if self.weak
            && subject
            && !self.object_at(i + 1)
            && !(entry.first == Tag::VBZ && (matches!(next.first, Tag::TO | Tag::RB | Tag::IN | Tag::RP)))
            && !matches!(before, Tag::PRP | Tag::WDT | Tag::WP)
        {
            return Tag::NNS;
        }
        if !subject || !open {
            return Tag::NNS;
        }
        let adverb = self.past_adverbs(i) > 1 && self.prev(i, 1) == Tag::RB;
        if object || adverb || next.first == Tag::RB || entry.first == Tag::VBZ && !self.maybe(i) || self.verb_due(i) {
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
    pub(super) fn base_or_noun(&self, i: usize, entry: Entry) -> Tag {
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
        if matches!(before, Tag::NNS | Tag::NNPS)
            && self.any_finite
            && matches!(self.shape(i + 1), Some(Shape::Period | Shape::Comma))
            && self.is(i, WordSet::Afterthoughts)
        {
            return Tag::VBP;
        }
        if before == Tag::CC {
            // "to design and build".
            for back in 2..14 {
                match self.prev(i, back) {
                    Tag::VB if object || next.closed && next.first == Tag::JJ || entry.first == Tag::VB || back == 2 => {
                        return Tag::VB;
                    }
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
            // "before the summer break": what a single noun does ends in -s.
            let phrase = (1..8).map(|back| self.prev(i, back)).find(|tag| !is_in(*tag, NOUN.and(BEFORE_NOUN)));
            if is_in(before, SINGULAR) && phrase == Some(Tag::IN) && set.has(Tag::NN) && next.closed && !object {
                return self.nominal(i, entry);
            }
            let comma = self.shape(i.wrapping_sub(1)) == Some(Shape::Comma);
            let finite = (is_in(before, NOUN) || matches!(before, Tag::PRP | Tag::DT) || comma && self.outer) && !self.finite;
            return if finite { Tag::VBP } else { Tag::VB };
        }
        self.nominal(i, entry)
    }

    pub(super) fn base(&self, i: usize) -> Tag {
        let before = self.prev(i, self.past_adverbs(i));
        let subject = matches!(before, Tag::NNS | Tag::NNPS | Tag::PRP | Tag::WDT | Tag::WP | Tag::DT);
        // "we hope, and expect, to finish".
        let coordinated = before == Tag::CC
            && (2..10).map(|back| self.prev(i, back)).find(|t| is_in(*t, VERB) || *t == Tag::MD) == Some(Tag::VBP);
        if subject && !self.verb_ahead(i) || coordinated { Tag::VBP } else { Tag::VB }
    }

    /// Whether the finite verb before "and" is in the third person singular.
    pub(super) fn coordinated_third(&self, i: usize) -> bool {
        (2..24).map(|back| self.prev(i, back)).find(|t| matches!(t, Tag::VBZ | Tag::VBP | Tag::VBD | Tag::MD)) == Some(Tag::VBZ)
    }

    /// Whether the stretch has no finite verb, will hardly get one, and cannot do without.
    pub(super) fn verb_due(&self, i: usize) -> bool {
        !self.finite
            && !self.maybe(i)
            && (self.needs || self.stop && !self.any_finite && !self.later(i) && self.entry(i + 1).first != Tag::Punct)
    }

    /// The noun that a subject before `i` is about, past the prepositions that hang on it: the tag of "support"
    /// in "support for older browsers". None where something else stands before, or it opens no clause.
    fn head(&self, i: usize) -> Option<Tag> {
        let mut at = i.checked_sub(self.past_adverbs(i))?;
        let mut hangs = false;
        for _ in 0..6 {
            let noun = self.tags.get(at).copied().filter(|tag| is_in(*tag, NOUN))?;
            while self.tags.get(at).is_some_and(|tag| is_in(*tag, NOUN.and(BEFORE_NOUN).with(Tag::RB))) && at > 0 {
                at -= 1;
            }
            match self.tags.get(at).copied()? {
                tag if at == 0 && is_in(tag, NOUN.and(BEFORE_NOUN)) => return hangs.then_some(noun),
                Tag::IN | Tag::TO if at > 0 && !self.opens_clause(at) => (at, hangs) = (at - 1, true),
                Tag::Punct | Tag::CC | Tag::IN => return hangs.then_some(noun),
                _ => return None,
            }
        }
        None
    }

    /// The place before the noun phrase that ends at `at`; `at` itself where none does, nothing where it opens the text.
    fn before_phrase(&self, mut at: usize) -> Option<usize> {
        // A determiner opens the phrase; what stands before it is no part.
        while self.tags.get(at).is_some_and(|tag| is_in(*tag, NOUN.and(BEFORE_NOUN))) {
            let opens = self.tags.get(at).is_some_and(|tag| is_in(*tag, OPENER));
            at = at.checked_sub(1)?;
            if opens {
                break;
            }
            // "the planned opening": a participle between a determiner and its noun.
            if self.tags.get(at) == Some(&Tag::VBN) && is_in(self.prev(at, 1), OPENER) {
                at = at.checked_sub(1)?;
            }
        }
        Some(at)
    }

    /// Whether the noun before `i` stands behind a preposition that hangs on a verb or on what a verb has: it is no subject.
    fn governed(&self, i: usize) -> bool {
        let Some(mut at) = i.checked_sub(self.past_adverbs(i)) else { return false };
        let mut hangs = false;
        for _ in 0..6 {
            let end = at;
            let Some(before) = self.before_phrase(at) else { return false };
            at = before;
            if at == end {
                return false;
            }
            match self.tags.get(at).copied() {
                // "On Monday officials said": a phrase that opens the stretch leaves its noun free.
                Some(Tag::IN | Tag::TO) if at > 0 && !self.opens_clause(at) && self.prev(at, 1) != Tag::Punct => {
                    (at, hangs) = (at - 1, true);
                }
                Some(Tag::VB | Tag::VBG | Tag::VBN | Tag::VBD | Tag::VBZ | Tag::VBP) => {
                    return hangs && !self.is(at, WordSet::Be);
                }
                _ => return false,
            }
            // "said in a statement": the preposition hangs on the verb itself.
            if self.tags.get(at).is_some_and(|tag| is_in(*tag, VERB)) {
                return !self.is(at, WordSet::Be);
            }
        }
        false
    }

    /// Whether the noun before `i` stands behind a "with" that tells of circumstances: one that opens a stretch, or
    /// follows a verb. "The pub with the garden closed": there it tells which.
    fn accompanies(&self, i: usize) -> bool {
        let Some(at) = i.checked_sub(self.past_adverbs(i)).and_then(|end| self.before_phrase(end)) else { return false };
        matches!(self.word(at), "with" | "without")
            && (self.finite || matches!(self.prev(at, 1), Tag::Punct | Tag::RB | Tag::RP) || is_in(self.prev(at, 1), VERB))
    }

    /// Whether the word at `i`, a plural or a verb, has an object and no other word of the headline can be its verb.
    fn acts_in_headline(&self, i: usize) -> bool {
        let at = i + usize::from(self.is(i + 1, WordSet::Particles));
        let next = self.entry(at + 1);
        let object = !next.closed && (next.all.any(NOUN) || next.all.any(ADJECTIVE));
        let verbs = TagSet::of(&[Tag::VBD, Tag::VBN, Tag::VBZ, Tag::MD]);
        object && (i + 1..self.pieces.len()).all(|k| !is_in(self.entry(k).first, verbs) && self.word(k) != "to")
    }

    /// Whether what is tagged as a preposition at `i` may open a clause.
    fn opens_clause(&self, i: usize) -> bool {
        self.is(i, WordSet::Subordinators) || self.is(i, WordSet::ClauseOpeners) || self.is(i, WordSet::BeforeClause)
    }

    /// Whether a comma after `i` closes what the one before it opened, and a finite verb follows: "the plan, dropped in May, was".
    fn interrupts(&self, i: usize) -> bool {
        let comma = |k: &usize| self.shape(*k) == Some(Shape::Comma);
        let close = (i + 1..i + 14).take_while(|k| *k < self.pieces.len() && (comma(k) || !self.ends_stretch(*k))).find(comma);
        let finite = TagSet::of(&[Tag::VBD, Tag::VBZ, Tag::VBP, Tag::MD]);
        close.is_some_and(|k| {
            let after = self.entry(k + 1);
            after.all.any(finite) && !after.all.any(NOUN.with(Tag::VBG)) && after.first != Tag::CC
        })
    }

    /// Whether a comma before the one that stands before `i` has opened what that one closes.
    fn encloses(&self, i: usize) -> bool {
        let stop = |k: &usize| self.ends_stretch(*k) && self.shape(*k) != Some(Shape::Comma);
        let comma = |k: usize| self.shape(k) == Some(Shape::Comma);
        (0..i.saturating_sub(1)).rev().take(30).take_while(|k| !stop(k)).any(comma)
    }

    /// As `ahead`, unless what follows directly is a subject of its own ("says it will").
    pub(super) fn verb_ahead(&self, i: usize) -> bool {
        self.ahead(i) && !self.object_at(i + 1)
    }
}
