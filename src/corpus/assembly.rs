//! Puts the text that a reader of a format meets into elements.
//!
//! Markdown and HTML drive the same assembly, because each may stand in the other: they open
//! and close [`Container`]s and inline marks and add text; the assembly knows which element the
//! text belongs to.

use super::html::tokens::entity;
use super::piece::Piece;
use super::{Element, MarkKind, Shape};
use memchr::memchr;
use std::ops::Range;

/// How deep containers may nest; deeper ones are read as if they were not there.
const DEEPEST: usize = 256;

/// A line break that the author asked for, unlike the `\n` where a line was wrapped.
pub(super) const LINE_BREAK: &str = "\u{2028}";

/// Stands for each byte of a template tag; no text that people write holds it.
pub(super) const BLANK: char = '\u{1}';

/// What can hold text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    Title,
    Heading(u8),
    Paragraph,
    List,
    /// An item of a list, or of what stands over it where it says what a term means.
    Item {
        defines: bool,
    },
    Table,
    Row,
    Cell {
        is_header: bool,
    },
    Caption,
    Footnote,
    Quote,
    /// Navigation and the like, by its tag.
    Boilerplate,
    /// Navigation and the like, by its class: unless most of the page's text stands in it.
    Suspect,
    /// Not read at all.
    Skipped,
    /// White space counts.
    Preformatted,
    /// Divides, and nothing more; `main` where it is the document's article.
    Block {
        main: bool,
    },
}

