//! Which sentences of a block must be read, and when the dates of a passage must be placed.
//!
//! A sentence is read where a rule could match in it ([`Triggers`]), where it may inherit a date from above, or
//! where its verbs place a date that something else needs. A date that nothing needs is put off: what it leaves
//! behind for later wordings ("that year") is worked out when one of them comes, and as a rule none does.

use super::extract::Language;
use super::tense::tense_hint;
use super::triggers::{Kinds, Met, Standing, Triggers};
use crate::calendar::Interval;
use crate::corpus::{Document, Shape};
use crate::prose::read::Cut;
use crate::prose::{self, Block, BlockIndex, Reader, Sentence};
use crate::source::TextRange;
use crate::time::{Found, Passage};
use std::collections::BTreeMap;

/// A block as far as it is known before any sentence is read.
pub(super) struct Plan {
    /// Its sentences.
    pub ranges: Vec<TextRange>,
    /// Which of them are to be read.
    pub live: Vec<bool>,
    /// Its time expressions, not yet placed.
    pub found: Vec<Found>,
    /// Those sentences that are cut already.
    cuts: BTreeMap<usize, Cut>,
}

impl Plan {
    /// Everything is read.
    pub fn whole(block: &Block, language: &Language) -> Self {
        let ranges = prose::sentences(block);
        let live = vec![true; ranges.len()];
        Plan { live, ranges, ..Plan::unread(language.grammar.find(&block.text)) }
    }

    /// Nothing is read but the dates.
    pub fn unread(found: Vec<Found>) -> Self {
        Plan { ranges: Vec::new(), live: Vec::new(), found, cuts: BTreeMap::new() }
    }

    /// Reads where rules could match. `None`: nowhere in the block, and nothing else is asked of it.
    pub fn of(block: &Block, language: &Language, triggers: &Triggers, scan: &mut Scan, asked: Asked) -> Option<Self> {
        let dated = scan.kinds.has(Kinds::DATES);
        if !(Triggers::is_worth(scan.kinds, dated) || asked.inherits || asked.hands_down && dated) {
            return None;
        }
        // What could match in the block and then in each sentence, if it had a date where the block may have one.
        let stands = scan.stands(triggers);
        let Room { signs, together, standing, ends, words } = &mut scan.room;
        if !stands && !asked.inherits && !asked.hands_down {
            return None;
        }
        let ranges = prose::sentences(block);
        standing.clear();
        ends.clear();
        let (mut all, mut met) = (together.as_slice(), scan.met.as_slice());
        for range in &ranges {
            let here = split_off(&mut all, |one| one.at() < range.end);
            let own = split_off(&mut met, |met| met.at < range.end);
            // A sentence alone bears what the block does.
            if ranges.len() == 1 {
                standing.extend(here)
            } else {
                triggers.narrow(here, own, dated, signs, standing)
            }
            ends.push(standing.len());
        }
        if standing.is_empty() && !asked.inherits && !asked.hands_down {
            return None;
        }
        let found = if dated { language.grammar.find(&block.text) } else { Vec::new() };
        let live = vec![false; ranges.len()];
        let mut plan = Plan { live, ranges, ..Plan::unread(found) };
        let mut dates = Vec::new();
        let mut from = 0;
        for (at, ((range, live), end)) in plan.ranges.iter().zip(&mut plan.live).zip(ends.iter().copied()).enumerate() {
            let here = within(&plan.found, *range);
            let standing = standing.get(std::mem::replace(&mut from, end)..end).unwrap_or_default();
            if !triggers.is_any(standing, !here.is_empty()) {
                continue;
            }
            // Whether a quotation is open changes where quotation marks point, and no word.
            let cut = Reader::cut(&block.text, *range);
            words.clear();
            words.extend(cut.places());
            dates.clear();
            dates.extend(here.iter().filter_map(|found| {
                let first = words.iter().position(|place| place.end > found.range.start)?;
                let count = words.iter().skip(first).take_while(|place| place.start < found.range.end).count();
                (count > 0).then_some(first..first + count)
            }));
            *live = triggers.may_match(&language.reader, &block.text, words, standing, &dates);
            if *live {
                plan.cuts.insert(at, cut);
            }
        }
        if asked.inherits
            && plan.found.is_empty()
            && let Some(first) = plan.live.first_mut()
        {
            *first = true;
        }
        // What stands beside its date decides whether it is handed down.
        if asked.hands_down && !plan.found.is_empty() {
            plan.live.fill(true);
        }
        plan.is_live().then_some(plan)
    }

    /// Whether any sentence is to be read.
    fn is_live(&self) -> bool {
        self.live.contains(&true)
    }

    /// The sentences with dates are read too.
    pub fn read_dates(&mut self) {
        for (range, live) in self.ranges.iter().zip(&mut self.live) {
            *live |= !within(&self.found, *range).is_empty();
        }
    }

