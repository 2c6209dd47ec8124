//! Writes the half of the bindings that follows from the Rust types: `ekyc-bindgen kotlin|swift LIBRARY FOLDER`.
//!
//! `earlier-kotlin` writes what an earlier version could have looked like, for the test that programs compiled against it go on working.
//!
//! UniFFI reads what the library says of its border; what is written for a language is ours: see `kotlin` and `swift`. None of it ever enters
//! the shipped library.

// The numbers by which both sides of the border name a function: one source for the core and for what is written here.
#[path = "../../src/ffi/wire/id.rs"]
mod id;
mod kotlin;
mod swift;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use camino::Utf8Path;
use uniffi_bindgen::{BindgenLoader, BindgenPaths, ComponentInterface, GlobalConfig};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("ekyc-bindgen: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [language, library, folder] = words.as_slice() else {
        bail!("say `ekyc-bindgen kotlin|swift LIBRARY FOLDER`, or rather `cargo xtask bindings`");
    };
    let (library, folder) = (Utf8Path::new(library), Utf8Path::new(folder));
    match language.as_str() {
        "kotlin" => kotlin::write(&interface(library)?, folder, false),
        "earlier-kotlin" => kotlin::write(&interface(library)?, folder, true),
        "swift" => swift::write(&interface(library)?, folder),
        other => bail!("`{other}` is not a language of this project; say kotlin or swift"),
    }
    .with_context(|| format!("cannot generate from {library}; it must be the unstripped library"))
}

/// What the library says of its border.
fn interface(library: &Utf8Path) -> Result<ComponentInterface> {
    let loader = BindgenLoader::new(BindgenPaths::default(), GlobalConfig::default());
    let interfaces = loader.load_cis(loader.load_metadata(library)?)?;
    interfaces.into_iter().find(|interface| interface.crate_name() == "ekyc").context("it does not describe `ekyc`")
}
