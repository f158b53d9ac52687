//! The slip chart in a terminal: the same values as on the page, in characters.

use super::chart::{Change, Chart, Mark, short_date};
use super::{Style, concise::Paint, escape};
use crate::calendar::Day;
use crate::timeline::{Record, Timeline};
use chrono::Datelike;
use std::io;

/// Rows of the plot.
const ROWS: usize = 13;
/// Columns that the deadlines' names take at the left.
const NAMES: usize = 13;
/// The fewest and the most columns of the plot.
const COLUMNS: (usize, usize) = (20, 72);

/// Characters by what they stand for: in Unicode, and in ASCII.
struct Glyphs {
    level: char,
    silent_level: char,
    steep: char,
    silent_steep: char,
    slant: (char, char),
    silent_slant: char,
    diagonal: char,
    first: char,
    corner: char,
    upright: char,
    bottom: char,
}

const UNICODE: Glyphs = Glyphs {
    level: '─',
    silent_level: '┄',
    steep: '│',
    silent_steep: '┆',
    slant: ('╱', '╲'),
    silent_slant: '┊',
    diagonal: '·',
    first: '┈',
    corner: '└',
    upright: '│',
    bottom: '─',
};

const ASCII: Glyphs = Glyphs {
    level: '=',
    silent_level: '~',
    steep: '|',
    silent_steep: ':',
    slant: ('/', '\\'),
    silent_slant: ':',
    diagonal: '.',
    first: '-',
    corner: '+',
    upright: '|',
    bottom: '-',
};

/// The character of a mark. In ASCII each has one of its own as well.
fn glyph(mark: Mark, unicode: bool) -> char {
    let (plain, nice) = match mark {
        Mark::Said => ('o', '●'),
        Mark::Moved => ('M', '◆'),
        Mark::MovedUnannounced => ('m', '◇'),
        Mark::OnTrack => ('c', '○'),
        Mark::AtRisk => ('?', '△'),
        Mark::Met => ('V', '✓'),
        Mark::Missed => ('X', '✗'),
        Mark::Dropped => ('D', '■'),
    };
    if unicode { nice } else { plain }
}

/// Draws the chart of each timeline that has anything to show.
pub fn write<'a>(
    record: &'a Record,
    timelines: impl Iterator<Item = &'a Timeline>,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for timeline in timelines {
        let Some(chart) = Chart::of(record, timeline).filter(|chart| chart.points.len() > 1) else { continue };
        let paint = Paint(style.color);
        writeln!(out, "\n{}", paint.strong(&escape::terminal(&timeline.target.title)))?;
        for line in draw(&chart, style) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// A sheet of characters. Rows count from the top, columns from the left.
struct Sheet {
    cells: Vec<Vec<char>>,
}

impl Sheet {
    fn put(&mut self, (x, y): (usize, usize), c: char) {
        if let Some(cell) = self.cells.get_mut(y).and_then(|row| row.get_mut(x)) {
            *cell = c;
        }
    }

    /// A character for each cell between two cells, both left out; `at` is given the step that leads to it.
    fn line(&mut self, from: (usize, usize), to: (usize, usize), at: impl Fn(i64, i64) -> Option<char>) {
        let (x1, y1, x2, y2) = (from.0 as i64, from.1 as i64, to.0 as i64, to.1 as i64);
        let steps = (x2 - x1).abs().max((y2 - y1).abs());
        let place = |n: i64| (x1 + (x2 - x1) * n / steps, y1 + (y2 - y1) * n / steps);
        for n in 1..steps {
            let (here, before) = (place(n), place(n - 1));
            if let Some(c) = at(here.0 - before.0, here.1 - before.1) {
                self.put((here.0 as usize, here.1 as usize), c);
            }
        }
    }
}

/// Places of days along one way.
struct Scale {
    low: i64,
    high: i64,
    cells: usize,
}

impl Scale {
    fn new(low: Day, high: Day, cells: usize) -> Self {
        let (low, high) = (i64::from(low.num_days_from_ce()), i64::from(high.num_days_from_ce()));
        Self { low, high: high.max(low + 1), cells }
    }

