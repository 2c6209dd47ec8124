//! Runs every scenario under `cases`. Kotlin and Swift run the same files; README.md says what they mean.

#[macro_use]
#[path = "../with/mod.rs"]
mod with;

mod files;
mod refused;
mod runner;
mod schema;

use std::net::{Ipv4Addr, SocketAddr};

use ekyc_sandbox::{Options, Sandbox};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_scenario_is_as_it_says() {
    let free = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    let sandbox =
        Sandbox::start(Options { control: free, metadata: free, proxy: free, ..Options::new("id", "secret") }).unwrap();
    let control = sandbox.control_endpoint().unwrap();
    let only = std::env::var("EKYC_SCENARIO").ok();
    let mut wrong = Vec::new();
    let mut visited = String::new();
    for name in files::listed() {
        if only.as_ref().is_some_and(|only| !name.contains(only)) {
            continue;
        }
        if let Err(problem) = runner::run(&control, &files::source(&name)).await {
            wrong.push(format!("{name}: {problem}"));
        }
        visited.push_str(&format!("rust {name}\n"));
    }
    if let Ok(list) = std::env::var("EKYC_SCENARIOS_VISITED") {
        use std::io::Write as _;
        let mut list = std::fs::OpenOptions::new().create(true).append(true).open(list).unwrap();
        list.write_all(visited.as_bytes()).unwrap();
    }
    assert!(wrong.is_empty(), "{} scenarios are not as they say:\n{}", wrong.len(), wrong.join("\n"));
}
