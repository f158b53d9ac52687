//! The file that entries are kept in.

use super::key::Kept;
use super::{Home, Seal, Slot, Used, folder};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Entries wait in memory until there are so many bytes of them, or
const BATCH: usize = 4 << 20;
/// so many of them: no more is lost when the process is killed.
const BATCH_ENTRIES: usize = 500;
/// How long another process is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// "bywh": says that the file is ours.
const APPLICATION: i32 = 0x6279_7768;
/// The layout of the file.
const LAYOUT: i32 = 2;
/// Bytes before the entry itself: its key, and a checksum of what follows.
const HEAD: usize = 32 + SUM;
/// Length of the checksum, in bytes.
const SUM: usize = std::mem::size_of::<Seal>();

/// What was read before. Of a cache that cannot be used nothing is known and nothing is kept.
#[derive(Default)]
pub struct Cache {
    store: Option<Store>,
    trouble: Mutex<Option<String>>,
    known: AtomicUsize,
    learnt: AtomicUsize,
}

struct Store {
    file: PathBuf,
    /// Connections that nobody uses just now.
    idle: Mutex<Vec<Connection>>,
    /// `None` where the file can only be read.
    writer: Mutex<Option<Connection>>,
    pending: Mutex<Pending>,
    writable: AtomicBool,
    damaged: AtomicBool,
}

#[derive(Default)]
struct Pending {
    entries: Vec<(Slot, Vec<u8>)>,
    bytes: usize,
}

impl Cache {
    /// Opens the cache at `home`; `None` is a run without one.
    pub fn open(home: Option<&Home>) -> Self {
        let cache = Self::default();
        let Some(home) = home else { return cache };
        match Store::open(home) {
            Ok((store, damaged)) => {
                if damaged {
                    cache.trouble(format!("the cache {} was damaged and is begun anew", store.file.display()));
                }
                Self { store: Some(store), ..cache }
            }
            Err(why) => {
                if home.named {
                    cache.trouble(format!("the cache in {} cannot be used: {why}", home.folder.display()));
                }
                cache
            }
        }
    }

    /// Whether anything can be known, so that a slot is worth its while.
    pub fn is_open(&self) -> bool {
        self.store.is_some()
    }

    /// What is known of a file, with its seal.
    pub fn get<T: DeserializeOwned>(&self, slot: &Slot) -> Option<(T, Seal)> {
        let entry = self.store.as_ref()?.get(slot)?;
        let (head, rest) = entry.split_at_checked(HEAD)?;
        let value = postcard::from_bytes(rest).ok()?;
        if slot.kept == Kept::File {
            self.known.fetch_add(1, Ordering::Relaxed);
        }
        Some((value, head.get(32..)?.try_into().ok()?))
    }

    /// Keeps what was found out about a file, and tells its seal; `None` where nothing can be kept.
    pub fn put<T: Serialize>(&self, slot: &Slot, value: &T) -> Option<Seal> {
        let store = self.store.as_ref().filter(|store| store.writable.load(Ordering::Relaxed))?;
        // What cannot be written down (a name that is not UTF-8) is read every time.
        let entry = postcard::to_extend(value, vec![0; HEAD]).ok()?;
        let (entry, seal) = sealed(slot, entry);
        if slot.kept == Kept::File {
            self.learnt.fetch_add(1, Ordering::Relaxed);
        }
        let full = {
            let mut pending = lock(&store.pending);
            pending.bytes += entry.len();
            pending.entries.push((*slot, entry));
            (pending.bytes > BATCH || pending.entries.len() >= BATCH_ENTRIES).then(|| std::mem::take(&mut *pending))
        };
        if let Some(pending) = full {
            self.write(store, &pending);
        }
        Some(seal)
    }

