//! The crates that the program is built from are what `deny.toml` lets them be.
//!
//! `cargo deny` reads the same file; it is not asked here, because compiling it takes longer than
//! everything else that CI does. Its list of known vulnerabilities needs a network that a test must not.

#![allow(clippy::expect_used)]

use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

/// The tree as cargo sees it: for every platform, or where crates of other platforms are not at
/// hand and cannot be fetched, for this one.
fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let run = |more: &[&str]| {
        let mut command = Command::new(&cargo);
        command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["metadata", "--locked", "--format-version", "1"]).args(more);
        command.output().ok().filter(|output| output.status.success())
    };
    let version = Command::new(&cargo).arg("-vV").output().expect("cargo");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("the host's name").to_owned();
    let output = run(&["--offline"]).or_else(|| run(&[])).or_else(|| run(&["--offline", "--filter-platform", &host]));
    serde_json::from_slice(&output.expect("cargo metadata").stdout).expect("JSON")
}

fn file(name: &str) -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name)
}

fn policy() -> toml::Table {
    file("deny.toml").parse().expect("TOML")
}

/// Whether a crate under `licence` may be used, where `allowed` may.
fn fits(licence: &str, allowed: &BTreeSet<String>) -> bool {
    // Old crates write a slash for OR.
    let Ok(expression) = spdx::Expression::parse(&licence.replace('/', " OR ")) else { return false };
    expression.evaluate(|wanted| allowed.contains(&wanted.to_string()))
}

#[test]
fn every_crate_has_a_licence_a_source_and_a_purpose_that_we_allow() {
    let policy = policy();
    let strings = |value: &toml::Value| -> BTreeSet<String> {
        value.as_array().expect("a list").iter().filter_map(toml::Value::as_str).map(str::to_owned).collect()
    };
    let allowed = strings(&policy["licenses"]["allow"]);
    let banned: BTreeSet<&str> =
        policy["bans"]["deny"].as_array().expect("a list").iter().map(|entry| entry["crate"].as_str().expect("a name")).collect();
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 50, "{}", packages.len());
    let mut wrong = Vec::new();
    let mut registries = BTreeSet::new();
    for package in packages {
        let name = package["name"].as_str().expect("a name");
        let licence = package["license"].as_str().unwrap_or("none named");
        if !fits(licence, &allowed) {
            wrong.push(format!("{name}: licence {licence}"));
        }
        if banned.contains(name) {
            wrong.push(format!("{name}: banned in deny.toml"));
        }
        match package["source"].as_str() {
            None if name == env!("CARGO_PKG_NAME") => {}
            Some(source) if source.starts_with("registry+") => {
                registries.insert(source);
            }
            other => wrong.push(format!("{name}: comes from {}", other.unwrap_or("a folder"))),
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
    assert_eq!(registries.len(), 1, "{registries:?}");
}

#[test]
fn licences_are_weighed_as_they_are_written() {
    let allowed: BTreeSet<String> = ["MIT", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).into();
    for (licence, fit) in [
        ("MIT", true),
        ("MIT/GPL-3.0-only", true),
        ("GPL-3.0-only", false),
        ("MIT AND GPL-3.0-only", false),
        ("(MIT OR GPL-2.0-only) AND MIT", true),
        ("Apache-2.0", false),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("none named", false),
    ] {
        assert_eq!(fits(licence, &allowed), fit, "{licence}");
    }
}

/// No version of a crate is left to chance, and no code of ours is unsafe.
#[test]
fn the_manifest_is_strict() {
    let manifest: toml::Table = file("Cargo.toml").parse().expect("TOML");
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    for root in ["src/lib.rs", "src/main.rs", "build.rs"] {
        assert!(file(root).contains("#![forbid(unsafe_code)]"), "{root}");
    }
    for table in ["dependencies", "dev-dependencies"] {
        for (name, wanted) in manifest[table].as_table().expect("a table") {
            let version = wanted.as_str().or_else(|| wanted.get("version")?.as_str());
            assert!(version.is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit())), "{name}: {wanted}");
        }
    }
}
