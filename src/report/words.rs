//! Neutral words for what was found: which document says what, and nothing more.

use crate::calendar::Interval;
use crate::findings::{Excerpt, Finding};
use crate::output::view::plural;
use crate::statements::Kind;
use crate::timeline::VerdictType;

/// Characters of a document's title that are shown inside a sentence.
const LONG_TITLE: usize = 80;

/// What a statement of this kind does.
pub(super) fn event(kind: Kind) -> &'static str {
    match kind {
        Kind::Commitment => "deadline said",
        Kind::Met => "reported as delivered",
        Kind::Missed => "reported as missed",
        Kind::Moved => "change of date reported",
        Kind::Dropped => "reported as given up",
        Kind::AtRisk => "said to be in doubt",
        Kind::OnTrack => "said to be on course",
    }
}

/// A short name of a verdict.
pub(super) fn verdict(verdict: VerdictType) -> &'static str {
    match verdict {
        VerdictType::Met => "delivered in time",
        VerdictType::MetLate => "delivered late",
        VerdictType::Missed => "reported as missed",
        VerdictType::Moved => "date changed",
        VerdictType::Dropped => "given up",
        VerdictType::Overdue => "passed, no word since",
        VerdictType::Open => "not yet due",
    }
}

/// The name by which a house's label table and style sheets know a verdict.
pub fn verdict_code(verdict: VerdictType) -> &'static str {
    match verdict {
        VerdictType::Met => "met",
        VerdictType::MetLate => "met-late",
        VerdictType::Missed => "missed",
        VerdictType::Moved => "moved",
        VerdictType::Dropped => "dropped",
        VerdictType::Overdue => "overdue",
        VerdictType::Open => "open",
    }
}

/// "731 days later", "12 days earlier", "the same day".
pub(super) fn slip(days: i64) -> String {
    let count = plural(usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX), "day");
    match days {
        0 => "the same day".into(),
        d if d > 0 => format!("{count} later"),
        _ => format!("{count} earlier"),
    }
}

/// "2 years later" for people who would rather not count days.
pub(super) fn roughly(days: i64) -> String {
    let size = days.unsigned_abs();
    let amount = |n: u64, unit: &str| if n == 1 { format!("1 {unit}") } else { format!("{n} {unit}s") };
    let text = match size {
        0..=20 => amount(size, "day"),
        21..=59 => amount((size + 3) / 7, "week"),
        60..=699 => amount((size + 15) / 30, "month"),
        _ => {
            let halves = size.saturating_mul(2).saturating_add(182) / 365;
            if halves.is_multiple_of(2) { amount(halves / 2, "year") } else { format!("{}½ years", halves / 2) }
        }
    };
    format!("{text} {}", if days < 0 { "earlier" } else { "later" })
}

/// How the kind of a finding is headed.
pub(super) fn kicker(check: &str) -> String {
    match check {
        "missed" => "Reported as missed",
        "met-late" => "Delivered late",
        "conceded" => "Conceded in advance",
        "moved-unannounced" => "New date, change not announced here",
        "moved-earlier" => "Brought forward",
        "moved-later" => "Put back",
        "serial-slip" => "Put back more than once",
        "dropped" => "Given up",
        "deadline-withdrawn" => "Date withdrawn",
        "watered-down" => "Less than was promised",
        "reversed" => "Said one way, then the other",
        "overdue" => "Passed, no word since",
        "at-risk" => "In doubt",
        "vanished" => "No longer mentioned",
        "stale-future" => "Still speaks of a day that has passed",
        "rewritten-history" => "Tells the promise otherwise than it was made",
        "contradiction" => "Two documents contradict each other",
        "impossible-date" => "Dates that cannot be",
        "undated-document" => "Documents without a date",
        "date-conflict" => "Documents whose dates disagree",
        "unreadable-document" => "Documents that could not be read",
        "omitted-revision" => "A later date is left out",
        "vague-target" => "Cannot be checked as worded",
        "unused-suppression" => "Waivers that waive nothing",
        other => return capital(&other.replace('-', " ")),
    }
    .into()
}

