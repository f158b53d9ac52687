//! Commitments: from a date to the words that make it a deadline.
//!
//! Every date of a sentence is asked for the words that it may belong to: its
//! own clause, and those that this one hangs on ([`Reading::reach`]). A cue rule
//! must have matched there, no veto may, and the date must lie ahead unless the
//! text retells what was undertaken before.

use super::date_use::{
    alternative, has_run_out, is_hour_of_appointment, is_length_of_stretch, is_of_subject, is_part_of_name, is_period_of_thing,
    is_placed, is_stretch_of_days, is_subject, is_year_of_thing,
};
use super::dated_event::dated_event;
use super::factuality;
use super::lexicon::Lexicon;
use super::reading::{Cue, Date, Reading};
use super::subject;
use super::{Kind, Strength, Voice};
use crate::calendar::Interval;
use crate::findings::Confidence;
use crate::prose::{ClauseKind, Modality, NounPhrase, Tag, Tense};
use crate::time::{Anchor, Governor, TimeRole, TimexType};
use std::ops::Range;

/// A commitment found, by tokens of its sentence.
pub(super) struct Commitment<'l> {
    pub cue: &'l Cue<'l>,
    pub date: usize,
    pub deadline: Interval,
    pub tokens: Range<usize>,
    pub clause: usize,
    pub made_on: Option<Interval>,
    pub retold: bool,
    pub strength: Strength,
    pub confidence: Confidence,
    pub voice: Voice,
    pub speaker: Option<Range<usize>>,
    /// What the date is for, where its own clause leaves the verb out.
    pub thing: Option<NounPhrase>,
}

/// The commitments of a sentence; `taken` are the dates that an outcome has used.
pub(super) fn commitments<'l>(reading: &'l Reading<'l, '_>, lexicon: &Lexicon, taken: &[usize]) -> Vec<Commitment<'l>> {
    let mut found: Vec<Commitment<'l>> = (0..reading.dates.len())
        .filter(|index| !taken.contains(index))
        .filter_map(|index| commitment(reading, lexicon, index))
        .collect();
    // "by July or August": one promise, kept by the end of the later one.
    for commitment in &mut found {
        if let Some(later) = alternative(reading, commitment.date)
            && let Some(whole) = Interval::new(commitment.deadline.start(), later.end())
        {
            commitment.deadline = whole;
        }
    }
    found.retain(|c| c.date.checked_sub(1).is_none_or(|before| alternative(reading, before).is_none()));
    // "on Tuesday, 21 December", "next month, on the 18th": the closer wording of one day speaks for both.
    let is_repeated = |(at, one): &(usize, &Commitment<'l>)| {
        found.iter().enumerate().any(|(other_at, other)| {
            let speaks = one.deadline.contains(other.deadline) && (one.deadline != other.deadline || other_at < *at);
            // "next month, on the 18th of September": beside each other, the closer one is meant even where they disagree.
            let beside = is_apposed(reading, one.date, other.date) && other.deadline.days() < one.deadline.days();
            let same_thing = one.thing.is_none() && other.thing.is_none();
            // "by 27 November 2026, in time for the holidays": the day that is named speaks for both.
            let in_time = other.date < one.date && is_in_time_for(reading, one.date);
            if in_time && other.clause == one.clause {
                return true;
            }
            same_thing && other.clause == one.clause && other_at != *at && (speaks || beside)
        })
    };
    let keep: Vec<bool> = found.iter().enumerate().map(|each| !is_repeated(&each)).collect();
    found.into_iter().zip(keep).filter_map(|(one, keep)| keep.then_some(one)).collect()
}

/// Whether "in time for" stands before a date.
fn is_in_time_for(reading: &Reading<'_, '_>, date: usize) -> bool {
    let start = reading.dates[date].tokens.start;
    let before = start.checked_sub(3).and_then(|from| reading.sentence.tokens.get(from..start)).unwrap_or_default();
    before.iter().map(|t| t.lower.as_ref()).eq(["in", "time", "for"])
}

/// Whether nothing but punctuation and prepositions stands between two dates.
fn is_apposed(reading: &Reading<'_, '_>, one: usize, other: usize) -> bool {
    let (one, other) = (&reading.dates[one].tokens, &reading.dates[other].tokens);
    let (left, right) = if one.start < other.start { (one, other) } else { (other, one) };
    let between = reading.sentence.tokens.get(left.end..right.start).unwrap_or_default();
    between.iter().any(|t| t.lower == ",") && between.iter().all(|t| matches!(t.tag, Tag::Punct | Tag::IN))
}

