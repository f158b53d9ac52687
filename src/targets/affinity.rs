//! How near two statements are, and what forbids that they speak of one thing.

use super::features::{EventSide, FeatureId, Profile, Profiles};
use crate::calendar::Interval;
use chrono::Datelike;

/// Shared weight from which a likeness counts in full; less evidence counts less.
const ENOUGH: f32 = 1.3;

/// A shared feature lighter than this is no clue by itself.
const COMMONPLACE: f32 = 0.5;

/// Share of all that two clauses say that makes a single common word enough.
const MOSTLY: f32 = 0.5;

/// Weight beside a shared name and version that still leaves the whole as the subject.
const LITTLE_ELSE: f32 = 1.0;

/// Why two statements cannot be about one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Differing version numbers.
    Version,
    /// Differing stages ("beta 2", "beta 3").
    Stage,
    /// One name, differing numbers in it.
    Number,
    /// One kind of thing, called differently ("the Harrow Lane bridge", "the Mill Street bridge").
    Called,
    /// Differing years of what comes anew every year.
    Edition,
    /// Differing amounts of one unit.
    Quantity,
    /// One begins or arrives, the other ends.
    Event,
}

/// What forbids a link, if anything does.
pub(super) fn conflict(a: &Profile, b: &Profile) -> Option<Conflict> {
    if versions_conflict(a, b) {
        return Some(Conflict::Version);
    }
    if stages_conflict(a, b) {
        return Some(Conflict::Stage);
    }
    for (words, number) in &a.numbered {
        let mut same = b.numbered.iter().filter(|(w, _)| w == words).peekable();
        if same.peek().is_some() && !same.any(|(_, n)| n == number) {
            return Some(Conflict::Number);
        }
    }
    if called_apart(a, b) {
        return Some(Conflict::Called);
    }
    let both = !a.editions.is_empty() && !b.editions.is_empty() && (a.own_edition || b.own_edition);
    if both && !a.editions.iter().any(|year| b.editions.contains(year)) {
        return Some(Conflict::Edition);
    }
    for (unit, amount) in &a.quantities {
        let mut same = b.quantities.iter().filter(|(u, _)| u == unit).peekable();
        if same.peek().is_some() && !same.any(|(_, n)| n == amount) {
            return Some(Conflict::Quantity);
        }
    }
    use EventSide::{Arrival, End, Lasting, Start, Work};
    match (a.side?, b.side?) {
        (Work, Arrival | End) | (Arrival | End, Work) => Some(Conflict::Event),
        (Arrival | Start, End | Lasting) | (End | Lasting, Arrival | Start) => Some(Conflict::Event),
        _ => None,
    }
}

/// One noun, and before it two names that share no word. A single word may be the owner's name on one side and the
/// place's on the other, so that one of them must be longer.
fn called_apart(a: &Profile, b: &Profile) -> bool {
    let (one, other) = (&a.called, &b.called);
    let named = !one.is_empty() && !other.is_empty() && one.len().max(other.len()) > 1;
    named && a.head.is_some() && a.head == b.head && !one.iter().any(|word| other.contains(word))
}

/// One thing in two versions; versions of two things ("Quill 2.0", "Lantern 4.1") tell nothing apart.
fn versions_conflict(a: &Profile, b: &Profile) -> bool {
    if a.versions.is_empty() || b.versions.is_empty() || a.versions.iter().any(|v| b.versions.contains(v)) {
        return false;
    }
    let nameless = |p: &Profile| p.of_version.iter().all(|(name, _)| name.is_none());
    nameless(a) || nameless(b) || a.of_version.iter().any(|(n, _)| n.is_some() && b.of_version.iter().any(|(m, _)| m == n))
}

fn stages_conflict(a: &Profile, b: &Profile) -> bool {
    if a.stages.is_empty() && b.stages.is_empty() {
        return false;
    }
    if a.stages.is_empty() || b.stages.is_empty() {
        // "11.4" is not "11.4 milestone 3"; without versions a stage may simply go unnamed.
        return !a.versions.is_empty() && !b.versions.is_empty();
    }
    !a.stages.iter().any(|x| b.stages.iter().any(|y| is_one_stage(x, y)))
}

pub(super) fn is_one_stage((n1, w1): &(FeatureId, FeatureId), (n2, w2): &(FeatureId, FeatureId)) -> bool {
    w1 == w2 || (n1 == n2 && (n1 == w1 || n2 == w2))
}

/// What the titles of two documents say against a link where the clauses themselves say nothing.
pub(super) fn titles_conflict(a: &Profile, b: &Profile) -> bool {
    fn versions(p: &Profile) -> impl Iterator<Item = &FeatureId> + Clone {
        p.versions.iter().chain(&p.lent_versions)
    }
    fn stages(p: &Profile) -> impl Iterator<Item = &(FeatureId, FeatureId)> + Clone {
        p.stages.iter().chain(&p.lent_stages)
    }
    fn differ<T>(
        of_a: impl Iterator<Item = T> + Clone,
        of_b: impl Iterator<Item = T> + Clone,
        same: impl Fn(&T, &T) -> bool,
    ) -> bool {
        of_a.clone().next().is_some()
            && of_b.clone().next().is_some()
            && !of_a.into_iter().any(|x| of_b.clone().any(|y| same(&x, &y)))
    }
    differ(versions(a), versions(b), |x, y| x == y) || differ(stages(a), stages(b), |x, y| is_one_stage(x, y))
}

