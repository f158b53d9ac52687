//! What language a document is in, told by its small words and its script.

use super::{Element, Shape};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    language: Vec<RawLanguage>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLanguage {
    code: String,
    words: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    example: String,
}

/// The languages, and for each small word the languages that have it, one bit each.
#[derive(Debug, Default)]
struct Detector {
    codes: Vec<String>,
    words: HashMap<String, u32>,
}

const DETECT_TOML: &str = include_str!("../../rules/language/detect.toml");

static DETECTOR: LazyLock<Detector> = LazyLock::new(|| {
    let raw: Raw = toml::from_str(DETECT_TOML).unwrap_or_default();
    let mut detector = Detector::default();
    for (index, language) in raw.language.into_iter().enumerate().take(32) {
        detector.codes.push(language.code);
        for word in language.words {
            *detector.words.entry(word).or_default() |= 1 << index;
        }
    }
    detector
});

/// How many words are looked at.
const ENOUGH_WORDS: usize = 160;

/// With fewer small words than this nothing can be told.
const FEWEST_HITS: u32 = 6;

/// The language of a document (a code of ISO 639-1; `"zh"` for any text in Han characters), or
/// `None` where there is too little text to tell.
pub(super) fn detect(elements: &[Element]) -> Option<&'static str> {
    let detector = &*DETECTOR;
    let mut hits = [0u32; 32];
    let (mut seen, mut letters, mut scripts) = (0usize, 0usize, [0usize; 6]);
    let mut lower = String::new();
    let prose = elements.iter().filter(|e| matches!(e.shape, Shape::Paragraph | Shape::ListItem(_) | Shape::Summary));
    'words: for element in prose {
        for word in element.text.split(|c: char| !c.is_alphanumeric() && c != '\'') {
            if word.is_empty() {
                continue;
            }
            for c in word.chars().take(16) {
                letters += 1;
                if let Some(script) = script(c) {
                    scripts[script] += 1;
                }
            }
            seen += 1;
            if word.len() <= 10 {
                lower.clear();
                lower.extend(word.chars().flat_map(char::to_lowercase));
                if let Some(mask) = detector.words.get(lower.as_str()) {
                    for (index, hit) in hits.iter_mut().enumerate().take(detector.codes.len()) {
                        *hit += mask >> index & 1;
                    }
                }
            }
            if seen >= ENOUGH_WORDS || letters > 20 * ENOUGH_WORDS {
                break 'words;
            }
        }
    }
    const SCRIPTS: [&str; 6] = ["ru", "zh", "ja", "ar", "el", "ko"];
    // Japanese is written with Han characters too.
    if scripts[2] * 20 > letters && letters > 20 {
        return Some("ja");
    }
    if let Some(index) = (0..SCRIPTS.len()).find(|&i| scripts[i] * 3 > letters)
        && letters > 20
    {
        return SCRIPTS.get(index).copied();
    }
    let best = (0..detector.codes.len()).max_by_key(|&i| (hits[i], std::cmp::Reverse(i)))?;
    let english = detector.codes.iter().position(|code| code == "en");
    // In doubt it is English: nothing is passed over on a guess.
    let clear = english.is_none_or(|english| best == english || hits[best] * 2 > hits[english] * 3);
    let best = if clear { best } else { english? };
    (hits[best] >= FEWEST_HITS).then(|| detector.codes.get(best).map(String::as_str))?
}

fn script(c: char) -> Option<usize> {
    Some(match c {
        '\u{400}'..='\u{52f}' => 0,
        '\u{4e00}'..='\u{9fff}' => 1,
        '\u{3040}'..='\u{30ff}' => 2,
        '\u{600}'..='\u{6ff}' => 3,
        '\u{370}'..='\u{3ff}' => 4,
        '\u{ac00}'..='\u{d7af}' => 5,
        _ => return None,
    })
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
        for language in raw.language {
            assert_eq!(detect_text(&language.example), Some(language.code.as_str()), "{}", language.example);
        }
    }

    #[test]
    fn too_little_is_not_told() {
        assert_eq!(detect_text("Bridge opens"), None);
        assert_eq!(detect_text("1.2 3.4 5.6"), None);
    }

    #[test]
    fn names_in_another_language_do_not_decide() {
        let text = "The Conseil de la Ville de Paris and the Ministère de la Culture said that the Musée de la Ville would open to the public by May, and that the work is on time.";
        assert_eq!(detect_text(text), Some("en"));
    }
}
