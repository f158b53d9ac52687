//! Waivers in documents of every format.

use super::*;
use crate::corpus::{FileKind, Options, SourceFile, read_bytes};

const KNOWN: [&str; 3] = ["missed", "overdue", "moved-unannounced"];

fn waivers(name: &str, text: &str) -> Vec<Waiver> {
    let file = SourceFile { path: name.into(), shown: name.into(), kind: FileKind::of(name.as_ref()), named: true };
    let documents = read_bytes(&file, text.as_bytes().to_vec(), &Options::default()).expect("a document");
    documents.iter().flat_map(|document| read(document, &KNOWN)).collect()
}

/// What each waiver covers, white space folded, with its checks.
fn covered(name: &str, text: &str) -> Vec<(String, String)> {
    let shown = |waiver: Waiver| {
        assert_eq!(waiver.mistake, None, "{text}");
        let bytes = match waiver.covers {
            Covers::Document => "document".to_owned(),
            Covers::Bytes(span) => {
                text.get(span.start..span.end).expect("a range").split_whitespace().collect::<Vec<_>>().join(" ")
            }
        };
        (waiver.checks.join(","), bytes)
    };
    waivers(name, text).into_iter().map(shown).collect()
}

fn one(name: &str, text: &str) -> String {
    let mut found = covered(name, text);
    assert_eq!(found.len(), 1, "{text}");
    found.remove(0).1
}

#[test]
fn the_next_block_of_markdown() {
    let ignore = "<!-- bywhen: ignore[missed] agreed -->";
    assert_eq!(one("a.md", &format!("Before.\n\n{ignore}\n\nThe next\nparagraph.\n\nAfter.\n")), "The next paragraph.");
    assert_eq!(one("a.md", &format!("Before.\n\n{ignore}\nThe next.\n\nAfter.\n")), "The next.");
    assert_eq!(one("a.md", &format!("{ignore}\n\n- one\n- two\n\nAfter.\n")), "- one - two");
    assert_eq!(one("a.md", &format!("{ignore}\n\n> quoted\n>\n> twice\n\nAfter.\n")), "> quoted > > twice");
    assert_eq!(one("a.md", &format!("{ignore}\n\n## A heading\n\nAfter.\n")), "## A heading");
    assert_eq!(one("a.md", &format!("{ignore}\n\n<p>The next.</p>\n\nAfter.\n")), "The next.");
    let within = format!("First.\n\nA line of a\nparagraph. {ignore}\n\nAfter.\n");
    assert_eq!(one("a.md", &within), format!("A line of a paragraph. {ignore}"));
}

#[test]
fn comments_that_are_never_published() {
    for comment in [
        "[//]: # (bywhen: ignore[missed] see (note))",
        "[//]: # \"bywhen: ignore[missed]\"",
        "[comment]: <> (bywhen: ignore[missed])",
    ] {
        assert_eq!(one("a.md", &format!("Before.\n\n{comment}\n\nThe next.\n\nAfter.\n")), "The next.");
    }
    assert_eq!(one("a.mdx", "Before.\n\n{/* bywhen: ignore[missed] agreed */}\n\nThe next.\n"), "The next.");
    let two = "[//]: # (bywhen: ignore[missed])\n\n<!-- bywhen: ignore[overdue] -->\n\nThe next.\n";
    let both = [("missed".to_owned(), "The next.".to_owned()), ("overdue".to_owned(), "The next.".to_owned())];
    assert_eq!(covered("a.md", two), both);
}

#[test]
fn the_next_block_of_html() {
    let ignore = "<!-- bywhen: ignore[missed, overdue] agreed -->";
    assert_eq!(one("a.html", &format!("<p>Before.</p>{ignore}<p>The <b>next</b>.</p><p>After.</p>")), "The <b>next</b>.");
    assert_eq!(
        one("a.html", &format!("{ignore}\n<ul><li>one</li><li>two</li></ul><p>After.</p>")),
        "<ul><li>one</li><li>two</li>"
    );
    assert_eq!(one("a.html", &format!("<p>Before.</p><p>Within. {ignore}</p><p>After.</p>")), format!("Within. {ignore}"));
    assert_eq!(waivers("a.html", "<script>x = '<!-- bywhen: ignore[missed] -->'</script><p>Text.</p>"), []);
}