/// Whether both speak of one version, and at least one of the clauses names it itself.
fn shares_version(a: &Profile, b: &Profile) -> bool {
    let has = |p: &Profile, v: &FeatureId| p.versions.contains(v) || p.lent_versions.contains(v);
    a.versions.iter().any(|v| has(b, v)) || b.versions.iter().any(|v| has(a, v))
}

/// What speaks for two statements being about one thing.
pub(super) struct Evidence {
    /// The weight that the two clauses share, with what one says and the other's title names.
    pub shared: f32,
    /// Versions and stages identify them.
    pub identified: bool,
    /// A single word is all that they share, and it is neither a name nor most of what is said.
    pub slight: bool,
    /// Only a stage is shared, and not what it is a stage of.
    pub stage_alone: bool,
    /// The weight that the two clauses share.
    clauses: f32,
    /// The weight that each clause shares with the other's context.
    crossed: [f32; 2],
    /// The heaviest feature of both clauses.
    heaviest: f32,
}

/// Weighs what speaks for two statements being about one thing.
pub(super) fn evidence(a: &Profile, b: &Profile, profiles: &Profiles) -> Evidence {
    let (mut clauses, mut crossed, mut heaviest) = (0.0, [0.0; 2], 0.0_f32);
    let (mut things, mut named) = (0, false);
    for_shared(a.weighted(), b.weighted(), |feature, weight| {
        clauses += weight;
        heaviest = heaviest.max(weight);
        things += usize::from(weight > 0.0 && profiles.is_thing(feature));
        named |= weight >= COMMONPLACE && profiles.is_name(feature);
    });
    for (sum, (clause, context)) in crossed.iter_mut().zip([(a.weighted(), b.context()), (a.context(), b.weighted())]) {
        for_shared(clause, context, |feature, weight| {
            *sum += weight;
            things += usize::from(weight > 0.0 && profiles.is_thing(feature));
        });
    }
    let titled = if clauses > 0.0 { crossed[0] + crossed[1] } else { 0.0 };
    let mostly = clauses >= MOSTLY * (a.mass + b.mass - clauses);
    let version = shares_version(a, b);
    Evidence {
        shared: clauses + titled,
        clauses,
        crossed,
        heaviest,
        identified: identity(a, b) >= 0.25,
        slight: things < 2 && !named && !mostly,
        stage_alone: !version && a.stages.iter().any(|(n, _)| b.stages.iter().any(|(m, _)| n == m)),
    }
}

/// How alike two statements are, from 0 to about 1.5; `same_document` keeps their common title out of it.
pub(super) fn likeness(
    (a, b): (&Profile, &Profile),
    evidence: &Evidence,
    deadlines: (Option<Interval>, Option<Interval>),
    same_document: bool,
) -> f32 {
    let mut shared = evidence.clauses;
    if !same_document {
        // A word of one clause in the other's title counts, though less than a word in both clauses.
        shared += evidence.crossed[0] + evidence.crossed[1] + 0.5 * overlap(a.context(), b.context());
    }
    let (least, most) = if a.mass < b.mass { (a.mass, b.mass) } else { (b.mass, a.mass) };
    let mut score = 0.0;
    if least > 0.0 {
        let contained = (shared / least).min(1.0);
        let common = shared / (least + most - shared).max(shared).max(f32::EPSILON);
        score = (0.55 * contained + 0.45 * common) * (shared / ENOUGH).min(1.0).powf(0.6);
        // One common word is a coincidence, one rare word a clue.
        if evidence.heaviest < COMMONPLACE && identity(a, b) < 0.1 {
            score *= 0.8;
        }
        // A clause that says much else beside "11.4 beta 3" is likelier about something in it.
        score += identity(a, b) * (0.25 + 0.75 * common.sqrt());
    }
    if let (Some(x), Some(y)) = (a.head, b.head) {
        score += if x == y { 0.08 } else { 0.0 };
    }
    if let (Some(x), Some(y)) = deadlines {
        score += agreement(x, y, same_document);
    }
    if a.points_to.contains(&b.id.doc) || b.points_to.contains(&a.id.doc) {
        score += 0.2;
    }
    if let (Some(x), Some(y)) = (a.side, b.side) {
        score *= if a.event == b.event {
            1.1
        } else if x == y && x != EventSide::Other {
            1.05
        } else {
            0.9
        };
    }
    if !a.names.is_empty() && !b.names.is_empty() && !a.names.iter().any(|n| b.names.contains(n)) {
        score *= 0.85;
    }
    if a.stages.is_empty() != b.stages.is_empty() {
        score *= 0.75;
    }
    score
}

