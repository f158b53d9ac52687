//! What language a document is in, told by its small words and its script.

use super::words::words;
use super::{Element, Shape};
use crate::eight::{LOWER, alphanumerics_before, alphanumerics_of, eight, eight_at, first_of, letters_of};
use serde::Deserialize;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    language: Vec<RawLanguage>,
    script: Vec<RawScript>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLanguage {
    code: String,
    name: String,
    words: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    example: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScript {
    code: String,
    name: String,
    ranges: Vec<String>,
}

/// No small word of plain letters is longer, in bytes.
const LONGEST_ASCII: usize = 12;

/// Most languages, and most scripts, that are told apart: one bit each.
const MOST: usize = 32;

/// The languages, and for each small word the languages that have it, one bit each.
#[derive(Debug, Default)]
struct Detector {
    /// Codes and names.
    languages: Vec<(String, String)>,
    scripts: Vec<(String, String)>,
    words: HashMap<Box<[u8]>, u32, BuildHasherDefault<Fnv>>,
    /// Those words that are of plain letters, in lower case, with the place of their languages in `sets`: open
    /// addressing, at most a quarter in use.
    ascii: Vec<(Packed, u32)>,
    /// The sets of languages that share a word, each once.
    sets: Vec<u32>,
    /// First and last letter of a script and its place among the scripts.
    ranges: Vec<(char, char, usize)>,
}

impl Detector {
    /// The set of languages that have a word of plain letters and digits, by what [`packed`] makes of it.
    #[inline]
    fn ascii(&self, key: Packed) -> Option<u32> {
        let mask = self.ascii.len().wrapping_sub(1);
        let mut at = place(key) & mask;
        loop {
            match self.ascii.get(at)? {
                (own, set) if *own == key => return Some(*set),
                ((0, _), _) => return None,
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Enters a word of plain letters, so that it need not be looked for in lower case.
    fn enter(&mut self, word: &[u8], languages: u32) {
        let Some(key) = packed(eight(word), eight_at(word, 8), word.len()).filter(|_| word.is_ascii()) else { return };
        let set = self.sets.iter().position(|set| *set == languages).unwrap_or(self.sets.len());
        if set == self.sets.len() {
            self.sets.push(languages);
        }
        let mask = self.ascii.len().wrapping_sub(1);
        let mut at = place(key) & mask;
        while let Some(slot) = self.ascii.get_mut(at) {
            if slot.0.0 == 0 {
                *slot = (key, set as u32);
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// The script that a letter belongs to.
    fn script(&self, letter: char) -> Option<usize> {
        if letter < '\u{370}' {
            return None;
        }
        self.ranges.iter().find(|(first, last, _)| (*first..=*last).contains(&letter)).map(|(.., script)| *script)
    }
}

/// A word of ASCII letters and digits in lower case: its first eight letters, and the last four with its length behind
/// them. The first number is never 0.
type Packed = (u64, u64);

/// A word packed, by its first eight bytes, the next eight, whatever stands behind it in them, and its length; `None` for
/// one too long to be known.
#[inline]
fn packed(head: u64, tail: u64, len: usize) -> Option<Packed> {
    let tail = first_of(tail, len.saturating_sub(8)) | LOWER;
    (len <= LONGEST_ASCII).then(|| (first_of(head, len) | LOWER, u64::from(tail as u32) | (len as u64) << 32))
}

/// As [`packed`], of a word of eight bytes at most, with nothing behind it.
#[inline]
fn packed_short(head: u64, len: usize) -> Packed {
    (head | LOWER, u64::from(LOWER as u32) | (len as u64) << 32)
}

/// Where the search for a packed word begins.
#[inline]
fn place((head, tail): Packed) -> usize {
    ((head ^ tail.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize
}

/// A quick hash for words of a few letters that are ours.
#[derive(Debug)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    }

    fn write_usize(&mut self, _: usize) {}
}

const DETECT_TOML: &str = include_str!("../../rules/language/detect.toml");

static DETECTOR: LazyLock<Detector> = LazyLock::new(|| {
    let raw: Raw = toml::from_str(DETECT_TOML).unwrap_or_default();
    let mut detector = Detector::default();
    for (index, language) in raw.language.into_iter().enumerate().take(MOST) {
        detector.languages.push((language.code, language.name));
        for word in language.words {
            *detector.words.entry(word.into_bytes().into()).or_default() |= 1 << index;
        }
    }
    detector.ascii = vec![((0, 0), 0); (detector.words.len() * 4).next_power_of_two()];
    let words: Vec<(Box<[u8]>, u32)> = detector.words.iter().map(|(word, languages)| (word.clone(), *languages)).collect();
    words.iter().for_each(|(word, languages)| detector.enter(word, *languages));
    for (index, script) in raw.script.into_iter().enumerate().take(MOST) {
        detector.scripts.push((script.code, script.name));
        let letter = |hex: &str| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
        let bounds = script.ranges.iter().filter_map(|range| range.split_once('-'));
        let bounds = bounds.filter_map(|(first, last)| Some((letter(first)?, letter(last)?, index)));
        detector.ranges.extend(bounds);
    }
    detector
});

/// The English name of a language by its code; the code itself where it is not known.
pub fn name(code: &str) -> &str {
    let known = DETECTOR.languages.iter().chain(&DETECTOR.scripts).find(|(known, _)| known == code);
    known.map_or(code, |(_, name)| name)
}

/// How much text is looked at, in bytes: the start of every element, in proportion.
const LOOKED_AT: usize = 1600;

/// With fewer small words than this nothing can be told…
const FEWEST_HITS: u32 = 6;

/// …unless the text has none of English, and at least this many of another language.
const FEWEST_WITHOUT_ENGLISH: u32 = 3;

/// Fewest letters by which a script is told.
const FEWEST_LETTERS: usize = 20;

/// The language of a document (a code of ISO 639-1; `"zh"` for any text in Han characters), or
/// `None` where there is too little text to tell.
pub(super) fn detect(elements: &[Element]) -> Option<&'static str> {
    let detector = &*DETECTOR;
    let mut hits = [0u32; MOST];
    let mut add = |languages: u32, count: u32| {
        let mut left = languages;
        while left != 0 {
            if let Some(hit) = hits.get_mut(left.trailing_zeros() as usize) {
                *hit += count;
            }
            left &= left - 1;
        }
    };
    // How many words of each set there are: to whom they belong is asked once, at the end.
    let mut words_of = vec![0u32; detector.sets.len()];
    let (mut letters, mut scripts) = (0usize, [0usize; MOST]);
    let prose = |e: &&Element| matches!(e.shape, Shape::Paragraph | Shape::ListItem(_) | Shape::Summary | Shape::Cell { .. });
    let total: usize = elements.iter().filter(prose).map(|e| e.text.len()).sum();
    let mut quota = 0usize;
    for element in elements.iter().filter(prose) {
        // A quotation at the start must not stand for the whole: every part has its share.
        quota += if total <= LOOKED_AT { element.text.len() } else { (element.text.len() * LOOKED_AT).div_ceil(total) };
        if quota < 80 && total > LOOKED_AT {
            continue;
        }
        let mut end = quota.min(element.text.len());
        while !element.text.is_char_boundary(end) {
            end += 1;
        }
        quota -= end.min(quota);
        let text = element.text.get(..end).unwrap_or_default();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let window = eight_at(bytes, at);
            let (mut len, mut head) = letters_of(window);
            let mut next = bytes.get(at + len).copied();
            // Most words are of letters alone, and a space follows them.
            if next.is_some_and(|byte| byte != b' ' && byte.is_ascii_alphanumeric()) {
                (len, head) = alphanumerics_of(window);
                let mut whole = len == 8;
                while whole {
                    let more = alphanumerics_before(eight_at(bytes, at + len));
                    len += more;
                    whole = more == 8;
                }
                next = bytes.get(at + len).copied();
            }
            let set = match next {
                // Whatever is beyond ASCII is seldom, and may be a letter or a mark.
                Some(byte) if !byte.is_ascii() => {
                    let Some(word) = words(text.get(at..).unwrap_or_default()).next() else { break };
                    at = end_of(text, word);
                    if word.is_ascii() {
                        letters += word.len();
                        packed(eight(word.as_bytes()), eight_at(word.as_bytes(), 8), word.len())
                            .and_then(|key| detector.ascii(key))
                    } else {
                        for c in word.chars() {
                            letters += 1;
                            if let Some(count) = detector.script(c).and_then(|script| scripts.get_mut(script)) {
                                *count += 1;
                            }
                        }
                        add(detector.words.get(word.to_lowercase().as_bytes()).copied().unwrap_or_default(), 1);
                        None
                    }
                }
                _ => {
                    letters += len;
                    let start = at;
                    // What follows a word of ASCII begins no other.
                    at += len + 1;
                    match len {
                        0 => None,
                        1..=8 => detector.ascii(packed_short(head, len)),
                        9..=LONGEST_ASCII => packed(head, eight_at(bytes, start + 8), len).and_then(|key| detector.ascii(key)),
                        _ => None,
                    }
                }
            };
            if let Some(count) = set.and_then(|set| words_of.get_mut(set as usize)) {
                *count += 1;
            }
        }
    }
    for (languages, count) in detector.sets.iter().zip(words_of).filter(|(_, count)| *count > 0) {
        add(*languages, count);
    }
    if letters > FEWEST_LETTERS {
        for ((code, _), count) in detector.scripts.iter().zip(scripts) {
            // Japanese is written with Han characters too: its own need be only a few.
            let share = if code == "ja" { 20 } else { 3 };
            if count * share > letters {
                return Some(code);
            }
        }
    }
    let english = detector.languages.iter().position(|(code, _)| code == "en")?;
    let of = |index: usize| hits.get(index).copied().unwrap_or(0);
    let best = (0..detector.languages.len()).max_by_key(|&i| (of(i), std::cmp::Reverse(i)))?;
    // In doubt it is English: nothing is passed over on a guess.
    let best = if of(best) * 2 > of(english) * 3 { best } else { english };
    let enough = if of(english) == 0 { FEWEST_WITHOUT_ENGLISH } else { FEWEST_HITS };
    (of(best) >= enough).then(|| detector.languages.get(best).map(|(code, _)| code.as_str()))?
}

/// Where in `text` a word ends that is a part of it.
fn end_of(text: &str, word: &str) -> usize {
    (word.as_ptr() as usize).saturating_sub(text.as_ptr() as usize) + word.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect_text(text: &str) -> Option<&'static str> {
        detect(&crate::corpus::plain::read(text))
    }

    #[test]
    fn the_examples_hold() {
        let raw: Raw = toml::from_str(DETECT_TOML).expect("languages");
        assert!(raw.language.len() <= MOST && raw.script.len() <= MOST);
        for language in raw.language {
            assert_eq!(detect_text(&language.example), Some(language.code.as_str()), "{}", language.example);
            assert_eq!(name(&language.code), language.name);
            assert!(language.words.iter().all(|w| w.len() <= LONGEST_ASCII && words(w).count() == 1), "{}", language.name);
        }
    }

    /// A word with another behind it.
    fn ascii(word: &str) -> Option<u32> {
        let text = format!("{word} and more words");
        let key = packed(eight_at(text.as_bytes(), 0), eight_at(text.as_bytes(), 8), word.len())?;
        DETECTOR.ascii(key).and_then(|set| DETECTOR.sets.get(set as usize).copied())
    }

    #[test]
    fn words_of_plain_letters_are_found_in_any_case() {
        for (word, languages) in DETECTOR.words.iter().filter(|(word, _)| word.is_ascii()) {
            let word = std::str::from_utf8(word).expect("ASCII");
            assert_eq!(ascii(word), Some(*languages), "{word}");
            assert_eq!(ascii(&word.to_uppercase()), Some(*languages), "{word}");
            let more = format!("{word}x");
            assert_eq!(ascii(&more), DETECTOR.words.get(more.as_bytes()).copied(), "{more}");
        }
        assert_eq!((ascii("unforeseeable"), ascii("")), (None, None));
    }

    #[test]
    fn short_texts_are_told_where_they_have_nothing_of_english() {
        assert_eq!(detect_text("Der Bau der Brücke wird bis Ende 2025 fertig."), Some("de"));
        assert_eq!(detect_text("Le pont sera ouvert à la circulation avant 2025."), Some("fr"));
        assert_eq!(detect_text("El puente se abrirá en 2025."), Some("es"));
        assert_eq!(detect_text("Bydd y bont yn agor ym mis Mai."), Some("cy"));
        assert_eq!(detect_text("Most będzie otwarty dla ruchu w maju."), Some("pl"));
        assert_eq!(detect_text("Most otwarty."), None);
        assert_eq!(detect_text("Совет заявил, что мост откроют в мае."), Some("ru"));
        assert_eq!(detect_text("橋は五月に開通する予定です。予定どおりに進んでいます。"), Some("ja"));
    }

    #[test]
    fn too_little_is_not_told() {
        assert_eq!(detect_text("Bridge opens"), None);
        assert_eq!(detect_text("1.2 3.4 5.6"), None);
        assert_eq!(detect_text("El Paso bridge opens"), None);
    }

    #[test]
    fn names_in_another_language_do_not_decide() {
        let text = "The Conseil de la Ville de Paris and the Ministère de la Culture said that the Musée de la Ville would open to the public by May, and that the work is on time.";
        assert_eq!(detect_text(text), Some("en"));
    }

    #[test]
    fn a_quotation_at_the_start_does_not_decide() {
        let quotation =
            "Le pont sera ouvert à la circulation avant la fin de cette année et ce ne sont pas des promesses. ".repeat(12);
        let story =
            "The mayor said so on Monday, and the council has agreed that the work will be done in time for the fair.\n\n";
        assert_eq!(detect_text(&format!("{quotation}\n\n{}", story.repeat(12))), Some("en"));
        assert_eq!(detect_text(&format!("{quotation}\n\n{story}")), Some("fr"));
    }
}
