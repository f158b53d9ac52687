//! The words by which a text says which thing it speaks of.

use crate::prose::tagger::WordHasher;
use crate::targets::words::stem;
use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::OnceLock;

/// A list of words, by their stems.
pub(super) type Stems = HashSet<String, BuildHasherDefault<WordHasher>>;

/// The lists of `rules/language/en/naming.toml`.
pub(super) struct Naming {
    pub whole: Stems,
    pub last: Stems,
    pub last_noun: Stems,
    pub last_alone: Stems,
    pub last_date: Stems,
    pub ending: Stems,
    pub beginning: Stems,
    pub entering: Stems,
    pub following: Stems,
    pub relative: Stems,
    pub division: Stems,
    pub schedule: Stems,
    pub filler: Stems,
    pub counting: Stems,
    pub announcing: Stems,
    pub care: Stems,
    pub state: Stems,
    pub upkeep: Stems,
    pub common: Stems,
}

impl Naming {
    pub(super) fn english() -> &'static Naming {
        static ENGLISH: OnceLock<Naming> = OnceLock::new();
        ENGLISH.get_or_init(|| {
            // A test reads the embedded file; if it could not be read, nothing would be named exactly.
            let mut lists: BTreeMap<String, Vec<String>> =
                toml::from_str(include_str!("../../../rules/language/en/naming.toml")).unwrap_or_default();
            let mut take = |name: &str| -> Stems {
                lists.remove(name).unwrap_or_default().iter().map(|word| stem(word).into_owned()).collect()
            };
            Naming {
                whole: take("whole"),
                last: take("final"),
                last_noun: take("final_noun"),
                last_alone: take("final_alone"),
                last_date: take("final_date"),
                ending: take("ending"),
                beginning: take("beginning"),
                entering: take("entering"),
                following: take("following"),
                relative: take("relative"),
                division: take("division"),
                schedule: take("schedule"),
                filler: take("filler"),
                counting: take("counting"),
                announcing: take("announcing"),
                care: take("care"),
                state: take("state"),
                upkeep: take("upkeep"),
                common: take("common"),
            }
        })
    }
}
