//! What tells that two documents belong to one story: the names that both speak of.
//!
//! A clause often names its thing by a common noun ("the unit will now be commissioned in May") while its
//! document says at its head which unit is meant.

use super::affinity::overlap;
use crate::prose::tagger::WordHasher;
use crate::statements::{Extract, WordList};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Documents added to the count before a name's rarity is judged, as for the words of clauses.
const SMOOTHING: f32 = 20.0;

/// The names of one document that other documents bear too, with their rarity from 0 to 1, sorted by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Story {
    /// Those of its title and first paragraphs.
    opening: Box<[(u32, f32)]>,
    /// Those of the whole text.
    all: Box<[(u32, f32)]>,
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

/// The stories of a corpus, for each document; `None` where no other shares a name of it.
pub(super) fn stories(extracts: &[Extract]) -> Vec<Option<Box<Story>>> {
    let (opening, all) = (Rare::of(extracts, |e| &e.names.opening), Rare::of(extracts, |e| &e.names.all));
    let story = |extract: &Extract| {
        let story = Story { opening: opening.among(&extract.names.opening), all: all.among(&extract.names.all) };
        (!(story.opening.is_empty() && story.all.is_empty())).then(|| Box::new(story))
    };
    extracts.iter().map(story).collect()
}

/// The words of all documents' lists, with how many documents have them.
struct Rare<'e> {
    ids: HashMap<&'e str, u32, BuildHasherDefault<WordHasher>>,
    documents: Vec<u32>,
    total: f32,
}

impl<'e> Rare<'e> {
    fn of(extracts: &'e [Extract], list: impl Fn(&'e Extract) -> &'e WordList) -> Self {
        let mut ids: HashMap<&str, u32, _> = HashMap::default();
        let mut documents: Vec<u32> = Vec::new();
        for word in extracts.iter().flat_map(|extract| list(extract).iter()) {
            let id = *ids.entry(word).or_insert(documents.len() as u32);
            match documents.get_mut(id as usize) {
                Some(count) => *count += 1,
                None => documents.push(1),
            }
        }
        let total = extracts.iter().filter(|e| !e.statements.is_empty()).count() as f32 + SMOOTHING;
        Self { ids, documents, total }
    }

    fn rarity(&self, id: u32) -> Option<f32> {
        let count = self.documents.get(id as usize).copied().unwrap_or(0);
        (count > 1).then(|| ((self.total / (count as f32 + 1.0)).ln() / self.total.ln()).max(0.0))
    }

    /// Those of a document's words that stand in another's list too, with their inverse document frequency.
    fn among(&self, list: &WordList) -> Box<[(u32, f32)]> {
        let mut words: Vec<(u32, f32)> = list
            .iter()
            .filter_map(|word| self.ids.get(word).copied())
            .filter_map(|id| self.rarity(id).filter(|weight| *weight > 0.0).map(|weight| (id, weight)))
            .collect();
        words.sort_unstable_by_key(|(id, _)| *id);
        words.into_boxed_slice()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statements::Names;
    use crate::targets::fixture::{Says, doc, promise};

    fn speaking_of(path: &str, opening: &[&str], all: &[&str]) -> Extract {
        let mut extract = doc(path, "2014-05-01").says(promise("The unit will be finished", "2016"));
        let all = opening.iter().chain(all).copied().collect();
        extract.names = Names { opening: opening.iter().copied().collect(), all };
        extract
    }

    #[test]
    fn what_both_name_at_their_head_is_shared_and_what_one_names_alone_is_not() {
        let docs = [
            speaking_of("a.md", &["marlow", "harrow"], &["leeds"]),
            speaking_of("b.md", &["marlow"], &["harrow", "leeds"]),
            speaking_of("c.md", &["toll"], &[]),
        ];
        let stories = stories(&docs);
        let story = |at: usize| stories[at].clone().unwrap_or_default();
        let shared = story(0).shared(&story(1));
        assert!(shared.opening > 0.0 && shared.all > 2.0 * shared.opening, "{shared:?}");
        assert_eq!(story(0).shared(&story(2)), Shared::default());
    }

    #[test]
    fn a_name_that_every_document_bears_says_less() {
        let of = |count: usize| {
            let docs: Vec<Extract> =
                (0..40).map(|i| speaking_of(&format!("{i}.md"), if i < count { &["marlow"] } else { &[] }, &[])).collect();
            let stories = stories(&docs);
            let story = |at: usize| stories[at].clone().unwrap_or_default();
            story(0).shared(&story(1)).opening
        };
        assert!(of(2) > of(20) && of(20) > 0.0);
    }
}
