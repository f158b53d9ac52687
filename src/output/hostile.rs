//! Every format over text that tries to break out of it.

use super::sources::{Repository, Sources};
use super::{Format, Report, Style, sample};
use crate::engine::{Outcome, Skipped};
use crate::findings::baseline::Entry;
use crate::findings::review::{Reason, Review, SetAside};
use crate::findings::{Policy, Severity};
use clap::ValueEnum;
use serde_json::Value;

const BITES: &str = "=cmd()|'\"</failure>]]><script>&amp; 100%\r\n::error::gotcha\n\u{1b}[2J\u{202e}[x](y)|`\\@all\u{0}\u{ffff}";

fn hostile(folder: &std::path::Path) -> Outcome {
    let mut outcome = sample::outcome(folder);
    let mut second = sample::finding("missed");
    second.severity = Severity::Error;
    let mut third = sample::finding("moved-later");
    third.severity = Severity::Note;
    third.primary.place = None;
    outcome.findings.extend([second, third]);
    for finding in &mut outcome.findings {
        for text in [&mut finding.message, &mut finding.why, finding.refuted_by.to_mut(), &mut finding.fingerprint] {
            text.push_str(BITES);
        }
        finding.target = Some(BITES.into());
        finding.subject = Some(BITES.into());
        finding.related[0].title = Some(BITES.into());
        finding.related[0].label = BITES.into();
        finding.primary.quote = format!("{BITES}{}", finding.primary.quote).into();
        finding.primary.label = BITES.into();
    }
    crate::findings::tell_apart(&mut outcome.findings);
    outcome.record.extracts[0].doc = format!("::{BITES}.md").into();
    outcome.findings[0].related[0].doc = format!("::{BITES}.md").into();
    outcome.findings[1].primary.doc = format!("::{BITES}.md").into();
    outcome.record.as_of.set_by = Some(format!("::{BITES}.md"));
    outcome.unopened.push(Skipped { path: format!("::{BITES}"), reason: BITES.into() });
    outcome.skipped.push(Skipped { path: format!("::{BITES}"), reason: BITES.into() });
    outcome
}

fn written(outcome: &Outcome, format: Format) -> String {
    let sources = Sources::new(&outcome.record).within(Repository { root: "/r".into(), here: "/r/articles".into() });
    let policy = Policy::default();
    let mut out = Vec::new();
    super::write(format, &Report::of(outcome, &[], &policy, &sources, &[]), Style::default(), &mut out).expect("written");
    String::from_utf8(out).expect("UTF-8")
}

/// The same run with everything set aside, for every reason, and with a finding that is gone.
fn set_aside(format: Format) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut outcome = hostile(folder.path());
    let reasons = [
        Reason::InSource { reason: Some(BITES.into()) },
        Reason::External { reason: BITES.into(), until: Some(sample::day("2026-01-02")) },
        Reason::Known { since: Some(sample::day("2025-01-02")) },
    ];
    let findings = outcome.findings.drain(..).zip(reasons);
    let set_aside = findings.map(|(finding, reason)| SetAside { finding, reason }).collect();
    let gone = Entry { path: BITES.into(), check: BITES.into(), fingerprint: BITES.into(), since: None, about: BITES.into() };
    let review = Review { set_aside, compared: true, gone: vec![gone] };
    let sources = Sources::new(&outcome.record);
    let policy = Policy::default();
    let mut out = Vec::new();
    let report = Report::of(&outcome, crate::checks::all(), &policy, &sources, &[]).with(&review);
    super::write(format, &report, Style::default(), &mut out).expect("written");
    String::from_utf8(out).expect("UTF-8")
}

