//! How likely it is that two statements are about one thing, weighed from many small signals.
//!
//! The rules of likeness ask that two clauses themselves share enough. In running text the thing often
//! stands beside the clause instead: in the sentence before, the heading, the title. The signals look there too.

use super::affinity::{fold_shared, is_one_stage, is_precise, overlap};
use super::features::{By, EventSide, FeatureId, Profile, Profiles};
use super::placed::Rarity;
use super::story::Shared;
use crate::calendar::Interval;

/// How two statements compare, each signal from 0 to about 1.
pub type Signals = [f32; SIGNALS];

/// How many signals there are.
pub const SIGNALS: usize = 58;

/// What each signal says, in order.
pub const NAMES: [&str; SIGNALS] = [
    "bias",
    "theme",
    "theme_contained",
    "clause",
    "clause_contained",
    "clause_common",
    "cross",
    "beside",
    "besides",
    "around",
    "arounds",
    "near_title",
    "titled",
    "titles",
    "covered",
    "covered_most",
    "theme_covered",
    "theme_covered_most",
    "heaviest",
    "name",
    "names_differ",
    "version",
    "version_lent",
    "version_one_sided",
    "stage_numbered",
    "stage_named",
    "stage_one_sided",
    "edition",
    "edition_one_sided",
    "event",
    "sides",
    "events_differ",
    "head",
    "heads_differ",
    "day",
    "period",
    "precision",
    "dates_differ",
    "years_apart",
    "after_its_day",
    "undated_outcome",
    "linked",
    "days_between",
    "anaphoric",
    "quantity",
    "one_thing",
    "candidate",
    "day_theme",
    "version_only",
    "version_lent_differs",
    "stage_lent",
    "stage_lent_differs",
    "release",
    "whole",
    "release_lent",
    "theme_heaviest",
    "opening",
    "named",
];

/// What a pair is weighed by beside the two clauses themselves.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Setting {
    /// The pair of dates, one of each, that agree best.
    pub deadlines: (Option<Interval>, Option<Interval>),
    /// Days between the two texts.
    pub days_between: i64,
    /// One names a date that had passed when the other gave a new one.
    pub after_its_day: bool,
    /// One says what became of something and names no date.
    pub undated_outcome: bool,
    /// One speaks by an anaphor.
    pub anaphoric: bool,
    /// One reports a delivery without an outcome word.
    pub candidate: bool,
}

fn some(weight: f32) -> f32 {
    weight / (weight + 1.0)
}

fn flag(is: bool) -> f32 {
    if is { 1.0 } else { 0.0 }
}

/// The weights that two statements share, by where the one says it and then by where the other does; visits what both
/// clauses say.
fn shared(a: &Profile, b: &Profile, rarity: &Rarity, mut visit: impl FnMut(FeatureId, f32)) -> [[f32; 4]; 4] {
    let mut sums = [[0.0; 4]; 4];
    let (mut rest, mut others) = (&*a.all, &*b.all);
    while let (Some((one, next)), Some((other, following))) = (rest.split_first(), others.split_first()) {
        let (x, y) = (one.feature(), other.feature());
        if x == y {
            let weight = rarity.of_feature(x) * one.share().min(other.share());
            sums[one.by() as usize][other.by() as usize] += weight;
            if (one.by(), other.by()) == (By::Clause, By::Clause) {
                visit(x, weight);
            }
        }
        (rest, others) = (if x <= y { next } else { rest }, if y <= x { following } else { others });
    }
    sums
}

/// The weights that the theme of one shares with another, by where the other says it.
fn of_theme(own: &Profile, other: &Profile, rarity: &Rarity) -> [f32; 4] {
    let mut sums = [0.0; 4];
    for (feature, weight) in own.theme() {
        if let Ok(at) = other.all.binary_search_by_key(feature, |placed| placed.feature())
            && let Some(its) = other.all.get(at)
        {
            sums[its.by() as usize] += weight.min(rarity.weight(*its));
        }
    }
    sums
}

