//! How sure a reading is.

use super::{Anchor, TimeExpression};
use crate::findings::Confidence;

/// High where the wording names its place itself, medium where the document or the passage gives it, low where it could
/// not be placed, or where a numeric date can be read in two ways.
pub fn confidence(expression: &TimeExpression) -> Confidence {
    if expression.value.contains("XXXX") || expression.alternative.is_some() {
        Confidence::Low
    } else if expression.anchor == Anchor::Absolute {
        Confidence::High
    } else {
        Confidence::Medium
    }
}
