//! The scenarios under `tests/scenarios`: each must have been run from every language.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::files;
use crate::project::Project;
use crate::visits::Suite;

/// How the languages note which scenarios they ran.
pub const SUITE: Suite = Suite { name: "scenarios", variable: "EKYC_SCENARIOS_VISITED" };

/// Fails with every scenario that a language did not run. Returns their number. The Rust tests see to it that the list is what lies there.
pub fn check(project: &Project) -> Result<usize> {
    let list = files::read(&project.root.join("tests/scenarios/cases.txt"))?;
    let cases: BTreeSet<String> = list.lines().map(str::to_owned).collect();
    SUITE.check(project, &cases, Vec::new())
}
