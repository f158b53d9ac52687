//! The front door of the engine: what goes in, what comes out.
//!
//! The engine prints nothing and reads no clock and no environment; the command
//! line gives it everything it needs in [`Inputs`] and [`Config`].

use crate::cache::{self, Cache, Seal};
use crate::calendar::{Day, Interval};
use crate::checks::{self, Check};
use crate::config::read::{Mistake, Mistakes, cannot_read};
use crate::config::{self, AsOfSetting, Config};
use crate::corpus::{self, BodyFormat, DateSource, DatedBy, DatesTable, Document, ReadError, SourceFile};
use crate::findings::waivers::Waiver;
use crate::findings::{AsOf, Confidence, Finding, inline};
use crate::prose;
use crate::source::Place;
use crate::statements::{self, CueError, Extract, Language, Lexicon, Problem, Told};
use crate::targets::{self, declared::Declared};
use crate::time::{self, Country, Grammar, Passage, TenseHint, TimeExpression};
use crate::timeline::{self, Record, Scope};
use known::Known;
use packs::Packs;
use rayon::prelude::*;
use revisions::Earlier;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

pub mod desk;
mod drafts;
mod find;
pub mod inspect;
mod known;
pub mod named;
mod packs;
pub mod passages;
pub mod revisions;
mod survey;

use find::find;
pub use survey::survey;

/// A document that came through standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piped {
    /// The name it goes by; its extension gives its format.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its date, where it was given.
    pub date: Option<Day>,
}

/// Which documents are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// A document from standard input.
    pub piped: Option<Piped>,
    /// An archive that is read as well, whose own findings are not reported.
    pub against: Vec<PathBuf>,
    /// The date of undated documents among `paths`, when there is an archive.
    pub draft_date: Option<Day>,
    /// Files that the run itself writes: never read as documents.
    pub own_outputs: Vec<PathBuf>,
    /// Earlier versions of files, by the file's canonical path.
    pub earlier: BTreeMap<PathBuf, Earlier>,
}

impl Inputs {
    fn earlier(&self, path: &std::path::Path) -> Option<&Earlier> {
        if self.earlier.is_empty() { None } else { self.earlier.get(&path.canonicalize().ok()?) }
    }
}

/// A file that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Skipped {
    /// Its path as shown.
    pub path: String,
    /// Why, in a few words.
    pub reason: String,
}

/// What a run found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// All that is known of the corpus.
    pub record: Record,
    /// What the checks found, before any policy is applied.
    pub findings: Vec<Finding>,
    /// Waivers that stand in the documents, by document, then by place.
    pub waivers: Vec<Waiver>,
    /// Files that were passed over.
    pub skipped: Vec<Skipped>,
    /// Paths that were named but could not be opened: the run could not do its whole job.
    pub unopened: Vec<Skipped>,
    /// What was known from an earlier run. Nothing else of the outcome depends on it.
    pub cache: cache::Used,
}

/// A time expression in its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTime {
    /// The document's path, or the id of its record.
    pub doc: String,
    /// Where it stands.
    pub place: Place,
    /// The words.
    pub text: String,
    /// What they mean.
    pub expression: TimeExpression,
    /// How sure.
    pub confidence: Confidence,
}

/// What a reading of time expressions found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// The expressions, by document, then by place.
    pub found: Vec<FoundTime>,
    /// How many documents were read.
    pub read: usize,
    /// Paths that were named but could not be opened.
    pub unopened: Vec<Skipped>,
    /// Files that gave no document.
    pub unread: Vec<Skipped>,
    /// Files and documents that were passed over.
    pub skipped: Vec<Skipped>,
}

/// Why the engine could not run at all.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Everything that is wrong in files of rules, targets or dates.
    #[error("{}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Invalid(Vec<Box<dyn miette::Diagnostic + Send + Sync>>),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// The checks that exist, in the order in which they are listed.
pub fn checks() -> &'static [Check] {
    checks::all()
}

/// Reads the documents and judges them.
///
/// # Errors
/// As [`read`].
pub fn check(inputs: &Inputs, config: &Config) -> Result<Outcome, EngineError> {
    let mut outcome = linked(inputs, config, true)?;
    outcome.record.forget_surroundings();
    // The few that comparing versions gave are moved behind what may be many.
    let mut found = checks::run(&outcome.record);
    found.append(&mut outcome.findings);
    outcome.findings = found;
    Ok(outcome)
}

