//! What `bywhen corpus` says of a folder, and what a run does with documents that are not for it.

#![allow(missing_docs, clippy::expect_used)]

use serde_json::Value;
use std::path::Path;

const GERMAN: &str =
    "---\ndate: 2018-03-05\n---\nDer Rat hat gesagt, dass die neue Brücke bis Ende 2019 für den Verkehr geöffnet wird.\n";
const FRENCH: &str = "Le pont sera ouvert à la circulation avant la fin de 2019, et ce ne sont pas des promesses.\n";
const WELSH: &str = "Dywedodd y cyngor y bydd y bont ar agor erbyn diwedd 2019, ac mae hyn hefyd yn newyddion da i'r ysgol.\n";
const SPANISH: &str =
    "<html lang=es><body><p>El puente se va a abrir al tráfico antes del fin de 2019, y no es una promesa más.</p></body></html>";
const QUOTING: &str = "---\ndate: 2018-03-06\n---\nThe council said that the bridge will open to traffic by the end of 2019.\n\n\
    > Le pont sera ouvert à la circulation avant la fin de cette année.\n\nThat is what the mayor told the visitors from Calais.\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let mut command = assert_cmd::Command::cargo_bin("bywhen").expect("the program");
    let ran = command.current_dir(folder).arg("--isolated").args(args).output().expect("ran");
    (ran.status.code(), String::from_utf8_lossy(&ran.stdout).into_owned())
}

fn json(folder: &Path, args: &[&str]) -> Value {
    serde_json::from_str(&run(folder, args).1).expect("JSON")
}

#[test]
fn other_languages_are_said_and_never_read() {
    let folder = folder(&[
        ("2018-03-05-de.md", GERMAN),
        ("2018-03-05-fr.txt", FRENCH),
        ("2018-03-05-cy.txt", WELSH),
        ("2018-03-05-es.html", SPANISH),
        ("en.md", QUOTING),
    ]);
    let survey = json(folder.path(), &["corpus", ".", "--format", "json"]);
    assert_eq!(survey["documents"], 1);
    for (code, doc) in
        [("de", "2018-03-05-de.md"), ("fr", "2018-03-05-fr.txt"), ("cy", "2018-03-05-cy.txt"), ("es", "2018-03-05-es.html")]
    {
        assert_eq!(survey["languages"][code], 1, "{code}");
        let listed = survey["other_languages"].as_array().expect("a list");
        assert!(listed.iter().any(|d| d["doc"] == doc && d["language"] == code), "{doc}");
    }
    assert_eq!(survey["passed_over"]["in Welsh: only English is read"][0], "2018-03-05-cy.txt");
    let checked = json(folder.path(), &["check", ".", "--format", "json", "--fail-on", "never"]);
    assert_eq!(checked["documents"]["read"], 1);
    assert_eq!(checked["documents"]["skipped"].as_array().map(Vec::len), Some(4));
    let (_, lines) = run(folder.path(), &["extract", "."]);
    assert!(lines.contains("by the end of 2019"), "{lines}");
    assert!(!lines.contains("-de.md") && !lines.contains("-fr.txt"), "{lines}");
    let (_, times) = run(folder.path(), &["times", "."]);
    assert!(times.contains("en.md") && !times.contains("-es.html"), "{times}");
    let (code, _) = run(folder.path(), &["check", "2018-03-05-de.md"]);
    assert_eq!(code, Some(3), "nothing that could be read");
}

#[test]
fn drafts_are_read_only_when_they_are_asked_for() {
    let draft = "---\ndate: 2018-03-05\ndraft: true\n---\nThe bridge will open by the end of 2019.\n";
    let unpublished = "---\ndate: 2018-03-05\npublished: false\n---\nThe school will open by the end of 2019.\n";
    let folder = folder(&[("a.md", draft), ("b.md", unpublished), ("c.md", QUOTING)]);
    let survey = json(folder.path(), &["corpus", ".", "--format", "json"]);
    let drafts = survey["passed_over"].as_object().and_then(|reasons| reasons.values().next()).expect("a reason");
    assert_eq!((&survey["documents"], drafts), (&1.into(), &serde_json::json!(["a.md", "b.md"])));
    let (_, lines) = run(folder.path(), &["extract", "a.md"]);
    assert!(lines.contains("will open by the end of 2019"), "{lines}");
}

