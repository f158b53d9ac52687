//! Everyday words that are words of dates too: "may", "march", "second".

use super::find::Island;
use super::friends::{alone, listed_word, word_before};
use super::grammar::{Computed, Grammar};
use super::lex::{Numeral, Token};
use super::symbol::{Slot, Unit};

impl Grammar {
    /// Takes everyday words out of play: "may" after nothing that makes it a month.
    pub(super) fn hush(&self, island: &mut Island<'_>) {
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
                || article && (supports(at.checked_sub(2)) || self.leads_to_season(island, at));
            // "may 5": only where no other word stands before it ("he may 5 times").
            let opens = before.is_none() && word_before(island.text, token.start as usize).is_empty();
            let dated_after = after.is_some_and(|after| matches!(after.numeral, Numeral::Ordinal(_) | Numeral::Int(_, 4)));
            // "the second of march", "march third".
            let ordinal = |at: Option<usize>| at.and_then(|at| self.ordinal(island, at)).is_some();
            let of = before.is_some_and(|before| island.text.get(before.start as usize..before.end as usize) == Some("of"));
            // "the end of spring".
            let whole = |of: usize| of.checked_sub(1).is_some_and(|part| listed_word(&self.parts, self.text_of(island, part)));
            let counted_of = ordinal(at.checked_sub(2)) || numeral(at.checked_sub(2).and_then(|at| island.tokens.get(at)));
            // "nine seconds": what is counted in words, as in digits.
            let counted_in_words = self.is_short_plural(island, at) && self.counts(island, at);
            let beside = counted_in_words
                || of && (counted_of || at.checked_sub(1).is_some_and(whole))
                || opens && ordinal(Some(at + 1))
                || numeral(before)
                || numeral(after) && (token.capital || opens || dated_after)
                || supported;
            let neighbour = |mask: Option<&u64>| mask.is_some_and(|mask| mask & self.trigger != 0);
            // Across a comma or a hyphen too ("Fri, Jul 18", "Mar-2018").
            let joint = |at: usize| matches!(self.text_of(island, at), "," | "-" | "/");
            // "Friday or sat", "Friday (Jun 15)".
            let listed = |at: usize| joint(at) || matches!(self.text_of(island, at), "or" | "and" | "&" | "(");
            let left = at.checked_sub(1).and_then(|left| if listed(left) { left.checked_sub(1) } else { Some(left) });
            let right = if joint(at + 1) { at + 2 } else { at + 1 };
            let year = |at: Option<usize>| {
                at.filter(|at| *at < island.len).is_some_and(|at| {
                    matches!(island.tokens.get(at).map(|token| token.numeral), Some(Numeral::Int(..)))
                        && island.masks.get(at).is_some_and(|mask| mask & Computed::Year.bit() != 0)
                })
            };
            // "over two hours may have": a verb after a noun.
            let verb = entry.verbal && !token.capital;
            let dated = !verb
                && neighbour(left.and_then(|left| island.masks.get(left)))
                && (token.capital || !left.is_some_and(|left| self.everyday(island, left)))
                || right < island.len && neighbour(island.masks.get(right)) && !self.everyday(island, right)
                || year(left) && !verb
                || year(Some(right)) && token.capital;
            // "the second of March".
            let counted = self.text_of(island, at + 1) == "of"
                && at + 2 < island.len
                && neighbour(island.masks.get(at + 2))
                && self.ordinal(island, at).is_some();
            // "Jul 18, Fri".
            let tail = !verb
                && left.is_some_and(|day| numeral(island.tokens.get(day)) && day > 0 && neighbour(island.masks.get(day - 1)));
            // "expected to march Sunday".
            if !token.capital && self.is_bare_verb(island, at) {
                island.masks[at] = 0;
                continue;
            }
            let keep = beside || dated || counted || tail || token.capital && !entry.timid || alone(island.text);
            if !keep {
                island.masks[at] = 0;
            }
        }
    }

    /// Whether the everyday word at token `at` is a verb after one that has a verb behind it: "will march", "to march on
    /// Sunday", but not "from February to march".
    fn is_bare_verb(&self, island: &Island<'_>, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).filter(|before| listed_word(&self.verbal_after, self.text_of(island, *before)))
        else {
            return false;
        };
        let dated = |at: usize| island.masks.get(at).is_some_and(|mask| mask & self.trigger != 0);
        !before.checked_sub(1).is_some_and(dated)
    }

    /// Whether token `at` is a plural of units shorter than a day.
    fn is_short_plural(&self, island: &Island<'_>, at: usize) -> bool {
        let entry = island.tokens.get(at).and_then(|token| self.vocabulary.entry(token.word));
        let slot = |class: &u8| self.classes.get(usize::from(*class)).and_then(|class| class.slot);
        let short = |value: i32| Unit::from_code(value).is_some_and(|unit| unit < Unit::WorkingDay);
        let named =
            entry.is_some_and(|entry| entry.values.iter().any(|(class, value)| slot(class) == Some(Slot::Unit) && short(*value)));
        named && self.text_of(island, at).ends_with('s')
    }

    /// Whether a number in words stands before token `at`.
    fn counts(&self, island: &Island<'_>, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| self.number_word(island, before).is_some())
    }

    /// "may fall": an everyday word in small letters makes no date of another before it.
    fn everyday(&self, island: &Island<'_>, at: usize) -> bool {
        let token = island.tokens.get(at).filter(|token| token.numeral == Numeral::None && !token.capital);
        token.and_then(|token| self.vocabulary.entry(token.word)).is_some_and(|entry| entry.timid || entry.verbal)
    }
}
