//! Cuts a sentence into words, numbers and punctuation.
//!
//! Words keep inner hyphens and apostrophes ("paper-free", "O'Neill"); clitics are tokens of
//! their own ("do" + "n't", "trust" + "'s", "we" + "'ll"), so that negation, possession and
//! auxiliaries stand where the grammar looks for them. A number is one token with its currency,
//! separators and unit letters ("£3.4bn", "2025-26", "80%", "11th"). Addresses and code-like
//! words ("node.js", "bywhen.toml") are one token each.

use crate::prose::sentences;
use crate::source::TextRange;
use std::sync::LazyLock;

/// What a token looks like, before anything is known of its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters, with inner hyphens, apostrophes, dots.
    Word,
    /// "n't", "'s", "'ll".
    Clitic,
    /// The apostrophe of a plural's possessive.
    Possessive,
    /// Begins with a digit or a currency sign.
    Number,
    /// URL, e-mail address, path.
    Address,
    OpenQuote,
    CloseQuote,
    OpenBracket,
    CloseBracket,
    Comma,
    Semicolon,
    Colon,
    /// A dash between words, or a hyphen with space on both sides.
    Dash,
    Period,
    Question,
    Exclamation,
    Ellipsis,
    Slash,
    /// Anything else: bullets, emoji, mathematical signs.
    Symbol,
}

impl Shape {
    /// Whether it is punctuation or a sign.
    pub(crate) fn is_mark(self) -> bool {
        !matches!(self, Shape::Word | Shape::Clitic | Shape::Possessive | Shape::Number | Shape::Address)
    }
}

/// A token's place and shape.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub(crate) range: TextRange,
    pub(crate) shape: Shape,
}

/// Cuts `range` of `text`. A range that is not on char boundaries or runs past the text gives nothing.
pub(crate) fn cut(text: &str, range: TextRange, quoted: bool) -> Vec<Piece> {
    let Some(slice) = text.get(range.start..range.end) else { return Vec::new() };
    let mut cutter = Cutter {
        text: slice,
        base: range.start,
        at: 0,
        pieces: Vec::with_capacity(slice.len() / 5 + 2),
        single: 0,
        double: quoted,
        quoted,
        addresses: may_hold_address(slice),
    };
    cutter.run();
    cutter.pieces
}

/// How addresses without a scheme begin.
static WWW: LazyLock<memchr::memmem::Finder<'static>> = LazyLock::new(|| memchr::memmem::Finder::new(b"www."));

/// Whether there may be URLs or e-mail addresses at all.
fn may_hold_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr(b'@', bytes).is_some()
        || memchr::memchr(b':', bytes).is_some() && (text.contains("://") || text.contains("mailto:"))
        || WWW.find(bytes).is_some()
}

struct Cutter<'t> {
    text: &'t str,
    base: usize,
    at: usize,
    pieces: Vec<Piece>,
    /// Single quotation marks that stand open.
    single: usize,
    /// A straight double quotation mark stands open.
    double: bool,
    /// The sentence begins inside a quotation.
    quoted: bool,
    /// Whether there may be URLs or e-mail addresses at all.
    addresses: bool,
}

/// The bytes that words of plain letters are made of: ASCII letters, digits and underscores.
pub(crate) const IN_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    table
};

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

fn is_dash(c: char) -> bool {
    matches!(c, '–' | '—' | '―' | '\u{2012}')
}

fn is_currency(c: char) -> bool {
    matches!(c, '£' | '$' | '€' | '¥' | '₹')
}

fn is_inner(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || matches!(c, '\u{300}'..='\u{36f}')
}

