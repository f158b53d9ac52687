//! How fast time expressions are found: `cargo run --release --example times_speed -- FILE` prints MB/s on one core,
//! of the search alone and with every expression placed.

use bywhen::time::{Country, Grammar, Passage, TenseHint};
use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else { return ExitCode::from(2) };
    let Ok(text) = std::fs::read_to_string(path) else { return ExitCode::from(2) };
    let mut built = std::time::Duration::MAX;
    for _ in 0..9 {
        let start = Instant::now();
        if Grammar::builtin_with(&[]).is_err() {
            return ExitCode::from(2);
        }
        built = built.min(start.elapsed());
    }
    let grammar = Grammar::builtin();
    let megabytes = text.len() as f64 / 1e6;
    let mut out = std::io::stdout().lock();
    let mut best = f64::MAX;
    let mut found = 0;
    for _ in 0..5 {
        let start = Instant::now();
        found = text.split("\n\n").map(|block| grammar.find(block).len()).sum();
        best = best.min(start.elapsed().as_secs_f64());
    }
    // The yardstick: the engine of ripgrep counting years.
    let Ok(years) = regex::bytes::Regex::new(r"(?-u:\b)(19|20)[0-9]{2}(?-u:\b)") else { return ExitCode::from(2) };
    let start = Instant::now();
    let counted = years.find_iter(text.as_bytes()).count();
    let yardstick = megabytes / start.elapsed().as_secs_f64();
    let start = Instant::now();
    let mut passage = Passage::new(None, Country::default());
    let placed: usize = text.split("\n\n").map(|block| grammar.read(block, &mut passage, |_| TenseHint::Unknown).len()).sum();
    let reading = start.elapsed().as_secs_f64();
    let told = writeln!(
        out,
        "grammar built in {:.1} ms; {megabytes:.1} MB: {found} found at {:.1} MB/s; {placed} placed at {:.1} MB/s; {counted} years by regex at {yardstick:.0} MB/s",
        built.as_secs_f64() * 1e3,
        megabytes / best,
        megabytes / reading
    );
    if told.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(2) }
}
