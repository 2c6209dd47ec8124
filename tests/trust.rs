//! TLS: no version before 1.2, and what a server must not do.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use ekyc::{Client, ClientConfig, Credentials, DocType, EkycError, InitializeRequest, NetworkPhase, ProductCode};

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
