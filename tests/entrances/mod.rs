//! The ways into the program that take what somebody else wrote, each as a function over bytes that
//! asserts what must hold whatever the bytes are. `examples/mutate.rs` tries them with inputs that
//! it makes up; `tests/regressions.rs` tries them with the inputs in `fixtures/hostile`.

#![allow(missing_docs, dead_code, clippy::expect_used)]

use bywhen::checks;
use bywhen::config::{self, decisions};
use bywhen::corpus::{self, DatesTable, Document, FileKind, Options, SourceFile};
use bywhen::findings::{Baseline, inline};
use bywhen::prose::{self, Reader};
use bywhen::source::TextRange;
use bywhen::statements::{self, Extract, Language, Lexicon};
use bywhen::targets::{self, declared};
use bywhen::time::{Country, Grammar, Passage, TenseHint};
use bywhen::timeline;
use std::sync::LazyLock;

pub type Entrance = (&'static str, fn(&[u8]));

/// Every way in, by the name of its folder of seeds.
pub const ENTRANCES: [Entrance; 13] = [
    ("decode", decode),
    ("plain", plain),
    ("markdown", markdown),
    ("html", html),
    ("json", json),
    ("feed", feed),
    ("front-matter", front_matter),
    ("time", time),
    ("clauses", clauses),
    ("targets", target_file),
    ("config", configuration),
    ("cues", cues),
    ("pipeline", pipeline),
];

static LANGUAGE: LazyLock<Language> = LazyLock::new(Language::english);

fn documents(name: &str, bytes: &[u8]) -> Vec<Document> {
    let file = SourceFile { path: name.into(), shown: name.into(), kind: FileKind::of(name.as_ref()), named: true };
    corpus::read_bytes(&file, bytes.to_vec(), &Options::default()).unwrap_or_default()
}

/// Reads as far as statements, and holds every span against the bytes.
fn read(name: &str, bytes: &[u8]) -> Vec<Extract> {
    let codes: Vec<&str> = checks::all().iter().map(|check| check.code).collect();
    let mut extracts = Vec::new();
    for document in documents(name, bytes) {
        let length = if document.record_line.is_some() { document.source.text().len().max(bytes.len()) } else { bytes.len() };
        for block in prose::blocks(&document) {
            let mut at = 0;
            for sentence in prose::sentences(&block) {
                assert!(at <= sentence.start && sentence.end <= block.text.len(), "sentences overlap");
                assert!(block.text.get(sentence.start..sentence.end).is_some(), "a sentence cuts a character");
                at = sentence.end;
            }
            let span = block.span(TextRange::new(0, block.text.len()));
            assert!(span.start <= span.end && span.end <= length, "a block lies outside the file");
        }
        let extract = statements::extract(&document, &LANGUAGE);
        for statement in &extract.statements {
            let span = statement.place.span();
            assert!(span.start <= span.end && span.end <= length, "a statement lies outside the file");
            assert_eq!(document.quote(span), &*statement.text, "a span does not lead to its words");
            assert!(statement.place.start() <= statement.place.end(), "a statement ends before it begins");
        }
        for waiver in inline::read(&document, &codes) {
            assert!(waiver.place.span().end <= length, "a waiver lies outside the file");
        }
        extracts.push(extract);
    }
    extracts
}

pub fn decode(bytes: &[u8]) {
    let Ok((source, _)) = corpus::decode(bytes.to_vec()) else { return };
    let text = source.text();
    let mut last = 0;
    for (at, c) in text.char_indices() {
        let span = source.span(TextRange::new(at, at + c.len_utf8()));
        assert!(last <= span.start && span.start <= span.end && span.end <= bytes.len(), "spans run backwards");
        last = span.start;
    }
}

pub fn plain(bytes: &[u8]) {
    read("a.txt", bytes);
}

pub fn markdown(bytes: &[u8]) {
    read("a.md", bytes);
    read("a.mdx", bytes);
}

pub fn html(bytes: &[u8]) {
    read("a.html", bytes);
}

pub fn json(bytes: &[u8]) {
    read("a.json", bytes);
    read("a.jsonl", bytes);
}

pub fn feed(bytes: &[u8]) {
    read("a.xml", bytes);
}

pub fn front_matter(bytes: &[u8]) {
    for fence in ["---", "+++"] {
        let mut text = format!("{fence}\n").into_bytes();
        text.extend_from_slice(bytes);
        text.extend_from_slice(format!("\n{fence}\nThe bridge will open by May 2030.\n").as_bytes());
        documents("2020-01-02-a.md", &text);
    }
}

pub fn time(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let grammar = Grammar::builtin();
    for day in ["2015-06-10", "0001-01-01", "9999-12-31"] {
        let published = day.parse().ok().map(bywhen::calendar::Interval::day);
        let mut passage = Passage::for_text(grammar, &text, published, Country::default());
        for expression in grammar.read(&text, &mut passage, |_| TenseHint::Unknown) {
            let range = expression.range;
            assert!(range.start < range.end, "an expression of no words");
            assert!(text.get(range.start..range.end).is_some(), "an expression cuts a character");
        }
    }
}

pub fn clauses(bytes: &[u8]) {
    static READER: LazyLock<Reader> = LazyLock::new(Reader::builtin);
    let text = String::from_utf8_lossy(bytes);
    for line in text.lines() {
        let sentence = READER.read(line, TextRange::new(0, line.len()));
        for token in &sentence.tokens {
            assert!(line.get(token.range.start..token.range.end).is_some_and(|word| !word.is_empty()), "an empty word");
        }
        for clause in &sentence.clauses {
            assert!(clause.tokens.start <= clause.tokens.end && clause.tokens.end <= sentence.tokens.len(), "a clause runs over");
            sentence.outline(clause);
        }
    }
}

pub fn target_file(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Err(errors) = declared::parse("a.toml", &text) {
        assert!(!errors.is_empty(), "refused without a reason");
    }
    if let Err(mistakes) = decisions::parse("decisions.toml", &text) {
        assert!(!mistakes.diagnostics(80).is_empty(), "refused without a reason");
    }
}

pub fn configuration(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Err(mistakes) = config::parse("bywhen.toml", &text, &["missed", "overdue"]) {
        assert!(!mistakes.diagnostics(80).is_empty(), "refused without a reason");
    }
    DatesTable::parse(&text);
    let _ = Baseline::parse(&text);
}

pub fn cues(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Err(errors) = Lexicon::compile([("a.toml", text.as_ref())]) {
        assert!(!errors.is_empty(), "refused without a reason");
    }
}

/// Documents (parted by form feeds, some dated) and the first part as a target file, judged as a corpus.
pub fn pipeline(bytes: &[u8]) {
    let mut declared = Vec::new();
    let mut extracts = Vec::new();
    for (index, part) in bytes.split(|byte| *byte == 0x0c).enumerate().take(8) {
        if index == 0 {
            declared = declared::parse("a.toml", &String::from_utf8_lossy(part)).unwrap_or_default();
        }
        let ending = ["md", "txt", "html"][index % 3];
        extracts.extend(read(&format!("201{index}-03-04-a.{ending}"), part));
    }
    extracts.sort_by(|a, b| a.doc.cmp(&b.doc));
    for given in [None, "2030-01-01".parse().ok()] {
        let Some(scope) = timeline::scope(extracts.clone(), given) else { continue };
        let linked = targets::link(&scope.extracts, &declared, &targets::Decisions::default());
        let record = timeline::build(scope, linked);
        for finding in checks::run(&record) {
            assert!(!finding.message.is_empty() && !finding.fingerprint.is_empty(), "a finding that says nothing");
        }
    }
}
