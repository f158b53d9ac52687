//! The linter as a team uses it: baselines, suppressions, levels by path, changes since a revision.

mod common;

use common::{Desk, LATER, findings};

const MOVED: &str = "2016-05-01-news.md:3: warning[moved-unannounced]";

#[test]
fn a_baseline_leaves_only_what_is_new() {
    let desk = Desk::new();
    assert_eq!(desk.found(&[]), [MOVED]);
    let wrote = desk.run(&["baseline", "write"]);
    assert_eq!((wrote.code, wrote.out.as_str()), (Some(0), "wrote bywhen-baseline.json: 1 finding\n"), "{}", wrote.err);
    assert_eq!(desk.read("bywhen-baseline.json").lines().count(), 6);
    let clean = desk.run(&["check", "."]);
    assert_eq!(clean.code, Some(0));
    assert!(clean.out.contains("nothing new found (1 known to the baseline)"), "{}", clean.out);
    assert!(!clean.out.contains("passed over"), "the baseline is no document: {}", clean.out);
    assert_eq!(desk.run(&["check", ".", "--no-baseline"]).code, Some(1));
    assert_eq!(desk.run(&["check", ".", "--isolated"]).code, Some(1));

    desk.write("2016-07-01-pool.md", "# Pool\n\nThe Bray swimming pool will reopen by June 2017, the council said.\n");
    desk.write("2016-08-01-pool.md", "# Pool in doubt\n\nThe Bray swimming pool may not reopen in time. The Bray swimming pool is due to reopen by June 2017.\n");
    assert_eq!(desk.run(&["check", "."]).code, Some(0), "unrelated articles bring nothing back");
    desk.write("2016-09-01-pool.md", "# Pool\n\nThe Bray swimming pool will reopen by December 2018, the council said.\n");
    assert_eq!(desk.found(&[]), ["2016-09-01-pool.md:3: warning[moved-unannounced]"]);
}

#[test]
fn a_report_shows_what_was_known_and_marks_what_is_new() {
    let desk = Desk::new();
    let new = || {
        let page: serde_json::Value = serde_json::from_str(&desk.run(&["report", ".", "--format", "json"]).out).expect("JSON");
        let leads = page.to_string().matches("moved-unannounced").count();
        (page.to_string().contains("\"new\":null"), page.to_string().contains("\"new\":0"), leads > 0)
    };
    assert_eq!(new(), (true, false, true), "nothing to compare with");
    desk.run(&["baseline", "write"]);
    assert_eq!(new(), (false, true, true), "known, and still shown");
}

#[test]
fn edits_elsewhere_bring_nothing_back() {
    let desk = Desk::new();
    desk.run(&["baseline", "write"]);
    desk.edit(LATER, "# Works begin\n", "# Works begin\n\nThe weather was fair on Monday.\n");
    desk.edit(LATER, "footbridge will open", "footbridge\nwill open");
    desk.edit("2014-05-01-plan.md", "The council has agreed", "At last the council\nhas agreed");
    assert_eq!(desk.found(&[]), [""; 0]);
    // The paragraph moves behind the next one.
    let text = desk.read(LATER);
    let mut paragraphs: Vec<&str> = text.split("\n\n").collect();
    paragraphs.reverse();
    desk.write(LATER, &format!("{}\n", paragraphs.join("\n\n")));
    assert_eq!(desk.found(&[]), [""; 0]);
}

#[test]
fn what_is_gone_is_said_and_can_be_forgotten() {
    let desk = Desk::new();
    desk.run(&["baseline", "write"]);
    desk.edit(LATER, "will open by 2020", "will open by 2018");
    let ran = desk.run(&["check", "."]);
    assert!(ran.out.contains("1 finding of the baseline is gone; `bywhen baseline prune` forgets it"), "{}", ran.out);
    assert_eq!((ran.code, desk.run(&["check", ".", "--strict"]).code), (Some(0), Some(1)));
    // A run over other documents says nothing of it, and forgets nothing.
    let other = desk.run(&["check", "2014-05-01-plan.md"]);
    assert!(!other.out.contains("gone"), "{}", other.out);
    desk.run(&["baseline", "prune", "2014-05-01-plan.md"]);
    assert!(desk.run(&["baseline", "show"]).out.ends_with("0 new, 0 known, 1 gone\n"));
    assert_eq!(desk.run(&["baseline", "prune"]).out, "bywhen-baseline.json: 1 forgotten, 0 findings left\n");
    assert!(!desk.run(&["check", "."]).out.contains("gone"));
}

