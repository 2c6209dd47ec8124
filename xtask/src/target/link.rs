//! The library for the JVM, linked from the static one.
//!
//! Not by rustc: the shared library that it makes offers every `#[no_mangle]` function of its dependencies, and UniFFI makes hundreds of them. So
//! all code behind them would stay, a seventh of the library, and two libraries made with UniFFI could take each other's functions.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::{System, Target};
use crate::cleanup::temporary_folder;
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
    let folder = temporary_folder()?;
    files::parent(output)?;
    let list = folder.path().join("offered.def");
    let windows = target.system == System::Windows;
    // What the linker is told, and what Rust's standard library needs of the system.
    let (words, libraries) = match target.system {
        System::Glibc | System::Musl => (ELF.to_owned(), "-lpthread -ldl -lm -lc"),
        System::Android => (format!("{ELF} -z max-page-size=16384"), "-ldl -lm -lc"),
        System::MacOs => (
            format!(
                "-dead_strip -x -S -u _{OFFERED} -exported_symbol _{OFFERED} -install_name @rpath/{}",
                target.shared_file()
            ),
            "-lSystem -framework Security -framework CoreFoundation",
        ),
        System::Windows => ("--gc-sections -s".to_owned(), "-lws2_32 -luserenv -lntdll -lbcrypt -lcrypt32"),
    };
    let mut words: Vec<String> = words.split(' ').map(str::to_owned).collect();
    if windows {
        fs_err::write(&list, format!("EXPORTS\n  {OFFERED}\n"))?;
    } else if target.system != System::MacOs {
        fs_err::write(&list, format!("{{ global: {OFFERED}; local: *; }};\n"))?;
        words.push(format!("--version-script={}", list.display()));
    }
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
    command.args(windows.then_some(list)).arg("-o").arg(output).arg(input).args(libraries.split(' '));
    process::run(&mut command, "The linker's words are above.")
}

/// For Linux and Android.
const ELF: &str = "--gc-sections -z relro -z now -s -u JNI_OnLoad";
