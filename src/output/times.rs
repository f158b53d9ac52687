//! Time expressions as `bywhen times` shows them.

use super::{concise::Paint, escape, json};
use crate::calendar::Interval;
use crate::engine::FoundTime;
use crate::findings::Confidence;
use crate::time::{Anchor, TimeRole, TimexMod, TimexType};
use serde::Serialize;
use std::io;

#[derive(Serialize)]
struct TimeView<'a> {
    doc: &'a str,
    line: usize,
    column: usize,
    start_byte: usize,
    end_byte: usize,
    text: &'a str,
    #[serde(rename = "type")]
    kind: TimexType,
    value: &'a str,
    #[serde(rename = "mod")]
    modifier: Option<TimexMod>,
    interval: Option<Interval>,
    anchor: Anchor,
    role: TimeRole,
    confidence: Confidence,
}

/// One JSON object a line.
pub fn write_lines(found: &[FoundTime], out: &mut dyn io::Write) -> io::Result<()> {
    found.iter().try_for_each(|time| {
        let FoundTime { doc, place, text, expression, confidence } = time;
        let view = TimeView {
            doc,
            line: place.start.line.0,
            column: place.start.column.0,
            start_byte: place.span.start,
            end_byte: place.span.end,
            text,
            kind: expression.kind,
            value: &expression.value,
            modifier: expression.modifier,
            interval: expression.interval,
            anchor: expression.anchor,
            role: expression.role,
            confidence: *confidence,
        };
        json::line(&view, out)
    })
}

/// `path:line:column: “words” value role interval`.
pub fn write_text(found: &[FoundTime], paint: Paint, out: &mut dyn io::Write) -> io::Result<()> {
    for FoundTime { doc, place, text, expression, .. } in found {
        let place = format!("{}:{}:{}", escape::terminal(doc), place.start.line.0, place.start.column.0);
        let text = paint.strong(&escape::terminal(text));
        let days = expression.interval.map_or("not placed".to_owned(), |i| i.to_string());
        let role = serde_json::to_value(expression.role).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
        writeln!(out, "{place}: “{text}” {} ({role}): {days}", escape::terminal(&expression.value))?;
    }
    Ok(())
}
