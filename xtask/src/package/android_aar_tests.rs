//! The AAR's rules, with libraries that this machine's compiler made: what must be refused, and one that is laid out as Android's.

use super::*;
use crate::elf::rules::{ABIS, ANDROID_PAGE};
use crate::elf::tests::{SOURCE, compile, compile_as_androids};

fn abi(name: &str) -> &'static Abi {
    ABIS.iter().find(|abi| abi.name == name).unwrap()
}

fn files(entries: &[(&str, &[u8])]) -> Vec<u8> {
    zip(&entries.iter().map(|(name, contents)| ((*name).to_owned(), contents.to_vec())).collect()).unwrap()
}

fn jar() -> Vec<u8> {
    files(&[
        ("META-INF/MANIFEST.MF", b"m"),
        ("META-INF/ekyc.kotlin_module", b"k"),
        ("META-INF/proguard/ekyc.pro", b"-keep"),
        ("META-INF/versions/9/module-info.class", b"v"),
        ("io/github/ekyc/EkycClient.class", b"c"),
        ("io/github/ekyc/native/linux-x86-64/libekyc_jni.so", b"native"),
        ("module-info.class", b"i"),
    ])
}

fn try_with(name: &str, library: &[u8]) -> Result<Files> {
    unzip(&assemble(&Parts { libraries: vec![(abi(name), library.to_vec())], jar: jar() })?)
}

fn page() -> String {
    format!("-Wl,-z,max-page-size={ANDROID_PAGE}")
}

#[test]
#[cfg(target_arch = "x86_64")]
fn the_parts_lie_where_android_s_build_looks_for_them() {
    let library = compile_as_androids(SOURCE, &page());
    let aar = try_with("x86_64", &library).unwrap();
    let names: Vec<&str> = aar.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "AndroidManifest.xml",
            "META-INF/com/android/build/gradle/aar-metadata.properties",
            "R.txt",
            "classes.jar",
            "jni/x86_64/libekyc_jni.so",
            "proguard.txt",
        ]
    );
    assert_eq!(aar["proguard.txt"], b"-keep");
    let classes = unzip(&aar["classes.jar"]).unwrap();
    let names: Vec<&str> = classes.keys().map(String::as_str).collect();
    assert_eq!(names, ["META-INF/ekyc.kotlin_module", "io/github/ekyc/EkycClient.class"]);
    assert_eq!(unzip(&zip(&aar).unwrap()).unwrap(), aar);
}

#[test]
fn this_linux_s_library_is_no_library_of_android() {
    let library = compile(SOURCE, &[&page()]);
    let error = try_with("arm64-v8a", &library).err().unwrap().to_string();
    assert!(error.starts_with("arm64-v8a/libekyc_jni.so cannot go into the AAR: "), "{error}");
    assert!(error.contains("which Android does not have"), "{error}");
}

#[test]
#[cfg(target_arch = "x86_64")]
fn another_library_under_our_name_is_refused() {
    let other = compile_as_androids("int f(void) { return 1; }", &page());
    let error = try_with("x86_64", &other).err().unwrap().to_string();
    assert!(error.contains("no library of ekyc"), "{error}");
}
