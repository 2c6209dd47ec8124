//! The cases as files. `cases.txt` names each of them, so that one that is lost is missed.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios")
}

/// The names that `cases.txt` lists.
pub fn listed() -> Vec<String> {
    let list = std::fs::read_to_string(folder().join("cases.txt")).unwrap();
    list.lines().map(str::to_owned).collect()
}

/// A case's text.
pub fn source(name: &str) -> String {
    let file = folder().join("cases").join(format!("{name}.json"));
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The schema that every case must fit.
pub fn schema() -> Value {
    serde_json::from_str(&std::fs::read_to_string(folder().join("schema.json")).unwrap()).unwrap()
}

#[test]
fn the_list_names_every_case() {
    let there: BTreeSet<_> = std::fs::read_dir(folder().join("cases"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let listed = listed();
    assert!(listed.is_sorted(), "tests/scenarios/cases.txt is sorted by bytes (LC_ALL=C sort), a name a line");
    let listed: BTreeSet<_> = listed.iter().map(|name| format!("{name}.json")).collect();
    let strangers: Vec<_> = there.symmetric_difference(&listed).collect();
    assert!(strangers.is_empty(), "either in tests/scenarios/cases or in cases.txt, but not in both: {strangers:?}");
}

#[test]
fn no_case_lies_beside_the_folder() {
    let strays = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let strays: Vec<_> = strays.filter(|name| name.ends_with(".json") && name != "schema.json").collect();
    assert!(strays.is_empty(), "{strays:?} belong into tests/scenarios/cases, and their names into cases.txt");
}
