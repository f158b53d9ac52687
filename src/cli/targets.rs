//! `bywhen targets import`: a desk's spreadsheet of targets becomes a target file.
//!
//! A row is a target, or one more event of it: rows with the same `id` belong together. Columns are found
//! by their headings, small or capital letters, with blanks, hyphens or underscores:
//!
//! | column | what it holds |
//! | --- | --- |
//! | `id` | the desk's own id, kept as it is |
//! | `title` | what was promised; may be empty in further rows of the target |
//! | `owner`, `owner_from`, `owner_until` | who answers for it, and on which days, where it changed hands |
//! | `aliases` | wordings by which texts name it, with `;` between; without any the title stands for them |
//! | `near`, `not_near` | words that must, or must not, stand beside them, with `;` between |
//! | `deadline` | a day, month, quarter, half-year, year, or words such as "end of March 2025"; empty, `none`, `tbc`: no date to check |
//! | `kind` | `set` (where it is empty), `moved`, `met`, `missed`, `dropped` |
//! | `on` | when that was said or happened (else `--set-on`) |
//! | `quote`, `source` | the words that say so, and where they can be read |

use super::args::{GlobalArgs, TargetsCommand, TargetsImportArgs};
use super::sheet::{cells, first_line, mistake};
use super::{Failure, Status, settings};
use crate::calendar::Interval;
use crate::config::read::{Mistake, Mistakes, cannot_read, did_you_mean};
use crate::output::escape::terminal;
use crate::output::view::plural;
use crate::statements::Kind;
use crate::targets::declared::{Declared, KINDS, is_id, period, suggested_id, write};
use crate::targets::{Holder, RecordedEvent};
use crate::time::{Country, Grammar, Passage, TenseHint, deadline_interval};
use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;

/// The columns that are read.
pub(in crate::cli) const COLUMNS: [&str; 13] = [
    "id",
    "title",
    "owner",
    "owner_from",
    "owner_until",
    "aliases",
    "near",
    "not_near",
    "kind",
    "on",
    "deadline",
    "quote",
    "source",
];
/// What people write where there is no date.
const NO_DATE: [&str; 10] = ["", "-", "–", "n/a", "na", "no date", "none", "ongoing", "tba", "tbc"];
/// Ids that are named one by one in a message.
const NAMED: usize = 5;

pub(super) fn run(command: &TargetsCommand, global: &GlobalArgs, out: &mut dyn Write) -> Result<Status, Failure> {
    match command {
        TargetsCommand::Import(args) => import(args, global, out),
    }
}

fn import(args: &TargetsImportArgs, global: &GlobalArgs, out: &mut dyn Write) -> Result<Status, Failure> {
    let country = Country::from_code(settings::base(global)?.corpus.country).unwrap_or_default();
    let name = args.file.display().to_string();
    let bytes = std::fs::read(&args.file).map_err(|e| Failure::Message(cannot_read(&name, &e)))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::Message(format!("cannot read {name}: it is not UTF-8; save the spreadsheet as CSV UTF-8")))?;
    let sheet = Sheet { text: &text, country, set_on: args.set_on.map(Interval::day), renamed: &args.column };
    let read = sheet.read().map_err(|mut mistakes| {
        mistakes.sort_by_key(|m| (m.span.start, m.span.end));
        Failure::Mistakes(vec![Mistakes { name: name.clone(), text: text.clone(), mistakes }])
    })?;
    let plain: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let written = format!("# Written by `bywhen targets import {plain}`: correct it here from now on.\n{}", write(&read.targets));
    match &args.output {
        None => out.write_all(written.as_bytes())?,
        Some(path) if path.exists() && !args.force => {
            let shown = path.display();
            return Err(Failure::Message(format!("{shown} exists; write elsewhere with --output, or over it with --force")));
        }
        Some(path) => {
            std::fs::write(path, written).map_err(|e| Failure::Message(format!("cannot write {}: {e}", path.display())))?;
        }
    }
    for line in read.said() {
        // Nobody is left to be told when standard error is gone.
        let _ = writeln!(std::io::stderr(), "bywhen: {}", terminal(&line));
    }
    Ok(Status::Clean)
}

/// What a spreadsheet held.
#[derive(Debug, Default)]
struct Imported {
    targets: Vec<Declared>,
    /// Ids of targets whose title stands for their aliases.
    unnamed: Vec<String>,
    /// Headings of columns that are not read.
    unread: Vec<String>,
}

