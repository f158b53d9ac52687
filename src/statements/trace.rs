//! Shows how a text is read, for whoever writes cue rules: tokens, clauses, dates, cues and vetoes.

use super::extract::Language;
use super::reading::Reading;
use super::tense::tense_hint;
use crate::calendar::{Day, Interval};
use crate::prose::{self, Sentence, Zone};
use crate::time::Passage;
use std::fmt::Write;

/// The reading of every sentence of `text`, said on `day`.
pub fn trace(language: &Language, text: &str, day: Option<Day>) -> String {
    let mut out = String::new();
    let speaks_from = day.map(Interval::day);
    let sentences: Vec<Sentence<'_>> = prose::split(text).into_iter().map(|range| language.reader.read(text, range)).collect();
    let mut passage = Passage::new(speaks_from, language.country);
    let times = language.grammar.read(text, &mut passage, |found| tense_hint(&sentences, found, &language.lexicon));
    for sentence in &sentences {
        let here: Vec<_> = times
            .iter()
            .filter(|t| sentence.range.start <= t.range.start && t.range.start < sentence.range.end)
            .cloned()
            .collect();
        let reading = Reading::new(&language.lexicon, sentence, &here, speaks_from, Zone::Paragraph);
        for token in &sentence.tokens {
            let _ = write!(out, "{}/{:?} ", token.range.of(text), token.tag);
        }
        out.push('\n');
        for (index, clause) in sentence.clauses.iter().enumerate() {
            let _ =
                write!(out, "  {index} {:?} under {:?}: {:?}", clause.kind, clause.parent, sentence.words(clause.tokens.clone()));
            if let Some(verbs) = &clause.verbs {
                let _ = write!(
                    out,
                    " [{:?} {:?} {:?}{}{}{}{}]",
                    sentence.words(verbs.tokens.clone()),
                    verbs.tense,
                    verbs.modality,
                    if verbs.negated { " not" } else { "" },
                    if verbs.passive { " passive" } else { "" },
                    if verbs.infinitive { " infinitive" } else { "" },
                    if verbs.participle { " participle" } else { "" },
                );
            }
            out.push('\n');
        }
        for date in &reading.dates {
            let _ = writeln!(
                out,
                "  date {:?} {} {:?} governed by {:?}, deadline {:?}, in {}, reach {:?}",
                date.timex.range.of(text),
                date.timex.value,
                date.timex.role,
                date.governor,
                date.deadline.map(|d| (d.start().to_string(), d.end().to_string())),
                reading.clause_of(date.tokens.start),
                reading.reach(reading.clause_of(date.tokens.start)),
            );
        }
        for cue in &reading.cues {
            let _ = writeln!(out, "  cue {} in {}: {:?}", cue.rule.id, cue.clause, sentence.words(cue.found.tokens.clone()));
        }
        for bar in &reading.bars {
            let _ = writeln!(out, "  veto {} in {:?}", bar.veto.id, bar.clauses);
        }
    }
    out
}
