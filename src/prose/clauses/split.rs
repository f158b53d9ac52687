//! Clauses: one for every verb group, opened by its marker, nested by a stack.
//!
//! One pass from left to right over phrases, groups and the words between them. The stack holds
//! the clauses that are open; a finite group fills the innermost clause that still waits for
//! its verb, or opens one of its own (coordinated, complement, contact relative).

mod attribution;
mod finish;
mod finite;
mod markers;
mod nonfinite;

use super::Analysis;
use super::frames::{Frame, Frames};
use super::phrases::is_year;
use crate::prose::tagger::{Shape, Tagged};
use crate::prose::{Clause, ClauseKind, NounPhrase, Tag, VerbGroup};

pub(super) fn split(
    tagged: &Tagged<'_>,
    frames: &Frames,
    groups: Vec<VerbGroup>,
    phrases: Vec<NounPhrase>,
    quote_open: bool,
) -> Analysis {
    let mut splitter = Splitter {
        t: tagged,
        f: frames,
        groups: &groups,
        phrases: &phrases,
        drafts: Vec::new(),
        stack: Vec::new(),
        brackets: Vec::new(),
        dash: None,
        last_dash: tagged.shapes.iter().rposition(|s| *s == Shape::Dash).unwrap_or(0),
        gap: Gap::default(),
        next_group: 0,
        next_phrase: 0,
    };
    splitter.run();
    let drafts = splitter.drafts;
    finish::finish(tagged, frames, drafts, phrases, quote_open)
}

/// Tokens of the longest bracket that a subject may have before its verb.
const LONGEST_ASIDE: usize = 12;

/// How deep clauses may nest.
const DEEPEST: usize = 24;

/// A clause in the making.
struct Draft {
    clause: Clause,
    /// The noun phrase that will be the subject when the verb comes.
    candidate: Option<usize>,
    /// The candidate stands after a preposition, or names a time.
    weak: bool,
    /// The last noun phrase read in it.
    last: Option<usize>,
}

/// What has been passed since the last phrase or group.
#[derive(Default)]
struct Gap {
    comma: Option<usize>,
    conjunction: Option<usize>,
    preposition: Option<usize>,
    close_quote: bool,
}

struct Splitter<'a, 't> {
    t: &'a Tagged<'t>,
    f: &'a Frames,
    groups: &'a [VerbGroup],
    phrases: &'a [NounPhrase],
    drafts: Vec<Draft>,
    stack: Vec<usize>,
    /// How many clauses were open where the brackets that are open opened.
    brackets: Vec<usize>,
    /// The same for a dash that another one will answer.
    dash: Option<usize>,
    /// Where the last dash of the sentence stands.
    last_dash: usize,
    gap: Gap,
    next_group: usize,
    next_phrase: usize,
}

impl Splitter<'_, '_> {
    fn run(&mut self) {
        let mut i = 0;
        while i < self.t.tokens.len() {
            while self.groups.get(self.next_group).is_some_and(|g| g.tokens.start < i) {
                self.next_group += 1;
            }
            while self.phrases.get(self.next_phrase).is_some_and(|p| p.tokens.start < i) {
                self.next_phrase += 1;
            }
            if let Some(next) = self.marker(i) {
                i = next;
            } else if let Some(group) = self.groups.get(self.next_group).filter(|g| g.tokens.start == i) {
                let end = group.tokens.end.max(i + 1);
                self.group(group.clone());
                self.gap = Gap::default();
                i = end;
            } else if let Some(phrase) = self.phrases.get(self.next_phrase).filter(|p| p.tokens.start == i) {
                let end = phrase.tokens.end.max(i + 1);
                self.phrase(self.next_phrase);
                self.gap = Gap::default();
                i = end;
            } else {
                self.between(i);
                i += 1;
            }
        }
        let end = self.t.tokens.len();
        self.close_to(0, end);
    }

    fn top(&mut self, at: usize) -> usize {
        if let Some(top) = self.stack.last() {
            return *top;
        }
        self.open(ClauseKind::Main, at, None, None)
    }

    fn open(&mut self, kind: ClauseKind, start: usize, parent: Option<usize>, marker: Option<usize>) -> usize {
        // Nothing that people write nests deeper; what machines write must not cost more.
        if self.stack.len() >= DEEPEST {
            self.close_to(DEEPEST - 1, start);
        }
        let id = self.drafts.len();
        self.drafts.push(Draft {
            clause: Clause {
                kind,
                tokens: start..start,
                parent,
                verbs: None,
                subject: None,
                inherited: false,
                predicate: None,
                negative_subject: false,
                marker,
                question: false,
                quoted: false,
            },
            candidate: None,
            weak: false,
            last: None,
        });
        self.stack.push(id);
        id
    }

