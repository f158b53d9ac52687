//! Tables of dates: a cell that is nothing but a day speaks of what its row, and perhaps its column, names.

use super::inherited::{HandedDown, may_inherit};
use super::label::names_version;
use super::lexicon::Lexicon;
use super::reading::Reading;
use super::writer::Writer;
use super::{Kind, Statement, subject};
use crate::calendar::Interval;
use crate::corpus::{Document, MarkKind};
use crate::prose::{Block, Reader, Sentence, Tag, Tense, Token, Zone};
use crate::source::TextRange;
use crate::time::{Anchor, Found, Grammar, TimeExpression, deadline_interval};
use std::collections::BTreeMap;

/// Longest text of a cell that is looked at, in bytes: a date and a word or two.
const LONGEST_CELL: usize = 60;

/// Longest name of a month or season, in bytes.
const LONGEST_WORD: usize = 9;

/// Longest text that can name a row, in bytes.
const LONGEST_LABEL: usize = 120;

/// Whether a block may be a cell with a date of a schedule, by its shape alone.
pub(super) fn may_be_dated_cell(block: &Block) -> bool {
    block.zone == Zone::TableCell
        && (block.column_header.is_some() || !block.row.is_empty())
        && block.text.len() <= LONGEST_CELL
        && (block.text.bytes().any(|b| b.is_ascii_digit()) || is_one_word(&block.text))
}

/// "December", "autumn": a day may be told in a word.
fn is_one_word(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST_WORD && text.chars().all(char::is_alphabetic)
}

/// The one expression of a cell that holds nothing else, but for brackets, one word such as "expected", and what is
/// struck through.
pub(super) fn lone_date<'f>(block: &Block, found: &'f [Found], lexicon: &Lexicon) -> Option<&'f Found> {
    let mut standing = found.iter().filter(|date| !is_struck(block, date.range));
    let (Some(date), None) = (standing.next(), standing.next()) else { return None };
    let left = |start: usize, text: &str| -> String {
        let shown = |at: usize| !is_struck(block, TextRange::new(start + at, start + at + 1));
        text.char_indices().map(|(at, c)| if shown(at) { c } else { ' ' }).collect()
    };
    let before = left(0, block.text.get(..date.range.start)?);
    let after = left(date.range.end, block.text.get(date.range.end..)?);
    let is_mark = |text: &str| text.chars().all(|c| !c.is_alphanumeric());
    let rest = after.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_soft = rest.is_empty() || lexicon.in_class("tentative", &rest, &rest);
    (is_soft && (is_mark(&before) || before.split_whitespace().count() == 1)).then_some(date)
}

/// Whether the format strikes a stretch of the block through.
pub(super) fn is_struck(block: &Block, range: TextRange) -> bool {
    block.marks.iter().any(|mark| mark.kind == MarkKind::Struck && mark.range.overlaps(range))
}

/// What a column tells of the days under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// What was first planned.
    First,
    /// What holds now, or what became of it.
    Later,
    /// When it was delivered.
    Done,
}

/// What each of the headers says of its column, where it says anything of plans.
pub(super) fn columns(
    blocks: &[Block],
    headers: impl IntoIterator<Item = usize>,
    reader: &Reader,
    lexicon: &Lexicon,
) -> BTreeMap<usize, Column> {
    let of = |header: usize| {
        let text = blocks.get(header)?.text.as_str();
        let tokens = reader.tokens(text, TextRange::new(0, text.len()));
        let has = |class: &str| tokens.iter().any(|t| lexicon.in_class(class, &t.lower, &t.lower));
        let kinds = [("column_done", Column::Done), ("column_later", Column::Later), ("column_first", Column::First)];
        let column = kinds.into_iter().find(|(class, _)| has(class))?.1;
        Some((header, column))
    };
    headers.into_iter().filter_map(of).collect()
}

