//! TLS: rustls with `ring` given explicitly, and the roots that the caller trusts.
//!
//! No process-wide provider and no platform verifier: neither panics when another library chose otherwise, and Android needs no
//! initialisation (seanmonstar/reqwest#2968). TLS 1.2 and 1.3.

use std::sync::Arc;

use once_cell::sync::Lazy;
use rustls::{ClientConfig as TlsConfig, RootCertStore};

use super::crypto::provider;
use super::pem::certificates;
use crate::error::EkycError;

const EXTRA: &str = "extra_root_certificates_pem";
const ROOTS: &str = "trusted_roots";

/// Which root certificates are trusted, besides the ones given as PEM.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, uniffi::Enum)]
#[non_exhaustive]
pub enum TrustedRoots {
    /// Mozilla's web roots, bundled with the library: the same everywhere, and as old as the library. The default.
    #[default]
    Bundled,
    /// The machine's own store, as rustls-native-certs finds it (on Linux also `SSL_CERT_FILE` and `SSL_CERT_DIR`), read when the client is
    /// made. Not on Android.
    Platform,
    /// Both.
    BundledAndPlatform,
}

static BUNDLED: Lazy<Arc<RootCertStore>> =
    Lazy::new(|| Arc::new(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }));

/// The TLS settings of a client. Its roots are shared with all others that trust the bundled ones alone.
pub(crate) fn tls_config(trusted: TrustedRoots, extra_roots_pem: Option<&str>) -> Result<TlsConfig, EkycError> {
    let config = TlsConfig::builder_with_provider(Arc::new(provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| EkycError::internal(format!("TLS: {error}")))?
        .with_root_certificates(roots(trusted, extra_roots_pem)?)
        .with_no_client_auth();
    Ok(config)
}

fn roots(trusted: TrustedRoots, extra_roots_pem: Option<&str>) -> Result<Arc<RootCertStore>, EkycError> {
    if trusted == TrustedRoots::Bundled && extra_roots_pem.is_none() {
        return Ok(Arc::clone(&BUNDLED));
    }
    let mut roots = match trusted {
        TrustedRoots::Platform => RootCertStore::empty(),
        TrustedRoots::Bundled | TrustedRoots::BundledAndPlatform => RootCertStore::clone(&BUNDLED),
    };
    if trusted != TrustedRoots::Bundled {
        add_platform_roots(&mut roots)?;
    }
    if let Some(pem) = extra_roots_pem {
        add_extra_roots(&mut roots, pem)?;
    }
    Ok(Arc::new(roots))
}

/// Android's store belongs to Java, and nothing here asks Java.
#[cfg(target_os = "android")]
fn add_platform_roots(_: &mut RootCertStore) -> Result<(), EkycError> {
    Err(EkycError::configuration(
        ROOTS,
        "the platform's certificate store is not offered on Android; trust the bundled roots, or give your own as PEM",
    ))
}

/// A store with some certificates that rustls does not take is usual; one without any usable certificate is a mistake that is told.
#[cfg(not(target_os = "android"))]
fn add_platform_roots(roots: &mut RootCertStore) -> Result<(), EkycError> {
    let found = rustls_native_certs::load_native_certs();
    let (added, refused) = roots.add_parsable_certificates(found.certs);
    if added > 0 {
        return Ok(());
    }
    // What the libraries say of a file that is not PEM repeats the file, which may hold a key.
    let why = match found.errors.first() {
        Some(_) if refused > 0 => "has no usable certificate, and a part of it cannot be read".to_owned(),
        Some(_) => "cannot be read, or is not PEM".to_owned(),
        None if refused > 0 => format!("has {refused} certificates, none of them usable"),
        None => "is empty or not where it is looked for".to_owned(),
    };
    Err(EkycError::configuration(
        ROOTS,
        format!("the platform's certificate store {why}; install it, or trust the bundled roots"),
    ))
}

fn add_extra_roots(roots: &mut RootCertStore, pem: &str) -> Result<(), EkycError> {
    let wrong = |reason| EkycError::configuration(EXTRA, reason);
    for (index, certificate) in certificates(pem).map_err(wrong)?.into_iter().enumerate() {
        let number = index + 1;
        roots
            .add(certificate)
            .map_err(|_| wrong(format!("certificate number {number} is not usable: it cannot be read as X.509")))?;
    }
    Ok(())
}
