//! Reads the dates that documents carry about themselves: in fields, addresses, datelines.
//!
//! These are whole values ("2019-05-22 12:32:02+00:00", "20 Aug 2008", "Monday, 22 November
//! 2004, 1:46 pm"), not prose: the dates that an article speaks of belong to the time room.
//! The day is the one written, whatever the zone.

use crate::calendar::{Day, Interval};
use serde::{Deserialize, Serialize};

mod dateline;

pub use dateline::{Label, dateline, label, release_line};

/// How "05/06/2018" is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumericOrder {
    /// Either way: the interval between the two readings.
    #[default]
    Unknown,
    /// 5 June.
    DayFirst,
    /// 6 May.
    MonthFirst,
}

/// Years that a document can be dated in.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2199;

/// Reads a whole value as a day, month or year; `None` when it is anything else.
pub fn parse(value: &str, order: NumericOrder) -> Option<Interval> {
    let value = value.trim().trim_matches(|c| matches!(c, '"' | '\'')).trim();
    if value.len() > 80 || !value.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    iso(value).or_else(|| numeric(value, order)).or_else(|| worded(value))
}

/// Seconds or milliseconds since 1970, as JSON exports give them.
pub fn epoch(number: i64) -> Option<Interval> {
    let seconds = if number.unsigned_abs() > 100_000_000_000 { number / 1000 } else { number };
    let day = chrono::DateTime::from_timestamp(seconds, 0)?.date_naive();
    // Small numbers are identifiers and counts.
    (seconds > 100_000_000).then(|| plausible(day)).flatten().map(Interval::day)
}

fn plausible(day: Day) -> Option<Day> {
    use chrono::Datelike;
    YEARS.contains(&day.year()).then_some(day)
}

fn day(year: i32, month: u32, day: u32) -> Option<Interval> {
    Day::from_ymd_opt(year, month, day).and_then(plausible).map(Interval::day)
}

/// A number of at most `max` digits at the start, and the rest.
fn digits(text: &str, max: usize) -> Option<(u32, usize, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    if len == 0 || len > max {
        return None;
    }
    Some((text.get(..len)?.parse().ok()?, len, text.get(len..)?))
}

/// "2019-05-22T12:32:02Z", "2019-5-2", "2019/05", "2019", "20190522".
fn iso(value: &str) -> Option<Interval> {
    let (first, len, rest) = digits(value, 14)?;
    if len == 8 && (rest.is_empty() || rest.starts_with(['T', ' '])) {
        return day((first / 10_000) as i32, first / 100 % 100, first % 100);
    }
    if len != 4 || !YEARS.contains(&(first as i32)) {
        return None;
    }
    let year = first as i32;
    if rest.is_empty() {
        return Interval::year(year);
    }
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, _, rest) = digits(&rest[1..], 2)?;
    let Some(rest) = rest.strip_prefix(separator) else {
        return rest.is_empty().then(|| Interval::month(year, month)).flatten();
    };
    let (number, _, rest) = digits(rest, 2)?;
    // A time of day may follow, and nothing else.
    let clock = rest.trim_start_matches(['T', 't', ' ', ',']);
    let is_clock = rest.is_empty()
        || (clock.len() < rest.len()
            && clock.bytes().next().is_some_and(|b| b.is_ascii_digit() || b == b'+' || b == b'-' || b == b'('))
        || rest.starts_with(['Z', '+']);
    is_clock.then(|| day(year, month, number)).flatten()
}

/// "22/11/2004", "11.22.2004", with either order of day and month.
fn numeric(value: &str, order: NumericOrder) -> Option<Interval> {
    let (a, _, rest) = digits(value, 2)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (b, _, rest) = digits(&rest[1..], 2)?;
    let (year, len, rest) = digits(rest.strip_prefix(separator)?, 4)?;
    if len != 4 || rest.starts_with(|c: char| c.is_alphanumeric() || c == separator) {
        return None;
    }
    let year = year as i32;
    let (day_first, month_first) = (day(year, b, a), day(year, a, b));
    match order {
        // A full stop between the numbers is European.
        _ if separator == '.' => day_first,
        NumericOrder::DayFirst => day_first.or(month_first),
        NumericOrder::MonthFirst => month_first.or(day_first),
        NumericOrder::Unknown => match (day_first, month_first) {
            (Some(a), Some(b)) => Some(Interval::between(a.start(), b.start())),
            (one, other) => one.or(other),
        },
    }
}

