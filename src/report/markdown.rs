//! A brief for each target in Markdown, to be pasted into a document or a ticket.

use super::cards::Quote;
use super::dossier::Dossier;
use super::page::Page;
use super::words;
use crate::output::escape::markdown as text;
use crate::output::view::plural;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Writes the index and all briefs as one document.
pub(super) fn write(page: &Page, out: &mut dyn io::Write) -> io::Result<()> {
    index(page, out, |_| None)?;
    page.dossiers.iter().try_for_each(|dossier| {
        writeln!(out)?;
        brief(page, dossier, "##", out)
    })
}

/// The files of the briefs, in the order of the dossiers: two ids never share one ("MC/7", "mc-7").
pub(super) fn file_names(page: &Page) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut names = Vec::with_capacity(page.dossiers.len());
    for dossier in &page.dossiers {
        let plain = words::file_name(&dossier.id);
        let mut name = format!("{plain}.md");
        for number in 2.. {
            if taken.insert(name.clone()) {
                break;
            }
            name = format!("{plain}-{number}.md");
        }
        names.push(name);
    }
    names
}

/// Writes the index of a folder of briefs.
pub(super) fn write_index(page: &Page, out: &mut dyn io::Write) -> io::Result<()> {
    let names = file_names(page);
    let named: BTreeMap<&str, &String> = page.dossiers.iter().map(|d| d.id.as_str()).zip(&names).collect();
    index(page, out, |id| named.get(id).map(|name| (*name).clone()))
}

/// Writes the brief of one target.
pub(super) fn write_brief(page: &Page, dossier: &Dossier, out: &mut dyn io::Write) -> io::Result<()> {
    brief(page, dossier, "#", out)
}

fn index(page: &Page, out: &mut dyn io::Write, file: impl Fn(&str) -> Option<String>) -> io::Result<()> {
    let header = &page.header;
    writeln!(out, "# Deadline report as of {}\n", text(&header.as_of.text))?;
    let dates = header.dates.as_ref().map(|(a, b)| format!(" from {a} to {b}")).unwrap_or_default();
    writeln!(out, "{}{dates}, {}.", plural(header.documents, "document"), plural(header.targets, "dated target"))?;
    for (count, what) in &header.gaps {
        writeln!(out, "- {count} {}", text(what))?;
    }
    writeln!(out, "\n## Fix before publishing\n")?;
    if page.fixes.is_empty() && page.files.is_empty() {
        writeln!(out, "Nothing that must be mended was found.")?;
    }
    for card in &page.fixes {
        writeln!(out, "- **{}**: {}", text(&card.kicker), text(&card.message))?;
        card.quotes.iter().try_for_each(|quote| cite(quote, "  - ", out))?;
    }
    for group in &page.files {
        writeln!(out, "- **{}**: {}", text(&group.kicker), text(&group.counted))?;
    }
    writeln!(out, "\n## Story leads\n")?;
    if page.stories.is_empty() {
        writeln!(out, "None was found.")?;
    }
    for story in &page.stories {
        let title = match story.lead.dossier.as_deref().and_then(&file) {
            Some(file) => format!("[{}]({file})", text(&story.title)),
            None => text(&story.title),
        };
        writeln!(out, "{}. **{title}**: {}", story.rank, text(&story.lead.message))?;
    }
    for bucket in &page.diary {
        writeln!(out, "\n## {}\n", text(&bucket.title))?;
        for entry in &bucket.entries {
            writeln!(out, "- {}: {} ({})", text(&entry.due.text), text(&entry.title), text(&entry.place))?;
        }
        if bucket.more > 0 {
            writeln!(out, "- and {} more", bucket.more)?;
        }
    }
    Ok(())
}

fn cite(quote: &Quote, bullet: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let line = quote.line.map(|line| format!(", line {line}")).unwrap_or_default();
    let date = if quote.date.text.is_empty() { "undated" } else { &quote.date.text };
    writeln!(out, "{bullet}{}: “{}” ({}{line})", text(date), text(quote.words.trim()), text(&quote.path))
}

fn brief(page: &Page, dossier: &Dossier, level: &str, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{level} {}\n", text(&dossier.title))?;
    writeln!(out, "{}", text(&dossier.claim))?;
    if !dossier.owner.is_empty() {
        writeln!(out, "Answers for it: {}.", text(&dossier.owner))?;
    }
    writeln!(out, "\n| | |\n| --- | --- |")?;
    let says = dossier.status.owner_says.as_ref().map(|s| format!("{} ({}, {})", s.text, s.on, s.by));
    writeln!(out, "| Owner says | {} |", text(says.as_deref().unwrap_or("no word of the owner's own here")))?;
    writeln!(out, "| Evidence shows | {} |", text(&dossier.status.evidence.text))?;
    writeln!(out, "| Against the first deadline | {} |", text(&dossier.status.against_first))?;
    writeln!(out, "\n{level}# What was said and done\n")?;
    for event in &dossier.events {
        let deadline = if event.deadline.is_empty() { String::new() } else { format!(", {}", event.deadline) };
        let slip = if event.slip.is_empty() { String::new() } else { format!(" ({})", event.slip) };
        writeln!(out, "- **{}**: {}{}{}", text(&event.on.text), text(&event.what), text(&deadline), text(&slip))?;
        if !event.quote.words.is_empty() {
            cite(&event.quote, "  - ", out)?;
        }
    }
    if !dossier.verdicts.is_empty() {
        writeln!(out, "\n{level}# What the documents show\n")?;
        for verdict in &dossier.verdicts {
            let more: String = verdict.detail.iter().map(|part| format!(" {part}")).collect();
            writeln!(out, "- {}: {}{}", text(&verdict.label), text(&verdict.text), text(&more))?;
        }
    }
    if !dossier.unknown.is_empty() {
        writeln!(out, "\n{level}# What is not known\n")?;
        dossier.unknown.iter().try_for_each(|unknown| writeln!(out, "- {}", text(unknown)))?;
    }
    writeln!(out, "\n{level}# Right of reply\n")?;
    if dossier.replies.is_empty() {
        writeln!(out, "No reply is recorded, and none is recorded as asked for.")?;
    }
    for reply in &dossier.replies {
        let quote = if reply.quote.is_empty() { String::new() } else { format!(" “{}”", reply.quote) };
        writeln!(out, "- {}{} {}", text(&reply.text), text(&quote), text(&reply.source))?;
    }
    for correction in &dossier.corrections {
        writeln!(out, "- Correction: {}", text(correction))?;
    }
    writeln!(out, "\nAs of {}; to cite: {}.", text(&page.header.as_of.text), text(&dossier.cite))
}
