//! What the statements of a document speak of, and the documents read before that speak of the same.

use super::features::{FeatureId, Profile};
use super::placed::{Placed, Rarity};
use crate::prose::tagger::WordHasher;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Words lighter than this find no kin.
const TOPICAL: f32 = 0.04;
/// Newest documents kept in a word's list.
const LIST: usize = 48;
/// Documents likest to one that are its kin.
const KIN: usize = 5;

/// The words of a document's statements and of what stands by them, sorted, with weights whose squares sum to one.
pub(super) struct Topic(Box<[(FeatureId, f32)]>);

impl Topic {
    /// Gathers the words of a document's statements, each at its greatest weight.
    pub(super) fn of(profiles: &[Profile], rarity: &Rarity) -> Self {
        let weighed = |placed: &Placed| (placed.feature(), rarity.weight(*placed));
        let mut words: Vec<(FeatureId, f32)> = profiles.iter().flat_map(|p| p.all.iter().map(weighed)).collect();
        words.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        words.dedup_by_key(|(word, _)| *word);
        let length = words.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        words.iter_mut().for_each(|(_, weight)| *weight /= length.max(f32::MIN_POSITIVE));
        Self(words.into_boxed_slice())
    }

    /// How alike two topics are, from 0 to 1: the cosine of their words' weights.
    pub(super) fn cosine(&self, other: &Self) -> f32 {
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while let (Some((x, weight)), Some((y, its))) = (self.0.get(i), other.0.get(j)) {
            if x == y {
                sum += weight * its;
            }
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        sum
    }

    fn telling(&self) -> impl Iterator<Item = (FeatureId, f32)> + '_ {
        self.0.iter().copied().filter(|(_, weight)| *weight >= TOPICAL)
    }
}

/// A table from numbers; its order is never used.
pub(super) type Numbered<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// The documents read so far, by the words of their topics.
#[derive(Default)]
pub(super) struct Kin(Numbered<FeatureId, Vec<u32>>);

impl Kin {
    /// The documents read before that are likest to one, the likest first.
    pub(super) fn of(&self, topic: &Topic) -> Vec<usize> {
        let mut alike: Numbered<u32, f32> = Numbered::default();
        for (word, weight) in topic.telling() {
            for &other in self.0.get(&word).into_iter().flatten() {
                *alike.entry(other).or_default() += weight * weight;
            }
        }
        let mut ranked: Vec<(u32, f32)> = alike.into_iter().collect();
        ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        ranked.into_iter().take(KIN).map(|(doc, _)| doc as usize).collect()
    }

    /// Takes a document in.
    pub(super) fn read(&mut self, doc: usize, topic: &Topic) {
        for (word, _) in topic.telling() {
            let list = self.0.entry(word).or_default();
            list.push(doc as u32);
            if list.len() > LIST {
                list.remove(0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(words: &[(FeatureId, f32)]) -> Topic {
        Topic(words.into())
    }

    #[test]
    fn a_topic_is_likest_to_itself() {
        let (one, other) = (topic(&[(1, 0.6), (2, 0.8)]), topic(&[(2, 0.8), (3, 0.6)]));
        assert!((one.cosine(&one) - 1.0).abs() < 1e-6);
        assert!(one.cosine(&other) < 0.65 && one.cosine(&topic(&[(4, 1.0)])) == 0.0);
    }

    #[test]
    fn kin_are_found_by_their_words_the_likest_first() {
        let mut kin = Kin::default();
        kin.read(0, &topic(&[(1, 0.6), (2, 0.8)]));
        kin.read(1, &topic(&[(1, 1.0)]));
        kin.read(2, &topic(&[(9, 1.0)]));
        assert_eq!(kin.of(&topic(&[(1, 0.6), (2, 0.8)])), [0, 1]);
        // A word that is hardly weighed finds nothing.
        assert!(kin.of(&topic(&[(1, 0.01)])).is_empty());
    }
}