/// What shared versions and stages add: together they name a thing almost by themselves.
fn identity(a: &Profile, b: &Profile) -> f32 {
    let version = shares_version(a, b);
    let numbered = a.stages.iter().any(|s| s.0 != s.1 && b.stages.contains(s));
    let named = a.stages.iter().any(|(n, _)| b.stages.iter().any(|(m, _)| n == m));
    match (version, numbered, named) {
        (true, true, _) => 0.35,
        (true, false, true) => 0.25,
        // "Quill 11.4" itself, and not something in it: nothing else of weight is said.
        (true, false, false) if a.stages.is_empty() && b.stages.is_empty() && is_of_the_whole(a, b) => 0.3,
        (true, false, false) => 0.12,
        (false, true, _) => 0.15,
        (false, false, true) => 0.05,
        _ => 0.0,
    }
}

/// Whether two statements speak of a whole that shares a version and no differing name, and arrives in both.
fn is_of_the_whole(a: &Profile, b: &Profile) -> bool {
    let arrives = |p: &Profile| p.side.is_none_or(|s| s == EventSide::Arrival);
    let named = a.names.is_empty() || b.names.is_empty() || a.names.iter().any(|n| b.names.contains(n));
    let shared = overlap(a.weighted(), b.weighted());
    arrives(a)
        && arrives(b)
        && (a.side.is_some() || b.side.is_some())
        && named
        && a.mass - shared <= LITTLE_ELSE
        && b.mass - shared <= LITTLE_ELSE
}

/// What agreeing deadlines add: the more precise the day, the less likely by chance.
fn agreement(x: Interval, y: Interval, same_document: bool) -> f32 {
    if x != y {
        return if x.same_but_precision(y) { 0.04 } else { 0.0 };
    }
    match (is_precise(x), x.days() <= 31) {
        (true, _) if same_document => 0.28,
        (true, _) => 0.2,
        (false, true) => 0.1,
        _ => 0.06,
    }
}

/// Whether a deadline is a day or week that few other promises name: not the end of a quarter or year.
pub(super) fn is_precise(x: Interval) -> bool {
    x.days() <= 7 && !(x.end().day() >= 30 && x.end().month().is_multiple_of(3))
}

/// Sum of the weights that two profiles share.
pub(super) fn overlap(a: &[(FeatureId, f32)], b: &[(FeatureId, f32)]) -> f32 {
    fold_shared(a, b, |sum, weight| sum + weight)
}

/// Weight of a word that a delivery must share with what was promised.
const NAMED: f32 = 0.3;
/// The same among few documents.
const NAMED_AMONG_FEW: f32 = 0.05;

/// Whether a delivery names the thing that was promised: in its own words, or by a version that its passage lends it.
///
/// Much else can be alike between two texts of one kind (the days, the turns of phrase, the title of a
/// series); without the thing itself, the past tense of one is no delivery of the other.
pub(super) fn names_what_was_promised(delivery: &Profile, promise: &Profile) -> bool {
    let version = |p: &Profile, v: &FeatureId| p.versions.contains(v) || p.lent_versions.contains(v);
    heaviest(delivery.theme(), promise.theme()) >= NAMED
        || delivery.versions.iter().chain(&delivery.lent_versions).any(|v| version(promise, v))
}

/// The same by the two clauses' own words alone.
pub(super) fn names_in_own_words(one: &Profile, other: &Profile, few: bool) -> bool {
    let named = if few { NAMED_AMONG_FEW } else { NAMED };
    // What one is about, the other may name as its object: "trams will run on the harbour line".
    let shared = heaviest(one.theme(), other.weighted()).max(heaviest(one.weighted(), other.theme()));
    shared >= named || one.versions.iter().any(|v| other.versions.contains(v))
}

/// The heaviest feature that two profiles share.
fn heaviest(a: &[(FeatureId, f32)], b: &[(FeatureId, f32)]) -> f32 {
    fold_shared(a, b, f32::max)
}

pub(super) fn fold_shared(a: &[(FeatureId, f32)], b: &[(FeatureId, f32)], with: impl Fn(f32, f32) -> f32) -> f32 {
    let mut sum = 0.0;
    for_shared(a, b, |_, weight| sum = with(sum, weight));
    sum
}

/// Visits what two lists share, each feature with the lesser of its weights.
pub(super) fn for_shared(a: &[(FeatureId, f32)], b: &[(FeatureId, f32)], mut visit: impl FnMut(FeatureId, f32)) {
    let (mut i, mut j) = (0, 0);
    while let (Some((x, weight)), Some((y, other))) = (a.get(i), b.get(j)) {
        if x == y {
            visit(*x, weight.min(*other));
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
}

/// The heaviest shared features in words, at most `most`.
pub(super) fn shared_words(a: &Profile, b: &Profile, profiles: &Profiles, most: usize) -> Vec<String> {
    let mut shared: Vec<(FeatureId, f32)> =
        a.weighted().iter().filter(|(f, _)| b.weighted().binary_search_by_key(f, |(g, _)| *g).is_ok()).copied().collect();
    shared.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    let mut words: Vec<String> = Vec::new();
    for (feature, _) in shared {
        let word = profiles.name(feature);
        if !words.iter().any(|w| w == word) && words.len() < most {
            words.push(word.to_owned());
        }
    }
    words
}
