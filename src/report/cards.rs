//! Findings as an editor reads them: what was found, both quotations in their places, and why.

use super::page::{Maker, Named, counted};
use super::select;
use super::{status::Status, words};
use crate::calendar::Interval;
use crate::findings::{Excerpt, Finding, Role};
use crate::output::chart::Chart;
use crate::output::view;
use crate::source::Place;
use serde::Serialize;
use std::collections::BTreeMap;

/// Characters of a quotation that is known without its paragraph.
const LONG_QUOTE: usize = 900;
/// Words at either end of a quotation by which a browser finds it.
const FRAGMENT_WORDS: usize = 6;

/// Words of a document in their place.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Quote {
    /// Title of the document, or its file name.
    pub title: String,
    /// The day it speaks from.
    pub date: Named,
    /// The file as shown, or the record's id.
    pub path: String,
    /// Line, from 1.
    pub line: Option<usize>,
    /// Where the words can be read in the web.
    pub url: Option<String>,
    /// The heading that they stand under.
    pub heading: String,
    /// What stands before them.
    pub before: String,
    /// The words.
    pub words: String,
    /// What stands after them.
    pub after: String,
    /// What they do here.
    pub label: String,
    /// Whether this is the earlier or the later side.
    pub side: &'static str,
}

/// A fact in a line: its name and value.
pub type Fact = (&'static str, String);

/// A finding, written out.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// Its identity: what links point to.
    pub id: String,
    /// Code of the check.
    pub check: String,
    /// How its kind is headed.
    pub kicker: String,
    /// Severity.
    pub severity: &'static str,
    /// How sure the program is.
    pub confidence: &'static str,
    /// Which document says what.
    pub message: String,
    /// What it is about.
    pub subject: String,
    /// Dates, slip, notice and the like.
    pub facts: Vec<Fact>,
    /// The two sides, the earlier first; one where there is one only.
    pub quotes: Vec<Quote>,
    /// Further quotations.
    pub further: Vec<Quote>,
    /// Further quotations that are only counted.
    pub more_further: usize,
    /// Why it was concluded.
    pub why: String,
    /// What would refute it.
    pub refuted_by: String,
    /// A neutral wording to mend it by.
    pub suggestion: Option<String>,
    /// What waives it.
    pub waive: String,
    /// Whether an earlier run did not know it.
    pub new: bool,
    /// The target's id, where it has a dossier.
    pub dossier: Option<String>,
}

/// Something in a line, with what it links to.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// What it links to on the page, without the number sign.
    pub anchor: String,
    /// What kind of thing.
    pub kicker: String,
    /// What it is about.
    pub subject: String,
    /// The rest in a few words.
    pub text: String,
    /// Where, for a passage.
    pub place: String,
}

impl Quote {
    /// A heading that is the document's title says nothing twice.
    pub(super) fn drop_heading(&mut self) {
        let title = self.title.trim_end_matches('…');
        if !title.is_empty() && self.heading.starts_with(title) {
            self.heading.clear();
        }
    }
}

/// Defects of whole documents that are of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct FileGroup {
    /// Code of the check.
    pub check: String,
    /// How they are headed.
    pub kicker: String,
    /// How many there are.
    pub count: usize,
    /// "2 errors".
    pub counted: String,
    /// Paths and what is said of each.
    pub files: Vec<(String, String)>,
    /// How many are only counted.
    pub more: usize,
}

/// A story: what was found about one target.
#[derive(Clone, Debug, Serialize)]
pub struct Story {
    /// Its place among the stories, from 1.
    pub rank: usize,
    /// What links point to.
    pub anchor: String,
    /// What was promised.
    pub title: String,
    /// Who answers for it.
    pub owner: String,
    /// The strongest finding.
    pub lead: Card,
    /// What else was found.
    pub also: Vec<Line>,
    /// How often the date was changed, how many documents speak of it.
    pub facts: Vec<Fact>,
    /// The slip chart, where the date was changed.
    pub chart: Option<Chart>,
    /// The three statuses.
    pub status: Option<Status>,
}

/// Further quotations of a finding that are shown.
const FURTHER: usize = 12;
/// Files of a group that are named.
const FILES: usize = 30;

