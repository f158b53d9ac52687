//! What is in a corpus: formats, languages, dates and where they were read, days on which much
//! was published and times when nothing was, near-duplicates, and documents with problems.
//!
//! Silence can only be judged by who knows how dense the corpus is.

use super::{Style, concise::Paint, contract, escape, view::plural};
use crate::calendar::{Interval, long_day};
use crate::corpus::{Conflict, DatedBy, Gap, Spike, Survey, Trouble, language_name};
use crate::findings::Severity;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;

/// Lines of a section that are shown.
const LISTED: usize = 10;

/// Documents that a line names.
const NAMED: usize = 3;

#[derive(Serialize)]
struct Whole<'a> {
    schema_version: u32,
    tool: contract::Tool,
    #[serde(flatten)]
    survey: &'a Survey,
}

/// One JSON object, complete.
pub fn write_json(survey: &Survey, out: &mut dyn io::Write) -> io::Result<()> {
    let whole = Whole { schema_version: contract::SCHEMA_VERSION, tool: contract::TOOL, survey };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

/// A page for people.
pub fn write_text(survey: &Survey, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let paint = Paint(style.color);
    let span = survey.dates.map(|dates| format!(", {dates}")).unwrap_or_default();
    let words = plural(survey.words, "word");
    writeln!(out, "{}{span}; {words}", paint.strong(&plural(survey.documents, "document")))?;
    counts("formats", &survey.formats, out)?;
    let named = survey.languages.iter().map(|(code, count)| (language_name(code).to_owned(), *count)).collect();
    counts("languages", &named, out)?;
    counts("dated by", &survey.date_sources, out)?;
    if let Some(most) = survey.years.values().max() {
        writeln!(out, "\n{}", paint.strong("by year"))?;
        let bar = if style.unicode { "█" } else { "#" };
        for (year, count) in &survey.years {
            let length = count.saturating_mul(style.width.saturating_sub(20).clamp(10, 60)).div_ceil(*most);
            writeln!(out, "{year:>6} {count:>6} {}", bar.repeat(length))?;
        }
    }
    let section = |title: &str, lines: Vec<String>, out: &mut dyn io::Write| -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{} ({})", paint.severity(Severity::Warning, title), lines.len())?;
        lines.iter().take(LISTED).try_for_each(|line| writeln!(out, "  {}", escape::terminal(line)))?;
        match lines.len().checked_sub(LISTED).filter(|more| *more > 0) {
            Some(more) => writeln!(out, "  and {more} more: --format json lists them"),
            None => Ok(()),
        }
    };
    section("long gaps between documents", survey.gaps.iter().map(gap).collect(), out)?;
    section("crowded days: published then, or imported?", survey.spikes.iter().map(crowd).collect(), out)?;
    section("the same or nearly the same", survey.duplicates.iter().map(|docs| some(docs)).collect(), out)?;
    section("without a date", survey.undated.clone(), out)?;
    section("dates that disagree", survey.conflicting.iter().map(conflict).collect(), out)?;
    section("dated after the day of judgement", survey.future.clone(), out)?;
    section("rows of the dates table that date nothing here", survey.unused_dates.clone(), out)?;
    section("patterns of `living` that match nothing here", survey.unused_living.clone(), out)?;
    section("read with a remark", survey.troubles.iter().map(trouble).collect(), out)?;
    section("unreadable", survey.unreadable.iter().map(trouble).collect(), out)?;
    section("passed over", survey.passed_over.iter().map(|(why, docs)| format!("{why}: {}", some(docs))).collect(), out)?;
    section("not opened", survey.not_opened.iter().map(trouble).collect(), out)
}

fn gap(gap: &Gap) -> String {
    let days = plural(usize::try_from(gap.days).unwrap_or_default(), "day");
    format!("{}: {days}", Interval::between(gap.after, gap.before))
}

