//! The project's verbs. `cargo xtask help` lists them.

mod api;
mod bindings;
mod cleanup;
mod consumers;
mod files;
mod kotlin;
mod lint;
mod natives;
mod package;
mod process;
mod programs;
mod progress;
mod project;
mod release;
mod running;
mod samples;
mod sandbox;
mod size;
mod stamp;
mod swift;
mod target;
mod toolchain;
mod verbs;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand};

use crate::project::Project;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "The verbs of the ekyc project",
    disable_version_flag = true
)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Show the samples against the local service: the quickest look at the whole
    Demo(verbs::demo::Arguments),
    /// Run everything CI runs, or one part of it
    Test {
        /// Only this part
        part: Option<verbs::test::Part>,
    },
    /// Run one sample with the environment as it is
    Sample {
        /// Which one
        language: samples::Language,
    },
    /// Check formatting of Rust and Markdown, the one version, the workflows, and run clippy
    Lint,
    /// Write Rust and Markdown as `lint` wants them
    Format,
    /// Count the lines of each part, and check that imports between the rooms go one way
    House,
    /// Measure everything that is shipped into docs/background/size.md, and the library against its limit
    Size,
    /// Measure whole calls in every language, beside raw HTTP and the official SDKs, into docs/background/benchmarks.md
    Bench {
        /// Two short rounds, about five minutes
        #[arg(long)]
        quick: bool,
        /// Measure nothing; write the page anew from the last run's data
        #[arg(long)]
        page: bool,
        /// Only the programs of these kinds
        #[arg(value_parser = PossibleValuesParser::new(verbs::bench::KINDS.map(|(name, _)| name)))]
        only: Vec<String>,
    },
    /// Build the library as it is shipped and write the Kotlin and Swift bindings, if anything changed
    Bindings,
    /// Make what other projects depend on, under target/packages
    Package {
        /// What
        #[command(subcommand)]
        package: verbs::package::Package,
    },
    /// Build the libraries of other platforms, and of this one for older systems: no name lists them
    Natives {
        /// Which
        #[arg(value_parser = target::names([]))]
        names: Vec<String>,
        /// All of them
        #[arg(long, conflicts_with = "names")]
        all: bool,
    },
    /// Assemble and check everything that a release consists of, in one folder; refuses if anything is missing
    Release(release::Arguments),
    /// Compare the public API of a language with its committed dump
    Api {
        /// Which; all if none is named
        language: Option<api::Language>,
        /// Write the dump anew
        #[arg(long)]
        update: bool,
    },
    /// Make the documentation under docs/ into a site, with every link checked
    Docs,
    /// Make many calls with faults and cancellations mixed in: nothing is lost, memory and descriptors stay flat
    Soak {
        /// In which language
        language: samples::Language,
        /// How many
        #[arg(long, default_value_t = 100_000)]
        calls: u32,
    },
    /// Find or install every toolchain: Java, Maven, Swift
    Setup,
    /// Run Maven with the right Java: cargo xtask mvn -- -q test
    Mvn {
        /// The arguments of `mvn`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Run `swift` where it works (this machine or its chroot): cargo xtask swift -- build
    Swift {
        /// The arguments of `swift`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    progress::start();
    let result = act(Arguments::parse());
    cleanup::leave_to_watcher();
    cleanup::finish();
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn act(arguments: Arguments) -> anyhow::Result<()> {
    let mut project = Project::find()?;
    // Every program that a verb starts stands in the repository, but for those that a person starts through us.
    std::env::set_current_dir(&project.root)?;
    project.testing = matches!(arguments.verb, Verb::Test { .. });
    cleanup::watch()?;
    match arguments.verb {
        Verb::Demo(arguments) => verbs::demo::run(&project, &arguments),
        Verb::Test { part } => verbs::test::run(&project, part),
        Verb::Sample { language } => verbs::tools::sample(&project, language),
        Verb::Lint => lint::run(&project),
        Verb::Format => lint::format(&project),
        Verb::House => lint::house(&project),
        Verb::Size => size::run(&project),
        Verb::Bench { quick, page, only } => verbs::bench::run(&project, quick, page, &only),
        Verb::Bindings => bindings::ensure(&project).map(|_| ()),
        Verb::Package { package } => verbs::package::run(&project, &package),
        Verb::Api { language, update } => api::run(&project, language, update),
        Verb::Natives { names, all } => natives::run(&project, &names, all),
        Verb::Release(arguments) => release::run(&project, &arguments),
        Verb::Docs => lint::docs(&project),
        Verb::Soak { language, calls } => verbs::soak::run(&project, language, calls),
        Verb::Setup => verbs::tools::setup(&project),
        Verb::Mvn { arguments } => verbs::tools::mvn(&project, &arguments),
        Verb::Swift { arguments } => verbs::tools::swift(&project, &arguments),
    }
}
