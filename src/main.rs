//! The `bywhen` program: parse arguments, run, exit code; nothing else.

fn main() {}
