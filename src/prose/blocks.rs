//! From a format's elements to blocks: zones, headings above, lead-ins, rows, updates.

use super::parts::{Part, parts};
use super::zones::{Effect, ZoneRules};
use super::{Block, BlockIndex, Zone};
use crate::calendar::Interval;
use crate::corpus::dates::{self, NumericOrder};
use crate::corpus::{Document, Element, MarkKind, Shape};
use crate::source::TextRange;

/// Level of a heading that only its emphasis makes one: below those that the format marks.
const BY_EMPHASIS: u8 = 7;

/// A dateline stands among the first blocks.
const DATELINE_WITHIN: usize = 8;

/// The blocks of a document, in reading order: each thing a reader sees once.
pub fn blocks(document: &Document) -> Vec<Block> {
    let rules = ZoneRules::english();
    let mut build = Build { blocks: Vec::with_capacity(document.elements.len()), ..Build::default() };
    for (index, element) in document.elements.iter().enumerate() {
        for part in parts(element) {
            build.add(element, part, rules, document.elements.get(index + 1..).unwrap_or_default());
        }
    }
    build.join_rows();
    build.blocks
}

#[derive(Default)]
struct Build {
    blocks: Vec<Block>,
    /// Headings above, with their levels, outermost first.
    headings: Vec<(u8, BlockIndex)>,
    /// What may introduce the next list item, by depth: a paragraph (0) or an item.
    lead_ins: Vec<Option<BlockIndex>>,
    /// Header cells of the table at hand, by column.
    headers: Vec<Option<BlockIndex>>,
    /// The row at hand and its cells.
    row: Option<(usize, Vec<BlockIndex>)>,
    rows: Vec<Vec<BlockIndex>>,
    /// Other stories follow until the article goes on; the level of the heading that said so.
    teasers: Option<u8>,
    /// The update that the next blocks belong to, and how far it reaches.
    update: Option<(Interval, UpdateScope)>,
}

/// How far an update reaches.
#[derive(Clone, Copy, PartialEq)]
enum UpdateScope {
    /// Until a heading of that level or higher.
    Section(u8),
    /// While the quotation lasts.
    Quotation(u8),
}

impl Build {
    fn add(&mut self, element: &Element, part: Part, rules: &ZoneRules, rest: &[Element]) {
        let index = self.blocks.len();
        let whole = part.range.len() == element.text.len();
        let text = element.text.get(part.range.start..part.range.end).unwrap_or_default();
        let shape = match part.shape.clone() {
            Shape::Paragraph if element.quote_depth == 0 && whole && is_emphatic_heading(element) => Shape::Heading(BY_EMPHASIS),
            shape => shape,
        };
        let effect = if shape == Shape::Boilerplate { None } else { rules.effect(text) };
        let teaser = self.is_teaser(element, &shape, text, effect, rest);
        let mut zone = match &shape {
            _ if teaser => Zone::Teaser,
            Shape::Title => Zone::Title,
            Shape::Summary => Zone::Summary,
            Shape::Heading(_) => Zone::Heading,
            Shape::Paragraph if element.quote_depth > 0 => Zone::Quotation,
            Shape::Paragraph => Zone::Paragraph,
            Shape::ListItem(_) => Zone::ListItem,
            Shape::Cell { .. } => Zone::TableCell,
            Shape::Caption => Zone::Caption,
            Shape::Footnote => Zone::Footnote,
            Shape::Boilerplate => Zone::Teaser,
        };
        let speaks_from = self.update(&shape, text, element.quote_depth, effect);
        if speaks_from.is_some() && matches!(zone, Zone::Paragraph | Zone::Quotation) {
            zone = Zone::Update;
        }
        if let Shape::Heading(level) = shape {
            self.headings.retain(|(above, _)| *above < level);
        }
        let lead_in = self.lead_in(&shape, text, index, rules);
        let column_header = self.cell(&shape, index);
        let (map, marks) = if whole {
            (element.map.clone(), element.marks.clone())
        } else {
            (element.map.slice(part.range), part.marks(&element.marks))
        };
        self.blocks.push(Block {
            zone,
            text: text.to_owned(),
            map,
            marks,
            headings: self.headings.iter().map(|(_, heading)| *heading).collect(),
            lead_in,
            column_header,
            row: Vec::new(),
            speaks_from,
        });
        if let Shape::Heading(level) = shape
            && !teaser
        {
            self.headings.push((level, index));
        }
    }

