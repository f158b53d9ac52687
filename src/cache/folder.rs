//! The folder of caches: making it, looking into it, emptying it.

use super::Home;
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the files of a cache end in.
pub(super) const EXTENSION: &str = "sqlite";

/// A cache that nobody wrote to for so long before another project's was made is thrown away.
const FORGOTTEN: Duration = Duration::from_secs(60 * 24 * 3600);

/// What there is in a folder of caches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// The file of the working directory; `None` when there is none yet.
    pub file: Option<PathBuf>,
    /// How many files are known there; `None` when it cannot be read.
    pub entries: Option<usize>,
    /// Its size in bytes, and that of what stands beside it.
    pub bytes: u64,
    /// How many caches of other working directories there are.
    pub others: usize,
    /// Their size in bytes.
    pub others_bytes: u64,
}

/// What was thrown away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// How many caches.
    pub caches: usize,
    /// How many bytes.
    pub bytes: u64,
}

/// Looks into the folder of `home`.
///
/// # Errors
/// When the folder is there and cannot be listed.
pub fn info(home: &Home) -> io::Result<Info> {
    let mut info = Info::default();
    let own = home.file();
    for (file, bytes) in caches(&home.folder)? {
        if file == own {
            (info.file, info.bytes) = (Some(file), bytes);
        } else {
            info.others += 1;
            info.others_bytes += bytes;
        }
    }
    if info.file.is_some() {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let count = |db: Connection| db.query_row("SELECT count(*) FROM extract", [], |row| row.get::<_, i64>(0));
        let count = Connection::open_with_flags(&own, flags).and_then(count);
        info.entries = count.ok().and_then(|count| usize::try_from(count).ok());
    }
    Ok(info)
}

/// Throws away all caches of the folder, and nothing that is not a cache.
///
/// # Errors
/// When the folder is there and cannot be listed, or a file cannot be removed.
pub fn clean(home: &Home) -> io::Result<Cleaned> {
    let mut cleaned = Cleaned::default();
    for (file, bytes) in caches(&home.folder)? {
        remove(&file)?;
        cleaned.caches += 1;
        cleaned.bytes += bytes;
    }
    Ok(cleaned)
}

/// The caches of a folder with their sizes, in order; a folder that is not there has none.
fn caches(folder: &Path) -> io::Result<Vec<(PathBuf, u64)>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        if !entry.file_type()?.is_file() || !is_cache(&path) {
            continue;
        }
        let size = |path: &Path| fs::metadata(path).map_or(0, |meta| meta.len());
        found.push((path.clone(), size(&path) + beside(&path).iter().map(|path| size(path)).sum::<u64>()));
    }
    found.sort();
    Ok(found)
}

fn is_cache(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    path.extension().is_some_and(|e| e == EXTENSION) && stem.len() == 16 && stem.bytes().all(|b| b.is_ascii_hexdigit())
}

/// What SQLite keeps beside a file that is in use.
fn beside(file: &Path) -> [PathBuf; 3] {
    ["-wal", "-shm", "-journal"].map(|ending| {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}

/// Removes a cache and what stands beside it.
pub(super) fn remove(file: &Path) -> io::Result<()> {
    let gone = |path: &Path| match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    gone(file)?;
    beside(file).iter().try_for_each(|path| gone(path))
}

/// Waits for its turn among the processes that open, begin or throw away a cache of the folder. The turn lasts as long as
/// what is returned; where files cannot be locked, or written at all, nobody waits.
pub(super) fn turn(folder: &Path) -> Option<fs::File> {
    let file = fs::OpenOptions::new().create(true).append(true).open(folder.join("lock")).ok()?;
    file.lock().ok()?;
    Some(file)
}

/// Makes the folder, which nobody else may look into and no backup or repository should hold.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    if !folder.is_dir() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    for (name, text) in [
        (".gitignore", "*\n"),
        ("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n# What bywhen has read. May be deleted at any time.\n"),
    ] {
        let path = folder.join(name);
        if fs::symlink_metadata(&path).is_err() {
            fs::write(path, text)?;
        }
    }
    Ok(())
}

/// Throws away what was forgotten long before `new`, a file just made, came to be.
pub(super) fn forget(folder: &Path, new: &Path) {
    let written = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified());
    let Ok(now) = written(new) else { return };
    for (file, _) in caches(folder).unwrap_or_default() {
        let old = written(&file).ok().and_then(|then| now.duration_since(then).ok());
        if old.is_some_and(|old| old > FORGOTTEN) {
            // It may be in use, or gone already.
            let _ = remove(&file);
        }
    }
}
