//! Odd and hostile documents: each is read or refused in plain words, in linear time.

#![allow(missing_docs, clippy::expect_used)]

use bywhen::corpus::{DiscoverOptions, Document, FileKind, Options, ReadError, SourceFile, discover, read, read_bytes};
use bywhen::prose::{blocks, sentences};
use std::time::{Duration, Instant};

fn file(name: &str) -> SourceFile {
    SourceFile { path: name.into(), shown: name.into(), kind: FileKind::of(name.as_ref()), named: true }
}

fn read_named(name: &str, bytes: Vec<u8>) -> Result<Vec<Document>, ReadError> {
    read_bytes(&file(name), bytes, &Options::default())
}

#[test]
fn what_is_no_text_is_said() {
    let said = |name: &str, bytes: &[u8]| read_named(name, bytes.to_vec()).expect_err("no document").to_string();
    assert_eq!(said("a.txt", b""), "it is empty");
    assert_eq!(said("a.md", b" \n\t\n"), "it is empty");
    assert_eq!(said("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "it is a binary file");
    assert_eq!(said("a.txt", b"%PDF-1.4\n1 0 obj\n"), "it is a binary file");
    assert_eq!(said("a.jsonl", b"nothing\n"), "no record in it can be read: line 1: not JSON");
    assert_eq!(said("a.xml", b"<note>No feed.</note>"), "no record in it can be read: it holds no entry of a feed");
    let small = Options { max_bytes: 3, ..Options::default() };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.txt");
    std::fs::write(&path, "text").expect("a file");
    let file = SourceFile { path, ..file("a.txt") };
    assert_eq!(
        read(&file, &small).expect_err("too long").to_string(),
        "it is larger than 3 bytes, the most that `max-megabytes` under [corpus] allows"
    );
}

#[test]
fn bad_bytes_and_bad_records_do_not_stop_the_rest() {
    let documents = read_named("a.txt", b"The caf\xc3\xa9 and the h\xc3\xb4tel open in \xff May.".to_vec()).expect("a document");
    assert_eq!(documents[0].problems, ["1 sequence of bytes invalid in UTF-8 was replaced"]);
    let lines = b"{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\": [\n{\"id\":\"b\"}\n{\"id\":\"c\",\"text\":\"Two.\"}\n";
    let documents = read_named("a.jsonl", lines.to_vec()).expect("documents");
    let ids: Vec<_> = documents.iter().map(|d| (d.doc.as_str(), d.record_line.map(|line| line.0))).collect();
    assert_eq!(ids, [("a", Some(1)), ("c", Some(4))]);
    assert_eq!(documents[0].problems, ["2 of 4 records passed over; line 2: not JSON"]);
}

#[test]
fn time_is_linear_whatever_the_input() {
    let hostile: [(&str, String); 19] = [
        ("nested.html", "<div>".repeat(100_000) + "text"),
        ("suspects.html", "<div class=menu>x".repeat(20_000)),
        ("lists.html", "<ul><li>x".repeat(50_000)),
        ("tags.html", "<a ".repeat(200_000)),
        ("quotes.html", "<a x=\"".repeat(100_000)),
        ("comments.html", "<!--".repeat(200_000)),
        ("scripts.html", "<script>".repeat(100_000)),
        ("entities.html", "&".repeat(500_000)),
        ("line.html", "<p>It opens in May, and <b>so</b> on.</p>".repeat(50_000)),
        ("quotes.md", ">".repeat(200_000) + " text"),
        ("brackets.md", "[".repeat(50_000)),
        ("tags.md", "{{".repeat(100_000)),
        ("attributes.md", "{:".repeat(1_000_000)),
        ("shortcodes.xml", format!("<rss><item><guid>a</guid><content:encoded>{}", "[caption a=\"".repeat(200_000))),
        ("fields.md", format!("---\n{}---\n", "a: b\n".repeat(100_000))),
        ("dense.txt", "The bridge will open by May 2030 ".repeat(2_000)),
        ("stops.txt", ". ".repeat(500_000)),
        ("related.txt", "Related news\n\n".to_owned() + &"Some heading\n\n".repeat(30_000)),
        ("arrays.json", "[".repeat(200_000)),
    ];
    for (name, text) in hostile {
        let clock = Instant::now();
        for document in read_named(name, text.into_bytes()).unwrap_or_default() {
            for block in blocks(&document) {
                sentences(&block);
            }
            if name == "dense.txt" {
                bywhen::statements::extract(&document, &bywhen::statements::Language::english());
            }
        }
        // Each takes a fraction of a second; what is not linear takes minutes.
        assert!(clock.elapsed() < Duration::from_secs(20), "{name} took {:?}", clock.elapsed());
    }
}

#[test]
fn titles_of_records_are_plain_words() {
    let record =
        r#"{"id":"a","title":{"rendered":"The pier&#8217;s <em>new</em> end"},"content":{"rendered":"<p>It opens in May.</p>"}}"#;
    let document = read_named("a.json", record.as_bytes().to_vec()).expect("a document").remove(0);
    assert_eq!(document.title.as_deref(), Some("The pier\u{2019}s new end"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_waits_for_news_is_not_waited_for() {
    // A pipe that nobody writes to, under a name of a file: it has become one since it was found.
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.txt");
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let clock = Instant::now();
    let said = read(&SourceFile { path, ..file("a.txt") }, &Options::default()).expect_err("no document").to_string();
    assert_eq!(said, "it is not a file");
    assert!(clock.elapsed() < Duration::from_secs(5));
}

#[cfg(unix)]
#[test]
fn pipes_and_unreadable_folders_are_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let socket = folder.path().join("a.txt");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    std::fs::write(folder.path().join("b.txt"), "Text.").expect("a file");
    let options = DiscoverOptions { base: folder.path().into(), ..DiscoverOptions::default() };
    let found = discover(&[".".into()], &options);
    assert_eq!(found.files.iter().map(|f| f.shown.as_str()).collect::<Vec<_>>(), ["b.txt"]);
    assert_eq!(found.skipped.iter().map(|s| s.path.as_str()).collect::<Vec<_>>(), ["a.txt"]);
    let named = discover(&["a.txt".into()], &options);
    assert_eq!(named.errors[0].to_string(), "a.txt: it is not a file or folder");
}

#[test]
fn update_blocks_speak_from_their_own_day() {
    let text = "---\ndate: 2020-01-02\n---\nThe bridge opens in May.\n\n**Update, 17 September 2020:** it opens in June.\n\nMore later.\n";
    let documents = read_named("a.md", text.as_bytes().to_vec()).expect("a document");
    let days: Vec<_> = blocks(&documents[0]).iter().map(|b| b.speaks_from.map(|day| day.to_string())).collect();
    assert_eq!(days, [None, Some("17 September 2020".to_string()), None]);
}

#[test]
fn tables_know_their_headers_and_rows() {
    let text = "| Stage | Due |\n|---|---|\n| Beta | May 2026 |\n| Final | June 2026 |\n";
    let documents = read_named("a.md", text.as_bytes().to_vec()).expect("a document");
    let blocks = blocks(&documents[0]);
    let due = blocks.iter().find(|b| b.text == "June 2026").expect("a cell");
    assert_eq!(due.column_header.map(|at| blocks[at].text.as_str()), Some("Due"));
    assert_eq!(due.row.iter().map(|&at| blocks[at].text.as_str()).collect::<Vec<_>>(), ["Final"]);
}

#[test]
fn dates_have_an_order_of_trust() {
    let dated = |name: &str, text: &str| {
        let document = read_named(name, text.as_bytes().to_vec()).expect("a document").remove(0);
        let published = document.published.map(|d| (d.interval.to_string(), format!("{:?}", d.source)));
        (published, document.conflicting.len(), document.updated.map(|d| d.interval.to_string()))
    };
    let on = |day: &str, source: &str| Some((day.to_string(), source.to_string()));
    let article = "<html><head><meta property='article:published_time' content='2018-03-04T10:00:00Z'>\
        <meta property='article:modified_time' content='2018-05-06'></head><body><p>Text.</p><p>Last updated: 1 May 2019</p></body></html>";
    assert_eq!(dated("a.html", article), (on("4 March 2018", "Metadata"), 0, Some("6 May 2018".into())));
    assert_eq!(dated("2018/03/09/a.html", article).1, 1);
    let linked = "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\",\"datePublished\":\"2017-01-02\"}]}</script><p>Text.</p>";
    assert_eq!(dated("a.html", linked).0, on("2 January 2017", "Metadata"));
    assert_eq!(dated("2016-05-a.md", "---\ndate: 2016-05-03\n---\nText.").0, on("3 May 2016", "FrontMatter"));
    assert_eq!(
        dated("a.txt", "A headline\n\nMonday, 22 November 2004, 1:46 pm\n\nText of it.").0,
        on("22 November 2004", "Dateline")
    );
    assert_eq!(dated("a.txt", "A headline\n\nCopyright 2004. Last updated on 3 May 2016"), (None, 0, None));
}

#[test]
fn odd_documents_show_what_a_reader_sees() {
    let cases: [(&str, &[u8], &[&str]); 16] = [
        ("cr.txt", b"Opens in May.\r\rCloses in June.\r", &["Opens in May.", "Closes in June."]),
        ("latin.html", b"<p>The caf\xe9 \x96 and bar \x96 opens in June", &["The caf\u{e9} \u{2013} and bar \u{2013} opens in June"]),
        ("unclosed.html", b"<p>One <b>in May<p>Two <i>in June</b></i><ul><li>a<li>b<!-- never closed <p>lost", &["One in May", "Two in June", "a", "b"]),
        ("script.html", b"<script>document.write('<p>no</p>')</script><template><p>no</p></template><p>Yes.", &["Yes."]),
        ("entities.html", b"<p>R&amp;D &pound;3.4bn&#8201;by May &none; &amp;lt;", &["R&D \u{a3}3.4bn\u{2009}by May &none; &lt;"]),
        ("breaks.html", b"One<br>two<br><br>Three<hr>Four<dl><dt>Five<dd>Six</dl>", &["One\u{2028}two", "Three", "Four", "Five", "Six"]),
        ("a.mdx", b"import X from 'y'\n\nexport const a = {\n  b: 1\n}\n\n<Note kind=\"x\">\nOpens {when} in May.\n</Note>\n", &["Opens in May."]),
        ("hugo.md", b"{{< figure src=\"a.png\" >}}\nOpens {{% when %}}in May{{% /when %}}.\n{: .note}\n", &["Opens in May."]),
        ("liquid.md", b"{% include x.html %}\nOne.\n\n{% if a %}\nTwo.\n{% endif %}\n", &["One.", "Two."]),
        ("fields.md", b"---\ntitle: By May\ndeck: It opens.\nsummary: It\n  opens.\n---\nSo it is.\n", &["By May", "It opens.", "So it is."]),
        ("open.md", b"---\ntitle: By May\n\nNever closed.\n", &["title: By May", "Never closed."]),
        ("notes.md", b"A note[^1] here.\n\n[^1]: By May.\n\n```\ncode\n```\n\n![no](a.png)\n\nTerm\n: Meaning\n", &["A note here.", "By May.", "Term", "Meaning"]),
        ("list.json", b"{\"items\":[{\"id\":1,\"body\":\"<p>By <b>May</b></p>\"}]}", &["By May"]),
        ("bom.jsonl", b"\xef\xbb\xbf{\"id\":\"a\",\"text\":[\"One.\",\"Two.\"]}\n", &["One.", "Two."]),
        ("atom.xml", b"<feed><entry><title type='html'>A &amp;amp; B</title><content type='xhtml'><div><p>One.</p><p>Two.</p></div></content></entry></feed>", &["A & B", "One.", "Two."]),
        ("pages.txt", b"Plan of the council\n\nOne.\n\n1\n\x0cPlan of the council\n\nTwo.\n\n2\n\x0cPlan of the council\n\nThree.\n\n3\n", &["Plan of the council", "One.", "Two.", "Three."]),
    ];
    for (name, bytes, expected) in cases {
        let documents = read_named(name, bytes.to_vec()).expect("documents");
        let all: Vec<_> = documents.iter().flat_map(blocks).filter(|b| b.zone != bywhen::prose::Zone::Teaser).collect();
        assert_eq!(all.iter().map(|b| b.text.as_str()).collect::<Vec<_>>(), expected, "{name}");
    }
}

#[test]
fn dates_of_other_things_date_no_document() {
    let published = |name: &str, text: &str| {
        read_named(name, text.into()).expect("documents").remove(0).published.map(|d| d.interval.to_string())
    };
    assert_eq!(published("a.html", "<p>Opens soon.</p><table><tr><td>Bridge<td>May 2019</table>"), None, "a cell");
    assert_eq!(published("a.html", "<p>Last updated on 3 May 2019</p><p>Text.</p><p>&copy; 2017 Example</p>"), None);
    assert_eq!(
        published("a.html", "<p>Text.</p><div class=articleComments><time datetime=2018-09-09>9 Sep</time><p>First!</p></div>"),
        None
    );
    assert_eq!(
        published("a.html", "<meta property='article:modified_time' content='2020-01-01'><p>The concert is on 4 July 2021.</p>"),
        None
    );
    assert_eq!(published("a.html", "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2018-03-04T23:30:00-05:00\"}</script><p>Text.</p>").as_deref(), Some("4 March 2018"));
    assert_eq!(
        published("a.md", "---\nsource_url: https://example.org/2018/03/04/x/\n---\nText.").as_deref(),
        Some("4 March 2018")
    );
}
