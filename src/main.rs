//! The `bywhen` program: parse arguments, run, exit code; nothing else.

#![forbid(unsafe_code)]

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Reading makes and drops many small values; the system's allocator took a tenth of the time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    bywhen::cli::main()
}
