//! Compares the time expressions with published test sets of other date libraries.
//!
//! The environment names the file: `BYWHEN_DATES=/path/to/set.jsonl cargo run --example compare_dates`.
//! Three shapes are known, one record a line:
//!
//! - `{"text","date","results":[{"start","end","type","unique","resolutions":[{"value"|"from","to"}]}]}`: sentences,
//!   where `results` is empty for sentences that hold no date;
//! - `{"text","reference","grain","value"}`: one phrase with the first moment that it names and its grain;
//! - `{"text","reference","start":{"year","month","day"}}`: one phrase with the day that it names.
//!
//! A day that a set itself calls no day (of the year 1) is right where the expression is found and placed nowhere. A set of
//! the third shape fills what an expression leaves open from its reference: of a period counted from that ("next month"),
//! the day in it that stands where the reference stands in its own is right.
//! Parts of a period are cut differently everywhere ("early", "the end of"): one that lies within the wanted days is right.
//! Only days count: results finer than a day are compared by their day. `BYWHEN_SHOW=N` prints N of what differs.
//! Such sets follow American custom (5/6 is the sixth of May). Those of the first two shapes take an assistant's point of
//! view, in which what has no tense lies ahead; in those of the third it is the nearest. Both are given to the resolver.

use bywhen::calendar::{Day, Interval};
use bywhen::time::{Anchor, Country, Grammar, Passage, TenseHint, TimeExpression, TimexMod};
use serde_json::Value;
use std::io::Write;
use std::process::ExitCode;

#[derive(Default)]
struct Score {
    right: usize,
    wrong: usize,
    missed: usize,
    silent: usize,
    noisy: usize,
}

