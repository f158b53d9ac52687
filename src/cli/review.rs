//! What of a run is reported: the engine's findings under waivers, policy and baseline.

use super::Failure;
use super::args::GlobalArgs;
use crate::config::read::{Mistake, Mistakes, cannot_read};
use crate::config::{Config, FILE_NAME};
use crate::engine::Outcome;
use crate::findings::baseline::{self, Baseline, Entry};
use crate::findings::review::{Review, Reviewer};
use crate::findings::{Excerpt, Finding};
use crate::output::sources::shown_path;
use crate::statements::Extract;
use crate::timeline;

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// Where the configuration and the baseline lie, as seen from the working directory.
pub(super) struct Home {
    /// The folder of the configuration, where it lies above the working directory; else the working directory.
    folder: PathBuf,
    /// From there to the working directory.
    down: PathBuf,
    /// What the configuration file is called.
    config: String,
}

impl Home {
    pub(super) fn of(config: &Config) -> Self {
        let shown = config.file.as_deref().map_or_else(
            || FILE_NAME.to_owned(),
            |file| {
                let here = std::env::current_dir().unwrap_or_default();
                shown_path(&upwards(&here, file).unwrap_or_else(|| file.to_owned()))
            },
        );
        let folders = || {
            config.file.as_ref()?;
            let base = if config.base.as_os_str().is_empty() { Path::new(".") } else { &config.base };
            let here = std::env::current_dir().ok()?.canonicalize().ok()?;
            let down = here.strip_prefix(base.canonicalize().ok()?).ok()?.to_owned();
            Some((base.to_owned(), down))
        };
        let (folder, down) = folders().unwrap_or_default();
        Self { folder, down, config: shown }
    }

    /// The baseline that is used: the one named, else the one beside the configuration.
    pub(super) fn baseline(&self, named: Option<&Path>) -> PathBuf {
        named.map_or_else(|| self.folder.join(baseline::FILE_NAME), Path::to_owned)
    }

    /// What the configuration file is called in outputs.
    pub(super) fn config(&self) -> &str {
        &self.config
    }

    /// A path as shown, seen from the folder of the configuration.
    fn path(&self, shown: &str) -> String {
        let mut whole = PathBuf::new();
        for part in self.down.join(shown).components() {
            match part {
                Component::ParentDir if whole.components().next_back().is_some_and(|c| matches!(c, Component::Normal(_))) => {
                    whole.pop();
                }
                Component::CurDir => {}
                other => whole.push(other),
            }
        }
        shown_path(&whole)
    }
}

/// `file` seen from `here`, where it lies in a folder above it: `../../bywhen.toml`.
fn upwards(here: &Path, file: &Path) -> Option<PathBuf> {
    let (folder, name) = (file.parent()?, file.file_name()?);
    let up = here.ancestors().position(|above| above == folder)?;
    Some(std::iter::repeat_n("..", up).collect::<PathBuf>().join(name))
}

/// Reads the baseline at `path`; `None` when there is none and nobody named it.
pub(super) fn baseline(path: &Path, named: bool) -> Result<Option<Baseline>, Failure> {
    let name = shown_path(path);
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !named => return Ok(None),
        Err(error) => {
            return Err(Failure::Message(format!("{}; `bywhen baseline write` writes it", cannot_read(&name, &error))));
        }
    };
    let text = String::from_utf8(bytes).map_err(|_| Failure::Message(format!("cannot read {name}: it is not UTF-8")))?;
    Baseline::parse(&text).map(Some).map_err(|error| {
        let mistake = Mistake { span: error.span, message: error.message, label: "here".into(), help: Some(error.help) };
        Failure::Mistakes(vec![Mistakes { name, text, mistakes: vec![mistake] }])
    })
}

/// The baseline that a run of `check` uses.
pub(super) fn baseline_of_run(
    home: &Home,
    named: Option<&Path>,
    none: bool,
    global: &GlobalArgs,
) -> Result<Option<Baseline>, Failure> {
    if none || (named.is_none() && global.isolated) {
        return Ok(None);
    }
    baseline(&home.baseline(named), named.is_some())
}

/// The names of the documents, and the files that they are, seen from the folder of the configuration.
pub(super) struct Paths<'a> {
    home: &'a Home,
    extracts: &'a [Extract],
}

impl<'a> Paths<'a> {
    pub(super) fn new(home: &'a Home, extracts: &'a [Extract]) -> Self {
        Self { home, extracts }
    }

    fn path(&self, extract: &Extract) -> String {
        match extract.record_line {
            Some(_) => self.home.path(&shown_path(extract.file())),
            None => self.home.path(&extract.doc),
        }
    }

    pub(super) fn of(&self, excerpt: &Excerpt) -> Option<String> {
        let config = || (*excerpt.doc == *self.home.config).then(|| self.home.path(&excerpt.doc));
        timeline::document(self.extracts, &excerpt.doc).map(|extract| self.path(extract)).or_else(config)
    }

    /// `finding` as a baseline writes it down.
    pub(super) fn rooted(&self, finding: &Finding) -> Finding {
        let mut finding = finding.clone();
        if let Some(path) = self.of(&finding.primary) {
            finding.primary.doc = path.into();
        }
        finding
    }
}

/// Reviews the findings of `outcome`, which keeps those that are reported.
pub(super) fn review(
    outcome: &mut Outcome,
    config: &Config,
    home: &Home,
    baseline: Option<&Baseline>,
    asked: &dyn Fn(&Finding) -> bool,
) -> Review {
    let paths = Paths::new(home, &outcome.record.extracts);
    // Only what a baseline holds is looked for.
    let known: LazyCell<BTreeSet<String>, _> = LazyCell::new(|| {
        let read = paths.extracts.iter().map(|extract| paths.path(extract));
        read.chain([home.path(&home.config)]).collect()
    });
    let looked_at = |entry: &Entry| known.contains(&entry.path) || !home.folder.join(&entry.path).exists();
    let reviewer = Reviewer {
        waivers: &outcome.waivers,
        ignores: &config.ignores,
        config: home.config(),
        policy: &config.policy,
        baseline,
        as_of: outcome.record.as_of.day,
        path: &|excerpt| paths.of(excerpt),
        asked,
        looked_at: &looked_at,
    };
    let (live, review) = reviewer.review(std::mem::take(&mut outcome.findings));
    outcome.findings = live;
    review
}
