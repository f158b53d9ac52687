//! Reads one file into its documents.

use super::dates::{self, Label, NumericOrder};
use super::discover::io_message;
use super::json::{self, BodyFormat, JsonFields};
use super::metadata::{Field, Metadata, field};
use super::{DateSource, DatedBy, DatesTable, DecodeError, Document, Element, FileKind, Format, Shape, SourceFile};
use super::{decode, feed, front_matter, html, language, markdown, plain, shortcodes};
use crate::source::{Digest, Line, Source};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::io::Read;
use std::sync::Arc;

/// How documents are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// Dates by path.
    pub dates: DatesTable,
    /// Where JSON records keep what.
    pub fields: JsonFields,
    /// Matches documents that speak on the as-of day, by shown path; see [`Options::living`].
    pub living: Gitignore,
    /// How "05/06/2018" is read.
    pub order: NumericOrder,
    /// Longest file of one document that is read, in bytes; at most 3 GiB.
    pub max_bytes: u64,
    /// Longest file of many records that is read, in bytes; at most 3 GiB.
    pub max_record_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            dates: DatesTable::default(),
            fields: JsonFields::default(),
            living: Gitignore::empty(),
            order: NumericOrder::default(),
            max_bytes: 64_000_000,
            max_record_bytes: 1_000_000_000,
        }
    }
}

impl Options {
    /// Declares documents as living by globs of their shown paths (as in `.gitignore`); the error
    /// names the glob that cannot be read.
    pub fn living(mut self, globs: &[String]) -> Result<Self, String> {
        let mut builder = GitignoreBuilder::new("");
        for glob in globs {
            builder.add_line(None, glob).map_err(|error| format!("`{glob}`: {error}"))?;
        }
        self.living = builder.build().map_err(|error| error.to_string())?;
        Ok(self)
    }

    /// Whether the document with this shown path is declared as living, itself or by a folder that it lies in.
    pub(crate) fn is_living(&self, shown: &str) -> bool {
        if self.living.is_empty() {
            return false;
        }
        let folders = shown.rmatch_indices('/').filter_map(|(at, _)| shown.get(..at));
        let judged = std::iter::once((shown, false)).chain(folders.map(|folder| (folder, true)));
        let decided = judged.map(|(path, is_dir)| self.living.matched(path, is_dir)).find(|found| !found.is_none());
        decided.is_some_and(|found| found.is_ignore())
    }
}

/// Why a file gives no document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It could not be opened or read.
    #[error("{0}")]
    Io(String),
    /// It holds nothing, or nothing but white space.
    #[error("it is empty")]
    Empty,
    /// It is no text.
    #[error("{0}")]
    NotText(DecodeError),
    /// It is longer than the limit.
    #[error("it is larger than {}, the most that `{key}` under [corpus] allows", size(*.most))]
    TooLarge {
        /// The limit, in bytes.
        most: u64,
        /// The setting that it is.
        key: &'static str,
    },
    /// None of its records can be used; why the first cannot.
    #[error("no record in it can be read: {0}")]
    NoRecord(String),
}

/// The settings that the limits are known by.
const MAX: &str = "max-megabytes";
const MAX_RECORDS: &str = "max-megabytes-of-records";

fn size(bytes: u64) -> String {
    if bytes.is_multiple_of(1_000_000) { format!("{} MB", bytes / 1_000_000) } else { format!("{bytes} bytes") }
}

/// Reads a file: one document, or one for each record.
pub fn read(file: &SourceFile, options: &Options) -> Result<Vec<Document>, ReadError> {
    read_bytes(file, bytes(file, options)?, options)
}

