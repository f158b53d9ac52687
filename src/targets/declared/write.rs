//! Writes declared targets as a target file, such as [`parse`](super::parse) reads.

use super::Declared;
use super::read::KINDS;
use crate::calendar::Interval;
use std::fmt::Write as _;

/// The target file that declares `targets`, in their order. What has no date says so in a comment.
///
/// Requests for a reply and corrections are not written: they are a desk's own notes.
pub fn write(targets: &[Declared]) -> String {
    let mut text = String::new();
    for target in targets {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\n[[target]]\nid = {}\ntitle = {}", quoted(&target.id), quoted(&target.title));
        if let (Some(owner), true) = (&target.owner, target.owners.is_empty()) {
            let _ = writeln!(text, "owner = {}", quoted(owner));
        }
        let _ = writeln!(text, "aliases = {}", list(&target.aliases));
        for (key, words) in [("near", &target.near), ("not-near", &target.not_near)] {
            if !words.is_empty() {
                let _ = writeln!(text, "{key} = {}", list(words));
            }
        }
        if target.record.iter().all(|event| event.deadline.is_none()) {
            let _ = writeln!(text, "# No date to check.");
        }
        for owner in &target.owners {
            let _ = writeln!(text, "\n[[target.owner]]\nname = {}", quoted(&owner.name));
            owner.from.iter().for_each(|day| text.push_str(&format!("from = {day}\n")));
            owner.until.iter().for_each(|day| text.push_str(&format!("until = {day}\n")));
        }
        for event in &target.record {
            let Some((kind, _)) = KINDS.iter().find(|(_, kind)| *kind == event.kind) else { continue };
            let _ = writeln!(text, "\n[[target.event]]\nkind = \"{kind}\"\non = {}", period(event.on));
            event.deadline.iter().for_each(|deadline| text.push_str(&format!("deadline = {}\n", period(*deadline))));
            event.quote.iter().for_each(|quote| text.push_str(&format!("quote = {}\n", quoted(quote))));
            event.source.iter().for_each(|source| text.push_str(&format!("source = {}\n", quoted(source))));
        }
    }
    text
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.split_whitespace().collect::<Vec<_>>().join(" ")).to_string()
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

fn period(interval: Interval) -> String {
    if interval.days() == 1 { interval.start().to_string() } else { format!("\"{}/{}\"", interval.start(), interval.end()) }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn what_is_written_reads_back_the_same() {
        let text = "[[target]]\nid = \"DH/2013.4\"\ntitle = \"Say \\\"no\\\" to paper\"\naliases = [\"paper\", \"ink\"]\nnear = [\"ward\"]\n\
                    [[target.owner]]\nname = \"Old\"\nuntil = 2019\n[[target.owner]]\nname = \"New\"\nfrom = 2020\n\
                    [[target.event]]\nkind = \"set\"\non = 2013-01-16\ndeadline = 2018\nquote = \"by 2018\"\nsource = \"https://example.org\"\n\
                    [[target.event]]\nkind = \"dropped\"\non = \"2017-05\"\n\
                    [[target]]\nid = \"b\"\ntitle = \"B\"\nowner = \"X\"\naliases = [\"b\"]\n";
        let targets = parse("x.toml", text).expect("valid");
        let written = write(&targets);
        assert_eq!(parse("y.toml", &written).expect("valid"), targets);
        assert!(written.ends_with("aliases = [\"b\"]\n# No date to check.\n"), "{written}");
    }
}
