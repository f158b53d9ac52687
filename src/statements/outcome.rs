//! Outcomes and delivery candidates: from a cue to what became of a target.

use super::Factuality;
use super::Kind;
use super::commitment::trim;
use super::factuality::{self, Meaning};
use super::lexicon::{Lexicon, VetoScope};
use super::reading::{Cue, Reading};
use super::subject::is_about;
use crate::prose::{Clause, ClauseKind, Tag, Tense};
use crate::time::{Anchor, Governor, TimeRole, TimexType};
use std::ops::Range;

/// An outcome found, by tokens of its sentence.
pub(super) struct Outcome<'l> {
    pub cue: &'l Cue<'l>,
    pub meaning: Meaning,
    pub tokens: Range<usize>,
    /// The deadline that it names (of a move: the new one), as an index of the dates.
    pub deadline: Option<usize>,
    /// The deadline before the move.
    pub old: Option<usize>,
    /// When it was delivered.
    pub delivered: Option<usize>,
    /// The dates that it accounts for: they set nothing new.
    pub taken: Vec<usize>,
}

/// The outcomes of a sentence, one for each clause and kind.
pub(super) fn outcomes<'l>(reading: &'l Reading<'l, '_>, lexicon: &Lexicon) -> Vec<Outcome<'l>> {
    let mut found: Vec<Outcome<'l>> = Vec::new();
    for cue in &reading.cues {
        if cue.rule.kind == Kind::Commitment || !cue.rule.stands_in(reading.zone) || is_barred(reading, cue) {
            continue;
        }
        if !cue.rule.about.is_empty() && !is_about(reading, lexicon, cue, &cue.rule.about) {
            continue;
        }
        let Some(meaning) = factuality::meaning(reading, lexicon, cue) else { continue };
        if cue.rule.candidate && !is_told_as_done(reading, cue) {
            continue;
        }
        let outcome = slots(reading, lexicon, cue, meaning);
        if outcome.meaning.kind == Kind::Moved && is_background(reading, outcome.deadline) {
            continue;
        }
        if cue.rule.candidate && (is_background(reading, outcome.delivered) || !is_news_or_dated(reading, &outcome)) {
            continue;
        }
        // "were gone by May, just as we said they would be": two of its clauses, one stretch of words, one outcome.
        let one_stretch = |known: &Outcome<'_>| known.tokens == outcome.tokens && known.deadline == outcome.deadline;
        let is_same = |known: &Outcome<'_>| known.cue.clause == cue.clause || one_stretch(known);
        let same = found.iter_mut().find(|known| known.meaning.kind == outcome.meaning.kind && is_same(known));
        match same {
            // A rule about the target beats a mere report of delivery, and of two reports the surer; otherwise the first
            // rule stands.
            Some(known) if known.cue.rule.candidate && !cue.rule.candidate => *known = outcome,
            Some(known) if known.cue.rule.candidate && known.cue.rule.confidence < cue.rule.confidence => *known = outcome,
            Some(known) => {
                known.deadline = known.deadline.or(outcome.deadline);
                known.old = known.old.or(outcome.old);
            }
            None => found.push(outcome),
        }
    }
    // "the lift is now due to be checked every month": how often is no new date.
    let recurs = |o: &Outcome<'_>| {
        o.cue.found.new.and_then(|i| reading.dates.get(i)).is_some_and(|date| date.timex.kind == TimexType::Set)
    };
    found.retain(|o| !(o.meaning.kind == Kind::Moved && recurs(o)));
    // "in weeks instead of months": how long, not when; "is still in the future": no day.
    let names = |date: Option<usize>, test: &dyn Fn(&crate::time::TimeExpression) -> bool| {
        date.and_then(|i| reading.dates.get(i)).is_some_and(|date| test(date.timex))
    };
    found.retain(|o| match o.meaning.kind {
        Kind::Moved => {
            // "extended to 10 p.m.": an hour, of the day of speech.
            let today = |timex: &crate::time::TimeExpression| {
                timex.interval.zip(reading.speaks_from).is_some_and(|(hour, now)| hour.end() <= now.end())
            };
            let hour = |timex: &crate::time::TimeExpression| {
                timex.kind == TimexType::Time && timex.anchor != Anchor::Absolute && today(timex)
            };
            !names(o.cue.found.old, &|timex| timex.kind == TimexType::Duration) && !names(o.deadline, &hour)
        }
        Kind::OnTrack => {
            !(0..reading.dates.len()).any(|i| covered(reading, o.cue, i) && reading.dates[i].timex.value.ends_with("_REF"))
        }
        _ => true,
    });
    not_missed_yet(reading, &mut found);
    told_late(reading, lexicon, &mut found);
    // "was released on schedule": what is done is on its way no more.
    let kept: Vec<Range<usize>> = found
        .iter()
        .filter(|o| o.meaning.kind == Kind::Met && !o.cue.rule.candidate && o.meaning.factuality == Factuality::Certain)
        .map(|o| o.cue.found.tokens.clone())
        .collect();
    let overlaps = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    found.retain(|o| o.meaning.kind != Kind::OnTrack || !kept.iter().any(|kept| overlaps(kept, &o.cue.found.tokens)));
    // A clause that says a date was moved, missed or dropped does not deliver anything beside it.
    let slipped: Vec<usize> = found
        .iter()
        .filter(|o| matches!(o.meaning.kind, Kind::Moved | Kind::Missed | Kind::Dropped | Kind::AtRisk | Kind::OnTrack))
        .map(|o| o.cue.clause)
        .collect();
    found.retain(|o| !(delivers(o) && slipped.contains(&o.cue.clause)));
    found
}

