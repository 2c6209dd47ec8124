//! The AAR's rules, with libraries that this machine's compiler made: what must be refused. `consumers/aar.rs` looks at a whole one.

use super::*;
use crate::target::compiled::{PAGE, SOURCE, compile, compile_as_androids};

fn try_with(name: &str, library: &[u8]) -> Result<Files> {
    unzip(&assemble(&[(Target::named(name)?, library.to_vec())], &zip(&Files::new())?)?)
}

#[test]
#[cfg(target_arch = "x86_64")]
fn what_was_linked_against_stand_ins_is_refused() {
    let error = try_with("android-x86_64", &compile_as_androids(SOURCE, PAGE)).err().unwrap().to_string();
    assert!(error.contains("x86_64/libekyc_jni.so cannot go into the AAR: Android's NDK did not link it"), "{error}");
}

#[test]
fn this_linux_s_library_is_no_library_of_android() {
    let library = compile(SOURCE, &[PAGE]);
    let error = try_with("android-arm64-v8a", &library).err().unwrap();
    let error = format!("{error:#}");
    assert!(error.starts_with("arm64-v8a/libekyc_jni.so cannot go into the AAR: "), "{error}");
    assert!(error.contains("it does not need libc.so "), "{error}");
}

#[test]
#[cfg(target_arch = "x86_64")]
fn another_library_under_our_name_is_refused() {
    let other = compile_as_androids("int f(void) { return 1; }", PAGE);
    let error = try_with("android-x86_64", &other).err().unwrap();
    let error = format!("{error:#}");
    assert!(error.contains("no library of ekyc"), "{error}");
}