/// "Contract signed", "Works finished": a thing and a participle, and no word that makes a sentence of them.
fn is_bare_participle(sentence: &Sentence<'_>) -> bool {
    let Some(verbs) = sentence.clauses.first().and_then(|clause| clause.verbs.as_ref()) else { return false };
    let head = sentence.tokens.get(verbs.head);
    let ends = sentence.tokens.iter().skip(verbs.head + 1).all(|t| t.tag == Tag::Punct);
    let acts = sentence.tokens.iter().any(|t| t.tag == Tag::PRP);
    verbs.tokens.len() == 1 && ends && !acts && head.is_some_and(|t| matches!(t.tag, Tag::VBN | Tag::VBD))
}

/// What is needed to read the row of a dated cell.
pub(super) struct Row<'r> {
    pub document: &'r Document,
    pub blocks: &'r [Block],
    pub lexicon: &'r Lexicon,
    pub reader: &'r Reader,
    pub grammar: &'r Grammar,
    pub speaks_from: Option<Interval>,
    pub section: usize,
}

impl Row<'_> {
    /// The commitment that a dated cell makes of its row; `None` where the day is not ahead, or where neither the
    /// row nor the column names anything that comes about. A day that is struck through was promised once, so it may
    /// lie behind.
    pub fn statement(&self, index: usize, timex: &TimeExpression) -> Option<Statement> {
        let cell = self.blocks.get(index)?;
        let struck = is_struck(cell, timex.range);
        let deadline = deadline_interval(timex).filter(|_| !timex.value.ends_with("_REF"))?;
        let ahead = match self.speaks_from {
            Some(now) => deadline.start() > now.end(),
            None => timex.anchor == Anchor::Absolute,
        };
        if !ahead && !struck {
            return None;
        }
        // Nothing need stand over a column of days, where each row names a version or an entry of a schedule.
        let header = cell.column_header.and_then(|at| self.blocks.get(at));
        let labels: Vec<&Block> =
            cell.row.iter().filter_map(|at| self.blocks.get(*at)).filter(|block| self.is_label(block)).collect();
        let named = labels.iter().copied().find(|block| self.names_entry(&self.read(block)));
        let label = labels.first().copied().or(header)?;
        let sentence = self.read(label);
        let reading = Reading::new(self.lexicon, &sentence, &[], self.speaks_from, label.zone);
        let column = header.map(|header| self.read(header));
        let column_tokens = column.as_ref().map_or(&[][..], |column| &column.tokens);
        // "Date | What happens": a day, and beside it a clause in the present.
        let is_when = column_tokens.iter().any(|t| self.lexicon.in_class("column_when", &t.lemma, &t.lower));
        let tells = sentence
            .clauses
            .first()
            .and_then(|c| c.verbs.as_ref())
            .is_some_and(|v| matches!(v.tense, Tense::Present | Tense::Future) && !v.perfect);
        // A row of several versions says what they are on that day.
        let versions = labels.iter().filter(|block| names_version(&block.text)).count();
        // "Contract signed" beside a day to come: what will then have been done.
        let done_by_then = ahead && is_bare_participle(&sentence);
        let is_version = names_version(&label.text) && versions == 1;
        let is_plan = named.is_some()
            || column.as_ref().is_some_and(|column| self.names_column(column))
            || is_when && (tells || done_by_then || is_version)
            || header.is_none() && is_version
            || self.heads_what_is_to_be_done(label);
        if !is_plan {
            return None;
        }
        let given = HandedDown { timex: timex.clone(), deadline, block: index, wants_deed: false };
        if sentence.tokens.len() > 1 && !done_by_then && !may_inherit(&reading, self.lexicon, &given) {
            return None;
        }
        let writer = self.writer(label, &reading);
        let mut statement = writer.inherited(&given, cell);
        statement.cue = "table-date".into();
        statement.struck |= struck;
        // "End of support", "Opening": what a column, or another cell, names tells one date of the row from another.
        let beside = named.filter(|block| !std::ptr::eq(*block, label)).map(|block| self.read(block));
        let names_date = is_when || column_tokens.iter().any(|t| self.lexicon.in_class("column_first", &t.lemma, &t.lower));
        let is_header = header.is_some_and(|header| std::ptr::eq(label, header));
        let tells_which = column.filter(|column| !is_header && self.names_column(column) && !names_date);
        for more in [beside, tells_which].into_iter().flatten() {
            statement.subject = format!("{} {}", statement.subject, more.text.trim()).into();
            statement.key.terms.add(subject::content_words(&more.tokens, self.lexicon));
        }
        Some(statement)
    }

    /// The cell of the same row that says what holds now of a day that was first planned.
    pub fn later_cell(&self, index: usize, columns: &BTreeMap<usize, Column>) -> Option<usize> {
        let cell = self.blocks.get(index)?;
        let column = |block: &Block| block.column_header.and_then(|header| columns.get(&header)).copied();
        (column(cell) == Some(Column::First)).then_some(())?;
        let is_later =
            |at: &usize| self.blocks.get(*at).is_some_and(|other| matches!(column(other), Some(Column::Later | Column::Done)));
        let says = |at: &usize| self.blocks.get(*at).is_some_and(|other| other.text.chars().any(char::is_alphanumeric));
        cell.row.iter().copied().filter(|at| *at != index).find(|at| is_later(at) && says(at))
    }

    /// What became of a day first planned, by what stands under "revised", "now" or "status" in its row: moved to
    /// `later`, delivered (on `later`, where a day stands there), or given up.
    pub fn outcome(
        &self,
        index: usize,
        planned: &TimeExpression,
        beside: usize,
        later: Option<&TimeExpression>,
        columns: &BTreeMap<usize, Column>,
    ) -> Option<Statement> {
        let (cell, other) = (self.blocks.get(index)?, self.blocks.get(beside)?);
        let deadline = deadline_interval(planned)?;
        let opening = self.read(other).tokens.into_iter().find(|t| t.lower.chars().any(char::is_alphanumeric));
        let says = |class: &str| opening.as_ref().is_some_and(|t| self.lexicon.in_class(class, &t.lower, &t.lower));
        let phrase = other.text.split([',', ';', ':', '(']).next().unwrap_or_default().trim().to_lowercase();
        let to = later.and_then(|timex| Some((timex, deadline_interval(timex)?)));
        let is_ahead = |day: Interval| self.speaks_from.is_none_or(|now| day.start() > now.end());
        let under = other.column_header.and_then(|header| columns.get(&header)).copied();
        // "Previous version | Current version": days of what comes about by nobody's plan.
        let planned_thing = || {
            let column = cell.column_header.and_then(|at| self.blocks.get(at)).map(|header| self.read(header));
            let is_day = |t: &Token<'_>| self.lexicon.in_class("column_when", &t.lemma, &t.lower);
            column.is_some_and(|column| self.names_entry(&column) || column.tokens.iter().any(is_day))
        };
        let kind = match to {
            _ if says("cell_dropped") => Kind::Dropped,
            Some((_, on)) if under == Some(Column::Done) && !is_ahead(on) => Kind::Met,
            Some((_, on)) if says("cell_done") && !is_ahead(on) => Kind::Met,
            None if self.lexicon.in_class("cell_done", &phrase, "") => Kind::Met,
            _ if self.lexicon.in_class("cell_on_track", &phrase, "") => Kind::OnTrack,
            _ if self.lexicon.in_class("cell_at_risk", &phrase, "") => Kind::AtRisk,
            Some((_, to)) if to != deadline && is_ahead(to) && other.text.len() <= LONGEST_CELL && planned_thing() => Kind::Moved,
            Some((_, to)) if is_ahead(to) => Kind::Commitment,
            _ => return None,
        };
        let mut labels = cell.row.iter().filter_map(|at| self.blocks.get(*at));
        let label = labels.find(|block| self.is_label(block) && block.text.chars().any(char::is_alphabetic))?;
        let sentence = self.read(label);
        let reading = Reading::new(self.lexicon, &sentence, &[], self.speaks_from, label.zone);
        let writer = self.writer(label, &reading);
        let given = HandedDown { timex: planned.clone(), deadline, block: index, wants_deed: false };
        let mut statement = writer.inherited(&given, cell);
        statement.cue = "table-date".into();
        statement.kind = kind;
        match (kind, to) {
            (Kind::Moved, Some((timex, to))) => {
                let moved = HandedDown { timex: timex.clone(), deadline: to, block: beside, wants_deed: false };
                statement.old_deadline = statement.deadline.take();
                statement.deadline = writer.inherited(&moved, other).deadline;
            }
            (Kind::Met, to) => statement.delivered = to.map(|(_, on)| on),
            _ => {}
        }
        Some(statement)
    }

    fn writer<'w, 'r, 't>(&'w self, label: &'w Block, reading: &'w Reading<'r, 't>) -> Writer<'w, 'r, 't> {
        let (document, lexicon, section) = (self.document, self.lexicon, self.section);
        Writer { document, lexicon, block: label, section, reading, borrowed: 0 }
    }

    fn read<'t>(&self, block: &'t Block) -> Sentence<'t> {
        self.reader.read(&block.text, TextRange::new(0, block.text.len()))
    }

    /// Something named, and no other date: "Beta 1", "26.x".
    fn is_label(&self, block: &Block) -> bool {
        block.text.len() <= LONGEST_LABEL
            && block.text.chars().any(char::is_alphanumeric)
            && lone_date(block, &self.grammar.find(&block.text), self.lexicon).is_none()
    }

    fn names_entry(&self, sentence: &Sentence<'_>) -> bool {
        let names = |t: &Token<'_>| self.lexicon.in_class("entry", &t.lemma, &t.lower) || subject::is_stage_word(&t.lower);
        sentence.tokens.iter().any(names)
    }

    /// "Last fix", "Supported until": a column of days that something is to come about on.
    fn names_column(&self, header: &Sentence<'_>) -> bool {
        let names = |t: &Token<'_>| self.lexicon.in_class("column_until", &t.lemma, &t.lower);
        self.names_entry(header) || header.tokens.iter().any(names)
    }

    /// "Milestone", "Action", "Version": what the column of a row's label is headed by.
    fn heads_what_is_to_be_done(&self, label: &Block) -> bool {
        let header = label.column_header.and_then(|at| self.blocks.get(at)).map(|header| self.read(header));
        let names = |t: &Token<'_>| self.lexicon.in_class("column_deed", &t.lemma, &t.lower);
        header.is_some_and(|header| header.tokens.iter().any(names))
    }
}

