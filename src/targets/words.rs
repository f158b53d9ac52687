//! Words made comparable: the one place where targets and titles are cut into words.

use crate::prose::tagger::WordHasher;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
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
        Some(b'd') if ends("ed", 4) => n - 2,
        Some(b'g') if ends("ing", 4) => n - 3,
        _ => n,
    };
    // "delay" and "delayed", "release" and "releasing" end alike only without their last letter.
    let last = n.checked_sub(1).and_then(|at| word.as_bytes().get(at));
    if n > 4 && matches!(last, Some(b'e' | b'y')) { n - 1 } else { n }
}

/// Words that may stand between an ordinal and its stage: "the second 11.4 development milestone".
const REACH: usize = 3;

/// How stages and editions are numbered in words.
struct Stages {
    /// The place in the row that each word names.
    ordinals: HashMap<String, usize, BuildHasherDefault<WordHasher>>,
    yearly: Vec<Vec<String>>,
    opening: Vec<Vec<String>>,
    closing: Vec<Vec<String>>,
}

impl Stages {
    /// The words of `rules/language/en/stages.toml`.
    fn english() -> &'static Stages {
        static ENGLISH: OnceLock<Stages> = OnceLock::new();
        ENGLISH.get_or_init(|| {
            let mut lists: BTreeMap<String, Vec<Vec<String>>> =
                toml::from_str(include_str!("../../rules/language/en/stages.toml")).unwrap_or_default();
            let mut take = |name: &str| lists.remove(name).unwrap_or_default();
            let mut ordinals = HashMap::default();
            for (at, form) in
                take("ordinal").into_iter().enumerate().flat_map(|(at, forms)| forms.into_iter().map(move |form| (at, form)))
            {
                ordinals.entry(form).or_insert(at + 1);
            }
            Stages { ordinals, yearly: take("yearly"), opening: take("opening"), closing: take("closing") }
        })
    }

    /// The number of an ordinal: 2 for "second" and "2nd".
    fn ordinal(&self, word: &str) -> Option<usize> {
        self.ordinals.get(word).copied()
    }

    /// Whether a thing of this name comes anew every year or so.
    fn is_yearly(&self, word: &str) -> bool {
        self.yearly.iter().any(|forms| forms.iter().any(|form| form == word))
    }
}

/// The last one of a text's [`words`].
fn last_word(text: &str) -> Option<Cow<'_, str>> {
    let end = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    // A space divides words, so what stands before the last one changes nothing.
    let start = end.rfind(' ').map_or(0, |space| space + 1);
    words(text.get(start..)?).last()
}

/// Whether a text that ends in a bare verb of beginning or ending ("voting opens", "voting closes") begins or ends
/// something; `None` where its last word is neither.
pub(super) fn bound(text: &str) -> Option<bool> {
    let last = last_word(text)?;
    let has = |lists: &[Vec<String>]| lists.iter().flatten().any(|form| *form == last);
    let stages = Stages::english();
    match (has(&stages.opening), has(&stages.closing)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// What tells one instance of a thing from the next by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Instance {
    /// The year of an edition: "2021" of "the 2021 edition" and of "Quill 2021".
    Edition(String),
    /// A name with a number: "Atlas" and "4" of "Atlas 4".
    Numbered(String, String),
}

/// The versions that a text names, each with the name before it: "Northlight 11.4" as ("northlight", "11.4"),
/// "version 2.0" as ("", "2.0").
pub(super) fn versions(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if !may_name_version(text) {
        return found;
    }
    let mut before = Cow::Borrowed("");
    for word in words(text) {
        let parts = if word.contains('.') { split_version(&word) } else { Vec::new() };
        if let Some(version) = parts.first().filter(|part| is_version(part)) {
            let short = short_version(version);
            let telling = !before.is_empty()
                && before.chars().any(char::is_alphabetic)
                && !is_empty_word(&before)
                && !is_preposition(&before)
                && !Hollow::english().has(&stem(&before))
                && !matches!(before.as_ref(), "version" | "releases" | "upcoming");
            found.push((if telling { stem(&before).into_owned() } else { String::new() }, short.to_owned()));
        } else {
            before = word;
        }
    }
    found
}

/// The instances that a text names. Years in dates ("in March 2021", "by 2021") are none.
pub(super) fn instances(text: &str) -> Vec<Instance> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let tokens: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”' | '*' | '_' | '[' | ']'))
        .filter(|token| !token.is_empty())
        .collect();
    let bare = |token: &str| token.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let number = bare(token);
        if number.is_empty() || number.len() > 4 || !number.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        let before = at.checked_sub(1).and_then(|i| tokens.get(i)).copied().unwrap_or_default();
        let name = bare(before);
        let lower = name.to_lowercase();
        // A comma or stop between the two parts a date or a list.
        let named = before.ends_with(char::is_alphanumeric)
            && name.chars().count() >= 2
            && name.chars().next().is_some_and(char::is_uppercase)
            && name.chars().all(char::is_alphabetic)
            && !is_empty_word(&lower)
            && !Hollow::english().has(&stem(&lower))
            && !is_preposition(&lower);
        let yearly = || {
            let after = tokens.iter().skip(at + 1).take(2).map(|t| bare(t).to_lowercase());
            token.ends_with(char::is_alphanumeric) && after.into_iter().any(|word| Stages::english().is_yearly(&word))
        };
        let is_year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
        if is_year && (named || yearly()) {
            found.push(Instance::Edition(number));
        } else if !is_year && named && number.len() <= 2 {
            found.push(Instance::Numbered(lower, number));
        }
    }
    found
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

