//! What was read of a file before, so that it need not be read again.
//!
//! Reading a document consults neither target files nor other documents nor the as-of day, so what
//! it gives depends on few things: the bytes of the file, its path, the date that a table gives it,
//! the settings of reading, the rules of language, and the program itself. An entry is used only
//! when all of these are as they were, and when its own checksum holds: a cache that is old, foreign
//! or damaged costs time, never a wrong answer.
//!
//! The store is SQLite, because what is asked of it is what SQLite is good at: several processes at
//! once, a process that is killed while it writes, a full disk, a folder that cannot be written to.
//! There is one file for each working directory, and in it one row for each path and settings, so
//! that it does not grow with the number of runs.
//!
//! How the statements of a corpus were linked is kept too, one row for each of a few sets of paths. It holds as long
//! as nothing at all has changed: no file, no rule of the desk, not the day of judgement.

mod folder;
mod key;
mod store;

pub use folder::{Cleaned, Info, clean, info};
pub use key::{Parts, Reading, Seal, Slot, seal};
pub use store::Cache;

use std::path::PathBuf;

/// Where a cache is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The folder of all caches.
    pub folder: PathBuf,
    /// The working directory, which the paths of documents are relative to.
    pub project: PathBuf,
    /// Whether somebody named the folder: then it is said when it cannot be used.
    pub named: bool,
}

impl Home {
    /// The file that holds the entries.
    fn file(&self) -> PathBuf {
        let name = blake3::hash(self.project.as_os_str().as_encoded_bytes()).to_hex();
        self.folder.join(format!("{}.{}", name.get(..16).unwrap_or_default(), folder::EXTENSION))
    }
}

/// What a cache was good for in one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Files that did not have to be read anew.
    pub known: usize,
    /// Files that were read and are now known.
    pub learnt: usize,
    /// What was wrong with the cache, for people. The run did its whole job all the same.
    pub trouble: Option<String>,
}

/// How a build of this program is told from every other one.
fn build() -> &'static str {
    concat!(env!("CARGO_PKG_VERSION"), " ", env!("BYWHEN_BUILD"))
}

#[cfg(test)]
mod tests;
