//! `[[override]]` and `[[ignore]]`: what holds for some documents, and what is waived.

use super::read::{TableReader, did_you_mean};
use super::{CONFIDENCES, LEVELS};
use crate::findings::waivers::Ignore;
use crate::findings::{Override, Paths, folded};
use crate::source::{Source, Span, TextRange};

/// Reads the `[[override]]` tables of `top`.
pub(super) fn overrides(top: &TableReader<'_, '_>, checks: &[&str]) -> Vec<Override> {
    let mut found = Vec::new();
    for table in top.tables("override").unwrap_or_default() {
        let paths = paths(&table);
        let levels = table.table("levels").map(|levels| levels.map_of(checks, &LEVELS, "check")).unwrap_or_default();
        let min_confidence = table.choice("min-confidence", &CONFIDENCES);
        table.finish();
        if !table.has("path") {
            missing(&table, "path", "write the documents that it holds for: path = \"archive/**\"");
        }
        if let Some(paths) = paths {
            found.push(Override { paths, levels: levels.into_iter().collect(), min_confidence });
        }
    }
    found
}

/// Reads the `[[ignore]]` tables of `top`, which is the table of `text`.
pub(super) fn ignores(top: &TableReader<'_, '_>, text: &str, checks: &[&str]) -> Vec<Ignore> {
    let mut found = Vec::new();
    let tables = top.tables("ignore").unwrap_or_default();
    if tables.is_empty() {
        return found;
    }
    let source = Source::utf8(text.to_owned(), 0);
    for table in tables {
        let mut codes = Vec::new();
        for code in table.strings("check").unwrap_or_default() {
            let (span, code) = (code.span(), code.into_inner());
            if checks.is_empty() || checks.contains(&code.as_str()) {
                codes.push(code);
            } else {
                table.mistake(span, format!("there is no check `{code}`"), "unknown check", did_you_mean(&code, checks));
            }
        }
        let paths = paths(&table);
        let quote = table.string("quote").map(|quote| folded(quote.get_ref())).filter(|quote| !quote.is_empty());
        let reason = table.string("reason").map(|reason| reason.into_inner().trim().to_owned()).unwrap_or_default();
        let until = table.day("until", &[], Some).flatten();
        table.finish();
        for (key, help) in [
            ("check", "write the code of a check: check = \"missed\""),
            ("reason", "write why, for those who come after you: reason = \"…\""),
        ] {
            if !table.has(key) {
                missing(&table, key, help);
            }
        }
        if table.has("reason") && reason.is_empty() {
            table.mistake(table.span(), "the reason of an [[ignore]] is empty".into(), "here", Some("write why".into()));
        }
        if !table.has("path") && !table.has("quote") {
            let help = "say where with `path`, `quote` or both; a check as a whole is set under [levels]";
            table.mistake(table.span(), "this [[ignore]] would waive the check everywhere".into(), "here", Some(help.into()));
        }
        codes.sort();
        codes.dedup();
        let span = table.span();
        let range = TextRange::new(span.start.min(text.len()), span.end.clamp(span.start.min(text.len()), text.len()));
        let place = source.place(Span { start: range.start, end: range.end });
        found.push(Ignore { place, checks: codes, paths, quote, reason, until });
    }
    found
}

fn missing(table: &TableReader<'_, '_>, key: &str, help: &str) {
    table.mistake(table.span(), format!("{} has no `{key}`", table.name()), "here", Some(help.to_owned()));
}

fn paths(table: &TableReader<'_, '_>) -> Option<Paths> {
    let strings = table.strings("path")?;
    let mut globs = Vec::with_capacity(strings.len());
    for glob in strings {
        let span = glob.span();
        let glob = glob.into_inner();
        match Paths::new(std::slice::from_ref(&glob)) {
            Ok(_) => globs.push(glob),
            Err((_, why)) => table.mistake(span, format!("`{glob}` is not a glob: {why}"), "not a glob", None),
        }
    }
    Paths::new(&globs).ok()
}
