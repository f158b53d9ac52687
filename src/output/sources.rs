//! The documents behind a report: what places are called, and the files reopened to show their words.
//!
//! The text of a document is not kept after it was read. To show a few lines of it
//! the file is opened again and known by its hash; a file that has changed since is
//! not shown, only the words that were quoted from it.

use super::snippet::{Mark, Snippet};
use crate::findings::Excerpt;
use crate::source::{Digest, Place};
use crate::statements::Extract;
use crate::timeline::Record;
use std::path::Path;
use std::rc::Rc;

/// Files that are kept between findings: one finding shows a few, and the next often the same.
const CACHED_FILES: usize = 8;
/// Bytes of text that are kept, the last file opened apart.
const CACHED_BYTES: usize = 32 << 20;

/// Where an excerpt stands, as people and tools name places. Lines and columns from 1, end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file, as shown.
    pub path: String,
    /// The record in that file, where it holds several documents.
    pub record: Option<String>,
    /// Line and column of the first character.
    pub start: (usize, usize),
    /// Line and column after the last character.
    pub end: (usize, usize),
    /// Bytes of the file; `None` when the place is not the words' own (a record, a whole file).
    pub bytes: Option<(usize, usize)>,
}

/// The documents of a record by name.
pub struct Sources<'a> {
    record: &'a Record,
    repository: Repository,
}

/// Where the working directory lies in its repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repository {
    /// The repository's top folder.
    pub root: std::path::PathBuf,
    /// The working directory.
    pub here: std::path::PathBuf,
}

/// The files that were opened last, the latest first; `None` for one that could not be.
#[derive(Default)]
pub struct Opened {
    latest: Vec<(std::path::PathBuf, Option<Rc<Text>>)>,
}

struct Text {
    text: String,
    /// Whether a byte of the file is a byte of the text.
    same_bytes: bool,
    hash: Digest,
}

impl<'a> Sources<'a> {
    /// The documents of `record`.
    pub fn new(record: &'a Record) -> Self {
        Self { record, repository: Repository::default() }
    }

    /// The same, for formats whose paths are relative to the top of the repository.
    pub fn within(self, repository: Repository) -> Self {
        Self { repository, ..self }
    }

    /// A path as shown, made relative to the top of the repository where it lies in it.
    pub fn repository_path(&self, shown: &str) -> String {
        let Repository { root, here } = &self.repository;
        if root.as_os_str().is_empty() {
            return shown.to_owned();
        }
        let mut whole = std::path::PathBuf::new();
        for part in here.join(shown).components() {
            match part {
                std::path::Component::ParentDir => drop(whole.pop()),
                std::path::Component::CurDir => {}
                other => whole.push(other),
            }
        }
        whole.strip_prefix(root).map_or_else(|_| shown.to_owned(), shown_path)
    }

    /// The address of the file at a path as shown, for links on a terminal; `None` where the working
    /// directory is not known.
    pub fn address(&self, shown: &str) -> Option<String> {
        let here = &self.repository.here;
        let whole = here.join(shown);
        let whole = whole.to_str().filter(|_| !here.as_os_str().is_empty())?;
        Some(format!("file://{}", super::escape::uri_path(whole)))
    }

    /// Columns of the excerpt's start and end in bytes of their lines, from 1, end exclusive;
    /// `None` where the file is not UTF-8 or cannot be shown.
    pub fn byte_columns(&self, excerpt: &Excerpt, opened: &mut Opened) -> Option<(usize, usize)> {
        let place = excerpt.place?;
        let extract = self.extract(&excerpt.doc).filter(|e| e.record_line.is_none())?;
        let text = opened.open(extract.file()).filter(|t| t.same_bytes && same_file(t.hash, extract.hash))?;
        let column = |at: usize| {
            let before = text.text.as_bytes().get(..at)?;
            Some(at - memchr::memrchr2(b'\n', b'\r', before).map_or(0, |found| found + 1) + 1)
        };
        Some((column(place.span().start)?, column(place.span().end)?))
    }

