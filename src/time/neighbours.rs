//! What a reading takes from its neighbours by mistake: a comparison, a verb, the article of the noun behind.

use super::find::{Best, Island};
use super::friends::{listed_word, near_after, near_before, word_after, word_before};
use super::grammar::Grammar;
use super::lex::Numeral;
use super::symbol::{Governor, Make, Slot, Symbol, Unit, VAGUE};
use crate::source::TextRange;

impl Grammar {
    /// Whether the last word of a reading belongs to what follows, or to nothing: what is shorter by it is right.
    pub(super) fn reads_too_far(&self, island: &Island<'_>, at: usize, best: &Best) -> bool {
        let make = self.rules.get(usize::from(best.rule)).map(|rule| rule.make);
        let one = best.inner.first();
        let next = self.text_of(island, best.end);
        // "two weeks later than planned": a length, which tells no day.
        let counted = make == Some(Make::Shift) || make == Some(Make::Same) && one.is_some_and(|one| one.make == Make::Shift);
        if counted && next.eq_ignore_ascii_case("than") {
            return true;
        }
        // "won 3-2 days ago": no count from one number to another.
        let counts = |make: Make| matches!(make, Make::Span | Make::Around | Make::Shift);
        let count = make.is_some_and(counts) || make == Some(Make::Same) && one.is_some_and(|one| counts(one.make));
        let number = |at: usize| match island.tokens.get(at).map(|token| token.numeral) {
            Some(Numeral::Int(value, _)) => Some(value),
            _ => None,
        };
        let falls = |from: usize| {
            let ends = number(from).zip(number(from + 2));
            ends.is_some_and(|(first, last)| last <= first) && self.is_link(island, from + 1)
        };
        if count && (at..best.end.saturating_sub(2)).any(falls) {
            return true;
        }
        match (make, one) {
            // "100 days, two weeks longer": a length goes on with ever smaller units.
            (Some(Make::Same), Some(one)) if one.make == Make::Span && one.slots.unit().is_none() => {
                let units = || one.inner.iter().filter_map(|part| part.slots.unit());
                units().zip(units().skip(1)).any(|(first, second)| first <= second)
            }
            // "a few hours earlier on Saturday": only a count of weeks reaches a weekday.
            (Some(Make::Nth), Some(one)) if one.make == Make::Shift => {
                let vague = one.slots.get(Slot::Number) == Some(VAGUE);
                vague || one.slots.unit().is_some_and(|unit| unit < Unit::Week)
            }
            // "its second month in March": no part of that month.
            (Some(Make::Nth), Some(one)) => {
                best.slots.unit().is_some_and(|unit| unit >= Unit::Month) && one.slots.get(Slot::Month).is_some()
            }
            // "entered its third year last week": of no week.
            (Some(Make::Same), Some(one)) if one.make == Make::Nth => {
                let whole = one.inner.first().filter(|whole| whole.make == Make::Relative);
                let units = one.slots.unit().zip(whole.and_then(|whole| whole.slots.unit()));
                units.is_some_and(|(part, whole)| part > Unit::Day && part != Unit::Half && part >= whole)
            }
            // "the centuries-old church".
            (Some(Make::Span), None) if best.end == at + 2 && next == "-" => {
                let joined = island.tokens.get(best.end).map_or(0, |mark| mark.end as usize);
                self.text_of(island, at).eq_ignore_ascii_case("the")
                    && island.text.get(joined..).is_some_and(|rest| rest.starts_with(char::is_alphabetic))
            }
            _ => self.goes_on_before(island, at, best),
        }
    }

