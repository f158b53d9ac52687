//! Reads a sentence: tokens, tags, lemmas, noun phrases, verb groups, clauses.

use super::tagger::{self, Outlook, Piece, Tagged, Tagger};
use super::{Clause, Modality, NounPhrase, Sentence, Tense, Token, clauses};
use crate::source::TextRange;
use std::collections::BTreeSet;
use std::ops::Range;

/// Reads sentences of one language. Holds the compiled lexicon: make one and share it.
pub struct Reader {
    tagger: Tagger,
    frames: clauses::Frames,
}

/// A sentence cut into words and marks, not yet tagged.
pub(crate) struct Cut(Vec<Piece>);

impl Cut {
    /// The places of its words.
    pub(crate) fn places(&self) -> impl Iterator<Item = TextRange> {
        self.0.iter().map(|piece| piece.range)
    }
}

impl Reader {
    /// The reader for English that is compiled into the program.
    pub fn builtin() -> Self {
        Reader { tagger: Tagger::builtin(), frames: clauses::Frames::builtin() }
    }

    /// Every lower-case form that may be read as the dictionary form `word`, that itself among them.
    pub fn forms(&self, word: &str) -> BTreeSet<String> {
        self.tagger.forms(word)
    }

    /// What is known of a lower-case word before its sentence is read.
    pub(crate) fn outlook(&self, lower: &str) -> Outlook {
        self.tagger.outlook(lower)
    }

    /// Cuts a sentence that begins inside no quotation; nothing is tagged.
    pub(crate) fn cut(text: &str, sentence: TextRange) -> Cut {
        Cut(tagger::cut(text, sentence, false))
    }

    /// [`Sentence::quote_open`] of a sentence that need not be read.
    pub fn quote_open_after(&self, text: &str, sentence: TextRange, quote_open: bool) -> bool {
        self.tagger.quote_open_after(text, sentence, quote_open)
    }

    /// Reads the sentence at `sentence` in a block's `text`. A range that does not lie in the text,
    /// or not on char boundaries, reads as an empty sentence.
    pub fn read<'t>(&self, text: &'t str, sentence: TextRange) -> Sentence<'t> {
        self.read_within(text, sentence, false)
    }

    /// The tokens of [`Reader::read`], without phrases and clauses.
    pub fn tokens<'t>(&self, text: &'t str, sentence: TextRange) -> Vec<Token<'t>> {
        self.tagger.tag(text, sentence, false).tokens
    }

    /// As [`Reader::read`], for a sentence that begins inside a quotation when `quote_open` is
    /// the previous sentence's [`Sentence::quote_open`].
    pub fn read_within<'t>(&self, text: &'t str, sentence: TextRange, quote_open: bool) -> Sentence<'t> {
        self.analyse(text, sentence, self.tagger.tag(text, sentence, quote_open), quote_open)
    }

    /// As [`Reader::read`], for a sentence that is cut already.
    pub(crate) fn read_cut<'t>(&self, text: &'t str, sentence: TextRange, cut: Cut) -> Sentence<'t> {
        self.analyse(text, sentence, self.tagger.tag_pieces(text, cut.0), false)
    }

    fn analyse<'t>(&self, text: &'t str, sentence: TextRange, tagged: Tagged<'t>, quote_open: bool) -> Sentence<'t> {
        let analysis = clauses::analyse(&tagged, &self.frames, quote_open);
        Sentence {
            text,
            range: sentence,
            tokens: tagged.tokens,
            noun_phrases: analysis.noun_phrases,
            clauses: analysis.clauses,
            owners: analysis.owners,
            begins_quoted: quote_open,
            quote_open: analysis.quote_open,
        }
    }
}

