//! What belongs together, and what must never.

use super::fixture::*;
use super::{Decisions, Quoted, declared, link};
use crate::statements::{Extract, Kind, Statement};

/// For each target, the documents of its statements.
fn joined(docs: &[Extract], decisions: &Decisions) -> Vec<Vec<String>> {
    let name = |doc: usize| docs.get(doc).map(|d| d.doc.to_string()).unwrap_or_default();
    link(docs, &[], decisions).iter().map(|t| t.links.iter().map(|l| name(l.id.doc)).collect()).collect()
}

#[test]
fn versions_and_stages_are_exact() {
    let docs = vec![
        doc("a.md", "2011-01-01").says(promise("Quillwort 11.4 milestone 5 will ship", "2011-02-10")),
        doc("b.md", "2011-01-05").says(promise("Quillwort 11.4 milestone 6 will ship", "2011-03-10")),
        doc("c.md", "2011-01-07").says(promise("Quillwort 11.3 milestone 5 will ship", "2011-03-10")),
        doc("d.md", "2011-02-10").says(delivery("Quillwort 11.4 milestone 5 shipped today", Some("2011-02-10"))),
    ];
    assert_eq!(joined(&docs, &Decisions::default()), [vec!["a.md", "d.md"], vec!["b.md"], vec!["c.md"]]);
}

#[test]
fn deadlines_need_not_agree() {
    let docs = vec![
        doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2018")),
        doc("b.md", "2016-05-01").says(promise("Marlow gets its footbridge", "2020")),
    ];
    assert_eq!(joined(&docs, &Decisions::default()), [vec!["a.md", "b.md"]]);
}

#[test]
fn the_second_line_is_not_the_first() {
    let of = |subject: &str, by: &str| {
        let mut one = promise(&format!("The {subject} production line at the Ashby works will open"), by);
        (one.subject, one.key.head) = (format!("the {subject} production line").into(), Some("line".into()));
        one
    };
    let two = |first: &str, second: &str| {
        let docs = vec![doc("a.md", "2014-05-01").says(of(first, "2018")), doc("b.md", "2016-05-01").says(of(second, "2018"))];
        joined(&docs, &Decisions::default()).len()
    };
    assert_eq!((two("second", "second"), two("first", "second")), (1, 2));
}

#[test]
fn what_a_firm_gives_up_is_not_what_else_it_promised() {
    let told = |path: &str, day: &str, mut says: crate::statements::Statement| {
        says.key.names = ["tessel"].into_iter().collect();
        let mut extract = doc(path, day).says(says);
        let names = || ["tessel", "solberg", "bergen"].into_iter().collect();
        extract.names = crate::statements::Names { opening: names(), all: names() };
        extract
    };
    let of = |given_up: &str| {
        let docs = vec![
            told("a.md", "2014-05-01", promise("Tessel will halve its smelter waste", "2018")),
            told("b.md", "2016-05-01", statement(Kind::Dropped, given_up)),
        ];
        joined(&docs, &Decisions::default()).len()
    };
    assert_eq!((of("Tessel scrapped smelter waste target"), of("Tessel scrapped plans for offices")), (1, 2));
}

#[test]
fn hollow_words_join_nothing() {
    let docs = vec![
        doc("a.md", "2014-05-01").says(promise("The extended deadline for the Ashby tunnel", "2018-05")),
        doc("b.md", "2016-05-01").says(promise("The extended deadline for nurse recruitment", "2018-05")),
    ];
    assert_eq!(joined(&docs, &Decisions::default()).len(), 2);
}

#[test]
fn a_delivery_that_nobody_promised_is_discarded() {
    let docs = vec![doc("a.md", "2014-05-01").says(delivery("The Ashby tunnel opened today", Some("2014-05-01")))];
    assert!(joined(&docs, &Decisions::default()).is_empty());
}

#[test]
fn an_anaphor_refers_within_its_section() {
    let mut refers = statement(Kind::AtRisk, "It may be late");
    refers.key.anaphoric = true;
    let docs = vec![doc("a.md", "2014-05-01").says(promise("The Ashby tunnel will open", "2018")).says(refers)];
    let targets = link(&docs, &[], &Decisions::default());
    assert_eq!(targets.len(), 1);
    assert!(targets[0].links[1].reasons[0].contains("refers back"), "{:?}", targets[0].links[1].reasons);
}

