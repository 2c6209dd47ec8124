//! The project's verbs. `cargo xtask help` lists them.

mod bindings;
mod cleanup;
mod files;
mod process;
mod progress;
mod project;
mod stamp;
mod toolchain;
mod verbs;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::project::Project;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The verbs of the ekyc project", disable_version_flag = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Find or install every toolchain: Java, Maven, Swift
    Setup,
    /// Build the library for release and write the Kotlin and Swift bindings, if anything changed
    Bindings,
    /// Run `swift` where it works (this machine or its chroot): cargo xtask swift -- build
    Swift {
        /// The arguments of `swift`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Run Maven with the right Java: cargo xtask mvn -- -q test
    Mvn {
        /// The arguments of `mvn`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    progress::start();
    match act(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn act(arguments: Arguments) -> anyhow::Result<()> {
    let project = Project::find()?;
    cleanup::watch()?;
    match arguments.verb {
        Verb::Setup => verbs::setup::run(&project),
        Verb::Bindings => bindings::ensure(&project).map(|_| ()),
        Verb::Swift { arguments } => verbs::swift::run(&project, &arguments),
        Verb::Mvn { arguments } => verbs::mvn::run(&project, &arguments),
    }
}
