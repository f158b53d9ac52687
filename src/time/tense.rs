//! A cheap guess at where the clause of an expression points, for callers without clauses.

use super::context::Scales;
use super::friends::{near_after, near_before, sentence_end, sentence_start, word_after, word_before};
use super::grammar::Grammar;
use super::symbol::{Make, Slot, Slots, Symbol, Unit};
use super::{Found, Governor, TenseHint};

/// How far to look, in words, on either side.
const NEAR: usize = 14;

/// So many words before an expression are told apart only once.
const KEPT: usize = 32;

/// One more than what the word just before an expression weighs, and what the word just after it does.
const LAST: i32 = 24;
const FIRST: i32 = 20;

/// Words within which what is reported on stands after its period.
const REPORT_WITHIN: usize = 3;

/// Most words between "is" and a weekday that it places: "the album is out on Monday".
const PREDICATE: usize = 3;

/// An article, and the word before it.
const ARTICLE_AND: usize = 2;

/// Words within which what is reported on stands before its period: "growth of 9 percent in".
const REPORTED_WITHIN: usize = 6;

/// Words within which "originally due" stands before its date.
const FIRST_DUE: usize = 8;

/// By how much less the words of another clause tell.
const BEYOND: i32 = 4;

impl Grammar {
    /// Guesses from the verb forms around `found` within its sentence: will, plans to, due: future; was, said, -ed: past.
    pub fn tense_hint(&self, text: &str, found: &Found) -> TenseHint {
        // With the words that govern it: "postponed until".
        let before = near_before(text, found.range.start);
        let after = near_after(text, found.range.end);
        let (sentence, shown) = sentence_before(before, found.range.start);
        let left = tail_words(sentence, NEAR);
        let whole = shown && left.len() == sentence.len();
        let right = after.get(..sentence_end(after)).unwrap_or(after);
        let mut scales = Scales { governor: found.governor.map(|(_, kind)| kind), ..Scales::default() };
        // Verbs before the expression weigh more the nearer they stand; those after it a little less.
        let mut previous = "";
        let mut kept = [""; KEPT];
        let mut count = 0;
        for (place, word) in kept.iter_mut().zip(words(left)) {
            *place = word;
            count += 1;
        }
        // More words than are kept are far more than count.
        let farthest = count.min(NEAR + 1);
        let rest = words(left).skip(count).take(if count < KEPT { 0 } else { usize::MAX });
        let told = kept.into_iter().take(count).chain(rest);
        let governing = found.governor.map_or(0, |(range, _)| words(text.get(range.start..range.end).unwrap_or("")).count());
        let (marked, clause) = self.clause_starts(left, kept.get(..count).unwrap_or_default(), governing);
        for (at, word) in told.enumerate().filter(|(_, word)| !self.is_date_word(word)) {
            scales.beyond = at < marked;
            scales.opens = at == 0 && whole;
            let beyond = if at < clause { BEYOND } else { 0 };
            self.context.weigh(word, previous, LAST + (at as i32 - farthest as i32) - beyond, &mut scales);
            previous = word;
        }
        let told_before = || kept.iter().copied().take(count);
        let telling = scales.past > 0 || scales.future > 0;
        if telling && self.was_arranged_at_first(told_before().skip(count.saturating_sub(FIRST_DUE))) {
            return TenseHint::Nearest;
        }
        if self.stands_before_an_occasion(text, found) {
            return TenseHint::Future;
        }
        if self.is_of_a_happening(told_before().rev().nth(governing), text, found) {
            return TenseHint::Past;
        }
        if let Some((_, governor)) = found.governor
            && self.context.bids(told_before().take(count.saturating_sub(governing)), governor)
        {
            return TenseHint::Future;
        }
        if scales.past >= scales.future && self.follows_a_past_verb(text, found)
            || scales.future == 0 && self.stands_before_a_past_verb(right, found)
        {
            return TenseHint::Past;
        }
        // "A storm that struck on Monday will cost": the verb behind a date that ends a clause is of another.
        let ends_a_clause = || right.starts_with(' ') && words(right).next().is_some_and(|word| self.context.is_predicate(word));
        let lately = told_before().skip(count.saturating_sub(FIRST_DUE));
        match (scales.past > 0, scales.future > 0) {
            // "The picnic planned for Saturday was rained off".
            (_, true) if ends_a_clause() && self.context.was_arranged(lately, words(right).next().unwrap_or("")) => {
                return TenseHint::Nearest;
            }
            (true, false) if ends_a_clause() => return TenseHint::Past,
            (false, true) if ends_a_clause() => return TenseHint::Future,
            _ => {}
        }
        // "On Monday, he said": what is said behind a date may be its own.
        (scales.beyond, scales.opens) = (false, false);
        previous = "";
        let mut earlier = "";
        // "Tuesday is a holiday".
        let weekday = found.governor.is_none() && found.symbol.slots.get(Slot::Weekday).is_some();
        if weekday
            && scales.past == 0
            && right.starts_with(' ')
            && words(right).next().is_some_and(|word| self.context.holds(word))
        {
            return TenseHint::Future;
        }
        if scales.past == 0 && scales.future == 0 && self.is_timetabled(told_before(), text, found) {
            return TenseHint::Future;
        }
        // Another clause tells less: "passed it on Monday, and the House will".
        let mut beyond = 0;
        let mut clauses = right.split([',', ';', ':', '(', ')', '"', '\u{201c}', '\u{201d}']);
        let first = clauses.next().unwrap_or("");
        let rest = clauses.flat_map(words).map(|word| (word, true));
        for (at, (word, other)) in words(first).map(|word| (word, false)).chain(rest).take(NEAR).enumerate() {
            if other || self.context.opens_clause(word) {
                beyond = BEYOND;
            }
            // "reopen Monday, officials said", but "On Monday, he said he will".
            if count <= governing && scales.future == 0 && self.context.is_saying(word) {
                return TenseHint::Past;
            }
            scales.beyond = other && count > governing;
            if self.is_date_word(word) {
                continue;
            }
            // "on Monday he agreed to resign": a promise tells of its own day, unless it is one that is held ("is expected to").
            let promised = word.eq_ignore_ascii_case("to") && previous.len() > 4 && previous.ends_with("ed");
            if !promised || self.context.holds(earlier) {
                self.context.weigh(word, previous, FIRST - at as i32 - beyond, &mut scales);
            }
            (earlier, previous) = (previous, word);
        }
        let Scales { past, future, .. } = scales;
        if past == 0 && future == 0 {
            return match found.governor {
                Some((_, Governor::By | Governor::Planned | Governor::Until)) => TenseHint::Future,
                _ => TenseHint::Unknown,
            };
        }
        if future > past || future > 0 && future == past { TenseHint::Future } else { TenseHint::Past }
    }

