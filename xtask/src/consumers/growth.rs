//! A program that was compiled against an earlier shape of the library: it runs with today's.

use anyhow::{Context, Result};

use super::{Strangers, plain};
use crate::bindings::{generate, library};
use crate::{files, programs};

/// The ready-made observers are compiled against the newest events; what a program sees of them cannot grow.
const ADAPTERS: [&str; 3] = ["org.slf4j", "io.opentelemetry", "io.micrometer"];

/// Generates that shape, builds it and the program with Maven, which also compares every public type, and runs the program.
pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    let project = strangers.project;
    let earlier = strangers.place.folder().join("growth/earlier/src");
    let generator = programs::build(project)?.bindgen;
    let generated = earlier.join("io/github/ekyc");
    generate::generate(project, &generator, "earlier-kotlin", &library::build(project)?, &generated)?;
    let written = project.kotlin().join("src/main/kotlin");
    for file in files::under(&written, &[])? {
        let text = files::read(&file)?;
        if !ADAPTERS.iter().any(|name| text.contains(&format!("import {name}"))) {
            let inside = file.strip_prefix(&written).context("a file outside of its folder")?;
            files::write_if_changed(&earlier.join(inside), text.as_bytes())?;
        }
    }
    let build_info = files::read(&generate::kotlin_folder(project).join(generate::BUILD_INFO))?;
    files::write_if_changed(&generated.join(generate::BUILD_INFO), build_info.as_bytes())?;

    let program = strangers.place.build("growth")?.join("program");
    let ran = strangers.program(&strangers.oldest).of(&program).run(&["app.Growth"])?;
    ran.said("T-1 false PT1S 200 1")?;
    ran.said("throttled PT0.02S R-1")?;
    strangers.program(&strangers.oldest).of(&program).run(&["app.MainKt"])?.succeeded(plain::KOTLIN_CALLS)
}
