//! The small language in which cue rules are written, and its matcher.
//!
//! A pattern is a line of atoms separated by blanks, matched against the tokens
//! of one sentence, left to right:
//!
//! | atom | matches |
//! | --- | --- |
//! | `word` | a token whose lemma or lower-cased form is `word` |
//! | `=word` | a token whose lower-cased form is `word` |
//! | `@class` | a token whose lemma or form belongs to the class |
//! | `/VBN`, `/VB*` | a token with that tag, or a tag that begins so |
//! | `a\|b/NN` | any of the alternatives, and the tag |
//! | `!atom` | any one token that the atom does not match |
//! | `<date>` | the tokens of one time expression (`<old>`, `<new>` also name it) |
//! | `<np>` | the tokens of one noun phrase |
//! | `..` `...` | up to 3, up to 10 tokens that end no sentence part (`. ; : ? !`) |
//! | `^` `$` | the sentence's first token, and its end |
//!
//! What is put in between ("The date, which was May, is now June") is passed over where a pattern does not match in it.
//!
//! After an atom, `?` makes it optional and `*` lets it stand up to six times or not at all. One atom stands
//! in brackets, `[miss]/VBN`: the anchor. Matching starts there, so a rule costs
//! nothing in a sentence without its anchor.

use super::vocabulary::{DATED, Numbered, Sign, Signs, UNKNOWN, Vocabulary, WordNumber, WordNumbers};
use crate::prose::tagger::{TagSet, WordHasher};
use crate::prose::{Sentence, Tag};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::BuildHasherDefault;
use std::ops::Range;

/// Word classes by name; members are lower-case lemmas or forms.
pub type Classes = BTreeMap<String, BTreeSet<String>>;

/// Words, for asking whether one is among them.
pub(super) type WordSet = HashSet<String, BuildHasherDefault<WordHasher>>;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    before: Vec<Step>,
    anchor: Atom,
    after: Vec<Step>,
    /// What a sentence must bear for a match, beside what the anchor's word bears.
    needs: Vec<Sign>,
    /// What the anchor's word bears.
    anchored: Option<Sign>,
    /// An atom asks for a negation itself (a gap that passes over one does not).
    pub(super) reads_negation: bool,
    /// An atom asks for a modal itself.
    pub(super) reads_modal: bool,
}

/// The words of negations.
const NEGATIONS: [&str; 4] = ["not", "n't", "never", "no"];

/// One atom of a pattern, and whether it may be missing.
#[derive(Clone, Debug)]
struct Step {
    atom: Atom,
    optional: bool,
}

/// What one step matches.
#[derive(Clone, Debug)]
pub(super) enum Atom {
    Token {
        words: Vec<Word>,
        tags: Vec<String>,
        inverted: bool,
        /// The same words and tags as they are compared.
        asks: Asks,
    },
    Date(Capture),
    NounPhrase,
    Gap(usize),
    Start,
    End,
}

/// What an atom asks of a token, in numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Asks {
    /// Its form or its dictionary form is one of these.
    either: WordNumbers,
    /// Its form is one of these.
    forms: WordNumbers,
    /// It has one of these tags.
    tags: TagSet,
}

/// One of the words that an atom asks for.
#[derive(Clone, Debug)]
pub(super) enum Word {
    Any(String),
    Form(String),
    Class(WordSet),
}

/// Under which name a date is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Capture {
    None,
    Old,
    New,
}

impl Atom {
    /// Numbers its words; the sign that a sentence cannot do without, where there is one.
    fn number(&mut self, vocabulary: &mut Vocabulary) -> Option<Sign> {
        let Atom::Token { words, tags, asks, inverted } = self else { return None };
        let either = words.iter().flat_map(|word| match word {
            Word::Any(w) => vec![w.as_str()],
            Word::Form(_) => Vec::new(),
            Word::Class(set) => set.iter().map(String::as_str).collect(),
        });
        let mut all: Vec<WordNumber> = either.map(|word| vocabulary.enter(word)).collect();
        asks.either = all.iter().copied().collect();
        let forms = words.iter().filter_map(|word| if let Word::Form(form) = word { Some(form) } else { None });
        let forms: Vec<WordNumber> = forms.map(|form| vocabulary.enter(form)).collect();
        asks.forms = forms.iter().copied().collect();
        let fitting = ALL_TAGS.into_iter().filter(|tag| tags.iter().any(|pattern| tag_fits(pattern, *tag)));
        asks.tags = fitting.fold(TagSet::default(), TagSet::with);
        all.extend(forms);
        (!*inverted).then(|| vocabulary.sign(all, asks.tags))
    }