#[cfg(test)]
mod tests {
    use crate::calendar::Day;
    use crate::statements::extract::Language;
    use crate::statements::rule_test::read_text;
    use crate::statements::{Kind, Statement};

    fn of_row(headers: &str, row: &str) -> Vec<Statement> {
        let text = format!("# Actions\n\n| {headers} |\n| --- | --- | --- |\n| {row} |\n");
        let day: Option<Day> = "2025-06-11".parse().ok();
        read_text(&Language::english(), &text, day).map_or_else(Vec::new, |read| read.into_statements())
    }

    fn kinds(headers: &str, row: &str) -> Vec<Kind> {
        of_row(headers, row).iter().map(|s| s.kind).collect()
    }

    #[test]
    fn a_status_beside_a_planned_day_says_what_became_of_it() {
        let headers = "Action | Target date | Status";
        assert_eq!(kinds(headers, "Launch of the school | March 2025 | Delivered"), [Kind::Met]);
        assert_eq!(kinds(headers, "Launch of the school | May 2026 | Now July 2026"), [Kind::Moved]);
        assert_eq!(kinds(headers, "Launch of the school | May 2026 | Cancelled"), [Kind::Dropped]);
        assert_eq!(kinds(headers, "Launch of the school | May 2026 | On track"), [Kind::OnTrack]);
        assert_eq!(kinds("Item | Due | State", "Launch of the school | December | At risk, see below"), [Kind::AtRisk]);
        assert_eq!(kinds("Item | Due | State", "Launch of the school | May 2026 | Met with suppliers"), [Kind::Commitment]);
        assert_eq!(kinds("Item | Due | Last updated", "Launch of the school | May 2026 | 1 June 2025"), [Kind::Commitment]);
    }

