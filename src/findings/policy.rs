//! What a house makes of findings: levels, paths with levels of their own, confidence, what fails a run.

use super::{Confidence, Family, Finding, Severity};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a house says of a check, in place of the check's own severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Reported as an error.
    Deny,
    /// Reported as a warning.
    Warn,
    /// Reported as a note.
    Note,
    /// Not reported.
    Allow,
}

/// The least severity that fails a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Errors.
    Error,
    /// Warnings and errors.
    #[default]
    Warning,
    /// Nothing.
    Never,
}

/// Which families may fail a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Gate {
    /// Both.
    #[default]
    All,
    /// Only defects of our own text: an editor cannot mend the world before publishing.
    Defects,
}

/// Globs of paths, written as in `.gitignore`.
#[derive(Clone, Debug)]
pub struct Paths {
    globs: Vec<String>,
    matcher: Gitignore,
}

impl Paths {
    /// The paths that any of `globs` matches; the error names the glob that cannot be read, and why.
    pub fn new(globs: &[String]) -> Result<Self, (String, String)> {
        let mut builder = GitignoreBuilder::new("");
        for glob in globs {
            builder.add_line(None, glob).map_err(|error| (glob.clone(), error.to_string()))?;
        }
        let matcher = builder.build().map_err(|error| (globs.join(", "), error.to_string()))?;
        Ok(Self { globs: globs.to_vec(), matcher })
    }

    /// The globs, as written.
    pub fn globs(&self) -> &[String] {
        &self.globs
    }

    /// Whether a file, or a folder that it is in, matches.
    pub fn hold(&self, path: &str) -> bool {
        // The matcher refuses absolute paths.
        let path = path.trim_start_matches('/');
        !path.is_empty() && self.matcher.matched_path_or_any_parents(path, false).is_ignore()
    }
}

impl PartialEq for Paths {
    fn eq(&self, other: &Self) -> bool {
        self.globs == other.globs
    }
}

impl Eq for Paths {}

/// What holds for some documents only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Which documents: those that findings are placed in.
    pub paths: Paths,
    /// Level by code.
    pub levels: BTreeMap<String, Level>,
    /// Findings that are less sure are not reported.
    pub min_confidence: Option<Confidence>,
}

/// What is reported, how loudly, and what fails a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Level by code; the check's own severity holds for all others.
    pub levels: BTreeMap<String, Level>,
    /// What holds for some documents instead; the last one that says something of a check decides.
    pub overrides: Vec<Override>,
    /// Levels that the command line gives: they beat all others.
    pub forced: BTreeMap<String, Level>,
    /// Codes to report; empty: all.
    pub select: Vec<String>,
    /// Findings that are less sure are not reported.
    pub min_confidence: Confidence,
    /// The least severity that fails a run.
    pub fail_on: FailOn,
    /// Which families may fail a run.
    pub gate: Gate,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            levels: BTreeMap::new(),
            overrides: Vec::new(),
            forced: BTreeMap::new(),
            select: Vec::new(),
            min_confidence: Confidence::Low,
            fail_on: FailOn::default(),
            gate: Gate::default(),
        }
    }
}

impl Policy {
    /// Keeps what is to be reported, at the severity it is to have.
    pub fn apply(&self, findings: &mut Vec<Finding>) {
        findings.retain_mut(|finding| {
            let path = finding.primary.doc.clone();
            self.keeps(finding, &path)
        });
    }

    /// Whether `finding`, placed in the file at `path`, is to be reported; gives it the severity it is to have.
    pub fn keeps(&self, finding: &mut Finding, path: &str) -> bool {
        let (mut level, mut least) = (self.levels.get(&finding.check), self.min_confidence);
        for own in self.overrides.iter().filter(|own| own.paths.hold(path)) {
            level = own.levels.get(&finding.check).or(level);
            least = own.min_confidence.unwrap_or(least);
        }
        match self.forced.get(&finding.check).or(level) {
            Some(Level::Allow) => return false,
            Some(Level::Deny) => finding.severity = Severity::Error,
            Some(Level::Warn) => finding.severity = Severity::Warning,
            Some(Level::Note) => finding.severity = Severity::Note,
            None => {}
        }
        finding.confidence >= least && (self.select.is_empty() || self.select.contains(&finding.check))
    }

