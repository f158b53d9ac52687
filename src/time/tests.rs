//! The grammar as a whole: every example of the rule files, and what holds for any text.

use super::*;

fn interval(day: &str) -> Option<Interval> {
    day.parse().ok().map(Interval::day)
}

fn read(text: &str) -> Vec<TimeExpression> {
    let mut passage = Passage::new(interval("2016-06-15"), Country::Uk);
    Grammar::builtin().read(text, &mut passage, |_| TenseHint::Unknown)
}

#[test]
fn the_embedded_rules_compile() {
    if let Err(error) = Grammar::builtin_with(&[]) {
        panic!("{error}");
    }
    assert!(!Grammar::builtin().examples().is_empty());
}

/// "TEXT => VALUE MOD", brackets around the words that the expression must cover.
#[test]
fn every_example_holds() {
    let mut wrong = Vec::new();
    for example in Grammar::builtin().examples() {
        let (text, value) = example.text.split_once(" => ").unwrap_or((&example.text, ""));
        let plain: String = text.chars().filter(|c| !matches!(c, '[' | ']')).collect();
        let found = read(&plain);
        if !example.yes {
            if !found.is_empty() {
                wrong.push(format!(
                    "{}: {plain:?} must be silent, says {:?}",
                    example.rule,
                    found.iter().map(|e| &e.value).collect::<Vec<_>>()
                ));
            }
            continue;
        }
        let (wanted, modifier) = value.split_once(' ').unwrap_or((value, ""));
        let words = text.find('[').zip(text.find(']')).map(|(from, to)| TextRange::new(from, to - 1));
        let right = found.iter().any(|e| {
            (wanted.is_empty() || e.value == wanted)
                && words.is_none_or(|words| e.range == words)
                && (modifier.is_empty()
                    || e.modifier.is_some_and(|m| serde_json::to_string(&m).is_ok_and(|m| m.trim_matches('"') == modifier)))
        });
        if !right {
            let said: Vec<String> =
                found.iter().map(|e| format!("{:?} {} {:?}", &plain[e.range.start..e.range.end], e.value, e.modifier)).collect();
            wrong.push(format!("{}: {text:?} wants {value:?}, says {said:?}", example.rule));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