    fn of(&self, day: i64) -> Option<usize> {
        if day < self.low || day > self.high {
            return None;
        }
        let last = self.cells.saturating_sub(1) as i64;
        usize::try_from(((day - self.low) * last * 2 + (self.high - self.low)) / ((self.high - self.low) * 2)).ok()
    }

    fn day(&self, cell: usize) -> i64 {
        let last = self.cells.saturating_sub(1).max(1) as i64;
        self.low + (self.high - self.low) * cell as i64 / last
    }
}

fn number(day: Day) -> i64 {
    i64::from(day.num_days_from_ce())
}

/// The lines of the drawing.
fn draw(chart: &Chart, style: Style) -> Vec<String> {
    let glyphs = if style.unicode { &UNICODE } else { &ASCII };
    let columns = style.width.saturating_sub(NAMES + 3).clamp(COLUMNS.0, COLUMNS.1);
    let across = Scale::new(chart.across.0, chart.across.1, columns);
    // The lowest deadline that is drawn is the last day of one: periods are named by their last day.
    let ends = || chart.points.iter().map(|p| p.deadline.end()).chain(chart.steps.iter().map(|s| s.deadline.end()));
    let low = ends().chain([chart.baseline.end()]).min().unwrap_or(chart.up.0);
    let up = Scale::new(low, chart.up.1, ROWS);
    let row = |day: Day| up.of(number(day)).map(|cell| ROWS - 1 - cell);
    let mut sheet = Sheet { cells: vec![vec![' '; columns]; ROWS] };
    for x in 0..columns {
        if let Some(cell) = up.of(across.day(x)) {
            sheet.put((x, ROWS - 1 - cell), glyphs.diagonal);
        }
    }
    if let Some(y) = row(chart.baseline.end()) {
        (0..columns).step_by(2).for_each(|x| sheet.put((x, y), glyphs.first));
    }
    let mut before: Option<(usize, usize)> = None;
    for step in &chart.steps {
        let (Some(from), Some(to), Some(y)) =
            (across.of(number(step.from)), across.of(number(step.to)), row(step.deadline.end()))
        else {
            continue;
        };
        let silent = step.change == Some(Change::Unannounced);
        if let Some(before) = before {
            sheet.line(before, (from, y), |right, down| match (right, down, silent) {
                // A change without a word is dotted: a mark in each row, none between.
                (_, 0, true) if before.1 != y => None,
                (_, 0, true) => Some(glyphs.silent_level),
                (_, 0, false) => Some(glyphs.level),
                (0, _, true) => Some(glyphs.silent_steep),
                (0, _, false) => Some(glyphs.steep),
                (_, _, true) => Some(glyphs.silent_slant),
                (_, down, false) if down < 0 => Some(glyphs.slant.0),
                _ => Some(glyphs.slant.1),
            });
        }
        (from..=to).for_each(|x| sheet.put((x, y), glyphs.level));
        before = Some((to, y));
    }
    for point in &chart.points {
        if let (Some(x), Some(y)) = (across.of(number(point.on.start())), row(point.deadline.end())) {
            sheet.put((x, y), glyph(point.mark, style.unicode));
        }
    }
    let mut names = vec![String::new(); ROWS];
    let deadlines = chart.steps.iter().rev().map(|s| s.deadline).chain([chart.baseline]);
    for deadline in deadlines {
        if let Some(name) = row(deadline.end()).and_then(|y| names.get_mut(y)).filter(|name| name.is_empty()) {
            *name = short_date(deadline);
        }
    }
    let mut lines: Vec<String> = Vec::with_capacity(ROWS + 4);
    for (name, cells) in names.iter().zip(&sheet.cells) {
        let cells: String = cells.iter().collect();
        lines.push(format!("{name:>NAMES$} {}{cells}", glyphs.upright).trim_end().to_owned());
    }
    lines.push(format!("{:>NAMES$} {}{}", "", glyphs.corner, glyphs.bottom.to_string().repeat(columns)));
    let (first, last) = (chart.across.0.format("%b %Y").to_string(), chart.across.1.format("%b %Y").to_string());
    let gap = columns.saturating_sub(first.len() + last.len()).max(1);
    lines.push(format!("{:>NAMES$}  {first}{:gap$}{last}", "", ""));
    lines.extend(legend(chart, style));
    lines
}

