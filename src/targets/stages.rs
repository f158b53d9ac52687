//! The versions and stages of a thing: "11.4", "beta 3", "the fourth of six milestones", "3.9.0rc1".
//!
//! However a text writes a stage, it has one name here ("rc 1"), so that a schedule and the announcement of what it
//! promised speak of one thing.

use super::words::{Hollow, is_empty_word, is_preposition, stem, words};
use crate::prose::Zone;
use crate::prose::tagger::WordHasher;
use crate::statements::{Extract, Kind, Statement};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;
use std::sync::OnceLock;

/// Words that may stand between an ordinal and its stage: "the second 11.4 development milestone".
const REACH: usize = 3;

/// How stages are written and numbered, and what comes in editions.
struct Stages {
    /// The place in the row that each ordinal names.
    ordinals: ByWord<usize>,
    /// The number that each number word names.
    numbers: ByWord<usize>,
    /// The name of the stage that each noun names.
    nouns: ByWord<String>,
    /// The same for short forms that stand right behind a version ("3.9.0b2").
    behind_version: ByWord<String>,
    /// The same for those that stand right before their number ("M4").
    before_number: ByWord<String>,
    next: Vec<Vec<String>>,
    yearly: Vec<Vec<String>>,
    opening: Vec<Vec<String>>,
    closing: Vec<Vec<String>>,
}

/// A table of words; its order is never used.
type ByWord<T> = HashMap<String, T, BuildHasherDefault<WordHasher>>;

impl Stages {
    /// The words of `rules/language/en/stages.toml`.
    fn english() -> &'static Stages {
        static ENGLISH: OnceLock<Stages> = OnceLock::new();
        ENGLISH.get_or_init(|| {
            // A test reads the embedded file; if it could not be read, nothing would have stages.
            let mut lists: BTreeMap<String, Vec<Vec<String>>> =
                toml::from_str(include_str!("../../rules/language/en/stages.toml")).unwrap_or_default();
            let mut take = |name: &str| lists.remove(name).unwrap_or_default();
            let placed = |rows: Vec<Vec<String>>, first: usize| {
                let forms = rows.into_iter().zip(first..).flat_map(|(forms, at)| forms.into_iter().map(move |form| (form, at)));
                forms.collect::<ByWord<usize>>()
            };
            let named = |rows: Vec<Vec<String>>| {
                let forms = rows.into_iter().filter_map(|forms| Some((forms.first()?.clone(), forms)));
                forms
                    .flat_map(|(name, forms)| forms.into_iter().map(move |form| (form, name.clone())))
                    .collect::<ByWord<String>>()
            };
            Stages {
                ordinals: placed(take("ordinal"), 1),
                numbers: placed(take("number"), 0),
                nouns: named(take("noun")),
                behind_version: named(take("behind_version")),
                before_number: named(take("before_number")),
                next: take("next"),
                yearly: take("yearly"),
                opening: take("opening"),
                closing: take("closing"),
            }
        })
    }

    /// The number of an ordinal: 2 for "second" and "2nd".
    fn ordinal(&self, word: &str) -> Option<usize> {
        self.ordinals.get(word).copied()
    }

    /// What a word numbers a stage by: "2" for "2" and "two".
    fn number<'w>(&self, word: &'w str) -> Option<Cow<'w, str>> {
        if word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()) {
            return Some(Cow::Borrowed(word));
        }
        self.numbers.get(word).map(|number| Cow::Owned(number.to_string()))
    }

    /// The stage that a word names, with the number that is glued to it: "beta", "rc" and "1" of "rc1", "milestone" and
    /// "4" of "m4". Right behind a version more stands for a stage: "b2".
    fn named<'w>(&self, word: &'w str, is_behind_version: bool) -> Option<(&str, &'w str)> {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        if digits.len() > 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let form = word.get(..word.len() - digits.len())?;
        let short = || self.behind_version.get(form).filter(|_| is_behind_version);
        let numbered = || self.before_number.get(form).filter(|_| !digits.is_empty());
        Some((self.nouns.get(form).or_else(short).or_else(numbered)?, digits))
    }

    /// Whether a thing of this name comes anew every year or so.
    fn is_yearly(&self, word: &str) -> bool {
        self.yearly.iter().any(|forms| forms.iter().any(|form| form == word))
    }

    /// Whether a word says that the next of a row is meant.
    fn is_next(&self, word: &str) -> bool {
        self.next.iter().any(|forms| forms.iter().any(|form| form == word))
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
        } else if !is_year && named && number.len() <= 3 {
            found.push(Instance::Numbered(lower, number));
        }
    }
    found
}

