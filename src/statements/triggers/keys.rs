//! The words to look for in a text, and the scan that looks for them.

use crate::eight::{LOWER, eight, eight_at, letters_before, letters_of};
use std::ops::{BitOrAssign, Range};

/// What a word can be the sign of; several at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::statements) struct Kinds(u8);

impl Kinds {
    pub(in crate::statements) const NONE: Kinds = Kinds(0);
    /// A pattern that may match without a date.
    pub(in crate::statements) const TELLS: Kinds = Kinds(1);
    /// A pattern that needs a date: it names one, or finds a commitment.
    pub(in crate::statements) const DATED: Kinds = Kinds(2);
    /// A time expression.
    pub(in crate::statements) const DATES: Kinds = Kinds(4);
    const ALL: Kinds = Kinds(7);

    pub(in crate::statements) fn has(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOrAssign for Kinds {
    fn bitor_assign(&mut self, other: Kinds) {
        self.0 |= other.0;
    }
}

/// A word that patterns hang on, or that bears some of the signs that they ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::statements) struct Met {
    /// Byte of the text where it begins.
    pub at: usize,
    sign: Sign,
}

impl Met {
    /// What the patterns find that hang on it.
    #[inline]
    pub fn kinds(&self) -> Kinds {
        self.sign.kinds
    }

    /// Which patterns hang on it: see [`Keys::patterns`]. [`ANY`]: all of them may.
    #[inline]
    pub(super) fn list(&self) -> u16 {
        self.sign.list
    }

    /// Whether some patterns hang on it.
    #[inline]
    pub(super) fn is_hit(&self) -> bool {
        self.sign.is_hit()
    }

    /// Which signs it bears, where it does: words that bear the same ones are the same word. See [`Keys::borne`].
    #[inline]
    pub(super) fn bears(&self) -> Option<u16> {
        self.sign.bears.checked_sub(1)
    }
}

/// A hit that may be any word.
pub(super) const ANY: u16 = u16::MAX;

/// A key on which no pattern hangs.
const NO_LIST: u16 = u16::MAX - 1;

/// Letters of a word that are compared: longer words are told by how they begin.
const COMPARED: usize = 16;

/// What a key is a sign of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sign {
    kinds: Kinds,
    list: u16,
    /// What a sentence with it bears: one more than the place in [`Keys::borne`]; 0 for nothing.
    bears: u16,
}

impl Sign {
    const NONE: Sign = Sign { kinds: Kinds::NONE, list: NO_LIST, bears: 0 };

    /// Whether it is a sign of more than a date.
    #[inline]
    fn is_hit(self) -> bool {
        self.kinds != Kinds::DATES && self.kinds != Kinds::NONE
    }
}

/// One key: its first letters, eight in a number. An empty slot has none.
#[derive(Clone, Copy, Default)]
struct Slot {
    head: u64,
    tail: u64,
    sign: Sign,
}

/// Keys by their letters: open addressing, behind a table of bits that most words do not pass.
#[derive(Default)]
pub(super) struct Keys {
    slots: Vec<Slot>,
    count: usize,
    bits: Table<{ BITS / 64 }>,
    /// Which patterns hang on a key.
    lists: Vec<Vec<u32>>,
    /// Which signs a key bears: sixty-four each, and which sixty-four.
    borne: Vec<Vec<(u16, u64)>>,
    /// The same, one key after the other, and where the signs of each begin: see [`Keys::settle`].
    borne_together: Vec<(u16, u64)>,
    borne_from: Vec<u32>,
    /// What any text at all may hold.
    everywhere: Kinds,
    /// What a text with one of these characters may hold: few, and each once.
    marks: Vec<(char, Kinds, u16)>,
    /// What each byte is to the scan.
    classes: Classes,
}

/// Bits, found without asking whether there are so many.
struct Table<const WORDS: usize>(Box<[u64; WORDS]>);

impl<const WORDS: usize> Default for Table<WORDS> {
    fn default() -> Self {
        Table(Box::new([0; WORDS]))
    }
}

