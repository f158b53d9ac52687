//! Finds the files of a corpus: in a fixed order, without following its nose into devices,
//! loops or hidden folders, and saying what it passed over.

use super::left_out::Walked;
use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::FileType;
use std::path::{Path, PathBuf};

/// What a file's name says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// `.txt`, `.text`
    Plain,
    /// `.md`, `.markdown`, `.mkd`, `.qmd`
    Markdown,
    /// `.mdx`: Markdown with components
    Mdx,
    /// `.html`, `.htm`, `.xhtml`
    Html,
    /// `.json`: an object or an array of them
    Json,
    /// `.jsonl`, `.ndjson`: one object a line
    JsonLines,
    /// `.rss`, `.atom`, `.xml`, `.wxr`: a feed or an export
    Feed,
    /// Anything else that was named: its contents decide.
    Unknown,
}

impl FileKind {
    /// What the extension of `path` says.
    pub fn of(path: &Path) -> Self {
        let Some(extension) = path.extension().and_then(|e| e.to_str()) else { return FileKind::Unknown };
        match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" => FileKind::Plain,
            "md" | "markdown" | "mkd" | "mdown" | "qmd" => FileKind::Markdown,
            "mdx" => FileKind::Mdx,
            "html" | "htm" | "xhtml" => FileKind::Html,
            "json" => FileKind::Json,
            "jsonl" | "ndjson" => FileKind::JsonLines,
            "rss" | "atom" | "xml" | "wxr" => FileKind::Feed,
            _ => FileKind::Unknown,
        }
    }

    /// Whether a walk reads such files without being told.
    fn is_prose(self) -> bool {
        matches!(self, FileKind::Plain | FileKind::Markdown | FileKind::Mdx | FileKind::Html)
    }
}

/// A file to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// As it is opened.
    pub path: PathBuf,
    /// As it is shown: relative to the base where it lies below it, `/`-separated, bytes that are
    /// not UTF-8 and control characters percent-encoded.
    pub shown: String,
    /// What its name says it is.
    pub kind: FileKind,
    /// Whether it was named itself rather than found in a folder.
    pub named: bool,
}

/// Why a file was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// A pipe, socket or device.
    NotAFile,
    /// A symbolic link to what is not there.
    BrokenLink,
    /// A symbolic link to a folder, which could lead back to where it stands.
    FolderLink,
    /// A name that begins with a dot.
    Hidden,
    /// A `.gitignore` or `.ignore` names it.
    Ignored,
    /// A JSON file or feed that nobody named.
    NotNamed,
    /// Some other type of file.
    OtherType,
}

impl std::fmt::Display for SkipReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            SkipReason::NotAFile => "a pipe, socket or device",
            SkipReason::BrokenLink => "a link that leads nowhere",
            SkipReason::FolderLink => "a link to a folder: name it to have it read",
            SkipReason::Hidden => "hidden: name it to have it read",
            SkipReason::Ignored => "named in a .gitignore or .ignore: name it to have it read",
            SkipReason::NotNamed => "a data file that was not named",
            SkipReason::OtherType => "not a type of file that is read",
        })
    }
}

/// A file that was passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// As it is shown.
    pub path: String,
    /// Why.
    pub reason: SkipReason,
}

/// Something that could not be found or opened; never stops the rest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {message}")]
pub struct DiscoverError {
    /// As it is shown.
    pub path: String,
    /// In plain words.
    pub message: String,
}

/// How to look.
#[derive(Clone, Debug, Default)]
pub struct DiscoverOptions {
    /// The folder that shown paths are relative to: the working directory.
    pub base: PathBuf,
    /// Globs (as in `.gitignore`): only these files of a folder are read. They may add types that
    /// are not read by themselves (`*.json`).
    pub include: Vec<String>,
    /// Globs of files and folders that are not read.
    pub exclude: Vec<String>,
    /// Read JSON files and feeds found in folders.
    pub records: bool,
    /// Read hidden files and folders.
    pub hidden: bool,
    /// Do not heed `.gitignore`, `.ignore` and the like.
    pub no_ignore: bool,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovered {
    /// The files, each once, in order of their shown paths.
    pub files: Vec<SourceFile>,
    /// What was passed over, in order.
    pub skipped: Vec<Skipped>,
    /// What went wrong, in order.
    pub errors: Vec<DiscoverError>,
}

/// Finds the files that `paths` name or hold. A named file is read whatever its type; a folder
/// gives its files of prose, without hidden and ignored ones. Symbolic links are followed when
/// named, not when found.
pub fn discover(paths: &[PathBuf], options: &DiscoverOptions) -> Discovered {
    let mut found = Discovered::default();
    let mut seen = HashSet::new();
    for path in paths {
        let full = options.base.join(path);
        let shown = shown_path(path, &options.base);
        match std::fs::metadata(&full) {
            Err(error) => found.errors.push(DiscoverError { path: shown, message: io_message(&error) }),
            Ok(meta) if meta.is_dir() => walk(path, options, &mut found, &mut seen),
            Ok(meta) if meta.is_file() => add(path, None, options, true, &mut found, &mut seen),
            Ok(_) => found.errors.push(DiscoverError { path: shown, message: "it is not a file or folder".into() }),
        }
    }
    found.files.sort_by(|a, b| a.shown.cmp(&b.shown).then_with(|| a.path.cmp(&b.path)));
    found.skipped.sort_by(|a, b| a.path.cmp(&b.path));
    found.skipped.dedup();
    found.errors.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| a.message.cmp(&b.message)));
    found.errors.dedup();
    found
}