    /// Whether it asks for one of these words.
    fn names_word(&self, words: &[&str]) -> bool {
        let Atom::Token { words: own, inverted: false, .. } = self else { return false };
        own.iter().any(|w| matches!(w, Word::Any(w) | Word::Form(w) if words.contains(&w.as_str())))
    }

    /// Whether it asks for this tag.
    fn names_tag(&self, tag: &str) -> bool {
        matches!(self, Atom::Token { tags, inverted: false, .. } if tags.iter().any(|t| t == tag))
    }

    /// The lemmas and forms that it asks for; `None` for one that asks for none.
    pub(super) fn words(&self) -> Option<Vec<&str>> {
        let Atom::Token { words, .. } = self else { return None };
        let each = words.iter().flat_map(|word| match word {
            Word::Any(w) | Word::Form(w) => vec![w.as_str()],
            Word::Class(set) => set.iter().map(String::as_str).collect(),
        });
        (!words.is_empty()).then(|| each.collect())
    }
}

/// Where the time expressions of a sentence stand, by token.
pub type DateTokens = [(Range<usize>, usize)];

/// A pattern's match in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Tokens matched.
    pub tokens: Range<usize>,
    /// The anchor's token.
    pub anchor: usize,
    /// Index of the time expression captured as `<old>`.
    pub old: Option<usize>,
    /// Index of the time expression captured as `<new>`.
    pub new: Option<usize>,
}

impl Pattern {
    /// Reads a pattern; the error says what is wrong with which atom.
    pub fn parse(text: &str, classes: &Classes) -> Result<Self, String> {
        let (mut before, mut after, mut anchor) = (Vec::new(), Vec::new(), None);
        for word in text.split_whitespace() {
            let (step, times, is_anchor) = parse_step(word, classes)?;
            if is_anchor {
                if anchor.is_some() {
                    return Err(format!("`{word}` is a second anchor; only one atom may stand in brackets"));
                }
                if !matches!(step.atom, Atom::Token { inverted: false, .. }) || step.optional {
                    return Err(format!("`{word}` cannot be the anchor: it must be one word, class or tag"));
                }
                anchor = Some(step.atom);
            } else {
                let side = if anchor.is_none() { &mut before } else { &mut after };
                side.extend(std::iter::repeat_n(step, times));
            }
        }
        // The part before the anchor is matched backwards from it.
        before.reverse();
        let anchor =
            anchor.ok_or_else(|| format!("`{text}` has no anchor: put the word it hangs on in brackets, as in `[miss]`"))?;
        let atoms = || before.iter().chain(&after).map(|step: &Step| &step.atom).chain(std::iter::once(&anchor));
        let (reads_negation, reads_modal) =
            (atoms().any(|atom| atom.names_word(&NEGATIONS)), atoms().any(|atom| atom.names_tag("MD")));
        Ok(Pattern { before, anchor, after, needs: Vec::new(), anchored: None, reads_negation, reads_modal })
    }

    /// The lemmas and forms that the anchor can match; `None` when it is known by its tag alone.
    pub fn anchors(&self) -> Option<Vec<&str>> {
        self.anchor.words()
    }

    /// The tags that the anchor can match; of a numbered pattern.
    pub(super) fn anchor_tags(&self) -> TagSet {
        match &self.anchor {
            Atom::Token { asks, .. } => asks.tags,
            _ => TagSet::default(),
        }
    }

    /// Every atom from left to right, and whether it may be missing.
    pub(super) fn in_order(&self) -> impl Iterator<Item = (&Atom, bool)> {
        let before = self.before.iter().rev().map(|step| (&step.atom, step.optional));
        before.chain(std::iter::once((&self.anchor, false))).chain(self.after.iter().map(|step| (&step.atom, step.optional)))
    }

