//! What a desk has decided about single statements: the same target, not the same, not a statement, a document's date.
//!
//! Decisions are keyed by document and quotation, never by line or id, so that they survive edits and new runs.

use super::StatementId;
use crate::calendar::Interval;
use crate::findings::folded;
use crate::statements::Extract;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A statement as a desk names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quoted {
    /// The document's path as shown, or the id of a record.
    pub doc: String,
    /// The statement's words, or enough of them to know it by.
    pub quote: String,
}

/// All decisions of a desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// Groups of statements that are about one target.
    #[serde(default)]
    pub same: Vec<Vec<Quoted>>,
    /// Groups of statements no two of which are about one target.
    #[serde(default)]
    pub apart: Vec<Vec<Quoted>>,
    /// Clauses that are no statements at all.
    #[serde(default)]
    pub not_a_statement: Vec<Quoted>,
    /// Dates of documents that know none, or a wrong one.
    #[serde(default)]
    pub dates: BTreeMap<String, Interval>,
}

/// Decisions resolved to the statements of one run.
#[derive(Default)]
pub(super) struct Rulings {
    same: HashMap<StatementId, Vec<StatementId>>,
    apart: HashMap<StatementId, Vec<StatementId>>,
    pub(super) not_statements: BTreeSet<StatementId>,
}

impl Rulings {
    pub(super) fn same(&self, id: StatementId) -> impl Iterator<Item = StatementId> + '_ {
        self.same.get(&id).into_iter().flatten().copied()
    }

    pub(super) fn apart(&self, id: StatementId) -> impl Iterator<Item = StatementId> + '_ {
        self.apart.get(&id).into_iter().flatten().copied()
    }
}

impl Decisions {
    /// Takes in what another file decides.
    pub fn extend(&mut self, other: Decisions) {
        self.same.extend(other.same);
        self.apart.extend(other.apart);
        self.not_a_statement.extend(other.not_a_statement);
        self.dates.extend(other.dates);
    }

    /// Finds the statements that the decisions speak of. A quotation that stands nowhere decides nothing.
    pub(super) fn resolve(&self, extracts: &[Extract]) -> Rulings {
        let mut rulings = Rulings::default();
        if self.same.is_empty() && self.apart.is_empty() && self.not_a_statement.is_empty() {
            return rulings;
        }
        let docs: HashMap<&str, usize> = extracts.iter().enumerate().map(|(i, e)| (&*e.doc, i)).collect();
        let find = |quoted: &Quoted| -> Vec<StatementId> {
            let wanted = folded(&quoted.quote);
            let Some((&doc, extract)) = docs.get(quoted.doc.as_str()).and_then(|doc| Some((doc, extracts.get(*doc)?))) else {
                return Vec::new();
            };
            let holds = |text: &str| {
                let text = folded(text);
                !wanted.is_empty() && (text.contains(&wanted) || wanted.contains(&text))
            };
            let found = extract.statements.iter().enumerate().filter(|(_, s)| holds(&s.prose));
            found.map(|(statement, _)| StatementId { doc, statement }).collect()
        };
        let mut pair = |groups: &[Vec<Quoted>], same: bool| {
            for group in groups {
                let found: Vec<Vec<StatementId>> = group.iter().map(find).collect();
                for (i, left) in found.iter().enumerate() {
                    for right in found.iter().skip(i + 1) {
                        for (a, b) in left.iter().flat_map(|a| right.iter().map(move |b| (*a, *b))).filter(|(a, b)| a != b) {
                            let map = if same { &mut rulings.same } else { &mut rulings.apart };
                            map.entry(a).or_default().push(b);
                            map.entry(b).or_default().push(a);
                        }
                    }
                }
            }
        };
        pair(&self.same, true);
        pair(&self.apart, false);
        rulings.not_statements = self.not_a_statement.iter().flat_map(find).collect();
        rulings
    }
}