/// The bytes of a file, for [`read_bytes`].
pub fn bytes(file: &SourceFile, options: &Options) -> Result<Vec<u8>, ReadError> {
    let io = |error: std::io::Error| ReadError::Io(io_message(&error));
    let opened = open(&file.path).map_err(io)?;
    let meta = opened.metadata().map_err(io)?;
    if !meta.is_file() {
        return Err(ReadError::Io("it is not a file".into()));
    }
    let (most, key) = match file.kind {
        FileKind::Json | FileKind::JsonLines | FileKind::Feed => (options.max_record_bytes, MAX_RECORDS),
        _ => (options.max_bytes, MAX),
    };
    if meta.len() > most {
        return Err(ReadError::TooLarge { most, key });
    }
    // A file may grow while it is read; the limit holds all the same.
    let mut bytes = Vec::with_capacity(meta.len() as usize + 1);
    opened.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > most {
        return Err(ReadError::TooLarge { most, key });
    }
    Ok(bytes)
}

/// Opens a file so that reading it never waits: some files of a system look like any other and give
/// nothing until there is news, and a file may have become a pipe since it was found.
#[cfg(unix)]
fn open(path: &std::path::Path) -> std::io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path)
}

#[cfg(not(unix))]
fn open(path: &std::path::Path) -> std::io::Result<std::fs::File> {
    std::fs::File::open(path)
}

/// Reads a file whose bytes are at hand: standard input, a test.
pub fn read_bytes(file: &SourceFile, bytes: Vec<u8>, options: &Options) -> Result<Vec<Document>, ReadError> {
    let hash = Digest::of(&bytes);
    let (source, invalid) = decode(bytes).map_err(ReadError::NotText)?;
    if source.text().trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let mut problems = Vec::new();
    if invalid > 0 {
        let (bytes, were) = if invalid == 1 { ("sequence of bytes", "was") } else { ("sequences of bytes", "were") };
        problems.push(format!("{invalid} {bytes} invalid in {} {were} replaced", source.encoding()));
    }
    let base = Base { file, options, hash, problems };
    match kind(file.kind, source.text()) {
        FileKind::Json | FileKind::JsonLines => base.records(source),
        FileKind::Feed => base.feed(source),
        FileKind::Html => Ok(vec![base.page(source)]),
        FileKind::Markdown => Ok(vec![base.markdown(source, false)]),
        FileKind::Mdx => Ok(vec![base.markdown(source, true)]),
        FileKind::Plain | FileKind::Unknown => Ok(vec![base.plain(source)]),
    }
}

/// What the contents of a file of unknown type look like.
fn kind(kind: FileKind, text: &str) -> FileKind {
    if kind != FileKind::Unknown {
        return kind;
    }
    let start = text.trim_start();
    let head = start.get(..512).unwrap_or(start).to_ascii_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") || (head.starts_with('<') && head.contains("<body")) {
        FileKind::Html
    } else if head.starts_with("<?xml") || head.starts_with("<rss") || head.starts_with("<feed") {
        FileKind::Feed
    } else if head.starts_with("{\"") || head.starts_with("[{") || head.starts_with("{\n") {
        FileKind::Json
    } else if head.starts_with("---\n") || head.starts_with("---\r\n") || head.starts_with("+++\n") || head.starts_with("# ") {
        FileKind::Markdown
    } else {
        FileKind::Plain
    }
}

/// What all documents of a file share.
struct Base<'f> {
    file: &'f SourceFile,
    options: &'f Options,
    hash: Digest,
    problems: Vec<String>,
}

