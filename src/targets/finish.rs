//! From clusters to targets with ids and titles.

use super::cluster::Cluster;
use super::declared::Declared;
use super::{Link, StatementId, Target, words};
use crate::calendar::Day;
use crate::statements::{Extract, Kind, Statement};
use std::collections::HashMap;

/// Turns clusters into targets with ids and titles.
pub(super) fn finish(extracts: &[Extract], clusters: Vec<Cluster>, declared: &[Declared]) -> Vec<Target> {
    let speaks = |id: StatementId| {
        let statement = extracts.get(id.doc).and_then(|e| e.statements.get(id.statement));
        let day = statement.and_then(|s| s.speaks_from).map_or(Day::MAX, |i| i.end());
        let place = statement.map(|s| s.place.span().start).unwrap_or_default();
        (day, id.doc, place, id.statement)
    };
    let mut targets: Vec<Target> = Vec::with_capacity(clusters.len());
    let mut discovered = Vec::new();
    for mut cluster in clusters {
        cluster.members.sort_by_key(|m| speaks(m.id));
        cluster.members.shrink_to_fit();
        match cluster.declared.and_then(|i| declared.get(i)) {
            Some(target) => targets.push(Target {
                id: target.id.as_str().into(),
                title: target.title.as_str().into(),
                owner: target.owner.clone(),
                owners: target.owners.clone(),
                declared: true,
                record: target.record.clone(),
                links: cluster.members,
                mentions: Vec::new(),
            }),
            None if cluster.members.is_empty() => {}
            None => discovered.push((cluster.members, cluster.identity)),
        }
    }
    discovered.sort_by_key(|(members, _)| members.first().map(|m| speaks(m.id)));
    let mut taken: HashMap<String, usize> = targets.iter().map(|t| (t.id.to_string(), 1)).collect();
    for (links, identity) in discovered {
        let (title, owner) = name(extracts, &links);
        let title = identity.map_or(title, |identity| identity.title());
        let base = words::slug(&title, 6);
        let count = taken.entry(base.clone()).or_default();
        *count += 1;
        let id = if *count == 1 { base.into() } else { format!("{base}-{count}").into() };
        let (owners, record, mentions) = Default::default();
        targets.push(Target { id, title: title.into(), owner, owners, declared: false, record, links, mentions });
    }
    targets
}

/// A title in the text's own words: the subject that tells most of the thing.
fn name(extracts: &[Extract], links: &[Link]) -> (String, Option<String>) {
    let statements = || links.iter().filter_map(|l| extracts.get(l.id.doc)?.statements.get(l.id.statement));
    let owner = statements()
        .find(|s| s.kind == Kind::Commitment)
        .or_else(|| statements().next())
        .and_then(|s| s.actor.as_deref())
        .map(str::to_owned);
    // Among equals the first says it: a commitment before what became of it.
    let telling = |s: &Statement| (tells(&s.subject), s.kind == Kind::Commitment && !s.key.anaphoric);
    let said = || links.iter().filter_map(|l| Some((l.id, extracts.get(l.id.doc)?.statements.get(l.id.statement)?)));
    let best = said().collect::<Vec<_>>().into_iter().rev().max_by_key(|(_, s)| telling(s));
    let title = best.map_or_else(
        || "target".to_owned(),
        |(id, s)| {
            let headline = extracts.get(id.doc).and_then(|e| e.title.as_deref());
            match (tells(&s.subject), headline.filter(|_| begins_in_the_middle(&s.prose) && points_to_one(&s.subject))) {
                (0, Some(headline)) => format!("{} ({})", short(&s.subject, PHRASE), headline.trim()),
                (0, None) => s.prose.trim().to_owned(),
                _ => s.subject.trim().to_owned(),
            }
        },
    );
    (short(&title, LONGEST), owner)
}

/// The first words of a text.
fn short(text: &str, most: usize) -> String {
    text.split_whitespace().take(most).collect::<Vec<_>>().join(" ")
}

/// "which is expected in late spring": the words that would say what, stand before.
fn begins_in_the_middle(prose: &str) -> bool {
    words::words(prose).next().is_some_and(|first| MIDDLE.contains(&first.as_ref()))
}

/// "the final release", "our first draft": one that the text takes for known.
fn points_to_one(subject: &str) -> bool {
    let all: Vec<std::borrow::Cow<'_, str>> = words::words(subject).collect();
    all.len() > 1 && all.first().is_some_and(|first| ["the", "its", "our", "their"].contains(&first.as_ref()))
}

const MIDDLE: &[&str] = &["although", "and", "but", "it", "that", "these", "they", "this", "we", "when", "which", "who", "whose"];

/// How much a subject tells of the thing: its words of content, up to [`ENOUGH`]. A clause tells less than a phrase,
/// and what begins in the middle of a sentence tells nothing.
fn tells(subject: &str) -> usize {
    let all: Vec<std::borrow::Cow<'_, str>> = words::words(subject).collect();
    let Some(first) = all.first() else { return 0 };
    let content = |w: &&std::borrow::Cow<'_, str>| !words::is_empty_word(w) && !words::Hollow::english().has(&words::stem(w));
    let count = all.iter().filter(content).count().min(ENOUGH);
    if MIDDLE.contains(&first.as_ref()) || count == 0 {
        return 0;
    }
    if all.len() > PHRASE { 1 } else { count + 1 }
}

/// More words of content make a title no better.
const ENOUGH: usize = 3;
/// A phrase has no more words.
const PHRASE: usize = 8;
/// Most words of a title.
const LONGEST: usize = 14;
