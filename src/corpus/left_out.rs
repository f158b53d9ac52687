//! What a walk through folders passes by without a word: files and folders that are hidden or ignored.

use std::collections::HashSet;
use std::fs::FileType;
use std::path::PathBuf;

/// What a walk came by.
#[derive(Default)]
pub(super) struct Walked {
    /// The folders, in the order in which they were walked.
    pub(super) folders: Vec<PathBuf>,
    /// Everything, the folders too.
    pub(super) entries: HashSet<PathBuf>,
}

impl Walked {
    /// What stands in the folders that were walked and was not come by: hidden and ignored files and folders.
    /// The folder in which Git keeps its own is nobody's corpus.
    pub(super) fn left_out(&self) -> Vec<(PathBuf, FileType)> {
        let mut left = Vec::new();
        for folder in &self.folders {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let Ok(kind) = entry.file_type() else { continue };
                let is_git = entry.file_name() == ".git";
                if !is_git && (kind.is_dir() || kind.is_file()) && !self.entries.contains(&entry.path()) {
                    left.push((entry.path(), kind));
                }
            }
        }
        left.sort_by(|a, b| a.0.cmp(&b.0));
        left
    }
}
