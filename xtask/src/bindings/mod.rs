//! Everything the other languages get from the Rust library, made in one step from one build: a library and
//! bindings that were made apart can disagree without any error (spike, trap 5).

pub mod archive;
pub mod generate;
pub mod library;
pub mod native;

use std::path::PathBuf;

use anyhow::{Result, anyhow};

use crate::process::{self, cmd};
use crate::programs::Programs;
use crate::project::Project;
use crate::{files, programs, progress, stamp};
use library::Library;

/// Makes the bindings if anything they are made from changed, and returns a text that names their state.
pub fn ensure(project: &Project) -> Result<String> {
    let _lock = files::lock(&project.own("bindings.lock"), "the bindings")?;
    let inputs = inputs(project)?;
    stamp::once(project, "bindings", &inputs, || {
        progress::step("bindings: library and generated code", || make(project))
    })?;
    Ok(inputs)
}

fn make(project: &Project) -> Result<Vec<PathBuf>> {
    let (library, programs) = build(project)?;
    let mut outputs = generate::all(project, &programs.bindgen, &library)?;
    outputs.extend(native::write(project, &library)?);
    progress::note(&format!("version {}, fingerprint {}", project.version, library.fingerprint));
    Ok(outputs)
}

/// The library and the generator at once: each ends in a long stretch that keeps one core busy.
fn build(project: &Project) -> Result<(Library, Programs)> {
    std::thread::scope(|scope| {
        let programs = scope.spawn(|| programs::build(project));
        let library = library::build(project)?;
        let programs =
            programs.join().map_err(|_| anyhow!("the build of the code generator broke off; try again"))??;
        Ok((library, programs))
    })
}

fn inputs(project: &Project) -> Result<String> {
    let sources = "src build.rs uniffi.toml Cargo.toml Cargo.lock xtask/src/bindings bindgen bindings/kotlin/native bindings/swift/native";
    let mut all = Vec::new();
    for source in sources.split(' ') {
        all.extend(files::under(&project.root.join(source), &[])?);
    }
    let rustc = process::text(cmd!("rustc --version"), "Check the Rust toolchain.")?;
    Ok(format!("{} {}", files::hash(&all)?, rustc.trim()))
}
