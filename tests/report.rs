//! `bywhen report` as an editor's machine sees it: files, formats, and articles that attack the page.

use assert_cmd::Command;
use base64::Engine;
use sha2::{Digest, Sha256};
use std::path::Path;

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::cargo_bin("bywhen").expect("the program");
    let output = command.current_dir(folder).env_clear().arg("--isolated").args(arguments).output().expect("ran");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Articles about a bridge and a tram; what the target file says of the bridge.
fn desk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    std::fs::create_dir(folder.path().join("news")).expect("a folder");
    write(
        "news/2014-05-01-plan.md",
        "# A bridge for Marlow\n\nThe council has a plan. The Marlow footbridge will open by 2018, the council said.\n",
    );
    write("news/2015-02-01-work.md", "# Work goes on\n\nThe Marlow footbridge remains on course to open by 2018.\n");
    write(
        "news/2016-05-01-later.md",
        "# Bridge news\n\nThe piers stand. The Marlow footbridge will open by 2020. Nobody minds.\n",
    );
    write("news/2016-06-01-tram.md", "# Trams\n\nThe Hexley tramway will open by 30 June 2017.\n");
    write("news/2017-01-01-year.md", "# The year to come\n\nThe town has much to do.\n");
    write(
        "targets.toml",
        "[[target]]\nid = \"footbridge\"\ntitle = \"A footbridge for Marlow\"\nowner = \"Marlow Council\"\naliases = [\"Marlow footbridge\"]\n\
         [[target.reply]]\nof = \"the council\"\nasked = 2016-05-03\nreceived = 2016-05-04\nquote = \"The piers took longer.\"\n\
         [[target.correction]]\non = 2016-06-01\nnote = \"an earlier version gave 2019\"\n",
    );
    write("labels.toml", "[labels]\nopen = \"Still to come\"\n");
    folder
}

/// What stands between two marks of the page.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let start = text.find(from).expect(from) + from.len();
    let end = text[start..].find(to).expect(to) + start;
    &text[start..end]
}

#[test]
fn the_page_tells_both_sides_and_loads_nothing() {
    let desk = desk();
    let ran = run(desk.path(), &["report", "news", "--rules", "targets.toml"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let page = &ran.out;
    for words in [
        "<mark>The Marlow footbridge will open by 2018, the council said</mark>",
        "<mark>The Marlow footbridge will open by 2020</mark>. Nobody minds.",
        "news/2016-05-01-later.md, line 3",
        "731 days later",
        "<dt>Owner says</dt>",
        "Asked of the council 3 May 2016; reply received 4 May 2016.",
        "<q>The piers took longer.</q>",
        "An earlier version gave 2019.",
        "as of <time datetime=\"2017-01-01\">1 January 2017</time>",
        "30 June 2017",
    ] {
        assert!(page.contains(words), "{words} is not in\n{page}");
    }
    // The policy names the page's own style and script by their hashes, and both are what is there.
    let policy = between(page, "Content-Security-Policy\" content=\"", "\"").replace("&#39;", "'");
    for (element, directive) in [("style", "style-src"), ("script", "script-src")] {
        let text = between(page, &format!("<{element}>"), &format!("</{element}>"));
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes()));
        assert!(policy.contains(&format!("{directive} 'sha256-{hash}'")), "{element}: {policy}");
    }
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    for loads in ["src=", "<link", "@import", "url(", " style=", "<img", "<iframe"] {
        assert!(!page.contains(loads), "{loads}");
    }
    for harsh in ["lied", "broke ", "broken promise", "failed to"] {
        assert!(!page.to_lowercase().contains(harsh), "{harsh}");
    }
}

#[test]
fn no_link_leads_nowhere() {
    // Stories with pictures with and without changed dates.
    for folder in ["fixtures/library", "fixtures/tramway", "fixtures/paperless"] {
        let ran = run(Path::new(env!("CARGO_MANIFEST_DIR")), &["report", folder, "--no-cache"]);
        assert!(ran.out.contains("class=\"chart\""), "{folder} shows no picture");
        for link in ran.out.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ran.out.contains(&format!("id=\"{link}\"")), "{folder}: #{link}");
        }
    }
}

#[test]
fn the_same_documents_give_the_same_page() {
    let desk = desk();
    let page = |threads: &str| run(desk.path(), &["report", "news", "--rules", "targets.toml", "--threads", threads]).out;
    let one = page("1");
    assert!(!one.is_empty() && one == page("8"));
}