    fn write(&self, store: &Store, pending: &Pending) {
        if pending.entries.is_empty() || store.damaged.load(Ordering::Relaxed) {
            return;
        }
        let mut writer = lock(&store.writer);
        let Some(db) = writer.as_mut() else { return };
        if let Err(error) = write(db, pending) {
            // Once is enough: a full disk stays full, and the run does not depend on it.
            store.writable.store(false, Ordering::Relaxed);
            *writer = None;
            if is_damage(&error) {
                store.damaged.store(true, Ordering::Relaxed);
            } else {
                self.trouble(format!("the cache {} cannot be written: {error}", store.file.display()));
            }
        }
    }

    fn trouble(&self, message: String) {
        lock(&self.trouble).get_or_insert(message);
    }

    /// Writes what is still to be written, and says what the cache was good for.
    pub fn close(mut self) -> Used {
        if let Some(store) = self.store.take() {
            let pending = std::mem::take(&mut *lock(&store.pending));
            self.write(&store, &pending);
            if store.damaged.load(Ordering::Relaxed) {
                self.trouble(format!("the cache {} was damaged and is begun anew", store.file.display()));
                let file = store.file.clone();
                drop(store);
                let _turn = file.parent().and_then(folder::turn);
                // What was read in this run is read once more in the next one.
                let _ = folder::remove(&file);
            }
        }
        Used {
            known: self.known.into_inner(),
            learnt: self.learnt.into_inner(),
            trouble: self.trouble.into_inner().unwrap_or_else(PoisonError::into_inner),
        }
    }
}

impl Store {
    /// Opens the file, and says whether it had to be begun anew because it was damaged.
    fn open(home: &Home) -> Result<(Self, bool), String> {
        let file = home.file();
        let made = folder::make(&home.folder);
        // Two that begin one cache at once would take each other's half of it for damage.
        let _turn = folder::turn(&home.folder);
        let is_new = !file.exists();
        let mut damaged = false;
        let writer = match made.map_err(|error| error.to_string()).and_then(|()| match prepare(&file) {
            Err(error) if is_damage(&error) => {
                damaged = true;
                folder::remove(&file).map_err(|error| error.to_string())?;
                prepare(&file).map_err(|error| error.to_string())
            }
            other => other.map_err(|error| error.to_string()),
        }) {
            Ok(db) => Some(db),
            // What cannot be written to may still be read.
            Err(why) if is_new || damaged => return Err(why),
            Err(_) => None,
        };
        if is_new && writer.is_some() {
            folder::forget(&home.folder, &file);
        }
        let store = Self {
            idle: Mutex::default(),
            pending: Mutex::default(),
            writable: AtomicBool::new(writer.is_some()),
            writer: Mutex::new(writer),
            damaged: AtomicBool::new(false),
            file,
        };
        Ok((store, damaged))
    }

    /// The entry of a slot with its head, if it is the one that is looked for.
    fn get(&self, slot: &Slot) -> Option<Vec<u8>> {
        if self.damaged.load(Ordering::Relaxed) {
            return None;
        }
        let idle = lock(&self.idle).pop();
        let db = match idle {
            Some(db) => db,
            None => self.reader()?,
        };
        let found = db
            .prepare_cached(match slot.kept {
                Kept::File => "SELECT entry FROM extract WHERE place = ?1",
                Kept::Links => "SELECT entry FROM links WHERE place = ?1",
            })
            .and_then(|mut select| select.query_row([slot.place], |row| row.get::<_, Vec<u8>>(0)).optional());
        let entry = match found {
            Ok(entry) => {
                lock(&self.idle).push(db);
                entry?
            }
            Err(error) => {
                if is_damage(&error) {
                    self.damaged.store(true, Ordering::Relaxed);
                }
                return None;
            }
        };
        let (head, rest) = entry.split_at_checked(HEAD)?;
        let (key, sum) = head.split_at_checked(32)?;
        if key != slot.key {
            return None;
        }
        if sum != checksum(rest) {
            self.damaged.store(true, Ordering::Relaxed);
            return None;
        }
        Some(entry)
    }

