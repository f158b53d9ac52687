//! The program as a shell sees it: exit codes, what goes to which stream, and its messages.

use assert_cmd::Command;
use std::path::Path;

fn bywhen(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("bywhen").expect("the program");
    command.current_dir(folder).env_clear();
    command
}

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let output = bywhen(folder).args(arguments).output().expect("ran");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    // What lies above the folder is not the test's business.
    std::fs::create_dir(folder.path().join(".git")).expect("a folder");
    folder
}

#[test]
fn help_and_version_are_no_failures() {
    let folder = folder();
    for arguments in [&["--help"][..], &["--version"], &["check", "--help"]] {
        let ran = run(folder.path(), arguments);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}");
    }
    assert!(run(folder.path(), &["--help"]).out.contains("Exit codes: 0 clean, 1 findings, 2 could not do the job"));
}

#[test]
fn what_cannot_be_meant_is_refused_with_2() {
    let folder = folder();
    for arguments in [
        &["chek"][..],
        &["check", "--format", "sari"],
        &["check", "--as-of", "yesterday"],
        &["check", "--report", "sarif"],
        &["check", "--report", "sarif="],
        &["check", "--draft-date", "2024-01-01"],
        &["check", "--config", "missing.toml"],
        &["schema", "everything"],
        &["config", "path"],
    ] {
        let ran = run(folder.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?}");
    }
}

#[test]
fn every_mistake_in_the_configuration_is_shown_at_its_place() {
    let folder = folder();
    let text = "gate = \"defect\"\n\n[corpus]\nexlude = [\"a\"]\ncountry = 44\n";
    std::fs::write(folder.path().join("bywhen.toml"), text).expect("a file");
    let ran = run(folder.path(), &["config", "show"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    for place in ["bywhen.toml:1:8", "bywhen.toml:4:1", "bywhen.toml:5:11"] {
        assert!(ran.err.contains(place), "{place} in\n{}", ran.err);
    }
    for help in ["did you mean `defects`?", "did you mean `exclude`?", "3 mistakes; nothing was checked"] {
        assert!(ran.err.contains(help), "{help} in\n{}", ran.err);
    }
    assert!(!ran.err.contains('\u{1b}'), "no colours where there is no terminal");
    let ran = run(folder.path(), &["config", "show", "--isolated"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

#[test]
fn the_configuration_is_found_upwards_or_named() {
    let folder = folder();
    let deep = folder.path().join("articles/2024");
    std::fs::create_dir_all(&deep).expect("folders");
    std::fs::write(folder.path().join("bywhen.toml"), "fail-on = \"error\"\n[rules]\npaths = \"targets\"\n").expect("a file");
    std::fs::write(folder.path().join("other.toml"), "fail-on = \"never\"\n").expect("a file");
    let shown = run(&deep, &["config", "show", "--origin"]);
    assert!(shown.out.contains("fail-on = \"error\"  # "), "{}", shown.out);
    assert!(shown.out.contains("min-confidence = \"low\"  # default"), "{}", shown.out);
    let named = run(&deep, &["config", "show", "--config", "../../other.toml"]);
    assert!(named.out.contains("fail-on = \"never\"\n"), "{}", named.out);
    let by_environment = bywhen(&deep).env("BYWHEN_CONFIG", "../../other.toml").args(["config", "path"]).output().expect("ran");
    assert_eq!(by_environment.stdout, b"../../other.toml\n");
}

#[test]
fn init_writes_once_and_what_it_writes_is_valid() {
    let folder = folder();
    let ran = run(folder.path(), &["init"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "wrote bywhen.toml\n"));
    assert_eq!(run(folder.path(), &["config", "show"]).code, Some(0));
    std::fs::write(folder.path().join("bywhen.toml"), "# mine\n").expect("a file");
    let again = run(folder.path(), &["init"]);
    assert_eq!(again.code, Some(2));
    assert_eq!(std::fs::read_to_string(folder.path().join("bywhen.toml")).expect("the file"), "# mine\n");
}

#[test]
fn what_packages_need() {
    let folder = folder();
    let man = run(folder.path(), &["man"]);
    assert!(man.out.contains(".TH bywhen 1"), "{}", man.out);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(folder.path(), &["completions", shell]);
        assert!(script.code == Some(0) && script.out.contains("bywhen"), "{shell}");
    }
    let schema = run(folder.path(), &["schema", "check"]);
    assert!(serde_json::from_str::<serde_json::Value>(&schema.out).is_ok());
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_read_enough_is_no_failure() {
    let folder = folder();
    let program = assert_cmd::cargo::cargo_bin("bywhen");
    // The reader is gone before the program writes.
    let script = format!("(sleep 0.2; {} completions zsh) | true; exit ${{PIPESTATUS[0]}}", program.display());
    let ended = std::process::Command::new("bash").args(["-c", &script]).current_dir(folder.path()).status().expect("ran");
    assert_eq!(ended.code(), Some(0));
}

#[test]
fn links_lead_to_files_where_they_are_asked_for() {
    let folder = folder();
    std::fs::write(folder.path().join("2014-05-01-a.md"), "The Marlow footbridge will open by 2015.\n").expect("a file");
    std::fs::write(folder.path().join("2017-05-01-b.md"), "The weather was fair.\n").expect("a file");
    let plain = run(folder.path(), &["check", ".", "--format", "concise", "--show", "all"]);
    assert!(plain.out.contains("2014-05-01-a.md:1:1: note[overdue]") && !plain.out.contains('\u{1b}'), "{}", plain.out);
    let linked = run(folder.path(), &["check", ".", "--format", "concise", "--show", "all", "--hyperlinks", "always"]);
    assert!(linked.out.contains("\u{1b}]8;;file://") && linked.out.contains("/2014-05-01-a.md\u{1b}\\"), "{:?}", linked.out);
}
