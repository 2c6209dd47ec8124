//! The certificate authority, which lives as long as the sandbox or is kept in a folder, and the server's certificate.

use std::fs;
use std::io;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, SanType,
};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::{RootCertStore, ServerConfig};
use tokio_rustls::TlsAcceptor;

use crate::error::SandboxError;

/// Long enough for a sandbox left running, short enough for every platform's limit on a server's certificate.
const VALIDITY: Duration = Duration::from_secs(90 * DAY);

/// For an authority that is kept, in an app under development for example.
const KEPT_VALIDITY: Duration = Duration::from_secs(3650 * DAY);

/// For clients whose clock is behind.
const BACKDATED: Duration = Duration::from_secs(DAY);

const DAY: u64 = 24 * 60 * 60;

/// An authority that can sign. Its private key does not leave the memory, unless it is kept in a folder.
pub(crate) struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    /// One made now, or the one in a folder, which is made there if the folder has none.
    pub(crate) fn of(folder: Option<&Path>) -> Result<Self, SandboxError> {
        folder.map_or_else(|| Self::make(VALIDITY), Self::kept)
    }

    /// The certificate to be trusted by clients.
    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }

    /// What accepts TLS connections, with a certificate for these names.
    pub(crate) fn acceptor(&self, names: &[String]) -> Result<TlsAcceptor, SandboxError> {
        let (certificate, key) = self.sign(names)?;
        let private_key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| {
                builder.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], private_key)
            })
            .map_err(|error| SandboxError::Certificate(error.to_string()))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    /// A certificate for these names and its private key, as PEM.
    pub(crate) fn issue(&self, names: &[String]) -> Result<(String, String), SandboxError> {
        let (certificate, key) = self.sign(names)?;
        Ok((certificate.pem(), key.serialize_pem()))
    }

    fn sign(&self, names: &[String]) -> Result<(Certificate, KeyPair), SandboxError> {
        let key = KeyPair::generate().map_err(failed)?;
        let certificate = server(names)?.signed_by(&key, &self.issuer).map_err(failed)?;
        Ok((certificate, key))
    }

    fn make(validity: Duration) -> Result<Self, SandboxError> {
        let (params, key) = (authority(validity), KeyPair::generate().map_err(failed)?);
        let pem = params.self_signed(&key).map_err(failed)?.pem();
        Ok(Self { pem, issuer: Issuer::new(params, key) })
    }

    fn kept(folder: &Path) -> Result<Self, SandboxError> {
        let wrong = |error: &dyn std::fmt::Display| in_folder(folder, error);
        let (certificate, key) = (folder.join("ca.pem"), folder.join("ca-key.pem"));
        match (fs::read_to_string(&certificate), fs::read_to_string(&key)) {
            (Ok(pem), Ok(key)) => {
                let key = KeyPair::from_pem(&key).map_err(|_| wrong(&"ca-key.pem is not a private key as PEM"))?;
                let issuer = Issuer::from_ca_cert_pem(&pem, key);
                let kept = Self { issuer: issuer.map_err(|_| wrong(&"ca.pem is not a certificate as PEM"))?, pem };
                let (certificate, _) = kept.sign(&["localhost".to_owned()])?;
                is_trusted(certificate.der(), &kept.pem)
                    .map_err(|error| wrong(&format!("clients would not trust it: {error}")))?;
                Ok(kept)
            }
            (Err(one), Err(other)) if is_absent(&one) && is_absent(&other) => {
                let made = Self::make(KEPT_VALIDITY)?;
                fs::create_dir_all(folder).map_err(|error| wrong(&error))?;
                write_secret(&key, &made.issuer.key().serialize_pem()).map_err(|error| wrong(&error))?;
                fs::write(&certificate, &made.pem).map_err(|error| wrong(&error))?;
                Ok(made)
            }
            (Ok(_), Err(error)) | (Err(error), Ok(_)) if is_absent(&error) => {
                Err(wrong(&"it has only one of ca.pem and ca-key.pem; give both, or neither to have them made"))
            }
            (Err(error), _) | (_, Err(error)) => Err(wrong(&error)),
        }
    }
}

fn is_absent(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}

/// Nobody else on the machine may read it.
fn write_secret(path: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    io::Write::write_all(&mut options.open(path)?, text.as_bytes())
}

/// Whether a client that trusts the authority would trust the server: they may come from different files.
fn is_trusted(server: &CertificateDer<'_>, ca_pem: &str) -> Result<(), String> {
    let authority = CertificateDer::from_pem_slice(ca_pem.as_bytes()).map_err(|error| error.to_string())?;
    let mut roots = RootCertStore::empty();
    roots.add(authority).map_err(|error| error.to_string())?;
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::new(default_provider()))
        .build()
        .map_err(|error| error.to_string())?;
    let name = ServerName::try_from("localhost").map_err(|error| error.to_string())?;
    let verified = verifier.verify_server_cert(server, &[], &name, &[], UnixTime::now());
    verified.map(|_| ()).map_err(|error| error.to_string())
}

fn failed(error: rcgen::Error) -> SandboxError {
    SandboxError::Certificate(error.to_string())
}

fn in_folder(folder: &Path, reason: &(impl std::fmt::Display + ?Sized)) -> SandboxError {
    SandboxError::Certificate(format!("the authority in {}: {reason}", folder.display()))
}

fn authority(validity: Duration) -> CertificateParams {
    let mut params = named("ekyc-sandbox authority", validity);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn server(names: &[String]) -> Result<CertificateParams, SandboxError> {
    let mut params = named("ekyc-sandbox", VALIDITY);
    let subject = |name: &String| match name.parse::<IpAddr>() {
        Ok(address) => Ok(SanType::IpAddress(address)),
        Err(_) => match ServerName::try_from(name.as_str()) {
            Ok(ServerName::DnsName(_)) => name.as_str().try_into().map(SanType::DnsName).map_err(failed),
            _ => Err(SandboxError::Option { option: "names", reason: format!("has {name:?}, which is no host name") }),
        },
    };
    params.subject_alt_names = names.iter().map(subject).collect::<Result<_, _>>()?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true; // strict verifiers ask for it
    Ok(params)
}

fn named(name: &str, validity: Duration) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    let now = SystemTime::now();
    params.not_before = (now - BACKDATED).into();
    params.not_after = (now + validity).into();
    params
}
