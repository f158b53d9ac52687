//! Untrusted text made safe for where it goes, one function for each sink.

use std::borrow::Cow;
use std::fmt::Write;

/// What a terminal is shown in place of a character.
pub(crate) enum Shown {
    /// The character itself.
    Same,
    /// Another character.
    Instead(char),
    /// Its code, spelt out: it would reorder what stands around it.
    Code,
    /// Nothing: it has no width and no meaning here.
    Nothing,
}

/// How a terminal is shown `c`: nothing that comes from a document may steer it.
pub(crate) fn shown(c: char) -> Shown {
    match c {
        ' '..='~' => Shown::Same,
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => Shown::Instead(' '),
        '\0'..='\u{1f}' => Shown::Instead(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
        '\u{7f}' => Shown::Instead('\u{2421}'),
        '\u{80}'..='\u{9f}' => Shown::Instead('\u{fffd}'),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => Shown::Code,
        '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}' => Shown::Nothing,
        _ => Shown::Same,
    }
}

/// Appends `c` as a terminal may be shown it.
pub(crate) fn push_shown(c: char, out: &mut String) {
    match shown(c) {
        Shown::Same => out.push(c),
        Shown::Instead(other) => out.push(other),
        // Writing to a String cannot fail.
        Shown::Code => drop(write!(out, "<U+{:04X}>", c as u32)),
        Shown::Nothing => {}
    }
}

/// For a terminal: control and direction characters made visible, line breaks made spaces.
pub fn terminal(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| matches!(shown(c), Shown::Same)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_shown(c, &mut out));
    Cow::Owned(out)
}

/// `shown`, already made safe for a terminal, as a link to `address` (OSC 8), whose own characters are escaped.
pub fn hyperlink(address: &str, shown: &str) -> String {
    let safe = address.bytes().all(|byte| byte.is_ascii_graphic());
    if safe { format!("\u{1b}]8;;{address}\u{1b}\\{shown}\u{1b}]8;;\u{1b}\\") } else { shown.to_owned() }
}

/// For a path in a URI: everything but unreserved characters and `/` percent-encoded.
pub fn uri_path(path: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'%');
    // A per cent sign that already starts a code (a name that is not UTF-8) stays one.
    let mut out = String::with_capacity(path.len());
    let bytes = path.as_bytes();
    for (at, c) in path.char_indices() {
        let code = bytes.get(at + 1..at + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        if c == '%' && !code {
            out.push_str("%25");
        } else {
            let mut buffer = [0; 4];
            out.extend(percent_encoding::utf8_percent_encode(c.encode_utf8(&mut buffer), KEPT));
        }
    }
    out
}

/// For the message of a GitHub workflow command.
pub fn github_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// For a property of a GitHub workflow command.
pub fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// For XML 1.0, in text and in quoted attributes; characters that XML cannot hold become U+FFFD.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => drop(write!(out, "&#{};", c as u32)),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

/// For HTML, in text and in quoted attributes: markup is text, control and direction characters are made visible.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // The code of a direction character is spelt out in angle brackets, which are markup here.
            c => match shown(c) {
                Shown::Code => drop(write!(out, "&lt;U+{:04X}&gt;", c as u32)),
                _ => push_shown(c, &mut out),
            },
        }
    }
    out
}

/// For a line of Markdown, table cells included: read as text by GitHub and GitLab.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '#' | '|' | '~' | '!' | '$' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // Mentions and issue numbers would notify people.
            '@' => out.push_str("&#64;"),
            c => push_shown(c, &mut out),
        }
    }
    out
}

/// For a cell of a spreadsheet: what would start a formula is made text by an apostrophe.
pub fn spreadsheet(text: &str) -> Cow<'_, str> {
    let starts_formula = text.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
        || text.starts_with(['\t', '\r', '\n']);
    if starts_formula { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_terminal_is_never_steered() {
        assert_eq!(terminal("plain – text"), "plain – text");
        assert_eq!(terminal("a\u{1b}[2Jb\u{8}\u{202e}c\nd"), "a␛[2Jb␈<U+202E>c d");
        assert_eq!(terminal("\u{feff}so\u{ad}ft"), "soft");
    }

    #[test]
    fn each_sink_has_its_own_dangers() {
        assert_eq!(github_data("50%\r\n::error::x"), "50%25%0D%0A::error::x");
        assert_eq!(github_property("a:b,c"), "a%3Ab%2Cc");
        assert_eq!(xml("<a b=\"c\">&\u{1b}</a>"), "&lt;a b=&quot;c&quot;&gt;&amp;\u{fffd}&lt;/a&gt;");
        assert_eq!(html("<a b='c'>\u{202e}\u{1b}&"), "&lt;a b=&#39;c&#39;&gt;&lt;U+202E&gt;␛&amp;");
        assert_eq!(markdown("[x](y) | <b> @me"), "\\[x\\]\\(y\\) \\| &lt;b&gt; &#64;me");
        assert_eq!(spreadsheet("=1+1"), "'=1+1");
        assert_eq!(spreadsheet(" @SUM"), "' @SUM");
        assert_eq!(spreadsheet("1+1"), "1+1");
        assert_eq!(hyperlink("file:///a%20b", "a b"), "\u{1b}]8;;file:///a%20b\u{1b}\\a b\u{1b}]8;;\u{1b}\\");
        assert_eq!(hyperlink("file:///a\u{1b}", "a"), "a");
        assert_eq!(uri_path("a b/ü.md"), "a%20b/%C3%BC.md");
        assert_eq!(uri_path("caf%E9 100%.md"), "caf%E9%20100%25.md");
    }

    proptest! {
        #[test]
        fn nothing_shown_has_control(text in any::<String>()) {
            prop_assert!(terminal(&text).chars().all(|c| !c.is_control()));
            prop_assert!(!github_data(&text).contains(['\n', '\r']));
            let escaped = xml(&text);
            prop_assert!(!escaped.contains(['<', '\u{0}', '\u{1b}']), "{}", escaped);
        }
    }
}
