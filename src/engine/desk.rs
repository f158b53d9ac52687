//! What a desk keeps beside the records of its targets, for those who report on them.

use super::{Desk, EngineError};
use crate::config::Config;
use crate::targets::declared::Notes;
use std::collections::BTreeMap;

/// The notes in the target files that the configuration names, by the id of their target.
///
/// # Errors
/// When a file of rules is not what it should be.
pub fn notes(config: &Config) -> Result<BTreeMap<String, Notes>, EngineError> {
    let declared = Desk::read(config)?.declared;
    Ok(declared.into_iter().filter(|t| t.notes != Notes::default()).map(|t| (t.id, t.notes)).collect())
}
