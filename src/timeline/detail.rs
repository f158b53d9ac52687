//! What else can be said of a verdict: whose word it rests on, what part was delivered, who answered for it.
//!
//! Everything here is computed from a record that is complete; it decides nothing.

use super::evidence::originals;
use super::{Record, Timeline, Verdict, VerdictType};
use crate::calendar::Interval;
use crate::statements::parts::{Part, part, successor};
use crate::statements::{Kind, Statement, Voice};
use crate::targets::StatementId;
use serde::Serialize;

/// Whose word a verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// The owner's own.
    Claimed,
    /// Somebody else's.
    Reported,
    /// The desk's record.
    Recorded,
}

/// A part that a document says was delivered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Delivered {
    /// The part.
    #[serde(flatten)]
    pub part: Part,
    /// The day on which the document speaks.
    pub on: Option<Interval>,
    /// The statement that says so.
    #[serde(skip)]
    pub id: StatementId,
}

/// What else can be said of a verdict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Detail<'a> {
    /// Whose word it rests on; `None` where nobody's word decides ("open", "overdue").
    pub word: Option<Word>,
    /// The last part that was said to be delivered before the whole was.
    pub partial: Option<Delivered>,
    /// Of what was given up: what took its place, in the text's own words.
    pub superseded_by: Option<String>,
    /// Whether a later deadline is in force than the one judged.
    pub superseded: bool,
    /// Who answered for the target on the last day of the deadline judged.
    pub owner: Option<&'a str>,
}

impl<'a> Detail<'a> {
    /// The detail of a verdict of `timeline`.
    pub fn of(record: &Record, timeline: &'a Timeline, verdict: &Verdict) -> Self {
        let statement = verdict.decided_by.and_then(|id| record.statement(id));
        let said = matches!(
            verdict.verdict,
            VerdictType::Met | VerdictType::MetLate | VerdictType::Missed | VerdictType::Moved | VerdictType::Dropped
        );
        let owner = verdict.from.map_or(timeline.target.owner.as_deref(), |from| timeline.target.owner_on(from.end()));
        let word = said.then(|| match statement {
            None => Word::Recorded,
            Some(statement) if is_owners(statement, owner.or(timeline.target.owner.as_deref())) => Word::Claimed,
            Some(_) => Word::Reported,
        });
        let open =
            matches!(verdict.verdict, VerdictType::Overdue | VerdictType::Open | VerdictType::Missed | VerdictType::MetLate);
        let later = timeline.last_deadline().zip(verdict.from).is_some_and(|(last, from)| last.end() > from.end());
        Detail {
            word,
            partial: if open { parts(record, timeline).pop() } else { None },
            superseded_by: statement.filter(|_| verdict.verdict == VerdictType::Dropped).and_then(|s| successor(&s.prose)),
            superseded: later && verdict.verdict == VerdictType::Missed,
            owner,
        }
    }
}

/// The parts that documents say were delivered, in order of time.
pub fn parts(record: &Record, timeline: &Timeline) -> Vec<Delivered> {
    let links = timeline.target.links.iter().filter_map(|link| Some((link.id, record.statement(link.id)?)));
    let promised: Vec<&str> = links.clone().filter(|(_, s)| s.kind == Kind::Commitment).map(|(_, s)| &*s.prose).collect();
    let partial = |(id, statement): (StatementId, &Statement)| {
        let part = delivered_part(statement, &promised)?;
        Some(Delivered { part, on: statement.speaks_from, id })
    };
    links.filter_map(partial).collect()
}

/// The part of the promise that a statement reports: none, where the promise itself was that part.
pub(super) fn delivered_part(statement: &Statement, promised: &[&str]) -> Option<Part> {
    if statement.kind != Kind::Met || statement.voice == Voice::Alleged {
        return None;
    }
    let found = part(&statement.prose)?;
    let same = |promise: &&str| part(promise).is_some_and(|p| p.done == found.done && p.whole == found.whole);
    (!promised.iter().any(same)).then_some(found)
}

/// How many documents nearly repeat an earlier one of the same target: they are one piece of evidence.
pub fn copies(record: &Record, timeline: &Timeline) -> usize {
    originals(&timeline.target, &record.extracts).iter().filter(|(doc, first)| doc != first).count()
}

