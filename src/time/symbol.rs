//! What the wording of a time expression names, before any document date is known.

use super::{TimexMod, TimexType};
use crate::source::TextRange;

/// Units of time, from short to long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    /// A day that work is done on: Monday to Friday.
    WorkingDay,
    Day,
    Night,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Season,
    Year,
    FinancialYear,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    const ALL: [(&'static str, Unit); 18] = [
        ("second", Unit::Second),
        ("minute", Unit::Minute),
        ("hour", Unit::Hour),
        ("working-day", Unit::WorkingDay),
        ("day", Unit::Day),
        ("night", Unit::Night),
        ("weekend", Unit::Weekend),
        ("week", Unit::Week),
        ("fortnight", Unit::Fortnight),
        ("month", Unit::Month),
        ("quarter", Unit::Quarter),
        ("half", Unit::Half),
        ("season", Unit::Season),
        ("year", Unit::Year),
        ("financial-year", Unit::FinancialYear),
        ("decade", Unit::Decade),
        ("century", Unit::Century),
        ("millennium", Unit::Millennium),
    ];

    /// The unit by the name that rule files use; `None` for any other word.
    pub fn named(name: &str) -> Option<Unit> {
        Unit::ALL.iter().find(|(known, _)| *known == name).map(|(_, unit)| *unit)
    }

    pub(super) fn code(self) -> i32 {
        self as i32
    }

    pub(super) fn from_code(code: i32) -> Option<Unit> {
        usize::try_from(code).ok().and_then(|at| Unit::ALL.get(at)).map(|(_, unit)| *unit)
    }
}

/// A field of a wording that has a number: "March" is `Month` 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
#[repr(u8)]
pub enum Slot {
    Year,
    Month,
    Day,
    /// 1 Monday to 7 Sunday.
    Weekday,
    /// 1 spring to 4 winter.
    Season,
    Quarter,
    Half,
    /// First year of a decade; below 100 the century is left open.
    Decade,
    Century,
    /// ISO week.
    Week,
    Unit,
    /// Tenths; [`VAGUE`] for "several".
    Number,
    /// Negative counts from the end: -1 is the last.
    Ordinal,
    /// -1 last, 0 this, 1 next, 2 the one after.
    Relation,
    /// Index into [`PARTS`].
    Part,
    /// Index into [`DAY_PARTS`].
    DayPart,
    Hour,
    Minute,
    Second,
    /// 1 a.m., 2 p.m.
    Meridiem,
    /// 1 before Christ.
    Era,
    /// Index of a festival or a named period of the grammar.
    Named,
    /// First of two numbers whose order the country decides ("5/6/2016").
    First,
    Second2,
    /// Minutes east of Greenwich.
    Zone,
    /// 1 the passage, else the document: what a relation is counted from.
    Base,
    /// First year of a pair of years that is one financial or school year.
    FinancialYear,
    /// 1 before, 2 after: which side of the inner expression a count goes.
    Side,
    /// 1 when the numeral stood alone and only context makes it a date.
    Bare,
}

impl Slot {
    /// The slot that rule files call `name`.
    pub(super) fn named(name: &str) -> Option<Slot> {
        Some(match name {
            "year" => Slot::Year,
            "month" => Slot::Month,
            "day" => Slot::Day,
            "weekday" => Slot::Weekday,
            "season" => Slot::Season,
            "quarter" => Slot::Quarter,
            "half" => Slot::Half,
            "decade" => Slot::Decade,
            "century" => Slot::Century,
            "week" => Slot::Week,
            "unit" => Slot::Unit,
            "number" => Slot::Number,
            "ordinal" => Slot::Ordinal,
            "relation" => Slot::Relation,
            "part" => Slot::Part,
            "day-part" => Slot::DayPart,
            "hour" => Slot::Hour,
            "minute" => Slot::Minute,
            "meridiem" => Slot::Meridiem,
            "era" => Slot::Era,
            "zone" => Slot::Zone,
            "base" => Slot::Base,
            "side" => Slot::Side,
            "financial-year" => Slot::FinancialYear,
            "bare" => Slot::Bare,
            _ => return None,
        })
    }
}

/// Number of slots.
pub(super) const SLOTS: usize = Slot::Bare as usize + 1;

/// The amount of "several days", "months".
pub const VAGUE: i32 = i32::MIN + 1;
const EMPTY: i32 = i32::MIN;

/// The numbers that a wording fills in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Slots([i32; SLOTS]);

impl Default for Slots {
    fn default() -> Self {
        Slots([EMPTY; SLOTS])
    }
}

impl std::fmt::Debug for Slots {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().enumerate().filter(|(_, v)| **v != EMPTY)).finish()
    }
}

impl Slots {
    /// What the wording says for `slot`.
    pub fn get(&self, slot: Slot) -> Option<i32> {
        self.0.get(slot as usize).copied().filter(|value| *value != EMPTY)
    }

    /// Fills `slot`.
    pub fn set(&mut self, slot: Slot, value: i32) {
        if let Some(place) = self.0.get_mut(slot as usize) {
            *place = value;
        }
    }

    pub(super) fn unit(&self) -> Option<Unit> {
        self.get(Slot::Unit).and_then(Unit::from_code)
    }
}

