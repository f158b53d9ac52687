//! `bywhen.toml`: found, read, and turned into settings, with every mistake reported at once.
//!
//! One file, no merging. It is the one named on the command line, else the one
//! named by the environment, else the nearest `bywhen.toml` upwards, not above
//! the folder that holds `.git`. Paths in it are relative to its own folder.

pub mod decisions;
mod paths;
pub mod read;
mod tables;

use crate::calendar::Day;
use crate::findings::waivers::Ignore;
use crate::findings::{Confidence, FailOn, Gate, Level, Policy};
use crate::timeline::VerdictType;
pub use paths::linked_out;
use read::{Mistakes, TableReader};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The name of the file that is looked for.
pub const FILE_NAME: &str = "bywhen.toml";

/// The day of judgement, as asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AsOfSetting {
    /// The newest published date of the corpus.
    #[default]
    Newest,
    /// The day on which the program runs; the command line turns it into [`AsOfSetting::Day`].
    Today,
    /// A given day.
    Day(Day),
}

/// Where the fields of a JSON record are found: names or dotted paths, first match wins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JsonFields {
    /// Fields that identify a record; empty: the built-in names.
    pub id: Vec<String>,
    /// Fields that hold the text.
    pub text: Vec<String>,
    /// Fields that hold the publication date.
    pub date: Vec<String>,
    /// Fields that hold the title.
    pub title: Vec<String>,
    /// Fields that hold the address.
    pub url: Vec<String>,
    /// How the text is marked up: `plain`, `html` or `markdown`.
    pub format: Option<&'static str>,
}

/// What to read and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorpusConfig {
    /// Globs of files to read; empty: every known format.
    pub include: Vec<String>,
    /// Globs of files to leave out.
    pub exclude: Vec<String>,
    /// The table of dates (CSV: path, date, note).
    pub dates: Option<PathBuf>,
    /// Globs of pages that speak on the as-of day.
    pub living: Vec<String>,
    /// Fields of JSON records.
    pub json: JsonFields,
    /// Longest file of one document that is read, in megabytes; `None`: the built-in limit.
    pub max_megabytes: Option<u64>,
    /// Longest file of many records that is read, in megabytes; `None`: the built-in limit.
    pub max_megabytes_of_records: Option<u64>,
    /// ISO 3166 code of the country whose financial years and numeric dates are meant.
    pub country: &'static str,
}

/// Where a setting came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The configuration file.
    File,
    /// The command line.
    CommandLine,
}

/// Every setting, validated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The file they were read from.
    pub file: Option<PathBuf>,
    /// The folder that globs and paths of the file are relative to.
    pub base: PathBuf,
    /// What to read and how.
    pub corpus: CorpusConfig,
    /// Target files and folders of them.
    pub rules: Vec<PathBuf>,
    /// What is reported, and what fails a run.
    pub policy: Policy,
    /// What is waived.
    pub ignores: Vec<Ignore>,
    /// The day of judgement.
    pub as_of: AsOfSetting,
    /// What the house calls verdicts, in reports.
    pub labels: BTreeMap<VerdictType, String>,
    /// Whether paths of the file may lead out of its folder.
    pub outside_paths: bool,
    /// Where what was read before is kept; `None` is a run without.
    pub cache: Option<crate::cache::Home>,
    /// The table of how good checks are known to be (CSV: check, right, read, set), for reports.
    pub precision: Option<PathBuf>,
    /// Where settings that are not the default came from, by dotted key.
    pub origins: BTreeMap<String, Origin>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            file: None,
            base: PathBuf::new(),
            corpus: CorpusConfig { country: "GB", ..CorpusConfig::default() },
            rules: Vec::new(),
            policy: Policy::default(),
            ignores: Vec::new(),
            as_of: AsOfSetting::default(),
            labels: BTreeMap::new(),
            outside_paths: false,
            cache: None,
            precision: None,
            origins: BTreeMap::new(),
        }
    }
}

