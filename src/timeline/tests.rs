//! What verdicts follow from what is said.

use super::{Record, VerdictType::*};
use crate::calendar::Interval;
use crate::findings::Confidence;
use crate::statements::{Extract, Kind, Statement, Voice};
use crate::targets::Declared;
use crate::targets::fixture::*;
use proptest::prelude::*;

/// Types of the verdicts on the only target.
fn verdicts(record: &Record) -> Vec<super::VerdictType> {
    assert_eq!(record.timelines.len(), 1, "{:#?}", record.timelines.iter().map(|t| &t.target.title).collect::<Vec<_>>());
    record.timelines[0].verdicts.iter().map(|v| v.verdict).collect()
}

const BRIDGE: &str = "The Marlow footbridge will open";

#[test]
fn silence_is_overdue_and_never_missed() {
    let docs = || vec![doc("a.md", "2016-04-12").says(promise(BRIDGE, "2018"))];
    assert_eq!(verdicts(&record(docs(), "2018-12-31")), [Open], "the last day has not passed");
    assert_eq!(verdicts(&record(docs(), "2019-01-01")), [Overdue]);
}

#[test]
fn a_later_date_without_a_word_is_an_unannounced_move() {
    let record = record(
        vec![doc("a.md", "2014-05-01").says(promise(BRIDGE, "2018")), doc("b.md", "2016-05-01").says(promise(BRIDGE, "2020"))],
        "2017-01-01",
    );
    assert_eq!(verdicts(&record), [Moved, Open]);
    let verdict = &record.timelines[0].verdicts[0];
    assert!(!verdict.announced);
    assert_eq!((verdict.from, verdict.to, verdict.slip_days), (Some(period("2018")), Some(period("2020")), Some(731)));
}

#[test]
fn words_of_change_that_a_digest_repeats_change_nothing_more() {
    let delayed = || Statement { deadline: None, ..statement(Kind::Moved, "The Marlow footbridge is delayed") };
    let docs =
        vec![doc("b.md", "2016-05-01").says(delayed()).says(promise(BRIDGE, "2020")), doc("c.md", "2016-05-08").says(delayed())];
    assert_eq!(verdicts(&record(docs, "2017-01-01")), [Open]);
}

#[test]
fn words_of_change_a_year_after_the_day_are_of_another() {
    let delayed = || Statement { deadline: None, ..statement(Kind::Moved, "The opening of the Marlow footbridge is delayed") };
    let of = |day: &str| {
        let docs = vec![doc("a.md", "2014-05-01").says(promise(BRIDGE, "2018")), doc("b.md", day).says(delayed())];
        record(docs, "2021-01-01").timelines.iter().any(|t| t.verdicts.iter().any(|v| v.verdict == Moved))
    };
    assert!(of("2018-06-01") && of("2019-06-01"));
    assert!(!of("2020-06-01"));
}

#[test]
fn precision_and_repetition_are_no_moves() {
    for second in ["2018-03", "2018", "2018-12-31"] {
        let docs = vec![
            doc("a.md", "2014-05-01").says(promise(BRIDGE, "2018")),
            doc("b.md", "2016-05-01").says(promise(BRIDGE, second)),
        ];
        assert_eq!(verdicts(&record(docs, "2017-01-01")), [Open], "{second}");
    }
}

#[test]
fn the_end_of_the_year_is_no_new_date_for_a_day_shortly_before_it() {
    let of = |first: &str| {
        let docs = vec![
            doc("a.md", "2013-01-01").says(promise("The Marlow footbridge will open", first)),
            doc("b.md", "2013-02-01").says(promise("The Marlow footbridge will open", "2013-12-31")),
            doc("z.md", "2013-03-01"),
        ];
        verdicts(&record(docs, "2013-03-01")).contains(&Moved)
    };
    assert!(!of("2013-11-14"));
    assert!(of("2013-06-14"));
}

#[test]
fn a_deadline_made_precise_is_judged_by_the_precise_one() {
    let docs = vec![
        doc("a.md", "2017-05-01").says(promise(BRIDGE, "2018")),
        doc("b.md", "2018-01-15").says(promise(BRIDGE, "2018-03")),
        doc("c.md", "2018-06-20").says(delivery("The Marlow footbridge opened today", Some("2018-06-20"))),
    ];
    assert_eq!(verdicts(&record(docs, "2019-01-01")), [MetLate]);
}