/// "11.4" of "v11.4"; "1.0.0" is how software writes "1.0".
pub(super) fn short_version(version: &str) -> &str {
    let version = version.trim_start_matches('v');
    if version.matches('.').count() == 2 { version.strip_suffix(".0").unwrap_or(version) } else { version }
}

/// Whether a lower-case word names a stage of a thing.
pub(super) fn is_stage_noun(word: &str) -> bool {
    Stages::english().nouns.contains_key(word)
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
    let known = Stages::english();
    let mut parts: Vec<Part<'_>> = Vec::with_capacity(text.len() / 6 + 1);
    for word in words(text) {
        // Only what holds a version has parts.
        if begins_like_version(&word) {
            let parted = split_version(&word);
            parts.extend(parted.into_iter().enumerate().map(|(at, part)| Part { word: Cow::Owned(part), glued: at > 0 }));
        } else {
            parts.push(Part { word, glued: false });
        }
    }
    // The stage just named, whose number may follow.
    let mut open: Option<&str> = None;
    // "The second development milestone": the place in the row, and how many words ago it stood.
    let mut ordinal: Option<(usize, usize)> = None;
    for Part { word, glued } in &parts {
        ordinal = match known.ordinal(word) {
            Some(number) => Some((number, 0)),
            None => ordinal.filter(|(_, ago)| *ago < REACH).map(|(number, ago)| (number, ago + 1)),
        };
        if let Some(name) = open.take() {
            match known.number(word) {
                Some(number) => {
                    found.push(format!("{name} {number}"));
                    continue;
                }
                None => found.push(name.to_owned()),
            }
        }
        if is_version(word) {
            found.push(word.trim_start_matches('v').to_owned());
            continue;
        }
        match known.named(word, *glued) {
            Some((name, "")) => match ordinal.take() {
                Some((number, _)) => found.push(format!("{name} {number}")),
                None => open = Some(name),
            },
            Some((name, number)) => found.push(format!("{name} {number}")),
            None => {}
        }
    }
    found.extend(open.map(str::to_owned));
    only_numbered(&mut found);
    found
}

/// A word, or what stands behind a version in it.
struct Part<'t> {
    word: Cow<'t, str>,
    glued: bool,
}

/// The stage that follows `titled` where a text speaks of the next `bare` one: "beta 3" for "the next beta" under the title
/// "Quill beta 2 is out".
pub(super) fn next_of(text: &str, bare: &str, titled: &str) -> Option<String> {
    let known = Stages::english();
    let (name, number) = titled.split_once(' ').filter(|(name, _)| *name == bare)?;
    let mut ago = None;
    let says_next = words(text).any(|word| {
        ago = if known.is_next(&word) { Some(0) } else { ago.filter(|ago| *ago < REACH).map(|ago| ago + 1) };
        ago.is_some() && known.nouns.get(word.as_ref()).is_some_and(|stage| stage == name)
    });
    let number: usize = number.parse().ok()?;
    says_next.then(|| format!("{name} {}", number + 1))
}

/// The one stage that a document's title names, and that its title does not put off: what comes next is counted from it.
pub(super) fn counted_from(extract: &Extract) -> Option<String> {
    let put_off = |s: &Statement| s.zone == Zone::Title && !matches!(s.kind, Kind::Met | Kind::Commitment);
    let mut named = stages(extract.title.as_deref()?).into_iter().filter(|stage| !is_version(stage));
    let stage = named.next()?;
    (named.next().is_none() && !extract.statements.iter().any(put_off)).then_some(stage)
}

