//! A table from words to what they can be: open addressing, no pointer and no string per word,
//! so that it is quick to build and small enough to stay near the processor.

use super::lexicon::{Entry, TagSet};
use crate::eight::eight;
use crate::prose::Tag;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A fast deterministic hash for short words.
#[derive(Default)]
pub(crate) struct WordHasher(u64);

impl WordHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for WordHasher {
    #[inline]
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    // Strings end in such a byte.
    #[inline]
    fn write_u8(&mut self, byte: u8) {
        self.0 ^= u64::from(byte);
    }

    #[inline]
    fn write(&mut self, mut bytes: &[u8]) {
        while let Some((chunk, rest)) = bytes.split_first_chunk::<8>() {
            self.mix(u64::from_le_bytes(*chunk));
            bytes = rest;
        }
        // What is left is covered by two reads that may overlap, or by three bytes and the length.
        if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            self.mix(u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32);
        } else if let (Some(first), Some(middle), Some(last)) = (bytes.first(), bytes.get(bytes.len() / 2), bytes.last()) {
            self.mix(u64::from(*first) | u64::from(*middle) << 8 | u64::from(*last) << 16 | (bytes.len() as u64) << 24);
        }
    }
}

fn hash(word: &str) -> u64 {
    let mut hasher = WordHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

/// One word and its entry. A length of 0 is an empty slot. Four of them share a line of the processor's cache.
#[derive(Clone, Copy)]
struct Slot {
    /// What tells the word: its letters where they are [`SHORT`] enough, so that no text need be looked at; of a longer
    /// one half of its hash, and below it where it stands in the text.
    key: u64,
    /// Which of the table's sets of tags it can bear.
    all: u16,
    len: u8,
    first: Tag,
    closed: bool,
}

const EMPTY: Slot = Slot { key: 0, all: 0, len: 0, first: Tag::Punct, closed: false };

/// Bytes of a word that is told by its slot alone.
const SHORT: usize = 8;

/// The half of a hash that a slot keeps.
const KEPT: u64 = !0 << 32;

/// Whether two words are the same. Few are longer than sixteen bytes, and two reads that may overlap cost less than a call
/// of the system's comparison.
fn same(a: &[u8], b: &[u8]) -> bool {
    match (a.first_chunk::<8>(), a.last_chunk::<8>(), b.first_chunk::<8>(), b.last_chunk::<8>()) {
        (Some(a_first), Some(a_last), Some(b_first), Some(b_last)) if a.len() == b.len() => {
            a_first == b_first && a_last == b_last && (a.len() <= 16 || a == b)
        }
        _ => a == b,
    }
}

/// The table.
pub(super) struct Words {
    slots: Vec<Slot>,
    text: String,
    count: usize,
    /// The sets of tags that there are: few, since most words bear one of a handful.
    sets: Vec<TagSet>,
    /// Where each of them stands there.
    numbers: HashMap<TagSet, u16, BuildHasherDefault<WordHasher>>,
}

impl Words {
    /// An empty table with room for `count` words, over a text that holds most of them.
    pub(super) fn over(text: &str, count: usize) -> Self {
        Words {
            slots: vec![EMPTY; (count * 2).next_power_of_two()],
            text: text.to_owned(),
            count: 0,
            sets: Vec::new(),
            numbers: HashMap::default(),
        }
    }

    /// The slot of a word, or the empty one where it would go.
    fn find(&self, word: &str, hash: u64) -> usize {
        if word.len() > SHORT {
            return self.find_where(hash, |slot| {
                slot.len as usize == word.len() && (slot.key ^ hash) & KEPT == 0 && same(self.text_of(slot), word.as_bytes())
            });
        }
        let letters = eight(word.as_bytes());
        self.find_where(hash, |slot| slot.key == letters && slot.len as usize == word.len())
    }

    /// The first slot from the place of a hash on that is the one, or empty.
    #[inline]
    fn find_where(&self, hash: u64, is_it: impl Fn(&Slot) -> bool) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots.get(at).is_some_and(|slot| slot.len > 0 && !is_it(slot)) {
            at = (at + 1) & mask;
        }
        at
    }

    /// The letters of a long word.
    fn text_of(&self, slot: &Slot) -> &[u8] {
        let start = (slot.key & !KEPT) as usize;
        self.text.as_bytes().get(start..start + slot.len as usize).unwrap_or_default()
    }

    /// What is known of a word.
    pub(super) fn get(&self, word: &str) -> Option<Entry> {
        let slot = self.slots.get(self.find(word, hash(word))).filter(|s| s.len > 0)?;
        let all = self.sets.get(slot.all as usize).copied().unwrap_or_default();
        Some(Entry { first: slot.first, all, closed: slot.closed, guessed: false })
    }

    /// Sets what is known of a word; `start` where it stands in the text already. Words of more
    /// than 255 bytes are left out.
    pub(super) fn set(&mut self, word: &str, start: Option<usize>, entry: Entry) {
        let Some(len) = u8::try_from(word.len()).ok().filter(|len| *len > 0) else { return };
        // The table is never filled: it keeps a third of its slots.
        if self.count * 3 > self.slots.len() * 2 {
            return;
        }
        let Ok(next) = u16::try_from(self.sets.len()) else { return };
        let all = *self.numbers.entry(entry.all).or_insert(next);
        if all == next {
            self.sets.push(entry.all);
        }
        let hash = hash(word);
        let at = self.find(word, hash);
        let Some(slot) = self.slots.get(at).copied() else { return };
        let key = if slot.len > 0 {
            slot.key
        } else {
            self.count += 1;
            self.key(word, hash, start)
        };
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = Slot { key, all, len, first: entry.first, closed: entry.closed };
        }
    }

    /// What tells a new word; a long one is written down where it does not stand in the text already.
    fn key(&mut self, word: &str, hash: u64, start: Option<usize>) -> u64 {
        if word.len() <= SHORT {
            return eight(word.as_bytes());
        }
        let start = start.unwrap_or_else(|| {
            self.text.push_str(word);
            self.text.len() - word.len()
        });
        hash & KEPT | u64::from(start as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_at_every_length() {
        let word: Vec<u8> = (0..40).collect();
        for len in 0..word.len() {
            let one = &word[..len];
            let mut other = one.to_vec();
            assert!(same(one, &other) && !same(one, &word[..len + 1]));
            for at in 0..len {
                other[at] ^= 1;
                assert!(!same(one, &other), "byte {at} of {len}");
                other[at] ^= 1;
            }
        }
    }

    #[test]
    fn what_is_set_is_found_and_nothing_else() {
        let mut words = Words::over("alpha beta", 8);
        let entry = |tag| Entry { first: tag, all: TagSet::of(&[tag]), closed: false, guessed: false };
        words.set("alpha", Some(0), entry(Tag::NN));
        words.set("gamma", None, entry(Tag::VB));
        words.set("alpha", None, entry(Tag::JJ));
        assert_eq!(words.get("alpha").map(|e| e.first), Some(Tag::JJ));
        assert_eq!(words.get("gamma").map(|e| e.first), Some(Tag::VB));
        assert_eq!((words.get("beta"), words.get("")), (None, None));
        for i in 0..100 {
            words.set(&format!("word{i}"), None, entry(Tag::NN));
        }
        assert_eq!(words.get("word99"), None, "a full table takes no more");
    }
}