#[test]
fn words_of_change_announce_a_move() {
    let docs = vec![
        doc("a.md", "2014-05-01").says(promise(BRIDGE, "2018")),
        doc("b.md", "2016-05-01").says(moved("The Marlow footbridge has been put back", Some("2018"), Some("2020"))),
        doc("c.md", "2017-05-01").says(promise(BRIDGE, "2020")),
    ];
    let record = record(docs, "2018-01-01");
    assert_eq!(verdicts(&record), [Moved, Open]);
    assert!(record.timelines[0].verdicts[0].announced);
}

#[test]
fn the_date_of_another_stage_that_was_named_beside_moves_nothing() {
    let on_track = |by: &str| Statement { kind: Kind::OnTrack, ..promise("The Marlow footbridge is on track", by) };
    let both = || doc("b.md", "2016-05-01").says(on_track("2018-03")).says(promise(BRIDGE, "2018-09"));
    let again = || doc("c.md", "2017-05-01").says(promise("The Marlow footbridge will open", "2018-09"));
    assert_eq!(verdicts(&record(vec![both(), again()], "2018-01-01")), [Open]);
    // Of a day that had been set before, it is one.
    let before = doc("a.md", "2014-05-01").says(promise(BRIDGE, "2018-Q1"));
    let record = record(vec![before, both(), again()], "2018-01-01");
    assert_eq!(verdicts(&record), [Moved, Open]);
    assert_eq!(record.timelines[0].verdicts[0].from, Some(period("2018-Q1")));
}

#[test]
fn a_delay_told_on_the_day_that_is_kept_is_an_earlier_one() {
    let delayed = "The Marlow footbridge was delayed for two months";
    let docs = vec![
        doc("a.md", "2018-08-30").says(promise(BRIDGE, "2018-09-05")),
        doc("b.md", "2018-09-05").says(delivery("The Marlow footbridge is open", None)).says(moved(delayed, None, None)),
    ];
    assert_eq!(verdicts(&record(docs, "2019-01-01")), [Met]);
}

#[test]
fn what_is_still_not_done_misses_only_a_day_that_has_passed() {
    let still = |on: &str| doc("b.md", on).says(undelivered("The Marlow footbridge has still not opened"));
    let record = |on: &str| record(vec![doc("a.md", "2014-05-01").says(promise(BRIDGE, "2018")), still(on)], "2020-01-01");
    assert_eq!(verdicts(&record("2019-02-01")), [Missed]);
    assert_eq!(verdicts(&record("2018-02-01")), [Overdue]);
    assert_eq!(record("2018-02-01").timelines[0].target.links.len(), 1, "it says nothing of a day to come");
    // The text's own new day does not make the old one unpassed; another text's does.
    let anew = "The Marlow footbridge will open";
    let with_new = still("2019-02-01").says(promise(anew, "2021"));
    let docs = vec![doc("a.md", "2014-05-01").says(promise(BRIDGE, "2018")), with_new];
    assert!(verdicts(&super::tests::record(docs, "2020-01-01")).contains(&Missed));
    let docs = vec![
        doc("a.md", "2014-05-01").says(promise(BRIDGE, "2018")),
        doc("c.md", "2017-05-01").says(promise(anew, "2021")),
        still("2019-02-01"),
    ];
    assert!(!verdicts(&super::tests::record(docs, "2020-01-01")).contains(&Missed));
}

#[test]
fn what_is_still_not_done_misses_a_day_of_the_desks_record_and_nothing_that_was_delivered() {
    let still = || doc("b.md", "2019-02-01").says(undelivered("The Marlow footbridge has still not opened"));
    let text = r#"
[[target]]
id = "footbridge"
title = "Marlow footbridge"
aliases = ["Marlow footbridge"]
[[target.event]]
kind = "set"
on = 2014
deadline = 2018
"#;
    let declared: Vec<Declared> = crate::targets::declared::parse("t.toml", text).expect("a good file");
    assert_eq!(verdicts(&record_with(vec![still()], "2020-01-01", &declared)), [Missed]);
    let docs = vec![
        doc("a.md", "2014-05-01").says(promise(BRIDGE, "2018")),
        doc("c.md", "2018-05-02").says(delivery("The Marlow footbridge opened today", Some("2018-05-02"))),
        still(),
    ];
    assert_eq!(verdicts(&record(docs, "2020-01-01")), [Met]);
}

