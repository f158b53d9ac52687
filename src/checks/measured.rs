//! How often each check was right where people have annotated what became of every target.
//!
//! The numbers are data, `rules/measured.toml`, which `examples/precision.rs` writes from sets of annotated
//! documents. Nothing is ever made up: a check that stands in no row was not measured.

use crate::calendar::long_day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Fewer findings than these are an anecdote, and it is said.
const FEW: usize = 20;

/// How often a check was right on a set that people have read.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Precision {
    /// Findings that were right.
    pub right: usize,
    /// Findings that were read and could be decided.
    pub read: usize,
    /// On what.
    pub set: String,
    /// What the set is to the program: "development" where its rules were written with the set in view, "held back"
    /// where they were not; empty where nobody said.
    pub kind: String,
    /// Findings that those who read could not decide; they count neither way.
    pub undecided: usize,
    /// The day on which it was measured, in words; empty where nobody said.
    pub on: String,
}

impl Precision {
    /// Whether too few were read to rely on.
    pub fn is_few(&self) -> bool {
        self.read < FEW
    }

    /// "right in 3 of 4 on 112 posts (development set; 22 undecided; too few to rely on)".
    pub fn words(&self) -> String {
        let kind = (!self.kind.is_empty()).then(|| format!("{} set", self.kind));
        let on = (!self.on.is_empty()).then(|| format!("measured {}", self.on));
        let undecided = (self.undecided > 0).then(|| format!("{} undecided", self.undecided));
        let few = self.is_few().then(|| "too few to rely on".to_owned());
        let asides: Vec<String> = [kind, undecided, few, on].into_iter().flatten().collect();
        let asides = if asides.is_empty() { String::new() } else { format!(" ({})", asides.join("; ")) };
        format!("right in {} of {} on {}{asides}", self.right, self.read, self.set)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    on: toml::value::Datetime,
    #[serde(default)]
    measured: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    check: String,
    set: String,
    kind: String,
    right: usize,
    wrong: usize,
    undecided: usize,
}

impl Row {
    fn precision(self, on: &str) -> (String, Precision) {
        let read = self.right.saturating_add(self.wrong);
        let Row { check, set, kind, right, undecided, .. } = self;
        (check, Precision { right, read, set, kind, undecided, on: on.to_owned() })
    }
}

/// The rows of a table, by check.
fn read(text: &str) -> Result<BTreeMap<String, Vec<Precision>>, toml::de::Error> {
    let table: Table = toml::from_str(text)?;
    let mut measured: BTreeMap<String, Vec<Precision>> = BTreeMap::new();
    let on = table.on.to_string();
    let on = on.parse().map_or(on, long_day);
    for (check, precision) in table.measured.into_iter().map(|row| row.precision(&on)) {
        measured.entry(check).or_default().push(precision);
    }
    Ok(measured)
}

/// What was measured, by the codes of the checks.
pub fn all() -> &'static BTreeMap<String, Vec<Precision>> {
    // A test reads the table, so that it is never empty by mistake.
    static ALL: LazyLock<BTreeMap<String, Vec<Precision>>> =
        LazyLock::new(|| read(include_str!("../../rules/measured.toml")).unwrap_or_default());
    &ALL
}

/// What was measured of one check; empty: it was not measured.
pub fn of(code: &str) -> &'static [Precision] {
    all().get(code).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_one_and_names_checks_that_exist() {
        let table = read(include_str!("../../rules/measured.toml")).expect("a table");
        assert!(!table.is_empty() && &table == all());
        for (code, rows) in &table {
            assert!(super::super::find(code).is_some(), "there is no check {code}");
            for row in rows {
                assert!(row.read > 0 && row.right <= row.read, "{code}: {row:?}");
                assert!(["development", "held back"].contains(&row.kind.as_str()), "{code}: {}", row.kind);
                assert!(!row.set.is_empty() && !row.on.is_empty());
            }
        }
        assert!(read("on = 2026-01-31\n[[measured]]\ncheck = \"missed\"\n").is_err());
    }

    #[test]
    fn few_findings_are_said_to_be_few() {
        let row = |right, read| Precision { right, read, set: "letters".into(), ..Precision::default() };
        assert_eq!(row(47, 50).words(), "right in 47 of 50 on letters");
        assert_eq!(row(3, 4).words(), "right in 3 of 4 on letters (too few to rely on)");
        let more = Precision { kind: "development".into(), undecided: 2, on: "1 May 2026".into(), ..row(30, 40) };
        assert_eq!(more.words(), "right in 30 of 40 on letters (development set; 2 undecided; measured 1 May 2026)");
    }
}
