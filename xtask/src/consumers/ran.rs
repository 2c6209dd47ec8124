//! What a program that was run to its end must have said.

use std::collections::BTreeSet;
use std::process::Command;

use anyhow::{Result, ensure};

use crate::process;

#[derive(Debug)]
pub struct Ran {
    shown: String,
    output: String,
    errors: String,
    code: Option<i32>,
}

impl Ran {
    pub fn of(command: &mut Command) -> Result<Self> {
        let output = process::capture(&mut *command)?;
        Ok(Self {
            shown: process::show(command),
            output: String::from_utf8_lossy(&output.stdout).into_owned(),
            errors: String::from_utf8_lossy(&output.stderr).into_owned(),
            code: output.status.code(),
        })
    }

    /// It obtained `count` transactions, each another one, complained about nothing and ended well.
    pub fn succeeded(&self, count: usize) -> Result<()> {
        self.must(self.errors.is_empty(), "print no error")?;
        self.obtained(count)
    }

    /// As [`Ran::succeeded`], whatever Java itself said beside it.
    pub fn obtained(&self, count: usize) -> Result<()> {
        let ids = self.output.lines().filter_map(|line| line.strip_prefix("TransactionId: "));
        let ids: BTreeSet<&str> = ids.filter(|id| id.len() > 8).collect();
        self.must(ids.len() == count && self.code == Some(0), &format!("obtain {count} transactions"))
    }

    /// It printed this line.
    pub fn said(&self, line: &str) -> Result<()> {
        self.must(self.output.lines().any(|one| one == line), &format!("print `{line}`"))
    }

    /// It ended with our exception for a native library that cannot be used, in one line with all these words.
    pub fn was_refused(&self, words: &[&str]) -> Result<()> {
        self.must(self.code == Some(1) && self.output.is_empty(), "be refused")?;
        let line = self.errors.lines().last().unwrap_or_default();
        let first = "invalid_configuration: invalid configuration: native library: ";
        words.iter().chain([&first]).try_for_each(|word| self.must(line.contains(word), &format!("be told `{word}`")))
    }

    /// Java itself warned on standard error.
    pub fn was_warned(&self, word: &str) -> Result<()> {
        self.must(self.errors.contains(word), &format!("be warned of `{word}`"))
    }

    fn must(&self, holds: bool, what: &str) -> Result<()> {
        let Self { shown, output, errors, code } = self;
        ensure!(holds, "`{shown}` should {what}; it ended with {code:?} and printed `{output}` and `{errors}`");
        Ok(())
    }
}
