//! The head of a request to the proxy.

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncRead, AsyncReadExt as _};

use crate::record::ProxyAuthorization;

/// More is not read: a CONNECT has one line and a few headers.
const MAX_HEAD: usize = 16 * 1024;

/// What was asked, and the bytes that came behind it.
pub(super) struct Head {
    pub(super) method: String,
    pub(super) target: String,
    authorization: Option<String>,
    pub(super) rest: Vec<u8>,
}

impl Head {
    /// `None` if the client closed before the head was whole, or if it is none.
    pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        loop {
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                let rest = bytes.split_off(end + 4);
                return Ok(Self::parse(&String::from_utf8_lossy(&bytes), rest));
            }
            if bytes.len() > MAX_HEAD || stream.read_buf(&mut bytes).await? == 0 {
                return Ok(None);
            }
        }
    }

    fn parse(text: &str, rest: Vec<u8>) -> Option<Self> {
        let mut lines = text.split("\r\n");
        let mut words = lines.next()?.split(' ');
        let (method, target, version) = (words.next()?, words.next()?, words.next()?);
        if !version.starts_with("HTTP/1.") || words.next().is_some() {
            return None;
        }
        let authorization = lines.find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("proxy-authorization").then(|| value.trim().to_owned())
        });
        Some(Self { method: method.to_owned(), target: target.to_owned(), authorization, rest })
    }

    /// Compares the credentials with those asked for.
    pub(super) fn authorization(&self, credentials: Option<&(String, String)>) -> ProxyAuthorization {
        let Some(given) = &self.authorization else { return ProxyAuthorization::Absent };
        let Some((username, password)) = credentials else { return ProxyAuthorization::NotAskedFor };
        let expected = STANDARD.encode(format!("{username}:{password}"));
        match given.split_once(' ') {
            Some((scheme, value)) if scheme.eq_ignore_ascii_case("basic") && value.trim() == expected => {
                ProxyAuthorization::Right
            }
            _ => ProxyAuthorization::Wrong,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn reads_a_head_and_what_comes_behind_it() {
        let mut bytes = &b"CONNECT 127.0.0.1:1 HTTP/1.1\r\nProxy-authorization:  basic YTpiOmM= \r\n\r\nrest"[..];
        let head = Head::read(&mut bytes).await.unwrap().unwrap();
        assert_eq!(
            (head.method.as_str(), head.target.as_str(), head.rest.as_slice()),
            ("CONNECT", "127.0.0.1:1", &b"rest"[..])
        );
        let credentials = |username: &str, password: &str| Some((username.to_owned(), password.to_owned()));
        assert_eq!(head.authorization(credentials("a", "b:c").as_ref()), ProxyAuthorization::Right);
        assert_eq!(head.authorization(credentials("a", "b").as_ref()), ProxyAuthorization::Wrong);
        assert_eq!(head.authorization(None), ProxyAuthorization::NotAskedFor);
    }

    #[tokio::test]
    async fn what_is_no_head_is_none() {
        let endless = vec![b'x'; 3 * MAX_HEAD];
        for bytes in
            [&b""[..], b"CONNECT a:1 HTTP/1.1\r\n", b"\x16\x03\x01\r\n\r\n", b"CONNECT a b c d\r\n\r\n", &endless]
        {
            let mut reader = bytes;
            assert!(Head::read(&mut reader).await.unwrap().is_none(), "{bytes:?}");
        }
    }
}
