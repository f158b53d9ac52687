//! What tells that two documents belong to one story: the names that both speak of.
//!
//! A clause often names its thing by a common noun ("the unit will now be commissioned in May") while its
//! document says at its head which unit is meant.

use super::affinity::overlap;
use crate::statements::{Extract, WordList};
use std::collections::HashMap;

/// Documents added to the count before a name's rarity is judged, as for the words of clauses.
const SMOOTHING: f32 = 20.0;

/// The names of one document that other documents bear too, with their rarity from 0 to 1, sorted by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Story {
    /// Those of its title and first paragraphs.
    opening: Vec<(u32, f32)>,
    /// Those of the whole text.
    all: Vec<(u32, f32)>,
}

/// What two documents have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Shared {
    /// Sum of the rarities of the names that stand at the head of both.
    pub opening: f32,
    /// The same of the names that stand anywhere in both.
    pub all: f32,
}

impl Story {
    pub(super) fn shared(&self, other: &Self) -> Shared {
        Shared { opening: overlap(&self.opening, &other.opening), all: overlap(&self.all, &other.all) }
    }
}

/// The stories of a corpus, for each document.
pub(super) fn stories(extracts: &[Extract]) -> Vec<Story> {
    let opening = rare(extracts, |extract| &extract.names.opening);
    let all = rare(extracts, |extract| &extract.names.all);
    opening.into_iter().zip(all).map(|(opening, all)| Story { opening, all }).collect()
}

/// The words of each document's list that stand in another's too, with their inverse document frequency.
fn rare<'e>(extracts: &'e [Extract], list: impl Fn(&'e Extract) -> &'e WordList) -> Vec<Vec<(u32, f32)>> {
    let mut ids: HashMap<&str, u32> = HashMap::new();
    let mut documents: Vec<u32> = Vec::new();
    for word in extracts.iter().flat_map(|extract| list(extract).iter()) {
        let id = *ids.entry(word).or_insert(documents.len() as u32);
        match documents.get_mut(id as usize) {
            Some(count) => *count += 1,
            None => documents.push(1),
        }
    }
    let total = extracts.iter().filter(|e| !e.statements.is_empty()).count() as f32 + SMOOTHING;
    let rarity = |id: u32| {
        let count = documents.get(id as usize).copied().unwrap_or(0);
        (count > 1).then(|| ((total / (count as f32 + 1.0)).ln() / total.ln()).max(0.0))
    };
    let weighed = |extract: &'e Extract| {
        let mut words: Vec<(u32, f32)> = list(extract)
            .iter()
            .filter_map(|word| ids.get(word).copied())
            .filter_map(|id| rarity(id).filter(|weight| *weight > 0.0).map(|weight| (id, weight)))
            .collect();
        words.sort_unstable_by_key(|(id, _)| *id);
        words
    };
    extracts.iter().map(weighed).collect()
}