/// Whether it is a mere report that something was done.
fn delivers(outcome: &Outcome<'_>) -> bool {
    outcome.meaning.kind == Kind::Met && outcome.cue.rule.candidate
}

/// "opened on Monday, five weeks late", "It came two weeks later than promised": what came late did come, and that is
/// what the clause tells.
fn told_late(reading: &Reading<'_, '_>, lexicon: &Lexicon, found: &mut Vec<Outcome<'_>>) {
    let delivered: Vec<(usize, Option<usize>)> =
        found.iter().filter(|o| delivers(o)).map(|o| (o.cue.clause, o.delivered)).collect();
    let mut told: Vec<usize> = Vec::new();
    for outcome in found.iter_mut().filter(|o| o.cue.rule.measures_delay && o.meaning.factuality == Factuality::Certain) {
        let day = delivered.iter().find(|(clause, _)| *clause == outcome.cue.clause).map(|(_, day)| *day);
        let day = day.or_else(|| came(reading, lexicon, outcome.cue.clause).then_some(None));
        // Another date than that of the delivery is a new one.
        let Some(day) = day.filter(|day| outcome.deadline.is_none() || outcome.deadline == *day) else { continue };
        (outcome.meaning.kind, outcome.delivered, outcome.deadline) = (Kind::Met, day, None);
        told.push(outcome.cue.clause);
    }
    found.retain(|o| !(delivers(o) && told.contains(&o.cue.clause)));
}

/// "It came", "they have arrived".
fn came(reading: &Reading<'_, '_>, lexicon: &Lexicon, clause: usize) -> bool {
    reading.clause(clause).and_then(|c| c.verbs.as_ref()).is_some_and(|verbs| {
        let comes = reading.sentence.tokens.get(verbs.head).is_some_and(|t| lexicon.in_class("arriving", &t.lemma, &t.lower));
        let told = verbs.tense == Tense::Past || verbs.perfect && verbs.tense == Tense::Present;
        comes && told && verbs.modality.is_none() && !verbs.negated
    })
}

/// No day is missed before it comes: what is said to be late for a day ahead is at risk, or is what has moved there.
fn not_missed_yet(reading: &Reading<'_, '_>, found: &mut Vec<Outcome<'_>>) {
    let is_ahead =
        |o: &Outcome<'_>| o.deadline.and_then(|i| reading.dates.get(i)).is_some_and(|d| d.lies_ahead(reading.speaks_from));
    let ahead = |o: &Outcome<'_>| o.meaning.kind == Kind::Missed && is_ahead(o);
    let moved: Vec<Option<usize>> = found.iter().filter(|o| o.meaning.kind == Kind::Moved).map(|o| o.deadline).collect();
    found.retain(|o| !(ahead(o) && moved.contains(&o.deadline)));
    // "was not ready by May" of a May to come: nothing is known of it.
    found.retain(|o| !(ahead(o) && o.cue.rule.candidate && o.cue.rule.kind == Kind::Missed));
    for outcome in found.iter_mut().filter(|o| ahead(o)) {
        outcome.meaning.kind = Kind::AtRisk;
    }
    // "The line, two years behind schedule, will open in May": that is where it has moved.
    let late = |o: &Outcome<'_>| o.cue.rule.measures_delay && o.meaning.kind == Kind::AtRisk;
    for outcome in found.iter_mut().filter(|o| late(o) && is_ahead(o)) {
        outcome.meaning.kind = Kind::Moved;
    }
    let mut seen: Vec<(Kind, Option<usize>)> = Vec::new();
    found.retain(|o| {
        let key = (o.meaning.kind, o.deadline);
        let again = o.meaning.kind == Kind::AtRisk && o.deadline.is_some() && seen.contains(&key);
        seen.push(key);
        !again
    });
}

