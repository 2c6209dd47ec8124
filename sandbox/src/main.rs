//! `ekyc-sandbox`: Alibaba Cloud ID Verification on your own machine.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod cli;

use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            let _ = writeln!(std::io::stderr(), "ekyc-sandbox: {sentence}");
            ExitCode::FAILURE
        }
    }
}
