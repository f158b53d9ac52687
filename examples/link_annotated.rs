//! For whoever works on the linker: measures it apart from the reading of documents.
//!
//! `link_annotated FOLDER STATEMENTS.jsonl AS_OF` reads the documents of the folder, puts annotated
//! statements (`doc`, `line`, `kind`, `deadline`, `old_deadline`) in place of those that were found in the
//! annotated documents, links them, and prints the timelines as `bywhen timeline --format jsonl` does.
//! What an annotated clause is about is read from the text as always, never from the annotation.
//! With `--deliveries` the reports of deliveries that nobody annotated stay beside them. With `--alone` the
//! documents without annotations fall silent; with `--explain` the reasons are printed instead. `--joins` prints every
//! case that the linker weighs, as numbers: what its weights are fitted on. With `--found` the statements are those that
//! were found, each about the target that is annotated on its line, or about nobody's.
#![allow(clippy::print_stdout, clippy::print_stderr, missing_docs)]

use bywhen::calendar::Interval;
use bywhen::corpus::{self, DiscoverOptions, Document, Options};
use bywhen::source::{Column, Line, Place, Position};
use bywhen::statements::{Deadline, Extract, Kind, Language, Statement, clauses_on, extract};
use bywhen::targets::StatementId;
use bywhen::{targets, timeline};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::PathBuf;

#[derive(Deserialize)]
struct Annotated {
    doc: String,
    line: usize,
    kind: Kind,
    deadline: Option<Interval>,
    old_deadline: Option<Interval>,
    subject: String,
    target: String,
}

fn interval(value: &serde_json::Value) -> serde_json::Value {
    match value.as_array().map(Vec::as_slice) {
        Some([start, end]) => serde_json::json!({ "start": start, "end": end }),
        _ => value.clone(),
    }
}

fn annotated(text: &str) -> Vec<Annotated> {
    let read = |line: &str| -> Annotated {
        let mut value: serde_json::Value = serde_json::from_str(line).expect("a JSON object");
        for field in ["deadline", "old_deadline"] {
            value[field] = interval(&value[field]);
        }
        serde_json::from_value(value).expect("an annotated statement")
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(read).collect()
}

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let mut flag = |name: &str| args.iter().position(|a| a == name).map(|at| args.remove(at)).is_some();
    let (alone, explain, deliveries) = (flag("--alone"), flag("--explain"), flag("--deliveries"));
    let (joins, as_found) = (flag("--joins"), flag("--found"));
    let [folder, statements, as_of] = args.as_slice() else {
        eprintln!("usage: link_annotated FOLDER STATEMENTS.jsonl AS_OF [--deliveries|--found] [--alone] [--explain|--joins]");
        std::process::exit(2);
    };
    let all = annotated(&std::fs::read_to_string(statements).expect("the annotated statements"));
    let mut by_doc: HashMap<String, Vec<Annotated>> = HashMap::new();
    for one in all {
        by_doc.entry(one.doc.clone()).or_default().push(one);
    }
    let language = Language::english();
    std::env::set_current_dir(folder).expect("the folder");
    let found = corpus::discover(&[PathBuf::from(".")], &DiscoverOptions::default());
    let options = Options::default();
    let mut extracts: Vec<Extract> = found
        .files
        .par_iter()
        .flat_map_iter(|file| corpus::read(file, &options).unwrap_or_default())
        .map(|document| {
            let mut read = extract(&document, &language);
            match by_doc.get(read.doc.trim_start_matches("./")) {
                Some(wanted) if as_found => read.statements.iter_mut().for_each(|s| name_target(s, wanted)),
                Some(wanted) => {
                    let found = std::mem::take(&mut read.statements);
                    read.statements = wanted.iter().filter_map(|one| as_annotated(one, &found, &document, &language)).collect();
                    if deliveries {
                        read.statements.extend(found.into_iter().filter(|s| is_unknown_delivery(s, wanted)));
                    }
                }
                None if alone => read.statements.clear(),
                None if as_found => read.statements.iter_mut().for_each(|s| name_target(s, &[])),
                None => {}
            }
            read
        })
        .collect();
    extracts.sort_by(|a, b| a.doc.cmp(&b.doc));
    let scope = timeline::scope(extracts, as_of.parse().ok()).expect("dated documents");
    if joins {
        return print_joins(&scope.extracts);
    }
    let targets = targets::link(&scope.extracts, &[], &targets::Decisions::default());
    let record = timeline::build(scope, targets);
    let mut out = std::io::stdout().lock();
    if explain {
        for timeline in &record.timelines {
            println!("\n# {}", timeline.target.id);
            for link in &timeline.target.links {
                let (Some(extract), Some(s)) = (record.extract(link.id), record.statement(link.id)) else { continue };
                let day = s.deadline.as_ref().map_or_else(String::new, |d| d.interval.to_string());
                println!("  {}:{} {:?} [{day}] {}", extract.doc, s.place.start().line.0, s.kind, s.prose);
                println!("      {:?}; {}", link.confidence, link.reasons.join("; "));
            }
        }
        return;
    }
    bywhen::output::timelines::write_lines(&record, record.timelines.iter(), &mut out).expect("written");
}

/// The target of what nobody annotated.
const NOBODY: &str = "-";