impl<'t> Sentence<'t> {
    /// The bytes of the block's text that a range of tokens covers; empty for an empty range.
    pub fn span_of(&self, tokens: Range<usize>) -> TextRange {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if tokens.start < tokens.end => first.range.cover(last.range),
            _ => TextRange::new(self.range.start, self.range.start),
        }
    }

    /// The words of a range of tokens, as written.
    pub fn words(&self, tokens: Range<usize>) -> &'t str {
        let range = self.span_of(tokens);
        self.text.get(range.start..range.end).unwrap_or("")
    }

    /// The tokens that belong to a clause itself and to none of the clauses inside it.
    pub fn own_tokens(&self, clause: usize) -> impl Iterator<Item = usize> + '_ {
        let range = self.clauses.get(clause).map_or(0..0, |c| c.tokens.clone());
        range.filter(move |i| self.owners.get(*i) == Some(&clause))
    }

    /// The innermost clause that holds the byte `at` of the block's text.
    pub fn clause_at(&self, at: usize) -> Option<usize> {
        self.owners.get(self.token_at(at)?).copied()
    }

    /// The token that holds the byte `at` of the block's text, or the first one after it.
    pub fn token_at(&self, at: usize) -> Option<usize> {
        let index = self.tokens.partition_point(|t| t.range.end <= at);
        (index < self.tokens.len()).then_some(index)
    }

    /// The noun phrase that a token belongs to.
    pub fn noun_phrase_at(&self, token: usize) -> Option<&NounPhrase> {
        let index = self.noun_phrases.partition_point(|np| np.tokens.end <= token);
        self.noun_phrases.get(index).filter(|np| np.tokens.contains(&token))
    }

    /// A noun phrase with the "of …" phrases that hang on it: "the end of the financial year".
    pub fn with_of(&self, phrase: &NounPhrase) -> Range<usize> {
        let mut range = phrase.tokens.clone();
        while self.tokens.get(range.end).is_some_and(|t| t.lower == "of") {
            let Some(next) = self.noun_phrase_at(range.end + 1).filter(|np| np.tokens.start == range.end + 1) else { break };
            range.end = next.tokens.end;
        }
        range
    }

    /// The children of a clause, in order.
    pub fn children(&self, clause: usize) -> impl Iterator<Item = (usize, &Clause)> + '_ {
        self.clauses.iter().enumerate().filter(move |(_, c)| c.parent == Some(clause))
    }

    /// The main verb of a clause.
    pub fn verb(&self, clause: &Clause) -> Option<&Token<'t>> {
        self.tokens.get(clause.verbs.as_ref()?.head)
    }

    /// One line that says how a clause was read, for developers and tests: kind, parent, subject
    /// (with a star where inherited), verbs and what they say, predicate, words.
    pub fn outline(&self, clause: &Clause) -> String {
        let mut out = format!("{:?}", clause.kind).to_lowercase();
        if let Some(parent) = clause.parent {
            out.push_str(&format!(" <{parent}"));
        }
        if let Some(subject) = &clause.subject {
            out.push_str(&format!(" {}[{}]", if clause.inherited { "*" } else { "" }, self.words(subject.tokens.clone())));
        }
        if let Some(v) = &clause.verbs {
            out.push_str(&format!(" ({})", self.words(v.tokens.clone())));
            if v.tense != Tense::None {
                out.push_str(&format!(" {:?}", v.tense).to_lowercase());
            }
            if let Some(modality) = v.modality.filter(|m| *m != Modality::Will) {
                out.push_str(&format!(" {modality:?}").to_lowercase());
            }
            for (on, name) in [
                (v.perfect, " perfect"),
                (v.progressive, " progressive"),
                (v.passive, " passive"),
                (v.negated, " not"),
                (v.no_longer, " no-longer"),
                (v.hardly, " hardly"),
                (v.infinitive, " infinitive"),
                (v.participle, " participle"),
                (clause.negative_subject, " nobody"),
            ] {
                if on {
                    out.push_str(name);
                }
            }
        }
        if let Some(predicate) = clause.predicate.and_then(|p| self.tokens.get(p)) {
            out.push_str(&format!(" ={}", predicate.lower));
        }
        if clause.question {
            out.push_str(" ?");
        }
        if clause.quoted {
            out.push_str(" \"");
        }
        out.push_str(" | ");
        out.push_str(self.words(clause.tokens.clone()));
        out
    }

    /// The head word of a clause's subject.
    pub fn subject_head(&self, clause: &Clause) -> Option<&Token<'t>> {
        self.tokens.get(clause.subject.as_ref()?.head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::Sentence;
    use proptest::prelude::*;
    use std::fmt::Write as _;
    use std::sync::LazyLock;
    use std::time::Instant;

    static READER: LazyLock<Reader> = LazyLock::new(Reader::builtin);

    /// Sentences of our own, each with its tags and the clauses that it must be read as.
    const READINGS: &str = include_str!("../../fixtures/prose/readings.txt");

    fn read(text: &str) -> Sentence<'_> {
        READER.read(text, TextRange::new(0, text.len()))
    }

    /// The fixture's entries: sentence, tags, clauses.
    fn entries() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
        READINGS
            .split("\n\n")
            .filter_map(|entry| {
                let mut lines = entry.lines().filter(|l| !l.starts_with('#'));
                Some((lines.next()?, lines.next()?.trim(), lines.map(str::trim).collect()))
            })
            .collect()
    }

    #[test]
    fn clauses_are_read_as_the_fixture_says() {
        let entries = entries();
        assert!(entries.len() >= 120, "only {} sentences", entries.len());
        let mut wrong = String::new();
        for (text, _, clauses) in &entries {
            let sentence = read(text);
            let found: Vec<String> = sentence.clauses.iter().map(|c| sentence.outline(c)).collect();
            if found != *clauses {
                let _ = writeln!(wrong, "{text}\n  expected {clauses:#?}\n  found {found:#?}");
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }

    #[test]
    fn tags_are_nearly_always_right() {
        let (mut right, mut all, mut wrong) = (0, 0, String::new());
        for (text, tags, _) in entries() {
            let sentence = read(text);
            let expected: Vec<&str> = tags.split(' ').collect();
            assert_eq!(expected.len(), sentence.tokens.len(), "tokens of {text}");
            for (token, tag) in sentence.tokens.iter().zip(expected) {
                all += 1;
                if format!("{:?}", token.tag) == tag {
                    right += 1;
                } else {
                    let _ = writeln!(wrong, "{} is {:?}, should be {tag}: {text}", token.lower, token.tag);
                }
            }
        }
        assert!(right * 100 >= all * 98, "{right} of {all}\n{wrong}");
    }

    /// How many tags agree with a fixture's, of how many.
    fn agreement(tags: &str) -> (usize, usize) {
        let mut lines = tags.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (mut right, mut all) = (0, 0);
        while let (Some(text), Some(tags)) = (lines.next(), lines.next()) {
            let sentence = read(text);
            let expected: Vec<&str> = tags.split_whitespace().collect();
            assert_eq!(expected.len(), sentence.tokens.len(), "tokens of {text}");
            all += expected.len();
            right += sentence.tokens.iter().zip(expected).filter(|(token, tag)| format!("{:?}", token.tag) == *tag).count();
        }
        (right, all)
    }

    #[test]
    fn the_tags_of_four_kinds_of_source_hold() {
        let (right, all) = agreement(include_str!("../../fixtures/prose/tags.txt"));
        assert!(all > 2000 && right * 100 >= all * 97, "{right} of {all}");
    }

    #[test]
    fn tags_that_were_given_before_the_tagger_ran_hold() {
        let (right, all) = agreement(include_str!("../../fixtures/prose/tags-by-hand.txt"));
        assert!(all > 1300 && right * 100 >= all * 97, "{right} of {all}");
    }

    #[test]
    fn quotations_stay_open_across_sentences() {
        let text = "“We will finish in May. We will not slip again,” he said.";
        let first = READER.read(text, TextRange::new(0, 25));
        assert!(first.quote_open && first.clauses.iter().all(|c| c.quoted));
        let second = READER.read_within(text, TextRange::new(26, text.len()), first.quote_open);
        assert!(!second.quote_open);
        assert_eq!(second.clauses.iter().map(|c| c.quoted).collect::<Vec<_>>(), [true, false]);
        for text in ["We won't slip,' he said.", "We won’t slip again,’ he said.", "We won't slip,\" he said."] {
            let closed = READER.read_within(text, TextRange::new(0, text.len()), true);
            assert!(!closed.quote_open, "{text}");
            assert_eq!(closed.clauses.iter().map(|c| c.quoted).collect::<Vec<_>>(), [true, false], "{text}");
        }
    }

    #[test]
    fn tokens_are_what_cues_want() {
        let cut = |text: &'static str| read(text).tokens.iter().map(|t| t.lower.to_string()).collect::<Vec<_>>();
        assert_eq!(cut("It cost £3.4bn, not $2,018 or 80%."), ["it", "cost", "£3.4bn", ",", "not", "$2,018", "or", "80%", "."]);
        assert_eq!(cut("By 2025–26 the trust’s plan won’t"), ["by", "2025-26", "the", "trust", "'s", "plan", "wo", "n't"]);
        assert_eq!(
            cut("See https://example.org/a?b=1, or a@example.org."),
            ["see", "https://example.org/a?b=1", ",", "or", "a@example.org", "."]
        );
        assert_eq!(cut("paper-free Q3 11.4 U.S. node.js"), ["paper-free", "q3", "11.4", "u.s.", "node.js"]);
        assert_eq!(cut("the sites’ dates ‘slipped’"), ["the", "sites", "'", "dates", "‘", "slipped", "'"]);
    }

    #[test]
    fn a_noun_phrase_gives_its_head_and_its_of_phrases() {
        let sentence = read("The end of the new financial year will see the trust's records system replaced.");
        let first = sentence.noun_phrases.first().expect("a noun phrase");
        assert_eq!(sentence.words(sentence.with_of(first)), "The end of the new financial year");
        let at = sentence.tokens.iter().position(|t| t.lower == "records").expect("records");
        let system = sentence.noun_phrase_at(at).expect("a noun phrase");
        assert_eq!(
            (sentence.words(system.tokens.clone()), &*sentence.tokens[system.head].lower),
            ("the trust's records system", "system")
        );
    }

    #[test]
    fn own_tokens_leave_out_what_lies_inside() {
        let sentence = read("The target, which was set in 2013, has been missed.");
        let own: Vec<&str> = sentence.own_tokens(0).map(|i| &*sentence.tokens[i].lower).collect();
        assert_eq!(own, ["the", "target", ",", ",", "has", "been", "missed"]);
        assert_eq!(sentence.clause_at(20), Some(1));
    }

    /// What must hold of every reading, whatever the text.
    fn sound(sentence: &Sentence<'_>) {
        let n = sentence.tokens.len();
        assert_eq!(sentence.owners.len(), n);
        assert!(sentence.owners.iter().all(|o| *o < sentence.clauses.len()));
        assert!(sentence.tokens.windows(2).all(|w| w[0].range.end <= w[1].range.start));
        assert!(sentence.tokens.iter().all(|t| sentence.text.get(t.range.start..t.range.end).is_some_and(|s| !s.is_empty())));
        assert!(sentence.noun_phrases.windows(2).all(|w| w[0].tokens.end <= w[1].tokens.start));
        assert!(sentence.noun_phrases.iter().all(|p| p.tokens.contains(&p.head) && p.tokens.end <= n));
        assert!(sentence.clauses.windows(2).all(|w| w[0].tokens.start <= w[1].tokens.start));
        for (i, clause) in sentence.clauses.iter().enumerate() {
            assert!(clause.tokens.start <= clause.tokens.end && clause.tokens.end <= n);
            assert!(clause.parent.is_none_or(|p| p != i && p < sentence.clauses.len()));
            if let Some(v) = &clause.verbs {
                assert!(v.tokens.contains(&v.head) && v.tokens.end <= n);
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_soundly(text in "\\PC{0,120}") {
            sound(&read(&text));
        }

        #[test]
        fn words_in_any_order_are_read_soundly(words in prop::collection::vec(prop::sample::select(vec![
            "the", "date", "which", "was", "set", "to", "be", "missed", "if", "will", ",", "and", "said", "that", "not", "(", ")", "–", "“", "”",
            "ministers", "by", "2018", "has", "been", "delayed", "opening", "'s", "n't", "don't", ";", "?", "who", "plans", "should", "no", "longer", "than", "what", ":"
        ]), 0..60)) {
            sound(&read(&words.join(" ")));
        }
    }

    #[test]
    fn time_grows_with_length_alone() {
        let cases: [&str; 6] =
            ["to plan ", "which he said that ", "(the plan – is ", "a.b/c'", "the very late, ", "\"said it was and "];
        for case in cases {
            let text = case.repeat(40_000 / case.len() + 1);
            let begun = Instant::now();
            sound(&read(&text));
            assert!(begun.elapsed().as_secs() < 3, "{case:?} took {:?}", begun.elapsed());
        }
    }
}
