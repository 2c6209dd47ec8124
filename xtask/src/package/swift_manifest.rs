//! The manifests of the packaged Swift package, made from that of the repository: without its tests, with the libraries that are there.

use anyhow::{Context, Result};

use crate::bindings::native::BUNDLE;

/// Where the XCFramework comes from.
pub enum Apple {
    /// It lies in `lib/` of the package.
    Inside,
    /// It is downloaded; SwiftPM compares the checksum that `swift package compute-checksum` tells.
    Release {
        /// Of the zip file.
        url: String,
        /// As SwiftPM computes it.
        checksum: String,
    },
}

const TESTS: (&str, &str) = ("// Not in the package that `cargo xtask package swift` makes: begin\n", "// end\n\n");
const LINUX: (&str, &str) = ("// Linux: begin\n", "// Linux: end\n");
const APPLE: (&str, &str) = ("// Apple: begin\n", "// Apple: end\n");
const SERVER: (&str, &str) = ("// Server: begin\n", "// Server: end\n");
const TOOLS: &str = "// swift-tools-version: 6.0\n";

const SERVER_TRAIT: &str = "let server = true\n\
    let onServer: TargetDependencyCondition? = .when(traits: [\"Server\"])\n";
const TRAITS: &str = "package.traits = [\n    .trait(name: \"Server\", description: \"The product EkycServer and the packages that it needs\")\n]\n";

/// `Package.swift`, for Swift 6.0 and 6.1.
pub fn oldest(manifest: &str, apple: Option<&Apple>) -> Result<String> {
    let manifest = replace(manifest, TESTS, "")?;
    replace(&manifest, APPLE, &apple_targets(apple))
}

/// `Package@swift-6.2.swift`: from that version on SwiftPM knows static libraries in artifact bundles (SE-0482), picks the one of the processor
/// that is built for, and needs no path; and it resolves what a trait needs only if the trait is on.
pub fn with_bundle(manifest: &str, apple: Option<&Apple>) -> Result<String> {
    let bundle = format!(
        "// The static libraries in an artifact bundle. SwiftPM picks that of the platform and processor that is built for.\n\
         // `EKYC_LIBRARY` is the path of another one, to be used in its place.\n\
         let given = Context.environment[\"EKYC_LIBRARY\"]\n\
         let linux: [Target] = given == nil ? [.binaryTarget(name: \"EkycCoreLinux\", path: \"lib/{BUNDLE}\")] : []\n\
         let linuxLibraries = given.map {{ [\":\" + String(repeating: \"../\", count: 32) + $0.drop {{ $0 == \"/\" }}] }} ?? []\n\
         let defines: [CSetting] = [.define(given == nil ? \"EKYC_BUNDLE\" : \"EKYC_LIBRARY_GIVEN\")]\n"
    );
    let manifest = replace(&oldest(manifest, apple)?, LINUX, &bundle)?;
    let manifest = replace(&manifest, SERVER, SERVER_TRAIT)?;
    let (_, rest) =
        manifest.split_once(TOOLS).context("bindings/swift/Package.swift begins with another tools version")?;
    Ok(format!("// swift-tools-version: 6.2\n{rest}{TRAITS}"))
}

fn apple_targets(apple: Option<&Apple>) -> String {
    let target = match apple {
        None => return "let apple: [Target] = []\n".to_owned(),
        Some(Apple::Inside) => "path: \"lib/EkycCoreLibrary.xcframework\"".to_owned(),
        Some(Apple::Release { url, checksum }) => format!("url: \"{url}\", checksum: \"{checksum}\""),
    };
    // SwiftPM downloads what a manifest names, needed or not, and only a Mac builds for these platforms.
    format!(
        "#if os(macOS)\n    let apple: [Target] = [.binaryTarget(name: \"EkycCoreApple\", {target})]\n#else\n    \
         let apple: [Target] = []\n#endif\n"
    )
}

fn replace(manifest: &str, (begin, end): (&str, &str), by: &str) -> Result<String> {
    let name = begin.trim();
    let (head, rest) = manifest.split_once(begin).with_context(|| format!("Package.swift lacks `{name}`"))?;
    let (_, tail) = rest.split_once(end).with_context(|| format!("Package.swift does not end what `{name}` begins"))?;
    Ok(format!("{head}{by}{tail}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> String {
        format!(
            "{TOOLS}{}old\n{}{}old\n{}{}switch\n{}targets: [core]\n{}targets += tests\n{}end",
            LINUX.0, LINUX.1, APPLE.0, APPLE.1, SERVER.0, SERVER.1, TESTS.0, TESTS.1
        )
    }

    #[test]
    fn each_version_gets_the_libraries_that_are_there_and_no_tests() {
        let text = oldest(&manifest(), None).unwrap();
        assert!(text.contains("let apple: [Target] = []\n") && text.ends_with("targets: [core]\nend"), "{text}");
        let apple = Apple::Release { url: "https://example.com/a.zip".to_owned(), checksum: "12".to_owned() };
        let text = oldest(&manifest(), Some(&apple)).unwrap();
        assert!(text.contains("url: \"https://example.com/a.zip\", checksum: \"12\")]"), "{text}");
        assert!(oldest("targets: []", None).is_err());

        let text = with_bundle(&manifest(), Some(&Apple::Inside)).unwrap();
        assert!(text.starts_with("// swift-tools-version: 6.2\n") && text.contains(BUNDLE), "{text}");
        assert!(text.contains("when(traits:") && text.contains("package.traits"), "{text}");
        for gone in ["packageDirectory", "old", "switch"] {
            assert!(!text.contains(gone), "{text}");
        }
    }
}
