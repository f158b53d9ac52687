//! Reads a sentence: tokens, tags, lemmas, noun phrases, verb groups, clauses.

use super::tagger::Tagger;
use super::{Clause, NounPhrase, Sentence, Token, clauses};
use crate::source::TextRange;
use std::ops::Range;

/// Reads sentences of one language. Holds the compiled lexicon: make one and share it.
pub struct Reader {
    tagger: Tagger,
}

impl Reader {
    /// The reader for English that is compiled into the program.
    pub fn builtin() -> Self {
        Reader { tagger: Tagger::builtin() }
    }

    /// Reads the sentence at `sentence` in a block's `text`. A range that does not lie in the text,
    /// or not on char boundaries, reads as an empty sentence.
    pub fn read<'t>(&self, text: &'t str, sentence: TextRange) -> Sentence<'t> {
        self.read_within(text, sentence, false)
    }

    /// As [`Reader::read`], for a sentence that begins inside a quotation when `quote_open` is
    /// the previous sentence's [`Sentence::quote_open`].
    pub fn read_within<'t>(&self, text: &'t str, sentence: TextRange, quote_open: bool) -> Sentence<'t> {
        let tagged = self.tagger.tag(text, sentence);
        let analysis = clauses::analyse(&tagged, quote_open);
        Sentence {
            text,
            range: sentence,
            tokens: tagged.tokens,
            noun_phrases: analysis.noun_phrases,
            clauses: analysis.clauses,
            owners: analysis.owners,
            quote_open: analysis.quote_open,
        }
    }
}

impl<'t> Sentence<'t> {
    /// The bytes of the block's text that a range of tokens covers; empty for an empty range.
    pub fn span_of(&self, tokens: Range<usize>) -> TextRange {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if tokens.start < tokens.end => first.range.cover(last.range),
            _ => TextRange::new(self.range.start, self.range.start),
        }
    }

    /// The words of a range of tokens, as written.
    pub fn words(&self, tokens: Range<usize>) -> &'t str {
        let range = self.span_of(tokens);
        self.text.get(range.start..range.end).unwrap_or("")
    }

    /// The tokens that belong to a clause itself and to none of the clauses inside it.
    pub fn own_tokens(&self, clause: usize) -> impl Iterator<Item = usize> + '_ {
        let range = self.clauses.get(clause).map_or(0..0, |c| c.tokens.clone());
        range.filter(move |i| self.owners.get(*i) == Some(&clause))
    }

    /// The innermost clause that holds the byte `at` of the block's text.
    pub fn clause_at(&self, at: usize) -> Option<usize> {
        self.owners.get(self.token_at(at)?).copied()
    }

    /// The token that holds the byte `at` of the block's text, or the first one after it.
    pub fn token_at(&self, at: usize) -> Option<usize> {
        let index = self.tokens.partition_point(|t| t.range.end <= at);
        (index < self.tokens.len()).then_some(index)
    }

    /// The noun phrase that a token belongs to.
    pub fn noun_phrase_at(&self, token: usize) -> Option<&NounPhrase> {
        let index = self.noun_phrases.partition_point(|np| np.tokens.end <= token);
        self.noun_phrases.get(index).filter(|np| np.tokens.contains(&token))
    }

    /// A noun phrase with the "of …" phrases that hang on it: "the end of the financial year".
    pub fn with_of(&self, phrase: &NounPhrase) -> Range<usize> {
        let mut range = phrase.tokens.clone();
        while self.tokens.get(range.end).is_some_and(|t| t.lower == "of") {
            let Some(next) = self.noun_phrase_at(range.end + 1).filter(|np| np.tokens.start == range.end + 1) else { break };
            range.end = next.tokens.end;
        }
        range
    }

    /// The children of a clause, in order.
    pub fn children(&self, clause: usize) -> impl Iterator<Item = (usize, &Clause)> + '_ {
        self.clauses.iter().enumerate().filter(move |(_, c)| c.parent == Some(clause))
    }

    /// The main verb of a clause.
    pub fn verb(&self, clause: &Clause) -> Option<&Token<'t>> {
        self.tokens.get(clause.verbs.as_ref()?.head)
    }

    /// The head word of a clause's subject.
    pub fn subject_head(&self, clause: &Clause) -> Option<&Token<'t>> {
        self.tokens.get(clause.subject.as_ref()?.head)
    }
}