    /// Whether the block is no part of the article: by its words, by a heading above it, or
    /// because it only says when and by whom the document was made.
    fn is_teaser(&mut self, element: &Element, shape: &Shape, text: &str, effect: Option<Effect>, rest: &[Element]) -> bool {
        if matches!(shape, Shape::Title | Shape::Summary | Shape::Footnote) {
            return false;
        }
        let starts = effect == Some(Effect::TeasersUntilHeading);
        if let (Shape::Heading(level), Some(from)) = (shape, self.teasers)
            && !starts
            && *level <= from
            && goes_on(rest)
        {
            self.teasers = None;
        }
        // A list of stories ends where long text goes on; after a heading it takes more of it.
        let resumes = match self.teasers {
            Some(u8::MAX) => goes_on(rest),
            Some(_) => {
                is_prose(element)
                    && rest.iter().take(TEASERS_REACH).take_while(|e| !is_heading(e)).filter(|e| is_prose(e)).count() >= 2
            }
            None => false,
        };
        if resumes && !starts && matches!(shape, Shape::Paragraph) && text.len() > 150 {
            self.teasers = None;
        }
        if starts {
            self.teasers = Some(if let Shape::Heading(level) = shape { *level } else { u8::MAX });
        }
        if self.teasers.is_some() || matches!(effect, Some(Effect::Teaser | Effect::TeasersUntilHeading)) {
            return true;
        }
        match dates::dateline(text, dates::label) {
            Some((_, dates::Label::Updated)) => true,
            Some(_) => self.blocks.len() < DATELINE_WITHIN && matches!(shape, Shape::Paragraph),
            None => false,
        }
    }

    /// The day that an update speaks from, for its blocks.
    fn update(&mut self, shape: &Shape, text: &str, quote_depth: u8, effect: Option<Effect>) -> Option<Interval> {
        match (self.update, shape) {
            (Some((_, UpdateScope::Section(from))), Shape::Heading(level)) if *level <= from => self.update = None,
            (Some((_, UpdateScope::Quotation(depth))), _) if quote_depth < depth => self.update = None,
            _ => {}
        }
        if effect == Some(Effect::Update)
            && !matches!(shape, Shape::Title | Shape::Summary)
            && let Some(date) = update_date(text)
        {
            let scope = match shape {
                Shape::Heading(level) => Some(UpdateScope::Section(*level)),
                _ if quote_depth > 0 => Some(UpdateScope::Quotation(quote_depth)),
                // A line that is only a label dates what follows it until the next heading.
                _ if text.len() < 60
                    && text
                        .trim_end_matches(['*', '_', ')'])
                        .ends_with([':', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) =>
                {
                    Some(UpdateScope::Section(u8::MAX))
                }
                _ => None,
            };
            self.update = scope.map(|scope| (date, scope)).or(self.update);
            return Some(date);
        }
        self.update.map(|(date, _)| date)
    }

    fn lead_in(&mut self, shape: &Shape, text: &str, index: BlockIndex, rules: &ZoneRules) -> Option<BlockIndex> {
        match shape {
            Shape::ListItem(depth) => {
                let depth = (*depth as usize).max(1);
                self.lead_ins.truncate(depth);
                let found = self.lead_ins.iter().rev().find_map(|lead_in| *lead_in);
                self.lead_ins.resize(depth, None);
                self.lead_ins.push(Some(index));
                found
            }
            Shape::Paragraph => {
                self.lead_ins.clear();
                self.lead_ins.push(rules.introduces(text).then_some(index));
                None
            }
            Shape::Heading(_) => {
                self.lead_ins.clear();
                None
            }
            _ => None,
        }
    }

    /// Keeps account of tables; the header of a cell's column.
    fn cell(&mut self, shape: &Shape, index: BlockIndex) -> Option<BlockIndex> {
        // Beyond this no reader looks for a header.
        const WIDEST: usize = 1000;
        let Shape::Cell { row, column, is_header } = *shape else {
            self.end_row();
            self.headers.clear();
            return None;
        };
        if self.row.as_ref().is_none_or(|(known, _)| *known != row) {
            self.end_row();
            if row == 0 {
                self.headers.clear();
            }
            self.row = Some((row, Vec::new()));
        }
        if let Some((_, cells)) = &mut self.row {
            cells.push(index);
        }
        if is_header && row == 0 && column < WIDEST {
            if self.headers.len() <= column {
                self.headers.resize(column + 1, None);
            }
            if let Some(header) = self.headers.get_mut(column) {
                *header = Some(index);
            }
            return None;
        }
        self.headers.get(column).copied().flatten()
    }

    fn end_row(&mut self) {
        if let Some((_, cells)) = self.row.take()
            && cells.len() > 1
        {
            self.rows.push(cells);
        }
    }

    /// Tells the cells of each row of each other.
    fn join_rows(&mut self) {
        self.end_row();
        // Beyond this a row is no line that one reads across.
        const WIDEST: usize = 64;
        for row in self.rows.iter().filter(|row| row.len() <= WIDEST) {
            for cell in row {
                if let Some(block) = self.blocks.get_mut(*cell) {
                    block.row = row.iter().copied().filter(|other| other != cell).collect();
                }
            }
        }
    }
}

/// Elements in which an article must go on after a list of stories.
const TEASERS_REACH: usize = 12;

fn is_heading(element: &Element) -> bool {
    matches!(element.shape, Shape::Heading(_))
}

/// Whether an element is a whole paragraph of prose, as teasers hardly ever are: long, ended, and
/// not a link.
fn is_prose(element: &Element) -> bool {
    let text = element.text.trim_end_matches(['"', '”', '’', '\'', ')']);
    let linked: usize =
        element.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Link(_))).map(|mark| mark.range.len()).sum();
    element.shape == Shape::Paragraph
        && text.len() > 150
        && text.ends_with(['.', '!', '?'])
        && !text.ends_with("...")
        && linked * 2 < text.len()
}