    fn reader(&self) -> Option<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = if self.writable.load(Ordering::Relaxed) {
            Connection::open_with_flags(&self.file, flags)
        } else {
            // In a folder that cannot be written to SQLite must be told that nobody else does.
            let path =
                percent_encoding::percent_encode(self.file.as_os_str().as_encoded_bytes(), percent_encoding::NON_ALPHANUMERIC);
            Connection::open_with_flags(format!("file:{path}?immutable=1"), flags | OpenFlags::SQLITE_OPEN_URI)
        };
        let db = db.ok()?;
        db.busy_timeout(PATIENCE).ok()?;
        // One long transaction costs less than one for each entry, and hinders nobody.
        db.execute_batch("BEGIN").ok()?;
        Some(db)
    }
}

/// Opens the file for writing, and makes it if need be.
fn prepare(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(file, flags)?;
    db.busy_timeout(PATIENCE)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "NORMAL")?;
    let number = |db: &Connection, name: &str| db.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    if (number(&db, "application_id")?, number(&db, "user_version")?) != (APPLICATION, LAYOUT) {
        let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have been quicker.
        if (number(&change, "application_id")?, number(&change, "user_version")?) == (APPLICATION, LAYOUT) {
            change.commit()?;
            return Ok(db);
        }
        change.execute_batch(
            "DROP TABLE IF EXISTS extract; CREATE TABLE extract (place INTEGER PRIMARY KEY, entry BLOB NOT NULL);
             DROP TABLE IF EXISTS links; CREATE TABLE links (place INTEGER PRIMARY KEY, entry BLOB NOT NULL)",
        )?;
        change.pragma_update(None, "application_id", APPLICATION)?;
        change.pragma_update(None, "user_version", LAYOUT)?;
        change.commit()?;
    } else {
        // A write that is not one: whether the file lets itself be written to is known now.
        db.transaction_with_behavior(TransactionBehavior::Immediate)?.commit()?;
    }
    Ok(db)
}

/// Sets of named paths whose links are kept.
const MOST_LINKS: i64 = 16;

fn write(db: &mut Connection, pending: &Pending) -> rusqlite::Result<()> {
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        for (slot, entry) in &pending.entries {
            let mut insert = change.prepare_cached(match slot.kept {
                Kept::File => "INSERT OR REPLACE INTO extract (place, entry) VALUES (?1, ?2)",
                Kept::Links => "INSERT OR REPLACE INTO links (place, entry) VALUES (?1, ?2)",
            })?;
            insert.execute((slot.place, entry))?;
            // A hook names other files in every commit: what was linked long ago is not asked for again.
            if matches!(slot.kept, Kept::Links) {
                let kept: i64 = change.query_row("SELECT count(*) FROM links", [], |row| row.get(0))?;
                if kept > MOST_LINKS {
                    change.execute("DELETE FROM links WHERE place <> ?1", [slot.place])?;
                }
            }
        }
    }
    change.commit()
}

/// Writes the head of an entry.
fn sealed(slot: &Slot, mut entry: Vec<u8>) -> (Vec<u8>, Seal) {
    let mut seal = Seal::default();
    if let Some((head, rest)) = entry.split_at_mut_checked(HEAD)
        && let Some((key, sum)) = head.split_at_mut_checked(32)
    {
        key.copy_from_slice(&slot.key);
        seal = checksum(rest);
        sum.copy_from_slice(&seal);
    }
    (entry, seal)
}

fn checksum(bytes: &[u8]) -> Seal {
    let mut sum = [0; SUM];
    blake3::Hasher::new().update(bytes).finalize_xof().fill(&mut sum);
    sum
}

fn is_damage(error: &rusqlite::Error) -> bool {
    let missing = |message: &str| message.contains("no such table") || message.contains("no such column");
    match error {
        rusqlite::Error::SqliteFailure(failure, _)
            if matches!(failure.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) =>
        {
            true
        }
        rusqlite::Error::SqliteFailure(_, Some(message)) => missing(message),
        rusqlite::Error::SqlInputError { msg, .. } => missing(msg),
        rusqlite::Error::InvalidColumnType(..) => true,
        _ => false,
    }
}

/// A thread that panicked while it held the lock left nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