fn is_barred(reading: &Reading<'_, '_>, cue: &Cue<'_>) -> bool {
    reading.bars.iter().any(|bar| {
        bar.veto.kinds.contains(&cue.rule.kind)
            && match bar.veto.scope {
                VetoScope::Sentence => true,
                VetoScope::Clause => {
                    bar.clauses.contains(&cue.clause) || reading.ancestors(cue.clause).any(|c| bar.clauses.contains(&c))
                }
            }
    })
}

/// Words between "beyond" and its date: "beyond the original target date of 2033".
const BEYOND: usize = 6;

/// Whether a move goes beyond a date: "slipped past 2030", "will be delayed beyond the target date of 2033".
fn is_left_behind(reading: &Reading<'_, '_>, lexicon: &Lexicon, cue: &Cue<'_>, date: usize) -> bool {
    let Some(start) = reading.dates.get(date).map(|date| date.tokens.start) else { return false };
    let from = start.saturating_sub(BEYOND).max(cue.found.anchor);
    let between = reading.sentence.tokens.get(from..start).unwrap_or_default();
    let beyond = between.iter().rposition(|t| lexicon.in_class("beyond", &t.lower, &t.lower));
    // "beyond May, to 3 July": a date of its own stands between.
    beyond.is_some_and(|at| between[at..].iter().all(|t| t.tag != Tag::Punct && t.lower != "to"))
}

/// Days after which what was done, or put off to then, is background to a text rather than what became of a promise: ten
/// years.
const BACKGROUND: i64 = 10 * 365;

/// "was founded in 2001", said twenty years later; "was not finished until 1904".
fn is_background(reading: &Reading<'_, '_>, date: Option<usize>) -> bool {
    let then = date.and_then(|i| reading.dates.get(i)?.timex.interval);
    matches!((then, reading.speaks_from), (Some(then), Some(now)) if (now.start() - then.end()).num_days() > BACKGROUND)
}

/// "Allowing a longer lease for land approved for building": an entry of a list that opens with a gerund and names
/// a thing to the end; its past form tells nothing. A comma would begin a clause ("Opening the hall, she announced…").
fn is_in_gerund_phrase(reading: &Reading<'_, '_>, cue: &Cue<'_>) -> bool {
    let before = reading.sentence.tokens.get(..cue.found.anchor).unwrap_or_default();
    before.first().is_some_and(|t| t.tag == Tag::VBG) && !before.iter().any(|t| t.tag == Tag::Punct)
}

/// What a relative clause tells in passing reports a delivery only with its day.
fn is_news_or_dated(reading: &Reading<'_, '_>, outcome: &Outcome<'_>) -> bool {
    let in_passing = reading.clause(outcome.cue.clause).is_some_and(|c| c.kind == ClauseKind::Relative);
    let own = |date: usize| reading.dates.get(date).is_some_and(|d| reading.clause_of(d.tokens.start) == outcome.cue.clause);
    !in_passing || outcome.delivered.is_some_and(own)
}

/// A delivery is told by a finite verb of a clause that asserts something, or by a headline.
fn is_told_as_done(reading: &Reading<'_, '_>, cue: &Cue<'_>) -> bool {
    if is_in_gerund_phrase(reading, cue) {
        return false;
    }
    let Some(clause) = reading.clause(cue.clause) else { return false };
    match clause.kind {
        ClauseKind::Main | ClauseKind::Verbless => true,
        // "the register, which was opened on 4 May": told in passing, but told.
        // Not of those who did something: "students, who passed last week".
        ClauseKind::Relative => {
            let of_people = reading.sentence.tokens.get(clause.tokens.start).is_some_and(|t| t.lower == "who");
            !of_people && clause.verbs.as_ref().is_some_and(|v| v.tense == Tense::Past && !v.negated)
        }
        // "to announce", "announce that": the announcing is what is told.
        ClauseKind::Infinitive => !clause.verbs.as_ref().is_some_and(|v| v.negated),
        _ => false,
    }
}

