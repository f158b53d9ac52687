//! What the statements of a document speak of, and the documents read before that speak of the same.

use super::features::{FeatureId, Profile, Rarity};
use super::placed::Placed;
use crate::prose::tagger::WordHasher;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Words lighter than this find no kin.
const TOPICAL: f32 = 0.04;
/// Newest documents kept in a word's list.
const LIST: usize = 48;
/// Documents likest to one that are its kin.
const KIN: usize = 5;

/// The words of a document's statements and of what stands by them, sorted, each at its greatest weight; and how long that
/// list of weights is, so that its square is one when they are divided by it.
pub(super) struct Topic {
    words: Box<[Placed]>,
    length: f32,
}

impl Topic {
    /// Gathers the words of a document's statements.
    pub(super) fn of(profiles: &[Profile], rarity: &Rarity) -> Self {
        let mut words: Vec<Placed> = profiles.iter().flat_map(|p| p.all.iter().copied()).collect();
        words.sort_by(|a, b| a.feature().cmp(&b.feature()).then(b.share().total_cmp(&a.share())));
        words.dedup_by_key(|word| word.feature());
        let square = |word: &Placed| rarity.weight(*word) * rarity.weight(*word);
        let length = words.iter().map(square).sum::<f32>().sqrt();
        Self { words: words.into_boxed_slice(), length: length.max(f32::MIN_POSITIVE) }
    }

    /// How alike two topics are, from 0 to 1: the cosine of their words' weights.
    pub(super) fn cosine(&self, other: &Self, rarity: &Rarity) -> f32 {
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while let (Some(x), Some(y)) = (self.words.get(i), other.words.get(j)) {
            let (one, its) = (x.feature(), y.feature());
            if one == its {
                sum += self.weight(*x, rarity) * other.weight(*y, rarity);
            }
            i += usize::from(one <= its);
            j += usize::from(its <= one);
        }
        sum
    }

    fn weight(&self, word: Placed, rarity: &Rarity) -> f32 {
        rarity.weight(word) / self.length
    }

    fn telling<'t>(&'t self, rarity: &'t Rarity) -> impl Iterator<Item = (FeatureId, f32)> + 't {
        let weighed = self.words.iter().map(|word| (word.feature(), self.weight(*word, rarity)));
        weighed.filter(|(_, weight)| *weight >= TOPICAL)
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

    /// The topic of words that are all as rare as they can be.
    fn topic(words: &[FeatureId]) -> Topic {
        let words: Box<[Placed]> = words.iter().map(|word| Placed::new(*word, By::Clause, 1.0)).collect();
        Topic { length: (words.len() as f32).sqrt(), words }
    }

    #[test]
    fn a_topic_is_likest_to_itself() {
        let rarity = Rarity::of(&[2; 9], 1.0e9);
        let (one, other) = (topic(&[1, 2]), topic(&[2, 3]));
        let full = one.cosine(&one, &rarity);
        assert!(full > 0.8 && (one.cosine(&other, &rarity) - full / 2.0).abs() < 1e-6);
        assert_eq!(one.cosine(&topic(&[4]), &rarity), 0.0);
    }

    #[test]
    fn kin_are_found_by_their_words_the_likest_first() {
        // Every document of a thousand has the last word.
        let rarity = Rarity::of(&[2, 2, 2, 2, 1000], 1000.0);
        let mut kin = Kin::default();
        kin.read(0, &topic(&[1, 2]), &rarity);
        kin.read(1, &topic(&[1, 3]), &rarity);
        kin.read(2, &topic(&[3, 4]), &rarity);
        assert_eq!(kin.of(&topic(&[1, 2]), &rarity), [0, 1]);
        // A word that is hardly weighed finds nothing.
        assert!(kin.of(&topic(&[4]), &rarity).is_empty());
    }
}
