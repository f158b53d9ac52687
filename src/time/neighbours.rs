//! What a reading takes from its neighbours by mistake: a comparison, a verb, the article of the noun behind.

use super::find::Island;
use super::friends::{listed_word, near_after, near_before, word_after, word_before};
use super::grammar::Grammar;
use super::lex::Numeral;
use super::symbol::{Governor, Make, Slot, Symbol, Unit};
use crate::source::TextRange;

impl Grammar {
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
        let is_article = |at: &usize| listed_word(&self.context.determiners, self.text_of(island, *at));
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
