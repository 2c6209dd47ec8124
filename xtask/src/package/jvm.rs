//! `cargo xtask package jvm`: `io.github.ekyc:ekyc`, `ekyc-testing` and `ekyc-spring-boot-starter` in a Maven repository that is a folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use super::natives;
use crate::bindings::library::PROFILE;
use crate::bindings::native;
use crate::process::{self, cmd};
use crate::project::Project;
use crate::target::{self, Target};
use crate::toolchain::java::Maven;
use crate::{bindings, files, kotlin, progress, stamp};

/// What Maven builds from one folder of the repository.
#[derive(Clone, Copy)]
pub struct Artifact {
    pub name: &'static str,
    pub sources: &'static str,
}

pub const LIBRARY: Artifact = Artifact { name: "ekyc", sources: "bindings/kotlin" };
/// The sandbox for the tests of Kotlin and Java, its program inside.
pub const TESTING: Artifact = Artifact { name: "ekyc-testing", sources: "bindings/kotlin-testing" };
pub const STARTER: Artifact = Artifact { name: "ekyc-spring-boot-starter", sources: "bindings/spring-boot-starter" };
/// Each after those that it depends on.
pub const ALL: [Artifact; 3] = [LIBRARY, TESTING, STARTER];

/// A release names the folder with the libraries of other machines here, so that what it publishes is what is tested.
const NATIVES: &str = "EKYC_NATIVES";

impl Artifact {
    /// One of the files: `ekyc-0.1.0<ending>`.
    pub fn file(self, project: &Project, ending: &str) -> PathBuf {
        let (name, version) = (self.name, &project.version);
        repository(project).join(format!("io/github/ekyc/{name}/{version}/{name}-{version}{ending}"))
    }

    /// Apart from the module's own build folder, whose tests may be running, and empty: Maven removes no outdated class.
    fn make(self, project: &Project, maven: &Maven, elsewhere: Option<&Path>) -> Result<()> {
        let place = project.own(&format!("package-{}", self.name));
        files::empty(&place)?;
        let mut command = maven.command(&project.root.join(self.sources));
        match self.name {
            "ekyc" => {
                let resources = library_resources(project, elsewhere, &place)?;
                command.arg("-Ppackage").arg(format!("-Dekyc.natives={}", resources.display()));
            }
            "ekyc-testing" => {
                let programs = sandboxes(project, elsewhere, &place)?;
                command.arg(format!("-Dekyc.sandbox={}", programs.display()));
            }
            _ => {}
        }
        if self.name != LIBRARY.name {
            add_settings(project, maven, &mut command)?;
        }
        command.arg(format!("-Dekyc.build={}", place.join("build").display()));
        command.arg(format!("-DaltDeploymentRepository=packages::{}", url(&repository(project))));
        command.args(["-Dmaven.test.skip=true", "-Dmaven.install.skip=true", "deploy"]);
        let log = project.log(&format!("package-{}", self.name));
        process::run_logged(&mut command, &log, "The first run needs the network.")
    }
}

/// The folder that is a Maven repository.
pub fn repository(project: &Project) -> PathBuf {
    project.target.join("packages/maven")
}

/// As a Maven setting names a folder.
pub fn url(folder: &Path) -> String {
    format!("file://{}", folder.display().to_string().replace('%', "%25").replace(' ', "%20"))
}

/// Packages if anything that the packages are made from changed.
pub fn ensure(project: &Project, elsewhere: Option<&Path>) -> Result<()> {
    let elsewhere = elsewhere.map(Path::to_path_buf).or_else(|| std::env::var_os(NATIVES).map(PathBuf::from));
    let elsewhere = elsewhere.as_deref();
    let maven = Maven::ensure(project)?;
    let state = format!("{} {}", bindings::ensure(project)?, inputs(project, elsewhere)?);
    let _lock = files::lock(&project.own("package-jvm.lock"), "the jar's package")?;
    stamp::once(project, "package-jvm", &state, || {
        let ours = repository(project).join("io/github/ekyc");
        files::empty(&ours)?;
        for artifact in ALL {
            let name = format!("package: io.github.ekyc:{}", artifact.name);
            progress::step(&name, || artifact.make(project, &maven, elsewhere))?;
        }
        files::under(&ours, &[])
    })
}

/// Packages whatever was packaged before.
pub fn make_anew(project: &Project, elsewhere: Option<&Path>) -> Result<()> {
    stamp::forget(project, "package-jvm");
    ensure(project, elsewhere)
}