    /// Whether `finding` fails the run.
    pub fn fails(&self, finding: &Finding) -> bool {
        let severe = match self.fail_on {
            FailOn::Never => false,
            FailOn::Warning => finding.severity >= Severity::Warning,
            FailOn::Error => finding.severity >= Severity::Error,
        };
        severe && (self.gate == Gate::All || finding.family == Family::Defect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn levels_and_confidence_decide_what_is_reported() {
        let mut findings = vec![sample::finding("overdue"), sample::finding("missed"), sample::finding("vanished")];
        findings[2].confidence = Confidence::Low;
        let policy = Policy {
            levels: [("overdue".into(), Level::Deny), ("missed".into(), Level::Allow)].into(),
            min_confidence: Confidence::Medium,
            ..Policy::default()
        };
        policy.apply(&mut findings);
        let left: Vec<(&str, Severity)> = findings.iter().map(|f| (f.check.as_str(), f.severity)).collect();
        assert_eq!(left, [("overdue", Severity::Error)]);
    }

    #[test]
    fn notes_never_fail_and_the_gate_spares_leads() {
        let mut lead = sample::finding("missed");
        lead.family = Family::Lead;
        lead.severity = Severity::Warning;
        assert!(Policy::default().fails(&lead));
        assert!(!Policy { gate: Gate::Defects, ..Policy::default() }.fails(&lead));
        assert!(!Policy { fail_on: FailOn::Error, ..Policy::default() }.fails(&lead));
        lead.severity = Severity::Note;
        assert!(!Policy::default().fails(&lead));
    }

    #[test]
    fn the_last_override_that_holds_decides_and_the_command_line_beats_it() {
        let own = |glob: &str, levels: &[(&str, Level)], min_confidence| Override {
            paths: Paths::new(&[glob.to_owned()]).expect("a glob"),
            levels: levels.iter().map(|(code, level)| ((*code).to_owned(), *level)).collect(),
            min_confidence,
        };
        let mut policy = Policy {
            levels: [("missed".into(), Level::Warn)].into(),
            overrides: vec![
                own("archive/", &[("missed", Level::Note)], None),
                own("archive/2010/*.md", &[("missed", Level::Allow)], None),
                own("wire/**", &[], Some(Confidence::High)),
            ],
            ..Policy::default()
        };
        let mut finding = sample::finding("missed");
        let mut severity = |policy: &Policy, path: &str| policy.keeps(&mut finding, path).then_some(finding.severity);
        assert_eq!(severity(&policy, "news/a.md"), Some(Severity::Warning));
        assert_eq!(severity(&policy, "archive/2011/a.md"), Some(Severity::Note));
        assert_eq!(severity(&policy, "archive/2010/a.md"), None);
        policy.forced.insert("missed".into(), Level::Deny);
        assert_eq!(severity(&policy, "archive/2010/a.md"), Some(Severity::Error));
        let mut unsure = Finding { confidence: Confidence::Medium, ..sample::finding("missed") };
        assert!(!policy.keeps(&mut unsure, "wire/a.md") && policy.keeps(&mut unsure, "news/a.md"));
    }

    #[test]
    fn any_path_can_be_asked_for() {
        let paths = Paths::new(&["a/*.md".into()]).expect("globs");
        assert!(paths.hold("a/b.md") && paths.hold("/a/b.md"));
        for path in ["", "/", ".", "..", "../a/b.txt", "//", "\u{0}", "a:b"] {
            assert!(!paths.hold(path), "{path}");
        }
        assert_eq!(Paths::new(&["a{".into()]).err().map(|(glob, _)| glob), Some("a{".into()));
    }
}
