//! What is shown, and in which order: what to mend, the best stories, the targets that get a dossier.

use super::Options;
use crate::engine::Outcome;
use crate::findings::{Confidence, Excerpt, Family, Finding, Severity};
use crate::source::Place;
use crate::timeline::{Timeline, VerdictType};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Defects that are written out, unless everything is asked for.
const FIXES: usize = 40;
/// Slight defects that are listed in a line each.
const SLIGHT: usize = 30;
/// Stories that are written out.
const STORIES: usize = 24;
/// Stories that rest on notes only are written out up to this many in all.
const WEAK_STORIES: usize = 8;
/// Further stories in a line each.
const FURTHER: usize = 60;
/// Dossiers that are written out.
const DOSSIERS: usize = 120;
/// Rows of the table of targets.
const ROWS: usize = 500;

/// A story: what was found about one target.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Index of its timeline, where its finding has a target.
    pub timeline: Option<usize>,
    /// Indexes of its findings, the strongest first.
    pub findings: Vec<usize>,
    /// What it is ranked by.
    pub score: f64,
}

/// What is shown. Indexes are into the outcome's findings and timelines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// Defects of passages, written out.
    pub fixes: Vec<usize>,
    /// Slight defects of passages, a line each.
    pub slight: Vec<usize>,
    /// Defects of whole documents by check.
    pub files: BTreeMap<String, Vec<usize>>,
    /// Defects that are only counted, by check.
    pub more_fixes: BTreeMap<String, usize>,
    /// Stories, written out.
    pub stories: Vec<Story>,
    /// Stories in a line each.
    pub further: Vec<Story>,
    /// How many stories are only counted.
    pub more_stories: usize,
    /// How many deadlines passed without word.
    pub silent: usize,
    /// Targets in the table.
    pub rows: Vec<usize>,
    /// How many targets are only counted.
    pub more_rows: usize,
    /// Targets with a dossier.
    pub dossiers: Vec<usize>,
    /// How many targets were asked for.
    pub targets: usize,
}

/// Leads that a document words itself.
const SAID: [&str; 6] = ["missed", "dropped", "conceded", "moved-later", "moved-earlier", "deadline-withdrawn"];

/// Documents by name.
pub(super) fn documents(outcome: &Outcome) -> HashMap<&str, usize> {
    outcome.record.extracts.iter().enumerate().map(|(index, extract)| (&*extract.doc, index)).collect()
}

/// Decides what is shown of `outcome`.
pub fn select(outcome: &Outcome, options: &Options) -> Selection {
    let mut selection = Selection::default();
    let timelines = &outcome.record.timelines;
    let by_id: HashMap<&str, usize> = timelines.iter().enumerate().map(|(i, t)| (&*t.target.id, i)).collect();
    let wanted = |timeline: &Timeline| options.wants(timeline) && fresh(outcome, timeline, options);
    let mut stories: BTreeMap<String, Story> = BTreeMap::new();
    let most = |limit: usize| if options.full { usize::MAX } else { limit };
    for (index, finding) in outcome.findings.iter().enumerate() {
        let timeline = finding.target.as_deref().and_then(|id| by_id.get(id)).copied();
        let asked = match timeline.and_then(|t| timelines.get(t)) {
            Some(timeline) => options.wants(timeline),
            None => options.targets.is_empty(),
        };
        if !asked || !recent(finding, options) {
            continue;
        }
        match finding.family {
            Family::Defect if finding.primary.place.is_none() => {
                selection.files.entry(finding.check.clone()).or_default().push(index);
            }
            Family::Defect if finding.severity >= Severity::Warning && selection.fixes.len() < most(FIXES) => {
                selection.fixes.push(index);
            }
            Family::Defect if finding.severity == Severity::Note && selection.slight.len() < most(SLIGHT) => {
                selection.slight.push(index);
            }
            Family::Defect => *selection.more_fixes.entry(finding.check.clone()).or_default() += 1,
            Family::Lead if finding.check == "overdue" && finding.severity == Severity::Note => selection.silent += 1,
            Family::Lead => {
                let key = timeline.map_or_else(|| finding.fingerprint.clone(), |t| format!("target {t}"));
                let story = stories.entry(key).or_insert_with(|| Story { timeline, findings: Vec::new(), score: 0.0 });
                story.findings.push(index);
            }
        }
    }
    let mut ranked: Vec<Story> = stories.into_values().map(|story| rank(story, outcome, options)).collect();
    // Equal stories keep the order of their strongest findings, which is fixed.
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.findings.cmp(&b.findings)));
    for story in ranked {
        let strong = story.findings.iter().any(|f| outcome.findings[*f].severity >= Severity::Warning);
        let limit = if strong { STORIES } else { WEAK_STORIES };
        if selection.stories.len() < most(limit) {
            selection.stories.push(story);
        } else if selection.further.len() < most(FURTHER) {
            selection.further.push(story);
        } else {
            selection.more_stories += 1;
        }
    }
    let scores: HashMap<usize, f64> =
        selection.stories.iter().chain(&selection.further).filter_map(|s| Some((s.timeline?, s.score))).collect();
    let mut rows: Vec<usize> = (0..timelines.len()).filter(|t| wanted(&timelines[*t])).collect();
    selection.targets = rows.len();
    let score = |t: usize| scores.get(&t).copied().unwrap_or(0.0);
    rows.sort_by(|a, b| {
        let open = |t: usize| timelines[t].verdicts.iter().any(|v| v.verdict == VerdictType::Open);
        let last = |t: usize| timelines[t].last_deadline().map(|d| d.end());
        (score(*b).total_cmp(&score(*a)))
            .then_with(|| timelines[*b].target.declared.cmp(&timelines[*a].target.declared))
            .then_with(|| open(*b).cmp(&open(*a)))
            .then_with(|| last(*b).cmp(&last(*a)))
            .then_with(|| a.cmp(b))
    });
    let deserving = |t: &usize| {
        let timeline = &timelines[*t];
        options.full
            || !options.targets.is_empty()
            || scores.contains_key(t)
            || timeline.target.declared
            || timeline.target.links.len() > 1
    };
    selection.dossiers = rows.iter().copied().filter(deserving).take(most(DOSSIERS)).collect();
    selection.more_rows = rows.len().saturating_sub(most(ROWS));
    rows.truncate(most(ROWS));
    selection.rows = rows;
    selection
}