#[test]
fn articles_are_text_whatever_they_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let attack = "<script>window.owned = 1</script>\"'><img src=x onerror=alert(1)> The Marlow \u{202e}footbridge\u{1b}[2J &lt;b&gt; will open by 2018";
    std::fs::write(folder.path().join("2014-05-01-a.txt"), format!("{attack}.\n")).expect("a file");
    std::fs::write(folder.path().join("2016-05-01-b.txt"), format!("{}.\n", attack.replace("2018", "2020"))).expect("a file");
    std::fs::write(
        folder.path().join("c.md"),
        "---\ntitle: '\"><script>window.owned=2</script>'\nurl: 'javascript:alert(1)'\ndate: 2016-07-01\n---\nThe Marlow footbridge will open by 2021.\n",
    )
    .expect("a file");
    let ran = run(folder.path(), &["report", ".", "--full"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.out.matches("<script>").count(), 1, "only the page's own");
    assert!(ran.out.contains("&lt;script&gt;window.owned"), "the attack is shown as text");
    assert!(!ran.out.contains("<img") && !ran.out.contains("href=\"javascript:"));
    assert!(ran.out.contains("&lt;U+202E&gt;"), "direction characters are spelt out");
    assert!(ran.out.chars().all(|c| c == '\n' || !c.is_control()), "control characters are made visible");
    let json = run(folder.path(), &["report", ".", "--format", "json"]);
    let page: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(page["schema_version"], 1);
    assert!(page["rows"].as_array().is_some_and(|rows| !rows.is_empty()));
}

