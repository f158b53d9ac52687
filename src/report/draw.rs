//! Pictures as SVG inside the page: the slip chart, and documents over time.
//!
//! Colours and strokes are classes of the page's style sheet, so that pictures follow light and
//! dark and print; what tells things apart is shape and dash, never colour alone. Every picture has a title and
//! a description, and a table says the same beside it.

use super::coverage::Coverage;
use crate::calendar::{Day, long_day};
use crate::output::chart::{Change, Chart, Mark, Step, short_date};
use crate::output::escape;
use chrono::{Datelike, Months};
use std::fmt::Write;

/// How large a chart is drawn, in units of its view box.
#[derive(Clone, Copy)]
pub(super) struct Size {
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    /// Radius of a mark.
    mark: f64,
    /// Axes with ticks; otherwise the ends only are named.
    axes: bool,
}

/// The chart of a dossier.
pub(super) const LARGE: Size =
    Size { width: 480.0, height: 300.0, left: 66.0, right: 88.0, top: 22.0, bottom: 46.0, mark: 5.5, axes: true };
/// One among many.
pub(super) const SMALL: Size =
    Size { width: 280.0, height: 150.0, left: 14.0, right: 92.0, top: 16.0, bottom: 26.0, mark: 4.5, axes: false };

/// Share of the span of days that is left free at either end.
const MARGIN: f64 = 0.05;
/// The least span of days that is drawn.
const LEAST: f64 = 40.0;

