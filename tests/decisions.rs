//! A desk corrects the program: from a spreadsheet to `decisions.toml` to another timeline.

use assert_cmd::Command;
use std::path::Path;

fn bywhen(folder: &Path, args: &[&str]) -> String {
    let ran = Command::cargo_bin("bywhen")
        .expect("the program")
        .env("BYWHEN_NO_CACHE", "1")
        .current_dir(folder)
        .args(args)
        .output()
        .expect("it runs");
    assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).expect("UTF-8")
}

fn corpus() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    write("2014-05-01-plan.md", "# The Marlow footbridge\n\nThe Marlow footbridge will open by the end of 2018.\n");
    write("2016-05-01-again.md", "# The Marlow footbridge\n\nThe Marlow footbridge will open by the end of 2020.\n");
    folder
}

fn targets(timeline: &str) -> usize {
    timeline.lines().filter(|line| line.contains("\"statements\"")).count()
}

#[test]
fn a_spreadsheet_separates_what_the_program_joined() {
    let folder = corpus();
    let before = bywhen(folder.path(), &["timeline", ".", "--format", "jsonl"]);
    assert_eq!(targets(&before), 1, "{before}");
    let sheet = "target_id,statement_quote,doc,line,kind,deadline,verdict,finding,fingerprint,decision,note,by\n\
        bridge,The Marlow footbridge will open by the end of 2018,2014-05-01-plan.md,3,,,,,,,,\n\
        bridge,The Marlow footbridge will open by the end of 2020,2016-05-01-again.md,3,,,,,,not-same,another bridge,ab\n";
    std::fs::write(folder.path().join("sheet.csv"), sheet).expect("written");
    bywhen(folder.path(), &["triage", "apply", "sheet.csv", "--output", "decisions.toml"]);
    let after = bywhen(folder.path(), &["timeline", ".", "--format", "jsonl", "--rules", "decisions.toml"]);
    assert_eq!(targets(&after), 2, "{after}");
}

#[test]
fn a_mistake_in_decisions_is_shown_at_its_place() {
    let folder = corpus();
    std::fs::write(folder.path().join("decisions.toml"), "[[decision]]\ndecision = \"same-taget\"\n").expect("written");
    let ran = Command::cargo_bin("bywhen")
        .expect("the program")
        .current_dir(folder.path())
        .env("BYWHEN_NO_CACHE", "1")
        .args(["timeline", ".", "--rules", "decisions.toml"])
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(2), "{said}");
    assert!(said.contains("decisions.toml:2") && said.contains("did you mean `same-target`?"), "{said}");
}

#[test]
fn what_is_discovered_is_a_target_file() {
    let folder = corpus();
    bywhen(folder.path(), &["discover", ".", "--output", "targets.toml"]);
    let again = bywhen(folder.path(), &["timeline", ".", "--format", "jsonl", "--rules", "targets.toml"]);
    assert_eq!(targets(&again), 1, "{again}");
    assert!(again.contains("\"declared\":true"), "{again}");
}
