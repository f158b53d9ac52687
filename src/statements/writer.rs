//! From tokens of a sentence to statements with places in the file.

use super::commitment::Commitment;
use super::inherited::HandedDown;
use super::lexicon::Lexicon;
use super::outcome::Outcome;
use super::reading::{Date, Reading};
use super::subject::subject;
use super::{Deadline, Factuality, Kind, Statement, Strength, Voice};
use crate::calendar::Interval;
use crate::corpus::{Document, MarkKind};
use crate::findings::Confidence;
use crate::prose::Tag;
use crate::prose::{Block, NounPhrase, Zone};
use crate::source::{Place, TextRange};
use crate::time::{Anchor, Governor, TimeExpression};
use std::ops::Range;
use std::sync::Arc;

/// Turns what was found in a sentence into statements with places in the file.
pub(super) struct Writer<'w, 'r, 't> {
    pub document: &'w Document,
    pub lexicon: &'w Lexicon,
    pub block: &'w Block,
    pub section: usize,
    pub reading: &'w Reading<'r, 't>,
    /// Bytes at the start of the block's text that stand elsewhere, in its lead-in.
    pub borrowed: usize,
}

impl Writer<'_, '_, '_> {
    /// Whether all of the words are struck through.
    fn is_struck(&self, range: TextRange) -> bool {
        let covers = |mark: &crate::corpus::Mark| mark.range.start <= range.start && range.end <= mark.range.end;
        self.block.marks.iter().any(|mark| mark.kind == MarkKind::Struck && covers(mark))
    }

    fn place(&self, range: TextRange) -> Place {
        self.document.place(self.block.span(range))
    }

    /// The source's own words, markup and all.
    fn quote(&self, place: Place) -> String {
        self.document.quote(place.span()).to_owned()
    }

    fn deadline(&self, timex: &TimeExpression, interval: Interval) -> Box<Deadline> {
        Box::new(Deadline {
            interval,
            text: self.quote(self.place(timex.range)),
            place: self.place(timex.range),
            approximate: timex.approximate,
        })
    }

    fn dated(&self, date: Option<usize>) -> Option<Box<Deadline>> {
        let date = self.reading.dates.get(date?)?;
        Some(self.deadline(date.timex, date.deadline?))
    }

    /// One of the two dates of a move: an end of "from … to …", not the whole range.
    fn end_of_move(&self, date: Option<usize>) -> Option<Box<Deadline>> {
        let timex = self.reading.dates.get(date?)?.timex;
        match timex.range_interval {
            Some(_) => Some(self.deadline(timex, timex.interval?)),
            None => self.dated(date),
        }
    }

    fn words(&self, tokens: &Range<usize>) -> String {
        self.reading.text_range(tokens.clone()).of(&self.block.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub fn commitment(&self, found: &Commitment<'_>) -> Statement {
        let date = &self.reading.dates[found.date];
        // A thing without a verb of its own comes about as the clause says that lends it one.
        let inner = if found.thing.is_some() { found.cue.clause } else { found.clause };
        let thing = found.thing.as_ref();
        let subject = subject(self.reading, self.lexicon, self.block, found.cue.clause, &found.tokens, inner, thing);
        let mut statement = self.statement(&found.tokens, Kind::Commitment, &found.cue.rule.id, subject);
        statement.deadline = Some(self.deadline(date.timex, found.deadline));
        statement.struck |= self.is_struck(date.timex.range);
        statement.made_on = found.made_on.or(self.reading.speaks_from);
        statement.strength = found.strength;
        statement.confidence = found.confidence;
        statement.retold = found.retold || found.made_on.is_some();
        statement.voice = self.voice(found.voice);
        statement.speaker = found.speaker.as_ref().map(|tokens| self.words(tokens).into());
        statement
    }

    pub fn outcome(&self, found: &Outcome<'_>, near: Option<usize>) -> Statement {
        let clause = found.cue.clause;
        let deed = self.named_deed(found);
        let subject = subject(self.reading, self.lexicon, self.block, clause, &found.tokens, clause, deed);
        let mut statement = self.statement(&found.tokens, found.meaning.kind, &found.cue.rule.id, subject);
        let points_back = matches!(found.meaning.kind, Kind::Missed | Kind::AtRisk | Kind::OnTrack | Kind::Dropped);
        statement.deadline = self.end_of_move(found.deadline).filter(|_| found.meaning.kind == Kind::Moved);
        // "will not be ready before 2029": in 2029 itself, not on the day before it.
        let before = found.deadline.and_then(|at| self.reading.dates.get(at)).filter(|d| d.governor == Some(Governor::Before));
        if let Some((floor, deadline)) = before.filter(|_| found.cue.reads_negation).zip(statement.deadline.as_mut()) {
            deadline.interval = floor.timex.interval.unwrap_or(deadline.interval);
        }
        if statement.kind != Kind::Moved {
            // "will open in 2032, a decade late": that is where it has moved, and nothing is missed on a day to come.
            let ahead =
                |date: &usize| self.reading.dates.get(*date).is_some_and(|date| date.lies_ahead(self.reading.speaks_from));
            let near = near.filter(|_| points_back);
            let moves = found.deadline.is_none() && found.cue.rule.measures_delay && near.as_ref().is_some_and(ahead);
            let near = near.filter(|date| moves || statement.kind != Kind::Missed || !ahead(date));
            statement.deadline = self.dated(found.deadline).or_else(|| self.dated(near));
            statement.kind = if moves { Kind::Moved } else { statement.kind };
        }
        statement.old_deadline = self.end_of_move(found.old);
        // "The timetable, promised for 14 December, will now start on 7 June": the December before.
        let yearless = |date: &Date<'_>| date.timex.anchor == Anchor::Document && date.timex.range_interval.is_none();
        if let (Kind::Moved, Some(new), Some(old)) = (statement.kind, &statement.deadline, &mut statement.old_deadline)
            && old.interval.start() > new.interval.end()
            && found.old.and_then(|at| self.reading.dates.get(at)).is_some_and(yearless)
            && !self.comes_sooner(&found.tokens)
            && let Some(before) = old.interval.years_before(1)
        {
            old.interval = before;
        }
        // A date that only one end of the move names is the old one: nothing moves to where it was.
        let interval = |deadline: &Option<Box<Deadline>>| deadline.as_ref().map(|d| d.interval);
        if statement.kind == Kind::Moved && interval(&statement.deadline) == interval(&statement.old_deadline) {
            statement.deadline = None;
        }
        // "from the former dates of 4 to 7 May": both ends of one stretch are no move from one to the other.
        if statement.kind == Kind::Moved && self.are_ends_of_one(found.old, found.deadline) {
            (statement.deadline, statement.old_deadline) = (None, None);
        }
        statement.made_on = self.reading.speaks_from;
        let announced = found.cue.rule.performative && found.meaning.voice == Voice::Own;
        let today = self.reading.speaks_from.filter(|day| announced && day.days() == 1);
        statement.delivered = found.delivered.and_then(|date| self.reading.dates.get(date)?.timex.interval).or(today);
        statement.factuality = found.meaning.factuality;
        statement.confidence = found.cue.rule.confidence;
        // What a rule reads of a deed, done or not done, needs a promise beside it; a target not met, denied by a rule that
        // reads targets met, is said in so many words.
        statement.candidate = found.cue.rule.candidate && found.meaning.kind == found.cue.rule.kind;
        // "It has still not been handed over to the librarians": what was not done is "it", whomever else the clause names.
        let of_it = self.reading.clause(clause).and_then(|c| self.reading.sentence.tokens.get(c.subject.as_ref()?.head));
        statement.key.anaphoric |=
            statement.candidate && statement.kind == Kind::Missed && of_it.is_some_and(|t| t.tag == Tag::PRP);
        statement.voice = self.voice(found.meaning.voice);
        statement.speaker = found.meaning.speaker.as_ref().map(|tokens| self.words(tokens).into());
        statement
    }

    /// "has been brought forward to July": to a day before the one that was named.
    fn comes_sooner(&self, tokens: &Range<usize>) -> bool {
        let words = self.reading.sentence.tokens.get(tokens.clone()).unwrap_or_default();
        words.iter().any(|t| self.lexicon.in_class("sooner", &t.lemma, &t.lower))
    }

    /// "Today's release of Quill 5 gives users a new map": the noun that names the delivery, where that stands before the
    /// clause's verb; whatever the verb is done to is not what was delivered.
    fn named_deed(&self, found: &Outcome<'_>) -> Option<&NounPhrase> {
        let cue = &found.cue;
        let verbs = self.reading.clause(cue.clause)?.verbs.as_ref()?;
        let is_noun = cue.rule.candidate && found.meaning.kind == Kind::Met && cue.found.tokens.end <= verbs.tokens.start;
        let word = |at: usize| self.reading.sentence.tokens.get(at);
        let names_deed = |np: &&NounPhrase| {
            let within = cue.found.tokens.start <= np.head && np.head < cue.found.tokens.end;
            within && word(np.head).is_some_and(|t| self.lexicon.event_of_noun(&t.lemma).is_some())
        };
        self.reading.sentence.noun_phrases.iter().find(names_deed).filter(|_| is_noun)
    }

    /// Whether two dates are the first and the last day of one stretch, and not what something moves from and to.
    fn are_ends_of_one(&self, one: Option<usize>, other: Option<usize>) -> bool {
        let date = |at: Option<usize>| self.reading.dates.get(at?);
        let stretch = |at| date(at)?.timex.range_interval;
        let from = date(one).and_then(|d| d.governor) == Some(Governor::From);
        one != other && !from && stretch(one).is_some() && stretch(one) == stretch(other)
    }

    /// A list item that takes its deadline from the block above it.
    pub fn inherited(&self, given: &HandedDown, from: &Block) -> Statement {
        let tokens = super::commitment::trim(self.reading, 0..self.reading.sentence.tokens.len());
        let subject = subject(self.reading, self.lexicon, self.block, 0, &tokens, 0, None);
        let mut statement = self.statement(&tokens, Kind::Commitment, &"handed-down".into(), subject);
        statement.deadline = Some(Box::new(Deadline {
            interval: given.deadline,
            text: self.quote(self.document.place(from.span(given.timex.range))),
            place: self.document.place(from.span(given.timex.range)),
            approximate: given.timex.approximate,
        }));
        statement.made_on = self.reading.speaks_from;
        statement
    }

    /// A block quotation is somebody else's word, whoever speaks in it.
    fn voice(&self, voice: Voice) -> Voice {
        if self.block.zone == Zone::Quotation && voice == Voice::Own { Voice::Reported } else { voice }
    }

    pub fn statement(&self, tokens: &Range<usize>, kind: Kind, cue: &Arc<str>, about: super::subject::Subject) -> Statement {
        let whole = self.reading.text_range(tokens.clone());
        let range = TextRange::new(whole.start.max(self.borrowed).min(whole.end), whole.end);
        // A word struck out of it takes nothing back; its date may be struck apart, see `commitment`.
        let struck = self.is_struck(range);
        let (text, prose) = (Arc::<str>::from(self.document.quote(self.place(range).span())), self.words(tokens));
        Statement {
            place: self.place(range),
            prose: if *text == *prose { Arc::clone(&text) } else { prose.into() },
            text,
            zone: self.block.zone,
            kind,
            deadline: None,
            old_deadline: None,
            made_on: None,
            speaks_from: self.reading.speaks_from,
            delivered: None,
            strength: Strength::Firm,
            subject: about.text.into(),
            actor: about.actor.map(Into::into),
            speaker: None,
            voice: Voice::Own,
            factuality: Factuality::Certain,
            confidence: Confidence::Medium,
            cue: Arc::clone(cue),
            candidate: false,
            retold: false,
            struck,
            section: self.section,
            key: about.key,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::statements::extract::Language;
    use crate::statements::rule_test::read_text;
    use crate::statements::{Kind, Statement};

    fn moved(text: &str) -> Statement {
        let read = read_text(&Language::english(), text, "2025-06-11".parse().ok()).expect("a document");
        read.statements.iter().find(|s| s.kind == Kind::Moved).expect("a move").clone()
    }

    #[test]
    fn what_will_not_be_before_a_year_is_moved_to_that_year() {
        let of = |text: &str| moved(text).deadline.map(|d| d.interval.to_string());
        assert_eq!(of("The plant is now not expected to be ready before 2029."), Some("2029".into()));
        assert_eq!(of("The plant will not be finished before May 2029."), Some("May 2029".into()));
    }

    #[test]
    fn what_comes_late_on_a_day_ahead_has_moved_there() {
        let of = |text: &str| moved(text).deadline.map(|d| d.interval.to_string());
        assert_eq!(of("The plant will open in 2032, more than a decade late."), Some("2032".into()));
        assert_eq!(of("The plant will open in 2032 – more than a decade late and over budget."), Some("2032".into()));
    }

    #[test]
    fn what_was_promised_for_a_day_was_due_before_its_new_one() {
        let of = |text: &str| {
            let moved = moved(text);
            (moved.old_deadline.map(|d| d.interval.to_string()), moved.deadline.map(|d| d.interval.to_string()))
        };
        let text = "The new timetable, promised for 14 December, will now start on 7 July.";
        assert_eq!(of(text), (Some("14 December 2024".into()), Some("7 July 2025".into())));
        let sooner = "The launch, planned for 4 November, has been brought forward to 7 July.";
        assert_eq!(of(sooner), (Some("4 November 2025".into()), Some("7 July 2025".into())));
    }

    #[test]
    fn a_stretch_of_days_moves_from_none_of_its_ends_to_the_other() {
        let of = |text: &str| {
            let moved = moved(text);
            (moved.old_deadline.map(|d| d.interval.to_string()), moved.deadline.map(|d| d.interval.to_string()))
        };
        let stretch = of("The club has changed the dates of the repairs from the first dates of May 4 – 7, 2026.");
        assert_eq!(stretch, (None, None));
        let days = of("The start of the repairs has been moved from 13 October 2025 to 16 October 2025.");
        assert_eq!(days, (Some("13 October 2025".into()), Some("16 October 2025".into())));
    }
}
