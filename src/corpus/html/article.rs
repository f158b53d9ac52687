//! Finds the article of a page among navigation, sidebars and lists of other stories.

use crate::corpus::assembly::Context;
use crate::corpus::{Element, Shape};

/// Gives every element that is no part of the article the shape of boilerplate. `parents` are the
/// suspects that each suspect stands in.
pub(super) fn find(elements: &mut [Element], contexts: &[Context], parents: &[Option<usize>]) {
    clear_suspects(elements, contexts, parents);
    find_part(elements, contexts);
}

/// Clears what was suspected of being boilerplate for its class although most of the text stands
/// in it: the page's frame may be called `menu`.
fn clear_suspects(elements: &mut [Element], contexts: &[Context], parents: &[Option<usize>]) {
    /// Text that no menu has.
    const ARTICLE: usize = 400;
    let mut cleared = vec![false; parents.len()];
    let weight = |element: &Element, context: &Context| {
        let prose = matches!(context.shape, Shape::Paragraph | Shape::ListItem(_) | Shape::Cell { .. });
        if prose { element.text.len().saturating_sub(2 * context.linked) } else { 0 }
    };
    // A frame in a frame in a frame.
    for _ in 0..4 {
        let mut weights = vec![0; parents.len()];
        let mut kept = 0;
        for (element, context) in elements.iter().zip(contexts) {
            // The outermost suspect that is not cleared.
            let mut outermost = None;
            let mut at = context.suspect;
            while let Some(suspect) = at {
                if !cleared.get(suspect).copied().unwrap_or(true) {
                    outermost = Some(suspect);
                }
                at = parents.get(suspect).copied().flatten();
            }
            match outermost.and_then(|suspect| weights.get_mut(suspect)) {
                Some(sum) => *sum += weight(element, context),
                None if element.shape != Shape::Boilerplate => kept += weight(element, context),
                None => {}
            }
        }
        let Some((heaviest, &sum)) = weights.iter().enumerate().max_by_key(|(at, sum)| (**sum, std::cmp::Reverse(*at))) else {
            return;
        };
        if sum < ARTICLE || sum < kept {
            return;
        }
        cleared[heaviest] = true;
        for (element, context) in elements.iter_mut().zip(contexts) {
            let mut at = context.suspect;
            while let Some(suspect) = at.filter(|&suspect| cleared.get(suspect).copied().unwrap_or(false)) {
                at = parents.get(suspect).copied().flatten();
            }
            if context.suspect.is_some() && at.is_none() {
                element.shape = context.shape.clone();
            }
        }
    }
}

/// Marks what is mostly links before the first and after the last paragraph of prose: doors to
/// other pages, whatever the page calls them.
fn clear_edges(elements: &mut [Element], contexts: &[Context]) {
    let is_prose = |element: &Element, context: &Context| {
        element.shape == Shape::Paragraph && element.text.len() >= 120 && context.linked * 3 < element.text.len()
    };
    let prose: Vec<usize> = (0..elements.len())
        .filter(|&at| elements.get(at).zip(contexts.get(at)).is_some_and(|(element, context)| is_prose(element, context)))
        .collect();
    let [first, .., last] = prose.as_slice() else { return };
    for (at, (element, context)) in elements.iter_mut().zip(contexts).enumerate() {
        let edge = at < *first || at > *last;
        let divided = matches!(element.shape, Shape::Paragraph | Shape::ListItem(_) | Shape::Cell { .. });
        if edge && divided && context.linked * 3 >= element.text.len() * 2 {
            element.shape = Shape::Boilerplate;
        }
    }
}

/// Marks what stands outside the article, where the page says which part that is, and runs of
/// links inside it.
fn find_part(elements: &mut [Element], contexts: &[Context]) {
    let weight = |main: bool| -> usize {
        elements
            .iter()
            .zip(contexts)
            .filter(|(element, context)| context.main == main && element.shape == Shape::Paragraph)
            .map(|(element, context)| element.text.len().saturating_sub(context.linked))
            .sum()
    };
    let (inside, outside) = (weight(true), weight(false));
    if inside > 200 && inside * 2 > outside {
        for (element, context) in elements.iter_mut().zip(contexts) {
            if !context.main && !matches!(element.shape, Shape::Title | Shape::Heading(1)) {
                element.shape = Shape::Boilerplate;
            }
        }
    }
    clear_edges(elements, contexts);
    // Three or more neighbours that are hardly anything but links: a menu or a list of stories.
    let mut start = 0;
    while start < elements.len() {
        let is_link = |at: usize| {
            matches!(elements[at].shape, Shape::ListItem(_) | Shape::Paragraph)
                && contexts.get(at).is_some_and(|c| c.linked * 10 >= elements[at].text.len() * 8)
        };
        let len = (start..elements.len()).take_while(|&at| is_link(at)).count();
        if len >= 3 {
            for element in &mut elements[start..start + len] {
                element.shape = Shape::Boilerplate;
            }
        }
        start += len.max(1);
    }
}
