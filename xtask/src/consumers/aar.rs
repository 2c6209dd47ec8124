//! The AAR as a release machine puts it together, and an app that is shrunk with it. This machine's compiler stands in for the NDK, so what comes
//! of it is for reading, and lies in a folder that goes with the test.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use zip::ZipArchive;

use super::{Strangers, contents};
use crate::bindings::library;
use crate::package::android;
use crate::{files, process};

const INSIDE: [&str; 5] = [
    "AndroidManifest.xml",
    "META-INF/com/android/build/gradle/aar-metadata.properties",
    "R.txt",
    "classes.jar",
    "proguard.txt",
];

/// What the native library looks for by name.
const LOOKED_FOR: [&str; 5] = ["Lio/github/ekyc/internal/NativeBridge;", "completed", "observed", "fetch", "start"];

pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    let abi = if cfg!(target_arch = "x86_64") { "x86_64" } else { "arm64-v8a" };
    let folder = strangers.folder.path().join("aar");
    stand_in(strangers, &folder, abi)?;
    let made = android::make_in(strangers.project, Some(&folder.join("natives")), &folder.join("repository"))?;
    let beside = made.parent().context("an AAR without a folder")?;
    for ending in [".pom", "-sources.jar", "-javadoc.jar"] {
        let name = format!("ekyc-android-{}{ending}", strangers.project.version);
        ensure!(beside.join(&name).is_file(), "beside the AAR is no {name}");
    }
    contents::checksums(beside)?;

    let aar = unzip(&std::fs::read(&made)?)?;
    let library = format!("jni/{abi}/libekyc_jni.so");
    let names: Vec<&str> = aar.keys().map(String::as_str).collect();
    ensure!(names == [&INSIDE[..4], &[&library], &INSIDE[4..]].concat(), "the AAR holds {names:?}");
    let manifest = String::from_utf8_lossy(&aar["AndroidManifest.xml"]);
    ensure!(manifest.contains("minSdkVersion=\"26\""), "the AAR's manifest says {manifest}");
    let classes = unzip(&aar["classes.jar"])?;
    let other = classes.keys().find(|name| {
        !(name.ends_with(".kotlin_module") || name.starts_with("io/github/ekyc/") && name.ends_with(".class"))
    });
    ensure!(other.is_none(), "among the AAR's classes is {other:?}");
    for name in ["classes.jar", "proguard.txt"] {
        files::write_if_changed(&folder.join(name), &aar[name])?;
    }
    dex(strangers, &folder)
}

/// A library that looks like one of the NDK's, of this very build.
fn stand_in(strangers: &Strangers<'_>, folder: &Path, abi: &str) -> Result<()> {
    let fingerprint = library::build(strangers.project)?.fingerprint;
    let source = format!(
        "extern int puts(const char *);\nint JNI_OnLoad(void) {{ return puts(\"{fingerprint}\"); }}\n\
         static const char note[] __attribute__((used, section(\".note.android.ident\"))) = \"stands in\";\n"
    );
    files::write_if_changed(&folder.join("library.c"), source.as_bytes())?;
    std::fs::create_dir_all(folder.join("natives").join(abi))?;
    let library = format!("natives/{abi}/libekyc_jni.so");
    let libc = ["-Wl,-soname,libc.so", "-x", "c", "/dev/null", "-o", "libc.so"];
    let ours = [
        "library.c",
        "-o",
        &library,
        "-fPIC",
        "-L.",
        "-l:libc.so",
        "-Wl,--no-as-needed,-z,relro,-z,max-page-size=16384",
    ];
    for words in [&libc[..], &ours[..]] {
        let mut compiler = process::command("cc");
        compiler.args(["-shared", "-nostdlib"]).args(words).current_dir(folder);
        process::run(&mut compiler, "A C compiler is needed.")?;
    }
    Ok(())
}

/// An app's build for Android: R8 with the AAR's classes and rules. Java's own classes stand for Android's; animal-sniffer has compared what we
/// use of the two as the jar was made.
fn dex(strangers: &Strangers<'_>, folder: &Path) -> Result<()> {
    let java = &strangers.maven.jdk;
    let words = "-Xmx1g -cp ./shrunk/target/tools/r8.jar com.android.tools.r8.R8 --release --min-api 26 \
                 --pg-conf ./shrunk/app.pro --pg-conf ./aar/proguard.txt --output ./aar/dex.zip ./aar/classes.jar \
                 ./shrunk/target/shrunk-1.jar ./shrunk/target/lib/kotlin-stdlib.jar ./shrunk/target/lib/annotations.jar \
                 ./shrunk/target/lib/kotlinx-coroutines-core-jvm.jar --lib";
    process::text(strangers.java(java, words)?.arg(&java.home), "R8's words are above.")?;
    let dex = &unzip(&std::fs::read(folder.join("dex.zip"))?)?["classes.dex"];
    for name in LOOKED_FOR {
        let found = dex.windows(name.len()).any(|window| window == name.as_bytes());
        ensure!(found, "R8 removed or renamed {name}, which the native library looks for");
    }
    Ok(())
}

fn unzip(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        if file.is_file() {
            let mut contents = Vec::new();
            file.read_to_end(&mut contents)?;
            files.insert(file.name()?.into_owned(), contents);
        }
    }
    Ok(files)
}
