//! No trigger may ever cost a statement.

use crate::calendar::{Day, Interval};
use crate::corpus::{self, DateSource, DatedBy, FileKind, SourceFile};
use crate::statements::{Example, Extract, Language, extract};
use std::sync::LazyLock;

static FILTERED: LazyLock<Language> = LazyLock::new(Language::english);
static WHOLE: LazyLock<Language> = LazyLock::new(|| Language { triggers: None, ..Language::english() });

fn read(text: &str, said: Option<&str>, language: &Language) -> Vec<Extract> {
    let file = SourceFile { path: "example.md".into(), shown: "example.md".into(), kind: FileKind::Markdown, named: true };
    let mut documents = corpus::read_bytes(&file, text.as_bytes().to_vec(), &corpus::Options::default()).unwrap_or_default();
    let day = said.and_then(|said| said.parse::<Day>().ok());
    for document in &mut documents {
        document.published = day.map(|day| DatedBy { interval: Interval::day(day), source: DateSource::Table });
    }
    documents.iter().map(|document| extract(document, language)).collect()
}

fn same(text: &str, said: Option<&str>) -> usize {
    let whole = read(text, said, &WHOLE);
    assert_eq!(read(text, said, &FILTERED), whole, "{text}");
    whole.iter().map(|e| e.statements.len()).sum()
}

fn examples() -> Vec<(String, String)> {
    let lexicon = &FILTERED.lexicon;
    let rules = lexicon.rules.iter().flat_map(|rule| rule.examples.iter().chain(&rule.counter_examples));
    let vetoes = lexicon.vetoes.iter().flat_map(|veto| veto.examples.iter().chain(&veto.counter_examples));
    let each = |example: &Example| match example {
        Example::Text(text) => (text.clone(), "2025-06-11".to_owned()),
        Example::Dated { text, said, .. } => (text.clone(), said.clone().unwrap_or_else(|| "2025-06-11".into())),
    };
    rules.chain(vetoes).map(each).collect()
}

#[test]
fn every_example_reads_the_same() {
    let examples = examples();
    let found: usize = examples.iter().map(|(text, said)| same(text, Some(said)) + same(text, None)).sum();
    assert!(examples.len() > 200 && found > 200, "{} examples, {found} statements", examples.len());
}

#[test]
fn words_written_otherwise_are_the_same_words() {
    for (text, said) in examples() {
        same(&text.to_uppercase(), Some(&said));
        same(&text.replace('\'', "\u{2019}").replace('-', "\u{2011}"), Some(&said));
        same(&text.replace('k', "\u{212a}").replace('i', "\u{130}"), Some(&said));
    }
}

#[test]
fn a_page_of_all_examples_reads_the_same() {
    let all: Vec<String> = examples().into_iter().map(|(text, _)| text).collect();
    assert!(same(&all.join("\n\n"), Some("2025-06-11")) > 100);
    same(&all.join(" \u{201c}He said so.\u{201d} That year, two weeks later, it rained. "), Some("2025-06-11"));
    same(&all.join("\n- "), Some("2025-06-11"));
}

#[test]
fn dates_from_above_and_from_before_are_kept() {
    let texts = [
        "# By the end of 2026\n\n- Widen the bridge\n- New lamps on the quay\n\nNothing else.",
        "We will do this by December 2026:\n\n- Widen the bridge\n- New lamps on the quay",
        "## 3 May 2027\n\n- Announcement of the winners",
        "The fire was in March 2024. Nobody knows why.\n\nThe hall will reopen two years later.",
        "It rained in 2031. A committee met. The hall will reopen in December of that year.",
        "In 1821 it began. In 1825 it grew. In 1830 it stopped. In 1840 it fell. In 1850 it rose.\n\nIt will open in May.",
    ];
    let found: usize = texts.iter().map(|text| same(text, Some("2025-06-11")) + same(text, None)).sum();
    assert!(found > 8, "{found}");
}

#[test]
fn hours_are_of_the_day_told_of_before() {
    let told = |hour: &str| {
        format!("On Saturday there was an early breakfast.\n\nPeople slept.\n\n{hour} the second stage opened with a song.")
    };
    for hour in ["At around 17:30", "By evening", "At 5.30 p.m."] {
        assert!(same(&told(hour), Some("2025-06-11")) > 0);
    }
}

/// Of a document in which no pattern has all its words no blocks are made: what is put together of several must not be lost.
#[test]
fn quiet_documents_are_quiet() {
    let quiet = "Most members like the smaller room.\n\nA good map shows the names of the streams, long before 2019.";
    let texts = [
        quiet.to_owned(),
        format!("{quiet}\n\nThe Lantern Office Programme (LOP) has a room."),
        format!("{quiet}\n\nThe bridge will open in May 2026."),
        format!("## May 2026\n\n{quiet}\n\n- Widen the bridge"),
        format!("{quiet}\n\nWe will:\n\n- widen the bridge in May 2026"),
        format!("{quiet}\n\nWe will:\n\n\u{2022} widen the bridge in May 2026"),
        format!("{quiet}\n\nWe will: (a) widen the bridge by May 2026; (b) close the ford by June 2026."),
        format!("{quiet}\n\n| Work | Due |\n|---|---|\n| Bridge | May 2026 |"),
        format!("**By May 2026**\n- Widen the bridge\n\n{quiet}"),
    ];
    let found: Vec<usize> = texts.iter().map(|text| same(text, Some("2025-06-11"))).collect();
    assert!(found.first() == Some(&0) && found.iter().filter(|found| **found > 0).count() > 4, "{found:?}");
}

/// Patterns are looked for by the signs that a sentence bears; whatever matches must be found that way too.
#[test]
fn no_match_is_passed_over_for_want_of_a_sign() {
    use crate::prose::Sentence;
    use crate::source::TextRange;
    use crate::statements::pattern::View;
    let Language { lexicon, reader, grammar, .. } = &*FILTERED;
    let mut matches = 0;
    for (text, _) in examples() {
        let sentence: Sentence<'_> = reader.read(&text, TextRange::new(0, text.len()));
        let mut dates = Vec::new();
        for (index, found) in grammar.find(&text).iter().enumerate() {
            let inside =
                |token: &crate::prose::Token<'_>| token.range.end > found.range.start && token.range.start < found.range.end;
            let first = sentence.tokens.iter().position(inside);
            let count = sentence.tokens.iter().filter(|token| inside(token)).count();
            dates.extend(first.map(|first| (first..first + count, index)));
        }
        let words = lexicon.vocabulary().read(&sentence.tokens);
        let signs = lexicon.vocabulary().signs_of(&words, &sentence.tokens, !dates.is_empty());
        let view = View { sentence: &sentence, dates: &dates, words: &words, signs: &signs, interposed: &[] };
        for (at, (word, token)) in words.iter().zip(&sentence.tokens).enumerate() {
            let tried: Vec<_> =
                lexicon.rule_patterns(*word, token.tag, &view).map(|(_, pattern)| std::ptr::from_ref(pattern)).collect();
            for rule in &lexicon.rules {
                for pattern in rule.patterns().iter().filter(|pattern| pattern.match_at(&view, at).is_some()) {
                    assert!(tried.contains(&std::ptr::from_ref(pattern)), "{} at word {at} of {text}", rule.id);
                    assert!(pattern.may_match(&view), "{} in {text}", rule.id);
                    matches += 1;
                }
            }
        }
    }
    assert!(matches > 300, "{matches}");
}
