//! Prints how documents are read: dates, blocks with zone and place. For developers of the
//! corpus and prose rooms: `cargo run --example blocks -- [--quiet] [--dates FILE] PATH…`

#![allow(clippy::print_stdout, missing_docs)]

use bywhen::corpus::{DatesTable, DiscoverOptions, Options, Summary, Trouble, discover, read, survey};
use bywhen::prose::{blocks, sentences};
use std::collections::BTreeMap;
use std::path::PathBuf;

fn main() {
    let mut paths = Vec::new();
    let mut options = Options::default();
    let (mut quiet, mut split, mut overview) = (false, false, false);
    let (mut summaries, mut troubles) = (Vec::new(), Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--quiet" => quiet = true,
            "--sentences" => split = true,
            "--survey" => (quiet, overview) = (true, true),
            "--dates" => {
                let csv = arguments.next().and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
                let (table, errors) = DatesTable::parse(&csv);
                errors.iter().for_each(|error| println!("! {error}"));
                options.dates = table;
            }
            path => paths.push(PathBuf::from(path)),
        }
    }
    let base = std::env::current_dir().unwrap_or_default();
    let found = discover(&paths, &DiscoverOptions { base, ..DiscoverOptions::default() });
    found.errors.iter().for_each(|error| println!("! {error}"));
    found.skipped.iter().for_each(|skipped| println!("- {} ({:?})", skipped.path, skipped.reason));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let (mut bytes, mut count) = (0, 0);
    let mut taken = [std::time::Duration::ZERO; 3];
    for file in &found.files {
        let clock = std::time::Instant::now();
        let documents = match read(file, &options) {
            Ok(documents) => documents,
            Err(error) => {
                println!("! {}: {error}", file.shown);
                troubles.push(Trouble { path: file.shown.clone(), message: error.to_string() });
                continue;
            }
        };
        taken[0] += clock.elapsed();
        for document in documents {
            let clock = std::time::Instant::now();
            let blocks = blocks(&document);
            taken[1] += clock.elapsed();
            let clock = std::time::Instant::now();
            count += blocks.iter().map(|block| sentences(block).len()).sum::<usize>();
            taken[2] += clock.elapsed();
            bytes += document.source.text().len();
            let source = document.published.as_ref().map_or("undated".into(), |d| format!("{:?}", d.source));
            *counts.entry(source).or_default() += 1;
            if !document.conflicting.is_empty() {
                *counts.entry("conflicting".into()).or_default() += 1;
            }
            if overview {
                summaries.push(Summary::of(&document, true));
                continue;
            }
            if quiet {
                let date = document.published.as_ref().map_or("-".into(), |d| d.interval.to_string());
                let others: Vec<_> = document.conflicting.iter().map(|d| format!("{} {:?}", d.interval, d.source)).collect();
                println!("{date}\t{}\t{}\t{}", document.doc, others.join("; "), document.problems.join("; "));
                continue;
            }
            println!("\n## {} [{:?}] {:?}", document.doc, document.published, document.title);
            println!(
                "   url {:?} updated {:?} conflicting {:?} {:?}",
                document.url, document.updated, document.conflicting, document.problems
            );
            for (index, block) in blocks.iter().enumerate() {
                let place = document.place(block.span((0..block.text.len()).into()));
                let mut notes = String::new();
                if let Some(lead_in) = block.lead_in {
                    notes += &format!(" <{lead_in}");
                }
                if let Some(header) = block.column_header {
                    notes += &format!(" ^{header}");
                }
                if let Some(date) = block.speaks_from {
                    notes += &format!(" @{date}");
                }
                println!(
                    "{index:3} {:?}{notes} {}-{} {:?} | {:?}",
                    block.zone,
                    place.start().line.0,
                    place.end().line.0,
                    block.headings,
                    block.text
                );
                if split {
                    for range in sentences(block) {
                        println!("      · {}", range.of(&block.text).replace('\n', "⏎"));
                    }
                }
            }
        }
    }
    if overview {
        let survey = survey(&summaries, &found, troubles, None);
        println!("{}", serde_json::to_string_pretty(&survey).unwrap_or_default());
    }
    println!("{counts:?} in {} files, {bytes} bytes, {count} sentences; read, blocks, sentences: {taken:?}", found.files.len());
}