#[test]
fn a_baseline_is_the_same_from_every_folder() {
    let desk = Desk::new();
    for name in ["2014-05-01-plan.md", "2015-06-01-doubt.md", LATER] {
        let text = desk.read(name);
        std::fs::remove_file(desk.path().join(name)).expect("removed");
        desk.write(&format!("news/{name}"), &text);
    }
    desk.write("bywhen.toml", "");
    assert_eq!(desk.run(&["baseline", "write", "news"]).code, Some(0));
    assert!(desk.read("bywhen-baseline.json").contains("\"path\":\"news/2016-05-01-news.md\""));
    let below = desk.run_in("news", &["check", "."]);
    assert_eq!(below.code, Some(0), "{}", below.out);
    let whole = desk.path().to_string_lossy().into_owned();
    let named = desk.run(&["check", &format!("{whole}/news"), "--no-baseline", "--format", "json", "--show", "all"]);
    assert!(!named.out.contains(&whole) && named.out.contains("news/2016-05-01-news.md"), "no absolute paths: {}", named.out);
}

#[test]
fn a_baseline_that_is_none_is_refused_at_its_place() {
    let desk = Desk::new();
    desk.run(&["baseline", "write"]);
    let text = desk.read("bywhen-baseline.json");
    desk.write("bywhen-baseline.json", &text.replace("{\"path\"", "<<<<<<< ours\n{\"path\""));
    let ran = desk.run(&["check", "."]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("bywhen-baseline.json:4:1") && ran.err.contains("marks of a merge"), "{}", ran.err);
    let missing = desk.run(&["check", ".", "--baseline", "other.json"]);
    assert!(missing.code == Some(2) && missing.err.contains("other.json"), "{}", missing.err);
}

