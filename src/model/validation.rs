//! The documented rules of requests, checked before anything is sent: all violations at once.

use std::collections::HashMap;

use super::parts::{Parts, Value};
use super::{InitializeRequest, ProductCode};
use crate::bounds::{MAX_QUERY_BYTES, shown};
use crate::error::{EkycError, Violation};

/// The largest reference picture, in bytes before Base64. The vendor says "about 1 MB"; this is the generous reading.
pub const MAX_FACE_PICTURE_BYTES: usize = 1024 * 1024;

const MAX_MERCHANT_BIZ_ID: usize = 32;
const MAX_SCENE_CODE: usize = 10;

/// Names that belong to the gateway's protocol. As extra parameters they could change what the gateway does with the request.
const PROTOCOL_PARAMETERS: [&str; 11] = [
    "AccessKeyId",
    "Action",
    "Format",
    "SecurityToken",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureType",
    "SignatureVersion",
    "Timestamp",
    "Version",
];

impl InitializeRequest {
    /// Checks every documented rule and reports all violations at once.
    ///
    /// # Errors
    /// [`EkycError::InvalidRequest`] with one [`Violation`] for each broken rule.
    pub fn validate(&self) -> Result<(), EkycError> {
        let mut check = Check::of(self.parts());
        for page in self.doc_page_config.iter().flatten() {
            if page.code().trim().is_empty() {
                check.add("DocPageConfig", "names a page with an empty code");
            }
        }
        check.merchant_biz_id(&self.merchant_biz_id);
        if let Some(scene_code) = &self.scene_code {
            check.scene_code(scene_code);
        }
        if self.product_code == ProductCode::EKyc && self.doc_type.is_none() {
            check.add("DocType", "is required for the product eKYC");
        }
        if let Some(url) = &self.callback_url {
            check.callback_url(url);
        }
        if self.doc_page_config.as_ref().is_some_and(Vec::is_empty) {
            check.add("DocPageConfig", "is an empty list; leave it out to collect no further page");
        }
        check.finish()
    }
}

/// A request being checked, and the violations found so far.
#[derive(Default)]
pub(super) struct Check<'a> {
    parts: Parts<'a>,
    found: Vec<Violation>,
}

impl<'a> Check<'a> {
    /// Begins with what holds for the parameters of every operation.
    pub(super) fn of(parts: Parts<'a>) -> Self {
        let mut check = Self { parts, found: Vec::new() };
        check.no_empty_values();
        check
    }

    pub(super) fn add(&mut self, field: &str, reason: impl Into<String>) {
        self.found.push(Violation { field: field.to_owned(), reason: reason.into() });
    }

    pub(super) fn finish(mut self) -> Result<(), EkycError> {
        self.extra_parameters();
        self.length_of_the_url();
        if self.found.is_empty() { Ok(()) } else { Err(EkycError::InvalidRequest { violations: self.found }) }
    }

    /// Required parameters must have a value; optional ones are left out, never sent empty.
    fn no_empty_values(&mut self) {
        for part in self.parts.named() {
            let reason: String = match &part.value {
                Value::Text(text) if !text.trim().is_empty() => continue,
                Value::Text(_) if part.required => "is required and must not be empty".into(),
                Value::Text(_) => "is empty; leave it out to take the service's default".into(),
                Value::Picture([]) => "is an empty picture; leave it out to send none".into(),
                Value::Picture(picture) if picture.len() > MAX_FACE_PICTURE_BYTES => {
                    format!("has {} bytes; the limit is {MAX_FACE_PICTURE_BYTES}", picture.len())
                }
                Value::Picture(_) | Value::Absent => continue,
            };
            self.found.push(Violation { field: part.name.to_owned(), reason });
        }
    }

