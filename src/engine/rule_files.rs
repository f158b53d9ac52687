//! The files that a desk has written: which they are, and what they hold.

use super::EngineError;
use std::path::{Path, PathBuf};

/// The files that are named, and the `.toml` files of folders that are named, in order of their paths.
///
/// A folder speaks for what is in it: a file in it that is a link out of it is refused, since nobody named
/// where it leads.
pub(super) fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, EngineError> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let unreadable = |e: std::io::Error| EngineError::Other(format!("cannot read {}: {e}", path.display()));
        let folder = path.canonicalize().map_err(unreadable)?;
        for entry in std::fs::read_dir(path).map_err(unreadable)? {
            let inside = entry.map_err(unreadable)?.path();
            if inside.extension().is_none_or(|ext| ext != "toml") {
                continue;
            }
            if leads_out(&inside, &folder) {
                return Err(EngineError::Other(format!(
                    "{} is a link out of its folder; name the file that it leads to, or take the link away",
                    inside.display()
                )));
            }
            files.push(inside);
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// What leads nowhere is found out when it is read.
fn leads_out(file: &Path, folder: &Path) -> bool {
    file.canonicalize().is_ok_and(|real| !real.starts_with(folder))
}

/// Cue files hold `[[rule]]`, `[[veto]]` or `[class]`; target files hold `[[target]]`.
pub(super) fn holds_cues(text: &str) -> bool {
    text.lines().map(str::trim).any(|line| matches!(line, "[[rule]]" | "[[veto]]" | "[class]"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_folder_speaks_only_for_what_is_in_it() {
        let top = tempfile::tempdir().expect("a folder");
        let (inside, outside) = (top.path().join("targets"), top.path().join("outside.toml"));
        std::fs::create_dir(&inside).expect("a folder");
        std::fs::write(&outside, "").expect("a file");
        std::fs::write(inside.join("a.toml"), "").expect("a file");
        std::os::unix::fs::symlink("a.toml", inside.join("b.toml")).expect("a link");
        let found = find(std::slice::from_ref(&inside)).expect("files");
        assert_eq!(found, [inside.join("a.toml"), inside.join("b.toml")]);
        std::os::unix::fs::symlink("../outside.toml", inside.join("c.toml")).expect("a link");
        let said = find(std::slice::from_ref(&inside)).expect_err("a link out").to_string();
        assert!(said.contains("c.toml is a link out of its folder"), "{said}");
        // Who names the file has said so.
        assert_eq!(find(&[inside.join("c.toml")]).expect("files"), [inside.join("c.toml")]);
    }
}
