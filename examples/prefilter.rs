//! Reads the documents under the given paths with and without the prefilter: `prefilter PATH…`.
//!
//! Says how many documents came out differently (there must be none) and what either reading cost.

#![allow(clippy::print_stdout)]

use bywhen::corpus::{self, DiscoverOptions, Options};
use bywhen::statements::{Language, extract};
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn main() {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let found = corpus::discover(&paths, &DiscoverOptions::default());
    let with = Language::english();
    let without = Language { triggers: None, ..Language::english() };
    let (mut documents, mut bytes, mut statements, mut different) = (0usize, 0usize, 0usize, 0usize);
    let (mut reading, mut quick, mut whole) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    for file in &found.files {
        let start = Instant::now();
        let read = corpus::read(file, &Options::default()).unwrap_or_default();
        reading += start.elapsed();
        for document in &read {
            let start = Instant::now();
            let filtered = extract(document, &with);
            quick += start.elapsed();
            let start = Instant::now();
            let all = extract(document, &without);
            whole += start.elapsed();
            documents += 1;
            bytes += document.source.text().len();
            statements += all.statements.len();
            if filtered != all {
                different += 1;
                println!("{}: differs", document.doc);
            }
        }
    }
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64().max(1e-9);
    println!("{documents} documents, {bytes} bytes, {statements} statements, {different} documents differ");
    println!("reading {:.1} MB/s, filtered {:.1} MB/s, whole {:.1} MB/s", speed(reading), speed(quick), speed(whole));
}
