//! The two samples: built when something changed, then run as the programs they are.

mod kotlin;
mod swift;
pub mod web;

use std::process::{Command, Output};

use anyhow::Result;

use crate::bindings;
use crate::project::Project;
use crate::sandbox::Sandbox;

/// A language with a sample.
#[derive(Clone, Copy, Debug, PartialEq, clap::ValueEnum)]
pub enum Language {
    /// kotlin-sample
    Kotlin,
    /// swift-sample
    Swift,
}

/// Both, in the order they are shown.
pub const ALL: [Language; 2] = [Language::Kotlin, Language::Swift];

impl Language {
    /// The language's own name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kotlin => "Kotlin",
            Self::Swift => "Swift",
        }
    }

    /// Builds the sample if it must be built, and returns the command that runs it. If strictly, a warning of Swift's compiler is a failure;
    /// Kotlin's own build file says so always.
    pub fn prepare(self, project: &Project, strictly: bool) -> Result<Command> {
        let bindings = bindings::ensure(project)?;
        match self {
            Self::Kotlin => kotlin::prepare(project, &bindings),
            Self::Swift => swift::prepare(project, &bindings, strictly),
        }
    }

    /// The command that runs the sample against a sandbox. The person's own keys and settings stay out: a security token of theirs would spoil
    /// the signature.
    pub fn towards(self, project: &Project, sandbox: &Sandbox) -> Result<Command> {
        let mut command = self.prepare(project, false)?;
        let own = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        for name in own.filter(|name| name.starts_with("EKYC_") || name.starts_with("ALIBABA_CLOUD_")) {
            command.env_remove(name);
        }
        command.envs(sandbox.environment());
        Ok(command)
    }
}

/// The transaction id, if the sample kept its promise: `TransactionId: <id>` alone, nothing else, status 0.
pub fn transaction_id(output: &Output) -> Option<&str> {
    let id = str::from_utf8(&output.stdout).ok()?.strip_prefix("TransactionId: ")?.strip_suffix('\n')?;
    let good = !id.is_empty() && !id.contains(char::is_whitespace);
    (good && output.stderr.is_empty() && output.status.success()).then_some(id)
}