    /// "The meeting is set for April": told in the present as what is still to come.
    pub(super) fn is_still_to_come(&self, text: &str, found: &Found) -> bool {
        let before = near_before(text, found.range.start);
        let (sentence, _) = sentence_before(before, found.range.start);
        let mut verb = "";
        words(tail_words(sentence, NEAR)).any(|word| self.context.is_arranged(std::mem::replace(&mut verb, word), word))
    }

    /// "Register for the fair in March": a sentence that opens with what somebody is to do.
    pub(super) fn is_asked(&self, text: &str, found: &Found) -> bool {
        let (sentence, shown) = sentence_before(near_before(text, found.range.start), found.range.start);
        let mut opening = words(sentence);
        shown && opening.next().is_some_and(|first| self.context.requests(first, opening.next().unwrap_or("")))
    }

    /// "May and June": with a capital a word of dates is no verb.
    pub(super) fn is_date_word(&self, word: &str) -> bool {
        word.starts_with(char::is_uppercase) && self.vocabulary.mask_of(word.as_bytes()) & self.trigger != 0
    }

    /// "fourth-quarter earnings", "the December jobs report": a period by which a report on it is called.
    pub(super) fn is_reported_on(&self, text: &str, found: &Found) -> bool {
        let slots = &found.symbol.slots;
        let period = match found.symbol.make {
            Make::Date => {
                slots.get(Slot::Month).is_some() && slots.get(Slot::Day).is_none() || slots.get(Slot::Quarter).is_some()
            }
            Make::Nth => matches!(slots.unit(), Some(Unit::Quarter | Unit::Half)) && found.symbol.inner.is_empty(),
            _ => false,
        };
        let yearless = slots.get(Slot::Year).is_none();
        let told_of =
            found.governor.filter(|(_, kind)| *kind == Governor::For).map(|(governor, _)| word_before(text, governor.start));
        // "ahead of March sales", but not "by March sales will"; "by fourth-quarter earnings".
        let hyphenated = text.get(found.range.start..found.range.end).is_some_and(|own| own.contains('-'));
        let attribute = yearless && (hyphenated || found.governor.is_none_or(|(_, kind)| of_a_thing(kind)));
        // "the figures for January will be revised".
        let reports_of = yearless && told_of.is_some_and(|noun| self.context.is_reported(std::iter::once(noun)));
        let named = attribute && self.is_of_a_report(text, found.range.end) || yearless && self.is_of_a_meeting(text, found);
        period && (named || reports_of)
    }