fn both(format: Format) -> [String; 2] {
    let folder = tempfile::tempdir().expect("a folder");
    let mut empty = sample::outcome(folder.path());
    empty.findings.clear();
    [written(&hostile(folder.path()), format), written(&empty, format)]
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn no_format_lets_control_characters_through() {
    for format in Format::value_variants() {
        for text in both(*format).into_iter().chain([set_aside(*format)]) {
            let bad = |c: &char| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c);
            let machine = !matches!(format, Format::Full | Format::Concise | Format::Grouped | Format::Github | Format::Markdown);
            let found = text.chars().find(bad);
            // Machine formats carry text as it is, within the escapes of their syntax; only CSV has none.
            let allowed = machine && (matches!(found, Some('\u{202e}')) || *format == Format::Csv);
            assert!(found.is_none() || allowed, "{format:?} let {found:?} through:\n{text}");
        }
    }
}

#[test]
fn json_is_what_its_schema_says() {
    let schema = parsed(crate::cli::schema::text(crate::cli::schema::Name::Check));
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    for text in both(Format::Json).into_iter().chain([set_aside(Format::Json)]) {
        let errors: Vec<String> = validator.iter_errors(&parsed(&text)).map(|e| format!("{}: {e}", e.instance_path)).collect();
        assert!(errors.is_empty(), "{errors:#?}\n{text}");
    }
    let mut more = parsed(&both(Format::Json)[0]);
    more["findings"][0]["primary"]["surprise"] = Value::Bool(true);
    assert!(!validator.is_valid(&more), "the schema must be strict");
}

#[test]
fn jsonl_begins_and_ends() {
    for text in both(Format::Jsonl).into_iter().chain([set_aside(Format::Jsonl)]) {
        let kinds: Vec<String> = text.lines().map(|line| parsed(line)["type"].as_str().expect("a type").to_owned()).collect();
        assert_eq!(kinds.first().map(String::as_str), Some("begin"));
        assert_eq!(kinds.last().map(String::as_str), Some("summary"));
        assert!(kinds[1..kinds.len() - 1].iter().all(|kind| ["finding", "set-aside", "gone"].contains(&kind.as_str())));
    }
}

#[test]
fn sarif_has_what_viewers_insist_on() {
    let [full, empty] = both(Format::Sarif);
    assert_eq!(parsed(&empty)["runs"][0]["results"], Value::Array(Vec::new()));
    let log = parsed(&full);
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    for rule in rules {
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[text]["text"].as_str().expect("text").is_empty());
        }
    }
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 3);
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(result["locations"].as_array().map(Vec::len), Some(1));
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
        assert!(uri.starts_with("articles/") && uri.bytes().all(|b| b.is_ascii_graphic()), "{uri}");
        assert!(place["region"]["startLine"].as_u64() >= Some(1));
        assert!(!result["message"]["text"].as_str().expect("text").is_empty());
        let steps = result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().expect("steps");
        assert_eq!(steps.len(), 2, "the earlier statement, then the later one");
        assert_eq!(steps[1]["location"]["physicalLocation"], *place);
    }
    let region = &results[0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((region["startLine"].as_u64(), region["startColumn"].as_u64()), (Some(3), Some(15)));
    assert_eq!((region["endLine"].as_u64(), region["endColumn"].as_u64()), (Some(3), Some(58)));
}

/// Kind, properties, message.
type Command = (String, Vec<(String, String)>, String);

/// A reader of workflow commands.
fn commands(text: &str) -> Vec<Command> {
    let data = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let property = |text: &str| data(&text.replace("%3A", ":").replace("%2C", ","));
    let command = |line: &str| {
        let (head, message) = line.strip_prefix("::")?.split_once("::")?;
        let (kind, properties) = head.split_once(' ').unwrap_or((head, ""));
        let pairs = properties.split(',').filter_map(|p| p.split_once('=')).map(|(k, v)| (k.to_owned(), property(v)));
        Some((kind.to_owned(), pairs.collect(), data(message)))
    };
    text.lines().filter_map(command).collect()
}

