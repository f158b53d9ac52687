//! What a growing corpus costs: memory stays within bounds, and time grows with the number of documents.

#![allow(missing_docs, clippy::expect_used)]

#[path = "../benches/generator/mod.rs"]
mod generator;

use generator::{Generator, Manner};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One run of `check`: how long it took, and the most memory it held, in KiB; 0 where the system does not tell.
struct Cost {
    time: Duration,
    memory: u64,
}

fn check(folder: &Path) -> Cost {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_bywhen"))
        .args(["--isolated", "check", "--exit-zero", "--format", "jsonl"])
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    let exit = loop {
        let told = std::fs::read_to_string(&status).unwrap_or_default();
        let most = told.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        memory = memory.max(most.unwrap_or(0));
        match child.try_wait().expect("the program runs") {
            Some(exit) => break exit,
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    assert!(exit.success(), "{exit}");
    Cost { time: start.elapsed(), memory }
}

fn corpus(documents: usize, manner: Manner) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    Generator::new(5).write(folder.path(), documents, manner, 12).expect("the documents are written");
    folder
}

#[test]
fn a_thousand_documents_more_cost_a_few_megabytes_more() {
    let (few, many) = (check(corpus(200, Manner::Rare).path()), check(corpus(2200, Manner::Rare).path()));
    if few.memory == 0 {
        return;
    }
    let more = many.memory.saturating_sub(few.memory);
    assert!(more < 30 * 1024, "{} KiB for 200 documents, {} KiB for 2,200", few.memory, many.memory);
}

/// A fiftieth of a million documents in a gigabyte, half as much again for what threads hold, and of their time: what is
/// asked of a large corpus grows with the number of documents, so that a fiftieth of it tells (`benches/README.md` says
/// how to run the whole).
#[test]
fn a_million_documents_would_fit_into_a_gigabyte() {
    let few = check(corpus(2_000, Manner::Rare).path());
    let many = check(corpus(20_000, Manner::Rare).path());
    let more = many.memory.saturating_sub(few.memory);
    assert!(more <= 1024 * 1024 / 50 * 3 / 2, "{} KiB for 2,000 documents, {} KiB for 20,000", few.memory, many.memory);
    assert!(many.time < few.time * 15, "2,000 documents in {:?}, 20,000 in {:?}", few.time, many.time);
}
