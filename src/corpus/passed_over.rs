//! Documents that can be read and are passed over all the same.

use super::Document;
use super::language;
use std::fmt;

/// Why a document is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassedOver {
    /// Its front matter says that it is not published; naming the file reads it all the same.
    Draft,
    /// It is in a language that the rules do not know (a code of ISO 639-1).
    Language(&'static str),
}

impl fmt::Display for PassedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PassedOver::Draft => f.write_str("a draft, not published: name it to have it read"),
            PassedOver::Language(code) => write!(f, "in {}: only English is read", language::name(code)),
        }
    }
}

impl Document {
    /// Why the document is passed over, if it is. `wanted`: it was asked for by name, or drafts
    /// are what is being checked.
    pub fn passed_over(&self, wanted: bool) -> Option<PassedOver> {
        if self.draft && !wanted {
            return Some(PassedOver::Draft);
        }
        self.language.filter(|code| *code != "en").map(PassedOver::Language)
    }
}
