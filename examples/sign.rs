//! Signs requests from standard input: a JSON object a line in, a JSON object a line out, for comparing signers of other languages.
//!
//! In: `{"access_key_id","access_key_secret","security_token"?,"host","action","version","date","nonce","query":{},"form":{}}`.
//! Out: `{"canonical_request","string_to_sign","authorization","url","headers":{},"body"}`, or `{"error"}` for a bad line; the next
//! line is still answered.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

use ekyc::model::{Acs3Request, Parameter};
use ekyc::protocol::acs3::Key;
use ekyc::protocol::sign_acs3;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    access_key_id: String,
    access_key_secret: String,
    #[serde(default)]
    security_token: Option<String>,
    host: String,
    action: String,
    version: String,
    date: String,
    nonce: String,
    #[serde(default)]
    query: BTreeMap<String, String>,
    #[serde(default)]
    form: BTreeMap<String, String>,
}

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answer = sign(&line).unwrap_or_else(|error| json!({ "error": error }));
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn sign(line: &[u8]) -> Result<Value, String> {
    let line: Line = serde_json::from_slice(line).map_err(|error| format!("the line is not a request: {error}"))?;
    let key = Key {
        access_key_id: &line.access_key_id,
        access_key_secret: &line.access_key_secret,
        security_token: line.security_token.as_deref(),
    };
    let request = Acs3Request {
        method: "POST".into(),
        host: line.host,
        path: "/".into(),
        action: line.action,
        version: line.version,
        date: line.date,
        nonce: line.nonce,
        query: parameters(line.query),
        headers: Vec::new(),
        form: parameters(line.form),
        body: Vec::new(),
    };
    let signature = sign_acs3(&request, &key).map_err(|error| error.to_string())?;
    let headers: BTreeMap<_, _> =
        signature.request.headers.into_iter().map(|h| (h.name.into_owned(), h.value.into_owned())).collect();
    Ok(json!({
        "canonical_request": signature.canonical_request,
        "string_to_sign": signature.string_to_sign,
        "authorization": signature.authorization,
        "url": signature.request.url,
        "headers": headers,
        "body": String::from_utf8_lossy(&signature.request.body),
    }))
}

fn parameters(map: BTreeMap<String, String>) -> Vec<Parameter> {
    map.into_iter().map(|(name, value)| Parameter { name, value }).collect()
}
