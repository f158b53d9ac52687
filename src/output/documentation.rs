//! What a check says of itself, for people, web pages and SARIF viewers.

/// The documentation of a source file: its inner doc comment, without the title on its first line.
pub fn documentation(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim_end);
    let untitled = lines.skip_while(|line| line.is_empty() || line.starts_with(" # "));
    untitled.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect()
}

/// The first paragraph of a documentation, up to its first full stop, on one line.
pub fn first_sentence(text: &str) -> String {
    let paragraph: Vec<&str> =
        text.lines().skip_while(|l| l.trim().is_empty() || l.starts_with('#')).take_while(|l| !l.trim().is_empty()).collect();
    let joined = paragraph.join(" ");
    match joined.find(". ") {
        Some(at) => joined[..at].to_owned(),
        None => joined.trim_end_matches('.').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_doc_comment_is_the_documentation() {
        let source = "//! # overdue\n//!\n//! A deadline passed. No more is known.\n//!\n//! ## Example\n//! `x`\n\nuse a;\n//! not this\n";
        let text = documentation(source);
        assert_eq!(text, "A deadline passed. No more is known.\n\n## Example\n`x`\n");
        assert_eq!(first_sentence(&text), "A deadline passed");
    }
}