#[test]
fn called_off_and_planned_anew_is_a_move() {
    let docs = vec![
        doc("a.md", "2014-05-01").says(promise(BRIDGE, "2018")),
        doc("b.md", "2016-05-01")
            .says(statement(Kind::Dropped, "The plan for the Marlow footbridge was withdrawn"))
            .says(promise("A new Marlow footbridge will open", "2021")),
    ];
    assert_eq!(verdicts(&record(docs, "2018-01-01")), [Moved, Open]);
}

#[test]
fn delivery_decides_only_as_far_as_it_is_dated() {
    let plan = || doc("a.md", "2014-05-01").says(promise(BRIDGE, "2015-06"));
    let looking_back = doc("b.md", "2017-05-01").says(delivery("Since the Marlow footbridge opened", None));
    assert_eq!(verdicts(&record(vec![plan(), looking_back], "2018-01-01")), [Met], "it may have been in time");
    let still_building = doc("b.md", "2015-09-01").says(statement(Kind::AtRisk, "The Marlow footbridge may not open"));
    let opened = doc("c.md", "2016-05-01").says(delivery("The Marlow footbridge opened", None));
    assert_eq!(verdicts(&record(vec![plan(), still_building, opened], "2018-01-01")), [MetLate]);
}

#[test]
fn a_day_in_time_against_another_text_that_says_missed_is_disputed() {
    let missed = Statement {
        deadline: promise("", "2018").deadline,
        ..statement(Kind::Missed, "The Marlow footbridge missed its 2018 date")
    };
    let docs = |on: &str| {
        vec![
            doc("a.md", "2014-05-01").says(promise(BRIDGE, "2018")),
            doc("b.md", "2019-01-10").says(missed.clone()),
            doc("c.md", "2019-02-01").says(delivery("The Marlow footbridge opened", Some(on))),
        ]
    };
    let of = |on: &str| {
        let record = record(docs(on), "2020-01-01");
        record.timelines[0].verdicts.iter().map(|v| (v.verdict, v.disputed)).collect::<Vec<_>>()
    };
    assert_eq!(of("2018-11-20"), [(Missed, true), (Met, true)]);
    assert_eq!(of("2019-01-20"), [(Missed, false), (MetLate, false)]);
}

#[test]
fn in_time_after_a_move_is_late_by_the_first_date() {
    let docs = vec![
        doc("a.md", "2014-05-01").says(promise(BRIDGE, "2015")),
        doc("b.md", "2015-05-01").says(moved("The Marlow footbridge is postponed", None, Some("2017"))),
        doc("c.md", "2017-05-02").says(delivery("The Marlow footbridge opened today", Some("2017-05-02"))),
    ];
    assert_eq!(verdicts(&record(docs, "2018-01-01")), [Moved, MetLate]);
}

#[test]
fn a_miss_said_before_its_day_is_none_and_an_allegation_decides_nothing() {
    let plan = || doc("a.md", "2014-05-01").says(promise(BRIDGE, "2018"));
    let missed = |s: Statement| Statement { deadline: plan().statements[0].deadline.clone(), ..s };
    let words = "The Marlow footbridge has missed its deadline";
    let early = doc("b.md", "2017-05-01").says(missed(statement(Kind::Missed, words)));
    assert_eq!(verdicts(&record(vec![plan(), early], "2019-06-01")), [Overdue]);
    let late = doc("b.md", "2019-05-01").says(missed(statement(Kind::Missed, words)));
    assert_eq!(verdicts(&record(vec![plan(), late], "2019-06-01")), [Missed]);
    let alleged = doc("b.md", "2019-05-01").says(Statement { voice: Voice::Alleged, ..missed(statement(Kind::Missed, words)) });
    assert_eq!(verdicts(&record(vec![plan(), alleged], "2019-06-01")), [Overdue]);
}

