//! Fourth room: what a document says about dated targets.

mod acronyms;
pub(crate) mod antecedent;
mod carried;
mod commitment;
mod date_use;
mod dated_event;
mod ellipsis;
mod extract;
mod factuality;
mod gapping;
mod inherited;
mod interposed;
mod label;
mod lexicon;
mod minutes;
mod names;
mod numbered;
mod outcome;
pub mod parts;
mod pattern;
mod plan;
mod probe;
mod reading;
pub mod rule_test;
mod schedule;
mod subject;
mod tense;
mod trace;
mod triggers;
mod vocabulary;
mod word_list;
mod writer;

pub use acronyms::Acronym;
pub use extract::{Language, extract};
pub use lexicon::{CueError, CueRule, ENGLISH, Example, Lexicon, Veto};
pub use names::Names;
pub use numbered::Numbered;
pub use probe::clauses_on;
pub use trace::trace;
pub use triggers::Triggers;
pub use word_list::WordList;

use crate::calendar::Interval;
use crate::corpus::{DatedBy, Format};
use crate::findings::Confidence;
use crate::prose::Zone;
use crate::source::{Digest, Place};
use serde::{Deserialize, Serialize};
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// The kinds of statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A target with a deadline is set, repeated or reported.
    Commitment,
    /// The target was delivered.
    Met,
    /// The deadline passed without delivery.
    Missed,
    /// The deadline itself was changed.
    Moved,
    /// The target was given up.
    Dropped,
    /// The deadline may not be held.
    AtRisk,
    /// The deadline is reaffirmed.
    OnTrack,
}

/// How firmly a commitment is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// will, must, plan, scheduled, due, pledged…
    Firm,
    /// hope, expect, aim, target, likely, around…
    Hedged,
}

/// Whose word it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// The document's own voice: narrator, issuing body, speaker of a speech.
    Own,
    /// Somebody whom the document quotes or reports.
    Reported,
    /// A third party's allegation.
    Alleged,
}

/// How the text stands to the truth of the clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factuality {
    /// Said as a fact.
    Certain,
    /// Said as probable or seeming.
    Probable,
    /// Said as possible.
    Possible,
}

/// A deadline as worded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The calendar days that the wording names.
    pub interval: Interval,
    /// The wording.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// Approximate, or counted from the day of speech.
    pub approximate: bool,
}

/// What the linker compares statements by. Everything is lower-case and already lemmatised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Class of the event: "launch", "complete", "enact", "stop", "publish", "build"…
    pub event: Option<Box<str>>,
    /// Head of what is to be brought about ("programme", "bridge").
    pub head: Option<Box<str>>,
    /// Content words of subject and object, modifiers included, without function words.
    pub terms: WordList,
    /// Content words of the rest of its sentence, of the headings over it and of what introduces it.
    #[serde(default)]
    pub context: WordList,
    /// Content words of the sentences around it in its paragraph.
    #[serde(default)]
    pub around: WordList,
    /// The clause speaks of its target by an anaphor ("the target", "this deadline", "it").
    pub anaphoric: bool,
    /// An earlier text lent it the words that name its thing, which it calls "it".
    pub lent: bool,
    /// What only some have; nothing where it would be empty.
    pub exact: Option<Box<Exact>>,
}

/// What a [`Key`] holds of names and numbers, where there are any: it reads like fields of the key itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exact {
    /// Proper names, each as one string ("frontline productivity programme").
    pub names: WordList,
    /// Quantities with units ("5000 gp", "1.5m home", "90 %").
    pub quantities: WordList,
    /// Acronyms ("epr").
    pub acronyms: WordList,
    /// Versions and stages, exact ("11.4", "milestone 6", "phase 2", "beta").
    pub stages: WordList,
    /// Hyperlink targets in or beside the clause.
    pub links: Box<[String]>,
}

impl Deref for Key {
    type Target = Exact;

    fn deref(&self) -> &Exact {
        static NOTHING: LazyLock<Exact> = LazyLock::new(Exact::default);
        self.exact.as_deref().unwrap_or_else(|| &NOTHING)
    }
}

