//! The programs of this workspace that the verbs use: the code generator and the sandbox, and for tests the library's debug build.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::path::PathBuf;

use anyhow::Result;

use crate::process;
use crate::project::Project;
use crate::target::JVM_LIBRARY;

/// Where they are.
pub struct Programs {
    /// The code generator.
    pub bindgen: PathBuf,
    /// The service, locally.
    pub sandbox: PathBuf,
    /// The library with its test hooks, built only for tests.
    pub debug_library: PathBuf,
}

/// Builds them, in silence, because another build may show its progress at the same time.
///
/// `--workspace` makes cargo choose the dependencies' features as it does for `cargo test --workspace`; otherwise the
/// two would build the generator, a minute of work, once each. With an example, which may use what only tests need, the
/// choice is exactly that of the tests, and nothing is left to build after them.
pub fn build(project: &Project) -> Result<Programs> {
    let mut cargo = process::cargo_with("build --quiet --workspace --bin ekyc-bindgen --bin ekyc-sandbox");
    if project.testing {
        cargo.args(["--lib", "--examples"]);
    }
    process::run(cargo, "The compiler's words are above.")?;
    let debug = project.target.join("debug");
    Ok(Programs {
        bindgen: debug.join("ekyc-bindgen"),
        sandbox: debug.join("ekyc-sandbox"),
        debug_library: debug.join(format!("{DLL_PREFIX}{JVM_LIBRARY}{DLL_SUFFIX}")),
    })
}