impl Container {
    fn same_kind(self, other: Container) -> bool {
        matches!((self, other), (Container::Block { .. }, Container::Block { .. }))
            || std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// An open container and who opened it.
#[derive(Clone, Copy, Debug)]
struct Open {
    container: Container,
    owner: u8,
}

/// An open inline mark.
#[derive(Debug)]
struct Inline {
    owner: u8,
    kind: Option<MarkKind>,
    start: usize,
}

/// What is known of an element besides itself.
#[derive(Clone, Debug)]
pub(super) struct Context {
    /// It stands in what the page marks as its article.
    pub(super) main: bool,
    /// How many bytes of its text are links.
    pub(super) linked: usize,
    /// The innermost suspect that it stands in.
    pub(super) suspect: Option<usize>,
    /// The shape that it has if that suspect is cleared.
    pub(super) shape: Shape,
}

/// Elements under construction.
pub(super) struct Assembly<'s> {
    source: &'s str,
    /// Something in the source is not to be read.
    blanked: bool,
    elements: Vec<Element>,
    contexts: Vec<Context>,
    piece: Piece,
    stack: Vec<Open>,
    /// Containers opened beyond the deepest level.
    beyond: usize,
    inline: Vec<Inline>,
    tables: Vec<(usize, usize)>,
    lists: u8,
    quotes: u8,
    boilerplate: usize,
    /// Open suspects, outermost first.
    suspects: Vec<usize>,
    /// The suspect that each suspect stands in.
    suspect_parents: Vec<Option<usize>>,
    skipped: usize,
    preformatted: usize,
    mains: usize,
}

impl<'s> Assembly<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            source,
            blanked: memchr(BLANK as u8, source.as_bytes()).is_some(),
            elements: Vec::new(),
            contexts: Vec::new(),
            piece: Piece::default(),
            stack: Vec::new(),
            beyond: 0,
            inline: Vec::new(),
            tables: Vec::new(),
            lists: 0,
            quotes: 0,
            boilerplate: 0,
            suspects: Vec::new(),
            suspect_parents: Vec::new(),
            skipped: 0,
            preformatted: 0,
            mains: 0,
        }
    }

    pub(super) fn source(&self) -> &'s str {
        self.source
    }

    pub(super) fn is_skipping(&self) -> bool {
        self.skipped > 0
    }

    pub(super) fn is_boilerplate(&self) -> bool {
        self.boilerplate > 0 || !self.suspects.is_empty()
    }

    /// Opens a container; `owner` tells apart who may close it (a tag's name, a format).
    pub(super) fn open(&mut self, container: Container, owner: u8) {
        if self.skipped == 0 {
            self.flush();
        }
        if self.stack.len() >= DEEPEST {
            self.beyond += 1;
            return;
        }
        match container {
            Container::List => self.lists = self.lists.saturating_add(1),
            Container::Quote => self.quotes = self.quotes.saturating_add(1),
            Container::Boilerplate => self.boilerplate += 1,
            Container::Suspect => {
                self.suspect_parents.push(self.suspects.last().copied());
                self.suspects.push(self.suspect_parents.len() - 1);
            }
            Container::Skipped => self.skipped += 1,
            Container::Preformatted => self.preformatted += 1,
            Container::Block { main: true } => self.mains += 1,
            Container::Table => self.tables.push((0, 0)),
            Container::Cell { .. } | Container::Row | Container::Block { .. } => {}
            _ => {}
        }
        self.stack.push(Open { container, owner });
    }

    /// Closes the innermost container of that kind and owner with all that stands in it; nothing
    /// where there is none.
    pub(super) fn close(&mut self, container: Container, owner: u8) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let found = self.stack.iter().rposition(|open| open.owner == owner && open.container.same_kind(container));
        if let Some(found) = found {
            self.pop_to(found);
        }
    }

    /// Closes the innermost container of that owner that is of one of the kinds: a suspect `<div>` in a plain
    /// one is closed alone.
    pub(super) fn close_one_of(&mut self, kinds: &[Container], owner: u8) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let ends = |open: &Open| open.owner == owner && kinds.iter().any(|kind| open.container.same_kind(*kind));
        if let Some(found) = self.stack.iter().rposition(ends) {
            self.pop_to(found);
        }
    }

    /// Whether a container of that kind is open inside the innermost one of the kinds in `within`.
    pub(super) fn is_open(&self, container: Container, within: &[Container]) -> bool {
        for open in self.stack.iter().rev() {
            if open.container.same_kind(container) {
                return true;
            }
            if within.iter().any(|w| open.container.same_kind(*w)) {
                return false;
            }
        }
        false
    }

    /// Closes the innermost container of that kind, whoever opened it.
    pub(super) fn close_any(&mut self, container: Container) {
        if let Some(found) = self.stack.iter().rposition(|open| open.container.same_kind(container)) {
            self.pop_to(found);
        }
    }

    fn pop_to(&mut self, depth: usize) {
        if self.skipped == 0 {
            self.flush();
        }
        while self.stack.len() > depth {
            let Some(open) = self.stack.pop() else { return };
            match open.container {
                Container::List => self.lists = self.lists.saturating_sub(1),
                Container::Quote => self.quotes = self.quotes.saturating_sub(1),
                Container::Boilerplate => self.boilerplate = self.boilerplate.saturating_sub(1),
                Container::Suspect => {
                    self.suspects.pop();
                }
                Container::Skipped => self.skipped = self.skipped.saturating_sub(1),
                Container::Preformatted => self.preformatted = self.preformatted.saturating_sub(1),
                Container::Block { main: true } => self.mains = self.mains.saturating_sub(1),
                Container::Table => {
                    self.tables.pop();
                }
                Container::Row => {
                    if let Some(table) = self.tables.last_mut() {
                        *table = (table.0 + 1, 0);
                    }
                }
                Container::Cell { .. } => {
                    if let Some(table) = self.tables.last_mut() {
                        table.1 += 1;
                    }
                }
                _ => {}
            }
        }
    }

    /// Reads nothing until [`Assembly::show`], without ending the element.
    pub(super) fn hide(&mut self) {
        self.skipped += 1;
    }

    pub(super) fn show(&mut self) {
        self.skipped = self.skipped.saturating_sub(1);
    }

    /// Whether the element that is being read holds no words yet.
    pub(super) fn is_blank(&self) -> bool {
        self.piece.is_blank()
    }

    /// Whether the innermost table is at its first row.
    pub(super) fn is_first_row(&self) -> bool {
        self.tables.last().is_some_and(|(row, _)| *row == 0)
    }

    /// Opens an inline mark; `None` for an element that marks nothing.
    pub(super) fn mark(&mut self, kind: Option<MarkKind>, owner: u8) {
        if self.inline.len() < DEEPEST {
            self.inline.push(Inline { owner, kind, start: self.piece.len() });
        }
    }

    /// Closes the innermost inline mark of that owner; gives where in the text it began.
    pub(super) fn unmark(&mut self, owner: u8) -> Option<usize> {
        let found = self.inline.iter().rposition(|inline| inline.owner == owner)?;
        let inline = self.inline.remove(found);
        if let Some(kind) = inline.kind {
            self.piece.mark(inline.start, kind);
        }
        Some(inline.start)
    }

    /// Ends all inline marks: what a block's end does in the wild.
    pub(super) fn unmark_all(&mut self) {
        while let Some(inline) = self.inline.pop() {
            if let Some(kind) = inline.kind {
                self.piece.mark(inline.start, kind);
            }
        }
    }

    /// The text since `start` of the element being built.
    pub(super) fn text_since(&self, start: usize) -> &str {
        self.piece.text().get(start..).unwrap_or_default()
    }

    /// Takes back the text since `start` of the element being built.
    pub(super) fn take_back(&mut self, start: usize) {
        self.piece.truncate(start);
    }

    /// Adds `source[range]` as it stands.
    pub(super) fn verbatim(&mut self, range: Range<usize>) {
        if self.skipped > 0 {
            return;
        }
        if self.blanked {
            let source = self.source;
            unblanked(source, range, |part| self.piece.verbatim(source, part));
        } else {
            self.piece.verbatim(self.source, range);
        }
    }

    /// Adds a text that stands for `source[range]`.
    pub(super) fn replaced(&mut self, text: &str, range: Range<usize>) {
        if self.skipped == 0 {
            self.piece.replaced(text, range);
        }
    }

    /// Adds `source[range]` as HTML text: entities decoded, white space collapsed.
    pub(super) fn markup_text(&mut self, range: Range<usize>) {
        if self.skipped > 0 {
            return;
        }
        let mut at = range.start;
        while at < range.end {
            let Some(rest) = self.source.get(at..range.end) else { return };
            let plain = memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
            self.white_text(at..at + plain);
            at += plain;
            if at >= range.end {
                return;
            }
            match entity(rest.get(plain..).unwrap_or_default()) {
                Some((decoded, len)) => {
                    self.piece.replaced(&decoded, at..at + len);
                    at += len;
                }
                None => {
                    self.piece.verbatim(self.source, at..at + 1);
                    at += 1;
                }
            }
        }
    }

    /// Adds `source[range]` with white space as the container has it.
    pub(super) fn white_text(&mut self, range: Range<usize>) {
        if self.skipped > 0 {
        } else if self.preformatted > 0 {
            self.verbatim(range);
        } else if self.blanked {
            let source = self.source;
            unblanked(source, range, |part| self.piece.collapsed(source, part));
        } else {
            self.piece.collapsed(self.source, range);
        }
    }

    /// A line break that a reader sees; two of them end a paragraph.
    pub(super) fn line_break(&mut self, range: Range<usize>) {
        if self.skipped > 0 || self.piece.len() == 0 {
        } else if self.piece.text().trim_end_matches(' ').ends_with(LINE_BREAK) {
            self.flush();
        } else {
            self.piece.replaced(LINE_BREAK, range);
        }
    }

    /// Ends the element being built.
    pub(super) fn flush(&mut self) {
        if self.piece.len() == 0 {
            for inline in &mut self.inline {
                inline.start = 0;
            }
            return;
        }
        let mut piece = std::mem::take(&mut self.piece);
        for inline in &mut self.inline {
            if let Some(kind) = &inline.kind {
                piece.mark(inline.start, kind.clone());
            }
            inline.start = 0;
        }
        let shape = self.shape();
        if let Some(element) = piece.finish(shape, self.quotes) {
            let linked = element.marks.iter().filter(|m| matches!(m.kind, MarkKind::Link(_))).map(|m| m.range.len()).sum();
            let suspect = self.suspects.last().copied();
            let mut element = element;
            let shape =
                if suspect.is_some() { std::mem::replace(&mut element.shape, Shape::Boilerplate) } else { element.shape.clone() };
            self.contexts.push(Context { main: self.mains > 0, linked, suspect, shape });
            self.elements.push(element);
        }
    }

    fn shape(&self) -> Shape {
        if self.boilerplate > 0 {
            return Shape::Boilerplate;
        }
        for open in self.stack.iter().rev() {
            return match open.container {
                Container::Title => Shape::Title,
                Container::Heading(level) => Shape::Heading(level),
                // A definition lies in its term as an item does in the one above it.
                Container::Item { defines } => Shape::ListItem(self.lists.max(1).saturating_add(u8::from(defines))),
                Container::Cell { is_header } => {
                    let (row, column) = self.tables.last().copied().unwrap_or_default();
                    Shape::Cell { row, column, is_header }
                }
                Container::Caption => Shape::Caption,
                Container::Footnote => Shape::Footnote,
                Container::Table | Container::List | Container::Quote => Shape::Paragraph,
                _ => continue,
            };
        }
        Shape::Paragraph
    }

    /// The elements, what is known of each besides, and the suspect that each suspect stands in.
    pub(super) fn finish_page(mut self) -> (Vec<Element>, Vec<Context>, Vec<Option<usize>>) {
        self.unmark_all();
        self.flush();
        (self.elements, self.contexts, self.suspect_parents)
    }

    /// The elements.
    pub(super) fn finish(mut self) -> Vec<Element> {
        self.unmark_all();
        self.flush();
        self.elements
    }
}

/// The parts of a range that are to be read.
fn unblanked(source: &str, range: Range<usize>, mut add: impl FnMut(Range<usize>)) {
    let mut at = range.start;
    for part in source.get(range).unwrap_or_default().split(BLANK) {
        if !part.is_empty() {
            add(at..at + part.len());
        }
        at += part.len() + BLANK.len_utf8();
    }
}