impl Base<'_> {
    fn plain(&self, source: Source) -> Document {
        let elements = plain::read(source.text());
        self.finish(Format::Plain, source, elements, Metadata::new(self.options.order))
    }

    fn page(&self, source: Source) -> Document {
        let (elements, metadata) = html::read(source.text());
        self.finish(Format::Html, source, elements, metadata)
    }

    fn markdown(&self, source: Source, mdx: bool) -> Document {
        let mut metadata = Metadata::new(self.options.order);
        let front = front_matter::read(source.text());
        let mut elements = Vec::new();
        for entry in &front.entries {
            let key = entry.key.strip_prefix("extra.").unwrap_or(&entry.key);
            let Some(field) = field(key) else { continue };
            metadata.field(field, &entry.value, DateSource::FrontMatter);
            let shape = match field {
                Field::Title => Shape::Title,
                Field::Summary => Shape::Summary,
                _ => continue,
            };
            elements.extend(entry.piece(source.text()).finish(shape, 0));
        }
        elements.sort_by_key(|element: &Element| element.shape != Shape::Title);
        once(&mut elements);
        elements.extend(markdown::read(source.text(), front.body, mdx));
        self.finish(Format::Markdown, source, elements, metadata)
    }

    fn records(&self, source: Source) -> Result<Vec<Document>, ReadError> {
        let mut documents: Vec<Document> = Vec::new();
        let mut bad = Vec::new();
        let mut why = None;
        for range in json::values(source.text(), &self.options.fields) {
            let line = source.lines().line(range.start);
            let text = source.text().get(range).unwrap_or_default();
            let mut halves = 0;
            let value = serde_json::from_str(text).or_else(|error| {
                let (mended, count) = json::whole_characters(text);
                halves = count;
                let value = if count == 0 { Err(error) } else { serde_json::from_str(&mended) };
                value.or_else(|error| json::without_nan(&mended).map_or(Err(error), |json| serde_json::from_str(&json)))
            });
            let record = match value {
                Ok(value) => json::record(&value, &self.options.fields, self.options.order, line),
                Err(_) => Err("not JSON"),
            };
            match record {
                Ok(record) => {
                    let mut document = self.record(record);
                    if halves > 0 {
                        let (escapes, were) = if halves == 1 { ("escape", "was") } else { ("escapes", "were") };
                        document.problems.push(format!("{halves} {escapes} of half a character {were} replaced"));
                    }
                    documents.push(document);
                }
                Err(reason) => {
                    why.get_or_insert_with(|| format!("line {}: {reason}", line.0));
                    bad.push(line);
                }
            }
        }
        let count = documents.len();
        let Some(first) = documents.first_mut() else {
            return Err(ReadError::NoRecord(why.unwrap_or_else(|| "there is none".into())));
        };
        first.problems.extend(self.problems.iter().cloned());
        if let Some(why) = why {
            first.problems.push(format!("{} of {} records passed over; {why}", bad.len(), bad.len() + count));
        }
        Ok(documents)
    }

    fn feed(&self, source: Source) -> Result<Vec<Document>, ReadError> {
        let entries = feed::read(source.text(), self.options.order);
        if entries.is_empty() {
            return Err(ReadError::NoRecord("it holds no entry of a feed".into()));
        }
        let source = Arc::new(source);
        let mut problems = self.problems.clone();
        let document = |entry: feed::Entry| {
            let line = source.lines().line(entry.start);
            let id = entry.id.unwrap_or_else(|| format!("{}#{}", self.file.shown, line.0));
            let mut document = self.finish(Format::Feed, Arc::clone(&source), entry.elements, entry.metadata);
            if let Some(interval) = self.options.dates.date(&id) {
                document.published = Some(DatedBy { interval, source: DateSource::Table });
            }
            document.doc = id;
            document.record_line = Some(line);
            document.problems = std::mem::take(&mut problems);
            document
        };
        Ok(entries.into_iter().map(document).collect())
    }

    fn record(&self, record: json::Record) -> Document {
        let source = Source::utf8(record.text, 0);
        let text = source.text();
        let elements = match record.format {
            BodyFormat::Html => html::read(&shortcodes::as_tags(text)).0,
            BodyFormat::Markdown => markdown::read(text, 0, false),
            BodyFormat::Plain | BodyFormat::Auto => plain::read(text),
        };
        let mut metadata = record.metadata;
        metadata.title = metadata.title.or_else(|| record.title.as_deref().and_then(title_text));
        let mut document = self.finish(Format::Json, source, elements, metadata);
        if let Some(interval) = self.options.dates.date(&record.id) {
            document.published = Some(DatedBy { interval, source: DateSource::Table });
        }
        document.doc = record.id;
        document.record_line = Some(record.line);
        document.problems.clear();
        document
    }

    /// Dates the document and leads its maps on to the bytes of the file.
    fn finish(
        &self,
        format: Format,
        source: impl Into<Arc<Source>>,
        mut elements: Vec<Element>,
        mut metadata: Metadata,
    ) -> Document {
        let shown = &self.file.shown;
        let source = source.into();
        if !matches!(format, Format::Json | Format::Feed) {
            if let Some(interval) = self.options.dates.date(shown) {
                metadata.publish(interval, DateSource::Table, 0);
            }
            if let Some(interval) = dates::in_path(shown) {
                metadata.publish(interval, DateSource::Path, 0);
            }
        }
        if !metadata.is_dated() {
            datelines(&elements, &mut metadata);
        }
        for element in elements.iter().rev().take(2) {
            if let Some((interval, Label::Updated)) = dates::dateline(&element.text, dates::label) {
                metadata.update(interval, DateSource::Dateline);
            }
        }
        if !source.is_identity() {
            for element in &mut elements {
                element.map = source.to_file(std::mem::take(&mut element.map));
            }
        }
        let title = metadata.title.clone().or_else(|| {
            let heading = |e: &&Element| matches!(e.shape, Shape::Title | Shape::Heading(_));
            // In a plain text only the first line or two can be one.
            let within = if format == Format::Plain { 2 } else { usize::MAX };
            let title = elements.iter().find(|e| e.shape == Shape::Title);
            title.or_else(|| elements.iter().take(within).find(heading)).map(|e| e.text.replace(['\n', '\u{2028}'], " "))
        });
        let url = metadata.url.clone();
        let language = language::detect(&elements);
        let draft = metadata.draft;
        let judged = metadata.judge();
        Document {
            doc: shown.clone(),
            file: self.file.path.clone(),
            format,
            title,
            url,
            published: judged.published,
            updated: judged.updated,
            conflicting: judged.conflicting,
            draft,
            living: self.options.is_living(shown),
            language,
            hash: self.hash,
            source,
            record_line: None::<Line>,
            elements,
            problems: self.problems.clone(),
        }
    }
}

