//! `cargo xtask test`: everything CI runs, in the order in which it is cheapest to fail.

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;

use crate::project::Project;
use crate::toolchain::java::{self, Maven};
use crate::toolchain::python;
use crate::verbs::{soak, tools};
use crate::{api, bindings, consumers, kotlin, lint, process, programs, progress, running, samples, swift};

/// A part that can be run alone, in the order of the whole.
#[derive(Clone, Copy, Debug, PartialEq, clap::ValueEnum)]
pub enum Part {
    /// rustfmt, clippy and the README's examples
    Lint,
    /// The Rust tests
    Rust,
    /// The tests of the Maven module
    Kotlin,
    /// The tests of the Swift package
    Swift,
    /// The samples against the sandbox
    Samples,
    /// The web sample in a real browser
    Journey,
    /// Strangers' projects on the packages alone
    Consumers,
    /// Swift packages that know only the packaged library
    SwiftConsumers,
    /// A call from a JVM for arm64, under qemu
    Arm64,
    /// The public API of each language against its committed dump, and the documentation made from it
    Api,
    /// Not of the whole: those of the core's tests that are soon built and run, for use while you work
    Fast,
    /// Not of the whole: the scenarios under tests/scenarios in Rust, Kotlin and Swift
    Scenarios,
    /// Not of the whole: what `cargo xtask natives` built for other where it can run here
    Platforms,
}

/// Runs one part, or all of them with the check that no signing vector went unread.
pub fn run(project: &Project, part: Option<Part>) -> Result<()> {
    if let Some(part) = part {
        run_part(project, part)?;
        last_words();
        return Ok(());
    }
    tools::setup(project)?;
    start_visits(project)?;
    for part in
        Part::value_variants().iter().filter(|part| !matches!(part, Part::Fast | Part::Scenarios | Part::Platforms))
    {
        run_part(project, *part)?;
    }
    let cases = progress::step("signing vectors: all visited", || check_visits(project, "vectors"))?;
    let scenarios = progress::step("scenarios: all run", || check_visits(project, "scenarios"))?;
    println!();
    println!("Everything passed; {cases} signing vectors and {scenarios} scenarios in every language.");
    last_words();
    Ok(())
}

/// What was left out comes last, where it is read.
fn last_words() {
    let unchecked = progress::unchecked();
    unchecked.iter().for_each(|missing| println!("Not checked on this machine: {missing}."));
    match unchecked.len() {
        0 => println!("No check was left out."),
        count => println!("Checks that did not run, as said above: {count}. CI runs them."),
    }
}

fn run_part(project: &Project, part: Part) -> Result<()> {
    match part {
        Part::Lint => {
            lint::run(project)?;
            progress::step("README: its examples are the tested ones", || lint::examples(project))?;
            progress::step("documentation: the pages and their links", || lint::docs(project))
        }
        Part::Fast => progress::step("the core's fast tests", fast),
        Part::Scenarios => scenarios(project),
        Part::Rust => progress::step("Rust tests", || rust(project)),
        Part::Kotlin => kotlin_tests(project),
        Part::Swift => swift_tests(project),
        Part::Samples => consumers::samples(project),
        Part::Journey => progress::step("the web sample in a browser", || {
            let went_well = samples::web::Web::start(project, &[])?.travel(project, None, None)?;
            progress::note(&format!("verifications: {}", went_well.join(", ")));
            Ok(())
        }),
        Part::Consumers => consumers::run(project),
        Part::Arm64 => consumers::one_call(project),
        Part::Platforms => consumers::all_platforms(project),
        Part::Api => {
            api::run(project, None, false)?;
            progress::step("Swift: documentation", || api::docc(project))
        }
        Part::SwiftConsumers => consumers::swift(project),
    }
}

fn rust(project: &Project) -> Result<()> {
    running::install_redis(project)?;
    process::run(process::cargo_with("test --workspace").envs(visited(project)), "The failing test is named above.")
}

