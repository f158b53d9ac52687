//! Verb groups: auxiliaries, adverbs between them, and the main verb, taken together.

use crate::prose::tagger::{Shape, Tagged, WordSet};
use crate::prose::{Modality, Tag, Tense, VerbGroup};

/// How far a group looks over adverbs for its next verb.
const REACH: usize = 8;

/// All verb groups of a sentence, left to right, not overlapping.
pub(super) fn find(tagged: &Tagged<'_>) -> Vec<VerbGroup> {
    let mut groups: Vec<VerbGroup> = Vec::new();
    let mut i = 0;
    while i < tagged.tokens.len() {
        match group_at(tagged, i) {
            Some(mut group) => {
                i = group.tokens.end.max(i + 1);
                if let Some(before) = groups.last() {
                    group.tokens.start = group.tokens.start.max(before.tokens.end);
                }
                groups.push(group);
            }
            None => i += 1,
        }
    }
    groups
}

fn is_noun(tag: Tag) -> bool {
    matches!(tag, Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS)
}

fn is_adverb(tag: Tag) -> bool {
    matches!(tag, Tag::RB | Tag::RBR | Tag::RBS)
}

/// What may follow an auxiliary.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    /// A base form.
    Base,
    /// A past participle.
    Participle,
    /// A past participle or an -ing form.
    AfterBe,
    /// "to" and a base form.
    To,
}

struct Builder<'a, 't> {
    tagged: &'a Tagged<'t>,
    group: VerbGroup,
    negations: usize,
}

/// The verb group that begins at `i`, if one does.
fn group_at(tagged: &Tagged<'_>, i: usize) -> Option<VerbGroup> {
    let tag = tagged.tag(i);
    let group = VerbGroup {
        tokens: i..i + 1,
        head: i,
        tense: Tense::None,
        perfect: false,
        progressive: false,
        passive: false,
        modality: None,
        negated: false,
        no_longer: false,
        hardly: false,
        infinitive: false,
        participle: false,
    };
    let mut builder = Builder { tagged, group, negations: 0 };
    match tag {
        Tag::TO => {
            let verb = builder.seek(i + 1, Want::Base)?;
            builder.group.infinitive = true;
            builder.take(verb);
            // "not to launch", "never to return".
            if let Some(before) = i.checked_sub(1).filter(|b| matches!(tagged.lower(*b), "not" | "never")) {
                builder.group.tokens.start = before;
                builder.negations += 1;
            }
        }
        Tag::MD => {
            builder.group.tense = Tense::Present;
            builder.modal(i);
        }
        Tag::VBD | Tag::VBZ | Tag::VBP => {
            builder.group.tense = if tag == Tag::VBD { Tense::Past } else { Tense::Present };
            builder.take(i);
        }
        Tag::VB => {
            // An imperative, or a base form whose auxiliary stands elsewhere.
            builder.group.tense = Tense::Present;
            builder.take(i);
        }
        Tag::VBG | Tag::VBN => {
            if modifies(tagged, i) || tagged.is(i, WordSet::ParticiplePrepositions) {
                return None;
            }
            builder.group.participle = true;
            builder.group.passive = tag == Tag::VBN;
            if let Some(before) = i.checked_sub(1).filter(|b| matches!(tagged.lower(*b), "not" | "never")) {
                builder.group.tokens.start = before;
                builder.negations += 1;
            }
            builder.take(i);
        }
        _ => return None,
    }
    if matches!(tag, Tag::MD | Tag::VBD | Tag::VBZ | Tag::VBP) {
        builder.leading(i);
    }
    builder.group.negated = builder.negations % 2 == 1;
    Some(builder.group)
}