/// A neutral wording for a passage that is to be mended, where the record gives one.
pub(super) fn suggestion(finding: &Finding) -> Option<String> {
    let deadline = finding.deadline.map(|d| d.to_string());
    let first = finding.related.first();
    let told = first.map(|e| format!("{}{}", cited(e), e.date.map(|d| format!(" of {d}")).unwrap_or_default()));
    match (finding.check.as_str(), deadline, told) {
        ("stale-future", Some(deadline), _) => {
            Some(format!("“…, which was due by {deadline}, …”, with what is known to have become of it and since when"))
        }
        ("rewritten-history", Some(deadline), Some(told)) => {
            Some(format!("name the date as {told} gives it ({deadline}), and any change since with its day"))
        }
        ("omitted-revision", _, Some(told)) => Some(format!("add the later date, with {told} as its source")),
        ("contradiction", _, Some(told)) => Some(format!("say which holds and from when, or that {told} says otherwise")),
        ("vague-target", ..) => Some("say what is to be done, by whom, and how anybody will know".into()),
        ("impossible-date", ..) => Some("check each of the dates in the passage against its source".into()),
        _ => None,
    }
}

/// “Title”, or the file's name.
pub(super) fn cited(excerpt: &Excerpt) -> String {
    match excerpt.title.as_deref().map(str::trim).filter(|title| !title.is_empty()) {
        Some(title) => format!("“{}”", crate::engine::passages::short(title, LONG_TITLE)),
        None => excerpt.doc.rsplit('/').next().unwrap_or(&excerpt.doc).to_owned(),
    }
}

/// The message of a finding with documents called by their titles; their paths stand with the quotations.
pub(super) fn message(finding: &Finding) -> String {
    let mut message = finding.message.clone();
    let mut excerpts: Vec<&Excerpt> =
        super::select::excerpts(finding).filter(|e| e.place.is_some() && !e.doc.is_empty()).collect();
    // A path that is part of another one must not be replaced inside it.
    excerpts.sort_by_key(|e| std::cmp::Reverse(e.doc.len()));
    for excerpt in excerpts {
        message = message.replace(&*excerpt.doc, &cited(excerpt));
    }
    sentence(&message)
}

/// With a capital at the start and a stop at the end.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    let stopped = text.ends_with(['.', '!', '?', '…', '”']) || text.is_empty();
    format!("{}{}", capital(text), if stopped { "" } else { "." })
}

/// With a capital at the start, unless a name like iPhone stands there.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let rest_has_capital = text.split(' ').next().is_some_and(|word| word.chars().skip(1).any(char::is_uppercase));
    match chars.next() {
        Some(first) if !rest_has_capital => first.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// "2018", or "no date".
pub(super) fn date(interval: Option<Interval>) -> String {
    interval.map_or_else(|| "no date".into(), |i| i.to_string())
}

/// A name for a file: small letters, digits and hyphens, never empty and never too long.
pub(super) fn file_name(id: &str) -> String {
    let plain: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c.to_ascii_lowercase() } else { '-' }).collect();
    let cut = plain.trim_matches('-').chars().take(100).collect::<String>();
    if cut.is_empty() || cut == "index" { format!("target-{cut}") } else { cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_as_people_tell_them() {
        assert_eq!((slip(1), slip(-12), slip(0)), ("1 day later".into(), "12 days earlier".into(), "the same day".into()));
        assert_eq!(roughly(731), "2 years later");
        assert_eq!(roughly(913), "2½ years later");
        assert_eq!(roughly(-92), "3 months earlier");
        assert_eq!(roughly(6), "6 days later");
        assert!(roughly(i64::MIN).ends_with(" years earlier") || roughly(i64::MIN).ends_with("½ years earlier"));
    }

    #[test]
    fn messages_call_documents_by_their_titles() {
        let mut finding = crate::output::sample::finding("moved-unannounced");
        finding.primary.doc = "a/plan.md".into();
        finding.related[0].doc = "plan.md".into();
        finding.message = "a/plan.md gives June; plan.md gave March".into();
        assert_eq!(message(&finding), "“Update on the wards” gives June; “Wards online” gave March.");
    }

    #[test]
    fn sentences_start_and_stop() {
        assert_eq!(sentence("no date"), "No date.");
        assert_eq!(sentence("iPhone due?"), "iPhone due?");
        assert_eq!(file_name("../é"), "target-");
        assert_eq!(file_name("wards-online"), "wards-online");
    }
}
