//! Countries, as the rule files know them: the order of numeric dates and the financial year.

use super::grammar::Grammar;
use super::signs::Signs;
use super::slice::FinancialCalendar;
use serde::Deserialize;
use std::sync::OnceLock;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCountry {
    pub code: String,
    #[serde(default)]
    also: Vec<String>,
    /// For the reader of the file.
    #[serde(rename = "name")]
    _name: String,
    order: RawOrder,
    financial_year: String,
    called_by: RawCalled,
    #[serde(default)]
    school_year: Option<String>,
    #[serde(default)]
    signs: Vec<String>,
    #[serde(default)]
    pub yes: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum RawOrder {
    DayMonth,
    MonthDay,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum RawCalled {
    Begin,
    End,
}

/// The customs of one country in writing dates. The default is the first country of the rule files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country {
    code: [u8; 2],
    day_first: bool,
    financial: FinancialCalendar,
    /// "FY2025" begins in 2025.
    called_by_begin: bool,
    school: FinancialCalendar,
}

/// A country of the rule files and the codes that mean it.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub country: Country,
    pub codes: Vec<String>,
    /// What its texts are full of.
    signs: Vec<String>,
}

/// The first day of a school year where the rules name no other.
const AUTUMN: FinancialCalendar = FinancialCalendar { month: 9, day: 1 };

/// The least signs of another country that make a text its own.
const ENOUGH_SIGNS: usize = 2;

/// Bytes at the head of a text within which its signs are looked for.
const SIGNS_WITHIN: usize = 1 << 16;

/// Most times that one sign counts.
const MOST_SIGNS: usize = 3;

/// Without any rules: day before month, and the calendar year.
const PLAIN: Country = Country {
    code: *b"XX",
    day_first: true,
    financial: FinancialCalendar { month: 1, day: 1 },
    called_by_begin: true,
    school: AUTUMN,
};

impl Default for Country {
    fn default() -> Self {
        Grammar::builtin().countries.first().map_or(PLAIN, |known| known.country)
    }
}

impl RawCountry {
    pub(super) fn check(&self) -> Result<Known, String> {
        let code: [u8; 2] = self.code.as_bytes().try_into().map_err(|_| format!("{:?} is no code of two letters", self.code))?;
        let (month, day) = super::calendars::month_day(&self.financial_year)?;
        let country = Country {
            code,
            day_first: self.order == RawOrder::DayMonth,
            financial: FinancialCalendar { month, day },
            called_by_begin: self.called_by == RawCalled::Begin,
            school: match &self.school_year {
                Some(first) => {
                    let (month, day) = super::calendars::month_day(first)?;
                    FinancialCalendar { month, day }
                }
                None => AUTUMN,
            },
        };
        let codes = std::iter::once(&self.code).chain(&self.also).cloned().collect();
        Ok(Known { country, codes, signs: self.signs.clone() })
    }
}

impl Country {
    /// By its two letters, whatever their case ("UK" and "GB" are one); `None` for those that no rule file has.
    pub fn from_code(code: &str) -> Option<Country> {
        Grammar::builtin().country(code)
    }

    /// Its two letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or("XX")
    }

    /// Whether "5/6/2016" is the fifth of June.
    pub(super) fn day_first(self) -> bool {
        self.day_first
    }

    pub(super) fn financial(self) -> FinancialCalendar {
        self.financial
    }

    /// When its school year begins.
    pub(super) fn school(self) -> FinancialCalendar {
        self.school
    }

    /// First calendar year of the financial year that is called `year`.
    pub(super) fn financial_year(self, year: i32) -> i32 {
        if self.called_by_begin { year } else { year.saturating_sub(1) }
    }
}

impl Grammar {
    /// The country whose signs a text has most of, where they outdo those of `own`; else `own`.
    pub(super) fn country_of_text(&self, text: &str, own: Country) -> Country {
        let text =
            text.get(..(0..=SIGNS_WITHIN.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)).unwrap_or("");
        let all = self.country_signs.get_or_init(|| Signs::of(self.countries.iter().map(|known| known.signs.as_slice())));
        let counts = all.count(text, MOST_SIGNS);
        let ours = self.countries.iter().zip(&counts).find(|(known, _)| known.country == own).map_or(0, |(_, count)| *count);
        // Of two that are equal, the first of the rule files.
        let mut best = (own, ours.max(ENOUGH_SIGNS - 1));
        for (known, signs) in self.countries.iter().zip(counts).filter(|(known, _)| known.country != own) {
            if signs > best.1 {
                best = (known.country, signs);
            }
        }
        best.0
    }

    /// The country by one of its codes, whatever their case; `None` for those that no rule file has.
    pub fn country(&self, code: &str) -> Option<Country> {
        self.countries
            .iter()
            .find(|known| known.codes.iter().any(|own| own.eq_ignore_ascii_case(code)))
            .map(|known| known.country)
    }
}

/// The codes of all countries of the embedded rules, as a list of choices: name and value are one.
pub fn country_codes() -> &'static [(&'static str, &'static str)] {
    static CODES: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();
    CODES.get_or_init(|| Grammar::builtin().countries.iter().map(|known| (known.country.code(), known.country.code())).collect())
}
