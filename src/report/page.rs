//! The report as plain data, in words: what every format shows.

use super::cards::{self, Card, FileGroup, Line, Story};
use super::coverage::{self, Coverage};
use super::diary::{self, Bucket};
use super::dossier::{self, Dossier};
use super::record::{self, Corrected, Measured, Waived};
use super::scorecard::{self, Scorecard};
use super::select::{self, Selection};
use super::status::{self, Status};
use super::{Given, size, words};
use crate::calendar::{Day, long_day};
use crate::findings::{Confidence, FailOn, Finding, Gate, Level, Policy, Severity};
use crate::output::chart::Chart;
use crate::output::view::{self, plural};
use crate::timeline::{Timeline, VerdictType};
use serde::Serialize;
use std::collections::HashMap;

/// What the page says of itself and of the corpus.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Header {
    /// Name and version of the program.
    pub tool: String,
    /// The day of judgement, ISO and in words.
    pub as_of: Named,
    /// The document that set it; `None` when it was given.
    pub as_of_set_by: Option<String>,
    /// The last part of that document's name.
    pub as_of_name: String,
    /// Documents read.
    pub documents: usize,
    /// Statements that belong to a target.
    pub statements: usize,
    /// Targets.
    pub targets: usize,
    /// First and last publication date, in words.
    pub dates: Option<(String, String)>,
    /// What was not read, or not wholly: count and what.
    pub gaps: Vec<(usize, String)>,
    /// What fails a run, in words.
    pub policy: String,
    /// Targets that were asked for, where not all were.
    pub asked: Vec<String>,
    /// The day since which things are shown, in words.
    pub since: Option<String>,
    /// How good the checks are known to be, in a few words.
    pub measured: String,
    /// New findings since the last run; `None` where there is none to compare with.
    pub new: Option<usize>,
}

/// A day for programs and for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Named {
    /// ISO 8601.
    pub iso: String,
    /// In words.
    pub text: String,
}

impl From<Day> for Named {
    fn from(day: Day) -> Self {
        Named { iso: day.to_string(), text: long_day(day) }
    }
}

/// A row of the table of targets.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The target's id.
    pub id: String,
    /// What was promised.
    pub title: String,
    /// Who answers for it.
    pub owner: String,
    /// Whether it has a dossier to link to.
    pub dossier: bool,
    /// The first deadline: last day for sorting, and in words.
    pub first: Named,
    /// The deadline in force.
    pub last: Named,
    /// Days between their last days; `None` where the date was never changed, only made precise.
    pub slip: Option<i64>,
    /// How often the date was changed.
    pub moves: usize,
    /// The three statuses.
    pub status: Status,
    /// The last day on which anything was said of it.
    pub mentioned: Named,
    /// How sure the program is of its last verdict.
    pub confidence: &'static str,
    /// Documents that speak of it.
    pub documents: usize,
}

/// A target that was given up or is no longer mentioned.
#[derive(Clone, Debug, Serialize)]
pub struct Gone {
    /// The target's id.
    pub id: String,
    /// What was promised.
    pub title: String,
    /// Whether it has a dossier.
    pub dossier: bool,
    /// "given up", "no longer mentioned".
    pub how: &'static str,
    /// First and last day on which it was spoken of.
    pub span: (String, String),
    /// How long it was spoken of, in words.
    pub life: String,
    /// The deadline last in force.
    pub due: String,
}

/// A small slip chart among others.
#[derive(Clone, Debug, Serialize)]
pub struct Multiple {
    /// The target's id.
    pub id: String,
    /// What was promised.
    pub title: String,
    /// Whether it has a dossier.
    pub dossier: bool,
    /// Its chart.
    pub chart: Chart,
    /// First and last deadline in words.
    pub from_to: (String, String),
    /// Days between their last days, in words.
    pub slip: String,
}