    /// Whether a count of units ends in "before", with what it stands before behind it, or in a count that "ago" has.
    fn goes_on_before(&self, island: &Island<'_>, at: usize, best: &Best) -> bool {
        let Some(last) = best.end.checked_sub(1).filter(|last| *last > at) else { return false };
        let rule = self.rules.get(usize::from(best.rule)).map(|rule| rule.make);
        let one = best.inner.first().filter(|_| rule == Some(Make::Same));
        // "the middle of the decade after".
        let part = one.is_some_and(|one| one.make == Make::Part);
        let one = one.map(|one| one.inner.first().filter(|_| part).unwrap_or(one));
        // "in the last 5 weeks and 4 days ago": the second count is another's.
        if rule == Some(Make::Around) && !best.inner.is_empty() && self.text_of(island, best.end).eq_ignore_ascii_case("ago") {
            return true;
        }
        let related = one.is_some_and(|one| one.make == Make::Relative && one.slots.unit().is_some());
        let counted = match (rule, one) {
            (Some(Make::Shift), _) => best.inner.is_empty(),
            (_, Some(one)) => one.make == Make::Shift && one.inner.is_empty(),
            _ => false,
        };
        // "the day before closing", "the decade after a long delay", but not "the day before in Lyon".
        if related {
            let stop = island.tokens.get(last).map_or(0, |token| token.end as usize);
            let next = word_after(island.text, stop);
            let goes_on = island.text.get(stop..).is_some_and(|rest| rest.starts_with(' '));
            return match self.text_of(island, last).to_ascii_lowercase().as_str() {
                "before" => next.len() > 4 && next.ends_with("ing"),
                // "the end of the month after nine years".
                "after" => goes_on && (matches!(next, "a" | "an") || part && !next.is_empty()),
                _ => false,
            };
        }
        let open = self.text_of(island, last).eq_ignore_ascii_case("before");
        counted && open && {
            let stop = island.tokens.get(last).map_or(0, |token| token.end as usize);
            island.text.get(stop..).is_some_and(|rest| rest.starts_with(' ')) && !word_after(island.text, stop).is_empty()
        }
    }

    /// Whether "more than" at token `at` compares amounts: "58 percent more than a year earlier".
    pub(super) fn compares(&self, island: &Island<'_>, at: usize) -> bool {
        let than = self.text_of(island, at + 1).eq_ignore_ascii_case("than");
        let more = listed_word(&self.compares, self.text_of(island, at));
        let start = island.tokens.get(at).map_or(0, |token| token.start as usize);
        let before = near_before(island.text, start).trim_end();
        let of_amounts = || before.ends_with('%') || listed_word(&self.compares_after, word_before(island.text, start));
        more && than && of_amounts()
    }

    /// Whether "last" at token `at` is a verb before a length: "expected to last two weeks".
    pub(super) fn lasts(&self, island: &Island<'_>, at: usize, symbol: &Symbol) -> bool {
        let start = island.tokens.get(at).map_or(0, |token| token.start as usize);
        let counted =
            symbol.make == Make::Around && at + 1 < island.len && !self.text_of(island, at + 1).eq_ignore_ascii_case("few");
        counted
            && self.text_of(island, at) == "last"
            && symbol.slots.get(Slot::Number).is_some_and(|tenths| tenths > 10)
            && listed_word(&self.last_is_verb_after, word_before(island.text, start))
    }

    /// Whether the article at token `at` belongs to a noun behind: "a decade-long feud", "a year-ago loss".
    pub(super) fn lends_article(&self, island: &Island<'_>, at: usize, end: usize) -> bool {
        let word = |at: usize| self.text_of(island, at).to_ascii_lowercase();
        let article = matches!(word(at).as_str(), "a" | "an");
        // "the Monday attack", "a Friday morning email": of the noun that stands next to the day.
        if (article || word(at) == "the") && end > at + 1 && end <= at + 3 {
            let day = |at: usize| {
                let entry = island.tokens.get(at).and_then(|token| self.vocabulary.entry(token.word));
                let slot = |class: u8| self.classes.get(usize::from(class)).and_then(|class| class.slot);
                entry.is_some_and(|entry| {
                    entry.values.iter().any(|(class, _)| matches!(slot(*class), Some(Slot::Weekday | Slot::DayPart)))
                })
            };
            let weekday = day(at + 1) && word(at + 1).ends_with("day");
            let stop = island.tokens.get(end - 1).map_or(0, |token| token.end as usize);
            let next = word_after(island.text, stop);
            let beside = island.text.get(stop..).is_some_and(|rest| rest.starts_with(' '));
            let noun = next.len() > 3 && next.starts_with(char::is_lowercase) && !next.ends_with("ed");
            let function = self.after_day.binary_search(&next.to_ascii_lowercase()).is_ok()
                || self.period_never_before.binary_search(&next.to_ascii_lowercase()).is_ok();
            return weekday && (end == at + 2 || day(at + 2)) && beside && noun && !function;
        }
        article && end == at + 4 && word(at + 2) == "-" && matches!(word(at + 3).as_str(), "long" | "old" | "ago")
    }