/// Which dates of the sentence the outcome speaks of.
fn slots<'l>(reading: &'l Reading<'l, '_>, lexicon: &Lexicon, cue: &'l Cue<'l>, meaning: Meaning) -> Outcome<'l> {
    let reach = reading.reach(cue.clause);
    // "The May date came | and went": the cue begins in the clause before.
    let begins = reading.clause_of(cue.found.tokens.start);
    let nearby: Vec<usize> = (0..reading.dates.len())
        .filter(|index| {
            let date = &reading.dates[*index];
            let home = reading.clause_of(date.tokens.start);
            let below = reading.reach(home).contains(&cue.clause);
            (covered(reading, cue, *index) || reach.contains(&home) || below || home == begins)
                && date.deadline.is_some()
                // "has now been scrapped": the day of the news.
                && (meaning.kind == Kind::Met || date.timex.value != "PRESENT_REF")
                && !matches!(date.timex.role, TimeRole::Name | TimeRole::Baseline | TimeRole::SaidWhen)
                && (covered(reading, cue, *index) || !names_a_source(reading, *index))
        })
        .collect();
    let governed = |by: &[Governor]| nearby.iter().copied().find(|i| reading.dates[*i].governor.is_some_and(|g| by.contains(&g)));
    let (mut old, mut delivered) = (None, None);
    let deadline;
    match meaning.kind {
        Kind::Moved => {
            // "from spring 2022 to autumn 2023" reads as a range elsewhere; here its ends are the two dates.
            let range = nearby.windows(2).find(|pair| {
                let whole = |i: usize| reading.dates[i].timex.range_interval;
                whole(pair[0]).is_some() && whole(pair[0]) == whole(pair[1])
            });
            let (from, to) = (range.map(|pair| pair[0]), range.map(|pair| pair[1]));
            old = cue.found.old.or(from).or_else(|| governed(&[Governor::From]));
            // "will open next January, four months later than planned": a bare date that lies ahead.
            let leads = |date: &super::reading::Date<'_>| {
                let ahead = reading.speaks_from.is_none_or(|now| date.deadline.is_some_and(|day| day.end() > now.end()));
                leads_to_new(date.governor) || date.governor.is_none() && date.timex.role == TimeRole::Deadline && ahead
            };
            let is_new = |i: &usize| Some(*i) != old && leads(&reading.dates[*i]) && lies_ahead_of(reading, *i, old);
            // "The launch, planned for November, has been brought forward to July": what stands behind the verb, if anything does.
            let behind = |i: &usize| is_new(i) && reading.dates[*i].tokens.start > cue.found.anchor;
            let candidate = || nearby.iter().copied().find(behind).or_else(|| nearby.iter().copied().find(is_new));
            let chosen = cue.found.new.or(to).or_else(candidate);
            // "will be delayed beyond the target date of 2033": the day that will not be kept, and no new one.
            let left_behind = nearby.iter().copied().find(|date| is_left_behind(reading, lexicon, cue, *date));
            old = old.or(left_behind);
            let chosen = chosen.filter(|date| left_behind != Some(*date));
            deadline = chosen.map(|date| end_behind_length(reading, &nearby, date).unwrap_or(date));
        }
        Kind::Met => {
            let kept = governed(&[Governor::By, Governor::Before, Governor::PriorTo, Governor::Within]);
            // "its 2024 target": the year says which deadline, not when it was met.
            let is_property =
                |i: &usize| reading.dates[*i].governor.is_none() && covered(reading, cue, *i) && !is_day_of_news(reading, *i);
            deadline = kept.or_else(|| nearby.iter().copied().find(is_property));
            // "We announce Quill 4.2 beta, the next step towards the release in May": what lies ahead is not yet announced.
            let ahead = |i: usize| {
                let day = reading.dates[i].deadline.zip(reading.speaks_from);
                cue.rule.performative && day.is_some_and(|(day, now)| day.start() > now.end())
            };
            let own = nearby.iter().copied().find(|i| Some(*i) != deadline && !is_property(i) && !ahead(*i));
            delivered = own.or_else(|| day_of_both(reading, cue).filter(|_| cue.rule.candidate && deadline.is_none()));
        }
        Kind::Missed | Kind::Dropped | Kind::AtRisk | Kind::OnTrack | Kind::Commitment => {
            // "On Tuesday it withdrew its plan to open by 2027": the day of the news is no deadline, where there is another.
            // "In July it tore up its pledge to be carbon neutral by 2035": the day of the pledge, not of the news.
            let promised = (meaning.kind == Kind::Dropped)
                .then(|| governed(&[Governor::By, Governor::Within]))
                .flatten()
                .filter(|i| reading.dates[*i].tokens.start > cue.found.anchor);
            // "resolved in June to withdraw the scheme", "submitted on 9 January, three weeks late": a day gone by is that of
            // the deed, unless it stands before the thing ("its 2020 target") or is told as its end.
            let of_the_deed = |i: &usize| {
                let date = &reading.dates[*i];
                let told = date
                    .governor
                    .is_some_and(|g| matches!(g, Governor::By | Governor::Before | Governor::Within | Governor::Planned));
                let gone = reading.speaks_from.zip(date.deadline).is_some_and(|(now, due)| due.start() <= now.end());
                (meaning.kind == Kind::Dropped || cue.rule.measures_delay)
                    && gone
                    && !told
                    && date.timex.role != TimeRole::Property
            };
            let is_named = |i: &usize| covered(reading, cue, *i) || !is_day_of_news(reading, *i) && !of_the_deed(i);
            let named = promised.or_else(|| nearby.iter().copied().find(is_named));
            // "missed a deadline on Friday", but not "was released on Tuesday, a week late".
            let beside = |i: &usize| {
                let date = &reading.dates[*i].tokens;
                date.start.abs_diff(cue.found.tokens.end) <= 2 || date.end.abs_diff(cue.found.tokens.start) <= 1
            };
            let any = (meaning.kind == Kind::Missed).then(|| nearby.iter().copied().find(beside)).flatten();
            // Nothing is missed on its own day: "it won't come out today" says of which day the news is.
            let is_today =
                |i: &usize| reading.speaks_from.is_some_and(|now| now.days() == 1 && reading.dates[*i].deadline == Some(now));
            let passed = |i: &usize| meaning.kind != Kind::Missed || !is_today(i);
            deadline = cue.found.old.or(promised).or(cue.found.new).or(named).or(any).filter(passed);
        }
    }
    let first_due = first_due(reading, cue);
    let (deadline, old) = match meaning.kind {
        Kind::Moved => {
            let leads_there = |date: &usize| deadline.is_some() && end_behind_length(reading, &nearby, *date) == deadline;
            let old = old.filter(|date| !leads_there(date));
            (deadline, old.or(first_due.filter(|first| deadline != Some(*first))))
        }
        Kind::Missed | Kind::Dropped => (deadline.or(first_due), old),
        _ => (deadline, old),
    };
    // "The candidate, which was due on Monday, has not been published": what the cue runs into tells it.
    let runs_out = |c: &&Clause| c.kind == ClauseKind::Relative && c.tokens.end < cue.found.tokens.end;
    let above = reading.clause(cue.clause).filter(runs_out).and_then(|c| reading.clause(c.parent?));
    let clause = above.or(reading.clause(cue.clause)).map_or(cue.found.tokens.clone(), |c| c.tokens.clone());
    let first = reading.clause(begins).map_or(cue.found.tokens.start, |c| c.tokens.start.min(cue.found.tokens.start));
    let first = if begins == cue.clause { cue.found.tokens.start } else { first };
    let tokens = clause.start.min(first)..clause.end.max(cue.found.tokens.end);
    let taken = match meaning.kind {
        Kind::Met if cue.rule.candidate => Vec::new(),
        // "We said we'd do it by 2024 and we've done it", "well before the deadline of 31 December": a day that was kept.
        Kind::Met => {
            let own = |i: &usize| reading.clause_of(reading.dates[*i].tokens.start) == cue.clause || covered(reading, cue, *i);
            nearby.into_iter().filter(own).collect()
        }
        // "to end in July 2022 instead of the current July 2021": all of them are the move's.
        Kind::Moved => nearby.into_iter().chain(first_due).chain(deadline).collect(),
        // "should be paperless by 2018, a target that was missed": the date was set in a clause of its own.
        _ => {
            // "tore up its pledge to be carbon neutral by 2035": the pledge's own "to" is part of what was torn up.
            let promised = |clause: usize| {
                reading.clause(clause).is_some_and(|c| c.kind == ClauseKind::Infinitive && c.parent == Some(cue.clause))
            };
            let own = |i: &usize| {
                let home = reading.clause_of(reading.dates[*i].tokens.start);
                let undone = matches!(meaning.kind, Kind::Missed | Kind::Dropped) && promised(home);
                home == cue.clause || undone || covered(reading, cue, *i)
            };
            let dropped = (meaning.kind == Kind::Dropped).then_some(first_due).flatten();
            [deadline, old].into_iter().flatten().filter(own).chain(dropped).collect()
        }
    };
    Outcome { cue, meaning, tokens: trim(reading, tokens), deadline, old, delivered, taken }
}

