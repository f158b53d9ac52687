//! A compiled grammar of time expressions, read from rule files.
//!
//! A rule file says which words there are (`[[class]]`), how they are put
//! together (`[[rule]]`), what stands before an expression (`[[governor]]`), and
//! which days and periods have names (`[[festival]]`, `[[period]]`). The patterns
//! of the rules of one nonterminal form a trie over words, classes and other
//! nonterminals; [`Grammar::find`] walks it.
//!
//! A pattern is a sequence of small words taken literally, classes in capitals,
//! nonterminals in angle brackets, and groups `(a|b c)`; `?` makes the element
//! before it optional. A hyphen and an apostrophe are words of their own.

use super::calendars::{Festival, Period};
use super::context::Context;
use super::country::Known;
use super::raw::RawFile;
use super::seek::Seek;
use super::signs::Signs;
use super::symbol::{Governor, Make, Slot};
use super::vocabulary::Vocabulary;
use super::{TimexMod, TimexType};
use std::sync::OnceLock;

/// The rule files that are part of the program: name and text.
const BUILTIN: &[(&str, &str)] = &[
    ("time/words.toml", include_str!("../../rules/language/en/time/words.toml")),
    ("time/dates.toml", include_str!("../../rules/language/en/time/dates.toml")),
    ("time/relative.toml", include_str!("../../rules/language/en/time/relative.toml")),
    ("time/lengths.toml", include_str!("../../rules/language/en/time/lengths.toml")),
    ("time/clock.toml", include_str!("../../rules/language/en/time/clock.toml")),
    ("time/named.toml", include_str!("../../rules/language/en/time/named.toml")),
    ("time/governors.toml", include_str!("../../rules/language/en/time/governors.toml")),
    ("time/context.toml", include_str!("../../rules/language/en/time/context.toml")),
    ("time/countries.toml", include_str!("../../rules/language/en/time/countries.toml")),
];

/// Why a rule file could not be compiled.
#[derive(Debug, thiserror::Error)]
pub enum GrammarError {
    /// Not TOML, or not a rule file.
    #[error("{file}: {message}")]
    Syntax {
        /// Name of the file.
        file: String,
        /// What the TOML reader says, with the line.
        message: String,
    },
    /// An entry says something that cannot be.
    #[error("{file}: {entry}: {message}")]
    Entry {
        /// Name of the file.
        file: String,
        /// Which entry: its id, first pattern or name.
        entry: String,
        /// What is wrong with it.
        message: String,
    },
}

/// Classes whose members the program works out itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Computed {
    /// A cardinal, in digits or words: fills `Number`.
    Num,
    /// An ordinal, in digits or words: fills `Ordinal`.
    Ord,
    /// A day of the month: fills `Day`.
    Day,
    /// A year of four digits, or in words: fills `Year`.
    Year,
    /// "'94": fills `Year`.
    ShortYear,
    /// "9:30": fills `Hour`, `Minute`, `Second`.
    Clock,
    /// "9.30": fills `Hour`, `Minute`.
    DotClock,
    /// An hour of the clock, 0 to 24: fills `Hour`.
    Hour,
    /// "2016-12-31", "31/12/2016": fills `Year`, `Month`, `Day` or `First`, `Second2`.
    NumDate,
    /// "5/6": fills `First`, `Second2`.
    NumDay,
    /// "2016-12", "12/2016": fills `Year`, `Month`.
    NumMonth,
    /// "2015-16": fills `FinancialYear`.
    YearPair,
    /// "1990s": fills `Decade`.
    Decade,
    /// "2016-05-07T23:45": fills `Year` to `Minute`.
    Stamp,
    /// Any year from 1 to 2999 in digits: fills `Year`.
    AnyYear,
    /// "1430": fills `Hour`, `Minute`.
    FourDigits,
    /// A day of the month as an ordinal in digits: fills `Day`.
    DayTh,
    /// An ordinal that counts from the beginning: fills `Ordinal`.
    Nth,
    /// "14-Nov-74": fills `Year`.
    TwoDigits,
    /// "3 August 96", where no word follows that it could count: fills `Year`.
    LateDigits,
    /// "2016 - 11": a month in two digits that no word follows: fills `Month`.
    MonthNumber,
    /// "Friday 13", where no word follows that it could count: fills `Day`.
    LateDay,
}

