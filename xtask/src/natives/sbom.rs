//! What the native libraries are made of: `ci/sbom.py` writes it as a CycloneDX document and holds it to what was linked.

use anyhow::Result;

use crate::bindings::library::Archive;
use crate::cleanup::temporary_folder;
use crate::process;
use crate::project::Project;
use crate::target::Target;
use crate::toolchain::python;

const SCRIPT: &str = "ci/sbom.py";

/// The document for the libraries of these platforms. A crate that not all of them link says which do.
pub fn document<'a>(project: &Project, platforms: impl Iterator<Item = &'a Target>) -> Result<String> {
    let named = platforms.map(|target| format!("{}={}", target.name, target.triple));
    let words: Vec<String> = std::iter::once("document".to_owned()).chain(named).collect();
    process::text(python::script(project, SCRIPT, &words)?, "Check Cargo.lock.")
}

/// Fails if the compiler was given another set of crates than the document names.
pub fn check(project: &Project, target: &Target, built: &Archive) -> Result<()> {
    let folder = temporary_folder()?;
    let (file, libraries) = (folder.path().join("messages"), project.target.join(target.triple));
    fs_err::write(&file, &built.said)?;
    let words = ["check".as_ref(), target.triple.as_ref(), libraries.as_os_str(), file.as_os_str()];
    process::run(python::script(project, SCRIPT, &words)?, "The SBOM would be wrong.")
}

/// How many crates a library holds, itself included.
pub fn count(project: &Project, target: &Target) -> Result<String> {
    process::text(python::script(project, SCRIPT, &["count", target.triple])?, "Check Cargo.lock.")
}
