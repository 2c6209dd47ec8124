//! No signing vector may go unread: every case must have been visited from Rust, Kotlin and Swift, and every file under
//! `tests/vectors` must be one that a visit reads.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::files;
use crate::project::Project;

/// Each suite appends `<language> <case>` to the file that `EKYC_SIGN_VISITED` names.
pub const LANGUAGES: [&str; 3] = ["rust", "kotlin", "swift"];

/// What a visit reads: one request and its stages.
const STAGES: [&str; 6] =
    ["request.json", "canonical-request.txt", "string-to-sign.txt", "authorization.txt", "url.txt", "body.bin"];

/// What may lie beside the cases: scripts, explanations, and git's word on line ends.
const BESIDE: [&str; 4] = [".py", ".java", ".md", ".gitattributes"];

/// Where the suites write.
pub fn visited_file(project: &Project) -> PathBuf {
    project.own("vectors-visited.txt")
}

/// Empties the list before a run.
pub fn start(project: &Project) -> Result<()> {
    let file = visited_file(project);
    files::parent(&file)?;
    std::fs::write(&file, "").with_context(|| format!("cannot write {}", file.display()))
}

/// Fails with everything that nobody visited. Returns the number of cases.
pub fn check(project: &Project) -> Result<usize> {
    let folder = project.root.join("tests/vectors");
    let visited = files::read(&visited_file(project)).context("no suite wrote what it visited")?;
    let found = survey(&folder)?;
    let problems = unvisited(&found, &visited.lines().map(str::trim).collect());
    if !problems.is_empty() {
        bail!("under tests/vectors not everything is tested:\n  {}", problems.join("\n  "));
    }
    Ok(found.cases.len())
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

fn unvisited(found: &Found, visited: &BTreeSet<&str>) -> Vec<String> {
    let mut problems = found.strangers.clone();
    if found.cases.is_empty() {
        problems.push("there is no case at all".to_owned());
    }
    for language in LANGUAGES {
        let missing = |case: &&String| !visited.contains(format!("{language} {case}").as_str());
        let missing: Vec<&str> = found.cases.iter().filter(missing).map(String::as_str).collect();
        if !missing.is_empty() {
            problems.push(format!("not visited from {language}: {}", missing.join(", ")));
        }
    }
    problems
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
    fn visited_cases_pass_and_documents_are_no_cases() {
        let folder = folder(&["acs3/a/request.json", "acs3/a/url.txt", "acs3/README.md", "acs3/derive.py"]);
        let found = survey(folder.path()).unwrap();
        assert!(unvisited(&found, &["rust a", "kotlin a", "swift a"].into()).is_empty());
    }

    #[test]
    fn a_case_missed_in_one_language_is_named() {
        let folder = folder(&["acs3/a/request.json", "acs3/b/request.json"]);
        let found = survey(folder.path()).unwrap();
        let visited = ["rust a", "rust b", "kotlin a", "kotlin b", "swift a"].into();
        assert_eq!(unvisited(&found, &visited), ["not visited from swift: b"]);
    }

    #[test]
    fn a_file_that_nobody_reads_is_named() {
        let folder = folder(&["acs3/a/request.json", "acs3/a/extra.txt", "acs3/a/notes.md", "acs3/b/url.txt"]);
        let strangers = survey(folder.path()).unwrap().strangers.join("\n");
        for path in ["acs3/a/extra.txt", "acs3/a/notes.md", "acs3/b/url.txt"] {
            assert!(strangers.contains(path), "{strangers}");
        }
    }

    #[test]
    fn an_empty_folder_is_no_success() {
        assert!(!unvisited(&Found::default(), &BTreeSet::new()).is_empty());
    }
}
