//! `cargo xtask demo`: both samples against the local service, over HTTPS, from nothing.

use anyhow::{Result, bail};

use crate::project::Project;
use crate::samples::{self, Language, Outcome};
use crate::sandbox::Sandbox;
use crate::{bindings, progress, verbs};

/// Sets everything up, starts the service, runs both samples and says what was shown.
pub fn run(project: &Project) -> Result<()> {
    verbs::setup::languages(project)?;
    bindings::ensure(project)?;
    for language in samples::ALL {
        language.prepare(project)?;
    }
    let sandbox = progress::step("the service, on this machine", || Sandbox::start(project))?;
    progress::note(&format!("listening on {}", sandbox.endpoint()));
    let mut failed = Vec::new();
    for language in samples::ALL {
        let outcome = language.run(project, &sandbox, &[])?;
        show(language, &outcome);
        if outcome.transaction_id().is_none() {
            failed.push(language.name());
        }
    }
    if !failed.is_empty() {
        bail!("no TransactionId from: {}; what the samples said is above", failed.join(", "));
    }
    println!();
    println!("Both programs called initialize() through the same Rust library, over TLS, against a local service at");
    println!("{} that checked every byte of their signatures. No request left this machine.", sandbox.endpoint());
    Ok(())
}

fn show(language: Language, outcome: &Outcome) {
    for line in outcome.output.lines().chain(outcome.errors.lines()) {
        println!("{:<7} {line}", format!("{}:", language.name()));
    }
    match outcome.code {
        Some(0) => {}
        Some(code) => println!("{:<7} ended with status {code}", format!("{}:", language.name())),
        None => println!("{:<7} was ended by a signal", format!("{}:", language.name())),
    }
}