    /// "originally scheduled for May", "had been due to open on 3 July": told by the words before a date.
    fn was_arranged_at_first<'w>(&self, before: impl Iterator<Item = &'w str>) -> bool {
        let mut adverb = "";
        let mut told = before.filter(|word| *word != "been");
        told.any(|word| self.context.is_arranged_at_first(std::mem::replace(&mut adverb, word), word))
    }

    /// "after a cold May": a month that is told what it was like has been seen, if it is called by nothing else ("a late
    /// May election").
    pub(super) fn is_described(&self, text: &str, found: &Found) -> bool {
        let slots = &found.symbol.slots;
        let month = slots.get(Slot::Month).is_some() && [Slot::Day, Slot::Year].iter().all(|slot| slots.get(*slot).is_none());
        if !month || found.symbol.make != Make::Date || found.governor.is_some() {
            return false;
        }
        let mut before = words(tail_words(near_before(text, found.range.start), ARTICLE_AND));
        let article = before.next().is_some_and(|word| matches!(word, "a" | "an"));
        let described = before.next().is_some_and(|word| word.starts_with(char::is_lowercase));
        article && described && self.stands_alone(text, found.range.end)
    }

    /// Whether no noun stands at `end` that what ends there could belong to.
    fn stands_alone(&self, text: &str, end: usize) -> bool {
        let rest = near_after(text, end);
        !rest.starts_with([' ', '-']) || self.after_day.binary_search(&word_after(text, end).to_ascii_lowercase()).is_ok()
    }

    /// "minutes of the June meeting", with its article between.
    fn is_of_a_meeting(&self, text: &str, found: &Found) -> bool {
        let before = tail_words(near_before(text, found.range.start).trim_end(), ARTICLE_AND);
        self.context.comes_of_a_meeting(words(before), word_after(text, found.range.end))
    }

    /// "growth of 9 percent in the first quarter": of a quarter that is over.
    pub(super) fn was_reported_in(&self, text: &str, found: &Found) -> bool {
        let slots = &found.symbol.slots;
        let quarter = slots.get(Slot::Quarter).is_some() || slots.unit() == Some(Unit::Quarter);
        let bare = quarter && slots.get(Slot::Year).is_none() && found.symbol.inner.is_empty();
        let within = found.governor.filter(|(_, kind)| matches!(kind, Governor::In | Governor::For | Governor::During));
        let Some((governor, _)) = within.filter(|_| bare) else { return false };
        let before = near_before(text, governor.start);
        let own = before.get(sentence_start(before)..).unwrap_or(before);
        self.context.is_reported(words(tail_words(own, REPORTED_WITHIN)))
    }

    /// Whether a report on the period that ends at `end` is named there.
    pub(super) fn is_of_a_report(&self, text: &str, end: usize) -> bool {
        let after = near_after(text, end);
        let phrase = after.find(|c: char| !(c.is_alphanumeric() || matches!(c, ' ' | '-' | '\''))).unwrap_or(after.len());
        let phrase = after.get(..phrase).unwrap_or("");
        phrase.starts_with([' ', '-']) && self.context.is_reported(words(phrase).take(REPORT_WITHIN))
    }

    /// How many of the words before an expression belong to other clauses: "we will rebuild, he said in a statement Monday".
    /// The first number tells it by marks alone, the second by words such as "after" too.
    fn clause_starts(&self, left: &str, told: &[&str], governing: usize) -> (usize, usize) {
        let last = last_mark(left.as_bytes());
        let marked = last.map_or(0, |at| told.len().saturating_sub(words(left.get(at..).unwrap_or("")).count()));
        let open = told.len().saturating_sub(governing);
        let opener = told.get(marked..open).and_then(|own| own.iter().rposition(|word| self.context.opens_clause(word)));
        (marked, opener.map_or(marked, |at| marked + at))
    }

    /// "before Tuesday's election": who counts up to an occasion has it before him.
    fn stands_before_an_occasion(&self, text: &str, found: &Found) -> bool {
        let weekday = found.symbol.slots.get(Slot::Weekday).is_some();
        let rest = near_after(text, found.range.end);
        let named = || rest.strip_prefix("'s").or_else(|| rest.strip_prefix("\u{2019}s"));
        matches!(found.governor, Some((_, Governor::Before)))
            && weekday
            && named().is_some_and(|after| self.context.names_occasion(after))
    }

    /// "Monday's blast", "charged over the blast on Sunday", "the Dec. 14 shooting": a day of what nobody plans.
    fn is_of_a_happening(&self, before: Option<&str>, text: &str, found: &Found) -> bool {
        let dated = |slots: &Slots| slots.get(Slot::Month).is_some() && slots.get(Slot::Day).is_some();
        let day = |slots: &Slots| slots.get(Slot::Year).is_none() && (slots.get(Slot::Weekday).is_some() || dated(slots));
        let weekday = day(&found.symbol.slots) || found.symbol.inner.iter().any(|inner| day(&inner.slots));
        let placed = matches!(found.governor, None | Some((_, Governor::On)));
        let rest = near_after(text, found.range.end);
        let rest = rest.strip_prefix("'s").or_else(|| rest.strip_prefix("\u{2019}s")).unwrap_or(rest);
        let named = || self.context.is_happening(word_after(rest, 0));
        weekday && (placed && before.is_some_and(|word| self.context.is_happening(word)) || named())
    }

    /// "the final is on Sunday": a weekday that "is", and no participle, places; "the draw is in December": a month.
    fn is_timetabled<'w>(&self, before: impl DoubleEndedIterator<Item = &'w str>, text: &str, found: &Found) -> bool {
        let slots = &found.symbol.slots;
        let month = slots.get(Slot::Month).is_some() && slots.get(Slot::Day).is_none();
        let (skipped, within) = match found.governor {
            None => (0, PREDICATE),
            Some((_, Governor::On)) => (1, PREDICATE),
            Some((_, Governor::In)) if month => (1, 1),
            Some(_) => return false,
        };
        let owns = near_after(text, found.range.end).starts_with(['\'', '\u{2019}']);
        let is_verbal = |word: &str| word.len() > 4 && (word.ends_with("ed") || word.ends_with("ing"));
        let of_a_weekday = |symbol: &Symbol| symbol.slots.get(Slot::Weekday).is_some();
        (of_a_weekday(&found.symbol) || found.symbol.inner.iter().any(of_a_weekday) || within == 1)
            && !owns
            && before
                .rev()
                .skip(skipped)
                .take(within)
                .take_while(|word| !is_verbal(word) && !self.context.opens_clause(word))
                .any(|word| self.context.holds(word))
    }

    /// "crude for June delivery": a month that is called by what comes in it.
    pub(super) fn is_awaited(&self, text: &str, found: &Found) -> bool {
        let slots = &found.symbol.slots;
        let bare = slots.get(Slot::Month).is_some() && slots.get(Slot::Day).is_none() && slots.get(Slot::Year).is_none();
        let before = found.governor.filter(|(_, kind)| matches!(kind, Governor::In | Governor::For));
        let before = before.map_or("", |(governor, _)| word_before(text, governor.start));
        bare && found.symbol.make == Make::Date
            && [word_after(text, found.range.end), before].iter().any(|word| self.context.is_awaited(word))
    }

    /// "the board on Friday approved a plan to merge".
    fn stands_before_a_past_verb(&self, right: &str, found: &Found) -> bool {
        let placed = matches!(found.governor, None | Some((_, Governor::In | Governor::On | Governor::At)));
        let mut scales = Scales::default();
        if let Some(word) = words(right).next().filter(|word| placed && right.trim_start().starts_with(word)) {
            self.context.weigh(word, "", LAST, &mut scales);
        }
        scales.past > 0 && scales.future == 0
    }

    /// "said on Monday it will": a verb of the past just before an expression, or before its "in" or "on", has it.
    fn follows_a_past_verb(&self, text: &str, found: &Found) -> bool {
        let start = match found.governor {
            // "said Monday it will", but not "said Monday's vote" or "said second-quarter profit".
            None => {
                let slots = |symbol: &Symbol| [Slot::Weekday, Slot::Day].iter().any(|slot| symbol.slots.get(*slot).is_some());
                let day = slots(&found.symbol) || found.symbol.inner.iter().any(slots);
                let owns = near_after(text, found.range.end).starts_with(['\'', '\u{2019}', '-']);
                if !day || owns {
                    return false;
                }
                found.range.start
            }
            Some((range, Governor::In | Governor::On | Governor::At)) => range.start,
            Some(_) => return false,
        };
        let head = near_before(text, start);
        // Nothing but a blank may stand between.
        if !head.ends_with(' ') {
            return false;
        }
        let mut last = head.trim_end().rsplit(|c: char| !c.is_alphanumeric() && c != '\'');
        let word = last.next().unwrap_or("");
        // "will be fully opened in".
        let previous = last.find(|word| !word.ends_with("ly")).unwrap_or("");
        let mut scales = Scales::default();
        self.context.weigh(word, previous, LAST, &mut scales);
        scales.past > 0 && scales.future == 0
    }
}

