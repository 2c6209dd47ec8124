//! JSON that holds keys: read without leaving copies, and with errors that do not repeat it.

use std::time::SystemTime;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::expiration::unix_seconds;
use super::loaded::Loaded;
use super::snapshot::{Secret, Snapshot};

/// Reads a file's or an answer's JSON. The parser's own words are left out: they quote the text.
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes); // as some editors write it
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err("is UTF-16 text; save it as UTF-8".to_owned());
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let what = match error.classify() {
            Category::Data => "has a member of an unexpected kind",
            _ => "is not valid JSON",
        };
        format!("{what} (line {}, column {})", error.line(), error.column())
    })
}

/// Keys as the Security Token Service, the metadata server and a credentials URI give them.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct IssuedKeys {
    code: Option<String>,
    access_key_id: Option<String>,
    access_key_secret: Option<Secret>,
    security_token: Option<Secret>,
    expiration: Option<serde_json::Value>,
}

impl IssuedKeys {
    /// The metadata server and a credentials URI say `Code: Success`.
    pub(super) fn must_be_success(&self) -> Result<(), String> {
        match self.code.as_deref() {
            Some("Success") => Ok(()),
            Some(code) => Err(format!("the answer's Code is {}", plain_code(code))),
            None => Err(missing("Code")),
        }
    }

    pub(super) fn loaded(self, issuers_clock: Option<SystemTime>) -> Result<Loaded, String> {
        let id = self.access_key_id.ok_or_else(|| missing("AccessKeyId"))?;
        let secret = self.access_key_secret.ok_or_else(|| missing("AccessKeySecret"))?;
        let token = self.security_token.ok_or_else(|| missing("SecurityToken"))?;
        let expiration = self.expiration.ok_or_else(|| missing("Expiration"))?;
        let expires = expiration
            .as_str()
            .and_then(unix_seconds)
            .ok_or_else(|| "the answer's Expiration is not a date like 2026-01-31T23:59:59Z".to_owned())?;
        Loaded::expiring(Snapshot::checked(id, secret, Some(token))?, expires, issuers_clock)
    }
}

fn missing(member: &str) -> String {
    format!("the answer has no {member}")
}

/// A code as it may be shown: whatever is not a short word stays unsaid.
pub(super) fn plain_code(text: &str) -> &str {
    if is_plain(text) { text } else { "(not shown: it is not a plain word)" }
}

/// A mode or type as it may be shown: those have letters only. What has more may be a key that was put in the wrong place.
pub(super) fn plain_kind(text: &str) -> &str {
    let fits = |c: char| c.is_ascii_alphabetic() || c == '_';
    if text.len() <= 32 && text.chars().all(fits) { text } else { "(not shown: it is not a plain word)" }
}

/// Whether a text is a short word of letters, digits and a few signs, as codes, modes and ids are.
pub(super) fn is_plain(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    (1..=64).contains(&text.len()) && text.chars().all(fits)
}