impl Imported {
    /// What was read and what was not, a line each.
    fn said(&self) -> Vec<String> {
        let named = |ids: &[String]| {
            let more = if ids.len() > NAMED { format!(" and {} more", ids.len() - NAMED) } else { String::new() };
            format!("{}{more}", ids.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", "))
        };
        let undated = self.targets.iter().filter(|t| t.record.iter().all(|event| event.deadline.is_none()));
        let undated: Vec<String> = undated.map(|t| t.id.clone()).collect();
        let mut lines = vec![plural(self.targets.len(), "target")];
        if !undated.is_empty() {
            lines.push(format!("{} without a date to check: {}", plural(undated.len(), "target"), named(&undated)));
        }
        if !self.unnamed.is_empty() {
            let those = plural(self.unnamed.len(), "target");
            lines.push(format!(
                "{those} without aliases, so that only texts with all words of the title name it: {}",
                named(&self.unnamed)
            ));
        }
        if !self.unread.is_empty() {
            lines.push(format!("columns that were not read: {}", self.unread.join(", ")));
        }
        lines
    }
}

/// A spreadsheet and how its words are understood.
struct Sheet<'a> {
    text: &'a str,
    country: Country,
    set_on: Option<Interval>,
    renamed: &'a [(String, String)],
}

/// One row: its cells by column, each with its place.
struct Row<'a> {
    whole: Range<usize>,
    cells: BTreeMap<&'static str, (String, Range<usize>)>,
    text: &'a str,
}

impl Row<'_> {
    fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", |(cell, _)| cell.as_str())
    }

    /// The place of a cell; the row, where there is no such cell or it is empty.
    fn at(&self, column: &str) -> Range<usize> {
        let cell = self.cells.get(column).map(|(_, at)| at.clone());
        cell.filter(|at| !self.text.get(at.clone()).unwrap_or_default().trim().is_empty()).unwrap_or_else(|| self.whole.clone())
    }

    fn list(&self, column: &str) -> Vec<String> {
        self.get(column).split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    fn some(&self, column: &str) -> Option<String> {
        Some(self.get(column).to_owned()).filter(|text| !text.is_empty())
    }
}

