//! What can set off a cue rule: told before anything is tagged.
//!
//! Two tests, the cheaper one first. A scan over a block ([`Triggers::scan`]) looks every run of letters up among
//! the forms that some rule cannot do without, and among the words that can begin a time expression. A sentence
//! with such a word is then asked ([`Triggers::may_match`]) whether any pattern could match, whatever tags and
//! lemmas its words turn out to have. Both are made of the compiled rules and of the grammar alone, so that no
//! rule can be left out, and both err on one side only: a sentence that they pass over cannot make a statement.

mod keys;
mod possible;
#[cfg(test)]
mod tests;

use super::Kind;
use super::lexicon::{CueRule, Lexicon};
use super::pattern::{Atom, Pattern};
use crate::prose::tagger::{Outlook, TagSet, WordHasher};
use crate::prose::{Reader, Tag};
use crate::time::Grammar;
use keys::Keys;
pub(super) use keys::{Kinds, Met};
use possible::{Form, Sketch, SketchStep, Test};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::BuildHasherDefault;

/// The compiled tests of one language.
pub struct Triggers {
    keys: Keys,
    /// What is known of the forms of the words that patterns ask for.
    forms: HashMap<String, Form, BuildHasherDefault<WordHasher>>,
    /// Numbers of those words, form after form.
    readings: Vec<u16>,
    /// Numbers for the signs of a sentence, sixty-four in each.
    sign_rooms: usize,
    /// The first of them, which hold all that patterns ask for that need no date.
    dateless_rooms: usize,
    sketches: Vec<Sketch>,
    /// What must stand in a sentence for each sketch, before anything is said of where.
    asked: Vec<Asked>,
    /// Words that open a phrase put in between.
    interposing: BTreeSet<String>,
}

/// A pattern that a sentence has all words for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// Byte of the text where the word begins that it hangs on.
    at: usize,
    /// Its number; `None`: any pattern may match.
    sketch: Option<u32>,
}

/// What a pattern asks of the words of a sentence, whatever their order.
struct Asked {
    /// The signs, rarest first; more may be asked.
    signs: [u32; SIGNS],
    count: u8,
    /// It finds a commitment, which needs a date, or names one.
    dated: bool,
}

impl Asked {
    /// The signs that are asked for.
    fn signs(&self) -> impl Iterator<Item = u32> + '_ {
        self.signs.iter().copied().take(usize::from(self.count))
    }

    /// Whether these signs are all that are asked for.
    fn stands(&self, signs: &[u64]) -> bool {
        self.signs().all(|sign| signs.get(sign as usize / 64).is_some_and(|bits| bits >> (sign % 64) & 1 == 1))
    }
}

impl Standing {
    /// Byte of the text where the word begins that its pattern hangs on.
    pub(super) fn at(self) -> usize {
        self.at
    }
}

/// Sixty-four times as many words that bear signs are known again when they come once more.
const KNOWN: usize = 64;

/// So many signs of a pattern are asked for.
const SIGNS: usize = 4;

/// How much a search costs for a word that hardly a sentence is without, for another function word, and for any other.
const COSTS: [usize; 3] = [400, 20, 1];

impl Triggers {
    /// The tests for the rules of `lexicon`, as `reader` reads words and `grammar` dates.
    pub fn new(lexicon: &Lexicon, reader: &Reader, grammar: &Grammar) -> Self {
        let mut build = Build::new(lexicon, reader);
        for rule in &lexicon.rules {
            for pattern in rule.patterns() {
                build.pattern(rule, pattern);
            }
        }
        for word in grammar.trigger_words() {
            // Whatever holds a digit is looked for by that.
            if !word.bytes().any(|b| b.is_ascii_digit()) {
                build.keys.enter(if word == "oclock" { "clock" } else { word }, Kinds::DATES, None);
            }
        }
        build.finish()
    }

    /// What `text` may hold, by its words alone; the words that rules hang on, and those that bear signs, go to `met`, in
    /// order.
    pub(super) fn scan(&self, text: &str, met: &mut Vec<Met>) -> Kinds {
        self.keys.scan(text, met)
    }

    /// The patterns that a text with these words has all words for, in any order, each with the word that it hangs on:
    /// what no text as a whole has words for, none of its sentences has. `signs` is room for what the text bears.
    pub(super) fn standing(&self, met: &[Met], dated: bool, signs: &mut Vec<u64>, standing: &mut Vec<Standing>) {
        standing.clear();
        let all = self.keys.is_everywhere();
        let mut known = false;
        for hit in met.iter().filter(|met| Self::is_worth(met.kinds(), dated) || all && met.is_hit()) {
            let Some(patterns) = self.keys.patterns(hit.list()).filter(|_| !all) else {
                standing.push(Standing { at: hit.at, sketch: None });
                continue;
            };
            if !std::mem::replace(&mut known, true) {
                self.signs_of(met, dated, signs);
            }
            for number in patterns {
                if self.asked.get(*number as usize).is_some_and(|asked| (dated || !asked.dated) && asked.stands(signs)) {
                    standing.push(Standing { at: hit.at, sketch: Some(*number) });
                }
            }
        }
    }

