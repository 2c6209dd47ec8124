//! Linux with musl, as Alpine has it: a program that loads the library, and our own tests, both under Debian's musl loader.

use anyhow::{Context, Result};

use super::cannot_run;
use crate::natives::{self};
use crate::project::Project;
use crate::target::Target;
use crate::toolchain::debian;
use crate::{files, process};

const TARGET: &Target = Target::LINUX_MUSL;

/// Loads a library at once with all that it needs, and looks every other argument up in it.
const LOADER: &str = r#"
#include <dlfcn.h>
#include <stdio.h>

int main(int count, char **words) {
    void *library = dlopen(words[1], RTLD_NOW);
    if (!library) { fprintf(stderr, "%s\n", dlerror()); return 1; }
    for (int i = 2; i < count; i++)
        if (!dlsym(library, words[i])) { fprintf(stderr, "%s\n", dlerror()); return 1; }
    printf("loaded, %d names found\n", count - 2);
    return 0;
}
"#;

/// No registry has a JVM for musl, so the file for the JVM is loaded by a C program; whole calls are made by the same code in Rust's tests.
pub fn check(project: &Project) -> Result<()> {
    if let Err(problem) = debian::install(project, &["musl-tools"], "musl's loader and compiler are needed.") {
        return cannot_run("the library for musl", &problem);
    }
    let library = natives::shared(project, TARGET)?;
    let folder = project.own("platforms/musl");
    let (source, program) = (folder.join("load.c"), folder.join("load"));
    files::write_if_changed(&source, LOADER.as_bytes())?;
    let mut compile = process::command("musl-gcc");
    process::run(compile.arg("-o").arg(&program).arg(&source), "The compiler's words are above.")?;
    let mut load = process::command(&program);
    load.arg(&library).args(natives::offered(&library)?);
    process::run(&mut load, "musl's loader refuses the library.")?;

    let mut cargo = natives::cargo(project, TARGET)?;
    cargo.args(["test", "--package", "ekyc", "--target", TARGET.triple]);
    cargo.args(["--test", "acs3_vectors", "--test", "client"]).current_dir(&project.root);
    process::run(&mut cargo, "The failing test is named above.").context("on musl")
}