/// Names of the levels.
pub const LEVELS: [(&str, Level); 4] =
    [("deny", Level::Deny), ("warn", Level::Warn), ("note", Level::Note), ("allow", Level::Allow)];
/// Names of what fails a run.
pub const FAIL_ON: [(&str, FailOn); 3] = [("error", FailOn::Error), ("warning", FailOn::Warning), ("never", FailOn::Never)];
/// Names of the gates.
pub const GATES: [(&str, Gate); 2] = [("all", Gate::All), ("defects", Gate::Defects)];
/// Names of the confidences.
pub const CONFIDENCES: [(&str, Confidence); 3] =
    [("low", Confidence::Low), ("medium", Confidence::Medium), ("high", Confidence::High)];
/// The names of verdicts in a table of labels.
pub const VERDICTS: [(&str, VerdictType); 7] = [
    ("met", VerdictType::Met),
    ("met-late", VerdictType::MetLate),
    ("missed", VerdictType::Missed),
    ("moved", VerdictType::Moved),
    ("dropped", VerdictType::Dropped),
    ("overdue", VerdictType::Overdue),
    ("open", VerdictType::Open),
];
/// No file may be longer than this, in megabytes: places in it are counted in 32 bits.
const MOST_MEGABYTES: u64 = 3000;
/// Markup of the text of JSON records.
pub const TEXT_FORMATS: [(&str, &str); 3] = [("plain", "plain"), ("html", "html"), ("markdown", "markdown")];

/// Why a configuration could not be had.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file could not be opened.
    #[error("{}", read::cannot_read(&path.display().to_string(), reason))]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        reason: std::io::Error,
    },
    /// The file is not what it should be.
    #[error(transparent)]
    Mistakes(#[from] Mistakes),
    /// A path of the file is a link out of its folder.
    #[error("{} names {}, which is a link out of its folder; if that is meant, set `{} = true` in it", file.display(), path.display(), paths::KEY)]
    LinkedOut {
        /// The file.
        file: PathBuf,
        /// The path.
        path: PathBuf,
    },
}

