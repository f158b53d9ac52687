//! What holds of every statement, whatever the text: its places are true, and nothing panics.

use bywhen::corpus::{self, FileKind, SourceFile};
use bywhen::statements::{Language, extract};
use proptest::prelude::*;
use std::sync::OnceLock;

fn language() -> &'static Language {
    static LANGUAGE: OnceLock<Language> = OnceLock::new();
    LANGUAGE.get_or_init(Language::english)
}

fn documents(text: &str, name: &str, kind: FileKind) -> Vec<bywhen::corpus::Document> {
    let file = SourceFile { path: name.into(), shown: name.into(), kind, named: true };
    corpus::read_bytes(&file, text.as_bytes().to_vec(), &corpus::Options::default()).unwrap_or_default()
}

/// Checks every statement of a text against the bytes it came from; how many there were.
fn check(text: &str, name: &str, kind: FileKind) -> usize {
    let mut count = 0;
    for document in documents(text, name, kind) {
        for statement in extract(&document, language()).into_statements() {
            count += 1;
            let span = statement.place.span();
            assert!(span.start <= span.end && span.end <= text.len(), "{span:?} lies outside of {} bytes", text.len());
            assert_eq!(text.get(span.start..span.end), Some(&*statement.text), "the statement's text is not its span's");
            for deadline in [&statement.deadline, &statement.old_deadline].into_iter().flatten() {
                let span = deadline.place.span();
                assert_eq!(text.get(span.start..span.end), Some(deadline.text.as_str()), "the deadline's text is not its span's");
            }
            let line = text[..span.start].matches('\n').count() + 1;
            assert_eq!(statement.place.start().line.0, line);
        }
    }
    count
}

#[test]
fn spans_hold_through_markup_wrapping_and_entities() {
    let markdown = "---\ndate: 2024-01-05\n---\n\n> The **new** bridge will [open](https://example.org)\n> by *March* 2025, said `the` mayor.\n\n- Café: 4 May 2025\n";
    assert!(check(markdown, "a.md", FileKind::Markdown) >= 1);
    let html = "<html><head><meta property=\"article:published_time\" content=\"2024-01-05\"></head><body><article><p>The <b>d&eacute;p&ocirc;t</b> will open&nbsp;by March 2025 &#8211; at last.</p></article></body></html>";
    assert!(check(html, "a.html", FileKind::Html) >= 1);
    let plain = "5 January 2024\r\n\r\nThe dépôt will open\r\nby March 2025.\r\n";
    assert!(check(plain, "a.txt", FileKind::Plain) >= 1);
}

/// The quoted words and the last day of every dated commitment of a text.
fn commitments(text: &str, name: &str, kind: FileKind) -> Vec<(String, String)> {
    check(text, name, kind);
    let documents = documents(text, name, kind);
    let statements = documents.iter().flat_map(|document| extract(document, language()).into_statements());
    statements.filter_map(|s| Some((s.text.to_string(), s.deadline?.interval.end().to_string()))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(text, day)| ((*text).to_owned(), (*day).to_owned())).collect()
}

#[test]
fn items_complete_what_their_lead_in_opens() {
    let text = "---\ndate: 2025-03-02\n---\nWe will also:\n\n- Open a second counter by May 2026;\n- print the atlas in 2027.\n\nBy 2028 the valley aims to:\n\n* plant 10,000 trees\n\nLast year we:\n\n- opened a counter in May 2024\n";
    assert_eq!(
        commitments(text, "a.md", FileKind::Markdown),
        pairs(&[
            ("Open a second counter by May 2026", "2026-05-31"),
            ("print the atlas in 2027", "2027-12-31"),
            ("plant 10,000 trees", "2028-12-31"),
        ])
    );
}

#[test]
fn what_is_planned_beside_the_news_lies_ahead_of_it() {
    let text = "---\ndate: 2025-08-02\n---\nThe council approved the hall today, with a final release planned for mid September.\n\nThe school reopened, with pupils expected to return in October.\n";
    let days: Vec<_> = commitments(text, "a.md", FileKind::Markdown).into_iter().map(|(_, day)| day).collect();
    assert_eq!(days.len(), 2, "{days:?}");
    assert!(days.iter().all(|day| day.starts_with("2025-")), "{days:?}");
}

#[test]
fn a_term_that_is_a_date_gives_it_to_its_definition() {
    let expected = pairs(&[("The kiosk will open", "2026-06-30"), ("Open the lock", "2026-07-31")]);
    let page =
        "<html><body><dl><dt>June 2026</dt><dd>The kiosk will open.</dd><dt>July 2026<dd>Open the lock.</dl></body></html>";
    assert_eq!(commitments(page, "2025-02-03-a.html", FileKind::Html), expected);
    let text = "---\ndate: 2025-02-03\n---\nJune 2026\n:   The kiosk will open.\n\nJuly 2026\n:   Open the lock.\n";
    assert_eq!(commitments(text, "a.md", FileKind::Markdown), expected);
}

#[test]
fn months_under_a_year_are_of_that_year() {
    let under = |above: &str| {
        let text = format!(
            "---\ndate: 2025-02-03\n---\n{above}\n\n- two lifts will open by June\n- a gate will open by the end of January\n    - the second one will open by 5 October\n- a lamp will be lit by June 2027\n"
        );
        commitments(&text, "a.md", FileKind::Markdown).into_iter().map(|(_, day)| day).collect::<Vec<_>>()
    };
    for above in ["## 2026", "Our goals for 2026:", "In 2026:"] {
        let mut days = under(above);
        days.retain(|day| day != "2026-12-31");
        assert_eq!(days, ["2026-06-30", "2026-01-31", "2026-10-05", "2027-06-30"], "{above}");
    }
    // Without a year above, or below one that is over, they count from the day of speech.
    let own = ["2025-06-30", "2026-01-31", "2025-10-05", "2027-06-30"];
    assert_eq!(under("Our works:"), own);
    assert_eq!(under("## 2019"), own);
}