/// The paths of a file list: one a line, or ended by NUL bytes as `find -print0` writes them.
pub fn file_list(list: &[u8]) -> Vec<PathBuf> {
    let separator = if list.contains(&0) { 0 } else { b'\n' };
    let name = |name: &[u8]| match name.strip_suffix(b"\r") {
        Some(name) if separator == b'\n' => path_of(name),
        _ => path_of(name),
    };
    list.split(|&byte| byte == separator).filter(|part| !part.trim_ascii().is_empty()).map(name).collect()
}

#[cfg(unix)]
fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn path_of(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).into_owned())
}

/// Adds a file; `place` is where it really is, where that is known.
fn add(
    path: &Path,
    place: Option<PathBuf>,
    options: &DiscoverOptions,
    named: bool,
    found: &mut Discovered,
    seen: &mut HashSet<OsString>,
) {
    let full = options.base.join(path);
    let place = place.or_else(|| full.canonicalize().ok()).unwrap_or_else(|| full.clone());
    // One file named twice, or named and found, is one file.
    if seen.insert(place.into_os_string()) {
        let shown = shown_path(path, &options.base);
        found.files.push(SourceFile { kind: FileKind::of(path), path: full, shown, named });
    } else if named {
        // It was found in a folder first; naming it also asks for more.
        let shown = shown_path(path, &options.base);
        if let Some(file) = found.files.iter_mut().find(|file| file.shown == shown) {
            file.named = true;
        }
    }
}

fn walk(root: &Path, options: &DiscoverOptions, found: &mut Discovered, seen: &mut HashSet<OsString>) {
    let full = options.base.join(root);
    // No link is followed on the way to what is found, so that the system need not be asked where each file is.
    let place = full.canonicalize().ok();
    let (include, exclude) = match (globs(&full, &options.include), globs(&full, &options.exclude)) {
        (Ok(include), Ok(exclude)) => (include, exclude),
        (Err(error), _) | (_, Err(error)) => {
            found.errors.push(error);
            return;
        }
    };
    let mut builder = WalkBuilder::new(&full);
    builder
        .hidden(!options.hidden)
        .require_git(false)
        .follow_links(false)
        .sort_by_file_name(|a, b| a.cmp(b))
        .ignore(!options.no_ignore)
        .git_ignore(!options.no_ignore)
        .git_exclude(!options.no_ignore)
        .git_global(false)
        .parents(!options.no_ignore);
    let pruned = exclude.clone();
    builder.filter_entry(move |entry| {
        let is_dir = entry.file_type().is_some_and(|t| t.is_dir());
        entry.depth() == 0 || !is_dir || !pruned.matched(entry.path(), true).is_whitelist()
    });
    let mut walked = Walked::default();
    for entry in builder.build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let (path, message) = walk_message(&error, &options.base);
                found.errors.push(DiscoverError { path: path.unwrap_or_else(|| shown_path(root, &options.base)), message });
                continue;
            }
        };
        let Some(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            walked.folders.push(entry.path().to_path_buf());
        }
        walked.entries.insert(entry.path().to_path_buf());
        if kind.is_dir() || exclude.matched(entry.path(), false).is_whitelist() {
            continue;
        }
        let inside = entry.path().strip_prefix(&full).ok();
        let path = inside.map_or_else(|| entry.path().to_path_buf(), |rest| root.join(rest));
        let place = inside.filter(|_| kind.is_file()).and_then(|rest| Some(place.as_ref()?.join(rest)));
        match judge(&path, entry.path(), kind, &include, options) {
            Ok(()) => add(&path, place, options, false, found, seen),
            Err(Some(reason)) => found.skipped.push(Skipped { path: shown_path(&path, &options.base), reason }),
            Err(None) => {}
        }
    }
    for (entry, kind) in walked.left_out() {
        let is_excluded = exclude.matched(&entry, kind.is_dir()).is_whitelist();
        let is_wanted = kind.is_dir() || judge_name(&entry, &entry, &include, options).is_ok();
        if is_excluded || !is_wanted {
            continue;
        }
        let hidden = entry.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let path = entry.strip_prefix(&full).map_or_else(|_| entry.clone(), |rest| root.join(rest));
        let mut path = shown_path(&path, &options.base);
        if kind.is_dir() {
            path.push('/');
        }
        found.skipped.push(Skipped { path, reason: if hidden { SkipReason::Hidden } else { SkipReason::Ignored } });
    }
}

