//! Preformatted text that is no code: a timetable, set so that its columns stand under each other.

use super::dates::month;
use std::ops::Range;

/// Words at the beginning of a line in which its date stands: "Thu, Aug 9 2007".
const FIRST: usize = 4;
/// The same at its end: "9 August 2007".
const LAST: usize = 3;

/// What stands in code and in logs, and in no timetable.
const CODE: [char; 9] = ['{', '}', ';', '=', '<', '>', '$', '\\', '@'];

/// The lines of a preformatted text that are entries with a date at one end, two at least under each other; as bytes of
/// the text, without white space around them.
pub(super) fn entries(text: &str) -> Vec<Range<usize>> {
    let mut entries = Vec::new();
    let mut run: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let entry = line.trim();
        let at = start + line.len() - line.trim_start().len();
        start += line.len();
        // Few lines of code have all of this: the cheapest is asked first.
        let has_digit = entry.bytes().any(|b| b.is_ascii_digit());
        if has_digit && !entry.contains(CODE) && !has_clock_with_seconds(entry) && is_dated(entry) {
            run.push(at..at + entry.len());
        } else if run.len() >= 2 {
            entries.append(&mut run);
        } else {
            run.clear();
        }
    }
    if run.len() >= 2 {
        entries.append(&mut run);
    }
    entries
}

/// Whether a date stands at the beginning or at the end of the line, and words beside it.
fn is_dated(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (first, last) = (words.len().min(FIRST), words.len().min(LAST));
    let at_edge = |words: &[&str]| words.iter().any(|word| is_iso_day(word)) || words.windows(2).any(is_day_of_month);
    let has_text = words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3);
    has_text && (words.get(..first).is_some_and(at_edge) || words.get(words.len() - last..).is_some_and(at_edge))
}

/// "Aug 9", "9 August,", "August 9:".
fn is_day_of_month(pair: &[&str]) -> bool {
    let [one, other] = pair else { return false };
    let is_month = |word: &str| month(word.trim_matches(|c: char| !c.is_alphabetic())).is_some();
    let is_day = |word: &str| {
        let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
        digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
    };
    is_month(one) && is_day(other) || is_day(one) && is_month(other)
}

/// "2026-05-04".
fn is_iso_day(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_digit());
    let shape = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    word.len() == 10 && word.bytes().enumerate().all(shape)
}

/// "12:03:11", as logs have it.
fn has_clock_with_seconds(line: &str) -> bool {
    line.split(|c: char| !(c.is_ascii_digit() || c == ':')).any(|word| word.matches(':').count() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        entries(text).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn entries_of_timetables_are_told_from_code() {
        let schedule = "The dates are:\n  Thu, Jul 16     Quill 4.1 Alpha release\n  Thu, Aug  6     Quill 4.1 Beta release\n\nSee the map.\n";
        assert_eq!(found(schedule), ["Thu, Jul 16     Quill 4.1 Alpha release", "Thu, Aug  6     Quill 4.1 Beta release"]);
        assert_eq!(found("2026-05-04  feature freeze\n2026-06-01  first candidate").len(), 2);
        assert_eq!(found("Alpha release: 4 May\nBeta release: 1 June\n").len(), 2);
        for code in [
            "let day = \"4 May\";\nlet other = \"1 June\";\n",
            "2026-05-04 12:03:11 service started\n2026-05-04 12:03:12 service ready\n",
            "-rw-r--r-- 1 ada users 120 May 4 12:00 map.txt\n-rw-r--r-- 1 ada users 99 May 5 12:00 key.txt\n",
            "4 May\n5 May\n",
            "one date: 4 May\nand no more lines of the kind\nthat have any\n",
        ] {
            assert!(entries(code).is_empty(), "{code}");
        }
    }
}
