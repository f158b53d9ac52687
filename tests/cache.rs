//! A run with a cache says what a run without one says, to the byte.

#![allow(missing_docs, clippy::expect_used)]

use assert_cmd::Command;
use std::path::Path;

const CORPORA: [&str; 4] = ["paperless", "tramway", "library", "silent"];

struct Ran {
    code: Option<i32>,
    out: Vec<u8>,
    err: String,
}

fn bywhen(folder: &Path, cache: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::cargo_bin("bywhen").expect("the program");
    command.current_dir(folder).env_clear().env("BYWHEN_CACHE_DIR", cache).arg("--isolated").args(arguments);
    let output = command.output().expect("ran");
    Ran { code: output.status.code(), out: output.stdout, err: String::from_utf8(output.stderr).expect("UTF-8") }
}

fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"))
}

/// What `cache info` counts.
fn known(folder: &Path, cache: &Path) -> usize {
    let said = String::from_utf8(bywhen(folder, cache, &["cache", "info"]).out).expect("UTF-8");
    let here = said.lines().find_map(|line| line.strip_prefix("here     ")).expect("a line").to_owned();
    here.split(' ').next().and_then(|count| count.parse().ok()).unwrap_or(0)
}

#[test]
fn what_is_said_does_not_depend_on_the_cache() {
    let cache = tempfile::tempdir().expect("a folder");
    for corpus in CORPORA {
        for command in [
            &["check", "--format", "json", "--show", "all"][..],
            &["extract", "--format", "jsonl"],
            &["timeline", "--format", "jsonl"],
            &["check", "--format", "sarif", "--as-of", "2030-01-01"],
        ] {
            let with = |more: &str| {
                let arguments: Vec<&str> = [command[0], corpus, more].into_iter().chain(command[1..].iter().copied()).collect();
                bywhen(fixtures(), cache.path(), &arguments)
            };
            let without = with("--no-cache");
            assert!(!without.out.is_empty() || corpus == "silent", "{corpus} {command:?}: {}", without.err);
            for run in ["first", "second"] {
                let cached = with("--include=*");
                assert_eq!((cached.code, &cached.err), (without.code, &without.err), "{run} {corpus} {command:?}");
                assert!(cached.out == without.out, "{run} {corpus} {command:?} says something else");
            }
        }
    }
    assert_eq!(known(fixtures(), cache.path()), 12);
}

/// Records, feeds, waivers, problems, drafts, odd encodings: all that the document stage gives.
#[test]
fn all_that_a_document_gives_comes_back() {
    let (folder, cache) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let write = |name: &str, text: &[u8]| std::fs::write(folder.path().join(name), text).expect("a file");
    write(
        "a.md",
        b"---\ndate: 2015-01-02\n---\n<!-- bywhen: ignore missed because agreed -->\nThe Marlow bridge will open by May 2016.\n\n\
          ~~It will open by 2014.~~\n\n> \"We will close the school by 2018\", the mayor said.\n",
    );
    write(
        "b.md",
        b"---\ndate: 2017-02-03\n---\nThe Marlow bridge missed its deadline of May 2016. It is now due by June 2018.\n",
    );
    write("draft.md", b"---\ndate: 2017-02-03\ndraft: true\n---\nThe Marlow bridge will open by May 2020.\n");
    write("undated.txt", b"The ch\xe2teau will open by May 2016, and no later.\n");
    write("conflict-2011-02-03.md", b"---\ndate: 2015-01-02\n---\nThe pool will open by March 2016.\n");
    write("empty.txt", b"");
    write("records.jsonl", b"{\"id\":\"r1\",\"date\":\"2014-05-06\",\"text\":\"The mill will open by 2015.\"}\n{\"id\":\"r2\",\"text\":\"The mill opened in 2017.\"}\nno json\n");
    write("feed.xml", b"<rss><channel><item><guid>f1</guid><title>T</title><pubDate>Mon, 06 Mar 2023 10:00:00 GMT</pubDate><description>The dam will open by 2024.</description></item></channel></rss>");
    let arguments = ["check", ".", "records.jsonl", "feed.xml", "--format", "json", "--show", "all"];
    let without = bywhen(folder.path(), cache.path(), &[&arguments[..], &["--no-cache"]].concat());
    assert_eq!(known(folder.path(), cache.path()), 0, "--no-cache keeps nothing");
    for _ in 0..2 {
        assert!(bywhen(folder.path(), cache.path(), &arguments).out == without.out);
    }
    assert_eq!(known(folder.path(), cache.path()), 8, "every file");
    // A table dates a record by its id: what is known of the file is no longer right.
    write("dates.csv", b"path,date\nr2,2017-06-07\n");
    let dated = [&arguments[..], &["--dates", "dates.csv"]].concat();
    let fresh = bywhen(folder.path(), cache.path(), &[&dated[..], &["--no-cache"]].concat());
    assert!(fresh.out != without.out, "the table dates something");
    assert!(bywhen(folder.path(), cache.path(), &dated).out == fresh.out);
    // A new version of a file, and then the old one again.
    let old = std::fs::read(folder.path().join("b.md")).expect("a file");
    write("b.md", b"---\ndate: 2017-02-03\n---\nThe Marlow bridge opened in March 2016.\n");
    let fresh = bywhen(folder.path(), cache.path(), &[&arguments[..], &["--no-cache"]].concat());
    assert!(fresh.out != without.out && bywhen(folder.path(), cache.path(), &arguments).out == fresh.out);
    write("b.md", &old);
    let fresh = bywhen(folder.path(), cache.path(), &[&arguments[..], &["--no-cache"]].concat());
    assert!(bywhen(folder.path(), cache.path(), &arguments).out == fresh.out);
}

