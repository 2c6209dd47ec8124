//! No case of a suite that all languages share may go unread: each language notes what it visited, and what is missing fails the tests.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::files;
use crate::project::Project;

/// Each language appends `<language> <case>` to the file that the suite's variable names.
const LANGUAGES: [&str; 3] = ["rust", "kotlin", "swift"];

/// A suite of cases. The Rust tests see to it that `cases.txt` in its folder names what lies there.
pub struct Suite {
    name: &'static str,
    /// The variable that names the file of the visits.
    pub variable: &'static str,
    folder: &'static str,
}

pub const VECTORS: Suite =
    Suite { name: "signing-vectors", variable: "EKYC_SIGN_VISITED", folder: "tests/vectors/acs3" };
pub const SCENARIOS: Suite = Suite { name: "scenarios", variable: "EKYC_SCENARIOS_VISITED", folder: "tests/scenarios" };

impl Suite {
    /// Where the languages note their visits.
    pub fn visited_file(&self, project: &Project) -> PathBuf {
        project.own(&format!("{}-visited.txt", self.name))
    }

    /// Empties the list before a run.
    pub fn start(&self, project: &Project) -> Result<()> {
        files::write_if_changed(&self.visited_file(project), b"").map(|_| ())
    }

    /// Fails with everything that a language did not visit. Returns the number of cases.
    pub fn check(&self, project: &Project) -> Result<usize> {
        let visited = files::read(&self.visited_file(project)).context("no language wrote what it visited")?;
        let cases = files::read(&project.root.join(self.folder).join("cases.txt"))?;
        let missing = unvisited(&cases, &visited);
        ensure!(missing.is_empty(), "of the {} not everything is tested: {}", self.name, missing.join(", "));
        Ok(cases.lines().count())
    }
}

fn unvisited(cases: &str, visited: &str) -> Vec<String> {
    if cases.is_empty() {
        return vec!["there is no case at all".to_owned()];
    }
    let expected = LANGUAGES.iter().flat_map(|language| cases.lines().map(move |case| format!("{language} {case}")));
    expected.filter(|visit| !visited.lines().any(|line| line.trim() == visit)).collect()
}

#[cfg(test)]
#[test]
fn a_case_missed_in_one_language_is_named() {
    let visited = "rust a\nrust b\nkotlin a\nkotlin b\nswift a\n";
    assert_eq!(unvisited("a\nb\n", visited), ["swift b"]);
    assert!(unvisited("a\n", visited).is_empty());
    assert!(!unvisited("", visited).is_empty());
}