    #[test]
    fn a_status_that_says_less_leaves_the_plan_as_it_stands() {
        let headers = "Action | Target date | Status";
        for status in ["Open", "Not delivered", "To be completed", "60% complete", "In progress", ""] {
            assert_eq!(kinds(headers, &format!("Launch of the school | May 2026 | {status}")), [Kind::Commitment], "{status}");
        }
    }

    #[test]
    fn a_participle_beside_a_day_to_come_is_to_be_done_by_then() {
        for row in ["Committee draft circulated | 30 September 2025 | A", "Contract signed | 30 September 2025 | B"] {
            assert_eq!(kinds("Step | Date | Who", row), [Kind::Commitment], "{row}");
        }
        assert_eq!(kinds("Step | Date | Who", "Contract signed | 30 September 2024 | B"), [Kind::Met], "it is done");
    }

    #[test]
    fn a_version_beside_a_day_to_come_is_to_be_released() {
        for row in ["1.3 | 4 July 2025 | Widgets", "Quill 2.0 | July 2026 | Maps and bindings"] {
            assert_eq!(kinds("# | Date | Content", row), [Kind::Commitment], "{row}");
        }
        assert!(kinds("# | Date | Content", "3 | 4 July 2025 | Widgets").is_empty(), "the third of what?");
        assert!(kinds("# | Score | Content", "1.3 | 4 July 2025 | Widgets").is_empty());
        assert!(kinds("Stable | Date | Beta", "1.3 | 4 July 2025 | 1.4").is_empty(), "what is stable by then");
    }