    /// Numbers the words that it asks for.
    pub(super) fn number(&mut self, vocabulary: &mut Vocabulary) {
        self.anchored = self.anchor.number(vocabulary);
        for step in self.before.iter_mut().chain(&mut self.after) {
            let sign = step.atom.number(vocabulary).or(matches!(step.atom, Atom::Date(_)).then_some(DATED));
            if !step.optional {
                self.needs.extend(sign.filter(|sign| !self.needs.contains(sign)));
            }
        }
    }

    /// What a sentence must bear for a match, beside what the anchor's word bears.
    pub(super) fn needs(&self) -> &[Sign] {
        &self.needs
    }

    /// Whether the sentence bears that without which nothing matches.
    #[inline]
    pub(super) fn may_match(&self, view: &View<'_, '_>) -> bool {
        self.anchored.iter().chain(&self.needs).all(|sign| view.signs.has(*sign))
    }

    /// The match whose anchor is the token at `at`, if there is one.
    pub(super) fn match_at(&self, view: &View<'_, '_>, at: usize) -> Option<Match> {
        if !view.token(&self.anchor, at) {
            return None;
        }
        let mut captures = (None, None);
        let end = view.forward(&self.after, at + 1, &mut captures)?;
        let start = view.backward(&self.before, at, &mut captures)?;
        Some(Match { tokens: start..end, anchor: at, old: captures.0, new: captures.1 })
    }
}

/// How often a starred atom may stand: enough for any run of adverbs, and no more work than that.
const MOST_REPEATS: usize = 6;

/// One atom, how many times it stands in the compiled pattern, and whether it is the anchor.
fn parse_step(word: &str, classes: &Classes) -> Result<(Step, usize, bool), String> {
    let simple = |atom| Ok((Step { atom, optional: false }, 1, false));
    match word {
        ".." => return simple(Atom::Gap(3)),
        "..." => return simple(Atom::Gap(10)),
        "^" => return simple(Atom::Start),
        "$" => return simple(Atom::End),
        _ => {}
    }
    let (body, optional, times) = match word.strip_suffix('?') {
        Some(body) if !body.is_empty() => (body, true, 1),
        _ => match word.strip_suffix('*') {
            // `/VB*` is a tag that begins so, not a repetition.
            Some(body) if !body.is_empty() && !body.ends_with(|c: char| c.is_ascii_uppercase()) => (body, true, MOST_REPEATS),
            _ => (word, false, 1),
        },
    };
    let step = |atom| Step { atom, optional };
    match body {
        "<date>" => return Ok((step(Atom::Date(Capture::None)), times, false)),
        "<old>" => return Ok((step(Atom::Date(Capture::Old)), times, false)),
        "<new>" => return Ok((step(Atom::Date(Capture::New)), times, false)),
        "<np>" => return Ok((step(Atom::NounPhrase), times, false)),
        _ if body.starts_with('<') => return Err(format!("`{word}`: there is no such slot; use <date>, <old>, <new> or <np>")),
        _ => {}
    }
    let (inverted, body) = body.strip_prefix('!').map_or((false, body), |rest| (true, rest));
    let is_anchor = body.contains('[');
    let body: String = body.chars().filter(|c| !matches!(c, '[' | ']')).collect();
    let (words_part, tags_part) = body.split_once('/').unwrap_or((&body, ""));
    if !words_part.is_empty() && words_part.split('|').any(str::is_empty) {
        // `be|have|/VB` would be "be" or "have" as a VB, and never any other verb.
        return Err(format!("`{word}` has an empty alternative: words are separated by one `|`, and their tags follow one `/`"));
    }
    let mut words = Vec::new();
    for alternative in words_part.split('|').filter(|w| !w.is_empty()) {
        words.push(match alternative.split_at_checked(1) {
            Some(("@", name)) => {
                let members = classes.get(name).ok_or_else(|| format!("`@{name}` is no class of this language"))?;
                Word::Class(members.iter().cloned().collect())
            }
            Some(("=", form)) => Word::Form(form.to_lowercase()),
            _ => Word::Any(alternative.to_lowercase()),
        });
    }
    let tags: Vec<String> = tags_part.split('|').filter(|t| !t.is_empty()).map(str::to_owned).collect();
    if words.is_empty() && tags.is_empty() {
        return Err(format!("`{word}` names neither a word nor a tag"));
    }
    Ok((step(Atom::Token { words, tags, inverted, asks: Asks::default() }), times, is_anchor))
}