/// Whether a word begins like a version: "11.4", "v1.0".
fn begins_like_version(word: &str) -> bool {
    let body = word.strip_prefix('v').unwrap_or(word);
    body.starts_with(|c: char| c.is_ascii_digit() || c == '.')
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
    let known = Stages::english();
    let mut lower = String::new();
    text.as_bytes().split(|byte| !byte.is_ascii_alphabetic()).any(|run| {
        // The letters that names of stages begin with, and their lengths.
        let first = run.first().map_or(0, |first| first | 0x20);
        if !(1..=10).contains(&run.len()) || !matches!(first, b'a' | b'b' | b'c' | b'm' | b'p' | b'r' | b's' | b't' | b'w') {
            return false;
        }
        lower.clear();
        lower.extend(run.iter().map(|byte| char::from(byte.to_ascii_lowercase())));
        known.nouns.contains_key(&lower) || known.before_number.contains_key(&lower)
    })
}

/// "1.0-beta" as "1.0" and "beta", "1.0.0.alpha.2" as "1.0.0", "alpha" and "2"; other words as they are.
pub(super) fn split_version(word: &str) -> Vec<String> {
    let body = if begins_like_version(word) { word.strip_prefix('v').unwrap_or(word) } else { return vec![word.to_owned()] };
    let Some(end) = body.find(|c: char| !(c.is_ascii_digit() || c == '.')) else { return vec![word.to_owned()] };
    let (number, rest) = body.split_at(end);
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
    let known = Stages::english();
    let (word, number) = stage.split_once(' ').unwrap_or((stage, ""));
    match (known.named(word, false), known.number(number)) {
        (Some((name, "")), Some(number)) if !number.is_empty() => Cow::Owned(format!("{name} {number}")),
        (Some((name, "")), _) if number.is_empty() => Cow::Owned(name.to_owned()),
        (Some((name, glued)), _) if number.is_empty() => Cow::Owned(format!("{name} {glued}")),
        _ => Cow::Borrowed(stage),
    }
}

/// Whether a stage is a version number ("11.4") and not a named stage ("beta 3").
pub(super) fn is_version(stage: &str) -> bool {
    let body = stage.strip_prefix('v').unwrap_or(stage);
    body.contains('.')
        && body.split('.').all(|part| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn no_name_of_a_stage_is_passed_over() {
        assert!(!Stages::english().nouns.is_empty());
        assert!(Stages::english().nouns.keys().all(|noun| may_name_stage(noun) && may_name_stage(&format!("a {noun}."))));
        assert!(Stages::english().before_number.keys().all(|short| may_name_stage(&format!("in {short}4"))));
    }

    #[test]
    fn stages_behind_a_version_may_be_letters() {
        assert_eq!(stages("Quill 3.9.0b2"), ["3.9.0", "beta 2"]);
        assert_eq!(stages("Quill v1.25.0-rc.0 and M4"), ["1.25.0", "milestone 4", "rc 0"]);
        assert!(stages("the b2 visa, 40 m of cloth").is_empty());
    }

    #[test]
    fn stages_are_numbered_in_words() {
        assert_eq!(stages("Release Candidate One"), ["rc 1"]);
        assert_eq!(stages("Beta two ships"), ["beta 2"]);
        assert_eq!(stages("one beta"), ["beta"]);
    }

    #[test]
    fn the_next_stage_is_counted_from_the_titles() {
        let next = |text: &str| next_of(text, "beta", "beta 2");
        assert_eq!(next("The next public beta is due in May").as_deref(), Some("beta 3"));
        assert_eq!(next("The previous beta was late"), None);
        assert_eq!(next("The beta takes us to the next town"), None);
        assert_eq!(next_of("The next beta", "beta", "rc 1"), None);
    }

    #[test]
    fn what_the_title_puts_off_is_no_place_to_count_from() {
        use crate::targets::fixture::{Says as _, doc, statement};
        let titled = |says: Kind| {
            let headline = Statement { zone: Zone::Title, ..statement(says, "Quill beta 2") };
            let mut extract = doc("a.md", "2014-05-01").says(headline);
            extract.title = Some("Quill beta 2".into());
            counted_from(&extract)
        };
        assert_eq!(titled(Kind::Met).as_deref(), Some("beta 2"));
        assert_eq!(titled(Kind::Moved), None);
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
}
