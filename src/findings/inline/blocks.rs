//! Which block a comment stands before, or in.

use super::Comment;
use std::ops::Range;

/// The blocks of a text, as far as comments need to know them. All ranges are bytes of the decoded text.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    /// What can follow a comment: by start, the longest of those that start together first.
    following: Vec<Range<usize>>,
    /// What a comment within a line stands in: paragraphs, headings, items, cells.
    around: Vec<Range<usize>>,
}

impl Blocks {
    pub(super) fn new(mut following: Vec<Range<usize>>, mut around: Vec<Range<usize>>) -> Self {
        following.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        around.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        Self { following, around }
    }

    /// What `comment` covers: the block whose line it stands in, else the next one.
    pub(super) fn covered(&self, comment: &Comment) -> Option<Range<usize>> {
        let at = &comment.whole;
        // The innermost one lies nearest before the comment; they do not nest deeply.
        let before = self.around.partition_point(|range| range.start < at.start);
        let near = self.around.get(before.saturating_sub(NEAR)..before).unwrap_or_default();
        if let Some(own) = near.iter().rev().find(|range| at.end <= range.end) {
            return Some(own.clone());
        }
        let next = self.following.partition_point(|range| range.start < at.end);
        self.following.get(next).cloned()
    }
}

/// How many blocks before a comment may be the one that it stands in.
const NEAR: usize = 8;