impl<const WORDS: usize> Table<WORDS> {
    #[inline]
    fn has(&self, bit: usize) -> bool {
        self.0[bit / 64 % WORDS] >> (bit % 64) & 1 == 1
    }

    fn set(&mut self, bit: usize) {
        self.0[bit / 64 % WORDS] |= 1 << (bit % 64);
    }
}

/// What each byte is to the scan, as bits.
struct Classes([u8; 256]);

/// A letter of ASCII.
const LETTER: u8 = 1;
/// A digit.
const DIGIT: u8 = 2;
/// What can begin a mark that is looked for.
const MARK: u8 = 4;
/// Beyond ASCII.
const OTHER: u8 = 8;
/// What may be an apostrophe, or begin one.
const APOSTROPHE: u8 = 16;
/// The end of the text.
const END: u8 = 32;

impl Default for Classes {
    fn default() -> Self {
        Classes(std::array::from_fn(|byte| match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'\'' => APOSTROPHE,
            0x80.. => OTHER | APOSTROPHE,
            _ => 0,
        }))
    }
}

/// Bits of the table before the slots.
const BITS: usize = 1 << 16;

/// The runs of ASCII letters in a word.
pub(super) fn runs(word: &str) -> impl Iterator<Item = &str> {
    word.split(|c: char| !c.is_ascii_alphabetic()).filter(|run| !run.is_empty())
}

impl Keys {
    /// These kinds have a rule that hangs on no word.
    pub(super) fn everywhere(&mut self, kinds: Kinds) {
        self.everywhere |= kinds;
    }

    /// Whether a pattern of no word can match anywhere.
    pub(super) fn is_everywhere(&self) -> bool {
        self.everywhere != Kinds::NONE
    }

    /// Enters a lower-case form by its longest run of letters, the last one of those that are equally long; a form
    /// without letters by its first character. `pattern` hangs on it, unless it is a date's.
    pub(super) fn enter(&mut self, form: &str, kinds: Kinds, pattern: Option<u32>) {
        let Some(run) = runs(form).max_by_key(|run| run.len()) else {
            if let Some(mark) = form.chars().next() {
                self.enter_mark(mark, kinds, pattern);
            }
            return;
        };
        let Some(at) = self.slot(run) else { return };
        let known = self.slots.get(at).map(|slot| slot.sign.list).filter(|list| *list != NO_LIST);
        let list = self.list(known, pattern);
        if let Some(slot) = self.slots.get_mut(at) {
            slot.sign.list = list;
            slot.sign.kinds |= kinds;
        }
    }

    /// A sentence with this lower-case form bears these signs. False: nothing in a text could tell.
    pub(super) fn bear(&mut self, form: &str, signs: &[u32]) -> bool {
        let Some(at) = runs(form).max_by_key(|run| run.len()).and_then(|run| self.slot(run)) else { return false };
        let Some(Slot { sign, .. }) = self.slots.get_mut(at) else { return false };
        if sign.bears == 0 {
            let Ok(next) = u16::try_from(self.borne.len() + 1) else { return false };
            self.borne.push(Vec::new());
            sign.bears = next;
        }
        let Some(borne) = self.borne.get_mut(usize::from(sign.bears) - 1) else { return false };
        for sign in signs {
            let (of, bit) = ((sign / 64) as u16, 1 << (sign % 64));
            match borne.iter_mut().find(|(own, _)| *own == of) {
                Some((_, bits)) => *bits |= bit,
                None => borne.push((of, bit)),
            }
        }
        true
    }

    /// Adds what a word bears to the signs of its sentence, as many of them as there is room for.
    pub(super) fn add_signs(&self, bears: u16, signs: &mut [u64]) {
        let list = usize::from(bears);
        let (Some(from), Some(to)) = (self.borne_from.get(list), self.borne_from.get(list + 1)) else { return };
        for (of, bits) in self.borne_together.get(*from as usize..*to as usize).unwrap_or_default() {
            let Some(signs) = signs.get_mut(usize::from(*of)) else { return };
            *signs |= bits;
        }
    }