    /// Whether every date stands in a sentence that is read.
    pub fn reads_all_dates(&self) -> bool {
        self.ranges.iter().zip(&self.live).all(|(range, live)| *live || within(&self.found, *range).is_empty())
    }

    /// Reads the sentences that are to be read.
    pub fn read<'t>(&mut self, text: &'t str, language: &Language) -> Vec<Sentence<'t>> {
        let last = self.live.iter().rposition(|live| *live).map_or(0, |last| last + 1);
        let mut quote_open = false;
        let mut sentences = Vec::new();
        for (at, (range, live)) in self.ranges.iter().zip(&self.live).enumerate().take(last) {
            if *live {
                // Inside a quotation marks are cut in another way.
                let sentence = match self.cuts.remove(&at).filter(|_| !quote_open) {
                    Some(cut) => language.reader.read_cut(text, *range, cut),
                    None => language.reader.read_within(text, *range, quote_open),
                };
                quote_open = sentence.quote_open;
                sentences.push(sentence);
            } else {
                quote_open = language.reader.quote_open_after(text, *range, quote_open);
            }
        }
        sentences
    }
}

/// What the blocks around ask of a block.
#[derive(Clone, Copy, Default)]
pub(super) struct Asked {
    /// A date from above may be its own.
    pub inherits: bool,
    /// Blocks below may take its date.
    pub hands_down: bool,
}

/// What the words of a block tell by themselves. Kept from block to block for its room.
#[derive(Default)]
pub(super) struct Scan {
    kinds: Kinds,
    met: Vec<Met>,
    room: Room,
}

/// Room for what is worked out of a block.
#[derive(Default)]
struct Room {
    /// What a sentence bears.
    signs: Vec<u64>,
    /// The patterns that all sentences together have words for.
    together: Vec<Standing>,
    /// Those of them that may match, sentence after sentence.
    standing: Vec<Standing>,
    /// Where those of each sentence end.
    ends: Vec<usize>,
    /// Where the words of a sentence stand.
    words: Vec<TextRange>,
}

impl Scan {
    pub fn of(&mut self, text: &str, triggers: &Triggers) {
        self.met.clear();
        self.kinds = triggers.scan(text, &mut self.met);
    }

    /// Whether any pattern has all its words in the text: those that have are gathered.
    fn stands(&mut self, triggers: &Triggers) -> bool {
        let Room { signs, together, .. } = &mut self.room;
        triggers.standing(&self.met, self.kinds.has(Kinds::DATES), signs, together);
        !together.is_empty()
    }

    /// Whether a document, seen before blocks are made of it, can hold no statement: no pattern has all its words in any
    /// element, and none is put together of several.
    pub fn is_quiet(&mut self, document: &Document, triggers: &Triggers) -> bool {
        prose::is_plain(document)
            && document.elements.iter().filter(|element| element.shape != Shape::Boilerplate).all(|element| {
                self.of(&element.text, triggers);
                !(Triggers::is_worth(self.kinds, self.is_dated()) && self.stands(triggers))
            })
    }

    /// Whether there may be a time expression.
    pub fn is_dated(&self) -> bool {
        self.kinds.has(Kinds::DATES)
    }
}

/// Takes what belongs to a sentence off the front of a list in order.
fn split_off<'l, T>(rest: &mut &'l [T], belongs: impl Fn(&T) -> bool) -> &'l [T] {
    let (own, later) = rest.split_at(rest.iter().take_while(|one| belongs(one)).count());
    *rest = later;
    own
}

/// The expressions that begin in a sentence.
fn within(found: &[Found], range: TextRange) -> &[Found] {
    let first = found.partition_point(|f| f.range.start < range.start);
    let last = found.partition_point(|f| f.range.start < range.end);
    found.get(first..last.max(first)).unwrap_or_default()
}

/// The blocks whose dates have been put off.
#[derive(Default)]
pub(super) struct PutOff(Vec<BlockIndex>);

impl PutOff {
    pub fn push(&mut self, block: BlockIndex) {
        self.0.push(block);
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Places what was put off, as if each block had been read in its turn.
    pub fn place(&mut self, blocks: &[Block], language: &Language, published: Option<Interval>, passage: &mut Passage) {
        for block in self.0.drain(..).filter_map(|index| blocks.get(index)) {
            let found = language.grammar.find(&block.text);
            let ranges = prose::sentences(block);
            let live = vec![false; ranges.len()];
            let mut plan = Plan { live, ranges, ..Plan::unread(found) };
            plan.read_dates();
            let sentences = plan.read(&block.text, language);
            passage.document = block.speaks_from.or(published);
            language
                .grammar
                .place_all(&block.text, &plan.found, passage, |found| tense_hint(&sentences, found, &language.lexicon));
        }
    }
}
