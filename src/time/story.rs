//! Texts that tell of times far from their own date, and what in them stands beside the story.

use super::TenseHint;
use super::friends::{near_before, word_after, word_before};
use super::grammar::Grammar;
use super::slice::Slice;
use super::symbol::{Found, Governor, Make, Slot, Unit};
use crate::eight::{between, eight_at};
use chrono::Datelike;

/// Whether the numbers of a text could be earlier years enough to tell a story, if all of them were years.
pub(super) fn may_tell_story(grammar: &Grammar, text: &str, year: i32) -> bool {
    let bytes = text.as_bytes();
    let (mut at, mut points) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        if !byte.is_ascii_digit() {
            at += match byte {
                b':' => rest_of_address(bytes, at),
                _ => others_before(eight_at(bytes, at)).max(1),
            };
            continue;
        }
        let start = at;
        let (mut value, mut digits) = (0i32, 0u32);
        while let Some(&digit) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
            value = value.saturating_mul(10).saturating_add(i32::from(digit - b'0'));
            digits += 1;
            at += 1;
        }
        // No year begins inside a word or behind such a mark: see `Scanner::numeral`.
        let before = start.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
        let glued = before.is_ascii_alphabetic() || matches!(before, b'$' | b'#' | b'_' | b'=' | b'*' | b'&' | b'^' | b'%');
        let is_year = digits == 4 || digits == 3 && may_have_era(grammar, bytes, start, at);
        if is_year && value < year && !glued {
            points += points_of(value, year);
            if points >= STORY {
                return true;
            }
        }
    }
    false
}

/// How many of eight bytes, from the first one on, are neither digits nor colons.
fn others_before(eight: u64) -> usize {
    // The colon stands behind the nine.
    (between(eight, b'0', b':').trailing_zeros() / 8) as usize
}

/// Whether the digits at `start..end` may stand beside the name of an era, without which three are no year: not between
/// words that the grammar does not know.
fn may_have_era(grammar: &Grammar, bytes: &[u8], start: usize, end: usize) -> bool {
    let blank = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, 0xC2 | 0xA0);
    let (before, after) = (bytes.get(..start).unwrap_or_default(), bytes.get(end..).unwrap_or_default());
    let after = after.get(after.iter().take_while(|byte| blank(byte)).count()..).unwrap_or_default();
    let next = after.get(..after.iter().take_while(|byte| byte.is_ascii_alphabetic()).count()).unwrap_or_default();
    if next.len() == 1 || grammar.vocabulary.knows(next) {
        return true;
    }
    let before = before.get(..before.len() - before.iter().rev().take_while(|byte| blank(byte)).count()).unwrap_or_default();
    let letters = before.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let last = before.get(before.len() - letters..).unwrap_or_default();
    matches!(before.last(), Some(b'/' | b'.')) || grammar.vocabulary.knows(last)
}

/// How far to go on from a colon: to the end of the address that it belongs to, whose numbers are no years.
fn rest_of_address(bytes: &[u8], colon: usize) -> usize {
    if bytes.get(colon + 1..colon + 3) != Some(b"//") {
        return 1;
    }
    let head = bytes.get(..colon).unwrap_or_default();
    let letters = head.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let before = head.len().checked_sub(letters + 1).and_then(|at| head.get(at)).copied().unwrap_or(b' ');
    if letters == 0 || !(before.is_ascii_whitespace() || matches!(before, b'(' | b'<' | b'[' | b'"' | b'\'')) {
        return 1;
    }
    let rest = bytes.get(colon..).unwrap_or_default();
    rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len())
}

/// Points that a text needs to tell a story.
pub(super) const STORY: i32 = 12;

/// What a year speaks for a story, in a document of `now`: years long past more than those just gone.
pub(super) fn points_of(year: i32, now: i32) -> i32 {
    match year {
        _ if year < now.saturating_sub(5) => 3,
        _ if year < now => 2,
        _ => 0,
    }
}

/// Years by which a story does not leap forward: further ahead stands what was found out or written later.
const LEAP: i32 = 15;

/// Whether an expression of a story stands beside it: in brackets, as a mark that the story is measured from ("since
/// 1813"), as the name of a thing ("the 1990 treaty"), or long after what is being told.
pub(super) fn aside(text: &str, found: &Found, slice: Slice, previous: Option<Slice>) -> bool {
    let start = found.governor.map_or(found.range.start, |(range, _)| range.start);
    let head = near_before(text, start);
    let bracketed = head.rfind(['(', '[']).is_some_and(|open| !head.get(open..).unwrap_or("").contains([')', ']']));
    let whole_year = slice.unit() == Unit::Year;
    let measured = whole_year && matches!(found.governor, Some((_, Governor::Since | Governor::Until)));
    let after = word_after(text, found.range.end);
    let named = whole_year
        && found.governor.is_none()
        && matches!(word_before(text, start).to_ascii_lowercase().as_str(), "the" | "a" | "an" | "its" | "their" | "his" | "her")
        && after.starts_with(char::is_alphabetic);
    let year = |slice: Slice| slice.interval().map(|days| days.start().year());
    let leap = previous.and_then(year).zip(year(slice)).is_some_and(|(before, now)| now - before > LEAP);
    // "the previous year" looks back for a moment.
    let slots = &found.symbol.slots;
    let back = match found.symbol.make {
        Make::Relative => slots.get(Slot::Relation).is_some_and(|relation| relation < 0),
        Make::Shift => slots.get(Slot::Side) == Some(1),
        _ => false,
    };
    bracketed || measured || named || whole_year && (leap || back)
}

/// Whether an expression of a story names what somebody then meant to do in a later year.
pub(super) fn planned(text: &str, found: &Found, hint: TenseHint, slice: Slice, previous: Option<Slice>) -> bool {
    let start = found.governor.map_or(found.range.start, |(range, _)| range.start);
    // "In 1965 it would": the scene of what follows.
    if word_before(text, start).is_empty() || near_before(text, start).trim_end().ends_with(['.', '!', '?', ':']) {
        return false;
    }
    let year = |slice: Slice| slice.interval().map(|days| days.start().year());
    hint == TenseHint::Future
        && slice.unit() == Unit::Year
        && previous.and_then(year).zip(year(slice)).is_some_and(|(before, now)| now > before)
}
