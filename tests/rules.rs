//! The cue rules keep what stands beside them: every example speaks, every
//! counter-example is silent, and no rule or exception could be taken away unnoticed.

use bywhen::statements::{Language, rule_test};

#[test]
fn every_rule_does_what_its_examples_say() {
    let language = Language::english();
    let report = rule_test::run(&language);
    let shown: Vec<String> = report.failures.iter().map(|f| format!("{}: {:?}: {}", f.rule, f.text, f.message)).collect();
    assert!(shown.is_empty(), "{} of {} examples fail:\n{}", shown.len(), report.run, shown.join("\n"));
    assert!(report.run > 200, "only {} examples were run", report.run);
}

#[test]
fn every_rule_has_examples_of_both_kinds() {
    let report = rule_test::run(&Language::english());
    assert!(report.untested.is_empty(), "{:#?}", report.untested);
}

#[test]
fn no_rule_or_exception_can_go_unnoticed() {
    let unneeded = rule_test::unneeded(&Language::english());
    assert!(unneeded.is_empty(), "no example notices when these are removed:\n{}", unneeded.join("\n"));
}
