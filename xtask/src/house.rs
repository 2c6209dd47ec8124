//! `cargo xtask house`: how many lines each part has, that imports go one way, never in a circle between rooms, and that the map in
//! CONTRIBUTING.md is the tree's.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Result, ensure};

use crate::files;
use crate::project::Project;

/// The core's rooms from top to bottom, as CONTRIBUTING.md shows them: each may use those behind it.
const CORE: [&str; 10] =
    ["ffi", "client", "credentials", "callback", "net", "protocol", "model", "bounds", "hex", "error"];

/// Where Rust is written, and whether the rooms there must not form a circle.
const PLACES: [(&str, bool); 6] = [
    ("src", true),
    ("sandbox/src", true),
    ("bindings/kotlin/native/src", false),
    ("bindgen/src", false),
    ("xtask/src", true),
    ("tests", false),
];

/// For each room the rooms that it uses, and a file that does.
type Uses = BTreeMap<String, BTreeMap<String, String>>;

/// Prints the counts and the directions, and checks these.
pub fn run(project: &Project) -> Result<()> {
    for (place, one_way) in PLACES {
        let sources = rust(&project.root.join(place))?;
        println!("{:>6} lines  {place}", sources.iter().map(|(_, text)| text.lines().count()).sum::<usize>());
        for (room, used) in uses(&sources).iter().filter(|_| one_way) {
            println!("{:>15}  {room} -> {}", "", used.keys().cloned().collect::<Vec<_>>().join(", "));
        }
    }
    check(project)
}

/// Fails on an import in the wrong direction.
pub fn check(project: &Project) -> Result<()> {
    let mut problems = Vec::new();
    for (place, _) in PLACES.iter().filter(|(_, one_way)| *one_way) {
        let uses = uses(&rust(&project.root.join(place))?);
        problems.extend(circle(&uses).map(|circle| format!("{place}: {} is a circle", circle.join(" -> "))));
        if *place == "src" {
            problems.extend(upwards(&uses));
        }
    }
    ensure!(problems.is_empty(), "imports go one way, and these do not:\n  {}", problems.join("\n  "));
    map(project)
}

/// The map names each folder at the top, and no other.
fn map(project: &Project) -> Result<()> {
    let page = files::read(&project.root.join("CONTRIBUTING.md"))?;
    let rows = page
        .split("## Where things are")
        .nth(1)
        .unwrap_or_default()
        .lines()
        .skip_while(|line| !line.starts_with("| `"));
    let cells = rows.take_while(|line| line.starts_with('|')).filter_map(|line| line.split('|').nth(1));
    let named: BTreeSet<&str> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    let mut there = BTreeSet::new();
    for entry in std::fs::read_dir(&project.root)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !name.starts_with('.') && name != "target" {
            there.insert(name);
        }
    }
    let there: BTreeSet<&str> = there.iter().map(String::as_str).collect();
    ensure!(named == there, "the map in CONTRIBUTING.md names {named:?}, and the folders are {there:?}");
    Ok(())
}

/// Every file below, by its path in the folder.
fn rust(folder: &Path) -> Result<Vec<(String, String)>> {
    let all = files::under(folder, &["target"])?;
    let sources = all.iter().filter(|file| file.extension().is_some_and(|end| end == "rs"));
    sources.map(|file| Ok((file.strip_prefix(folder)?.display().to_string(), files::read(file)?))).collect()
}

/// A room is a folder or file right below; what only tests use does not count.
fn uses(sources: &[(String, String)]) -> Uses {
    let mut uses = Uses::new();
    for (file, text) in sources {
        let room = file.split('/').next().unwrap_or(file).trim_end_matches(".rs");
        if ["lib", "main"].contains(&room) || file.ends_with("/tests.rs") {
            continue;
        }
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for used in code.split("crate::").skip(1).flat_map(first_names).filter(|used| used != room) {
            uses.entry(room.to_owned()).or_default().entry(used).or_insert_with(|| file.clone());
        }
    }
    uses
}

/// What follows `crate::`: one name, or in braces several, each perhaps with more behind it.
fn first_names(rest: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim().chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect()
    };
    let Some(list) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let (mut depth, mut names, mut start) = (0, Vec::new(), 0);
    for (place, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.extend(list.get(start..place).map(name));
                start = place + 1;
                if letter == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// A circle, if there is one: rooms that nothing uses any more are taken away until only those in circles are left.
fn circle(uses: &Uses) -> Option<Vec<String>> {
    let mut left: BTreeMap<&String, BTreeSet<&String>> =
        uses.iter().map(|(room, used)| (room, used.keys().filter(|name| uses.contains_key(*name)).collect())).collect();
    while let Some(free) = left.iter().find(|(_, used)| used.is_empty()).map(|(room, _)| *room) {
        left.remove(free);
        left.values_mut().for_each(|used| {
            used.remove(free);
        });
    }
    let mut path = vec![*left.keys().next()?];
    loop {
        let next = *left.get(path.last()?)?.first()?;
        path.push(next);
        if let Some(start) = path.iter().position(|room| *room == next).filter(|start| start + 1 < path.len()) {
            return Some(path.get(start..)?.iter().map(|room| (*room).clone()).collect());
        }
    }
}

/// Imports in the core that go up, or to a room that is not in the list.
fn upwards(uses: &Uses) -> Vec<String> {
    let rank = |room: &str| CORE.iter().position(|known| *known == room);
    let pairs = uses.iter().flat_map(|(room, used)| used.iter().map(move |(name, file)| (room, name, file)));
    pairs
        .filter(|(room, name, _)| rank(room).zip(rank(name)).is_some_and(|(above, below)| above >= below))
        .map(|(room, name, file)| format!("src/{file}: {room} is below {name} and must not use it"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(files: &[(&str, &str)]) -> Uses {
        uses(&files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn every_form_of_an_import_is_seen_and_those_of_tests_are_not() {
        let text = "use crate::a::{X, b};\nuse crate::{c, d::{E, f}};\n// crate::g\nfn h() { crate::i::j() }\n#[cfg(test)]\nmod tests { use crate::k; }";
        let names: Vec<String> = sources(&[("z/mod.rs", text)])["z"].keys().cloned().collect();
        assert_eq!(names, ["a", "c", "d", "i"]);
    }

    #[test]
    fn a_circle_is_told_and_a_line_is_none() {
        let line = sources(&[("a.rs", "use crate::b;"), ("b/mod.rs", "use crate::c;")]);
        assert_eq!(circle(&line), None);
        let round = sources(&[("a.rs", "use crate::b;"), ("b/x.rs", "use crate::c;"), ("c.rs", "use crate::b;")]);
        assert_eq!(circle(&round).unwrap(), ["b", "c", "b"]);
    }

    #[test]
    fn an_import_that_goes_up_names_its_file() {
        let wrong =
            sources(&[("protocol/sign.rs", "use crate::client::X;"), ("client/mod.rs", "use crate::protocol;")]);
        assert_eq!(upwards(&wrong), ["src/protocol/sign.rs: protocol is below client and must not use it"]);
    }
}
