//! The `bywhen` program: parse arguments, run, exit code; nothing else.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    bywhen::cli::main()
}
