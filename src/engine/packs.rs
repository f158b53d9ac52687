//! Packs: the files and folders of rules that are named, in the order in which they are named.
//!
//! A later pack may replace a target of an earlier one, but only by saying so (`override = true`): two targets
//! of one id that do not are a clash, and so is an override of nothing.

use super::EngineError;
use crate::config::read::cannot_read;
use crate::targets::declared::{self, Declared, TargetFileError};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The files of each pack in order, with the number of the pack: files that are named, and the `.toml` files of
/// folders that are named and of the folders in them, in order of their paths. What starts with a point is left out.
pub(super) fn files(packs: &[PathBuf]) -> Result<Vec<(usize, PathBuf)>, EngineError> {
    let mut files = Vec::new();
    let mut seen = BTreeSet::new();
    for (pack, path) in packs.iter().enumerate() {
        let mut found = Vec::new();
        if path.is_dir() {
            let folder = path.canonicalize().map_err(|e| EngineError::Other(cannot_read(&path.display().to_string(), &e)))?;
            below(path, &folder, &mut found)?;
            found.sort();
        } else {
            found.push(path.clone());
        }
        // A file that is named twice is read once.
        files.extend(
            found.into_iter().filter(|file| seen.insert(file.canonicalize().unwrap_or_else(|_| file.clone()))).map(|f| (pack, f)),
        );
    }
    Ok(files)
}

/// A folder speaks for what is in it: a file in it that is a link out of it is refused, since nobody named where it leads.
fn below(folder: &Path, root: &Path, found: &mut Vec<PathBuf>) -> Result<(), EngineError> {
    let unreadable = |e: std::io::Error| EngineError::Other(cannot_read(&folder.display().to_string(), &e));
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let inside = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        // Links are not followed into folders: they may lead back.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            below(&inside, root, found)?;
        } else if inside.extension().is_some_and(|ext| ext == "toml") {
            // What leads nowhere is found out when it is read.
            if inside.canonicalize().is_ok_and(|real| !real.starts_with(root)) {
                return Err(EngineError::Other(format!(
                    "{} is a link out of its folder; name the file that it leads to, or take the link away",
                    inside.display()
                )));
            }
            found.push(inside);
        }
    }
    Ok(())
}

/// Cue files hold `[[rule]]`, `[[veto]]` or `[class]`; target files hold `[[target]]`.
pub(super) fn holds_cues(text: &str) -> bool {
    text.lines().map(str::trim).any(|line| matches!(line, "[[rule]]" | "[[veto]]" | "[class]"))
}

/// The targets of all packs.
#[derive(Default)]
pub(super) struct Packs {
    files: Vec<(usize, String, String)>,
    targets: Vec<(usize, Declared)>,
}

impl Packs {
    /// Adds the targets of a file.
    pub(super) fn add(&mut self, pack: usize, name: &str, text: &str, found: Vec<Declared>) {
        let file = self.files.len();
        self.files.push((pack, name.to_owned(), text.to_owned()));
        self.targets.extend(found.into_iter().map(|target| (file, target)));
    }

