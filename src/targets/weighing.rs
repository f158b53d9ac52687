//! What is weighed when a statement is held beside a cluster: likeness, odds, dates and age.

use super::affinity::{self, Conflict};
use super::cluster::{Best, Cluster, Linker};
use super::features::{By, EventSide, FeatureId, Profile, Profiles};
use super::identity::{self, Identity};
use super::joining::{self, Case, Weighed};
use super::pair::{dated_apart, far_apart, is_a_year_apart, nearest_deadlines, setting};
use super::signals;
use super::stages;
use super::story::Shared;
use super::{Relation, StatementId, relation};
use crate::calendar::Interval;
use crate::statements::antecedent::definite;
use crate::statements::parts::part;
use crate::statements::{Deadline, Kind, Statement};

/// Likeness from which a statement joins a cluster.
pub(super) const JOIN: f32 = 0.40;
/// Weight that two clauses of different documents must share to be about one thing.
const SOME: f32 = 0.55;
/// Weight that is enough where both name one precise day.
const HINT: f32 = 0.3;
/// Weight that must be shared where a statement brings another date or number.
const PLAIN: f32 = 1.05;
/// Weight that a delivery must share with what was promised.
const CLEAR: f32 = 0.75;
/// Likeness from which a promise with another quantity is the same one.
const OTHER_NUMBER: f32 = 0.8;
/// Likeness from which a commitment with another date joins.
const OTHER_DATE: f32 = 0.7;
/// The same among few documents.
const OTHER_DATE_AMONG_FEW: f32 = 0.52;
/// Likeness from which it joins though the old date has passed.
const PASSED: f32 = 0.75;
/// Likeness from which a new date for something long past its deadline is still the same thing.
const REVIVE: f32 = 0.85;
/// What each year between a deadline and an undated outcome takes from a likeness, after half a year.
const STALE: f32 = 0.3;
/// The most that it takes.
const MOST_STALE: f32 = 0.6;
/// Days after its last deadline when a target is long past.
const LONG_PAST: i64 = 400;
/// Days after its last deadline when words of change are likelier about the next of its kind.
const SEASON: i64 = 200;
/// Statements of one document that are asked whether they deny a delivery beside them.
const BESIDE: usize = 40;

/// Words from which a sentence that comes again is a formula: "There will be an outage on … due to work on …".
const FORMULA: usize = 9;

/// Whether two clauses say the same in as many words but for the date: one is the other quoted, or the next of its
/// kind. The short lines of a schedule are not meant, whose dates do change.
fn is_formula(one: &Statement, other: &Statement) -> bool {
    let plain = |s: &Statement| -> Vec<String> {
        let date = s.deadline.as_ref().map_or("", |d| d.text.as_str());
        let words = s.prose.replacen(date, "", 1);
        let words = words.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
        words.filter(|w| !w.is_empty() && !w.contains(|c: char| c.is_ascii_digit())).collect()
    };
    let (one, other) = (plain(one), plain(other));
    let differ = one.iter().filter(|w| !other.contains(w)).count() + other.iter().filter(|w| !one.contains(w)).count();
    one.len().min(other.len()) >= FORMULA && differ <= 2
}

/// Days after its last deadline when a delivery that says nothing of being late is of something else: two years.
const ANOTHER: i64 = 730;

/// Days from the target's last deadline to the day on which the statement speaks, or on which a delivery that it tells
/// of came; none where either is unknown.
fn days_since(cluster: &Cluster, statement: &Statement) -> Option<i64> {
    let told = statement.delivered.filter(|_| statement.candidate).or(statement.speaks_from)?;
    Some((told.start() - cluster.last_day()?).num_days())
}

/// Whether a delivery came before anybody is known to have promised the thing.
fn comes_before_its_promise(cluster: &Cluster, statement: &Statement) -> bool {
    let Some(delivered) = statement.delivered.filter(|_| statement.candidate) else { return false };
    cluster.promised.is_some_and(|promised| delivered.end() < promised)
}

/// Whether the statement speaks after the target's last deadline.
fn is_late(cluster: &Cluster, statement: &Statement) -> bool {
    days_since(cluster, statement).is_some_and(|days| days > 0)
}

/// Whether a delivery without a word of lateness comes years after the day.
fn comes_years_later(cluster: &Cluster, statement: &Statement) -> bool {
    statement.candidate && days_since(cluster, statement).is_some_and(|days| days > ANOTHER)
}

