//! The sandbox takes the requests of the vendor's own SDK for Python as they are.
//!
//! The SDK is installed from the Python package index into a virtual environment of its own, once, below `target`.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ekyc_sandbox::{Options, Sandbox};
use serde_json::json;

const ID: &str = "python-key-id";
const SECRET: &str = "python-key-secret";
const CHECKS: usize = 16;

#[test]
fn takes_the_requests_of_the_official_sdk() {
    let python = python_with_sdk().unwrap_or_else(|sentence| panic!("{sentence}"));
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
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/official_python_sdk.py");
    let mut child = Command::new(python)
        .arg("-B") // leaves no __pycache__ in the tree
        .arg(script)
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
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("official-python-sdk")
}

/// The Python of a virtual environment that has the SDK; made if it is not there or has other versions.
fn python_with_sdk() -> Result<PathBuf, String> {
    let requirements = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/official_python_sdk.txt");
    let wanted = fs::read_to_string(&requirements).map_err(|error| format!("cannot read {requirements:?}: {error}"))?;
    let (venv, stamp) = (folder().join("venv"), folder().join("installed.txt"));
    let python = venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let io = |error: std::io::Error| format!("cannot prepare {:?}: {error}", folder());
    fs::create_dir_all(folder()).map_err(io)?;
    let lock = File::create(folder().join("lock")).map_err(io)?;
    lock.lock().map_err(io)?; // another run of the tests may be making it
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) && python.exists() {
        return Ok(python);
    }
    run(
        Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv),
        "this test needs Python 3.9 or newer with its venv module; on Debian: apt-get install python3 python3-venv",
    )?;
    run(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(requirements),
        "this test installs the vendor's SDK with pip, which needs a Python package index: connect to the internet, or point pip at \
         an index (PIP_INDEX_URL)",
    )?;
    fs::write(&stamp, wanted).map_err(io)?;
    Ok(python)
}

fn run(command: &mut Command, remedy: &str) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{remedy} ({:?}: {error})", command.get_program()))?;
    if output.status.success() {
        return Ok(());
    }
    let [said, errors] = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    Err(format!("{remedy}\n{said}{errors}"))
}
