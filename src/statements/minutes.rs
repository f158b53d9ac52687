//! The day from which minutes speak: that of the meeting whose words they keep, not that on which they were put out.

use super::lexicon::Lexicon;
use crate::calendar::Interval;
use crate::prose::{Block, Zone};
use crate::time::{Anchor, Country, Grammar, Passage, TenseHint, TimeExpression};

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
    let head = || blocks.iter().filter(|b| b.zone != Zone::Teaser);
    let at = head().take(HEAD).position(|block| calls_itself_minutes(&block.text, lexicon))?;
    head().skip(at).take(DAY_WITHIN).enumerate().find_map(|(below, block)| {
        let days = days_of(&block.text, grammar);
        let names_it = below == 0 || names_the_day(&block.text, lexicon, days.first()?);
        days.iter().filter(|_| names_it).filter_map(|day| day.interval).find(|day| {
            let before = (published.start() - day.start()).num_days();
            day.end() <= published.end() && before <= MOST_DAYS
        })
    })
}

/// The days that a short line names with their year.
fn days_of(text: &str, grammar: &Grammar) -> Vec<TimeExpression> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let mut days = grammar.read(text, &mut Passage::new(None, Country::default()), |_| TenseHint::Unknown);
    days.retain(|day| day.anchor == Anchor::Absolute && day.interval.is_some_and(|interval| interval.days() == 1));
    days
}

/// The words of a line, folded.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// "HELD AT THE VILLAGE HALL, TUESDAY AUGUST 3RD 2010", or nothing but the day.
fn names_the_day(text: &str, lexicon: &Lexicon, day: &TimeExpression) -> bool {
    let has = |class: &str, word: &String| lexicon.in_class(class, word, word);
    let opens = words(text).next().is_some_and(|word| has("minutes_day", &word));
    let alone = text.trim().len() <= day.range.len() + 4;
    (opens || alone) && !words(text).any(|word| has("minutes_not", &word))
}

/// "Minutes of the parish council meeting", "DRAFT MINUTES": a heading, in which nothing is said.
fn calls_itself_minutes(text: &str, lexicon: &Lexicon) -> bool {
    if text.len() > LONGEST || text.trim_end().ends_with('.') {
        return false;
    }
    let has = |class: &str, word: &String| lexicon.in_class(class, word, word);
    // Nearly every line of every document fails here, at its first word.
    let mut rest = words(text).skip_while(|word| has("minutes_opening", word));
    if !rest.next().is_some_and(|word| has("minutes", &word)) {
        return false;
    }
    let (mut behind, mut of_meeting, mut tells) = (0, false, false);
    for word in rest {
        behind += 1;
        of_meeting |= has("minutes_of", &word);
        tells |= has("minutes_not", &word);
    }
    !tells && (behind == 0 || of_meeting)
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
    fn the_day_of_the_meeting_is_nobodys_deadline() {
        let text = "# Minutes of the parish council meeting\n\n# HELD ON TUESDAY APRIL 8TH 2025\n\n- Apologies for absence\n- New seat for the green\n";
        assert_eq!(deadlines(text), [""; 0]);
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
            "The minutes of the committee are out today\n\nThe hall was sold on 8 April 2025",
            "MINUTES\n\nPresent: Cllr Smith, who joined on 8 April 2025",
            "Minutes ahead of the vote, the hall of 8 April 2025 was full",
        ] {
            assert_eq!(deadlines(&format!("{head}.\n\n{said}")), ["2025-06-30"], "{head}");
        }
    }
}
