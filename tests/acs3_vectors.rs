//! Every case of `tests/vectors/acs3`, stage by stage, so that a failure names the stage. Kotlin and Swift read the same folder.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ekyc::model::{Acs3Request, Header, Parameter};
use ekyc::protocol::acs3::Key;
use ekyc::protocol::sign_acs3;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(rename = "about")]
    _about: String,
    access_key_id: String,
    access_key_secret: String,
    security_token: Option<String>,
    method: String,
    host: String,
    path: String,
    action: String,
    version: String,
    date: String,
    nonce: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    #[serde(default)]
    form: Vec<(String, String)>,
    #[serde(default)]
    body_base64: String,
}

#[test]
fn every_case_matches_at_every_stage() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/acs3");
    for case in listed(&folder) {
        check(&folder.join(&case));
        visited(&case);
    }
}

/// The list names every case, so that one that is lost is missed.
#[test]
fn the_list_names_every_case() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/acs3");
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.join("request.json").exists());
    let mut names: Vec<_> = cases.iter().map(|case| case.file_name().unwrap().to_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        listed(&folder),
        "tests/vectors/acs3/cases.txt lists the folders beside it, a name a line, sorted"
    );
}

fn listed(folder: &Path) -> Vec<String> {
    fs::read_to_string(folder.join("cases.txt")).unwrap().lines().map(str::to_owned).collect()
}

fn check(folder: &Path) {
    let name = folder.file_name().unwrap().to_string_lossy();
    let read = |file: &str| fs::read(folder.join(file)).unwrap_or_else(|error| panic!("{name}/{file}: {error}"));
    let case: Case = serde_json::from_slice(&read("request.json")).unwrap_or_else(|error| panic!("{name}: {error}"));
    let key = Key {
        access_key_id: &case.access_key_id,
        access_key_secret: &case.access_key_secret,
        security_token: case.security_token.as_deref(),
    };
    let parameters = |pairs: Vec<(String, String)>| {
        pairs.into_iter().map(|(name, value)| Parameter { name, value }).collect::<Vec<_>>()
    };
    let request = Acs3Request {
        method: case.method,
        host: case.host,
        path: case.path,
        action: case.action,
        version: case.version,
        date: case.date,
        nonce: case.nonce,
        query: parameters(case.query),
        headers: case.headers.into_iter().map(|(name, value)| Header::new(name, value)).collect(),
        form: parameters(case.form),
        body: STANDARD.decode(case.body_base64).unwrap(),
    };
    let signature = sign_acs3(&request, &key).unwrap_or_else(|error| panic!("{name}: {error}"));
    let stage = |file: &str, ours: &[u8]| {
        assert_eq!(String::from_utf8_lossy(ours), String::from_utf8_lossy(&read(file)), "{name}: stage {file}");
    };
    if folder.join("body.bin").exists() {
        stage("body.bin", &signature.request.body);
    } else {
        assert!(signature.request.body.is_empty(), "{name}: a body where none belongs");
    }
    stage("canonical-request.txt", signature.canonical_request.as_bytes());
    stage("string-to-sign.txt", signature.string_to_sign.as_bytes());
    stage("authorization.txt", signature.authorization.as_bytes());
    stage("url.txt", signature.request.url.as_bytes());
}

/// `cargo xtask test` names a file in which every language notes what it has read.
fn visited(case: &str) {
    if let Some(file) = std::env::var_os("EKYC_SIGN_VISITED") {
        let mut file = OpenOptions::new().append(true).create(true).open(file).unwrap();
        writeln!(file, "rust {case}").unwrap();
    }
}
