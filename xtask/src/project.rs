//! Where things are: the repository, cargo's build folder, and the one version.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use serde_json::Value;

use crate::process;

/// The repository we work on.
#[derive(Clone, Default)]
pub struct Project {
    /// The top folder, where every verb stands.
    pub root: PathBuf,
    /// Where the person stands.
    pub here: PathBuf,
    /// Cargo's build folder, commonly `target`.
    pub target: PathBuf,
    /// Whether the verb is a test, so that its builds should be the ones that tests make.
    pub testing: bool,
    /// The version of every artefact, from `[workspace.package]`.
    pub version: String,
}

impl Project {
    /// Finds the repository that this program was started for.
    pub fn find() -> Result<Self> {
        let root = root()?;
        let mut cargo = process::cargo();
        cargo.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(&root);
        let text = process::text(&mut cargo, "Check that every member named in Cargo.toml exists.")?;
        let metadata: Value = serde_json::from_str(&text).context("cannot read what `cargo metadata` printed")?;
        let target = metadata.get("target_directory").and_then(Value::as_str);
        let target = target.context("`cargo metadata` names no target directory; check the version of cargo")?;
        let version =
            version(&metadata).context("`cargo metadata` knows no package `ekyc`; run this in its repository")?;
        let here = std::env::current_dir().context("cannot tell the current folder")?;
        Ok(Self { root, here, target: PathBuf::from(target), testing: false, version })
    }

    /// Our own corner of the build folder: stamps, logs, locks.
    pub fn own(&self, name: &str) -> PathBuf {
        self.target.join("xtask").join(name)
    }

    /// A log file in our corner.
    pub fn log(&self, name: &str) -> PathBuf {
        self.target.join("xtask/logs").join(name).with_extension("log")
    }

    /// Where a program in another root may stand: where the person does, if that is in the repository.
    pub fn standing(&self) -> &Path {
        if self.here.starts_with(&self.root) { &self.here } else { &self.root }
    }

    /// The Maven module.
    pub fn kotlin(&self) -> PathBuf {
        self.root.join("bindings/kotlin")
    }

    /// The Swift package.
    pub fn swift(&self) -> PathBuf {
        self.root.join("bindings/swift")
    }
}

/// A path of the command line, as the person who stands elsewhere means it.
pub fn path(text: &str) -> std::io::Result<PathBuf> {
    std::path::absolute(text)
}

/// Cargo says where xtask's manifest is; a program started by hand looks upwards from where it stands.
fn root() -> Result<PathBuf> {
    if let Some(root) = std::env::var_os("CARGO_MANIFEST_DIR").and_then(|xtask| above(Path::new(&xtask))) {
        return Ok(root);
    }
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    above(&here).ok_or_else(|| anyhow!("no ekyc repository here; run `cargo xtask` inside a clone of it"))
}

fn above(start: &Path) -> Option<PathBuf> {
    start
        .ancestors()
        .find(|folder| folder.join("xtask/Cargo.toml").is_file() && folder.join("uniffi.toml").is_file())
        .map(Path::to_path_buf)
}

fn version(metadata: &Value) -> Option<String> {
    let packages = metadata.get("packages")?.as_array()?;
    let ekyc = packages.iter().find(|package| package.get("name").and_then(Value::as_str) == Some("ekyc"))?;
    Some(ekyc.get("version")?.as_str()?.to_owned())
}
