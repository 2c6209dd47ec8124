//! The documented rules of Initialize, checked before anything is sent: all violations at once.

use super::initialize::FACE_PICTURE_PARAMETER;
use super::{InitializeRequest, ProductCode};
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
        let mut check = Check(Vec::new());
        check.no_empty_values(self);
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
        if let Some(picture) = &self.face_picture {
            check.face_picture(picture);
        }
        check.extra_parameters(self);
        check.finish()
    }
}

struct Check(Vec<Violation>);

impl Check {
    fn add(&mut self, field: &str, reason: impl Into<String>) {
        self.0.push(Violation { field: field.to_owned(), reason: reason.into() });
    }

    fn finish(self) -> Result<(), EkycError> {
        if self.0.is_empty() { Ok(()) } else { Err(EkycError::InvalidRequest { violations: self.0 }) }
    }

    /// Required parameters must have a value; optional ones are left out, never sent empty.
    fn no_empty_values(&mut self, request: &InitializeRequest) {
        const REQUIRED: [&str; 4] = ["MerchantBizId", "MerchantUserId", "MetaInfo", "ProductCode"];
        let pages = request.doc_page_config_json();
        for (name, value) in request.typed_parameters(pages.as_deref()) {
            if value.is_some_and(|value| value.trim().is_empty()) {
                if REQUIRED.contains(&name) {
                    self.add(name, "is required and must not be empty");
                } else {
                    self.add(name, "is empty; leave it out to take the service's default");
                }
            }
        }
        for page in request.doc_page_config.iter().flatten() {
            if page.code().trim().is_empty() {
                self.add("DocPageConfig", "names a page with an empty code");
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

    fn face_picture(&mut self, picture: &[u8]) {
        if picture.is_empty() {
            self.add(FACE_PICTURE_PARAMETER, "is an empty picture; leave it out to send none");
        }
        if picture.len() > MAX_FACE_PICTURE_BYTES {
            let size = picture.len();
            self.add(FACE_PICTURE_PARAMETER, format!("has {size} bytes; the limit is {MAX_FACE_PICTURE_BYTES}"));
        }
    }

    fn extra_parameters(&mut self, request: &InitializeRequest) {
        let typed = request.typed_parameters(None);
        let mut extra: Vec<_> = request.extra_parameters.iter().collect();
        extra.sort();
        for (name, value) in extra {
            let same = |other: &str| other.eq_ignore_ascii_case(name);
            if name.trim().is_empty() {
                self.add("extra_parameters", "has an empty name");
            } else if typed.iter().any(|(typed, _)| same(typed)) || same(FACE_PICTURE_PARAMETER) {
                self.add("extra_parameters", format!("names {name}, which has a field of its own; use that"));
            } else if PROTOCOL_PARAMETERS.into_iter().any(same) {
                self.add("extra_parameters", format!("names {name}, which belongs to the protocol"));
            } else if value.is_empty() {
                self.add("extra_parameters", format!("has an empty value for {name}; leave it out"));
            }
        }
    }
}
