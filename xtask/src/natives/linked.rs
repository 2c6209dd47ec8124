//! The crates of a library: what cargo resolves for it and its target, held to what the compiler was really given.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::process;
use crate::project::Project;

/// A crate that is linked in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crate {
    pub name: String,
    pub version: String,
}

/// All that `package` links for a target, itself included: its license, and the crates that it uses itself.
///
/// Macros and what only build scripts use run in the compiler and are no part of the library.
pub fn resolved(project: &Project, package: &str, triple: &str) -> Result<BTreeMap<Crate, (String, BTreeSet<Crate>)>> {
    let mut cargo = process::cargo();
    cargo.args(["tree", "--locked", "--package", package, "--target", triple, "--edges", "normal,no-proc-macro"]);
    cargo.args(["--prefix", "depth", "--format", " {p}|{l}"]).current_dir(&project.root);
    read(&process::text(&mut cargo, "Check Cargo.lock.")?)
}

/// Each line: how deep it hangs, name, version, perhaps where it is from or that its branch was shown before, and the license.
fn read(tree: &str) -> Result<BTreeMap<Crate, (String, BTreeSet<Crate>)>> {
    let mut all: BTreeMap<Crate, (String, BTreeSet<Crate>)> = BTreeMap::new();
    let mut above: Vec<Crate> = Vec::new();
    for line in tree.lines().filter(|line| !line.is_empty()) {
        let parts = line.split_once('|').and_then(|(crates, license)| Some((crates.split_once(' ')?, license)));
        let ((depth, described), license) = parts.with_context(|| format!("`cargo tree` printed `{line}`"))?;
        let mut words = described.split(' ');
        let one = words.next().zip(words.next().and_then(|version| version.strip_prefix('v')));
        let (name, version) = one.with_context(|| format!("`cargo tree` printed `{line}`"))?;
        let this = Crate { name: name.to_owned(), version: version.to_owned() };
        let license = license.trim_end_matches(" (*)").replace('/', " OR ");
        above.truncate(depth.parse()?);
        if let Some((_, uses)) = above.last().and_then(|user| all.get_mut(user)) {
            uses.insert(this.clone());
        }
        all.entry(this.clone()).or_insert((license, BTreeSet::new()));
        above.push(this);
    }
    Ok(all)
}

/// Fails if the compiler was given another set of crates than `resolved` tells. `messages` is what cargo says of a finished build.
pub fn check(messages: &[Value], target_folder: &Path, resolved: &BTreeSet<Crate>) -> Result<()> {
    let given = given(messages, target_folder);
    let names = |crates: Vec<&Crate>| crates.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
    let unknown = names(given.difference(resolved).collect());
    let absent = names(resolved.difference(&given).collect());
    ensure!(unknown.is_empty(), "these crates are linked and the SBOM would not name them: {unknown}");
    ensure!(absent.is_empty(), "the SBOM would name these crates and they are not linked: {absent}");
    Ok(())
}

/// Those whose compiled library lies in the folder of the target; macros and build scripts lie in the host's.
fn given(messages: &[Value], target_folder: &Path) -> BTreeSet<Crate> {
    let of_target = |message: &&Value| {
        let files = message.get("filenames").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        files.iter().filter_map(Value::as_str).any(|file| Path::new(file).starts_with(target_folder))
    };
    messages.iter().filter(of_target).filter_map(|message| from_id(message.get("package_id")?.as_str()?)).collect()
}

/// `registry+...#name@1.2.3`, or `path+file:///folder/name#1.2.3` where the folder has the package's name.
fn from_id(id: &str) -> Option<Crate> {
    let (place, rest) = id.rsplit_once('#')?;
    let (name, version) = rest.split_once('@').or_else(|| Some((place.rsplit_once('/')?.1, rest)))?;
    Some(Crate { name: name.to_owned(), version: version.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str) -> Crate {
        Crate { name: name.to_owned(), version: "1.0.0".to_owned() }
    }

    #[test]
    fn the_tree_tells_who_uses_whom() {
        let tree = "0 ekyc v1.0.0 (/here)|MIT OR Apache-2.0\n1 inner v1.0.0|MIT/Apache-2.0\n2 deep v1.0.0|ISC\n1 deep v1.0.0|ISC (*)\n";
        let all = read(tree).unwrap();
        assert_eq!(all[&one("ekyc")].1, BTreeSet::from([one("inner"), one("deep")]));
        assert_eq!(all[&one("inner")], ("MIT OR Apache-2.0".to_owned(), BTreeSet::from([one("deep")])));
        assert_eq!(all[&one("deep")].0, "ISC");
    }

    #[test]
    fn what_is_linked_and_what_is_listed_must_be_the_same() {
        let message = |name: &str, folder: &str| {
            let file = format!("/target/{folder}/lib{name}.rlib");
            serde_json::json!({"package_id": format!("registry+x#{name}@1.0.0"), "filenames": [file]})
        };
        let messages = [message("inner", "triple"), message("macros", "size")];
        let check = |names: &[&str]| {
            let resolved = names.iter().map(|name| one(name)).collect();
            check(&messages, Path::new("/target/triple"), &resolved).map_err(|error| error.to_string())
        };
        check(&["inner"]).unwrap();
        assert!(check(&[]).unwrap_err().starts_with("these crates are linked and the SBOM would not name them: inner"));
        assert!(check(&["inner", "deep"]).unwrap_err().ends_with("they are not linked: deep"));
    }

    #[test]
    fn a_package_of_this_repository_is_named_by_its_folder_or_by_itself() {
        assert_eq!(from_id("path+file:///work/ekyc#1.0.0"), Some(one("ekyc")));
        assert_eq!(from_id("path+file:///work/other#ekyc@1.0.0"), Some(one("ekyc")));
    }
}
