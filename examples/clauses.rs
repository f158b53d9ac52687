//! Prints how sentences are read, one sentence a line on standard input: for developers.
//!
//! Sentence, tags, clauses, in the form of `fixtures/prose/readings.txt`. `--tags` prints
//! word/TAG lines; `--speed` reads all of it several times and prints bytes a second.

use bywhen::prose::{Reader, Sentence};
use bywhen::source::TextRange;
use std::io::{Read as _, Write as _};
use std::time::Instant;

/// As in the program, whose speed this tells.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::io::Result<()> {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let begun = Instant::now();
    let reader = Reader::builtin();
    let built = begun.elapsed();
    let mut out = std::io::stdout().lock();
    let mode = std::env::args().nth(1).unwrap_or_default();
    if mode == "--speed" {
        let begun = Instant::now();
        let (mut bytes, mut clauses) = (0, 0);
        for _ in 0..5 {
            for line in input.lines() {
                bytes += line.len();
                clauses += reader.read(line, TextRange::new(0, line.len())).clauses.len();
            }
        }
        let rate = bytes as f64 / begun.elapsed().as_secs_f64() / 1e6;
        return writeln!(out, "built in {built:?}; {bytes} bytes, {clauses} clauses, {rate:.1} MB/s");
    }
    for line in input.lines() {
        let sentence = reader.read(line, TextRange::new(0, line.len()));
        if mode == "--tags" {
            writeln!(out, "{}", tags(&sentence, true))?;
            continue;
        }
        writeln!(out, "{line}\n  {}", tags(&sentence, mode != "--entry"))?;
        for clause in &sentence.clauses {
            writeln!(out, "  {}", sentence.outline(clause))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn tags(sentence: &Sentence<'_>, words: bool) -> String {
    let tag = |t: &bywhen::prose::Token<'_>| match words {
        true => format!("{}/{:?}", sentence.text.get(t.range.start..t.range.end).unwrap_or(""), t.tag),
        false => format!("{:?}", t.tag),
    };
    sentence.tokens.iter().map(tag).collect::<Vec<_>>().join(" ")
}