/// Whether an article goes on after a heading, rather than the next teaser: two paragraphs or
/// more, and more than a teaser's worth of them.
fn goes_on(rest: &[Element]) -> bool {
    let section = rest.iter().take_while(|e| !matches!(e.shape, Shape::Heading(_))).take(20);
    let (count, len) = section.fold((0, 0), |(count, len), element| (count + 1, len + element.text.len()));
    count >= 2 && len > 400
}

/// Whether a paragraph is a heading by its looks: short, all of it emphasised, no sentence.
fn is_emphatic_heading(element: &Element) -> bool {
    let text = element.text.trim();
    if text.len() > 100 || text.contains(['\n', '\u{2028}']) || text.ends_with(['.', '!', ';', ',', ':']) {
        return false;
    }
    let mut at = 0;
    for mark in element.marks.iter().filter(|mark| mark.kind == MarkKind::Emphasis) {
        if element.text.get(at..mark.range.start).is_some_and(|gap| !gap.trim().is_empty()) {
            return false;
        }
        at = at.max(mark.range.end);
    }
    at > 0 && element.text.get(at..).is_some_and(|gap| gap.trim().is_empty())
}

/// The date of an update block: "Update, 17 September 2020: …", "Edit (2018-03-04) …",
/// "Updated on May 3, 2016", "Correction – 3 May 2016".
pub(super) fn update_date(text: &str) -> Option<Interval> {
    let line = text.lines().next()?;
    let head = line.get(..floor(line, 70))?;
    let first = head.find(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '(' | '-' | '–' | '—' | '['))?;
    let mut rest = head.get(first..)?.trim_start_matches(|c: char| !c.is_alphanumeric());
    for word in ["note ", "added ", "update ", "as of ", "on ", "of ", "at ", "published "] {
        if rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)) {
            rest = rest.get(word.len()..)?.trim_start_matches(|c: char| !c.is_alphanumeric());
        }
    }
    // The date ends at a colon, bracket or dash, or with the line.
    let marks = rest.match_indices([':', ')', ']', '–', '—', '*', '.', '\u{2028}']).map(|(at, _)| at);
    let ends = marks.chain(rest.match_indices(" - ").map(|(at, _)| at));
    for end in ends.chain([rest.len()]).take(8) {
        let date = rest.get(..end).and_then(|value| dates::parse(value, NumericOrder::Unknown));
        if let Some(date) = date.filter(|date| date.days() <= 31) {
            return Some(date);
        }
    }
    None
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Moves a range that lies in another to where that one begins.
pub(super) fn within(range: TextRange, outer: TextRange) -> Option<TextRange> {
    let (start, end) = (range.start.max(outer.start), range.end.min(outer.end));
    (start < end).then(|| TextRange::new(start - outer.start, end - outer.start))
}
