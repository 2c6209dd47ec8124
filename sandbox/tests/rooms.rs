//! The rooms of the sandbox import in one direction: each only from those that stand before it. The crate's documentation has the same
//! order.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Small files without rooms of their own stand where they are needed first.
const ORDER: [&str; 23] = [
    "error",
    "clock",
    "date",
    "random",
    "action",
    "settings",
    "http",
    "net",
    "info",
    "gateway",
    "sts",
    "metadata",
    "cloudauth",
    "callbacks",
    "listener",
    "record",
    "faults",
    "service",
    "server",
    "proxy",
    "control",
    "runtime",
    "sandbox",
];

#[test]
fn rooms_import_in_one_direction() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeSet::new();
    let mut imports = 0;
    for path in files(&source) {
        let inside = path.strip_prefix(&source).unwrap();
        let first = inside.iter().next().unwrap().to_str().unwrap();
        let room = first.strip_suffix(".rs").unwrap_or(first);
        if ["lib", "main", "cli"].contains(&room) {
            continue;
        }
        let at = position(room).unwrap_or_else(|| panic!("{room} is not in the order of the rooms"));
        found.insert(at);
        let text = fs::read_to_string(&path).unwrap();
        for piece in text.split("crate::").skip(1) {
            let name: String = piece.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            if let Some(from) = position(&name).filter(|_| name != room) {
                imports += 1;
                assert!(from < at, "{} imports from {name}, which stands behind {room}", inside.display());
            }
        }
    }
    assert_eq!(found.len(), ORDER.len(), "a room in the order is not there");
    assert!(imports > 100, "only {imports} imports were found");
}

fn position(name: &str) -> Option<usize> {
    ORDER.iter().position(|room| *room == name)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let nested = entries.map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    nested.flatten().filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}