/// The number of a month by its English name or abbreviation.
pub fn month(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.');
    let head = word.get(..3)?;
    let index = NAMES.iter().position(|name| name[..3].eq_ignore_ascii_case(head))?;
    let name = NAMES[index];
    let whole = word.len() <= name.len() && word.eq_ignore_ascii_case(&name[..word.len()]);
    ((whole && (word.len() <= 4 || word.len() == name.len())) || word.eq_ignore_ascii_case("sept")).then_some(index as u32 + 1)
}

/// Whether the word names a day of the week.
pub fn is_weekday(word: &str) -> bool {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.trim_end_matches(['.', ',']);
    word.len() >= 3 && NAMES.iter().any(|name| name.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)))
}

/// One word, number or mark of a worded date.
#[derive(Clone, Copy, PartialEq)]
enum Part<'t> {
    Number(u32, usize),
    Month(u32),
    Weekday,
    Word(&'t str),
}

/// Splits at white space, commas and slashes; ordinals lose their ending.
fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '|' | '\u{b7}' | '-' | '–' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .map(|word| {
            if let Some((number, len, rest)) = digits(word, 4) {
                let rest = rest.trim_end_matches('.');
                if rest.is_empty() || ["st", "nd", "rd", "th"].iter().any(|end| rest.eq_ignore_ascii_case(end)) {
                    return Part::Number(number, len);
                }
                return Part::Word(word);
            }
            match month(word) {
                Some(month) => Part::Month(month),
                None if is_weekday(word) => Part::Weekday,
                None => Part::Word(word),
            }
        })
}

/// "20 Aug 2008", "August 20th, 2008", "Monday, 22 November 2004, 1:46 pm", "March 2018",
/// "Tue, 03 Jun 2014 09:30:00 +0100".
fn worded(value: &str) -> Option<Interval> {
    let (interval, rest) = worded_prefix(value)?;
    // After the date only a time of day and its zone may follow.
    rest.iter().all(|part| is_clock_word(part)).then_some(interval)
}

fn is_clock_word(word: &str) -> bool {
    /// Time zones that datelines name; any other word in capitals may name a thing.
    const ZONES: [&str; 24] = [
        "GMT", "BST", "UTC", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "CET", "CEST", "IST", "SGT", "AEST", "AEDT",
        "NZST", "NZDT", "ET", "PT", "JST", "HKT", "Z",
    ];
    let word = word.trim_matches(['(', ')', '.', ',']);
    word.is_empty()
        || word.starts_with(|c: char| c.is_ascii_digit())
        || word.starts_with(['+', '-', '–'])
            && word.trim_start_matches(['+', '-', '–']).bytes().all(|b| b.is_ascii_digit() || b == b':')
        || ["at", "am", "pm", "a.m", "p.m", "o\u{2019}clock", "hrs", "hours", "|", "·"]
            .iter()
            .any(|w| word.eq_ignore_ascii_case(w))
        || ZONES.contains(&word)
}

/// A worded date at the start of a text, and the words that follow it.
fn worded_prefix(text: &str) -> Option<(Interval, Vec<&str>)> {
    let mut date = [None; 4];
    let mut count = 0;
    for part in parts(text).take(6) {
        if part == Part::Weekday && count == 0 {
            continue;
        }
        if matches!(part, Part::Word(w) if count == 1 && w.eq_ignore_ascii_case("of")) {
            continue;
        }
        if let Some(slot) = date.get_mut(count) {
            *slot = Some(part);
            count += 1;
        }
    }
    let year = |number: u32, len: usize| (len == 4 && YEARS.contains(&(number as i32))).then_some(number as i32);
    let (interval, used) = match date {
        [Some(Part::Number(d, 1 | 2)), Some(Part::Month(m)), Some(Part::Number(y, len)), _] => (day(year(y, len)?, m, d)?, 3),
        [Some(Part::Month(m)), Some(Part::Number(d, 1 | 2)), Some(Part::Number(y, len)), _] => (day(year(y, len)?, m, d)?, 3),
        [Some(Part::Month(m)), Some(Part::Number(y, len)), ..] => (Interval::month(year(y, len)?, m)?, 2),
        [Some(Part::Number(y, len)), Some(Part::Month(m)), Some(Part::Number(d, 1 | 2)), _] => (day(year(y, len)?, m, d)?, 3),
        _ => return None,
    };
    // What follows the last part that was used, word by word.
    let mut left: usize = used;
    let mut rest = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '/')).filter(|word| !word.is_empty()) {
        if left == 0 {
            rest.push(word);
            continue;
        }
        let taken = parts(word).filter(|part| matches!(part, Part::Number(..) | Part::Month(_))).count();
        left = left.saturating_sub(taken);
    }
    Some((interval, rest))
}

