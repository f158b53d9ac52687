//! What the README shows is what the program prints.
//!
//! After `<!-- example: ARGUMENTS -->` stands a fenced block with the output of
//! `bywhen ARGUMENTS`, run from the top of the repository. `BYWHEN_UPDATE=1 cargo test
//! --test readme` writes the blocks anew.

use assert_cmd::Command;

const START: &str = "<!-- example: ";

fn output(arguments: &str) -> String {
    let mut command = Command::cargo_bin("bywhen").expect("the program");
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).env_clear().arg("--isolated").args(arguments.split(' '));
    String::from_utf8(output.output().expect("ran").stdout).expect("UTF-8")
}

fn renewed(readme: &str) -> String {
    let mut text = String::new();
    let mut rest = readme;
    while let Some(at) = rest.find(START) {
        let (before, after) = rest.split_at(at + START.len());
        let (arguments, after) = after.split_once(" -->\n").expect("the marker's end");
        let output = output(arguments);
        assert!(!output.is_empty(), "`bywhen {arguments}` prints nothing");
        text.push_str(&format!("{before}{arguments} -->\n\n```text\n{output}```\n"));
        // The old block goes, if there is one.
        rest = match after.strip_prefix("\n```text\n") {
            Some(block) => block.split_once("\n```\n").map_or("", |(_, rest)| rest),
            None => after,
        };
    }
    text + rest
}

#[test]
fn the_examples_are_what_the_program_prints() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).expect("the README");
    assert!(readme.contains(START), "the README has no example");
    let renewed = renewed(&readme);
    if std::env::var_os("BYWHEN_UPDATE").is_some() {
        std::fs::write(path, &renewed).expect("written");
    }
    assert!(readme == renewed || std::env::var_os("BYWHEN_UPDATE").is_some(), "the README shows something else than:\n{renewed}");
}
