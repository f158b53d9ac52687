//! The `bywhen` program: parse arguments, run, exit code; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    bywhen::cli::main()
}
