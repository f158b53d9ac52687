use super::*;
use crate::corpus::{FileKind, Options, SourceFile};
use crate::time::Country;
use std::path::Path;
use std::sync::LazyLock;

fn file(name: &str) -> SourceFile {
    SourceFile { path: name.into(), shown: name.into(), kind: FileKind::of(name.as_ref()), named: false }
}

fn slot(name: &str, bytes: &[u8]) -> Slot {
    static OPTIONS: LazyLock<Options> = LazyLock::new(Options::default);
    static READING: LazyLock<Reading<'_>> = LazyLock::new(|| Reading::new(&OPTIONS, Country::default(), []));
    READING.slot(&file(name), bytes, false)
}

fn home(folder: &Path) -> Home {
    Home { folder: folder.join("cache"), project: "/articles".into(), named: true }
}

fn put(home: &Home, slot: &Slot, value: &str) -> Used {
    let cache = Cache::open(Some(home));
    cache.put(slot, &value);
    cache.close()
}

fn get(home: &Home, slot: &Slot) -> (Option<String>, Used) {
    let cache = Cache::open(Some(home));
    let value = cache.get(slot).map(|(value, _)| value);
    (value, cache.close())
}

#[test]
fn an_entry_depends_on_all_that_a_reading_depends_on() {
    let english = Country::default();
    let base = Options::default();
    let of = |options: &Options, country: &Country, cues: &[(&str, &str)], file: &SourceFile, bytes: &[u8], wanted| {
        Reading::new(options, *country, cues.iter().copied()).slot(file, bytes, wanted)
    };
    let plain = of(&base, &english, &[], &file("a.md"), b"x", false);
    assert_eq!(of(&base, &english, &[], &file("a.md"), b"x", false), plain);
    let mut dated = Options::default();
    dated.dates.insert("a.md", crate::calendar::Interval::year(2018).expect("a year"));
    let mut fields = Options::default();
    fields.fields.text = vec!["body".into()];
    let living = Options::default().living(&["a.md".into()]).expect("a glob");
    let american = Country::from_code("US").expect("a country");
    let other_kind = SourceFile { kind: FileKind::Plain, ..file("a.md") };
    for (what, other) in [
        ("the date of a table", of(&dated, &english, &[], &file("a.md"), b"x", false)),
        ("the fields of records", of(&fields, &english, &[], &file("a.md"), b"x", false)),
        ("a living page", of(&living, &english, &[], &file("a.md"), b"x", false)),
        ("the country", of(&base, &american, &[], &file("a.md"), b"x", false)),
        ("rules of a desk", of(&base, &english, &[("a.toml", "[[rule]]")], &file("a.md"), b"x", false)),
        ("the path", of(&base, &english, &[], &file("b.md"), b"x", false)),
        ("the kind of file", of(&base, &english, &[], &other_kind, b"x", false)),
        ("the bytes", of(&base, &english, &[], &file("a.md"), b"y", false)),
        ("whether drafts are read", of(&base, &english, &[], &file("a.md"), b"x", true)),
    ] {
        assert_ne!(other.key, plain.key, "{what}");
    }
    // The date of another document is no business of this one, but records are dated by their ids.
    let unrelated = of(&dated, &english, &[], &file("b.md"), b"x", false);
    assert_eq!(unrelated, of(&base, &english, &[], &file("b.md"), b"x", false));
    let records = of(&dated, &english, &[], &file("b.jsonl"), b"x", false);
    assert_ne!(records.key, of(&base, &english, &[], &file("b.jsonl"), b"x", false).key);
}

#[test]
fn links_depend_on_all_that_linking_depends_on() {
    let (base, day) = (Options::default(), crate::calendar::Day::default());
    let reading = Reading::new(&base, Country::default(), []);
    let of = |named: &str, seals: &[Seal], rules: u8, day| {
        reading.links(std::iter::once(std::path::Path::new(named)), seals, &[rules; 32], day)
    };
    let (one, two) = (seal("one"), seal("two"));
    let plain = of("a", &[one, two], 0, day);
    assert_eq!(of("a", &[one, two], 0, day), plain);
    for (what, other) in [
        ("a file", of("a", &[one, one], 0, day)),
        ("their order", of("a", &[two, one], 0, day)),
        ("a rule", of("a", &[one, two], 1, day)),
        ("the day", of("a", &[one, two], 0, day.succ_opt().expect("a day"))),
    ] {
        assert_eq!(other.place, plain.place, "{what}");
        assert_ne!(other.key, plain.key, "{what}");
    }
    assert_ne!(of("b", &[one, two], 0, day).place, plain.place);
    let file = slot("a.md", b"one");
    assert_eq!(Slot { place: plain.place, key: plain.key, ..file }.kept, file.kept, "no links are read as a file");
}

