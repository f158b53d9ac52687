//! Words that are kept for every statement of a corpus: many, so in one piece of memory.

use serde::{Deserialize, Serialize};

/// What stands between two words: no word holds one.
const BETWEEN: char = '\n';

/// Some words in order, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordList(Box<str>);

impl WordList {
    /// The words, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(BETWEEN).filter(|word| !word.is_empty())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts more words among them.
    pub fn add<W: AsRef<str>>(&mut self, more: impl IntoIterator<Item = W>) {
        let mut more = more.into_iter().peekable();
        if more.peek().is_some() {
            let (own, more) = (std::mem::take(self), more.collect::<Vec<W>>());
            *self = own.iter().chain(more.iter().map(AsRef::as_ref)).collect();
        }
    }
}

impl<W: AsRef<str>> FromIterator<W> for WordList {
    fn from_iter<I: IntoIterator<Item = W>>(words: I) -> Self {
        let words: Vec<W> = words.into_iter().collect();
        let mut words: Vec<&str> = words.iter().map(AsRef::as_ref).filter(|word| !word.contains(BETWEEN)).collect();
        words.sort_unstable();
        words.dedup();
        let mut text = String::with_capacity(words.iter().map(|word| word.len() + 1).sum());
        for word in words {
            if !text.is_empty() {
                text.push(BETWEEN);
            }
            text.push_str(word);
        }
        WordList(text.into_boxed_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_stand_once() {
        let mut list: WordList = ["tram", "bridge", "", "tram"].into_iter().collect();
        assert_eq!(list.iter().collect::<Vec<_>>(), ["bridge", "tram"]);
        list.add(["mill", "bridge"]);
        assert_eq!(list.iter().collect::<Vec<_>>(), ["bridge", "mill", "tram"]);
        list.add([""; 0]);
        assert_eq!(list, ["tram", "mill", "bridge"].into_iter().collect());
        assert!(WordList::default().is_empty() && WordList::default().iter().count() == 0);
    }
}
