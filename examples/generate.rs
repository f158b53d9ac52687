//! Writes a made-up corpus: `generate FOLDER DOCUMENTS [rare|dense] [SEED]`.

#![allow(clippy::print_stdout)]

#[path = "../benches/generator/mod.rs"]
mod generator;

use generator::{Generator, Manner};
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(folder), Some(count)) = (args.next(), args.next()) else {
        return Err("usage: generate FOLDER DOCUMENTS [rare|dense] [SEED]".into());
    };
    let manner = if args.next().as_deref() == Some("dense") { Manner::Dense } else { Manner::Rare };
    let seed = args.next().map_or(Ok(1), |seed| seed.parse())?;
    let bytes = Generator::new(seed).write(&PathBuf::from(folder), count.parse()?, manner, 12)?;
    println!("{bytes} bytes");
    Ok(())
}
