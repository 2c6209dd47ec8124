//! The command line: starts a sandbox, says where it is, waits for a signal.

mod arguments;
mod files;
mod help;
mod signals;

use std::io::Write as _;

use clap::Parser as _;
use ekyc_sandbox::Sandbox;

use arguments::Arguments;

/// Runs until SIGINT or SIGTERM, or the end of standard input if that was asked for. An error is a sentence.
pub(crate) fn run() -> Result<(), String> {
    let arguments = Arguments::parse();
    let places = [&arguments.port_file, &arguments.ca_file, &arguments.control_file];
    for path in places.into_iter().flatten() {
        files::remove_stale(path)?;
    }
    let signals = signals::Signals::listen()?; // before anybody can know that we are here
    let sandbox = Sandbox::start(arguments.options()?).map_err(|error| error.to_string())?;
    if let Some(path) = &arguments.ca_file {
        files::write(path, sandbox.ca_pem())?;
    }
    if let (Some(path), Some(url)) = (&arguments.control_file, sandbox.control_endpoint()) {
        files::write(path, &url)?;
    }
    if let Some(path) = &arguments.port_file {
        files::write(path, &sandbox.address().port().to_string())?; // last: who sees it finds the others
    }
    // Nobody may be reading; that is no reason to stop.
    let _ = writeln!(std::io::stdout(), "{}", sandbox.endpoint());
    for (name, url) in [("metadata", sandbox.metadata_endpoint()), ("proxy", sandbox.proxy_endpoint())] {
        if let Some(url) = url {
            let _ = writeln!(std::io::stdout(), "{name} {url}");
        }
    }
    let _ = std::io::stdout().flush();
    signals.wait(arguments.until_stdin_ends);
    Ok(())
}
