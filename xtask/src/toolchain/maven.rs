//! Maven, run with the right Java.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::debian;
use super::java::{self, Jdk};
use crate::process;
use crate::project::Project;

/// Maven and the kit it works with.
pub struct Maven {
    /// The Java that compiles and tests.
    pub jdk: Jdk,
}

impl Maven {
    /// Finds Maven and Java, or installs them.
    pub fn ensure(project: &Project) -> Result<Self> {
        let jdk = java::ensure(project)?;
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