/// What the characters that occur stand for.
fn legend(chart: &Chart, style: Style) -> Vec<String> {
    let glyphs = if style.unicode { &UNICODE } else { &ASCII };
    let mut parts: Vec<String> = chart.marks().into_iter().map(|m| format!("{} {}", glyph(m, style.unicode), m.name())).collect();
    parts.push(format!("{} today is the deadline", glyphs.diagonal));
    if chart.moves() > 0 {
        parts.push(format!("{} first deadline", glyphs.first));
    }
    let mut lines = vec![String::new()];
    let width = style.width.saturating_sub(2).max(20);
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.is_empty() => *line = format!("  {part}"),
            Some(line) if line.chars().count() + part.chars().count() + 3 <= width => line.push_str(&format!("   {part}")),
            _ => lines.push(format!("  {part}")),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statements::Extract;
    use crate::targets::fixture::*;

    fn says(name: &str, date: &str, by: &str) -> Extract {
        doc(name, date).says(promise("The Marlow footbridge will open", by))
    }

    fn drawn(unicode: bool, width: usize) -> Vec<String> {
        let record = record(vec![says("a.md", "2014-05-01", "2018"), says("b.md", "2016-05-01", "2020")], "2017-01-01");
        let chart = Chart::of(&record, &record.timelines[0]).expect("a chart");
        draw(&chart, Style { color: false, width, unicode, ..Style::default() })
    }

    #[test]
    fn a_later_date_stands_higher_and_further_right() {
        let lines = drawn(false, 60);
        let find = |c: char| {
            let rows = lines.iter().take(ROWS).enumerate();
            rows.filter_map(|(y, line)| Some((y, line.chars().skip(NAMES + 2).position(|cell| cell == c)?))).next()
        };
        let (said, moved) = (find('o').expect("the first"), find('m').expect("the second"));
        assert!(moved.0 < said.0 && moved.1 > said.1, "{lines:#?}");
        assert!(lines[moved.0].trim_start().starts_with("2020 |"), "{lines:#?}");
        assert!(lines[said.0].trim_start().starts_with("2018 |"), "{lines:#?}");
        assert!(lines.iter().any(|l| l.contains("May 2014") && l.trim_end().ends_with("Jan 2017")), "{lines:#?}");
    }

    #[test]
    fn ascii_is_ascii_and_no_line_is_too_wide() {
        assert!(drawn(false, 60).iter().all(|l| l.is_ascii()));
        for width in [0, 40, 80, 500] {
            assert!(drawn(true, width).iter().all(|l| l.chars().count() <= width.max(60)), "{width}");
        }
    }

    #[test]
    fn silence_is_drawn_otherwise_than_an_announcement() {
        let told = doc("b.md", "2016-05-01").says(moved("The Marlow footbridge was put back", Some("2018"), Some("2020")));
        let record = record(vec![says("a.md", "2014-05-01", "2018"), told], "2017-01-01");
        let chart = Chart::of(&record, &record.timelines[0]).expect("a chart");
        let told = draw(&chart, Style { color: false, width: 60, unicode: false, ..Style::default() }).join("\n");
        let silent = drawn(false, 60).join("\n");
        assert!(told.contains("M change of date reported") && !told.contains("m new date"), "{told}");
        assert!(silent.contains("m new date, change not announced here"), "{silent}");
        let steep = |text: &str, c: char| text.lines().take(ROWS).any(|l| l.chars().skip(NAMES + 2).any(|x| x == c));
        assert!(steep(&silent, ':') && !steep(&told, ':'), "{silent}\n{told}");
    }
}