#[test]
fn github_sees_our_commands_and_no_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut outcome = hostile(folder.path());
    let many = vec![outcome.findings[0].clone(); 12];
    outcome.findings.extend(many);
    let text = written(&outcome, Format::Github);
    let found = commands(&text);
    let count = |kind: &str| found.iter().filter(|(k, ..)| k == kind).count();
    assert_eq!((count("error"), count("warning"), count("notice")), (2, 10, 2), "{text}");
    assert_eq!(found.len(), 14, "{text}");
    let (_, properties, message) = found.iter().find(|(kind, ..)| kind == "warning").expect("a warning");
    let get = |key: &str| properties.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    assert_eq!(get("file"), Some("articles/update.txt"));
    assert_eq!((get("line"), get("col"), get("endColumn")), (Some("3"), Some("15"), Some("58")));
    assert!(message.starts_with("articles/update.txt:3:15: "), "{message}");
}

#[test]
fn gitlab_objects_are_complete_and_told_apart() {
    let [full, empty] = both(Format::Gitlab);
    assert_eq!(parsed(&empty), Value::Array(Vec::new()));
    let issues = parsed(&full);
    let issues = issues.as_array().expect("an array");
    let mut prints: Vec<&str> = issues.iter().map(|i| i["fingerprint"].as_str().expect("a fingerprint")).collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), 3);
    for issue in issues {
        assert!(["info", "minor", "major"].contains(&issue["severity"].as_str().expect("a severity")));
        assert!(issue["location"]["lines"]["begin"].as_u64() >= Some(1));
        assert!(issue["description"].is_string() && issue["check_name"].is_string() && issue["location"]["path"].is_string());
    }
}

#[test]
fn junit_is_xml_whose_counts_are_right() {
    let counts = |text: &str| {
        let tree = roxmltree::Document::parse(text).expect("well-formed");
        let of = |name: &str| tree.descendants().filter(|node| node.has_tag_name(name)).count().to_string();
        let root = tree.root_element();
        for (attribute, element) in [("tests", "testcase"), ("failures", "failure"), ("errors", "error")] {
            assert_eq!(root.attribute(attribute), Some(of(element).as_str()), "{attribute} in\n{text}");
        }
        (of("testcase"), of("failure"), of("error"))
    };
    let [full, empty] = both(Format::Junit);
    assert_eq!(counts(&full), ("4".into(), "2".into(), "1".into()));
    assert_eq!(counts(&empty), ("1".into(), "0".into(), "0".into()));
    let aside = set_aside(Format::Junit);
    assert_eq!(counts(&aside), ("4".into(), "0".into(), "1".into()));
    assert_eq!(aside.matches("<skipped ").count(), 3);
    for text in [&full, &empty, &aside] {
        junit_is_as_jenkins_takes_it(text);
    }
}

/// The elements and attributes of the schema that Jenkins' plug-in for test reports publishes.
fn junit_is_as_jenkins_takes_it(text: &str) {
    let known: [(&str, &[&str], &[&str]); 7] = [
        ("testsuites", &["testsuite"], &["name", "time", "tests", "failures", "disabled", "errors"]),
        (
            "testsuite",
            &["testcase", "properties", "system-out", "system-err"],
            &[
                "name",
                "tests",
                "failures",
                "errors",
                "skipped",
                "time",
                "timestamp",
                "hostname",
                "id",
                "package",
                "file",
                "log",
                "url",
            ],
        ),
        (
            "testcase",
            &["skipped", "error", "failure", "system-out", "system-err"],
            &["name", "assertions", "time", "classname", "status", "class", "file", "line", "log", "group", "url"],
        ),
        ("failure", &[], &["type", "message"]),
        ("error", &[], &["type", "message"]),
        ("skipped", &[], &["type", "message"]),
        ("system-out", &[], &[]),
    ];
    let tree = roxmltree::Document::parse(text).expect("well-formed");
    for node in tree.descendants().filter(|node| node.is_element()) {
        let name = node.tag_name().name();
        let (_, children, attributes) = known.iter().find(|(known, ..)| *known == name).expect("a known element");
        assert!(node.children().filter(|c| c.is_element()).all(|c| children.contains(&c.tag_name().name())), "in {name}");
        assert!(node.attributes().all(|a| attributes.contains(&a.name())), "of {name}");
        if ["testsuite", "testcase"].contains(&name) {
            assert!(node.attribute("name").is_some_and(|name| !name.is_empty()));
        }
    }
}

