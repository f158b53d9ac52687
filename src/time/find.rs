//! One pass over a text: islands of known words, the longest reading of each, what governs it.

use super::grammar::{DATED_NUMERALS, Grammar};
use super::lex::{BLANK, Numeral, Piece, Scanner, Token};
use super::symbol::{Found, Governor, Make, Slot, Slots, Symbol, Unit};
use super::{TimexMod, TimexType};
use crate::source::TextRange;
use std::cell::Cell;

/// Most tokens that are read together. A longer run of date words is cut.
const ISLAND: usize = 48;
/// How deep expressions nest ("the end of the first week of…").
const DEEPEST: u8 = 7;

/// A run of known words with nothing else between them.
pub(super) struct Island<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: [Token; ISLAND],
    pub(super) masks: [u64; ISLAND],
    pub(super) len: usize,
    /// For each depth and each part of a wording the tokens at which none begins, a bit for each: what one wording has
    /// asked, another need not.
    failed: [[Cell<u64>; PARTS]; DEPTHS],
    /// The depths of which something is kept.
    kept: Cell<usize>,
}

/// So many parts of wordings are kept in mind.
const PARTS: usize = 64;

/// So many depths are kept in mind: more would cost more to begin with than they save.
const DEPTHS: usize = 3;

impl Island<'_> {
    /// Deeper down less is tried, so that what has failed at some depth fails below it too.
    fn failed(&self, part: u8, at: usize, depth: u8) -> bool {
        let failed = |parts: &[Cell<u64>; PARTS]| {
            parts.get(usize::from(part)).is_some_and(|failed| failed.get() >> (at % ISLAND) & 1 == 1)
        };
        self.failed.iter().take(usize::from(depth) + 1).any(failed)
    }

    fn fail(&self, part: u8, at: usize, depth: u8) {
        let depth = usize::from(depth);
        if let Some(failed) = self.failed.get(depth).and_then(|parts| parts.get(usize::from(part))) {
            failed.set(failed.get() | 1 << (at % ISLAND));
            self.kept.set(self.kept.get().max(depth + 1));
        }
    }

    fn forget(&self) {
        for parts in self.failed.iter().take(self.kept.get()) {
            parts.iter().for_each(|failed| failed.set(0));
        }
        self.kept.set(0);
    }
}

/// The best reading so far.
pub(super) struct Best {
    pub(super) end: usize,
    pub(super) rule: u16,
    pub(super) slots: Slots,
    pub(super) inner: Vec<Symbol>,
}

