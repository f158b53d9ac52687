//! What names a thing exactly, and what only seems to.

use super::*;
use crate::statements::{Numbered, Told};
use crate::targets::fixture::{delivery, doc, promise, statement};

fn of(statement: Statement, title: &str, event: &str) -> Option<String> {
    let mut statement = statement;
    statement.key.event = Some(event.into());
    let known = identity(&statement, &titled(title), &Acronyms::default())?;
    Some(format!("{:?} {}", known.turn, known.shown()))
}

fn about(statement: Statement, subject: &str) -> Statement {
    Statement { subject: subject.into(), ..statement }
}

#[test]
fn a_name_with_its_version_and_stage_is_the_thing() {
    let thing = |text: &str| of(promise(text, "2012-05-01"), "", "launch");
    assert_eq!(thing("Northlight 11.4 will be released").as_deref(), Some("Coming Northlight 11.4"));
    assert_eq!(thing("The final release of Northlight 11.4 is scheduled").as_deref(), Some("Coming Northlight 11.4"));
    assert_eq!(thing("Northlight 11.4 beta 3 is due").as_deref(), Some("Coming Northlight 11.4 beta 3"));
    assert_eq!(thing("The 11.4 release of Northlight is due").as_deref(), Some("Coming Northlight 11.4"));
    assert_eq!(thing("The Quill 2021 edition will ship").as_deref(), Some("Coming Quill 2021 edition"));
}

#[test]
fn where_a_thing_is_had_is_no_part_of_it() {
    let told = about(
        delivery("After two years of work Northlight 11.4 is available from the archive and as an image", None),
        "Northlight 11.4 available from the archive and as an image",
    );
    assert_eq!(of(told, "", "launch").as_deref(), Some("Coming Northlight 11.4"));
    assert_eq!(of(promise("Northlight 11.4 images will be available", "2012-05-01"), "", "launch"), None);
}

#[test]
fn something_in_it_is_another_thing() {
    for text in [
        "The Northlight 11.4 packages will be released",
        "Printers will work with Northlight 11.4",
        "Section 12 will come into force",
    ] {
        assert_eq!(of(promise(text, "2012-05-01"), "", "launch"), None, "{text}");
    }
    assert_eq!(of(delivery("The roadmap for Northlight 11.4 is published", None), "", "publish"), None);
    assert_eq!(of(delivery("Northlight 11.4 development started", None), "", "start"), None);
}

#[test]
fn its_end_is_another_target_than_its_release() {
    let end = of(promise("Northlight 11.4 reaches its end of life", "2014-05-01"), "", "complete");
    assert_eq!(end.as_deref(), Some("Ending Northlight 11.4"));
    let with_support = of(delivery("Northlight 11.4 is out with support for printers", None), "", "launch");
    assert_ne!(with_support.as_deref(), Some("Ending Northlight 11.4"));
}

#[test]
fn a_title_says_which_release_is_meant() {
    let title = "Northlight 11.4 Beta 3 delayed";
    let lent = |text: &str, subject: &str| of(about(promise(text, "2011-05-01"), subject), title, "launch");
    assert_eq!(lent("The third beta will be released", "the third beta").as_deref(), Some("Coming Northlight 11.4 beta 3"));
    assert_eq!(lent("The final release is due", "the final release").as_deref(), Some("Coming Northlight 11.4"));
    assert_eq!(lent("The next beta is due", "the next beta"), None);
    let counts = Titled { counted_from: Some("beta 3".to_owned()), ..titled("Northlight 11.4 Beta 3 is out") };
    let next = about(promise("The next beta is due", "2011-05-01"), "the next beta");
    let next = identity(&next, &counts, &Acronyms::default()).map(|own| own.shown());
    assert_eq!(next.as_deref(), Some("Northlight 11.4 beta 4"));
    assert_eq!(lent("The Marlow ferry will sail", "the Marlow ferry"), None);
}

#[test]
fn of_several_versions_in_a_title_the_named_one_is_the_thing() {
    let title = "Northlight 14 Beta 3, 13.4, 12.8 and 11.13 released";
    let told = of(about(promise("The final release is due", "2011-05-01"), "the final release"), title, "launch");
    assert_eq!(told.as_deref(), Some("Coming Northlight 14"));
}

#[test]
fn a_proper_name_is_the_thing_only_where_it_is_the_whole_subject() {
    let name = |subject: &str| of(about(statement(Kind::Met, "it was opened by the mayor of the town"), subject), "", "launch");
    assert_eq!(name("The Marlow Chambers").as_deref(), Some("Coming Marlow Chambers"));
    assert_eq!(name("the roof of the Marlow Chambers"), None);
    assert_eq!(name("the Chambers"), None);
}

