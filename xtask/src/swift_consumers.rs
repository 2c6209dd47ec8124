//! Swift packages that know only what `cargo xtask package swift` made: copied out of the repository, package and all, before they are built, so
//! that nothing of the repository can be found by accident.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::cleanup::TemporaryFolder;
use crate::package::swift::{self as package, SwiftPackage};
use crate::project::Project;
use crate::sandbox::Sandbox;
use crate::toolchain::swift::Swift;
use crate::{files, process, progress};

/// A consumer, by its folder in `tests/consumers`, and how what it prints begins.
const CONSUMERS: [(&str, &[&str]); 2] = [
    ("swift-path", &["transactions: 8\n", "refused: MetaInfo "]),
    ("swift-git", &["transactions: 1, found: true, version: <version>\n"]),
];

/// Builds and runs them against the sandbox.
pub fn test(project: &Project) -> Result<()> {
    let made = package::make(project)?;
    let place = Swift::ensure(project)?;
    let away = TemporaryFolder::new()?;
    let package = move_out(&made, away.path())?;
    let sandbox = Sandbox::start(project)?;
    for (name, promised) in CONSUMERS {
        progress::step(&format!("Swift consumer: {name}"), || {
            let folder = lay_out(project, name, &package, away.path())?;
            for pkg_config in [false, true] {
                let output = build_and_run(project, &place, &sandbox, &folder, pkg_config)?;
                check(name, &output, promised, &project.version)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// The package as somebody has it who downloaded it.
fn move_out(made: &SwiftPackage, away: &Path) -> Result<SwiftPackage> {
    let package = SwiftPackage { folder: away.join("downloaded/ekyc"), repository: away.join("served/ekyc.git") };
    for (from, to) in [(&made.folder, &package.folder), (&made.repository, &package.repository)] {
        for file in files::under(from, &[])? {
            copy(&file, &to.join(file.strip_prefix(from).unwrap_or(&file)), |contents| contents)?;
        }
        // Git looks for these folders, empty or not.
        if from.ends_with("ekyc.git") {
            std::fs::create_dir_all(to.join("refs/heads")).context("cannot lay out the repository")?;
        }
    }
    Ok(package)
}

fn lay_out(project: &Project, name: &str, package: &SwiftPackage, away: &Path) -> Result<PathBuf> {
    let source = project.root.join("tests/consumers").join(name);
    let folder = away.join(name);
    let fill = |text: Vec<u8>| {
        let text = String::from_utf8_lossy(&text).replace("<package>", &package.folder.display().to_string());
        let text = text.replace("<repository>", &format!("file://{}", package.repository.display()));
        text.replace("<version>", &project.version).into_bytes()
    };
    for file in files::under(&source, &[".build"])? {
        copy(&file, &folder.join(file.strip_prefix(&source).unwrap_or(&file)), fill)?;
    }
    Ok(folder)
}

fn copy(from: &Path, to: &Path, change: impl Fn(Vec<u8>) -> Vec<u8>) -> Result<()> {
    let contents = std::fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
    files::write_if_changed(to, &change(contents)).map(|_| ())
}

/// Without any setting, or through pkg-config.
fn build_and_run(
    project: &Project,
    place: &Swift,
    sandbox: &Sandbox,
    folder: &Path,
    pkg_config: bool,
) -> Result<String> {
    let mut build = place.swift(project, folder, &["build".into()])?;
    build.env_remove("PKG_CONFIG_PATH");
    if pkg_config {
        let checkout = folder.join(".build/checkouts/ekyc");
        let library = if checkout.is_dir() { checkout } else { folder.with_file_name("downloaded").join("ekyc") };
        build.env("EKYC_PKG_CONFIG", "1").env("PKG_CONFIG_PATH", library.join("lib/pkgconfig"));
    }
    let built = process::capture(&mut build)?;
    let words = format!("{}{}", String::from_utf8_lossy(&built.stdout), String::from_utf8_lossy(&built.stderr));
    ensure!(built.status.success(), "`swift build` failed in a copy of {}:\n{words}", name(folder));
    // A dependency's own warnings are no errors to SwiftPM, and would still be the first that a user sees of it.
    ensure!(!words.contains("warning:"), "`swift build` warned in a copy of {}:\n{words}", name(folder));
    let mut run = place.command(project, folder, &folder.join(".build/debug/consumer"), &[])?;
    run.env_remove("PKG_CONFIG_PATH").envs(sandbox.environment());
    process::text(&mut run, "The consumer's words are above.")
}

fn check(name: &str, output: &str, promised: &[&str], version: &str) -> Result<()> {
    for line in promised {
        let line = line.replace("<version>", version);
        ensure!(output.contains(&line), "the consumer {name} should print `{}`, not:\n{output}", line.trim_end());
    }
    Ok(())
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
