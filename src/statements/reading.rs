//! A sentence with everything that was read from it: what the rules look at.

use super::interposed::interposed;
use super::lexicon::{CueRule, Lexicon, Veto};
use super::pattern::{Match, View};
use crate::calendar::Interval;
use crate::prose::{Clause, ClauseKind, Modality, Sentence, Tag, Tense, VerbGroup, Zone};
use crate::time::{Governor, TimeExpression, deadline_interval};
use std::ops::Range;

/// A time expression of the sentence, by token.
#[derive(Clone, Debug)]
pub(super) struct Date<'d> {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The expression.
    pub timex: &'d TimeExpression,
    /// What governs it ("by", "no later than").
    pub governor: Option<Governor>,
    /// The days that the deadline names, governor counted in ("before 1 October" ends the day before).
    pub deadline: Option<Interval>,
}

impl Date<'_> {
    /// Whether the days that it names are all still to come for a text that speaks on `now`.
    pub fn lies_ahead(&self, now: Option<Interval>) -> bool {
        matches!((self.deadline, now), (Some(day), Some(now)) if day.start() > now.end())
    }
}

/// A cue rule that matched.
#[derive(Clone, Debug)]
pub(super) struct Cue<'l> {
    pub rule: &'l CueRule,
    pub found: Match,
    /// Innermost clause of the anchor.
    pub clause: usize,
    /// The pattern itself asks for a negation ("not … as planned"), so that none is left to be read.
    pub reads_negation: bool,
    /// The pattern itself asks for a modal ("could be delayed").
    pub reads_modal: bool,
}

/// A veto that matched.
#[derive(Clone, Debug)]
pub(super) struct Bar<'l> {
    pub veto: &'l Veto,
    /// Innermost clauses of its first word and of its anchor: "would like | to thank" bars both.
    pub clauses: [usize; 2],
    /// The words that it matched.
    pub tokens: Range<usize>,
}

/// A sentence, its dates, and the rules that matched in it.
pub(super) struct Reading<'r, 't> {
    pub sentence: &'r Sentence<'t>,
    lexicon: &'r Lexicon,
    pub dates: Vec<Date<'r>>,
    /// The day that the block speaks from.
    pub speaks_from: Option<Interval>,
    /// Zone of the block.
    pub zone: Zone,
    pub cues: Vec<Cue<'r>>,
    pub bars: Vec<Bar<'r>>,
}

impl<'r, 't> Reading<'r, 't> {
    pub fn new(
        lexicon: &'r Lexicon,
        sentence: &'r Sentence<'t>,
        timexes: &'r [TimeExpression],
        speaks_from: Option<Interval>,
        zone: Zone,
    ) -> Self {
        let dates: Vec<Date<'r>> = timexes.iter().filter_map(|timex| date(sentence, timex)).collect();
        let by_token: Vec<(Range<usize>, usize)> = dates.iter().enumerate().map(|(i, date)| (date.tokens.clone(), i)).collect();
        let mut reading = Reading { sentence, lexicon, dates, speaks_from, zone, cues: Vec::new(), bars: Vec::new() };
        let words = lexicon.vocabulary().read(&sentence.tokens);
        let signs = lexicon.vocabulary().signs_of(&words, &sentence.tokens, !by_token.is_empty());
        let word = |at: usize| sentence.tokens.get(at).map(|token| token.lower.as_ref());
        let between = interposed(sentence.tokens.len(), word, |word| lexicon.has("interposing", word));
        let view = View { sentence, dates: &by_token, words: &words, signs: &signs, interposed: &between };
        for (at, (word, token)) in words.iter().zip(&sentence.tokens).enumerate() {
            for (rule, pattern) in lexicon.rule_patterns(*word, token.tag, &view) {
                if reading.cues.iter().any(|cue| std::ptr::eq(cue.rule, rule) && cue.found.anchor == at) {
                    continue;
                }
                if let Some(found) = pattern.match_at(&view, at) {
                    let cue = Cue {
                        rule,
                        clause: reading.clause_of(at),
                        found,
                        reads_negation: pattern.reads_negation,
                        reads_modal: pattern.reads_modal,
                    };
                    reading.cues.push(cue);
                }
            }
            for (veto, pattern) in lexicon.veto_patterns(*word, token.tag, &view) {
                if let Some(found) = pattern.match_at(&view, at) {
                    let clauses = [reading.clause_of(found.tokens.start), reading.clause_of(at)];
                    reading.bars.push(Bar { veto, clauses, tokens: found.tokens });
                }
            }
        }
        // Exceptions hold wherever they match in the sentence, so they are only asked for rules that fired.
        let anywhere = |patterns: &[super::pattern::Pattern]| {
            patterns
                .iter()
                .filter(|p| p.may_match(&view))
                .any(|p| (0..sentence.tokens.len()).any(|at| p.match_at(&view, at).is_some()))
        };
        reading.cues.retain(|cue| !anywhere(cue.rule.exceptions()));
        reading.bars.retain(|bar| !anywhere(bar.veto.exceptions()));
        reading
    }

