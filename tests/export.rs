//! The database says what the other outputs say.

#![allow(missing_docs, clippy::expect_used)]

use assert_cmd::Command;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use std::path::Path;

fn bywhen(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::cargo_bin("bywhen").expect("the program");
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures")).env_clear().arg("--isolated").args(arguments);
    let output = command.output().expect("ran");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn open(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a database")
}

fn lines(db: &Connection, query: &str) -> Vec<String> {
    let mut select = db.prepare(query).expect("a query");
    let rows = select.query_map([], |row| row.get::<_, String>(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("rows")
}

fn records(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn statements_targets_verdicts_and_findings_are_those_of_the_other_outputs() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("corpus.db");
    let shown = path.to_str().expect("UTF-8");
    let corpora = ["paperless", "tramway", "library", "silent"];
    let with = |command: &[&str]| bywhen(&[&command[..1], &corpora, &command[1..]].concat());
    let (code, said, errors) = with(&["export", "--sqlite", shown]);
    assert_eq!(code, Some(0), "{said}{errors}");
    let db = open(&path);
    assert_eq!(lines(&db, "PRAGMA integrity_check"), ["ok"]);
    assert_eq!(lines(&db, "SELECT \"table\" FROM pragma_foreign_key_check"), [] as [String; 0]);

    let expected: Vec<String> = records(&with(&["extract", "--format", "jsonl"]).1)
        .iter()
        .map(|s| {
            let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
            format!(
                "{}:{} {} {} {}",
                word(&s["doc"]),
                s["line"],
                word(&s["kind"]),
                word(&s["deadline"]["end"]),
                word(&s["target"])
            )
        })
        .collect();
    let found = lines(
        &db,
        "SELECT documents.name || ':' || line || ' ' || kind || ' ' || coalesce(deadline_to, '-') || ' ' || coalesce(targets.key, '-')
         FROM statements JOIN documents ON documents.id = document LEFT JOIN targets ON targets.id = target ORDER BY statements.id",
    );
    assert!(expected.len() > 5);
    assert_eq!(found, expected);

    let timelines = records(&with(&["timeline", "--format", "jsonl"]).1);
    let ids: Vec<&str> = timelines.iter().filter_map(|t| t["id"].as_str()).collect();
    assert_eq!(lines(&db, "SELECT key FROM targets ORDER BY id"), ids);
    let verdicts: Vec<String> = timelines
        .iter()
        .flat_map(|t| t["verdicts"].as_array().into_iter().flatten().map(move |v| (t, v)))
        .map(|(t, v)| format!("{} {}", t["id"].as_str().unwrap_or("-"), v["type"].as_str().unwrap_or("-")))
        .collect();
    let found = "SELECT key || ' ' || verdict FROM verdicts JOIN targets ON targets.id = target ORDER BY verdicts.id";
    assert_eq!(lines(&db, found), verdicts);
    let events = lines(&db, "SELECT kind FROM events");
    assert_eq!(events.len(), timelines.iter().map(|t| t["statements"].as_array().map_or(0, Vec::len)).sum::<usize>());

    let checked: Value = serde_json::from_str(&with(&["check", "--format", "json", "--show", "all"]).1).expect("JSON");
    let findings = checked["findings"].as_array().expect("findings");
    assert_eq!(lines(&db, "SELECT check_code FROM open_findings").len(), findings.len());
    assert!(!findings.is_empty());
    assert_eq!(
        lines(&db, "SELECT value FROM about WHERE key = 'as_of'"),
        [checked["as_of"]["day"].as_str().or(checked["as_of"].as_str()).expect("a day")]
    );
    for view in lines(&db, "SELECT name FROM sqlite_schema WHERE type = 'view'") {
        let mut select = db.prepare(&format!("SELECT count(*) FROM {view}")).expect("a view");
        assert!(select.query_row([], |row| row.get::<_, i64>(0)).expect("a count") > 0, "{view} is empty");
    }
}

#[test]
fn nothing_is_written_where_nothing_can_be() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("none/corpus.db");
    let (code, _, said) = bywhen(&["export", "tramway", "--sqlite", path.to_str().expect("UTF-8")]);
    assert_eq!(code, Some(2));
    assert!(said.contains("cannot write") && said.contains("corpus.db"), "{said}");
    assert_eq!(bywhen(&["export", "tramway"]).0, Some(2), "the file is not named");
}
