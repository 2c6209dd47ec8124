//! The vendor's SDK for Python, whole: its typed operations, and its credentials library against STS, metadata and credentials URI. Its
//! code is unchanged, but two things are set that it has no setting for: the authority that its credentials library trusts, and the
//! address of the metadata.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ekyc_sandbox::{Options, Sandbox};
use serde_json::json;

use super::{python, source};

const ID: &str = "python-key-id";
const SECRET: &str = "python-key-secret";
const CHECKS: usize = 19;

#[test]
fn takes_the_requests_of_the_official_sdk() {
    let python = python();
    for token in [None, Some("CAIS+token/with==signs")] {
        let mut options = Options::new(ID, SECRET).with_control().with_metadata();
        options.security_token = token.map(str::to_owned);
        let sandbox = Sandbox::start(options).unwrap();
        let checks = drive(&python, &sandbox, token);
        assert_eq!(checks.lines().count(), CHECKS, "{checks}");
        let seen = sandbox.seen();
        let signed = &seen.events[0].headers["authorization"];
        assert!(signed.contains("accept;content-type;host;user-agent;x-acs-"), "the SDK signs all it sends: {signed}");
        assert_eq!(signed.contains(";x-acs-security-token;"), token.is_some());
    }
}

fn drive(python: &Path, sandbox: &Sandbox, token: Option<&str>) -> String {
    let ca_file = folder().join("ca.pem");
    fs::write(&ca_file, sandbox.ca_pem()).unwrap();
    let oidc_token_file = folder().join("oidc-token");
    fs::write(&oidc_token_file, "eyJraWQiOiJ0ZXN0In0.e30.c2lnbmF0dXJl").unwrap();
    let setup = json!({
        "endpoint": sandbox.address().to_string(), "control": sandbox.control_endpoint(), "ca_file": ca_file,
        "id": ID, "secret": SECRET, "token": token, "metadata": sandbox.metadata_endpoint(),
        "oidc_token_file": oidc_token_file,
    });
    let mut child = Command::new(python)
        .arg("-B") // leaves no __pycache__ in the tree
        .arg(source("python/official_sdk.py"))
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(setup.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let [said, errors] = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(output.status.success(), "{said}\n{errors}\n{:#?}", sandbox.seen().events.back());
    said
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers/python")
}
