//! Undertakings that a lead-in opens and its items complete: "We will:" over "open the depot in May".
//!
//! Such an item is read with the words that open it put before it, so that every rule sees the whole
//! sentence; what is found keeps its place in the file, and only the item's own words are quoted.

use super::lexicon::Lexicon;
use crate::corpus::Mark;
use crate::prose::{self, Block, Zone};
use crate::source::{OffsetMap, Span, TextRange};

/// Longest opening that is put before an item, in bytes.
const LONGEST_OPENING: usize = 200;

/// An item together with the words that open it.
pub(super) struct Carried {
    /// The opening, a space and the item, mapped to the file.
    pub block: Block,
    /// Bytes of the text that are not the item's own.
    pub borrowed: usize,
}

/// The item as its lead-in begins it; `None` where there is no lead-in, or where it is a sentence by itself.
pub(super) fn carried(block: &Block, blocks: &[Block], lexicon: &Lexicon) -> Option<Carried> {
    if block.zone != Zone::ListItem {
        return None;
    }
    let lead = blocks.get(block.lead_in?).filter(|lead| lead.zone != Zone::Teaser)?;
    let opening = opening(&lead.text, lexicon)?;
    let mut map = lead.map.slice(opening);
    let end = lead.map.span(opening).end;
    map.push(1, Span { start: end, end }, false);
    let borrowed = opening.len() + 1;
    append(&mut map, &block.map);
    let mut text = String::with_capacity(borrowed + block.text.len());
    text.push_str(opening.of(&lead.text));
    text.push(' ');
    text.push_str(&without_capital(&block.text));
    let shifted = |range: TextRange| TextRange::new(range.start + borrowed, range.end + borrowed);
    let marks = block.marks.iter().map(|mark| Mark { range: shifted(mark.range), ..mark.clone() }).collect();
    Some(Carried { block: Block { text, map, marks, ..block.clone() }, borrowed })
}

/// The words at the end of a text that wait for a verb: "The council plans to", "We will also".
pub(super) fn opening(text: &str, lexicon: &Lexicon) -> Option<TextRange> {
    let trimmed = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '…'));
    // Most blocks end in a full stop.
    if !trimmed.ends_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let words = trimmed.split_whitespace().rev();
    let is = |class: &str, word: &str| {
        let lower = word.to_lowercase();
        // "We'll" ends in the auxiliary.
        let clitic = lower.rfind(['\'', '’']).and_then(|at| lower.get(at..)).map(|end| end.replace('’', "'"));
        lexicon.in_class(class, &lower, clitic.as_deref().unwrap_or(&lower))
    };
    let mut words = words.skip_while(|word| is("beside_opener", word)).peekable();
    // "Here is what we will do:" waits for the same verb.
    let does = words.next_if(|word| word.eq_ignore_ascii_case("do")).is_some();
    let opens = words.next().is_some_and(|word| is("opener", word));
    let last = prose::split(trimmed).pop().filter(|last| opens && last.len() <= LONGEST_OPENING)?;
    let end = last.end - if does { "do".len() } else { 0 };
    Some(TextRange::new(last.start, last.start + trimmed.get(last.start..end)?.trim_end().len()))
}

fn append(map: &mut OffsetMap, more: &OffsetMap) {
    for segment in &more.segments {
        map.push(segment.text.len(), segment.file, segment.verbatim);
    }
}

/// "Launch a portal" goes on as "launch a portal"; names in capitals stay.
fn without_capital(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if first.is_ascii_uppercase() && second.is_lowercase() => {
            std::iter::once(first.to_ascii_lowercase()).chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}