/// "extended by 18 months from 29 July to 28 January": the end that is named behind the length that leads there.
fn end_behind_length(reading: &Reading<'_, '_>, nearby: &[usize], length: usize) -> Option<usize> {
    let tokens = reading.dates[length].tokens.clone();
    let end = tokens.end;
    let counted = reading.sentence.tokens.get(tokens)?.iter().any(|t| t.lower == "from");
    let follows = |i: &usize| (end..=end + 1).contains(&reading.dates[*i].tokens.start);
    let leads = |i: &usize| matches!(reading.dates[*i].governor, Some(Governor::To | Governor::Until));
    nearby.iter().copied().find(|i| follows(i) && leads(i)).filter(|_| counted)
}

/// "The line, which was to open in May, will now open in October": the day that the thing was for, told of its name.
fn first_due(reading: &Reading<'_, '_>, cue: &Cue<'_>) -> Option<usize> {
    let verb = reading.clause(cue.clause)?.verbs.as_ref().map_or(cue.found.anchor, |verbs| verbs.head);
    let tells_of_it = |index: usize| {
        reading.clause(index).is_some_and(|c| {
            let hangs = matches!(c.kind, ClauseKind::Relative | ClauseKind::Participial) && c.parent == Some(cue.clause);
            let arranged = c.verbs.as_ref().is_some_and(|v| v.tense == Tense::Past || v.participle);
            hangs && arranged && c.tokens.end <= verb
        })
    };
    let was_planned = |reach: &[usize]| {
        reading.cues.iter().any(|c| c.rule.kind == Kind::Commitment && reach.contains(&c.clause) && c.clause != cue.clause)
    };
    (0..reading.dates.len()).find(|index| {
        let date = &reading.dates[*index];
        let reach = reading.reach(reading.clause_of(date.tokens.start));
        date.deadline.is_some() && reach.iter().any(|clause| tells_of_it(*clause)) && was_planned(&reach)
    })
}

