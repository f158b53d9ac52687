//! The deadline that governor and expression name together.

use super::slice::add_days;
use super::{Governor, TimeExpression, TimexType};
use crate::calendar::Interval;

/// The closed interval of days within which something said to happen "by", "before", "within"… `expression`
/// is due; `None` where the wording sets no end ("no earlier than 2026", "after May", "soon", "for years").
///
/// "before 1 October" ends on 30 September; "by" and "prior to" end on the day itself; "between 2027 and 2029"
/// is the whole range; "from 2026" is the period named, "from 1 March 2026" that day.
pub fn deadline_interval(expression: &TimeExpression) -> Option<Interval> {
    let named = expression.interval?;
    match expression.governed {
        Some(Governor::NotBefore | Governor::After | Governor::Since) => None,
        Some(Governor::Before) => {
            let last = add_days(named.start(), -1)?;
            // "before the end of June": June's last day is the name of the deadline itself.
            if expression.modifier == Some(super::TimexMod::End) { Some(named) } else { Some(Interval::day(last)) }
        }
        _ if expression.kind == TimexType::Set => None,
        _ => expression.range_interval.or(Some(named)),
    }
}