/// The whole report.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    /// Version of this shape; fields are only ever added within one.
    pub schema_version: u32,
    /// What the page says of itself.
    pub header: Header,
    /// What must be mended, best first: a line each.
    pub glance_fixes: Vec<Line>,
    /// The best stories, a line each.
    pub glance_stories: Vec<Line>,
    /// What falls due next, a line each.
    pub glance_due: Vec<Line>,
    /// Defects of passages.
    pub fixes: Vec<Card>,
    /// Slight defects, a line each.
    pub slight: Vec<Line>,
    /// Defects of whole documents.
    pub files: Vec<FileGroup>,
    /// Defects that are only counted.
    pub more_fixes: Vec<(String, usize)>,
    /// Stories, the best first.
    pub stories: Vec<Story>,
    /// Further stories, a line each.
    pub further: Vec<Line>,
    /// Stories that are only counted.
    pub more_stories: usize,
    /// How many deadlines passed without word.
    pub silent: usize,
    /// The deadline diary.
    pub diary: Vec<Bucket>,
    /// Slip charts of targets whose date was changed.
    pub multiples: Vec<Multiple>,
    /// Targets.
    pub rows: Vec<Row>,
    /// Targets that are only counted.
    pub more_rows: usize,
    /// Owners and what became of their targets.
    pub owners: Scorecard,
    /// Dossiers.
    pub dossiers: Vec<Dossier>,
    /// Targets given up or no longer mentioned.
    pub gone: Vec<Gone>,
    /// What the corpus holds, month by month.
    pub coverage: Coverage,
    /// What the house calls the verdicts: ours, theirs.
    pub labels: Vec<(String, String)>,
    /// What is waived by the settings, in words.
    pub waivers: Vec<String>,
    /// Findings that are waived.
    pub waived: Vec<Waived>,
    /// Waived findings that are only counted.
    pub more_waived: usize,
    /// What the desk has put right.
    pub corrections: Vec<Corrected>,
    /// How good each check is known to be that found something here.
    pub measured: Vec<Measured>,
}

/// Small charts that are shown.
const MULTIPLES: usize = 24;
/// Lines of each list at a glance.
const GLANCE: usize = 4;

/// Shared means of those who make parts of the page.
pub(super) struct Maker<'a> {
    pub given: Given<'a>,
    pub documents: HashMap<&'a str, usize>,
    pub by_id: HashMap<&'a str, usize>,
    pub dossiers: std::collections::BTreeSet<usize>,
    pub findings: HashMap<&'a str, Vec<&'a Finding>>,
}

impl<'a> Maker<'a> {
    /// The means without any dossier to link to.
    pub(super) fn bare(given: Given<'a>) -> Self {
        let outcome = given.outcome;
        let mut findings: HashMap<&str, Vec<&Finding>> = HashMap::new();
        for finding in &outcome.findings {
            if let Some(target) = &finding.target {
                findings.entry(target).or_default().push(finding);
            }
        }
        let by_id = outcome.record.timelines.iter().enumerate().map(|(i, t)| (&*t.target.id, i)).collect();
        Maker { given, documents: select::documents(outcome), by_id, dossiers: Default::default(), findings }
    }

    /// What the house calls a verdict.
    pub(super) fn label(&self, verdict: VerdictType) -> String {
        self.given.options.labels.get(&verdict).cloned().unwrap_or_else(|| words::verdict(verdict).to_owned())
    }

    /// What a target is called: its title, or its first words where that says too little.
    pub(super) fn title(&self, timeline: &Timeline) -> String {
        let title = timeline.target.title.trim();
        if timeline.target.declared || tells(title) {
            return words::capital(&crate::engine::passages::short(title, 110));
        }
        let first = timeline.target.links.iter().filter_map(|l| self.given.outcome.record.statement(l.id)).next();
        match first.map(|s| s.prose.trim()).filter(|prose| !prose.is_empty()) {
            Some(prose) => format!("“{}”", crate::engine::passages::short(prose, 90)),
            None => words::capital(title),
        }
    }

