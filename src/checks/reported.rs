//! What later documents tell in the words of a target, though no link was made: enough to doubt that nothing was said.

use crate::calendar::Day;
use crate::targets::named::Names;
use crate::targets::{StatementId, Target};
use crate::timeline::Record;
use std::collections::BTreeSet;

/// The targets of a record beside what its documents report without saying of which target.
pub(super) struct Reported {
    /// By target: whether its own words name it at all.
    named: Vec<bool>,
    /// By target: the days on which a document tells of something done in all of the words of its name.
    days: Vec<Vec<Day>>,
}

impl Reported {
    /// Looks through the deliveries that no target took up.
    pub(super) fn of(record: &Record) -> Self {
        let targets: Vec<&Target> = record.timelines.iter().map(|timeline| &timeline.target).collect();
        let names = Names::of_titles(&targets);
        let linked: BTreeSet<_> = targets.iter().flat_map(|target| target.links.iter().map(|link| link.id)).collect();
        let mut days = vec![Vec::new(); targets.len()];
        for (doc, extract) in record.extracts.iter().enumerate() {
            let Some(published) = extract.published.as_ref().map(|d| d.interval.end()) else { continue };
            let told = extract.statements.iter().enumerate().filter(|(_, statement)| statement.candidate);
            let free = told.filter(|(statement, _)| !linked.contains(&StatementId { doc, statement: *statement }));
            let found: BTreeSet<usize> = free.flat_map(|(_, statement)| names.in_text(&statement.prose)).collect();
            for target in found {
                if let Some(days) = days.get_mut(target) {
                    days.push(published);
                }
            }
        }
        let named = targets.iter().enumerate().map(|(index, target)| target.declared || names.has(index)).collect();
        Reported { named, days }
    }

    /// Whether a document of `from` or later tells of something done in the words of the target.
    pub(super) fn since(&self, target: usize, from: Day) -> bool {
        self.days.get(target).is_some_and(|days| days.iter().any(|day| *day >= from))
    }

    /// Whether the words of its statements tell the target from others: "the next milestone" does not.
    pub(super) fn is_named(&self, target: usize) -> bool {
        self.named.get(target).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::fixture::*;

    #[test]
    fn what_is_told_in_the_words_of_a_target_and_linked_to_none_is_reported() {
        let docs = vec![
            doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2015")),
            doc("b.md", "2015-06-01").says(delivery("The Marlow footbridge opened to walkers", None)),
        ];
        let mut record = record(docs, "2016-06-01");
        let day = |text: &str| text.parse::<Day>().expect("a day");
        assert!(!Reported::of(&record).since(0, day("2014-05-02")), "what is linked is no doubt");
        record.timelines[0].target.links.truncate(1);
        let reported = Reported::of(&record);
        assert!(reported.since(0, day("2014-05-02")));
        assert!(!reported.since(0, day("2015-06-02")), "nothing later");
        assert!(reported.is_named(0));
    }

    #[test]
    fn one_word_names_nothing() {
        let docs = vec![doc("a.md", "2014-05-01").says(promise("The next milestone will come", "2015"))];
        assert!(!Reported::of(&record(docs, "2016-06-01")).is_named(0));
    }
}
