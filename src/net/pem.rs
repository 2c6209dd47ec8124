//! Root certificates as PEM text, in the forms in which people have them.
//!
//! Nothing of the text is ever repeated, nor what the PEM library says of it: its errors print the line, and a bundle may hold a key.

use std::borrow::Cow;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

const NOT_PEM: &str = "is not valid PEM: every line needs a line break of its own, BEGIN and END CERTIFICATE included";

/// The certificates in a text, in their order.
///
/// # Errors
/// What is wrong with the text.
pub(super) fn certificates(text: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = with_line_breaks(text);
    // Names that OpenSSL writes or wrote for the same thing; the first has something behind the certificate.
    let text = text.replace("TRUSTED CERTIFICATE-----", "CERTIFICATE-----");
    let text = text.replace("X509 CERTIFICATE-----", "CERTIFICATE-----");
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text.as_bytes()).collect();
    match found {
        Ok(found) if !found.is_empty() => Ok(found.into_iter().map(certificate_alone).collect()),
        Ok(_) if text.contains("BEGIN CERTIFICATE") => Err(NOT_PEM.to_owned()),
        Ok(_) => Err("holds no certificate; expected PEM text with BEGIN CERTIFICATE".to_owned()),
        Err(_) => Err(NOT_PEM.to_owned()),
    }
}

/// A text from an environment variable often has the two characters `\n` in place of each line break.
fn with_line_breaks(text: &str) -> Cow<'_, str> {
    if text.contains("\\n") { Cow::Owned(text.replace("\\r", "").replace("\\n", "\n")) } else { Cow::Borrowed(text) }
}

/// Without what follows the certificate: in a `TRUSTED CERTIFICATE` OpenSSL's own notes.
fn certificate_alone(der: CertificateDer<'static>) -> CertificateDer<'static> {
    match length(&der).and_then(|length| der.get(..length)) {
        Some(alone) if alone.len() < der.len() => CertificateDer::from(alone.to_vec()),
        _ => der,
    }
}

/// How long a DER sequence is, its head included.
fn length(der: &[u8]) -> Option<usize> {
    let (&[0x30, first], rest) = der.split_first_chunk::<2>()? else { return None };
    if first < 0x80 {
        return Some(2 + usize::from(first));
    }
    let (digits, _) = rest.split_at_checked(usize::from(first & 0x7f)).filter(|(digits, _)| digits.len() <= 4)?;
    let content = digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit));
    Some(2 + digits.len() + content)
}
