//! Where a finite verb belongs: to the clause that waits for it, or to one of its own.

use super::Splitter;
use crate::prose::clauses::frames::Frame;
use crate::prose::tagger::Shape;
use crate::prose::{ClauseKind, NounPhrase, Tag, Tense, VerbGroup};

impl Splitter<'_, '_> {
    pub(super) fn finite(&mut self, mut group: VerbGroup) {
        if self.gap.conjunction.is_some_and(|cc| self.t.lower(cc) == "nor") {
            group.negated = !group.negated;
        }
        let start = group.tokens.start;
        let before = self.subject_before(start);
        let lemma = self.t.lemma(group.head);
        let mut top = self.top(start);
        // "The plan (it was agreed in May) is on course": an aside in brackets is a clause of its own.
        if self.brackets.last().is_some_and(|depth| *depth > 0 && *depth == self.stack.len()) {
            let lead = before.and_then(|b| self.phrases.get(b)).map_or(start, |p| p.tokens.start);
            top = self.open(ClauseKind::Main, lead, Some(top), None);
        }
        // "let it slip", "help staff work": an infinitive without "to".
        let bare = self.t.tag(group.head) == Tag::VB && group.head == group.tokens.start && self.gap.conjunction.is_none();
        let lets = bare
            && self
                .draft(top)
                .and_then(|d| d.clause.verbs.as_ref())
                .is_some_and(|v| matches!(self.t.lemma(v.head), "let" | "help" | "make" | "have"));
        if lets && self.gap.comma.is_none() {
            group.infinitive = true;
            group.tense = Tense::None;
            let inherited = self.draft(top).and_then(|d| d.clause.subject.clone());
            let id = self.open(ClauseKind::Infinitive, start, Some(top), None);
            self.assign(id, group, before);
            self.inherit(id, inherited);
            if let Some(draft) = self.drafts.get_mut(id) {
                draft.clause.inherited = true;
            }
            return;
        }
        // "…, the minister said" and "…, said the minister".
        let inverted = self.phrases.get(self.next_phrase).is_some_and(|p| p.tokens.start > start && p.tokens.end <= group.head);
        if self.f.has(lemma, Frame::Follows)
            && !inverted
            && (self.gap.comma.is_some() || self.gap.close_quote || before.is_some_and(|b| self.mark_before(b)))
            && self.attribution(&group, before)
        {
            return;
        }
        // An inverted conditional: "Should the date slip, …".
        if inverted
            && matches!(self.t.lower(start), "should" | "were" | "had")
            && !self.asks()
            && !self.has_verb(top)
            && self.draft(top).is_some_and(|d| d.candidate.is_none())
        {
            let id = self.open(ClauseKind::Conditional, start, Some(top), Some(start));
            self.assign(id, group, None);
            return;
        }
        if !self.has_verb(top) {
            let subject = self.draft(top).and_then(|d| d.candidate);
            let subject = match before {
                Some(b) if subject.is_none_or(|s| self.draft(top).is_some_and(|d| d.weak) || s == b) => Some(b),
                _ => subject,
            };
            self.assign(top, group, subject);
            return;
        }
        let start = self.with_adverbs(start);
        let lead = before.and_then(|b| self.phrases.get(b)).map(|p| p.tokens.start);
        let conjunction = self.gap.conjunction.or_else(|| lead.and_then(|l| self.conjunction_before(l)));
        // "which was set in 2013 and has been missed": nothing stands before the verb but "and".
        if let Some(cc) = conjunction.filter(|_| before.is_none() && !self.comma_before(start)) {
            self.coordinate(group, cc, None);
            return;
        }
        // "To ensure the service does not stop, …": the clause belongs to the infinitive.
        let inner = lead.is_some_and(|l| !self.comma_before(l))
            && self.draft(top).is_some_and(|d| {
                matches!(d.clause.kind, ClauseKind::Infinitive | ClauseKind::Participial)
                    && d.clause.verbs.as_ref().is_some_and(|v| {
                        self.f.has(self.t.lemma(v.head), Frame::Reports)
                            && lead.is_some_and(|l| (v.tokens.end..l).all(|k| self.t.tag(k) == Tag::RB))
                    })
            });
        // An outer clause that still waits for its verb takes it.
        if let Some(depth) = self.waiting().filter(|_| !inner) {
            let waiting = self.stack.get(depth).copied();
            let end = match lead {
                Some(l) if before != waiting.and_then(|w| self.draft(w)).and_then(|d| d.candidate) && self.comma_before(l) => l,
                _ => start,
            };
            let own = lead.filter(|l| *l == end).and(before);
            let whole = waiting.and_then(|w| self.clausal_subject(depth, w, end));
            self.close_to(depth + 1, end);
            if let Some(id) = waiting {
                let subject = own.or_else(|| self.draft(id).and_then(|d| d.candidate));
                self.assign(id, group, subject);
                if let Some(draft) = self.drafts.get_mut(id).filter(|d| d.clause.subject.is_none()) {
                    draft.clause.subject = whole;
                }
            }
            return;
        }
        match (conjunction, before) {
            // "was set in 2013 and has been missed": shares its subject.
            (Some(cc), None) => self.coordinate(group, cc, None),
            (Some(cc), Some(b)) => self.coordinate(group, cc, Some(b)),
            (None, Some(b)) => {
                let lead = lead.unwrap_or(start);
                let comma = self.comma_before(lead);
                let verb = self.draft(top).and_then(|d| d.clause.verbs.as_ref()).map_or("", |v| self.t.lemma(v.head));
                if comma {
                    self.close_to(0, lead);
                    let id = self.open(ClauseKind::Main, lead, None, None);
                    self.assign(id, group, Some(b));
                    return;
                }
                // "the homes it promised": the phrase that stands right before the subject.
                let adjacent = b.checked_sub(1).and_then(|o| self.phrases.get(o)).is_some_and(|o| o.tokens.end == lead);
                let kind =
                    if adjacent && !self.f.has(verb, Frame::Reports) { ClauseKind::Relative } else { ClauseKind::Complement };
                let id = self.open(kind, lead, Some(top), None);
                self.assign(id, group, Some(b));
            }
            (None, None) if self.resumed(&group).is_some() => {
                if let Some((depth, phrase)) = self.resumed(&group) {
                    let aside = self.stack.get(depth + 1).copied();
                    let parent = self.stack.get(depth).copied();
                    self.close_to(depth + 1, self.gap.comma.unwrap_or(start));
                    let lead = self.phrases.get(phrase).map_or(start, |p| p.tokens.start);
                    let id = self.open(ClauseKind::Complement, lead, parent, None);
                    if let Some(draft) = aside.and_then(|a| self.drafts.get_mut(a)) {
                        draft.clause.parent = Some(id);
                    }
                    self.assign(id, group, Some(phrase));
                }
            }
            (None, None) => {
                let end = self.gap.comma.unwrap_or(start);
                let subject = self.draft(top).and_then(|d| d.clause.subject.clone());
                let group = self.shared(group, self.draft(top).and_then(|d| d.clause.verbs.as_ref()), false, None);
                let parent = self.draft(top).and_then(|d| d.clause.parent);
                let kind = self.draft(top).map_or(ClauseKind::Main, |d| {
                    if d.clause.kind == ClauseKind::Infinitive && !group.infinitive { ClauseKind::Main } else { d.clause.kind }
                });
                self.close_to(self.stack.len().saturating_sub(1), end);
                let id = self.open(kind, start, parent, None);
                self.assign(id, group, None);
                self.inherit(id, subject);
            }
        }
    }

