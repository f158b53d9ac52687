//! What each stage costs, in bytes of documents a second.

#![allow(missing_docs)]

mod generator;

use bywhen::config::Config;
use bywhen::corpus::{self, Document, FileKind, Options, SourceFile};
use bywhen::engine::{self, Inputs};
use bywhen::prose;
use bywhen::statements::{Language, extract};
use bywhen::time::Grammar;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use generator::{Generator, Manner};

const MANNERS: [Manner; 2] = [Manner::Rare, Manner::Dense];

fn main() {
    divan::main();
}

fn text(manner: Manner) -> String {
    Generator::new(7).document(manner, 400)
}

fn read(text: &str) -> Vec<Document> {
    let file = SourceFile { path: "made.md".into(), shown: "made.md".into(), kind: FileKind::Markdown, named: true };
    corpus::read_bytes(&file, text.as_bytes().to_vec(), &Options::default()).unwrap_or_default()
}

#[divan::bench(args = MANNERS)]
fn corpus_read(bencher: Bencher<'_, '_>, manner: Manner) {
    let text = text(manner);
    bencher.counter(BytesCount::of_str(&text)).bench(|| read(black_box(&text)));
}

#[divan::bench(args = MANNERS)]
fn prose_blocks(bencher: Bencher<'_, '_>, manner: Manner) {
    let text = text(manner);
    let documents = read(&text);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| documents.iter().map(|d| prose::blocks(black_box(d)).len()).sum::<usize>());
}

#[divan::bench(args = MANNERS)]
fn prose_sentences_read(bencher: Bencher<'_, '_>, manner: Manner) {
    let text = text(manner);
    let language = Language::english();
    let ranges = prose::split(&text);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| ranges.iter().map(|range| language.reader.read(black_box(&text), *range).clauses.len()).sum::<usize>());
}

#[divan::bench(args = MANNERS)]
fn time_find(bencher: Bencher<'_, '_>, manner: Manner) {
    let text = text(manner);
    let grammar = Grammar::builtin();
    bencher.counter(BytesCount::of_str(&text)).bench(|| grammar.find(black_box(&text)).len());
}

#[divan::bench(args = MANNERS)]
fn statements_extract(bencher: Bencher<'_, '_>, manner: Manner) {
    let text = text(manner);
    let documents = read(&text);
    let language = Language::english();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| documents.iter().map(|d| extract(black_box(d), &language).statements.len()).sum::<usize>());
}

#[divan::bench(args = MANNERS)]
fn statements_extract_without_triggers(bencher: Bencher<'_, '_>, manner: Manner) {
    let text = text(manner);
    let documents = read(&text);
    let language = Language { triggers: None, ..Language::english() };
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| documents.iter().map(|d| extract(black_box(d), &language).statements.len()).sum::<usize>());
}

#[divan::bench(args = MANNERS, sample_count = 5, sample_size = 1)]
fn check_end_to_end(bencher: Bencher<'_, '_>, manner: Manner) {
    let Ok(folder) = tempfile::tempdir() else { return };
    let Ok(bytes) = Generator::new(11).write(folder.path(), 2000, manner, 12) else { return };
    let inputs = Inputs { paths: vec![folder.path().to_owned()], ..Inputs::default() };
    let config = Config::default();
    bencher
        .counter(BytesCount::new(bytes))
        .bench(|| engine::check(&inputs, &config).map(|o| o.findings.len()).unwrap_or_default());
}

/// Target files with so many targets of three aliases each.
#[divan::bench(args = [10, 10_000], sample_count = 5, sample_size = 1)]
fn check_with_targets(bencher: Bencher<'_, '_>, targets: usize) {
    let Ok(folder) = tempfile::tempdir() else { return };
    let documents = folder.path().join("documents");
    let Ok(bytes) = Generator::new(11).write(&documents, 1000, Manner::Dense, 12) else { return };
    let rules = folder.path().join("targets.toml");
    if std::fs::write(&rules, generator::target_file(targets)).is_err() {
        return;
    }
    let inputs = Inputs { paths: vec![documents], ..Inputs::default() };
    let config = Config { rules: vec![rules], ..Config::default() };
    bencher
        .counter(BytesCount::new(bytes))
        .bench(|| engine::check(&inputs, &config).map(|o| o.findings.len()).unwrap_or_default());
}
