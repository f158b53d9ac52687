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
    text.section("corpus");
    text.list("include", &config.corpus.include);
    text.list("exclude", &config.corpus.exclude);
    if let Some(dates) = &config.corpus.dates {
        text.string("dates", &dates.display().to_string());
    }
    text.list("living", &config.corpus.living);
    text.string("country", config.corpus.country);
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
            let from = match self.config.origins.get(&dotted) {
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
        let text = "as-of = 2024-01-02\ngate = \"defects\"\n[corpus]\nexclude = [\"a \\\"b\\\"/**\"]\njson = { id = \"k\" }\n[levels]\nmissed = \"note\"\n";
        let config = crate::config::parse("x", text, &[]).expect("valid");
        let shown = show(&config, true);
        let again = crate::config::parse("y", &shown, &[]).expect("what is shown is valid");
        assert_eq!((again.as_of, &again.policy, &again.corpus), (config.as_of, &config.policy, &config.corpus));
        assert!(shown.contains("as-of = 2024-01-02  # bywhen.toml"), "{shown}");
        assert!(shown.contains("fail-on = \"warning\"  # default"), "{shown}");
    }
}
