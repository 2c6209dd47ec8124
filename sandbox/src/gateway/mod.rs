//! What the API gateway judges before the operation sees a request, in this order:
//!
//! 1. operation: path, method, version, action (each product its own: `cloudauth` and `sts`);
//! 2. authentication: the `Authorization` header's syntax, which headers are there and signed, the key id, the security token,
//!    the body's hash, the signature;
//! 3. the date, which must be within 15 minutes;
//! 4. the nonce, which must be new.
//!
//! So a request with a wrong signature and an old date is refused for its signature: date and nonce mean something only once it is
//! known who wrote them, and a stranger cannot use up a nonce. The vendor documents the codes but not their order (unverified).

mod acs3;
mod authorization;
mod issue;
mod keys;
mod nonces;
mod quota;
mod rpc;
mod security_token;
mod timestamp;
#[cfg(test)]
mod vectors;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::http::{Refusal, WireRequest};
use crate::settings::Key;
use authorization::Authorization;
pub(crate) use issue::IssuedKey;
use keys::{Keys, KnownKey};
use nonces::Nonces;
pub(crate) use quota::Quota;
use rpc::RpcSignature;

/// Who sent a request.
pub(crate) struct Caller {
    /// The account that the key belongs to.
    pub(crate) account: Arc<str>,
}

/// The gateway and its memory.
pub(crate) struct Gateway {
    keys: Mutex<Keys>,
    nonces: Mutex<Nonces>,
}

impl Gateway {
    pub(crate) fn new(keys: impl IntoIterator<Item = Key>, now: i64) -> Self {
        let gateway = Self { keys: Mutex::new(Keys::default()), nonces: Mutex::new(Nonces::default()) };
        gateway.set_keys(keys, now);
        gateway
    }

    /// Judges who sent a request that arrived at `now`, in seconds since 1970, and when. A request may be signed with `ACS3-HMAC-SHA256`
    /// or the older way, in the query.
    pub(crate) fn authenticate(&self, request: &WireRequest, now: i64) -> Result<Caller, Refusal> {
        if !request.headers.contains_key("authorization") && rpc::signs(request) {
            return self.authenticate_rpc(request, now);
        }
        let authorization = Authorization::read(request)?;
        let key = self.key(authorization.access_key_id)?;
        let (token, id) = (request.header("x-acs-security-token"), request.header("x-acs-accesskey-id"));
        security_token::check(token, id, &key, now)?;
        acs3::check(request, &authorization, &key.secret)?;
        timestamp::check(authorization.date, now)?;
        self.remember(authorization.nonce, now)?;
        Ok(Caller { account: key.account.clone() })
    }

    fn authenticate_rpc(&self, request: &WireRequest, now: i64) -> Result<Caller, Refusal> {
        let signed = RpcSignature::read(request)?;
        let key = self.key(&signed.access_key_id)?;
        security_token::check(signed.security_token.as_deref(), None, &key, now)?;
        signed.check(request, &key.secret)?;
        timestamp::check(&signed.timestamp, now)?;
        self.remember(&signed.nonce, now)?;
        Ok(Caller { account: key.account.clone() })
    }

    fn key(&self, id: &str) -> Result<Arc<KnownKey>, Refusal> {
        let unknown = || Refusal::new(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
        self.keys().find(id).ok_or_else(unknown)
    }

    /// Knows these keys and no others, issued ones included.
    pub(crate) fn set_keys(&self, keys: impl IntoIterator<Item = Key>, now: i64) {
        self.keys().set(keys, now);
    }

    fn keys(&self) -> MutexGuard<'_, Keys> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remember(&self, nonce: &str, now: i64) -> Result<(), Refusal> {
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        if nonces.remember(nonce, now) {
            Ok(())
        } else {
            Err(Refusal::new(400, "SignatureNonceUsed", "Specified signature nonce was used already."))
        }
    }

    pub(crate) fn forget_nonces(&self) {
        *self.nonces.lock().unwrap_or_else(PoisonError::into_inner) = Nonces::default();
    }
}

/// The gateway's answer to something that must be there and is not.
pub(crate) fn missing(name: &str) -> Refusal {
    Refusal::new(400, format!("Missing{name}"), format!("{name} is mandatory for this action."))
}