/// Reads the documents and says what became of each target. Its findings are those that comparing versions gave; the
/// checks are not run.
///
/// # Errors
/// When files of rules, targets or dates are not what they should be. A document that cannot be
/// read never stops the rest: it is an extract with a problem, or in [`Outcome::unopened`].
pub fn read(inputs: &Inputs, config: &Config) -> Result<Outcome, EngineError> {
    linked(inputs, config, false)
}

/// As [`read`]; `forgets`: nobody asks for the words around statements once they are linked.
fn linked(inputs: &Inputs, config: &Config, forgets: bool) -> Result<Outcome, EngineError> {
    let desk = Desk::read(config)?;
    let options = desk.reading(config)?;
    let corpus = find(inputs, config);
    let cues = desk.cues.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let reading = cache::Reading::new(&options, desk.country, cues);
    let known = Known { cache: Cache::open(config.cache.as_ref()), reading };
    let mut all = All::of(corpus.files.len());
    let (archive, own): (Vec<SourceFile>, Vec<SourceFile>) =
        corpus.files.into_iter().partition(|file| !drafts::is_draft(file, inputs));
    all.read(archive, |file| Read::file(file, inputs, &options, &desk, &known));
    let dated = drafts::dated(inputs, config, &all.extracts);
    let inputs = dated.as_ref().unwrap_or(inputs);
    all.read(own, |file| Read::file(file, inputs, &options, &desk, &known));
    if let Some(piped) = &inputs.piped {
        all.add(Read::piped(piped, inputs, &options, &desk));
    }
    let All { mut extracts, mut skipped, mut waivers, mut revised, seals } = all;
    skipped.extend(corpus.skipped);
    skipped.sort();
    waivers.sort_by(|a, b| (&a.doc, a.place).cmp(&(&b.doc, b.place)));
    // Files come in order, and sorting takes room.
    if !extracts.is_sorted_by(|a, b| a.doc <= b.doc) {
        extracts.sort_by(|a, b| a.doc.cmp(&b.doc));
    }
    let given = match config.as_of {
        AsOfSetting::Day(day) => Some(day),
        AsOfSetting::Newest | AsOfSetting::Today => None,
    };
    let mut scope = if given.is_some() || extracts.iter().any(|e| e.published.is_some()) {
        timeline::scope(extracts, given).unwrap_or_else(|| undated(Vec::new()))
    } else {
        undated(extracts)
    };
    let targets = known.linked(inputs, seals.as_deref(), &desk, &mut scope, forgets);
    let cache = known.cache.close();
    let record = timeline::build(scope, targets);
    // What was left out of the record is not reported on.
    waivers.retain(|waiver| record.extracts.binary_search_by(|e| (*e.doc).cmp(&waiver.doc)).is_ok());
    revised.retain(|finding: &Finding| record.extracts.binary_search_by(|e| e.doc.cmp(&finding.primary.doc)).is_ok());
    Ok(Outcome { record, findings: revised, waivers, skipped, unopened: corpus.unopened, cache })
}

/// Reads the time expressions of the documents.
///
/// # Errors
/// As [`check`].
pub fn times(inputs: &Inputs, config: &Config) -> Result<Times, EngineError> {
    let desk = Desk::read(config)?;
    let options = desk.reading(config)?;
    let country = country(config);
    let corpus = find(inputs, config);
    let read: Vec<Times> = corpus
        .files
        .par_iter()
        .map(|file| Times::of(corpus::read(file, &options), &file.shown, is_wanted(file, inputs), country))
        .collect();
    let mut times = Times { unopened: corpus.unopened, skipped: corpus.skipped, ..Times::default() };
    let piped = inputs.piped.as_ref().map(|piped| Times::of(piped_documents(piped, &options), &piped.name, true, country));
    for more in read.into_iter().chain(piped) {
        times.read += more.read;
        times.found.extend(more.found);
        times.unread.extend(more.unread);
        times.skipped.extend(more.skipped);
    }
    Ok(times)
}

impl Times {
    /// The times of a file's documents; `wanted` as in [`Document::passed_over`].
    fn of(documents: Result<Vec<Document>, ReadError>, shown: &str, wanted: bool, country: Country) -> Self {
        let mut times = Times::default();
        let documents = documents.unwrap_or_else(|error| {
            times.unread.push(Skipped { path: shown.to_owned(), reason: error.to_string() });
            Vec::new()
        });
        for document in &documents {
            match document.passed_over(wanted) {
                Some(why) => times.skipped.push(Skipped { path: document.doc.clone(), reason: why.to_string() }),
                None => {
                    times.read += 1;
                    times.found.extend(document_times(document, country));
                }
            }
        }
        times
    }
}

