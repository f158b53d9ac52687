//! What the clauses of a line are about, cue or no cue: for measuring the linker apart from the cue rules.

use super::commitment::trim;
use super::extract::Language;
use super::reading::Reading;
use super::subject::subject;
use super::tense::tense_hint;
use super::writer::Writer;
use super::{Kind, Statement};
use crate::corpus::Document;
use crate::prose::{self, Sentence};
use crate::source::Line;
use crate::time::Passage;

/// A statement for every clause of the sentences on a line, longest first; of a kind, but without dates.
pub fn clauses_on(document: &Document, language: &Language, line: Line, kind: Kind) -> Vec<Statement> {
    let published = document.published.as_ref().map(|d| d.interval);
    let mut passage = Passage::for_text(language.grammar, document.source.text(), published, language.country);
    let mut found = Vec::new();
    let blocks = prose::blocks(document);
    for block in &blocks {
        let place = document.place(block.span(crate::source::TextRange::new(0, block.text.len())));
        if place.start().line > line || place.end().line < line {
            continue;
        }
        let ranges = prose::sentences(block);
        let sentences: Vec<Sentence<'_>> = ranges.iter().map(|range| language.reader.read(&block.text, *range)).collect();
        passage.document = block.speaks_from.or(published);
        let times = language.grammar.read(&block.text, &mut passage, |found| tense_hint(&sentences, found, &language.lexicon));
        for sentence in &sentences {
            let place = document.place(block.span(sentence.range));
            if place.start().line > line || place.end().line < line {
                continue;
            }
            let inside =
                |range: crate::source::TextRange| sentence.range.start <= range.start && range.start < sentence.range.end;
            let here: Vec<_> = times.iter().filter(|t| inside(t.range)).cloned().collect();
            let reading = Reading::new(&language.lexicon, sentence, &here, passage.document, block.zone);
            let section = block.headings.last().map_or(0, |heading| heading + 1);
            let writer = Writer { document, lexicon: &language.lexicon, block, section, reading: &reading, borrowed: 0 };
            let clauses = sentence.clauses.iter().enumerate().map(|(index, clause)| (index, clause.tokens.clone()));
            for (clause, tokens) in std::iter::once((0, 0..sentence.tokens.len())).chain(clauses) {
                let tokens = trim(&reading, tokens);
                if tokens.is_empty() {
                    continue;
                }
                let about = subject(&reading, &language.lexicon, block, clause, &tokens, clause, None);
                let mut statement = writer.statement(&tokens, kind, &"probe".into(), about);
                statement.key.around = super::subject::Surroundings::new(&block.text, &ranges, &[]).of(
                    sentence.range,
                    &language.reader,
                    &language.lexicon,
                );
                for heading in block.headings.iter().chain(&block.lead_in).filter_map(|index| blocks.get(*index)) {
                    let range = crate::source::TextRange::new(0, heading.text.len());
                    let read = language.reader.read(&heading.text, range);
                    let words = super::subject::content_words(&read.tokens, &language.lexicon);
                    statement.key.context.add(words.iter().map(String::as_str));
                }
                found.push(statement);
            }
        }
    }
    found.sort_by_key(|s| std::cmp::Reverse(s.prose.len()));
    found
}