#[test]
fn acronyms_stand_for_their_names_unless_defined_twice() {
    let mut acronyms = Acronyms::default();
    let one = |name: &str| Acronym { short: "mrb".into(), name: name.into() };
    acronyms.learn(&one("marlow roads bureau"));
    assert_eq!(acronyms.of("mrb").map(Vec::len), Some(3));
    acronyms.learn(&one("marlow river board"));
    assert_eq!(acronyms.of("mrb"), None);
    acronyms.learn(&Acronym { short: "cfp".into(), name: "call for papers".into() });
    assert_eq!(acronyms.of("cfp"), None, "whose papers?");
}

#[test]
fn a_bare_stage_may_be_a_numbered_one() {
    let thing = |text: &str| {
        let statement = promise(text, "2012-05-01");
        identity(&statement, &Titled::default(), &Acronyms::default()).unwrap_or_else(|| panic!("{text} names nothing"))
    };
    assert!(thing("Quill 4.2 beta is due").fits(&thing("Quill 4.2 beta 1 is due")));
    assert!(!thing("Quill 4.2 beta 2 is due").fits(&thing("Quill 4.2 beta 1 is due")));
    assert!(!thing("Quill 4.2 is due").fits(&thing("Quill 4.2 beta 1 is due")));
    assert!(!thing("Lantern 4.2 is due").fits(&thing("Quill 4.2 is due")));
}

#[test]
fn the_last_stage_may_stand_alone() {
    let title = "Northlight 11.4 beta 3 and the schedule";
    let lent = |text: &str, subject: &str| of(about(promise(text, "2011-05-01"), subject), title, "launch");
    assert_eq!(lent("Final", "Final").as_deref(), Some("Coming Northlight 11.4"));
    assert_eq!(lent("GA", "GA").as_deref(), Some("Coming Northlight 11.4"));
    assert_eq!(lent("Public availability, five days after GM", "Public availability").as_deref(), Some("Coming Northlight 11.4"));
    assert_eq!(lent("stable", "stable"), None);
    let date = lent("We work toward a general availability date", "a general availability date");
    assert_eq!(date.as_deref(), Some("Coming Northlight 11.4"));
}

#[test]
fn a_column_tells_an_end_from_a_release() {
    let cell = about(promise("11.4", "2014-05-01"), "11.4 supported until");
    assert_eq!(of(cell, "Northlight 11.4 is out", "launch").as_deref(), Some("Ending 11.4"));
}

#[test]
fn what_is_counted_from_is_not_spoken_of() {
    let since = of(promise("Quill 2018 will be the first new edition since 1.0", "2018-12-01"), "", "launch");
    assert_ne!(since.as_deref(), Some("Coming 1.0"));
}

#[test]
fn a_bare_version_bears_its_documents_name_or_none() {
    let says = |text: &str| crate::targets::fixture::Says::says(doc("a.md", "2011-05-01"), promise(text, "2011-06-01"));
    let bare = says("1.0 will be released");
    let named = |name: &str| says(&format!("{name} 1.0 will be released"));
    let of = |docs: &[Extract]| {
        let own = |s: &Statement| identity(s, &titled(""), &Acronyms::default()).map(Box::new);
        let mut all: Vec<Box<[_]>> = docs.iter().map(|d| d.statements.iter().map(own).collect()).collect();
        name_versions(docs, &mut all);
        all[0][0].as_ref().map(|own| own.name.clone())
    };
    assert_eq!(of(std::slice::from_ref(&bare)), Some(vec![]));
    assert_eq!(of(&[bare.clone(), named("Quill")]), Some(vec![]));
    assert_eq!(of(&[bare.clone(), named("Quill"), named("Rook")]), None);
    let mostly = |bare: &Extract, version: &str| {
        let named = |name: &str| says(&format!("{name} {version} will be released"));
        let mut docs = vec![bare.clone(), named("Rook")];
        docs.extend((0..BY_FAR).map(|_| named("Quill")));
        of(&docs)
    };
    assert_eq!(mostly(&says("4.2 will be released"), "4.2"), Some(vec!["quill".to_owned()]));
    assert_eq!(mostly(&bare, "1.0"), None, "everything has a 1.0");
    let mut own = bare;
    own = crate::targets::fixture::Says::says(own, promise("Quill 1.0 will be shown", "2011-06-01"));
    assert_eq!(of(&[own, named("Rook")]), Some(vec!["quill".to_owned()]));
}