fn inputs(project: &Project, elsewhere: Option<&Path>) -> Result<String> {
    let folders = ALL.map(|artifact| artifact.sources);
    let more = "sandbox xtask/src/package ci/sbom.py ci/library.py LICENSE-MIT LICENSE-APACHE";
    let folders = folders.into_iter().chain(more.split(' '));
    let folders = folders.map(|folder| project.root.join(folder)).chain(elsewhere.map(Path::to_path_buf));
    let mut sources = Vec::new();
    for folder in folders {
        sources.extend(files::under(&folder, &["target", "generated", "test", "tests", "api"])?);
    }
    files::hash(&sources)
}

/// The native libraries and the list of what is in them.
fn library_resources(project: &Project, elsewhere: Option<&Path>, place: &Path) -> Result<PathBuf> {
    let (libraries, missing) = natives::collect(project, false, elsewhere, |target| {
        ensure!(target == Target::of_this_machine()?, "give it with --natives");
        Ok(native::resources(project).join(target.shared_below()))
    })?;
    let resources = place.join("natives");
    for (target, contents) in &libraries {
        let file = resources.join(native::IN_JAR).join(target.shared_below());
        files::write_if_changed(&file, contents)?;
    }
    let present: Vec<&str> = libraries.iter().map(|(target, _)| target.name).collect();
    let sbom = crate::natives::sbom::document(project, libraries.iter().map(|(target, _)| *target))?;
    files::write_if_changed(&resources.join("META-INF/sbom/ekyc-native.cdx.json"), sbom.as_bytes())?;
    progress::note(&format!("libraries inside: {}", present.join(", ")));
    missing.iter().for_each(|reason| progress::note(&format!("not inside: {reason}")));
    Ok(resources)
}

/// The sandbox for each platform that has one.
fn sandboxes(project: &Project, elsewhere: Option<&Path>, place: &Path) -> Result<PathBuf> {
    let programs = place.join("program");
    let mut present = Vec::new();
    for platform in target::ALL.iter().filter(|platform| platform.abi().is_none()) {
        let file = if platform.name.starts_with("win") { "ekyc-sandbox.exe" } else { "ekyc-sandbox" };
        let collected = [
            elsewhere.map(|elsewhere| elsewhere.join(platform.name).join(file)),
            of_a_release(project, platform, elsewhere),
        ];
        let source = match collected.into_iter().flatten().find(|file| file.is_file()) {
            Some(file) => file,
            None if *platform == *Target::of_this_machine()? => sandbox(project)?,
            None => continue,
        };
        files::write_if_changed(&programs.join(platform.name).join(file), &fs_err::read(&source)?)?;
        present.push(platform.name);
    }
    progress::note(&format!("sandboxes inside: {}", present.join(", ")));
    Ok(programs)
}

/// For a release: the static program that `package sandbox` makes of its own, good for every C library.
fn of_a_release(project: &Project, platform: &Target, elsewhere: Option<&Path>) -> Option<PathBuf> {
    let processor = match platform.name.strip_prefix("linux-")? {
        "x86-64" => "amd64",
        "aarch64" => "arm64",
        _ => return None, // the same program: the jar's reader takes that one on musl too
    };
    elsewhere.map(|_| super::sandbox::folder(project).join(format!("ekyc-sandbox-linux-{processor}")))
}

/// This machine's, as it is shipped.
fn sandbox(project: &Project) -> Result<PathBuf> {
    let mut cargo = process::cargo_with("build --package ekyc-sandbox --bin ekyc-sandbox --profile size");
    process::run(cargo.env("CARGO_PROFILE_SIZE_STRIP", "symbols"), "The compiler's words are above.")?;
    Ok(project.target.join(PROFILE).join("ekyc-sandbox"))
}

/// Has `mvn` use the settings of projects that take our packages from their folder, as strangers do.
pub fn add_settings(project: &Project, maven: &Maven, mvn: &mut Command) -> Result<()> {
    mvn.arg("-s").arg(project.root.join("tests/consumers/settings.xml")).envs(settings(project, maven)?);
    Ok(())
}

/// What the settings read from the environment. The local repository is not the person's own: `cargo xtask demo` of any clone puts another
/// `io.github.ekyc:ekyc` of the same version there at any time. It begins as a copy, so that little is downloaded twice.
pub fn settings(project: &Project, maven: &Maven) -> Result<[(&'static str, PathBuf); 2]> {
    let own = project.target.join("consumers-m2");
    if !own.is_dir() {
        let (half, persons) = (own.with_extension("half"), kotlin::local_repository(project, maven)?);
        files::empty(&half)?;
        fs_err::create_dir_all(&persons)?;
        process::run(cmd!("cp -R {persons} {half}"), "Check the free space.")?;
        fs_err::rename(&half, &own)?;
    }
    files::empty(&own.join("io/github/ekyc"))?;
    let packages = url(&repository(project));
    Ok([("EKYC_M2", own), ("EKYC_PACKAGES", packages.into())])
}