/// Whether a governor may be that of a noun which its period only describes: "on March sales", "ahead of April orders".
fn of_a_thing(kind: Governor) -> bool {
    matches!(kind, Governor::On | Governor::Of | Governor::From | Governor::After | Governor::Before)
}

/// What stands in the sentence of `before`, which ends at `at`, and whether its beginning is among it.
fn sentence_before(before: &str, at: usize) -> (&str, bool) {
    let sentence = before.get(sentence_start(before)..).unwrap_or(before);
    (sentence, sentence.len() < before.len() || before.len() == at)
}

/// Where the clause behind the last mark begins: a semicolon, a bracket, a quotation mark, or a comma that a blank follows.
fn last_mark(text: &[u8]) -> Option<usize> {
    let mut next = 0;
    for (at, &byte) in text.iter().enumerate().rev() {
        // The last bytes of “ and ”.
        let curly = matches!(byte, 0x9C | 0x9D) && text.get(at.wrapping_sub(2)..at) == Some([0xE2, 0x80].as_slice());
        if matches!(byte, b';' | b')' | b'"') || byte == b',' && next == b' ' || curly {
            return Some(at + 1);
        }
        next = byte;
    }
    None
}

/// The words of a text: letters and digits of any script, and apostrophes.
struct Words<'t>(&'t str);