    /// "He believes the plan, promised in March, had to deliver": after an aside between commas the
    /// object of a reporting verb turns out to be a subject. Where the reporting clause stands
    /// in the stack, and that phrase.
    pub(super) fn resumed(&self, group: &VerbGroup) -> Option<(usize, usize)> {
        if self.gap.comma.map(|c| c + 1) != Some(group.tokens.start) {
            return None;
        }
        let depth = self.stack.len().checked_sub(2)?;
        let aside = self.stack.last().and_then(|id| self.draft(*id))?;
        let outer = self.stack.get(depth).and_then(|id| self.draft(*id))?;
        let verb = outer.clause.verbs.as_ref()?;
        let phrase = outer.last?;
        let after_comma = aside.clause.tokens.start.checked_sub(1).is_some_and(|b| self.t.shape(b) == Some(Shape::Comma));
        let fits = matches!(aside.clause.kind, ClauseKind::Participial | ClauseKind::Relative)
            && self.f.has(self.t.lemma(verb.head), Frame::Reports);
        (after_comma && fits && self.phrases.get(phrase)?.tokens.end < aside.clause.tokens.start).then_some((depth, phrase))
    }

    /// The clause that is itself the subject: "What we promised has not been delivered".
    pub(super) fn clausal_subject(&self, depth: usize, waiting: usize, end: usize) -> Option<NounPhrase> {
        let child = self.stack.get(depth + 1).and_then(|id| self.draft(*id))?;
        let first = self.draft(waiting)?.clause.tokens.start == child.clause.tokens.start;
        let marker = child.clause.marker?;
        let kind = matches!(child.clause.kind, ClauseKind::Complement);
        (first && kind && child.clause.tokens.start < end)
            .then_some(NounPhrase { tokens: child.clause.tokens.start..end, head: marker })
    }