/// The numerals that are worth a search by themselves.
pub(super) const DATED_NUMERALS: u64 = Computed::Year.bit()
    | Computed::ShortYear.bit()
    | Computed::Clock.bit()
    | Computed::NumDate.bit()
    | Computed::NumDay.bit()
    | Computed::NumMonth.bit()
    | Computed::YearPair.bit()
    | Computed::Decade.bit()
    | Computed::Stamp.bit()
    | Computed::DayTh.bit();

pub(super) const COMPUTED: [(&str, Computed); 22] = [
    ("NUM", Computed::Num),
    ("ORD", Computed::Ord),
    ("DAY", Computed::Day),
    ("YEAR", Computed::Year),
    ("SHORTYEAR", Computed::ShortYear),
    ("CLOCK", Computed::Clock),
    ("DOTCLOCK", Computed::DotClock),
    ("HOUR", Computed::Hour),
    ("NUMDATE", Computed::NumDate),
    ("NUMDAY", Computed::NumDay),
    ("NUMMONTH", Computed::NumMonth),
    ("YEARPAIR", Computed::YearPair),
    ("DECADE", Computed::Decade),
    ("STAMP", Computed::Stamp),
    ("ANYYEAR", Computed::AnyYear),
    ("FOURDIGITS", Computed::FourDigits),
    ("DAYTH", Computed::DayTh),
    ("NTH", Computed::Nth),
    ("TWODIGITS", Computed::TwoDigits),
    ("LATEDIGITS", Computed::LateDigits),
    ("MONTHNUMBER", Computed::MonthNumber),
    ("LATEDAY", Computed::LateDay),
];

impl Computed {
    pub(super) const fn bit(self) -> u64 {
        1 << (self as u8)
    }

    pub(super) fn from_class(class: u8) -> Option<Computed> {
        COMPUTED.get(usize::from(class)).map(|(_, computed)| *computed)
    }
}

/// A class of words.
#[derive(Debug)]
pub(super) struct Class {
    pub name: String,
    /// The slot that its words fill.
    pub slot: Option<Slot>,
}

/// One place in a trie of patterns.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Edges over words, sorted.
    pub words: Vec<(u16, u32)>,
    /// Edges over classes.
    pub classes: Vec<(u8, u32)>,
    /// All classes of the edges.
    pub mask: u64,
    /// Edges over nonterminals.
    pub inner: Vec<(u8, u32)>,
    /// The rule that ends here.
    pub rule: Option<u16>,
}

/// What a pattern makes.
#[derive(Debug)]
pub(super) struct Rule {
    pub make: Make,
    pub with: Vec<(Slot, i32)>,
    pub modifier: Option<TimexMod>,
    pub kind: Option<TimexType>,
    /// File and first pattern, for errors and explanations.
    pub name: String,
}

/// A nonterminal: the root of its trie and what it can begin with.
#[derive(Debug, Default)]
pub(super) struct Nonterminal {
    pub name: String,
    pub root: u32,
    pub first_words: Vec<bool>,
    pub first_mask: u64,
}

/// What an example shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shows {
    /// An expression with its value, or that there is none.
    Value,
    /// The role of the expression in brackets.
    Role(super::TimeRole),
    /// The days named where the customs of a country hold, given by its code.
    Days(String),
}

/// A sentence that shows what a rule reads, or must not read.
#[derive(Clone, Debug)]
pub struct Example {
    /// File and rule.
    pub rule: String,
    /// What it shows.
    pub shows: Shows,
    /// "TEXT => VALUE": with `yes`, TEXT holds an expression of that value; without `=>`, any.
    pub text: String,
    /// Whether something is to be found.
    pub yes: bool,
}

/// A name, by a word of dates in it.
#[derive(Debug)]
pub(super) struct DatedName {
    /// The word in the vocabulary.
    pub word: u16,
    /// Where in the name it begins.
    pub inside: usize,
    pub name: String,
}

