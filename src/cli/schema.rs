//! `bywhen schema`: the JSON Schema of an output or an input.

use super::{Failure, Status};
use clap::ValueEnum;
use std::io::Write;

/// What there are schemas of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Name {
    /// `bywhen check --format json`.
    Check,
    /// bywhen.toml.
    Config,
}

/// The schema of `name`.
pub fn text(name: Name) -> &'static str {
    match name {
        Name::Check => include_str!("../../schemas/check.json"),
        Name::Config => include_str!("../../schemas/config.json"),
    }
}

pub(super) fn run(name: Name, out: &mut dyn Write) -> Result<Status, Failure> {
    out.write_all(text(name).as_bytes())?;
    Ok(Status::Clean)
}
