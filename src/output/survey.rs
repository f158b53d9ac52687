//! What is in a corpus: formats, dates and where they were read, days on which much was
//! published and times when nothing was, near-duplicates, and documents with problems.
//!
//! Silence can only be judged by who knows how dense the corpus is.

use super::{Style, concise::Paint, contract, escape, view::plural};
use crate::calendar::{Day, Interval, long_day};
use crate::engine::{Outcome, Skipped};
use crate::findings::Severity;
use crate::statements::{Extract, Problem};
use chrono::Datelike;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;

/// A gap is said when it is this many times the usual one…
const GAP_FACTOR: i64 = 8;
/// …and at least this many days.
const SHORTEST_GAP: i64 = 60;
/// Gaps, crowded days and groups of duplicates that are listed.
const LISTED: usize = 10;
/// A day is crowded when it holds this share of all documents (one in…), and at least [`CROWD`].
const CROWD_SHARE: usize = 20;
const CROWD: usize = 5;
/// Bits in which the fingerprints of near-duplicates may differ.
const DIFFERING_BITS: u32 = 3;

/// A stretch of time without any document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    after: Day,
    before: Day,
    days: i64,
}

/// A day with many documents: an import rather than a day of publication, perhaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Crowd {
    day: Day,
    documents: usize,
}

/// A document and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wrong<'a> {
    doc: &'a str,
    reason: String,
}

/// What is in a corpus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Survey<'a> {
    read: usize,
    first: Option<Day>,
    last: Option<Day>,
    formats: BTreeMap<String, usize>,
    dated_by: BTreeMap<String, usize>,
    by_year: BTreeMap<i32, usize>,
    gaps: Vec<Gap>,
    crowded_days: Vec<Crowd>,
    near_duplicates: Vec<Vec<&'a str>>,
    undated: Vec<&'a str>,
    date_conflicts: Vec<Wrong<'a>>,
    unreadable: Vec<Wrong<'a>>,
    skipped: BTreeMap<&'a str, usize>,
    not_opened: Vec<Wrong<'a>>,
    statements: usize,
}

fn name(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Surveys the documents of `outcome`.
pub fn survey(outcome: &Outcome) -> Survey<'_> {
    let readable: Vec<&Extract> = outcome.record.extracts.iter().filter(|e| !e.unreadable()).collect();
    let mut survey = Survey {
        read: readable.len(),
        first: None,
        last: None,
        formats: BTreeMap::new(),
        dated_by: BTreeMap::new(),
        by_year: BTreeMap::new(),
        gaps: Vec::new(),
        crowded_days: Vec::new(),
        near_duplicates: near_duplicates(&readable),
        undated: Vec::new(),
        date_conflicts: Vec::new(),
        unreadable: Vec::new(),
        skipped: BTreeMap::new(),
        not_opened: outcome.unopened.iter().map(|s| Wrong { doc: &s.path, reason: s.reason.clone() }).collect(),
        statements: readable.iter().map(|e| e.statements.iter().filter(|s| !s.candidate && !s.struck).count()).sum(),
    };
    let mut days: BTreeMap<Day, usize> = BTreeMap::new();
    for extract in &readable {
        let format = extract.format.as_ref().map_or_else(|| "unknown".to_owned(), name);
        *survey.formats.entry(format).or_default() += 1;
        match &extract.published {
            Some(dated) => {
                *survey.dated_by.entry(name(&dated.source)).or_default() += 1;
                *survey.by_year.entry(dated.interval.start().year()).or_default() += 1;
                // A month or a year says nothing of gaps between days.
                *days.entry(dated.interval.end()).or_default() += usize::from(dated.interval.days() == 1);
            }
            None if !extract.living => survey.undated.push(&extract.doc),
            None => {}
        }
    }
    for extract in &outcome.record.extracts {
        for problem in &extract.problems {
            match problem {
                Problem::Unreadable(reason) => survey.unreadable.push(Wrong { doc: &extract.doc, reason: reason.clone() }),
                Problem::DateConflict(dates) => {
                    let dates: Vec<String> = dates.iter().map(|d| format!("{} ({})", d.interval, name(&d.source))).collect();
                    survey.date_conflicts.push(Wrong { doc: &extract.doc, reason: dates.join(", ") });
                }
                Problem::Undated => {}
            }
        }
    }
    for Skipped { reason, .. } in &outcome.skipped {
        *survey.skipped.entry(reason).or_default() += 1;
    }
    survey.first = days.keys().next().copied();
    survey.last = days.keys().next_back().copied();
    survey.gaps = gaps(&days.keys().copied().collect::<Vec<_>>());
    let crowd = (readable.len() / CROWD_SHARE).max(CROWD);
    survey.crowded_days =
        days.iter().filter(|(_, count)| **count >= crowd).map(|(day, count)| Crowd { day: *day, documents: *count }).collect();
    survey.crowded_days.sort_by_key(|c| (std::cmp::Reverse(c.documents), c.day));
    survey.crowded_days.truncate(LISTED);
    survey
}

