//! TLS: no version before 1.2, which certificates are trusted, and what a server must not do.

#[macro_use]
mod with;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ekyc::{
    Client, ClientConfig, Credentials, CredentialsUri, DocType, EkycError, InitializeRequest, NetworkPhase,
    ProductCode, Proxy, SourceHttp,
};
use ekyc_sandbox::{Options, Sandbox};
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection};

fn request() -> InitializeRequest {
    let mut request = InitializeRequest::new(ProductCode::EKyc, "a1", "{}", "user-1");
    request.doc_type = Some(DocType::GlobalPassport);
    request
}

/// A server that knows TLS 1.1 only: reads the client's hello, which it returns, and answers in its own version.
fn old_server(listener: TcpListener) -> Vec<u8> {
    let (mut stream, _) = listener.accept().unwrap();
    let mut header = [0; 5];
    stream.read_exact(&mut header).unwrap();
    let mut hello = vec![0; usize::from(u16::from_be_bytes([header[3], header[4]]))];
    stream.read_exact(&mut hello).unwrap();
    // A ServerHello of version 3.2 (TLS 1.1): random, no session, TLS_RSA_WITH_AES_128_CBC_SHA, no compression.
    let body = [&[3, 2][..], &[7; 32], &[0, 0x00, 0x2f, 0]].concat();
    let message = [&[2, 0, 0, body.len() as u8][..], &body].concat();
    stream.write_all(&[&[22, 3, 2, 0, message.len() as u8][..], &message].concat()).unwrap();
    let _ = stream.read(&mut [0; 64]); // the alert
    hello
}

/// The versions in the extension `supported_versions` (43) of a ClientHello.
fn offered_versions(hello: &[u8]) -> Vec<u16> {
    let at = hello.windows(2).position(|pair| pair == [0, 43]).unwrap();
    let length = usize::from(hello[at + 4]);
    let list = &hello[at + 5..at + 5 + length];
    list.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect()
}

#[tokio::test]
async fn nothing_before_tls_1_2_is_offered_or_accepted() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("https://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || old_server(listener));
    let credentials = Credentials::access_key("id".into(), "secret".into()).unwrap();
    let client = Client::new(ClientConfig::for_endpoint(endpoint), credentials).unwrap();
    let error = client.initialize(&request()).await.unwrap_err();
    assert!(
        matches!(&error, EkycError::Network { phase: NetworkPhase::Tls, attempts, .. } if !attempts.outcome_unknown),
        "{error:?}"
    );
    assert_eq!(offered_versions(&server.join().unwrap()), [0x0304, 0x0303]);
}

/// A server that shows one certificate to whoever comes, once.
fn showing(certificate: &rcgen::Certificate, key: &KeyPair) -> (String, thread::JoinHandle<()>) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("https://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut connection = ServerConnection::new(Arc::new(config)).unwrap();
        while connection.complete_io(&mut stream).is_ok_and(|(read, _)| read > 0) {}
    });
    (endpoint, server)
}

fn self_signed(change: impl FnOnce(&mut CertificateParams)) -> (rcgen::Certificate, KeyPair) {
    let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    (params.self_signed(&key).unwrap(), key)
}

fn trusting(endpoint: String, pem: &str) -> Result<Client, EkycError> {
    let config = with!(ClientConfig::for_endpoint(endpoint), extra_root_certificates_pem = Some(pem.into()));
    Client::new(config, Credentials::access_key("id".into(), "secret".into()).unwrap())
}

