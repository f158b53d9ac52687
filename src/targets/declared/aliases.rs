//! Which statements name a declared target: looked up in an index over key terms, never by scanning texts.

use super::Declared;
use crate::statements::{Extract, Key, WordList};
use crate::targets::StatementId;
use crate::targets::words::{is_empty_word, stem, words};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The declared target and alias of each statement that names one.
pub(in crate::targets) struct Aliases {
    found: HashMap<StatementId, (usize, String)>,
}

struct Alias<'d> {
    target: usize,
    text: &'d str,
    stems: Vec<String>,
}

impl Aliases {
    /// Finds all statements that name a declared target.
    ///
    /// Where several targets fit, the one whose alias has most words wins; among equals the one
    /// whose record holds the statement's deadline, then the first declared.
    pub(in crate::targets) fn index(declared: &[Declared], extracts: &[Extract]) -> Self {
        let mut found = HashMap::new();
        if declared.is_empty() {
            return Self { found };
        }
        let mut by_stem: BTreeMap<String, Vec<Alias<'_>>> = BTreeMap::new();
        for (target, d) in declared.iter().enumerate() {
            for text in &d.aliases {
                let stems = stems(text);
                // Filed under its longest word, which is likely its rarest.
                if let Some(rarest) = stems.iter().max_by_key(|s| s.len()).cloned() {
                    by_stem.entry(rarest).or_default().push(Alias { target, text, stems });
                }
            }
        }
        for (doc, extract) in extracts.iter().enumerate() {
            let title: HashSet<String> = extract.title.as_deref().map(|t| stems(t).into_iter().collect()).unwrap_or_default();
            for (index, statement) in extract.statements.iter().enumerate() {
                let clause = key_stems(&statement.key);
                let deadline = statement.deadline.as_ref().map(|d| d.interval);
                let fits = |alias: &&Alias<'_>| {
                    let Some(target) = declared.get(alias.target) else { return false };
                    let has = |word: &String| stems(word).iter().all(|s| clause.contains(s) || title.contains(s));
                    alias.stems.iter().all(|s| clause.contains(s))
                        && (target.near.is_empty() || target.near.iter().any(has))
                        && !target.not_near.iter().any(has)
                };
                let rank = |alias: &&Alias<'_>| {
                    let known = declared
                        .get(alias.target)
                        .is_some_and(|t| deadline.is_some() && t.record.iter().any(|e| e.deadline == deadline));
                    (alias.stems.len(), known, std::cmp::Reverse(alias.target))
                };
                let best = clause.iter().filter_map(|s| by_stem.get(s)).flatten().filter(fits).max_by_key(rank);
                if let Some(alias) = best {
                    found.insert(StatementId { doc, statement: index }, (alias.target, alias.text.to_owned()));
                }
            }
        }
        Self { found }
    }

    /// The declared target that the statement names, and by which alias.
    pub(in crate::targets) fn of(&self, id: StatementId) -> Option<(usize, &str)> {
        self.found.get(&id).map(|(target, alias)| (*target, alias.as_str()))
    }
}

fn stems(text: &str) -> Vec<String> {
    words(text).filter(|w| !is_empty_word(w)).map(|w| stem(&w).into_owned()).collect()
}

fn key_stems(key: &Key) -> HashSet<String> {
    let lists = [&key.terms, &key.names, &key.acronyms, &key.stages, &key.quantities];
    lists.into_iter().flat_map(WordList::iter).chain(key.head.as_deref()).flat_map(stems).collect()
}
