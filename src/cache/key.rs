//! What an entry depends on.

use crate::calendar::Day;
use crate::corpus::{FileKind, Options, SourceFile};
use crate::time::Country;
use std::path::Path;

/// What the readings of a run have in common.
pub struct Reading<'r> {
    options: &'r Options,
    settings: [u8; 32],
    dates: [u8; 32],
}

/// What an entry is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// What was read of a file.
    File,
    /// How the statements of a whole corpus were linked.
    Links,
}

/// A hash that says what was read of a file: two readings that have one seal are alike.
pub type Seal = [u8; 16];

/// The seal of what is known by a text alone.
pub fn seal(text: &str) -> Seal {
    let mut seal = Seal::default();
    blake3::Hasher::new().update(text.as_bytes()).finalize_xof().fill(&mut seal);
    seal
}

/// The place of an entry, and what the entry must say of itself to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub(super) kept: Kept,
    pub(super) place: i64,
    pub(super) key: [u8; 32],
}

impl<'r> Reading<'r> {
    /// `cues` are the names and texts of the cue files that were read beside the built-in ones.
    pub fn new<'c>(options: &'r Options, country: Country, cues: impl IntoIterator<Item = (&'c str, &'c str)>) -> Self {
        // Named one by one, so that a new setting cannot be forgotten here. Of a `Language` only the country is a setting;
        // all else in it is made of the program and the cue files.
        let Options { dates, fields, living: _, order, max_bytes: _, max_record_bytes: _ } = options;
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
        Slot { kept: Kept::File, place: i64::from_le_bytes(place), key: parts.hash() }
    }

    /// The slot of the links of a corpus: its place is told by what was `named` on the command line, and what it depends
    /// on are the seals of its files in order, the desk's rules and the day of judgement.
    pub fn links<'p>(&self, named: impl Iterator<Item = &'p Path>, seals: &[Seal], rules: &[u8; 32], as_of: Day) -> Slot {
        let mut parts = Parts::default();
        parts.add(&self.settings);
        named.for_each(|path| parts.add(path.as_os_str().as_encoded_bytes()));
        let mut place = [0; 8];
        place.copy_from_slice(&parts.hash()[..8]);
        parts.add(rules);
        parts.add(as_of.to_string().as_bytes());
        seals.iter().for_each(|seal| parts.add(seal));
        Slot { kept: Kept::Links, place: i64::from_le_bytes(place), key: parts.hash() }
    }
}

/// A hash over parts, none of which can pass for two.
#[derive(Clone, Default)]
pub struct Parts(blake3::Hasher);

impl Parts {
    /// Adds a part.
    pub fn add(&mut self, part: &[u8]) {
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// The hash of the parts so far.
    pub fn hash(&self) -> [u8; 32] {
        *self.0.finalize().as_bytes()
    }
}
