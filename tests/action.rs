//! The action, the hooks and the pages as others run them: the shell steps of `action.yml` in a repository of
//! their own, and every command line that is shown to people, as the program itself takes it.

#[cfg(unix)]
mod common;

use bywhen::cli::args::Cli;
use clap::CommandFactory;
use clap::error::ErrorKind;
#[cfg(unix)]
use common::Desk;
use std::path::Path;

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{name}: {e}")).replace("\r\n", "\n")
}

/// The script of a step of `action.yml`: what stands indented under its `run: |`, or behind its `run:`.
#[cfg(unix)]
fn script(step: &str) -> String {
    let action = file("action.yml");
    let (_, rest) = action.split_once(&format!("    - name: {step}\n")).expect("the step");
    let (_, rest) = rest.split_once("      run: ").expect("a script");
    let Some(block) = rest.strip_prefix("|\n") else { return rest.lines().next().unwrap_or_default().to_owned() };
    let lines = block.lines().take_while(|line| line.is_empty() || line.starts_with("        "));
    lines.map(|line| format!("{}\n", line.trim_start_matches("        "))).collect()
}

/// What the steps left behind: the exit code of the last one, what was printed, outputs, the summary page.
#[cfg(unix)]
struct Ran {
    code: Option<i32>,
    out: String,
    outputs: String,
    summary: String,
    sarif: Option<serde_json::Value>,
}

/// Runs the steps that check and that end the job, as a runner does.
#[cfg(unix)]
fn act(desk: &Desk, inputs: &[(&str, &str)]) -> Ran {
    let temp = tempfile::tempdir().expect("a folder");
    let at = |name: &str| temp.path().join(name);
    for name in ["output", "summary"] {
        std::fs::write(at(name), "").expect("a file");
    }
    let program = assert_cmd::cargo::cargo_bin("bywhen");
    let path = std::env::var("PATH").unwrap_or_default();
    let bash = |script: &str, more: &[(&str, &str)]| {
        let mut command = std::process::Command::new("bash");
        command.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]).current_dir(desk.path()).env_clear();
        command.env("PATH", format!("{}:{path}", program.parent().expect("a folder").display()));
        command.env("RUNNER_TEMP", temp.path()).env("GITHUB_OUTPUT", at("output")).env("GITHUB_STEP_SUMMARY", at("summary"));
        for name in ["INPUT_PATHS", "INPUT_SINCE", "INPUT_ARGS"] {
            command.env(name, "");
        }
        command.env("INPUT_PATHS", ".").env("BYWHEN_NO_CACHE", "1").envs(more.iter().copied()).output().expect("bash")
    };
    let checked = bash(&script("Check"), inputs);
    assert!(checked.status.success(), "the step reports by its output: {}", String::from_utf8_lossy(&checked.stderr));
    let read = |name: &str| std::fs::read_to_string(at(name)).unwrap_or_default();
    let outputs = read("output");
    let code = outputs.lines().find_map(|line| line.strip_prefix("exit-code=")).unwrap_or_default().to_owned();
    let ended = bash(&script("Result"), &[("CODE", &code)]);
    Ran {
        code: ended.status.code(),
        out: String::from_utf8_lossy(&checked.stdout).into_owned(),
        summary: read("summary"),
        sarif: serde_json::from_str(&read("bywhen.sarif")).ok(),
        outputs,
    }
}

#[cfg(unix)]
#[test]
fn the_action_annotates_summarises_and_fails() {
    let desk = Desk::in_git();
    let ran = act(&desk, &[]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(ran.out.contains("::warning file=2016-05-01-news.md,line=3,"), "{}", ran.out);
    assert!(ran.summary.starts_with("## bywhen\n") && ran.summary.contains("**warning: moved-unannounced**"), "{}", ran.summary);
    assert!(ran.outputs.contains("sarif=") && ran.outputs.contains("exit-code=1"), "{}", ran.outputs);
    let sarif = ran.sarif.expect("SARIF");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "moved-unannounced");
}

#[cfg(unix)]
#[test]
fn inputs_of_the_action_are_words_and_never_commands() {
    let desk = Desk::in_git();
    // Arguments and paths stand a line each; what they hold is never run.
    let ran = act(&desk, &[("INPUT_ARGS", "--gate\ndefects\n"), ("INPUT_PATHS", "2014-05-01-plan.md\n\n2015-06-01-doubt.md\n")]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    assert!(ran.out.contains("2 documents read"), "{}", ran.out);
    let ran = act(&desk, &[("INPUT_PATHS", "$(touch owned); touch owned\n--version\n")]);
    assert!(ran.code == Some(2) && !desk.path().join("owned").exists(), "{}", ran.out);
    // What a change does not touch is not reported.
    let ran = act(&desk, &[("INPUT_SINCE", "HEAD")]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    let ran = act(&desk, &[("INPUT_SINCE", "origin/nowhere")]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
}

/// Command lines in code: those of blocks, and those between back-ticks that are whole.
fn commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let line = line.trim().trim_start_matches("- ");
        let code = line.strip_prefix("bywhen ").map(|rest| format!("bywhen {rest}"));
        found.extend(code.into_iter().filter(|line| !line.ends_with([':', '.', ','])));
        found.extend(line.split('`').skip(1).step_by(2).filter(|code| code.starts_with("bywhen ")).map(str::to_owned));
    }
    found
}

/// The line as a shell would split it, with names in place of the words in capitals that stand for one.
fn taken(line: &str) -> bool {
    let line = line.split(" | ").next().unwrap_or(line).replace("\\|", "|").replace('…', "");
    let line = line.split(" > ").next().unwrap_or_default();
    // `write|show|prune` and `[ID]` are ways to write several lines in one.
    let choices: Vec<String> = match line.split_whitespace().find(|word| word.contains('|')) {
        Some(word) => word.split('|').map(|one| line.replace(word, one)).collect(),
        None => vec![line.to_owned()],
    };
    choices.iter().all(|line| {
        let words = line.split_whitespace().map(|word| word.trim_matches(['"', '\'', '[', ']']));
        let words = words.map(|word| match word {
            "FORMAT" => "csv",
            "CODE" => "missed",
            "NAME" => "check",
            "SHELL" => "bash",
            "FORMAT=FILE" => "csv=a.csv",
            "DAY" => "2020-01-31",
            other => other,
        });
        // A command may be spoken of without what it needs to run.
        let spoken_of = [ErrorKind::MissingRequiredArgument, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand];
        Cli::command().try_get_matches_from(words).map_or_else(|error| spoken_of.contains(&error.kind()), |_| true)
    })
}

#[test]
fn every_command_that_is_shown_is_one_that_the_program_takes() {
    let mut seen = 0;
    let pages = ["README.md", "docs/ci.md", "docs/configuration.md", "docs/targets.md", "docs/limits.md", "docs/database.md"];
    let more = ["docs/formats.md", "CONTRIBUTING.md", "action.yml", ".pre-commit-hooks.yaml"];
    for name in pages.iter().chain(&more) {
        let text = file(name).replace("\"${arguments[@]}\" || code=$?", "articles").replace("sarif=$RUNNER_TEMP/", "sarif=");
        let text = text.replace("entry: bywhen", "bywhen");
        for line in commands(&text) {
            assert!(taken(&line), "{name}: {line}");
            seen += 1;
        }
    }
    assert!(seen >= 50, "{seen} command lines were found");
    // A check that takes anything would prove nothing.
    for wrong in
        ["bywhen chek articles", "bywhen check --formt csv", "bywhen check articles --format xml", "bywhen baseline write|lose"]
    {
        assert!(!taken(wrong), "{wrong}");
    }
}
