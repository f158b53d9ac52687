//! Sentences of our own: deadlines beside what is none, and the expressions of newswire.

use super::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Deadlines {
    on: Vec<Due>,
}

#[derive(Deserialize)]
struct Due {
    date: String,
    due: Vec<String>,
    nothing: Vec<String>,
}

/// The last day of the first deadline that the words of `text` alone give.
fn last_day(text: &str, date: &str) -> Option<String> {
    let mut passage = Passage::new(interval(date), Country::default());
    let found = Grammar::builtin().read(text, &mut passage, |_| TenseHint::Unknown);
    found.iter().filter(|e| e.role == TimeRole::Deadline).find_map(deadline_interval).map(|days| days.end().to_string())
}

#[test]
fn deadlines_and_what_is_none() {
    let fixture: Deadlines = toml::from_str(include_str!("../fixtures/deadlines.toml")).expect("the fixture");
    let mut wrong = Vec::new();
    let (mut due, mut nothing) = (0, 0);
    for on in &fixture.on {
        for sentence in &on.due {
            due += 1;
            let (text, day) = sentence.split_once(" => ").expect("a sentence and its day");
            let said = last_day(text, &on.date);
            if said.as_deref() != Some(day) {
                wrong.push(format!("{text:?} is due {day}, not {said:?}"));
            }
        }
        for text in &on.nothing {
            nothing += 1;
            if let Some(said) = last_day(text, &on.date) {
                wrong.push(format!("nothing is due in {text:?}, not {said}"));
            }
        }
    }
    assert!(due >= 200 && nothing >= 200, "{due} and {nothing}");
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[derive(Deserialize)]
struct Newswire {
    on: Vec<Marked>,
}

#[derive(Deserialize)]
struct Marked {
    date: String,
    sentences: Vec<String>,
}

/// An expression that a sentence must hold; without type and value where annotators differ.
struct Wanted {
    range: TextRange,
    what: Option<(String, String)>,
}

/// A sentence without its marks, and the marks.
fn unmarked(sentence: &str) -> (String, Vec<Wanted>) {
    let (mut text, mut wanted) = (String::new(), Vec::new());
    for part in sentence.split('[') {
        let Some((inside, after)) = part.split_once(']') else {
            text.push_str(part);
            continue;
        };
        let (words, what) = inside.split_once(" | ").map_or((inside, None), |(words, what)| (words, what.split_once(' ')));
        let start = text.len();
        text.push_str(words);
        let what = what.map(|(kind, value)| (kind.to_owned(), value.to_owned()));
        wanted.push(Wanted { range: TextRange::new(start, text.len()), what });
        text.push_str(after);
    }
    (text, wanted)
}

/// How many of what was wanted, of what was found, and of both alike in words, and in type and value.
#[derive(Default)]
struct Tally {
    wanted: usize,
    found: usize,
    strict: usize,
    value: usize,
    wrong: Vec<String>,
}

fn overlap(a: TextRange, b: TextRange) -> bool {
    a.start < b.end && b.start < a.end
}

fn tally(marked: &[Marked]) -> Tally {
    let mut tally = Tally::default();
    for on in marked {
        for sentence in &on.sentences {
            let (text, wanted) = unmarked(sentence);
            let mut passage = Passage::new(interval(&on.date), Country::from_code("US").expect("a country"));
            let mut found = Grammar::builtin().read(&text, &mut passage, |_| TenseHint::Unknown);
            found.retain(|e| !wanted.iter().any(|one| one.what.is_none() && overlap(one.range, e.range)));
            let before = tally.value;
            let marks: Vec<&Wanted> = wanted.iter().filter(|one| one.what.is_some()).collect();
            tally.wanted += marks.len();
            tally.found += found.len();
            for one in &marks {
                let Some((kind, value)) = &one.what else { continue };
                tally.strict += usize::from(found.iter().any(|e| e.range == one.range));
                let same = |e: &TimeExpression| {
                    overlap(e.range, one.range)
                        && e.value == *value
                        && serde_json::to_string(&e.kind).is_ok_and(|name| name.trim_matches('"') == kind)
                };
                tally.value += usize::from(found.iter().any(same));
            }
            if tally.value - before < marks.len() || found.len() > marks.len() {
                let said: Vec<String> =
                    found.iter().map(|e| format!("{:?} {}", &text[e.range.start..e.range.end], e.value)).collect();
                tally.wrong.push(format!("{sentence:?} says {said:?}"));
            }
        }
    }
    tally
}

fn f1(hits: usize, wanted: usize, found: usize) -> f64 {
    200.0 * hits as f64 / (wanted + found).max(1) as f64
}

#[test]
fn newswire_is_read_as_timeml_has_it() {
    let fixture: Newswire = toml::from_str(include_str!("../fixtures/newswire.toml")).expect("the fixture");
    let tally = tally(&fixture.on);
    let (strict, value) = (f1(tally.strict, tally.wanted, tally.found), f1(tally.value, tally.wanted, tally.found));
    let shown = format!("{} wanted: strict F1 {strict:.1}, value F1 {value:.1}\n{}", tally.wanted, tally.wrong.join("\n"));
    assert!(tally.wanted > 700, "{shown}");
    assert!(strict > 98.0 && value > 98.0, "{shown}");
}
