//! The pages' examples are the ones that the tests compile and run: each must stand in its page letter by letter.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail, ensure};

use crate::files;
use crate::project::Project;

/// The pages that people meet first, and the sources whose marked lines they show.
const PAGES: [(&str, &[&str]); 9] = [
    (
        "README.md",
        &[
            "bindings/kotlin/src/test/kotlin/io/github/ekyc/ReadmeKotlin.kt",
            "bindings/kotlin/src/test/java/io/github/ekyc/ReadmeJava.java",
            "bindings/swift/Tests/EkycTests/ReadmeSwift.swift",
        ],
    ),
    (
        "docs/start/kotlin.md",
        &[
            "tests/consumers/kotlin/pom.xml",
            "tests/consumers/kotlin/src/main/kotlin/app/Clients.kt",
            "tests/consumers/kotlin/src/main/kotlin/app/Verification.kt",
            "tests/consumers/kotlin/src/main/kotlin/app/Failures.kt",
        ],
    ),
    (
        "docs/start/java.md",
        &[
            "tests/consumers/java/pom.xml",
            "tests/consumers/java/src/main/java/app/Clients.java",
            "tests/consumers/java/src/main/java/app/Verification.java",
            "tests/consumers/java/src/main/java/app/Failures.java",
            "tests/consumers/module/src/main/java/module-info.java",
        ],
    ),
    ("docs/start/swift.md", &["tests/consumers/swift-path/Sources/consumer/Consumer.swift"]),
    (
        "bindings/swift/Sources/Ekyc/Ekyc.docc/GettingStarted.md",
        &["tests/consumers/swift-path/Sources/consumer/Consumer.swift"],
    ),
    (
        "docs/how-to/testing.md",
        &[
            "tests/consumers/testing/pom.xml",
            "tests/consumers/testing/src/test/kotlin/app/VerificationTest.kt",
            "tests/consumers/testing/src/test/java/app/VerificationJavaTest.java",
            "bindings/swift/Tests/EkycTests/TestingPage.swift",
            "tests/journey.rs",
        ],
    ),
    ("docs/how-to/json.md", &["bindings/kotlin/src/test/java/io/github/ekyc/JsonRecipes.java"]),
    ("docs/how-to/swift-server.md", &["bindings/swift/Tests/EkycTests/Recipes.swift"]),
    (
        "docs/how-to/migrate-from-java-sdk.md",
        &["tests/consumers/java/pom.xml", "tests/consumers/java/src/main/java/app/Migrated.java"],
    ),
];

/// Our coordinates, before the version.
const COORDINATES: &str = "io.github.ekyc:ekyc:";

/// Fails naming the example that a page does not hold, or the version that is not ours.
pub fn check(project: &Project) -> Result<()> {
    for (page, examples) in PAGES {
        let text = files::read(&project.root.join(page))?;
        for example in examples {
            let source = files::read(&project.root.join(example))?;
            let snippet = snippet(&source).with_context(|| format!("{example} marks no lines with `snippet begin`"))?;
            if !text.contains(&snippet) {
                bail!("{page} does not hold the example of {example} as it is; copy it there:\n{snippet}");
            }
        }
        for version in versions(&text) {
            let ours = &project.version;
            ensure!(
                version == ours,
                "{page} names {COORDINATES}{version}, and the version is {ours}; correct the page"
            );
        }
    }
    settings(project)?;
    java_names(project)?;
    lowest_versions(project)
}

/// What the table of the page for users of the official Java SDK calls ours is in the jar's API.
fn java_names(project: &Project) -> Result<()> {
    let page = "docs/how-to/migrate-from-java-sdk.md";
    let (text, api) = (files::read(&project.root.join(page))?, project.root.join("bindings/kotlin/api/ekyc.api"));
    let part = |letter: char| !(letter.is_ascii_alphanumeric() || letter == '_');
    let api = files::read(&api)?;
    let known: BTreeSet<&str> = api.split(part).collect();
    // The second column of its rows.
    for cell in text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").nth(1)) {
        for code in cell.split('`').skip(1).step_by(2) {
            let called = code.match_indices('(').filter_map(|(end, _)| code.get(..end)?.rsplit(part).next());
            let types = code.split(part).filter(|name| name.starts_with(char::is_uppercase));
            for name in called.chain(types).filter(|name| !name.is_empty()) {
                let known = known.contains(name) || ["HTTPS_PROXY", "NO_PROXY"].contains(&name);
                ensure!(known, "{page} writes `{code}`, and the jar has no `{name}`");
            }
        }
    }
    Ok(())
}

