//! From statements to targets: declared ones by their aliases, discovered ones by likeness.
//!
//! Documents are read in order of their dates and each statement joins the cluster it is
//! most like, unless something forbids it; else it opens one. Candidates come from an
//! inverted index whose lists are cut to their newest entries, so the cost of a statement
//! does not grow with the corpus.

use super::affinity::{self, Conflict};
use super::decisions::{Decisions, Rulings};
use super::declared::{Aliases, Declared};
use super::features::{self, FeatureId, Profile, Profiles};
use super::model;
use super::{Link, Relation, StatementId, Target, relation, words};
use crate::calendar::{Day, Interval};
use crate::findings::Confidence;
use crate::prose::Zone;
use crate::statements::{Extract, Kind, Statement};
use std::collections::HashMap;

/// Likeness from which a statement joins a cluster.
const JOIN: f32 = 0.40;
/// Likeness from which a delivery without an outcome word counts as one.
const ADMIT: f32 = 0.6;
/// The same among few documents, where no word is rare and all likenesses are lower.
const ADMIT_AMONG_FEW: f32 = 0.48;
/// Fewer documents than this are few.
const FEW: usize = 20;
/// What a passing mention of something delivered long since needs beyond [`ADMIT`].
const MENTION: f32 = 0.12;
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
/// Log-odds from which the signals alone join a statement to a cluster.
const LIKELY: f32 = 0.0;
/// The same where it brings another date.
const LIKELY_MOVED: f32 = 1.5;
/// What a delivery without an outcome word needs beyond that.
const LIKELY_MET: f32 = 0.4;
/// A statement of less weight names nothing by itself: it must refer to something.
const NOTHING_OF_ITS_OWN: f32 = 0.5;
/// Dates of one text no further apart than this may be two wordings of one date.
const SAME_WEEK: i64 = 7;
/// Features lighter than this find no candidates.
const TELLING: f32 = 0.2;
/// Days within which a stage named without its version is one and the same.
const ONE_VERSION: i64 = 150;
/// Bytes back to which "the target" or "it" can refer.
const REACH: usize = 1500;
/// Newest clusters kept in a feature's list.
const LIST: usize = 48;
/// Clusters compared in full.
const COMPARED: usize = 12;
/// Members of a cluster compared in full: so many of the first and of the newest.
const OLDEST: usize = 4;
/// See [`OLDEST`].
const NEWEST: usize = 8;

/// Finds the targets of a corpus: what each statement is about, with reasons.
///
/// `extracts` are the documents judged (none later than the as-of day), in their final order:
/// the ids in the links are indexes into it. Declared targets come first and are always
/// returned, with or without statements; discovered ones follow by the day of their first statement.
/// Delivery candidates that belong to no earlier dated commitment are in no target.
pub fn link(extracts: &[Extract], declared: &[Declared], decisions: &Decisions) -> Vec<Target> {
    let profiles = features::profiles(extracts);
    let rulings = decisions.resolve(extracts);
    let aliases = Aliases::index(declared, extracts);
    let mut linker = Linker {
        extracts,
        profiles: &profiles,
        rulings: &rulings,
        clusters: declared.iter().enumerate().map(|(i, _)| Cluster { declared: Some(i), ..Cluster::default() }).collect(),
        lists: HashMap::new(),
        place: extracts.iter().map(|e| vec![None; e.statements.len()]).collect(),
    };
    for (i, target) in declared.iter().enumerate() {
        for event in &target.record {
            if let Some(cluster) = linker.clusters.get_mut(i) {
                cluster.know(event.deadline);
                cluster.committed |= event.deadline.is_some();
            }
        }
    }
    let mut order: Vec<usize> = (0..extracts.len()).collect();
    order.sort_by_key(|&doc| (extracts.get(doc).and_then(|e| e.published.as_ref()).map_or(Day::MAX, |d| d.interval.end()), doc));
    for doc in order {
        linker.read(doc, &aliases);
    }
    finish(linker, declared)
}

