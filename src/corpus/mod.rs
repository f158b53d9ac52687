//! First room: from paths to documents with dates and structure.
//!
//! Finds the files, decodes them, dates them, and reads each format into flat
//! [`Element`]s whose text maps back to the bytes on disk. Knows nothing of
//! language beyond the dates that documents carry about themselves.

use crate::calendar::Interval;
use crate::source::{Digest, Line, Place, Source, Span, TextRange};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

mod assembly;
mod bars;
pub mod dates;
mod decode;
mod discover;
mod feed;
mod front_matter;
mod html;
mod json;
mod language;
mod left_out;
mod markdown;
mod metadata;
mod pages;
mod paragraphs;
mod passed_over;
mod piece;
mod plain;
mod read;
mod shortcodes;
mod survey;
mod table;
mod timetable;
mod words;

pub use crate::source::{LineIndex, OffsetMap, Segment};
pub use decode::{DecodeError, decode};
pub use discover::{DiscoverError, DiscoverOptions, Discovered, FileKind, SkipReason, Skipped, SourceFile, discover, file_list};
pub use json::{BodyFormat, JsonFields};
pub use language::name as language_name;
pub use passed_over::PassedOver;
pub use read::{Options, ReadError, bytes, read, read_bytes};
pub use survey::{Conflict, Foreign, Gap, Spike, Summary, Survey, Trouble, similarity, survey};
pub use table::{DatesTable, TableError};

/// The kind of file a document came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text.
    Plain,
    /// CommonMark with the usual extensions.
    Markdown,
    /// HTML as found in the wild.
    Html,
    /// One record of a JSON or JSON-lines file.
    Json,
    /// One entry of an RSS, Atom or WordPress export.
    Feed,
}

/// Where a document's date was read, best source first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateSource {
    /// A dates table or a config entry for the path.
    Table,
    /// A field of a JSON record.
    Field,
    /// Front matter (YAML, TOML or JSON).
    FrontMatter,
    /// HTML metadata (JSON-LD, meta tags, `<time>`).
    Metadata,
    /// File name or folders.
    Path,
    /// A dateline in the first lines.
    Dateline,
}

impl DateSource {
    /// Its name in every output.
    pub fn name(self) -> &'static str {
        match self {
            DateSource::Table => "table",
            DateSource::Field => "field",
            DateSource::FrontMatter => "front-matter",
            DateSource::Metadata => "metadata",
            DateSource::Path => "path",
            DateSource::Dateline => "dateline",
        }
    }
}

/// A date with its provenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedBy {
    /// The day, month or year.
    pub interval: Interval,
    /// Where it was read.
    pub source: DateSource,
}

/// What the format said about a stretch of an element's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// Struck through: no longer said.
    Struck,
    /// An entry of a list of tasks that is ticked off.
    Done,
    /// Emphasis of any strength.
    Emphasis,
    /// Code or keyboard input: never prose.
    Code,
    /// A hyperlink and its target.
    Link(String),
    /// An inline quotation (`<q>`, `<blockquote>` inside a paragraph).
    Quote,
}

/// A marked stretch of an element's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where in the element's text.
    pub range: TextRange,
    /// What the format said.
    pub kind: MarkKind,
}

/// The shape that the format gave to a stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The document's title (front matter, `<title>`, JSON field).
    Title,
    /// A description or standfirst kept in metadata.
    Summary,
    /// A heading; 1 is the highest.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// The text of a list item itself, without its nested lists; depth from 1.
    ListItem(u8),
    /// A table cell; `header` holds the text of its column's header, where there is one.
    Cell {
        /// Row, from 0 (the header row is row 0 where there is one).
        row: usize,
        /// Column, from 0.
        column: usize,
        /// Whether the cell itself is a header.
        is_header: bool,
    },
    /// A caption.
    Caption,
    /// A footnote's text.
    Footnote,
    /// Navigation, sidebars, cookie notices, related stories, sign-up lines: not the article.
    Boilerplate,
}

/// One stretch of a document as its format gives it, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its shape.
    pub shape: Shape,
    /// What a reader sees; hard-wrapped lines keep their line breaks as `\n`, line breaks that the
    /// author asked for (`<br>`) are U+2028.
    pub text: String,
    /// From the text to the bytes of the file.
    pub map: OffsetMap,
    /// Marked stretches, sorted by start.
    pub marks: Vec<Mark>,
    /// How many block quotations it stands in.
    pub quote_depth: u8,
}

/// A document: who it is, when it speaks from, and what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its path as shown (relative, `/`-separated), or the id of a record.
    pub doc: String,
    /// The file it is in, as opened.
    pub file: std::path::PathBuf,
    /// Its format.
    pub format: Format,
    /// Title, where it has one.
    pub title: Option<String>,
    /// Address, where it has one.
    pub url: Option<String>,
    /// Publication date.
    pub published: Option<DatedBy>,
    /// Later date of revision; never stands in for publication.
    pub updated: Option<DatedBy>,
    /// Other dates found that disagree with `published` by more than the tolerance.
    pub conflicting: Vec<DatedBy>,
    /// Whether it speaks on the as-of day (a documentation page).
    pub living: bool,
    /// Its front matter says that it is not published.
    pub draft: bool,
    /// Its language (ISO 639-1), where it could be told: rules of English read no other.
    pub language: Option<&'static str>,
    /// Hash of the file's bytes, to know it again when it is rendered.
    pub hash: Digest,
    /// The decoded text, its lines, and its way back to the bytes.
    pub source: Arc<Source>,
    /// The line of the file that a JSON record starts on; `None` for a document that is a file.
    pub record_line: Option<Line>,
    /// What stands in it, in reading order.
    pub elements: Vec<Element>,
    /// What went wrong without stopping the reading, in plain words ("3 invalid bytes replaced").
    pub problems: Vec<String>,
}

impl Document {
    /// `span` with its first and last position.
    pub fn place(&self, span: Span) -> Place {
        self.source.place(span)
    }

    /// The words at `span`, decoded.
    pub fn quote(&self, span: Span) -> &str {
        self.source.quote(span)
    }
}