    /// Who answers for a target; nothing, where all that is known of them is a pronoun.
    pub(super) fn owner(timeline: &Timeline) -> String {
        let owner = timeline.target.owner.as_deref().unwrap_or_default().trim();
        let word = owner.to_lowercase();
        let pronoun = matches!(
            word.as_str(),
            "i" | "we" | "you" | "he" | "she" | "it" | "they" | "this" | "that" | "these" | "those" | "who"
        );
        if pronoun { String::new() } else { crate::engine::passages::short(owner, 80) }
    }

    /// First and last day on which anything was said of a target.
    pub(super) fn said(&self, timeline: &Timeline) -> Option<(Day, Day)> {
        let record = &self.given.outcome.record;
        let said = timeline.target.links.iter().filter_map(|l| record.statement(l.id)?.speaks_from);
        let said = said.chain(timeline.target.record.iter().map(|e| e.on));
        let mentioned = timeline.target.mentions.iter().map(|(_, day)| *day);
        said.flat_map(|on| [on.start(), on.end()]).chain(mentioned).fold(None, |span: Option<(Day, Day)>, day| {
            Some(span.map_or((day, day), |(first, last)| (first.min(day), last.max(day))))
        })
    }

    pub(super) fn documents_of(&self, timeline: &Timeline) -> usize {
        timeline.target.links.iter().map(|l| l.id.doc).collect::<std::collections::BTreeSet<_>>().len()
    }
}

/// Whether a title says what is meant: two words of its own, or a name or number with another word.
fn tells(title: &str) -> bool {
    const EMPTY: &[&str] = &[
        "a", "an", "the", "this", "that", "these", "those", "its", "their", "our", "his", "her", "my", "your", "of", "in", "on",
        "to", "at", "by", "for", "from", "with", "and", "or", "all", "more", "new", "it", "we", "they", "he", "she", "you", "i",
        "if", "as", "when",
    ];
    let words = || title.split_whitespace();
    let own = words().filter(|word| !EMPTY.contains(&word.to_lowercase().as_str())).count();
    own > 1 || (words().count() > 1 && title.chars().any(|c| c.is_ascii_digit()))
}

/// Makes the report of what was selected.
pub fn gather(selection: &Selection, given: Given<'_>) -> Page {
    let outcome = given.outcome;
    let maker = Maker { dossiers: selection.dossiers.iter().copied().collect(), ..Maker::bare(given) };
    let timelines = &outcome.record.timelines;
    let fixes: Vec<Card> = selection.fixes.iter().map(|f| cards::card(&maker, &outcome.findings[*f])).collect();
    let slight: Vec<Line> = selection.slight.iter().map(|f| cards::line(&maker, &outcome.findings[*f])).collect();
    let files = cards::files(&maker, &selection.files);
    let stories: Vec<Story> =
        selection.stories.iter().enumerate().map(|(rank, story)| cards::story(&maker, story, rank + 1)).collect();
    let further: Vec<Line> =
        selection.further.iter().filter_map(|s| Some(cards::line(&maker, outcome.findings.get(*s.findings.first()?)?))).collect();
    let diary = diary::buckets(&maker);
    let rows: Vec<Row> = selection.rows.iter().map(|t| row(&maker, *t)).collect();
    let glance_fixes = fixes.iter().map(Card::as_line).chain(files.iter().map(FileGroup::as_line)).take(GLANCE).collect();
    let new = given.options.known.as_ref().map(|_| outcome.findings.iter().filter(|f| select::is_new(f, given.options)).count());
    let mut dossiers: Vec<Dossier> = selection.dossiers.iter().map(|t| dossier::dossier(&maker, &timelines[*t])).collect();
    if !given.options.full {
        size::fit(&mut dossiers);
    }
    let (measured, waived) = (record::measured(&maker), record::waived(&maker));
    let leading: Vec<&str> = stories.iter().map(|story| story.lead.check.as_str()).collect();
    Page {
        schema_version: 1,
        header: Header { measured: record::summary(&measured, &leading), ..header(&maker, selection, new) },
        glance_fixes,
        glance_stories: best(&stories),
        glance_due: diary::next(&diary, GLANCE),
        fixes,
        slight,
        files,
        more_fixes: selection.more_fixes.iter().map(|(check, count)| (words::kicker(check), *count)).collect(),
        stories,
        further,
        more_stories: selection.more_stories,
        silent: selection.silent,
        diary,
        multiples: multiples(&maker, &selection.rows),
        rows,
        more_rows: selection.more_rows,
        owners: scorecard::scorecard(&maker),
        dossiers,
        gone: gone(&maker, &selection.rows),
        coverage: coverage::coverage(&outcome.record),
        labels: given.options.labels.iter().map(|(v, own)| (words::verdict(*v).to_owned(), own.clone())).collect(),
        waivers: waivers(given.policy),
        more_waived: given.waived.len().saturating_sub(waived.len()),
        waived,
        corrections: record::corrections(&maker),
        measured,
    }
}