/// Bytes at the start of `text` for whose characters `wanted` holds.
#[inline]
fn run(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            if !wanted(char::from(byte)) {
                return at;
            }
            at += 1;
            continue;
        }
        match text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| wanted(*c)) {
            Some(c) => at += c.len_utf8(),
            None => return at,
        }
    }
    at
}

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    #[inline]
    fn next(&mut self) -> Option<&'t str> {
        let in_word = |c: char| c.is_alphanumeric() || c == '\'';
        let rest = self.0.get(run(self.0, |c| !in_word(c))..).unwrap_or("");
        let (word, after) = rest.split_at_checked(run(rest, in_word)).unwrap_or(("", ""));
        self.0 = after;
        Some(word).filter(|word| !word.is_empty())
    }
}

fn words(text: &str) -> Words<'_> {
    Words(text)
}

fn tail_words(text: &str, count: usize) -> &str {
    if text.is_ascii() {
        let mut start = text.len();
        let mut seen = 0;
        for (at, _) in text.bytes().enumerate().rev().filter(|(_, byte)| char::from(*byte).is_whitespace()) {
            if start != at + 1 {
                seen += 1;
                if seen > count {
                    return text.get(start..).unwrap_or(text);
                }
            }
            start = at;
        }
        return text;
    }
    let mut start = text.len();
    let mut seen = 0;
    for (at, _) in text.char_indices().rev().filter(|(_, c)| c.is_whitespace()) {
        if start != at + 1 {
            seen += 1;
            if seen > count {
                break;
            }
        }
        start = at;
    }
    if seen > count { text.get(start..).unwrap_or(text) } else { text }
}
