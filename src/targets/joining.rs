//! Whether a statement speaks of a target that other documents have spoken of: one weighing for every kind.
//!
//! What the statement shares with the target's likest member (the signals of a pair) is weighed together with what is
//! known of the case: the kind of statement, the target's dates, its members, the story that the documents tell.

use super::StatementId;
use super::signals::{self, SIGNALS, Signals};
use super::story::Shared;
use super::weighing::Tells;
use crate::findings::Confidence;
use crate::statements::Kind;

/// What is known of a case beside the signals of the pair.
const CIRCUMSTANCES: usize = 40;

/// How many features a case has.
pub const FEATURES: usize = SIGNALS + CIRCUMSTANCES;

/// A case in numbers: the signals, then the circumstances.
pub type Features = [f32; FEATURES];

/// What each circumstance says, in order.
const NAMES: [&str; CIRCUMSTANCES] = [
    "commitment",
    "moved",
    "missed",
    "dropped",
    "met",
    "at_risk",
    "on_track",
    "names_it",
    "alike",
    "is_alike",
    "story_opening",
    "story",
    "story_clause",
    "story_event",
    "needed",
    "late",
    "members",
    "age",
    "known",
    "outcome_day",
    "outcome_period",
    "outcome_differs",
    "headlined",
    "headlined_story",
    "topic",
    "topic_root",
    "topic_headlined",
    "topic_known",
    "topic_event",
    "topic_clause",
    "event_conflict",
    "long_past",
    "broad",
    "broad_topic",
    "broad_story",
    "broad_clause",
    "few",
    "few_clause",
    "few_topic",
    "few_story",
];

/// What each feature says, in order.
pub fn names() -> Vec<&'static str> {
    signals::NAMES.into_iter().chain(NAMES).collect()
}

/// A statement beside a target.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    pub kind: Kind,
    /// Both clauses name the thing in words of their own.
    pub names_it: bool,
    /// Likeness to the members in other documents, 0 where the rules of likeness deny it.
    pub alike: f32,
    /// What the two documents have in common.
    pub story: Shared,
    /// One begins or arrives, the other ends.
    pub event_conflict: bool,
    /// An outcome without a date comes long after the target's last day.
    pub long_past: bool,
    /// Statements of that document of the two that has more of them: minutes speak of many things.
    pub statements: usize,
    /// The corpus is too small for the rarity of its words to be judged.
    pub few: bool,
    /// How alike the two documents are in what their statements speak of, from 0 to 1.
    pub topic: f32,
    /// Likeness that the dates ask for.
    pub needed: f32,
    /// The statement speaks after the target's last day.
    pub late: bool,
    /// How many statements the target has.
    pub members: usize,
    /// What years of silence take from a likeness.
    pub age: f32,
    /// The target has the statement's deadline, or the old one that it names.
    pub known: bool,
    /// Whether each statement is about what its document's title names, from 0 to 1.
    pub headlined: (f32, f32),
}

/// Where the signals stand that are weighed anew for the case.
const SAID: [usize; 5] = [at("clause"), at("event"), at("day"), at("period"), at("dates_differ")];

/// The place of a signal.
const fn at(name: &str) -> usize {
    let mut place = 0;
    while place < SIGNALS {
        if is_same(signals::NAMES[place].as_bytes(), name.as_bytes()) {
            return place;
        }
        place += 1;
    }
    panic!("no such signal");
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// The case as numbers, each from 0 to about 1.
pub(super) fn features(signals: &Signals, case: &Case) -> Features {
    let flag = |is: bool| if is { 1.0 } else { 0.0 };
    let kind = |kind| flag(case.kind == kind);
    let [clause, event, day, period, dates_differ] = SAID.map(|at| signals.get(at).copied().unwrap_or_default());
    let outcome = flag(case.kind != Kind::Commitment);
    let story = case.story.all.min(5.0) / 5.0;
    let few = flag(case.few);
    let broad = (case.statements as f32).ln() / 4.0;
    let headlined = case.headlined.0.min(case.headlined.1);
    let circumstances = [
        kind(Kind::Commitment),
        kind(Kind::Moved),
        kind(Kind::Missed),
        kind(Kind::Dropped),
        kind(Kind::Met),
        kind(Kind::AtRisk),
        kind(Kind::OnTrack),
        flag(case.names_it),
        case.alike,
        flag(case.alike > 0.0),
        case.story.opening.min(3.0) / 3.0,
        story,
        story * clause,
        story * event,
        case.needed.min(1.0),
        flag(case.late),
        (case.members as f32).ln() / 4.0,
        case.age,
        flag(case.known),
        outcome * day,
        outcome * period,
        outcome * dates_differ,
        headlined,
        headlined * story,
        case.topic,
        case.topic.sqrt(),
        case.topic * headlined,
        case.topic * flag(case.known),
        case.topic * event,
        case.topic * clause,
        flag(case.event_conflict),
        flag(case.long_past),
        broad,
        broad * case.topic.sqrt(),
        broad * story,
        broad * clause,
        few,
        few * clause,
        few * case.topic.sqrt(),
        few * story,
    ];
    let mut all = [0.0; FEATURES];
    let (of_pair, of_case) = all.split_at_mut(SIGNALS);
    of_pair.copy_from_slice(signals);
    of_case.copy_from_slice(&circumstances);
    all
}

/// A statement that was weighed against a target.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    pub cluster: usize,
    /// The target's likest member of another document.
    pub nearest: StatementId,
    /// How likely it is, as log-odds.
    pub odds: f32,
    /// Likeness by the rules.
    pub alike: f32,
    /// The two name differing numbers of one thing: a part of it is done.
    pub other_number: bool,
    pub features: Features,
}

