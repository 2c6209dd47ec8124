//! Other versions of what the library needs than those its POM names, because other dependencies often decide.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::{Strangers, plain};
use crate::files;
use crate::progress;

/// All lowest together, all newest together.
pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    let (java, kotlin) = (strangers.place.build("java")?, strangers.place.build("kotlin")?);
    let versions = strangers.place.build("versions")?;
    let with = |name: &str, program: &Path| -> Result<Vec<PathBuf>> {
        let others = files::under(&versions.join("target").join(name), &[])?;
        ensure!(!others.is_empty(), "tests/consumers/versions/pom.xml copied nothing to {name}");
        let names: Vec<_> = others.iter().filter_map(|jar| jar.file_name()?.to_str()).collect();
        progress::note(&format!("{name}: {}", names.join(", ")));
        // Before the ones that the POM names: the first on the class path counts.
        let mut entries = vec![program.join("target/classes")];
        entries.extend(others.iter().cloned());
        entries.push(program.join("target/lib/*"));
        Ok(entries)
    };
    for name in ["lowest", "newest"] {
        let program =
            |of: &Path| Ok::<_, anyhow::Error>(strangers.program(&strangers.oldest).classes(&with(name, of)?));
        program(&java)?.run(&["app.Main"])?.succeeded(plain::JAVA_CALLS)?;
        // A Kotlin program brings the library of its own compiler, so only coroutines can be older.
        if name == "newest" {
            program(&kotlin)?.run(&["app.MainKt"])?.succeeded(plain::KOTLIN_CALLS)?;
        }
    }
    let newest = strangers.newest.as_ref().unwrap_or(&strangers.oldest);
    strangers
        .program(newest)
        .with(plain::ALLOWED)
        .classes(&with("newest", &java)?)
        .run(&["app.Main"])?
        .succeeded(plain::JAVA_CALLS)?;
    Ok(())
}