impl<'a> Sheet<'a> {
    /// Reads the spreadsheet; else all its mistakes.
    fn read(&self) -> Result<Imported, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let mut imported = Imported::default();
        let rows = self.rows(&mut mistakes, &mut imported.unread);
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for row in &rows {
            let id = row.get("id");
            if !is_id(id) {
                let (message, help) = if id.is_empty() {
                    ("the row has no id".to_owned(), "give each target the id that your desk knows it by".to_owned())
                } else {
                    (
                        format!("`{id}` is no id: letters, digits and - _ . : / # ( ) only"),
                        format!("write `{}`", suggested_id(id)),
                    )
                };
                mistakes.push(mistake(row.at("id"), message, "no id", Some(help)));
                // What else is wrong with the row is said as well.
                self.add(&mut Declared::default(), row, &mut mistakes);
                continue;
            }
            let index = *places.entry(id.to_owned()).or_insert_with(|| {
                imported.targets.push(Declared { id: id.to_owned(), ..Declared::default() });
                imported.targets.len() - 1
            });
            if let Some(target) = imported.targets.get_mut(index) {
                self.add(target, row, &mut mistakes);
            }
        }
        for target in &mut imported.targets {
            let first = || rows.iter().find(|row| row.get("id") == target.id);
            if target.title.is_empty() {
                let at = first().map_or(0..0, |row| row.at("title"));
                mistakes.push(mistake(
                    at,
                    format!("target `{}` has no title", target.id),
                    "this row",
                    Some("say what was promised".into()),
                ));
            }
            if target.aliases.is_empty() {
                imported.unnamed.push(target.id.clone());
                target.aliases.push(target.title.clone());
            }
            target.record.sort_by_key(|event| event.on);
            finish_owners(target, first().map_or(0..0, |row| row.at("owner")), &mut mistakes);
        }
        if rows.is_empty() && mistakes.is_empty() {
            mistakes.push(mistake(0..0, "there are no rows".into(), "nothing below", Some("write a row for each target".into())));
        }
        if mistakes.is_empty() { Ok(imported) } else { Err(mistakes) }
    }

    /// Adds what a row says to its target.
    fn add(&self, target: &mut Declared, row: &Row<'_>, mistakes: &mut Vec<Mistake>) {
        let title = row.get("title");
        if !title.is_empty() && !target.title.is_empty() && title != target.title {
            let message = format!("the id `{}` stands for two titles", target.id);
            let help = format!("an earlier row calls it “{}”; give each target its own id", target.title);
            mistakes.push(mistake(row.at("title"), message, "another title", Some(help)));
        } else if !title.is_empty() {
            title.clone_into(&mut target.title);
        }
        for (list, column) in [(&mut target.aliases, "aliases"), (&mut target.near, "near"), (&mut target.not_near, "not_near")] {
            let new: Vec<String> = row.list(column).into_iter().filter(|word| !list.contains(word)).collect();
            list.extend(new);
        }
        let day = |column: &str, mistakes: &mut Vec<Mistake>| self.date(row, column, mistakes);
        let (from, until) = (day("owner_from", mistakes), day("owner_until", mistakes));
        if let Some(name) = row.some("owner") {
            let holder = Holder { name, from: from.map(|d| d.start()), until: until.map(|d| d.end()) };
            if !target.owners.contains(&holder) {
                target.owners.push(holder);
            }
        }
        target.record.extend(self.event(row, mistakes));
    }

    /// The event of a row: none, where there is no date and no kind.
    fn event(&self, row: &Row<'_>, mistakes: &mut Vec<Mistake>) -> Option<RecordedEvent> {
        let before = mistakes.len();
        let named = row.get("kind").to_lowercase();
        let kind = match KINDS.iter().find(|(name, _)| *name == named).map(|(_, kind)| *kind) {
            Some(kind) => Some(kind),
            None if named.is_empty() => Some(Kind::Commitment),
            None => {
                let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
                let help = did_you_mean(&named, &names).unwrap_or_else(|| format!("choose one of: {}", names.join(", ")));
                mistakes.push(mistake(row.at("kind"), format!("`{named}` is no kind of event"), "not a kind", Some(help)));
                None
            }
        };
        let deadline = self.date(row, "deadline", mistakes);
        let on = self.date(row, "on", mistakes);
        let kind = kind.filter(|_| mistakes.len() == before)?;
        if deadline.is_none() && named.is_empty() {
            return None;
        }
        if deadline.is_none() && matches!(kind, Kind::Commitment | Kind::Moved) {
            let help = "fill in `deadline`, or leave `kind` empty where there is no date to check".to_owned();
            mistakes.push(mistake(
                row.at("kind"),
                format!("an event of kind `{named}` needs a deadline"),
                "no deadline",
                Some(help),
            ));
            return None;
        }
        let Some(on) = on.or(self.set_on) else {
            let message = "the row does not say when this was said or happened".to_owned();
            let help = "fill in `on`, or say it for all rows with --set-on 2024-03-06".to_owned();
            mistakes.push(mistake(row.at("deadline"), message, "since when?", Some(help)));
            return None;
        };
        if let Some(deadline) = deadline.filter(|d| matches!(kind, Kind::Commitment | Kind::Moved) && d.end() < on.start()) {
            let message = format!("the deadline ({deadline}) lies before the day on which it was set ({on})");
            mistakes.push(mistake(row.at("deadline"), message, "already past then", Some("check `on` and `deadline`".into())));
            return None;
        }
        Some(RecordedEvent { on, kind, deadline, quote: row.some("quote"), source: row.some("source") })
    }

    /// The days that a cell names; `None` where it is empty, says that there is no date, or is wrong.
    fn date(&self, row: &Row<'_>, column: &str, mistakes: &mut Vec<Mistake>) -> Option<Interval> {
        let cell = row.get(column);
        if NO_DATE.contains(&cell.to_lowercase().as_str()) {
            return None;
        }
        if let Some(interval) = period(cell) {
            return Some(interval);
        }
        let grammar = Grammar::builtin();
        let read = grammar.read(cell, &mut Passage::new(None, self.country), |_| TenseHint::Future);
        // Nothing may stand beside the date that would change what it means.
        let whole = |text: &str| text.chars().all(|c| !c.is_alphanumeric()) || text.trim().eq_ignore_ascii_case("by");
        let found = match read.as_slice() {
            [only]
                if only.range.of(cell).len() == cell.len() || {
                    let start = only.range.start;
                    let end = start + only.range.of(cell).len();
                    whole(cell.get(..start).unwrap_or_default()) && whole(cell.get(end..).unwrap_or_default())
                } =>
            {
                Some(only)
            }
            _ => None,
        };
        if let Some(other) = found.and_then(|f| f.alternative) {
            let first = found.and_then(|f| f.interval).map_or_else(String::new, |i| i.to_string());
            let message = format!("`{cell}` can be {first} or {other}");
            mistakes.push(mistake(row.at(column), message, "which of the two?", Some("write the year first: 2024-03-06".into())));
            return None;
        }
        let interval = found.and_then(deadline_interval);
        if interval.is_none() {
            let help = "write a day (2025-03-31), month (2025-03), quarter (2025-Q1), year, or leave it empty".to_owned();
            mistakes.push(mistake(
                row.at(column),
                format!("`{cell}` is no date that can be placed on the calendar"),
                "not a date",
                Some(help),
            ));
        }
        interval
    }

    /// The rows with their cells; says which columns are missing.
    fn rows(&self, mistakes: &mut Vec<Mistake>, unread: &mut Vec<String>) -> Vec<Row<'a>> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(self.text.as_bytes());
        let mut record = csv::StringRecord::new();
        let mut header: Option<Vec<Option<&'static str>>> = None;
        let mut rows = Vec::new();
        loop {
            let start = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(_) => {
                    mistakes.push(mistake(first_line(self.text, start), "this is not a row of CSV".into(), "this row", None));
                    continue;
                }
            }
            let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            let places = cells(self.text, start, end);
            let Some(columns) = &header else {
                let columns = self.header(&record, first_line(self.text, start), mistakes, unread);
                header = Some(columns);
                continue;
            };
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let mut row = Row { whole: first_line(self.text, start), cells: BTreeMap::new(), text: self.text };
            for (index, cell) in record.iter().enumerate() {
                let place = places.get(index).cloned().unwrap_or_else(|| row.whole.clone());
                match columns.get(index) {
                    Some(Some(column)) => {
                        row.cells.insert(column, (cell.trim().to_owned(), place));
                    }
                    Some(None) => {}
                    None if cell.trim().is_empty() => {}
                    None => {
                        let help = "put cells that hold commas in quotation marks".to_owned();
                        mistakes.push(mistake(
                            place,
                            "the row has more cells than the header".into(),
                            "one too many",
                            Some(help),
                        ));
                    }
                }
            }
            rows.push(row);
        }
        if header.is_none() {
            mistakes.push(mistake(
                0..0,
                "the file is empty".into(),
                "no header",
                Some(format!("its columns are: {}", COLUMNS.join(", "))),
            ));
        }
        rows
    }

    /// What each column of the header holds.
    fn header(
        &self,
        record: &csv::StringRecord,
        line: Range<usize>,
        mistakes: &mut Vec<Mistake>,
        unread: &mut Vec<String>,
    ) -> Vec<Option<&'static str>> {
        let mut found: Vec<Option<&'static str>> = Vec::new();
        for cell in record {
            let cell = cell.trim_start_matches('\u{feff}').trim();
            let renamed = self.renamed.iter().find(|(_, heading)| heading.trim() == cell).map(|(column, _)| column.as_str());
            let plain = renamed.map_or_else(|| cell.to_lowercase().replace([' ', '-'], "_"), str::to_owned);
            let known = COLUMNS.iter().find(|column| **column == plain).copied();
            if let Some(twice) = known.filter(|known| found.contains(&Some(known))) {
                mistakes.push(mistake(line.clone(), format!("the column `{twice}` is there twice"), "the header", None));
            }
            if known.is_none() && !cell.is_empty() {
                unread.push(cell.to_owned());
            }
            found.push(known);
        }
        for needed in ["id", "title"] {
            if !found.contains(&Some(needed)) {
                let help = format!("name your own column with --column {needed}=HEADING");
                mistakes.push(mistake(line.clone(), format!("there is no column `{needed}`"), "the header", Some(help)));
            }
        }
        found
    }
}

