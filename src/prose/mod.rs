//! Second room: blocks with zones and headings, sentences, tokens, tags, clauses.

use crate::calendar::Interval;
use crate::corpus::{Document, Element, Mark, OffsetMap, Shape};
use crate::source::{Span, TextRange};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

mod blocks;
mod parts;
mod sentences;
mod zones;

pub use blocks::blocks;
pub use sentences::{sentences, split};
pub use zones::{Effect, ZoneRules};

pub mod clauses;
pub mod read;
pub mod tagger;

pub use read::Reader;

/// What kind of place in the document a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zone {
    /// The document's title.
    Title,
    /// Standfirst, description.
    Summary,
    /// A heading.
    Heading,
    /// A paragraph.
    #[default]
    Paragraph,
    /// A list item.
    ListItem,
    /// A table cell.
    TableCell,
    /// A caption.
    Caption,
    /// A footnote.
    Footnote,
    /// A block quotation: somebody else's words.
    Quotation,
    /// Teasers, related articles, newsletter lines, navigation: says nothing about this document's targets.
    Teaser,
    /// A dated update inside the document: speaks from its own date.
    Update,
}

/// Index of a block in its document.
pub type BlockIndex = usize;

/// A stretch of prose: what sentences are found in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// Its zone.
    pub zone: Zone,
    /// What a reader sees.
    pub text: String,
    /// From the text to the bytes of the file.
    pub map: OffsetMap,
    /// Marked stretches (struck, code, links, emphasis, quotes), sorted by start.
    pub marks: Vec<Mark>,
    /// The headings above it, outermost first.
    pub headings: Vec<BlockIndex>,
    /// The list item or paragraph that introduces it ("Our goals for 2026:"), nearest one.
    pub lead_in: Option<BlockIndex>,
    /// The header of its column, for a table cell.
    pub column_header: Option<BlockIndex>,
    /// The other cells of its row, for a table cell, left to right.
    pub row: Vec<BlockIndex>,
    /// The day an update block speaks from; `None`: the document's own.
    pub speaks_from: Option<Interval>,
}

/// Whether each element of a document is one block, which is read by itself: nothing in it is a list or a table, of which one
/// part may complete another. Nor does a bracket stand in it.
pub fn is_plain(document: &Document) -> bool {
    let is_listed = |element: &Element| matches!(element.shape, Shape::ListItem(_) | Shape::Cell { .. });
    !document.elements.iter().any(|element| is_listed(element) || parts::may_be_list(element))
}

impl Block {
    /// The bytes of the file that `range` of the text came from.
    pub fn span(&self, range: TextRange) -> Span {
        self.map.span(range)
    }
}

/// Part of speech (Penn Treebank).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Tag {
    CC,
    CD,
    DT,
    EX,
    FW,
    IN,
    JJ,
    JJR,
    JJS,
    LS,
    MD,
    NN,
    NNS,
    NNP,
    NNPS,
    PDT,
    POS,
    PRP,
    PRPS,
    RB,
    RBR,
    RBS,
    RP,
    SYM,
    TO,
    UH,
    VB,
    VBD,
    VBG,
    VBN,
    VBP,
    VBZ,
    WDT,
    WP,
    WPS,
    WRB,
    /// Punctuation of any kind.
    Punct,
}

/// A word, number or punctuation mark, with its tag and lemma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// Where in the block's text.
    pub range: TextRange,
    /// Its part of speech.
    pub tag: Tag,
    /// Lower-cased form, typographic apostrophes made plain.
    pub lower: Cow<'t, str>,
    /// Dictionary form, lower-cased ("delayed" → "delay").
    pub lemma: Cow<'t, str>,
}

/// When, relative to the text, a verb group places what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tense {
    /// "was", "launched", "had"
    Past,
    /// "is", "launches"
    Present,
    /// "will", "shall", "is going to"
    Future,
    /// An infinitive or participle without a finite verb.
    None,
}

/// What a modal does to the clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Modality {
    /// will, shall
    Will,
    /// would
    Would,
    /// should, ought to
    Should,
    /// must, have to, need to, be required to
    Must,
    /// can
    Can,
    /// could, may, might
    May,
    /// "is to open", "are to be merged": scheduled or ordered.
    BeTo,
}

