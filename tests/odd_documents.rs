//! Odd and hostile documents, and what the program prints for each.
//!
//! `fixtures/hostile/documents` holds them, `documents.toml` beside it says what is odd, and
//! `fixtures/expected/hostile/NAME.txt` what `corpus` and `extract` print. `docs/hostile.md` is made from
//! all three. `BYWHEN_UPDATE=1 cargo test --test odd_documents` writes both anew: read what changed.

#![allow(missing_docs, clippy::expect_used)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What a run printed and how it ended.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(args: &[&str], folder: &Path) -> Ran {
    let mut command = assert_cmd::Command::cargo_bin("bywhen").expect("the program");
    // A reader that does not come to an end is as bad as one that falls.
    let ran = command.current_dir(folder).args(args).timeout(std::time::Duration::from_secs(60)).output().expect("ran");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("what is printed is UTF-8");
    Ran { code: ran.status.code().expect("it was not killed"), out: text(&ran.stdout), err: text(&ran.stderr) }
}

/// Control characters and those that turn writing, as escapes: the snapshots are text.
fn plain(text: &str) -> String {
    let odd = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
    };
    text.chars().map(|c| if odd(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}

/// One statement in a line: place, bytes, zone, kind, deadline, words.
fn statement(line: &str) -> String {
    let s: Value = serde_json::from_str(line).expect("a line of JSON");
    let deadline = match &s["deadline"] {
        Value::Null => "no day".to_owned(),
        day => format!("{}..{}", day["start"].as_str().unwrap_or_default(), day["end"].as_str().unwrap_or_default()),
    };
    let word = |key: &str| s[key].as_str().unwrap_or("-").to_owned();
    format!(
        "{}:{}:{} [{}..{}] {} {} {deadline} {:?}",
        word("doc"),
        s["line"],
        s["column"],
        s["start_byte"],
        s["end_byte"],
        word("zone"),
        word("kind"),
        word("text")
    )
}

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/"))
}

/// Compares `text` with the file, or writes it; gives what to say where they differ.
fn compare(path: &Path, text: &str, wrong: &mut String) {
    if std::env::var_os("BYWHEN_UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, text).expect("written");
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    if expected != text {
        let _ = writeln!(wrong, "{}: expected\n{expected}\nprinted\n{text}", path.display());
    }
}

/// How a document was read, in a few words, for the table.
fn reading(survey: &Value, statements: usize) -> String {
    let mut said = Vec::new();
    let documents = survey["documents"].as_u64().unwrap_or_default();
    if documents > 0 {
        let names =
            |key: &str| survey[key].as_object().map_or(String::new(), |map| map.keys().cloned().collect::<Vec<_>>().join(", "));
        let days = match (&survey["dates"]["start"], &survey["dates"]["end"]) {
            (Value::String(start), Value::String(end)) if start == end => format!(" {start}"),
            (Value::String(start), Value::String(end)) => format!(" {start} to {end}"),
            _ => String::new(),
        };
        let many = if documents == 1 { String::new() } else { format!("{documents} documents, ") };
        said.push(format!("{many}{}; date: {}{days}", names("formats"), names("date_sources")));
        said.push(format!("{statements} statement{}", if statements == 1 { "" } else { "s" }));
    }
    if survey["conflicting"].as_array().is_some_and(|list| !list.is_empty()) {
        said.push("dates in conflict".into());
    }
    for key in ["troubles", "unreadable", "not_opened"] {
        for trouble in survey[key].as_array().into_iter().flatten() {
            let message = trouble["message"].as_str().or(trouble["reason"].as_str()).unwrap_or_default();
            said.push(message.trim().to_owned());
        }
    }
    said.extend(survey["passed_over"].as_object().into_iter().flatten().map(|(reason, _)| reason.clone()));
    plain(&said.join("; ")).replace('|', "\\|").replace('<', "&lt;")
}

#[test]
fn what_odd_documents_print_is_what_was_read() {
    let folder = root().join("hostile/documents");
    let about: BTreeMap<String, String> =
        toml::from_str(&std::fs::read_to_string(root().join("hostile/documents.toml")).expect("documents.toml")).expect("TOML");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    names.sort_unstable();
    assert_eq!(names, about.keys().cloned().collect::<Vec<_>>(), "documents.toml names every document");
    let mut table = String::from(
        "# Odd documents\n\nWhat `bywhen corpus` and `bywhen extract` make of documents that are broken, empty, or made to break readers: the files of\n\
         `fixtures/hostile/documents`; what was printed in full stands in `fixtures/expected/hostile`. This page is made by\n\
         `BYWHEN_UPDATE=1 cargo test --test odd_documents`.\n\n| document | what is odd | what was printed |\n| --- | --- | --- |\n",
    );
    let mut wrong = String::new();
    for name in &names {
        let survey = run(&["--isolated", "corpus", name], &folder);
        let extract = run(&["--isolated", "extract", name, "--no-cache", "--format", "jsonl"], &folder);
        let json = run(&["--isolated", "corpus", name, "--format", "json"], &folder);
        for ran in [&survey, &extract, &json] {
            assert!((0..=3).contains(&ran.code) && !ran.err.contains("panicked"), "{name}: {}", ran.err);
        }
        let lines: Vec<&str> = extract.out.lines().collect();
        for line in &lines {
            let s: Value = serde_json::from_str(line).expect("JSON");
            assert!(s["start_byte"].as_u64() < s["end_byte"].as_u64(), "{name}: {line}");
        }
        let statements: Vec<String> = lines.iter().map(|line| statement(line)).collect();
        let text = format!(
            "$ bywhen corpus {name}\n{}{}exit {}\n\n$ bywhen extract {name}\n{}{}exit {}\n",
            survey.out,
            survey.err,
            survey.code,
            statements.iter().fold(String::new(), |all, line| all + line + "\n"),
            extract.err,
            extract.code
        );
        compare(&root().join(format!("expected/hostile/{name}.txt")), &plain(&text), &mut wrong);
        let survey: Value = serde_json::from_str(&json.out).expect("JSON");
        let _ = writeln!(table, "| `{name}` | {} | {} |", about[name], reading(&survey, statements.len()));
    }
    compare(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/hostile.md")), &table, &mut wrong);
    assert!(wrong.is_empty(), "{wrong}");
}
