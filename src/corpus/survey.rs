//! What a corpus holds: formats, languages, dates; what is odd about them; what was passed over.

use super::words::words;
use super::{DatedBy, Discovered, Document, Format, Shape};
use crate::calendar::{Day, Interval};
use chrono::Datelike;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is kept of a document for the survey: no text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Its path as shown, or its id.
    pub doc: String,
    /// Its format.
    pub format: Format,
    /// Its language, where it could be told.
    pub language: Option<String>,
    /// Why it is passed over, in plain words, if it is.
    pub passed_over: Option<String>,
    /// Publication date.
    pub published: Option<DatedBy>,
    /// Dates that disagree with it.
    pub conflicting: Vec<DatedBy>,
    /// Whether it speaks on the as-of day.
    pub living: bool,
    /// Words of its prose.
    pub words: usize,
    /// Similar texts have similar fingerprints (see [`similarity`]); 0: too short.
    pub similarity: u64,
    /// What went wrong in reading it.
    pub problems: Vec<String>,
}

impl Summary {
    /// Sums up a document; `wanted` as in [`Document::passed_over`].
    pub fn of(document: &Document, wanted: bool) -> Self {
        let (similarity, words) = fingerprint(document);
        Self {
            doc: document.doc.clone(),
            format: document.format,
            language: document.language.map(str::to_owned),
            passed_over: document.passed_over(wanted).map(|why| why.to_string()),
            published: document.published.clone(),
            conflicting: document.conflicting.clone(),
            living: document.living,
            words,
            similarity,
            problems: document.problems.clone(),
        }
    }
}

/// Many documents that share one day: a migration, perhaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spike {
    /// The day.
    pub day: Day,
    /// How many documents.
    pub documents: usize,
}

/// A stretch of time without a document in a corpus that is denser elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The last day before it that a document is dated.
    pub after: Day,
    /// The first day after it.
    pub before: Day,
    /// Days between the two.
    pub days: i64,
}

/// Two dates that one document carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The document.
    pub doc: String,
    /// The date that counts.
    pub published: Option<DatedBy>,
    /// The others.
    pub others: Vec<DatedBy>,
}

/// A document in another language than English.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Foreign {
    /// The document.
    pub doc: String,
    /// Its language (ISO 639-1).
    pub language: String,
}

/// A problem of one file or document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Trouble {
    /// The file or document.
    pub path: String,
    /// In plain words.
    pub message: String,
}

/// What a corpus holds. Every list is in a fixed order. Documents that are passed over count
/// only in [`Survey::languages`] and [`Survey::passed_over`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// Documents read.
    pub documents: usize,
    /// Words of their prose.
    pub words: usize,
    /// First and last publication day.
    pub dates: Option<Interval>,
    /// Documents by format.
    pub formats: BTreeMap<String, usize>,
    /// Documents by language (ISO 639-1); "unknown" where it could not be told.
    pub languages: BTreeMap<String, usize>,
    /// Documents by the source of their date; "undated" and "living" too.
    pub date_sources: BTreeMap<String, usize>,
    /// Documents by the year of their date.
    pub years: BTreeMap<i32, usize>,
    /// Documents without a date.
    pub undated: Vec<String>,
    /// Documents whose dates disagree.
    pub conflicting: Vec<Conflict>,
    /// Documents dated after the day of judgement.
    pub future: Vec<String>,
    /// Days on which many documents are dated, the fullest first.
    pub spikes: Vec<Spike>,
    /// Long stretches without a document, the longest first.
    pub gaps: Vec<Gap>,
    /// Groups of documents with the same or nearly the same text.
    pub duplicates: Vec<Vec<String>>,
    /// Documents in other languages.
    pub other_languages: Vec<Foreign>,
    /// Files and documents passed over, by reason.
    pub passed_over: BTreeMap<String, Vec<String>>,
    /// Rows of the dates table that date none of these documents.
    #[serde(default)]
    pub unused_dates: Vec<String>,
    /// Patterns of `living` that none of these documents' paths matches.
    #[serde(default)]
    pub unused_living: Vec<String>,
    /// What went wrong in documents that were read.
    pub troubles: Vec<Trouble>,
    /// Files that gave no document.
    pub unreadable: Vec<Trouble>,
    /// Paths that were named but could not be found or opened.
    pub not_opened: Vec<Trouble>,
}