#[test]
fn a_survey_says_what_is_odd() {
    let mut files: Vec<(String, String)> = (1..=12)
        .map(|month| {
            (format!("2016-{month:02}-03-news.txt"), format!("In month {month} the council met and said little of note."))
        })
        .collect();
    files.extend(
        (0..40).map(|n| (format!("2013-06-04-old-{n:02}.txt"), format!("Story {n} of the old site, which was moved here."))),
    );
    files.push(("2018-09-03-late.txt".into(), "The council met.".into()));
    files.push(("undated.txt".into(), "The council met.".into()));
    files.push(("picture.png".into(), "x".into()));
    files.push(("data.json".into(), "{}".into()));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder(&files);
    let survey = json(folder.path(), &["corpus", ".", "--as-of", "2017-01-01", "--format", "json"]);
    assert_eq!(survey["spikes"], serde_json::json!([{"day": "2013-06-04", "documents": 40}]));
    assert_eq!(survey["gaps"][0]["after"], "2013-06-04");
    assert_eq!(survey["future"], serde_json::json!(["2018-09-03-late.txt"]));
    assert_eq!(survey["undated"], serde_json::json!(["undated.txt"]));
    assert_eq!(survey["date_sources"], serde_json::json!({"path": 53, "undated": 1}));
    assert_eq!(survey["passed_over"]["a data file that was not named"][0], "data.json");
    let (code, text) = run(folder.path(), &["corpus", ".", "gone", "--as-of", "2017-01-01"]);
    assert_eq!(code, Some(2), "a path that does not exist");
    assert!(text.contains("40 documents share 4 June 2013"), "{text}");
    assert!(text.contains("gone: there is no such file or folder"), "{text}");
}

#[test]
fn what_names_nothing_and_what_was_left_out_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        std::fs::write(path, text).expect("written");
    };
    write("docs/guide.md", "The bridge will open by May 2031.\n");
    write("news/2016-05-06-a.md", "The mill will open by June 2031.\n");
    write("old.md", "The lock will open by June 2031.\n");
    write(".notes.md", "The weir will open by June 2031.\n");
    write(".gitignore", "old.md\n");
    write("bywhen.toml", "[corpus]\nliving = [\"docs/\", \"gone/**\"]\n");
    write("dates.csv", "path;date\nnews/2016-05-06-a.md;2016-05-06\ngone.md;2016-05-06\n");
    // With the configuration that lies there, unlike the other tests.
    let survey = |path: &str| -> Value {
        let mut command = assert_cmd::Command::cargo_bin("bywhen").expect("the program");
        let args = ["corpus", path, "--dates", "dates.csv", "--format", "json"];
        let ran = command.current_dir(folder.path()).args(args).output().expect("ran");
        serde_json::from_slice(&ran.stdout).expect("JSON")
    };
    let whole = survey(".");
    assert_eq!(whole["unused_dates"], serde_json::json!(["gone.md"]));
    assert_eq!(whole["unused_living"], serde_json::json!(["gone/**"]));
    assert_eq!(whole["date_sources"], serde_json::json!({"living": 1, "table": 1}));
    assert_eq!(whole["passed_over"]["hidden: name it to have it read"], serde_json::json!([".notes.md"]));
    let ignored = "named in a .gitignore or .ignore: name it to have it read";
    assert_eq!(whole["passed_over"][ignored], serde_json::json!(["old.md"]));
    // Whoever names single files asks nothing of the others.
    let one = survey("docs/guide.md");
    assert_eq!((&one["unused_dates"], &one["unused_living"]), (&serde_json::json!([]), &serde_json::json!([])));
}