/// "In July the works were completed and the building opened": the day in front is that of both.
fn day_of_both(reading: &Reading<'_, '_>, cue: &Cue<'_>) -> Option<usize> {
    let clause = reading.clause(cue.clause).filter(|c| c.kind == ClauseKind::Main)?;
    let joined = reading.sentence.tokens.get(clause.tokens.start).is_some_and(|t| t.lower == "and");
    let before = reading.clause_of(clause.tokens.start.checked_sub(1).filter(|_| joined)?);
    let first = reading.clause(before).filter(|c| c.kind == ClauseKind::Main)?;
    let subject = first.subject.as_ref()?.tokens.start;
    (0..reading.dates.len()).find(|index| {
        let date = &reading.dates[*index];
        date.deadline.is_some() && first.tokens.start <= date.tokens.start && date.tokens.end <= subject
    })
}

/// "According to a 12 September report": the day of what is cited.
fn names_a_source(reading: &Reading<'_, '_>, date: usize) -> bool {
    let tokens = &reading.dates[date].tokens;
    let token = |at: Option<usize>| at.and_then(|at| reading.sentence.tokens.get(at));
    let cites = (1..=3).any(|back| token(tokens.start.checked_sub(back)).is_some_and(|t| t.lower == "according"));
    cites && token(Some(tokens.end)).is_some_and(|t| matches!(t.tag, Tag::NN | Tag::NNS))
}

/// Days back to which a day named without a cue is taken for the day of the news.
const NEWS: i64 = 7;

/// A single day of the week before the text: when something was done or said.
fn is_day_of_news(reading: &Reading<'_, '_>, date: usize) -> bool {
    let date = &reading.dates[date];
    let undated = matches!(date.governor, None | Some(Governor::On)) && date.timex.role != TimeRole::Deadline;
    matches!((date.deadline, reading.speaks_from), (Some(day), Some(now))
        if undated && day.days() == 1 && (0..=NEWS).contains(&(now.end() - day.end()).num_days()))
}