/// A compiled grammar. Immutable, and shared freely between threads.
#[derive(Debug, Default)]
pub struct Grammar {
    pub(super) vocabulary: Vocabulary,
    pub(super) classes: Vec<Class>,
    pub(super) trigger: u64,
    /// What tells where a trigger may be.
    pub(super) seek: Seek,
    pub(super) number_class: u8,
    pub(super) ordinal_class: u8,
    pub(super) nodes: Vec<Node>,
    pub(super) rules: Vec<Rule>,
    pub(super) nonterminals: Vec<Nonterminal>,
    pub(super) start: Vec<u8>,
    pub(super) governors: Vec<(Vec<u16>, Governor)>,
    pub(super) festivals: Vec<Festival>,
    pub(super) periods: Vec<Period>,
    pub(super) never_before: Vec<String>,
    pub(super) never_after: Vec<String>,
    pub(super) signs_of_a_year: Vec<String>,
    pub(super) after_day: Vec<String>,
    pub(super) grown_by: Vec<String>,
    pub(super) grown_over: Vec<String>,
    pub(super) period_after: Vec<String>,
    pub(super) period_never_before: Vec<String>,
    pub(super) season_never_before: Vec<String>,
    /// What an everyday word in small letters is a verb after.
    pub(super) verbal_after: Vec<String>,
    /// Before the article of a season, and behind what is none.
    pub(super) season_after: Vec<String>,
    pub(super) fall_before: Vec<String>,
    /// Words that make a count of a decade soon after them.
    pub(super) decade_never_near: Vec<String>,
    /// Words that make a verb of "last".
    pub(super) last_is_verb_after: Vec<String>,
    /// Between a period and the day that it ended on.
    pub(super) closing: Vec<String>,
    /// What "minutes" that were taken down stand after, and before; and before what "the minutes" pass.
    pub(super) recorded_after: Vec<String>,
    pub(super) recorded_before: Vec<String>,
    pub(super) minutes_before: Vec<String>,
    /// After one of these "dawn" and its like are a time by themselves.
    pub(super) twilight_after: Vec<String>,
    /// Before "of", what an everyday word of dates has: "the end of spring".
    pub(super) parts: Vec<String>,
    /// Names with a word of dates in them, sorted by that word.
    pub(super) names: Vec<DatedName>,
    /// Words that with "than" compare amounts after one of the others.
    pub(super) compares: Vec<String>,
    pub(super) compares_after: Vec<String>,
    /// Words that name a part of a decade without marking it as one.
    pub(super) decade_parts: Vec<String>,
    pub(super) context: Context,
    pub(super) countries: Vec<Known>,
    /// The signs of them all, ready to be looked for once a text has asked.
    pub(super) country_signs: OnceLock<Signs>,
    pub(super) examples: Vec<Example>,
}

impl Grammar {
    /// The grammar of the embedded rule files, compiled once.
    pub fn builtin() -> &'static Grammar {
        static BUILT: OnceLock<Grammar> = OnceLock::new();
        // The embedded files are compiled by a test; were they broken, nothing would be found.
        BUILT.get_or_init(|| Grammar::from_toml(BUILTIN).unwrap_or_default())
    }

    /// The embedded rule files and a desk's own after them.
    ///
    /// # Errors
    /// Names the file and the entry that cannot be read.
    pub fn builtin_with(extra: &[(&str, &str)]) -> Result<Grammar, GrammarError> {
        let all: Vec<(&str, &str)> = BUILTIN.iter().chain(extra).copied().collect();
        Grammar::from_toml(&all)
    }

    /// Compiles rule files, each given by name and text.
    ///
    /// # Errors
    /// Names the file and the entry that cannot be read.
    pub fn from_toml(sources: &[(&str, &str)]) -> Result<Grammar, GrammarError> {
        let mut files = Vec::with_capacity(sources.len());
        for (name, text) in sources {
            let raw: RawFile = toml::from_str(text)
                .map_err(|error| GrammarError::Syntax { file: (*name).to_owned(), message: error.to_string() })?;
            files.push((*name, raw));
        }
        super::compile::compile(files)
    }

    /// The examples and counter-examples of all rules.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// The words that can begin a search by themselves. Beside them, only a digit can.
    pub fn trigger_words(&self) -> impl Iterator<Item = &str> {
        self.vocabulary.with_any(self.trigger)
    }

    /// File and first pattern of the rule that read an expression.
    pub fn rule_name(&self, rule: u16) -> &str {
        self.rules.get(usize::from(rule)).map_or("", |rule| rule.name.as_str())
    }
}
