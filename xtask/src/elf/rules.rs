//! What a library must be like: everywhere, and on Android.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::Library;

/// The memory page of new Android devices, in bytes. Their loader refuses what is aligned to less.
pub const ANDROID_PAGE: u64 = 16 * 1024;

/// An application binary interface of Android.
#[derive(Debug, PartialEq)]
pub struct Abi {
    /// Its folder in an AAR.
    pub name: &'static str,
    /// The Rust target that makes it.
    pub target: &'static str,
    machine: u16,
    bits: u8,
}

/// Those that Google Play takes.
pub const ABIS: [Abi; 4] = [
    Abi { name: "arm64-v8a", target: "aarch64-linux-android", machine: 183, bits: 64 },
    Abi { name: "armeabi-v7a", target: "armv7-linux-androideabi", machine: 40, bits: 32 },
    Abi { name: "x86_64", target: "x86_64-linux-android", machine: 62, bits: 64 },
    Abi { name: "x86", target: "i686-linux-android", machine: 3, bits: 32 },
];

/// What the JVM looks for, and the beginnings of every name that UniFFI exports from a crate called ekyc.
const UNIFFI: [&str; 4] = ["JNI_OnLoad", "ffi_ekyc_", "uniffi_ekyc_", "UNIFFI_META_"];

/// What is wrong with it on any platform.
pub fn problems(library: &Library) -> Vec<String> {
    let mut problems = Vec::new();
    if library.text_relocations {
        problems.push("it has text relocations: hardened systems and Android refuse to load it".to_owned());
    }
    if !library.relro {
        problems.push("it has no RELRO segment: link it with `-z relro`".to_owned());
    }
    if library.segments.is_empty() || library.segments.iter().any(|(_, fits)| !fits) {
        problems.push("a segment's place in the file does not fit its alignment".to_owned());
    }
    problems
}

/// What is wrong with the names that a library of this project offers, on any system.
pub fn offers_what_the_bindings_ask(exported: &BTreeSet<String>) -> Vec<String> {
    let mut problems = Vec::new();
    let ours = |name: &&String| UNIFFI.iter().any(|prefix| name.starts_with(prefix));
    let strangers: Vec<&str> = exported.iter().filter(|name| !ours(name)).map(String::as_str).collect();
    if !strangers.is_empty() {
        problems.push(format!("it exports what the bindings do not need: {}", strangers.join(", ")));
    }
    if !exported.contains("JNI_OnLoad") {
        problems.push("it does not export what the bindings ask first, so it is no library of ekyc".to_owned());
    }
    problems
}

/// What is wrong with it as the library of this project.
pub fn problems_of_ours(library: &Library) -> Vec<String> {
    offers_what_the_bindings_ask(&library.exported)
}

/// Fails if the library that is about to be shipped breaks a rule.
pub fn check_ours(file: &Path) -> Result<()> {
    let contents = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let library = Library::read(&contents).with_context(|| file.display().to_string())?;
    let problems = [problems(&library), problems_of_ours(&library)].concat();
    ensure!(problems.is_empty(), "{} must not be shipped: {}", file.display(), problems.join("; "));
    Ok(())
}

/// What is wrong with it in the folder of an ABI of Android.
pub fn problems_on_android(library: &Library, abi: &Abi) -> Vec<String> {
    let mut problems = problems(library);
    if library.machine != abi.machine || library.bits != abi.bits {
        problems.push(format!(
            "it is for {}, {} bits, which is not what {} holds; build it for {}",
            library.processor(),
            library.bits,
            abi.name,
            abi.target
        ));
    }
    if let Some(foreign) = library.needed.iter().find(|name| name.starts_with("libc.so.") || name.contains("musl")) {
        problems.push(format!("it needs {foreign}, which Android does not have: it was built for another Linux"));
    } else if !library.needed.iter().any(|name| name == "libc.so") {
        problems.push("it does not need libc.so, as every library of Android does".to_owned());
    }
    if library.alignment() < ANDROID_PAGE {
        problems.push(format!(
            "a segment is aligned to {} bytes, and devices with pages of {ANDROID_PAGE} bytes refuse it; link it with \
             `-z max-page-size={ANDROID_PAGE}`",
            library.alignment()
        ));
    }
    problems
}
