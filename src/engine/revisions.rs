//! Two versions of one document: dates that were changed in place.
//!
//! A revision is an event of its own. Where a document is read together with an earlier version of
//! itself, a commitment whose date is a later one now, in words that are otherwise the same, is a
//! deadline that moved; it is unannounced unless the document says so.

use crate::calendar::Interval;
use crate::checks;
use crate::corpus::{self, Document, SourceFile};
use crate::findings::{Confidence, Excerpt, Finding, Role, folded};
use crate::statements::{self, Extract, Kind, Language, Statement, Voice};
use crate::targets::{Relation, relation};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An earlier version of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// What the version is called: "main", "4f2a91c".
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The check that reports a date changed in place.
const CHECK: &str = "moved-unannounced";
/// Share of words, in a hundred, that two wordings of one commitment have in common.
const ALIKE: usize = 75;
/// Statements without a twin that are compared with each other: beyond these a document was rewritten.
const MOST: usize = 200;

/// The dates that were changed in place between the earlier version of `file` and its `documents`,
/// whose extracts are `now`.
pub(super) fn compare(
    earlier: &Earlier,
    file: &SourceFile,
    documents: &[Document],
    now: &[Extract],
    options: &corpus::Options,
    language: &Language,
) -> Vec<Finding> {
    // A version that cannot be read proves nothing.
    let Ok(before) = corpus::read_bytes(file, earlier.bytes.clone(), options) else { return Vec::new() };
    let mut found = Vec::new();
    for (document, extract) in documents.iter().zip(now) {
        let Some(old) = before.iter().find(|old| old.doc == document.doc) else { continue };
        if old.source.text() == document.source.text() {
            continue;
        }
        let versions = Versions { name: &earlier.name, old, new: document, extract };
        found.extend(versions.moved(&statements::extract(old, language)));
    }
    found
}

/// Both versions of one document.
struct Versions<'v> {
    name: &'v str,
    old: &'v Document,
    new: &'v Document,
    extract: &'v Extract,
}

impl Versions<'_> {
    fn moved(&self, before: &Extract) -> Vec<Finding> {
        let says = |s: &&Statement| s.kind == Kind::Commitment && s.deadline.is_some() && !s.struck && s.voice != Voice::Alleged;
        let said = |s: &Statement| s.deadline.as_ref().map(|d| (d.interval, masked(s)));
        let kept: BTreeSet<_> = before.statements.iter().filter_map(said).collect();
        let still: BTreeSet<_> = self.extract.statements.iter().filter_map(said).collect();
        let gone: Vec<&Statement> =
            before.statements.iter().filter(says).filter(|s| said(s).is_some_and(|said| !still.contains(&said))).collect();
        let mut fresh: Vec<&Statement> =
            self.extract.statements.iter().filter(says).filter(|s| said(s).is_some_and(|said| !kept.contains(&said))).collect();
        if gone.len() > MOST || fresh.len() > MOST {
            return Vec::new();
        }
        let mut found = Vec::new();
        for old in gone {
            let words = masked(old);
            let likeness = |s: &&Statement| alike(&words, &masked(s));
            let best = fresh.iter().enumerate().map(|(index, s)| (likeness(s), std::cmp::Reverse(index))).max();
            let Some((_, std::cmp::Reverse(index))) = best.filter(|(likeness, _)| *likeness >= ALIKE) else { continue };
            let new = fresh.remove(index);
            found.extend(self.finding(old, new));
        }
        found
    }

    fn finding(&self, old: &Statement, new: &Statement) -> Option<Finding> {
        let (from, to) = (old.deadline.as_ref()?, new.deadline.as_ref()?);
        let later = matches!(relation(from.interval, to.interval, from.approximate || to.approximate), Relation::Later);
        if !later || self.announced(from.interval, &from.text) {
            return None;
        }
        let check = checks::find(CHECK)?;
        let excerpt = |document: &Document, statement: &Statement, role, label: String| Excerpt {
            doc: document.doc.as_str().into(),
            title: document.title.as_deref().map(Into::into),
            date: document.published.as_ref().map(|d| d.interval),
            place: Some(statement.place),
            quote: Arc::clone(&statement.prose),
            role,
            label: label.into(),
        };
        let primary = excerpt(self.new, new, Role::Moved, format!("{} said here now", to.interval));
        let mut earlier =
            excerpt(self.old, old, Role::Commitment, format!("{} said here at revision {}", from.interval, self.name));
        let fingerprint = Finding::fingerprint(CHECK, &[&primary], &[Some(from.interval), Some(to.interval)]);
        // Its lines are those of another version of the file.
        earlier.doc = format!("{}@{}", earlier.doc, self.name).into();
        let slip = (to.interval.end() - from.interval.end()).num_days();
        let days = if slip == 1 { "1 day".to_owned() } else { format!("{slip} days") };
        Some(Finding {
            check: CHECK.to_owned(),
            severity: check.severity,
            confidence: old.confidence.min(new.confidence).max(Confidence::Medium),
            family: check.family,
            message: format!(
                "{} gives {}; at revision {} it gave {}, {days} earlier; nothing in it announces the change",
                self.new.doc, to.interval, self.name, from.interval
            ),
            why: format!("the words around “{}” and “{}” are the same in both versions of the document", from.text, to.text),
            refuted_by: "words in the document that announce the change, or two commitments that are worded alike".into(),
            target: None,
            subject: Some(Arc::<str>::from(&*new.subject)).filter(|subject| !subject.is_empty()),
            deadline: Some(from.interval),
            slip_days: Some(slip),
            primary,
            related: vec![earlier],
            fingerprint,
        })
    }

    /// Whether the new version says that the date was another one: a statement of change or a struck
    /// date, or the old date's words in a place where they did not stand before.
    fn announced(&self, from: Interval, words: &str) -> bool {
        let told = self.extract.statements.iter().any(|s| {
            let old = s.old_deadline.as_ref().is_some_and(|d| d.interval == from);
            let struck = (s.struck || s.retold) && s.deadline.as_ref().is_some_and(|d| d.interval == from);
            old || struck || (s.kind == Kind::Moved && s.old_deadline.is_none())
        });
        let count = |document: &Document| folded(document.source.text()).matches(&folded(words)).count();
        told || (!words.trim().is_empty() && count(self.new) >= count(self.old))
    }
}

