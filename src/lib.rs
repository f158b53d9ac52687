//! Finds what was promised by when in a corpus of dated articles, and what became of it.

#![forbid(unsafe_code)]

pub mod cache;
pub mod calendar;
pub mod checks;
pub mod cli;
pub mod config;
pub mod corpus;
mod eight;
pub mod engine;
pub mod export;
pub mod findings;
pub mod output;
pub mod prose;
pub mod report;
pub mod source;
pub mod statements;
pub mod targets;
pub mod time;
pub mod timeline;
