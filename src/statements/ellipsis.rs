//! "It was not, and I apologise.": a short answer to what the sentence before retells, whose verb it leaves out.

use super::extract::Language;
use super::{Kind, Statement};
use crate::corpus::Document;
use crate::findings::Confidence;
use crate::prose::{Block, Sentence, Tag, Token};
use crate::source::TextRange;

/// The id that such an answer bears in place of a rule's.
const CUE: &str = "short-denial";

/// What the sentence behind `sentence` denies of the promise that this one retells: the promise was not kept.
///
/// `said` are the statements of `sentence`, `ranges` all sentences of the block.
pub(super) fn denial(
    said: &[Statement],
    ranges: &[TextRange],
    sentence: &Sentence<'_>,
    block: &Block,
    document: &Document,
    language: &Language,
) -> Option<Statement> {
    let promise = said.iter().rev().find(|s| s.kind == Kind::Commitment && s.retold)?;
    let deadline = promise.deadline.as_ref()?;
    if promise.speaks_from.is_some_and(|now| deadline.interval.end() >= now.end()) {
        return None;
    }
    let next = *ranges.get(ranges.partition_point(|range| range.start <= sentence.range.start))?;
    let tokens = language.reader.tokens(&block.text, next);
    let end = tokens.get(denied(&tokens)?.checked_sub(1)?)?.range.end;
    let place = document.place(block.span(TextRange::new(next.start, end)));
    let text = document.quote(place.span).to_owned();
    Some(Statement {
        place,
        prose: text.split_whitespace().collect::<Vec<_>>().join(" "),
        text,
        kind: Kind::Missed,
        confidence: Confidence::Medium,
        cue: CUE.to_owned(),
        made_on: promise.speaks_from,
        retold: false,
        ..promise.clone()
    })
}

/// Tokens of "they were not", "it didn't", "that has not happened" at the start of a sentence that says no more of it.
fn denied(tokens: &[Token<'_>]) -> Option<usize> {
    let subject = tokens.first().filter(|t| t.tag == Tag::PRP || matches!(t.lower.as_ref(), "that" | "this"))?;
    // "You did not" and "I did not" answer something else.
    let points = !matches!(subject.lower.as_ref(), "you" | "i");
    let is_auxiliary = tokens
        .get(1)
        .is_some_and(|t| matches!(t.lemma.as_ref(), "be" | "do" | "have") && matches!(t.tag, Tag::VBD | Tag::VBZ | Tag::VBP));
    let negated = tokens.get(2).is_some_and(|t| matches!(t.lower.as_ref(), "not" | "n't" | "n’t" | "never"));
    let happens = usize::from(tokens.get(3).is_some_and(|t| t.lemma == "happen"));
    let ends = tokens.get(3 + happens).is_none_or(|t| matches!(t.lower.as_ref(), "." | "," | ";" | "!" | ":" | "and" | "but" | "–" | "—"));
    (points && is_auxiliary && negated && ends).then_some(3 + happens)
}
