//! Words made comparable: the one place where targets and titles are cut into words.

use crate::prose::tagger::WordHasher;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::OnceLock;

/// Words without content: articles, pronouns, prepositions, auxiliaries.
const EMPTY: &[&str] = &[
    "a", "all", "an", "and", "any", "are", "as", "at", "be", "been", "by", "for", "from", "has", "have", "how", "in", "into",
    "is", "it", "its", "no", "not", "now", "of", "on", "or", "our", "over", "say", "that", "the", "their", "this", "to", "up",
    "was", "we", "what", "when", "where", "who", "why", "will", "with", "you", "your",
];

/// Whether a lower-case word has no content.
pub(super) fn is_empty_word(word: &str) -> bool {
    word.len() <= LONGEST_EMPTY && EMPTY.binary_search(&word).is_ok()
}

/// No word of [`EMPTY`] has more bytes.
const LONGEST_EMPTY: usize = 5;

/// Words that name no thing, by stem: they stand beside any promise and tell no two apart.
pub(super) struct Hollow(HashSet<String, BuildHasherDefault<WordHasher>>);

impl Hollow {
    /// The words of `rules/language/en/hollow.toml`.
    pub(super) fn english() -> &'static Hollow {
        static ENGLISH: OnceLock<Hollow> = OnceLock::new();
        ENGLISH.get_or_init(|| {
            // A test reads the embedded file; if it could not be read, no word would be hollow.
            let lists: BTreeMap<String, Vec<String>> =
                toml::from_str(include_str!("../../rules/language/en/hollow.toml")).unwrap_or_default();
            Hollow(lists.into_values().flatten().map(|word| stem(&word).into_owned()).collect())
        })
    }

    /// Whether the stem is one of a hollow word.
    pub(super) fn has(&self, stem: &str) -> bool {
        self.0.contains(stem)
    }
}

/// The words of a text in lower case: letters and digits, with inner hyphens, points and apostrophes.
pub(super) fn words(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '.' | '\'' | '’')))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(lower)
}

/// A word in lower case with plain apostrophes; nothing is copied where nothing changes.
pub(super) fn lower(word: &str) -> Cow<'_, str> {
    match (word.is_ascii(), word.as_bytes().iter().any(u8::is_ascii_uppercase)) {
        (true, false) => Cow::Borrowed(word),
        (true, true) => Cow::Owned(word.to_ascii_lowercase()),
        (false, _) => Cow::Owned(word.to_lowercase().replace('’', "'")),
    }
}

/// A rough stem, good enough to see that "hospitals" and "hospital", "roll-outs" and "rollout" are one word.
///
/// Both sides of every comparison pass through here, so it need not be a real word.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    let word = word.strip_suffix("'s").unwrap_or(word);
    if word.as_bytes().iter().any(|b| b.is_ascii_digit() || !b.is_ascii()) {
        return Cow::Borrowed(word);
    }
    let joined: Cow<'_, str> =
        if word.contains(['-', '.']) { Cow::Owned(word.replace(['-', '.'], "")) } else { Cow::Borrowed(word) };
    let cut = cut_of(&joined);
    match joined {
        Cow::Borrowed(w) => Cow::Borrowed(w.get(..cut).unwrap_or(w)),
        Cow::Owned(mut w) => {
            w.truncate(cut);
            Cow::Owned(w)
        }
    }
}

/// "ship" of "shipp(ing)", "plan" of "plann(ed)": where a doubled letter ends the first `n` bytes, one of them goes. Those
/// that end words doubled ("bill", "pass", "staff") stay.
fn undoubled(word: &str, n: usize) -> usize {
    match word.as_bytes().get(..n) {
        Some([.., a, b]) if a == b && matches!(a, b'b' | b'd' | b'g' | b'm' | b'n' | b'p' | b'r' | b't') => n - 1,
        _ => n,
    }
}

