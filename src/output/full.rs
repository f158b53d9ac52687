//! For people at a terminal: the later document first, the earlier statements below it, each with
//! its own lines, and a help text that says why it was concluded and what would refute it.

use super::snippet::Snippet;
use super::sources::Opened;
use super::{Report, Style, concise, escape, view};
use crate::findings::{Excerpt, Finding, Severity};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles};
use std::fmt;
use std::io;

/// Columns that miette needs before a related snippet.
const NESTING: usize = 10;
/// Earlier statements shown; the rest is counted.
const MAX_RELATED: usize = 4;
/// Paths shorter than this stay in messages.
const SHORT_PATH: usize = 20;
/// Titles longer than this are cut.
const LONG_TITLE: usize = 60;

/// Writes every finding that is shown first, then what else there is, then the summary.
pub fn write(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let (shown, further) = view::first(report);
    let mut opened = Opened::default();
    for finding in shown {
        let block = Block::of(finding, report, &mut opened, style.width);
        writeln!(out, "{}", render(&block, block.snippets(), block.severity, style))?;
    }
    concise::tail(report, &further, concise::Paint(style.color), out)
}

/// Renders one diagnostic whose sources are `snippets`, in that order.
pub fn render<'s>(
    diagnostic: &dyn Diagnostic,
    snippets: impl Iterator<Item = &'s Snippet>,
    severity: Severity,
    style: Style,
) -> String {
    let mut styles = if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    // Dimmed line numbers are how the renumbering finds them, with colours and without.
    styles.linum = ThemeStyles::ansi().linum;
    styles.highlights = vec![match severity {
        Severity::Error => styles.error,
        Severity::Warning => styles.warning,
        Severity::Note => styles.advice,
    }];
    let characters = if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
        .with_width(style.width.max(40))
        .with_links(false)
        .with_context_lines(1)
        .with_show_related_as_nested(true);
    let mut text = String::new();
    // Rendering into a String cannot fail, and the sources never refuse a span.
    if handler.render_report(&mut text, diagnostic).is_err() {
        return diagnostic.to_string();
    }
    let text = Snippet::renumber(&text, snippets, style.color);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

/// A finding, or one of its earlier statements, as miette wants it.
#[derive(Debug)]
struct Block {
    code: Option<String>,
    message: String,
    help: Option<String>,
    severity: Severity,
    snippet: Option<Snippet>,
    related: Vec<Block>,
}

impl Block {
    fn of(finding: &Finding, report: &Report<'_>, opened: &mut Opened, width: usize) -> Self {
        let (snippet, changed) = snippet_of(&finding.primary, report, opened, width);
        let mut related = Vec::new();
        let mut any_changed = changed;
        for excerpt in finding.related.iter().take(MAX_RELATED) {
            let (snippet, changed) = snippet_of(excerpt, report, opened, width.saturating_sub(NESTING));
            any_changed |= changed;
            let (message, severity) = (heading(excerpt), Severity::Note);
            related.push(Block { code: None, message, help: None, severity, snippet, related: Vec::new() });
        }
        let mut help = format!("{}\nRefuted by: {}", sentence(&finding.why), escape::terminal(&finding.refuted_by));
        if let Some(more) = finding.related.len().checked_sub(MAX_RELATED).filter(|more| *more > 0) {
            help.push_str(&format!("\n{} not shown here.", view::plural(more, "further statement")));
        }
        if any_changed {
            help.push_str(
                "\nA file has changed since it was read, or cannot be opened: its words are quoted without their lines.",
            );
        }
        let sure = view::confidence(finding.confidence);
        let message = match &finding.primary.place {
            Some(_) => by_title(finding),
            None if finding.message.contains(&*finding.primary.doc) => escape::terminal(&finding.message).into_owned(),
            None => format!("{}: {}", escape::terminal(&finding.primary.doc), escape::terminal(&finding.message)),
        };
        Block {
            code: Some(format!("{}[{}] {sure} confidence", view::severity(finding.severity), finding.check)),
            message,
            help: Some(help),
            severity: finding.severity,
            snippet,
            related,
        }
    }

    fn snippets(&self) -> impl Iterator<Item = &Snippet> {
        self.snippet.iter().chain(self.related.iter().filter_map(|r| r.snippet.as_ref()))
    }
}

/// The message with documents called by their titles, or by their file names: their
/// whole paths stand above their lines.
fn by_title(finding: &Finding) -> String {
    let mut message = finding.message.clone();
    for excerpt in std::iter::once(&finding.primary).chain(&finding.related) {
        if excerpt.doc.len() < SHORT_PATH || excerpt.place.is_none() {
            continue;
        }
        let name = match excerpt.title.as_deref().map(str::trim).filter(|title| !title.is_empty()) {
            Some(title) if title.chars().count() > LONG_TITLE => {
                let cut: String = title.chars().take(LONG_TITLE).collect();
                format!("“{}…”", cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words))
            }
            Some(title) => format!("“{title}”"),
            None => excerpt.doc.rsplit('/').next().unwrap_or(&excerpt.doc).to_owned(),
        };
        message = message.replace(&*excerpt.doc, &name);
    }
    escape::terminal(&message).into_owned()
}

