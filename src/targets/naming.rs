//! Wordings by which a discovered target can be declared.

use super::words::{Hollow, is_empty_word, stem, words};
use crate::statements::Statement;
use std::collections::BTreeMap;

/// Most words of an alias.
const WORDS: usize = 4;

/// Aliases that name the target's statements: the words that all of them say, else those that most say,
/// and, where these are too few to tell it from others, the words of its title.
pub fn aliases_for(title: &str, statements: &[&Statement]) -> Vec<String> {
    let mut said: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for statement in statements {
        let key = &statement.key;
        let mut own: BTreeMap<String, String> = BTreeMap::new();
        for word in key.terms.iter().chain(key.names.iter()).chain(key.stages.iter()).flat_map(words) {
            let stem = stem(&word).into_owned();
            if !is_empty_word(&word) && !Hollow::english().has(&stem) {
                own.entry(stem).or_insert_with(|| word.into_owned());
            }
        }
        for (stem, word) in own {
            said.entry(stem).or_insert((0, word)).0 += 1;
        }
    }
    let mut ranked: Vec<(usize, String)> = said.into_values().collect();
    // The words said most often, the longer of them first: a longer word is likelier a rare one.
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.len().cmp(&a.1.len())).then(a.1.cmp(&b.1)));
    let shared: Vec<String> =
        ranked.into_iter().filter(|(n, _)| n * 2 > statements.len()).take(WORDS).map(|(_, word)| word).collect();
    if shared.len() >= 2 { vec![shared.join(" ")] } else { vec![title.to_owned()] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statements::Extract;
    use crate::targets::fixture::{Says, doc, promise};

    #[test]
    fn what_most_statements_say_names_the_target() {
        let all = [
            promise("The Marlow footbridge will open", "2018"),
            promise("The footbridge at Marlow should be ready for walkers", "2019"),
            promise("A new Marlow footbridge is planned", "2020"),
        ];
        let statements: Vec<&Statement> = all.iter().collect();
        assert_eq!(aliases_for("The Marlow footbridge", &statements), ["footbridge marlow"]);
    }

    /// Drafts are held against the targets of a corpus whose surroundings are forgotten.
    #[test]
    fn forgetting_the_surroundings_leaves_the_names() {
        let said = ["The Marlow footbridge will open", "A new Marlow footbridge is planned"].map(|words| promise(words, "2018"));
        let [first, second] = said;
        let mut read = doc("a.md", "2017-05-01").says(first).says(second);
        let names = |read: &Extract| aliases_for("It", &read.statements.iter().collect::<Vec<_>>());
        let before = names(&read);
        read.forget_surroundings();
        assert_eq!((names(&read), before), (vec!["footbridge marlow".to_owned()], vec!["footbridge marlow".to_owned()]));
    }

    #[test]
    fn a_single_shared_word_names_nothing() {
        let all = [promise("The tram will run", "2018"), promise("The tram depot will be sold", "2019")];
        let statements: Vec<&Statement> = all.iter().collect();
        assert_eq!(aliases_for("The tram to Marlow", &statements), ["The tram to Marlow"]);
    }
}
