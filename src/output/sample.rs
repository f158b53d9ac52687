//! Hand-made values for the tests of this room.

use crate::calendar::{Day, Interval};
use crate::engine::Outcome;
use crate::findings::{AsOf, Confidence, Excerpt, Family, Finding, Role, Severity};
use crate::prose::Zone;
use crate::source::{Column, Line, Place, Position, Span};
use crate::statements::{Deadline, Extract, Factuality, Key, Kind, Statement, Strength, Told, Voice};
use crate::targets::{Link, StatementId, Target};
use crate::timeline::{Record, Timeline, Verdict, VerdictType};
use std::path::Path;

/// The earlier document.
pub(crate) const PLAN: &str = "# Wards online\n\nThe trust has a plan. Every ward will be online by March 2016, the trust said,\nand no ward will be left behind.\n";
/// The later document.
pub(crate) const UPDATE: &str = "Update on the wards\n\nWork goes on. The wards are now to be online by June 2017, according to the newest paper of the trust's board, which met on Tuesday and heard that the cables are in place.\n";

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// The place of the first `words` in `text`.
pub(crate) fn place(text: &str, words: &str) -> Place {
    let start = text.find(words).expect("the words");
    let position = |at: usize| {
        let line = text[..at].matches('\n').count() + 1;
        let from = text[..at].rfind('\n').map_or(0, |n| n + 1);
        Position { line: Line(line), column: Column(text[from..at].chars().count() + 1) }
    };
    let end = start + words.len();
    Place::new(Span { start, end }, position(start), position(end))
}

/// A finding with an earlier statement.
pub(crate) fn finding(check: &str) -> Finding {
    let (later, earlier) = ("The wards are now to be online by June 2017", "Every ward will be online by March 2016");
    let primary = Excerpt {
        doc: "update.txt".into(),
        title: Some("Update on the wards".into()),
        date: Some(Interval::day(day("2016-02-03"))),
        place: Some(place(UPDATE, later)),
        quote: later.into(),
        role: Role::Moved,
        label: "a later date is given here".into(),
    };
    let related = Excerpt {
        doc: "plan.md".into(),
        title: Some("Wards online".into()),
        date: Some(Interval::day(day("2015-05-04"))),
        place: Some(place(PLAN, earlier)),
        quote: earlier.into(),
        role: Role::Commitment,
        label: "first promised here".into(),
    };
    Finding {
        check: check.into(),
        severity: Severity::Warning,
        confidence: Confidence::High,
        family: Family::Lead,
        message: "update.txt (3 February 2016) gives June 2017; plan.md (4 May 2015) gave March 2016; no document here announces the change".into(),
        why: "both speak of \"wards … online\"; \"by June 2017\" ends after \"by March 2016\"".into(),
        refuted_by: "a document that announces the change, or two separate programmes".into(),
        target: Some("wards-online".into()),
        subject: Some("wards online".into()),
        deadline: Interval::month(2016, 3),
        slip_days: Some(456),
        primary,
        related: vec![related],
        fingerprint: "0123456789abcdef".into(),
    }
}

/// The two documents of [`finding`], as files in `folder`.
pub(crate) fn record(folder: &Path) -> Record {
    let extract = |doc: &str, text: &str, published: &str| {
        let file = folder.join(doc);
        std::fs::write(&file, text).expect("a file");
        let extract = Extract {
            doc: doc.into(),
            format: Some(crate::corpus::Format::Plain),
            published: Some(crate::corpus::DatedBy {
                interval: Interval::day(day(published)),
                source: crate::corpus::DateSource::Path,
            }),
            hash: crate::source::Digest::of(text.as_bytes()),
            ..Extract::default()
        };
        extract.with(Told { file: Some(file.into()), ..Told::default() })
    };
    let extracts = vec![extract("plan.md", PLAN, "2015-05-04"), extract("update.txt", UPDATE, "2016-02-03")];
    let as_of = AsOf { day: day("2016-02-03"), set_by: Some("update.txt".into()) };
    Record { as_of, extracts, later: 0, timelines: Vec::new() }
}

/// A run that found one thing.
pub(crate) fn outcome(folder: &Path) -> Outcome {
    let findings = vec![finding("moved-unannounced")];
    Outcome {
        record: record(folder),
        findings,
        waivers: Vec::new(),
        skipped: Vec::new(),
        unopened: Vec::new(),
        cache: Default::default(),
    }
}

/// A statement of `text` whose words are `words`.
pub(crate) fn statement(text: &str, words: &str, kind: Kind, deadline: Option<(&str, Interval)>) -> Statement {
    let deadline = deadline.map(|(words, interval)| {
        Box::new(Deadline { interval, text: words.into(), place: place(text, words), approximate: false })
    });
    Statement {
        place: place(text, words),
        text: words.into(),
        prose: words.into(),
        zone: Zone::Paragraph,
        kind,
        deadline,
        old_deadline: None,
        made_on: Some(Interval::day(day("2015-05-04"))),
        speaks_from: Some(Interval::day(day("2015-05-04"))),
        delivered: None,
        strength: Strength::Firm,
        subject: "wards".into(),
        actor: None,
        speaker: Some("the trust".into()),
        voice: Voice::Own,
        factuality: Factuality::Certain,
        confidence: Confidence::High,
        cue: "will".into(),
        candidate: false,
        retold: false,
        struck: false,
        section: 0,
        key: Key::default(),
    }
}

/// The documents of [`record`] with a statement each, a candidate that nothing admitted, and their target.
pub(crate) fn full_record(folder: &Path) -> Record {
    let mut record = record(folder);
    let march = Interval::month(2016, 3).expect("a month");
    let june = Interval::month(2017, 6).expect("a month");
    let first = statement(PLAN, "Every ward will be online by March 2016", Kind::Commitment, Some(("March 2016", march)));
    let words = "The wards are now to be online by June 2017";
    let mut second = statement(UPDATE, words, Kind::Moved, Some(("June 2017", june)));
    second.old_deadline = first.deadline.clone();
    let candidate = Statement { candidate: true, ..statement(UPDATE, "the cables are in place", Kind::Met, None) };
    record.extracts[0].statements = vec![first];
    record.extracts[1].statements = vec![second, candidate];
    let link = |doc| Link {
        id: StatementId { doc, statement: 0 },
        reasons: vec!["both speak of wards".into()],
        confidence: Confidence::High,
    };
    let verdict = |verdict, from, to| Verdict {
        verdict,
        from: Some(from),
        to,
        announced: false,
        decided_by: Some(StatementId { doc: 1, statement: 0 }),
        set_by: Some(StatementId { doc: 0, statement: 0 }),
        delivered: None,
        slip_days: Some(456),
        disputed: false,
        confidence: Confidence::Medium,
        why: "the later date".into(),
    };
    let target = Target {
        id: "wards-online".into(),
        title: "Wards online".into(),
        owner: None,
        owners: Vec::new(),
        declared: false,
        record: Vec::new(),
        links: vec![link(0), link(1)],
        mentions: Vec::new(),
    };
    record.timelines = vec![Timeline {
        target,
        first_deadline: Some(march),
        in_force: vec![(Interval::day(day("2015-05-04")), march), (Interval::day(day("2016-02-03")), june)],
        verdicts: vec![verdict(VerdictType::Moved, march, Some(june)), verdict(VerdictType::Open, june, None)],
    }];
    record
}