fn document_times(document: &Document, country: Country) -> Vec<FoundTime> {
    let grammar = Grammar::builtin();
    let published = document.published.as_ref().map(|d| d.interval);
    let mut passage = Passage::for_text(grammar, document.source.text(), published, country);
    let mut found = Vec::new();
    for block in prose::blocks(document) {
        passage.document = block.speaks_from.or(published);
        for expression in grammar.read(&block.text, &mut passage, |_| TenseHint::Unknown) {
            found.push(FoundTime {
                doc: document.doc.clone(),
                place: document.place(block.span(expression.range)),
                text: expression.range.of(&block.text).to_owned(),
                confidence: time::confidence(&expression),
                expression,
            });
        }
    }
    found
}

/// Columns that a mistake in a cue file is clipped to.
const WIDTH: usize = 100;

/// What a desk has written down: its targets, cue rules and decisions.
struct Desk {
    declared: Vec<Declared>,
    /// Compiled when the first document is read: see [`Desk::language`].
    language: OnceLock<Language>,
    country: Country,
    decisions: targets::Decisions,
    /// Names and texts of its cue files.
    cues: Vec<(String, String)>,
    /// A hash of all its files.
    rules: [u8; 32],
}

impl Desk {
    /// Reads the rule files that the configuration names; all their mistakes at once.
    fn read(config: &Config) -> Result<Self, EngineError> {
        let (mut packs, mut cues) = (Packs::default(), Vec::new());
        let mut decisions = targets::Decisions::default();
        let mut wrong: Vec<Box<dyn miette::Diagnostic + Send + Sync>> = Vec::new();
        let mut rules = cache::Parts::default();
        for (pack, path) in packs::files(&config.rules)? {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(&path).map_err(|e| EngineError::Other(cannot_read(&name, &e)))?;
            for part in [pack.to_string().as_str(), &name, &text] {
                rules.add(part.as_bytes());
            }
            if packs::holds_cues(&text) {
                cues.push((name, text));
                continue;
            }
            if config::decisions::holds_decisions(&text) {
                match config::decisions::parse(&name, &text) {
                    Ok(found) => decisions.extend(found),
                    Err(mistakes) => {
                        wrong.extend(mistakes.diagnostics(WIDTH).into_iter().map(|report| Box::new(report) as Box<_>))
                    }
                }
                continue;
            }
            match targets::declared::parse(&name, &text) {
                Ok(found) => packs.add(pack, &name, &text, found),
                Err(errors) => wrong.extend(errors.into_iter().map(|error| Box::new(error) as Box<_>)),
            }
        }
        let declared = packs.settle().unwrap_or_else(|clashes| {
            wrong.extend(clashes.into_iter().map(|clash| Box::new(clash) as Box<_>));
            Vec::new()
        });
        let (language, country) = (OnceLock::new(), country(config));
        if !cues.is_empty() {
            let own = cues.iter().map(|(name, text)| (name.as_str(), text.as_str()));
            match Lexicon::compile(statements::ENGLISH.iter().copied().chain(own)) {
                Ok(lexicon) => {
                    let _ = language.set(Language { country, ..Language::new(lexicon) });
                }
                Err(errors) => {
                    for (name, text) in &cues {
                        let here: Vec<Mistake> = errors.iter().filter(|e| e.file == *name).map(Mistake::from).collect();
                        let mistakes = Mistakes { name: name.clone(), text: text.clone(), mistakes: here };
                        wrong.extend(mistakes.diagnostics(WIDTH).into_iter().map(|report| Box::new(report) as Box<_>));
                    }
                }
            }
        }
        if !wrong.is_empty() {
            return Err(EngineError::Invalid(wrong));
        }
        Ok(Desk { declared, language, country, decisions, cues, rules: rules.hash() })
    }

    /// The language that documents are read in: a run that knows them all from an earlier one does without.
    fn language(&self) -> &Language {
        self.language.get_or_init(|| Language { country: self.country, ..Language::english() })
    }