/// `finding`, written out.
pub(super) fn card(maker: &Maker<'_>, finding: &Finding) -> Card {
    let earlier = finding.related.iter().find(|e| e.role == Role::Commitment).or(finding.related.first());
    let mut quotes: Vec<Quote> = earlier.iter().map(|e| quote(maker, e, "earlier")).collect();
    if finding.primary.place.is_some() {
        quotes.push(quote(maker, &finding.primary, if quotes.is_empty() { "only" } else { "later" }));
    }
    let others = finding.related.iter().filter(|e| Some(*e) != earlier);
    let most = if maker.given.options.full { usize::MAX } else { FURTHER };
    let more_further = others.clone().count().saturating_sub(most);
    let further = others.take(most).map(|e| quote(maker, e, "further")).collect();
    let timeline = finding.target.as_deref().and_then(|id| position(maker, id));
    let subject = timeline.map_or_else(
        || finding.subject.as_deref().map(words::capital).unwrap_or_default(),
        |index| maker.title(&maker.given.outcome.record.timelines[index]),
    );
    Card {
        id: finding.fingerprint.clone(),
        check: finding.check.clone(),
        kicker: words::kicker(&finding.check),
        severity: view::severity(finding.severity),
        confidence: view::confidence(finding.confidence),
        message: words::message(finding),
        subject,
        facts: facts(maker, finding),
        quotes,
        further,
        more_further,
        why: words::sentence(&finding.why),
        refuted_by: words::sentence(&finding.refuted_by),
        suggestion: words::suggestion(finding).map(|s| words::sentence(&s)),
        waive: format!("{} = \"allow\" under [levels] in bywhen.toml, or --ignore {}", finding.check, finding.check),
        new: select::is_new(finding, maker.given.options),
        dossier: timeline.filter(|index| maker.dossiers.contains(index)).and(finding.target.as_deref().map(str::to_owned)),
    }
}

fn position(maker: &Maker<'_>, id: &str) -> Option<usize> {
    maker.by_id.get(id).copied()
}

/// Dates, slip and notice of a finding.
fn facts(maker: &Maker<'_>, finding: &Finding) -> Vec<Fact> {
    let mut facts = Vec::new();
    let timeline = finding.target.as_deref().and_then(|id| position(maker, id));
    let timeline = timeline.map(|index| &maker.given.outcome.record.timelines[index]);
    let moved = timeline.and_then(|t| {
        t.verdicts.iter().find(|v| v.to.is_some() && v.from == finding.deadline && v.slip_days == finding.slip_days)
    });
    match (finding.deadline, moved.and_then(|v| v.to)) {
        (Some(from), Some(to)) => facts.push(("Deadline", format!("{from} → {to}"))),
        (Some(deadline), None) => facts.push(("Deadline", deadline.to_string())),
        _ => {}
    }
    if let Some(days) = finding.slip_days.filter(|days| *days != 0) {
        match finding.check.as_str() {
            "missed" => facts.push(("Reported as missed", words::slip(days).replace(" later", " after it"))),
            _ => facts.push(("Slip", words::slip(days))),
        }
    }
    let moves = finding.check.starts_with("moved-") || matches!(finding.check.as_str(), "conceded" | "deadline-withdrawn");
    if let (true, Some(deadline), Some(told)) = (moves, finding.deadline, finding.primary.date) {
        let name = if finding.check == "moved-unannounced" { "New date first read" } else { "Notice given" };
        facts.push((name, notice(deadline, told)));
    }
    facts
}

/// How long before the old day the change could be read.
fn notice(deadline: Interval, told: Interval) -> String {
    match (deadline.end() - told.end()).num_days() {
        days if days > 0 => format!("{} before the old date", view::plural(usize::try_from(days).unwrap_or(0), "day")),
        0 => "on the old date itself".into(),
        days => format!("{} after the old date", view::plural(usize::try_from(-days).unwrap_or(0), "day")),
    }
}

/// `excerpt` in its paragraph, or by itself where the document cannot be shown.
fn quote(maker: &Maker<'_>, excerpt: &Excerpt, side: &'static str) -> Quote {
    let index = maker.documents.get(&*excerpt.doc).copied();
    let mut quote = index.zip(excerpt.place).map(|(index, place)| words_at(maker, index, place)).unwrap_or_default();
    if quote.words.is_empty() {
        quote.words = crate::engine::passages::short(excerpt.quote.trim(), LONG_QUOTE);
    }
    quote.title = words::cited(excerpt).trim_matches(['“', '”']).to_owned();
    quote.drop_heading();
    quote.date = excerpt.date.map(dated).unwrap_or_default();
    quote.path = excerpt.doc.to_string();
    quote.line = excerpt.place.map(|place| place.start().line.0);
    let url = index.and_then(|index| maker.given.outcome.record.extracts[index].url.as_deref());
    quote.url = url.and_then(|url| deep_link(url, &quote.words));
    quote.label = excerpt.label.to_string();
    quote.side = side;
    quote
}

pub(super) fn dated(on: Interval) -> Named {
    Named { iso: on.start().to_string(), text: on.to_string() }
}

/// The paragraph around `place`.
pub(super) fn words_at(maker: &Maker<'_>, document: usize, place: Place) -> Quote {
    let Some(passage) = maker.given.passages.get(&(document, place)) else { return Quote::default() };
    Quote {
        heading: passage.headings.last().cloned().unwrap_or_default(),
        before: passage.before.clone(),
        words: passage.words.clone(),
        after: passage.after.clone(),
        ..Quote::default()
    }
}

