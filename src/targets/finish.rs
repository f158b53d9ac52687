//! From clusters to targets with ids and titles.

use super::cluster::Linker;
use super::declared::Declared;
use super::{Link, StatementId, Target, words};
use crate::calendar::Day;
use crate::statements::{Extract, Kind};
use std::collections::HashMap;

/// Turns clusters into targets with ids and titles.
pub(super) fn finish(linker: Linker<'_>, declared: &[Declared]) -> Vec<Target> {
    let Linker { extracts, clusters, .. } = linker;
    let speaks = |id: StatementId| {
        let statement = extracts.get(id.doc).and_then(|e| e.statements.get(id.statement));
        let day = statement.and_then(|s| s.speaks_from).map_or(Day::MAX, |i| i.end());
        let place = statement.map(|s| s.place.span.start).unwrap_or_default();
        (day, id.doc, place, id.statement)
    };
    let mut targets: Vec<Target> = Vec::with_capacity(clusters.len());
    let mut discovered = Vec::new();
    for mut cluster in clusters {
        cluster.members.sort_by_key(|m| speaks(m.id));
        match cluster.declared.and_then(|i| declared.get(i)) {
            Some(target) => targets.push(Target {
                id: target.id.clone(),
                title: target.title.clone(),
                owner: target.owner.clone(),
                declared: true,
                record: target.record.clone(),
                links: cluster.members,
                mentions: Vec::new(),
            }),
            None if cluster.members.is_empty() => {}
            None => discovered.push(cluster.members),
        }
    }
    discovered.sort_by_key(|members| members.first().map(|m| speaks(m.id)));
    let mut taken: HashMap<String, usize> = targets.iter().map(|t| (t.id.clone(), 1)).collect();
    for links in discovered {
        let (title, owner) = name(extracts, &links);
        let base = words::slug(&title, 6);
        let count = taken.entry(base.clone()).or_default();
        *count += 1;
        let id = if *count == 1 { base } else { format!("{base}-{count}") };
        targets.push(Target { id, title, owner, declared: false, record: Vec::new(), links, mentions: Vec::new() });
    }
    targets
}

/// A title in the text's own words: the first commitment's subject, else the first statement's.
fn name(extracts: &[Extract], links: &[Link]) -> (String, Option<String>) {
    let statements = || links.iter().filter_map(|l| extracts.get(l.id.doc)?.statements.get(l.id.statement));
    let best = statements()
        .find(|s| s.kind == Kind::Commitment && !s.key.anaphoric && !s.subject.trim().is_empty())
        .or_else(|| statements().find(|s| !s.subject.trim().is_empty()))
        .or_else(|| statements().next());
    best.map_or_else(
        || ("target".to_owned(), None),
        |s| {
            let title = if s.subject.trim().is_empty() { s.prose.trim() } else { s.subject.trim() };
            let short: String = title.split_whitespace().take(14).collect::<Vec<_>>().join(" ");
            (short, s.actor.clone())
        },
    )
}
