//! What is known of single words: the tags that they can bear, likeliest first, and their lemmas.

use super::words::{WordHasher, Words};
use crate::prose::Tag;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

const WORDS: &str = include_str!("../../../rules/language/en/lexicon/words.txt");
const CLOSED: &str = include_str!("../../../rules/language/en/lexicon/closed.toml");
const SUPPLEMENT: &str = include_str!("../../../rules/language/en/lexicon/supplement.toml");
const VERBS: &str = include_str!("../../../rules/language/en/lexicon/verbs.toml");

/// A set of tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TagSet(u64);

impl TagSet {
    pub(crate) const fn of(tags: &[Tag]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < tags.len() {
            bits |= 1 << (tags[i] as u64);
            i += 1;
        }
        TagSet(bits)
    }

    pub(crate) const fn all() -> Self {
        TagSet(u64::MAX)
    }

    pub(crate) fn has(self, tag: Tag) -> bool {
        self.0 & (1 << (tag as u64)) != 0
    }

    pub(crate) fn any(self, other: TagSet) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn and(self, other: TagSet) -> Self {
        TagSet(self.0 | other.0)
    }

    pub(crate) fn without(self, other: TagSet) -> Self {
        TagSet(self.0 & !other.0)
    }

    pub(crate) fn with(self, tag: Tag) -> Self {
        TagSet(self.0 | (1 << (tag as u64)))
    }
}

/// The tags that a word can bear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The likeliest.
    pub(crate) first: Tag,
    /// All of them.
    pub(crate) all: TagSet,
    /// A word of a closed class.
    pub(crate) closed: bool,
    /// Not in the lexicon: told by its ending.
    pub(crate) guessed: bool,
}

type Forms = HashMap<&'static str, &'static str, BuildHasherDefault<WordHasher>>;

/// The words of one language.
pub(crate) struct Lexicon {
    words: Words,
    /// Irregular verb form → base.
    verb_forms: Forms,
    /// Irregular plural → singular.
    plurals: Forms,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    class: Vec<Class>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Class {
    tags: String,
    words: Vec<String>,
}

fn tag(name: &str) -> Option<Tag> {
    Some(match name {
        "CC" => Tag::CC,
        "CD" => Tag::CD,
        "DT" => Tag::DT,
        "EX" => Tag::EX,
        "FW" => Tag::FW,
        "IN" => Tag::IN,
        "JJ" => Tag::JJ,
        "JJR" => Tag::JJR,
        "JJS" => Tag::JJS,
        "LS" => Tag::LS,
        "MD" => Tag::MD,
        "NN" => Tag::NN,
        "NNS" => Tag::NNS,
        "NNP" => Tag::NNP,
        "NNPS" => Tag::NNPS,
        "PDT" => Tag::PDT,
        "POS" => Tag::POS,
        "PRP" => Tag::PRP,
        "PRPS" => Tag::PRPS,
        "RB" => Tag::RB,
        "RBR" => Tag::RBR,
        "RBS" => Tag::RBS,
        "RP" => Tag::RP,
        "SYM" => Tag::SYM,
        "TO" => Tag::TO,
        "UH" => Tag::UH,
        "VB" => Tag::VB,
        "VBD" => Tag::VBD,
        "VBG" => Tag::VBG,
        "VBN" => Tag::VBN,
        "VBP" => Tag::VBP,
        "VBZ" => Tag::VBZ,
        "WDT" => Tag::WDT,
        "WP" => Tag::WP,
        "WPS" => Tag::WPS,
        "WRB" => Tag::WRB,
        _ => return None,
    })
}

fn entry(tags: &str, closed: bool) -> Option<Entry> {
    let mut tags = tags.split(' ').filter_map(tag);
    let first = tags.next()?;
    let mut all = tags.fold(TagSet::of(&[first]), TagSet::with);
    if !closed {
        // Forms that are spelt alike always come together.
        if all.has(Tag::VB) || all.has(Tag::VBP) {
            all = all.with(Tag::VB).with(Tag::VBP);
        }
    }
    Some(Entry { first, all, closed, guessed: false })
}

const VERBAL_PAST: TagSet = TagSet::of(&[Tag::VBD, Tag::VBN]);
const BASE: TagSet = TagSet::of(&[Tag::VB, Tag::VBP]);

impl Lexicon {
    /// The lexicon that is compiled into the program.
    pub(crate) fn builtin() -> Self {
        let mut lexicon = Lexicon { words: Words::over(WORDS, 60_000), verb_forms: Forms::default(), plurals: Forms::default() };
        lexicon.irregular();
        let mut start = 0;
        // Lines with the same tags are many: each list is read once.
        let mut known: HashMap<&str, Entry, BuildHasherDefault<WordHasher>> = HashMap::default();
        for line in WORDS.split('\n') {
            if let Some((word, tags)) = line.split_once(' ')
                && let Some(entry) = known.get(tags).copied().or_else(|| {
                    let entry = entry(tags, false)?;
                    known.insert(tags, entry);
                    Some(entry)
                })
            {
                lexicon.put(word, Some(start), entry);
            }
            start += line.len() + 1;
        }
        for (table, closed) in [(SUPPLEMENT, false), (CLOSED, true)] {
            // The embedded tables are checked by a test; a mistake there must not stop the program.
            let classes = toml::from_str(table).map_or(Vec::new(), |table: Table| table.class);
            for class in classes {
                if let Some(entry) = entry(&class.tags, closed) {
                    for word in class.words {
                        lexicon.put(&word, None, entry);
                    }
                }
            }
        }
        lexicon.part_pasts_from_bases();
        lexicon
    }