#[test]
fn ranges_end_at_on_or_with_the_document() {
    let text = "One.\n\n<!-- bywhen: off[missed, overdue] a reason -->\n\nTwo.\n\n<!-- bywhen: on[missed] -->\n\nThree.\n";
    let rest = "Two. <!-- bywhen: on[missed] --> Three.";
    let expected = [("missed".to_owned(), "Two.".to_owned()), ("overdue".to_owned(), rest.to_owned())];
    assert_eq!(covered("a.md", text), expected);
    let both = text.replace("on[missed]", "on");
    assert_eq!(covered("a.md", &both), [("missed,overdue".to_owned(), "Two.".to_owned())]);
    assert_eq!(waivers("a.md", text)[0].reason.as_deref(), Some("a reason"));
}

#[test]
fn front_matter_covers_the_document() {
    for head in [
        "---\ntitle: A\nbywhen-ignore: [missed, overdue]\n---\n",
        "---\nbywhen-ignore:\n  - missed\n  - overdue\ntitle: A\n---\n",
        "+++\nbywhen-ignore = [\n  \"missed\",\n  \"overdue\",\n]\n+++\n",
        "---\nbywhen-ignore: overdue missed\n---\n",
    ] {
        let text = format!("{head}\nText.\n");
        assert_eq!(covered("a.md", &text), [("missed,overdue".to_owned(), "document".to_owned())], "{head}");
    }
    assert_eq!(waivers("a.md", "Text.\n\nbywhen-ignore: [missed]\n"), []);
}

#[test]
fn what_is_not_understood_is_said() {
    let mistake =
        |comment: &str| waivers("a.md", &format!("<!-- {comment} -->\n\nText.\n")).remove(0).mistake.expect("a mistake");
    assert!(mistake("bywhen: ignroe[missed]").contains("did you mean `ignore`?"));
    assert!(mistake("bywhen: ignore[mised]").contains("did you mean `missed`?"));
    assert!(mistake("bywhen: ignore").contains("names no check"));
    assert!(mistake("bywhen: ignore[]").contains("names no check"));
    assert!(mistake("bywhen: on[missed]").contains("no `off`"));
    let last = waivers("a.md", "Text.\n\n<!-- bywhen: ignore[missed] -->\n").remove(0).mistake;
    assert_eq!(last.as_deref(), Some("no block follows it"));
}

#[test]
fn examples_are_left_alone() {
    let fenced = "```html\n<!-- bywhen: ignore[missed] -->\n[//]: # (bywhen: ignore[missed])\n```\n\nText with `<!-- bywhen: ignore[missed] -->`.\n";
    assert_eq!(waivers("a.md", fenced), []);
    assert_eq!(waivers("a.txt", "<!-- bywhen: ignore[missed] -->\n\nText.\n"), []);
    assert_eq!(waivers("a.html", "<p>&lt;!-- bywhen: ignore[missed] --&gt;</p>"), []);
}

#[test]
fn time_is_linear() {
    let clock = std::time::Instant::now();
    for (name, text) in [
        ("a.html", "<!-- bywhen: ignore[missed] --><div>".repeat(30_000)),
        ("a.html", format!("bywhen:{}", "<!-- <ul>".repeat(100_000))),
        ("a.html", format!("bywhen:{}", "</div><ul>".repeat(100_000))),
        ("a.md", "<!-- bywhen: off[missed] -->\n\n".repeat(5_000)),
        ("a.md", "[//]: # (bywhen: ignore[missed])\n".repeat(30_000)),
        ("a.md", format!("---\nbywhen-ignore: [{}", "a\n".repeat(100_000))),
    ] {
        let file = SourceFile { path: name.into(), shown: name.into(), kind: FileKind::of(name.as_ref()), named: true };
        for document in read_bytes(&file, text.into_bytes(), &Options::default()).unwrap_or_default() {
            read(&document, &KNOWN);
        }
    }
    assert!(clock.elapsed() < std::time::Duration::from_secs(20), "took {:?}", clock.elapsed());
}

proptest::proptest! {
    #[test]
    fn never_panics(text in "(bywhen|:|<!--|-->|ignore|off|on|\\[|\\]|missed|é|\n|<ul>|</ul>|\\{/\\*|\\*/\\}|---|- | ){0,40}") {
        for name in ["a.md", "a.html"] {
            let file = SourceFile { path: name.into(), shown: name.into(), kind: FileKind::of(name.as_ref()), named: true };
            for document in read_bytes(&file, text.clone().into_bytes(), &Options::default()).unwrap_or_default() {
                read(&document, &KNOWN);
            }
        }
    }
}