fn snippet_of(excerpt: &Excerpt, report: &Report<'_>, opened: &mut Opened, width: usize) -> (Option<Snippet>, bool) {
    match report.sources.snippet(excerpt, opened, width) {
        Some((snippet, changed)) => (Some(snippet), changed),
        None => (None, false),
    }
}

/// "12 March 2015, “A plan for wards”".
fn heading(excerpt: &Excerpt) -> String {
    let date = excerpt.date.map_or("undated".to_owned(), |d| d.to_string());
    match &excerpt.title {
        Some(title) => format!("{date}, “{}”", escape::terminal(title)),
        None => date,
    }
}

fn sentence(text: &str) -> String {
    let text = escape::terminal(text.trim());
    if text.is_empty() || text.ends_with(['.', '!', '?', '”', '"']) { text.into_owned() } else { format!("{text}.") }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Block {}

impl Diagnostic for Block {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.as_ref().map(|c| Box::new(c) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|h| Box::new(h) as Box<dyn fmt::Display>)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.snippet.as_ref().map(|s| Box::new(s.labels()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet.as_ref().map(|s| s as &dyn SourceCode)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        if self.related.is_empty() {
            return None;
        }
        Some(Box::new(self.related.iter().map(|r| r as &dyn Diagnostic)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Outcome;
    use crate::findings::Policy;
    use crate::output::{sample, sources::Sources};

    fn shown(outcome: &Outcome, style: Style) -> String {
        let sources = Sources::new(&outcome.record);
        let policy = Policy::default();
        let mut out = Vec::new();
        write(&Report::of(outcome, &[], &policy, &sources, &[]), style, &mut out).expect("written");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn the_later_document_first_and_labels_under_the_words() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = shown(&sample::outcome(folder.path()), Style::default());
        let expected = "\
   ╭─[update.txt:3:15]
 3 │ Work goes on. The wards are now to be online by June 2017, according to
   ·               ─────────────────────┬─────────────────────
   ·                                    ╰── a later date is given here
   │ the newest paper of the trust's board, which met on Tuesday and heard…
   ╰────
";
        assert!(text.contains(expected), "{text}");
        let expected = "\
  ╰─▶   ☞ 4 May 2015, “Wards online”
         ╭─[plan.md:3:23]
       3 │ The trust has a plan. Every ward will be online by March
         ·                       ──────────────────────────────────
         │ 2016, the trust said,
         · ──┬─
         ·   ╰── first promised here
       4 │ and no ward will be left behind.
         ╰────
";
        assert!(text.contains(expected), "{text}");
        assert!(text.contains("\n1 warning; failing on warnings\nas of 3 February 2016"), "{text}");
    }

    #[test]
    fn long_paths_are_told_by_title_or_file_name() {
        let mut finding = sample::finding("missed");
        finding.primary.doc = "archive/2016/02/03-update-on-the-wards.txt".into();
        finding.related[0].doc = "archive/2015/05/04-plan-for-the-wards.md".into();
        finding.related[0].title = None;
        finding.message = format!("{} changes what {} said", finding.primary.doc, finding.related[0].doc);
        assert_eq!(by_title(&finding), "“Update on the wards” changes what 04-plan-for-the-wards.md said");
        finding.primary.title = Some("A word ".repeat(20).into());
        let cut = by_title(&finding);
        assert!(cut.starts_with("“A word") && cut.contains("…” changes") && cut.len() < 130, "{cut}");
    }

    #[test]
    fn colours_change_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let outcome = sample::outcome(folder.path());
        let colored = shown(&outcome, Style { color: true, ..Style::default() });
        assert!(colored.contains("\u{1b}[33m"), "{colored}");
        assert!(!shown(&outcome, Style::default()).contains('\u{1b}'));
    }

    #[test]
    fn a_file_that_changed_is_quoted_and_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let outcome = sample::outcome(folder.path());
        std::fs::write(folder.path().join("update.txt"), "other words, other lines").expect("a file");
        let text = shown(&outcome, Style::default());
        assert!(!text.contains("other words"), "{text}");
        assert!(text.contains("The wards are now to be online by June 2017"), "{text}");
        assert!(text.contains("A file has changed since it was read"), "{text}");
    }
}