/// Whether four digits stand together: without a year nothing here is a date.
fn has_year(text: &str) -> bool {
    let mut run = 0;
    text.bytes().any(|b| {
        run = if b.is_ascii_digit() { run + 1 } else { 0 };
        run == 4
    })
}

/// The first day that a short text names, wherever it stands in it: "By A. Writer | May 3, 2016 |
/// 4:25 pm". For what a page itself marks as a date, never for prose.
pub fn find(text: &str, order: NumericOrder) -> Option<Interval> {
    if text.len() > 160 || !has_year(text) {
        return None;
    }
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        let starts = c.is_alphanumeric() && !previous.is_alphanumeric();
        previous = c;
        if !starts {
            continue;
        }
        let rest = text.get(at..)?;
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | ')' | ';')).unwrap_or(rest.len());
        let value = rest.get(..end)?.trim_end_matches(['.', ':']);
        let found = iso(value).or_else(|| numeric(value, order)).or_else(|| worded_prefix(rest).map(|(interval, _)| interval));
        if let Some(day) = found.filter(|interval| interval.days() == 1) {
            return Some(day);
        }
    }
    None
}

/// The date in an address or file path: "2016/04/12/slug", "2015-6-16-slug.md", "archive/2016-04".
/// The most precise one counts; of equally precise ones that at the start of a name, then that of
/// the folders, then any other of a name (which may be the day of an event).
pub fn in_path(path: &str) -> Option<Interval> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let pieces: Vec<&str> = path.split('/').collect();
    let mut best: Option<(i64, u8, Interval)> = None;
    let mut consider = |found: Option<(Interval, u8)>| {
        if let Some((interval, rank)) = found
            && best.is_none_or(|(days, known, _)| (interval.days(), rank) <= (days, known))
        {
            best = Some((interval.days(), rank, interval));
        }
    };
    for (index, piece) in pieces.iter().enumerate() {
        consider(folders(&pieces, index).map(|found| (found, 1)));
        consider(in_name(piece));
    }
    best.map(|(.., interval)| interval)
}

/// The date that folders spell out from `index` on: "2016/04/12", "2016/apr", "2016".
fn folders(pieces: &[&str], index: usize) -> Option<Interval> {
    let (year, len, "") = digits(pieces.get(index)?, 4)? else { return None };
    let year = (len == 4 && (1970..=2100).contains(&year)).then_some(year as i32)?;
    let month = pieces.get(index + 1).and_then(|m| match digits(m, 2) {
        Some((number, _, "")) => Some(number),
        _ => self::month(m),
    });
    let Some(month) = month else {
        return (index + 1 < pieces.len()).then(|| Interval::year(year)).flatten();
    };
    let date = pieces
        .get(index + 2)
        .and_then(|d| digits(d, 2))
        .filter(|(.., rest)| rest.is_empty() || rest.starts_with(['-', '_', '.']));
    date.and_then(|(number, ..)| day(year, month, number)).or_else(|| Interval::month(year, month))
}

/// "2015-6-16-slug", "20150616_slug", "slug-2015-06-16", "2015-06-slug"; and how good a place it
/// stands in, 0 the best.
fn in_name(name: &str) -> Option<(Interval, u8)> {
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let run = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let start = at;
        at += run;
        // A date stands apart from other words and numbers.
        if start > 0 && bytes[start - 1].is_ascii_alphanumeric() {
            continue;
        }
        let rest = name.get(start..).unwrap_or_default();
        if run == 8 && bytes.get(at).is_none_or(|b| !b.is_ascii_alphanumeric()) {
            let (number, ..) = digits(rest, 8)?;
            if (1970..=2100).contains(&(number / 10_000))
                && let Some(found) = day((number / 10_000) as i32, number / 100 % 100, number % 100)
            {
                return Some((found, if start == 0 { 0 } else { 2 }));
            }
        }
        if run != 4 {
            continue;
        }
        let Some((year, _, tail)) = digits(rest, 4).filter(|(year, ..)| (1970..=2100).contains(year)) else { continue };
        let Some(tail) = tail.strip_prefix(['-', '_', '.']) else { continue };
        let Some((month, _, tail)) = digits(tail, 2) else { continue };
        let precise = tail.strip_prefix(['-', '_', '.']).and_then(|tail| digits(tail, 2)).filter(|(.., rest)| ends_number(rest));
        if let Some((number, ..)) = precise
            && let Some(found) = day(year as i32, month, number)
        {
            return Some((found, if start == 0 { 0 } else { 2 }));
        }
        // "2025-26-report" is a financial year, "2015-16" as well; a month must begin the name.
        if start == 0
            && ends_number(tail)
            && let Some(found) = Interval::month(year as i32, month)
        {
            return Some((found, if start == 0 { 0 } else { 2 }));
        }
    }
    None
}

