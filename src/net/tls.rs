//! TLS: rustls with `ring` given explicitly, the bundled web roots, and the caller's own roots.
//!
//! No process-wide provider and no platform verifier: neither panics when another library chose otherwise, and Android needs no
//! initialisation (seanmonstar/reqwest#2968). TLS 1.2 and 1.3.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig as TlsConfig, RootCertStore};

use crate::error::EkycError;

const SETTING: &str = "extra_root_certificates_pem";

pub(crate) fn tls_config(extra_roots_pem: Option<&str>) -> Result<TlsConfig, EkycError> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(pem) = extra_roots_pem {
        add_roots(&mut roots, pem)?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = TlsConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| EkycError::internal(format!("TLS: {error}")))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

fn add_roots(roots: &mut RootCertStore, pem: &str) -> Result<(), EkycError> {
    let mut found = 0;
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        let certificate =
            certificate.map_err(|error| EkycError::configuration(SETTING, format!("is not valid PEM: {error}")))?;
        found += 1;
        roots.add(certificate).map_err(|error| {
            EkycError::configuration(SETTING, format!("certificate number {found} is not usable: {error}"))
        })?;
    }
    if found == 0 {
        return Err(EkycError::configuration(
            SETTING,
            "holds no certificate; expected PEM text with BEGIN CERTIFICATE",
        ));
    }
    Ok(())
}