    /// Takes the reading of a base from irregular pasts, whatever a corpus once said: "said" is none.
    /// "found" stays one, since there is "founded".
    fn part_pasts_from_bases(&mut self) {
        let bases: HashSet<&str> = self.verb_forms.values().copied().collect();
        let pasts: Vec<&'static str> = self.verb_forms.keys().copied().filter(|form| !bases.contains(form)).collect();
        for form in pasts {
            if let Some(mut entry) = self.words.get(form)
                && VERBAL_PAST.has(entry.first)
                && self.words.get(&format!("{form}ed")).is_none()
            {
                entry.all = entry.all.without(BASE);
                self.words.set(form, None, entry);
            }
        }
    }

    /// Adds a word, completed by what its spelling and the table of irregular verbs say.
    fn put(&mut self, word: &str, start: Option<usize>, mut entry: Entry) {
        if !entry.closed {
            let old = self.words.get(word);
            let irregular = self.verb_forms.contains_key(word);
            // A plural or a form in -ing is no past.
            if !irregular && (word.ends_with("ing") && entry.all.has(Tag::VBG) || word.ends_with('s') && entry.all.has(Tag::NNS))
            {
                entry.all = entry.all.without(VERBAL_PAST);
            }
            if word.ends_with("ed") && entry.all.any(VERBAL_PAST) {
                entry.all = entry.all.with(Tag::VBD).with(Tag::VBN);
            } else if !irregular && entry.all.any(BASE) {
                // "plan" is no participle, whatever a corpus once said.
                entry.all = entry.all.without(VERBAL_PAST);
                if !entry.all.has(entry.first) {
                    entry.first = if entry.all.has(Tag::NN) { Tag::NN } else { Tag::VB };
                }
            }
            if let Some(old) = old {
                entry.all = if irregular { entry.all.without(VERBAL_PAST).and(old.all) } else { entry.all.and(old.all) };
            }
            if !entry.all.has(entry.first) {
                entry.first = [Tag::VBD, Tag::VBN, Tag::VB].into_iter().find(|t| entry.all.has(*t)).unwrap_or(entry.first);
            }
        }
        self.words.set(word, start, entry);
    }

