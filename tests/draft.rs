//! A draft against the archive: what is wrong with it first, then what the archive knows of what it names.

mod common;

use common::Desk;
use serde_json::Value;

const ARCHIVE: [(&str, &str); 3] = [
    (
        "archive/2013-01-20-minister.md",
        "# Paper must go\n\nThe health secretary was plain. The county health service will be paperless by 2018, he said.\n",
    ),
    (
        "archive/2016-02-10-review.md",
        "# A review of records\n\nThe target for a paperless county health service has been moved from 2018 to 2020, the review says.\n",
    ),
    (
        "archive/2019-03-01-audit.md",
        "# Auditors look in\n\nThe county health service missed its 2018 target to be paperless, the auditors said. Wards keep trolleys of notes.\n",
    ),
];

fn desk() -> Desk {
    let desk = Desk::new();
    for (name, text) in ARCHIVE {
        desk.write(name, text);
    }
    desk.write(
        "targets.toml",
        "[[target]]\nid = \"paperless\"\ntitle = \"A paperless county health service\"\naliases = [\"paperless\"]\n",
    );
    desk
}

fn check(desk: &Desk, more: &[&str]) -> (Option<i32>, String) {
    let ran = desk.run(&[&["check", "draft.md", "--against", "archive", "--rules", "targets.toml"], more].concat());
    assert!(ran.err.is_empty(), "{}", ran.err);
    (ran.code, ran.out)
}

#[test]
fn the_archive_is_told_of_what_a_draft_dates() {
    let desk = desk();
    desk.write(
        "draft.md",
        "# What comes next\n\nThe county health service will be paperless by 2020. Officials are sure of it.\n",
    );
    let (_, out) = check(&desk, &["--format", "concise", "--draft-date", "2024-03-06"]);
    let at = |part: &str| out.find(part).unwrap_or_else(|| panic!("{part} is not in\n{out}"));
    // The draft speaks of a day that has passed as to come: that is what must be mended, and it comes first.
    let defect = at("draft.md:3:1: ");
    assert!(out[defect..].lines().next().is_some_and(|line| line.contains("[stale-future]")), "{out}");
    let known = at("What the archive knows of 1 dated target that the draft names");
    assert!(defect < known, "{out}");
    for part in [
        "20 January 2013   commitment  2018         archive/2013-01-20-minister.md:3",
        "archive/2019-03-01-audit.md:3",
        "draft.md:3  (the draft)",
        "moved: 2018 → 2020, 731 days later; announced",
        "missed: due 2018",
    ] {
        assert!(at(part) > known, "{part}");
    }
    assert!(!out.contains("overdue: 2 further"), "{out}");
}

#[test]
fn a_draft_that_only_names_a_target_hears_of_it_too() {
    let desk = desk();
    desk.write(
        "draft.md",
        "# Hospitals\n\nNobody speaks of the paperless health service now. A clinic in Bray will open by June 2030.\n",
    );
    let (code, out) = check(&desk, &["--format", "json"]);
    let value: Value = serde_json::from_str(&out).expect("JSON");
    let known = &value["archive"][0];
    assert_eq!((code, known["target"].as_str()), (Some(0), Some("paperless")), "{out}");
    assert_eq!(known["named_at"]["line"], 3);
    assert_eq!(known["in_drafts"].as_array().map(Vec::len), Some(0));
    assert_eq!(known["in_archive"].as_array().map(Vec::len), Some(3));
    assert_eq!(known["first_deadline"]["end"], "2018-12-31");
    let types: Vec<&str> = known["verdicts"].as_array().expect("verdicts").iter().filter_map(|v| v["type"].as_str()).collect();
    assert_eq!(types, ["moved", "missed", "open"]);
    let (_, text) = check(&desk, &["--format", "concise"]);
    assert!(text.contains("named without a date at draft.md:3"), "{text}");
    assert!(text.contains("1 dated target in the draft of which the archive knows nothing"), "{text}");
}

#[test]
fn a_draft_without_a_date_speaks_on_the_newest_day_of_the_archive() {
    let desk = desk();
    desk.write("draft.md", "# Clinics\n\nThe clinic in Bray will open next year.\n");
    let day = |more: &[&str]| {
        let (_, out) = check(&desk, &[more, &["--format", "json"]].concat());
        let value: Value = serde_json::from_str(&out).expect("JSON");
        assert_eq!(value["documents"]["undated"], 0, "{out}");
        value["as_of"]["day"].as_str().expect("a day").to_owned()
    };
    assert_eq!(day(&[]), "2019-03-01");
    assert_eq!(day(&["--draft-date", "2021-05-01"]), "2021-05-01");
    assert_eq!(day(&["--as-of", "2022-01-01"]), "2022-01-01");
    // What it says is counted from that day.
    let placed = |more: &[&str]| {
        let mut arguments = vec!["timeline", "draft.md", "--against", "archive", "--format", "jsonl", "--target", "clinic"];
        arguments.extend(more);
        let ran = desk.run(&arguments);
        let value: Value = serde_json::from_str(ran.out.lines().next().expect("a target")).expect("JSON");
        value["first_deadline"]["end"].as_str().expect("a day").to_owned()
    };
    assert_eq!(placed(&[]), "2020-12-31");
    assert_eq!(placed(&["--draft-date", "2021-05-01"]), "2022-12-31");
    // A date of its own stands above all.
    desk.write("draft.md", "---\ndate: 2020-02-02\n---\n\nThe clinic in Bray will open next year.\n");
    assert_eq!(placed(&["--draft-date", "2021-05-01"]), "2021-12-31");
}

#[test]
fn a_draft_through_a_pipe_is_a_draft() {
    let desk = desk();
    let mut command = assert_cmd::Command::cargo_bin("bywhen").expect("the program");
    command.current_dir(desk.path()).env_clear().args([
        "check",
        "-",
        "--against",
        "archive",
        "--rules",
        "targets.toml",
        "--format",
        "concise",
    ]);
    let ran =
        command.write_stdin("The county health service will be paperless by 2020, officials say.\n").output().expect("it runs");
    let out = String::from_utf8_lossy(&ran.stdout);
    assert!(out.contains("What the archive knows of 1 dated target that the draft names"), "{out}");
    assert!(out.contains("stdin.txt:1  (the draft)"), "{out}");
}