/// Days to places on paper, one way.
#[derive(Clone, Copy)]
struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    fn new(low: Day, high: Day, from: f64, to: f64) -> Self {
        let (low, high) = (number(low), number(high));
        let margin = ((high - low) * MARGIN).max((LEAST - (high - low)).max(0.0) / 2.0).max(4.0);
        Self { low: low - margin, high: high + margin, from, to }
    }

    fn at(self, day: f64) -> f64 {
        self.from + (day - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    fn of(self, day: Day) -> f64 {
        self.at(number(day))
    }
}

fn number(day: Day) -> f64 {
    f64::from(day.num_days_from_ce())
}

/// The slip chart. `id` tells its title and description from those of other pictures on the page.
pub(super) fn slip(chart: &Chart, title: &str, id: &str, size: Size) -> String {
    let x = Scale::new(chart.across.0, chart.across.1, size.left, size.width - size.right);
    let y = Scale::new(chart.up.0, chart.up.1, size.height - size.bottom, size.top);
    let mut out = String::with_capacity(4096);
    let _ = write!(
        out,
        r#"<svg class="slip" viewBox="0 0 {:.0} {:.0}" role="img" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>"#,
        size.width,
        size.height,
        escape::html(&format!("Slip chart: {title}")),
        escape::html(&description(chart)),
        id = escape::html(id),
    );
    past(&mut out, x, y);
    if size.axes {
        axes(&mut out, x, y, size);
    } else {
        ends(&mut out, chart, size);
    }
    baseline(&mut out, chart, x, y);
    if (chart.across.0..=chart.across.1).contains(&chart.as_of) {
        let at = x.of(chart.as_of);
        let _ = write!(out, r#"<line class="asof" x1="{at:.1}" y1="{:.1}" x2="{at:.1}" y2="{:.1}"/>"#, y.to, y.from);
    }
    whiskers(&mut out, chart, x, y, size);
    lines(&mut out, chart, x, y, size);
    for point in &chart.points {
        mark(&mut out, point.mark, x.of(point.on.start()), y.of(point.deadline.end()), size.mark);
    }
    labels(&mut out, chart, x, y);
    out.push_str("</svg>");
    out
}

/// What the picture shows, for those who do not see it.
fn description(chart: &Chart) -> String {
    let mut text = format!(
        "Across, the day on which something was said, from {} to {}; up, the deadline. First deadline: {}.",
        long_day(chart.across.0),
        long_day(chart.across.1),
        chart.baseline
    );
    for step in &chart.steps {
        let told = match step.change {
            Some(Change::Announced) => "announced",
            Some(Change::Unannounced) => "no document here announces the change",
            Some(Change::Precision) => "the same deadline, more or less precise",
            None => continue,
        };
        let _ = write!(text, " From {}: {} ({told}).", long_day(step.from), step.deadline);
    }
    text
}

/// The part of the plot where the deadline has already passed, under the diagonal "today".
fn past(out: &mut String, x: Scale, y: Scale) {
    let corners = [(x.low, y.low), (x.high, y.low), (x.high, y.high), (x.low, y.high)];
    // Clipped by the half plane in which the deadline is before the day across.
    let inside = |(a, b): (f64, f64)| b <= a;
    let mut polygon: Vec<(f64, f64)> = Vec::new();
    for (index, corner) in corners.iter().enumerate() {
        let next = corners[(index + 1) % corners.len()];
        if inside(*corner) {
            polygon.push(*corner);
        }
        if inside(*corner) != inside(next) {
            let t = (corner.0 - corner.1) / ((next.1 - corner.1) - (next.0 - corner.0));
            polygon.push((corner.0 + t * (next.0 - corner.0), corner.1 + t * (next.1 - corner.1)));
        }
    }
    if polygon.len() > 2 {
        let points: Vec<String> = polygon.iter().map(|(a, b)| format!("{:.1},{:.1}", x.at(*a), y.at(*b))).collect();
        let _ = write!(out, r#"<polygon class="past" points="{}"/>"#, points.join(" "));
    }
    let (from, to) = (x.low.max(y.low), x.high.min(y.high));
    if from < to {
        let (x1, y1, x2, y2) = (x.at(from), y.at(from), x.at(to), y.at(to));
        let _ = write!(out, r#"<line class="today" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}"/>"#);
    }
}

/// Days at which an axis is marked, with what stands there and where: a month or a year that is marked
/// at both ends is named in its middle, for a deadline named by it falls on its last day.
fn ticks(low: f64, high: f64, most: usize) -> Vec<(Day, String, f64)> {
    let day = |n: f64| Day::from_num_days_from_ce_opt(n as i32);
    let (Some(first), Some(last)) = (day(low), day(high)) else { return Vec::new() };
    let span = (high - low) / 30.44;
    let months = [1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200, 2400, 6000, 12000];
    let step: u32 = months.into_iter().find(|step| span / f64::from(*step) <= most as f64).unwrap_or(24000);
    // Ticks stand on multiples of their step, so that the same days are marked in every chart.
    let start = if step >= 12 {
        let years = i32::try_from(step / 12).unwrap_or(1);
        Day::from_ymd_opt(first.year().div_euclid(years) * years, 1, 1)
    } else {
        Day::from_ymd_opt(first.year(), first.month0() / step * step + 1, 1)
    };
    let days = std::iter::successors(start, |day| day.checked_add_months(Months::new(step)));
    let days = days.take_while(|day| *day <= last);
    let named = |day: Day| {
        let name = if step >= 12 { day.year().to_string() } else { day.format("%b %Y").to_string() };
        let middle = match step {
            1 | 12 => day.checked_add_months(Months::new(step)).map_or(number(day), |next| (number(day) + number(next)) / 2.0),
            _ => number(day),
        };
        (day, name, middle)
    };
    days.map(named).filter(|(day, _, middle)| *day >= first || *middle >= low).collect()
}

fn axes(out: &mut String, x: Scale, y: Scale, size: Size) {
    let bottom = y.from;
    for (day, label, middle) in ticks(x.low, x.high, 4) {
        let (at, named) = (x.of(day), x.at(middle));
        if at >= x.from {
            let _ = write!(out, r#"<line class="grid" x1="{at:.1}" y1="{:.1}" x2="{at:.1}" y2="{bottom:.1}"/>"#, y.to);
        }
        if named <= x.to {
            let _ =
                write!(out, r#"<text class="tick" x="{named:.1}" y="{:.1}" text-anchor="middle">{label}</text>"#, bottom + 17.0);
        }
    }
    for (day, label, middle) in ticks(y.low, y.high, 5) {
        let (at, named) = (y.of(day), y.at(middle));
        if at <= y.from {
            let _ = write!(out, r#"<line class="grid" x1="{:.1}" y1="{at:.1}" x2="{:.1}" y2="{at:.1}"/>"#, x.from, x.to);
        }
        if named >= y.to {
            let _ = write!(
                out,
                r#"<text class="tick" x="{:.1}" y="{:.1}" text-anchor="end">{label}</text>"#,
                x.from - 8.0,
                named + 4.0
            );
        }
    }
    let _ = write!(out, r#"<line class="axis" x1="{:.1}" y1="{bottom:.1}" x2="{:.1}" y2="{bottom:.1}"/>"#, x.from, x.to);
    let _ = write!(
        out,
        r#"<text class="name" x="{:.1}" y="{:.1}" text-anchor="end">said on →</text><text class="name" x="{:.1}" y="{:.1}">↑ deadline</text>"#,
        x.to,
        size.height - 8.0,
        4.0,
        12.0
    );
}

/// In a small chart the first and the last day only are named.
fn ends(out: &mut String, chart: &Chart, size: Size) {
    let at = size.height - 8.0;
    let day = |day: Day| day.format("%b %Y").to_string();
    let _ = write!(out, r#"<text class="tick" x="{:.1}" y="{at:.1}">{}</text>"#, size.left, day(chart.across.0));
    let right = size.width - size.right;
    let _ = write!(out, r#"<text class="tick" x="{right:.1}" y="{at:.1}" text-anchor="end">{}</text>"#, day(chart.across.1));
    let line = size.height - size.bottom;
    let _ = write!(out, r#"<line class="axis" x1="{:.1}" y1="{line:.1}" x2="{right:.1}" y2="{line:.1}"/>"#, size.left);
}

fn baseline(out: &mut String, chart: &Chart, x: Scale, y: Scale) {
    let at = y.of(chart.baseline.end());
    let _ = write!(out, r#"<line class="baseline" x1="{:.1}" y1="{at:.1}" x2="{:.1}" y2="{at:.1}"/>"#, x.from, x.to);
}

/// Deadlines that are periods, from their first day to their last.
fn whiskers(out: &mut String, chart: &Chart, x: Scale, y: Scale, size: Size) {
    for point in chart.points.iter().filter(|p| p.deadline.days() > 1 && p.mark != Mark::Met) {
        let at = x.of(point.on.start());
        let (low, high) = (y.of(point.deadline.start()), y.of(point.deadline.end()));
        let foot = size.mark * 0.7;
        let _ =
            write!(out, r#"<path class="whisker" d="M{at:.1} {high:.1}V{low:.1}M{:.1} {low:.1}H{:.1}"/>"#, at - foot, at + foot);
    }
}

fn lines(out: &mut String, chart: &Chart, x: Scale, y: Scale, size: Size) {
    let mut before: Option<&Step> = None;
    for step in &chart.steps {
        let (from, to, at) = (x.of(step.from), x.of(step.to), y.of(step.deadline.end()));
        if let Some(before) = before {
            let class = match step.change {
                Some(Change::Unannounced) => "silent",
                Some(Change::Precision) => "precise",
                _ => "told",
            };
            let (a, b) = (x.of(before.to), y.of(before.deadline.end()));
            let _ = write!(out, r#"<line class="{class}" x1="{a:.1}" y1="{b:.1}" x2="{from:.1}" y2="{at:.1}"/>"#);
            if size.axes && step.change != Some(Change::Precision) && step.slip_days != 0 {
                let days = if step.slip_days > 0 {
                    format!("+{}", step.slip_days)
                } else {
                    format!("−{}", step.slip_days.unsigned_abs())
                };
                // Beside the line, on the side where the axis is not.
                let (mx, my) = ((a + from) / 2.0, (b + at) / 2.0);
                let down = if step.slip_days > 0 { 13.0 } else { -5.0 };
                let _ = write!(out, r#"<text class="days" x="{:.1}" y="{:.1}">{days} days</text>"#, mx + 8.0, my + down);
            }
        }
        if to > from {
            let _ = write!(out, r#"<line class="held" x1="{from:.1}" y1="{at:.1}" x2="{to:.1}" y2="{at:.1}"/>"#);
        }
        before = Some(step);
    }
}

/// The deadlines' names at the right, the last one and, where it differs, the first.
fn labels(out: &mut String, chart: &Chart, x: Scale, y: Scale) {
    let left = x.to + 8.0;
    let mut name = |at: f64, class: &str, text: &str| {
        let _ = write!(out, r#"<text class="{class}" x="{left:.1}" y="{:.1}">{text}</text>"#, at + 4.0);
    };
    let last = chart.steps.last().map_or(chart.baseline, |s| s.deadline);
    let (first_at, last_at) = (y.of(chart.baseline.end()), y.of(last.end()));
    name(last_at, "now", &short_date(last));
    if (first_at - last_at).abs() > 13.0 {
        name(first_at, "was", &short_date(chart.baseline));
    }
}

/// A mark by itself, for the legend.
pub(super) fn legend_mark(of: Mark) -> String {
    let mut out = String::from(r#"<svg class="key" viewBox="0 0 18 18" aria-hidden="true" focusable="false">"#);
    mark(&mut out, of, 9.0, 9.0, 5.5);
    out.push_str("</svg>");
    out
}

fn mark(out: &mut String, of: Mark, x: f64, y: f64, r: f64) {
    let _ = match of {
        Mark::Said => write!(out, r#"<circle class="m full" cx="{x:.1}" cy="{y:.1}" r="{:.1}"/>"#, r * 0.8),
        Mark::Moved => {
            write!(out, r#"<path class="m full" d="M{x:.1} {:.1}l{r:.1} {r:.1}l-{r:.1} {r:.1}l-{r:.1} -{r:.1}z"/>"#, y - r)
        }
        Mark::MovedUnannounced => {
            write!(out, r#"<path class="m hollow" d="M{x:.1} {:.1}l{r:.1} {r:.1}l-{r:.1} {r:.1}l-{r:.1} -{r:.1}z"/>"#, y - r)
        }
        Mark::OnTrack => write!(out, r#"<circle class="m hollow" cx="{x:.1}" cy="{y:.1}" r="{:.1}"/>"#, r * 0.8),
        Mark::AtRisk => {
            write!(out, r#"<path class="m hollow" d="M{x:.1} {:.1}l{r:.1} {:.1}h-{:.1}z"/>"#, y - r, r * 1.8, r * 2.0)
        }
        Mark::Met => write!(
            out,
            r#"<circle class="m good" cx="{x:.1}" cy="{y:.1}" r="{:.1}"/><path class="tickmark" d="M{:.1} {y:.1}l{:.1} {:.1}l{:.1} -{:.1}"/>"#,
            r * 1.2,
            x - r * 0.55,
            r * 0.4,
            r * 0.45,
            r * 0.7,
            r * 0.85
        ),
        Mark::Missed => write!(
            out,
            r#"<path class="m cross" d="M{:.1} {:.1}l{d:.1} {d:.1}m0 -{d:.1}l-{d:.1} {d:.1}"/>"#,
            x - r * 0.85,
            y - r * 0.85,
            d = r * 1.7
        ),
        Mark::Dropped => {
            write!(
                out,
                r#"<rect class="m full" x="{:.1}" y="{:.1}" width="{d:.1}" height="{d:.1}"/>"#,
                x - r * 0.8,
                y - r * 0.8,
                d = r * 1.6
            )
        }
    };
}

/// Documents over time as bars; the darker part speaks of dated targets.
pub(super) fn coverage(coverage: &Coverage) -> String {
    let (width, height, left, bottom, top) = (900.0, 150.0, 34.0, 26.0, 10.0);
    let most = coverage.periods.iter().map(|p| p.documents).max().unwrap_or(0).max(1);
    let count = coverage.periods.len().max(1) as f64;
    let step = (width - left) / count;
    let tall = |n: usize| (height - bottom - top) * n as f64 / most as f64;
    let mut out = format!(
        r#"<svg class="months" viewBox="0 0 {width:.0} {height:.0}" role="img" aria-labelledby="months-t months-d"><title id="months-t">Documents by {unit}</title><desc id="months-d">Bars from {} to {}; the fullest {unit} has {most} documents. The table below gives every number.</desc>"#,
        coverage.periods.first().map_or("", |p| &p.name),
        coverage.periods.last().map_or("", |p| &p.name),
        unit = coverage.unit,
    );
    let base = height - bottom;
    let _ = write!(out, r#"<text class="tick" x="{:.1}" y="{:.1}" text-anchor="end">{most}</text>"#, left - 6.0, top + 8.0);
    for (index, period) in coverage.periods.iter().enumerate() {
        let x = left + index as f64 * step;
        let wide = (step * 0.82).max(0.8);
        for (class, n) in [("all", period.documents), ("speaking", period.speaking)] {
            if n > 0 {
                let h = tall(n).max(1.0);
                let _ =
                    write!(out, r#"<rect class="{class}" x="{x:.1}" y="{:.1}" width="{wide:.1}" height="{h:.1}"/>"#, base - h);
            }
        }
        let january = coverage.unit == "year" || period.start.get(5..7) == Some("01");
        let every = if coverage.unit == "year" { (count / 12.0).ceil() } else { (count / 12.0 / 10.0).ceil() }.max(1.0);
        let year: f64 = period.start.get(..4).and_then(|y| y.parse().ok()).unwrap_or(0.0);
        if january && year % every == 0.0 {
            let _ = write!(out, r#"<line class="axis" x1="{x:.1}" y1="{base:.1}" x2="{x:.1}" y2="{:.1}"/>"#, base + 5.0);
            let _ = write!(
                out,
                r#"<text class="tick" x="{:.1}" y="{:.1}">{}</text>"#,
                x + 3.0,
                base + 17.0,
                period.start.get(..4).unwrap_or("")
            );
        }
    }
    let _ = write!(out, r#"<line class="axis" x1="{left:.1}" y1="{base:.1}" x2="{width:.1}" y2="{base:.1}"/></svg>"#);
    out
}