    /// Closes the innermost clauses until `depth` are left open.
    fn close_to(&mut self, depth: usize, end: usize) {
        while self.stack.len() > depth {
            if let Some(draft) = self.stack.pop().and_then(|id| self.drafts.get_mut(id)) {
                draft.clause.tokens.end = end.max(draft.clause.tokens.start);
            }
        }
    }

    fn draft(&self, id: usize) -> Option<&Draft> {
        self.drafts.get(id)
    }

    fn has_verb(&self, id: usize) -> bool {
        self.draft(id).is_some_and(|d| d.clause.verbs.is_some())
    }

    fn between(&mut self, i: usize) {
        match self.t.shape(i) {
            Some(Shape::Comma) => {
                self.gap.comma = Some(i);
                // "If necessary, …", "as planned, …": a marker that finds no verb of its own.
                let elliptic = self.stack.last().and_then(|id| self.draft(*id)).is_some_and(|d| {
                    matches!(d.clause.kind, ClauseKind::Conditional | ClauseKind::Adverbial)
                        && d.clause.verbs.is_none()
                        && d.candidate.is_none()
                });
                if elliptic && self.stack.len() > 1 {
                    self.close_to(self.stack.len() - 1, i);
                }
            }
            Some(Shape::CloseQuote) => self.gap.close_quote = true,
            // "13 – 16 October"
            Some(Shape::Dash) if i > 0 && self.t.tag(i - 1) == Tag::CD && self.t.tag(i + 1) == Tag::CD => {}
            // A pair of dashes brackets an aside.
            Some(Shape::Dash) if self.dash.is_some() => {
                if let Some(depth) = self.dash.take() {
                    self.brackets.pop();
                    self.close_to(depth, i);
                }
                self.gap.comma = Some(i);
            }
            Some(Shape::Dash) if self.brackets.is_empty() && i < self.last_dash && self.waiting().is_some() => {
                self.dash = Some(self.stack.len());
                self.brackets.push(self.stack.len());
                self.gap.comma = Some(i);
            }
            Some(
                Shape::Semicolon
                | Shape::Colon
                | Shape::Period
                | Shape::Question
                | Shape::Exclamation
                | Shape::Ellipsis
                | Shape::Dash,
            ) => {
                // A dash that no other answers ends what stands before it: a dateline, a label.
                let ends_all = self.stack.first().is_some_and(|root| self.has_verb(*root))
                    || !matches!(self.t.shape(i), Some(Shape::Dash))
                    || i == self.last_dash && self.dash.is_none();
                let floor = match self.t.shape(i) {
                    Some(Shape::Colon) => self.brackets.last().copied().unwrap_or(0),
                    _ => {
                        self.brackets.clear();
                        self.dash = None;
                        0
                    }
                };
                if ends_all {
                    self.close_to(floor, i);
                    self.gap = Gap::default();
                } else {
                    self.gap.comma = Some(i);
                }
            }
            Some(Shape::OpenBracket) => {
                self.brackets.push(self.stack.len());
                self.gap.comma = Some(i);
            }
            Some(Shape::CloseBracket) => {
                // What was opened inside a bracket ends with it.
                if let Some(depth) = self.brackets.pop() {
                    self.close_to(depth, i);
                }
                self.gap.comma = Some(i);
            }
            _ => match self.t.tag(i) {
                Tag::CC => self.gap.conjunction = Some(i),
                Tag::IN | Tag::TO => {
                    self.gap.preposition = Some(i);
                    self.top(i);
                }
                Tag::Punct => {}
                _ => {
                    self.top(i);
                }
            },
        }
    }

    fn phrase(&mut self, index: usize) {
        let Some(phrase) = self.phrases.get(index) else { return };
        let start = phrase.tokens.start;
        let temporal = self.f.has(self.t.lemma(phrase.head), Frame::Time)
            || self.t.tag(phrase.head) == Tag::CD && is_year(self.t.lower(phrase.head));
        let weak = self.gap.preposition.is_some() || temporal;
        let joined = self.gap.conjunction.is_some();
        let lead = self.gap.conjunction.or(self.gap.preposition).unwrap_or(start).min(start);
        let top = self.top(lead);
        let Some(draft) = self.drafts.get_mut(top) else { return };
        if draft.clause.verbs.is_none() {
            // What "and" joins to a weak candidate is no better.
            let weak = weak || joined && draft.weak;
            if draft.candidate.is_none() || draft.weak && !weak {
                draft.candidate = Some(index);
                draft.weak = weak;
            }
        }
        if !(joined && draft.last.is_some()) {
            draft.last = Some(index);
        }
    }