/// The page of settings has each of them, by the name that it has in Kotlin, Java and Swift.
fn settings(project: &Project) -> Result<()> {
    let page = files::read(&project.root.join("docs/reference/settings.md"))?;
    for file in ["config", "retry", "local_quota", "shared_quota/settings", "options"] {
        let source = files::read(&project.root.join(format!("src/client/{file}.rs")))?;
        let records = source.split("uniffi::Record)]").skip(1).filter_map(|record| record.split_once("\n}"));
        for field in records.flat_map(|(record, _)| record.lines()).filter_map(|line| line.strip_prefix("    pub ")) {
            let name = field.split(':').next().unwrap_or_default().trim_end_matches("_ms");
            let mut words = name.split('_');
            let first = words.next().unwrap_or_default().to_owned();
            let name = words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..]);
            ensure!(
                page.contains(&format!("| `{name}` |")),
                "docs/reference/settings.md has no row for `{name}` of src/client/{file}.rs"
            );
        }
    }
    Ok(())
}

/// The pages promise the lowest versions with which the consumers were run, and nothing lower.
fn lowest_versions(project: &Project) -> Result<()> {
    let pom = files::read(&project.root.join("tests/consumers/versions/pom.xml"))?;
    let lowest = pom.split_once("<id>lowest</id>").and_then(|(_, rest)| rest.split_once("</execution>"));
    let (lowest, _) = lowest.context("tests/consumers/versions/pom.xml tries no lowest versions")?;
    for item in lowest.split("<artifactItem>").skip(1) {
        let element = |name: &str| {
            let (_, rest) = item.split_once(&format!("<{name}>"))?;
            Some(rest.split_once('<')?.0)
        };
        let words = format!(
            "`{}` | {}",
            element("artifactId").context("an item without artifactId")?,
            element("version").context("an item without version")?
        );
        for page in ["docs/start/kotlin.md", "docs/start/java.md"] {
            let text = files::read(&project.root.join(page))?;
            ensure!(text.contains(&words), "{page} should say that {words} is the lowest that works");
        }
    }
    Ok(())
}

/// What stands after our coordinates.
fn versions(text: &str) -> impl Iterator<Item = &str> {
    let ends = |letter: char| !(letter.is_ascii_alphanumeric() || letter == '.' || letter == '-');
    text.split(COORDINATES)
        .skip(1)
        .filter_map(move |rest| rest.split(ends).next())
        .filter(|version| !version.is_empty())
}

/// The lines between the marks, of all the marked pieces, without their common indentation.
fn snippet(source: &str) -> Option<String> {
    let mut lines = Vec::new();
    let mut inside = false;
    for line in source.lines() {
        match mark(line) {
            Some(begins) => inside = begins,
            None if inside => lines.push(line),
            None => {}
        }
    }
    let indented = lines.iter().filter(|line| !line.trim().is_empty());
    let common = indented.map(|line| line.len() - line.trim_start().len()).min()?;
    (!inside).then(|| lines.iter().map(|line| format!("{}\n", line.get(common..).unwrap_or_default())).collect())
}

/// Whether the line is a comment that begins or ends a piece: `// snippet begin`, `<!-- snippet end -->`.
fn mark(line: &str) -> Option<bool> {
    let comment = line.trim();
    let words = comment
        .strip_prefix("//")
        .or_else(|| comment.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")))?
        .trim();
    match words {
        "snippet begin" | "README begin" => Some(true),
        "snippet end" | "README end" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_loses_its_common_indentation() {
        let source = "x\n    // README begin\n    a {\n\n        b\n    }\n    // README end\ny";
        assert_eq!(snippet(source).as_deref(), Some("a {\n\n    b\n}\n"));
    }

    #[test]
    fn a_snippet_needs_both_marks() {
        assert_eq!(snippet("// README begin\na\n"), None);
        assert_eq!(snippet("a\n// README end"), None);
    }

    #[test]
    fn pieces_are_put_together() {
        let source = "// snippet begin\nclass A {\n// snippet end\n  hidden\n// snippet begin\n}\n// snippet end\n";
        assert_eq!(snippet(source).as_deref(), Some("class A {\n}\n"));
        assert_eq!(snippet("<!-- snippet begin -->\n<a/>\n<!-- snippet end -->").as_deref(), Some("<a/>\n"));
    }

    #[test]
    fn versions_are_found_behind_our_coordinates() {
        let text = "implementation(\"io.github.ekyc:ekyc:1.2.3\") and `io.github.ekyc:ekyc:2.0.0-rc.1` and io.github.ekyc:ekyc:";
        assert_eq!(versions(text).collect::<Vec<_>>(), ["1.2.3", "2.0.0-rc.1"]);
    }
}
