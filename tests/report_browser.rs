//! The report in a real browser: see `tests/browser/report.mjs` for what is looked at.
//!
//! Needs Chromium, Node.js and `npm ci` in `tests/browser`. Without them it says that it was
//! skipped; with `BYWHEN_BROWSER=required`, as CI sets it, it fails.

use assert_cmd::Command;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The browser's names, the first that is found is taken.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

fn find(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

fn report(folder: &Path, arguments: &[&str], page: &Path) {
    let mut command = Command::cargo_bin("bywhen").expect("the program");
    command
        .current_dir(folder)
        .args(["--isolated", "--no-cache"])
        .arg("report")
        .args(arguments)
        .arg("-o")
        .arg(page)
        .assert()
        .success();
}

/// Articles that try to get out of the page.
fn hostile(folder: &Path) {
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).expect("a file");
    let attack = "<script>window.owned = 1</script><img src=x onerror=\"window.owned = 2\"><svg onload=window.owned=3> \
        The Marlow \u{202e}footbridge\u{2066} \u{1b}[31m\u{7}will open by 2018";
    write("2014-05-01-a.txt", format!("{attack}.\n"));
    write("2015-05-01-b.txt", format!("{}.\n", attack.replace("2018", "2020")));
    write("2016-05-01-c.txt", format!("{} The Marlow footbridge will open by 2021.\n", "word ".repeat(10_000)));
    write(
        "d.md",
        "---\ntitle: '</title></style></script><script>window.owned = 4</script>'\nurl: 'javascript:window.owned=5'\ndate: 2016-07-01\n---\n\
         &lt;script&gt;window.owned = 6&lt;/script&gt; &amp;&quot;&apos;&#0;&#x202e;&nbsp; The Marlow footbridge will open by 2022 &mdash; perhaps.\n"
            .into(),
    );
    write("2016-08-01-e.html", "<title>\"&gt;&lt;script&gt;window.owned=7&lt;/script&gt;</title><p>The Hexley tramway will open by 30 June 2017.</p><script>window.owned=8</script>".into());
}

#[test]
fn the_page_holds_in_a_browser() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let browser = BROWSERS.into_iter().find_map(find);
    let ready = find("node").is_some() && tests.join("node_modules/axe-core").is_dir();
    let Some(browser) = browser.filter(|_| ready) else {
        assert!(
            std::env::var_os("BYWHEN_BROWSER").is_none_or(|value| value != "required"),
            "the browser test needs Chromium, Node.js and `npm ci` in tests/browser"
        );
        // Nobody is left to be told when standard error is gone.
        let _ = writeln!(std::io::stderr(), "skipped: no Chromium, no Node.js, or no `npm ci` in tests/browser");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let articles = folder.path().join("articles");
    std::fs::create_dir(&articles).expect("a folder");
    hostile(&articles);
    let (plain, attacked) = (folder.path().join("plain.html"), folder.path().join("hostile.html"));
    let arguments = ["fixtures/paperless", "--rules", "rules/targets/nhs-paperless.toml"];
    report(Path::new(env!("CARGO_MANIFEST_DIR")), &arguments, &plain);
    report(&articles, &["."], &attacked);
    // A story with a picture, though no date was changed.
    let dropped = folder.path().join("dropped.html");
    report(Path::new(env!("CARGO_MANIFEST_DIR")), &["fixtures/library"], &dropped);
    let mut node = std::process::Command::new("node");
    node.current_dir(&tests).arg("report.mjs").arg(browser).args([&plain, &dropped, &attacked]);
    let output = node.output().expect("node runs");
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{wrong}");
    assert!(said.contains("checks on 3 pages, 0 failed"), "{said}");
}
