//! What a rule file may say, as it is written.

use super::calendars;
use super::country::RawCountry;
use super::raw_context::{RawAtFirst, RawBidding, RawEponym, RawRequest, RawRole, RawTense};
use super::{TimexMod, TimexType};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFile {
    #[serde(default)]
    pub(super) start: Vec<String>,
    #[serde(default)]
    pub(super) abbreviations: Vec<String>,
    #[serde(default)]
    pub(super) shy: Vec<String>,
    #[serde(default)]
    pub(super) timid: Vec<String>,
    #[serde(default)]
    pub(super) verbal: Vec<String>,
    #[serde(default)]
    pub(super) supports: Vec<String>,
    #[serde(default)]
    pub(super) parts: Vec<String>,
    #[serde(default)]
    pub(super) year: Option<RawYear>,
    #[serde(default)]
    pub(super) determiners: Vec<String>,
    #[serde(default)]
    pub(super) reported: Vec<String>,
    #[serde(default)]
    pub(super) present: Vec<String>,
    #[serde(default)]
    pub(super) awaited: Vec<String>,
    #[serde(default)]
    pub(super) happenings: Vec<String>,
    #[serde(default)]
    pub(super) met: Vec<String>,
    #[serde(default)]
    pub(super) met_after: Vec<String>,
    #[serde(default)]
    pub(super) predicates: Vec<String>,
    #[serde(default)]
    pub(super) occasions: Vec<String>,
    #[serde(default)]
    pub(super) at_first: Option<RawAtFirst>,
    #[serde(default)]
    pub(super) anteriority: Vec<String>,
    #[serde(default)]
    pub(super) openers: Vec<String>,
    #[serde(default)]
    pub(super) tense: Vec<RawTense>,
    #[serde(default)]
    pub(super) bidding: Vec<RawBidding>,
    #[serde(default)]
    pub(super) request: Vec<RawRequest>,
    #[serde(default)]
    pub(super) eponym: Vec<RawEponym>,
    #[serde(default)]
    pub(super) role: Vec<RawRole>,
    #[serde(default)]
    pub(super) country: Vec<RawCountry>,
    #[serde(default)]
    pub(super) period_words: Option<RawPeriodWords>,
    #[serde(default)]
    pub(super) class: Vec<RawClass>,
    #[serde(default)]
    pub(super) rule: Vec<RawRule>,
    #[serde(default)]
    pub(super) governor: Vec<RawGovernor>,
    #[serde(default)]
    pub(super) festival: Vec<calendars::RawFestival>,
    #[serde(default)]
    pub(super) period: Vec<calendars::RawPeriod>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawYear {
    #[serde(default)]
    pub(super) never_before: Vec<String>,
    #[serde(default)]
    pub(super) never_after: Vec<String>,
    #[serde(default)]
    pub(super) signs_of_a_year: Vec<String>,
    #[serde(default)]
    pub(super) after_day: Vec<String>,
    #[serde(default)]
    pub(super) grown_by: Vec<String>,
    #[serde(default)]
    pub(super) grown_over: Vec<String>,
}

/// Where "the week" is a date by itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPeriodWords {
    #[serde(default)]
    pub(super) after: Vec<String>,
    #[serde(default)]
    pub(super) never_before: Vec<String>,
    #[serde(default)]
    pub(super) season_never_before: Vec<String>,
    #[serde(default)]
    pub(super) season_after: Vec<String>,
    #[serde(default)]
    pub(super) verbal_after: Vec<String>,
    #[serde(default)]
    pub(super) fall_before: Vec<String>,
    #[serde(default)]
    pub(super) decade_never_near: Vec<String>,
    #[serde(default)]
    pub(super) closing: Vec<String>,
    #[serde(default)]
    pub(super) recorded_after: Vec<String>,
    #[serde(default)]
    pub(super) recorded_before: Vec<String>,
    #[serde(default)]
    pub(super) minutes_before: Vec<String>,
    #[serde(default)]
    pub(super) last_is_verb_after: Vec<String>,
    #[serde(default)]
    pub(super) twilight_after: Vec<String>,
    #[serde(default)]
    pub(super) names: Vec<String>,
    #[serde(default)]
    pub(super) compares: Vec<String>,
    #[serde(default)]
    pub(super) compares_after: Vec<String>,
    #[serde(default)]
    pub(super) decade_parts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawClass {
    pub(super) name: String,
    pub(super) slot: Option<String>,
    #[serde(default)]
    pub(super) trigger: bool,
    pub(super) words: BTreeMap<String, RawValue>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum RawValue {
    Number(i32),
    Name(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    #[serde(rename = "in")]
    pub(super) nonterminal: String,
    pub(super) make: String,
    #[serde(rename = "match")]
    pub(super) patterns: Vec<String>,
    #[serde(default)]
    pub(super) with: BTreeMap<String, RawValue>,
    #[serde(rename = "mod")]
    pub(super) modifier: Option<TimexMod>,
    #[serde(rename = "type")]
    pub(super) kind: Option<TimexType>,
    #[serde(default)]
    pub(super) yes: Vec<String>,
    #[serde(default)]
    pub(super) no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGovernor {
    pub(super) kind: String,
    pub(super) phrases: Vec<String>,
}
