//! The suites that all languages share: each language notes which cases it visited, and `ci/visits.py` names what went unread.

use std::path::PathBuf;

use anyhow::Result;

use crate::process;
use crate::project::Project;
use crate::toolchain::python;

/// The suites, and the variables that name the files of their visits.
const SUITES: [(&str, &str); 2] = [("vectors", "EKYC_SIGN_VISITED"), ("scenarios", "EKYC_SCENARIOS_VISITED")];

/// Where each language notes what it visited.
pub fn files(project: &Project) -> [(&'static str, PathBuf); 2] {
    SUITES.map(|(suite, variable)| (variable, file(project, suite)))
}

/// Empties the lists before a run.
pub fn start(project: &Project) -> Result<()> {
    fs_err::create_dir_all(project.own(""))?;
    files(project).iter().try_for_each(|(_, file)| Ok(fs_err::write(file, "")?))
}

/// Fails with everything of the suite that nobody visited. Returns the number of its cases.
pub fn check(project: &Project, suite: &str) -> Result<String> {
    let visited = file(project, suite);
    let script = python::script(project, "ci/visits.py", &[suite.as_ref(), visited.as_os_str()])?;
    let count = process::text(script, "Every language visits every case.")?;
    Ok(count.trim_end().to_owned())
}

fn file(project: &Project, suite: &str) -> PathBuf {
    project.own(&format!("{suite}-visited.txt"))
}
