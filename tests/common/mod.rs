//! A small corpus in a folder of its own, and the program run over it.

#![allow(dead_code, clippy::expect_used)]

use assert_cmd::Command;
use std::path::{Path, PathBuf};

/// How a run ended and what it wrote.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// A folder with articles.
pub struct Desk {
    folder: tempfile::TempDir,
}

/// The deadline of 2018 in the plan becomes 2020 without a word, and a document lies between.
const PLAN: &str = "# A bridge for Marlow\n\nThe council has agreed the money. The Marlow footbridge will open by 2018, the council said on Thursday.\n";
const DOUBT: &str = "# Bridge in doubt\n\nThe Marlow footbridge may not open in time, an engineer told the council. The Marlow footbridge is due to open by 2018.\n";
const NEWS: &str = "# Works begin\n\nWork has begun on the north bank. The Marlow footbridge will open by 2020, the council said.\n\nThe masts come from the yard at Bray.\n";

/// The later article, which moves the date without a word.
pub const LATER: &str = "2016-05-01-news.md";

impl Desk {
    /// A folder that is the top of a repository, with the three articles on the bridge.
    pub fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        std::fs::create_dir(desk.path().join(".git")).expect("a folder");
        desk.write("2014-05-01-plan.md", PLAN);
        desk.write("2015-06-01-doubt.md", DOUBT);
        desk.write(LATER, NEWS);
        desk
    }

    /// The same in a git repository, everything committed on `main`.
    pub fn in_git() -> Self {
        let desk = Self::new();
        std::fs::remove_dir(desk.path().join(".git")).expect("removed");
        desk.git(&["init", "-q", "-b", "main", "."]);
        desk.commit();
        desk
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(&path, text).expect("a file");
        path
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).expect("a file")
    }

    /// Changes the first `from` of a file to `to`.
    pub fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{from} in {name}");
        self.write(name, &text.replacen(from, to, 1));
    }

    pub fn git(&self, arguments: &[&str]) {
        let mut git = std::process::Command::new("git");
        git.current_dir(self.path()).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        git.env("HOME", self.path()).args(["-c", "user.name=a", "-c", "user.email=a@example.org"]).args(arguments);
        let output = git.output().expect("git");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    pub fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "articles"]);
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_in("", arguments)
    }

    pub fn run_in(&self, below: &str, arguments: &[&str]) -> Ran {
        self.run_with(below, &[], arguments)
    }

    pub fn run_with(&self, below: &str, environment: &[(&str, &str)], arguments: &[&str]) -> Ran {
        let mut command = Command::cargo_bin("bywhen").expect("the program");
        command.current_dir(self.path().join(below)).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).envs(environment.iter().copied());
        let output = command.args(arguments).output().expect("ran");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The findings of `check . --format concise` with more arguments: `path:line: code`.
    pub fn found(&self, more: &[&str]) -> Vec<String> {
        let mut arguments = vec!["check", ".", "--format", "concise", "--show", "all"];
        arguments.extend(more);
        findings(&self.run(&arguments))
    }
}

/// `path:line: severity[code]` of every finding that a concise output names.
pub fn findings(ran: &Ran) -> Vec<String> {
    let finding = |line: &str| {
        let (place, rest) = line.split_once(": ")?;
        let (code, _) = rest.split_once(' ')?;
        code.ends_with(']').then(|| format!("{}: {code}", place.rsplit_once(':').map_or(place, |(place, _)| place)))
    };
    ran.out.lines().filter_map(finding).collect()
}
