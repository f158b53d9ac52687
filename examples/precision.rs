//! How often each check is right where people have annotated what became of every target.
//!
//! `BYWHEN_ANNOTATED=sets.toml cargo run --example precision [-- --show]` reads the sets that the file names, runs
//! the checks over their documents, holds every finding against the annotated timelines, and prints
//! `rules/measured.toml` anew. With `--show` every finding that was held against the annotations is listed on
//! standard error with what was decided.
//!
//! ```toml
//! [[set]]
//! name = "what the documents are, in a few words"
//! kind = "development"          # rules were written with it in view; else "held back"
//! documents = "folder"          # paths are relative to the file
//! targets = "x.targets.jsonl"   # target, subject, borderline, timeline [{doc, line, kind, deadline}], verdicts
//! statements = "x.statements.jsonl"  # for what is borderline: doc, line, borderline
//! complete = "x.docs.txt"       # documents in which everything was annotated, one a line
//! as-of = 2026-11-21
//! ```
//!
//! A finding is *right* when an annotated target that its words belong to has the verdict it speaks of, with the
//! same last day (one day either way); *wrong* when that target has not, or when the words stand in a completely
//! annotated document and belong to no target; *undecided* when the annotations do not reach it.
#![allow(clippy::print_stdout, clippy::print_stderr, missing_docs)]

use bywhen::calendar::{Day, Interval};
use bywhen::config::{AsOfSetting, Config};
use bywhen::engine::{self, Inputs};
use bywhen::findings::{Excerpt, Finding};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Manifest {
    set: Vec<Set>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Set {
    name: String,
    kind: String,
    documents: PathBuf,
    targets: PathBuf,
    statements: PathBuf,
    complete: PathBuf,
    as_of: toml::value::Datetime,
}

type Days = Option<(Day, Day)>;

#[derive(Deserialize)]
struct Target {
    subject: String,
    borderline: bool,
    timeline: Vec<Said>,
    verdicts: Vec<Verdict>,
}

#[derive(Deserialize)]
struct Said {
    doc: String,
    line: usize,
    kind: String,
    deadline: Days,
}

#[derive(Deserialize)]
struct Verdict {
    r#type: String,
    from: Days,
    to: Days,
    doc: Option<String>,
    line: Option<usize>,
}

#[derive(Deserialize)]
struct Statement {
    doc: String,
    line: usize,
    borderline: bool,
}

/// What people have written down of a set.
struct Gold {
    targets: Vec<Target>,
    /// Lines that people did not agree on.
    borderline: BTreeSet<(String, usize)>,
    complete: BTreeSet<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Judged {
    Right,
    Wrong(&'static str),
    Undecided,
}

/// Findings of a check: right, wrong, undecided.
type Counts = [usize; 3];

fn main() {
    let manifest = std::env::var_os("BYWHEN_ANNOTATED").map(PathBuf::from).expect("BYWHEN_ANNOTATED names a file of sets");
    let show = std::env::args().any(|argument| argument == "--show");
    let base = manifest.parent().unwrap_or(Path::new(".")).canonicalize().expect("a folder");
    let text = std::fs::read_to_string(&manifest).expect("the file of sets");
    let sets: Manifest = toml::from_str(&text).expect("sets");
    let mut table: BTreeMap<(String, String, String), Counts> = BTreeMap::new();
    for set in &sets.set {
        let gold = Gold::read(&base, set);
        std::env::set_current_dir(base.join(&set.documents)).expect("the documents");
        let as_of: Day = set.as_of.to_string().parse().expect("a day");
        let config = Config { as_of: AsOfSetting::Day(as_of), ..Config::default() };
        let inputs = Inputs { paths: vec![PathBuf::from(".")], ..Inputs::default() };
        let outcome = engine::check(&inputs, &config).expect("the documents can be read");
        for finding in &outcome.findings {
            let judged = gold.judge(finding);
            let column = match judged {
                Judged::Right => 0,
                Judged::Wrong(_) => 1,
                Judged::Undecided => 2,
            };
            table.entry((finding.check.clone(), set.name.clone(), set.kind.clone())).or_default()[column] += 1;
            if show {
                let said = match judged {
                    Judged::Right => "right",
                    Judged::Wrong(why) => why,
                    Judged::Undecided => "-",
                };
                let line = finding.primary.place.map_or(0, |place| place.start().line.0);
                eprintln!("{}\t{said}\t{}:{line}\t{}", finding.check, doc(&finding.primary), finding.message);
            }
        }
    }
    print(&table);
}

fn print(table: &BTreeMap<(String, String, String), Counts>) {
    println!("# How often each check was right on sets that people have annotated, by `examples/precision.rs`.");
    println!("# Findings that the annotations do not reach are `undecided` and count neither way.");
    println!("on = {}", chrono::Utc::now().date_naive());
    for ((check, set, kind), [right, wrong, undecided]) in table {
        // What nobody could judge was not measured.
        if right + wrong > 0 {
            println!("\n[[measured]]\ncheck = {check:?}\nset = {set:?}\nkind = {kind:?}");
            println!("right = {right}\nwrong = {wrong}\nundecided = {undecided}");
        }
    }
}

fn read_lines<T: for<'de> Deserialize<'de>>(path: &Path) -> Vec<T> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.lines().filter(|line| !line.trim().is_empty()).map(read).collect()
}

fn doc(excerpt: &Excerpt) -> &str {
    excerpt.doc.trim_start_matches("./")
}

fn near(a: Option<Day>, b: Option<Day>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).num_days().abs() <= 1,
        (a, b) => a.is_none() && b.is_none(),
    }
}

