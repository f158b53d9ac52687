//! The words by which a text says which thing it speaks of.

use crate::targets::words::stem;
use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

/// The lists of `rules/language/en/naming.toml`.
pub(super) struct Naming {
    pub whole: HashSet<String>,
    pub last: HashSet<String>,
    pub last_noun: HashSet<String>,
    pub ending: HashSet<String>,
    pub beginning: HashSet<String>,
    pub following: HashSet<String>,
    pub division: HashSet<String>,
    pub schedule: HashSet<String>,
    pub filler: HashSet<String>,
    pub announcing: HashSet<String>,
    pub care: HashSet<String>,
    pub upkeep: HashSet<String>,
}

impl Naming {
    pub(super) fn english() -> &'static Naming {
        static ENGLISH: OnceLock<Naming> = OnceLock::new();
        ENGLISH.get_or_init(|| {
            // A test reads the embedded file; if it could not be read, nothing would be named exactly.
            let mut lists: BTreeMap<String, Vec<String>> =
                toml::from_str(include_str!("../../../rules/language/en/naming.toml")).unwrap_or_default();
            let mut take = |name: &str| -> HashSet<String> {
                lists.remove(name).unwrap_or_default().iter().map(|word| stem(word).into_owned()).collect()
            };
            Naming {
                whole: take("whole"),
                last: take("final"),
                last_noun: take("final_noun"),
                ending: take("ending"),
                beginning: take("beginning"),
                following: take("following"),
                division: take("division"),
                schedule: take("schedule"),
                filler: take("filler"),
                announcing: take("announcing"),
                care: take("care"),
                upkeep: take("upkeep"),
            }
        })
    }
}
