//! The deadline diary as iCalendar (RFC 5545): an all-day event on the last day of each deadline.
//!
//! The same documents give the same file: events are known by their target, and their time stamp
//! is the day of judgement, never the clock.

use super::{Given, Options, diary, page};
use crate::output::escape;
use chrono::{Days, NaiveTime};
use icalendar::{Calendar, Class, Component, Event, EventLike, Property};
use std::io;

/// Writes the calendar.
pub(super) fn write(given: Given<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    // A calendar is asked by day, so it holds every deadline there is.
    let options = Options { full: true, ..given.options.clone() };
    let given = Given { options: &options, ..given };
    let maker = page::Maker::bare(given);
    let as_of = given.outcome.record.as_of.day;
    let stamp = as_of.and_time(NaiveTime::MIN).and_utc();
    let mut calendar = Calendar::empty();
    calendar
        .append_property(Property::new("VERSION", "2.0"))
        .append_property(Property::new("PRODID", "-//bywhen//deadline diary//EN"))
        .append_property(Property::new("CALSCALE", "GREGORIAN"))
        .append_property(Property::new("METHOD", "PUBLISH"))
        .append_property(Property::new("X-WR-CALNAME", "Deadlines"));
    for entry in diary::buckets(&maker).iter().flat_map(|bucket| &bucket.entries) {
        let Some(day) = diary::day(&entry.due.iso) else { continue };
        let mut told = format!("Due {}.", entry.due.text);
        if !entry.owner.is_empty() {
            told.push_str(&format!(" Answers for it: {}.", entry.owner));
        }
        if !entry.words.is_empty() {
            told.push_str(&format!("\n“{}”", entry.words));
        }
        told.push_str(&format!("\n{}, {}\nAs of {as_of}; {} confidence.", entry.said, entry.place, entry.confidence));
        let mut event = Event::new();
        event
            .uid(&format!("{}.{}@bywhen.invalid", ascii(&entry.id), entry.due.iso))
            .timestamp(stamp)
            .summary(&format!("Due: {}", escape::terminal(&entry.title)))
            .description(&told.lines().map(|line| escape::terminal(line).into_owned()).collect::<Vec<_>>().join("\n"))
            .starts(day)
            .class(Class::Public)
            .append_property(Property::new("TRANSP", "TRANSPARENT"));
        if let Some(next) = day.checked_add_days(Days::new(1)) {
            event.ends(next);
        }
        calendar.push(event.done());
    }
    out.write_all(calendar.to_string().as_bytes())
}

/// Letters, digits and hyphens: what every calendar takes in an identity.
fn ascii(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect()
}
