//! The caller's words: Kotlin and Swift name settings and fields in camelCase, and lengths of time without their unit.

use crate::error::EkycError;

/// The error as a Kotlin or Swift program reads it. The one place where names are changed.
pub(super) fn of_the_caller(error: EkycError) -> EkycError {
    match error {
        EkycError::InvalidConfiguration { setting, reason } => {
            EkycError::InvalidConfiguration { setting: setting_name(&setting), reason: text(&reason) }
        }
        EkycError::InvalidRequest { mut violations } => {
            for violation in &mut violations {
                violation.field = field_name(&violation.field);
            }
            EkycError::InvalidRequest { violations }
        }
        EkycError::Credentials { reason, fault, attempts } => {
            EkycError::Credentials { reason: text(&reason), fault, attempts }
        }
        EkycError::Network { phase, reason, attempts } => EkycError::Network { phase, reason: text(&reason), attempts },
        EkycError::QuotaUnavailable { reason, attempts } => {
            EkycError::QuotaUnavailable { reason: text(&reason), attempts }
        }
        other => other,
    }
}

/// `MerchantBizId`, as the service spells it, is `merchantBizId` there, and the picture's field tells nothing of Base64.
fn field_name(rust: &str) -> String {
    let mut letters = rust.chars();
    match letters.next() {
        Some(first) if first.is_ascii_uppercase() => {
            let rest = letters.as_str();
            format!("{}{}", first.to_ascii_lowercase(), rest.strip_suffix("Base64").unwrap_or(rest))
        }
        _ => setting_name(rust),
    }
}

/// `retry.base_delay_ms` is `retry.baseDelay` there. What is no name of Rust's stays as it is.
fn setting_name(rust: &str) -> String {
    let path = rust.split('.').map(|part| camel(without_unit(part)));
    path.collect::<Vec<_>>().join(".")
}

/// A sentence in which settings stand between backticks.
fn text(rust: &str) -> String {
    let parts = rust.split('`').enumerate();
    let parts = parts.map(|(at, part)| if at % 2 == 1 { setting_name(part) } else { part.to_owned() });
    parts.collect::<Vec<_>>().join("`")
}

fn without_unit(name: &str) -> &str {
    ["_at_unix_ms", "_ms", "_us", "_seconds"].iter().find_map(|unit| name.strip_suffix(unit)).unwrap_or(name)
}

fn camel(name: &str) -> String {
    let is_rust = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !is_rust {
        return name.to_owned();
    }
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut whole, word| {
        let mut letters = word.chars();
        whole.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        whole.push_str(letters.as_str());
        whole
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_callers() {
        assert_eq!(setting_name("connect_timeout_ms"), "connectTimeout");
        assert_eq!(field_name("MerchantBizId"), "merchantBizId");
        assert_eq!(field_name("FacePictureBase64"), "facePicture");
        assert_eq!(field_name("extra_parameters"), "extraParameters");
        assert_eq!(setting_name("retry.base_delay_ms"), "retry.baseDelay");
        assert_eq!(setting_name("duration_seconds"), "duration");
        assert_eq!(setting_name("proxy"), "proxy");
        assert_eq!(setting_name("the environment variable NO_PROXY"), "the environment variable NO_PROXY");
        assert_eq!(
            text("give it as `extra_root_pem`; or set `proxy` to `Direct`"),
            "give it as `extraRootPem`; or set `proxy` to `Direct`"
        );
        assert_eq!(text("half a `pair_of"), "half a `pairOf");
    }
}
