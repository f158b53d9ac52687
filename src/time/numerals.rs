//! What classes a token belongs to, and numbers in digits and words.

use super::find::Island;
use super::friends::{near_after, word_after};
use super::grammar::{Computed, Grammar};
use super::lex::{Numeral, Token, two_digit_year};
use super::symbol::{Slot, Slots, VAGUE};

impl Grammar {
    /// The classes of a token.
    pub(super) fn mask(&self, token: &Token) -> u64 {
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
                    mask |= of(&[Computed::Day, Computed::LateDay]);
                }
                if digits == 2 {
                    mask |= of(&[Computed::TwoDigits]);
                    if value > 31 {
                        mask |= of(&[Computed::LateDigits]);
                    }
                    if (1..=12).contains(&value) {
                        mask |= of(&[Computed::MonthNumber]);
                    }
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
                of(&[Computed::Ord, Computed::Day, Computed::DayTh, Computed::LateDay, Computed::Nth])
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

    /// Fills the slot of `class` from the token at `at` on; the number of tokens taken.
    pub(super) fn class(&self, island: &Island<'_>, at: usize, class: u8, slots: &mut Slots) -> Option<usize> {
        let token = island.tokens.get(at)?;
        let Some(computed) = Computed::from_class(class) else {
            let value = self.vocabulary.value(token.word, class)?;
            if let Some(slot) = self.classes.get(usize::from(class)).and_then(|class| class.slot) {
                slots.set(slot, value);
            }
            return Some(1);
        };
        if let (Computed::Num, Some(tenths)) = (computed, self.in_millions(island, at)) {
            slots.set(Slot::Number, tenths);
            return Some(2);
        }
        match (computed, token.numeral) {
            // "3 1/2 years".
            (Computed::Num, Numeral::Int(value, _)) if self.is_half(island, at + 1) => {
                slots.set(Slot::Number, value.saturating_mul(10).saturating_add(5));
                return Some(2);
            }
            (Computed::Num, Numeral::Int(value, _)) => slots.set(Slot::Number, value.saturating_mul(10)),
            (Computed::Num, Numeral::Tenths(value)) => slots.set(Slot::Number, value),
            (Computed::Num, Numeral::Dotted(_, _, value)) => slots.set(Slot::Number, value),
            (Computed::Num, Numeral::Half) => slots.set(Slot::Number, 5),
            (Computed::Num, Numeral::None) => {
                let (value, length) = self.cardinal(island, at)?;
                slots.set(Slot::Number, if value == VAGUE { VAGUE } else { value.saturating_mul(10) });
                return Some(length);
            }
            (Computed::Ord, Numeral::Ordinal(value)) if self.text_of(island, at + 1) == "last" => {
                slots.set(Slot::Ordinal, value.saturating_neg());
                return Some(2);
            }
            (Computed::Ord | Computed::Nth, Numeral::Ordinal(value)) => slots.set(Slot::Ordinal, value),
            (Computed::TwoDigits, Numeral::Int(value, _)) => slots.set(Slot::Year, two_digit_year(value)),
            (Computed::LateDigits, Numeral::Int(value, _)) if !counts(island, token) => {
                slots.set(Slot::Year, two_digit_year(value))
            }
            (Computed::MonthNumber, Numeral::Int(value, _)) if !counts(island, token) => slots.set(Slot::Month, value),
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
                let (value, length) = self
                    .ordinal(island, at)
                    .filter(|(value, _)| (1..=31).contains(value))
                    .or_else(|| self.day_in_words(island, at))?;
                slots.set(Slot::Day, value);
                return Some(length);
            }
            (Computed::LateDay, Numeral::Int(value, _) | Numeral::Ordinal(value)) if !self.counts_on(island, at + 1) => {
                slots.set(Slot::Day, value)
            }
            (Computed::LateDay, Numeral::None) => {
                let (value, length) = self.ordinal(island, at).filter(|(value, _)| (1..=31).contains(value))?;
                if self.counts_on(island, at + length) {
                    return None;
                }
                slots.set(Slot::Day, value);
                return Some(length);
            }
            (Computed::Year, Numeral::Int(value, _)) => slots.set(Slot::Year, value),
            (Computed::Year, Numeral::None) => {
                let (value, length) = self.year_in_words(island, at)?;
                slots.set(Slot::Year, value);
                return Some(length);
            }
            (Computed::ShortYear, Numeral::Int(value, _)) => {
                slots.set(Slot::Year, two_digit_year(value));
                // Only its context can tell the century.
                slots.set(Slot::Bare, value);
            }
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

    fn is_half(&self, island: &Island<'_>, at: usize) -> bool {
        at < island.len && island.tokens.get(at).is_some_and(|token| token.numeral == Numeral::Half)
    }

    pub(super) fn number_word(&self, island: &Island<'_>, at: usize) -> Option<i32> {
        let token = island.tokens.get(at).filter(|token| at < island.len && token.numeral == Numeral::None)?;
        self.vocabulary.value(token.word, self.number_class)
    }

    /// "4.1 million", in tenths: digits that a word multiplies. What is too much to count with is vague.
    fn in_millions(&self, island: &Island<'_>, at: usize) -> Option<i32> {
        let tenths = match island.tokens.get(at)?.numeral {
            Numeral::Int(value, _) => value.saturating_mul(10),
            Numeral::Tenths(tenths) | Numeral::Dotted(_, _, tenths) => tenths,
            _ => return None,
        };
        let counted = island.masks.get(at + 1).filter(|mask| at + 1 < island.len && *mask & Computed::Num.bit() != 0);
        match self.number_word(island, counted.map(|_| at + 1)?)? {
            scale @ 1000.. => Some(tenths.checked_mul(scale).unwrap_or(VAGUE)),
            _ => None,
        }
    }

    /// A cardinal in words: "twenty-five", "two thousand and eighteen".
    pub(super) fn cardinal(&self, island: &Island<'_>, at: usize) -> Option<(i32, usize)> {
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
    pub(super) fn joins(&self, island: &Island<'_>, at: usize) -> bool {
        island.tokens.get(at).is_some_and(|token| {
            token.numeral == Numeral::None
                && matches!(island.text.get(token.start as usize..token.end as usize), Some("and" | "-"))
        })
    }

    pub(super) fn ordinal(&self, island: &Island<'_>, at: usize) -> Option<(i32, usize)> {
        let token = island.tokens.get(at).filter(|token| at < island.len && token.numeral == Numeral::None)?;
        if let Some(value) = self.vocabulary.value(token.word, self.ordinal_class) {
            // "the second last week".
            if value > 0 && self.text_of(island, at + 1) == "last" {
                return Some((-value, 2));
            }
            return Some((value, 1));
        }
        let tens = self.number_word(island, at).filter(|tens| matches!(tens, 20 | 30 | 40 | 50 | 60 | 70 | 80 | 90))?;
        let step = at + 1 + usize::from(self.joins(island, at + 1));
        let unit = island.tokens.get(step).filter(|token| step < island.len && token.numeral == Numeral::None)?;
        let unit = self.vocabulary.value(unit.word, self.ordinal_class).filter(|unit| (1..10).contains(unit))?;
        Some((tens + unit, step + 1 - at))
    }

    /// "January twenty-five": a cardinal above ten beside the name of a month that is no everyday word there.
    fn day_in_words(&self, island: &Island<'_>, at: usize) -> Option<(i32, usize)> {
        let (value, length) = self.cardinal(island, at).filter(|(value, _)| (11..=31).contains(value))?;
        let month = |at: Option<usize>| {
            let token = at.filter(|at| *at < island.len).and_then(|at| island.tokens.get(at));
            let entry = token.and_then(|token| self.vocabulary.entry(token.word).map(|entry| (token, entry)));
            entry.is_some_and(|(token, entry)| {
                let slot = |class: &u8| self.classes.get(usize::from(*class)).and_then(|class| class.slot);
                let named = entry.values.iter().any(|(class, _)| slot(class) == Some(Slot::Month));
                named && (token.capital || !entry.shy || entry.abbreviation)
            })
        };
        (month(at.checked_sub(1)) || month(Some(at + length))).then_some((value, length))
    }

    /// Whether the token before `next` may count what follows it ("on Sunday 12 soldiers").
    fn counts_on(&self, island: &Island<'_>, next: usize) -> bool {
        let Some(token) = next.checked_sub(1).and_then(|last| island.tokens.get(last)) else { return false };
        let after = word_after(island.text, token.end as usize).to_ascii_lowercase();
        counts(island, token) && self.after_day.binary_search(&after).is_err()
    }

    /// "nineteen ninety-nine", "twenty ten", "nineteen zero one", "two thousand and eighteen".
    pub(super) fn year_in_words(&self, island: &Island<'_>, at: usize) -> Option<(i32, usize)> {
        let (value, length) = self.cardinal(island, at).filter(|(value, _)| *value != VAGUE)?;
        if length > 1 && (1000..2300).contains(&value) {
            return Some((value, length));
        }
        if (10..22).contains(&value) && length == 1 {
            let (rest, more) = self.cardinal(island, at + 1).filter(|(rest, _)| (0..100).contains(rest))?;
            return match rest {
                0 => self
                    .cardinal(island, at + 2)
                    .filter(|(last, _)| (1..10).contains(last))
                    .map(|(last, _)| (value * 100 + last, 3)),
                10.. => Some((value * 100 + rest, 1 + more)),
                _ => None,
            };
        }
        None
    }
}

/// Whether a word follows that a numeral can count ("40 people"), or a mark that makes it an amount.
fn counts(island: &Island<'_>, token: &Token) -> bool {
    let after = near_after(island.text, token.end as usize);
    after.starts_with(['%', '$', '/', '-', ':'])
        || after.starts_with(|c: char| c.is_whitespace()) && after.trim_start().starts_with(char::is_alphanumeric)
}
