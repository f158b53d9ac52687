//! Inputs that once made trouble, or that are made to, through every way in.
//!
//! `fixtures/hostile/NAME/` holds the inputs of the entrance NAME; `examples/mutate.rs` starts from
//! the same files, and what it finds is put there.

#![allow(missing_docs, clippy::expect_used)]

mod entrances;

use std::path::PathBuf;

#[test]
fn every_input_goes_through_every_entrance() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/hostile"));
    let mut inputs: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for (name, _) in entrances::ENTRANCES {
        let files = std::fs::read_dir(folder.join(name)).unwrap_or_else(|_| panic!("no seeds for {name}"));
        let before = inputs.len();
        for file in files {
            let path = file.expect("a file").path();
            let bytes = std::fs::read(&path).expect("a file");
            inputs.push((path, bytes));
        }
        assert!(inputs.len() > before, "no seeds for {name}");
    }
    for (path, bytes) in &inputs {
        for (name, entrance) in entrances::ENTRANCES {
            let tried = std::panic::catch_unwind(|| entrance(bytes));
            assert!(tried.is_ok(), "{} fails at {name}", path.display());
        }
    }
}
