//! Passages of drafts that name a target of the archive without saying anything of its date.

use super::{Desk, EngineError};
use crate::config::Config;
use crate::corpus::{self, FileKind, SourceFile};
use crate::prose::{self, Zone};
use crate::targets::Target;
use crate::targets::named::Names;
use crate::timeline::Record;
use std::collections::{BTreeMap, BTreeSet};

/// Where drafts name targets: for each timeline, by its index, the draft and the line of the first such passage.
pub type Named = BTreeMap<usize, (String, usize)>;

/// Reads `drafts` again, for the passages that name a target of `record`.
///
/// # Errors
/// When files of rules or dates are no longer what they should be. A draft that cannot be read again, or has
/// changed, names nothing.
pub fn named(config: &Config, record: &Record, drafts: &BTreeSet<String>) -> Result<Named, EngineError> {
    let desk = Desk::read(config)?;
    let options = desk.reading(config)?;
    let targets: Vec<&Target> = record.timelines.iter().map(|timeline| &timeline.target).collect();
    let names = Names::of(&targets, &desk.declared, &record.extracts);
    let mut named = Named::new();
    for extract in record.extracts.iter().filter(|e| drafts.contains(&*e.doc) && !e.hash.is_empty()) {
        let path = extract.file().to_owned();
        let file = SourceFile { shown: path.display().to_string(), kind: FileKind::of(&path), path, named: true };
        let documents = corpus::read(&file, &options).unwrap_or_default();
        let same = documents
            .iter()
            .filter(|document| document.hash == extract.hash && (extract.record_line.is_none() || *extract.doc == *document.doc));
        for document in same {
            for block in prose::blocks(document) {
                // Lists of other articles say nothing of this one.
                if block.zone == Zone::Teaser || block.text.is_empty() {
                    continue;
                }
                let found = names.in_text(&block.text);
                if found.is_empty() {
                    continue;
                }
                let whole = crate::source::TextRange::new(0, block.text.len());
                let line = document.place(block.span(whole)).start().line.0;
                for target in found {
                    named.entry(target).or_insert_with(|| (extract.doc.to_string(), line));
                }
            }
        }
    }
    Ok(named)
}
