//! Runs the examples that stand beside every cue rule and veto.

use super::extract::{Language, extract};
use super::lexicon::{Example, Lexicon};
use super::{Extract, Kind, Statement};
use crate::calendar::{Day, Interval};
use crate::corpus::{self, DateSource, DatedBy, FileKind, SourceFile};

/// The day on which an example is said, unless it says otherwise.
pub const SAID: &str = "2025-06-11";

/// An example that did not do what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Rule or veto.
    pub rule: String,
    /// The text.
    pub text: String,
    /// What was expected and what came.
    pub message: String,
}

/// A rule that has no example, or no counter-example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untested {
    /// Rule or veto.
    pub rule: String,
    /// "example" or "counter-example".
    pub missing: &'static str,
}

/// How many examples were run, and what was wrong with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Examples and counter-examples run.
    pub run: usize,
    /// Those that failed.
    pub failures: Vec<Failure>,
    /// Rules without both kinds.
    pub untested: Vec<Untested>,
}

/// Runs every example of the language's rules and vetoes.
pub fn run(language: &Language) -> Report {
    let mut report = Report::default();
    for rule in &language.lexicon.rules {
        for example in &rule.examples {
            report.run += 1;
            let said = statements(language, example);
            let expected_end = deadline(example);
            let fits = |s: &Statement| {
                *s.cue == *rule.id && expected_end.is_none_or(|end| s.deadline.as_ref().is_some_and(|d| d.interval.end() == end))
            };
            if !said.iter().any(fits) {
                let expected = expected_end.map_or_else(String::new, |end| format!(" due {end}"));
                report.fail(&rule.id, example, format!("expected a statement of this rule{expected}; found {}", shown(&said)));
            }
        }
        for example in &rule.counter_examples {
            report.run += 1;
            let said = statements(language, example);
            if said.iter().any(|s| *s.cue == *rule.id) {
                report.fail(&rule.id, example, format!("expected silence of this rule; found {}", shown(&said)));
            }
        }
        report.note_untested(&rule.id, rule.examples.is_empty(), rule.counter_examples.is_empty());
    }
    for veto in &language.lexicon.vetoes {
        for example in &veto.examples {
            report.run += 1;
            let said = statements(language, example);
            if said.iter().any(|s| veto.kinds.contains(&s.kind)) {
                report.fail(&veto.id, example, format!("expected silence; found {}", shown(&said)));
            }
        }
        for example in &veto.counter_examples {
            report.run += 1;
            let said = statements(language, example);
            if !said.iter().any(|s| veto.kinds.contains(&s.kind)) {
                report.fail(&veto.id, example, format!("expected this to be left alone; found {}", shown(&said)));
            }
        }
        report.note_untested(&veto.id, veto.examples.is_empty(), veto.counter_examples.is_empty());
    }
    report
}

/// The rules, vetoes and exceptions whose removal no example notices.
pub fn unneeded(language: &Language) -> Vec<String> {
    let failures_without = |lexicon: Lexicon, id: &str| {
        let rest = Language { grammar: language.grammar, country: language.country, ..Language::new(lexicon) };
        examples_of(&language.lexicon, id).into_iter().any(|(example, kinds, must_speak)| {
            let said = statements(&rest, &example);
            let speaks = said.iter().any(|s| match &kinds {
                Some(kinds) => kinds.contains(&s.kind),
                None => *s.cue == *id,
            });
            speaks != must_speak
        })
    };
    let mut unneeded = Vec::new();
    let rules = language.lexicon.rules.iter().map(|r| (&*r.id, r.exceptions().is_empty()));
    let vetoes = language.lexicon.vetoes.iter().map(|v| (v.id.as_str(), v.exceptions().is_empty()));
    for (id, plain) in rules.chain(vetoes) {
        if !failures_without(language.lexicon.without(id), id) {
            unneeded.push(id.to_owned());
        }
        if !plain && !failures_without(language.lexicon.without_exceptions(id), id) {
            unneeded.push(format!("{id} (exceptions)"));
        }
    }
    unneeded
}

type Expectation = (Example, Option<Vec<Kind>>, bool);

/// The examples of a rule or veto, with what they expect: kinds (of a veto) and whether something must be said.
fn examples_of(lexicon: &Lexicon, id: &str) -> Vec<Expectation> {
    let mut all = Vec::new();
    for rule in lexicon.rules.iter().filter(|r| *r.id == *id) {
        all.extend(rule.examples.iter().map(|e| (e.clone(), None, true)));
        all.extend(rule.counter_examples.iter().map(|e| (e.clone(), None, false)));
    }
    for veto in lexicon.vetoes.iter().filter(|v| v.id == id) {
        all.extend(veto.examples.iter().map(|e| (e.clone(), Some(veto.kinds.clone()), false)));
        all.extend(veto.counter_examples.iter().map(|e| (e.clone(), Some(veto.kinds.clone()), true)));
    }
    all
}

fn statements(language: &Language, example: &Example) -> Vec<Statement> {
    let (text, said) = match example {
        Example::Text(text) => (text, None),
        Example::Dated { text, said, .. } => (text, said.as_deref()),
    };
    let day = said.unwrap_or(SAID).parse::<Day>().ok();
    read_text(language, text, day).map_or_else(Vec::new, Extract::into_statements)
}

/// Reads a text as a document of its own, said on `day`; `None` for an empty one.
pub fn read_text(language: &Language, text: &str, day: Option<Day>) -> Option<Extract> {
    // A text that opens with a heading shows what stands over its entries.
    let (name, kind) = if text.starts_with("# ") { ("example.md", FileKind::Markdown) } else { ("example.txt", FileKind::Plain) };
    let file = SourceFile { path: name.into(), shown: name.into(), kind, named: true };
    let mut documents = corpus::read_bytes(&file, text.as_bytes().to_vec(), &corpus::Options::default()).ok()?;
    let mut document = documents.pop()?;
    document.published = day.map(|day| DatedBy { interval: Interval::day(day), source: DateSource::Table });
    Some(extract(&document, language))
}

fn deadline(example: &Example) -> Option<Day> {
    match example {
        Example::Text(_) => None,
        Example::Dated { deadline, .. } => deadline.as_deref()?.parse().ok(),
    }
}

fn shown(said: &[Statement]) -> String {
    if said.is_empty() {
        return "nothing".into();
    }
    let one = |s: &Statement| {
        let due = s.deadline.as_ref().map_or_else(String::new, |d| format!(" due {}", d.interval.end()));
        format!("{:?} by {}{due}", s.kind, s.cue)
    };
    said.iter().map(one).collect::<Vec<_>>().join(", ")
}

impl Report {
    fn fail(&mut self, rule: &str, example: &Example, message: String) {
        let (Example::Text(text) | Example::Dated { text, .. }) = example;
        self.failures.push(Failure { rule: rule.into(), text: text.clone(), message });
    }

    fn note_untested(&mut self, rule: &str, no_example: bool, no_counter_example: bool) {
        if no_example {
            self.untested.push(Untested { rule: rule.into(), missing: "example" });
        }
        if no_counter_example {
            self.untested.push(Untested { rule: rule.into(), missing: "counter-example" });
        }
    }
}