/// Whether an outcome without a date comes long after the day: it may be that of some other deadline, of its own time.
fn is_long_past(cluster: &Cluster, statement: &Statement) -> bool {
    let outcome = !matches!(statement.kind, Kind::Commitment | Kind::Met);
    let undated = statement.deadline.is_none() && statement.old_deadline.is_none();
    outcome && undated && days_since(cluster, statement).is_some_and(|days| days > LONG_PAST)
}

/// Weight of a word that two clauses share from which it says what they speak of.
const NOTABLE: f32 = 0.2;

/// Whether two clauses share more than names: what is done, and not only who does it.
fn shares_a_thing(one: &Profile, other: &Profile, profiles: &Profiles) -> bool {
    let is_of_a_name = |word| profiles.is_name(word) || one.names.iter().any(|name| profiles.is_part(*name, word));
    let mut shares = false;
    affinity::for_shared(one.weighted(), other.weighted(), |word, weight| shares |= weight >= NOTABLE && !is_of_a_name(word));
    shares
}

/// The first of the clusters that weigh most.
fn heaviest(clusters: Vec<usize>, weighed: impl Fn(usize) -> Option<(f32, StatementId)>) -> Option<Best> {
    let mut best: Option<Best> = None;
    for cluster in clusters {
        let Some((score, nearest)) = weighed(cluster) else { continue };
        if best.as_ref().is_none_or(|b| score > b.score) {
            best = Some(Best { cluster, score, nearest });
        }
    }
    best
}

/// What a statement says against a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tells {
    /// It has another date, and no earlier one is named.
    Moves,
    /// It was missed, given up or is in doubt, and no date of it is named.
    GivenUp,
    /// It came after its day.
    Late,
    /// It has another date.
    Redated,
}

