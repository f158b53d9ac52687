//! Where to look for what earlier runs found out.

use super::{Desk, Inputs};
use crate::cache::{self, Cache, Seal};
use crate::targets::{self, Target};
use crate::timeline::Scope;

/// What earlier runs found out, and what this one is told from them by.
pub(super) struct Known<'o> {
    pub cache: Cache,
    pub reading: cache::Reading<'o>,
}

impl Known<'_> {
    /// The targets of a corpus. Where every file is as it was (told by their `seals`, in the order in which they were
    /// read), and the desk's rules and the day of judgement too, they are those of the run before. `forgets`: nobody asks
    /// for the words around statements once they are linked.
    pub fn linked(&self, inputs: &Inputs, seals: Option<&[Seal]>, desk: &Desk, scope: &mut Scope, forgets: bool) -> Vec<Target> {
        let as_of = scope.as_of.day;
        let mut link = || match forgets {
            true => targets::link_and_forget(&mut scope.extracts, &desk.declared, &desk.decisions),
            false => targets::link(&scope.extracts, &desk.declared, &desk.decisions),
        };
        let Some(seals) = seals.filter(|_| self.cache.is_open()) else { return link() };
        let named = inputs.paths.iter().chain(&inputs.against).map(|path| path.as_path());
        let slot = self.reading.links(named, seals, &desk.rules, as_of);
        if let Some((targets, _)) = self.cache.get(&slot) {
            return targets;
        }
        let targets = link();
        self.cache.put(&slot, &targets);
        targets
    }
}