impl DerefMut for Key {
    fn deref_mut(&mut self) -> &mut Exact {
        self.exact.get_or_insert_default()
    }
}

/// One statement, as found in one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Where the clause stands.
    pub place: Place,
    /// The bytes of the place, decoded: markup, entities and line breaks as they stand in the file.
    pub text: Arc<str>,
    /// The same as a reader sees it, in one line: in one piece of memory where both are alike.
    pub prose: Arc<str>,
    /// Zone of its block.
    pub zone: Zone,
    /// Kind.
    pub kind: Kind,
    /// The deadline: of a `Moved`, the new one.
    pub deadline: Option<Box<Deadline>>,
    /// The earlier deadline that the clause names.
    pub old_deadline: Option<Box<Deadline>>,
    /// When the commitment was made, where the clause says so; else the day the block speaks from.
    pub made_on: Option<Interval>,
    /// The day the clause speaks from: the document's date, or its update block's.
    pub speaks_from: Option<Interval>,
    /// When the thing was delivered, for `Met`, where the clause says so.
    pub delivered: Option<Interval>,
    /// How firmly.
    pub strength: Strength,
    /// What it is about, in the text's own words.
    pub subject: Box<str>,
    /// Who is to do it.
    pub actor: Option<Box<str>>,
    /// Who says so.
    pub speaker: Option<Box<str>>,
    /// Whose word.
    pub voice: Voice,
    /// How certain.
    pub factuality: Factuality,
    /// How sure the program is.
    pub confidence: Confidence,
    /// Id of the cue rule.
    pub cue: Arc<str>,
    /// A deed told as done (`Met`) or not done (`Missed`) without an outcome word, or something put off of which nobody
    /// can see that it was promised (`Moved`): counts only once an earlier commitment is linked.
    pub candidate: bool,
    /// The clause retells an earlier commitment (a past saying date, "originally", "had promised").
    pub retold: bool,
    /// Struck through: evidence of an earlier deadline, never a current one.
    pub struck: bool,
    /// Number of the section (heading path) it stands in, for anaphora.
    pub section: usize,
    /// What the linker compares it by.
    pub key: Key,
}

impl Statement {
    /// Whether it tells a deed, done or not done, that counts only beside an earlier promise.
    pub fn tells_a_deed(&self) -> bool {
        self.candidate && self.kind != Kind::Moved
    }
}

/// A clause that names something that might be a target without saying anything of a deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Where.
    pub place: Place,
    /// The words.
    pub text: String,
    /// What the linker compares it by.
    pub key: Key,
}

/// Something wrong with a document that its reader should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// Could not be read, and why.
    Unreadable(String),
    /// Has no date.
    Undated,
    /// Sources of its date disagree.
    DateConflict(Vec<DatedBy>),
}

/// All that is kept of one document: the artefact of the parallel stage. Holds no text but quotes.
///
/// Of a large archive most documents say nothing of any deadline, and all of them are held at once. So only what every
/// document has stands here; the rest is [`Told`], which reads like fields of the extract itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extract {
    /// Its path as shown, or the id of a record.
    pub doc: Arc<str>,
    /// Title.
    pub title: Option<Arc<str>>,
    /// Publication date.
    pub published: Option<DatedBy>,
    /// Its format.
    pub format: Option<Format>,
    /// Speaks on the as-of day.
    pub living: bool,
    /// Hash of the file's bytes.
    pub hash: Digest,
    /// What only some documents have; nothing where it would be empty.
    pub told: Option<Box<Told>>,
}

