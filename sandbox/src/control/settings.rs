//! Settings as the control plane's JSON writes them. A misspelt name is an error, not a setting that changes nothing.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::verifications::delivery;
use crate::clock::check_offset;
use crate::settings::{
    CallbackSettings, ConnectionMode, IdentitySettings, Key, MetadataVersion, ProxyMode, ProxySettings, Reachability,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKey {
    access_key_id: String,
    access_key_secret: String,
    security_token: Option<String>,
    lifetime_s: Option<u64>,
    account: Option<String>,
}

/// Reads the body of `PUT /keys`.
pub(super) fn keys(json: &[u8]) -> Result<Vec<Key>, String> {
    let raw: Vec<RawKey> = read(json, "a JSON array of keys")?;
    raw.into_iter().map(key).collect()
}

fn key(raw: RawKey) -> Result<Key, String> {
    let RawKey { access_key_id, access_key_secret, security_token, lifetime_s, account } = raw;
    if access_key_id.is_empty() || access_key_secret.is_empty() || security_token.as_deref() == Some("") {
        return Err("a key's id, secret and token are not empty; a permanent key has no security_token".to_owned());
    }
    if lifetime_s.is_some() && security_token.is_none() {
        return Err("lifetime_s needs security_token: a permanent key does not expire".to_owned());
    }
    let key = Key::permanent(access_key_id, access_key_secret).of_account(account.unwrap_or_default());
    Ok(Key { security_token, lifetime: lifetime_s.map(Duration::from_secs), ..key })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawIdentity {
    lifetime_s: Option<u64>,
    role_name: Option<String>,
    metadata: Option<String>,
    oidc_token: Option<String>,
}

/// Reads the body of `PUT /identity`. What is absent is as by default.
pub(super) fn identity(json: &[u8]) -> Result<IdentitySettings, String> {
    let raw: RawIdentity = read(json, "a JSON object of settings")?;
    let default = IdentitySettings::default();
    let metadata_version = match raw.metadata {
        None => default.metadata_version,
        Some(name) => MetadataVersion::from_name(&name)
            .ok_or_else(|| format!("there is no metadata {name:?}; there are both, v1 and v2"))?,
    };
    Ok(IdentitySettings {
        lifetime: raw.lifetime_s.map(Duration::from_secs),
        role_name: raw.role_name.unwrap_or(default.role_name),
        metadata_version,
        oidc_token: raw.oidc_token,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClock {
    offset_ms: i64,
}

/// Reads the body of `PUT /clock`.
pub(super) fn clock(json: &[u8]) -> Result<i64, String> {
    let RawClock { offset_ms } = read(json, "a JSON object with offset_ms")?;
    check_offset(offset_ms).map(|()| offset_ms).map_err(|error| error.to_string())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConnections {
    mode: String,
}

/// Reads the body of `PUT /connections`.
pub(super) fn connections(json: &[u8]) -> Result<ConnectionMode, String> {
    let RawConnections { mode } = read(json, "a JSON object with mode")?;
    ConnectionMode::from_name(&mode)
        .ok_or_else(|| format!("there is no mode {mode:?}; there are normal, silent and refuse"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProxy {
    mode: Option<String>,
    username: Option<String>,
    password: Option<String>,
}

/// Reads the body of `PUT /proxy`. What is absent is as by default.
pub(super) fn proxy(json: &[u8]) -> Result<ProxySettings, String> {
    let raw: RawProxy = read(json, "a JSON object of settings")?;
    let mut settings = ProxySettings::default();
    if let Some(name) = raw.mode {
        settings.mode = ProxyMode::from_name(&name)
            .ok_or_else(|| format!("there is no mode {name:?}; there are tunnel, refuse, garbage and silent"))?;
    }
    match (raw.username, raw.password) {
        (None, None) => Ok(settings),
        (Some(username), Some(password)) if !username.contains(':') => {
            Ok(settings.with_credentials(username, password))
        }
        (Some(_), Some(_)) => Err("a username has no colon".to_owned()),
        _ => Err("username and password go together".to_owned()),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuota {
    calls_per_second: Option<u32>,
}

/// Reads the body of `PUT /quota`.
pub(super) fn quota(json: &[u8]) -> Result<Option<u32>, String> {
    let RawQuota { calls_per_second } = read(json, "a JSON object with calls_per_second")?;
    Ok(calls_per_second)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCallbacks {
    delivery: Option<String>,
    delay_ms: Option<u64>,
    reachability: Option<String>,
    allow_http: Option<bool>,
    any_certificate: Option<bool>,
    roots_pem: Option<String>,
}

/// Reads the body of `PUT /callbacks`. What is absent is as by default. Whether other machines may be called is said at the start only.
pub(super) fn callbacks(json: &[u8], allow_remote: bool) -> Result<CallbackSettings, String> {
    let raw: RawCallbacks = read(json, "a JSON object of settings")?;
    let reachability = match raw.reachability.as_deref() {
        None => Reachability::default(),
        Some(name) => Reachability::from_name(name)
            .ok_or_else(|| format!("there is no reachability {name:?}; there are accept, probe and refuse"))?,
    };
    Ok(CallbackSettings {
        delivery: delivery(raw.delivery.as_deref(), raw.delay_ms)?.unwrap_or_default(),
        reachability,
        allow_remote,
        allow_http: raw.allow_http.unwrap_or_default(),
        any_certificate: raw.any_certificate.unwrap_or_default(),
        roots_pem: raw.roots_pem,
    })
}

/// The parser's words may repeat a value, so of a wrong document only the place is told.
pub(super) fn read<T: DeserializeOwned>(json: &[u8], what: &str) -> Result<T, String> {
    serde_json::from_slice(json).map_err(|error| {
        let words = error.to_string();
        let names_a_field = words.starts_with("unknown field") || words.starts_with("missing field");
        let hint = words.split_once(" at line").filter(|_| names_a_field);
        let hint = hint.map(|(hint, _)| format!(": {hint}")).unwrap_or_default();
        format!("the body is not {what} (line {}, column {}){hint}", error.line(), error.column())
    })
}
