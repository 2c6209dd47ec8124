//! Where keys come from. The only room that holds a secret.

mod environment;

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::error::EkycError;
use crate::protocol::acs3::Key;

/// The credentials a client signs with.
///
/// An object, so that nothing prints, copies or compares the secret; it is wiped from memory when the last reference goes.
#[derive(uniffi::Object)]
#[uniffi::export(Debug, Display)]
pub struct CoreCredentials {
    snapshot: Arc<Snapshot>,
}

// As for `EkycError`: the wrappers own the public name, and renaming in uniffi.toml does not reach everything.
pub use CoreCredentials as Credentials;

/// One set of keys that belong together. One snapshot signs one request.
pub(crate) struct Snapshot {
    access_key_id: String,
    access_key_secret: Zeroizing<String>,
    security_token: Option<Zeroizing<String>>,
}

impl Snapshot {
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
}

#[uniffi::export]
impl CoreCredentials {
    /// A permanent AccessKey. Keep it on servers; apps take temporary credentials.
    ///
    /// # Errors
    /// `Credentials` if a part is empty or has blanks or characters that no key has.
    #[uniffi::constructor]
    pub fn access_key(access_key_id: String, access_key_secret: String) -> Result<Arc<Self>, EkycError> {
        Self::checked(access_key_id, access_key_secret, None)
    }

    /// Temporary credentials of the Security Token Service: a key with its security token.
    ///
    /// # Errors
    /// `Credentials` if a part is empty or has blanks or characters that no key has.
    #[uniffi::constructor]
    pub fn temporary(
        access_key_id: String,
        access_key_secret: String,
        security_token: String,
    ) -> Result<Arc<Self>, EkycError> {
        Self::checked(access_key_id, access_key_secret, Some(security_token))
    }

    /// Reads `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, if it is set, `ALIBABA_CLOUD_SECURITY_TOKEN`, once.
    ///
    /// # Errors
    /// `Credentials` naming the variable that is missing or wrong.
    #[uniffi::constructor]
    pub fn from_environment() -> Result<Arc<Self>, EkycError> {
        environment::read()
    }
}

impl Credentials {
    pub(crate) async fn snapshot(&self) -> Result<Arc<Snapshot>, EkycError> {
        Ok(Arc::clone(&self.snapshot))
    }

    pub(crate) fn snapshot_now(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot)
    }

    pub(crate) async fn renewed(&self, _refused: &Arc<Snapshot>) -> Option<Arc<Snapshot>> {
        None
    }

    fn checked(id: String, secret: String, token: Option<String>) -> Result<Arc<Self>, EkycError> {
        let (secret, token) = (Zeroizing::new(secret), token.map(Zeroizing::new));
        check("the AccessKey id", &id, true)?;
        check("the AccessKey secret", &secret, false)?;
        if let Some(token) = &token {
            check("the security token", token, true)?;
        }
        let snapshot = Snapshot { access_key_id: id, access_key_secret: secret, security_token: token };
        Ok(Arc::new(Self { snapshot: Arc::new(snapshot) }))
    }
}

/// A stray blank or line break from a file is the usual mistake; id and token also travel in headers, which take ASCII only.
fn check(what: &str, value: &str, in_header: bool) -> Result<(), EkycError> {
    if value.is_empty() {
        return Err(EkycError::credentials(format!("{what} is empty")));
    }
    if value.chars().any(|c| c.is_whitespace() || c.is_control() || (in_header && !c.is_ascii())) {
        return Err(EkycError::credentials(format!(
            "{what} has a blank, a line break or another character that no key has"
        )));
    }
    Ok(())
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let token = if self.snapshot.security_token.is_some() { "***" } else { "none" };
        f.debug_struct("Credentials")
            .field("access_key_id", &self.snapshot.access_key_id)
            .field("access_key_secret", &format_args!("***"))
            .field("security_token", &format_args!("{token}"))
            .finish()
    }
}

impl fmt::Display for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
