//! What only begins a thing, or comes before it: it brings none of its versions.

use super::lists::Naming;
use super::versioned::{Word, read};
use super::{BESIDE, Identity};
use crate::statements::{Extract, Statement};
use crate::targets::{StatementId, stages};
use rayon::prelude::*;
use std::collections::HashSet;

/// The deliveries that name no version or stage by themselves and tell of what only begins: "development of Quill 4.2 started".
pub(in crate::targets) fn begun(extracts: &[Extract], identities: &[Box<[Option<Box<Identity>>]>]) -> HashSet<StatementId> {
    // Only to versions does it matter what begins them.
    if !identities.iter().flatten().flatten().any(|identity| identity.version.is_some()) {
        return HashSet::new();
    }
    let of = |doc: usize| {
        let own = identities.get(doc).map(|own| own.iter()).into_iter().flatten();
        let told = extracts.get(doc).map(|extract| extract.statements.iter()).into_iter().flatten();
        let begun = told.zip(own).enumerate().filter(|(_, (told, own))| told.candidate && own.is_none() && only_begins(told));
        begun.map(|(statement, _)| StatementId { doc, statement }).collect::<Vec<_>>()
    };
    (0..extracts.len()).into_par_iter().flat_map_iter(of).collect()
}

/// Whether a statement speaks of the making of a thing that begins, or of what comes before it, and not of a version or
/// stage itself: "development of Quill 4.2 started".
fn only_begins(statement: &Statement) -> bool {
    let subject = statement.subject.split(" of ").next().unwrap_or_default();
    !subject.contains(|c: char| c.is_ascii_digit()) && is_begun(&read(&statement.prose))
}

/// Whether a clause says that something begins. What enters beta has come to its beta.
pub(super) fn is_begun(clause: &[Word<'_>]) -> bool {
    let naming = Naming::english();
    let comes_to_stage = |at: usize| clause.iter().skip(at + 1).take(BESIDE).any(|w| stages::is_stage_noun(&w.lower));
    let begins = |(at, word): (usize, &Word<'_>)| {
        naming.beginning.contains(word.stem.as_ref()) && !(naming.entering.contains(word.stem.as_ref()) && comes_to_stage(at))
    };
    clause.iter().enumerate().any(begins)
}