    pub(super) fn inherit(&mut self, id: usize, subject: Option<NounPhrase>) {
        if let Some(draft) = self.drafts.get_mut(id)
            && draft.clause.subject.is_none()
        {
            draft.clause.inherited = subject.is_some();
            draft.clause.subject = subject;
        }
    }

    pub(super) fn coordinate(&mut self, group: VerbGroup, cc: usize, subject: Option<usize>) {
        let comma = self.comma_before(cc);
        // The clause that it is coordinated with: the innermost finite one, or, after a comma or
        // with a subject of its own, the outermost.
        let like = |s: &Self, id: usize| {
            s.draft(id).is_some_and(|d| {
                d.clause.verbs.as_ref().is_some_and(|v| {
                    (group.tense == Tense::Present && group.modality.is_none() && v.infinitive && s.t.tag(group.head) == Tag::VB)
                        || !v.infinitive && !v.participle
                })
            })
        };
        let depth = if comma && subject.is_some() {
            self.stack.iter().position(|id| like(self, *id))
        } else if subject.is_some() || comma {
            self.stack
                .iter()
                .rposition(|id| like(self, *id) && self.draft(*id).is_some_and(|d| d.clause.kind != ClauseKind::Relative))
                .or_else(|| self.stack.iter().rposition(|id| like(self, *id)))
        } else {
            self.stack.iter().rposition(|id| like(self, *id))
        }
        .unwrap_or(0);
        let Some(model) = self.stack.get(depth).and_then(|id| self.draft(*id)) else { return };
        let (kind, parent, inherited) = (model.clause.kind, model.clause.parent, model.clause.subject.clone());
        let group = self.shared(group, model.clause.verbs.as_ref(), subject.is_some(), Some(cc));
        self.close_to(depth, if comma { cc.saturating_sub(1) } else { cc });
        let id = self.open(kind, cc, parent, Some(cc));
        self.assign(id, group, subject);
        self.inherit(id, inherited);
    }

    /// "will ship in May and publish in June", "has been delayed and scrapped": the second verb
    /// shares the auxiliaries of the first.
    pub(super) fn shared(
        &self,
        mut group: VerbGroup,
        model: Option<&VerbGroup>,
        own_subject: bool,
        cc: Option<usize>,
    ) -> VerbGroup {
        let Some(model) = model.filter(|_| !own_subject) else { return group };
        let tag = self.t.tag(group.head);
        let base = self.t.tag(group.tokens.start) == Tag::VB && (model.modality.is_some() || model.infinitive);
        let participle = tag == Tag::VBN && group.participle && (model.passive || model.perfect) && !model.participle;
        if base || participle {
            group.tense = model.tense;
            group.modality = model.modality;
            group.infinitive = model.infinitive;
            group.no_longer |= model.no_longer;
            if cc.is_some_and(|cc| matches!(self.t.lower(cc), "or" | "nor")) || self.t.tag(model.head) == Tag::MD {
                group.negated = model.negated;
            }
        }
        if participle {
            group.perfect = model.perfect;
            group.passive = model.passive;
            group.progressive = model.progressive;
            group.participle = false;
        }
        group
    }

    /// Where the adverbs right before `i` begin: they belong to the verb that follows.
    pub(super) fn with_adverbs(&self, i: usize) -> usize {
        let mut k = i;
        while k > 0 && k + 6 > i && matches!(self.t.tag(k - 1), Tag::RB | Tag::RBR) {
            k -= 1;
        }
        k
    }

    /// The innermost open clause that has a subject and waits for its verb.
    pub(super) fn waiting(&self) -> Option<usize> {
        let floor = self.brackets.last().copied().unwrap_or(0);
        self.stack
            .iter()
            .rposition(|id| self.draft(*id).is_some_and(|d| d.clause.verbs.is_none() && d.clause.kind != ClauseKind::Verbless))
            .filter(|depth| *depth >= floor)
    }
}