    /// The innermost clause of a token.
    pub fn clause_of(&self, token: usize) -> usize {
        self.sentence.owners.get(token).copied().unwrap_or(0)
    }

    pub fn clause(&self, index: usize) -> Option<&Clause> {
        self.sentence.clauses.get(index)
    }

    /// The clause and those that it hangs on.
    pub fn ancestors(&self, clause: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = Some(clause);
        let mut left = self.sentence.clauses.len();
        std::iter::from_fn(move || {
            let here = next?;
            // A well-formed tree is never deeper than it has clauses.
            left = left.checked_sub(1)?;
            next = self.clause(here)?.parent;
            Some(here)
        })
    }

    /// The clauses whose words may speak of a date in `clause`: itself, and what it
    /// hangs on as long as it says nothing finite of its own.
    ///
    /// "…will declare them as elected by 7 December": a participle behind "as" says nothing of its own either.
    pub fn reach(&self, clause: usize) -> Vec<usize> {
        let mut reach = Vec::new();
        for index in self.ancestors(clause) {
            reach.push(index);
            let Some(here) = self.clause(index) else { break };
            let climbs = match here.kind {
                ClauseKind::Infinitive => !self.is_purpose_before(here),
                ClauseKind::Verbless => true,
                ClauseKind::Participial => !self.is_reduced_relative(here) || self.is_still_to_come(clause),
                ClauseKind::Main | ClauseKind::Relative | ClauseKind::Complement => self.is_coordinated_rest(here),
                ClauseKind::Adverbial => self.is_only_a_date(here),
                ClauseKind::Conditional | ClauseKind::Attribution => false,
            };
            if !climbs {
                break;
            }
        }
        reach.extend(self.labelled(clause));
        reach.extend(self.lender_of_modal(clause));
        reach
    }

    /// "To spare the nurses on Sunday, we will close early": a day of what the sentence's deed is for.
    fn is_purpose_before(&self, clause: &Clause) -> bool {
        let active = clause.verbs.as_ref().is_some_and(|verbs| !verbs.passive);
        let parent = clause.parent.and_then(|parent| self.clause(parent)).and_then(|c| c.verbs.as_ref());
        let comma = self.sentence.tokens.get(clause.tokens.end).is_some_and(|t| t.lower == ",");
        active && comma && clause.tokens.start == 0 && parent.is_some_and(|verbs| verbs.tokens.start >= clause.tokens.end)
    }

    /// Whether the clause has a verb that borrows the auxiliaries of the one it is coordinated with.
    pub fn borrows_verb(&self, clause: usize) -> bool {
        self.lender_of_modal(clause).is_some()
            || self.clause(clause).is_some_and(|c| c.parent.is_some() && self.is_coordinated_rest(c))
    }

    /// "must hand in the list by May, and replace all pipes within ten years": the clause that has the modal.
    fn lender_of_modal(&self, clause: usize) -> Option<usize> {
        let verbs = self.clause(clause)?.verbs.as_ref()?;
        let own = |v: &VerbGroup| {
            self.sentence.tokens.get(v.tokens.clone()).is_some_and(|tokens| tokens.iter().any(|t| t.tag == Tag::MD))
        };
        if verbs.modality.is_none() || own(verbs) || !self.follows_conjunction(self.clause(clause)?) {
            return None;
        }
        (0..clause).rev().find(|before| {
            self.clause(*before).and_then(|c| c.verbs.as_ref()).is_some_and(|v| v.modality == verbs.modality && own(v))
        })
    }

