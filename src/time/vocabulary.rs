//! The words that time expressions are made of, with what each can mean.

/// Most classes of words that a grammar can have.
pub(super) const MOST_CLASSES: usize = 63;

/// The bit of words that stand for a name of a day or period: each is worth a search.
pub(super) const NAME_BIT: u64 = 1 << 63;

/// What is known of one word.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    text: String,
    /// One bit for each class that the word belongs to.
    pub mask: u64,
    /// The class and what the word means in it.
    pub values: Vec<(u8, i32)>,
    /// May carry a full stop ("Jan.").
    pub abbreviation: bool,
    /// Also an everyday word ("may"): alone and in small letters it is no date.
    pub shy: bool,
    /// So often something else ("sun") that it is a date only beside another date word.
    pub timid: bool,
    /// A verb, in small letters after "this" and "that".
    pub verbal: bool,
    /// Makes a date of a shy word that follows ("in may").
    pub support: bool,
}

/// All words, found by a hash of their lower-case bytes. Number 0 is no word.
#[derive(Debug)]
pub(super) struct Vocabulary {
    entries: Vec<Entry>,
    /// Open addressing; a power of two long and at most half full.
    table: Vec<(u32, u16)>,
    /// Most words of a text are no words of the grammar, and are told by this alone.
    filter: Filter,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Vocabulary { entries: vec![Entry::default()], table: vec![(0, 0); 4096], filter: Filter::default() }
    }
}

/// A table of bits that tells most words that are not in a set, by their length and three of their letters, whatever
/// their case.
#[derive(Debug)]
pub(super) struct Filter(Vec<u64>);

/// Bits of a [`Filter`].
const BITS: u32 = 1 << 14;

impl Default for Filter {
    fn default() -> Self {
        Filter(vec![0; (BITS / 64) as usize])
    }
}

impl Filter {
    #[inline]
    fn bit(word: &[u8]) -> u32 {
        let letters = match word {
            [first, .., last] => {
                let second = word.get(1).copied().unwrap_or(0);
                u32::from_le_bytes([*first, second, *last, 0]) | 0x0020_2020
            }
            [only] => u32::from_le_bytes([*only, 0, *only, 0]) | 0x0020_0020,
            [] => 0,
        };
        let letters = letters | (word.len() as u32) << 24;
        letters.wrapping_mul(0x9e37_79b1) >> (32 - BITS.trailing_zeros())
    }

    pub(super) fn enter(&mut self, word: &[u8]) {
        let bit = Self::bit(word);
        if let Some(bits) = self.0.get_mut((bit / 64) as usize) {
            *bits |= 1 << (bit % 64);
        }
    }

    /// False only for a word that was not entered.
    #[inline]
    pub(super) fn may_hold(&self, word: &[u8]) -> bool {
        let bit = Self::bit(word);
        self.0.get((bit / 64) as usize).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }
}

const LONGEST: usize = 24;

/// Lower-case ASCII folded hash; `None` for words longer than any entry.
fn hash(word: &[u8]) -> Option<u32> {
    if word.len() > LONGEST {
        return None;
    }
    let mut hash = 0x811c_9dc5u32;
    for byte in word {
        hash = (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193);
    }
    Some(hash ^ (hash >> 15))
}

impl Vocabulary {
    /// The number of `word` whatever its case; 0 when it is not known.
    pub(super) fn find(&self, word: &str) -> u16 {
        self.find_bytes(word.as_bytes())
    }

    /// Whether `word` is known, whatever its case.
    #[inline]
    pub(super) fn knows(&self, word: &[u8]) -> bool {
        self.possible(word) && self.find_bytes(word) != 0
    }

    /// The classes of `word`, one bit each, whatever its case.
    pub(super) fn mask_of(&self, word: &[u8]) -> u64 {
        self.entry(self.find_bytes(word)).map_or(0, |entry| entry.mask)
    }

    fn find_bytes(&self, word: &[u8]) -> u16 {
        if !self.possible(word) {
            return 0;
        }
        let Some(hash) = hash(word) else { return 0 };
        let mask = self.table.len() - 1;
        let mut at = hash as usize & mask;
        while let Some(&(known, number)) = self.table.get(at) {
            if number == 0 {
                return 0;
            }
            if known == hash
                && self.entries.get(usize::from(number)).is_some_and(|entry| entry.text.as_bytes().eq_ignore_ascii_case(word))
            {
                return number;
            }
            at = (at + 1) & mask;
        }
        0
    }

    /// Whether a word that looks so may be known.
    #[inline]
    pub(super) fn possible(&self, word: &[u8]) -> bool {
        word.len() <= LONGEST && self.filter.may_hold(word)
    }

    /// The number of `word`, entered if it is new; `None` when it is too long or there are too many words.
    pub(super) fn enter(&mut self, word: &str) -> Option<u16> {
        let found = self.find(word);
        if found != 0 {
            return Some(found);
        }
        let hash = hash(word.as_bytes())?;
        let number = u16::try_from(self.entries.len()).ok()?;
        self.filter.enter(word.as_bytes());
        self.entries.push(Entry { text: word.to_lowercase(), ..Entry::default() });
        if self.entries.len() * 2 > self.table.len() {
            let bigger = vec![(0, 0); self.table.len() * 2];
            let old = std::mem::replace(&mut self.table, bigger);
            for (hash, number) in old.into_iter().filter(|(_, number)| *number != 0) {
                self.place(hash, number);
            }
        }
        self.place(hash, number);
        Some(number)
    }

    fn place(&mut self, hash: u32, number: u16) {
        let mask = self.table.len() - 1;
        let mut at = hash as usize & mask;
        while let Some(slot) = self.table.get_mut(at) {
            if slot.1 == 0 {
                *slot = (hash, number);
                return;
            }
            at = (at + 1) & mask;
        }
    }

    pub(super) fn entry(&self, number: u16) -> Option<&Entry> {
        self.entries.get(usize::from(number))
    }

    pub(super) fn entry_mut(&mut self, number: u16) -> Option<&mut Entry> {
        self.entries.get_mut(usize::from(number))
    }

    pub(super) fn abbreviation(&self, number: u16) -> bool {
        self.entry(number).is_some_and(|entry| entry.abbreviation)
    }

    /// The words that belong to any class of `mask`.
    pub(super) fn with_any(&self, mask: u64) -> impl Iterator<Item = &str> {
        self.entries.iter().filter(move |entry| entry.mask & mask != 0).map(|entry| entry.text.as_str())
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// What word `number` means in `class`.
    pub(super) fn value(&self, number: u16, class: u8) -> Option<i32> {
        self.entry(number)?.values.iter().find(|(known, _)| *known == class).map(|(_, value)| *value)
    }
}