/// The best stories, a line each: among stronger ones a weak lead is called so, and a guess stands further below.
fn best(stories: &[Story]) -> Vec<Line> {
    let weak = |story: &Story| story.lead.severity == "note";
    let strong = stories.iter().any(|story| !weak(story));
    let line = |story: &Story| {
        let mut line = story.as_line();
        if strong && weak(story) {
            line.kicker.push_str(", a weak lead");
        }
        line
    };
    let guess = |story: &&Story| weak(story) && story.lead.confidence == view::confidence(Confidence::Low);
    stories.iter().filter(|story| !guess(story)).map(line).take(GLANCE).collect()
}

/// The settings that keep findings from being reported.
fn waivers(policy: &Policy) -> Vec<String> {
    let allowed = policy.levels.iter().filter(|(_, level)| **level == Level::Allow);
    let mut waivers: Vec<String> = allowed.map(|(code, _)| format!("{code} is not reported")).collect();
    if !policy.select.is_empty() {
        waivers.push(format!("only {} reported", policy.select.join(", ")));
    }
    if policy.min_confidence > Confidence::Low {
        waivers.push(format!("nothing below {} confidence is reported", crate::output::view::confidence(policy.min_confidence)));
    }
    waivers
}

fn header(maker: &Maker<'_>, selection: &Selection, new: Option<usize>) -> Header {
    let outcome = maker.given.outcome;
    let record = &outcome.record;
    let read = || record.extracts.iter().filter(|e| !e.unreadable());
    let dated = || read().filter_map(|e| e.published.as_ref()).map(|d| d.interval);
    let first = dated().map(|d| d.start()).min();
    let last = dated().map(|d| d.end()).max();
    let undated = read().filter(|e| e.published.is_none() && !e.living).count();
    let gaps = [
        (undated, "without a date"),
        (record.extracts.len() - read().count(), "unreadable"),
        (outcome.skipped.len(), "passed over"),
        (record.later, "later than the as-of day and left out"),
        (outcome.unopened.len(), "named but not opened"),
    ];
    let policy = maker.given.policy;
    let fails = match policy.fail_on {
        FailOn::Never => "nothing fails a check",
        FailOn::Warning => "warnings and errors fail a check",
        FailOn::Error => "errors fail a check",
    };
    let gate = if policy.gate == Gate::Defects { ", defects of our own text only" } else { "" };
    Header {
        tool: format!("bywhen {}", env!("CARGO_PKG_VERSION")),
        as_of: record.as_of.day.into(),
        as_of_name: record.as_of.set_by.as_deref().and_then(|doc| doc.rsplit('/').next()).unwrap_or_default().to_owned(),
        as_of_set_by: record.as_of.set_by.clone(),
        documents: read().count(),
        statements: record.timelines.iter().map(|t| t.target.links.len()).sum(),
        targets: selection.targets,
        dates: first.zip(last).map(|(a, b)| (long_day(a), long_day(b))),
        gaps: gaps.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| (count, what.to_owned())).collect(),
        policy: format!("a deadline has passed only when its last day has; {fails}{gate}"),
        asked: maker.given.options.targets.clone(),
        since: maker.given.options.since.map(long_day),
        measured: String::new(),
        new,
    }
}

