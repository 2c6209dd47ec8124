//! Temporary credentials: the security token.

use super::keys::KnownKey;
use super::missing;
use crate::http::Refusal;

/// A temporary key needs exactly its token until it expires, and a permanent key takes none. The official SDKs repeat the key's id
/// beside the token; where they do it must be the same.
pub(super) fn check(token: Option<&str>, id: Option<&str>, key: &KnownKey, now: i64) -> Result<(), Refusal> {
    match (token.filter(|token| !token.is_empty()), &key.security_token) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(missing("SecurityToken")),
        (Some(token), _) if !token.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Err(Refusal::new(400, "InvalidSecurityToken.Malformed", "Specified security token is malformed."))
        }
        (Some(token), Some(expected)) if token == expected => {
            if id.is_some_and(|id| id != key.id) {
                return Err(mismatch());
            }
            match key.expires_at {
                Some(expires_at) if now >= expires_at => {
                    Err(Refusal::new(400, "InvalidSecurityToken.Expired", "Specified security token is expired."))
                }
                _ => Ok(()),
            }
        }
        (Some(_), _) => Err(mismatch()),
    }
}

fn mismatch() -> Refusal {
    let message = "Specified security token does not match the access key.";
    Refusal::new(400, "InvalidSecurityToken.MismatchWithAccessKey", message)
}
