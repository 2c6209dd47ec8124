//! No case of a suite that all languages share may go unread: each language notes what it visited, and what is missing fails the tests.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::files;
use crate::project::Project;

/// Each language appends `<language> <case>` to the file that the suite's variable names.
const LANGUAGES: [&str; 3] = ["rust", "kotlin", "swift"];

/// A suite of cases that lie in files.
pub struct Suite {
    /// What it is called.
    pub name: &'static str,
    /// The variable that names the file of the visits.
    pub variable: &'static str,
}

impl Suite {
    /// Where the languages note their visits.
    pub fn visited_file(&self, project: &Project) -> PathBuf {
        project.own(&format!("{}-visited.txt", self.name.replace(' ', "-")))
    }

    /// Empties the list before a run.
    pub fn start(&self, project: &Project) -> Result<()> {
        let file = self.visited_file(project);
        files::parent(&file)?;
        std::fs::write(&file, "").with_context(|| format!("cannot write {}", file.display()))
    }

    /// Fails with everything that nobody visited, and with what else is wrong. Returns the number of cases.
    pub fn check(&self, project: &Project, cases: &BTreeSet<String>, mut problems: Vec<String>) -> Result<usize> {
        let visited = files::read(&self.visited_file(project)).context("no language wrote what it visited")?;
        problems.extend(unvisited(cases, &visited.lines().map(str::trim).collect()));
        if !problems.is_empty() {
            bail!("of the {} not everything is tested:\n  {}", self.name, problems.join("\n  "));
        }
        Ok(cases.len())
    }
}

fn unvisited(cases: &BTreeSet<String>, visited: &BTreeSet<&str>) -> Vec<String> {
    if cases.is_empty() {
        return vec!["there is no case at all".to_owned()];
    }
    let missing = LANGUAGES.iter().filter_map(|language| {
        let missing = |case: &&String| !visited.contains(format!("{language} {case}").as_str());
        let missing: Vec<&str> = cases.iter().filter(missing).map(String::as_str).collect();
        (!missing.is_empty()).then(|| format!("not visited from {language}: {}", missing.join(", ")))
    });
    missing.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cases(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_case_missed_in_one_language_is_named() {
        let visited = ["rust a", "rust b", "kotlin a", "kotlin b", "swift a"].into();
        assert_eq!(unvisited(&cases(&["a", "b"]), &visited), ["not visited from swift: b"]);
    }

    #[test]
    fn cases_that_all_visited_pass_and_none_at_all_do_not() {
        assert!(unvisited(&cases(&["a"]), &["rust a", "kotlin a", "swift a"].into()).is_empty());
        assert!(!unvisited(&cases(&[]), &BTreeSet::new()).is_empty());
    }
}
