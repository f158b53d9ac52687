//! Days and closed intervals of days: the values that every room speaks about.
//!
//! A deadline, a document's date and a delivery are all [`Interval`]s, because
//! wording names periods ("by 2018") far more often than days. There are no
//! time zones and no clock here: "today" is an input of the program.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;

/// One calendar day (proleptic Gregorian).
pub type Day = NaiveDate;

/// A closed interval of calendar days; `start <= end` always holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Interval {
    start: Day,
    end: Day,
}

/// Days from the end of a season by the calendar to that by the sun.
const SOLAR: Days = Days::new(22);

impl Interval {
    /// The interval from `start` to `end`, both included; `None` when it would run backwards.
    pub fn new(start: Day, end: Day) -> Option<Self> {
        (start <= end).then_some(Self { start, end })
    }

    /// The interval that is one day.
    pub fn day(day: Day) -> Self {
        Self { start: day, end: day }
    }

    /// The interval between two days in whichever order they are given.
    pub fn between(a: Day, b: Day) -> Self {
        Self { start: a.min(b), end: a.max(b) }
    }

    /// The calendar year; `None` beyond the calendar's range.
    pub fn year(year: i32) -> Option<Self> {
        Self::new(Day::from_ymd_opt(year, 1, 1)?, Day::from_ymd_opt(year, 12, 31)?)
    }

    /// The calendar month; `None` when there is no such month.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        let start = Day::from_ymd_opt(year, month, 1)?;
        Self::new(start, last_of_month(start)?)
    }

    /// First day.
    pub fn start(self) -> Day {
        self.start
    }

    /// Last day: the one that decides whether a deadline has passed.
    pub fn end(self) -> Day {
        self.end
    }

    /// Number of days, at least 1.
    pub fn days(self) -> i64 {
        // Counted, for chrono's durations cost ten times as much.
        i64::from(self.end.num_days_from_ce()) - i64::from(self.start.num_days_from_ce()) + 1
    }

    /// Whether `day` lies in the interval.
    pub fn contains_day(self, day: Day) -> bool {
        self.start <= day && day <= self.end
    }

    /// Whether `other` lies wholly in the interval.
    pub fn contains(self, other: Interval) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Interval) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// The last day that the words for it can mean: a season by the sun ends three weeks after that of the calendar.
    pub fn latest(self) -> Day {
        let seasonal = (85..=95).contains(&self.days()) && self.start.day() == 1 && self.start.month().is_multiple_of(3);
        if seasonal { self.end.checked_add_days(SOLAR).unwrap_or(self.end) } else { self.end }
    }

    /// The same days so many years before: a period that ends with its month does so there too. `None` beyond the calendar.
    pub fn years_before(self, years: u32) -> Option<Self> {
        let earlier = |day: Day| day.checked_sub_months(Months::new(12 * years));
        let ends_month = last_of_month(self.end) == Some(self.end);
        let end = earlier(self.end).and_then(|end| if ends_month { last_of_month(end) } else { Some(end) });
        Self::new(earlier(self.start)?, end?)
    }

    /// Whether one is the other made precise ("2018" and "March 2018").
    pub fn same_but_precision(self, other: Interval) -> bool {
        self.contains(other) || other.contains(self)
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Raw {
            start: Day,
            end: Day,
        }
        let raw = Raw::deserialize(deserializer)?;
        Interval::new(raw.start, raw.end).ok_or_else(|| serde::de::Error::custom("an interval must not end before it starts"))
    }
}

/// Reads as people write dates: "31 December 2018", "March 2018", "2018", "1 to 14 May 2018".
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (a, b) = (self.start, self.end);
        if a == b {
            return write!(f, "{}", long_day(a));
        }
        if Some(*self) == Interval::year(a.year()) {
            return write!(f, "{}", a.year());
        }
        if Some(*self) == Interval::month(a.year(), a.month()) {
            return write!(f, "{}", a.format("%B %Y"));
        }
        match (a.year() == b.year(), a.month() == b.month()) {
            (true, true) => write!(f, "{} to {}", a.day(), long_day(b)),
            (true, false) => write!(f, "{} {} to {}", a.day(), a.format("%B"), long_day(b)),
            _ => write!(f, "{} to {}", long_day(a), long_day(b)),
        }
    }
}

/// "6 March 2024".
pub fn long_day(day: Day) -> String {
    format!("{} {}", day.day(), day.format("%B %Y"))
}

/// The last day of the month that `day` lies in; `None` at the calendar's end.
pub fn last_of_month(day: Day) -> Option<Day> {
    day.with_day(1)?.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn a_period_of_another_year_ends_with_its_month() {
        let before = |start: &str, end: &str, years: u32| {
            let days = Interval::new(day(start), day(end)).and_then(|days| days.years_before(years));
            days.map(|days| (days.start().to_string(), days.end().to_string()))
        };
        let both = |start: &str, end: &str| Some((start.to_owned(), end.to_owned()));
        assert_eq!(before("2025-02-01", "2025-02-28", 1), both("2024-02-01", "2024-02-29"));
        assert_eq!(before("2025-12-14", "2025-12-14", 2), both("2023-12-14", "2023-12-14"));
    }

    #[test]
    fn an_interval_never_runs_backwards() {
        assert_eq!(Interval::new(day("2018-02-01"), day("2018-01-01")), None);
        assert!(serde_json::from_str::<Interval>(r#"{"start":"2018-02-01","end":"2018-01-01"}"#).is_err());
    }

    #[test]
    fn precision_is_containment_either_way() {
        let year = Interval::year(2018).expect("2018");
        let march = Interval::month(2018, 3).expect("March");
        assert!(year.same_but_precision(march) && march.same_but_precision(year));
        assert!(!march.same_but_precision(Interval::month(2018, 4).expect("April")));
    }

    #[test]
    fn reads_as_people_write() {
        assert_eq!(Interval::year(2018).expect("2018").to_string(), "2018");
        assert_eq!(Interval::month(2018, 3).expect("March").to_string(), "March 2018");
        assert_eq!(Interval::day(day("2018-12-31")).to_string(), "31 December 2018");
        assert_eq!(Interval::between(day("2018-05-14"), day("2018-05-01")).to_string(), "1 to 14 May 2018");
    }
}
