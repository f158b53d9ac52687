use super::*;
use crate::findings::review::{Reason, SetAside};
use crate::output::sample;

fn rows(db: &Connection, query: &str) -> Vec<Vec<String>> {
    let mut select = db.prepare(query).expect("a query");
    let columns = select.column_count();
    let row = |row: &rusqlite::Row<'_>| {
        let cell = |at| row.get::<_, rusqlite::types::Value>(at);
        (0..columns).map(|at| Ok(words(cell(at)?))).collect::<rusqlite::Result<Vec<String>>>()
    };
    select.query_map([], row).expect("rows").collect::<Result<_, _>>().expect("rows")
}

fn words(value: rusqlite::types::Value) -> String {
    use rusqlite::types::Value;
    match value {
        Value::Null => "-".into(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text,
        Value::Blob(_) => "blob".into(),
    }
}

#[test]
fn findings_are_read_back_with_what_they_point_at() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut outcome = sample::outcome(folder.path());
    // Nothing of a document may be taken for more than words.
    outcome.findings[0].message = "'); DROP TABLE findings; --\u{0}\u{1b}[31m".into();
    let known = SetAside { finding: sample::finding("missed"), reason: Reason::Known { since: Some(sample::day("2016-01-02")) } };
    let review = Review { set_aside: vec![known], ..Review::default() };
    let path = folder.path().join("a b%?.db");
    std::fs::write(&path, "what was there before").expect("a file");
    write(Export { record: &outcome.record, findings: &outcome.findings, review: &review }, &path).expect("written");
    let db = Connection::open(&path).expect("a database");
    assert_eq!(rows(&db, "PRAGMA integrity_check"), [["ok"]]);
    assert_eq!(rows(&db, "PRAGMA foreign_key_check"), [] as [Vec<String>; 0]);
    let found = rows(&db, "SELECT check_code, message, document, line, deadline_to, set_aside_because FROM findings");
    let first = &outcome.findings[0].message;
    assert_eq!(
        found,
        [
            ["moved-unannounced", first, "2", "3", "2016-03-31", "-"],
            ["missed", &sample::finding("missed").message, "2", "3", "2016-03-31", "known to the baseline since 2016-01-02"],
        ]
    );
    assert_eq!(rows(&db, "SELECT check_code, document_name FROM open_findings"), [["moved-unannounced", "update.txt"]]);
    assert_eq!(
        rows(&db, "SELECT position, role, place_of, document FROM excerpts WHERE finding = 1"),
        [["0", "moved", "update.txt", "2"], ["1", "commitment", "plan.md", "1"]]
    );
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").map(|e| e.expect("an entry").file_name()).collect();
    assert_eq!(left.len(), 3, "two articles and the database: {left:?}");
}

#[test]
fn what_is_there_stays_when_it_cannot_be_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let outcome = sample::outcome(folder.path());
    let review = Review::default();
    let export = Export { record: &outcome.record, findings: &outcome.findings, review: &review };
    let path = folder.path().join("a.db");
    write(export, &path).expect("written");
    let before = std::fs::read(&path).expect("a file");
    std::fs::write(folder.path().join("a.db-wal"), "").expect("a file");
    assert!(matches!(write(export, &path), Err(ExportError::InUse(_))));
    assert_eq!(std::fs::read(&path).expect("a file"), before);
    assert!(write(export, folder.path()).is_err(), "a folder");
    assert!(write(export, &folder.path().join("none/a.db")).is_err(), "no folder");
}

/// What the page for users says of tables and columns is what there is.
#[test]
fn the_page_names_every_table_and_column() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/database.md")).expect("the page");
    let db = Connection::open_in_memory().expect("a database");
    db.execute_batch(SCHEMA).expect("the schema");
    for table in rows(&db, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')") {
        let (_, section) = page.split_once(&format!("### {}\n", table[0])).unwrap_or_else(|| panic!("{} is missing", table[0]));
        let section = section.split("\n### ").next().unwrap_or_default();
        for column in rows(&db, &format!("SELECT name FROM pragma_table_info('{}')", table[0])) {
            assert!(section.contains(&format!("`{}`", column[0])), "{}: {} is missing", table[0], column[0]);
        }
    }
}
