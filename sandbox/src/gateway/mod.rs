//! What the API gateway judges before the operation sees a request, in this order:
//!
//! 1. operation: path, method, version, action;
//! 2. authentication: the `Authorization` header's syntax, which headers are there and signed, the key id, the security token,
//!    the body's hash, the signature;
//! 3. the date, which must be within 15 minutes;
//! 4. the nonce, which must be new.
//!
//! So a request with a wrong signature and an old date is refused for its signature: date and nonce mean something only once it is
//! known who wrote them, and a stranger cannot use up a nonce. The vendor documents the codes but not their order (unverified).

mod authorization;
mod nonces;
mod operation;
mod signature;
mod timestamp;
mod token;

use std::sync::{Mutex, PoisonError};

use crate::answer::Refusal;
use crate::wire::WireRequest;
use authorization::Authorization;
use nonces::Nonces;

/// The only key the gateway knows.
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) security_token: Option<String>,
}

/// The gateway and its memory.
pub(crate) struct Gateway {
    key: Key,
    nonces: Mutex<Nonces>,
}

impl Gateway {
    pub(crate) fn new(key: Key) -> Self {
        Self { key, nonces: Mutex::new(Nonces::default()) }
    }

    /// Judges a request that arrived at `now`, in seconds since 1970.
    pub(crate) fn check(&self, request: &WireRequest, now: i64) -> Result<(), Refusal> {
        operation::check(request)?;
        let authorization = Authorization::read(request)?;
        if authorization.access_key_id != self.key.id {
            return Err(Refusal::new(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."));
        }
        token::check(request, &self.key)?;
        signature::check(request, &authorization, &self.key.secret)?;
        timestamp::check(authorization.date, now)?;
        self.remember(authorization.nonce, now)
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
fn missing(name: &str) -> Refusal {
    Refusal::new(400, format!("Missing{name}"), format!("{name} is mandatory for this action."))
}