#[test]
fn a_desk_can_separate_and_join() {
    let docs = vec![
        doc("a.md", "2014-05-01").says(promise("The Marlow footbridge will open", "2018")),
        doc("b.md", "2016-05-01").says(promise("The Marlow footbridge will open", "2020")),
        doc("c.md", "2017-05-01").says(promise("A crossing for walkers is due", "2021")),
    ];
    let quote = |doc: &str, quote: &str| Quoted { doc: doc.into(), quote: quote.into() };
    let first = quote("a.md", "the marlow  footbridge");
    let apart = Decisions { apart: vec![vec![first.clone(), quote("b.md", "Marlow footbridge")]], ..Decisions::default() };
    assert_eq!(joined(&docs, &apart).len(), 3);
    let same = Decisions { same: vec![vec![first, quote("c.md", "crossing for walkers")]], ..Decisions::default() };
    assert_eq!(joined(&docs, &same), [vec!["a.md", "b.md", "c.md"]]);
}

#[test]
fn example_packs_are_without_mistakes() {
    for (name, text) in [
        ("nhs-paperless", include_str!("../../rules/targets/nhs-paperless.toml")),
        ("new-hospitals-england", include_str!("../../rules/targets/new-hospitals-england.toml")),
        ("smart-meters-gb", include_str!("../../rules/targets/smart-meters-gb.toml")),
    ] {
        let targets = declared::parse(name, text).unwrap_or_else(|errors| panic!("{name}: {}", errors[0]));
        assert_eq!(targets.len(), 1);
        assert_eq!(targets[0].id, name);
        assert!(targets[0].record.iter().all(|e| e.source.is_some()), "{name}: every event has its source");
    }
}

#[test]
fn a_named_version_joins_across_any_wording() {
    let docs = vec![
        doc("a.md", "2011-01-01").says(promise("Northlight 11.4 will be released", "2011-03")),
        doc("b.md", "2011-02-05").says(promise("The final Northlight 11.4 release is scheduled", "2011-03-10")),
        doc("c.md", "2011-02-06").says(promise("Northlight 11.4 beta 2 is due", "2011-02-10")),
        doc("d.md", "2011-03-10").says(delivery("We are proud to announce the release of Northlight 11.4", None)),
        doc("e.md", "2012-09-10").says(promise("Northlight 11.4 reaches its end of life", "2012-11")),
    ];
    assert_eq!(joined(&docs, &Decisions::default()), [vec!["a.md", "b.md", "d.md"], vec!["c.md"], vec!["e.md"]]);
}

#[test]
fn what_does_not_name_a_version_gives_it_no_other_date() {
    let docs = vec![
        doc("a.md", "2011-01-01").says(promise("Northlight 11.4 will be released", "2011-03-10")),
        doc("b.md", "2011-02-05").says(promise("Printer drivers for Northlight 11.4 will be released", "2011-04-10")),
    ];
    assert_eq!(joined(&docs, &Decisions::default()).len(), 2);
}

#[test]
fn a_version_that_comes_years_later_is_another_things() {
    let docs = vec![
        doc("a.md", "2012-12-18").says(promise("Quillwort 4.10.1 will ship", "2013-03")),
        doc("b.md", "2017-03-02").says(delivery("Snapshots delivered Quillwort 4.10.1", Some("2017-02-27"))),
    ];
    assert_eq!(joined(&docs, &Decisions::default()), [vec!["a.md"]]);
}

#[test]
fn the_release_of_one_report_is_not_that_of_the_next() {
    let report = |name: &str, day: &str, version: &str, due: &str| {
        let told = promise("the final release is scheduled by the builders", due);
        let cycle = promise(&format!("Northlight {version} builds will be tested"), "2030-01");
        let mut report = doc(name, day).says(Statement { subject: "the final release".into(), ..told }).says(cycle);
        report.title = Some("Builds of the quarter".into());
        report
    };
    let of = |other: &str| {
        let docs = vec![report("a.md", "2022-03-31", "13.1", "2022-04-21"), report("b.md", "2022-04-20", other, "2022-04-21")];
        joined(&docs, &Decisions::default()).first().cloned().unwrap_or_default()
    };
    assert_eq!(of("13.1"), ["a.md", "b.md"]);
    assert_eq!(of("13.2"), ["a.md"]);
}

#[test]
fn what_only_begins_a_version_does_not_deliver_it() {
    let begun = delivery("Development of Northlight 11.4 started", Some("2011-02-01"));
    let docs = vec![
        doc("a.md", "2011-01-01").says(promise("Northlight 11.4 will be released", "2011-07")),
        doc("b.md", "2011-02-02").says(Statement { subject: "Development".into(), ..begun }),
        doc("c.md", "2011-07-12").says(promise("The final Northlight 11.4 release is planned", "2011-09-15")),
    ];
    assert_eq!(joined(&docs, &Decisions::default()), [vec!["a.md", "c.md"]]);
}