#[test]
fn schedules_are_read_line_by_line_and_row_by_row() {
    let plain = "2 June 2025\n\nFreeze: 15 July 2025\nRelease: 12 August 2025\n\n26 August 2025   Second release\n9 September 2025   Third release\n";
    let days = |found: Vec<(String, String)>| found.into_iter().map(|(_, day)| day).collect::<Vec<_>>();
    assert_eq!(days(commitments(plain, "a.txt", FileKind::Plain)), ["2025-07-15", "2025-08-12", "2025-08-26", "2025-09-09"]);
    let table = "---\ndate: 2025-06-02\n---\n| Date | Version | Notes |\n| --- | --- | --- |\n| 2025-08-27 | v7.1 | GA release |\n| 2025-11-05 | v7.2 | Map of the valley |\n";
    assert_eq!(days(commitments(table, "a.md", FileKind::Markdown)), ["2025-08-27", "2025-11-05"]);
    let diary = "---\ndate: 2025-06-02\n---\n| Date | Walk | Notes |\n| --- | --- | --- |\n| 2025-11-05 | Harrow Lane | Map of the valley |\n";
    assert_eq!(days(commitments(diary, "a.md", FileKind::Markdown)), Vec::<String>::new());
    let windows = "---\ndate: 2025-06-02\n---\n| Branch | First version | Last fix |\n| --- | --- | --- |\n| 4.0 | 30 May 2025 | January 2030 |\n";
    assert_eq!(days(commitments(windows, "a.md", FileKind::Markdown)), ["2030-01-31"]);
}

#[test]
fn goals_that_are_told_of_as_past_hand_nothing_down() {
    let of = |lead: &str| {
        let text = format!("---\ndate: 2025-06-02\n---\n{lead}\n\n- The team is closing out an old hole\n- Support for links\n");
        commitments(&text, "a.md", FileKind::Markdown).len()
    };
    assert_eq!(of("Our goals for 2026:"), 3, "the goals, and each");
    assert_eq!(of("One of our goals for 2026 was to finish things. We have seen much of it:"), 1, "the goal itself alone");
}

#[test]
fn timetables_in_preformatted_text_are_read() {
    let of = |body: &str| {
        let text = format!("---\ndate: 2025-06-02\n---\nThe dates:\n\n{body}");
        commitments(&text, "a.md", FileKind::Markdown).into_iter().map(|(_, day)| day).collect::<Vec<_>>()
    };
    let days = ["2025-07-16", "2025-08-06"];
    assert_eq!(of("    Wed, Jul 16     Quill 4.1 Alpha release\n    Wed, Aug  6     Quill 4.1 Beta release\n"), days);
    assert_eq!(of("```\n2025-07-16  Feature freeze\n2025-08-06  First candidate\n```\n"), days);
    assert_eq!(of("```\nrelease(\"2025-07-16\");\nrelease(\"2025-08-06\");\n```\n"), Vec::<String>::new());
}

#[test]
fn dates_of_what_was_arranged_lie_where_its_clause_points() {
    let of = |said: &str, text: &str| {
        let text = format!("---\ndate: {said}\n---\n{text}\n");
        commitments(&text, "a.md", FileKind::Markdown).into_iter().map(|(_, day)| day).collect::<Vec<_>>()
    };
    assert_eq!(of("2025-01-21", "And of course, they are gearing up for 12.2, slated for release in July."), ["2025-07-31"]);
    assert_eq!(
        of("2024-11-26", "The council said in March that the bridge would be open by the end of October."),
        ["2024-10-31"]
    );
    assert_eq!(of("2024-11-26", "We said we should have ten of them in use by the end of October."), ["2024-10-31"]);
    assert_eq!(of("2025-06-11", "The mayor has promised sixty more officers in spring 2026."), ["2026-05-31"]);
    assert_eq!(of("2025-06-11", "The footbridge, due in May 2026, will cost £3m."), ["2026-05-31"]);
    let extended = "The register will be kept open for a period of 6 months from 29 January 2026 to 28 July 2026.";
    assert!(!of("2025-06-11", extended).contains(&"2026-07-29".to_owned()), "no end but the one that is named");
}

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "The", "bridge", "will", "be", "open", "by", "2027", "March", "was", "due", "to", "missed", "target", "deadline", "of",
        "5", "May", "2018", "not", "“", "”", ",", ".", "\n", "\n\n", "- ", "**", "–", "delayed", "until", "next", "year", "said",
        "that", "if", "£3.4bn", "NHS", "’s", "pushed", "back", "from", "spring", "scrapped", "(", ")", ":", "?", "é", "🚆",
        "\u{202e}", "&amp;", "<b>", "|",
    ]);
    prop::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_gives_true_places(text in words()) {
        check(&text, "a.txt", FileKind::Plain);
        check(&text, "a.md", FileKind::Markdown);
    }

    #[test]
    fn the_same_text_reads_the_same(text in words()) {
        let read = || documents(&text, "a.md", FileKind::Markdown).iter().map(|d| extract(d, language())).collect::<Vec<_>>();
        prop_assert_eq!(read(), read());
    }
}
