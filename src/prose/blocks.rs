//! From a format's elements to blocks: zones, headings above, lead-ins, rows, updates.

use super::zones::{Effect, ZoneRules};
use super::{Block, BlockIndex, Zone};
use crate::calendar::Interval;
use crate::corpus::dates::{self, NumericOrder};
use crate::corpus::{Document, Element, Shape};

/// The blocks of a document, in reading order: each thing a reader sees once.
pub fn blocks(document: &Document) -> Vec<Block> {
    let rules = ZoneRules::english();
    let mut build = Build { blocks: Vec::with_capacity(document.elements.len()), ..Build::default() };
    for element in &document.elements {
        build.add(element, rules);
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
    lead_ins: Vec<BlockIndex>,
    /// Header cells of the table at hand, by column.
    headers: Vec<Option<BlockIndex>>,
    /// Where the row at hand began, and which it is.
    row: Option<(usize, Vec<BlockIndex>)>,
    rows: Vec<Vec<BlockIndex>>,
    /// Other stories follow until the next heading of the article.
    teasers: bool,
    /// The document's title, not to be read twice.
    title: Option<BlockIndex>,
    /// The update that the next blocks belong to, and the heading level or quotation it holds for.
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
    fn add(&mut self, element: &Element, rules: &ZoneRules) {
        let index = self.blocks.len();
        let effect = if element.shape == Shape::Boilerplate { None } else { rules.effect(&element.text) };
        let mut zone = match &element.shape {
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
        if let Shape::Heading(level) = element.shape {
            self.headings.retain(|(above, _)| *above < level);
            self.lead_ins.clear();
            if let Some((_, UpdateScope::Section(from))) = self.update
                && level <= from
            {
                self.update = None;
            }
            self.teasers = effect == Some(Effect::TeasersUntilHeading) || self.teasers && effect.is_some();
        } else if effect == Some(Effect::TeasersUntilHeading) && zone != Zone::Title {
            self.teasers = true;
        }
        if (self.teasers || effect == Some(Effect::Teaser)) && !matches!(zone, Zone::Title | Zone::Summary | Zone::Footnote) {
            zone = Zone::Teaser;
        }
        let mut speaks_from = None;
        if let Some((_, UpdateScope::Quotation(depth))) = self.update
            && element.quote_depth < depth
        {
            self.update = None;
        }
        if effect == Some(Effect::Update)
            && let Some(date) = update_date(&element.text)
        {
            let scope = match element.shape {
                Shape::Heading(level) => UpdateScope::Section(level),
                _ if element.quote_depth > 0 => UpdateScope::Quotation(element.quote_depth),
                _ => UpdateScope::Quotation(0),
            };
            speaks_from = Some(date);
            self.update = (scope != UpdateScope::Quotation(0)).then_some((date, scope));
        } else if let Some((date, _)) = self.update {
            speaks_from = Some(date);
        }
        if speaks_from.is_some() && matches!(zone, Zone::Paragraph | Zone::Quotation) {
            zone = Zone::Update;
        }
        let lead_in = match element.shape {
            Shape::ListItem(depth) => {
                let depth = depth as usize;
                self.lead_ins.truncate(depth);
                let found = self.lead_ins.last().copied();
                // A level that was skipped takes the nearest one above.
                if let Some(&last) = self.lead_ins.last() {
                    self.lead_ins.resize(depth, last);
                }
                if self.lead_ins.len() == depth {
                    self.lead_ins.push(index);
                }
                found
            }
            Shape::Paragraph => {
                self.lead_ins.clear();
                self.lead_ins.push(index);
                None
            }
            _ => None,
        };
        let mut column_header = None;
        if let Shape::Cell { row, column, is_header } = element.shape {
            if self.row.as_ref().is_none_or(|(known, _)| *known != row) {
                self.end_row();
                // A table begins anew.
                if row == 0 || self.headers.is_empty() {
                    self.headers.clear();
                }
                self.row = Some((row, Vec::new()));
            }
            if let Some((_, cells)) = &mut self.row {
                cells.push(index);
            }
            if is_header && row == 0 {
                if self.headers.len() <= column.min(1000) {
                    self.headers.resize(column.min(1000) + 1, None);
                }
                if let Some(header) = self.headers.get_mut(column) {
                    *header = Some(index);
                }
            } else {
                column_header = self.headers.get(column).copied().flatten();
            }
        } else {
            self.end_row();
            self.headers.clear();
        }
        self.blocks.push(Block {
            zone,
            text: element.text.clone(),
            map: element.map.clone(),
            marks: element.marks.clone(),
            headings: self.headings.iter().map(|(_, heading)| *heading).collect(),
            lead_in,
            column_header,
            row: Vec::new(),
            speaks_from,
        });
        if let Shape::Heading(level) = element.shape {
            self.headings.push((level, index));
        }
        if zone == Zone::Title {
            self.title = Some(index);
        }
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
    let ends =
        rest.match_indices([':', ')', ']', '–', '—', '*']).map(|(at, _)| at).chain(rest.match_indices(" - ").map(|(at, _)| at));
    for end in ends.chain([rest.len()]).take(8) {
        if let Some(date) =
            rest.get(..end).and_then(|value| dates::parse(value, NumericOrder::Unknown)).filter(|date| date.days() <= 31)
        {
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