    fn irregular(&mut self) {
        let mut table = "";
        for line in VERBS.lines() {
            if line.contains("= \"\"\"") {
                table = line.split(' ').next().unwrap_or("");
                continue;
            }
            let mut parts = line.split(' ');
            match (table, parts.next(), parts.next(), parts.next()) {
                ("verbs", Some(base), Some(past), Some(participle)) => {
                    self.add(base, Tag::VB);
                    self.add(base, Tag::VBP);
                    for form in past.split('/') {
                        self.add(form, Tag::VBD);
                        self.verb_forms.insert(form, base);
                    }
                    for form in participle.split('/') {
                        self.add(form, Tag::VBN);
                        self.verb_forms.insert(form, base);
                    }
                }
                ("plurals", Some(plural), Some(singular), None) => {
                    self.plurals.insert(plural, singular);
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, word: &'static str, tag: Tag) {
        let mut entry =
            self.words.get(word).unwrap_or(Entry { first: tag, all: TagSet::default(), closed: false, guessed: false });
        entry.all = entry.all.with(tag);
        self.words.set(word, None, entry);
    }

    /// The irregular forms of a word: of a verb, or the plural of a noun.
    pub(super) fn irregular_forms<'l>(&'l self, word: &'l str) -> impl Iterator<Item = &'static str> + 'l {
        let of = move |(form, base): (&&'static str, &&'static str)| (*base == word).then_some(*form);
        self.verb_forms.iter().filter_map(of).chain(self.plurals.iter().filter_map(of))
    }

    /// What is known of a lower-case word.
    pub(crate) fn get(&self, lower: &str) -> Option<Entry> {
        self.words.get(lower)
    }

    /// What is known, or can be guessed from the word's ending, of a lower-case word.
    pub(crate) fn look(&self, lower: &str) -> Entry {
        self.get(lower).unwrap_or_else(|| self.guess(lower))
    }

    fn is_verb(&self, base: &str) -> bool {
        self.get(base).is_some_and(|e| e.all.any(BASE))
    }

    fn is_noun(&self, base: &str) -> bool {
        self.get(base).is_some_and(|e| e.all.has(Tag::NN))
    }

    /// A word that is not in the lexicon: by hyphen, by known stem, by ending.
    pub(super) fn guess(&self, lower: &str) -> Entry {
        let made = |first: Tag, all: &[Tag]| Entry { first, all: TagSet::of(all).with(first), closed: false, guessed: true };
        if let Some((head, last)) = lower.rsplit_once('-') {
            return self.hyphened(head, last);
        }
        for (tail, n) in [("ed", 2), ("ing", 3)] {
            if lower.ends_with(tail) && lower.len() > n + 2 {
                let known = self.verb_base(lower).is_some();
                return match (tail, known) {
                    ("ed", _) => made(Tag::VBN, &[Tag::VBD, Tag::JJ]),
                    (_, true) => made(Tag::VBG, &[Tag::NN]),
                    _ => made(Tag::VBG, &[Tag::NN, Tag::JJ]),
                };
            }
        }
        if lower.ends_with('s') && !lower.ends_with("ss") && !lower.ends_with("us") && !lower.ends_with("is") && lower.len() > 3 {
            let base = stems_s(lower).into_iter().flatten().find(|b| self.get(b).is_some());
            let verb = base.as_deref().is_some_and(|b| self.is_verb(b));
            let noun = base.as_deref().is_none_or(|b| self.is_noun(b));
            return match (noun, verb) {
                (false, true) => made(Tag::VBZ, &[Tag::NNS]),
                (_, true) => made(Tag::NNS, &[Tag::VBZ]),
                _ => made(Tag::NNS, &[]),
            };
        }
        for (prefix, tags) in
            [("re", BASE), ("un", TagSet::of(&[Tag::JJ, Tag::VBN])), ("over", BASE), ("under", BASE), ("mis", BASE)]
        {
            if let Some(known) = lower.strip_prefix(prefix).filter(|r| r.len() > 3).and_then(|r| self.get(r))
                && known.all.any(tags)
                && !known.closed
            {
                return known;
            }
        }
        // Most endings differ in their last letter already.
        let last = lower.as_bytes().last();
        for (endings, first, also) in ENDINGS {
            if endings.iter().any(|e| e.as_bytes().last() == last && lower.len() > e.len() + 2 && lower.ends_with(e)) {
                return made(*first, also);
            }
        }
        made(Tag::NN, &[])
    }

    fn hyphened(&self, head: &str, last: &str) -> Entry {
        let made = |first: Tag, all: &[Tag]| Entry { first, all: TagSet::of(all).with(first), closed: false, guessed: true };
        let tail = self.get(last);
        if matches!(head, "re" | "pre" | "co" | "over" | "under" | "mis" | "self" | "un" | "de" | "non" | "sub")
            && let Some(known) = tail
            && !known.closed
        {
            return known;
        }
        match tail {
            Some(e) if e.first == Tag::VBN || e.first == Tag::VBG || e.all.has(Tag::VBN) && e.first != Tag::NN => {
                made(Tag::JJ, &[Tag::NN])
            }
            Some(e) if matches!(e.first, Tag::NNS) => made(Tag::NNS, &[Tag::JJ]),
            Some(e) if matches!(e.first, Tag::JJ) => made(Tag::JJ, &[]),
            Some(e) if matches!(e.first, Tag::RP | Tag::IN | Tag::RB) => made(Tag::NN, &[Tag::JJ, Tag::RB]),
            _ if head.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.') => made(Tag::JJ, &[]),
            _ if self.get(head).is_some_and(|h| matches!(h.first, Tag::CD | Tag::JJ | Tag::IN | Tag::RB)) => {
                made(Tag::JJ, &[Tag::NN])
            }
            Some(_) => made(Tag::NN, &[Tag::JJ]),
            None if last.ends_with("ed") => made(Tag::JJ, &[Tag::VBN]),
            None => made(Tag::NN, &[Tag::JJ]),
        }
    }

    /// The base of a verb form, where it can be told.
    fn verb_base(&self, lower: &str) -> Option<Cow<'static, str>> {
        if let Some(base) = self.verb_forms.get(lower) {
            return Some(Cow::Borrowed(base));
        }
        let stem = lower.strip_suffix("ing").or_else(|| lower.strip_suffix("ed"));
        if let Some(stem) = stem {
            if stem.len() < 2 {
                return None;
            }
            let with_e = format!("{stem}e");
            let undoubled = undouble(stem);
            // A doubled consonant is undoubled first ("planned"), unless the doubled form is a verb ("passed").
            if let Some(single) = undoubled.filter(|s| self.is_verb(s) && !self.is_verb(stem)) {
                return Some(Cow::Owned(single.to_owned()));
            }
            if self.is_verb(stem) && !(self.is_verb(&with_e) && (prefers_e(stem) || would_double(stem))) {
                return Some(Cow::Owned(stem.to_owned()));
            }
            if self.is_verb(&with_e) {
                return Some(Cow::Owned(with_e));
            }
            if let Some(y) = stem.strip_suffix('i').map(|s| format!("{s}y")).filter(|y| self.is_verb(y)) {
                return Some(Cow::Owned(y));
            }
            if let Some(hyphened) = stem.rsplit_once('-').filter(|(_, tail)| tail.len() > 2) {
                let tail = self.verb_base(lower.rsplit_once('-').map_or(lower, |(_, t)| t))?;
                return Some(Cow::Owned(format!("{}-{tail}", hyphened.0)));
            }
            return None;
        }
        if lower.ends_with('s') {
            return stems_s(lower).into_iter().flatten().find(|b| self.is_verb(b)).map(|b| Cow::Owned(b.into_owned()));
        }
        None
    }

    /// Dictionary form of a lower-case word under a tag; `None` when it is the word itself.
    pub(crate) fn lemma(&self, lower: &str, tag: Tag) -> Option<Cow<'static, str>> {
        let fixed = match tag {
            Tag::NN | Tag::NNS | Tag::NNP | Tag::JJ | Tag::IN | Tag::CD | Tag::Punct => None,
            _ if lower.len() > LONGEST_FIXED => None,
            _ => fixed_lemma(lower, tag),
        };
        if let Some(lemma) = fixed {
            return Some(Cow::Borrowed(lemma));
        }
        // "re-opened" is "reopened".
        if let Some(joined) = lower.strip_prefix("re-").map(|rest| format!("re{rest}"))
            && let base = self.lemma(&joined, tag)
            && (self.get(&joined).is_some() || base.as_deref().is_some_and(|base| self.is_verb(base)))
        {
            return Some(base.unwrap_or(Cow::Owned(joined)));
        }
        match tag {
            Tag::VBD | Tag::VBN | Tag::VBG | Tag::VBZ => self.verb_base(lower).or_else(|| regular_base(lower).map(Cow::Owned)),
            Tag::NNS | Tag::NNPS => {
                if let Some(singular) = self.plurals.get(lower) {
                    return Some(Cow::Borrowed(singular));
                }
                if !lower.ends_with('s') || lower.len() < 3 || lower.ends_with("ss") {
                    return None;
                }
                let known = stems_s(lower).into_iter().flatten().find(|b| self.is_noun(b));
                Some(match known {
                    Some(base) => Cow::Owned(base.into_owned()),
                    None => Cow::Owned(plain_singular(lower)),
                })
            }
            _ => None,
        }
    }
}

/// No form that [`fixed_lemma`] knows has more bytes.
const LONGEST_FIXED: usize = 6;

/// Lemmas of auxiliaries, clitics and articles.
fn fixed_lemma(lower: &str, tag: Tag) -> Option<&'static str> {
    Some(match (lower, tag) {
        ("am" | "is" | "are" | "was" | "were" | "been" | "being" | "'m" | "'re" | "'is" | "ai", _) | ("'s", Tag::VBZ) => "be",
        ("has" | "had" | "having" | "'ve", _) | ("'d", Tag::VBD) => "have",
        ("does" | "did" | "done" | "doing", _) => "do",
        ("'ll" | "wo", _) => "will",
        ("'d", _) => "would",
        ("ca" | "cannot", Tag::MD) => "can",
        ("sha", _) => "shall",
        ("n't", _) => "not",
        ("an", Tag::DT) => "a",
        ("dying", Tag::VBG) => "die",
        ("lying", Tag::VBG) => "lie",
        ("tying", Tag::VBG) => "tie",
        _ => return None,
    })
}