fn ends_number(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_ascii_digit())
}

/// Days that lie between two intervals; 0 when they share one.
pub fn distance(a: Interval, b: Interval) -> i64 {
    if a.overlaps(b) {
        return 0;
    }
    (b.start() - a.end()).num_days().max((a.start() - b.end()).num_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Option<String> {
        parse(value, NumericOrder::Unknown).map(|i| if i.days() == 1 { i.start().to_string() } else { i.to_string() })
    }

    #[test]
    fn values_in_many_forms() {
        for (value, expected) in [
            ("2019-05-22 12:32:02+00:00", "2019-05-22"),
            ("2019-05-22T23:59:59Z", "2019-05-22"),
            ("2019-5-2", "2019-05-02"),
            ("2019/05/22", "2019-05-22"),
            ("20190522", "2019-05-22"),
            ("2019-05", "May 2019"),
            ("2019", "2019"),
            ("20 Aug 2008", "2008-08-20"),
            ("August 20th, 2008", "2008-08-20"),
            ("Sept. 3, 2014", "2014-09-03"),
            ("3rd of May 2014", "2014-05-03"),
            ("Monday, 22 November 2004, 1:46 pm", "2004-11-22"),
            ("Tue, 03 Jun 2014 09:30:00 +0100", "2014-06-03"),
            ("3 June 2014 at 09.30 BST", "2014-06-03"),
            ("March 2018", "March 2018"),
            ("22/11/2004", "2004-11-22"),
            ("11/22/2004", "2004-11-22"),
            ("5.6.2018", "2018-06-05"),
            ("05/06/2018", "6 May to 5 June 2018"),
            ("2023-08-30 10:24-:00+02:00", "2023-08-30"),
        ] {
            assert_eq!(read(value).as_deref(), Some(expected), "{value}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for value in [
            "",
            "soon",
            "7",
            "1.2.3",
            "2018-13",
            "31 February 2018",
            "20 Aug",
            "Vision 2030",
            "0000-00-00",
            "May the 4th be with you",
        ] {
            assert_eq!(read(value), None, "{value}");
        }
    }

    #[test]
    fn paths() {
        for (path, expected) in [
            ("posts/2015-6-16-slug.md", "2015-06-16"),
            ("2016/04/12/slug/", "2016-04-12"),
            ("blog/2016/04/slug.html", "April 2016"),
            ("blog/2016/apr/12/slug.html", "2016-04-12"),
            ("archive/2016/slug.md", "2016"),
            ("20160412_slug.txt", "2016-04-12"),
            ("notes-2016-04-12.txt", "2016-04-12"),
            ("content/2019/03/2019-03-13-career.md", "2019-03-13"),
            ("https://example.org/2014/12/12/Timeline", "2014-12-12"),
            ("https://example.org/2014/12/12/meeting-on-20141220/", "2014-12-12"),
            ("2014-12-12-meeting-2014-12-20.md", "2014-12-12"),
        ] {
            let found = in_path(path).map(|i| if i.days() == 1 { i.start().to_string() } else { i.to_string() });
            assert_eq!(found.as_deref(), Some(expected), "{path}");
        }
        for path in ["budget-2025-26.md", "leap-15.1.2.md", "vision-2030.md", "a1b2c3d4.txt", "12345678.txt", "report-2018.pdf"] {
            assert_eq!(in_path(path), None, "{path}");
        }
    }

    #[test]
    fn days_in_short_texts() {
        let find = |text| find(text, NumericOrder::Unknown).map(|i| i.start().to_string());
        assert_eq!(find("By A. Writer | May 3, 2016 | 4:25 pm").as_deref(), Some("2016-05-03"));
        assert_eq!(find("Posted at 10:30 on Tue 3 May 2016").as_deref(), Some("2016-05-03"));
        assert_eq!(find("Issue 12, 2016-05-03.").as_deref(), Some("2016-05-03"));
        assert_eq!(find("Issue 12 of 2016"), None);
    }

    #[test]
    fn epochs() {
        assert_eq!(epoch(1_400_000_000).map(|i| i.start().to_string()).as_deref(), Some("2014-05-13"));
        assert_eq!(epoch(1_400_000_000_000).map(|i| i.start().to_string()).as_deref(), Some("2014-05-13"));
        assert_eq!(epoch(2014), None);
    }
}
