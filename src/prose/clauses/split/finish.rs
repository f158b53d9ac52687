//! The last pass: order, predicates, questions, quotations, owners.

use super::Draft;
use crate::prose::clauses::Analysis;
use crate::prose::clauses::frames::{Frame, Frames};
use crate::prose::tagger::{Shape, Tagged, WordSet};
use crate::prose::{Clause, ClauseKind, NounPhrase, Tag, VerbGroup};

/// Orders the clauses, fills in predicates, questions, quotations and owners.
pub(super) fn finish(t: &Tagged<'_>, f: &Frames, drafts: Vec<Draft>, phrases: Vec<NounPhrase>, quote_open: bool) -> Analysis {
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
        while clause.tokens.end > clause.tokens.start + 1
            && t.shape(clause.tokens.end - 1).is_some_and(|s| {
                matches!(
                    s,
                    Shape::Comma
                        | Shape::Dash
                        | Shape::Semicolon
                        | Shape::Colon
                        | Shape::OpenQuote
                        | Shape::CloseQuote
                        | Shape::OpenBracket
                )
            })
        {
            clause.tokens.end -= 1;
        }
        if clause.verbs.is_none() {
            if clause.kind == ClauseKind::Main {
                clause.kind = ClauseKind::Verbless;
            }
            if clause.subject.is_none() {
                clause.subject = draft.candidate.and_then(|c| phrases.get(c)).cloned();
            }
        }
        clause.negative_subject = clause.subject.as_ref().is_some_and(|s| {
            f.has(t.lower(s.tokens.start), Frame::Denies)
                || s.tokens.start > 0 && matches!(t.lower(s.tokens.start - 1), "neither" | "nor")
        });
        clause.predicate = clause.verbs.as_ref().and_then(|v| predicate(t, f, v));
        // "“Will it open?” she asked."
        let asked = t.shape(clause.tokens.end) == Some(Shape::Question);
        clause.question = (asks || asked) && !matches!(clause.kind, ClauseKind::Attribution);
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

/// The adjective, participle or noun that a copula predicates.
fn predicate(t: &Tagged<'_>, f: &Frames, group: &VerbGroup) -> Option<usize> {
    if !f.has(t.lemma(group.head), Frame::Linking) {
        return None;
    }
    let links = matches!(t.lemma(group.head), "be" | "become" | "remain");
    let mut noun = None;
    for i in group.tokens.end..(group.tokens.end + 10).min(t.tokens.len()) {
        match t.tag(i) {
            Tag::JJ | Tag::JJR | Tag::JJS | Tag::VBN => {
                let modifies = matches!(t.tag(i + 1), Tag::NN | Tag::NNS | Tag::NNP | Tag::JJ)
                    && !f.has(t.lemma(i + 1), Frame::Time)
                    && !(t.tag(i + 1) == Tag::JJ && f.has(t.lemma(i + 2), Frame::Time));
                if !modifies {
                    return Some(i);
                }
            }
            Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS => {
                // "14 months late", "a year behind".
                let measured = i > 0 && matches!(t.tag(i - 1), Tag::CD | Tag::DT) && t.is(i + 1, WordSet::MeasuredPredicates);
                if measured {
                    return Some(i + 1);
                }
                if links {
                    noun = Some(i);
                }
            }
            Tag::DT | Tag::PRPS | Tag::CD | Tag::RB | Tag::RBR | Tag::RBS | Tag::POS | Tag::PDT => {}
            Tag::IN if noun.is_none() => return None,
            _ => break,
        }
    }
    noun
}

/// The innermost clause of every token; what stands between clauses goes to the one before it.
fn owners(clauses: &[Clause], n: usize) -> Vec<usize> {
    let mut owners = Vec::with_capacity(n);
    let mut open: Vec<usize> = Vec::new();
    let (mut next, mut last) = (0, 0);
    for i in 0..n {
        while clauses.get(next).is_some_and(|c| c.tokens.start <= i) {
            open.push(next);
            next += 1;
        }
        while open.last().and_then(|id| clauses.get(*id)).is_some_and(|c| c.tokens.end <= i) {
            open.pop();
        }
        last = open.last().copied().unwrap_or(last);
        owners.push(last);
    }
    owners
}