fn commitment<'l>(reading: &'l Reading<'l, '_>, lexicon: &Lexicon, index: usize) -> Option<Commitment<'l>> {
    let date = &reading.dates[index];
    // A day behind which nothing is to be is a deadline only for the rules that are about just that.
    let only_named = date.deadline.is_none() && date.governor == Some(Governor::After);
    let deadline = date.deadline.or(date.timex.interval.filter(|_| only_named))?;
    if is_subject(reading, lexicon, date) {
        return None;
    }
    // Nothing was said on a day that is still to come: "has promised sixty more in spring 2027".
    let to_come = reading.speaks_from.is_some_and(|now| deadline.start() > now.end());
    if matches!(date.timex.role, TimeRole::Name | TimeRole::Baseline | TimeRole::Expiry)
        || date.timex.role == TimeRole::SaidWhen && !to_come
    {
        return None;
    }
    // "now", "in the past", "soon" name no day, and the year of "Convention Week 2022" is a name's.
    if date.timex.value.ends_with("_REF") || is_part_of_name(reading, date) {
        return None;
    }
    if !is_placed(reading, date, deadline) || has_run_out(reading, date, deadline) {
        return None;
    }
    let home = reading.clause_of(date.tokens.start);
    if is_of_announcement(reading, lexicon, home) {
        return None;
    }
    let gap = reading.gap(index);
    let mut reach = reading.reach(home);
    let mut lender = gap.as_ref().map(|gap| gap.before);
    let mut lenders: Vec<&Date<'_>> = Vec::new();
    while let Some(before) = lender {
        let lends = reading.dates.get(before)?;
        lenders.push(lends);
        let start = lends.tokens.start;
        let lent = reading.reach(reading.clause_of(start));
        reach.extend(lent.into_iter().filter(|clause| !reach.contains(clause)).collect::<Vec<_>>());
        lender = reading.gap(before).map(|gap| gap.before).filter(|next| *next < before);
    }
    let is_today = reading.speaks_from.is_some_and(|now| now.days() == 1 && deadline == now);
    if reach.iter().any(|clause| reading.is_unreal(*clause)) {
        return None;
    }
    let is_property = date.timex.role == TimeRole::Property
        || is_year_of_thing(reading, date)
        || is_of_subject(reading, date, home)
        || is_period_of_thing(reading, lexicon, date);
    if is_hour_of_appointment(reading, date) || is_length_of_stretch(reading, date) {
        return None;
    }
    let tells_which = reading.clause(home).is_some_and(|clause| clause.kind == ClauseKind::Participial);
    let mut best: Option<(&Cue<'l>, Timing)> = None;
    for cue in &reading.cues {
        let lent = || lenders.iter().any(|lends| covers(&cue.found.tokens, &lends.tokens));
        if cue.rule.kind != Kind::Commitment || !belongs(reading, cue, date, &reach) && !lent() {
            continue;
        }
        if is_property && !covers(&cue.found.tokens, &date.tokens) {
            continue;
        }
        if only_named && cue.rule.governors.is_empty() {
            continue;
        }
        if !cue.rule.governors.is_empty() && !date.governor.is_some_and(|governor| cue.rule.governors.contains(&governor)) {
            continue;
        }
        // "told us in 2018 that it would be done by 2022": the year before "would" is that of the telling.
        // But "By the end of 2024, she said, every tap would run clean".
        let names_end = matches!(date.governor, Some(Governor::By | Governor::Before | Governor::Within));
        if cue.rule.retold && home != cue.clause && date.tokens.end <= cue.found.anchor && !names_end {
            continue;
        }
        if is_today && !cue.rule.same_day || !cue.rule.stands_in(reading.zone) {
            continue;
        }
        if !admits_negation(reading, lexicon, cue) || says_when(reading, lexicon, cue, date, home) {
            continue;
        }
        // "8 December, 2 pm to 3 pm": an entry with hours is an appointment.
        if cue.rule.weak && reading.dates.iter().any(|d| d.timex.kind == TimexType::Time) {
            continue;
        }
        let Some(timing) = timing(reading, lexicon, cue, date, deadline, home) else { continue };
        // A day that is still to come cannot be that of the telling.
        if timing == Timing::Retold && !to_come && !is_told_of(cue, date) && !is_in_its_infinitive(reading, cue, home) {
            continue;
        }
        // "will go ward by ward, with the last gone by May": what a participle says itself comes first.
        let is_own = |cue: &Cue<'_>| tells_which && cue.clause == home;
        let better = best.as_ref().is_none_or(|(known, _)| (is_own(cue), rank(cue)) > (is_own(known), rank(known)));
        if better {
            best = Some((cue, timing));
        }
    }
    let (cue, timing) = best?;
    // "not before May": May itself, not the day before it.
    let not_before =
        date.governor == Some(Governor::Before) && cue.rule.if_negated.apply(Kind::Commitment) == Some(Kind::Commitment);
    let deadline = date.timex.interval.filter(|_| not_before).unwrap_or(deadline);
    let attributed = attributed_to(reading, cue, date).or_else(|| dated_event(reading, lexicon, date));
    let apart = attributed.as_ref().map(|thing| thing.tokens.start..date.tokens.end);
    if is_barred(reading, cue, home, &reach, apart.as_ref()) {
        return None;
    }
    let thing = gap.map(|gap| gap.thing).or(attributed);
    let tokens = match &thing {
        Some(thing) => trim(reading, thing.tokens.start..date.tokens.end),
        None => {
            let whole = extent(reading, &reach, cue, date);
            trim(reading, whole.start..reading.end_before_gaps(index, whole.end))
        }
    };
    // "15 March – 29 April", in a cell of its own: days, and nothing that is to come about.
    let bare = |at: usize| {
        let mark =
            reading.sentence.tokens.get(at).is_none_or(|t| matches!(t.tag, Tag::Punct | Tag::IN | Tag::TO | Tag::CC | Tag::SYM));
        mark || reading.dates.iter().any(|d| d.tokens.contains(&at))
    };
    if tokens.clone().all(bare) {
        return None;
    }
    // "4 to 8 August: string freeze" is the entry of a schedule.
    if is_stretch_of_days(reading, date) && !(cue.rule.weak && names_entry(reading, lexicon, &tokens)) {
        return None;
    }
    let told = timing == Timing::Retold || is_hung_on_the_telling(reading, date, home) || is_of_what_was_said(reading, home);
    let made_on = made_on(reading, index, deadline, told);
    let deadline = if told { as_seen_then(reading, date, deadline, made_on) } else { deadline };
    let (voice, speaker, denied) = factuality::voice(reading, lexicon, cue.clause);
    if denied {
        return None;
    }
    let strength = cue.rule.strength.unwrap_or(Strength::Firm);
    let strength = if date.timex.approximate || is_hedged(reading, lexicon, cue.clause) { Strength::Hedged } else { strength };
    let confidence = match timing {
        Timing::Behind => Confidence::Low,
        // "Six weeks later we begin the beta": later than what, the text may mean otherwise than it is read.
        _ if date.timex.anchor == Anchor::Context => cue.rule.confidence.min(Confidence::Medium),
        _ if names_event(reading, lexicon, &tokens) => cue.rule.confidence,
        _ => cue.rule.confidence.min(Confidence::Medium),
    };
    Some(Commitment {
        cue,
        date: index,
        deadline,
        tokens,
        clause: home,
        made_on,
        retold: timing == Timing::Retold,
        strength,
        confidence,
        voice,
        speaker,
        thing,
    })
}

