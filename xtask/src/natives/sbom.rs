//! What the native libraries are made of: `ci/sbom.py` writes it as a CycloneDX document and holds it to what was linked.

use std::fmt::Write as _;

use anyhow::Result;

use crate::bindings::library::Archive;
use crate::cleanup::TemporaryFolder;
use crate::process;
use crate::project::Project;
use crate::target::Target;
use crate::toolchain::python;

const SCRIPT: &str = "ci/sbom.py";

/// The document for the libraries of these platforms. A crate that not all of them link says which do.
pub fn document(project: &Project, platforms: &[&str]) -> Result<String> {
    let mut words = vec!["document".to_owned()];
    for platform in platforms {
        words.push(format!("{platform}={}", Target::named(platform)?.triple));
    }
    process::text(python::script(project, SCRIPT, &words)?, "Check Cargo.lock.")
}

/// Fails if the compiler was given another set of crates than the document names.
pub fn check(project: &Project, target: &Target, built: &Archive) -> Result<()> {
    let folder = TemporaryFolder::new()?;
    let (file, libraries) = (folder.path().join("messages"), project.target.join(target.triple));
    let mut messages = String::new();
    built.messages.iter().try_for_each(|message| writeln!(messages, "{message}"))?;
    fs_err::write(&file, messages)?;
    let words = ["check".as_ref(), target.triple.as_ref(), libraries.as_os_str(), file.as_os_str()];
    process::run(python::script(project, SCRIPT, &words)?, "The SBOM would be wrong.")
}

/// How many crates a library holds, itself included.
pub fn count(project: &Project, target: &Target) -> Result<String> {
    process::text(python::script(project, SCRIPT, &["count", target.triple])?, "Check Cargo.lock.")
}
