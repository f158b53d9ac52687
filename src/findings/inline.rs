//! Waivers that stand in documents: comments before a block, ranges, and front matter.
//!
//! ```text
//! <!-- bywhen: ignore[moved-unannounced] agreed with the desk -->      the next block
//! <!-- bywhen: off[overdue] --> … <!-- bywhen: on[overdue] -->         what lies between
//! [//]: # (bywhen: ignore[missed] the same, and never published)       Markdown
//! {/* bywhen: ignore[missed] the same in MDX */}
//! bywhen-ignore: [missed, overdue]                                     front matter: the document
//! ```
//!
//! Comments in code are examples, and are left alone.

mod blocks;
mod scan;

use super::waivers::{Covers, Waiver};
use crate::config::read::did_you_mean;
use crate::corpus::{Document, Format};
use crate::source::{Place, TextRange};
use scan::Comment;
use std::ops::Range;

/// What a comment asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Ignore,
    Off,
    On,
}

/// A comment that speaks to this program.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Directive {
    verb: Verb,
    checks: Vec<String>,
    reason: Option<String>,
}

/// The waivers of a document, in order of their places. `known` are the codes of the checks that exist.
pub fn read(document: &Document, known: &[&str]) -> Vec<Waiver> {
    let text = document.source.text();
    let mut waivers = Vec::new();
    // A feed is one text with many documents; plain text has no comments.
    if matches!(document.format, Format::Feed | Format::Plain) || !text.contains("bywhen") {
        return waivers;
    }
    if document.format != Format::Json {
        waivers.extend(front_matter(document, known));
    }
    if !text.contains("bywhen:") {
        return waivers;
    }
    let (comments, blocks) = match document.format {
        Format::Markdown => scan::markdown(document),
        _ => scan::html(document),
    };
    let mut open: Vec<usize> = Vec::new();
    for comment in &comments {
        let said = text.get(comment.inner.clone()).unwrap_or_default();
        let Some(directive) = directive(said, known) else { continue };
        let waiver = |checks, reason, covers, mistake| Waiver {
            doc: document.doc.clone(),
            place: place(document, comment.whole.clone()),
            text: text.get(comment.whole.clone()).unwrap_or_default().to_owned(),
            checks,
            reason,
            covers,
            mistake,
        };
        let nothing = Covers::Bytes(place(document, comment.whole.end..comment.whole.end).span());
        match directive {
            Err(mistake) => waivers.push(waiver(Vec::new(), None, nothing, Some(mistake))),
            Ok(Directive { verb: Verb::Ignore, checks, reason }) => {
                let block = blocks.covered(comment);
                let mistake = block.is_none().then(|| "no block follows it".to_owned());
                let covers = block.map_or(nothing, |range| Covers::Bytes(place(document, range).span()));
                waivers.push(waiver(checks, reason, covers, mistake));
            }
            Ok(Directive { verb: Verb::Off, checks, reason }) => {
                let covers = Covers::Bytes(place(document, comment.whole.end..text.len()).span());
                open.push(waivers.len());
                waivers.push(waiver(checks, reason, covers, None));
            }
            Ok(Directive { verb: Verb::On, checks, .. }) => {
                let end = place(document, comment.whole.clone()).span().start;
                if !close(&mut waivers, &mut open, &checks, end) {
                    let mistake = "there is no `off` that it ends".to_owned();
                    waivers.push(waiver(checks, None, nothing, Some(mistake)));
                }
            }
        }
    }
    waivers
}

/// Ends the ranges of `checks`, or of all checks where none is named, at byte `end` of the file.
fn close(waivers: &mut Vec<Waiver>, open: &mut Vec<usize>, checks: &[String], end: usize) -> bool {
    let mut closed = false;
    let mut rest = Vec::new();
    open.retain(|&index| {
        let Some(waiver) = waivers.get_mut(index) else { return false };
        let (ends, goes_on): (Vec<String>, Vec<String>) =
            waiver.checks.drain(..).partition(|code| checks.is_empty() || checks.contains(code));
        closed |= !ends.is_empty();
        if ends.is_empty() {
            waiver.checks = goes_on;
            return true;
        }
        if !goes_on.is_empty() {
            rest.push(Waiver { checks: goes_on, ..waiver.clone() });
        }
        waiver.checks = ends;
        if let Covers::Bytes(span) = &mut waiver.covers {
            span.end = end.max(span.start);
        }
        false
    });
    for waiver in rest {
        open.push(waivers.len());
        waivers.push(waiver);
    }
    closed
}