/// Whether a participle modifies the noun after it ("the planned launch", "rising costs").
fn modifies(tagged: &Tagged<'_>, i: usize) -> bool {
    let next = tagged.tag(i + 1);
    let before = i.checked_sub(1).map_or(Tag::Punct, |b| tagged.tag(b));
    let opened = matches!(before, Tag::DT | Tag::PRPS | Tag::JJ | Tag::JJR | Tag::JJS | Tag::POS | Tag::WPS | Tag::CD);
    let nominal_next = is_noun(next) || matches!(next, Tag::JJ | Tag::VBN | Tag::VBG) && is_noun(tagged.tag(i + 2));
    let alone =
        i > 0 && matches!(tagged.lower(i - 1), "this" | "that" | "these" | "those" | "all" | "some" | "both") && !nominal_next;
    if opened && !alone && (nominal_next || before == Tag::DT || before == Tag::PRPS || before == Tag::POS) {
        return before != Tag::CD || is_noun(next);
    }
    // "better defined goals": an adverb inside the phrase.
    if is_adverb(before) && nominal_next && i >= 2 && matches!(tagged.tag(i - 2), Tag::DT | Tag::PRPS) {
        return true;
    }
    match tagged.tag(i) {
        Tag::VBN => {
            is_noun(next)
                && !is_noun(before)
                && !matches!(next, Tag::NNP | Tag::NNPS)
                && !tagged.is(i + 1, WordSet::DaysByName)
                && before != Tag::PRP
        }
        _ => false,
    }
}

impl Builder<'_, '_> {
    /// Skips what may stand between the verbs of a group, from `from`, and returns the place of
    /// the next verb of the wanted kind. Counts the negations passed over only when it is there.
    fn seek(&mut self, from: usize, want: Want) -> Option<usize> {
        let t = self.tagged;
        let (mut j, mut negations, mut no_longer, mut hardly) = (from, 0, false, false);
        while j < from + REACH {
            let word = t.lower(j);
            if self.wanted(j, want) {
                self.negations += negations;
                self.group.no_longer |= no_longer;
                self.group.hardly |= hardly;
                return Some(j);
            }
            let step = match word {
                _ if t.is(j, WordSet::Negations) => {
                    negations += 1;
                    1
                }
                "no" if t.lower(j + 1) == "longer" => {
                    no_longer = true;
                    2
                }
                _ if t.is(j, WordSet::NearNegations) => {
                    hardly = true;
                    1
                }
                "so" if t.lower(j + 1) == "far" => 2,
                "as" if matches!(t.lower(j + 1), "yet") => 2,
                "at" if matches!(t.lower(j + 1), "last" | "least" | "best") => 2,
                "to" if t.lower(j + 1) == "date" => 2,
                "in" if matches!(t.lower(j + 1), "fact" | "effect" | "turn" | "practice" | "part") => 2,
                "all" | "both" | "each" => 1,
                _ if t.is(j, WordSet::DaysByName) => 1,
                "this" | "next" | "last" | "that" if t.is(j + 1, WordSet::SpansOfTime) => 2,
                "," if is_adverb(t.tag(j + 1)) && t.lower(j + 2) == "," => 3,
                _ if is_adverb(t.tag(j)) => 1,
                _ => return None,
            };
            j += step;
        }
        None
    }

    /// Negations before a finite verb: "never opened", "no longer meets", "hardly ever works".
    fn leading(&mut self, i: usize) {
        let t = self.tagged;
        let mut j = i;
        while let Some(k) = j.checked_sub(1).filter(|k| is_adverb(t.tag(*k)) && k + 5 > i) {
            j = k;
            match t.lower(k) {
                "never" | "not" => self.negations += 1,
                _ if t.is(k, WordSet::NearNegations) => self.group.hardly = true,
                "longer" if k > 0 && t.lower(k - 1) == "no" => {
                    self.group.no_longer = true;
                    self.group.tokens.start = k - 1;
                    return;
                }
                _ => continue,
            }
            self.group.tokens.start = k;
        }
    }

    fn wanted(&self, j: usize, want: Want) -> bool {
        let t = self.tagged;
        match want {
            Want::Base => matches!(t.tag(j), Tag::VB) || t.tag(j) == Tag::VBP && t.could(j, Tag::VB),
            Want::Participle => t.tag(j) == Tag::VBN || t.tag(j) == Tag::VBD && t.could(j, Tag::VBN),
            Want::AfterBe => t.tag(j) == Tag::VBG || t.tag(j) == Tag::VBN || t.tag(j) == Tag::VBD && t.could(j, Tag::VBN),
            Want::To => t.tag(j) == Tag::TO,
        }
    }

