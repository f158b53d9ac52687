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
        for statement in extract(&document, language()).statements {
            count += 1;
            let span = statement.place.span;
            assert!(span.start <= span.end && span.end <= text.len(), "{span:?} lies outside of {} bytes", text.len());
            assert_eq!(text.get(span.start..span.end), Some(statement.text.as_str()), "the statement's text is not its span's");
            for deadline in [&statement.deadline, &statement.old_deadline].into_iter().flatten() {
                let span = deadline.place.span;
                assert_eq!(text.get(span.start..span.end), Some(deadline.text.as_str()), "the deadline's text is not its span's");
            }
            let line = text[..span.start].matches('\n').count() + 1;
            assert_eq!(statement.place.start.line.0, line);
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
