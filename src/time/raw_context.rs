//! What a rule file may say of the words around expressions, as it is written.

use super::TimeRole;
use serde::Deserialize;

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawHint {
    Future,
    Past,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTense {
    pub(super) hint: RawHint,
    pub(super) weight: i32,
    #[serde(default)]
    pub(super) noun_weight: Option<i32>,
    #[serde(default)]
    pub(super) before: Vec<String>,
    #[serde(default)]
    pub(super) ending: Option<String>,
    #[serde(default)]
    pub(super) own: bool,
    #[serde(default)]
    pub(super) not_first: bool,
    #[serde(default)]
    pub(super) not_after: Vec<String>,
    #[serde(default)]
    pub(super) not_governed: Vec<String>,
    #[serde(default)]
    pub(super) subject: Vec<String>,
    #[serde(default)]
    pub(super) only_after: Vec<String>,
    #[serde(default)]
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) yes: Vec<String>,
    #[serde(default)]
    pub(super) no: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBidding {
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) not_after: Vec<String>,
    #[serde(default)]
    pub(super) then: Option<String>,
    pub(super) governed: Vec<String>,
    #[serde(default)]
    pub(super) yes: Vec<String>,
    #[serde(default)]
    pub(super) no: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRequest {
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) then: Vec<String>,
    #[serde(default)]
    pub(super) yes: Vec<String>,
    #[serde(default)]
    pub(super) no: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAtFirst {
    pub(super) adverbs: Vec<String>,
    pub(super) arranged: Vec<String>,
    #[serde(default)]
    pub(super) over: Vec<String>,
    #[serde(default)]
    pub(super) yes: Vec<String>,
    #[serde(default)]
    pub(super) no: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEponym {
    pub(super) day: String,
    pub(super) year: i32,
    #[serde(default)]
    pub(super) written: Option<String>,
    #[serde(default)]
    pub(super) told_after: Vec<String>,
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) yes: Vec<String>,
    #[serde(default)]
    pub(super) no: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRole {
    pub(super) role: TimeRole,
    #[serde(default)]
    pub(super) first: bool,
    #[serde(default)]
    pub(super) bare: bool,
    #[serde(default)]
    pub(super) tense: Option<RawHint>,
    #[serde(default)]
    pub(super) near: Vec<String>,
    #[serde(default)]
    pub(super) after: Vec<String>,
    #[serde(default)]
    pub(super) governed: Vec<String>,
    #[serde(default)]
    pub(super) not_governed: Vec<String>,
    #[serde(default)]
    pub(super) yes: Vec<String>,
    #[serde(default)]
    pub(super) no: Vec<String>,
}
