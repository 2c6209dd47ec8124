//! A Java program that was built elsewhere, run against the sandbox, and what it must have said.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::process;
use crate::sandbox::Sandbox;
use crate::toolchain::java::Jdk;

/// Longer than any of them needs: a JVM that some thread keeps alive should fail a test, not hang it.
const PATIENCE: &str = "300";

/// One run of `java`.
pub struct Program {
    /// What has to stand before `java`, such as `unshare`.
    before: Vec<PathBuf>,
    java: PathBuf,
    arguments: Vec<std::ffi::OsString>,
    environment: Vec<(&'static str, String)>,
}

/// What it did.
#[derive(Debug)]
pub struct Ran {
    shown: String,
    output: String,
    errors: String,
    code: Option<i32>,
}

impl Program {
    /// `java` alone, led to the sandbox.
    pub fn new(jdk: &Jdk, sandbox: &Sandbox) -> Self {
        Self { before: Vec::new(), java: jdk.java(), arguments: Vec::new(), environment: sandbox.environment() }
    }

    /// Another argument.
    pub fn with(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    /// `java` started by another program, which is given it as its last arguments.
    pub fn through(mut self, before: Vec<PathBuf>) -> Self {
        self.before = before;
        self
    }

    /// One more variable.
    pub fn environment(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    /// A class path of folders, jars and whole folders of jars.
    pub fn classes(self, entries: &[PathBuf]) -> Self {
        let path: Vec<String> = entries.iter().map(|entry| entry.display().to_string()).collect();
        self.with("-cp").with(path.join(":"))
    }

    /// What a consumer that was built in `folder` runs with.
    pub fn of(self, folder: &Path) -> Self {
        self.classes(&[folder.join("target/classes"), folder.join("target/lib/*")])
    }

    /// The command. The person's own settings for `java` and for the service stay out.
    pub fn command(&self) -> Command {
        let mut words = self.before.clone();
        words.push(self.java.clone());
        if process::on_path("timeout").is_some() {
            words.splice(0..0, ["timeout", PATIENCE].map(PathBuf::from));
        }
        let mut words = words.into_iter();
        let mut command = process::command(words.next().unwrap_or_default());
        command.args(words).args(&self.arguments);
        for (name, _) in std::env::vars_os() {
            let text = name.to_str().unwrap_or_default();
            if ["EKYC_", "ALIBABA_CLOUD_"].iter().any(|prefix| text.starts_with(prefix))
                || ["CLASSPATH", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "LD_LIBRARY_PATH"].contains(&text)
            {
                command.env_remove(&name);
            }
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs `main` to its end.
    pub fn run(self, main: &[&str]) -> Result<Ran> {
        let mut command = self.command();
        command.args(main);
        let output = process::capture(&mut command)?;
        Ok(Ran {
            shown: process::show(&command),
            output: String::from_utf8_lossy(&output.stdout).into_owned(),
            errors: String::from_utf8_lossy(&output.stderr).into_owned(),
            code: output.status.code(),
        })
    }
}

impl Ran {
    /// It obtained `count` transactions, each another one, complained about nothing and ended well.
    pub fn succeeded(&self, count: usize) -> Result<()> {
        ensure!(self.errors.is_empty(), "{} should print no error", self.told());
        self.obtained(count)
    }

    /// As [`Ran::succeeded`], whatever Java itself said beside it.
    pub fn obtained(&self, count: usize) -> Result<()> {
        let ids: BTreeSet<&str> = self
            .output
            .lines()
            .filter_map(|line| line.strip_prefix("TransactionId: "))
            .filter(|id| id.len() > 8)
            .collect();
        ensure!(ids.len() == count && self.code == Some(0), "{} should obtain {count} transactions", self.told());
        Ok(())
    }

    /// It printed this line.
    pub fn said(&self, line: &str) -> Result<()> {
        ensure!(self.output.lines().any(|one| one == line), "{} should print `{line}`", self.told());
        Ok(())
    }

    /// It ended with our exception for a native library that cannot be used, in one line with all these words. JNA may have logged
    /// its own view before.
    pub fn was_refused(&self, words: &[&str]) -> Result<()> {
        let line = self.errors.lines().last().unwrap_or_default();
        ensure!(self.code == Some(1) && self.output.is_empty(), "{} should be refused", self.told());
        let all = [&["invalid_configuration: invalid configuration: native library: "], words].concat();
        for word in all {
            ensure!(line.contains(word), "{} should be told `{word}`", self.told());
        }
        Ok(())
    }

    /// Java itself warned on standard error.
    pub fn warned(&self, word: &str) -> Result<()> {
        ensure!(self.errors.contains(word), "{} should be warned of `{word}`", self.told());
        Ok(())
    }

    fn told(&self) -> String {
        format!("`{}` ended with {:?} and printed `{}` and `{}`; it", self.shown, self.code, self.output, self.errors)
    }
}
