//! What the marks between and after digits make of a numeral: a date, a time of day, a decade, an amount.

use super::lex::{Numeral, Scanner, two_digit_year};

impl Scanner<'_, '_> {
    /// What the numeral that begins at `start` is, and where it ends.
    pub(super) fn shape(&self, start: usize) -> (Numeral, usize) {
        let (a, na) = self.digits(start, 10);
        let end = start + na;
        if na > 9 {
            return (Numeral::None, end);
        }
        // "20161016".
        if na == 8 {
            let (year, month, day) = (a / 10_000, a / 100 % 100, a % 100);
            let dated = (1900..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
            return (if dated { Numeral::Ymd(year, month, day) } else { Numeral::Int(a, 8) }, end);
        }
        let (sep, next) = (self.byte(end), end + 1);
        if matches!(sep, b'-' | b'/' | b'.' | b':') && self.byte(next).is_ascii_digit() {
            if let Some(found) = self.compound(a, na, sep, next) {
                return found;
            }
            if matches!(sep, b'.' | b':') {
                return (Numeral::None, next);
            }
            if sep == b'/' && na < 4 {
                return (Numeral::None, next);
            }
        }
        if let Some(end) = self.spaced_day(na, end) {
            return (Numeral::Ymd(a, self.digits(end - 5, 2).0, self.digits(end - 2, 2).0), end);
        }
        // An en dash joins two years as the hyphen does.
        if na == 4
            && sep == 0xE2
            && self.byte(end + 1) == 0x80
            && self.byte(end + 2) == 0x93
            && let Some(found) = self.year_pair(a, end + 3)
        {
            return found;
        }
        if sep == b',' {
            let (mut value, mut at) = (a, end);
            while self.byte(at) == b',' && self.digits(at + 1, 4).1 == 3 && na <= 3 {
                value = value.saturating_mul(1000).saturating_add(self.digits(at + 1, 3).0);
                at += 4;
            }
            if at > end {
                return (Numeral::Tenths(value.saturating_mul(10).min(i32::MAX - 1)), at);
            }
        }
        let after = self.byte(end).to_ascii_lowercase();
        let after2 = self.byte(end + 1).to_ascii_lowercase();
        let ends = |at: usize| !self.byte(at).is_ascii_alphanumeric();
        if matches!((after, after2), (b's', b't') | (b'n', b'd') | (b'r', b'd') | (b't', b'h')) && ends(end + 2) && na <= 3 {
            return (Numeral::Ordinal(a), end + 2);
        }
        if (2..=4).contains(&na) && a % 10 == 0 {
            let mark = if after == b's' && ends(end + 1) {
                end + 1
            } else if after == b'\'' && after2 == b's' && ends(end + 2) {
                end + 2
            } else if na == 4 && self.byte(end) == b' ' && self.byte(end + 1) == b's' && ends(end + 2) {
                // "the 1990 s", as machines copy it.
                end + 2
            } else {
                0
            };
            if mark > 0 && (na == 4 && (1000..2200).contains(&a) || na == 3 && after != b'\'' || na == 2 && a >= 20) {
                return (Numeral::Decade(a), mark);
            }
        }
        if after == b'%' || after == b'_' {
            return (Numeral::None, end);
        }
        (Numeral::Int(a, na as u8), end)
    }

    /// Where "2016 10 16" ends, of which a year of `na` digits ends at `end`: two digits for month and day each, and nothing
    /// behind them that the last could count.
    fn spaced_day(&self, na: usize, end: usize) -> Option<usize> {
        let two = |at: usize| (self.byte(at) == b' ' && self.digits(at + 1, 3).1 == 2).then(|| self.digits(at + 1, 2).0);
        if na != 4 || !(b'0'..=b'1').contains(&self.byte(end + 1)) {
            return None;
        }
        let (month, day) = (two(end)?, two(end + 3)?);
        let stop = end + 6;
        let ends = !matches!(self.byte(stop), b'%' | b'-' | b'/' | b':' | b'\'') && !self.byte(stop).is_ascii_alphanumeric();
        let counts = self.byte(stop) == b' ' && self.byte(stop + 1).is_ascii_alphanumeric();
        let decimal = matches!(self.byte(stop), b'.' | b',') && self.byte(stop + 1).is_ascii_digit();
        ((1..=12).contains(&month) && (1..=31).contains(&day) && ends && !counts && !decimal).then_some(stop)
    }

    /// Two to four numbers joined by `sep`.
    fn compound(&self, a: i32, na: usize, sep: u8, next: usize) -> Option<(Numeral, usize)> {
        let (b, nb) = self.digits(next, 10);
        let end = next + nb;
        let third = self.byte(end) == sep && self.byte(end + 1).is_ascii_digit();
        let ends = |at: usize| !self.byte(at).is_ascii_alphanumeric();
        let valid = |month: i32, day: i32| (1..=12).contains(&month) && (1..=31).contains(&day);
        if sep == b':' {
            if na > 2 || nb != 2 || a > 24 || b > 59 {
                return None;
            }
            let (second, end) =
                if third && self.digits(end + 1, 3).1 == 2 { (self.digits(end + 1, 2).0, end + 3) } else { (-1, end) };
            return Some((Numeral::Clock(a, b, second), end));
        }
        if third {
            let (c, nc) = self.digits(end + 1, 10);
            let last = end + 1 + nc;
            if self.byte(last) == sep && self.byte(last + 1).is_ascii_digit() {
                return None;
            }
            if na == 4 && nb <= 2 && nc <= 2 && valid(b, c) {
                if self.byte(last) == b'T' {
                    let (hour, nh) = self.digits(last + 1, 2);
                    let (minute, nm) = self.digits(last + 4, 2);
                    if nh == 2 && nm == 2 && self.byte(last + 3) == b':' {
                        let mut stop = last + 6;
                        while matches!(self.byte(stop), b'0'..=b'9' | b':' | b'.' | b'Z')
                            || matches!(self.byte(stop), b'+' | b'-') && self.byte(stop + 1).is_ascii_digit()
                        {
                            stop += 1;
                        }
                        while stop > last && matches!(self.byte(stop - 1), b':' | b'.') {
                            stop -= 1;
                        }
                        return Some((Numeral::Stamp(a, b, c, hour, minute), stop));
                    }
                }
                return ends(last).then_some((Numeral::Ymd(a, b, c), last));
            }
            // "2024/13/1": the day can stand first where only one of the two can be a month; never as ISO 8601 has it.
            if na == 4 && nb <= 2 && nc <= 2 && sep == b'/' && valid(c, b) && ends(last) {
                return Some((Numeral::Ymd(a, c, b), last));
            }
            if na <= 2 && nb <= 2 && (nc == 4 || nc == 2 && sep != b'.') && (valid(b, a) || valid(a, b)) && ends(last) {
                let year = if nc == 4 { c } else { two_digit_year(c) };
                return Some((Numeral::Dmy(a, b, year), last));
            }
            return None;
        }
        match sep {
            b'.' => {
                if nb == 2 && na <= 2 && a <= 24 && b <= 59 {
                    return Some((Numeral::Dotted(a, b, a * 10 + b / 10), end));
                }
                // "2.5 million": more digits than one are rounded down.
                let tenth = i32::from(self.byte(next) - b'0');
                Some((Numeral::Tenths(a.saturating_mul(10).saturating_add(tenth)), end))
            }
            _ if na == 4 && (nb == 2 || nb == 4) => {
                if let Some(found) = self.year_pair(a, next) {
                    return Some(found);
                }
                if nb == 2
                    && (1..=12).contains(&b)
                    && (1000..2200).contains(&a)
                    && ends(end)
                    && (sep == b'/' || b != 0 && !(sep == b'-' && b > a % 100 && a < 1990))
                {
                    return Some((Numeral::Ym(a, b), end));
                }
                None
            }
            // "2016-3".
            _ if na == 4 && nb == 1 && b > 0 && (1900..2100).contains(&a) && ends(end) => Some((Numeral::Ym(a, b), end)),
            b'-' if na <= 2 && nb == 4 && (1..=12).contains(&a) && (1900..2100).contains(&b) && ends(end) => {
                Some((Numeral::Ym(b, a), end))
            }
            b'/' if na == 1 && a == 1 && b == 2 && nb == 1 => Some((Numeral::Half, end)),
            b'/' if na <= 2 && nb == 4 && (1..=12).contains(&a) && (1000..2200).contains(&b) => Some((Numeral::Ym(b, a), end)),
            b'/' if na <= 2 && nb <= 2 && (valid(a, b) || valid(b, a)) && ends(end) => Some((Numeral::Dm(a, b), end)),
            _ => None,
        }
    }

    /// "2015-16", "2015/2016": the second year follows the first.
    fn year_pair(&self, first: i32, next: usize) -> Option<(Numeral, usize)> {
        let (second, digits) = self.digits(next, 5);
        let end = next + digits;
        // "1914-1915" is a range; "2014/2015" and "2014-15" are one year of accounts or of a school.
        let slash = next > 0 && self.byte(next - 1) == b'/';
        let follows =
            digits == 2 && second == (first + 1) % 100 && (slash || first > 1950) || digits == 4 && second == first + 1 && slash;
        (follows && (1800..2200).contains(&first) && !self.byte(end).is_ascii_alphanumeric())
            .then_some((Numeral::YearPair(first), end))
    }
}