/// Whether the cue's own words take in a date.
fn covered(reading: &Reading<'_, '_>, cue: &Cue<'_>, date: usize) -> bool {
    let tokens = &reading.dates[date].tokens;
    cue.found.tokens.start <= tokens.start && tokens.end <= cue.found.tokens.end
}

/// A new deadline is a day still to come, or at least later than the one it replaces.
fn lies_ahead_of(reading: &Reading<'_, '_>, date: usize, old: Option<usize>) -> bool {
    let Some(new) = reading.dates[date].deadline else { return false };
    if let Some(old) = old.and_then(|i| reading.dates[i].deadline) {
        return new != old;
    }
    reading.speaks_from.is_none_or(|now| new.end() >= now.start())
}

/// "moved to May", "extended until June", "postponed by a month": what leads to the new date.
fn leads_to_new(governor: Option<Governor>) -> bool {
    use Governor::*;
    matches!(governor, Some(To | Until | By | For | On | In | Planned))
}

#[cfg(test)]
mod tests {
    use crate::statements::Kind;
    use crate::statements::extract::Language;
    use crate::statements::rule_test::read_text;

    fn due(text: &str) -> Vec<(Kind, Option<String>)> {
        let read = read_text(&Language::english(), text, "2025-06-11".parse().ok());
        let statements = read.map(|read| read.into_statements()).unwrap_or_default();
        let due = |s: &crate::statements::Statement| s.deadline.as_ref().map(|d| d.text.clone());
        statements.iter().filter(|s| s.kind != Kind::Commitment && !s.candidate).map(|s| (s.kind, due(s))).collect()
    }

    #[test]
    fn a_day_gone_by_beside_giving_up_is_that_of_the_deed() {
        let dropped = |text: &str| due(text).into_iter().find(|(kind, _)| *kind == Kind::Dropped).map(|(_, due)| due);
        assert_eq!(dropped("In May the board scrapped the scheme."), Some(None));
        assert_eq!(dropped("The board scrapped its 2024 target."), Some(Some("2024".into())));
        assert_eq!(dropped("The board scrapped the plan to open the pool by May 2026."), Some(Some("May 2026".into())));
    }

    #[test]
    fn what_came_late_came_and_nothing_is_missed_on_its_own_day() {
        assert_eq!(due("The library came two weeks later than promised."), [(Kind::Met, None)]);
        assert_eq!(due("The second stand is out. It came two weeks later than promised."), [(Kind::Met, None)]);
        assert_eq!(due("Beta 2 will not go out today."), [(Kind::Missed, None)]);
        assert_eq!(due("Otherwise beta 4 will be delayed further."), [(Kind::AtRisk, None)]);
        assert_eq!(due("The risk is that the target is missed."), [(Kind::AtRisk, None)]);
        assert_eq!(due("“Was the target missed?” she asked."), []);
        let read = read_text(&Language::english(), "The hall, promised for 2023, opened last month.", "2025-06-11".parse().ok());
        let kinds: Vec<Kind> = read.map(|read| read.statements.iter().map(|s| s.kind).collect()).unwrap_or_default();
        assert_eq!(kinds, [Kind::Commitment, Kind::Met]);
        assert!(due("The rollout of the meters is running four years late.").contains(&(Kind::Missed, None)));
        let late_ahead = [(Kind::Moved, Some("July 2025".into()))];
        assert_eq!(due("The line, two years behind schedule, will open in July 2025."), late_ahead);
        assert_eq!(due("Beta 4 will be delayed further."), [(Kind::Moved, None)]);
        assert_eq!(
            due("The term was extended by 18 months from 29 July 2025 to 28 January 2027."),
            [(Kind::Moved, Some("28 January 2027".into()))]
        );
        let text = "The term was extended by 18 months from 29 July 2025 to 28 January 2027.";
        let read = read_text(&Language::english(), text, "2025-06-11".parse().ok()).expect("a document");
        assert!(read.statements.iter().all(|s| s.old_deadline.is_none()), "{:?}", read.statements);
    }

