//! What a date is in its sentence, other than a deadline: what is spoken of, part of a name, which thing, an hour.

use super::lexicon::Lexicon;
use super::reading::{Date, Reading};
use crate::calendar::Interval;
use crate::prose::Tag;
use crate::time::{Anchor, Governor, TimexType};

/// "Saturday will include a talk": the day is what is spoken of; but "2027 will see the launch".
pub(super) fn is_subject(reading: &Reading<'_, '_>, lexicon: &Lexicon, date: &Date<'_>) -> bool {
    // "With the next release (9 January) the old port will be removed".
    let before = date.tokens.start.checked_sub(1).and_then(|at| reading.sentence.tokens.get(at));
    let bracketed = before.is_some_and(|t| t.lower == "(");
    date.governor.is_none()
        && !bracketed
        && reading.clause(reading.clause_of(date.tokens.start)).is_some_and(|clause| {
            let sees = clause
                .verbs
                .as_ref()
                .and_then(|v| reading.sentence.tokens.get(v.head))
                .is_some_and(|verb| lexicon.in_class("witness", &verb.lemma, &verb.lower));
            // "May 2027 is the deadline for the move".
            let is_goal = |v: &crate::prose::VerbGroup| {
                let behind = reading.sentence.tokens.get(v.tokens.end..clause.tokens.end).unwrap_or_default();
                let is_be = reading.sentence.tokens.get(v.head).is_some_and(|t| t.lemma == "be");
                is_be && behind.iter().take(3).any(|t| lexicon.in_class("goal", &t.lemma, &t.lower))
            };
            let sees = sees || clause.verbs.as_ref().is_some_and(is_goal);
            let stands_before = clause.verbs.as_ref().is_some_and(|v| date.tokens.start < v.tokens.start);
            !sees && stands_before && clause.subject.as_ref().is_some_and(|np| date.tokens.contains(&np.head))
        })
}

/// Longest period that a wording may name and still be a deadline, in days: a decade with room.
const LONGEST: i64 = 3_700;

/// Whether the expression names days that one can be held to: no century, no hours, no stretch that ends today.
pub(super) fn is_placed(reading: &Reading<'_, '_>, date: &Date<'_>, deadline: Interval) -> bool {
    // "over a weekend in February": the month is when.
    if date.timex.value.ends_with("WE") && date.timex.kind == TimexType::Duration {
        return false;
    }
    // "500 cross in a day" tells how many, not when.
    let names_hours = date.timex.value.starts_with("PT") || date.timex.value == "P1D" && date.governor == Some(Governor::In);
    let open_start = matches!(date.governor, Some(Governor::Within | Governor::Over | Governor::By));
    let lies_back = date.timex.kind == TimexType::Duration
        && reading.speaks_from.is_some_and(|now| deadline.start() < now.start() && deadline.end() <= now.end());
    !names_hours && !lies_back && (open_start || deadline.days() <= LONGEST)
}

/// A bare year right behind a proper name, or a date that owns what follows.
pub(super) fn is_part_of_name(reading: &Reading<'_, '_>, date: &Date<'_>) -> bool {
    let is_year = date.timex.value.len() == 4 && date.tokens.len() == 1;
    let before = date.tokens.start.checked_sub(1).and_then(|at| reading.sentence.tokens.get(at));
    // "next week's newsletter": the date says which one.
    let after = reading.sentence.tokens.get(date.tokens.end);
    if after.is_some_and(|t| t.tag == Tag::POS) {
        return true;
    }
    // "Budget 2026: chancellor plans…": the heading of a report on it.
    let heads = |t: &crate::prose::Token<'_>| {
        t.range.of(reading.sentence.text).starts_with(char::is_uppercase) && after.is_some_and(|a| a.lower == ":")
    };
    is_year
        && date.governor.is_none()
        && before.is_some_and(|t| matches!(t.tag, Tag::NNP | Tag::NNPS) || t.lower == ")" || heads(t) && matches!(t.tag, Tag::NN))
}