fn fast() -> Result<()> {
    let names = "acs3_vectors answers callback check_result configuration initialize_request operations";
    let mut cargo = process::cargo_with("test --package ekyc --lib");
    cargo.args(names.split(' ').flat_map(|name| ["--test", name]));
    process::run(cargo, "The failing test is named above.")
}

fn scenarios(project: &Project) -> Result<()> {
    start_visits(project)?;
    progress::step("scenarios in Rust", || {
        let mut cargo = process::cargo_with("test --package ekyc --test scenarios");
        process::run(cargo.envs(visited(project)), "The failing scenarios are named above.")
    })?;
    bindings::ensure(project)?;
    let environment = suite_environment(project)?;
    progress::step("scenarios in Kotlin", || {
        kotlin::test_some(project, &Maven::ensure(project)?, &["test", "-Dtest=ScenariosTest"], &environment)
    })?;
    progress::step("scenarios in Swift", || swift::test(project, &["--filter", "ScenarioTests"], environment))?;
    progress::note(&format!("{} scenarios, each as it says in every language", check_visits(project, "scenarios")?));
    Ok(())
}

/// What the other languages' suites need to know.
pub fn suite_environment(project: &Project) -> Result<Vec<(&'static str, PathBuf)>> {
    let programs = programs::build(project)?;
    let mut environment = vec![
        ("EKYC_SANDBOX_BIN", programs.sandbox),
        ("EKYC_DEBUG_LIBRARY", programs.debug_library),
        ("EKYC_VECTORS", project.root.join("tests/vectors")),
        ("EKYC_SCENARIOS", project.root.join("tests/scenarios/cases")),
    ];
    environment.extend(visited(project));
    Ok(environment)
}

fn kotlin_tests(project: &Project) -> Result<()> {
    let maven = Maven::ensure(project)?;
    let bindings = bindings::ensure(project)?;
    let (_redis, redis) = running::redis(project)?;
    let mut environment = suite_environment(project)?;
    environment.push(redis);
    progress::step(&format!("Kotlin tests, Java {}", maven.jdk.major), || {
        kotlin::test(project, &maven, &bindings, &environment)
    })?;
    let Some(newest) = java::newest(project, &maven.jdk) else {
        return progress::not_checked("the Kotlin tests on a newer Java", "install a newer JDK under /usr/lib/jvm");
    };
    progress::step(&format!("Kotlin tests again, Java {}", newest.major), || {
        let java = format!("-Djvm={}", newest.java().display());
        kotlin::test_some(project, &maven, &["surefire:test", &java], &environment)
    })
}

fn swift_tests(project: &Project) -> Result<()> {
    bindings::ensure(project)?;
    let mut environment = suite_environment(project)?;
    let probe = progress::step("Swift: a program with the debug library", || swift::debug_probe(project))?;
    let (_redis, redis) = running::redis(project)?;
    environment.extend([("EKYC_DEBUG_PROBE", probe), redis]);
    progress::step("Swift tests", || swift::test(project, &[], environment))?;
    soak::run(project, samples::Language::Swift, soak::SHORT)
}

/// Where each language notes what it visited of the suites that all share, by the variables that say so.
fn visited(project: &Project) -> [(&'static str, PathBuf); 2] {
    let suites = [("EKYC_SIGN_VISITED", "vectors"), ("EKYC_SCENARIOS_VISITED", "scenarios")];
    suites.map(|(variable, suite)| (variable, file(project, suite)))
}

/// Empties the lists before a run.
fn start_visits(project: &Project) -> Result<()> {
    fs_err::create_dir_all(project.own(""))?;
    visited(project).iter().try_for_each(|(_, file)| Ok(fs_err::write(file, "")?))
}

/// Fails with everything of the suite that nobody visited. Returns the number of its cases.
fn check_visits(project: &Project, suite: &str) -> Result<String> {
    let visited = file(project, suite);
    let script = python::script(project, "ci/visits.py", &[suite.as_ref(), visited.as_os_str()])?;
    let count = process::text(script, "Every language visits every case.")?;
    Ok(count.trim_end().to_owned())
}

fn file(project: &Project, suite: &str) -> PathBuf {
    project.own(&format!("{suite}-visited.txt"))
}
