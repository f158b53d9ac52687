//! The same input gives the same output: whatever stands beside it, in whatever order, wherever it is read.

#![allow(missing_docs, clippy::expect_used)]

use assert_cmd::Command;
use bywhen::corpus::{self, FileKind, Options, SourceFile};
use bywhen::statements::{self, Extract, Language};
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

const SENTENCES: [&str; 14] = [
    "The Marlow bridge will open by May 2016.",
    "The council said it would be finished by the end of next year.",
    "The deadline was missed.",
    "It is now due by June 2018.",
    "The opening has been delayed from May 2016 to June 2018.",
    "The NHS programme is expected to be complete by March 2020.",
    "Nothing was said about it.",
    "Our goals for 2019:",
    "- finish the ramp by 31 March",
    "> \"We will close the school by 2018\", the mayor said.",
    "It opened on 3 May 2017.",
    "Will it open by 2021?",
    "~~It will open by 2014.~~",
    "That year the target was dropped.",
];

static LANGUAGE: LazyLock<Language> = LazyLock::new(Language::english);

fn read(name: &str, text: &str) -> Vec<Extract> {
    let file = SourceFile { path: name.into(), shown: name.into(), kind: FileKind::of(name.as_ref()), named: true };
    let documents = corpus::read_bytes(&file, text.as_bytes().to_vec(), &Options::default()).expect("documents");
    documents.iter().map(|document| statements::extract(document, &LANGUAGE)).collect()
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    let text = proptest::collection::vec(0..SENTENCES.len(), 1..6)
        .prop_map(|chosen| chosen.iter().map(|n| SENTENCES[*n]).collect::<Vec<_>>().join("\n\n"));
    proptest::collection::vec(text, 2..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// What a document gives does not depend on what was read before it, nor on who reads it.
    #[test]
    fn an_extract_is_its_documents_alone(texts in texts(), turn in 0_usize..5) {
        let name = |n: usize| format!("2015-01-0{}-a.md", n + 1);
        let alone: Vec<_> = texts.iter().enumerate().map(|(n, text)| read(&name(n), text)).collect();
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.rotate_left(turn % texts.len());
        for n in order.into_iter().rev() {
            prop_assert_eq!(&read(&name(n), &texts[n]), &alone[n]);
        }
        std::thread::scope(|scope| {
            let runs: Vec<_> = (0..texts.len()).map(|n| (n, scope.spawn({ let text = &texts[n]; move || read(&name(n), text) }))).collect();
            for (n, run) in runs {
                assert_eq!(run.join().expect("read"), alone[n]);
            }
        });
    }

    /// A record says what it says alone, whatever records stand around it in its file.
    #[test]
    fn a_record_is_alone_among_others(texts in texts()) {
        let line = |n: usize| serde_json::json!({"id": format!("r{n}"), "date": "2015-01-02", "text": texts[n]}).to_string();
        let all: Vec<String> = (0..texts.len()).map(line).collect();
        let together = read("a.jsonl", &all.join("\n"));
        prop_assert_eq!(together.len(), texts.len());
        for (n, extract) in together.into_iter().enumerate() {
            let alone = read("a.jsonl", &all[n]).remove(0);
            let line = extract.record_line;
            let mut moved = Extract { hash: alone.hash, ..extract };
            moved.record_line = alone.record_line;
            prop_assert_eq!(line.map(|line| line.0), Some(n + 1));
            prop_assert_eq!(moved, alone);
        }
    }
}

fn run(folder: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Vec<u8> {
    let mut command = Command::cargo_bin("bywhen").expect("the program");
    command.current_dir(folder).env_clear().envs(environment.iter().copied()).arg("--isolated").args(arguments);
    let output = command.output().expect("ran");
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn neither_threads_nor_order_nor_place_change_what_is_said() {
    let fixtures = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"));
    for command in
        [&["check", "--format", "json", "--show", "all"][..], &["timeline", "--format", "jsonl"], &["times", "--format", "jsonl"]]
    {
        let with = |environment: &[(&str, &str)], paths: &[&str], more: &[&str]| {
            run(fixtures, environment, &[&command[..1], paths, &command[1..], more].concat())
        };
        let paths = ["paperless", "tramway", "library", "silent"];
        let expected = with(&[], &paths, &[]);
        assert!(expected.len() > 1000);
        for threads in ["1", "2", "7"] {
            assert!(with(&[], &paths, &["--threads", threads]) == expected, "{command:?} on {threads} threads");
        }
        let mut turned = paths;
        turned.reverse();
        assert!(with(&[], &turned, &[]) == expected, "{command:?} in another order");
        assert!(
            with(&[], &["./library", "silent/", "paperless/../tramway", "tramway", "paperless"], &[])
                == with(&[], &["library", "silent", "paperless/../tramway", "paperless"], &[]),
            "{command:?} named twice"
        );
        for environment in [
            [("TZ", "Pacific/Kiritimati"), ("LC_ALL", "C")],
            [("TZ", "America/Los_Angeles"), ("LC_ALL", "tr_TR.UTF-8")],
            [("TZ", ":/nonsense"), ("LANG", "ja_JP.SJIS")],
        ] {
            assert!(with(&environment, &paths, &[]) == expected, "{command:?} in {environment:?}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn names_and_files_that_nobody_expects() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &[u8]| folder.path().join(OsStr::from_bytes(name));
    let text = "The Marlow bridge will open by May 2016.\n";
    for name in
        [&b"2015-01-02-\xff\xfe.md"[..], b"2015-01-03-a\nb.md", b"2015-01-04-\x1b[31m.md", b"2015-01-05-%41.md", b"-rf.md"]
    {
        std::fs::write(at(name), text).expect("a file");
    }
    std::os::unix::fs::symlink(".", at(b"loop")).expect("a link");
    std::os::unix::fs::symlink("self.md", at(b"self.md")).expect("a link");
    std::os::unix::fs::symlink("/dev/zero", at(b"zero.md")).expect("a link");
    std::os::unix::fs::symlink("gone.md", at(b"dangling.md")).expect("a link");
    let pipe = at(b"pipe.md");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success());
    let cache = folder.path().join(".cache");
    let cache = [("BYWHEN_CACHE_DIR", cache.to_str().expect("UTF-8"))];
    let first = run(folder.path(), &cache, &["extract", ".", "--as-of", "2020-01-01"]);
    let said = String::from_utf8(first.clone()).expect("UTF-8");
    assert_eq!(said.lines().count(), 5, "{said}");
    assert!(!said.contains('\u{1b}'), "{said:?}");
    for shown in ["2015-01-02-%FF%FE.md:1", "2015-01-03-a%0Ab.md:1", "2015-01-04-%1B[31m.md:1", "-rf.md:1"] {
        assert!(said.contains(shown), "{shown} in {said}");
    }
    assert!(run(folder.path(), &cache, &["extract", ".", "--as-of", "2020-01-01"]) == first, "the same from the cache");
    let named = |name: &str| {
        let mut command = Command::cargo_bin("bywhen").expect("the program");
        let output = command.current_dir(folder.path()).env_clear().args(["check", name, "--isolated"]).output().expect("ran");
        (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    };
    for name in ["/dev/zero", "self.md", "dangling.md", "none.md"] {
        let (code, said) = named(name);
        assert_eq!(code, Some(2), "{name}: {said}");
        assert!(said.contains(name), "{name}: {said}");
    }
    if made {
        assert_eq!(named("pipe.md").0, Some(2));
    }
}

/// Days that no calendar has, and numbers that no calendar reaches.
#[test]
fn impossible_dates_are_no_deadlines() {
    for text in [
        "The bridge will open by 31 February 2021.",
        "The bridge will open by 29 February 2023.",
        "The bridge will open by 30 February 9999.",
        "The bridge will open by 2021-13-45.",
        "The bridge will open by the year 0.",
        "The bridge will open within 99999999 years.",
        "The bridge will open within 999999999999999999999999 days.",
        "The bridge will open in 4294967296 months.",
    ] {
        for name in ["2015-01-02-a.md", "0001-01-01-a.md", "9999-12-31-a.md", "a.md"] {
            for extract in read(name, text) {
                let far =
                    |s: &statements::Statement| s.deadline.as_ref().is_some_and(|d| d.interval.end().to_string().len() > 10);
                assert!(!extract.statements.iter().any(far), "{name}: {text}: {:?}", extract.statements);
            }
        }
    }
}
