//! Cuts a text into the words and numerals that can belong to a time expression.
//!
//! Only words of the grammar's vocabulary become tokens; any other word ends the
//! island being collected. Nothing here allocates.

use super::vocabulary::Vocabulary;
use crate::prose::tagger::IN_WORD;

/// What a numeral looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numeral {
    /// Not a numeral.
    None,
    /// Whole number: value and number of digits.
    Int(i32, u8),
    /// Tenths of a decimal or grouped number ("2.5", "1,000").
    Tenths(i32),
    /// "9.30" or "2.5": hour and minute, should it be a time; its value in tenths, should it not.
    Dotted(i32, i32, i32),
    /// "5th".
    Ordinal(i32),
    /// Hour, minute, second (-1: none).
    Clock(i32, i32, i32),
    /// Year, month, day.
    Ymd(i32, i32, i32),
    /// Two numbers whose order the country decides, and the year.
    Dmy(i32, i32, i32),
    /// Two numbers without a year ("5/6").
    Dm(i32, i32),
    /// Year and month.
    Ym(i32, i32),
    /// Two consecutive years as one ("2015-16").
    YearPair(i32),
    /// A decade ("1990s", "'90s").
    Decade(i32),
    /// "2016-05-07T23:45Z": year, month, day, hour, minute.
    Stamp(i32, i32, i32, i32, i32),
    /// A fraction: "1/2".
    Half,
}

/// One token of an island.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub start: u32,
    pub end: u32,
    /// Index into the vocabulary; 0 for numerals that are no word.
    pub word: u16,
    /// Starts with a capital.
    pub capital: bool,
    /// It cannot be a date by itself: a currency sign, '#', or the like stands before it.
    pub tainted: bool,
    pub numeral: Numeral,
}

pub(super) const BLANK: Token = Token { start: 0, end: 0, word: 0, capital: false, tainted: false, numeral: Numeral::None };

/// What the scanner meets.
pub(super) enum Piece {
    /// A token that can belong to an expression.
    Token(Token),
    /// Something that ends an island.
    Break,
    /// The end of the text.
    End,
}

/// Walks over a text.
pub(super) struct Scanner<'g, 't> {
    vocabulary: &'g Vocabulary,
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

/// Blanks in a row that part columns rather than words.
const COLUMN_GAP: usize = 3;

impl<'g, 't> Scanner<'g, 't> {
    pub(super) fn new(vocabulary: &'g Vocabulary, text: &'t str) -> Self {
        Scanner { vocabulary, text, bytes: text.as_bytes(), at: 0 }
    }

    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// The next piece. Positions beyond 4 GiB are not read.
    pub(super) fn next(&mut self) -> Piece {
        let mut spaced = self.at == 0;
        let (mut newlines, mut blanks) = (0, 0);
        loop {
            let Some(&byte) = self.bytes.get(self.at) else { return Piece::End };
            match byte {
                b' ' | b'\t' | b'\r' => {
                    spaced = true;
                    blanks += 1;
                    self.at += 1;
                }
                b'\n' => {
                    spaced = true;
                    newlines += 1;
                    self.at += 1;
                    if newlines == 2 {
                        return Piece::Break;
                    }
                }
                0xC2.. => {
                    let Some(width) = self.wide_space(self.at) else { break };
                    spaced = true;
                    self.at += width;
                }
                _ => break,
            }
        }
        // "18    February 29": columns of a plain text, not one date.
        if blanks >= COLUMN_GAP && newlines == 0 {
            return Piece::Break;
        }
        if self.at >= u32::MAX as usize {
            return Piece::End;
        }
        let byte = self.byte(self.at);
        match byte {
            b'0'..=b'9' => self.numeral(),
            b'a'..=b'z' | b'A'..=b'Z' => self.word(spaced),
            0x80.. => self.beyond_ascii(spaced),
            b'\'' => self.apostrophe(spaced, 1),
            b',' | b'-' | b'/' | b'(' | b')' | b'~' | b'@' | b'+' => {
                let token = self.token(self.at, self.at + 1);
                self.at += 1;
                token
            }
            _ => {
                self.at += 1;
                Piece::Break
            }
        }
    }

    /// The bytes of a space beyond ASCII that stands at `at`: those that do not break, those of typesetters (thin, hair,
    /// figure), that of ideographs, and marks of no width.
    fn wide_space(&self, at: usize) -> Option<usize> {
        match (self.byte(at), self.byte(at + 1), self.byte(at + 2)) {
            (0xC2, 0xA0, _) => Some(2),
            (0xE2, 0x80, 0x80..=0x8B | 0xAF) | (0xE2, 0x81, 0x9F | 0xA0) | (0xE3, 0x80, 0x80) | (0xEF, 0xBB, 0xBF) => Some(3),
            _ => None,
        }
    }

