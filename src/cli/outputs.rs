//! Where reports go: standard output, or files that are whole or not there at all.

use super::Failure;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes the file at `path` in one piece: a reader never sees half of it.
pub(super) fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Failure> {
    let failed = |e: std::io::Error| Failure::Message(format!("cannot write {}: {e}", path.display()));
    // Devices and pipes cannot be renamed over.
    if path.exists() && !path.is_file() {
        let mut out = BufWriter::new(std::fs::OpenOptions::new().write(true).open(path).map_err(failed)?);
        return write(&mut out).and_then(|()| out.flush()).map_err(failed);
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let written = std::fs::File::create(&part).and_then(|file| {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.flush()?;
        std::fs::rename(&part, path)
    });
    written.map_err(|error| {
        let _ = std::fs::remove_file(&part);
        failed(error)
    })
}

/// Writes to the file at `path`, or to `out` when there is none.
pub(super) fn write_to(
    path: Option<&Path>,
    out: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    match path {
        Some(path) => write_file(path, write),
        None => Ok(write(out)?),
    }
}