    fn modal(&mut self, i: usize) {
        match self.tagged.lemma(i) {
            "will" | "shall" => {
                self.group.tense = Tense::Future;
                self.group.modality = Some(Modality::Will);
            }
            "would" => self.group.modality = Some(Modality::Would),
            "should" | "ought" => self.group.modality = Some(Modality::Should),
            "must" | "need" => self.group.modality = Some(Modality::Must),
            "can" => self.group.modality = Some(Modality::Can),
            _ => self.group.modality = Some(Modality::May),
        }
        self.extend(i);
        if self.tagged.lemma(i) == "ought"
            && let Some(to) = self.seek(i + 1, Want::To)
            && let Some(verb) = self.seek(to + 1, Want::Base)
        {
            self.take(verb);
            return;
        }
        if let Some(verb) = self.seek(i + 1, Want::Base) {
            self.take(verb);
        } else if let Some(verb) = self.inverted(i, Want::Base) {
            self.take(verb);
        } else {
            self.trailing(i);
        }
    }

    fn extend(&mut self, i: usize) {
        self.group.head = i;
        self.group.tokens.end = self.group.tokens.end.max(i + 1);
    }

    /// Takes the verb at `i` as the head so far, and goes on where it is an auxiliary.
    fn take(&mut self, i: usize) {
        self.extend(i);
        let t = self.tagged;
        match t.lemma(i) {
            "be" => self.be(i),
            "have" => {
                if let Some(verb) = self.seek(i + 1, Want::Participle) {
                    self.group.perfect = true;
                    self.take(verb);
                } else if let Some(verb) = self.yet_to(i) {
                    self.group.perfect = true;
                    self.negations += 1;
                    self.take(verb);
                } else if let Some(to) = self.seek(i + 1, Want::To)
                    && let Some(verb) = self.seek(to + 1, Want::Base)
                {
                    self.group.modality = self.group.modality.or(Some(Modality::Must));
                    self.take(verb);
                } else if let Some(verb) = self.inverted(i, Want::Participle) {
                    self.group.perfect = true;
                    self.take(verb);
                } else {
                    self.trailing(i);
                }
            }
            "do" => {
                if let Some(verb) = self.seek(i + 1, Want::Base).or_else(|| self.inverted(i, Want::Base)) {
                    self.take(verb);
                } else {
                    self.trailing(i);
                }
            }
            "need" if !self.group.participle => self.quasi(i, Some(Modality::Must)),
            "use" if t.lower(i) == "used" && t.tag(i) == Tag::VBD => self.quasi(i, None),
            "get" => {
                if let Some(verb) = Some(i + 1).filter(|j| t.tag(*j) == Tag::VBN) {
                    self.group.passive = true;
                    self.take(verb);
                }
            }
            _ => self.trailing(i),
        }
    }

    /// The verb of "has yet to open", "is still to open": not opened so far.
    fn yet_to(&mut self, i: usize) -> Option<usize> {
        let t = self.tagged;
        let to = (i + 1..i + 4).find(|j| t.tag(*j) == Tag::TO)?;
        let yet = (i + 1..to).any(|j| matches!(t.lower(j), "yet" | "still"));
        let adverbs = (i + 1..to).all(|j| is_adverb(t.tag(j)));
        if yet && adverbs { self.seek(to + 1, Want::Base) } else { None }
    }

    /// "need to", "used to".
    fn quasi(&mut self, i: usize, modality: Option<Modality>) {
        if self.tagged.tag(i + 1) == Tag::TO
            && let Some(verb) = self.seek(i + 2, Want::Base)
        {
            self.group.modality = self.group.modality.or(modality);
            self.take(verb);
        }
    }