/// "As announced in May, we intend to…": the day of the announcement, not of what was announced.
fn is_of_announcement(reading: &Reading<'_, '_>, lexicon: &Lexicon, home: usize) -> bool {
    reading.clause(home).is_some_and(|clause| {
        let opens = reading.sentence.tokens.get(clause.tokens.start).is_some_and(|t| t.lower == "as");
        let head = clause.verbs.as_ref().filter(|v| v.participle).and_then(|v| reading.sentence.tokens.get(v.head));
        let is_of = |class: &str| head.is_some_and(|t| lexicon.in_class(class, &t.lemma, &t.lower));
        // "Speaking in Leeds on Wednesday, she pledged to…"
        opens && is_of("say") || clause.kind == ClauseKind::Participial && is_of("speaking")
    })
}

/// "We said we should have them by the end of October": the content of what was said.
fn is_of_what_was_said(reading: &Reading<'_, '_>, home: usize) -> bool {
    let above = reading.clause(home).filter(|clause| clause.kind == ClauseKind::Complement).and_then(|clause| clause.parent);
    above.is_some_and(|above| reading.finite_tense(above) == Tense::Past)
}

/// "In April 2018 she announced 300 homes, to be finished within five years": the length counts from the announcement.
fn is_hung_on_the_telling(reading: &Reading<'_, '_>, date: &Date<'_>, home: usize) -> bool {
    let is_length = date.timex.kind == TimexType::Duration;
    is_length
        && reading.finite_tense(home) == Tense::Past
        && reading.ancestors(home).last().is_some_and(|main| {
            let said = |d: &Date<'_>| d.timex.kind != TimexType::Duration && reading.clause_of(d.tokens.start) == main;
            reading.dates.iter().any(said)
        })
}