    /// Where the next piece is looked for.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes on from a later place.
    pub(super) fn leap(&mut self, to: usize) {
        self.at = self.at.max(to);
    }

    /// Passes over words between single spaces that are no words of the grammar, as [`Scanner::next`] would one by one:
    /// for where no island has begun, so that what ends one ends nothing.
    pub(super) fn skip(&mut self) {
        let mut at = self.at;
        loop {
            let mut start = at;
            while self.byte(start) == b' ' {
                start += 1;
            }
            let letters = self.bytes.get(start..).unwrap_or_default();
            if !letters.first().is_some_and(u8::is_ascii_alphabetic) {
                break;
            }
            let length = letters.iter().take_while(|byte| IN_WORD[usize::from(**byte)]).count();
            // Whatever else stands after a word may make something of it.
            if length < 2 || !matches!(letters.get(length), Some(b' ' | b',')) {
                break;
            }
            if letters.get(..length).is_some_and(|word| self.vocabulary.knows(word)) {
                break;
            }
            at = start + length;
        }
        self.at = at;
    }

    fn token(&self, start: usize, end: usize) -> Piece {
        let word = self.text.get(start..end).map_or(0, |word| self.vocabulary.find(word));
        if word == 0 {
            return Piece::Break;
        }
        Piece::Token(Token {
            start: start as u32,
            end: end as u32,
            word,
            capital: self.byte(start).is_ascii_uppercase(),
            tainted: false,
            numeral: Numeral::None,
        })
    }

    fn named(&self, name: &str, start: usize, end: usize) -> Piece {
        match self.vocabulary.find(name) {
            0 => Piece::Break,
            word => Piece::Token(Token { start: start as u32, end: end as u32, word, ..BLANK }),
        }
    }

    fn beyond_ascii(&mut self, spaced: bool) -> Piece {
        let start = self.at;
        let lead = [self.byte(start), self.byte(start + 1), self.byte(start + 2)];
        match lead {
            // En dash, em dash, minus and the hyphens.
            [0xE2, 0x80, 0x90..=0x95] | [0xE2, 0x88, 0x92] => {
                self.at += 3;
                self.named("-", start, start + 3)
            }
            [0xE2, 0x80, 0x98 | 0x99] => self.apostrophe(spaced, 3),
            [0xE2, 0x80, _] | [0xE2, 0x82, _] | [0xC2, ..] => {
                self.at += if lead[0] == 0xC2 { 2 } else { 3 };
                Piece::Break
            }
            _ => self.word(spaced),
        }
    }

    /// "'s", "'90s", "'94", or a quotation mark, which ends an island.
    fn apostrophe(&mut self, spaced: bool, width: usize) -> Piece {
        let (start, next) = (self.at, self.at + width);
        let digits = (0..3).take_while(|i| self.byte(next + i).is_ascii_digit()).count();
        if digits == 2 && (!self.byte(next + 2).is_ascii_alphabetic() || self.byte(next + 2) == b's') {
            let value = i32::from(self.byte(next) - b'0') * 10 + i32::from(self.byte(next + 1) - b'0');
            // "'80s", "'80's".
            let mark = match (self.byte(next + 2), self.byte(next + 3), self.byte(next + 4)) {
                (b'\'', b's', _) => 1,
                (0xE2, 0x80, 0x99) if self.byte(next + 5) == b's' => 3,
                _ => 0,
            };
            let decade = self.byte(next + 2 + mark) == b's';
            let end = next + 2 + if decade { mark + 1 } else { 0 };
            if !self.byte(end).is_ascii_alphanumeric() {
                self.at = end;
                let numeral = if decade { Numeral::Decade(value) } else { Numeral::Int(value, 2) };
                return Piece::Token(Token {
                    start: start as u32,
                    end: end as u32,
                    word: self.vocabulary.find("'"),
                    numeral,
                    ..BLANK
                });
            }
        }
        if !spaced && self.byte(next).eq_ignore_ascii_case(&b's') && !self.byte(next + 1).is_ascii_alphanumeric() {
            self.at = next + 1;
            return self.named("'s", start, next + 1);
        }
        self.at = next;
        // A bare apostrophe directly after a word is a plural's genitive ("years' time"); before one, a quotation mark.
        if !spaced && !self.byte(next).is_ascii_alphanumeric() {
            return self.named("'", start, next);
        }
        Piece::Break
    }