    /// Puts what the keys bear in one piece, once it is all known.
    pub(super) fn settle(&mut self) {
        self.borne_from = vec![0];
        for borne in &mut self.borne {
            borne.sort_unstable();
            self.borne_together.extend(borne.iter());
            self.borne_from.push(self.borne_together.len() as u32);
        }
    }

    /// The slot of a run of letters, taken now if there was none.
    fn slot(&mut self, run: &str) -> Option<usize> {
        if (self.count + 1) * 4 > self.slots.len() {
            let size = (self.slots.len() * 2).max(1 << 10);
            let old = std::mem::replace(&mut self.slots, vec![Slot::default(); size]);
            for slot in old.into_iter().filter(|slot| slot.head != 0) {
                let at = self.place(hash(slot.head, slot.tail), slot.head, slot.tail);
                if let Some(free) = self.slots.get_mut(at) {
                    *free = slot;
                }
            }
        }
        let (head, tail) = letters(run.as_bytes());
        let hash = hash(head, tail);
        let at = self.place(hash, head, tail);
        let slot = self.slots.get_mut(at)?;
        if slot.head == 0 {
            self.count += 1;
            *slot = Slot { head, tail, sign: Sign::NONE };
        }
        self.bits.set(bit(hash));
        Some(at)
    }

    fn enter_mark(&mut self, mark: char, kinds: Kinds, pattern: Option<u32>) {
        // Dashes of most kinds are read as a hyphen.
        let alike: &[char] = if mark == '-' { &['-', '\u{2010}', '\u{2011}', '–', '−'] } else { &[mark] };
        for mark in alike {
            let known = self.marks.iter().position(|(own, ..)| own == mark);
            let list = self.list(known.and_then(|at| self.marks.get(at)).map(|(_, _, list)| *list), pattern);
            match known.and_then(|at| self.marks.get_mut(at)) {
                Some((_, of, _)) => *of |= kinds,
                None => self.marks.push((*mark, kinds, list)),
            }
            let mut buffer = [0; 4];
            if let Some(first) = mark.encode_utf8(&mut buffer).bytes().next() {
                self.classes.0[usize::from(first)] |= MARK;
            }
        }
    }

    /// The mark that `text` begins with.
    fn mark(&self, text: &str) -> Option<(Kinds, u16)> {
        let c = text.chars().next()?;
        self.marks.iter().find(|(mark, ..)| *mark == c).map(|(_, kinds, list)| (*kinds, *list))
    }

    /// The list that `known` names, or a new one, with `pattern` in it.
    fn list(&mut self, known: Option<u16>, pattern: Option<u32>) -> u16 {
        let number = known.unwrap_or_else(|| {
            self.lists.push(Vec::new());
            // Beyond so many keys every pattern is tried.
            u16::try_from(self.lists.len() - 1).ok().filter(|list| *list < NO_LIST).unwrap_or(ANY)
        });
        if let (Some(list), Some(pattern)) = (self.lists.get_mut(usize::from(number)), pattern)
            && list.last() != Some(&pattern)
        {
            list.push(pattern);
        }
        number
    }

    /// The patterns that a hit may belong to; `None` for all.
    pub(super) fn patterns(&self, list: u16) -> Option<&[u32]> {
        self.lists.get(usize::from(list)).map(Vec::as_slice)
    }

