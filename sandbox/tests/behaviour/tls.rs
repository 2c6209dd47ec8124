//! Whom clients trust.

use ekyc_sandbox::{Options, Sandbox};
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;

use super::client::{Connection, ID, SECRET, trusting};
use super::message::Draft;

fn secure() -> Sandbox {
    Sandbox::start(Options::new(ID, SECRET)).unwrap()
}

fn ask(sandbox: &Sandbox, config: ClientConfig, name: &str) -> std::io::Result<String> {
    let mut connection = Connection::tls(sandbox.address(), config, name);
    connection.write(&Draft::new().sign(sandbox.address()).bytes())?;
    connection.read().map(|reply| reply.code())
}

#[test]
fn its_authority_is_enough() {
    let sandbox = secure();
    assert_eq!(sandbox.endpoint(), format!("https://{}", sandbox.address()));
    for name in ["127.0.0.1", "::1", "localhost"] {
        assert_eq!(ask(&sandbox, trusting(sandbox.ca_pem()), name).unwrap(), "Success", "{name}");
    }
    assert!(ask(&sandbox, trusting(sandbox.ca_pem()), "example.com").is_err());
}

#[test]
fn another_sandboxs_authority_is_not() {
    let (sandbox, other) = (secure(), secure());
    let error = ask(&sandbox, trusting(other.ca_pem()), "127.0.0.1").unwrap_err();
    assert!(error.to_string().contains("certificate"), "{error}");
    let seen = sandbox.seen();
    assert_eq!((seen.connections, seen.requests), (1, 0));
}

#[test]
fn both_versions_of_tls() {
    let sandbox = secure();
    for version in [&TLS12, &TLS13] {
        let mut roots = RootCertStore::empty();
        let der = <rustls::pki_types::CertificateDer<'_> as rustls::pki_types::pem::PemObject>::from_pem_slice(
            sandbox.ca_pem().as_bytes(),
        );
        roots.add(der.unwrap()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_protocol_versions(&[version])
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        assert_eq!(ask(&sandbox, config, "127.0.0.1").unwrap(), "Success", "{version:?}");
    }
}

#[test]
fn http1_is_what_it_speaks() {
    let sandbox = secure();
    let mut config = trusting(sandbox.ca_pem());
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    assert_eq!(ask(&sandbox, config, "127.0.0.1").unwrap(), "Success");
}

#[test]
fn plain_http_is_told_to_use_https() {
    let sandbox = secure();
    let reply = Connection::plain(sandbox.address()).ask(&Draft::new().sign(sandbox.address()).bytes());
    assert_eq!((reply.status, reply.code().as_str()), (404, "InvalidProtocol.NeedSsl"));
}

#[test]
fn the_loopback_of_ipv6_works_too() {
    let mut options = Options::new(ID, SECRET);
    options.listen = "[::1]:0".parse().unwrap();
    match Sandbox::start(options) {
        Ok(sandbox) => assert_eq!(ask(&sandbox, trusting(sandbox.ca_pem()), "::1").unwrap(), "Success"),
        Err(error) => assert!(error.to_string().starts_with("cannot listen on [::1]:0"), "{error}"), // no IPv6 here
    }
}
