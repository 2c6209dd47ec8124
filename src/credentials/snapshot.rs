//! One set of keys.

use zeroize::Zeroizing;

use crate::bounds::{MAX_ACCESS_KEY_ID, MAX_ACCESS_KEY_SECRET, MAX_SECURITY_TOKEN};
use crate::protocol::acs3::Key;

/// A text that is wiped from memory when it goes.
pub(super) type Secret = Zeroizing<String>;

/// One set of keys that belong together. One snapshot signs one request.
pub(crate) struct Snapshot {
    access_key_id: String,
    access_key_secret: Secret,
    security_token: Option<Secret>,
}

impl Snapshot {
    /// Keys as a source gave them, checked.
    ///
    /// # Errors
    /// What is wrong with which part, without the part.
    pub(super) fn checked(id: String, secret: Secret, token: Option<Secret>) -> Result<Self, String> {
        check("the AccessKey id", &id, MAX_ACCESS_KEY_ID, true)?;
        check("the AccessKey secret", &secret, MAX_ACCESS_KEY_SECRET, false)?;
        if let Some(token) = &token {
            check("the security token", token, MAX_SECURITY_TOKEN, true)?;
        }
        Ok(Self { access_key_id: id, access_key_secret: secret, security_token: token })
    }

    /// The key to sign with, borrowed for the moment of signing.
    pub(crate) fn key(&self) -> Key<'_> {
        Key {
            access_key_id: &self.access_key_id,
            access_key_secret: &self.access_key_secret,
            security_token: self.security_token.as_deref().map(String::as_str),
        }
    }

    /// What nothing may show, to mask it in texts that the service wrote.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        let key = self.key();
        [Some(key.access_key_secret), key.security_token].into_iter().flatten()
    }

    /// Whether both are the same keys, so that asking with the one is asking with the other.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.access_key_id == other.access_key_id
            && *self.access_key_secret == *other.access_key_secret
            && self.security_token.as_deref() == other.security_token.as_deref()
    }
}

/// What a shell, a file or an example puts around a key. In the middle of a secret it may well stand: the vendor documents no alphabet.
const AROUND: [char; 9] = ['"', '\'', '`', '<', '>', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}'];

/// A stray blank or line break from a file is the usual mistake, then quotation marks that a shell or a file kept, and angle brackets of an
/// example; id and token also travel in headers, which take ASCII only.
fn check(what: &str, value: &str, most: usize, in_header: bool) -> Result<(), String> {
    if value.is_empty() {
        return Err(format!("{what} is empty"));
    }
    if value.len() > most {
        return Err(format!("{what} has {} bytes; no key has more than {most}", value.len()));
    }
    if value.chars().any(|c| c.is_whitespace() || c.is_control() || (in_header && !c.is_ascii())) {
        return Err(format!("{what} has a blank, a line break or another character that no key has"));
    }
    if value.starts_with(AROUND) || value.ends_with(AROUND) {
        return Err(format!(
            "{what} has a quotation mark or an angle bracket around it, which no key has; give it without"
        ));
    }
    Ok(())
}