    /// "before the year is out": a clause that is a conjunction and a date, and nothing else.
    fn is_only_a_date(&self, clause: &Clause) -> bool {
        let body = clause.tokens.start + 1..clause.tokens.end;
        self.dates.iter().any(|d| d.tokens.start <= body.start && d.tokens.end >= body.end && !body.is_empty())
    }

    /// "12 March: the bridge will reopen": a date that opens the sentence before a colon or dash belongs to what follows.
    fn labelled(&self, clause: usize) -> Option<usize> {
        let label =
            self.clause(clause).filter(|c| c.kind == ClauseKind::Verbless && c.parent.is_none() && c.tokens.start == 0)?;
        let mark = label.tokens.end.checked_sub(1)?..label.tokens.end + 1;
        let marks = self.sentence.tokens.get(mark.start..mark.end.min(self.sentence.tokens.len()))?;
        marks.iter().any(|t| matches!(t.lower.as_ref(), ":" | "-" | "–" | "—")).then_some(())?;
        self.sentence.clauses.iter().position(|c| c.kind == ClauseKind::Main && c.tokens.start + 1 >= label.tokens.end)
    }

    /// "…, promised by the minister in March, …": a past participle that tells something of its own.
    fn is_reduced_relative(&self, clause: &Clause) -> bool {
        let Some(verbs) = &clause.verbs else { return false };
        // "nine months later than planned, in May 2027": a comparison, not what tells which.
        let is_complement =
            self.sentence.tokens.get(clause.tokens.start).is_some_and(|t| matches!(t.lower.as_ref(), "as" | "than"));
        // "will have 50 miles built by May": having it done is what is undertaken.
        let causes = |above: &Clause| {
            above.verbs.as_ref().is_some_and(|v| {
                (v.modality.is_some() || v.tense == Tense::Future)
                    && v.head < clause.tokens.start
                    && self.sentence.tokens.get(v.head).is_some_and(|t| self.lexicon.in_class("having", &t.lemma, &t.lemma))
            })
        };
        // "Her promise, made in 2022, was for…": between a noun and its verb stands what tells which.
        let inserted =
            clause.parent.and_then(|above| self.clause(above)?.verbs.as_ref()).is_some_and(|v| v.head >= clause.tokens.end);
        let is_caused = clause.parent.and_then(|above| self.clause(above)).is_some_and(causes);
        // "version 18 and above (released March 2024)": what brackets hold tells which.
        let bracketed =
            verbs.tokens.start.checked_sub(1).and_then(|at| self.sentence.tokens.get(at)).is_some_and(|t| t.lower == "(");
        verbs.passive && !is_complement && !is_caused && (inserted || bracketed || !self.follows_conjunction(clause))
    }

    /// "will live in a home rated C by 2030": what is to be so by a day ahead has not come about, whatever it tells which.
    fn is_still_to_come(&self, clause: usize) -> bool {
        // "will be paid for claims filed by 30 June": what others do by then only tells which.
        let of_others = self.clause(clause).and_then(|c| c.verbs.as_ref()).is_some_and(|verbs| {
            let head = self.sentence.tokens.get(verbs.head);
            head.is_some_and(|t| self.lexicon.in_class("done_by_others", &t.lemma, &t.lower))
        });
        !of_others
            && self.dates.iter().any(|date| {
                date.governor == Some(Governor::By)
                    && date.lies_ahead(self.speaks_from)
                    && self.clause_of(date.tokens.start) == clause
            })
    }

