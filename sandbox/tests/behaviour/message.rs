//! Requests: drafted, signed by the letter of the vendor's page, and spoilt afterwards where a test wants that.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use time::macros::format_description;

use super::client::{ID, SECRET};

/// A date so many seconds from now.
pub fn date(offset: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64;
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    OffsetDateTime::from_unix_timestamp(now + offset).unwrap().format(format).unwrap()
}

/// A text that no other request of this run has.
pub fn nonce() -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    format!("{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

pub fn encoded(text: &str) -> String {
    const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    utf8_percent_encode(text, RESERVED).to_string()
}

/// `name=value` joined by `&`, in the order given.
pub fn joined<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let pairs = pairs.into_iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        write!(out, "{byte:02x}").unwrap();
        out
    })
}

/// What will be signed. As it starts, the service accepts it.
#[derive(Clone)]
pub struct Draft {
    pub method: &'static str,
    pub path: &'static str,
    pub action: &'static str,
    pub version: &'static str,
    pub date: String,
    pub nonce: String,
    pub id: &'static str,
    pub secret: &'static str,
    pub token: Option<&'static str>,
    pub query: Vec<(String, String)>,
    pub form: Vec<(String, String)>,
    pub headers: Vec<(&'static str, &'static str)>,
}

impl Draft {
    pub fn new() -> Self {
        let draft = Self {
            method: "POST",
            path: "/",
            action: "Initialize",
            version: "2022-08-09",
            date: date(0),
            nonce: nonce(),
            id: ID,
            secret: SECRET,
            token: None,
            query: Vec::new(),
            form: Vec::new(),
            headers: Vec::new(),
        };
        draft
            .with("ProductCode", "eKYC")
            .with("MerchantBizId", "e0c34a77f5ac40a5aa5e6ed20c35aaaa")
            .with("MetaInfo", r#"{"deviceType":"ios"}"#)
            .with("MerchantUserId", "123456789")
            .with("DocType", "01000000")
    }

    /// A request to STS, for the role `tester` of account 1234.
    pub fn assume_role() -> Self {
        let mut draft = Self::new();
        draft.query.clear();
        let draft = Self { action: "AssumeRole", version: "2015-04-01", ..draft };
        draft.with("RoleArn", "acs:ram::1234:role/tester").with("RoleSessionName", "a.session@test-1")
    }

    /// Sets a parameter in the query.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.query.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.query.retain(|(other, _)| other != name);
        self
    }

    /// Adds a parameter to the form.
    pub fn with_form(mut self, name: &str, value: &str) -> Self {
        self.form.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Signs as the vendor's page says, sorting what it says to sort.
    pub fn sign(&self, address: SocketAddr) -> Message {
        self.sign_for(&address.to_string())
    }

    pub fn sign_for(&self, host: &str) -> Message {
        let body = joined(pairs(&self.form)).into_bytes();
        let payload_hash = hex(&Sha256::digest(&body));
        let mut headers = vec![
            ("host", host),
            ("x-acs-action", self.action),
            ("x-acs-content-sha256", &payload_hash),
            ("x-acs-date", &self.date),
            ("x-acs-signature-nonce", &self.nonce),
            ("x-acs-version", self.version),
        ];
        headers.retain(|(name, _)| self.headers.iter().all(|(other, _)| other != name));
        headers.extend(&self.headers);
        if !body.is_empty() && !headers.iter().any(|(name, _)| *name == "content-type") {
            headers.push(("content-type", "application/x-www-form-urlencoded"));
        }
        if let Some(token) = self.token {
            headers.extend([("x-acs-accesskey-id", self.id), ("x-acs-security-token", token)]);
        }
        headers.sort();
        let mut query: Vec<_> = pairs(&self.query).collect();
        query.sort();
        let query = joined(query);
        let lines: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
        let canonical_request = format!("{}\n{}\n{query}\n{lines}\n{names}\n{payload_hash}", self.method, self.path);
        let string_to_sign = format!("ACS3-HMAC-SHA256\n{}", hex(&Sha256::digest(&canonical_request)));
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).unwrap();
        mac.update(string_to_sign.as_bytes());
        let signature = hex(&mac.finalize().into_bytes());
        let mut headers: Vec<_> = headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let authorization =
            format!("ACS3-HMAC-SHA256 Credential={},SignedHeaders={names},Signature={signature}", self.id);
        headers.push(("authorization".to_owned(), authorization));
        Message { method: self.method.to_owned(), path: self.path.to_owned(), query, headers, body, canonical_request }
    }
}

fn pairs(owned: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    owned.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}

/// What will be sent.
pub struct Message {
    pub method: String,
    pub path: String,
    /// Encoded.
    pub query: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub canonical_request: String,
}

impl Message {
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = self.head(self.body.len());
        out.extend_from_slice(&self.body);
        out
    }

    /// The head alone, announcing a body of that length.
    pub fn head(&self, body_length: usize) -> Vec<u8> {
        let mut out = format!("{} {}", self.method, self.path);
        if !self.query.is_empty() {
            out.push('?');
            out.push_str(&self.query);
        }
        out.push_str(" HTTP/1.1\r\n");
        for (name, value) in &self.headers {
            out.push_str(&format!("{name}: {value}\r\n"));
        }
        out.push_str(&format!("content-length: {body_length}\r\n\r\n"));
        out.into_bytes()
    }

    pub fn remove(&mut self, name: &str) {
        self.headers.retain(|(other, _)| other != name);
    }

    pub fn add(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.add(name, value);
    }

    /// Rewrites the `Authorization` header.
    pub fn authorization(&mut self, change: impl FnOnce(&str) -> String) {
        let (_, value) = self.headers.iter_mut().find(|(name, _)| name == "authorization").unwrap();
        *value = change(value);
    }
}