fn crowd(spike: &Spike) -> String {
    format!("{} share {}", plural(spike.documents, "document"), long_day(spike.day))
}

fn conflict(conflict: &Conflict) -> String {
    let said = |dated: &DatedBy| format!("{} ({})", dated.interval, dated.source.name());
    let others: Vec<String> = conflict.others.iter().map(said).collect();
    let counts = conflict.published.as_ref().map(said).unwrap_or_default();
    format!("{}: {counts} counts, not {}", conflict.doc, others.join(", "))
}

fn trouble(trouble: &Trouble) -> String {
    format!("{}: {}", trouble.path, trouble.message)
}

/// A few of many names.
fn some(docs: &[String]) -> String {
    let shown = docs.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match docs.len().checked_sub(NAMED).filter(|more| *more > 0) {
        Some(more) => format!("{} documents: {shown} and {more} more", docs.len()),
        None => shown,
    }
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
    use crate::corpus::{DateSource, Foreign};
    use crate::output::sample::day;

    fn sample() -> Survey {
        let dated = |date: &str, source| DatedBy { interval: Interval::day(day(date)), source };
        Survey {
            documents: 2,
            words: 1,
            dates: Some(Interval::between(day("2016-02-03"), day("2016-02-04"))),
            formats: [("plain".to_owned(), 2)].into(),
            languages: [("en".to_owned(), 2), ("cy".to_owned(), 1)].into(),
            date_sources: [("path".to_owned(), 1), ("undated".to_owned(), 1)].into(),
            years: [(2016, 1)].into(),
            undated: vec!["plan\u{1b}[31m.md".into()],
            conflicting: vec![Conflict {
                doc: "a.md".into(),
                published: Some(dated("2016-02-03", DateSource::FrontMatter)),
                others: vec![dated("2016-05-03", DateSource::Path)],
            }],
            spikes: vec![Spike { day: day("2013-06-04"), documents: 8412 }],
            gaps: vec![Gap { after: day("2016-02-03"), before: day("2016-06-03"), days: 121 }],
            duplicates: vec![["a", "b", "c", "d"].map(String::from).into()],
            other_languages: vec![Foreign { doc: "c.md".into(), language: "cy".into() }],
            passed_over: [("in Welsh: only English is read".to_owned(), vec!["c.md".to_owned()])].into(),
            unreadable: vec![Trouble { path: "x.txt".into(), message: "it is empty".into() }],
            ..Survey::default()
        }
    }

    #[test]
    fn a_page_for_people() {
        let mut out = Vec::new();
        write_text(&sample(), Style { width: 40, ..Style::default() }, &mut out).expect("written");
        let expected = "2 documents, 3 to 4 February 2016; 1 word\n\
                        formats: plain 2\nlanguages: English 2, Welsh 1\ndated by: path 1, undated 1\n\n\
                        by year\n  2016      1 ████████████████████\n\n\
                        long gaps between documents (1)\n  3 February to 3 June 2016: 121 days\n\n\
                        crowded days: published then, or imported? (1)\n  8412 documents share 4 June 2013\n\n\
                        the same or nearly the same (1)\n  4 documents: a, b, c and 1 more\n\n\
                        without a date (1)\n  plan␛[31m.md\n\n\
                        dates that disagree (1)\n  a.md: 3 February 2016 (front-matter) counts, not 3 May 2016 (path)\n\n\
                        unreadable (1)\n  x.txt: it is empty\n\n\
                        passed over (1)\n  in Welsh: only English is read: c.md\n";
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }

    #[test]
    fn an_object_for_programs() {
        let mut out = Vec::new();
        write_json(&sample(), &mut out).expect("written");
        let json: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
        assert_eq!((&json["documents"], &json["languages"]["cy"]), (&2.into(), &1.into()));
        assert_eq!(json["spikes"][0]["day"], "2013-06-04");
        let back: Survey = serde_json::from_slice(&out).expect("the same survey");
        assert_eq!(back, sample());
    }
}
