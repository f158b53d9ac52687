//! How often the signs of countries stand in a text: all of them in one pass.

use std::ops::Range;

/// Signs that are looked for together, each with the group that it belongs to.
#[derive(Debug, Default)]
pub(super) struct Signs {
    /// The signs, ordered by their first byte.
    signs: Vec<Sign>,
    /// Which of them begin with a byte; empty until there is one.
    by_first: Vec<Range<usize>>,
    /// The first two bytes that signs have, a bit for each; empty until there is a sign.
    pairs: Vec<u64>,
    groups: usize,
}

#[derive(Debug)]
struct Sign {
    bytes: Vec<u8>,
    group: usize,
}

/// What two bytes are called.
fn pair(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

impl Signs {
    /// The signs of every group, in order.
    pub(super) fn of<'s>(groups: impl Iterator<Item = &'s [String]>) -> Self {
        let mut all = Signs::default();
        for (group, signs) in groups.enumerate() {
            let bytes = signs.iter().map(|sign| sign.as_bytes().to_vec()).filter(|bytes| !bytes.is_empty());
            all.signs.extend(bytes.map(|bytes| Sign { bytes, group }));
            all.groups = group + 1;
        }
        all.signs.sort_by(|a, b| a.bytes.cmp(&b.bytes));
        all.by_first = vec![0..0; 256];
        all.pairs = vec![0; 1 << 10];
        for (at, sign) in all.signs.iter().enumerate() {
            let Some(&first) = sign.bytes.first() else { continue };
            if let Some(range) = all.by_first.get_mut(usize::from(first)) {
                *range = if range.start == range.end { at } else { range.start }..at + 1;
            }
            // Whatever stands behind a sign of one byte.
            let seconds = sign.bytes.get(1).map_or(0..=255, |second| *second..=*second);
            for second in seconds {
                if let Some(bits) = all.pairs.get_mut(pair(first, second) / 64) {
                    *bits |= 1 << (pair(first, second) % 64);
                }
            }
        }
        all
    }

    /// How many signs of each group stand in `text`, each counted `most` times at most and never where it still stands
    /// itself.
    pub(super) fn count(&self, text: &str, most: usize) -> Vec<usize> {
        let bytes = text.as_bytes();
        // How often each has been seen, and where it last ended.
        let mut seen = vec![(0usize, 0usize); self.signs.len()];
        for (at, &first) in bytes.iter().enumerate() {
            let name = pair(first, bytes.get(at + 1).copied().unwrap_or_default());
            if self.pairs.get(name / 64).is_none_or(|bits| bits >> (name % 64) & 1 == 0) {
                continue;
            }
            let Some(range) = self.by_first.get(usize::from(first)) else { continue };
            let rest = bytes.get(at..).unwrap_or_default();
            let signs = self.signs.get(range.clone()).unwrap_or_default();
            for (sign, (count, end)) in signs.iter().zip(seen.get_mut(range.clone()).unwrap_or_default()) {
                if *count < most && *end <= at && rest.starts_with(&sign.bytes) {
                    (*count, *end) = (*count + 1, at + sign.bytes.len());
                }
            }
        }
        let mut counts = vec![0; self.groups];
        for (sign, (count, _)) in self.signs.iter().zip(&seen) {
            if let Some(all) = counts.get_mut(sign.group) {
                *all += count;
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn groups() -> Vec<Vec<String>> {
        let own = |signs: &[&str]| signs.iter().map(|sign| (*sign).to_owned()).collect();
        vec![own(&["£", "ab", "aba", "b"]), own(&[]), own(&["$", "A$", "a b", "\u{20b9}"]), own(&["ab", "bb"])]
    }

    #[test]
    fn each_sign_counts_so_often_at_most() {
        let groups = groups();
        let signs = Signs::of(groups.iter().map(Vec::as_slice));
        assert_eq!(signs.count("A$ 5, $ 6, $ 7, $ 8", 3), [0, 0, 4, 0]);
        assert_eq!(signs.count("", 3), [0, 0, 0, 0]);
        assert_eq!(signs.count("£ at the end: £", 3), [2, 0, 0, 0]);
    }

    proptest! {
        #[test]
        fn signs_are_counted_as_one_by_one(text in "[abA$£\u{20b9} ]{0,60}") {
            let groups = groups();
            let signs = Signs::of(groups.iter().map(Vec::as_slice));
            let plainly: Vec<usize> = groups
                .iter()
                .map(|group| group.iter().map(|sign| text.match_indices(sign.as_str()).take(3).count()).sum())
                .collect();
            prop_assert_eq!(signs.count(&text, 3), plainly);
        }
    }
}
