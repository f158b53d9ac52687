//! Words as bytes: for counting and telling texts apart, never for reading them.

/// What a byte is to a word.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Inside,
    Between,
    /// The bytes after it decide.
    Lead,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Between; 256];
    let mut byte = 0;
    while byte < 256 {
        let value = byte as u8;
        if value.is_ascii_alphanumeric() || value >= 0x80 {
            classes[byte] = Class::Inside;
        }
        if matches!(value, 0xc2 | 0xe2 | 0xe3) {
            classes[byte] = Class::Lead;
        }
        byte += 1;
    }
    classes
};

/// The words of a text: runs of letters and digits of any script, found byte by byte.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            match CLASSES[usize::from(*bytes.get(at)?)] {
                Class::Inside => break,
                Class::Between => at += 1,
                Class::Lead => match sign(bytes, at) {
                    0 => break,
                    len => at += len,
                },
            }
        }
        let start = at;
        while let Some(&byte) = bytes.get(at) {
            match CLASSES[usize::from(byte)] {
                Class::Inside => at += 1,
                Class::Lead if sign(bytes, at) == 0 => at += 1,
                Class::Between | Class::Lead => break,
            }
        }
        text.get(start..at)
    })
}

/// The length of the sign at `at` that divides words; 0 where a letter stands there.
fn sign(bytes: &[u8], at: usize) -> usize {
    let next = |ahead: usize| bytes.get(at + ahead).copied().unwrap_or(0);
    match next(0) {
        // Signs of Latin-1: no-break space, guillemets, currencies.
        0xc2 if !matches!(next(1), 0xaa | 0xb5 | 0xba) => 2,
        // Dashes, typographic quotation marks, ellipses; punctuation of East Asia.
        0xe2 if next(1) == 0x80 => 3,
        0xe3 if next(1) == 0x80 && next(2) <= 0xa0 => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_script() {
        let found: Vec<&str> =
            words("\u{201c}Caf\u{e9}s\u{201d} open\u{a0}in May\u{2014}d\u{2019}accord; мост, 橋。 R2-D2 £5").collect();
        assert_eq!(found, ["Caf\u{e9}s", "open", "in", "May", "d", "accord", "мост", "橋", "R2", "D2", "5"]);
        assert_eq!(words("").count() + words(" \u{2026}\n").count(), 0);
    }
}
