//! What the native libraries of a package are made of, as a CycloneDX document.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::files;
use crate::natives::linked::{Crate, resolved};
use crate::project::Project;
use crate::target::{JVM_PACKAGE, Target};

/// The document for the libraries of these platforms, the same for the same Cargo.lock. A crate that not all of them link says which do.
pub fn document(project: &Project, platforms: &[&str]) -> Result<String> {
    let mut all: BTreeMap<Crate, (String, BTreeSet<Crate>)> = BTreeMap::new();
    let mut linked_on: BTreeMap<Crate, Vec<&str>> = BTreeMap::new();
    for platform in platforms {
        for (one, (license, uses)) in resolved(project, JVM_PACKAGE, Target::named(platform)?.triple)? {
            linked_on.entry(one.clone()).or_default().push(platform);
            all.entry(one).or_insert_with(|| (license, BTreeSet::new())).1.extend(uses);
        }
    }
    let checksums = checksums(&files::read(&project.root.join("Cargo.lock"))?);
    let describe = |one: &Crate, license: &str| {
        let mut component = json!({
            "type": "library",
            "bom-ref": reference(one),
            "name": one.name,
            "version": one.version,
            "purl": reference(one),
            "licenses": [{ "expression": license }],
        });
        if let Some(checksum) = checksums.get(one) {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
        }
        let on = linked_on.get(one).map(Vec::as_slice).unwrap_or_default();
        if on.len() < platforms.len() {
            component["properties"] = json!([{ "name": "ekyc:platforms", "value": on.join(" ") }]);
        }
        component
    };
    let is_root = |one: &Crate| one.name == JVM_PACKAGE;
    let root = all.iter().find(|(one, _)| is_root(one)).context("`cargo tree` does not name the library itself")?;
    let components: Vec<Value> =
        all.iter().filter(|(one, _)| !is_root(one)).map(|(one, (license, _))| describe(one, license)).collect();
    let dependencies: Vec<Value> = all
        .iter()
        .map(|(one, (_, uses))| json!({ "ref": reference(one), "dependsOn": uses.iter().map(reference).collect::<Vec<_>>() }))
        .collect();
    let document = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": describe(root.0, &root.1.0) },
        "components": components,
        "dependencies": dependencies,
    });
    Ok(format!("{document:#}\n"))
}

fn reference(one: &Crate) -> String {
    format!("pkg:cargo/{}@{}", one.name, one.version)
}

/// Cargo writes one setting a line.
fn checksums(lock: &str) -> BTreeMap<Crate, String> {
    let setting = |package: &str, name: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(&format!("{name} = ")))?;
        Some(line.trim_matches('"').to_owned())
    };
    lock.split("[[package]]")
        .filter_map(|package| {
            let one = Crate { name: setting(package, "name")?, version: setting(package, "version")? };
            Some((one, setting(package, "checksum")?))
        })
        .collect()
}
