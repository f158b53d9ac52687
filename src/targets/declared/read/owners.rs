//! Reads who answers for a target: a name, or a list of names with the days on which they did.

use super::Reader;
use crate::calendar::{Day, long_day};
use crate::targets::Holder;
use std::ops::Range;
use toml::de::DeTable;

/// Keys of a `[[target.owner]]` table.
const OWNER_KEYS: &[&str] = &["from", "name", "until"];

impl Reader<'_> {
    /// The owner of a target's table, and its owners where it changed hands.
    pub(super) fn owners(&mut self, table: &DeTable<'_>) -> (Option<String>, Vec<Holder>) {
        let Some(value) = table.get("owner").filter(|value| value.get_ref().as_array().is_some()) else {
            return (self.string(table, "owner"), Vec::new());
        };
        let mut found: Vec<(Holder, Range<usize>)> = Vec::new();
        for (owner, span) in self.tables(value, "target.owner") {
            found.extend(self.holder(owner, span.clone()).map(|holder| (holder, span)));
        }
        found.sort_by_key(|(holder, _)| (holder.from, holder.until.unwrap_or(Day::MAX)));
        for pair in found.windows(2) {
            let [(earlier, _), (later, span)] = pair else { continue };
            if earlier.until.is_none_or(|until| later.from.is_none_or(|from| from <= until)) {
                let message = format!("{} and {} answer for the target on the same days", earlier.name, later.name);
                self.report(span.clone(), message, "overlaps", "end the first with `until`, a day before `from` of the next");
            }
        }
        let owners: Vec<Holder> = found.into_iter().map(|(holder, _)| holder).collect();
        (owners.last().map(|holder| holder.name.clone()), owners)
    }

    fn holder(&mut self, table: &DeTable<'_>, span: Range<usize>) -> Option<Holder> {
        self.known_keys(table, OWNER_KEYS, "an owner");
        let name = self.required(table, "name", &span, "an owner");
        let from = table.get("from").and_then(|value| self.date(value)).map(|from| from.start());
        let until = table.get("until").and_then(|value| self.date(value)).map(|until| until.end());
        if let (Some(from), Some(until), Some(value)) = (from, until, table.get("until"))
            && until < from
        {
            let message = format!("the last day ({}) lies before the first ({})", long_day(until), long_day(from));
            self.report(value.span(), message, "before `from`", "check `from` and `until`");
        }
        (!name.is_empty()).then_some(Holder { name, from, until })
    }
}

#[cfg(test)]
mod tests {
    use crate::targets::declared::parse;

    const TARGET: &str = "[[target]]\nid = \"a\"\ntitle = \"A\"\naliases = [\"a\"]\n";

    #[test]
    fn who_answers_changes_with_the_day() {
        let text = format!(
            "{TARGET}[[target.owner]]\nname = \"New Board\"\nfrom = 2019-07-01\n[[target.owner]]\nname = \"Old Board\"\nuntil = \"2019-06\"\n"
        );
        let target = parse("x.toml", &text).expect("valid").remove(0);
        assert_eq!(target.owner.as_deref(), Some("New Board"));
        let words: Vec<String> = target.owners.iter().map(|owner| owner.in_words()).collect();
        assert_eq!(words, ["Old Board (until 30 June 2019)", "New Board (from 1 July 2019)"]);
        assert!(target.owners[0].holds("2019-06-30".parse().expect("a day")));
        assert!(!target.owners[0].holds("2019-07-01".parse().expect("a day")));
    }

    #[test]
    fn mistakes_stand_at_their_places() {
        let text = format!(
            "{TARGET}owner = [{{ name = \"A\", until = 2019 }}, {{ name = \"B\", from = 2019-03-01, until = 2018 }}, {{ form = 2020 }}]\n"
        );
        let errors = parse("x.toml", &text).expect_err("mistakes");
        let said: Vec<(&str, &str)> = errors.iter().map(|e| (&text[e.range()], e.message.as_str())).collect();
        assert!(
            said.iter().any(|(at, m)| at.contains("\"B\"") && *m == "A and B answer for the target on the same days"),
            "{said:?}"
        );
        assert!(said.iter().any(|(at, m)| *at == "2018" && m.starts_with("the last day")), "{said:?}");
        assert!(said.iter().any(|(at, _)| *at == "form"), "{said:?}");
        assert!(said.iter().any(|(_, m)| *m == "an owner needs `name`"), "{said:?}");
    }
}