/// "the 2027 budget process", "suggestions for 2027": the year tells which thing, not when.
pub(super) fn is_year_of_thing(reading: &Reading<'_, '_>, date: &Date<'_>) -> bool {
    let is_year = date.timex.value.len() == 4 && date.tokens.len() == 1;
    let at = |index: Option<usize>| index.and_then(|at| reading.sentence.tokens.get(at));
    let start = date.tokens.start;
    let is_noun = |t: &crate::prose::Token<'_>| matches!(t.tag, Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS);
    // "after a brutal Christmas": what sort of one it was.
    let is_article = |back: &usize| at(start.checked_sub(*back)).is_some_and(|t| matches!(t.lower.as_ref(), "a" | "an"));
    let describes = |t: &crate::prose::Token<'_>| t.tag == Tag::JJ || matches!(t.lower.as_ref(), "\"" | "“" | "”");
    let described = (2..=5)
        .find(is_article)
        .and_then(|back| reading.sentence.tokens.get(start.checked_sub(back)? + 1..start))
        .is_some_and(|between| between.iter().all(describes));
    if described && date.tokens.len() == 1 && date.governor.is_none() {
        return true;
    }
    // "Summer fun", "the summer statement": the season tells which, too.
    let is_season = ["-SP", "-SU", "-FA", "-WI"].iter().any(|season| date.timex.value.ends_with(season));
    if is_season && date.tokens.len() == 1 && date.governor.is_none() && at(Some(date.tokens.end)).is_some_and(is_noun) {
        return true;
    }
    // "a third-quarter charge": written as one word, a quarter is an adjective.
    let text = date.timex.range.of(reading.sentence.text);
    let hyphened = text.contains('-') && date.timex.value.contains("-Q") && date.governor.is_none();
    if hyphened && at(Some(date.tokens.end)).is_some_and(is_noun) {
        return true;
    }
    let owns = |t: &crate::prose::Token<'_>| matches!(t.lower.as_ref(), "the" | "with" | "under") || t.tag == Tag::PRPS;
    let between = at(start.checked_sub(1)).is_some_and(owns) && at(Some(date.tokens.end)).is_some_and(is_noun);
    let behind = date.governor == Some(Governor::For)
        && at(start.checked_sub(2)).is_some_and(|t| matches!(t.tag, Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS));
    // "the accounts for the September quarter will show…": of which quarter, said before the verb.
    let verb = reading.clause(reading.clause_of(start)).and_then(|clause| clause.verbs.as_ref()).map(|verbs| verbs.tokens.start);
    let of_subject = date.governor == Some(Governor::For)
        && verb.is_some_and(|verb| date.tokens.end <= verb)
        && start
            .checked_sub(3)
            .and_then(|from| reading.sentence.tokens.get(from..start))
            .is_some_and(|before| before.iter().rev().skip_while(|t| matches!(t.tag, Tag::IN | Tag::DT)).take(1).any(is_noun));
    of_subject || is_year && (between && date.governor.is_none() || behind)
}

/// "the accounts for the year to 31 December will be audited": which year, by its length or by its last day; but "will
/// build 400 homes over the ten years to 2030".
pub(super) fn is_period_of_thing(reading: &Reading<'_, '_>, lexicon: &Lexicon, date: &Date<'_>) -> bool {
    let is_length_of_thing = |length: &Date<'_>| {
        let unit = length.tokens.end.checked_sub(1).and_then(|at| reading.sentence.tokens.get(at));
        matches!(length.governor, Some(Governor::For | Governor::Of))
            && unit.is_some_and(|t| lexicon.in_class("unit", &t.lemma, &t.lower))
    };
    let ends = |end: &Date<'_>, length: &Date<'_>| {
        end.governor == Some(Governor::To) && end.tokens.start == length.tokens.end + 1 && is_length_of_thing(length)
    };
    reading.dates.iter().any(|other| ends(date, other) || ends(other, date))
}

