//! What the output goes to: colours, width, characters.

use super::args::{ColorChoice, GlobalArgs};
use crate::output::Style;
use std::io::IsTerminal;

/// Lines longer than this are hard to read, however wide the window is.
const WIDEST: usize = 110;
const NARROWEST: usize = 40;

/// How standard output and standard error are written to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// Standard output.
    pub out: Style,
    /// Standard error.
    pub err: Style,
}

impl Terminal {
    pub(super) fn of_process(args: &GlobalArgs) -> Self {
        let width = |size: Option<(terminal_size::Width, terminal_size::Height)>| {
            size.map_or(Style::default().width, |(width, _)| usize::from(width.0).clamp(NARROWEST, WIDEST))
        };
        let style = |terminal: bool, width: usize| Style {
            color: wants_color(args.color, terminal),
            width,
            unicode: !args.ascii,
            hyperlinks: wants_links(args.hyperlinks, terminal && wants_color(args.color, terminal)),
        };
        Self {
            out: style(std::io::stdout().is_terminal(), width(terminal_size::terminal_size_of(std::io::stdout()))),
            err: style(std::io::stderr().is_terminal(), width(terminal_size::terminal_size_of(std::io::stderr()))),
        }
    }
}

/// Terminals that do not know links mostly pass over them; these print them.
fn wants_links(choice: ColorChoice, able: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some();
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => able && !set("CI") && std::env::var_os("TERM").is_none_or(|term| term != "linux"),
    }
}

fn wants_color(choice: ColorChoice, terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let on = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR") => false,
        ColorChoice::Auto if on("FORCE_COLOR") || on("CLICOLOR_FORCE") => true,
        ColorChoice::Auto => terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}
