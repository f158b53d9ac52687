//! Whether one deadline is another, or a later or earlier one.

use crate::calendar::Interval;

/// Overlapping periods whose last days lie no further apart than this name one deadline.
const BLURRED: i64 = 31;

/// How a deadline relates to the one in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same, perhaps more or less precise.
    Same,
    /// A later one.
    Later,
    /// An earlier one.
    Earlier,
}

/// Compares `new` with the deadline in force.
///
/// Equality and containment are the same deadline in other precision. So are approximate dates,
/// or dates counted from the day of speech, that differ by less than their own unit, and
/// overlapping periods that end within a month of each other. Never by words: only by days.
pub fn relation(old: Interval, new: Interval, approximate: bool) -> Relation {
    // "in the spring", and "on 8 June"
    let in_season = new.end() > old.end() && new.end() <= old.latest();
    // Exact dates that share no day are two: most that are compared.
    if !approximate && !old.overlaps(new) && !in_season {
        return if new.end() > old.end() { Relation::Later } else { Relation::Earlier };
    }
    let apart = (new.end() - old.end()).num_days();
    let unit = old.days().max(new.days()).max(if approximate { 7 } else { 1 });
    let blurred = old.overlaps(new) && old.days() > 1 && new.days() > 1 && apart.abs() <= BLURRED;
    if in_season || old.same_but_precision(new) || blurred || (approximate && apart.abs() < unit) {
        Relation::Same
    } else if apart > 0 {
        Relation::Later
    } else if apart < 0 {
        Relation::Earlier
    } else {
        Relation::Same
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> Interval {
        Interval::between(from.parse().expect("a day"), to.parse().expect("a day"))
    }

    #[test]
    fn precision_is_no_move() {
        let year = span("2018-01-01", "2018-12-31");
        let march = span("2018-03-01", "2018-03-31");
        assert_eq!(relation(year, march, false), Relation::Same);
        assert_eq!(relation(march, year, false), Relation::Same);
        assert_eq!(relation(year, span("2020-01-01", "2020-12-31"), false), Relation::Later);
        assert_eq!(relation(march, span("2018-02-01", "2018-02-28"), false), Relation::Earlier);
    }

    #[test]
    fn approximate_dates_differ_by_their_own_unit_or_not_at_all() {
        let april = span("2021-04-01", "2021-04-30");
        let day = span("2021-05-10", "2021-05-10");
        assert_eq!(relation(april, day, true), Relation::Same);
        assert_eq!(relation(april, day, false), Relation::Later);
        assert_eq!(relation(april, span("2021-06-15", "2021-06-15"), true), Relation::Later);
    }

    #[test]
    fn a_season_ends_by_the_sun_or_by_the_calendar() {
        let spring = span("2022-03-01", "2022-05-31");
        assert_eq!(relation(spring, span("2022-06-08", "2022-06-08"), false), Relation::Same);
        assert_eq!(relation(spring, span("2022-07-01", "2022-07-01"), false), Relation::Later);
        // A quarter ends on its last day.
        let quarter = span("2022-04-01", "2022-06-30");
        assert_eq!(relation(quarter, span("2022-07-05", "2022-07-05"), false), Relation::Later);
    }

    #[test]
    fn blurred_periods_are_one() {
        assert_eq!(relation(span("2022-06-01", "2022-08-31"), span("2022-07-01", "2022-09-30"), false), Relation::Same);
    }
}