    fn word(&mut self, spaced: bool) -> Piece {
        let start = self.at;
        let mut end = start;
        while let Some(&byte) = self.bytes.get(end) {
            let letter = byte.is_ascii_alphanumeric()
                || byte == b'_'
                || (byte >= 0x80
                    && self.wide_space(end).is_none()
                    && !matches!((byte, self.byte(end + 1)), (0xE2, 0x80 | 0x82 | 0x88) | (0xC2, 0xA0..=0xBF)));
            if !letter {
                break;
            }
            // Steps over whole characters: continuation bytes belong to the letter before them.
            end += 1;
            while byte >= 0x80 && self.byte(end) & 0xC0 == 0x80 {
                end += 1;
            }
        }
        if end == start {
            self.at = start + self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            return Piece::Break;
        }
        self.at = end;
        if end == start + 1 && self.byte(start).eq_ignore_ascii_case(&b'o') {
            let width = match self.byte(end) {
                b'\'' => 1,
                0xE2 => 3,
                _ => 0,
            };
            if width > 0 && self.text.get(end + width..end + width + 5).is_some_and(|rest| rest.eq_ignore_ascii_case("clock")) {
                self.at = end + width + 5;
                return self.named("oclock", start, self.at);
            }
        }
        if let Some((word, stop)) = self.with_apostrophe(start, end) {
            self.at = stop;
            let capital = self.byte(start).is_ascii_uppercase();
            return Piece::Token(Token { start: start as u32, end: stop as u32, word, capital, ..BLANK });
        }
        // Addresses are no prose.
        if self.byte(end) == b':' && self.byte(end + 1) == b'/' && self.byte(end + 2) == b'/' {
            while self.bytes.get(self.at).is_some_and(|byte| !byte.is_ascii_whitespace()) {
                self.at += 1;
            }
            return Piece::Break;
        }
        // "a.m.", "b.c.": single letters with full stops between them.
        if end == start + 1 && self.byte(end) == b'.' && self.byte(end + 1).is_ascii_alphabetic() && {
            let after = self.byte(end + 2);
            !after.is_ascii_alphanumeric()
        } {
            let name = [self.byte(start).to_ascii_lowercase(), b'.', self.byte(end + 1).to_ascii_lowercase()];
            if let Ok(name) = std::str::from_utf8(&name)
                && self.vocabulary.find(name) != 0
            {
                let mut last = end + 2;
                if self.byte(last) == b'.' {
                    last += 1;
                }
                self.at = last;
                return self.named(name, start, last);
            }
        }
        let glued = start > 0
            && matches!(self.byte(start - 1), b'@' | b'#' | b'.' | b'_' | b'&' | b'\\' | b'$')
            && self.byte(start - 1) != b' ';
        let token = self.token(start, end);
        match token {
            Piece::Token(mut found) => {
                // The full stop of an abbreviation ("Jan. 5") does not end the island.
                if self.byte(end) == b'.' && end - start <= 5 && self.vocabulary.abbreviation(found.word) {
                    let mut next = end + 1;
                    while self.byte(next) == b' ' {
                        next += 1;
                    }
                    if self.byte(next).is_ascii_digit() || self.byte(next) == b',' {
                        self.at = end + 1;
                    } else if next > end + 1 && self.byte(next).is_ascii_lowercase() {
                        // "in July and Aug. and": inside a sentence it belongs to the word.
                        self.at = end + 1;
                        found.end = self.at as u32;
                    }
                }
                let dotted = self.byte(end) == b'.' && self.byte(end + 1).is_ascii_alphabetic();
                // A hashtag is a label, and no part of the sentence.
                if glued && (self.byte(start - 1) != b'.' || !spaced) || dotted && !glued && end - start > 5 {
                    return Piece::Break;
                }
                Piece::Token(found)
            }
            other => other,
        }
    }

    /// "hallowe'en": a known word with an apostrophe of either kind inside, whose first part is `start..end`; also where
    /// it ends.
    fn with_apostrophe(&self, start: usize, end: usize) -> Option<(u16, usize)> {
        let width = match (self.byte(end), self.byte(end + 1), self.byte(end + 2)) {
            (b'\'', ..) => 1,
            (0xE2, 0x80, 0x99) => 3,
            _ => return None,
        };
        let first = self.bytes.get(start..end)?;
        let rest = self.bytes.get(end + width..)?;
        let rest = rest.get(..rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count())?;
        let mut joined = [b'\''; 24];
        joined.get_mut(..first.len())?.copy_from_slice(first);
        joined.get_mut(first.len() + 1..)?.get_mut(..rest.len())?.copy_from_slice(rest);
        let word = std::str::from_utf8(joined.get(..first.len() + 1 + rest.len())?).ok()?;
        let known = self.vocabulary.find(word);
        (rest.len() > 1 && known != 0).then_some((known, end + width + rest.len()))
    }

