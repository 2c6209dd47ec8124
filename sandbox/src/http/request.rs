//! A request as it arrived: raw path and query, header bytes, body bytes. Nothing here knows what the client meant.

use std::collections::BTreeMap;

use bytes::Bytes;
use hyper::HeaderMap;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::http::request::Parts;

use super::encoding::decode;

/// A decoded name and value, as bytes: what arrives need not be UTF-8.
pub(crate) type Pair = (Vec<u8>, Vec<u8>);

/// A request as it arrived.
pub(crate) struct WireRequest {
    pub(crate) method: String,
    /// The path, still encoded.
    pub(crate) path: String,
    /// The query's pairs, decoded, in the order of the wire.
    pub(crate) query: Vec<Pair>,
    /// The form's pairs, decoded, if the body is a form.
    pub(crate) form: Vec<Pair>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl WireRequest {
    pub(crate) fn new(head: &Parts, body: Bytes) -> Self {
        let is_form = head.headers.get(CONTENT_TYPE).is_some_and(|value| {
            let media_type = value.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
            media_type.trim_ascii().eq_ignore_ascii_case(b"application/x-www-form-urlencoded")
        });
        Self {
            method: head.method.as_str().to_owned(),
            path: head.uri.path().to_owned(),
            query: pairs(head.uri.query().unwrap_or_default().as_bytes()),
            form: if is_form { pairs(&body) } else { Vec::new() },
            headers: head.headers.clone(),
            body,
        }
    }

    /// A header's value without the blanks around it; `None` if it is absent, repeated or not text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let (first, None) = (values.next()?, values.next()) else { return None };
        std::str::from_utf8(first.as_bytes()).ok().map(|text| text.trim_matches([' ', '\t']))
    }

    /// The action asked for: a header, or as older clients write it a parameter.
    pub(crate) fn action(&self) -> Option<String> {
        self.named("x-acs-action", "Action")
    }

    /// A header's value or else a parameter's; an empty one counts as absent.
    pub(crate) fn named(&self, header: &str, parameter: &str) -> Option<String> {
        let from_header = self.header(header).filter(|text| !text.is_empty()).map(str::to_owned);
        from_header.or_else(|| {
            let mut pairs = self.query.iter().chain(&self.form);
            let (_, value) = pairs.find(|(name, value)| name == parameter.as_bytes() && !value.is_empty())?;
            Some(String::from_utf8_lossy(value).into_owned())
        })
    }

    /// The host the client believes it talks to.
    pub(crate) fn host(&self) -> &str {
        self.header(HOST.as_str()).unwrap_or_default()
    }
}

/// Splits `name=value&...` and decodes both sides. A name without `=` has an empty value; empty pieces do not count.
pub(super) fn pairs(text: &[u8]) -> Vec<Pair> {
    text.split(|byte| *byte == b'&')
        .filter(|piece| !piece.is_empty())
        .map(|piece| {
            let mut sides = piece.splitn(2, |byte| *byte == b'=');
            let mut side = || decode(sides.next().unwrap_or_default());
            (side(), side())
        })
        .collect()
}

/// Pairs as text for people and rules: the first of a repeated name counts, and what is not UTF-8 shows as `U+FFFD`.
pub(crate) fn readable(pairs: &[Pair]) -> BTreeMap<String, String> {
    let mut map = BTreeMap::new();
    for (name, value) in pairs {
        let name = String::from_utf8_lossy(name).into_owned();
        map.entry(name).or_insert_with(|| String::from_utf8_lossy(value).into_owned());
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_a_form_may_hold() {
        for (wire, name, value) in [
            ("a=b", "a", "b"),
            ("a+b=c+d", "a b", "c d"),
            ("a%20b=%2B%7e~", "a b", "+~~"),
            ("a", "a", ""),
            ("a=b=c", "a", "b=c"),
            ("a=100%", "a", "100%"),
            ("a=%zz%4", "a", "%zz%4"),
            ("%C3%A9=%e4%b8%ad", "é", "中"),
        ] {
            assert_eq!(pairs(wire.as_bytes()), [(name.into(), value.into())], "{wire}");
        }
        assert_eq!(pairs(b"&&"), []);
        assert_eq!(pairs(b"a=%ff"), [(b"a".to_vec(), vec![0xff])]);
    }
}
