//! Tries every way into the program with inputs that nobody would write: for developers.
//!
//! `mutate SECONDS [ENTRANCE…] [--seed N] [--keep FOLDER]` spends SECONDS on each entrance, changing
//! the inputs in `fixtures/hostile` and whatever made the program take a way of its own, and keeps
//! what makes it panic or takes too long. The same seed makes the same inputs. What it finds, once
//! mended, belongs into `fixtures/hostile/ENTRANCE/`, where `tests/regressions.rs` replays it.
#![allow(clippy::print_stdout, missing_docs, clippy::expect_used)]

#[path = "../tests/entrances/mod.rs"]
mod entrances;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What inputs are made of beside each other.
const WORDS: [&str; 64] = [
    "by May 2030",
    "31 February 2021",
    "within 99999999 years",
    "9999",
    "0000",
    "-1",
    "18446744073709551616",
    "Q3 2027",
    "the end of the decade",
    "FY2023/24",
    "2015-06-10",
    "31/12/9999",
    "next Friday",
    "mid-2024",
    "in the 2030s",
    "today",
    "will open",
    "has been delayed from May 2019 to June 2021",
    "was not met",
    "said the minister",
    ", which ",
    " and ",
    "if ",
    "not ",
    "originally due by 2018",
    "is expected to",
    "missed its deadline",
    "the target",
    "\u{201c}",
    "\u{201d}",
    "\u{2019}s",
    "\u{a0}",
    "\u{202e}",
    "\u{feff}",
    "\u{200d}",
    "\u{1f469}\u{200d}\u{1f4bb}",
    "e\u{301}",
    "\0",
    "\r\n",
    "\r",
    "\n\n",
    "\t",
    "<p>",
    "</p>",
    "<!--",
    "-->",
    "<script>",
    "&amp;",
    "&#x10ffff;",
    "&#55296;",
    "<![CDATA[",
    "]]>",
    "<blockquote>",
    "<time datetime='2020-01-01'>",
    "# ",
    "> ",
    "- ",
    "| a | b |\n|---|---|\n",
    "~~",
    "[a](b \"c\")",
    "---\n",
    "\"",
    "[[target]]\n",
    "date = 2020-01-01\n",
];

struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, most: usize) -> usize {
        if most == 0 { 0 } else { (self.next() >> 11) as usize % most }
    }
}

/// The most that an input may grow to, in bytes.
const LONGEST: usize = 4096;
/// An input that takes longer is kept. Generous, since the machine may be busy.
const TOO_LONG: Duration = Duration::from_secs(5);

fn changed(pool: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut input = pool[dice.below(pool.len())].clone();
    for _ in 0..=dice.below(6) {
        let at = dice.below(input.len() + 1);
        let most = 1 + dice.below(64);
        let end = (at + dice.below(most)).min(input.len());
        match dice.below(10) {
            0 => drop(input.drain(at..end)),
            1 if at < input.len() => input[at] ^= 1 << dice.below(8),
            2 if at < input.len() => input[at] = dice.next() as u8,
            3 => {
                let part = input[at..end].to_vec();
                let most = 1 << dice.below(8);
                for _ in 0..=dice.below(most) {
                    input.splice(at..at, part.iter().copied());
                    if input.len() > LONGEST {
                        break;
                    }
                }
            }
            4 | 5 => {
                let other = &pool[dice.below(pool.len())];
                let from = dice.below(other.len() + 1);
                let to = (from + dice.below(200)).min(other.len());
                input.splice(at..end, other[from..to].iter().copied());
            }
            6 => {
                // Numbers are where calendars end.
                let digits = dice.below(21);
                let number: Vec<u8> = (0..digits).map(|_| b'0' + dice.below(10) as u8).collect();
                input.splice(at..end, number);
            }
            7 => input.truncate(at),
            _ => drop(input.splice(at..end, WORDS[dice.below(WORDS.len())].bytes())),
        }
        input.truncate(LONGEST);
    }
    input
}

/// The last place that a panic came from.
fn watch() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        *LAST.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = place;
    }));
}

static LAST: std::sync::Mutex<String> = std::sync::Mutex::new(String::new());

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let mut option = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.remove(at);
        (at < args.len()).then(|| args.remove(at))
    };
    let seed = option("--seed").and_then(|n| n.parse().ok()).unwrap_or(1_u64);
    let keep = option("--keep").map(PathBuf::from);
    let seconds = args.first().and_then(|n| n.parse().ok()).unwrap_or(10);
    let chosen = args.get(1..).unwrap_or_default();
    watch();
    let seeds = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/hostile"));
    let mut failed = false;
    for (name, entrance) in entrances::ENTRANCES {
        if !chosen.is_empty() && !chosen.iter().any(|other| other == name) {
            continue;
        }
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(seeds.join(name)).expect("seeds").map(|e| e.expect("a file").path()).collect();
        files.sort();
        let mut pool: Vec<Vec<u8>> = files.iter().map(|path| std::fs::read(path).expect("a file")).collect();
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        // What is compiled at the first use is no input's fault.
        let _ = std::panic::catch_unwind(|| entrance(b"The bridge will open by May 2030."));
        let (begun, mut tried, mut slowest) = (Instant::now(), 0_u64, Duration::ZERO);
        let mut places = BTreeSet::new();
        while begun.elapsed() < Duration::from_secs(seconds) {
            let input = changed(&pool, &mut dice);
            let clock = Instant::now();
            let panicked = std::panic::catch_unwind(|| entrance(&input)).is_err();
            let took = clock.elapsed();
            slowest = slowest.max(took);
            tried += 1;
            if panicked || took > TOO_LONG {
                let place = if panicked {
                    LAST.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
                } else {
                    format!("took {took:?}")
                };
                if places.len() < 20 && places.insert(place.clone()) {
                    println!("{name}: {place}: {:?}", String::from_utf8_lossy(&input));
                    if let Some(folder) = &keep {
                        std::fs::create_dir_all(folder).expect("a folder");
                        std::fs::write(folder.join(format!("{name}-{tried}")), &input).expect("kept");
                    }
                }
                failed = true;
            } else if pool.len() < 2000 && dice.below(20) == 0 {
                // Changes upon changes lead further than changes of the seeds alone.
                pool.push(input);
            }
        }
        let took = begun.elapsed().as_secs_f64();
        println!("{name}: {tried} inputs in {took:.0} s, {} places of failure, slowest {slowest:?}", places.len());
    }
    if failed {
        std::process::exit(1);
    }
}
