//! Spreadsheets as desks have them, and as they get them wrong.

use super::*;
use crate::targets::declared::parse;

fn read(text: &str) -> Result<Imported, Vec<Mistake>> {
    Sheet { text, country: Country::default(), set_on: None, renamed: &[] }.read()
}

fn wrong(text: &str) -> Vec<(String, String)> {
    let mut found = read(text).expect_err("mistakes");
    found.sort_by_key(|m| (m.span.start, m.span.end));
    found.iter().map(|m| (text.get(m.span.clone()).expect("a place").to_owned(), m.message.clone())).collect()
}

#[test]
fn own_ids_are_kept_and_rows_of_one_id_are_one_target() {
    let text = "\u{feff}ID,Title,Owner,owner from,Owner-until,aliases,kind,on,deadline,quote,Team\r\n\
        DfT/17.a,\"A bridge, at last\",Old Board,,2019-06-30,marlow bridge; new bridge,,2016-04-12,2018,\"\"\"by 2018\"\", they said\",x\r\n\
        DfT/17.a,,New Board,2019-07-01,,,moved,4 May 2018,end of March 2020,,\r\n\
        DfT/17.a,,,,,,met,2020-06-01,,,\r\n\
        FERRY_2,A quiet ferry,Harbour,,,ferry,,,tbc,,\r\n";
    let read = read(text).expect("a good file");
    let again = parse("x.toml", &write(&read.targets)).expect("a target file");
    assert_eq!(again, read.targets);
    let bridge = &again[0];
    assert_eq!((bridge.id.as_str(), bridge.title.as_str()), ("DfT/17.a", "A bridge, at last"));
    assert_eq!(bridge.aliases, ["marlow bridge", "new bridge"]);
    let deadlines: Vec<Option<String>> = bridge.record.iter().map(|e| e.deadline.map(|d| d.to_string())).collect();
    assert_eq!(deadlines, [Some("2018".into()), Some("31 March 2020".into()), None]);
    assert_eq!(bridge.record.iter().map(|e| e.kind).collect::<Vec<_>>(), [Kind::Commitment, Kind::Moved, Kind::Met]);
    assert_eq!(bridge.record[0].quote.as_deref(), Some("\"by 2018\", they said"));
    assert_eq!(bridge.owners.len(), 2);
    assert!(again[1].record.is_empty(), "no date to check, and not lost");
    assert_eq!(again[1].owner.as_deref(), Some("Harbour"));
    assert_eq!(read.said(), ["2 targets", "1 target without a date to check: FERRY_2", "columns that were not read: Team"],);
}

#[test]
fn every_mistake_at_its_cell() {
    let text = "id,title,kind,on,deadline,owner,owner_from,owner_until\n\
        Ref 1,A,,2016-01-01,2018,,,\n\
        b,B,mooved,2016-01-01,2018,,,\n\
        c,C,,soon,2018,,,\n\
        d,D,,2016-01-01,\"3/4/2019\",,,\n\
        e,E,,,2018,,,\n\
        f,F,,2019-01-01,2018,,,\n\
        f,another,,,,,,\n\
        g,,,,,,,\n\
        h,H,moved,2016-01-01,,,,\n\
        i,I,,,,X,2019-01-01,2018\n\
        ,J,,,,,,\n\
        k,K,,2016-01-01,whenever,,,,surplus\n";
    let found = wrong(text);
    let at = |part: &str| found.iter().find(|(_, message)| message.contains(part)).map(|(at, _)| at.as_str());
    assert_eq!(at("`Ref 1` is no id"), Some("Ref 1"), "{found:#?}");
    assert_eq!(at("`mooved` is no kind"), Some("mooved"));
    assert_eq!(at("`soon` is no date"), Some("soon"));
    assert_eq!(at("`3/4/2019` can be"), Some("3/4/2019"));
    assert_eq!(at("does not say when"), Some("2018"));
    assert_eq!(at("lies before the day"), Some("2018"));
    assert_eq!(at("stands for two titles"), Some("another"));
    assert_eq!(at("`g` has no title"), Some("g,,,,,,,"));
    assert_eq!(at("needs a deadline"), Some("moved"));
    assert_eq!(at("the last day of X"), Some("X"));
    assert_eq!(at("the row has no id"), Some(",J,,,,,,"));
    assert_eq!(at("`whenever` is no date"), Some("whenever"));
    assert_eq!(at("more cells than the header"), Some("surplus"));
    assert_eq!(found.len(), 13, "{found:#?}");
}

#[test]
fn columns_that_are_missing_can_be_named() {
    assert_eq!(wrong("Ref,What\n1,A ferry\n").len(), 2 + 1, "two columns and the row without an id");
    let renamed = [("id".to_owned(), "Ref".to_owned()), ("title".to_owned(), "What".to_owned())];
    let text = "Ref,What,Due\n1,A ferry,2020\n";
    let sheet = Sheet { text, country: Country::default(), set_on: None, renamed: &renamed };
    let read = sheet.read().expect("a good file");
    assert_eq!((read.targets[0].id.as_str(), read.unread.join(",").as_str()), ("1", "Due"));
    assert!(wrong("")[0].1.contains("empty"));
}

proptest::proptest! {
    #[test]
    fn nothing_panics(rows in "(id|title|deadline|on|kind|,|\n|\"|é|2018|\r|\u{feff}| ){0,60}") {
        if let Err(found) = read(&rows) {
            for mistake in found {
                proptest::prop_assert!(rows.get(mistake.span).is_some());
            }
        }
    }
}
