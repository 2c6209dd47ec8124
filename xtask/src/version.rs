//! One version, that of `Cargo.toml`. What cannot follow by itself is compared, and what follows is checked to do so.

use std::path::Path;

use anyhow::{Result, bail};

use crate::files;
use crate::project::Project;

/// Files that must take the version from the build, and the words by which they do.
const FOLLOWERS: [(&str, &str); 8] = [
    ("src/client/user_agent.rs", "env!(\"CARGO_PKG_VERSION\")"),
    ("src/ffi/handshake.rs", "env!(\"CARGO_PKG_VERSION\")"),
    ("bindings/swift/Sources/Ekyc/Functions.swift", "ekycVersion = BindingBuild.version"),
    (
        "bindings/kotlin/src/main/kotlin/io/github/ekyc/internal/Library.kt",
        "${BindingBuild.VERSION} ${BindingBuild.FINGERPRINT}",
    ),
    ("sandbox/Cargo.toml", "version.workspace = true"),
    ("xtask/Cargo.toml", "version.workspace = true"),
    ("tests/consumers/swift-git/Package.swift", "exact: \"<version>\""),
    ("Cargo.toml", "\n[package]\nname = \"ekyc\"\ndescription"),
];

/// Generated files that name it, if they have been generated.
const GENERATED: [(&str, &str, &str); 2] = [
    ("bindings/kotlin/generated/kotlin/io/github/ekyc/BindingBuild.kt", "VERSION = \"", "\""),
    ("bindings/swift/Sources/Ekyc/Generated/BindingBuild.swift", "version = \"", "\""),
];

/// Fails with everything that names another version.
pub fn check(project: &Project) -> Result<()> {
    let mut problems = Vec::new();
    for (file, words) in FOLLOWERS {
        if !files::read(&project.root.join(file))?.contains(words) {
            problems.push(format!("{file} does not take the version from the build: it should hold `{words}`"));
        }
    }
    for (file, before, after) in GENERATED {
        if let Ok(text) = std::fs::read_to_string(project.root.join(file)) {
            problems.extend(strangers(file, &found(&text, before, after), &project.version));
        }
    }
    for file in files::under(&project.root, &["target", "generated", ".git", ".build", "vectors"])? {
        let name = file.strip_prefix(&project.root).unwrap_or(&file).display().to_string();
        let end = file.extension().and_then(|end| end.to_str()).unwrap_or_default();
        if is_pom(&file) || end == "md" || end == "kts" {
            let text = files::read(&file)?;
            let mut versions = coordinates(&text);
            versions.extend(if is_pom(&file) { pom(&text) } else { Vec::new() });
            problems.extend(strangers(&name, &versions, &project.version));
        }
    }
    let heading = format!("\n## {}", project.version);
    if !files::read(&project.root.join("CHANGELOG.md"))?.contains(&heading) {
        problems.push(format!("CHANGELOG.md has no heading `{}`", heading.trim_start()));
    }
    if problems.is_empty() {
        return Ok(());
    }
    bail!("the version is {} (Cargo.toml), but:\n  {}", project.version, problems.join("\n  "))
}

fn is_pom(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name == "pom.xml")
}

/// Versions of our own artifacts in a POM.
fn pom(text: &str) -> Vec<String> {
    let mut versions = Vec::new();
    for part in text.split("<groupId>io.github.ekyc</groupId>").skip(1) {
        // The version may come after comments; nothing of another artifact comes before it.
        let own = part.split("<groupId>").next().unwrap_or_default();
        versions.extend(found(own, "<version>", "</version>").into_iter().take(1));
    }
    versions
}

/// Versions in coordinates, as Gradle and documents have them: `io.github.ekyc:ekyc:1.2.3`.
fn coordinates(text: &str) -> Vec<String> {
    let after = text.split("io.github.ekyc:").skip(1);
    let version = |rest: &str| {
        let (artifact, rest) = rest.split_once(':')?;
        let plain = artifact.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        let version: String =
            rest.chars().take_while(|letter| letter.is_ascii_alphanumeric() || ".-".contains(*letter)).collect();
        (plain && version.starts_with(|first: char| first.is_ascii_digit())).then_some(version)
    };
    after.filter_map(version).map(|version| version.trim_end_matches(['.', '-']).to_owned()).collect()
}

/// Every text between two marks.
fn found(text: &str, before: &str, after: &str) -> Vec<String> {
    text.split(before).skip(1).filter_map(|rest| Some(rest.split_once(after)?.0.to_owned())).collect()
}

/// Those that are another version. What begins with a letter or a sign is filled in by a build.
fn strangers(file: &str, versions: &[String], version: &str) -> Vec<String> {
    let is_literal = |found: &&String| found.starts_with(|first: char| first.is_ascii_digit());
    let others = versions.iter().filter(is_literal).filter(|found| *found != version);
    others.map(|found| format!("{file} says {found}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pom_s_own_version_and_its_dependency_on_us_are_found() {
        let text = "<project><groupId>io.github.ekyc</groupId><artifactId>sample</artifactId><version>0.1.0</version>\
            <dependency><groupId>other</groupId><version>9</version></dependency>\
            <dependency><groupId>io.github.ekyc</groupId><artifactId>ekyc</artifactId><version>0.2.0</version></dependency>";
        assert_eq!(strangers("pom.xml", &pom(text), "0.1.0"), ["pom.xml says 0.2.0"]);
        assert!(
            pom(
                "<groupId>io.github.ekyc</groupId><artifactId>ekyc</artifactId><groupId>o</groupId><version>3</version>"
            )
            .is_empty()
        );
    }

    #[test]
    fn a_document_s_coordinates_are_found() {
        let text =
            "put `io.github.ekyc:ekyc:0.1.0`, io.github.ekyc:ekyc-android:0.3.0@aar. And `io.github.ekyc:ekyc` alone.";
        assert_eq!(coordinates(text), ["0.1.0", "0.3.0"]);
        assert!(coordinates("implementation(\"io.github.ekyc:ekyc:$version\")").is_empty());
    }

    #[test]
    fn what_a_build_fills_in_is_no_version() {
        assert!(strangers("x", &["${project.version}".to_owned(), "@version@".to_owned()], "0.1.0").is_empty());
    }
}
