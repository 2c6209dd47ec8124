//! The library for the JVM, linked from the static one.
//!
//! Not by rustc: the shared library that it makes offers every `#[no_mangle]` function of its dependencies, and UniFFI makes hundreds of them. So
//! all code behind them would stay, a seventh of the library, and two libraries made with UniFFI could take each other's functions.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::{System, Target};
use crate::cleanup::TemporaryFolder;
use crate::{files, process};

/// The one name that the library offers; all other functions are handed to the JVM by it.
pub const OFFERED: &str = "JNI_OnLoad";

/// What links.
pub enum Linker {
    /// A C compiler, which knows the system's own libraries and hands the rest on.
    Compiler(Command),
    /// A linker as it is, with the system's own libraries among its words.
    Bare(Command),
}

/// Links `input`, an object or an archive, to `output`, stripped.
pub fn shared(target: &Target, linker: Linker, input: &Path, output: &Path) -> Result<()> {
    let folder = TemporaryFolder::new()?;
    files::parent(output)?;
    let list = folder.path().join(if target.system == System::Windows { "offered.def" } else { "offered.map" });
    let (words, contents) = words(target, &list.display().to_string());
    files::write_if_changed(&list, contents.as_bytes())?;
    let mut command = match linker {
        Linker::Compiler(mut compiler) => {
            compiler.arg("-shared").args(words.iter().flat_map(|word| ["-Xlinker", word]));
            compiler
        }
        Linker::Bare(mut linker) => {
            linker.args(words);
            linker
        }
    };
    if target.system == System::Windows {
        command.arg(&list);
    }
    command.arg("-o").arg(output).arg(input).args(system_libraries(target));
    process::run(&mut command, "The linker's words are above.")
}

/// What the linker is told, and what stands in the list of names.
fn words(target: &Target, list: &str) -> (Vec<String>, String) {
    let words = |text: &str| text.split(' ').map(str::to_owned).collect();
    match target.system {
        System::Glibc | System::Musl | System::Android => {
            let page = if target.system == System::Android { " -z max-page-size=16384" } else { "" };
            let text = format!("--gc-sections -z relro -z now -s -u {OFFERED}{page}");
            let mut all: Vec<String> = words(&text);
            all.push(format!("--version-script={list}"));
            (all, format!("{{ global: {OFFERED}; local: *; }};\n"))
        }
        System::MacOs => {
            let own_name = format!("@rpath/{}", target.shared_file());
            let text = format!("-dead_strip -x -S -u _{OFFERED} -exported_symbol _{OFFERED} -install_name {own_name}");
            (words(&text), String::new())
        }
        System::Windows => (words("--gc-sections -s"), format!("EXPORTS\n  {OFFERED}\n")),
    }
}

/// What Rust's standard library needs of each system.
fn system_libraries(target: &Target) -> &'static [&'static str] {
    match target.system {
        System::Glibc | System::Musl => &["-lpthread", "-ldl", "-lm", "-lc"],
        System::Android => &["-ldl", "-lm", "-lc"],
        System::MacOs => &["-lSystem", "-framework", "Security", "-framework", "CoreFoundation"],
        System::Windows => &["-lws2_32", "-luserenv", "-lntdll", "-lbcrypt", "-lcrypt32"],
    }
}
