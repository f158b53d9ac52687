//! What was found, as a database: for those who would rather ask their own questions.
//!
//! The tables and views are in `schema.sql`; `docs/database.md` says what is in them. Days are
//! written as `2024-03-06`, and what may be a period has a first and a last day. The file is written
//! beside its place and moved there when it is whole.

mod rows;

use crate::findings::Finding;
use crate::findings::review::Review;
use crate::timeline::Record;
use rusqlite::{Connection, OpenFlags};
use std::io;
use std::path::{Path, PathBuf};

/// The layout of the database; it grows when a table or column changes its meaning or goes.
pub const LAYOUT: i32 = 1;

/// The statements that make the tables, indexes and views.
pub const SCHEMA: &str = include_str!("schema.sql");

/// What is exported.
#[derive(Clone, Copy)]
pub struct Export<'e> {
    /// Documents, statements, targets, verdicts.
    pub record: &'e Record,
    /// Findings that are reported.
    pub findings: &'e [Finding],
    /// Findings that are not, and why.
    pub review: &'e Review,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database could not be made.
    #[error("{0}")]
    Database(#[from] rusqlite::Error),
    /// The file could not be put in its place.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// Another program is at work on the database that would be replaced.
    #[error("another program has it open ({} is there)", .0.display())]
    InUse(PathBuf),
}

/// Writes the database at `path`, whole or not at all. One that is there is replaced.
///
/// # Errors
/// See [`ExportError`]; what was at `path` before is then untouched.
pub fn write(export: Export<'_>, path: &Path) -> Result<(), ExportError> {
    if path.exists() && !path.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file").into());
    }
    // What SQLite keeps beside the old file would be taken for a part of the new one.
    if let Some(other) = ["-wal", "-journal"].map(|ending| beside(path, ending)).into_iter().find(|other| other.exists()) {
        return Err(ExportError::InUse(other));
    }
    let part = beside(path, &format!(".{}.part", std::process::id()));
    let written = fill(export, &part).and_then(|()| {
        std::fs::File::open(&part)?.sync_all()?;
        Ok(std::fs::rename(&part, path)?)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
        let _ = std::fs::remove_file(beside(&part, "-journal"));
    }
    written
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn fill(export: Export<'_>, path: &Path) -> Result<(), ExportError> {
    // Left behind by a run that was killed.
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags)?;
    // Nobody sees the file before it is whole: nothing need be kept for a way back.
    db.pragma_update(None, "journal_mode", "OFF")?;
    db.pragma_update(None, "synchronous", "OFF")?;
    db.pragma_update(None, "user_version", LAYOUT)?;
    let all = db.transaction()?;
    all.execute_batch(SCHEMA)?;
    rows::write(export, &all)?;
    all.commit()?;
    db.execute_batch("PRAGMA optimize")?;
    db.close().map_err(|(_, error)| error)?;
    Ok(())
}

#[cfg(test)]
mod tests;
