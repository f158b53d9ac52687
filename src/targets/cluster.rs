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
use super::finish::finish;
use super::identity::{self, Acronyms, Identity, Turn};
use super::joining::{self, Joining, Weighed};
use super::pair::{REACH, dated_apart, is_ahead, nearest_deadlines};
use super::stages;
use super::topic::{Kin, Numbered};
use super::weighing::{JOIN, Tells};
use super::words::{Hollow, stem};
use super::{Link, StatementId, Target};
use crate::calendar::{Day, Interval};
use crate::findings::Confidence;
use crate::prose::Zone;
use crate::statements::antecedent::definite;
use crate::statements::{Extract, Kind, Statement};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

/// Likeness from which a delivery without an outcome word counts as one.
const ADMIT: f32 = 0.6;
/// The same among few documents, where no word is rare and all likenesses are lower.
const ADMIT_AMONG_FEW: f32 = 0.48;
/// Fewer documents than this are few.
const FEW: usize = 20;
/// What a passing mention of something delivered long since needs beyond [`ADMIT`].
const MENTION: f32 = 0.12;
/// A statement of less weight names nothing by itself: it must refer to something.
const NOTHING_OF_ITS_OWN: f32 = 0.5;
/// Features lighter than this find no candidates.
const TELLING: f32 = 0.2;
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
    let aliases = Aliases::index(declared, extracts);
    let (clusters, _) = read_all(extracts, features::profiles(extracts), declared, &aliases, decisions, false);
    finish(extracts, clusters, declared)
}

/// The same, for documents that nobody asks any more what stands around their statements: see
/// [`Extract::forget_surroundings`].
pub fn link_and_forget(extracts: &mut [Extract], declared: &[Declared], decisions: &Decisions) -> Vec<Target> {
    // Looks at what is forgotten then.
    let aliases = Aliases::index(declared, extracts);
    let profiles = features::profiles_and_forget(extracts);
    let (clusters, _) = read_all(extracts, profiles, declared, &aliases, decisions, false);
    finish(extracts, clusters, declared)
}

/// What the linker weighs as it reads a corpus without declared targets, in the order in which it does.
pub fn joinings(extracts: &[Extract]) -> Vec<Joining> {
    let aliases = Aliases::index(&[], extracts);
    read_all(extracts, features::profiles(extracts), &[], &aliases, &Decisions::default(), true).1
}

/// Lets a linker read all documents in order: what it gathered and, where that is kept, what it weighed. All else that it
/// knew takes much room, and is gone.
fn read_all(
    extracts: &[Extract],
    profiles: Profiles,
    declared: &[Declared],
    aliases: &Aliases,
    decisions: &Decisions,
    traces: bool,
) -> (Vec<Cluster>, Vec<Joining>) {
    let rulings = decisions.resolve(extracts);
    let identities = identities(extracts);
    let begun = identity::begun(extracts, &identities);
    let mut linker = Linker {
        extracts,
        profiles: &profiles,
        rulings: &rulings,
        clusters: declared.iter().enumerate().map(|(i, _)| Cluster { declared: Some(i), ..Cluster::default() }).collect(),
        identities: &identities,
        begun,
        lists: Numbered::default(),
        things: HashMap::new(),
        place: extracts.iter().map(|e| vec![None; e.statements.len()].into_boxed_slice()).collect(),
        stated: extracts.iter().map(|e| e.statements.iter().filter(|s| !s.candidate).count()).collect(),
        read_before: Kin::default(),
        kin: Vec::new(),
        traces,
        trace: Vec::new(),
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
        linker.read(doc, aliases);
    }
    (linker.clusters, linker.trace)
}

/// What each statement is about where its words name it exactly.
fn identities(extracts: &[Extract]) -> Vec<Box<[Option<Box<Identity>>]>> {
    let mut acronyms = Acronyms::default();
    for acronym in extracts.iter().flat_map(|extract| &extract.acronyms) {
        acronyms.learn(acronym);
    }
    let of = |extract: &Extract| {
        if extract.statements.is_empty() {
            return Box::default();
        }
        let mut title = identity::titled(extract.title.as_deref().unwrap_or_default());
        title.counted_from = stages::counted_from(extract);
        let title = identity::spoken_of(title, extract);
        extract.statements.iter().map(|s| identity::identity(s, &title, &acronyms).map(Box::new)).collect()
    };
    let mut all: Vec<Box<[Option<Box<Identity>>]>> = extracts.par_iter().map(of).collect();
    identity::name_versions(extracts, &mut all);
    all
}

