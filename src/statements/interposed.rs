//! Phrases put in between: "The completion date, which was May, has been revised to September".
//!
//! What stands between two commas and begins with a word that opens such a phrase interrupts its clause: patterns pass
//! over it as if it were not there. Not so with brackets, which may hold what matters most ("14 May (planned)").

use std::ops::Range;

/// Words, with the marks around them, of the longest phrase that is passed over.
const LONGEST: usize = 18;

/// The phrases put in between in a sentence of `count` words, as ranges of them with the commas around. `word` gives a
/// word as it is written, `opens` tells whether a lower-case word opens such a phrase.
pub(super) fn interposed<'w>(
    count: usize,
    word: impl Fn(usize) -> Option<&'w str>,
    opens: impl Fn(&str) -> bool,
) -> Vec<Range<usize>> {
    let begins = |at: usize| word(at) == Some(",") && word(at + 1).is_some_and(|next| opens(&next.to_ascii_lowercase()));
    let ends_part = |at: usize| word(at).is_none_or(|word| matches!(word, "." | ";" | ":" | "?" | "!" | "…" | "("));
    let mut found = Vec::new();
    let mut at = 0;
    while at < count {
        let inside = (at + 2..count.min(at + LONGEST)).take_while(|at| !ends_part(*at));
        match Some(inside).filter(|_| begins(at)).and_then(|mut inside| inside.find(|at| word(*at) == Some(","))) {
            Some(end) => {
                found.push(at..end + 1);
                at = end + 1;
            }
            None => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let words: Vec<&str> = text.split(' ').collect();
        let found = interposed(words.len(), |at| words.get(at).copied(), |word| word == "which");
        found.into_iter().map(|range| words[range].join(" ")).collect()
    }

    #[test]
    fn a_phrase_between_two_commas() {
        assert_eq!(of("The date , which was May , is now June"), [", which was May ,"]);
    }

    #[test]
    fn what_is_not_closed_or_opens_nothing_is_none() {
        assert!(of("The date , which was May .").is_empty());
        assert!(of("Bread , milk , eggs").is_empty());
        assert!(of("The date , which was May ; it is June , now").is_empty());
    }
}