/// Endings of unknown words, most telling first.
const ENDINGS: &[(&[&str], Tag, &[Tag])] = &[
    (&["ly"], Tag::RB, &[Tag::JJ]),
    (&["able", "ible", "ful", "less", "ous", "ish", "ive", "esque"], Tag::JJ, &[]),
    (&["ical", "inal", "onal", "ural", "ial", "ic"], Tag::JJ, &[Tag::NN]),
    (&["ize", "ise", "ify"], Tag::VB, &[Tag::VBP]),
    (&["ness", "ment", "tion", "sion", "ity", "ship", "hood", "ism", "ance", "ence", "ware", "ologist"], Tag::NN, &[]),
    (&["wards", "wise"], Tag::RB, &[]),
];

/// What may stand before a final s: "-ies" → "-y", "-es" → "", "-s" → "".
fn stems_s(lower: &str) -> [Option<Cow<'_, str>>; 3] {
    let plain = lower.strip_suffix('s').map(Cow::Borrowed);
    let ies = lower.strip_suffix("ies").filter(|s| s.len() > 1).map(|s| Cow::Owned(format!("{s}y")));
    let es = lower
        .strip_suffix("es")
        .filter(|s| s.ends_with(['s', 'x', 'z', 'o']) || s.ends_with("ch") || s.ends_with("sh"))
        .map(Cow::Borrowed);
    [ies, plain, es]
}

