//! What the API gateway judges before the operation sees a request, in this order:
//!
//! 1. operation: path, method, version, action (each product its own: Initialize here, STS in `identity`);
//! 2. authentication: the `Authorization` header's syntax, which headers are there and signed, the key id, the security token,
//!    the body's hash, the signature;
//! 3. the date, which must be within 15 minutes;
//! 4. the nonce, which must be new.
//!
//! So a request with a wrong signature and an old date is refused for its signature: date and nonce mean something only once it is
//! known who wrote them, and a stranger cannot use up a nonce. The vendor documents the codes but not their order (unverified).

mod authorization;
mod nonces;
pub(crate) mod operation;
mod ring;
mod rpc_signature;
mod signature;
mod timestamp;
mod token;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::answer::Refusal;
use crate::key::Key;
use crate::wire::WireRequest;
use authorization::Authorization;
use nonces::Nonces;
use ring::{KnownKey, Ring};
use rpc_signature::RpcSignature;

/// The gateway and its memory.
pub(crate) struct Gateway {
    ring: Mutex<Ring>,
    nonces: Mutex<Nonces>,
}

impl Gateway {
    pub(crate) fn new(keys: impl IntoIterator<Item = Key>, now: i64) -> Self {
        let gateway = Self { ring: Mutex::new(Ring::default()), nonces: Mutex::new(Nonces::default()) };
        gateway.set_keys(keys, now);
        gateway
    }

    /// Judges who sent a request that arrived at `now`, in seconds since 1970, and when.
    pub(crate) fn authenticate(&self, request: &WireRequest, now: i64) -> Result<(), Refusal> {
        let authorization = Authorization::read(request)?;
        let key = self.key(authorization.access_key_id)?;
        let (token, id) = (request.header("x-acs-security-token"), request.header("x-acs-accesskey-id"));
        token::check(token, id, &key, now)?;
        signature::check(request, &authorization, &key.secret)?;
        timestamp::check(authorization.date, now)?;
        self.remember(authorization.nonce, now)
    }

    /// The same for a request that may also be signed the older way, as STS takes it.
    pub(crate) fn authenticate_either_way(&self, request: &WireRequest, now: i64) -> Result<(), Refusal> {
        if request.headers.contains_key("authorization") || !rpc_signature::signs(request) {
            return self.authenticate(request, now);
        }
        let signed = RpcSignature::read(request)?;
        let key = self.key(&signed.access_key_id)?;
        token::check(signed.security_token.as_deref(), None, &key, now)?;
        signed.check(request, &key.secret)?;
        timestamp::check(&signed.timestamp, now)?;
        self.remember(&signed.nonce, now)
    }

    fn key(&self, id: &str) -> Result<Arc<KnownKey>, Refusal> {
        let unknown = || Refusal::new(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
        self.ring().find(id).ok_or_else(unknown)
    }

    /// Knows these keys and no others, issued ones included.
    pub(crate) fn set_keys(&self, keys: impl IntoIterator<Item = Key>, now: i64) {
        self.ring().set(keys, now);
    }

    /// Knows one key more.
    pub(crate) fn issue(&self, key: Key, now: i64) {
        self.ring().issue(key, now);
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
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
