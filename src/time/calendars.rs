//! Days and periods that have names: festivals with computed dates, parliaments, spending reviews.

use super::hindu::{Hour, hindu_in, sun_enters};
use super::lunar::{hebrew_in, islamic_in, orthodox_easter};
use super::slice::add_days;
use crate::calendar::{Day, Interval};
use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFestival {
    pub id: String,
    pub names: Vec<String>,
    /// "12-25", "easter-2", "orthodox-easter+1", "hebrew 7-10", "islamic 10-1 -1", "hindu 7-30 evening",
    /// "hindu 12-15 evening +1", "sun-enters 9" (a sign, from 0), "4 thursday 11", "4 thursday 11 +1", "-1 monday 5", or empty where only `days` say.
    #[serde(default)]
    date: String,
    /// After "in" it stands for the first months of its year ("in the new year").
    #[serde(default)]
    opens_year: bool,
    /// Days that it lasts.
    #[serde(default = "one")]
    days_long: u32,
    /// Years whose date no rule gives: "2018" = "06-15".
    #[serde(default)]
    days: BTreeMap<String, String>,
    #[serde(default)]
    pub yes: Vec<String>,
}

fn one() -> u32 {
    1
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPeriod {
    pub id: String,
    pub names: Vec<String>,
    /// Names that are read only inside other expressions.
    #[serde(default)]
    pub within: Vec<String>,
    /// Its occurrences, in order: first and last day of each.
    spans: Vec<[toml::value::Datetime; 2]>,
    #[serde(default)]
    pub yes: Vec<String>,
    #[serde(default)]
    pub no: Vec<String>,
}

/// When a festival falls.
#[derive(Clone, Debug)]
enum Rule {
    Fixed(u32, u32),
    Easter(i64),
    Orthodox(i64),
    /// Month from Nisan, day, days after it.
    Hebrew(u32, u32, i64),
    /// Month, day, days after it.
    Islamic(u32, u32, i64),
    /// Month from Chaitra, lunar day, the hour that it counts at, days after it.
    Hindu(u32, u32, Hour, i64),
    /// Sign of the stars that the sun enters, days after it.
    Sign(u32, i64),
    /// n-th weekday (from the end where negative) of a month, and days after it.
    Nth(i32, Weekday, u32, i64),
    Table,
}

/// A named day.
#[derive(Clone, Debug)]
pub(super) struct Festival {
    rule: Rule,
    days_long: u32,
    /// After "in" it stands for the first months of its year.
    pub opens_year: bool,
    table: Vec<(i32, u32, u32)>,
}

/// A named period with its occurrences.
#[derive(Clone, Debug)]
pub(super) struct Period {
    pub id: String,
    pub spans: Vec<Interval>,
}

pub(super) fn month_day(text: &str) -> Result<(u32, u32), String> {
    let wrong = || format!("{text:?} is no month and day, such as \"12-25\"");
    let (month, day) = text.split_once('-').ok_or_else(wrong)?;
    let (month, day) = (month.parse().map_err(|_| wrong())?, day.parse().map_err(|_| wrong())?);
    NaiveDate::from_ymd_opt(2000, month, day).map(|_| (month, day)).ok_or_else(wrong)
}

/// "+1", "-47", or nothing: days after.
fn after(text: &str) -> Result<i64, String> {
    let days = text.trim_start_matches('+');
    if days.is_empty() { Ok(0) } else { days.parse().map_err(|_| format!("{text:?} is no number of days")) }
}

impl RawFestival {
    pub(super) fn check(&self) -> Result<Festival, String> {
        let mut table = Vec::new();
        for (year, date) in &self.days {
            let (month, day) = month_day(date)?;
            table.push((year.parse().map_err(|_| format!("{year:?} is no year"))?, month, day));
        }
        table.sort_unstable();
        let words: Vec<&str> = self.date.split(' ').collect();
        let rule = match words.as_slice() {
            [""] => Rule::Table,
            [easter] if easter.starts_with("easter") => Rule::Easter(after(easter.trim_start_matches("easter"))?),
            [easter] if easter.starts_with("orthodox-easter") => {
                Rule::Orthodox(after(easter.trim_start_matches("orthodox-easter"))?)
            }
            [calendar @ ("hebrew" | "islamic"), date, rest @ ..] => {
                let wrong = || format!("{date:?} is no month and day of the {calendar} calendar");
                let (month, day) = date.split_once('-').ok_or_else(wrong)?;
                let (month, day) = (month.parse().map_err(|_| wrong())?, day.parse().map_err(|_| wrong())?);
                if !(1..=13).contains(&month) || !(1..=30).contains(&day) {
                    return Err(wrong());
                }
                let later = after(rest.first().unwrap_or(&""))?;
                if *calendar == "hebrew" { Rule::Hebrew(month, day, later) } else { Rule::Islamic(month, day, later) }
            }
            ["hindu", date, hour, rest @ ..] => {
                let wrong = || format!("{date:?} is no month and lunar day of the calendar of India");
                let (month, day) = date.split_once('-').ok_or_else(wrong)?;
                let (month, day) = (month.parse().map_err(|_| wrong())?, day.parse().map_err(|_| wrong())?);
                if !(1..=12).contains(&month) || !(1..=30).contains(&day) {
                    return Err(wrong());
                }
                let hour = Hour::named(hour)
                    .ok_or_else(|| format!("{hour:?} is none of \"sunrise\", \"noon\", \"evening\" and \"midnight\""))?;
                Rule::Hindu(month, day, hour, after(rest.first().unwrap_or(&""))?)
            }
            ["sun-enters", sign, rest @ ..] => {
                let wrong = || format!("{sign:?} is no sign, 0 to 11");
                let sign = sign.parse().ok().filter(|sign| *sign < 12).ok_or_else(wrong)?;
                Rule::Sign(sign, after(rest.first().unwrap_or(&""))?)
            }
            [fixed] => {
                let (month, day) = month_day(fixed)?;
                Rule::Fixed(month, day)
            }
            [n, weekday, month, rest @ ..] => Rule::Nth(
                n.parse().map_err(|_| format!("{n:?} is no count"))?,
                weekday.parse().map_err(|_| format!("{weekday:?} is no day of the week"))?,
                month.parse().map_err(|_| format!("{month:?} is no month"))?,
                match rest {
                    [] => 0,
                    [days] => after(days)?,
                    _ => return Err(format!("{:?} is no date of a festival", self.date)),
                },
            ),
            _ => return Err(format!("{:?} is no date of a festival", self.date)),
        };
        Ok(Festival { rule, days_long: self.days_long.max(1), opens_year: self.opens_year, table })
    }
}

impl RawPeriod {
    pub(super) fn check(&self) -> Result<Period, String> {
        let day = |date: &toml::value::Datetime| date.to_string().parse::<Day>().map_err(|_| format!("{date} is no day"));
        let span = |[start, end]: &[toml::value::Datetime; 2]| {
            Interval::new(day(start)?, day(end)?).ok_or_else(|| "a span must not end before it starts".to_owned())
        };
        Ok(Period { id: self.id.clone(), spans: self.spans.iter().map(span).collect::<Result<_, _>>()? })
    }
}

impl Festival {
    /// Its days in `year`; `None` where that is not known.
    pub(super) fn in_year(&self, year: i32) -> Option<Interval> {
        let listed = self.table.iter().find(|(known, ..)| *known == year);
        let start = match (listed, &self.rule) {
            (Some((_, month, day)), _) | (None, Rule::Fixed(month, day)) => NaiveDate::from_ymd_opt(year, *month, *day)?,
            (None, Rule::Easter(offset)) => add_days(easter(year)?, *offset)?,
            (None, Rule::Orthodox(offset)) => add_days(orthodox_easter(year)?, *offset)?,
            (None, Rule::Hebrew(month, day, later)) => add_days(hebrew_in(year, *month, *day)?, *later)?,
            (None, Rule::Islamic(month, day, later)) => add_days(islamic_in(year, *month, *day)?, *later)?,
            (None, Rule::Hindu(month, day, hour, later)) => add_days(hindu_in(year, *month, *day, *hour)?, *later)?,
            (None, Rule::Sign(sign, later)) => add_days(sun_enters(year, *sign)?, *later)?,
            (None, Rule::Nth(n, weekday, month, after)) => add_days(nth_weekday(year, *month, *weekday, *n)?, *after)?,
            (None, Rule::Table) => return None,
        };
        Interval::new(start, add_days(start, i64::from(self.days_long) - 1)?)
    }
}

/// The n-th `weekday` of a month, from its end where `n` is negative.
pub(super) fn nth_weekday(year: i32, month: u32, weekday: Weekday, n: i32) -> Option<Day> {
    if n > 0 {
        return NaiveDate::from_weekday_of_month_opt(year, month, weekday, u8::try_from(n).ok()?);
    }
    let last = crate::calendar::last_of_month(NaiveDate::from_ymd_opt(year, month, 1)?)?;
    let back = (7 + i64::from(last.weekday().num_days_from_monday()) - i64::from(weekday.num_days_from_monday())) % 7;
    let day = add_days(last, -back + (i64::from(n) + 1) * 7)?;
    (day.month() == month).then_some(day)
}

/// Easter Sunday of the Gregorian calendar (the anonymous computus).
fn easter(year: i32) -> Option<Day> {
    let (a, b, c) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15).rem_euclid(30);
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4).rem_euclid(7);
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19).rem_euclid(32);
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}
