//! Wrong friends: everyday words, quantities, versions and names that look like dates.

use super::find::Island;
use super::grammar::{DatedName, Grammar};
use super::lex::{Numeral, Token};
use super::symbol::{Governor, Make, Slot, Symbol, Unit};
use crate::source::TextRange;

impl Grammar {
    /// Whether a day of a month stands before a year that nobody can mean: "31 December 9999", "1 January 0000". It is
    /// then no day of the year of the document either. What is counted has its things behind it ("on 1 May 12000 homes").
    pub(super) fn of_no_year(&self, island: &Island<'_>, end: usize, symbol: &Symbol) -> bool {
        let filled = |slot: Slot| symbol.slots.get(slot).is_some();
        if !filled(Slot::Month) || !filled(Slot::Day) || filled(Slot::Year) {
            return false;
        }
        let Some(tail) = end.checked_sub(1).and_then(|last| island.tokens.get(last)) else { return false };
        let rest = island.text.get(tail.end as usize..).unwrap_or("");
        let number = rest.trim_start_matches([' ', '\u{a0}', ',']);
        let after = number.trim_start_matches(|c: char| c.is_ascii_digit());
        let ends = after.is_empty() || after.starts_with(['.', ',', ';', ':', '!', '?', ')', '\n', '\u{201d}', '"']);
        rest.len() > number.len() && number.len() - after.len() >= 4 && ends
    }