fn plain_singular(lower: &str) -> String {
    if let Some(stem) = lower.strip_suffix("ies").filter(|s| s.len() > 2) {
        return format!("{stem}y");
    }
    for tail in ["sses", "xes", "ches", "shes", "zzes"] {
        if lower.ends_with(tail) {
            return lower.strip_suffix("es").unwrap_or(lower).to_owned();
        }
    }
    lower.strip_suffix('s').unwrap_or(lower).to_owned()
}

/// "plann" → "plan"; `None` where the last two letters differ.
fn undouble(stem: &str) -> Option<&str> {
    let bytes = stem.as_bytes();
    let (last, before) = (bytes.len().checked_sub(1)?, bytes.len().checked_sub(2)?);
    (bytes.get(last) == bytes.get(before) && bytes.get(last).is_some_and(u8::is_ascii_alphabetic))
        .then(|| stem.get(..last))
        .flatten()
}

/// Whether a verb of this spelling doubles its last letter: one short vowel and one consonant ("hop", "hopped").
fn would_double(stem: &str) -> bool {
    let is_vowel = |b: &u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let bytes = stem.as_bytes();
    bytes.iter().filter(|b| is_vowel(b)).count() == 1
        && bytes.last().is_some_and(|b| !is_vowel(b) && !matches!(b, b'w' | b'x'))
        && bytes.len().checked_sub(2).and_then(|at| bytes.get(at)).is_some_and(is_vowel)
}

