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
    use super::super::parse;
    #[cfg(unix)]
    use super::super::{FILE_NAME, load};
    use super::leads_out;
    use std::path::PathBuf;

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

    #[test]
    fn paths_stay_in_the_folder_unless_told() {
        let text = "[corpus]\ndates = \"../dates.csv\"\n[rules]\npaths = [\"targets\", \"/etc/targets\"]\n";
        let found = parse("x", text, &[]).expect_err("mistakes").mistakes;
        let said: Vec<(&str, &str)> = found.iter().map(|m| (&text[m.span.clone()], m.message.as_str())).collect();
        assert_eq!(
            said,
            [
                ("\"../dates.csv\"", "`../dates.csv` leads out of the folder of this file"),
                ("\"/etc/targets\"", "`/etc/targets` leads out of the folder of this file"),
            ]
        );
        let told = parse("x", &format!("outside-paths = true\n{text}"), &[]).expect("valid");
        assert_eq!(told.corpus.dates, Some(PathBuf::from("../dates.csv")));
    }

    #[cfg(unix)]
    #[test]
    fn nor_does_a_link_lead_out() {
        let top = tempfile::tempdir().expect("a folder");
        let (desk, file) = (top.path().join("desk"), top.path().join("desk").join(FILE_NAME));
        std::fs::create_dir(&desk).expect("a folder");
        std::fs::write(top.path().join("secret"), "").expect("a file");
        std::os::unix::fs::symlink("../secret", desk.join("dates.csv")).expect("a link");
        std::fs::write(&file, "[corpus]\ndates = \"dates.csv\"\n").expect("a file");
        let said = load(&file, &[]).expect_err("a link out").to_string();
        assert!(said.contains("dates.csv, which is a link out of its folder"), "{said}");
        std::fs::write(&file, "outside-paths = true\n[corpus]\ndates = \"dates.csv\"\n").expect("a file");
        assert!(load(&file, &[]).is_ok());
    }
}
