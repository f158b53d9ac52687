//! The page: one file that stands by itself, loads nothing and works without scripts.
//!
//! Every value that a template prints is escaped by [`escape::html`], also where it was not
//! asked to; only pictures drawn by `draw` and the page's own style and script pass as they are.
//! A Content-Security-Policy allows that style and that script by their hashes and nothing else.

use super::{draw, page::Page, words};
use crate::output::chart::Mark;
use crate::output::escape;
use crate::timeline::VerdictType;
use base64::Engine;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, context};
use sha2::{Digest, Sha256};
use std::io;

const STYLE: &str = include_str!("assets/style.css");
const SCRIPT: &str = include_str!("assets/page.js");

/// The templates by name.
const TEMPLATES: [(&str, &str); 4] = [
    ("page.html", include_str!("assets/page.html")),
    ("macros.html", include_str!("assets/macros.html")),
    ("targets.html", include_str!("assets/targets.html")),
    ("closing.html", include_str!("assets/closing.html")),
];

/// Writes the page.
pub(super) fn write(page: &Page, out: &mut dyn io::Write) -> io::Result<()> {
    let environment = environment().map_err(io::Error::other)?;
    let template = environment.get_template("page.html").map_err(io::Error::other)?;
    template.render_captured_to(context(page), &mut *out).map_err(io::Error::other)?;
    Ok(())
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.set_formatter(|out, state, value| match (value.kind(), value.as_str()) {
        (ValueKind::String, Some(text)) if !value.is_safe() => Ok(out.write_str(&escape::html(text))?),
        (ValueKind::None | ValueKind::Undefined, _) => Ok(()),
        _ => minijinja::escape_formatter(out, state, value),
    });
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}

fn context(page: &Page) -> Value {
    let charts = |charts: Vec<String>| charts.into_iter().map(safe_or_nothing).collect::<Vec<Value>>();
    let stories = page.stories.iter().map(|story| {
        let id = format!("chart-{}", story.lead.id);
        story.chart.as_ref().map(|chart| draw::slip(chart, &story.title, &id, draw::LARGE)).unwrap_or_default()
    });
    let dossiers = page.dossiers.iter().map(|dossier| {
        let drawn = dossier.chart.as_ref().filter(|chart| chart.points.len() > 1);
        drawn.map(|chart| draw::slip(chart, &dossier.title, &format!("dossier-{}", dossier.id), draw::LARGE)).unwrap_or_default()
    });
    let multiples =
        page.multiples.iter().map(|m| draw::slip(&m.chart, &m.title, &format!("small-{}", m.id), draw::SMALL)).collect();
    let legend: Vec<(Value, &str)> =
        Mark::ALL.into_iter().map(|mark| (Value::from_safe_string(draw::legend_mark(mark)), mark.name())).collect();
    context! {
        page,
        story_charts => charts(stories.collect()),
        dossier_charts => charts(dossiers.collect()),
        multiple_charts => charts(multiples),
        months => Value::from_safe_string(draw::coverage(&page.coverage)),
        legend,
        names => names(page),
        csp => policy(),
        style => Value::from_safe_string(STYLE.to_owned()),
        script => Value::from_safe_string(SCRIPT.to_owned()),
    }
}

/// What the verdicts are called on this page, by their codes.
fn names(page: &Page) -> Value {
    let of = |verdict: VerdictType| {
        let own = words::verdict(verdict);
        page.labels.iter().find(|(ours, _)| ours == own).map_or_else(|| own.to_owned(), |(_, theirs)| theirs.clone())
    };
    use VerdictType::{Dropped, Met, MetLate, Missed, Open, Overdue};
    context! {
        met => of(Met), met_late => of(MetLate), missed => of(Missed), dropped => of(Dropped), overdue => of(Overdue), open => of(Open),
    }
}

fn safe_or_nothing(svg: String) -> Value {
    if svg.is_empty() { Value::from(()) } else { Value::from_safe_string(svg) }
}

/// What the page may load: its own style and script, known by their hashes, and nothing else.
fn policy() -> String {
    let hash = |text: &str| base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}
