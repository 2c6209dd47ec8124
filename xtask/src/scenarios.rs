//! The scenarios under `tests/scenarios`: each must have been run from every language.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::files;
use crate::project::Project;
use crate::visits::Suite;

/// How the languages note which scenarios they ran.
pub const SUITE: Suite = Suite { name: "scenarios", variable: "EKYC_SCENARIOS_VISITED" };

/// Fails with every scenario that a language did not run. Returns their number.
pub fn check(project: &Project) -> Result<usize> {
    let mut cases = BTreeSet::new();
    let mut strangers = Vec::new();
    for file in files::under(&project.root.join("tests/scenarios"), &[])? {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        match name.strip_suffix(".json") {
            Some(case) => _ = cases.insert(case.to_owned()),
            None if name == "README.md" => {}
            None => strangers.push(format!("tests/scenarios/{name} is no scenario")),
        }
    }
    SUITE.check(project, &cases, strangers)
}
