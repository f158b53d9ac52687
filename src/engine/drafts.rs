//! Drafts: documents that are held against an archive.
//!
//! A draft without a date of its own dates from the day that was given for it, else from the day of judgement,
//! else from the newest day of the archive.

use super::Inputs;
use crate::calendar::{Day, Interval};
use crate::config::{AsOfSetting, Config};
use crate::corpus::{DateSource, DatedBy, Document, SourceFile};
use crate::statements::Extract;
use crate::timeline;

/// Whether a file is a draft.
pub(super) fn is_draft(file: &SourceFile, inputs: &Inputs) -> bool {
    !inputs.against.is_empty() && inputs.paths.iter().any(|path| file.path.starts_with(path))
}

/// The inputs with the day that drafts date from; `None` where it is given already, or there are no drafts.
pub(super) fn dated(inputs: &Inputs, config: &Config, archive: &[Extract]) -> Option<Inputs> {
    if inputs.against.is_empty() || inputs.draft_date.is_some() {
        return None;
    }
    let day = match config.as_of {
        AsOfSetting::Day(day) => Some(day),
        AsOfSetting::Newest | AsOfSetting::Today => timeline::newest_day(archive),
    };
    Some(Inputs { draft_date: Some(day?), ..inputs.clone() })
}

/// Dates the drafts among the documents of a file.
pub(super) fn date(documents: &mut [Document], file: &SourceFile, inputs: &Inputs) {
    if is_draft(file, inputs) {
        supply(documents, inputs);
    }
}

/// Dates what has no date of its own.
pub(super) fn supply(documents: &mut [Document], inputs: &Inputs) {
    let Some(day): Option<Day> = inputs.draft_date.filter(|_| !inputs.against.is_empty()) else { return };
    for document in documents.iter_mut().filter(|document| document.published.is_none()) {
        document.published = Some(DatedBy { interval: Interval::day(day), source: DateSource::Table });
    }
}