#[test]
fn what_a_text_takes_for_known_bears_its_headline() {
    let titled = |subject: &str, title: &str| {
        let told = Statement { subject: subject.into(), ..promise("which is expected in late spring", "2018-05") };
        let mut only = doc("a.md", "2018-01-31").says(told);
        only.title = Some(title.into());
        link(&[only], &[], &Decisions::default()).remove(0).title.to_string()
    };
    let named = |subject: &str| titled(subject, "Quillwort 15 reaches its beta");
    assert_eq!(named("the final release"), "Quillwort 15");
    assert_eq!(titled("the final release", "The beta is out"), "the final release (The beta is out)");
    assert_eq!(named("the Marlow atlas"), "the Marlow atlas");
    assert_eq!(named("something"), "which is expected in late spring");
}

#[test]
fn a_delivery_told_later_is_that_of_its_day() {
    let of = |told: &str, on: &str| {
        let docs = vec![
            doc("a.md", "2016-02-24").says(promise("The Marlow lenders register will be launched", "2016-03-01")),
            doc("b.md", told).says(delivery("the Marlow lenders register was launched", Some(on))),
        ];
        joined(&docs, &Decisions::default()).first().map_or(0, Vec::len)
    };
    assert_eq!(of("2018-06-28", "2016-03-01"), 2, "told two years on");
    assert_eq!(of("2018-06-28", "2015-03-01"), 1, "before anybody promised it");
}

#[test]
fn a_plan_for_a_day_gone_by_was_made_before_that_day() {
    // Two yearly reports on one plan: when it was made, neither says.
    let plan = promise("By January 2020, launch the Marlow lenders register", "2020-01-31");
    let docs = vec![
        doc("a.md", "2021-01-29").says(plan),
        doc("b.md", "2021-02-27").says(delivery("the Marlow lenders register was launched", Some("2020-01-20"))),
    ];
    assert_eq!(joined(&docs, &Decisions::default()), [vec!["a.md", "b.md"]]);
}

#[test]
fn the_second_of_two_stages_is_not_the_first_without_its_number() {
    let docs = vec![
        doc("a.md", "2014-12-12").says(promise("Quillwort 1.0-alpha will ship", "2015-01-09")),
        doc("a2.md", "2015-01-09").says(delivery("Quillwort 1.0-alpha shipped today", Some("2015-01-09"))),
        doc("b.md", "2015-02-13").says(promise("Quillwort 1.0-alpha2 will ship", "2015-02-20")),
        doc("c.md", "2015-02-20").says(delivery("Quillwort 1.0.0.alpha.2 shipped today", Some("2015-02-20"))),
    ];
    assert_eq!(joined(&docs, &Decisions::default()), [vec!["a.md", "a2.md"], vec!["b.md", "c.md"]]);
}

#[test]
fn a_deed_done_to_something_else_delivers_nothing() {
    let of = |text: &str, subject: &str, actor: Option<&str>| {
        let told = delivery(text, Some("2011-02-10"));
        let told = Statement { subject: subject.into(), actor: actor.map(Into::into), ..told };
        let docs = vec![
            doc("a.md", "2011-01-01").says(promise("Quillwort 11.4 will be released", "2011-02-10")),
            doc("b.md", "2011-02-10").says(told),
        ];
        joined(&docs, &Decisions::default()).first().map_or(0, Vec::len)
    };
    assert_eq!(of("Quillwort 11.4 was released", "Quillwort 11.4", None), 2);
    assert_eq!(of("articles for Quillwort 11.4 were released", "articles", None), 1);
    assert_eq!(of("Quillwort 11.4 theming was released", "Quillwort 11.4 theming", None), 1);
}

#[test]
fn a_move_from_a_day_to_a_day_comes_before_what_else_its_text_says() {
    let mut moved = statement(Kind::Moved, "The final release of Quill 4.2 is postponed");
    (moved.old_deadline, moved.deadline) = (promise("", "2021-06-28").deadline, promise("", "2021-09-13").deadline);
    let docs = vec![
        doc("a.md", "2021-02-10").says(promise("The final release of Quill 4.2", "2021-06-28")),
        doc("b.md", "2021-06-09").says(promise("The final release of Quill 4.2", "2021-09-13")).says(moved),
    ];
    assert_eq!(joined(&docs, &Decisions::default()), [vec!["a.md", "b.md", "b.md"]]);
}