    fn be(&mut self, i: usize) {
        let t = self.tagged;
        if let Some(verb) =
            self.seek(i + 1, Want::AfterBe).filter(|v| !modifies(t, *v) || t.tag(*v) == Tag::VBG && t.tag(*v - 1) != Tag::DT)
        {
            if t.tag(verb) == Tag::VBG {
                self.group.progressive = true;
                if t.lower(verb) == "going"
                    && t.tag(verb + 1) == Tag::TO
                    && let Some(base) = self.seek(verb + 2, Want::Base)
                {
                    self.group.progressive = false;
                    if self.group.tense == Tense::Present && self.group.modality.is_none() {
                        self.group.tense = Tense::Future;
                    }
                    self.take(base);
                    return;
                }
            } else {
                self.group.passive = true;
                if matches!(t.lower(verb), "required" | "obliged")
                    && t.tag(verb + 1) == Tag::TO
                    && let Some(base) = self.seek(verb + 2, Want::Base)
                {
                    self.group.passive = false;
                    self.group.modality = self.group.modality.or(Some(Modality::Must));
                    self.take(base);
                    return;
                }
            }
            self.take(verb);
        } else if let Some(verb) = self.yet_to(i) {
            self.group.perfect = true;
            self.negations += 1;
            self.take(verb);
        } else if let Some(to) = self.seek(i + 1, Want::To)
            // "We are here to open it": where we are.
            && !t.is(to - 1, WordSet::Whereabouts)
            && let Some(verb) = self.seek(to + 1, Want::Base)
        {
            self.group.modality = self.group.modality.or(Some(Modality::BeTo));
            self.take(verb);
        } else if let Some(verb) = self.inverted(i, Want::AfterBe) {
            if t.tag(verb) == Tag::VBG {
                self.group.progressive = true;
            } else {
                self.group.passive = true;
            }
            self.take(verb);
        } else {
            self.trailing(i);
        }
    }

    /// Negations after a verb that stands alone: "is not", "is no longer", "has not", "needs not".
    fn trailing(&mut self, i: usize) {
        let t = self.tagged;
        let mut j = i + 1;
        while j < i + REACH {
            match t.lower(j) {
                _ if t.is(j, WordSet::Negations) => self.negations += 1,
                "no" if t.lower(j + 1) == "longer" => {
                    self.group.no_longer = true;
                    j += 1;
                }
                _ if t.is(j, WordSet::NearNegations) => self.group.hardly = true,
                _ if is_adverb(t.tag(j)) && t.lemma(i) == "be" => {}
                _ => break,
            }
            self.group.tokens.end = j + 1;
            j += 1;
        }
    }

    /// The verb after the subject of a question or an inverted conditional: "Will the service open".
    fn inverted(&mut self, i: usize, want: Want) -> Option<usize> {
        let t = self.tagged;
        let opens = match i.checked_sub(1) {
            None => true,
            Some(b) => {
                matches!(t.tag(b), Tag::WRB | Tag::WP | Tag::WDT | Tag::CC)
                    || matches!(t.shape(b), Some(s) if s.is_mark() && s != Shape::CloseBracket)
                    || matches!(t.lower(b), "nor" | "neither" | "only")
                    || is_noun(t.tag(b)) && b > 0 && matches!(t.tag(b - 1), Tag::WDT | Tag::WP)
            }
        };
        let fronted = i < 24 && t.is(0, WordSet::Fronted);
        if !opens && !fronted {
            return None;
        }
        let mut j = i + 1;
        let mut nominal = false;
        while j < i + 12 {
            match t.tag(j) {
                Tag::DT | Tag::PRP | Tag::PRPS | Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS | Tag::POS | Tag::CD | Tag::EX => {
                    nominal = true
                }
                Tag::JJ | Tag::JJR | Tag::JJS | Tag::CC => {}
                Tag::RB if t.is(j, WordSet::Negations) && nominal && self.wanted(j + 1, want) => {
                    self.negations += 1;
                }
                Tag::RB => {}
                Tag::IN if nominal && t.lower(j) == "of" => {}
                _ if nominal && self.wanted(j, want) => return Some(j),
                _ => return None,
            }
            j += 1;
        }
        None
    }
}
