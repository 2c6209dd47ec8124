//! `cargo xtask package apple`: the Rust core for Apple's platforms, as `EkycCoreLibrary.xcframework`.
//!
//! Never run so far: it needs a Mac with Xcode, and nobody who wrote it had one. Frameworks and not plain headers, because two
//! packages with plain headers and module maps collide in Xcode, and Xcode 26 does not find headers in sub-folders.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::apple_framework::{self as framework, FRAMEWORK, Slice};
use crate::bindings::library::{self, PROFILE, SWIFT_PACKAGE};
use crate::bindings::{archive, generate};
use crate::project::Project;
use crate::{bindings, files, process, progress};

/// One platform of Apple: its slice, and the Rust targets whose libraries are joined in it.
struct Platform {
    slice: Slice,
    targets: &'static [&'static str],
}

const PLATFORMS: [Platform; 3] = [
    Platform {
        slice: Slice { name: "macos", platform: "MacOSX", minimum: "13.0", versioned: true },
        targets: &["aarch64-apple-darwin", "x86_64-apple-darwin"],
    },
    Platform {
        slice: Slice { name: "ios", platform: "iPhoneOS", minimum: "16.0", versioned: false },
        targets: &["aarch64-apple-ios"],
    },
    Platform {
        slice: Slice { name: "ios-simulator", platform: "iPhoneSimulator", minimum: "16.0", versioned: false },
        targets: &["aarch64-apple-ios-sim", "x86_64-apple-ios"],
    },
];

/// Makes it and puts a copy where `bindings/swift/Package.swift` looks for it.
pub fn make(project: &Project) -> Result<PathBuf> {
    let missing = missing(&rustlib()?, process::on_path("xcodebuild").is_some());
    if !missing.is_empty() {
        bail!("an XCFramework cannot be made here. Missing:\n  {}", missing.join("\n  "));
    }
    bindings::ensure(project)?;
    let place = project.target.join("packages/apple");
    if place.exists() {
        std::fs::remove_dir_all(&place).with_context(|| format!("cannot empty {}", place.display()))?;
    }
    let finished = place.join(format!("{FRAMEWORK}.xcframework"));
    let privacy = files::read(&project.swift().join("Sources/Ekyc/PrivacyInfo.xcprivacy"))?;
    let mut create = process::command("xcodebuild");
    create.arg("-create-xcframework");
    for platform in &PLATFORMS {
        let archive = progress::step(&format!("package: {}", platform.slice.name), || join(project, platform))?;
        let folder = project.own("package-apple").join(platform.slice.name);
        let made = framework::write(&folder, &platform.slice, &archive, &privacy, &project.version)?;
        create.arg("-framework").arg(made);
    }
    process::run(create.arg("-output").arg(&finished), "Xcode's words are above.")?;
    let used = project.swift().join("lib").join(format!("{FRAMEWORK}.xcframework"));
    if used.exists() {
        std::fs::remove_dir_all(&used).with_context(|| format!("cannot empty {}", used.display()))?;
    }
    files::parent(&used)?;
    // Not file by file: the links in a framework of macOS must stay links.
    process::run(process::command("cp").arg("-R").arg(&finished).arg(&used), "Copy it there by hand.")?;
    Ok(finished)
}

/// What must be installed first.
fn missing(rustlib: &Path, xcode: bool) -> Vec<String> {
    let mut missing = Vec::new();
    if !xcode {
        missing.push("macOS with Xcode, whose `xcodebuild`, `lipo` and SDKs are needed".to_owned());
    }
    let absent = |target: &&str| !rustlib.join(target).join("lib").is_dir();
    let targets: Vec<&str> = PLATFORMS.iter().flat_map(|one| one.targets).copied().filter(absent).collect();
    if !targets.is_empty() {
        missing.push(format!("run `rustup target add {}`", targets.join(" ")));
    }
    missing
}

fn rustlib() -> Result<PathBuf> {
    let sysroot = process::text(process::command("rustc").args(["--print", "sysroot"]), "Check Rust.")?;
    Ok(Path::new(sysroot.trim()).join("lib/rustlib"))
}

/// Builds for each target, leaves nothing global but what is ours, and joins the processors of one platform in one file.
fn join(project: &Project, platform: &Platform) -> Result<PathBuf> {
    let folder = project.own("package-apple/archives").join(platform.slice.name);
    let joined = folder.join("libekyc.a");
    files::parent(&joined)?;
    let mut lipo = process::command("lipo");
    lipo.arg("-create").arg("-output").arg(&joined);
    for target in platform.targets {
        // The oldest system that the slice promises; the compiler of `ring` asks as well.
        let variable = if platform.slice.versioned { "MACOSX_DEPLOYMENT_TARGET" } else { "IPHONEOS_DEPLOYMENT_TARGET" };
        let mut cargo = process::cargo();
        cargo.env(variable, platform.slice.minimum);
        let built = library::archive(project, cargo, Some(target), [SWIFT_PACKAGE, PROFILE])?.file;
        let closed = folder.join(format!("{target}.a"));
        let mut libtool = process::command("libtool");
        libtool.args(["-static", "-o"]);
        archive::close_by(libtool, &generate::swift_header(project), &closed, |names, object| {
            let list = folder.join("exported");
            let lines: String = names.iter().map(|name| format!("_{name}\n")).collect();
            files::write_if_changed(&list, lines.as_bytes())?;
            let processor = if target.starts_with("x86_64") { "x86_64" } else { "arm64" };
            let mut link = process::command("ld");
            link.args(["-r", "-S", "-arch", processor, "-all_load"])
                .arg(&built)
                .arg("-exported_symbols_list")
                .arg(list);
            process::run(link.arg("-o").arg(object), "Xcode's `ld` is needed.")
        })?;
        lipo.arg(&closed);
    }
    process::run(&mut lipo, "Xcode's `lipo` is needed.")?;
    Ok(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_all_at_once() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("aarch64-apple-ios/lib")).unwrap();
        let text = missing(folder.path(), false).join("\n");
        assert!(
            text.contains("Xcode") && text.contains("rustup target add aarch64-apple-darwin x86_64-apple-darwin "),
            "{text}"
        );
        assert!(!text.contains("aarch64-apple-ios x86_64"), "{text}");
        for platform in &PLATFORMS {
            for target in platform.targets {
                std::fs::create_dir_all(folder.path().join(target).join("lib")).unwrap();
            }
        }
        assert!(missing(folder.path(), true).is_empty());
    }
}
