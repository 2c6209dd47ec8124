//! Linux with musl, as Alpine has it: a program that loads the library, and our own tests, both under Debian's musl loader.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::{cannot_run, sample};
use crate::natives;
use crate::project::Project;
use crate::target::Target;
use crate::toolchain::debian;
use crate::toolchain::maven::Maven;
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

/// A JVM that looks like one on Alpine, where musl's loader is part of every process.
const CHOICE: &str = r#"
class Choice {
    static java.nio.Buffer loader;

    public static void main(String[] words) throws Exception {
        var file = java.nio.channels.FileChannel.open(java.nio.file.Path.of(words[0]));
        loader = file.map(java.nio.channels.FileChannel.MapMode.READ_ONLY, 0, 1);
        try {
            io.github.ekyc.Ekyc.newMerchantBizId();
        } catch (RuntimeException expected) {
            System.out.println(expected.getMessage());
        }
    }
}
"#;

/// In such a JVM the jar's library for musl is chosen. This one's C library is glibc, so it is not loaded, and the error says which was tried.
pub fn choice(project: &Project, jar: &Path) -> Result<()> {
    let sample = sample::with(project, TARGET, jar)?;
    let folder = project.own("platforms/musl");
    let (source, loader) = (folder.join("Choice.java"), folder.join("ld-musl-x86_64.so.1"));
    files::write_if_changed(&source, CHOICE.as_bytes())?;
    files::write_if_changed(&loader, b"nothing to load")?;
    let mut java = process::command(Maven::ensure(project)?.jdk.java());
    java.arg("-cp").arg(sample.with_file_name("lib").join("*")).arg(&source).arg(&loader);
    let told = process::text(&mut java, "Java's words are above.")?;
    ensure!(told.contains("native/linux-x86-64-musl/libekyc_jni.so"), "the library for musl was not chosen: `{told}`");
    Ok(())
}

/// No registry has a JVM for musl, so the file for the JVM is loaded by a C program; whole calls are made by the same code in Rust's tests.
pub fn load(project: &Project) -> Result<()> {
    if let Err(problem) = debian::install(project, &["musl-tools"], "musl's loader and compiler are needed.") {
        return cannot_run("the library for musl", &problem);
    }
    let library = natives::jvm_folder(project).join(TARGET.name).join(TARGET.shared_file());
    let folder = project.own("platforms/musl");
    let (source, program) = (folder.join("load.c"), folder.join("load"));
    files::write_if_changed(&source, LOADER.as_bytes())?;
    let mut compile = process::command("musl-gcc");
    process::run(compile.arg("-o").arg(&program).arg(&source), "The compiler's words are above.")?;
    let mut load = process::command(&program);
    load.arg(&library).args(natives::offered(&library)?);
    process::run(&mut load, "musl's loader refuses the library.")
}

/// The signing vectors and whole calls.
pub fn rust_tests(project: &Project) -> Result<()> {
    let mut cargo = natives::cargo(project, TARGET, false)?;
    cargo.args(["test", "--package", "ekyc", "--target", TARGET.triple]);
    cargo.args(["--test", "acs3_vectors", "--test", "client"]).current_dir(&project.root);
    process::run(&mut cargo, "The failing test is named above.").context("on musl")
}
