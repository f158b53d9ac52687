//! Lines and columns of a text.

use super::{Column, Line, Position};
use memchr::memchr2_iter;

/// Bytes between two counted places of a text that is not ASCII.
const STRIDE: usize = 4096;

/// Finds the [`Position`] of a byte of a text. Built once per text; a look-up costs a binary
/// search and counting at most a few kilobytes, however long the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineIndex {
    /// Byte at which each line starts.
    starts: Vec<u32>,
    /// Code points before each `STRIDE`-th byte; empty for ASCII text.
    counted: Vec<u32>,
}

impl LineIndex {
    /// Indexes `text`, which must be shorter than 4 GiB.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(bytes.len() / 64 + 1);
        starts.push(0);
        for at in memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                continue;
            }
            starts.push(at as u32 + 1);
        }
        let mut counted = Vec::new();
        if !text.is_ascii() {
            let mut sum = 0;
            for chunk in bytes.chunks(STRIDE) {
                counted.push(sum);
                sum += code_points(chunk);
            }
        }
        Self { starts, counted }
    }

    /// Number of lines; a text that ends with a line break has an empty last line.
    pub fn count(&self) -> usize {
        self.starts.len().max(1)
    }

    /// First byte of a line; `None` when there is no such line.
    pub fn start(&self, line: Line) -> Option<usize> {
        self.starts.get(line.0.checked_sub(1)?).map(|&start| start as usize)
    }

    /// The line that the byte at `at` lies in.
    pub fn line(&self, at: usize) -> Line {
        Line(self.starts.partition_point(|&start| start as usize <= at).max(1))
    }

    /// The position of the byte at `at` in `text`, the text that was indexed.
    pub fn position(&self, text: &str, at: usize) -> Position {
        let line = self.line(at);
        let start = self.start(line).unwrap_or(0);
        let near = at.min(text.len()).checked_sub(start).filter(|len| *len < STRIDE);
        let before = match near.and_then(|_| text.as_bytes().get(start..at.min(text.len()))) {
            Some(_) if self.counted.is_empty() => near.unwrap_or_default(),
            Some(line) => code_points(line) as usize,
            None => self.code_points_before(text, at) - self.code_points_before(text, start),
        };
        let column = before + 1;
        Position { line, column: Column(column) }
    }

    fn code_points_before(&self, text: &str, at: usize) -> usize {
        let at = at.min(text.len());
        let Some(&sum) = self.counted.get(at / STRIDE).or(self.counted.last()) else { return at };
        let from = (at / STRIDE).min(self.counted.len().saturating_sub(1)) * STRIDE;
        sum as usize + code_points(text.as_bytes().get(from..at).unwrap_or_default()) as usize
    }
}

/// Code points that start in `bytes` of UTF-8.
fn code_points(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte as i8 >= -0x40).count() as u32
}
