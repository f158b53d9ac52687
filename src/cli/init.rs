//! `bywhen init`: a first configuration file that says what can be set.

use super::{Failure, Status};
use crate::config::FILE_NAME;
use std::io::Write;
use std::path::Path;

const TEMPLATE: &str = r#"# Settings of bywhen. Every key may be left out; what is shown commented out is an example.
# `bywhen config show --origin` says what is in force and why.

# The day of judgement: a day, "today", or "newest" (the newest date of the documents).
# as-of = "newest"

# What fails a run: "warning", "error" or "never".
fail-on = "warning"

# "defects" fails a run only for defects of the articles themselves, which an editor can mend.
# gate = "defects"

# Paths of this file stay in its own folder, unless this is true.
# outside-paths = true

[corpus]
# include = ["*.md"]
# exclude = ["drafts/**"]
# Pages that speak on the day of judgement and need no date, such as documentation.
# living = ["docs/**"]
# A table of publication dates: path, date.
# dates = "dates.csv"
# Longer files are not read, and it is said.
# max-megabytes = 64

[rules]
# Target files, or folders of them: what was promised, and the record of what became of it.
# paths = ["targets"]

[levels]
# deny (error), warn (warning), note or allow (not reported), by check; `bywhen explain` lists the checks.
# overdue = "note"

# What holds for some documents instead.
# [[override]]
# path = ["archive/**"]
# levels = { overdue = "allow" }

# Findings that somebody has looked at. With `until` they come back on the day after.
# [[ignore]]
# check = "missed"
# path = "news/2016/*.md"
# quote = "words that the finding quotes"
# reason = "why"
# until = 2027-01-31

[labels]
# What your house calls verdicts in reports: met, met-late, missed, moved, dropped, overdue, open.
# met-late = "Kept, late"

[report]
# How often each check was right on a set that people have read (CSV: check, right, read, set).
# precision = "precision.csv"
"#;

pub(super) fn run(folder: &Path, out: &mut dyn Write) -> Result<Status, Failure> {
    let path = folder.join(FILE_NAME);
    let shown = crate::output::sources::shown_path(&path);
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path).map_err(|error| {
        let why =
            if error.kind() == std::io::ErrorKind::AlreadyExists { "it is there already".into() } else { error.to_string() };
        Failure::Message(format!("did not write {shown}: {why}"))
    })?;
    file.write_all(TEMPLATE.as_bytes())?;
    writeln!(out, "wrote {shown}")?;
    Ok(Status::Clean)
}

#[cfg(test)]
mod tests {
    use super::TEMPLATE;

    #[test]
    fn the_template_is_valid_with_and_without_its_examples() {
        crate::config::parse("x", TEMPLATE, &[]).expect("valid as it is");
        let is_example = |line: &&str| {
            line.strip_prefix("# ").is_some_and(|rest| rest.split(' ').nth(1) == Some("=") || rest.starts_with("[["))
        };
        let uncommented: Vec<&str> = TEMPLATE.lines().map(|line| if is_example(&line) { &line[2..] } else { line }).collect();
        let config = crate::config::parse("x", &uncommented.join("\n"), &[]).expect("valid with its examples");
        assert_eq!(config.origins.len(), 15, "{:?}", config.origins);
    }
}
