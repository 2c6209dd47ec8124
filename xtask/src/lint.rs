//! `cargo xtask lint`, `format`, `docs` and `house`: formatting, clippy and the checks of texts, without building anything that runs.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::process::{self, cmd};
use crate::project::Project;
use crate::toolchain::python;
use crate::{files, progress};

const FORMAT: &str = "Run `cargo xtask format`.";
const SAID: &str = "What is wrong is named above.";

/// actionlint, newest when it was pinned; go checks its sum.
const ACTIONLINT: &str = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

/// Checks without changing anything.
pub fn run(project: &Project) -> Result<()> {
    progress::step("rustfmt", || process::run(process::cargo_with("fmt --all --check"), FORMAT))?;
    progress::step("mdformat", || mdformat(project, &["--check"], &pages(project)?))?;
    progress::step("the checks' own examples", || {
        // The scripts show their rules by examples.
        let mut scripts = files::under(&project.root.join("ci"), &[])?;
        scripts.retain(|file| file.extension().is_some_and(|end| end == "py"));
        python::ensure(project)?;
        process::run(cmd!("python3 -B -m doctest {scripts...}"), SAID)
    })?;
    progress::step("the benchmark's rules", || script(project, "benches/test_bench.py", &["--quiet"]))?;
    progress::step("the rules for native libraries", || {
        let python = python::tools(project, "lief")?.join("python");
        process::run(cmd!("{python} -B ci/test_library.py --quiet"), SAID)
    })?;
    progress::step("one version", || one_version(project))?;
    // The script was written from the vendor's description, knows the values that the vendor prints, and shares nothing with the Rust code.
    progress::step("signing vectors: derived anew", || script(project, "tests/vectors/acs3/derive.py", &["--check"]))?;
    progress::step("imports go one way", || script(project, "ci/house.py", &["--check"]))?;
    progress::step("workflows", || {
        let actionlint = |program: PathBuf| cmd!("{program} -no-color");
        with(actionlint_program(project), "the workflows with actionlint", actionlint)?;
        let zizmor = |programs: PathBuf| {
            let zizmor = programs.join("zizmor");
            cmd!("{zizmor} --offline --no-progress --quiet .github")
        };
        with(python::tools(project, "zizmor"), "the workflows with zizmor", zizmor)
    })?;
    progress::step("licences and sources of crates", || licences(project))?;
    let clippy = "clippy --workspace --all-targets -- -D warnings";
    progress::step("clippy", || process::run(process::cargo_with(clippy), SAID))
}

/// Writes Rust and Markdown as [`run`] wants them.
pub fn format(project: &Project) -> Result<()> {
    process::run(process::cargo_with("fmt --all"), FORMAT)?;
    mdformat(project, &[], &pages(project)?)
}

/// Writes one page as it should be, after a verb has made it.
pub fn format_page(project: &Project, page: &str) -> Result<()> {
    mdformat(project, &[], &[project.root.join(page)])
}

/// Counts lines and prints which room uses which.
pub fn house(project: &Project) -> Result<()> {
    let counts = process::text(python::script(project, "ci/house.py", &[""; 0])?, SAID)?;
    print!("{counts}");
    Ok(())
}

/// The site from the pages under docs/. mkdocs fails on a page that the navigation leaves out and on a link that leads nowhere.
pub fn docs(project: &Project) -> Result<()> {
    let (tools, site) = (project.root.join("xtask/docs"), project.target.join("docs/site"));
    let mkdocs = python::environment(project, "docs", &tools.join("requirements.txt"))?.join("mkdocs");
    let mut build = cmd!("{mkdocs} build --strict --clean --config-file {tools}/mkdocs.yml --site-dir {site}");
    let log = project.log("docs");
    process::run_logged(build.env("NO_MKDOCS_2_WARNING", "1"), &log, "mkdocs names the page and the link.")?;
    progress::note(&format!("open {}", site.join("index.html").display()));
    Ok(())
}

/// The pages say what the tests have: examples, names, versions.
pub fn examples(project: &Project) -> Result<()> {
    script(project, "ci/pages.py", &[])
}

/// Everything that names a version names that of Cargo.toml.
pub fn one_version(project: &Project) -> Result<()> {
    script(project, "ci/pages.py", &["version"])
}

/// cargo-deny, by `deny.toml`, over what Cargo.lock holds; crates that only other systems need may have to be fetched first.
pub fn licences(project: &Project) -> Result<()> {
    process::run(process::cargo_with("fetch --quiet --locked"), "Check the network.")?;
    with(python::tools(project, "deny"), "licences and sources of crates", |programs| {
        let deny = programs.join("cargo-deny");
        cmd!("{deny} --offline --log-level error check licenses bans sources")
    })
}

fn script(project: &Project, script: &str, words: &[&str]) -> Result<()> {
    process::run(python::script(project, script, words)?, SAID)
}

/// Runs what a tool is to check, or says that the tool could not be had.
fn with(tool: Result<PathBuf>, what: &str, command: impl FnOnce(PathBuf) -> Command) -> Result<()> {
    match tool {
        Ok(place) => process::run(command(place), SAID),
        Err(problem) => progress::not_checked(what, &format!("{problem:#}")),
    }
}

/// Where it is; built with go if it is not there, and go itself comes from PyPI if that is not there either.
fn actionlint_program(project: &Project) -> Result<PathBuf> {
    let folder = project.own("tools");
    let built = folder.join("actionlint");
    if let Some(there) = process::on_path("actionlint").or_else(|| built.is_file().then(|| built.clone())) {
        return Ok(there);
    }
    // Where Go's own installer puts it; it is not always on PATH.
    let usual = PathBuf::from("/usr/local/go/bin/go");
    let go = match process::on_path("go").or_else(|| usual.is_file().then_some(usual)) {
        Some(go) => go,
        None => python::tools(project, "go")?.join("go"),
    };
    let mut install = cmd!("{go} install {ACTIONLINT}");
    process::run_logged(install.env("GOBIN", &folder), &project.log("actionlint"), "The first run needs the network.")?;
    Ok(built)
}

/// All but DocC's, whose links mdformat does not know.
fn pages(project: &Project) -> Result<Vec<PathBuf>> {
    let mut pages = files::under(&project.root, &["target", ".git", ".build", "Ekyc.docc"])?;
    pages.retain(|page| page.extension().is_some_and(|end| end == "md"));
    Ok(pages)
}

/// As `.mdformat.toml` says.
fn mdformat(project: &Project, how: &[&str], pages: &[impl AsRef<Path>]) -> Result<()> {
    let (mdformat, pages) = (python::tools(project, "mdformat")?.join("mdformat"), pages.iter().map(AsRef::as_ref));
    process::run(cmd!("{mdformat} {how...} {pages...}"), FORMAT)
}
