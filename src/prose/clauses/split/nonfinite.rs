//! Clauses of infinitives and participles, and the headlines that have nothing else.

use super::Splitter;
use crate::prose::clauses::frames::Frame;
use crate::prose::tagger::Shape;
use crate::prose::{ClauseKind, Modality, Tense, VerbGroup};

impl Splitter<'_, '_> {
    pub(super) fn infinitive(&mut self, group: VerbGroup) {
        let start = group.tokens.start;
        let mut parent = self.top(start);
        if let Some(cc) = self.gap.conjunction
            && let Some((kind, above)) = self.draft(parent).map(|d| (d.clause.kind, d.clause.parent))
            && kind == ClauseKind::Infinitive
        {
            self.close_to(self.stack.len().saturating_sub(1), cc);
            parent = above.unwrap_or(parent);
        }
        if self.headline(parent, &group) {
            let candidate = self.draft(parent).and_then(|d| d.candidate);
            let mut group = group;
            group.tense = Tense::Future;
            group.modality = Some(Modality::BeTo);
            self.assign(parent, group, candidate);
            return;
        }
        let (subject, own) = self.infinitive_subject(parent, start);
        let begin = match (own, subject) {
            (true, Some(s)) => self.phrases.get(s).map_or(start, |p| p.tokens.start.saturating_sub(1)),
            _ => start,
        };
        let inherited = self
            .draft(parent)
            .and_then(|d| d.clause.subject.clone().or_else(|| d.candidate.and_then(|c| self.phrases.get(c)).cloned()));
        let id = self.open(ClauseKind::Infinitive, begin, Some(parent), Some(start));
        self.assign(id, group, subject);
        if let Some(draft) = self.drafts.get_mut(id) {
            if subject.is_none() {
                draft.clause.subject = inherited;
            }
            draft.clause.inherited = !own;
        }
    }

    /// A headline's future: "Ministers to scrap target". Nouns that take an infinitive are none.
    pub(super) fn headline(&self, parent: usize, group: &VerbGroup) -> bool {
        let Some(draft) = self.draft(parent) else { return false };
        let Some(candidate) = draft.candidate.and_then(|c| self.phrases.get(c)) else { return false };
        draft.clause.kind == ClauseKind::Main
            && draft.clause.parent.is_none()
            && draft.clause.verbs.is_none()
            && candidate.tokens.end == group.tokens.start
            && candidate.tokens.start == draft.clause.tokens.start
            && self
                .groups
                .iter()
                .skip(self.next_group)
                .take(8)
                .find(|g| g.tokens.start >= group.tokens.end && !g.infinitive && !g.participle)
                .is_none_or(|g| {
                    self.f.has(self.t.lemma(g.head), Frame::Follows)
                        && g.tokens.start > 0
                        && self.t.shape(g.tokens.start - 1) == Some(Shape::Comma)
                })
            && self.groups.iter().take(self.next_group).all(|g| g.tokens.start < draft.clause.tokens.start)
            && !self.t.shapes.iter().rev().take(2).any(|s| matches!(s, Shape::Period | Shape::Colon))
            && !self.f.has(self.t.lemma(candidate.head), Frame::Infinitive)
    }

    /// The subject of an infinitive that stands right before it: "for NP to …" (its own), or the
    /// object of a verb such as "ask" (inherited).
    pub(super) fn infinitive_subject(&self, parent: usize, start: usize) -> (Option<usize>, bool) {
        let Some(index) = self.phrases.partition_point(|p| p.tokens.end <= start).checked_sub(1) else { return (None, false) };
        let Some(phrase) = self.phrases.get(index).filter(|p| p.tokens.end == start) else { return (None, false) };
        if phrase.tokens.start.checked_sub(1).is_some_and(|b| matches!(self.t.lower(b), "for" | "with")) {
            return (Some(index), true);
        }
        let control = self.draft(parent).and_then(|d| d.clause.verbs.as_ref()).is_some_and(|v| {
            !v.passive && self.f.has(self.t.lemma(v.head), Frame::ObjectControl) && v.tokens.end == phrase.tokens.start
        });
        (control.then_some(index), false)
    }

    pub(super) fn participle(&mut self, group: VerbGroup) {
        let start = group.tokens.start;
        let mut parent = self.top(start);
        // "left without a deal, missing the deadline": what follows the comma hangs on what was done, not on "without".
        if let Some(comma) = self.gap.comma.filter(|_| !group.passive)
            && let Some(above) = self
                .draft(parent)
                .filter(|d| d.clause.kind == ClauseKind::Participial && d.clause.marker.is_some())
                .and_then(|d| d.clause.parent)
        {
            self.close_to(self.stack.len().saturating_sub(1), comma);
            parent = above;
        }
        let verbless = !self.has_verb(parent);
        // "if passed", "when completed", "unless otherwise agreed".
        if verbless
            && self.draft(parent).is_some_and(|d| {
                matches!(d.clause.kind, ClauseKind::Conditional | ClauseKind::Adverbial)
                    && d.candidate.is_none()
                    && d.clause.marker.is_some_and(|m| start <= m + 2)
            })
        {
            self.assign(parent, group, None);
            return;
        }
        let model = self.draft(parent).and_then(|d| d.clause.verbs.as_ref());
        if let Some(cc) =
            self.gap.conjunction.filter(|_| group.passive && model.is_some_and(|m| (m.passive || m.perfect) && !m.participle))
        {
            self.coordinate(group, cc, None);
            return;
        }
        // A headline or bullet: "Go-live pushed back to May".
        let root = self.draft(parent).is_some_and(|d| d.clause.kind == ClauseKind::Main);
        if verbless && root && group.passive && self.gap.preposition.is_none() && !self.finite_later(group.tokens.end) {
            let candidate = self.draft(parent).and_then(|d| d.candidate);
            self.assign(parent, group, candidate);
            return;
        }
        let before = self
            .phrases
            .partition_point(|p| p.tokens.end <= start)
            .checked_sub(1)
            .filter(|p| self.phrases.get(*p).is_some_and(|p| p.tokens.end == start));
        let with = before
            .and_then(|b| self.phrases.get(b))
            .and_then(|p| p.tokens.start.checked_sub(1))
            .filter(|b| matches!(self.t.lower(*b), "with" | "without"));
        let begin = with.or(self.gap.preposition).or(self.gap.conjunction).unwrap_or(start).min(start);
        // "the plan, promised in March": what stands before the comma.
        let apposed =
            self.gap.comma.filter(|c| group.passive && !group.perfect && c + 1 >= start.saturating_sub(2)).and_then(|c| {
                self.phrases
                    .partition_point(|p| p.tokens.end <= c)
                    .checked_sub(1)
                    .filter(|p| self.phrases.get(*p).is_some_and(|p| p.tokens.end == c))
            });
        let inherited = match before.or(apposed.filter(|_| self.has_verb(parent))) {
            Some(b) => self.phrases.get(b).cloned(),
            None => self
                .draft(parent)
                .and_then(|d| d.clause.subject.clone().or_else(|| d.candidate.and_then(|c| self.phrases.get(c)).cloned())),
        };
        let id = self.open(ClauseKind::Participial, begin, Some(parent), self.gap.preposition.or(with));
        self.assign(id, group, None);
        if let Some(draft) = self.drafts.get_mut(id) {
            draft.clause.subject = inherited;
            draft.clause.inherited = with.is_none();
        }
    }

    pub(super) fn finite_later(&self, i: usize) -> bool {
        self.groups.iter().skip(self.next_group).take(8).any(|g| g.tokens.start >= i && !g.infinitive && !g.participle)
    }
}