/// One owner for all days is no list; owners on the same days are a mistake.
fn finish_owners(target: &mut Declared, at: Range<usize>, mistakes: &mut Vec<Mistake>) {
    target.owners.sort_by_key(|owner| (owner.from, owner.until));
    for pair in target.owners.windows(2) {
        let [earlier, later] = pair else { continue };
        if earlier.until.is_none_or(|until| later.from.is_none_or(|from| from <= until)) {
            let message = format!("{} and {} answer for `{}` on the same days", earlier.name, later.name, target.id);
            let help = "fill in `owner_until` of the first and `owner_from` of the next".to_owned();
            mistakes.push(mistake(at.clone(), message, "overlaps", Some(help)));
        }
    }
    if let Some(owner) = target.owners.iter().find(|o| o.from.zip(o.until).is_some_and(|(from, until)| until < from)) {
        let message = format!("the last day of {} lies before the first", owner.name);
        mistakes.push(mistake(at, message, "ends before it begins", Some("check `owner_from` and `owner_until`".into())));
    }
    target.owner = target.owners.last().map(|owner| owner.name.clone());
    if let [only] = target.owners.as_slice()
        && only.from.is_none()
        && only.until.is_none()
    {
        target.owners.clear();
    }
}

#[cfg(test)]
#[path = "targets/tests.rs"]
mod tests;