    /// Reads up to `most` digits at `at`: value and number of digits.
    pub(super) fn digits(&self, at: usize, most: usize) -> (i32, usize) {
        let mut value = 0i32;
        let mut count = 0;
        while count < most && self.byte(at + count).is_ascii_digit() {
            value = value.saturating_mul(10).saturating_add(i32::from(self.byte(at + count) - b'0'));
            count += 1;
        }
        (value, count)
    }

    /// "16. Nov. 2016": a day with its stop, as much of Europe writes it, where a month of a year follows.
    fn with_stop(&self, (numeral, end): (Numeral, usize)) -> (Numeral, usize) {
        // "the 2nd. of June": an abbreviation's stop.
        if let Numeral::Ordinal(1..=31) = numeral
            && let Some(rest) = self.bytes.get(end..).and_then(|rest| rest.strip_prefix(b". of "))
        {
            let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let named = rest.first().is_some_and(u8::is_ascii_uppercase);
            let known = named && self.vocabulary.knows(rest.get(..letters).unwrap_or_default());
            return (numeral, end + usize::from(known));
        }
        let (Numeral::Int(day @ 1..=31, 1 | 2), b'.', b' ') = (numeral, self.byte(end), self.byte(end + 1)) else {
            return (numeral, end);
        };
        let rest = self.bytes.get(end + 2..).unwrap_or_default();
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let known =
            rest.first().is_some_and(u8::is_ascii_uppercase) && self.vocabulary.knows(rest.get(..letters).unwrap_or_default());
        let stop = usize::from(rest.get(letters) == Some(&b'.'));
        let year = end + 2 + letters + stop + 1;
        let dated = known && self.byte(year - 1) == b' ' && self.digits(year, 5).1 == 4;
        if dated { (Numeral::Ordinal(day), end + 1) } else { (numeral, end) }
    }

    fn numeral(&mut self) -> Piece {
        let start = self.at;
        let before = if start > 0 { self.byte(start - 1) } else { b' ' };
        let before2 = if start > 1 { self.byte(start - 2) } else { b' ' };
        // £ is C2 A3, € E2 82 AC.
        let tainted = matches!(before, b'$' | b'#' | b'.' | b'_' | b'=' | b'*' | b'&' | b'^' | b'%')
            || before == 0xA3 && before2 == 0xC2
            || before == 0xAC && before2 == 0x82;
        let (numeral, end) = self.with_stop(self.shape(start));
        // Joined to words on either side it is a part of an address or a file name ("2013-08-05-notes").
        let joined = |mark: u8, beyond: u8| {
            matches!(mark, b'/' | b'-' | b'_') && (beyond.is_ascii_alphanumeric() || mark == b'/' && beyond != b' ')
        };
        let after = self.byte(end);
        let compound = matches!(numeral, Numeral::Ymd(..) | Numeral::Dmy(..) | Numeral::Dm(..) | Numeral::Ym(..));
        // "10/1-11/7/2017" is a range.
        let slashed = matches!(numeral, Numeral::Dm(..) | Numeral::Dmy(..))
            && self.bytes.get(start..end).is_some_and(|own| own.contains(&b'/'));
        let ahead = slashed && after == b'-' && {
            let digits = self.digits(end + 1, 3).1;
            (1..=2).contains(&digits) && self.byte(end + 1 + digits) == b'/'
        };
        let behind = slashed && before == b'-' && {
            let digits = (2..6).take_while(|back| start >= *back && self.byte(start - back).is_ascii_digit()).count();
            digits > 0 && start > digits + 1 && self.byte(start - digits - 2) == b'/'
        };
        // "05/31/2024-14:15".
        let timed = after == b'-' && {
            let digits = self.digits(end + 1, 3).1;
            (1..=2).contains(&digits) && self.byte(end + 1 + digits) == b':'
        };
        let tainted =
            tainted || compound && (joined(before, before2) && !behind || joined(after, self.byte(end + 1)) && !ahead && !timed);
        self.at = end.max(start + 1);
        if numeral == Numeral::None {
            // Skip the whole blob, so that its tail is not taken for something else.
            while self.bytes.get(self.at).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'/' | b':'))
                && (self.byte(self.at).is_ascii_alphanumeric() || self.byte(self.at + 1).is_ascii_alphanumeric())
            {
                self.at += 1;
            }
            return Piece::Break;
        }
        Piece::Token(Token { start: start as u32, end: end as u32, word: 0, capital: false, tainted, numeral })
    }
}

/// "96" as a year of the last or this century.
pub(super) fn two_digit_year(short: i32) -> i32 {
    if short < 50 { 2000 + short } else { 1900 + short }
}