    /// The document called `doc`.
    pub fn extract(&self, doc: &str) -> Option<&'a Extract> {
        self.record.document(doc)
    }

    /// Where `excerpt` stands.
    pub fn locate(&self, excerpt: &Excerpt) -> Location {
        if let Some((extract, line)) = self.extract(&excerpt.doc).and_then(|e| Some((e, e.record_line?.0))) {
            let path = shown_path(extract.file());
            return Location { path, record: Some(excerpt.doc.to_string()), start: (line, 1), end: (line, 1), bytes: None };
        }
        let path = excerpt.doc.to_string();
        match &excerpt.place {
            Some(place) => {
                let (span, start, end) = (place.span(), place.start(), place.end());
                Location {
                    path,
                    record: None,
                    start: (start.line.0.max(1), start.column.0.max(1)),
                    end: (end.line.0.max(1), end.column.0.max(1)),
                    bytes: Some((span.start, span.end)),
                }
            }
            None => Location { path, record: None, start: (1, 1), end: (1, 1), bytes: None },
        }
    }

    /// The lines around `excerpt`; `None` when it has no words of its own. The flag says
    /// that the file could not be shown as it was read, so that only the quotation is.
    pub fn snippet(&self, excerpt: &Excerpt, opened: &mut Opened, width: usize) -> Option<(Snippet, bool)> {
        let place = excerpt.place?;
        let at = self.locate(excerpt);
        let name = match &at.record {
            Some(record) => format!("{}#{record}", at.path),
            None => at.path.clone(),
        };
        let extract = self.extract(&excerpt.doc);
        if at.record.is_none() {
            let text = extract.and_then(|e| opened.open(e.file()).filter(|text| same_file(text.hash, e.hash)));
            if let Some((text, span)) = text.and_then(|text| text.range(&place).map(|span| (text, span))) {
                let mark = Mark { span, label: excerpt.label.to_string() };
                return Some((Snippet::of_lines(&name, &text.text, &[mark], at.start, width), false));
            }
        }
        // The configuration is no document; neither is another version of one.
        if extract.is_none()
            && let Some(text) = opened.open(Path::new(&*excerpt.doc))
            && let Some(span) = text.range(&place)
        {
            let mark = Mark { span, label: excerpt.label.to_string() };
            return Some((Snippet::of_lines(&name, &text.text, &[mark], at.start, width), false));
        }
        let quoted = Snippet::of_quote(&name, &excerpt.quote, &excerpt.label, at.start, width);
        Some((quoted, at.record.is_none() && extract.is_some()))
    }
}

fn same_file(now: Digest, then: Digest) -> bool {
    then.is_empty() || now == then
}

impl Opened {
    fn open(&mut self, path: &Path) -> Option<Rc<Text>> {
        if let Some(found) = self.latest.iter().position(|(kept, _)| kept == path) {
            self.latest[..=found].rotate_right(1);
            return self.latest.first().and_then(|(_, text)| text.clone());
        }
        let text = std::fs::read(path).ok().map(|bytes| Rc::new(Text::decode(bytes)));
        self.latest.insert(0, (path.to_owned(), text.clone()));
        let mut bytes = 0;
        let mut index = 0;
        self.latest.retain(|(_, text)| {
            index += 1;
            bytes += text.as_ref().map_or(0, |text| text.text.len());
            index == 1 || (index <= CACHED_FILES && bytes <= CACHED_BYTES)
        });
        text
    }
}

impl Text {
    fn decode(bytes: Vec<u8>) -> Self {
        let hash = Digest::of(&bytes);
        let marked = encoding_rs::Encoding::for_bom(&bytes).filter(|(encoding, _)| *encoding != encoding_rs::UTF_8);
        if marked.is_none() {
            match String::from_utf8(bytes) {
                Ok(text) => return Self { text, same_bytes: true, hash },
                Err(error) => {
                    let text = encoding_rs::WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0.into_owned();
                    return Self { text, same_bytes: false, hash };
                }
            }
        }
        let (encoding, bom) = marked.unwrap_or((encoding_rs::UTF_8, 0));
        let text = encoding.decode_without_bom_handling(&bytes[bom.min(bytes.len())..]).0.into_owned();
        Self { text, same_bytes: false, hash }
    }

