//! The rules of the language, as people ask about them: a list, and a run of their examples.

use super::EngineError;
use crate::config::Config;
use crate::findings::Confidence;
use crate::statements::Kind;
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

/// The cue rules in force, the desk's own among them.
pub fn cue_rules(_config: &Config) -> Result<Vec<Rule>, EngineError> {
    Err(EngineError::Other("the engine is not connected yet".into()))
}

/// Runs every example of the cue rules in force.
pub fn test_rules(_config: &Config) -> Result<RuleTest, EngineError> {
    Err(EngineError::Other("the engine is not connected yet".into()))
}