/// The address with the words to scroll to; `None` unless it is an address of the web.
pub(super) fn deep_link(url: &str, words: &str) -> Option<String> {
    let lower = url.trim().to_ascii_lowercase();
    if !lower.starts_with("https://") && !lower.starts_with("http://") {
        return None;
    }
    let page = url.trim().split('#').next().unwrap_or_default();
    let all: Vec<&str> = words.trim_end_matches('…').split_whitespace().collect();
    let coded =
        |words: &[&str]| percent_encoding::utf8_percent_encode(&words.join(" "), percent_encoding::NON_ALPHANUMERIC).to_string();
    let fragment = if all.len() <= 2 * FRAGMENT_WORDS {
        coded(&all)
    } else {
        format!("{},{}", coded(&all[..FRAGMENT_WORDS]), coded(&all[all.len() - FRAGMENT_WORDS..]))
    };
    Some(if fragment.is_empty() { page.to_owned() } else { format!("{page}#:~:text={fragment}") })
}

/// `finding` in a line.
pub(super) fn line(maker: &Maker<'_>, finding: &Finding) -> Line {
    let card = card(maker, finding);
    let mut line = card.as_line();
    line.anchor = card.dossier.map(|id| format!("target-{id}")).unwrap_or_default();
    line.text = card.message;
    line
}

impl Card {
    /// The same in a line.
    pub(super) fn as_line(&self) -> Line {
        let fact = |name: &str| self.facts.iter().find(|(n, _)| *n == name).map(|(_, value)| value.clone());
        let text: Vec<String> = ["Deadline", "Slip"].into_iter().filter_map(fact).collect();
        let later = self.quotes.last();
        let place = later.map(|q| match q.line {
            Some(line) => format!("{}:{line}", q.path),
            None => q.path.clone(),
        });
        Line {
            anchor: format!("finding-{}", self.id),
            kicker: self.kicker.clone(),
            subject: self.subject.clone(),
            text: text.join(", "),
            place: place.unwrap_or_default(),
        }
    }
}

impl Story {
    /// The same in a line.
    pub(super) fn as_line(&self) -> Line {
        Line { anchor: self.anchor.clone(), subject: self.title.clone(), ..self.lead.as_line() }
    }
}

impl FileGroup {
    /// The same in a line.
    pub(super) fn as_line(&self) -> Line {
        Line {
            anchor: format!("files-{}", self.check),
            kicker: self.kicker.clone(),
            subject: view::plural(self.count, "document"),
            text: String::new(),
            place: String::new(),
        }
    }
}

/// A story: its strongest finding written out, the others in a line.
pub(super) fn story(maker: &Maker<'_>, story: &select::Story, rank: usize) -> Story {
    let record = &maker.given.outcome.record;
    let findings: Vec<&Finding> = story.findings.iter().map(|f| &maker.given.outcome.findings[*f]).collect();
    // A story is never made without a finding.
    let lead = card(maker, findings[0]);
    let timeline = story.timeline.map(|t| &record.timelines[t]);
    let mut facts = lead.facts.clone();
    if let Some(timeline) = timeline {
        let moves = timeline.verdicts.iter().filter(|v| v.verdict == crate::timeline::VerdictType::Moved).count();
        if moves > 1 {
            facts.push(("Date changed", format!("{moves} times")));
        }
        facts.push(("Documents", maker.documents_of(timeline).to_string()));
    }
    facts.push(("Confidence", lead.confidence.to_owned()));
    Story {
        rank,
        anchor: format!("finding-{}", lead.id),
        title: timeline.map_or_else(|| lead.subject.clone(), |t| maker.title(t)),
        owner: timeline.map(Maker::owner).unwrap_or_default(),
        also: findings[1..].iter().map(|f| line(maker, f)).collect(),
        facts,
        chart: super::size::thin(timeline.and_then(|t| Chart::of(record, t)), maker.given.options.full)
            .filter(|chart| chart.points.len() > 1),
        status: timeline.map(|t| Status::of(record, t, |v| maker.label(v))),
        lead,
    }
}

/// Defects of whole documents, by kind.
pub(super) fn files(maker: &Maker<'_>, groups: &BTreeMap<String, Vec<usize>>) -> Vec<FileGroup> {
    let most = if maker.given.options.full { usize::MAX } else { FILES };
    let group = |(check, indexes): (&String, &Vec<usize>)| {
        let findings: Vec<&Finding> = indexes.iter().map(|f| &maker.given.outcome.findings[*f]).collect();
        let file =
            |f: &&Finding| (f.primary.doc.to_string(), words::sentence(&f.message.replace(&*f.primary.doc, "this document")));
        FileGroup {
            check: check.clone(),
            kicker: words::kicker(check),
            count: findings.len(),
            counted: counted(&findings),
            files: findings.iter().take(most).map(file).collect(),
            more: findings.len().saturating_sub(most),
        }
    };
    groups.iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_linked() {
        assert_eq!(deep_link("javascript:alert(1)", "x"), None);
        assert_eq!(deep_link("data:text/html,x", "x"), None);
        assert_eq!(deep_link(" https://a.example/b#c", "due by May"), Some("https://a.example/b#:~:text=due%20by%20May".into()));
        let long = deep_link("http://a.example", "a b c d e f g h i j k l m n").expect("a link");
        assert_eq!(long, "http://a.example#:~:text=a%20b%20c%20d%20e%20f,i%20j%20k%20l%20m%20n");
    }
}
