//! Maven's settings for projects that take our packages from their folder, as strangers do.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::process::{self, cmd};
use crate::project::Project;
use crate::toolchain::java::Maven;
use crate::{files, kotlin, package};

/// Has `mvn` use them.
pub fn add(project: &Project, maven: &Maven, mvn: &mut Command) -> Result<()> {
    mvn.arg("-s").arg(project.root.join("tests/consumers/settings.xml")).envs(places(project, maven)?);
    Ok(())
}

/// What the settings read from the environment. The local repository is not the person's own: `cargo xtask demo` of any clone puts another
/// `io.github.ekyc:ekyc` of the same version there at any time. It begins as a copy, so that little is downloaded twice.
pub fn places(project: &Project, maven: &Maven) -> Result<[(&'static str, PathBuf); 2]> {
    let own = project.target.join("consumers-m2");
    if !own.is_dir() {
        let (half, persons) = (own.with_extension("half"), kotlin::local_repository(project, maven)?);
        files::empty(&half)?;
        fs_err::create_dir_all(&persons)?;
        process::run(cmd!("cp -R {persons} {half}"), "Check the free space.")?;
        fs_err::rename(&half, &own)?;
    }
    files::empty(&own.join("io/github/ekyc"))?;
    let packages = package::jvm::url(&package::jvm::repository(project));
    Ok([("EKYC_M2", own), ("EKYC_PACKAGES", packages.into())])
}
