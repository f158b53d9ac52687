//! Periods of the calendar and their arithmetic.

use super::TimexMod;
use super::symbol::Unit;
use crate::calendar::{Day, Interval, last_of_month};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// When a country's financial year begins and what it is called by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct FinancialCalendar {
    /// First month.
    pub month: u32,
    /// First day of that month.
    pub day: u32,
}

/// A period that a wording names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slice {
    Millennium(i32),
    /// 19 is 1900 to 1999.
    Century(i32),
    /// 198 is 1980 to 1989.
    Decade(i32),
    Year(i32),
    Half(i32, u32),
    Quarter(i32, u32),
    /// 1 spring to 4 winter; winter belongs to the year that it begins in.
    Season(i32, u32),
    Month(i32, u32),
    /// ISO year and week.
    Week(i32, u32),
    Weekend(i32, u32),
    Day(Day),
    /// Financial year by its first calendar year.
    Financial(i32, FinancialCalendar),
    /// Quarter of a financial year.
    FinancialQuarter(i32, u32, FinancialCalendar),
    /// Any other stretch of days.
    Days(Interval),
}

fn ymd(year: i32, month: u32, day: u32) -> Option<Day> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// `day` moved by whole months; the last of a shorter month where need be.
pub(super) fn add_months(day: Day, months: i64) -> Option<Day> {
    let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 { day.checked_sub_months(count) } else { day.checked_add_months(count) }
}

/// `day` moved by whole days.
pub(super) fn add_days(day: Day, days: i64) -> Option<Day> {
    let count = Days::new(days.unsigned_abs());
    if days < 0 { day.checked_sub_days(count) } else { day.checked_add_days(count) }
}

impl Slice {
    /// The period of `unit` that `day` lies in; `None` for units shorter than a day.
    pub(super) fn of(day: Day, unit: Unit, financial: FinancialCalendar) -> Option<Slice> {
        let (year, month) = (day.year(), day.month());
        Some(match unit {
            Unit::Day | Unit::WorkingDay | Unit::Night => Slice::Day(day),
            Unit::Weekend => Slice::Weekend(day.iso_week().year(), day.iso_week().week()),
            Unit::Week => Slice::Week(day.iso_week().year(), day.iso_week().week()),
            // This week and the next.
            Unit::Fortnight => {
                let monday = add_days(day, -i64::from(day.weekday().num_days_from_monday()))?;
                Slice::Days(Interval::new(monday, add_days(monday, 13)?)?)
            }
            Unit::Month => Slice::Month(year, month),
            Unit::Quarter => Slice::Quarter(year, (month - 1) / 3 + 1),
            Unit::Half => Slice::Half(year, (month - 1) / 6 + 1),
            Unit::Season => match month {
                3..=5 => Slice::Season(year, 1),
                6..=8 => Slice::Season(year, 2),
                9..=11 => Slice::Season(year, 3),
                12 => Slice::Season(year, 4),
                _ => Slice::Season(year - 1, 4),
            },
            Unit::Year => Slice::Year(year),
            Unit::FinancialYear => {
                let begun = (month, day.day()) >= (financial.month, financial.day);
                Slice::Financial(if begun { year } else { year - 1 }, financial)
            }
            Unit::Decade => Slice::Decade(year.div_euclid(10)),
            Unit::Century => Slice::Century(year.div_euclid(100)),
            Unit::Millennium => Slice::Millennium(year.div_euclid(1000)),
            Unit::Second | Unit::Minute | Unit::Hour => return None,
        })
    }

    pub(super) fn unit(self) -> Unit {
        match self {
            Slice::Millennium(_) => Unit::Millennium,
            Slice::Century(_) => Unit::Century,
            Slice::Decade(_) => Unit::Decade,
            Slice::Year(_) => Unit::Year,
            Slice::Half(..) => Unit::Half,
            Slice::Quarter(..) | Slice::FinancialQuarter(..) => Unit::Quarter,
            Slice::Season(..) => Unit::Season,
            Slice::Month(..) => Unit::Month,
            Slice::Week(..) => Unit::Week,
            Slice::Weekend(..) => Unit::Weekend,
            Slice::Financial(..) => Unit::FinancialYear,
            Slice::Day(_) | Slice::Days(_) => Unit::Day,
        }
    }

