//! Writes the half of the bindings that follows from the Rust types: `ekyc-bindgen kotlin|swift LIBRARY FOLDER`.
//!
//! Swift's is UniFFI's own generator, called in-process, so that its version is pinned beside the library's and none of it ever enters the
//! shipped library. Kotlin's is ours: see `kotlin`.

mod kotlin;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use camino::{Utf8Path, Utf8PathBuf};
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate};
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
        "kotlin" => kotlin::write(&interface(library)?, folder),
        "swift" => swift(library, folder),
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

fn swift(library: &Utf8Path, folder: &Utf8Path) -> Result<()> {
    generate(GenerateOptions {
        languages: vec![TargetLanguage::Swift],
        source: Utf8PathBuf::from(library),
        out_dir: Utf8PathBuf::from(folder),
        crate_filter: Some("ekyc".to_owned()),
        ..GenerateOptions::default()
    })
}