/// Years back to which what was said of a season or month is followed.
const MOST_YEARS: u32 = 20;

/// Days ahead within which a day may be one of the coming weeks.
const COMING: i64 = 31;
/// Days that have passed since a day that is told of without a year, at most, and days to the next one, at least: then the
/// one gone by is meant.
const JUST_GONE: (i64, i64) = (60, 200);

/// "In April 2021 he told voters that it would be done within two years", "In December I said that it would be published
/// in the spring": counted from the day on which it was said, where the sentence names it.
fn as_seen_then(reading: &Reading<'_, '_>, date: &Date<'_>, deadline: Interval, made_on: Option<Interval>) -> Interval {
    let Some(now) = reading.speaks_from.filter(|_| date.timex.anchor == Anchor::Document) else { return deadline };
    if date.timex.value.starts_with('P') {
        let Some(then) = made_on else { return deadline };
        let length = deadline.end() - now.end();
        let end = then.end().checked_add_signed(length);
        return end.and_then(|end| Interval::new(then.start(), end)).unwrap_or(deadline);
    }
    let ahead = (deadline.start() - now.end()).num_days();
    // A day of the week is that of the telling.
    if ahead <= 0 || deadline.days() <= 7 && ahead <= COMING {
        return deadline;
    }
    let back = |years: u32| deadline.years_before(years);
    let Some(then) = made_on else {
        // "We said we should have them by the end of October", told in November.
        let gone = |earlier: &Interval| (0..=JUST_GONE.0).contains(&(now.start() - earlier.end()).num_days());
        return back(1).filter(|earlier| ahead > JUST_GONE.1 && gone(earlier)).unwrap_or(deadline);
    };
    (1..=MOST_YEARS).map_while(back).take_while(|earlier| earlier.start() > then.end()).last().unwrap_or(deadline)
}

/// How the deadline lies to the day of speech.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Timing {
    /// It lay ahead.
    Ahead,
    /// The text retells an earlier undertaking.
    Retold,
    /// It lay behind, although the text speaks of it as to come.
    Behind,
}

fn timing(
    reading: &Reading<'_, '_>,
    lexicon: &Lexicon,
    cue: &Cue<'_>,
    date: &Date<'_>,
    deadline: Interval,
    home: usize,
) -> Option<Timing> {
    let looks_back = cue.rule.retold || looks_back(reading, lexicon, cue);
    let Some(now) = reading.speaks_from else {
        // An undated document can still name a calendar day of its own.
        return (date.timex.anchor == Anchor::Absolute).then_some(if looks_back { Timing::Retold } else { Timing::Ahead });
    };
    if cue.rule.behind {
        return (deadline.end() < now.start()).then_some(Timing::Retold);
    }
    if cue.rule.ahead {
        // A day or month already begun is no schedule any more, unless the document knows its own date no better.
        let ahead = if now.contains(deadline) { deadline.start() > now.start() } else { deadline.start() > now.end() };
        let running = !cue.rule.weak && deadline.start() <= now.end() && deadline.end() > now.end() && is_part_of_year(date);
        return (ahead || running).then_some(Timing::Ahead);
    }
    if deadline.end() >= now.start() {
        return Some(if looks_back { Timing::Retold } else { Timing::Ahead });
    }
    if looks_back {
        return Some(Timing::Retold);
    }
    // "will be paperless by 2018", printed in 2020: a text that was never updated, or a slip of the pen.
    let says_will =
        home == cue.clause && reading.modality(cue.clause) == Some(Modality::Will) && date.governor == Some(Governor::By);
    let years = (now.start() - deadline.end()).num_days() / 365;
    (says_will && years < 10 && date.timex.anchor == Anchor::Absolute).then_some(Timing::Behind)
}

/// Whether a date gone by can be the deadline of an undertaking retold: "work from late 2022" says where that came from.
fn is_told_of(cue: &Cue<'_>, date: &Date<'_>) -> bool {
    use Governor::*;
    let names_end = matches!(date.governor, Some(By | Before | PriorTo | Within | Until | For | In | On | Planned | During));
    cue.rule.retold || cue.rule.fixed || cue.rule.behind || names_end
}

