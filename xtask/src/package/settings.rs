//! Maven's settings for projects that take our packages from their folder, as strangers do.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::project::Project;
use crate::toolchain::maven::Maven;
use crate::{files, kotlin, package};

/// Maven's settings for a project that takes our packages from their folder.
pub fn of(project: &Project, maven: &Maven) -> Result<String> {
    Ok(settings(&local_repository(project, maven)?, &package::jvm::repository(project)))
}

/// Not the person's own: `cargo xtask demo` of any clone puts another `io.github.ekyc:ekyc` of the same version there at any time.
/// It begins with what is there, as hard links, so that little is downloaded twice.
fn local_repository(project: &Project, maven: &Maven) -> Result<PathBuf> {
    let own = project.target.join("consumers-m2");
    if !own.is_dir() {
        let half = own.with_extension("half");
        if half.exists() {
            std::fs::remove_dir_all(&half).with_context(|| format!("cannot empty {}", half.display()))?;
        }
        link_all(&kotlin::local_repository(project, maven)?, &half)?;
        std::fs::create_dir_all(&half).with_context(|| format!("cannot make {}", half.display()))?;
        std::fs::rename(&half, &own).with_context(|| format!("cannot make {}", own.display()))?;
    }
    let ours = own.join("io/github/ekyc");
    if ours.exists() {
        std::fs::remove_dir_all(&ours).with_context(|| format!("cannot remove {}", ours.display()))?;
    }
    Ok(own)
}

fn link_all(from: &Path, to: &Path) -> Result<()> {
    for file in files::under(from, &["ekyc"])? {
        let target = to.join(file.strip_prefix(from).context("a file outside of the folder it was found in")?);
        files::parent(&target)?;
        // Maven replaces files rather than writing into them. Another file system needs a copy.
        if std::fs::hard_link(&file, &target).is_err() {
            std::fs::copy(&file, &target).with_context(|| format!("cannot copy {}", file.display()))?;
        }
    }
    Ok(())
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

    #[test]
    fn our_own_artifact_is_not_linked() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        files::write_if_changed(&from.join("io/github/ekyc/ekyc/0.1.0/ekyc.jar"), b"x").unwrap();
        files::write_if_changed(&from.join("io/other/other.jar"), b"x").unwrap();
        link_all(&from, &to).unwrap();
        assert_eq!(files::under(&to, &[]).unwrap(), [to.join("io/other/other.jar")]);
    }
}
