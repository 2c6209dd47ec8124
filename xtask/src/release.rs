//! `cargo xtask release`: everything that a release consists of, in one folder, or a list of what is missing.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};

use crate::package;
use crate::process::{self, cmd};
use crate::project::{self, Project};
use crate::{files, lint, natives, progress, target};

/// What is not a library of one platform, and may be left out by its name.
const XCFRAMEWORK: &str = "xcframework";
const AAR: &str = "aar";

#[derive(clap::Args)]
pub struct Arguments {
    /// Leave this out and say so in the notes: the name of a platform, `aar` or `xcframework`
    #[arg(long, value_name = "NAME", value_parser = target::names([AAR, XCFRAMEWORK]))]
    without: Vec<String>,
    /// Take the libraries that `cargo xtask natives --all` built elsewhere: the folder target/natives of that machine
    #[arg(long, value_name = "FOLDER", value_parser = project::path)]
    natives: Option<PathBuf>,
    /// Take the XCFramework that `cargo xtask package apple` made on a Mac: the folder target/packages/apple of that machine
    #[arg(long, value_name = "FOLDER", value_parser = project::path)]
    apple: Option<PathBuf>,
    /// The tag that is released; it must be the version
    #[arg(long)]
    tag: Option<String>,
}

impl Arguments {
    fn leaves_out(&self, name: &str) -> bool {
        self.without.iter().any(|without| without == name)
    }
}

/// Assembles and checks; prints the folder. Publishes nothing.
pub fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    if let Some(tag) = &arguments.tag {
        ensure!(*tag == project.version, "the tag is {tag} and the version is {}", project.version);
    }
    progress::step("release: one version", || lint::one_version(project))?;
    progress::step("release: licences and sources of crates", || lint::licences(project))?;
    let natives = progress::step("release: libraries of every platform", || libraries(project, arguments))?;

    let place = project.target.join("release").join(&project.version);
    files::empty(&place)?;
    // Before the jars, one of which takes them along.
    files::copy_all(&package::sandbox::make(project, |name| arguments.leaves_out(name))?, &place.join("sandbox"))?;
    progress::step("release: jar, twice", || jar(project, &natives, &place))?;
    if arguments.leaves_out(AAR) {
        progress::note("no AAR, as asked");
    } else {
        package::android::make(project, Some(&natives.join("android")), &place.join("maven"))?;
    }
    let swift = package::swift::make(project, Some(&natives.join("swift")), None)?;
    let xcframework = apple(project, arguments)?;
    let present = target::ALL.iter().filter(|target| target.abi().is_none() && !arguments.leaves_out(target.name));
    let sbom = natives::sbom::document(project, present)?;
    files::write_if_changed(&place.join("ekyc-native.cdx.json"), sbom.as_bytes())?;
    let (script, version, swift) = (project.root.join("ci/release.sh"), &project.version, swift.folder);
    let without = arguments.without.join(", ");
    let end = cmd!("{script} {place} {version} {without} {swift} {xcframework...}");
    process::run(end, "GNU tar and coreutils are needed.")?;
    println!("{}", place.display());
    Ok(())
}

/// The folder with every library that is in, each held to its rules; all that is missing is named at once.
fn libraries(project: &Project, arguments: &Arguments) -> Result<PathBuf> {
    let folder = arguments.natives.clone().unwrap_or_else(|| project.target.join("natives"));
    let mut missing = Vec::new();
    for target in &target::ALL {
        let result = if arguments.leaves_out(target.name) {
            let there =
                target.archive_in(&folder).is_some_and(|file| file.exists()) || target.shared_in(&folder).exists();
            if there { Err(anyhow!("it is left out, and lies in {}; take it away", folder.display())) } else { Ok(()) }
        } else if target.abi().is_some() && arguments.leaves_out(AAR) {
            Ok(())
        } else if arguments.natives.is_some() {
            natives::check_in(project, &folder, target)
        } else {
            natives::twice(project, target)
        };
        missing.extend(result.err().map(|problem| format!("{}: {problem:#}", target.name)));
    }
    ensure!(
        missing.is_empty(),
        "a release holds every platform, and these are missing or wrong:\n  {}\nTo leave one out, say --without NAME; the \
         notes will say it too.",
        missing.join("\n  ")
    );
    Ok(folder)
}

/// The same bytes twice, and every library inside.
fn jar(project: &Project, natives: &Path, place: &Path) -> Result<()> {
    let (repository, jar) = (package::jvm::repository(project), package::jvm::LIBRARY.file(project, ".jar"));
    let made = || {
        package::jvm::make_anew(project, Some(&natives.join("jvm")))?;
        anyhow::Ok(fs_err::read(&jar)?)
    };
    let first = made()?;
    ensure!(first == made()?, "the jar was built twice and came out with different bytes");
    files::copy_all(&repository, &place.join("maven"))?;
    let copied = fs_err::read(place.join("maven").join(jar.strip_prefix(&repository)?))?;
    ensure!(first == copied, "another xtask packaged other jars meanwhile; run this again");
    Ok(())
}

/// Where the XCFramework is, unless it is left out.
fn apple(project: &Project, arguments: &Arguments) -> Result<Option<PathBuf>> {
    if arguments.leaves_out(XCFRAMEWORK) {
        progress::note("no XCFramework, as asked");
        return Ok(None);
    }
    let framework = match &arguments.apple {
        Some(folder) => folder.join("EkycCoreLibrary.xcframework"),
        None => package::swift::xcframework(project).context(
            "an XCFramework is made on a Mac by `cargo xtask package apple`; give its folder with --apple, or say \
             --without xcframework",
        )?,
    };
    ensure!(framework.is_dir(), "there is no {}", framework.display());
    Ok(Some(framework))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_and_what_is_there_although_it_is_left_out_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_path_buf();
        files::write_if_changed(&target::WINDOWS.shared_in(&root), b"").unwrap();
        let project = Project { target: root.clone(), root: root.clone(), ..Project::default() };
        let without = ["win32-x86-64", "aar"].map(str::to_owned).to_vec();
        let arguments = Arguments { without, natives: Some(root), apple: None, tag: None };
        let error = libraries(&project, &arguments).unwrap_err().to_string();
        for target in target::ALL.iter().filter(|target| target.abi().is_none()) {
            let left_out = error.contains(&format!("\n  {}: it is left out", target.name));
            assert!(
                error.contains(&format!("\n  {}: ", target.name)) && left_out == (*target == target::WINDOWS),
                "{error}"
            );
        }
    }
}
