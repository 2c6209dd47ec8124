//! RFC 3986 percent-encoding, as the signature and the wire need it.

/// What a byte becomes: `%XX`, or nothing (zeros) for the unreserved `A-Z a-z 0-9 - _ . ~`, which stay.
static ESCAPES: [[u8; 3]; 256] = escapes();

#[allow(clippy::indexing_slicing)] // evaluated by the compiler, which refuses an index out of bounds
const fn escapes() -> [[u8; 3]; 256] {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut table = [[0u8; 3]; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        if !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~')) {
            table[byte] = [b'%', DIGITS[byte >> 4], DIGITS[byte & 15]];
        }
        byte += 1;
    }
    table
}

/// Appends the bytes of `text` to `out`; all but the unreserved characters become `%XX` in upper case.
///
/// A blank is `%20`, `*` is `%2A`, `~` stays. What is appended is ASCII.
pub fn push_encoded(out: &mut Vec<u8>, text: &[u8]) {
    out.reserve(text.len() * 3);
    for &byte in text {
        match ESCAPES.get(usize::from(byte)) {
            Some(escape @ [b'%', ..]) => out.extend_from_slice(escape),
            _ => out.push(byte),
        }
    }
}

/// The RFC 3986 encoding of a text.
pub fn encoded(text: &str) -> String {
    let mut out = Vec::new();
    push_encoded(&mut out, text.as_bytes());
    ascii(&out)
}

/// Appends `name=value` pairs joined by `&`, both sides encoded, in the order given.
pub fn push_pairs<'a>(out: &mut Vec<u8>, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) {
    let mut separator: &[u8] = b"";
    for (name, value) in pairs {
        out.extend_from_slice(separator);
        separator = b"&";
        push_encoded(out, name.as_bytes());
        out.push(b'=');
        push_encoded(out, value.as_bytes());
    }
}

/// Bytes known to be text as a string, without a second copy of the rule that made them so.
pub(crate) fn ascii(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
