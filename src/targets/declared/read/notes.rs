//! Reads what a desk keeps of a target beside its record: requests for a reply, and corrections.

use super::super::{Correction, Notes, Reply};
use super::Reader;
use crate::calendar::Interval;
use std::ops::Range;
use toml::de::DeTable;

/// Keys of a `[[target.reply]]` table.
const REPLY_KEYS: &[&str] = &["asked", "of", "quote", "received", "source"];
/// Keys of a `[[target.correction]]` table.
const CORRECTION_KEYS: &[&str] = &["note", "on"];

impl Reader<'_> {
    /// The notes of a target's table, in order of time.
    pub(super) fn notes(&mut self, table: &DeTable<'_>) -> Notes {
        let mut notes = Notes::default();
        if let Some(value) = table.get("reply") {
            for (reply, span) in self.tables(value, "target.reply") {
                notes.replies.extend(self.reply(reply, span));
            }
        }
        if let Some(value) = table.get("correction") {
            for (correction, span) in self.tables(value, "target.correction") {
                notes.corrections.extend(self.correction(correction, span));
            }
        }
        notes.replies.sort_by_key(|reply| reply.asked);
        notes.corrections.sort_by_key(|correction| correction.on);
        notes
    }

    fn reply(&mut self, table: &DeTable<'_>, span: Range<usize>) -> Option<Reply> {
        self.known_keys(table, REPLY_KEYS, "a reply");
        let asked = self.day_of(table, "asked", &span, "the reply does not say when it was asked for");
        let received = table.get("received").and_then(|value| self.date(value));
        if let (Some(asked), Some(received), Some(value)) = (asked, received, table.get("received"))
            && received.end() < asked.start()
        {
            let message = format!("the reply came ({received}) before it was asked for ({asked})");
            self.report(value.span(), message, "before the question", "check `asked` and `received`");
        }
        let (of, quote, source) = (self.string(table, "of"), self.string(table, "quote"), self.string(table, "source"));
        Some(Reply { of, asked: asked?, received, quote, source })
    }

    fn correction(&mut self, table: &DeTable<'_>, span: Range<usize>) -> Option<Correction> {
        self.known_keys(table, CORRECTION_KEYS, "a correction");
        let on = self.day_of(table, "on", &span, "the correction does not say when it was made");
        let note = self.required(table, "note", &span, "a correction");
        Some(Correction { on: on?, note })
    }

    fn day_of(&mut self, table: &DeTable<'_>, key: &str, span: &Range<usize>, missing: &str) -> Option<Interval> {
        match table.get(key) {
            Some(value) => self.date(value),
            None => {
                self.report(span.clone(), missing, "this table", format!("add `{key} = 2024-03-06` (a date, year or month)"));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::targets::declared::parse;

    const TARGET: &str = "[[target]]\nid = \"a\"\ntitle = \"A\"\naliases = [\"a\"]\n";

    #[test]
    fn replies_and_corrections_are_read_in_order() {
        let text = format!(
            "{TARGET}[[target.reply]]\nasked = 2024-05-02\n[[target.reply]]\nof = \"the trust\"\nasked = 2024-03-01\n\
             received = 2024-03-04\nquote = \"It is late.\"\n[[target.correction]]\non = 2024-06-01\nnote = \"The date was 2019.\"\n"
        );
        let notes = &parse("x.toml", &text).expect("valid")[0].notes;
        let asked: Vec<String> = notes.replies.iter().map(|r| r.asked.to_string()).collect();
        assert_eq!(asked, ["1 March 2024", "2 May 2024"]);
        assert_eq!(notes.replies[0].quote.as_deref(), Some("It is late."));
        assert_eq!(notes.replies[1].received, None);
        assert_eq!(notes.corrections[0].note, "The date was 2019.");
    }

    #[test]
    fn mistakes_stand_at_their_places() {
        let text = format!(
            "{TARGET}[[target.reply]]\nasked = 2024-05-02\nreceived = 2024-05-01\nfrom = \"x\"\n[[target.correction]]\nnote = \"y\"\n"
        );
        let errors = parse("x.toml", &text).expect_err("mistakes");
        let found: Vec<(&str, String)> = errors.iter().map(|e| (&text[e.range()], e.message.clone())).collect();
        assert_eq!(found[0].0, "2024-05-01");
        assert_eq!(found[1].0, "from");
        assert_eq!(found[2].1, "the correction does not say when it was made");
        assert_eq!(found.len(), 3, "{found:?}");
    }
}
