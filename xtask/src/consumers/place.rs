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
use crate::{files, kotlin, package, process};

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
        let settings = settings_for(project, &maven)?;
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

/// Maven's settings for a project that takes our packages from their folder.
pub fn settings_for(project: &Project, maven: &Maven) -> Result<String> {
    Ok(settings(&local_repository(project, maven)?, &package::jvm::repository(project)))
}

/// Not the person's own: `cargo xtask demo` of any clone puts another `io.github.ekyc:ekyc` of the same version there at any time.
/// It begins with what is there, as hard links, so that little is downloaded twice.
fn local_repository(project: &Project, maven: &Maven) -> Result<PathBuf> {
    let own = project.target.join("consumers-m2");
    if !own.is_dir() {
        let half = own.with_extension("half");
        if half.exists() {
            std::fs::remove_dir_all(&half).with_context(|| format!("cannot empty {}", half.display()))?;
        }
        link_all(&kotlin::local_repository(project, maven)?, &half)?;
        std::fs::create_dir_all(&half).with_context(|| format!("cannot make {}", half.display()))?;
        std::fs::rename(&half, &own).with_context(|| format!("cannot make {}", own.display()))?;
    }
    let ours = own.join("io/github/ekyc");
    if ours.exists() {
        std::fs::remove_dir_all(&ours).with_context(|| format!("cannot remove {}", ours.display()))?;
    }
    Ok(own)
}

fn link_all(from: &Path, to: &Path) -> Result<()> {
    for file in files::under(from, &["ekyc"])? {
        let target = to.join(file.strip_prefix(from).context("a file outside of the folder it was found in")?);
        files::parent(&target)?;
        // Maven replaces files rather than writing into them. Another file system needs a copy.
        if std::fs::hard_link(&file, &target).is_err() {
            std::fs::copy(&file, &target).with_context(|| format!("cannot copy {}", file.display()))?;
        }
    }
    Ok(())
}

/// What a company's settings look like, with our folder as one more repository.
fn settings(local: &Path, packages: &Path) -> String {
    format!(
        "<settings>\n  \
        <localRepository>{}</localRepository>\n  \
        <profiles><profile>\n    \
        <id>ekyc</id>\n    \
        <repositories><repository><id>packages</id><url>{}</url></repository></repositories>\n  \
        </profile></profiles>\n  \
        <activeProfiles><activeProfile>ekyc</activeProfile></activeProfiles>\n\
        </settings>\n",
        escaped(&local.display().to_string()),
        escaped(&package::jvm::url(packages)),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_survive_odd_paths() {
        let text = settings(Path::new("/a&b"), Path::new("/c d"));
        assert!(text.contains("<localRepository>/a&amp;b</localRepository>"), "{text}");
        assert!(text.contains("<url>file:///c%20d</url>"), "{text}");
    }

    #[test]
    fn our_own_artifact_is_not_linked() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        files::write_if_changed(&from.join("io/github/ekyc/ekyc/0.1.0/ekyc.jar"), b"x").unwrap();
        files::write_if_changed(&from.join("io/other/other.jar"), b"x").unwrap();
        link_all(&from, &to).unwrap();
        assert_eq!(files::under(&to, &[]).unwrap(), [to.join("io/other/other.jar")]);
    }
}