    /// "by the May elections", "in time for the 2010 World Cup": what is to be done by an occasion is due, at the latest, at
    /// the end of the period that it is called by.
    pub(super) fn governor_of_occasion(
        &self,
        island: &Island<'_>,
        at: usize,
        stop: usize,
        floor: usize,
        symbol: &Symbol,
    ) -> Option<(TextRange, Governor)> {
        let day = [Slot::Day, Slot::Weekday, Slot::First].iter().any(|slot| symbol.slots.get(*slot).is_some());
        if symbol.make != Make::Date || day {
            return None;
        }
        // "the" is part of "the autumn", but not of "May".
        let is_article = |at: &usize| self.context.determines(self.text_of(island, *at));
        let article = Some(at).filter(is_article).or_else(|| at.checked_sub(1).filter(is_article))?;
        let (range, kind) = self.governor(island, article, floor)?;
        let due = matches!(kind, Governor::By | Governor::Before);
        (due && self.context.names_occasion(near_after(island.text, stop))).then_some((range, Governor::By))
    }

    /// The year of a day by which something is called: "the Sept. 11 attacks", "the attacks of Sept. 11".
    pub(super) fn eponymous_year(
        &self,
        text: &str,
        range: TextRange,
        governor: Option<(TextRange, Governor)>,
        symbol: &Symbol,
    ) -> Option<i32> {
        let slots = &symbol.slots;
        let (month, day) = slots.get(Slot::Month).zip(slots.get(Slot::Day))?;
        if symbol.make != Make::Date || slots.get(Slot::Year).is_some() {
            return None;
        }
        let before = governor.filter(|(_, kind)| matches!(kind, Governor::Of | Governor::On));
        let before = before.map_or("", |(governor, _)| word_before(text, governor.start));
        self.context.eponymous_year(month, day, [before, word_after(text, range.end)])
    }

    /// Year, month and day of an event that is written as numerals: "since 9/11".
    pub(super) fn eponym_written(&self, text: &str, range: TextRange, symbol: &Symbol) -> Option<[i32; 3]> {
        let numerals = text.get(range.start..range.end).filter(|_| symbol.slots.get(Slot::First).is_some())?;
        self.context.eponym_written(numerals, word_before(text, range.start), word_after(text, range.end))
    }

    /// Whether a period is named by its end, which stands behind `stop`: "the year ended Sept. 30", "in the year to April".
    pub(super) fn is_named_by_its_end(&self, text: &str, stop: usize) -> bool {
        let closing = word_after(text, stop);
        if !listed_word(&self.closing, closing) {
            return false;
        }
        let mut words = near_after(text, stop).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let mut next = words.nth(1).unwrap_or("");
        if next == "on" || next.starts_with(|c: char| c.is_ascii_digit()) {
            next = words.next().unwrap_or("");
        }
        self.is_date_word(next)
    }

    /// Where a year ends that stands before a unit without making a count of it ("the 2007 quarter").
    pub(super) fn counts_years(&self, island: &Island<'_>, at: usize, end: usize, symbol: &Symbol) -> Option<usize> {
        let span = symbol.make == Make::Span && symbol.inner.is_empty() && end == at + 2;
        let single = symbol.slots.unit().is_some_and(|unit| unit >= Unit::Day);
        let singular = !self.text_of(island, at + 1).ends_with(['s', 'S']);
        let year = matches!(island.tokens.get(at)?.numeral, Numeral::Int(1700..2101, 4));
        (span && single && singular && year).then_some(at + 1)
    }
}
