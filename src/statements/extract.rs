//! From a document to its Extract: the last step of the parallel stage.

use super::commitment::{Commitment, commitments};
use super::lexicon::Lexicon;
use super::outcome::{Outcome, outcomes};
use super::reading::Reading;
use super::subject::subject;
use super::{Deadline, Extract, Factuality, Kind, Problem, Statement, Strength, Voice};
use crate::calendar::Interval;
use crate::corpus::{Document, MarkKind};
use crate::findings::Confidence;
use crate::prose::{self, Block, ClauseKind, Modality, Reader, Sentence, Tense, Zone};
use crate::source::{Place, TextRange};
use crate::time::{Country, Grammar, Passage, TenseHint, TimeExpression};
use std::ops::Range;

/// All that is known of one language, compiled. Make one and share it.
pub struct Language {
    /// Cue rules.
    pub lexicon: Lexicon,
    /// Tagger and clause reader.
    pub reader: Reader,
    /// Time expressions.
    pub grammar: &'static Grammar,
    /// For financial years and numeric dates.
    pub country: Country,
}

/// Reads a document: what it says of dated targets.
pub fn extract(document: &Document, language: &Language) -> Extract {
    let blocks = prose::blocks(document);
    let mut statements = Vec::new();
    let mut passage = Passage::new(document.published.as_ref().map(|d| d.interval), language.country);
    for block in &blocks {
        if block.zone == Zone::Teaser {
            continue;
        }
        read_block(document, language, block, &mut passage, &mut statements);
    }
    statements.sort_by(|a: &Statement, b| (a.place, a.kind, &a.cue).cmp(&(b.place, b.kind, &b.cue)));
    let mut problems = Vec::new();
    if document.published.is_none() && !document.living {
        problems.push(Problem::Undated);
    }
    if !document.conflicting.is_empty() {
        problems.push(Problem::DateConflict(document.conflicting.clone()));
    }
    Extract {
        doc: document.doc.clone(),
        file: document.file.clone(),
        record_line: document.record_line,
        format: Some(document.format),
        title: document.title.clone(),
        url: document.url.clone(),
        published: document.published.clone(),
        updated: document.updated.clone(),
        living: document.living,
        hash: document.hash.clone(),
        similarity: 0,
        statements,
        mentions: Vec::new(),
        problems,
    }
}

fn read_block(document: &Document, language: &Language, block: &Block, passage: &mut Passage, statements: &mut Vec<Statement>) {
    let ranges = prose::sentences(block);
    let mut quote_open = false;
    let sentences: Vec<Sentence<'_>> = ranges
        .iter()
        .map(|range| {
            let sentence = language.reader.read_within(&block.text, *range, quote_open);
            quote_open = sentence.quote_open;
            sentence
        })
        .collect();
    let speaks_from = block.speaks_from.or(document.published.as_ref().map(|d| d.interval));
    passage.document = speaks_from;
    let times = language.grammar.read(&block.text, passage, |found| tense_hint(&sentences, found.range));
    let section = block.headings.last().map_or(0, |heading| heading + 1);
    for sentence in &sentences {
        let first = times.partition_point(|t| t.range.start < sentence.range.start);
        let last = times.partition_point(|t| t.range.start < sentence.range.end);
        let reading = Reading::new(&language.lexicon, sentence, &times[first..last], speaks_from);
        if reading.cues.is_empty() {
            continue;
        }
        let writer = Writer { document, lexicon: &language.lexicon, block, section, reading: &reading };
        let told = outcomes(&reading, &language.lexicon);
        // The dates that an outcome speaks of set nothing new; a delivery beside a plan does not take its date.
        let taken: Vec<usize> =
            told.iter().filter(|o| o.meaning.kind != Kind::Met).flat_map(|o| [o.deadline, o.old]).flatten().collect();
        let planned = commitments(&reading, &language.lexicon, &taken);
        let near = planned.first().map(|c| c.date);
        statements.extend(told.iter().map(|outcome| writer.outcome(outcome, near)));
        statements.extend(planned.iter().map(|commitment| writer.commitment(commitment)));
    }
}

/// What the verbs around an expression say of where it lies.
fn tense_hint(sentences: &[Sentence<'_>], range: TextRange) -> TenseHint {
    let Some(sentence) = sentences.iter().find(|s| s.range.start <= range.start && range.start < s.range.end) else {
        return TenseHint::Unknown;
    };
    let mut next = sentence.clause_at(range.start);
    let mut left = sentence.clauses.len();
    while let Some(clause) = next.and_then(|index| sentence.clauses.get(index)) {
        if let Some(verbs) = &clause.verbs {
            match (verbs.modality, verbs.tense) {
                (Some(Modality::Will | Modality::BeTo | Modality::Must | Modality::Should), _) | (_, Tense::Future) => return TenseHint::Future,
                (None, Tense::Past) => return TenseHint::Past,
                (None, Tense::Present) if verbs.perfect => return TenseHint::Past,
                (_, Tense::Present) => return TenseHint::Future,
                (Some(Modality::Would), _) => return TenseHint::Future,
                _ if verbs.infinitive => return TenseHint::Future,
                _ if verbs.participle && verbs.passive && clause.kind == ClauseKind::Participial => return TenseHint::Unknown,
                _ => {}
            }
        }
        left = match left.checked_sub(1) {
            Some(left) => left,
            None => break,
        };
        next = clause.parent;
    }
    TenseHint::Unknown
}

/// Turns what was found in a sentence into statements with places in the file.
struct Writer<'w, 'r, 't> {
    document: &'w Document,
    lexicon: &'w Lexicon,
    block: &'w Block,
    section: usize,
    reading: &'w Reading<'r, 't>,
}

