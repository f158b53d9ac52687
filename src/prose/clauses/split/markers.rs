//! Words that open clauses: relatives, subordinators, "that".

use super::{Gap, Splitter};
use crate::prose::clauses::frames::Frame;
use crate::prose::tagger::Shape;
use crate::prose::{ClauseKind, Tag, VerbGroup};

impl Splitter<'_, '_> {
    /// The next finite group that begins at or after `i`, if it comes before the stretch ends.
    pub(super) fn finite_soon(&self, i: usize) -> Option<&VerbGroup> {
        let group =
            self.groups.iter().skip(self.next_group).take(3).find(|g| g.tokens.start >= i && !g.infinitive && !g.participle)?;
        let reach = group.tokens.start.min(i + 24);
        if group.tokens.start > reach {
            return None;
        }
        let broken = (i..group.tokens.start).any(|k| {
            matches!(self.t.shape(k), Some(Shape::Comma | Shape::Semicolon | Shape::Period | Shape::Colon | Shape::Dash))
        });
        (!broken).then_some(group)
    }

    /// Words and marks that open clauses. Returns where to go on.
    pub(super) fn marker(&mut self, i: usize) -> Option<usize> {
        let word = self.t.lower(i);
        let tag = self.t.tag(i);
        if word == "the" && self.the_time(i) {
            let start = self.gap.preposition.filter(|p| p + 1 == i).unwrap_or(i);
            self.subordinate(ClauseKind::Adverbial, start, i);
            return Some(i + 2);
        }
        let kind = match (tag, word) {
            (Tag::WDT | Tag::WPS, _) => ClauseKind::Relative,
            (Tag::WP, _) | (Tag::WRB, "where" | "when" | "how" | "why") => {
                let noun_before = i
                    .checked_sub(1)
                    .is_some_and(|b| matches!(self.t.tag(b), Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS | Tag::CD))
                    || self.gap.comma.is_some() && word == "who";
                let after_verb =
                    i > 0 && matches!(self.t.tag(i - 1), Tag::VB | Tag::VBD | Tag::VBN | Tag::VBG | Tag::VBP | Tag::VBZ);
                let asked = after_verb && (self.f.has(self.t.lemma(i - 1), Frame::Reports) || self.t.lemma(i - 1) == "ask");
                let moment = i > 0
                    && (self.f.has(self.t.lemma(i - 1), Frame::Time)
                        || self.f.has(self.t.lemma(i - 1), Frame::Moment)
                        || self.t.tag(i - 1) == Tag::CD && self.t.lower(i - 1).len() == 4);
                match (noun_before, word) {
                    (_, "when" | "where") if asked => ClauseKind::Complement,
                    (true, "when") if !moment => ClauseKind::Adverbial,
                    (true, "what" | "how" | "why") => ClauseKind::Complement,
                    (true, "when") if self.gap.comma.is_some() => ClauseKind::Adverbial,
                    (true, _) => ClauseKind::Relative,
                    (false, "when") => ClauseKind::Adverbial,
                    _ if self.stack.is_empty() && (self.asks() || word != "what") => return None,
                    _ => ClauseKind::Complement,
                }
            }
            (Tag::IN | Tag::DT, "that") if i > 0 && matches!(self.t.lower(i - 1), "so" | "now" | "given" | "such") => {
                ClauseKind::Adverbial
            }
            (Tag::IN, "that") => {
                let noun = i.checked_sub(1).is_some_and(|b| matches!(self.t.tag(b), Tag::NN | Tag::NNS));
                let subject_first = self.t.tag(i + 1) != Tag::MD;
                let content_noun = i.checked_sub(1).is_some_and(|b| self.f.has(self.t.lemma(b), Frame::Content));
                let told = self
                    .stack
                    .last()
                    .and_then(|id| self.draft(*id))
                    .and_then(|d| d.clause.verbs.as_ref())
                    .is_some_and(|v| self.f.has(self.t.lemma(v.head), Frame::Reports));
                if noun && subject_first && !content_noun && !told { ClauseKind::Relative } else { ClauseKind::Complement }
            }
            (Tag::IN, "if" | "unless") => ClauseKind::Conditional,
            (Tag::NN, "case") if i > 0 && self.t.lower(i - 1) == "in" && self.begins_phrase(i + 1) => ClauseKind::Conditional,

            (Tag::IN, "as") if i > 1 && self.t.lower(i - 1) == "long" && matches!(self.t.lower(i - 2), "as" | "so") => {
                ClauseKind::Conditional
            }
            (Tag::IN, "whether") => ClauseKind::Complement,
            (Tag::IN, "because" | "although" | "though" | "whereas" | "while" | "whilst" | "lest") => ClauseKind::Adverbial,
            (Tag::IN | Tag::RB, "once") if self.t.tag(i + 1) == Tag::VBN => ClauseKind::Adverbial,
            (Tag::WRB, "whenever" | "wherever") => ClauseKind::Adverbial,
            (Tag::IN | Tag::RB, "after" | "before" | "since" | "until" | "till" | "as" | "once" | "than") => {
                if word == "than" && self.t.tag(i + 1) == Tag::CD
                    || word == "as" && i > 0 && self.t.lower(i - 1) == "such"
                    || !self.begins_phrase(i + 1)
                    || !self.clause_follows(i + 1)
                {
                    return None;
                }
                ClauseKind::Adverbial
            }
            (Tag::VBN | Tag::VBG, "provided" | "providing" | "assuming")
                if matches!(self.t.tag(i + 1), Tag::DT | Tag::PRP) || self.t.lower(i + 1) == "that" =>
            {
                ClauseKind::Conditional
            }
            _ => return None,
        };
        // "in which", "by whom": the preposition comes along.
        let start = match self.gap.preposition {
            Some(p) if p + 1 == i && kind == ClauseKind::Relative => p,
            _ => i,
        };
        self.subordinate(kind, start, i);
        Some(i + 1)
    }

