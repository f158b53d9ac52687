//! What a corpus holds, before anything is made of it: documents are found, decoded and dated,
//! and no sentence is read.

use super::find::find_files;
use super::{Desk, EngineError, Inputs, is_wanted, piped_documents};
use crate::calendar::Day;
use crate::config::{AsOfSetting, Config};
use crate::corpus::{self, Summary, Survey, Trouble};
use crate::statements::Extract;
use crate::timeline;
use rayon::prelude::*;
use std::collections::HashSet;

/// Surveys the documents.
///
/// # Errors
/// When files of rules, targets or dates are not what they should be. What cannot be read is in
/// the survey.
pub fn survey(inputs: &Inputs, config: &Config) -> Result<Survey, EngineError> {
    let options = Desk::read(config)?.reading(config)?;
    let found = find_files(inputs, config);
    let read: Vec<(Vec<Summary>, Option<Trouble>)> = found
        .files
        .par_iter()
        .map(|file| match corpus::read(file, &options) {
            Ok(documents) => {
                let wanted = is_wanted(file, inputs);
                (documents.iter().map(|document| Summary::of(document, wanted)).collect(), None)
            }
            Err(error) => (Vec::new(), Some(Trouble { path: file.shown.clone(), message: error.to_string() })),
        })
        .collect();
    let (mut summaries, mut unreadable) = (Vec::new(), Vec::new());
    for (documents, trouble) in read {
        summaries.extend(documents);
        unreadable.extend(trouble);
    }
    if let Some(piped) = &inputs.piped {
        match piped_documents(piped, &options) {
            Ok(documents) => summaries.extend(documents.iter().map(|document| Summary::of(document, true))),
            Err(error) => unreadable.push(Trouble { path: piped.name.clone(), message: error.to_string() }),
        }
    }
    let as_of = day_of_judgement(&summaries, config);
    let mut survey = corpus::survey(&summaries, &found, unreadable, as_of);
    // Who names single files asks nothing of the others.
    if found.files.iter().all(|file| file.named) {
        return Ok(survey);
    }
    let used: HashSet<&str> = summaries.iter().filter_map(|s| Some(options.dates.row(&s.doc)?.0)).collect();
    survey.unused_dates = options.dates.paths().filter(|path| !used.contains(path)).map(str::to_owned).collect();
    let matches = |glob: &String| {
        let alone = corpus::Options::default().living(std::slice::from_ref(glob));
        alone.is_ok_and(|alone| found.files.iter().any(|file| alone.is_living(&file.shown)))
    };
    survey.unused_living = config.corpus.living.iter().filter(|glob| !matches(glob)).cloned().collect();
    Ok(survey)
}

/// The day by which a run over these documents would judge.
fn day_of_judgement(summaries: &[Summary], config: &Config) -> Option<Day> {
    if let AsOfSetting::Day(day) = config.as_of {
        return Some(day);
    }
    let read = summaries.iter().filter(|summary| summary.passed_over.is_none());
    let dated = read.map(|s| Extract { doc: s.doc.as_str().into(), published: s.published.clone(), ..Extract::default() });
    timeline::scope(dated.collect(), None).map(|scope| scope.as_of.day)
}
