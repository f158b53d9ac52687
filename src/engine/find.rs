//! Which files a run reads.

use super::{Inputs, Skipped};
use crate::config::Config;
use crate::corpus::{self, DiscoverOptions, Discovered, SourceFile};
use std::path::PathBuf;

/// The files of a run, and what was passed over on the way.
pub(super) struct Files {
    pub(super) files: Vec<SourceFile>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) unopened: Vec<Skipped>,
}

pub(super) fn find(inputs: &Inputs, config: &Config) -> Files {
    let found = find_files(inputs, config);
    Files {
        files: found.files,
        skipped: found.skipped.into_iter().map(|s| Skipped { path: s.path, reason: s.reason.to_string() }).collect(),
        unopened: found.errors.into_iter().map(|e| Skipped { path: e.path, reason: e.message }).collect(),
    }
}

pub(super) fn find_files(inputs: &Inputs, config: &Config) -> Discovered {
    let options = DiscoverOptions {
        base: PathBuf::new(),
        include: config.corpus.include.clone(),
        exclude: config.corpus.exclude.clone(),
        ..DiscoverOptions::default()
    };
    let paths: Vec<PathBuf> = inputs.paths.iter().chain(&inputs.against).cloned().collect();
    let mut found = corpus::discover(&paths, &options);
    let own: Vec<PathBuf> = inputs.own_outputs.iter().filter_map(|path| path.canonicalize().ok()).collect();
    if !own.is_empty() {
        found.files.retain(|file| file.path.canonicalize().is_ok_and(|path| !own.contains(&path)));
        found.skipped.retain(|skipped| !std::path::Path::new(&skipped.path).canonicalize().is_ok_and(|path| own.contains(&path)));
    }
    found
}