impl Cutter<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|rest| rest.chars().next())
    }

    /// Moves `at` over ASCII letters, digits and underscores, and returns the character there.
    fn char_after_letters(&self, at: &mut usize) -> Option<char> {
        let bytes = self.text.as_bytes().get(*at..)?;
        *at += bytes.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        self.char_at(*at)
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text.get(..at).and_then(|rest| rest.chars().next_back())
    }

    fn push(&mut self, start: usize, end: usize, shape: Shape) {
        if start < end {
            self.pieces.push(Piece { range: TextRange::new(self.base + start, self.base + end), shape });
        }
        self.at = end;
    }

    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if byte == b' ' {
                self.at += 1;
                continue;
            }
            if byte.is_ascii_alphabetic() && self.plain_word(bytes) {
                continue;
            }
            let Some(c) = self.char_at(self.at) else { break };
            if c.is_ascii_alphabetic() {
                self.word();
            } else if c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{ad}') || c.is_control() {
                self.at += c.len_utf8();
            } else if c.is_ascii_digit() || (self.numeric_sign(c) && self.digit_follows(self.at + c.len_utf8())) {
                self.number();
            } else if is_inner(c) {
                self.word();
            } else {
                self.mark(c);
            }
        }
    }

    fn digit_follows(&self, at: usize) -> bool {
        self.text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
    }

    fn numeric_sign(&self, c: char) -> bool {
        is_currency(c)
            || (matches!(c, '+' | '-' | '.' | '~' | '#' | '−')
                && !self.before(self.at).is_some_and(|b| is_inner(b) || is_hyphen(b) || b == '.'))
    }

    /// The end of an address that starts here, if one does.
    fn address(&self) -> Option<usize> {
        let rest = self.text.get(self.at..)?;
        let bytes = rest.as_bytes();
        let begins = |p: &str| bytes.get(..p.len()).is_some_and(|b| b.eq_ignore_ascii_case(p.as_bytes()));
        let run = || {
            rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '`' | '|')).unwrap_or(rest.len())
        };
        let trim = |end: usize| {
            let kept =
                rest.get(..end).unwrap_or("").trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’', '*', '…']);
            (!kept.is_empty()).then(|| self.at + kept.len())
        };
        if begins("http://") || begins("https://") || begins("ftp://") || begins("mailto:") || begins("www.") {
            return trim(run());
        }
        // An e-mail address: the word runs into an @ with a letter or digit after it.
        let local =
            bytes.iter().take(64).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+')).count();
        if local > 0 && bytes.get(local) == Some(&b'@') && bytes.get(local + 1).is_some_and(u8::is_ascii_alphanumeric) {
            let domain =
                bytes.iter().skip(local + 1).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).count();
            return trim(local + 1 + domain);
        }
        None
    }

    /// A number with its sign, separators and unit letters.
    fn number(&mut self) {
        let start = self.at;
        let mut at = self.at;
        if let Some(c) = self.char_at(at).filter(|c| !c.is_ascii_digit()) {
            at += c.len_utf8();
        }
        let mut hyphened = false;
        while let Some(c) = self.char_at(at) {
            let next = at + c.len_utf8();
            let digit_next = self.digit_follows(next);
            let takes = c.is_ascii_digit()
                || (matches!(c, '.' | ',' | ':' | '/') && digit_next)
                // "6.x", "2.1.x": any of a line of versions.
                || (c == '.' && self.char_at(next) == Some('x') && !self.char_at(next + 1).is_some_and(char::is_alphanumeric))
                || (is_dash(c) && digit_next && self.before(at).is_some_and(|b| b.is_ascii_digit()));
            if takes {
                at = next;
            } else if is_inner(c) {
                // Unit letters, ordinals, versions, "4k", "3D".
                at = next;
            } else if is_hyphen(c) && self.char_at(next).is_some_and(is_inner) {
                hyphened |= !digit_next;
                at = next;
            } else if is_apostrophe(c) && hyphened && self.char_at(next).is_some_and(char::is_alphabetic) && !self.clitic_at(at) {
                at = next;
            } else {
                break;
            }
        }
        let more = self.char_at(at) == Some('+') && !self.char_at(at + 1).is_some_and(is_inner);
        if more || self.char_at(at) == Some('%') {
            at += 1;
        }
        self.push(start, at, if hyphened { Shape::Word } else { Shape::Number });
        self.clitics_after();
    }

    /// Whether a clitic ('s, 'll, …) and nothing longer begins at the apostrophe at `at`.
    fn clitic_at(&self, at: usize) -> bool {
        self.clitic_end(at).is_some()
    }

    fn clitic_end(&self, at: usize) -> Option<usize> {
        let apostrophe = self.char_at(at).filter(|c| is_apostrophe(*c))?;
        let start = at + apostrophe.len_utf8();
        let rest = self.text.get(start..)?.as_bytes();
        let letters = rest.iter().take(3).take_while(|b| b.is_ascii_alphabetic()).count();
        let word = rest.get(..letters)?;
        let known = ["s", "ll", "re", "ve", "d", "m"].iter().any(|c| word.eq_ignore_ascii_case(c.as_bytes()));
        let end = start + letters;
        (known && !self.char_at(end).is_some_and(is_inner)).then_some(end)
    }

    fn clitics_after(&mut self) {
        while let Some(end) = self.clitic_end(self.at) {
            self.push(self.at, end, Shape::Clitic);
        }
        // "the trusts' plans": only where no single quotation mark waits to be closed.
        if let Some(c) = self.char_at(self.at).filter(|c| is_apostrophe(*c)) {
            let after = self.at + c.len_utf8();
            let plural = self.before(self.at).is_some_and(|b| matches!(b, 's' | 'S'));
            if plural && self.single == 0 && self.char_at(after).is_none_or(char::is_whitespace) {
                self.push(self.at, after, Shape::Possessive);
            }
        }
    }

    /// Takes a word of plain letters that nothing can join to more: a space or comma stands after it, or the full stop
    /// that ends its sentence. Most words are such.
    fn plain_word(&mut self, bytes: &[u8]) -> bool {
        if self.addresses {
            return false;
        }
        let start = self.at;
        let mut end = start + 1;
        while bytes.get(end).is_some_and(|byte| IN_WORD[usize::from(*byte)]) {
            end += 1;
        }
        let is_plain = match bytes.get(end) {
            None | Some(b' ' | b',' | b';' | b'\n') => true,
            Some(b'.') => end - start > 1 && matches!(bytes.get(end + 1), None | Some(b' ' | b'\n')),
            _ => false,
        };
        let is_cannot = end - start == 6 && bytes.get(start..end).is_some_and(|word| word.eq_ignore_ascii_case(b"cannot"));
        if is_plain && !is_cannot {
            self.push(start, end, Shape::Word);
        }
        is_plain && !is_cannot
    }

    fn word(&mut self) {
        if let Some(end) = Some(()).filter(|_| self.addresses).and_then(|_| self.address()) {
            self.push(self.at, end, Shape::Address);
            self.clitics_after();
            return;
        }
        let start = self.at;
        let mut at = start;
        let mut dots = 0;
        while let Some(c) = self.char_after_letters(&mut at) {
            let next = at + c.len_utf8();
            let takes = if is_inner(c) {
                true
            } else if is_hyphen(c) {
                self.char_at(next).is_some_and(is_inner)
            } else if is_apostrophe(c) {
                self.char_at(next).is_some_and(is_inner) && !self.clitic_at(at)
            } else {
                match c {
                    // "U.S.", "e.g.", "node.js": a dot inside.
                    '.' => {
                        let inside = self.char_at(next).is_some_and(is_inner);
                        dots += usize::from(inside);
                        // The last dot of an abbreviation that has one inside, or of a single initial.
                        inside || (dots > 0 && self.last_part(start, at) == 1) || (at - start == 1 && self.initial(start, next))
                    }
                    ':' => {
                        self.text.get(at..).is_some_and(|r| r.starts_with("::"))
                            && self.text.get(at + 2..).and_then(|r| r.chars().next()).is_some_and(is_inner)
                    }
                    '&' => {
                        self.char_at(next).is_some_and(|n| n.is_uppercase()) && self.before(at).is_some_and(char::is_uppercase)
                    }
                    '/' => self.joins(start, next),
                    '+' | '#' => {
                        at > start && !self.char_at(next).is_some_and(char::is_alphanumeric) && self.last_part(start, at) <= 2
                    }
                    '(' => self.text.get(at..).is_some_and(|r| r.starts_with("()")),
                    ')' => self.before(at) == Some('('),
                    _ => false,
                }
            };
            if !takes {
                break;
            }
            at = if c == ':' { at + 2 } else { next };
        }
        self.split_negation(start, at);
        self.clitics_after();
    }

    /// Length of what stands after the last dot before `at`.
    fn last_part(&self, start: usize, at: usize) -> usize {
        self.text.get(start..at).map_or(0, |w| w.len() - w.rfind('.').map_or(0, |dot| dot + 1))
    }

    /// "J. Smith": a capital, its dot, and a capitalised word after it.
    fn initial(&self, start: usize, after: usize) -> bool {
        self.char_at(start).is_some_and(|c| c.is_uppercase() && c != 'I')
            && self.text.get(after..).is_some_and(|r| {
                let mut chars = r.chars();
                chars.next().is_some_and(|c| c == ' ') && chars.next().is_some_and(char::is_uppercase)
            })
    }

    /// "and/or", "CI/CD", "UK/US": short parts, or all capitals.
    fn joins(&self, start: usize, next: usize) -> bool {
        let Some(left) = self.text.get(start..next.saturating_sub(1)) else { return false };
        let right: &str = self.text.get(next..).unwrap_or("");
        let end = right.find(|c: char| !is_inner(c)).unwrap_or(right.len());
        let right = right.get(..end).unwrap_or("");
        let short = |w: &str| w.len() <= 2 || (w.len() <= 5 && w.chars().all(char::is_uppercase));
        !right.is_empty()
            && (short(left) && short(right) || (left.eq_ignore_ascii_case("and") && right.eq_ignore_ascii_case("or")))
    }

    /// "don't" is "do" + "n't"; "cannot" is "can" + "not".
    fn split_negation(&mut self, start: usize, end: usize) {
        let word = self.text.get(start..end).unwrap_or("");
        let lower_ends = |tail: &str| {
            word.len() > tail.len()
                && word.is_char_boundary(word.len() - tail.len())
                && word.get(word.len() - tail.len()..).is_some_and(|t| t.eq_ignore_ascii_case(tail))
        };
        let tail = if lower_ends("n't") {
            3
        } else if lower_ends("n’t") {
            "n’t".len()
        } else if word.eq_ignore_ascii_case("cannot") {
            3
        } else {
            0
        };
        if tail > 0 {
            self.push(start, end - tail, Shape::Word);
            self.push(end - tail, end, if word.eq_ignore_ascii_case("cannot") { Shape::Word } else { Shape::Clitic });
        } else {
            self.push(start, end, Shape::Word);
        }
    }

    /// "Mr. Hunt": whether the word before the full stop at `at` is an abbreviation that what follows completes.
    fn is_shortened(&self, at: usize, rest: &str) -> bool {
        let last = self.pieces.last().filter(|piece| piece.shape == Shape::Word && piece.range.end == self.base + at);
        let word = last.and_then(|piece| self.text.get(piece.range.start - self.base..at));
        rest.starts_with(char::is_uppercase) && word.is_some_and(sentences::goes_on)
    }

    fn mark(&mut self, c: char) {
        let start = self.at;
        let mut end = start + c.len_utf8();
        let spaced_before =
            self.before(start).is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '[' | '“' | '"') || is_dash(b));
        let shape = match c {
            ',' => Shape::Comma,
            ';' => Shape::Semicolon,
            ':' => Shape::Colon,
            '?' => Shape::Question,
            '!' => Shape::Exclamation,
            '…' => Shape::Ellipsis,
            '.' => {
                while self.char_at(end) == Some('.') {
                    end += 1;
                }
                let rest = self.text.get(end..).unwrap_or("").trim_start();
                // "on Oct. 15", "approx. half": an abbreviation's dot ends nothing.
                let goes_on = rest.chars().next().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit() || is_currency(c));
                if end - start > 1 {
                    Shape::Ellipsis
                } else if goes_on && self.before(start).is_some_and(char::is_alphabetic) || self.is_shortened(start, rest) {
                    Shape::Symbol
                } else {
                    Shape::Period
                }
            }
            '(' | '[' | '{' => Shape::OpenBracket,
            ')' | ']' | '}' => Shape::CloseBracket,
            '“' | '„' | '«' => Shape::OpenQuote,
            '”' | '»' => Shape::CloseQuote,
            '"' => {
                let open =
                    !self.double && (spaced_before || self.char_at(end).is_some_and(|n| !n.is_whitespace() && is_inner(n)));
                self.double = open;
                if open { Shape::OpenQuote } else { Shape::CloseQuote }
            }
            '‘' => {
                self.single += 1;
                Shape::OpenQuote
            }
            '`' => Shape::Symbol,
            c if is_apostrophe(c) => {
                let word_after = self.char_at(end).is_some_and(|n| is_inner(n) && !n.is_ascii_digit());
                if spaced_before && (word_after || self.char_at(end).is_some_and(|n| is_currency(n) || n == '“')) && c != '’'
                {
                    self.single += 1;
                    Shape::OpenQuote
                } else if self.single > 0
                    || self.quoted && self.before(start).is_some_and(|b| matches!(b, '.' | ',' | '!' | '?' | '…'))
                {
                    self.single = self.single.saturating_sub(1);
                    self.quoted = false;
                    Shape::CloseQuote
                } else {
                    Shape::Symbol
                }
            }
            '/' => Shape::Slash,
            c if is_dash(c) => Shape::Dash,
            '-' => {
                while self.char_at(end) == Some('-') {
                    end += 1;
                }
                let spaced_after = self.char_at(end).is_none_or(char::is_whitespace);
                if end - start > 1 || spaced_before && spaced_after { Shape::Dash } else { Shape::Symbol }
            }
            _ => Shape::Symbol,
        };
        self.push(start, end, shape);
    }
}