/// Whether a found file is read; the reason why not, or `None` where there is nothing to say.
fn judge(
    path: &Path,
    full: &Path,
    kind: FileType,
    include: &Override,
    options: &DiscoverOptions,
) -> Result<(), Option<SkipReason>> {
    if kind.is_symlink() {
        // A link to a file inside or outside the folder; a link to a folder could loop.
        return match std::fs::metadata(full) {
            Ok(meta) if meta.is_file() => judge_name(path, full, include, options),
            Ok(meta) if meta.is_dir() => Err(Some(SkipReason::FolderLink)),
            Err(_) => Err(Some(SkipReason::BrokenLink)),
            _ => Err(Some(SkipReason::NotAFile)),
        };
    }
    if !kind.is_file() {
        return Err(Some(SkipReason::NotAFile));
    }
    judge_name(path, full, include, options)
}

fn judge_name(path: &Path, full: &Path, include: &Override, options: &DiscoverOptions) -> Result<(), Option<SkipReason>> {
    if include.num_whitelists() > 0 {
        return if include.matched(full, false).is_whitelist() { Ok(()) } else { Err(None) };
    }
    match FileKind::of(path) {
        kind if kind.is_prose() => Ok(()),
        FileKind::Unknown => Err(Some(SkipReason::OtherType)),
        _ if options.records => Ok(()),
        _ => Err(Some(SkipReason::NotNamed)),
    }
}

fn globs(root: &Path, patterns: &[String]) -> Result<Override, DiscoverError> {
    let mut builder = OverrideBuilder::new(root);
    for pattern in patterns {
        builder.add(pattern).map_err(|error| DiscoverError { path: pattern.clone(), message: format!("not a glob: {error}") })?;
    }
    builder.build().map_err(|error| DiscoverError { path: patterns.join(", "), message: format!("not a glob: {error}") })
}

/// A path as every output shows it.
pub(super) fn shown_path(path: &Path, base: &Path) -> String {
    let relative = if path.is_absolute() { path.strip_prefix(base).unwrap_or(path) } else { path };
    let mut shown = String::new();
    for component in relative.components() {
        use std::path::Component;
        match component {
            Component::CurDir => continue,
            Component::RootDir => {
                shown.push('/');
                continue;
            }
            _ => {}
        }
        if !shown.is_empty() && !shown.ends_with('/') {
            shown.push('/');
        }
        push_name(&mut shown, component.as_os_str());
    }
    if shown.is_empty() { ".".into() } else { shown }
}

/// Only what cannot be shown is encoded: people recognise their own file names.
const HIDDEN: &AsciiSet = &CONTROLS.add(b'%');

fn push_name(shown: &mut String, name: &std::ffi::OsStr) {
    match name.to_str() {
        Some(name) if !name.bytes().any(|b| b.is_ascii_control()) => shown.push_str(name),
        Some(name) => {
            for c in name.chars() {
                if c.is_ascii() {
                    shown.extend(percent_encode(&[c as u8], HIDDEN));
                } else {
                    shown.push(c);
                }
            }
        }
        None => shown.extend(percent_encode(name.as_encoded_bytes(), HIDDEN)),
    }
}

/// An error of the file system in a form that does not differ between systems.
pub(super) fn io_message(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        ErrorKind::IsADirectory => "it is a folder".into(),
        ErrorKind::WouldBlock => "it gives nothing to read without waiting: it is not a file of text".into(),
        _ => error.to_string(),
    }
}

