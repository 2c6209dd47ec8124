//! The table of contents of the artifact bundle (SE-0482) that holds the static libraries for Linux.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::files;

/// A folder in the bundle, and the names that compilers give to its platform: Debian's says `pc` where Swift's own say `unknown`.
const PLATFORMS: [(&str, &[&str]); 4] = [
    ("linux-x86_64", &["x86_64-unknown-linux-gnu", "x86_64-pc-linux-gnu"]),
    ("linux-aarch64", &["aarch64-unknown-linux-gnu", "aarch64-pc-linux-gnu"]),
    ("linux-x86_64-musl", &["x86_64-swift-linux-musl"]),
    ("linux-aarch64-musl", &["aarch64-swift-linux-musl"]),
];

const MODULE_MAP: &str = "module EkycCoreLibrary {\n    export *\n}\n";

/// Writes `info.json` for the libraries that are in the bundle, and returns the names of their folders.
pub fn write(bundle: &Path, version: &str) -> Result<Vec<&'static str>> {
    let (here, absent): (Vec<_>, Vec<_>) =
        PLATFORMS.iter().partition(|(folder, _)| bundle.join(folder).join("libekyc.a").is_file());
    if here.is_empty() {
        bail!("{} holds no library; run `cargo xtask bindings`", bundle.display());
    }
    for (folder, _) in absent {
        if bundle.join(folder).exists() {
            bail!("{} holds no libekyc.a", bundle.join(folder).display());
        }
    }
    let variants: Vec<_> = here
        .iter()
        .map(|(folder, triples)| {
            json!({
                "path": format!("{folder}/libekyc.a"),
                "supportedTriples": triples,
                "staticLibraryMetadata": { "headerPaths": ["include"], "moduleMapPath": "include/module.modulemap" },
            })
        })
        .collect();
    let artifact = json!({ "type": "staticLibrary", "version": version, "variants": variants });
    let info = json!({ "schemaVersion": "1.0", "artifacts": { "ekyc": artifact } });
    let text = serde_json::to_string_pretty(&info).context("cannot write JSON")?;
    files::write_if_changed(&bundle.join("info.json"), format!("{text}\n").as_bytes())?;
    files::write_if_changed(&bundle.join("include/module.modulemap"), MODULE_MAP.as_bytes())?;
    Ok(here.iter().map(|(folder, _)| *folder).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_what_is_there_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write(folder.path(), "1.2.3").is_err(), "an empty bundle");
        let library = folder.path().join("linux-aarch64/libekyc.a");
        files::write_if_changed(&library, b"archive").unwrap();
        assert_eq!(write(folder.path(), "1.2.3").unwrap(), ["linux-aarch64"]);
        let info: serde_json::Value =
            serde_json::from_str(&files::read(&folder.path().join("info.json")).unwrap()).unwrap();
        let variants = info.pointer("/artifacts/ekyc/variants").unwrap().as_array().unwrap();
        assert_eq!(variants.len(), 1);
        assert_eq!(variants[0]["path"], "linux-aarch64/libekyc.a");
        assert_eq!(variants[0]["supportedTriples"][0], "aarch64-unknown-linux-gnu");
        std::fs::remove_file(library).unwrap();
        assert!(write(folder.path(), "1.2.3").is_err(), "a folder without its library");
    }
}