/// "11.4" of "v11.4"; "1.0.0" is how software writes "1.0".
pub(super) fn short_version(version: &str) -> &str {
    let version = version.trim_start_matches('v');
    if version.matches('.').count() == 2 { version.strip_suffix(".0").unwrap_or(version) } else { version }
}

/// Nouns that name a stage of a thing.
const STAGE: &[&str] = &["alpha", "beta", "candidate", "milestone", "phase", "rc", "stage", "step", "tier", "tranche", "wave"];

/// Whether a lower-case word names a stage of a thing.
pub(super) fn is_stage_noun(word: &str) -> bool {
    STAGE.contains(&word.strip_suffix('s').unwrap_or(word))
}

/// The number of the ordinal in a subject: 2 for "the second production line".
pub(super) fn counted(subject: &str) -> Option<usize> {
    words(subject).find_map(|word| Stages::english().ordinal(&word))
}

/// Whether a lower-case word is an ordinal.
pub(super) fn is_ordinal(word: &str) -> bool {
    Stages::english().ordinal(word).is_some()
}

/// Versions and stages that stand in a text: "11.4", "beta 3", "milestone 5", "1.0" and "beta" of "1.0-beta".
pub(super) fn stages(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !may_name_stage(text) {
        return found;
    }
    let mut open: Option<&str> = None;
    let mut parts: Vec<Cow<'_, str>> = Vec::with_capacity(text.len() / 6 + 1);
    for word in words(text) {
        // Only what begins so has parts.
        if word.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            parts.extend(split_version(&word).into_iter().map(Cow::Owned));
        } else {
            parts.push(word);
        }
    }
    // "The second development milestone": the place in the row, and how many words ago it stood.
    let mut ordinal: Option<(usize, usize)> = None;
    for word in &parts {
        ordinal = match Stages::english().ordinal(word) {
            Some(number) => Some((number, 0)),
            None => ordinal.filter(|(_, ago)| *ago < REACH).map(|(number, ago)| (number, ago + 1)),
        };
        if let Some(name) = open.take() {
            let number = word.chars().all(|c| c.is_ascii_digit()) && word.len() <= 2;
            found.push(stage_name(&if number { format!("{name} {word}") } else { name.to_owned() }).into_owned());
            if number {
                continue;
            }
        }
        if is_version(word) {
            found.push(word.trim_start_matches('v').to_owned());
            continue;
        }
        let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let name = word.get(..word.len() - digits.len()).unwrap_or_default();
        let name = name.strip_suffix('s').filter(|n| digits.is_empty() && STAGE.contains(n)).unwrap_or(name);
        if STAGE.contains(&name) && (digits.is_empty() || (digits.len() <= 2 && digits.chars().all(|c| c.is_ascii_digit()))) {
            if let (true, Some((number, _))) = (digits.is_empty(), ordinal.take()) {
                found.push(stage_name(&format!("{name} {number}")).into_owned());
            } else if digits.is_empty() {
                open = Some(name);
            } else {
                found.push(stage_name(&format!("{name} {digits}")).into_owned());
            }
        }
    }
    found.extend(open.map(|name| stage_name(name).into_owned()));
    only_numbered(&mut found);
    found
}

/// Whether a text holds what [`is_version`] asks for: a point between digits.
fn may_name_version(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'.', bytes).any(|at| {
        let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        digit(at.checked_sub(1)) && digit(at.checked_add(1))
    })
}