    /// The targets, of each id one; else all clashes, each at its place.
    pub(super) fn settle(self) -> Result<Vec<Declared>, Vec<TargetFileError>> {
        let mut settled: Vec<(usize, Declared)> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut clashes = Vec::new();
        for (file, target) in self.targets {
            let Some((pack, name, text)) = self.files.get(file) else { continue };
            let mut clash = |message: String, label: &str, help: String| {
                clashes.push(declared::mistake_at_id(name, text, &target.id, message, label, help));
            };
            let known = places.get(&target.id).and_then(|at| settled.get_mut(*at));
            match known {
                None if target.overrides => clash(
                    format!("no pack before this one declares `{}`", target.id),
                    "overrides nothing",
                    "take out `override`, or name the other pack before this one".to_owned(),
                ),
                None => {
                    places.insert(target.id.clone(), settled.len());
                    settled.push((file, target));
                }
                Some(earlier) => {
                    let (their_pack, their_name) =
                        self.files.get(earlier.0).map_or((0, ""), |(pack, name, _)| (*pack, name.as_str()));
                    if target.overrides && their_pack < *pack {
                        *earlier = (file, target);
                    } else if target.overrides {
                        let help = "a pack replaces targets of packs that are named before it".to_owned();
                        clash(
                            format!("`{}` stands in {their_name} too, which is no earlier pack", target.id),
                            "of the same pack",
                            help,
                        );
                    } else {
                        let help =
                            "give each target its own id; or write `override = true` to replace the other, of an earlier pack";
                        clash(
                            format!("the target id `{}` stands in {their_name} too", target.id),
                            "declared twice",
                            help.to_owned(),
                        );
                    }
                }
            }
        }
        if clashes.is_empty() { Ok(settled.into_iter().map(|(_, target)| target).collect()) } else { Err(clashes) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settle(files: &[(usize, &str, &str)]) -> Result<Vec<String>, Vec<(String, String)>> {
        let mut packs = Packs::default();
        for (pack, name, targets) in files {
            let text: String = targets
                .split(' ')
                .map(|id| {
                    let overrides = if id.ends_with('!') { "override = true\n" } else { "" };
                    let id = id.trim_end_matches('!');
                    format!("[[target]]\nid = \"{id}\"\ntitle = \"{name} {id}\"\naliases = [\"{id}\"]\n{overrides}")
                })
                .collect();
            packs.add(*pack, name, &text, declared::parse(name, &text).expect("valid"));
        }
        let said = |error: TargetFileError| (error.message.clone(), error.label.clone());
        packs.settle().map(|t| t.into_iter().map(|t| t.title).collect()).map_err(|e| e.into_iter().map(said).collect())
    }

    #[test]
    fn a_later_pack_replaces_by_saying_so() {
        let settled = settle(&[(0, "base.toml", "ferry bridge"), (1, "own.toml", "bridge! tram")]);
        assert_eq!(settled, Ok(vec!["base.toml ferry".into(), "own.toml bridge".into(), "own.toml tram".into()]));
    }

    #[test]
    fn clashes_are_said_with_both_places() {
        let clashes = settle(&[(0, "base.toml", "ferry tram!"), (0, "base2.toml", "ferry!"), (1, "own.toml", "ferry")]);
        let clashes = clashes.expect_err("three clashes");
        let labels: Vec<&str> = clashes.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!(labels, ["overrides nothing", "of the same pack", "declared twice"]);
        assert_eq!(clashes[2].0, "the target id `ferry` stands in base.toml too");
    }

    #[test]
    fn folders_are_read_in_depth_and_in_order() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b/x.toml", "b/deep/y.toml", "a.toml", "b/.hidden/z.toml", "b/readme.md"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            std::fs::write(path, "").expect("a file");
        }
        let named = [folder.path().join("b"), folder.path().join("a.toml"), folder.path().join("b/x.toml")];
        let found = files(&named).expect("readable");
        let names: Vec<(usize, String)> = found
            .into_iter()
            .map(|(pack, path)| (pack, path.strip_prefix(folder.path()).expect("inside").display().to_string()))
            .collect();
        assert_eq!(names, [(0, "b/deep/y.toml".into()), (0, "b/x.toml".into()), (1, "a.toml".into())]);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_speaks_only_for_what_is_in_it() {
        let top = tempfile::tempdir().expect("a folder");
        let (inside, outside) = (top.path().join("targets"), top.path().join("outside.toml"));
        std::fs::create_dir(&inside).expect("a folder");
        std::fs::write(&outside, "").expect("a file");
        std::fs::write(inside.join("a.toml"), "").expect("a file");
        std::os::unix::fs::symlink("a.toml", inside.join("b.toml")).expect("a link");
        let found = files(std::slice::from_ref(&inside)).expect("files");
        assert_eq!(found, [(0, inside.join("a.toml"))], "a file that is linked to within is read once");
        std::os::unix::fs::symlink("../outside.toml", inside.join("c.toml")).expect("a link");
        let said = files(std::slice::from_ref(&inside)).expect_err("a link out").to_string();
        assert!(said.contains("c.toml is a link out of its folder"), "{said}");
        // Who names the file has said so.
        assert_eq!(files(&[inside.join("c.toml")]).expect("files"), [(0, inside.join("c.toml"))]);
    }
}