/// A schema of another project, kept in tests/schemas.
fn published(name: &str) -> jsonschema::Validator {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(name);
    let schema = parsed(&std::fs::read_to_string(path).expect("a schema"));
    jsonschema::validator_for(&schema).expect("a schema")
}

#[test]
fn outputs_are_what_published_schemas_say() {
    for (format, name) in [
        (Format::Sarif, "sarif-2.1.0.json"),
        (Format::Rdjson, "rdjson-DiagnosticResult.json"),
        (Format::Gitlab, "gitlab-code-quality.json"),
    ] {
        let validator = published(name);
        for text in both(format).into_iter().chain([set_aside(format)]) {
            let value = parsed(&text);
            let errors: Vec<String> = validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path)).collect();
            assert!(errors.is_empty(), "{format:?}: {errors:#?}");
        }
        // A schema that takes anything would prove nothing.
        let wrong = serde_json::json!([{ "version": 3, "runs": "none", "diagnostics": "none" }]);
        assert!(
            !validator.is_valid(&wrong) && !validator.is_valid(&serde_json::json!({ "runs": 1, "diagnostics": 1 })),
            "{name}"
        );
    }
}

#[test]
fn what_is_set_aside_is_marked() {
    let log = parsed(&set_aside(Format::Sarif));
    let results = log["runs"][0]["results"].as_array().expect("results").clone();
    let kinds: Vec<&str> = results.iter().filter_map(|r| r["suppressions"][0]["kind"].as_str()).collect();
    assert_eq!(kinds, ["inSource", "external", "external"]);
    let states: Vec<&str> = results.iter().filter_map(|r| r["baselineState"].as_str()).collect();
    assert_eq!(states, ["new", "new", "unchanged"]);
    assert_eq!(parsed(&set_aside(Format::Gitlab)), Value::Array(Vec::new()));
    let table = set_aside(Format::Csv);
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let statuses: Vec<String> = rows.records().map(|row| row.expect("a row")[21].to_owned()).collect();
    assert_eq!(statuses, ["suppressed", "suppressed", "baselined"]);
}

#[test]
fn rdjson_counts_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut outcome = sample::outcome(folder.path());
    let text = "é Every ward will be online by March 2016 日本";
    std::fs::write(folder.path().join("update.txt"), text).expect("a file");
    outcome.record.extracts[1].hash = crate::source::Digest::of(text.as_bytes());
    outcome.findings[0].primary.place = Some(sample::place(text, "日本"));
    let range = parsed(&written(&outcome, Format::Rdjson))["diagnostics"][0]["location"]["range"].clone();
    assert_eq!((range["start"]["column"].as_u64(), range["end"]["column"].as_u64()), (Some(44), Some(50)), "{range}");
    for text in both(Format::Rdjson) {
        assert!(parsed(&text)["diagnostics"].is_array());
    }
}

#[test]
fn no_cell_of_the_table_is_a_formula() {
    let [full, empty] = both(Format::Csv);
    let mut rows = csv::Reader::from_reader(full.as_bytes());
    assert_eq!(rows.headers().expect("a header"), super::csv::COLUMNS.as_slice());
    let rows: Vec<csv::StringRecord> = rows.records().collect::<Result<_, _>>().expect("rows");
    assert_eq!(rows.len(), 3);
    let aside = set_aside(Format::Csv);
    let mut more = csv::Reader::from_reader(aside.as_bytes());
    let more: Vec<csv::StringRecord> = more.records().collect::<Result<_, _>>().expect("rows");
    for cell in rows.iter().chain(&more).flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
    assert_eq!(empty.lines().count(), 1);
}

#[test]
fn markdown_holds_no_markup_of_a_document() {
    let [full, _] = both(Format::Markdown);
    assert!(!full.contains("<script") && !full.contains("@all") && !full.contains("[x]"), "{full}");
}
