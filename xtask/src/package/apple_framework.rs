//! One slice of the XCFramework: a framework with the static library and its privacy manifest. Its C header is in the Swift package.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files;

/// The framework and the module in it.
pub const FRAMEWORK: &str = "EkycCoreLibrary";

/// What differs from platform to platform.
pub struct Slice {
    /// Its name in our folders.
    pub name: &'static str,
    /// As Apple's property lists name it.
    pub platform: &'static str,
    /// The oldest version it runs on; that of bindings/swift/Package.swift.
    pub minimum: &'static str,
    /// Whether the contents lie in a folder of a version, with links to it, as macOS wants it.
    pub versioned: bool,
}

/// Writes the framework into `folder` and returns it.
pub fn write(folder: &Path, slice: &Slice, archive: &Path, privacy: &str, version: &str) -> Result<PathBuf> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    let framework = folder.join(format!("{FRAMEWORK}.framework"));
    let (contents, resources) = if slice.versioned {
        let contents = framework.join("Versions/A");
        (contents.clone(), contents.join("Resources"))
    } else {
        (framework.clone(), framework.clone())
    };
    let library = std::fs::read(archive).with_context(|| format!("cannot read {}", archive.display()))?;
    files::write_if_changed(&contents.join(FRAMEWORK), &library)?;
    files::write_if_changed(&contents.join(format!("Headers/{FRAMEWORK}.h")), HEADER.as_bytes())?;
    files::write_if_changed(&contents.join("Modules/module.modulemap"), MODULE_MAP.as_bytes())?;
    files::write_if_changed(&resources.join("PrivacyInfo.xcprivacy"), privacy.as_bytes())?;
    files::write_if_changed(&resources.join("Info.plist"), property_list(slice, version).as_bytes())?;
    if slice.versioned {
        link("A", &framework.join("Versions/Current"))?;
        for name in [FRAMEWORK, "Headers", "Modules", "Resources"] {
            link(&format!("Versions/Current/{name}"), &framework.join(name))?;
        }
    }
    Ok(framework)
}

const HEADER: &str = "// The functions are declared in the Swift package, which is the only user of this library.\n";

const MODULE_MAP: &str =
    "framework module EkycCoreLibrary {\n    umbrella header \"EkycCoreLibrary.h\"\n    export *\n}\n";

fn link(to: &str, at: &Path) -> Result<()> {
    std::os::unix::fs::symlink(to, at).with_context(|| format!("cannot make the link {}", at.display()))
}

fn property_list(slice: &Slice, version: &str) -> String {
    let minimum = if slice.versioned { "LSMinimumSystemVersion" } else { "MinimumOSVersion" };
    let pairs = [
        ("CFBundleExecutable", FRAMEWORK),
        ("CFBundleIdentifier", "io.github.ekyc.EkycCoreLibrary"),
        ("CFBundleInfoDictionaryVersion", "6.0"),
        ("CFBundleName", FRAMEWORK),
        ("CFBundlePackageType", "FMWK"),
        ("CFBundleShortVersionString", version),
        ("CFBundleVersion", version),
        (minimum, slice.minimum),
    ];
    let pairs: String =
        pairs.iter().map(|(key, value)| format!("    <key>{key}</key>\n    <string>{value}</string>\n")).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n{pairs}    \
         <key>CFBundleSupportedPlatforms</key>\n    <array><string>{}</string></array>\n</dict>\n</plist>\n",
        slice.platform
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(versioned: bool) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("a");
        std::fs::write(&archive, "archive").unwrap();
        let slice = Slice { name: "x", platform: "iPhoneOS", minimum: "16.0", versioned };
        let framework = write(&folder.path().join("out"), &slice, &archive, "privacy", "1.2.3").unwrap();
        (folder, framework)
    }

    #[test]
    fn a_framework_holds_library_header_module_and_version() {
        for versioned in [false, true] {
            let (_folder, framework) = made(versioned);
            assert_eq!(files::read(&framework.join(FRAMEWORK)).unwrap(), "archive");
            let resources = if versioned { framework.join("Resources") } else { framework.clone() };
            assert_eq!(files::read(&resources.join("PrivacyInfo.xcprivacy")).unwrap(), "privacy");
            assert!(files::read(&framework.join("Modules/module.modulemap")).unwrap().starts_with("framework module"));
            let list = if versioned { framework.join("Resources/Info.plist") } else { framework.join("Info.plist") };
            assert!(files::read(&list).unwrap().contains("<string>1.2.3</string>"));
        }
    }

    #[test]
    fn on_macos_the_contents_lie_in_a_version_with_links_to_it() {
        let (_folder, framework) = made(true);
        assert_eq!(std::fs::read_link(framework.join("Versions/Current")).unwrap(), PathBuf::from("A"));
        assert_eq!(std::fs::read_link(framework.join("Headers")).unwrap(), PathBuf::from("Versions/Current/Headers"));
    }
}