/// The longest stretches between two of `days` that are far longer than usual.
fn gaps(days: &[Day]) -> Vec<Gap> {
    let mut gaps: Vec<Gap> =
        days.windows(2).map(|pair| Gap { after: pair[0], before: pair[1], days: (pair[1] - pair[0]).num_days() }).collect();
    let mut lengths: Vec<i64> = gaps.iter().map(|gap| gap.days).collect();
    lengths.sort_unstable();
    let usual = lengths.get(lengths.len() / 2).copied().unwrap_or(1);
    gaps.retain(|gap| gap.days >= (usual * GAP_FACTOR).max(SHORTEST_GAP));
    gaps.sort_by_key(|gap| (std::cmp::Reverse(gap.days), gap.after));
    gaps.truncate(LISTED);
    gaps
}

/// Groups of documents whose texts are nearly the same: fingerprints that differ in a few
/// bits share at least one of four quarters, so only those are compared.
fn near_duplicates<'a>(extracts: &[&'a Extract]) -> Vec<Vec<&'a str>> {
    let mut groups: Vec<usize> = (0..extracts.len()).collect();
    fn root(groups: &mut [usize], mut at: usize) -> usize {
        while groups[at] != at {
            groups[at] = groups[groups[at]];
            at = groups[at];
        }
        at
    }
    let mut quarters: BTreeMap<(u32, u16), Vec<usize>> = BTreeMap::new();
    for (index, extract) in extracts.iter().enumerate().filter(|(_, e)| e.similarity != 0) {
        for quarter in 0..4 {
            let bits = (extract.similarity >> (16 * quarter)) as u16;
            let seen = quarters.entry((quarter, bits)).or_default();
            // Comparing with the latest few keeps this linear where thousands are alike.
            for other in seen.iter().rev().take(64) {
                if (extracts[*other].similarity ^ extract.similarity).count_ones() <= DIFFERING_BITS {
                    let (a, b) = (root(&mut groups, index), root(&mut groups, *other));
                    groups[a.max(b)] = a.min(b);
                }
            }
            seen.push(index);
        }
    }
    let mut members: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (index, extract) in extracts.iter().enumerate() {
        let group = root(&mut groups, index);
        members.entry(group).or_default().push(&extract.doc);
    }
    members.into_values().filter(|docs| docs.len() > 1).collect()
}

#[derive(Serialize)]
struct Whole<'a> {
    schema_version: u32,
    tool: contract::Tool,
    #[serde(flatten)]
    survey: &'a Survey<'a>,
}

