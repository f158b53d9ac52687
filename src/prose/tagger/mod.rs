//! The tagger: a compact lexicon, spelling, and rules of context.
//!
//! Every token first gets the tags that it can bear ([`lexicon`]); then one pass from left to
//! right picks one of them by what stands around it ([`context`]). There are no
//! probabilities: the same words always read alike, and a wrong reading has a rule to mend.

mod context;
mod forms;
mod lexicon;
mod sets;
mod tokens;
mod words;

use super::{Tag, Token};
use crate::source::TextRange;
pub(crate) use lexicon::TagSet;
use lexicon::{Entry, Lexicon};
pub(crate) use sets::WordSet;
use sets::{Marks, WordSets};
use std::borrow::Cow;
use std::collections::BTreeSet;
pub(crate) use tokens::{IN_WORD, Piece, Shape, cut};
pub(crate) use words::WordHasher;

/// Tags sentences of one language.
pub(crate) struct Tagger {
    lexicon: Lexicon,
    sets: WordSets,
}

/// What is known of a word before its sentence is read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Outlook {
    /// The tags that it can bear.
    tags: TagSet,
    /// It belongs to a closed class, whose words are read by rules of their own.
    closed: bool,
    /// It can be a past participle.
    pub(crate) is_participle: bool,
    /// What follows it directly is no finite past where it can be a participle ("is opened", "the opened door").
    pub(crate) bars_finite_past: bool,
    /// It can be nothing but a finite verb.
    pub(crate) surely_finite: bool,
    /// No noun phrase takes it in.
    pub(crate) outside_phrases: bool,
}

impl Outlook {
    /// Whether it can bear one of these tags.
    pub(crate) fn may_bear(self, tags: TagSet) -> bool {
        self.closed || self.tags.any(tags)
    }
}

/// A sentence with tags.
pub(crate) struct Tagged<'t> {
    pub(crate) tokens: Vec<Token<'t>>,
    /// Shape of every token.
    pub(crate) shapes: Vec<Shape>,
    /// The tags that every token could bear.
    pub(crate) sets: Vec<TagSet>,
    /// The sets of words that every token is in.
    marks: Vec<Marks>,
}

impl Tagged<'_> {
    /// The tag at `i`; punctuation beyond the end.
    pub(crate) fn tag(&self, i: usize) -> Tag {
        self.tokens.get(i).map_or(Tag::Punct, |t| t.tag)
    }

    /// The lower-cased word at `i`; empty beyond the end.
    pub(crate) fn lower(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| &t.lower)
    }

    /// Whether the word at `i` is in a set.
    pub(crate) fn is(&self, i: usize, set: WordSet) -> bool {
        self.marks.get(i).is_some_and(|marks| marks.has(set))
    }

    /// The lemma at `i`; empty beyond the end.
    pub(crate) fn lemma(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| &t.lemma)
    }

    /// The shape at `i`, where there is such a token.
    pub(crate) fn shape(&self, i: usize) -> Option<Shape> {
        self.shapes.get(i).copied()
    }

    /// Whether the word at `i` could bear `tag`.
    pub(crate) fn could(&self, i: usize, tag: Tag) -> bool {
        self.sets.get(i).is_some_and(|s| s.has(tag))
    }
}

/// How a word is capitalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    /// First letter only (or first letters of hyphened parts).
    Initial,
    /// All letters, two at least.
    Upper,
    /// An acronym with a plural s: "GPs", "SMEs".
    Plural,
    /// Inner capitals: "GitHub", "iPhone".
    Mixed,
    /// No letters with case.
    None,
}

fn case_of(word: &str) -> Case {
    if word.as_bytes().iter().all(u8::is_ascii_lowercase) {
        return Case::Lower;
    }
    let (mut upper, mut lower, mut first_upper, mut first, mut inner_upper) = (0, 0, false, true, false);
    let mut after_hyphen = false;
    for c in word.chars() {
        if c.is_uppercase() {
            upper += 1;
            first_upper |= first;
            inner_upper |= !first && !after_hyphen;
        } else if c.is_lowercase() {
            lower += 1;
        }
        after_hyphen = matches!(c, '-' | '\'' | '’');
        first = false;
    }
    match (upper, lower) {
        (0, 0) => Case::None,
        (0, _) => Case::Lower,
        (1, 0) => Case::Initial,
        (_, 0) => Case::Upper,
        (2.., 1) if word.ends_with('s') => Case::Plural,
        _ if inner_upper => Case::Mixed,
        _ if first_upper => Case::Initial,
        _ => Case::Lower,
    }
}