/// What an [`Extract`] holds of a document that says something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The file it is in, as opened, where that is not its path as shown: see [`Extract::file`].
    pub file: Option<Box<Path>>,
    /// The line of the record in that file, where the document is one of several.
    #[serde(default)]
    pub record_line: Option<crate::source::Line>,
    /// Address.
    pub url: Option<String>,
    /// Date of revision.
    pub updated: Option<DatedBy>,
    /// Fingerprint of the text for near-duplicates (64-bit simhash of word shingles; 0: none).
    pub similarity: u64,
    /// Statements, in order of place.
    pub statements: Vec<Statement>,
    /// Mentions, in order of place.
    pub mentions: Vec<Mention>,
    /// Acronyms that it defines, in order of place.
    #[serde(default)]
    pub acronyms: Vec<Acronym>,
    /// The names that it speaks of; empty where it holds no statement.
    #[serde(default)]
    pub names: Names,
    /// The names with numbers that it writes most often; empty where it holds no statement.
    #[serde(default)]
    pub numbered: Box<[Numbered]>,
    /// Problems.
    pub problems: Vec<Problem>,
}

impl Deref for Extract {
    type Target = Told;

    fn deref(&self) -> &Told {
        static NOTHING: LazyLock<Told> = LazyLock::new(Told::default);
        self.told.as_deref().unwrap_or_else(|| &NOTHING)
    }
}

impl DerefMut for Extract {
    fn deref_mut(&mut self) -> &mut Told {
        self.told.get_or_insert_default()
    }
}

impl Extract {
    /// The same, with what it tells.
    pub fn with(self, told: Told) -> Self {
        let told = (told != Told::default()).then(|| Box::new(told));
        Self { told, ..self }
    }

    /// Its statements alone.
    pub fn into_statements(self) -> Vec<Statement> {
        self.told.map_or_else(Vec::new, |told| told.statements)
    }

    /// Gives back the room of what only the linker looks at: the names that it speaks of, and of its statements the heads and
    /// the words around them. By their own words targets are looked for in drafts.
    pub(crate) fn forget_surroundings(&mut self) {
        let Some(told) = self.told.as_deref_mut() else { return };
        told.names = Names::default();
        for key in told.statements.iter_mut().map(|statement| &mut statement.key) {
            (key.head, key.context, key.around) = (None, WordList::default(), WordList::default());
        }
    }

    /// The file it is in, as it is opened.
    pub fn file(&self) -> &Path {
        self.file.as_deref().unwrap_or(Path::new(&*self.doc))
    }

    /// `file`, where it must be kept to open the document called `doc`.
    pub(crate) fn file_apart(file: &Path, doc: &str) -> Option<Box<Path>> {
        let plain = file.strip_prefix(".").unwrap_or(file);
        (plain.as_os_str() != doc).then(|| file.into())
    }

    /// Whether the document could not be read at all.
    pub fn unreadable(&self) -> bool {
        self.problems.iter().any(|problem| matches!(problem, Problem::Unreadable(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_tells_nothing_takes_little_room() {
        assert!(size_of::<Extract>() <= 120, "{}", size_of::<Extract>());
        let quiet = Extract { doc: "a.md".into(), ..Extract::default() }.with(Told::default());
        assert!(quiet.told.is_none() && quiet.statements.is_empty() && quiet.problems.is_empty());
        let undated = quiet.clone().with(Told { problems: vec![Problem::Undated], ..Told::default() });
        assert_eq!((undated.problems.len(), undated.statements.len()), (1, 0));
        assert_eq!(undated.with(Told::default()), quiet);
    }

    #[test]
    fn a_file_is_found_by_its_path_as_shown_or_by_its_own() {
        let of = |file: &str, doc: &str| {
            let told = Told { file: Extract::file_apart(Path::new(file), doc), ..Told::default() };
            let extract = Extract { doc: doc.into(), ..Extract::default() }.with(told);
            (extract.file().to_owned(), extract.told.is_some())
        };
        assert_eq!(of("news/a.md", "news/a.md"), ("news/a.md".into(), false));
        assert_eq!(of("./a.md", "a.md"), ("a.md".into(), false));
        assert_eq!(of("/r/a.md", "/r/a.md"), ("/r/a.md".into(), false));
        assert_eq!(of("a%.md", "a%25.md"), ("a%.md".into(), true));
        assert_eq!(of("all.jsonl", "record-1"), ("all.jsonl".into(), true));
    }
}
