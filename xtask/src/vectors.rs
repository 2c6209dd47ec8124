//! No signing vector may go unread: every case must have been visited from Rust, Kotlin and Swift, and every file under
//! `tests/vectors` must be one that a visit reads.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use crate::files;
use crate::project::Project;
use crate::visits::Suite;

/// How the languages note which cases they visited.
pub const SUITE: Suite = Suite { name: "signing vectors", variable: "EKYC_SIGN_VISITED" };

/// What a visit reads: one request and its stages.
const STAGES: [&str; 6] =
    ["request.json", "canonical-request.txt", "string-to-sign.txt", "authorization.txt", "url.txt", "body.bin"];

/// What may lie beside the cases: their list, scripts, explanations, and git's word on line ends.
const BESIDE: [&str; 5] = ["cases.txt", ".py", ".java", ".md", ".gitattributes"];

/// Fails with everything that nobody visited. Returns the number of cases.
pub fn check(project: &Project) -> Result<usize> {
    let found = survey(&project.root.join("tests/vectors"))?;
    SUITE.check(project, &found.cases, found.strangers)
}

#[derive(Default)]
struct Found {
    cases: BTreeSet<String>,
    strangers: Vec<String>,
}

/// A case is a folder with a `request.json`; beside the cases lies what [`BESIDE`] names and nothing else.
fn survey(folder: &Path) -> Result<Found> {
    let mut found = Found::default();
    for file in files::under(folder, &["__pycache__"])? {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let holder = file.parent().unwrap_or(folder);
        let in_case = holder.join("request.json").is_file();
        if in_case && STAGES.contains(&name) {
            let case = holder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            found.cases.insert(case.to_owned());
        } else if in_case || !BESIDE.iter().any(|allowed| name.ends_with(allowed)) {
            let path = file.strip_prefix(folder).unwrap_or(&file);
            found.strangers.push(format!("{}: no suite reads a file of this name", path.display()));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            files::write_if_changed(&folder.path().join(name), b"x").unwrap();
        }
        folder
    }

    #[test]
    fn documents_are_no_cases() {
        let folder = folder(&["acs3/a/request.json", "acs3/a/url.txt", "acs3/README.md", "acs3/derive.py"]);
        let found = survey(folder.path()).unwrap();
        assert_eq!((found.cases, found.strangers), (["a".to_owned()].into(), Vec::new()));
    }

    #[test]
    fn a_file_that_nobody_reads_is_named() {
        let folder = folder(&["acs3/a/request.json", "acs3/a/extra.txt", "acs3/a/notes.md", "acs3/b/url.txt"]);
        let strangers = survey(folder.path()).unwrap().strangers.join("\n");
        for path in ["acs3/a/extra.txt", "acs3/a/notes.md", "acs3/b/url.txt"] {
            assert!(strangers.contains(path), "{strangers}");
        }
    }
}