/// Surveys a corpus. `unreadable` are the files that gave no document; `as_of` the day after
/// which a date lies in the future.
pub fn survey(summaries: &[Summary], found: &Discovered, unreadable: Vec<Trouble>, as_of: Option<Day>) -> Survey {
    let mut survey = Survey { unreadable, ..Survey::default() };
    let mut days: BTreeMap<Day, usize> = BTreeMap::new();
    for summary in summaries {
        let language = summary.language.as_deref().unwrap_or("unknown");
        *survey.languages.entry(language.into()).or_default() += 1;
        if !matches!(language, "en" | "unknown") {
            survey.other_languages.push(Foreign { doc: summary.doc.clone(), language: language.into() });
        }
        if let Some(why) = &summary.passed_over {
            survey.passed_over.entry(why.clone()).or_default().push(summary.doc.clone());
            continue;
        }
        survey.documents += 1;
        survey.words += summary.words;
        *survey.formats.entry(name(&summary.format)).or_default() += 1;
        survey.date(summary, &mut days, as_of);
        for message in &summary.problems {
            survey.troubles.push(Trouble { path: summary.doc.clone(), message: message.clone() });
        }
    }
    survey.spikes = spikes(&days);
    survey.gaps = gaps(&days);
    survey.duplicates = duplicates(summaries);
    for skipped in &found.skipped {
        survey.passed_over.entry(skipped.reason.to_string()).or_default().push(skipped.path.clone());
    }
    let errors = found.errors.iter().map(|error| Trouble { path: error.path.clone(), message: error.message.clone() });
    survey.not_opened.extend(errors);
    survey.sort();
    survey
}

impl Survey {
    /// Takes note of a document's date, or that it has none.
    fn date(&mut self, summary: &Summary, days: &mut BTreeMap<Day, usize>, as_of: Option<Day>) {
        let source = match &summary.published {
            Some(dated) => name(&dated.source),
            None if summary.living => "living".into(),
            None => "undated".into(),
        };
        *self.date_sources.entry(source).or_default() += 1;
        match &summary.published {
            Some(dated) => {
                let (first, last) = (dated.interval.start(), dated.interval.end());
                *self.years.entry(first.year()).or_default() += 1;
                // A month or a year says nothing of gaps between days.
                if first == last {
                    *days.entry(first).or_default() += 1;
                }
                self.dates = Some(
                    self.dates.map_or(dated.interval, |known| Interval::between(known.start().min(first), known.end().max(last))),
                );
                if as_of.is_some_and(|day| first > day) {
                    self.future.push(summary.doc.clone());
                }
            }
            None if !summary.living => self.undated.push(summary.doc.clone()),
            None => {}
        }
        if !summary.conflicting.is_empty() {
            let (published, others) = (summary.published.clone(), summary.conflicting.clone());
            self.conflicting.push(Conflict { doc: summary.doc.clone(), published, others });
        }
    }

    fn sort(&mut self) {
        for list in [&mut self.troubles, &mut self.unreadable, &mut self.not_opened] {
            list.sort();
        }
        for list in [&mut self.undated, &mut self.future].into_iter().chain(self.passed_over.values_mut()) {
            list.sort();
        }
        self.other_languages.sort();
        self.conflicting.sort_by(|a, b| a.doc.cmp(&b.doc));
    }
}

/// The name that a value has in our output.
fn name<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// Fewest documents on a day that is a spike, in a corpus in which they are one in twenty…
const SPIKE: usize = 5;
/// …and in one in which they are one in two hundred.
const LARGE_SPIKE: usize = 10;
/// How many times as many as on other days.
const TIMES_USUAL: usize = 8;
/// Spikes and gaps that are listed.
const LISTED: usize = 20;

fn spikes(days: &BTreeMap<Day, usize>) -> Vec<Spike> {
    let mut counts: Vec<usize> = days.values().copied().collect();
    counts.sort_unstable();
    let total: usize = counts.iter().sum();
    let Some(&median) = counts.get(counts.len() / 2) else { return Vec::new() };
    let large = |count: usize| count >= SPIKE && count * 20 >= total || count >= LARGE_SPIKE && count * 200 >= total;
    // Where all documents share one day there is no usual.
    let unusual = |count: usize| count >= TIMES_USUAL.saturating_mul(median) || counts.len() == 1;
    let is_spike = |count: usize| large(count) && unusual(count);
    let mut spikes: Vec<Spike> =
        days.iter().filter(|(_, count)| is_spike(**count)).map(|(day, count)| Spike { day: *day, documents: *count }).collect();
    spikes.sort_by_key(|spike| (std::cmp::Reverse(spike.documents), spike.day));
    spikes.truncate(LISTED);
    spikes
}

/// Shortest stretch that is a gap, in days.
const GAP: i64 = 60;