/// How a corpus was linked is kept as well: until a file, a rule or the day of judgement changes.
#[test]
fn what_was_linked_is_linked_anew_when_anything_changes() {
    let (folder, cache) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write("a.md", "---\ndate: 2015-01-02\n---\nThe Marlow bridge will open by May 2016.\n");
    write("b.md", "---\ndate: 2017-02-03\n---\nThe Marlow bridge missed its deadline of May 2016.\n");
    write("targets.toml", "[[target]]\nid = \"crossing\"\ntitle = \"Crossing\"\naliases = [\"Marlow bridge\"]\n");
    let run = |more: &[&str]| bywhen(folder.path(), cache.path(), &[&["timeline", ".", "--format", "jsonl"], more].concat());
    let mut said = Vec::new();
    let mut checked = |more: &[&str]| {
        let fresh = run(&[more, &["--no-cache"]].concat()).out;
        assert!(!fresh.is_empty());
        for _ in 0..2 {
            assert!(run(more).out == fresh, "{more:?}");
        }
        said.push(fresh);
    };
    checked(&[]);
    checked(&["--rules", "targets.toml"]);
    checked(&["--as-of", "2015-06-01"]);
    write("targets.toml", "[[target]]\nid = \"span\"\ntitle = \"Span\"\naliases = [\"Marlow bridge\"]\n");
    checked(&["--rules", "targets.toml"]);
    write("b.md", "---\ndate: 2017-02-03\n---\nThe Marlow bridge opened in May 2016.\n");
    checked(&[]);
    let different = said.iter().collect::<std::collections::BTreeSet<_>>().len();
    assert_eq!(different, said.len(), "each change makes a difference");
}

#[test]
fn drafts_are_not_kept() {
    let (folder, cache) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    for (name, text) in [
        ("archive/2015-01-02-a.md", "The Marlow bridge will open by May 2016.\n"),
        ("drafts/secret.md", "The Marlow bridge will open by May 2026.\n"),
    ] {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let ran = bywhen(folder.path(), cache.path(), &["extract", "drafts", "--against", "archive", "--draft-date", "2024-05-06"]);
    assert!(String::from_utf8_lossy(&ran.out).contains("drafts/secret.md"), "{}", ran.err);
    assert_eq!(known(folder.path(), cache.path()), 1);
}

#[test]
fn several_processes_share_one_cache() {
    let cache = tempfile::tempdir().expect("a folder");
    let expected = bywhen(fixtures(), cache.path(), &["extract", ".", "--no-cache"]).out;
    std::thread::scope(|scope| {
        let run = || bywhen(fixtures(), cache.path(), &["extract", "."]);
        let runs: Vec<_> = (0..6).map(|_| scope.spawn(run)).collect();
        for ran in runs {
            let ran = ran.join().expect("ran");
            // What else is said is of documents that hold nothing.
            assert!(ran.out == expected && !ran.err.contains("--no-cache"), "{}", ran.err);
        }
    });
}

#[cfg(unix)]
#[test]
fn what_cannot_be_used_is_said_and_done_without() {
    let folder = tempfile::tempdir().expect("a folder");
    let expected = bywhen(fixtures(), folder.path(), &["extract", "tramway", "--no-cache"]).out;
    let blocked = folder.path().join("blocked");
    std::fs::write(&blocked, "a file").expect("a file");
    let ran = bywhen(fixtures(), &blocked, &["extract", "tramway"]);
    assert!(ran.out == expected && ran.err.contains("cannot be used"), "{}", ran.err);
    // Damaged: noticed, begun anew, and sound again.
    let cache = folder.path().join("cache");
    bywhen(fixtures(), &cache, &["extract", "tramway"]);
    let file = std::fs::read_dir(&cache).expect("a folder").map(|e| e.expect("a file").path());
    let file = file.into_iter().find(|path| path.extension().is_some_and(|e| e == "sqlite")).expect("a cache");
    std::fs::write(&file, vec![0x5a; 20_000]).expect("written");
    let ran = bywhen(fixtures(), &cache, &["extract", "tramway"]);
    assert!(ran.out == expected && ran.err.contains("was damaged and is begun anew"), "{}", ran.err);
    let ran = bywhen(fixtures(), &cache, &["extract", "tramway"]);
    assert!(ran.out == expected && ran.err.is_empty(), "{}", ran.err);
    assert_eq!(known(fixtures(), &cache), 3);
}