/// One JSON object, complete.
pub fn write_json(survey: &Survey<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let whole = Whole { schema_version: contract::SCHEMA_VERSION, tool: contract::TOOL, survey };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

/// A page for people.
pub fn write_text(survey: &Survey<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let paint = Paint(style.color);
    let span = match (survey.first, survey.last) {
        (Some(first), Some(last)) => format!(", {}", Interval::between(first, last)),
        _ => String::new(),
    };
    let statements = plural(survey.statements, "statement");
    writeln!(out, "{}{span}; {statements} about dated targets", paint.strong(&plural(survey.read, "document")))?;
    counts("formats", &survey.formats, out)?;
    counts("dated by", &survey.dated_by, out)?;
    if let Some(most) = survey.by_year.values().max() {
        writeln!(out, "\n{}", paint.strong("by year"))?;
        let bar = if style.unicode { "█" } else { "#" };
        for (year, count) in &survey.by_year {
            let length = (count * style.width.saturating_sub(20).clamp(10, 60)).div_ceil(*most);
            writeln!(out, "{year:>6} {count:>6} {}", bar.repeat(length))?;
        }
    }
    let section = |title: &str, lines: Vec<String>, out: &mut dyn io::Write| -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}", paint.severity(Severity::Warning, title))?;
        lines.iter().take(LISTED).try_for_each(|line| writeln!(out, "  {}", escape::terminal(line)))?;
        match lines.len().checked_sub(LISTED).filter(|more| *more > 0) {
            Some(more) => writeln!(out, "  and {more} more"),
            None => Ok(()),
        }
    };
    let wrong = |list: &[Wrong<'_>]| list.iter().map(|w| format!("{}: {}", w.doc, w.reason)).collect::<Vec<_>>();
    let gap = |gap: &Gap| format!("{} to {}: {}", long_day(gap.after), long_day(gap.before), plural(gap.days as usize, "day"));
    section("long gaps between documents", survey.gaps.iter().map(gap).collect(), out)?;
    let crowd = |c: &Crowd| format!("{}: {}", long_day(c.day), plural(c.documents, "document"));
    section("crowded days (published then, or imported?)", survey.crowded_days.iter().map(crowd).collect(), out)?;
    section("nearly the same", survey.near_duplicates.iter().map(|group| group.join(", ")).collect(), out)?;
    section("without a date", survey.undated.iter().map(|doc| (*doc).to_owned()).collect(), out)?;
    section("dates that disagree", wrong(&survey.date_conflicts), out)?;
    section("unreadable", wrong(&survey.unreadable), out)?;
    let passed_over = survey.skipped.iter().map(|(reason, count)| format!("{}: {reason}", plural(*count, "file")));
    section("passed over", passed_over.collect(), out)?;
    section("not opened", wrong(&survey.not_opened), out)
}

fn counts(title: &str, counts: &BTreeMap<String, usize>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut sorted: Vec<(&String, &usize)> = counts.iter().collect();
    sorted.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), name.as_str()));
    let list: Vec<String> = sorted.iter().map(|(name, count)| format!("{name} {count}")).collect();
    if list.is_empty() { Ok(()) } else { writeln!(out, "{title}: {}", list.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn gaps_are_far_longer_than_usual() {
        let days = ["2020-01-01", "2020-01-08", "2020-01-15", "2020-06-01", "2020-06-08", "2020-06-15"].map(sample::day);
        assert_eq!(gaps(&days), [Gap { after: days[2], before: days[3], days: 138 }]);
        assert_eq!(gaps(&days[..3]), []);
        assert_eq!(gaps(&[]), []);
    }

    #[test]
    fn near_duplicates_are_grouped_and_others_are_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let record = sample::record(folder.path());
        let with = |doc: &str, similarity: u64| Extract { doc: doc.into(), similarity, ..record.extracts[0].clone() };
        let all =
            [with("a", 0xffff_0000_ffff_0000), with("b", 0xffff_0000_ffff_0011), with("c", 0x0f0f), with("d", 0), with("e", 0)];
        assert_eq!(near_duplicates(&all.iter().collect::<Vec<_>>()), [vec!["a", "b"]]);
    }

    #[test]
    fn a_survey_says_what_is_wrong() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut outcome = sample::outcome(folder.path());
        outcome.record.extracts[0].published = None;
        outcome.skipped.push(Skipped { path: "x.pdf".into(), reason: "another type of file".into() });
        let survey = survey(&outcome);
        let mut out = Vec::new();
        write_text(&survey, Style { width: 40, ..Style::default() }, &mut out).expect("written");
        let expected = "2 documents, 3 February 2016; 0 statements about dated targets\n\
                        formats: plain 2\ndated by: path 1\n\nby year\n  2016      1 ████████████████████\n\n\
                        without a date\n  plan.md\n\npassed over\n  1 file: another type of file\n";
        assert_eq!(String::from_utf8_lossy(&out), expected);
        let mut out = Vec::new();
        write_json(&survey, &mut out).expect("written");
        let json: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
        assert_eq!((&json["read"], &json["undated"][0]), (&2.into(), &"plan.md".into()));
    }
}