impl Grammar {
    /// All time expressions of `text`, in order, none overlapping. Linear in the length of the text; allocates
    /// nothing where there is none. White space of any kind may stand between words, but no empty line.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let mut found = Vec::new();
        let mut scanner = Scanner::new(&self.vocabulary, text);
        // Most blocks hold nothing.
        let Some((safe, trigger)) = self.seek.next(&self.vocabulary, self.trigger, text.as_bytes(), 0) else {
            return found;
        };
        scanner.leap(safe);
        let mut island = Island {
            text,
            tokens: [BLANK; ISLAND],
            masks: [0; ISLAND],
            len: 0,
            failed: [const { [const { Cell::new(0) }; PARTS] }; DEPTHS],
            kept: Cell::new(0),
        };
        let mut triggers = 0u64;
        // One past the place of the trigger that is being made for.
        let mut passed = trigger + 1;
        loop {
            if island.len == 0 {
                if scanner.at() >= passed {
                    let Some((safe, trigger)) = self.seek.next(&self.vocabulary, self.trigger, text.as_bytes(), scanner.at())
                    else {
                        return found;
                    };
                    scanner.leap(safe);
                    passed = trigger + 1;
                }
                scanner.skip();
            }
            let piece = scanner.next();
            match piece {
                Piece::Token(token) => {
                    let mask = self.mask(&token);
                    let worth = if token.numeral == Numeral::None { self.trigger } else { DATED_NUMERALS };
                    triggers |= mask & worth;
                    island.tokens[island.len] = token;
                    island.masks[island.len] = mask;
                    island.len += 1;
                    if island.len < ISLAND {
                        continue;
                    }
                }
                Piece::Break | Piece::End => {}
            }
            if triggers != 0 {
                self.read_island(&mut island, &mut found);
            }
            island.len = 0;
            triggers = 0;
            if matches!(piece, Piece::End) {
                return found;
            }
        }
    }

    fn read_island(&self, island: &mut Island<'_>, found: &mut Vec<Found>) {
        self.hush(island);
        island.forget();
        let first = found.len();
        let mut at = 0;
        while at < island.len {
            let mut best: Option<Best> = None;
            for start in self.start.iter().filter(|start| self.may_begin(island, **start, at)) {
                self.parse(island, *start, at, 0, &mut best);
            }
            let Some(best) = best.filter(|best| best.end > at) else {
                at += 1;
                continue;
            };
            // "two days before the vote": a length, and no count from what was named last.
            let whole = island.len;
            let mut shorter = Some(best);
            while let Some(read) = shorter.as_ref().filter(|read| self.reads_too_far(island, at, read)) {
                island.len = read.end - 1;
                island.forget();
                let mut next: Option<Best> = None;
                for start in &self.start {
                    self.parse(island, *start, at, 0, &mut next);
                }
                island.len = whole;
                island.forget();
                shorter = next.filter(|next| next.end > at);
            }
            let Some(best) = shorter else {
                at += 1;
                continue;
            };
            let end = best.end;
            let Some(symbol) = self.symbol(best.rule, best.slots, best.inner) else {
                at = end;
                continue;
            };
            if self.lasts(island, at, &symbol) {
                at += 1;
                continue;
            }
            // "58 percent more than a year earlier": what was compared is none of it.
            if self.compares(island, at) {
                at += 2;
                continue;
            }
            // "the 2007 quarter": a year before a unit is no count of it.
            if let Some(stop) = self.counts_years(island, at, end, &symbol) {
                let whole = island.len;
                island.len = stop;
                let mut shorter: Option<Best> = None;
                for start in &self.start {
                    self.parse(island, *start, at, 0, &mut shorter);
                }
                island.len = whole;
                island.forget();
                let (head, tail) = (island.tokens.get(at), stop.checked_sub(1).and_then(|last| island.tokens.get(last)));
                if let (Some(year), Some(head), Some(tail)) = (shorter.filter(|shorter| shorter.end > at), head, tail) {
                    let rule = year.rule;
                    let read = self.symbol(rule, year.slots, year.inner).filter(|symbol| symbol.make == Make::Date);
                    if let Some(symbol) = read {
                        let range = TextRange::new(head.start as usize, tail.end as usize);
                        let governor = None;
                        found.push(Found { range, kind: TimexType::Date, symbol, governor, range_with_next: false, rule });
                    }
                }
                at = end;
                continue;
            }
            if self.acceptable(island, at, end, &symbol) && !self.of_no_year(island, end, &symbol) {
                let (Some(head), Some(tail)) = (island.tokens.get(at), island.tokens.get(end - 1)) else { break };
                // "a decade-long feud": the article is the noun's.
                let head = island.tokens.get(at + 1).filter(|_| self.lends_article(island, at, end)).unwrap_or(head);
                let range = TextRange::new(head.start as usize, tail.end as usize);
                let floor = found.last().map_or(0, |last: &Found| last.range.end);
                let occasion = self.governor_of_occasion(island, at, range.end, floor, &symbol);
                let governor = occasion.or_else(|| self.governor(island, at, floor));
                let mut symbol = symbol;
                let mut kind = self.kind(best.rule, &symbol);
                // "over three years from 2025-26" is a length; "three weeks from 5 May" a day.
                let lasting = matches!(governor, Some((_, Governor::Over | Governor::Within | Governor::For | Governor::During)));
                if symbol.make == Make::Shift && symbol.slots.get(Slot::Relation) == Some(9) && lasting {
                    symbol.make = Make::SpanFrom;
                    kind = TimexType::Duration;
                }
                // "over the next year" is a length; "the next year, peace came" a year.
                let length = matches!(
                    governor,
                    Some((_, Governor::Over | Governor::Within | Governor::For | Governor::During | Governor::In))
                );
                let through = matches!(governor, Some((_, Governor::Over | Governor::Within | Governor::During)));
                let open = match symbol.slots.unit() {
                    Some(Unit::Quarter | Unit::Half) => false,
                    Some(Unit::Decade | Unit::Century) => through,
                    _ => true,
                };
                if symbol.make == Make::Relative && symbol.slots.get(Slot::Side) == Some(3) && length && open {
                    symbol.make = Make::Around;
                    symbol.slots.set(Slot::Base, 0);
                    symbol.slots.set(Slot::Number, 10);
                    kind = TimexType::Duration;
                }
                if let Some(year) = self.eponymous_year(island.text, range, governor, &symbol) {
                    symbol.slots.set(Slot::Year, year);
                }
                if let Some([year, month, day]) = self.eponym_written(island.text, range, &symbol) {
                    symbol = Symbol { make: Make::Date, slots: Slots::default(), inner: Vec::new(), modifier: None };
                    for (slot, value) in [(Slot::Year, year), (Slot::Month, month), (Slot::Day, day)] {
                        symbol.slots.set(slot, value);
                    }
                }
                // "the fiscal year ended Sept. 30" is a length.
                if is_bare_year(&symbol) && self.is_named_by_its_end(island.text, range.end) {
                    symbol = Symbol { make: Make::Span, slots: Slots::default(), inner: Vec::new(), modifier: None };
                    symbol.slots.set(Slot::Unit, Unit::Year.code());
                    kind = TimexType::Duration;
                }
                found.push(Found { range, kind, symbol, governor, range_with_next: false, rule: best.rule });
                self.spread_left(island, at, floor, first, found);
                self.spread_era(island, at, floor, first, found);
                self.spread_hour(island, at, floor, first, found);
                at = self.spread_right(island, at, end, found);
            } else if symbol.make == Make::Nth && symbol.slots.get(Slot::Day).is_some()
                || symbol.make == Make::Span && symbol.slots.unit() == Some(Unit::Second)
            {
                // "only 3 next week": the period stands without the numeral. "A second-quarter loss".
                at += 1;
            } else {
                at = end.max(at + 1);
            }
        }
        self.share(island, first, found);
    }

    /// Walks the trie of `nonterminal` from token `at`, keeping the longest reading in `best`.
    fn parse(&self, island: &Island<'_>, nonterminal: u8, at: usize, depth: u8, best: &mut Option<Best>) {
        let (Some(found), Some(token), Some(mask)) =
            (self.nonterminals.get(usize::from(nonterminal)), island.tokens.get(at), island.masks.get(at))
        else {
            return;
        };
        let word = token.numeral == Numeral::None && found.first_words.get(usize::from(token.word)).copied().unwrap_or(false);
        if at >= island.len || depth > DEEPEST || !word && mask & found.first_mask == 0 {
            return;
        }
        self.walk(island, found.root, at, depth, &Slots::default(), &mut Vec::new(), best);
    }

    /// Whether a reading of `nonterminal` can begin at token `at`.
    #[inline]
    fn may_begin(&self, island: &Island<'_>, nonterminal: u8, at: usize) -> bool {
        let (Some(found), Some(token), Some(mask)) =
            (self.nonterminals.get(usize::from(nonterminal)), island.tokens.get(at), island.masks.get(at))
        else {
            return false;
        };
        mask & found.first_mask != 0
            || token.numeral == Numeral::None && found.first_words.get(usize::from(token.word)).copied().unwrap_or(false)
    }

    #[allow(clippy::too_many_arguments)]
    fn walk(
        &self,
        island: &Island<'_>,
        node: u32,
        at: usize,
        depth: u8,
        slots: &Slots,
        inner: &mut Vec<Symbol>,
        best: &mut Option<Best>,
    ) {
        let Some(node) = self.nodes.get(node as usize) else { return };
        // No expression ends with the mark that would join it to more.
        let is_open = || {
            at.checked_sub(1).and_then(|last| island.tokens.get(last)).is_some_and(|last| {
                let mark = island.text.as_bytes().get(last.start as usize);
                last.numeral == Numeral::None && matches!(mark, Some(b',' | b'-' | b'/'))
            })
        };
        if let Some(rule) = node.rule.filter(|_| !is_open()) {
            let better = match best {
                None => true,
                Some(best) => at > best.end || at == best.end && rule < best.rule,
            };
            if better {
                *best = Some(Best { end: at, rule, slots: *slots, inner: inner.clone() });
            }
        }
        if at >= island.len {
            return;
        }
        let (token, mask) = (&island.tokens[at], island.masks[at]);
        if token.numeral == Numeral::None
            && let Ok(edge) = node.words.binary_search_by_key(&token.word, |(word, _)| *word)
            && let Some((_, next)) = node.words.get(edge)
        {
            self.walk(island, *next, at + 1, depth, slots, inner, best);
        }
        if node.mask & mask != 0 {
            for (class, next) in &node.classes {
                if mask & (1 << class) == 0 {
                    continue;
                }
                let mut filled = *slots;
                if let Some(length) = self.class(island, at, *class, &mut filled) {
                    self.walk(island, *next, at + length, depth, &filled, inner, best);
                }
            }
        }
        for (nonterminal, next) in &node.inner {
            if !self.may_begin(island, *nonterminal, at) || island.failed(*nonterminal, at, depth) {
                continue;
            }
            let mut part = None;
            self.parse(island, *nonterminal, at, depth + 1, &mut part);
            let Some(part) = part.filter(|part| part.end > at) else {
                island.fail(*nonterminal, at, depth);
                continue;
            };
            let end = part.end;
            if let Some(symbol) = self.symbol(part.rule, part.slots, part.inner) {
                inner.push(symbol);
                self.walk(island, *next, end, depth, slots, inner, best);
                inner.pop();
            }
        }
    }

    /// What a rule makes of what it matched; `None` for a rule that only keeps others away.
    fn symbol(&self, rule: u16, mut slots: Slots, inner: Vec<Symbol>) -> Option<Symbol> {
        let rule = self.rules.get(usize::from(rule))?;
        for (slot, value) in &rule.with {
            slots.set(*slot, *value);
        }
        match rule.make {
            Make::Not => None,
            Make::Same if inner.len() == 1 && rule.modifier.is_none() => inner.into_iter().next(),
            Make::With => {
                let mut symbol = inner.into_iter().next()?;
                for slot in SLOT_LIST {
                    if let Some(value) = slots.get(slot) {
                        symbol.slots.set(slot, value);
                    }
                }
                symbol.modifier = rule.modifier.or(symbol.modifier);
                Some(symbol)
            }
            make => Some(Symbol { make, slots, inner, modifier: rule.modifier }),
        }
    }

    fn kind(&self, rule: u16, symbol: &Symbol) -> TimexType {
        if let Some(kind) = self.rules.get(usize::from(rule)).and_then(|rule| rule.kind) {
            return kind;
        }
        kind_of(symbol)
    }

    pub(super) fn text_of<'t>(&self, island: &Island<'t>, at: usize) -> &'t str {
        match island.tokens.get(at).filter(|token| at < island.len && token.numeral == Numeral::None) {
            Some(token) => island.text.get(token.start as usize..token.end as usize).unwrap_or(""),
            None => "",
        }
    }
}