    /// The noun phrase that ends right before `i`, adverbs aside, and is no object of a preposition.
    fn subject_before(&self, i: usize) -> Option<usize> {
        // "the depot (phase two) opened"
        let i = i.checked_sub(1).and_then(|b| self.bracket_closed_at(b)).unwrap_or(i);
        let mut index = self.phrases.partition_point(|p| p.tokens.end <= i).checked_sub(1)?;
        let mut end = i;
        for _ in 0..6 {
            let phrase = self.phrases.get(index)?;
            let clear = (phrase.tokens.end..end).all(|k| {
                matches!(self.t.tag(k), Tag::RB | Tag::RBR | Tag::RBS | Tag::NN)
                    || self.t.shape(k) == Some(Shape::CloseQuote)
                    || self.t.lower(k) == "such"
            });
            if !clear {
                return None;
            }
            let before = phrase.tokens.start.checked_sub(1);
            match before.map(|b| (self.t.tag(b), self.t.lower(b))) {
                Some((Tag::IN | Tag::TO, word))
                    if !matches!(
                        word,
                        "that" | "if" | "because" | "as" | "while" | "although" | "though" | "whether" | "unless"
                    ) || word == "as" && before.is_some_and(|b| b > 0 && self.t.lower(b - 1) == "such") =>
                {
                    // "the plan for hospitals": the phrase before the preposition.
                    end = phrase.tokens.start - 1;
                    index = index.checked_sub(1)?;
                }
                _ => return Some(index),
            }
        }
        None
    }

    fn group(&mut self, group: VerbGroup) {
        if group.infinitive {
            self.infinitive(group);
        } else if group.participle {
            self.participle(group);
        } else {
            self.finite(group);
        }
    }

    fn assign(&mut self, id: usize, group: VerbGroup, subject: Option<usize>) {
        let inner = self
            .phrases
            .iter()
            .skip(self.next_phrase)
            .take_while(|p| p.tokens.start < group.head)
            .find(|p| p.tokens.start > group.tokens.start && p.tokens.end <= group.head)
            .cloned();
        let end = group.tokens.end;
        let phrase = inner.or_else(|| subject.and_then(|s| self.phrases.get(s)).cloned());
        let Some(draft) = self.drafts.get_mut(id) else { return };
        if let Some(phrase) = phrase {
            draft.clause.subject = Some(phrase);
            draft.clause.inherited = false;
        }
        draft.clause.tokens.end = end;
        draft.clause.verbs = Some(group);
        draft.last = None;
    }

    /// Where the bracket opened that is closed at `i`, if it holds no clause of its own and is no long one.
    fn bracket_closed_at(&self, i: usize) -> Option<usize> {
        if self.t.shape(i) != Some(Shape::CloseBracket) {
            return None;
        }
        let open = (i.saturating_sub(LONGEST_ASIDE)..i).rev().find(|k| self.t.shape(*k) == Some(Shape::OpenBracket))?;
        let says = self.groups.iter().any(|g| g.tokens.start > open && g.tokens.end <= i && !g.infinitive && !g.participle);
        (!says).then_some(open)
    }

    /// Where the bracket ends that opens at `i`, if it holds no clause of its own and is no long one.
    fn bracket_opened_at(&self, i: usize) -> Option<usize> {
        if self.t.shape(i) != Some(Shape::OpenBracket) {
            return None;
        }
        let close = (i..i + LONGEST_ASIDE).find(|k| self.t.shape(*k) == Some(Shape::CloseBracket))?;
        self.bracket_closed_at(close).map(|_| close)
    }

    fn comma_before(&self, i: usize) -> bool {
        let mut k = i;
        for _ in 0..3 {
            match k.checked_sub(1) {
                Some(b) if self.t.shape(b) == Some(Shape::Comma) => return true,
                Some(b)
                    if matches!(self.t.tag(b), Tag::RB)
                        || self.t.shape(b).is_some_and(|s| matches!(s, Shape::OpenQuote | Shape::CloseQuote)) =>
                {
                    k = b
                }
                _ => return false,
            }
        }
        false
    }

    fn conjunction_before(&self, i: usize) -> Option<usize> {
        let mut k = i;
        for _ in 0..3 {
            match k.checked_sub(1) {
                Some(b) if self.t.tag(b) == Tag::CC => return Some(b),
                Some(b) if matches!(self.t.tag(b), Tag::RB | Tag::IN) || self.t.shape(b) == Some(Shape::Comma) => k = b,
                _ => return self.conjunction_before_phrase(i),
            }
        }
        None
    }

    /// "…, and by the end of 2025 there will be…": the conjunction before a phrase with a preposition that opens the
    /// clause.
    fn conjunction_before_phrase(&self, i: usize) -> Option<usize> {
        let mut k = i;
        for _ in 0..8 {
            let b = k.checked_sub(1)?;
            match self.t.tag(b) {
                Tag::CC if k < i && self.t.tag(k) == Tag::IN => return Some(b),
                Tag::CD | Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS | Tag::JJ | Tag::DT | Tag::IN | Tag::POS => k = b,
                _ if self.t.shape(b) == Some(Shape::Comma) && k == i => k = b,
                _ => return None,
            }
        }
        None
    }

    fn asks(&self) -> bool {
        self.t.shapes.iter().rev().take(3).any(|s| *s == Shape::Question)
    }
}
