//! Where the strangers live: a folder outside of the repository, and a local Maven repository of their own.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::cleanup::TemporaryFolder;
use crate::project::Project;
use crate::sandbox::Sandbox;
use crate::toolchain::java::Jdk;
use crate::toolchain::maven::Maven;
use crate::{files, package, process};

/// A place with copies of everything under `tests/consumers`.
pub struct Place {
    folder: TemporaryFolder,
    maven: Maven,
    logs: PathBuf,
    built: RefCell<BTreeSet<String>>,
}

impl Place {
    /// Makes it, and tells the Java that builds there.
    pub fn make(project: &Project) -> Result<(Self, Jdk)> {
        let maven = Maven::ensure(project)?;
        let folder = TemporaryFolder::new()?;
        let sources = project.root.join("tests/consumers");
        // Someone may have built one where it stands.
        for file in files::under(&sources, &["target", ".build"])? {
            let inside = file.strip_prefix(&sources).context("a file outside of the folder it was found in")?;
            let target = folder.path().join(inside);
            files::parent(&target)?;
            std::fs::copy(&file, &target).with_context(|| format!("cannot copy {}", file.display()))?;
        }
        let settings = package::settings::of(project, &maven)?;
        files::write_if_changed(&folder.path().join("settings.xml"), settings.as_bytes())?;
        let jdk = maven.jdk.clone();
        Ok((Self { folder, maven, logs: project.log("consumers"), built: RefCell::default() }, jdk))
    }

    /// Builds one of them with Maven, once, and returns its folder.
    pub fn build(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.path().join(name);
        if self.built.borrow().contains(name) {
            return Ok(folder);
        }
        self.maven(&folder, name, &["package"])?;
        self.built.borrow_mut().insert(name.to_owned());
        Ok(folder)
    }

    /// Runs the tests of a module of ours that depends on the packages, built here.
    pub fn test(&self, module: &Path, name: &str) -> Result<()> {
        let build = format!("-Dekyc.build={}", self.folder.path().join(name).display());
        self.maven(module, name, &[&build, "test"])
    }

    fn maven(&self, folder: &Path, name: &str, arguments: &[&str]) -> Result<()> {
        let mut command = self.maven.command(folder);
        command.arg("-s").arg(self.folder.path().join("settings.xml")).args(arguments);
        let log = self.logs.with_file_name(format!("consumer-{name}.log"));
        process::run_logged(&mut command, &log, "The first run needs the network.")
    }

    /// Where everything lies.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A copy of the sandbox's certificate here, for programs that see nothing else.
    pub fn shared_ca_file(&self, sandbox: &Sandbox) -> Result<PathBuf> {
        let copy = self.scratch("sandbox")?.join("ca.pem");
        std::fs::copy(sandbox.ca_file(), &copy).context("cannot copy the sandbox's certificate")?;
        Ok(copy)
    }

    /// A folder for what a check writes.
    pub fn scratch(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.path().join("scratch").join(name);
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(folder)
    }
}