fn row(maker: &Maker<'_>, index: usize) -> Row {
    let timeline = &maker.given.outcome.record.timelines[index];
    let (first, last) = (timeline.first_deadline, timeline.last_deadline());
    let named = |deadline: Option<crate::calendar::Interval>| Named {
        iso: deadline.map(|d| d.end().to_string()).unwrap_or_default(),
        text: deadline.map_or_else(|| "–".into(), |d| d.to_string()),
    };
    let moves = timeline.verdicts.iter().filter(|v| v.verdict == VerdictType::Moved).count();
    let confidence = status::last_verdict(timeline).map_or("", |v| crate::output::view::confidence(v.confidence));
    Row {
        id: timeline.target.id.to_string(),
        title: maker.title(timeline),
        owner: Maker::owner(timeline),
        dossier: maker.dossiers.contains(&index),
        first: named(first),
        last: named(last),
        slip: first.zip(last).map(|(a, b)| (b.end() - a.end()).num_days()).filter(|_| moves > 0),
        moves,
        status: Status::of(&maker.given.outcome.record, timeline, |v| maker.label(v)),
        mentioned: maker.said(timeline).map(|(_, last)| last.into()).unwrap_or_default(),
        confidence,
        documents: maker.documents_of(timeline),
    }
}

fn multiples(maker: &Maker<'_>, rows: &[usize]) -> Vec<Multiple> {
    let record = &maker.given.outcome.record;
    let charts = rows.iter().filter_map(|index| {
        let timeline = &record.timelines[*index];
        let moved = timeline.verdicts.iter().any(|v| v.verdict == VerdictType::Moved);
        let chart = Chart::of(record, timeline).filter(|chart| moved && chart.moves() > 0)?;
        let (first, last) = (timeline.first_deadline?, timeline.last_deadline()?);
        Some(Multiple {
            id: timeline.target.id.to_string(),
            title: maker.title(timeline),
            dossier: maker.dossiers.contains(index),
            chart: size::thin(Some(chart), maker.given.options.full)?,
            from_to: (first.to_string(), last.to_string()),
            slip: match (last.end() - first.end()).num_days() {
                0 => "back where it was".into(),
                days => words::roughly(days),
            },
        })
    });
    charts.take(if maker.given.options.full { usize::MAX } else { MULTIPLES }).collect()
}

fn gone(maker: &Maker<'_>, rows: &[usize]) -> Vec<Gone> {
    let record = &maker.given.outcome.record;
    let gone = rows.iter().filter_map(|index| {
        let timeline = &record.timelines[*index];
        let vanished = maker.findings.get(&*timeline.target.id).into_iter().flatten().any(|f| f.check == "vanished");
        let how = if timeline.verdicts.iter().any(|v| v.verdict == VerdictType::Dropped) {
            "given up"
        } else if vanished {
            "no longer mentioned"
        } else {
            return None;
        };
        let (first, last) = maker.said(timeline)?;
        Some(Gone {
            id: timeline.target.id.to_string(),
            title: maker.title(timeline),
            dossier: maker.dossiers.contains(index),
            how,
            span: (long_day(first), long_day(last)),
            life: match (last - first).num_days() {
                0 => "one day".into(),
                days => words::roughly(days).trim_end_matches(" later").to_owned(),
            },
            due: words::date(timeline.last_deadline()),
        })
    });
    gone.collect()
}

/// "2 errors, 1 warning".
pub(super) fn counted(findings: &[&Finding]) -> String {
    let of = |severity: Severity| findings.iter().filter(|f| f.severity == severity).count();
    let all = [(of(Severity::Error), "error"), (of(Severity::Warning), "warning"), (of(Severity::Note), "note")];
    all.into_iter().filter(|(n, _)| *n > 0).map(|(n, one)| plural(n, one)).collect::<Vec<_>>().join(", ")
}
