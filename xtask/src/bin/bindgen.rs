//! The code generator, started by `cargo xtask bindings`: `xtask-bindgen kotlin|swift LIBRARY FOLDER`.
//!
//! It is UniFFI's own, called in-process, so that the generator's version is pinned beside the library's and none of it
//! ever enters the shipped library.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use camino::Utf8PathBuf;
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask-bindgen: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [language, library, folder] = words.as_slice() else {
        bail!("say `xtask-bindgen kotlin|swift LIBRARY FOLDER`, or rather `cargo xtask bindings`");
    };
    let language = match language.as_str() {
        "kotlin" => TargetLanguage::Kotlin,
        "swift" => TargetLanguage::Swift,
        other => bail!("`{other}` is not a language of this project; say kotlin or swift"),
    };
    generate(GenerateOptions {
        languages: vec![language],
        source: Utf8PathBuf::from(library),
        out_dir: Utf8PathBuf::from(folder),
        crate_filter: Some("ekyc".to_owned()),
        ..GenerateOptions::default()
    })
    .with_context(|| format!("cannot generate from {library}; it must be the unstripped library"))
}
