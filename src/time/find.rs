//! One pass over a text: islands of known words, the longest reading of each, what governs it.

use super::grammar::{Computed, DATED_NUMERALS, Grammar};
use super::lex::{BLANK, Numeral, Piece, Scanner, Token, two_digit_year};
use super::symbol::{Found, Governor, Make, Slot, Slots, Symbol, Unit, VAGUE};
use super::{TimexMod, TimexType};
use crate::source::TextRange;

/// Most tokens that are read together. A longer run of date words is cut.
const ISLAND: usize = 48;
/// How deep expressions nest ("the end of the first week of…").
const DEEPEST: u8 = 7;

/// A run of known words with nothing else between them.
struct Island<'t> {
    text: &'t str,
    tokens: [Token; ISLAND],
    masks: [u64; ISLAND],
    len: usize,
}

/// The best reading so far.
struct Best {
    end: usize,
    rule: u16,
    slots: Slots,
    inner: Vec<Symbol>,
}

impl Grammar {
    /// All time expressions of `text`, in order, none overlapping. Linear in the length of the text; allocates
    /// nothing where there is none. White space of any kind may stand between words, but no empty line.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let mut found = Vec::new();
        let mut island = Island { text, tokens: [BLANK; ISLAND], masks: [0; ISLAND], len: 0 };
        let mut scanner = Scanner::new(&self.vocabulary, text);
        let mut triggers = 0u64;
        loop {
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

    /// The classes of a token.
    fn mask(&self, token: &Token) -> u64 {
        if token.tainted {
            return 0;
        }
        let of = |classes: &[Computed]| classes.iter().fold(0, |mask, class| mask | class.bit());
        match token.numeral {
            Numeral::None => self.vocabulary.entry(token.word).map_or(0, |entry| entry.mask),
            Numeral::Int(_, 2) if token.word != 0 => of(&[Computed::ShortYear]),
            Numeral::Int(value, digits) => {
                let mut mask = of(&[Computed::Num]);
                if digits <= 2 && (1..=31).contains(&value) {
                    mask |= of(&[Computed::Day]);
                }
                if digits <= 2 && value <= 24 {
                    mask |= of(&[Computed::Hour]);
                }
                if digits == 4 && (1000..2300).contains(&value) {
                    mask |= of(&[Computed::Year]);
                }
                if digits <= 4 && value > 0 {
                    mask |= of(&[Computed::AnyYear]);
                }
                if (digits == 4 || digits == 3) && value % 100 < 60 && value < 2400 {
                    mask |= of(&[Computed::FourDigits]);
                }
                mask
            }
            Numeral::Tenths(_) | Numeral::Half => of(&[Computed::Num]),
            Numeral::Dotted(..) => of(&[Computed::Num, Computed::DotClock]),
            Numeral::Ordinal(day) if (1..=31).contains(&day) => {
                of(&[Computed::Ord, Computed::Day, Computed::DayTh, Computed::Nth])
            }
            Numeral::Ordinal(_) => of(&[Computed::Ord, Computed::Nth]),
            Numeral::Clock(..) => of(&[Computed::Clock]),
            Numeral::Ymd(..) | Numeral::Dmy(..) => of(&[Computed::NumDate]),
            Numeral::Dm(..) => of(&[Computed::NumDay]),
            Numeral::Ym(..) => of(&[Computed::NumMonth]),
            Numeral::YearPair(_) => of(&[Computed::YearPair]),
            Numeral::Decade(_) => of(&[Computed::Decade]),
            Numeral::Stamp(..) => of(&[Computed::Stamp]),
        }
    }

    fn read_island(&self, island: &mut Island<'_>, found: &mut Vec<Found>) {
        self.hush(island);
        let first = found.len();
        let mut at = 0;
        while at < island.len {
            let mut best: Option<Best> = None;
            for start in &self.start {
                self.parse(island, *start, at, 0, &mut best);
            }
            let Some(best) = best.filter(|best| best.end > at) else {
                at += 1;
                continue;
            };
            let end = best.end;
            let Some(symbol) = self.symbol(best.rule, best.slots, best.inner) else {
                at = end;
                continue;
            };
            if self.acceptable(island, at, end, &symbol) {
                let (Some(head), Some(tail)) = (island.tokens.get(at), island.tokens.get(end - 1)) else { break };
                let range = TextRange::new(head.start as usize, tail.end as usize);
                let floor = found.last().map_or(0, |last: &Found| last.range.end);
                let governor = self.governor(island, at, floor);
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
                if symbol.make == Make::Relative && symbol.slots.get(Slot::Side) == Some(3) && length {
                    symbol.make = Make::Around;
                    symbol.slots.set(Slot::Base, 0);
                    symbol.slots.set(Slot::Number, 10);
                    kind = TimexType::Duration;
                }
                found.push(Found { range, kind, symbol, governor, range_with_next: false, rule: best.rule });
                self.spread_left(island, at, floor, first, found);
                at = end;
            } else {
                at = end.max(at + 1);
            }
        }
        self.share(island, first, found);
    }

    /// Takes everyday words out of play: "may" after nothing that makes it a month.
    fn hush(&self, island: &mut Island<'_>) {
        for at in 0..island.len {
            let token = island.tokens[at];
            let Some(entry) = self.vocabulary.entry(token.word) else { continue };
            if !(entry.shy || entry.timid) || token.numeral != Numeral::None {
                continue;
            }
            let before = at.checked_sub(1).and_then(|before| island.tokens.get(before));
            let after = island.tokens.get(at + 1).filter(|_| at + 1 < island.len);
            let numeral = |token: Option<&Token>| token.is_some_and(|token| token.numeral != Numeral::None && !token.tainted);
            let supports = |at: Option<usize>| {
                at.and_then(|at| island.tokens.get(at)).is_some_and(|token| {
                    token.numeral == Numeral::None && self.vocabulary.entry(token.word).is_some_and(|entry| entry.support)
                })
            };
            let article = before.is_some_and(|before| {
                island.text.get(before.start as usize..before.end as usize).is_some_and(|word| word.eq_ignore_ascii_case("the"))
            });
            let this = before.is_some_and(|before| {
                island.text.get(before.start as usize..before.end as usize).is_some_and(|word| word.eq_ignore_ascii_case("this"))
            });
            let supported = supports(at.checked_sub(1)) && !(this && entry.verbal && !token.capital)
                || article && supports(at.checked_sub(2));
            // "may 5": only where no other word stands before it ("he may 5 times").
            let opens = before.is_none() && word_before(island.text, token.start as usize).is_empty();
            let dated_after = after.is_some_and(|after| matches!(after.numeral, Numeral::Ordinal(_) | Numeral::Int(_, 4)));
            // "the second of march", "march third".
            let ordinal = |at: Option<usize>| at.and_then(|at| self.ordinal(island, at)).is_some();
            let of = before.is_some_and(|before| island.text.get(before.start as usize..before.end as usize) == Some("of"));
            let beside = of && (ordinal(at.checked_sub(2)) || numeral(at.checked_sub(2).and_then(|at| island.tokens.get(at))))
                || opens && ordinal(Some(at + 1))
                || numeral(before)
                || numeral(after) && (token.capital || opens || dated_after)
                || supported;
            let neighbour = |mask: Option<&u64>| mask.is_some_and(|mask| mask & self.trigger != 0);
            // Across a comma or a hyphen too ("Fri, Jul 18", "Mar-2018").
            let joint = |at: usize| matches!(self.text_of(island, at), "," | "-" | "/");
            let left = at.checked_sub(1).and_then(|left| if joint(left) { left.checked_sub(1) } else { Some(left) });
            let right = if joint(at + 1) { at + 2 } else { at + 1 };
            let year = |at: Option<usize>| {
                at.filter(|at| *at < island.len).is_some_and(|at| {
                    matches!(island.tokens.get(at).map(|token| token.numeral), Some(Numeral::Int(..)))
                        && island.masks.get(at).is_some_and(|mask| mask & Computed::Year.bit() != 0)
                })
            };
            let dated = neighbour(left.and_then(|left| island.masks.get(left)))
                || right < island.len && neighbour(island.masks.get(right))
                || year(left)
                || year(Some(right)) && token.capital;
            let keep = beside || dated || token.capital && !entry.timid;
            if !keep {
                island.masks[at] = 0;
            }
        }
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
        self.walk(island, found.root, at, depth, Slots::default(), &mut Vec::new(), best);
    }

    #[allow(clippy::too_many_arguments)]
    fn walk(
        &self,
        island: &Island<'_>,
        node: u32,
        at: usize,
        depth: u8,
        slots: Slots,
        inner: &mut Vec<Symbol>,
        best: &mut Option<Best>,
    ) {
        let Some(node) = self.nodes.get(node as usize) else { return };
        if let Some(rule) = node.rule {
            let better = match best {
                None => true,
                Some(best) => at > best.end || at == best.end && rule < best.rule,
            };
            if better {
                *best = Some(Best { end: at, rule, slots, inner: inner.clone() });
            }
        }
        if at >= island.len {
            return;
        }
        let (token, mask) = (&island.tokens[at], island.masks[at]);
        if token.numeral == Numeral::None
            && let Ok(edge) = node.words.binary_search_by_key(&token.word, |(word, _)| *word)
                && let Some((_, next)) = node.words.get(edge) {
                    self.walk(island, *next, at + 1, depth, slots, inner, best);
                }
        if node.mask & mask != 0 {
            for (class, next) in &node.classes {
                if mask & (1 << class) == 0 {
                    continue;
                }
                let mut filled = slots;
                if let Some(length) = self.class(island, at, *class, &mut filled) {
                    self.walk(island, *next, at + length, depth, filled, inner, best);
                }
            }
        }
        for (nonterminal, next) in &node.inner {
            let mut part = None;
            self.parse(island, *nonterminal, at, depth + 1, &mut part);
            let Some(part) = part.filter(|part| part.end > at) else { continue };
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

    /// Fills the slot of `class` from the token at `at` on; the number of tokens taken.
    fn class(&self, island: &Island<'_>, at: usize, class: u8, slots: &mut Slots) -> Option<usize> {
        let token = island.tokens.get(at)?;
        let Some(computed) = Computed::from_class(class) else {
            let value = self.vocabulary.value(token.word, class)?;
            if let Some(slot) = self.classes.get(usize::from(class)).and_then(|class| class.slot) {
                slots.set(slot, value);
            }
            return Some(1);
        };
        match (computed, token.numeral) {
            (Computed::Num, Numeral::Int(value, _)) => slots.set(Slot::Number, value.saturating_mul(10)),
            (Computed::Num, Numeral::Tenths(value)) => slots.set(Slot::Number, value),
            (Computed::Num, Numeral::Dotted(_, _, value)) => slots.set(Slot::Number, value),
            (Computed::Num, Numeral::Half) => slots.set(Slot::Number, 5),
            (Computed::Num, Numeral::None) => {
                let (value, length) = self.cardinal(island, at)?;
                slots.set(Slot::Number, if value == VAGUE { VAGUE } else { value.saturating_mul(10) });
                return Some(length);
            }
            (Computed::Ord | Computed::Nth, Numeral::Ordinal(value)) => slots.set(Slot::Ordinal, value),
            (Computed::Ord, Numeral::None) => {
                let (value, length) = self.ordinal(island, at)?;
                slots.set(Slot::Ordinal, value);
                return Some(length);
            }
            (Computed::DayTh, Numeral::Ordinal(value)) | (Computed::Day, Numeral::Int(value, _) | Numeral::Ordinal(value)) => {
                slots.set(Slot::Day, value)
            }
            (Computed::Nth, Numeral::None) => {
                let (value, length) = self.ordinal(island, at).filter(|(value, _)| *value > 0)?;
                slots.set(Slot::Ordinal, value);
                return Some(length);
            }
            (Computed::Day, Numeral::None) => {
                let (value, length) = self.ordinal(island, at).filter(|(value, _)| (1..=31).contains(value))?;
                slots.set(Slot::Day, value);
                return Some(length);
            }
            (Computed::Year, Numeral::Int(value, _)) => slots.set(Slot::Year, value),
            (Computed::Year, Numeral::None) => {
                let (value, length) = self.year_in_words(island, at)?;
                slots.set(Slot::Year, value);
                return Some(length);
            }
            (Computed::ShortYear, Numeral::Int(value, _)) => slots.set(Slot::Year, two_digit_year(value)),
            (Computed::AnyYear, Numeral::Int(value, _)) => slots.set(Slot::Year, value),
            (Computed::Clock, Numeral::Clock(hour, minute, second)) => {
                slots.set(Slot::Hour, hour);
                slots.set(Slot::Minute, minute);
                if second >= 0 {
                    slots.set(Slot::Second, second);
                }
            }
            (Computed::DotClock, Numeral::Dotted(hour, minute, _)) => {
                slots.set(Slot::Hour, hour);
                slots.set(Slot::Minute, minute);
            }
            (Computed::Hour, Numeral::Int(value, _)) => slots.set(Slot::Hour, value),
            (Computed::Hour, Numeral::None) => {
                let (value, length) = self.cardinal(island, at).filter(|(value, _)| (1..=12).contains(value))?;
                slots.set(Slot::Hour, value);
                return Some(length);
            }
            (Computed::FourDigits, Numeral::Int(value, _)) => {
                slots.set(Slot::Hour, value / 100);
                slots.set(Slot::Minute, value % 100);
            }
            (Computed::NumDate, Numeral::Ymd(year, month, day)) => {
                slots.set(Slot::Year, year);
                slots.set(Slot::Month, month);
                slots.set(Slot::Day, day);
            }
            (Computed::NumDate, Numeral::Dmy(first, second, year)) => {
                slots.set(Slot::Year, year);
                slots.set(Slot::First, first);
                slots.set(Slot::Second2, second);
            }
            (Computed::NumDay, Numeral::Dm(first, second)) => {
                slots.set(Slot::First, first);
                slots.set(Slot::Second2, second);
            }
            (Computed::NumMonth, Numeral::Ym(year, month)) => {
                slots.set(Slot::Year, year);
                slots.set(Slot::Month, month);
            }
            (Computed::YearPair, Numeral::YearPair(year)) => slots.set(Slot::FinancialYear, year),
            (Computed::Decade, Numeral::Decade(value)) => slots.set(Slot::Decade, value),
            (Computed::Stamp, Numeral::Stamp(year, month, day, hour, minute)) => {
                slots.set(Slot::Year, year);
                slots.set(Slot::Month, month);
                slots.set(Slot::Day, day);
                slots.set(Slot::Hour, hour);
                slots.set(Slot::Minute, minute);
            }
            _ => return None,
        }
        Some(1)
    }

    fn number_word(&self, island: &Island<'_>, at: usize) -> Option<i32> {
        let token = island.tokens.get(at).filter(|token| at < island.len && token.numeral == Numeral::None)?;
        self.vocabulary.value(token.word, self.number_class)
    }

    /// A cardinal in words: "twenty-five", "two thousand and eighteen".
    fn cardinal(&self, island: &Island<'_>, at: usize) -> Option<(i32, usize)> {
        let first = self.number_word(island, at)?;
        if first == VAGUE {
            return Some((VAGUE, 1));
        }
        let (mut total, mut group, mut next) = (0i32, 0i32, at);
        while next < island.len {
            let linked = next > at && self.joins(island, next);
            let step = next + usize::from(linked);
            let Some(word) = self.number_word(island, step).filter(|word| *word != VAGUE) else { break };
            match word {
                1000 | 1_000_000 if group > 0 || next == at => {
                    total = total.saturating_add(group.max(1).saturating_mul(word));
                    group = 0;
                }
                100 if (1..100).contains(&group) || next == at => group = group.max(1) * 100,
                _ if word < 100 => {
                    let low = group % 100;
                    let fits =
                        if low == 0 { group > 0 || total > 0 || next == at } else { low >= 20 && low % 10 == 0 && word < 10 };
                    if !fits {
                        break;
                    }
                    group += word;
                }
                _ => break,
            }
            next = step + 1;
        }
        (next > at).then_some((total.saturating_add(group), next - at))
    }

    /// "and" or a hyphen between the words of a number.
    fn joins(&self, island: &Island<'_>, at: usize) -> bool {
        island.tokens.get(at).is_some_and(|token| {
            token.numeral == Numeral::None
                && matches!(island.text.get(token.start as usize..token.end as usize), Some("and" | "-"))
        })
    }

    fn ordinal(&self, island: &Island<'_>, at: usize) -> Option<(i32, usize)> {
        let token = island.tokens.get(at).filter(|token| at < island.len && token.numeral == Numeral::None)?;
        if let Some(value) = self.vocabulary.value(token.word, self.ordinal_class) {
            return Some((value, 1));
        }
        let tens = self.number_word(island, at).filter(|tens| matches!(tens, 20 | 30 | 40 | 50 | 60 | 70 | 80 | 90))?;
        let step = at + 1 + usize::from(self.joins(island, at + 1));
        let unit = island.tokens.get(step).filter(|token| step < island.len && token.numeral == Numeral::None)?;
        let unit = self.vocabulary.value(unit.word, self.ordinal_class).filter(|unit| (1..10).contains(unit))?;
        Some((tens + unit, step + 1 - at))
    }

    /// "nineteen ninety-nine", "twenty ten", "two thousand and eighteen".
    fn year_in_words(&self, island: &Island<'_>, at: usize) -> Option<(i32, usize)> {
        let (value, length) = self.cardinal(island, at).filter(|(value, _)| *value != VAGUE)?;
        if length > 1 && (1000..2300).contains(&value) {
            return Some((value, length));
        }
        if (10..22).contains(&value) && length == 1 {
            let (rest, more) = self.cardinal(island, at + 1).filter(|(rest, _)| (10..100).contains(rest))?;
            return Some((value * 100 + rest, 1 + more));
        }
        None
    }

    /// Whether the words around allow the reading.
    fn acceptable(&self, island: &Island<'_>, at: usize, end: usize, symbol: &Symbol) -> bool {
        let (Some(head), Some(tail)) = (island.tokens.get(at), island.tokens.get(end.saturating_sub(1))) else { return false };
        let (start, stop) = (head.start as usize, tail.end as usize);
        let bytes = island.text.as_bytes();
        let next = bytes.get(stop).copied().unwrap_or(b' ');
        let previous = start.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
        // Glued to more text: "5kg", "2016-A", "1990s-style" is fine, "Q3FY" is not.
        if next.is_ascii_alphanumeric() || next == b'_' || previous == b'_' || previous == b'=' {
            return false;
        }
        if end == at + 1 {
            let entry = self.vocabulary.entry(head.word);
            let everyday = head.numeral == Numeral::None && entry.is_some_and(|entry| entry.shy || entry.timid);
            if everyday {
                // The first word of a sentence has a capital whatever it means.
                let supported = at > 0
                    && island
                        .tokens
                        .get(at - 1)
                        .is_some_and(|before| self.vocabulary.entry(before.word).is_some_and(|entry| entry.support));
                if !supported && starts_sentence(island.text, start) {
                    return false;
                }
                if entry.is_some_and(|entry| entry.timid) && !supported && !self.after_article(island, at) {
                    return false;
                }
                // "the Long March".
                let before = word_before(island.text, start);
                let follower = word_after(island.text, stop);
                if !follower.is_empty()
                    && follower.starts_with(char::is_uppercase)
                    && self.vocabulary.find(follower) == 0
                    && island.text.get(stop..).is_some_and(|rest| rest.starts_with(' '))
                    && entry.is_some_and(|entry| entry.timid)
                {
                    return false;
                }
                if self.text_of(island, at.wrapping_sub(1)) == "'s" {
                    return false;
                }
                if !supported && before.starts_with(char::is_uppercase) && self.vocabulary.find(before) == 0 {
                    return false;
                }
            }
            match (head.numeral, symbol.make) {
                (Numeral::Int(value, _), Make::Date) if head.word == 0 => {
                    return self.plausible_year(island.text, start, stop, value);
                }
                (Numeral::Dm(..), _) => {
                    return at > 0
                        && island.tokens.get(at - 1).is_some_and(|before| {
                            self.vocabulary.entry(before.word).is_some_and(|entry| entry.support)
                                && before.numeral == Numeral::None
                        });
                }
                (Numeral::Ymd(..) | Numeral::Dmy(..) | Numeral::Ym(..), _) => {
                    return self.never_after.binary_search(&word_before(island.text, start).to_ascii_lowercase()).is_err();
                }
                _ => {}
            }
        }
        // "the fall of Rome".
        if symbol.make == Make::Date && symbol.slots.get(Slot::Season).is_some() && symbol.slots.get(Slot::Year).is_none() {
            let shy = self.vocabulary.entry(tail.word).is_some_and(|entry| entry.shy);
            let article = self.text_of(island, at).eq_ignore_ascii_case("the");
            let supported = at > 0
                && island
                    .tokens
                    .get(at - 1)
                    .is_some_and(|before| self.vocabulary.entry(before.word).is_some_and(|entry| entry.support));
            if shy && (word_after(island.text, stop) == "of" || article && !supported) {
                return false;
            }
        }
        // "Week 2022" is a name.
        if symbol.slots.unit() == Some(Unit::Week)
            && symbol.make == Make::Date
            && symbol.slots.get(Slot::Number).is_some_and(|tenths| !(10..=530).contains(&tenths))
        {
            return false;
        }
        // "the 7th": not before a noun ("the 7th Cavalry", "the 5th floor").
        if matches!(tail.numeral, Numeral::Ordinal(_))
            && symbol.make == Make::Date
            && symbol.slots.get(Slot::Month).is_none()
            && symbol.slots.get(Slot::Weekday).is_none()
        {
            let after = word_after(island.text, stop);
            let lower = after.to_ascii_lowercase();
            let bytes_next = island.text.get(stop..).unwrap_or("");
            return after.is_empty() || !bytes_next.starts_with([' ', '\n', '-']) || self.after_day.binary_search(&lower).is_ok();
        }
        true
    }

    /// "in the fall": an article after a word that makes dates.
    fn after_article(&self, island: &Island<'_>, at: usize) -> bool {
        at > 1
            && self.text_of(island, at - 1).eq_ignore_ascii_case("the")
            && island.tokens.get(at - 2).is_some_and(|before| {
                before.numeral == Numeral::None && self.vocabulary.entry(before.word).is_some_and(|entry| entry.support)
            })
    }

    /// Whether a bare number can be a year where it stands.
    fn plausible_year(&self, text: &str, start: usize, stop: usize, value: i32) -> bool {
        let before = word_before(text, start);
        let after = word_after(text, stop);
        let listed = |list: &[String], word: &str| {
            let lower = word.to_ascii_lowercase();
            list.binary_search(&lower).is_ok()
        };
        if !before.is_empty() && listed(&self.never_after, before) || !after.is_empty() && listed(&self.never_before, after) {
            return false;
        }
        let bytes = text.as_bytes();
        let byte = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
        let (previous, next) = (byte(start.checked_sub(1)), byte(Some(stop)));
        if next == b'%' || next == b':' && byte(Some(stop + 1)).is_ascii_digit() {
            return false;
        }
        // Joined by a hyphen to another numeral it is a year only if that is one too ("2014-2018", not "82-2100").
        if matches!(previous, b'-' | b'/' | b'+' | b':') {
            let digits = bytes.get(..start - 1).unwrap_or(&[]).iter().rev().take_while(|b| b.is_ascii_digit()).count();
            let further = byte(start.checked_sub(digits + 2));
            if digits != 4 && digits != 0 || digits == 4 && matches!(further, b'-' | b'/') || digits == 0 && previous != b'-' {
                return false;
            }
        }
        if matches!(next, b'-' | b'/') {
            let digits = bytes.get(stop + 1..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_digit()).count();
            let further = byte(Some(stop + 1 + digits));
            if digits != 4 && digits != 2 && digits != 0 || digits > 0 && matches!(further, b'-' | b'/') {
                return false;
            }
            if digits == 2 {
                let short =
                    bytes.get(stop + 1..stop + 3).map_or(0, |two| i32::from(two[0] - b'0') * 10 + i32::from(two[1] - b'0'));
                if short <= value % 100 {
                    return false;
                }
            }
        }
        // "2000 pieces": round numbers before a plural.
        if value % 500 == 0
            && after.len() > 3
            && after.ends_with('s')
            && after.starts_with(char::is_lowercase)
            && !matches!(after, "was" | "has")
        {
            return false;
        }
        if (1700..2101).contains(&value) {
            return true;
        }
        listed(&self.signs_of_a_year, before)
    }

    /// The longest governor that ends before token `at`; it must start after `floor`.
    fn governor(&self, island: &Island<'_>, at: usize, floor: usize) -> Option<(TextRange, Governor)> {
        for (words, kind) in &self.governors {
            let Some(first) = at.checked_sub(words.len()) else { continue };
            let Some(tokens) = island.tokens.get(first..at) else { continue };
            let same = tokens.iter().zip(words).all(|(token, word)| token.numeral == Numeral::None && token.word == *word);
            if let (true, Some(head), Some(tail)) = (same, tokens.first(), tokens.last())
                && head.start as usize >= floor {
                    return Some((TextRange::new(head.start as usize, tail.end as usize), *kind));
                }
        }
        None
    }

    /// "3 and 5 May": the days before a full day share its month.
    fn spread_left(&self, island: &Island<'_>, at: usize, floor: usize, first: usize, found: &mut Vec<Found>) {
        let Some(last) = found.last() else { return };
        let slots = last.symbol.slots;
        if last.symbol.make != Make::Date || slots.get(Slot::Day).is_none() || slots.get(Slot::Month).is_none() {
            return;
        }
        let Some(head) = island.tokens.get(at) else { return };
        // Only where the day stands first ("5 May"), or the month before both ("May 3 and 5" is read by rules).
        if !matches!(head.numeral, Numeral::Int(..) | Numeral::Ordinal(_))
            && island.masks.get(at).is_none_or(|mask| mask & Computed::Day.bit() == 0)
        {
            return;
        }
        let (kind, rule) = (last.kind, last.rule);
        let mut right = at;
        while let Some(day_at) = self.day_before_link(island, right) {
            let Some(token) = island.tokens.get(day_at) else { break };
            let value = match token.numeral {
                Numeral::Int(value, _) | Numeral::Ordinal(value) if (1..=31).contains(&value) => value,
                _ => break,
            };
            if (token.start as usize) < floor || token.tainted {
                break;
            }
            let ranged = self.link_is_range(island, day_at + 1);
            let mut slots = slots;
            slots.set(Slot::Day, value);
            {
                let gone = Slot::Weekday;
                slots.set(gone, i32::MIN);
            }
            let symbol = Symbol { make: Make::Date, slots, inner: Vec::new(), modifier: None };
            let range = TextRange::new(token.start as usize, token.end as usize);
            let governor = self.governor(island, day_at, floor);
            let place =
                found.len() - 1 - found[first..].iter().rev().take_while(|other| other.range.start > range.start).count() + 1;
            found.insert(place.min(found.len()), Found { range, kind, symbol, governor, range_with_next: ranged, rule });
            right = day_at;
        }
    }

    /// The day numeral before a link ("3 and 5 May", "3-5 May", "3, 4 and 5 May").
    fn day_before_link(&self, island: &Island<'_>, at: usize) -> Option<usize> {
        let mut link = at.checked_sub(1)?;
        if !self.is_link(island, link) {
            // "the 3rd and the 5th of May".
            if island
                .tokens
                .get(link)
                .is_some_and(|token| island.text.get(token.start as usize..token.end as usize) == Some("the"))
            {
                link = link.checked_sub(1)?;
            }
            if !self.is_link(island, link) {
                return None;
            }
        }
        if link > 0 && self.is_link(island, link - 1) {
            link -= 1;
        }
        let day = link.checked_sub(1)?;
        let mask = island.masks.get(day)?;
        (mask & Computed::Day.bit() != 0).then_some(day)
    }

    fn text_of<'t>(&self, island: &Island<'t>, at: usize) -> &'t str {
        match island.tokens.get(at).filter(|token| at < island.len && token.numeral == Numeral::None) {
            Some(token) => island.text.get(token.start as usize..token.end as usize).unwrap_or(""),
            None => "",
        }
    }

    fn is_link(&self, island: &Island<'_>, at: usize) -> bool {
        matches!(
            self.text_of(island, at),
            "and" | "or" | "to" | "until" | "till" | "through" | "-" | "–" | "—" | "," | "/" | "&" | "~"
        )
    }

    fn link_is_range(&self, island: &Island<'_>, at: usize) -> bool {
        matches!(self.text_of(island, at), "to" | "until" | "till" | "through" | "-" | "–" | "—" | "~")
    }

    /// Neighbours of an island share what one of them lacks ("June to August 2016"), and two ends make a range.
    fn share(&self, island: &Island<'_>, first: usize, found: &mut [Found]) {
        let Some(found) = found.get_mut(first..) else { return };
        for right in (1..found.len()).rev() {
            let (before, after) = found.split_at_mut(right);
            let (Some(left), Some(right)) = (before.last_mut(), after.first()) else { continue };
            let between = island.text.get(left.range.end..right.range.start).unwrap_or("").trim();
            let mut words = between.split_whitespace().filter(|word| *word != "the");
            let link = words.next().unwrap_or("");
            if words.next().is_some_and(|word| !matches!(word, "and" | "or")) {
                continue;
            }
            let range = matches!(link, "to" | "until" | "till" | "through" | "-" | "–" | "—" | "~" | "and-" | "until:")
                || link == "and" && left.governor.is_some_and(|(_, governor)| governor == Governor::Between);
            let list = matches!(link, "and" | "or" | "," | "/" | "&");
            if !(range || list) {
                continue;
            }
            left.range_with_next |= range;
            share_year(left, right);
        }
    }
}

/// Gives the left of two linked dates the year that only the right one says.
fn share_year(left: &mut Found, right: &Found) {
    let (from, year) = (&mut left.symbol, right.symbol.slots.get(Slot::Year));
    let (Make::Date, Make::Date, Some(year)) = (from.make, right.symbol.make, year) else { return };
    if from.slots.get(Slot::Year).is_some() || from.slots.get(Slot::Weekday).is_some() && from.slots.get(Slot::Day).is_none() {
        return;
    }
    let grain = |slots: &Slots, slot: Slot| slots.get(slot);
    for slot in [Slot::Month, Slot::Quarter, Slot::Season, Slot::Half] {
        if let (Some(a), Some(b)) = (grain(&from.slots, slot), grain(&right.symbol.slots, slot)) {
            from.slots.set(Slot::Year, if a > b && left.range_with_next { year - 1 } else { year });
            return;
        }
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

/// Whether `at` is where a sentence, heading or quotation begins.
fn starts_sentence(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("").trim_end_matches([' ', '\t', '"', '\u{201c}', '\u{2018}', '(', '\r']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', '*', '|', '>', '#'])
}

/// The word before `at`, across one stretch of blanks; empty where other marks stand between.
pub(super) fn word_before(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or("").trim_end_matches([' ', '\t', '\n', '-', '(']);
    let start = before
        .rfind(|c: char| !c.is_alphanumeric() && c != '\'' && c != '.' && c != '$' && c != '£')
        .map_or(0, |found| found + before.get(found..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    before.get(start..).unwrap_or("")
}

/// The word after `at`, across blanks; empty where other marks stand between.
pub(super) fn word_after(text: &str, at: usize) -> &str {
    let after = text.get(at..).unwrap_or("").trim_start_matches([' ', '\t', '\n', '-']);
    let end = after.find(|c: char| !c.is_alphanumeric() && c != '\'').unwrap_or(after.len());
    after.get(..end).unwrap_or("")
}

/// Modifiers by the number that rule files give them in the slot `part`.
pub(super) fn part_modifier(part: i32) -> Option<TimexMod> {
    Some(match part {
        1 | 4 => TimexMod::Start,
        2 | 6 => TimexMod::Mid,
        3 | 5 => TimexMod::End,
        _ => return None,
    })
}
