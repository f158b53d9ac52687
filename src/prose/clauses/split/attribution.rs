//! Reporting clauses that follow or interrupt what they report.

use super::Splitter;
use crate::prose::tagger::Shape;
use crate::prose::{ClauseKind, Tag, VerbGroup};

impl Splitter<'_, '_> {
    /// Reads a reporting clause; false when it is none.
    pub(super) fn attribution(&mut self, group: &VerbGroup, before: Option<usize>) -> bool {
        let Some(root) = self.stack.first().copied() else { return false };
        let after = group.tokens.end;
        let closes = |k: usize| {
            self.t.tokens.get(k).is_none()
                || matches!(self.t.shape(k), Some(Shape::Comma | Shape::Period | Shape::Colon | Shape::OpenQuote | Shape::Dash))
        };
        let mut stays = false;
        let (start, subject, end) = match before {
            Some(b) => {
                let lead = self.phrases.get(b).map_or(group.tokens.start, |p| p.tokens.start);
                let told = self.phrases.iter().skip(self.next_phrase).take(3).find(|p| p.tokens.start == after);
                let mut end = told.map_or(after, |p| p.tokens.end);
                // "he said yesterday", "she said in March": up to the next comma.
                while end < after + 12
                    && !closes(end)
                    && !matches!(
                        self.t.lower(end),
                        "as" | "when" | "while" | "after" | "because" | "before" | "if" | "and" | "but" | "that"
                    )
                    && !self.groups.iter().skip(self.next_group + 1).take(2).any(|g| g.tokens.start == end)
                {
                    end += 1;
                }
                let goes_on = !closes(end);
                let object =
                    matches!(self.t.tag(after), Tag::DT | Tag::PRP | Tag::PRPS | Tag::NNP | Tag::NNS | Tag::WP | Tag::WDT)
                        || self.t.lower(after) == "that";
                if !self.comma_before(lead) && !self.mark_before(b) || goes_on && (object || told.is_some()) {
                    return false;
                }
                stays = goes_on;
                (lead, Some(b), end)
            }
            // "…, and add another two sites": nobody is named who told it.
            None if self.gap.conjunction.is_some() && !self.gap.close_quote => return false,
            None => {
                let Some(next) = self.phrases.iter().skip(self.next_phrase).position(|p| p.tokens.start == after) else {
                    return false;
                };
                let index = self.next_phrase + next;
                let mut end = self.phrases.get(index).map_or(after, |p| p.tokens.end);
                while end < after + 16 && !closes(end) {
                    end += 1;
                }
                (group.tokens.start, Some(index), end)
            }
        };
        // What is reported must have a verb, or wait for one.
        let depth = self.stack.len();
        let waits = self.waiting().is_some();
        if before.is_none()
            && !self.gap.close_quote
            && (waits
                || self
                    .groups
                    .iter()
                    .skip(self.next_group + 1)
                    .take(2)
                    .any(|g| g.tokens.start == subject.and_then(|s| self.phrases.get(s)).map_or(0, |p| p.tokens.end)))
        {
            return false;
        }
        if !self.has_verb(root) && !waits {
            return false;
        }
        // "By 2030, we hope to…", "When finished in May, it will add…": nothing was said that could be reported.
        let hopes = self.t.tag(after) == Tag::TO && self.t.tag(after + 1) == Tag::VB;
        let fronted = !self.has_verb(root) && matches!(self.t.tag(0), Tag::IN | Tag::TO | Tag::WRB | Tag::VBG | Tag::VBN);
        if before.is_some() && (hopes || fronted || group.modality.is_some()) {
            return false;
        }
        let mut depth = depth;
        let mut parent = self.stack.last().copied().unwrap_or(root);
        if !waits {
            self.close_to(1, start);
            depth = 1;
            parent = root;
        }
        let id = self.open(ClauseKind::Attribution, start, Some(parent), None);
        self.assign(id, group.clone(), subject);
        if !stays {
            self.close_to(depth, end);
        }
        true
    }

    pub(super) fn mark_before(&self, phrase: usize) -> bool {
        self.phrases
            .get(phrase)
            .and_then(|p| p.tokens.start.checked_sub(1))
            .is_some_and(|b| matches!(self.t.shape(b), Some(Shape::Comma | Shape::CloseQuote)))
    }
}
