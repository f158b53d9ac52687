//! Which texts name a target without saying anything of its date.

use super::Target;
use super::declared::Declared;
use super::naming::aliases_for;
use super::words::{Hollow, is_empty_word, stem, words};
use crate::statements::{Extract, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// Words that a name must have which nobody wrote down: one word would name too much.
const TELLING: usize = 2;

/// The names of targets, ready to be looked for.
pub struct Names {
    /// Filed under the longest word of each name, which is likely its rarest.
    by_stem: BTreeMap<String, Vec<Name>>,
    /// The targets that have a name.
    named: BTreeSet<usize>,
}

struct Name {
    target: usize,
    stems: BTreeSet<String>,
    /// Of these one must stand there, where there are any.
    near: Vec<BTreeSet<String>>,
    /// Of these none may.
    not_near: Vec<BTreeSet<String>>,
}

impl Names {
    /// The names of `targets`: those that a desk gives them, else what their statements share.
    pub fn of(targets: &[&Target], declared: &[Declared], extracts: &[Extract]) -> Self {
        let by_id: BTreeMap<&str, &Declared> = declared.iter().map(|d| (d.id.as_str(), d)).collect();
        let mut by_stem: BTreeMap<String, Vec<Name>> = BTreeMap::new();
        let mut add = |target: usize, alias: &str, least: usize, near: &[String], not_near: &[String]| {
            let stems = stems(alias);
            let Some(longest) = stems.iter().max_by_key(|stem| stem.len()).cloned().filter(|_| stems.len() >= least) else {
                return;
            };
            let sets = |words: &[String]| words.iter().map(|word| self::stems(word)).collect();
            by_stem.entry(longest).or_default().push(Name { target, stems, near: sets(near), not_near: sets(not_near) });
        };
        for (index, target) in targets.iter().enumerate() {
            match by_id.get(&*target.id).filter(|_| target.declared) {
                Some(own) => own.aliases.iter().for_each(|alias| add(index, alias, 1, &own.near, &own.not_near)),
                None => {
                    let said = target.links.iter().filter_map(|l| extracts.get(l.id.doc)?.statements.get(l.id.statement));
                    let said: Vec<&Statement> = said.collect();
                    aliases_for(&target.title, &said).iter().for_each(|alias| add(index, alias, TELLING, &[], &[]));
                }
            }
        }
        Names::filed(by_stem)
    }

    /// The names that the titles of targets are: all of their telling words.
    pub fn of_titles(targets: &[&Target]) -> Self {
        let mut by_stem: BTreeMap<String, Vec<Name>> = BTreeMap::new();
        for (target, its) in targets.iter().enumerate() {
            let stems: BTreeSet<String> = stems(&its.title).into_iter().filter(|stem| !Hollow::english().has(stem)).collect();
            let longest = stems.iter().max_by_key(|stem| stem.len()).cloned().filter(|_| stems.len() >= TELLING);
            if let Some(longest) = longest {
                by_stem.entry(longest).or_default().push(Name { target, stems, near: Vec::new(), not_near: Vec::new() });
            }
        }
        Names::filed(by_stem)
    }

    fn filed(by_stem: BTreeMap<String, Vec<Name>>) -> Self {
        let named = by_stem.values().flatten().map(|name| name.target).collect();
        Names { by_stem, named }
    }

    /// Whether a target has a name to be looked for.
    pub fn has(&self, target: usize) -> bool {
        self.named.contains(&target)
    }

    /// The targets that a passage names, as indexes into the targets.
    pub fn in_text(&self, text: &str) -> BTreeSet<usize> {
        let said = stems(text);
        let fits = |name: &&Name| {
            name.stems.is_subset(&said)
                && (name.near.is_empty() || name.near.iter().any(|words| words.is_subset(&said)))
                && !name.not_near.iter().any(|words| words.is_subset(&said))
        };
        said.iter().filter_map(|stem| self.by_stem.get(stem)).flatten().filter(fits).map(|name| name.target).collect()
    }
}

fn stems(text: &str) -> BTreeSet<String> {
    words(text).filter(|word| !is_empty_word(word)).map(|word| stem(&word).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::fixture::{Says as _, doc, promise, record_with};

    #[test]
    fn a_passage_names_targets_by_all_words_of_a_name() {
        let declared = Declared {
            id: "bridge".into(),
            title: "A bridge".into(),
            aliases: vec!["footbridge".into()],
            near: vec!["Marlow".into()],
            not_near: vec!["railway".into()],
            ..Declared::default()
        };
        let docs = vec![doc("a.md", "2014-05-01").says(promise("The Hexley tram depot will open", "2018"))];
        let record = record_with(docs, "2015-01-01", std::slice::from_ref(&declared));
        let targets: Vec<&Target> = record.timelines.iter().map(|t| &t.target).collect();
        let names = Names::of(&targets, &[declared], &record.extracts);
        let named = |text: &str| names.in_text(text).into_iter().collect::<Vec<_>>();
        assert_eq!(named("Nobody at Marlow speaks of the footbridge now."), [0]);
        assert!(named("The footbridge at Bray is old.").is_empty());
        assert!(named("The railway footbridge at Marlow is old.").is_empty());
        assert_eq!(named("At Hexley the depots for trams stay open, and nobody knows until when."), [1]);
        assert!(named("A depot was sold.").is_empty());
    }
}