fn gaps(days: &BTreeMap<Day, usize>) -> Vec<Gap> {
    let days: Vec<Day> = days.keys().copied().collect();
    let mut lengths: Vec<i64> = days.windows(2).filter_map(|pair| Some((*pair.get(1)? - *pair.first()?).num_days())).collect();
    lengths.sort_unstable();
    let Some(&usual) = lengths.get(lengths.len() * 3 / 4) else { return Vec::new() };
    let mut gaps: Vec<Gap> = days
        .windows(2)
        .filter_map(|pair| {
            let (after, before) = (*pair.first()?, *pair.get(1)?);
            Some(Gap { after, before, days: (before - after).num_days() })
        })
        .filter(|gap| gap.days > GAP.max(4 * usual))
        .collect();
    gaps.sort_by_key(|gap| (std::cmp::Reverse(gap.days), gap.after));
    gaps.truncate(LISTED);
    gaps
}

/// Bits that the fingerprints of one text, slightly changed, may differ by.
const NEAR: u32 = 3;

/// Groups by fingerprint: two that differ in at most three bits agree in one of four quarters.
fn duplicates(summaries: &[Summary]) -> Vec<Vec<String>> {
    let mut group: Vec<usize> = (0..summaries.len()).collect();
    fn root(group: &mut [usize], mut at: usize) -> usize {
        while let Some(&up) = group.get(at).filter(|&&up| up != at) {
            if let Some(&above) = group.get(up) {
                group[at] = above;
            }
            at = up;
        }
        at
    }
    for quarter in 0..4 {
        let key = |print: u64| (print >> (16 * quarter)) as u16;
        let mut order: Vec<(u16, u64, usize)> = summaries
            .iter()
            .enumerate()
            .filter(|(_, summary)| summary.similarity != 0 && summary.passed_over.is_none())
            .map(|(index, summary)| (key(summary.similarity), summary.similarity, index))
            .collect();
        order.sort_unstable();
        for (at, &(bucket, print, index)) in order.iter().enumerate() {
            // Neighbours in the bucket; a bucket of thousands is compared near by near.
            for &(other_bucket, other_print, other) in order.iter().skip(at + 1).take(256) {
                if other_bucket != bucket {
                    break;
                }
                if (print ^ other_print).count_ones() <= NEAR {
                    let (a, b) = (root(&mut group, index), root(&mut group, other));
                    group[a.max(b)] = a.min(b);
                }
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (index, summary) in summaries.iter().enumerate() {
        groups.entry(root(&mut group, index)).or_default().push(summary.doc.clone());
    }
    let mut duplicates: Vec<Vec<String>> = groups.into_values().filter(|docs| docs.len() > 1).collect();
    for docs in &mut duplicates {
        docs.sort();
    }
    duplicates.sort();
    duplicates
}

/// Fewest words of a text that has a fingerprint.
const FEWEST_WORDS: usize = 30;

/// A fingerprint of a document's prose: texts that share most runs of three words have
/// fingerprints that differ in few bits. 0 for a text of fewer than 30 words.
pub fn similarity(document: &Document) -> u64 {
    fingerprint(document).0
}

fn fingerprint(document: &Document) -> (u64, usize) {
    let mut weights = Weights::default();
    let mut count = 0usize;
    let mut last = [0u64; 2];
    let prose = |shape: &Shape| !matches!(shape, Shape::Boilerplate | Shape::Title | Shape::Summary);
    for element in document.elements.iter().filter(|e| prose(&e.shape)) {
        for word in words(&element.text) {
            count += 1;
            let hash = word_hash(word);
            let shingle = mix(last[0].rotate_left(1) ^ last[1].rotate_left(2) ^ hash);
            last = [last[1], hash];
            // Of a long text few runs of words are enough, chosen by themselves and so the same in
            // every text.
            let passed_by = match count {
                0..=2 => true,
                3..=400 => false,
                401..=4000 => shingle & 3 != 0,
                _ => shingle & 15 != 0,
            };
            if !passed_by {
                weights.add(mix(shingle));
            }
        }
    }
    if count < FEWEST_WORDS || weights.added == 0 {
        return (0, count);
    }
    (weights.majority().max(1), count)
}

/// How often each of 64 bits was set.
#[derive(Debug, Default)]
struct Weights {
    added: u32,
    counts: [[u32; 8]; 8],
    /// Counts of the last few, a byte for each bit.
    recent: [u64; 8],
    recently: u8,
}

/// For each byte, its bits as bytes of 0 or 1, the lowest first.
const SPREAD: [u64; 256] = {
    let mut table = [0u64; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            table[byte] |= ((byte as u64 >> bit) & 1) << (8 * bit);
            bit += 1;
        }
        byte += 1;
    }
    table
};

impl Weights {
    fn add(&mut self, bits: u64) {
        for (recent, byte) in self.recent.iter_mut().zip(bits.to_le_bytes()) {
            *recent += SPREAD[usize::from(byte)];
        }
        self.added = self.added.saturating_add(1);
        self.recently += 1;
        if self.recently == u8::MAX {
            self.settle();
        }
    }

    fn settle(&mut self) {
        for (counts, recent) in self.counts.iter_mut().zip(&mut self.recent) {
            for (count, more) in counts.iter_mut().zip(std::mem::take(recent).to_le_bytes()) {
                *count = count.saturating_add(u32::from(more));
            }
        }
        self.recently = 0;
    }

    /// The bits that were set more often than not.
    fn majority(mut self) -> u64 {
        self.settle();
        let half = self.added / 2;
        self.counts.iter().flatten().enumerate().fold(0, |bits, (at, count)| bits | u64::from(*count > half) << at)
    }
}

/// A hash of a word in which case hardly counts: eight bytes at a time.
fn word_hash(word: &str) -> u64 {
    /// Makes capitals small letters and leaves digits as they are.
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let step = |hash: u64, part: u64| (hash ^ (part | SMALL)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let (mut hash, mut rest) = (word.len() as u64, word.as_bytes());
    while let Some((part, more)) = rest.split_first_chunk::<8>() {
        hash = step(hash, u64::from_le_bytes(*part));
        rest = more;
    }
    if rest.is_empty() { hash } else { step(hash, fewer_than_eight(rest)) }
}

/// Up to seven bytes as a number, the first one lowest: two reads that may overlap, or three.
fn fewer_than_eight(bytes: &[u8]) -> u64 {
    let at = |index: usize| bytes.get(index).map_or(0, |byte| u64::from(*byte) << (8 * index));
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << (8 * (bytes.len() - 4).min(4))
        }
        _ => at(0) | at(1) | at(2),
    }
}

/// Spreads a hash over all bits.
fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{FileKind, Options, SourceFile, read_bytes};

    fn summary(path: &str, text: &str) -> Summary {
        let file = SourceFile { path: path.into(), shown: path.into(), kind: FileKind::Plain, named: true };
        let documents = read_bytes(&file, text.as_bytes().to_vec(), &Options::default()).expect("a document");
        Summary::of(&documents[0], false)
    }

    fn release(place: &str) -> String {
        let nouns = ["bridge", "school", "library", "harbour", "station", "market", "clinic", "park"];
        let verbs = ["open", "close", "move", "grow", "finish", "start", "reopen"];
        let sentence = |n: usize| {
            let (noun, verb, next) = (nouns[n % 8], verbs[n % 7], nouns[(n / 8 + n + 3) % 8]);
            format!("Work {n} at the {noun} should {verb} before the {next} does. ")
        };
        format!("The mayor of {place} said so. {}", (0..40).map(sentence).collect::<String>())
    }

    #[test]
    fn bytes_of_any_number_stand_where_they_stood() {
        for len in 0..8 {
            let bytes = &b"abcdefgh"[..len];
            let mut padded = [0; 8];
            padded[..len].copy_from_slice(bytes);
            assert_eq!(fewer_than_eight(bytes), u64::from_le_bytes(padded), "{len}");
        }
    }

    #[test]
    fn near_duplicates_are_grouped() {
        let summaries = [
            summary("2018-01-02-a.txt", &release("Ely")),
            summary("2018-01-03-b.txt", &release("March")),
            summary(
                "2018-01-04-c.txt",
                &"A quite different text about hens, eggs and the price of corn in the market. ".repeat(4),
            ),
        ];
        let survey = survey(&summaries, &Discovered::default(), Vec::new(), None);
        assert_eq!(survey.duplicates, [["2018-01-02-a.txt", "2018-01-03-b.txt"]]);
        assert_eq!(survey.date_sources.get("path"), Some(&3));
        assert_eq!(survey.languages.get("en"), Some(&3));
    }

    #[test]
    fn spikes_gaps_and_the_future() {
        let day = |day: u32| format!("2018-01-{day:02}-x.txt");
        let mut summaries: Vec<Summary> = (1..20).map(|d| summary(&day(d), "Text")).collect();
        summaries.extend((0..40).map(|_| summary("2018-01-20-x.txt", "Text")));
        summaries.push(summary("2019-01-20-x.txt", "Text"));
        summaries.push(summary("x.txt", "Text"));
        let survey = survey(&summaries, &Discovered::default(), Vec::new(), "2018-12-31".parse().ok());
        assert_eq!(
            survey.spikes.iter().map(|s| (s.day.to_string(), s.documents)).collect::<Vec<_>>(),
            [("2018-01-20".to_string(), 40)]
        );
        assert_eq!(survey.gaps.len(), 1);
        assert_eq!(survey.future, ["2019-01-20-x.txt"]);
        assert_eq!(survey.undated, ["x.txt"]);
    }
}
