//! The lunisolar calendar of India, as far as its festivals need it: on which day a lunar day (a thirtieth of the month
//! from new moon to new moon) holds at the hour that a festival is kept by.
//!
//! The longitudes of sun and moon are those of the main terms of their theories, good to a fiftieth of a degree, so that a
//! lunar day begins within a few minutes of the truth; almanacs differ among themselves by more. Months are counted from
//! new moon to new moon and named by the sign that the sun, against the stars, stands in at their beginning.

use super::slice::add_days;
use crate::calendar::Day;
use chrono::Datelike;
use serde::Deserialize;

/// The hour, by Indian time, at which the lunar day counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Hour {
    Sunrise,
    Noon,
    Evening,
    Midnight,
}

impl Hour {
    pub(super) fn named(name: &str) -> Option<Hour> {
        Some(match name {
            "sunrise" => Hour::Sunrise,
            "noon" => Hour::Noon,
            "evening" => Hour::Evening,
            "midnight" => Hour::Midnight,
            _ => return None,
        })
    }

    /// Parts of a day after midnight in India.
    fn part(self) -> f64 {
        match self {
            Hour::Sunrise => 0.26,
            Hour::Noon => 0.54,
            Hour::Evening => 0.80,
            Hour::Midnight => 1.0,
        }
    }
}

/// Days from noon of 1 January 2000 to an hour of `day`, by Greenwich.
fn days_from_2000(day: Day, part: f64) -> f64 {
    // 1 January 2000 is day 730,120 from the year 1; Indian time is 5.5 hours ahead; clocks lag a minute behind.
    f64::from(day.num_days_from_ce() - 730_120) - 0.5 + part - 5.5 / 24.0 + 0.0008
}

/// The longitude of the sun, in degrees from the equinox.
fn sun(days: f64) -> f64 {
    let t = days / 36_525.0;
    let m = (357.529_11 + 35_999.050_29 * t).to_radians();
    280.466_46 + 36_000.769_83 * t + 1.914_6 * m.sin() + 0.019_99 * (2.0 * m).sin() + 0.000_29 * (3.0 * m).sin() - 0.005_7
}

/// The longitude of the moon, in degrees from the equinox.
fn moon(days: f64) -> f64 {
    let t = days / 36_525.0;
    let d = (297.850_19 + 445_267.111_40 * t).to_radians();
    let m = (357.529_11 + 35_999.050_29 * t).to_radians();
    let n = (134.963_40 + 477_198.867_51 * t).to_radians();
    let f = (93.272_10 + 483_202.017_52 * t).to_radians();
    let terms = [
        (6.288_774, n),
        (1.274_027, 2.0 * d - n),
        (0.658_314, 2.0 * d),
        (0.213_618, 2.0 * n),
        (-0.185_116, m),
        (-0.114_332, 2.0 * f),
        (0.058_793, 2.0 * d - 2.0 * n),
        (0.057_066, 2.0 * d - m - n),
        (0.053_322, 2.0 * d + n),
        (0.045_758, 2.0 * d - m),
        (-0.040_923, m - n),
        (-0.034_720, d),
        (-0.030_383, m + n),
        (0.015_327, 2.0 * d - 2.0 * f),
        (-0.012_528, n + 2.0 * f),
        (0.010_980, n - 2.0 * f),
    ];
    218.316_45 + 481_267.881_23 * t + terms.iter().map(|(size, angle)| size * angle.sin()).sum::<f64>()
}

/// How far the moon stands ahead of the sun, 0 to 360 degrees.
fn elongation(days: f64) -> f64 {
    (moon(days) - sun(days)).rem_euclid(360.0)
}

/// The longitude of the sun against the stars, as the almanacs of India count it.
fn sun_by_stars(days: f64) -> f64 {
    (sun(days) - 23.853 - 1.396_9 * days / 36_525.0).rem_euclid(360.0)
}

/// The time of the new moon nearest to `days`.
fn new_moon(days: f64) -> f64 {
    let mut at = days;
    for _ in 0..4 {
        let ahead = elongation(at);
        let off = if ahead > 180.0 { ahead - 360.0 } else { ahead };
        at -= off / 12.190_75;
    }
    at
}