    #[test]
    fn words_that_two_clauses_share_tell_one_outcome() {
        // A desk's rule with two cues in one such stretch: the verb of the deed, and that of the saying.
        let rule = r#"
[[rule]]
id = "as-was-said"
kind = "met"
patterns = ["/VBD .. .. by <old> , just as we [say] they would", "[be]/VBD gone ... as we said they would"]
"#;
        let files = crate::statements::ENGLISH.iter().copied().chain([("desk.toml", rule)]);
        let language = Language::new(super::Lexicon::compile(files).expect("a rule that compiles"));
        let text = "The first ten kilns were gone by the end of 2020, just as we said they would be.";
        let read = read_text(&language, text, "2025-06-11".parse().ok());
        let kinds: Vec<Kind> = read.map(|read| read.statements.iter().map(|s| s.kind).collect()).unwrap_or_default();
        assert_eq!(kinds, [Kind::Met]);
    }

    #[test]
    fn a_date_behind_a_semicolon_is_of_something_else() {
        assert_eq!(due("The next alpha was dropped; the beta follows on 6 July 2025."), [(Kind::Dropped, None)]);
    }

    #[test]
    fn what_is_done_on_schedule_is_on_its_way_no_more() {
        assert_eq!(due("Milestone 5 was released on schedule."), [(Kind::Met, None)]);
    }

    #[test]
    fn a_day_that_a_move_goes_beyond_is_the_old_one() {
        let moves = |text: &str| {
            let read = read_text(&Language::english(), text, "2025-06-11".parse().ok()).expect("a document");
            let moved = read.statements.iter().find(|s| s.kind == Kind::Moved).expect("a move");
            let end = |d: Option<&Box<crate::statements::Deadline>>| d.map(|d| d.interval.end().to_string());
            (end(moved.old_deadline.as_ref()), end(moved.deadline.as_ref()))
        };
        let year = |year: i32| Some(format!("{year}-12-31"));
        assert_eq!(moves("The opening of the bridge will be delayed beyond the target date of 2033."), (year(2033), None));
        assert_eq!(moves("The opening of the bridge has slipped past 2033."), (year(2033), None));
        assert_eq!(moves("The opening of the bridge has slipped beyond 2033, to 2035."), (year(2033), year(2035)));
        assert_eq!(moves("The opening of the bridge has slipped from 2030 to 2033."), (year(2030), year(2033)));
        // A floor is all that such a move names.
        let floor = moves("The launch has been delayed to no earlier than 2 July 2025.");
        assert_eq!(floor, (None, Some("2025-07-02".into())));
    }

    #[test]
    fn what_was_moved_or_set_lies_near_or_ahead() {
        let days = |text: &str| {
            let read = read_text(&Language::english(), text, "2025-06-11".parse().ok()).expect("a document");
            let outcome = read.statements.iter().find(|s| s.kind != Kind::Commitment).expect("an outcome");
            [&outcome.old_deadline, &outcome.deadline].map(|d| d.as_ref().map(|d| d.interval.end().to_string()))
        };
        let both = [Some("2025-07-04".to_owned()), Some("2025-07-12".to_owned())];
        assert_eq!(days("We've moved the release from 4 July to 12 July."), both);
        assert_eq!(days("The launch has slipped from 4 July to no earlier than 12 July."), both);
        let due = [None, Some("2025-09-30".to_owned())];
        assert_eq!(days("The agency set a new deadline of 30 September."), due);
        assert_eq!(days("The works remained on target for completion in September."), due);
    }

    #[test]
    fn what_was_put_off_long_ago_is_history() {
        assert_eq!(due("The canal would not be finished until 1904."), []);
        assert_eq!(due("The canal would not be finished until 2027."), [(Kind::Moved, Some("2027".into()))]);
    }

    #[test]
    fn the_day_of_the_news_is_no_deadline() {
        assert_eq!(due("The scheme has now been scrapped."), [(Kind::Dropped, None)]);
    }

    #[test]
    fn an_hour_is_no_new_day() {
        assert_eq!(due("Opening hours were extended to 10 p.m."), []);
        assert_eq!(due("The opening was postponed to 3pm on 4 July 2025."), [(Kind::Moved, Some("3pm on 4 July 2025".into()))]);
    }

    #[test]
    fn a_day_that_was_kept_is_no_new_promise() {
        let read = read_text(
            &Language::english(),
            "All of the money is now under contract, well before the deadline of 31 December.",
            "2025-06-11".parse().ok(),
        );
        let kinds: Vec<Kind> = read.map(|read| read.statements.iter().map(|s| s.kind).collect()).unwrap_or_default();
        assert_eq!(kinds, [Kind::Met]);
    }
}
