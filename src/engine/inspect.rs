//! The rules of the language, as people ask about them: a list, and a run of their examples.

use super::{Desk, EngineError};
use crate::config::Config;
use crate::findings::Confidence;
use crate::statements::{Example, Kind, rule_test};
use serde::Serialize;

/// A cue rule, or a veto.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// The kinds of statement that it gives; of a veto, those that it forbids.
    pub kinds: Vec<Kind>,
    /// Whether it forbids rather than gives.
    pub veto: bool,
    /// Confidence of a clean match.
    pub confidence: Option<Confidence>,
    /// Texts in which it finds something.
    pub examples: Vec<String>,
    /// Texts in which it stays silent.
    pub counter_examples: Vec<String>,
}

/// An example that did not do what it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FailedExample {
    /// The rule.
    pub rule: String,
    /// The text.
    pub text: String,
    /// What was expected and what came.
    pub message: String,
}

/// What a run of the examples found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RuleTest {
    /// How many were run.
    pub run: usize,
    /// Those that failed.
    pub failures: Vec<FailedExample>,
    /// Rules without an example or a counter-example, and which is missing.
    pub untested: Vec<(String, String)>,
}

/// The cue rules in force, the desk's own among them, and the vetoes after them.
///
/// # Errors
/// When a file of rules is not what it should be.
pub fn cue_rules(config: &Config) -> Result<Vec<Rule>, EngineError> {
    let desk = Desk::read(config)?;
    let lexicon = &desk.language().lexicon;
    let texts = |examples: &[Example]| examples.iter().map(text).collect();
    let rules = lexicon.rules.iter().map(|rule| Rule {
        id: rule.id.to_string(),
        kinds: vec![rule.kind],
        veto: false,
        confidence: Some(rule.confidence),
        examples: texts(&rule.examples),
        counter_examples: texts(&rule.counter_examples),
    });
    let vetoes = lexicon.vetoes.iter().map(|veto| Rule {
        id: veto.id.clone(),
        kinds: veto.kinds.clone(),
        veto: true,
        confidence: None,
        examples: texts(&veto.examples),
        counter_examples: texts(&veto.counter_examples),
    });
    Ok(rules.chain(vetoes).collect())
}

fn text(example: &Example) -> String {
    match example {
        Example::Text(text) | Example::Dated { text, .. } => text.clone(),
    }
}

/// Runs every example of the cue rules in force.
///
/// # Errors
/// As [`cue_rules`].
pub fn test_rules(config: &Config) -> Result<RuleTest, EngineError> {
    let report = rule_test::run(Desk::read(config)?.language());
    let failure = |f: rule_test::Failure| FailedExample { rule: f.rule, text: f.text, message: f.message };
    Ok(RuleTest {
        run: report.run,
        failures: report.failures.into_iter().map(failure).collect(),
        untested: report.untested.into_iter().map(|u| (u.rule, u.missing.to_owned())).collect(),
    })
}