    /// "will be tested in May and opened in June": the second verb borrows the first one's auxiliaries.
    fn is_coordinated_rest(&self, clause: &Clause) -> bool {
        let Some(verbs) = &clause.verbs else { return false };
        if verbs.tense != Tense::None || verbs.modality.is_some() || !self.follows_conjunction(clause) {
            return false;
        }
        // A past participle borrows "be" or "have"; after "to" or a modal it would be a plain verb, so it is a past tense.
        let is_past_form = self.sentence.tokens.get(verbs.head).is_some_and(|t| matches!(t.tag, Tag::VBN | Tag::VBD));
        let lends = clause
            .parent
            .and_then(|above| self.clause(above)?.verbs.as_ref())
            .is_none_or(|above| above.passive || above.perfect || above.tense == Tense::None && !above.infinitive);
        !is_past_form || lends
    }

    fn follows_conjunction(&self, clause: &Clause) -> bool {
        let first = clause.tokens.start;
        let word = |at: usize| self.sentence.tokens.get(at).map(|t| t.lower.as_ref());
        let joins = |w: Option<&str>| matches!(w, Some("and" | "or" | "," | "then" | "but"));
        joins(word(first)) || (first > 0 && joins(word(first - 1)))
    }

    /// Whether the clause denies what its verb says: by a negation at the verb, or by its subject ("no project will be cut").
    pub fn denies(&self, lexicon: &Lexicon, clause: &Clause) -> bool {
        let verb = clause.verbs.as_ref().is_some_and(|verbs| verbs.negated);
        let subject = clause.subject.as_ref().and_then(|np| self.sentence.tokens.get(np.tokens.start));
        verb != subject.is_some_and(|t| lexicon.in_class("nobody", &t.lemma, &t.lower))
    }

    /// Whether the words of the clause are asked, supposed or denied, so that nothing is said by them.
    pub fn is_unreal(&self, clause: usize) -> bool {
        self.ancestors(clause)
            .filter_map(|index| self.clause(index))
            .any(|clause| clause.question || clause.kind == ClauseKind::Conditional)
    }

    /// The finite tense that governs a clause: its own, or that of what it hangs on.
    pub fn finite_tense(&self, clause: usize) -> Tense {
        self.ancestors(clause)
            .filter_map(|index| self.clause(index)?.verbs.as_ref())
            .map(|verbs| verbs.tense)
            .find(|tense| *tense != Tense::None)
            .unwrap_or(Tense::None)
    }

    /// Whether a modal of that kind stands over the clause.
    pub fn modality(&self, clause: usize) -> Option<Modality> {
        self.clause(clause)?.verbs.as_ref()?.modality
    }

    /// Bytes of the block's text that a range of tokens covers.
    pub fn text_range(&self, tokens: Range<usize>) -> crate::source::TextRange {
        let all = &self.sentence.tokens;
        let first = all.get(tokens.start).map_or(self.sentence.range.start, |t| t.range.start);
        let last = tokens.end.checked_sub(1).and_then(|at| all.get(at)).map_or(first, |t| t.range.end);
        crate::source::TextRange::new(first, last.max(first))
    }
}

fn date<'d>(sentence: &Sentence<'_>, timex: &'d TimeExpression) -> Option<Date<'d>> {
    let first = sentence.tokens.iter().position(|t| t.range.end > timex.range.start)?;
    let count = sentence.tokens[first..].iter().take_while(|t| t.range.start < timex.range.end).count();
    if count == 0 {
        return None;
    }
    // "within a day of taking office" counts from that day, not from the text's.
    let behind = sentence.tokens.get(first + count..).unwrap_or_default();
    let counts_from_elsewhere = timex.governed == Some(Governor::Within)
        && behind.first().is_some_and(|t| matches!(t.lower.as_ref(), "of" | "after" | "from"))
        && !behind.get(1).is_some_and(|t| matches!(t.lower.as_ref(), "today" | "now" | "this"));
    // "two months later than planned": how late, not when.
    let later = |t: &crate::prose::Token<'_>| matches!(t.lower.as_ref(), "later" | "earlier");
    let compares = behind.first().is_some_and(|t| t.lower == "than") && sentence.tokens.get(first + count - 1).is_some_and(later);
    let deadline = deadline_interval(timex).filter(|_| !counts_from_elsewhere && !compares);
    Some(Date { tokens: first..first + count, timex, deadline, governor: timex.governed })
}
