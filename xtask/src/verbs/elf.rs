//! `cargo xtask elf FILE...`: what shared libraries need and offer, and what is wrong with them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::elf::Library;
use crate::elf::rules::{self, ABIS};

/// Shows the facts of each file; fails if one breaks a rule. A file in a folder named as an ABI of Android is held to Android's rules.
pub fn run(files: &[PathBuf]) -> Result<()> {
    let mut broken = 0;
    for file in files {
        let contents = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let library = Library::read(&contents).with_context(|| file.display().to_string())?;
        println!("{}", file.display());
        show(&library);
        for problem in problems(file, &library) {
            println!("  WRONG          {problem}");
            broken += 1;
        }
    }
    if broken > 0 {
        bail!("{broken} rules are broken; each line with WRONG says what to do");
    }
    Ok(())
}

fn problems(file: &Path, library: &Library) -> Vec<String> {
    let folder = file.parent().and_then(Path::file_name).unwrap_or_default();
    let mut problems = match ABIS.iter().find(|abi| folder == abi.name) {
        Some(abi) => rules::problems_on_android(library, abi),
        None => rules::problems(library),
    };
    if file.file_name().is_some_and(|name| name == "libekyc.so") {
        problems.extend(rules::problems_of_ours(library));
    }
    problems
}

fn show(library: &Library) {
    println!("  processor      {}, {} bits", library.processor(), library.bits);
    println!("  needs          {}", library.needed.join(" "));
    match library.glibc_floor() {
        Some((major, minor)) => println!("  oldest glibc   {major}.{minor}"),
        None => println!("  oldest glibc   any, or none"),
    }
    println!("  page alignment {}", library.alignment());
    println!("  RELRO          {}", if library.relro { "yes" } else { "no" });
    println!("  text reloc.    {}", if library.text_relocations { "yes" } else { "none" });
    println!("  exports        {} symbols", library.exported.len());
}
