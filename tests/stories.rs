//! Whole stories in a few articles each: what was promised, moved, missed and delivered, target by target.

use assert_cmd::Command;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn told(story: &str) -> String {
    let output = Command::cargo_bin("bywhen")
        .expect("the program")
        .current_dir(root())
        .env_clear()
        .args(["--isolated", "timeline", &format!("fixtures/stories/{story}"), "--no-cache", "--as-of", "2026-01-01"])
        .output()
        .expect("ran");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn every_story_is_told_as_expected() {
    let stories = std::fs::read_dir(root().join("fixtures/stories")).expect("stories");
    let mut names: Vec<String> = stories.filter_map(|entry| entry.expect("a folder").file_name().into_string().ok()).collect();
    names.sort();
    assert!(names.len() >= 9, "{names:?}");
    for name in names {
        let path = root().join(format!("fixtures/expected/stories/{name}.txt"));
        let found = told(&name);
        if std::env::var_os("BYWHEN_UPDATE").is_some() {
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(&path, &found).expect("written");
        }
        let expected = std::fs::read_to_string(&path).expect("an expectation");
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn one_thing_is_one_target_however_it_is_called() {
    let bridge = told("footbridge");
    assert!(bridge.contains("1 target as of"), "the bridge, the footbridge and the opening are one:\n{bridge}");
    assert!(bridge.contains("met late: due 31 July 2023, delivered 4 September 2023"), "{bridge}");
    let hospital = told("hospital");
    assert!(hospital.contains("met late: due March 2022, delivered 26 April 2022"), "{hospital}");
    assert!(!hospital.contains("met: "), "work that begins delivers no hospital:\n{hospital}");
    let bypass = told("bypass");
    assert!(bypass.contains("met: due June 2013, delivered 20 June 2013"), "the start of works was met:\n{bypass}");
    assert!(bypass.contains("moved: 25 December 2015 → April 2016"), "{bypass}");
}

#[test]
fn what_was_promised_is_put_off_by_any_name_and_nothing_else_is() {
    let green = told("clubhouse");
    assert!(green.contains("moved: May 2020 → no new date; announced"), "{green}");
    assert!(green.contains("1 target as of"), "the watch was promised by nobody:\n{green}");
}