/// The nearest `bywhen.toml` at or above `folder`, not above the folder that holds `.git`.
pub fn find(folder: &Path) -> Option<PathBuf> {
    for folder in folder.ancestors() {
        let candidate = folder.join(FILE_NAME);
        if candidate.is_file() {
            return Some(candidate);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

/// Reads the file at `path`. `checks` are the codes that exist.
pub fn load(path: &Path, checks: &[&str]) -> Result<Config, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|reason| ConfigError::Unreadable { path: path.to_owned(), reason })?;
    let mut config = parse(&path.display().to_string(), &text, checks)?;
    config.base = path.parent().map(Path::to_owned).unwrap_or_default();
    config.rules = config.rules.iter().map(|p| config.base.join(p)).collect();
    config.corpus.dates = config.corpus.dates.map(|p| config.base.join(p));
    config.precision = config.precision.map(|p| config.base.join(p));
    if !config.outside_paths
        && let Some(out) =
            config.rules.iter().chain(&config.corpus.dates).chain(&config.precision).find(|own| linked_out(&config.base, own))
    {
        return Err(ConfigError::LinkedOut { file: path.to_owned(), path: out.clone() });
    }
    config.file = Some(path.to_owned());
    Ok(config)
}

/// Reads the text of a configuration; `name` is what mistakes call it. Paths are left as written.
pub fn parse(name: &str, text: &str, checks: &[&str]) -> Result<Config, Mistakes> {
    read::parse(name, text, |top| {
        let mut config = Config::default();
        if let Some(outside) = top.flag(paths::KEY) {
            config.outside_paths = outside;
            config.set_by_file(paths::KEY);
        }
        if let Some(corpus) = top.table("corpus") {
            read_corpus(&corpus, &mut config);
            corpus.finish();
        }
        if let Some(rules) = top.table("rules") {
            if let Some(paths) = rules.strings("paths") {
                config.rules = paths.iter().map(|path| own_path(&rules, path, config.outside_paths)).collect();
                config.set_by_file("rules.paths");
            }
            rules.finish();
        }
        if let Some(levels) = top.table("levels") {
            for (code, level) in levels.map_of(checks, &LEVELS, "check") {
                config.set_by_file(&format!("levels.{code}"));
                config.policy.levels.insert(code, level);
            }
        }
        config.policy.overrides = tables::overrides(top, checks);
        config.ignores = tables::ignores(top, text, checks);
        for (key, set) in [("override", !config.policy.overrides.is_empty()), ("ignore", !config.ignores.is_empty())] {
            if set {
                config.set_by_file(key);
            }
        }
        if let Some(report) = top.table("report") {
            if let Some(precision) = report.string("precision") {
                config.precision = Some(own_path(&report, &precision, config.outside_paths));
                config.set_by_file("report.precision");
            }
            report.finish();
        }
        if let Some(labels) = top.table("labels") {
            read_labels(&labels, &mut config);
            labels.finish();
        }
        if let Some(fail_on) = top.choice("fail-on", &FAIL_ON) {
            config.policy.fail_on = fail_on;
            config.set_by_file("fail-on");
        }
        if let Some(gate) = top.choice("gate", &GATES) {
            config.policy.gate = gate;
            config.set_by_file("gate");
        }
        if let Some(confidence) = top.choice("min-confidence", &CONFIDENCES) {
            config.policy.min_confidence = confidence;
            config.set_by_file("min-confidence");
        }
        let words = [("today", AsOfSetting::Today), ("newest", AsOfSetting::Newest)];
        if let Some(as_of) = top.day("as-of", &words, AsOfSetting::Day) {
            config.as_of = as_of;
            config.set_by_file("as-of");
        }
        config
    })
}

/// A path of the file, which stays in the file's folder unless it may leave it.
fn own_path(table: &TableReader<'_, '_>, path: &toml::Spanned<String>, may_leave: bool) -> PathBuf {
    let own = PathBuf::from(path.get_ref());
    if !may_leave && paths::leads_out(&own) {
        let help =
            format!("if that is meant, write `{} = true` at the top of the file, or name it on the command line", paths::KEY);
        table.mistake(path.span(), format!("`{}` leads out of the folder of this file", path.get_ref()), "leads out", Some(help));
    }
    own
}

fn read_labels(table: &TableReader<'_, '_>, config: &mut Config) {
    for (name, verdict) in VERDICTS {
        let Some(label) = table.string(name) else { continue };
        if label.get_ref().trim().is_empty() {
            table.mistake(label.span(), format!("the label of `{name}` is empty"), "nothing to show", None);
        } else {
            config.set_by_file(&format!("labels.{name}"));
            config.labels.insert(verdict, label.into_inner().trim().to_owned());
        }
    }
}

fn read_corpus(table: &TableReader<'_, '_>, config: &mut Config) {
    let globs = |key: &'static str, config: &mut Config| -> Option<Vec<String>> {
        let strings = table.strings(key)?;
        config.set_by_file(&format!("corpus.{key}"));
        let mut globs = Vec::with_capacity(strings.len());
        for glob in strings {
            let span = glob.span();
            let glob = glob.into_inner();
            match valid_glob(&glob) {
                Ok(()) => globs.push(glob),
                Err(why) => table.mistake(span, format!("`{glob}` is not a glob: {why}"), "not a glob", None),
            }
        }
        Some(globs)
    };
    if let Some(include) = globs("include", config) {
        config.corpus.include = include;
    }
    if let Some(exclude) = globs("exclude", config) {
        config.corpus.exclude = exclude;
    }
    if let Some(living) = globs("living", config) {
        config.corpus.living = living;
    }
    if let Some(dates) = table.string("dates") {
        config.corpus.dates = Some(own_path(table, &dates, config.outside_paths));
        config.set_by_file("corpus.dates");
    }
    let most = |key: &'static str, config: &mut Config| {
        let most = table.number(key, 1..=MOST_MEGABYTES)?;
        config.set_by_file(&format!("corpus.{key}"));
        Some(most)
    };
    config.corpus.max_megabytes = most("max-megabytes", config);
    config.corpus.max_megabytes_of_records = most("max-megabytes-of-records", config);
    if let Some(country) = table.choice("country", crate::time::country_codes()) {
        config.corpus.country = country;
        config.set_by_file("corpus.country");
    }
    if let Some(json) = table.table("json") {
        let fields = &mut config.corpus.json;
        let mut set = Vec::new();
        for (key, field) in [
            ("id", &mut fields.id),
            ("text", &mut fields.text),
            ("date", &mut fields.date),
            ("title", &mut fields.title),
            ("url", &mut fields.url),
        ] {
            if let Some(names) = json.strings(key) {
                *field = names.into_iter().map(toml::Spanned::into_inner).collect();
                set.push(key);
            }
        }
        if let Some(format) = json.choice("format", &TEXT_FORMATS) {
            fields.format = Some(format);
            set.push("format");
        }
        json.finish();
        for key in set {
            config.set_by_file(&format!("corpus.json.{key}"));
        }
    }
}

