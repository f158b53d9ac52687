//! What is written for other programs, read by other programs: a validator of SARIF, a spreadsheet reader, readers
//! of JUnit reports and of calendars. `tests/consumers/read.mjs` says what is looked at.
//!
//! Needs Node.js and `npm ci` in `tests/consumers`. Without them it says that it was skipped; with
//! `BYWHEN_CONSUMERS=required`, as CI sets it, it fails. The validator is a program for Linux on x86-64.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

mod common;

use common::{Desk, LATER};
use std::io::Write;
use std::path::Path;

/// A name that spreadsheets would take for a formula if they were let.
const HOSTILE: &str = "=HYPERLINK(1,2)";

#[test]
fn other_programs_take_what_is_written() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/consumers");
    let ready = tests.join("node_modules/junit2json").is_dir();
    let node = std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|f| f.join("node").is_file()));
    if !(ready && node) {
        let required = std::env::var_os("BYWHEN_CONSUMERS").is_some_and(|value| value == "required");
        assert!(!required, "reading what was written needs Node.js and `npm ci` in tests/consumers");
        // Nobody is left to be told when standard error is gone.
        let _ = writeln!(std::io::stderr(), "skipped: no Node.js, or no `npm ci` in tests/consumers");
        return;
    }
    let desk = Desk::in_git();
    // The three articles again, under names and titles that other programs could take for something else.
    for name in ["2014-05-01-plan.md", "2015-06-01-doubt.md", LATER] {
        let text = desk.read(name).replace("# ", "# @SUM(A1) \"<& ]]> ");
        std::fs::remove_file(desk.path().join(name)).expect("removed");
        desk.write(&format!("{HOSTILE}/{}", name.replace("news", "\"a\",b")), &text);
    }
    let out = tempfile::tempdir().expect("a folder");
    let at = |name: &str| out.path().join(name).display().to_string();
    let reports = [("sarif", "bywhen.sarif"), ("junit", "bywhen.xml"), ("csv", "bywhen.csv")];
    let reports: Vec<String> = reports.iter().map(|(format, name)| format!("--report={format}={}", at(name))).collect();
    let mut arguments = vec!["check", ".", "--format", "json", "--no-cache"];
    arguments.extend(reports.iter().map(String::as_str));
    let checked = desk.run(&arguments);
    assert_eq!(checked.code, Some(1), "{}", checked.err);
    for format in ["csv", "ics"] {
        let folder = format!("{}/", out.path().display());
        let ran = desk.run(&["report", ".", "--no-cache", "--format", format, "-o", &folder]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
    let found: serde_json::Value = serde_json::from_str(&checked.out).expect("JSON");
    let all = found["findings"].as_array().expect("findings");
    let failing = all.iter().filter(|finding| finding["severity"] != "note").count();
    let hostile = all.iter().any(|finding| finding["primary"]["doc"].as_str().is_some_and(|doc| doc.starts_with(HOSTILE)));
    assert!(hostile && failing > 0, "{all:#?}");
    let expected = serde_json::json!({ "findings": all.len(), "failures": failing, "hostile": HOSTILE });
    std::fs::write(out.path().join("expected.json"), expected.to_string()).expect("a file");
    let sarif = std::fs::read_to_string(out.path().join("bywhen.sarif")).expect("SARIF");
    std::fs::write(out.path().join("wrong.sarif"), sarif.replace("\"startLine\"", "\"startsLine\"")).expect("a file");
    let output = std::process::Command::new("node").current_dir(&tests).arg("read.mjs").arg(out.path()).output().expect("node");
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains(" checks, 0 failed"), "{said}\n{wrong}");
}