/// "was supposed to be finished last year": the date of what was arranged, not of the arranging.
fn is_in_its_infinitive(reading: &Reading<'_, '_>, cue: &Cue<'_>, home: usize) -> bool {
    home != cue.clause
        && reading.clause(home).is_some_and(|c| c.kind == ClauseKind::Infinitive && c.parent == Some(cue.clause))
        && reading.clause(cue.clause).and_then(|c| c.verbs.as_ref()).is_some_and(|v| v.passive || v.modality.is_some())
}

/// "later this year", "this autumn": begun, yet ahead as a whole.
fn is_part_of_year(date: &Date<'_>) -> bool {
    date.timex.interval.is_some_and(|interval| interval.days() > 27) && date.timex.anchor == Anchor::Document
}

/// "was due to", "were planned", "had hoped to", or content of something said in the past.
fn looks_back(reading: &Reading<'_, '_>, lexicon: &Lexicon, cue: &Cue<'_>) -> bool {
    let anchor_tense = reading.finite_tense(cue.clause);
    // "was required to", "had to": what stood over them then.
    let told = matches!(reading.modality(cue.clause), None | Some(Modality::BeTo | Modality::Must));
    if anchor_tense == Tense::Past && told {
        return true;
    }
    // The content of a report that is dated in the past: "In 2013 … said the service should be…".
    let Some(clause) = reading.clause(cue.clause) else { return false };
    // "the five schools promised for 2024": whoever promised them did so before.
    let promised = clause.verbs.as_ref().filter(|v| v.passive && v.participle && clause.kind == ClauseKind::Participial);
    let pledges = |t: &crate::prose::Token<'_>| lexicon.in_class("pledging", &t.lemma, &t.lower);
    if promised.and_then(|v| reading.sentence.tokens.get(v.head)).is_some_and(pledges) {
        return true;
    }
    clause.kind == ClauseKind::Complement
        && clause.parent.is_some_and(|parent| {
            reading.dates.iter().any(|d| {
                reading.clause_of(d.tokens.start) == parent
                    && match (d.deadline, reading.speaks_from) {
                        (Some(said), Some(now)) => said.end() < now.start(),
                        _ => false,
                    }
            })
        })
}

fn belongs(reading: &Reading<'_, '_>, cue: &Cue<'_>, date: &Date<'_>, reach: &[usize]) -> bool {
    reach.contains(&cue.clause)
        || covers(&cue.found.tokens, &date.tokens)
        || reading.ancestors(cue.clause).take(2).any(|c| reach.first() == Some(&c) && is_nominal(reading, cue))
}

/// A cue noun's own infinitive ("plans to widen the bridge") is a clause below the date's.
fn is_nominal(reading: &Reading<'_, '_>, cue: &Cue<'_>) -> bool {
    reading.clause(cue.clause).is_some_and(|c| c.kind == ClauseKind::Infinitive)
        && cue.found.anchor <= reading.clause(cue.clause).map_or(0, |c| c.tokens.start)
}