/// The annotated target of a statement; nobody's where none was annotated.
fn target_of(statement: &Statement) -> Option<&str> {
    statement.cue.strip_prefix("target:").or(statement.candidate.then_some(NOBODY))
}

/// Puts the annotated target of its line in place of a found statement's cue; nobody's where none was annotated.
fn name_target(found: &mut Statement, wanted: &[Annotated]) {
    let place = found.place;
    let here = wanted.iter().filter(|one| place.start().line.0 <= one.line && one.line <= place.end().line.0);
    let family = |k: Kind| k == Kind::Commitment;
    let here = here.filter(|one| family(one.kind) == family(found.kind));
    let end = found.deadline.as_ref().map(|d| d.interval.end());
    let best = here.max_by_key(|one| (one.deadline.map(|d| d.end()) == end, common(&found.prose, &one.subject)));
    found.cue = format!("target:{}", best.map_or(NOBODY, |one| one.target.as_str())).into();
}

/// One line for each statement and target that it was weighed against: whether the target has a member of another
/// document that is annotated with the statement's, whether the statement is anybody's, then the features.
fn print_joins(extracts: &[Extract]) {
    println!("same,annotated,members,may_tell,kind,odds,at,near,{}", bywhen::targets::joining::names().join(","));
    let of = |id: StatementId| &extracts[id.doc].statements[id.statement];
    for joining in targets::joinings(extracts) {
        let Some(own) = target_of(of(joining.id)) else { continue };
        let others: Vec<&str> =
            joining.members.iter().filter(|m| m.doc != joining.id.doc).filter_map(|m| target_of(of(*m))).collect();
        let same = own != NOBODY && others.contains(&own);
        let at = |id: StatementId| format!("{}:{}", extracts[id.doc].doc.replace(',', ";"), of(id).place.start().line.0);
        let features: Vec<String> = joining.features.iter().map(|f| format!("{f:.4}")).collect();
        println!(
            "{},{},{},{},{:?},{:.3},{},{},{}",
            u8::from(same),
            u8::from(own != NOBODY),
            joining.members.len(),
            u8::from(joining.may_tell),
            of(joining.id).kind,
            joining.odds,
            at(joining.id),
            at(joining.nearest),
            features.join(",")
        );
    }
}

/// Whether a delivery is reported where no annotation knows of one.
fn is_unknown_delivery(statement: &Statement, wanted: &[Annotated]) -> bool {
    let line = statement.place.start().line.0;
    statement.candidate && !wanted.iter().any(|one| one.kind == Kind::Met && one.line == line)
}

/// The statement as it was found, with the annotation's kind and dates; else one made of its line.
fn as_annotated(one: &Annotated, found: &[Statement], document: &Document, language: &Language) -> Option<Statement> {
    let here = |s: &&Statement| s.place.start().line.0 <= one.line && one.line <= s.place.end().line.0;
    let said = |s: &Statement| s.deadline.as_ref().map(|d| d.interval.end()) == one.deadline.map(|d| d.end());
    let shared = |s: &Statement| common(&s.prose, &one.subject);
    let family = |k: Kind| k == Kind::Commitment;
    let found = found.iter().filter(here).filter(|s| family(s.kind) == family(one.kind));
    let mut statement = match found.max_by_key(|s| (s.kind == one.kind, said(s), shared(s))) {
        Some(found) => found.clone(),
        None => of_line(one, document, language)?,
    };
    statement.candidate &= one.kind == Kind::Met;
    statement.kind = one.kind;
    let at = |column| Position { line: Line(one.line), column: Column(column) };
    statement.place = Place::new(statement.place.span(), at(1), at(2));
    let dated = |interval: Option<Interval>, found: Option<Box<Deadline>>| {
        interval.map(|interval| {
            let found = found.filter(|d| d.interval.end() == interval.end());
            let plain = || Deadline { interval, text: String::new(), place: statement.place, approximate: false };
            found.unwrap_or_else(|| Box::new(plain()))
        })
    };
    statement.deadline = dated(one.deadline, statement.deadline);
    statement.old_deadline = dated(one.old_deadline, statement.old_deadline);
    statement.cue = format!("target:{}", one.target).into();
    Some(statement)
}

fn common(text: &str, subject: &str) -> usize {
    let text = text.to_lowercase();
    subject.to_lowercase().split_whitespace().filter(|word| text.contains(word)).count()
}

/// The clause on the line that says most of the subject in fewest words.
fn of_line(one: &Annotated, document: &Document, language: &Language) -> Option<Statement> {
    let mut best: Option<(usize, Statement)> = None;
    let near = [one.line, one.line.saturating_sub(1), one.line + 1];
    let on_line = |line: usize| clauses_on(document, language, Line(line), one.kind);
    let clauses = near.into_iter().map(on_line).find(|found| !found.is_empty()).unwrap_or_default();
    for statement in clauses {
        let shared = common(&statement.prose, &one.subject);
        let shorter = |b: &Statement| statement.prose.len() < b.prose.len() && statement.prose.len() > 30;
        if best.as_ref().is_none_or(|(most, b)| shared > *most || (shared == *most && shorter(b))) {
            best = Some((shared, statement));
        }
    }
    let (_, mut statement) = best?;
    statement.candidate = one.kind == Kind::Met;
    statement.made_on = statement.speaks_from;
    Some(statement)
}