/// The month (1 Chaitra to 12 Phalguna) that begins with a new moon.
fn month_of(new_moon: f64) -> u32 {
    ((sun_by_stars(new_moon) / 30.0) as u32 + 1) % 12 + 1
}

/// Years whose festivals are told: beyond them the terms above go astray.
const TOLD: std::ops::RangeInclusive<i32> = 1800..=2150;

/// The day of a Gregorian `year` on which the given lunar day (1 to 30) of the given month holds at `hour`. A month that
/// is put in between two others has no festivals. Of two such days in a year the first.
pub(super) fn hindu_in(year: i32, month: u32, lunar_day: u32, hour: Hour) -> Option<Day> {
    if !TOLD.contains(&year) {
        return None;
    }
    // Chaitra begins between the middles of March and April; later months may reach into the next year.
    let after = 72 + i64::from(month.saturating_sub(1)) * 304 / 10 + i64::from(lunar_day) * 98 / 100 - 4;
    [year - 1, year].into_iter().find_map(|start| {
        let first = add_days(Day::from_ymd_opt(start, 1, 1)?, after)?;
        // Where a lunar day holds at the hour of no day, the day in which it ends has it.
        let fits = |slack: f64| {
            (0..42).filter_map(|offset| add_days(first, offset)).find(|day| {
                let at = days_from_2000(*day, hour.part());
                let before = f64::from(lunar_day) - 1.0;
                // Lunar days since the wanted one began; after the last of a month the count begins anew.
                let since = (elongation(at) / 12.0 - before).rem_euclid(30.0);
                let in_month = || {
                    let began = new_moon(at - (since + before) * 12.0 / 12.190_75);
                    month_of(began) == month && month_of(new_moon(began + 29.53)) != month
                };
                since < 1.0 + slack && in_month()
            })
        };
        fits(0.0).or_else(|| fits(1.0)).filter(|day| day.year() == year)
    })
}

/// The day of a Gregorian `year` by whose evening the sun has entered the sign (0 to 11) against the stars.
pub(super) fn sun_enters(year: i32, sign: u32) -> Option<Day> {
    if !TOLD.contains(&year) {
        return None;
    }
    let wanted = f64::from(sign) * 30.0;
    (1..=366).filter_map(|ordinal| Day::from_yo_opt(year, ordinal)).find(|day| {
        let past = |day: Day| (sun_by_stars(days_from_2000(day, 0.75)) - wanted).rem_euclid(360.0) < 30.0;
        past(*day) && add_days(*day, -1).is_some_and(|before| !past(before))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn festivals_fall_where_almanacs_have_them() {
        for (year, month, lunar_day, hour, wanted) in [
            (2017, 7, 30, Hour::Evening, "2017-10-19"),
            (2018, 7, 30, Hour::Evening, "2018-11-07"),
            (2020, 7, 30, Hour::Evening, "2020-11-14"),
            (2024, 7, 30, Hour::Evening, "2024-10-31"),
            (2019, 6, 4, Hour::Noon, "2019-09-02"),
            (2020, 11, 29, Hour::Midnight, "2020-02-21"),
            (2020, 1, 9, Hour::Noon, "2020-04-02"),
            (2014, 10, 7, Hour::Sunrise, "2014-01-07"),
        ] {
            let found = hindu_in(year, month, lunar_day, hour).map(|day| day.to_string());
            assert_eq!(found.as_deref(), Some(wanted));
        }
        for (year, sign, wanted) in [(2018, 9, "2018-01-14"), (2019, 9, "2019-01-15"), (2018, 0, "2018-04-14")] {
            assert_eq!(sun_enters(year, sign).map(|day| day.to_string()).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn every_month_has_its_days_in_every_year() {
        for year in 1900..2100 {
            // Only the months that lie within one Gregorian year.
            for month in 1..=8 {
                for lunar_day in [5, 15] {
                    assert!(hindu_in(year, month, lunar_day, Hour::Noon).is_some(), "{year} {month} {lunar_day}");
                }
            }
        }
        // The day of a new moon, which may begin and end between two evenings.
        for year in TOLD {
            assert!(hindu_in(year, 7, 30, Hour::Evening).is_some(), "{year}");
        }
        for year in [i32::MIN, -1, 0, 9999, i32::MAX] {
            assert_eq!((hindu_in(year, 7, 30, Hour::Evening), sun_enters(year, 9)), (None, None));
        }
    }
}