    #[test]
    fn a_version_needs_nothing_over_its_day() {
        assert_eq!(kinds(" |  | ", "Quill 2.0-M5 | *Oct 2025* | quarterly"), [Kind::Commitment]);
        assert_eq!(kinds(" |  | ", "2.0 | 24/11/2025 | "), [Kind::Commitment]);
        assert!(kinds(" |  | ", "2.0 | *Oct 2024* | quarterly").is_empty(), "that day is past");
        assert!(kinds(" |  | ", "Aunt Emma | *Oct 2025* | cake").is_empty());
        assert!(kinds(" |  | ", "2.0 | *Oct 2025* | 2.1").is_empty(), "which of the two?");
    }

    #[test]
    fn what_will_be_from_a_day_on_comes_about_on_it() {
        assert_eq!(
            kinds("When | What | Who", "**30 September onwards** | Only the new stack will be there | All"),
            [Kind::Commitment]
        );
        assert!(kinds("When | What | Who", "**15 July - 29 July** | Switch to the old stack for more time | All").is_empty());
    }

    #[test]
    fn an_original_and_a_revised_date_are_a_move() {
        let said = of_row("Scheme | Original date | Revised date", "Kosi bridge | December 2025 | June 2026");
        assert_eq!(said.iter().map(|s| s.kind).collect::<Vec<_>>(), [Kind::Moved]);
        assert!(said[0].old_deadline.is_some() && said[0].deadline.is_some());
        let still = kinds("Scheme | Original date | Revised date", "Kosi bridge | December 2025 | –");
        assert_eq!(still, [Kind::Commitment]);
    }

    #[test]
    fn each_column_of_a_life_cycle_gives_its_own_day() {
        let said = of_row("Model | Last shipment | Support ends", "C-30 | 29 February 2028 | 31 December 2030");
        assert_eq!(said.iter().map(|s| s.kind).collect::<Vec<_>>(), [Kind::Commitment; 2]);
    }

    #[test]
    fn a_day_of_delivery_is_no_new_deadline() {
        let said = of_row("Item | Planned | Delivered", "Opening of the tram | March 2025 | May 2025");
        assert_eq!(said.iter().map(|s| s.kind).collect::<Vec<_>>(), [Kind::Met]);
        assert!(said[0].delivered.is_some());
        assert!(kinds("Paper | Previous version | Current version", "Privacy policy | May 2023 | June 2025").is_empty());
    }
}
