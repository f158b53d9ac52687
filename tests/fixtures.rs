//! The fixtures' findings, line for line.

use assert_cmd::Command;
use std::path::Path;

const CORPORA: [&str; 4] = ["paperless", "tramway", "library", "silent"];

fn findings(corpus: &str, more: &[&str]) -> String {
    let mut command = Command::cargo_bin("bywhen").expect("the program");
    let output = command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .args(["--isolated", "check", &format!("fixtures/{corpus}"), "--show", "all", "--format", "concise"])
        .args(more)
        .output()
        .expect("ran");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    // The summary at the end is not the findings' business.
    let findings: Vec<&str> = text
        .lines()
        .filter(|line| line.contains(": warning[") || line.contains(": error[") || line.contains(": note["))
        .collect();
    findings.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_fixture_reports_what_is_expected_of_it() {
    for corpus in CORPORA {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/expected/{corpus}.txt"));
        let found = findings(corpus, &[]);
        if std::env::var_os("BYWHEN_UPDATE").is_some() {
            std::fs::write(&path, &found).expect("written");
        }
        let expected = std::fs::read_to_string(&path).expect("an expectation");
        assert_eq!(found, expected, "{corpus}");
    }
}

#[test]
fn the_story_is_told_and_silence_is_kept() {
    let story = findings("paperless", &[]);
    for code in ["[missed]", "[moved-unannounced]", "[overdue]"] {
        assert!(story.contains(code), "{code} is not told in:\n{story}");
    }
    assert!(
        story.contains("gives 2020; ") && story.contains("gives 2018"),
        "both dates belong to one target, without any pack:\n{story}"
    );
    assert_eq!(findings("silent", &[]), "", "nothing was promised there");
    let tram = findings("tramway", &[]);
    assert!(tram.contains("[moved-later]") && tram.contains("[met-late]"), "{tram}");
}

#[test]
fn threads_change_nothing() {
    let one = findings("paperless", &["--threads", "1"]);
    for threads in ["2", "8"] {
        assert_eq!(findings("paperless", &["--threads", threads]), one, "{threads} threads");
    }
}
