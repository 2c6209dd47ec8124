//! Strangers' projects that depend on the packages, built and run where nothing of this repository can be reached.

mod aar;
mod contents;
mod damaged;
mod growth;
mod mounts;
mod native_image;
mod ran;
mod runs;
mod server;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::cleanup::TemporaryFolder;
use crate::package::{jvm, settings};
use crate::project::Project;
use crate::sandbox::Sandbox;
use crate::toolchain::java::{self, Jdk};
use crate::toolchain::maven::Maven;
use crate::{files, process, progress};

use ran::Ran;

/// Copies of everything under `tests/consumers`, with a local Maven repository of their own, and what the checks share.
struct Strangers<'a> {
    project: &'a Project,
    folder: TemporaryFolder,
    /// Its Java builds them, the oldest that is supported.
    maven: Maven,
    /// The newest on this machine, if it is another.
    newest: Option<Jdk>,
    sandbox: Sandbox,
    built: RefCell<BTreeSet<String>>,
}

type Check = fn(&Strangers<'_>) -> Result<()>;

/// In the order in which a failure says most.
const CHECKS: [(&str, Check); 11] = [
    ("what is in the packages", contents::check),
    ("tests with the packaged sandbox", |strangers| strangers.build("testing").map(|_| ())),
    ("the Spring Boot starter in a real application", starter),
    ("an earlier shape of the library", growth::prepare),
    ("programs of every kind", runs::check),
    ("a server with two hundred calls at once", server::check),
    ("libraries that are missing or wrong", damaged::check),
    ("read-only, noexec and full file systems", mounts::check),
    ("an AAR, and an app that R8 shrinks with it", aar::check),
    ("an app's unit test with Robolectric", |strangers| strangers.build("android").map(|_| ())),
    ("GraalVM reads the metadata", native_image::check),
];

/// Packages, then builds and runs them all.
pub fn run(project: &Project) -> Result<()> {
    let strangers = Strangers::gather(project, None)?;
    for (name, check) in CHECKS {
        progress::step(&format!("consumers: {name}"), || check(&strangers))?;
    }
    Ok(())
}

/// Some of them with the Java of another machine, which `java` begins to call, and with a jar that holds its library.
pub fn elsewhere(project: &Project, natives: &Path, java: impl Fn() -> Command) -> Result<()> {
    let strangers = Strangers::gather(project, Some(natives))?;
    for (name, words, _, transactions, _) in runs::RUNS.iter().take(2) {
        let mut command = java();
        command.args(strangers.words(words)?);
        strangers.lead_to_sandbox(&mut command);
        progress::step(&format!("consumers: {name}"), || Ran::of(&mut command)?.succeeded(*transactions))?;
    }
    Ok(())
}

/// Its tests: real applications, against the packaged sandbox.
fn starter(strangers: &Strangers<'_>) -> Result<()> {
    let build = format!("-Dekyc.build={}", strangers.folder.path().join("starter").display());
    strangers.mvn(&strangers.project.root.join(jvm::STARTER.sources), "starter", &[&build, "test"])
}

impl<'a> Strangers<'a> {
    fn gather(project: &'a Project, natives: Option<&Path>) -> Result<Self> {
        jvm::ensure(project, natives)?;
        let maven = Maven::ensure(project)?;
        let newest = java::newest(project, &maven.jdk);
        let (folder, sandbox) = (TemporaryFolder::new()?, Sandbox::start(project)?);
        files::write_if_changed(&folder.path().join("settings.xml"), settings::of(project, &maven)?.as_bytes())?;
        let sources = project.root.join("tests/consumers");
        // Someone may have built one where it stands.
        for file in files::under(&sources, &["target", ".build"])? {
            let copy = folder.path().join(file.strip_prefix(&sources)?);
            files::parent(&copy)?;
            std::fs::copy(&file, &copy).with_context(|| format!("cannot copy {}", file.display()))?;
        }
        Ok(Self { project, folder, maven, newest, sandbox, built: RefCell::default() })
    }
}

impl Strangers<'_> {
    /// Builds one of them with Maven, once, and returns its folder.
    fn build(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.path().join(name);
        if self.built.borrow_mut().insert(name.to_owned()) {
            self.mvn(&folder, name, &["package"])?;
        }
        Ok(folder)
    }

    fn mvn(&self, folder: &Path, name: &str, arguments: &[&str]) -> Result<()> {
        let mut command = self.maven.command(folder);
        command.arg("-s").arg(self.folder.path().join("settings.xml")).args(arguments);
        let log = self.project.log(&format!("consumer-{name}"));
        process::run_logged(&mut command, &log, "The first run needs the network.")
    }

    /// Java with these words, led to the sandbox.
    fn java(&self, jdk: &Jdk, words: &str) -> Result<Command> {
        // A JVM that some thread keeps alive should fail a test, not hang it.
        let mut command = process::command("timeout");
        command.arg("300").arg(jdk.java()).args(self.words(words)?);
        self.lead_to_sandbox(&mut command);
        Ok(command)
    }

    /// Java's words. In a path `./` stands for the strangers' folder, and `@name` for what the Maven project there runs with; whoever is named is
    /// built first.
    fn words(&self, words: &str) -> Result<Vec<String>> {
        let here = self.folder.path().display();
        let mut all = Vec::new();
        for word in words.split(' ') {
            let mut paths = Vec::new();
            for path in word.split(':') {
                let Some(inside) = path.strip_prefix("./").or(path.strip_prefix('@')) else {
                    paths.push(path.to_owned());
                    continue;
                };
                let name = inside.split('/').next().unwrap_or_default();
                if self.folder.path().join(name).join("pom.xml").is_file() {
                    self.build(name)?;
                }
                match path.starts_with('@') {
                    true => paths.push(format!("{here}/{inside}/target/classes:{here}/{inside}/target/lib/*")),
                    false => paths.push(format!("{here}/{inside}")),
                }
            }
            all.push(paths.join(":"));
        }
        Ok(all)
    }

    /// The person's own settings for Java and for the service stay out.
    fn lead_to_sandbox(&self, command: &mut Command) {
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if ["EKYC_", "ALIBABA_CLOUD_", "CLASSPATH", "JAVA_TOOL_", "JDK_JAVA_", "LD_LIBRARY_"]
                .iter()
                .any(|prefix| text.starts_with(prefix))
            {
                command.env_remove(&name);
            }
        }
        command.envs(self.sandbox.environment());
    }

    /// The same with the oldest Java, run to its end.
    fn run(&self, words: &str) -> Result<Ran> {
        Ran::of(&mut self.java(&self.maven.jdk, words)?)
    }

    /// The library's jar as a folder, which is as good on a class path.
    fn unpacked(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.path().join("scratch").join(name);
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let mut unpack = process::command(self.maven.jdk.home.join("bin/jar"));
        unpack.arg("-xf").arg(jvm::LIBRARY.file(self.project, ".jar")).current_dir(&folder);
        process::run(&mut unpack, "The jar cannot be unpacked.")?;
        Ok(folder)
    }
}
