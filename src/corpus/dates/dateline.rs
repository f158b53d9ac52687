//! Datelines: lines of an article that say when it was published or revised.

use super::{NumericOrder, find, has_year, is_clock_word, is_weekday, month, parse, worded_prefix};
use crate::calendar::Interval;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// What the words before a date in a dateline say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Nothing stands before it.
    None,
    /// "Published", "Posted on", "Date".
    Published,
    /// "Last updated", "Modified".
    Updated,
}

/// The date of a dateline: a line that is a date and hardly anything else, before or after a
/// place or a label ("London, 20 August 2008", "Published: 3 May 2016", "20 Aug 2008 Posted in
/// Press releases"). `prefix_words` are the words that may stand before it.
pub fn dateline(line: &str, is_label: impl Fn(&str) -> Option<Label>) -> Option<(Interval, Label)> {
    let line = line.trim().trim_matches(|c: char| matches!(c, '*' | '_' | '[' | ']' | '(' | ')' | '|') || c.is_whitespace());
    if line.len() > 160 || !has_year(line) {
        return None;
    }
    // A label may stand before it: "Published on 3 May 2016".
    let mut label = Label::None;
    let mut rest = line;
    if let Some((head, tail)) = line.split_once(':')
        && !head.bytes().any(|b| b.is_ascii_digit())
        && let Some(found) = is_label(head)
    {
        (label, rest) = (found, tail.trim());
    } else if let Some(at) = line.find(|c: char| c.is_ascii_digit()) {
        let head = line.get(..at).unwrap_or_default();
        // "Published on Monday 3 May": the label ends before the weekday or month.
        let mut words = head.split_whitespace().collect::<Vec<_>>();
        let tail_words =
            words.iter().rposition(|w| !is_weekday(w) && month(w.trim_end_matches(',')).is_none()).map_or(0, |n| n + 1);
        words.truncate(tail_words);
        if !words.is_empty() {
            label = is_label(&words.join(" ")).or_else(|| is_byline(&words).then_some(Label::Published))?;
            let last = words.last()?;
            let skip = head.rfind(last)? + last.len();
            rest = line.get(skip..)?.trim_start_matches([':', ' ', ',']);
        }
    }
    let order = NumericOrder::default();
    // "May 2019." ends a sentence.
    let is_whole = |interval: &Interval| interval.days() == 1 || !rest.ends_with('.');
    if let Some(interval) = parse(rest, order).filter(|i| i.days() <= 31 && is_whole(i)) {
        return (rest.len() > 4).then_some((interval, label));
    }
    // Words after it are allowed where they cannot be prose: few, and no verb could follow.
    let (interval, words) = worded_prefix(rest)?;
    // "3 May 2016 - Beta release" and "3 May 2016 at the town hall" say what happens then.
    let is_time = |word: &&&str| is_clock_word(word) && !matches!(**word, "-" | "–" | "at" | "|" | "·");
    let few = words.len() <= 12
        && match words.iter().find(|word| !is_time(word)) {
            None => true,
            Some(word) => {
                ["posted", "published", "updated", "first", "last", "by", "|", "·"].iter().any(|w| word.eq_ignore_ascii_case(w))
            }
        };
    (few && interval.days() == 1).then_some((interval, label))
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    published: BTreeSet<String>,
    updated: BTreeSet<String>,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    example: Vec<Example>,
}

/// A line, and the day that it gives, if any.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), allow(dead_code))]
struct Example {
    line: String,
    day: Option<String>,
}

const LABELS_TOML: &str = include_str!("../../../rules/language/en/datelines.toml");
static LABELS: LazyLock<Labels> = LazyLock::new(|| toml::from_str(LABELS_TOML).unwrap_or_default());

/// What the words before a date in a dateline say of it; `None` for words that make it none.
pub fn label(words: &str) -> Option<Label> {
    let words = words.trim().trim_end_matches(':').to_ascii_lowercase();
    let words = words.strip_suffix(" on").unwrap_or(&words);
    if LABELS.published.contains(words) {
        Some(Label::Published)
    } else {
        LABELS.updated.contains(words).then_some(Label::Updated)
    }
}

