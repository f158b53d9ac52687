//! "It was not, and I apologise.", "And it did.": a short answer to what the sentence before retells, whose verb it
//! leaves out.

use super::extract::Language;
use super::lexicon::Lexicon;
use super::{Kind, Statement};
use crate::corpus::Document;
use crate::findings::Confidence;
use crate::prose::{Block, Sentence, Tag, Token};
use crate::source::TextRange;

/// The ids that such answers bear in place of a rule's.
const DENIED: &str = "short-denial";
const AFFIRMED: &str = "short-affirmation";

/// What the sentence behind `sentence` answers to the promise that this one retells: it was kept, or it was not.
///
/// `said` are the statements of `sentence`, `ranges` all sentences of the block.
pub(super) fn answer(
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
    // "…, but critics feared that it would slip. It did.": the answer is to the last that was said. Nor is "no branch
    // would be closed" answered as other promises are.
    let said_whole = |rest: &str| !rest.chars().any(char::is_alphanumeric);
    let promised =
        block.text.get(sentence.range.start..sentence.range.end).and_then(|text| text.rsplit_once(deadline.text.as_str()));
    let denies = |word: &str| language.lexicon.in_class("denial", word, word);
    if !promised.is_some_and(|(_, rest)| said_whole(rest)) || promise.prose.split_whitespace().any(|w| denies(&w.to_lowercase()))
    {
        return None;
    }
    let next = *ranges.get(ranges.partition_point(|range| range.start <= sentence.range.start))?;
    let tokens = language.reader.tokens(&block.text, next);
    let (kind, cue, answered) = match (denied(&tokens, &language.lexicon), affirmed(&tokens, &language.lexicon)) {
        (Some(answered), _) => (Kind::Missed, DENIED, answered),
        (None, Some(answered)) => (Kind::Met, AFFIRMED, answered),
        (None, None) => return None,
    };
    let end = tokens.get(answered.checked_sub(1)?)?.range.end;
    let place = document.place(block.span(TextRange::new(next.start, end)));
    let text = document.quote(place.span());
    Some(Statement {
        place,
        prose: text.split_whitespace().collect::<Vec<_>>().join(" ").into(),
        text: text.into(),
        kind,
        confidence: Confidence::Medium,
        cue: cue.into(),
        made_on: promise.speaks_from,
        retold: false,
        ..promise.clone()
    })
}

/// Whether a statement is such an answer.
pub(super) fn is_answer(statement: &Statement) -> bool {
    matches!(&*statement.cue, DENIED | AFFIRMED)
}