/// "for a period of 6 months from 29 January 2021 to 28 July 2021": how long and from when, where the end itself is named.
pub(super) fn is_length_of_stretch(reading: &Reading<'_, '_>, date: &Date<'_>) -> bool {
    let counts_from = reading.sentence.tokens.get(date.tokens.clone()).unwrap_or_default().iter().any(|t| t.lower == "from");
    let ends = |other: &Date<'_>| {
        matches!(other.governor, Some(Governor::To | Governor::Until)) && other.tokens.start == date.tokens.end + 1
    };
    counts_from && reading.dates.iter().any(ends)
}

/// "planned for 12 August from 10 a.m. to noon": the hours of a day that the sentence names apart from them.
pub(super) fn is_hour_of_appointment(reading: &Reading<'_, '_>, date: &Date<'_>) -> bool {
    let clause = reading.clause_of(date.tokens.start);
    let names_day = |d: &Date<'_>| {
        d.timex.kind == TimexType::Date
            && matches!(d.governor, Some(Governor::On | Governor::Planned | Governor::For))
            && d.timex.interval.is_some_and(|day| day.days() == 1)
            && reading.clause_of(d.tokens.start) == clause
    };
    date.timex.kind == TimexType::Time && date.timex.anchor == Anchor::Document && reading.dates.iter().any(names_day)
}

/// Longest stretch between two named days that is how long something is held, in days: a month.
const LONGEST_HELD: i64 = 31;

/// "from 18 to 22 July", "24–26 May": the days through which something is held, shown or open; who undertakes a thing
/// names the one day by which it is to be.
pub(super) fn is_stretch_of_days(reading: &Reading<'_, '_>, date: &Date<'_>) -> bool {
    let is_day = date.timex.interval.is_some_and(|i| i.days() == 1);
    // "between 2 and 14 April": some day of them.
    let is_one_of = reading
        .dates
        .iter()
        .any(|other| other.governor == Some(Governor::Between) && other.timex.range_interval == date.timex.range_interval);
    is_day && !is_one_of && date.timex.range_interval.is_some_and(|whole| (2..=LONGEST_HELD).contains(&whole.days()))
}

/// "the minutes of 3 March will be posted": which minutes.
pub(super) fn is_of_subject(reading: &Reading<'_, '_>, date: &Date<'_>, home: usize) -> bool {
    let verb = reading.clause(home).and_then(|clause| clause.verbs.as_ref()).map(|verbs| verbs.tokens.start);
    date.governor == Some(Governor::Of)
        && date.timex.interval.is_some_and(|i| i.days() == 1)
        && verb.is_some_and(|v| date.tokens.end <= v)
}

/// The deadline that stands behind "or" after a date.
pub(super) fn alternative(reading: &Reading<'_, '_>, date: usize) -> Option<Interval> {
    let (one, other) = (reading.dates.get(date)?, reading.dates.get(date + 1)?);
    let between = reading.sentence.tokens.get(one.tokens.end..other.tokens.start)?;
    let joined = match between {
        [or] => or.lower == "or",
        [or, by] => or.lower == "or" && by.tag == Tag::IN,
        _ => false,
    };
    let later = other.deadline.filter(|later| one.deadline.is_some_and(|first| first.end() < later.end()));
    later.filter(|_| joined && one.timex.kind == TimexType::Date && other.timex.kind == TimexType::Date)
}

/// "earlier this year": a stretch of days that ends on the day of speech.
pub(super) fn has_run_out(reading: &Reading<'_, '_>, date: &Date<'_>, deadline: Interval) -> bool {
    let ends_today = reading.speaks_from.is_some_and(|now| now.days() == 1 && deadline.end() == now.end());
    ends_today && deadline.days() > 1 && date.timex.anchor == Anchor::Document && date.governor.is_none()
}