/// What became one target.
#[derive(Default)]
pub(super) struct Cluster {
    pub(super) declared: Option<usize>,
    pub(super) members: Vec<Link>,
    /// Some member commits to a date.
    pub(super) committed: bool,
    /// Every deadline named for it.
    pub(super) deadlines: Vec<Interval>,
    /// The last day of the latest of them.
    last_day: Option<Day>,
    /// The first day on which it was promised.
    pub(super) promised: Option<Day>,
    /// The first day on which a document said that it was delivered.
    pub(super) delivered: Option<Day>,
    /// The last day on which a document spoke of it.
    pub(super) active: Option<Day>,
    /// What it is, where a member names it exactly.
    pub(super) identity: Option<Box<Identity>>,
}

impl Cluster {
    fn know(&mut self, deadline: Option<Interval>) {
        if let Some(deadline) = deadline
            && !self.deadlines.contains(&deadline)
        {
            self.deadlines.push(deadline);
            self.last_day = self.last_day.max(Some(deadline.end()));
        }
    }

    pub(super) fn last_day(&self) -> Option<Day> {
        self.last_day
    }

    /// The members that a newcomer is compared with.
    pub(super) fn sample(&self) -> impl Iterator<Item = StatementId> + '_ {
        let n = self.members.len();
        let newest = n.saturating_sub(NEWEST).max(OLDEST.min(n));
        self.members.iter().take(OLDEST).chain(self.members.iter().skip(newest)).map(|m| m.id)
    }
}

/// The linker at work.
pub(super) struct Linker<'a> {
    pub(super) extracts: &'a [Extract],
    pub(super) profiles: &'a Profiles,
    pub(super) rulings: &'a Rulings,
    pub(super) clusters: Vec<Cluster>,
    pub(super) identities: &'a [Box<[Option<Box<Identity>>]>],
    /// Deliveries that name nothing themselves and only begin something.
    pub(super) begun: HashSet<StatementId>,
    pub(super) lists: Numbered<FeatureId, Vec<u32>>,
    /// Clusters of things that are named exactly.
    pub(super) things: HashMap<(Turn, String), Vec<usize>>,
    pub(super) place: Vec<Box<[Option<usize>]>>,
    /// How many statements each document has, deliveries without an outcome word left out.
    pub(super) stated: Vec<usize>,
    /// Documents read, by what they speak of.
    read_before: Kin,
    /// Targets that the documents likest to the one being read speak of.
    pub(super) kin: Vec<usize>,
    /// Whether what is weighed is kept.
    traces: bool,
    pub(super) trace: Vec<Joining>,
}

/// Bytes between two statements of which the second may say "it" of what the first speaks of: the rest of a sentence.
const CLOSE: usize = 120;

/// Statements below a headline that are looked at.
const BELOW: usize = 4;

/// The turn in which a document's statements are read: what says most of itself first.
fn turn(statement: &Statement) -> u8 {
    // "Hospital opening put back a year": what the text below says comes first.
    let is_headline = matches!(statement.zone, Zone::Title | Zone::Summary);
    match (statement.candidate, statement.key.anaphoric, statement.kind) {
        (true, _, _) => 4,
        // "The final release is postponed from 28 June to 13 September": what else the text says of 13 September goes there.
        (_, false, Kind::Moved) if statement.deadline.is_some() && statement.old_deadline.is_some() => 0,
        (_, false, Kind::Commitment) => 1,
        (_, _, Kind::Moved) if is_headline && statement.deadline.is_none() => 3,
        (_, false, _) => 2,
        (_, true, _) => 3,
    }
}

/// The cluster that a statement is most like.
pub(super) struct Best {
    pub(super) cluster: usize,
    pub(super) score: f32,
    pub(super) nearest: StatementId,
}