#[test]
fn a_retold_promise_stands_at_the_day_it_was_made() {
    let docs = vec![
        doc("a.md", "2016-04-01").says(promise(BRIDGE, "2020")),
        doc("b.md", "2024-03-06").says(retold("The Marlow footbridge was to open", "2018", Some("2013"))),
    ];
    let record = record(docs, "2026-01-01");
    assert_eq!(verdicts(&record), [Moved, Overdue]);
    assert_eq!(record.timelines[0].first_deadline, Some(period("2018")));
}

#[test]
fn near_duplicates_are_one_piece_of_evidence() {
    let copy = |name: &str, date: &str, by: &str| {
        let mut d = doc(name, date).says(promise(BRIDGE, by));
        d.similarity = 0xfeed_beef;
        d
    };
    let record = record(vec![copy("a.md", "2014-05-01", "2018"), copy("b.md", "2014-05-03", "2019")], "2015-01-01");
    assert_eq!(verdicts(&record), [Open], "a reprint's differing date is no move");
}

#[test]
fn the_desks_record_decides_and_documents_confirm() {
    let text = r#"
        [[target]]
        id = "marlow-bridge"
        title = "Footbridge at Marlow"
        aliases = ["Marlow footbridge"]
        [[target.event]]
        kind = "set"
        on = 2013
        deadline = 2018
        [[target.event]]
        kind = "moved"
        on = 2015
        deadline = 2020
    "#;
    let declared: Vec<Declared> = crate::targets::declared::parse("t.toml", text).expect("a good file");
    let record = record_with(vec![doc("a.md", "2016-04-01").says(promise(BRIDGE, "2020"))], "2022-01-01", &declared);
    assert_eq!(verdicts(&record), [Moved, Overdue]);
    assert!(!record.timelines[0].verdicts[0].announced, "a record is not an announcement");
}

#[test]
fn the_newest_date_is_the_day_of_judgement_unless_it_stands_alone_far_off() {
    let mut docs: Vec<_> = (1..=12).map(|m| doc(&format!("{m:02}.md"), &format!("2019-{m:02}-01"))).collect();
    let scope = super::scope(docs.clone(), None).expect("dated");
    assert_eq!((scope.as_of.day.to_string().as_str(), scope.as_of.set_by.as_deref()), ("2019-12-01", Some("12.md")));
    docs.push(doc("typo.md", "2091-01-01"));
    let scope = super::scope(docs, None).expect("dated");
    assert_eq!((scope.as_of.day.to_string().as_str(), scope.later), ("2019-12-01", 1));
    assert!(super::scope(Vec::new(), None).is_none());
}

fn arb_statement() -> impl Strategy<Value = Statement> {
    let kinds = prop_oneof![
        Just(Kind::Commitment),
        Just(Kind::Met),
        Just(Kind::Missed),
        Just(Kind::Moved),
        Just(Kind::Dropped),
        Just(Kind::AtRisk),
        Just(Kind::OnTrack)
    ];
    (kinds, proptest::option::of(2010..2030i32), proptest::option::of(2010..2030i32), any::<[bool; 4]>()).prop_map(
        |(kind, by, old, flags)| {
            let mut s = statement(kind, if flags[0] { BRIDGE } else { "The northern library will reopen" });
            let dated = |y: Option<i32>| y.and_then(|y| promise("x", &y.to_string()).deadline);
            (s.deadline, s.old_deadline) = (dated(by), dated(old));
            (s.candidate, s.retold, s.struck) = (flags[1] && kind == Kind::Met, flags[2], flags[3]);
            s
        },
    )
}

