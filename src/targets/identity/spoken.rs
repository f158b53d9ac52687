//! Which thing a document speaks of, for the clauses that say only "the release": what its title names, else what its
//! paragraphs name most.

use super::versioned::{Thing, Word, read, versioned};
use super::{is_residue, is_stage_word, stages_of};
use crate::statements::Extract;
use crate::targets::identity::lists::Naming;
use crate::targets::stages;
use crate::targets::words::is_empty_word;
use std::collections::BTreeMap;

/// What a document's title names, for the clauses that say only "the release".
#[derive(Clone, Debug, Default)]
pub(in crate::targets) struct Titled {
    /// The thing.
    pub(super) thing: Option<Thing>,
    /// The one stage that it names.
    pub(super) stage: Option<String>,
    /// The stage from which "the next beta" is counted.
    pub counted_from: Option<String>,
    /// It names one thing, or several.
    pub(super) names_some: bool,
}

/// Whether a title names a stage of something else than the thing.
fn names_stage_of_another(title: &[Word<'_>], thing: &Thing) -> bool {
    title.windows(2).any(|pair| match pair {
        [name, stage] => {
            let bare = name.stem.strip_suffix("’s").or_else(|| name.stem.strip_suffix("'s")).unwrap_or(&name.stem);
            let is_name = name.capital && !is_empty_word(&name.lower) && !is_stage_word(name);
            let own = thing.name.iter().any(|own| own == bare) || !is_residue(name, &[], Naming::english());
            !thing.name.is_empty() && is_name && !own && !stage.apart && stages::is_stage_noun(&stage.lower)
        }
        _ => false,
    })
}

/// Reads a title.
pub(in crate::targets) fn titled(title: &str) -> Titled {
    let all = read(title);
    let mut things: Vec<Thing> = versioned(&all).into_iter().map(|v| v.thing(&all)).collect();
    things.sort();
    things.dedup_by(|a, b| a.name == b.name && a.version == b.version);
    let names_some = !things.is_empty();
    // "Quill 14 beta 3, 13.4 and 12.8 released": the thing is the one with the name. "Quill 14 ends, 15 comes" has two.
    if things.len() > 2 && things.iter().filter(|thing| !thing.name.is_empty()).count() == 1 {
        things.retain(|thing| !thing.name.is_empty());
    }
    let mut stages = stages_of(title, &all);
    let thing = if things.len() == 1 { things.pop() } else { None };
    // "New Lantern beta adds Quill 4.2": which of the two is spoken of below, the title leaves open.
    let thing = thing.filter(|thing| !names_stage_of_another(&all, thing));
    Titled { thing, stage: if stages.len() == 1 { stages.pop() } else { None }, counted_from: None, names_some }
}

/// What a document speaks of where its title names nothing: the one thing that its paragraphs or its statements name, or
/// name most.
pub(in crate::targets) fn spoken_of(title: Titled, extract: &Extract) -> Titled {
    if title.names_some {
        return title;
    }
    let written = Counted::of(extract.numbered.iter().map(|one| (&*one.text, one.weight)));
    let stated = || Counted::of(extract.statements.iter().map(|statement| (&*statement.prose, 1)));
    let thing = written.most(OUTWEIGHS).or_else(|| stated().most(MOSTLY));
    Titled { thing, stage: None, counted_from: title.counted_from, names_some: false }
}

/// Whether a number without a name is no amount: "13.1-RELEASE", "1.2.4", "v3.0", "the 13.2 cycle"; but not "3.4bn".
fn is_plainly_version(all: &[Word<'_>], at: usize) -> bool {
    let Some(word) = all.get(at) else { return false };
    let naming = Naming::english();
    let is_of_release = |w: &Word<'_>| !w.apart && (naming.whole.contains(w.stem.as_ref()) || stages::is_stage_noun(&w.lower));
    let written = word.lower.starts_with('v') || word.lower.matches('.').count() > 1 || word.lower.contains('-');
    written || word.lower.ends_with(|c: char| c.is_ascii_digit()) && all.get(at + 1).is_some_and(is_of_release)
}

/// How often texts name things. "Quill 4.2" is "Marlow Quill 4.2".
struct Counted(BTreeMap<(Option<String>, String), (u32, Thing)>);

impl Counted {
    fn of<'t>(texts: impl Iterator<Item = (&'t str, u32)>) -> Self {
        let mut counts = BTreeMap::new();
        for (text, times) in texts {
            let all = read(text);
            let told = versioned(&all).into_iter().filter(|thing| !thing.name.is_empty() || is_plainly_version(&all, thing.to));
            for thing in told.map(|t| t.thing(&all)) {
                counts.entry((thing.name.last().cloned(), thing.version.clone())).or_insert((0, thing)).0 += times;
            }
        }
        Self(counts).named()
    }

    /// Counts a bare "4.2" for the one thing whose version that is; where no text names it, it stands for itself.
    fn named(self) -> Self {
        let (bare, mut named): (BTreeMap<_, _>, BTreeMap<_, _>) = self.0.into_iter().partition(|((name, _), _)| name.is_none());
        for (key, counted) in bare {
            let mut its = named.iter_mut().filter(|((_, version), _)| *version == key.1).map(|(_, counted)| counted);
            match (its.next(), its.next()) {
                (Some(only), None) => only.0 += counted.0,
                (None, _) => {
                    named.insert(key, counted);
                }
                _ => {}
            }
        }
        Self(named)
    }

    /// The thing named most often, if its share of all that is named is so great.
    fn most(&self, (part, whole): (u32, u32)) -> Option<Thing> {
        let all: u32 = self.0.values().map(|(count, _)| count).sum();
        let (count, thing) = self.0.values().max_by_key(|(count, _)| *count)?;
        (count * whole >= all * part).then(|| thing.clone())
    }
}

/// Share of all that the paragraphs of a document name, as a fraction, that makes one thing its subject.
const OUTWEIGHS: (u32, u32) = (1, 2);

/// Share of all named things, as a fraction, that makes one the subject of its document.
const MOSTLY: (u32, u32) = (2, 3);
