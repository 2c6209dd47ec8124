//! Why an exchange failed, in words that may be shown.

use std::error::Error;

use rustls::CertificateError;

use crate::bounds::{MAX_NETWORK_REASON, shown};

/// The chain of causes as one sentence, without the error's own text, which is generic.
pub(crate) fn reason(error: &(dyn Error + 'static)) -> String {
    if let Some(rustls::Error::InvalidCertificate(wrong)) = tls_error(error) {
        return shown(&certificate(wrong), MAX_NETWORK_REASON);
    }
    let mut parts: Vec<String> = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if parts.last().is_none_or(|last| !last.contains(&text)) {
            parts.push(text);
        }
        cause = error.source();
    }
    if parts.is_empty() { "the exchange failed".to_owned() } else { shown(&parts.join(": "), MAX_NETWORK_REASON) }
}

/// An answer that broke off. hyper's own words, the cause, say where.
#[derive(Debug, thiserror::Error)]
#[error("the answer broke off")]
pub(crate) struct Broken(#[source] pub(crate) hyper::Error);

/// The TLS library's error among the causes.
pub(crate) fn tls_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    cause(error, &|error| error.downcast_ref::<rustls::Error>())
}

/// What is wrong with the server's certificate, and what can be done about it.
fn certificate(wrong: &CertificateError) -> String {
    match wrong {
        CertificateError::UnknownIssuer => "the server's certificate was issued by nobody who is trusted here (UnknownIssuer); if a proxy \
             opens TLS, or the server has an authority of its own, give that authority's certificate as `extra_root_certificates_pem`"
            .to_owned(),
        CertificateError::Other(_) if wrong.to_string().contains("CaUsedAsEndEntity") => {
            "the server presents the certificate of an authority (CA:TRUE) as its own, which is not accepted (CaUsedAsEndEntity); give the \
             server a certificate with CA:FALSE, and trust the authority that issued it"
                .to_owned()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            format!("the server's certificate is for another host name: {wrong}")
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            format!("the server's certificate has expired, or this machine's clock is wrong: {wrong}")
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            format!("the server's certificate is not valid yet, or this machine's clock is wrong: {wrong}")
        }
        other => format!("the server's certificate is not accepted: {other}"),
    }
}

/// The error of a certain kind among the causes. An I/O error hides the one it carries from `source`, so it is opened.
pub(crate) fn cause<'a, T>(
    error: &'a (dyn Error + 'static),
    is: &impl Fn(&'a (dyn Error + 'static)) -> Option<&'a T>,
) -> Option<&'a T> {
    let carried = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    is(error)
        .or_else(|| carried.and_then(|carried| cause(carried as &(dyn Error + 'static), is)))
        .or_else(|| error.source().and_then(|source| cause(source, is)))
}
