//! The server and the Rust clients of `cargo xtask bench`. benches/README.md says what a load program is asked and answers.

mod clients;
mod initialize;
mod load;
mod process;
mod server;

use clients::{core, ready, signing};

type Result<T> = std::result::Result<T, String>;

fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["server"] => server::run(),
        ["hyper-ready", asked @ ..] => load::answer::<ready::Caller>(asked),
        ["hyper-signing", asked @ ..] => load::answer::<signing::Caller>(asked),
        ["core", asked @ ..] => load::answer::<core::Caller>(asked),
        _ => Err("give server, hyper-ready, hyper-signing or core, and what benches/README.md says".to_owned()),
    };
    match result {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("ekyc-load: {problem}");
            std::process::ExitCode::FAILURE
        }
    }
}
