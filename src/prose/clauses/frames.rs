//! Which kinds of clause words call for: the table `frames.toml`, compiled.

use crate::prose::tagger::WordHasher;
use serde::Deserialize;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

const FRAMES: &str = include_str!("../../../rules/language/en/lexicon/frames.toml");

/// What a word calls for; each is explained, with an example, in `frames.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    Reports,
    Follows,
    ObjectControl,
    Infinitive,
    Content,
    Time,
    Moment,
    Denies,
    Linking,
}

const NAMES: [(&str, Frame); 9] = [
    ("reports", Frame::Reports),
    ("follows", Frame::Follows),
    ("object-control", Frame::ObjectControl),
    ("infinitive", Frame::Infinitive),
    ("content", Frame::Content),
    ("time", Frame::Time),
    ("moment", Frame::Moment),
    ("denies", Frame::Denies),
    ("linking", Frame::Linking),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    frame: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    #[allow(dead_code)]
    about: String,
    #[allow(dead_code)]
    counter: String,
    words: Vec<String>,
}

/// The frames of all words that have any.
pub(crate) struct Frames {
    words: HashMap<String, u16, BuildHasherDefault<WordHasher>>,
}

impl Frames {
    /// The table that is compiled into the program.
    pub(crate) fn builtin() -> Self {
        let mut frames = Frames { words: HashMap::default() };
        // The embedded table is checked by a test; a mistake there must not stop the program.
        let rows = toml::from_str(FRAMES).map_or(Vec::new(), |table: Table| table.frame);
        for row in rows {
            if let Some((_, frame)) = NAMES.iter().find(|(name, _)| *name == row.name) {
                for word in row.words {
                    *frames.words.entry(word).or_default() |= 1 << *frame as u16;
                }
            }
        }
        frames
    }

    /// Whether `lemma` calls for `frame`.
    pub(super) fn has(&self, lemma: &str, frame: Frame) -> bool {
        self.words.get(lemma).is_some_and(|bits| bits & (1 << frame as u16) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_frame_of_the_table_is_known_and_used() {
        let table: Table = toml::from_str(FRAMES).expect("frames.toml");
        let names: Vec<&str> = table.frame.iter().map(|r| r.name.as_str()).collect();
        assert_eq!(names.len(), NAMES.len());
        assert!(NAMES.iter().all(|(name, _)| names.contains(name)));
        let frames = Frames::builtin();
        assert!(frames.has("say", Frame::Reports) && frames.has("say", Frame::Follows) && !frames.has("miss", Frame::Reports));
    }
}
