//! What docs/ says is what the program says of itself.
//!
//! Between `<!-- generated: NAME -->` and `<!-- end -->` stands what is made here from the checks, the
//! command line, the schemas and the formats. `BYWHEN_UPDATE=1 cargo test --test docs` writes it anew.

#![allow(clippy::expect_used)]

use bywhen::checks;
use bywhen::cli::{args::Cli, schema};
use bywhen::findings::{Family, Severity};
use bywhen::output::{Format, csv};
use clap::{Command, CommandFactory, ValueEnum};
use serde_json::Value;
use std::path::PathBuf;

fn check_pages() -> String {
    let mut text = String::new();
    for (family, title) in [(Family::Defect, "Defects"), (Family::Lead, "Leads")] {
        text.push_str(&format!("## {title}\n\n"));
        for check in checks::all().iter().filter(|check| check.family == family) {
            let severity = match check.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            let documentation = checks::documentation(check.code).expect("documentation");
            let body = documentation.split_once('\n').map_or("", |(_, body)| body).trim();
            text.push_str(&format!("### {}\n\nSeverity: {severity}.\n\n{}\n\n", check.code, body.replace("\n## ", "\n#### ")));
            let measured = checks::measured::of(check.code);
            if !measured.is_empty() {
                let rows: Vec<String> = measured.iter().map(|row| format!("* {}", row.words())).collect();
                text.push_str(&format!("#### How often it was right\n{}\n\n", rows.join("\n")));
            }
        }
    }
    text
}

fn command_pages(command: &Command, name: &str, text: &mut String) {
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let name = format!("{name} {}", sub.get_name());
        let help = sub.clone().term_width(92).render_long_help().to_string();
        let lines: Vec<&str> = help.trim_end().lines().map(str::trim_end).collect();
        text.push_str(&format!("## {name}\n\n```text\n{}\n```\n\n", lines.join("\n")));
        command_pages(sub, &name, text);
    }
}

fn schema_of(name: schema::Name) -> Value {
    serde_json::from_str(schema::text(name)).expect("JSON")
}

/// What values a schema allows, in words.
fn values(schema: &Value) -> String {
    if let Some(choices) = schema["enum"].as_array() {
        return choices.iter().map(|choice| format!("`{choice}`")).collect::<Vec<_>>().join(", ");
    }
    if let Some(name) = schema["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or(name).replace('_', " ");
    }
    if let Some(constant) = schema.get("const") {
        return format!("`{constant}`");
    }
    if schema.get("pattern").is_some_and(|p| p.as_str().is_some_and(|p| p.contains("d{4}"))) {
        return "a day".to_owned();
    }
    if let Some(any) = schema["anyOf"].as_array().filter(|_| !schema["properties"].is_object()) {
        return any.iter().map(values).collect::<Vec<_>>().join(" or ");
    }
    match &schema["type"] {
        Value::String(_) if schema["properties"].is_object() => "object".to_owned(),
        Value::String(one) if one == "array" => format!("list of {}", values(&schema["items"])),
        Value::String(one) => one.clone(),
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        _ => "anything".to_owned(),
    }
}

fn rows(schema: &Value, prefix: &str, text: &mut String) {
    for (key, value) in schema["properties"].as_object().into_iter().flatten() {
        let default = value.get("default").map(|d| format!(" (default `{d}`)")).unwrap_or_default();
        let about = value["description"].as_str().unwrap_or("");
        let values = values(value).replace('|', "\\|");
        text.push_str(&format!("| `{prefix}{key}` | {values}{default} | {about} |\n"));
        if value["properties"].is_object() {
            rows(value, &format!("{prefix}{key}."), text);
        } else if value["items"]["properties"].is_object() {
            rows(&value["items"], &format!("{prefix}{key}[]."), text);
        }
    }
}

fn generated(name: &str) -> String {
    let mut text = String::new();
    match name {
        "checks" => text = check_pages(),
        "command-line" => {
            let mut command = Cli::command();
            // Global options belong to every command only once it is built.
            command.build();
            command_pages(&command, "bywhen", &mut text);
        }
        "configuration" => {
            text.push_str("| key | values | |\n| --- | --- | --- |\n");
            rows(&schema_of(schema::Name::Config), "", &mut text);
        }
        "formats" => {
            text.push_str("| format | what it is |\n| --- | --- |\n");
            for format in Format::value_variants() {
                let value = format.to_possible_value().expect("a value");
                let help = value.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(!help.is_empty(), "{} says nothing of itself", value.get_name());
                text.push_str(&format!("| `{}` | {help} |\n", value.get_name()));
            }
        }
        "fields" => {
            let schema = schema_of(schema::Name::Check);
            text.push_str("| field | values | |\n| --- | --- | --- |\n");
            rows(&schema, "", &mut text);
            for name in ["finding", "excerpt", "interval"] {
                text.push_str(&format!("\nA {name}:\n\n| field | values | |\n| --- | --- | --- |\n"));
                rows(&schema["$defs"][name], "", &mut text);
            }
        }
        "columns" => text = format!("`{}`\n", csv::COLUMNS.join("`, `")),
        other => panic!("nothing is generated for {other}"),
    }
    text.trim_end().to_owned()
}

fn renewed(page: &str) -> String {
    const START: &str = "<!-- generated: ";
    const END: &str = "<!-- end -->";
    let (mut text, mut rest) = (String::new(), page);
    while let Some((before, after)) = rest.split_once(START) {
        let (name, after) = after.split_once(" -->").expect("the marker's end");
        let (_, after) = after.split_once(END).expect("the end");
        text.push_str(&format!("{before}{START}{name} -->\n\n{}\n\n{END}", generated(name)));
        rest = after;
    }
    text + rest
}

fn page(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/docs")).join(name)
}

#[test]
fn the_pages_are_what_the_program_says() {
    let update = std::env::var_os("BYWHEN_UPDATE").is_some();
    for name in ["checks.md", "command-line.md", "configuration.md", "formats.md"] {
        let text = std::fs::read_to_string(page(name)).expect("a page").replace("\r\n", "\n");
        let renewed = renewed(&text);
        if update {
            std::fs::write(page(name), &renewed).expect("written");
        }
        assert!(update || text == renewed, "docs/{name} is out of date: BYWHEN_UPDATE=1 cargo test --test docs");
    }
}

#[test]
fn every_check_and_every_flag_of_check_is_described() {
    let pages: String =
        ["checks.md", "command-line.md"].iter().map(|name| std::fs::read_to_string(page(name)).expect("a page")).collect();
    for check in checks::all() {
        assert!(pages.contains(&format!("### {}\n", check.code)), "{}", check.code);
    }
    let command = Cli::command();
    let check = command.find_subcommand("check").expect("check");
    for argument in check.get_arguments().filter_map(|argument| argument.get_long()) {
        assert!(pages.contains(&format!("--{argument}")), "--{argument}");
    }
}
