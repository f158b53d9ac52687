//! `bywhen config`: the settings in force, and where they come from.

use super::args::{ConfigCommand, GlobalArgs};
use super::{Failure, Status, settings};
use crate::config::{AsOfSetting, CONFIDENCES, Config, FAIL_ON, FILE_NAME, GATES, LEVELS, Origin, VERDICTS};
use std::io::Write;
use std::path::PathBuf;

pub(super) fn run(command: &ConfigCommand, global: &GlobalArgs, out: &mut dyn Write) -> Result<Status, Failure> {
    let config = settings::base(global)?;
    match command {
        ConfigCommand::Show { origin } => out.write_all(show(&config, *origin).as_bytes())?,
        ConfigCommand::Path => match &config.file {
            Some(path) => writeln!(out, "{}", path.display())?,
            None => return Err(Failure::Message("there is no configuration file; `bywhen init` writes one".into())),
        },
    }
    Ok(Status::Clean)
}

/// The settings as TOML. Paths are as the program opens them: relative to the working directory.
fn show(config: &Config, origin: bool) -> String {
    let mut text = Shown { text: String::new(), section: "", config, origin };
    match config.as_of {
        AsOfSetting::Newest => text.string("as-of", "newest"),
        AsOfSetting::Today => text.string("as-of", "today"),
        AsOfSetting::Day(day) => text.line("as-of", &day.to_string()),
    }
    text.string("fail-on", name(&FAIL_ON, config.policy.fail_on));
    text.string("gate", name(&GATES, config.policy.gate));
    text.string("min-confidence", name(&CONFIDENCES, config.policy.min_confidence));
    text.line("outside-paths", if config.outside_paths { "true" } else { "false" });
    text.section("corpus");
    text.list("include", &config.corpus.include);
    text.list("exclude", &config.corpus.exclude);
    if let Some(dates) = &config.corpus.dates {
        text.string("dates", &dates.display().to_string());
    }
    text.list("living", &config.corpus.living);
    text.string("country", config.corpus.country);
    let defaults = crate::corpus::Options::default();
    for (key, set, default) in [
        ("max-megabytes", config.corpus.max_megabytes, defaults.max_bytes),
        ("max-megabytes-of-records", config.corpus.max_megabytes_of_records, defaults.max_record_bytes),
    ] {
        text.line(key, &set.unwrap_or(default / 1_000_000).to_string());
    }
    let json = &config.corpus.json;
    let fields = [("id", &json.id), ("text", &json.text), ("date", &json.date), ("title", &json.title), ("url", &json.url)];
    if json.format.is_some() || fields.iter().any(|(_, names)| !names.is_empty()) {
        text.section("corpus.json");
        fields.iter().filter(|(_, names)| !names.is_empty()).for_each(|(key, names)| text.list(key, names));
        json.format.iter().for_each(|format| text.string("format", format));
    }
    text.section("rules");
    text.list("paths", &config.rules.iter().map(|p: &PathBuf| p.display().to_string()).collect::<Vec<_>>());
    if !config.policy.levels.is_empty() {
        text.section("levels");
        config.policy.levels.iter().for_each(|(code, level)| text.string(code, name(&LEVELS, *level)));
    }
    for own in &config.policy.overrides {
        text.tables("override");
        text.list("path", own.paths.globs());
        own.min_confidence.iter().for_each(|least| text.string("min-confidence", name(&CONFIDENCES, *least)));
        let levels = own.levels.iter().map(|(code, level)| format!("{code} = \"{}\"", name(&LEVELS, *level)));
        text.line("levels", &format!("{{ {} }}", levels.collect::<Vec<_>>().join(", ")));
    }
    for ignore in &config.ignores {
        text.tables("ignore");
        text.list("check", &ignore.checks);
        ignore.paths.iter().for_each(|paths| text.list("path", paths.globs()));
        ignore.quote.iter().for_each(|quote| text.string("quote", quote));
        text.string("reason", &ignore.reason);
        ignore.until.iter().for_each(|until| text.line("until", &until.to_string()));
    }
    if let Some(precision) = &config.precision {
        text.section("report");
        text.string("precision", &precision.display().to_string());
    }
    if !config.labels.is_empty() {
        text.section("labels");
        config.labels.iter().for_each(|(verdict, label)| text.string(name(&VERDICTS, *verdict), label));
    }
    text.text
}

struct Shown<'a> {
    text: String,
    section: &'static str,
    config: &'a Config,
    origin: bool,
}

impl Shown<'_> {
    fn section(&mut self, name: &'static str) {
        self.section = name;
        self.text.push_str(&format!("\n[{name}]\n"));
    }

    /// A table of a list; the origin of the list is that of what is in it.
    fn tables(&mut self, name: &'static str) {
        self.section = name;
        self.text.push_str(&format!("\n[[{name}]]\n"));
    }

    fn string(&mut self, key: &str, value: &str) {
        self.line(key, &toml::Value::from(value).to_string());
    }

    fn list(&mut self, key: &str, values: &[String]) {
        self.line(key, &toml::Value::from(values.to_vec()).to_string());
    }

    fn line(&mut self, key: &str, value: &str) {
        self.text.push_str(&format!("{key} = {value}"));
        if self.origin {
            let dotted = if self.section.is_empty() { key.to_owned() } else { format!("{}.{key}", self.section) };
            let origins = &self.config.origins;
            let from = match origins.get(&dotted).or_else(|| origins.get(self.section)) {
                None => "default".to_owned(),
                Some(Origin::CommandLine) => "command line".to_owned(),
                Some(Origin::File) => {
                    self.config.file.as_ref().map_or_else(|| FILE_NAME.to_owned(), |file| file.display().to_string())
                }
            };
            self.text.push_str(&format!("  # {}", crate::output::escape::terminal(&from)));
        }
        self.text.push('\n');
    }
}

fn name<T: PartialEq>(names: &[(&'static str, T)], value: T) -> &'static str {
    names.iter().find(|(_, other)| *other == value).map_or("", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_reads_back_the_same() {
        let text = "as-of = 2024-01-02\ngate = \"defects\"\n[corpus]\nexclude = [\"a \\\"b\\\"/**\"]\njson = { id = \"k\" }\n[levels]\nmissed = \"note\"\n[[override]]\npath = \"a/**\"\nlevels = { missed = \"deny\" }\n[[ignore]]\ncheck = \"missed\"\nquote = \"some \\\"words\\\"\"\nreason = \"why\"\nuntil = 2026-01-02\n";
        let config = crate::config::parse("x", text, &[]).expect("valid");
        let shown = show(&config, true);
        let again = crate::config::parse("y", &shown, &[]).expect("what is shown is valid");
        let default = |corpus: &crate::config::CorpusConfig| crate::config::CorpusConfig {
            max_megabytes: Some(corpus.max_megabytes.unwrap_or(64)),
            max_megabytes_of_records: Some(corpus.max_megabytes_of_records.unwrap_or(1000)),
            ..corpus.clone()
        };
        assert_eq!((again.as_of, &again.policy, again.corpus), (config.as_of, &config.policy, default(&config.corpus)));
        assert_eq!((&again.ignores[0].quote, again.ignores[0].until), (&config.ignores[0].quote, config.ignores[0].until));
        assert!(shown.contains("reason = \"why\"  # bywhen.toml"), "{shown}");
        assert!(shown.contains("as-of = 2024-01-02  # bywhen.toml"), "{shown}");
        assert!(shown.contains("fail-on = \"warning\"  # default"), "{shown}");
    }
}