impl<'a> Linker<'a> {
    /// Likeness from which a delivery counts in a corpus of this size.
    fn admits_from(&self) -> f32 {
        if self.among_few() { ADMIT_AMONG_FEW } else { ADMIT }
    }

    /// Whether the corpus is too small for the rarity of its words to be judged.
    pub(super) fn among_few(&self) -> bool {
        self.extracts.len() < FEW
    }

    pub(super) fn statement(&self, id: StatementId) -> Option<&'a Statement> {
        self.extracts.get(id.doc)?.statements.get(id.statement)
    }

    pub(super) fn profile(&self, id: StatementId) -> Option<&'a Profile> {
        self.profiles.of.get(id.doc)?.get(id.statement)
    }

    fn read(&mut self, doc: usize, aliases: &Aliases) {
        let Some(extract) = self.extracts.get(doc) else { return };
        if extract.statements.is_empty() {
            return;
        }
        let topic = self.profiles.topic(doc);
        self.kin = self.targets_of(topic.map(|topic| self.read_before.of(topic, self.profiles.rarity())).unwrap_or_default());
        let mut order: Vec<usize> = (0..extract.statements.len()).collect();
        order.sort_by_key(|&i| (extract.statements.get(i).map(turn), i));
        let mut doubtful = Vec::new();
        for statement in order {
            let id = StatementId { doc, statement };
            let ahead = extract.statements.get(statement).is_some_and(is_ahead);
            if !ahead && !self.rulings.not_statements.contains(&id) && !self.settle(id, aliases, false) {
                doubtful.push(id);
            }
        }
        // "It now hopes to open the bridge by July": that may go with what else its text says of the bridge.
        for id in doubtful {
            self.settle(id, aliases, true);
        }
        if let Some(topic) = topic {
            self.read_before.read(doc, topic, self.profiles.rarity());
        }
    }

    /// The targets of which some documents speak.
    fn targets_of(&self, docs: Vec<usize>) -> Vec<usize> {
        let placed = docs.into_iter().flat_map(|doc| self.place.get(doc).into_iter().flatten().flatten().copied());
        let mut clusters: Vec<usize> = placed.collect();
        clusters.sort_unstable();
        clusters.dedup();
        clusters
    }

    /// Finds the statement's cluster, or opens one. Unless this is the last time, a promise that is nearly likely to be a
    /// known one with another date waits: then nothing is done, and the answer is no.
    fn settle(&mut self, id: StatementId, aliases: &Aliases, last: bool) -> bool {
        let (Some(statement), Some(profile)) = (self.statement(id), self.profile(id)) else { return true };
        let candidate = statement.candidate;
        if let Some(cluster) = self.rulings.same(id).find_map(|other| self.cluster_of(other)) {
            self.join(cluster, id, vec!["a decision of the desk says so".into()], Confidence::High);
            return true;
        }
        if let Some((target, alias)) = aliases.of(id)
            && !self.barred(target, id)
            && !self.clusters.get(target).is_some_and(|cluster| self.is_gainsaid(cluster, id, statement))
            && (!candidate || self.clusters.get(target).is_some_and(|c| c.committed))
        {
            self.join(target, id, vec![format!("it names “{alias}”")], Confidence::High);
            return true;
        }
        if let Some(cluster) = self.struck_beside(id, statement) {
            self.join(cluster, id, vec!["the other date of this sentence is struck through".to_owned()], Confidence::High);
            return true;
        }
        if let Some((cluster, reason)) = self.known_as(id, statement).filter(|(to, _)| self.may_tell(*to, id, profile, statement))
        {
            self.join(cluster, id, vec![reason], Confidence::High);
            return true;
        }
        // "We came up short." names nothing: it goes back to what was said before it, not to what else is like it.
        let outcome = statement.kind != Kind::Commitment;
        let empty = profile.mass < NOTHING_OF_ITS_OWN;
        if outcome
            && (empty || profile.adopted)
            && !candidate
            && statement.deadline.is_none()
            && let Some((cluster, reason)) = self.antecedent(id, statement, None)
        {
            self.join(cluster, id, vec![reason], Confidence::Medium);
            return true;
        }
        let tells = |cluster: usize| self.may_tell(cluster, id, profile, statement);
        let enough = if candidate { self.admits_from() } else { JOIN };
        let here = self.best(id, profile, statement).filter(|b| b.score >= enough && tells(b.cluster));
        if let Some(best) = here {
            let (reasons, confidence) = self.explain(id, &best);
            self.join(best.cluster, id, reasons, confidence);
            return true;
        }
        let weighed = self.weighed(id, profile, statement);
        let needed = |one: &Weighed| joining::likely(self.tells(one.cluster, statement), candidate && !one.other_number);
        // What is said twice in the same words is one thing: "Quill 4.2 will be released", "Quill 4.2 was released". Nor
        // is a promise with a new date another one, as long as the old date lies ahead, or one that is told of.
        let admits = |one: &Weighed| {
            let mention = self.clusters.get(one.cluster).is_some_and(|c| c.delivered.is_some());
            match candidate {
                true if self.tells(one.cluster, statement).is_some() => false,
                true => one.alike >= self.admits_from() + if mention { MENTION } else { 0.0 },
                false => one.alike > 0.0 && (statement.retold || self.is_before_its_day(one.cluster, statement)),
            }
        };
        let likely = |one: &&Weighed| (one.odds >= needed(one) || admits(one)) && tells(one.cluster);
        let mut likeliest: Vec<&Weighed> = weighed.iter().filter(likely).collect();
        likeliest.sort_by(|one, other| other.odds.total_cmp(&one.odds));
        let sure = |one: &Weighed| if admits(one) { one.confidence().max(by_likeness(one.alike)) } else { one.confidence() };
        // Titles and passages alone join nothing that has no word and no day in common.
        let joins = likeliest.into_iter().find_map(|one| {
            let reasons = self.reasons(id, one.nearest);
            (!reasons.is_empty()).then(|| (one.cluster, reasons, sure(one)))
        });
        let nearly = |one: &Weighed| one.odds >= joining::NEARLY && self.tells(one.cluster, statement) == Some(Tells::Redated);
        let nearly = weighed.iter().any(nearly);
        if self.traces && (last || !nearly) {
            let of = |one: Weighed| Joining {
                id,
                members: self.clusters.get(one.cluster).map_or_else(Vec::new, |c| c.members.iter().map(|m| m.id).collect()),
                nearest: one.nearest,
                features: one.features,
                may_tell: tells(one.cluster),
                odds: one.odds,
            };
            let rows: Vec<Joining> = weighed.into_iter().map(of).collect();
            self.trace.extend(rows);
        }
        if let Some((cluster, reasons, confidence)) = joins {
            self.join(cluster, id, reasons, confidence);
            return true;
        }
        if nearly && !last {
            return false;
        }
        if candidate {
            // "The draft was to be ready in May. It has still not been sent."
            if statement.kind == Kind::Missed
                && statement.key.anaphoric
                && self.follows_a_statement(id)
                && let Some((cluster, reason)) = self.antecedent(id, statement, None)
                && self.clusters.get(cluster).is_some_and(|known| known.committed && !self.is_gainsaid(known, id, statement))
            {
                self.join(cluster, id, vec![reason], Confidence::Medium);
            }
            return true;
        }
        let definite = definite(&statement.subject).map(|(_, noun)| noun).filter(|_| outcome);
        if (statement.key.anaphoric || outcome && empty || definite.is_some())
            && let Some((cluster, reason)) = self.antecedent(id, statement, definite.filter(|_| !empty))
        {
            self.join(cluster, id, vec![reason], Confidence::Medium);
            return true;
        }
        if outcome && let Some(cluster) = self.told_below(id, profile, statement) {
            self.join(cluster, id, vec!["the text below its headline goes on about it".into()], Confidence::Medium);
            return true;
        }
        self.clusters.push(Cluster::default());
        self.join(self.clusters.len() - 1, id, Vec::new(), Confidence::High);
        true
    }

    /// What the headline of a move ("Hospital opening put back a year") speaks of: the first statement of the text below
    /// that shares a word of its own with it. A headline that names a date speaks for itself.
    fn told_below(&self, id: StatementId, profile: &Profile, statement: &Statement) -> Option<usize> {
        let is_headline = matches!(statement.zone, Zone::Title | Zone::Summary);
        if !is_headline || statement.deadline.is_some() || statement.kind != Kind::Moved {
            return None;
        }
        let extract = self.extracts.get(id.doc)?;
        (id.statement + 1..extract.statements.len()).take(BELOW).find_map(|at| {
            let below = StatementId { doc: id.doc, statement: at };
            let (other, cluster) = (self.profile(below)?, self.cluster_of(below)?);
            let shares = affinity::names_in_own_words(profile, other, self.among_few());
            let allowed = !self.forbidden(cluster, self.clusters.get(cluster)?, id, statement);
            (shares && allowed && affinity::conflict(profile, other).is_none()).then_some(cluster)
        })
    }

    pub(super) fn cluster_of(&self, id: StatementId) -> Option<usize> {
        *self.place.get(id.doc)?.get(id.statement)?
    }

    /// Whether a decision keeps the statement out of the cluster.
    pub(super) fn barred(&self, cluster: usize, id: StatementId) -> bool {
        self.rulings.apart(id).any(|other| self.cluster_of(other) == Some(cluster))
    }

    /// The clusters that share most with the features, heaviest first.
    pub(super) fn candidates(&self, features: impl Iterator<Item = (FeatureId, f32)>) -> Vec<usize> {
        let mut weight: Numbered<u32, f32> = Numbered::default();
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

    /// Whether a member of the cluster in the statement's own document has another date than the statement.
    fn is_dated_apart(&self, cluster: usize, id: StatementId, statement: &Statement) -> bool {
        let members = self.clusters.get(cluster).map(|c| c.members.as_slice()).unwrap_or_default();
        let here = members.iter().rev().take_while(|m| m.id.doc == id.doc);
        here.filter_map(|m| self.statement(m.id)).any(|member| dated_apart(statement, member))
    }

    /// Whether the statement follows another one so closely that "it" can be what that speaks of.
    fn follows_a_statement(&self, id: StatementId) -> bool {
        let Some(extract) = self.extracts.get(id.doc) else { return false };
        let place = |at: usize| extract.statements.get(at).map(|s| s.place.span());
        let Some(here) = place(id.statement) else { return false };
        let before = id.statement.checked_sub(1).and_then(place);
        before.is_some_and(|before| before.end <= here.start && here.start - before.end <= CLOSE)
    }

    /// What "the target" or "this deadline" stands for: the nearest statement before it in its section.
    ///
    /// A noun of its own ("the school has been delayed") must be what that statement speaks of; "the opening" may be
    /// anything's.
    fn antecedent(&self, id: StatementId, statement: &Statement, noun: Option<&str>) -> Option<(usize, String)> {
        let extract = self.extracts.get(id.doc)?;
        let before = |i: &usize| self.place.get(id.doc).and_then(|p| p.get(*i)).copied().flatten();
        let fits = |i: &usize| {
            let other = StatementId { doc: id.doc, statement: *i };
            let (Some(a), Some(b), Some(before)) = (self.profile(id), self.profile(other), self.statement(other)) else {
                return false;
            };
            let speaks_of = |noun: &str| Hollow::english().has(&stem(noun)) || before.prose.to_lowercase().contains(noun);
            // "The pool will shut in September. It is to reopen in May.": two things that are to come about.
            let dated = |s: &Statement| s.kind == Kind::Commitment && s.deadline.is_some();
            let may_differ = !(dated(statement) && dated(before));
            affinity::conflict(a, b).is_none_or(|c| c == Conflict::Event && may_differ)
                && noun.is_none_or(speaks_of)
                && !dated_apart(statement, before)
                && !self.cluster_of(other).is_some_and(|cluster| self.is_dated_apart(cluster, id, statement))
                && self.cluster_of(other).and_then(|at| self.clusters.get(at)).is_none_or(|its| self.in_time(its, statement))
        };
        // "…, which is now planned for May": of what its own sentence speaks of.
        let reach = if identity::is_relative(&statement.prose) { CLOSE } else { REACH };
        let near =
            |i: &usize| extract.statements.get(*i).is_some_and(|s| s.place.span().end + reach >= statement.place.span().start);
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
        (self.reasons(id, best.nearest), by_likeness(best.score))
    }

    /// What the statement has in common with the one nearest to it, in words.
    fn reasons(&self, id: StatementId, nearest: StatementId) -> Vec<String> {
        let mut reasons = Vec::new();
        let (Some(a), Some(b)) = (self.profile(id), self.profile(nearest)) else { return reasons };
        let words = affinity::shared_words(a, b, self.profiles, 5);
        if !words.is_empty() {
            reasons.push(format!("it shares {} with the statement nearest to it", quoted(&words)));
        }
        if let (Some(s), Some(m)) = (self.statement(id), self.statement(nearest))
            && let (Some(x), Some(y)) = nearest_deadlines(s, m)
            && x == y
        {
            reasons.push(format!("both name {x}"));
        }
        if a.points_to.contains(&nearest.doc) || b.points_to.contains(&id.doc) {
            reasons.push("one document links to the other".into());
        }
        reasons.iter_mut().for_each(String::shrink_to_fit);
        reasons.shrink_to_fit();
        reasons
    }

    fn join(&mut self, index: usize, id: StatementId, reasons: Vec<String>, confidence: Confidence) {
        let (Some(statement), Some(profile)) = (
            self.extracts.get(id.doc).and_then(|e| e.statements.get(id.statement)),
            self.profiles.of.get(id.doc).and_then(|p| p.get(id.statement)),
        ) else {
            return;
        };
        let Some(cluster) = self.clusters.get_mut(index) else { return };
        // Most clusters are of one statement.
        if cluster.members.is_empty() {
            cluster.members.reserve_exact(1);
        }
        cluster.members.push(Link { id, reasons, confidence });
        cluster.know(statement.deadline.as_ref().map(|d| d.interval));
        cluster.know(statement.old_deadline.as_ref().map(|d| d.interval));
        cluster.committed |= !statement.candidate && (statement.deadline.is_some() || statement.old_deadline.is_some());
        cluster.active = cluster.active.max(statement.speaks_from.map(|i| i.end()));
        if statement.kind == Kind::Commitment {
            // A plan for a day that has passed was made before that: when, its text may not say.
            let passed = |day: &Day| statement.deadline.as_ref().is_some_and(|d| d.interval.end() < *day);
            let promised = statement.made_on.or(statement.speaks_from).map(|i| i.start()).filter(|day| !passed(day));
            cluster.promised = match (cluster.promised, promised) {
                (Some(known), Some(day)) => Some(known.min(day)),
                (known, day) => known.or(day),
            };
        }
        if statement.kind == Kind::Met {
            let day = statement.delivered.or(statement.speaks_from).map(|i| i.end());
            cluster.delivered = match (cluster.delivered, day) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        let named = self.identities.get(id.doc).and_then(|of| of.get(id.statement)).and_then(Option::as_ref);
        if cluster.identity.is_none()
            && let Some(identity) = named.filter(|identity| !identity.supposed)
        {
            cluster.identity = Some(identity.clone());
            self.things.entry(identity.key()).or_default().push(index);
        } else if let (Some(its), Some(own)) = (&mut cluster.identity, named)
            && own.fits(its)
            && own.is_sharper(its)
        {
            *its = own.clone();
        }
        if let Some(slot) = self.place.get_mut(id.doc).and_then(|p| p.get_mut(id.statement)) {
            *slot = Some(index);
        }
        for (feature, _) in profile.weighted().iter().filter(|(_, w)| *w >= TELLING) {
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

/// How sure a link by likeness is.
fn by_likeness(likeness: f32) -> Confidence {
    match likeness {
        0.9.. => Confidence::High,
        0.6.. => Confidence::Medium,
        _ => Confidence::Low,
    }
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|w| format!("“{w}”")).collect::<Vec<_>>().join(", ")
}
