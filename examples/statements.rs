//! For whoever works on the cue rules: reads them from the folder as it stands, so that a change needs no build.
//!
//! `statements RULES test` runs their examples; `statements RULES PATH… [--dates FILE] [--candidates]`
//! prints what is found, one statement a line, before any linking.
#![allow(clippy::print_stdout, clippy::print_stderr, missing_docs)]

use bywhen::corpus::{self, DatesTable, DiscoverOptions, Options};
use bywhen::statements::{Language, Lexicon, extract, rule_test};
use std::path::{Path, PathBuf};

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let candidates = args.iter().position(|a| a == "--candidates").map(|at| args.remove(at)).is_some();
    let dates = args.iter().position(|a| a == "--dates").map(|at| {
        args.remove(at);
        args.remove(at)
    });
    let rules = args.remove(0);
    let names = ["classes", "commitments", "vetoes", "missed", "moved", "met", "dropped", "at-risk", "on-track", "delivery"];
    let files: Vec<(String, String)> = names
        .iter()
        .map(|name| Path::new(&rules).join(format!("{name}.toml")))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("a rule file")))
        .collect();
    let language = match Lexicon::compile(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))) {
        Ok(lexicon) => Language::new(lexicon),
        Err(errors) => {
            for error in errors {
                eprintln!("{error}");
            }
            std::process::exit(2);
        }
    };
    if args[0] == "test" {
        let report = rule_test::run(&language);
        for failure in &report.failures {
            println!("{}: {:?}\n    {}", failure.rule, failure.text, failure.message);
        }
        println!("{:?}", report.untested);
        println!("{} examples, {} failures", report.run, report.failures.len());
        if args.get(1).is_some() {
            println!("unneeded: {:?}", rule_test::unneeded(&language));
        }
        return;
    }
    if args[0] == "read" {
        let day = args.get(2).map_or(rule_test::SAID, String::as_str).parse().ok();
        print!("{}", bywhen::statements::trace(&language, &args[1], day));
        return;
    }
    let mut options = Options::default();
    if let Some(path) = dates {
        options.dates = DatesTable::parse(&std::fs::read_to_string(path).expect("a dates table")).0;
    }
    let paths: Vec<PathBuf> = args.iter().map(PathBuf::from).collect();
    let found = corpus::discover(&paths, &DiscoverOptions::default());
    use rayon::prelude::*;
    let lines: Vec<String> = found
        .files
        .par_iter()
        .flat_map_iter(|file| corpus::read(file, &options).unwrap_or_default())
        .flat_map_iter(|document| {
            extract(&document, &language)
                .into_statements()
                .into_iter()
                .filter(|s| candidates || !s.candidate)
                .map(|s| {
                    let interval = |d: &Option<Box<bywhen::statements::Deadline>>| d.as_ref().map(|d| d.interval);
                    serde_json::json!({
                        "doc": document.doc, "line": s.place.start().line, "end_line": s.place.end().line, "kind": s.kind,
                        "deadline": interval(&s.deadline), "old_deadline": interval(&s.old_deadline), "subject": s.subject,
                        "text": s.text, "cue": s.cue, "confidence": s.confidence, "voice": s.voice, "candidate": s.candidate,
                        "retold": s.retold, "key": s.key, "zone": s.zone,
                    })
                    .to_string()
                })
                .collect::<Vec<_>>()
        })
        .collect();
    for line in lines {
        println!("{line}");
    }
}