    /// Those of the patterns of a text that one of its sentences has all words for.
    pub(super) fn narrow(&self, text: &[Standing], met: &[Met], dated: bool, signs: &mut Vec<u64>, standing: &mut Vec<Standing>) {
        if !text.is_empty() {
            self.signs_of(met, dated, signs);
        }
        let asked = |sketch: u32| self.asked.get(sketch as usize);
        let stands = |one: &&Standing| one.sketch.and_then(asked).is_none_or(|asked| asked.stands(signs));
        standing.extend(text.iter().filter(stands));
    }

    /// What words that bear signs bear together: of a text without a date only what patterns ask for that need none.
    fn signs_of(&self, met: &[Met], dated: bool, signs: &mut Vec<u64>) {
        signs.clear();
        signs.resize(if dated { self.sign_rooms } else { self.dateless_rooms }, 0);
        // Small words come again and again, and bear the same each time.
        let mut known = [0u64; KNOWN];
        for bears in met.iter().filter_map(Met::bears) {
            let bit = 1 << (bears % 64);
            match known.get_mut(usize::from(bears / 64)) {
                Some(bits) if *bits & bit != 0 => continue,
                Some(bits) => *bits |= bit,
                None => {}
            }
            self.keys.add_signs(bears, signs);
        }
    }

    /// Whether a sentence with such words is worth a closer look.
    pub(super) fn is_worth(kinds: Kinds, dated: bool) -> bool {
        kinds.has(Kinds::TELLS) || dated && kinds.has(Kinds::DATED)
    }

    /// Whether one of the patterns is worth trying in a sentence, with a date or without.
    pub(super) fn is_any(&self, standing: &[Standing], dated: bool) -> bool {
        let asks_date = |sketch: u32| self.asked.get(sketch as usize).is_some_and(|asked| asked.dated);
        standing.iter().any(|one| dated || !one.sketch.is_some_and(asks_date))
    }

    /// The numbers of the words that a form may be read as.
    fn readings(&self, form: Form) -> &[u16] {
        let (start, len) = (form.readings.0 as usize, form.readings.1 as usize);
        self.readings.get(start..start + len).unwrap_or_default()
    }
}

/// What is known while the rules are gone through.
struct Build<'b> {
    lexicon: &'b Lexicon,
    reader: &'b Reader,
    /// Numbers of the words that patterns ask for.
    numbers: HashMap<String, u16, BuildHasherDefault<WordHasher>>,
    /// Those words.
    words: Vec<Asking>,
    keys: Keys,
    sketches: Vec<Sketch>,
    /// The sets of words of which a pattern asks for one, each with the tags that it asks for, numbered.
    sets: BTreeMap<(Vec<u16>, TagSet), u32>,
    asked: Vec<Asked>,
}

/// A word that patterns ask for.
struct Asking {
    /// What a search for it costs.
    cost: usize,
    /// Its forms.
    forms: Vec<Known>,
    /// Each of them has letters that a scan can look for.
    told: bool,
}

/// A form of such a word.
struct Known {
    text: String,
    outlook: Outlook,
}

impl Known {
    /// Whether it can bear one of these tags, where any are asked for.
    fn may_bear(&self, tags: TagSet) -> bool {
        tags == TagSet::default() || self.outlook.may_bear(tags)
    }
}

impl<'b> Build<'b> {
    fn new(lexicon: &'b Lexicon, reader: &'b Reader) -> Self {
        Build {
            lexicon,
            reader,
            numbers: HashMap::default(),
            words: Vec::new(),
            keys: Keys::default(),
            sketches: Vec::new(),
            sets: BTreeMap::new(),
            asked: Vec::new(),
        }
    }