/// Whether a text holds a version or a run of letters that names a stage: without either, [`stages`] finds nothing.
fn may_name_stage(text: &str) -> bool {
    // Two letters become plain ones in lower case.
    if may_name_version(text) || !text.is_ascii() && text.contains(['\u{212a}', '\u{130}']) {
        return true;
    }
    text.as_bytes().split(|byte| !byte.is_ascii_alphabetic()).any(|run| {
        // The letters that names of stages begin with.
        matches!(run, [first, _, ..] if matches!(first | 0x20, b'a' | b'b' | b'c' | b'm' | b'p' | b'r' | b's' | b't' | b'w')) && {
            let plain = run.strip_suffix(b"s").or(run.strip_suffix(b"S")).unwrap_or(run);
            (2..=9).contains(&plain.len()) && STAGE.iter().any(|stage| stage.as_bytes().eq_ignore_ascii_case(plain))
        }
    })
}

/// "1.0-beta" as "1.0" and "beta", "1.0.0.alpha.2" as "1.0.0", "alpha" and "2"; other words as they are.
pub(super) fn split_version(word: &str) -> Vec<String> {
    if !word.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return vec![word.to_owned()];
    }
    let Some(end) = word.find(|c: char| !(c.is_ascii_digit() || c == '.')) else { return vec![word.to_owned()] };
    let (number, rest) = word.split_at(end);
    let number = number.trim_end_matches('.');
    if !is_version(number) {
        return vec![word.to_owned()];
    }
    let rest = rest.split(['-', '.']).filter(|part| !part.is_empty()).map(str::to_owned);
    std::iter::once(number.to_owned()).chain(rest).collect()
}

/// Sorts stages, and leaves "beta" out beside "beta 3".
pub(super) fn only_numbered(stages: &mut Vec<String>) {
    stages.sort_unstable();
    stages.dedup();
    let numbered: Vec<String> = stages.iter().filter_map(|s| s.split_once(' ')).map(|(name, _)| name.to_owned()).collect();
    stages.retain(|s| !numbered.contains(s));
}

/// One spelling for a stage: "rc1", "m4", "beta2", "candidate 1" are "rc 1", "milestone 4", "beta 2", "rc 1".
pub(super) fn stage_name(stage: &str) -> Cow<'_, str> {
    let digits = stage.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let name = stage.get(..stage.len() - digits.len()).unwrap_or_default();
    let name = match name {
        "m" | "ms" if !digits.is_empty() => "milestone",
        "candidate" => "rc",
        "betas" => "beta",
        "alphas" => "alpha",
        "rc" | "beta" | "alpha" => name,
        _ => return Cow::Borrowed(stage),
    };
    match digits.trim_start() {
        "" => Cow::Owned(name.to_owned()),
        number => Cow::Owned(format!("{name} {number}")),
    }
}

/// Whether a stage is a version number ("11.4") and not a named stage ("beta 3").
pub(super) fn is_version(stage: &str) -> bool {
    let body = stage.strip_prefix('v').unwrap_or(stage);
    body.contains('.')
        && body.split('.').all(|part| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
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
        assert!(STAGE.iter().all(|stage| may_name_stage(stage) && may_name_stage(&format!("a {stage}s."))));
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
        ] {
            assert_eq!(stem(a), stem(b), "{a} and {b}");
        }
        assert_ne!(stem("beta"), stem("bet"));
        assert_ne!(stem("11.4"), stem("11.3"));
    }

    #[test]
    fn stages_keep_their_numbers() {
        assert_eq!(stages("Northlight 11.4 Milestone 5 is out"), ["11.4", "milestone 5"]);
        assert_eq!(stages("Northlight 11.1 Beta3 delayed"), ["11.1", "beta 3"]);
        assert_eq!(stages("The beta opens in 2024"), ["beta"]);
        assert_eq!(stages("Quill 1.0-beta and Quill 1.0.0.alpha.2"), ["1.0", "1.0.0", "alpha 2", "beta"]);
        assert_eq!(stages("Release Candidate 1 follows the betas"), ["beta", "rc 1"]);
        assert!(stages("Ten years of records").is_empty());
    }

    #[test]
    fn stages_are_numbered_by_ordinals_too() {
        assert_eq!(stages("the first beta of Quillwort 9.2"), ["9.2", "beta 1"]);
        assert_eq!(stages("Second 9.2 Development Milestone"), ["9.2", "milestone 2"]);
        assert_eq!(stages("the fourth of six milestones"), ["milestone 4"]);
        assert_eq!(stages("the first hospital to join ran its own beta"), ["beta"]);
    }

    #[test]
    fn stages_have_one_spelling() {
        for (a, b) in [
            ("rc1", "rc 1"),
            ("m4", "milestone 4"),
            ("beta2", "beta 2"),
            ("beta 2", "beta 2"),
            ("beta", "beta"),
            ("phase 2", "phase 2"),
        ] {
            assert_eq!(stage_name(a), b);
        }
    }

    #[test]
    fn slugs_are_kebab_case() {
        assert_eq!(slug("The paperless NHS, by 2018", 6), "paperless-nhs-2018");
        assert_eq!(slug("…", 6), "target");
    }
}