/// Stems that more likely lost an e: after consonant + single vowel + consonant of such endings.
fn prefers_e(stem: &str) -> bool {
    ["at", "iz", "is", "ur", "as", "os", "us", "ag", "ic", "iv", "in", "ut", "id", "ud", "ar"].iter().any(|t| stem.ends_with(t))
}

/// The base of a form of an unknown verb, by spelling alone.
fn regular_base(lower: &str) -> Option<String> {
    if let Some(stem) = lower.strip_suffix("ied").or_else(|| lower.strip_suffix("ies")).filter(|s| s.len() > 1) {
        return Some(format!("{stem}y"));
    }
    if let Some(stem) = lower.strip_suffix("ing").or_else(|| lower.strip_suffix("ed")).filter(|s| s.len() > 1) {
        if prefers_e(stem) && undouble(stem).is_none() {
            return Some(format!("{stem}e"));
        }
        return Some(undouble(stem).filter(|s| !s.ends_with(['s', 'l', 'f'])).unwrap_or(stem).to_owned());
    }
    lower.strip_suffix('s').filter(|s| s.len() > 1).map(str::to_owned)
}

/// The words of the embedded list.
#[cfg(test)]
pub(super) fn all_words() -> impl Iterator<Item = &'static str> {
    WORDS.lines().filter_map(|line| line.split(' ').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_tables_parse() {
        let closed: Table = toml::from_str(CLOSED).expect("closed.toml");
        let supplement: Table = toml::from_str(SUPPLEMENT).expect("supplement.toml");
        assert!(
            closed
                .class
                .iter()
                .chain(&supplement.class)
                .all(|c| c.tags.split(' ').all(|t| tag(t).is_some()) && !c.words.is_empty())
        );
        assert!(WORDS.lines().all(|l| l.split_once(' ').is_some_and(|(_, t)| t.split(' ').all(|t| tag(t).is_some()))));
        assert!(Lexicon::builtin().verb_forms.len() > 200);
    }

    #[test]
    fn lemmas_follow_spelling() {
        let lexicon = Lexicon::builtin();
        for (form, tag, lemma) in [
            ("delayed", Tag::VBN, "delay"),
            ("planned", Tag::VBN, "plan"),
            ("scrapped", Tag::VBN, "scrap"),
            ("missed", Tag::VBD, "miss"),
            ("launching", Tag::VBG, "launch"),
            ("delivering", Tag::VBG, "deliver"),
            ("closing", Tag::VBG, "close"),
            ("raising", Tag::VBG, "raise"),
            ("slipped", Tag::VBD, "slip"),
            ("postponed", Tag::VBN, "postpone"),
            ("rescheduled", Tag::VBN, "reschedule"),
            ("cancelled", Tag::VBN, "cancel"),
            ("set", Tag::VBN, "set"),
            ("met", Tag::VBD, "meet"),
            ("targets", Tag::NNS, "target"),
            ("authorities", Tag::NNS, "authority"),
            ("children", Tag::NNS, "child"),
            ("passes", Tag::VBZ, "pass"),
            ("expects", Tag::VBZ, "expect"),
            ("switches", Tag::VBZ, "switch"),
            ("criteria", Tag::NNS, "criterion"),
            ("houses", Tag::NNS, "house"),
            ("deferred", Tag::VBN, "defer"),
            ("committed", Tag::VBN, "commit"),
            ("abandoned", Tag::VBN, "abandon"),
            ("shelved", Tag::VBN, "shelve"),
            ("dying", Tag::VBG, "die"),
            ("hoped", Tag::VBD, "hope"),
            ("hopped", Tag::VBD, "hop"),
            ("hoping", Tag::VBG, "hope"),
            ("started", Tag::VBD, "start"),
        ] {
            assert_eq!(lexicon.lemma(form, tag).as_deref(), Some(lemma), "{form}");
        }
    }
}