    /// Its days; `None` beyond the calendar.
    pub(super) fn interval(self) -> Option<Interval> {
        let months = |year: i32, first: u32, count: i64| -> Option<Interval> {
            let start = ymd(year, first, 1)?;
            Interval::new(start, add_days(add_months(start, count)?, -1)?)
        };
        let years = |first: i32, count: i32| Interval::new(ymd(first, 1, 1)?, ymd(first.checked_add(count - 1)?, 12, 31)?);
        match self {
            Slice::Millennium(n) => years(n.checked_mul(1000)?, 1000),
            Slice::Century(n) => years(n.checked_mul(100)?, 100),
            Slice::Decade(n) => years(n.checked_mul(10)?, 10),
            Slice::Year(year) => years(year, 1),
            Slice::Half(year, half) => months(year, half.checked_mul(6)?.checked_sub(5)?, 6),
            Slice::Quarter(year, quarter) => months(year, quarter.checked_mul(3)?.checked_sub(2)?, 3),
            Slice::Season(year, season) => months(year, season.checked_mul(3)?, 3),
            Slice::Month(year, month) => months(year, month, 1),
            Slice::Week(year, week) => {
                let monday = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)?;
                Interval::new(monday, add_days(monday, 6)?)
            }
            Slice::Weekend(year, week) => {
                let saturday = NaiveDate::from_isoywd_opt(year, week, Weekday::Sat)?;
                Interval::new(saturday, add_days(saturday, 1)?)
            }
            Slice::Day(day) => Some(Interval::day(day)),
            Slice::Financial(year, calendar) => {
                let start = ymd(year, calendar.month, calendar.day)?;
                Interval::new(start, add_days(add_months(start, 12)?, -1)?)
            }
            Slice::FinancialQuarter(year, quarter, calendar) => {
                let start = add_months(ymd(year, calendar.month, calendar.day)?, i64::from(quarter.checked_sub(1)?) * 3)?;
                Interval::new(start, add_days(add_months(start, 3)?, -1)?)
            }
            Slice::Days(interval) => Some(interval),
        }
    }

    /// The n-th period of the same kind after it (before it, where negative).
    pub(super) fn shift(self, n: i32) -> Option<Slice> {
        let months = |year: i32, index: u32, size: u32| -> Option<(i32, u32)> {
            let per_year = i64::from(12 / size);
            let count = i64::from(year) * per_year + i64::from(index) - 1 + i64::from(n);
            Some((i32::try_from(count.div_euclid(per_year)).ok()?, count.rem_euclid(per_year) as u32 + 1))
        };
        Some(match self {
            Slice::Millennium(at) => Slice::Millennium(at.checked_add(n)?),
            Slice::Century(at) => Slice::Century(at.checked_add(n)?),
            Slice::Decade(at) => Slice::Decade(at.checked_add(n)?),
            Slice::Year(at) => Slice::Year(at.checked_add(n)?),
            Slice::Financial(at, calendar) => Slice::Financial(at.checked_add(n)?, calendar),
            Slice::FinancialQuarter(year, quarter, calendar) => {
                let (year, quarter) = months(year, quarter, 3)?;
                Slice::FinancialQuarter(year, quarter, calendar)
            }
            Slice::Half(year, half) => months(year, half, 6).map(|(y, h)| Slice::Half(y, h))?,
            Slice::Quarter(year, quarter) => months(year, quarter, 3).map(|(y, q)| Slice::Quarter(y, q))?,
            Slice::Season(year, season) => months(year, season, 3).map(|(y, s)| Slice::Season(y, s))?,
            Slice::Month(year, month) => months(year, month, 1).map(|(y, m)| Slice::Month(y, m))?,
            Slice::Week(..) => {
                let day = add_days(self.interval()?.start(), i64::from(n) * 7)?;
                Slice::Week(day.iso_week().year(), day.iso_week().week())
            }
            Slice::Weekend(..) => {
                let day = add_days(self.interval()?.start(), i64::from(n) * 7)?;
                Slice::Weekend(day.iso_week().year(), day.iso_week().week())
            }
            Slice::Day(day) => Slice::Day(add_days(day, i64::from(n))?),
            Slice::Days(days) => {
                let by = i64::from(n).checked_mul(days.days())?;
                Slice::Days(Interval::new(add_days(days.start(), by)?, add_days(days.end(), by)?)?)
            }
        })
    }

    /// Its TIMEX3 value.
    pub(super) fn value(self) -> String {
        let year = |year: i32| if year < 0 { format!("BC{:04}", -year) } else { format!("{year:04}") };
        match self {
            Slice::Millennium(n) => format!("{n}"),
            Slice::Century(n) if n < 0 => format!("BC{:02}", -n - 1),
            Slice::Century(n) => format!("{n:02}"),
            Slice::Decade(n) if n < 0 => format!("BC{:03}", -n - 1),
            Slice::Decade(n) => format!("{n:03}"),
            Slice::Year(y) => year(y),
            Slice::Half(y, h) => format!("{}-H{h}", year(y)),
            Slice::Quarter(y, q) => format!("{}-Q{q}", year(y)),
            Slice::Season(y, s) => format!("{}-{}", year(y), season_code(s)),
            Slice::Month(y, m) => format!("{}-{m:02}", year(y)),
            Slice::Week(y, w) => format!("{}-W{w:02}", year(y)),
            Slice::Weekend(y, w) => format!("{}-W{w:02}-WE", year(y)),
            Slice::Day(day) => format!("{}-{:02}-{:02}", year(day.year()), day.month(), day.day()),
            Slice::Financial(y, calendar) if calendar.month == 1 => format!("FY{}", year(y)),
            // The American year is called by its end alone.
            Slice::Financial(y, calendar) if calendar.month == 10 => format!("FY{}", year(y.saturating_add(1))),
            Slice::FinancialQuarter(y, q, calendar) if calendar.month == 10 => {
                format!("FY{}-Q{q}", year(y.saturating_add(1)))
            }
            Slice::FinancialQuarter(y, q, calendar) if calendar.month == 1 => format!("FY{}-Q{q}", year(y)),
            Slice::Financial(y, _) => format!("FY{}-{:02}", year(y), (y + 1).rem_euclid(100)),
            Slice::FinancialQuarter(y, q, _) => format!("FY{}-{:02}-Q{q}", year(y), (y + 1).rem_euclid(100)),
            Slice::Days(days) => {
                format!("{}/{}", Slice::Day(days.start()).value(), Slice::Day(days.end()).value())
            }
        }
    }

    /// The n-th period of `unit` in it, from the end where negative.
    pub(super) fn nth(self, n: i32, unit: Unit, financial: FinancialCalendar) -> Option<Slice> {
        let whole = self.interval()?;
        let (start, end) = (whole.start(), whole.end());
        if n == 0 {
            return None;
        }
        let found = match unit {
            Unit::Week => {
                // As ISO 8601 counts the weeks of a year: a week belongs to where most of its days lie.
                let day = if n > 0 {
                    add_days(start, 3 + (i64::from(n) - 1) * 7)?
                } else {
                    add_days(end, -3 + (i64::from(n) + 1) * 7)?
                };
                Slice::of(day, Unit::Week, financial)?
            }
            // A weekend belongs to where its Saturday lies.
            Unit::Weekend => {
                let past = |day: Day| (i64::from(day.weekday().num_days_from_monday()) + 2) % 7;
                let saturday = if n > 0 {
                    add_days(start, (7 - past(start)) % 7 + (i64::from(n) - 1) * 7)?
                } else {
                    add_days(end, -past(end) + (i64::from(n) + 1) * 7)?
                };
                Slice::of(saturday, Unit::Weekend, financial).filter(|_| whole.contains_day(saturday))?
            }
            Unit::Quarter => {
                if let Slice::Financial(year, calendar) = self {
                    let quarter = if n > 0 { n } else { 5 + n };
                    return (1..=4).contains(&quarter).then_some(Slice::FinancialQuarter(year, quarter as u32, calendar));
                }
                if n > 0 {
                    Slice::of(start, unit, financial)?.shift(n - 1)?
                } else {
                    Slice::of(end, unit, financial)?.shift(n + 1)?
                }
            }
            Unit::Half if matches!(self, Slice::Financial(..)) => {
                let half = if n > 0 { n } else { 3 + n };
                let second = add_months(start, 6)?;
                return match half {
                    1 => Some(Slice::Days(Interval::new(start, add_days(second, -1)?)?)),
                    2 => Some(Slice::Days(Interval::new(second, end)?)),
                    _ => None,
                };
            }
            Unit::Half if !matches!(self, Slice::Year(_)) => {
                let half = if n > 0 { n } else { 3 + n };
                let middle = add_days(start, (whole.days() + 1) / 2 - 1)?;
                return match half {
                    1 => Some(Slice::Days(Interval::new(start, middle)?)),
                    2 => Some(Slice::Days(Interval::new(add_days(middle, 1)?, end)?)),
                    _ => None,
                };
            }
            Unit::WorkingDay => {
                let step = if n > 0 { 1 } else { -1 };
                let mut day = if n > 0 { start } else { end };
                let mut left = n.unsigned_abs().min(400);
                loop {
                    if day.weekday().number_from_monday() <= 5 {
                        left -= 1;
                        if left == 0 {
                            break Slice::Day(day);
                        }
                    }
                    day = add_days(day, step)?;
                }
            }
            _ if n > 0 => Slice::of(start, unit, financial)?.shift(n - 1)?,
            _ => Slice::of(end, unit, financial)?.shift(n + 1)?,
        };
        let inside = found.interval()?;
        inside.overlaps(whole).then_some(found)
    }

    /// The n-th half or quarter of a decade or a century, from the end where negative, and where it lies in that. No
    /// TIMEX3 value names it by itself.
    pub(super) fn fraction(self, n: i32, unit: Unit) -> Option<(Interval, TimexMod)> {
        let parts = match unit {
            Unit::Half => 2,
            Unit::Quarter => 4,
            _ => return None,
        };
        let years = match self {
            Slice::Century(_) => 100,
            Slice::Decade(_) => 10,
            _ => return None,
        };
        let n = if n > 0 { n } else { parts + 1 + n };
        let months = i64::from(years * 12 / parts);
        let from = add_months(self.interval()?.start(), months * i64::from(n - 1))?;
        let modifier = match n {
            1 => TimexMod::Start,
            _ if n == parts => TimexMod::End,
            _ => TimexMod::Mid,
        };
        let days = Interval::new(from, add_days(add_months(from, months)?, -1)?)?;
        (1..=parts).contains(&n).then_some((days, modifier))
    }

    /// A part of it: thirds for early, mid and late; first stretch and last day for start and end.
    pub(super) fn part(self, part: i32) -> Option<Interval> {
        let whole = self.interval()?;
        let (start, end) = (whole.start(), whole.end());
        if start == end {
            return Some(whole);
        }
        match part {
            4 => {
                let first = match self.unit() {
                    Unit::Year | Unit::FinancialYear | Unit::Half | Unit::Quarter | Unit::Season => {
                        add_days(add_months(start, 1)?, -1)?
                    }
                    Unit::Month => add_days(start, 9)?,
                    Unit::Decade | Unit::Century | Unit::Millennium => add_days(add_months(start, 12)?, -1)?,
                    _ => start,
                };
                Interval::new(start, first.min(end))
            }
            5 => Some(Interval::day(end)),
            _ => {
                let third = match part {
                    1 => 0,
                    2 | 6 => 1,
                    3 => 2,
                    _ => return Some(whole),
                };
                let months = match self.unit() {
                    Unit::Year | Unit::FinancialYear => 4,
                    Unit::Half => 2,
                    Unit::Quarter | Unit::Season => 1,
                    Unit::Month => {
                        let last = last_of_month(start)?;
                        return match third {
                            0 => Interval::new(start, add_days(start, 9)?),
                            1 => Interval::new(add_days(start, 10)?, add_days(start, 19)?),
                            _ => Interval::new(add_days(start, 20)?, last),
                        };
                    }
                    Unit::Week => {
                        return match third {
                            0 => Interval::new(start, add_days(start, 1)?),
                            1 => Some(Interval::day(add_days(start, 2)?)),
                            _ => Interval::new(add_days(start, 3)?, end),
                        };
                    }
                    Unit::Decade => {
                        let (from, to) = [(0, 3), (4, 6), (7, 9)].get(third as usize).copied()?;
                        return Interval::new(add_months(start, from * 12)?, add_days(add_months(start, (to + 1) * 12)?, -1)?);
                    }
                    Unit::Century => {
                        let (from, to) = [(0, 33), (34, 66), (67, 99)].get(third as usize).copied()?;
                        return Interval::new(add_months(start, from * 12)?, add_days(add_months(start, (to + 1) * 12)?, -1)?);
                    }
                    _ => {
                        let days = (whole.days() / 3).max(1);
                        let from = add_days(start, days * i64::from(third))?;
                        let to = if third == 2 { end } else { add_days(from, days - 1)? };
                        return Interval::new(from.min(end), to.min(end));
                    }
                };
                let from = add_months(start, months * i64::from(third))?;
                Interval::new(from, add_days(add_months(from, months)?, -1)?.min(end))
            }
        }
    }
}

pub(super) fn season_code(season: u32) -> &'static str {
    match season {
        1 => "SP",
        2 => "SU",
        3 => "FA",
        _ => "WI",
    }
}