/// In the slot `bare`: a unit with nothing but its article.
const BARE: i32 = 2;

/// "the year", "its fiscal year", with nothing that tells which.
fn is_bare_year(symbol: &Symbol) -> bool {
    let slots = &symbol.slots;
    match symbol.make {
        Make::Relative => slots.unit() == Some(Unit::Year) && slots.get(Slot::Bare) == Some(BARE),
        Make::Financial => {
            let told = [Slot::Year, Slot::FinancialYear, Slot::Quarter, Slot::Half, Slot::Ordinal];
            symbol.inner.is_empty()
                && told.iter().all(|slot| slots.get(*slot).is_none())
                && slots.get(Slot::Relation).is_none_or(|relation| relation == 0)
        }
        _ => false,
    }
}

/// The type that the wording alone gives.
pub(super) fn kind_of(symbol: &Symbol) -> TimexType {
    match symbol.make {
        Make::Span | Make::Around | Make::SpanFrom => TimexType::Duration,
        Make::Set | Make::Rate => TimexType::Set,
        Make::Clock | Make::At | Make::DayPart => TimexType::Time,
        Make::Relative | Make::Shift
            if symbol.slots.unit().is_some_and(|unit| unit < Unit::WorkingDay || unit == Unit::Night) =>
        {
            TimexType::Time
        }
        Make::Same | Make::Part | Make::With => symbol.inner.first().map_or(TimexType::Date, kind_of),
        _ => TimexType::Date,
    }
}

const SLOT_LIST: [Slot; 29] = [
    Slot::Year,
    Slot::Month,
    Slot::Day,
    Slot::Weekday,
    Slot::Season,
    Slot::Quarter,
    Slot::Half,
    Slot::Decade,
    Slot::Century,
    Slot::Week,
    Slot::Unit,
    Slot::Number,
    Slot::Ordinal,
    Slot::Relation,
    Slot::Part,
    Slot::DayPart,
    Slot::Hour,
    Slot::Minute,
    Slot::Second,
    Slot::Meridiem,
    Slot::Era,
    Slot::Named,
    Slot::First,
    Slot::Second2,
    Slot::Zone,
    Slot::Base,
    Slot::FinancialYear,
    Slot::Side,
    Slot::Bare,
];

/// Modifiers by the number that rule files give them in the slot `part`.
pub(super) fn part_modifier(part: i32) -> Option<TimexMod> {
    Some(match part {
        1 | 4 => TimexMod::Start,
        2 | 6 => TimexMod::Mid,
        3 | 5 => TimexMod::End,
        _ => return None,
    })
}
