//! Paths that a configuration names: inside its own folder, unless it says otherwise.
//!
//! Whoever may change a configuration in a pull request could otherwise have any file of the machine
//! that runs it read, and its lines shown in a message about what is wrong with them.

use std::path::{Component, Path};

/// The key by which a configuration says otherwise.
pub(super) const KEY: &str = "outside-paths";

/// Whether a path, as it is written, leads out of the folder that it is relative to.
pub(super) fn leads_out(path: &Path) -> bool {
    let mut depth = 0_usize;
    for part in path.components() {
        match part {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir if depth > 0 => depth -= 1,
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return true,
        }
    }
    false
}

/// Whether a file of `folder` is a link, or lies behind one, that leads out of it. What is not there leads nowhere.
pub fn linked_out(folder: &Path, path: &Path) -> bool {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let (Ok(folder), Ok(real)) = (folder.canonicalize(), path.canonicalize()) else { return false };
    !real.starts_with(folder)
}

#[cfg(test)]
mod tests {
    use super::leads_out;

    #[test]
    fn a_way_back_in_is_no_way_out() {
        for (path, out) in [
            ("targets", false),
            ("./targets/a.toml", false),
            ("a/../b", false),
            ("", false),
            ("..", true),
            ("a/../../b", true),
            ("../here/targets", true),
            ("/etc/passwd", true),
        ] {
            assert_eq!(leads_out(path.as_ref()), out, "{path}");
        }
    }
}
