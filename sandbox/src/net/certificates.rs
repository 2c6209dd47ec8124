//! A certificate authority that lives as long as the sandbox. Its key never leaves the memory.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    SanType,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

use crate::error::SandboxError;

/// Long enough for a sandbox left running, short enough for every platform's limit on a server's certificate.
const VALIDITY: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// For clients whose clock is behind.
const BACKDATED: Duration = Duration::from_secs(24 * 60 * 60);

pub(crate) struct Certificates {
    /// The authority's certificate, to be trusted by clients.
    pub(crate) ca_pem: String,
    pub(crate) tls: TlsAcceptor,
}

/// Makes an authority, and with it a certificate for 127.0.0.1, ::1 and localhost.
pub(crate) fn make_certificates() -> Result<Certificates, SandboxError> {
    let failed = |error: rcgen::Error| SandboxError::Certificate(error.to_string());
    let ca_key = KeyPair::generate().map_err(failed)?;
    let ca_params = authority();
    let ca = ca_params.self_signed(&ca_key).map_err(failed)?;
    let issuer = Issuer::from_params(&ca_params, &ca_key);
    let key = KeyPair::generate().map_err(failed)?;
    let certificate = server().map_err(failed)?.signed_by(&key, &issuer).map_err(failed)?;

    let private_key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| {
            builder.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], private_key)
        })
        .map_err(|error| SandboxError::Certificate(error.to_string()))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Certificates { ca_pem: ca.pem(), tls: TlsAcceptor::from(Arc::new(config)) })
}

fn authority() -> CertificateParams {
    let mut params = named("ekyc-sandbox authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn server() -> Result<CertificateParams, rcgen::Error> {
    let mut params = named("ekyc-sandbox");
    params.subject_alt_names = vec![
        SanType::IpAddress(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        SanType::IpAddress(IpAddr::V6(Ipv6Addr::LOCALHOST)),
        SanType::DnsName("localhost".try_into()?),
    ];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true; // strict verifiers ask for it
    Ok(params)
}

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    let now = SystemTime::now();
    params.not_before = (now - BACKDATED).into();
    params.not_after = (now + VALIDITY).into();
    params
}