    /// "by the time the school opens", "the moment it is ready".
    pub(super) fn the_time(&self, i: usize) -> bool {
        let moment = match self.t.lower(i + 1) {
            "moment" => true,
            "time" => i > 0 && self.t.lower(i - 1) == "by",
            _ => false,
        };
        moment && self.begins_phrase(i + 2) && self.clause_follows(i + 2)
    }

    pub(super) fn begins_phrase(&self, i: usize) -> bool {
        matches!(
            self.t.tag(i),
            Tag::DT | Tag::PRP | Tag::PRPS | Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS | Tag::EX | Tag::JJ | Tag::CD
        )
    }

    pub(super) fn clause_follows(&self, i: usize) -> bool {
        let Some(group) = self.finite_soon(i) else { return false };
        if self
            .phrases
            .iter()
            .skip(self.next_phrase)
            .take(6)
            .any(|p| p.tokens.start > group.tokens.start && p.tokens.end <= group.head)
        {
            return false;
        }
        // Nothing but one noun phrase (with phrases that modify it or name a day: "the judge on Monday") and adverbs may stand before the verb.
        let mut aside = i;
        (i..group.tokens.start).all(|k| {
            // "until the depot (phase two) is open"
            if let Some(close) = self.bracket_opened_at(k) {
                aside = close + 1;
            }
            if k < aside {
                return true;
            }
            !matches!(self.t.tag(k), Tag::WDT | Tag::WP | Tag::WRB | Tag::Punct | Tag::TO)
                // "After two years at sea he…": the pronoun begins the main clause.
                && (self.t.tag(k) != Tag::PRP || k == i)
                && (self.t.tag(k) != Tag::IN || matches!(self.t.lower(k), "of" | "in" | "on" | "at" | "for"))
        })
    }

    pub(super) fn subordinate(&mut self, kind: ClauseKind, start: usize, marker: usize) {
        let parent = self.top(start);
        // A coordinated subordinate clause ("which … and which …") hangs where the first one does.
        let alike = self.stack.iter().rposition(|id| {
            self.draft(*id).is_some_and(|d| d.clause.kind == kind && d.clause.parent.is_some() && d.clause.verbs.is_some())
        });
        let parent = match (self.gap.conjunction, alike) {
            (Some(cc), Some(depth)) => {
                let above = self.stack.get(depth).and_then(|id| self.draft(*id)).and_then(|d| d.clause.parent);
                self.close_to(depth, cc);
                above.unwrap_or(parent)
            }
            _ => parent,
        };
        let antecedent = self.draft(parent).and_then(|d| d.last.or(d.candidate));
        let id = self.open(kind, start, Some(parent), Some(marker));
        if kind == ClauseKind::Relative
            && let Some(phrase) = antecedent.and_then(|p| self.phrases.get(p))
            && let Some(draft) = self.drafts.get_mut(id)
        {
            draft.clause.subject = Some(phrase.clone());
            draft.clause.inherited = true;
        }
        self.gap = Gap::default();
    }
}
