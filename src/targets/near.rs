//! Targets that share words and are yet kept apart, and what forbids that they are one.

use super::affinity::Conflict;
use super::pair::conflicts;
use super::words::{Hollow, is_empty_word, stem, words};
use super::{StatementId, Target};
use crate::statements::{Extract, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// Words that two targets must share to be compared.
const SHARED: usize = 2;
/// A word that more targets than this have tells nothing.
const COMMON: usize = 40;
/// Targets that each target is compared with.
const COMPARED: usize = 12;
/// Near misses that are kept of each target.
const KEPT: usize = 4;

/// A target that another one was not joined with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// Index of the other target.
    pub target: usize,
    /// What forbids that the two are one, in words.
    pub why: String,
}

/// The near misses of targets, by the targets' ids.
pub type NearMisses = BTreeMap<String, Vec<NearMiss>>;

/// What forbids that each of the targets `asked` (indexes into `targets`) is one with another that shares words
/// with it. Pairs that are merely unlike are not among them.
pub fn near_misses(extracts: &[Extract], targets: &[&Target], asked: &[usize]) -> NearMisses {
    let first = |target: &Target| target.links.first().map(|link| link.id);
    let statement = |id: StatementId| extracts.get(id.doc)?.statements.get(id.statement);
    let stems: Vec<BTreeSet<String>> =
        targets.iter().map(|target| first(target).and_then(statement).map(own_words).unwrap_or_default()).collect();
    let mut having: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, stems) in stems.iter().enumerate() {
        stems.iter().for_each(|stem| having.entry(stem).or_default().push(index));
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for index in asked {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for stem in stems.get(*index).into_iter().flatten() {
            let others = having.get(stem.as_str()).filter(|others| others.len() <= COMMON);
            for other in others.into_iter().flatten().filter(|other| *other != index) {
                *shared.entry(*other).or_default() += 1;
            }
        }
        let mut close: Vec<(usize, usize)> = shared.into_iter().filter(|(_, count)| *count >= SHARED).collect();
        close.sort_by_key(|(other, count)| (std::cmp::Reverse(*count), *other));
        pairs.extend(close.into_iter().take(COMPARED).map(|(other, _)| (*index, other)));
    }
    let ids: Vec<((usize, usize), (StatementId, StatementId))> =
        pairs.into_iter().filter_map(|(a, b)| Some(((a, b), (first(targets.get(a)?)?, first(targets.get(b)?)?)))).collect();
    let compared = conflicts(extracts, &ids.iter().map(|(_, pair)| *pair).collect::<Vec<_>>());
    let mut misses = NearMisses::new();
    for (((target, other), _), compared) in ids.iter().zip(compared) {
        let (Some(conflict), Some(target)) = (compared, targets.get(*target)) else { continue };
        let kept = misses.entry(target.id.to_string()).or_default();
        if kept.len() < KEPT {
            kept.push(NearMiss { target: *other, why: in_words(conflict).to_owned() });
        }
    }
    misses
}

fn own_words(statement: &Statement) -> BTreeSet<String> {
    let key = &statement.key;
    let said = key.terms.iter().chain(key.names.iter()).flat_map(words);
    let stems = said.filter(|word| !is_empty_word(word)).map(|word| stem(&word).into_owned());
    stems.filter(|stem| !Hollow::english().has(stem)).collect()
}

fn in_words(conflict: Conflict) -> &'static str {
    match conflict {
        Conflict::Version => "the two name different versions",
        Conflict::Stage => "the two name different stages",
        Conflict::Number => "the two bear different numbers in one name",
        Conflict::Edition => "the two are of different years of what comes anew every year",
        Conflict::Quantity => "the two name different amounts",
        Conflict::Event => "one begins or arrives, the other ends",
        Conflict::Called => "the two bear different names",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::fixture::{Says as _, doc, promise, record};

    #[test]
    fn what_forbids_a_link_is_told() {
        let docs = vec![
            doc("a.md", "2016-01-01").says(promise("Phase 1 of the Marlow harbour works will be finished", "2017")),
            doc("b.md", "2016-02-01").says(promise("Phase 2 of the Marlow harbour works will be finished", "2018")),
        ];
        let record = record(docs, "2016-06-01");
        let targets: Vec<&Target> = record.timelines.iter().map(|t| &t.target).collect();
        assert_eq!(targets.len(), 2);
        let misses = near_misses(&record.extracts, &targets, &[0]);
        let miss = NearMiss { target: 1, why: "the two name different stages".into() };
        assert_eq!(misses.into_iter().collect::<Vec<_>>(), [(targets[0].id.to_string(), vec![miss])]);
    }
}
