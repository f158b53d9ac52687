//! What the cache saves: for developers. `cache_cost FOLDER [ROUNDS]`.
//!
//! CPU seconds (Linux) of reading and hashing all files, of a run without a cache, of the first and of later
//! runs with one, and of what comes after the documents have been read, which no cache can save.
#![allow(clippy::print_stdout, missing_docs, clippy::expect_used)]

use bywhen::cache::Home;
use bywhen::config::{AsOfSetting, Config};
use bywhen::corpus::{self, DiscoverOptions, Options};
use bywhen::engine::{self, Inputs};
use bywhen::targets::{self, Decisions};
use bywhen::{checks, timeline};
use std::path::PathBuf;

/// CPU seconds of this process so far.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").expect("Linux");
    text.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).expect("nanoseconds") / 1e9
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let before = cpu();
    let value = work();
    println!("{what:42} {:8.3} s", cpu() - before);
    value
}

fn main() {
    // schedstat counts one thread.
    rayon_on_one_thread(run);
}

fn rayon_on_one_thread(work: impl FnOnce() + Send) {
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().expect("a pool").install(work);
}

fn run() {
    let mut args = std::env::args_os().skip(1);
    let folder = PathBuf::from(args.next().expect("a folder"));
    let rounds = args.next().and_then(|n| n.to_str()?.parse().ok()).unwrap_or(3);
    let place = std::env::temp_dir().join(format!("bywhen-cache-cost-{}", std::process::id()));
    let inputs = Inputs { paths: vec![folder.clone()], ..Inputs::default() };
    let day = "2030-01-01".parse().expect("a day");
    let without = Config { as_of: AsOfSetting::Day(day), ..Config::default() };
    let home = Home { folder: place.clone(), project: "/".into(), named: true };
    let with = Config { cache: Some(home), ..without.clone() };
    for _ in 0..rounds {
        let _ = std::fs::remove_dir_all(&place);
        timed("finding, reading and hashing all files", || {
            let found = corpus::discover(std::slice::from_ref(&folder), &DiscoverOptions::default());
            let bytes = |file| {
                corpus::bytes(file, &Options::default()).map_or(0, |bytes| {
                    std::hint::black_box(blake3::hash(&bytes));
                    bytes.len()
                })
            };
            let bytes: usize = found.files.iter().map(bytes).sum();
            println!("{} files, {bytes} bytes", found.files.len());
        });
        let nothing = Inputs { paths: vec![std::env::temp_dir().join("none")], ..Inputs::default() };
        timed("a run over nothing", || engine::check(&nothing, &without).map(|o| o.findings.len()).unwrap_or(0));
        let fresh = timed("a run without a cache", || engine::check(&inputs, &without)).expect("a run");
        timed("the first run with one", || engine::check(&inputs, &with)).expect("a run");
        let again = timed("the second run with one", || engine::check(&inputs, &with)).expect("a run");
        assert_eq!(again.findings, fresh.findings);
        let extracts = fresh.record.extracts;
        timed("linking, timelines and checks alone", || {
            let scope = timeline::scope(extracts, Some(day)).expect("a scope");
            let linked = targets::link(&scope.extracts, &[], &Decisions::default());
            checks::run(&timeline::build(scope, linked)).len()
        });
        println!("{} files known to the second run\n", again.cache.known);
    }
    let _ = std::fs::remove_dir_all(&place);
}