/// Compares two statements of different documents that nothing forbids to be about one thing; `story` is what their
/// documents have in common.
pub(super) fn signals(a: &Profile, b: &Profile, at: &Setting, story: Shared, profiles: &Profiles) -> Signals {
    let theme = overlap(a.theme(), b.theme());
    let mut heaviest: f32 = 0.0;
    let (mut name, mut things) = (0.0_f32, 0);
    let [in_clause, in_beside, in_around, in_title] = shared(a, b, profiles.rarity(), |feature, weight| {
        heaviest = heaviest.max(weight);
        if profiles.is_name(feature) {
            name = name.max(weight);
        }
        things += usize::from(weight > 0.05 && profiles.is_thing(feature));
    });
    let clause = in_clause[0];
    let beside = in_clause[1] + in_beside[0];
    let besides = in_beside[1];
    let around = in_clause[2] + in_around[0];
    let arounds = in_around[2] + in_beside[2] + in_around[1];
    let titled = in_clause[3] + in_title[0];
    let near_title = in_beside[3] + in_title[1] + in_around[3] + in_title[2];
    let titles = in_title[3];
    let (of_theme_a, of_theme_b) = (of_theme(a, b, profiles.rarity()), of_theme(b, a, profiles.rarity()));
    let cross = of_theme_a[0].max(of_theme_b[0]);
    let share = |part: f32, whole: f32| if whole > 0.0 { (part / whole).min(1.0) } else { 0.0 };
    let least_theme = a.theme_mass.min(b.theme_mass);
    let least = a.mass.min(b.mass);
    let sum = |parts: [f32; 4]| parts[0] + parts[1] + parts[2] + parts[3];
    let (of_a, of_b) = (share(sum(in_clause), a.mass), share(sum([clause, in_beside[0], in_around[0], in_title[0]]), b.mass));
    let (theme_a, theme_b) = (share(sum(of_theme_a), a.theme_mass), share(sum(of_theme_b), b.theme_mass));
    let common_name = a.names.iter().any(|n| b.names.contains(n));
    let version = a.versions.iter().any(|v| b.versions.contains(v));
    let all_versions = |p: &Profile| -> Vec<FeatureId> { p.versions.iter().chain(&p.lent_versions).copied().collect() };
    let (versions_a, versions_b) = (all_versions(a), all_versions(b));
    let lent = !version && versions_a.iter().any(|v| versions_b.contains(v));
    let lent_differs = !version && !lent && !versions_a.is_empty() && !versions_b.is_empty();
    let all_stages = |p: &Profile| -> Vec<(FeatureId, FeatureId)> { p.stages.iter().chain(&p.lent_stages).copied().collect() };
    let (stages_a, stages_b) = (all_stages(a), all_stages(b));
    let own_stages = !a.stages.is_empty() && !b.stages.is_empty();
    let stage_lent = !own_stages && stages_a.iter().any(|x| stages_b.iter().any(|y| is_one_stage(x, y)));
    let stage_lent_differs = !own_stages && !stage_lent && !stages_a.is_empty() && !stages_b.is_empty();
    let edition = a.editions.iter().any(|y| b.editions.contains(y));
    let numbered = a.stages.iter().any(|s| s.0 != s.1 && b.stages.contains(s));
    let named = a.stages.iter().any(|(n, _)| b.stages.iter().any(|(m, _)| n == m));
    let in_theme = |p: &Profile| p.theme().iter().any(|(f, _)| p.versions.contains(f) || p.stages.iter().any(|(_, w)| w == f));
    let one_stage =
        stages_a.iter().any(|x| stages_b.iter().any(|y| is_one_stage(x, y))) || (stages_a.is_empty() && stages_b.is_empty());
    let release = version && one_stage && in_theme(a) && in_theme(b);
    let release_lent = !release && (version || lent) && one_stage && (in_theme(a) || in_theme(b));
    let theme_heaviest = fold_shared(a.theme(), b.theme(), f32::max);
    let (mut day, mut period, mut precision, mut differ, mut years) = (false, false, false, false, 0.0);
    if let (Some(x), Some(y)) = at.deadlines {
        day = x == y && is_precise(x);
        period = x == y && !day;
        precision = x != y && x.same_but_precision(y);
        differ = !day && !period && !precision;
        if differ {
            years = ((x.end() - y.end()).num_days().abs() as f32 / 730.0).min(1.0);
        }
    }
    let events = (a.event, b.event);
    let theme_contained = share(theme, least_theme);
    // Two things of one story are two things: its names speak only for clauses of which one shares something with the
    // other or with what stands by it. Nor do they say which thing of the story a delivery delivers.
    let of_one_story = clause + cross + beside + around + titled > 0.0 && !at.candidate;
    let story = if of_one_story { story } else { Shared::default() };
    [
        1.0,
        some(theme),
        theme_contained,
        some(clause),
        share(clause, least),
        share(clause, a.mass + b.mass - clause),
        some(cross),
        some(beside),
        some(besides),
        some(around),
        some(arounds),
        some(near_title),
        some(titled),
        some(titles),
        of_a.min(of_b),
        of_a.max(of_b),
        theme_a.min(theme_b),
        theme_a.max(theme_b),
        heaviest,
        name,
        flag(!a.names.is_empty() && !b.names.is_empty() && !common_name),
        flag(version),
        flag(lent),
        flag(a.versions.is_empty() != b.versions.is_empty()),
        flag(numbered),
        flag(named && !numbered),
        flag(a.stages.is_empty() != b.stages.is_empty()),
        flag(edition),
        flag(a.editions.is_empty() != b.editions.is_empty()),
        flag(matches!(events, (Some(x), Some(y)) if x == y)),
        flag(matches!((a.side, b.side), (Some(x), Some(y)) if x == y && x != EventSide::Other)),
        flag(matches!(events, (Some(x), Some(y)) if x != y)),
        flag(matches!((a.head, b.head), (Some(x), Some(y)) if x == y)),
        flag(matches!((a.head, b.head), (Some(x), Some(y)) if x != y)),
        flag(day),
        flag(period),
        flag(precision),
        flag(differ),
        years,
        flag(at.after_its_day),
        flag(at.undated_outcome),
        flag(a.points_to.contains(&b.id.doc) || b.points_to.contains(&a.id.doc)),
        (1.0 + at.days_between.unsigned_abs() as f32).ln() / 8.0,
        flag(at.anaphoric),
        flag(a.quantities.iter().any(|q| b.quantities.contains(q))),
        flag(things == 1),
        flag(at.candidate),
        flag(day) * theme_contained,
        flag(version) * (1.0 - share(clause, a.mass + b.mass - clause)),
        flag(lent_differs),
        flag(stage_lent),
        flag(stage_lent_differs),
        flag(release),
        flag(version) * share(theme, a.theme_mass + b.theme_mass - theme),
        flag(release_lent),
        theme_heaviest,
        some(story.opening),
        some(story.all),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signal_has_a_name_of_its_own() {
        let mut names = NAMES.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), SIGNALS);
    }
}