    /// The slot of a key, or the empty one where it would go. There always is one: a quarter is in use at most.
    #[inline]
    fn place(&self, hash: u64, head: u64, tail: u64) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        while let Some(slot) = self.slots.get(at) {
            if slot.head == 0 || slot.head == head && slot.tail == tail {
                break;
            }
            at = (at + 1) & mask;
        }
        at
    }

    fn find(&self, run: &[u8]) -> Option<Sign> {
        let (head, tail) = letters(run);
        self.look(head, tail)
    }

    /// What a run is a sign of, by its letters.
    #[inline]
    fn look(&self, head: u64, tail: u64) -> Option<Sign> {
        let hash = hash(head, tail);
        if !self.bits.has(bit(hash)) {
            return None;
        }
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        loop {
            match self.slots.get(at)? {
                slot if slot.head == head && slot.tail == tail => return Some(slot.sign),
                slot if slot.head == 0 => return None,
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// What the text may hold. Words that patterns hang on and those that bear signs go to `met`, in order.
    pub(super) fn scan(&self, text: &str, met: &mut Vec<Met>) -> Kinds {
        let bytes = text.as_bytes();
        let mut all = self.everywhere;
        let mut meet = |at: usize, sign: Sign| {
            all |= sign.kinds;
            if sign.bears != 0 || sign.is_hit() {
                met.push(Met { at, sign });
            }
        };
        let mut digits = false;
        let class_of = |at: usize| bytes.get(at).map_or(END, |byte| self.classes.0[usize::from(*byte)]);
        let mut at = 0;
        loop {
            let (mut len, head) = letters_of(eight_at(bytes, at));
            // Each byte that begins no word is looked at once, and of a word only what follows it.
            if len == 0 {
                let class = class_of(at);
                if class == END {
                    break;
                }
                digits |= class & DIGIT != 0;
                if class & (MARK | OTHER) != 0 {
                    self.beside_words(text, at, class, &mut meet);
                }
                at += 1;
                continue;
            }
            let start = at;
            let mut tail = 0;
            if len == COMPARED / 2 {
                let (more, rest) = letters_of(eight_at(bytes, at + len));
                tail = if more == 0 { 0 } else { rest | LOWER };
                len += more;
                let mut whole = more == 8;
                while whole {
                    let more = letters_before(eight_at(bytes, at + len));
                    len += more;
                    whole = more == 8;
                }
            }
            at += len;
            let head = head | LOWER;
            if let Some(sign) = self.look(head, tail) {
                meet(start, sign);
            }
            // What most words end in.
            if head != CANNOT && bytes.get(at) == Some(&b' ') {
                at += 1;
                continue;
            }
            if head == CANNOT || class_of(at) & APOSTROPHE != 0 {
                for part in parts(bytes, start..at, head == CANNOT).into_iter().flatten() {
                    if let Some(sign) = bytes.get(part.clone()).and_then(|run| self.find(run)) {
                        meet(part.start, sign);
                    }
                }
            }
        }
        if digits {
            all |= Kinds::DATES;
        }
        all
    }

    /// Meets what begins with a byte that is no letter of ASCII.
    fn beside_words(&self, text: &str, at: usize, class: u8, meet: &mut impl FnMut(usize, Sign)) {
        if class & MARK != 0
            && let Some((kinds, list)) = text.get(at..).and_then(|rest| self.mark(rest))
        {
            meet(at, Sign { kinds, list, bears: 0 });
        }
        if class & OTHER != 0 && folds_to_ascii(text.as_bytes().get(at..).unwrap_or_default()) {
            meet(at, Sign { kinds: Kinds::ALL, list: ANY, bears: 0 });
        }
    }
}

/// The words that a run of letters is read as too: "can" and "not" of "cannot", "is" and "n't" of "isn't".
fn parts(bytes: &[u8], run: Range<usize>, cannot: bool) -> Option<[Range<usize>; 2]> {
    if cannot {
        return Some([run.start..run.start + 3, run.start + 3..run.end]);
    }
    let last = run.end - 1;
    matches!(bytes.get(last), Some(b'n' | b'N')).then_some([run.start..last, run.end..run.end])
}

/// The letters of a word as the scan has them.
const CANNOT: u64 = u64::from_le_bytes(*b"cannot  ");

/// The first letters of a run in lower case, as two numbers.
fn letters(run: &[u8]) -> (u64, u64) {
    let head = eight(run) | LOWER;
    let tail = match run.get(COMPARED / 2..) {
        Some(rest) if !rest.is_empty() => eight(rest) | LOWER,
        _ => 0,
    };
    (head, tail)
}

fn hash(head: u64, tail: u64) -> u64 {
    let mixed = (head ^ tail.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

fn bit(hash: u64) -> usize {
    (hash >> 16) as usize % BITS
}

/// The Kelvin sign and the dotted capital I, which lower-case to ASCII letters, and the soft hyphen, which is read as
/// nothing.
fn folds_to_ascii(bytes: &[u8]) -> bool {
    ["\u{212a}", "\u{130}", "\u{ad}"].iter().any(|c| bytes.starts_with(c.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &str) -> (Kinds, Vec<usize>) {
        let mut keys = Keys::default();
        for form in ["will", "n't", "go-live", "internationalisation"] {
            keys.enter(form, Kinds::DATED, Some(0));
        }
        keys.enter("is", Kinds::TELLS, Some(1));
        keys.enter("monday", Kinds::DATES, None);
        keys.enter(":", Kinds::TELLS, Some(2));
        let mut met = Vec::new();
        let kinds = keys.scan(text, &mut met);
        (kinds, met.into_iter().filter(Met::is_hit).map(|hit| hit.at).collect())
    }

    #[test]
    fn words_are_found_whole_in_any_case() {
        assert_eq!(scan("We Will see"), (Kinds::DATED, vec![3]));
        assert_eq!(scan("goodwill, William, a wil l"), (Kinds::NONE, vec![]));
        assert_eq!(scan("the Go\u{2011}Live day"), (Kinds::DATED, vec![9]));
        assert_eq!(scan("on MONDAY"), (Kinds::DATES, vec![]));
        assert_eq!(scan("in 3 parts"), (Kinds::DATES, vec![]));
        assert_eq!(scan("Internationalisation"), (Kinds::DATED, vec![0]));
    }

    #[test]
    fn words_of_every_length_are_found_wherever_they_stand() {
        for len in 1..20 {
            let word: String = ('a'..='z').take(len).collect();
            let mut keys = Keys::default();
            keys.enter(&word, Kinds::TELLS, Some(0));
            for (text, at) in [(word.clone(), 0), (format!("x {word}"), 2), (format!("{word}, and more of it"), 0)] {
                let mut hits = Vec::new();
                assert_eq!(keys.scan(&text, &mut hits), Kinds::TELLS, "{text}");
                assert_eq!(hits.iter().map(|hit| hit.at).collect::<Vec<_>>(), [at], "{text}");
            }
            let mut hits = Vec::new();
            let longer = format!("{word}'z {word}\u{e9}");
            keys.scan(&longer, &mut hits);
            assert_eq!(hits.len(), 2, "{longer}");
        }
    }

    #[test]
    fn a_word_bears_the_signs_of_all_its_sets() {
        let mut keys = Keys::default();
        assert!(keys.bear("will", &[3, 70]) && keys.bear("go-live", &[1]) && keys.bear("live", &[2]));
        assert!(!keys.bear("%", &[4]), "nothing to look for");
        keys.settle();
        let signs = |text: &str| {
            let (mut met, mut signs) = (Vec::new(), [0; 2]);
            assert_eq!(keys.scan(text, &mut met), Kinds::NONE);
            assert!(!met.iter().any(Met::is_hit));
            met.iter().filter_map(Met::bears).for_each(|bears| keys.add_signs(bears, &mut signs));
            signs
        };
        assert_eq!(signs("it WILL be"), [1 << 3, 1 << 6]);
        assert_eq!(signs("alive, live"), [1 << 1 | 1 << 2, 0]);
        assert_eq!(signs("goodwill"), [0, 0]);
    }

    #[test]
    fn contractions_and_signs_are_words() {
        assert_eq!(scan("it isn't").1, [3, 7]);
        assert_eq!(scan("it isn\u{2019}t").1, [3, 9]);
        assert_eq!(scan("so: there, it will").1, [2, 14]);
        assert_eq!(scan("w\u{130}ll").0, Kinds::ALL);
    }
}
