//! `bywhen schema`: the JSON Schema of an output or an input.

use super::{Failure, Status};
use clap::ValueEnum;
use std::io::Write;

/// What there are schemas of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Name {
    /// `bywhen check --format json`.
    Check,
    /// bywhen.toml.
    Config,
    /// Files of cue rules.
    Cues,
    /// A line of `bywhen extract --format jsonl`.
    Extract,
    /// `bywhen report --format json`.
    Report,
    /// Target files.
    Targets,
    /// A line of `bywhen timeline --format jsonl`.
    Timeline,
    /// A line of `bywhen times --format jsonl`.
    Times,
}

/// The schema of `name`.
pub fn text(name: Name) -> &'static str {
    match name {
        Name::Check => include_str!("../../schemas/check.json"),
        Name::Config => include_str!("../../schemas/config.json"),
        Name::Cues => include_str!("../../schemas/cues.json"),
        Name::Extract => include_str!("../../schemas/extract.json"),
        Name::Report => include_str!("../../schemas/report.json"),
        Name::Targets => include_str!("../../schemas/targets.json"),
        Name::Timeline => include_str!("../../schemas/timeline.json"),
        Name::Times => include_str!("../../schemas/times.json"),
    }
}

pub(super) fn run(name: Name, out: &mut dyn Write) -> Result<Status, Failure> {
    out.write_all(text(name).as_bytes())?;
    Ok(Status::Clean)
}

/// The lines of `out`, each of which must be what the schema of `name` says.
#[cfg(test)]
pub(crate) fn validated(name: Name, out: &[u8]) -> Vec<serde_json::Value> {
    let schema = serde_json::from_str(text(name)).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let line = |line: &[u8]| {
        let value = serde_json::from_slice(line).expect("JSON");
        let errors: Vec<String> = validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path)).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        value
    };
    out.split(|byte| *byte == b'\n').filter(|text| !text.is_empty()).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn parsed(name: Name) -> Value {
        serde_json::from_str(text(name)).expect("JSON")
    }

    #[test]
    fn every_schema_is_one_and_every_object_in_it_is_closed() {
        fn closed(value: &Value, path: &str) {
            if let Some(object) = value.as_object() {
                if object.contains_key("properties") && path != "/properties" {
                    assert_eq!(object.get("additionalProperties"), Some(&Value::Bool(false)), "at {path}");
                }
                object.iter().for_each(|(key, value)| closed(value, &format!("{path}/{key}")));
            }
        }
        for name in Name::value_variants() {
            let schema = parsed(*name);
            assert!(jsonschema::meta::is_valid(&schema), "{name:?}");
            closed(&schema, "");
        }
    }

    /// A TOML value as editors show it to a schema: dates are strings.
    fn as_json(text: &str) -> Value {
        fn convert(value: &toml::Value) -> Value {
            match value {
                toml::Value::Datetime(when) => Value::String(when.to_string()),
                toml::Value::Array(items) => items.iter().map(convert).collect(),
                toml::Value::Table(table) => Value::Object(table.iter().map(|(k, v)| (k.clone(), convert(v))).collect()),
                other => serde_json::to_value(other).expect("plain"),
            }
        }
        convert(&toml::Value::Table(text.parse().expect("TOML")))
    }

    #[test]
    fn the_schema_of_the_configuration_agrees_with_its_reader() {
        let validator = jsonschema::draft202012::new(&parsed(Name::Config)).expect("a schema");
        let texts = [
            "",
            "as-of = 2024-03-06",
            "as-of = \"soon\"",
            "fail-on = \"never\"",
            "fail-on = \"note\"",
            "gate = true",
            "[corpus]\ninclude = \"*.md\"\nliving = [\"a\", \"b\"]",
            "[corpus]\ninclude = 3",
            "[corpus]\ncountry = \"FR\"",
            "[corpus]\ncountry = \"XX\"",
            "[corpus.json]\nid = \"slug\"\nformat = \"html\"",
            "[corpus.json]\nformat = \"rtf\"",
            "[rules]\npaths = [\"targets\"]",
            "[rules]\npath = [\"targets\"]",
            "[levels]\nmissed = \"deny\"",
            "[levels]\nmissed = \"loud\"",
            "surprise = 1",
            "[[override]]\npath = \"a/**\"\nlevels = { missed = \"note\" }\nmin-confidence = \"high\"",
            "[[override]]\nlevels = { missed = \"note\" }",
            "[[override]]\npath = \"a\"\nlevels = { missed = \"loud\" }",
            "[[ignore]]\ncheck = \"missed\"\npath = \"a\"\nreason = \"why\"\nuntil = 2026-01-02",
            "[[ignore]]\ncheck = [\"missed\"]\nquote = \"words\"\nreason = \"why\"",
            "[[ignore]]\ncheck = \"missed\"\nreason = \"why\"",
            "[[ignore]]\ncheck = \"missed\"\npath = \"a\"",
            "[[ignore]]\ncheck = \"missed\"\npath = \"a\"\nreason = \" \"",
            "[[ignore]]\ncheck = \"missed\"\npath = \"a\"\nreason = \"why\"\nuntil = \"soon\"",
            "[ignore]\ncheck = \"missed\"",
        ];
        for text in texts {
            let read = crate::config::parse("x", text, &[]).is_ok();
            assert_eq!(validator.is_valid(&as_json(text)), read, "{text}");
        }
    }

    /// The TOML files below `folder`, which must be what the schema of `name` says.
    fn files_are_valid(folder: &str, name: Name) -> usize {
        let validator = jsonschema::draft202012::new(&parsed(name)).expect("a schema");
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut seen = 0;
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            let text = if path.extension().is_some_and(|e| e == "toml") { std::fs::read_to_string(&path) } else { continue };
            let text = text.expect("a file");
            // Zones have rules of their own kind.
            let ours = match name {
                Name::Cues if path.ends_with("zones.toml") => false,
                Name::Cues => ["[[rule]]", "[[veto]]", "[class]"].iter().any(|head| text.lines().any(|line| line == *head)),
                _ => true,
            };
            if ours {
                let errors: Vec<String> =
                    validator.iter_errors(&as_json(&text)).map(|e| format!("{}: {e}", e.instance_path)).collect();
                assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
                seen += 1;
            }
        }
        seen
    }

    #[test]
    fn our_own_rule_files_are_what_their_schemas_say() {
        assert!(files_are_valid("rules/targets", Name::Targets) >= 3);
        assert!(files_are_valid("rules/language/en", Name::Cues) >= 8);
    }
}