impl Weighed {
    /// How sure a link by these odds is.
    pub(super) fn confidence(&self) -> Confidence {
        match self.odds {
            SURE.. => Confidence::High,
            FAIR.. => Confidence::Medium,
            _ => Confidence::Low,
        }
    }
}

/// A statement beside a target that it could have joined, for whoever fits the weights.
#[derive(Clone, Debug)]
pub struct Joining {
    /// The statement.
    pub id: StatementId,
    /// Those that had joined the target before it.
    pub members: Vec<StatementId>,
    /// The likest of them in another document.
    pub nearest: StatementId,
    /// The case in numbers.
    pub features: Features,
    /// Whether the statement may say of the target what it says.
    pub may_tell: bool,
    /// The log-odds by the weights of today.
    pub odds: f32,
}

/// Log-odds from which a statement joins a target. The likest of several targets is right more often than its odds
/// alone say: of held-back pairs, four of five joined from these odds on.
const LIKELY: f32 = -0.6;
/// The same for a delivery without an outcome word that comes in time: what opens may be but a part of what was promised.
const LIKELY_MET: f32 = -0.8;
/// The same where the statement says that the target was missed or given up.
const LIKELY_GIVEN_UP: f32 = -0.8;
/// The same where it says that the target has another date.
const LIKELY_MOVED: f32 = -0.55;
/// The same where its date makes the target late.
const LIKELY_LATE: f32 = 0.0;
/// The same where it promises the thing for another date: it may be the next of its kind.
const LIKELY_REDATED: f32 = 0.6;

/// Log-odds from which a promise of another date waits for what else its text says.
pub(super) const NEARLY: f32 = -1.0;

/// Log-odds from which a statement joins a target of which it would say this.
pub(super) fn likely(tells: Option<Tells>, candidate: bool) -> f32 {
    match tells {
        None if candidate => LIKELY_MET,
        None => LIKELY,
        Some(Tells::GivenUp) => LIKELY_GIVEN_UP,
        Some(Tells::Moves) => LIKELY_MOVED,
        Some(Tells::Late) => LIKELY_LATE,
        Some(Tells::Redated) => LIKELY_REDATED,
    }
}

/// Log-odds from which a link is fairly sure, and sure.
const FAIR: f32 = 1.0;
/// See [`FAIR`].
const SURE: f32 = 2.5;

/// How likely it is that the statement speaks of the target, as log-odds.
pub(super) fn log_odds(features: &Features) -> f32 {
    features.iter().zip(&WEIGHTS).map(|(feature, weight)| feature * weight).sum()
}