#[test]
fn tables_have_room_for_decisions() {
    let desk = desk();
    let ran = run(desk.path(), &["report", "news", "--rules", "targets.toml", "--format", "csv", "-o", "out/"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let table = |name: &str| {
        let mut reader = csv::Reader::from_path(desk.path().join("out").join(name)).expect(name);
        let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        (header, rows)
    };
    let (header, rows) = table("events.csv");
    assert_eq!(header, bywhen::report::EVENT_COLUMNS);
    let silent = rows.iter().find(|row| &row[2] == "news/2016-05-01-later.md").expect("the later statement");
    assert_eq!(&silent[0], "footbridge");
    assert_eq!((&silent[3], &silent[4], &silent[5]), ("3", "commitment", "2020-01-01/2020-12-31"));
    assert_eq!(&silent[7], "moved-unannounced");
    assert!(rows.iter().all(|row| row[9].is_empty() && row[10].is_empty() && row[11].is_empty()));
    let (header, rows) = table("findings.csv");
    assert_eq!(header[..12], bywhen::report::EVENT_COLUMNS);
    assert!(rows.iter().any(|row| &row[7] == "moved-unannounced" && row[8] == silent[8] && &row[14] == "731"), "{rows:?}");
    let (_, rows) = table("targets.csv");
    let bridge = rows.iter().find(|row| &row[0] == "footbridge").expect("the bridge");
    assert_eq!((&bridge[2], &bridge[6], &bridge[7]), ("Marlow Council", "731", "1"));
}

#[test]
fn the_diary_is_a_calendar() {
    let desk = desk();
    let ran = run(desk.path(), &["report", "news", "--rules", "targets.toml", "--format", "ics"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.starts_with("BEGIN:VCALENDAR\r\n") && ran.out.ends_with("END:VCALENDAR\r\n"), "{}", ran.out);
    assert!(ran.out.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{}", ran.out);
    assert_eq!(ran.out.matches("BEGIN:VEVENT").count(), 2, "{}", ran.out);
    let unfolded = ran.out.replace("\r\n ", "");
    assert!(
        unfolded.contains("DTSTART;VALUE=DATE:20170630\r\n") && unfolded.contains("DTEND;VALUE=DATE:20170701\r\n"),
        "{unfolded}"
    );
    assert!(unfolded.contains("UID:footbridge.2020-12-31@bywhen.invalid\r\n"), "{unfolded}");
    assert!(unfolded.contains("DTSTAMP:20170101T000000Z\r\n"), "the day of judgement, not the clock: {unfolded}");
}

#[test]
fn briefs_go_into_a_folder_and_are_not_read_again() {
    let desk = desk();
    let arguments = ["report", ".", "--include", "*.md", "--rules", "targets.toml", "--format", "markdown", "-o", "briefs"];
    std::fs::create_dir(desk.path().join("briefs")).expect("a folder");
    assert_eq!(run(desk.path(), &arguments).code, Some(0));
    let read = |name: &str| std::fs::read_to_string(desk.path().join("briefs").join(name)).expect(name);
    let (index, brief) = (read("index.md"), read("footbridge.md"));
    assert!(index.contains("5 documents from 1 May 2014 to 1 January 2017") && index.contains("](footbridge.md)"), "{index}");
    assert!(brief.starts_with("# A footbridge for Marlow\n"), "{brief}");
    assert!(brief.contains("“The Marlow footbridge will open by 2020”"), "{brief}");
    assert_eq!(run(desk.path(), &arguments).code, Some(0));
    assert_eq!((index, brief), (read("index.md"), read("footbridge.md")));
}

#[test]
fn what_is_asked_for_is_what_is_shown() {
    let desk = desk();
    let one = run(desk.path(), &["report", "news", "--rules", "targets.toml", "--target", "TRAMWAY"]).out;
    assert!(one.contains("Hexley tramway") && !one.contains("Marlow"), "{one}");
    let none = run(desk.path(), &["report", "news", "--target", "airport"]);
    assert_eq!((none.code, none.out.as_str()), (Some(2), ""));
    assert!(none.err.contains("no target is called `airport`; `bywhen timeline` lists them all"), "{}", none.err);
    let since = run(desk.path(), &["report", "news", "--rules", "targets.toml", "--since", "2016-05-15"]).out;
    assert!(since.contains("Only what rests on a document of 15 May 2016 or later"), "{since}");
    assert!(since.contains("Hexley tramway") && !since.contains("id=\"target-footbridge\""), "{since}");
    let mut command = Command::cargo_bin("bywhen").expect("the program");
    let labelled =
        command.current_dir(desk.path()).env_clear().args(["report", "news", "--config", "labels.toml"]).output().expect("ran");
    let labelled = String::from_utf8(labelled.stdout).expect("UTF-8");
    assert!(labelled.contains("Still to come") && labelled.contains("“Still to come” stands for “not yet due”"), "{labelled}");
    assert_eq!(run(desk.path(), &["report", "news", "--since", "soon"]).code, Some(2));
    assert_eq!(run(desk.path(), &["report", "nowhere"]).code, Some(2));
}

#[test]
fn the_chart_is_drawn_in_the_terminal() {
    let desk = desk();
    let ran = run(desk.path(), &["timeline", "news", "--rules", "targets.toml", "--target", "footbridge", "--ascii"]);
    assert!(ran.out.contains("m new date, change not announced here"), "{}", ran.out);
    let all = run(desk.path(), &["timeline", "news", "--rules", "targets.toml"]);
    assert!(!all.out.contains("today is the deadline"), "only for targets that were asked for");
}

#[test]
fn json_is_what_its_schema_says() {
    use bywhen::cli::schema::{Name, text};
    let desk = desk();
    let ran = run(desk.path(), &["report", "news", "--rules", "targets.toml", "--format", "json"]);
    let page: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let schema = serde_json::from_str(text(Name::Report)).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&page).map(|e| format!("{}: {e}", e.instance_path)).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    // A schema that lets everything through would prove nothing.
    let mut other = page.clone();
    other["dossiers"][0]["surprise"] = true.into();
    assert!(!validator.is_valid(&other));
    assert!(page["stories"].as_array().is_some_and(|stories| !stories.is_empty()));
}

#[test]
fn what_was_waived_and_put_right_is_listed() {
    let desk = desk();
    let config = "[[ignore]]\ncheck = \"moved-unannounced\"\npath = \"news/2016-*.md\"\nreason = \"the council wrote to us\"\n\
                  [rules]\npaths = [\"targets.toml\"]\n";
    std::fs::write(desk.path().join("bywhen.toml"), config).expect("a file");
    let mut command = Command::cargo_bin("bywhen").expect("the program");
    let output = command.current_dir(desk.path()).env_clear().args(["report", "news", "--format", "json"]).output().expect("ran");
    let page: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(page["waived"][0]["check"], "moved-unannounced");
    assert_eq!(page["waived"][0]["reason"], "The council wrote to us.");
    assert_eq!(page["waived"][0]["place"], "news/2016-05-01-later.md, line 3");
    assert_eq!(page["corrections"][0]["text"], "1 June 2016: An earlier version gave 2019.");
    assert_eq!(page["corrections"][0]["target"], "footbridge");
    let ran = run(desk.path(), &["report", "news", "--rules", "targets.toml"]);
    assert!(between(&ran.out, "id=\"corrections\"", "</ul>").contains("An earlier version gave 2019."));
    assert!(between(&ran.out, "id=\"waivers\"", "</p>").contains("None is in force."));
}

#[test]
fn precision_is_what_was_measured_or_nothing() {
    let desk = desk();
    // What was measured before the program was given out says on what, and how little that is.
    let ran = run(desk.path(), &["report", "news", "--rules", "targets.toml"]);
    let table = between(&ran.out, "aria-label=\"Table of measured precision\"", "</table>");
    let rows: Vec<&str> = table.split("<tr>").filter(|row| row.contains("<code>moved-unannounced</code>")).collect();
    assert!(rows.len() == 1 && rows[0].contains("development set"), "{table}");
    std::fs::write(desk.path().join("precision.csv"), "check,right,read,set\nmoved-unannounced,47,50,our archive\n")
        .expect("a file");
    let ran = run(desk.path(), &["report", "news", "--rules", "targets.toml", "--precision", "precision.csv"]);
    let table = between(&ran.out, "aria-label=\"Table of measured precision\"", "</table>");
    assert!(table.contains("47 of 50 on our archive"), "{table}");
    assert!(ran.out.contains("moved-unannounced right in "), "{}", ran.out);
    std::fs::write(desk.path().join("precision.csv"), "check,right,read,set\nmoved,47,50,our archive\n").expect("a file");
    let ran = run(desk.path(), &["report", "news", "--precision", "precision.csv"]);
    assert!(ran.code == Some(2) && ran.err.contains("[precision.csv:2:1]"), "{}", ran.err);
}

#[test]
fn owners_are_set_side_by_side_only_where_there_are_enough_targets() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut targets = String::new();
    for (index, (owner, deadline)) in [
        ("Works Board", 2001),
        ("Works Board", 2002),
        ("works board", 2003),
        ("The Works Board", 2030),
        ("Works Board", 2031),
        ("Abbey Trust", 2002),
    ]
    .into_iter()
    .enumerate()
    {
        targets.push_str(&format!(
            "[[target]]\nid = \"t{index}\"\ntitle = \"Thing {index}\"\nowner = \"{owner}\"\naliases = [\"thing {index}\"]\n\
             [[target.event]]\nkind = \"set\"\non = 2000-01-01\ndeadline = {deadline}\n"
        ));
    }
    std::fs::write(folder.path().join("targets.toml"), targets).expect("a file");
    std::fs::write(folder.path().join("2010-01-01-a.md"), "# A\n\nNothing.\n").expect("a file");
    let ran = run(folder.path(), &["report", ".", "--rules", "targets.toml", "--format", "json"]);
    let page: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let rows = page["owners"]["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 1, "{rows:#?}");
    assert_eq!((rows[0]["name"].as_str(), rows[0]["targets"].as_u64()), (Some("Works Board"), Some(5)));
    assert_eq!((rows[0]["overdue"].as_u64(), rows[0]["open"].as_u64()), (Some(3), Some(2)));
    assert_eq!(page["owners"]["few"], serde_json::json!([["Abbey Trust", "1 target: 1 passed, no word since"]]));
}

#[test]
fn briefs_of_two_targets_never_share_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = |id: &str, word: &str| {
        format!(
            "[[target]]\nid = \"{id}\"\ntitle = \"The {word}\"\naliases = [\"{word}\"]\n[[target.event]]\nkind = \"set\"\non = 2000-01-01\ndeadline = 2001\n"
        )
    };
    std::fs::write(folder.path().join("targets.toml"), [target("MC/7", "pier"), target("mc-7", "pool")].concat())
        .expect("a file");
    std::fs::write(folder.path().join("2010-01-01-a.txt"), "Nothing.\n").expect("a file");
    let ran = run(folder.path(), &["report", ".", "--rules", "targets.toml", "--format", "markdown", "-o", "out/"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let read = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).expect(name);
    assert!(read("mc-7.md").starts_with("# The pier") && read("mc-7-2.md").starts_with("# The pool"));
}

#[test]
fn a_guess_is_no_best_story_and_a_date_far_ahead_is_not_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write("2014-05-01-plan.md", "# Plans\n\nThe Marlow footbridge will open by 2018, the council said.\n");
    write(
        "2014-06-01-tram.md",
        "# Trams\n\nThe Hexley tramway will open by 30 June 2017. The Ambley barrage will be finished by 2060.\n",
    );
    write("2016-05-01-later.md", "# Bridge news\n\nThe Marlow footbridge will open by 2020.\n");
    let page = || -> serde_json::Value {
        let ran = run(folder.path(), &["report", ".", "--format", "json"]);
        serde_json::from_str(&ran.out).expect("JSON")
    };
    let first = page();
    let titles = |page: &serde_json::Value, list: &str| -> Vec<String> {
        page[list].as_array().into_iter().flatten().filter_map(|line| line["subject"].as_str().map(str::to_owned)).collect()
    };
    let due = titles(&first, "glance_due");
    assert!(due.iter().any(|title| title.contains("tramway")) && !due.iter().any(|title| title.contains("barrage")), "{due:?}");
    for story in first["stories"].as_array().expect("stories") {
        let lead = &story["lead"];
        let shown = titles(&first, "glance_stories").contains(&story["title"].as_str().unwrap_or_default().to_owned());
        assert_eq!(shown, !(lead["severity"] == "note" && lead["confidence"] == "low"), "{story:#}");
    }
    // Where nothing else lies ahead, what lies far ahead is next.
    write("2020-01-01-barrage.md", "# The barrage\n\nNobody minds.\n");
    std::fs::remove_file(folder.path().join("2016-05-01-later.md")).expect("removed");
    assert_eq!(titles(&page(), "glance_due").iter().filter(|title| title.contains("barrage")).count(), 1);
}
