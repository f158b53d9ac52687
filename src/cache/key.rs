//! What an entry depends on.

use crate::corpus::{FileKind, Options, SourceFile};
use crate::statements::Language;

/// What the readings of a run have in common.
pub struct Reading<'r> {
    options: &'r Options,
    settings: [u8; 32],
    dates: [u8; 32],
}

/// The place of a file's entry, and what the entry must say of itself to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub(super) place: i64,
    pub(super) key: [u8; 32],
}

impl<'r> Reading<'r> {
    /// `cues` are the names and texts of the cue files that were read beside the built-in ones.
    pub fn new<'c>(options: &'r Options, language: &Language, cues: impl IntoIterator<Item = (&'c str, &'c str)>) -> Self {
        // Named one by one, so that a new setting cannot be forgotten here.
        let Options { dates, fields, living: _, order, max_bytes: _, max_record_bytes: _ } = options;
        let Language { lexicon: _, reader: _, grammar: _, country, triggers: _ } = language;
        let mut settings = Parts::default();
        settings.add(super::build().as_bytes());
        settings.add(format!("{fields:?} {order:?}").as_bytes());
        settings.add(country.code().as_bytes());
        for (name, text) in cues {
            settings.add(name.as_bytes());
            settings.add(text.as_bytes());
        }
        let mut table = Parts::default();
        for path in dates.paths() {
            table.add(path.as_bytes());
            table.add(format!("{:?}", dates.date(path)).as_bytes());
        }
        Self { options, settings: settings.hash(), dates: table.hash() }
    }

    /// The slot of a file that holds `bytes`; `wanted` is whether it is read even if it is a draft.
    pub fn slot(&self, file: &SourceFile, bytes: &[u8], wanted: bool) -> Slot {
        let SourceFile { path, shown, kind, named: _ } = file;
        let mut parts = Parts::default();
        parts.add(&self.settings);
        parts.add(path.as_os_str().as_encoded_bytes());
        parts.add(shown.as_bytes());
        let mut place = [0; 8];
        place.copy_from_slice(&parts.hash()[..8]);
        parts.add(format!("{kind:?} {wanted}").as_bytes());
        parts.add(format!("{:?}", self.options.dates.date(shown)).as_bytes());
        if matches!(kind, FileKind::Json | FileKind::JsonLines | FileKind::Feed | FileKind::Unknown) {
            // Records are dated by their ids, which are known only once they have been read.
            parts.add(&self.dates);
        }
        parts.add(&[u8::from(self.options.living.matched(shown, false).is_ignore())]);
        parts.add(blake3::hash(bytes).as_bytes());
        Slot { place: i64::from_le_bytes(place), key: parts.hash() }
    }
}

/// A hash over parts, none of which can pass for two.
#[derive(Default)]
struct Parts(blake3::Hasher);

impl Parts {
    fn add(&mut self, part: &[u8]) {
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    fn hash(&self) -> [u8; 32] {
        *self.0.finalize().as_bytes()
    }
}