    /// How documents are read.
    fn reading(&self, config: &Config) -> Result<corpus::Options, EngineError> {
        let mut options = corpus::Options::default();
        if let Some(path) = &config.corpus.dates {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path).map_err(|e| EngineError::Other(cannot_read(&name, &e)))?;
            let (table, errors) = DatesTable::parse(&text);
            if !errors.is_empty() {
                let mistakes = errors.iter().map(|error| Mistake {
                    span: error.span.clone(),
                    message: error.message.clone(),
                    label: "this row".into(),
                    help: Some("a row is a path and a day, month or year: `news/plan.md,2016-04-21`".into()),
                });
                let mistakes = Mistakes { name, text: text.clone(), mistakes: mistakes.collect() };
                return Err(EngineError::Invalid(
                    mistakes.diagnostics(WIDTH).into_iter().map(|m| Box::new(m) as Box<_>).collect(),
                ));
            }
            options.dates = table;
        }
        // What a desk has decided of one document stands before every table.
        for (doc, date) in &self.decisions.dates {
            options.dates.insert(doc, *date);
        }
        let bytes = |megabytes: Option<u64>, otherwise: u64| megabytes.map_or(otherwise, |n| n.saturating_mul(1_000_000));
        options.max_bytes = bytes(config.corpus.max_megabytes, options.max_bytes);
        options.max_record_bytes = bytes(config.corpus.max_megabytes_of_records, options.max_record_bytes);
        let fields = &config.corpus.json;
        for (own, known) in [
            (&fields.id, &mut options.fields.id),
            (&fields.text, &mut options.fields.text),
            (&fields.date, &mut options.fields.date),
            (&fields.title, &mut options.fields.title),
            (&fields.url, &mut options.fields.url),
        ] {
            if !own.is_empty() {
                known.clone_from(own);
            }
        }
        match fields.format {
            Some("plain") => options.fields.format = BodyFormat::Plain,
            Some("html") => options.fields.format = BodyFormat::Html,
            Some("markdown") => options.fields.format = BodyFormat::Markdown,
            _ => {}
        }
        options.living(&config.corpus.living).map_err(|e| EngineError::Other(format!("[corpus] living: {e}")))
    }
}

fn country(config: &Config) -> Country {
    Country::from_code(config.corpus.country).unwrap_or_default()
}

impl From<&CueError> for Mistake {
    fn from(error: &CueError) -> Self {
        Mistake { span: error.span.clone(), message: error.message.clone(), label: "here".into(), help: None }
    }
}

/// Whether a file is read even if it holds a draft: it was named, or drafts are what is held
/// against an archive.
fn is_wanted(file: &SourceFile, inputs: &Inputs) -> bool {
    file.named || drafts::is_draft(file, inputs)
}

/// Files that are read together: so many that no thread waits long, and so few that they take little room.
const TOGETHER: usize = 2048;

/// What became of all documents.
struct All {
    extracts: Vec<Extract>,
    skipped: Vec<Skipped>,
    waivers: Vec<Waiver>,
    revised: Vec<Finding>,
    /// The seals of all files, in order; `None` where one has none.
    seals: Option<Vec<Seal>>,
}

impl All {
    /// Nothing yet, with room for so many.
    fn of(files: usize) -> Self {
        let extracts = Vec::with_capacity(files);
        Self { extracts, skipped: Vec::new(), waivers: Vec::new(), revised: Vec::new(), seals: Some(Vec::new()) }
    }

    /// Reads files in parallel and adds them in order; a name is dropped when its file has been read.
    fn read(&mut self, files: Vec<SourceFile>, read: impl Fn(&SourceFile) -> Read + Sync) {
        let mut files = files.into_iter();
        loop {
            let together: Vec<SourceFile> = files.by_ref().take(TOGETHER).collect();
            if together.is_empty() {
                return;
            }
            let done: Vec<Read> = together.par_iter().map(&read).collect();
            done.into_iter().for_each(|read| self.add(read));
        }
    }

    fn add(&mut self, file: Read) {
        self.extracts.extend(file.extracts);
        self.skipped.extend(file.skipped);
        self.waivers.extend(file.waivers);
        self.revised.extend(file.revised);
        match (&mut self.seals, file.seal) {
            (Some(seals), Some(seal)) => seals.push(seal),
            (seals, _) => *seals = None,
        }
    }
}

/// What became of the documents of one file.
#[derive(Default, Serialize, Deserialize)]
struct Read {
    extracts: Vec<Extract>,
    skipped: Vec<Skipped>,
    waivers: Vec<Waiver>,
    /// Never kept: it depends on another version of the file as well.
    #[serde(skip)]
    revised: Vec<Finding>,
    /// Says that this is what was read; `None` where that cannot be told.
    #[serde(skip)]
    seal: Option<Seal>,
}