    fn pattern(&mut self, rule: &CueRule, pattern: &Pattern) {
        let steps: Vec<(&Atom, bool)> = pattern.in_order().collect();
        let names_date = steps.iter().any(|(atom, optional)| !optional && matches!(atom, Atom::Date(_)));
        let dated = rule.kind == Kind::Commitment || names_date;
        let kinds = if dated { Kinds::DATED } else { Kinds::TELLS };
        let words: Vec<Option<Vec<u16>>> = steps.iter().map(|(atom, _)| self.words_of(atom)).collect();
        // The atoms that the pattern cannot do without, those that are rarest in texts first.
        let mut wordy: Vec<(usize, usize, &[u16])> = Vec::new();
        for (at, ((_, optional), words)) in steps.iter().zip(&words).enumerate() {
            if let Some(words) = words.as_ref().filter(|_| !optional) {
                let each = words.iter().filter_map(|word| self.words.get(usize::from(*word)));
                wordy.push((each.map(|word| word.cost).sum(), at, words));
            }
        }
        wordy.sort_by_key(|(cost, ..)| *cost);
        let mut wordy = wordy.into_iter();
        let Some((_, at, rarest)) = wordy.next() else {
            self.keys.everywhere(kinds);
            return;
        };
        let number = self.sketches.len() as u32;
        // What cannot bear the tag that is asked for is no sign of the pattern ("opens" where a past tense is meant).
        let tags_at = |at: usize| steps.get(at).map_or(TagSet::default(), |(atom, _)| tags_of_atom(atom));
        for word in rarest.iter().filter_map(|word| self.words.get(usize::from(*word))) {
            for form in word.forms.iter().filter(|form| form.may_bear(tags_at(at))) {
                self.keys.enter(&form.text, kinds, Some(number));
            }
        }
        let asked: Vec<u32> = wordy.filter_map(|(_, at, words)| self.sign(words, tags_at(at))).take(SIGNS).collect();
        let mut signs = [0; SIGNS];
        signs.iter_mut().zip(&asked).for_each(|(sign, own)| *sign = *own);
        self.asked.push(Asked { signs, count: asked.len() as u8, dated });
        let mut sketched: Vec<SketchStep> = steps
            .iter()
            .zip(&words)
            .map(|((atom, optional), words)| SketchStep { test: test(atom, words.as_deref()), optional: *optional })
            .collect();
        let after = sketched.split_off((at + 1).min(sketched.len()));
        let Some(key) = sketched.pop() else { return };
        sketched.reverse();
        self.sketches.push(Sketch {
            before: sketched,
            key: key.test,
            after,
            dated,
            unless_finite: rule.exceptions().iter().any(is_any_finite),
        });
    }

    /// Numbers the signs anew: those first that a pattern asks for that needs no date. Returns how many these are.
    fn number_signs(&mut self) -> usize {
        let asked_by = |dated: bool| self.asked.iter().filter(move |asked| asked.dated == dated).flat_map(Asked::signs);
        let dateless: BTreeSet<u32> = asked_by(false).collect();
        let others: BTreeSet<u32> = asked_by(true).filter(|sign| !dateless.contains(sign)).collect();
        let new: HashMap<u32, u32> = dateless.iter().chain(&others).copied().zip(0..).collect();
        for asked in &mut self.asked {
            for sign in asked.signs.iter_mut().take(usize::from(asked.count)) {
                *sign = new.get(sign).copied().unwrap_or_default();
            }
        }
        self.sets = std::mem::take(&mut self.sets).into_iter().filter_map(|(set, sign)| Some((set, *new.get(&sign)?))).collect();
        dateless.len()
    }

    /// What was gathered, compiled.
    fn finish(mut self) -> Triggers {
        let dateless = self.number_signs();
        let mut signs: Vec<Vec<(TagSet, u32)>> = vec![Vec::new(); self.words.len()];
        for ((set, tags), sign) in &self.sets {
            for number in set {
                signs.get_mut(usize::from(*number)).into_iter().for_each(|signs| signs.push((*tags, *sign)));
            }
        }
        // A sign that no scan could tell is asked for no more.
        let mut untold = false;
        let mut readings_of: HashMap<&str, (Outlook, Vec<u16>), BuildHasherDefault<WordHasher>> = HashMap::default();
        for (number, (word, signs)) in (0u16..).zip(self.words.iter().zip(&signs)) {
            for form in &word.forms {
                let own: Vec<u32> = signs.iter().filter(|(tags, _)| form.may_bear(*tags)).map(|(_, sign)| *sign).collect();
                untold |= !own.is_empty() && !self.keys.bear(&form.text, &own);
                readings_of.entry(&form.text).or_insert_with(|| (form.outlook, Vec::new())).1.push(number);
            }
        }
        if untold {
            self.asked.iter_mut().for_each(|asked| asked.count = 0);
        }
        let (mut forms, mut readings) = (HashMap::default(), Vec::new());
        forms.reserve(readings_of.len());
        for (form, (entry, of)) in readings_of {
            forms.insert(form.to_owned(), Form { readings: (readings.len() as u32, of.len() as u32), entry });
            readings.extend(of);
        }
        self.keys.settle();
        let [sign_rooms, dateless_rooms] = [self.sets.len(), dateless].map(|signs| signs.div_ceil(64));
        let interposing = self.lexicon.classes.get("interposing").cloned().unwrap_or_default();
        let Build { keys, sketches, asked, .. } = self;
        Triggers { keys, forms, readings, sign_rooms, dateless_rooms, sketches, asked, interposing }
    }

