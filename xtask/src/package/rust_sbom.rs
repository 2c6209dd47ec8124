//! What the native library is made of, as a CycloneDX document: the crates that cargo links into it, on any platform.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::project::Project;
use crate::{files, process};

/// The document, the same for the same Cargo.lock.
pub fn document(project: &Project) -> Result<String> {
    let mut cargo = process::cargo();
    cargo.args(["metadata", "--locked", "--format-version", "1"]).current_dir(&project.root);
    let text = process::text(&mut cargo, "Check Cargo.lock.")?;
    let metadata = serde_json::from_str(&text).context("cannot read what `cargo metadata` printed")?;
    let lock = files::read(&project.root.join("Cargo.lock"))?;
    let document = make(&metadata, &checksums(&lock)).context("`cargo metadata` has another form than was known")?;
    Ok(format!("{document:#}\n"))
}

fn make(metadata: &Value, checksums: &BTreeMap<(String, String), String>) -> Option<Value> {
    let packages: BTreeMap<&str, &Value> =
        array(metadata, "packages").iter().filter_map(|package| Some((text(package, "id")?, package))).collect();
    let root = packages.iter().find(|(_, package)| text(package, "name") == Some("ekyc")).map(|(id, _)| *id)?;
    let links = links(metadata);
    let mut linked = BTreeSet::new();
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        if linked.insert(id) {
            waiting.extend(links.get(id).into_iter().flatten());
        }
    }
    let describe = |id: &&str| packages.get(*id).and_then(|package| component(package, checksums));
    let components: Vec<Value> = linked.iter().filter(|id| **id != root).filter_map(describe).collect();
    let dependencies: Vec<Value> = linked
        .iter()
        .filter_map(|id| {
            let on: Vec<String> = links.get(id)?.iter().filter_map(|id| reference(packages.get(id)?)).collect();
            Some(json!({ "ref": reference(packages.get(id)?)?, "dependsOn": on }))
        })
        .collect();
    Some(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": describe(&root)? },
        "components": components,
        "dependencies": dependencies,
    }))
}

/// For each package what is linked into it: no build scripts' dependencies, no tests'.
fn links(metadata: &Value) -> BTreeMap<&str, BTreeSet<&str>> {
    let nodes = metadata.get("resolve").map(|resolve| array(resolve, "nodes")).unwrap_or_default();
    let is_normal = |link: &&Value| array(link, "dep_kinds").iter().any(|kind| kind.get("kind") == Some(&Value::Null));
    nodes
        .iter()
        .filter_map(|node| {
            let on = array(node, "deps").iter().filter(is_normal).filter_map(|link| text(link, "pkg")).collect();
            Some((text(node, "id")?, on))
        })
        .collect()
}

fn component(package: &Value, checksums: &BTreeMap<(String, String), String>) -> Option<Value> {
    let (name, version) = (text(package, "name")?, text(package, "version")?);
    let mut component = json!({
        "type": "library",
        "bom-ref": reference(package)?,
        "name": name,
        "version": version,
        "purl": reference(package)?,
    });
    let fields = component.as_object_mut()?;
    if let Some(license) = text(package, "license") {
        // Older crates write `MIT/Apache-2.0` for what SPDX calls `MIT OR Apache-2.0`.
        fields.insert("licenses".to_owned(), json!([{ "expression": license.replace('/', " OR ") }]));
    }
    if let Some(checksum) = checksums.get(&(name.to_owned(), version.to_owned())) {
        fields.insert("hashes".to_owned(), json!([{ "alg": "SHA-256", "content": checksum }]));
    }
    Some(component)
}

fn reference(package: &Value) -> Option<String> {
    Some(format!("pkg:cargo/{}@{}", text(package, "name")?, text(package, "version")?))
}

/// By name and version. Cargo writes one setting a line.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let setting = |package: &str, name: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(&format!("{name} = ")))?;
        Some(line.trim_matches('"').to_owned())
    };
    lock.split("[[package]]")
        .filter_map(|package| {
            Some(((setting(package, "name")?, setting(package, "version")?), setting(package, "checksum")?))
        })
        .collect()
}

fn array<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_linked_is_listed_and_nothing_else() {
        let package = |name: &str| json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0" });
        let link = |name: &str, kind: Option<&str>| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        let packages = ["ekyc", "inner", "deep", "builder"].map(package);
        let metadata = json!({
            "packages": packages,
            "resolve": { "nodes": [
                { "id": "ekyc", "deps": [link("inner", None), link("builder", Some("build"))] },
                { "id": "inner", "deps": [link("deep", None)] },
                { "id": "deep", "deps": [] },
                { "id": "builder", "deps": [] },
            ] },
        });
        let lock = "[[package]]\nname = \"deep\"\nversion = \"1.0.0\"\nchecksum = \"abc\"\n";
        let document = make(&metadata, &checksums(lock)).unwrap();
        let names: Vec<_> = array(&document, "components").iter().map(|one| text(one, "purl").unwrap()).collect();
        assert_eq!(names, ["pkg:cargo/deep@1.0.0", "pkg:cargo/inner@1.0.0"]);
        let deep = &array(&document, "components")[0];
        assert_eq!(deep["hashes"][0]["content"], "abc");
        assert_eq!(deep["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(document["metadata"]["component"]["name"], "ekyc");
    }
}
