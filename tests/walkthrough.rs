//! What a team does in its first week, on a copy of articles in a git repository: a first run, a baseline, an
//! article with a later date that nobody announces, an edit elsewhere, an announced move, a date changed in place.

mod common;

use common::{Desk, LATER};
use serde_json::Value;

/// The article that is added: its second paragraph gives a later date without a word.
const ADDED: &str = "# Pool news\n\nThe tiles have come.\n\nNobody was asked. The Bray swimming pool will reopen by December 2018, the council said.\n";
const NAME: &str = "news/2016-09-01-tiles.md";
/// Articles that give its first date, and that of a tramway.
const POOL: [(&str, &str); 3] = [
    ("news/2016-06-01-tram.md", "# Trams\n\nThe Hexley tramway will open by June 2018, the board said.\n"),
    ("news/2016-07-01-pool.md", "# Pool\n\nThe Bray swimming pool will reopen by June 2017, the council said.\n"),
    (
        "news/2016-08-01-pool.md",
        "# Pool in doubt\n\nThe Bray swimming pool may not reopen in time. The Bray swimming pool is due to reopen by June 2017.\n",
    ),
];
/// Where the clause stands: line, column and the column after its last character, in code points.
const LINE: u64 = 5;

/// A repository with a folder of articles; the program is run in the repository's top folder.
fn newsroom() -> Desk {
    let desk = Desk::in_git();
    for name in ["2014-05-01-plan.md", "2015-06-01-doubt.md", LATER] {
        let text = desk.read(name);
        std::fs::remove_file(desk.path().join(name)).expect("removed");
        desk.write(&format!("news/{name}"), &text);
    }
    for (name, text) in POOL {
        desk.write(name, text);
    }
    desk.write("bywhen.toml", "[corpus]\ninclude = [\"*.md\"]\n");
    desk.commit();
    desk
}

fn json(desk: &Desk, format: &str) -> Value {
    let ran = desk.run(&["check", "news", "--format", format]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    serde_json::from_str(&ran.out).expect("JSON")
}

#[test]
fn a_first_week() {
    let desk = newsroom();
    let first = desk.run(&["check", "news"]);
    assert_eq!(first.code, Some(1), "an old archive has old findings: {}", first.out);
    assert_eq!(desk.run(&["baseline", "write", "news"]).code, Some(0));
    desk.commit();
    assert_eq!(desk.run(&["check", "news"]).code, Some(0));

    // An article with a later date: exactly that finding, at its words, in every format that a forge reads.
    desk.write(NAME, ADDED);
    let words = "The Bray swimming pool will reopen by December 2018, the council said";
    let line = ADDED.lines().nth(4).expect("a line");
    let column = |at: usize| u64::try_from(line[..at].chars().count() + 1).expect("small");
    let start = line.find("The Bray").expect("there");

    let full = json(&desk, "json");
    let findings = full["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let primary = &findings[0]["primary"];
    assert_eq!((primary["file"].as_str(), primary["line"].as_u64()), (Some(NAME), Some(LINE)));
    let quote = primary["quote"].as_str().expect("a quote");
    assert!(words.starts_with(quote), "{quote}");
    let end = start + quote.len();
    let place = (column(start), column(end));

    let github = desk.run(&["check", "news", "--format", "github"]);
    assert_eq!(github.code, Some(1));
    let annotations: Vec<&str> = github.out.lines().filter(|line| line.starts_with("::")).collect();
    assert_eq!(annotations.len(), 1, "{}", github.out);
    let said = format!("::warning file={NAME},line={LINE},col={},endColumn={},", place.0, place.1);
    assert!(annotations[0].starts_with(&said), "{said} in {}", annotations[0]);
    assert!(annotations[0].contains("moved-unannounced"));

    let sarif = json(&desk, "sarif");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let live: Vec<&Value> = results.iter().filter(|r| r["baselineState"] != "unchanged").collect();
    assert_eq!(live.len(), 1, "{results:#?}");
    assert_eq!(live[0]["ruleId"], "moved-unannounced");
    let place_of = &live[0]["locations"][0]["physicalLocation"];
    assert_eq!(place_of["artifactLocation"]["uri"], NAME);
    let region = &place_of["region"];
    let columns = (region["startColumn"].as_u64(), region["endColumn"].as_u64());
    assert_eq!((region["startLine"].as_u64(), columns), (Some(LINE), (Some(place.0), Some(place.1))));

    let gitlab = json(&desk, "gitlab");
    let issues = gitlab.as_array().expect("issues");
    assert_eq!(issues.len(), 1, "{issues:#?}");
    assert_eq!(issues[0]["check_name"], "moved-unannounced");
    assert_eq!(issues[0]["location"]["path"], NAME);
    let begin = &issues[0]["location"]["positions"]["begin"];
    let begin = if begin.is_null() { &issues[0]["location"]["lines"]["begin"] } else { &begin["line"] };
    assert_eq!(begin.as_u64(), Some(LINE));

    // It is seen to and taken into the baseline; an edit elsewhere in an article brings nothing back.
    assert_eq!(desk.run(&["baseline", "write", "news"]).code, Some(0));
    desk.edit(&format!("news/{LATER}"), "# Works begin\n", "# Works begin at last\n\nThe weather was fair, and the river low.\n");
    desk.commit();
    let after = desk.run(&["check", "news"]);
    assert_eq!(after.code, Some(0), "{}", after.out);

    // An openly announced move is no failure.
    let open = "# New date\n\nThe opening of the Hexley tramway has been postponed from June 2018 to June 2019, the board said on Monday.\n";
    desk.write("news/2016-11-01-new-date.md", open);
    let announced = desk.run(&["check", "news", "--show", "all", "--format", "concise"]);
    assert_eq!(announced.code, Some(0), "{}", announced.out);
    assert!(
        announced.out.contains("news/2016-11-01-new-date.md:3") && announced.out.contains("note[moved-later]"),
        "{}",
        announced.out
    );
    desk.commit();

    // A date that is changed in place is found against the revision before.
    desk.edit(NAME, "by December 2018", "by March 2019");
    let since = desk.run(&["check", "news", "--since", "HEAD", "--format", "json"]);
    assert_eq!(since.code, Some(1), "{}{}", since.out, since.err);
    let since: Value = serde_json::from_str(&since.out).expect("JSON");
    let changed = since["findings"].as_array().expect("findings").iter().find(|f| {
        f["check"] == "moved-unannounced"
            && f["message"].as_str().is_some_and(|m| m.contains("at revision HEAD it gave December 2018"))
    });
    let changed = changed.unwrap_or_else(|| panic!("{:#?}", since["findings"]));
    assert_eq!((changed["primary"]["file"].as_str(), changed["primary"]["line"].as_u64()), (Some(NAME), Some(LINE)));
}
