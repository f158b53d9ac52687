//! Small documents made by hand, for the tests of this room and of those after it.

use crate::calendar::{Day, Interval};
use crate::corpus::{DateSource, DatedBy};
use crate::findings::Confidence;
use crate::prose::Zone;
use crate::source::{Column, Line, Place, Position, Span};
use crate::statements::{Deadline, Exact, Extract, Factuality, Key, Kind, Statement, Strength, Voice};
use crate::targets::{Decisions, Declared, link};
use crate::timeline::{Record, build, scope};

/// A period: "2018", "2018-06", "2018-06-30", "2018-Q3".
pub(crate) fn period(text: &str) -> Interval {
    super::declared::period(text).unwrap_or_else(|| panic!("{text} is no period"))
}

/// A document without statements.
pub(crate) fn doc(name: &str, published: &str) -> Extract {
    Extract {
        doc: name.into(),
        published: Some(DatedBy { interval: period(published), source: DateSource::FrontMatter }),
        ..Extract::default()
    }
}

/// Adds statements to a document; each takes the next line and speaks from the document's day.
pub(crate) trait Says {
    /// See the trait.
    fn says(self, statement: Statement) -> Self;
}

impl Says for Extract {
    fn says(mut self, mut statement: Statement) -> Self {
        statement.place = place(self.statements.len() + 1);
        for d in [&mut statement.deadline, &mut statement.old_deadline].into_iter().flatten() {
            d.place = statement.place;
        }
        let published = self.published.as_ref().map(|d| d.interval);
        statement.speaks_from = statement.speaks_from.or(published);
        statement.made_on = statement.made_on.or(published);
        self.statements.push(statement);
        self
    }
}

fn place(line: usize) -> Place {
    let at = |column| Position { line: Line(line), column: Column(column) };
    Place::new(Span { start: line * 1000, end: line * 1000 + 99 }, at(1), at(99))
}

fn deadline(text: &str) -> Box<Deadline> {
    Box::new(Deadline { interval: period(text), text: text.into(), place: place(1), approximate: false })
}

/// A statement about what its words name: every word longer than three letters is a key term.
pub(crate) fn statement(kind: Kind, text: &str) -> Statement {
    let terms = super::words::words(text).filter(|w| w.chars().count() > 3).collect();
    let exact = Exact { stages: super::stages::stages(text).into_iter().collect(), ..Exact::default() };
    Statement {
        place: place(1),
        text: text.into(),
        prose: text.into(),
        zone: Zone::Paragraph,
        kind,
        deadline: None,
        old_deadline: None,
        made_on: None,
        speaks_from: None,
        delivered: None,
        strength: Strength::Firm,
        subject: text.into(),
        actor: None,
        speaker: None,
        voice: Voice::Own,
        factuality: Factuality::Certain,
        confidence: Confidence::High,
        cue: "fixture".into(),
        candidate: false,
        retold: false,
        struck: false,
        section: 0,
        key: Key { terms, exact: Some(exact.into()), ..Key::default() },
    }
}

/// A commitment by a date.
pub(crate) fn promise(text: &str, by: &str) -> Statement {
    Statement { deadline: Some(deadline(by)), ..statement(Kind::Commitment, text) }
}

/// Words of change, with old and new date where they are given.
pub(crate) fn moved(text: &str, from: Option<&str>, to: Option<&str>) -> Statement {
    Statement { deadline: to.map(deadline), old_deadline: from.map(deadline), ..statement(Kind::Moved, text) }
}

/// A delivery without an outcome word.
pub(crate) fn delivery(text: &str, on: Option<&str>) -> Statement {
    Statement { delivered: on.map(period), candidate: true, ..statement(Kind::Met, text) }
}

/// Something told as not done, without an outcome word.
pub(crate) fn undelivered(text: &str) -> Statement {
    Statement { candidate: true, ..statement(Kind::Missed, text) }
}

/// A commitment that the clause only retells.
pub(crate) fn retold(text: &str, by: &str, made: Option<&str>) -> Statement {
    Statement { retold: true, made_on: made.map(period), ..promise(text, by) }
}

/// The record of documents, as of a day.
pub(crate) fn record(docs: Vec<Extract>, as_of: &str) -> Record {
    record_with(docs, as_of, &[])
}

/// The record of documents and declared targets, as of a day.
pub(crate) fn record_with(docs: Vec<Extract>, as_of: &str, declared: &[Declared]) -> Record {
    let day: Day = as_of.parse().expect("a day");
    let scope = scope(docs, Some(day)).expect("a given day");
    let targets = link(&scope.extracts, declared, &Decisions::default());
    build(scope, targets)
}

/// The codes of the findings of one check's run, with severity.
pub(crate) fn found(record: &Record, code: &str) -> Vec<crate::findings::Finding> {
    let mut findings = Vec::new();
    (crate::checks::find(code).expect("a check").run)(record, &mut findings);
    findings
}
