//! The paragraphs that statements stand in, read again for people to see the words in their place.
//!
//! An extract keeps no text but quotations. A report that shows them in context opens the files
//! again; one that has changed since it was read gives no passage, only the quotation is left.

use super::{Desk, EngineError};
use crate::config::Config;
use crate::corpus::{self, FileKind, SourceFile};
use crate::prose::{self, Block};
use crate::source::{Place, Span, TextRange};
use crate::timeline::Record;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// Characters of context that are kept before the words, and after them.
const CONTEXT: (usize, usize) = (320, 240);
/// Characters of the words themselves that are kept.
const LONGEST: usize = 900;

/// Words as a reader sees them, in their paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The headings that they stand under, outermost first.
    pub headings: Vec<String>,
    /// What stands before the words in the same paragraph; cut at a word where it is long.
    pub before: String,
    /// The words themselves; cut where they are longer than anybody would read.
    pub words: String,
    /// What stands after them.
    pub after: String,
}

/// Passages by the index of their extract and their place.
pub type Passages = BTreeMap<(usize, Place), Passage>;

/// Reads the passages at `wanted`: the index of an extract of `record`, and a place in it.
///
/// # Errors
/// When files of rules or dates are no longer what they should be. A document that cannot be
/// read again, or has changed, simply has no passages.
pub fn read(config: &Config, record: &Record, wanted: &[(usize, Place)]) -> Result<Passages, EngineError> {
    let options = Desk::read(config)?.reading(config)?;
    let mut by_file: BTreeMap<&Path, BTreeMap<usize, Vec<Place>>> = BTreeMap::new();
    for (index, place) in wanted {
        if let Some(extract) = record.extracts.get(*index).filter(|e| !e.hash.is_empty()) {
            by_file.entry(extract.file()).or_default().entry(*index).or_default().push(*place);
        }
    }
    let files: Vec<_> = by_file.into_iter().collect();
    let found = files.par_iter().map(|(path, asked)| {
        let file =
            SourceFile { path: path.to_path_buf(), shown: path.display().to_string(), kind: FileKind::of(path), named: true };
        let mut found = Vec::new();
        for document in corpus::read(&file, &options).unwrap_or_default() {
            let mine = asked.iter().filter(|(index, _)| {
                let extract = &record.extracts[**index];
                extract.hash == document.hash && (extract.record_line.is_none() || *extract.doc == *document.doc)
            });
            let mine: Vec<_> = mine.collect();
            if mine.is_empty() {
                continue;
            }
            let blocks = prose::blocks(&document);
            for (index, places) in mine {
                let passages = places.iter().filter_map(|place| Some(((*index, *place), passage(&blocks, place.span())?)));
                found.extend(passages);
            }
        }
        found
    });
    Ok(found.collect::<Vec<_>>().into_iter().flatten().collect())
}

/// The passage of the block that `span` lies in.
fn passage(blocks: &[Block], span: Span) -> Option<Passage> {
    let whole = |block: &Block| block.span(TextRange::new(0, block.text.len()));
    let holds = |block: &&Block| {
        let own = whole(block);
        own.start <= span.start && span.end <= own.end && !block.text.is_empty()
    };
    // The smallest block that holds the words: a cell rather than what is made of its whole row.
    let block = blocks.iter().filter(holds).min_by_key(|block| block.text.len())?;
    let range = block.map.text_at(span);
    let (before, words, after) =
        (block.text.get(..range.start)?, block.text.get(range.start..range.end)?, block.text.get(range.end..)?);
    if words.trim().is_empty() {
        return None;
    }
    let headings =
        block.headings.iter().filter_map(|index| blocks.get(*index)).map(|heading| short(&heading.text, 120)).collect();
    Some(Passage { headings, before: tail(before, CONTEXT.0), words: short(words, LONGEST), after: short(after, CONTEXT.1) })
}

/// The first `most` characters, to the end of a word, with an ellipsis where anything is left out.
pub fn short(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((at, _)) => {
            let cut = text[..at].rfind(char::is_whitespace).filter(|space| *space > at / 2).unwrap_or(at);
            format!("{}…", &text[..cut])
        }
    }
}

/// The last `most` characters, from the start of a sentence or else of a word.
fn tail(text: &str, most: usize) -> String {
    let Some((at, _)) = text.char_indices().rev().nth(most.saturating_sub(1)).filter(|(at, _)| *at > 0) else {
        return text.to_owned();
    };
    let kept = &text[at..];
    let sentence = kept.find(". ").map(|stop| stop + 2).filter(|from| kept.len() - from > kept.len() / 3);
    let from = sentence.or_else(|| kept.find(char::is_whitespace)).unwrap_or(0);
    format!("… {}", kept[from..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_at_words() {
        assert_eq!(short("one two three", 9), "one two…");
        assert_eq!(short("one two", 9), "one two");
        assert_eq!(short("ééééé", 3), "ééé…");
        assert_eq!(tail("First of all. Then the second thing", 24), "… Then the second thing");
        assert_eq!(tail("short", 24), "short");
    }

    #[test]
    fn words_stand_in_their_paragraph() {
        let file = SourceFile { path: "a.md".into(), shown: "a.md".into(), kind: FileKind::Markdown, named: true };
        let text = "# Roads\n\nWork goes on. The *bridge* will open &mdash; by May. Nobody minds.\n";
        let documents = corpus::read_bytes(&file, text.into(), &corpus::Options::default()).expect("read");
        let blocks = prose::blocks(&documents[0]);
        let start = text.find("The *").expect("there");
        let end = text.find(". Nobody").expect("there");
        let found = passage(&blocks, Span { start, end }).expect("a passage");
        assert_eq!((found.before.as_str(), found.after.as_str()), ("Work goes on. ", ". Nobody minds."));
        assert_eq!(found.words, "The bridge will open — by May");
        assert_eq!(found.headings, ["Roads"]);
        assert_eq!(passage(&blocks, Span { start: 900, end: 901 }), None);
    }
}
