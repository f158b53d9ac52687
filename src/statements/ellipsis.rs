//! "It was not, and I apologise.": a short answer to what the sentence before retells, whose verb it leaves out.

use super::extract::Language;
use super::lexicon::Lexicon;
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
    let end = tokens.get(denied(&tokens, &language.lexicon)?.checked_sub(1)?)?.range.end;
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

/// Tokens of "they were not", "it didn't", "that has not happened" at the start of a sentence that says no more of it:
/// the sentence ends there, or somebody goes on about something else ("It was not, and I apologise").
fn denied(tokens: &[Token<'_>], lexicon: &Lexicon) -> Option<usize> {
    tokens.first().filter(|t| lexicon.in_class("denying", &t.lower, &t.lower))?;
    let auxiliary =
        |t: &Token<'_>| matches!(t.tag, Tag::VBD | Tag::VBZ | Tag::VBP) && matches!(t.lemma.as_ref(), "be" | "do" | "have");
    tokens.get(1).filter(|t| auxiliary(t))?;
    tokens.get(2).filter(|t| matches!(t.lower.as_ref(), "not" | "n't" | "n’t" | "never"))?;
    let end = 3 + usize::from(tokens.get(3).is_some_and(|t| t.lemma == "happen"));
    let is = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|t| words.contains(&t.lower.as_ref()));
    let ends = tokens.get(end).is_none() || is(end, &[".", ";", "!", "–", "—"]);
    let joint = end + usize::from(is(end, &[","]));
    let goes_on = is(joint, &["and"]) && tokens.get(joint + 1).is_some_and(|t| t.tag == Tag::PRP);
    (ends || goes_on).then_some(end)
}

#[cfg(test)]
mod tests {
    use crate::statements::Kind;
    use crate::statements::extract::Language;
    use crate::statements::rule_test::read_text;

    #[test]
    fn a_short_denial_is_a_miss_and_a_longer_sentence_says_something_else() {
        let language = Language::english();
        let misses = |denial: &str| {
            let text = format!("In 2023 the minister said that the clinic would be open by the end of 2024. {denial}");
            let read = read_text(&language, &text, "2025-06-11".parse().ok()).expect("a document");
            read.statements.iter().filter(|s| s.kind == Kind::Missed).count()
        };
        for denial in ["It was not.", "It was not, and I apologise.", "It wasn't; the site is a car park."] {
            assert_eq!(misses(denial), 1, "{denial}");
        }
        for other in
            ["He did not, however, say how.", "It did not, of course, cost nothing.", "It was not a cheap one.", "You did not."]
        {
            assert_eq!(misses(other), 0, "{other}");
        }
    }
}