/// Tokens of "they were not", "it didn't", "we didn't get there" at the start of a sentence that says no more of it:
/// the sentence ends there, or goes on about something else ("It was not, and I apologise").
fn denied(tokens: &[Token<'_>], lexicon: &Lexicon) -> Option<usize> {
    if let Some(end) = still_wanting(tokens, lexicon) {
        return Some(end);
    }
    let denies = |t: &&Token<'_>| matches!(t.lower.as_ref(), "not" | "n't" | "n’t" | "never");
    let said = answered(tokens, 0, lexicon)?;
    tokens.get(said).filter(denies)?;
    let of_thing = tokens.first().is_some_and(|t| lexicon.in_class("denying", &t.lower, &t.lower));
    // "We did not." may answer anything that we did; "We didn't get there." says what was not done.
    let in_class = |at: usize, class: &str| tokens.get(at).is_some_and(|t| lexicon.in_class(class, &t.lemma, &t.lower));
    let place = |at: usize| in_class(at, "denying") || tokens.get(at).is_some_and(|t| matches!(t.tag, Tag::RB | Tag::EX));
    let got_there = in_class(said + 1, "coming_about") && place(said + 2);
    let happened = of_thing && tokens.get(said + 1).is_some_and(|t| t.lemma == "happen");
    let end = said + 1 + if got_there { 2 } else { usize::from(happened) };
    let joint = end + usize::from(is_one_of(tokens, end, &[","]));
    let clause_follows = |t: &Token<'_>| matches!(t.tag, Tag::PRP | Tag::PRPS | Tag::DT | Tag::NN | Tag::NNS | Tag::NNP);
    let goes_on = is_one_of(tokens, joint, &["and"]) && tokens.get(joint + 1).is_some_and(clause_follows);
    let ours = got_there && tokens.first().is_some_and(|t| lexicon.in_class("speakers", &t.lower, &t.lower));
    ((of_thing || ours) && (ends(tokens, end) || goes_on)).then_some(end)
}

/// Tokens of "It has never been published", "They have still not begun", "It has yet to appear", "It is still a building
/// site", "It remains closed".
fn still_wanting(tokens: &[Token<'_>], lexicon: &Lexicon) -> Option<usize> {
    let in_class = |at: usize, class: &str| tokens.get(at).is_some_and(|t| lexicon.in_class(class, &t.lower, &t.lower));
    let verb = tokens.get(1).filter(|t| in_class(0, "denying") && matches!(t.tag, Tag::VBZ | Tag::VBP))?;
    let at = (2..).find(|at| !in_class(*at, "wanting") && !in_class(*at, "concluding"))?;
    let wants = (2..at).any(|at| in_class(at, "wanting"));
    let end = match verb.lemma.as_ref() {
        // "has yet to appear"
        "have" if wants && is_one_of(tokens, at, &["to"]) => at + 2,
        "have" if wants => at + 1 + usize::from(is_one_of(tokens, at, &["been"])),
        "be" if in_class(2, "lasting") => {
            at + tokens.get(at..)?.iter().take(MOST_LEFT).position(ends_clause).filter(|left| *left > 0)?
        }
        "remain" => 3,
        _ => return None,
    };
    // "has never looked better": what has the word behind it says something else.
    let done = |t: &Token<'_>| matches!(t.tag, Tag::VB | Tag::VBD | Tag::VBN | Tag::JJ);
    let told = verb.lemma != "have" || tokens.get(end.checked_sub(1)?).is_some_and(done);
    (told && tokens.get(end).is_none_or(ends_clause)).then_some(end)
}

/// Words of what a thing still is, at most.
const MOST_LEFT: usize = 7;

fn ends_clause(token: &Token<'_>) -> bool {
    matches!(token.lower.as_ref(), "." | ";" | "!" | "," | "–" | "—" | ":")
}

/// Tokens of "it did", "and for once they were", when that is the whole sentence.
fn affirmed(tokens: &[Token<'_>], lexicon: &Lexicon) -> Option<usize> {
    let opens = |t: &&Token<'_>| lexicon.in_class("affirming", &t.lower, &t.lower) || t.lower == ",";
    let start = tokens.iter().take_while(opens).count();
    let of_thing = tokens.get(start).is_some_and(|t| lexicon.in_class("denying", &t.lower, &t.lower));
    let end = answered(tokens, start, lexicon)?;
    (of_thing && ends(tokens, end)).then_some(end)
}

/// Where "it was", "we did", "that has" ends.
fn answered(tokens: &[Token<'_>], start: usize, lexicon: &Lexicon) -> Option<usize> {
    tokens.get(start).filter(|t| t.tag == Tag::PRP || lexicon.in_class("denying", &t.lower, &t.lower))?;
    let auxiliary =
        |t: &&Token<'_>| matches!(t.tag, Tag::VBD | Tag::VBZ | Tag::VBP) && matches!(t.lemma.as_ref(), "be" | "do" | "have");
    tokens.get(start + 1).filter(auxiliary)?;
    Some(start + 2)
}

fn is_one_of(tokens: &[Token<'_>], at: usize, words: &[&str]) -> bool {
    tokens.get(at).is_some_and(|t| words.contains(&t.lower.as_ref()))
}

fn ends(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_none() || is_one_of(tokens, at, &[".", ";", "!", "–", "—", ":"])
}

#[cfg(test)]
mod tests {
    use crate::statements::Kind;
    use crate::statements::extract::Language;
    use crate::statements::rule_test::read_text;

    #[test]
    fn a_short_answer_keeps_or_breaks_a_promise_and_a_longer_sentence_says_something_else() {
        let language = Language::english();
        let said = |answer: &str| {
            let text = format!("In 2023 the minister said that the clinic would be open by the end of 2024. {answer}");
            let read = read_text(&language, &text, "2025-06-11".parse().ok()).expect("a document");
            read.statements.iter().filter(|s| s.cue.starts_with("short-")).map(|s| s.kind).collect::<Vec<_>>()
        };
        let denials = [
            "It was not.",
            "It was not, and I apologise.",
            "It wasn't; the site is a car park.",
            "It didn't, and officials still have no answer.",
            "We didn't get there.",
            "That has not happened.",
            "It has never been finished.",
            "It has still not opened, and nobody can say why.",
            "It has yet to appear.",
            "It has therefore not been published.",
            "It is still a building site.",
            "It remains closed.",
        ];
        for denial in denials {
            assert_eq!(said(denial), [Kind::Missed], "{denial}");
        }
        for affirmation in ["It was.", "And it was.", "And for once it was."] {
            assert_eq!(said(affirmation), [Kind::Met], "{affirmation}");
        }
        let others = [
            "He did not, however, say how.",
            "It did not, of course, cost nothing.",
            "It was not a cheap one.",
            "It is still loved by all who went there as children and by many who did not.",
            "It has not only opened but grown.",
            "It has never looked better than it does.",
            "It has therefore opened.",
            "It had never been finished.",
            "It was still a building site.",
            "It is still.",
            "You did not.",
            "It was raining.",
            "She did.",
            "We did not meet him.",
            "She has not met them.",
            "We did not do this.",
        ];
        for other in others {
            assert_eq!(said(other), [], "{other}");
        }
        let asides = [
            "In 2023 the minister said that the clinic would be open by the end of 2024, but critics feared a delay. It was not.",
            "In 2023 the council promised that no library would be closed by the end of 2024. They were not.",
        ];
        for text in asides {
            let read = read_text(&language, text, "2025-06-11".parse().ok()).expect("a document");
            assert!(read.statements.iter().all(|s| !s.cue.starts_with("short-")), "{text}");
        }
    }
}
