//! `bywhen cache`: where what was read is kept, and how to be rid of it.

use super::args::GlobalArgs;
use super::{Failure, Status};
use crate::cache::{self, Home};
use crate::output::{sources::shown_path, view::plural};
use clap::{Args, Subcommand};
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

/// `bywhen cache`.
#[derive(Clone, Debug, Args)]
pub struct CacheArgs {
    /// What to do
    #[command(subcommand)]
    pub command: CacheCommand,
}

/// `bywhen cache …`.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum CacheCommand {
    /// Say where it is, what is in it and how large it is
    Info,
    /// Throw away what is kept, of every working directory
    Clean,
}

pub(super) fn run(args: &CacheArgs, global: &GlobalArgs, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some(home) = place(global) else {
        return Err(Failure::Message(
            "there is no folder for caches; name one with --cache-dir, or set XDG_CACHE_HOME or HOME".into(),
        ));
    };
    let folder = shown_path(&home.folder);
    let failed = |e: std::io::Error| Failure::Message(format!("cannot look into {folder}: {e}"));
    match args.command {
        CacheCommand::Info => {
            let info = cache::info(&home).map_err(failed)?;
            writeln!(out, "folder   {folder}")?;
            match (&info.file, info.entries) {
                (None, _) => writeln!(out, "here     nothing yet")?,
                (Some(_), None) => writeln!(out, "here     cannot be read; the next run begins anew")?,
                (Some(file), Some(entries)) => {
                    let file = file.file_name().unwrap_or_default().to_string_lossy();
                    writeln!(out, "here     {}, {}, in {file}", plural(entries, "file"), size(info.bytes))?;
                }
            }
            if info.others > 0 {
                writeln!(out, "others   {}, {}", plural(info.others, "working directory"), size(info.others_bytes))?;
            }
        }
        CacheCommand::Clean => {
            let cleaned = cache::clean(&home).map_err(failed)?;
            writeln!(out, "threw away {} from {folder}, {}", plural(cleaned.caches, "cache"), size(cleaned.bytes))?;
        }
    }
    Ok(Status::Clean)
}

/// Where the cache is, whether or not it is used.
fn place(global: &GlobalArgs) -> Option<Home> {
    let (folder, named) = match &global.cache_dir {
        Some(folder) => (folder.clone(), true),
        None => (user_folder(|name| std::env::var_os(name))?.join("bywhen"), false),
    };
    let here = std::env::current_dir().ok()?;
    Some(Home { folder, project: here.canonicalize().unwrap_or(here), named })
}

/// Where the cache is that a run uses.
///
/// In the user's own folder and not beside the documents: whoever may change those in a pull request
/// could otherwise bring a cache with them that says what they please.
pub(super) fn home(global: &GlobalArgs) -> Option<Home> {
    if global.no_cache { None } else { place(global) }
}

/// The folder that the system has for caches of this user.
fn user_folder(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    // Relative ones would be another folder in every working directory.
    let folder = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if cfg!(windows) {
        return folder("LOCALAPPDATA");
    }
    let home = || folder("HOME");
    if cfg!(target_os = "macos") {
        return folder("XDG_CACHE_HOME").or_else(|| Some(home()?.join("Library/Caches")));
    }
    folder("XDG_CACHE_HOME").or_else(|| Some(home()?.join(".cache")))
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn the_folder_is_the_users_own() {
        let with = |set: &'static [(&str, &str)]| {
            user_folder(|name| set.iter().find(|(other, _)| *other == name).map(|(_, value)| OsString::from(value)))
        };
        assert_eq!(with(&[("HOME", "/home/a")]), Some("/home/a/.cache".into()));
        assert_eq!(with(&[("HOME", "/home/a"), ("XDG_CACHE_HOME", "/var/a")]), Some("/var/a".into()));
        assert_eq!(with(&[("HOME", "/home/a"), ("XDG_CACHE_HOME", "here")]), Some("/home/a/.cache".into()));
        assert_eq!(with(&[]), None);
    }

    #[test]
    fn sizes_are_for_people() {
        assert_eq!([size(12), size(4_097), size(12_345_678)], ["12 bytes", "5 kB", "12.3 MB"]);
    }
}
