//! Runs every scenario under `tests/scenarios`. Kotlin and Swift run the same files.

mod scenario;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use ekyc_sandbox::{Options, Sandbox};

const AT_LEAST: usize = 60;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_scenario_is_as_it_says() {
    let free = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    let sandbox =
        Sandbox::start(Options { control: free, metadata: free, proxy: free, ..Options::new("id", "secret") }).unwrap();
    let control = sandbox.control_endpoint().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let only = std::env::var("EKYC_SCENARIO").ok();
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    assert!(files.len() >= AT_LEAST, "only {} scenarios", files.len());
    let mut wrong = Vec::new();
    let mut visited = String::new();
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        if only.as_ref().is_some_and(|only| !name.contains(only)) {
            continue;
        }
        let source = std::fs::read_to_string(&file).unwrap();
        assert!(source.contains(&format!("\"name\": \"{name}\"")), "{name} has another name inside");
        if let Err(problem) = scenario::run(&control, &source).await {
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