#[test]
fn a_document_speaks_of_what_its_paragraphs_name_most() {
    let numbered = |text: &str, weight| Numbered { text: text.into(), weight };
    let mut extract = doc("a.md", "2011-05-01");
    extract.told = Some(Box::new(Told {
        numbered: [numbered("Northlight 11.4", 3), numbered("Marlow Northlight 11.4", 1), numbered("Quill 4.2", 2)].into(),
        ..Told::default()
    }));
    let due = about(promise("The release candidate is due", "2011-06-01"), "the release candidate");
    let named = |title: &str| {
        let known = identity(&due, &spoken_of(titled(title), &extract), &Acronyms::default())?;
        Some((known.shown(), known.supposed))
    };
    assert_eq!(named("What comes next"), Some(("Northlight 11.4 rc".to_owned(), true)));
    assert_eq!(named("Quill 4.2 and its schedule"), Some(("Quill 4.2 rc".to_owned(), false)));
    // "the beta" may be the one or the other.
    assert_eq!(named("New Northlight beta adds Quill 4.2"), None);
}

#[test]
fn when_it_came_and_how_long_it_was_awaited_are_no_part_of_it() {
    let told = about(
        delivery("The team released the long-awaited Northlight 4.2 a few days ago", None),
        "the long-awaited Northlight 4.2",
    );
    assert_eq!(of(told, "", "launch").as_deref(), Some("Coming Northlight 4.2"));
    let stage =
        about(delivery("The team put out the third of five milestones of Northlight 4.2 a few days ago", None), "the third");
    assert_eq!(of(stage, "", "launch").as_deref(), Some("Coming Northlight 4.2 milestone 3"));
}

#[test]
fn a_name_with_more_to_it_is_another_thing() {
    let title = "Northlight 11.4 is out";
    let told = |subject: &str| of(about(delivery("it is available as a recording", None), subject), title, "launch");
    assert_eq!(told("Northlight").as_deref(), Some("Coming Northlight 11.4"));
    assert_eq!(told("The Northlight Weekly News"), None);
}

#[test]
fn a_stage_that_a_relative_clause_speaks_of_is_the_titles() {
    let due = about(promise("which is expected in spring", "2025-05-01"), "a beta");
    assert_eq!(of(due, "Northlight 16 begins", "launch").as_deref(), Some("Coming Northlight 16 beta"));
}

#[test]
fn what_it_is_a_version_of_names_nothing_more() {
    let told = about(delivery("Northlight 4.2 of its compiler is out", None), "Northlight 4.2 of its compiler");
    assert_eq!(of(told, "", "launch").as_deref(), Some("Coming Northlight 4.2"));
}

#[test]
fn a_stage_of_two_words_has_its_number() {
    let told = about(delivery("Northlight 4.2 Release Candidate 1 is available", None), "Northlight 4.2 Release Candidate 1");
    assert_eq!(of(told, "Northlight 4.2 RC1 available", "launch").as_deref(), Some("Coming Northlight 4.2 rc 1"));
    let followed = delivery("Northlight 4.2 Release Candidate 1 comes before the final candidate and a gold master", None);
    assert_eq!(of(about(followed, "Northlight 4.2"), "", "launch").as_deref(), Some("Coming Northlight 4.2 rc 1"));
}

#[test]
fn what_enters_beta_has_come_to_it() {
    let told = |text: &str| of(about(delivery(text, None), "Northlight 4.2"), "", "complete");
    assert_eq!(told("Northlight 4.2 enters beta").as_deref(), Some("Coming Northlight 4.2 beta"));
    assert_eq!(told("Northlight 4.2 enters its second year"), None);
}

#[test]
fn what_is_put_off_under_the_title_of_a_beta_that_came_is_the_release() {
    let late = about(statement(Kind::Moved, "Northlight 4.2 is delayed"), "Northlight 4.2");
    let shown = |title: Titled| identity(&late, &title, &Acronyms::default()).map(|own| own.shown());
    let came = Titled { counted_from: Some("beta 2".to_owned()), ..titled("Northlight 4.2 beta 2 is out") };
    assert_eq!(shown(came).as_deref(), Some("Northlight 4.2"));
    assert_eq!(shown(titled("Northlight 4.2 beta 2 delayed")).as_deref(), Some("Northlight 4.2 beta 2"));
}

#[test]
fn amounts_are_no_versions_that_a_document_speaks_of() {
    let numbered = |text: &str| Numbered { text: text.into(), weight: 1 };
    let spoken = |texts: &[&str]| {
        let mut extract = doc("a.md", "2011-05-01");
        extract.told = Some(Box::new(Told { numbered: texts.iter().map(|t| numbered(t)).collect(), ..Told::default() }));
        spoken_of(titled("Notes of the quarter"), &extract).thing.map(|thing| thing.version)
    };
    assert_eq!(spoken(&["the 13.1-RELEASE builds"]).as_deref(), Some("13.1"));
    assert_eq!(spoken(&["the 13.2 cycle began"]).as_deref(), Some("13.2"));
    assert_eq!(spoken(&["£3.4bn for technology"]), None);
    assert_eq!(spoken(&["rose by 3.4 points"]), None);
}