/// Lower case with plain apostrophes and hyphens, without allocating where nothing changes.
pub(crate) fn normal(word: &str) -> Cow<'_, str> {
    if word.as_bytes().iter().all(|byte| IS_NORMAL[usize::from(*byte)]) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    let changed = |c: char| c.is_uppercase() || matches!(c, '’' | 'ʼ' | '‐' | '‑' | '–' | '−' | '\u{ad}');
    if !word.chars().any(changed) {
        return Cow::Borrowed(word);
    }
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '’' | 'ʼ' => out.push('\''),
            '\u{2010}' | '\u{2011}' | '–' | '−' => out.push('-'),
            '\u{ad}' => {}
            c => out.extend(c.to_lowercase()),
        }
    }
    Cow::Owned(out)
}

/// The bytes that [`normal`] leaves as they are, whatever stands beside them.
const IS_NORMAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = !(byte as u8).is_ascii_uppercase();
        byte += 1;
    }
    table
};

impl Tagger {
    /// The tagger for English that is compiled into the program.
    pub(crate) fn builtin() -> Self {
        Tagger { lexicon: Lexicon::builtin(), sets: WordSets::builtin() }
    }

    /// Cuts and tags a sentence; `quoted` where it begins inside a quotation.
    pub(crate) fn tag<'t>(&self, text: &'t str, range: TextRange, quoted: bool) -> Tagged<'t> {
        self.tag_pieces(text, tokens::cut(text, range, quoted))
    }

    /// Tags a sentence that is cut already.
    pub(crate) fn tag_pieces<'t>(&self, text: &'t str, pieces: Vec<Piece>) -> Tagged<'t> {
        let mut words = Vec::with_capacity(pieces.len());
        let mut cases = Vec::with_capacity(pieces.len());
        for piece in &pieces {
            let raw = text.get(piece.range.start..piece.range.end).unwrap_or("");
            words.push(normal(raw));
            cases.push(if piece.shape == Shape::Word { case_of(raw) } else { Case::None });
        }
        let entries = self.entries(&pieces, &words, &cases);
        let marks: Vec<Marks> = words.iter().map(|word| self.sets.marks(word)).collect();
        let tags = context::choose(&pieces, &words, &cases, &entries, &marks);
        let mut tokens = Vec::with_capacity(pieces.len());
        for ((piece, lower), tag) in pieces.iter().zip(words).zip(tags) {
            let lemma = match self.lexicon.lemma(&lower, tag) {
                Some(lemma) if *lemma != *lower => lemma,
                _ => lower.clone(),
            };
            tokens.push(Token { range: piece.range, tag, lower, lemma });
        }
        perfect_clitics(&mut tokens);
        Tagged { tokens, shapes: pieces.iter().map(|p| p.shape).collect(), sets: entries.iter().map(|e| e.all).collect(), marks }
    }

    /// Every lower-case form that may be read as the dictionary form `word`.
    pub(crate) fn forms(&self, word: &str) -> BTreeSet<String> {
        self.lexicon.forms(word)
    }

    /// What is known of a lower-case word before its sentence is read.
    pub(crate) fn outlook(&self, lower: &str) -> Outlook {
        let entry = self.lexicon.look(lower);
        let marks = self.sets.marks(lower);
        let only = |tags: &[Tag]| entry.closed && !entry.all.any(TagSet::all().without(TagSet::of(tags)));
        Outlook {
            tags: entry.all,
            closed: entry.closed || matches!(lower, "need" | "dare"),
            is_participle: entry.all.has(Tag::VBN),
            bars_finite_past: marks.has(WordSet::Articles)
                || marks.has(WordSet::Be) && !matches!(lower, "am" | "'re" | "'m" | "'is")
                || marks.has(WordSet::Have) && lower != "'ve"
                || only(&[Tag::PRPS]),
            surely_finite: only(&[Tag::VBZ, Tag::VBD, Tag::VBP, Tag::MD]) && !lower.starts_with('\''),
            outside_phrases: entry.closed && !entry.all.any(IN_PHRASES),
        }
    }

    /// Whether a quotation is open after a sentence that begins inside one if `quoted`.
    pub(crate) fn quote_open_after(&self, text: &str, range: TextRange, quoted: bool) -> bool {
        let marks = |c: char| matches!(c, '"' | '\'' | '‘' | '’' | 'ʼ' | '“' | '”' | '„' | '«' | '»');
        if !text.get(range.start..range.end).is_some_and(|sentence| sentence.contains(marks)) {
            return quoted;
        }
        let last = tokens::cut(text, range, quoted).iter().rev().find_map(|piece| match piece.shape {
            Shape::OpenQuote => Some(true),
            Shape::CloseQuote => Some(false),
            _ => None,
        });
        last.unwrap_or(quoted)
    }

    /// What every token can be, from the lexicon, its shape and its capitals.
    fn entries(&self, pieces: &[tokens::Piece], words: &[Cow<'_, str>], cases: &[Case]) -> Vec<Entry> {
        let only = |tag: Tag| Entry { first: tag, all: TagSet::of(&[tag]), closed: true, guessed: false };
        let title = self.title_case(words, cases);
        let mut entries = Vec::with_capacity(pieces.len());
        // Whether the next word begins a sentence, a quotation or a bracket: its capital says nothing.
        let mut begins = true;
        for (i, ((piece, lower), case)) in pieces.iter().zip(words).zip(cases).enumerate() {
            let entry = match piece.shape {
                Shape::Number => only(Tag::CD),
                Shape::Address => only(Tag::NN),
                Shape::Possessive => only(Tag::POS),
                Shape::Clitic if &**lower == "n't" => only(Tag::RB),
                Shape::Clitic if &**lower == "'s" => {
                    Entry { first: Tag::POS, all: TagSet::of(&[Tag::POS, Tag::VBZ]), closed: true, guessed: false }
                }
                Shape::Clitic => self.lexicon.look(lower),
                Shape::Word => self.word(lower, *case, begins, title, cases.get(i + 1).copied(), words.get(i + 1).map(|w| &**w)),
                Shape::Symbol if &**lower == "&" => only(Tag::CC),
                Shape::Symbol if &**lower == "%" => only(Tag::NN),
                Shape::Symbol if matches!(&**lower, "$" | "£" | "€" | "#" | "+" | "=" | "<" | ">" | "*") => only(Tag::SYM),
                _ => only(Tag::Punct),
            };
            begins = match piece.shape {
                Shape::OpenQuote | Shape::OpenBracket | Shape::Colon | Shape::Symbol => true,
                Shape::Period | Shape::Question | Shape::Exclamation | Shape::Dash | Shape::Ellipsis => true,
                Shape::CloseQuote => begins,
                Shape::Number => begins && i == 0,
                _ => false,
            };
            entries.push(entry);
        }
        entries
    }

    fn word(&self, lower: &str, case: Case, begins: bool, title: bool, next: Option<Case>, next_word: Option<&str>) -> Entry {
        let name = |plural: bool| {
            let tag = if plural { Tag::NNPS } else { Tag::NNP };
            Entry { first: tag, all: TagSet::of(&[tag]), closed: false, guessed: false }
        };
        let known = self.lexicon.get(lower);
        match case {
            Case::Lower | Case::None => known.unwrap_or_else(|| self.lexicon.guess(lower)),
            Case::Initial => match known {
                Some(e) if e.first == Tag::NNP => e,
                // "May" and "Will" inside a sentence are a month and a man.
                Some(e) if e.closed && !(e.first == Tag::MD && !begins && !title) && lower != "us" => e,
                Some(e) if begins => {
                    let named = e.all.any(NOUNISH)
                        && !title
                        && next == Some(Case::Initial)
                        && next_word.is_none_or(|w| !self.function(w));
                    if named { Entry { first: Tag::NNP, all: e.all.with(Tag::NNP), closed: false, guessed: false } } else { e }
                }
                Some(e) if title => e,
                // "Maria" is no plural of "mare".
                Some(e) => name(e.first == Tag::NNS && lower.ends_with('s')),
                None if title || begins => {
                    let guess = self.lexicon.look(lower);
                    match guess.first {
                        Tag::RB | Tag::JJ | Tag::VBG | Tag::VBN if lower.len() > 5 => guess,
                        Tag::NNS if lower.contains('-') || title => Entry {
                            first: Tag::NNPS,
                            all: guess.all.with(Tag::NNPS).with(Tag::NNP),
                            closed: false,
                            guessed: false,
                        },
                        _ => name(false),
                    }
                }
                None => name(self.people(lower)),
            },
            Case::Upper => match known {
                Some(e) if title && lower.len() > 1 => e,
                Some(e)
                    if lower == "i" || (e.closed && matches!(lower, "not" | "no" | "will" | "and" | "or" | "all" | "must")) =>
                {
                    e
                }
                _ if lower == "i" => self.lexicon.look(lower),
                _ => {
                    name(lower.len() > 3 && lower.ends_with('s') && self.lexicon.get(lower).is_some_and(|e| e.first == Tag::NNS))
                }
            },
            // "EPRs", "SMEs": capitals with a plural s.
            Case::Mixed => name(false),
            Case::Plural => name(true),
        }
    }

    /// Whether a word is the plural of an adjective: "Americans".
    fn people(&self, lower: &str) -> bool {
        lower.strip_suffix('s').and_then(|one| self.lexicon.get(one)).is_some_and(|entry| entry.first == Tag::JJ)
    }

    /// Whether a sentence is set in title case or capitals, so that capitals say nothing of names:
    /// three capitalised words, and none but function words without a capital.
    fn title_case(&self, words: &[Cow<'_, str>], cases: &[Case]) -> bool {
        let mut capitals = 0;
        for (word, case) in words.iter().zip(cases).filter(|(word, _)| word.len() > 3) {
            match case {
                Case::Initial | Case::Upper | Case::Mixed | Case::Plural => capitals += 1,
                Case::Lower if !self.function(word) => return false,
                _ => {}
            }
        }
        capitals >= 3
    }

    /// Whether a word belongs to a closed class.
    fn function(&self, lower: &str) -> bool {
        self.lexicon.get(lower).is_some_and(|e| e.closed && e.first != Tag::NNP)
    }
}

/// "It's been delayed": the clitic is a form of "have".
fn perfect_clitics(tokens: &mut [Token<'_>]) {
    for i in 0..tokens.len() {
        let clitic = tokens.get(i).is_some_and(|t| t.tag == Tag::VBZ && t.lower == "'s");
        let next = tokens.iter().skip(i + 1).take(4).find(|t| t.tag != Tag::RB);
        if clitic
            && next.is_some_and(|t| matches!(&*t.lower, "been" | "had" | "got" | "become" | "gone"))
            && let Some(token) = tokens.get_mut(i)
        {
            token.lemma = Cow::Borrowed("have");
        }
    }
}

/// Tags of the words that noun phrases are made of, and of those that may yet turn out to be one.
const IN_PHRASES: TagSet = TagSet::of(&[
    Tag::DT,
    Tag::PDT,
    Tag::PRPS,
    Tag::WPS,
    Tag::NN,
    Tag::NNS,
    Tag::NNP,
    Tag::NNPS,
    Tag::CD,
    Tag::JJ,
    Tag::JJR,
    Tag::JJS,
    Tag::VBN,
    Tag::VBG,
    Tag::POS,
    Tag::RB,
    Tag::RBR,
    Tag::RBS,
    Tag::SYM,
    Tag::PRP,
    Tag::EX,
    Tag::FW,
    Tag::UH,
    Tag::RP,
]);
const NOUNISH: TagSet = TagSet::of(&[Tag::NN, Tag::NNS, Tag::JJ, Tag::VBG]);
