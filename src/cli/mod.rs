//! What was typed, what it means, and, one file each, the subcommands.
