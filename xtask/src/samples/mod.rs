//! The two samples: built when something changed, then run as the programs they are.

mod kotlin;
mod swift;
pub mod web;

use std::process::Command;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::sandbox::Sandbox;
use crate::{bindings, process};

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

/// What a sample did.
#[derive(Debug, PartialEq)]
pub struct Outcome {
    /// What it printed.
    pub output: String,
    /// What it printed on standard error.
    pub errors: String,
    /// Its exit status; none if a signal ended it.
    pub code: Option<i32>,
}

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

    /// Runs the sample against a sandbox, with `changes` to the environment that leads it there.
    ///
    /// The person's own keys and settings stay out: a security token of theirs would spoil the signature.
    pub fn run(self, project: &Project, sandbox: &Sandbox, changes: &[(&str, &str)]) -> Result<Outcome> {
        let mut command = self.prepare(project, false)?;
        let own = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        for name in own.filter(|name| name.starts_with("EKYC_") || name.starts_with("ALIBABA_CLOUD_")) {
            command.env_remove(name);
        }
        command.envs(sandbox.environment()).envs(changes.iter().copied());
        let output = process::capture(&mut command).with_context(|| format!("the {} sample", self.name()))?;
        Ok(Outcome {
            output: String::from_utf8_lossy(&output.stdout).into_owned(),
            errors: String::from_utf8_lossy(&output.stderr).into_owned(),
            code: output.status.code(),
        })
    }
}

impl Outcome {
    /// The transaction id, if the sample kept its promise: `TransactionId: <id>` alone, nothing else, status 0.
    pub fn transaction_id(&self) -> Option<&str> {
        let id = self.output.strip_prefix("TransactionId: ")?.strip_suffix('\n')?;
        let good = !id.is_empty() && !id.contains(char::is_whitespace);
        (good && self.errors.is_empty() && self.code == Some(0)).then_some(id)
    }

    /// Kind, code and request id of the error line, if the sample kept its promise: that line first on standard error,
    /// words for people after it, nothing on standard output, status 1. What is not known is `-`.
    pub fn failure(&self) -> Option<(&str, &str, &str)> {
        let (line, _) = self.errors.strip_prefix("error kind=")?.split_once('\n')?;
        let (kind, rest) = line.split_once(" code=")?;
        let (code, request_id) = rest.split_once(" request_id=")?;
        let whole = [kind, code, request_id].iter().all(|word| !word.is_empty() && !word.contains(' '));
        (whole && self.output.is_empty() && self.code == Some(1)).then_some((kind, code, request_id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(output: &str, errors: &str, code: i32) -> Outcome {
        Outcome { output: output.to_owned(), errors: errors.to_owned(), code: Some(code) }
    }

    #[test]
    fn a_success_is_one_line_and_status_0() {
        assert_eq!(outcome("TransactionId: abc\n", "", 0).transaction_id(), Some("abc"));
        for (output, errors, code) in [
            ("TransactionId: abc\nmore\n", "", 0),
            ("TransactionId: abc\n", "warning\n", 0),
            ("TransactionId: abc\n", "", 1),
            ("TransactionId: \n", "", 0),
        ] {
            assert_eq!(outcome(output, errors, code).transaction_id(), None, "{output}{errors}{code}");
        }
    }

    #[test]
    fn a_failure_is_told_in_the_first_line_and_by_status_1() {
        let failed = outcome("", "error kind=credentials code=C request_id=R\nThe key is wrong.\n", 1);
        assert_eq!(failed.failure(), Some(("credentials", "C", "R")));
        assert_eq!(outcome("", "error kind=network code=- request_id=-\n", 1).failure(), Some(("network", "-", "-")));
        for (errors, code) in [
            ("error kind=network code= request_id=\n", 1),
            ("warning\nerror kind=a code=C request_id=R\n", 1),
            ("error kind=a code=C request_id=R\n", 0),
        ] {
            assert_eq!(outcome("", errors, code).failure(), None, "{errors}{code}");
        }
    }
}