/// What became one target.
#[derive(Default)]
struct Cluster {
    declared: Option<usize>,
    members: Vec<Link>,
    /// Some member commits to a date.
    committed: bool,
    /// Every deadline named for it.
    deadlines: Vec<Interval>,
    /// The first day on which a document said that it was delivered.
    delivered: Option<Day>,
    /// The last day on which a document spoke of it.
    active: Option<Day>,
}

impl Cluster {
    fn know(&mut self, deadline: Option<Interval>) {
        if let Some(deadline) = deadline
            && !self.deadlines.contains(&deadline)
        {
            self.deadlines.push(deadline);
        }
    }

    fn last_day(&self) -> Option<Day> {
        self.deadlines.iter().map(|d| d.end()).max()
    }

    /// The members that a newcomer is compared with.
    fn sample(&self) -> impl Iterator<Item = StatementId> + '_ {
        let n = self.members.len();
        let newest = n.saturating_sub(NEWEST).max(OLDEST.min(n));
        self.members.iter().take(OLDEST).chain(self.members.iter().skip(newest)).map(|m| m.id)
    }
}

struct Linker<'a> {
    extracts: &'a [Extract],
    profiles: &'a Profiles,
    rulings: &'a Rulings,
    clusters: Vec<Cluster>,
    lists: HashMap<FeatureId, Vec<u32>>,
    place: Vec<Vec<Option<usize>>>,
}

/// The turn in which a document's statements are read: what says most of itself first.
fn turn(statement: &Statement) -> u8 {
    match (statement.candidate, statement.key.anaphoric, statement.kind) {
        (true, _, _) => 3,
        (_, false, Kind::Commitment) => 0,
        (_, false, _) => 1,
        (_, true, _) => 2,
    }
}

struct Best {
    cluster: usize,
    score: f32,
    nearest: StatementId,
}

