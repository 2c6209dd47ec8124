//! The pages in a real browser: by keyboard alone, judged by axe-core, and nothing loaded from elsewhere.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use ekyc_sandbox::{Action, FaultKind, Options, Sandbox, VerificationState};
use serde_json::{Value, json};

use super::install::{Install, installed, is_there, quiet, tool};
use super::node_peer;
use super::peer::{Call, Peer};

/// The names under which browsers of this kind are found.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

#[test]
fn a_person_in_a_browser() {
    let folder = installed("browser", &["browser/package.json", "browser/browser.js"], |install: &Install| {
        install.copy("browser/package.json")?;
        install.copy("browser/browser.js")?;
        let mut npm = install.command("npm");
        npm.args(["install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]);
        quiet(&mut npm, "npm installs what drives a browser, which needs an npm registry")
    });
    let sandbox = Sandbox::start(Options::new("peer-id", "peer-secret").with_control()).unwrap();
    let merchant = merchant();
    let mut peer = Peer::start(node_peer());
    for (color_scheme, decision, passed) in [("light", "Pass", "Y"), ("dark", "Fail: the document", "N")] {
        let return_url = format!("http://{merchant}/back?order=7");
        let begun = peer.call(&initialize(&sandbox, &return_url));
        let result = &begun.body["Result"];
        let id = result["TransactionId"].as_str().unwrap();
        let given = json!({
            "executable": browser(), "page": result["TransactionUrl"], "return_url": return_url,
            "control": sandbox.control_endpoint(), "color_scheme": color_scheme, "decision": decision, "edited": "O'NEIL <b>",
        });
        let seen = drive(&folder, &given);
        assert_eq!(seen["violations"], json!([]), "{color_scheme}");
        assert_eq!((&seen["landed"], &seen["again"]), (&json!(return_url), &json!("This address works once")));
        for request in seen["requests"].as_array().unwrap() {
            let url = request.as_str().unwrap();
            let own = [sandbox.endpoint(), sandbox.control_endpoint().unwrap(), format!("http://{merchant}")];
            assert!(own.iter().any(|own| url.starts_with(own)), "loaded from elsewhere: {url}");
        }
        let verification = sandbox.verification(id).unwrap();
        assert_eq!((verification.state, verification.passed), (VerificationState::Ended, Some(passed)));
        let refused = peer.call(&check_result(&sandbox, id));
        assert_eq!(refused.code.as_deref(), Some("NoFaceDetected"), "the fault that was set on the page");
        let told = peer.call(&check_result(&sandbox, id));
        let document: Value = serde_json::from_str(told.body["Result"]["ExtIdInfo"].as_str().unwrap()).unwrap();
        assert_eq!(document["ocrIdEditInfo"], json!({ "surname": "O'NEIL <b>" }));
    }
    peer.end();
    assert!(sandbox.seen().count(Action::VerificationPage) >= 6);
    sandbox.faults([] as [FaultKind; 0]);
}

fn initialize<'a>(sandbox: &'a Sandbox, return_url: &str) -> Call<'a> {
    let parameters = json!({
        "ProductCode": "eKYC", "MerchantBizId": "b", "MerchantUserId": "u", "MetaInfo": "{\"deviceType\":\"h5\"}",
        "DocType": "01000000", "ReturnUrl": return_url,
    });
    call(sandbox, "Initialize", parameters)
}

fn check_result<'a>(sandbox: &'a Sandbox, id: &str) -> Call<'a> {
    call(sandbox, "CheckResult", json!({ "MerchantBizId": "b", "TransactionId": id }))
}

fn call<'a>(sandbox: &'a Sandbox, action: &'a str, parameters: Value) -> Call<'a> {
    Call {
        endpoint: sandbox.address().to_string(),
        ca_pem: sandbox.ca_pem(),
        ca_file: "",
        access_key_id: "peer-id",
        access_key_secret: "peer-secret",
        security_token: None,
        signature: "acs3",
        action,
        version: "2022-08-09",
        query: parameters.as_object().unwrap().clone(),
        form: serde_json::Map::new(),
    }
}

fn drive(folder: &std::path::Path, given: &Value) -> Value {
    let mut child = Command::new("node")
        .arg(folder.join("browser.js"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(given.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The browser's program. On Debian it is installed for root, as the other tools are.
fn browser() -> PathBuf {
    let found = || NAMES.into_iter().find(|name| is_there(name));
    if let Some(path) = std::env::var_os("EKYC_BROWSER") {
        return path.into();
    }
    if found().is_none() {
        tool("chromium", &["chromium"], "Chromium or Chrome (or its path in EKYC_BROWSER)");
    }
    let name = found().unwrap();
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).map(|folder| folder.join(name)).find(|path| path.exists()).unwrap()
}

/// A server to come back to.
fn merchant() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            // A browser opens connections that it does not use; each is served by itself.
            std::thread::spawn(move || {
                let mut stream = BufReader::new(stream.unwrap());
                let mut head = String::new();
                while !head.ends_with("\r\n\r\n") && stream.read_line(&mut head).is_ok_and(|read| read > 0) {}
                let answer =
                    "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 4\r\nconnection: close\r\n\r\nback";
                let _ = stream.get_mut().write_all(answer.as_bytes());
            });
        }
    });
    address
}
