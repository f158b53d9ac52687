//! What names a thing exactly, and what only seems to.

use super::*;
use crate::targets::fixture::{delivery, promise, statement};

fn of(statement: Statement, title: &str, event: &str) -> Option<String> {
    let mut statement = statement;
    statement.key.event = Some(event.to_owned());
    let known = identity(&statement, &titled(title), &Acronyms::default())?;
    Some(format!("{:?} {}", known.turn, known.shown()))
}

fn about(statement: Statement, subject: &str) -> Statement {
    Statement { subject: subject.to_owned(), ..statement }
}

#[test]
fn a_name_with_its_version_and_stage_is_the_thing() {
    let thing = |text: &str| of(promise(text, "2012-05-01"), "", "launch");
    assert_eq!(thing("Northlight 11.4 will be released").as_deref(), Some("Coming Northlight 11.4"));
    assert_eq!(thing("The final release of Northlight 11.4 is scheduled").as_deref(), Some("Coming Northlight 11.4"));
    assert_eq!(thing("Northlight 11.4 beta 3 is due").as_deref(), Some("Coming Northlight 11.4 beta 3"));
    assert_eq!(thing("The Quill 2021 edition will ship").as_deref(), Some("Coming Quill 2021 edition"));
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
    assert_eq!(lent("The Marlow ferry will sail", "the Marlow ferry"), None);
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
