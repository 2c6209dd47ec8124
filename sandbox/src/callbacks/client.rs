//! One GET over HTTP/1.1, with TLS if the URL says so.

use std::pin::pin;
use std::sync::Arc;

use http_body_util::Empty;
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{HOST, USER_AGENT};
use hyper_util::rt::TokioIo;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use url::{Position, Url};

use crate::error::SandboxError;
use crate::settings::CallbackSettings;

/// Whom callbacks trust.
pub(super) fn tls(settings: &CallbackSettings, own_authority: &str) -> Result<Arc<ClientConfig>, SandboxError> {
    let wrong = |reason: String| SandboxError::Option { option: "callbacks", reason };
    let mut roots = RootCertStore::empty();
    for pem in [Some(own_authority), settings.roots_pem.as_deref()].into_iter().flatten() {
        let before = roots.len();
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            let certificate = certificate.map_err(|_| wrong("have roots that are not PEM".to_owned()))?;
            roots.add(certificate).map_err(|_| wrong("have a root that is no certificate".to_owned()))?;
        }
        if roots.len() == before {
            return Err(wrong("have roots without a certificate".to_owned()));
        }
    }
    if settings.allow_remote {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| SandboxError::Certificate(error.to_string()))?;
    let config = if settings.any_certificate {
        builder.dangerous().with_custom_certificate_verifier(Arc::new(AnyCertificate(provider))).with_no_client_auth()
    } else {
        builder.with_root_certificates(roots).with_no_client_auth()
    };
    Ok(Arc::new(config))
}

/// Sends the request, and gives the status of the answer. Its body is not read.
pub(super) async fn get(url: &Url, target: &(String, u16), tls: Arc<ClientConfig>) -> Result<u16, String> {
    let tcp = connect(target).await?;
    if url.scheme() == "https" {
        exchange(url, handshake(url, tcp, tls).await?).await
    } else {
        exchange(url, tcp).await
    }
}

/// Connects, and shakes hands if the URL says so.
pub(super) async fn probe(url: &Url, target: &(String, u16), tls: Arc<ClientConfig>) -> Result<(), String> {
    let tcp = connect(target).await?;
    if url.scheme() == "https" {
        handshake(url, tcp, tls).await?;
    }
    Ok(())
}

async fn connect((host, port): &(String, u16)) -> Result<TcpStream, String> {
    TcpStream::connect((host.as_str(), *port)).await.map_err(|error| format!("no connection: {error}"))
}

async fn handshake(url: &Url, tcp: TcpStream, tls: Arc<ClientConfig>) -> Result<TlsStream<TcpStream>, String> {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let name = ServerName::try_from(host.to_owned()).map_err(|_| "its host is no name for a certificate".to_owned())?;
    TlsConnector::from(tls).connect(name, tcp).await.map_err(|error| format!("no TLS: {error}"))
}

async fn exchange(url: &Url, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Result<u16, String> {
    let failed = |error: hyper::Error| format!("no answer: {error}");
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(failed)?;
    let request = Request::get(&url[Position::BeforePath..Position::AfterQuery])
        .header(HOST, &url[Position::BeforeHost..Position::AfterPort])
        .header(USER_AGENT, concat!("ekyc-sandbox/", env!("CARGO_PKG_VERSION")))
        .body(Empty::<Bytes>::new())
        .map_err(|_| "the request cannot be written".to_owned())?;
    let mut response = pin!(sender.send_request(request));
    let response = tokio::select! {
        response = response.as_mut() => response,
        // The receiver may close as soon as it has answered, and without a goodbye: the answer counts all the same.
        _ = connection => response.await,
    };
    response.map(|response| response.status().as_u16()).map_err(failed)
}

/// Takes every certificate: for receivers of a test that made theirs themselves.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