    /// Whether the words around allow the reading.
    pub(super) fn acceptable(&self, island: &Island<'_>, at: usize, end: usize, symbol: &Symbol) -> bool {
        let (Some(head), Some(tail)) = (island.tokens.get(at), island.tokens.get(end.saturating_sub(1))) else { return false };
        let (start, stop) = (head.start as usize, tail.end as usize);
        let bytes = island.text.as_bytes();
        let next = bytes.get(stop).copied().unwrap_or(b' ');
        let previous = start.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
        // Glued to more text: "5kg", "2016-A", "1990s-style" is fine, "Q3FY" is not.
        if next.is_ascii_alphanumeric() || next == b'_' || previous == b'_' || previous == b'=' {
            return false;
        }
        if self.is_in_a_name(island, at, end) {
            return false;
        }
        if symbol.slots.get(Slot::Bare) == Some(2) && symbol.make == Make::Relative && !self.bare_period(island, at, stop) {
            return false;
        }
        // "to date the find" is no date.
        if symbol.make == Make::Present && self.text_of(island, end.saturating_sub(1)) == "date" {
            return word_after(island.text, stop).is_empty();
        }
        if symbol.make == Make::Span && symbol.slots.unit() == Some(Unit::Minute) && self.taken_down(island, at, end, stop) {
            return false;
        }
        // "at dawn", but not "a new dawn" or "by Dawn Hill".
        if symbol.slots.get(Slot::Bare) == Some(TWILIGHT) && symbol.make == Make::DayPart {
            let named = head.capital && word_after(island.text, stop).starts_with(char::is_uppercase);
            // "from dawn to dusk", but not "plans to sunset it".
            let is_twilight = |at: usize| island.masks.get(at).is_some_and(|mask| mask & island.masks[end - 1] != 0);
            let closes = at > 1 && self.text_of(island, at - 1).eq_ignore_ascii_case("to") && is_twilight(at - 2);
            return !named && (closes || listed_word(&self.twilight_after, word_before(island.text, start)));
        }
        // "4 to 22 this month", but not "grew 22 this month" or "the third this week".
        let of = || (at..end).any(|at| self.text_of(island, at).eq_ignore_ascii_case("of"));
        if symbol.make == Make::Nth && symbol.slots.get(Slot::Day).is_some() && !of() {
            let digits = match head.numeral {
                Numeral::Int(..) => self.follows_a_day(island, at),
                numeral => matches!(numeral, Numeral::Ordinal(_)),
            };
            let month = symbol.inner.first().is_some_and(|inner| inner.slots.unit() == Some(Unit::Month));
            if !digits || !month {
                return false;
            }
        }
        // "a first-half goal".
        let halved = symbol.make == Make::Nth && symbol.slots.unit() == Some(Unit::Half) && symbol.inner.is_empty();
        if halved && !self.is_of_a_report(island.text, stop) {
            return false;
        }
        if end == at + 1 {
            if alone(island.text) {
                return true;
            }
            let entry = self.vocabulary.entry(head.word);
            let everyday = head.numeral == Numeral::None && entry.is_some_and(|entry| entry.shy || entry.timid);
            // "Noel Night": the name of an evening.
            let shouted = island.text.get(start..stop).is_some_and(|word| word.chars().all(char::is_uppercase));
            let named = symbol.make == Make::DayPart && head.capital && !shouted && !starts_sentence(island.text, start);
            if named && word_before(island.text, start).starts_with(char::is_uppercase) {
                let known = at > 0 && island.tokens.get(at - 1).is_some_and(|before| before.end as usize + 1 == start);
                if !known {
                    return false;
                }
            }
            if everyday {
                // The first word of a sentence has a capital whatever it means.
                let supported = at > 0
                    && island
                        .tokens
                        .get(at - 1)
                        .is_some_and(|before| self.vocabulary.entry(before.word).is_some_and(|entry| entry.support));
                if !supported && starts_sentence(island.text, start) && !self.linked(island, at) {
                    return false;
                }
                if entry.is_some_and(|entry| entry.timid)
                    && !supported
                    && !self.after_article(island, at)
                    && !self.linked(island, at)
                {
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
                if !supported
                    && before.starts_with(char::is_uppercase)
                    && self.vocabulary.find(before) == 0
                    && !self.linked(island, at)
                {
                    return false;
                }
            }
            match (head.numeral, symbol.make) {
                (Numeral::Int(value, _), Make::Date) if head.word == 0 => {
                    return self.plausible_year(island.text, start, stop, value);
                }
                // Round the clock.
                (Numeral::Dm(24, 7), _) => return false,
                (Numeral::Dm(..), _) => {
                    let ranged = at + 2 < island.len && self.is_link(island, at + 1) && slashed(island.tokens.get(at + 2))
                        || at > 1 && self.is_link(island, at - 1) && slashed(island.tokens.get(at - 2));
                    return ranged
                        || self.eponym_written(island.text, TextRange::new(start, stop), symbol).is_some()
                        || at > 0
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
        // "temperatures in the 90s", "in their late 20s to early 30s": a decade of the calendar has an article or a mark.
        let in_part = symbol.inner.first().filter(|_| symbol.make == Make::Part);
        if let Some(decade @ 0..100) = in_part.unwrap_or(symbol).slots.get(Slot::Decade) {
            let marks = |at: usize| {
                let digits = island.tokens.get(at).is_some_and(|token| token.numeral != Numeral::None && token.word == 0);
                let word = self.text_of(island, at);
                !digits && word != "-" && !listed_word(&self.decade_parts, word)
            };
            let marked = decade >= 50 || (at..end).any(marks);
            let near = near_before(island.text, start);
            let from = sentence_start(near);
            let mut words = near.get(from..).unwrap_or("").split(|c: char| !c.is_alphanumeric()).rev().take(DECADE_WITHIN);
            if !marked || words.any(|word| listed_word(&self.decade_never_near, word)) {
                return false;
            }
        }
        // "the fall of Rome".
        if symbol.make == Make::Date && symbol.slots.get(Slot::Season).is_some() && symbol.slots.get(Slot::Year).is_none() {
            let shy = self.vocabulary.entry(tail.word).is_some_and(|entry| entry.shy);
            let article = self.text_of(island, at).eq_ignore_ascii_case("the");
            let supported = self.leads_to_season(island, end - 1)
                || at > 0
                    && island
                        .tokens
                        .get(at - 1)
                        .is_some_and(|before| self.vocabulary.entry(before.word).is_some_and(|entry| entry.support));
            // "the spring and summer of 1968".
            let joined = article && self.linked(island, end - 1);
            if shy && !joined && (word_after(island.text, stop) == "of" || article && !supported) {
                return false;
            }
        }
        // "the summer recess".
        let slot = |class: &u8| self.classes.get(usize::from(*class)).and_then(|class| class.slot);
        let season = self.vocabulary.entry(tail.word).filter(|_| tail.numeral == Numeral::None);
        if season.is_some_and(|entry| entry.values.iter().any(|(class, _)| slot(class) == Some(Slot::Season))) {
            let after = word_after(island.text, stop).to_ascii_lowercase();
            if self.season_never_before.binary_search(&after).is_ok() {
                return false;
            }
        }
        // "a second opinion".
        if self.text_of(island, end - 1).eq_ignore_ascii_case("second")
            && at + 2 == end
            && matches!(symbol.make, Make::Span | Make::Around)
            && symbol.slots.unit() == Some(Unit::Second)
        {
            let after = word_after(island.text, stop).to_ascii_lowercase();
            return after.is_empty() || self.after_day.binary_search(&after).is_ok();
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
            // "on 24th": without an article only after a word that makes dates.
            let supported = end > at + 1
                || at > 0
                    && island.tokens.get(at - 1).is_some_and(|before| {
                        before.numeral == Numeral::None && self.vocabulary.entry(before.word).is_some_and(|entry| entry.support)
                    });
            if !supported {
                return false;
            }
            let after = word_after(island.text, stop);
            let lower = after.to_ascii_lowercase();
            let bytes_next = island.text.get(stop..).unwrap_or("");
            return after.is_empty() || !bytes_next.starts_with([' ', '\n', '-']) || self.after_day.binary_search(&lower).is_ok();
        }
        true
    }

    /// "4 to 22 this month": whether the day at token `at` stands behind an earlier one, and is none of "won 5-1 this month".
    fn follows_a_day(&self, island: &Island<'_>, at: usize) -> bool {
        let value = |at: usize| match island.tokens.get(at).map(|token| token.numeral) {
            Some(Numeral::Int(value, _) | Numeral::Ordinal(value)) => Some(value),
            _ => None,
        };
        let before = self.day_before_link(island, at).and_then(value);
        before.zip(value(at)).is_some_and(|(before, day)| before < day)
    }

    /// Whether the words are part of a name: "USA Today", "the Sunday Times".
    fn is_in_a_name(&self, island: &Island<'_>, at: usize, end: usize) -> bool {
        let told = |known: &DatedName, token: &Token| {
            let begins = (token.start as usize).checked_sub(known.inside);
            let rest = begins.and_then(|begins| island.text.get(begins..)).unwrap_or("");
            rest.strip_prefix(known.name.as_str()).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        };
        let capital = |at: usize| island.tokens.get(at).filter(|token| token.capital && token.numeral == Numeral::None);
        [at, end - 1].into_iter().filter_map(capital).any(|token| {
            let first = self.names.partition_point(|known| known.word < token.word);
            self.names.iter().skip(first).take_while(|known| known.word == token.word).any(|known| told(known, token))
        })
    }

    /// Whether a link joins the word to another that belongs to dates ("Jan-Feb 2017").
    fn linked(&self, island: &Island<'_>, at: usize) -> bool {
        let dated = |at: usize| at < island.len && island.masks.get(at).is_some_and(|mask| mask & self.trigger != 0);
        self.is_link(island, at + 1) && dated(at + 2) || at > 1 && self.is_link(island, at - 1) && dated(at - 2)
    }

    /// Whether "minutes" without a number are those of a meeting: "the Fed minutes", "minutes of the June meeting".
    fn taken_down(&self, island: &Island<'_>, at: usize, end: usize, stop: usize) -> bool {
        let before = || word_before(island.text, island.tokens.get(at).map_or(0, |token| token.start as usize));
        let after = word_after(island.text, stop);
        match end - at {
            1 => {
                let opens = before().is_empty() && after.eq_ignore_ascii_case("of");
                opens || listed_word(&self.recorded_after, before()) || listed_word(&self.recorded_before, after)
            }
            2 if self.text_of(island, at).eq_ignore_ascii_case("the") => !listed_word(&self.minutes_before, after),
            _ => false,
        }
    }

    /// Whether "the week" and its like are a date where they stand: after a word that places things in time, or where
    /// the phrase ends.
    fn bare_period(&self, island: &Island<'_>, at: usize, stop: usize) -> bool {
        let listed = |list: &[String], word: &str| {
            let lower = word.to_ascii_lowercase();
            list.binary_search(&lower).is_ok()
        };
        let start = island.tokens.get(at).map_or(0, |token| token.start as usize);
        let placed = listed(&self.period_after, word_before(island.text, start));
        let of = word_before(island.text, start).eq_ignore_ascii_case("of");
        let after = word_after(island.text, stop);
        // "of the week" belongs to a noun ("player of the week"), save where the noun is a part of it.
        let gained = word_before(island.text, start).eq_ignore_ascii_case("for");
        let counted = after.starts_with(|c: char| c.is_ascii_digit());
        let followed = listed(&self.period_never_before, after) && !self.is_named_by_its_end(island.text, stop);
        // "the year's gains".
        let owns = island.text.get(stop..).is_some_and(|rest| rest.starts_with("'s ") || rest.starts_with("\u{2019}s "));
        // A label, a cell of a table.
        let whole = island.text.trim().len() == stop - start;
        whole || (placed || owns) && !of && !counted && (gained || !followed)
    }

    /// "through the fall": a season with its article after a word that leads into it, before nothing that fell.
    pub(super) fn leads_to_season(&self, island: &Island<'_>, at: usize) -> bool {
        let Some(token) = island.tokens.get(at).filter(|token| token.numeral == Numeral::None) else { return false };
        let slot = |class: &u8| self.classes.get(usize::from(*class)).and_then(|class| class.slot);
        let season = self
            .vocabulary
            .entry(token.word)
            .is_some_and(|entry| entry.values.iter().any(|(class, _)| slot(class) == Some(Slot::Season)));
        season
            && at > 0
            && self.text_of(island, at - 1).eq_ignore_ascii_case("the")
            && (listed_word(&self.season_after, word_before(island.text, island.tokens[at - 1].start as usize))
                || matches!(self.governor(island, at - 1, 0), Some((_, Governor::Planned))))
            && !listed_word(&self.fall_before, word_after(island.text, token.end as usize))
    }

    /// "in the fall": an article after a word that makes dates.
    pub(super) fn after_article(&self, island: &Island<'_>, at: usize) -> bool {
        at > 1
            && self.text_of(island, at - 1).eq_ignore_ascii_case("the")
            && island.tokens.get(at - 2).is_some_and(|before| {
                before.numeral == Numeral::None && self.vocabulary.entry(before.word).is_some_and(|entry| entry.support)
            })
    }

    /// "Raise the number of guards by 1800 over three years": how much more, where nobody means the year or a length
    /// follows.
    fn is_growth(&self, text: &str, start: usize, after: &str, value: i32) -> bool {
        let measured = value < 1900 || self.grown_over.binary_search(&after.to_ascii_lowercase()).is_ok();
        let head = text.get(..start).unwrap_or("");
        let words = head.rsplit(|c: char| c.is_whitespace()).filter(|word| !word.is_empty());
        let near = words.take(GROWTH_WITHIN).take_while(|word| !word.ends_with(['.', '!', '?', ':']));
        measured && near.into_iter().any(|word| self.grown_by.binary_search(&word.to_ascii_lowercase()).is_ok())
    }

    /// Whether a bare number can be a year where it stands.
    pub(super) fn plausible_year(&self, text: &str, start: usize, stop: usize, value: i32) -> bool {
        let before = word_before(text, start);
        let after = word_after(text, stop);
        let listed = |list: &[String], word: &str| {
            let lower = word.to_ascii_lowercase();
            list.binary_search(&lower).is_ok()
        };
        // "pre-1990 cars": joined to a word it counts nothing.
        let counts = !text.get(..start).is_some_and(|head| head.ends_with('-'));
        if !before.is_empty() && listed(&self.never_after, before) || counts && listed(&self.never_before, after) {
            return false;
        }
        if before.eq_ignore_ascii_case("by") && self.is_growth(text, start, after, value) {
            return false;
        }
        // "more than 2000" counts; "no earlier than 2014" dates.
        if before.eq_ignore_ascii_case("than") {
            let head = text.get(..start).unwrap_or("").trim_end();
            let comparison = word_before(text, head.len().saturating_sub(before.len()));
            if !matches!(comparison.to_ascii_lowercase().as_str(), "earlier" | "later" | "sooner") {
                return false;
            }
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
            if digits == 2 && matches!(previous, b'-' | b'/') {
                return false;
            }
            if digits == 2 {
                let short =
                    bytes.get(stop + 1..stop + 3).map_or(0, |two| i32::from(two[0] - b'0') * 10 + i32::from(two[1] - b'0'));
                // "2004/38" is the number of a law.
                if short <= value % 100 || next == b'/' && short > value % 100 + 3 {
                    return false;
                }
            }
        }
        // "32 - 2015": beside what is no day or month.
        let off = |number: &str| number.len() == 2 && number.parse().is_ok_and(|number: u8| number > 31);
        let left = near_before(text, start).strip_suffix(" - ").map_or("", |head| word_before(head, head.len()));
        let right = near_after(text, stop).strip_prefix(" - ").map_or("", |tail| word_after(tail, 0));
        if off(left) || off(right) {
            return false;
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
}

/// How many words before "by 1800" are looked at for a verb of growth.
const GROWTH_WITHIN: usize = 8;

/// How many words before a decade are looked at.
const DECADE_WITHIN: usize = 6;

/// In the slot `bare`: "dawn", "sunset" by themselves.
const TWILIGHT: i32 = 8;

pub(super) fn listed_word(list: &[String], word: &str) -> bool {
    list.iter().any(|known| word.eq_ignore_ascii_case(known))
}

fn slashed(token: Option<&Token>) -> bool {
    token.is_some_and(|token| !token.tainted && matches!(token.numeral, Numeral::Dm(..) | Numeral::Dmy(..)))
}

/// Whether the text is a single word: a cell of a table ("May"), a label.
pub(super) fn alone(text: &str) -> bool {
    text.len() < 16 && text.trim().trim_end_matches('.').chars().all(char::is_alphabetic)
}

/// Whether `at` is where a sentence, heading or quotation begins.
fn starts_sentence(text: &str, at: usize) -> bool {
    let before = near_before(text, at).trim_end_matches([' ', '\t', '"', '\u{201c}', '\u{2018}', '(', '\r']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', '*', '|', '>', '#'])
}

/// The word before `at`, across one stretch of blanks; empty where other marks stand between.
pub(super) fn word_before(text: &str, at: usize) -> &str {
    let before = near_before(text, at).trim_end_matches([' ', '\t', '\n', '-', '(']);
    let start = before
        .rfind(|c: char| !c.is_alphanumeric() && c != '\'' && c != '.' && c != '$' && c != '£')
        .map_or(0, |found| found + before.get(found..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    before.get(start..).unwrap_or("")
}

/// The word after `at`, across blanks; empty where other marks stand between.
pub(super) fn word_after(text: &str, at: usize) -> &str {
    let after = near_after(text, at).trim_start_matches([' ', '\t', '\n', '-']);
    let end = after.find(|c: char| !c.is_alphanumeric() && c != '\'').unwrap_or(after.len());
    after.get(..end).unwrap_or("")
}

/// How far back and ahead the words around an expression are looked at, in bytes: the cost of an expression must not
/// grow with its block.
const NEAR: usize = 240;

/// The text just before `at`.
pub(super) fn near_before(text: &str, at: usize) -> &str {
    let mut start = at.saturating_sub(NEAR);
    while start < at && !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..at).unwrap_or("")
}

/// The text just after `at`.
pub(super) fn near_after(text: &str, at: usize) -> &str {
    let mut end = at.saturating_add(NEAR).min(text.len());
    while end > at && !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(at..end).unwrap_or("")
}

/// Where the sentence of the end of `head` begins: after a mark that white space follows ("1.5 million" ends none).
pub(super) fn sentence_start(head: &str) -> usize {
    let marks = head.bytes().enumerate().rev().filter(|(_, byte)| matches!(byte, b'.' | b'!' | b'?' | b';'));
    let parts = |at: &usize| head.get(at + 1..).and_then(|rest| rest.chars().next()).is_some_and(char::is_whitespace);
    marks.map(|(at, _)| at).find(parts).map_or(0, |at| at + 1)
}

/// Where the sentence of the start of `tail` ends.
pub(super) fn sentence_end(tail: &str) -> usize {
    let marks = tail.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'.' | b'!' | b'?' | b';'));
    let parts = |at: &usize| tail.get(at + 1..).and_then(|rest| rest.chars().next()).is_none_or(|next| !next.is_alphanumeric());
    marks.map(|(at, _)| at).find(parts).unwrap_or(tail.len())
}
