//! Who answers for a target on a day: responsibilities change hands, promises stay.

use super::Target;
use crate::calendar::{Day, long_day};
use serde::{Deserialize, Serialize};

/// Who answers for a target, and from which day until which, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Their name.
    pub name: String,
    /// The first day; `None`: from the beginning.
    pub from: Option<Day>,
    /// The last day; `None`: still.
    pub until: Option<Day>,
}

impl Holder {
    /// Whether they answer for it on `day`.
    pub fn holds(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// "the Harbour Board (until 30 June 2019)".
    pub fn in_words(&self) -> String {
        match (self.from, self.until) {
            (None, None) => self.name.clone(),
            (Some(from), None) => format!("{} (from {})", self.name, long_day(from)),
            (None, Some(until)) => format!("{} (until {})", self.name, long_day(until)),
            (Some(from), Some(until)) => format!("{} ({} to {})", self.name, long_day(from), long_day(until)),
        }
    }
}

impl Target {
    /// Who answered for the target on `day`, as far as is known.
    pub fn owner_on(&self, day: Day) -> Option<&str> {
        if self.owners.is_empty() {
            return self.owner.as_deref();
        }
        self.owners.iter().find(|holder| holder.holds(day)).map(|holder| holder.name.as_str())
    }
}
