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

/// The words of a document's statements and of what stands by them, sorted. All topics of a corpus are held at once: what a
/// word weighs is looked up, scaled so that the squares of a topic's weights sum to one.
pub(super) struct Topic {
    words: Box<[Placed]>,
    length: f32,
}

impl Topic {
    /// Gathers the words of a document's statements, each at its greatest weight.
    pub(super) fn of(profiles: &[Profile], rarity: &Rarity) -> Self {
        let mut words: Vec<Placed> = profiles.iter().flat_map(|p| p.all.iter().copied()).collect();
        words.sort_by(|a, b| a.feature().cmp(&b.feature()).then(rarity.weight(*b).total_cmp(&rarity.weight(*a))));
        words.dedup_by_key(|placed| placed.feature());
        let square = |placed: &Placed| rarity.weight(*placed) * rarity.weight(*placed);
        let length = words.iter().map(square).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        Self { words: words.into(), length }
    }

    /// What one of its words weighs in it.
    fn weight(&self, placed: Placed, rarity: &Rarity) -> f32 {
        rarity.weight(placed) / self.length
    }

    /// How alike two topics are, from 0 to 1: the cosine of their words' weights.
    pub(super) fn cosine(&self, other: &Self, rarity: &Rarity) -> f32 {
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while let (Some(&own), Some(&its)) = (self.words.get(i), other.words.get(j)) {
            let (x, y) = (own.feature(), its.feature());
            if x == y {
                sum += self.weight(own, rarity) * other.weight(its, rarity);
            }
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        sum
    }

    fn telling<'t>(&'t self, rarity: &'t Rarity) -> impl Iterator<Item = (FeatureId, f32)> + 't {
        let weighed = |placed: &Placed| (placed.feature(), self.weight(*placed, rarity));
        self.words.iter().map(weighed).filter(|(_, weight)| *weight >= TOPICAL)
    }
}

/// A table from numbers; its order is never used.
pub(super) type Numbered<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// The documents read so far, by the words of their topics.
#[derive(Default)]
pub(super) struct Kin(Numbered<FeatureId, Vec<u32>>);

impl Kin {
    /// The documents read before that are likest to one, the likest first.
    pub(super) fn of(&self, topic: &Topic, rarity: &Rarity) -> Vec<usize> {
        let mut alike: Numbered<u32, f32> = Numbered::default();
        for (word, weight) in topic.telling(rarity) {
            for &other in self.0.get(&word).into_iter().flatten() {
                *alike.entry(other).or_default() += weight * weight;
            }
        }
        let mut ranked: Vec<(u32, f32)> = alike.into_iter().collect();
        ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        ranked.into_iter().take(KIN).map(|(doc, _)| doc as usize).collect()
    }

    /// Takes a document in.
    pub(super) fn read(&mut self, doc: usize, topic: &Topic, rarity: &Rarity) {
        for (word, _) in topic.telling(rarity) {
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
    use super::super::features::By;
    use super::*;

    /// Words 1 to 4, of which the last is nearly as common as can be.
    fn rarity() -> Rarity {
        Rarity::given(vec![0.0, 0.6, 0.8, 0.6, 0.006])
    }

    fn topic(words: &[FeatureId]) -> Topic {
        let words: Box<[Placed]> = words.iter().map(|word| Placed::new(*word, By::Clause, 1.0)).collect();
        let length = words.iter().map(|placed| rarity().weight(*placed).powi(2)).sum::<f32>().sqrt();
        Topic { words, length }
    }

    #[test]
    fn a_topic_is_likest_to_itself() {
        let (one, other) = (topic(&[1, 2]), topic(&[2, 3]));
        assert!((one.cosine(&one, &rarity()) - 1.0).abs() < 1e-6);
        assert!(one.cosine(&other, &rarity()) < 0.65 && one.cosine(&topic(&[4]), &rarity()) == 0.0);
    }

    #[test]
    fn kin_are_found_by_their_words_the_likest_first() {
        let (rarity, mut kin) = (rarity(), Kin::default());
        kin.read(0, &topic(&[1, 2]), &rarity);
        kin.read(1, &topic(&[1, 4]), &rarity);
        kin.read(2, &topic(&[3]), &rarity);
        assert_eq!(kin.of(&topic(&[1, 2]), &rarity), [0, 1]);
        // A word that is hardly weighed finds nothing.
        assert_eq!(kin.of(&topic(&[3, 4]), &rarity), [2]);
    }
}
