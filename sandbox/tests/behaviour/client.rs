//! A small HTTP/1.1 client that sends the bytes it is given and shows what comes back.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use ekyc_sandbox::{Options, Sandbox};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::Value;

pub const ID: &str = "test-key-id";
pub const SECRET: &str = "test-key-secret";

/// Only so that a test which should fail does not hang.
const PATIENCE: Duration = Duration::from_secs(30);

pub fn sandbox() -> Sandbox {
    Sandbox::start(Options::new(ID, SECRET).plain_http()).unwrap()
}

trait Stream: Read + Write + Send {}
impl<T: Read + Write + Send> Stream for T {}

pub struct Connection {
    stream: BufReader<Box<dyn Stream>>,
    pub tcp: TcpStream,
}

impl Connection {
    pub fn plain(address: SocketAddr) -> Self {
        let tcp = tcp(address);
        Self { stream: BufReader::new(Box::new(tcp.try_clone().unwrap())), tcp }
    }

    pub fn tls(address: SocketAddr, config: ClientConfig, name: &str) -> Self {
        Self::tls_over(tcp(address), config, name)
    }

    /// TLS over a stream that somebody else has opened.
    pub fn tls_over(tcp: TcpStream, config: ClientConfig, name: &str) -> Self {
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let session = ClientConnection::new(Arc::new(config), name).unwrap();
        let stream = StreamOwned::new(session, tcp.try_clone().unwrap());
        Self { stream: BufReader::new(Box::new(stream)), tcp }
    }

    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes)?;
        self.stream.get_mut().flush()
    }

    pub fn read(&mut self) -> io::Result<Reply> {
        Reply::read(&mut self.stream)
    }

    /// The head and as much of the body as comes with it in one piece.
    pub fn read_part(&mut self) -> io::Result<(String, Vec<u8>)> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            self.stream.read_line(&mut head)?;
        }
        let part = self.stream.fill_buf()?.to_vec();
        Ok((head, part))
    }

    pub fn ask(&mut self, bytes: &[u8]) -> Reply {
        self.write(bytes).unwrap();
        self.read().unwrap()
    }
}

fn tcp(address: SocketAddr) -> TcpStream {
    let tcp = TcpStream::connect(address).unwrap();
    tcp.set_read_timeout(Some(PATIENCE)).unwrap();
    tcp
}

/// A TLS configuration that trusts the given authority and nobody else.
pub fn trusting(pem: &str) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()).unwrap();
    ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

pub struct Reply {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    fn read(stream: &mut impl BufRead) -> io::Result<Self> {
        let mut line = || {
            let mut text = String::new();
            match stream.read_line(&mut text)? {
                0 => Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
                _ => Ok(text.trim_end().to_owned()),
            }
        };
        let status = line()?.split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = Vec::new();
        loop {
            let text = line()?;
            let Some((name, value)) = text.split_once(": ") else { break };
            headers.push((name.to_owned(), value.to_owned()));
        }
        let mut reply = Self { status, headers, body: Vec::new() };
        match reply.header("content-length") {
            Some(length) => {
                reply.body.resize(length.parse().unwrap(), 0);
                stream.read_exact(&mut reply.body)?;
            }
            None if reply.header("transfer-encoding") == Some("chunked") => reply.read_chunks(stream)?,
            None => {}
        }
        Ok(reply)
    }

    fn read_chunks(&mut self, stream: &mut impl BufRead) -> io::Result<()> {
        loop {
            let mut size = String::new();
            stream.read_line(&mut size)?;
            let size = usize::from_str_radix(size.trim_end(), 16).unwrap();
            let mut chunk = vec![0; size + 2];
            stream.read_exact(&mut chunk)?;
            if size == 0 {
                return Ok(());
            }
            self.body.extend_from_slice(&chunk[..size]);
        }
    }

    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// A text member of the answer, empty if it is not there.
    pub fn member(&self, pointer: &str) -> String {
        self.json().pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    pub fn code(&self) -> String {
        self.member("/Code")
    }
}
