//! What later documents tell in the words of a target, though no link was made: enough to doubt that nothing was said.

use crate::calendar::Day;
use crate::statements::Kind;
use crate::targets::named::Names;
use crate::targets::{StatementId, Target};
use crate::timeline::Record;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The targets of a record beside what its documents report without saying of which target.
pub(super) struct Reported<'r> {
    names: Names,
    /// Each target's place among the names, by its id.
    places: HashMap<&'r str, usize>,
    /// By place: the days on which a document tells of something done in all of the words of the target's name.
    days: Vec<Vec<Day>>,
}

impl<'r> Reported<'r> {
    /// Looks through the deliveries that no target took up.
    pub(super) fn of(record: &'r Record) -> Self {
        let targets: Vec<&Target> = record.timelines.iter().map(|timeline| &timeline.target).collect();
        let names = Names::of_titles(&targets);
        let linked: HashSet<StatementId> = targets.iter().flat_map(|target| target.links.iter().map(|link| link.id)).collect();
        let mut days = vec![Vec::new(); targets.len()];
        for (doc, extract) in record.extracts.iter().enumerate() {
            let Some(published) = extract.published.as_ref().map(|d| d.interval.end()) else { continue };
            let told =
                extract.statements.iter().enumerate().filter(|(_, statement)| statement.candidate && statement.kind == Kind::Met);
            let free = told.filter(|(statement, _)| !linked.contains(&StatementId { doc, statement: *statement }));
            let found: BTreeSet<usize> = free.flat_map(|(_, statement)| names.in_text(&statement.prose)).collect();
            for place in found {
                if let Some(days) = days.get_mut(place) {
                    days.push(published);
                }
            }
        }
        let places = targets.iter().enumerate().map(|(place, target)| (&*target.id, place)).collect();
        Reported { names, places, days }
    }

    /// Whether a document of `from` or later tells of something done in the words of the target.
    pub(super) fn since(&self, target: &Target, from: Day) -> bool {
        let days = self.places.get(&*target.id).and_then(|place| self.days.get(*place));
        days.is_some_and(|days| days.iter().any(|day| *day >= from))
    }

    /// Whether the words of its statements tell the target from others: "the next milestone" does not.
    pub(super) fn is_named(&self, target: &Target) -> bool {
        target.declared || self.places.get(&*target.id).is_some_and(|place| self.names.has(*place))
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
        let since = |record: &Record, from: &str| Reported::of(record).since(&record.timelines[0].target, day(from));
        assert!(!since(&record, "2014-05-02"), "what is linked is no doubt");
        record.timelines[0].target.links.truncate(1);
        assert!(since(&record, "2014-05-02"));
        assert!(!since(&record, "2015-06-02"), "nothing later");
        assert!(Reported::of(&record).is_named(&record.timelines[0].target));
    }

    #[test]
    fn one_word_names_nothing() {
        let docs = vec![doc("a.md", "2014-05-01").says(promise("The next milestone will come", "2015"))];
        let record = record(docs, "2016-06-01");
        assert!(!Reported::of(&record).is_named(&record.timelines[0].target));
    }
}