/// A sentence as patterns see it.
pub(super) struct View<'a, 't> {
    pub(super) sentence: &'a Sentence<'t>,
    pub(super) dates: &'a DateTokens,
    /// The numbers of its tokens' words.
    pub(super) words: &'a [Numbered],
    /// What those words bear together.
    pub(super) signs: &'a Signs,
    /// Phrases put in between, which patterns pass over.
    pub(super) interposed: &'a [Range<usize>],
}

type Captures = (Option<usize>, Option<usize>);

impl View<'_, '_> {
    fn token(&self, atom: &Atom, at: usize) -> bool {
        let (Atom::Token { words, tags, inverted, asks }, Some(token)) = (atom, self.sentence.tokens.get(at)) else {
            return false;
        };
        let word_fits = words.is_empty() || {
            let own = self.words.get(at).copied().unwrap_or(Numbered { lemma: UNKNOWN, lower: UNKNOWN });
            own.lower != UNKNOWN && (asks.either.has(own.lower) || asks.forms.has(own.lower))
                || own.lemma != UNKNOWN && asks.either.has(own.lemma)
        };
        let tag_fits = tags.is_empty() || asks.tags.has(token.tag);
        (word_fits && tag_fits) != *inverted
    }

    /// Whether a gap may pass over the token.
    fn passable(&self, at: usize) -> bool {
        self.sentence.tokens.get(at).is_some_and(|t| !matches!(t.lower.as_ref(), "." | ";" | ":" | "?" | "!" | "…"))
    }

    /// Matches the steps rightwards from `at`, or from behind what is put in between there; the token after the last one
    /// matched.
    fn forward(&self, steps: &[Step], at: usize, captures: &mut Captures) -> Option<usize> {
        let before = *captures;
        if let Some(end) = self.forward_from(steps, at, captures) {
            return Some(end);
        }
        *captures = before;
        let between = self.interposed.iter().find(|between| between.start == at)?;
        self.forward_from(steps, between.end, captures)
    }

    fn forward_from(&self, steps: &[Step], at: usize, captures: &mut Captures) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else { return Some(at) };
        let before = *captures;
        match &step.atom {
            Atom::Start => return (at == 0).then(|| self.forward(rest, at, captures)).flatten(),
            Atom::End => {
                let ended = self.sentence.tokens[at.min(self.sentence.tokens.len())..].iter().all(|t| t.tag == Tag::Punct);
                return ended.then(|| self.forward(rest, at, captures)).flatten();
            }
            Atom::Gap(most) => {
                for next in at..=at + *most {
                    if let Some(end) = self.forward(rest, next, captures) {
                        return Some(end);
                    }
                    *captures = before;
                    if !self.passable(next) {
                        return None;
                    }
                }
                return None;
            }
            _ => {}
        }
        if let Some(next) = self.step_right(&step.atom, at, captures) {
            if let Some(end) = self.forward(rest, next, captures) {
                return Some(end);
            }
            *captures = before;
        }
        if step.optional { self.forward(rest, at, captures) } else { None }
    }

    /// Matches the steps (nearest first) leftwards, ending just before `at` or before what is put in between there; the
    /// first token matched.
    fn backward(&self, steps: &[Step], at: usize, captures: &mut Captures) -> Option<usize> {
        let before = *captures;
        if let Some(start) = self.backward_from(steps, at, captures) {
            return Some(start);
        }
        *captures = before;
        let between = self.interposed.iter().find(|between| between.end == at)?;
        self.backward_from(steps, between.start, captures)
    }

    fn backward_from(&self, steps: &[Step], at: usize, captures: &mut Captures) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else { return Some(at) };
        let before = *captures;
        match &step.atom {
            Atom::Start => return (at == 0).then(|| self.backward(rest, at, captures)).flatten(),
            Atom::End => return None,
            Atom::Gap(most) => {
                for next in (at.saturating_sub(*most)..=at).rev() {
                    if let Some(start) = self.backward(rest, next, captures) {
                        return Some(start);
                    }
                    *captures = before;
                    if next == 0 || !self.passable(next - 1) {
                        return None;
                    }
                }
                return None;
            }
            _ => {}
        }
        if let Some(next) = self.step_left(&step.atom, at, captures) {
            if let Some(start) = self.backward(rest, next, captures) {
                return Some(start);
            }
            *captures = before;
        }
        if step.optional { self.backward(rest, at, captures) } else { None }
    }

    fn step_right(&self, atom: &Atom, at: usize, captures: &mut Captures) -> Option<usize> {
        match atom {
            Atom::Date(capture) => {
                let (tokens, index) = self.dates.iter().find(|(tokens, _)| tokens.start == at)?;
                remember(*capture, *index, captures);
                Some(tokens.end)
            }
            Atom::NounPhrase => self.sentence.noun_phrases.iter().find(|np| np.tokens.start == at).map(|np| np.tokens.end),
            _ => self.token(atom, at).then_some(at + 1),
        }
    }

    fn step_left(&self, atom: &Atom, at: usize, captures: &mut Captures) -> Option<usize> {
        match atom {
            Atom::Date(capture) => {
                let (tokens, index) = self.dates.iter().find(|(tokens, _)| tokens.end == at)?;
                remember(*capture, *index, captures);
                Some(tokens.start)
            }
            Atom::NounPhrase => self.sentence.noun_phrases.iter().find(|np| np.tokens.end == at).map(|np| np.tokens.start),
            _ => (at > 0 && self.token(atom, at - 1)).then(|| at - 1),
        }
    }
}

