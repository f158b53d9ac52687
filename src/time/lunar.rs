//! Calendars of other faiths, as far as their festivals need them: arithmetic only, no sighting of the moon.
//!
//! The Islamic calendar is the civil one of thirty-year cycles; a festival may be observed a day earlier or later. Days
//! are counted from 1 January of the year 1 as [`Day`] counts them.

use crate::calendar::Day;
use chrono::Datelike;

fn day(count: i64) -> Option<Day> {
    i32::try_from(count).ok().and_then(Day::from_num_days_from_ce_opt)
}

/// The first day of the civil Islamic calendar, 16 July 622 of the Julian calendar, is one day later.
const BEFORE_ISLAMIC: i64 = 227_014;

fn islamic(year: i64, month: i64, date: i64) -> i64 {
    BEFORE_ISLAMIC + date + 29 * (month - 1) + (6 * month - 1).div_euclid(11) + (year - 1) * 354 + (3 + 11 * year).div_euclid(30)
}

/// The day of the Islamic year that falls in a Gregorian `year` as the given day of the given month; the first of two.
pub(super) fn islamic_in(year: i32, month: u32, date: u32) -> Option<Day> {
    let near = (i64::from(year) - 622) * 33 / 32;
    (near - 1..=near + 2).filter_map(|own| day(islamic(own, i64::from(month), i64::from(date)))).find(|day| day.year() == year)
}

/// The day before the first of the Hebrew calendar.
const BEFORE_HEBREW: i64 = -1_373_428;

fn leap(year: i64) -> bool {
    (7 * year + 1).rem_euclid(19) < 7
}

/// Days from the first new moon to the one that a year begins with, before its postponements.
fn elapsed(year: i64) -> i64 {
    let months = (235 * year - 234).div_euclid(19);
    let parts = 12_084 + 13_753 * months;
    let days = 29 * months + parts.div_euclid(25_920);
    if (3 * (days + 1)).rem_euclid(7) < 3 { days + 1 } else { days }
}

fn new_year(year: i64) -> i64 {
    let (before, here, after) = (elapsed(year - 1), elapsed(year), elapsed(year + 1));
    let late = match (after - here, here - before) {
        (356, _) => 2,
        (_, 382) => 1,
        _ => 0,
    };
    BEFORE_HEBREW + here + late + 1
}

fn month_length(year: i64, month: i64) -> i64 {
    let length = new_year(year + 1) - new_year(year);
    match month {
        2 | 4 | 6 | 10 | 13 => 29,
        12 if !leap(year) => 29,
        8 if length % 10 != 5 => 29,
        9 if length % 10 == 3 => 29,
        _ => 30,
    }
}

/// The day of the Hebrew year that falls in a Gregorian `year`; months are counted from Nisan, and 13 is the last month
/// of any year (Adar, or the second Adar).
pub(super) fn hebrew_in(year: i32, month: u32, date: u32) -> Option<Day> {
    let near = i64::from(year) + 3760;
    (near..=near + 1)
        .filter_map(|own| {
            let last = if leap(own) { 13 } else { 12 };
            let month = i64::from(month).min(last);
            // The year begins with the seventh month.
            let before: i64 = if month < 7 {
                (7..=last).chain(1..month).map(|month| month_length(own, month)).sum()
            } else {
                (7..month).map(|month| month_length(own, month)).sum()
            };
            day(new_year(own) + before + i64::from(date) - 1)
        })
        .find(|day| day.year() == year)
}

/// Easter Sunday of the Orthodox churches, by the Gregorian calendar.
pub(super) fn orthodox_easter(year: i32) -> Option<Day> {
    let (a, b, c) = (year.rem_euclid(4), year.rem_euclid(7), year.rem_euclid(19));
    let d = (19 * c + 15).rem_euclid(30);
    let e = (2 * a + 4 * b - d + 34).rem_euclid(7);
    let (month, date) = ((d + e + 114) / 31, (d + e + 114) % 31 + 1);
    // Days by which the Julian calendar lags.
    let lag = year.div_euclid(100) - year.div_euclid(400) - 2;
    let julian = Day::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(date).ok()?)?;
    super::slice::add_days(julian, i64::from(lag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(day: Option<Day>) -> String {
        day.map(|day| day.to_string()).unwrap_or_default()
    }

    #[test]
    fn festivals_fall_where_almanacs_have_them() {
        assert_eq!(shown(islamic_in(2018, 10, 1)), "2018-06-15");
        assert_eq!(shown(islamic_in(2024, 1, 1)), "2024-07-08");
        assert_eq!(shown(hebrew_in(2023, 7, 1)), "2023-09-16");
        assert_eq!(shown(hebrew_in(2024, 1, 15)), "2024-04-23");
        assert_eq!(shown(hebrew_in(2024, 13, 14)), "2024-03-24");
        assert_eq!(shown(hebrew_in(2023, 13, 14)), "2023-03-07");
        assert_eq!(shown(hebrew_in(2022, 9, 25)), "2022-12-19");
        assert_eq!(shown(orthodox_easter(2018)), "2018-04-08");
        assert_eq!(shown(orthodox_easter(2024)), "2024-05-05");
    }

    #[test]
    fn no_year_is_too_far() {
        for year in [i32::MIN, -9999, 0, 9999, i32::MAX] {
            let _ = (islamic_in(year, 10, 1), hebrew_in(year, 7, 10), orthodox_easter(year));
        }
    }
}
