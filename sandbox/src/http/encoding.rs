//! Percent-encoding as RFC 3986 has it, and decoding as a form needs it.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};

/// Everything but letters, digits and the four marks that RFC 3986 leaves alone.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Encodes bytes as the canonical query has them.
pub(crate) fn push_encoded(out: &mut Vec<u8>, text: &[u8]) {
    for piece in percent_encode(text, RESERVED) {
        out.extend_from_slice(piece.as_bytes());
    }
}

/// Decodes one side of a pair: `+` is a blank, as the official SDKs write it on the wire; a broken escape stays as it is.
pub(super) fn decode(text: &[u8]) -> Vec<u8> {
    let text: Cow<'_, [u8]> = if text.contains(&b'+') {
        text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect::<Vec<_>>().into()
    } else {
        text.into()
    };
    percent_decode(&text).collect()
}