/// The verbs of a clause taken together: "has not been delayed".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerbGroup {
    /// Indexes into the sentence's tokens: first and one past the last. Adverbs inside belong to
    /// it ("has quietly been dropped"), and so does the subject of a question ("Will it open").
    pub tokens: std::ops::Range<usize>,
    /// Index of the main verb ("delayed"); the copula itself where there is none.
    pub head: usize,
    /// Tense of the finite verb. A group with a modal other than will and shall is `Present`, with
    /// "used to" `Past`; what the modal does to it, `modality` says.
    pub tense: Tense,
    /// have + participle; also "has yet to open", "is still to open", which are `negated` too.
    pub perfect: bool,
    /// be + -ing.
    pub progressive: bool,
    /// be + participle, or a bare past participle.
    pub passive: bool,
    /// The modal, where there is one.
    pub modality: Option<Modality>,
    /// An odd number of negations inside the group: not, n't, never, cannot.
    pub negated: bool,
    /// "no longer", "not any longer": said once, done no more. Counts as no negation in `negated`.
    pub no_longer: bool,
    /// "hardly", "barely", "scarcely", "rarely", "seldom": nearly a negation; not in `negated`.
    pub hardly: bool,
    /// "to launch": an infinitive.
    pub infinitive: bool,
    /// A participle without an auxiliary ("delayed by a week", "raising the levy").
    pub participle: bool,
}

/// What kind of clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClauseKind {
    /// A main clause, or a coordinated one.
    Main,
    /// A relative clause ("which is expected to…").
    Relative,
    /// The content of saying or thinking ("said that…", "said the NHS should…").
    Complement,
    /// "to launch the service", governed by a verb, noun or adjective.
    Infinitive,
    /// "delayed by a week", "raising the levy".
    Participial,
    /// "if it rains", "unless", "should the date slip".
    Conditional,
    /// Another subordinate clause (when, while, because, although, since…).
    Adverbial,
    /// A reporting clause that follows or interrupts what it reports ("…, the minister said",
    /// "…, said the trust"): its parent is the clause reported.
    Attribution,
    /// No verb at all: a headline, a bullet, a label.
    Verbless,
}

/// A noun phrase: head and whole extent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NounPhrase {
    /// Indexes into the sentence's tokens: first and one past the last.
    pub tokens: std::ops::Range<usize>,
    /// Index of its head noun or pronoun.
    pub head: usize,
}

/// One clause of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Kind.
    pub kind: ClauseKind,
    /// Indexes into the sentence's tokens: first and one past the last. Clauses nest; an
    /// embedded clause lies within its parent's tokens or after them, never across.
    pub tokens: std::ops::Range<usize>,
    /// The clause it depends on (index into the sentence's clauses).
    pub parent: Option<usize>,
    /// Its verbs; `None` for a verbless clause.
    pub verbs: Option<VerbGroup>,
    /// Its subject; inherited where it must be (coordination, infinitives, relatives: the antecedent).
    pub subject: Option<NounPhrase>,
    /// Whether the subject was inherited: it then stands outside the clause's own words.
    pub inherited: bool,
    /// Whether the subject denies by itself: "no date", "neither road", "nobody", "none of the sites".
    pub negative_subject: bool,
    /// Index of the predicate after a copula: "due", "complete", "late", "live", "target".
    pub predicate: Option<usize>,
    /// Index of the word that introduces the clause: "which", "that", "if", "and", "to", "with".
    pub marker: Option<usize>,
    /// Whether it asks.
    pub question: bool,
    /// Whether it stands between quotation marks (somebody's words).
    pub quoted: bool,
}

/// A sentence of a block, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence<'t> {
    /// The block's text.
    pub text: &'t str,
    /// Where in the block's text.
    pub range: TextRange,
    /// Its tokens.
    pub tokens: Vec<Token<'t>>,
    /// Noun phrases, left to right, maximal and not overlapping.
    pub noun_phrases: Vec<NounPhrase>,
    /// Clauses, in order of their first token; parents before children (an `Attribution` alone
    /// may come before the clause it reports, as its child).
    pub clauses: Vec<Clause>,
    /// For every token, the innermost clause that it belongs to.
    pub owners: Vec<usize>,
    /// Whether it begins inside a quotation.
    pub begins_quoted: bool,
    /// Whether a quotation that began here (or before) is still open at the end.
    pub quote_open: bool,
}
