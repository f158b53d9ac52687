//! Prints the time expressions of the records of a `.jsonl` file, one a line.
//!
//! `cargo run --example times_jsonl -- FILE [COUNTRY]`

use bywhen::time::{Country, Grammar, times_of_jsonl};
use std::io::{BufReader, BufWriter, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(path) = arguments.next() else { return ExitCode::from(2) };
    let country = arguments.next().and_then(|code| Country::from_code(&code)).unwrap_or_default();
    let Ok(file) = std::fs::File::open(path) else { return ExitCode::from(2) };
    match times_of_jsonl(Grammar::builtin(), BufReader::new(file), BufWriter::new(stdout().lock()), country) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}
