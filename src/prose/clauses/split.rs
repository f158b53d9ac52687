//! Clauses: one for every verb group, opened by its marker, nested by a stack.
//!
//! One pass from left to right over phrases, groups and the words between them. The stack holds
//! the clauses that are open; a finite group fills the innermost clause that still waits for
//! its verb, or opens one of its own (coordinated, complement, contact relative).

use super::Analysis;
use crate::prose::tagger::{Shape, Tagged};
use crate::prose::{Clause, ClauseKind, Modality, NounPhrase, Tag, Tense, VerbGroup};

pub(super) fn split(tagged: &Tagged<'_>, groups: Vec<VerbGroup>, phrases: Vec<NounPhrase>, quote_open: bool) -> Analysis {
    let mut splitter = Splitter {
        t: tagged,
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
    finish(tagged, drafts, phrases, quote_open)
}

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

fn is_time_noun(word: &str) -> bool {
    matches!(
        word,
        "today"
            | "yesterday"
            | "tomorrow"
            | "tonight"
            | "day"
            | "week"
            | "month"
            | "quarter"
            | "year"
            | "decade"
            | "spring"
            | "summer"
            | "autumn"
            | "winter"
            | "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "time"
            | "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
    )
}

/// Verbs whose content is a clause with or without "that".
pub(super) fn reports(lemma: &str) -> bool {
    matches!(
        lemma,
        "say"
            | "tell"
            | "announce"
            | "claim"
            | "think"
            | "believe"
            | "hope"
            | "expect"
            | "know"
            | "promise"
            | "pledge"
            | "warn"
            | "admit"
            | "confirm"
            | "add"
            | "insist"
            | "state"
            | "argue"
            | "suggest"
            | "report"
            | "reveal"
            | "explain"
            | "predict"
            | "concede"
            | "acknowledge"
            | "deny"
            | "understand"
            | "fear"
            | "mean"
            | "agree"
            | "note"
            | "declare"
            | "estimate"
            | "feel"
            | "vow"
            | "ensure"
            | "assume"
            | "suppose"
            | "reckon"
            | "guess"
            | "show"
            | "emerge"
            | "see"
            | "find"
            | "hear"
            | "decide"
            | "propose"
            | "demand"
            | "recommend"
            | "request"
            | "indicate"
            | "maintain"
            | "assure"
            | "write"
            | "tweet"
            | "reply"
            | "wish"
            | "realise"
            | "realize"
            | "learn"
            | "notice"
            | "conclude"
            | "stress"
            | "emphasise"
            | "emphasize"
            | "reiterate"
            | "repeat"
            | "signal"
            | "swear"
            | "guarantee"
            | "forecast"
            | "anticipate"
    )
}

/// Verbs that are put after what they report ("…, said the minister").
fn attributes(lemma: &str) -> bool {
    matches!(
        lemma,
        "say"
            | "tell"
            | "announce"
            | "claim"
            | "think"
            | "believe"
            | "hope"
            | "warn"
            | "admit"
            | "confirm"
            | "add"
            | "insist"
            | "state"
            | "argue"
            | "suggest"
            | "report"
            | "reveal"
            | "explain"
            | "predict"
            | "concede"
            | "acknowledge"
            | "understand"
            | "fear"
            | "note"
            | "write"
            | "reply"
            | "learn"
            | "conclude"
            | "stress"
            | "tweet" | "emerge" | "show" | "ask"
            | "show"
            | "comment"
            | "continue"
    )
}

/// Verbs whose object is the subject of the infinitive after it ("asked trusts to launch").
fn controls_object(lemma: &str) -> bool {
    matches!(
        lemma,
        "ask"
            | "tell"
            | "urge"
            | "expect"
            | "want"
            | "require"
            | "allow"
            | "enable"
            | "order"
            | "force"
            | "help"
            | "cause"
            | "instruct"
            | "oblige"
            | "encourage"
            | "permit"
            | "invite"
            | "call"
            | "advise"
            | "lead"
            | "commit"
            | "get"
            | "direct"
            | "task"
            | "leave"
            | "empower"
            | "press"
            | "compel"
            | "mandate"
            | "need"
            | "like"
            | "commission"
            | "set"
    )
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

    /// The next finite group that begins at or after `i`, if it comes before the stretch ends.
    fn finite_soon(&self, i: usize) -> Option<&VerbGroup> {
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
    fn marker(&mut self, i: usize) -> Option<usize> {
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
                match (noun_before, word) {
                    (true, "what" | "how" | "why") => ClauseKind::Complement,
                    (true, "when") if self.gap.comma.is_some() => ClauseKind::Adverbial,
                    (true, _) => ClauseKind::Relative,
                    (false, "when") => ClauseKind::Adverbial,
                    _ if self.stack.is_empty() && (self.asks() || word != "what") => return None,
                    _ => ClauseKind::Complement,
                }
            }
            (Tag::IN | Tag::DT, "that") if i > 0 && matches!(self.t.lower(i - 1), "so" | "now" | "given" | "such") => ClauseKind::Adverbial,
            (Tag::IN, "that") => {
                let noun = i.checked_sub(1).is_some_and(|b| matches!(self.t.tag(b), Tag::NN | Tag::NNS));
                let subject_first = self.t.tag(i + 1) != Tag::MD;
                let content_noun = i.checked_sub(1).is_some_and(|b| content_noun(self.t.lemma(b)));
                let told = self
                    .stack
                    .last()
                    .and_then(|id| self.draft(*id))
                    .and_then(|d| d.clause.verbs.as_ref())
                    .is_some_and(|v| reports(self.t.lemma(v.head)));
                if noun && subject_first && !content_noun && !told { ClauseKind::Relative } else { ClauseKind::Complement }
            }
            (Tag::IN, "if" | "unless") => ClauseKind::Conditional,
            (Tag::NN, "case") if i > 0 && self.t.lower(i - 1) == "in" && self.begins_phrase(i + 1) => ClauseKind::Conditional,
            
            (Tag::IN, "as") if i > 1 && self.t.lower(i - 1) == "long" && matches!(self.t.lower(i - 2), "as" | "so") => ClauseKind::Conditional,
            (Tag::IN, "whether") => ClauseKind::Complement,
            (Tag::IN, "because" | "although" | "though" | "whereas" | "while" | "whilst" | "lest") => ClauseKind::Adverbial,
            (Tag::WRB, "whenever" | "wherever") => ClauseKind::Adverbial,
            (Tag::IN | Tag::RB, "after" | "before" | "since" | "until" | "till" | "as" | "once" | "than") => {
                if word == "than" && self.t.tag(i + 1) == Tag::CD || !self.begins_phrase(i + 1) || !self.clause_follows(i + 1) {
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
    fn the_time(&self, i: usize) -> bool {
        let moment = match self.t.lower(i + 1) {
            "moment" => true,
            "time" => i > 0 && self.t.lower(i - 1) == "by",
            _ => false,
        };
        moment && self.begins_phrase(i + 2) && self.clause_follows(i + 2)
    }

    fn begins_phrase(&self, i: usize) -> bool {
        matches!(self.t.tag(i), Tag::DT | Tag::PRP | Tag::PRPS | Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS | Tag::EX | Tag::JJ | Tag::CD)
    }

    fn clause_follows(&self, i: usize) -> bool {
        let Some(group) = self.finite_soon(i) else { return false };
        // Nothing but one noun phrase (with "of" phrases) and adverbs may stand before the verb.
        (i..group.tokens.start).all(|k| {
            !matches!(self.t.tag(k), Tag::WDT | Tag::WP | Tag::WRB | Tag::Punct | Tag::TO)
                && (self.t.tag(k) != Tag::IN || self.t.lower(k) == "of" || self.t.lower(k) == "in")
        })
    }

    fn subordinate(&mut self, kind: ClauseKind, start: usize, marker: usize) {
        let parent = self.top(start);
        // A coordinated subordinate clause ("which … and which …") hangs where the first one does.
        let alike = self.stack.iter().rposition(|id| self.draft(*id).is_some_and(|d| d.clause.kind == kind && d.clause.parent.is_some() && d.clause.verbs.is_some()));
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

    fn between(&mut self, i: usize) {
        match self.t.shape(i) {
            Some(Shape::Comma) => {
                self.gap.comma = Some(i);
                // "If necessary, …", "as planned, …": a marker that finds no verb of its own.
                let elliptic = self.stack.last().and_then(|id| self.draft(*id)).is_some_and(|d| {
                    matches!(d.clause.kind, ClauseKind::Conditional | ClauseKind::Adverbial) && d.clause.verbs.is_none() && d.candidate.is_none()
                });
                if elliptic && self.stack.len() > 1 {
                    self.close_to(self.stack.len() - 1, i);
                }
            }
            Some(Shape::CloseQuote) => self.gap.close_quote = true,
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
                let ends_all =
                    self.stack.first().is_some_and(|root| self.has_verb(*root)) || !matches!(self.t.shape(i), Some(Shape::Dash));
                if ends_all {
                    self.close_to(0, i);
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
        let temporal =
            is_time_noun(self.t.lower(phrase.head)) || self.t.tag(phrase.head) == Tag::CD && self.t.lower(phrase.head).len() == 4;
        let weak = self.gap.preposition.is_some() || temporal;
        let joined = self.gap.conjunction.is_some();
        let after_comma = self.gap.comma.is_some();
        let lead = self.gap.conjunction.or(self.gap.preposition).unwrap_or(start).min(start);
        let top = self.top(lead);
        let Some(draft) = self.drafts.get_mut(top) else { return };
        if draft.clause.verbs.is_none() {
            let better = match draft.candidate {
                None => true,
                Some(_) if draft.weak && !weak => true,
                Some(_) => !weak && !joined && !after_comma && false,
            };
            if better {
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
        let mut index = self.phrases.partition_point(|p| p.tokens.end <= i).checked_sub(1)?;
        let mut end = i;
        for _ in 0..6 {
            let phrase = self.phrases.get(index)?;
            let clear = (phrase.tokens.end..end).all(|k| {
                matches!(self.t.tag(k), Tag::RB | Tag::RBR | Tag::RBS | Tag::NN) || self.t.shape(k) == Some(Shape::CloseQuote)
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
                    ) =>
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

    fn infinitive(&mut self, group: VerbGroup) {
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
    fn headline(&self, parent: usize, group: &VerbGroup) -> bool {
        let Some(draft) = self.draft(parent) else { return false };
        let Some(candidate) = draft.candidate.and_then(|c| self.phrases.get(c)) else { return false };
        draft.clause.kind == ClauseKind::Main
            && draft.clause.parent.is_none()
            && draft.clause.verbs.is_none()
            && candidate.tokens.end == group.tokens.start
            && candidate.tokens.start == draft.clause.tokens.start
            && !self.finite_later(group.tokens.end)
            && self.groups.iter().take(self.next_group).all(|g| g.tokens.start < draft.clause.tokens.start)
            && !self.t.shapes.iter().rev().take(2).any(|s| matches!(s, Shape::Period | Shape::Colon))
            && !takes_infinitive(self.t.lemma(candidate.head))
    }

    /// The subject of an infinitive that stands right before it: "for NP to …" (its own), or the
    /// object of a verb such as "ask" (inherited).
    fn infinitive_subject(&self, parent: usize, start: usize) -> (Option<usize>, bool) {
        let Some(index) = self.phrases.partition_point(|p| p.tokens.end <= start).checked_sub(1) else { return (None, false) };
        let Some(phrase) = self.phrases.get(index).filter(|p| p.tokens.end == start) else { return (None, false) };
        if phrase.tokens.start.checked_sub(1).is_some_and(|b| matches!(self.t.lower(b), "for" | "with")) {
            return (Some(index), true);
        }
        let control = self
            .draft(parent)
            .and_then(|d| d.clause.verbs.as_ref())
            .is_some_and(|v| !v.passive && controls_object(self.t.lemma(v.head)) && v.tokens.end == phrase.tokens.start);
        (control.then_some(index), false)
    }

    fn participle(&mut self, group: VerbGroup) {
        let start = group.tokens.start;
        let parent = self.top(start);
        let verbless = !self.has_verb(parent);
        // "if passed", "when completed", "unless otherwise agreed".
        if verbless && self.draft(parent).is_some_and(|d| matches!(d.clause.kind, ClauseKind::Conditional | ClauseKind::Adverbial) && d.candidate.is_none() && d.clause.marker.is_some_and(|m| start <= m + 2)) {
            self.assign(parent, group, None);
            return;
        }
        let model = self.draft(parent).and_then(|d| d.clause.verbs.as_ref());
        if let Some(cc) = self.gap.conjunction.filter(|_| group.passive && model.is_some_and(|m| (m.passive || m.perfect) && !m.participle)) {
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
        let apposed = self
            .gap
            .comma
            .filter(|c| group.passive && c + 1 >= start.saturating_sub(2))
            .and_then(|c| self.phrases.partition_point(|p| p.tokens.end <= c).checked_sub(1).filter(|p| self.phrases.get(*p).is_some_and(|p| p.tokens.end == c)));
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

    fn finite_later(&self, i: usize) -> bool {
        self.groups.iter().skip(self.next_group).take(8).any(|g| g.tokens.start >= i && !g.infinitive && !g.participle)
    }

    fn finite(&mut self, mut group: VerbGroup) {
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
        let lets = bare && self.draft(top).and_then(|d| d.clause.verbs.as_ref()).is_some_and(|v| matches!(self.t.lemma(v.head), "let" | "help" | "make" | "have"));
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
        if attributes(lemma) && !inverted && (self.gap.comma.is_some() || self.gap.close_quote || before.is_some_and(|b| self.mark_before(b)))
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
                    && d.clause.verbs.as_ref().is_some_and(|v| reports(self.t.lemma(v.head)) && lead.is_some_and(|l| (v.tokens.end..l).all(|k| self.t.tag(k) == Tag::RB)))
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
                let object = self.draft(top).and_then(|d| d.last).filter(|l| *l < b).and_then(|l| self.phrases.get(l)).cloned();
                let adjacent = object.as_ref().is_some_and(|o| o.tokens.end == lead);
                let kind = if adjacent && !reports(verb) { ClauseKind::Relative } else { ClauseKind::Complement };
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
    fn resumed(&self, group: &VerbGroup) -> Option<(usize, usize)> {
        if self.gap.comma.map(|c| c + 1) != Some(group.tokens.start) {
            return None;
        }
        let depth = self.stack.len().checked_sub(2)?;
        let aside = self.stack.last().and_then(|id| self.draft(*id))?;
        let outer = self.stack.get(depth).and_then(|id| self.draft(*id))?;
        let verb = outer.clause.verbs.as_ref()?;
        let phrase = outer.last?;
        let after_comma = aside.clause.tokens.start.checked_sub(1).is_some_and(|b| self.t.shape(b) == Some(Shape::Comma));
        let fits = matches!(aside.clause.kind, ClauseKind::Participial | ClauseKind::Relative) && reports(self.t.lemma(verb.head));
        (after_comma && fits && self.phrases.get(phrase)?.tokens.end < aside.clause.tokens.start).then_some((depth, phrase))
    }

    /// The clause that is itself the subject: "What we promised has not been delivered".
    fn clausal_subject(&self, depth: usize, waiting: usize, end: usize) -> Option<NounPhrase> {
        let child = self.stack.get(depth + 1).and_then(|id| self.draft(*id))?;
        let first = self.draft(waiting)?.clause.tokens.start == child.clause.tokens.start;
        let marker = child.clause.marker?;
        let kind = matches!(child.clause.kind, ClauseKind::Complement);
        (first && kind && child.clause.tokens.start < end).then(|| NounPhrase { tokens: child.clause.tokens.start..end, head: marker })
    }

    fn inherit(&mut self, id: usize, subject: Option<NounPhrase>) {
        if let Some(draft) = self.drafts.get_mut(id)
            && draft.clause.subject.is_none()
        {
            draft.clause.inherited = subject.is_some();
            draft.clause.subject = subject;
        }
    }

    fn coordinate(&mut self, group: VerbGroup, cc: usize, subject: Option<usize>) {
        let comma = self.comma_before(cc);
        // The clause that it is coordinated with: the innermost finite one, or, after a comma or
        // with a subject of its own, the outermost.
        let like = |s: &Self, id: usize| {
            s.draft(id).is_some_and(|d| {
                d.clause.verbs.as_ref().is_some_and(|v| {
                    (group.tense == Tense::Present
                        && group.modality.is_none()
                        && v.infinitive
                        && s.t.tag(group.head) == Tag::VB)
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
    fn shared(&self, mut group: VerbGroup, model: Option<&VerbGroup>, own_subject: bool, cc: Option<usize>) -> VerbGroup {
        let Some(model) = model.filter(|_| !own_subject) else { return group };
        let bare = group.head == group.tokens.start;
        let tag = self.t.tag(group.head);
        let base = tag == Tag::VB && bare && (model.modality.is_some() || model.infinitive);
        let participle = tag == Tag::VBN && group.participle && (model.passive || model.perfect) && !model.participle;
        if base || participle {
            group.tense = model.tense;
            group.modality = model.modality;
            group.infinitive = model.infinitive;
            group.no_longer |= model.no_longer;
            if cc.is_some_and(|cc| matches!(self.t.lower(cc), "or" | "nor")) {
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

    fn mark_before(&self, phrase: usize) -> bool {
        self.phrases
            .get(phrase)
            .and_then(|p| p.tokens.start.checked_sub(1))
            .is_some_and(|b| matches!(self.t.shape(b), Some(Shape::Comma | Shape::CloseQuote)))
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
                _ => return None,
            }
        }
        None
    }

    /// The innermost open clause that has a subject and waits for its verb.
    fn waiting(&self) -> Option<usize> {
        let floor = self.brackets.last().copied().unwrap_or(0);
        self.stack
            .iter()
            .rposition(|id| self.draft(*id).is_some_and(|d| d.clause.verbs.is_none() && d.clause.kind != ClauseKind::Verbless))
            .filter(|depth| *depth >= floor)
    }

    fn asks(&self) -> bool {
        self.t.shapes.iter().rev().take(3).any(|s| *s == Shape::Question)
    }

    /// Reads a reporting clause; false when it is none.
    fn attribution(&mut self, group: &VerbGroup, before: Option<usize>) -> bool {
        let Some(root) = self.stack.first().copied() else { return false };
        let after = group.tokens.end;
        let closes = |k: usize| {
            self.t.tokens.get(k).is_none()
                || matches!(self.t.shape(k), Some(Shape::Comma | Shape::Period | Shape::Colon | Shape::OpenQuote | Shape::Dash))
        };
        let mut stays = false;
        let (start, subject, end) = match before {
            Some(b) => {
                let lead = self.phrases.get(b).map_or(group.tokens.start, |p| p.tokens.start);
                let told = self.phrases.iter().skip(self.next_phrase).take(3).find(|p| p.tokens.start == after);
                let mut end = told.map_or(after, |p| p.tokens.end);
                // "he said yesterday", "she said in March": up to the next comma.
                while end < after + 12 && !closes(end) && !matches!(self.t.lower(end), "as" | "when" | "while" | "after" | "because" | "before" | "if" | "and" | "but" | "that")
                    && !self.groups.iter().skip(self.next_group + 1).take(2).any(|g| g.tokens.start == end)
                {
                    end += 1;
                }
                let goes_on = !closes(end);
                let object = matches!(self.t.tag(after), Tag::DT | Tag::PRP | Tag::PRPS | Tag::NNP | Tag::NNS | Tag::WP | Tag::WDT) || self.t.lower(after) == "that";
                if !self.comma_before(lead) && !self.mark_before(b) || goes_on && (object || told.is_some()) {
                    return false;
                }
                stays = goes_on;
                (lead, Some(b), end)
            }
            None => {
                let Some(next) = self.phrases.iter().skip(self.next_phrase).position(|p| p.tokens.start == after) else {
                    return false;
                };
                let index = self.next_phrase + next;
                let mut end = self.phrases.get(index).map_or(after, |p| p.tokens.end);
                while end < after + 16 && !closes(end) {
                    end += 1;
                }
                (group.tokens.start, Some(index), end)
            }
        };
        // What is reported must have a verb, or wait for one.
        let depth = self.stack.len();
        let waits = self.waiting().is_some();
        if before.is_none() && !self.gap.close_quote && (waits || self.groups.iter().skip(self.next_group + 1).take(2).any(|g| g.tokens.start == subject.and_then(|s| self.phrases.get(s)).map_or(0, |p| p.tokens.end))) {
            return false;
        }
        if !self.has_verb(root) && !waits {
            return false;
        }
        let mut depth = depth;
        let mut parent = self.stack.last().copied().unwrap_or(root);
        if !waits {
            self.close_to(1, start);
            depth = 1;
            parent = root;
        }
        let id = self.open(ClauseKind::Attribution, start, Some(parent), None);
        self.assign(id, group.clone(), subject);
        if !stays {
            self.close_to(depth, end);
        }
        true
    }
}

/// Nouns that an infinitive completes ("plan to close", "ways to save").
fn takes_infinitive(lemma: &str) -> bool {
    matches!(
        lemma,
        "plan" | "bid" | "pledge" | "target" | "goal" | "aim" | "deadline" | "time" | "way" | "right" | "need" | "ability" | "thing" | "reason" | "step" | "tool"
            | "guide" | "opportunity" | "chance" | "call" | "effort" | "work" | "decision" | "attempt" | "proposal" | "commitment" | "ambition" | "move" | "request"
            | "promise" | "vote" | "offer" | "invitation" | "measure" | "how" | "intention" | "order" | "deal" | "agreement" | "permission" | "power" | "race" | "scheme"
            | "programme" | "project" | "campaign" | "resolution" | "action" | "failure" | "refusal" | "agenda" | "money" | "fund" | "tip" | "idea" | "place" | "lot" | "list"
    )
}

/// Nouns whose content is a clause with "that".
fn content_noun(lemma: &str) -> bool {
    matches!(
        lemma,
        "promise"
            | "pledge"
            | "claim"
            | "fact"
            | "news"
            | "hope"
            | "sign"
            | "fear"
            | "suggestion"
            | "announcement"
            | "commitment"
            | "guarantee"
            | "assurance"
            | "expectation"
            | "warning"
            | "belief"
            | "idea"
            | "possibility"
            | "chance"
            | "risk"
            | "evidence"
            | "doubt"
            | "view"
            | "concern"
            | "understanding"
            | "confirmation"
            | "indication"
            | "admission"
            | "requirement"
            | "statement"
            | "assumption"
            | "report"
    )
}

/// Orders the clauses, fills in predicates, questions, quotations and owners.
fn finish(t: &Tagged<'_>, drafts: Vec<Draft>, phrases: Vec<NounPhrase>, quote_open: bool) -> Analysis {
    let n = t.tokens.len();
    let mut inside = Vec::with_capacity(n);
    let mut open = quote_open;
    for shape in &t.shapes {
        match shape {
            Shape::OpenQuote => {
                inside.push(open);
                open = true;
            }
            Shape::CloseQuote => {
                inside.push(open);
                open = false;
            }
            _ => inside.push(open),
        }
    }
    let asks = t.shapes.iter().rev().find(|s| matches!(s, Shape::Question | Shape::Period | Shape::Exclamation))
        == Some(&Shape::Question);
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|id| (drafts.get(*id).map_or(0, |d| d.clause.tokens.start), *id));
    let mut place = vec![0; drafts.len()];
    for (new, old) in order.iter().enumerate() {
        if let Some(slot) = place.get_mut(*old) {
            *slot = new;
        }
    }
    let mut slots: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
    let mut clauses = Vec::with_capacity(slots.len());
    for old in order {
        let Some(draft) = slots.get_mut(old).and_then(Option::take) else { continue };
        let mut clause = draft.clause;
        clause.parent = clause.parent.and_then(|p| place.get(p).copied());
        if clause.verbs.is_none() {
            if clause.kind == ClauseKind::Main {
                clause.kind = ClauseKind::Verbless;
            }
            if clause.subject.is_none() {
                clause.subject = draft.candidate.and_then(|c| phrases.get(c)).cloned();
            }
        }
        clause.negative_subject = clause.subject.as_ref().is_some_and(|s| denies(t.lower(s.tokens.start)) || s.tokens.start > 0 && matches!(t.lower(s.tokens.start - 1), "neither" | "nor"));
        clause.predicate = clause.verbs.as_ref().and_then(|v| predicate(t, v));
        clause.question = asks && !matches!(clause.kind, ClauseKind::Attribution);
        let anchor = clause.verbs.as_ref().map_or(clause.tokens.start, |v| v.head);
        clause.quoted = inside.get(anchor).copied().unwrap_or(false);
        clauses.push(clause);
    }
    if clauses.is_empty() && n > 0 {
        clauses.push(Clause {
            kind: ClauseKind::Verbless,
            tokens: 0..n,
            parent: None,
            verbs: None,
            subject: None,
            inherited: false,
            predicate: None,
            negative_subject: false,
            marker: None,
            question: asks,
            quoted: inside.first().copied().unwrap_or(false),
        });
    }
    let owners = owners(&clauses, n);
    Analysis { noun_phrases: phrases, clauses, owners, quote_open: open }
}

fn denies(word: &str) -> bool {
    matches!(word, "no" | "neither" | "nobody" | "none" | "nothing" | "nowhere")
}

/// The adjective, participle or noun that a copula predicates.
fn predicate(t: &Tagged<'_>, group: &VerbGroup) -> Option<usize> {
    if !matches!(t.lemma(group.head), "be" | "become" | "remain" | "seem" | "appear" | "look" | "stay" | "get" | "go" | "prove") {
        return None;
    }
    let mut noun = None;
    for i in group.tokens.end..(group.tokens.end + 10).min(t.tokens.len()) {
        match t.tag(i) {
            Tag::JJ | Tag::JJR | Tag::JJS | Tag::VBN => {
                if !matches!(t.tag(i + 1), Tag::NN | Tag::NNS | Tag::NNP | Tag::JJ) {
                    return Some(i);
                }
            }
            Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS => noun = Some(i),
            Tag::DT | Tag::PRPS | Tag::CD | Tag::RB | Tag::RBR | Tag::RBS | Tag::POS | Tag::PDT => {}
            Tag::IN if noun.is_none() => return None,
            _ => break,
        }
    }
    noun
}

/// The innermost clause of every token; what stands between clauses goes to the one before it.
fn owners(clauses: &[Clause], n: usize) -> Vec<usize> {
    let mut owners = vec![usize::MAX; n];
    for (id, clause) in clauses.iter().enumerate() {
        for slot in owners.iter_mut().take(clause.tokens.end).skip(clause.tokens.start) {
            *slot = id;
        }
    }
    let mut last = 0;
    for slot in &mut owners {
        if *slot == usize::MAX {
            *slot = last;
        } else {
            last = *slot;
        }
    }
    owners
}
