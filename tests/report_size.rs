//! Ten thousand documents give a page that opens quickly, and nothing of what it leaves out goes uncounted.

use assert_cmd::Command;
use std::fmt::Write;

/// No page is larger, unless everything is asked for.
const MOST: usize = 5_000_000;

/// The page over ten thousand records, each with the text that `text` gives it.
fn page(text: impl Fn(usize) -> String) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut records = String::new();
    for index in 0..10_000 {
        let (year, month, day) = (2000 + index / 500, 1 + index / 42 % 12, 1 + index % 28);
        let record = serde_json::json!({ "id": format!("doc-{index}"), "date": format!("{year}-{month:02}-{day:02}"), "text": text(index) });
        writeln!(records, "{record}").expect("written");
    }
    std::fs::write(folder.path().join("archive.jsonl"), records).expect("a file");
    let mut command = Command::cargo_bin("bywhen").expect("the program");
    let ran =
        command.current_dir(folder.path()).env_clear().args(["--isolated", "report", "archive.jsonl"]).output().expect("ran");
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).expect("UTF-8")
}

#[test]
fn many_targets_fit_on_a_page() {
    let towns = ["Marlow", "Hexley", "Bray", "Orwell", "Ashby", "Corby", "Derwent", "Malton", "Thirsk", "Skipton"];
    let things = ["footbridge", "tram depot", "library", "swimming pool", "ferry pier", "market hall", "sea wall", "archive"];
    let page = page(|index| {
        let (town, thing) = (towns[index % towns.len()], things[index / 7 % things.len()]);
        let year = 2000 + index / 500 + 1 + index % 4;
        format!(
            "The {town} {thing} number {} will open by June {year}, the council of {town} said. {}",
            index % 97,
            "Nobody knows what the weather will be like on the day of the opening. ".repeat(index % 5)
        )
    });
    assert!(page.len() < MOST, "{} bytes", page.len());
    assert!(page.contains("10000 documents") && page.contains("shown by <code>--full</code>"));
    assert!(page.ends_with("</html>\n") || page.ends_with("</html>"), "whole");
}

#[test]
fn one_target_that_everybody_speaks_of_fits_on_a_page() {
    let page = page(|index| {
        let year = 2000 + index / 500 + 1 + index % 3;
        let long = "where the water is deep and the ground on either bank is soft and full of old timber, ".repeat(6);
        format!("The Marlow footbridge, {long}will open by {year}.")
    });
    assert!(page.len() < MOST, "{} bytes", page.len());
}