/// Whether anything was said of the target on or after the day that was asked for.
fn fresh(outcome: &Outcome, timeline: &Timeline, options: &Options) -> bool {
    let Some(since) = options.since else { return true };
    let said = |link: &crate::targets::Link| outcome.record.statement(link.id).and_then(|s| s.speaks_from);
    timeline.target.links.iter().filter_map(said).any(|on| on.end() >= since)
}

fn recent(finding: &Finding, options: &Options) -> bool {
    let Some(since) = options.since else { return true };
    excerpts(finding).filter_map(|e| e.date).any(|date| date.end() >= since)
}

/// All excerpts of a finding, the primary one first.
pub(super) fn excerpts(finding: &Finding) -> impl Iterator<Item = &Excerpt> {
    std::iter::once(&finding.primary).chain(&finding.related)
}

/// Whether an earlier run did not know the finding.
pub(super) fn is_new(finding: &Finding, options: &Options) -> bool {
    options.known.as_ref().is_some_and(|known| !known.contains(&finding.fingerprint))
}

/// New × severity × confidence × slip × moves × documents; the strongest finding leads.
fn rank(mut story: Story, outcome: &Outcome, options: &Options) -> Story {
    let timeline = story.timeline.and_then(|t| outcome.record.timelines.get(t));
    let moves = timeline.map_or(0, |t| t.verdicts.iter().filter(|v| v.verdict == VerdictType::Moved).count());
    let documents: BTreeSet<usize> = timeline.iter().flat_map(|t| t.target.links.iter().map(|l| l.id.doc)).collect();
    let weight = |index: &usize| {
        let finding = &outcome.findings[*index];
        let severity = match finding.severity {
            Severity::Error => 6.0,
            Severity::Warning => 4.0,
            Severity::Note => 1.0,
        };
        let confidence = match finding.confidence {
            Confidence::High => 1.0,
            Confidence::Medium => 0.7,
            Confidence::Low => 0.35,
        };
        let slip = finding.slip_days.unwrap_or(0).unsigned_abs().min(3660) as f64;
        let new = if is_new(finding, options) { 2.0 } else { 1.0 };
        new * severity * confidence * (1.0 + (1.0 + slip / 30.0).ln() / 4.0)
    };
    let mut weighed: Vec<(usize, f64)> = story.findings.iter().map(|f| (*f, weight(f))).collect();
    weighed.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let best = weighed.first().map_or(0.0, |(_, w)| *w);
    let declared = if timeline.is_some_and(|t| t.target.declared) { 1.2 } else { 1.0 };
    // What is found only by comparing needs two documents; one that lists several dates often means several things.
    let said = weighed.first().is_some_and(|(f, _)| SAID.contains(&outcome.findings[*f].check.as_str()));
    let alone = if documents.len() < 2 && !said { 0.4 } else { 1.0 };
    story.score = best * alone * declared * (1.0 + moves as f64 * 0.15) * (1.0 + (documents.len().max(1) as f64).ln() * 0.25);
    story.findings = weighed.into_iter().map(|(f, _)| f).collect();
    story
}

impl Selection {
    /// The places whose paragraphs are shown, by the index of their document.
    pub fn places(&self, outcome: &Outcome) -> Vec<(usize, Place)> {
        let documents = documents(outcome);
        let mut places = BTreeSet::new();
        let stories = self.stories.iter().flat_map(|s| &s.findings);
        for index in self.fixes.iter().chain(&self.slight).chain(stories) {
            let Some(finding) = outcome.findings.get(*index) else { continue };
            for excerpt in excerpts(finding) {
                places.extend(documents.get(&*excerpt.doc).copied().zip(excerpt.place));
            }
        }
        for index in &self.dossiers {
            let Some(timeline) = outcome.record.timelines.get(*index) else { continue };
            for link in &timeline.target.links {
                places.extend(outcome.record.statement(link.id).map(|s| (link.id.doc, s.place)));
            }
        }
        places.into_iter().collect()
    }
}
