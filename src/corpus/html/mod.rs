//! HTML from the wild: the article's text in elements, what the page says of itself.

mod article;
mod reader;
pub(super) mod tokens;

pub(super) use reader::{Reader, fragment, read};