/// How the slots are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Make {
    /// Calendar fields: "5 May 2018", "March", "Tuesday".
    Date,
    /// A unit, month, weekday, season or festival related to the anchor: "next week", "last March".
    Relative,
    /// The n-th unit of the inner period: "the third quarter of 2016", "the last week of June".
    Nth,
    /// A part of the inner period: "early 2015", "the end of June".
    Part,
    /// A count of units from the anchor or the inner expression: "three days ago", "two weeks after Easter".
    Shift,
    /// A length: "three years".
    Span,
    /// A length that begins or ends at the anchor: "the next two years", "the past month".
    Around,
    /// A length from a date: "three years from 2025-26".
    SpanFrom,
    /// Recurring: "every Monday", "daily", "a year".
    Set,
    /// A rate: "twice a week".
    Rate,
    /// "now".
    Present,
    /// "recently".
    Past,
    /// "soon".
    Future,
    /// A time of day, on the inner day.
    Clock,
    /// A time of day and its day, in either order.
    At,
    /// A part of the day, on the inner day.
    DayPart,
    /// A festival or named day.
    Feast,
    /// A named period: "this parliament".
    Named,
    /// A financial year.
    Financial,
    /// The inner period, from the anchor on or up to it: "later this year".
    Rest,
    /// The week that the inner day lies in: "the week of 14 September".
    WeekOf,
    /// The change of a period: "the turn of the century".
    Turn,
    /// The inner expression itself.
    Same,
    /// The inner expression with fields added.
    With,
    /// Never a time expression: stops others from being read there.
    Not,
}

impl Make {
    pub(super) fn named(name: &str) -> Option<Make> {
        Some(match name {
            "date" => Make::Date,
            "relative" => Make::Relative,
            "nth" => Make::Nth,
            "part" => Make::Part,
            "shift" => Make::Shift,
            "span" => Make::Span,
            "around" => Make::Around,
            "span-from" => Make::SpanFrom,
            "set" => Make::Set,
            "rate" => Make::Rate,
            "present" => Make::Present,
            "past" => Make::Past,
            "future" => Make::Future,
            "clock" => Make::Clock,
            "at" => Make::At,
            "day-part" => Make::DayPart,
            "feast" => Make::Feast,
            "named" => Make::Named,
            "financial" => Make::Financial,
            "rest" => Make::Rest,
            "week-of" => Make::WeekOf,
            "turn" => Make::Turn,
            "same" => Make::Same,
            "with" => Make::With,
            "not" => Make::Not,
            _ => return None,
        })
    }
}

/// What a wording names, symbolically.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// How it is put together.
    pub make: Make,
    /// From which numbers.
    pub slots: Slots,
    /// From which other expressions.
    pub inner: Vec<Symbol>,
    /// "early", "about", "more than".
    pub modifier: Option<TimexMod>,
}

/// The preposition or phrase that governs an expression, by what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Governor {
    /// "by", "no later than", "not after", "in time for".
    By,
    In,
    On,
    At,
    /// "before", "ahead of".
    Before,
    /// "prior to": in use for the change day itself.
    PriorTo,
    After,
    Since,
    /// "from", "starting", "as of", "with effect from".
    From,
    /// "no earlier than", "not before": a floor, never a deadline.
    NotBefore,
    Until,
    Within,
    Over,
    During,
    For,
    Between,
    /// "around", "about", "circa".
    Around,
    /// "to" of a range.
    To,
    Of,
    /// "throughout", "all through".
    Throughout,
    /// "for" or "on" after "scheduled", "planned", "due", "set".
    Planned,
}

impl Governor {
    /// The governor that rule files call `name`.
    pub fn named(name: &str) -> Option<Governor> {
        Some(match name {
            "by" => Governor::By,
            "in" => Governor::In,
            "on" => Governor::On,
            "at" => Governor::At,
            "before" => Governor::Before,
            "prior-to" => Governor::PriorTo,
            "after" => Governor::After,
            "since" => Governor::Since,
            "from" => Governor::From,
            "not-before" => Governor::NotBefore,
            "until" => Governor::Until,
            "within" => Governor::Within,
            "over" => Governor::Over,
            "during" => Governor::During,
            "for" => Governor::For,
            "between" => Governor::Between,
            "around" => Governor::Around,
            "to" => Governor::To,
            "of" => Governor::Of,
            "throughout" => Governor::Throughout,
            "planned" => Governor::Planned,
            _ => return None,
        })
    }
}

/// A time expression as found: what the wording says, not yet placed on the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where in the text: the expression without its preposition.
    pub range: TextRange,
    /// TIMEX3 type as far as the wording alone tells.
    pub kind: TimexType,
    /// What it names.
    pub symbol: Symbol,
    /// The preposition or phrase before it: where, and what it means.
    pub governor: Option<(TextRange, Governor)>,
    /// It is the first end of a range whose last end is the expression after it ("between 2027 and 2029").
    pub range_with_next: bool,
    /// Id of the rule that read it, for explanations.
    pub rule: u16,
}

impl Found {
    /// Whether it is a month or season, or a day or part of one, whose year is left open.
    pub fn wants_year(&self) -> bool {
        fn is_open(symbol: &Symbol) -> bool {
            let has = |slot| symbol.slots.get(slot).is_some();
            match symbol.make {
                Make::Date => (has(Slot::Month) || has(Slot::Season)) && !has(Slot::Year) && !has(Slot::Base),
                Make::Part => symbol.inner.iter().all(is_open) && !symbol.inner.is_empty() && !has(Slot::Year),
                _ => false,
            }
        }
        is_open(&self.symbol)
    }

    /// Whether it counts from what the passage named before it, even in a text that tells no story ("that year"), or is an
    /// hour of the day that was told of last.
    pub fn looks_back(&self, text: &str) -> bool {
        fn any(symbol: &Symbol) -> bool {
            matches!(symbol.slots.get(Slot::Base), Some(1 | 8)) || symbol.inner.iter().any(any)
        }
        any(&self.symbol) || super::passage::is_bare_hour(&self.symbol) || super::passage::is_bare_part(text, self)
    }
}
