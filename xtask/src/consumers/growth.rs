//! The library as it could have been one version ago: a program that is compiled against it runs with today's.

use anyhow::{Context, Result};

use super::Strangers;
use crate::bindings::{generate, library};
use crate::{files, programs};

/// The ready-made observers are compiled against the newest events; what a program sees of them cannot grow.
const ADAPTERS: [&str; 3] = ["org.slf4j", "io.opentelemetry", "io.micrometer"];

/// Generates its sources. Maven builds it and the program, and compares every public type.
pub fn prepare(strangers: &Strangers<'_>) -> Result<()> {
    let project = strangers.project;
    let earlier = strangers.folder.path().join("growth/earlier/src");
    let generator = programs::build(project)?.bindgen;
    let generated = earlier.join("io/github/ekyc");
    generate::generate(&generator, "earlier-kotlin", &library::build(project)?, &generated)?;
    let written = project.kotlin().join("src/main/kotlin");
    for file in files::under(&written, &[])? {
        let text = files::read(&file)?;
        if !ADAPTERS.iter().any(|name| text.contains(&format!("import {name}"))) {
            let inside = file.strip_prefix(&written).context("a file outside of its folder")?;
            files::write_if_changed(&earlier.join(inside), text.as_bytes())?;
        }
    }
    let build_info = files::read(&generate::kotlin_folder(project).join(generate::BUILD_INFO))?;
    files::write_if_changed(&generated.join(generate::BUILD_INFO), build_info.as_bytes()).map(|_| ())
}