fn main() -> ExitCode {
    let Ok(path) = std::env::var("BYWHEN_DATES") else { return ExitCode::from(2) };
    let Ok(text) = std::fs::read_to_string(path) else { return ExitCode::from(2) };
    let show: usize = std::env::var("BYWHEN_SHOW").ok().and_then(|n| n.parse().ok()).unwrap_or(0);
    let mut score = Score::default();
    let mut notes = Vec::new();
    for line in text.lines() {
        let Ok(record) = serde_json::from_str::<Value>(line) else { continue };
        judge(&record, &mut score, &mut notes);
    }
    let cases = score.right + score.wrong + score.missed;
    let mut out = std::io::stdout().lock();
    let told = writeln!(
        out,
        "right {}/{cases} ({:.1} %), wrong {}, not found {}; negatives silent {}/{}",
        score.right,
        100.0 * score.right as f64 / cases.max(1) as f64,
        score.wrong,
        score.missed,
        score.silent,
        score.silent + score.noisy
    )
    .and_then(|()| notes.iter().take(show).try_for_each(|note| writeln!(out, "{note}")));
    if told.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

fn day(value: &Value) -> Option<Day> {
    value.as_str()?.get(..10)?.parse().ok()
}

fn read(text: &str, reference: Option<Day>, unknown: TenseHint) -> Vec<TimeExpression> {
    let mut passage = Passage::new(reference.map(Interval::day), Country::from_code("US").unwrap_or_default());
    Grammar::builtin().read(text, &mut passage, |found| match Grammar::builtin().tense_hint(text, found) {
        TenseHint::Unknown => unknown,
        told => told,
    })
}

fn judge(record: &Value, score: &mut Score, notes: &mut Vec<String>) {
    let Some(text) = record.get("text").and_then(Value::as_str) else { return };
    let reference = record.get("date").or(record.get("reference")).and_then(day);
    if let Some(results) = record.get("results").and_then(Value::as_array) {
        let found = read(text, reference, TenseHint::Future);
        if results.is_empty() {
            if found.is_empty() {
                score.silent += 1;
            } else {
                score.noisy += 1;
                notes.push(format!("NOISE {text:?}: {:?}", found.iter().map(|one| &one.value).collect::<Vec<_>>()));
            }
            return;
        }
        for result in results.iter().filter(|result| result.get("unique") == Some(&Value::Bool(true))) {
            let Some(resolution) = result.get("resolutions").and_then(Value::as_array).and_then(|all| all.first()) else {
                continue;
            };
            let wanted = result.get("text").and_then(Value::as_str).unwrap_or("");
            let position = |name: &str| result.get(name).and_then(Value::as_u64).unwrap_or(0) as usize;
            let (from, to) = (byte_at(text, position("start")), byte_at(text, position("end")));
            let near: Vec<&TimeExpression> = found.iter().filter(|one| one.range.start < to && from < one.range.end).collect();
            let right = near.iter().any(|one| agrees(one, resolution, &near));
            count(score, notes, right, !near.is_empty(), || {
                format!(
                    "{} {text:?} {wanted:?} wants {resolution} says {:?}",
                    reference.map(|d| d.to_string()).unwrap_or_default(),
                    near.iter().map(|one| (&one.value, one.interval.map(|i| i.to_string()))).collect::<Vec<_>>()
                )
            });
        }
        return;
    }
    let future = if record.get("grain").is_some() { TenseHint::Future } else { TenseHint::Nearest };
    let found = read(text, reference, future);
    if let Some(grain) = record.get("grain") {
        let Some(wanted) = record.get("value").and_then(day) else { return };
        if grain.as_str().is_some_and(|grain| matches!(grain, "Hour" | "Minute" | "Second")) {
            return;
        }
        let kind = record.get("kind").and_then(Value::as_str).unwrap_or("");
        // Values of intervals are given by their (excluded) end.
        let open = kind.contains("Interval");
        let since = kind == "datetimeOpenInterval";
        let right = found.iter().any(|one| {
            one.interval.or(one.range_interval).is_some_and(|days| {
                let end = one.range_interval.unwrap_or(days).end();
                let counted = one.approximate && days.contains_day(wanted);
                if since {
                    days.start() == wanted || (wanted - end).num_days().abs() <= 1
                } else if open {
                    (wanted - end).num_days().abs() <= 1 || counted
                } else {
                    days.start() == wanted || counted
                }
            })
        });
        count(score, notes, right, !found.is_empty(), || {
            format!(
                "{text:?} {kind} {grain} wants {wanted} says {:?}",
                found.iter().map(|one| (&one.value, one.interval.map(|i| i.to_string()))).collect::<Vec<_>>()
            )
        });
        return;
    }
    let Some(start) = record.get("start") else { return };
    let part = |name: &str| start.get(name).and_then(Value::as_i64);
    let (Some(month), Some(day)) = (part("month"), part("day")) else { return };
    let right = found.iter().any(|one| {
        one.interval.is_some_and(|days| {
            use chrono::Datelike;
            let filled = one.anchor == Anchor::Document && reference.is_some_and(|at| i64::from(at.day()) == day || week(days));
            let counted = (one.approximate || filled) && days.start() != days.end();
            let fits = |at: Day| {
                i64::from(at.month()) == month
                    && i64::from(at.day()) == day
                    && part("year").is_none_or(|year| i64::from(at.year()) == year)
            };
            fits(days.start())
                || fits(days.end())
                || counted && days.start().iter_days().take(400).take_while(|at| *at <= days.end()).any(fits)
        })
    });
    count(score, notes, right, !found.is_empty(), || {
        format!(
            "{} {text:?} wants {start} says {:?}",
            reference.map(|d| d.to_string()).unwrap_or_default(),
            found.iter().map(|one| (&one.value, one.interval.map(|i| i.to_string()))).collect::<Vec<_>>()
        )
    });
}

fn week(days: Interval) -> bool {
    days.days() == 7
}

fn count(score: &mut Score, notes: &mut Vec<String>, right: bool, found: bool, note: impl FnOnce() -> String) {
    match (right, found) {
        (true, _) => score.right += 1,
        (false, true) => score.wrong += 1,
        (false, false) => score.missed += 1,
    }
    if !right {
        notes.push(format!("{} {}", if found { "WRONG" } else { "MISS " }, note()));
    }
}

fn byte_at(text: &str, char: usize) -> usize {
    text.char_indices().nth(char).map_or(text.len(), |(at, _)| at)
}

/// Whether an expression (or the range it is an end of) names the days of a resolution. Ends are given excluded.
fn agrees(one: &TimeExpression, resolution: &Value, near: &[&TimeExpression]) -> bool {
    let get = |name: &str| resolution.get(name).and_then(day);
    if resolution.get("value").and_then(Value::as_str).is_some_and(|value| value.starts_with("0001-01-01")) {
        return one.interval.is_none() && one.value.len() == 10;
    }
    let Some(days) = one.range_interval.or(one.interval) else { return false };
    if let Some(value) = get("value") {
        // A count in weeks, months or years names one of these by TIMEX3; the wanted day lies in it.
        return days.start() == value || days.end() == value || one.approximate && days.contains_day(value);
    }
    let close = |a: Day, b: Day| (a - b).num_days().abs() <= 1;
    // Where "early" ends and "the end of" begins differs from tagger to tagger: a part of the wanted part is right.
    let part = matches!(one.modifier, Some(TimexMod::Start | TimexMod::Mid | TimexMod::End));
    if let (true, Some(from), Some(to)) = (part, get("from"), get("to")) {
        return from <= days.start() && days.end() <= to;
    }
    let whole = near
        .iter()
        .filter_map(|one| one.range_interval.or(one.interval))
        .fold(days, |all, next| Interval::between(all.start().min(next.start()), all.end().max(next.end())));
    [days, whole].iter().any(|days| match (get("from"), get("to")) {
        (Some(from), Some(to)) => close(days.start(), from) && (close(days.end(), to) || days.contains_day(to)),
        (Some(from), None) => close(days.start(), from) || close(days.end(), from),
        (None, Some(to)) => close(days.start(), to) || close(days.end(), to),
        _ => false,
    })
}
