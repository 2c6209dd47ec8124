//! `cargo xtask demo`: both samples against the local service, over HTTPS, from nothing; then a whole verification in a browser.

use std::process::Output;

use anyhow::{Result, ensure};

use crate::project::Project;
use crate::samples::web::{self, Web};
use crate::samples::{self, Language};
use crate::sandbox::Sandbox;
use crate::{bindings, process, progress, verbs};

/// What is shown.
#[derive(clap::Args)]
pub struct Arguments {
    /// Only start the web sample and the service, say where they are, and leave them running for a person to click
    #[arg(long)]
    open: bool,
    /// Make the screenshots anew that stand in the documentation
    #[arg(long, conflicts_with = "open")]
    pictures: bool,
}

/// Sets everything up, starts the service, runs the samples and says what was shown.
pub fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    verbs::tools::languages(project)?;
    bindings::ensure(project)?;
    if arguments.open {
        // Without a certificate of its own, of which the browser would warn.
        let mut web = Web::start(project, &["--http"])?;
        println!("\nThe shop, to be verified in:        {}", web.address);
        println!("The service, and what it received:  {}", web.sandbox.control()?);
        println!("Both end with Ctrl-C.");
        return web.shop.wait();
    }
    if arguments.pictures {
        let folder = project.root.join("docs/pictures");
        fs_err::create_dir_all(&folder)?;
        println!("{}", folder.display());
        return Web::start(project, &[])?.travel(project, Some("passed"), Some(&folder)).map(|_| ());
    }
    both_samples(project)?;
    journey(project)
}

fn journey(project: &Project) -> Result<()> {
    if let Err(problem) = web::tools(project) {
        return progress::not_checked("the web sample in a browser", &format!("{problem:#}"));
    }
    progress::step("a whole verification in a browser", || {
        Web::start(project, &[])?.travel(project, Some("passed"), None)
    })?;
    println!("\nThen a browser went the whole way through kotlin-sample/web: the shop, the service's page, the");
    println!("callback, the result. `cargo xtask demo --open` leaves it running for you.");
    Ok(())
}

fn both_samples(project: &Project) -> Result<()> {
    for language in samples::ALL {
        language.prepare(project)?;
    }
    let sandbox = progress::step("the service, on this machine", || Sandbox::start(project, &[]))?;
    progress::note(&format!("listening on {}", sandbox.endpoint));
    let mut failed = Vec::new();
    for language in samples::ALL {
        let output = process::capture(&mut language.towards(project, &sandbox)?)?;
        show(language, &output);
        if samples::transaction_id(&output).is_none() {
            failed.push(language);
        }
    }
    ensure!(failed.is_empty(), "no TransactionId from {failed:?}; what the samples said is above");
    println!("\nBoth programs called initialize() through the same Rust library, over TLS, against a local service at");
    println!("{} that checked every byte of their signatures. No request left this machine.", sandbox.endpoint);
    Ok(())
}

fn show(language: Language, output: &Output) {
    let name = format!("{language:?}:");
    let said = [&*output.stdout, &*output.stderr].concat();
    for line in String::from_utf8_lossy(&said).lines() {
        println!("{name:<7} {line}");
    }
    if !output.status.success() {
        println!("{name:<7} ended with {}", output.status);
    }
}