/// A statement's words without its date, folded.
fn masked(statement: &Statement) -> String {
    let date = statement.deadline.as_ref().map_or("", |d| d.text.as_str());
    let (prose, date) = (folded(&statement.prose), folded(date));
    if date.is_empty() { prose } else { prose.replacen(&date, "…", 1) }
}

/// Words that two texts share, in a hundred of those that either has.
fn alike(a: &str, b: &str) -> usize {
    let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let (a, b): (BTreeSet<String>, BTreeSet<String>) = (words(a), words(b));
    let shared = a.intersection(&b).count();
    (shared * 100).checked_div(a.union(&b).count()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{FileKind, Options};

    const HEAD: &str = "---\ndate: 2015-05-04\n---\n";
    const OLD: &str = "The trust has a plan. Every ward will be online by March 2016, the trust said.\n";

    fn moved(old: &str, new: &str) -> Vec<Finding> {
        let file = SourceFile { path: "a.md".into(), shown: "a.md".into(), kind: FileKind::Markdown, named: true };
        let language = Language::english();
        let options = Options::default();
        let bytes = |text: &str| format!("{HEAD}{text}").into_bytes();
        let documents = corpus::read_bytes(&file, bytes(new), &options).expect("a document");
        let extracts: Vec<Extract> = documents.iter().map(|d| statements::extract(d, &language)).collect();
        let earlier = Earlier { name: "main".into(), bytes: bytes(old) };
        compare(&earlier, &file, &documents, &extracts, &options, &language)
    }

    #[test]
    fn a_date_changed_in_place() {
        let found = moved(OLD, &OLD.replace("March 2016", "June 2017"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].check, CHECK);
        assert!(
            found[0].message.contains("a.md gives June 2017; at revision main it gave March 2016, 456 days earlier"),
            "{}",
            found[0].message
        );
        assert_eq!(&*found[0].related[0].doc, "a.md@main");
        let reworded = OLD.replace("March 2016", "June 2017").replace("a plan", "a good plan");
        assert_eq!(moved(OLD, &reworded).len(), 1, "other words of the article may change with it");
    }

    #[test]
    fn what_is_announced_or_no_move_is_silent() {
        let new = OLD.replace("March 2016", "June 2017");
        for text in [
            OLD.to_owned(),
            OLD.replace("March 2016", "2016"),
            OLD.replace("March 2016", "January 2016"),
            OLD.replace("The trust has a plan.", "The trust has two plans."),
            format!("{new}\nThe date has been put back from March 2016 to June 2017.\n"),
            format!("{new}\n*Correction: an earlier version of this article gave March 2016.*\n"),
            new.replace("June 2017", "~~March 2016~~ June 2017"),
            "The trust said nothing of its wards.\n".to_owned(),
        ] {
            assert_eq!(moved(OLD, &text), [], "{text}");
        }
        let other = "The trust has a plan. The new car park will open by June 2017, the trust said.\n";
        assert_eq!(moved(OLD, other), [], "another commitment");
    }
}