impl Read {
    /// A file that cannot be read says why.
    fn file(file: &SourceFile, inputs: &Inputs, options: &corpus::Options, desk: &Desk, known: &Known<'_>) -> Self {
        let bytes = match corpus::bytes(file, options) {
            Ok(bytes) => bytes,
            Err(error) => {
                let seal = Some(cache::seal(&format!("{} {error}", file.shown)));
                return Self { extracts: vec![unreadable(file, &error)], seal, ..Self::default() };
            }
        };
        // Drafts are nobody else's business, and a comparison needs the whole document.
        let is_kept = known.cache.is_open() && !drafts::is_draft(file, inputs) && inputs.earlier(&file.path).is_none();
        let slot = is_kept.then(|| known.reading.slot(file, &bytes, is_wanted(file, inputs)));
        if let Some((read, seal)) = slot.as_ref().and_then(|slot| known.cache.get::<Self>(slot)) {
            return Self { seal: Some(seal), ..read };
        }
        let mut read = Self::bytes(file, bytes, inputs, options, desk.language());
        read.seal = slot.as_ref().and_then(|slot| known.cache.put(slot, &read));
        read
    }

    fn bytes(file: &SourceFile, bytes: Vec<u8>, inputs: &Inputs, options: &corpus::Options, language: &Language) -> Self {
        match corpus::read_bytes(file, bytes, options) {
            Ok(mut documents) => {
                drafts::date(&mut documents, file, inputs);
                let mut read = Self::documents(&documents, is_wanted(file, inputs), language);
                if let Some(earlier) = inputs.earlier(&file.path) {
                    read.revised = revisions::compare(earlier, file, &documents, &read.extracts, options, language);
                }
                read
            }
            Err(error) => Self { extracts: vec![unreadable(file, &error)], ..Self::default() },
        }
    }

    fn piped(piped: &Piped, inputs: &Inputs, options: &corpus::Options, desk: &Desk) -> Self {
        match piped_documents(piped, options) {
            Ok(mut documents) => {
                drafts::supply(&mut documents, inputs);
                Self::documents(&documents, true, desk.language())
            }
            Err(error) => {
                let problems = vec![Problem::Unreadable(error.to_string())];
                let nothing = Extract { doc: piped.name.as_str().into(), ..Extract::default() };
                Self { extracts: vec![nothing.with(Told { problems, ..Told::default() })], ..Self::default() }
            }
        }
    }

    /// Reads what is not passed over.
    fn documents(documents: &[Document], wanted: bool, language: &Language) -> Self {
        let known: Vec<&str> = checks::all().iter().map(|check| check.code).collect();
        // Of a million files each is kept until the last one is read: no more room than what is in it.
        let mut read = Self { extracts: Vec::with_capacity(documents.len()), ..Self::default() };
        for document in documents {
            if let Some(why) = document.passed_over(wanted) {
                read.skipped.push(Skipped { path: document.doc.clone(), reason: why.to_string() });
                continue;
            }
            read.extracts.push(statements::extract(document, language));
            read.waivers.extend(inline::read(document, &known));
        }
        read
    }
}

fn unreadable(file: &SourceFile, error: &ReadError) -> Extract {
    let problems = vec![Problem::Unreadable(error.to_string())];
    let told = Told { file: Extract::file_apart(&file.path, &file.shown), problems, ..Told::default() };
    Extract { doc: file.shown.as_str().into(), ..Extract::default() }.with(told)
}

fn piped_documents(piped: &Piped, options: &corpus::Options) -> Result<Vec<Document>, ReadError> {
    let path = PathBuf::from(&piped.name);
    let file = SourceFile { kind: corpus::FileKind::of(&path), path, shown: piped.name.clone(), named: true };
    let mut documents = corpus::read_bytes(&file, piped.bytes.clone(), options)?;
    if let Some(day) = piped.date {
        for document in &mut documents {
            document.published = Some(DatedBy { interval: Interval::day(day), source: DateSource::Table });
        }
    }
    Ok(documents)
}

/// A corpus in which nothing is dated is judged as of the day before its first deadline: nothing has passed.
fn undated(extracts: Vec<Extract>) -> Scope {
    let deadlines = extracts.iter().flat_map(|e| &e.statements).filter_map(|s| s.deadline.as_ref());
    let first = deadlines.map(|d| d.interval.start()).min().and_then(|day| day.pred_opt());
    Scope { as_of: AsOf { day: first.unwrap_or_default(), set_by: None }, extracts, later: 0 }
}
