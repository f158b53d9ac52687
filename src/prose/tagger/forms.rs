//! From a dictionary form to the forms that may be read as it: what a search for the word looks for.

use super::lexicon::Lexicon;
use std::collections::BTreeSet;

/// Forms whose lemma no spelling tells: what they may be a form of, and the form.
const FIXED: &[(&str, &[&str])] = &[
    ("be", &["am", "is", "are", "was", "were", "been", "being", "'m", "'re", "'is", "ai", "'s"]),
    ("have", &["has", "had", "having", "'ve", "'d", "'s"]),
    ("do", &["does", "did", "done", "doing"]),
    ("will", &["'ll", "wo"]),
    ("would", &["'d"]),
    ("can", &["ca", "cannot"]),
    ("shall", &["sha"]),
    ("not", &["n't"]),
    ("a", &["an"]),
    ("die", &["dying"]),
    ("lie", &["lying"]),
    ("tie", &["tying"]),
];

impl Lexicon {
    /// Every lower-case form that [`Lexicon::lemma`] may lead back to `word`, whatever its tag, `word` itself
    /// among them. Some that it never does may be there too.
    pub(super) fn forms(&self, word: &str) -> BTreeSet<String> {
        let mut forms = BTreeSet::from([word.to_owned()]);
        forms.extend(FIXED.iter().filter(|(lemma, _)| *lemma == word).flat_map(|(_, all)| all.iter().map(|f| (*f).to_owned())));
        forms.extend(self.irregular_forms(word).map(str::to_owned));
        let mut stems = vec![word.to_owned()];
        stems.extend(word.chars().next_back().map(|last| format!("{word}{last}")));
        stems.extend(word.strip_suffix('e').map(str::to_owned));
        stems.extend(word.strip_suffix('y').map(|stem| format!("{stem}i")));
        for stem in stems {
            forms.extend(["s", "es", "ed", "ing"].map(|ending| format!("{stem}{ending}")));
        }
        // "re-opened" for "reopened".
        if word.starts_with("re") {
            forms.extend(forms.clone().iter().filter_map(|form| form.strip_prefix("re")).map(|form| format!("re-{form}")));
        }
        forms
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::all_words;
    use super::*;
    use crate::prose::Tag;
    use std::collections::HashMap;

    /// The tags under which a lemma may differ from its form.
    const TAGS: [Tag; 10] = [Tag::VB, Tag::NN, Tag::VBD, Tag::VBN, Tag::VBG, Tag::VBZ, Tag::NNS, Tag::NNPS, Tag::MD, Tag::DT];

    #[test]
    fn every_form_of_the_lexicon_is_found_from_its_lemma() {
        let lexicon = Lexicon::builtin();
        let mut known: HashMap<String, BTreeSet<String>> = HashMap::new();
        let made = [
            "re-opens",
            "re-opened",
            "re-open",
            "re-opening",
            "u-turned",
            "xyzzied",
            "plonked",
            "blorping",
            "blorges",
            "fizzes",
            "zorched",
            "co-hosted",
        ];
        let mut checked = 0;
        for form in all_words().chain(made) {
            for tag in TAGS {
                let Some(lemma) = lexicon.lemma(form, tag) else { continue };
                let forms = known.entry(lemma.to_string()).or_insert_with(|| lexicon.forms(&lemma));
                assert!(forms.contains(form), "{form} as {tag:?} is a form of {lemma}");
                checked += 1;
            }
        }
        assert!(checked > 20_000, "{checked}");
    }
}