/// How many bytes of an ASCII word its stem keeps.
fn cut_of(word: &str) -> usize {
    let n = word.len();
    let ends = |suffix: &str, least: usize| word.ends_with(suffix) && n >= suffix.len() + least;
    // Endings that are cut end in one of these.
    let n = match word.as_bytes().last() {
        Some(b'n') => return if ends("ization", 3) || ends("isation", 3) { n - 7 } else { n },
        Some(b'e') if ends("ize", 4) || ends("ise", 4) => return n - 3,
        Some(b's') if ends("ies", 3) => return n - 3,
        Some(b'd') if ends("ied", 3) => return n - 3,
        Some(b's') if ends("es", 4) && ["ches", "shes", "xes", "sses"].iter().any(|end| word.ends_with(end)) => n - 2,
        Some(b's') if ends("s", 3) && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) => n - 1,
        Some(b'd') if ends("ed", 4) => undoubled(word, n - 2),
        Some(b'g') if ends("ing", 4) => undoubled(word, n - 3),
        _ => n,
    };
    // "delay" and "delayed", "release" and "releasing" end alike only without their last letter.
    let last = n.checked_sub(1).and_then(|at| word.as_bytes().get(at));
    if n > 4 && matches!(last, Some(b'e' | b'y')) { n - 1 } else { n }
}

pub(super) fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "about"
            | "after"
            | "around"
            | "before"
            | "between"
            | "during"
            | "since"
            | "than"
            | "through"
            | "throughout"
            | "til"
            | "till"
            | "under"
            | "until"
            | "within"
            | "without"
            | "and"
            | "but"
            | "circa"
            | "mid"
            | "late"
            | "early"
    )
}

/// A kebab-case id of at most `most` words.
pub(super) fn slug(text: &str, most: usize) -> String {
    let mut out = String::new();
    for word in words(text).filter(|w| !is_empty_word(w)).take(most) {
        let plain: String = word.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(plain.trim_matches('-'));
    }
    if out.is_empty() { "target".to_owned() } else { out }
}

/// The capitalised words right before the head of a subject, in lower case: "harrow", "lane" of "The Harrow Lane bridge".
/// The article and other words that name nothing are none of them.
pub(super) fn called<'s>(subject: &'s str, head: Option<&str>) -> impl Iterator<Item = String> + use<'s> {
    let mut words = subject.split_whitespace().rev();
    let last = words.next().map(str::to_lowercase);
    let is_head = last.is_some() && last.as_deref() == head;
    let proper = |word: &&str| word.starts_with(char::is_uppercase) && !word.ends_with(['.', ',', ':']);
    let names = |word: &String| !is_empty_word(word) && !Hollow::english().has(&stem(word));
    words.take_while(proper).take(if is_head { 4 } else { 0 }).map(str::to_lowercase).filter(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_called_by_its_names_alone() {
        let of = |subject| called(subject, Some("bridge")).collect::<Vec<_>>();
        assert_eq!(of("The Harrow Lane bridge"), ["lane", "harrow"]);
        assert_eq!(of("Toll Street Bridge"), ["street", "toll"]);
        assert!(of("The bridge").is_empty());
        assert!(of("New bridge").is_empty());
        assert!(of("the Harrow Lane station").is_empty());
    }

    #[test]
    fn the_list_of_empty_words_is_sorted() {
        assert!(EMPTY.is_sorted() && EMPTY.iter().all(|word| word.len() <= LONGEST_EMPTY));
    }

    #[test]
    fn hollow_words_are_read_and_things_are_not_among_them() {
        let hollow = Hollow::english();
        assert!(["extended", "deadlines", "delayed", "announced"].iter().all(|w| hollow.has(&stem(w))));
        assert!(!["ferry", "clinic", "beta", "railway", "paperless"].iter().any(|w| hollow.has(&stem(w))));
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (a, b) in [
            ("hospitals", "hospital"),
            ("opening", "opened"),
            ("roll-out", "rollout"),
            ("agencies", "agency"),
            ("release", "releases"),
            ("delay", "delayed"),
            ("apply", "applied"),
            ("shipping", "ships"),
            ("planned", "plan"),
            ("billing", "bill"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} and {b}");
        }
        assert_ne!(stem("beta"), stem("bet"));
        assert_ne!(stem("11.4"), stem("11.3"));
    }

    #[test]
    fn slugs_are_kebab_case() {
        assert_eq!(slug("The paperless NHS, by 2018", 6), "paperless-nhs-2018");
        assert_eq!(slug("…", 6), "target");
    }
}
