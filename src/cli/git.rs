//! What changed since a revision, as `git` says: the files, and what they were before.
//!
//! The program `git` is run by itself, without a shell. Nothing is fetched and nothing is written.

use super::Failure;
use crate::engine::revisions::Earlier;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Earlier versions longer than this are not read.
const LONGEST: u64 = 64 << 20;

/// The files that changed since a revision; paths are canonical.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Files that are new or different, those that are not committed among them.
    pub(super) changed: BTreeSet<PathBuf>,
    /// What the different ones were.
    pub(super) earlier: BTreeMap<PathBuf, Earlier>,
}

/// The changes between the point where this branch left `reference` and the files as they are.
pub(super) fn changes(reference: &str, here: &Path) -> Result<Changes, Failure> {
    if reference.starts_with('-') || reference.trim().is_empty() {
        return Err(Failure::Message(format!("--since: `{reference}` is not a revision; name a branch, a tag or a commit")));
    }
    let git = Git { here };
    let Some(top) = git.line(&["rev-parse", "--show-toplevel"])? else {
        return Err(Failure::Message("--since needs a git repository; there is none around the working directory".into()));
    };
    let shallow = git.line(&["rev-parse", "--is-shallow-repository"])?.is_some_and(|said| said == "true");
    let commit = format!("{reference}^{{commit}}");
    let Some(commit) = git.line(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])? else {
        return Err(Failure::Message(if shallow {
            format!("--since: the clone is shallow and does not hold `{reference}`; {DEEPEN}")
        } else {
            format!("--since: git knows no revision `{reference}`; `git fetch` may bring it, `git branch -a` lists branches")
        }));
    };
    let base = match git.line(&["merge-base", &commit, "HEAD"])? {
        Some(base) => base,
        None if shallow => {
            let message =
                format!("--since: the clone is shallow and does not reach back to where it left `{reference}`; {DEEPEN}");
            return Err(Failure::Message(message));
        }
        // Histories without a common start are compared as they are.
        None => commit,
    };
    let top = PathBuf::from(top);
    let mut changes = Changes::default();
    let mut blobs: Vec<(PathBuf, String)> = Vec::new();
    let raw = git.bytes(&["diff", "--raw", "-z", "--no-abbrev", "--find-renames", "--diff-filter=AMRCT", &base, "--"])?;
    let mut fields = raw.split(|byte| *byte == 0);
    while let Some(head) = fields.next().filter(|head| head.starts_with(b":")) {
        let head = String::from_utf8_lossy(head).into_owned();
        let parts: Vec<&str> = head.split(' ').collect();
        let (mode, blob, status) = match parts.as_slice() {
            [before, _, blob, _, status, ..] => (before.trim_start_matches(':'), *blob, *status),
            _ => break,
        };
        let Some(mut path) = fields.next() else { break };
        if status.starts_with(['R', 'C']) {
            match fields.next() {
                Some(new) => path = new,
                None => break,
            }
        }
        // What is gone, or leads nowhere, is no document.
        let Ok(path) = top.join(path_of(path)).canonicalize() else { continue };
        if mode.starts_with("100") && !status.starts_with(['A', 'C']) {
            blobs.push((path.clone(), blob.to_owned()));
        }
        changes.changed.insert(path);
    }
    for path in git.at(&top).bytes(&["ls-files", "--others", "--exclude-standard", "-z"])?.split(|byte| *byte == 0) {
        if let Some(path) = Some(path).filter(|p| !p.is_empty()).and_then(|p| top.join(path_of(p)).canonicalize().ok()) {
            changes.changed.insert(path);
        }
    }
    for (path, bytes) in git.blobs(blobs)? {
        changes.earlier.insert(path, Earlier { name: reference.to_owned(), bytes });
    }
    Ok(changes)
}

const DEEPEN: &str = "run `git fetch --unshallow`, or check out with `fetch-depth: 0`";

struct Git<'a> {
    here: &'a Path,
}

impl Git<'_> {
    fn at<'b>(&self, here: &'b Path) -> Git<'b> {
        Git { here }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.here).args(["-c", "core.quotepath=off"]).args(arguments);
        command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").stdin(Stdio::null());
        command
    }

    fn started(error: &std::io::Error) -> Failure {
        Failure::Message(match error.kind() {
            std::io::ErrorKind::NotFound => "--since needs the program `git`, which is not found on the PATH".into(),
            _ => format!("--since: cannot run git: {error}"),
        })
    }

    /// The one line that git answers; `None` when it answers nothing or says no.
    fn line(&self, arguments: &[&str]) -> Result<Option<String>, Failure> {
        let output = self.command(arguments).output().map_err(|error| Self::started(&error))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let line = text.lines().next().unwrap_or_default().to_owned();
        Ok((output.status.success() && !line.is_empty()).then_some(line))
    }

    fn bytes(&self, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
        let output = self.command(arguments).output().map_err(|error| Self::started(&error))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or("no reason given").trim_start_matches("fatal: ").to_owned();
        Err(Failure::Message(format!("--since: git {} failed: {said}", arguments.first().unwrap_or(&""))))
    }

    /// What the blobs hold, by path. Those that are missing (a partial clone) are left out.
    fn blobs(&self, wanted: Vec<(PathBuf, String)>) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = self.command(&["cat-file", "--batch"]);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(|e| Self::started(&e))?;
        let failed = |error: std::io::Error| Failure::Message(format!("--since: cannot read from git: {error}"));
        let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else { return Ok(Vec::new()) };
        let mut out = BufReader::new(stdout);
        let mut found = Vec::with_capacity(wanted.len());
        // One question at a time: neither side can wait for the other.
        for (path, blob) in wanted {
            writeln!(stdin, "{blob}").and_then(|()| stdin.flush()).map_err(failed)?;
            let mut head = String::new();
            out.read_line(&mut head).map_err(failed)?;
            let size = head.trim_end().rsplit_once(" blob ").and_then(|(_, size)| size.parse::<u64>().ok());
            let Some(size) = size else { continue };
            if size > LONGEST {
                std::io::copy(&mut (&mut out).take(size + 1), &mut std::io::sink()).map_err(failed)?;
                continue;
            }
            let mut bytes = Vec::new();
            (&mut out).take(size).read_to_end(&mut bytes).map_err(failed)?;
            out.read_exact(&mut [0]).map_err(failed)?;
            found.push((path, bytes));
        }
        drop(stdin);
        child.wait().map_err(failed)?;
        Ok(found)
    }
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(bytes.to_vec())
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}
