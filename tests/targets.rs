//! What a desk declares: from a spreadsheet to a target file to verdicts, owners and reports.

mod common;

use common::Desk;
use serde_json::Value;

fn timelines(desk: &Desk, arguments: &[&str]) -> Vec<Value> {
    let ran = desk.run(&[&["timeline", ".", "--format", "jsonl"], arguments].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn verdicts(timeline: &Value) -> Vec<&str> {
    timeline["verdicts"].as_array().expect("verdicts").iter().filter_map(|v| v["type"].as_str()).collect()
}

#[test]
fn a_spreadsheet_becomes_targets_with_the_desks_own_ids() {
    let desk = Desk::new();
    desk.write(
        "desk.csv",
        "Reference,title,owner,owner_until,owner_from,aliases,deadline,on\n\
         MC/7,A footbridge for Marlow,Old Council,2018-06-30,,Marlow footbridge,2018,2014-05-01\n\
         MC/7,,New Council,,2018-07-01,,,\n\
         MC/8,Better buses,New Council,,,night bus,TBC,\n",
    );
    let arguments = ["targets", "import", "desk.csv", "--column", "id=Reference", "--output", "targets.toml"];
    let ran = desk.run(&arguments);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
    assert_eq!(ran.err, "bywhen: 2 targets\nbywhen: 1 target without a date to check: MC/8\n");
    let again = desk.run(&arguments);
    assert!(again.code == Some(2) && again.err.contains("targets.toml exists"), "{}", again.err);

    let found = timelines(&desk, &["--rules", "targets.toml", "--as-of", "2019-02-01"]);
    let bridge = found.iter().find(|t| t["id"] == "MC/7").expect("the bridge");
    assert_eq!(bridge["owner"], "New Council", "who answers for it on the day of judgement");
    assert_eq!(bridge["owners"][0]["until"], "2018-06-30");
    assert!(bridge["statements"].as_array().is_some_and(|said| said.len() >= 3), "{bridge}");
    assert_eq!(bridge["verdicts"][0]["owner"], "New Council", "who did when the year was over");
    let buses = found.iter().find(|t| t["id"] == "MC/8").expect("not lost");
    assert!(buses["first_deadline"].is_null() && verdicts(buses).is_empty(), "{buses}");
    let text = desk.run(&["timeline", ".", "--rules", "targets.toml", "--target", "MC/"]);
    assert!(text.out.contains("Better buses  [MC/8]\n  no date to check\n"), "{}", text.out);
    assert!(text.out.contains("  owner: Old Council (until 30 June 2018); New Council (from 1 July 2018)\n"), "{}", text.out);

    let page = desk.run(&["report", ".", "--rules", "targets.toml", "--format", "html"]).out;
    for part in ["no date to check", "Answered for it: Old Council (until 30 June 2018); New Council", "id=\"target-MC/7\""] {
        assert!(page.contains(part), "{part} is not on the page");
    }
}

#[test]
fn mistakes_in_a_spreadsheet_are_shown_in_it() {
    let desk = Desk::new();
    desk.write("desk.csv", "id,title,deadline,on\nA 1,A,2018,2014-05-01\nA2,B,3/4/2019,2014-05-01\n");
    let ran = desk.run(&["targets", "import", "desk.csv"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    for part in
        ["[desk.csv:2:1]", "`A 1` is no id", "write `A-1`", "[desk.csv:3:6]", "`3/4/2019` can be 3 April 2019 or 4 March 2019"]
    {
        assert!(ran.err.contains(part), "{part} in {}", ran.err);
    }
    assert!(ran.err.contains("2 mistakes"), "{}", ran.err);
}

/// The record alone decides: no document says anything of these targets.
#[test]
fn every_kind_of_recorded_event_decides() {
    let desk = Desk::new();
    let event = |kind: &str, on: &str, deadline: &str| {
        let deadline = if deadline.is_empty() { String::new() } else { format!("deadline = {deadline}\n") };
        format!("[[target.event]]\nkind = \"{kind}\"\non = {on}\n{deadline}source = \"https://example.org/{kind}\"\n")
    };
    let target = |id: &str, events: &[String]| {
        format!("[[target]]\nid = \"{id}\"\ntitle = \"The {id} of Orwell\"\naliases = [\"Orwell {id}\"]\n{}", events.concat())
    };
    let set = || event("set", "2010-01-01", "2012");
    let text = [
        target("set", &[set()]),
        target("open", &[event("set", "2010-01-01", "2030")]),
        target("moved", &[set(), event("moved", "2011-06-01", "2014")]),
        target("earlier", &[set(), event("moved", "2010-06-01", "2011")]),
        target("met", &[set(), event("met", "2012-06-01", "")]),
        target("late", &[set(), event("met", "2013-06-01", "")]),
        target("missed", &[set(), event("missed", "2013-01-10", "2012")]),
        target("dropped", &[set(), event("dropped", "2011-03-01", "")]),
        target("revived", &[set(), event("dropped", "2011-03-01", ""), event("set", "2011-09-01", "2015")]),
    ];
    desk.write("targets.toml", &text.concat());
    let found = timelines(&desk, &["--rules", "targets.toml"]);
    let of = |id: &str| {
        let timeline = found.iter().find(|t| t["id"] == id).unwrap_or_else(|| panic!("{id}"));
        let words = timeline["verdicts"].as_array().expect("verdicts").iter().filter_map(|v| v["word"].as_str());
        assert!(words.into_iter().all(|word| word == "recorded"), "{timeline}");
        verdicts(timeline)
    };
    assert_eq!(of("set"), ["overdue"]);
    assert_eq!(of("open"), ["open"]);
    assert_eq!(of("moved"), ["moved", "overdue"]);
    assert_eq!(of("earlier"), ["moved", "overdue"]);
    assert_eq!(of("met"), ["met"]);
    assert_eq!(of("late"), ["met_late"]);
    assert_eq!(of("missed"), ["missed"]);
    assert_eq!(of("dropped"), ["dropped"]);
    assert_eq!(of("revived"), ["moved", "overdue"], "called off and planned anew");
    let moved = found.iter().find(|t| t["id"] == "moved").expect("there");
    assert_eq!(
        (moved["verdicts"][0]["slip_days"].as_i64(), moved["verdicts"][0]["announced"].as_bool()),
        (Some(730), Some(false))
    );
}

#[test]
fn a_later_pack_replaces_by_saying_so() {
    let desk = Desk::new();
    let pack = |title: &str, more: &str| {
        format!("[[target]]\nid = \"bridge\"\ntitle = \"{title}\"\naliases = [\"Marlow footbridge\"]\n{more}")
    };
    desk.write("packs/county/bridges.toml", &pack("From the county", ""));
    desk.write("packs/own.toml", &pack("Our own", ""));
    let arguments = ["timeline", ".", "--rules", "packs/county", "--rules", "packs/own.toml"];
    let clash = desk.run(&arguments);
    assert_eq!(clash.code, Some(2));
    for part in ["[packs/own.toml:2:6]", "the target id `bridge` stands in packs/county/bridges.toml too", "override = true"] {
        assert!(clash.err.contains(part), "{part} in {}", clash.err);
    }
    desk.write("packs/own.toml", &pack("Our own", "override = true\n"));
    let settled = desk.run(&arguments);
    assert!(settled.code == Some(0) && settled.out.contains("Our own  [bridge]"), "{}{}", settled.out, settled.err);
    let turned = desk.run(&["timeline", ".", "--rules", "packs/own.toml", "--rules", "packs/county"]);
    assert!(turned.code == Some(2) && turned.err.contains("no pack before this one declares `bridge`"), "{}", turned.err);
}

#[test]
fn a_timeline_explains_itself() {
    let desk = Desk::new();
    desk.write("2016-01-01-works.md", "# Works\n\nPhase 1 of the Bray harbour works will be finished by June 2017. Phase 2 of the Bray harbour works will be finished by June 2019.\n");
    let text = desk.run(&["timeline", ".", "--explain", "--target", "footbridge"]).out;
    for part in ["“The Marlow footbridge will open by 2018", "the first of its target", "belongs here: ", " confidence\n"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let harbour = desk.run(&["timeline", ".", "--explain", "--target", "phase"]).out;
    assert!(harbour.contains("  kept apart from: ") && harbour.contains("the two name different stages"), "{harbour}");
    let lines = timelines(&desk, &["--explain", "--target", "phase"]);
    assert_eq!(lines[0]["near_misses"][0]["why"], "the two name different stages");
    assert!(timelines(&desk, &[])[0].get("near_misses").is_none());
}

#[test]
fn a_struck_date_and_the_one_in_its_place_are_one_promise() {
    let desk = Desk::new();
    let said = "The pier will open by ~~the end of 2018~~ the end of 2019.\n\nThe ~~old~~ quay will open in May 2019.\n";
    desk.write("struck/2018-06-01-plan.md", said);
    let ran = desk.run(&["timeline", "struck", "--as-of", "2018-07-01", "--format", "jsonl"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let found: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let said: Vec<usize> = found.iter().map(|t| t["statements"].as_array().map_or(0, Vec::len)).collect();
    assert_eq!(said, [2, 1], "{found:?}");
    assert_eq!(found[0]["last_deadline"]["end"], "2019-12-31", "{}", found[0]);
    assert!(verdicts(&found[0]).contains(&"moved"), "{}", found[0]);
}
