//! An AAR put together: the format of Android's libraries, a zip file with fixed names inside.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use anyhow::{Context, Result, ensure};
use object::Object;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::target::{ANDROID_FLOOR, Target};

type Files = BTreeMap<String, Vec<u8>>;

/// What the NDK puts into all that it links: the API level and its own version. A link against stand-ins, which only shows that a library
/// would link, has it not.
const LINKED_BY_NDK: &str = ".note.android.ident";

/// Puts the AAR together, of libraries that were held to their rules and the classes of our jar; the same parts give the same bytes.
pub fn assemble(libraries: &[(&Target, Vec<u8>)], jar: &[u8]) -> Result<Vec<u8>> {
    let jar = unzip(jar).context("the jar cannot be read")?;
    let mut aar = Files::new();
    for (target, library) in libraries {
        let place = format!("{}/{}", target.folder(), target.shared_file());
        let note = object::File::parse(library.as_slice())?.section_by_name(LINKED_BY_NDK).is_some();
        ensure!(
            note,
            "{place} cannot go into the AAR: Android's NDK did not link it, so it has never met Android's own libraries"
        );
        aar.insert(format!("jni/{place}"), library.clone());
    }
    let keep = jar.get("META-INF/proguard/ekyc.pro").context("the jar has no META-INF/proguard/ekyc.pro")?;
    aar.insert("proguard.txt".to_owned(), keep.clone());
    aar.insert("classes.jar".to_owned(), zip(&classes(jar))?);
    aar.insert("AndroidManifest.xml".to_owned(), manifest().into_bytes());
    aar.insert("R.txt".to_owned(), Vec::new());
    aar.insert("META-INF/com/android/build/gradle/aar-metadata.properties".to_owned(), METADATA.as_bytes().to_vec());
    zip(&aar)
}

/// What Android's build asks of an app that uses the AAR: nothing special.
const METADATA: &str = "aarFormatVersion=1.0\naarMetadataVersion=1.0\nminCompileSdk=1\nminCompileSdkExtension=0\n\
    minAndroidGradlePluginVersion=1.0.0\ncoreLibraryDesugaringEnabled=false\n";

/// The library talks to the service, so the app gets the permission for it.
fn manifest() -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <manifest xmlns:android=\"http://schemas.android.com/apk/res/android\" package=\"io.github.ekyc\">\n    \
             <uses-sdk android:minSdkVersion=\"{ANDROID_FLOOR}\" />\n    \
             <uses-permission android:name=\"android.permission.INTERNET\" />\n\
         </manifest>\n"
    )
}

/// The jar's classes. Not its other platforms' libraries, nor what only a JVM or its tools read.
fn classes(jar: Files) -> Files {
    jar.into_iter()
        .filter(|(name, _)| {
            let class =
                name.ends_with(".class") && name != "module-info.class" && !name.starts_with("META-INF/versions/");
            class || name.ends_with(".kotlin_module")
        })
        .collect()
}

fn unzip(bytes: &[u8]) -> Result<Files> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut files = Files::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        if file.is_file() {
            let mut contents = Vec::new();
            file.read_to_end(&mut contents)?;
            let name = file.name()?.into_owned();
            files.insert(name, contents);
        }
    }
    Ok(files)
}

/// Without times, in the order of the names.
fn zip(files: &Files) -> Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in files {
        writer.start_file(name.as_str(), SimpleFileOptions::default())?;
        writer.write_all(contents)?;
    }
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::compiled::{SOURCE, compile};

    #[test]
    fn what_was_linked_against_stand_ins_is_refused() {
        let libraries = [(Target::named("android-x86_64").unwrap(), compile(SOURCE, &[]))];
        let error = assemble(&libraries, &zip(&Files::new()).unwrap()).unwrap_err().to_string();
        assert!(
            error.contains("x86_64/libekyc_jni.so cannot go into the AAR: Android's NDK did not link it"),
            "{error}"
        );
    }
}
