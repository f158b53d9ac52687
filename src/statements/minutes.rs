//! The day from which minutes speak: that of the meeting whose words they keep, not that on which they were put out.

use super::lexicon::Lexicon;
use crate::calendar::Interval;
use crate::prose::{Block, Zone};
use crate::time::{Anchor, Grammar, Passage, TenseHint};

/// Blocks at the head of a document within which minutes name themselves.
const HEAD: usize = 6;

/// Blocks from there on within which the day of the meeting stands.
const DAY_WITHIN: usize = 4;

/// Bytes of the longest line that heads minutes.
const LONGEST: usize = 240;

/// Days that minutes may lie before they are put out.
const MOST_DAYS: i64 = 400;

/// The day of the meeting, if the document says that it is the minutes of one: "Minutes of the council meeting held on
/// Wednesday 10 January 2007". It must be named with its year and lie before the document's own day.
pub(super) fn spoken_on(blocks: &[Block], lexicon: &Lexicon, grammar: &Grammar, published: Option<Interval>) -> Option<Interval> {
    let published = published?;
    let head = || blocks.iter().filter(|b| b.zone != Zone::Teaser).take(HEAD);
    let at = head().position(|block| calls_itself_minutes(&block.text, lexicon))?;
    let lines = blocks.iter().filter(|b| b.zone != Zone::Teaser).skip(at).take(DAY_WITHIN);
    lines.filter(|block| block.text.len() <= LONGEST).find_map(|block| {
        let mut passage = Passage::new(None, crate::time::Country::default());
        let days = grammar.read(&block.text, &mut passage, |_| TenseHint::Unknown);
        days.iter().filter(|day| day.anchor == Anchor::Absolute).filter_map(|day| day.interval).find(|day| {
            let before = (published.start() - day.start()).num_days();
            day.days() == 1 && day.end() <= published.end() && before <= MOST_DAYS
        })
    })
}

/// "Minutes of the parish council meeting", "DRAFT MINUTES": the word opens the line or stands before "of".
fn calls_itself_minutes(text: &str, lexicon: &Lexicon) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let is = |at: usize, class: &str| words.get(at).is_some_and(|word| lexicon.in_class(class, word, word));
    let opening = words.iter().take_while(|word| lexicon.in_class("minutes_opening", word, word)).count();
    is(opening, "minutes") && (words.len() == opening + 1 || words.iter().any(|word| lexicon.in_class("minutes_of", word, word)))
}

#[cfg(test)]
mod tests {
    use crate::statements::extract::Language;
    use crate::statements::rule_test::read_text;

    fn deadlines(text: &str) -> Vec<String> {
        let language = Language::english();
        let read = read_text(&language, text, "2025-06-11".parse().ok()).expect("a document");
        read.statements.iter().filter_map(|s| s.deadline.as_ref()).map(|d| d.interval.end().to_string()).collect()
    }

    #[test]
    fn minutes_speak_from_the_day_of_the_meeting() {
        let said = "The clerk reported that the new seat will be installed by the end of the month.";
        for head in [
            "Minutes of the parish council meeting held in the hall on Tuesday 8 April 2025",
            "MINUTES OF THE MEETING OF THE PARISH COUNCIL\n\nHELD AT THE HALL, TUESDAY APRIL 8TH 2025",
            "DRAFT\n\nMinutes\n\nAt 7.30pm on Tuesday 8 April 2025",
        ] {
            assert_eq!(deadlines(&format!("{head}\n\n{said}")), ["2025-04-30"], "{head}");
        }
        for head in [
            "Ten minutes from the station, the hall of 8 April 2025 stands empty",
            "Minutes of the meeting",
            "Minutes of the meeting of 8 April 2019",
            "The board met on 8 April 2025",
        ] {
            assert_eq!(deadlines(&format!("{head}.\n\n{said}")), ["2025-06-30"], "{head}");
        }
    }
}
