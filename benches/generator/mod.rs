//! Documents made up from a seed: the same seed always gives the same ones.

#![allow(dead_code)]

use std::fmt::Write;
use std::path::Path;

/// How the documents speak of time.
#[derive(Clone, Copy, Debug)]
pub enum Manner {
    /// One paragraph in a hundred sets, moves or meets a deadline.
    Rare,
    /// Every other paragraph does.
    Dense,
}

/// A generator of documents.
pub struct Generator {
    state: u64,
}

const SUBJECTS: [&str; 12] = [
    "the bridge",
    "the tram depot",
    "the county library",
    "the records office",
    "the swimming pool",
    "the new timetable",
    "the archive",
    "the ferry",
    "the east wing",
    "the water meter scheme",
    "the night bus",
    "the school kitchen",
];
const VERBS: [&str; 8] = ["open", "be finished", "close", "move", "be rebuilt", "start", "be handed over", "be replaced"];
const PLAIN: [&str; 10] = [
    "Visitors find the entrance beside the old mill, where the path turns towards the river",
    "A good map shows the contour lines and the names of the smaller streams",
    "The recipe asks for flour, butter and a little salt, and for patience above all",
    "Each volume has an index of persons and another one of places",
    "The settings page lists every option with a short explanation and an example",
    "Rain gauges stand on three hills and report their readings to a common table",
    "An engine of this kind needs clean oil, and a filter that fits it exactly",
    "Readers who like long walks know the village for its orchards and its quiet lanes",
    "The function takes a path and a mode, and gives back a handle or an error",
    "Most members prefer the smaller room, as it is warmer and nearer to the kitchen",
];
const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

impl Generator {
    /// A generator for a seed.
    pub fn new(seed: u64) -> Self {
        Generator { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1 }
    }

    fn next(&mut self, below: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 11) as usize % below.max(1)
    }

    fn one<'w>(&mut self, of: &[&'w str]) -> &'w str {
        of.get(self.next(of.len())).copied().unwrap_or_default()
    }

    fn promise(&mut self) -> String {
        let (subject, verb, month) = (self.one(&SUBJECTS), self.one(&VERBS), self.one(&MONTHS));
        let year = 2012 + self.next(12);
        match self.next(4) {
            0 => format!("The council said that {subject} will {verb} by {month} {year}."),
            1 => format!("The opening of {subject} has been delayed until {month} {year}."),
            2 => format!("Officials plan for {subject} to {verb} by the end of {year}."),
            _ => format!("After a long wait {subject} opened on {} {month} {year}.", 1 + self.next(28)),
        }
    }

    /// A document in Markdown of about `paragraphs` paragraphs.
    pub fn document(&mut self, manner: Manner, paragraphs: usize) -> String {
        let (year, month, day) = (2012 + self.next(12), 1 + self.next(12), 1 + self.next(28));
        let mut text = format!("---\ntitle: News of {}\ndate: {year}-{month:02}-{day:02}\n---\n\n", self.one(&SUBJECTS));
        let every = match manner {
            Manner::Rare => 100,
            Manner::Dense => 2,
        };
        for _ in 0..paragraphs {
            for _ in 0..3 + self.next(4) {
                let _ = write!(text, "{}. ", self.one(&PLAIN));
            }
            if self.next(every) == 0 {
                text.push_str(&self.promise());
            }
            text.push_str("\n\n");
        }
        text
    }

    /// Writes `count` documents under a folder, in subfolders of a thousand; their bytes.
    pub fn write(&mut self, folder: &Path, count: usize, manner: Manner, paragraphs: usize) -> std::io::Result<u64> {
        let mut bytes = 0;
        for number in 0..count {
            let inside = folder.join(format!("{:04}", number / 1000));
            if number % 1000 == 0 {
                std::fs::create_dir_all(&inside)?;
            }
            let text = self.document(manner, paragraphs);
            bytes += text.len() as u64;
            std::fs::write(inside.join(format!("{number}.md")), text)?;
        }
        Ok(bytes)
    }
}

/// A file of targets that nothing in the documents is about, each with three aliases.
pub fn target_file(targets: usize) -> String {
    let mut text = String::new();
    for number in 0..targets {
        let (one, other) = (MONTHS[number % 12].to_lowercase(), number / 12);
        let _ = write!(
            text,
            "[[target]]\nid = \"t{number}\"\ntitle = \"Scheme {number}\"\n\
             aliases = [\"{one} scheme {other}\", \"{one} renewal {other}\", \"quay {number} upgrade\"]\n\n"
        );
    }
    text
}
