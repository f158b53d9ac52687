//! Third room: time expressions, their TIMEX3 values, intervals, and roles in the clause.

mod calendars;
mod compile;
mod confidence;
mod context;
mod country;
mod deadline;
mod find;
mod friends;
mod grammar;
mod hindu;
mod hush;
mod lex;
mod links;
mod lunar;
mod neighbours;
mod numeral_shapes;
mod numerals;
mod passage;
mod raw;
mod raw_context;
mod resolve;
mod role;
mod seek;
mod signs;
mod slice;
mod story;
mod symbol;
mod tense;
#[cfg(test)]
mod tests;
mod vocabulary;
mod weekdays;

pub use confidence::confidence;
pub use country::{Country, country_codes};
pub use deadline::deadline_interval;
pub use grammar::{Example, Grammar, GrammarError, Shows};
pub use passage::Passage;
pub use symbol::{Found, Governor, Make, Slot, Slots, Symbol, Unit, VAGUE};

use crate::calendar::Interval;
use crate::source::TextRange;
use serde::{Deserialize, Serialize};

/// Where the clause of an expression points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum TenseHint {
    /// will, is to, plans to, due…
    Future,
    /// A past or perfect verb.
    Past,
    /// Nothing tells; the words around may.
    #[default]
    Unknown,
    /// Either way: the nearest to the day of speech.
    Nearest,
}

/// The period that an earlier expression of the passage named: what "two weeks later" counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Previous(slice::Slice);

/// What an expression is placed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Anchors {
    /// The day, month or year that the text speaks from.
    pub document: Option<Interval>,
    /// Where its clause points.
    pub tense: TenseHint,
    /// What was last named in the passage.
    pub previous: Option<Previous>,
    /// Whose financial years and order of numerals hold.
    pub country: Country,
    /// The text tells of times far from its own date, so that bare months and days count from what was last named.
    pub narrative: bool,
}

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexType {
    /// A point or period on the calendar, a day or coarser.
    Date,
    /// Finer than a day.
    Time,
    /// A length.
    Duration,
    /// Recurring.
    Set,
}

/// TIMEX3 `mod`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)]
pub enum TimexMod {
    Before,
    After,
    OnOrBefore,
    OnOrAfter,
    LessThan,
    MoreThan,
    EqualOrLess,
    EqualOrMore,
    Start,
    Mid,
    End,
    Approx,
}

/// What an expression was placed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Anchor {
    /// It names its place itself ("5 May 2018").
    Absolute,
    /// The document's date ("next year").
    Document,
    /// Another expression of the passage ("two weeks later").
    Context,
}

/// What an expression does in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeRole {
    /// When something is to be done by; only this makes a commitment.
    Deadline,
    /// From when a period runs ("from a 2025 start").
    Start,
    /// When something was said ("promised in March").
    SaidWhen,
    /// What is measured against ("from a 2019 baseline").
    Baseline,
    /// When something runs out by itself.
    Expiry,
    /// When an event that one attends takes place.
    Event,
    /// Part of a name ("Vision 2030").
    Name,
    /// A property ("a four-year period", "the 2019 report").
    Property,
    /// When something happened, or none of the others.
    When,
}

/// One time expression of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// Where in the block's text: the expression itself, without its preposition.
    pub range: TextRange,
    /// The preposition or phrase that governs it ("by", "by the end of" belongs to the expression, "no later than").
    pub governor: Option<TextRange>,
    /// What the governor means.
    pub governed: Option<Governor>,
    /// TIMEX3 type.
    pub kind: TimexType,
    /// TIMEX3 value.
    pub value: String,
    /// TIMEX3 modifier.
    pub modifier: Option<TimexMod>,
    /// The calendar days that it names; `None` when it cannot be placed.
    pub interval: Option<Interval>,
    /// The whole range of which this is one end ("between 2027 and 2029").
    pub range_interval: Option<Interval>,
    /// The other reading of a numeric date whose order only the country tells ("3/4/2019").
    pub alternative: Option<Interval>,
    /// What it was placed by.
    pub anchor: Anchor,
    /// What it does in its clause.
    pub role: TimeRole,
    /// Whether the wording is approximate ("around April", counted from the day of speech).
    pub approximate: bool,
}
