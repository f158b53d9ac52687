//! Eight bytes of a text at a time: how far a run of letters reaches, without looking at each of them.

/// Makes small letters of eight, and leaves digits as they are.
pub(crate) const LOWER: u64 = EACH * 0x20;

/// The lowest bit of each of eight bytes.
const EACH: u64 = 0x0101_0101_0101_0101;

/// The highest bit of each of eight bytes.
const HIGH: u64 = EACH << 7;

/// Up to eight bytes, the first one lowest, and nothing above them; those of a shorter part are found by two reads that
/// may overlap.
#[inline]
pub(crate) fn eight(part: &[u8]) -> u64 {
    if let Some(chunk) = part.first_chunk::<8>() {
        return u64::from_le_bytes(*chunk);
    }
    if let (Some(first), Some(last)) = (part.first_chunk::<4>(), part.last_chunk::<4>()) {
        let shift = 8 * (part.len() as u32 - 4);
        return u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << shift;
    }
    let byte = |at: usize| part.get(at).map_or(0, |byte| u64::from(*byte) << (8 * at));
    byte(0) | byte(1) | byte(2)
}

/// The bytes from `at` on, eight of them as far as there are so many.
#[inline]
pub(crate) fn eight_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).map_or(0, eight)
}

/// The first `len` of eight bytes; all of them where there are no more.
#[inline]
pub(crate) fn first_of(eight: u64, len: usize) -> u64 {
    if len < 8 { eight & ((1 << (8 * len)) - 1) } else { eight }
}

/// A mark (the highest bit) in each byte of `from..=to`; both ends below 0x80.
#[inline]
pub(crate) fn between(eight: u64, from: u8, to: u8) -> u64 {
    let low = eight & !HIGH;
    // No sum runs over into the next byte.
    let at_least = low + EACH * u64::from(0x80 - from);
    let beyond = low + EACH * u64::from(0x7f - to);
    at_least & !beyond & !eight & HIGH
}

/// How many of eight bytes, from the first one on, are ASCII letters.
#[inline]
pub(crate) fn letters_before(eight: u64) -> usize {
    letters_of(eight).0
}

/// The same, and those letters, with nothing behind them.
#[inline]
pub(crate) fn letters_of(eight: u64) -> (usize, u64) {
    up_to(eight, !between(eight | LOWER, b'a', b'z') & HIGH)
}

/// How many of eight bytes, from the first one on, are ASCII letters or digits.
#[inline]
pub(crate) fn alphanumerics_before(eight: u64) -> usize {
    alphanumerics_of(eight).0
}

/// The same, and those letters and digits, with nothing behind them.
#[inline]
pub(crate) fn alphanumerics_of(eight: u64) -> (usize, u64) {
    up_to(eight, !(between(eight | LOWER, b'a', b'z') | between(eight, b'0', b'9')) & HIGH)
}

/// How many bytes stand before the first one that is marked, and those.
#[inline]
fn up_to(eight: u64, marks: u64) -> (usize, u64) {
    let first = marks & marks.wrapping_neg();
    ((marks.trailing_zeros() / 8) as usize, eight & (first >> 7).wrapping_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_counts_at_every_place() {
        for byte in 0..=255u8 {
            for at in 0..8 {
                let mut bytes = *b"azAZmnop";
                bytes[at] = byte;
                let plainly = |is: fn(&u8) -> bool| bytes.iter().take_while(|byte| is(byte)).count();
                let eight = u64::from_le_bytes(bytes);
                for ((len, part), is) in [
                    (letters_of(eight), u8::is_ascii_alphabetic as fn(&u8) -> bool),
                    (alphanumerics_of(eight), u8::is_ascii_alphanumeric),
                ] {
                    assert_eq!((len, part), (plainly(is), first_of(eight, len)), "{byte} at {at}");
                }
            }
        }
        assert_eq!(alphanumerics_before(u64::from_le_bytes(*b"09azAZ59")), 8);
    }

    #[test]
    fn parts_of_any_length_are_read_from_their_start() {
        for len in 0..8 {
            let mut padded = [0; 8];
            padded[..len].copy_from_slice(&b"abcdefgh"[..len]);
            assert_eq!(eight(&b"abcdefgh"[..len]), u64::from_le_bytes(padded), "{len}");
            assert_eq!(first_of(eight(b"abcdefgh"), len), u64::from_le_bytes(padded), "{len}");
        }
        assert_eq!(eight_at(b"xyz", 1), u64::from(b'y') | u64::from(b'z') << 8);
        assert_eq!((eight_at(b"xyz", 3), eight_at(b"xyz", 9)), (0, 0));
    }
}
