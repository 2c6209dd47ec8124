//! The examples of the README and the other pages are the ones that the tests compile: each must stand there letter by letter.

use anyhow::{Context, Result, bail};

use crate::files;
use crate::project::Project;

/// A page, and a file that is compiled and run with what the page must hold.
const EXAMPLES: [(&str, &str); 5] = [
    ("README.md", "bindings/kotlin/src/test/kotlin/ekyc/ReadmeKotlin.kt"),
    ("README.md", "bindings/kotlin/src/test/java/ekyc/ReadmeJava.java"),
    ("README.md", "bindings/swift/Tests/EkycTests/ReadmeSwift.swift"),
    ("docs/getting-started-swift.md", "tests/consumers/swift-path/Sources/consumer/Consumer.swift"),
    (
        "bindings/swift/Sources/Ekyc/Ekyc.docc/GettingStarted.md",
        "tests/consumers/swift-path/Sources/consumer/Consumer.swift",
    ),
];

/// Fails naming the page and the example that it does not hold.
pub fn check(project: &Project) -> Result<()> {
    for (page, example) in EXAMPLES {
        let source = files::read(&project.root.join(example))?;
        let snippet = snippet(&source).with_context(|| format!("{example} has no README begin and README end"))?;
        if !files::read(&project.root.join(page))?.contains(&snippet) {
            bail!("{page} does not hold the example of {example} as it is; copy it there:\n{snippet}");
        }
    }
    Ok(())
}

/// The lines between the two marks, without their common indentation.
fn snippet(source: &str) -> Option<String> {
    let (_, rest) = source.split_once("// README begin\n")?;
    let (inside, _) = rest.split_once("// README end")?;
    // The last line is the indentation of the closing mark.
    let lines: Vec<&str> = inside.rsplit_once('\n').map_or(inside, |(lines, _)| lines).lines().collect();
    let indented = lines.iter().filter(|line| !line.trim().is_empty());
    let common = indented.map(|line| line.len() - line.trim_start().len()).min()?;
    Some(lines.iter().map(|line| format!("{}\n", line.get(common..).unwrap_or_default())).collect())
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
}