fn place(document: &Document, range: Range<usize>) -> Place {
    let text = document.source.text();
    let start = range.start.min(text.len());
    document.place(document.source.span(TextRange::new(start, range.end.clamp(start, text.len()))))
}

/// What the inside of a comment asks for; `None` when it is not for this program.
fn directive(comment: &str, known: &[&str]) -> Option<Result<Directive, String>> {
    let said = comment.trim().strip_prefix("bywhen:")?.trim();
    let end = said.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(said.len());
    let (word, rest) = said.split_at(end);
    let verbs = [("ignore", Verb::Ignore), ("off", Verb::Off), ("on", Verb::On)];
    let Some((_, verb)) = verbs.iter().find(|(name, _)| *name == word) else {
        let hint = did_you_mean(word, &["ignore", "off", "on"]);
        let hint = hint.unwrap_or_else(|| "write `ignore[code]`, `off[code]` or `on[code]`".into());
        return Some(Err(format!("`{word}` is not understood; {hint}")));
    };
    let (codes, reason) = match rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((codes, reason)) => (codes, reason),
        None if *verb == Verb::On => ("", rest),
        None => return Some(Err(format!("`{word}` names no check; write `{word}[code]`"))),
    };
    let checks: Vec<String> = split(codes);
    if checks.is_empty() && *verb != Verb::On {
        return Some(Err(format!("`{word}` names no check; write `{word}[code]`")));
    }
    if let Some(mistake) = unknown(&checks, known) {
        return Some(Err(mistake));
    }
    let reason = reason.trim().trim_start_matches([':', '-', '–', '—']).trim();
    let reason = (!reason.is_empty()).then(|| reason.split_whitespace().collect::<Vec<_>>().join(" "));
    Some(Ok(Directive { verb: *verb, checks, reason }))
}

fn unknown(checks: &[String], known: &[&str]) -> Option<String> {
    let code = checks.iter().find(|code| !known.is_empty() && !known.contains(&code.as_str()))?;
    let hint = did_you_mean(code, known).unwrap_or_else(|| "`bywhen explain` lists the checks".into());
    Some(format!("there is no check `{code}`; {hint}"))
}

fn split(codes: &str) -> Vec<String> {
    let between = |c: char| c == ',' || c.is_whitespace() || matches!(c, '[' | ']' | '"' | '\'');
    let mut found: Vec<String> = codes.split(between).filter(|code| !code.is_empty()).map(str::to_owned).collect();
    found.sort();
    found.dedup();
    found
}

/// The key in front matter that waives checks for the whole document.
const FRONT_MATTER: &str = "bywhen-ignore";
/// Longer front matter is none.
const LONGEST: usize = 64 << 10;

fn front_matter(document: &Document, known: &[&str]) -> Option<Waiver> {
    let text = document.source.text();
    let start = text.len() - text.trim_start().len();
    let fence = match text.get(start..start + 3)? {
        fence @ ("---" | "+++") => fence,
        _ => return None,
    };
    let mut at = start;
    let mut found: Option<(Range<usize>, String)> = None;
    for line in text.get(start..)?.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        let (first, inside) = (at == start, at - start < LONGEST);
        at += line.len();
        let bare = line.trim_end();
        if !first && (bare == fence || !inside) {
            break;
        }
        if let Some((whole, value)) = &mut found {
            // A list goes on over lines, in brackets or after dashes.
            let bracket = value.contains('[') && !value.contains(']');
            if bracket || (bare.trim_start().starts_with("- ") && !value.contains('[')) {
                value.push(' ');
                value.push_str(bare.trim_start().trim_start_matches("- "));
                whole.end = range.end;
                continue;
            }
            break;
        }
        let key = bare.strip_prefix(FRONT_MATTER).map(str::trim_start);
        if let Some(value) = key.and_then(|rest| rest.strip_prefix([':', '='])) {
            found = Some((range, value.trim().to_owned()));
        }
    }
    let (whole, value) = found?;
    let (value, reason) = match value.split_once('#') {
        Some((value, reason)) => (value, Some(reason.trim().to_owned())),
        None => (value.as_str(), None),
    };
    let checks = split(value);
    let mistake = if checks.is_empty() { Some("it names no check".to_owned()) } else { unknown(&checks, known) };
    Some(Waiver {
        doc: document.doc.clone(),
        place: place(document, whole.clone()),
        text: text.get(whole).unwrap_or_default().to_owned(),
        checks,
        reason,
        covers: Covers::Document,
        mistake,
    })
}

#[cfg(test)]
mod tests;