fn valid_glob(glob: &str) -> Result<(), String> {
    let mut builder = ignore::overrides::OverrideBuilder::new("");
    builder.add(glob).map(|_| ()).map_err(|e| e.to_string())
}

impl Config {
    fn set_by_file(&mut self, key: &str) {
        self.origins.insert(key.to_owned(), Origin::File);
    }

    /// Notes that the command line set `key`.
    pub fn set_by_command_line(&mut self, key: &str) {
        self.origins.insert(key.to_owned(), Origin::CommandLine);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHECKS: [&str; 3] = ["missed", "overdue", "undated-document"];

    fn mistakes(text: &str) -> Vec<(String, String, Option<String>)> {
        let found = parse("bywhen.toml", text, &CHECKS).expect_err("mistakes");
        found.mistakes.iter().map(|m| (text[m.span.clone()].to_owned(), m.message.clone(), m.help.clone())).collect()
    }

    #[test]
    fn every_key_is_read() {
        let text = r#"
            as-of = 2024-03-06
            outside-paths = true
            fail-on = "error"
            gate = "defects"
            min-confidence = "medium"
            [corpus]
            include = ["*.md"]
            exclude = "drafts/**"
            dates = "dates.csv"
            living = ["docs/**"]
            country = "NZ"
            max-megabytes = 5
            max-megabytes-of-records = 3000
            json = { id = "slug", text = ["body", "content.rendered"], date = "when", title = "t", url = "u", format = "html" }
            [rules]
            paths = ["targets"]
            [levels]
            overdue = "allow"
            [labels]
            met-late = "Kept, late"
            [report]
            precision = "precision.csv"
        "#;
        let config = parse("x", text, &CHECKS).expect("valid");
        assert_eq!(config.labels.get(&VerdictType::MetLate).map(String::as_str), Some("Kept, late"));
        assert_eq!(config.as_of, AsOfSetting::Day("2024-03-06".parse().expect("a day")));
        assert_eq!(config.policy.fail_on, FailOn::Error);
        assert_eq!(config.policy.gate, Gate::Defects);
        assert_eq!(config.policy.min_confidence, Confidence::Medium);
        assert_eq!(config.policy.levels.get("overdue"), Some(&Level::Allow));
        assert_eq!(config.corpus.exclude, ["drafts/**"]);
        assert_eq!(config.corpus.country, "NZ");
        assert_eq!((config.corpus.max_megabytes, config.corpus.max_megabytes_of_records), (Some(5), Some(3000)));
        assert_eq!(config.corpus.json.text, ["body", "content.rendered"]);
        assert_eq!(config.corpus.json.format, Some("html"));
        assert_eq!(config.rules, [PathBuf::from("targets")]);
        assert!(config.outside_paths);
        assert_eq!(config.precision, Some(PathBuf::from("precision.csv")));
        assert_eq!(config.origins.get("corpus.json.url"), Some(&Origin::File));
    }

    #[test]
    fn all_mistakes_at_once_each_at_its_place() {
        let text = "fail_on = \"warning\"\nas-of = \"soon\"\n[corpus]\nexlude = []\ncountry = 44\n[levels]\nmised = \"deny\"\noverdue = \"loud\"\n";
        let found = mistakes(text);
        let places: Vec<&str> = found.iter().map(|(place, ..)| place.as_str()).collect();
        assert_eq!(places, ["fail_on", "\"soon\"", "exlude", "44", "mised", "\"loud\""]);
        assert_eq!(found[0].2.as_deref(), Some("did you mean `fail-on`?"));
        assert_eq!(found[2].2.as_deref(), Some("did you mean `exclude`?"));
        assert_eq!(found[4].2.as_deref(), Some("did you mean `missed`?"));
        assert!(found[3].1.contains("must be a string, not a number"), "{found:?}");
    }

    #[test]
    fn overrides_and_waivers_are_read() {
        let text = "[[override]]\npath = \"archive/**\"\nlevels = { missed = \"note\" }\nmin-confidence = \"high\"\n\n[[ignore]]\ncheck = [\"overdue\", \"missed\"]\npath = \"a.md\"\nquote = \"By  March\"\nreason = \"agreed\"\nuntil = 2026-01-31\n";
        let config = parse("x", text, &CHECKS).expect("valid");
        let own = &config.policy.overrides[0];
        assert!(own.paths.hold("archive/2010/a.md") && own.levels.get("missed") == Some(&Level::Note));
        assert_eq!(own.min_confidence, Some(Confidence::High));
        let ignore = &config.ignores[0];
        assert_eq!((ignore.checks.join(","), ignore.quote.as_deref()), ("missed,overdue".into(), Some("by march")));
        assert_eq!((ignore.reason.as_str(), ignore.until.map(|d| d.to_string())), ("agreed", Some("2026-01-31".into())));
        assert_eq!(ignore.place.start().line.0, 6, "{:?}", ignore.place);
    }

    #[test]
    fn a_waiver_says_what_where_and_why() {
        let found = mistakes(
            "[[ignore]]\ncheck = \"mised\"\n\n[[ignore]]\npath = \"a{\"\nreason = \" \"\nutil = 2026-01-01\n\n[[override]]\nlevels = { missed = \"loud\" }\n",
        );
        let said: Vec<&str> = found.iter().map(|(_, message, _)| message.as_str()).collect();
        for part in [
            "[[ignore]] has no `reason`",
            "would waive the check everywhere",
            "there is no check `mised`",
            "[[ignore]] has no `check`",
            "the reason of an [[ignore]] is empty",
            "`a{` is not a glob",
            "unknown key `util`",
            "[[override]] has no `path`",
            "cannot be \"loud\"",
        ] {
            assert!(said.iter().any(|message| message.contains(part)), "{part} in {said:#?}");
        }
        assert_eq!(found[0].0, "[[ignore]]");
    }

    #[test]
    fn syntax_errors_do_not_hide_the_rest() {
        let found = mistakes("gate = \n[corpus]\nexlude = []\n");
        assert!(found.len() >= 2, "{found:?}");
        assert!(found.iter().any(|(place, ..)| place == "exlude"), "{found:?}");
    }

    #[test]
    fn found_upwards_but_not_above_the_repository() {
        let top = tempfile::tempdir().expect("a folder");
        let deep = top.path().join("repo/articles/2024");
        std::fs::create_dir_all(&deep).expect("folders");
        std::fs::create_dir(top.path().join("repo/.git")).expect("a folder");
        std::fs::write(top.path().join(FILE_NAME), "").expect("a file");
        assert_eq!(find(&deep), None);
        let inside = top.path().join("repo").join(FILE_NAME);
        std::fs::write(&inside, "").expect("a file");
        assert_eq!(find(&deep), Some(inside));
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "[\\PC\\n=\\[\\]\"]{0,200}") {
            if let Err(found) = parse("x", &text, &CHECKS) {
                proptest::prop_assert!(!found.mistakes.is_empty());
                found.diagnostics(80);
            }
        }
    }
}