impl Linker<'_> {
    /// Likeness from which a delivery counts in a corpus of this size.
    fn admits_from(&self) -> f32 {
        if self.among_few() { ADMIT_AMONG_FEW } else { ADMIT }
    }

    /// Whether the corpus is too small for the rarity of its words to be judged.
    fn among_few(&self) -> bool {
        self.extracts.len() < FEW
    }

    fn statement(&self, id: StatementId) -> Option<&Statement> {
        self.extracts.get(id.doc)?.statements.get(id.statement)
    }

    fn profile(&self, id: StatementId) -> Option<&Profile> {
        self.profiles.of.get(id.doc)?.get(id.statement)
    }

    fn read(&mut self, doc: usize, aliases: &Aliases) {
        let Some(extract) = self.extracts.get(doc) else { return };
        let mut order: Vec<usize> = (0..extract.statements.len()).collect();
        order.sort_by_key(|&i| (extract.statements.get(i).map(turn), i));
        for statement in order {
            let id = StatementId { doc, statement };
            let ahead = extract.statements.get(statement).is_some_and(is_ahead);
            if !ahead && !self.rulings.not_statements.contains(&id) {
                self.settle(id, aliases);
            }
        }
    }

    /// Finds the statement's cluster, or opens one.
    fn settle(&mut self, id: StatementId, aliases: &Aliases) {
        let (Some(statement), Some(profile)) = (self.statement(id), self.profile(id)) else { return };
        let candidate = statement.candidate;
        if let Some(cluster) = self.rulings.same(id).find_map(|other| self.cluster_of(other)) {
            return self.join(cluster, id, vec!["a decision of the desk says so".into()], Confidence::High);
        }
        if let Some((target, alias)) = aliases.of(id)
            && !self.barred(target, id)
            && (!candidate || self.clusters.get(target).is_some_and(|c| c.committed))
        {
            return self.join(target, id, vec![format!("it names “{alias}”")], Confidence::High);
        }
        let best = self.best(id, profile, statement);
        let mention = |b: &Best| self.clusters.get(b.cluster).is_some_and(|c| c.delivered.is_some());
        let enough = |b: &Best| match candidate {
            true => self.admits_from() + if mention(b) { MENTION } else { 0.0 },
            false => JOIN,
        };
        if let Some(best) = best.filter(|b| b.score >= enough(b)) {
            let (reasons, confidence) = self.explain(id, &best);
            return self.join(best.cluster, id, reasons, confidence);
        }
        if let Some(best) = self.likeliest(id, profile, statement) {
            let (reasons, confidence) = self.explain(id, &best);
            return self.join(best.cluster, id, reasons, confidence.min(Confidence::Medium));
        }
        if candidate {
            return;
        }
        let outcome = statement.kind != Kind::Commitment;
        let empty = profile.mass < NOTHING_OF_ITS_OWN;
        if (statement.key.anaphoric || (outcome && empty))
            && let Some((cluster, reason)) = self.antecedent(id, statement)
        {
            return self.join(cluster, id, vec![reason], Confidence::Medium);
        }
        self.clusters.push(Cluster::default());
        self.join(self.clusters.len() - 1, id, Vec::new(), Confidence::High);
    }

    fn cluster_of(&self, id: StatementId) -> Option<usize> {
        *self.place.get(id.doc)?.get(id.statement)?
    }

    /// Whether a decision keeps the statement out of the cluster.
    fn barred(&self, cluster: usize, id: StatementId) -> bool {
        self.rulings.apart(id).any(|other| self.cluster_of(other) == Some(cluster))
    }

    /// The cluster that the signals of clause, passage and title speak for, where the clauses alone do not.
    fn likeliest(&self, id: StatementId, profile: &Profile, statement: &Statement) -> Option<Best> {
        let mut best: Option<Best> = None;
        for cluster in self.candidates(profile.everything()) {
            let Some((score, nearest)) = self.odds(cluster, id, profile, statement) else { continue };
            if best.as_ref().is_none_or(|b| score > b.score) {
                best = Some(Best { cluster, score, nearest });
            }
        }
        best
    }

    /// The log-odds of the statement and its nearest member of the cluster; `None` when something forbids a link.
    fn odds(&self, index: usize, id: StatementId, profile: &Profile, statement: &Statement) -> Option<(f32, StatementId)> {
        let cluster = self.clusters.get(index)?;
        if self.barred(index, id) || !self.in_time(cluster, statement) {
            return None;
        }
        let mut best: Option<(f32, StatementId)> = None;
        for other_id in cluster.sample() {
            let (Some(other), Some(member)) = (self.profile(other_id), self.statement(other_id)) else { continue };
            let same_document = id.doc == other_id.doc;
            if affinity::conflict(profile, other).is_some() || (same_document && dated_apart(statement, member)) {
                return None;
            }
            if statement.candidate && !affinity::names_what_was_promised(profile, other) {
                continue;
            }
            let setting = setting(statement, member, same_document);
            let odds = model::log_odds(&model::signals(profile, other, &setting, self.profiles));
            if best.is_none_or(|(score, _)| odds > score) {
                best = Some((odds, other_id));
            }
        }
        let (score, nearest) = best?;
        // A document shares its title and passages with itself: that joins nothing in it.
        if nearest.doc == id.doc {
            return None;
        }
        let needed = match self.needed(cluster, statement) {
            needed if needed <= JOIN => LIKELY,
            needed if needed.is_infinite() => return None,
            _ => LIKELY_MOVED,
        };
        // A delivery reported after the day would make the target late: as much must speak for it as for another date.
        let needed = if self.would_be_late(statement, nearest) { LIKELY_MOVED } else { needed };
        let candidate = if statement.candidate { LIKELY_MET } else { 0.0 };
        (score - self.age(cluster, statement) >= needed + candidate).then_some((score, nearest))
    }

    fn would_be_late(&self, statement: &Statement, member: StatementId) -> bool {
        let due = self.statement(member).and_then(|s| s.deadline.as_ref());
        statement.candidate
            && matches!((due, statement.speaks_from), (Some(due), Some(told)) if due.interval.end() < told.start())
    }

    fn best(&self, id: StatementId, profile: &Profile, statement: &Statement) -> Option<Best> {
        let mut best: Option<Best> = None;
        for cluster in self.candidates(profile.weighted.iter().copied()) {
            let Some((score, nearest)) = self.score(cluster, id, profile, statement) else { continue };
            if best.as_ref().is_none_or(|b| score > b.score) {
                best = Some(Best { cluster, score, nearest });
            }
        }
        best
    }

    /// The clusters that share most with the features, heaviest first.
    fn candidates(&self, features: impl Iterator<Item = (FeatureId, f32)>) -> Vec<usize> {
        let mut weight: HashMap<u32, f32> = HashMap::new();
        for (feature, w) in features.filter(|(_, w)| *w >= TELLING) {
            if let Some(list) = self.lists.get(&feature) {
                for &cluster in list {
                    *weight.entry(cluster).or_default() += w;
                }
            }
        }
        let mut ranked: Vec<(u32, f32)> = weight.into_iter().collect();
        let heavier = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0));
        if ranked.len() > COMPARED {
            ranked.select_nth_unstable_by(COMPARED, heavier);
            ranked.truncate(COMPARED);
        }
        ranked.sort_unstable_by(heavier);
        ranked.into_iter().map(|(cluster, _)| cluster as usize).collect()
    }

    /// The statement's likeness to its nearest member of the cluster; `None` when something forbids it.
    fn score(&self, index: usize, id: StatementId, profile: &Profile, statement: &Statement) -> Option<(f32, StatementId)> {
        let cluster = self.clusters.get(index)?;
        if self.barred(index, id) || !self.in_time(cluster, statement) {
            return None;
        }
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
            let affinity::Evidence { shared, identified, slight, stage_alone } =
                affinity::evidence(profile, other, self.profiles);
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
            let likeness = affinity::likeness(profile, other, deadlines, same_document);
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
    fn in_time(&self, cluster: &Cluster, statement: &Statement) -> bool {
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
        let known = cluster.deadlines.iter().any(|d| relation(*d, deadline.interval, deadline.approximate) == Relation::Same);
        let from_known = statement
            .old_deadline
            .as_ref()
            .is_some_and(|old| cluster.deadlines.iter().any(|d| d.same_but_precision(old.interval)));
        // A retold promise counts from the day on which it was made.
        let made = statement.made_on.filter(|made| statement.retold && made.end() < speaks.start());
        let past = (made.unwrap_or(speaks).start() - last).num_days();
        match statement.kind {
            _ if known || from_known || (statement.retold && made.is_none()) => return JOIN,
            Kind::Commitment => {}
            // Words of change may come some time after the day they change, but not years.
            Kind::Moved if past > LONG_PAST => return REVIVE,
            _ => return JOIN,
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

    /// What years of silence take from a likeness.
    fn age(&self, cluster: &Cluster, statement: &Statement) -> f32 {
        // An outcome that names no date of its own is likelier that of the next of its kind, the longer it comes after.
        if statement.kind != Kind::Commitment
            && statement.deadline.is_none()
            && let (Some(speaks), Some(last)) = (statement.speaks_from, cluster.last_day())
        {
            let years = (speaks.start() - last).num_days() as f32 / 365.0;
            return (STALE * (years - 0.5)).clamp(0.0, MOST_STALE);
        }
        let (Some(speaks), Some(active)) = (statement.speaks_from, cluster.active.max(cluster.last_day())) else { return 0.0 };
        let years = (speaks.start() - active).num_days() as f32 / 365.0;
        (0.05 * (years - 1.0)).clamp(0.0, 0.2)
    }

    /// What "the target" or "this deadline" stands for: the nearest statement before it in its section.
    fn antecedent(&self, id: StatementId, statement: &Statement) -> Option<(usize, String)> {
        let extract = self.extracts.get(id.doc)?;
        let before = |i: &usize| self.place.get(id.doc).and_then(|p| p.get(*i)).copied().flatten();
        let fits = |i: &usize| {
            let other = StatementId { doc: id.doc, statement: *i };
            let (Some(a), Some(b), Some(before)) = (self.profile(id), self.profile(other), self.statement(other)) else {
                return false;
            };
            affinity::conflict(a, b).is_none_or(|c| c == Conflict::Event) && !dated_apart(statement, before)
        };
        let near = |i: &usize| extract.statements.get(*i).is_some_and(|s| s.place.span.end + REACH >= statement.place.span.start);
        let candidates = || (0..id.statement).rev().take_while(near).filter(|i| before(i).is_some() && fits(i));
        let same_section = |i: &usize| extract.statements.get(*i).is_some_and(|s| s.section == statement.section);
        if let Some(i) = candidates().find(same_section) {
            return Some((before(&i)?, "it refers back to the statement before it in its section".into()));
        }
        let title = |i: &usize| extract.statements.get(*i).is_some_and(|s| matches!(s.zone, Zone::Title | Zone::Summary));
        let i = candidates().find(title).or_else(|| candidates().next())?;
        Some((before(&i)?, "it refers back to the statement before it in its document".into()))
    }

    fn explain(&self, id: StatementId, best: &Best) -> (Vec<String>, Confidence) {
        let mut reasons = Vec::new();
        let (Some(a), Some(b)) = (self.profile(id), self.profile(best.nearest)) else { return (reasons, Confidence::Low) };
        let words = affinity::shared_words(a, b, self.profiles, 5);
        if !words.is_empty() {
            reasons.push(format!("it shares {} with the statement nearest to it", quoted(&words)));
        }
        if let (Some(s), Some(m)) = (self.statement(id), self.statement(best.nearest))
            && let (Some(x), Some(y)) = nearest_deadlines(s, m)
            && x == y
        {
            reasons.push(format!("both name {x}"));
        }
        if a.points_to.contains(&best.nearest.doc) || b.points_to.contains(&id.doc) {
            reasons.push("one document links to the other".into());
        }
        let confidence = if best.score >= 0.9 {
            Confidence::High
        } else if best.score >= 0.6 {
            Confidence::Medium
        } else {
            Confidence::Low
        };
        (reasons, confidence)
    }

    fn join(&mut self, index: usize, id: StatementId, reasons: Vec<String>, confidence: Confidence) {
        let (Some(statement), Some(profile)) = (
            self.extracts.get(id.doc).and_then(|e| e.statements.get(id.statement)),
            self.profiles.of.get(id.doc).and_then(|p| p.get(id.statement)),
        ) else {
            return;
        };
        let Some(cluster) = self.clusters.get_mut(index) else { return };
        cluster.members.push(Link { id, reasons, confidence });
        cluster.know(statement.deadline.as_ref().map(|d| d.interval));
        cluster.know(statement.old_deadline.as_ref().map(|d| d.interval));
        cluster.committed |= !statement.candidate && (statement.deadline.is_some() || statement.old_deadline.is_some());
        cluster.active = cluster.active.max(statement.speaks_from.map(|i| i.end()));
        if statement.kind == Kind::Met {
            let day = statement.delivered.or(statement.speaks_from).map(|i| i.end());
            cluster.delivered = match (cluster.delivered, day) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        if let Some(slot) = self.place.get_mut(id.doc).and_then(|p| p.get_mut(id.statement)) {
            *slot = Some(index);
        }
        for (feature, _) in profile.weighted.iter().filter(|(_, w)| *w >= TELLING) {
            let list = self.lists.entry(*feature).or_default();
            if list.last() != Some(&(index as u32)) {
                list.retain(|&c| c != index as u32);
                list.push(index as u32);
                if list.len() > LIST {
                    list.remove(0);
                }
            }
        }
    }
}

/// Whether two statements speak from days further apart than one version takes.
fn far_apart(a: &Statement, b: &Statement) -> bool {
    a.speaks_from.zip(b.speaks_from).is_some_and(|(x, y)| (x.start() - y.start()).num_days().abs() > ONE_VERSION)
}

/// What two statements are weighed by beside their words.
fn setting(a: &Statement, b: &Statement, same_document: bool) -> model::Setting {
    let speaks = a.speaks_from.zip(b.speaks_from);
    let (early, late) = match speaks {
        Some((x, y)) if y.start() < x.start() => (b, a),
        _ => (a, b),
    };
    let interval = |d: &Option<crate::statements::Deadline>| d.as_ref().map(|d| d.interval);
    let passed = |d: Interval| late.speaks_from.is_some_and(|day| d.end() < day.start());
    let renewed = late.kind == Kind::Commitment && !late.retold;
    let apart = |x: Interval, y: Interval| !x.same_but_precision(y);
    let (first, last) = (interval(&early.deadline), interval(&late.deadline));
    let outcome = |s: &Statement| s.kind != Kind::Commitment && s.deadline.is_none() && s.old_deadline.is_none();
    let close = a.place.span.start.abs_diff(b.place.span.start) < REACH;
    model::Setting {
        deadlines: nearest_deadlines(a, b),
        same_document,
        near: same_document && a.section == b.section && close,
        days_between: speaks.map_or(0, |(x, y)| (x.start() - y.start()).num_days()),
        after_its_day: renewed && matches!((first, last), (Some(x), Some(y)) if passed(x) && apart(x, y)),
        undated_outcome: outcome(a) || outcome(b),
        anaphoric: a.key.anaphoric || b.key.anaphoric,
        candidate: a.candidate || b.candidate,
    }
}

/// Compares pairs of statements of a corpus, for whoever fits the weights of the linker: for each pair
/// that nothing forbids to be about one thing, its signals.
pub fn compare(extracts: &[Extract], pairs: &[(StatementId, StatementId)]) -> Vec<Result<model::Signals, Conflict>> {
    let profiles = features::profiles(extracts);
    let statement = |id: StatementId| extracts.get(id.doc)?.statements.get(id.statement);
    let profile = |id: StatementId| profiles.of.get(id.doc)?.get(id.statement);
    let one = |&(x, y): &(StatementId, StatementId)| {
        let (Some(a), Some(b), Some(s), Some(t)) = (profile(x), profile(y), statement(x), statement(y)) else {
            return Ok([0.0; model::SIGNALS]);
        };
        match affinity::conflict(a, b) {
            Some(conflict) if conflict != Conflict::Quantity => Err(conflict),
            _ => Ok(model::signals(a, b, &setting(s, t, x.doc == y.doc), &profiles)),
        }
    };
    pairs.iter().map(one).collect()
}

/// Whether a delivery is dated after the text that seems to report it: then it reports none.
fn is_ahead(statement: &Statement) -> bool {
    let days = statement.delivered.zip(statement.speaks_from);
    statement.candidate && days.is_some_and(|(delivered, speaks)| delivered.start() > speaks.end())
}

/// Whether two dates lie a whole number of years apart, give or take six weeks.
fn is_a_year_apart(a: Interval, b: Interval) -> bool {
    let days = (b.end() - a.end()).num_days().abs();
    let beyond = days % 365;
    days > 300 && beyond.min(365 - beyond) <= 45
}

/// Whether one text gives both statements dates of their own: separately dated stages are targets of their own.
fn dated_apart(a: &Statement, b: &Statement) -> bool {
    let plain = |s: &Statement| s.kind == Kind::Commitment && !s.retold && !s.struck && s.old_deadline.is_none();
    let (Some(x), Some(y)) = (&a.deadline, &b.deadline) else { return false };
    plain(a)
        && plain(b)
        && a.speaks_from == b.speaks_from
        && !x.interval.same_but_precision(y.interval)
        && (x.interval.end() - y.interval.end()).num_days().abs() > SAME_WEEK
}

/// The pair of dates, one of each statement, that agree best: deadlines, old deadlines, days of delivery.
fn nearest_deadlines(a: &Statement, b: &Statement) -> (Option<Interval>, Option<Interval>) {
    let of =
        |s: &Statement| [s.deadline.as_ref().map(|d| d.interval), s.old_deadline.as_ref().map(|d| d.interval).or(s.delivered)];
    let (xs, ys) = (of(a), of(b));
    let mut precise = (xs[0], ys[0]);
    for x in xs.into_iter().flatten() {
        for y in ys.into_iter().flatten() {
            if x == y {
                return (Some(x), Some(y));
            }
            if x.same_but_precision(y) {
                precise = (Some(x), Some(y));
            }
        }
    }
    precise
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|w| format!("“{w}”")).collect::<Vec<_>>().join(", ")
}

/// Turns clusters into targets with ids and titles.
fn finish(linker: Linker<'_>, declared: &[Declared]) -> Vec<Target> {
    let Linker { extracts, clusters, .. } = linker;
    let speaks = |id: StatementId| {
        let statement = extracts.get(id.doc).and_then(|e| e.statements.get(id.statement));
        let day = statement.and_then(|s| s.speaks_from).map_or(Day::MAX, |i| i.end());
        let place = statement.map(|s| s.place.span.start).unwrap_or_default();
        (day, id.doc, place, id.statement)
    };
    let mut targets: Vec<Target> = Vec::with_capacity(clusters.len());
    let mut discovered = Vec::new();
    for mut cluster in clusters {
        cluster.members.sort_by_key(|m| speaks(m.id));
        match cluster.declared.and_then(|i| declared.get(i)) {
            Some(target) => targets.push(Target {
                id: target.id.clone(),
                title: target.title.clone(),
                owner: target.owner.clone(),
                owners: target.owners.clone(),
                declared: true,
                record: target.record.clone(),
                links: cluster.members,
                mentions: Vec::new(),
            }),
            None if cluster.members.is_empty() => {}
            None => discovered.push(cluster.members),
        }
    }
    discovered.sort_by_key(|members| members.first().map(|m| speaks(m.id)));
    let mut taken: HashMap<String, usize> = targets.iter().map(|t| (t.id.clone(), 1)).collect();
    for links in discovered {
        let (title, owner) = name(extracts, &links);
        let base = words::slug(&title, 6);
        let count = taken.entry(base.clone()).or_default();
        *count += 1;
        let id = if *count == 1 { base } else { format!("{base}-{count}") };
        let (owners, record, mentions) = Default::default();
        targets.push(Target { id, title, owner, owners, declared: false, record, links, mentions });
    }
    targets
}

/// A title in the text's own words: the first commitment's subject, else the first statement's.
fn name(extracts: &[Extract], links: &[Link]) -> (String, Option<String>) {
    let statements = || links.iter().filter_map(|l| extracts.get(l.id.doc)?.statements.get(l.id.statement));
    let best = statements()
        .find(|s| s.kind == Kind::Commitment && !s.key.anaphoric && !s.subject.trim().is_empty())
        .or_else(|| statements().find(|s| !s.subject.trim().is_empty()))
        .or_else(|| statements().next());
    best.map_or_else(
        || ("target".to_owned(), None),
        |s| {
            let title = if s.subject.trim().is_empty() { s.prose.trim() } else { s.subject.trim() };
            let short: String = title.split_whitespace().take(14).collect::<Vec<_>>().join(" ");
            (short, s.actor.clone())
        },
    )
}