fn last(days: Days) -> Option<Day> {
    days.map(|(_, end)| end)
}

/// Beginnings of the longer words of a text.
fn words(text: &str) -> BTreeSet<String> {
    let text = text.to_lowercase();
    let long = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
    long.map(|word| word.chars().take(6).collect()).collect()
}

impl Gold {
    fn read(base: &Path, set: &Set) -> Self {
        let statements: Vec<Statement> = read_lines(&base.join(&set.statements));
        let complete = std::fs::read_to_string(base.join(&set.complete)).expect("the list of documents");
        Self {
            targets: read_lines(&base.join(&set.targets)),
            borderline: statements.into_iter().filter(|s| s.borderline).map(|s| (s.doc, s.line)).collect(),
            complete: complete.lines().map(str::to_owned).collect(),
        }
    }

    fn judge(&self, finding: &Finding) -> Judged {
        let all = std::iter::once(&finding.primary).chain(&finding.related);
        let mine = self.targets_of(&finding.primary, finding);
        let Some(verdict) = verdict_of(&finding.check) else { return Judged::Undecided };
        if mine.iter().any(|target| has(target, verdict, finding)) {
            return Judged::Right;
        }
        let doubtful = all.clone().any(|e| self.is_borderline(e)) || mine.iter().any(|target| target.borderline);
        if doubtful {
            return Judged::Undecided;
        }
        if !mine.is_empty() {
            return Judged::Wrong("wrong: its target has no such verdict");
        }
        if self.complete.contains(doc(&finding.primary)) {
            return Judged::Wrong("wrong: the words belong to no target");
        }
        Judged::Undecided
    }

    fn is_borderline(&self, excerpt: &Excerpt) -> bool {
        let Some(place) = excerpt.place else { return false };
        let (first, end) = (place.start().line.0.saturating_sub(1), place.end().line.0 + 1);
        (first..=end).any(|line| self.borderline.contains(&(doc(excerpt).to_owned(), line)))
    }

    /// The targets that the words of `excerpt` belong to: by their lines; else by the same date said in the same
    /// document of something that shares a word (a statement may stand in several places, and either is right).
    fn targets_of(&self, excerpt: &Excerpt, finding: &Finding) -> Vec<&Target> {
        let Some(place) = excerpt.place else { return Vec::new() };
        let lines = place.start().line.0.saturating_sub(1)..=place.end().line.0 + 1;
        let here = |target: &&Target| target.timeline.iter().any(|s| s.doc == doc(excerpt) && lines.contains(&s.line));
        let by_line: Vec<&Target> = self.targets.iter().filter(here).collect();
        if !by_line.is_empty() {
            return by_line;
        }
        let said = words(&format!("{} {}", excerpt.quote, finding.subject.as_deref().unwrap_or_default()));
        let repeats = |target: &&Target| {
            let dated = |s: &Said| s.doc == doc(excerpt) && near(last(s.deadline), finding.deadline.map(Interval::end));
            target.timeline.iter().any(dated) && words(&target.subject).intersection(&said).next().is_some()
        };
        self.targets.iter().filter(repeats).collect()
    }
}

/// The verdict that a check speaks of; `None` where timelines cannot tell whether it is right.
fn verdict_of(check: &str) -> Option<&'static str> {
    Some(match check {
        "missed" => "missed",
        "met-late" => "met_late",
        "overdue" => "overdue",
        "dropped" => "dropped",
        "moved-later" | "moved-earlier" | "moved-unannounced" | "deadline-withdrawn" | "serial-slip" => "moved",
        "at-risk" => "at_risk",
        _ => return None,
    })
}

/// Whether `target` became what the finding says.
fn has(target: &Target, verdict: &str, finding: &Finding) -> bool {
    let due = finding.deadline.map(Interval::end);
    let moves = || target.verdicts.iter().filter(|v| v.r#type == "moved");
    match finding.check.as_str() {
        "at-risk" => target.timeline.iter().any(|s| {
            let at = |place: bywhen::source::Place| {
                (place.start().line.0.saturating_sub(1)..=place.end().line.0 + 1).contains(&s.line)
            };
            s.kind == "at_risk" && s.doc == doc(&finding.primary) && finding.primary.place.is_some_and(at)
        }),
        "serial-slip" => moves().filter(|v| last(v.to) > last(v.from)).count() >= 2,
        "deadline-withdrawn" => moves().any(|v| v.to.is_none() && near(last(v.from), due)),
        "moved-later" | "moved-earlier" => moves().any(|v| moved(v, finding, due) && announced(target, v)),
        "moved-unannounced" => moves().any(|v| moved(v, finding, due) && !announced(target, v)),
        _ => target.verdicts.iter().any(|v| v.r#type == verdict && near(last(v.from), due)),
    }
}

fn moved(verdict: &Verdict, finding: &Finding, due: Option<Day>) -> bool {
    let slip = last(verdict.to).zip(last(verdict.from)).map(|(to, from)| (to - from).num_days());
    let same = match (slip, finding.slip_days) {
        (Some(a), Some(b)) => (a - b).abs() <= 2,
        _ => false,
    };
    near(last(verdict.from), due) && same
}

/// Whether some document says in so many words that the date was changed to the one of `verdict`.
fn announced(target: &Target, verdict: &Verdict) -> bool {
    let says = |s: &Said| s.kind == "moved" && near(last(s.deadline), last(verdict.to));
    let decides = |s: &Said| s.kind == "moved" && verdict.doc.as_deref() == Some(&s.doc) && verdict.line == Some(s.line);
    target.timeline.iter().any(|s| says(s) || decides(s))
}
