//! The Kotlin sample with the jar that is to be tried, outside of its Maven project.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::bindings::native;
use crate::project::Project;
use crate::samples::{Language, Outcome};
use crate::sandbox::Sandbox;
use crate::target::Target;
use crate::{files, process};

/// The jar that the sample was built with, and in it the libraries of other platforms, where the package has them.
pub fn jar_with(project: &Project, libraries: &[(&Target, PathBuf)]) -> Result<PathBuf> {
    let jar = project.own("platforms/with-libraries.jar");
    files::parent(&jar)?;
    Language::Kotlin.prepare(project, false)?;
    std::fs::copy(own_jar(project)?, &jar).context("cannot copy the sample's jar of the library")?;
    let file = std::fs::OpenOptions::new().read(true).write(true).open(&jar)?;
    let mut zip = ZipWriter::new_append(file).context("the sample's jar of the library is no jar")?;
    for (target, library) in libraries {
        let name = format!("{}/{}/{}", native::IN_JAR, target.name, target.shared_file());
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(&std::fs::read(library)?)?;
    }
    zip.finish()?;
    Ok(jar)
}

/// A copy of the built sample that uses `jar` as the library. Returns the sample's own jar, for `java -jar`.
pub fn with(project: &Project, target: &Target, jar: &Path) -> Result<PathBuf> {
    Language::Kotlin.prepare(project, false)?;
    let own = own_jar(project)?;
    let folder = project.own("platforms").join(target.name).join("sample");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    std::fs::create_dir_all(folder.join("lib"))?;
    for file in files::under(&build(project).join("lib"), &[])? {
        let copy = folder.join("lib").join(file.file_name().context("a file without a name")?);
        std::fs::copy(if file == own { jar } else { &file }, copy)?;
    }
    let name = format!("kotlin-sample-{}.jar", project.version);
    std::fs::copy(build(project).join(&name), folder.join(&name)).context("cannot copy the sample")?;
    Ok(folder.join(name))
}

/// Runs it against the sandbox: one transaction, and with a wrong secret one error that names the service's code.
pub fn check(java: &mut Command, sandbox: &Sandbox) -> Result<()> {
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("EKYC_") || name.starts_with("ALIBABA_")) {
        java.env_remove(name);
    }
    let good = outcome(java.envs(sandbox.environment()))?;
    if good.output.lines().filter(|line| line.starts_with("TransactionId: ")).count() != 1 {
        bail!("the sample obtained no transaction, it printed `{}` and `{}`", good.output, good.errors);
    }
    let bad = outcome(java.env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "not-the-secret"))?;
    if !bad.errors.contains("code=SignatureDoesNotMatch") {
        bail!("with a wrong secret the sample should name the service's code, it printed `{}`", bad.errors);
    }
    Ok(())
}

fn outcome(java: &mut Command) -> Result<Outcome> {
    let output = process::capture(java)?;
    Ok(Outcome {
        output: String::from_utf8_lossy(&output.stdout).into_owned(),
        errors: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code(),
    })
}

fn build(project: &Project) -> PathBuf {
    project.root.join("kotlin-sample/target")
}

fn own_jar(project: &Project) -> Result<PathBuf> {
    let jar = build(project).join("lib").join(format!("ekyc-{}.jar", project.version));
    if jar.is_file() { Ok(jar) } else { bail!("the sample was built without {}", jar.display()) }
}
