//! How often the tagger gives the tag that people gave: for developers.
//!
//! Without more, over `fixtures/prose/tags.txt`. `BYWHEN_TREEBANK=FILE` names a treebank in CoNLL-U with
//! Penn tags in its fifth column instead; its words are compared where both cut the text alike.
//! `--wrong` prints every word whose tag differs.
#![allow(clippy::print_stdout, missing_docs)]

use bywhen::prose::Reader;
use bywhen::source::TextRange;

/// A sentence, and for each of its words where it stands and its tag.
struct Gold {
    text: String,
    words: Vec<(TextRange, String)>,
}

fn main() -> std::io::Result<()> {
    let reader = Reader::builtin();
    let wrong = std::env::args().any(|argument| argument == "--wrong");
    let gold = match std::env::var_os("BYWHEN_TREEBANK") {
        Some(path) => treebank(&std::fs::read_to_string(path)?),
        None => fixture(&reader, &std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/prose/tags.txt"))?),
    };
    let (mut tokens, mut right, mut words, mut words_right, mut apart) = (0, 0, 0, 0, 0);
    for sentence in &gold {
        let read = reader.read(&sentence.text, TextRange::new(0, sentence.text.len()));
        for (range, tag) in &sentence.words {
            let Some(token) = read.tokens.iter().find(|token| token.range == *range) else {
                apart += 1;
                continue;
            };
            let ours = format!("{:?}", token.tag);
            let agrees = ours == *tag;
            tokens += 1;
            right += usize::from(agrees);
            if tag != "Punct" {
                words += 1;
                words_right += usize::from(agrees);
            }
            if wrong && !agrees {
                let word = sentence.text.get(range.start..range.end).unwrap_or_default();
                println!("{word}: {ours}, not {tag}: {}", sentence.text);
            }
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    println!("{} sentences, {tokens} tokens, {apart} cut otherwise", gold.len());
    println!("tags as given: {:.4} of all tokens, {:.4} without punctuation", share(right, tokens), share(words_right, words));
    Ok(())
}

/// A line of text, a line of tags, one for each token of ours.
fn fixture(reader: &Reader, file: &str) -> Vec<Gold> {
    let mut found = Vec::new();
    let mut lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    while let (Some(text), Some(tags)) = (lines.next(), lines.next()) {
        let read = reader.read(text, TextRange::new(0, text.len()));
        let words = read.tokens.iter().map(|token| token.range).zip(tags.split_whitespace().map(str::to_owned));
        found.push(Gold { text: text.to_owned(), words: words.collect() });
    }
    found
}

/// CoNLL-U: `# text = …`, then a word a line.
fn treebank(file: &str) -> Vec<Gold> {
    let mut found: Vec<Gold> = Vec::new();
    let mut at = 0;
    for line in file.lines() {
        if let Some(text) = line.strip_prefix("# text = ") {
            found.push(Gold { text: text.to_owned(), words: Vec::new() });
            at = 0;
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let (Some(gold), [id, form, _, _, tag, ..]) = (found.last_mut(), columns.as_slice()) else { continue };
        if !id.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        if let Some(start) = gold.text.get(at..).and_then(|rest| rest.find(form)) {
            let range = TextRange::new(at + start, at + start + form.len());
            at = range.end;
            gold.words.push((range, named(tag).to_owned()));
        }
    }
    found
}

/// Penn's names as the program has them.
fn named(tag: &str) -> &str {
    match tag {
        "PRP$" => "PRPS",
        "WP$" => "WPS",
        "$" => "SYM",
        "ADD" => "NN",
        "AFX" => "JJ",
        tag if tag.starts_with(|c: char| c.is_ascii_alphabetic()) && !matches!(tag, "HYPH" | "NFP") => tag,
        _ => "Punct",
    }
}