    /// The numbers of the words that a match cannot do without, each once; `None` where it asks for none.
    fn words_of(&mut self, atom: &Atom) -> Option<Vec<u16>> {
        let mut words = match atom {
            // An inverted atom is met by any others.
            Atom::Token { inverted: true, .. } => return None,
            _ => atom.words()?.into_iter().map(|word| self.number(word)).collect::<Option<Vec<u16>>>()?,
        };
        words.sort_unstable();
        words.dedup();
        Some(words)
    }

    fn number(&mut self, word: &str) -> Option<u16> {
        if let Some(number) = self.numbers.get(word) {
            return Some(*number);
        }
        let number = u16::try_from(self.words.len()).ok()?;
        let rank = if self.lexicon.has("frequent", word) {
            0
        } else if self.lexicon.has("stopword", word) {
            1
        } else {
            2
        };
        let known = |text: String| Known { outlook: self.reader.outlook(&text), text };
        let forms: Vec<Known> = self.reader.forms(word).into_iter().map(known).collect();
        let told = forms.iter().all(|form| keys::runs(&form.text).next().is_some());
        self.words.push(Asking { cost: COSTS.get(rank).copied().unwrap_or_default(), forms, told });
        self.numbers.insert(word.to_owned(), number);
        Some(number)
    }

    /// The sign of these words with one of these tags, where there are any; `None` where no scan could tell them all.
    fn sign(&mut self, words: &[u16], tags: TagSet) -> Option<u32> {
        if !words.iter().all(|word| self.words.get(usize::from(*word)).is_some_and(|word| word.told)) {
            return None;
        }
        let next = self.sets.len() as u32;
        Some(*self.sets.entry((words.to_vec(), tags)).or_insert(next))
    }
}

/// The test of an atom that asks for these words.
fn test(atom: &Atom, words: Option<&[u16]>) -> Test {
    match atom {
        Atom::Date(_) => Test::Date,
        Atom::NounPhrase => Test::Phrase,
        Atom::Gap(most) => Test::Gap(*most),
        Atom::Start => Test::Start,
        Atom::End => Test::End,
        Atom::Token { inverted: true, .. } => Test::Token { words: None, tags: TagSet::default(), finite_past: false },
        Atom::Token { tags, .. } => Test::Token {
            words: words.map(|words| {
                let mut bits = vec![0u64; words.last().map_or(0, |last| usize::from(*last) / 64 + 1)];
                for number in words.iter().copied().map(usize::from) {
                    if let Some(bits) = bits.get_mut(number / 64) {
                        *bits |= 1 << (number % 64);
                    }
                }
                bits
            }),
            tags: tags_of(tags),
            finite_past: !tags.is_empty() && tags.iter().all(|tag| tag == "VBD"),
        },
    }
}

/// The tags of which a word must be able to bear one to be what an atom asks for; empty where any will do.
fn tags_of_atom(atom: &Atom) -> TagSet {
    match atom {
        Atom::Token { inverted: false, tags, .. } => tags_of(tags),
        _ => TagSet::default(),
    }
}

/// The tags that tell a form, of those that an atom asks for: a word bears them only if the lexicon or its ending
/// says so. Empty where the atom asks for any other as well.
fn tags_of(tags: &[String]) -> TagSet {
    let each = tags.iter().map(|tag| match tag.as_str() {
        "VBD" | "VBN" => Some(TagSet::of(&[Tag::VBD, Tag::VBN])),
        "VBZ" => Some(TagSet::of(&[Tag::VBZ])),
        "VBP" => Some(TagSet::of(&[Tag::VB, Tag::VBP])),
        "VBG" => Some(TagSet::of(&[Tag::VBG])),
        "RB" | "RB*" => Some(TagSet::of(&[Tag::RB, Tag::RBR, Tag::RBS])),
        "MD" => Some(TagSet::of(&[Tag::MD])),
        _ => None,
    });
    each.collect::<Option<Vec<TagSet>>>().unwrap_or_default().into_iter().fold(TagSet::default(), TagSet::and)
}

/// Whether an exception is met by a finite verb of any kind.
fn is_any_finite(exception: &Pattern) -> bool {
    let mut steps = exception.in_order();
    let (Some((Atom::Token { words, tags, inverted: false, .. }, _)), None) = (steps.next(), steps.next()) else { return false };
    words.is_empty() && ["VBZ", "VBD", "VBP"].iter().all(|tag| tags.iter().any(|own| own == tag))
}