#[test]
fn a_comment_waives_the_next_block_only() {
    let desk = Desk::new();
    desk.edit(LATER, "\nWork has begun", "\n<!-- bywhen: ignore[moved-unannounced] told in the newsletter -->\n\nWork has begun");
    let ran = desk.run(&["check", ".", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    let value: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(value["summary"]["suppressed"], 1);
    assert_eq!(value["set_aside"][0]["status"], "suppressed");
    assert_eq!(value["set_aside"][0]["reason"], "told in the newsletter");
    // Before another block it does nothing, and says so, with a hint where the finding is.
    desk.edit(LATER, "\n\nWork has begun", "\n\nOn Monday it rained.\n\nWork has begun");
    assert_eq!(
        desk.found(&[]),
        ["2016-05-01-news.md:3: warning[unused-suppression]", "2016-05-01-news.md:7: warning[moved-unannounced]"]
    );
    let full = desk.run(&["check", "."]);
    let said = full.out.split_whitespace().collect::<Vec<_>>().join(" ").replace("│ ", "");
    assert!(said.contains("finds something at 2016-05-01-news.md, line 7"), "{}", full.out);
    assert!(!said.contains("A file has changed"), "{}", full.out);
}

#[test]
fn front_matter_waives_a_document() {
    let desk = Desk::new();
    let text = desk.read(LATER);
    desk.write(LATER, &format!("---\nbywhen-ignore: [moved-unannounced]\n---\n{text}"));
    assert_eq!(desk.run(&["check", "."]).code, Some(0));
    desk.write("2014-05-01-plan.md", &format!("---\nbywhen-ignore: [missed, mised]\n---\n{}", desk.read("2014-05-01-plan.md")));
    let ran = desk.run(&["check", ".", "--format", "concise"]);
    assert!(ran.out.contains("there is no check `mised`; did you mean `missed`?"), "{}", ran.out);
}

#[test]
fn waivers_in_the_configuration_end() {
    let desk = Desk::new();
    let waiver = "[[ignore]]\ncheck = \"moved-unannounced\"\npath = \"2016-*.md\"\nquote = \"will open by 2020\"\nreason = \"told in the newsletter\"\n";
    desk.write("bywhen.toml", waiver);
    assert_eq!(desk.run(&["check", "."]).code, Some(0));
    desk.write("bywhen.toml", &format!("{waiver}until = 2016-05-01\n"));
    assert_eq!(desk.run(&["check", "."]).code, Some(0), "on its last day it holds");
    assert_eq!(desk.found(&["--as-of", "2016-05-02"]), ["bywhen.toml:1: warning[unused-suppression]", MOVED]);
    let ran = desk.run(&["check", ".", "--as-of", "2016-05-02", "--format", "concise"]);
    assert!(ran.out.contains("the suppression of `moved-unannounced` ended on 1 May 2016"), "{}", ran.out);
    desk.write("bywhen.toml", &waiver.replace("by 2020", "by 2021"));
    assert_eq!(desk.found(&[]), ["bywhen.toml:1: warning[unused-suppression]", MOVED]);
    assert_eq!(desk.found(&["-A", "unused-suppression"]), [MOVED]);
}

#[test]
fn levels_by_path_and_from_the_command_line() {
    let desk = Desk::new();
    desk.write("bywhen.toml", "[[override]]\npath = \"2016-*\"\nlevels = { moved-unannounced = \"note\" }\n");
    assert_eq!(desk.found(&[]), ["2016-05-01-news.md:3: note[moved-unannounced]"]);
    assert_eq!(desk.found(&["-D", "moved-unannounced"]), ["2016-05-01-news.md:3: error[moved-unannounced]"]);
    desk.write("bywhen.toml", "fail-on = \"never\"\n");
    let code = |more: &[&str]| desk.run(&[&["check", "."], more].concat()).code;
    assert_eq!((code(&[]), code(&["--strict"]), code(&["--max-warnings", "0"])), (Some(0), Some(1), Some(1)));
    assert_eq!((code(&["--max-warnings", "1"]), code(&["--strict", "--exit-zero"])), (Some(0), Some(2)));
    assert_eq!(code(&["--fail-on", "warning", "--gate", "defects"]), Some(0));
    assert_eq!(code(&["--fail-on", "warning", "--select", "missed"]), Some(0));
    assert_eq!(code(&["--fail-on", "warning", "--only", "2015-06-01-doubt.md"]), Some(0));
    assert_eq!(code(&["--fail-on", "warning", "--only", "2014-05-01-plan.md"]), Some(1), "the earlier end counts");
}

#[test]
fn an_announced_move_is_no_failure() {
    let desk = Desk::new();
    desk.edit(
        LATER,
        "The Marlow footbridge will open by 2020",
        "The opening of the Marlow footbridge has been postponed from 2018 to 2020",
    );
    let ran = desk.run(&["check", ".", "--show", "all", "--format", "concise"]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    assert!(ran.out.contains("note[moved-later]"), "{}", ran.out);
}

#[test]
fn changes_since_a_revision() {
    let desk = Desk::in_git();
    let since = |more: &[&str]| findings(&desk.run(&[&["check", ".", "--since", "main", "--format", "concise"], more].concat()));
    assert_eq!(since(&[]), [""; 0], "what did not change is not reported");
    desk.git(&["checkout", "-q", "-b", "work"]);
    desk.edit("2015-06-01-doubt.md", "is due to open by 2018", "is due to open by May 2019");
    // The date was changed in place, without a word; not committed, or committed.
    let moved = "2015-06-01-doubt.md:3: warning[moved-unannounced]";
    assert!(since(&[]).contains(&moved.to_owned()), "{:?}", since(&[]));
    desk.commit();
    let ran = desk.run(&["check", ".", "--since", "main", "--format", "json"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.out.contains("at revision main it gave 2018") && ran.out.contains("\"doc\": \"2015-06-01-doubt.md@main\""),
        "{}",
        ran.out
    );
    desk.edit("2015-06-01-doubt.md", "by May 2019.", "by May 2019. The opening has been delayed from 2018.");
    assert!(!since(&[]).contains(&moved.to_owned()), "{:?}", since(&[]));
    // A new document is a change, too, committed or not.
    desk.write("2017-01-01-more.md", "# More\n\nThe Marlow footbridge will open by 2023, the council said.\n");
    assert!(since(&[]).iter().any(|finding| finding.starts_with("2017-01-01-more.md")), "{:?}", since(&[]));
}

#[test]
fn revisions_that_cannot_be_had_are_said() {
    let desk = Desk::in_git();
    let said = |desk: &Desk, reference: &str| {
        let ran = desk.run(&["check", ".", "--since", reference]);
        assert_eq!(ran.code, Some(2), "{}", ran.out);
        ran.err
    };
    assert!(said(&desk, "mian").contains("git knows no revision `mian`"));
    assert!(desk.run(&["check", ".", "--since=--output=x"]).err.contains("is not a revision"));
    let no_repository = Desk::new();
    std::fs::remove_dir(no_repository.path().join(".git")).expect("removed");
    assert!(said(&no_repository, "main").contains("needs a git repository"));
    desk.edit(LATER, "2020", "2021");
    desk.commit();
    let shallow = Desk::new();
    let from = format!("file://{}", desk.path().display());
    shallow.git(&["clone", "-q", "--depth", "1", &from, "clone"]);
    let ran = shallow.run_in("clone", &["check", ".", "--since", "HEAD~1"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("the clone is shallow") && ran.err.contains("fetch-depth: 0"), "{}", ran.err);
    let without_git = desk.run_with("", &[("PATH", "/nowhere")], &["check", ".", "--since", "main"]);
    assert!(without_git.err.contains("needs the program `git`"), "{}", without_git.err);
}

#[test]
fn every_run_writes_the_same_bytes() {
    let desk = Desk::new();
    desk.write("2013-01-01-pool.md", "# Pool\n\nThe Bray swimming pool will reopen by June 2013.\n");
    let files = ["2014-05-01-plan.md", "2013-01-01-pool.md", "2015-06-01-doubt.md", LATER];
    let commands: [&[&str]; 6] = [
        &["check", "--format", "full"],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["timeline", "--format", "jsonl", "--explain"],
        &["report", "--format", "html"],
        &["report", "--format", "json"],
    ];
    for command in commands {
        let mut first = None;
        for turn in 0..20 {
            let mut list = files;
            list.rotate_left(turn % files.len());
            if turn % 3 == 0 {
                list.reverse();
            }
            let threads = ["1", "2", "8"][turn % 3];
            let environment = [("TZ", ["UTC", "Asia/Kolkata"][turn % 2]), ("LC_ALL", ["C", "tr_TR.UTF-8"][turn / 2 % 2])];
            let ran = desk.run_with("", &environment, &[command, &["--threads", threads], &list[..]].concat());
            assert_eq!(first.get_or_insert_with(|| ran.out.clone()), &ran.out, "{command:?}, run {turn}");
        }
        assert!(first.is_some_and(|text| text.contains("Marlow footbridge")), "{command:?}");
    }
}

#[test]
fn outputs_are_no_documents() {
    let desk = Desk::new();
    for _ in 0..2 {
        let ran = desk.run(&["check", ".", "--report", "markdown=out.md", "--report", "json=out.json", "--format", "concise"]);
        assert!(ran.out.contains("; 3 documents read\n"), "{}", ran.out);
    }
}

#[test]
fn who_selects_a_check_sees_what_it_found() {
    let desk = Desk::new();
    desk.write("2015-07-01-tram.md", "# Trams\n\nThe Hexley tramway will open by June 2015, the board said.\n");
    let shown = |arguments: &[&str]| desk.run(arguments).out.contains("note[overdue]");
    assert!(!shown(&["check", ".", "--format", "concise"]), "counted only");
    assert!(shown(&["check", ".", "--format", "concise", "--select", "overdue"]));
}

#[test]
fn nothing_is_green_because_nothing_was_read() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path().join("empty")).expect("a folder");
    let one = |arguments: &[&str]| {
        let ran = desk.run(arguments);
        (ran.code, format!("{}{}", ran.out, ran.err))
    };
    let (code, said) = one(&["check", "nowhere"]);
    assert!(code == Some(2) && said.contains("1 path could not be opened") && !said.contains("1970"), "{said}");
    let (code, said) = one(&["check", "empty"]);
    assert!(code == Some(3) && said.contains("there is no document here; plain text, Markdown and HTML"), "{said}");
    for command in ["extract", "timeline", "times", "discover", "report"] {
        let (code, said) = one(&[command, "empty"]);
        assert!(code == Some(3) && said.contains("there is no document here"), "{command}: {said}");
    }
    let (code, said) = one(&["check", ".", "--only", "2016-05-01-new.md"]);
    assert!(code == Some(3) && said.contains("--only 2016-05-01-new.md: no document that was read lies there"), "{said}");
    assert_eq!(one(&["check", ".", "--only", "2016-05-01-new.md", "--only", LATER]).0, Some(1));
    let (code, said) = one(&["timeline", ".", "--target", "zeppelin"]);
    assert!(code == Some(2) && said.contains("no target is called `zeppelin`"), "{said}");
}

#[test]
fn mistakes_of_whoever_types_name_the_place_and_the_next_step() {
    let desk = Desk::new();
    desk.write("dates.csv", "path,date\n2016-05-01-news.md,2016-13-01\nb.md\n");
    for (arguments, words) in [
        (&["check", ".", "--as-of", "2016-13-01"][..], "write a day as 2024-03-06, or `today`"),
        (&["check", ".", "--ignore", "mised"], "did you mean `missed`?"),
        (&["check", ".", "--rules", "nowhere"], "there is no such file or folder; paths count from the working directory"),
        (&["check", ".", "--config", "nowhere.toml"], "there is no such file or folder"),
        (&["check", ".", "--dates", "dates.csv"], "[dates.csv:2:1]"),
        (&["check", ".", "--dates", "dates.csv"], "[dates.csv:3:1]"),
        (&["check", ".", "--format", "xml"], "possible values: full"),
        (&["check", ".", "--report", "sarif"], "write FORMAT=FILE, as in sarif=bywhen.sarif"),
        (&["check", ".", "--since", "main"], "git"),
        (&["report", ".", "--precision", "nowhere.csv"], "there is no such file or folder"),
    ] {
        let ran = desk.run(arguments);
        assert!(ran.code == Some(2) && ran.err.contains(words), "{arguments:?}: {}", ran.err);
        assert!(ran.out.is_empty() && !ran.err.contains("os error"), "{arguments:?}: {}{}", ran.out, ran.err);
    }
}