    /// What is too long for a URL would only fail on the way, where the reason looks like the network's.
    fn length_of_the_url(&mut self) {
        const LONGEST_ESCAPE: usize = 3; // %7B
        let named = self.parts.query.iter().filter_map(|part| Some((part.name, part.text()?)));
        let extra = self.parts.extra.into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str()));
        let all = || named.clone().chain(extra.clone());
        let plain: usize = all().map(|(name, value)| name.len() + value.len() + "&=".len()).sum();
        if plain * LONGEST_ESCAPE <= MAX_QUERY_BYTES {
            return;
        }
        let lengths = all().map(|(name, value)| (in_url(name) + in_url(value) + "&=".len(), name));
        let sum: usize = lengths.clone().map(|(length, _)| length).sum();
        if let Some((length, name)) = lengths.max().filter(|_| sum > MAX_QUERY_BYTES) {
            let reason = format!(
                "takes {length} bytes of the URL, where all parameters together take {sum} and there is room for {MAX_QUERY_BYTES}"
            );
            if self.parts.named().any(|part| part.name == name) {
                self.add(name, reason);
            } else {
                self.add("extra_parameters", format!("has {}, which {reason}", shown_name(name)));
            }
        }
    }

    fn merchant_biz_id(&mut self, id: &str) {
        let length = id.chars().count();
        if length > MAX_MERCHANT_BIZ_ID {
            self.add("MerchantBizId", format!("has {length} characters; the limit is {MAX_MERCHANT_BIZ_ID}"));
        }
        if !id.trim().is_empty() && !id.chars().all(|c| c.is_ascii_alphanumeric()) {
            self.add("MerchantBizId", "may hold only the letters a to z and A to Z and digits");
        }
    }

    fn scene_code(&mut self, code: &str) {
        let length = code.chars().count();
        if length > MAX_SCENE_CODE {
            self.add("SceneCode", format!("has {length} characters; the limit is {MAX_SCENE_CODE}"));
        }
        if !code.trim().is_empty() && !code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            self.add("SceneCode", "may hold only the letters a to z and A to Z, digits and underscores");
        }
    }

    fn callback_url(&mut self, text: &str) {
        if text.trim().is_empty() {
            return; // reported as empty already
        }
        // The parser drops blanks and line breaks and mends missing slashes; the service sees the text as it is.
        let clean = text.starts_with("https://") && !text.chars().any(|c| c.is_whitespace() || c.is_control());
        if !clean || !url::Url::parse(text).is_ok_and(|url| url.has_host()) {
            self.add("CallbackUrl", "must be an absolute URL that starts with https:// and has no blanks");
        }
    }

    /// What holds for parameters that are given by name.
    pub(super) fn given_names(&mut self, field: &str, parameters: &HashMap<String, String>) {
        let mut names: Vec<_> = parameters.keys().collect();
        names.sort();
        for name in names {
            if name.trim().is_empty() {
                self.add(field, "has an empty name");
            } else if PROTOCOL_PARAMETERS.into_iter().any(|own| own.eq_ignore_ascii_case(name)) {
                self.add(field, format!("names {}, which belongs to the protocol", shown_name(name)));
            }
        }
    }

    /// Extra parameters may be neither empty, nor stand in for a field, nor be the gateway's.
    fn extra_parameters(&mut self) {
        let mut extra: Vec<_> = self.parts.extra.into_iter().flatten().collect();
        extra.sort();
        for (name, value) in extra {
            let same = |other: &str| other.eq_ignore_ascii_case(name);
            if name.trim().is_empty() {
                self.add("extra_parameters", "has an empty name");
            } else if self.parts.named().any(|part| same(part.name)) {
                self.add(
                    "extra_parameters",
                    format!("names {}, which has a field of its own; use that", shown_name(name)),
                );
            } else if PROTOCOL_PARAMETERS.into_iter().any(same) {
                self.add("extra_parameters", format!("names {}, which belongs to the protocol", shown_name(name)));
            } else if value.is_empty() {
                self.add("extra_parameters", format!("has an empty value for {}; leave it out", shown_name(name)));
            }
        }
    }
}

/// A name that the caller made up, as far as it fits into a sentence.
fn shown_name(name: &str) -> String {
    const MOST: usize = 64;
    shown(name, MOST)
}

/// How many bytes a text takes in a URL.
fn in_url(text: &str) -> usize {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    text.bytes().map(|byte| if kept(byte) { 1 } else { "%7B".len() }).sum()
}