fn covers(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// A negated undertaking is none, unless the rule is about just that.
fn admits_negation(reading: &Reading<'_, '_>, lexicon: &Lexicon, cue: &Cue<'_>) -> bool {
    let negated = reading.clause(cue.clause).is_some_and(|clause| reading.denies(lexicon, clause));
    !negated || cue.rule.if_negated.apply(Kind::Commitment) == Some(Kind::Commitment)
}

/// Days after which "was to be built in 1950" tells history, and of no arrangement that a text would hold beside what
/// came of it: five years.
const HISTORY: i64 = 5 * 365;

/// "promised by the minister in March": a bare date beside a verb in the past says when that happened.
fn says_when(reading: &Reading<'_, '_>, lexicon: &Lexicon, cue: &Cue<'_>, date: &Date<'_>, home: usize) -> bool {
    use Governor::*;
    // "was to have delivered its first power in 2029": nothing happened on a day that is still to come.
    let lies_ahead = date.lies_ahead(reading.speaks_from);
    // "was to open in March": what was arranged for then; but "was to become a habit in 1985" tells what came of it.
    let verb = reading.clause(home).and_then(|c| c.verbs.as_ref()).map(|v| v.head);
    let word = |at: usize| reading.sentence.tokens.get(at);
    // "was to be ready in March": the word behind "be".
    let deed = verb.map(|at| if word(at).is_some_and(|t| t.lemma == "be") { at + 1 } else { at }).and_then(word);
    let is_of = |class: &str| deed.is_some_and(|t| lexicon.in_class(class, &t.lemma, &t.lower));
    let days_ago = date.deadline.zip(reading.speaks_from).map(|(day, now)| (now.start() - day.end()).num_days());
    let arranged = is_of("arranged_for") || is_of("arranged_lately") && days_ago.is_some_and(|days| days < HISTORY);
    if (lies_ahead || arranged) && reading.modality(home) == Some(Modality::BeTo) {
        return false;
    }
    if matches!(date.governor, Some(By | For | Before | PriorTo | Within | Until | From | Over | Planned | To)) {
        return false;
    }
    // "The pledge, made in December 2022, was to clear the queue": when it was made.
    let behind = matches!((date.deadline, reading.speaks_from), (Some(day), Some(now)) if day.end() < now.start());
    let tells_which = reading
        .clause(home)
        .is_some_and(|c| c.kind == ClauseKind::Participial && c.verbs.as_ref().is_some_and(|v| v.passive && v.participle));
    if behind && tells_which && home != cue.clause {
        return true;
    }
    let told = reading.finite_tense(home) == Tense::Past
        || reading.clause(home).is_some_and(|c| c.verbs.as_ref().is_some_and(|v| v.passive && v.participle));
    !cue.rule.fixed && home == cue.clause && told
}

/// Words that may stand between a thing's attribute and its date: "due back in service by".
const LONGEST_ATTRIBUTE: usize = 4;

/// "The footbridge, due in May, will cost …", "the wing (expected by spring)": what the words between the marks are
/// said of.
fn attributed_to(reading: &Reading<'_, '_>, cue: &Cue<'_>, date: &Date<'_>) -> Option<NounPhrase> {
    let token = |at: usize| reading.sentence.tokens.get(at);
    let anchor = cue.found.anchor;
    let mark = anchor.checked_sub(1).filter(|at| token(*at).is_some_and(|t| matches!(t.lower.as_ref(), "," | "(")))?;
    let describes = token(anchor).is_some_and(|t| matches!(t.tag, Tag::JJ | Tag::VBN | Tag::VBD));
    let near = date.tokens.start.checked_sub(anchor).is_some_and(|words| words <= LONGEST_ATTRIBUTE);
    let closed = token(date.tokens.end).is_some_and(|t| matches!(t.lower.as_ref(), "," | ")" | "."));
    let named = |np: &&NounPhrase| np.tokens.end == mark && token(np.head).is_some_and(|t| t.tag != Tag::PRP);
    let np = reading.sentence.noun_phrases.iter().find(named).filter(|_| describes && near && closed)?;
    Some(subject::whole_chain(reading, np))
}

/// Whether a veto keeps the words from saying anything; what is said behind words that stand `apart` bars nothing of them.
fn is_barred(reading: &Reading<'_, '_>, cue: &Cue<'_>, home: usize, reach: &[usize], apart: Option<&Range<usize>>) -> bool {
    // "is expected to cost 9 million and to open in May": what bars the one infinitive leaves the other.
    let infinitive_of = |at: usize| reading.clause(at).filter(|c| c.kind == ClauseKind::Infinitive).and_then(|c| c.parent);
    let beside = |clauses: &[usize]| {
        let above = infinitive_of(home);
        above.is_some() && !clauses.contains(&home) && clauses.iter().any(|other| infinitive_of(*other) == above)
    };
    reading.bars.iter().any(|bar| {
        let borne = apart.is_none_or(|apart| bar.tokens.start < apart.end);
        borne
            && bar.veto.kinds.contains(&Kind::Commitment)
            && match bar.veto.scope {
                super::lexicon::VetoScope::Sentence => true,
                // A schedule's entry has no clauses to tell apart.
                super::lexicon::VetoScope::Clause if cue.rule.weak => true,
                super::lexicon::VetoScope::Clause if beside(&bar.clauses) => false,
                super::lexicon::VetoScope::Clause => {
                    bar.clauses.iter().any(|clause| *clause == cue.clause || reach.contains(clause))
                }
            }
    })
}

/// Whether the words of the statement hold a verb or noun of something coming about.
fn names_event(reading: &Reading<'_, '_>, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    let tokens = reading.sentence.tokens.get(tokens.clone()).unwrap_or_default();
    tokens.iter().any(|t| {
        let is_verb = matches!(t.tag, Tag::VB | Tag::VBN | Tag::VBG | Tag::VBZ | Tag::VBP | Tag::VBD | Tag::JJ);
        is_verb && lexicon.in_class("event", &t.lemma, &t.lower) || lexicon.in_class("deed", &t.lemma, &t.lower)
    })
}

/// Whether the words of the statement name what stands in schedules.
fn names_entry(reading: &Reading<'_, '_>, lexicon: &Lexicon, tokens: &Range<usize>) -> bool {
    let tokens = reading.sentence.tokens.get(tokens.clone()).unwrap_or_default();
    tokens.iter().any(|t| lexicon.in_class("entry", &t.lemma, &t.lower))
}

fn is_hedged(reading: &Reading<'_, '_>, lexicon: &Lexicon, clause: usize) -> bool {
    let Some(tokens) = reading.clause(clause).and_then(|c| reading.sentence.tokens.get(c.tokens.clone())) else { return false };
    tokens.iter().any(|t| lexicon.in_class("hedge", &t.lemma, &t.lower))
}

fn rank(cue: &Cue<'_>) -> (bool, Confidence) {
    (!cue.rule.weak, cue.rule.confidence)
}

/// The clauses between the date and its cue, without the punctuation at their ends.
fn extent(reading: &Reading<'_, '_>, reach: &[usize], cue: &Cue<'_>, date: &Date<'_>) -> Range<usize> {
    let mut tokens = date.tokens.start.min(cue.found.anchor)..date.tokens.end.max(cue.found.anchor + 1);
    let upto = reach.iter().position(|c| *c == cue.clause).map_or(1, |p| p + 1);
    if cue.rule.weak {
        // A schedule's entry is read whole.
        return trim(reading, 0..reading.sentence.tokens.len());
    }
    // "will launch the first flats this year, and add two sites by 2024": the second verb has its own date and thing.
    if let Some(home) = reach.first().filter(|home| **home != cue.clause && reading.borrows_verb(**home)) {
        let own = reading.clause(*home).map_or(0..0, |clause| clause.tokens.clone());
        return trim(reading, own.start.min(date.tokens.start)..own.end.max(date.tokens.end));
    }
    for clause in reach.iter().take(upto).filter_map(|c| reading.clause(*c)) {
        tokens = tokens.start.min(clause.tokens.start)..tokens.end.max(clause.tokens.end);
    }
    trim(reading, tokens)
}

/// Takes punctuation off both ends, and the conjunction that joins the words to what stands before them.
pub(super) fn trim(reading: &Reading<'_, '_>, mut tokens: Range<usize>) -> Range<usize> {
    let all = &reading.sentence.tokens;
    tokens.end = tokens.end.min(all.len());
    let is_mark = |at: usize| all.get(at).is_some_and(|t| t.tag == Tag::Punct && !matches!(t.lower.as_ref(), ")" | "("));
    let joins = |at: usize| all.get(at).is_some_and(|t| t.tag == Tag::CC && matches!(t.lower.as_ref(), "and" | "but" | "or"));
    while tokens.start < tokens.end && (is_mark(tokens.start) || joins(tokens.start)) {
        tokens.start += 1;
    }
    while tokens.end > tokens.start && is_mark(tokens.end - 1) {
        tokens.end -= 1;
    }
    tokens
}

/// The day the undertaking was made where the sentence says so: a past date in another clause, or the attributive
/// year of "the mayor's 2015 promise". What is said now is made now, whatever else the sentence dates.
fn made_on(reading: &Reading<'_, '_>, own: usize, deadline: Interval, told: bool) -> Option<Interval> {
    let now = reading.speaks_from?;
    reading
        .dates
        .iter()
        .enumerate()
        .filter(|(index, date)| *index != own && (told || date.timex.role == TimeRole::Property))
        .filter_map(|(_, date)| date.timex.interval)
        .find(|said| said.end() < deadline.start() && said.end() < now.start())
}

#[cfg(test)]
mod tests {
    use crate::findings::Confidence;
    use crate::statements::Kind;
    use crate::statements::extract::Language;
    use crate::statements::rule_test::read_text;

    /// Last days of the commitments that a text, said on 11 June 2025, holds.
    fn due(text: &str) -> Vec<String> {
        let read = read_text(&Language::english(), text, "2025-06-11".parse().ok()).expect("a document");
        let commitments = read.statements.iter().filter(|s| s.kind == Kind::Commitment);
        commitments.filter_map(|s| s.deadline.as_ref()).map(|d| d.interval.end().to_string()).collect()
    }

    #[test]
    fn what_is_said_now_is_made_now() {
        let made = |text: &str| {
            let read = read_text(&Language::english(), text, "2025-06-11".parse().ok()).expect("a document");
            read.statements.iter().filter_map(|s| s.made_on).map(|made| made.start().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(made("In 2026 we will show the stone that was found here in 1932."), ["2025-06-11"]);
        assert_eq!(made("In 2022 the mayor said that the tram would be running by 2027."), ["2022-01-01"]);
    }

    #[test]
    fn what_counts_from_another_date_is_less_sure() {
        let sure = |text: &str| {
            let read = read_text(&Language::english(), text, "2025-06-11".parse().ok()).expect("a document");
            read.statements.iter().rev().find(|s| s.kind == Kind::Commitment).map(|s| s.confidence)
        };
        assert_eq!(
            sure("The plan was shown on 4 May 2026. Six weeks later, we will launch the portal."),
            Some(Confidence::Medium)
        );
        assert_eq!(sure("On 15 June 2026, we will launch the portal."), Some(Confidence::High));
    }

    #[test]
    fn what_a_date_belongs_to() {
        let all: [(&str, &[&str]); 30] = [
            ("“Will it open by May 2026?” she asked.", &[]),
            ("“It will open by May 2026,” she said.", &["2026-05-31"]),
            ("15 March 2026 - 29 April 2026", &[]),
            ("- Rehearsal: 15 March 2026 - 29 April 2026", &[]),
            ("Just one of the five schools promised for 2024 is open.", &["2024-12-31"]),
            // What bars one of two infinitives, and a day that is also a floor.
            ("The line was expected to cost 9 million and to be open by 2027.", &["2027-12-31"]),
            ("We intend to publish the plan on or soon after 3 July 2026.", &["2026-07-03"]),
            // A day of what the deed is for, and a year in a name.
            ("To spare the nurses on Sunday, we will close the ward early.", &[]),
            ("The 2026 Harrow Robot Challenge aims to train more engineers.", &[]),
            // Which year, not when; but how long is when.
            ("The accounts for the year to 31 December will be audited by Ada.", &[]),
            ("The trust will build 400 homes over the ten years to 2030.", &["2030-12-31"]),
            // The hours of a day that is named.
            ("The switch is planned for 12 August from 10 a.m. to noon.", &["2025-08-12"]),
            // What is to be so by a day ahead has not come about.
            ("Every tenant will live in a home rated C or better by 2030.", &["2030-12-31"]),
            ("Rebates will be paid for claims filed by 30 September 2025.", &[]),
            ("It will work with version 18 and above (released March 2025).", &[]),
            // A length counts from the day of the telling that is named.
            ("In April 2018 the minister announced 300 homes, to be finished within five years.", &["2023-04-30"]),
            // What was arranged for a day, and when it was said.
            ("The stretch was to be opened in March 2025.", &["2025-03-31"]),
            ("The pledge, made in December 2022, was to clear the queue by the end of 2023.", &["2023-12-31"]),
            ("The firm will take a third-quarter charge of 740 million.", &[]),
            ("The party would act by 2030, she said.", &["2030-12-31"]),
            // One of two days.
            ("The roof will be finished by July or August.", &["2025-08-31"]),
            ("The final release is expected in late September or early October.", &["2025-10-10"]),
            // A year in words is no part of the name before it.
            ("The ministry will bring in changes to the Legal Aid Act next year.", &["2026-12-31"]),
            ("The wills held under the Legal Aid Act 2030 will be kept.", &[]),
            // A day just gone is not next year's, and a stretch that ends today is over.
            ("The release will come out on 2 June.", &[]),
            ("This will help with the changes to the law earlier this year.", &[]),
            // The day of the speech.
            ("Speaking in Leeds on Wednesday, she pledged to open the clinic by May 2026.", &["2026-05-31"]),
            // What was arranged lately lies near, what has not come may have been due.
            ("The group has scheduled the results for publication on 12 August.", &["2025-08-12"]),
            ("The report, due in May, has still not been published.", &[]),
            // After a story of years gone by the teller looks ahead.
            (
                "It began in March 2023. By June 2023 the roof was on, in August 2023 the walls fell, and in May 2024 a pipe \
                 burst. In January we are opening a second hall.",
                &["2026-01-31"],
            ),
        ];
        for (text, days) in all {
            assert_eq!(due(text), days, "{text}");
        }
    }
}