/// The words of a writer's line before its date: "By Jane Doe, Reporter".
fn is_byline(words: &[&str]) -> bool {
    let named = |word: Option<&&str>| word.is_some_and(|word| word.starts_with(char::is_uppercase));
    (3..=10).contains(&words.len()) && words[0].eq_ignore_ascii_case("by") && named(words.get(1)) && named(words.get(2))
}

/// The day with which an agency's or office's first paragraph begins, after a place in capitals
/// and before a dash: "LONDON, March 3, 2016 (Agency) - The council said…".
pub fn release_line(line: &str) -> Option<Interval> {
    let line = line.trim_start().trim_start_matches(['*', '_']);
    let place = line.split(|c: char| !c.is_alphabetic()).next()?;
    if place.chars().count() < 3 || !place.chars().all(char::is_uppercase) {
        return None;
    }
    let mut end = line.len().min(120);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let head = line.get(..end)?;
    let mut start = 0;
    let dashes = head.match_indices(['–', '—']).chain(head.match_indices(" - ")).chain(head.match_indices("--"));
    let mut dashes: Vec<(usize, &str)> = dashes.collect();
    dashes.sort_unstable();
    for (at, dash) in dashes {
        // What stands between two dashes, or before the first.
        if let Some(day) =
            head.get(start..at).filter(|part| part.len() <= 80).and_then(|part| find(part, NumericOrder::default()))
        {
            return Some(day);
        }
        start = at + dash.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines() {
        let rules: Labels = toml::from_str(LABELS_TOML).expect("labels");
        assert!(!rules.example.is_empty());
        for example in rules.example {
            assert_eq!(dateline(&example.line, label).map(|(i, _)| i.start().to_string()), example.day, "{}", example.line);
        }
        let read = |line| dateline(line, label).map(|(i, label)| (i.start().to_string(), label));
        let on = |day: &str, label| Some((day.to_string(), label));
        assert_eq!(read("27 Jul 2016 Posted in [Press releases](/x)"), on("2016-07-27", Label::None));
        assert_eq!(read("**Monday, 22 November 2004, 1:46 pm**"), on("2004-11-22", Label::None));
        assert_eq!(read("Published: 3 May 2016"), on("2016-05-03", Label::Published));
        assert_eq!(read("Posted on Tuesday 3 May 2016"), on("2016-05-03", Label::Published));
        assert_eq!(read("Last updated: May 3, 2016"), on("2016-05-03", Label::Updated));
        assert_eq!(read("By Jane Doe, Transport reporter, 3 May 2016"), on("2016-05-03", Label::Published));
        assert_eq!(read("3 May 2016 10:30 GMT | News"), on("2016-05-03", Label::None));
        assert_eq!(read("May 2016"), on("2016-05-01", Label::None));
        assert_eq!(read("May 2016."), None);
        assert_eq!(read("3 May 2016 - Beta release"), None);
        assert_eq!(read("3 May 2016 GA"), None);
        assert_eq!(read("3 May 2016 at the town hall"), None);
        assert_eq!(read("May 3, 2016: general availability"), None);
        assert_eq!(read("By the end of March 2016"), None);
        assert_eq!(read("By Tuesday 3 May 2016"), None);
        assert_eq!(read("On 3 May 2016 the bridge opened to traffic."), None);
        assert_eq!(read("3 May 2016 was a good day for the town and all who live in it."), None);
    }

    #[test]
    fn first_paragraphs_of_agencies() {
        let read = |line| release_line(line).map(|i| i.start().to_string());
        assert_eq!(read("LONDON, March 3, 2016 (Agency) - The council said so.").as_deref(), Some("2016-03-03"));
        assert_eq!(read("WASHINGTON, D.C. – May 3, 2016 – The office will open.").as_deref(), Some("2016-05-03"));
        assert_eq!(read("SINGAPORE — The works end on 3 May 2016 and not before."), None);
        assert_eq!(read("The bridge - built on 3 May 2016 - is open."), None);
    }
}
