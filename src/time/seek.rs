//! Where the next time expression may be: found by looking at letters and digits alone, before anything is cut into
//! tokens.
//!
//! An island is worth reading only where it holds a digit or a word that can begin a search by itself. Between two such
//! places the scanner need not go, if it takes up its work where an island cannot be open: behind a plain word that the
//! grammar does not know.

use super::vocabulary::{Filter, Vocabulary};
use crate::prose::tagger::IN_WORD;

/// So many words before a trigger are asked for one that the grammar does not know; as a rule the first one is.
const RECENT: usize = 8;

/// What the words that can begin a search look like.
#[derive(Debug, Default)]
pub(super) struct Seek {
    plain: Filter,
    /// What stands before the apostrophe of a word that has one inside ("hallowe'en").
    halves: Filter,
    /// One of them is no plain word, so that any place may hold it.
    odd: bool,
}

impl Seek {
    /// For these words.
    pub(super) fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut seek = Seek::default();
        for word in words {
            let bytes = word.as_bytes();
            // "a.m", "b.c": see [`Seek::next`].
            let dotted = matches!(bytes, [first, b'.', last] if first.is_ascii_alphabetic() && last.is_ascii_alphabetic());
            if dotted || word == "oclock" {
                continue;
            }
            let plain = bytes.iter().all(|byte| IN_WORD[usize::from(*byte)]);
            if let Some((half, _)) = word.split_once('\'').filter(|(half, rest)| !half.is_empty() && rest.len() > 1) {
                seek.halves.enter(half.as_bytes());
                continue;
            }
            // The scanner cuts at any other mark.
            if !plain && bytes.is_ascii() && bytes.len() > 2 {
                continue;
            }
            seek.odd |= !plain;
            seek.plain.enter(bytes);
        }
        seek
    }

    /// From `from` on, where no island is open: the last place before the next trigger where none is open either, and
    /// where that trigger stands. `None`: there is no trigger any more. May name a place that holds none.
    pub(super) fn next(&self, vocabulary: &Vocabulary, trigger: u64, text: &[u8], from: usize) -> Option<(usize, usize)> {
        if self.odd {
            return (from < text.len()).then_some((from, text.len()));
        }
        let mut at = from;
        // The last words that stood between single spaces, as a ring: which of them the grammar does not know is asked
        // only once there is a trigger.
        let (mut spaced, mut count) = ([(0, 0); RECENT], 0usize);
        let safe = |spaced: &[(usize, usize); RECENT], count: usize| {
            let newest_first = (count.saturating_sub(RECENT)..count).rev().map(|nth| spaced[nth % RECENT]);
            let unknown = |(start, end): &(usize, usize)| text.get(*start..*end).is_some_and(|word| !vocabulary.possible(word));
            newest_first.filter(unknown).map(|(_, end)| end).next().unwrap_or(from)
        };
        while let Some(&byte) = text.get(at) {
            if byte.is_ascii_digit() {
                return Some((safe(&spaced, count), at));
            }
            if !byte.is_ascii_alphabetic() {
                at += 1;
                continue;
            }
            let start = at;
            let mut digits = false;
            at += letters_at(text, start);
            while let Some(&byte) = text.get(at).filter(|byte| IN_WORD[usize::from(**byte)]) {
                digits |= byte.is_ascii_digit();
                at += 1;
            }
            let word = text.get(start..at).unwrap_or_default();
            let after = text.get(at).copied().unwrap_or(0);
            let may_go_on = match word {
                [_] if after == b'.' => text.get(at + 1).is_some_and(u8::is_ascii_alphabetic),
                [b'o' | b'O'] => after == b'\'' || after == 0xE2,
                _ => (after == b'\'' || after == 0xE2) && self.halves.may_hold(word),
            };
            if digits || may_go_on || self.plain.may_hold(word) && vocabulary.mask_of(word) & trigger != 0 {
                return Some((safe(&spaced, count), start));
            }
            let is_spaced = after == b' ' && start.checked_sub(1).and_then(|before| text.get(before)) == Some(&b' ');
            if is_spaced && word.len() > 1 {
                spaced[count % RECENT] = (start, at);
                count += 1;
            }
        }
        None
    }
}

/// How many letters of ASCII stand at `start`, eight bytes at a time; where fewer bytes are left it may say less.
#[inline]
fn letters_at(text: &[u8], start: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let mut at = start;
    while let Some(chunk) = text.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let bytes = u64::from_le_bytes(*chunk);
        let low = (bytes | (ONES * 0x20)) & (ONES * 0x7f);
        // The highest bit of each byte: at least "a", and at most "z".
        let from_a = low + ONES * (0x80 - 0x61);
        let past_z = low + ONES * (0x80 - 0x7b);
        let others = !(from_a & !past_z & !bytes) & (ONES * 0x80);
        if others != 0 {
            return at + (others.trailing_zeros() / 8) as usize - start;
        }
        at += 8;
    }
    at - start
}

#[cfg(test)]
mod tests {
    use crate::time::Grammar;

    /// Whatever the eight bytes hold, letters are told as one by one.
    #[test]
    fn letters_are_told_eight_at_a_time() {
        for byte in 0..=255u8 {
            for place in 0..8 {
                let mut text = *b"abXYzZqA";
                text[place] = byte;
                let wanted = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                assert_eq!(super::letters_at(&text, 0), wanted, "{text:?}");
            }
        }
        assert_eq!(super::letters_at(b"abcdefghijkl mnopqrs", 0), 12);
        assert_eq!(super::letters_at(b"abc", 0), 0);
        assert_eq!(super::letters_at(b"abc", 9), 0);
    }

    /// What the scanner alone finds is found with leaps too.
    #[test]
    fn no_leap_passes_over_an_expression() {
        let grammar = Grammar::builtin();
        let mut slow = Grammar::builtin_with(&[]).expect("the embedded files");
        slow.seek.odd = true;
        let plain = "The old bridge over the harbour will be closed to all the heavy traffic of the town and to those on foot ";
        for wording in [
            "by May 2027",
            "until Tuesday",
            "at 5 p.m. on Sunday",
            "at five o'clock",
            "in the middle of the last week",
            "Q3",
            "next year",
            "the end of the year before last",
            "by mid-March",
            "tomorrow",
            "2016-05-07",
            "in the '90s",
            "at noon",
            "on Hallowe'en",
            "at Hallowe\u{2019}en",
        ] {
            let alone = grammar.find(wording);
            assert!(!alone.is_empty(), "{wording}");
            for text in [
                format!("{plain}{wording} {plain}"),
                format!("{plain}and in the of the to {wording}, {plain}"),
                format!("{wording}{plain}{wording}"),
                format!("{plain}(x.y) of the{plain}\u{2014}{wording}.\n\n{plain}"),
            ] {
                assert_eq!(grammar.find(&text), slow.find(&text), "{text}");
            }
        }
    }
}
