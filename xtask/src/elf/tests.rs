//! Libraries that this machine's C compiler makes, each breaking one rule.

use super::Library;
use super::rules::{self, ABIS, ANDROID_PAGE};
use crate::process;

/// A library that asks for something of the C library and offers what the bindings ask first.
pub const SOURCE: &str = "extern int puts(const char *);\n\
    int uniffi_ekyc_fn_func_core_version(void) { return puts(\"\"); }\n";

/// Compiles a library with further arguments.
pub fn compile(source: &str, arguments: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("library.c"), folder.path().join("library.so"));
    std::fs::write(&input, source).unwrap();
    let mut compiler = process::command("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&output).arg(&input).args(arguments);
    let made = process::capture(&mut compiler).unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    std::fs::read(output).unwrap()
}

/// A library that needs `libc.so`, as one of Android does, for this machine's processor.
pub fn compile_as_androids(source: &str, page: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let libc = folder.path().join("libc.so");
    let mut compiler = process::command("cc");
    compiler.args(["-shared", "-nostdlib", "-Wl,-soname,libc.so", "-x", "c", "/dev/null", "-o"]).arg(&libc);
    assert!(process::capture(&mut compiler).unwrap().status.success());
    let search = format!("-L{}", folder.path().display());
    compile(source, &["-nostdlib", "-Wl,--no-as-needed", &search, "-l:libc.so", page])
}

fn library(source: &str, arguments: &[&str]) -> Library {
    Library::read(&compile(source, arguments)).unwrap()
}

fn laid_out_as_androids(page: &str) -> Library {
    Library::read(&compile_as_androids(SOURCE, page)).unwrap()
}

#[test]
fn a_library_of_this_machine_is_read() {
    let library = library(SOURCE, &["-Wl,-z,relro"]);
    assert_eq!(library.bits, if cfg!(target_pointer_width = "64") { 64 } else { 32 });
    assert!(library.needed.iter().any(|name| name.starts_with("libc.so.")), "{:?}", library.needed);
    assert!(library.exported.contains("uniffi_ekyc_fn_func_core_version"), "{:?}", library.exported);
    assert!(library.glibc_floor().is_some_and(|floor| floor >= (2, 2)), "{:?}", library.versions);
    assert_eq!(rules::problems(&library), Vec::<String>::new());
    assert_eq!(rules::problems_of_ours(&library), Vec::<String>::new());
}

#[test]
fn the_glibc_floor_is_the_highest_version_not_the_last_text() {
    let mut library = library(SOURCE, &[]);
    library.versions = ["GLIBC_2.9", "GLIBC_2.34", "GLIBC_2.3.4", "GLIBC_PRIVATE", "GCC_3.0"].map(str::to_owned).into();
    assert_eq!(library.glibc_floor(), Some((2, 34)));
    library.versions.clear();
    assert_eq!(library.glibc_floor(), None);
}

#[test]
fn a_library_without_relro_is_refused() {
    let library = library(SOURCE, &["-Wl,-z,norelro"]);
    assert!(rules::problems(&library).join("\n").contains("RELRO"), "{:?}", rules::problems(&library));
}

#[test]
fn a_library_with_text_relocations_is_refused() {
    let mut library = library(SOURCE, &[]);
    assert!(!library.text_relocations);
    library.text_relocations = true;
    assert!(rules::problems(&library).join("\n").contains("text relocations"));
}

#[test]
fn a_stranger_s_symbol_and_a_stranger_are_named() {
    let more = format!("{SOURCE} int helper(void) {{ return 2; }}");
    let problems = rules::problems_of_ours(&library(&more, &[])).join("\n");
    assert!(problems.contains("do not need: helper"), "{problems}");
    let other = rules::problems_of_ours(&library("int uniffi_ekyc_x(void) { return 1; }", &[])).join("\n");
    assert!(other.contains("no library of ekyc"), "{other}");
}

#[test]
#[cfg(target_arch = "x86_64")]
fn a_library_of_this_linux_is_no_library_of_android() {
    let abi = ABIS.iter().find(|abi| abi.name == "x86_64").unwrap();
    let page = format!("-Wl,-z,max-page-size={ANDROID_PAGE}");
    let problems = rules::problems_on_android(&library(SOURCE, &[&page]), abi);
    assert_eq!(problems, ["it needs libc.so.6, which Android does not have: it was built for another Linux"]);
}

#[test]
#[cfg(target_arch = "x86_64")]
fn a_library_for_another_processor_is_refused() {
    let library = laid_out_as_androids(&format!("-Wl,-z,max-page-size={ANDROID_PAGE}"));
    for abi in &ABIS {
        let problems = rules::problems_on_android(&library, abi);
        if abi.name == "x86_64" {
            assert_eq!(problems, Vec::<String>::new());
        } else {
            assert!(problems.join("\n").contains(&format!("build it for {}", abi.target)), "{problems:?}");
        }
    }
}

#[test]
#[cfg(target_arch = "x86_64")]
fn pages_of_4_kilobytes_are_refused_on_android() {
    let abi = ABIS.iter().find(|abi| abi.name == "x86_64").unwrap();
    let problems = rules::problems_on_android(&laid_out_as_androids("-Wl,-z,max-page-size=4096"), abi);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems.join("\n").contains("aligned to 4096 bytes"), "{problems:?}");
}

#[test]
fn a_library_that_breaks_a_rule_is_not_shipped() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("libekyc.so");
    std::fs::write(&file, compile(SOURCE, &["-Wl,-z,relro"])).unwrap();
    rules::check_ours(&file).unwrap();
    std::fs::write(&file, compile(SOURCE, &["-Wl,-z,norelro"])).unwrap();
    let error = rules::check_ours(&file).unwrap_err().to_string();
    assert!(error.contains("must not be shipped: it has no RELRO"), "{error}");
}

#[test]
fn what_is_no_library_says_so() {
    let error = |contents: &[u8]| Library::read(contents).unwrap_err().to_string();
    assert!(error(b"#!/bin/sh\n").contains("no ELF file"));
    assert!(error(b"").contains("no ELF file"));
    let program = std::fs::read(std::env::current_exe().unwrap()).unwrap();
    assert!(Library::read(&program[..program.len() / 2]).is_err());
}
