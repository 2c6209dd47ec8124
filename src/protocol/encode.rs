//! RFC 3986 percent-encoding, as the signature and the wire need it.

/// What a byte becomes, and in the last place how many bytes that is: itself for the unreserved `A-Z a-z 0-9 - _ . ~`, else `%XX`.
static ESCAPES: [[u8; 4]; 256] = escapes();

#[allow(clippy::indexing_slicing)] // evaluated by the compiler, which refuses an index out of bounds
const fn escapes() -> [[u8; 4]; 256] {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut table = [[0u8; 4]; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = if is_unreserved(b) { [b, 0, 0, 1] } else { [b'%', DIGITS[byte >> 4], DIGITS[byte & 15], 3] };
        byte += 1;
    }
    table
}

const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~')
}

/// Appends the bytes of `text` to `out`; all but the unreserved characters become `%XX` in upper case.
///
/// A blank is `%20`, `*` is `%2A`, `~` stays. What is appended is ASCII.
pub fn push_encoded(out: &mut Vec<u8>, text: &[u8]) {
    if text.iter().all(|&byte| matches!(ESCAPES.get(usize::from(byte)), Some([.., 1]))) {
        out.extend_from_slice(text);
        return;
    }
    const CHUNK: usize = 32;
    for chunk in text.chunks(CHUNK) {
        // Always four bytes are written and then one or three kept: without a branch, because in MetaInfo the two kinds alternate.
        // Twice as fast as pushing by kind, and than looking for runs.
        // The mask changes nothing (96 is the most that is used); it shows the compiler that a place is never outside.
        let mut encoded = [0u8; 128 + 4];
        let mut end = 0;
        for &byte in chunk {
            let Some(escape @ [.., length]) = ESCAPES.get(usize::from(byte)) else { continue };
            let at = end & 127;
            if let Some(place) = encoded.get_mut(at..at + 4) {
                place.copy_from_slice(escape);
            }
            end += usize::from(*length);
        }
        out.extend_from_slice(encoded.get(..end).unwrap_or(&[]));
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

/// As [`push_pairs`], sorted by name and then by value, both as raw bytes: the canonical query.
pub fn push_sorted_pairs<'a>(out: &mut Vec<u8>, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) {
    let mut sorted: Vec<_> = pairs.into_iter().collect();
    sorted.sort_unstable();
    push_pairs(out, sorted);
}

/// What is encoded, as text: every byte of it is ASCII.
pub(crate) fn ascii(encoded: &[u8]) -> String {
    encoded.iter().copied().map(char::from).collect()
}
