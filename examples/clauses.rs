//! Prints how sentences are read, one sentence a line on standard input: for developers.
//!
//! `--speed` reads all of it several times and prints bytes a second instead.

use bywhen::prose::{Reader, Sentence};
use bywhen::source::TextRange;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::time::Instant;

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
            let tags: Vec<String> = sentence
                .tokens
                .iter()
                .map(|t| format!("{}/{:?}", sentence.text.get(t.range.start..t.range.end).unwrap_or(""), t.tag))
                .collect();
            writeln!(out, "{}", tags.join(" "))?;
        } else {
            out.write_all(show(&sentence).as_bytes())?;
        }
    }
    Ok(())
}

fn show(sentence: &Sentence<'_>) -> String {
    let mut out = String::new();
    let tags: Vec<String> = sentence
        .tokens
        .iter()
        .map(|t| format!("{}/{:?}", sentence.text.get(t.range.start..t.range.end).unwrap_or(""), t.tag))
        .collect();
    let _ = writeln!(out, "{}", tags.join(" "));
    for (i, clause) in sentence.clauses.iter().enumerate() {
        let _ = write!(out, "  [{i}{}] {:?}", clause.parent.map_or(String::new(), |p| format!("<{p}")), clause.kind);
        if clause.question {
            let _ = write!(out, " ?");
        }
        if clause.quoted {
            let _ = write!(out, " \"");
        }
        if let Some(subject) = &clause.subject {
            let _ = write!(out, " S{}={:?}", if clause.inherited { "*" } else { "" }, sentence.words(subject.tokens.clone()));
        }
        if let Some(v) = &clause.verbs {
            let _ = write!(out, " V={:?} {:?}", sentence.words(v.tokens.clone()), v.tense);
            for (on, name) in [
                (v.perfect, "perfect"),
                (v.progressive, "progressive"),
                (v.passive, "passive"),
                (v.negated, "negated"),
                (v.no_longer, "no-longer"),
                (v.hardly, "hardly"),
                (v.infinitive, "infinitive"),
                (v.participle, "participle"),
            ] {
                if on {
                    let _ = write!(out, " {name}");
                }
            }
            if let Some(m) = v.modality {
                let _ = write!(out, " {m:?}");
            }
        }
        if let Some(p) = clause.predicate.and_then(|p| sentence.tokens.get(p)) {
            let _ = write!(out, " P={}", p.lower);
        }
        let _ = writeln!(out, " | {}", sentence.words(clause.tokens.clone()));
    }
    out
}