impl Writer<'_, '_, '_> {
    fn place(&self, range: TextRange) -> Place {
        self.document.place(self.block.span(range))
    }

    fn deadline(&self, timex: &TimeExpression, interval: Interval) -> Deadline {
        Deadline {
            interval,
            text: timex.range.of(&self.block.text).to_owned(),
            place: self.place(timex.range),
            approximate: timex.approximate,
        }
    }

    fn dated(&self, date: Option<usize>) -> Option<Deadline> {
        let date = self.reading.dates.get(date?)?;
        Some(self.deadline(date.timex, date.deadline?))
    }

    fn words(&self, tokens: &Range<usize>) -> String {
        self.reading.text_range(tokens.clone()).of(&self.block.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn commitment(&self, found: &Commitment<'_>) -> Statement {
        let date = &self.reading.dates[found.date];
        let subject = subject(self.reading, self.lexicon, self.block, found.cue.clause, &found.tokens, found.clause);
        let mut statement = self.statement(&found.tokens, Kind::Commitment, &found.cue.rule.id, subject);
        statement.deadline = Some(self.deadline(date.timex, found.deadline));
        statement.made_on = found.made_on.or(self.reading.speaks_from);
        statement.strength = found.strength;
        statement.confidence = found.confidence;
        statement.retold = found.retold || found.made_on.is_some();
        statement.voice = self.voice(found.voice);
        statement.speaker = found.speaker.as_ref().map(|tokens| self.words(tokens));
        statement
    }

    fn outcome(&self, found: &Outcome<'_>, near: Option<usize>) -> Statement {
        let clause = found.cue.clause;
        let subject = subject(self.reading, self.lexicon, self.block, clause, &found.tokens, clause);
        let mut statement = self.statement(&found.tokens, found.meaning.kind, &found.cue.rule.id, subject);
        let points_back = matches!(found.meaning.kind, Kind::Missed | Kind::AtRisk | Kind::OnTrack | Kind::Dropped);
        statement.deadline = self.dated(found.deadline).or_else(|| self.dated(near.filter(|_| points_back)));
        statement.old_deadline = self.dated(found.old);
        statement.made_on = self.reading.speaks_from;
        statement.delivered = found.delivered.and_then(|date| self.reading.dates.get(date)?.timex.interval);
        statement.factuality = found.meaning.factuality;
        statement.confidence = found.cue.rule.confidence;
        statement.candidate = found.cue.rule.candidate;
        statement.voice = self.voice(found.meaning.voice);
        statement.speaker = found.meaning.speaker.as_ref().map(|tokens| self.words(tokens));
        statement
    }

    /// A block quotation is somebody else's word, whoever speaks in it.
    fn voice(&self, voice: Voice) -> Voice {
        if self.block.zone == Zone::Quotation && voice == Voice::Own { Voice::Reported } else { voice }
    }

    fn statement(&self, tokens: &Range<usize>, kind: Kind, cue: &str, about: super::subject::Subject) -> Statement {
        let range = self.reading.text_range(tokens.clone());
        let struck = self.block.marks.iter().any(|mark| mark.kind == MarkKind::Struck && mark.range.overlaps(range));
        Statement {
            place: self.place(range),
            text: range.of(&self.block.text).to_owned(),
            zone: self.block.zone,
            kind,
            deadline: None,
            old_deadline: None,
            made_on: None,
            speaks_from: self.reading.speaks_from,
            delivered: None,
            strength: Strength::Firm,
            subject: about.text,
            actor: about.actor,
            speaker: None,
            voice: Voice::Own,
            factuality: Factuality::Certain,
            confidence: Confidence::Medium,
            cue: cue.to_owned(),
            candidate: false,
            retold: false,
            struck,
            section: self.section,
            key: about.key,
        }
    }
}

impl Language {
    /// English as it is built into the program.
    ///
    /// # Panics
    /// Never in a released program: the embedded rules are compiled by its tests.
    pub fn english() -> Self {
        let lexicon = Lexicon::english().unwrap_or_else(|errors| {
            let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
            unreachable!("the embedded cue rules must compile:\n{}", shown.join("\n"))
        });
        Self::new(lexicon)
    }

    /// English with other cue rules.
    pub fn new(lexicon: Lexicon) -> Self {
        Language { lexicon, reader: Reader::builtin(), grammar: Grammar::builtin(), country: Country::default() }
    }
}
