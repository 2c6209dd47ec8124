//! The rules, tried on libraries that this machine's C compiler makes, each breaking one of them.

use super::Target;
use super::facts::{Facts, Format};
use super::rules::{self, Floor};
use crate::process;

/// A library that asks for something of the C library and offers what the JVM asks first.
pub const SOURCE: &str = "extern int puts(const char *);\nint JNI_OnLoad(void) { return puts(\"\"); }\n";

/// What makes it fit devices with large pages.
pub const PAGE: &str = "-Wl,-z,max-page-size=16384";

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

fn told(contents: &[u8], name: &str) -> String {
    rules::check_bytes(contents, Target::named(name).unwrap(), Floor::Any).err().unwrap().to_string()
}

#[test]
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
fn a_library_of_this_machine_is_read_and_taken() {
    let library = compile(SOURCE, &["-Wl,-z,relro"]);
    let linux = Target::named("linux-x86-64").unwrap();
    let facts = rules::check_bytes(&library, linux, Floor::Any).unwrap();
    assert_eq!(facts.system, Format::Elf { relro: true, text_relocations: false });
    assert!(facts.exported.contains("JNI_OnLoad") && facts.glibc() >= Some((2, 2)), "{facts:?}");
}

#[test]
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
fn what_breaks_a_rule_is_told() {
    assert!(told(&compile(SOURCE, &["-Wl,-z,norelro"]), "linux-x86-64").contains("RELRO"));
    let more = format!("{SOURCE} int helper(void) {{ return 2; }}");
    assert!(told(&compile(&more, &[]), "linux-x86-64").contains("offers more than JNI_OnLoad: helper"));
    assert!(told(&compile("int f(void) { return 1; }", &[]), "linux-x86-64").contains("no library of ekyc"));
    assert!(told(&compile(SOURCE, &[PAGE]), "android-x86_64").contains("it does not need libc.so "));
    assert!(told(&compile_as_androids(SOURCE, PAGE), "android-arm64-v8a").contains("needs Aarch64"));
    assert!(told(&compile_as_androids(SOURCE, "-Wl,-z,max-page-size=4096"), "android-x86_64").contains("4096 bytes"));
}

#[test]
fn the_glibc_floor_is_the_highest_version_not_the_last_text() {
    let mut facts = Facts::read(&compile(SOURCE, &[])).unwrap();
    facts.versions = ["GLIBC_2.9", "GLIBC_2.34", "GLIBC_2.3.4", "GLIBC_PRIVATE", "GCC_3.0"].map(str::to_owned).into();
    assert_eq!(facts.glibc(), Some((2, 34)));
    facts.versions.clear();
    assert_eq!(facts.glibc(), None);
}

#[test]
fn what_is_no_library_says_so() {
    let error = |contents: &[u8]| Facts::read(contents).unwrap_err().to_string();
    assert!(error(b"#!/bin/sh\n").contains("no library"));
    assert!(error(b"").contains("no library"));
    let program = std::fs::read(std::env::current_exe().unwrap()).unwrap();
    assert!(Facts::read(&program[..program.len() / 2]).is_err());
}