/// The sentence of a call that TLS refused. Nothing can have been sent.
async fn tls_reason(client: &Client) -> String {
    match client.initialize(&request()).await.unwrap_err() {
        EkycError::Network { phase: NetworkPhase::Tls, reason, attempts } => {
            assert!(!attempts.outcome_unknown && attempts.count == 1, "{attempts:?}");
            reason
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_certificate_that_does_not_fit_is_refused_in_a_sentence_that_helps() {
    type Change = fn(&mut CertificateParams);
    let cases: [(Change, &str); 3] = [
        (|params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained), "authority (CA:TRUE) as its own"),
        (|params| params.not_after = rcgen::date_time_ymd(2020, 1, 1), "has expired, or this machine's clock is wrong"),
        (|params| params.not_before = rcgen::date_time_ymd(2200, 1, 1), "is not valid yet, or this machine's clock"),
    ];
    for (change, expected) in cases {
        let (certificate, key) = self_signed(change);
        let (endpoint, server) = showing(&certificate, &key);
        let reason = tls_reason(&trusting(endpoint, &certificate.pem()).unwrap()).await;
        assert!(reason.contains(expected), "{reason}");
        server.join().unwrap();
    }
}

#[tokio::test]
async fn a_certificate_of_a_trusted_authority_for_another_host_is_refused() {
    let sandbox = Sandbox::start(Options::new("id", "secret")).unwrap();
    // The same server by an address that its certificate does not name.
    let elsewhere = sandbox.endpoint().replace("127.0.0.1", "0.0.0.0");
    let reason = tls_reason(&trusting(elsewhere, sandbox.ca_pem()).unwrap()).await;
    assert!(reason.contains("is for another host name"), "{reason}");
    trusting(sandbox.endpoint(), sandbox.ca_pem()).unwrap().initialize(&request()).await.unwrap();
    assert_eq!(sandbox.seen().requests, 1);
}

#[tokio::test]
async fn a_server_that_nobody_trusts_is_told_with_the_way_out() {
    let sandbox = Sandbox::start(Options::new("id", "secret")).unwrap();
    let (other, _) = self_signed(|params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained));
    let reason = tls_reason(&trusting(sandbox.endpoint(), &other.pem()).unwrap()).await;
    assert!(reason.contains("UnknownIssuer") && reason.contains("extra_root_certificates_pem"), "{reason}");
}

/// As OpenSSL writes a certificate with its own notes on trust behind it.
fn trusted_certificate(pem: &str) -> String {
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let der = [STANDARD.decode(base64).unwrap(), vec![0x30, 0x03, 0x0c, 0x01, b'x']].concat();
    format!("-----BEGIN TRUSTED CERTIFICATE-----\n{}\n-----END TRUSTED CERTIFICATE-----\n", STANDARD.encode(der))
}

#[tokio::test]
async fn root_certificates_are_used_in_the_forms_in_which_people_have_them() {
    let sandbox = Sandbox::start(Options::new("id", "secret")).unwrap();
    let pem = sandbox.ca_pem();
    let key = KeyPair::generate().unwrap().serialize_pem();
    for (form, text) in [
        ("as it is", pem.to_owned()),
        ("with a byte-order mark", format!("\u{feff}{pem}")),
        ("with Windows' line breaks", pem.replace('\n', "\r\n")),
        ("with \\n for each line break, from an environment variable", pem.replace('\n', "\\n")),
        ("with \\r\\n for each", pem.replace('\n', "\\r\\n")),
        ("with a key beside it", format!("{key}{pem}")),
        ("with a key beside it and \\n for each line break", format!("{key}{pem}").replace('\n', "\\n")),
        ("with text around it", format!("subject=/CN=x\n{pem}that was all\n")),
        ("twice", format!("{pem}{pem}")),
        ("as OpenSSL's TRUSTED CERTIFICATE", trusted_certificate(pem)),
        ("by an old name", pem.replace(" CERTIFICATE-", " X509 CERTIFICATE-")),
    ] {
        let client = trusting(sandbox.endpoint(), &text).unwrap_or_else(|error| panic!("{form}: {error}"));
        client.initialize(&request()).await.unwrap_or_else(|error| panic!("{form}: {error}"));
    }
}

#[test]
fn text_that_is_no_pem_is_told_and_never_shown() {
    let (certificate, key) = self_signed(|_| {});
    let (certificate, key) = (certificate.pem(), key.serialize_pem());
    let both = format!("{key}{certificate}");
    for text in [
        both.replace('\n', ""),
        both.replace('\n', " "),
        key.replace('\n', ""),
        format!("-----BEGIN PRIVATE KEY{}", key.replace('\n', "")),
        both.replace("-----END", "----END"),
        certificate.replace("-----END CERTIFICATE-----", &key.replace('\n', "")),
        certificate.replacen("\nMI", "\n\u{e9}\u{e9}", 1),
        key.clone(),
    ] {
        let http = with!(SourceHttp::default(), extra_root_certificates_pem = Some(text.clone()));
        let uri = with!(CredentialsUri::default(), http = Some(http.clone()));
        let shown = [
            trusting("host".into(), &text).map(|_| ()).unwrap_err(),
            Credentials::uri(uri.clone()).map(|_| ()).unwrap_err(),
        ]
        .map(|error| {
            assert!(matches!(error, EkycError::InvalidConfiguration { .. }), "{error:?}");
            format!("{error} {error:?}")
        });
        for shown in shown.into_iter().chain([format!("{http:?} {uri:?} {uri}")]) {
            assert!(shown.len() < 600, "{shown}");
            for line in key.lines().filter(|line| !line.starts_with('-')) {
                let part = &line[..16];
                let decimal: Vec<_> = part.bytes().map(|byte| byte.to_string()).collect();
                let hexadecimal: String = part.bytes().map(|byte| format!("{byte:02x}")).collect();
                for form in [part, &decimal.join(", "), &decimal.join(" "), &hexadecimal, &STANDARD.encode(part)[..20]]
                {
                    assert!(!shown.contains(form), "{shown}");
                }
            }
        }
    }
}

/// Plain HTTP is for this machine, where nobody stands in between. A proxy would.
#[test]
fn plain_http_never_goes_through_a_proxy() {
    let through = |endpoint: &str, bypass: &[&str]| {
        let bypass = bypass.iter().map(|&host| host.into()).collect();
        let proxy = Some(Proxy::Through { url: "http://127.0.0.1:1".into(), bypass });
        let config = with!(ClientConfig::for_endpoint(endpoint), proxy = proxy);
        Client::new(config, Credentials::access_key("id".into(), "secret".into()).unwrap()).map(|_| ())
    };
    for endpoint in ["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"] {
        let error = through(endpoint, &[]).unwrap_err();
        assert!(matches!(&error, EkycError::InvalidConfiguration { setting, .. } if setting == "proxy"), "{error}");
        through(endpoint, &["127.0.0.0/8", "localhost", "::1"]).unwrap();
    }
    through("https://127.0.0.1:1", &[]).unwrap();
}
