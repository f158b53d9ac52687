//! What the targets share: the ways in, and what must hold of each, are those of the tests.

#[path = "../../tests/entrances/mod.rs"]
pub mod entrances;