    /// Bytes of the decoded text that `place` stands for.
    fn range(&self, place: &Place) -> Option<std::ops::Range<usize>> {
        if self.same_bytes {
            let range = place.span().start..place.span().end;
            return self.text.get(range.clone()).map(|_| range);
        }
        let start = self.offset(place.start().line.0, place.start().column.0)?;
        let end = self.offset(place.end().line.0, place.end().column.0)?;
        (start <= end).then_some(start..end)
    }

    fn offset(&self, line: usize, column: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut start = 0;
        for _ in 1..line {
            let end = start + memchr::memchr2(b'\n', b'\r', bytes.get(start..)?)?;
            start = end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
        }
        let rest = self.text.get(start..)?;
        let mut columns = rest.char_indices().map(|(at, _)| at).chain(std::iter::once(rest.len()));
        columns.nth(column.checked_sub(1)?).map(|at| start + at)
    }
}

/// A path as it is shown: `/`-separated, without a leading `./`, bytes that are not UTF-8 percent-encoded.
pub fn shown_path(path: &Path) -> String {
    let mut shown = String::new();
    for part in path.components() {
        use std::path::Component;
        let name = match part {
            Component::CurDir => continue,
            Component::RootDir => {
                shown.push('/');
                continue;
            }
            other => other.as_os_str(),
        };
        if !shown.is_empty() && !shown.ends_with('/') {
            shown.push('/');
        }
        for chunk in name.as_encoded_bytes().utf8_chunks() {
            shown.push_str(chunk.valid());
            chunk.invalid().iter().for_each(|byte| shown.push_str(&format!("%{byte:02X}")));
        }
    }
    if shown.is_empty() { ".".into() } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn paths_are_shown_plainly() {
        assert_eq!(shown_path(Path::new("./a/./b.md")), "a/b.md");
        assert_eq!(shown_path(Path::new(".")), ".");
        assert_eq!(shown_path(Path::new("/a")), "/a");
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            assert_eq!(shown_path(Path::new(std::ffi::OsStr::from_bytes(b"caf\xe9.md"))), "caf%E9.md");
        }
    }

    #[test]
    fn repository_paths_are_relative_to_its_top() {
        let folder = tempfile::tempdir().expect("a folder");
        let record = sample::record(folder.path());
        let here = |here: &str| Sources::new(&record).within(Repository { root: "/r".into(), here: here.into() });
        assert_eq!(here("/r/articles").repository_path("a.md"), "articles/a.md");
        assert_eq!(here("/r/articles").repository_path("../a.md"), "a.md");
        assert_eq!(here("/r").repository_path("/r/x/a.md"), "x/a.md");
        assert_eq!(here("/r").repository_path("/elsewhere/a.md"), "/elsewhere/a.md");
    }

    #[test]
    fn what_was_opened_is_kept_within_bounds() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut opened = Opened::default();
        for number in 0..20 {
            let path = folder.path().join(number.to_string());
            std::fs::write(&path, format!("text {number}")).expect("a file");
            assert_eq!(opened.open(&path).expect("the file").text, format!("text {number}"));
        }
        assert_eq!(opened.latest.len(), CACHED_FILES);
        std::fs::remove_file(folder.path().join("15")).expect("removed");
        assert!(opened.open(&folder.path().join("15")).is_some(), "kept");
        assert!(opened.open(&folder.path().join("0")).is_some(), "read again");
        assert!(opened.open(&folder.path().join("absent")).is_none());
    }

    #[test]
    fn words_are_found_in_every_encoding() {
        let utf16: Vec<u8> = "\u{feff}one\r\ntwo é three".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [utf16, b"one\r\ntwo \xe9 three".to_vec()] {
            let text = Text::decode(bytes);
            let place = sample::place("one\ntwo e three", "e three");
            let place = Place::new(crate::source::Span { start: 0, end: 0 }, place.start(), place.end());
            assert_eq!(text.range(&place).map(|range| text.text[range].to_owned()).as_deref(), Some("é three"));
        }
    }
}