fn walk_message(error: &ignore::Error, base: &Path) -> (Option<String>, String) {
    let (mut path, mut inner) = (None, error);
    loop {
        match inner {
            ignore::Error::WithPath { path: p, err } => (path, inner) = (Some(shown_path(p, base)), err),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => inner = err,
            ignore::Error::Io(error) => return (path, io_message(error)),
            other => return (path, other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn corpus(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            fs::write(path, "x").expect("a file");
        }
        folder
    }

    fn shown(found: &Discovered) -> Vec<&str> {
        found.files.iter().map(|f| f.shown.as_str()).collect()
    }

    #[test]
    fn finds_prose_in_order_and_says_what_it_passed_over() {
        let folder = corpus(&["b.md", "a/z.txt", "a/c.json", "a/p.png", ".hidden/x.md", "out/n.html"]);
        fs::write(folder.path().join(".gitignore"), "out/\n").expect("an ignore file");
        let options = DiscoverOptions { base: folder.path().into(), ..Default::default() };
        let found = discover(&[".".into()], &options);
        assert_eq!(shown(&found), ["a/z.txt", "b.md"]);
        let skipped: Vec<_> = found.skipped.iter().map(|s| (s.path.as_str(), s.reason)).collect();
        let expected = [
            (".hidden/", SkipReason::Hidden),
            ("a/c.json", SkipReason::NotNamed),
            ("a/p.png", SkipReason::OtherType),
            ("out/", SkipReason::Ignored),
        ];
        assert_eq!(skipped, expected);
    }

    #[test]
    fn hidden_and_ignored_files_are_said_but_nothing_that_was_excluded() {
        let folder = corpus(&["a.md", ".draft.md", ".env", ".git/x.md", "old.md", "drafts/c.md", "drafts/.d.md", "x/old.md"]);
        fs::write(folder.path().join(".gitignore"), "old.md\n*.log\n").expect("an ignore file");
        let base = folder.path().to_path_buf();
        let options = DiscoverOptions { base, exclude: vec!["drafts".into()], ..Default::default() };
        let found = discover(&[".".into()], &options);
        let skipped: Vec<_> = found.skipped.iter().map(|s| (s.path.as_str(), s.reason)).collect();
        let expected = [(".draft.md", SkipReason::Hidden), ("old.md", SkipReason::Ignored), ("x/old.md", SkipReason::Ignored)];
        assert_eq!(skipped, expected);
        let everything = DiscoverOptions { hidden: true, no_ignore: true, ..options };
        assert!(discover(&[".".into()], &everything).skipped.iter().all(|s| s.reason == SkipReason::OtherType));
    }

    #[test]
    fn a_missing_path_never_stops_the_rest() {
        let folder = corpus(&["a.md"]);
        let options = DiscoverOptions { base: folder.path().into(), ..Default::default() };
        let found = discover(&["gone.md".into(), "a.md".into(), "./a.md".into()], &options);
        assert_eq!(shown(&found), ["a.md"]);
        assert_eq!(found.errors.len(), 1);
        assert_eq!(found.errors[0].to_string(), "gone.md: there is no such file or folder");
    }

    #[test]
    fn file_lists_by_line_or_by_nul() {
        assert_eq!(file_list(b"a b.md\r\n\nc.md\n"), [PathBuf::from("a b.md"), PathBuf::from("c.md")]);
        assert_eq!(file_list(b"a\nb.md\0c.md\0"), [PathBuf::from("a\nb.md"), PathBuf::from("c.md")]);
    }

    #[test]
    fn globs_include_and_exclude() {
        let folder = corpus(&["a.md", "b.json", "drafts/c.md", "d.txt"]);
        let base = folder.path().to_path_buf();
        let options = DiscoverOptions { base: base.clone(), exclude: vec!["drafts".into()], ..Default::default() };
        assert_eq!(shown(&discover(&[".".into()], &options)), ["a.md", "d.txt"]);
        let options = DiscoverOptions { base, include: vec!["*.json".into()], ..Default::default() };
        assert_eq!(shown(&discover(&[".".into()], &options)), ["b.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn loops_and_odd_names_are_safe() {
        use std::os::unix::ffi::OsStrExt;
        let folder = corpus(&["a/b.md"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/loop")).expect("a link");
        let odd = std::ffi::OsStr::from_bytes(b"caf\xe9\n.md");
        fs::write(folder.path().join(odd), "x").expect("a file");
        let options = DiscoverOptions { base: folder.path().into(), ..Default::default() };
        std::os::unix::fs::symlink("gone.md", folder.path().join("a/gone.md")).expect("a link");
        let found = discover(&[".".into()], &options);
        assert_eq!(shown(&found), ["a/b.md", "caf%E9%0A.md"]);
        let skipped: Vec<_> = found.skipped.iter().map(|s| (s.path.as_str(), s.reason)).collect();
        assert_eq!(skipped, [("a/gone.md", SkipReason::BrokenLink), ("a/loop", SkipReason::FolderLink)]);
    }
}
