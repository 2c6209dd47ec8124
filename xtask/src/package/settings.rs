//! Maven's settings for projects that take our packages from their folder, as strangers do.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process::{self, cmd};
use crate::project::Project;
use crate::toolchain::maven::Maven;
use crate::{files, kotlin, package};

/// Maven's settings for a project that takes our packages from their folder.
pub fn of(project: &Project, maven: &Maven) -> Result<String> {
    Ok(settings(&local_repository(project, maven)?, &package::jvm::repository(project)))
}

/// Not the person's own: `cargo xtask demo` of any clone puts another `io.github.ekyc:ekyc` of the same version there at any time.
/// It begins with what is there, as hard links where that goes, so that little is downloaded twice; Maven replaces files rather than writing
/// into them.
fn local_repository(project: &Project, maven: &Maven) -> Result<PathBuf> {
    let own = project.target.join("consumers-m2");
    if !own.is_dir() {
        let (half, persons) = (own.with_extension("half"), kotlin::local_repository(project, maven)?);
        files::empty(&half)?;
        fs_err::create_dir_all(&persons)?;
        if !process::capture(cmd!("cp -al {persons} {half}"))?.status.success() {
            files::empty(&half)?;
            process::run(cmd!("cp -R {persons} {half}"), "Check the free space.")?;
        }
        fs_err::rename(&half, &own)?;
    }
    files::empty(&own.join("io/github/ekyc"))?;
    Ok(own)
}

/// What a company's settings look like, with our folder as one more repository.
fn settings(local: &Path, packages: &Path) -> String {
    format!(
        "<settings>\n  \
        <localRepository>{}</localRepository>\n  \
        <profiles><profile>\n    \
        <id>ekyc</id>\n    \
        <repositories><repository><id>packages</id><url>{}</url></repository></repositories>\n  \
        </profile></profiles>\n  \
        <activeProfiles><activeProfile>ekyc</activeProfile></activeProfiles>\n\
        </settings>\n",
        escaped(&local.display().to_string()),
        escaped(&package::jvm::url(packages)),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_survive_odd_paths() {
        let text = settings(Path::new("/a&b"), Path::new("/c d"));
        assert!(text.contains("<localRepository>/a&amp;b</localRepository>"), "{text}");
        assert!(text.contains("<url>file:///c%20d</url>"), "{text}");
    }
}
