//! Seventh room: one file per finding. A file's doc comment is what `explain`,
//! the documentation and SARIF help show; its code turns the record into findings.

use crate::findings::{Family, Finding, Severity};
use crate::timeline::Record;

/// A check: what it is called, what it says of itself, and how it reads the record.
pub struct Check {
    /// Kebab-case code.
    pub code: &'static str,
    /// Family.
    pub family: Family,
    /// Severity unless configured otherwise.
    pub severity: Severity,
    /// The file's own source, whose doc comment is the check's documentation.
    pub source: &'static str,
    /// Appends its findings for the record.
    pub run: fn(&Record, &mut Vec<Finding>),
}
