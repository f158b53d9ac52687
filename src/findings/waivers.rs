//! Findings that somebody has looked at and waived: in the document itself, or in the configuration.

use super::policy::Paths;
use super::{Excerpt, Finding, folded};
use crate::calendar::Day;
use crate::source::{Place, Span};
use serde::{Deserialize, Serialize};

/// What a waiver in a document covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Covers {
    /// The whole document: it stands in its front matter.
    Document,
    /// What lies between two bytes of the file: the next block, or the text up to `on`.
    Bytes(Span),
}

/// A waiver in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// The document.
    pub doc: String,
    /// Where the waiver stands.
    pub place: Place,
    /// Its words.
    pub text: String,
    /// Codes of the checks that it waives.
    pub checks: Vec<String>,
    /// Why, where it says so.
    pub reason: Option<String>,
    /// What it covers.
    pub covers: Covers,
    /// Why it can do nothing, where it is not written as it must be.
    pub mistake: Option<String>,
}

/// A waiver in the configuration: an `[[ignore]]` table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignore {
    /// Where it stands in the configuration file.
    pub place: Place,
    /// Codes of the checks that it waives.
    pub checks: Vec<String>,
    /// Only in these documents, relative to the configuration's folder.
    pub paths: Option<Paths>,
    /// Only findings that quote these words, white space and case folded.
    pub quote: Option<String>,
    /// Why.
    pub reason: String,
    /// The last as-of day on which it holds.
    pub until: Option<Day>,
}

impl Waiver {
    /// Whether it covers `finding`.
    pub fn covers(&self, finding: &Finding) -> bool {
        if self.mistake.is_some() || *finding.primary.doc != *self.doc || !self.checks.contains(&finding.check) {
            return false;
        }
        match self.covers {
            Covers::Document => true,
            Covers::Bytes(span) => {
                finding.primary.place.is_some_and(|place| span.start <= place.span().start && place.span().start < span.end)
            }
        }
    }
}

impl Ignore {
    /// Whether it covers `finding`; `path` gives the file that an excerpt stands in, relative to the
    /// configuration's folder. Words are looked for in the earlier statements too.
    pub fn covers(&self, finding: &Finding, path: &dyn Fn(&Excerpt) -> Option<String>) -> bool {
        if !self.checks.contains(&finding.check) {
            return false;
        }
        let within =
            |excerpt: &Excerpt| self.paths.as_ref().is_none_or(|paths| path(excerpt).is_some_and(|path| paths.hold(&path)));
        match &self.quote {
            None => within(&finding.primary),
            Some(quote) => {
                let mut excerpts = std::iter::once(&finding.primary).chain(&finding.related);
                excerpts.any(|excerpt| folded(&excerpt.quote).contains(quote.as_str()) && within(excerpt))
            }
        }
    }

    /// Whether its time is over.
    pub fn expired(&self, as_of: Day) -> bool {
        self.until.is_some_and(|until| until < as_of)
    }
}