/// Whether a statement is the word of whoever answers for the target: what the owner is reported to say, or
/// what a document says of those who issue it ("we").
pub fn is_owners(statement: &Statement, owner: Option<&str>) -> bool {
    let owner = owner.unwrap_or_default().to_lowercase();
    let named = statement.speaker.as_deref().is_some_and(|name| !owner.is_empty() && alike(&owner, &name.to_lowercase()));
    named || (statement.voice == Voice::Own && statement.actor.as_deref().is_some_and(first_person))
}

/// "We", "our team": a document that speaks of those who issue it.
fn first_person(actor: &str) -> bool {
    let first = actor.split_whitespace().next().unwrap_or_default().to_lowercase();
    matches!(first.as_str(), "we" | "i" | "our" | "my")
}

/// Whether two names share a word of some length that is a name's own.
fn alike(owner: &str, name: &str) -> bool {
    let own = |word: &&str| word.len() > 3 && !matches!(*word, "department" | "ministry" | "council" | "office" | "authority");
    !name.trim().is_empty()
        && (owner.contains(name) || name.contains(owner) || owner.split_whitespace().filter(own).any(|word| name.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::super::VerdictType::*;
    use super::*;
    use crate::targets::fixture::*;
    use crate::targets::{Declared, Holder};

    #[test]
    fn names_are_alike_by_their_own_words() {
        assert!(alike("department of health and social care", "health secretary"));
        assert!(!alike("ministry of law", "ministry of health"));
    }

    const SITES: &str = "The Marlow clinics will open";

    #[test]
    fn a_part_is_no_delivery_and_is_told_in_numbers() {
        let docs = vec![
            doc("a.md", "2018-05-01").says(promise(SITES, "2020")),
            doc("b.md", "2020-06-01").says(delivery("12 of the 40 Marlow clinics have opened", None)),
        ];
        let record = record(docs, "2021-06-01");
        let timeline = &record.timelines[0];
        assert_eq!(timeline.verdicts.iter().map(|v| v.verdict).collect::<Vec<_>>(), [Overdue]);
        let partial = Detail::of(&record, timeline, &timeline.verdicts[0]).partial.expect("a part");
        assert_eq!(partial.part.text, "12 of the 40 Marlow clinics");
    }

    #[test]
    fn a_promised_part_that_was_delivered_is_the_whole() {
        let docs = vec![
            doc("a.md", "2018-05-01").says(promise("12 of the 40 clinics in Marlow will open", "2020")),
            doc("b.md", "2020-06-01").says(delivery("12 of the 40 clinics in Marlow have opened", None)),
        ];
        let record = record(docs, "2021-06-01");
        assert_eq!(record.timelines[0].verdicts[0].verdict, Met);
    }

    #[test]
    fn whose_word_it_is() {
        let mut own = delivery("The Marlow footbridge opened", Some("2018-03-01"));
        own.actor = Some("We".into());
        let docs = |met| {
            vec![
                doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2018")),
                doc("b.md", "2018-03-02").says(met),
            ]
        };
        let word = |met| {
            let record = record(docs(met), "2019-01-01");
            let timeline = &record.timelines[0];
            Detail::of(&record, timeline, &timeline.verdicts[0]).word
        };
        assert_eq!(word(own), Some(Word::Claimed));
        assert_eq!(word(delivery("The Marlow footbridge opened", Some("2018-03-01"))), Some(Word::Reported));
    }

    #[test]
    fn the_owner_is_who_answered_for_it_on_its_day() {
        let day = |text: &str| text.parse().ok();
        let declared = Declared {
            id: "bridge".into(),
            aliases: vec!["Marlow footbridge".into()],
            owners: vec![
                Holder { name: "Old Board".into(), from: None, until: day("2018-12-31") },
                Holder { name: "New Board".into(), from: day("2019-01-01"), until: None },
            ],
            ..Declared::default()
        };
        let docs = vec![doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2018"))];
        let record = record_with(docs, "2021-01-01", &[declared]);
        let timeline = &record.timelines[0];
        assert_eq!(timeline.target.owner.as_deref(), Some("New Board"), "on the day of judgement");
        assert_eq!(Detail::of(&record, timeline, &timeline.verdicts[0]).owner, Some("Old Board"));
    }
}