proptest! {
    /// Whatever is said, verdicts keep the rules that no reader may find broken.
    #[test]
    fn verdicts_never_accuse_before_the_day(years in proptest::collection::vec((2010..2030i32, proptest::collection::vec(arb_statement(), 0..4)), 0..6)) {
        let docs = years.into_iter().enumerate().map(|(i, (year, statements))| {
            statements.into_iter().fold(doc(&format!("{i}.md"), &format!("{year}-06-15")), |d, s| d.says(s))
        }).collect();
        let record = record(docs, "2025-01-01");
        let mut seen = std::collections::HashSet::new();
        for timeline in &record.timelines {
            for link in &timeline.target.links {
                prop_assert!(seen.insert(link.id), "a statement belongs to one target");
            }
            for v in &timeline.verdicts {
                let passed = v.from.is_some_and(|d: Interval| d.end() < record.as_of.day);
                prop_assert!(!matches!(v.verdict, Missed | Overdue) || passed, "{v:?}");
                prop_assert!(v.verdict != Moved || v.to.is_none() || v.from != v.to, "{v:?}");
                prop_assert!(v.confidence >= Confidence::Low);
            }
            let last = timeline.verdicts.iter().filter(|v| matches!(v.verdict, Met | MetLate | Overdue | Open | Dropped)).count();
            prop_assert!(last <= 1, "one outcome at most: {:?}", timeline.verdicts);
        }
    }
}

#[test]
fn a_day_within_the_deadline_answers_every_word_of_delay() {
    let of = |on: &str| {
        let docs = vec![
            doc("a.md", "2021-05-01").says(promise(BRIDGE, "2022-04")),
            doc("b.md", "2022-02-01").says(statement(Kind::Moved, "The Marlow footbridge has been delayed")),
            doc("c.md", "2022-06-20").says(delivery("The Marlow footbridge opened", Some(on))),
        ];
        verdicts(&record(docs, "2023-01-01"))
    };
    assert_eq!(of("2022-04-01"), [Moved, Met]);
    assert_eq!(of("2022-06-01"), [Moved, MetLate]);
}

#[test]
fn a_move_told_again_without_its_date_is_no_second_one() {
    let mut moved = statement(Kind::Moved, "The support of the Marlow register has been extended");
    moved.deadline = promise(BRIDGE, "2010-07-21").deadline;
    let docs = vec![
        doc("a.md", "2010-07-05").says(moved),
        doc("b.md", "2010-07-10").says(statement(Kind::Moved, "The support of the Marlow register is extended")),
    ];
    assert_eq!(verdicts(&record(docs, "2010-07-15")), [Open]);
}

#[test]
fn a_document_is_found_by_its_name() {
    let extracts: Vec<Extract> = ["a.md", "b.md", "b.md", "d.md"].into_iter().map(|name| doc(name, "2015")).collect();
    let at = |name: &str| super::document(&extracts, name).map(|found| extracts.iter().position(|e| std::ptr::eq(e, found)));
    assert_eq!((at("a.md"), at("b.md"), at("d.md")), (Some(Some(0)), Some(Some(2)), Some(Some(3))));
    assert_eq!((at(""), at("c.md"), at("e.md")), (None, None, None));
}

#[test]
fn the_closer_of_two_wordings_is_the_new_date() {
    let to = |date: &str| {
        let mut moved = statement(Kind::Moved, "The opening of the Marlow footbridge has been moved");
        moved.deadline = promise(BRIDGE, date).deadline;
        moved
    };
    let docs = vec![
        doc("a.md", "2022-02-01").says(promise(BRIDGE, "2022-06-14")),
        doc("b.md", "2022-06-07").says(to("2022-08")).says(to("2022-08-09")),
    ];
    let record = record(docs, "2022-06-10");
    assert_eq!(verdicts(&record), [Moved, Open]);
    assert_eq!(record.timelines[0].verdicts[0].to, Some(period("2022-08-09")));
}

#[test]
fn a_delivery_of_which_only_the_year_is_told_is_late_by_no_number_of_days() {
    let late = |on: &str| {
        let docs = vec![
            doc("a.md", "2016-05-01").says(promise(BRIDGE, "2018-08-30")),
            doc("b.md", "2020-06-20").says(delivery("The Marlow footbridge opened", Some(on))),
        ];
        let record = record(docs, "2021-01-01");
        assert_eq!(verdicts(&record), [MetLate]);
        let verdict = record.timelines[0].verdicts[0].clone();
        (verdict.slip_days, verdict.why)
    };
    assert_eq!(late("2019"), (None, "delivered in 2019, after 30 August 2018".to_owned()));
    assert_eq!(late("2018-09-01"), (Some(2), "delivered on 1 September 2018, after 30 August 2018".to_owned()));
}