fn remember(capture: Capture, index: usize, captures: &mut Captures) {
    match capture {
        Capture::None => {}
        Capture::Old => captures.0 = Some(index),
        Capture::New => captures.1 = Some(index),
    }
}

/// Every tag.
pub(super) const ALL_TAGS: [Tag; 37] = {
    use Tag::*;
    [
        CC, CD, DT, EX, FW, IN, JJ, JJR, JJS, LS, MD, NN, NNS, NNP, NNPS, PDT, POS, PRP, PRPS, RB, RBR, RBS, RP, SYM, TO, UH, VB,
        VBD, VBG, VBN, VBP, VBZ, WDT, WP, WPS, WRB, Punct,
    ]
};

fn tag_fits(pattern: &str, tag: Tag) -> bool {
    let name = tag_name(tag);
    pattern.strip_suffix('*').map_or(pattern == name, |prefix| name.starts_with(prefix))
}

/// The tag as patterns write it (`PRP$` and `WP$` without the dollar sign: `PRPS`, `WPS`).
fn tag_name(tag: Tag) -> &'static str {
    use Tag::*;
    match tag {
        CC => "CC",
        CD => "CD",
        DT => "DT",
        EX => "EX",
        FW => "FW",
        IN => "IN",
        JJ => "JJ",
        JJR => "JJR",
        JJS => "JJS",
        LS => "LS",
        MD => "MD",
        NN => "NN",
        NNS => "NNS",
        NNP => "NNP",
        NNPS => "NNPS",
        PDT => "PDT",
        POS => "POS",
        PRP => "PRP",
        PRPS => "PRPS",
        RB => "RB",
        RBR => "RBR",
        RBS => "RBS",
        RP => "RP",
        SYM => "SYM",
        TO => "TO",
        UH => "UH",
        VB => "VB",
        VBD => "VBD",
        VBG => "VBG",
        VBN => "VBN",
        VBP => "VBP",
        VBZ => "VBZ",
        WDT => "WDT",
        WP => "WP",
        WPS => "WPS",
        WRB => "WRB",
        Punct => "Punct",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_says_something_else_than_it_seems_is_refused() {
        let refused = |text: &str| Pattern::parse(text, &Classes::new()).expect_err("refused");
        assert!(refused("[should]/MD be|have|/VB").contains("empty alternative"));
        assert!(refused("[miss] [goal]").contains("second anchor"));
        assert!(Pattern::parse("[should]/MD be|have/VB", &Classes::new()).is_ok());
    }
}