#[test]
fn what_is_put_is_got_until_it_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = home(folder.path());
    assert_eq!(get(&home, &slot("a.md", b"one")).0, None);
    assert_eq!(put(&home, &slot("a.md", b"one"), "first").learnt, 1);
    assert_eq!(get(&home, &slot("a.md", b"one")), (Some("first".into()), Used { known: 1, ..Used::default() }));
    assert_eq!(get(&home, &slot("a.md", b"two")).0, None);
    put(&home, &slot("a.md", b"two"), "second");
    assert_eq!(get(&home, &slot("a.md", b"one")).0, None, "one entry for a path");
    assert_eq!(info(&home).expect("a folder").entries, Some(1));
    let elsewhere = Home { project: "/other".into(), ..home.clone() };
    assert_eq!(get(&elsewhere, &slot("a.md", b"two")).0, None);
    assert_eq!(info(&home).expect("a folder").others, 1);
    std::fs::write(home.folder.join("notes.sqlite"), "mine").expect("a file");
    assert_eq!(clean(&home).expect("cleaned").caches, 2);
    assert!(home.folder.join("notes.sqlite").exists(), "only caches are thrown away");
    assert_eq!(get(&home, &slot("a.md", b"two")).0, None);
}

#[test]
fn without_a_place_nothing_is_known() {
    let cache = Cache::open(None);
    cache.put(&slot("a.md", b"one"), &"first");
    assert_eq!((cache.get::<String>(&slot("a.md", b"one")), cache.close()), (None, Used::default()));
}

#[test]
fn many_entries_are_written_on_the_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = home(folder.path());
    let cache = Cache::open(Some(&home));
    let long = "x".repeat(100_000);
    for n in 0..100 {
        cache.put(&slot(&format!("{n}.md"), b""), &long);
    }
    // A process that is killed now has lost no more than one batch.
    std::mem::forget(cache);
    assert!(info(&home).expect("a folder").entries.is_some_and(|entries| entries >= 50));
    let (value, used) = get(&home, &slot("3.md", b""));
    assert_eq!((value, used.trouble), (Some(long), None));
}

/// Whatever byte of the file is changed: what is got is right or nothing.
#[test]
fn a_damaged_file_is_never_believed() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = home(folder.path());
    let words: Vec<String> =
        (0..40).map(|n| format!("what stands in number {n}, at some length: {}", "words ".repeat(n * 9))).collect();
    let cache = Cache::open(Some(&home));
    for (n, words) in words.iter().enumerate() {
        cache.put(&slot(&format!("{n}.md"), b""), words);
    }
    cache.close();
    let path = home.file();
    let sound = std::fs::read(&path).expect("the cache");
    let (mut noticed, mut missed) = (0, 0);
    for step in 0..60 {
        let mut bytes = sound.clone();
        match step {
            0 => bytes.clear(),
            1 => bytes.truncate(sound.len() / 2),
            2 => bytes = b"no database at all".to_vec(),
            3 => bytes[16..200].fill(0xff),
            _ => {
                let at = step * 7919 % bytes.len();
                let end = (at + 1 + step % 40).min(bytes.len());
                bytes[at..end].iter_mut().for_each(|byte| *byte ^= 0x5a);
            }
        }
        folder::remove(&path).expect("removed");
        std::fs::write(&path, &bytes).expect("written");
        let cache = Cache::open(Some(&home));
        for (n, words) in words.iter().enumerate() {
            match cache.get::<String>(&slot(&format!("{n}.md"), b"")) {
                None => missed += 1,
                Some((got, _)) => assert_eq!(got, *words, "step {step}"),
            }
        }
        noticed += usize::from(cache.close().trouble.is_some());
        // The next run has a cache that works.
        put(&home, &slot("new.md", b""), "new");
        assert_eq!(get(&home, &slot("new.md", b"")).0.as_deref(), Some("new"), "step {step}");
    }
    assert!(noticed >= 4 && missed >= 40, "{noticed} noticed, {missed} not got");
}

#[test]
fn several_at_once_do_not_hinder_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = home(folder.path());
    std::thread::scope(|scope| {
        for process in 0..4 {
            let home = home.clone();
            scope.spawn(move || {
                for round in 0..5 {
                    let cache = Cache::open(Some(&home));
                    for n in 0..20 {
                        let slot = slot(&format!("{n}.md"), b"");
                        if let Some((got, _)) = cache.get::<String>(&slot) {
                            assert_eq!(got, format!("number {n}"));
                        }
                        cache.put(&slot, &format!("number {n}"));
                    }
                    let used = cache.close();
                    assert_eq!(used.trouble, None, "process {process}, round {round}");
                }
            });
        }
    });
    assert_eq!(info(&home).expect("a folder").entries, Some(20));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_made_is_said_when_it_was_named() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("cache"), "a file stands in the way").expect("a file");
    let home = home(folder.path());
    let used = put(&home, &slot("a.md", b""), "x");
    assert!(used.trouble.is_some_and(|said| said.contains("cannot be used")));
    let unnamed = Home { named: false, ..home };
    assert_eq!(put(&unnamed, &slot("a.md", b""), "x"), Used::default());
}
