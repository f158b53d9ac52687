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
    alternative: Option<Interval>,
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
            line: place.start().line.0,
            column: place.start().column.0,
            start_byte: place.span().start,
            end_byte: place.span().end,
            text,
            kind: expression.kind,
            value: &expression.value,
            modifier: expression.modifier,
            interval: expression.interval,
            alternative: expression.alternative,
            anchor: expression.anchor,
            role: expression.role,
            confidence: *confidence,
        };
        json::line(&view, out)
    })
}

/// `path:line:column: “words” value role interval`, and the other reading of a date that has two.
pub fn write_text(found: &[FoundTime], paint: Paint, out: &mut dyn io::Write) -> io::Result<()> {
    for FoundTime { doc, place, text, expression, .. } in found {
        let place = format!("{}:{}:{}", escape::terminal(doc), place.start().line.0, place.start().column.0);
        let text = paint.strong(&escape::terminal(text));
        let days = expression.interval.map_or("not placed".to_owned(), |i| i.to_string());
        let role = serde_json::to_value(expression.role).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
        let or = expression.alternative.map_or(String::new(), |i| format!(", or {i}"));
        writeln!(out, "{place}: “{text}” {} ({role}): {days}{or}", escape::terminal(&expression.value))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::schema::{self, Name};
    use crate::output::sample;
    use crate::source::TextRange;
    use crate::time::TimeExpression;

    #[test]
    fn lines_are_what_the_schema_says() {
        let expression = TimeExpression {
            range: TextRange::new(0, 10),
            governor: None,
            kind: TimexType::Date,
            value: "2016-03".into(),
            modifier: Some(TimexMod::OnOrBefore),
            interval: Interval::month(2016, 3),
            anchor: Anchor::Absolute,
            role: TimeRole::SaidWhen,
            approximate: false,
            governed: None,
            range_interval: None,
            alternative: None,
        };
        let place = sample::place(sample::PLAN, "March 2016");
        let found =
            FoundTime { doc: "plan.md".into(), place, text: "March 2016".into(), expression, confidence: Confidence::High };
        let mut out = Vec::new();
        write_lines(std::slice::from_ref(&found), &mut out).expect("written");
        let lines = schema::validated(Name::Times, &out);
        assert_eq!((&lines[0]["type"], &lines[0]["mod"], &lines[0]["line"]), (&"DATE".into(), &"ON_OR_BEFORE".into(), &3.into()));
        let mut out = Vec::new();
        write_text(&[found], Paint(false), &mut out).expect("written");
        assert_eq!(String::from_utf8_lossy(&out), "plan.md:3:52: “March 2016” 2016-03 (said-when): March 2016\n");
    }
}