impl Linker<'_> {
    fn identity(&self, id: StatementId) -> Option<&Identity> {
        self.identities.get(id.doc)?.get(id.statement)?.as_deref()
    }

    /// Whether statement and cluster are named exactly, and differently.
    fn is_another_thing(&self, cluster: &Cluster, id: StatementId) -> bool {
        let Some(own) = self.identity(id) else { return false };
        match cluster.identity.as_deref() {
            Some(its) => !own.fits(its),
            // "The final release" of a report on 13.1 is not that of a report on 13.2.
            None => cluster.sample().filter_map(|at| self.identity(at)).any(|its| own.is_of_another_version(its)),
        }
    }

    /// Whether a statement that does not name the cluster's thing would give it another date.
    fn redates_unnamed(&self, cluster: &Cluster, id: StatementId, statement: &Statement) -> bool {
        // "SIP 2.0 will start in May" gives "SIP" no other date, and the other way round.
        let versioned = |one: Option<&Identity>| one.is_some_and(|one| one.version.is_some());
        if statement.kind != Kind::Commitment || cluster.deadlines.is_empty() {
            return false;
        }
        let (own, its) = (self.identity(id), cluster.identity.as_deref());
        let numbered = |id: StatementId| self.profile(id).is_some_and(|p| !p.versions.is_empty());
        let one_sided =
            versioned(its) && own.is_none() || versioned(own) && its.is_none() || numbered(id) && !cluster.sample().any(numbered);
        let Some(deadline) = statement.deadline.as_ref().filter(|_| one_sided) else {
            return false;
        };
        let two_days = |d: &Interval| d.days() == 1 && deadline.interval.days() == 1 && *d != deadline.interval;
        let known = |d: &Interval| relation(*d, deadline.interval, deadline.approximate) == Relation::Same && !two_days(d);
        !cluster.deadlines.iter().any(known)
    }

    /// Whether a decision, the dates or an exact name keep the statement out of the cluster, whatever the two share.
    pub(super) fn forbidden(&self, index: usize, cluster: &Cluster, id: StatementId, statement: &Statement) -> bool {
        self.barred(index, id)
            || !self.in_time(cluster, statement)
            || self.is_another_thing(cluster, id)
            || self.redates_unnamed(cluster, id, statement)
            || self.is_gainsaid(cluster, id, statement)
            || self.is_another_version(cluster, id, statement)
            || self.is_only_begun(cluster, id, statement)
            || self.is_of_another_subject(cluster, id, statement)
            || comes_years_later(cluster, statement)
            || comes_before_its_promise(cluster, statement)
    }

    /// Whether a delivery names a version of its own and nothing in the cluster has any: "SIP 2.0 was introduced" does
    /// not deliver "SIP".
    fn is_another_version(&self, cluster: &Cluster, id: StatementId, statement: &Statement) -> bool {
        let own = |id: StatementId| self.profile(id).is_some_and(|p| !p.versions.is_empty());
        let lent = |id: StatementId| self.profile(id).is_some_and(|p| !p.lent_versions.is_empty());
        statement.candidate && own(id) && !cluster.sample().any(|member| own(member) || lent(member))
    }

    /// Whether a delivery only begins what the cluster's version is to be: "development of Quill 4.2 started" brings no
    /// Quill 4.2.
    fn is_only_begun(&self, cluster: &Cluster, id: StatementId, statement: &Statement) -> bool {
        let versioned = cluster.identity.as_ref().is_some_and(|its| its.version.is_some());
        statement.candidate && versioned && self.begun.contains(&id)
    }

    /// Whether what a text tells as done is done to something that no statement of the cluster speaks of, though another
    /// part of the clause names the target: "volunteers began an article for the launch of Quill 4.2" delivers no Quill.
    fn is_of_another_subject(&self, cluster: &Cluster, id: StatementId, statement: &Statement) -> bool {
        let Some(own) = self.profile(id).filter(|_| statement.candidate && !statement.key.anaphoric) else { return false };
        // "Quill 4.2 theming is in place": something in a version is not the version. "A new version" is any thing's.
        if identity::names_whole(&statement.subject) {
            let versioned = cluster.identity.as_ref().is_some_and(|its| its.version.is_some());
            return versioned && self.identity(id).is_none() && identity::is_part_of_version(&statement.subject);
        }
        let terms = own.theme().iter().map(|(word, _)| *word).filter(|word| self.profiles.is_term(*word));
        let mut words = terms.chain(own.actor.iter().copied()).peekable();
        let near = |by: By| matches!(by, By::Clause | By::Title);
        let known = |word: FeatureId| {
            let mut members = cluster.sample().filter_map(|at| self.profile(at));
            members.any(|member| member.all.iter().any(|its| its.feature() == word && near(its.by())))
        };
        words.peek().is_some() && !words.any(known)
    }

    /// Whether something keeps what a text tells as done, or as not done, from being an outcome of the target.
    pub(super) fn is_gainsaid(&self, cluster: &Cluster, id: StatementId, statement: &Statement) -> bool {
        match statement.kind {
            Kind::Missed => self.is_not_due(cluster, id, statement),
            _ => self.is_denied_beside(cluster, id, statement),
        }
    }

    /// Whether what a text tells as not done is delivered already, or had no day by then that passed: "the pool is still
    /// closed" misses nothing that is promised for next year. A new day that the text itself gives does not undo that an
    /// old one has passed.
    fn is_not_due(&self, cluster: &Cluster, id: StatementId, statement: &Statement) -> bool {
        let Some(told) = statement.speaks_from.filter(|_| statement.tells_a_deed()) else { return false };
        if cluster.delivered.is_some() {
            return true;
        }
        // The days of a desk's record stand in no document.
        let mut passed = cluster.declared.is_some() && cluster.last_day().is_some_and(|last| last < told.start());
        for member in cluster.members.iter().rev().take(BESIDE) {
            let Some(other) = self.statement(member.id) else { continue };
            let Some(due) = other.deadline.as_ref().map(|d| d.interval) else { continue };
            match other.kind {
                Kind::Commitment | Kind::Moved if due.end() < told.start() => {
                    let named = statement.deadline.as_ref();
                    passed |= named.is_none_or(|d| d.interval.same_but_precision(due));
                }
                Kind::Commitment | Kind::Moved if member.id.doc != id.doc => return true,
                _ => {}
            }
        }
        !passed
    }

    /// Whether the document that seems to report a delivery says itself that the thing is still to come, or was missed:
    /// "Minister announces bypass" over "it will open by 2030" delivers nothing.
    fn is_denied_beside(&self, cluster: &Cluster, id: StatementId, statement: &Statement) -> bool {
        let Some(told) = statement.speaks_from.filter(|_| statement.tells_a_deed()) else { return false };
        // Work that has begun delivers what was to begin.
        let works = |id: StatementId| self.profile(id).is_some_and(|p| p.side == Some(EventSide::Work));
        if works(id) && !cluster.sample().any(works) {
            return true;
        }
        let here = cluster.members.iter().rev().take_while(|m| m.id.doc == id.doc).take(BESIDE);
        let denied = here.filter_map(|m| self.statement(m.id)).any(|other| match other.kind {
            Kind::Commitment => {
                !other.retold && !other.struck && other.deadline.as_ref().is_some_and(|d| d.interval.start() > told.end())
            }
            Kind::Moved => other.deadline.as_ref().is_some_and(|d| d.interval.start() > told.end()),
            Kind::Missed => statement.delivered.is_none(),
            // "I am glad to open this school. We remain on track to build all twelve by 2020."
            Kind::OnTrack | Kind::AtRisk => other.deadline.as_ref().is_some_and(|d| d.interval.end() > told.end()),
            _ => false,
        });
        // "18,000 of the 50,000 trees are planted; all will be by 2022" says what is done so far.
        denied && part(&statement.prose).is_none()
    }

    /// "by ~~the end of 2018~~ the end of 2019": the cluster of the same words with the date that is struck, or that
    /// stands in its place.
    pub(super) fn struck_beside(&self, id: StatementId, statement: &Statement) -> Option<usize> {
        let beside = [id.statement.wrapping_sub(1), id.statement.wrapping_add(1)].map(|at| StatementId { statement: at, ..id });
        let is_other_date = |other: &Statement| {
            other.kind == Kind::Commitment && other.place.span() == statement.place.span() && other.struck != statement.struck
        };
        let other = beside.into_iter().find(|other| self.statement(*other).is_some_and(is_other_date))?;
        self.cluster_of(other).filter(|_| statement.kind == Kind::Commitment)
    }

    /// The cluster of the very thing that the statement names, with the reason.
    pub(super) fn known_as(&self, id: StatementId, statement: &Statement) -> Option<(usize, String)> {
        let own = self.identity(id)?;
        let fits = |index: &&usize| {
            let Some(cluster) = self.clusters.get(**index) else { return false };
            let its = cluster.identity.as_deref();
            its.is_some_and(|its| own.fits(its))
                && !self.barred(**index, id)
                && self.in_time(cluster, statement)
                && !is_long_past(cluster, statement)
                && !comes_years_later(cluster, statement)
                && !comes_before_its_promise(cluster, statement)
                && !self.is_gainsaid(cluster, id, statement)
                // A version is one thing whatever dates it is given; what bears only a name may come again.
                && (own.version.is_some() || self.needed(cluster, statement) < PASSED)
                && (!own.supposed || self.needed(cluster, statement) <= JOIN)
        };
        let known: Vec<usize> = self.things.get(&own.key())?.iter().filter(fits).copied().collect();
        let same =
            |index: &&usize| self.clusters.get(**index).is_some_and(|c| c.identity.as_ref().is_some_and(|its| own.is(its)));
        let one = match known.as_slice() {
            [one] => *one,
            // "the 4.2 release" where two things have a 4.2: neither is named.
            several => *several.iter().rev().find(same)?,
        };
        Some((one, format!("both name “{}”", own.shown())))
    }

    /// What the statement would say of the cluster's target, if that is that it was late or has another date.
    pub(super) fn tells(&self, cluster: usize, statement: &Statement) -> Option<Tells> {
        let cluster = self.clusters.get(cluster)?;
        let late = is_late(cluster, statement);
        let redated = statement.kind == Kind::Commitment && self.needed(cluster, statement) > JOIN;
        // A move that gives a date and no earlier one of the cluster's says what moved by its words, or by "it".
        let dates = [&statement.old_deadline, &statement.deadline];
        let known = dates.into_iter().flatten().any(|d| cluster.deadlines.iter().any(|its| its.same_but_precision(d.interval)));
        let own = !known && !statement.key.anaphoric;
        if statement.kind == Kind::Moved && own {
            // Deadlines are put back, seldom brought forward: a date before the known one is likelier another thing's.
            let earlier = |d: &Deadline| cluster.last_day().is_some_and(|last| d.interval.end() < last);
            Some(match &statement.deadline {
                Some(deadline) if earlier(deadline) => Tells::Redated,
                Some(_) => Tells::Moves,
                None => Tells::GivenUp,
            })
        } else if matches!(statement.kind, Kind::Dropped | Kind::Missed | Kind::AtRisk) && own {
            // "The firm has scrapped plans for a smelter" gives up nothing else of the firm's.
            Some(Tells::GivenUp)
        } else if redated {
            Some(Tells::Redated)
        } else if statement.candidate && late {
            Some(Tells::Late)
        } else {
            None
        }
    }

    /// Whether the statement may say of the cluster's target that it was late or has another date: for that it must
    /// name the thing in words of its own that some member shares. What titles, passages and the rest of a document
    /// suggest may gather statements, but accuses nobody.
    pub(super) fn may_tell(&self, cluster: usize, id: StatementId, profile: &Profile, statement: &Statement) -> bool {
        let Some(told) = self.tells(cluster, statement) else { return true };
        let Some(cluster) = self.clusters.get(cluster) else { return false };
        // "The beta has been delayed": of what, its own text says.
        let of_stage = definite(&statement.subject).is_some_and(|(_, noun)| stages::is_stage_noun(noun));
        if of_stage && self.identity(id).is_none() && cluster.members.iter().all(|m| m.id.doc != id.doc) {
            return false;
        }
        // Among few documents no word is rare: that both name it must do.
        let few = self.among_few();
        let names = |other: &Profile| affinity::names_in_own_words(profile, other, few);
        cluster.sample().any(|at| {
            let (Some(other), Some(member)) = (self.profile(at), self.statement(at)) else { return false };
            match (at.doc == id.doc, statement.candidate) {
                (true, false) if told != Tells::Moves => true,
                // "It's a day late" accuses nothing that another text speaks of.
                (false, _) if statement.key.lent => false,
                (false, false) if told == Tells::GivenUp => names(other) && shares_a_thing(profile, other, self.profiles),
                (_, true) => names(other),
                (_, false) => names(other) && (told == Tells::Moves || !is_formula(statement, member)),
            }
        })
    }

    /// How likely the statement speaks of each target that other documents have spoken of, with the nearest member.
    pub(super) fn weighed(&self, id: StatementId, profile: &Profile, statement: &Statement) -> Vec<Weighed> {
        let mut clusters = self.candidates(self.profiles.everything(profile));
        // A delivery names what was promised: the words find it.
        let kin = if statement.candidate { &[] } else { self.kin.as_slice() };
        for cluster in self.candidates(profile.weighted().iter().copied()).into_iter().chain(kin.iter().copied()) {
            if !clusters.contains(&cluster) {
                clusters.push(cluster);
            }
        }
        clusters.into_iter().filter_map(|cluster| self.weigh(cluster, id, profile, statement)).collect()
    }

    /// The statement beside the target's likest member of another document; `None` when something forbids a link.
    fn weigh(&self, index: usize, id: StatementId, profile: &Profile, statement: &Statement) -> Option<Weighed> {
        let cluster = self.clusters.get(index)?;
        if self.forbidden(index, cluster, id, statement) {
            return None;
        }
        let needed = self.needed(cluster, statement);
        if needed.is_infinite() {
            return None;
        }
        let known = |deadline: &Option<Box<Deadline>>| {
            deadline.as_ref().is_some_and(|d| cluster.deadlines.iter().any(|its| its.same_but_precision(d.interval)))
        };
        let mut case = Case {
            kind: statement.kind,
            alike: self.likeness(index, id, profile, statement, false).map_or(0.0, |(likeness, _)| likeness),
            needed,
            late: is_late(cluster, statement),
            age: self.age(cluster, statement),
            members: cluster.members.len(),
            known: known(&statement.deadline) || known(&statement.old_deadline),
            names_it: false,
            event_conflict: false,
            long_past: is_long_past(cluster, statement),
            statements: 1,
            few: self.among_few(),
            story: Shared::default(),
            topic: 0.0,
            headlined: (0.0, 0.0),
        };
        let accuses = self.tells(index, statement).is_some();
        let stated = |doc: usize| self.stated.get(doc).copied().unwrap_or_default();
        let mut best: Option<Weighed> = None;
        for other_id in cluster.sample() {
            let (Some(other), Some(member)) = (self.profile(other_id), self.statement(other_id)) else { continue };
            let same_document = id.doc == other_id.doc;
            let conflict = affinity::conflict(profile, other);
            // One promise may be repeated with another number where all else agrees.
            let bearable = |c| c == Conflict::Event || c == Conflict::Quantity && case.alike > 0.0;
            if conflict.is_some_and(|c| same_document || !bearable(c)) || (same_document && dated_apart(statement, member)) {
                return None;
            }
            // "Even beta 1 was late" under a title of another version says nothing against this one's.
            if accuses && affinity::titles_conflict(profile, other) {
                return None;
            }
            // A document shares its title and passages with itself: that joins nothing in it.
            let unnamed = || case.alike <= 0.0 && !affinity::names_what_was_promised(profile, other);
            if same_document || statement.candidate && unnamed() {
                continue;
            }
            case.story = self.profiles.story(profile, other);
            let signals = signals::signals(profile, other, &setting(statement, member), case.story, self.profiles);
            case.event_conflict = conflict == Some(Conflict::Event);
            case.names_it = affinity::names_in_own_words(profile, other, self.among_few());
            case.topic = self.profiles.alike(id.doc, other_id.doc);
            case.statements = stated(id.doc).max(stated(other_id.doc)).max(1);
            case.headlined = (profile.headlined, other.headlined);
            let features = joining::features(&signals, &case);
            let odds = joining::log_odds(&features);
            if best.as_ref().is_none_or(|b| odds > b.odds) {
                let other_number = conflict == Some(Conflict::Quantity);
                best = Some(Weighed { cluster: index, nearest: other_id, odds, alike: case.alike, other_number, features });
            }
        }
        best
    }

    /// The target of the statement's own document that it is most like.
    pub(super) fn best(&self, id: StatementId, profile: &Profile, statement: &Statement) -> Option<Best> {
        let weighed = |index| {
            let allowed = !self.forbidden(index, self.clusters.get(index)?, id, statement);
            if allowed { self.likeness(index, id, profile, statement, true) } else { None }
        };
        heaviest(self.candidates(profile.weighted().iter().copied()), weighed)
    }

    /// The statement's likeness to its nearest member of the cluster in its own document, or in the others; `None` when
    /// something forbids a link.
    fn likeness(
        &self,
        index: usize,
        id: StatementId,
        profile: &Profile,
        statement: &Statement,
        here: bool,
    ) -> Option<(f32, StatementId)> {
        let cluster = self.clusters.get(index)?;
        let mut best: Option<(f32, StatementId)> = None;
        let (mut other_number, mut plain) = (false, false);
        for other_id in cluster.sample() {
            let (Some(other), Some(member)) = (self.profile(other_id), self.statement(other_id)) else { continue };
            match affinity::conflict(profile, other) {
                None if affinity::titles_conflict(profile, other) => return None,
                // One promise may be repeated with another number; then all else must agree.
                Some(Conflict::Quantity) if id.doc != other_id.doc => other_number = true,
                Some(_) => return None,
                None => {}
            }
            if id.doc == other_id.doc && dated_apart(statement, member) {
                return None;
            }
            let same_document = id.doc == other_id.doc;
            if same_document != here {
                continue;
            }
            let evidence = affinity::evidence(profile, other, self.profiles);
            let affinity::Evidence { shared, identified, slight, stage_alone, .. } = evidence;
            // Stages are counted anew for every version: a year on, "beta 2" is another one.
            if stage_alone && !same_document && far_apart(statement, member) {
                continue;
            }
            let deadlines = nearest_deadlines(statement, member);
            let one_day = matches!(deadlines, (Some(x), Some(y)) if x == y && affinity::is_precise(x));
            let enough = match (statement.candidate, same_document) {
                (false, true) => 0.0,
                _ if one_day => HINT,
                (true, _) => CLEAR,
                (false, false) => SOME,
            };
            let linked = profile.points_to.contains(&other_id.doc) || other.points_to.contains(&id.doc);
            // One shared word is a coincidence where many words go round; among few documents its weight decides.
            let slight = slight && !self.among_few();
            if !identified && (shared < enough || (slight && !one_day && !linked && (!same_document || shared < SOME))) {
                continue;
            }
            if identified || shared >= PLAIN {
                plain = true;
            }
            let likeness = affinity::likeness((profile, other), &evidence, deadlines, same_document);
            if best.is_none_or(|(score, _)| likeness > score) {
                best = Some((likeness, other_id));
            }
        }
        let (score, nearest) = best?;
        let score = score - self.age(cluster, statement);
        let needed = self.needed(cluster, statement).max(if other_number { OTHER_NUMBER } else { JOIN });
        // Another date on slight evidence is another thing.
        (score >= needed && (plain || needed <= JOIN || id.doc == nearest.doc)).then_some((score, nearest))
    }

    /// Whether the statement can speak of the cluster's target at all, by its dates.
    pub(super) fn in_time(&self, cluster: &Cluster, statement: &Statement) -> bool {
        if statement.candidate && !cluster.committed {
            return false;
        }
        let renewed = statement.kind == Kind::Commitment && !statement.retold && !statement.struck;
        let (Some(delivered), Some(speaks), Some(deadline)) = (cluster.delivered, statement.speaks_from, &statement.deadline)
        else {
            return true;
        };
        // What has been delivered is not promised again: a new date is the next one of its kind.
        !(renewed && speaks.start() > delivered && !cluster.deadlines.iter().any(|d| d.same_but_precision(deadline.interval)))
    }

    /// The likeness that the statement needs: a new date for a known target needs more than an old one,
    /// and more still once the old one has passed, when it may be the next of its kind.
    fn needed(&self, cluster: &Cluster, statement: &Statement) -> f32 {
        let (Some(last), Some(speaks), Some(deadline)) = (cluster.last_day(), statement.speaks_from, &statement.deadline) else {
            return JOIN;
        };
        // A retold promise counts from the day on which it was made.
        let made = statement.made_on.filter(|made| statement.retold && made.end() < speaks.start());
        let past = (made.unwrap_or(speaks).start() - last).num_days();
        // Words of change may come some time after the day they change, but not years.
        let renews = statement.kind == Kind::Commitment || statement.kind == Kind::Moved && past > SEASON;
        if !renews || (statement.retold && made.is_none()) {
            return JOIN;
        }
        let known = cluster.deadlines.iter().any(|d| relation(*d, deadline.interval, deadline.approximate) == Relation::Same);
        let from_known = || {
            let old = statement.old_deadline.as_ref();
            old.is_some_and(|old| cluster.deadlines.iter().any(|d| d.same_but_precision(old.interval)))
        };
        if known || from_known() {
            return JOIN;
        }
        if statement.kind == Kind::Moved {
            return REVIVE;
        }
        let yearly = |d: &Interval| d.days() <= 31 && deadline.interval.days() <= 31 && is_a_year_apart(*d, deadline.interval);
        match past {
            ..=0 if self.among_few() => OTHER_DATE_AMONG_FEW,
            ..=0 => OTHER_DATE,
            // The same season of another year: the next of its kind.
            1.. if cluster.deadlines.iter().any(yearly) => f32::INFINITY,
            1..=LONG_PAST => PASSED,
            _ => REVIVE,
        }
    }

    /// Whether a promise names another date before the last one has come.
    pub(super) fn is_before_its_day(&self, cluster: usize, statement: &Statement) -> bool {
        let Some(cluster) = self.clusters.get(cluster) else { return false };
        let told = statement.made_on.filter(|_| statement.retold).or(statement.speaks_from);
        let ahead = matches!((cluster.last_day(), told), (Some(last), Some(told)) if told.start() <= last);
        ahead && statement.kind == Kind::Commitment && self.needed(cluster, statement) > JOIN
    }

    /// What years of silence take from a likeness.
    fn age(&self, cluster: &Cluster, statement: &Statement) -> f32 {
        // An outcome that names no date of its own is likelier that of the next of its kind, the longer it comes after.
        if statement.kind != Kind::Commitment
            && statement.deadline.is_none()
            && let Some(days) = days_since(cluster, statement)
        {
            let years = days as f32 / 365.0;
            return (STALE * (years - 0.5)).clamp(0.0, MOST_STALE);
        }
        let (Some(speaks), Some(active)) = (statement.speaks_from, cluster.active.max(cluster.last_day())) else { return 0.0 };
        let years = (speaks.start() - active).num_days() as f32 / 365.0;
        (0.05 * (years - 1.0)).clamp(0.0, 0.2)
    }
}