/// The words of a title as content systems hand it out: with tags and entities ("The pier&#8217;s <em>end</em>").
fn title_text(title: &str) -> Option<String> {
    let plain = !title.contains(['<', '&']);
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = match plain {
        true => words(title),
        false => words(&html::fragment(title).iter().map(|element| element.text.as_str()).collect::<Vec<_>>().join(" ")),
    };
    (!text.is_empty()).then_some(text)
}

/// Leaves one title, and each summary once: many systems want the same words in several fields.
fn once(elements: &mut Vec<Element>) {
    let mut seen: Vec<String> = Vec::new();
    elements.retain(|element| {
        let words = element.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let first = !seen.contains(&words) && (element.shape != Shape::Title || seen.is_empty());
        seen.push(words);
        first
    });
}

/// How many elements at the top of a document may hold its dateline.
const DATELINE_WITHIN: usize = 8;

/// Looks for a dateline at the top.
fn datelines(elements: &[Element], metadata: &mut Metadata) {
    // What stands in a table or list dates that, not the document.
    let may_hold = |e: &&Element| !matches!(e.shape, Shape::Boilerplate | Shape::Cell { .. } | Shape::Footnote);
    for element in elements.iter().filter(may_hold).take(DATELINE_WITHIN) {
        for line in element.text.lines().take(4) {
            match dates::dateline(line, dates::label) {
                Some((interval, Label::Updated)) => metadata.update(interval, DateSource::Dateline),
                Some((interval, _)) => {
                    metadata.publish(interval, DateSource::Dateline, 0);
                    return;
                }
                None => {
                    if let Some(interval) = dates::release_line(line) {
                        metadata.publish(interval, DateSource::Dateline, 1);
                        return;
                    }
                }
            }
        }
    }
}