/// How much each feature counts. Fitted by logistic regression (L2, C = 0.1, no intercept but the bias) on statements
/// of annotated corpora, each beside the targets that it could have joined: `examples/link_annotated --joins` prints them.
const WEIGHTS: Features = [
    -2.66, // bias
    0.18,  // theme
    0.53,  // theme_contained
    0.74,  // clause
    0.09,  // clause_contained
    0.40,  // clause_common
    0.52,  // cross
    -0.06, // beside
    -0.14, // besides
    0.91,  // around
    0.69,  // arounds
    0.23,  // near_title
    0.24,  // titled
    0.30,  // titles
    0.24,  // covered
    0.83,  // covered_most
    0.05,  // theme_covered
    0.29,  // theme_covered_most
    0.61,  // heaviest
    -0.07, // name
    -0.13, // names_differ
    0.01,  // version
    -0.36, // version_lent
    -0.03, // version_one_sided
    0.02,  // stage_numbered
    0.17,  // stage_named
    -0.59, // stage_one_sided
    -0.62, // edition
    -0.22, // edition_one_sided
    -0.14, // event
    0.37,  // sides
    -0.74, // events_differ
    -0.46, // head
    -0.49, // heads_differ
    1.40,  // day
    1.32,  // period
    -0.45, // precision
    -0.44, // dates_differ
    -0.87, // years_apart
    -0.03, // after_its_day
    -0.17, // undated_outcome
    0.08,  // linked
    0.09,  // days_between
    -0.06, // anaphoric
    0.54,  // quantity
    -0.41, // one_thing
    0.18,  // candidate
    0.12,  // day_theme
    0.13,  // version_only
    -0.19, // version_lent_differs
    0.15,  // stage_lent
    0.04,  // stage_lent_differs
    0.01,  // release
    -0.12, // whole
    0.36,  // release_lent
    0.03,  // theme_heaviest
    0.18,  // opening
    0.88,  // named
    -0.99, // commitment
    -0.18, // moved
    -0.16, // missed
    -0.05, // dropped
    -0.61, // met
    -0.20, // at_risk
    -0.47, // on_track
    0.06,  // names_it
    -0.20, // alike
    0.22,  // is_alike
    0.52,  // story_opening
    0.99,  // story
    -0.70, // story_clause
    0.04,  // story_event
    -1.55, // needed
    -0.15, // late
    0.86,  // members
    -1.21, // age
    0.76,  // known
    0.63,  // outcome_day
    0.88,  // outcome_period
    -0.22, // outcome_differs
    0.29,  // headlined
    0.36,  // headlined_story
    -0.16, // topic
    1.64,  // topic_root
    0.25,  // topic_headlined
    0.09,  // topic_known
    0.28,  // topic_event
    -0.56, // topic_clause
    -0.30, // event_conflict
    -0.51, // long_past
    -1.76, // broad
    0.40,  // broad_topic
    -0.26, // broad_story
    0.44,  // broad_clause
    0.91,  // few
    0.03,  // few_clause
    -0.17, // few_topic
    -0.70, // few_story
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statements::{Extract, Statement};
    use crate::targets::fixture::{Says, doc, promise};
    use crate::targets::joinings;

    #[test]
    fn every_feature_has_a_name_of_its_own() {
        let mut names = names();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FEATURES);
    }

    /// The best odds at which a statement of the second document would join a target of the first.
    fn odds(docs: &[Extract]) -> f32 {
        let of_second = joinings(docs).into_iter().filter(|joining| joining.id.doc == 1 && joining.nearest.doc == 0);
        of_second.map(|joining| joining.odds).fold(f32::NEG_INFINITY, f32::max)
    }

    #[test]
    fn what_stands_beside_two_clauses_counts() {
        let about = |mut statement: Statement, words: &[&str]| {
            statement.key.around = words.iter().copied().collect();
            statement
        };
        let of = |words: &[&str]| {
            odds(&[
                doc("a.md", "2014-05-01").says(about(promise("The works will be finished", "2016"), &["marlow", "footbridge"])),
                doc("b.md", "2014-07-01").says(about(promise("Completion of works is expected", "2016"), words)),
                doc("c.md", "2014-08-01").says(promise("The Marlow footbridge will be painted", "2015")),
            ])
        };
        assert!(of(&["marlow", "footbridge"]) > of(&["library", "roof"]) + 0.3);
    }

    #[test]
    fn another_date_makes_a_promise_less_likely_the_same() {
        let of = |date: &str| {
            odds(&[
                doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will be painted", "2016")),
                doc("b.md", "2014-07-01").says(promise("The Marlow footbridge will be painted", date)),
            ])
        };
        assert!(of("2016") > of("2019"));
    }

    #[test]
    fn to_join_as_late_or_moved_takes_more_than_to_join() {
        let plain = likely(None, false);
        for tells in [Tells::Moves, Tells::Late, Tells::Redated] {
            assert!(likely(Some(tells), false) > plain, "{tells:?}");
        }
        assert!(likely(Some(Tells::Redated), false) > likely(Some(Tells::Late), true));
    }
}
