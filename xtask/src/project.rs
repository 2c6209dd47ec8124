//! Where things are: the repository, cargo's build folder, and the one version.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

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
    /// The repository that this program was built in, and the folder that cargo built it into.
    pub fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask lies in no repository")?;
        let program = std::env::current_exe().context("cannot tell where this program is")?;
        let target = program.ancestors().nth(2).context("this program is in no build folder of cargo's")?;
        let here = std::env::current_dir().context("cannot tell the current folder")?;
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Ok(Self { root: root.to_owned(), here, target: target.to_owned(), testing: false, version })
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
